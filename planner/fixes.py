"""One-click fixes: what a finding asks for, where that is a plain edit of the plan.

A fix is offered only if it helps: the finding is gone with it, nothing of its kind takes its place, and no rule is
broken that was kept before. What needs a decision, such as a name, a partner or a clause struck out, stays a remedy
in words.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from planner import edits
from planner.checks import check
from planner.finding import Finding
from planner.funding.claim_rules import asked_for_on, last_request
from planner.funding.credits import Credit
from planner.funding.entitlements import Entitlement, seat_owner
from planner.funding.readiness import ACTIVITY_LAG
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment
from planner.rollout.tracking import first_open_day

Edit = Callable[[Plan], Plan]


class Fix(NamedTuple):
    """An edit that removes a finding, with a title that says what it does, in the words of a menu."""

    title: str
    edit: Edit


Proposal = Callable[[State, Finding], Iterator[Fix]]


def fixes(state: State, finding: Finding) -> tuple[Fix, ...]:
    """The edits that remove a finding of a state, the most likely one first; empty where it takes a decision.

    The schedule is carried along as by any edit. The state must keep its invariants.
    """
    propose = PROPOSALS.get(finding.code)
    if propose is None:
        return ()
    before = check(state)
    return tuple(fix for fix in propose(state, finding) if _helps(state, before, finding, fix.edit))


def _helps(state: State, before: tuple[Finding, ...], finding: Finding, edit: Edit) -> bool:
    try:
        edited = edit(state.plan)
    except PlanError:
        return False
    carried = None if state.schedule is None else edits.carried(state.schedule, state.plan, edited)
    after = check(State(edited, carried))
    is_gone = finding not in after and _alike(after, finding) <= _alike(before, finding)
    return is_gone and _faults(after) <= _faults(before)


def _alike(findings: tuple[Finding, ...], finding: Finding) -> set[Finding]:
    return {each for each in findings if (each.code, each.place) == (finding.code, finding.place)}


def _faults(findings: tuple[Finding, ...]) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(each.code, each.place, each.rules) for each in findings if each.kind == "fault"}


# Phases


def _seats(state: State, finding: Finding) -> Iterator[Fix]:
    """F-OWNED: no more seats than are owned."""
    phase = state.plan.phase.get(finding.place[1])
    owner = seat_owner(state.plan, phase.workload) if phase is not None else None
    if phase is not None and owner is not None:
        yield _on_phase(f"Lower the seats of {phase.id} to {owner.seats_owned:,}", phase, seats=owner.seats_owned)


def _milestones_due(state: State, finding: Finding) -> Iterator[Fix]:
    """F-MILESTONE, F-WINDOW: a milestone that is due outside the work is due at its end."""
    assignment = _assignment(state, finding.place[1])
    if assignment is None:
        return
    phase = state.plan.phase[assignment.phase]
    inside = tuple(
        replace(each, due=None) if each.due and not assignment.start <= each.due <= assignment.finish else each
        for each in phase.milestones
    )
    yield _on_phase(f"Let the milestones of {phase.id} fall due when it ends", phase, milestones=inside)


def _due_date(state: State, finding: Finding) -> Iterator[Fix]:
    """DUE-DATE: the date that the schedule keeps."""
    assignment = _assignment(state, finding.place[1])
    if assignment is not None:
        phase, finish = state.plan.phase[assignment.phase], assignment.finish
        yield _on_phase(f"Move the due date of {phase.id} to {finish}", phase, due_date=finish)


def _measurement(state: State, finding: Finding) -> Iterator[Fix]:
    """F-MEASURE: the first day on which 28 days of activity can be read."""
    assignment = _assignment(state, finding.place[1])
    if assignment is None:
        return
    phase, readable = state.plan.phase[assignment.phase], assignment.finish + timedelta(days=ACTIVITY_LAG)
    if phase.adoption_target is not None:
        target = replace(phase.adoption_target, measured_on=readable)
        yield _on_phase(f"Measure the activity of {phase.id} on {readable}", phase, adoption_target=target)


def _pin(_: State, finding: Finding) -> Iterator[Fix]:
    """PIN: the schedule's will instead of the pin's."""
    phase = finding.place[1]
    yield Fix(f"Unpin {phase}", lambda plan: edits.unpin(plan, phase))


def _deadline(state: State, finding: Finding) -> Iterator[Fix]:
    """DEADLINE: the last day that the schedule keeps."""
    assignment = _assignment(state, finding.place[1])
    if assignment is not None:
        phase, finish = state.plan.phase[assignment.phase], assignment.finish
        yield _on_phase(f"Move the deadline of {phase.id} to {finish}", phase, deadline=finish)


def _earliest_start(state: State, finding: Finding) -> Iterator[Fix]:
    """EARLIEST-START: the day on which the schedule starts it."""
    assignment = _assignment(state, finding.place[1])
    if assignment is not None:
        phase, start = state.plan.phase[assignment.phase], assignment.start
        yield _on_phase(f"Let {phase.id} start from {start} on", phase, earliest_start=start)


# Credits


def _request(state: State, finding: Finding) -> Iterator[Fix]:
    """F-APPROVAL: a request in time for the first work that the credit pays for, if none was sent yet."""
    credit = state.plan.credit[finding.place[-1]]
    first = _first_start(state, credit)
    if first is None or credit.status != "proposed" or credit.approved_on is not None:
        return
    latest, asked = last_request(state.plan, credit, first), asked_for_on(state.plan, credit)
    if credit.request_date is None:
        yield _on_credit(f"Plan the request for {credit.id} for {asked}, as assumed", credit, request_date=asked)
    if not _is_past(state.plan, latest):
        title = f"Plan the request for {credit.id} for {latest}, the last day in time"
        yield _on_credit(title, credit, request_date=latest)


def _signature(state: State, finding: Finding) -> Iterator[Fix]:
    """SOW-BLANK: a signature by the first day of the work that the credit pays for."""
    credit = state.plan.credit[finding.place[1]]
    first = _first_start(state, credit)
    if first is not None:
        yield _on_credit(
            f"Plan to sign the SOW of {credit.id} by {first}, when work starts", credit, sow_signed_on=first
        )


def _registration(state: State, finding: Finding) -> Iterator[Fix]:
    """REGISTRATION: the deal is registered by the day on which the SOW is signed, or work starts."""
    credit = state.plan.credit[finding.place[1]]
    by = credit.sow_signed_on or _first_start(state, credit)
    if by is not None:
        yield _on_credit(f"Plan to register the deal of {credit.id} by {by}", credit, registered_on=by)


def _extension(state: State, finding: Finding) -> Iterator[Fix]:
    """EXTENSION: days that do not count are not planned with."""
    credit = state.plan.credit[finding.place[1]]
    yield _on_credit(f"Plan without the extension of {credit.id}", credit, extension=0)


def _spelling(state: State, finding: Finding) -> Iterator[Fix]:
    """CREDIT-UNREACHED: the scope's words as the phases spell them."""
    credit = state.plan.credit[finding.place[1]]
    spoken = {
        "workloads": {_bare(phase.workload): phase.workload for phase in state.plan.phases},
        "motions": {_bare(phase.motion): phase.motion for phase in state.plan.phases},
        "regions": {_bare(phase.region): phase.region for phase in state.plan.phases},
    }
    respelt = {
        part: tuple(words.get(_bare(word), word) for word in getattr(credit.scope, part))
        for part, words in spoken.items()
    }
    yield _on_credit(f"Spell the scope of {credit.id} as the phases do", credit, scope=replace(credit.scope, **respelt))


