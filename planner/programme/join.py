"""One plan of several: every part once, each phase and credit bound as it is in its own plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

from msgspec.structs import replace

from planner.funding.credits import CombinedCap, Credit, StackingConfirmation
from planner.invariants import PlanError, invariant_faults
from planner.plan import Agreement, Plan, Sponsorship, State
from planner.programme.conflicts import conflicts
from planner.programme.naming import Naming, namings
from planner.programme.programme import CHANGEABLE, Programme, States
from planner.programme.renaming import (
    Frame,
    frame_of,
    renamed_actual,
    renamed_credit,
    renamed_freeze,
    renamed_link,
    renamed_partner,
    renamed_phase,
    renamed_pin,
    renamed_regions,
    renamed_schedule,
)
from planner.rollout.partners import Partner
from planner.rollout.schedule import Schedule
from planner.unknown import without_unknown


def joined(programme: Programme, states: States) -> State:
    """The joined plan, with the schedules of plans that have one. Raises PlanError where plans contradict each other.

    Rates, measurements, scenarios, agendas and catalogues are left in the plan files. Shared parts come first.
    """
    plans = {short: _as_joined(states[short].plan) for short in programme.shorts}
    faults = conflicts(programme, plans)
    if faults:
        raise PlanError(faults)
    names = namings(programme)
    state = State(_plan(programme, plans, names), _schedule(names, {short: states[short].schedule for short in plans}))
    faults = invariant_faults(state)
    if faults:
        raise PlanError(faults)
    return state


def _as_joined(plan: Plan) -> Plan:
    """The plan with unknown fields only where they find their way back."""
    return replace(without_unknown(plan), **{field: getattr(plan, field) for field in CHANGEABLE})


def _plan(programme: Programme, plans: Mapping[str, Plan], names: Mapping[str, Naming]) -> Plan:
    first, frame = next(iter(plans.values())), frame_of(plans.values())
    named = [(plan, names[short]) for short, plan in plans.items()]

    def each(field: str, rename: Callable[[Plan, Naming, Any], Any]) -> tuple[Any, ...]:
        """The renamed entries of a list of all plans."""
        return tuple(rename(plan, own, entry) for plan, own in named for entry in getattr(plan, field))

    return Plan(
        name=programme.name,
        customer=", ".join(dict.fromkeys(plan.customer for plan in plans.values()))[:500],
        currency=first.currency,
        start=frame.start,
        horizon=frame.horizon,
        calendar=frame.calendar,
        regions=tuple(chain.from_iterable(renamed_regions(plan, own) for plan, own in named)),
        freezes=each("freezes", renamed_freeze),
        phases=each("phases", lambda plan, own, phase: renamed_phase(plan, own, frame, phase)),
        dependencies=each("dependencies", lambda _plan, own, link: renamed_link(own, link)),
        partners=_shared_first(_partners(plan, own) for plan, own in named),
        credits=_shared_first(_credits(plan, own, frame) for plan, own in named),
        combined_caps=_shared_first(_caps(plan, own) for plan, own in named),
        stacking_confirmations=tuple(
            dict.fromkeys(each("stacking_confirmations", lambda _plan, own, pair: _confirmation(own, pair)))
        ),
        one_source_per_phase=first.one_source_per_phase,
        entitlements=_entitlements(named),
        entitlements_bind=first.entitlements_bind,
        change_lead=first.change_lead,
        pins=each("pins", lambda _plan, own, pin: renamed_pin(own, pin)),
        baseline=_schedule(names, {short: plan.baseline for short, plan in plans.items()}),
        status_date=first.status_date,
        exchange_rates=tuple(dict.fromkeys(chain.from_iterable(plan.exchange_rates for plan in plans.values()))),
        actuals=each("actuals", lambda _plan, own, actual: renamed_actual(own, actual)),
        agreement=_said_by_all(Agreement(), {short: plan.agreement for short, plan in plans.items()}),
        sponsorship=_said_by_all(Sponsorship(), {short: plan.sponsorship for short, plan in plans.items()}),
        risks=tuple(dict.fromkeys(chain.from_iterable(plan.risks for plan in plans.values()))),
    )


Said = TypeVar("Said", Agreement, Sponsorship)


def _said_by_all(blank: Said, said: Mapping[str, Said]) -> Said:
    """Fields that all plans fill in: what they all say, or what each says; blank where one says nothing."""
    found: dict[str, Any] = {}
    for field in blank.__struct_fields__:
        texts = {short: getattr(each, field) for short, each in said.items()}
        values = list(dict.fromkeys(texts.values()))
        if len(values) == 1:
            found[field] = values[0]
        elif all(isinstance(value, str) and value for value in values):
            found[field] = "; ".join(f"{short}: {text.rstrip('.;')}" for short, text in texts.items())
    return replace(blank, **found)


def _schedule(names: Mapping[str, Naming], schedules: Mapping[str, Schedule | None]) -> Schedule | None:
    """The schedules one after the other; None where no plan has one."""
    parts = [renamed_schedule(names[short], each) for short, each in schedules.items() if each is not None]
    if not parts:
        return None
    return Schedule(
        tuple(chain.from_iterable(part.assignments for part in parts)),
        tuple(chain.from_iterable(part.claims for part in parts)),
    )


def _partners(plan: Plan, names: Naming) -> Iterator[Partner]:
    return (renamed_partner(names, partner) for partner in plan.partners)


def _credits(plan: Plan, names: Naming, frame: Frame) -> Iterator[Credit]:
    return (renamed_credit(plan, names, frame, credit) for credit in plan.credits)


def _caps(plan: Plan, names: Naming) -> Iterator[CombinedCap]:
    return (replace(cap, id=names.cap(cap.id)) for cap in plan.combined_caps)


def _confirmation(names: Naming, pair: StackingConfirmation) -> StackingConfirmation:
    first, second = pair.credits
    return replace(pair, credits=(names.credit(first), names.credit(second)))


def _entitlements(named: Iterable[tuple[Plan, Naming]]) -> tuple[Any, ...]:
    """Rights that all plans hold alike are there once; others are each its plan's own."""
    pairs = list(named)
    if all(plan.entitlements == pairs[0][0].entitlements for plan, _ in pairs):
        return pairs[0][0].entitlements
    return tuple(replace(each, id=own.own(each.id)) for plan, own in pairs for each in plan.entitlements)


def _shared_first(parts: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    """Every part once, those of several plans first; a shared credit holds what each of its plans says of its work."""
    found: dict[str, Any] = {}
    repeated: set[str] = set()
    for part in chain.from_iterable(parts):
        if part.id in found:
            repeated.add(part.id)
        found[part.id] = _both(found[part.id], part) if part.id in found else part
    return tuple(sorted(found.values(), key=lambda part: part.id not in repeated))


SAID_OF_OWN_WORK = ("approved_partners", "exclusion_groups", "combined_caps", "outcome_dates", "attachments")
"""Fields of a credit in which each plan names parts of its own."""


def _both(first: Any, second: Any) -> Any:  # noqa: ANN401 - a part of any kind
    """A part of two plans; they agree in all but what each plan says of its own work, and the later approval counts."""
    if not isinstance(first, Credit):
        return first
    lead = max(first.approval_lead, second.approval_lead)
    united = {field: _union(getattr(first, field), getattr(second, field)) for field in SAID_OF_OWN_WORK}
    scope = replace(first.scope, regions=_union(first.scope.regions, second.scope.regions))
    return replace(first, scope=scope, approval_lead=lead, **united)


def _union(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*first, *second)))
