"""Light and dark: the tokens of the picture as Qt's palette, style sheet and fonts, following the system."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from planner.picture.tokens import DARK, LIGHT, Tokens
from resources import path

FONTS = tuple(f"fonts/Inter-{weight}.otf" for weight in ("Regular", "Medium", "SemiBold", "Bold"))
BODY_PIXELS, CAPTION_PIXELS, FIGURE_PIXELS = 12, 11, 19


LIGHT_CONTRAST = LIGHT._replace(
    panel="#ffffff",
    hairline="#5c6873",
    faint_line="#a6aeb6",
    text="#000000",
    dim="#22292f",
    accent="#0a3fa8",
    money="#06482f",
    money_ground="#bfe6d2",
    risk="#5e3700",
    freeze="#e3d0ee",
    freeze_edge="#5c2d7a",
    load="#2f5796",
    arrow="#2f3841",
    selection="#d9e7ff",
    broken="#870d0a",
    faint="#333b43",
)
DARK_CONTRAST = DARK._replace(
    ground="#000000",
    panel="#000000",
    hairline="#8b97a3",
    faint_line="#55606b",
    text="#ffffff",
    dim="#dde3e9",
    accent="#9cc8ff",
    money="#7df0bf",
    money_ground="#0b4a33",
    risk="#ffcf7d",
    freeze="#43305a",
    freeze_edge="#c9a8e6",
    load="#86aee6",
    arrow="#c3ccd5",
    selection="#0a2850",
    broken="#ffa8a3",
    faint="#c3ccd5",
)
"""What is read keeps 7:1 and what is looked at 4.5:1, as WCAG 2.2 asks of the enhanced contrast (1.4.6)."""

CONTRAST = "high_contrast"
"""The property of the application that says whether the user asked for high contrast."""


def tokens() -> Tokens:
    """The colours of the scheme and the contrast that the system, or the user, chose."""
    if is_high_contrast():
        return DARK_CONTRAST if is_dark() else LIGHT_CONTRAST
    return DARK if is_dark() else LIGHT


def is_dark() -> bool:
    """Whether light stands on dark."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def is_high_contrast() -> bool:
    """Whether the user asked for high contrast."""
    application = QGuiApplication.instance()
    return application is not None and bool(application.property(CONTRAST))


def does_system_ask_for_contrast() -> bool:
    """Whether the system's settings ask for high contrast; systems are asked from Qt 6.10 on."""
    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def set_high_contrast(is_on: bool) -> None:  # noqa: FBT001 - a slot of a checkable action
    """Draw everything with more contrast, or no longer."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and is_on != is_high_contrast():
        application.setProperty(CONTRAST, is_on)
        _dress(application)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.emit(hints.colorScheme())  # all that holds colours of its own listens to this


def font(pixels: int = BODY_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The family of the whole window, with figures of equal width."""
    chosen = QFont("Inter")
    chosen.setPixelSize(pixels)
    chosen.setWeight(weight)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def follow_system(application: QApplication) -> None:
    """Dress the application in the present scheme, and again whenever the scheme changes."""
    application.setStyle("Fusion")
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(path(name)))
    _dress(application)
    QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: _dress(application))


def _dress(application: QApplication) -> None:
    application.setFont(font())
    application.setPalette(_palette(tokens()))
    application.setStyleSheet(_style_sheet(tokens()))


def _scheme() -> str:
    return "dark" if is_dark() else "light"


def _icon(name: str) -> str:
    """The file of an icon in the present scheme."""
    return path(f"icons/{name}-{_scheme()}.svg").as_posix()


def _palette(colours: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, colours.panel),
        (role.Base, colours.ground),
        (role.AlternateBase, colours.panel),
        (role.Button, colours.panel),
        (role.ToolTipBase, colours.panel),
        (role.WindowText, colours.text),
        (role.Text, colours.text),
        (role.ButtonText, colours.text),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.text),
        (role.Link, colours.accent),
        (role.Mid, colours.hairline),
    ):
        palette.setColor(target, QColor(colour))
    for disabled in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, disabled, QColor(colours.faint))
    return palette