def _bare(word: str) -> str:
    """A word without what people write differently."""
    return re.sub(r"[\W_]+", "", word).casefold()


# Entitlements


def _assistance_for_phase(state: State, finding: Finding) -> Iterator[Fix]:
    """ENTITLED-REQUEST: help is asked for by the day on which it is used."""
    assignment = _assignment(state, finding.place[1])
    if assignment is None:
        return
    phase = state.plan.phase[assignment.phase]
    for entitlement in state.plan.entitlements:
        if entitlement.is_held and entitlement.covers(phase.workload, phase.motion):
            yield from _assistance(state.plan, entitlement, assignment.start)


def _engage_by(state: State, finding: Finding) -> Iterator[Fix]:
    """ENGAGE-BY: help is asked for, or the buyer's own date is the first day on which it is used."""
    entitlement = next((each for each in state.plan.entitlements if each.id == finding.place[1]), None)
    if entitlement is None or entitlement.engage_by is None:
        return
    yield from _assistance(state.plan, entitlement, entitlement.engage_by)
    first = min(_guided_starts(state, entitlement), default=None)
    if first is not None:
        title = f"Move the own engage-by date of {entitlement.id} to {first}"
        yield _on_entitlement(title, entitlement, engage_by=first)


def _assistance(plan: Plan, entitlement: Entitlement, by: date) -> Iterator[Fix]:
    """A request for assistance on the first day that is left, or earlier where it is used earlier; never once declined.

    Nothing is asked for on a day before the status date.
    """
    day = min(first_open_day(plan), by)
    if entitlement.status in {"not requested", "requested"} and not _is_past(plan, day):
        title = f"Plan the request for assistance under {entitlement.id} for {day}"
        yield _on_entitlement(title, entitlement, status="requested", requested_on=day)


