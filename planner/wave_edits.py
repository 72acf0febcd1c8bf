"""Edits that make several phases of one, and one of several: split into waves, join waves, duplicate.

They stand beside ``planner.edits``, which change one part at a time, because each of them leads links, pins, outcome
dates and dates of several phases along. They raise PlanError and change nothing as those do. Waves that are joined
again give the plan before; rules of credits that look at one phase, such as a cap for each phase or a least number of
milestones, look at each wave.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

from msgspec.structs import replace

from planner.edits import add_phase, change_plan
from planner.funding.credits import Credit, OutcomeDate
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.rollout import waves as dividing
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import place
from planner.rollout.phases import Phase, Pin
from planner.rollout.schedule import Assignment

ONE_DAY = timedelta(days=1)
Part = TypeVar("Part")


def split_into_waves(
    state: State, phase_id: str, parts: Sequence[int], regions: Sequence[str] = (), *, in_turn: bool = True
) -> State:
    """Deliver a phase as waves, each a phase with its part of the seats, costs and days; see ``rollout.waves``.

    parts: the seats of each wave, or any proportion. regions: of the waves, in the same order; none given keeps them
    where the phase is. in_turn: each wave waits for the one before it, the first waits as the phase did, and what
    waited for its end waits for the last one; otherwise all waves wait, and are waited for, as the phase was.
    The waves take the phase's dates one after the other, or all from its start; its claims are to be settled.
    """
    plan, schedule = state
    phase = _known(plan, phase_id)
    _refuse(_why_not_split(plan, phase, parts, regions))
    made = dividing.waves(phase, parts, regions)
    ends = (made[:1], made[-1:]) if in_turn else (made, made)
    links = _replaced(plan.dependencies, lambda link: _divided_links(link, phase_id, *ends))
    chain = pairwise(made) if in_turn else ()
    between = (Dependency(predecessor=before.id, successor=after.id) for before, after in chain)
    after = change_plan(
        plan,
        phases=_replaced(plan.phases, lambda each: made if each is phase else (each,)),
        dependencies=(*links, *between),
        pins=_replaced(plan.pins, lambda pin: _divided_pin(pin, phase_id, made, in_turn=in_turn)),
        credits=_with_outcomes(plan, {phase_id: tuple(wave.id for wave in made)}),
    )
    if schedule is None:
        return State(after)
    assignments = _replaced(
        schedule.assignments,
        lambda each: _laid(after, made, each, in_turn=in_turn) if each.phase == phase_id else (each,),
    )
    claims = tuple(each for each in schedule.claims if each.phase != phase_id)
    return State(after, replace(schedule, assignments=assignments, claims=claims))


def join_waves(state: State, phase_ids: Sequence[str], new_id: str) -> State:
    """Make one phase of several of the same workload and motion, with their sums; see ``rollout.waves.whole``.

    phase_ids: in the order in which they run. The whole stands in place of the first one that the plan names, starts
    when the first of them starts, and is delivered as the first one is where all could be.
    new_id: may be that of one of them.
    """
    plan, schedule = state
    joined = [_known(plan, each) for each in phase_ids]
    _refuse(_why_not_joined(plan, joined, new_id))
    made, gone = dividing.whole(joined, new_id), frozenset(phase_ids)
    after = change_plan(
        plan,
        phases=_once(plan.phases, lambda phase: made if phase.id in gone else phase),
        dependencies=tuple(_joined_links(plan, gone, new_id)),
        pins=_joined_pins(plan, phase_ids, made),
        credits=_with_outcomes(plan, dict.fromkeys(phase_ids, (new_id,))),
    )
    if schedule is None:
        return State(after)
    run = _joined_run(after, made, [each for each in schedule.assignments if each.phase in gone])
    assignments = _once(schedule.assignments, lambda each: run if each.phase in gone else each)
    claims = tuple(each for each in schedule.claims if each.phase not in gone)
    return State(after, replace(schedule, assignments=assignments, claims=claims))


def duplicate_phase(plan: Plan, phase_id: str, new_id: str) -> Plan:
    """Add a copy of a phase behind it, without links, pins and dates; no board was asked for the copy."""
    phase = _known(plan, phase_id)
    copy = replace(phase, id=new_id, name=f"{phase.name} (copy)", change_requested=None)
    return add_phase(plan, copy, plan.phases.index(phase) + 1)


def whole_id(plan: Plan, phase_ids: Sequence[str]) -> str:
    """What joined phases are called: as before they were split where nothing else is called so, or as the first."""
    stem = phase_ids[0].rpartition(".")[0]
    is_stem = bool(stem) and all(each.rpartition(".")[0] == stem for each in phase_ids)
    return stem if is_stem and stem not in plan.phase else phase_ids[0]


# Why not


def _why_not_split(plan: Plan, phase: Phase, parts: Sequence[int], regions: Sequence[str]) -> Iterator[str]:
    if phase.id in plan.actual:
        yield f"{phase.id} has begun, so it can be split no more."
    if len(parts) < 2 or min(parts) < 0:  # noqa: PLR2004 - a wave and another
        yield f"{phase.id} is split into two waves or more, none of them of less than nothing."
    if regions and len(regions) != len(parts):
        yield f"{phase.id} has {len(parts)} waves, but {len(regions)} regions are named."
    for option in phase.options:
        if option.duration < len(parts):
            yield f"{phase.id} takes {option.duration} working days by {option.id}, too few for {len(parts)} waves."


def _why_not_joined(plan: Plan, joined: Sequence[Phase], new_id: str) -> Iterator[str]:
    names = ", ".join(phase.id for phase in joined)
    if len({phase.id for phase in joined}) < max(len(joined), 2):
        yield "Two phases or more are joined, each named once."
    for field in ("workload", "motion"):
        if len({getattr(phase, field) for phase in joined}) > 1:
            yield f"{names} are not of one {field}."
    begun = ", ".join(phase.id for phase in joined if phase.id in plan.actual)
    if begun:
        yield f"{begun} has begun, so it can be joined with nothing."
    if new_id in plan.phase and new_id not in {phase.id for phase in joined}:
        yield f"{new_id} is another phase."
    if joined and not dividing.whole(joined, new_id).options:
        yield f"{names} have no delivery option in common."


def _refuse(reasons: Iterable[str]) -> None:
    faults = tuple(Fault("plan.phases", reason) for reason in reasons)
    if faults:
        raise PlanError(faults)


def _known(plan: Plan, phase_id: str) -> Phase:
    if phase_id not in plan.phase:
        raise PlanError((Fault("plan.phases", f"There is no phase '{phase_id}'."),))
    return plan.phase[phase_id]


# Links


def _divided_links(
    link: Dependency, phase_id: str, first: Sequence[Phase], last: Sequence[Phase]
) -> Iterator[Dependency]:
    """The link led to the waves: one that looks at the start is the first wave's, one at the end the last one's."""
    if link.predecessor == phase_id:
        waves = last if link.type in {"FS", "FF"} else first
        yield from (replace(link, predecessor=wave.id) for wave in waves)
    elif link.successor == phase_id:
        waves = first if link.type in {"FS", "SS"} else last
        yield from (replace(link, successor=wave.id) for wave in waves)
    else:
        yield link


def _joined_links(plan: Plan, gone: frozenset[str], new_id: str) -> Iterator[Dependency]:
    """The links of the whole, each once and with the longest of its lags; those inside it are gone."""
    found: dict[tuple[str, str, str], Dependency] = {}
    for link in plan.dependencies:
        predecessor, successor = (new_id if end in gone else end for end in (link.predecessor, link.successor))
        if predecessor == successor:
            continue
        key, lag = (predecessor, successor, link.type), link.lag
        is_same = (predecessor, successor) == (link.predecessor, link.successor)
        moved = link if is_same else replace(link, predecessor=predecessor, successor=successor)
        if key not in found or found[key].lag < lag:
            found[key] = moved
    yield from found.values()


# Pins and outcome dates


def _divided_pin(pin: Pin, phase_id: str, waves: Sequence[Phase], *, in_turn: bool) -> Iterator[Pin]:
    """Every wave keeps the option; the start is the first one's, where the others follow it."""
    if pin.phase != phase_id:
        yield pin
        return
    for wave in waves:
        start = None if in_turn and wave is not waves[0] else pin.start
        if start is not None or pin.option is not None or wave is waves[0]:
            yield replace(pin, phase=wave.id, start=start)


