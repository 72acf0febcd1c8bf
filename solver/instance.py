"""The plan as prepared integers: all dates become numbers, and what can never happen is left out.

All phases live on one axis: the days from the plan's start to its horizon that any of their regions works on, numbered
from zero, and those on which work has begun and ended; what has begun has one start. Freezes, availability windows,
pins and deadlines leave starts out. Starts of an option whose span has the same length form one mode, so a pause, or a
day off that others work on, makes one more mode with a longer span instead of a table of dates.

Phases that differ in nothing a step looks at share its outcome, and bounds cut ascending starts by bisection; asking
the rules about every phase, option, credit and day took twenty times as long.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache, reduce
from itertools import accumulate, chain, pairwise
from types import MappingProxyType
from typing import NamedTuple, Self

import networkx as nx
from msgspec.structs import replace

from planner.funding.claim_rules import (
    Delivery,
    WorkKind,
    claim_limit,
    could_be_claimed,
    delivery_of,
    is_claimable,
    may_finish,
    may_start,
    work_kind,
)
from planner.funding.credits import Credit
from planner.funding.entitlements import entitlement_reasons
from planner.invariants import PlanError
from planner.limits import solving_limits
from planner.plan import Plan
from planner.rollout.calendars import Calendar
from planner.rollout.dependencies import Dependency, network
from planner.rollout.passes import first_start
from planner.rollout.phases import DeliveryOption, Phase, Pin
from planner.rollout.schedule import Assignment
from planner.rollout.tracking import (
    begun_run,
    begun_runs,
    binding_links,
    holding_teams,
    planned_days,
)
from planner.rollout.workdays import blocks, phase_workdays, region_workdays
from planner.value import DateRange
from solver.cancel import Cancel
from solver.claim_limits import ground
from solver.memory import Memory

DAY = timedelta(days=1)

RUNS_KEPT, CLAIM_DAYS_KEPT = 2048, 1024
"""Answers remembered by all that they depend on, so that what did not change is not prepared again for the next solve;
a plan of a hundred phases asks for some two hundred runs."""


class Axis(NamedTuple):
    """Days, ascending, numbered by their place."""

    days: tuple[date, ...]

    def number(self, day: date) -> int:
        """How many days of the axis lie before the day."""
        return bisect_left(self.days, day)

    def numbers(self, days: DateRange) -> range:
        """The numbers of the days in a range."""
        return range(self.number(days.start), self.number(days.end + DAY))


Run = tuple[tuple[int, ...], int]
"""Starts, ascending, that have the same span."""


class Way(NamedTuple):
    """How a phase is done, whenever that is: by whom, and what it takes.

    demands: the units of each renewable that it takes on every day of its span; of a partner, one team.
    uses: the units of each nonrenewable that it uses up; no option of a plan uses any.
    """

    option: DeliveryOption
    demands: tuple[tuple[str, int], ...] = ()
    uses: tuple[tuple[str, int], ...] = ()

    def demand(self, renewable: str) -> int:
        """The units of a renewable that it takes on each day."""
        return next((units for name, units in self.demands if name == renewable), 0)

    def use(self, nonrenewable: str) -> int:
        """The units of a nonrenewable that it uses up."""
        return next((units for name, units in self.uses if name == nonrenewable), 0)


class Mode(NamedTuple):
    """An option on all starts that give it the same span.

    starts: numbers on the axis, ascending. span: days of the axis from first to last day, pauses included.
    demands, uses: those of its way.
    """

    option: DeliveryOption
    starts: tuple[int, ...]
    span: int
    demands: tuple[tuple[str, int], ...] = ()
    uses: tuple[tuple[str, int], ...] = ()

    @property
    def way(self) -> Way:
        """How it is done, whenever that is."""
        return Way(self.option, self.demands, self.uses)

    def demand(self, renewable: str) -> int:
        """The units of a renewable that it takes on each day."""
        return self.way.demand(renewable)

    def use(self, nonrenewable: str) -> int:
        """The units of a nonrenewable that it uses up."""
        return self.way.use(nonrenewable)


class PreparedPhase(NamedTuple):
    """A phase with the axis and every mode it can have.

    worked: for each number of the axis, and one more, the working days of its own region that lie before; empty where
    its region works on every day of the axis.
    """

    phase: Phase
    axis: Axis
    modes: tuple[Mode, ...]
    worked: tuple[int, ...] = ()

    def keeping(self, kept: Callable[[Mode], slice]) -> Self:
        """The same with only those starts of each mode whose places it keeps, and without modes that have none."""
        starts = [mode.starts[kept(mode)] for mode in self.modes]
        if all(len(left) == len(mode.starts) for mode, left in zip(self.modes, starts, strict=True)):
            return self
        modes = (mode._replace(starts=left) for mode, left in zip(self.modes, starts, strict=True) if left)
        return self._replace(modes=tuple(modes))

    def after(self, number: int, lag: int) -> int:
        """The first number that has as many of its own working days between as the lag."""
        return bisect_left(self.worked, self.worked[number] + lag) if self.worked else number + lag

    def before(self, number: int, lag: int) -> int:
        """The last number from which as many of its own working days as the lag lie before the given one."""
        return bisect_right(self.worked, self.worked[number] - lag) - 1 if self.worked else number - lag


class Pair(NamedTuple):
    """A phase and a credit that could pay for it.

    limits, starts: for each mode of the phase the most that the credit pays, and the starts on which it may.
    """

    phase: str
    credit: str
    limits: tuple[int, ...]
    starts: tuple[tuple[int, ...], ...]


class Instance(NamedTuple):
    """Everything that the model is made from.

    links: may form cycles, so that a negative lag back to a predecessor says how late its successor may be at most.
    renewables: the units of each that are there on every day; of a plan, the teams of its partners.
    nonrenewables: the units of each that are there once and for all; a plan has none.
    busy: of each renewable what is taken already, as stretches: the number of the first day, how many days, the units.
    """

    plan: Plan
    phases: dict[str, PreparedPhase]
    pairs: tuple[Pair, ...]
    links: tuple[Dependency, ...]
    renewables: Mapping[str, int]
    nonrenewables: Mapping[str, int]
    busy: Mapping[str, tuple[tuple[int, int, int], ...]] = MappingProxyType({})


def prepare(plan: Plan, cancel: Cancel | None = None) -> Instance:
    """The plan, prepared. A phase without any mode makes it infeasible; the model says so.

    Raises Cancelled soon after the cancel is requested, and PlanError for a plan beyond ``planner.limits``.
    """
    beyond = solving_limits(plan)
    if beyond:
        raise PlanError(beyond)
    cancel = cancel or Cancel()
    phases = within_links(binding_links(plan), phases_alone(plan, cancel), cancel)
    return instance_of(plan, phases, tuple(pairs(plan, phases, cancel)))


def instance_of(plan: Plan, phases: dict[str, PreparedPhase], pairs: tuple[Pair, ...] = ()) -> Instance:
    """The instance of a plan whose phases are prepared."""
    teams = {partner.id: partner.teams for partner in plan.partners}
    return Instance(plan, phases, pairs, binding_links(plan), teams, nonrenewables={})


def phases_alone(plan: Plan, cancel: Cancel | None = None) -> dict[str, PreparedPhase]:
    """Every phase with all modes that it has by itself, links left aside."""
    cancel, runs = cancel or Cancel(), _Runs(plan)
    phases: dict[str, PreparedPhase] = {}
    for phase in plan.phases:
        cancel.check()
        phases[phase.id] = PreparedPhase(phase, runs.axis, tuple(runs.modes(phase)), runs.worked(phase.region))
    return phases


def within_links(
    links: Iterable[Dependency], phases: dict[str, PreparedPhase], cancel: Cancel | None = None
) -> dict[str, PreparedPhase]:
    """The phases without the starts that the links alone rule out.

    Forward and backward passes of the network until nothing changes any more, as in Bellman and Ford's search for
    longest paths. Where links in a cycle cannot all be kept, the passes go on until some phase is without any start.
    Raises Cancelled soon after the cancel is requested.
    """
    cancel = cancel or Cancel()
    phases, links, passed = dict(phases), in_order(phases, links), dict[str, PreparedPhase]()
    while phases != passed and all(phase.modes for phase in phases.values()):
        passed = dict(phases)
        for link in links:
            cancel.check()
            phases[link.successor] = _after(link, phases[link.predecessor], phases[link.successor])
        for link in reversed(links):
            cancel.check()
            phases[link.predecessor] = _before(link, phases[link.predecessor], phases[link.successor])
    return phases


def in_order(phases: Iterable[str], links: Iterable[Dependency]) -> list[Dependency]:
    """The links in an order in which one pass suffices wherever they form no cycle."""
    into: dict[str, list[Dependency]] = {phase: [] for phase in phases}
    for link in links:
        into[link.successor].append(link)
    cycles = nx.condensation(network(into, [link for each in into.values() for link in each]))
    return [
        link
        for cycle in nx.topological_sort(cycles)
        for phase in cycles.nodes[cycle]["members"]
        for link in into[phase]
    ]


def _after(link: Dependency, predecessor: PreparedPhase, successor: PreparedPhase) -> PreparedPhase:
    """The successor without starts that no start of the predecessor allows."""
    first = min((released(link, mode.starts[0], mode.span) for mode in predecessor.modes), default=0)
    earliest = successor.after(first, link.lag)
    return successor.keeping(lambda mode: slice(bisect_left(mode.starts, earliest - reached(link, 0, mode.span)), None))


def _before(link: Dependency, predecessor: PreparedPhase, successor: PreparedPhase) -> PreparedPhase:
    """The predecessor without starts that allow no start of the successor."""
    last = max((reached(link, mode.starts[-1], mode.span) for mode in successor.modes), default=0)
    latest = successor.before(last, link.lag)
    return predecessor.keeping(lambda mode: slice(bisect_right(mode.starts, latest - released(link, 0, mode.span))))


def released(link: Dependency, start: int, span: int) -> int:
    """The predecessor's number from which the link counts its lag: f' or s' of the field guide, 6.2."""
    return start + span if link.type in {"FS", "FF"} else start


