"""Light and dark: the tokens of the picture as Qt's palette, style sheet and fonts, following the system."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from planner.picture.tokens import DARK, LIGHT, Tokens
from resources import path

FONTS = ("fonts/Inter-Regular.otf", "fonts/Inter-Medium.otf", "fonts/Inter-SemiBold.otf", "fonts/Inter-Bold.otf")
BODY_PIXELS, CAPTION_PIXELS, FIGURE_PIXELS = 12, 11, 19


def tokens() -> Tokens:
    """The colours of the scheme that the system, or the user, chose."""
    is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if is_dark else LIGHT


def font(pixels: int = BODY_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The family of the whole window, with figures of equal width."""
    chosen = QFont("Inter")
    chosen.setPixelSize(pixels)
    chosen.setWeight(weight)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen
