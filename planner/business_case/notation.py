"""How words, dates, numbers and money are written: the one place that knows a language and its locale."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from gettext import NullTranslations
from typing import Literal, NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from planner.value import WHOLE

NO_BREAK = "\u00a0"
"""Keeps a date or a sum on one line."""


def message(text: str) -> str:
    """The text as it is: a mark for the catalogue, where ``words`` meets it only later, as in a table of texts."""
    return text


TO_BE_CONFIRMED = message("to be confirmed")
NOTHING = "–"

Standing = Literal["holds", "open", "broken"]
STANDINGS: Mapping[Standing, str] = {
    "holds": message("holds"),
    "open": TO_BE_CONFIRMED,
    "broken": message("does not hold"),
}
MOTIONS = frozenset(
    {
        *(message("assess"), message("remediate"), message("pilot"), message("enable")),
        *(message("deploy"), message("migrate"), message("adopt")),
    }
)
"""The usual motions, which have words in every language."""

ENGLISH = NullTranslations()
"""Messages are English texts, so that without a catalogue they are said as they are."""


class DayPatterns(NamedTuple):
    """How a locale writes a day: in full, before another of the same year, and as sheets name the format."""

    full: str
    without_year: str
    sheet: str


PATTERNS = {"de": DayPatterns("dd.MM.y", "dd.MM.", "dd.mm.yyyy")}
USUAL_PATTERNS = DayPatterns(f"d{NO_BREAK}MMM{NO_BREAK}y", f"d{NO_BREAK}MMM", "d mmm yyyy")
LANGUAGE_TAGS = {"en": "en-GB", "de": "de-DE"}
"""Languages with the country whose spelling the texts keep."""


class Notation(NamedTuple):
    """The reader's language and locale, and the currency of the plan.

    translation: from English messages, with their values in braces, to the language of the locale.
    """

    currency: str
    locale: str = "en"
    translation: NullTranslations = ENGLISH

    # Words

    def words(self, text: str, **values: object) -> str:
        """The message in the reader's language, with its values put in."""
        return self.translation.gettext(text).format(**values)

    def counted(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for so many, which it may name as ``{count}``."""
        return self.translation.ngettext(one, many, count).format(count=self.number(count), **values)

    @property
    def to_be_confirmed(self) -> str:
        return self.words(TO_BE_CONFIRMED)

    def or_blank(self, text: str) -> str:
        """The text, or that it is still to be confirmed."""
        return text.strip() or self.to_be_confirmed

    @property
    def standings(self) -> Mapping[str, Standing]:
        """What a condition's standing is, by the words of it that stand in tables."""
        return {self.words(text): standing for standing, text in STANDINGS.items()}

    @property
    def language_tag(self) -> str:
        """As files name a language, ``en-GB``."""
        return LANGUAGE_TAGS.get(self.locale, self.locale.replace("_", "-"))

    def motion(self, name: str) -> str:
        """A usual motion in the reader's language; any other as the plan calls it."""
        return self.words(name) if name in MOTIONS else name

    # Days

    @property
    def patterns(self) -> DayPatterns:
        return PATTERNS.get(self.locale, USUAL_PATTERNS)

    def day(self, day: date) -> str:
        """As ``18 Jan 2027``, kept on one line."""
        return format_date(day, self.patterns.full, locale=self.locale)

    def month(self, day: date) -> str:
        """As ``Jan``."""
        return format_date(day, "LLL", locale=self.locale)

    def period(self, start: date, end: date) -> str:
        """As ``18 Jan – 4 Oct 2027``: the year once where it is the same."""
        if start.year == end.year:
            return f"{format_date(start, self.patterns.without_year, locale=self.locale)} – {self.day(end)}"
        return f"{self.day(start)} – {self.day(end)}"

    # Figures

    def number(self, number: float) -> str:
        """A number with its thousands apart."""
        return format_decimal(number, locale=self.locale)

    def money(self, amount: int, currency: str | None = None) -> str:
        """A sum with the code of its currency, the plan's unless another is named."""
        is_behind = Locale.parse(self.locale).currency_formats["standard"].pattern.endswith("¤")
        pattern = f"#,##0{NO_BREAK}¤¤" if is_behind else "¤¤ #,##0"
        return format_currency(amount, currency or self.currency, pattern, locale=self.locale, currency_digits=False)

    def cents(self, amount: int) -> str:
        """A sum in hundredths, with both decimals and without its currency."""
        return format_decimal(Decimal(amount) / 100, "#,##0.00", locale=self.locale)

    def percent(self, basis_points: int) -> str:
        """With as many of two decimals as it has, and the sign as the locale sets it."""
        return format_percent(basis_points / WHOLE, self._percent_pattern("#,##0.##"), locale=self.locale)

    def percentage(self, hundredths: float) -> str:
        """A figure of so many percent, with as many of three decimals as it has."""
        return format_percent(Decimal(str(hundredths)) / 100, self._percent_pattern("#,##0.###"), locale=self.locale)

    def _percent_pattern(self, digits: str) -> str:
        return str(Locale.parse(self.locale).percent_formats[None].pattern).replace("#,##0", digits)

    def listed_each(self, names: Iterable[str]) -> str:
        """Names in one phrase, repeated ones as well."""
        return format_list(list(names), locale=self.locale)

    def listed(self, names: Iterable[str]) -> str:
        """Names in one phrase, each once: ``A, B, and C``."""
        return self.listed_each(dict.fromkeys(names))
