"""Generated schedules against the check that knows no network, and networks against themselves backward."""

import time
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.rollout.dependencies import Dependency
from solver.instance import Instance, within_links
from solver.makespan.generation import Generated, generate
from solver.makespan.improve import Wanted, improved, justified
from solver.makespan.network import Network, network_of
from solver.makespan.schedule import Placed, Placement, faults, makespan
from tests.solver.small_instances import a_mode, an_instance, every_placement, small_instances

ACYCLIC = small_instances(most_phases=4, cyclic=False)


def placement(instance: Instance, generated: Generated) -> Placement:
    placed = zip(instance.phases.items(), generated.modes, generated.starts, strict=True)
    return {name: Placed(phase.modes[mode], start) for (name, phase), mode, start in placed}


def affordable(network: Network, rng: Random) -> list[int] | None:
    """Modes drawn for all jobs, or None where they use up too much."""
    modes = [rng.randrange(len(of_job)) for of_job in network.modes]
    used = [network.modes[job][mode].uses for job, mode in enumerate(modes)]
    return (
        modes
        if all(sum(each) <= units for each, units in zip(zip(*used, strict=True), network.budgets, strict=True))
        else None
    )


@settings(max_examples=300)
@given(instance=ACYCLIC, seed=st.integers(0, 9))
def test_that_a_generated_schedule_has_no_fault_whatever_the_order_and_whoever_may_change(
    instance: Instance, seed: int
) -> None:
    network, rng = network_of(instance), Random(seed)  # noqa: S311 - no secret
    modes = affordable(network, rng)
    if modes is None:
        return
    free = frozenset(job for job in range(len(modes)) if rng.random() < 0.5)
    generated = generate(network, [rng.random() for _ in modes], modes, free)
    if generated is not None:
        assert faults(instance, placement(instance, generated)) == ()
        assert generated.makespan == makespan(placement(instance, generated))
        assert all(generated.modes[job] == modes[job] for job in range(len(modes)) if job not in free)


@settings(max_examples=200)
@given(instance=ACYCLIC, seed=st.integers(0, 9))
def test_that_justifying_a_schedule_never_makes_it_longer_and_leaves_it_without_fault(
    instance: Instance, seed: int
) -> None:
    network, rng = network_of(instance), Random(seed)  # noqa: S311 - no secret
    modes = affordable(network, rng)
    generated = None if modes is None else generate(network, [rng.random() for _ in modes], modes)
    if generated is not None:
        better = justified(network, network.backward(), generated)
        assert better.makespan <= generated.makespan
        assert faults(instance, placement(instance, better)) == ()


@settings(max_examples=200)
@given(instance=ACYCLIC, seed=st.integers(0, 9))
def test_that_a_schedule_generated_backward_keeps_the_links_when_time_is_turned(instance: Instance, seed: int) -> None:
    network, rng = network_of(instance), Random(seed)  # noqa: S311 - no secret
    modes = [0] * len(network.modes)
    generated = generate(network.backward()._replace(guards=0, budgets=()), [rng.random() for _ in modes], modes)
    if generated is None:
        return
    anytime = {
        name: phase._replace(modes=tuple(mode._replace(starts=tuple(range(-50, 50))) for mode in phase.modes))
        for name, phase in instance.phases.items()
    }
    turned = generated._replace(starts=tuple(network.length - finish for finish in generated.finishes))
    links_alone = instance._replace(phases=anytime, renewables={"crew": 99, "crane": 99}, nonrenewables={"money": 99})
    assert faults(links_alone, placement(links_alone, turned)) == ()


@given(instance=ACYCLIC)
def test_that_a_network_turned_backward_twice_waits_for_the_same(instance: Instance) -> None:
    network = network_of(instance)
    twice = network.backward().backward()
    assert [{*waits} for waits in twice.waits] == [{*waits} for waits in network.waits]
    assert [{*followers} for followers in twice.followers] == [{*followers} for followers in network.followers]


def test_that_jobs_which_wait_for_each_other_are_not_generated() -> None:
    there = Dependency(predecessor="A", successor="B", type="SS", lag=0)
    back = Dependency(predecessor="B", successor="A", type="SS", lag=-3)
    network = network_of(an_instance({"A": [a_mode(1)], "B": [a_mode(1)]}, there, back))
    assert generate(network, [0, 0], [0, 0]) is None


def test_that_a_free_job_takes_the_mode_that_finishes_first_only_within_the_budget() -> None:
    slow, fast = a_mode(3), a_mode(1, money=3)
    for money, expected in ((3, 1), (2, 0)):
        network = network_of(an_instance({"A": [slow, fast]}, money=money))
        generated = generate(network, [0], [0], frozenset({0}))
        assert generated is not None
        assert generated.modes == (expected,)


@settings(max_examples=50)
@given(instance=ACYCLIC)
def test_that_improving_gives_no_schedule_with_a_fault_and_none_shorter_than_the_shortest(instance: Instance) -> None:
    instance = instance._replace(phases=within_links(instance.links, instance.phases))
    if not all(phase.modes for phase in instance.phases.values()):
        return
    found = improved(network_of(instance), Wanted(0, time.monotonic() + 0.02, lambda _: False))
    if found is not None:
        assert faults(instance, placement(instance, found)) == ()
        assert found.makespan >= min(makespan(each) for each in every_placement(instance))


def test_that_improving_stops_at_a_makespan_that_is_enough() -> None:
    network = network_of(an_instance({"A": [a_mode(2, crew=2)], "B": [a_mode(2, crew=2)]}))
    found = improved(network, Wanted(0, time.monotonic() + 60, lambda length: length <= 4))
    assert found is not None
    assert found.makespan == 4
