"""Rows into a plan: parts are known by their identifier, a blank cell says nothing, and a dash says none.

Every fault is told with its cell. With any fault the plan stays as it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from planner import edits
from planner.currencies import foreign_currency
from planner.exchange.foreign_file import refuse, shown
from planner.exchange.spreadsheets.cells import NOTHING, CellError, text_of
from planner.exchange.spreadsheets.columns import MONEY, Kind, column
from planner.exchange.spreadsheets.mapping import ImportMapping, SheetMapping, titles_at
from planner.exchange.spreadsheets.predecessors import read_predecessors
from planner.exchange.spreadsheets.sheets import Sheet, Value
from planner.funding.credits import Credit, Scope
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DELIVERED_BY, DeliveryOption, Phase, Pin
from planner.unknown import followed
from planner.value import DateRange

LONGEST_ID = 64
MOST_FAULTS = 1_000
USUAL_MOTION = "deploy"
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "phases": ("workload", "duration", "cost"),
    "credits": ("programme", "face", "window_start", "window_end"),
    "partners": (),
}
"""What a part that is not in the plan yet must be told."""

NOTHING_SAID: Mapping[str, Any] = {"owner": "", "pool": "", "contact": "", "source_document": "", "conditions": ""}
LISTS = frozenset({"exclusions", "approved_partners", "workloads", "motions", "regions", "approved_workloads"})
SCOPE = ("workloads", "motions", "regions")
WINDOW = {"window_start": "start", "window_end": "end"}


class ReadSpreadsheet(NamedTuple):
    """A State with what a spreadsheet says, and what was not used or is missing, in sentences.

    missing: identifiers of parts that the plan has and a sheet of their kind has not.
    """

    state: State
    notes: tuple[str, ...]
    missing: Mapping[Kind, tuple[str, ...]]


class _Row(NamedTuple):
    """A row: its sheet, its number, and what its cells say by column. cells: the letters of each column."""

    sheet: str
    number: int
    id: str
    said: Mapping[str, Any]
    cells: Mapping[str, str]

    def place(self, key: str) -> str:
        """The cell of a column; the row where there is none."""
        return f"{self.sheet}!{self.cells[key]}{self.number}" if key in self.cells else f"{self.sheet}!{self.number}"


def into_plan(
    sheets: Sequence[Sheet], mapping: ImportMapping, into: State, *, remove_missing: bool = False
) -> ReadSpreadsheet:
    """The State after the rows of the sheets. Raises PlanError with every fault, each at its cell."""
    reading = _Reading(into.plan, mapping)
    notes = list(_unused(sheets, mapping))
    for each in mapping.sheets:
        sheet = next((sheet for sheet in sheets if sheet.name == each.sheet), None)
        if sheet is None:
            refuse(each.sheet, f"The file has no sheet '{shown(each.sheet)}'.", "Choose another mapping.")
        notes += reading.read(sheet, each)
    if not mapping.sheets:
        refuse("columns", "No sheet has titles of phases, credits or partners.", "Name the columns, or give a mapping.")
    plan = followed(into.plan, reading.plan())
    missing = {kind: reading.missing(kind) for kind in reading.rows if reading.missing(kind)}
    if remove_missing:
        plan = _without(plan, missing)
    schedule = None if into.schedule is None else edits.carried(into.schedule, into.plan, plan)
    state = into if plan is into.plan else State(plan, schedule)
    return ReadSpreadsheet(state, tuple(notes), missing)


def _unused(sheets: Sequence[Sheet], mapping: ImportMapping) -> Iterator[str]:
    used = {each.sheet for each in mapping.sheets}
    yield from (
        f"Sheet '{shown(sheet.name)}' is not used." for sheet in sheets if sheet.name not in used and sheet.rows
    )


def _without(plan: Plan, missing: Mapping[Kind, tuple[str, ...]]) -> Plan:
    """Phases and credits first, since they name partners."""
    for phase in missing.get("phases", ()):
        plan = edits.remove_phase(plan, phase)
    for credit in missing.get("credits", ()):
        plan = edits.remove_credit(plan, credit)
    for partner in missing.get("partners", ()):
        plan = edits.remove_partner(plan, partner)
    return plan


class _Reading:
    """The rows of all sheets, and the plan that they make of another."""

    def __init__(self, plan: Plan, mapping: ImportMapping) -> None:
        self._before, self._dates = plan, mapping.dates
        self._names = {kind: _by_any_name(getattr(plan, kind)) for kind in NEEDED}
        self.rows: dict[Kind, list[_Row]] = {}
        self._faults: list[Fault] = []
        self._faulty: set[str] = set()

    def read(self, sheet: Sheet, mapping: SheetMapping) -> list[str]:
        """Take in the rows of a sheet; gives back which columns are not used."""
        if not 1 <= mapping.header_row <= len(sheet.rows):
            refuse(sheet.name, f"The sheet has no row {mapping.header_row}.", "Choose another row of titles.")
        titles = titles_at(sheet, mapping.header_row)
        positions = {mapping.columns[title]: at for at, title in reversed(titles) if title in mapping.columns}
        for key in positions:
            if list(mapping.columns.values()).count(key) > 1:
                refuse(sheet.name, f"Two columns are mapped to '{key}'.", "Map one of them to something else.")
        if not {"id", "name"} & set(positions):
            refuse(sheet.name, "No column holds an id or a name.", "Map one of the columns to it.")
        rows = self.rows.setdefault(mapping.kind, [])
        for number, cells in enumerate(sheet.rows[mapping.header_row :], start=mapping.header_row + 1):
            values = {key: cells[at] for key, at in positions.items()}
            if any(value is not None for value in values.values()):
                rows.append(self._row(sheet.name, number, mapping.kind, values, positions))
        unused = [title for _, title in titles if title not in mapping.columns]
        return [f"Sheet '{shown(sheet.name)}', column '{shown(title)}' is not used." for title in unused]

    def _row(
        self, sheet: str, number: int, kind: Kind, cells: Mapping[str, Value], positions: Mapping[str, int]
    ) -> _Row:
        letters = {key: _letters(at) for key, at in positions.items()}
        said: dict[str, Any] = {}
        for key, value in cells.items():
            try:
                self._say(said, kind, key, value)
            except CellError as error:
                subject = "The cell " if str(error).startswith("holds") else ""
                self._fault(f"{sheet}!{letters[key]}{number}", f"{subject}{error}.")
        return _Row(sheet, number, self._id(kind, said), said, letters)

    def _say(self, said: dict[str, Any], kind: Kind, key: str, value: Value) -> None:
        text = text_of(value)
        if not text:
            return
        known = column(kind, key)
        if text.casefold() in NOTHING and known.is_optional:
            said[key] = () if key in LISTS else NOTHING_SAID.get(key)
        else:
            if known.read is MONEY:
                self._refuse_other_currency(text)
            said[key] = known.read(value, self._dates)

    def _refuse_other_currency(self, text: str) -> None:
        """No sum of another currency is taken 1:1. Raises CellError."""
        own = self._before.currency
        other = foreign_currency(text, own)
        if other is not None:
            raise CellError(f"'{shown(text)}' is in {other}, and the plan counts in {own}")

    def _id(self, kind: Kind, said: Mapping[str, Any]) -> str:
        """The identifier of a row: its own, or that of the part with its name, or its name."""
        if said.get("id"):
            return str(said["id"])
        name = str(said.get("name", ""))
        return self._names[kind].get(name.casefold()) or name[:LONGEST_ID]

    def _fault(self, place: str, sentence: str, remedy: str = "") -> None:
        self._faulty.add(place)
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(Fault(place, sentence[0].upper() + sentence[1:], remedy))

    def missing(self, kind: Kind) -> tuple[str, ...]:
        """Parts of the plan that no row is about."""
        told = {row.id for row in self.rows.get(kind, ())}
        return tuple(part.id for part in getattr(self._before, kind) if part.id not in told)

    def plan(self) -> Plan:
        """The plan with everything that the rows say. Raises PlanError."""
        before = self._before
        self._refuse_repeated()
        partners = self._merged("partners", before.partners, self._partner)
        self._partner_ids = _by_any_name(partners)
        phases = self._merged("phases", before.phases, self._phase)
        credits_ = self._merged("credits", before.credits, self._credit)
        links, pins = self._links(phases), self._pins()
        if self._faults:
            raise PlanError(tuple(self._faults))
        try:
            return edits.change_plan(
                before, partners=partners, phases=phases, credits=credits_, dependencies=links, pins=pins
            )
        except PlanError as error:
            after = {"partners": partners, "phases": phases, "credits": credits_, "dependencies": links}
            raise PlanError(tuple(self._at_cell(fault, after) for fault in error.faults)) from None

    def _refuse_repeated(self) -> None:
        for kind, rows in self.rows.items():
            seen: dict[str, _Row] = {}
            for row in rows:
                if not row.id:
                    self._fault(row.place("id"), f"The row of {kind} has neither an id nor a name.", "Give it one.")
                elif seen.setdefault(row.id, row) is not row:
                    first = seen[row.id].place("id")
                    self._fault(
                        row.place("id"), f"'{shown(row.id)}' stands in {first} already.", "Keep one of the rows."
                    )

    def _merged(self, kind: Kind, before: tuple[Any, ...], make: Any) -> tuple[Any, ...]:  # noqa: ANN401
        """The parts before, as the rows say, and new ones behind."""
        rows = (row for row in self.rows.get(kind, ()) if row.id)
        made = {row.id: made for row in rows if (made := make(row)) is not None}
        kept = [made.pop(part.id, part) for part in before]
        after = (*kept, *made.values())
        return before if after == before else after

    def _is_told(self, kind: Kind, row: _Row) -> bool:
        """Whether a row tells all that a new part needs; what it does not is a fault."""
        lacking = [key for key in NEEDED[kind] if row.said.get(key) is None and not self._is_faulty(row, key)]
        for key in lacking:
            name = f"{kind.removesuffix('s').capitalize()} '{shown(row.id)}'"
            self._fault(
                row.place(key), f"{name} is not in the plan yet, so it needs its {key.replace('_', ' ')}.", "Add it."
            )
        return not lacking and not any(self._is_faulty(row, key) for key in NEEDED[kind])

    def _is_faulty(self, row: _Row, key: str) -> bool:
        return row.place(key) in self._faulty

    # Parts

    def _partner(self, row: _Row) -> Partner | None:
        known = self._before.partner.get(row.id)
        fields = _given(row, "name", "approved_workloads", "teams", "day_rate")
        windows = known.windows if known is not None else ()
        begins, ends = row.said.get("available_from"), row.said.get("available_until")
        if len(windows) <= 1 and (begins or ends):
            old = windows[0] if windows else DateRange(self._before.start, self._before.horizon)
            fields["windows"] = (DateRange(begins or old.start, ends or old.end),)
        elif begins or ends:
            sentence = f"Partner '{shown(row.id)}' has {len(windows)} windows, of which a row can tell only one."
            self._fault(row.place("available_from"), sentence, "Leave the cells blank, and change them in the plan.")
        return replace(known, **fields) if known else Partner(**{"id": row.id, "name": row.id} | fields)

    def _phase(self, row: _Row) -> Phase | None:
        known = self._before.phase.get(row.id)
        names = ("name", "workload", "motion", "region", "seats", "eligible_cost", "change", "owner")
        dates = ("change_requested", "earliest_start", "deadline", "due_date")
        fields = _given(row, *names, *dates, "exclusions")
        if known is not None:
            options = self._options(row, known)
            return replace(known, **fields, options=known.options if options == known.options else options)
        if not self._is_told("phases", row):
            return None
        option = self._option(row, None)
        usual: dict[str, Any] = {"id": row.id, "name": row.id, "motion": USUAL_MOTION, "eligible_cost": option.cost}
        return Phase(**usual | fields, options=(option,))

    def _options(self, row: _Row, known: Phase) -> tuple[DeliveryOption, ...]:
        """The options with the one that the row is about: that of its deliverer, or the first one."""
        if not {"deliverer", "duration", "cost"} & set(row.said):
            return known.options
        told = self._option(row, known)
        if known.option(told.id) is None:
            return (*known.options, told)
        return tuple(told if option.id == told.id else option for option in known.options)

    def _option(self, row: _Row, known: Phase | None) -> DeliveryOption:
        said = row.said.get("deliverer")
        first = known.options[0] if known is not None else DeliveryOption(kind="internal", duration=1, cost=0)
        base = first if said is None else self._delivered_by(row, said)
        base = (known.option(base.id) if known is not None else None) or base
        return replace(base, **_given(row, "duration", "cost"))

    def _delivered_by(self, row: _Row, said: str) -> DeliveryOption:
        own = {word.casefold(): kind for kind, word in DELIVERED_BY.items()} | {kind: kind for kind in DELIVERED_BY}
        kind: Any = own.get(said.casefold())
        if kind is not None:
            return DeliveryOption(kind=kind, duration=1, cost=0)
        partner = self._partner_ids.get(said.casefold())
        if partner is None:
            words = ", ".join(DELIVERED_BY.values())
            self._fault(
                row.place("deliverer"), f"'{shown(said)}' is no partner of the plan.", f"Add it, or write {words}."
            )
        return DeliveryOption(kind="partner", partner=partner or said, duration=1, cost=0)

    def _credit(self, row: _Row) -> Credit | None:
        known = self._before.credit.get(row.id)
        dated = ("request_date", "approval_lead", "approved_on", "sow_signed_on", "proof_preparation", "proof_deadline")
        texts = ("name", "programme", "pool", "payee", "expiry_basis", "status", "owner", "contact", "source_document")
        fields = _given(row, *texts, *dated, "face", "share", "phase_cap", "minimum_claim", "minimum_seats")
        fields |= _given(row, "confidence", "conditions")
        if "approved_partners" in row.said:
            fields["approved_partners"] = tuple(self._known_partners(row))
        if known is None and not self._is_told("credits", row):
            return None
        scope = _given(row, *SCOPE)
        if scope:
            fields["scope"] = replace(known.scope if known else Scope(), **scope)
        ends = {WINDOW[key]: row.said[key] for key in WINDOW if row.said.get(key) is not None}
        if ends:
            fields["window"] = replace(known.window, **ends) if known else DateRange(**ends)
        return replace(known, **fields) if known else Credit(**{"id": row.id, "name": row.id} | fields)

    def _known_partners(self, row: _Row) -> Iterator[str]:
        for name in row.said["approved_partners"]:
            partner = self._partner_ids.get(name.casefold())
            if partner is None:
                self._fault(
                    row.place("approved_partners"), f"'{shown(name)}' is no partner of the plan.", "Add it first."
                )
            else:
                yield partner

    # Links and pins

    def _links(self, phases: tuple[Phase, ...]) -> tuple[Dependency, ...]:
        """The links of the plan; those of a phase whose row tells its predecessors are the row's."""
        known = self._known_phases(phases)
        told = {row.id: tuple(self._told_links(row, known)) for row in self._linked()}
        fresh = {(link.predecessor, link.successor, link.type): link for links in told.values() for link in links}
        kept = []
        for link in self._before.dependencies:
            new = fresh.pop((link.predecessor, link.successor, link.type), None)
            if link.successor not in told:
                kept.append(link)
            elif new is not None:
                kept.append(new)
        after = (*kept, *fresh.values())
        return self._before.dependencies if after == self._before.dependencies else after

    def _linked(self) -> Iterator[_Row]:
        return (row for row in self.rows.get("phases", ()) if "predecessors" in row.said)

    def _known_phases(self, phases: tuple[Phase, ...]) -> Callable[[str], str | None]:
        """What people mean by a text: an identifier, a name, or the number of a row."""
        names, rows = _by_any_name(phases), self.rows.get("phases", [])
        numbers = {str(row.said.get("number", number)): row.id for number, row in enumerate(rows, start=1)}
        return lambda text: names.get(text.casefold()) or numbers.get(text)

    def _told_links(self, row: _Row, known: Callable[[str], str | None]) -> Iterator[Dependency]:
        try:
            for each in read_predecessors(row.said["predecessors"] or "", known):
                yield Dependency(predecessor=each.phase, successor=row.id, type=each.type, lag=each.lag)
        except CellError as error:
            self._fault(row.place("predecessors"), f"{error}.")

    def _pins(self) -> tuple[Pin, ...]:
        told = {row.id: row.said["pinned_start"] for row in self.rows.get("phases", ()) if "pinned_start" in row.said}
        held = [replace(pin, start=told.pop(pin.phase, pin.start)) for pin in self._before.pins]
        pins = (*held, *(Pin(phase=phase, start=start) for phase, start in told.items() if start is not None))
        after = tuple(
            pin for pin in pins if pin.start is not None or pin.option is not None or pin in self._before.pins
        )
        return self._before.pins if after == self._before.pins else after

    def _at_cell(self, fault: Fault, after: Mapping[str, tuple[Any, ...]]) -> Fault:
        """A fault of the plan told at the cell that brought it about, if one did."""
        found = re.match(r"plan\.(\w+)\[(\d+)\](?:\.(.*))?", fault.path)
        if found is None or found[1] not in after:
            return fault
        part, inside = after[found[1]][int(found[2])], re.findall(r"[a-z_]+", found[3] or "")
        kind: Any = "phases" if found[1] == "dependencies" else found[1]
        owner = part.successor if found[1] == "dependencies" else part.id
        key = "predecessors" if found[1] == "dependencies" else _key_of(inside)
        row = next((row for row in self.rows.get(kind, ()) if row.id == owner), None)
        return fault if row is None else Fault(row.place(key), fault.sentence, fault.remedy)


def _key_of(inside: list[str]) -> str:
    """The column that tells a field: the last that has one, as in options.duration or window."""
    field = inside[-1] if inside else "id"
    return {"window": "window_end", "windows": "available_until", "options": "deliverer"}.get(field, field)


def _given(row: _Row, *names: str) -> dict[str, Any]:
    return {name: row.said[name] for name in names if name in row.said}


def _by_any_name(parts: Sequence[Any]) -> dict[str, str]:
    """Identifiers by identifier and by name, whatever their case; an identifier goes before a name."""
    return {part.name.casefold(): part.id for part in reversed(parts)} | {part.id.casefold(): part.id for part in parts}


def _letters(position: int) -> str:
    """The letters of a column, counted from 0."""
    letters, rest = "", position + 1
    while rest:
        rest, number = divmod(rest - 1, 26)
        letters = chr(ord("A") + number) + letters
    return letters
