"""What must hold of every plan before anything else is asked of it.

A plan that breaks one of these has no meaning (a link to a phase that does not exist, a window that ends before it
begins), so the reader refuses it and an edit that would bring it about is not done. What has a meaning but is wrong,
such as a late phase, is a finding instead: see ``planner.checks``.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from planner.attachments import Attachment, is_relative
from planner.catalogue.entries import entry_faults
from planner.funding.claim_rules import face_value
from planner.funding.credits import Credit
from planner.funding.measurements import measurement_faults
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar
from planner.rollout.phases import RESERVED_OPTIONS, DeliveryOption, Phase
from planner.rollout.schedule import Schedule
from planner.value import LARGEST_AMOUNT, LARGEST_TOTAL, WHOLE, DateRange, Value

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
LONGEST_YEARS = 10
MOST_PHASES = 10_000
"""More cannot be looked at without waiting; see ``planner.limits`` for what can be solved."""
NAMES_SHOWN = 8
TOO_LARGE = "Maybe a digit is wrong, or count in thousands."
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no document can carry: controls other than tab and line ends, and halves of characters."""


class Fault(Value, frozen=True):
    """Something that makes a document no plan.

    path: where, as ``plan.phases[3].options[0].duration``. sentence: what is wrong, naming the value and its owner.
    remedy: what to do about it; may be blank.
    """

    path: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence} {self.remedy}".rstrip()


class PlanError(Exception):
    """A plan cannot be what it was asked to be. It carries every fault that was found, and nothing was changed."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def invariant_faults(state: State) -> tuple[Fault, ...]:
    """Every broken invariant of the plan and of its schedule's references, in the order of the document."""
    plan, schedule = state
    leaves = [*_leaves(plan, "plan"), *([] if schedule is None else _leaves(schedule, "schedule"))]
    return (*leaves, *_broken(state))


def _broken(state: State) -> Iterator[Fault]:
    """Every broken invariant but those that a leaf breaks by itself."""
    plan, schedule = state
    yield from (fault for section in SECTIONS for fault in section(plan))
    if schedule is not None:
        yield from _schedule(plan, schedule)


def edit_faults(before: Plan, after: Plan) -> tuple[Fault, ...]:
    """As ``invariant_faults`` for a plan made from one that keeps its invariants; a tenth of the work.

    Parts that both share, told by ``is``, are not looked into again, and sections are skipped that look at none of
    the changed fields.
    """
    changed = {field for field in Plan.__struct_fields__ if getattr(after, field) is not getattr(before, field)}
    leaves = (fault for path, part in changed_parts(before, after) for fault in _leaves(part, path))
    sections = (section(after) for section, fields in SECTIONS.items() if changed & fields)
    return (*leaves, *(fault for faults in sections for fault in faults))


def changed_parts(before: Plan, after: Plan) -> Iterator[tuple[str, object]]:
    """Paths and values of what one plan does not share with another: entries of its lists, and other fields whole."""
    for field in Plan.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if new is old:
            continue
        if isinstance(new, tuple) and isinstance(old, tuple):
            shared = {id(entry) for entry in old}
            changed = ((number, entry) for number, entry in enumerate(new) if id(entry) not in shared)
            yield from ((f"plan.{field}[{number}]", entry) for number, entry in changed)
        else:
            yield f"plan.{field}", new


def _leaves(value: object, path: str) -> Iterator[Fault]:
    """Values that make no sense wherever they stand, anywhere inside."""
    if isinstance(value, Value):
        for field in value.__struct_fields__:
            inside = getattr(value, field)
            if inside:  # what is blank, empty or zero is never wrong by itself, and most fields are
                yield from _leaves(inside, f"{path}.{field}")
        if isinstance(value, DateRange) and value.end < value.start:
            yield Fault(path, f"The range ends ({value.end}) before it starts ({value.start}).", "Maybe swap the two.")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _leaves(each, f"{path}[{number}]")
    else:
        yield from _leaf(value, path)


