"""The timeline on paper: as many pages as its rows and days ask for, or everything on one.

Pages run down through the rows, and then on through the days. Every page has its own header; credits stand on the
first page of the rows and partners on the last one. A link is drawn where both of its phases are on the page.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from planner.picture.columns import columns_of
from planner.picture.layout import Layout, Selection, Sizes, everything, lay_out
from planner.picture.svg import LEGEND_HEIGHT, LEGEND_LINE, Wording, draw
from planner.picture.swimlanes import Grouping, swimlanes
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import DateRange

CHART_ONLY = Sizes(identifier=0, name=0, delivered_by=0, amount=0, indent=0)


class Paper(NamedTuple):
    """The room for a picture on a page, in points; that of A4 across unless given."""

    width: float = 842 - 2 * 36
    height: float = 595 - 2 * 36


class PageSetup(NamedTuple):
    """How the timeline is laid on paper.

    days: those that are shown; the whole months of the schedule unless given. across: over how many pages the days
    run. fits: everything on one page, however small. chart_only: without names and sums. legend: what colours mean.
    grouping: the swimlanes of the phases, if there are to be any. shows_progress: with the status date and what is
    done, which are internal. title, dated: what stands above each page of paper, at its left and its right; with a
    title, pages are numbered.
    """

    paper: Paper = Paper()
    days: DateRange | None = None
    across: int = 1
    fits: bool = False
    chart_only: bool = False
    legend: bool = True
    grouping: Grouping | None = None
    shows_progress: bool = False
    title: str = ""
    dated: str = ""


A4 = PageSetup()


def svg_pages(plan: Plan, schedule: Schedule, wording: Wording, setup: PageSetup = A4) -> tuple[str, ...]:
    """Each page as an SVG document."""
    return tuple(draw(layout, wording, has_legend=setup.legend) for layout in pages(plan, schedule, setup))


def pages(plan: Plan, schedule: Schedule, setup: PageSetup = A4) -> tuple[Layout, ...]:
    """Each page as a layout as wide as the paper, and no higher than it unless everything is to be on one page."""
    sizes = CHART_ONLY if setup.chart_only else Sizes()
    sizes = sizes._replace(axis=setup.paper.width - sizes.labels - sizes.indent)
    sizes = columns_of(plan, schedule, everything(plan), sizes)
    groups = [everything(plan)] if setup.fits else list(_groups(plan, schedule, sizes, setup))
    grouped = [group._replace(grouping=setup.grouping) for group in groups]
    stretches = _stretches(plan, schedule, setup)
    return tuple(
        lay_out(plan, schedule, group, sizes, days, shows_progress=setup.shows_progress)
        for days in stretches
        for group in grouped
    )


class _Block(NamedTuple):
    """Phases that no page break parts: one, or all of a folded lane. lane: under whose head; None without lanes."""

    phases: tuple[str, ...]
    lane: str | None = None
    is_folded: bool = False

    def lines(self, above: str | None) -> int:
        """How many it takes below a block of a lane, the head of its own lane included where that is another."""
        return int(not self.is_folded) + int(self.lane is not None and self.lane != above)


def _blocks(plan: Plan, schedule: Schedule, grouping: Grouping | None) -> Iterator[_Block]:
    if grouping is None:
        yield from (_Block((phase,)) for phase in plan.phase)
        return
    for lane in swimlanes(plan, schedule, grouping.by):
        if lane.key in grouping.folded:
            yield _Block(lane.phases, lane.key, is_folded=True)
        else:
            yield from (_Block((phase,), lane.key) for phase in lane.phases)


def _groups(plan: Plan, schedule: Schedule, sizes: Sizes, setup: PageSetup) -> Iterator[Selection]:
    """What each page shows from top to bottom: whole rows, as many as fit; every page has room for one at least."""
    legend = LEGEND_HEIGHT + (LEGEND_LINE if setup.shows_progress else 0)
    room = setup.paper.height - sizes.header - (legend if setup.legend else 0)
    credits_, partners = list(plan.credit), list(plan.partner)
    phases = list(_blocks(plan, schedule, setup.grouping))
    while True:
        lanes = _taken(credits_, room, sizes.row)
        left = room - len(lanes) * sizes.row - (sizes.gap if lanes else 0)
        rows, used = ([], 0) if credits_ else _taken_blocks(phases, left, sizes.row, least=0 if lanes else 1)
        left -= used * sizes.row + sizes.gap
        loads = [] if credits_ or phases else _taken(partners, left, sizes.partner_row, least=0 if lanes or rows else 1)
        yield Selection(phases=tuple(rows), credits=tuple(lanes), partners=tuple(loads))
        if not (credits_ or phases or partners):
            return


def _taken(names: list[str], room: float, height: float, least: int = 1) -> list[str]:
    """The first of the names that fit, taken out of them."""
    count = max(int(room // height), least)
    taken, names[:] = names[:count], names[count:]
    return taken


def _taken_blocks(blocks: list[_Block], room: float, height: float, least: int) -> tuple[list[str], int]:
    """The phases of the first blocks that fit, which are taken out of them, and how many lines they take."""
    lines, above, count = 0, None, 0
    for block in blocks:
        more = block.lines(above)
        if (lines + more) * height > room and count >= least:
            break
        lines, above, count = lines + more, block.lane, count + 1
    taken, blocks[:] = blocks[:count], blocks[count:]
    return [phase for block in taken for phase in block.phases], lines


def _stretches(plan: Plan, schedule: Schedule, setup: PageSetup) -> list[DateRange]:
    """The days of each page from left to right, nearly equally many."""
    axis = lay_out(plan, schedule, Selection((), (), ()), Sizes(), setup.days).axis
    days = (axis.last - axis.first).days + 1
    edges = [axis.first + timedelta(days=days * number // setup.across) for number in range(setup.across + 1)]
    return [DateRange(edges[number], _day_before(edges[number + 1])) for number in range(setup.across)]


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
