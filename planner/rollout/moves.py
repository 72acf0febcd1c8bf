"""Moving a phase by hand: where it comes to lie, whom it pushes, what that breaks, and which claims remain.

Nothing here searches; a move is answered while the pointer is still moving.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from planner.checks import first_overload, link_shortfall, schedule_faults
from planner.finding import Finding
from planner.funding.claim_rules import BrokenRule, broken_alone, broken_together, claim_limit, outcome_missed
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Phase, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.tracking import begun_run
from planner.rollout.workdays import blocks, phase_workdays, region_workdays

Placed = Mapping[str, Assignment]
"""Assignments by phase."""
Broken = frozenset[tuple[str, tuple[str, ...]]]
"""Broken rules by code and place, whatever the dates."""


class Moved(NamedTuple):
    """A schedule in which a phase, and perhaps others because of it, has moved.

    placed: all phases where they now lie, in the order of the schedule. changed: those that lie elsewhere than before,
    by phase, the moved ones first. pushed: the phases that had to give way, without the moved ones. broken: the first
    rule of dates that holds no more, in words; None if all hold that held before. is_link_broken: whether one of the
    rules is a link between phases.
    """

    placed: Placed
    changed: Placed
    pushed: tuple[str, ...]
    broken: str | None
    is_link_broken: bool

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All of them, in the order of the schedule."""
        return tuple(self.placed.values())


def move(state: State, phase_id: str, start: date, *, push: bool, known: Broken | None = None) -> Moved:
    """Move a scheduled phase to the first day at or after ``start`` on which it may begin.

    push: whether the phases that wait for it, directly or not, are moved later, just as far as their links ask for;
    they are never moved earlier. Otherwise nothing else moves.
    known: ``broken_dates`` of the state, for those who ask for many moves of it. Claims are left aside.
    """
    return move_together(state, {phase_id: start}, push=push, known=known)


