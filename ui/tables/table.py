"""What each table shows of the plan, and how its rows come and go."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, NamedTuple

from msgspec.structs import replace

from planner import edits
from planner.catalogue.entries import FastTrackWorkload, ListPrice, Programme
from planner.catalogue.reader import plan_catalogue
from planner.funding.claim_rules import face_value
from planner.funding.credits import Credit
from planner.funding.entitlements import Entitlement
from planner.funding.rates import RateLine
from planner.plan import Plan, State
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase
from ui.fields import credit_fields, freeze_fields, link_fields, option_fields, partner_fields, phase_fields
from ui.fields.catalogue_fields import FASTTRACK_FIELDS, PRICE_FIELDS, PROGRAMME_FIELDS, CatalogueRow
from ui.fields.entitlement_fields import ENTITLEMENT_FIELDS
from ui.fields.field import Field, Part
from ui.fields.freeze_fields import PlacedFreeze
from ui.fields.history_fields import HISTORY_FIELDS, CreditChange, changes_of
from ui.fields.link_fields import NamedLink
from ui.fields.new_parts import (
    new_credit,
    new_entitlement,
    new_fasttrack_workload,
    new_freeze,
    new_link,
    new_option,
    new_partner,
    new_phase,
    new_price,
    new_programme,
    new_rate_line,
)
from ui.fields.option_fields import PhaseOption
from ui.fields.rate_fields import RATE_FIELDS
from ui.tables.figures import CREDIT_FIGURES, PARTNER_FIGURES, PHASE_FIGURES, Figure
from ui.timeline.header import today


class Table(NamedTuple, Generic[Part]):
    """A kind of part of the plan, as rows and columns.

    noun: what a row is, as the menu says. kind: under which a row is selected; blank where it cannot be.
    rows: from the plan and the phase that is selected. key: tells rows apart. name: what a row is called.
    add: the plan with one row more, from the plan, the phase that is selected, and the row that is current; None where
    rows come by themselves. remove: the plan without the row; None where rows stay.
    move: the plan with the row at another position; None where order means nothing.
    figures: columns behind the fields that follow from the State.
    summed: by title of a field the money of a row, in the plan's currency, that counts in subtotals.
    first: titles of the columns that stand first until the user moves them.
    of_state: the rows where they follow from the whole State, in place of ``rows``; such cells are only read.
    empty: what stands there while it has no rows, where that is more than that there are none.
    is_followed_unseen: whether it follows the document while nobody sees it; otherwise it does when it is shown
    again, and of a large plan once edits pause.
    keeps_places: whether an edit of a cell leaves every row where it is; otherwise rows are known by their keys alone.
    alone, together: the plan with one row and nothing that refers to others, and the plan with other rows in place of
    its own. With both, many rows are edited one by one and checked together; None where rows are few.
    """

    noun: str
    kind: str
    fields: tuple[Field[Part], ...]
    rows: Callable[[Plan, str | None], Iterable[Part]]
    key: Callable[[Part], Hashable]
    name: Callable[[Part], str]
    add: Callable[[Plan, str | None, Part | None], Plan] | None = None
    remove: Callable[[Plan, Part], Plan] | None = None
    move: Callable[[Plan, Part, int], Plan] | None = None
    figures: tuple[Figure, ...] = ()
    summed: Mapping[str, Callable[[Part], int]] = {}
    first: tuple[str, ...] = ()
    of_state: Callable[[State], Iterable[Part]] | None = None
    empty: str = ""
    is_followed_unseen: bool = True
    keeps_places: bool = True
    alone: Callable[[Plan, Part], Plan] | None = None
    together: Callable[[Plan, Iterable[Part]], Plan] | None = None

    def listed(self, state: State, phase: str | None) -> tuple[Part, ...]:
        """Every row of a State, of the phase that is selected where that matters."""
        return tuple(self.of_state(state) if self.of_state is not None else self.rows(state.plan, phase))

    @property
    def columns(self) -> tuple[Field[Any], ...]:
        """Every column: what is edited, then what follows from it."""
        return (*self.fields, *(figure.field for figure in self.figures))


# The tables


def _added_link(plan: Plan, phase: str | None, _: object) -> Plan:
    link = new_link(plan, phase)
    return edits.add_dependency(plan, link.predecessor, link.successor)


def _phase_alone(plan: Plan, phase: Phase) -> Plan:
    actuals = tuple(actual for actual in plan.actuals if actual.phase == phase.id)
    return replace(
        plan, phases=(phase,), dependencies=(), credits=(), stacking_confirmations=(), pins=(), actuals=actuals
    )


def _options(plan: Plan, phase_id: str | None) -> Iterable[PhaseOption]:
    phase = plan.phase.get(phase_id or "")
    return (PhaseOption(phase, option) for option in phase.options) if phase is not None else ()


def _catalogue_rows(plan: Plan, shelf: str) -> Iterable[CatalogueRow[Any]]:
    """What holds today, and behind it the plan's own entries that do not."""
    own, day = getattr(plan.catalogue, shelf), today()
    holding = getattr(plan_catalogue(plan, day), shelf)
    entries = (*holding, *(entry for entry in own if entry not in holding))
    return (CatalogueRow(entry, entry in own, day) for entry in entries)


