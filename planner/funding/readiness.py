"""What still keeps a plan from being credible to those who fund it, and what to do about each point.

One function per code of the field guide, section 6.6. They say what is missing or tight; whether a claim counts is
said by ``planner.funding.claim_rules`` alone, which is asked here and never repeated.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.finding import Finding, Severity
from planner.funding import claim_rules
from planner.funding.claim_rules import Delivery
from planner.funding.credits import LOST, Credit
from planner.funding.entitlements import Entitlement, covering_right, entitlement_reasons, plan_motion, seat_owner
from planner.funding.programmes import fiscal_year_end
from planner.funding.strings import promises
from planner.plan import Plan
from planner.rollout.phases import AdoptionTarget, Milestone, Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import region_workdays

LEAST_SLACK = 10
"""Working days between proof and its deadline, below which a claim is tight."""

MOST_CONCENTRATED = 60
"""Percent of the claimed money in one credit or one partner, above which one missed date costs too much."""

ACTIVITY_LAG = 30
"""Calendar days from go-live until 28-day activity can be read: the 28, and 2 until the report shows them."""

SINGLE_MILESTONE_LIMIT = 50_000
"""ECIF money above which two milestones are customary. Unofficial practice: nothing public says so."""

ECIF = re.compile(r"\bECIF\b|\bend[- ]customer investment fund", re.IGNORECASE)
"""Programmes or pools that are End Customer Investment Funds, as letters and the catalogue call them."""

SHORTEST_SPECIFIC = 20
"""Characters below which a text cannot be specific."""

ACTIVITY = re.compile(r"\b(?:active|activity|usage)\b|\b28[ -]days?\b", re.IGNORECASE)
"""Words that tell a metric of use over the last 28 days from a count of what is installed."""

REGISTERED_PROGRAMME = re.compile(
    r"azure (?:accelerate|innovate)|azure migrat\w+ and moderni[sz]\w+|\bAMM\b|deal registr\w+|deal (?:is )?registered",
    re.IGNORECASE,
)
"""Programmes, or conditions, under which the deal must be registered before the SOW is signed."""


class FundedClaim(NamedTuple):
    """Money that a credit pays for a phase as it is scheduled."""

    credit: Credit
    delivery: Delivery
    amount: int

    @property
    def place(self) -> tuple[str, ...]:
        return ("claim", self.delivery.phase.id, self.credit.id)


class Case(NamedTuple):
    """A plan as its funders see it: what is delivered when, and which credit pays. Without a schedule, nothing is.

    claims: those above nothing, on phases that are scheduled. paid: what credits pay together, by phase.
    """

    plan: Plan
    deliveries: tuple[Delivery, ...]
    claims: tuple[FundedClaim, ...]
    paid: Counter[str]

    def funded(self) -> tuple[Delivery, ...]:
        """What credits pay for, in the order of the schedule."""
        return tuple(delivery for delivery in self.deliveries if self.paid[delivery.phase.id] > 0)

    def claims_by_credit(self) -> dict[str, list[FundedClaim]]:
        """The claims of each credit that pays anything."""
        grouped: defaultdict[str, list[FundedClaim]] = defaultdict(list)
        for claim in self.claims:
            grouped[claim.credit.id].append(claim)
        return grouped

    def claimed_credits(self) -> tuple[Credit, ...]:
        """The credits that pay anything, in the order of the plan."""
        used = self.claims_by_credit()
        return tuple(credit for credit in self.plan.credits if credit.id in used)

    def live_credits(self) -> tuple[Credit, ...]:
        """The credits that have not been rejected, lost or cancelled."""
        return tuple(credit for credit in self.plan.credits if credit.status not in LOST)


Check = Callable[[Case], Iterator[Finding]]


def readiness(plan: Plan, schedule: Schedule | None) -> tuple[Finding, ...]:
    """Everything that keeps the plan from being credible, in the order of the field guide.

    The plan and the schedule must keep their invariants. Without a schedule only what the plan alone shows is told.
    """
    case = _case(plan, schedule)
    return tuple(finding for check in CHECKS for finding in check(case))


def _case(plan: Plan, schedule: Schedule | None) -> Case:
    if schedule is None:
        return Case(plan, (), (), Counter())
    placed = {each.phase: _delivery(plan, each) for each in schedule.assignments}
    claims = tuple(
        FundedClaim(plan.credit[claim.credit], placed[claim.phase], claim.amount)
        for claim in schedule.claims
        if claim.amount > 0 and claim.phase in placed
    )
    paid: Counter[str] = Counter()
    for claim in claims:
        paid[claim.delivery.phase.id] += claim.amount
    return Case(plan, tuple(placed.values()), claims, paid)


def _delivery(plan: Plan, assignment: Assignment) -> Delivery:
    phase = plan.phase[assignment.phase]
    option = next(option for option in phase.options if option.id == assignment.option)
    return Delivery(phase, option, assignment.start, assignment.finish)


# Who asks, and why


def sponsor(case: Case) -> Iterator[Finding]:
    """F-SPONSOR: an executive sponsor and a deployment owner are named."""
    sponsorship = case.plan.sponsorship
    for role, name in (
        ("executive sponsor", sponsorship.executive_sponsor),
        ("deployment owner", sponsorship.deployment_owner),
    ):
        if _is_blank(name):
            sentence = f"Plan '{case.plan.name}' names no {role}."
            yield _finding(
                "error", "F-SPONSOR", ("plan",), sentence, f"Name the {role}, a person who has agreed to it."
            )


def problem(case: Case) -> Iterator[Finding]:
    """F-PROBLEM: the business problem and the outcome are told, specifically; an outcome holds a figure."""
    sponsorship, place = case.plan.sponsorship, ("plan",)
    for what, text in (("business problem", sponsorship.business_problem), ("outcome", sponsorship.outcome)):
        if _is_blank(text):
            sentence = f"Plan '{case.plan.name}' tells no {what}."
            yield _finding("error", "F-PROBLEM", place, sentence, f"Say in two sentences what the {what} is.")
        elif len(text.strip()) < SHORTEST_SPECIFIC:
            sentence = f"The {what} of plan '{case.plan.name}' ('{text}') is too short to be specific."
            yield _finding("error", "F-PROBLEM", place, sentence, "Say who is hurt by what today, or what will change.")
    outcome = sponsorship.outcome.strip()
    if len(outcome) >= SHORTEST_SPECIFIC and not any(letter.isdigit() for letter in outcome):
        sentence = f"The outcome of plan '{case.plan.name}' holds no figure, so nobody can measure it."
        yield _finding("warning", "F-PROBLEM", place, sentence, "Add a figure and a date.")


# What is to be done


def scope(case: Case) -> Iterator[Finding]:
    """F-SCOPE: a funded phase says what is out of scope and, where it reaches people, how many."""
    for delivery in case.funded():
        phase, place = delivery.phase, ("phase", delivery.phase.id)
        if all(_is_blank(exclusion) for exclusion in phase.exclusions):
            sentence = f"{phase.id} is funded, but nothing is excluded from its scope."
            yield _finding("error", "F-SCOPE", place, sentence, "List what the partner will explicitly not do.")
        if phase.seats == 0 and _reaches_seats(case.plan, phase):
            sentence = f"{phase.id} is funded to {phase.motion} {phase.workload}, but for 0 seats."
            yield _finding("error", "F-SCOPE", place, sentence, "Enter the seats that it reaches.")


def _reaches_seats(plan: Plan, phase: Phase) -> bool:
    """Whether the work is measured in seats: design work is not, nor is work like Azure that no entitlement covers."""
    per_seat = any(phase.workload in entitlement.workloads for entitlement in plan.entitlements)
    return per_seat and plan_motion(phase.motion) in {"pilot", "deploy", "adopt"}


def owned(case: Case) -> Iterator[Finding]:
    """F-OWNED: no phase deploys more seats than are owned; deploy waves that together do are worth a look.

    Pilots and follow-ups reach seats that a wave reaches again, so only phases that are all smaller than what is owned
    are taken for waves and added up.
    """
    for workload in dict.fromkeys(phase.workload for phase in case.plan.phases):
        owner = seat_owner(case.plan, workload)
        if owner is not None:
            yield from _beyond_owned(owner, [phase for phase in case.plan.phases if phase.workload == workload])


def _beyond_owned(owner: Entitlement, phases: list[Phase]) -> Iterator[Finding]:
    """Phases, or waves together, that reach more seats than the entitlement says are owned."""
    seats = owner.seats_owned
    for phase in phases:
        if phase.seats > seats:
            sentence = f"{phase.id} reaches {phase.seats:,} seats of {phase.workload}, but {seats:,} are owned"
            remedy = f"Lower its seats to {seats:,}, or correct the seats of {owner.id}."
            yield _finding("error", "F-OWNED", ("phase", phase.id), f"{sentence} ({owner.id}).", remedy)
    waves = [phase for phase in phases if plan_motion(phase.motion) == "deploy"]
    total = sum(phase.seats for phase in waves)
    if total > seats and all(phase.seats < seats for phase in waves):
        sentence = f"{_listed(wave.id for wave in waves)} deploy {waves[0].workload} to {total:,} seats together"
        remedy = "Check whether they reach the same people; if not, lower the seats of a wave."
        place = ("entitlement", owner.id)
        yield _finding("warning", "F-OWNED", place, f"{sentence}, but {seats:,} are owned ({owner.id}).", remedy)


# Who does it, and whether it may begin


def partner(case: Case) -> Iterator[Finding]:
    """F-PARTNER: an approved and available partner delivers, and somebody owns the statement of work."""
    for credit in case.live_credits():
        if not credit.approved_partners:
            sentence = f"{credit.id} approves no partner, so nobody can earn it."
            remedy = "Ask the account team who is approved, and enter the partner."
            yield _finding("error", "F-PARTNER", ("credit", credit.id), sentence, remedy)
    for claim in case.claims:
        reason = claim_rules.partner(case.plan, claim.credit, claim.delivery)
        if reason is not None:
            yield _finding("error", "F-PARTNER", claim.place, reason, "Choose an approved partner that is available.")
    for credit in case.claimed_credits():
        if _is_blank(credit.owner):
            sentence = f"{credit.id} is claimed, but nobody owns its statement of work."
            remedy = "Name the person who brings it to signature, as the owner of the credit."
            yield _finding("error", "F-PARTNER", ("credit", credit.id), sentence, remedy)


def approval(case: Case) -> Iterator[Finding]:
    """F-APPROVAL: no work before approval, and the day of the request is known."""
    for claim in case.claims:
        reason = claim_rules.approval(case.plan, claim.credit, claim.delivery)
        if reason is not None:
            yield _finding("error", "F-APPROVAL", claim.place, reason, "Start the work later, or ask for it earlier.")
    for credit, claims in case.claims_by_credit().items():
        yield from _request_unknown(case.plan, case.plan.credit[credit], claims)


def _request_unknown(plan: Plan, credit: Credit, claims: list[FundedClaim]) -> Iterator[Finding]:
    if credit.request_date is not None or credit.approved_on is not None:
        return
    first = min(claim.delivery.start for claim in claims)
    latest, asked = claim_rules.last_request(plan, credit, first), claim_rules.asked_for_on(plan, credit)
    which = "the plan's first day" if asked == plan.start else "the status date"
    sentence = f"{credit.id} has no request date; it is taken to be asked for on {asked}, {which}."
    remedy = f"Enter the day of the request; {latest} is the last one that still allows work to start on {first}."
    yield _finding("error", "F-APPROVAL", ("credit", credit.id), sentence, remedy)


def sow_blank(case: Case) -> Iterator[Finding]:
    """SOW-BLANK: a claimed credit whose SOW signature has no date, so that nothing tests it."""
    for credit in case.claimed_credits():
        if credit.sow_signed_on is None:
            sentence = f"{credit.id} is claimed, but its SOW has no date of signature, so nothing is tested against it."
            remedy = "Enter the day on which the SOW is signed; work that starts before it earns nothing."
            yield _finding("warning", "SOW-BLANK", ("credit", credit.id), sentence, remedy)


def registration(case: Case) -> Iterator[Finding]:
    """REGISTRATION: where a deal must be registered, it has a date, and not after the SOW is signed."""
    for credit in case.claimed_credits():
        if REGISTERED_PROGRAMME.search(f"{credit.programme}; {credit.conditions}") is None:
            continue
        place, signed, registered = ("credit", credit.id), credit.sow_signed_on, credit.registered_on
        if registered is None:
            sentence = f"{credit.id} ({credit.programme}) needs a registered deal, but has no date of registration."
            remedy = "Let the partner register the deal before the SOW is signed, and enter the day."
            yield _finding("warning", "REGISTRATION", place, sentence, remedy)
        elif signed is not None and registered > signed:
            sentence = f"The deal of {credit.id} is registered on {registered}, after its SOW is signed on {signed}."
            yield _finding("warning", "REGISTRATION", place, sentence, "Register first, and sign the SOW after.")


def extension(case: Case) -> Iterator[Finding]:
    """EXTENSION: an extension that was asked for and does not count."""
    for credit in case.live_credits():
        reason = claim_rules.extension_missed(credit)
        if reason is not None:
            remedy = f"Sign the SOW before {credit.window.end}, or plan without the {credit.extension} days."
            yield _finding("warning", "EXTENSION", ("credit", credit.id), reason, remedy)


# When it is delivered and proven


def milestone(case: Case) -> Iterator[Finding]:
    """F-MILESTONE: what is funded is cut into milestones that can be delivered, counted, dated and proven."""
    for delivery in case.funded():
        phase, place = delivery.phase, ("phase", delivery.phase.id)
        if not phase.milestones:
            sentence = f"{phase.id} is funded, but has no milestone."
            remedy = "Add at least one, with its deliverable and the artefact that proves it."
            yield _finding("error", "F-MILESTONE", place, sentence, remedy)
        for each in phase.milestones:
            yield from _milestone(case.plan, delivery, each)
    for credit, claims in case.claims_by_credit().items():
        yield from _single_milestone(case.plan.credit[credit], claims)


def _milestone(plan: Plan, delivery: Delivery, milestone: Milestone) -> Iterator[Finding]:
    place, name = ("phase", delivery.phase.id), f"Milestone '{milestone.name}' of {delivery.phase.id}"
    deliverer = plan.partner.get(delivery.option.id)
    missing = [
        what
        for what, is_missing in (
            ("deliverable", _is_blank(milestone.deliverable)),
            ("proof of execution", _is_blank(milestone.proof)),
            ("hours", milestone.hours is None and (deliverer is None or deliverer.day_rate == 0)),
        )
        if is_missing
    ]
    if missing:
        sentence = f"{name} lacks: {_listed(missing)}."
        yield _finding("error", "F-MILESTONE", place, sentence, "Fill them in; hours follow from a partner's day rate.")
    if milestone.due is not None and milestone.due < delivery.start:
        sentence = f"{name} is due {milestone.due}, before the phase starts on {delivery.start}."
        yield _finding("error", "F-MILESTONE", place, sentence, f"Date it on or after {delivery.start}.")


def _single_milestone(credit: Credit, claims: list[FundedClaim]) -> Iterator[Finding]:
    """An ECIF above what is customary, paid at once."""
    count = sum(max(1, len(claim.delivery.phase.milestones)) for claim in claims)
    if _is_ecif(credit) and count == 1 and claim_rules.face_value(credit) > SINGLE_MILESTONE_LIMIT:
        face = f"{claim_rules.face_value(credit):,}"
        sentence = (
            f"{credit.id}, an ECIF of {face}, rests on one milestone; above {SINGLE_MILESTONE_LIMIT:,} two or more"
        )
        remedy = "Split the work into two dated milestones. This is unofficial practice, so ask the account team."
        yield _finding("warning", "F-MILESTONE", ("credit", credit.id), f"{sentence} are customary.", remedy)


def _is_ecif(credit: Credit) -> bool:
    return ECIF.search(f"{credit.programme}; {credit.pool}") is not None


def window(case: Case) -> Iterator[Finding]:
    """F-WINDOW: every milestone, and the phase's end, lies inside the credit's period and in time for its proof.

    ECIF money is also to be proven within Microsoft's fiscal year.
    """
    for claim in case.claims:
        for sentence in dict.fromkeys(_outside_window(case.plan, claim)):
            remedy = f"Move it earlier, or ask the account team to extend {claim.credit.id}."
            yield _finding("error", "F-WINDOW", claim.place, sentence, remedy)
        yield from _beyond_fiscal_year(case.plan, claim)


def _beyond_fiscal_year(plan: Plan, claim: FundedClaim) -> Iterator[Finding]:
    """ECIF money that is proven only after the fiscal year in which it is granted, though its letter allows that."""
    credit = claim.credit
    if not _is_ecif(credit) or any(_outside_window(plan, claim)):
        return
    ends = fiscal_year_end(credit.window.start)
    ready = max(claim_rules.proof_ready_on(plan, credit, delivered) for delivered in _dated(claim))
    if ready > ends:
        proven = f"Proof of {claim.delivery.phase.id} is ready {ready}, after Microsoft's fiscal year ends on {ends}"
        sentence = f"{proven}; {credit.id}, an ECIF, does not roll over."
        remedy = "Move it earlier, or have it in writing that the money holds beyond that day."
        yield _finding("warning", "F-WINDOW", claim.place, sentence, remedy)


def _dated(claim: FundedClaim) -> Iterator[Delivery]:
    """The delivery as if it ended on its last day, and on each day on which a milestone is due."""
    yield claim.delivery
    for each in claim.delivery.phase.milestones:
        if each.due is not None:
            yield claim.delivery._replace(finish=each.due)


def _outside_window(plan: Plan, claim: FundedClaim) -> Iterator[str]:
    """Why WINDOW or POE fails if the phase ended on its last day, or on the day a milestone is due."""
    for delivered in _dated(claim):
        for rule in (claim_rules.window, claim_rules.proof):
            reason = rule(plan, claim.credit, delivered)
            if reason is not None:
                yield f"{delivered.phase.id}: {reason}"


def slack(case: Case) -> Iterator[Finding]:
    """F-SLACK: proof is ready well before its deadline. What misses the deadline is F-WINDOW."""
    for claim in case.claims:
        ready = claim_rules.proof_ready_on(case.plan, claim.credit, claim.delivery)
        deadline = _proof_deadline(claim.credit)
        if deadline is None or ready > deadline:
            continue
        left = _workdays_left(case.plan, claim.delivery.phase, ready, deadline)
        if left < LEAST_SLACK:
            days = "1 working day before" if left == 1 else f"{left} working days before"
            margin = days if left else "on the last working day up to"
            sentence = f"Proof of {claim.delivery.phase.id} is ready {ready}, {margin} {deadline}"
            remedy = f"Plan for at least {LEAST_SLACK} working days: start it earlier, or ask for a later deadline."
            yield _finding("warning", "F-SLACK", claim.place, f"{sentence}, the deadline of {claim.credit.id}.", remedy)


def _proof_deadline(credit: Credit) -> date | None:
    """The last day for proof that the credit's letter dates."""
    expiry = claim_rules.expiry(credit) if credit.expiry_basis == "poe_submitted" else None
    return min((day for day in (credit.proof_deadline, expiry) if day is not None), default=None)


