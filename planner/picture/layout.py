"""Where everything of the timeline lies: rows, bars, arrows, lanes and bands as plain data.

Lengths are points from the top left corner. Texts are the plan's own; dates and amounts stay dates and amounts, so
that whoever draws them can write them in any language. Nothing here knows what it is drawn with. Rows, lanes and
arrows are laid out when they are first asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple, overload

from planner.funding.claim_rules import expiry, face_value
from planner.funding.credits import Credit
from planner.picture.lazily import Stacked
from planner.picture.swimlanes import Grouping, Swimlane, swimlanes
from planner.picture.time_axis import TimeAxis, fiscal_year, fiscal_year_ends, months, whole_months
from planner.plan import Plan
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryKind
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.tracking import done_part
from planner.value import DateRange

ARROW_STUB = 3.0
"""How far an arrow runs on before it turns."""


class Box(NamedTuple):
    """A rectangle; x and y are its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The height of its centre line."""
        return self.y + self.height / 2


class Sizes(NamedTuple):
    """The measures of the picture, in points.

    name, delivered_by, amount: widths of the columns left of the axis, after that of the identifiers. indent: room
    between them and the axis. gap: room between credits, phases and partners.
    """

    identifier: float = 34
    name: float = 212
    delivered_by: float = 104
    amount: float = 52
    axis: float = 380
    header: float = 26
    row: float = 14
    bar: float = 7.5
    window: float = 5
    partner_row: float = 15
    gap: float = 18
    indent: float = 9

    @property
    def labels(self) -> float:
        return self.identifier + self.name + self.delivered_by + self.amount

    @property
    def width(self) -> float:
        return self.labels + self.indent + self.axis


class Selection(NamedTuple):
    """What of the plan is shown, by identifier and in this order.

    grouping: the swimlanes into which the phases are put; none unless given. A lane of which only some phases are shown
    still has the head of all of them.
    """

    phases: tuple[str, ...]
    credits: tuple[str, ...]
    partners: tuple[str, ...]
    grouping: Grouping | None = None


class Month(NamedTuple):
    """A month of the axis, by its first day."""

    first: date
    box: Box


class FiscalYear(NamedTuple):
    """The part of a fiscal year that lies on the axis; year is the one in which it ends."""

    year: int
    box: Box


class FiscalYearEnd(NamedTuple):
    """The last day of a fiscal year, and where it ends."""

    day: date
    x: float


class FreezeBand(NamedTuple):
    """A change freeze, over the whole height."""

    name: str
    days: DateRange
    box: Box


class LastDay(NamedTuple):
    """A point of no return: the last day to ask for a credit, or the last one on which work can start to earn it.

    is_near: whether it is close at hand or has passed.
    """

    kind: Literal["ask", "start"]
    day: date
    is_near: bool


LastDays = Mapping[str, tuple[LastDay, ...]]
"""By credit. They are the buyer's own planning and belong into no picture that leaves the house."""


class LastDayMark(NamedTuple):
    """A point of no return on the axis: behind the day to ask by, before the day of the last start."""

    last: LastDay
    x: float


class CreditLane(NamedTuple):
    """A credit: its window as a band, filled as far as its face value is claimed, and its proof deadline.

    window: None where it lies outside the axis. continues: whether it ends after the axis.
    proof_x: None where there is no deadline, or it lies outside the axis.
    last_days: those that were given and lie on the axis.
    """

    credit: str
    name: str
    programme: str
    claimed: int
    face: int
    proof_deadline: date | None
    row: Box
    window: Box | None
    filled: Box | None
    continues: bool
    proof_x: float | None
    last_days: tuple[LastDayMark, ...] = ()


class ClaimMark(NamedTuple):
    """What a credit pays for a phase, as the part of the bar that it pays for."""

    credit: str
    amount: int
    box: Box


class Bar(NamedTuple):
    """A scheduled phase; the kind of delivery is the second cue beside the workload's hue.

    is_pinned: whether the user's will holds its start. done: the part of it that is done of work that has begun, all of
    it once it is finished; None for what lies ahead, and in pictures without progress.
    """

    workload: str
    delivery: DeliveryKind
    start: date
    finish: date
    box: Box
    claims: tuple[ClaimMark, ...]
    is_pinned: bool
    done: Box | None = None
    is_finished: bool = False


