"""An offer, typed or pasted, sorted to the ledger that it belongs to: funding, entitlement or rate.

Words are read forgivingly: what an offer does not say is assumed, and the assumption told; what cannot be assumed is
named as missing. Nothing here is believed: an offer becomes a part of a plan only by ``with_offer``.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from planner import edits
from planner.catalogue.entries import Catalogue, Programme
from planner.funding.credits import Credit, ExchangeRate, Scope
from planner.funding.entitlements import Entitlement
from planner.funding.offer_words import (
    MoneySum,
    counted,
    day_after,
    first_day,
    least_seats,
    named,
    named_motions,
    named_workloads,
    percent,
    sums,
    with_plain_days,
)
from planner.funding.programmes import credit_from_programme
from planner.funding.strings import Promise, promises
from planner.funding.unclaimed import seats_owned
from planner.plan import Plan
from planner.value import WHOLE, DateRange, Value

Ledger = Literal["funding", "entitlement", "rate", "none"]

DISCOUNT = re.compile(
    r"\b(?:discount\w*|rebate\w*|price\s+(?:cut|reduction)|off\s+(?:the\s+)?(?:list|price|rate))\b", re.IGNORECASE
)
RIGHT = re.compile(
    r"\b(?:fasttrack|entitle\w*|remote\s+guidance|onboarding\s+(?:benefit|assistance)|zero[\s-]cost)\b", re.IGNORECASE
)
DEFAULT_THRESHOLD = 150
"""Seats from which FastTrack guides (field guide 1.1), where an offer names none."""

ENDS = r"until|by|through|expires?|expiring|ends?|ending|valid until|to|before"
OPENS = r"from|starts?|starting|opens?|effective|as of"
ASKED = "requested|asked for|request"
PROOF = r"(?:poe|proof(?: of execution)?)(?:\s+\w+)?\s+(?:by|until|due)"


class OfferError(ValueError):
    """An offer that cannot be read; the message names what is missing or wrong."""


class DiscountedLine(NamedTuple):
    """A product of the price sheet and the discount that would hold on it, in basis points."""

    sku: str
    offered: int


class Offer(NamedTuple):
    """What an offer is. Exactly one of credit, entitlement and discounts is given; none where it holds only strings.

    assumed: what it does not say, and what is taken instead, in sentences. strings: clauses that tie it to more.
    """

    text: str
    credit: Credit | None = None
    entitlement: Entitlement | None = None
    discounts: tuple[DiscountedLine, ...] = ()
    assumed: tuple[str, ...] = ()
    strings: tuple[Promise, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """The only ledger in which it ever counts."""
        if self.credit is not None:
            return "funding"
        if self.entitlement is not None:
            return "entitlement"
        return "rate" if self.discounts else "none"


def read_offer(plan: Plan, catalogue: Catalogue, text: str) -> Offer:
    """Sort an offer to its ledger. catalogue: of the day, for the figures of a programme that the offer names.

    Raises OfferError, which names everything that is missing.
    """
    words = text.strip()
    if not words:
        raise OfferError("The offer is empty. Type or paste its words.")
    offer = _from_json(plan, words) if words.startswith("{") else _from_words(plan, catalogue, words)
    return offer._replace(strings=promises(words if offer.credit is None else offer.credit.conditions or words))


def with_offer(plan: Plan, offer: Offer) -> Plan:
    """The plan as if the offer held, each in its own ledger. Raises PlanError where it makes no sense in the plan."""
    if offer.credit is not None:
        return edits.add_credit(plan, offer.credit)
    if offer.entitlement is not None:
        return edits.add_entitlement(plan, offer.entitlement)
    for line in offer.discounts:
        plan = edits.change_rate_line(plan, line.sku, offered=line.offered)
    return plan


def _from_words(plan: Plan, catalogue: Catalogue, text: str) -> Offer:
    words = with_plain_days(text)
    face = sums(words).face
    if DISCOUNT.search(words) and percent(words) is not None:
        return _discount(plan, words, text)
    if face is not None:
        return _credit(plan, catalogue, words, text, face)
    if RIGHT.search(words):
        return _entitlement(plan, words, text)
    if promises(text):
        return Offer(text)
    raise OfferError(
        "This is no offer that can be read. Missing: a sum with its currency (a credit), a discount in percent (a "
        "rate), or FastTrack with its workloads (an entitlement)."
    )


# Funding


def _credit(plan: Plan, catalogue: Catalogue, words: str, text: str, face: MoneySum) -> Offer:
    programme = _programme(catalogue, words)
    found, assumed = sums(words), list[str]()
    days = re.sub(rf"\b(?:{PROOF}|{ASKED})\b[^.;]*?\d{{4}}-\d{{2}}-\d{{2}}", " ", words, flags=re.IGNORECASE)
    opens = day_after(days, OPENS)
    if opens is None:
        opens = plan.start
        assumed.append(f"No first day is named: taken to be open from {opens}.")
    base = _base(plan, programme, opens, assumed)
    end = day_after(days, ENDS) or _only_end(days, opens) or (base.window.end if programme is not None else None)
    missing = _missing(plan, face, end)
    if missing or end is None:
        raise OfferError(f"This credit cannot be read. Missing: {'; '.join(missing)}.")
    if end < opens:
        raise OfferError(f"This credit would end on {end}, before it opens on {opens}. Name both, as from and until.")
    beside = _without_names(words, programme.names if programme is not None else ())
    exchange = _exchange(plan, face, assumed)
    credit = replace(
        base,
        face=face.amount,
        exchange=exchange,
        window=DateRange(opens, end),
        scope=_scope(plan, beside, base.scope, assumed),
        approved_partners=_partners(plan, words, assumed),
        share=_share(words, base, programme, assumed),
        proof_deadline=day_after(words, PROOF) or base.proof_deadline,
        request_date=day_after(words, ASKED),
        phase_cap=found.phase_cap.amount if found.phase_cap else None,
        minimum_claim=found.minimum.amount if found.minimum else 0,
        minimum_seats=least_seats(words) or base.minimum_seats,
        minimum_milestones=counted(words, "milestones") or base.minimum_milestones,
        approval_lead=_lead(words, base.approval_lead),
        conditions=text,
    )
    return Offer(text, credit=credit, assumed=tuple(assumed))


def _base(plan: Plan, programme: Programme | None, opens: date, assumed: list[str]) -> Credit:
    """What the offer starts from: the figures of its programme, or those of any credit."""
    name = _free_name("OFFER", plan.credit)
    if programme is None:
        return Credit(id=name, name="Offer", programme="Offer", face=0, window=DateRange(opens, opens))
    assumed.append(f"Where the offer is silent, the catalogue's figures of {programme.name} stand.")
    return credit_from_programme(plan, programme, name, 0, opens)


def _programme(catalogue: Catalogue, words: str) -> Programme | None:
    """The programme that the offer names; of several the one whose name is longest."""
    called = [
        (len(name), place)
        for place, programme in enumerate(catalogue.programmes)
        for name in programme.names
        if programme.kind == "credit" and named(words, name, (name,) if len(name) > LONGEST_KEY else ())
    ]
    return catalogue.programmes[max(called)[1]] if called else None


LONGEST_KEY = 5
"""Letters of a programme's key or another short form, which is written in capitals and so told from a word."""