def _workdays_left(plan: Plan, phase: Phase, ready: date, deadline: date) -> int:
    """Working days after the one day, up to and including the other."""
    number = region_workdays(plan, phase.region).number
    return number(deadline + timedelta(days=1)) - number(ready + timedelta(days=1))


def due_date(case: Case) -> Iterator[Finding]:
    """DUE-DATE: a phase that ends after the day it was wanted by. The deadline is the hard one, and a fault."""
    for delivery in case.deliveries:
        due = delivery.phase.due_date
        if due is not None and delivery.finish > due:
            sentence = f"{delivery.phase.id} ends {delivery.finish}, after its due date on {due}."
            remedy = "Move it earlier, or agree a later due date."
            yield _finding("warning", "DUE-DATE", ("phase", delivery.phase.id), sentence, remedy)


# What it brings about


def target(case: Case) -> Iterator[Finding]:
    """F-TARGET: whatever is deployed or adopted has a target in figures, with a day and a source."""
    for phase in case.plan.phases:
        if plan_motion(phase.motion) not in {"deploy", "adopt"}:
            continue
        place = ("phase", phase.id)
        missing = _missing(phase.adoption_target) if phase.adoption_target is not None else []
        if phase.adoption_target is None:
            remedy = "Say which metric moves from where to where, by when, and which report shows it."
            yield _finding("error", "F-TARGET", place, f"{phase.id} has no adoption target.", remedy)
        elif missing:
            sentence = f"The adoption target of {phase.id} ('{phase.adoption_target.text}') lacks: {_listed(missing)}."
            yield _finding("warning", "F-TARGET", place, sentence, "Fill them in; text alone convinces nobody.")


