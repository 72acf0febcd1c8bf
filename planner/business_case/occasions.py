"""The days of the business case that belong in a calendar, each of them told in the document as well."""

from collections.abc import Iterator

from planner.business_case.case import Case
from planner.business_case.document import Occasion
from planner.business_case.external_view import Proof, Request, Work


def occasions(case: Case) -> tuple[Occasion, ...]:
    """By their days."""
    found = (*_renewal(case), *_by_request(case), *_proofs(case), *_measurements(case))
    return tuple(sorted(found, key=lambda each: (each.day, each.identity)))


def _renewal(case: Case) -> Iterator[Occasion]:
    header = case.view.header
    if header.renewal_on is not None:
        text = f"The agreement of {header.customer} is renewed."
        yield Occasion("renewal", header.renewal_on, "Agreement renewal", text)


def _by_request(case: Case) -> Iterator[Occasion]:
    for each in case.view.requests:
        yield from _of_request(case, each)


def _of_request(case: Case, request: Request) -> Iterator[Occasion]:
    name, amount = f"{request.id} · {request.name}", case.notation.money(request.requested)
    if request.approved_on is None:
        text = f"{amount} requested of {name}: a decision is asked for by this day."
        yield Occasion(f"decision {request.id}", request.decision_by, f"{request.id}: decision asked for", text)
    if request.sow_by is not None:
        text = f"Statement of work of {name}, before funded work starts."
        yield Occasion(f"sow {request.id}", request.sow_by, f"{request.id}: SOW to be signed", text)
    text = f"Last day of the funding window of {name}; {amount} requested."
    yield Occasion(f"expiry {request.id}", request.window.end, f"{request.id}: funding window closes", text)


def _proofs(case: Case) -> Iterator[Occasion]:
    for each in case.view.proofs:
        yield _proof(case, each)


def _proof(case: Case, proof: Proof) -> Occasion:
    ready = case.notation.day(proof.ready_on)
    text = f"{proof.producer} proves {proof.phase} · {case.work[proof.phase].name} for {proof.credit}; ready {ready}."
    title = f"{proof.credit}: proof of execution for {proof.phase}"
    return Occasion(f"proof {proof.credit} {proof.phase}", proof.deadline or proof.ready_on, title, text)


def _measurements(case: Case) -> Iterator[Occasion]:
    for each in case.view.work:
        yield from _measurement(each)


def _measurement(work: Work) -> Iterator[Occasion]:
    target = work.target
    if target is not None and target.measured_on is not None:
        text = f"{target.metric or target.text}, from {target.data_source or 'a source to be confirmed'}."
        yield Occasion(f"measurement {work.id}", target.measured_on, f"{work.id}: measure adoption", text)
