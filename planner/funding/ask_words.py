"""What is said of an ask: the request and the reason in delivery, which may both leave the house.

Neither tells what the ask would gain, nor any sum but a cap that the letter itself states: what it is worth to us is
our own affair. The reason is read off the plan and its dates, phase by phase.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from planner.funding.asks import Ask, AskKind
from planner.funding.claim_rules import Delivery, could_be_claimed, expiry, opens_on, proof_ready_on
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.passes import earliest
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule

MOST_NAMED = 3
"""Phases that one sentence can name and still be read."""


class AskWords(NamedTuple):
    """An ask as it is put to the other side, and why the work needs it."""

    request: str
    reason: str

    @property
    def sentence(self) -> str:
        """Both, as they are copied."""
        return f"{self.request} {self.reason}"


def ask_words(plan: Plan, schedule: Schedule | None, ask: Ask) -> AskWords:
    """The words of an ask. schedule: whose dates the reason tells; without one, the earliest dates of the network."""
    return AskWords(REQUESTS[ask.kind](plan, ask), REASONS[ask.kind](_Dates(plan, schedule), ask))


# Requests


def _expiry(plan: Plan, ask: Ask) -> str:
    days = plan.credit[ask.of].window
    return _later(f"extend the period of performance of {_credit(plan, ask)}", days.end, ask.by)


def _proof(plan: Plan, ask: Ask) -> str:
    deadline = plan.credit[ask.of].proof_deadline or plan.horizon
    return _later(f"take proof of execution for {_credit(plan, ask)} later", deadline, ask.by)


def _later(what: str, day: date, days: int) -> str:
    return f"Please {what} by {_counted(days, 'day')}, from {day} to {day + timedelta(days=days)}."


def _claim_days(plan: Plan, ask: Ask) -> str:
    days = (plan.credit[ask.of].claim_days or 0) + ask.by
    return f"Please take proof of execution for {_credit(plan, ask)} within {days} days after the work."


def _approval(plan: Plan, ask: Ask) -> str:
    lead = plan.credit[ask.of].approval_lead + ask.by
    within = f"within {_counted(lead, 'working day')} of the request" if lead else "on the day of the request"
    return f"Please approve {_credit(plan, ask)} {within}."


def _covered(plan: Plan, ask: Ask) -> str:
    return f"Please add the {ask.kind} {ask.name} to the scope of {_credit(plan, ask)}."


def _approved_partner(plan: Plan, ask: Ask) -> str:
    return f"Please approve {plan.partner[ask.name].name} as delivery partner for {_credit(plan, ask)}."


def _face(plan: Plan, ask: Ask) -> str:
    return f"Please raise the cap of {_credit(plan, ask)} to {_sum(plan, ask, plan.credit[ask.of].face)}."


def _phase_cap(plan: Plan, ask: Ask) -> str:
    cap = _sum(plan, ask, plan.credit[ask.of].phase_cap or 0)
    return f"Please raise what {_credit(plan, ask)} pays for one piece of work to {cap}."


def _sum(plan: Plan, ask: Ask, present: int) -> str:
    exchange = plan.credit[ask.of].exchange
    return f"{present + ask.by:,} {plan.currency if exchange is None else exchange.currency}"


def _combined_cap(plan: Plan, ask: Ask) -> str:
    cap = next(cap for cap in plan.combined_caps if cap.id == ask.of)
    return f"Please raise the combined cap {cap.id} to {cap.limit + ask.by:,} {plan.currency}."


def _stacking(plan: Plan, ask: Ask) -> str:
    other = ask._replace(of=ask.name)
    return f"Please confirm in writing that {_credit(plan, ask)} and {_credit(plan, other)} may pay for the same work."


def _endorsement(plan: Plan, ask: Ask) -> str:
    return f"Please approve {plan.partner[ask.of].name} for {ask.name}."


def _team(plan: Plan, ask: Ask) -> str:
    partner = plan.partner[ask.of]
    return f"Please have {partner.name} staff {_counted(partner.teams + ask.by, 'team')} in place of {partner.teams}."


def _available(plan: Plan, ask: Ask) -> str:
    partner, days = plan.partner[ask.of], timedelta(days=ask.by)
    window = partner.windows[int(ask.name)]
    if ask.kind == "available earlier":
        return f"Please have {partner.name} available from {window.start - days} instead of {window.start}."
    return f"Please have {partner.name} available until {window.end + days} instead of {window.end}."


def _freeze(plan: Plan, ask: Ask) -> str:
    freeze, days = plan.freezes[int(ask.of)], timedelta(days=ask.by)
    direction = "later" if ask.by > 0 else "earlier"
    moved = f"from {freeze.days.start + days} to {freeze.days.end + days}"
    return f"Move the freeze {freeze.name} {_counted(abs(ask.by), 'day')} {direction}, {moved}."


def _pin(plan: Plan, ask: Ask) -> str:
    held = next(pin for pin in plan.pins if pin.phase == ask.of)
    start = "" if held.start is None else f" on {held.start}"
    option = "" if held.option is None else f" with {held.option}"
    return f"Let {ask.of} go, which is pinned{start}{option}."


def _credit(plan: Plan, ask: Ask) -> str:
    credit = plan.credit[ask.of]
    return credit.id if credit.name == credit.id else f"{credit.name} ({credit.id})"


REQUESTS: Mapping[AskKind, Callable[[Plan, Ask], str]] = {
    "expiry": _expiry,
    "proof": _proof,
    "claim days": _claim_days,
    "approval": _approval,
    "workload": _covered,
    "motion": _covered,
    "region": _covered,
    "approved partner": _approved_partner,
    "face": _face,
    "phase cap": _phase_cap,
    "combined cap": _combined_cap,
    "stacking": _stacking,
    "endorsement": _endorsement,
    "team": _team,
    "available earlier": _available,
    "available later": _available,
    "freeze": _freeze,
    "pin": _pin,
}
"""What is asked for, by kind."""


# Reasons


class _Dates:
    """The plan with the dates that a reason may tell: those of the schedule, or the earliest of the network."""

    def __init__(self, plan: Plan, schedule: Schedule | None) -> None:
        self.plan = plan
        self._schedule = schedule

    @property
    def told(self) -> str:
        """What kind of dates they are."""
        return "at the earliest, by links and freezes" if self._schedule is None else "as it is planned now"

    def delivered(self, phases: Iterable[Phase]) -> Iterator[Delivery]:
        """The phases that have dates, each by its option in the schedule, or by its first."""
        first = earliest(replace(self.plan, pins=())) if self._schedule is None else {}
        for phase in phases:
            if self._schedule is None:
                runs = [(work.option, run) for work, run in first[phase.id].runs]
            else:
                placed = self._schedule.assignment(phase.id)
                option = None if placed is None else phase.option(placed.option)
                runs = [] if placed is None or option is None else [(option, placed)]
            yield from (Delivery(phase, option, run.start, run.finish) for option, run in runs[:1])

    def in_scope(self, credit: Credit) -> list[Phase]:
        """The phases that the credit could pay for on some dates."""
        plan = self.plan
        return [
            phase
            for phase in plan.phases
            if any(could_be_claimed(plan, credit, phase, option) for option in phase.options)
        ]

    def offered(self, partner: str, workload: str | None = None) -> list[Phase]:
        """The phases that the partner could deliver, of one workload or of all."""
        phases = (phase for phase in self.plan.phases if phase.option(partner) is not None)
        return [phase for phase in phases if workload in {None, phase.workload}]


def _after_expiry(dates: _Dates, ask: Ask) -> str:
    credit = dates.plan.credit[ask.of]
    is_proof = credit.expiry_basis == "poe_submitted"

    def due(each: Delivery) -> date:
        return proof_ready_on(dates.plan, credit, each) if is_proof else each.finish

    return _last_done(dates, ask, due, expiry(credit), "is proven" if is_proof else "ends")


def _after_deadline(dates: _Dates, ask: Ask) -> str:
    credit = dates.plan.credit[ask.of]
    last = credit.proof_deadline or dates.plan.horizon
    return _last_done(dates, ask, lambda each: proof_ready_on(dates.plan, credit, each), last, "is proven")


def _last_done(dates: _Dates, ask: Ask, due: Callable[[Delivery], date], last: date, verb: str) -> str:
    """The work in scope that comes in, or else the work that comes too late, or, where none does, the last of it."""
    in_scope = dates.in_scope(dates.plan.credit[ask.of])
    done = sorted((due(each), each.phase.id) for each in dates.delivered(in_scope))
    late = [each for each in done if each[0] > last]
    coming_in = [each for each in late if each[0] <= last + timedelta(days=ask.by)]
    if late:
        told = (f"{phase} {verb} on {day}" for day, phase in (coming_in or late)[:MOST_NAMED])
        return f"Of the work in its scope {_listed(told)}, {dates.told}."
    if done:
        return f"The work in its scope {verb} on {done[-1][0]} at the last, and any slip of it needs room."
    return "The work that it is meant for has no earlier dates."


def _slow_proof(dates: _Dates, ask: Ask) -> str:
    days = dates.plan.credit[ask.of].proof_preparation
    return f"Proof takes {_counted(days, 'working day')} to prepare, and holidays fall into that time."


def _before_approval(dates: _Dates, ask: Ask) -> str:
    credit = dates.plan.credit[ask.of]
    opens, ready = opens_on(dates.plan, credit), list(_Dates(dates.plan, None).delivered(dates.in_scope(credit)))
    waiting = [each.phase.id for each in sorted(ready, key=lambda each: each.start) if each.start < opens]
    if waiting:
        return f"{_named(waiting)} can start before {opens}, and nothing may start before the approval."
    return f"Nothing may start before the approval, and {opens} leaves the work in its scope little time."


def _uncovered(dates: _Dates, ask: Ask) -> str:
    phases = [phase for phase in dates.plan.phases if getattr(phase, ask.kind) == ask.name]
    return f"The letter leaves out {_work(phases)}, which belongs to the same rollout."


def _delivers_now(dates: _Dates, ask: Ask) -> str:
    credit = dates.plan.credit[ask.of]
    wider = replace(credit, approved_partners=(ask.name,))
    phases = [phase for phase in dates.in_scope(wider) if phase.option(ask.name) is not None]
    partner = dates.plan.partner[ask.name].name
    if phases:
        return f"{partner} can deliver {_work(phases)}, all of it in its scope."
    return f"{partner} delivers other work of this rollout: {_work(dates.offered(ask.name))}."


def _size_of_scope(dates: _Dates, ask: Ask) -> str:
    return f"The work in its scope is {_work(dates.in_scope(dates.plan.credit[ask.of]))}."


def _size_of_cap(dates: _Dates, ask: Ask) -> str:
    sharing = [credit for credit in dates.plan.credits if ask.of in credit.combined_caps]
    phases = {phase.id: phase for credit in sharing for phase in dates.in_scope(credit)}
    named = _listed(credit.id for credit in sharing)
    return f"{named} share it, and the work in their scopes is {_work([*phases.values()])}."


def _in_both(dates: _Dates, ask: Ask) -> str:
    scopes = [dates.in_scope(dates.plan.credit[credit]) for credit in (ask.of, ask.name)]
    return f"{_work([phase for phase in scopes[0] if phase in scopes[1]])}: the letters of both cover this work."


def _endorsed(dates: _Dates, ask: Ask) -> str:
    return f"{dates.plan.partner[ask.of].name} is to deliver {_work(dates.offered(ask.of, ask.name))}."


def _waiting(dates: _Dates, ask: Ask) -> str:
    partner = dates.plan.partner[ask.of]
    return f"{_work(dates.offered(ask.of))} would otherwise wait for each other at {partner.name}."


def _outside(dates: _Dates, ask: Ask) -> str:
    windows = " or ".join(f"{each.start} to {each.end}" for each in dates.plan.partner[ask.of].windows)
    return f"{_work(dates.offered(ask.of))} must fit into {windows} without being split."


def _frozen(dates: _Dates, ask: Ask) -> str:
    freeze = dates.plan.freezes[int(ask.of)]
    bound = [phase for phase in dates.plan.phases if phase.change and freeze.binds(phase.region)]
    meeting = [each.phase for each in dates.delivered(bound) if freeze.days.overlaps(each.start, each.finish)]
    return f"It holds up {_work(meeting or bound)}."


def _pinned(dates: _Dates, ask: Ask) -> str:
    links = [link for link in dates.plan.dependencies if ask.of in {link.predecessor, link.successor}]
    return f"{_counted(len(links), 'link')} of {ask.of} {'has' if len(links) == 1 else 'have'} to make way for it."


def _work(phases: list[Phase]) -> str:
    """Phases with their seats, as M07, M08 and 3 more (up to 1,200 seats)."""
    seats, named = max((phase.seats for phase in phases), default=0), _named([phase.id for phase in phases])
    return f"{named} (up to {seats:,} seats)" if seats else named


def _named(names: list[str]) -> str:
    shown = names if len(names) <= MOST_NAMED + 1 else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    return _listed(shown) if shown else "no work yet"


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


REASONS: Mapping[AskKind, Callable[[_Dates, Ask], str]] = {
    "expiry": _after_expiry,
    "proof": _after_deadline,
    "claim days": _slow_proof,
    "approval": _before_approval,
    "workload": _uncovered,
    "motion": _uncovered,
    "region": _uncovered,
    "approved partner": _delivers_now,
    "face": _size_of_scope,
    "phase cap": _size_of_scope,
    "combined cap": _size_of_cap,
    "stacking": _in_both,
    "endorsement": _endorsed,
    "team": _waiting,
    "available earlier": _outside,
    "available later": _outside,
    "freeze": _frozen,
    "pin": _pinned,
}
"""Why the work needs it, by kind."""