class PhaseRow(NamedTuple):
    """A phase with what is claimed for it; without a bar while it is not scheduled, or lies outside the axis.

    partner: name of the partner that delivers it; blank with other kinds of delivery.
    """

    phase: str
    name: str
    partner: str
    claimed: int
    row: Box
    bar: Bar | None


class StatusLine(NamedTuple):
    """The status date, and where its morning lies: work left of it is history."""

    day: date
    x: float


class LaneHead(NamedTuple):
    """The head of a swimlane, with a bar over all of its work; without one while none of it is scheduled.

    key, name: of the lane. size: how many phases it has. claimed: for all of them. start, finish: of its work.
    """

    key: str
    name: str
    size: int
    claimed: int
    row: Box
    start: date | None
    finish: date | None
    bar: Box | None
    is_folded: bool


class Arrow(NamedTuple):
    """A link between two phases as a line with its head at the last point."""

    predecessor: str
    successor: str
    type: DependencyType
    points: tuple[tuple[float, float], ...]


class Arrows(Sequence[Arrow]):
    """The links between bars, in the plan's order; those of a few phases are found without a look at the others.

    rows: those that are drawn. links: of the plan.
    """

    def __init__(self, rows: "Stacked[PhaseRow]", links: tuple[Dependency, ...]) -> None:
        self._rows = rows
        self._links = links
        self._made: dict[int, Arrow | None] = {}

    def touching(self, phases: Iterable[str]) -> list[Arrow]:
        """Those that leave or reach one of the phases."""
        of_phase = _links_by_phase(self._links)
        numbers = {number for phase in phases for number in of_phase.get(phase, ())}
        return [arrow for number in sorted(numbers) if (arrow := self._arrow(number)) is not None]

    def _arrow(self, number: int) -> Arrow | None:
        if number not in self._made:
            link = self._links[number]
            before, after = self._rows.of(link.predecessor), self._rows.of(link.successor)
            bars = (before.bar, after.bar) if before is not None and after is not None else (None, None)
            self._made[number] = _arrow(link, *bars)
        return self._made[number]

    def _all(self) -> list[Arrow]:
        return [arrow for number in range(len(self._links)) if (arrow := self._arrow(number)) is not None]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Arrow]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> Arrow: ...

    @overload
    def __getitem__(self, index: slice) -> list[Arrow]: ...

    def __getitem__(self, index: int | slice) -> Arrow | list[Arrow]:
        return self._all()[index]


@lru_cache(maxsize=4)
def _links_by_phase(links: tuple[Dependency, ...]) -> Mapping[str, list[int]]:
    """The numbers of the links that leave or reach each phase; a move of phases changes no link."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        found[link.predecessor].append(number)
        found[link.successor].append(number)
    return found


class PartnerLane(NamedTuple):
    """A partner: the periods in which it is available, and how many of its teams are at work.

    load: one box for each stretch of equal load; a box as high as the window means every team.
    overload: the stretches on which more teams would be needed than there are.
    """

    partner: str
    name: str
    teams: int
    row: Box
    windows: tuple[Box, ...]
    load: tuple[Box, ...]
    overload: tuple[Box, ...]


class Layout(NamedTuple):
    """The whole picture.

    heads: of swimlanes, by key; none where phases are not grouped. status: None unless it is asked for.
    """

    sizes: Sizes
    height: float
    axis: TimeAxis
    months: tuple[Month, ...]
    fiscal_years: tuple[FiscalYear, ...]
    fiscal_year_ends: tuple[FiscalYearEnd, ...]
    freezes: tuple[FreezeBand, ...]
    lanes: Stacked[CreditLane]
    heads: Stacked[LaneHead]
    rows: Stacked[PhaseRow]
    arrows: Arrows
    partners: Stacked[PartnerLane]
    status: StatusLine | None = None

    @property
    def phases_bottom(self) -> float | None:
        """Where the last row of phases and heads ends; None where there is none."""
        bottoms = (*(row.row.bottom for row in self.rows[-1:]), *(head.row.bottom for head in self.heads[-1:]))
        return max(bottoms, default=None)


def everything(plan: Plan) -> Selection:
    """All phases, credits and partners, in the plan's order."""
    return Selection(tuple(plan.phase), tuple(plan.credit), tuple(plan.partner))


