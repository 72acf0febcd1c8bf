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
        words = case.notation.words
        text = words("The agreement of {customer} is renewed.", customer=header.customer)
        yield Occasion("renewal", header.renewal_on, words("Agreement renewal"), text)


def _by_request(case: Case) -> Iterator[Occasion]:
    for each in case.view.requests:
        yield from _of_request(case, each)


def _of_request(case: Case, request: Request) -> Iterator[Occasion]:
    words, credit, name = case.notation.words, request.id, f"{request.id} · {request.name}"
    amount = case.notation.money(request.requested)
    if request.approved_on is None:
        text = words("{amount} requested of {name}: a decision is asked for by this day.", amount=amount, name=name)
        title = words("{credit}: decision asked for", credit=credit)
        yield Occasion(f"decision {request.id}", request.decision_by, title, text)
    if request.sow_by is not None:
        text = words("Statement of work of {name}, before funded work starts.", name=name)
        title = words("{credit}: SOW to be signed", credit=credit)
        yield Occasion(f"sow {request.id}", request.sow_by, title, text)
    text = words("Last day of the funding window of {name}; {amount} requested.", name=name, amount=amount)
    title = words("{credit}: funding window closes", credit=credit)
    yield Occasion(f"expiry {request.id}", request.window.end, title, text)


def _proofs(case: Case) -> Iterator[Occasion]:
    for each in case.view.proofs:
        yield _proof(case, each)


def _proof(case: Case, proof: Proof) -> Occasion:
    words = case.notation.words
    text = words(
        "{supplier} proves {phase} for {credit}; ready {day}.",
        supplier=proof.producer,
        phase=f"{proof.phase} · {case.work[proof.phase].name}",
        credit=proof.credit,
        day=case.notation.day(proof.ready_on),
    )
    title = words("{credit}: proof of execution for {phase}", credit=proof.credit, phase=proof.phase)
    return Occasion(f"proof {proof.credit} {proof.phase}", proof.deadline or proof.ready_on, title, text)


def _measurements(case: Case) -> Iterator[Occasion]:
    for each in case.view.work:
        yield from _measurement(case, each)


def _measurement(case: Case, work: Work) -> Iterator[Occasion]:
    target = work.target
    if target is not None and target.measured_on is not None:
        words = case.notation.words
        source = target.data_source or words("a source to be confirmed")
        text = words("{metric}, from {source}.", metric=target.metric or target.text, source=source)
        title = words("{phase}: measure adoption", phase=work.id)
        yield Occasion(f"measurement {work.id}", target.measured_on, title, text)
