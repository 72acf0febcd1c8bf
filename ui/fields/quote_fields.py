"""The fields of a quote of an option."""

from typing import Any, NamedTuple

from planner import edits
from planner.plan import Plan, State
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.quotes import BorneBy, Quote
from ui.fields.choices import closed_choice
from ui.fields.field import Field, Kind, read_amount
from ui.wording import money


class OptionQuote(NamedTuple):
    """An option of a phase with one of its quotes, by position."""

    phase: Phase
    option: DeliveryOption
    position: int

    @property
    def quote(self) -> Quote:
        return self.option.quotes[self.position]


def _of_quote(title: str, kind: Kind, name: str, **details: Any) -> Field[OptionQuote]:  # noqa: ANN401 - as Field takes them
    def change(state: State, row: OptionQuote, value: object) -> Plan:
        return edits.change_quote(state.plan, row.phase.id, row.option.id, row.position, **{name: value})

    return Field(title, kind, lambda row: getattr(row.quote, name), change, **details)


QUOTED_ON = _of_quote("Day", "day", "quoted_on", hint="The day of the quote.")
SOW = _of_quote("SOW", "text", "sow", hint="The number of its statement of work.")
AMOUNT = _of_quote("Amount", "money", "amount", read=read_amount, hint="In its own currency.", unit="")
CURRENCY = _of_quote(
    "In", "text", "currency", is_optional=True, hint="Its currency, as EUR; blank is the plan's.", blank=""
)
VALID_UNTIL = _of_quote(
    "Valid until", "day", "valid_until", is_optional=True, hint="The last day on which it can be accepted."
)
SIGNED_ON = _of_quote("Signed", "day", "signed_on", is_optional=True, hint="The day on which it was accepted.")
BORNE_BY = _of_quote(
    "Rise paid by",
    "choice",
    "rise_borne_by",
    hint="Who pays what it asks above the price before.",
    **closed_choice(BorneBy),
)
PRICE: Field[None] = Field("Quoted sum", "text", lambda _: None, hint=f"Price, as {money(48_000)} EUR")
