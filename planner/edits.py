"""Everything that a user can do to a plan: each edit is a function from a plan to a plan, named like the menu.

An edit raises PlanError and changes nothing when the plan that it would make is none; each fault of the error carries
the path of the field it is about. What an edit does not touch is shared with the plan before, so that views can tell
by ``is`` what to draw again. Identifiers are changed by the ``rename_`` edits, which lead every reference along; as a
schedule refers to the plan, those are functions from a State to a State.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from planner.attachments import Attachment
from planner.catalogue.entries import CatalogueEntry, FastTrackWorkload, ListPrice, Programme
from planner.catalogue.own import cited, own_entry, shelf, told_as_own, with_entry, without_entries
from planner.currencies import no_rate
from planner.funding.condition_history import with_changes
from planner.funding.credits import Credit, ExchangeRate
from planner.funding.entitlements import Entitlement
from planner.funding.measurements import Measurement, has_same_figures, in_order
from planner.funding.programmes import credit_from_programme
from planner.funding.quotes import price_of
from planner.funding.rates import RateLine
from planner.invariants import Fault, PlanError, changed_parts, edit_faults
from planner.linked import Owner
from planner.payments import Payment
from planner.plan import AgendaItem, Plan, Scenario, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.moves import place
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Milestone, Phase, Pin
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.tracking import with_begun
from planner.sent.record import SentDocument
from planner.unknown import followed
from planner.value import DateRange, Value


class Identified(Protocol):
    """A part of a plan that has an identifier."""

    @property
    def id(self) -> str: ...


SomeIdentified = TypeVar("SomeIdentified", bound=Identified)
Entry = TypeVar("Entry")
SomeCatalogueEntry = TypeVar("SomeCatalogueEntry", FastTrackWorkload, Programme, ListPrice)


def change_plan(plan: Plan, **fields: object) -> Plan:
    """Change fields of the plan itself: its name, period, calendar, agreement, caps and so on."""
    return _kept(plan, **fields)


# Phases


def add_phase(plan: Plan, phase: Phase, position: int | None = None) -> Plan:
    """Add a phase at a position, or after the others."""
    return _kept(plan, phases=_inserted(plan.phases, phase, position))


def change_phase(plan: Plan, phase_id: str, **fields: object) -> Plan:
    """Change fields of a phase."""
    return _kept(plan, phases=_changed(plan.phases, _position(plan.phases, phase_id, "phases"), **fields))


def remove_phase(plan: Plan, phase_id: str) -> Plan:
    """Remove a phase with its links, its pin, its progress and the outcome dates that name it."""
    return _kept(
        plan,
        phases=_without(plan.phases, _position(plan.phases, phase_id, "phases")),
        dependencies=_those(plan.dependencies, lambda link: phase_id not in {link.predecessor, link.successor}),
        pins=_those(plan.pins, lambda pin: pin.phase != phase_id),
        actuals=_those(plan.actuals, lambda actual: actual.phase != phase_id),
        credits=_mapped(plan.credits, lambda credit: _without_outcome(credit, phase_id)),
    )


def move_phase(plan: Plan, phase_id: str, position: int) -> Plan:
    """Move a phase to a position among the others."""
    return _kept(plan, phases=_moved(plan.phases, _position(plan.phases, phase_id, "phases"), position))


def rename_phase(state: State, phase_id: str, new_id: str) -> State:
    """Give a phase another identifier, and with it links, pins, progress, outcome dates, baseline, dates and claims."""
    plan, schedule = state
    number = _position(plan.phases, phase_id, "phases")
    renaming = _Renaming(phase_id, new_id)
    renamed = _kept(
        plan,
        phases=_changed(plan.phases, number, id=new_id),
        dependencies=_mapped(plan.dependencies, lambda link: renaming.fields(link, "predecessor", "successor")),
        pins=_mapped(plan.pins, lambda pin: renaming.fields(pin, "phase")),
        actuals=_mapped(plan.actuals, lambda actual: renaming.fields(actual, "phase")),
        credits=_mapped(
            plan.credits,
            lambda credit: _with_entries(credit, "outcome_dates", lambda each: renaming.fields(each, "phase")),
        ),
        baseline=renaming.schedule(plan.baseline, ("phase",), ("phase",)),
    )
    state = State(renamed, renaming.schedule(schedule, ("phase",), ("phase",)))
    return _with_scenarios(state, "phase", renaming, rename_phase)


# Delivery options


def add_option(plan: Plan, phase_id: str, option: DeliveryOption) -> Plan:
    """Add a way to deliver a phase."""
    return change_phase(plan, phase_id, options=(*_phase(plan, phase_id).options, option))


def change_option(plan: Plan, phase_id: str, option_id: str, **fields: object) -> Plan:
    """Change fields of an option. Where that gives it another identifier, pin and progress of the phase follow.

    Quotes and statements of work of another deliverer say nothing of it, so they go.
    """
    phase = _phase(plan, phase_id)
    number = _option_position(phase, option_id)
    options = _changed(phase.options, number, **fields)
    renaming = _Renaming(option_id, options[number].id)
    if options[number].id != option_id and "quotes" not in fields:
        options = _changed(options, number, quotes=(), attachments=())
    return _kept(
        plan,
        phases=_changed(plan.phases, _position(plan.phases, phase_id, "phases"), options=options),
        pins=_mapped(plan.pins, lambda pin: renaming.fields(pin, "option") if pin.phase == phase_id else pin),
        actuals=_mapped(plan.actuals, lambda each: renaming.fields(each, "option") if each.phase == phase_id else each),
    )


def remove_option(plan: Plan, phase_id: str, option_id: str) -> Plan:
    """Remove an option, and the pin of the phase to it; a phase keeps at least one."""
    phase = _phase(plan, phase_id)
    options = _without(phase.options, _option_position(phase, option_id))
    only_to_it = Pin(phase=phase_id, option=option_id)
    pins = _those(plan.pins, lambda pin: pin != only_to_it)
    return _kept(
        plan,
        phases=_changed(plan.phases, _position(plan.phases, phase_id, "phases"), options=options),
        pins=_mapped(pins, lambda pin: _freed_from(pin, phase_id, option_id)),
    )


# Quotes


def record_quote(plan: Plan, phase_id: str, option_id: str, quote: Quote) -> Plan:
    """Keep what an option was quoted at. If no later quote is there, its cost becomes that.

    A rise that the partner bears leaves the cost; one that credits bear raises the phase's eligible cost as much.
    A quote of another currency needs a rate of its day, or an earlier one.
    """
    phase = _phase(plan, phase_id)
    option = phase.options[_option_position(phase, option_id)]
    quotes = _in_order_of_days((*option.quotes, quote))
    if quotes[-1] is not quote:
        return change_option(plan, phase_id, option_id, quotes=quotes)
    price = _price(plan, quote)
    rise = max(price - option.cost, 0)
    cost = option.cost if quote.rise_borne_by == "partner" and rise else price
    eligible = phase.eligible_cost + (rise if quote.rise_borne_by == "credit" else 0)
    quoted = change_option(plan, phase_id, option_id, quotes=quotes, cost=cost)
    return change_phase(quoted, phase_id, eligible_cost=eligible)


def change_quote(plan: Plan, phase_id: str, option_id: str, position: int, **fields: object) -> Plan:
    """Correct a quote. A cost that was what the last quote asks stays what it asks."""
    phase = _phase(plan, phase_id)
    option = phase.options[_option_position(phase, option_id)]
    quotes = _in_order_of_days(_changed(option.quotes, position, **fields))
    before, after = option.quotes[-1], quotes[-1]
    follows = price_of(plan, before) == option.cost
    cost = _price(plan, after) if follows and after != before else option.cost
    return change_option(plan, phase_id, option_id, quotes=quotes, cost=cost)


def remove_quote(plan: Plan, phase_id: str, option_id: str, position: int) -> Plan:
    """Forget a quote; the option costs what it did."""
    phase = _phase(plan, phase_id)
    option = phase.options[_option_position(phase, option_id)]
    return change_option(plan, phase_id, option_id, quotes=_without(option.quotes, position))


def _in_order_of_days(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    return tuple(sorted(quotes, key=lambda quote: quote.quoted_on))


def _price(plan: Plan, quote: Quote) -> int:
    price = price_of(plan, quote)
    if price is None:
        raise PlanError(
            (Fault("plan.exchange_rates", no_rate(quote.currency, quote.quoted_on), "Enter the rate first."),)
        )
    return price


# Linked files


def attach(plan: Plan, owner: Owner, attachment: Attachment) -> Plan:
    """Link a file to a credit, an option or a milestone; one that is linked there by the same path gives way to it."""

    def change(present: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        number = next((number for number, each in enumerate(present) if each.path == attachment.path), len(present))
        return (*present[:number], attachment, *present[number + 1 :])

    return _with_attachments(plan, owner, change)


def change_attachment(plan: Plan, owner: Owner, position: int, **fields: object) -> Plan:
    """Change fields of a linked file, as its title."""
    return _with_attachments(plan, owner, lambda present: _changed(present, position, **fields))


def detach(plan: Plan, owner: Owner, position: int) -> Plan:
    """Link a file no more; the file itself stays where it is."""
    return _with_attachments(plan, owner, lambda present: _without(present, position))


def _with_attachments(
    plan: Plan, owner: Owner, change: Callable[[tuple[Attachment, ...]], tuple[Attachment, ...]]
) -> Plan:
    match owner:
        case ("credit", credit):
            present = plan.credits[_position(plan.credits, credit, "credits")].attachments
            return change_credit(plan, credit, attachments=change(present))
        case ("option", phase_id, option):
            phase = _phase(plan, phase_id)
            present = phase.options[_option_position(phase, option)].attachments
            return change_option(plan, phase_id, option, attachments=change(present))
        case ("milestone", phase_id, number):
            milestones = _phase(plan, phase_id).milestones
            at = _milestone_position(milestones, phase_id, number)
            changed = _changed(milestones, at, attachments=change(milestones[at].attachments))
            return change_phase(plan, phase_id, milestones=changed)
    raise TypeError(owner)


def _milestone_position(milestones: tuple[Milestone, ...], phase_id: str, number: str) -> int:
    if not number.isdecimal() or not 1 <= int(number) <= len(milestones):
        sentence = f"Phase '{phase_id}' has no milestone {number}; it has {len(milestones)}."
        raise PlanError((Fault("plan.phases", sentence),))
    return int(number) - 1


# Exchange rates


def add_exchange_rate(plan: Plan, rate: ExchangeRate) -> Plan:
    """Enter what another currency is worth from a day on, in the order of the days."""
    return _kept(plan, exchange_rates=tuple(sorted((*plan.exchange_rates, rate), key=lambda each: each.dated)))


def change_exchange_rate(plan: Plan, position: int, **fields: object) -> Plan:
    """Change fields of the exchange rate at a position."""
    return _kept(plan, exchange_rates=_changed(plan.exchange_rates, position, **fields))


def remove_exchange_rate(plan: Plan, position: int) -> Plan:
    """Remove the exchange rate at a position; sums that need it are then without worth."""
    return _kept(plan, exchange_rates=_without(plan.exchange_rates, position))


# Credits


def add_credit(plan: Plan, credit: Credit, position: int | None = None) -> Plan:
    """Add a credit at a position, or after the others."""
    return _kept(plan, credits=_inserted(plan.credits, credit, position))


def add_credit_from_programme(
    plan: Plan, programme: Programme, credit_id: str, face: int, opens: date, position: int | None = None
) -> Plan:
    """Add a proposed credit that starts from a programme's defaults; see ``credit_from_programme``."""
    if programme.kind != "credit":
        sentence = f"{programme.name} is work and no money, so it makes no credit."
        raise PlanError((Fault("plan.credits", sentence, "Add it as an entitlement."),))
    try:
        credit = credit_from_programme(plan, programme, credit_id, face, opens)
    except (OverflowError, ValueError):
        sentence = f"{opens} leads out of the calendar."
        raise PlanError((Fault("plan.credits", sentence, "Maybe a digit is wrong."),)) from None
    return add_credit(plan, credit, position)