def lay_out(  # noqa: PLR0913 - what a picture is made of
    plan: Plan,
    schedule: Schedule,
    shown: Selection | None = None,
    sizes: Sizes | None = None,
    days: DateRange | None = None,
    last_days: LastDays | None = None,
    *,
    shows_progress: bool = False,
) -> Layout:
    """The picture of a schedule: the header, credits above phases above partners.

    shown: everything unless given. days: those of the axis; unless given, it runs over the whole months of the
    schedule, whatever is shown of it, so that pictures of its parts can be laid beside each other.
    last_days: points of no return to mark in the lanes of credits; none unless given.
    shows_progress: whether the status date and what is done are drawn. They are internal, so that has to be asked for.
    """
    shown = shown or everything(plan)
    sizes = sizes or Sizes()
    axis = _axis(plan, schedule, sizes, days)
    lanes_y = sizes.header
    rows_y = lanes_y + len(shown.credits) * sizes.row + (sizes.gap if shown.credits else 0)
    lines = _lines(plan, schedule, shown)
    partners_y = rows_y + len(lines) * sizes.row + (sizes.gap if shown.partners else 0)
    height = partners_y + len(shown.partners) * sizes.partner_row
    phase_rows = _phase_rows(plan, schedule, lines, (sizes, axis, rows_y), shows_progress=shows_progress)
    return Layout(
        sizes=sizes,
        height=height,
        axis=axis,
        months=_months(axis, sizes),
        fiscal_years=_fiscal_years(axis, sizes),
        fiscal_year_ends=tuple(FiscalYearEnd(day, axis.end(day)) for day in fiscal_year_ends(axis)),
        freezes=_freezes(plan, axis, sizes.header, height),
        lanes=_credit_lanes(plan, schedule, shown.credits, (sizes, axis, lanes_y), last_days or {}),
        heads=_heads(schedule, lines, (sizes, axis, rows_y), shown.grouping),
        rows=phase_rows,
        arrows=Arrows(phase_rows, plan.dependencies),
        partners=_partner_lanes(plan, schedule, shown.partners, (sizes, axis, partners_y)),
        status=_status_line(plan, axis) if shows_progress else None,
    )


def rows(layout: Layout) -> tuple[Box, ...]:
    """Every row of the picture, from top to bottom."""
    lanes, partners = (lane.row for lane in layout.lanes), (lane.row for lane in layout.partners)
    return (*lanes, *phase_lines(layout), *partners)


def phase_lines(layout: Layout) -> list[Box]:
    """The rows of phases and of the heads of their swimlanes, from top to bottom."""
    heads, phases = (head.row for head in layout.heads), (row.row for row in layout.rows)
    return sorted((*heads, *phases), key=lambda box: box.y)


Frame = tuple[Sizes, TimeAxis, float]
"""The measures, the axis, and where the first of some rows lies."""


def _axis(plan: Plan, schedule: Schedule, sizes: Sizes, days: DateRange | None) -> TimeAxis:
    if days is not None:
        return TimeAxis(days.start, days.end, sizes.labels + sizes.indent, sizes.axis)
    first = min((each.start for each in schedule.assignments), default=plan.start)
    last = max((each.finish for each in schedule.assignments), default=plan.horizon)
    return whole_months(first, last, sizes.labels + sizes.indent, sizes.axis)


def _span(axis: TimeAxis, days: DateRange, y: float, height: float) -> Box | None:
    """The part of the days that lies on the axis; None if there is none."""
    if not days.overlaps(axis.first, axis.last):
        return None
    x = axis.begin(days.start)
    return Box(x, y, axis.end(days.end) - x, height)


def _status_line(plan: Plan, axis: TimeAxis) -> StatusLine | None:
    day = plan.status_date
    return StatusLine(day, axis.begin(day)) if day is not None and axis.shows(day) else None


# Header and bands


