"""F-RATE-LEAK: figures of the rate ledger in texts that would leave the house.

The external view holds no rates, but people write them into free texts. Those that go out are read here before
anything is written, for the words of every language that documents are written in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from planner.finding import Finding
from planner.funding.rate_ledger import MONTHS, yearly_price
from planner.funding.rates import RateLine
from planner.funding.substitution import Substitution, rounded_points, substitution
from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.value import WHOLE, Value

LEAST_TELLING = 1_000
"""Sums below this occur by chance, as numbers of seats or days, and give nothing away."""

TELLING_DIGITS = 3
"""Digits from which a sum in thousands or millions points at one figure."""

NUMBER = re.compile(r"\d[\d.,'’   ]*\d|\d")
SCALES = {
    **dict.fromkeys(("k", "thousand", "tausend", "tsd"), 1_000),
    **dict.fromkeys(("m", "mn", "million", "mio", "millionen"), 1_000_000),
}
SCALE = re.compile(rf"[   ]?({'|'.join(SCALES)})\b", re.IGNORECASE)
CURRENCY_BEFORE = re.compile(r"(?:[$€£¥]|\b[A-Z]{3})[   ]?$")
CURRENCY_AFTER = re.compile(r"^[   ]?(?:[$€£¥]|[A-Z]{3}\b)")
PER_SEAT = re.compile(
    r"^[^.;\d]{0,20}(?:/|\bper\b|\ba\b|\beach\b|\bpro\b|\bje\b)[   ]?(?:user|seat|licen[cs]e|month"
    r"|(?:be)?nutzer|(?:nutzer|arbeits)?platz|lizenz|monat)",
    re.IGNORECASE,
)
PERCENT_AFTER = re.compile(r"^[   ]?(?:%|per[ -]?cent\b|points?\b|prozent(?:punkte?n?)?\b)", re.IGNORECASE)
NO_PRICE = (
    *("positive", "negative", "run", "success", "failure", "error", "response", "completion", "adoption", "usage"),
    *("activation", "registration", "compliance", "click", "exchange", "day", "hourly"),
)
PRICE_WORD = re.compile(
    rf"\b(?:discount\w*|off|rebate\w*|concession\w*|reduction|uplift|price|prices|pricing|list"
    r"|rabatt\w*|\w*nachl[aä]ss\w*|erm[aä](?:ß|ss)igung\w*|abschl[aä]g\w*|aufschl[aä]g\w*|\w*preis\w*)\b"
    rf"|{''.join(f'(?<!{word} )' for word in NO_PRICE)}\brates?\b",
    re.IGNORECASE,
)
AROUND = 40
"""Letters around a percentage in which a word about prices makes it a rate."""


class _Number(NamedTuple):
    """A number as it stands in a text, with all that it can mean.

    rounding: how far its value may be from the exact one, as people write sums without cents, or in millions.
    """

    written: str
    values: frozenset[float]
    rounding: float
    before: str
    after: str


Place = tuple[str, ...]
_Secret = tuple[float, str]


def rate_leaks(
    plan: Plan, schedule: Schedule | None = None, more: tuple[tuple[Place, str], ...] = ()
) -> tuple[Finding, ...]:
    """Every text that goes out and holds a figure by which the rates could be known. more: texts beside the plan's.

    Sought are: the sums of the rate ledger and of the trade against funding, in any usual spelling; a price per seat
    beside a currency or a word like "per user"; a discount asked, offered or weighed beside a word about prices.
    schedule: what it claims is weighed in the trade.
    """
    if not plan.rate_lines:
        return ()
    secrets = _secrets(plan, schedule or Schedule(()))
    return tuple(
        _finding(place, number.written, what)
        for place, text in (*outgoing_texts(plan), *more)
        for number in _numbers(text)
        if (what := _meaning(secrets, number))
    )


def outgoing_texts(plan: Plan) -> Iterator[tuple[Place, str]]:
    """The free texts that leave the house, each with its place."""
    yield ("plan",), f"{plan.name}\n{plan.customer}"
    yield ("plan", "sponsorship"), "\n".join(_texts_of(plan.sponsorship))
    yield ("plan", "agreement"), "\n".join(_texts_of(plan.agreement))
    for risk in plan.risks:
        yield ("risk", risk.description), "\n".join(_texts_of(risk))
    for phase in plan.phases:
        yield ("phase", phase.id), "\n".join(_phase_texts(phase))
    yield from _funding_texts(plan)


def _texts_of(value: Value) -> list[str]:
    """The texts among the fields of a value all of whose texts go out."""
    fields = (getattr(value, field) for field in value.__struct_fields__)
    return [field for field in fields if isinstance(field, str)]


def _funding_texts(plan: Plan) -> Iterator[tuple[Place, str]]:
    """Names and scopes around the money; conditions and notes stay inside and are not read."""
    for partner in plan.partners:
        yield ("partner", partner.id), partner.name
    for credit in plan.credits:
        named = (credit.id, credit.name, credit.programme, credit.source_document)
        scope = (*credit.scope.workloads, *credit.scope.motions, *credit.scope.regions)
        yield ("credit", credit.id), "\n".join((*named, *scope))
    for entitlement in plan.entitlements:
        yield ("entitlement", entitlement.id), "\n".join((entitlement.name, *entitlement.workloads))
    for freeze in plan.freezes:
        yield ("freeze", freeze.name), "\n".join((freeze.name, *freeze.regions))
    for confirmation in plan.stacking_confirmations:
        yield ("confirmation", *confirmation.credits), confirmation.document


def _phase_texts(phase: Phase) -> Iterator[str]:
    yield from _texts_of(phase)
    yield from phase.exclusions
    for milestone in phase.milestones:
        yield from _texts_of(milestone)
    if phase.adoption_target is not None:
        yield from _texts_of(phase.adoption_target)


class _Secrets(NamedTuple):
    """The figures by which the rates could be known, each with its name, in units of the currency or in percent."""

    sums: tuple[_Secret, ...]
    unit_prices: tuple[_Secret, ...]
    discounts: tuple[_Secret, ...]


def _secrets(plan: Plan, schedule: Schedule) -> _Secrets:
    weighed = substitution(plan, schedule)
    return _Secrets(
        tuple(_told((*_ledger_sums(plan), *_trade_sums(weighed)), LEAST_TELLING)),
        tuple(_told(each for line in plan.rate_lines for each in _unit_prices(line))),
        tuple(_told((*(each for line in plan.rate_lines for each in _discounts(line)), *_break_evens(weighed)))),
    )


def _told(figures: Iterable[tuple[Fraction, str]], least: int = 0) -> Iterator[_Secret]:
    """Those that give anything away; what is owed either way gives away as much."""
    return ((float(abs(figure)), what) for figure, what in figures if figure and abs(figure) >= least)


def _ledger_sums(plan: Plan) -> Iterator[tuple[Fraction, str]]:
    """The sums of each line and of all, for a year and the term, before and after the uplift (field guide 6.4)."""
    of_lines = [((line,), f" of {line.name}") for line in plan.rate_lines]
    for lines, of in ((plan.rate_lines, " of all lines"), *of_lines):
        for what, share in PARTS.items():
            for raised in (lines, tuple(replace(line, uplift=0) for line in lines)):
                yearly = sum((yearly_price(line) * share(line) / WHOLE for line in raised), Fraction(0))
                yield yearly, f"{what}{of} for a year"
                yield yearly * plan.term_years, f"{what}{of} over the term"


PARTS: Mapping[str, Callable[[RateLine], int]] = {
    "the list price": lambda _: WHOLE,
    "the concession asked": lambda line: line.asked,
    "the concession offered": lambda line: line.offered,
    "the concession still open": lambda line: max(line.asked - line.offered, 0),
    "the price asked": lambda line: WHOLE - line.asked,
    "the price offered": lambda line: WHOLE - line.offered,
}
"""Parts of a price, in basis points of it."""


def _trade_sums(weighed: Substitution) -> Iterator[tuple[Fraction, str]]:
    """The present values of the trade. Without a gap its loss is the funding alone, which is no secret."""
    yield weighed.base, "the present value of the list prices"
    yield weighed.asked, "the present value of the concession asked"
    yield weighed.offered, "the present value of the concession offered"
    yield weighed.one_point, "what a point of discount is worth"
    for line in weighed.break_even_by_line:
        yield line.base, f"the present value of the list price of {line.sku}"
    for carried in weighed.carry_over if weighed.gap else ():
        yield carried.gap, "what the rate asked is worth above the one offered"
        yield carried.trade_loss, "what a trade of the rate for funding would lose"


def _unit_prices(line: RateLine) -> Iterator[tuple[Fraction, str]]:
    """The prices per seat and month as people write them, to the cent, before and after the uplift."""
    for raised in (line, replace(line, uplift=0)):
        price = yearly_price(replace(raised, seats=1)) / MONTHS
        for what in ("the list price", "the price asked", "the price offered"):
            yield Fraction(round(price * PARTS[what](line) / WHOLE * 100), 100), f"{what} of {line.name} per seat"


def _discounts(line: RateLine) -> Iterator[tuple[Fraction, str]]:
    return ((Fraction(share, 100), f"the discount on {line.name}") for share in (line.asked, line.offered, line.uplift))


def _break_evens(weighed: Substitution) -> Iterator[tuple[Fraction, str]]:
    """Points of discount that equal the funding, to two decimals."""
    for points in (weighed.break_even, *(line.points for line in weighed.break_even_by_line)):
        if points is not None:
            yield Fraction(rounded_points(points)), "the discount that the funding equals"


def _meaning(secrets: _Secrets, number: _Number) -> str:
    """What the number gives away; blank if nothing."""
    for figure, what in secrets.sums:
        if any(abs(figure - value) < number.rounding for value in number.values):
            return what
    prices = secrets.unit_prices if _is_unit_price(number) else ()
    discounts = secrets.discounts if _is_discount(number) else ()
    return next((what for figure, what in (*prices, *discounts) if figure in number.values), "")


def _is_unit_price(number: _Number) -> bool:
    if PER_SEAT.search(number.after):
        return True
    has_cents = re.search(r"[.,]\d\d$", number.written) is not None
    return has_cents and bool(CURRENCY_BEFORE.search(number.before) or CURRENCY_AFTER.search(number.after))


def _is_discount(number: _Number) -> bool:
    if not PERCENT_AFTER.search(number.after):
        return False
    return bool(PRICE_WORD.search(number.before[-AROUND:]) or PRICE_WORD.search(number.after[:AROUND]))


def _numbers(text: str) -> Iterator[_Number]:
    for found in NUMBER.finditer(text):
        scale = SCALE.match(text, found.end())
        factor = SCALES[scale[1].lower()] if scale else 1
        values = frozenset(value * factor for value in _readings(found[0]))
        yield _Number(found[0], values, _rounding(found[0], factor), text[: found.start()], text[found.end() :])


def _rounding(written: str, factor: float) -> float:
    """A unit; of a sum in thousands or millions half of its last place, if it has the digits to be telling."""
    decimals = re.search(r"[.,](\d+)$", written)
    digits = re.sub(r"\D", "", written)
    if factor == 1 or len(digits) < TELLING_DIGITS:
        return 1
    last_place = factor * 0.1 ** len(decimals[1]) if decimals else factor
    return last_place / 2 + 1


def _readings(written: str) -> Iterator[float]:
    """A number as it can be read: with its last mark as a decimal one, or with every mark between thousands."""
    digits = re.sub(r"\D", "", written)
    yield float(digits)
    last = re.search(r"[.,](\d+)$", written)
    if last:
        yield float(f"{digits[: -len(last[1])] or 0}.{last[1]}")


def _finding(place: tuple[str, ...], written: str, what: str) -> Finding:
    return Finding(
        code="F-RATE-LEAK",
        kind="readiness",
        severity="error",
        place=place,
        sentence=f"The text of {' '.join(place)} holds {written}, which is {what}.",
        remedy="Take the figure out; the rates never leave the house.",
    )