def change_credit(plan: Plan, credit_id: str, **fields: object) -> Plan:
    """Change fields of a credit."""
    return _kept(plan, credits=_changed(plan.credits, _position(plan.credits, credit_id, "credits"), **fields))


def with_condition_history(
    before: Plan, after: Plan, as_of: date, document: str = "", effect: int | None = None
) -> Plan:
    """The plan after an edit, with every term of a credit that is another one recorded as changed on that day.

    document: the letter that says so, if there is one. effect: by how much all claims changed by the edit, if that is
    known. Credits that only one of the plans has are left as they are.
    """

    def recorded(credit: Credit) -> Credit:
        old = before.credit.get(credit.id)
        return credit if old is None or old is credit else with_changes(old, credit, as_of, document, effect)

    return _kept(after, credits=_mapped(after.credits, recorded))


def cite_condition_change(plan: Plan, credit_id: str, position: int, **fields: object) -> Plan:
    """Say from which day a changed term of a credit is known (changed_on), and by which letter (document)."""
    number = _position(plan.credits, credit_id, "credits")
    history = plan.credits[number].condition_history
    if not 0 <= position < len(history) or fields.keys() - {"changed_on", "document"}:
        sentence = f"Of a changed term of {credit_id} only day and document can be corrected."
        raise PlanError((Fault(f"plan.credits[{number}].condition_history", sentence),))
    return change_credit(plan, credit_id, condition_history=_changed(history, position, **fields))


