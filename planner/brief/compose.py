"""The negotiation brief: three ledgers apart, what a trade between two would cost, and words for the conversation.

It speaks of the rate, so every page of it says that it is internal. It shares the model of its text and the writers
with the business case, and not one sentence.
"""

from collections import defaultdict
from collections.abc import Iterator

from planner.brief import ask_sections, conversation, ledger_sections, trade_section
from planner.brief.occasions import occasions
from planner.brief.subject import Sectioner, Subject
from planner.business_case.document import (
    PLAIN,
    Block,
    Column,
    Document,
    Fact,
    Presentation,
    Section,
    Table,
)
from planner.business_case.notation import NOTHING, TO_BE_CONFIRMED
from planner.funding.checklist import Line, checklist
from planner.funding.substitution import rounded, rounded_points

KIND, TITLE = "Negotiation brief", "Three asks, kept apart"
MARKING = "INTERNAL – not for Microsoft or partners"


def compose(subject: Subject, presentation: Presentation = PLAIN) -> Document:
    """The whole brief."""
    return framed(subject, SECTIONS, presentation)


def framed(subject: Subject, sections: tuple[tuple[str, str, Sectioner], ...], presentation: Presentation) -> Document:
    """Sections under the brief's first page, each with its marking."""
    plan, notation = subject.plan, subject.notation
    return Document(
        kind=KIND,
        title=TITLE,
        subject=plan.name,
        customer=plan.customer,
        author=plan.customer,
        currency=plan.currency,
        locale=notation.locale,
        as_of=subject.as_of,
        footer=f"{MARKING} · {plan.customer} · as of {notation.day(subject.as_of)}",
        lead=_lead(subject),
        headline=_headline(subject),
        summary=_summary(subject),
        facts=_facts(subject),
        sections=tuple(
            Section(number, title, sheet, tuple(blocks(subject)))
            for number, (title, sheet, blocks) in enumerate(sections, start=1)
        ),
        occasions=occasions(subject),
        marking=MARKING,
        presentation=presentation,
    )


# The first page


def _lead(subject: Subject) -> str:
    weighed, notation = subject.trade, subject.notation
    apart = (
        f"{subject.plan.customer} asks for help by right, for funding of its rollout, and for a rate. None pays for "
        "another, and no figure here adds two of them up."
    )
    if weighed.break_even is None:
        return apart
    return (
        f"{apart} The planned funding equals {rounded_points(weighed.break_even)} points of discount over the term; "
        f"{notation.money(rounded(weighed.gap))} of rate is asked for and not offered yet."
    )


def _headline(subject: Subject) -> tuple[Fact, ...]:
    notation, weighed = subject.notation, subject.trade
    held = sum(account.is_held for account in subject.rights.accounts)
    return (
        Fact("Funding planned, once", notation.money(subject.funding.planned), is_money=True),
        Fact("Rights held", notation.number(held)),
        Fact("Rate gap, present value", notation.money(rounded(weighed.gap)) if subject.plan.rate_lines else NOTHING),
        Fact("One point of discount", notation.money(rounded(weighed.one_point)) if weighed.base else NOTHING),
    )


def _summary(subject: Subject) -> Table:
    """The ledgers side by side in words, since a column of sums would invite to add them up."""
    columns = (Column("Ledger", width=1.2), Column("As it stands", width=4), Column("What it is", width=3))
    rows = (
        ("Entitlement", _rights_in_words(subject), "By right, with the seats; no concession"),
        ("Funding", _funding_in_words(subject), "Once, dated, towards the cost of the rollout"),
        ("Rate", _rates_in_words(subject), "Every year of the term; settled by itself"),
    )
    return Table("Three ledgers", "Three ledgers, never added up", columns, rows)


def _rights_in_words(subject: Subject) -> str:
    accounts = subject.rights.accounts
    held, asked = (sum(each.is_held for each in accounts), sum(each.is_requested for each in accounts))
    return f"{held} of {len(accounts)} rights held, {asked} asked for"


def _funding_in_words(subject: Subject) -> str:
    ledger, notation = subject.funding, subject.notation
    planned, face, expected = (notation.money(each) for each in (ledger.planned, ledger.face, ledger.expected))
    return f"{planned} planned of {face} face; {expected} expected"


def _rates_in_words(subject: Subject) -> str:
    accounts = subject.rates.accounts
    still_open = sum(each.standing == "open" for each in accounts)
    return f"{still_open} of {len(accounts)} lines open" if accounts else "No price sheet"


def _facts(subject: Subject) -> tuple[Fact, ...]:
    plan, notation = subject.plan, subject.notation
    renewal = plan.agreement.renewal_on
    return (
        Fact("Rollout", plan.name),
        Fact("Agreement number", plan.agreement.number or TO_BE_CONFIRMED),
        Fact("Renewal date", notation.day(renewal) if renewal else TO_BE_CONFIRMED),
        Fact("Term", f"{plan.term_years} years"),
        Fact("Discount rate for present values", notation.percent(plan.discount_rate)),
        Fact("Account team contact", plan.agreement.account_team_contact or TO_BE_CONFIRMED),
        Fact("Currency", plan.currency),
        Fact("As of", notation.day(subject.as_of)),
    )


# What is left to do


def left_to_do(subject: Subject) -> Iterator[Block]:
    """The open lines of the checklist; those with the same thing to do are told as one."""
    columns = (
        Column("Topic", width=1.2),
        Column("About", width=1.8),
        Column("As it stands", width=3.6),
        Column("To do", width=3),
    )
    alike: defaultdict[tuple[str, str, str], list[Line]] = defaultdict(list)
    lines = [line for line in checklist(subject.state, subject.as_of) if line.standing == "open"]
    for line in lines:
        alike[line.topic, line.title, line.todo].append(line)
    rows = tuple(_left(subject, each) for each in alike.values())
    yield Table("Left to do", f"{len(lines)} lines of the checklist are open", columns, rows)


def _left(subject: Subject, lines: list[Line]) -> tuple[str, ...]:
    """One thing to do. What several lines have in common is that their title does not hold."""
    first = lines[0]
    about = subject.notation.listed(line.about for line in lines if line.about)
    stands = first.reason if len(lines) == 1 else f"Not so: {first.title[:1].lower()}{first.title[1:]}."
    return first.topic, about or subject.plan.name, stands, first.todo


SECTIONS: tuple[tuple[str, str, Sectioner], ...] = (
    ("What to ask for, and until when", "Asks", ask_sections.asks),
    ("Entitlement ledger", "Entitlement", ledger_sections.entitlements),
    ("Funding ledger", "Funding", ledger_sections.funding),
    ("Rate ledger", "Rate", ledger_sections.rates),
    ("Funding in place of rate", "Trade", trade_section.trade),
    ("Words for the conversation", "Conversation", conversation.conversation),
    ("Left to do before signing", "Left to do", left_to_do),
)
