"""What the command line prints of the three ledgers, side by side and never added up. All of it is internal."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from rich.console import Console

from planner.funding.cash import QuarterCash, cash_by_quarter
from planner.funding.checklist import Line
from planner.funding.entitlement_ledger import EntitlementAccount, EntitlementLedger, entitlement_ledger
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.funding.rate_ledger import RateLedger, rate_ledger
from planner.funding.substitution import Substitution, asks_kept_apart, rounded, rounded_points, substitution
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from ui.terminal.printing import print_sentence, print_table

INTERNAL = "Internal: not for Microsoft or partners. Three ledgers, which are never added up."
CENTS = 100
NO_QUARTER = "no date"


# For programs


def ledgers_object(state: State, as_of: date) -> dict[str, Any]:
    """The three ledgers apart, the trade between two of them, and the cash by quarter.

    Sums are whole units of the currency, those of the rate ledger cents; discounts and shares are basis points, points
    percentage points. Keys without a value hold None.
    """
    plan, schedule = state.plan, state.schedule or Schedule(())
    return {
        "internal": True,
        "as_of": as_of.isoformat(),
        "currency": plan.currency,
        "entitlement": _entitlement_object(entitlement_ledger(plan, schedule, as_of)),
        "funding": _funding_object(funding_ledger(plan, schedule)),
        "rate": _rate_object(rate_ledger(plan)),
        "substitution": _substitution_object(plan, substitution(plan, schedule)),
        "cash": [_quarter_object(each) for each in cash_by_quarter(plan, schedule)],
    }


def _entitlement_object(ledger: EntitlementLedger) -> dict[str, Any]:
    return {
        "accounts": [_account_object(account) for account in ledger.accounts],
        "without_right": list(ledger.without_right),
        "avoided_cost_memo": ledger.avoided_cost,
        "paid_to_partners": ledger.paid_to_partners,
    }


def _account_object(account: EntitlementAccount) -> dict[str, Any]:
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in account._asdict().items()
        if name not in {"lapse", "guided", "paid"}
    }
    return plain | {
        "lapse": account.lapse._asdict() if account.lapse else None,
        "guided": [phase._asdict() | {"avoided": phase.avoided} for phase in account.guided],
        "paid": [phase._asdict() for phase in account.paid],
        "avoided_cost_memo": account.avoided_cost,
        "paid_to_partners": account.paid_to_partners,
    }


def _funding_object(ledger: FundingLedger) -> dict[str, Any]:
    plain = ledger._asdict() | {"finish": ledger.finish.isoformat() if ledger.finish else None}
    return plain | {"accounts": [account._asdict() for account in ledger.accounts]}


def _rate_object(ledger: RateLedger) -> dict[str, Any]:
    return {
        "unit": "cents",
        **ledger._asdict(),
        "accounts": [account._asdict() for account in ledger.accounts],
    }


def _substitution_object(plan: Plan, weighed: Substitution) -> dict[str, Any]:
    instead = weighed.instead
    return {
        "years": weighed.years,
        **{
            name: rounded(getattr(weighed, name))
            for name in ("base", "one_point", "asked", "offered", "gap", "funding", "trade_loss", "forgone_rate")
        },
        "break_even_points": _points(weighed.break_even),
        "break_even_by_sku": [
            {"sku": line.sku, "base": rounded(line.base), "points": _points(line.points)}
            for line in weighed.break_even_by_line
        ],
        "overtaken_in_year": weighed.overtaken_in_year,
        "carry_over": [
            each._asdict() | {"gap": rounded(each.gap), "trade_loss": rounded(each.trade_loss)}
            for each in weighed.carry_over
        ],
        "offered_instead": {
            "face": instead.face,
            "planned": instead.planned,
            "present_value": rounded(instead.present_value),
            "points": _points(instead.points),
            "rate": rounded(instead.rate),
        },
        "asks_kept_apart": asks_kept_apart(plan, weighed),
    }


def _points(points: Fraction | None) -> float | None:
    return None if points is None else float(rounded_points(points))


def _quarter_object(cash: QuarterCash) -> dict[str, Any]:
    return {
        **cash._asdict(),
        "quarter": cash.quarter.name if cash.quarter else None,
        "months": cash.quarter.iso_months if cash.quarter else None,
        "by_credit": dict(cash.by_credit),
        "gross": cash.gross,
        "net": cash.net,
    }


def checklist_object(lines: tuple[Line, ...], as_of: date) -> dict[str, Any]:
    """The checklist line by line."""
    return {"internal": True, "as_of": as_of.isoformat(), "lines": [line._asdict() for line in lines]}


# For people


def print_ledgers(console: Console, state: State, as_of: date) -> None:
    """Three tables under headings of their own, then the trade, then the cash by quarter."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    console.print(INTERNAL, style="bold red", soft_wrap=True)
    print_sentence(console, f"{plan.customer}: {plan.name}, as of {as_of}")
    _head(console, "1. Entitlement: by right, no concession")
    _print_entitlements(console, entitlement_ledger(plan, schedule, as_of))
    _head(console, f"2. Funding: once, in {plan.currency}")
    _print_funding(console, plan, funding_ledger(plan, schedule))
    _head(console, f"3. Rate: every year, in {plan.currency}")
    _print_rates(console, rate_ledger(plan))
    _head(console, f"The trade of funding against rate, as present values in {plan.currency}")
    _print_substitution(console, plan, substitution(plan, schedule))
    _head(console, f"Cash of the rollout by quarter of Microsoft's fiscal year, in {plan.currency}")
    _print_cash(console, cash_by_quarter(plan, schedule))