def record_request(plan: Plan, credit_id: str, day: date) -> Plan:
    """Say that a credit was asked for on a day; its approval is then counted from that day."""
    _position(plan.credits, credit_id, "credits")
    return change_credit(plan, credit_id, status="requested", request_date=day, asked_on=day, chase_on=None)


def record_answer(plan: Plan, credit_id: str, day: date, *, approved: bool) -> Plan:
    """Say that the request for a credit was approved or rejected on a day; a rejected credit pays nothing any more."""
    fields: dict[str, object] = {"status": "rejected"} if not approved else {"status": "approved", "approved_on": day}
    return change_credit(plan, credit_id, answered_on=day, chase_on=None, **fields)


def record_payment(plan: Plan, credit_id: str, payment: Payment, *, is_last: bool = False) -> Plan:
    """Say that a credit has paid a sum; with the last one it is paid."""
    credit = _credit(plan, credit_id)
    status = "paid" if is_last else credit.status
    return change_credit(plan, credit_id, payments=(*credit.payments, payment), status=status, chase_on=None)


def change_payment(plan: Plan, credit_id: str, position: int, **fields: object) -> Plan:
    """Change fields of what a credit has paid, by its position."""
    return change_credit(plan, credit_id, payments=_changed(_credit(plan, credit_id).payments, position, **fields))


def remove_payment(plan: Plan, credit_id: str, position: int) -> Plan:
    """Take back what a credit was said to have paid; its status stays."""
    return change_credit(plan, credit_id, payments=_without(_credit(plan, credit_id).payments, position))


def chase_next(plan: Plan, credit_id: str, day: date | None) -> Plan:
    """Note when somebody is to be chased for a credit next; None leaves it to the plan."""
    return change_credit(plan, credit_id, chase_on=day)


def remove_credit(plan: Plan, credit_id: str) -> Plan:
    """Remove a credit and the stacking confirmations that name it."""
    return _kept(
        plan,
        credits=_without(plan.credits, _position(plan.credits, credit_id, "credits")),
        stacking_confirmations=_those(plan.stacking_confirmations, lambda each: credit_id not in each.credits),
    )


def move_credit(plan: Plan, credit_id: str, position: int) -> Plan:
    """Move a credit to a position among the others: between equally good claims, earlier credits come first."""
    return _kept(plan, credits=_moved(plan.credits, _position(plan.credits, credit_id, "credits"), position))


