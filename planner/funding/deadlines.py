"""Points of no return: until when a credit must be asked for, and until when its work must begin; and what is due soon.

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
from planner.funding.entitlement_ledger import ALERT_DAYS, lapse
from planner.funding.reach import Candidate, Works, candidates, keeps_minimums, last_claimable, works_by_kind
from planner.plan import Plan
from planner.rollout.change_board import BoardRequest, board_requests
from planner.rollout.passes import Reach, earliest, latest
from planner.rollout.schedule import Assignment, Schedule

AlertKind = Literal["request", "sow", "expiry", "proof", "engage", "board"]


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
    then. Both are None where nothing can be earned on any date; last_request also once it was asked for.
    request_by: the last day to ask for it so that all planned claims count; None without any, or once it was asked for.
    """

    credit: str
    phases: tuple[LastStart, ...]
    last_start: date | None
    last_request: date | None
    request_by: date | None
    expires_on: date
    proof_by: date | None

    @property
    def ask_by(self) -> date | None:
        """The day to ask for it by: for all that is planned or, while nothing is, for any of it."""
        return self.request_by or self.last_request

    @property
    def lost_after(self) -> date | None:
        """The day after which none of its money can be had: to ask for it while that is to be done, else to start."""
        return self.last_request or self.last_start


class Alert(NamedTuple):
    """A deadline that comes near, or has passed while the status says that nothing was done.

    about: the credit, the entitlement whose engage-by date it is, or the phase that the change advisory board is to be
    asked for. days_left: calendar days, negative once it has
    passed. level: 90, 60 or 30 days, 0 once it has passed.
    """

    about: str
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
    is_asked = not is_to_be_asked_for(credit)
    return Deadlines(
        credit=credit.id,
        phases=_by_phase(plan, ends),
        last_start=last_start,
        last_request=None if is_asked or last_start is None else last_request(plan, credit, last_start),
        request_by=None if is_asked or claimed_from is None else last_request(plan, credit, claimed_from),
        expires_on=expiry(credit),
        proof_by=credit.proof_deadline,
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


def is_to_be_asked_for(credit: Credit) -> bool:
    """Whether nobody has asked for the credit yet, as far as its status and the day of its approval say."""
    return credit.status == "proposed" and credit.approved_on is None


# Alerts


def alerts(plan: Plan, schedule: Schedule | None, as_of: date) -> tuple[Alert, ...]:
    """What is due within 90 days, or overdue, the nearest first; nothing for credits that are lost, proven or paid.

    Of rights it is the buyer's own date for using them; no right ends with it. Of scheduled changes it is the last day
    on which the change advisory board can be asked for them.
    """
    starts = _first_claimed_starts(schedule)
    board = board_requests(plan, schedule or Schedule(()), as_of)
    due = (
        _alert(each.credit, plan.credit[each.credit].owner, kind, day, as_of)
        for each in deadlines(plan, schedule)
        if each.last_start is not None or each.credit in starts
        for kind, day in _due(plan.credit[each.credit], each, starts.get(each.credit))
        if (day - as_of).days <= max(ALERT_DAYS)
    )
    return tuple(sorted((*due, *_engagements(plan, as_of), *_board(board, as_of)), key=lambda alert: alert.day))


def _engagements(plan: Plan, as_of: date) -> Iterator[Alert]:
    for each in plan.entitlements:
        reminder = lapse(each, as_of)
        if reminder is not None and each.engage_by is not None:
            yield Alert(each.id, "engage", each.engage_by, reminder.days_left, reminder.within, reminder.sentence)


def _board(requests: tuple[BoardRequest, ...], as_of: date) -> Iterator[Alert]:
    for each in requests:
        if (each.ask_by - as_of).days <= max(ALERT_DAYS):
            yield _alert(each.phase, each.owner, "board", each.ask_by, as_of)


def _due(credit: Credit, found: Deadlines, claimed_from: date | None) -> Iterator[tuple[AlertKind, date]]:
    """What still has to be done for the credit, as far as its status says, and by when."""
    if credit.status in SUBMITTED:
        return
    if found.ask_by is not None:
        yield "request", found.ask_by
    signing = credit.sow_signed_on or claimed_from
    if credit.status in {"proposed", "requested", "approved"} and signing is not None:
        yield "sow", signing
    yield "expiry", found.expires_on
    if found.proof_by is not None:
        yield "proof", found.proof_by


def _alert(about: str, whose: str, kind: AlertKind, day: date, as_of: date) -> Alert:
    left = (day - as_of).days
    level = next((days for days in ALERT_DAYS if 0 <= left <= days), 0)
    when = f"{left} days left" if left >= 0 else f"{-left} days ago"
    owner = f" ({whose})" if whose else ""
    return Alert(about, kind, day, left, level, f"{ALERT_WORDS[kind].format(about)} by {day}, {when}{owner}.")


ALERT_WORDS: Mapping[AlertKind, str] = {
    "request": "Ask for {}",
    "sow": "Sign the SOW of {}",
    "expiry": "Finish what {} asks for before it expires,",
    "proof": "Hand in the proof of execution for {}",
    "board": "Ask the change advisory board for {}",
}