def _leaf(value: object, path: str) -> Iterator[Fault]:
    if isinstance(value, str) and UNPRINTABLE.search(value):
        yield Fault(path, "The text holds a character that cannot be printed.", "Write the text again.")
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        yield Fault(path, f"{value} is outside {EARLIEST.year} to {LATEST.year}.", "Maybe a digit is wrong.")
    if isinstance(value, float) and not math.isfinite(value):
        yield Fault(path, f"{value} is no number.", "Write a number or leave it out.")


def _period(plan: Plan) -> Iterator[Fault]:
    if plan.horizon < plan.start:
        yield Fault("plan.horizon", f"The horizon ({plan.horizon}) lies before the start ({plan.start}).")
    if plan.horizon.year - plan.start.year > LONGEST_YEARS:
        yield Fault("plan.horizon", f"The plan is longer than {LONGEST_YEARS} years.", "Maybe a digit is wrong.")
    total = sum(max((option.cost for option in phase.options), default=0) for phase in plan.phases)
    if total > LARGEST_TOTAL:
        yield Fault("plan.phases", f"The phases cost up to {total:,} together, above {LARGEST_TOTAL:,}.", TOO_LARGE)
    agreement = plan.agreement
    if agreement.starts_on and agreement.ends_on and agreement.ends_on < agreement.starts_on:
        yield Fault("plan.agreement.ends_on", "The agreement ends before it starts.", "Maybe swap the two.")


def _calendars(plan: Plan) -> Iterator[Fault]:
    yield from _without_weekdays(plan.calendar, "plan.calendar")
    for number, region in enumerate(plan.regions):
        yield from _without_weekdays(region.calendar, f"plan.regions[{number}].calendar")
    yield from _repeated("plan.regions", "Region", [region.name for region in plan.regions])


def _without_weekdays(calendar: Calendar, path: str) -> Iterator[Fault]:
    if not calendar.weekdays:
        yield Fault(f"{path}.weekdays", "No weekday is worked.", "Name at least one, or leave the field out.")


def _phases(plan: Plan) -> Iterator[Fault]:
    if len(plan.phases) > MOST_PHASES:
        sentence = f"The plan has {len(plan.phases):,} phases; up to {MOST_PHASES:,} can be opened."
        yield Fault("plan.phases", sentence, "Divide the rollout into several plans.")
    yield from _repeated("plan.phases", "Phase", [phase.id for phase in plan.phases])
    for number, phase in enumerate(plan.phases):
        yield from _phase(plan, phase, f"plan.phases[{number}]")


def _phase(plan: Plan, phase: Phase, path: str) -> Iterator[Fault]:
    owner = f"Phase '{phase.id}'"
    if not phase.options:
        yield Fault(f"{path}.options", f"{owner} has no delivery option.", "Add a partner, FastTrack or internal one.")
    yield from _repeated(f"{path}.options", f"{owner}: option", [option.id for option in phase.options])
    for number, option in enumerate(phase.options):
        place = f"{path}.options[{number}].partner"
        if option.kind == "partner" and option.partner is None:
            yield Fault(place, f"{owner}: a partner option names no partner.", "Name one, or make it internal.")
        if option.kind != "partner" and option.partner is not None:
            yield Fault(
                place, f"{owner}: a {option.kind} option names partner '{option.partner}'.", "Drop the partner."
            )
        if option.kind == "partner" and option.partner is not None:
            yield from _unknown(place, owner, "partner", option.partner, plan.partner)
        yield from _estimate(option, owner, f"{path}.options[{number}]")
        yield from _quotes(option, owner, f"{path}.options[{number}].quotes")
    if phase.earliest_start and phase.deadline and phase.deadline < phase.earliest_start:
        sentence = f"{owner}: the deadline ({phase.deadline}) lies before the earliest start ({phase.earliest_start})."
        yield Fault(f"{path}.deadline", sentence)
    if phase.milestones and sum(milestone.share for milestone in phase.milestones) != WHOLE:
        yield Fault(f"{path}.milestones", f"{owner}: the shares of its milestones do not sum to {WHOLE}.")