def rename_credit(state: State, credit_id: str, new_id: str) -> State:
    """Give a credit another identifier, and with it its stacking confirmations, claims and those of the baseline."""
    plan, schedule = state
    renaming = _Renaming(credit_id, new_id)
    renamed = _kept(
        plan,
        credits=_changed(plan.credits, _position(plan.credits, credit_id, "credits"), id=new_id),
        stacking_confirmations=_mapped(plan.stacking_confirmations, lambda each: renaming.names(each, "credits")),
        baseline=renaming.schedule(plan.baseline, (), ("credit",)),
    )
    state = State(renamed, renaming.schedule(schedule, (), ("credit",)))
    return _with_scenarios(state, "credit", renaming, rename_credit)


# Partners


def add_partner(plan: Plan, partner: Partner, position: int | None = None) -> Plan:
    """Add a partner at a position, or after the others."""
    return _kept(plan, partners=_inserted(plan.partners, partner, position))


def change_partner(plan: Plan, partner_id: str, **fields: object) -> Plan:
    """Change fields of a partner."""
    return _kept(plan, partners=_changed(plan.partners, _position(plan.partners, partner_id, "partners"), **fields))


def remove_partner(plan: Plan, partner_id: str) -> Plan:
    """Remove a partner that nothing names; otherwise the error says where it is used."""
    number = _position(plan.partners, partner_id, "partners")
    users = list(_users(plan, partner_id))
    if users:
        sentence = f"Partner '{partner_id}' is used by {', '.join(users)}."
        raise PlanError((Fault(f"plan.partners[{number}]", sentence, "Take it out there first."),))
    return _kept(plan, partners=_without(plan.partners, number))


def rename_partner(state: State, partner_id: str, new_id: str) -> State:
    """Give a partner another identifier, and with it options, approvals, pins and assignments, also of the baseline."""
    plan, schedule = state
    number = _position(plan.partners, partner_id, "partners")
    renaming = _Renaming(partner_id, new_id)
    renamed = _kept(
        plan,
        partners=_changed(plan.partners, number, id=new_id),
        phases=_mapped(
            plan.phases, lambda phase: _with_entries(phase, "options", lambda each: renaming.fields(each, "partner"))
        ),
        credits=_mapped(plan.credits, lambda credit: renaming.names(credit, "approved_partners")),
        pins=_mapped(plan.pins, lambda pin: renaming.fields(pin, "option")),
        actuals=_mapped(plan.actuals, lambda actual: renaming.fields(actual, "option")),
        baseline=renaming.schedule(plan.baseline, ("option",), ()),
    )
    state = State(renamed, renaming.schedule(schedule, ("option",), ()))
    return _with_scenarios(state, "partner", renaming, rename_partner)


def shift_availability(plan: Plan, partner_id: str, days: int) -> Plan:
    """Move every window of a partner by so many calendar days; negative is earlier."""
    number = _position(plan.partners, partner_id, "partners")
    partner = plan.partners[number]
    place = f"plan.partners[{number}].windows"
    if not partner.windows:
        sentence = f"{partner.name} is always available, so there is nothing to shift."
        raise PlanError((Fault(place, sentence, "Give it a window first."),))
    try:
        shift = timedelta(days=days)
        windows = tuple(DateRange(window.start + shift, window.end + shift) for window in partner.windows)
    except OverflowError:
        sentence = f"{days} days lead out of the calendar."
        raise PlanError((Fault(place, sentence, "Shift by fewer."),)) from None
    return change_partner(plan, partner_id, windows=windows) if days else plan


# Links, freezes, pins


def add_dependency(
    plan: Plan,
    predecessor: str,
    successor: str,
    type: DependencyType = "FS",  # noqa: A002 - the field's name
    lag: int = 0,
) -> Plan:
    """Link two phases. A link that closes a circle is refused, and the error names the circle."""
    link = Dependency(predecessor=predecessor, successor=successor, type=type, lag=lag)
    return _kept(plan, dependencies=(*plan.dependencies, link))


def change_dependency(plan: Plan, link: Dependency, **fields: object) -> Plan:
    """Change fields of a link."""
    return _kept(plan, dependencies=_changed(plan.dependencies, _link_position(plan, link), **fields))


def remove_dependency(plan: Plan, link: Dependency) -> Plan:
    """Remove a link."""
    return _kept(plan, dependencies=_without(plan.dependencies, _link_position(plan, link)))


def would_close_cycle(plan: Plan, predecessor: str, successor: str) -> tuple[str, ...]:
    """The circle that a link between the two would close, from the predecessor back to it; empty if it closes none.

    Linear in the number of links.
    """
    if predecessor == successor:
        return (predecessor, successor)
    following: dict[str, list[str]] = {}
    for link in plan.dependencies:
        following.setdefault(link.predecessor, []).append(link.successor)
    reached_from = {successor: predecessor}
    waiting = [successor]
    while waiting:
        phase = waiting.pop()
        for after in following.get(phase, ()):
            if after not in reached_from:
                reached_from[after] = phase
                waiting.append(after)
    if predecessor not in reached_from:
        return ()
    circle = [predecessor]
    while len(circle) == 1 or circle[-1] != predecessor:
        circle.append(reached_from[circle[-1]])
    return tuple(reversed(circle))


def add_freeze(plan: Plan, freeze: Freeze, position: int | None = None) -> Plan:
    """Add a change freeze at a position, or after the others."""
    return _kept(plan, freezes=_inserted(plan.freezes, freeze, position))