def _months(axis: TimeAxis, sizes: Sizes) -> tuple[Month, ...]:
    starts = months(axis)
    edges = (*(axis.begin(day) for day in starts), axis.right)
    half = sizes.header / 2
    return tuple(Month(day, Box(edges[n], half, edges[n + 1] - edges[n], half)) for n, day in enumerate(starts))


def _fiscal_years(axis: TimeAxis, sizes: Sizes) -> tuple[FiscalYear, ...]:
    edges = (axis.left, *(axis.end(day) for day in fiscal_year_ends(axis)), axis.right)
    first = fiscal_year(axis.first)
    boxes = (Box(left, 0, right - left, sizes.header / 2) for left, right in pairwise(edges))
    return tuple(FiscalYear(first + number, box) for number, box in enumerate(boxes) if box.width > 0)


def _freezes(plan: Plan, axis: TimeAxis, y: float, bottom: float) -> tuple[FreezeBand, ...]:
    spans = ((freeze, _span(axis, freeze.days, y, bottom - y)) for freeze in plan.freezes)
    return tuple(FreezeBand(freeze.name, freeze.days, box) for freeze, box in spans if box is not None)


# Credits


def _credit_lanes(
    plan: Plan, schedule: Schedule, shown: tuple[str, ...], frame: Frame, last_days: LastDays
) -> Stacked[CreditLane]:
    claimed: Counter[str] = Counter()
    for claim in schedule.claims:
        claimed[claim.credit] += claim.amount

    def lane(number: int) -> CreditLane:
        name = shown[number]
        return _credit_lane(plan.credit[name], claimed[name], _row(frame, number), last_days.get(name, ()))

    return Stacked(shown, lane, _tops(frame, range(len(shown))), frame[0].row)


def _tops(frame: Frame, lines: Iterable[int]) -> list[float]:
    """Where some of equally high rows begin."""
    sizes, _, y = frame
    return [y + line * sizes.row for line in lines]


def _row(frame: Frame, number: int) -> Frame:
    """The frame of one of equally high rows."""
    sizes, axis, y = frame
    return sizes, axis, y + number * sizes.row


def _credit_lane(credit: Credit, claimed: int, frame: Frame, last_days: tuple[LastDay, ...]) -> CreditLane:
    sizes, axis, y = frame
    face = face_value(credit)
    days = DateRange(credit.window.start, expiry(credit))
    window = _span(axis, days, y + (sizes.row - sizes.window) / 2, sizes.window)
    part = min(claimed / face, 1) if face else 0
    deadline = credit.proof_deadline
    return CreditLane(
        credit=credit.id,
        name=credit.name,
        programme=credit.programme,
        claimed=claimed,
        face=face,
        proof_deadline=deadline,
        row=Box(0, y, sizes.width, sizes.row),
        window=window,
        filled=window._replace(width=window.width * part) if window and claimed else None,
        continues=days.end > axis.last,
        proof_x=axis.end(deadline) if deadline and axis.shows(deadline) else None,
        last_days=_marks(last_days, axis),
    )


def _marks(last_days: tuple[LastDay, ...], axis: TimeAxis) -> tuple[LastDayMark, ...]:
    """Work that starts on its last day begins at its mark, and a request on its last day lies before it."""
    on_axis = (last for last in last_days if axis.shows(last.day))
    return tuple(
        LastDayMark(last, axis.begin(last.day) if last.kind == "start" else axis.end(last.day)) for last in on_axis
    )


# Phases


class _Work(NamedTuple):
    """The schedule by phase."""

    assignments: Mapping[str, Assignment]
    claims: Mapping[str, list[Claim]]
    pinned: frozenset[str]
    shows_progress: bool


Line = Swimlane | str
"""The head of a lane, or a phase."""


def _lines(plan: Plan, schedule: Schedule, shown: Selection) -> tuple[Line, ...]:
    """What stands below each other: the phases, or each lane's head with those of its phases that are unfolded."""
    grouping = shown.grouping
    if grouping is None:
        return shown.phases
    are_shown, lines = frozenset(shown.phases), list[Line]()
    for lane in swimlanes(plan, schedule, grouping.by):
        phases = [phase for phase in lane.phases if phase in are_shown]
        if phases:
            lines += [lane, *(phases if lane.key not in grouping.folded else ())]
    return tuple(lines)


