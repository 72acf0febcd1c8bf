"""What a toggle lays over the bars: float, critical path, money-critical path and baseline."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from planner.picture.layout import Arrow, Layout, PhaseRow
from planner.picture.tokens import Tokens
from planner.plan import State
from planner.rollout.critical_path import Float
from planner.rollout.schedule import Assignment
from ui.timeline.painter import CORNER, Emphasis, bar_box, colour, in_sight, snapped, without_labels
from ui.timeline.slack import Slack, slack_of

FRAME, INNER, INSIDE = 2.0, 1.2, 1.0
FLOAT_OPACITY = 150


def paint_overlays(
    painter: QPainter, layout: Layout, state: State, tokens: Tokens, visible: QRectF, emphasis: Emphasis
) -> None:
    """Everything that is switched on, over the bars in sight; the painter smooths edges."""
    rows, shown = in_sight(layout.rows, visible), emphasis.over
    labels = without_labels(rows, visible, emphasis)
    if shown.baseline and state.plan.baseline is not None:
        _paint_baseline(painter, layout, rows, {run.phase: run for run in state.plan.baseline.assignments}, tokens)
    if not (shown.float_bars or shown.critical or shown.money_critical):
        return
    slack = slack_of(state)
    if shown.float_bars:
        _paint_float(painter, layout, rows, slack.floats, tokens)
    for is_on, names, name, width in (
        (shown.critical, _critical(slack), tokens.text, FRAME),
        (shown.money_critical, _money_critical(slack), tokens.money, INNER),
    ):
        if is_on:
            _paint_links(painter, layout, rows, (names, slack.driving), QPen(colour(name), width), labels)
            _paint_frames(painter, rows, names, QPen(colour(name), width), tokens)


def _critical(slack: Slack) -> frozenset[str]:
    return frozenset(name for name, each in slack.floats.items() if each.is_critical)


def _money_critical(slack: Slack) -> frozenset[str]:
    return frozenset(name for name, each in slack.floats.items() if each.is_money_critical)


def _paint_float(
    painter: QPainter, layout: Layout, rows: Sequence[PhaseRow], found: Mapping[str, Float], tokens: Tokens
) -> None:
    """A line from the end of each bar to the last day that it may have, closed by a short stroke."""
    painter.setPen(QPen(colour(tokens.dim, FLOAT_OPACITY), 1.5))
    for row in rows:
        box, each = bar_box(row), found.get(row.phase)
        if box is not None and each is not None and each.total:
            y, right = round(row.row.bottom) - 2, layout.axis.end(each.last_finish)
            painter.drawLine(QLineF(box.right, y, right, y))
            painter.drawLine(QLineF(right, y - 3, right, y + 1))


def _paint_frames(
    painter: QPainter, rows: Sequence[PhaseRow], names: frozenset[str], pen: QPen, tokens: Tokens
) -> None:
    """A frame around each bar of a path, with a line of ground inside: else a green one on a green bar is not seen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    away = pen.widthF() / 2
    for row in rows:
        box = bar_box(row)
        if box is not None and row.phase in names:
            for line, by in ((QPen(colour(tokens.ground), INSIDE), -INSIDE / 2), (pen, away)):
                painter.setPen(line)
                painter.drawRoundedRect(snapped(box).adjusted(-by, -by, by, by), CORNER + by, CORNER + by)


def _paint_links(
    painter: QPainter,
    layout: Layout,
    rows: Sequence[PhaseRow],
    path: tuple[frozenset[str], frozenset[tuple[str, str]]],
    pen: QPen,
    labels: QRegion,
) -> None:
    """The driving links of a path, which like all others give way to what phases earn."""
    arrows = [arrow for arrow in layout.arrows.touching(row.phase for row in rows) if _is_on(arrow, *path)]
    painter.save()
    painter.setClipRegion(labels, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen)
    painter.drawLines([line for arrow in arrows for line in _lines(arrow)])
    painter.restore()


def _is_on(arrow: Arrow, names: frozenset[str], driving: frozenset[tuple[str, str]]) -> bool:
    pair = (arrow.predecessor, arrow.successor)
    return names.issuperset(pair) and pair in driving


def _lines(arrow: Arrow) -> list[QLineF]:
    return [QLineF(*start, *end) for start, end in pairwise(arrow.points)]


def _paint_baseline(
    painter: QPainter, layout: Layout, rows: Sequence[PhaseRow], before: Mapping[str, Assignment], tokens: Tokens
) -> None:
    """A thin bar under each row, where the phase lay in the baseline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tokens.dim, FLOAT_OPACITY))
    for row in rows:
        run = before.get(row.phase)
        if run is not None:
            x = layout.axis.begin(run.start)
            painter.drawRect(QRectF(x, row.row.bottom - 3, layout.axis.end(run.finish) - x, 2))
