"""What an offer is worth, in a terminal: in its own ledger, with what it displaces and its strings. Internal."""

from typing import TYPE_CHECKING, Any

from rich.console import Console

from planner.funding.offer_ledgers import RateWorth, RightMemo, rate_worth, right_memo
from planner.funding.offers import Offer
from planner.funding.strings import promising_words
from planner.plan import Plan, State
from ui.terminal.printing import print_sentence
from ui.terminal.progress import interruptible

if TYPE_CHECKING:
    from solver.asks.offer import OfferWorth

MARKS = ("»", "«")
"""Around words that carry strings."""


def worth_in_terminal(state: State, offer: Offer, seconds: float) -> "OfferWorth | RightMemo | RateWorth | None":
    """What the offer is worth in its ledger; None for strings alone, or where no schedule exists."""
    if offer.entitlement is not None:
        return right_memo(state.plan, offer)
    if offer.discounts:
        return rate_worth(state.plan, offer)
    return None if offer.credit is None else _solved(state, offer, seconds)


def _solved(state: State, offer: Offer, seconds: float) -> "OfferWorth | None":
    """On a worker thread, so that this one can hear Ctrl-C, which ends the search with what it knows."""
    from solver.asks.offer import offer_worth  # OR-Tools takes half a second to import
    from solver.asks.worth import Limits

    return interruptible(lambda cancel: offer_worth(state.plan, offer, Limits(seconds, 2, cancel), state.schedule))


def offer_object(plan: Plan, offer: Offer, worth: "OfferWorth | RightMemo | RateWorth | None") -> dict[str, Any]:
    """The offer and its worth as one object, under the name of its ledger alone.

    Sums of credits and memos are whole units of the currency, those of discounts its hundredths.
    """
    return {
        "internal": True,
        "currency": plan.currency,
        "ledger": offer.ledger,
        "assumed": list(offer.assumed),
        "strings": [each._asdict() for each in offer.strings],
        "marked": marked(offer.text),
        offer.ledger: _worth_object(worth),
    }


def _worth_object(worth: "OfferWorth | RightMemo | RateWorth | None") -> dict[str, Any] | None:
    match worth:
        case None:
            return None
        case RateWorth():
            return {
                "years": worth.years,
                "lines": [each._asdict() for each in worth.lines],
                "in_term": worth.in_term,
                "still_open": worth.still_open,
            }
        case RightMemo():
            return {
                "phases": list(worth.phases),
                "guided": [{**each._asdict(), "avoided": each.avoided} for each in worth.guided],
                "avoided_cost_memo": worth.avoided_cost,
                "is_held": worth.is_held,
            }
        case _:
            return _credit_object(worth)


def _credit_object(worth: "OfferWorth") -> dict[str, Any]:
    return {
        "credit": worth.credit.id,
        "face": worth.credit.face,
        "paid": worth.paid,
        "without": worth.without._asdict(),
        "granted": worth.granted._asdict(),
        "at_least": worth.at_least,
        "at_most": worth.at_most,
        "is_proven": worth.is_proven,
        "displaced": worth.displaced,
        "credits": [each._asdict() for each in worth.difference.credits],
        "phases": [each.phase for each in worth.difference.phases],
    }


def marked(text: str) -> str:
    """The text with marks around the words that carry strings."""
    parts, end = [], 0
    for first, after in promising_words(text):
        parts += [text[end:first], MARKS[0], text[first:after], MARKS[1]]
        end = after
    return "".join([*parts, text[end:]])


def print_offer(console: Console, plan: Plan, offer: Offer, worth: "OfferWorth | RightMemo | RateWorth | None") -> None:
    """The offer in a line of its ledger, its worth, what was assumed, and its strings."""
    lines = [*_worth_lines(plan, offer, worth), *(f"  {sentence}" for sentence in offer.assumed)]
    if offer.strings:
        lines.append(f"It carries strings: {marked(offer.text)}")
        lines += [f"  {each.clause}: {each.reason}." for each in offer.strings]
    for line in lines:
        print_sentence(console, line)


def _worth_lines(plan: Plan, offer: Offer, worth: "OfferWorth | RightMemo | RateWorth | None") -> list[str]:
    match worth:
        case RateWorth():
            return _rate_lines(plan, worth)
        case RightMemo():
            return _memo_lines(plan, worth)
        case None if offer.credit is None:
            return ["Strings alone: it belongs to no ledger and is worth nothing."]
        case None:
            return ["Funding ledger: no schedule was found, so its worth is not known."]
        case _:
            return _credit_lines(plan, worth)


def _rate_lines(plan: Plan, worth: RateWorth) -> list[str]:
    lines = [
        f"Rate ledger: {_cents(worth.in_term)} {plan.currency} over {worth.years} years. It is no funding.",
        *(
            f"  {each.name}: {each.before / 100:g} % → {each.after / 100:g} %, {_cents(each.in_term)}"
            for each in worth.lines
        ),
    ]
    return [*lines, f"  Still asked for and open: {_cents(worth.still_open)}."]


def _cents(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def _memo_lines(plan: Plan, worth: RightMemo) -> list[str]:
    if not worth.phases:
        return ["Entitlement ledger: it covers no phase that another right of the plan does not cover. It is no money."]
    held = "" if worth.is_held else " The seats that it asks for are not owned."
    told = f"Entitlement ledger: it covers {', '.join(worth.phases)}, and no other right of the plan does.{held}"
    memo = f"  Memo, no concession: FastTrack could save {worth.avoided_cost:,} {plan.currency} of partners' prices."
    return [told, memo]


def _credit_lines(plan: Plan, worth: "OfferWorth") -> list[str]:
    least = f"{worth.at_least:,}"
    adds = f"{least} {plan.currency}, proven" if worth.is_proven else f"{least} to {worth.at_most:,} {plan.currency}"
    lines = [
        f"Funding ledger: of a face of {worth.credit.face:,} it adds {adds}.",
        f"  It would pay {worth.paid:,}; {worth.displaced:,} of that takes the place of other credits.",
    ]
    lines += [
        f"  {each.credit}: {each.before:,} → {each.after:,} ({each.after - each.before:+,})"
        for each in worth.difference.credits
    ]
    if worth.difference.phases:
        lines.append(f"  Moved or delivered by another: {', '.join(each.phase for each in worth.difference.phases)}.")
    return lines
