"""A new credit from what the catalogue knows of its programme: a place to start from, until its letter is there."""

from datetime import date, timedelta
from typing import Any

from planner.catalogue.entries import Programme
from planner.catalogue.names import is_called
from planner.catalogue.sentences import default_sentences
from planner.funding.credits import Credit, Scope
from planner.picture.time_axis import FISCAL_YEAR_END
from planner.plan import Plan
from planner.value import WHOLE, DateRange, known_fields

SAME_NAMES = frozenset(known_fields(Credit)) - {"confidence", "minimum_milestones"}
"""Defaults that a credit takes over as they are, under the same name."""


def credit_from_programme(plan: Plan, programme: Programme, credit_id: str, face: int, opens: date) -> Credit:
    """A proposed credit with the programme's defaults.

    face: what the letter offers, or is hoped to, in the plan's currency; the catalogue never gives it.
    opens: first day of the window: the voucher's issue, the deal's registration or the customer's consent.
    It has no approved partner yet, and so is worth nothing until one is named. Its conditions tell each default with
    its standing. Figures that the catalogue does not know stay as any new credit's; a window without an end goes to the
    plan's horizon. For programmes that are money. Raises OverflowError or ValueError where a date leaves the calendar.
    """
    window = DateRange(opens, _expiry(plan, programme, opens))
    return Credit(
        id=credit_id,
        name=programme.name,
        programme=programme.name,
        payee=programme.payee,
        realised_by=programme.realised_by,
        face=face,
        scope=_scope(plan, programme),
        window=window,
        proof_deadline=_proof_deadline(programme, window),
        confidence=_confidence(plan, programme, opens),
        minimum_milestones=_minimum_milestones(plan, programme, face),
        conditions="\n".join(("No letter yet. From the catalogue:", *default_sentences(programme))),
        **_same_names(programme),
    )


def _same_names(programme: Programme) -> dict[str, Any]:
    return {figure: getattr(programme.defaults, figure) for figure in programme.defaults.given if figure in SAME_NAMES}


def _expiry(plan: Plan, programme: Programme, opens: date) -> date:
    ends = []
    if programme.defaults.window_days is not None:
        ends.append(opens + timedelta(days=programme.defaults.window_days))
    if programme.defaults.window_ends_with_fiscal_year:
        ends.append(fiscal_year_end(opens))
    return min(ends, default=max(opens, plan.horizon))


def _proof_deadline(programme: Programme, window: DateRange) -> date | None:
    deadlines = []
    if programme.defaults.proof_days_after_expiry is not None:
        deadlines.append(window.end + timedelta(days=programme.defaults.proof_days_after_expiry))
    if programme.defaults.proof_by_fiscal_year_end:
        deadlines.append(fiscal_year_end(window.start))
    return min(deadlines, default=None)


def _confidence(plan: Plan, programme: Programme, opens: date) -> int:
    """Nobody can promise the money of a fiscal year that has not begun."""
    defaults = programme.defaults
    this_year = WHOLE if defaults.confidence is None else defaults.confidence
    is_later = fiscal_year_end(opens) > fiscal_year_end(plan.start)
    return defaults.confidence_next_year if is_later and defaults.confidence_next_year is not None else this_year


def _minimum_milestones(plan: Plan, programme: Programme, face: int) -> int:
    """The programme's minimum; where it holds above a sum in another currency, it is taken to hold."""
    defaults = programme.defaults
    least = 1 if defaults.minimum_milestones is None else defaults.minimum_milestones
    comparable = plan.currency == programme.currency and defaults.milestones_above is not None
    return 1 if comparable and face <= (defaults.milestones_above or 0) else least


def _scope(plan: Plan, programme: Programme) -> Scope:
    """The programme's scope in the plan's words for workloads; the programme's own words where the plan has none."""
    known = dict.fromkeys(phase.workload for phase in plan.phases)
    meant = tuple(workload for workload in known if is_called(workload, programme.workloads))
    return Scope(workloads=meant or programme.workloads, motions=programme.motions)


def fiscal_year_end(day: date) -> date:
    """The last day of the fiscal year that a day lies in."""
    this_year = date(day.year, *FISCAL_YEAR_END)
    return this_year if day <= this_year else date(day.year + 1, *FISCAL_YEAR_END)
