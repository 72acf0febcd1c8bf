"""The checklist before a deal is signed: entitled, funded, conditions read, no strings, three asks kept apart.

It fills itself in from the plan; nobody ticks a line by hand. It speaks of all three ledgers, so it is internal.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from planner.finding import Finding
from planner.funding.credits import LOST, Credit
from planner.funding.entitlement_ledger import EntitlementAccount, EntitlementLedger, entitlement_ledger
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.funding.readiness import readiness
from planner.funding.strings import promises
from planner.funding.substitution import asks_kept_apart, rounded_points, substitution
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule

Topic = Literal["Entitled", "Funded", "Conditions read", "No strings", "Three asks"]
Standing = Literal["done", "open", "not applicable"]
MARKS: dict[Standing, str] = {"done": "[x]", "open": "[ ]", "not applicable": "[–]"}


class Line(NamedTuple):
    """One thing to have done before signing.

    about: the identifier of the right, credit or product; blank for the plan as a whole.
    reason: why it stands as it does. todo: what to do about it; blank unless it is open.
    """

    topic: Topic
    title: str
    about: str
    standing: Standing
    reason: str
    todo: str = ""


class Review(NamedTuple):
    """What the lines look at: a plan with its schedule, as of a day, and what its ledgers and its readiness say."""

    plan: Plan
    schedule: Schedule
    as_of: date
    rights: EntitlementLedger
    funding: FundingLedger
    findings: tuple[Finding, ...]

    def claimed(self) -> tuple[Credit, ...]:
        """The credits that the schedule claims anything of."""
        planned = {account.credit: account.planned for account in self.funding.accounts}
        return tuple(credit for credit in self.plan.credits if planned[credit.id] > 0)


def checklist(state: State, as_of: date) -> tuple[Line, ...]:
    """Every line, in the order in which the topics are worked through. The state must keep its invariants."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    review = Review(
        plan=plan,
        schedule=schedule,
        as_of=as_of,
        rights=entitlement_ledger(plan, schedule, as_of),
        funding=funding_ledger(plan, schedule),
        findings=readiness(plan, state.schedule),
    )
    return (*_entitled(review), *_funded(review), *_conditions_read(review), *_no_strings(review), *_three_asks(review))


def _done_or_open(topic: Topic, title: str, about: str, reason: str, todo: str) -> Line:
    """Open if something is left to do."""
    return Line(topic, title, about, "open" if todo else "done", reason, todo)


# Entitled


def _entitled(review: Review) -> Iterator[Line]:
    title = "Help that comes with the seats is asked for"
    if not review.rights.accounts:
        yield Line("Entitled", title, "", "not applicable", "The plan lists no entitlement.")
    for account in review.rights.accounts:
        yield _right(title, account)
    yield _guided_by_right(review)
    yield _not_paid_for(review)


def _right(title: str, account: EntitlementAccount) -> Line:
    seats = f"{account.seats_owned:,} seats owned, {account.threshold_seats:,} needed"
    about = account.entitlement
    if not account.is_held:
        return Line("Entitled", title, about, "not applicable", f"The right is not held: {seats}.")
    if account.status == "declined":
        return Line("Entitled", title, about, "not applicable", f"{about} was declined.")
    if not account.is_requested:
        reason = account.lapse.sentence if account.lapse else f"{about} is held ({seats}) and not requested."
        todo = "Send the request for assistance, and enter its day."
        return Line("Entitled", title, about, "open", reason, todo)
    if account.lapse is not None and not account.is_engaged:
        todo = "Begin work with FastTrack, or move your own date."
        return Line("Entitled", title, about, "open", account.lapse.sentence, todo)
    asked = f" on {account.requested_on}" if account.requested_on else ""
    requested = "requested" if account.status == "requested" else f"requested and {account.status}"
    return Line("Entitled", title, about, "done", f"{about} is held ({seats}) and {requested}{asked}.")


