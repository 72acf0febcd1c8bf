"""Tiny programmes of two plans, with nothing shared or with partners and credits shared, for laws and brute force."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import RULE_CODES
from planner.funding.credits import CombinedCap, Credit
from planner.plan import Plan, State
from planner.programme import Member, Programme, Shared, SharedParts
from planner.rollout.passes import first_start
from planner.rollout.phases import Phase
from tests.small_plans import FEATURES, MONDAY, small_plans

Draw = Callable[[st.SearchStrategy[Any]], Any]

MEMBERS = (Member(short="DE", file="de.rollout"), Member(short="FR", file="fr.rollout"))
WITHOUT_PROGRESS = tuple(feature for feature in FEATURES if feature != "progress")
POOLED = frozenset({"MINCLAIM", "MINSEATS", "MILESTONES"})
"""Minimums, which several plans reach together where none does alone."""


class Small(NamedTuple):
    """A programme and its plans."""

    programme: Programme
    plans: dict[str, Plan]

    @property
    def states(self) -> dict[str, State]:
        return {short: State(plan) for short, plan in self.plans.items()}


def apart(plans: dict[str, Plan]) -> Small:
    """A programme of plans that share nothing."""
    return Small(Programme(name="Both", plans=MEMBERS), plans)


@st.composite
def small_programmes(draw: Draw, *, most_phases: int = 2, rules: tuple[str, ...] = RULE_CODES) -> Small:
    """Two tiny plans that share nothing and agree in what a programme has to agree in; both may begin on other days."""
    first: Plan = draw(_drawn(most_phases, tuple(FEATURES), rules))
    second: Plan = draw(_drawn(most_phases, WITHOUT_PROGRESS, rules))
    later = timedelta(days=draw(st.integers(0, 2)))
    second = replace(
        second,
        name="Second",
        start=MONDAY + later,
        horizon=max(second.horizon, first.status_date or second.horizon),
        one_source_per_phase=first.one_source_per_phase,
        status_date=first.status_date,
        change_lead=first.change_lead,
    )
    second = replace(second, phases=tuple(_with_time_left(second, phase) for phase in second.phases))
    return apart({"DE": first, "FR": second})


def _with_time_left(plan: Plan, phase: Phase) -> Phase:
    """The phase without a deadline before every start, which in a joined plan were a contradiction in itself."""
    is_too_early = phase.deadline is not None and phase.deadline < first_start(plan, phase)
    return replace(phase, deadline=None) if is_too_early else phase


@st.composite
def _drawn(draw: Draw, most_phases: int, features: tuple[str, ...], rules: tuple[str, ...]) -> Plan:
    code = draw(st.sampled_from(rules))
    chosen = tuple(draw(st.sets(st.sampled_from(features), max_size=2)))
    plan: Plan = draw(small_plans(code, features=chosen, most_phases=most_phases))
    return plan


@st.composite
def sharing_programmes(draw: Draw, *, most_phases: int = 1, rules: tuple[str, ...] = RULE_CODES) -> Small:
    """As ``small_programmes``, the first plan's partner A, its first credit, or both shared with the second plan."""
    small: Small = draw(small_programmes(most_phases=most_phases, rules=rules))
    first, second = small.plans.values()
    share_partner, share_credit = draw(st.sampled_from([(True, False), (False, True), (True, True)]))
    parts = SharedParts()
    if share_partner:
        partners = tuple(first.partner["A"] if each.id == "A" else each for each in second.partners)
        second = replace(second, partners=partners)
        parts = replace(parts, partners=(Shared(id="A", members={"DE": "A", "FR": "A"}),))
    if share_credit:
        second, caps = _with_shared_credit(first, second)
        credits_ = (Shared(id="BOTH", members={"DE": "C1", "FR": "C1"}),)
        parts = replace(parts, credits=credits_, combined_caps=caps)
    return Small(replace(small.programme, shared=parts), {"DE": first, "FR": second})


def _with_shared_credit(first: Plan, second: Plan) -> tuple[Plan, tuple[Shared, ...]]:
    """The second plan with the first one's C1 and its caps, for what it has of phases and partners."""
    credit = first.credit["C1"]
    targets = tuple(each for each in credit.outcome_dates if each.phase in second.phase)
    partners = tuple(each for each in credit.approved_partners if each in second.partner)
    taken = replace(credit, outcome_dates=targets, approved_partners=partners)
    under = set(credit.combined_caps)
    caps = (
        *(each for each in first.combined_caps if each.id in under),
        *(CombinedCap(id=each.id, limit=each.limit) for each in second.combined_caps if each.id not in under),
    )
    credits_: tuple[Credit, ...] = tuple(taken if each.id == "C1" else each for each in second.credits)
    shared = tuple(Shared(id=name, members={"DE": name, "FR": name}) for name in sorted(under))
    confirmations = tuple(each for each in second.stacking_confirmations if "C1" not in each.credits)
    plan = replace(second, credits=credits_, combined_caps=caps, stacking_confirmations=confirmations)
    return plan, shared
