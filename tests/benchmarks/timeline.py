"""How fast the timeline is under the hand, beside the same gestures on a QGraphicsView of the same plan.

``python -m tests.benchmarks.timeline [--quick]`` prints a table for each size: median and 95th percentile of each
gesture in milliseconds, each frame painted, and what the graphics view takes as a multiple. Garbage is collected as
the window does it. The graphics view has a native item for every bar, line and label and knows nothing of plans: it
moves what it is told to. Nothing is asserted.
"""

import gc
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6 import __version__ as qt_version
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from planner.funding.claim_rules import broken_together, face_value
from planner.picture.layout import Arrow, Layout
from planner.picture.tokens import workload_hue
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.passes import earliest
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.claim_limits import claim_limits
from solver.claims import settle
from tests.benchmarks.generate import generate
from ui.document import Document
from ui.garbage import Garbage
from ui.selection import Selection
from ui.theme import follow_system
from ui.timeline.rollout_view import RolloutView

SIZES = (1_000, 10_000)
"""Numbers of phases."""
FRAMES, QUICK_FRAMES = 60, 30
REPEATED = 5
"""Times that whole schedules, drops and undos are measured."""
LINKS_FOR_EACH = 1.5
LARGEST_SETTLED = 2_000
"""Phases; a drop settles the claims of the whole plan, which takes minutes for larger ones, so none is made there."""
SETTLING = 10.0
"""Seconds for the claims of the plan that is opened."""
Samples = dict[str, list[float]]


class Measured(NamedTuple):
    """Seconds of each gesture, and mebibytes that the view took."""

    samples: Samples
    memory: float


NOT_MEASURED = Measured({}, 0)
"""Of the graphics view at sizes for which it takes minutes."""


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when done."""
    is_quick = "--quick" in arguments
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    follow_system(application)
    print_line("# The timeline, measured")
    print_line(f"{os.cpu_count()} cores, Python {platform.python_version()}, Qt {qt_version}, painted off the screen")
    for size in SIZES:
        frames = QUICK_FRAMES if is_quick else FRAMES
        state = a_rollout(size)
        ours = measure_ours(state, frames)
        theirs = measure_graphics_view(state, frames) if size <= LARGEST_SETTLED else NOT_MEASURED
        print_table(state, ours, theirs)
    return 0


def a_rollout(size: int) -> State:
    """A generated plan at its earliest dates, with one and a half links for each phase and its claims.

    Those of a plan that is too large to be settled keep the rules and may not be the best; the view is as fast.
    """
    plan = generate(1, size, tightness=0.3)
    plan = replace(plan, dependencies=(*plan.dependencies, *more_links(plan)))
    reached = earliest(plan)
    runs = tuple(reached[name].runs[0][1] for name in plan.phase if reached[name].runs)
    claims = settle(plan, runs, seconds=SETTLING) if size <= LARGEST_SETTLED else claims_in_order(plan, runs)
    return State(plan, Schedule(runs, claims))


def claims_in_order(plan: Plan, runs: tuple[Assignment, ...]) -> tuple[Claim, ...]:
    """Claims that keep every rule: each phase from its first credit that has enough left, without those in dispute."""
    placed = {run.phase: run for run in runs}
    left = {credit.id: face_value(credit) for credit in plan.credits}
    paid: dict[str, Claim] = {}
    for (phase, credit), limit in claim_limits(plan, placed).items():
        if phase not in paid and limit <= left[credit]:
            left[credit] -= limit
            paid[phase] = Claim(phase, credit, limit)
    claims = tuple(paid.values())
    while disputed := {credit for broken in broken_together(plan, placed, claims) for credit in broken.credits}:
        claims = tuple(claim for claim in claims if claim.credit not in disputed)
    return claims


def more_links(plan: Plan) -> Iterator[Dependency]:
    """Start-to-start links between phases that are near each other, as many as are missing."""
    names, linked = [*plan.phase], {(each.predecessor, each.successor) for each in plan.dependencies}
    missing = round(LINKS_FOR_EACH * len(names)) - len(linked)
    pairs = ((names[number], names[number + 1]) for number in range(len(names) - 1))
    free = (pair for pair in pairs if pair not in linked)
    for _, (before, after) in zip(range(missing), free, strict=False):
        yield Dependency(predecessor=before, successor=after, type="SS", lag=-400)


def later(state: State, days: int) -> State:
    """Another schedule in which every phase lies some days later."""
    shift = timedelta(days=days)
    runs = state.schedule.assignments if state.schedule is not None else ()
    moved = tuple(Assignment(each.phase, each.option, each.start + shift, each.finish + shift) for each in runs)
    return State(state.plan, Schedule(moved, state.schedule.claims if state.schedule is not None else ()))


def taken(act: Callable[[], object]) -> float:
    """Seconds."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


