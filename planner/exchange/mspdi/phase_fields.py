"""The fields of a phase that Project has no field for, each with how it is written and read."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec.structs import replace

from planner.exchange.mspdi.custom_fields import (
    read_day,
    read_money,
    read_rows,
    read_texts,
    read_whole,
    written_money,
    written_rows,
    written_texts,
)
from planner.rollout.phases import AdoptionTarget, DeliveryKind, DeliveryOption, Milestone, Phase

Told = Mapping[str, Any]


class CarriedField(NamedTuple):
    """A field of a value in a custom field: its alias, its name in the value, and both ways between them."""

    alias: str
    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]


def _day(day: date) -> str:
    return f"{day}T08:00:00"


def _flag(text: str) -> bool:
    said = text.strip().casefold()
    if said not in {"0", "1", "true", "false", "yes", "no"}:
        raise ValueError("it must be yes or no")
    return said in {"1", "true", "yes"}


def _direction(text: str) -> str:
    if text not in {"at_least", "at_most"}:
        raise ValueError("it must be at_least or at_most")
    return text


def _milestone_rows(milestones: tuple[Milestone, ...]) -> str:
    return written_rows((m.name, m.deliverable, m.proof, m.share, m.hours, m.due) for m in milestones)


def _milestones(text: str) -> tuple[Milestone, ...]:
    return tuple(
        Milestone(
            name=name,
            deliverable=deliverable,
            proof=proof,
            share=read_whole(share),
            hours=read_whole(hours) if hours else None,
            due=read_day(due) if due else None,
        )
        for name, deliverable, proof, share, hours, due in read_rows(text, 6)
    )


def written_options(options: tuple[DeliveryOption, ...]) -> str:
    """Options as kind, partner, working days, cost, and the fewest and most days of each."""
    return written_rows((o.kind, o.partner, o.duration, o.cost, o.optimistic, o.pessimistic) for o in options)


def read_options(text: str) -> tuple[DeliveryOption, ...]:
    """The options of ``written_options``. Raises ValueError."""
    options = []
    for kind, partner, duration, cost, fewest, most in read_rows(text, 6):
        if kind not in get_args(DeliveryKind):
            raise ValueError(f"its kinds are {', '.join(get_args(DeliveryKind))}")
        told: Any = kind
        options.append(
            DeliveryOption(
                kind=told,
                partner=partner or None,
                duration=read_whole(duration),
                cost=read_whole(cost),
                optimistic=read_whole(fewest) if fewest else None,
                pessimistic=read_whole(most) if most else None,
            )
        )
    return tuple(options)


def lasting(option: DeliveryOption, days: int) -> DeliveryOption:
    """The option with that duration; days at best and at worst give way where they would not hold it."""
    best, worst = option.optimistic, option.pessimistic
    return replace(
        option,
        duration=days,
        optimistic=None if best is None else min(best, days),
        pessimistic=None if worst is None else max(worst, days),
    )


UNCARRIED = ("quotes", "attachments")
"""Fields of an option that no project holds; nor does one hold the files of milestones."""


def with_uncarried(told_: tuple[DeliveryOption, ...], base: tuple[DeliveryOption, ...]) -> tuple[DeliveryOption, ...]:
    """The options that a project tells, with what no project holds of those that the plan has."""
    known = {option.id: option for option in base}
    return tuple(
        replace(each, **{name: getattr(known[each.id], name) for name in UNCARRIED}) if each.id in known else each
        for each in told_
    )


def without_uncarried(phase: Phase) -> Phase:
    """The phase as a project holds it."""
    blank: dict[str, Any] = dict.fromkeys(UNCARRIED, ())
    milestones = tuple(replace(each, attachments=()) for each in phase.milestones)
    return replace(phase, options=tuple(replace(each, **blank) for each in phase.options), milestones=milestones)


def with_files(told_: tuple[Milestone, ...], base: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    """The milestones that a project tells, with the files of those that the plan has by the same name and place."""
    known = {(number, each.name): each.attachments for number, each in enumerate(base)}
    return tuple(replace(each, attachments=known.get((number, each.name), ())) for number, each in enumerate(told_))


PHASE_FIELDS = (
    CarriedField("Workload", "workload", str, str),
    CarriedField("Motion", "motion", str, str),
    CarriedField("Region", "region", str, str),
    CarriedField("Phase owner", "owner", str, str),
    CarriedField("Exclusions", "exclusions", written_texts, read_texts),
    CarriedField("Milestones", "milestones", _milestone_rows, _milestones),
    CarriedField("Seats", "seats", str, read_whole),
    CarriedField("Expected outcome", "expected_outcome", str, read_whole),
    CarriedField("Eligible cost", "eligible_cost", written_money, read_money),
    CarriedField("Change", "change", lambda flag: str(int(flag)), _flag),
    CarriedField("Board asked on", "change_requested", _day, read_day),
    CarriedField("Earliest start", "earliest_start", _day, read_day),
    CarriedField("Due date", "due_date", _day, read_day),
)
TARGET_FIELDS = (
    CarriedField("Adoption target", "text", str, str),
    CarriedField("Target metric", "metric", str, str),
    CarriedField("Target direction", "direction", str, _direction),
    CarriedField("Target baseline", "baseline", repr, float),
    CarriedField("Target value", "value", repr, float),
    CarriedField("Target unit", "unit", str, str),
    CarriedField("Target measured on", "measured_on", _day, read_day),
    CarriedField("Target source", "data_source", str, str),
)
TARGET = "Adoption target"


def carried(part: object, fields: tuple[CarriedField, ...]) -> Iterator[tuple[str, str]]:
    """Aliases and texts of the fields that a part has and that are not blank. An empty list is blank too."""
    for field in fields:
        value = getattr(part, field.name, None)
        if value is not None and value != () and (value != "" or field.alias == TARGET):
            yield field.alias, field.write(value)


DEFAULTS = {field.name: field.default for kind in (Phase, AdoptionTarget) for field in msgspec.structs.fields(kind)}


def told(values: Mapping[str, str], defined: frozenset[str], fields: tuple[CarriedField, ...]) -> dict[str, Any]:
    """What custom fields say, by names of the value's fields: defaults where a field is defined and has no value.

    Fields that must be given and are not are left out. Raises ValueError, which names the field.
    """
    found = {}
    for field in fields:
        default = DEFAULTS[field.name]
        if field.alias in values:
            found[field.name] = _read(field, values[field.alias])
        elif field.alias in defined and default is not msgspec.NODEFAULT:
            found[field.name] = default
    return found


def _read(field: CarriedField, text: str) -> Any:  # noqa: ANN401 - the value of any field
    try:
        return field.read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{field.alias}: {error}") from None


def told_target(values: Mapping[str, str], defined: frozenset[str]) -> AdoptionTarget | None:
    """The adoption target of a phase, if it has one. Raises ValueError."""
    found = told(values, defined, TARGET_FIELDS)
    return AdoptionTarget(**found) if TARGET in values else None