def change_freeze(plan: Plan, position: int, **fields: object) -> Plan:
    """Change fields of the freeze at a position."""
    return _kept(plan, freezes=_changed(plan.freezes, position, **fields))


def remove_freeze(plan: Plan, position: int) -> Plan:
    """Remove the freeze at a position."""
    return _kept(plan, freezes=_without(plan.freezes, position))


def pin(plan: Plan, phase_id: str, start: date | None = None, option: str | None = None) -> Plan:
    """Hold a phase on a start, on an option, or on both; what is not given stays as it was pinned."""
    _position(plan.phases, phase_id, "phases")
    number = next((number for number, each in enumerate(plan.pins) if each.phase == phase_id), None)
    given = {name: value for name, value in (("start", start), ("option", option)) if value is not None}
    if not given:
        return plan
    if number is None:
        return _kept(plan, pins=(*plan.pins, Pin(phase=phase_id, start=start, option=option)))
    return _kept(plan, pins=_changed(plan.pins, number, **given))


def unpin(plan: Plan, phase_id: str) -> Plan:
    """Let a phase go where it is best."""
    _position(plan.phases, phase_id, "phases")
    return _kept(plan, pins=_those(plan.pins, lambda each: each.phase != phase_id))


# Progress


def set_status_date(plan: Plan, day: date | None) -> Plan:
    """Say as of which day the rest is planned; None only while no work has begun."""
    return _kept(plan, status_date=day)


def record_start(plan: Plan, phase_id: str, day: date, option: str) -> Plan:
    """Say that work on a phase has begun on a day, or did so on another day, and who delivers it."""
    return _with_actual(plan, phase_id, started_on=day, option=option)


def record_finish(plan: Plan, phase_id: str, day: date | None) -> Plan:
    """Say that a phase that has begun was finished on a day; the percentage is then gone. None: it runs after all."""
    if day is None and _begun(plan, phase_id).finished_on is None:
        return plan
    _begun(plan, phase_id)
    return _with_actual(plan, phase_id, finished_on=day, percent=None, told_on=None)


def record_progress(plan: Plan, phase_id: str, percent: int | None) -> Plan:
    """Say which part of a running phase is done on the status date; None: as much as its days have brought.

    Until somebody tells another part it goes on from there as planned.
    """
    if _begun(plan, phase_id).finished_on is not None and percent is not None:
        sentence = f"Phase '{phase_id}' is finished, so there is no part of it to tell."
        raise PlanError((Fault("plan.actuals", sentence, "Take its progress back first."),))
    told_on = None if percent is None else plan.status_date
    return _with_actual(plan, phase_id, percent=percent, told_on=told_on)


def record_invoice(plan: Plan, phase_id: str, invoice: Payment) -> Plan:
    """Say that a sum was invoiced for a phase that has begun."""
    return _with_actual(plan, phase_id, invoices=(*_begun(plan, phase_id).invoices, invoice))


def change_invoice(plan: Plan, phase_id: str, position: int, **fields: object) -> Plan:
    """Change fields of what was invoiced for a phase, by its position."""
    return _with_actual(plan, phase_id, invoices=_changed(_begun(plan, phase_id).invoices, position, **fields))


def remove_invoice(plan: Plan, phase_id: str, position: int) -> Plan:
    """Take back what was said to have been invoiced for a phase."""
    return _with_actual(plan, phase_id, invoices=_without(_begun(plan, phase_id).invoices, position))


def take_back_progress(plan: Plan, phase_id: str) -> Plan:
    """Say that a phase has not begun after all."""
    _begun(plan, phase_id)
    return _kept(plan, actuals=_those(plan.actuals, lambda actual: actual.phase != phase_id))


def _begun(plan: Plan, phase_id: str) -> Actual:
    _position(plan.phases, phase_id, "phases")
    if phase_id not in plan.actual:
        sentence = f"Phase '{phase_id}' has not begun."
        raise PlanError((Fault("plan.actuals", sentence, "Record its start first."),))
    return plan.actual[phase_id]


def _with_actual(plan: Plan, phase_id: str, **fields: Any) -> Plan:  # noqa: ANN401 - fields of an actual
    _position(plan.phases, phase_id, "phases")
    number = next((number for number, each in enumerate(plan.actuals) if each.phase == phase_id), None)
    if number is None:
        return _kept(plan, actuals=(*plan.actuals, Actual(phase=phase_id, **fields)))
    return _kept(plan, actuals=_changed(plan.actuals, number, **fields))


# Entitlements and rate lines


def add_entitlement(plan: Plan, entitlement: Entitlement, position: int | None = None) -> Plan:
    """Add an entitlement at a position, or after the others; of several that cover a phase, the first one counts."""
    return _kept(plan, entitlements=_inserted(plan.entitlements, entitlement, position))


def change_entitlement(plan: Plan, entitlement_id: str, **fields: object) -> Plan:
    """Change fields of an entitlement, its identifier included: nothing else in a plan names it."""
    number = _position(plan.entitlements, entitlement_id, "entitlements")
    return _kept(plan, entitlements=_changed(plan.entitlements, number, **fields))


def remove_entitlement(plan: Plan, entitlement_id: str) -> Plan:
    """Remove an entitlement."""
    number = _position(plan.entitlements, entitlement_id, "entitlements")
    return _kept(plan, entitlements=_without(plan.entitlements, number))


