"""What the user and the calendar demand of a schedule, one by one, and the plan without any one of them.

Work itself is no demand: a phase takes the days that one of its options takes. Without every demand each plan has a
schedule, so where none exists, some demands are to blame; ``solver.conflicts`` finds out which.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.calendars import WEEKDAYS, Freeze
from planner.rollout.change_board import board_opens_on, lead_words
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.passes import AFTER_EVERY_PLAN
from planner.rollout.phases import Phase, Pin
from planner.rollout.tracking import first_open_day, last_planned_day
from planner.rollout.workdays import region_workdays

DemandKind = Literal[
    "pinned start",
    "pinned option",
    "earliest start",
    "deadline",
    "change lead",
    "availability",
    "teams",
    "freeze",
    "entitlement",
    "link",
    "horizon",
]


class Demand(NamedTuple):
    """Something that every schedule of a plan must keep.

    place: identifiers of what demands it: a phase; a partner; a freeze by name and first day; a link by predecessor,
    successor and type; nothing where it is the plan. sentence: what is demanded. loosen: what could be done about it.
    """

    kind: DemandKind
    place: tuple[str, ...]
    sentence: str
    loosen: str


def demands(plan: Plan) -> tuple[Demand, ...]:
    """Every demand that bears on at least one phase of the plan, the user's own pins first and the horizon last.

    The plan's first day, the calendars and the durations are taken as given.
    """
    return (
        *(demand for pin in plan.pins for demand in _pinned(plan, pin)),
        *(demand for phase in plan.phases for demand in _bounds(phase)),
        *_change_lead(plan),
        *(demand for partner in plan.partners for demand in _partner(plan, partner)),
        *(_freeze(freeze) for freeze in plan.freezes if any(_binds(freeze, phase) for phase in plan.phases)),
        *_entitlements(plan),
        *(_link(link) for link in plan.dependencies),
        Demand("horizon", (), f"All work must end by {plan.horizon}.", "Set a later horizon."),
    )


def without(plan: Plan, demand: Demand) -> Plan:
    """The plan without that demand, all else unchanged; the horizon moves so far that it binds nothing any more."""
    return WITHOUT[demand.kind](plan, demand.place)


def work_sentence(plan: Plan, phase: Phase) -> str:
    """How long the phase takes, by each of its options."""
    first, *others = ((option.duration, plan.deliverer(option.id)) for option in phase.options)
    days = "working day" if first[0] == 1 else "working days"
    ways = " or ".join([f"{first[0]} {days} by {first[1]}", *(f"{count} by {by}" for count, by in others)])
    return f"{phase.id} takes {ways}."


# What is demanded


def _pinned(plan: Plan, pin: Pin) -> Iterator[Demand]:
    if pin.start is not None:
        region = plan.phase[pin.phase].region
        is_worked = region_workdays(plan, region).is_workday(pin.start)
        day_off = "" if is_worked else f", a day off in {region}"
        sentence = f"{pin.phase} is pinned to start {pin.start}{day_off}."
        yield Demand("pinned start", (pin.phase,), sentence, "Remove the pin, or pin another day.")
    if pin.option is not None:
        sentence = f"{pin.phase} is pinned to {plan.deliverer(pin.option)}."
        yield Demand("pinned option", (pin.phase,), sentence, "Remove the pin, or pin another option.")


def _bounds(phase: Phase) -> Iterator[Demand]:
    if phase.earliest_start is not None:
        sentence = f"{phase.id} must not start before {phase.earliest_start}."
        yield Demand("earliest start", (phase.id,), sentence, "Allow an earlier start.")
    if phase.deadline is not None:
        sentence = f"{phase.id} must end by {phase.deadline}."
        yield Demand("deadline", (phase.id,), sentence, "Ask for a later deadline.")


def _change_lead(plan: Plan) -> Iterator[Demand]:
    """What the change advisory board still holds back: one demand, as the lead is one for all changes."""
    ahead = first_open_day(plan)
    held: defaultdict[date, list[str]] = defaultdict(list)
    for phase in plan.phases:
        opens = board_opens_on(plan, phase)
        if opens is not None and opens > ahead:
            held[opens].append(phase.id)
    if held:
        starts = "; ".join(f"{', '.join(names)} not before {day}" for day, names in sorted(held.items()))
        sentence = f"The change advisory board takes {lead_words(plan)}: {starts}."
        yield Demand("change lead", (), sentence, "Ask the board for a sooner answer, or note the day it was asked.")


def _partner(plan: Plan, partner: Partner) -> Iterator[Demand]:
    served = sum(phase.option(partner.id) is not None for phase in plan.phases)
    if served and partner.windows:
        windows = "; ".join(f"{window.start} to {window.end}" for window in partner.windows)
        sentence = f"{partner.name} is available {windows}."
        yield Demand("availability", (partner.id,), sentence, f"Ask {partner.name} for more days.")
    if served > partner.teams:
        teams = "1 team" if partner.teams == 1 else f"{partner.teams} teams"
        sentence = f"{partner.name} has {teams}."
        yield Demand("teams", (partner.id,), sentence, f"Ask {partner.name} for one more team.")


def _freeze(freeze: Freeze) -> Demand:
    verb = "pauses all changes" if freeze.kind == "pause" else "allows no change"
    where = f" in {', '.join(freeze.regions)}" if freeze.regions else ""
    sentence = f"{freeze.name} {verb}{where} from {freeze.days.start} to {freeze.days.end}."
    return Demand("freeze", _freeze_place(freeze), sentence, "Ask for an exception, or for a shorter freeze.")


def _binds(freeze: Freeze, phase: Phase) -> bool:
    return phase.change and freeze.binds(phase.region)


def _entitlements(plan: Plan) -> Iterator[Demand]:
    if plan.entitlements_bind and any(phase.option("fasttrack") is not None for phase in plan.phases):
        sentence = "FastTrack work needs an entitlement that covers it, is held and was requested before it starts."
        yield Demand("entitlement", (), sentence, "Request the entitlement, or add another option.")


def _link(link: Dependency) -> Demand:
    first = "ends" if link.type in {"FS", "FF"} else "starts"
    then = "starts" if link.type in {"FS", "SS"} else "ends"
    lag = f" with a lag of {link.lag} working days" if link.lag else ""
    sentence = f"{link.successor} {then} after {link.predecessor} {first}{lag}."
    return Demand("link", _link_place(link), sentence, "Remove the link, or give it a smaller lag.")


def _freeze_place(freeze: Freeze) -> tuple[str, ...]:
    return freeze.name, freeze.days.start.isoformat()


def _link_place(link: Dependency) -> tuple[str, ...]:
    return link.predecessor, link.successor, link.type


# The plan without it

Place = tuple[str, ...]


def _without_pinned_start(plan: Plan, place: Place) -> Plan:
    return replace(plan, pins=tuple(replace(pin, start=None) if (pin.phase,) == place else pin for pin in plan.pins))


def _without_pinned_option(plan: Plan, place: Place) -> Plan:
    return replace(plan, pins=tuple(replace(pin, option=None) if (pin.phase,) == place else pin for pin in plan.pins))


def _without_earliest_start(plan: Plan, place: Place) -> Plan:
    phases = (replace(each, earliest_start=None) if (each.id,) == place else each for each in plan.phases)
    return replace(plan, phases=tuple(phases))


def _without_change_lead(plan: Plan, _place: Place) -> Plan:
    return replace(plan, change_lead=0)


def _without_deadline(plan: Plan, place: Place) -> Plan:
    phases = (replace(each, deadline=None) if (each.id,) == place else each for each in plan.phases)
    return replace(plan, phases=tuple(phases))


def _without_availability(plan: Plan, place: Place) -> Plan:
    partners = (replace(each, windows=()) if (each.id,) == place else each for each in plan.partners)
    return replace(plan, partners=tuple(partners))


def _without_teams(plan: Plan, place: Place) -> Plan:
    enough = max(1, len(plan.phases))
    partners = (replace(each, teams=enough) if (each.id,) == place else each for each in plan.partners)
    return replace(plan, partners=tuple(partners))


def _without_freeze(plan: Plan, place: Place) -> Plan:
    return replace(plan, freezes=tuple(each for each in plan.freezes if _freeze_place(each) != place))


def _without_entitlement(plan: Plan, _place: Place) -> Plan:
    return replace(plan, entitlements_bind=False)


def _without_link(plan: Plan, place: Place) -> Plan:
    return replace(plan, dependencies=tuple(link for link in plan.dependencies if _link_place(link) != place))


def _without_horizon(plan: Plan, _place: Place) -> Plan:
    """With room for all work one after the other, behind the last day on which anything but work can begin it.

    In a schedule in which nothing can move earlier, each phase begins on such a day, or right after another phase or
    its lag; so whatever fits at all fits into this room.
    """
    calendars = (plan.calendar, *(region.calendar for region in plan.regions))
    working_week = min(len(calendar.weekdays) for calendar in calendars)
    work = sum(max(option.duration for option in phase.options) for phase in plan.phases)
    lags = sum(max(link.lag, 0) for link in plan.dependencies)
    weeks = (work + lags) // working_week + len(plan.phases) + 1
    days_off = sum(len(calendar.holidays) for calendar in calendars)
    room = timedelta(days=weeks * len(WEEKDAYS) + days_off)
    last = max(_fixed_days(plan))
    return replace(plan, horizon=last + min(room, AFTER_EVERY_PLAN - last) if last < AFTER_EVERY_PLAN else last)


def _fixed_days(plan: Plan) -> Iterator[date]:
    """Every day of the plan before which something may have to wait."""
    yield last_planned_day(plan)
    yield from (freeze.days.end for freeze in plan.freezes)
    yield from (window.start for partner in plan.partners for window in partner.windows)
    yield from (pin.start for pin in plan.pins if pin.start is not None)
    yield from (phase.earliest_start for phase in plan.phases if phase.earliest_start is not None)
    yield from (day for phase in plan.phases if (day := board_opens_on(plan, phase)) is not None)
    yield from (each.requested_on for each in plan.entitlements if each.requested_on is not None)


WITHOUT: Mapping[DemandKind, Callable[[Plan, Place], Plan]] = {
    "pinned start": _without_pinned_start,
    "pinned option": _without_pinned_option,
    "earliest start": _without_earliest_start,
    "deadline": _without_deadline,
    "change lead": _without_change_lead,
    "availability": _without_availability,
    "teams": _without_teams,
    "freeze": _without_freeze,
    "entitlement": _without_entitlement,
    "link": _without_link,
    "horizon": _without_horizon,
}