def _estimate(option: DeliveryOption, owner: str, path: str) -> Iterator[Fault]:
    """An optimistic estimate is no longer, and a pessimistic one no shorter, than what is most likely."""
    days, best, worst = option.duration, option.optimistic, option.pessimistic
    if best is not None and best > days:
        sentence = f"{owner}: at best {best} working days by {option.id} are more than the {days} planned."
        yield Fault(f"{path}.optimistic", sentence, "Lower it, or leave it blank for the usual spread.")
    if worst is not None and worst < days:
        sentence = f"{owner}: at worst {worst} working days by {option.id} are fewer than the {days} planned."
        yield Fault(f"{path}.pessimistic", sentence, "Raise it, or leave it blank for the usual spread.")


def _quotes(option: DeliveryOption, owner: str, path: str) -> Iterator[Fault]:
    """Quotes stand in the order of their days, so that the last one is the present one."""
    for number, (before, after) in enumerate(pairwise(option.quotes), start=1):
        if after.quoted_on < before.quoted_on:
            sentence = (
                f"{owner}: the quote of {after.quoted_on} by {option.id} stands behind that of {before.quoted_on}."
            )
            yield Fault(f"{path}[{number}]", sentence, "Put them in the order of their days.")


def _exchange_rates(plan: Plan) -> Iterator[Fault]:
    """One rate of a currency for each day, and none of the plan's own."""
    yield from _repeated(
        "plan.exchange_rates", "Rate of", [f"{each.currency} of {each.dated}" for each in plan.exchange_rates]
    )
    for number, rate in enumerate(plan.exchange_rates):
        if rate.currency == plan.currency:
            sentence = f"The plan is in {plan.currency} itself, so it needs no rate of it."
            yield Fault(f"plan.exchange_rates[{number}].currency", sentence, "Take the rate out.")


def _ends_of_links(plan: Plan) -> Iterator[Fault]:
    for number, link in enumerate(plan.dependencies):
        path = f"plan.dependencies[{number}]"
        yield from _unknown(f"{path}.predecessor", "The link", "phase", link.predecessor, plan.phase)
        yield from _unknown(f"{path}.successor", "The link", "phase", link.successor, plan.phase)


def _dependencies(plan: Plan) -> Iterator[Fault]:
    links = plan.dependencies
    pairs = [f"{link.type} from {link.predecessor} to {link.successor}" for link in links]
    yield from _repeated("plan.dependencies", "Link", pairs)
    yield from _cycle(plan)


def _cycle(plan: Plan) -> Iterator[Fault]:
    """A circle of links, if there is one; graphlib finds it, as networkx would cost a tenth of a second to import."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for link in plan.dependencies:
        sorter.add(link.successor, link.predecessor)
    try:
        sorter.prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        last = next(n for n, link in enumerate(plan.dependencies) if [link.predecessor, link.successor] == cycle[:2])
        yield Fault(f"plan.dependencies[{last}]", f"The links run in a circle: {' → '.join(cycle)}.", "Remove one.")


def _partners(plan: Plan) -> Iterator[Fault]:
    yield from _repeated("plan.partners", "Partner", [partner.id for partner in plan.partners])
    for number, partner in enumerate(plan.partners):
        if partner.id in RESERVED_OPTIONS:
            yield Fault(
                f"plan.partners[{number}].id", f"'{partner.id}' names a kind of delivery.", "Choose another id."
            )


def _credits(plan: Plan) -> Iterator[Fault]:
    yield from _repeated("plan.credits", "Credit", [credit.id for credit in plan.credits])
    yield from _repeated("plan.combined_caps", "Combined cap", [cap.id for cap in plan.combined_caps])
    for number, credit in enumerate(plan.credits):
        yield from _credit(plan, credit, f"plan.credits[{number}]")


def _credit(plan: Plan, credit: Credit, path: str) -> Iterator[Fault]:
    owner = f"Credit '{credit.id}'"
    caps = {cap.id for cap in plan.combined_caps}
    for number, partner in enumerate(credit.approved_partners):
        yield from _unknown(f"{path}.approved_partners[{number}]", owner, "partner", partner, plan.partner)
    for number, cap in enumerate(credit.combined_caps):
        yield from _unknown(f"{path}.combined_caps[{number}]", owner, "combined cap", cap, caps)
    for number, outcome in enumerate(credit.outcome_dates):
        yield from _unknown(f"{path}.outcome_dates[{number}].phase", owner, "phase", outcome.phase, plan.phase)
    if credit.outcome_dates and credit.outcome_mode != "all_or_nothing":
        yield Fault(f"{path}.outcome_dates", f"{owner} has outcome dates, but its mode is '{credit.outcome_mode}'.")
    if sum(credit.tranches) != WHOLE:
        yield Fault(f"{path}.tranches", f"{owner}: its tranches sum to {sum(credit.tranches)}, not to {WHOLE}.")
    if credit.exchange and credit.exchange.currency == plan.currency:
        yield Fault(f"{path}.exchange", f"{owner} is already in {plan.currency}.", "Leave the exchange rate out.")
    if face_value(credit) > LARGEST_AMOUNT:
        sentence = f"{owner}: its face is {face_value(credit):,} {plan.currency}, above {LARGEST_AMOUNT:,}."
        yield Fault(f"{path}.exchange", sentence, TOO_LARGE)


def _product_seats(plan: Plan) -> Iterator[Fault]:
    """Each product is told of once, and no workload or price has the seats of two."""
    yield from _repeated("plan.product_seats", "Product", [each.product for each in plan.product_seats])
    for field, kind in (("workloads", "Workload"), ("skus", "Price")):
        names = [name for each in plan.product_seats for name in dict.fromkeys(getattr(each, field))]
        for name, count in Counter(names).items():
            if count > 1:
                sentence = f"{kind} '{name}' has the seats of {count} products."
                yield Fault("plan.product_seats", sentence, "Leave it with one of them.")


def _attachments(plan: Plan) -> Iterator[Fault]:
    """No linked file leads the program to another machine or drive by itself."""
    for path, attachment in _linked(plan):
        if not is_relative(attachment.path):
            sentence = f"'{attachment.title}' is linked as '{attachment.path}', which is no path from the plan file."
            yield Fault(f"{path}.path", sentence, "Write it from the folder of the plan file, as letters/approval.pdf.")


def _linked(plan: Plan) -> Iterator[tuple[str, Attachment]]:
    """Every linked file with its path in the document."""
    owners: list[tuple[str, tuple[Attachment, ...]]] = []
    for number, phase in enumerate(plan.phases):
        path = f"plan.phases[{number}]"
        owners += [(f"{path}.options[{at}]", option.attachments) for at, option in enumerate(phase.options)]
        owners += [(f"{path}.milestones[{at}]", each.attachments) for at, each in enumerate(phase.milestones)]
    owners += [(f"plan.credits[{number}]", credit.attachments) for number, credit in enumerate(plan.credits)]
    for path, attachments in owners:
        yield from ((f"{path}.attachments[{number}]", each) for number, each in enumerate(attachments))


def _other_references(plan: Plan) -> Iterator[Fault]:
    for number, confirmation in enumerate(plan.stacking_confirmations):
        path = f"plan.stacking_confirmations[{number}].credits"
        for position, credit in enumerate(confirmation.credits):
            yield from _unknown(f"{path}[{position}]", "The confirmation", "credit", credit, plan.credit)
        if confirmation.credits[0] == confirmation.credits[1]:
            yield Fault(path, f"The confirmation names credit '{confirmation.credits[0]}' twice.", "Name a pair.")
    yield from _repeated("plan.entitlements", "Entitlement", [each.id for each in plan.entitlements])
    yield from _repeated("plan.rate_lines", "Rate line", [line.sku for line in plan.rate_lines])
    yield from _repeated("plan.pins", "Pin of phase", [pin.phase for pin in plan.pins])
    for number, pin in enumerate(plan.pins):
        path = f"plan.pins[{number}]"
        yield from _unknown(f"{path}.phase", "The pin", "phase", pin.phase, plan.phase)
        if pin.phase in plan.phase and pin.option is not None:
            options = {option.id for option in plan.phase[pin.phase].options}
            yield from _unknown(f"{path}.option", f"The pin of phase '{pin.phase}'", "option", pin.option, options)


def _tracking(plan: Plan) -> Iterator[Fault]:
    """What has become of the work lies between the plan's start and its status date, in the order of time."""
    if plan.status_date is not None and plan.status_date > plan.horizon:
        sentence = f"The status date ({plan.status_date}) lies after the horizon ({plan.horizon})."
        yield Fault("plan.status_date", sentence, "Set a later horizon first.")
    if plan.actuals and plan.status_date is None:
        yield Fault("plan.actuals", "Work has begun, but there is no status date.", "Set the status date first.")
        return
    yield from _repeated("plan.actuals", "Progress of phase", [each.phase for each in plan.actuals])
    for number, actual in enumerate(plan.actuals):
        yield from _actual(plan, actual, f"plan.actuals[{number}]")


