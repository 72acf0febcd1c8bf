"""Reading the catalogue that comes with the program, and a plan's own entries on top of it."""

from datetime import date
from functools import cache
from typing import Any, TypeVar

import msgspec

from planner.catalogue.entries import (
    Catalogue,
    FastTrackWorkload,
    ListPrice,
    Programme,
    entry_faults,
    in_force,
    with_own_entries,
)
from planner.invariants import Fault, PlanError
from planner.plan import Plan
from planner.value import known_fields
from resources import path

Kind = TypeVar("Kind", FastTrackWorkload, Programme, ListPrice)


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with the program, every entry of every time. Raises PlanError with all its faults."""
    files = {name: path(f"catalogue/{name}.toml").read_text(encoding="utf-8") for name in known_fields(Catalogue)}
    return parse_catalogue(files)


def plan_catalogue(plan: Plan, day: date) -> Catalogue:
    """What holds on a day for a plan: the program's entries, and the plan's own in their place."""
    return in_force(with_own_entries(shipped_catalogue(), plan.catalogue), day)


def parse_catalogue(files: dict[str, str]) -> Catalogue:
    """The catalogue in the texts of its files by kind: fasttrack, programmes, prices. Raises PlanError."""
    catalogue = Catalogue(
        fasttrack=_entries("fasttrack", files, FastTrackWorkload),
        programmes=_entries("programmes", files, Programme),
        prices=_entries("prices", files, ListPrice),
    )
    faults = tuple(Fault(f"catalogue.{path}", sentence, remedy) for path, sentence, remedy in entry_faults(catalogue))
    if faults:
        raise PlanError(faults)
    return catalogue


def _entries(name: str, files: dict[str, str], kind: type[Kind]) -> tuple[Kind, ...]:
    import tomllib  # noqa: PLC0415 - the window opens without the catalogue

    place = f"catalogue/{name}.toml"
    try:
        document = tomllib.loads(files.get(name, ""))
    except tomllib.TOMLDecodeError as error:
        raise PlanError((Fault(place, f"The file stops being TOML: {error}."),)) from None
    others = sorted(set(document) - {name})
    if others:
        raise PlanError((Fault(place, f"The file holds '{others[0]}'.", f"It may hold '{name}' only."),))
    tables = document.get(name, [])
    if not isinstance(tables, list):
        raise PlanError((Fault(place, f"'{name}' is no list of entries.", f"Begin each with [[{name}]]."),))
    entries = [_entry(f"{place}: {name}[{number}]", table, kind) for number, table in enumerate(tables)]
    faults = tuple(each for each in entries if isinstance(each, Fault))
    if faults:
        raise PlanError(faults)
    return tuple(each for each in entries if not isinstance(each, Fault))


def _entry(place: str, table: dict[str, Any], kind: type[Kind]) -> Kind | Fault:
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        said, _, inside = str(error).replace("`", "'").partition(" - at '$")
        owner = f"Entry '{table.get('key', '')}'" if isinstance(table, dict) else "The entry"
        return Fault(f"{place}{inside.removesuffix(chr(39))}", f"{owner}: {said[0].lower()}{said[1:]}.")
