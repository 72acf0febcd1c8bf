"""The plan as prepared integers: all dates become numbers, and what can never happen is left out.

Each calendar has an axis: its working days from the plan's start to its horizon, numbered from zero. A phase lives on
the axis of its region, where its duration is linear; freezes, availability windows, pins and deadlines only leave
starts out. Starts of an option whose span has the same length form one mode, so a pause makes one more mode with a
longer span instead of a table of dates.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, Self

import networkx as nx

from planner.funding.claim_rules import Delivery, claim_limit, could_be_claimed, is_claimable
from planner.funding.credits import Credit
from planner.funding.entitlements import entitlement_reasons
from planner.plan import Plan
from planner.rollout.calendars import Calendar
from planner.rollout.dependencies import Dependency, network
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.workdays import blocks, phase_workdays, region_workdays


class Axis(NamedTuple):
    """The working days of a calendar, numbered by their place."""

    days: tuple[date, ...]

    def number(self, day: date) -> int:
        """How many working days of the axis lie before the day."""
        return bisect_left(self.days, day)


class Mode(NamedTuple):
    """An option on all starts that give it the same span.

    starts: numbers on the phase's axis, ascending. span: working days from first to last day, pauses included.
    """

    option: DeliveryOption
    starts: tuple[int, ...]
    span: int


class PreparedPhase(NamedTuple):
    """A phase with its axis and every mode it can have."""

    phase: Phase
    axis: Axis
    modes: tuple[Mode, ...]

    def runs(self) -> Iterator[tuple[int, int]]:
        """Every start that is possible, with its span."""
        return ((start, mode.span) for mode in self.modes for start in mode.starts)

    def keeping(self, holds: Callable[[int, int], bool]) -> Self:
        """The same with only those starts and spans that the condition keeps, and without modes that have none."""
        kept = (
            mode._replace(starts=tuple(each for each in mode.starts if holds(each, mode.span))) for mode in self.modes
        )
        return self._replace(modes=tuple(mode for mode in kept if mode.starts))


class Pair(NamedTuple):
    """A phase and a credit that could pay for it.

    limits, starts: for each mode of the phase the most that the credit pays, and the starts on which it may.
    """

    phase: str
    credit: str
    limits: tuple[int, ...]
    starts: tuple[tuple[int, ...], ...]


class Instance(NamedTuple):
    """Everything that the model is made from."""

    plan: Plan
    phases: dict[str, PreparedPhase]
    pairs: tuple[Pair, ...]


def prepare(plan: Plan) -> Instance:
    """The plan, prepared. A phase without any mode makes it infeasible; the model says so."""
    phases = within_links(plan, phases_alone(plan))
    pairs = (_pair(plan, phases[phase.id], credit) for phase in plan.phases for credit in plan.credits)
    return Instance(plan, phases, tuple(pair for pair in pairs if any(pair.starts)))


def phases_alone(plan: Plan) -> dict[str, PreparedPhase]:
    """Every phase with all modes that it has by itself, links left aside."""
    axes: dict[Calendar, Axis] = {}
    phases: dict[str, PreparedPhase] = {}
    for phase in plan.phases:
        calendar = plan.region_calendar(phase.region)
        if calendar not in axes:
            axes[calendar] = Axis(tuple(region_workdays(plan, phase.region).workdays(plan.start, plan.horizon)))
        phases[phase.id] = PreparedPhase(phase, axes[calendar], tuple(_modes(plan, phase, axes[calendar])))
    return phases


def within_links(plan: Plan, phases: dict[str, PreparedPhase]) -> dict[str, PreparedPhase]:
    """The phases without the starts that their links alone rule out: a forward and a backward pass of the network."""
    phases = dict(phases)
    graph = network(plan.phase, plan.dependencies)
    into: dict[str, list[Dependency]] = {phase: [] for phase in plan.phase}
    for link in plan.dependencies:
        into[link.successor].append(link)
    links = [link for phase in nx.topological_sort(graph) for link in into[phase]]
    for link in links:
        phases[link.successor] = _after(link, phases[link.predecessor], phases[link.successor])
    for link in reversed(links):
        phases[link.predecessor] = _before(link, phases[link.predecessor], phases[link.successor])
    return phases


def _after(link: Dependency, predecessor: PreparedPhase, successor: PreparedPhase) -> PreparedPhase:
    """The successor without starts that no start of the predecessor allows."""
    earliest = min((released(link, predecessor, successor.axis, *run) for run in predecessor.runs()), default=0)
    return successor.keeping(lambda start, span: reached(link, start, span) >= earliest + link.lag)


def _before(link: Dependency, predecessor: PreparedPhase, successor: PreparedPhase) -> PreparedPhase:
    """The predecessor without starts that allow no start of the successor."""
    latest = max((reached(link, *run) for run in successor.runs()), default=0)
    return predecessor.keeping(lambda *run: released(link, predecessor, successor.axis, *run) + link.lag <= latest)


def released(link: Dependency, predecessor: PreparedPhase, axis: Axis, start: int, span: int) -> int:
    """The number, on the successor's axis, from which the link counts its lag: f' or s' of the field guide, 6.2."""
    from_finish = link.type in {"FS", "FF"}
    if predecessor.axis is axis:
        return start + span if from_finish else start
    days = predecessor.axis.days
    return axis.number(days[start + span - 1] + timedelta(days=1) if from_finish else days[start])


