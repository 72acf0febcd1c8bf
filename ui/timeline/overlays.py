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
        _paint_floats(painter, layout, rows, slack.floats, tokens)
    for is_on, names, pen in (
        (shown.critical, _critical(slack), critical_pen(tokens)),
        (shown.money_critical, _money_critical(slack), money_critical_pen(tokens)),
    ):
        if is_on:
            _paint_links(painter, layout, rows, (names, slack.driving), pen, labels)
            _paint_frames(painter, rows, names, pen, tokens)


def critical_pen(tokens: Tokens) -> QPen:
    """Of the critical path: strong, and not in the red of what breaks a rule."""
    return QPen(colour(tokens.text), FRAME)


def money_critical_pen(tokens: Tokens) -> QPen:
    """Of the money-critical path."""
    return QPen(colour(tokens.money), INNER)


def _critical(slack: Slack) -> frozenset[str]:
    return frozenset(name for name, each in slack.floats.items() if each.is_critical)


def _money_critical(slack: Slack) -> frozenset[str]:
    return frozenset(name for name, each in slack.floats.items() if each.is_money_critical)


def _paint_floats(
    painter: QPainter, layout: Layout, rows: Sequence[PhaseRow], found: Mapping[str, Float], tokens: Tokens
) -> None:
    for row in rows:
        box, each = bar_box(row), found.get(row.phase)
        if box is not None and each is not None and each.total:
            paint_float(painter, (box.right, layout.axis.end(each.last_finish)), round(row.row.bottom) - 2, tokens)


def paint_float(painter: QPainter, ends: tuple[float, float], y: float, tokens: Tokens) -> None:
    """A line from the end of a bar to the last day that it may have, closed by a short stroke."""
    left, right = ends
    painter.setPen(QPen(colour(tokens.dim, FLOAT_OPACITY), 1.5))
    painter.drawLine(QLineF(left, y, right, y))
    painter.drawLine(QLineF(right, y - 3, right, y + 1))


def _paint_frames(
    painter: QPainter, rows: Sequence[PhaseRow], names: frozenset[str], pen: QPen, tokens: Tokens
) -> None:
    for row in rows:
        box = bar_box(row)
        if box is not None and row.phase in names:
            paint_frame(painter, snapped(box), pen, tokens)


def paint_frame(painter: QPainter, box: QRectF, pen: QPen, tokens: Tokens) -> None:
    """A frame around a bar, with a line of ground inside: else a green one on a green bar is not seen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line, by in ((QPen(colour(tokens.ground), INSIDE), -INSIDE / 2), (pen, pen.widthF() / 2)):
        painter.setPen(line)
        painter.drawRoundedRect(box.adjusted(-by, -by, by, by), CORNER + by, CORNER + by)


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
    for row in rows:
        run = before.get(row.phase)
        if run is not None:
            x = layout.axis.begin(run.start)
            lies = QRectF(x, row.row.bottom - 3, layout.axis.end(run.finish) - x, 2)
            paint_before(painter, lies, tokens)


def paint_before(painter: QPainter, box: QRectF, tokens: Tokens) -> None:
    """Where work lay in the baseline."""
    painter.fillRect(box, colour(tokens.dim, FLOAT_OPACITY))
