"""The rows that outline and timeline share, from top to bottom, as plain values."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from planner.funding.claim_rules import expiry, face_value
from planner.funding.credits import Credit
from planner.picture.layout import LastDay
from planner.picture.lazily import Lazily
from planner.picture.swimlanes import Grouping, Swimlane, swimlanes
from planner.plan import Plan, State
from planner.programme.naming import plan_of
from planner.rollout.partners import Partner
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.tracking import done_part
from ui.selection import Selected
from ui.timeline.history import history_words
from ui.timeline.lanes import lane_words
from ui.timeline.last_days import last_days_of
from ui.timeline.measured import measured_by_phase
from ui.timeline.measures import GAP, PARTNER_ROW, ROW
from ui.timeline.slack import slack_of
from ui.wording import counted, day, money, short_day

FOLDED_SIGN, UNFOLDED_SIGN = "▸", "▾"
MEASURED = {"baseline": "Baseline by", "target": "Target measured from"}


class Row(NamedTuple):
    """A line of the outline.

    what: the credit, phase, partner or swimlane of the line; None for the gap between two groups.
    funded: share of the face value that is claimed, for credits; None for others.
    is_folded: whether a swimlane shows its head alone; None for others.
    colour: of the bar at its left, as #2A6FDB: which plan of a programme it belongs to; blank for none.
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
    is_folded: bool | None = None
    colour: str = ""

    @property
    def kind(self) -> str:
        return self.what[0] if self.what else "gap"


GAP_ROW = Row(None, GAP)


class Rows(Lazily[Row]):
    """Rows that are made when they are first seen. things: what each is about, from top to bottom."""

    def __init__(self, things: tuple[Selected, ...], make: Callable[[int], Row]) -> None:
        super().__init__(len(things), make)
        self.things = things


class ColumnTexts(NamedTuple):
    """Every text of each column but the names, most of them once: enough to measure columns."""

    id: Iterable[str]
    by: Iterable[str]
    start: Iterable[str]
    finish: Iterable[str]
    money: Iterable[str]
    credit_money: Iterable[str]


class _Sums(NamedTuple):
    """The schedule by phase, and what is claimed for each phase and of each credit."""

    runs: Mapping[str, Assignment]
    by_phase: Counter[str]
    by_credit: Counter[str]


def rollout_rows(state: State, grouping: Grouping | None = None) -> Rows:
    """Credits, phases in their swimlanes, if any, and partners, with a gap between groups; else in the plan's order."""
    plan, sums = state.plan, _sums(state.schedule)
    lanes = _lanes(state, grouping)
    things = _things(plan, lanes, grouping)
    colours = dict(grouping.colours) if grouping is not None else {}

    def row(number: int) -> Row:
        match things[number]:
            case "credit", name:
                return _credit_row(plan.credit[name], sums.by_credit[name])
            case "phase", name:
                found = _phase_row(plan, plan.phase[name], sums.runs.get(name), sums.by_phase[name])
                return found._replace(colour=colours.get(plan_of(name), "")) if colours else found
            case "partner", name:
                return _partner_row(plan.partner[name])
            case "lane", key if grouping is not None:
                return _lane_row(plan, lanes[key], sums, grouping)
        return GAP_ROW

    return Rows(things, row)


def _lanes(state: State, grouping: Grouping | None) -> dict[str, Swimlane]:
    if grouping is None:
        return {}
    found = swimlanes(state.plan, state.schedule or Schedule(()), grouping.by)
    return {lane.key: lane for lane in found}


def _things(plan: Plan, lanes: Mapping[str, Swimlane], grouping: Grouping | None) -> tuple[Selected, ...]:
    gap: tuple[Selected, ...] = (None,)
    phases: list[Selected] = [("phase", name) for name in plan.phase] if grouping is None else []
    for key, lane in lanes.items():
        shown = () if grouping is not None and key in grouping.folded else lane.phases
        phases += [("lane", key), *(("phase", name) for name in shown)]
    return (
        *(("credit", name) for name in plan.credit),
        *(gap if plan.credits else ()),
        *phases,
        *(gap if plan.partners else ()),
        *(("partner", name) for name in plan.partner),
    )


