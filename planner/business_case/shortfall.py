"""Why a credit is not requested, or not in full: the reasons of the claim rules, in words for a reader outside.

Every reason is computed from the schedule that is presented; where the rules give none, none is made up.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from planner.business_case.conditions import by_phase
from planner.business_case.notation import Notation, message
from planner.funding import claim_rules
from planner.funding.claim_rules import BrokenRule, Delivery, deliveries
from planner.funding.credits import LOST, Credit, ExpiryBasis
from planner.plan import Plan
from planner.rollout.schedule import Claim, Schedule

WHOLE_CREDIT = ("STACK-C", "OUTCOME", "MINSEATS", "MINCLAIM", "MILESTONES")
"""Rules that keep a credit from being used at all, whatever the phase."""

BESIDE_OTHERS = (
    ("STACK-P", message("{others} is requested for {phases}; the two are not combined on one phase.")),
    ("ONE-SOURCE", message("{others} is requested for {phases}; one source is requested for each phase.")),
    ("COST", message("{others} is requested for {phases}; together they stay within the eligible cost.")),
    ("POOLCAP", message("The limit shared with {others} is reached.")),
)
"""Rules between credits on the same work, in the order in which they are told; a phase is told once."""


LOST_WORDS = {
    "rejected": message("The credit is rejected."),
    "expired": message("The credit is expired."),
    "forfeited": message("The credit is forfeited."),
    "cancelled": message("The credit is cancelled."),
}

LATE_PROOF = message("Proof of execution would be ready after the deadline ({day}): {phases}.")
ENDS: Mapping[ExpiryBasis, str] = {
    "work_complete": message("Ends after the funding window closes ({day}): {phases}."),
    "poe_submitted": LATE_PROOF,
    "sow_submitted": message("The SOW is signed after the funding window closes ({day}): {phases}."),
}
"""What comes too late for the expiry, by what it asks for."""


class _Case(NamedTuple):
    plan: Plan
    credit: Credit
    delivered: Mapping[str, Delivery]
    claimed: Mapping[str, int]
    more: tuple[BrokenRule, ...]
    notation: Notation

    @property
    def in_scope(self) -> list[Delivery]:
        """The delivered work that the credit covers."""
        return [each for each in self.delivered.values() if claim_rules.scope(self.plan, self.credit, each) is None]

    def others(self, code: str) -> list[str]:
        """The credits that the rule sets against this one."""
        named = (other for broken in self.more if broken.code == code for other in broken.credits)
        return sorted(set(named) - {self.credit.id})


def shortfall(plan: Plan, schedule: Schedule, credit: Credit, notation: Notation) -> tuple[str, ...]:
    """Sentences that say why less than the face value is requested; empty where all of it is."""
    claimed = {claim.phase: claim.amount for claim in schedule.claims if claim.credit == credit.id and claim.amount}
    if sum(claimed.values()) >= claim_rules.face_value(credit):
        return ()
    if credit.status in LOST:
        return (notation.words(LOST_WORDS[credit.status]),)
    more = _broken_by_more(plan, schedule, credit)
    case = _Case(plan, credit, deliveries(plan, schedule), claimed, more, notation)
    if not case.in_scope:
        return (notation.words("No work in this request lies in its scope."),)
    reasons = () if claimed else _against_any_use(case)
    reasons = reasons or (*_by_phase(case), *_in_full(case), *_beside_others(case))
    return reasons or (notation.words("No request is made in this proposal."),)


def _broken_by_more(plan: Plan, schedule: Schedule, credit: Credit) -> tuple[BrokenRule, ...]:
    """The joint rules that break, beyond those broken already, if the credit paid all it could for every phase."""
    others = tuple(claim for claim in schedule.claims if claim.credit != credit.id)
    most = tuple(
        Claim(each.phase.id, credit.id, claim_rules.claim_limit(credit, each.phase, each.option))
        for each in deliveries(plan, schedule).values()
        if claim_rules.is_claimable(plan, credit, each)
    )
    before = claim_rules.broken_rules(plan, by_phase(schedule), others)
    after = claim_rules.broken_rules(plan, by_phase(schedule), (*others, *most))
    return tuple(each for each in after if each not in before and credit.id in each.credits)


# Nothing at all is requested


def _against_any_use(case: _Case) -> tuple[str, ...]:
    codes = {broken.code for broken in case.more}
    leading = next((code for code in WHOLE_CREDIT if code in codes), None)
    if leading is None:
        return ()
    return (_whole_credit_reason(case, leading),)


def _whole_credit_reason(case: _Case, code: str) -> str:
    credit, notation, words = case.credit, case.notation, case.notation.words
    match code:
        case "STACK-C":
            others = notation.listed(case.others(code))
            return words("Not combined with {others} under the terms of the letters.", others=others)
        case "OUTCOME":
            dates = notation.listed(
                words("{phase} by {day}", phase=each.phase, day=notation.day(each.by)) for each in credit.outcome_dates
            )
            return words("It asks for {phases}, which the proposed dates do not meet.", phases=dates)
        case "MINSEATS":
            return notation.counted(
                "The eligible work reaches fewer than the {count} seat it asks for.",
                "The eligible work reaches fewer than the {count} seats it asks for.",
                credit.minimum_seats,
            )
        case "MINCLAIM":
            least = notation.money(claim_rules.minimum_claim(credit))
            return words("The eligible work stays below its minimum of {least}.", least=least)
        case _:
            return notation.counted(
                "Fewer than {count} eligible phase lies in its scope.",
                "Fewer than {count} eligible phases lie in its scope.",
                credit.minimum_milestones,
            )


# Phase by phase


def _by_phase(case: _Case) -> tuple[str, ...]:
    """Work in scope for which the credit cannot be requested, by the leading reason."""
    grouped: defaultdict[str, list[Delivery]] = defaultdict(list)
    for each in case.in_scope:
        reasons = claim_rules.claim_reasons(case.plan, case.credit, each)
        if reasons and each.phase.id not in case.claimed:
            grouped[reasons[0].code].append(each)
    return tuple(
        _single_claim_reason(case, code, grouped[code]) for code in claim_rules.SINGLE_CLAIM_RULES if code in grouped
    )


def _single_claim_reason(case: _Case, code: str, found: list[Delivery]) -> str:
    credit, notation, words = case.credit, case.notation, case.notation.words
    phases = notation.listed(each.phase.id for each in found)
    match code:
        case "DELIVERY":
            return words("Delivered without paid partner work, so that nothing is requested: {phases}.", phases=phases)
        case "PARTNER":
            return words("Not delivered by a supplier approved for it: {phases}.", phases=phases)
        case "APPROVAL":
            sentence, day = _opening(case)
        case "WINDOW":
            sentence, day = ENDS[credit.expiry_basis], claim_rules.expiry(credit)
        case _ if credit.proof_deadline is not None and _are_proven_after(case, found, credit.proof_deadline):
            sentence, day = LATE_PROOF, credit.proof_deadline
        case _:
            return words("Proof of execution would be ready after the deadline: {phases}.", phases=phases)
    return words(sentence, day=notation.day(day), phases=phases)


def _opening(case: _Case) -> tuple[str, date]:
    """What work has to wait for, and until when: approval and window alone, or signature and registration too."""
    opened = max(claim_rules.approved_on(case.plan, case.credit), case.credit.window.start)
    opens = claim_rules.opens_on(case.plan, case.credit)
    if opens == opened:
        return message("Starts before the credit can be approved and opened ({day}): {phases}."), opened
    return message("Starts before approval, signature and registration can all be there ({day}): {phases}."), opens


def _are_proven_after(case: _Case, found: list[Delivery], deadline: date) -> bool:
    return all(claim_rules.proof_ready_on(case.plan, case.credit, each) > deadline for each in found)


def _in_full(case: _Case) -> tuple[str, ...]:
    """Phases for which as much is requested as the credit pays for one."""
    full = [
        phase
        for phase, amount in case.claimed.items()
        if phase in case.delivered and amount >= _limit(case, case.delivered[phase])
    ]
    if not full:
        return ()
    words, share = case.notation.words, case.notation.percent(case.credit.share)
    named = case.notation.listed(full)
    if case.credit.phase_cap is None:
        sentence = words("Requested in full, at {share} of the eligible cost: {phases}.", share=share, phases=named)
        return (sentence,)
    return (words("Requested in full, up to the limit for one phase: {phases}.", phases=named),)


def _limit(case: _Case, delivered: Delivery) -> int:
    return claim_rules.claim_limit(case.credit, delivered.phase, delivered.option)


def _beside_others(case: _Case) -> tuple[str, ...]:
    """Work that other credits already fund, and limits that are shared with them."""
    notation, sentences, told = case.notation, [], set[str]()
    for code, sentence in BESIDE_OTHERS:
        phases = {phase for broken in case.more if broken.code == code for phase in broken.phases}
        short = sorted(phase for phase in phases - told if not _is_full(case, phase))
        others = notation.listed(case.others(code))
        if short and others:
            sentences.append(notation.words(sentence, others=others, phases=notation.listed(short)))
            told |= phases
    return tuple(sentences)


def _is_full(case: _Case, phase: str) -> bool:
    return phase in case.delivered and case.claimed.get(phase, 0) >= _limit(case, case.delivered[phase])
