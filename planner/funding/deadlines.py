"""Points of no return: until when a credit must be asked for, and until when its work must begin.

They follow from the credit's leads and deadlines, the calendars, and the slack that the network leaves each phase;
teams are left aside, so a full schedule may have to be earlier (field guide 6.7).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from msgspec.structs import replace

from planner.funding.claim_rules import expiry, last_request
from planner.funding.credits import LOST, SUBMITTED, Credit
from planner.funding.reach import Candidate, Works, candidates, keeps_minimums, last_claimable, works_by_kind
from planner.plan import Plan
from planner.rollout.passes import Reach, earliest, latest
from planner.rollout.schedule import Assignment, Schedule

AlertKind = Literal["request", "sow", "expiry", "proof"]
ALERT_DAYS = (30, 60, 90)
"""Calendar days before a deadline at which it is told: Microsoft's own cadence for conditional Azure credits."""


class LastStart(NamedTuple):
    """The last dates on which a phase can still earn the credit, by the option that leaves most time."""

    phase: str
    option: str
    start: date
    finish: date


class Deadlines(NamedTuple):
    """Until when a credit can be had.

    phases: the last start of each phase that could earn it, in the plan's order. last_start: the last day on which
    enough of them can start to reach its minimums. last_request: the last day to ask for it so that it is approved by
    then. Both are None where nothing can be earned on any date; last_request also once the approval is known.
    request_by: the last day to ask for it so that all planned claims count; None without any, or once approved.
    lost_after: the day after which its money cannot be had at all: the last request while it is still to be asked for,
    else the last start.
    """

    credit: str
    phases: tuple[LastStart, ...]
    last_start: date | None
    last_request: date | None
    request_by: date | None
    expires_on: date
    proof_by: date | None
    lost_after: date | None


class Alert(NamedTuple):
    """A deadline that comes near, or has passed while the status says that nothing was done.

    days_left: calendar days, negative once it has passed. level: 90, 60 or 30 days, 0 once it has passed.
    """

    credit: str
    kind: AlertKind
    day: date
    days_left: int
    level: int
    sentence: str


def deadlines(plan: Plan, schedule: Schedule | None = None) -> tuple[Deadlines, ...]:
    """The points of no return of every credit that is not lost, in the plan's order."""
    last = latest(plan, earliest(plan))
    works, starts = works_by_kind(plan), _first_claimed_starts(schedule)
    live = (credit for credit in plan.credits if credit.status not in LOST)
    return tuple(_deadlines(plan, credit, _open_ends(plan, credit, works, last), starts) for credit in live)


def _open_ends(
    plan: Plan, credit: Credit, works: Works, last: Mapping[str, Reach]
) -> tuple[tuple[Candidate, Assignment], ...]:
    """What could earn the credit if it were asked for in time, with the last dates for it."""
    asked_in_time = credit if credit.approved_on is not None else replace(credit, approved_on=credit.window.start)
    tried = (
        (each, last_claimable(plan, asked_in_time, each, last[each.phase.id]))
        for each in candidates(plan, credit, works)
        if each.limit > 0
    )
    return tuple((each, run) for each, run in tried if run is not None)


def _deadlines(
    plan: Plan, credit: Credit, ends: tuple[tuple[Candidate, Assignment], ...], first_starts: Mapping[str, date]
) -> Deadlines:
    last_start = _last_start(plan, credit, ends)
    claimed_from = first_starts.get(credit.id)
    is_asked = credit.approved_on is not None
    request = None if is_asked or last_start is None else last_request(plan, credit, last_start)
    return Deadlines(
        credit=credit.id,
        phases=_by_phase(plan, ends),
        last_start=last_start,
        last_request=request,
        request_by=None if is_asked or claimed_from is None else last_request(plan, credit, claimed_from),
        expires_on=expiry(credit),
        proof_by=credit.proof_deadline,
        lost_after=request if _is_to_be_asked_for(credit) else last_start,
    )


def _last_start(plan: Plan, credit: Credit, ends: tuple[tuple[Candidate, Assignment], ...]) -> date | None:
    """The last day from which on enough can still start that the credit's minimums are reached."""
    for day in sorted({run.start for _, run in ends}, reverse=True):
        if keeps_minimums(plan, credit, (each for each, run in ends if run.start >= day)):
            return day
    return None


def _by_phase(plan: Plan, ends: tuple[tuple[Candidate, Assignment], ...]) -> tuple[LastStart, ...]:
    last: dict[str, Assignment] = {}
    for _, run in ends:
        if run.phase not in last or run.start > last[run.phase].start:
            last[run.phase] = run
    runs = (last[phase] for phase in plan.phase if phase in last)
    return tuple(LastStart(run.phase, run.option, run.start, run.finish) for run in runs)


def _first_claimed_starts(schedule: Schedule | None) -> dict[str, date]:
    """By credit, the first start of the work that it pays for."""
    if schedule is None:
        return {}
    placed = {each.phase: each.start for each in schedule.assignments}
    starts: defaultdict[str, list[date]] = defaultdict(list)
    for claim in schedule.claims:
        if claim.amount > 0 and claim.phase in placed:
            starts[claim.credit].append(placed[claim.phase])
    return {credit: min(days) for credit, days in starts.items()}


def _is_to_be_asked_for(credit: Credit) -> bool:
    return credit.status == "proposed" and credit.approved_on is None


# Alerts


def alerts(plan: Plan, schedule: Schedule | None, as_of: date) -> tuple[Alert, ...]:
    """What is due within 90 days, or overdue, the nearest first; nothing for credits that are lost, proven or paid."""
    starts = _first_claimed_starts(schedule)
    due = (
        _alert(plan.credit[each.credit], kind, day, as_of)
        for each in deadlines(plan, schedule)
        if each.last_start is not None or each.credit in starts
        for kind, day in _due(plan.credit[each.credit], each, starts.get(each.credit))
        if (day - as_of).days <= max(ALERT_DAYS)
    )
    return tuple(sorted(due, key=lambda alert: alert.day))


def _due(credit: Credit, found: Deadlines, claimed_from: date | None) -> Iterator[tuple[AlertKind, date]]:
    """What still has to be done for the credit, as far as its status says, and by when."""
    if credit.status in SUBMITTED:
        return
    request = found.request_by or found.last_request
    if _is_to_be_asked_for(credit) and request is not None:
        yield "request", request
    signing = credit.sow_signed_on or claimed_from
    if credit.status in {"proposed", "requested", "approved"} and signing is not None:
        yield "sow", signing
    yield "expiry", found.expires_on
    if found.proof_by is not None:
        yield "proof", found.proof_by


def _alert(credit: Credit, kind: AlertKind, day: date, as_of: date) -> Alert:
    left = (day - as_of).days
    level = next((days for days in ALERT_DAYS if 0 <= left <= days), 0)
    when = f"{left} days left" if left >= 0 else f"{-left} days ago"
    owner = f" ({credit.owner})" if credit.owner else ""
    return Alert(credit.id, kind, day, left, level, f"{ALERT_WORDS[kind].format(credit.id)} by {day}, {when}{owner}.")


ALERT_WORDS: Mapping[AlertKind, str] = {
    "request": "Ask for {}",
    "sow": "Sign the SOW of {}",
    "expiry": "Finish what {} asks for before it expires,",
    "proof": "Hand in the proof of execution for {}",
}