def _missing(target: AdoptionTarget) -> list[str]:
    """The parts of a target that are blank, in the words of the form."""
    parts = {
        "metric": _is_blank(target.metric),
        "direction": target.direction is None,
        "baseline": target.baseline is None,
        "value": target.value is None,
        "unit": _is_blank(target.unit),
        "day of measurement": target.measured_on is None,
        "data source": _is_blank(target.data_source),
    }
    return [part for part, is_missing in parts.items() if is_missing]


def measure(case: Case) -> Iterator[Finding]:
    """F-MEASURE: activity over 28 days is measured no earlier than it can be read."""
    for delivery in case.deliveries:
        aim = delivery.phase.adoption_target
        if aim is None or aim.measured_on is None or ACTIVITY.search(f"{aim.metric}; {aim.text}") is None:
            continue
        readable = delivery.finish + timedelta(days=ACTIVITY_LAG)
        if aim.measured_on < readable:
            sentence = f"{delivery.phase.id} ends {delivery.finish}, but its activity is measured on {aim.measured_on}"
            remedy = f"Measure on {readable} or later, {ACTIVITY_LAG} days after the end."
            place = ("phase", delivery.phase.id)
            yield _finding("warning", "F-MEASURE", place, f"{sentence}, before 28 days of it can be read.", remedy)


