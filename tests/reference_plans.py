"""The reference plans, which lie beside the repository as JSON of another shape, read into plans and schedules.

``python -m tests.reference_plans IN.json OUT.rollout`` writes a plan file from any JSON of that shape.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from planner.files import write
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Claim, Schedule

Json = Mapping[str, Any]
PLAN_CALENDAR_NAMES = ("Global", "plan", "default", "all", "")
"""Where holidays are given by region, the entry of this name is the plan's own calendar."""


def shared_folder() -> Path | None:
    """The folder of shared facts: named by LAUNCHWINDOW_SHARED, else beside the repository; None if there is none."""
    named = os.environ.get("LAUNCHWINDOW_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    return folder if (folder / "plans").is_dir() else None


def read_plan(path: Path, *, one_source_per_phase: bool = False) -> Plan:
    """The plan in a JSON file of that shape.

    Its stacking is taken as confirmed unless told otherwise. Keys that are not known are passed over.
    Raises ValueError, KeyError or TypeError where the shape is another, PlanError where the plan makes no sense.
    """
    plan = msgspec.convert(_plan(json.loads(path.read_text(encoding="utf-8"))), Plan)
    plan = msgspec.structs.replace(plan, one_source_per_phase=one_source_per_phase)
    faults = invariant_faults(State(plan))
    if faults:
        raise PlanError(faults)
    return plan


def read_schedule(plan: Plan, path: Path) -> Schedule:
    """The schedule in a ``*.result.json``, in the order of the plan's phases and credits."""
    rows: Json = json.loads(path.read_text(encoding="utf-8"))["schedule"]
    assignments = []
    claims = []
    for phase in plan.phases:
        start, finish, option, paid = rows[phase.id]
        assignments.append(Assignment(phase.id, option, date.fromisoformat(start), date.fromisoformat(finish)))
        claims += [Claim(phase.id, credit.id, paid[credit.id]) for credit in plan.credits if credit.id in paid]
    return Schedule(tuple(assignments), tuple(claims))


def _plan(source: Json) -> dict[str, Any]:
    calendar, regions = _calendars(source)
    return _given(
        name=source.get("name") or f"{source['customer']}: rollout",
        customer=source["customer"],
        currency=source["currency"],
        start=source["start"],
        horizon=source["horizon"],
        calendar={"holidays": calendar},
        regions=[{"name": name, "calendar": {"holidays": days}} for name, days in regions.items()],
        freezes=[_freeze(each) for each in source.get("freezes", [])],
        phases=[_phase(each) for each in source["phases"]],
        dependencies=[_dependency(phase, each) for phase in source["phases"] for each in phase.get("deps", [])],
        partners=[_partner(each) for each in source.get("partners", [])],
        credits=[_credit(each) for each in source.get("credits", [])],
        combined_caps=[_named(each, "id", "limit", "note") for each in source.get("combined_caps", [])],
        entitlements=[_entitlement(each) for each in source.get("entitlements", [])],
        entitlements_bind=source.get("entitlements_bind"),
        rate_lines=[_rate_line(each) for each in source.get("rate_lines", [])],
        term_years=source.get("term_years"),
        discount_rate=_basis_points(source.get("discount_rate_pct")),
        pins=_pins(source),
    )


def _calendars(source: Json) -> tuple[list[str], dict[str, list[str]]]:
    """The plan's holidays, and those of each region that has its own.

    ``holidays`` may be a list, or lists by region; then "Global" is the plan's calendar, and without it the days off
    that all regions share. Regions may also stand in ``region_holidays``, or in ``calendars`` with the same meaning.
    """
    holidays = source.get("holidays", [])
    regions = {**source.get("region_holidays", {}), **source.get("calendars", {})}
    if isinstance(holidays, Mapping):
        regions = {**holidays, **regions}
        holidays = None
    regions = {name: each["holidays"] if isinstance(each, Mapping) else each for name, each in regions.items()}
    own = next((name for name in PLAN_CALENDAR_NAMES if name in regions), None)
    if holidays is None:
        holidays = regions[own] if own is not None else _common(list(regions.values()))
    return sorted(holidays), {name: sorted(days) for name, days in regions.items() if name != own}


def _common(lists: list[list[str]]) -> list[str]:
    return sorted(set(lists[0]).intersection(*lists)) if lists else []


def _freeze(source: Json) -> dict[str, Any]:
    regions = source.get("regions") or _listed(source.get("region"))
    days = {"start": source["start"], "end": source["end"]}
    return _given(name=source["name"], days=days, kind=source.get("kind"), regions=regions)


def _partner(source: Json) -> dict[str, Any]:
    return _given(
        id=source["id"],
        name=source["name"],
        approved_workloads=source.get("approved_for"),
        windows=[{"start": start, "end": end} for start, end in source.get("windows", [])],
        teams=source.get("teams"),
        day_rate=source.get("day_rate"),
    )


def _phase(source: Json) -> dict[str, Any]:
    target = source.get("adoption_target")
    return _named(
        source,
        *("id", "name", "workload", "motion", "region", "seats", "change", "milestones", "exclusions", "owner"),
        *("earliest_start", "deadline", "due_date"),
    ) | _given(
        eligible_cost=source["fundable_cost"],
        options=[_option(each) for each in source["options"]],
        adoption_target={"text": target} if isinstance(target, str) else target,
        expected_outcome=source.get("expected_outcome", source.get("expected_outcome_pct")),
    )


def _option(source: Json) -> dict[str, Any]:
    return _named(source, "kind", "partner", "cost") | {"duration": source["duration_wd"]}


def _dependency(phase: Json, source: Json) -> dict[str, Any]:
    ends = {"predecessor": source["pred"], "successor": phase["id"]}
    return ends | _given(type=source.get("type"), lag=source.get("lag_wd"))


def _credit(source: Json) -> dict[str, Any]:
    return _named(
        source,
        *("id", "name", "programme", "pool", "payee", "realised_by", "exchange", "face", "expiry_basis"),
        *("request_date", "approved_on", "sow_signed_on", "registered_on", "claim_days", "approved_partners"),
        *("outcome_mode", "extension", "status", "owner", "contact", "source_document", "conditions"),
    ) | _given(
        scope=_given(**{part: source.get(part) for part in ("workloads", "motions", "regions")}),
        window={"start": source["window_start"], "end": source["expiry"]},
        approval_lead=source.get("approval_lead_wd"),
        proof_preparation=source.get("poe_prep_wd"),
        proof_deadline=source.get("poe_deadline"),
        share=_basis_points(source.get("share_pct")),
        phase_cap=source.get("per_phase_cap"),
        minimum_claim=source.get("min_claim"),
        minimum_seats=source.get("min_seats"),
        minimum_milestones=source.get("milestones_min"),
        tranches=[_basis_points(each) for each in source.get("tranche") or [100]],
        exclusion_groups=_listed(source.get("credit_exclusion")),
        phase_exclusion_groups=_listed(source.get("phase_exclusion")),
        combined_caps=_listed(source.get("combined_cap")),
        outcome_dates=[_outcome_date(each) for each in source.get("outcome_dates") or []],
        confidence=_basis_points(source.get("confidence_pct")),
    )


def _outcome_date(source: Any) -> dict[str, Any]:  # noqa: ANN401 - a pair or an object
    phase, by = (source["phase"], source["by"]) if isinstance(source, Mapping) else source
    return {"phase": phase, "by": by}


def _entitlement(source: Json) -> dict[str, Any]:
    return _named(
        source,
        *("id", "name", "threshold_seats", "seats_owned", "workloads", "motions", "engage_by", "requested_on"),
        *("status", "note"),
    )


def _rate_line(source: Json) -> dict[str, Any]:
    return _named(source, "sku", "name", "seats") | _given(
        list_price=_hundredths(source["list_month"]),
        asked=_basis_points(source.get("ask_pct")),
        offered=_basis_points(source.get("offered_pct")),
        uplift=_basis_points(source.get("uplift_pct")),
    )


def _pins(source: Json) -> list[dict[str, Any]]:
    """Pins of the plan and those that stand at the phases."""
    at_phases = [{"phase": phase["id"], **phase["pin"]} for phase in source["phases"] if phase.get("pin")]
    return [_named(each, "phase", "start", "option") for each in [*source.get("pins", []), *at_phases]]


def _named(source: Json, *names: str) -> dict[str, Any]:
    """The fields that are called the same in a plan file and are given."""
    return _given(**{name: source.get(name) for name in names})


def _given(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is anything
    return {name: value for name, value in fields.items() if value is not None}


def _listed(value: str | list[str] | None) -> list[str]:
    if not value:
        return []
    return [value] if isinstance(value, str) else list(value)


def _basis_points(percent: float | None) -> int | None:
    return None if percent is None else _hundredths(percent)


def _hundredths(value: float) -> int:
    """Exactly; a finer figure has no place in a plan."""
    hundredths = Decimal(str(value)) * 100
    if hundredths != int(hundredths):
        raise ValueError(f"{value} has more than two decimals")
    return int(hundredths)


def main(arguments: list[str]) -> int:
    """Write a plan file; 0 when done, 2 when the input is unusable, with one line that says why."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m tests.reference_plans IN.json OUT.rollout\n")
        return 2
    source, target = (Path(each) for each in arguments)
    try:
        write(State(read_plan(source)), target)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, PlanError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error).splitlines()[0]
        sys.stderr.write(f"{source}: {reason}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