def reached(link: Dependency, start: int, span: int) -> int:
    """The successor's number that the link holds back: f or s of the field guide, 6.2."""
    return start if link.type in {"FS", "SS"} else start + span


# Modes


class _Runs:
    """The modes of phases, where what phases of a kind share is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._pins = {pin.phase: pin for pin in plan.pins}
        self.axis = Axis(planned_days(plan))
        self._last = self.axis.days[-1] if self.axis.days else plan.horizon
        self._begun = begun_runs(plan)
        self._holding = holding_teams(plan)
        self._worked: dict[Calendar, tuple[int, ...]] = {}
        self._known: dict[tuple[str, bool, int, tuple[DateRange, ...]], tuple[Run, ...]] = {}
        self._working: dict[tuple[str, bool], tuple[int, ...]] = {}
        self._entitled: dict[tuple[str, str, str], frozenset[int]] = {}

    def worked(self, region: str) -> tuple[int, ...]:
        """The working days of a region before each number of the axis; empty where it works on all of them."""
        calendar = self._plan.region_calendar(region)
        if calendar not in self._worked:
            own = frozenset(region_workdays(self._plan, region).workdays(self._plan.start, self._last))
            counts = tuple(accumulate((day in own for day in self.axis.days), initial=0))
            self._worked[calendar] = () if counts[-1] == len(self.axis.days) else counts
        return self._worked[calendar]

    def modes(self, phase: Phase) -> Iterator[Mode]:
        """The modes that the phase may have as far as it alone decides; ``planner.checks`` says the same."""
        if phase.id in self._begun:
            yield self._begun_mode(phase, self._begun[phase.id])
            return
        axis, pin = self.axis, self._pins.get(phase.id, Pin(phase=phase.id))
        first = axis.number(first_start(self._plan, phase))
        after = axis.number(min(phase.deadline or self._plan.horizon, self._plan.horizon) + DAY)
        for option in phase.options:
            if pin.option not in {None, option.id}:
                continue
            demands = ((option.partner, 1),) if option.partner is not None else ()
            for starts, span in self._runs(phase, option):
                kept = starts[bisect_left(starts, first) : bisect_left(starts, after - span + 1)]
                if pin.start is not None:
                    kept = tuple(start for start in kept if axis.days[start] == pin.start)
                if kept:
                    yield Mode(option, kept, span, demands)

    def _begun_mode(self, phase: Phase, run: Assignment) -> Mode:
        """The one way in which a phase can be that has begun; its team is busy only where that binds others."""
        start = self.axis.number(run.start)
        span = self.axis.number(run.finish) + 1 - start
        demands = ((run.option, 1),) if phase.id in self._holding else ()
        return Mode(phase.chosen(run.option), (start,), span, demands)

    def _runs(self, phase: Phase, option: DeliveryOption) -> tuple[Run, ...]:
        """Starts by span on which freezes, the partner's windows and, where it binds, an entitlement let it run."""
        partner = self._plan.partner.get(option.id)
        windows = partner.windows if partner is not None else ()
        key = (phase.region, phase.change, option.duration, windows)
        if key not in self._known:
            open_in = [self.axis.numbers(window) for window in windows] or [range(len(self.axis.days))]
            stretches = reduce(_without, map(self.axis.numbers, blocks(self._plan, phase)), open_in)
            self._known[key] = _runs(self._worked_by(phase), tuple(stretches), option.duration)
        if not self._plan.entitlements_bind or option.kind != "fasttrack":
            return self._known[key]
        entitled = self._entitled_starts(phase)
        return tuple((tuple(start for start in starts if start in entitled), span) for starts, span in self._known[key])

    def _worked_by(self, phase: Phase) -> tuple[int, ...]:
        """The numbers of the days on which work on the phase goes on."""
        key = phase.region, phase.change
        if key not in self._working:
            days = phase_workdays(self._plan, phase).workdays(self._plan.start, self._last)
            self._working[key] = tuple(self.axis.number(day) for day in days)
        return self._working[key]

    def _entitled_starts(self, phase: Phase) -> frozenset[int]:
        key = (phase.region, phase.workload, phase.motion)
        if key not in self._entitled:
            days = enumerate(self.axis.days)
            reasons = ((number, entitlement_reasons(self._plan, phase, day)) for number, day in days)
            self._entitled[key] = frozenset(number for number, reason in reasons if not reason)
        return self._entitled[key]


