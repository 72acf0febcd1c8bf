"""Plans with schedules that Hypothesis draws, as far as a picture looks at them."""

from datetime import timedelta

from hypothesis import strategies as st

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim, Schedule
from tests.builders import START, a_credit, a_phase, a_plan, by_fasttrack, by_partner, internally

WAYS = st.sampled_from([by_partner(), by_fasttrack(), internally()])


@st.composite
def drawn_plans(draw: st.DrawFn) -> tuple[Plan, Schedule]:
    """Up to eight phases somewhere in the plan, with claims of two credits on some of them."""
    names = [f"P{number}" for number in range(draw(st.integers(1, 8)))]
    phases = tuple(a_phase(name, options=(draw(WAYS),)) for name in names)
    plan = a_plan(phases=phases, credits=(a_credit("C1"), a_credit("C2")))
    assignments, claims = [], []
    for phase in phases:
        start = START + timedelta(days=draw(st.integers(0, 300)))
        finish = start + timedelta(days=draw(st.integers(0, 60)))
        assignments.append(Assignment(phase.id, phase.options[0].id, start, finish))
        claims += [Claim(phase.id, credit.id, draw(st.integers(0, 10_000))) for credit in plan.credits]
    return plan, Schedule(tuple(assignments), tuple(claims))
