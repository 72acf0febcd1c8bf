"""A page of the help, whose pictures are sharp on every screen, framed, and dark where the window is."""

from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from resources import path
from ui.theme import is_dark, tokens

DOTS_A_METRE = 3_780
"""Of a picture at 100 %; those of twice as many show twice as many pixels in the same room."""
FRAME = 1
"""Pixels around a picture: without an edge, one of a panel would look like a panel."""


class HelpText(QTextBrowser):
    """Reads ``pictures/NAME.png``; in the dark scheme ``pictures/NAME-dark.png``, where there is one."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802, ANN401 - Qt's
        file = QUrl(name).path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.endswith(".png"):
            return super().loadResource(kind, name)
        folder = path("help")
        dark = file.removesuffix(".png") + "-dark.png"
        chosen = dark if is_dark() and (folder / dark).exists() else file
        return framed(QImage(str(folder / chosen)), self.devicePixelRatioF())


def framed(picture: QImage, ratio: float) -> QImage:
    """A picture with a hairline around it, with as many pixels as a screen of that device pixel ratio shows of it."""
    finer = max(round(picture.dotsPerMeterX() / DOTS_A_METRE), 1)
    size = QSize(round(picture.width() / finer * ratio), round(picture.height() / finer * ratio))
    edge = round(FRAME * ratio)
    made = QImage(size + QSize(2 * edge, 2 * edge), QImage.Format.Format_RGB32)
    made.fill(QColor(tokens().arrow))
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    painter = QPainter(made)
    painter.drawImage(edge, edge, picture if picture.size() == size else picture.scaled(size, keep, smooth))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