# How it is paid


def share(case: Case) -> Iterator[Finding]:
    """F-SHARE: the customer pays a part of what is funded."""
    for delivery in case.funded():
        paid = case.paid[delivery.phase.id]
        if paid >= delivery.option.cost:
            sentence = (
                f"Credits pay {paid:,} for {delivery.phase.id}, all that it costs; no share is the customer's own."
            )
            remedy = "Show a share of your own, or have the full funding confirmed: Microsoft rarely pays all."
            yield _finding("warning", "F-SHARE", ("phase", delivery.phase.id), sentence, remedy)


def concentration(case: Case) -> Iterator[Finding]:
    """F-CONCENTRATION: no credit and no partner carries too much of the claimed money."""
    by_owner: Counter[tuple[str, str]] = Counter()
    for claim in case.claims:
        by_owner["credit", claim.credit.id] += claim.amount
        if claim.delivery.option.partner is not None:
            by_owner["partner", claim.delivery.option.partner] += claim.amount
    total = sum(claim.amount for claim in case.claims)
    for (kind, owner), amount in by_owner.items():
        if amount * 100 > total * MOST_CONCENTRATED:
            sentence = f"{amount:,} of the {total:,} claimed ({amount * 100 // total}%) hang on {kind} {owner}."
            remedy = "One missed date would lose it: spread the claims, or agree on a fallback."
            yield _finding("warning", "F-CONCENTRATION", (kind, owner), sentence, remedy)