def _guided_by_right(review: Review) -> Line:
    title = "Phases by FastTrack rest on a right"
    guided = [phase.phase for account in review.rights.accounts for phase in account.guided]
    if not guided and not review.rights.without_right:
        return Line("Entitled", title, "", "not applicable", "No phase is delivered with FastTrack.")
    if review.rights.without_right:
        phases = _listed(review.rights.without_right)
        todo = "Correct the scope of the entitlement, or choose another delivery."
        return Line("Entitled", title, "", "open", f"No held right covers {phases}.", todo)
    return Line("Entitled", title, "", "done", f"A held right covers {_listed(guided)}.")


def _not_paid_for(review: Review) -> Line:
    title = "No partner is paid for what FastTrack does for less by right"
    paid = {phase.phase: phase.cost for account in review.rights.accounts for phase in account.paid}
    dear = [each.place[1] for each in review.findings if each.code == "F-ENTITLED"]
    if dear:
        total = sum(paid[phase] for phase in dear)
        reason = f"Partners are paid {total:,} {review.plan.currency} for {_listed(dear)}, before credits."
        return Line("Entitled", title, "", "open", reason, "Compare FastTrack, or note why hands-on help is needed.")
    if paid:
        reason = f"Partners deliver {_listed(paid)}, where credits leave the customer no more than FastTrack would."
        return Line("Entitled", title, "", "done", reason)
    return Line("Entitled", title, "", "done", "No partner is paid for work that FastTrack could do by right.")


# Funded


def _funded(review: Review) -> Iterator[Line]:
    claimed = review.claimed()
    if not claimed:
        reason = "The schedule claims no credit." if review.schedule.assignments else "The plan has no schedule yet."
        yield Line("Funded", "Credits that are claimed can be paid", "", "not applicable", reason)
    for credit in claimed:
        yield _fundable(review, credit)
        yield _letter(credit)
    if claimed:
        yield _credible(review)


def _fundable(review: Review, credit: Credit) -> Line:
    errors = [
        finding
        for finding in review.findings
        if finding.severity == "error" and finding.place[0] in {"claim", "credit"} and finding.place[-1] == credit.id
    ]
    planned = next(account.planned for account in review.funding.accounts if account.credit == credit.id)
    amount = f"{planned:,} {review.plan.currency} of {credit.id}"
    reason = f"{amount} is planned, and nothing keeps it from being paid."
    if errors:
        why = " ".join(dict.fromkeys(error.sentence for error in errors))
        reason = f"{amount} is planned and may not be paid. {why}"
    todo = " ".join(dict.fromkeys(error.remedy for error in errors))
    return _done_or_open("Funded", "Credits that are claimed can be paid", credit.id, reason, todo)


def _letter(credit: Credit) -> Line:
    letter = credit.source_document.strip()
    reason = f"Its letter is {letter}." if letter else f"{credit.id} rests on no letter."
    todo = "" if letter else "Ask for the offer in writing, and name the document."
    return _done_or_open("Funded", "Credits that are claimed stand in a letter", credit.id, reason, todo)


def _credible(review: Review) -> Line:
    errors = [each for each in review.findings if each.severity == "error"]
    reason = f"{len(errors):,} errors of readiness are left." if errors else "No error of readiness is left."
    todo = "Mend them; the findings tell what to do about each." if errors else ""
    return _done_or_open("Funded", "The request is credible", "", reason, todo)


# Conditions read, and what they say


def _at_stake(review: Review) -> tuple[Credit, ...]:
    """The credits whose letters matter: those that are claimed, or all that may still be had while none is."""
    return review.claimed() or tuple(credit for credit in review.plan.credits if credit.status not in LOST)


def _conditions_read(review: Review) -> Iterator[Line]:
    title = "Somebody has read the letter whole"
    if not _at_stake(review):
        yield Line("Conditions read", title, "", "not applicable", "No credit is on offer.")
    for credit in _at_stake(review):
        yield _read(review, credit, title)


