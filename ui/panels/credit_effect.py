"""What a credit pays for, phase by phase: which fall in and out, by which rule, and what each is worth."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.funding.claim_rules import (
    RULE_CODES,
    Delivery,
    broken_rules,
    claim_limit,
    claim_reasons,
    could_be_claimed,
    face_value,
)
from planner.funding.credits import Credit
from planner.funding.ledgers import funding_ledger
from planner.picture.tokens import Tokens
from planner.plan import Plan, State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from ui.panels.rich_text import Row, heading, paragraph, rows
from ui.wording import money, signed_money

TELLING_FIRST = ("STACK-C", "STACK-P", "ONE-SOURCE", "OUTCOME")
"""Of the rules that a further claim would break together with others, those that say most."""


class Standing(NamedTuple):
    """How a phase stands to a credit.

    paid: what the credit pays for it. code: the first rule that keeps the credit from paying; blank if it pays.
    sentence: that rule in words. is_in_scope: whether workload, motion and region are the credit's.
    """

    phase: str
    name: str
    paid: int
    code: str
    sentence: str

    @property
    def is_in_scope(self) -> bool:
        return self.code != "SCOPE"


def standings(state: State, credit_id: str) -> tuple[Standing, ...]:
    """How every phase stands to the credit, in the plan's order."""
    plan, schedule = state
    credit = plan.credit[credit_id]
    placed = {each.phase: each for each in schedule.assignments} if schedule is not None else {}
    claims = schedule.claims if schedule is not None else ()
    paid = {claim.phase: claim.amount for claim in claims if claim.credit == credit_id and claim.amount}
    return tuple(_standing(plan, credit, phase, placed, claims, paid.get(phase.id, 0)) for phase in plan.phases)


def _standing(
    plan: Plan,
    credit: Credit,
    phase: Phase,
    placed: Mapping[str, Assignment],
    claims: tuple[Claim, ...],
    paid: int,
) -> Standing:
    if paid:
        return Standing(phase.id, phase.name, paid, "", "")
    assignment = placed.get(phase.id)
    option = phase.option(assignment.option) if assignment is not None else None
    if assignment is None or option is None:
        return Standing(phase.id, phase.name, 0, *_without_dates(plan, credit, phase))
    delivery = Delivery(phase, option, assignment.start, assignment.finish)
    reasons = claim_reasons(plan, credit, delivery)
    if reasons:
        return Standing(phase.id, phase.name, 0, reasons[0].code, reasons[0].sentence)
    limit = claim_limit(credit, phase, option)
    return Standing(phase.id, phase.name, 0, *_elsewhere(plan, placed, claims, Claim(phase.id, credit.id, limit)))


def _without_dates(plan: Plan, credit: Credit, phase: Phase) -> tuple[str, str]:
    """Why a phase without dates earns nothing yet."""
    option = phase.options[0]
    anytime = Delivery(phase, option, plan.start, plan.start)
    scope = [reason for reason in claim_reasons(plan, credit, anytime) if reason.code == "SCOPE"]
    if scope:
        return "SCOPE", scope[0].sentence
    if not any(could_be_claimed(plan, credit, phase, each) for each in phase.options):
        return "PARTNER", f"No option of {phase.id} is by a partner whom {credit.id} approves for {phase.workload}."
    return "DATES", f"{phase.id} has no dates yet."


def _elsewhere(plan: Plan, placed: Mapping[str, Assignment], claims: tuple[Claim, ...], more: Claim) -> tuple[str, str]:
    """Why the best claims leave out one that would be allowed by itself."""
    others = tuple(claim for claim in claims if (claim.phase, claim.credit) != (more.phase, more.credit))
    broken = broken_rules(plan, placed, (*others, more))
    about = [rule for rule in broken if more.credit in rule.credits]
    order = (*TELLING_FIRST, *RULE_CODES)
    if about:
        first = min(about, key=lambda rule: order.index(rule.code))
        return first.code, first.sentence
    return "BEST", f"It could pay {money(more.amount)}, but the claims are worth more without."


# In words


def effect_html(before: State, after: State, credit_id: str, colours: Tokens) -> str:
    """What the credit and all credits are worth, before and after, and how every phase stands to the credit."""
    credit = after.plan.credit[credit_id]
    old = {each.phase: each for each in standings(before, credit_id)} if credit_id in before.plan.credit else {}
    new = standings(after, credit_id)
    changed = [(old[each.phase], each) for each in new if each.phase in old and _differs(old[each.phase], each)]
    pays = [each for each in new if each.paid]
    idle = [each for each in new if not each.paid and each.is_in_scope]
    out = [each for each in new if not each.is_in_scope]
    return "".join(
        (
            heading("What it is worth"),
            rows(_worth(before, after, credit, colours)),
            *(_changes(changed, colours) if changed else ()),
            heading(f"Pays for {_phases(len(pays))}"),
            rows((each.phase, f"{money(each.paid)} · {each.name}", colours.money) for each in pays),
            heading(f"In scope, pays nothing: {len(idle)}"),
            *(_reason(each, colours) for each in idle),
            heading(f"Out of scope: {len(out)}"),
            *(_reason(each._replace(sentence=each.sentence.partition(";")[0]), colours) for each in out),
        )
    )


def _worth(before: State, after: State, credit: Credit, colours: Tokens) -> Iterator[Row]:
    old, new = (funding_ledger(state.plan, state.schedule or Schedule(())) for state in (before, after))
    this_old, this_new = (
        sum(each.planned for each in ledger.accounts if each.credit == credit.id) for ledger in (old, new)
    )
    yield _change(f"{credit.id} pays", this_old, this_new, colours)
    yield "of its face", money(face_value(credit)), colours.text
    yield _change("All credits", old.planned, new.planned, colours)
    yield _change("You pay", old.net_cost, new.net_cost, colours, more_is_good=False)


def _change(label: str, old: int, new: int, colours: Tokens, *, more_is_good: bool = True) -> Row:
    if old == new:
        return label, money(new), colours.text
    colour = colours.money if (new > old) == more_is_good else colours.broken
    return label, f"{money(old)} → {money(new)} ({signed_money(new - old)})", colour


def _differs(old: Standing, new: Standing) -> bool:
    return (old.paid, old.code) != (new.paid, new.code)


def _changes(changed: list[tuple[Standing, Standing]], colours: Tokens) -> Iterator[str]:
    yield heading("What your edit changed")
    yield rows(_changed(old, new, colours) for old, new in changed)


def _changed(old: Standing, new: Standing, colours: Tokens) -> Row:
    if new.paid and old.paid:
        colour = colours.money if new.paid > old.paid else colours.broken
        return new.phase, f"{money(old.paid)} → {money(new.paid)}", colour
    if new.paid:
        return new.phase, f"in: earns {money(new.paid)}, was {old.code}", colours.money
    if old.paid:
        return new.phase, f"out: loses {money(old.paid)} by {new.code}", colours.broken
    if old.is_in_scope != new.is_in_scope:
        return new.phase, f"now in scope, but {new.code}" if new.is_in_scope else "now out of scope", colours.text
    return new.phase, f"{new.code}, was {old.code}", colours.text


def _reason(standing: Standing, colours: Tokens) -> str:
    return paragraph(f"{standing.phase} · {standing.name}", colours.text) + paragraph(
        f"{standing.code}: {standing.sentence}", colours.dim
    )


def _phases(count: int) -> str:
    return f"{count} phase" if count == 1 else f"{count} phases"