def _actual(plan: Plan, actual: Actual, path: str) -> Iterator[Fault]:
    owner, as_of = f"Phase '{actual.phase}'", plan.status_date or plan.start
    yield from _unknown(f"{path}.phase", "The progress", "phase", actual.phase, plan.phase)
    if actual.phase in plan.phase:
        options = {option.id for option in plan.phase[actual.phase].options}
        whose = f"The progress of phase '{actual.phase}'"
        yield from _unknown(f"{path}.option", whose, "option", actual.option, options)
    if actual.started_on < plan.start:
        sentence = f"{owner} has begun on {actual.started_on}, before the plan starts on {plan.start}."
        yield Fault(f"{path}.started_on", sentence, "Let the plan start earlier.")
    if actual.started_on > as_of:
        sentence = f"{owner} is said to have begun on {actual.started_on}, after the status date ({as_of})."
        yield Fault(f"{path}.started_on", sentence, "Move the status date on first.")
    if actual.told_on is not None and actual.told_on > as_of:
        sentence = f"How far {owner} is was told on {actual.told_on}, after the status date ({as_of})."
        yield Fault(f"{path}.told_on", sentence, "Move the status date on first.")
    if actual.finished_on is not None:
        yield from _finished(actual, actual.finished_on, as_of, path)


def _finished(actual: Actual, finished_on: date, as_of: date, path: str) -> Iterator[Fault]:
    owner = f"Phase '{actual.phase}'"
    if finished_on < actual.started_on:
        sentence = f"{owner} is said to be finished on {finished_on}, before it began on {actual.started_on}."
        yield Fault(f"{path}.finished_on", sentence, "Maybe swap the two.")
    elif finished_on > as_of:
        sentence = f"{owner} is said to be finished on {finished_on}, after the status date ({as_of})."
        yield Fault(f"{path}.finished_on", sentence, "Move the status date on first.")
    if actual.percent not in {None, 100}:
        sentence = f"{owner} is finished, but said to be done to {actual.percent}%."
        yield Fault(f"{path}.percent", sentence, "Leave the percentage out.")


def _catalogue(plan: Plan) -> Iterator[Fault]:
    for path, sentence, remedy in entry_faults(plan.catalogue):
        yield Fault(f"plan.catalogue.{path}", sentence, remedy)


def _measurements(plan: Plan) -> Iterator[Fault]:
    for path, sentence, remedy in measurement_faults(plan.measurements):
        yield Fault(f"plan.measurements{path}", sentence, remedy)


def _sent(plan: Plan) -> Iterator[Fault]:
    yield from _repeated("plan.sent", "Version", [str(each.version) for each in plan.sent])


