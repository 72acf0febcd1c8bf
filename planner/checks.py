"""Everything that can be wrong with a plan and its schedule, as findings; nothing here raises.

The checker is the specification of a schedule: it recomputes every date and every claim without a solver.
``number(d)`` below is the number of working days before day d; see ``planner.rollout.workdays``.
"""

from collections.abc import Container, Iterator
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter

from planner.finding import Finding
from planner.funding.claim_rules import broken_rules
from planner.funding.entitlements import entitlement_reasons
from planner.funding.foreign_payments import payment_findings
from planner.funding.quotes import quote_findings
from planner.funding.readiness import readiness
from planner.funding.seat_findings import seat_findings
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.rollout.change_board import asked_board_on, board_opens_on, lead_words
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.tracking import begun_run
from planner.rollout.workdays import blocks, pauses, phase_workdays, region_workdays
from planner.rule_names import rules_listed
from planner.unknown_findings import unknown_findings

_START = attrgetter("start")
Placed = dict[str, Assignment]
"""Assignments by phase."""


def check(state: State, best_claims: tuple[Claim, ...] | None = None) -> tuple[Finding, ...]:
    """Every fault of the plan, its schedule and its claims, and then what keeps it from being funded.

    best_claims: the best claims for the schedule's dates, where a solver has settled them; without them nothing says
    whether the recorded claims are too low.
    """
    broken = invariant_faults(state)
    if broken:
        return tuple(_fault("INVALID", tuple(fault.path.split(".")), fault.sentence, fault.remedy) for fault in broken)
    plan, schedule = state
    open_points = (
        *unknown_findings(state),
        *quote_findings(plan, schedule),
        *payment_findings(plan),
        *seat_findings(plan),
        *readiness(plan, schedule),
    )
    return (*schedule_faults(state), *_claims_too_low(state, best_claims), *open_points)


def schedule_faults(state: State) -> tuple[Finding, ...]:
    """Every broken rule of dates, partners, freezes and claims. A plan without a schedule has none.

    The plan must keep its invariants.
    """
    plan, schedule = state
    if schedule is None:
        return ()
    placed = {assignment.phase: assignment for assignment in schedule.assignments}
    return (
        *_unscheduled(plan, placed),
        *(finding for assignment in schedule.assignments for finding in _assignment(plan, assignment)),
        *_dependencies(plan, placed),
        *_teams(plan, placed),
        *_claim_rules(plan, schedule, placed),
    )


def _unscheduled(plan: Plan, placed: Placed) -> Iterator[Finding]:
    for phase in plan.phases:
        if phase.id not in placed:
            yield _fault("UNSCHEDULED", ("phase", phase.id), f"{phase.id} has no dates.", "Solve, or place it by hand.")


def _assignment(plan: Plan, assignment: Assignment) -> Iterator[Finding]:
    phase = plan.phase[assignment.phase]
    begun = begun_run(plan, phase)
    if begun is not None:
        yield from _begun(plan, begun, assignment)
        return
    option = phase.chosen(assignment.option)
    yield from _freezes(plan, phase, assignment)
    yield from _duration(plan, phase, option, assignment)
    yield from _bounds(plan, phase, assignment)
    yield from _board(plan, phase, assignment)
    yield from _pin(plan, assignment)
    yield from _availability(plan, assignment)
    yield from _entitlement(plan, phase, assignment)


def _begun(plan: Plan, begun: Assignment, assignment: Assignment) -> Iterator[Finding]:
    """ACTUAL: what has begun lies where it does; no other rule of dates is asked of it, as none can change it."""
    if assignment != begun:
        by = plan.deliverer(begun.option)
        sentence = f"{begun.phase} has begun {begun.start} by {by} and ends {begun.finish}, but is planned otherwise"
        span = f"{assignment.start} to {assignment.finish} by {plan.deliverer(assignment.option)}"
        yield _fault("ACTUAL", ("phase", begun.phase), f"{sentence} ({span}).", "Plan anew from the status date on.")


def _freezes(plan: Plan, phase: Phase, assignment: Assignment) -> Iterator[Finding]:
    """FREEZE: a change neither starts nor ends in a pause, and never overlaps a block."""
    place = ("phase", phase.id)
    for freeze in pauses(plan, phase):
        for verb, day in (("starts", assignment.start), ("ends", assignment.finish)):
            if day in freeze:
                sentence = f"{phase.id} {verb} {day}, in the freeze from {freeze.start} to {freeze.end}."
                yield _fault("FREEZE", place, sentence, f"Move it out, after {freeze.end}.")
    for freeze in blocks(plan, phase):
        if freeze.overlaps(assignment.start, assignment.finish):
            sentence = f"{phase.id} overlaps the freeze from {freeze.start} to {freeze.end}, which allows no change."
            yield _fault("FREEZE", place, sentence, f"End it before {freeze.start} or start it after {freeze.end}.")


