"""Progress in a terminal: what was told of the work, what it did to days and money, and what can be saved. Internal."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from rich.console import Console

from planner.edits import carried, record_finish, record_progress, record_start
from planner.funding.fallen import FallenClaim, fallen_claims
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.tracking import begun_run, first_open_day, remaining_days
from planner.status.last import with_status_date
from planner.status.progress import usual_option
from planner.variance import PhaseVariance, Variance, standing, variance
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.progress import settle_in_terminal
from ui.terminal.sums import pairs, read_day, refusal
from ui.terminal.what_if import Replanned, damage_object, print_damage, replanned


class Told(NamedTuple):
    """What somebody tells of the work as of a day, each as PHASE=VALUE; a start may name who delivers: DATE@OPTION."""

    as_of: date
    starts: Sequence[str] = ()
    finishes: Sequence[str] = ()
    percents: Sequence[str] = ()


class Tracked(NamedTuple):
    """A State in which the work was told, beside the one before and the agreed one; its claims are settled.

    found: how it is planned anew from the status date on. fallen: claims that this leaves below what was agreed.
    """

    agreed: State
    state: State
    fallen: tuple[FallenClaim, ...]
    found: Replanned


def tracked(state: State, told: Told, seconds: float) -> Tracked:
    """Take in what is told and plan the rest anew with the fewest moves. Raises PlanError where it cannot be so."""
    now = with_told(state, told)
    schedule = now.schedule or Schedule(())
    settled = State(now.plan, Schedule(schedule.assignments, settle_in_terminal(now.plan, schedule.assignments)))
    agreed = State(state.plan, state.schedule)
    found = replanned(settled, agreed, seconds)
    anew = State(settled.plan, found.result.schedule or settled.schedule)
    return Tracked(agreed, settled, fallen_claims(agreed, anew), found)


def with_told(state: State, told: Told) -> State:
    """The State as of the day, with what is told; its first schedule becomes the baseline if there is none."""
    plan = with_status_date(state, told.as_of)
    for phase, text in pairs(told.starts, "phase", "M01=2027-03-01"):
        day, _, option = text.partition("@")
        plan = record_start(plan, phase, read_day(day), option or _option(State(plan, state.schedule), phase))
    for phase, text in pairs(told.finishes, "phase", "M01=2027-03-01"):
        plan = record_finish(plan, phase, read_day(text))
    for phase, text in pairs(told.percents, "phase", "M01=60"):
        plan = record_progress(plan, phase, _percent(text))
    return State(plan, None if state.schedule is None else carried(state.schedule, state.plan, plan))


def _percent(text: str) -> int:
    if not text.removesuffix("%").isdecimal():
        raise refusal(f"'{text}' is no percentage.", "Write whole percent, as M01=60.")
    return int(text.removesuffix("%"))


def _option(state: State, phase_id: str) -> str:
    """Who delivers a phase that begins and of which nobody has named a deliverer."""
    if phase_id not in state.plan.phase:
        raise refusal(f"There is no phase '{phase_id}'.", f"Phases: {', '.join(state.plan.phase)}.")
    found = usual_option(state, phase_id)
    if found is None:
        ways = ", ".join(option.id for option in state.plan.phase[phase_id].options)
        raise refusal(f"{phase_id} is delivered in one of several ways.", f"Name it, as DATE@OPTION: {ways}.")
    return found


# What is shown


def tracked_object(tracked: Tracked) -> dict[str, Any]:
    """All of it as one object; days ISO text, sums whole units of the currency."""
    plan = tracked.state.plan
    return {
        "internal": True,
        "currency": plan.currency,
        "as_of": f"{first_open_day(plan)}",
        "begun": [_begun_object(plan, name) for name in plan.actual],
        "overdue": [run.phase for run in overdue(tracked.state)],
        "variance": variance_object(variance(tracked.agreed, tracked.state)),
        "fallen": [fallen_object(each) for each in tracked.fallen],
        "replanned": damage_object(tracked.found),
    }


def overdue(state: State) -> tuple[Assignment, ...]:
    """What should have begun before the status date and has not."""
    ahead, runs = first_open_day(state.plan), state.schedule.assignments if state.schedule is not None else ()
    return tuple(run for run in runs if run.start < ahead and run.phase not in state.plan.actual)


def _begun_object(plan: Plan, name: str) -> dict[str, Any]:
    actual, phase = plan.actual[name], plan.phase[name]
    run = begun_run(plan, phase)
    return {
        "phase": name,
        "option": actual.option,
        "standing": standing(plan, name),
        "started_on": f"{actual.started_on}",
        "finished_on": f"{actual.finished_on}" if actual.finished_on else None,
        "percent": actual.percent,
        "remaining_days": remaining_days(plan, phase),
        "finish": f"{run.finish}" if run is not None else None,
    }


def variance_object(found: Variance) -> dict[str, Any]:
    """What differs, and the sums."""
    return {
        "cost": found.cost,
        "funding": found.funding,
        "phases": [_phase_object(each) for each in found.phases if not each.is_as_agreed],
        "credits": [each._asdict() for each in found.credits if each.before != each.after],
    }


def _phase_object(each: PhaseVariance) -> dict[str, Any]:
    runs = {"before": each.before, "after": each.after}
    told = {
        name: None if run is None else {"option": run.option, "start": f"{run.start}", "finish": f"{run.finish}"}
        for name, run in runs.items()
    }
    figures = ("phase", "standing", "start", "finish", "cost", "claimed")
    return {**{name: getattr(each, name) for name in figures}, **told}


def fallen_object(each: FallenClaim) -> dict[str, Any]:
    """A claim that no longer holds, with whether any dates are left for it."""
    days = {name: getattr(each, name) for name in ("start", "first_start", "last_start")}
    starts = {name: f"{day}" if day is not None else None for name, day in days.items()}
    return {**each._asdict(), **starts, "lost": each.lost, "is_impossible": each.is_impossible}


def print_tracked(console: Console, tracked: Tracked) -> None:
    """What has begun, what should have, what fell, and what planning anew saves."""
    plan = tracked.state.plan
    console.print(f"As of {plan.status_date}", style="bold", highlight=False)
    _print_begun(console, tracked)
    for run in overdue(tracked.state):
        print_sentence(console, f"{run.phase} should have begun {run.start} and has not.")
    print_fallen(console, tracked.fallen)
    console.print()
    print_damage(console, tracked.found)


def _print_begun(console: Console, tracked: Tracked) -> None:
    plan = tracked.state.plan
    later = {each.phase: each for each in variance(tracked.agreed, tracked.state).phases}
    rows: list[tuple[str, ...]] = []
    for name, actual in plan.actual.items():
        run, left = begun_run(plan, plan.phase[name]), remaining_days(plan, plan.phase[name])
        shift = later[name].finish
        finish = f"{run.finish}" if run is not None else ""
        days = "done" if left is None else f"{left}"
        late = "" if not shift else f"{shift:+d}"
        who = plan.deliverer(actual.option)
        rows.append((name, plan.phase[name].name, who, f"{actual.started_on}", finish, days, late))
    names = ("Phase", "", "By", "Began", "Ends", "Days left", "Later by")
    print_table(console, names, rows, figures={5, 6})


def print_fallen(console: Console, fallen: Iterable[FallenClaim]) -> None:
    """Each claim that fell: how much, why, and whether it can still be had."""
    for each in fallen:
        still = "No dates are left for it."
        if not each.is_impossible:
            still = f"It can be had with a start from {each.first_start} to {each.last_start}."
        print_sentence(
            console, f"{each.credit} on {each.phase}: {each.lost:,} of {each.agreed:,} fell. {each.why} {still}"
        )