def _guided_starts(state: State, entitlement: Entitlement) -> Iterator[date]:
    for each in state.schedule.assignments if state.schedule is not None else ():
        phase = state.plan.phase[each.phase]
        if each.option == "fasttrack" and entitlement.covers(phase.workload, phase.motion):
            yield each.start


PROPOSALS: Mapping[str, Proposal] = {
    "PIN": _pin,
    "DEADLINE": _deadline,
    "EARLIEST-START": _earliest_start,
    "F-OWNED": _seats,
    "F-APPROVAL": _request,
    "SOW-BLANK": _signature,
    "REGISTRATION": _registration,
    "EXTENSION": _extension,
    "F-MILESTONE": _milestones_due,
    "F-WINDOW": _milestones_due,
    "DUE-DATE": _due_date,
    "F-MEASURE": _measurement,
    "CREDIT-UNREACHED": _spelling,
    "ENTITLED-REQUEST": _assistance_for_phase,
    "ENGAGE-BY": _engage_by,
}
"""What may fix a finding, by its code; every other finding takes a decision."""


# Edits, and what they look at


def _is_past(plan: Plan, day: date) -> bool:
    return plan.status_date is not None and day < plan.status_date


def _on_phase(title: str, phase: Phase, **fields: object) -> Fix:
    return Fix(title, lambda plan: edits.change_phase(plan, phase.id, **fields))


def _on_credit(title: str, credit: Credit, **fields: object) -> Fix:
    return Fix(title, lambda plan: edits.change_credit(plan, credit.id, **fields))


def _on_entitlement(title: str, entitlement: Entitlement, **fields: object) -> Fix:
    def edit(plan: Plan) -> Plan:
        changed = (replace(each, **fields) if each.id == entitlement.id else each for each in plan.entitlements)
        return edits.change_plan(plan, entitlements=tuple(changed))

    return Fix(title, edit)


def _assignment(state: State, phase_id: str) -> Assignment | None:
    return None if state.schedule is None else state.schedule.assignment(phase_id)


def _first_start(state: State, credit: Credit) -> date | None:
    """The first day of the work that the credit pays for."""
    if state.schedule is None:
        return None
    paid = {claim.phase for claim in state.schedule.claims if claim.credit == credit.id and claim.amount > 0}
    return min((each.start for each in state.schedule.assignments if each.phase in paid), default=None)
