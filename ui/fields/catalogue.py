"""Every field that people edit, by the part of the plan that it belongs to."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, get_args

from msgspec.structs import replace

from planner import edits
from planner.funding.credits import (
    Credit,
    CreditStatus,
    ExchangeRate,
    ExpiryBasis,
    OutcomeDate,
    OutcomeMode,
    Payee,
    RealisedBy,
)
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze, FreezeKind
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.partners import Partner
from planner.rollout.phases import RESERVED_OPTIONS, AdoptionTarget, DeliveryOption, Phase
from planner.value import DateRange
from ui.fields.field import (
    Field,
    Kind,
    UnreadableError,
    decimal,
    parsed_day,
    read_names,
    read_percent,
    written_decimal,
    written_names,
    written_percent,
)
from ui.wording import day


class PhaseOption(NamedTuple):
    """A phase with one of the ways to deliver it."""

    phase: Phase
    option: DeliveryOption


class PlacedFreeze(NamedTuple):
    """A freeze and its position in the plan, as freezes have no identifiers."""

    position: int
    freeze: Freeze


class NamedLink(NamedTuple):
    """A link with the names of its phases."""

    link: Dependency
    predecessor: str
    successor: str


class PartnerWindow(NamedTuple):
    """A partner with one of its windows, by position."""

    partner: Partner
    position: int


# What may be chosen


def workloads(plan: Plan) -> Sequence[str]:
    """Every workload that the plan speaks of."""
    return _each_once(
        *(phase.workload for phase in plan.phases),
        *(name for credit in plan.credits for name in credit.scope.workloads),
        *(name for partner in plan.partners for name in partner.approved_workloads),
    )


def motions(plan: Plan) -> Sequence[str]:
    """Every motion that the plan speaks of."""
    return _each_once(
        *(phase.motion for phase in plan.phases), *(name for credit in plan.credits for name in credit.scope.motions)
    )


def regions(plan: Plan) -> Sequence[str]:
    """Every region that the plan speaks of."""
    return _each_once(
        *(region.name for region in plan.regions),
        *(phase.region for phase in plan.phases),
        *(name for credit in plan.credits for name in credit.scope.regions),
    )


def partners(plan: Plan) -> Sequence[str]:
    """Every partner, by identifier."""
    return [*plan.partner]


def phases(plan: Plan) -> Sequence[str]:
    """Every phase, by identifier."""
    return [*plan.phase]


def deliverers(plan: Plan) -> Sequence[str]:
    """Partners, and the two ways to do without one."""
    return [*plan.partner, *sorted(RESERVED_OPTIONS)]


def _each_once(*names: str) -> Sequence[str]:
    return [*dict.fromkeys(names)]


def _literal(choices: object) -> dict[str, Any]:
    """A closed choice, its words apart."""
    names = get_args(choices)
    return {"choices": lambda _plan: names, "labels": {name: name.replace("_", " ") for name in names}}


# Phases


def _of_phase(title: str, kind: Kind, name: str, **details: Any) -> Field[Phase]:  # noqa: ANN401 - as Field takes them
    def change(state: State, phase: Phase, value: object) -> Plan:
        return edits.change_phase(state.plan, phase.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _of_target(title: str, kind: Kind, name: str, **details: Any) -> Field[Phase]:  # noqa: ANN401
    """A field of the phase's adoption target, which is there as soon as one of its fields is filled in."""

    def get(phase: Phase) -> object:
        return getattr(phase.adoption_target or NO_TARGET, name)

    def change(state: State, phase: Phase, value: object) -> Plan:
        target = replace(phase.adoption_target or NO_TARGET, **{name: value})
        return edits.change_phase(state.plan, phase.id, adoption_target=None if target == NO_TARGET else target)

    return Field(title, kind, get, change, **details)


NO_TARGET = AdoptionTarget(text="")

PHASE_ID: Field[Phase] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, phase, value: edits.rename_phase(state, phase.id, value),
    is_identifier=True,
)
PHASE_NAME = _of_phase("Name", "text", "name")
WORKLOAD = _of_phase("Workload", "suggestion", "workload", choices=workloads)
MOTION = _of_phase("Motion", "suggestion", "motion", choices=motions)
REGION = _of_phase("Region", "suggestion", "region", choices=regions)
SEATS = _of_phase("Seats", "whole", "seats")
ELIGIBLE_COST = _of_phase(
    "Eligible cost", "money", "eligible_cost", hint="What credits may look at; a dearer option never raises a credit."
)
CHANGE = _of_phase("Change", "flag", "change", hint="It changes production, and freezes hold it up.")
EXPECTED_OUTCOME = _of_phase("Expected outcome", "percent", "expected_outcome")
PHASE_OWNER = _of_phase("Owner", "text", "owner")
EARLIEST_START = _of_phase("Earliest start", "day", "earliest_start", is_optional=True)
DUE_DATE = _of_phase("Due", "day", "due_date", is_optional=True, hint="Asked for, not required.")
DEADLINE = _of_phase("Deadline", "day", "deadline", is_optional=True, hint="Last day on which it may end.")
EXCLUSIONS = _of_phase("Out of scope", "lines", "exclusions", hint="One on each line.")