def resident() -> float:
    """Mebibytes of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


# Ours


def measure_ours(state: State, frames: int, opened_document: Document | None = None) -> Measured:
    """opened_document: one that is open already, as a programme; a new one of the State without it."""
    samples: Samples = {}
    gc.collect()
    before = resident()
    document = opened_document or Document(state)
    made: list[RolloutView] = []

    def opened() -> None:
        made.append(RolloutView(document, Selection()))
        made[0].resize(1_600, 900)
        made[0].show()
        QTest.qWaitForWindowExposed(made[0])
        QApplication.processEvents()

    samples["open"] = [taken(opened)]
    memory = resident() - before
    rollout = made[0]
    view = rollout.timeline
    garbage = Garbage(rollout)
    garbage.collect()
    for _ in range(6):
        view.zoom_in()
    view.horizontalScrollBar().setValue(0)
    samples["scroll"] = [painted(partial(scroll, rollout, number)) for number in range(frames)]
    view.verticalScrollBar().setValue(0)
    samples["drag frame"], samples["drop and re-date"], samples["undo"] = drags(rollout, document, frames)
    samples["whole new schedule"] = [
        painted(partial(document.show_state, other))
        for other in [later(state, days) for days in range(1, REPEATED + 1)]
    ]
    garbage.finish()
    rollout.close()
    rollout.deleteLater()
    return Measured(samples, memory)


def painted(act: Callable[[], object], view: QGraphicsView | None = None) -> float:
    """Seconds until something is done and everything that it asked to be painted is.

    view: a graphics view is told to paint, as it would put that off.
    """

    def acted() -> None:
        act()
        if view is not None:
            view.viewport().repaint()
        QApplication.processEvents()

    return taken(acted)


def scroll(rollout: RolloutView, number: int) -> None:
    rollout.timeline.verticalScrollBar().setValue(30 * number)


def drags(rollout: RolloutView, document: Document, frames: int) -> tuple[list[float], list[float], list[float]]:
    """Each frame of drags of the first phase in sight, each drop, and each undo."""
    view = rollout.timeline
    moves, drops, undos = [], [], []
    for number in range(REPEATED):
        row = next(row for row in view.picture.rows[number:] if row.bar is not None and row.bar.box.width > 20)
        assert row.bar is not None
        start = view.to_viewport(row.bar.box.x + 3, row.bar.box.middle).toPoint()
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for frame in range(frames):
            at = start + QPoint(12 + 4 * frame, 0)
            moves.append(painted(partial(QTest.mouseMove, view.viewport(), at)))
        end = start + QPoint(12 + 4 * frames, 0)
        if len(document.plan.phases) > LARGEST_SETTLED:
            view.give_up()
            QTest.mouseRelease(view.viewport(), LEFT, pos=end)
            continue
        drops.append(painted(partial(QTest.mouseRelease, view.viewport(), LEFT, pos=end)))
        undos.append(painted(document.undo_stack.undo))
    return moves, drops, undos


LEFT = Qt.MouseButton.LeftButton


# A graphics view of the same picture


class Scene(QGraphicsScene):
    """A native item for each bar, link and name."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.bars: dict[str, QGraphicsRectItem] = {}
        self.links: list[tuple[Arrow, QGraphicsPathItem]] = []
        for row in layout.rows:
            if row.bar is not None:
                box = row.bar.box
                bar = self.addRect(
                    QRectF(0, 0, box.width, box.height),
                    QPen(Qt.PenStyle.NoPen),
                    QBrush(QColor(workload_hue(row.bar.workload))),
                )
                bar.setPos(box.x, box.y)
                name = QGraphicsSimpleTextItem(row.phase, bar)
                name.setPos(box.width + 4, -4)
                self.bars[row.phase] = bar
        for arrow in layout.arrows:
            self.links.append((arrow, self.addPath(path_of(arrow), QPen(QColor("#7c8b9b")))))

    def show_layout(self, layout: Layout) -> None:
        """Move every item to where it lies now."""
        for row in layout.rows:
            if row.bar is not None:
                box = row.bar.box
                self.bars[row.phase].setPos(box.x, box.y)
                self.bars[row.phase].setRect(QRectF(0, 0, box.width, box.height))
        for (_, item), arrow in zip(self.links, layout.arrows, strict=True):
            item.setPath(path_of(arrow))