def _scenarios(plan: Plan) -> Iterator[Fault]:
    """A scenario is a plan like any other, but for what only the plan at work holds."""
    yield from _repeated("plan.scenarios", "Scenario", [each.name for each in plan.scenarios])
    for number, scenario in enumerate(plan.scenarios):
        path = f"plan.scenarios[{number}]"
        for field in KEPT_ONCE:
            if getattr(scenario.plan, field):
                sentence = f"Scenario '{scenario.name}' holds {field} of its own."
                yield Fault(f"{path}.plan.{field}", sentence, "Only the plan at work holds them; leave the field out.")
                return
        for fault in _broken(State(scenario.plan, scenario.schedule)):
            yield Fault(f"{path}.{fault.path}", f"Scenario '{scenario.name}': {fault.sentence}", fault.remedy)


KEPT_ONCE = ("scenarios", "measurements", "baseline", "agenda", "sent", "unknown_in_file")
"""Fields that no scenario has."""

SECTIONS: Mapping[Callable[[Plan], Iterator[Fault]], frozenset[str]] = {
    _period: frozenset({"start", "horizon", "agreement", "phases"}),
    _calendars: frozenset({"calendar", "regions"}),
    _phases: frozenset({"phases", "partners"}),
    _ends_of_links: frozenset({"dependencies", "phases"}),
    _dependencies: frozenset({"dependencies"}),
    _partners: frozenset({"partners"}),
    _credits: frozenset({"credits", "combined_caps", "partners", "phases", "currency"}),
    _other_references: frozenset(
        {"stacking_confirmations", "credits", "entitlements", "rate_lines", "pins", "phases", "partners"}
    ),
    _tracking: frozenset({"status_date", "actuals", "phases", "start", "horizon"}),
    _exchange_rates: frozenset({"exchange_rates", "currency"}),
    _product_seats: frozenset({"product_seats"}),
    _attachments: frozenset({"phases", "credits"}),
    _catalogue: frozenset({"catalogue"}),
    _measurements: frozenset({"measurements"}),
    _sent: frozenset({"sent"}),
    _scenarios: frozenset({"scenarios"}),
}
"""What must hold of a plan, in the order of the document, and the fields that each section looks at."""


def _schedule(plan: Plan, schedule: Schedule) -> Iterator[Fault]:
    yield from _repeated("schedule.assignments", "Assignment of phase", [each.phase for each in schedule.assignments])
    for number, assignment in enumerate(schedule.assignments):
        path = f"schedule.assignments[{number}]"
        yield from _unknown(f"{path}.phase", "The assignment", "phase", assignment.phase, plan.phase)
        phase = plan.phase.get(assignment.phase)
        if phase is not None:
            options = {option.id for option in phase.options}
            yield from _unknown(f"{path}.option", f"Phase '{phase.id}'", "option", assignment.option, options)
        if assignment.finish < assignment.start:
            yield Fault(
                f"{path}.finish", f"Phase '{assignment.phase}' finishes before it starts.", "Maybe swap the two."
            )
    pairs = [f"{claim.credit} on {claim.phase}" for claim in schedule.claims]
    yield from _repeated("schedule.claims", "Claim of", pairs)
    for number, claim in enumerate(schedule.claims):
        path = f"schedule.claims[{number}]"
        yield from _unknown(f"{path}.phase", "The claim", "phase", claim.phase, plan.phase)
        yield from _unknown(f"{path}.credit", "The claim", "credit", claim.credit, plan.credit)


def _repeated(path: str, kind: str, names: list[str]) -> Iterator[Fault]:
    if len(set(names)) == len(names):
        return
    for name, count in Counter(names).items():
        if count > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield Fault(f"{path}[{last}]", f"{kind} '{name}' occurs {count} times.", "Each may occur once.")


def _unknown(path: str, owner: str, kind: str, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name not in known:
        names = sorted(known)
        shown = ", ".join(names[:NAMES_SHOWN]) + (" and others" if len(names) > NAMES_SHOWN else "")
        remedy = f"Known: {shown}." if names else f"There is no {kind} yet."
        yield Fault(path, f"{owner} names {kind} '{name}', which does not exist.", remedy)
