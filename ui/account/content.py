"""What a page of the account shows: text as HTML, and pictures that it names."""

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NO_PICTURES: Mapping[str, str] = {}


class Content(NamedTuple):
    """A page. pictures: SVG documents by the name under which the HTML shows them with ``picture``."""

    html: str
    pictures: Mapping[str, str] = NO_PICTURES


def picture(name: str, svg: str, words: str) -> str:
    """The place of a picture in a page; words say what it shows to those who cannot see it."""
    size = svg_size(svg)
    return f"<img src='{name}' width='{size.width()}' height='{size.height()}' alt='{words}'>"


def svg_size(svg: str) -> QSize:
    """The size that the document names for itself."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    return QSize(*(round(float(root.attrib[side].removesuffix("pt"))) for side in ("width", "height")))


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
