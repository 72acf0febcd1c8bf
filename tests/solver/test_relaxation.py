"""Choices, the cuts on them and the bound that follows: never more than what is true, by trying everything."""

import math
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.phases import DeliveryOption
from solver.cancel import Cancel, Cancelled
from solver.choices import Choice, choices, keeping
from solver.energy import energies
from solver.instance import Instance, Mode, prepare
from solver.linear import LinearProgramme, Whole, WholeProgramme
from solver.makespan.schedule import Placed
from solver.model import build
from solver.objective import TERMS
from solver.relaxation import LEAST_MARGIN, add_cuts, in_whole_numbers, relax
from solver.result import Progress
from solver.search import Limits
from solver.settings import MAXIMISED, Aim, Settings, Term
from solver.solve import solve
from solver.stage import RELAXED
from tests.benchmarks.generate import generate
from tests.brute_force import best
from tests.builders import a_plan
from tests.small_plans import small_plans
from tests.solver.small_instances import LENGTH, an_instance, every_placement, small_instances

UNHURRIED = Limits(60.0, 1, 0, Cancel())
BRANCHES = 1_000


@given(plan=small_plans())
def test_that_every_start_of_a_way_is_in_one_choice_with_just_the_credits_that_pay_there(plan: Plan) -> None:
    instance = prepare(plan)
    for name, found in choices(instance):
        prepared = instance.phases[name]
        pairs = [pair for pair in instance.pairs if pair.phase == name]
        expected = {
            (mode.way, start): {pair.credit: pair.limits[number] for pair in pairs if start in pair.starts[number]}
            for number, mode in enumerate(prepared.modes)
            for start in mode.starts
        }
        assert {(choice.way, start): choice.limits for choice in found for start in choice.starts} == expected
        assert sum(len(choice.starts) for choice in found) == len(expected)


@given(plan=small_plans(), data=st.data())
def test_that_an_instance_that_keeps_some_choices_has_no_others_and_is_paid_as_before(
    plan: Plan, data: st.DataObject
) -> None:
    instance = prepare(plan)
    offered = {name: found for name, found in choices(instance) if found}
    named = data.draw(st.sets(st.sampled_from(sorted(offered)))) if offered else set[str]()
    kept: dict[str, list[Choice]] = {
        name: data.draw(st.lists(st.sampled_from(offered[name]), min_size=1, unique_by=id)) for name in sorted(named)
    }
    expected = {name: _by_start(kept.get(name, found)) for name, found in choices(instance)}
    left = keeping(instance, kept)
    assert {name: _by_start(found) for name, found in choices(left)} == expected
    assert all(left.phases[name] is instance.phases[name] for name in instance.phases.keys() - kept.keys())


def _by_start(found: Iterable[Choice]) -> dict[tuple[object, int], dict[str, int]]:
    """Each way and start with what credits pay there: neighbouring choices may grow together."""
    return {(choice.way, start): choice.limits for choice in found for start in choice.starts}


@st.composite
def pausing_instances(draw: st.DrawFn) -> Instance:
    """One phase of one way, whose span depends on the start, as pauses or days off of its region make it longer."""
    finishes = sorted(draw(st.lists(st.integers(1, LENGTH), min_size=1, max_size=4)))
    option = DeliveryOption(kind="internal", duration=1, cost=0)
    demands = (("crew", draw(st.integers(1, 3))),)
    spans: dict[int, list[int]] = {}
    for start, finish in enumerate(finishes):
        if finish > start:
            spans.setdefault(finish - start, []).append(start)
    assume(spans)
    return an_instance({"P1": [Mode(option, tuple(starts), span, demands) for span, starts in spans.items()]})


@given(instance=pausing_instances())
def test_that_a_choice_needs_no_more_than_it_takes_on_any_of_its_starts(instance: Instance) -> None:
    model = build(instance)
    (phase,) = model.phases.values()
    spans = {start: mode.span for mode in phase.prepared.modes for start in mode.starts}
    (work,) = (each for each in energies(instance, model.phases) if each.needed(0, LENGTH))
    for begin, end in combinations(range(LENGTH + 1), 2):
        needed = work.needed(begin, end)
        for choice, variable in phase.choices:
            least = min(max(0, min(end, start + spans[start]) - max(begin, start)) for start in choice.starts)
            assert needed.get(variable.index, 0) <= least * choice.way.demand("crew")


