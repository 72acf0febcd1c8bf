"""The rows that outline and timeline share, from top to bottom, as plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from planner.funding.claim_rules import expiry, face_value
from planner.funding.credits import Credit
from planner.picture.layout import LastDay
from planner.plan import Plan, State
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase, deliverer
from planner.rollout.schedule import Assignment
from ui.selection import Selected
from ui.timeline.last_days import last_days_of
from ui.timeline.measured import measured_by_phase
from ui.timeline.measures import GAP, PARTNER_ROW, ROW
from ui.timeline.slack import slack_of
from ui.wording import counted, day, money, short_day

MEASURED = {"baseline": "Baseline by", "target": "Target measured from"}


class Row(NamedTuple):
    """A line of the outline.

    what: the credit, phase or partner of the line; None for the gap between two groups.
    funded: share of the face value that is claimed, for credits; None for others.
    """

    what: Selected
    height: int
    id: str = ""
    name: str = ""
    by: str = ""
    start: str = ""
    finish: str = ""
    money: str = ""
    funded: float | None = None

    @property
    def kind(self) -> str:
        return self.what[0] if self.what else "gap"


GAP_ROW = Row(None, GAP)


def rollout_rows(state: State) -> tuple[Row, ...]:
    """Credits, phases and partners in the plan's order, with a gap between groups."""
    plan, schedule = state
    claims = schedule.claims if schedule else ()
    assignments = {each.phase: each for each in schedule.assignments} if schedule else {}
    by_phase: Counter[str] = Counter()
    by_credit: Counter[str] = Counter()
    for claim in claims:
        by_phase[claim.phase] += claim.amount
        by_credit[claim.credit] += claim.amount
    credits_ = [_credit_row(credit, by_credit[credit.id]) for credit in plan.credits]
    phases = [_phase_row(plan, phase, assignments.get(phase.id), by_phase[phase.id]) for phase in plan.phases]
    partners = [_partner_row(partner) for partner in plan.partners]
    after_credits = [GAP_ROW] if credits_ else []
    after_phases = [GAP_ROW] if partners else []
    return (*credits_, *after_credits, *phases, *after_phases, *partners)


def tip(state: State, what: Selected) -> str:
    """Everything about a row in a few lines, for the pointer that rests on it and for those who cannot see it."""
    if what is None:
        return ""
    plan, name = state.plan, what[1]
    match what[0]:
        case "credit" if name in plan.credit:
            return _credit_tip(state, plan.credit[name])
        case "phase" if name in plan.phase:
            return _phase_tip(state, plan.phase[name])
        case "partner" if name in plan.partner:
            return _partner_tip(plan.partner[name])
    return ""


def _credit_row(credit: Credit, claimed: int) -> Row:
    face = face_value(credit)
    return Row(
        what=("credit", credit.id),
        height=ROW,
        id=credit.id,
        name=credit.name,
        money=f"{money(claimed)} / {money(face)}",
        funded=min(claimed / face, 1) if face else 0,
    )


def _credit_tip(state: State, credit: Credit) -> str:
    claims = state.schedule.claims if state.schedule else ()
    claimed = sum(claim.amount for claim in claims if claim.credit == credit.id)
    proof = f"\nProof until {day(credit.proof_deadline)}" if credit.proof_deadline else ""
    window = f"{day(credit.window.start)} – {day(expiry(credit))}"
    claimed_of = f"{money(claimed)} of {money(face_value(credit))} claimed"
    until = f"\n{_until(last_days_of(state).get(credit.id, ()))}".rstrip()
    return f"{credit.id} · {credit.name}\n{window}{proof}{until}\n{claimed_of}"


def _until(last_days: Iterable[LastDay]) -> str:
    """Until when the credit must be asked for, and its work must start."""
    words = {"ask": "ask by", "start": "last start"}
    sentence = ", ".join(f"{words[last.kind]} {day(last.day)}" for last in last_days)
    return sentence[:1].upper() + sentence[1:]


def _phase_row(plan: Plan, phase: Phase, assignment: Assignment | None, claimed: int) -> Row:
    row = Row(("phase", phase.id), ROW, phase.id, phase.name)
    if assignment is None:
        return row
    return row._replace(
        by=deliverer(assignment.option),
        start=_day_in(assignment.start, plan.start.year),
        finish=_day_in(assignment.finish, plan.start.year),
        money=money(claimed) if claimed else "–",
    )


def _phase_tip(state: State, phase: Phase) -> str:
    plan, schedule = state
    title = f"{phase.id} · {phase.name}"
    assignment = schedule.assignment(phase.id) if schedule else None
    if schedule is None or assignment is None:
        return f"{title}\nNot scheduled"
    partner = plan.partner.get(assignment.option)
    by = partner.name if partner else deliverer(assignment.option)
    lines = [title, f"{by} · {day(assignment.start)} – {day(assignment.finish)}"]
    lines += [f"{claim.credit} pays {money(claim.amount)}" for claim in schedule.claims if claim.phase == phase.id]
    lines += [f"{MEASURED[each.kind]} {day(each.day)}" for each in measured_by_phase(state).get(phase.id, ())]
    if any(pin.phase == phase.id and pin.start is not None for pin in plan.pins):
        lines.append("Pinned to its start")
    lines += _may_slip(state, phase)
    return "\n".join(lines)


def _may_slip(state: State, phase: Phase) -> Iterator[str]:
    """How far the phase may slip, before what; and whether it has slipped since the baseline."""
    found = slack_of(state).floats.get(phase.id)
    if found is not None:
        yield f"May slip {counted(found.total, 'working day')} before the rollout ends later"
    if found is not None and found.money is not None:
        yield f"May slip {counted(found.money, 'working day')} before a claim comes too late"
    before = state.plan.baseline.assignment(phase.id) if state.plan.baseline is not None else None
    if before is not None:
        yield f"In the baseline {day(before.start)} – {day(before.finish)}"


@lru_cache(maxsize=2048)
def _day_in(value: date, year: int) -> str:
    """The day, with its year where that is not the one in which the plan starts."""
    return short_day(value) if value.year == year else f"{short_day(value)} {value:%y}"


def _partner_row(partner: Partner) -> Row:
    return Row(("partner", partner.id), PARTNER_ROW, partner.id, f"{partner.name} · {_teams(partner)}")


def _partner_tip(partner: Partner) -> str:
    windows = "; ".join(f"{day(each.start)} – {day(each.end)}" for each in partner.windows)
    return f"{partner.id} · {partner.name}\n{_teams(partner)}, available {windows or 'always'}"


def _teams(partner: Partner) -> str:
    return f"{partner.teams} team{'s' if partner.teams > 1 else ''}"