def reached(link: Dependency, start: int, span: int) -> int:
    """The number that the link holds back: f or s of the field guide, 6.2."""
    return start if link.type in {"FS", "SS"} else start + span


def _modes(plan: Plan, phase: Phase, axis: Axis) -> Iterator[Mode]:
    pin = next((pin for pin in plan.pins if pin.phase == phase.id), None)
    worked = phase_workdays(plan, phase).workdays(plan.start, plan.horizon)
    for option in phase.options:
        if pin is not None and pin.option not in {None, option.id}:
            continue
        starts_by_span: defaultdict[int, list[int]] = defaultdict(list)
        for start, finish in zip(worked, worked[option.duration - 1 :], strict=False):
            if _is_allowed(plan, pin, Delivery(phase, option, start, finish)):
                number = axis.number(start)
                starts_by_span[axis.number(finish) + 1 - number].append(number)
        yield from (Mode(option, tuple(starts), span) for span, starts in starts_by_span.items())


def _is_allowed(plan: Plan, pin: Pin | None, delivered: Delivery) -> bool:
    """Whether the phase may run then, as far as it alone decides; the checker says the same in ``planner.checks``."""
    phase, option, start, finish = delivered
    partner = plan.partner.get(option.id)
    return (
        (pin is None or pin.start in {None, start})
        and (phase.earliest_start is None or phase.earliest_start <= start)
        and (phase.deadline is None or finish <= phase.deadline)
        and (partner is None or partner.is_available(start, finish))
        and not any(freeze.overlaps(start, finish) for freeze in blocks(plan, phase))
        and not (plan.entitlements_bind and option.kind == "fasttrack" and entitlement_reasons(plan, phase, start))
    )


def _pair(plan: Plan, prepared: PreparedPhase, credit: Credit) -> Pair:
    limits = tuple(_limit(plan, prepared.phase, mode.option, credit) for mode in prepared.modes)
    starts = tuple(
        _claimable_starts(plan, prepared, mode, credit) if limit > 0 else ()
        for mode, limit in zip(prepared.modes, limits, strict=True)
    )
    return Pair(prepared.phase.id, credit.id, limits, starts)


def _limit(plan: Plan, phase: Phase, option: DeliveryOption, credit: Credit) -> int:
    return claim_limit(credit, phase, option) if could_be_claimed(plan, credit, phase, option) else 0


def _claimable_starts(plan: Plan, prepared: PreparedPhase, mode: Mode, credit: Credit) -> tuple[int, ...]:
    days = prepared.axis.days
    return tuple(
        start
        for start in mode.starts
        if is_claimable(plan, credit, Delivery(prepared.phase, mode.option, days[start], days[start + mode.span - 1]))
    )
