"""UNKNOWN-FIELD: what a plan's file holds and nobody here knows, told once for each name and kind of holder."""

import re
from collections import defaultdict
from difflib import get_close_matches
from functools import cache, lru_cache

import msgspec

from planner.finding import Finding
from planner.funding.credits import Credit
from planner.plan import Plan, Scenario, State
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Claim
from planner.unknown import Way, holders
from planner.value import Value, known_fields

LONGEST_SLIP = 64
"""Characters of a name that may be a known one misspelt."""
LIKENESS = 0.7
"""From which on it is taken for one: of four letters two may have changed places, which is 0.75."""
MOST_HOLDERS = 5
"""Named in one sentence."""
LONGEST_NAME = 60
NAMES = ("id", "name", "phase", "predecessor", "sku", "product", "key", "report", "description", "partner", "kind")
"""Fields that say what a value is called, the most telling first."""

Group = tuple[type[Value] | None, str, str]
"""A kind of holder, None for the file; the name of an unknown field, and the known one that it looks like, or blank."""


def unknown_findings(state: State) -> tuple[Finding, ...]:
    """Every unknown field. One that looks like a known field which is not given is a fault, as it counts for nothing
    while somebody relies on it; any other is a warning.
    """
    return tuple(_finding(group, ways) for group, ways in _groups(state).items())


def misspelt(state: State) -> tuple[Finding, ...]:
    """Those that look like a slip of the pen."""
    return tuple(finding for finding in unknown_findings(state) if finding.kind == "fault")


def _groups(state: State) -> dict[Group, list[Way]]:
    plan, schedule = state
    groups: defaultdict[Group, list[Way]] = defaultdict(list)
    for name, _ in plan.unknown_in_file:
        is_schedule = schedule is None and bool(_looks_like(name, ("schedule",)))
        groups[None, name, "schedule" if is_schedule else ""].append(())
    for way in (*holders(plan), *holders(schedule, (plan,))):
        for name, _ in way[-1].unknown:
            groups[type(way[-1]), name, _meant(way[-1], name)].append(way)
    return groups


def _meant(holder: Value, name: str) -> str:
    """The known field of the holder that is probably meant, which is not given, or as good as that; blank if none."""
    defaults, alike = _defaults(type(holder)), _looks_like(name, known_fields(type(holder)))
    return next((each for each in alike if getattr(holder, each) == defaults[each]), "")


@lru_cache(4096)
def _looks_like(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(get_close_matches(name, known, cutoff=LIKENESS)) if len(name) <= LONGEST_SLIP else ()


@cache
def _defaults(kind: type[Value]) -> dict[str, object]:
    """NODEFAULT, which equals nothing, where a field must be given."""
    return {field.name: field.default for field in msgspec.structs.fields(kind)}


def _finding(group: Group, ways: list[Way]) -> Finding:
    _, name, meant = group
    shown = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    more = f" and {len(ways) - MOST_HOLDERS:,} more" if len(ways) > MOST_HOLDERS else ""
    called = ", ".join(map(_called, ways[:MOST_HOLDERS]))
    return Finding(
        code="UNKNOWN-FIELD",
        kind="fault" if meant else "readiness",
        severity="error" if meant else "warning",
        place=_place(ways[0]),
        sentence=f"Unknown field '{shown}' of {called}{more}: kept, but not counted.",
        remedy=f"Did you mean '{meant}'? Mend it in the file." if meant else "A newer Launchwindow may know it.",
    )


def _called(way: Way) -> str:
    """The holder by its kind and name, and of what it is a part; the plan itself goes without saying."""
    parts = [_own_name(each) for each in reversed(way) if not isinstance(each, Plan)]
    return " of ".join(parts) or ("the plan" if way else "the file")


def _own_name(value: Value) -> str:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(value).__name__).lower()
    texts = (getattr(value, field, None) for field in NAMES)
    name = next((text for text in texts if isinstance(text, str) and text), "")
    return f"{kind} {name[:LONGEST_NAME]}".rstrip()


def _place(way: Way) -> tuple[str, ...]:
    """The phase, credit or partner of the plan at work that it belongs to; else the plan."""
    for value in way[1:]:
        match value:
            case Scenario():
                break
            case Phase() | Credit() | Partner():
                return (type(value).__name__.lower(), value.id)
            case Assignment() | Claim():
                return ("phase", value.phase)
    return ("plan",)
