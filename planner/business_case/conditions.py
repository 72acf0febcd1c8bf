"""The conditions of a requested credit in words, each with the dates or sums that show whether it holds.

Whether a condition holds is asked of the claim rules alone. The credit's own free text is internal and never read.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from planner.business_case.notation import TO_BE_CONFIRMED, Notation
from planner.funding import claim_rules
from planner.funding.claim_rules import Delivery
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import Value

Standing = Literal["holds", "open", "broken"]


class Condition(Value, frozen=True, kw_only=True):
    """A condition of a credit as a reader outside understands it.

    code: of the claim rule behind it. standing: ``open`` means that something outside the schedule is missing, such
    as a signature. evidence: the dates or sums on which the standing rests.
    """

    code: str
    requires: str
    evidence: str
    standing: Standing


class FundedCredit(NamedTuple):
    """A credit with its claims above nothing, what they pay for, and the codes of the rules that they break."""

    plan: Plan
    credit: Credit
    claims: tuple[Claim, ...]
    deliveries: tuple[Delivery, ...]
    all_claims: tuple[Claim, ...]
    broken: frozenset[str]
    notation: Notation
    as_of: date

    @property
    def total(self) -> int:
        return sum(claim.amount for claim in self.claims)

    @property
    def starts(self) -> date:
        return min(delivery.start for delivery in self.deliveries)


Wording = Callable[[FundedCredit], Iterator[Condition]]


def conditions(
    plan: Plan, schedule: Schedule, credit: Credit, notation: Notation, as_of: date
) -> tuple[Condition, ...]:
    """Every condition of the credit, in the order of the claim rules; none if nothing is requested of it.

    as_of: what is dated later is proposed, and never told as done.
    """
    funded = _funded(plan, schedule, credit, notation, as_of)
    if not funded.claims:
        return ()
    return tuple(condition for wording in WORDINGS for condition in wording(funded))


def deliveries(plan: Plan, schedule: Schedule) -> dict[str, Delivery]:
    """What is delivered when, by phase."""
    found = {}
    for each in schedule.assignments:
        option = plan.phase[each.phase].option(each.option)
        if option is not None:
            found[each.phase] = Delivery(plan.phase[each.phase], option, each.start, each.finish)
    return found


def by_phase(schedule: Schedule) -> dict[str, Assignment]:
    """Assignments as the claim rules take them."""
    return {each.phase: each for each in schedule.assignments}


def _funded(plan: Plan, schedule: Schedule, credit: Credit, notation: Notation, as_of: date) -> FundedCredit:
    delivered = deliveries(plan, schedule)
    all_claims = tuple(claim for claim in schedule.claims if claim.amount > 0 and claim.phase in delivered)
    claims = tuple(claim for claim in all_claims if claim.credit == credit.id)
    broken = claim_rules.broken_rules(plan, by_phase(schedule), schedule.claims)
    return FundedCredit(
        plan=plan,
        credit=credit,
        claims=claims,
        deliveries=tuple(delivered[claim.phase] for claim in claims),
        all_claims=all_claims,
        broken=frozenset(each.code for each in broken if credit.id in each.credits),
        notation=notation,
        as_of=as_of,
    )


def _tested(funded: FundedCredit, code: str, requires: str, evidence: str) -> Condition:
    """A condition that the claim rules have tested."""
    standing: Standing = "broken" if code in funded.broken else "holds"
    return Condition(code=code, requires=requires, evidence=evidence, standing=standing)


# What the work is, and who does it


def _scope(funded: FundedCredit) -> Iterator[Condition]:
    notation, allowed = funded.notation, funded.credit.scope
    parts = (
        (allowed.workloads, "workload", [delivery.phase.workload for delivery in funded.deliveries]),
        (allowed.motions, "motion", [delivery.phase.motion for delivery in funded.deliveries]),
        (allowed.regions, "region", [delivery.phase.region for delivery in funded.deliveries]),
    )
    for names, kind, present in parts:
        if names:
            requires = f"Eligible {kind}{'s' if len(names) > 1 else ''}: {notation.listed(names)}"
            yield _tested(funded, "SCOPE", requires, f"Requested for {notation.listed(present)}")


def _partner(funded: FundedCredit) -> Iterator[Condition]:
    plan, notation = funded.plan, funded.notation
    approved = notation.listed(plan.partner[each].name for each in funded.credit.approved_partners)
    present = notation.listed(
        plan.partner[each.option.partner].name for each in funded.deliveries if each.option.partner
    )
    code = "DELIVERY" if "DELIVERY" in funded.broken else "PARTNER"
    yield _tested(funded, code, f"Delivered by an approved supplier: {approved}", f"Proposed: {present}")


# When it may begin


def _approval(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    approved = notation.day(claim_rules.approved_on(funded.plan, credit))
    if credit.approved_on is not None:
        approval = f"{'Approved' if credit.approved_on <= funded.as_of else 'Approval expected'} on {approved}"
    else:
        asked = notation.day(credit.request_date) if credit.request_date else f"date {TO_BE_CONFIRMED}"
        approval = f"Request {asked}, approval asked for by {approved} ({credit.approval_lead} working days)"
    starts = f"funded work starts {notation.day(funded.starts)}"
    opens = notation.day(credit.window.start)
    requires = f"No funded work before approval, nor before the funding window opens on {opens}"
    yield _tested(funded, "APPROVAL", requires, f"{approval}; {starts}")


def _signatures(funded: FundedCredit) -> Iterator[Condition]:
    """SOW and registration are part of APPROVAL; until they are dated, and that day has come, they are open."""
    credit, notation = funded.credit, funded.notation
    requires = "SOW to be signed before funded work starts"
    if credit.sow_signed_on is not None:
        yield _done(funded, "APPROVAL", requires, ("SOW dated", "Signature proposed for"), credit.sow_signed_on)
    else:
        evidence = f"Date {TO_BE_CONFIRMED}; needed by {notation.day(funded.starts)}"
        yield Condition(code="APPROVAL", requires=requires, evidence=evidence, standing="open")
    if credit.registered_on is not None:
        requires = "Deal to be registered before funded work starts"
        words = ("Registered on", "Registration proposed for")
        yield _done(funded, "APPROVAL", requires, words, credit.registered_on)


def _done(funded: FundedCredit, code: str, requires: str, words: tuple[str, str], day: date) -> Condition:
    """A condition that rests on an act of that day, in words for what is done and for what is proposed."""
    done, proposed = words
    if day <= funded.as_of or code in funded.broken:
        return _tested(funded, code, requires, f"{done} {funded.notation.day(day)}")
    evidence = f"{proposed} {funded.notation.day(day)}"
    return Condition(code=code, requires=requires, evidence=evidence, standing="open")


# When it must be done


def _window(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    last = notation.day(claim_rules.expiry(credit))
    match credit.expiry_basis:
        case "work_complete":
            done = notation.day(max(delivery.finish for delivery in funded.deliveries))
            yield _tested(funded, "WINDOW", f"Funded work complete by {last}", f"Last funded work ends {done}")
        case "poe_submitted":
            evidence = f"Last proof ready {notation.day(_last_proof(funded))}"
            yield _tested(funded, "WINDOW", f"Proof of execution submitted by {last}", evidence)
        case "sow_submitted":
            yield _sow_submitted(funded, f"SOW submitted by {last}")


def _sow_submitted(funded: FundedCredit, requires: str) -> Condition:
    signed = funded.credit.sow_signed_on
    if signed is None:
        evidence = f"Date of the SOW {TO_BE_CONFIRMED}"
        return Condition(code="WINDOW", requires=requires, evidence=evidence, standing="open")
    return _done(funded, "WINDOW", requires, ("SOW dated", "Signature proposed for"), signed)


def _extension(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    if credit.extension == 0:
        return
    missed = claim_rules.extension_missed(credit) is not None
    requires = f"SOW signed before {notation.day(credit.window.end)}, so that an extension can be asked for"
    evidence = f"Extension of {credit.extension} days requested, once"
    yield Condition(code="EXTENSION", requires=requires, evidence=evidence, standing="open" if missed else "holds")


def _proof(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    limits = []
    if credit.proof_deadline is not None:
        limits.append(f"by {notation.day(credit.proof_deadline)}")
    if credit.claim_days is not None:
        limits.append(f"within {credit.claim_days} days after completion")
    if limits:
        evidence = f"Last proof ready {notation.day(_last_proof(funded))}"
        yield _tested(funded, "POE", f"Proof of execution {' and '.join(limits)}", evidence)


def _last_proof(funded: FundedCredit) -> date:
    return max(claim_rules.proof_ready_on(funded.plan, funded.credit, each) for each in funded.deliveries)


# How much it pays


def _share(funded: FundedCredit) -> Iterator[Condition]:
    notation = funded.notation
    eligible = sum(claim_rules.fundable_cost(each.phase, each.option) for each in funded.deliveries)
    requires = f"At most {notation.percent(funded.credit.share)} of the eligible cost of each phase"
    evidence = f"{notation.money(funded.total)} of an eligible cost of {notation.money(eligible)}"
    yield _tested(funded, "SHARE", requires, evidence)


def _phase_cap(funded: FundedCredit) -> Iterator[Condition]:
    notation, credit = funded.notation, funded.credit
    if credit.phase_cap is None:
        return
    most = notation.money(claim_rules.in_plan_currency(credit, credit.phase_cap))
    largest = notation.money(max(claim.amount for claim in funded.claims))
    yield _tested(funded, "PHASECAP", f"At most {most} for one phase", f"Largest request for one phase {largest}")


def _cap(funded: FundedCredit) -> Iterator[Condition]:
    notation = funded.notation
    face = notation.money(claim_rules.face_value(funded.credit))
    yield _tested(funded, "CAP", f"At most {face} in all", f"{notation.money(funded.total)} requested")


def _combined_caps(funded: FundedCredit) -> Iterator[Condition]:
    plan, notation = funded.plan, funded.notation
    for combined in plan.combined_caps:
        if combined.id not in funded.credit.combined_caps:
            continue
        members = {credit.id for credit in plan.credits if combined.id in credit.combined_caps}
        others = notation.listed(sorted(members - {funded.credit.id})) or "others"
        together = sum(claim.amount for claim in funded.all_claims if claim.credit in members)
        requires = f"Together with {others} at most {notation.money(combined.limit)}"
        yield _tested(funded, "POOLCAP", requires, f"{notation.money(together)} requested together")


def _minimum_claim(funded: FundedCredit) -> Iterator[Condition]:
    notation, least = funded.notation, claim_rules.minimum_claim(funded.credit)
    if least:
        evidence = f"{notation.money(funded.total)} requested"
        yield _tested(funded, "MINCLAIM", f"At least {notation.money(least)} in all", evidence)


def _minimum_seats(funded: FundedCredit) -> Iterator[Condition]:
    notation, least = funded.notation, funded.credit.minimum_seats
    if least:
        seats = sum(delivery.phase.seats for delivery in funded.deliveries)
        evidence = f"{notation.number(seats)} seats in the funded phases"
        yield _tested(funded, "MINSEATS", f"At least {notation.number(least)} seats", evidence)


def _milestones(funded: FundedCredit) -> Iterator[Condition]:
    least = funded.credit.minimum_milestones
    if least > 1:
        evidence = f"{len(funded.deliveries)} funded phases"
        yield _tested(funded, "MILESTONES", f"At least {least} separately dated phases", evidence)


def _outcome(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    if credit.outcome_mode == "scaled":
        evidence = f"Outcome {TO_BE_CONFIRMED} when it is measured"
        yield Condition(code="OUTCOME", requires="Paid by the outcome reached", evidence=evidence, standing="open")
    for target in credit.outcome_dates if credit.outcome_mode == "all_or_nothing" else ():
        finish = next((each.finish for each in funded.deliveries if each.phase.id == target.phase), None)
        evidence = f"{target.phase} ends {notation.day(finish)}" if finish else f"{target.phase} as in the phase table"
        yield _tested(funded, "OUTCOME", f"{target.phase} complete by {notation.day(target.by)}", evidence)


# With what it may be combined


def _exclusions(funded: FundedCredit) -> Iterator[Condition]:
    for code, groups, requires in (
        ("STACK-C", "exclusion_groups", "Not combined with {}"),
        ("STACK-P", "phase_exclusion_groups", "Not on the same phase as {}"),
    ):
        others = _sharing_group(funded, groups)
        if others:
            named = funded.notation.listed(others)
            where = "" if code == "STACK-C" else " for the phases requested here"
            evidence = f"Nothing requested of {named}{where}"
            if code in funded.broken:
                evidence = f"Requested beside {named}"
            yield _tested(funded, code, requires.format(named), evidence)


def _sharing_group(funded: FundedCredit, groups: str) -> list[str]:
    own = set(getattr(funded.credit, groups))
    others = (credit for credit in funded.plan.credits if credit.id != funded.credit.id)
    return [credit.id for credit in others if own & set(getattr(credit, groups))]


def _one_source(funded: FundedCredit) -> Iterator[Condition]:
    """Another credit on the same phase rests on a written confirmation, which may still be missing."""
    phases = {claim.phase for claim in funded.claims}
    shared = [each for each in funded.all_claims if each.phase in phases and each.credit != funded.credit.id]
    for other in dict.fromkeys(claim.credit for claim in shared):
        where = funded.notation.listed(claim.phase for claim in shared if claim.credit == other)
        document = confirmation(funded.plan, funded.credit.id, other)
        requires = f"Written confirmation that {other} may fund part of the same phase ({where})"
        if document:
            yield _tested(funded, "ONE-SOURCE", requires, f"Confirmed in {document}")
        else:
            evidence = f"Document {TO_BE_CONFIRMED}"
            standing: Standing = "broken" if "ONE-SOURCE" in funded.broken else "open"
            yield Condition(code="ONE-SOURCE", requires=requires, evidence=evidence, standing=standing)
    if shared:
        requires = "Credits together never above the eligible cost of a phase"
        yield _tested(funded, "COST", requires, "See the cost share by phase")


def confirmation(plan: Plan, first: str, second: str) -> str:
    """The document that allows two credits on one phase; blank where none is recorded."""
    pair = {first, second}
    return next((each.document for each in plan.stacking_confirmations if set(each.credits) == pair), "")


WORDINGS: tuple[Wording, ...] = (
    _scope,
    _partner,
    _approval,
    _signatures,
    _window,
    _extension,
    _proof,
    _share,
    _phase_cap,
    _cap,
    _combined_caps,
    _minimum_claim,
    _minimum_seats,
    _milestones,
    _outcome,
    _exclusions,
    _one_source,
)