def strings(case: Case) -> Iterator[Finding]:
    """F-STRINGS: the letter of a credit ties its money to a promise to grow."""
    for credit in case.live_credits():
        for clause, reason in promises(credit.conditions):
            sentence = f"{credit.id} comes with strings, {reason}: “{clause}”."
            remedy = "Have the words struck out, or their price agreed, before you accept the money."
            yield _finding("warning", "F-STRINGS", ("credit", credit.id), sentence, remedy)


def credit_unreached(case: Case) -> Iterator[Finding]:
    """CREDIT-UNREACHED: a credit whose scope matches no phase, maybe because a word is spelt differently."""
    for credit in case.live_credits():
        if any(_is_in_scope(case.plan, credit, phase) for phase in case.plan.phases):
            continue
        parts = (credit.scope.workloads, credit.scope.motions, credit.scope.regions)
        covered = " / ".join(_listed(part) for part in parts if part)
        sentence = f"{credit.id} covers no phase of the plan; its scope is {covered or 'everything'}."
        remedy = "Maybe a workload, motion or region is spelt differently there, or a phase is still missing."
        yield _finding("note", "CREDIT-UNREACHED", ("credit", credit.id), sentence, remedy)


def _is_in_scope(plan: Plan, credit: Credit, phase: Phase) -> bool:
    anytime = Delivery(phase, phase.options[0], plan.start, plan.horizon)
    return claim_rules.scope(plan, credit, anytime) is None


