"""A plan for the partner, made of an external view alone: what the view has no field for, the copy cannot hold.

It opens as any plan does. A credit offers there what is requested of it and no more, so that claims which are settled
anew never exceed the request; terms that the view does not name bind nothing there.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.business_case.external_view import EntitledHelp, ExternalView, Request, Work
from planner.funding.credits import Credit, Scope, StackingConfirmation
from planner.funding.entitlements import Entitlement
from planner.plan import Agreement, Plan, Risk, Sponsorship, State
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import RESERVED_OPTIONS, AdoptionTarget, DeliveryOption, Milestone, Phase
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import WorkdayArithmetic
from planner.value import DateRange, known_fields

LONGEST_IDENTIFIER = 64

Identifiers = Mapping[str, str]
"""Of the partners, by their names."""


def partner_copy(view: ExternalView) -> State:
    """The scheduled work of the view as a plan with its schedule. The view holds at least one piece of work."""
    partners, header = _identifiers(view), view.header
    days = {each.region: each.calendar for each in view.working_days}
    freezes = tuple(Freeze(each.name, each.days, each.kind, each.regions) for each in view.freezes)
    documents = {tuple(sorted(each.credits)): each.document for each in view.shared_phases}
    plan = Plan(
        name=header.plan,
        customer=header.customer,
        currency=header.currency,
        start=min(each.start for each in view.work),
        horizon=max(each.finish for each in view.work),
        calendar=days.get("", Calendar()),
        regions=tuple(Region(name, calendar) for name, calendar in days.items() if name),
        freezes=freezes,
        phases=tuple(_phase(view, each, partners, _days_of(each, days, freezes)) for each in view.work),
        dependencies=tuple(_links(view)),
        partners=tuple(_partner(view, name, partner) for name, partner in partners.items()),
        credits=tuple(_credit(view, each, partners, days) for each in view.requests),
        stacking_confirmations=tuple(
            StackingConfirmation(credits=(first, second), document=document)
            for (first, second), document in documents.items()
            if document
        ),
        one_source_per_phase=all(documents.values()),
        entitlements=tuple(_entitlement(number, each) for number, each in enumerate(view.entitled_help, start=1)),
        agreement=Agreement(
            number=header.agreement_number,
            tenant_id=header.tenant_id,
            renewal_on=header.renewal_on,
            account_team_contact=header.account_team_contact,
        ),
        sponsorship=Sponsorship(
            executive_sponsor=header.executive_sponsor,
            deployment_owner=header.deployment_owner,
            business_problem=view.business_problem,
            outcome=view.outcome,
        ),
        risks=tuple(Risk(description=each.description, mitigation=each.mitigation) for each in view.risks),
    )
    assignments = (Assignment(each.id, _option_id(each, partners), each.start, each.finish) for each in view.work)
    claims = (Claim(each.phase, each.credit, each.amount) for each in view.funded_work)
    return State(plan, Schedule(tuple(assignments), tuple(claims)))


# Work


def _phase(view: ExternalView, work: Work, partners: Identifiers, days: WorkdayArithmetic) -> Phase:
    option = DeliveryOption(
        kind=work.delivery,
        partner=partners[work.supplier] if work.delivery == "partner" else None,
        duration=max(1, len(days.workdays(work.start, work.finish))),
        cost=work.cost,
    )
    return Phase(
        id=work.id,
        name=work.name,
        workload=work.workload,
        motion=work.motion,
        region=work.region,
        seats=work.seats,
        eligible_cost=work.cost,
        change=work.change,
        options=(option,),
        adoption_target=_target(work),
        milestones=tuple(_milestones(view, work)),
        exclusions=work.exclusions,
        owner=work.owner,
    )


def _target(work: Work) -> AdoptionTarget | None:
    target = work.target
    if target is None:
        return None
    return AdoptionTarget(**{field: getattr(target, field) for field in known_fields(type(target))})


def _milestones(view: ExternalView, work: Work) -> Iterator[Milestone]:
    for each in view.milestones:
        if each.phase == work.id:
            yield Milestone(
                name=each.name,
                deliverable=each.services,
                proof=each.proof,
                share=each.share,
                hours=each.hours,
                due=None if each.due == work.finish else each.due,
            )


def _days_of(work: Work, days: Mapping[str, Calendar], freezes: tuple[Freeze, ...]) -> WorkdayArithmetic:
    """The days on which the work makes progress: a change stands still in a pause."""
    bound = (each.days for each in freezes if work.change and each.kind == "pause" and each.binds(work.region))
    return WorkdayArithmetic(_calendar(work, days), tuple(bound))


def _calendar(work: Work, days: Mapping[str, Calendar]) -> Calendar:
    return days.get(work.region, days.get("", Calendar()))


def _links(view: ExternalView) -> Iterator[Dependency]:
    known = {each.id for each in view.work}
    for work in view.work:
        for link in work.after:
            if link.predecessor in known:
                yield Dependency(predecessor=link.predecessor, successor=work.id, type=link.type, lag=link.lag)


# Partners


def _identifiers(view: ExternalView) -> dict[str, str]:
    """Their own names, as far as those can be identifiers."""
    found: dict[str, str] = {}
    for work in view.work:
        if work.delivery == "partner" and work.supplier not in found:
            short = work.supplier[:LONGEST_IDENTIFIER]
            is_free = short not in RESERVED_OPTIONS and short not in found.values()
            found[work.supplier] = short if is_free else f"supplier {len(found) + 1}"
    return found


def _option_id(work: Work, partners: Identifiers) -> str:
    return partners[work.supplier] if work.delivery == "partner" else work.delivery


def _partner(view: ExternalView, name: str, identifier: str) -> Partner:
    """As many teams as the schedule needs at once: how many there are is not told."""
    work = [each for each in view.work if each.delivery == "partner" and each.supplier == name]
    at_once = max(sum(other.start <= each.start <= other.finish for other in work) for each in work)
    workloads = tuple(dict.fromkeys(each.workload for each in work))
    return Partner(id=identifier, name=name, approved_workloads=workloads, teams=at_once)


# Money


def _credit(view: ExternalView, request: Request, partners: Identifiers, days: Mapping[str, Calendar]) -> Credit:
    funded = {each.phase for each in view.funded_work if each.credit == request.id}
    work = [each for each in view.work if each.id in funded]
    return Credit(
        id=request.id,
        name=request.name,
        programme=request.programme,
        payee=request.payee,
        realised_by=request.realised_by,
        face=request.requested,
        scope=Scope(
            tuple(dict.fromkeys(each.workload for each in work)),
            tuple(dict.fromkeys(each.motion for each in work)),
            tuple(dict.fromkeys(each.region for each in work)),
        ),
        window=DateRange(request.window.start, request.window.end),
        expiry_basis=request.expiry_basis,
        request_date=None if request.approved_on else request.decision_by,
        approved_on=request.approved_on,
        proof_preparation=_preparation(view, request, {each.id: each for each in work}, days),
        proof_deadline=request.proof_deadline,
        approved_partners=tuple(dict.fromkeys(partners[each.supplier] for each in work if each.supplier in partners)),
        share=request.share,
        tranches=request.tranches,
        source_document=request.letter,
    )


def _preparation(view: ExternalView, request: Request, work: Mapping[str, Work], days: Mapping[str, Calendar]) -> int:
    """Working days from the end of the work to its proof, as the days of the view tell."""
    for proof in view.proofs:
        if proof.credit == request.id and proof.phase in work:
            done = work[proof.phase]
            return max(0, _number(done, days, proof.ready_on) - _number(done, days, done.finish))
    return 0


def _number(work: Work, days: Mapping[str, Calendar], day: date) -> int:
    return WorkdayArithmetic(_calendar(work, days)).number(day)


def _entitlement(number: int, help_: EntitledHelp) -> Entitlement:
    return Entitlement(
        id=f"E{number}",
        name=help_.name,
        threshold_seats=help_.threshold_seats,
        seats_owned=help_.seats_owned,
        workloads=help_.workloads,
        requested_on=help_.requested_on,
        status=help_.status,
    )
