"""Better schedules by large-neighbourhood search (Shaw 1998): most phases keep their choice, the rest is planned anew.

A phase that keeps its choice still moves within it, so that whoever earns more in its place finds room. Neighbourhoods
are phases that have something in common: a renewable, credits, days or links. They grow while they are searched to the
end, and shrink while they are not.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from random import Random
from typing import NamedTuple

import networkx as nx
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from solver.around import MOST_AROUND, links_of
from solver.model import Model
from solver.parts import parts
from solver.relaxation import Advice
from solver.result import Status
from solver.search import Found, Limits, Report, hint_solution, new_solver, objective_value, run, whole_bound


class _Kind(NamedTuple):
    """A kind of neighbourhood.

    size: phases that are planned anew at first. work: for one search, as CP-SAT counts work (deterministic time), so
    that a seed gives the same answer again. is_advised: whether those phases may only take choices that the linear
    relaxation takes to some part, which makes many more of them tractable (Danna, Rothberg and Le Pape 2005).
    """

    size: float
    work: float
    is_advised: bool


FREE, ADVISED = _Kind(20.0, 0.2, is_advised=False), _Kind(60.0, 0.6, is_advised=True)
LEAST_PART, MOST_PART, PART_WORK = 100, 300, 4.0
"""Parts of so many phases are planned anew as wholes, each with so much work; smaller ones are no more than a
neighbourhood, and cost crowded plans of 240 phases more than they brought."""
MORE = (0, 2, 4)
"""Choices that each phase of an advised neighbourhood gets besides, one of these at random."""
NEAR = 80
"""Phases around a neighbourhood that keep their choices, but may move and be paid for otherwise; all others stay."""
LEAST_SIZE, MOST_SIZE = 6.0, 120.0
GROWTH = 1.15
"""The factor by which neighbourhoods grow where they are searched to the end, and by which they shrink where not."""
PATIENCE = 30
"""Neighbourhoods one after the other without a better schedule, after which the search ends; more where there are many
phases, as one says less of them all."""
SUPPORT = 1e-6
"""The least value that counts as some part."""

Solution = list[int]
"""The values of all variables of a model, by their indices."""


class _Neighbours(NamedTuple):
    """Which phases have something in common.

    near: for each phase those that links join it with. groups: phases that links join, step by step, as far as they are
    no more than MOST_AROUND. credits: for each phase those that could pay for it.
    """

    phases: list[str]
    of_renewable: list[list[str]]
    of_credit: list[list[str]]
    near: Mapping[str, list[str]]
    groups: list[list[str]]
    credits: Mapping[str, set[str]]


def improve(
    model: Model,
    best: cp_model.CpSolver,
    limits: Limits,
    report: Report,
    *,
    bound: int | None = None,
    advice: Advice | None = None,
) -> Found:
    """The best schedule that was found from the one that the solver holds, by the present objective of the model.

    bound: what no schedule can do better than, if that is known; the search ends where it is reached.
    advice: what the relaxation says of decisions.
    """
    until, aim = time.monotonic() + limits.seconds, (report, bound)
    if advice is not None and len(model.phases) <= MOST_PART:
        best = improve_parts(model, best, limits, aim, advice)
    patience = max(PATIENCE, len(model.phases) // 2)
    best = improve_nearby(model, best, limits._replace(seconds=until - time.monotonic()), aim, (patience, advice))
    is_reached = objective_value(model.cp, best) == bound
    return Found("OPTIMAL" if is_reached else "FEASIBLE", bound, best, None)


def improve_nearby(
    model: Model,
    best: cp_model.CpSolver,
    limits: Limits,
    aim: tuple[Report, int | None],
    led_by: tuple[int, Advice | None],
) -> cp_model.CpSolver:
    """The best schedule that was found from the one that the solver holds, by one neighbourhood after the other.

    aim: whom to tell, and the bound. led_by: how many neighbourhoods one after the other may gain nothing that is more
    than near enough, and what the relaxation says of decisions.
    """
    (report, bound), (patience, advice) = aim, led_by
    until, chance = time.monotonic() + limits.seconds, Random(limits.seed)  # noqa: S311 - no secret
    neighbours, failures = _neighbours(model), 0
    most = min(MOST_SIZE, float(len(neighbours.phases)))
    kinds = [FREE] if advice is None else [ADVISED, FREE]
    sizes = {kind: min(kind.size, most) for kind in kinds}
    while failures < patience and not limits.cancel.is_requested and objective_value(model.cp, best) != bound:
        kind = kinds[0] if failures == 0 else chance.choice(kinds)
        seconds = until - time.monotonic()
        if seconds <= 0:
            break
        solution = list(best.response_proto.solution)
        phases = _chosen(neighbours, model, solution, chance, round(sizes[kind]))
        seeded = limits._replace(seconds=seconds, seed=chance.randrange(1 << 20))
        more = chance.choice(MORE)
        open_choices = _open(model, phases, advice if kind.is_advised else None, more)
        status, solver = _search(model, solution, phases, open_choices, seeded, kind.work)
        is_ended = status == "OPTIMAL"
        sizes[kind] = min(sizes[kind] * GROWTH, most) if is_ended else max(sizes[kind] / GROWTH, LEAST_SIZE)
        failures += 1
        if status in {"OPTIMAL", "FEASIBLE"}:
            before, best = objective_value(model.cp, best), solver
            if abs(objective_value(model.cp, best) - before) > limits.near_enough:
                failures = 0
                report(objective_value(model.cp, best), bound)
    return best


def improve_parts(
    model: Model, best: cp_model.CpSolver, limits: Limits, aim: tuple[Report, int | None], advice: Advice
) -> cp_model.CpSolver:
    """The best schedule from planning anew all that links and credits join, one part after the other.

    A phase may take the choices that the relaxation takes to some part. aim: whom to tell, and the bound.
    """
    report, bound = aim
    until = time.monotonic() + limits.seconds
    for phases in large_parts(model):
        limits = limits._replace(seconds=until - time.monotonic())
        if limits.seconds <= 0 or limits.cancel.is_requested or objective_value(model.cp, best) == bound:
            break
        found = improve_within(model, best, phases, advice, limits).solver
        if found is not best:
            best = found
            report(objective_value(model.cp, best), bound)
    return best


def improve_within(
    model: Model, best: cp_model.CpSolver, phases: set[str], advice: Advice | None, limits: Limits
) -> Found:
    """A schedule that is no worse, in which the phases leave their choices only for those that the advice takes to
    some part, or for any without advice; the one that was begun from where none was found.

    bound: for schedules that keep to those choices.
    """
    limits = limits._replace(work=min(limits.work, PART_WORK))
    choices = _open(model, phases, advice)
    status, solver = _search(model, list(best.response_proto.solution), phases, choices, limits, limits.work)
    if status not in {"OPTIMAL", "FEASIBLE"}:
        return Found("FEASIBLE", None, best, None)
    objective = model.cp.proto.objective
    bound = whole_bound(solver.best_objective_bound, maximise=(objective.scaling_factor or 1.0) < 0)
    return Found(status, bound, solver, None)


def _search(
    model: Model, solution: Solution, phases: set[str], open_choices: set[int], limits: Limits, work: float
) -> tuple[Status, cp_model.CpSolver]:
    """Search a neighbourhood for so much work."""
    part = _around(model, solution, phases, open_choices)
    solver = new_solver(limits._replace(work=work))
    solver.parameters.linearization_level = 1  # a better bound costs more than it helps where little is free
    solver.parameters.symmetry_level = 0
    return run(solver, part, limits.cancel), solver


def _around(model: Model, solution: Solution, phases: set[str], open_choices: set[int]) -> cp_model.CpModel:
    """The model in which phases leave their choices only for open ones, and nothing gets worse.

    With no worse schedules instead of better ones CP-SAT has a solution to begin from, and may wander along equal ones.
    phases: those whose choices may be open; others near them in time may move. open_choices: by variables' indices.
    """
    part = model.cp.clone()
    for variable in _staying(model, solution, phases, open_choices):
        domain = part.proto.variables[variable.index].domain
        domain.clear()
        domain.extend([solution[variable.index]] * 2)
    objective = model.cp.proto.objective
    variables = [part.get_int_var_from_proto_index(index) for index in objective.vars]
    value = sum(factor * solution[index] for index, factor in zip(objective.vars, objective.coeffs, strict=True))
    part.add(LinearExpr.weighted_sum(variables, [*objective.coeffs]) <= value)
    hint_solution(part, solution)
    return part


def _open(model: Model, phases: set[str], advice: Advice | None = None, more: int = 0) -> set[int]:
    """The choices, by their variables' indices, that the phases may take besides their present ones.

    advice: leaves those that the relaxation takes to some part, and for each phase so many more that it regrets least.
    """
    of_phases = ([taken.index for _, taken in model.phases[name].choices] for name in phases)
    if advice is None:
        return {index for indices in of_phases for index in indices}
    values, regrets = advice
    found = set[int]()
    for indices in of_phases:
        found.update(index for index in indices if values.get(index, 0.0) > SUPPORT)
        found.update(sorted(indices, key=lambda index: regrets.get(index, 0.0))[:more])
    return found


def _staying(model: Model, solution: Solution, phases: set[str], open_choices: set[int]) -> Iterator[cp_model.IntVar]:
    """The decisions that stay as they are."""
    for phase in model.phases.values():
        for _, taken in phase.choices:
            if taken.index not in open_choices and not solution[taken.index]:
                yield taken
    far = _far(model, solution, phases)
    yield from (model.phases[name].start for name in far)
    wanted = {pair.credit for pair in model.instance.pairs if pair.phase in phases}
    for pair, used in model.claims.used.items():
        if pair[0] in far and pair[1] not in wanted:
            yield used
            if pair in model.claims.amount:
                yield model.claims.amount[pair]


def large_parts(model: Model) -> Iterator[set[str]]:
    """The parts that are neither small nor too large."""
    return (part for part in parts(model.instance) if LEAST_PART <= len(part) <= MOST_PART)


def _far(model: Model, solution: Solution, phases: set[str]) -> set[str]:
    """The phases that are not among those nearest to the neighbourhood in time."""
    starts = {name: solution[phase.start.index] for name, phase in model.phases.items()}
    middle = sorted(starts[name] for name in phases)[len(phases) // 2]
    others = sorted((name for name in starts if name not in phases), key=lambda name: abs(starts[name] - middle))
    return set(others[NEAR:])


def _neighbours(model: Model) -> _Neighbours:
    of_credit: defaultdict[str, list[str]] = defaultdict(list)
    for pair in model.instance.pairs:
        of_credit[pair.credit].append(pair.phase)
    of_renewable: defaultdict[str, list[str]] = defaultdict(list)
    for name, phase in model.phases.items():
        for renewable in {renewable: None for way in phase.ways for renewable, _ in way.demands}:
            of_renewable[renewable].append(name)
    credits_of: defaultdict[str, set[str]] = defaultdict(set)
    for pair in model.instance.pairs:
        credits_of[pair.phase].add(pair.credit)
    near = links_of(model.instance)
    joined: nx.Graph[str] = nx.Graph((phase, other) for phase, others in near.items() for other in others)
    groups = [sorted(group) for group in nx.connected_components(joined) if len(group) <= MOST_AROUND]
    return _Neighbours([*model.phases], [*of_renewable.values()], [*of_credit.values()], near, groups, credits_of)


def _chosen(neighbours: _Neighbours, model: Model, solution: Solution, chance: Random, size: int) -> set[str]:
    """So many phases that have something in common, or fewer if there are no more of them."""
    kinds: list[Callable[[], Iterator[str]]] = [lambda: _soon(neighbours, model, solution, chance)]
    kinds.append(lambda: _linked(neighbours, chance))
    if neighbours.groups:
        kinds.append(lambda: _whole_groups(neighbours, chance))
    if neighbours.of_renewable:
        kinds.append(lambda: _of_groups(neighbours.of_renewable, 1, chance))
    if neighbours.of_credit:
        kinds.append(lambda: _of_groups(neighbours.of_credit, 2, chance))
    return set(islice(chance.choice(kinds)(), size))


def _soon(neighbours: _Neighbours, model: Model, solution: Solution, chance: Random) -> Iterator[str]:
    """Phases from the nearest to a phase in time on."""
    starts = {name: solution[model.phases[name].start.index] for name in neighbours.phases}
    middle = starts[chance.choice(neighbours.phases)]
    return iter(sorted(neighbours.phases, key=lambda name: abs(starts[name] - middle)))


def _linked(neighbours: _Neighbours, chance: Random) -> Iterator[str]:
    """Phases along links from a phase on, in the order of a walk that prefers none."""
    waiting, seen = [chance.choice(neighbours.phases)], set[str]()
    while waiting:
        phase = waiting.pop(chance.randrange(len(waiting)))
        if phase not in seen:
            seen.add(phase)
            yield phase
            waiting += neighbours.near.get(phase, [])


def _whole_groups(neighbours: _Neighbours, chance: Random) -> Iterator[str]:
    """All phases of a group that links join, then those of groups that the same credits could pay for, in any order."""
    first = chance.choice(neighbours.groups)
    paying = {credit for phase in first for credit in neighbours.credits.get(phase, ())}
    others = [
        group
        for group in neighbours.groups
        if group is not first and any(not paying.isdisjoint(neighbours.credits.get(phase, ())) for phase in group)
    ]
    return chain(first, *chance.sample(others, len(others)))


def _of_groups(groups: list[list[str]], count: int, chance: Random) -> Iterator[str]:
    """The phases of so many of the groups, in any order."""
    found = list(dict.fromkeys(chain(*chance.sample(groups, min(count, len(groups))))))
    return iter(chance.sample(found, len(found)))
