"""The fields of a dated exchange rate of the plan."""

from typing import Any, NamedTuple

from planner import edits
from planner.currencies import MILLION
from planner.funding.credits import ExchangeRate
from planner.plan import Plan, State
from ui.fields.field import Field, Kind, UnreadableError, decimal, written_decimal


class PlanRate(NamedTuple):
    """A plan with one of its exchange rates, by position."""

    plan: Plan
    position: int

    @property
    def rate(self) -> ExchangeRate:
        return self.plan.exchange_rates[self.position]


def _of_rate(title: str, kind: Kind, name: str, **details: Any) -> Field[PlanRate]:  # noqa: ANN401 - as Field takes them
    def change(state: State, row: PlanRate, value: object) -> Plan:
        return edits.change_exchange_rate(state.plan, row.position, **{name: value})

    return Field(title, kind, lambda row: getattr(row.rate, name), change, **details)


RATE_CURRENCY = _of_rate("Currency", "text", "currency", hint="Three letters, as EUR.")
RATE_DATED = _of_rate("From", "day", "dated", hint="It counts from this day until the next rate of the currency.")
RATE_WORTH = _of_rate(
    "Is worth",
    "text",
    "millionths",
    write=lambda rate: written_decimal(rate / MILLION),
    read=lambda text: round(decimal(text) * MILLION),
    hint="Units of the plan's currency for one of the other.",
)
RATE_SOURCE = _of_rate("Source", "text", "source", hint="Who says so.")
RATE_FIELDS = (RATE_CURRENCY, RATE_DATED, RATE_WORTH, RATE_SOURCE)


EXAMPLE = f"EUR {written_decimal(1.08)}"


def _read_rate(text: str) -> tuple[str, int]:
    """A currency and what a million of it are worth, of a text as EUR 1.08; a worth is never guessed."""
    currency, _, worth = text.strip().partition(" ")
    if not worth.strip():
        raise UnreadableError(f"'{text}' names no currency and worth. Write it as {EXAMPLE}.")
    return currency.upper(), round(decimal(worth) * MILLION)


NEW_RATE: Field[None] = Field(
    "New rate", "text", lambda _: None, read=_read_rate, hint=f"As {EXAMPLE}, in units of the plan's currency"
)
