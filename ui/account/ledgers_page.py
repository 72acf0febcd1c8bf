"""The three ledgers one below the other, never added up."""

from planner.funding.entitlement_ledger import EntitlementAccount, EntitlementLedger, entitlement_ledger
from planner.funding.ledgers import FundingLedger, funding_ledger
from planner.funding.rate_ledger import RateAccount, RateLedger, rate_ledger
from planner.picture.tokens import Tokens
from planner.plan import Plan
from ui.account.content import Content
from ui.derived import Derived
from ui.rich_text import Cell, grid, heading, paragraph
from ui.wording import day, in_words, money, money_of_cents, percent

INTERNAL = "Internal: not for Microsoft or partners. Three ledgers, three asks; none pays for another."


def ledgers_page(derived: Derived, colours: Tokens) -> Content:
    """What is held by right, what is paid once, what is paid every year."""
    plan, schedule = derived.state.plan, derived.schedule
    ledgers = (
        paragraph(INTERNAL, colours.risk),
        _entitlements(entitlement_ledger(plan, schedule, derived.as_of), colours),
        _funding(plan, funding_ledger(plan, schedule), colours),
        _rates(plan, rate_ledger(plan), colours),
    )
    return Content("".join(ledgers))


def _entitlements(ledger: EntitlementLedger, colours: Tokens) -> str:
    heads = (
        "Right",
        "",
        "Seats owned",
        "Needed",
        "Held",
        "Status",
        "Engage by",
        "Phases by it",
        "Avoided (memo)",
    )
    lapses = "".join(
        paragraph(in_words(account.lapse.sentence), colours.risk)
        for account in ledger.accounts
        if account.lapse is not None
    )
    without = ", ".join(ledger.without_right)
    return "".join(
        (
            heading("Entitlement: by right, no concession"),
            grid(heads, (_right(account, colours) for account in ledger.accounts), {0, 1, 4, 5, 6, 7}, colours.dim),
            lapses,
            paragraph(f"By FastTrack without a right that is held: {without}.", colours.risk) if without else "",
        )
    )


def _right(account: EntitlementAccount, colours: Tokens) -> tuple[str | Cell, ...]:
    return (
        account.entitlement,
        account.name,
        money(account.seats_owned),
        money(account.threshold_seats),
        Cell("yes", colours.money) if account.is_held else Cell("no", colours.broken),
        account.status.replace("_", " "),
        day(account.engage_by),
        ", ".join(phase.phase for phase in account.guided) or "–",
        money(account.avoided_cost),
    )


def _funding(plan: Plan, ledger: FundingLedger, colours: Tokens) -> str:
    lines: list[tuple[str | Cell, ...]] = [
        (each.credit, plan.credit[each.credit].name, money(each.face), money(each.planned), money(each.expected))
        for each in ledger.accounts
    ]
    sums = (ledger.face, ledger.planned, ledger.expected)
    lines.append((Cell("All", is_strong=True), "", *(Cell(money(each), is_strong=True) for each in sums)))
    cost = f"The work costs {money(ledger.gross_cost)}; {money(ledger.net_cost)} are left to pay."
    invoice = f" {money(ledger.on_invoice)} land on another invoice." if ledger.on_invoice else ""
    return "".join(
        (
            heading(f"Funding: once, in {plan.currency}"),
            grid(("Credit", "", "Face", "Planned", "Expected"), lines, {0, 1}, colours.dim),
            paragraph(cost + invoice, colours.dim),
        )
    )


def _rates(plan: Plan, ledger: RateLedger, colours: Tokens) -> str:
    heads = ("Product", "", "Seats", "List a month", "A year", "Asked", "Offered", "Asked, term", "Offered, term", "")
    lines: list[tuple[str | Cell, ...]] = [_rate(each, colours) for each in ledger.accounts]
    sums = (ledger.yearly, None, None, ledger.asked_in_term, ledger.offered_in_term)
    lines.append(
        (
            Cell("All", is_strong=True),
            "",
            "",
            "",
            *(Cell("" if each is None else money_of_cents(each), is_strong=True) for each in sums),
            "",
        )
    )
    years = f"{ledger.years} year{'s' if ledger.years > 1 else ''}"
    open_ = f"{money_of_cents(ledger.open_in_term)} of what is asked over {years} is open."
    return "".join(
        (
            heading(f"Rate: every year, in {plan.currency}"),
            grid(heads, lines, {0, 1, 9}, colours.dim),
            paragraph(open_, colours.dim),
        )
    )


def _rate(account: RateAccount, colours: Tokens) -> tuple[str | Cell, ...]:
    return (
        account.sku,
        account.name,
        money(account.seats),
        money_of_cents(account.list_price),
        money_of_cents(account.yearly),
        percent(account.asked),
        percent(account.offered),
        money_of_cents(account.asked_in_term),
        money_of_cents(account.offered_in_term),
        Cell(account.standing, colours.risk if account.standing == "open" else colours.dim),
    )