def _duration(plan: Plan, phase: Phase, option: DeliveryOption, assignment: Assignment) -> Iterator[Finding]:
    """DAY-OFF and DURATION: from a working day to the last of as many working days as the option takes."""
    place = ("phase", phase.id)
    region = region_workdays(plan, phase.region)
    for verb, day in (("starts", assignment.start), ("ends", assignment.finish)):
        if not region.is_workday(day):
            yield _fault("DAY-OFF", place, f"{phase.id} {verb} {day}, a day off in {phase.region}.", "Move it a day.")
    worked = phase_workdays(plan, phase)
    if not worked.is_workday(assignment.start):
        return
    finish = worked.finish(assignment.start, option.duration)
    if assignment.finish != finish:
        sentence = f"{phase.id} takes {option.duration} working days from {assignment.start}, until {finish}"
        yield _fault("DURATION", place, f"{sentence}, but is said to end {assignment.finish}.", f"End it {finish}.")


def _bounds(plan: Plan, phase: Phase, assignment: Assignment) -> Iterator[Finding]:
    """PLAN-START, STATUS-DATE, HORIZON, EARLIEST-START and DEADLINE; the bounds themselves are allowed."""
    place = ("phase", phase.id)
    for code, bound, name in (
        ("PLAN-START", plan.start, "the plan starts"),
        ("STATUS-DATE", plan.status_date, "the status date, though it has not begun,"),
        ("EARLIEST-START", phase.earliest_start, "its earliest start"),
    ):
        if bound is not None and assignment.start < bound:
            yield _fault(
                code, place, f"{phase.id} starts {assignment.start}, before {name} on {bound}.", "Move it later."
            )
    for code, bound, name in (("HORIZON", plan.horizon, "horizon"), ("DEADLINE", phase.deadline, "deadline")):
        if bound is not None and assignment.finish > bound:
            sentence = f"{phase.id} ends {assignment.finish}, after the {name} on {bound}."
            yield _fault(code, place, sentence, "Move it earlier, or ask for a later date.")


def _board(plan: Plan, phase: Phase, assignment: Assignment) -> Iterator[Finding]:
    """CHANGE-LEAD: a change starts no sooner after the change advisory board was asked than that takes."""
    opens = board_opens_on(plan, phase)
    if opens is None or assignment.start >= opens:
        return
    asked = f"{'' if phase.change_requested else 'if '}asked on {asked_board_on(plan, phase)}"
    held = f"the change advisory board, {asked}, lets it start no earlier than {opens}"
    remedy = f"Move it later: the board takes {lead_words(plan)}."
    yield _fault("CHANGE-LEAD", ("phase", phase.id), f"{phase.id} starts {assignment.start}, but {held}.", remedy)


def _pin(plan: Plan, assignment: Assignment) -> Iterator[Finding]:
    """PIN: a pinned phase starts and is delivered as the user pinned it."""
    pin = next((pin for pin in plan.pins if pin.phase == assignment.phase), None)
    if pin is None:
        return
    place = ("phase", assignment.phase)
    if pin.start is not None and assignment.start != pin.start:
        sentence = f"{assignment.phase} is pinned to start {pin.start}, but starts {assignment.start}."
        yield _fault("PIN", place, sentence, "Remove the pin, or move the phase back.")
    if pin.option is not None and assignment.option != pin.option:
        wanted, given = plan.deliverer(pin.option), plan.deliverer(assignment.option)
        sentence = f"{assignment.phase} is pinned to {wanted}, but is delivered by {given}."
        yield _fault("PIN", place, sentence, "Remove the pin, or choose that option.")


def _availability(plan: Plan, assignment: Assignment) -> Iterator[Finding]:
    """PARTNER-WINDOW: the whole span inside one of the partner's windows."""
    partner = plan.partner.get(assignment.option)
    if partner is not None and not partner.is_available(assignment.start, assignment.finish):
        span = f"from {assignment.start} to {assignment.finish}"
        sentence = (
            f"{assignment.phase} needs {partner.name} {span}, and no one window of its availability holds all of it."
        )
        windows = "; ".join(f"{window.start} to {window.end}" for window in partner.windows)
        yield _fault("PARTNER-WINDOW", ("phase", assignment.phase), sentence, f"Its windows: {windows}.")


def _entitlement(plan: Plan, phase: Phase, assignment: Assignment) -> Iterator[Finding]:
    """ENTITLED-*: FastTrack work rests on an entitlement, where the plan says that entitlements bind."""
    if not plan.entitlements_bind or assignment.option != "fasttrack":
        return
    for code, sentence in entitlement_reasons(plan, phase, assignment.start):
        yield _fault(code, ("phase", phase.id), sentence, "Request it, or choose another option.")


