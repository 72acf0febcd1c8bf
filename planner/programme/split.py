"""What of a joined plan belongs to each of its plans.

Fields that are as they were in the joined plan before are as they were in the plan, so what was said otherwise only to
be joined (a first day, an approval in another calendar) never finds its way back; what an edit has changed does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from planner.invariants import Fault, PlanError, edit_faults
from planner.plan import Plan, State
from planner.programme.naming import Naming, namings, plan_of
from planner.programme.programme import CHANGEABLE, KINDS, Programme, States
from planner.programme.renaming import (
    plain_credit,
    plain_partner,
    plain_phase,
    plain_schedule,
)
from planner.rollout.schedule import Schedule
from planner.unknown import followed


def split(programme: Programme, states: States, before: State, after: State) -> dict[str, State]:
    """Each plan with what became of it, by its short name; a plan that is as it was is the same object.

    states: the plans that ``before`` was joined of. after: what edits and solving made of it. Raises PlanError for what
    belongs to no plan, and where a plan would break an invariant; then nothing is split.
    """
    faults = tuple(_not_splittable(programme, before.plan, after.plan))
    if faults:
        raise PlanError(faults)
    parts = {short: _part(names, states[short], before, after) for short, names in namings(programme).items()}
    faults = tuple(
        Fault(f"{short}.{fault.path}", f"{short}: {fault.sentence}", fault.remedy)
        for short, state in parts.items()
        for fault in edit_faults(states[short].plan, state.plan)
    )
    if faults:
        raise PlanError(faults)
    return parts


def _not_splittable(programme: Programme, before: Plan, after: Plan) -> Iterator[Fault]:
    for field in Plan.__struct_fields__:
        was, now = getattr(before, field), getattr(after, field)
        if field not in CHANGEABLE and now is not was and now != was:
            sentence = f"In a programme, {field.replace('_', ' ')} cannot be changed: it belongs to each plan."
            yield Fault(f"plan.{field}", sentence, "Change it in the plan's own file.")
    yield from _homeless(programme, after)
    for field, kind in KINDS.items():
        kept = {part.id for part in getattr(after, field)}
        for each in getattr(programme.shared, field):
            if each.id not in kept:
                sentence = (
                    f"The {kind} {each.id} is shared by {', '.join(each.members)} and cannot be removed or renamed."
                )
                yield Fault(f"plan.{field}", sentence, "Take it off the programme's shared parts first.")


def _homeless(programme: Programme, after: Plan) -> Iterator[Fault]:
    """What belongs to no plan, or to two."""
    shorts = ", ".join(f"{short}/" for short in programme.shorts)
    for field in ("phases", "partners", "credits"):
        shared = {each.id for each in getattr(programme.shared, field, ())}
        for part in getattr(after, field):
            if part.id not in shared and plan_of(part.id) not in programme.shorts:
                sentence = f"'{part.id}' belongs to no plan of the programme."
                yield Fault(
                    f"plan.{field}", sentence, f"Add it in the plan's own file, or begin its name with {shorts}."
                )
    yield from _across(after)


def _across(after: Plan) -> Iterator[Fault]:
    """What would tie a plan to another."""
    for link in after.dependencies:
        if plan_of(link.predecessor) != plan_of(link.successor):
            sentence = f"{link.predecessor} and {link.successor} belong to different plans, and a link stays in one."
            yield Fault("plan.dependencies", sentence, "Give the later one an earliest start instead.")
    for phase in after.phases:
        for option in phase.options:
            if option.partner and plan_of(option.partner) not in {"", plan_of(phase.id)}:
                sentence = f"{phase.id} is delivered by {option.partner}, a partner of another plan."
                yield Fault("plan.phases", sentence, "Name the partner in both plans, and among the shared parts.")


def _part(names: Naming, state: State, before: State, after: State) -> State:
    """The plan and its schedule, the same object where nothing of it is another."""
    was, now, plan = before.plan, after.plan, state.plan
    changes: dict[str, Any] = {
        "phases": _entries(plan.phases, was.phase, now.phases, names.own, lambda p: plain_phase(names, p), names.plain),
        "partners": _entries(
            plan.partners,
            was.partner,
            now.partners,
            names.partner,
            lambda p: plain_partner(names, p),
            names.plain_partner,
        ),
        "credits": _entries(
            plan.credits, was.credit, now.credits, names.credit, lambda c: plain_credit(names, c), names.plain_credit
        ),
        "dependencies": _same(plan.dependencies, _links(names, now)),
        "pins": _same(plan.pins, _pins(names, now)),
        "actuals": _same(plan.actuals, _actuals(names, now)),
        "baseline": plan.baseline if now.baseline is was.baseline else _schedule(names, plan.baseline, now.baseline),
        "status_date": plan.status_date if now.status_date == was.status_date else now.status_date,
    }
    changed = {field: value for field, value in changes.items() if value is not getattr(plan, field)}
    schedule = _schedule(names, state.schedule, after.schedule)
    return State(replace(plan, **changed) if changed else plan, schedule)


def _schedule(names: Naming, before: Schedule | None, after: Schedule | None) -> Schedule | None:
    """The plan's part of a schedule; none where it had none and nothing of it is in there."""
    if after is None:
        return None
    part = plain_schedule(names, after)
    if before is None and not part.assignments and not part.claims:
        return None
    part = followed(before, part)
    return before if part == before else part