def add_rate_line(plan: Plan, rate_line: RateLine, position: int | None = None) -> Plan:
    """Add a product to the price sheet at a position, or after the others."""
    return _kept(plan, rate_lines=_inserted(plan.rate_lines, rate_line, position))


def change_rate_line(plan: Plan, line_sku: str, **fields: object) -> Plan:
    """Change fields of a rate line, its part number included."""
    return _kept(plan, rate_lines=_changed(plan.rate_lines, _rate_line_position(plan, line_sku), **fields))


def remove_rate_line(plan: Plan, sku: str) -> Plan:
    """Take a product off the price sheet."""
    return _kept(plan, rate_lines=_without(plan.rate_lines, _rate_line_position(plan, sku)))


# The plan's own entries of the catalogue


def add_catalogue_entry(plan: Plan, entry: SomeCatalogueEntry) -> Plan:
    """Add an entry of the plan's own, or replace its own one of the same kind, key and first day.

    It stands in place of every entry of its key that comes with the program.
    """
    return _kept(plan, catalogue=with_entry(plan.catalogue, entry, own_entry(plan.catalogue, entry)))


def change_catalogue_entry(plan: Plan, entry: SomeCatalogueEntry, as_of: date, **fields: object) -> Plan:
    """Change fields of an entry in force. One that is not the plan's own is copied into the plan first.

    as_of: the day of the change; what differs is told as entered in this plan, as of that day. Evidence is changed by
    ``cite_catalogue_entry`` and the figures of a programme by ``change_programme_default``, not here; a key is changed
    only of an entry that is the plan's own.
    """
    mine = own_entry(plan.catalogue, entry)
    if fields.keys() & {"evidence", "defaults"}:
        raise PlanError((Fault(_shelf_path(entry), "Evidence and defaults of an entry are changed by other edits."),))
    if mine is None and fields.get("key", entry.key) != entry.key:
        sentence = f"By its key, '{entry.key}' is known as an entry of the program."
        raise PlanError((Fault(_shelf_path(entry), sentence, "Add an entry of your own under another key."),))
    held = mine or entry
    return _with_changed_entry(plan, held, replace(held, **fields), as_of)


def change_programme_default(plan: Plan, programme: Programme, as_of: date, **figures: object) -> Plan:
    """Change figures that new credits of a programme start from; None takes a figure out. See above for the rest."""
    held = own_entry(plan.catalogue, programme) or programme
    return _with_changed_entry(plan, held, replace(held, defaults=replace(held.defaults, **figures)), as_of)


def cite_catalogue_entry(plan: Plan, entry: SomeCatalogueEntry, source: str, as_of: date) -> Plan:
    """Say where what was entered in the plan about an entry is from, and for which day that is known to say so."""
    mine = own_entry(plan.catalogue, entry)
    told = mine and cited(mine, source, as_of)
    if mine is None or told is None:
        sentence = f"Nothing about '{entry.key}' was entered in this plan, so its sources stay as they are."
        raise PlanError((Fault(_shelf_path(entry), sentence, "Change a figure first."),))
    return _kept(plan, catalogue=with_entry(plan.catalogue, told, mine))


def remove_catalogue_entry(plan: Plan, entry: SomeCatalogueEntry) -> Plan:
    """Remove the plan's own entries of a kind and key, so that the program's hold again."""
    if own_entry(plan.catalogue, entry) is None:
        sentence = f"'{entry.key}' comes with the program, so it cannot be removed."
        raise PlanError((Fault(_shelf_path(entry), sentence, "Give it a last day if it no longer holds."),))
    return _kept(plan, catalogue=without_entries(plan.catalogue, entry))


def _with_changed_entry(plan: Plan, held: SomeCatalogueEntry, changed: SomeCatalogueEntry, as_of: date) -> Plan:
    if changed == held:
        return plan
    told = told_as_own(held, changed, as_of)
    return _kept(plan, catalogue=with_entry(plan.catalogue, told, own_entry(plan.catalogue, held)))


def _shelf_path(entry: CatalogueEntry) -> str:
    return f"plan.catalogue.{shelf(entry)}"


# Measurements of use


def add_measurement(plan: Plan, measurement: Measurement) -> Plan:
    """Keep what a usage report said, once, until the earlier of the days given for it.

    Other figures of that report and day are refused, as one of the two is wrong.
    """
    same = [each for each in plan.measurements if has_same_figures(each, measurement)]
    if not same:
        return _kept(plan, measurements=in_order((*plan.measurements, measurement)))
    sooner = min(same[0], measurement, key=lambda each: (each.delete_by, each.purpose))
    return _kept(plan, measurements=_mapped(plan.measurements, lambda each: sooner if each is same[0] else each))


def remove_measurement(plan: Plan, position: int) -> Plan:
    """Forget the measurement at a position, as on the day by which it is to be removed."""
    return _kept(plan, measurements=_without(plan.measurements, position))


# The agenda


def put_on_agenda(plan: Plan, item: AgendaItem) -> Plan:
    """Put something to negotiate behind what is there; what is there already stays where it is."""
    return plan if item in plan.agenda else _kept(plan, agenda=(*plan.agenda, item))


def take_off_agenda(plan: Plan, position: int) -> Plan:
    """Take the item at a position off the agenda."""
    return _kept(plan, agenda=_without(plan.agenda, position))


# What was sent