def _style_sheet(colours: Tokens) -> str:
    """Hairlines instead of boxes, one accent for what one can do."""
    return f"""
        QMenu {{ background: {colours.ground}; border: 1px solid {colours.hairline}; padding: 4px 0; }}
        QMenu::item {{ padding: 4px 20px 4px 28px; color: {colours.text}; background: transparent; }}
        QMenu::item:selected {{ background: {colours.selection}; }}
        QMenu::item:disabled {{ color: {colours.faint}; }}
        QMenu::separator {{ height: 1px; background: {colours.hairline}; margin: 4px 0; }}
        QMenu::indicator {{ width: 11px; height: 11px; margin-left: 8px; border: 1px solid {colours.faint};
            border-radius: 3px; }}
        QMenu::indicator:checked {{ background: {colours.accent}; border-color: {colours.accent};
            image: url("{_icon("check")}"); }}
        QMainWindow, QToolBar, QStatusBar, QMenuBar {{ background: {colours.panel}; }}
        QToolBar {{ border: none; border-bottom: 1px solid {colours.hairline}; spacing: 8px; padding: 6px 12px; }}
        QStatusBar {{ border-top: 1px solid {colours.hairline}; color: {colours.dim}; }}
        QStatusBar QLabel {{ color: {colours.dim}; }}
        QStatusBar::item {{ border: none; }}
        QDockWidget {{ color: {colours.dim}; font-size: {CAPTION_PIXELS}px;
            titlebar-close-icon: url("{_icon("close")}"); }}
        QDockWidget::title {{ padding: 5px 12px 1px 12px; text-align: left; background: {colours.panel}; }}
        QDockWidget::close-button {{ border: none; background: transparent; icon-size: 14px; }}
        QDockWidget::close-button:hover {{ background: {colours.selection}; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QSplitter::handle {{ background: {colours.hairline}; }}
        QPushButton, QComboBox {{ padding: 5px 12px; border: 1px solid {colours.hairline}; border-radius: 5px;
            background: {colours.ground}; }}
        QPushButton:hover, QComboBox:hover {{ border-color: {colours.accent}; }}
        QPushButton:focus, QComboBox:focus {{ border: 1px solid {colours.accent}; }}
        QPushButton[primary="true"]:focus {{ border: 2px solid {colours.text}; padding: 4px 16px; }}
        QPushButton[primary="true"] {{ background: {colours.accent}; color: {colours.ground}; border: none;
            padding: 6px 18px; font-weight: 600; }}
        QPushButton:disabled {{ color: {colours.faint}; }}
        QPushButton[primary="true"]:disabled {{ background: {colours.panel}; color: {colours.faint};
            border: 1px solid {colours.hairline}; padding: 5px 17px; }}
        QTreeView {{ border: none; background: {colours.ground}; color: {colours.text}; }}
        QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 3px 5px; }}
        QToolButton:disabled {{ color: {colours.faint_line if is_high_contrast() else colours.arrow}; }}
        QToolButton:hover {{ background: {colours.selection}; }}
        QToolButton:focus {{ border-color: {colours.accent}; }}
        QCommandLinkButton {{ border: 1px solid transparent; border-radius: 6px; padding: 6px; text-align: left;
            background: transparent; color: {colours.text}; }}
        QCommandLinkButton:hover {{ background: {colours.selection}; }}
        QCommandLinkButton:focus {{ border-color: {colours.accent}; background: {colours.selection}; }}
        QInputDialog QLineEdit, QFileDialog QLineEdit {{ background: {colours.ground};
            border: 1px solid {colours.arrow}; border-radius: 4px; padding: 4px 6px; }}
        QPrintPreviewDialog QLineEdit {{ background: {colours.ground}; border: 1px solid {colours.arrow};
            border-radius: 4px; }}
        QPrintPreviewDialog QComboBox QLineEdit {{ border: none; }}
        QInputDialog QLineEdit:focus, QFileDialog QLineEdit:focus {{ border-color: {colours.accent}; }}
        QFileDialog {{ backward-icon: url("{_icon("chevron-left")}"); forward-icon: url("{_icon("chevron-right")}");
            filedialog-parent-directory-icon: url("{_icon("chevron-up")}"); }}
        QDialog QTreeWidget::item {{ padding: 5px 2px; }}
        QTextBrowser, QListWidget {{ border: 1px solid transparent; background: {colours.panel}; }}
        QTextBrowser:focus, QListWidget:focus {{ border-color: {colours.accent}; }}
        QTextBrowser QScrollBar, QListWidget QScrollBar {{ background: {colours.panel}; }}
        QListWidget::item {{ padding: 4px 12px; }}
        QListWidget::item:selected {{ background: {colours.selection}; color: {colours.text}; }}
        QComboBox::drop-down {{ border: none; width: 22px; }}
        QComboBox::down-arrow {{ image: url("{_icon("chevron")}"); width: 10px;
            height: 10px; }}
        QComboBox QAbstractItemView {{ background: {colours.ground}; color: {colours.text};
            border: 1px solid {colours.hairline}; selection-background-color: {colours.selection};
            selection-color: {colours.text}; outline: none; }}
        QTabBar {{ qproperty-drawBase: 0; }}
        QTabBar::tab {{ padding: 5px 11px 6px 11px; border: 1px solid transparent; color: {colours.dim};
            background: transparent; }}
        QTabBar::tab:selected {{ color: {colours.text}; border-bottom: 2px solid {colours.accent}; }}
        QTabBar::tab:focus {{ border: 1px solid {colours.accent}; border-bottom: 2px solid {colours.accent}; }}
        QTabWidget::pane {{ border: none; border-top: 1px solid {colours.hairline}; }}
        QScrollBar {{ background: {colours.ground}; border: none; }}
        QAbstractScrollArea::corner {{ background: {colours.ground}; border: none; }}
        QScrollBar:vertical {{ width: 10px; }}
        QScrollBar:horizontal {{ height: 10px; }}
        QScrollBar::handle {{ background: {colours.arrow}; border-radius: 3px; margin: 2px; }}
        QScrollBar::handle:hover {{ background: {colours.dim}; }}
        QScrollBar::handle:vertical {{ min-height: 32px; }}
        QScrollBar::handle:horizontal {{ min-width: 32px; }}
        QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
        QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
        QProgressBar {{ border: 1px solid {colours.arrow}; border-radius: 3px; background: {colours.ground}; }}
        QProgressBar::chunk {{ background: {colours.accent}; border-radius: 2px; }}
        QToolTip {{ color: {colours.text}; background: {colours.panel}; border: 1px solid {colours.hairline}; }}
    """