def _heads(schedule: Schedule, lines: tuple[Line, ...], frame: Frame, grouping: Grouping | None) -> Stacked[LaneHead]:
    heads = {line.key: (number, line) for number, line in enumerate(lines) if isinstance(line, Swimlane)}
    folded = grouping.folded if grouping is not None else frozenset[str]()
    runs = {run.phase: run for run in schedule.assignments} if heads else {}
    claimed = _claimed_by_phase(schedule) if heads else Counter[str]()
    found = [*heads.values()]

    def head(number: int) -> LaneHead:
        at, lane = found[number]
        work = [runs[phase] for phase in lane.phases if phase in runs]
        paid = sum(claimed[phase] for phase in lane.phases)
        return _head(lane, work, paid, _row(frame, at), is_folded=lane.key in folded)

    return Stacked(heads, head, _tops(frame, (at for at, _ in found)), frame[0].row)


def _head(lane: Swimlane, work: list[Assignment], claimed: int, frame: Frame, *, is_folded: bool) -> LaneHead:
    sizes, axis, y = frame
    row = Box(0, y, sizes.width, sizes.row)
    start, finish = min((run.start for run in work), default=None), max((run.finish for run in work), default=None)
    bar = None
    if start is not None and finish is not None:
        bar = _span(axis, DateRange(start, finish), y + (sizes.row - sizes.bar) / 2, sizes.bar)
    return LaneHead(lane.key, lane.name, len(lane.phases), claimed, row, start, finish, bar, is_folded)


def _claimed_by_phase(schedule: Schedule) -> Counter[str]:
    claimed: Counter[str] = Counter()
    for claim in schedule.claims:
        claimed[claim.phase] += claim.amount
    return claimed


def _phase_rows(
    plan: Plan, schedule: Schedule, lines: tuple[Line, ...], frame: Frame, *, shows_progress: bool
) -> Stacked[PhaseRow]:
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in schedule.claims:
        if claim.amount:
            claims[claim.phase].append(claim)
    pinned = frozenset(pin.phase for pin in plan.pins if pin.start is not None)
    work = _Work({each.phase: each for each in schedule.assignments}, claims, pinned, shows_progress)
    phases = [(number, line) for number, line in enumerate(lines) if not isinstance(line, Swimlane)]

    def row(number: int) -> PhaseRow:
        at, phase = phases[number]
        return _phase_row(plan, work, phase, _row(frame, at))

    tops = _tops(frame, (at for at, _ in phases))
    return Stacked([phase for _, phase in phases], row, tops, frame[0].row)


def _phase_row(plan: Plan, work: _Work, phase_id: str, frame: Frame) -> PhaseRow:
    sizes, axis, y = frame
    phase = plan.phase[phase_id]
    row = Box(0, y, sizes.width, sizes.row)
    assignment = work.assignments.get(phase_id)
    option = phase.option(assignment.option) if assignment else None
    claims = work.claims.get(phase_id, [])
    claimed = sum(claim.amount for claim in claims)
    if assignment is None or option is None:
        return PhaseRow(phase.id, phase.name, "", claimed, row, None)
    partner = plan.partner[option.partner].name if option.partner else ""
    days = (assignment.start, assignment.finish)
    if not DateRange(axis.first, axis.last).overlaps(*days):
        return PhaseRow(phase.id, phase.name, partner, claimed, row, None)
    box = _bar_box(assignment, frame)
    marks = _claim_marks([(claim.credit, claim.amount) for claim in claims], option.cost, box)
    part = done_part(plan, phase) if work.shows_progress else None
    done = None if part is None else box._replace(width=box.width * part)
    is_finished = done is not None and plan.actual[phase_id].finished_on is not None
    bar = Bar(phase.workload, option.kind, *days, box, marks, phase_id in work.pinned, done, is_finished)
    return PhaseRow(phase.id, phase.name, partner, claimed, row, bar)