def _print_entitlements(console: Console, ledger: EntitlementLedger) -> None:
    rows = [
        (
            account.entitlement,
            account.name,
            f"{account.seats_owned:,} / {account.threshold_seats:,}",
            "yes" if account.is_held else "no",
            account.status,
            str(account.engage_by or "–"),
            ", ".join(phase.phase for phase in account.guided) or "–",
            f"{account.avoided_cost:,}",
            f"{account.paid_to_partners:,}",
        )
        for account in ledger.accounts
    ]
    names = (
        "Right",
        "",
        "Owned / needed",
        "Held",
        "Status",
        "Engage by",
        "Phases by it",
        "Avoided (memo)",
        "Paid to partners",
    )
    print_table(console, names, rows, figures={2, 7, 8})
    for account in ledger.accounts:
        if account.lapse is not None:
            print_sentence(console, account.lapse.sentence, "dim")
    if ledger.without_right:
        print_sentence(console, f"By FastTrack without a held right: {', '.join(ledger.without_right)}.", "dim")


def _print_funding(console: Console, plan: Plan, ledger: FundingLedger) -> None:
    rows = [
        (each.credit, plan.credit[each.credit].name, f"{each.face:,}", f"{each.planned:,}", f"{each.expected:,}")
        for each in ledger.accounts
    ]
    total = ("All credits", "", f"{ledger.face:,}", f"{ledger.planned:,}", f"{ledger.expected:,}")
    print_table(console, ("Credit", "", "Face", "Planned", "Expected"), [*rows, total], figures={2, 3, 4})
    cost = f"The work costs {ledger.gross_cost:,}, of which {ledger.net_cost:,} are left to the customer."
    invoice = f" {ledger.on_invoice:,} land on another invoice and are not taken off." if ledger.on_invoice else ""
    print_sentence(console, cost + invoice, "dim")


def _print_rates(console: Console, ledger: RateLedger) -> None:
    rows = [
        (
            each.sku,
            each.name,
            f"{each.seats:,}",
            _cents(each.list_price),
            _percent(each.uplift),
            _cents(each.yearly),
            _percent(each.asked),
            _percent(each.offered),
            _cents(each.asked_in_term),
            _cents(each.offered_in_term),
            each.standing,
        )
        for each in ledger.accounts
    ]
    asked, offered = _cents(ledger.asked_in_term), _cents(ledger.offered_in_term)
    total = ("All products", "", "", "", "", _cents(ledger.yearly), "", "", asked, offered, "")
    names = ("SKU", "", "Seats", "List a month", "Uplift", "A year", "Asked", "Offered", "Asked, term", "Offered, term")
    print_table(console, (*names, ""), [*rows, total], figures=range(2, 10))
    years = f"{ledger.years} {'year' if ledger.years == 1 else 'years'}"
    print_sentence(
        console,
        f"Over {years}: {_cents(ledger.term)} at list; {_cents(ledger.open_in_term)} of what is asked is open.",
        "dim",
    )


def _print_substitution(console: Console, plan: Plan, weighed: Substitution) -> None:
    per_line = ", ".join(f"{line.sku} {_shown_points(line.points)}" for line in weighed.break_even_by_line)
    next_term = weighed.carry_over[-1]
    rows = [
        ("List price of the term", f"{rounded(weighed.base):,}", f"one point is worth {rounded(weighed.one_point):,}"),
        ("Rate asked for", f"{rounded(weighed.asked):,}", ""),
        ("Rate offered", f"{rounded(weighed.offered):,}", ""),
        ("Rate gap", f"{rounded(weighed.gap):,}", "forgone if the funding was to be had anyway"),
        (
            "What they offer instead",
            f"{rounded(weighed.instead.present_value):,}",
            f"{weighed.instead.planned:,} planned of {weighed.instead.face:,} face",
        ),
        ("Break-even discount", _shown_points(weighed.break_even), per_line),
        ("Loss in the plain trade", f"{rounded(weighed.trade_loss):,}", "gap less funding"),
        ("Rate overtakes funding", _year(weighed.overtaken_in_year, "this term"), ""),
        (
            "If the price lives on",
            f"{rounded(next_term.trade_loss):,}",
            f"loss over two terms; overtaken {_year(next_term.overtaken_in_year, 'either term')}",
        ),
    ]
    print_table(console, ("", "", ""), rows, figures={1})
    print_sentence(console, asks_kept_apart(plan, weighed), "dim")


def _print_cash(console: Console, quarters: Sequence[QuarterCash]) -> None:
    rows = [_cash_row(each.quarter.words if each.quarter else NO_QUARTER, each) for each in quarters]
    names = (
        "Quarter",
        "Partner invoices",
        "Own labour",
        "Off the price",
        "To the customer",
        "Left to pay",
        "On invoice",
    )
    print_table(console, (*names, "By credit"), rows, figures=range(1, 7))


def _cash_row(name: str, cash: QuarterCash) -> tuple[str, ...]:
    sums = (cash.partner_invoices, cash.own_labour, cash.off_price, cash.to_customer, cash.net, cash.on_invoice)
    by_credit = ", ".join(f"{credit} {amount:,}" for credit, amount in cash.by_credit)
    return (name, *(f"{each:,}" for each in sums), by_credit)


def _head(console: Console, title: str) -> None:
    console.print(f"\n{title}", style="bold", markup=False, highlight=False)


def _cents(cents: int) -> str:
    """Cents as units of the currency, exactly."""
    units, rest = divmod(abs(cents), CENTS)
    return f"{'-' if cents < 0 else ''}{units:,}.{rest:02d}"


def _percent(basis_points: int) -> str:
    return f"{_cents(basis_points)}%"


def _shown_points(points: Fraction | None) -> str:
    return "–" if points is None else f"{rounded_points(points)} points"


def _year(year: int | None, where: str) -> str:
    return f"in year {year}" if year is not None else f"not in {where}"