def record_sent(plan: Plan, document: SentDocument) -> Plan:
    """Keep what was sent, and to whom, behind what was sent before."""
    return _kept(plan, sent=(*plan.sent, document))


def forget_sent(plan: Plan, position: int) -> Plan:
    """Forget the record at a position, as of what was never sent."""
    return _kept(plan, sent=_without(plan.sent, position))


# The schedule under another plan


def carried(schedule: Schedule, before: Plan, after: Plan) -> Schedule:
    """What is left of a schedule when its plan is edited: the same starts, and finishes that follow durations.

    Assignments of phases and options that are gone go, and so do claims; an option that took the place of another takes
    its assignments. A phase that was as long as its option asked for stays so; one that was not is left as it was. What
    has begun lies as it does.
    """
    calendars_changed = any(
        getattr(after, field) is not getattr(before, field) for field in ("calendar", "regions", "freezes")
    )
    assignments = []
    for assignment in schedule.assignments:
        old, new = before.phase[assignment.phase], after.phase.get(assignment.phase)
        if new is old and not calendars_changed:
            assignments.append(assignment)
        elif new is not None:
            assignments += _fitted(before, after, assignment)
    claims = _those(schedule.claims, lambda claim: claim.phase in after.phase and claim.credit in after.credit)
    left = replace(schedule, assignments=_unless_same(tuple(assignments), schedule.assignments), claims=claims)
    return followed(schedule, with_begun(after, left))


def _fitted(before: Plan, after: Plan, assignment: Assignment) -> Iterator[Assignment]:
    """The assignment with the option and the finish that its edited phase asks for; nothing if the option is gone."""
    old, new = before.phase[assignment.phase], after.phase[assignment.phase]
    option = assignment.option
    if new.option(option) is None and len(new.options) == len(old.options):
        option = new.options[_option_position(old, option)].id
    if new.option(option) is None:
        return
    was_right = place(before, old, assignment.option, assignment.start) == assignment
    yield place(after, new, option, assignment.start) if was_right else replace(assignment, option=option)


# The one way in which an edit is made


def _kept(plan: Plan, **fields: object) -> Plan:
    """The plan with other fields, if it keeps every invariant and every field its range."""
    changed = {name: value for name, value in fields.items() if value != getattr(plan, name)}
    if not changed:
        return plan
    edited = replace(plan, **changed)
    faults = tuple(_out_of_range(plan, edited)) or edit_faults(plan, edited)
    if faults:
        raise PlanError(faults)
    return edited


def _out_of_range(before: Plan, after: Plan) -> Iterator[Fault]:
    """Fields outside their range or of another type, the first of each changed part."""
    for path, part in changed_parts(before, after):
        kind: Any = type(part) if isinstance(part, Value) else PLAN_FIELDS[path.removeprefix("plan.").split("[")[0]]
        try:
            msgspec.convert(msgspec.to_builtins(part), kind)
        except msgspec.ValidationError as error:
            yield _range_fault(path, part, str(error))


PLAN_FIELDS = {field.name: field.type for field in msgspec.structs.fields(Plan)}

COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"of length >= 1$", "must not be blank"),
    (r"of length >= (\d+)", "must be at least {} characters long"),
    (r"of length <= (\d+)", "must be at most {} characters long"),
    (r">= (-?\d+)", "must be at least {:,}"),
    (r"<= (-?\d+)", "must be at most {:,}"),
    (r"matching regex", "must be three capital letters, as USD"),
    (r"got `null`", "must not be blank"),
    (r"Expected `int", "must be a whole number"),
    (r"Expected `float", "must be a number"),
    (r"Expected `date", "must be a date"),
)
"""What msgspec says of a value, and what a person would."""


def _range_fault(path: str, part: object, complaint: str) -> Fault:
    """What msgspec found, in words, at the field it is about."""
    said, _, inside = complaint.partition(" - at `$")
    place = path + inside.removesuffix("`")
    value: object = part
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", inside):
        value = getattr(value, name) if name else value[int(number)]  # type: ignore[index]
    field = re.findall(r"\w+", re.sub(r"\[\d+\]", "", place))[-1].replace("_", " ")
    owner = f"{type(part).__name__} '{_name(part)}': {field}" if isinstance(part, Value) and _name(part) else field
    shown = f" ({value})" if isinstance(value, int | float) and not isinstance(value, bool) else ""
    for pattern, words in COMPLAINTS:
        found = re.search(pattern, said)
        if found:
            sentence = f"{owner}{shown} {words.format(*map(int, found.groups()))}."
            return Fault(place, sentence[0].upper() + sentence[1:])
    return Fault(place, f"{owner}: '{value}' does not fit.")


def _name(part: object) -> str:
    """What a part is called."""
    names = (getattr(part, field, "") for field in ("id", "name", "phase", "sku"))
    return next((name for name in names if isinstance(name, str) and name), "")


# Where things are


def _position(entries: tuple[SomeIdentified, ...], wanted: str, field: str) -> int:
    number = next((number for number, each in enumerate(entries) if each.id == wanted), None)
    if number is None:
        raise PlanError((Fault(f"plan.{field}", f"There is no {field.removesuffix('s')} '{wanted}'."),))
    return number


def _credit(plan: Plan, credit_id: str) -> Credit:
    return plan.credits[_position(plan.credits, credit_id, "credits")]


def _phase(plan: Plan, phase_id: str) -> Phase:
    return plan.phases[_position(plan.phases, phase_id, "phases")]


