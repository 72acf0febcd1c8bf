"""When a credit pays for a phase, and how much: one function per rule, and the only place that knows.

The rules are those of the field guide, section 6.2, under its codes. The timeline, the checker, the solver's pruning,
the ladder and the exporters all ask here. Three kinds:

- single-claim rules look at one credit and one delivered phase, and say why the credit pays nothing for it;
- limits say how much it pays for that phase at most;
- joint rules look at all claims of a schedule together.

Dates are inclusive; money is whole units of the plan's currency; shares are basis points and limits are floored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from planner.funding.credits import LOST, PENDING, Credit, OutcomeDate
from planner.plan import Plan
from planner.rollout.phases import DeliveryOption, Phase, deliverer
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import plan_workdays, region_workdays
from planner.value import WHOLE, Value

MILLION = 1_000_000


class Delivery(NamedTuple):
    """A phase delivered by one of its options, from its first to its last day."""

    phase: Phase
    option: DeliveryOption
    start: date
    finish: date


class BrokenRule(Value, frozen=True, kw_only=True):
    """A rule that a claim, or several together, break.

    code: of the field guide. sentence: why, naming the values. phases, credits: whom it concerns.
    """

    code: str
    sentence: str
    phases: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


def delivery_of(plan: Plan, run: Assignment) -> Delivery | None:
    """A scheduled phase as it is delivered; None where it cannot be delivered so any more."""
    phase = plan.phase[run.phase]
    option = phase.option(run.option)
    return None if option is None else Delivery(phase, option, run.start, run.finish)


def deliveries(plan: Plan, schedule: Schedule) -> dict[str, Delivery]:
    """What is delivered when, by phase."""
    found = (delivery_of(plan, run) for run in schedule.assignments)
    return {delivered.phase.id: delivered for delivered in found if delivered is not None}


Reason = str | None
"""Why a rule does not hold, as a sentence; None when it holds."""
SingleClaimRule = Callable[[Plan, Credit, Delivery], Reason]
Limit = Callable[[Credit, Phase, DeliveryOption], int | None]


# Single-claim rules


def scope(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """SCOPE: workload, motion and region of the phase lie in the credit's; an empty part means all."""
    outside = _outside_scope(credit, delivered.phase)
    if outside is None:
        return None
    part, allowed = outside
    return f"{credit.id} does not cover {part}; it covers {_listed(allowed)}."


def _outside_scope(credit: Credit, phase: Phase) -> tuple[str, tuple[str, ...]] | None:
    """The first part of the phase that the credit does not cover, with those that it covers; no words, as most ask."""
    covered = credit.scope
    if covered.workloads and phase.workload not in covered.workloads:
        return phase.workload, covered.workloads
    if covered.motions and phase.motion not in covered.motions:
        return phase.motion, covered.motions
    if covered.regions and phase.region not in covered.regions:
        return phase.region, covered.regions
    return None


