"""A year of the sample rollout, month by month: what the manager of a deployment does after the plan is agreed.

Work begins and ends as planned but for two slips. A price rises, a window is shortened, a credit is added, an approval
is refused and a phase is split into waves. After each month the totals are those of a fresh solve of the same facts,
nothing that was done has moved, and the status page says what changed and nothing else.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from planner import edits
from planner.business_case.document import Paper, Presentation, Table
from planner.checks import schedule_faults
from planner.files import encode, parse, read
from planner.funding.claim_rules import answer_due
from planner.funding.credits import Credit, Scope
from planner.funding.ledgers import funding_ledger
from planner.funding.quotes import quote_lines
from planner.plan import Plan, State
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.tracking import begun_runs
from planner.scenarios import Changed
from planner.status.status import Status
from planner.status.writers import WRITERS, as_markdown
from planner.value import DateRange
from planner.wave_edits import split_into_waves
from resources import path
from solver.settings import Settings
from solver.solve import solve
from ui.status_words import status_page
from ui.terminal.status import replanned_as_of, status_since

SECONDS = 60.0
"""For the whole year."""

VOUCHER = Credit(
    id="NEW",
    name="Voucher for the last Intune waves",
    programme="Voucher",
    face=30_000,
    scope=Scope(("Intune",), ("deploy",)),
    window=DateRange(date(2027, 6, 1), date(2027, 12, 31)),
    approved_partners=("BRK",),
    share=5_000,
    status="approved",
    approved_on=date(2027, 6, 1),
    owner="Lena Okafor",
)


RISE = Quote(
    quoted_on=date(2027, 3, 22),
    amount=53_000,
    sow="SOW-BRK-9",
    valid_until=date(2027, 12, 31),
    rise_borne_by="customer",
)


def price_rise(state: State) -> State:
    return _edited(state, lambda plan: edits.record_quote(plan, "M09", "BRK", RISE))


def shortened_window(state: State) -> State:
    window = DateRange(state.plan.credit["ME1"].window.start, date(2027, 6, 11))
    return _edited(state, lambda plan: edits.change_credit(plan, "ME1", window=window))


def new_credit(state: State) -> State:
    return _edited(state, lambda plan: edits.add_credit(plan, VOUCHER))


def refused(state: State) -> State:
    return _edited(state, lambda plan: edits.record_answer(plan, "ME2", date(2027, 7, 1), approved=False))


def split(state: State) -> State:
    return split_into_waves(state, "M20", (1, 1))


def _edited(state: State, edit: Callable[[Plan], Plan]) -> State:
    plan = edit(state.plan)
    return State(plan, None if state.schedule is None else edits.carried(state.schedule, state.plan, plan))


class Month(NamedTuple):
    """What happens until a status date. slips: percentages of running phases that are late. told: facts of the event.

    asked, approved: credits that were asked for, and approved, on the days that the plan has for it.
    """

    as_of: date
    slips: Mapping[str, int] = {}
    event: Callable[[State], State] | None = None
    told: frozenset[tuple[str, str]] = frozenset()
    asked: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()

    @property
    def all_told(self) -> frozenset[tuple[str, str]]:
        """The facts of the event, the requests and the approvals."""
        asked = {(f"credit {each}", field) for each in self.asked for field in ("status", "asked_on")}
        approved = {
            (f"credit {each}", field) for each in self.approved for field in ("status", "approved_on", "answered_on")
        }
        return self.told | asked | approved


YEAR = (
    Month(date(2027, 2, 1), asked=("MV2", "MW1"), approved=("MW1",)),
    Month(date(2027, 3, 1), slips={"M02": 40}, asked=("MV3",), approved=("MV1", "MV2", "MA1")),
    Month(date(2027, 4, 1), event=price_rise, told=frozenset({("phase M09", "options")}), approved=("MV3", "ME1")),
    Month(date(2027, 5, 3), event=shortened_window, told=frozenset({("credit ME1", "window")})),
    Month(date(2027, 6, 1), event=new_credit, told=frozenset({("credit NEW", "")})),
    Month(
        date(2027, 7, 1),
        event=refused,
        told=frozenset({("credit ME2", "status"), ("credit ME2", "answered_on")}),
        asked=("ME2",),
    ),
    Month(
        date(2027, 8, 2),
        event=split,
        told=frozenset({("phase M20", ""), ("phase M20.1", ""), ("phase M20.2", ""), ("plan", "dependencies")}),
    ),
    Month(date(2027, 9, 1), slips={"M13": 20}),
    Month(date(2027, 10, 1)),
    Month(date(2027, 11, 1)),
    Month(date(2027, 12, 1)),
    Month(date(2028, 1, 3)),
)


class Lived(NamedTuple):
    """A month as it went. before: as of the last status date; now: planned anew, with what its solve promised."""

    month: Month
    before: State
    now: State
    value: int | None
    is_proven: bool
    status: Status


def lived() -> Iterator[Lived]:
    state = read(path("samples/calder.solved.rollout"))
    for month in YEAR:
        before, worked = state, with_work(state, month)
        changed = month.event(worked) if month.event is not None else worked
        state, result = replanned_as_of(changed, month.as_of, SECONDS)
        stage = result.stages[0]
        yield Lived(
            month, before, state, stage.value, stage.status == "OPTIMAL", status_since(before, state, month.as_of)
        )


def with_work(state: State, month: Month) -> State:
    """Whatever was planned to begin or end before the day has done so; what slips is told by its percentage."""
    plan, schedule = edits.set_status_date(with_requests(state.plan, month), month.as_of), state.schedule
    assert schedule is not None
    for run in schedule.assignments:
        if run.start < month.as_of and run.phase not in plan.actual:
            plan = edits.record_start(plan, run.phase, run.start, run.option)
        is_running = run.phase in plan.actual and plan.actual[run.phase].finished_on is None
        if is_running and run.phase in month.slips:
            plan = edits.record_progress(plan, run.phase, month.slips[run.phase])
        elif is_running and run.finish < month.as_of:
            plan = edits.record_finish(plan, run.phase, run.finish)
    return State(plan, edits.carried(schedule, state.plan, plan))


def with_requests(plan: Plan, month: Month) -> Plan:
    """Each request and each approval on the day that the plan has for it."""
    for name in month.asked:
        asked = plan.credit[name].request_date
        assert asked is not None
        assert asked < month.as_of
        plan = edits.record_request(plan, name, asked)
    for name in month.approved:
        due = answer_due(replace(plan, status_date=None), plan.credit[name])
        assert due < month.as_of
        plan = edits.record_answer(plan, name, due, approved=True)
    return plan


@pytest.fixture(scope="module")
def year() -> tuple[Lived, ...]:
    started = time.monotonic()
    months = tuple(lived())
    assert time.monotonic() - started < SECONDS
    return months


def test_that_every_month_ends_with_a_proven_schedule_without_a_fault(year: tuple[Lived, ...]) -> None:
    assert [each.month.as_of for each in year if schedule_faults(each.now) or not each.is_proven] == []


def test_that_the_totals_of_each_month_are_those_of_a_fresh_solve_of_the_same_facts(year: tuple[Lived, ...]) -> None:
    for each in year:
        facts = parse(encode(State(replace(each.now.plan, baseline=None)))).plan
        fresh = solve(facts, Settings("funding", SECONDS))
        assert fresh.schedule is not None
        funding = funding_ledger(each.now.plan, each.now.schedule or Schedule(())).planned
        assert funding == each.value == funding_ledger(facts, fresh.schedule).planned == fresh.stages[0].bound


def test_that_no_claim_is_of_a_unit_that_another_could_take(year: tuple[Lived, ...]) -> None:
    claims = [claim for each in year if each.now.schedule is not None for claim in each.now.schedule.claims]
    assert min(claim.amount for claim in claims) > 1


def test_that_nothing_already_done_ever_moves(year: tuple[Lived, ...]) -> None:
    finished: dict[str, Assignment] = {}
    begun: dict[str, tuple[str, date]] = {}
    for each in year:
        plan, schedule = each.now
        assert schedule is not None
        placed = schedule.placed
        assert {phase: placed[phase] for phase in finished} == finished
        assert {phase: (placed[phase].option, placed[phase].start) for phase in begun} == begun
        ahead = [run for run in schedule.assignments if run.phase not in plan.actual]
        assert all(run.start >= each.month.as_of for run in ahead)
        runs = begun_runs(plan)
        begun = {phase: (run.option, run.start) for phase, run in runs.items()}
        finished = {phase: run for phase, run in runs.items() if plan.actual[phase].finished_on is not None}
    assert len(finished) == len(year[-1].now.plan.phases)


def test_that_slips_change_what_is_ahead(year: tuple[Lived, ...]) -> None:
    for each in year:
        if each.month.slips:
            late = {line.phase: line.finish for line in each.status.moved}
            assert all((late[phase] or 0) > 0 for phase in each.month.slips)


def test_that_the_page_tells_the_facts_that_changed_and_no_others(year: tuple[Lived, ...]) -> None:
    for each in year:
        told = {(fact.place, fact.field) for fact in each.status.told if not _is_progress(fact)}
        assert told == each.month.all_told
        assert _sentences(each.status) == len(each.status.told)


def test_that_the_page_tells_of_finished_work_that_it_is_finished_and_no_more(year: tuple[Lived, ...]) -> None:
    slipped = next(each for each in year if "M02" in each.month.slips)
    finished = year[year.index(slipped) + 1]
    said = [line for line in as_markdown(status_page(finished.status)).splitlines() if line.startswith("- ")]
    assert [line for line in said if "M02" in line] == ["- M02: finished on 2027-03-17"]


def test_that_the_page_names_exactly_the_phases_that_moved_by_their_days_and_money(year: tuple[Lived, ...]) -> None:
    for each in year:
        rows = {str(row[0]).split(" · ")[0]: row for row in _rows(each.status, "Moved")}
        old, new = _facts(each.before), _facts(each.now)
        assert rows.keys() == {phase for phase in {**old, **new} if old.get(phase) != new.get(phase)}
        shown = sum(int(str(row[6]).replace(",", "").replace("−", "-")) for row in rows.values())
        assert shown == _funding(each.now) - _funding(each.before)


def test_that_the_page_gives_the_totals_of_both_days(year: tuple[Lived, ...]) -> None:
    for each in year:
        page = status_page(each.status)
        assert page.summary.sum(1) == _funding(each.before)
        assert page.summary.sum(2) == _funding(each.now)
        text = as_markdown(page)
        assert "Internal: not for Microsoft or partners" in text
        assert f"{_funding(each.now):,}" in text


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_that_the_page_of_every_month_is_one_sheet(year: tuple[Lived, ...], paper: Paper) -> None:
    for each in year:
        sheet = status_page(each.status)._replace(presentation=Presentation(paper))
        assert len(PdfReader(BytesIO(WRITERS["pdf"](sheet))).pages) == 1


def test_that_a_month_as_planned_moves_nothing(year: tuple[Lived, ...]) -> None:
    first = year[0]
    assert (first.status.moved, first.status.changed, first.status.fallen) == ((), (), ())


def test_that_a_rise_that_the_customer_bears_costs_what_is_quoted_and_no_credit_pays_more(
    year: tuple[Lived, ...],
) -> None:
    (month,) = (each for each in year if each.month.event is price_rise)
    assert month.now.plan.phase["M09"].options[0].quotes == (RISE,)
    assert month.status.variance.cost == 53_000 - 48_000
    page = as_markdown(status_page(month.status))
    assert "Phase M09: Brookline Cloud cost 48,000 → 53,000; Brookline Cloud quotes 53,000 of 2027-03-22" in page
    assert [line.cost for line in month.status.moved if line.phase == "M09"] == [5_000]
    assert {line.claimed for line in month.status.moved} == {0}
    lapsed = [line for each in year for line in quote_lines(*each.now) if line.has_lapsed]
    assert lapsed == []


def test_that_a_refused_credit_pays_nothing_and_says_so(year: tuple[Lived, ...]) -> None:
    (month,) = (each for each in year if each.month.event is refused)
    whys = {line.why for line in month.status.fallen if line.credit == "ME2"}
    assert whys == {"ME2 is rejected."}
    assert all(line.is_impossible for line in month.status.fallen if line.credit == "ME2")
    assert "ME2" not in {line.credit for line in month.status.chase}


def _is_progress(fact: Changed) -> bool:
    return fact.place.startswith("progress of ") or fact.field == "status_date"


def _sentences(status: Status) -> int:
    return sum(line.startswith("- ") for line in as_markdown(status_page(status)).split("## ")[1].splitlines())


def _rows(status: Status, name: str) -> tuple[tuple[object, ...], ...]:
    blocks = (block for section in status_page(status).sections for block in section.blocks)
    return next((block.rows for block in blocks if isinstance(block, Table) and block.name == name), ())


def _facts(state: State) -> dict[str, tuple[object, ...]]:
    """Of each phase its dates, deliverer, cost and what credits pay for it."""
    found: dict[str, tuple[object, ...]] = {}
    for run in state.schedule.assignments if state.schedule is not None else ():
        option = state.plan.phase[run.phase].option(run.option)
        claims = state.schedule.claims if state.schedule is not None else ()
        paid = sum(claim.amount for claim in claims if claim.phase == run.phase)
        found[run.phase] = (run, option.cost if option is not None else 0, paid)
    return found


def _funding(state: State) -> int:
    return funding_ledger(state.plan, state.schedule or Schedule(())).planned