def _joined_pins(plan: Plan, phase_ids: Sequence[str], made: Phase) -> tuple[Pin, ...]:
    """The start that the first is pinned to, and the option that all are pinned to."""
    pinned = {pin.phase: pin for pin in plan.pins}
    options = {pinned[each].option if each in pinned else None for each in phase_ids}
    first = pinned.get(phase_ids[0])
    whole = first and replace(first, phase=made.id, option=first.option if len(options) == 1 else None)
    return _once(plan.pins, lambda pin: whole if pin.phase in phase_ids else pin)


def _with_outcomes(plan: Plan, names: Mapping[str, tuple[str, ...]]) -> tuple[Credit, ...]:
    """The credits, with each outcome date led to the phases that are now called so."""

    def led(credit: Credit) -> Credit:
        if not any(target.phase in names for target in credit.outcome_dates):
            return credit
        targets = (
            OutcomeDate(name, target.by)
            for target in credit.outcome_dates
            for name in names.get(target.phase, (target.phase,))
        )
        return replace(credit, outcome_dates=tuple(dict.fromkeys(targets)))

    return tuple(led(credit) for credit in plan.credits)


# Dates


def _laid(plan: Plan, waves: Sequence[Phase], whole: Assignment, *, in_turn: bool) -> Iterator[Assignment]:
    """The waves by the option of the whole, from its start."""
    start = whole.start
    for wave in waves:
        run = place(plan, wave, whole.option, start)
        yield run
        start = run.finish + ONE_DAY if in_turn else start


def _joined_run(plan: Plan, made: Phase, runs: Sequence[Assignment]) -> Assignment | None:
    if not runs:
        return None
    options = [run.option for run in runs if made.option(run.option) is not None]
    return place(plan, made, options[0] if options else made.options[0].id, min(run.start for run in runs))


# Tuples


def _replaced(entries: tuple[Part, ...], change: Callable[[Part], Iterable[Part]]) -> tuple[Part, ...]:
    return tuple(new for entry in entries for new in change(entry))


def _once(entries: tuple[Part, ...], change: Callable[[Part], Part | None]) -> tuple[Part, ...]:
    """Each entry changed; one that several become stands where the first of them stood, and None is left out."""
    result: dict[int, Part] = {}
    for entry in entries:
        new = change(entry)
        if new is not None:
            result.setdefault(id(new), new)
    return tuple(result.values())