def _sums(schedule: Schedule | None) -> _Sums:
    runs, claims = (schedule.assignments, schedule.claims) if schedule is not None else ((), ())
    sums = _Sums({run.phase: run for run in runs}, Counter(), Counter())
    for claim in claims:
        sums.by_phase[claim.phase] += claim.amount
        sums.by_credit[claim.credit] += claim.amount
    return sums


def column_texts(state: State) -> ColumnTexts:
    """What the columns say, without the rows: among a thousand phases many begin on the same day."""
    plan, sums = state.plan, _sums(state.schedule)
    year, runs = plan.start.year, sums.runs.values()
    return ColumnTexts(
        id=(*plan.credit, *plan.phase, *plan.partner),
        by=[plan.deliverer(option) for option in {run.option for run in runs}],
        start=[_day_in(each, year) for each in {run.start for run in runs}],
        finish=[_day_in(each, year) for each in {run.finish for run in runs}],
        money=[money(amount) for amount in {*sums.by_phase.values(), sum(sums.by_phase.values())}],
        credit_money=[_credit_money(credit, sums.by_credit[credit.id]) for credit in plan.credits],
    )


def _lane_row(plan: Plan, lane: Swimlane, sums: _Sums, grouping: Grouping) -> Row:
    runs = [sums.runs[name] for name in lane.phases if name in sums.runs]
    claimed = sum(sums.by_phase[name] for name in lane.phases)
    is_folded = lane.key in grouping.folded
    return Row(
        what=("lane", lane.key),
        height=ROW,
        id=FOLDED_SIGN if is_folded else UNFOLDED_SIGN,
        name=lane_words(grouping.by, lane),
        start=_day_in(min(run.start for run in runs), plan.start.year) if runs else "",
        finish=_day_in(max(run.finish for run in runs), plan.start.year) if runs else "",
        money=money(claimed) if claimed else "–",
        is_folded=is_folded,
        colour=dict(grouping.colours).get(lane.key, ""),
    )


def lane_tip(row: Row) -> str:
    """A swimlane in words, and how it is folded without a mouse."""
    name, _, count = row.name.rpartition(" · ")
    days = f"{row.start} – {row.finish}\n" if row.start else ""
    state, other = ("Folded", "unfold") if row.is_folded else ("Unfolded", "fold")
    return f"{name}, {counted(int(count), 'phase')}\n{days}Claims {row.money}\n{state}; Space or Enter to {other} it"


def tip(state: State, what: Selected, grouping: Grouping | None = None) -> str:
    """Everything about a row in a few lines, for the pointer that rests on it and for those who cannot see it.

    grouping: tells of swimlanes, where there are any.
    """
    if what is None:
        return ""
    if what[0] == "lane":
        lane = _lanes(state, grouping).get(what[1])
        return lane_tip(_lane_row(state.plan, lane, _sums(state.schedule), grouping)) if lane and grouping else ""
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
        money=_credit_money(credit, claimed),
        funded=min(claimed / face, 1) if face else 0,
    )


def _credit_money(credit: Credit, claimed: int) -> str:
    return f"{money(claimed)} / {money(face_value(credit))}"


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
        by=plan.deliverer(assignment.option),
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
    lines = [title, f"{plan.deliverer(assignment.option)} · {day(assignment.start)} – {day(assignment.finish)}"]
    lines += _progress(plan, phase)
    lines += [f"{claim.credit} pays {money(claim.amount)}" for claim in schedule.claims if claim.phase == phase.id]
    lines += [f"{MEASURED[each.kind]} {day(each.day)}" for each in measured_by_phase(state).get(phase.id, ())]
    if any(pin.phase == phase.id and pin.start is not None for pin in plan.pins):
        lines.append("Pinned to its start")
    lines += _may_slip(state, phase)
    return "\n".join(lines)


def _progress(plan: Plan, phase: Phase) -> Iterator[str]:
    """What has become of a phase that has begun."""
    done, words = done_part(plan, phase), history_words(plan, phase.id)
    if done is not None and plan.actual[phase.id].finished_on is None:
        words += f", {round(100 * done)} % done"
    if words:
        yield words


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
