"""Texts on a painter: elided to their room, and remembered."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ui.theme import font

REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold
Typeface = tuple[int, QFont.Weight]
"""Size in pixels, and weight."""
ON_A_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
LEFT = Qt.AlignmentFlag.AlignLeft.value | ON_A_LINE
RIGHT = Qt.AlignmentFlag.AlignRight.value | ON_A_LINE
"""Numbers, as the flags take longer to put together than a text to draw."""


@lru_cache(maxsize=16)
def typeface(pixels: int, weight: QFont.Weight = REGULAR) -> QFont:
    """The family of the window in a size and weight."""
    return font(pixels, weight)


@lru_cache(maxsize=16)
def _metrics(pixels: int, weight: QFont.Weight) -> QFontMetricsF:
    return QFontMetricsF(typeface(pixels, weight))


@lru_cache(maxsize=4096)
def text_width(text: str, pixels: int, weight: QFont.Weight = REGULAR) -> float:
    """How wide a line of text is, in pixels."""
    return _metrics(pixels, weight).horizontalAdvance(text)


@lru_cache(maxsize=4096)
def elided(text: str, room: int, pixels: int, weight: QFont.Weight = REGULAR) -> str:
    """The text, or as much of its beginning as fits the room with an ellipsis behind it."""
    return _metrics(pixels, weight).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


def measure_anew() -> None:
    """Forget how wide texts are, once there are other fonts."""
    for remembered in (typeface, _metrics, text_width, elided):
        remembered.cache_clear()


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    typeface_: Typeface,
    alignment: int = LEFT,
) -> None:
    """A line of text inside a box, elided where it does not fit. The pen gives the colour."""
    painter.setFont(typeface(*typeface_))
    painter.drawText(box, alignment, elided(text, int(box.width()), *typeface_))