def _option_position(phase: Phase, option_id: str) -> int:
    number = next((number for number, each in enumerate(phase.options) if each.id == option_id), None)
    if number is None:
        raise PlanError((Fault("plan.phases", f"Phase '{phase.id}' has no option '{option_id}'."),))
    return number


def _link_position(plan: Plan, link: Dependency) -> int:
    number = next((number for number, each in enumerate(plan.dependencies) if each == link), None)
    if number is None:
        sentence = f"There is no {link.type} link from {link.predecessor} to {link.successor}."
        raise PlanError((Fault("plan.dependencies", sentence),))
    return number


def _rate_line_position(plan: Plan, sku: str) -> int:
    number = next((number for number, line in enumerate(plan.rate_lines) if line.sku == sku), None)
    if number is None:
        raise PlanError((Fault("plan.rate_lines", f"There is no rate line '{sku}'."),))
    return number


def _users(plan: Plan, partner_id: str) -> Iterator[str]:
    """What names a partner."""
    yield from (f"phase {phase.id}" for phase in plan.phases if phase.option(partner_id) is not None)
    yield from (f"credit {credit.id}" for credit in plan.credits if partner_id in credit.approved_partners)


# Tuples with one entry more, less or another; a tuple in which nothing is another stays the same object


def _inserted(entries: tuple[Entry, ...], entry: Entry, position: int | None) -> tuple[Entry, ...]:
    at = len(entries) if position is None else max(0, min(position, len(entries)))
    return (*entries[:at], entry, *entries[at:])


def _changed(entries: tuple[Entry, ...], position: int, **fields: object) -> tuple[Entry, ...]:
    entry = entries[position]
    changed: Entry = replace(entry, **fields)  # type: ignore[type-var]
    return entries if changed == entry else (*entries[:position], changed, *entries[position + 1 :])


def _without(entries: tuple[Entry, ...], position: int) -> tuple[Entry, ...]:
    return (*entries[:position], *entries[position + 1 :])


def _unless_same(entries: tuple[Entry, ...], before: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return before if entries == before else entries


def _moved(entries: tuple[Entry, ...], position: int, to: int) -> tuple[Entry, ...]:
    return _unless_same(_inserted(_without(entries, position), entries[position], to), entries)


def _those(entries: tuple[Entry, ...], keep: Callable[[Entry], bool]) -> tuple[Entry, ...]:
    kept = tuple(filter(keep, entries))
    return entries if len(kept) == len(entries) else kept


def _mapped(entries: tuple[Entry, ...], change: Callable[[Entry], Entry]) -> tuple[Entry, ...]:
    mapped = tuple(map(change, entries))
    return entries if all(new is old for new, old in zip(mapped, entries, strict=True)) else mapped


def _with_entries(part: Entry, field: str, change: Callable[[Any], Any]) -> Entry:
    """The part with each entry of one of its tuples changed."""
    entries = getattr(part, field)
    mapped = _mapped(entries, change)
    return part if mapped is entries else replace(part, **{field: mapped})  # type: ignore[type-var]


def _without_outcome(credit: Credit, phase_id: str) -> Credit:
    kept = _those(credit.outcome_dates, lambda target: target.phase != phase_id)
    return credit if kept is credit.outcome_dates else replace(credit, outcome_dates=kept)


def _freed_from(held: Pin, phase_id: str, option_id: str) -> Pin:
    return replace(held, option=None) if (held.phase, held.option) == (phase_id, option_id) else held


def _with_scenarios(
    state: State, kind: str, renaming: "_Renaming", rename: Callable[[State, str, str], State]
) -> State:
    """The State with the same part renamed in each scenario and kept status, but where another bears that name."""

    def renamed(scenario: Scenario) -> Scenario:
        known = getattr(scenario.plan, kind)
        if renaming.old not in known or renaming.new in known:
            return scenario
        plan, schedule = rename(State(scenario.plan, scenario.schedule), renaming.old, renaming.new)
        return replace(scenario, plan=plan, schedule=schedule)

    scenarios = _mapped(state.plan.scenarios, renamed)
    return state if scenarios is state.plan.scenarios else State(_kept(state.plan, scenarios=scenarios), state.schedule)


class _Renaming:
    """An identifier and the one that replaces it wherever it stands."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def fields(self, part: Entry, *fields: str) -> Entry:
        """The part with the new identifier in those of the fields that held the old one."""
        held = {field: self.new for field in fields if getattr(part, field) == self.old}
        return replace(part, **held) if held and self.new != self.old else part  # type: ignore[type-var]

    def names(self, part: Entry, field: str) -> Entry:
        """The part with the new identifier in a tuple of names."""
        names = tuple(self.new if name == self.old else name for name in getattr(part, field))
        return part if names == getattr(part, field) else replace(part, **{field: names})  # type: ignore[type-var]

    def schedule(
        self, schedule: Schedule | None, of_assignments: tuple[str, ...], of_claims: tuple[str, ...]
    ) -> Schedule | None:
        """The schedule with the new identifier in those fields of its assignments and of its claims."""
        if schedule is None:
            return None
        assignments = _mapped(schedule.assignments, lambda each: self.fields(each, *of_assignments))
        claims = _mapped(schedule.claims, lambda each: self.fields(each, *of_claims))
        renamed = replace(schedule, assignments=assignments, claims=claims)
        return schedule if renamed == schedule else renamed