def _catalogue_key(row: CatalogueRow[Any]) -> Hashable:
    return row.entry.key, row.entry.effective_from


def _catalogue_name(row: CatalogueRow[Any]) -> str:
    return str(row.entry.key)


def _without_own(plan: Plan, row: CatalogueRow[Any]) -> Plan:
    return edits.remove_catalogue_entry(plan, row.entry)


PHASES: Table[Phase] = Table(
    noun="phase",
    kind="phase",
    fields=(
        phase_fields.PHASE_ID,
        phase_fields.PHASE_NAME,
        phase_fields.WORKLOAD,
        phase_fields.MOTION,
        phase_fields.REGION,
        phase_fields.SEATS,
        phase_fields.ELIGIBLE_COST,
        phase_fields.CHANGE,
        phase_fields.CHANGE_REQUESTED,
        phase_fields.EARLIEST_START,
        phase_fields.DUE_DATE,
        phase_fields.DEADLINE,
        phase_fields.EXPECTED_OUTCOME,
        phase_fields.PHASE_OWNER,
    ),
    rows=lambda plan, _: plan.phases,
    key=lambda phase: phase.id,
    name=lambda phase: phase.id,
    add=lambda plan, _, current: edits.add_phase(
        plan, new_phase(plan, current), plan.phases.index(current) + 1 if current else None
    ),
    remove=lambda plan, phase: edits.remove_phase(plan, phase.id),
    move=lambda plan, phase, position: edits.move_phase(plan, phase.id, position),
    figures=PHASE_FIGURES,
    summed={phase_fields.ELIGIBLE_COST.title: lambda phase: phase.eligible_cost},
    alone=_phase_alone,
    together=lambda plan, phases: edits.change_plan(plan, phases=tuple(phases)),
    first=("Id", "Name", "Start", "Finish", "Float", "By", "Cost", "Claims", "Began on", "Finished on", "Done"),
)
OPTIONS: Table[PhaseOption] = Table(
    noun="option",
    kind="",
    fields=(
        option_fields.DELIVERED_BY,
        option_fields.DURATION,
        option_fields.AT_BEST,
        option_fields.AT_WORST,
        option_fields.COST,
    ),
    rows=_options,
    key=lambda row: (row.phase.id, row.option.id),
    name=lambda row: f"{row.phase.id} by {row.option.id}",
    add=lambda plan, phase, _: edits.add_option(plan, phase or "", new_option(plan, phase)),
    remove=lambda plan, row: edits.remove_option(plan, row.phase.id, row.option.id),
)
CREDITS: Table[Credit] = Table(
    noun="credit",
    kind="credit",
    fields=(
        credit_fields.CREDIT_ID,
        credit_fields.CREDIT_NAME,
        credit_fields.PROGRAMME,
        credit_fields.FACE,
        credit_fields.SHARE,
        credit_fields.PHASE_CAP,
        credit_fields.WINDOW_START,
        credit_fields.WINDOW_END,
        credit_fields.PROOF_DEADLINE,
        credit_fields.SCOPE_WORKLOADS,
        credit_fields.SCOPE_MOTIONS,
        credit_fields.SCOPE_REGIONS,
        credit_fields.APPROVED_PARTNERS,
        credit_fields.STATUS,
    ),
    rows=lambda plan, _: plan.credits,
    key=lambda credit: credit.id,
    name=lambda credit: credit.id,
    add=lambda plan, _phase, current: edits.add_credit(
        plan, new_credit(plan), plan.credits.index(current) + 1 if current else None
    ),
    remove=lambda plan, credit: edits.remove_credit(plan, credit.id),
    move=lambda plan, credit, position: edits.move_credit(plan, credit.id, position),
    figures=CREDIT_FIGURES,
    summed={credit_fields.FACE.title: face_value},
    first=("Id", "Name", "Programme", "Face value", "Claims"),
)
CHANGES: Table[CreditChange] = Table(
    noun="change of terms",
    kind="",
    fields=HISTORY_FIELDS,
    rows=lambda plan, _: (change for credit in plan.credits for change in changes_of(credit)),
    key=lambda row: (row.credit.id, row.position),
    name=lambda row: f"change {row.position + 1} of {row.credit.id}",
    empty="No change of terms yet. Each edit of a credit's terms is noted here, with its day and what it did.",
)
PARTNERS: Table[Partner] = Table(
    noun="partner",
    kind="partner",
    fields=(
        partner_fields.PARTNER_ID,
        partner_fields.PARTNER_NAME,
        partner_fields.TEAMS,
        partner_fields.DAY_RATE,
        partner_fields.WINDOWS,
        partner_fields.APPROVED_WORKLOADS,
    ),
    rows=lambda plan, _: plan.partners,
    key=lambda partner: partner.id,
    name=lambda partner: partner.id,
    add=lambda plan, _phase, _current: edits.add_partner(plan, new_partner(plan)),
    remove=lambda plan, partner: edits.remove_partner(plan, partner.id),
    figures=PARTNER_FIGURES,
)
LINKS: Table[NamedLink] = Table(
    noun="link",
    kind="",
    fields=(
        link_fields.PREDECESSOR,
        link_fields.PREDECESSOR_NAME,
        link_fields.LINK_TYPE,
        link_fields.LAG,
        link_fields.SUCCESSOR,
        link_fields.SUCCESSOR_NAME,
    ),
    alone=lambda plan, row: replace(plan, dependencies=(row.link,)),
    together=lambda plan, rows: edits.change_plan(plan, dependencies=tuple(row.link for row in rows)),
    rows=lambda plan, _: (
        NamedLink(link, plan.phase[link.predecessor].name, plan.phase[link.successor].name)
        for link in plan.dependencies
    ),
    key=lambda row: (row.link.predecessor, row.link.successor, row.link.type),
    name=lambda row: f"{row.link.predecessor} → {row.link.successor}",
    add=_added_link,
    remove=lambda plan, row: edits.remove_dependency(plan, row.link),
)
FREEZES: Table[PlacedFreeze] = Table(
    noun="freeze",
    kind="",
    fields=freeze_fields.FREEZE_FIELDS,
    rows=lambda plan, _: (PlacedFreeze(position, freeze) for position, freeze in enumerate(plan.freezes)),
    key=lambda row: row.position,
    name=lambda row: row.freeze.name,
    add=lambda plan, _phase, _current: edits.add_freeze(plan, new_freeze(plan)),
    remove=lambda plan, row: edits.remove_freeze(plan, row.position),
)
ENTITLEMENTS: Table[Entitlement] = Table(
    noun="entitlement",
    kind="",
    fields=ENTITLEMENT_FIELDS,
    rows=lambda plan, _: plan.entitlements,
    key=lambda entitlement: entitlement.id,
    name=lambda entitlement: entitlement.id,
    add=lambda plan, _phase, current: edits.add_entitlement(
        plan, new_entitlement(plan), plan.entitlements.index(current) + 1 if current else None
    ),
    remove=lambda plan, entitlement: edits.remove_entitlement(plan, entitlement.id),
)
RATE_LINES: Table[RateLine] = Table(
    noun="rate line",
    kind="",
    fields=RATE_FIELDS,
    rows=lambda plan, _: plan.rate_lines,
    key=lambda line: line.sku,
    name=lambda line: line.sku,
    add=lambda plan, _phase, current: edits.add_rate_line(
        plan, new_rate_line(plan), plan.rate_lines.index(current) + 1 if current else None
    ),
    remove=lambda plan, line: edits.remove_rate_line(plan, line.sku),
)
PROGRAMMES: Table[CatalogueRow[Programme]] = Table(
    noun="programme",
    kind="",
    fields=PROGRAMME_FIELDS,
    rows=lambda plan, _: _catalogue_rows(plan, "programmes"),
    key=_catalogue_key,
    name=_catalogue_name,
    add=lambda plan, _phase, _current: edits.add_catalogue_entry(plan, new_programme(plan, today())),
    remove=_without_own,
    keeps_places=False,
)
PRICES: Table[CatalogueRow[ListPrice]] = Table(
    noun="list price",
    kind="",
    fields=PRICE_FIELDS,
    rows=lambda plan, _: _catalogue_rows(plan, "prices"),
    key=_catalogue_key,
    name=_catalogue_name,
    add=lambda plan, _phase, _current: edits.add_catalogue_entry(plan, new_price(plan, today())),
    remove=_without_own,
    keeps_places=False,
)
FASTTRACK: Table[CatalogueRow[FastTrackWorkload]] = Table(
    noun="FastTrack workload",
    kind="",
    fields=FASTTRACK_FIELDS,
    rows=lambda plan, _: _catalogue_rows(plan, "fasttrack"),
    key=_catalogue_key,
    name=_catalogue_name,
    add=lambda plan, _phase, _current: edits.add_catalogue_entry(plan, new_fasttrack_workload(plan, today())),
    remove=_without_own,
    keeps_places=False,
)
CATALOGUE_TABLES: tuple[Table[Any], ...] = (PROGRAMMES, PRICES, FASTTRACK)
PLAN_TABLES: tuple[Table[Any], ...] = (
    PHASES,
    OPTIONS,
    CREDITS,
    CHANGES,
    PARTNERS,
    LINKS,
    FREEZES,
    ENTITLEMENTS,
    RATE_LINES,
)
TABLES = (*PLAN_TABLES, *CATALOGUE_TABLES)
