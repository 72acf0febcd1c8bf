"""A phase: its fields, the ways to deliver it, its target, its links and its pin."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from planner import edits
from planner.linked import Owner
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Phase
from planner.rollout.quotes import Quote
from ui.document import Document
from ui.fields import choices, link_fields, option_fields, phase_fields, quote_fields
from ui.fields.field import Field, read_sum
from ui.fields.link_fields import NamedLink
from ui.fields.new_parts import new_option
from ui.fields.option_fields import PhaseOption
from ui.fields.progress_fields import PROGRESS_FIELDS, PhaseProgress, progress_of
from ui.fields.quote_fields import PRICE, OptionQuote
from ui.panels.editor import Editor
from ui.panels.files_section import files_section
from ui.panels.form import REMOVE, Action, Cell, Line, Section, Sections, lines_of
from ui.selection import Selection
from ui.timeline.header import today
from ui.timeline.history import history_words
from ui.wording import day

NO_STATUS = "There is no status date yet: set one on the page Week (F9), then report what has begun."
OTHER_PHASE: Field[None] = Field("Phase", "choice", lambda _: None, choices=choices.phases)


class PhaseEditor(Editor):
    """Edits the phase that is selected, or that it is told to show."""

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(document, selection, "phase", lambda plan: plan.phase, phase_sections, parent)


def phase_sections(state: State, phase_id: str) -> Sections:
    """What the form shows of a phase."""

    def find(plan: Plan) -> Phase | None:
        return plan.phase.get(phase_id)

    progress = Section("Progress", _progress(state, phase_id))
    return (
        Section(
            "",
            lines_of(
                (
                    phase_fields.PHASE_ID,
                    phase_fields.PHASE_NAME,
                    phase_fields.WORKLOAD,
                    phase_fields.MOTION,
                    phase_fields.REGION,
                    phase_fields.SEATS,
                    phase_fields.ELIGIBLE_COST,
                    phase_fields.CHANGE,
                    phase_fields.PHASE_OWNER,
                ),
                find,
                phase_id,
            ),
        ),
        *((progress,) if state.plan.status_date else ()),  # what is told every week stands first
        _delivery(state, phase_id),
        _quotes(state, phase_id),
        Section(
            "Dates",
            (
                *lines_of(_date_fields(state.plan, phase_id), find, phase_id),
                _pin(state, phase_id),
            ),
        ),
        *(() if state.plan.status_date else (progress,)),
        _links("Waits for", state, phase_id, lambda link: link.successor == phase_id),
        _links("Is waited for by", state, phase_id, lambda link: link.predecessor == phase_id),
        Section(
            "Adoption target", lines_of((*phase_fields.TARGET_FIELDS, phase_fields.EXPECTED_OUTCOME), find, phase_id)
        ),
        Section("Scope", lines_of((phase_fields.EXCLUSIONS,), find, phase_id)),
        files_section(state.plan, _owners_of_files(state.plan, state.plan.phase[phase_id])),
    )


def _date_fields(plan: Plan, phase_id: str) -> tuple[Field[Phase], ...]:
    """The dates of a phase, that of the change advisory board only where one is asked, or was."""
    phase = plan.phase[phase_id]
    is_asked = (plan.change_lead > 0 and phase.change) or phase.change_requested is not None
    board = (phase_fields.CHANGE_REQUESTED,) if is_asked else ()
    return (*board, phase_fields.EARLIEST_START, phase_fields.DUE_DATE, phase_fields.DEADLINE)


def _owners_of_files(plan: Plan, phase: Phase) -> list[tuple[str, Owner]]:
    """What files belong to: the ways to deliver the phase, and its milestones."""
    options = [(plan.deliverer(option.id), ("option", phase.id, option.id)) for option in phase.options]
    numbered = enumerate(phase.milestones, start=1)
    return [*options, *((each.name, ("milestone", phase.id, f"{number}")) for number, each in numbered)]


def _progress(state: State, phase_id: str) -> tuple[Line, ...]:
    """What became of the phase so far, or why nothing can be told of it yet."""

    def find(plan: Plan) -> PhaseProgress | None:
        return progress_of(plan, phase_id)

    as_of = state.plan.status_date
    words = history_words(state.plan, phase_id) or "It has not begun"
    told = (
        f"As of {day(as_of)}: {words[0].lower() + words[1:] if words.startswith('It') else words}."
        if as_of
        else NO_STATUS
    )
    return (Line(text=told), *(lines_of(PROGRESS_FIELDS, find, phase_id) if as_of else ()))


def _delivery(state: State, phase_id: str) -> Section:
    options = state.plan.phase[phase_id].options
    lines = [line for number, each in enumerate(options) for line in _option(phase_id, each.id, is_first=number == 0)]
    add = Action(
        "Add option",
        f"Add an option of {phase_id}",
        lambda state, _: edits.add_option(state.plan, phase_id, new_option(state.plan, phase_id)),
    )
    return Section("Delivery", (*lines, Line(actions=(add,))))


def _option(phase_id: str, option_id: str, *, is_first: bool) -> tuple[Line, ...]:
    """Who delivers stands above the figures, so that the name has room."""

    def find(plan: Plan) -> PhaseOption | None:
        phase = plan.phase.get(phase_id)
        option = phase.option(option_id) if phase is not None else None
        return PhaseOption(phase, option) if phase is not None and option is not None else None

    owner = f"{phase_id} by {option_id}"
    remove = Action(REMOVE, f"Remove {owner}", lambda state, _: edits.remove_option(state.plan, phase_id, option_id))
    figures = (
        Cell(option_fields.DURATION, find, owner, 2),
        Cell(option_fields.AT_BEST, find, owner, 2),
        Cell(option_fields.AT_WORST, find, owner, 2),
        Cell(option_fields.COST, find, owner, 3),
    )
    return (
        Line(cells=(Cell(option_fields.DELIVERED_BY, find, owner),), actions=(remove,), is_headed=is_first),
        Line(cells=figures, is_headed=True),
    )


def _quotes(state: State, phase_id: str) -> Section:
    """What each option was quoted at, the present quote first, and how a new one is told."""
    lines: list[Line] = []
    for option in state.plan.phase[phase_id].options:
        add = Action("Add quote", f"Add a quote of {phase_id} by {option.id}", _add_quote(phase_id, option.id), PRICE)
        lines.append(Line(state.plan.deliverer(option.id), actions=(add,)))
        for position in reversed(range(len(option.quotes))):
            lines += _quote(phase_id, option.id, position)
    return Section("Quotes", tuple(lines))


def _add_quote(phase_id: str, option_id: str) -> Callable[[State, str], Plan]:
    def add(state: State, text: str) -> Plan:
        amount, currency = read_sum(text, state.plan.currency)
        quote = Quote(quoted_on=today(), amount=amount, currency=currency)
        return edits.record_quote(state.plan, phase_id, option_id, quote)

    return add


def _quote(phase_id: str, option_id: str, position: int) -> tuple[Line, ...]:
    def find(plan: Plan) -> OptionQuote | None:
        phase = plan.phase.get(phase_id)
        option = phase.option(option_id) if phase is not None else None
        is_there = phase is not None and option is not None and position < len(option.quotes)
        return OptionQuote(phase, option, position) if phase is not None and option is not None and is_there else None

    owner = f"quote {position + 1} of {phase_id} by {option_id}"
    remove = Action(
        REMOVE, f"Remove {owner}", lambda state, _: edits.remove_quote(state.plan, phase_id, option_id, position)
    )
    first = ((quote_fields.QUOTED_ON, 4), (quote_fields.AMOUNT, 3), (quote_fields.CURRENCY, 2))
    second = ((quote_fields.VALID_UNTIL, 5), (quote_fields.SIGNED_ON, 5), (quote_fields.BORNE_BY, 4))
    return (
        Line(cells=tuple(Cell(each, find, owner, wide) for each, wide in first), actions=(remove,), is_headed=True),
        Line(cells=tuple(Cell(each, find, owner, wide) for each, wide in second), is_headed=True),
        *lines_of((quote_fields.SOW,), find, owner),
    )


def _pin(state: State, phase_id: str) -> Line:
    """The pin, which a drag may have made, and how to get rid of it; or how to make one."""
    pin = next((each for each in state.plan.pins if each.phase == phase_id), None)
    if pin is not None:
        held = (day(pin.start) if pin.start else "", state.plan.deliverer(pin.option) if pin.option else "")
        words = " and ".join(f"to {each}" for each in held if each)
        remove = Action("Remove pin", f"Remove pin of {phase_id}", lambda state, _: edits.unpin(state.plan, phase_id))
        return Line("Pinned", text=words or "to nothing", actions=(remove,))
    assignment = state.schedule.assignment(phase_id) if state.schedule is not None else None
    if assignment is None:
        return Line("Pinned", text="no")
    start = assignment.start
    hold = Action("Pin here", f"Pin {phase_id}", lambda state, _: edits.pin(state.plan, phase_id, start=start))
    return Line("Pinned", text="no", actions=(hold,))


def _links(title: str, state: State, phase_id: str, is_meant: Callable[[Dependency], bool]) -> Section:
    plan = state.plan
    is_before = title == "Waits for"
    links = [link for link in plan.dependencies if is_meant(link)]
    lines = tuple(_link(plan, link, link.predecessor if is_before else link.successor) for link in links)
    linked = {link.predecessor if is_before else link.successor for link in links}
    others = [each for each in plan.phase if each != phase_id and each not in linked]
    if not others:
        return Section(title, lines)

    def add(state: State, other: str) -> Plan:
        return edits.add_dependency(state.plan, *((other, phase_id) if is_before else (phase_id, other)))

    ask = OTHER_PHASE._replace(
        choices=lambda _plan: others, labels={each: f"{each} {plan.phase[each].name}" for each in others}
    )
    return Section(title, (*lines, Line(actions=(Action("Add link", f"Link {phase_id}", add, ask, others[0]),))))


def _link(plan: Plan, link: Dependency, other: str) -> Line:
    def find(present: Plan) -> NamedLink | None:
        found = next((each for each in present.dependencies if _key(each) == _key(link)), None)
        return NamedLink(found, "", "") if found is not None else None

    owner = f"{link.predecessor} → {link.successor}"

    def remove(state: State, _: object) -> Plan:
        present = find(state.plan)
        return edits.remove_dependency(state.plan, present.link) if present else state.plan

    return Line(
        text=f"{other} {plan.phase[other].name}",
        cells=(
            Cell(link_fields.LINK_TYPE, find, f"{owner} {link.type}", 3),
            Cell(link_fields.LAG, find, f"{owner} {link.type}", 1),
        ),
        actions=(Action(REMOVE, f"Remove link {owner}", remove),),
    )


def _key(link: Dependency) -> tuple[str, str, str]:
    return link.predecessor, link.successor, link.type
