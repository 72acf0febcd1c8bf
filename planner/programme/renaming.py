"""Parts of a plan as the joined plan has them, and back.

What a plan says of all its phases and credits at once (its calendar, its first day and its horizon) is said of each
of them in the joined plan, so that every rule holds there as it does in the plan alone.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from planner.funding.claim_rules import answer_due, asked_for_on
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.programme.naming import Naming
from planner.rollout.actuals import Actual
from planner.rollout.calendars import WEEKDAYS, Calendar, Freeze, Region
from planner.rollout.change_board import board_opens_on
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Milestone, Phase, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import WorkdayArithmetic

EVERY_DAY = Calendar(weekdays=WEEKDAYS)
"""In which approvals are counted where plans have different calendars: each in its days, whatever its weekends are."""

ANYWHERE = "Global"
"""The region of a phase that names none."""


class Frame(NamedTuple):
    """What the joined plan says of all its phases and credits: its first day, its horizon, and its calendar."""

    start: date
    horizon: date
    calendar: Calendar


def frame_of(plans: Iterable[Plan]) -> Frame:
    """From the first day of any plan to the last of any, in the calendar of all if they have the same."""
    known = tuple(plans)
    first = known[0].calendar
    is_same = all(plan.calendar == first for plan in known)
    start, horizon = min(plan.start for plan in known), max(plan.horizon for plan in known)
    return Frame(start, horizon, first if is_same else EVERY_DAY)


def regions_of(plan: Plan) -> tuple[str, ...]:
    """Every region that the plan speaks of, its own first."""
    named = (
        *(region.name for region in plan.regions),
        *(phase.region for phase in plan.phases),
        *(name for freeze in plan.freezes for name in freeze.regions),
        *(name for credit in plan.credits for name in credit.scope.regions),
        ANYWHERE,
    )
    return tuple(dict.fromkeys(named))


def renamed_regions(plan: Plan, names: Naming) -> tuple[Region, ...]:
    """Every region with the calendar that the plan works by there."""
    return tuple(Region(names.own(name), plan.region_calendar(name)) for name in regions_of(plan))


def renamed_freeze(plan: Plan, names: Naming, freeze: Freeze) -> Freeze:
    """The freeze in the regions of its own plan."""
    return replace(freeze, regions=tuple(names.own(name) for name in freeze.regions or regions_of(plan)))


def renamed_phase(plan: Plan, names: Naming, frame: Frame, phase: Phase) -> Phase:
    """The phase bound to its plan's first day and horizon where others begin earlier or end later.

    Nobody is asked before a plan's own first day, so a change may not start before its board could answer; where its
    deadline comes before that it is bound to its deadline, since a plan that cannot be kept is opened all the same.
    """
    earliest, deadline = phase.earliest_start, phase.deadline
    if plan.start > frame.start:
        opens = min(board_opens_on(plan, phase) or plan.start, deadline or plan.horizon)
        earliest = max(plan.start, earliest or plan.start, opens)
    if plan.horizon < frame.horizon:
        deadline = min(plan.horizon, deadline or plan.horizon)
    return replace(
        phase,
        id=names.own(phase.id),
        region=names.own(phase.region),
        options=tuple(_renamed_option(option, names.partner, names.path) for option in phase.options),
        milestones=tuple(_with_files(each, names.path) for each in phase.milestones),
        earliest_start=earliest,
        deadline=deadline,
    )


Rename = Callable[[str], str]
HasFiles = TypeVar("HasFiles", DeliveryOption, Milestone, Credit)


def _renamed_option(option: DeliveryOption, partner: Rename, path: Rename) -> DeliveryOption:
    named = option if option.partner is None else replace(option, partner=partner(option.partner))
    return _with_files(named, path)


def _with_files(part: HasFiles, path: Rename) -> HasFiles:
    """The part with its attachments as seen from another folder."""
    if not part.attachments:
        return part
    return replace(part, attachments=tuple(replace(each, path=path(each.path)) for each in part.attachments))


def renamed_credit(plan: Plan, names: Naming, frame: Frame, credit: Credit) -> Credit:
    """The credit for work of its own plan; approved on the same day, counted in the calendar of the joined plan."""
    counted = WorkdayArithmetic(frame.calendar)
    asked = asked_for_on(replace(plan, start=frame.start), credit)
    lead = counted.number(answer_due(plan, credit)) - counted.number(asked)
    return replace(
        _with_files(credit, names.path),
        id=names.credit(credit.id),
        scope=replace(
            credit.scope, regions=tuple(names.own(name) for name in credit.scope.regions or regions_of(plan))
        ),
        approval_lead=max(lead, 0),
        approved_partners=tuple(map(names.partner, credit.approved_partners)),
        exclusion_groups=tuple(map(names.own, credit.exclusion_groups)),
        combined_caps=tuple(map(names.cap, credit.combined_caps)),
        outcome_dates=tuple(replace(target, phase=names.own(target.phase)) for target in credit.outcome_dates),
    )


def renamed_partner(names: Naming, partner: Partner) -> Partner:
    """The partner under its name in the joined plan; nothing else of it becomes another."""
    return replace(partner, id=names.partner(partner.id))


def renamed_link(names: Naming, link: Dependency) -> Dependency:
    """The link between the same phases."""
    return replace(link, predecessor=names.own(link.predecessor), successor=names.own(link.successor))


def renamed_pin(names: Naming, pin: Pin) -> Pin:
    """The pin on the same phase and option."""
    return replace(pin, phase=names.own(pin.phase), option=None if pin.option is None else names.option(pin.option))


def renamed_actual(names: Naming, actual: Actual) -> Actual:
    """What has become of the same phase."""
    return replace(actual, phase=names.own(actual.phase), option=names.option(actual.option))


def renamed_schedule(names: Naming, schedule: Schedule) -> Schedule:
    """The same dates, options and claims."""
    return Schedule(
        tuple(
            Assignment(names.own(each.phase), names.option(each.option), each.start, each.finish)
            for each in schedule.assignments
        ),
        tuple(Claim(names.own(each.phase), names.credit(each.credit), each.amount) for each in schedule.claims),
    )


# Back; only fields that an edit has changed are asked for, and what belongs to other plans is left out


def plain_phase(names: Naming, phase: Phase) -> Phase:
    """The phase as its own plan calls it and what it names."""

    def partner(name: str) -> str:
        return names.plain_partner(name) or name

    return replace(
        phase,
        id=names.plain(phase.id) or phase.id,
        region=names.plain(phase.region) or phase.region,
        options=tuple(_renamed_option(option, partner, names.plain_path) for option in phase.options),
        milestones=tuple(_with_files(each, names.plain_path) for each in phase.milestones),
    )


def plain_credit(names: Naming, credit: Credit) -> Credit:
    """The credit as a plan calls it, with what of it speaks of that plan."""

    def own(name: str) -> str | None:
        return names.plain(name) if "/" in name else name

    targets = ((names.plain(each.phase), each) for each in credit.outcome_dates)
    return replace(
        _with_files(credit, names.plain_path),
        id=names.plain_credit(credit.id) or credit.id,
        scope=replace(credit.scope, regions=_known(map(own, credit.scope.regions))),
        approved_partners=_known(map(names.plain_partner, credit.approved_partners)),
        exclusion_groups=_known(map(own, credit.exclusion_groups)),
        combined_caps=_known(map(names.plain_cap, credit.combined_caps)),
        outcome_dates=tuple(replace(each, phase=name) for name, each in targets if name is not None),
    )


def plain_partner(names: Naming, partner: Partner) -> Partner:
    """The partner as a plan calls it."""
    return replace(partner, id=names.plain_partner(partner.id) or partner.id)


def plain_schedule(names: Naming, schedule: Schedule) -> Schedule:
    """What of a schedule belongs to the plan, in its order."""
    return Schedule(
        tuple(
            Assignment(phase, names.plain_option(each.option) or each.option, each.start, each.finish)
            for each in schedule.assignments
            if (phase := names.plain(each.phase)) is not None
        ),
        tuple(
            Claim(phase, names.plain_credit(each.credit) or each.credit, each.amount)
            for each in schedule.claims
            if (phase := names.plain(each.phase)) is not None
        ),
    )


def _known(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(name for name in names if name is not None)
