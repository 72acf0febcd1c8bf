"""Laws between the optima of a plan and of another plan made of it, which hold whatever the optimum is.

``LAUNCHWINDOW_LAWS`` says over how many plans each law is tried; ``make soak`` tries 2,000.
"""

import os
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.credits import Credit, Scope
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import phase_workdays
from planner.value import WHOLE, DateRange, Value
from solver.claims import settle
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.small_plans import FAR, MONDAY, WORKLOADS, small_plans

LAWS = int(os.environ.get("LAUNCHWINDOW_LAWS", "100"))
OF_EACH = max(1, LAWS // 20)
"""Plans for each of the twenty or so ways to relax or tighten."""
NONE_FITS = -1
"""The worth of a plan without any schedule: less than that of one that earns nothing."""

Draw = Callable[[st.SearchStrategy[Any]], Any]
Change = Callable[[Draw, Plan], Plan]


def most_funding(plan: Plan) -> int:
    """The proven optimum."""
    result = solve(plan, Settings(objective=(Aim("funding"),), workers=1))
    if result.status == "INFEASIBLE":
        return NONE_FITS
    assert result.status == "OPTIMAL"
    value = result.stages[0].value
    assert value is not None
    return value


# Relaxing and tightening


def _credit(change: Callable[[Draw, Credit], Credit]) -> Change:
    """A change of one credit of a plan."""

    def changed(draw: Draw, plan: Plan) -> Plan:
        chosen = draw(st.sampled_from(plan.credits))
        return replace(plan, credits=tuple(change(draw, c) if c is chosen else c for c in plan.credits))

    return changed


def _phase(change: Callable[[Draw, Phase], Phase]) -> Change:
    """A change of one phase of a plan."""

    def changed(draw: Draw, plan: Plan) -> Plan:
        chosen = draw(st.sampled_from(plan.phases))
        return replace(plan, phases=tuple(change(draw, p) if p is chosen else p for p in plan.phases))

    return changed


def _days(draw: Draw) -> timedelta:
    return timedelta(days=draw(st.integers(1, 5)))


def _fewer_links(draw: Draw, plan: Plan) -> Plan:
    return replace(plan, dependencies=plan.dependencies[: draw(st.integers(0, 1))])


def _more_teams(_: Draw, plan: Plan) -> Plan:
    return replace(plan, partners=tuple(replace(each, teams=each.teams + 1, windows=()) for each in plan.partners))


def _all_approved(_: Draw, plan: Plan) -> Plan:
    return replace(plan, partners=tuple(replace(each, approved_workloads=WORKLOADS) for each in plan.partners))


def _without_blocks(_: Draw, plan: Plan) -> Plan:
    """A pause is another matter: without it work takes other days, which a link between ends may forbid."""
    return replace(plan, freezes=tuple(each for each in plan.freezes if each.kind != "block"))


RELAXED: Mapping[str, Change] = {
    "face": _credit(lambda draw, c: replace(c, face=c.face + draw(st.integers(1, 6)))),
    "share": _credit(lambda draw, c: replace(c, share=min(WHOLE, c.share + draw(st.sampled_from([1, 2_500, WHOLE]))))),
    "expiry": _credit(lambda draw, c: replace(c, window=replace(c.window, end=c.window.end + _days(draw)))),
    "window start": _credit(lambda draw, c: replace(c, window=replace(c.window, start=c.window.start - _days(draw)))),
    "lead": _credit(lambda _, c: replace(c, approval_lead=0)),
    "proof": _credit(lambda _, c: replace(c, proof_preparation=0, proof_deadline=None, claim_days=None)),
    "scope": _credit(lambda _, c: replace(c, scope=Scope())),
    "phase cap": _credit(lambda _, c: replace(c, phase_cap=None)),
    "minimum claim": _credit(lambda _, c: replace(c, minimum_claim=0)),
    "minimum seats": _credit(lambda _, c: replace(c, minimum_seats=0)),
    "minimum milestones": _credit(lambda _, c: replace(c, minimum_milestones=0)),
    "exclusion": _credit(lambda _, c: replace(c, exclusion_groups=(), phase_exclusion_groups=())),
    "combined cap": _credit(lambda _, c: replace(c, combined_caps=())),
    "one source": lambda _, plan: replace(plan, one_source_per_phase=False),
    "deadline": _phase(lambda _, p: replace(p, deadline=None)),
    "earliest start": _phase(lambda _, p: replace(p, earliest_start=None)),
    "change lead": lambda draw, plan: replace(plan, change_lead=draw(st.integers(0, plan.change_lead))),
    "board request": _phase(lambda _, p: replace(p, change_requested=MONDAY - timedelta(days=14))),
    "eligible cost": _phase(lambda draw, p: replace(p, eligible_cost=p.eligible_cost + draw(st.integers(1, 3)))),
    "horizon": lambda draw, plan: replace(plan, horizon=plan.horizon + _days(draw)),
    "pins": lambda _, plan: replace(plan, pins=()),
    "links": _fewer_links,
    "teams and windows": _more_teams,
    "approvals": _all_approved,
    "block": _without_blocks,
}
"""Changes that forbid nothing that was allowed before."""


def _tighter_window(draw: Draw, credit: Credit) -> Credit:
    end = max(credit.window.start, MONDAY + timedelta(days=draw(st.integers(0, 10))))
    return replace(credit, window=DateRange(credit.window.start, min(end, credit.window.end)))


def _earlier_deadline(draw: Draw, phase: Phase) -> Phase:
    day = max(MONDAY + timedelta(days=draw(st.integers(0, 10))), phase.earliest_start or MONDAY)
    return replace(phase, deadline=min(day, phase.deadline or FAR))


def _later_start(draw: Draw, phase: Phase) -> Phase:
    day = min(MONDAY + timedelta(days=draw(st.integers(0, 6))), phase.deadline or FAR)
    return replace(phase, earliest_start=max(day, phase.earliest_start or MONDAY))


def _earlier_horizon(draw: Draw, plan: Plan) -> Plan:
    return replace(plan, horizon=max(plan.start, plan.horizon - _days(draw)))


def _one_team(_: Draw, plan: Plan) -> Plan:
    return replace(plan, partners=tuple(replace(each, teams=1) for each in plan.partners))


def _fewer_partners(_: Draw, credit: Credit) -> Credit:
    return replace(credit, approved_partners=credit.approved_partners[:1])


def _another_link(draw: Draw, plan: Plan) -> Plan:
    taken = {(link.predecessor, link.successor) for link in plan.dependencies}
    ids = [*plan.phase]
    pairs = [(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :] if (a, b) not in taken]
    if not pairs:
        return plan
    first, second = draw(st.sampled_from(pairs))
    return replace(plan, dependencies=(*plan.dependencies, Dependency(predecessor=first, successor=second)))


def _a_pin(draw: Draw, plan: Plan) -> Plan:
    free = [phase for phase in plan.phases if phase.id not in {pin.phase for pin in plan.pins}]
    if not free:
        return plan
    phase = draw(st.sampled_from(free))
    return replace(plan, pins=(*plan.pins, Pin(phase=phase.id, option=draw(st.sampled_from(phase.options)).id)))


TIGHTENED: Mapping[str, Change] = {
    "face": _credit(lambda draw, c: replace(c, face=max(0, c.face - draw(st.integers(1, 6))))),
    "share": _credit(lambda draw, c: replace(c, share=min(c.share, draw(st.sampled_from([0, 3_333, 5_000]))))),
    "expiry": _credit(_tighter_window),
    "proof": _credit(lambda draw, c: replace(c, proof_preparation=c.proof_preparation + draw(st.integers(1, 3)))),
    "phase cap": _credit(
        lambda draw, c: replace(
            c, phase_cap=min(WHOLE if c.phase_cap is None else c.phase_cap, draw(st.integers(0, 3)))
        )
    ),
    "minimum claim": _credit(
        lambda draw, c: replace(c, minimum_claim=(c.minimum_claim or 0) + draw(st.integers(1, 3)))
    ),
    "minimum seats": _credit(lambda draw, c: replace(c, minimum_seats=c.minimum_seats + draw(st.integers(1, 4)))),
    "minimum milestones": _credit(lambda _, c: replace(c, minimum_milestones=c.minimum_milestones + 1)),
    "partners": _credit(_fewer_partners),
    "one source": lambda _, plan: replace(plan, one_source_per_phase=True),
    "deadline": _phase(_earlier_deadline),
    "earliest start": _phase(_later_start),
    "change lead": lambda draw, plan: replace(plan, change_lead=plan.change_lead + draw(st.integers(1, 3))),
    "eligible cost": _phase(lambda _, p: replace(p, eligible_cost=p.eligible_cost // 2)),
    "horizon": _earlier_horizon,
    "teams": _one_team,
    "link": _another_link,
    "pin": _a_pin,
}
"""Changes that allow nothing that was forbidden before."""


BINDING: Mapping[str, str] = {
    "face": "CAP",
    "share": "SHARE",
    "expiry": "WINDOW",
    "window start": "APPROVAL",
    "lead": "APPROVAL",
    "proof": "POE",
    "scope": "SCOPE",
    "phase cap": "PHASECAP",
    "minimum claim": "MINCLAIM",
    "minimum seats": "MINSEATS",
    "minimum milestones": "MILESTONES",
    "exclusion": "STACK-P",
    "combined cap": "POOLCAP",
    "one source": "ONE-SOURCE",
    "eligible cost": "COST",
    "approvals": "PARTNER",
    "partners": "PARTNER",
}
"""The claim rule that makes a change felt; the others are about the schedule."""
FELT_IN: Mapping[str, str] = {
    "deadline": "bounds",
    "earliest start": "bounds",
    "pins": "pins",
    "pin": "pins",
    "links": "links",
    "link": "links",
    "teams and windows": "partner windows",
    "teams": "teams",
    "block": "freezes",
    "change lead": "change board",
    "board request": "change board",
}
"""The feature of the schedule that does."""


def drawn(draw: Draw, changes: Mapping[str, Change], name: str) -> tuple[Plan, Plan]:
    """A plan, and the same under a change that is likely to be felt in it."""
    features = tuple(
        {FELT_IN[name]} if name in FELT_IN else draw(st.sets(st.sampled_from(["links", "teams", "bounds"])))
    )
    plan: Plan = draw(small_plans(BINDING.get(name), features=features, most_phases=2))
    return plan, changes[name](draw, plan)


@pytest.mark.parametrize("name", RELAXED)
@settings(max_examples=OF_EACH)
@given(drawing=st.data())
def test_that_relaxing_a_condition_never_lowers_the_optimum(name: str, drawing: st.DataObject) -> None:
    plan, relaxed = drawn(drawing.draw, RELAXED, name)
    assert most_funding(relaxed) >= most_funding(plan)


@pytest.mark.parametrize("name", TIGHTENED)
@settings(max_examples=OF_EACH)
@given(drawing=st.data())
def test_that_tightening_a_condition_never_raises_the_optimum(name: str, drawing: st.DataObject) -> None:
    plan, tightened = drawn(drawing.draw, TIGHTENED, name)
    assert most_funding(tightened) <= most_funding(plan)


# The same plan, told otherwise


def everywhere(value: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - values of every kind
    """The value with every leaf inside changed."""
    if isinstance(value, Value):
        return replace(value, **{name: everywhere(getattr(value, name), change) for name in value.__struct_fields__})
    if isinstance(value, tuple):
        return tuple(everywhere(each, change) for each in value)
    return change(value)


@settings(max_examples=LAWS)
@given(plan=small_plans(most_phases=2), weeks=st.integers(-60, 60))
def test_that_moving_every_date_by_whole_weeks_changes_no_worth(plan: Plan, weeks: int) -> None:
    """Days off move as well here; without any this is moving the rollout as a whole."""
    days = timedelta(weeks=weeks)
    moved: Plan = everywhere(plan, lambda leaf: leaf + days if isinstance(leaf, date) else leaf)
    before, after = (solve(each, Settings(workers=1)) for each in (plan, moved))
    assert [(stage.name, stage.bound) for stage in after.stages] == [(each.name, each.bound) for each in before.stages]
    assert before.status == after.status
    if before.schedule is not None:
        there = Schedule(
            tuple(everywhere(each, lambda leaf: _moved(leaf, days)) for each in before.schedule.assignments)
        )
        assert settle(moved, there.assignments) == before.schedule.claims


def _moved(leaf: object, days: timedelta) -> object:
    return leaf + days if isinstance(leaf, date) else leaf


@settings(max_examples=LAWS)
@given(plan=small_plans(most_phases=2), suffix=st.sampled_from(["!", " – 第1波", "🚀", "\u202eabc", "z" * 50]))
def test_that_other_names_change_nothing(plan: Plan, suffix: str) -> None:
    known = {*plan.phase, *plan.credit, *plan.partner, *(region.name for region in plan.regions), *WORKLOADS}
    renamed: Plan = everywhere(plan, lambda leaf: f"{leaf}{suffix}" if leaf in known else leaf)
    assert renamed.phases[0].id == f"{plan.phases[0].id}{suffix}"
    assert most_funding(renamed) == most_funding(plan)


@settings(max_examples=LAWS)
@given(
    plan=small_plans("CAP", features=(), most_phases=2), half=st.integers(0, 6), share=st.sampled_from([5_000, WHOLE])
)
def test_that_two_equal_halves_of_a_credit_pay_what_the_whole_did(plan: Plan, half: int, share: int) -> None:
    """Exactly, where the share is the whole: then COST limits both together as it does one. With a smaller share each
    half pays its own share of a phase, so they may pay more and never less. Both without minimums, phase caps,
    exclusions and scaled outcomes, which count for each credit by itself; several credits may pay for one phase.
    """
    whole = replace(plan.credits[0], face=2 * half, share=share)
    parts = tuple(replace(whole, id=f"{whole.id}{side}", face=half) for side in "ab")
    together = most_funding(replace(plan, credits=(whole, *plan.credits[1:])))
    apart = most_funding(replace(plan, credits=(*parts, *plan.credits[1:])))
    assert apart == together if share == WHOLE else apart >= together


UNRELATED = Phase(
    id="Unrelated",
    name="Unrelated",
    workload="Windows",
    motion="adopt",
    seats=1_000,
    eligible_cost=9,
    change=False,
    options=(DeliveryOption(kind="internal", duration=1, cost=9),),
)
"""Nobody who is paid for delivers it, nothing waits for it, and no team is taken from others."""


@settings(max_examples=LAWS)
@given(plan=small_plans(most_phases=2))
def test_that_an_unrelated_phase_changes_no_claim(plan: Plan) -> None:
    more = replace(plan, phases=(*plan.phases, UNRELATED))
    result = solve(plan, Settings(workers=1))
    assert most_funding(more) == (result.stages[0].value if result.schedule is not None else NONE_FITS)
    if result.schedule is not None:
        day = phase_workdays(plan, UNRELATED).workdays(plan.start, plan.horizon)[0]
        placed = (*result.schedule.assignments, Assignment(UNRELATED.id, "internal", day, day))
        assert settle(more, placed) == result.schedule.claims


@settings(max_examples=LAWS)
@given(plan=small_plans(most_phases=2), drawing=st.data())
def test_that_a_hint_changes_no_optimum(plan: Plan, drawing: st.DataObject) -> None:
    """A schedule of the plan, one moved by some days, or one with phases missing is only advice."""
    found = solve(plan, Settings(workers=1))
    if found.schedule is None:
        return
    days = drawing.draw(st.integers(-3, 30))
    kept = drawing.draw(st.integers(0, len(plan.phases)))
    hint = Schedule(
        tuple(everywhere(each, lambda leaf: _moved(leaf, timedelta(days=days))) for each in found.schedule.assignments)[
            :kept
        ]
    )
    again = solve(plan, Settings(workers=1), hint=hint)
    assert [stage.bound for stage in again.stages] == [stage.bound for stage in found.stages]
    assert again.status == found.status
