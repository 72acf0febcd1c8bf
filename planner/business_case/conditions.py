"""The conditions of a requested credit in words, each with the dates or sums that show whether it holds.

Whether a condition holds is asked of the claim rules alone. The credit's own free text is internal and never read.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from planner.business_case.notation import Notation, Standing, message
from planner.funding import claim_rules
from planner.funding.claim_rules import Delivery, deliveries
from planner.funding.credits import PENDING, TO_BE_OBTAINED, Credit
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import Value


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
    done = [delivery.phase for delivery in funded.deliveries]
    motions = [notation.motion(each) for each in allowed.motions]
    for names, requires, present in (
        (allowed.workloads, _eligible_workloads(notation, allowed.workloads), [each.workload for each in done]),
        (allowed.motions, _eligible_motions(notation, motions), [notation.motion(each.motion) for each in done]),
        (allowed.regions, _eligible_regions(notation, allowed.regions), [each.region for each in done]),
    ):
        if names:
            evidence = notation.words("Requested for {names}", names=notation.listed(present))
            yield _tested(funded, "SCOPE", requires, evidence)


def _eligible_workloads(notation: Notation, names: Sequence[str]) -> str:
    named = notation.listed(names)
    return notation.counted("Eligible workload: {names}", "Eligible workloads: {names}", len(names), names=named)


def _eligible_motions(notation: Notation, names: Sequence[str]) -> str:
    named = notation.listed(names)
    return notation.counted("Eligible motion: {names}", "Eligible motions: {names}", len(names), names=named)


def _eligible_regions(notation: Notation, names: Sequence[str]) -> str:
    named = notation.listed(names)
    return notation.counted("Eligible region: {names}", "Eligible regions: {names}", len(names), names=named)


def _partner(funded: FundedCredit) -> Iterator[Condition]:
    plan, notation = funded.plan, funded.notation
    approved = notation.listed(plan.partner[each].name for each in funded.credit.approved_partners)
    present = notation.listed(
        plan.partner[each.option.partner].name for each in funded.deliveries if each.option.partner
    )
    code = "DELIVERY" if "DELIVERY" in funded.broken else "PARTNER"
    requires = notation.words("Delivered by an approved supplier: {suppliers}", suppliers=approved)
    yield _tested(funded, code, requires, notation.words("Proposed: {suppliers}", suppliers=present))


# When it may begin


def _approval(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    requires = words(
        "No funded work before approval, nor before the funding window opens on {day}",
        day=notation.day(credit.window.start),
    )
    evidence = words("{approval}; funded work starts {day}", approval=_told(funded), day=notation.day(funded.starts))
    told = _tested(funded, "APPROVAL", requires, evidence)
    yield replace(told, standing="open") if _is_overdue(funded) and told.standing == "holds" else told


def _is_overdue(funded: FundedCredit) -> bool:
    """Whether the day by which the approval is asked for has gone by without one."""
    is_open = funded.credit.approved_on is None and funded.credit.status in PENDING
    return is_open and claim_rules.approved_on(funded.plan, funded.credit) < funded.as_of


def _told(funded: FundedCredit) -> str:
    """When the approval came, or when it is expected and asked for."""
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    approved = notation.day(claim_rules.approved_on(funded.plan, credit))
    if credit.approved_on is not None and credit.approved_on <= funded.as_of:
        return words("Approved on {day}", day=approved)
    if credit.approved_on is not None:
        return words("Approval expected on {day}", day=approved)
    if _is_overdue(funded):
        return words("Approval was due by {day} and is still open", day=approved)
    asked = notation.day(credit.request_date) if credit.request_date else words("date to be confirmed")
    return notation.counted(
        "Request {asked}, approval asked for by {approved} ({count} working day)",
        "Request {asked}, approval asked for by {approved} ({count} working days)",
        credit.approval_lead,
        asked=asked,
        approved=approved,
    )


SIGNATURE = message("SOW dated {day}"), message("Signature proposed for {day}")
REGISTRATION = message("Registered on {day}"), message("Registration proposed for {day}")
"""Acts, as words for what is done and for what is proposed."""


def _signatures(funded: FundedCredit) -> Iterator[Condition]:
    """SOW and registration are part of APPROVAL; until they are dated, and that day has come, they are open."""
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    requires = words("SOW to be signed before funded work starts")
    if credit.sow_signed_on is not None:
        yield _done(funded, "APPROVAL", requires, SIGNATURE, credit.sow_signed_on)
    else:
        evidence = words("Date to be confirmed; needed by {day}", day=notation.day(funded.starts))
        yield Condition(code="APPROVAL", requires=requires, evidence=evidence, standing="open")
    if credit.registered_on is not None:
        requires = words("Deal to be registered before funded work starts")
        yield _done(funded, "APPROVAL", requires, REGISTRATION, credit.registered_on)


def _done(funded: FundedCredit, code: str, requires: str, act: tuple[str, str], day: date) -> Condition:
    """A condition that rests on an act of that day, in words for what is done and for what is proposed."""
    done, proposed = act
    words, written = funded.notation.words, funded.notation.day(day)
    if day <= funded.as_of or code in funded.broken:
        return _tested(funded, code, requires, words(done, day=written))
    evidence = words(proposed, day=written)
    return Condition(code=code, requires=requires, evidence=evidence, standing="open")


# When it must be done


def _window(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    last = notation.day(claim_rules.expiry(credit))
    match credit.expiry_basis:
        case "work_complete":
            done = notation.day(max(delivery.finish for delivery in funded.deliveries))
            requires = words("Funded work complete by {day}", day=last)
            yield _tested(funded, "WINDOW", requires, words("Last funded work ends {day}", day=done))
        case "poe_submitted":
            requires = words("Proof of execution submitted by {day}", day=last)
            yield _tested(funded, "WINDOW", requires, _last_proof_told(funded))
        case "sow_submitted":
            yield _sow_submitted(funded, words("SOW submitted by {day}", day=last))


def _sow_submitted(funded: FundedCredit, requires: str) -> Condition:
    signed = funded.credit.sow_signed_on
    if signed is None:
        evidence = funded.notation.words("Date of the SOW to be confirmed")
        return Condition(code="WINDOW", requires=requires, evidence=evidence, standing="open")
    return _done(funded, "WINDOW", requires, SIGNATURE, signed)


def _extension(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation = funded.credit, funded.notation
    if credit.extension == 0:
        return
    is_missed = claim_rules.extension_missed(credit) is not None
    is_signed = credit.sow_signed_on is not None and credit.sow_signed_on <= funded.as_of
    ends = notation.day(credit.window.end)
    requires = notation.words("SOW signed before {day}, so that an extension can be asked for", day=ends)
    evidence = notation.counted(
        "Extension of {count} day requested, once", "Extension of {count} days requested, once", credit.extension
    )
    standing: Standing = "holds" if is_signed and not is_missed else "open"
    yield Condition(code="EXTENSION", requires=requires, evidence=evidence, standing=standing)


def _proof(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    by = notation.day(credit.proof_deadline) if credit.proof_deadline is not None else ""
    if credit.claim_days is not None:
        # Translators: within so many days
        after = notation.counted("{count} day", "{count} days", credit.claim_days)
        requires = words("Proof of execution within {days} after completion", days=after)
        if by:
            requires = words("Proof of execution by {day} and within {days} after completion", day=by, days=after)
        yield _tested(funded, "POE", requires, _last_proof_told(funded))
    elif by:
        requires = words("Proof of execution by {day}", day=by)
        yield _tested(funded, "POE", requires, _last_proof_told(funded))


def _last_proof_told(funded: FundedCredit) -> str:
    return funded.notation.words("Last proof ready {day}", day=funded.notation.day(_last_proof(funded)))


def _last_proof(funded: FundedCredit) -> date:
    return max(claim_rules.proof_ready_on(funded.plan, funded.credit, each) for each in funded.deliveries)


# How much it pays


def _share(funded: FundedCredit) -> Iterator[Condition]:
    notation = funded.notation
    eligible = sum(claim_rules.fundable_cost(each.phase, each.option) for each in funded.deliveries)
    share, requested = notation.percent(funded.credit.share), notation.money(funded.total)
    requires = notation.words("At most {share} of the eligible cost of each phase", share=share)
    evidence = notation.words(
        "{requested} of an eligible cost of {cost}", requested=requested, cost=notation.money(eligible)
    )
    yield _tested(funded, "SHARE", requires, evidence)


def _phase_cap(funded: FundedCredit) -> Iterator[Condition]:
    notation, credit = funded.notation, funded.credit
    if credit.phase_cap is None:
        return
    most = notation.money(claim_rules.in_plan_currency(credit, credit.phase_cap))
    largest = notation.money(max(claim.amount for claim in funded.claims))
    requires = notation.words("At most {most} for one phase", most=most)
    evidence = notation.words("Largest request for one phase {largest}", largest=largest)
    yield _tested(funded, "PHASECAP", requires, evidence)


def _cap(funded: FundedCredit) -> Iterator[Condition]:
    notation = funded.notation
    face = notation.money(claim_rules.face_value(funded.credit))
    yield _tested(funded, "CAP", notation.words("At most {most} in all", most=face), _requested(funded))


def _requested(funded: FundedCredit) -> str:
    return funded.notation.words("{amount} requested", amount=funded.notation.money(funded.total))


def _combined_caps(funded: FundedCredit) -> Iterator[Condition]:
    plan, notation = funded.plan, funded.notation
    for combined in plan.combined_caps:
        if combined.id not in funded.credit.combined_caps:
            continue
        members = {credit.id for credit in plan.credits if combined.id in credit.combined_caps}
        others = notation.listed(sorted(members - {funded.credit.id})) or notation.words("others")
        together = sum(claim.amount for claim in funded.all_claims if claim.credit in members)
        most = notation.money(combined.limit)
        requires = notation.words("Together with {others} at most {most}", others=others, most=most)
        evidence = notation.words("{amount} requested together", amount=notation.money(together))
        yield _tested(funded, "POOLCAP", requires, evidence)


def _minimum_claim(funded: FundedCredit) -> Iterator[Condition]:
    notation, least = funded.notation, claim_rules.minimum_claim(funded.credit)
    if least:
        requires = notation.words("At least {least} in all", least=notation.money(least))
        yield _tested(funded, "MINCLAIM", requires, _requested(funded))


def _minimum_seats(funded: FundedCredit) -> Iterator[Condition]:
    notation, least = funded.notation, funded.credit.minimum_seats
    if least:
        seats = sum(delivery.phase.seats for delivery in funded.deliveries)
        requires = notation.counted("At least {count} seat", "At least {count} seats", least)
        evidence = notation.counted("{count} seat in the funded phases", "{count} seats in the funded phases", seats)
        yield _tested(funded, "MINSEATS", requires, evidence)


def _milestones(funded: FundedCredit) -> Iterator[Condition]:
    counted, least = funded.notation.counted, funded.credit.minimum_milestones
    if least > 1:
        requires = counted("At least {count} separately dated phase", "At least {count} separately dated phases", least)
        evidence = counted("{count} funded phase", "{count} funded phases", len(funded.deliveries))
        yield _tested(funded, "MILESTONES", requires, evidence)


def _outcome(funded: FundedCredit) -> Iterator[Condition]:
    credit, notation, words = funded.credit, funded.notation, funded.notation.words
    if credit.outcome_mode == "scaled":
        requires, evidence = words("Paid by the outcome reached"), words("Outcome to be confirmed when it is measured")
        yield Condition(code="OUTCOME", requires=requires, evidence=evidence, standing="open")
    for target in credit.outcome_dates if credit.outcome_mode == "all_or_nothing" else ():
        finish = next((each.finish for each in funded.deliveries if each.phase.id == target.phase), None)
        requires = words("{phase} complete by {day}", phase=target.phase, day=notation.day(target.by))
        evidence = words("{phase} as in the phase table", phase=target.phase)
        if finish:
            evidence = words("{phase} ends {day}", phase=target.phase, day=notation.day(finish))
        yield _tested(funded, "OUTCOME", requires, evidence)


# With what it may be combined


def _exclusions(funded: FundedCredit) -> Iterator[Condition]:
    words = funded.notation.words
    for code, groups, requires, evidence in (
        (
            "STACK-C",
            "exclusion_groups",
            message("Not combined with {credits}"),
            message("Nothing requested of {credits}"),
        ),
        (
            "STACK-P",
            "phase_exclusion_groups",
            message("Not on the same phase as {credits}"),
            message("Nothing requested of {credits} for the phases requested here"),
        ),
    ):
        others = _sharing_group(funded, groups)
        if others:
            named = funded.notation.listed(others)
            told = message("Requested beside {credits}") if code in funded.broken else evidence
            yield _tested(funded, code, words(requires, credits=named), words(told, credits=named))


def _sharing_group(funded: FundedCredit, groups: str) -> list[str]:
    own = set(getattr(funded.credit, groups))
    others = (credit for credit in funded.plan.credits if credit.id != funded.credit.id)
    return [credit.id for credit in others if own & set(getattr(credit, groups))]


def _one_source(funded: FundedCredit) -> Iterator[Condition]:
    """Another credit on the same phase rests on a written confirmation, which may still be missing."""
    words = funded.notation.words
    phases = {claim.phase for claim in funded.claims}
    shared = [each for each in funded.all_claims if each.phase in phases and each.credit != funded.credit.id]
    for other in dict.fromkeys(claim.credit for claim in shared):
        where = funded.notation.listed(claim.phase for claim in shared if claim.credit == other)
        document = confirmation(funded.plan, funded.credit.id, other)
        requires = words(
            "Written confirmation that {credit} may fund part of the same phase ({phases})", credit=other, phases=where
        )
        if document:
            yield _tested(funded, "ONE-SOURCE", requires, words("Confirmed in {document}", document=document))
        else:
            evidence = words("Document to be confirmed")
            standing: Standing = "broken" if "ONE-SOURCE" in funded.broken else "open"
            yield Condition(code="ONE-SOURCE", requires=requires, evidence=evidence, standing=standing)
    if shared:
        requires = words("Credits together never above the eligible cost of a phase")
        yield _tested(funded, "COST", requires, words("See the cost share by phase"))


def confirmation(plan: Plan, first: str, second: str) -> str:
    """The document that allows two credits on one phase; blank where none is recorded, or it is only asked for."""
    pair = {first, second}
    named = (each.document for each in plan.stacking_confirmations if set(each.credits) == pair)
    return next((document for document in named if document != TO_BE_OBTAINED), "")


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