def path_of(arrow: Arrow) -> QPainterPath:
    path = QPainterPath(QPointF(*arrow.points[0]))
    for point in arrow.points[1:]:
        path.lineTo(QPointF(*point))
    return path


def measure_graphics_view(state: State, frames: int) -> Measured:
    layouts = [layout_of(later(state, days)) for days in range(REPEATED + 1)]
    samples: Samples = {}
    gc.collect()
    before = resident()
    made: list[tuple[QGraphicsView, Scene]] = []

    def opened() -> None:
        scene = Scene(layouts[0])
        view = QGraphicsView(scene)
        view.resize(1_080, 900)
        view.show()
        QTest.qWaitForWindowExposed(view)
        QApplication.processEvents()
        made.append((view, scene))

    samples["open"] = [taken(opened)]
    memory = resident() - before
    view, scene = made[0]
    view.horizontalScrollBar().setValue(0)
    samples["scroll"] = [
        painted(partial(view.verticalScrollBar().setValue, 30 * number), view) for number in range(frames)
    ]
    view.verticalScrollBar().setValue(view.verticalScrollBar().minimum())
    bar = scene.bars[next(iter(scene.bars))]
    samples["drag frame"] = [painted(lambda: bar.moveBy(4, 0), view) for _ in range(frames * REPEATED)]
    whole = [painted(partial(scene.show_layout, each), view) for each in layouts[1:]]
    samples["whole new schedule"] = samples["drop and re-date"] = samples["undo"] = whole
    view.close()
    view.deleteLater()
    return Measured(samples, memory)


def layout_of(state: State) -> Layout:
    """Where the timeline has everything, at a scale of ten pixels a day."""
    rollout = RolloutView(Document(state), Selection())
    rollout.resize(1_600, 900)
    for _ in range(6):
        rollout.timeline.zoom_in()
    layout = rollout.timeline.picture
    rollout.deleteLater()
    return layout


# What is printed


def print_table(state: State, ours: Measured, theirs: Measured) -> None:
    plan, claims = state.plan, len(state.schedule.claims) if state.schedule is not None else 0
    print_line(f"\n{len(plan.phases):,} phases, {len(plan.dependencies):,} links, {claims:,} claims\n")
    print_line("| gesture | p50 ms | p95 ms | graphics view p50 ms | p95 ms | its p95 / ours |")
    print_line("|---|--:|--:|--:|--:|--:|")
    for gesture, samples in ours.samples.items():
        if not samples:
            continue
        mine = figures(samples)
        if gesture not in theirs.samples:
            print_line(f"| {gesture} | {mine[0]:.1f} | {mine[1]:.1f} | – | – | – |")
            continue
        other = figures(theirs.samples[gesture])
        ratio = f"{other[1] / mine[1]:.1f}×"
        print_line(f"| {gesture} | {mine[0]:.1f} | {mine[1]:.1f} | {other[0]:.1f} | {other[1]:.1f} | {ratio} |")
    print_line(f"| memory, MiB | {ours.memory:.0f} | | {theirs.memory:.0f} | | |")


def figures(samples: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    if len(samples) == 1:
        return samples[0] * 1_000, samples[0] * 1_000
    return median(samples) * 1_000, quantiles(samples, n=20, method="inclusive")[-1] * 1_000


def print_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
