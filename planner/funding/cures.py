"""The smallest set of changes that lets a claim count by itself: what to ask for, or to do differently.

Two ways are tried for each option of the phase: to ask for other terms, one for each condition that fails, or to move
the phase to the nearest days on which its dates are right. Nothing here knows a rule; each change is made just large
enough for the rule to hold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from planner.checks import first_overload
from planner.funding.changes import Change, ChangeKind
from planner.funding.claim_rules import (
    Delivery,
    approved_on,
    expiry,
    is_claimable,
    last_finish,
    last_request,
    opens_on,
    proof_ready_on,
    window,
)
from planner.funding.credits import LOST, Credit
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import place
from planner.rollout.passes import Bounds, between, first_run, last_run, work
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import region_workdays
from planner.value import DateRange

LONGEST_EXTENSION = 60
"""Calendar days by which an expiry is moved at most, once (field guide 2.2)."""


class Situation(NamedTuple):
    """A credit and a delivered phase, in the plan in which they meet."""

    plan: Plan
    credit: Credit
    delivery: Delivery

    def after(self, change: Change) -> "Situation":
        """The same after a change of the credit or of a partner."""
        fields = {change.field: change.to}
        if change.place[0] == "credit":
            return self._replace(credit=replace(self.credit, **fields))
        partners = (replace(each, **fields) if each.id == change.place[1] else each for each in self.plan.partners)
        return self._replace(plan=replace(self.plan, partners=tuple(partners)))

    @property
    def is_claimable(self) -> bool:
        return is_claimable(self.plan, self.credit, self.delivery)


class Cure(NamedTuple):
    """Changes that let a claim count, and the claim's situation after them."""

    situation: Situation
    changes: tuple[Change, ...]


class Surroundings:
    """The schedule around each phase, looked up once for all claims of a state."""

    def __init__(self, plan: Plan, schedule: Schedule) -> None:
        self.plan = plan
        self.placed = {each.phase: each for each in schedule.assignments}
        self._bounds: dict[str, Bounds] = {}

    @cached_property
    def links(self) -> dict[str, list[Dependency]]:
        """The links of each phase, in and out."""
        links: defaultdict[str, list[Dependency]] = defaultdict(list)
        for link in self.plan.dependencies:
            links[link.predecessor].append(link)
            links[link.successor].append(link)
        return links

    @cached_property
    def by_option(self) -> dict[str, list[Assignment]]:
        """What each partner delivers."""
        delivered: defaultdict[str, list[Assignment]] = defaultdict(list)
        for each in self.placed.values():
            delivered[each.option].append(each)
        return delivered

    def bounds(self, phase: Phase) -> Bounds:
        """The days that the phase has as long as nothing else moves."""
        if phase.id not in self._bounds:
            links = self.links.get(phase.id, ())
            self._bounds[phase.id] = between(self.plan, phase, links, self.placed)
        return self._bounds[phase.id]

    def has_room(self, phase: Phase, run: Assignment) -> bool:
        """Whether the phase could run so, with everything else where it is."""
        bounds = self.bounds(phase)
        in_bounds = bounds.start_from <= run.start <= bounds.start_by and bounds.finish_from <= run.finish
        partner = self.plan.partner.get(run.option)
        if not in_bounds or run.finish > bounds.finish_by or partner is None:
            return False
        beside = (each for each in self.by_option.get(run.option, ()) if each.phase != phase.id)
        overlapping = [each for each in beside if each.start <= run.finish and run.start <= each.finish]
        return first_overload(partner, [*overlapping, run]) is None


def smallest_cure(around: Surroundings, credit: Credit, phase: Phase) -> Cure | None:
    """The fewest changes that let the credit pay for the scheduled phase; None if nothing here would.

    Of equally many, those that disturb no other phase come first, then those that need nobody's consent, then the
    shortest.
    """
    return min(_cures(around, credit, phase), key=lambda cure: _effort(around, cure), default=None)


def _effort(around: Surroundings, cure: Cure) -> tuple[int, bool, int, int]:
    delivered = cure.situation.delivery
    run = Assignment(delivered.phase.id, delivered.option.id, delivered.start, delivered.finish)
    disturbs = any(change.is_own for change in cure.changes) and not around.has_room(delivered.phase, run)
    asks = sum(not change.is_own for change in cure.changes)
    return len(cure.changes), disturbs, asks, sum(change.by for change in cure.changes)


