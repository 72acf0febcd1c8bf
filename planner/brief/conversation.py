"""Words for the conversation: what may be said when three asks are mixed, and what is never said.

What stands under "We say" may be spoken: it holds no figure of the rate, no confidence and no worth of the funding.
"""

from collections.abc import Iterator

from planner.brief.subject import Subject
from planner.business_case.document import Block, Bullets, Column, Heading, Paragraph, Table
from planner.funding.strings import promises
from planner.funding.substitution import asks_kept_apart, rounded, rounded_points

Turn = tuple[str, str, str]
"""What they say, what we say, and why: the last for us alone."""

UNSAID = (
    "Which discount would do, or is expected in the end.",
    "What the funding is worth against the rate.",
    "How likely we hold each credit to be paid.",
    "By when we have to have asked, and what is lost after that day.",
    "What usage reports say of seats, before the rate is asked for on its own.",
)


def conversation(subject: Subject) -> Iterator[Block]:
    """Turn by turn, then what stays unsaid."""
    yield Paragraph("The middle column may be spoken as it stands. The last is for you alone.")
    columns = (Column("If they say", width=2), Column("We say", width=4), Column("For us alone", width=3.4))
    yield Table("Conversation", "", columns, tuple(_turns(subject)))
    yield Heading("Never said")
    yield Bullets(UNSAID)


def _turns(subject: Subject) -> Iterator[Turn]:
    yield _instead_of_rate(subject)
    yield from _face(subject)
    yield from _by_right(subject)
    yield from _more_time(subject)
    yield from _strings(subject)
    yield _what_would_do(subject)


def _instead_of_rate(subject: Subject) -> Turn:
    weighed, notation = subject.trade, subject.notation
    alone = "Nothing is weighed, as there is no price sheet."
    if weighed.break_even is not None:
        loss = notation.money(rounded(weighed.trade_loss))
        alone = (
            f"The funding equals {rounded_points(weighed.break_even)} points of discount, once. To stop asking for it "
            f"would cost {loss}; {notation.money(rounded(weighed.forgone_rate))}, if the funding comes anyway."
        )
    return "Take this funding, and the discount is settled.", asks_kept_apart(subject.plan, weighed), alone


def _face(subject: Subject) -> Iterator[Turn]:
    ledger, notation = subject.funding, subject.notation
    if ledger.planned < ledger.face:
        face, planned = notation.money(ledger.face), notation.money(ledger.planned)
        beyond = notation.money(ledger.face - ledger.planned)
        said = f"The letters name up to {face}. For our scope and dates we request {planned}, and count that alone."
        alone = f"{beyond} of the face is not claimed with these dates; section 3 tells by which step it is lost."
        yield f"We have put {face} on the table.", said, alone


def _by_right(subject: Subject) -> Iterator[Turn]:
    held = [account for account in subject.rights.accounts if account.is_held]
    if held:
        names = subject.notation.listed(account.name for account in held)
        yield (
            "FastTrack is part of our offer.",
            f"{names}: this comes with our seats, and we use it by right. It is in no offer, and answers no request.",
            f"A memo: it saves {subject.notation.money(subject.rights.avoided_cost)} where partners offer the same.",
        )


def _more_time(subject: Subject) -> Iterator[Turn]:
    """Of the credit that has to be asked for first."""
    days = [(each.request_by, each.credit) for each in subject.deadlines if each.request_by is not None]
    if days:
        ask_by, name = min(days, key=lambda day: day[0])
        credit, starts = subject.plan.credit[name], _first_start(subject, name)
        said = (
            f"The work of {credit.id} starts on {starts}, and nothing that starts before approval can be funded. "
            "Please name the day of your decision."
        )
        by = subject.notation.day(ask_by)
        alone = f"Ask by {by}; {credit.approval_lead} working days are reckoned for the approval."
        yield "We need more time to decide.", said, alone


def _first_start(subject: Subject, credit: str) -> str:
    funded = {claim.phase for claim in subject.schedule.claims if claim.credit == credit and claim.amount}
    return subject.notation.day(min(each.start for each in subject.schedule.assignments if each.phase in funded))


def _strings(subject: Subject) -> Iterator[Turn]:
    for credit in subject.plan.credits:
        for promise in promises(credit.conditions):
            yield (
                f"{credit.id} asks for: “{promise.clause}”",
                "Funding helps with the rollout as it is scoped. Please strike this out, or show its price on its own.",
                f"This is {promise.reason}.",
            )


def _what_would_do(subject: Subject) -> Turn:
    still_open = [account.sku for account in subject.rates.accounts if account.standing == "open"]
    alone = f"Less is offered than asked on {', '.join(still_open)}." if still_open else "Nothing is open on the rate."
    said = (
        "The rate we have asked for, settled by itself; the funding as requested, on its own letters; and the help "
        "that comes with our seats."
    )
    return "What would you need to sign?", said, alone