@given(instance=small_instances(cyclic=False), data=st.data())
def test_that_no_placement_breaks_a_cut_on_work(instance: Instance, data: st.DataObject) -> None:
    model = build(instance)
    weights = st.floats(0, 3, allow_nan=False)
    values = {taken.index: data.draw(weights) for phase in model.phases.values() for _, taken in phase.choices}
    cuts = [cut for energy in energies(instance, model.phases) for cut in energy.broken(values)]
    for placement in every_placement(instance):
        taken = {
            variable.index
            for name, phase in model.phases.items()
            for choice, variable in phase.choices
            if _is_taken(placement[name], choice.way, choice.starts)
        }
        for cut in cuts:
            assert sum(days for index, days in cut.terms if index in taken) <= cut.limit


def _is_taken(placed: Placed, way: object, starts: tuple[int, ...]) -> bool:
    return placed.mode.way == way and placed.start in starts


@settings(max_examples=150)
@given(plan=small_plans(most_phases=2), term=st.sampled_from(sorted(RELAXED)))
def test_that_no_schedule_is_better_than_the_bound(plan: Plan, term: Term) -> None:
    instance = prepare(plan)
    optimum = best(plan, (Aim(term),))
    assume(optimum is not None and all(phase.modes for phase in instance.phases.values()))
    assert optimum is not None
    model = build(instance)
    objective = TERMS[term](model)
    (model.cp.maximize if term in MAXIMISED else model.cp.minimize)(objective)
    relaxed = relax(model, UNHURRIED)
    add_cuts(model, relaxed.cuts)
    whole = in_whole_numbers(model, relaxed, UNHURRIED, BRANCHES)
    for bound in (relaxed.bound, whole.bound):
        assert bound is not None
        if term in MAXIMISED:
            assert optimum[0] <= bound + LEAST_MARGIN / 2, "half of the margin is enough"
        else:
            assert optimum[0] >= bound - LEAST_MARGIN / 2


def test_that_a_bound_that_is_whole_is_told_as_it_is() -> None:
    told: list[Progress] = []
    assert solve(a_plan(), Settings((Aim("funding"),), workers=1), on_progress=told.append).stages[0].value == 10_000
    assert {word.bound for word in told if word.bound is not None} == {10_000}


def test_that_cuts_on_work_make_the_bound_of_a_crowded_plan_stricter() -> None:
    model = build(prepare(generate(1, 60)))
    model.cp.maximize(TERMS["funding"](model))
    without = LinearProgramme(model.cp).solve(60)
    relaxed = relax(model, UNHURRIED)
    assert relaxed.cuts
    assert relaxed.bound is not None
    assert without is not None
    assert relaxed.bound < 0.9 * without


def test_that_whole_numbers_make_the_bound_of_a_crowded_plan_stricter_and_take_one_choice_for_each_phase() -> None:
    model = build(prepare(generate(1, 60)))
    model.cp.maximize(TERMS["funding"](model))
    relaxed = relax(model, UNHURRIED)
    add_cuts(model, relaxed.cuts)
    whole = in_whole_numbers(model, relaxed, UNHURRIED, BRANCHES)
    assert whole.bound is not None
    assert relaxed.bound is not None
    assert whole.bound < 0.9 * relaxed.bound
    assert whole.cuts[: len(relaxed.cuts)] == relaxed.cuts
    assert whole.advice is not None
    for phase in model.phases.values():
        assert sorted(whole.advice.values[taken.index] for _, taken in phase.choices)[-2:] in ([1.0], [0.0, 1.0])


def test_that_fewer_branches_only_widen_the_bound_and_are_the_same_again() -> None:
    model = build(prepare(generate(2, 60, tightness=0.8)))
    model.cp.maximize(TERMS["funding"](model))
    relaxed = relax(model, UNHURRIED)
    add_cuts(model, relaxed.cuts)
    few, again, many = (in_whole_numbers(model, relaxed, UNHURRIED, branches) for branches in (1, 1, BRANCHES))
    assert few == again
    assert relaxed.bound is not None
    assert few.bound is not None
    assert many.bound is not None
    assert many.bound <= few.bound <= relaxed.bound + LEAST_MARGIN