def _cures(around: Surroundings, credit: Credit, phase: Phase) -> Iterator[Cure]:
    now = around.placed[phase.id]
    for option, chosen in _ways(around.plan, credit, phase, now):
        run = _run(around.plan, phase, option, now.start) if chosen else now
        situation = Situation(around.plan, credit, Delivery(phase, option, run.start, run.finish))
        situation, asked = _asked(situation, UNDATED)
        dated, terms = _asked(situation, DATED)
        if dated.is_claimable:  # what should have been asked for before the status date can be had no more
            yield Cure(dated, (*chosen, *asked, *terms))
        if terms:
            yield from (
                Cure(moved, (*chosen, _start_change(around.plan, now, moved.delivery), *asked))
                for moved in _moved(around, situation)
            )


def _ways(
    plan: Plan, credit: Credit, phase: Phase, now: Assignment
) -> Iterator[tuple[DeliveryOption, tuple[Change, ...]]]:
    """The options by a partner, and what it takes to choose each."""
    paid = [option for option in phase.options if option.kind == "partner"]
    for option in paid:
        yield option, () if option.id == now.option else (_option_change(plan, phase, option, now),)
    present = phase.option(now.option)
    if paid or present is None:
        return
    for partner in plan.partners:
        if partner.id in credit.approved_partners and phase.workload in partner.approved_workloads:
            option = DeliveryOption(
                kind="partner", partner=partner.id, duration=present.duration, cost=phase.eligible_cost
            )
            added = Change(
                *("DELIVERY", "partner", ("phase", phase.id), "options", (*phase.options, option), 0),
                f"Get an offer of {partner.name} to deliver {phase.id}, and choose it.",
            )
            yield option, (added, _option_change(plan, phase, option, now))
            return


def _run(plan: Plan, phase: Phase, option: DeliveryOption, start: date) -> Assignment:
    """The phase by that option, which need not be one of it yet, from the day on."""
    return place(plan, replace(phase, options=(option,)), option.id, start)


def _option_change(plan: Plan, phase: Phase, option: DeliveryOption, now: Assignment) -> Change:
    name, code = plan.partner[option.id].name, "PARTNER" if now.option in plan.partner else "DELIVERY"
    sentence = f"Have {phase.id} delivered by {name} instead of {plan.deliverer(now.option)}."
    return Change(code, "partner", ("phase", phase.id), "option", option.id, 0, sentence)


# Moving the phase


def _moved(around: Surroundings, situation: Situation) -> Iterator[Situation]:
    """The nearest days before and after on which the claim counts, if the phase can lie there."""
    plan, credit, delivered = situation
    bounds, task = around.bounds(delivered.phase), work(plan, delivered.phase, delivered.option)
    ends = last_finish(plan, credit, delivered.phase)
    later = first_run(plan, task, bounds.starting_from(max(opens_on(plan, credit), delivered.start)))
    before = bounds._replace(start_by=min(bounds.start_by, delivered.start))
    earlier = last_run(plan, task, before if ends is None else before.finishing_by(ends))
    for run in (earlier, later):
        if run is not None and around.has_room(delivered.phase, run):
            moved = situation._replace(delivery=delivered._replace(start=run.start, finish=run.finish))
            if moved.is_claimable and run.start != delivered.start:
                yield moved


def _start_change(plan: Plan, now: Assignment, moved: Delivery) -> Change:
    number = region_workdays(plan, moved.phase.region).number
    days = number(moved.start) - number(now.start)
    direction = "later" if days > 0 else "earlier"
    sentence = f"Start {now.phase} {counted(abs(days), 'working day')} {direction}, on {moved.start}."
    code = "APPROVAL" if days > 0 else "WINDOW"
    return Change(code, "days", ("phase", now.phase), "start", moved.start, abs(days), sentence)


# Asking for other terms

Term = Callable[[Situation], Change | None]
"""What to ask for where one condition fails; None where it holds."""