def _read(review: Review, credit: Credit, title: str) -> Line:
    reader, day = credit.conditions_read_by.strip(), credit.conditions_read_on
    todo = "Read the letter whole, and enter who read it and when."
    if reader and day is not None and day <= review.as_of:
        return Line("Conditions read", title, credit.id, "done", f"{reader} read it on {day}.")
    if reader and day is not None:
        return Line("Conditions read", title, credit.id, "open", f"{reader} is to read it on {day}.", todo)
    if reader:
        return Line("Conditions read", title, credit.id, "open", f"{reader} is to read it; no day is entered.", todo)
    return Line("Conditions read", title, credit.id, "open", f"Nobody is known to have read {credit.id}.", todo)


def _no_strings(review: Review) -> Iterator[Line]:
    title = "The letter asks for no growth in return"
    if not _at_stake(review):
        yield Line("No strings", title, "", "not applicable", "No credit is on offer.")
    for credit in _at_stake(review):
        yield _unbound(credit, title)


def _unbound(credit: Credit, title: str) -> Line:
    found = promises(credit.conditions)
    if not credit.conditions.strip():
        reason, todo = f"The conditions of {credit.id} are not entered.", "Enter the conditions of the letter."
    elif found:
        quoted = "; ".join(f"“{promise.clause}” ({promise.reason})" for promise in found)
        reason, todo = f"It does: {quoted}.", "Have the words struck out, or their price agreed, before you sign."
    else:
        reason, todo = "No such wording was found in the conditions as they are entered.", ""
    return _done_or_open("No strings", title, credit.id, reason, todo)


# Three asks


def _three_asks(review: Review) -> Iterator[Line]:
    yield from _rate_asked(review)
    yield _weighed(review)


def _rate_asked(review: Review) -> Iterator[Line]:
    title = "The rate is settled on its own, and not by funding"
    if not review.plan.rate_lines:
        yield Line("Three asks", title, "", "not applicable", "The plan has no price sheet.")
    for line in review.plan.rate_lines:
        reason = f"{line.asked / 100:.2f}% is asked for on {line.sku}, and {line.offered / 100:.2f}% offered."
        todo = "Go on asking, whatever is funded." if line.offered < line.asked else ""
        if line.asked == 0:
            reason, todo = f"No discount is asked for on {line.sku}.", "Enter what you ask for, funding left aside."
        yield _done_or_open("Three asks", title, line.sku, reason, todo)


def _weighed(review: Review) -> Line:
    title = "The funding is known for what it is worth against the rate"
    weighed = substitution(review.plan, review.schedule)
    if weighed.break_even is None or not review.claimed():
        reason = "There is no price sheet, or nothing is claimed, so there is nothing to weigh."
        return Line("Three asks", title, "", "not applicable", reason)
    reason = (
        f"It equals {rounded_points(weighed.break_even)} points of discount. {asks_kept_apart(review.plan, weighed)}"
    )
    return Line("Three asks", title, "", "done", reason)


# As text


def as_markdown(plan: Plan, lines: tuple[Line, ...], as_of: date) -> str:
    """The checklist as Markdown, topic by topic. Internal: it speaks of the rate."""
    parts = [
        f"# Checklist before signing: {_plain(plan.name)}",
        f"{_plain(plan.customer)}, as of {as_of}. **Internal: not for Microsoft or partners.**",
        f"{sum(line.standing == 'open' for line in lines)} of {len(lines)} lines are open.",
    ]
    for topic in dict.fromkeys(line.topic for line in lines):
        parts.append(f"## {topic}")
        parts.append("\n".join(_item(line) for line in lines if line.topic == topic))
    return "\n\n".join(parts) + "\n"


def _item(line: Line) -> str:
    about = f" ({_plain(line.about)})" if line.about else ""
    todo = f" **To do:** {_plain(line.todo)}" if line.todo else ""
    return f"- {MARKS[line.standing]} {line.title}{about}: {_plain(line.reason)}{todo}"


def _plain(text: str) -> str:
    """Text on one line in which no character marks anything up."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
