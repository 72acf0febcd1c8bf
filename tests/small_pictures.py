"""Pictures in 256 colours, chosen from the picture itself: a third of the size, and hardly a difference to be seen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

MOST_COLOURS, COMMON = 256, 128
"""How many colours a picture may have, and how many of them are those that most pixels have."""

Pixels = NDArray[np.int64]
"""Red, green and blue, from 0 to 255, in the last axis."""


def pixels_of(image: QImage) -> Pixels:
    """The colours of a picture, row by row."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    found: NDArray[Any] = np.frombuffer(plain.constBits(), np.uint8)
    return found.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width(), 2::-1].astype(np.int64)


def in_few_colours(image: QImage) -> QImage:
    """The picture with each colour in place of the nearest that it keeps; nothing is dithered."""
    pixels = pixels_of(image)
    colours, numbers, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    kept = colours[_chosen(colours, counts)]
    nearest = _distances(colours, kept).argmin(axis=1).astype(np.uint8)
    indexed = np.ascontiguousarray(nearest[numbers.reshape(-1)].reshape(pixels.shape[:2]))
    height, width = indexed.shape
    made = QImage(indexed.data, width, height, width, QImage.Format.Format_Indexed8).copy()
    made.setColorTable([0xFF000000 | int(red) << 16 | int(green) << 8 | int(blue) for red, green, blue in kept])
    return made


def _chosen(colours: Pixels, counts: NDArray[np.int64]) -> list[int]:
    """The most common colours, then always the one that is farthest from all chosen: so a rare hue is kept too."""
    chosen = [int(number) for number in np.argsort(-counts, kind="stable")[:COMMON]]
    left = _distances(colours, colours[chosen]).min(axis=1)
    while len(chosen) < min(MOST_COLOURS, len(colours)):
        farthest = int(left.argmax())
        if not left[farthest]:
            break
        chosen.append(farthest)
        left = np.minimum(left, _distances(colours, colours[[farthest]])[:, 0])
    return chosen


def _distances(colours: Pixels, others: Pixels) -> Pixels:
    """How far each colour is from each of the others, squared."""
    return np.asarray(((colours[:, None, :] - others[None, :, :]) ** 2).sum(axis=2))