def _dependencies(plan: Plan, placed: Placed) -> Iterator[Finding]:
    """DEPENDENCY: every link holds, its lag counted in the successor's calendar."""
    for link in plan.dependencies:
        if link.predecessor in placed and link.successor in placed:
            missing = link_shortfall(plan, link, placed[link.predecessor], placed[link.successor])
            if missing > 0:
                yield _broken_link(link, placed[link.successor], missing)


def _broken_link(link: Dependency, successor: Assignment, missing: int) -> Finding:
    verb, day = ("starts", successor.start) if link.type in {"FS", "SS"} else ("ends", successor.finish)
    lag = f" with a lag of {link.lag} working days" if link.lag else ""
    sentence = f"{link.successor} {verb} {day}, {missing} working days too early after {link.predecessor}"
    place = ("dependency", link.predecessor, link.successor)
    return _fault("DEPENDENCY", place, f"{sentence} ({link.type}{lag}).", f"Move {link.successor} later.")


def link_shortfall(plan: Plan, link: Dependency, predecessor: Assignment, successor: Assignment) -> int:
    """By how many working days of the successor's calendar the link is missed; 0 or less when it holds.

    A link into a phase that has begun is history and always holds. With f the day after the last day: FS s ≥ f + lag,
    SS s ≥ s' + lag, FF f ≥ f' + lag, SF f ≥ s' + lag (field guide 6.2).
    """
    number = region_workdays(plan, plan.phase[link.successor].region).number
    from_finish = link.type in {"FS", "FF"}
    to_start = link.type in {"FS", "SS"}
    released = predecessor.finish + timedelta(days=1) if from_finish else predecessor.start
    reached = successor.start if to_start else successor.finish + timedelta(days=1)
    missing = number(released) + link.lag - number(reached)
    return min(missing, 0) if link.successor in plan.actual else missing


def _teams(plan: Plan, placed: Placed) -> Iterator[Finding]:
    """TEAMS: on no day does a partner deliver more phases than it has teams; a paused phase keeps its team."""
    for partner in plan.partners:
        delivered = [each for each in placed.values() if each.option == partner.id]
        overloaded = first_overload(partner, delivered, plan.actual)
        if overloaded is not None:
            day, running = overloaded
            sentence = f"{partner.name} has {partner.teams} teams, but delivers {', '.join(running)} on {day}."
            yield _fault("TEAMS", ("partner", partner.id), sentence, "Move one of them, or ask for one more team.")


def first_overload(
    partner: Partner, assignments: list[Assignment], begun: Container[str] = ()
) -> tuple[date, list[str]] | None:
    """The first day on which too many run, and what runs then. Load rises only where something starts.

    begun: phases whose starts nothing can undo; an overload of them alone is none.
    """
    asked = {each.start for each in assignments if each.phase not in begun}
    ends: list[date] = []  # of those that run, the first to end in front
    for day, starting in groupby(sorted(assignments, key=_START), key=_START):
        for each in starting:
            heappush(ends, each.finish)
        while ends and ends[0] < day:
            heappop(ends)
        if len(ends) > partner.teams and day in asked:
            return day, [each.phase for each in assignments if each.start <= day <= each.finish]
    return None


def _claim_rules(plan: Plan, schedule: Schedule, placed: Placed) -> Iterator[Finding]:
    """CLAIM-RULE: a claim that one of the rules of ``planner.funding.claim_rules`` forbids."""
    for broken in broken_rules(plan, placed, schedule.claims):
        place = ("claim", *broken.phases, *broken.credits)
        sentence = f"{rules_listed((broken.code,))}: {broken.sentence}"
        remedy = "Settle the claims again, or change the dates."
        yield _fault("CLAIM-RULE", place, sentence, remedy, rules=(broken.code,))


def _claims_too_low(state: State, best: tuple[Claim, ...] | None) -> Iterator[Finding]:
    """CLAIM-NOT-BEST: the recorded claims total less than the best for the same dates."""
    if best is None or state.schedule is None:
        return
    recorded = sum(claim.amount for claim in state.schedule.claims)
    possible = sum(claim.amount for claim in best)
    if recorded < possible:
        sentence = f"The claims total {recorded:,}, but these dates allow {possible:,}."
        yield _fault("CLAIM-NOT-BEST", ("plan",), sentence, "Settle the claims again.")


def _fault(
    code: str, place: tuple[str, ...], sentence: str, remedy: str = "", *, rules: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        code=code, kind="fault", severity="error", place=place, sentence=sentence, remedy=remedy, rules=rules
    )