def _entries(
    own: tuple[Any, ...],
    before: Mapping[str, Any],
    after: Iterable[Any],
    joined_name: Callable[[str], str],
    plain: Callable[[Any], Any],
    plain_name: Callable[[str], str | None],
) -> tuple[Any, ...]:
    """The plan's list as the joined one has it: parts that are the same there are the same here, field by field."""
    known = {joined_name(part.id): part for part in own}
    mine = [part for part in after if plain_name(part.id) is not None]
    position = {name: number for number, name in enumerate(known)}
    if all(part.id in position for part in mine):
        # Shared parts come first in the joined plan; in the plan they stay where they were.
        mine = _in_place(mine, position, before)
    return _same(own, tuple(_entry(known.get(part.id), before.get(part.id), part, plain) for part in mine))


def _in_place(mine: list[Any], position: Mapping[str, int], before: Mapping[str, Any]) -> list[Any]:
    """In the plan's own order, unless an edit has put them into another."""
    was = [name for name in before if name in position]
    kept = {part.id for part in mine}
    is_as_before = [part.id for part in mine] == [name for name in was if name in kept]
    return sorted(mine, key=lambda part: position[part.id]) if is_as_before else mine


def _entry(own: Any, before: Any, after: Any, plain: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - a part of any kind
    if own is None or before is None:
        return plain(after)
    if after is before or after == before:
        return own
    made = plain(after)
    changed = {
        field: getattr(made, field)
        for field in after.__struct_fields__
        if getattr(after, field) != getattr(before, field)
    }
    return replace(own, **changed)


def _links(names: Naming, plan: Plan) -> tuple[Any, ...]:
    return tuple(
        replace(link, predecessor=names.plain(link.predecessor), successor=names.plain(link.successor))
        for link in plan.dependencies
        if plan_of(link.predecessor) == names.short
    )


def _pins(names: Naming, plan: Plan) -> tuple[Any, ...]:
    return tuple(
        replace(pin, phase=names.plain(pin.phase), option=pin.option and names.plain_option(pin.option))
        for pin in plan.pins
        if plan_of(pin.phase) == names.short
    )


def _actuals(names: Naming, plan: Plan) -> tuple[Any, ...]:
    return tuple(
        replace(actual, phase=names.plain(actual.phase), option=names.plain_option(actual.option))
        for actual in plan.actuals
        if plan_of(actual.phase) == names.short
    )


def _same(before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[Any, ...]:
    return before if before == after else after
