"""What a drag of a bar proposes: where the phase would lie, whom it pushes, what that breaks, costs or earns.

Plain functions of plain values, without Qt: the view draws a proposal, and drops it on the document.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from planner.edits import pin
from planner.funding.claim_rules import (
    BrokenRule,
    Delivery,
    approved_on,
    broken_alone,
    broken_rules,
    broken_together,
    could_be_claimed,
    expiry,
    is_claimable,
    minimum_claim,
)
from planner.funding.credits import Credit
from planner.plan import Plan, State
from planner.rollout.moves import Broken, Moved, broken_dates, move_together, remaining_claims
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import phase_workdays
from planner.value import DateRange

SNAP = timedelta(days=3)
"""How near a start that earns nothing must be to one that earns something, to be drawn to it."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Grab(NamedTuple):
    """A phase in the hand; what stays the same until it is let go.

    day: the day of the bar that the pointer holds. pushes: whether successors give way; otherwise a drop that breaks
    a link is refused. known: the rules that were broken before. slots: the starts for which each credit could pay.
    together: other phases, which move by as many working days. is_sound: whether the present claims break no rule.
    """

    state: State
    phase: str
    day: date
    pushes: bool
    known: Broken
    slots: Mapping[str, tuple[DateRange, ...]]
    together: tuple[str, ...] = ()
    is_sound: bool = False

    @property
    def schedule(self) -> Schedule:
        return self.state.schedule or Schedule(())

    @property
    def present(self) -> Assignment:
        """Where the phase lies until it is let go."""
        return self.schedule.placed[self.phase]


class DragProposal(NamedTuple):
    """What would be if the phase were let go here.

    money_before, money_after: what all credits pay. is_at_least: whether more than ``money_after`` may be possible.
    broken: the first broken rule in words; None if every rule that held still holds, and no money is lost.
    is_refused: whether the phase would not stay here.
    """

    phase: str
    moved: Moved
    money_before: int
    money_after: int
    is_at_least: bool
    broken: str | None
    is_refused: bool
    ghosts: tuple[Assignment, ...]

    @property
    def difference(self) -> int:
        return self.money_after - self.money_before

    @property
    def is_moved(self) -> bool:
        """Whether letting go would change anything."""
        return bool(self.moved.changed)

    @property
    def is_harmful(self) -> bool:
        return self.broken is not None or self.difference < 0


def grab(state: State, phase_id: str, day: date, *, pushes: bool, together: Sequence[str] = ()) -> Grab:
    """Take a scheduled phase by the day that the pointer is on, and with it those that are to move together."""
    plan, schedule = state
    present = (schedule or Schedule(())).assignment(phase_id)
    phase = plan.phase[phase_id]
    option = phase.option(present.option) if present is not None else None
    slots = {} if option is None else dict(_slots(plan, phase, option))
    scheduled = {each.phase for each in (schedule or Schedule(())).assignments}
    others = tuple(
        each for each in together if each != phase_id and each in scheduled and each not in plan.actual
    )  # what has begun stays
    runs, claims = (schedule.assignments, schedule.claims) if schedule is not None else ((), ())
    is_sound = not broken_rules(plan, {each.phase: each for each in runs}, claims)
    return Grab(state, phase_id, day, pushes, broken_dates(state), slots, others, is_sound)


def propose(held: Grab, day: date) -> DragProposal:
    """What would be if the phase were let go with the pointer on a day. The money is a valid lower figure."""
    start = snapped_start(held, held.present.start + (day - held.day))
    return propose_start(held, start)


def propose_start(held: Grab, start: date) -> DragProposal:
    """As ``propose``, for a start."""
    starts = {held.phase: start, **_starts_together(held, start)}
    moved = move_together(held.state, starts, push=held.pushes, known=held.known)
    elsewhere = {*starts, *moved.pushed} if held.is_sound else None
    claims = remaining_claims(held.state.plan, moved.placed, held.schedule.claims, elsewhere)
    return _proposal(held, moved, claims, is_at_least=bool(moved.changed))


def _starts_together(held: Grab, start: date) -> dict[str, date]:
    """The others by as many working days, each of its own region, as the phase in the hand."""
    plan = held.state.plan
    present = held.schedule.placed
    leading = phase_workdays(plan, plan.phase[held.phase])
    days = leading.number(start) - leading.number(held.present.start)
    return {name: phase_workdays(plan, plan.phase[name]).add(present[name].start, days) for name in held.together}


def settled(held: Grab, proposal: DragProposal, claims: tuple[Claim, ...]) -> DragProposal:
    """The proposal with the best claims for its dates, which only a solver knows."""
    return _proposal(held, proposal.moved, claims, is_at_least=False)


def dropped(held: Grab, proposal: DragProposal) -> State:
    """The State after letting go: what was in the hand is pinned where it lies now; its claims are to be settled."""
    plan, placed = held.state.plan, proposal.moved.placed
    for name in (held.phase, *held.together):
        plan = pin(plan, name, start=placed[name].start)
    return State(plan, Schedule(proposal.moved.assignments))


def sentence(proposal: DragProposal) -> str:
    """The proposal in one short sentence; the new dates where there is nothing to warn of and nothing to gain."""
    money = _difference(proposal)
    if proposal.broken is not None:
        return f"{proposal.broken}: {money}" if money else proposal.broken
    if money:
        return money
    lies = proposal.ghosts[0] if proposal.ghosts else None
    return f"{_day(lies.start)} – {_day(lies.finish)}" if lies is not None else ""


