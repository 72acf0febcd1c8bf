"""What the command line prints of adoption, of seats without use, and of help that nobody has claimed. All internal."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from planner.catalogue.entries import Catalogue
from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import standing
from planner.exchange.measuring import with_reports as measured_plan
from planner.funding.adoption import Adoption, TargetStanding, adoption, measurement_dates
from planner.funding.dividend import NOT_SHOWN, Candidate, candidates, yearly_cents
from planner.funding.measurements import Measurement
from planner.funding.unclaimed import UnclaimedHelp, unclaimed_help
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.value import Value, known_fields
from ui.terminal.printing import plain_table, print_sentence, print_whole

INTERNAL = "Internal: not for Microsoft or partners. What seats are worth is evidence on rates, and no funding."
HUNDRED = 100

NOTHING = "–"


def with_reports(state: State, reports: tuple[Path, ...], purpose: str, delete_by: date | None) -> State:
    """The state with what each report says added to its plan. Raises PlanError where nothing was measured at all."""
    plan = measured_plan(state.plan, reports, purpose, delete_by)
    if not plan.measurements:
        raise PlanError((Fault("plan.measurements", "Nothing was measured yet.", "Name a usage report."),))
    return State(plan, state.schedule)


def dividend_catalogue(plan: Plan) -> Catalogue:
    """The catalogue of the day of the latest measurement."""
    return plan_catalogue(plan, max(each.refreshed_on for each in plan.measurements))


# For programs


def dividend_object(state: State, catalogue: Catalogue) -> dict[str, Any]:
    """Measurements, adoption and candidates; shares are basis points, values cents. No value is None."""
    found = candidates(state, catalogue)
    return {
        "internal": True,
        "currency": state.plan.currency,
        "measurements": _plain(state.plan.measurements),
        "adoption": _plain(adoption(state.plan)),
        "measurement_dates": _plain(measurement_dates(state)),
        "candidates": _plain(found),
        "yearly_cents_at_list": yearly_cents(found),
        "not_shown": NOT_SHOWN,
    }


def unclaimed_object(plan: Plan, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Help that the plan could have and does not, each with its evidence in figures and words."""
    items = unclaimed_help(plan, catalogue)
    return {
        "internal": True,
        "as_of": as_of.isoformat(),
        "currency": plan.currency,
        "unclaimed": [_plain(item) | {"evidence_sentence": standing(item.evidence)} for item in items],
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    """A value with all that is inside it as JSON: named parts as objects, days as ISO text."""
    if isinstance(value, Value):
        return {name: _plain(getattr(value, name)) for name in known_fields(type(value))}
    if hasattr(value, "_asdict"):
        return {name: _plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return msgspec.to_builtins(value)


# For people


def print_dividend(console: Console, state: State, catalogue: Catalogue, as_of: date) -> None:
    """Adoption over the exports against the targets, candidates for right-sizing, and what is kept until when."""
    found = candidates(state, catalogue)
    console.print(INTERNAL, style="dim", soft_wrap=True)
    print_whole(console, _adoption(adoption(state.plan)))
    if found:
        print_whole(console, _candidates(state.plan, found))
        total = f"{_money(yearly_cents(found))} {state.plan.currency} a year at list prices"
        console.print(f"Without use: at least {sum(each.seats for each in found):,} seats, {total}.", highlight=False)
        prices = dict.fromkeys(each.price for each in found)
        cautions = dict.fromkeys(caution for each in found for caution in each.cautions)
        _print_lines(console, (*prices, *cautions, NOT_SHOWN))
    console.print("\nKept in the plan", style="bold")
    _print_lines(console, (_kept(measurement, as_of) for measurement in state.plan.measurements))


def print_unclaimed(console: Console, plan: Plan, catalogue: Catalogue) -> None:
    """Help item by item: for which phases, what it might be, who says so, what to do."""
    items = unclaimed_help(plan, catalogue)
    if not items:
        console.print("Nothing in the catalogue that the plan does not hold or has not asked for.", style="green")
    for item in items:
        _print_item(console, plan, item)


def _print_item(console: Console, plan: Plan, item: UnclaimedHelp) -> None:
    print_sentence(console, f"{item.name} ({item.standing})", "bold")
    lines = [f"Phases   {', '.join(item.phases)}", f"What     {item.what}"]
    if item.at_most is not None:
        lines.append(f"At most  {item.at_most:,} {plan.currency}, if granted with the catalogue's defaults; no offer")
    lines += [f"Source   {item.evidence.tag}: {standing(item.evidence)}", f"To do    {item.remedy}", ""]
    for line in lines:
        print_sentence(console, line)


def _adoption(series: Sequence[Adoption]) -> Table:
    columns = ("Licences", "Active", "Share")
    table = plain_table(("Workload", "Measured", *columns, "Target", "Short by"), figures={2, 3, 4})
    for each in series:
        targets = each.targets
        for point in each.points:
            is_last = point is each.points[-1]
            table.add_row(
                escape(each.workload) if point is each.points[0] else "",
                f"{point.on}",
                f"{point.assigned:,}",
                f"{point.active:,} in {point.window} days",
                f"{point.share // HUNDRED}%",
                "\n".join(map(_target, targets)) if is_last else "",
                "\n".join(map(_short_by, targets)) if is_last else "",
            )
        if not each.points:
            texts = ("\n".join(map(_target, targets)), "\n".join(map(_short_by, targets)))
            table.add_row(escape(each.workload), "not yet", NOTHING, NOTHING, NOTHING, *texts)
    return table


def _target(target: TargetStanding) -> str:
    people = f"{target.people:,} people" if target.people is not None else "a share of all"
    if target.is_beyond_seats and target.assigned is not None:
        people += f"; {target.assigned:,} seats in the report"
    by = f" by {target.measured_on}" if target.measured_on is not None else ""
    return escape(f"{target.phase}: {people}{by}")


def _short_by(target: TargetStanding) -> str:
    if target.short_by is None:
        return NOTHING
    return f"[yellow]{target.short_by:,}[/]" if target.short_by else "[green]reached[/]"


def _candidates(plan: Plan, found: Iterable[Candidate]) -> Table:
    counted = ("Assigned", "To nobody", "Never used", "Idle", "Watch", "Held back", "Without use")
    numbers = (*counted, f"{plan.currency} a year")
    table = plain_table(("Product", "Measured", *numbers), figures=range(2, 2 + len(numbers)))
    for each in found:
        counts = (each.assigned, each.unassigned, each.never, each.idle, each.watch, each.held_back, each.seats)
        value = NOTHING if each.yearly_cents is None else _money(each.yearly_cents)
        table.add_row(escape(each.product), f"{each.on}", *(f"{count:,}" for count in counts), value)
    return table


def _kept(measurement: Measurement, as_of: date) -> str:
    left_out = (
        (measurement.deleted_users, "deleted users left out"),
        (measurement.unread_rows, "rows unread"),
        (measurement.suppressed, "small groups left out"),
    )
    told = "".join(f", {count:,} {what}" for count, what in left_out if count)
    due = "overdue: it was to be deleted by" if measurement.delete_by < as_of else "to be deleted by"
    kept = f"{measurement.purpose}; {due} {measurement.delete_by}"
    return f"{measurement.refreshed_on} {measurement.report}{told}. {kept}."


def _money(cents: int) -> str:
    return f"{cents // HUNDRED:,}.{cents % HUNDRED:02}"


def _print_lines(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        print_sentence(console, line, "dim")