TARGET_FIELDS: tuple[Field[Phase], ...] = (
    _of_target("Target", "paragraph", "text"),
    _of_target("Metric", "text", "metric"),
    _of_target(
        "Must be",
        "choice",
        "direction",
        choices=lambda _plan: ("at_least", "at_most"),
        labels={"at_least": "at least", "at_most": "at most"},
        is_optional=True,
        blank="–",
    ),
    _of_target("Value", "decimal", "value", is_optional=True),
    _of_target("Baseline", "decimal", "baseline", is_optional=True),
    _of_target("Unit", "text", "unit"),
    _of_target("Measured on", "day", "measured_on", is_optional=True),
    _of_target("Data source", "text", "data_source"),
)


# Delivery options


def _of_option(title: str, kind: Kind, name: str) -> Field[PhaseOption]:
    def change(state: State, row: PhaseOption, value: object) -> Plan:
        return edits.change_option(state.plan, row.phase.id, row.option.id, **{name: value})

    return Field(title, kind, lambda row: getattr(row.option, name), change)


def delivery_of(deliverer: str) -> dict[str, Any]:
    """Kind and partner of an option by who delivers it."""
    is_partner = deliverer not in RESERVED_OPTIONS
    return {"kind": "partner" if is_partner else deliverer, "partner": deliverer if is_partner else None}


DELIVERERS = {"fasttrack": "FastTrack", "internal": "Internal"}
DELIVERED_BY: Field[PhaseOption] = Field(
    "By",
    "choice",
    lambda row: row.option.id,
    lambda state, row, value: edits.change_option(state.plan, row.phase.id, row.option.id, **delivery_of(value)),
    choices=deliverers,
    labels=DELIVERERS,
)
DURATION = _of_option("Days", "whole", "duration")
COST = _of_option("Cost", "money", "cost")


# Partners


def _of_partner(title: str, kind: Kind, name: str, **details: Any) -> Field[Partner]:  # noqa: ANN401
    def change(state: State, partner: Partner, value: object) -> Plan:
        return edits.change_partner(state.plan, partner.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _ranges(windows: Iterable[DateRange]) -> str:
    return "; ".join(f"{day(window.start)} – {day(window.end)}" for window in windows)


def _read_ranges(text: str) -> tuple[DateRange, ...]:
    return tuple(_read_range(each) for each in text.split(";") if each.strip())


def _read_range(text: str) -> DateRange:
    ends = [end.strip() for end in text.split("–")]
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        ends = [end.strip() for end in text.split(" - ")]
    if len(ends) != 2:  # noqa: PLR2004
        raise UnreadableError(f"'{text.strip()}' is no period. Write it as 2027-03-01 – 2027-05-14.")
    return DateRange(parsed_day(ends[0]), parsed_day(ends[1]))


ALWAYS = "always"
PARTNER_ID: Field[Partner] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, partner, value: edits.rename_partner(state, partner.id, value),
    is_identifier=True,
)
PARTNER_NAME = _of_partner("Name", "text", "name")
TEAMS = _of_partner("Teams", "whole", "teams", hint="Phases that it can deliver at the same time.")
DAY_RATE = _of_partner("Day rate", "money", "day_rate")
APPROVED_WORKLOADS = _of_partner(
    "Approved for", "choices", "approved_workloads", choices=workloads, blank="no workload"
)
WINDOWS = _of_partner("Available", "text", "windows", write=_ranges, read=_read_ranges, blank=ALWAYS)


def _of_window(title: str, end: str) -> Field[PartnerWindow]:
    def change(state: State, row: PartnerWindow, value: object) -> Plan:
        windows = list(row.partner.windows)
        windows[row.position] = replace(windows[row.position], **{end: value})
        return edits.change_partner(state.plan, row.partner.id, windows=tuple(windows))

    return Field(title, "day", lambda row: getattr(row.partner.windows[row.position], end), change)


WINDOW_FROM, WINDOW_TO = _of_window("From", "start"), _of_window("To", "end")


# Credits


