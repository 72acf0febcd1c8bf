"""The days of a negotiation for the buyer's own calendar: all of those that the plan knows. Internal."""

from collections.abc import Iterator
from itertools import chain

from planner.brief.subject import Subject
from planner.business_case.document import Occasion
from planner.funding.claim_rules import deliveries, proof_ready_on
from planner.funding.credits import LOST, SUBMITTED, Credit
from planner.funding.deadlines import Deadlines
from planner.rollout.change_board import board_requests


def occasions(subject: Subject) -> tuple[Occasion, ...]:
    """By their days."""
    found = chain(
        _renewal(subject),
        _deadlines(subject),
        _signatures(subject),
        _proofs(subject),
        _board(subject),
        _people(subject),
    )
    return tuple(sorted(found, key=lambda each: (each.day, each.identity)))


def _renewal(subject: Subject) -> Iterator[Occasion]:
    agreement = subject.plan.agreement
    if agreement.renewal_on is not None:
        yield Occasion("renewal", agreement.renewal_on, "Agreement renewal", f"{subject.plan.customer} renews.")
    if agreement.ends_on is not None:
        yield Occasion("agreement end", agreement.ends_on, "Agreement ends", "Rights of the seats end with it.")


def _deadlines(subject: Subject) -> Iterator[Occasion]:
    for each in subject.deadlines:
        credit = subject.plan.credit[each.credit]
        if credit.status not in SUBMITTED:
            yield from _of_credit(subject, credit, each)


def _of_credit(subject: Subject, credit: Credit, found: Deadlines) -> Iterator[Occasion]:
    name, planned = f"{credit.id} · {credit.name}", subject.notation.money(subject.planned[credit.id])
    for kind, day, title, text in (
        ("request by", found.request_by, "ask by", f"Last day of asking for {name} on which all of {planned} counts."),
        ("last request", found.last_request, "last request", f"After this day nothing of {name} can be had."),
        ("last start", found.last_start, "last start", f"Work of {name} that starts later earns nothing."),
        ("expiry", found.expires_on, "funding window closes", f"{name}; {planned} planned."),
        ("proof by", found.proof_by, "proof deadline", f"Last day on which proof counts for {name}."),
    ):
        if day is not None:
            yield Occasion(f"{kind} {credit.id}", day, f"{credit.id}: {title}", text)


def _signatures(subject: Subject) -> Iterator[Occasion]:
    """Of statements of work that are not signed yet: the day proposed, or the first of the funded work."""
    starts = {each.phase: each.start for each in subject.schedule.assignments}
    for credit in subject.plan.credits:
        claimed = [each.phase for each in subject.schedule.claims if each.credit == credit.id and each.amount]
        day = credit.sow_signed_on or min((starts[each] for each in claimed if each in starts), default=None)
        is_open = credit.sow_signed_on is None or credit.sow_signed_on > subject.as_of
        if day is not None and is_open and credit.status not in LOST | SUBMITTED:
            text = f"Statement of work of {credit.id} · {credit.name}, before funded work starts."
            yield Occasion(f"sow {credit.id}", day, f"{credit.id}: SOW to be signed", text)


def _proofs(subject: Subject) -> Iterator[Occasion]:
    """When each claim's proof is ready."""
    delivered = deliveries(subject.plan, subject.schedule)
    for claim in subject.schedule.claims:
        credit, delivery = subject.plan.credit[claim.credit], delivered.get(claim.phase)
        if claim.amount and delivery is not None and credit.status not in LOST | SUBMITTED:
            day = proof_ready_on(subject.plan, credit, delivery)
            text = f"{claim.phase} · {delivery.phase.name}: {subject.notation.money(claim.amount)} hang on it."
            title = f"{credit.id}: proof of execution for {claim.phase} ready"
            yield Occasion(f"proof {credit.id} {claim.phase}", day, title, text)


def _board(subject: Subject) -> Iterator[Occasion]:
    """Until when the change advisory board is to be asked for changes that it was not asked for yet."""
    for each in board_requests(subject.plan, subject.schedule, subject.as_of):
        text = f"Last day for the start of {each.phase} on {subject.notation.day(each.start)}."
        yield Occasion(f"board {each.phase}", each.ask_by, f"{each.phase}: ask the change advisory board", text)


def _people(subject: Subject) -> Iterator[Occasion]:
    """When rights are to be used by, and adoption is measured."""
    for account in subject.rights.accounts:
        if account.engage_by is not None and not account.is_engaged and account.status != "declined":
            text = f"{account.name} is {account.status}. The date is the buyer's own; no right ends with it."
            yield Occasion(
                f"engage {account.entitlement}", account.engage_by, f"{account.entitlement}: engage by", text
            )
    for phase in subject.plan.phases:
        target = phase.adoption_target
        if target is not None and target.measured_on is not None:
            text = f"{target.metric or target.text}, from {target.data_source or 'a source to be confirmed'}."
            yield Occasion(f"measurement {phase.id}", target.measured_on, f"{phase.id}: measure adoption", text)
