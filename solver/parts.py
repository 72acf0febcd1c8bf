"""The parts of an instance that share nothing but renewables, and each of them as an instance of its own.

A part is planned among the others as they lie: what they take of the teams is busy. Its model is a fraction of the
whole one, and whatever it finds fits the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate, groupby

import networkx as nx
from msgspec.structs import replace

from planner.rollout.schedule import Assignment, Schedule
from solver.instance import Instance


def parts(instance: Instance) -> list[set[str]]:
    """All phases, in parts that no link, no credit and no rule about credits joins, in the order of the plan."""
    joined: nx.Graph[object] = nx.Graph()
    joined.add_nodes_from(instance.phases)
    joined.add_edges_from((link.predecessor, link.successor) for link in instance.links)
    joined.add_edges_from((pair.phase, ("credit", pair.credit)) for pair in instance.pairs)
    for name in dict.fromkeys(pair.credit for pair in instance.pairs):
        credit = instance.plan.credit[name]
        joined.add_edges_from((("credit", name), ("cap", cap)) for cap in credit.combined_caps)
        joined.add_edges_from((("credit", name), ("group", group)) for group in credit.exclusion_groups)
        joined.add_edges_from((("credit", name), target.phase) for target in credit.outcome_dates)
    found = ({name for name in part if isinstance(name, str)} for part in nx.connected_components(joined))
    return [part for part in found if part]


def alone(instance: Instance, phases: set[str], schedule: Schedule) -> Instance:
    """The instance of these phases among the others, which stay where the schedule has them."""
    pairs = tuple(pair for pair in instance.pairs if pair.phase in phases)
    paying = {pair.credit for pair in pairs}
    plan = replace(
        instance.plan,
        phases=tuple(phase for phase in instance.plan.phases if phase.id in phases),
        credits=tuple(credit for credit in instance.plan.credits if credit.id in paying),
    )
    return instance._replace(
        plan=plan,
        phases={name: prepared for name, prepared in instance.phases.items() if name in phases},
        pairs=pairs,
        links=tuple(link for link in instance.links if link.predecessor in phases),
        busy=busy(instance, (each for each in schedule.assignments if each.phase not in phases)),
    )


def busy(instance: Instance, placed: Iterable[Assignment]) -> Mapping[str, tuple[tuple[int, int, int], ...]]:
    """What phases take of each renewable, as stretches: the number of the first day, how many days, and the units."""
    turns: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each in placed:
        prepared = instance.phases[each.phase]
        start, finish = prepared.axis.number(each.start), prepared.axis.number(each.finish) + 1
        demands = next(mode.demands for mode in prepared.modes if mode.option.id == each.option)
        for renewable, units in demands:
            turns[renewable][start] += units
            turns[renewable][finish] -= units
    found: dict[str, tuple[tuple[int, int, int], ...]] = {}
    for renewable, of_days in turns.items():
        days = sorted(of_days)
        levels = accumulate(of_days[day] for day in days)
        # Days on which nothing changes after all are no end of a stretch.
        runs = [
            (level, [day for day, _ in run]) for level, run in groupby(zip(days, levels, strict=True), lambda at: at[1])
        ]
        ends = [*(first for _, (first, *_) in runs[1:]), days[-1]]
        found[renewable] = tuple(
            (first, end - first, level) for (level, (first, *_)), end in zip(runs, ends, strict=True) if level
        )
    return found
