"""Cash as it was planned and as it came about, by quarter of the customer's own fiscal year and by who it is for.

What is planned follows from the schedule (``cash``); what came about are the invoices of phases that have begun and the
payments of credits. Internal.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from planner.funding.cash import COSTS, CashFlow, CashKind, Quarter, cash_flows, credit_kind, fiscal_quarter
from planner.funding.foreign_payments import foreign_payments, invoice_worth, payment_worth
from planner.plan import Plan
from planner.rollout.schedule import Schedule


class CashLine(NamedTuple):
    """Flows of a kind in a quarter, to or from one partner, own labour or credit, in whole units.

    quarter: None for what has no dates. originals: what of the actual sum came about in another currency, summed by it.
    planned_net, actual_net: what the customer bears of it: credits that lower a cost count against it, and what another
    invoice shows counts nowhere.
    """

    quarter: Quarter | None
    kind: CashKind
    payee: str
    planned: int
    actual: int
    originals: tuple[tuple[str, int], ...] = ()

    @property
    def planned_net(self) -> int:
        return _sign(self.kind) * self.planned

    @property
    def actual_net(self) -> int:
        return _sign(self.kind) * self.actual


class CashTotal(NamedTuple):
    """What the customer bears in a quarter: costs less credits that lower them; negative where credits pay more."""

    quarter: Quarter | None
    planned: int
    actual: int


def cash_lines(plan: Plan, schedule: Schedule) -> tuple[CashLine, ...]:
    """Every quarter, kind and payee that anything is planned for or came about; what has no dates comes last."""
    planned, actual = _summed(plan, cash_flows(plan, schedule)), _summed(plan, tuple(actual_flows(plan)))
    keys = sorted({*planned, *actual}, key=lambda key: (key[0] is None, key[0] or (0, 0), KINDS.index(key[1]), key[2]))
    foreign = _originals(plan)
    return tuple(CashLine(*key, planned.get(key, 0), actual.get(key, 0), _by_currency(foreign, key)) for key in keys)


def cash_totals(lines: tuple[CashLine, ...]) -> tuple[CashTotal, ...]:
    """The net of each quarter, in their order."""
    return tuple(
        CashTotal(
            quarter,
            sum(line.planned_net for line in lines if line.quarter == quarter),
            sum(line.actual_net for line in lines if line.quarter == quarter),
        )
        for quarter in dict.fromkeys(line.quarter for line in lines)
    )


def actual_flows(plan: Plan) -> Iterator[CashFlow]:
    """What was invoiced and paid so far, in the plan's currency; what has no rate is left out, and found elsewhere."""
    for actual in plan.actuals:
        option = plan.phase[actual.phase].option(actual.option)
        kind: CashKind = "partner invoice" if option is not None and option.kind == "partner" else "own labour"
        for invoice in actual.invoices:
            worth = invoice_worth(plan, invoice)
            if worth is not None:
                yield CashFlow(kind, actual.option, actual.phase, invoice.paid_on, worth)
    for credit in plan.credits:
        for payment in credit.payments:
            worth = payment_worth(plan, credit, payment)
            if worth is not None:
                yield CashFlow(credit_kind(credit), credit.id, "", payment.paid_on, worth)


KINDS: tuple[CashKind, ...] = (
    "partner invoice",
    "own labour",
    "off the price",
    "paid to the customer",
    "on another invoice",
)
"""In the order in which they are shown."""

Key = tuple[Quarter | None, CashKind, str]


def _summed(plan: Plan, flows: tuple[CashFlow, ...]) -> dict[Key, int]:
    found: defaultdict[Key, int] = defaultdict(int)
    for flow in flows:
        quarter = None if flow.day is None else fiscal_quarter(flow.day, plan.fiscal_start)
        found[quarter, flow.kind, flow.owner] += flow.amount
    return found


def _originals(plan: Plan) -> list[tuple[Quarter, str, str, int]]:
    """Quarter, payee, currency and amount of each sum of another currency that has a worth."""
    return [
        (
            fiscal_quarter(each.payment.paid_on, plan.fiscal_start),
            each.payee,
            f"{each.payment.currency}",
            each.payment.amount,
        )
        for each in foreign_payments(plan)
        if each.worth is not None
    ]


def _by_currency(originals: list[tuple[Quarter, str, str, int]], key: Key) -> tuple[tuple[str, int], ...]:
    quarter, _, payee = key
    found: defaultdict[str, int] = defaultdict(int)
    for when, who, currency, amount in originals:
        if (when, who) == (quarter, payee):
            found[currency] += amount
    return tuple(found.items())


def _sign(kind: CashKind) -> int:
    if kind == "on another invoice":
        return 0
    return 1 if kind in COSTS else -1