@lru_cache(maxsize=RUNS_KEPT)
def _runs(worked: tuple[int, ...], stretches: tuple[range, ...], duration: int) -> tuple[Run, ...]:
    """Starts by span for work of that duration, given the days that count for it, within any of the stretches."""
    spans: dict[int, int] = {}
    for stretch in stretches:
        inside = worked[bisect_left(worked, stretch.start) : bisect_left(worked, stretch.stop)]
        spans.update((start, finish + 1 - start) for start, finish in zip(inside, inside[duration - 1 :], strict=False))
    by_span: defaultdict[int, list[int]] = defaultdict(list)
    for start in sorted(spans):
        by_span[spans[start]].append(start)
    return tuple((tuple(starts), span) for span, starts in by_span.items())


def _without(stretches: Iterable[range], freeze: range) -> list[range]:
    """The stretches cut in two where a freeze lies, be it only on days off; none of the parts has a day of it."""
    parts = (
        part
        for stretch in stretches
        for part in (
            range(stretch.start, min(stretch.stop, freeze.start)),
            range(max(stretch.start, freeze.stop), stretch.stop),
        )
    )
    return [part for part in parts if part]


# Pairs


def pairs(plan: Plan, phases: dict[str, PreparedPhase], cancel: Cancel) -> Iterator[Pair]:
    """Every phase and credit that could pay for it on some start."""
    offered: dict[WorkKind, frozenset[str]] = {}
    days: dict[tuple[str, str], _ClaimDays] = {}
    bare = ground(plan)
    for prepared in phases.values():
        cancel.check()
        for option in dict.fromkeys(mode.option for mode in prepared.modes):
            kind = work_kind(prepared.phase, option)
            if kind not in offered:
                could = (c.id for c in plan.credits if could_be_claimed(plan, c, prepared.phase, option))
                offered[kind] = frozenset(could)
        of_modes = [offered[work_kind(prepared.phase, mode.option)] for mode in prepared.modes]
        possible = frozenset[str]().union(*of_modes)
        for credit in (credit for credit in plan.credits if credit.id in possible):
            key = (credit.id, prepared.phase.region)
            if key not in days:
                days[key] = _claim_days(bare, credit, prepared)
            if prepared.phase.id in plan.actual and not _is_paid(plan, credit, prepared):
                continue
            pair = _pair(prepared, credit, [credit.id in each for each in of_modes], days[key])
            if any(pair.starts):
                yield pair


