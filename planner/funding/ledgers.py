"""What a schedule costs and earns: the funding ledger. It knows neither of the other two."""

from datetime import date
from typing import NamedTuple

from planner.funding.claim_rules import face_value
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import WHOLE


class CreditAccount(NamedTuple):
    """A credit: its face value, what the schedule claims, and that weighted by its confidence (internal)."""

    credit: str
    face: int
    planned: int
    expected: int


class FundingLedger(NamedTuple):
    """The one-time money of a schedule, in whole units of the plan's currency.

    face: of all credits. planned: all claims. expected: claims weighted by confidence, floored per credit; internal.
    gross_cost: the chosen options before any credit. net_cost: gross cost less the claims that lower the price of the
    work; on_invoice are the others, which land on another invoice and are shown beside it.
    finish: last day of the last phase; None without any assignment.
    """

    accounts: tuple[CreditAccount, ...]
    face: int
    planned: int
    expected: int
    gross_cost: int
    net_cost: int
    on_invoice: int
    finish: date | None


def funding_ledger(plan: Plan, schedule: Schedule) -> FundingLedger:
    """Price the schedule: derived each time, stored nowhere."""
    accounts = tuple(_account(plan, schedule, credit.id) for credit in plan.credits)
    planned = sum(account.planned for account in accounts)
    gross = gross_cost(plan, schedule)
    on_invoice = sum(claim.amount for claim in schedule.claims if plan.credit[claim.credit].realised_by == "invoice")
    return FundingLedger(
        accounts=accounts,
        face=sum(account.face for account in accounts),
        planned=planned,
        expected=sum(account.expected for account in accounts),
        gross_cost=gross,
        net_cost=gross - (planned - on_invoice),
        on_invoice=on_invoice,
        finish=max((assignment.finish for assignment in schedule.assignments), default=None),
    )


def gross_cost(plan: Plan, schedule: Schedule) -> int:
    """What the chosen options cost together, before any credit."""
    chosen = (plan.phase[each.phase].option(each.option) for each in schedule.assignments)
    return sum(option.cost for option in chosen if option is not None)


def _account(plan: Plan, schedule: Schedule, credit_id: str) -> CreditAccount:
    credit = plan.credit[credit_id]
    planned = sum(claim.amount for claim in schedule.claims if claim.credit == credit_id)
    return CreditAccount(credit_id, face_value(credit), planned, planned * credit.confidence // WHOLE)