def move_together(state: State, starts: Mapping[str, date], *, push: bool, known: Broken | None = None) -> Moved:
    """As ``move``, for several phases at once: each to its start, and whoever waits for any of them gives way."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    placed = schedule.placed
    moved = {name: _from(plan, placed[name], start) for name, start in starts.items()}
    changed = {name: run for name, run in moved.items() if run is not placed[name]}
    if not changed:
        return Moved(placed, {}, (), None, is_link_broken=False)
    if push:
        changed |= _pushed(plan, {**placed, **moved}, moved)
    after = {**placed, **changed}
    known = broken_dates(state) if known is None else known
    near = _near(plan, after, (*moved, *changed), _newly_overloaded(state, after, changed, known))
    pinned = near._replace(plan=_pinned_here(near.plan, after, moved))
    faults = [each for each in _date_faults(pinned) if _key(each) not in known]
    broken = faults[0].sentence if faults else None
    given_way = tuple(name for name in changed if name not in moved)
    return Moved(after, changed, given_way, broken, any(fault.code == "DEPENDENCY" for fault in faults))


def pushed(plan: Plan, assignments: tuple[Assignment, ...], phase_id: str) -> tuple[Assignment, ...]:
    """The assignments after whoever waits for a phase has given way, just as far as the links ask for."""
    placed = {each.phase: each for each in assignments}
    if phase_id not in placed:
        return assignments
    given_way = _pushed(plan, placed, {phase_id: placed[phase_id]})
    return tuple(given_way.get(each.phase, each) for each in assignments)


def broken_dates(state: State) -> Broken:
    """The broken rules of dates, partners, freezes and teams, for which a later move is not to blame."""
    return frozenset(_key(fault) for fault in _date_faults(state))


def place(plan: Plan, phase: Phase, option_id: str, start: date) -> Assignment:
    """The phase from the first day at or after ``start`` on which it may begin, for as long as the option takes.

    The days are those of its own calendar, and none of them lies in a freeze that allows no change. A phase that has
    begun stays where it is.
    """
    begun = begun_run(plan, phase)
    if begun is not None:
        return begun
    option, days = phase.option(option_id), phase_workdays(plan, phase)
    duration = option.duration if option is not None else 1
    begin = days.add_forward(start, 0)
    for freeze in sorted(blocks(plan, phase), key=lambda each: each.start):
        if freeze.overlaps(begin, days.finish(begin, duration)):
            begin = days.add_forward(freeze.end + timedelta(days=1), 0)
    return Assignment(phase.id, option_id, begin, days.finish(begin, duration))


def waits_for(plan: Plan, phase_id: str) -> frozenset[str]:
    """The phases that a phase waits for, directly or not; a link from it to one of them would close a circle."""
    before: defaultdict[str, list[str]] = defaultdict(list)
    for link in plan.dependencies:
        before[link.successor].append(link.predecessor)
    found, waiting = set[str](), deque([phase_id])
    while waiting:
        new = [name for name in before[waiting.popleft()] if name not in found]
        found.update(new)
        waiting.extend(new)
    return frozenset(found)


def remaining_claims(
    plan: Plan, placed: Placed, claims: tuple[Claim, ...], moved: AbstractSet[str] | None = None
) -> tuple[Claim, ...]:
    """Those of the claims that still hold on other dates, at once and without a solver.

    They break no rule; ``solver.claims.settle`` may find more. A claim above its limit is cut to it, and of claims
    that break a rule together those that the rule names are dropped.
    moved: where all of them held before, the phases that lie elsewhere since, so that only those are looked at alone,
    and only credits that lose something together: rules that hold claims down are kept by fewer claims where they were
    kept by more, and minimums and outcomes look at one credit.
    """
    asked = claims if moved is None else tuple(claim for claim in claims if claim.phase in moved)
    less = _less_alone(plan, placed, asked)
    lost = {claim.credit for claim in (claims if moved is None else less)}
    touched = lost | {credit.id for credit in plan.credits if any(outcome_missed(credit, placed))}
    if not touched:
        return claims
    remaining = tuple(claim for claim in (less.get(each, each) for each in claims) if claim.amount)
    together = tuple(claim for claim in remaining if claim.credit in touched)
    while broken := next(broken_together(plan, placed, together), None):
        dropped = _named(broken, together)
        together = tuple(claim for claim in together if claim not in dropped)
    kept = frozenset(together)
    return tuple(claim for claim in remaining if claim.credit not in touched or claim in kept)


def _less_alone(plan: Plan, placed: Placed, claims: tuple[Claim, ...]) -> dict[Claim, Claim]:
    """What becomes of the claims that do not stay as they are, each looked at alone; of some nothing is left."""
    cut = {claim: _within_limit(plan, placed, claim) for claim in claims}
    asked = tuple(claim for claim in cut.values() if claim.amount)
    broken = {(*each.phases, *each.credits) for each in broken_alone(plan, placed, asked)}
    kept = {
        claim: replace(after, amount=0) if (claim.phase, claim.credit) in broken else after
        for claim, after in cut.items()
    }
    return {claim: after for claim, after in kept.items() if after != claim}


# One phase


def _from(plan: Plan, assignment: Assignment, start: date) -> Assignment:
    """The assignment itself where it already begins there, however it came to lie so."""
    if start == assignment.start:
        return assignment
    moved = place(plan, plan.phase[assignment.phase], assignment.option, start)
    return assignment if moved.start == assignment.start else moved


def _pinned_here(plan: Plan, after: Placed, moved: Iterable[str]) -> Plan:
    """The plan in which the pins of the moved phases have moved along."""
    if not plan.pins:
        return plan
    names = frozenset(moved)
    pins = (_moved_pin(pin, after[pin.phase]) if pin.phase in names else pin for pin in plan.pins)
    return replace(plan, pins=tuple(pins))


def _moved_pin(pin: Pin, moved: Assignment) -> Pin:
    return replace(pin, start=moved.start) if pin.start is not None else pin


def _date_faults(state: State) -> tuple[Finding, ...]:
    plan, schedule = state
    return schedule_faults(State(plan, Schedule(schedule.assignments))) if schedule is not None else ()


def _near(plan: Plan, placed: Placed, changed: Iterable[str], overloaded: Iterable[str]) -> State:
    """What can break when some phases change: they, their links' other ends, and what an overloaded partner delivers.

    To look there alone is what lets a drag of one among ten thousand phases keep up with the hand.
    """
    near = dict.fromkeys(changed)
    links = dict.fromkeys(
        link for name in near for link in (*plan.links_in.get(name, ()), *plan.links_out.get(name, ()))
    )
    ends = (end for link in links for end in (link.predecessor, link.successor))
    names = [name for name in dict.fromkeys((*near, *ends, *overloaded)) if name in placed]
    part = replace(
        plan,
        phases=tuple(plan.phase[name] for name in names),
        dependencies=tuple(links),
        pins=tuple(pin for pin in plan.pins if pin.phase in names),
    )
    return State(part, Schedule(tuple(placed[name] for name in names)))


def _newly_overloaded(state: State, after: Placed, changed: Placed, known: Broken) -> tuple[str, ...]:
    """All phases of the partners to whom the changed ones give more than their teams, where that was not so before."""
    plan, schedule = state
    of_option = schedule.of_option if schedule is not None else {}
    busy = dict.fromkeys(run.option for run in changed.values())
    asked = (name for name in busy if name in plan.partner and ("TEAMS", ("partner", name)) not in known)
    overloaded = (
        name
        for name in asked
        if first_overload(plan.partner[name], [after[phase] for phase in of_option.get(name, ())], plan.actual)
        is not None
    )
    return tuple(phase for name in overloaded for phase in of_option.get(name, ()))


def _key(fault: Finding) -> tuple[str, tuple[str, ...]]:
    """What makes a fault the same one on other dates."""
    return fault.code, fault.place


# Successors


def _pushed(plan: Plan, placed: Placed, by: Placed) -> dict[str, Assignment]:
    """Those that have to give way to some, where they then lie: whoever is moved is asked whom it pushes in turn.

    One of those that push gives way to another of them too, where a link between them asks for it. Links make no
    circle, and each only moves later, so this ends, in the same place whatever the order.
    """
    moved, waiting = dict(by), deque(by)
    while waiting:
        name = waiting.popleft()
        for link in plan.links_out.get(name, ()):
            before = moved.get(link.successor) or placed.get(link.successor)
            after = _behind(plan, link, moved[name], before) if before is not None else None
            if after is not None and after is not before:
                moved[link.successor] = after
                waiting.append(link.successor)
    return {name: run for name, run in moved.items() if run is not by.get(name)}


def _behind(plan: Plan, link: Dependency, predecessor: Assignment, successor: Assignment) -> Assignment:
    """The successor moved later until the link holds; itself where it holds already."""
    missing = link_shortfall(plan, link, predecessor, successor)
    if missing <= 0:
        return successor
    phase = plan.phase[link.successor]
    region = region_workdays(plan, phase.region)
    if link.type in {"FS", "SS"}:
        return place(plan, phase, successor.option, region.add_forward(successor.start, missing))
    option, days = phase.option(successor.option), phase_workdays(plan, phase)
    finish = region.add_forward(successor.finish, missing)
    start = days.add_forward(finish, 1 - option.duration) if option is not None else finish
    return place(plan, phase, successor.option, max(start, successor.start))


# Claims


def _within_limit(plan: Plan, placed: Placed, claim: Claim) -> Claim:
    phase, assignment = plan.phase[claim.phase], placed.get(claim.phase)
    option = phase.option(assignment.option) if assignment is not None else None
    most = claim_limit(plan.credit[claim.credit], phase, option) if option is not None else 0
    return claim if claim.amount <= most else replace(claim, amount=most)


def _named(broken: BrokenRule, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims that a rule is about; all of its credits where it names other phases, or none."""
    of_credits = tuple(claim for claim in claims if claim.credit in broken.credits)
    return tuple(claim for claim in of_credits if claim.phase in broken.phases) or of_credits