def _asked(situation: Situation, terms: tuple[Term, ...]) -> tuple[Situation, tuple[Change, ...]]:
    """The situation once everything is granted, and what was asked for; each is asked for after those before it."""
    changes: list[Change] = []
    for term in terms:
        change = term(situation)
        if change is not None:
            situation = situation.after(change)
            changes.append(change)
    return situation, tuple(changes)


def _reinstated(situation: Situation) -> Change | None:
    credit = situation.credit
    if credit.status not in LOST:
        return None
    sentence = f"Have {credit.id} reinstated; it is {credit.status}."
    return Change("APPROVAL", "status", ("credit", credit.id), "status", "proposed", 0, sentence)


def _covered(part: str, field: str) -> Term:
    def term(situation: Situation) -> Change | None:
        credit, value = situation.credit, getattr(situation.delivery.phase, part)
        allowed: tuple[str, ...] = getattr(credit.scope, field)
        if not allowed or value in allowed:
            return None
        wider = replace(credit.scope, **{field: (*allowed, value)})
        sentence = f"Have {part} {value} added to the scope of {credit.id}."
        return Change("SCOPE", "scope", ("credit", credit.id), "scope", wider, 0, sentence)

    return term


def _approved_partner(situation: Situation) -> Change | None:
    credit, partner = situation.credit, situation.delivery.option.id
    if partner in credit.approved_partners:
        return None
    sentence = f"Have {situation.plan.partner[partner].name} approved for {credit.id}."
    wider = (*credit.approved_partners, partner)
    return Change("PARTNER", "partner", ("credit", credit.id), "approved_partners", wider, 0, sentence)


def _endorsed(situation: Situation) -> Change | None:
    partner, workload = situation.plan.partner[situation.delivery.option.id], situation.delivery.phase.workload
    if workload in partner.approved_workloads:
        return None
    wider = (*partner.approved_workloads, workload)
    sentence = f"Have {partner.name} approved for {workload}."
    return Change("PARTNER", "partner", ("partner", partner.id), "approved_workloads", wider, 0, sentence)


def _available(situation: Situation) -> Change | None:
    partner, (_, _, start, finish) = situation.plan.partner[situation.delivery.option.id], situation.delivery
    if partner.is_available(start, finish):
        return None
    nearest = min(partner.windows, key=lambda each: _days_longer(each, start, finish))
    longer = DateRange(min(nearest.start, start), max(nearest.end, finish))
    windows = tuple(longer if each is nearest else each for each in partner.windows)
    days = _days_longer(nearest, start, finish)
    sentence = f"Have {partner.name} available {counted(days, 'day')} longer, from {longer.start} to {longer.end}."
    return Change("PARTNER", "days", ("partner", partner.id), "windows", windows, days, sentence)


def _days_longer(window: DateRange, start: date, finish: date) -> int:
    return max((window.start - start).days, 0) + max((finish - window.end).days, 0)


def _opened(situation: Situation) -> Change | None:
    credit, start = situation.credit, situation.delivery.start
    days = (credit.window.start - start).days
    if days <= 0:
        return None
    sentence = f"Have the window of {credit.id} open {counted(days, 'day')} earlier, on {start}."
    return _asked_of(credit, "APPROVAL", "days", "window", replace(credit.window, start=start), days, sentence)


def _approved(situation: Situation) -> Change | None:
    plan, credit, start = situation.plan, situation.credit, situation.delivery.start
    approved = approved_on(plan, credit)
    if approved <= start:
        return None
    if credit.approved_on is not None:
        days = (approved - start).days
        sentence = f"Have {credit.id} approved {counted(days, 'day')} earlier, on {start}."
        return _asked_of(credit, "APPROVAL", "date", "approved_on", start, days, sentence)
    last = last_request(plan, credit, start)
    is_too_late_to_ask = plan.status_date is not None and last < plan.status_date
    if credit.status != "proposed" or is_too_late_to_ask:
        faster = _faster_approval(situation)
        if faster is not None:
            return faster
    days = ((credit.request_date or plan.start) - last).days
    sentence = f"Ask for {credit.id} by {last}, {counted(days, 'day')} earlier."
    return _asked_of(credit, "APPROVAL", "date", "request_date", last, days, sentence)


