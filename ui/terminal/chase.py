"""Whom to chase for what, and cash as planned and as it came about, in a terminal. Internal."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from rich.console import Console

from planner.currencies import MILLION, written
from planner.edits import (
    add_exchange_rate,
    change_phase,
    chase_next,
    record_answer,
    record_invoice,
    record_payment,
    record_request,
)
from planner.funding.cash import Quarter
from planner.funding.cash_actuals import CashLine, cash_lines, cash_totals
from planner.funding.chase import Artefact, Chase, artefacts, chase_list, is_last_payment
from planner.funding.credits import ExchangeRate
from planner.funding.foreign_payments import ForeignPayment, foreign_payments, payment_findings
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.change_board import BoardRequest, board_requests
from planner.rollout.schedule import Schedule
from ui.terminal.printing import print_sentence, print_table
from ui.terminal.sums import pairs, read_day, read_sum, refusal


class Heard(NamedTuple):
    """What was heard of credits, each as CREDIT=DATE; a payment as CREDIT=AMOUNT@DATE.

    board: for which phases the change advisory board was asked, as PHASE=DATE.
    """

    asked: Sequence[str] = ()
    approved: Sequence[str] = ()
    rejected: Sequence[str] = ()
    paid: Sequence[str] = ()
    chased: Sequence[str] = ()
    board: Sequence[str] = ()


def with_heard(state: State, heard: Heard) -> Plan:
    """The plan with what was heard; a credit that has paid all that is claimed of it is paid. Raises PlanError."""
    plan = state.plan
    for credit, text in pairs(heard.asked, "credit", "MV1=2027-03-01"):
        plan = record_request(plan, credit, read_day(text))
    for told, approved in ((heard.approved, True), (heard.rejected, False)):
        for credit, text in pairs(told, "credit", "MV1=2027-03-01"):
            plan = record_answer(plan, credit, read_day(text), approved=approved)
    for credit, text in pairs(heard.paid, "credit", "MV1=12000@2027-06-30"):
        plan = _with_payment(State(plan, state.schedule), credit, text)
    for credit, text in pairs(heard.chased, "credit", "MV1=2027-03-01"):
        plan = chase_next(plan, credit, read_day(text))
    for phase, text in pairs(heard.board, "phase", "M01=2027-03-01"):
        plan = change_phase(plan, phase, change_requested=read_day(text))
    return plan


def _with_payment(state: State, credit: str, text: str) -> Plan:
    payment = read_payment(state.plan, text)
    is_last = is_last_payment(state.plan, state.schedule or Schedule(()), credit, payment)
    return record_payment(state.plan, credit, payment, is_last=is_last)


def read_payment(plan: Plan, text: str) -> Payment:
    """A sum and its day, as 12000@2027-06-30 or 48000EUR@2027-06-30. Raises PlanError."""
    amount, _, day = text.partition("@")
    found = read_sum(amount)
    currency = None if found.currency == plan.currency else found.currency
    return Payment(paid_on=read_day(day), amount=found.amount, currency=currency)


class CashTold(NamedTuple):
    """What somebody tells of cash: rates as EUR=1.08@DATE, invoices as PHASE=SUM@DATE, payments as CREDIT=SUM@DATE."""

    rates: Sequence[str] = ()
    invoices: Sequence[str] = ()
    payments: Sequence[str] = ()


def with_cash(state: State, told: CashTold) -> Plan:
    """The plan with rates, invoices and payments that came in. Raises PlanError."""
    plan = state.plan
    for currency, text in pairs(told.rates, "currency", "EUR=1.08@2027-03-01"):
        worth, _, day = text.partition("@")
        rate = ExchangeRate(currency=currency.upper(), millionths=_millionths(worth), dated=read_day(day))
        plan = add_exchange_rate(plan, rate)
    for phase, text in pairs(told.invoices, "phase", "M09=48000EUR@2027-06-30"):
        plan = record_invoice(plan, phase, read_payment(plan, text))
    for credit, text in pairs(told.payments, "credit", "MV1=12000@2027-06-30"):
        plan = _with_payment(State(plan, state.schedule), credit, text)
    return plan


def _millionths(text: str) -> int:
    try:
        return round(Decimal(text.strip()) * MILLION)
    except (InvalidOperation, ValueError, OverflowError):
        raise refusal(f"'{text}' is no rate.", "Write it as EUR=1.08@2027-03-01.") from None


# What is shown


def chase_object(state: State, as_of: date) -> dict[str, Any]:
    """The list, the proofs and what the change board is to be asked for; days are ISO text, sums whole units."""
    schedule = state.schedule or Schedule(())
    lines = chase_list(state.plan, schedule, as_of)
    return {
        "internal": True,
        "currency": state.plan.currency,
        "as_of": f"{as_of}",
        "at_stake": sum(line.at_stake for line in lines),
        "credits": [_written(line._asdict()) for line in lines],
        "proofs": [_written(each._asdict()) for each in artefacts(state.plan, schedule)],
        "board": [_written(each._asdict()) for each in board_requests(state.plan, schedule, as_of)],
    }


def _written(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: f"{value}" if isinstance(value, date) else value for name, value in fields.items()}


def print_chase(console: Console, state: State, as_of: date) -> None:
    """A line for each credit, then for each proof and for each change that the board is still to be asked for."""
    schedule = state.schedule or Schedule(())
    names = ("Credit", "At stake", "Next", "By", "Chase on", "", "Owner", "Contact", "Asked", "Answered")
    rows = [_chase_row(line) for line in chase_list(state.plan, schedule, as_of)]
    print_table(console, names, rows, figures={1})
    console.print("\nProofs of execution", style="bold", highlight=False)
    heads = ("Ready by", "Counts until", "Phase", "Milestone", "Proof", "By", "Accepted by", "For", "Amount")
    print_table(console, heads, [_proof_row(each) for each in artefacts(state.plan, schedule)], figures={8})
    board = board_requests(state.plan, schedule, as_of)
    if board:
        console.print("\nChange advisory board", style="bold", highlight=False)
        print_table(console, ("Ask by", "", "Phase", "Starts", "Owner"), [_board_row(each) for each in board])


def _chase_row(line: Chase) -> tuple[str, ...]:
    days = (f"{line.due_on or '–'}", f"{line.next_on}", "late" if line.is_overdue else "")
    told = (line.owner or "–", line.contact or "–", f"{line.asked_on or '–'}", f"{line.answered_on or '–'}")
    return (line.credit, f"{line.at_stake:,}", line.step, *days, *told)


def _proof_row(each: Artefact) -> tuple[str, ...]:
    days = (f"{each.ready_by}", f"{each.last_day or '–'}")
    words = (each.phase, each.milestone, each.proof or "–", each.produced_by, each.accepted_by or "–")
    return (*days, *words, ", ".join(each.credits), f"{each.amount:,}")


def _board_row(each: BoardRequest) -> tuple[str, ...]:
    return (f"{each.ask_by}", "late" if each.is_overdue else "", each.phase, f"{each.start}", each.owner or "–")


def cash_object(state: State) -> dict[str, Any]:
    """Lines and totals of cash as one object; quarters by name, None for what has no dates."""
    lines = cash_lines(state.plan, state.schedule or Schedule(()))
    return {
        "internal": True,
        "currency": state.plan.currency,
        "fiscal_year_begins_in": state.plan.fiscal_start,
        "lines": [
            {**line._asdict(), **_quarter_object(line.quarter), "originals": dict(line.originals)} for line in lines
        ],
        "net": [{**total._asdict(), **_quarter_object(total.quarter)} for total in cash_totals(lines)],
        "foreign": [_foreign_object(each) for each in foreign_payments(state.plan)],
        "findings": [each.sentence for each in payment_findings(state.plan)],
    }


def _foreign_object(each: ForeignPayment) -> dict[str, Any]:
    payment = each.payment
    told = {"amount": payment.amount, "currency": payment.currency, "paid_on": f"{payment.paid_on}"}
    return {
        "payee": each.payee,
        "phase": each.phase,
        **told,
        "worth": each.worth,
        "planned": each.planned,
        "gain": each.gain,
    }


def print_cash(console: Console, state: State) -> None:
    """The lines of each quarter, and what the customer bears in it."""
    lines = cash_lines(state.plan, state.schedule or Schedule(()))
    rows = []
    for total in cash_totals(lines):
        rows += [_cash_row(state.plan, line) for line in lines if line.quarter == total.quarter]
        rows.append((_quarter(total.quarter), "left to pay", "", f"{total.planned:,}", f"{total.actual:,}", ""))
    print_sentence(console, f"By quarter of the customer's fiscal year, in {state.plan.currency}", "dim")
    print_table(console, ("Quarter", "", "Who", "Planned", "Actual", ""), rows, figures={3, 4})
    for sentence in (
        *(_gain(state.plan, each) for each in foreign_payments(state.plan)),
        *(each.sentence for each in payment_findings(state.plan)),
    ):
        if sentence:
            print_sentence(console, sentence)


def _gain(plan: Plan, each: ForeignPayment) -> str:
    """What the rate brought; blank where nothing was planned in that currency, or nothing came of it."""
    if not each.gain:
        return ""
    who = _who(plan, each.payee)
    of = f"{each.phase} by {who}" if each.phase else who
    sum_ = written(each.payment.amount, each.payment.currency)
    words = f"gained {each.gain:,}" if each.gain > 0 else f"lost {-each.gain:,}"
    sums = f"{each.worth:,} where {each.planned:,} was planned"
    return f"{of}: {sum_} of {each.payment.paid_on} {words} by the rate, {sums}."


def _cash_row(plan: Plan, line: CashLine) -> tuple[str, ...]:
    originals = ", ".join(written(amount, currency) for currency, amount in line.originals)
    sums = (f"{line.planned:,}", f"{line.actual:,}", originals)
    return (_quarter(line.quarter), line.kind, _who(plan, line.payee), *sums)


def _who(plan: Plan, payee: str) -> str:
    """A credit or whoever delivers, by name."""
    return plan.credit[payee].name if payee in plan.credit else plan.deliverer(payee)


def _quarter(quarter: Quarter | None) -> str:
    return "No dates" if quarter is None else quarter.words


def _quarter_object(quarter: Quarter | None) -> dict[str, Any]:
    if quarter is None:
        return {"quarter": None, "months": None}
    return {"quarter": quarter.name, "months": quarter.iso_months}
