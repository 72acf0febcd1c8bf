"""Instances of pure scheduling, so tiny that every placement can be tried."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import product

from hypothesis import strategies as st

from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption
from solver.instance import Axis, Instance, Mode, PreparedPhase
from solver.makespan.schedule import Placed, Placement, faults
from tests.builders import START, a_phase

LENGTH = 6
"""Days of the axis."""

RENEWABLES = {"crew": 3, "crane": 2}
NONRENEWABLES = {"money": 4}

AXIS = Axis(tuple(START + timedelta(days=day) for day in range(LENGTH)))


def a_mode(span: int, *, crew: int = 0, crane: int = 0, money: int = 0, starts: Sequence[int] | None = None) -> Mode:
    """Work of that many days on any start that fits, with those demands."""
    option = DeliveryOption(kind="internal", duration=span, cost=0)
    demands = tuple((name, units) for name, units in (("crew", crew), ("crane", crane)) if units)
    uses = (("money", money),) if money else ()
    return Mode(option, tuple(range(LENGTH - span + 1)) if starts is None else tuple(starts), span, demands, uses)


def an_instance(phases: Mapping[str, Sequence[Mode]], *links: Dependency, money: int = 4) -> Instance:
    """Phases with their modes on one axis, where 3 crews and 2 cranes work every day."""
    prepared = {name: PreparedPhase(a_phase(name), AXIS, tuple(modes)) for name, modes in phases.items()}
    plan = Plan(
        name="Tiny",
        customer="Nobody",
        currency="USD",
        start=AXIS.days[0],
        horizon=AXIS.days[-1],
        phases=tuple(each.phase for each in prepared.values()),
    )
    return Instance(plan, prepared, (), links, RENEWABLES, {"money": money})


@st.composite
def small_instances(draw: st.DrawFn, *, most_phases: int = 3, cyclic: bool = True) -> Instance:
    """Up to a few phases of one or two modes each, with links of every type and sign, which may form cycles."""
    names = [f"P{number}" for number in range(1, draw(st.integers(1, most_phases)) + 1)]
    units = {"crew": st.integers(0, 3), "crane": st.integers(0, 2), "money": st.integers(0, 3)}
    modes = st.builds(a_mode, st.integers(0, 3), **units)
    phases = {name: draw(st.lists(modes, min_size=1, max_size=2)) for name in names}
    couples = [(a, b) for a, b in product(names, names) if a < b or (cyclic and a != b)]
    chosen = draw(st.lists(st.sampled_from(couples), max_size=3)) if couples else []
    return an_instance(phases, *(draw(_links(*couple)) for couple in chosen))


def _links(predecessor: str, successor: str) -> st.SearchStrategy[Dependency]:
    return st.builds(
        Dependency,
        predecessor=st.just(predecessor),
        successor=st.just(successor),
        type=st.sampled_from(("FS", "SS", "FF", "SF")),
        lag=st.integers(-4, 2),
    )


def every_placement(instance: Instance) -> Iterator[Placement]:
    """Every way to place all phases that has no fault."""
    places = [
        [Placed(mode, start) for mode in prepared.modes for start in mode.starts]
        for prepared in instance.phases.values()
    ]
    for chosen in product(*places):
        placement = dict(zip(instance.phases, chosen, strict=True))
        if not faults(instance, placement):
            yield placement
