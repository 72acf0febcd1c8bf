"""F-RATE-LEAK: figures of the rate ledger in texts that would leave the house.

The external view holds no rates, but people write them into free texts. Those that go out are read here before
anything is written, for the words of every language that documents are written in.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from planner.finding import Finding
from planner.funding.rates import RateLine
from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.value import WHOLE, Value

MONTHS = 12
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


def rate_leaks(plan: Plan, more: tuple[tuple[Place, str], ...] = ()) -> tuple[Finding, ...]:
    """Every text that goes out and holds a figure by which the rates could be known. more: texts beside the plan's.

    Sought are: yearly list prices and concessions of a line or of all, in any usual spelling; a list price per seat
    beside a currency or a word like "per user"; a discount asked or offered beside a word about prices.
    """
    return tuple(
        _finding(place, number.written, what)
        for place, text in (*outgoing_texts(plan), *more)
        for number in _numbers(text)
        if (what := _meaning(plan, number))
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
    """Names around the money; conditions and notes stay inside and are not read."""
    for partner in plan.partners:
        yield ("partner", partner.id), partner.name
    for credit in plan.credits:
        yield ("credit", credit.id), f"{credit.id}\n{credit.name}\n{credit.programme}\n{credit.source_document}"
    for entitlement in plan.entitlements:
        yield ("entitlement", entitlement.id), entitlement.name
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


def _meaning(plan: Plan, number: _Number) -> str:
    """What the number gives away; blank if nothing."""
    for figure, what in _sums(plan.rate_lines):
        if figure >= LEAST_TELLING and any(abs(figure - value) < number.rounding for value in number.values):
            return what
    for line in plan.rate_lines:
        if line.list_price / 100 in number.values and _is_unit_price(number):
            return f"the list price of {line.name} per seat"
        if _is_discount(number, line):
            return f"the discount on {line.name}"
    return ""


def _sums(lines: tuple[RateLine, ...]) -> Iterator[tuple[float, str]]:
    """Sums of the rate ledger in whole units, with their names (field guide 6.4: seats x list x 12)."""
    if not lines:
        return
    yield sum(_yearly(line, WHOLE) for line in lines), "the yearly list price of all lines"
    yield sum(_yearly(line, line.asked) for line in lines), "the concession asked a year"
    yield sum(_yearly(line, line.offered) for line in lines), "the concession offered a year"
    for line in lines:
        yield _yearly(line, WHOLE), f"the yearly list price of {line.name}"
        yield _yearly(line, line.asked), f"the concession asked on {line.name}"
        yield _yearly(line, line.offered), f"the concession offered on {line.name}"


def _yearly(line: RateLine, share: int) -> float:
    return line.seats * line.list_price * MONTHS * share / (100 * WHOLE)


def _is_unit_price(number: _Number) -> bool:
    if PER_SEAT.search(number.after):
        return True
    has_cents = re.search(r"[.,]\d\d$", number.written) is not None
    return has_cents and bool(CURRENCY_BEFORE.search(number.before) or CURRENCY_AFTER.search(number.after))


def _is_discount(number: _Number, line: RateLine) -> bool:
    percents = {share / 100 for share in (line.asked, line.offered, line.uplift) if share}
    if not percents & number.values or not PERCENT_AFTER.search(number.after):
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