def _of_credit(title: str, kind: Kind, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    def change(state: State, credit: Credit, value: object) -> Plan:
        return edits.change_credit(state.plan, credit.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _inside_credit(title: str, kind: Kind, part: str, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    """A field of the credit's scope or window."""

    def change(state: State, credit: Credit, value: object) -> Plan:
        changed = replace(getattr(credit, part), **{name: value})
        return edits.change_credit(state.plan, credit.id, **{part: changed})

    return Field(title, kind, lambda credit: getattr(getattr(credit, part), name), change, **details)


def _of_exchange(title: str, kind: Kind, name: str, **details: Any) -> Field[Credit]:  # noqa: ANN401
    """A field of the exchange rate, which is there as soon as a currency is named."""

    def get(credit: Credit) -> object:
        return None if credit.exchange is None else getattr(credit.exchange, name)

    def change(state: State, credit: Credit, value: object) -> Plan:
        if name == "currency" and not value:
            return edits.change_credit(state.plan, credit.id, exchange=None)
        if credit.exchange is None and name != "currency":
            raise UnreadableError("Name the currency of the letter first.")
        rate = credit.exchange or ExchangeRate(currency="", millionths=MILLION, dated=state.plan.start)
        return edits.change_credit(state.plan, credit.id, exchange=replace(rate, **{name: value}))

    return Field(title, kind, get, change, is_optional=True, **details)


def _shares(parts: Iterable[int]) -> str:
    return " + ".join(map(written_percent, parts))


def _read_shares(text: str) -> tuple[int, ...]:
    return tuple(read_percent(part.strip()) for part in text.split("+"))


def _outcomes(targets: Iterable[OutcomeDate]) -> str:
    return "\n".join(f"{target.phase} by {day(target.by)}" for target in targets)


def _read_outcomes(text: str) -> tuple[OutcomeDate, ...]:
    return tuple(_read_outcome(line) for line in text.splitlines() if line.strip())


def _read_outcome(line: str) -> OutcomeDate:
    phase, by, written = line.rpartition(" by ")
    if not by:
        raise UnreadableError(f"'{line.strip()}' names no day. Write it as M05 by 2027-06-30.")
    return OutcomeDate(phase.strip(), parsed_day(written.strip()))


MILLION = 1_000_000
ANY = "any"
CREDIT_ID: Field[Credit] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, credit, value: edits.rename_credit(state, credit.id, value),
    is_identifier=True,
)
CREDIT_NAME = _of_credit("Name", "text", "name")
PROGRAMME = _of_credit("Programme", "text", "programme")
FACE = _of_credit("Face value", "money", "face")
SHARE = _of_credit("Share", "basis_points", "share", hint="The part of the eligible cost that it pays.")
PHASE_CAP = _of_credit("Most per phase", "money", "phase_cap", is_optional=True, blank="no cap")
STATUS = _of_credit("Status", "choice", "status", **_literal(CreditStatus))
CONFIDENCE = _of_credit("Confidence", "basis_points", "confidence", hint="Internal; it is never exported.")
WINDOW_START = _inside_credit("Opens", "day", "window", "start")
WINDOW_END = _inside_credit("Expires", "day", "window", "end")
SCOPE_WORKLOADS = _inside_credit("Workloads", "choices", "scope", "workloads", choices=workloads, blank=ANY)
SCOPE_MOTIONS = _inside_credit("Motions", "choices", "scope", "motions", choices=motions, blank=ANY)
SCOPE_REGIONS = _inside_credit("Regions", "choices", "scope", "regions", choices=regions, blank=ANY)
APPROVED_PARTNERS = _of_credit(
    "Partners", "choices", "approved_partners", choices=partners, blank="nobody", hint="Who may earn it."
)
PROOF_DEADLINE = _of_credit("Proof by", "day", "proof_deadline", is_optional=True, blank="–")

OFFER_FIELDS: tuple[Field[Credit], ...] = (
    CREDIT_ID,
    CREDIT_NAME,
    PROGRAMME,
    _of_credit("Pool", "text", "pool"),
    FACE,
    SHARE,
    PHASE_CAP,
    STATUS,
    CONFIDENCE,
    _of_credit("Paid to", "choice", "payee", **_literal(Payee)),
    _of_credit("Realised by", "choice", "realised_by", **_literal(RealisedBy)),
)
WINDOW_FIELDS: tuple[Field[Credit], ...] = (
    WINDOW_START,
    WINDOW_END,
    _of_credit(
        "By the expiry",
        "choice",
        "expiry_basis",
        choices=lambda _plan: get_args(ExpiryBasis),
        labels={
            "work_complete": "work is complete",
            "poe_submitted": "proof is submitted",
            "sow_submitted": "SOW is submitted",
        },
    ),
    _of_credit("Requested on", "day", "request_date", is_optional=True, hint="Blank is the first day of the plan."),
    _of_credit("Approval takes", "whole", "approval_lead", hint="Working days."),
    _of_credit("Approved on", "day", "approved_on", is_optional=True),
    _of_credit("SOW signed on", "day", "sow_signed_on", is_optional=True),
    _of_credit("Registered on", "day", "registered_on", is_optional=True),
    _of_credit("Extension", "whole", "extension", hint="Calendar days, at most 60, if the SOW is signed in time."),
)
PROOF_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit("Proof takes", "whole", "proof_preparation", hint="Working days from the end of a phase."),
    PROOF_DEADLINE,
    _of_credit("Claim within", "whole", "claim_days", is_optional=True, hint="Calendar days after a phase."),
)
LIMIT_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit("Least claim", "money", "minimum_claim"),
    _of_credit("Least seats", "whole", "minimum_seats"),
    _of_credit("Least phases", "whole", "minimum_milestones"),
    _of_credit(
        "Shared caps",
        "choices",
        "combined_caps",
        choices=lambda plan: [cap.id for cap in plan.combined_caps],
        blank="none",
    ),
    _of_credit(
        "Excluded in plan",
        "text",
        "exclusion_groups",
        write=written_names,
        read=read_names,
        hint="At most one credit of a group is used.",
    ),
    _of_credit(
        "Excluded on phase",
        "text",
        "phase_exclusion_groups",
        write=written_names,
        read=read_names,
        hint="At most one of a group on a phase.",
    ),
    _of_credit("Outcome", "choice", "outcome_mode", **_literal(OutcomeMode)),
    _of_credit(
        "Outcome dates",
        "paragraph",
        "outcome_dates",
        write=_outcomes,
        read=_read_outcomes,
        hint="One on each line, as M05 by 2027-06-30; only for all or nothing.",
    ),
    _of_credit("Paid in parts", "text", "tranches", write=_shares, read=_read_shares),
    _of_exchange("Letter's currency", "text", "currency", blank="the plan's"),
    _of_exchange(
        "Rate",
        "text",
        "millionths",
        write=lambda rate: written_decimal(rate / MILLION),
        read=lambda text: round(decimal(text) * MILLION),
    ),
    _of_exchange("Rate of", "day", "dated"),
)
LETTER_FIELDS: tuple[Field[Credit], ...] = (
    _of_credit("Owner", "text", "owner"),
    _of_credit("Contact", "text", "contact"),
    _of_credit("Letter", "text", "source_document"),
    _of_credit("Conditions", "paragraph", "conditions"),
    _of_credit("Read by", "text", "conditions_read_by", hint="Who has read the letter whole."),
    _of_credit("Read on", "day", "conditions_read_on", is_optional=True),
)