# What comes by right


def entitled(case: Case) -> Iterator[Finding]:
    """ENTITLED-SCOPE, -THRESHOLD, -REQUEST: FastTrack work without the right to it. Where it binds, it is a fault."""
    if case.plan.entitlements_bind:
        return
    for delivery in _by_fasttrack(case):
        for code, sentence in entitlement_reasons(case.plan, delivery.phase, delivery.start):
            place = ("phase", delivery.phase.id)
            yield _finding("warning", code, place, sentence, ENTITLED_REMEDIES[code])


ENTITLED_REMEDIES = {
    "ENTITLED-SCOPE": "Choose another delivery, or correct the workloads and motions of the entitlement.",
    "ENTITLED-THRESHOLD": "Choose another delivery, or correct the seats owned.",
    "ENTITLED-REQUEST": "Send the request for assistance before the phase starts, and enter its day.",
}


def paid_though_entitled(case: Case) -> Iterator[Finding]:
    """F-ENTITLED: a partner is paid for what FastTrack would do by right, and dearer for the customer."""
    for delivery in case.deliveries:
        phase, fasttrack = delivery.phase, delivery.phase.option("fasttrack")
        right = covering_right(case.plan, phase)
        if delivery.option.kind != "partner" or fasttrack is None or right is None:
            continue
        own = delivery.option.cost - case.paid[phase.id]
        if own > fasttrack.cost:
            sentence = (
                f"{phase.id} costs {delivery.option.cost:,} by {delivery.option.id}, of which the customer pays {own:,}"
            )
            by_right = f"{right.id} covers it by right, at {fasttrack.cost:,} of own labour"
            remedy = "Compare FastTrack for this phase, or note why hands-on help is needed."
            yield _finding("warning", "F-ENTITLED", ("phase", phase.id), f"{sentence}; {by_right}.", remedy)