def _without_names(words: str, names: Iterable[str]) -> str:
    """The words beside names of programmes and workloads, which may hold a motion that nobody means."""
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(re.escape(name), " ", words, flags=re.IGNORECASE)
    return words


def _only_end(words: str, opens: date) -> date | None:
    """The one day of an offer that says nothing of what it is: its last."""
    day = first_day(words)
    return day if day is not None and day > opens else None


def _missing(plan: Plan, face: MoneySum, end: date | None) -> list[str]:
    missing = []
    if face.currency not in {"", plan.currency} and _rate(plan, face.currency) is None:
        missing.append(f"a rate for {face.currency}, as no credit of the plan has one: give the sum in {plan.currency}")
    if end is None:
        missing.append("the last day, as until 2027-06-30")
    if not plan.partners:
        missing.append("a partner, as the plan has none that it could pay")
    return missing


def _exchange(plan: Plan, face: MoneySum, assumed: list[str]) -> ExchangeRate | None:
    if face.currency == "":
        assumed.append(f"No currency is named: taken for {plan.currency}.")
    rate = _rate(plan, face.currency)
    if face.currency in {"", plan.currency} or rate is None:
        return None
    assumed.append(f"{face.currency} is turned into {plan.currency} at the rate of {rate.dated} in the plan.")
    return rate


def _rate(plan: Plan, currency: str) -> ExchangeRate | None:
    rates = (credit.exchange for credit in plan.credits if credit.exchange is not None)
    return max((each for each in rates if each.currency == currency), key=lambda each: each.dated, default=None)


def _scope(plan: Plan, words: str, base: Scope, assumed: list[str]) -> Scope:
    workloads = named_workloads(words, (phase.workload for phase in plan.phases))
    motions = named_motions(_without_names(words, workloads), (phase.motion for phase in plan.phases))
    if not workloads:
        assumed.append(f"No workload is named: taken for {', '.join(base.workloads) or 'any'}.")
    if not motions:
        assumed.append(f"No motion is named: taken for {', '.join(base.motions) or 'any'}.")
    return Scope(workloads or base.workloads, motions or base.motions)


def _partners(plan: Plan, words: str, assumed: list[str]) -> tuple[str, ...]:
    found = tuple(each.id for each in plan.partners if named(words, each.id, (each.name,)))
    if not found:
        found = tuple(plan.partner)
        assumed.append(
            f"No partner is named: taken to be approved for {', '.join(each.name for each in plan.partners)}."
        )
    return found