def _is_paid(plan: Plan, credit: Credit, prepared: PreparedPhase) -> bool:
    """Whether the credit pays for a phase that has begun, which may lie outside of its partner's windows."""
    run = begun_run(plan, prepared.phase)
    delivered = None if run is None else delivery_of(plan, run)
    return delivered is not None and is_claimable(plan, credit, delivered)


class _ClaimDays(NamedTuple):
    """The stretches of an axis in which a credit pays for work that starts, and for work that finishes."""

    starts: list[range]
    finishes: list[range]

    def paying(self, starts: tuple[int, ...], span: int) -> tuple[int, ...]:
        """Those of the ascending starts on which work of that span starts and finishes on days that pay."""
        before_last = span - 1
        within = (
            (max(begin.start, end.start - before_last), min(begin.stop, end.stop - before_last))
            for begin in self.starts
            for end in self.finishes
        )
        slices = (
            starts[bisect_left(starts, first) : bisect_left(starts, stop)] for first, stop in within if first < stop
        )
        return tuple(chain.from_iterable(slices))


_claim_days_known: Memory[tuple[Plan, str, tuple[date, ...]], _ClaimDays] = Memory(CLAIM_DAYS_KEPT)


def _claim_days(bare: Plan, credit: Credit, prepared: PreparedPhase) -> _ClaimDays:
    """When the credit pays for work in the region of the phase, which is all of the phase that matters."""
    alone = replace(bare, credits=(credit,))
    key = (alone, prepared.phase.region, prepared.axis.days)
    known = _claim_days_known.get(key)
    if known is not None:
        return known
    option = prepared.modes[0].option
    deliveries = [Delivery(prepared.phase, option, day, day) for day in prepared.axis.days]
    found = _ClaimDays(
        _stretches([may_start(alone, credit, each) for each in deliveries]),
        _stretches([may_finish(alone, credit, each) for each in deliveries]),
    )
    _claim_days_known.keep(key, found)
    return found


def _stretches(holds: list[bool]) -> list[range]:
    """The numbers of the days on which it holds, as ranges."""
    ends = [number for number, (before, now) in enumerate(pairwise([False, *holds, False])) if before != now]
    return [range(first, stop) for first, stop in zip(ends[::2], ends[1::2], strict=True)]


def _pair(prepared: PreparedPhase, credit: Credit, could: list[bool], days: _ClaimDays) -> Pair:
    """could: for each mode whether the rules that look at no date hold. Its starts keep the partner's windows."""
    limits = tuple(
        claim_limit(credit, prepared.phase, mode.option) if possible else 0
        for mode, possible in zip(prepared.modes, could, strict=True)
    )
    starts = tuple(
        days.paying(mode.starts, mode.span) if limit > 0 else ()
        for mode, limit in zip(prepared.modes, limits, strict=True)
    )
    return Pair(prepared.phase.id, credit.id, limits, starts)
