"""Amounts and days as the user's system writes them."""

from datetime import date

from PySide6.QtCore import QDate, QLocale


def locale() -> QLocale:
    """The system's; English where the system has none, since Qt's own would write 467500 without a separator."""
    system = QLocale.system()
    return QLocale(QLocale.Language.English) if system.language() == QLocale.Language.C else system


def money(amount: int) -> str:
    """A sum with separators; the currency stands elsewhere."""
    return locale().toString(amount)


def signed_money(amount: int) -> str:
    """A difference, with its sign."""
    return f"+{money(amount)}" if amount > 0 else money(amount).replace("-", "−")


def day(value: date | None) -> str:
    """A day as 1 Dec 2027; a dash where there is none."""
    if value is None:
        return "–"
    return locale().toString(QDate(value.year, value.month, value.day), "d MMM yyyy")


def short_day(value: date) -> str:
    """A day of which the year is plain, as 1 Dec."""
    return locale().toString(QDate(value.year, value.month, value.day), "d MMM")


def month_name(value: date) -> str:
    """The month of a day, as Dec."""
    return locale().toString(QDate(value.year, value.month, value.day), "MMM")