def _faster_approval(situation: Situation) -> Change | None:
    """A shorter approval, for what is asked for already."""
    plan, credit, start = situation.plan, situation.credit, situation.delivery.start

    def holds(days: int) -> bool:
        return approved_on(plan, replace(credit, approval_lead=credit.approval_lead - days)) <= start

    if not holds(credit.approval_lead):
        return None
    days = least(holds, credit.approval_lead)
    lead = credit.approval_lead - days
    sentence = f"Have {credit.id} approved {counted(days, 'working day')} faster, within {lead}."
    return _asked_of(credit, "APPROVAL", "days", "approval_lead", lead, days, sentence)


def _signed(situation: Situation) -> Change | None:
    return _dated_earlier(situation, "sow_signed_on", "Sign the SOW of {}")


def _registered(situation: Situation) -> Change | None:
    return _dated_earlier(situation, "registered_on", "Register the deal of {}")


def _dated_earlier(situation: Situation, field: str, what: str) -> Change | None:
    credit, start = situation.credit, situation.delivery.start
    day: date | None = getattr(credit, field)
    if day is None or day <= start:
        return None
    days = (day - start).days
    sentence = f"{what.format(credit.id)} {counted(days, 'day')} earlier, on {start}."
    return _asked_of(credit, "APPROVAL", "date", field, start, days, sentence)


def _expiring_later(situation: Situation) -> Change | None:
    plan, credit, delivered = situation
    if window(plan, credit, delivered) is None:
        return None

    def holds(days: int) -> bool:
        return window(plan, _extended(credit, days), delivered) is None

    days = least(holds, most=(date.max - credit.window.end).days // 2)  # beyond the days of any plan
    if credit.extension == 0 and days <= LONGEST_EXTENSION:
        by_right = replace(credit, extension=days)
        if window(plan, by_right, delivered) is None:
            sentence = (
                f"Ask for the one-time extension of {credit.id} by {counted(days, 'day')}, to {expiry(by_right)}."
            )
            return _asked_of(credit, "WINDOW", "days", "extension", days, days, sentence)
    later = _extended(credit, days)
    sentence = f"Have the window of {credit.id} extended by {counted(days, 'day')}, to {later.window.end}."
    return _asked_of(credit, "WINDOW", "days", "window", later.window, days, sentence)


def _extended(credit: Credit, days: int) -> Credit:
    end = credit.window.end + timedelta(days=days)
    return replace(credit, window=replace(credit.window, end=end))


def _proven_later(situation: Situation) -> Change | None:
    credit = situation.credit
    ready = proof_ready_on(situation.plan, credit, situation.delivery)
    if credit.proof_deadline is None or ready <= credit.proof_deadline:
        return None
    days = (ready - credit.proof_deadline).days
    sentence = f"Have proof for {credit.id} taken {counted(days, 'day')} later, until {ready}."
    return _asked_of(credit, "POE", "days", "proof_deadline", ready, days, sentence)


def _proven_longer(situation: Situation) -> Change | None:
    credit = situation.credit
    needed = (proof_ready_on(situation.plan, credit, situation.delivery) - situation.delivery.finish).days
    if credit.claim_days is None or needed <= credit.claim_days:
        return None
    days = needed - credit.claim_days
    sentence = f"Have {credit.id} take proof {counted(days, 'day')} longer, {needed} days after the work."
    return _asked_of(credit, "POE", "days", "claim_days", needed, days, sentence)


UNDATED: tuple[Term, ...] = (
    _reinstated,
    _covered("workload", "workloads"),
    _covered("motion", "motions"),
    _covered("region", "regions"),
    _approved_partner,
    _endorsed,
)
DATED: tuple[Term, ...] = (
    _available,
    _opened,
    _approved,
    _signed,
    _registered,
    _expiring_later,
    _proven_later,
    _proven_longer,
)


def _asked_of(credit: Credit, code: str, kind: ChangeKind, *what: Any) -> Change:  # noqa: ANN401 - a field's value
    """A change of the credit: its field, the new value, how far that is, and the sentence."""
    return Change(code, kind, ("credit", credit.id), *what)


def least(holds: Callable[[int], bool], most: int) -> int:
    """The least number from 1 to most for which it holds, where it holds for most and all between."""
    high = 1
    while high < most and not holds(high):
        high *= 2
    low, high = high // 2, min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def counted(number: int, what: str) -> str:
    """A number with its noun, as 1 day or 12 days."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
