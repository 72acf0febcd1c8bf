"""What a credit pays for, phase by phase: which fall in and out, by which rule, and what each is worth."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planner.funding.claim_rules import (
    RULE_CODES,
    BrokenRule,
    Delivery,
    broken_rules,
    claim_limit,
    claim_reasons,
    could_be_claimed,
    face_value,
    is_claimable,
)
from planner.funding.credits import Credit
from planner.funding.ledgers import funding_ledger
from planner.picture.tokens import Tokens
from planner.plan import Plan, State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rule_names import rule_name
from ui.rich_text import Row, heading, paragraph, rows
from ui.wording import in_words, money, signed_money

HOPELESS = frozenset({"MINCLAIM", "MINSEATS", "MILESTONES", "OUTCOME"})
"""Rules that ask for at least so much; a credit that breaks one with all it could pay, pays nothing."""

WITHOUT_RULE = {"DATES": "no dates yet", "BEST": "better claims without it"}
"""Why a phase earns nothing that no rule forbids, by what stands in place of a rule's code."""

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
    def rule(self) -> str:
        """What keeps the credit from paying, as it reads within a sentence."""
        return WITHOUT_RULE.get(self.code) or rule_name(self.code)

    @property
    def is_in_scope(self) -> bool:
        return self.code != "SCOPE"


class Setting(NamedTuple):
    """What phases stand in: the plan, the credit, dates and claims, and what keeps the credit from paying at all."""

    plan: Plan
    credit: Credit
    placed: Mapping[str, Assignment]
    claims: tuple[Claim, ...]
    hopeless: BrokenRule | None


def standings(state: State, credit_id: str) -> tuple[Standing, ...]:
    """How every phase stands to the credit, in the plan's order."""
    plan, schedule = state
    credit = plan.credit[credit_id]
    placed = {each.phase: each for each in schedule.assignments} if schedule is not None else {}
    claims = tuple(claim for claim in schedule.claims if claim.amount) if schedule is not None else ()
    setting = Setting(plan, credit, placed, claims, _hopeless(plan, credit, placed))
    paid = {claim.phase: claim.amount for claim in claims if claim.credit == credit_id}
    return tuple(
        Standing(phase.id, phase.name, paid[phase.id], "", "")
        if phase.id in paid
        else Standing(phase.id, phase.name, 0, *_why_not(setting, phase))
        for phase in plan.phases
    )


def _why_not(setting: Setting, phase: Phase) -> tuple[str, str]:
    """The first rule that keeps the credit from paying for the phase, and that rule in words."""
    plan, credit = setting.plan, setting.credit
    delivery = _delivery(phase, setting.placed)
    if delivery is None:
        return _without_dates(plan, credit, phase)
    reasons = claim_reasons(plan, credit, delivery)
    if reasons:
        return reasons[0].code, reasons[0].sentence
    if setting.hopeless is not None:
        return setting.hopeless.code, setting.hopeless.sentence
    return _elsewhere(setting, Claim(phase.id, credit.id, claim_limit(credit, phase, delivery.option)))


def _delivery(phase: Phase, placed: Mapping[str, Assignment]) -> Delivery | None:
    assignment = placed.get(phase.id)
    option = phase.option(assignment.option) if assignment is not None else None
    if assignment is None or option is None:
        return None
    return Delivery(phase, option, assignment.start, assignment.finish)


def _hopeless(plan: Plan, credit: Credit, placed: Mapping[str, Assignment]) -> BrokenRule | None:
    """The rule that the credit would break even if it paid all it could and no other credit paid anything."""
    deliveries = [delivery for phase in plan.phases if (delivery := _delivery(phase, placed)) is not None]
    most = tuple(
        Claim(each.phase.id, credit.id, claim_limit(credit, each.phase, each.option))
        for each in deliveries
        if is_claimable(plan, credit, each)
    )
    broken = broken_rules(plan, placed, most)
    return next((rule for rule in broken if rule.code in HOPELESS), None)


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


def _elsewhere(setting: Setting, more: Claim) -> tuple[str, str]:
    """Why the best claims leave out one that would be allowed by itself.

    Asked of the claims that touch its phase or its credit, or that another of its groups or caps counts: all others
    cannot matter to it.
    """
    plan, credit = setting.plan, setting.credit
    shares = {*credit.exclusion_groups, *credit.combined_caps}
    near = tuple(
        claim
        for claim in setting.claims
        if claim.phase == more.phase
        or claim.credit == more.credit
        or shares & {*plan.credit[claim.credit].exclusion_groups, *plan.credit[claim.credit].combined_caps}
    )
    broken = [rule for rule in broken_rules(plan, setting.placed, (*near, more)) if more.credit in rule.credits]
    if not broken:
        return "BEST", f"It could pay {money(more.amount)}, but the claims are worth more without."
    order = (*TELLING_FIRST, *RULE_CODES)
    first = min(broken, key=lambda rule: order.index(rule.code))
    return first.code, first.sentence


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
            *(_reason(each._replace(sentence=_first_part(each.sentence)), colours) for each in out),
        )
    )


def _worth(before: State, after: State, credit: Credit, colours: Tokens) -> Iterator[Row]:
    old, new = (funding_ledger(state.plan, state.schedule or Schedule(())) for state in (before, after))
    this_old, this_new = (
        sum(each.planned for each in ledger.accounts if each.credit == credit.id) for ledger in (old, new)
    )
    yield _change(f"{credit.id} pays", this_old, this_new, colours)
    yield "Face value", money(face_value(credit)), colours.text
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
        return new.phase, f"in: earns {money(new.paid)}; before: {old.rule}", colours.money
    if old.paid:
        return new.phase, f"out: loses {money(old.paid)} by {new.rule}", colours.broken
    if old.is_in_scope != new.is_in_scope:
        return new.phase, f"now in scope; {new.rule}" if new.is_in_scope else "now out of scope", colours.text
    return new.phase, f"{new.rule}; before: {old.rule}", colours.text


def _reason(standing: Standing, colours: Tokens) -> str:
    return paragraph(f"{standing.phase} · {standing.name}", colours.text) + paragraph(
        in_words(standing.sentence), colours.dim
    )


def _first_part(sentence: str) -> str:
    """Without what the credit covers instead, which is the same for each phase."""
    return f"{sentence.partition(';')[0].rstrip('.')}."


def _phases(count: int) -> str:
    return f"{count} phase" if count == 1 else f"{count} phases"