def _share(words: str, base: Credit, programme: Programme | None, assumed: list[str]) -> int:
    share = percent(words)
    if share is None:
        share = base.share
        of = "all of the work's cost" if share == WHOLE else f"{share / 100:g} % of the work's cost"
        known = programme is not None and programme.defaults.share is not None
        assumed.append(f"No share is named: {'by the catalogue ' if known else ''}taken to pay {of}.")
    return share


def _lead(words: str, known: int) -> int:
    found = re.search(r"approv\w*[^.;\d]{0,30}(\d+)\s*(?:working|business)?\s*days", words, re.IGNORECASE)
    return int(found[1]) if found else known


# Entitlement and rate


def _entitlement(plan: Plan, words: str, text: str) -> Offer:
    workloads = named_workloads(words, (phase.workload for phase in plan.phases))
    if not workloads:
        known = ", ".join(dict.fromkeys(phase.workload for phase in plan.phases)) or "none in the plan"
        raise OfferError(f"This right cannot be read. Missing: the workloads that it covers. Known: {known}.")
    threshold, assumed = counted(words, r"seats|users|licen[cs]es"), list[str]()
    if threshold is None:
        threshold = DEFAULT_THRESHOLD
        assumed.append(f"No number of seats is named: taken to begin with {threshold:,}.")
    entitlement = Entitlement(
        id=_free_name("OFFER", [each.id for each in plan.entitlements]),
        name="Offered right",
        threshold_seats=threshold,
        seats_owned=seats_owned(plan),
        workloads=workloads,
        motions=named_motions(_without_names(words, workloads), (phase.motion for phase in plan.phases)),
        engage_by=day_after(words, ENDS),
        note=text,
    )
    return Offer(text, entitlement=entitlement, assumed=tuple(assumed))


def _discount(plan: Plan, words: str, text: str) -> Offer:
    offered, lines = percent(words) or 0, [*plan.rate_lines]
    if not lines:
        raise OfferError("This discount cannot be read. Missing: a rate line in the plan that it could be on.")
    meant = [line for line in lines if named(words, line.sku, (line.name,))]
    is_on_all = re.search(r"\b(?:all|every|each|whole|entire|everything|across)\b", words, re.IGNORECASE) is not None
    if not meant and len(lines) > 1 and not is_on_all:
        known = ", ".join(line.name for line in lines)
        raise OfferError(f"This discount cannot be read. Missing: the product that it is on, or 'all'. Known: {known}.")
    more = re.search(r"\b(?:further|additional|another|more|on top)\b", words, re.IGNORECASE) is not None
    assumed = []
    if not more and any(line.offered for line in meant or lines):
        assumed.append("It is taken in place of what is offered so far, not on top of it.")
    discounts = (
        DiscountedLine(line.sku, min(offered + (line.offered if more else 0), WHOLE)) for line in meant or lines
    )
    return Offer(text, discounts=tuple(discounts), assumed=tuple(assumed))


# JSON

SomeValue = TypeVar("SomeValue", bound=Value)


def _from_json(plan: Plan, text: str) -> Offer:
    """A credit, an entitlement or a rate line in the words of a plan file."""
    try:
        fields: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise OfferError(f"The offer begins as JSON, but is none: {error.msg} in line {error.lineno}.") from None
    if "face" in fields:
        start = {"id": _free_name("OFFER", plan.credit), "name": "Offer", "programme": "Offer"}
        return Offer(text, credit=_converted({**start, **fields}, Credit))
    if "threshold_seats" in fields:
        named_so = _free_name("OFFER", [each.id for each in plan.entitlements])
        held: dict[str, Any] = {"id": named_so, "name": "Offered right", "seats_owned": seats_owned(plan)}
        return Offer(text, entitlement=_converted({**held, **fields}, Entitlement))
    if "sku" in fields and isinstance(fields.get("offered"), int):
        known = [line.sku for line in plan.rate_lines]
        if fields["sku"] not in known:
            raise OfferError(f"The plan has no rate line '{fields['sku']}'. Known: {', '.join(known) or 'none'}.")
        return Offer(text, discounts=(DiscountedLine(fields["sku"], fields["offered"]),))
    raise OfferError(
        "The JSON is no offer. Missing: face (a credit), threshold_seats (an entitlement), or sku and offered."
    )


def _converted(fields: dict[str, Any], kind: type[SomeValue]) -> SomeValue:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise OfferError(f"The JSON is no {kind.__name__.lower()}: {error}.") from None


def _free_name(name: str, taken: Iterable[str]) -> str:
    """The name, or with a number behind it the first that is free."""
    used = set(taken)
    return next(each for each in (name, *(f"{name}{number}" for number in range(2, len(used) + 3))) if each not in used)