# Links


def _of_link(title: str, kind: Kind, name: str, **details: Any) -> Field[NamedLink]:  # noqa: ANN401
    def change(state: State, row: NamedLink, value: object) -> Plan:
        return edits.change_dependency(state.plan, row.link, **{name: value})

    return Field(title, kind, lambda row: getattr(row.link, name), change, **details)


PREDECESSOR = _of_link("Predecessor", "choice", "predecessor", choices=phases)
SUCCESSOR = _of_link("Successor", "choice", "successor", choices=phases)
PREDECESSOR_NAME: Field[NamedLink] = Field("", "text", attrgetter("predecessor"))
SUCCESSOR_NAME: Field[NamedLink] = Field("", "text", attrgetter("successor"))
LINK_TYPE = _of_link(
    "Link",
    "choice",
    "type",
    choices=lambda _plan: get_args(DependencyType),
    labels={"FS": "finish to start", "SS": "start to start", "FF": "finish to finish", "SF": "start to finish"},
)
LAG = _of_link("Lag", "whole", "lag", hint="Working days of the successor's calendar; negative overlaps.")


# Freezes


def _of_freeze(title: str, kind: Kind, name: str, **details: Any) -> Field[PlacedFreeze]:  # noqa: ANN401
    def change(state: State, row: PlacedFreeze, value: object) -> Plan:
        return edits.change_freeze(state.plan, row.position, **{name: value})

    return Field(title, kind, lambda row: getattr(row.freeze, name), change, **details)


def _end_of_freeze(title: str, end: str) -> Field[PlacedFreeze]:
    def change(state: State, row: PlacedFreeze, value: object) -> Plan:
        return edits.change_freeze(state.plan, row.position, days=replace(row.freeze.days, **{end: value}))

    return Field(title, "day", lambda row: getattr(row.freeze.days, end), change)


FREEZE_FIELDS: tuple[Field[PlacedFreeze], ...] = (
    _of_freeze("Name", "text", "name"),
    _end_of_freeze("From", "start"),
    _end_of_freeze("To", "end"),
    _of_freeze(
        "Kind",
        "choice",
        "kind",
        choices=lambda _plan: get_args(FreezeKind),
        labels={"pause": "pauses work", "block": "no overlap"},
    ),
    _of_freeze("Regions", "choices", "regions", choices=regions, blank="all"),
)