@pytest.mark.parametrize("seconds", [0.001, 0.01, 0.03, 0.1, 0.3])
def test_that_whole_numbers_that_end_at_any_moment_never_loosen_the_bound(seconds: float) -> None:
    model = build(prepare(generate(1, 60)))
    model.cp.maximize(TERMS["funding"](model))
    relaxed = relax(model, UNHURRIED)
    add_cuts(model, relaxed.cuts)
    whole = in_whole_numbers(model, relaxed, UNHURRIED._replace(seconds=seconds), BRANCHES)
    assert whole.bound is not None
    assert relaxed.bound is not None
    assert whole.bound <= relaxed.bound
    assert whole is relaxed or whole.advice != relaxed.advice
    ended = WholeProgramme(model.cp).search(60, 0)
    assert ended == Whole(None, None, is_best=False), "before the first relaxation nothing is known"


def test_that_nothing_is_said_in_whole_numbers_without_time_or_after_a_cancel() -> None:
    model = build(prepare(generate(1, 40)))
    model.cp.maximize(TERMS["funding"](model))
    relaxed, cancel = relax(model, UNHURRIED), Cancel()
    assert in_whole_numbers(model, relaxed, UNHURRIED._replace(seconds=0.0), BRANCHES) is relaxed
    programme = WholeProgramme(model.cp)
    cancel.request()
    assert in_whole_numbers(model, relaxed, UNHURRIED._replace(cancel=cancel), BRANCHES) is relaxed
    assert in_whole_numbers(model, relaxed, UNHURRIED, BRANCHES) is not relaxed
    assert not programme.search(60, BRANCHES, cancel).is_best
    assert programme.search(60, BRANCHES).is_best, "a search that was ended can be begun again"


def test_that_a_cancelled_relaxation_is_none() -> None:
    cancel = Cancel()
    cancel.request()
    model = build(prepare(generate(1, 20)))
    model.cp.maximize(TERMS["funding"](model))
    with pytest.raises(Cancelled):
        relax(model, UNHURRIED._replace(cancel=cancel))


def test_that_a_linear_programme_is_left_when_it_is_cancelled_on_the_way() -> None:
    model = build(prepare(generate(1, 240)))
    model.cp.maximize(TERMS["funding"](model))
    programme, cancel = LinearProgramme(model.cp), Cancel()
    cancel.request()
    assert programme.solve(60, cancel) is None
    assert programme.solve(60) is not None


@st.composite
def small_models(draw: st.DrawFn) -> cp_model.CpModel:
    """A few decisions under rules of every kind that the linear part takes, and others that it leaves out."""
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, draw(st.integers(1, 3)), "") for _ in range(2)]
    switches = [model.new_bool_var("") for _ in range(3)]
    factors = st.integers(-3, 3)
    everything = [*numbers, *switches]
    for _ in range(draw(st.integers(0, 3))):
        total = cp_model.LinearExpr.weighted_sum(everything, [draw(factors) for _ in everything])
        rule = model.add(total <= draw(st.integers(-2, 5)))
        if draw(st.booleans()):
            rule.only_enforce_if(draw(st.sampled_from(switches)))
    literals = st.lists(st.sampled_from([*switches, *(~each for each in switches)]), min_size=1, max_size=3)
    for add in draw(st.lists(st.sampled_from([model.add_bool_or, model.add_at_most_one, model.add_exactly_one]))):
        add(draw(literals))
    for _ in range(draw(st.integers(0, 2))):
        model.add_implication(draw(st.sampled_from(switches)), ~draw(st.sampled_from(switches)))
    objective = cp_model.LinearExpr.weighted_sum(everything, [draw(factors) for _ in everything]) + draw(factors)
    (model.maximize if draw(st.booleans()) else model.minimize)(objective)
    return model


@settings(max_examples=200)
@given(model=small_models())
def test_that_the_linear_part_is_never_worse_than_the_whole(model: cp_model.CpModel) -> None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assume(solver.solve(model) == cp_model.OPTIMAL)
    relaxed = LinearProgramme(model).solve(10)
    assert relaxed is not None
    is_maximised = model.proto.objective.scaling_factor < 0
    gain = relaxed - solver.objective_value if is_maximised else solver.objective_value - relaxed
    assert gain >= 0 or math.isclose(gain, 0, abs_tol=1e-6)
    whole = WholeProgramme(model).search(10, BRANCHES)
    assert whole.is_best
    assert whole.value is not None
    assert whole.bound == pytest.approx(whole.value)
    for better, worse in ((relaxed, whole.value), (whole.value, solver.objective_value)):
        gain = better - worse if is_maximised else worse - better
        assert gain >= 0 or math.isclose(gain, 0, abs_tol=1e-6)
