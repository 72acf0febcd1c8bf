"""What of a State Microsoft Project's format can hold: the law of the round trip is said with it."""

from msgspec.structs import replace

from planner.exchange.mspdi.outline import in_order
from planner.exchange.mspdi.phase_fields import without_uncarried
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Schedule


def held(state: State) -> State:
    """The State that is read, without a plan to put it into, from the project written of a State."""
    plan, schedule = state
    order = {phase: number for number, phase in enumerate(plan.phase)}
    pins = [pin for pin in plan.pins if pin.start is not None or pin.option is not None]
    links: list[Dependency] = sorted(plan.dependencies, key=lambda link: order[link.successor])
    kept = Plan(
        name=plan.name,
        customer=plan.customer,
        currency=plan.currency,
        start=plan.start,
        horizon=plan.horizon,
        calendar=in_order(plan.calendar),
        regions=tuple(type(each)(each.name, in_order(each.calendar)) for each in plan.regions),
        freezes=plan.freezes,
        phases=tuple(map(without_uncarried, plan.phases)),
        dependencies=tuple(links),
        partners=plan.partners,
        pins=tuple(sorted(pins, key=lambda pin: order[pin.phase])),
        baseline=_dates(plan.baseline, order),
        status_date=plan.status_date,
        actuals=tuple(_told(each) for each in sorted(plan.actuals, key=lambda each: order[each.phase])),
    )
    return State(kept, _dates(schedule, order))


def _told(actual: Actual) -> Actual:
    """Progress without invoices. What is finished is done whole, and no percentage is told of it."""
    return replace(actual, invoices=(), percent=None if actual.finished_on is not None else actual.percent)


def _dates(schedule: Schedule | None, order: dict[str, int]) -> Schedule | None:
    """The assignments of phases that the plan has, in their order; claims need credits, which are not held."""
    if schedule is None:
        return None
    known = [each for each in schedule.assignments if each.phase in order]
    return Schedule(tuple(sorted(known, key=lambda each: order[each.phase]))) if known else None