def _bar_box(assignment: Assignment, frame: Frame) -> Box:
    sizes, axis, y = frame
    x = axis.begin(assignment.start)
    return Box(x, y + (sizes.row - sizes.bar) / 2, axis.end(assignment.finish) - x, sizes.bar)


def _claim_marks(claims: list[tuple[str, int]], cost: int, bar: Box) -> tuple[ClaimMark, ...]:
    """The claims side by side, each as long as its part of the cost, so that a whole bar is a fully paid phase."""
    whole = max(cost, sum(amount for _, amount in claims), 1)
    widths = [bar.width * amount / whole for _, amount in claims]
    lefts = accumulate(widths, initial=bar.x)
    return tuple(
        ClaimMark(credit, amount, bar._replace(x=left, width=width))
        for (credit, amount), left, width in zip(claims, lefts, widths, strict=False)
    )


def _arrow(link: Dependency, before: Bar | None, after: Bar | None) -> Arrow | None:
    if before is None or after is None:
        return None
    return Arrow(link.predecessor, link.successor, link.type, _route(link, before.box, after.box))


def _route(link: Dependency, before: Box, after: Box) -> tuple[tuple[float, float], ...]:
    """The line of a link, which leaves and reaches bars at the ends that the link's type names."""
    leaves_end, reaches_start = link.type[0] == "F", link.type[1] == "S"
    x_from = before.right if leaves_end else before.x
    x_to = after.x if reaches_start else after.right
    out = x_from + (ARROW_STUB if leaves_end else -ARROW_STUB)
    into = x_to - (ARROW_STUB if reaches_start else -ARROW_STUB)
    y_from, y_to = before.middle, after.middle
    if leaves_end == reaches_start and (out <= into) == leaves_end:
        return (x_from, y_from), (out, y_from), (out, y_to), (x_to, y_to)
    if leaves_end != reaches_start:
        turn = max(out, into) if leaves_end else min(out, into)
        return (x_from, y_from), (turn, y_from), (turn, y_to), (x_to, y_to)
    between = after.y - ARROW_STUB if after.y > before.y else after.bottom + ARROW_STUB
    return (x_from, y_from), (out, y_from), (out, between), (into, between), (into, y_to), (x_to, y_to)


# Partners


def _partner_lanes(plan: Plan, schedule: Schedule, shown: tuple[str, ...], frame: Frame) -> Stacked[PartnerLane]:
    work: defaultdict[str, list[Assignment]] = defaultdict(list)
    for assignment in schedule.assignments:
        work[assignment.option].append(assignment)

    def lane(number: int) -> PartnerLane:
        return _partner_lane(plan.partner[shown[number]], work[shown[number]], frame, number)

    height = frame[0].partner_row
    return Stacked(shown, lane, [frame[2] + number * height for number in range(len(shown))], height)


def _partner_lane(partner: Partner, work: list[Assignment], frame: Frame, number: int) -> PartnerLane:
    sizes, axis, y = frame
    row = Box(0, y + number * sizes.partner_row, sizes.width, sizes.partner_row)
    area = Box(axis.left, row.y + 2, axis.width, sizes.partner_row - 4)
    windows = partner.windows or (DateRange(axis.first, axis.last),)
    spans = tuple(filter(None, (_span(axis, window, area.y, area.height) for window in windows)))
    return PartnerLane(partner.id, partner.name, partner.teams, row, spans, *_load(work, partner, axis, area))


def _load(
    work: list[Assignment], partner: Partner, axis: TimeAxis, area: Box
) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The stretches of equal load, and those of them that ask for more teams than there are."""
    changes: Counter[date] = Counter()
    for each in work:
        changes[each.start] += 1
        changes[each.finish + timedelta(days=1)] -= 1
    days = sorted(day for day, change in changes.items() if change)
    busy = accumulate(changes[day] for day in days)
    load, overload = [], []
    for (first, after), teams in zip(pairwise(days), busy, strict=False):
        height = area.height * min(teams / partner.teams, 1)
        x, right = axis.begin(first), axis.begin(after)
        if teams and right > x:
            load.append(Box(x, area.bottom - height, right - x, height))
            if teams > partner.teams:
                overload.append(load[-1])
    return tuple(load), tuple(overload)
