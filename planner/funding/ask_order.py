"""Which asks are likeliest to gain anything: those whose condition keeps most money from a good schedule.

It only decides what is worked out first; what an ask gains is proven by the solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from planner.funding.asks import Ask, AskKind, Family
from planner.funding.claim_rules import Delivery, claim_limit, claim_reasons, face_value
from planner.funding.credits import LOST, Credit
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Schedule


class _Missed(NamedTuple):
    """Money that a credit does not pay for a scheduled phase, and the codes of the rules that keep it from it.

    amount: shared out equally among the rules, as each of them would have to give way.
    """

    credit: str
    phase: Phase
    option: DeliveryOption
    codes: frozenset[str]
    amount: float


def likeliest_first(plan: Plan, schedule: Schedule, families: Iterable[Family]) -> tuple[Family, ...]:
    """The families in the order of the money that their condition keeps away; equal ones as they were."""
    missed = tuple(_missed(plan, schedule))
    paid = _paid(schedule)

    def kept_away(family: Family) -> float:
        ask = family.widest
        if ask.kind in CAPS:
            return CAPS[ask.kind](plan, paid, ask)
        concerned = CONCERNS[ask.kind]
        return sum(each.amount for each in missed if concerned(plan, ask, each))

    return tuple(sorted(families, key=lambda family: -kept_away(family)))


def _missed(plan: Plan, schedule: Schedule) -> Iterator[_Missed]:
    claimed = {(claim.phase, claim.credit) for claim in schedule.claims}
    for placed in schedule.assignments:
        phase = plan.phase[placed.phase]
        paid_for = [option for option in phase.options if option.kind == "partner"]
        option = next((option for option in paid_for if option.id == placed.option), next(iter(paid_for), None))
        if option is None:
            continue
        for credit in plan.credits:
            if (phase.id, credit.id) not in claimed and credit.status not in LOST:
                yield from _missed_pair(plan, credit, Delivery(phase, option, placed.start, placed.finish))


def _missed_pair(plan: Plan, credit: Credit, delivered: Delivery) -> Iterator[_Missed]:
    codes = frozenset(each.code for each in claim_reasons(plan, credit, delivered))
    amount = claim_limit(credit, delivered.phase, delivered.option) / (1 + len(codes))
    yield _Missed(credit.id, delivered.phase, delivered.option, codes, amount)


def _paid(schedule: Schedule) -> dict[str, int]:
    paid: dict[str, int] = {}
    for claim in schedule.claims:
        paid[claim.credit] = paid.get(claim.credit, 0) + claim.amount
    return paid


Concern = Callable[[Plan, Ask, _Missed], bool]
"""Whether an ask is about the money that is missed."""


def _by_code(*codes: str) -> Concern:
    return lambda _, ask, missed: missed.credit == ask.of and not missed.codes.isdisjoint(codes)


def _by_part(_: Plan, ask: Ask, missed: _Missed) -> bool:
    return missed.credit == ask.of and "SCOPE" in missed.codes and getattr(missed.phase, ask.kind) == ask.name


def _by_approval(_: Plan, ask: Ask, missed: _Missed) -> bool:
    offered = missed.phase.option(ask.name) is not None
    return missed.credit == ask.of and offered and missed.codes <= {"PARTNER"}


def _by_endorsement(_: Plan, ask: Ask, missed: _Missed) -> bool:
    return missed.option.id == ask.of and missed.phase.workload == ask.name and missed.codes <= {"PARTNER"}


def _by_stacking(_: Plan, ask: Ask, missed: _Missed) -> bool:
    """Work that nothing but another source keeps from being paid."""
    return missed.credit in {ask.of, ask.name} and not missed.codes


def _by_partner(_: Plan, ask: Ask, missed: _Missed) -> bool:
    """Work of the partner that only its dates keep from being paid."""
    return missed.option.id == ask.of and missed.codes <= {"APPROVAL", "WINDOW", "POE"}


def _by_freeze(plan: Plan, ask: Ask, missed: _Missed) -> bool:
    phase = missed.phase
    bound = phase.change and plan.freezes[int(ask.of)].binds(phase.region)
    return bound and missed.codes <= {"WINDOW", "POE"}


def _by_pin(_: Plan, ask: Ask, missed: _Missed) -> bool:
    return missed.phase.id == ask.of


CONCERNS: Mapping[AskKind, Concern] = {
    "expiry": _by_code("WINDOW"),
    "proof": _by_code("POE"),
    "claim days": _by_code("POE"),
    "approval": _by_code("APPROVAL"),
    "workload": _by_part,
    "motion": _by_part,
    "region": _by_part,
    "approved partner": _by_approval,
    "endorsement": _by_endorsement,
    "stacking": _by_stacking,
    "team": _by_partner,
    "available earlier": _by_partner,
    "available later": _by_partner,
    "freeze": _by_freeze,
    "pin": _by_pin,
}


def _face(plan: Plan, paid: Mapping[str, int], ask: Ask) -> float:
    return ask.by if paid.get(ask.of, 0) >= face_value(plan.credit[ask.of]) else 0


def _combined_cap(plan: Plan, paid: Mapping[str, int], ask: Ask) -> float:
    cap = next(cap for cap in plan.combined_caps if cap.id == ask.of)
    together = sum(paid.get(credit.id, 0) for credit in plan.credits if cap.id in credit.combined_caps)
    return ask.by if together >= cap.limit else 0


def _phase_cap(plan: Plan, paid: Mapping[str, int], ask: Ask) -> float:
    return ask.by if paid.get(ask.of, 0) and plan.credit[ask.of].phase_cap is not None else 0


CAPS: Mapping[AskKind, Callable[[Plan, Mapping[str, int], Ask], float]] = {
    "face": _face,
    "combined cap": _combined_cap,
    "phase cap": _phase_cap,
}
"""Caps keep away what they would be raised by, if all of them is used."""
