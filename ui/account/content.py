"""What a page of the account shows: text as HTML, and pictures that it names."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree as ET

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PIXELS_PER_POINT = 1.5
"""Pictures are laid out in points of print, which would be small on a screen."""

USUAL_WIDTH = 520.0
"""Points that a picture is wide where nobody says otherwise."""
NO_PICTURES: Mapping[str, str] = {}


class Content(NamedTuple):
    """A page. pictures: SVG documents by the name under which the HTML shows them with ``picture``."""

    html: str
    pictures: Mapping[str, str] = NO_PICTURES


def picture(name: str, svg: str, words: str) -> str:
    """The place of a picture in a page; words say what it shows to those who cannot see it."""
    size = svg_size(svg)
    shown = f"<img src='{name}' width='{size.width()}' height='{size.height()}' alt='{escape(words)}'>"
    return f"<p style='margin:4px 0'>{shown}</p>"


def svg_size(svg: str) -> QSize:
    """The size of a picture on a page, from the points that it names for itself."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    points = (float(root.attrib[side].removesuffix("pt")) for side in ("width", "height"))
    return QSize(*(round(each * PIXELS_PER_POINT) for each in points))


def rendered(svg: str, ratio: float) -> QImage:
    """The picture in device pixels, so many for each pixel of the page."""
    size = svg_size(svg)
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
