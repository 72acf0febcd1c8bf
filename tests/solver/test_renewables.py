"""Demands, nonrenewables and links of any sign at the instance: model and passes against every placement there is."""

from itertools import islice, product

import pytest
from hypothesis import given, settings
from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.dependencies import Dependency, DependencyType
from solver.instance import Instance, Mode, prepare, within_links
from solver.makespan.schedule import Placed, Placement, faults
from solver.model import build
from solver.search import STATUSES
from tests.small_plans import small_plans
from tests.solver.small_instances import LENGTH, a_mode, an_instance, every_placement, small_instances


def is_feasible(instance: Instance, placement: Placement | None = None) -> bool:
    """Whether CP-SAT finds the model feasible, with every phase where the placement has it if there is one."""
    model = build(instance)
    for phase, (mode, start) in (placement or {}).items():
        variables = model.phases[phase]
        model.cp.add(variables.start == start)
        model.cp.add(variables.ways[mode.way] == 1)
        model.cp.add(variables.finish == start + mode.span)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = STATUSES[solver.solve(model.cp)]
    assert status != "UNKNOWN"
    return status != "INFEASIBLE"


def fits(*modes: Mode, starts: tuple[int, ...], money: int = 4) -> bool:
    instance = an_instance({f"P{number}": [mode] for number, mode in enumerate(modes)}, money=money)
    placed = zip(instance.phases, modes, starts, strict=True)
    return is_feasible(instance, {phase: Placed(mode, start) for phase, mode, start in placed})


@given(plan=small_plans())
def test_that_an_option_of_a_plan_takes_one_team_of_its_partner_and_nothing_else(plan: Plan) -> None:
    instance = prepare(plan)
    open_ = [prepared for name, prepared in instance.phases.items() if name not in plan.actual]
    modes = [mode for prepared in open_ for mode in prepared.modes]
    for mode in modes:
        assert mode.demands == (((mode.option.partner, 1),) if mode.option.partner else ())
        assert mode.uses == ()
    assert dict(instance.renewables) == {partner.id: partner.teams for partner in plan.partners}


def test_that_three_crews_serve_demands_of_two_and_one_at_once_but_not_of_two_and_two() -> None:
    assert fits(a_mode(2, crew=2), a_mode(2, crew=1), starts=(0, 1))
    assert not fits(a_mode(2, crew=2), a_mode(2, crew=2), starts=(0, 1))
    assert fits(a_mode(2, crew=2), a_mode(2, crew=2), starts=(0, 2))


def test_that_a_renewable_is_free_again_after_the_last_day_and_each_is_counted_by_itself() -> None:
    assert not fits(a_mode(1, crane=2), a_mode(1, crane=1), starts=(3, 3))
    assert fits(a_mode(1, crane=2), a_mode(1, crew=3), starts=(3, 3))


def test_that_work_of_no_length_takes_no_renewable() -> None:
    assert fits(a_mode(3, crane=2), a_mode(0, crane=2), starts=(0, 1))


def test_that_a_nonrenewable_is_used_up_by_work_on_different_days() -> None:
    assert fits(a_mode(1, money=2), a_mode(1, money=2), starts=(0, 3))
    assert not fits(a_mode(1, money=2), a_mode(1, money=2), starts=(0, 3), money=3)


def test_that_a_negative_lag_back_says_how_late_a_successor_may_be() -> None:
    phases = {"A": [a_mode(1)], "B": [a_mode(1)]}
    at_most_two_later = Dependency(predecessor="B", successor="A", type="SS", lag=-2)
    instance = an_instance(phases, at_most_two_later)
    ((a,), (b,)) = phases.values()
    assert is_feasible(instance, {"A": Placed(a, 1), "B": Placed(b, 3)})
    assert not is_feasible(instance, {"A": Placed(a, 1), "B": Placed(b, 4)})


@settings(max_examples=80)
@given(instance=small_instances())
def test_that_a_model_is_feasible_exactly_if_some_placement_has_no_fault(instance: Instance) -> None:
    assert is_feasible(instance) == any(True for _ in every_placement(instance))


@settings(max_examples=40)
@given(instance=small_instances(most_phases=2))
def test_that_the_model_refuses_exactly_the_placements_that_have_faults(instance: Instance) -> None:
    places = [[Placed(m, start) for m in p.modes for start in m.starts] for p in instance.phases.values()]
    for chosen in islice(product(*places), 0, None, 5):
        placement = dict(zip(instance.phases, chosen, strict=True))
        if all(p.modes.count(placement[name].mode) == 1 for name, p in instance.phases.items()):
            assert is_feasible(instance, placement) == (not faults(instance, placement))


@settings(max_examples=200)
@given(instance=small_instances())
def test_that_the_passes_over_links_in_cycles_rule_out_no_start_of_any_placement(instance: Instance) -> None:
    kept = within_links(instance.links, instance.phases)
    possible = {(name, m.span, start) for name, p in kept.items() for m in p.modes for start in m.starts}
    for placement in every_placement(instance):
        assert all((name, placed.mode.span, placed.start) in possible for name, placed in placement.items())


@settings(max_examples=200)
@given(instance=small_instances())
def test_that_another_pass_over_the_links_changes_nothing(instance: Instance) -> None:
    kept = within_links(instance.links, instance.phases)
    is_possible = all(phase.modes for phase in kept.values())
    assert not is_possible or within_links(instance.links, kept) == kept


@pytest.mark.parametrize("kind", ["SS", "FF"])
def test_that_a_cycle_of_links_that_asks_for_more_than_it_gives_leaves_no_start(kind: DependencyType) -> None:
    forth = Dependency(predecessor="A", successor="B", type=kind, lag=2)
    back = Dependency(predecessor="B", successor="A", type=kind, lag=-1)
    phases = an_instance({"A": [a_mode(2)], "B": [a_mode(2)]}).phases
    assert not all(phase.modes for phase in within_links((forth, back), phases).values())
    back_in_time = Dependency(predecessor="B", successor="A", type=kind, lag=-2)
    kept = within_links((forth, back_in_time), phases)
    assert [phase.modes[0].starts for phase in kept.values()] == [(0, 1, 2), (2, 3, 4)]
    assert LENGTH == 6