def delivery(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """DELIVERY: only work that a partner is paid for earns; FastTrack and internal work never do."""
    if delivered.option.kind == "partner":
        return None
    return f"{delivered.phase.id} is delivered by {deliverer(delivered.option.id)}, and a credit pays partners only."


def partner(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """PARTNER: approved by the credit and for the workload, the whole span inside one of its availability windows.

    An overloaded team is a fault of the schedule, no rule of the claim.
    """
    unapproved = _partner_unapproved(plan, credit, delivered)
    if unapproved is not None or delivered.option.partner is None:
        return unapproved
    partner = plan.partner[delivered.option.partner]
    if partner.is_available(delivered.start, delivered.finish):
        return None
    return f"{partner.name} is not available from {delivered.start} to {delivered.finish}."


def _partner_unapproved(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """The part of PARTNER that looks at no date."""
    partner = plan.partner.get(delivered.option.partner or "")
    if partner is None:
        return f"No partner delivers {delivered.phase.id}."
    if partner.id not in credit.approved_partners:
        return f"{credit.id} has not approved {partner.name}; approved: {_listed(credit.approved_partners)}."
    if delivered.phase.workload not in partner.approved_workloads:
        return f"{partner.name} is not approved for {delivered.phase.workload}."
    return None


def approval(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """APPROVAL: no work before the window opens, the approval, and, where given, SOW signature and registration."""
    if credit.status in LOST:
        return f"{credit.id} is {credit.status}."
    for day, why in _openings(plan, credit):
        if delivered.start < day:
            return f"Work starts {delivered.start}, {why.format(credit.id)} {day}."
    return None


def window(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """WINDOW: what the credit's expiry asks for (work, proof or SOW) is done by the expiry, which itself counts."""
    last = expiry(credit)
    done, what = _done_by_expiry(plan, credit, delivered)
    if done is None or done <= last:
        return None
    return f"{what} {done}, after {credit.id} expires on {last}."


def _done_by_expiry(plan: Plan, credit: Credit, delivered: Delivery) -> tuple[date | None, str]:
    """What the expiry asks for, and when it is done; None while the SOW has no date, and then nothing is tested."""
    match credit.expiry_basis:
        case "work_complete":
            return delivered.finish, "Work ends"
        case "poe_submitted":
            return proof_ready_on(plan, credit, delivered), "Proof of execution is ready"
        case "sow_submitted":
            return credit.sow_signed_on, "The SOW is signed"


def proof(plan: Plan, credit: Credit, delivered: Delivery) -> Reason:
    """POE: proof is ready by the deadline and within the days that the credit gives after completion."""
    if credit.proof_deadline is None and credit.claim_days is None:
        return None
    ready = proof_ready_on(plan, credit, delivered)
    if credit.proof_deadline is not None and ready > credit.proof_deadline:
        return f"Proof of execution is ready {ready}; {credit.id} takes it until {credit.proof_deadline}."
    if credit.claim_days is not None and ready > delivered.finish + timedelta(days=credit.claim_days):
        return f"Proof of execution is ready {ready}, more than {credit.claim_days} days after {delivered.finish}."
    return None


SINGLE_CLAIM_RULES: Mapping[str, SingleClaimRule] = {
    "SCOPE": scope,
    "DELIVERY": delivery,
    "PARTNER": partner,
    "APPROVAL": approval,
    "WINDOW": window,
    "POE": proof,
}


# Dates that the rules look at


def approved_on(plan: Plan, credit: Credit) -> date:
    """The day of approval: the actual one, or the first on which it can be had.

    What was asked for and is not answered on the status date is not approved before it: nothing is earned on the word
    of a day that has passed.
    """
    if credit.approved_on is not None:
        return credit.approved_on
    due = answer_due(plan, credit)
    return due if plan.status_date is None or credit.status not in PENDING else max(due, plan.status_date)


def answer_due(plan: Plan, credit: Credit) -> date:
    """The day on which the answer is due: the request's working day plus the approval lead."""
    return plan_workdays(plan).add_forward(asked_for_on(plan, credit), credit.approval_lead)


def asked_for_on(plan: Plan, credit: Credit) -> date:
    """The day of the request; without one the plan's first day. What has not been asked for cannot be in the past."""
    asked = credit.request_date or plan.start
    return asked if plan.status_date is None or credit.status != "proposed" else max(asked, plan.status_date)


def _openings(plan: Plan, credit: Credit) -> Iterator[tuple[date, str]]:
    """The days before which APPROVAL lets no work start, each with what happens on it."""
    yield credit.window.start, "before the window of {} opens on"
    yield approved_on(plan, credit), "but {} is approved only on"
    if credit.sow_signed_on is not None:
        yield credit.sow_signed_on, "before the SOW is signed on"
    if credit.registered_on is not None:
        yield credit.registered_on, "before the deal is registered on"


def opens_on(plan: Plan, credit: Credit) -> date:
    """The first day on which APPROVAL lets work start, unless the credit is lost and never opens."""
    return max(day for day, _ in _openings(plan, credit))


def last_request(plan: Plan, credit: Credit, start: date) -> date:
    """The last day on which the credit can be asked for so that it is approved by the day on which work starts."""
    return plan_workdays(plan).add(start, -credit.approval_lead)


def last_finish(plan: Plan, credit: Credit, phase: Phase) -> date | None:
    """The last day of work for which WINDOW and the deadline of POE still hold; None where neither bounds it.

    Nothing is said of the days that the credit gives after completion, nor of a SOW that is signed too late: those
    take the claim from earlier work as well.
    """
    proof_days = region_workdays(plan, phase.region)
    ends = [] if credit.proof_deadline is None else [proof_days.add(credit.proof_deadline, -credit.proof_preparation)]
    match credit.expiry_basis:
        case "work_complete":
            ends.append(expiry(credit))
        case "poe_submitted":
            ends.append(proof_days.add(expiry(credit), -credit.proof_preparation))
    return min(ends, default=None)


def expiry(credit: Credit) -> date:
    """Last day of the window, EXTENSION included: once, at most 60 days, and only if the SOW was signed before it."""
    if extension_missed(credit) is not None:
        return credit.window.end
    return credit.window.end + timedelta(days=credit.extension)


def extension_missed(credit: Credit) -> Reason:
    """EXTENSION: why an extension that was asked for does not count; None if it counts or was not asked for."""
    if credit.extension == 0:
        return None
    if credit.sow_signed_on is None or credit.sow_signed_on >= credit.window.end:
        return f"{credit.id} cannot be extended: no SOW was signed before it expires on {credit.window.end}."
    return None


def proof_ready_on(plan: Plan, credit: Credit, delivery: Delivery) -> date:
    """The day on which proof of execution is ready, counted in the calendar of the phase's region.

    Never before the work ends, which may have been on a day off.
    """
    ready = region_workdays(plan, delivery.phase.region).add(delivery.finish, credit.proof_preparation)
    return max(ready, delivery.finish)


def proof_due(credit: Credit, delivery: Delivery) -> date | None:
    """The last day on which the credit takes proof of the phase; None where nothing of its letter bounds it.

    The earliest of its deadline, of its expiry where that asks for the proof, and of the days after completion.
    """
    days = [] if credit.proof_deadline is None else [credit.proof_deadline]
    if credit.expiry_basis == "poe_submitted":
        days.append(expiry(credit))
    if credit.claim_days is not None:
        days.append(delivery.finish + timedelta(days=credit.claim_days))
    return min(days, default=None)


def payment_days(plan: Plan, credit: Credit, delivery: Delivery) -> tuple[date, ...]:
    """The days on which the tranches of a claim are paid, one for each; they decide nothing about the claim.

    The last, which may be the only one, comes once proof is ready and the days in which it may be claimed are over,
    the careful reading. The first of several comes with the SOW, or with the start of the work while the SOW has no
    date; those between with the end of the work.
    """
    last = proof_ready_on(plan, credit, delivery) + timedelta(days=credit.claim_days or 0)
    if len(credit.tranches) == 1:
        return (last,)
    first = credit.sow_signed_on or delivery.start
    return (first, *[delivery.finish] * (len(credit.tranches) - 2), last)


# Limits of a claim


def fundable_cost(phase: Phase, option: DeliveryOption) -> int:
    """What credits may pay for at all. The eligible cost caps it, so that a dearer partner never raises a credit."""
    return min(option.cost, phase.eligible_cost)


def share_limit(credit: Credit, phase: Phase, option: DeliveryOption) -> int:
    """SHARE: the credit's share of the fundable cost, scaled by the expected outcome where the credit is (OUTCOME)."""
    percent = phase.expected_outcome if credit.outcome_mode == "scaled" else 100
    return fundable_cost(phase, option) * credit.share * percent // (WHOLE * 100)


def full_share(credit: Credit, phase: Phase, option: DeliveryOption) -> int:
    """SHARE with the whole outcome reached: what the credit pays where nothing reduces it."""
    return fundable_cost(phase, option) * credit.share // WHOLE


def phase_cap(credit: Credit, phase: Phase, option: DeliveryOption) -> int | None:
    """PHASECAP: the most that the credit pays for one phase; None where it has no such cap."""
    return None if credit.phase_cap is None else in_plan_currency(credit, credit.phase_cap)


LIMITS: Mapping[str, Limit] = {"SHARE": share_limit, "PHASECAP": phase_cap}


def face_value(credit: Credit) -> int:
    """The face of the credit in the plan's currency."""
    return in_plan_currency(credit, credit.face)


def minimum_claim(credit: Credit) -> int:
    """The least that the credit pays if it pays at all, in the plan's currency, rounded up so that it is reached."""
    return -(-credit.minimum_claim * _millionths(credit) // MILLION)


def in_plan_currency(credit: Credit, amount: int) -> int:
    """An amount of the credit's letter in the plan's currency, floored."""
    return amount * _millionths(credit) // MILLION


def in_letter_currency(credit: Credit, amount: int) -> int:
    """The least amount of the credit's letter that is so much in the plan's currency."""
    return -(-amount * MILLION // _millionths(credit))


def letter_minimum(credit: Credit, amount: int) -> int:
    """The largest minimum in the credit's letter that this amount in the plan's currency still reaches."""
    return amount * MILLION // _millionths(credit)


def _millionths(credit: Credit) -> int:
    return MILLION if credit.exchange is None else credit.exchange.millionths


# One claim


def claim_reasons(plan: Plan, credit: Credit, delivery: Delivery) -> tuple[BrokenRule, ...]:
    """Every single-claim rule that keeps the credit from paying for the delivered phase; the first one leads."""
    return tuple(
        BrokenRule(code=code, sentence=reason, phases=(delivery.phase.id,), credits=(credit.id,))
        for code, rule in SINGLE_CLAIM_RULES.items()
        if (reason := rule(plan, credit, delivery)) is not None
    )


def is_claimable(plan: Plan, credit: Credit, delivery: Delivery) -> bool:
    """Whether every single-claim rule holds."""
    return all(rule(plan, credit, delivery) is None for rule in SINGLE_CLAIM_RULES.values())


def could_be_claimed(plan: Plan, credit: Credit, phase: Phase, option: DeliveryOption) -> bool:
    """Whether the credit could pay for the option on some dates: the rules that look at no date hold."""
    if _outside_scope(credit, phase) is not None:
        return False
    anytime = Delivery(phase, option, date.min, date.max)
    return delivery(plan, credit, anytime) is None and _partner_unapproved(plan, credit, anytime) is None


def may_start(plan: Plan, credit: Credit, delivery: Delivery) -> bool:
    """Whether the rule holds that looks at nothing of a delivery but its first day: APPROVAL."""
    return approval(plan, credit, delivery) is None


def may_finish(plan: Plan, credit: Credit, delivery: Delivery) -> bool:
    """Whether the rules hold that look at nothing of a delivery but its region and its last day: WINDOW and POE.

    With ``may_start``, ``could_be_claimed`` and the partner's windows they are all that ``is_claimable`` asks for.
    """
    return window(plan, credit, delivery) is None and proof(plan, credit, delivery) is None


class WorkKind(NamedTuple):
    """All of a phase and its option that ``could_be_claimed`` looks at, so that like work is looked at once."""

    workload: str
    motion: str
    region: str
    option: str


def work_kind(phase: Phase, option: DeliveryOption) -> WorkKind:
    """What kind of work the option of the phase is."""
    return WorkKind(phase.workload, phase.motion, phase.region, option.id)


def claim_limit(credit: Credit, phase: Phase, option: DeliveryOption) -> int:
    """The most that the credit pays for the phase delivered so, other claims left aside."""
    limits = (limit(credit, phase, option) for limit in LIMITS.values())
    return min(limit for limit in limits if limit is not None)


# Joint rules


class Claimed(Struct, frozen=True, dict=True):
    """The claims above nothing, with the assignments they rest on by phase."""

    plan: Plan
    assignments: Mapping[str, Assignment]
    claims: tuple[Claim, ...]

    def of_credit(self, credit: str) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.credit == credit)

    @cached_property
    def by_phase(self) -> dict[str, tuple[Claim, ...]]:
        return _grouped(self.claims, attrgetter("phase"))

    @cached_property
    def by_credit(self) -> dict[str, tuple[Claim, ...]]:
        return _grouped(self.claims, attrgetter("credit"))

    def shared_phases(self) -> Iterator[tuple[str, tuple[Claim, ...]]]:
        """The phases with more than one claim, each with its claims."""
        return ((phase, claims) for phase, claims in self.by_phase.items() if len(claims) > 1)


JointRule = Callable[[Claimed], Iterator[BrokenRule]]


def cost(claimed: Claimed) -> Iterator[BrokenRule]:
    """COST: the credits of a phase together never pay more than its fundable cost."""
    for phase_id, claims in claimed.by_phase.items():
        phase = claimed.plan.phase[phase_id]
        option = phase.option(claimed.assignments[phase_id].option) if phase_id in claimed.assignments else None
        limit = fundable_cost(phase, option) if option is not None else 0
        if _total(claims) > limit:
            sentence = f"{phase_id} is paid {_total(claims):,} for work that costs {limit:,}."
            yield BrokenRule(code="COST", sentence=sentence, phases=(phase_id,), credits=_credits(claims))


def cap(claimed: Claimed) -> Iterator[BrokenRule]:
    """CAP: a credit pays at most its face value."""
    for credit_id, claims in claimed.by_credit.items():
        face = face_value(claimed.plan.credit[credit_id])
        if _total(claims) > face:
            sentence = f"{credit_id} pays {_total(claims):,}, above its face value of {face:,}."
            yield BrokenRule(code="CAP", sentence=sentence, phases=_phases(claims), credits=(credit_id,))


def pool_cap(claimed: Claimed) -> Iterator[BrokenRule]:
    """POOLCAP: the credits of a combined cap together pay at most its limit. A pool as such has no limit."""
    for combined in claimed.plan.combined_caps:
        capped = {each for each in claimed.by_credit if combined.id in claimed.plan.credit[each].combined_caps}
        claims = tuple([claim for claim in claimed.claims if claim.credit in capped])
        if _total(claims) > combined.limit:
            sentence = f"{_listed(_credits(claims))} pay {_total(claims):,}, above {combined.id} of {combined.limit:,}."
            yield BrokenRule(code="POOLCAP", sentence=sentence, phases=_phases(claims), credits=_credits(claims))


def credit_stacking(claimed: Claimed) -> Iterator[BrokenRule]:
    """STACK-C: at most one credit of an exclusion group is used in the whole plan."""
    for group, used in _groups(claimed.plan, _credits(claimed.claims), "exclusion_groups").items():
        if len(used) > 1:
            sentence = f"{_listed(used)} exclude each other ({group})."
            yield BrokenRule(code="STACK-C", sentence=sentence, credits=used)


def phase_stacking(claimed: Claimed) -> Iterator[BrokenRule]:
    """STACK-P: at most one credit of a phase-exclusion group pays for the same phase."""
    for phase_id, claims in claimed.shared_phases():
        for group, used in _groups(claimed.plan, _credits(claims), "phase_exclusion_groups").items():
            if len(used) > 1:
                sentence = f"{_listed(used)} exclude each other on one phase ({group}), here {phase_id}."
                yield BrokenRule(code="STACK-P", sentence=sentence, phases=(phase_id,), credits=used)


def one_source(claimed: Claimed) -> Iterator[BrokenRule]:
    """ONE-SOURCE: where the plan says so, one credit a phase, unless a written confirmation names the pair."""
    for phase_id, claims in claimed.shared_phases() if claimed.plan.one_source_per_phase else ():
        for first, second in combinations(_credits(claims), 2):
            if not may_share_phase(claimed.plan, first, second):
                sentence = f"{first} and {second} both pay for {phase_id}, and no written confirmation allows it."
                yield BrokenRule(code="ONE-SOURCE", sentence=sentence, phases=(phase_id,), credits=(first, second))


def minimum_claims(claimed: Claimed) -> Iterator[BrokenRule]:
    """MINCLAIM: a credit pays nothing or at least its minimum."""
    for credit_id, claims in claimed.by_credit.items():
        minimum = minimum_claim(claimed.plan.credit[credit_id])
        if _total(claims) < minimum:
            sentence = f"{credit_id} pays {_total(claims):,}, below its minimum of {minimum:,}."
            yield BrokenRule(code="MINCLAIM", sentence=sentence, phases=_phases(claims), credits=(credit_id,))


def minimum_seats(claimed: Claimed) -> Iterator[BrokenRule]:
    """MINSEATS: the phases that a credit pays for hold enough seats together."""
    for credit_id, claims in claimed.by_credit.items():
        minimum = claimed.plan.credit[credit_id].minimum_seats
        seats = sum(claimed.plan.phase[phase].seats for phase in _phases(claims))
        if seats < minimum:
            sentence = f"{credit_id} covers {seats:,} seats, below its minimum of {minimum:,}."
            yield BrokenRule(code="MINSEATS", sentence=sentence, phases=_phases(claims), credits=(credit_id,))


def milestones(claimed: Claimed) -> Iterator[BrokenRule]:
    """MILESTONES: a credit pays for enough different phases."""
    for credit_id, claims in claimed.by_credit.items():
        minimum = claimed.plan.credit[credit_id].minimum_milestones
        if len(_phases(claims)) < minimum:
            sentence = f"{credit_id} pays for {len(_phases(claims))} phases, below its minimum of {minimum}."
            yield BrokenRule(code="MILESTONES", sentence=sentence, phases=_phases(claims), credits=(credit_id,))


def outcome(claimed: Claimed) -> Iterator[BrokenRule]:
    """OUTCOME: an all-or-nothing credit pays only if every phase on its list ends by its date."""
    for credit_id in _credits(claimed.claims):
        for target in outcome_missed(claimed.plan.credit[credit_id], claimed.assignments):
            assignment = claimed.assignments.get(target.phase)
            ends = "is not scheduled" if assignment is None else f"ends {assignment.finish}"
            sentence = f"{credit_id} pays only if {target.phase} ends by {target.by}, but it {ends}."
            yield BrokenRule(code="OUTCOME", sentence=sentence, phases=(target.phase,), credits=(credit_id,))


def outcome_missed(credit: Credit, assignments: Mapping[str, Assignment]) -> Iterator[OutcomeDate]:
    """The phases on an all-or-nothing credit's list that do not end by their date; none for other credits."""
    for target in credit.outcome_dates if credit.outcome_mode == "all_or_nothing" else ():
        assignment = assignments.get(target.phase)
        if assignment is None or assignment.finish > target.by:
            yield target


JOINT_RULES: Mapping[str, JointRule] = {
    "COST": cost,
    "CAP": cap,
    "POOLCAP": pool_cap,
    "STACK-C": credit_stacking,
    "STACK-P": phase_stacking,
    "ONE-SOURCE": one_source,
    "MINCLAIM": minimum_claims,
    "MINSEATS": minimum_seats,
    "MILESTONES": milestones,
    "OUTCOME": outcome,
}

RULE_CODES: tuple[str, ...] = (*SINGLE_CLAIM_RULES, *LIMITS, *JOINT_RULES, "EXTENSION")
"""Every code, in the order in which reasons lead."""


def may_share_phase(plan: Plan, first: str, second: str) -> bool:
    """Whether two credits may pay for one phase as far as ONE-SOURCE goes."""
    pairs = (frozenset(confirmation.credits) for confirmation in plan.stacking_confirmations)
    return not plan.one_source_per_phase or frozenset({first, second}) in pairs


def exclude_each_other(plan: Plan, first: Credit, second: Credit) -> bool:
    """Whether ONE-SOURCE or STACK-P keeps two credits from ever paying for the same phase."""
    shared = set(first.phase_exclusion_groups).intersection(second.phase_exclusion_groups)
    return bool(shared) or not may_share_phase(plan, first.id, second.id)


# All claims


def broken_rules(
    plan: Plan, assignments: Mapping[str, Assignment], claims: tuple[Claim, ...]
) -> tuple[BrokenRule, ...]:
    """Every rule that the claims break on these assignments, which are given by phase."""
    return (*broken_alone(plan, assignments, claims), *broken_together(plan, assignments, claims))


def broken_alone(plan: Plan, assignments: Mapping[str, Assignment], claims: tuple[Claim, ...]) -> Iterator[BrokenRule]:
    """The rules that single claims break, and the limits that they pass; each looks at one phase and its dates."""
    claimed = Claimed(plan, assignments, tuple(claim for claim in claims if claim.amount > 0))
    return (broken for claim in claimed.claims for broken in _broken_alone(claimed, claim))


def broken_together(
    plan: Plan, assignments: Mapping[str, Assignment], claims: tuple[Claim, ...]
) -> Iterator[BrokenRule]:
    """The rules that the claims break together, one after the other as they are asked for."""
    claimed = Claimed(plan, assignments, tuple(claim for claim in claims if claim.amount > 0))
    return (broken for rule in JOINT_RULES.values() for broken in rule(claimed))


def _broken_alone(claimed: Claimed, claim: Claim) -> Iterator[BrokenRule]:
    plan, credit, phase = claimed.plan, claimed.plan.credit[claim.credit], claimed.plan.phase[claim.phase]
    assignment = claimed.assignments.get(claim.phase)
    option = phase.option(assignment.option) if assignment is not None else None
    if assignment is None or option is None:
        sentence = f"{claim.credit} pays for {claim.phase}, which is not scheduled."
        yield BrokenRule(code="DELIVERY", sentence=sentence, phases=(phase.id,), credits=(credit.id,))
        return
    yield from claim_reasons(plan, credit, Delivery(phase, option, assignment.start, assignment.finish))
    for code, limit in LIMITS.items():
        most = limit(credit, phase, option)
        if most is not None and claim.amount > most:
            sentence = f"{credit.id} pays {claim.amount:,} for {phase.id}, above its limit of {most:,}."
            yield BrokenRule(code=code, sentence=sentence, phases=(phase.id,), credits=(credit.id,))


def _groups(plan: Plan, used: tuple[str, ...], field: str) -> dict[str, tuple[str, ...]]:
    """The used credits by the groups that the field names."""
    groups: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for credit_id in used:
        for group in dict.fromkeys(getattr(plan.credit[credit_id], field)):
            groups[group] += (credit_id,)
    return groups


def _grouped(claims: tuple[Claim, ...], name: Callable[[Claim], str]) -> dict[str, tuple[Claim, ...]]:
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[name(claim)].append(claim)
    return {each: tuple(of_group) for each, of_group in groups.items()}


def _total(claims: tuple[Claim, ...]) -> int:
    return sum(claim.amount for claim in claims)


def _phases(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([claim.phase for claim in claims]))


def _credits(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([claim.credit for claim in claims]))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