def engage_by(case: Case) -> Iterator[Finding]:
    """ENGAGE-BY: help is asked for, and used first, by the buyer's own date. No rule of Microsoft's says so."""
    for entitlement in case.plan.entitlements:
        if entitlement.engage_by is not None:
            yield from _engaged_late(case, entitlement, entitlement.engage_by)


def _engaged_late(case: Case, entitlement: Entitlement, by: date) -> Iterator[Finding]:
    place, own_date = ("entitlement", entitlement.id), f"the buyer's own engage-by date is {by}"
    covered = (each for each in _by_fasttrack(case) if entitlement.covers(each.phase.workload, each.phase.motion))
    first = min(covered, key=lambda delivery: delivery.start, default=None)
    if entitlement.status == "not requested":
        sentence = f"{entitlement.id} has not been requested; {own_date}."
        yield _finding("warning", "ENGAGE-BY", place, sentence, "Send the request for assistance, and enter its day.")
    elif entitlement.status == "requested" and first is not None and first.start > by:
        sentence = f"{first.phase.id}, the first phase by FastTrack under {entitlement.id}, starts {first.start}"
        remedy = f"Start FastTrack work by {by}, or move that date."
        yield _finding("warning", "ENGAGE-BY", place, f"{sentence}; {own_date}.", remedy)


def _by_fasttrack(case: Case) -> tuple[Delivery, ...]:
    return tuple(delivery for delivery in case.deliveries if delivery.option.kind == "fasttrack")


CHECKS: tuple[Check, ...] = (
    sponsor,
    problem,
    scope,
    owned,
    partner,
    approval,
    sow_blank,
    registration,
    extension,
    milestone,
    window,
    target,
    measure,
    share,
    slack,
    due_date,
    concentration,
    strings,
    credit_unreached,
    entitled,
    paid_though_entitled,
    engage_by,
)


def _is_blank(text: str) -> bool:
    return not text.strip()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _finding(severity: Severity, code: str, place: tuple[str, ...], sentence: str, remedy: str) -> Finding:
    return Finding(code=code, kind="readiness", severity=severity, place=place, sentence=sentence, remedy=remedy)