def snapped_start(held: Grab, start: date) -> date:
    """The start, or the nearest one for which a credit could pay, if it is near and nothing could be paid otherwise."""
    slots = [slot for of_credit in held.slots.values() for slot in of_credit]
    if start == held.present.start or not slots or any(start in slot for slot in slots):
        return start
    nearest = min((edge for slot in slots for edge in (slot.start, slot.end)), key=lambda edge: abs(edge - start))
    return nearest if abs(nearest - start) <= SNAP else start


def link_refusal(plan: Plan, waiting_for: frozenset[str], predecessor: str, successor: str) -> str | None:
    """Why a phase cannot be made to wait for another, in words; None if it can.

    waiting_for: what the predecessor itself waits for, asked for once while a link is drawn.
    """
    if successor == predecessor:
        return f"{successor} cannot wait for itself"
    if successor in waiting_for:
        return f"{predecessor} already waits for {successor}: a circle"
    if any((link.predecessor, link.successor) == (predecessor, successor) for link in plan.dependencies):
        return f"{successor} already waits for {predecessor}"
    return None


# Where money could be earned


def _slots(plan: Plan, phase: Phase, option: DeliveryOption) -> Iterator[tuple[str, tuple[DateRange, ...]]]:
    days = phase_workdays(plan, phase).workdays(plan.start, plan.horizon)
    spans = list(zip(days, days[option.duration - 1 :], strict=False))
    for credit in plan.credits:
        if could_be_claimed(plan, credit, phase, option):
            slots = tuple(_funded(plan, credit, [Delivery(phase, option, *span) for span in spans]))
            if slots:
                yield credit.id, slots


def _funded(plan: Plan, credit: Credit, deliveries: list[Delivery]) -> Iterator[DateRange]:
    """The stretches of starts for which the credit could pay."""
    begun: date | None = None
    last = date.min
    for each in deliveries:
        if is_claimable(plan, credit, each):
            begun, last = begun or each.start, each.start
        elif begun is not None:
            yield DateRange(begun, last)
            begun = None
    if begun is not None:
        yield DateRange(begun, last)


# What breaks, in words


def _proposal(held: Grab, moved: Moved, claims: tuple[Claim, ...], *, is_at_least: bool) -> DragProposal:
    before, after = _total(held.schedule.claims), _total(claims)
    ghosts = sorted(moved.changed.values(), key=lambda each: each.phase != held.phase)
    broken = moved.broken.rstrip(".") if moved.broken is not None else None
    return DragProposal(
        phase=held.phase,
        moved=moved,
        money_before=before,
        money_after=after,
        is_at_least=is_at_least,
        broken=broken or (_why_less(held, moved) if after < before else None),
        is_refused=not held.pushes and moved.is_link_broken,
        ghosts=tuple(ghosts),
    )


def _why_less(held: Grab, moved: Moved) -> str | None:
    """The first rule that takes a present claim away."""
    plan, placed, claims = held.state.plan, moved.placed, held.schedule.claims
    elsewhere = {held.phase, *held.together, *moved.pushed}
    asked = tuple(claim for claim in claims if claim.phase in elsewhere) if held.is_sound else claims
    broken = next(chain(broken_alone(plan, placed, asked), broken_together(plan, placed, claims)), None)
    return _in_short(plan, broken, placed) if broken is not None else None


def _in_short(plan: Plan, broken: BrokenRule, placed: Mapping[str, Assignment]) -> str:
    """The rule as the shortest phrase that names what is missed."""
    if not broken.credits:
        return broken.sentence.rstrip(".")
    credit = plan.credit[broken.credits[0]]
    match broken.code:
        case "APPROVAL" if broken.phases and broken.phases[0] in placed:
            return _before_approval(plan, credit, placed[broken.phases[0]].start) or broken.sentence.rstrip(".")
        case "WINDOW":
            return f"after {credit.id} expires on {_day(expiry(credit))}"
        case "POE" if credit.proof_deadline is not None:
            return f"too late for {credit.id}'s proof by {_day(credit.proof_deadline)}"
        case "MINCLAIM":
            return f"below {credit.id}'s minimum of {minimum_claim(credit):,}"
    return broken.sentence.rstrip(".")


def _before_approval(plan: Plan, credit: Credit, start: date) -> str | None:
    if start < credit.window.start:
        return f"before {credit.id} opens on {_day(credit.window.start)}"
    if start < approved_on(plan, credit):
        waits = credit.approved_on is None and credit.approval_lead > 0
        lead = f" ({credit.approval_lead} days)" if waits else ""
        return f"before {credit.id} is approved on {_day(approved_on(plan, credit))}{lead}"
    return None


def _difference(proposal: DragProposal) -> str:
    """What the move earns or costs; a figure that may still get better says so."""
    amount = proposal.difference
    if amount == 0:
        return ""
    text = f"{'−' if amount < 0 else '+'}{abs(amount):,}"
    if not proposal.is_at_least:
        return text
    return f"at least {text}" if amount > 0 else f"up to {text}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _total(claims: tuple[Claim, ...]) -> int:
    return sum(claim.amount for claim in claims)
