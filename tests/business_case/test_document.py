from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from planner.business_case.compose import compose
from planner.business_case.document import Document, Table
from planner.business_case.export import business_case, export
from planner.business_case.notation import TO_BE_CONFIRMED, Notation
from planner.business_case.pdf import page_pictures
from planner.business_case.projection import external_view
from planner.business_case.said import said_now
from planner.funding.credits import ExchangeRate, StackingConfirmation
from planner.funding.entitlement_ledger import entitlement_ledger
from planner.funding.ledgers import funding_ledger
from planner.plan import Agreement, State
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Claim, Schedule
from planner.value import WHOLE, DateRange, split
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import docx_texts, pdf_text, said, table, workbook
from tests.funding.test_checklist import prepared

SECTIONS = (
    *("Business problem and outcome", "Scope", "Plan", "Milestones", "Adoption targets", "Funding requested"),
    *("Usage impact", "Responsibilities", "Risks, assumptions and readiness", "Proof of execution"),
    *("Not requested", "Statement"),
)
STATES = ["state", "small_state", "medium_state", "sample"]


def a_state(name: str, request: pytest.FixtureRequest) -> State:
    """The state of that fixture; the sample has the medium plan's phases, and takes its schedule."""
    found = request.getfixturevalue(name)
    assert isinstance(found, State)
    if found.schedule is not None:
        return found
    proven = request.getfixturevalue("medium_state")
    return State(found.plan, proven.schedule)


@pytest.mark.parametrize("name", STATES)
def test_that_the_totals_are_those_of_the_funding_ledger(name: str, request: pytest.FixtureRequest) -> None:
    plan, schedule = a_state(name, request)
    assert schedule is not None
    ledger = funding_ledger(plan, schedule)
    document = business_case(State(plan, schedule), AS_OF)
    assert document.summary.sum(3) == table(document, "Milestones").sum(3) == ledger.planned
    cost_share = table(document, "Cost share")
    assert (cost_share.sum(1), cost_share.sum(2), cost_share.sum(3)) == (
        ledger.gross_cost,
        ledger.planned,
        ledger.net_cost,
    )


@pytest.mark.parametrize("name", STATES)
def test_that_the_milestones_of_a_phase_sum_to_its_claims(name: str, request: pytest.FixtureRequest) -> None:
    plan, schedule = a_state(name, request)
    assert schedule is not None
    milestones = external_view(plan, schedule, AS_OF).milestones
    for phase in plan.phase:
        claimed = sum(each.amount for each in schedule.claims if each.phase == phase)
        assert sum(each.amount for each in milestones if each.phase == phase) == claimed


@given(st.integers(0, 10**9), st.lists(st.integers(0, WHOLE), max_size=6))
def test_that_parts_sum_to_the_whole_and_none_is_negative(amount: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), WHOLE]
    shares = tuple(after - before for before, after in pairwise(edges))
    parts = split(amount, shares)
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - amount * share / WHOLE) < 1 + 1e-6


def test_that_milestones_carry_hours_by_day_rate_or_as_given(state: State) -> None:
    rows = table(business_case(state, AS_OF), "Milestones").rows
    assert [(row[3], row[4]) for row in rows] == [(2_999, 40), (6_001, 107)]


def test_that_hours_without_a_day_rate_are_to_be_confirmed(state: State) -> None:
    partners = tuple(replace(each, day_rate=0) for each in state.plan.partners)
    rows = table(business_case(State(replace(state.plan, partners=partners), state.schedule), AS_OF), "Milestones").rows
    assert [row[4] for row in rows] == [40, TO_BE_CONFIRMED]


@pytest.mark.parametrize("name", STATES)
def test_that_the_document_holds_every_section_in_order(name: str, request: pytest.FixtureRequest) -> None:
    document = business_case(a_state(name, request), AS_OF)
    assert tuple(section.title for section in document.sections) == SECTIONS
    assert [section.number for section in document.sections] == list(range(1, 13))


def test_that_every_phase_stands_in_the_plan(medium_state: State) -> None:
    phases = [row[0] for row in table(business_case(medium_state, AS_OF), "Phases").rows]
    assert phases == list(medium_state.plan.phase)


def test_that_a_phase_without_dates_is_named_and_not_dropped(state: State) -> None:
    plan = replace(state.plan, phases=(*state.plan.phases, a_phase("P9")))
    assert f"Dates {TO_BE_CONFIRMED}: P9." in said(business_case(State(plan, state.schedule), AS_OF))


def test_that_blank_facts_are_shown_as_to_be_confirmed_and_listed(state: State) -> None:
    document = business_case(State(replace(state.plan, agreement=Agreement()), state.schedule), AS_OF)
    facts = {fact.label: fact.value for fact in document.facts}
    assert facts["Tenant id"] == facts["Agreement number"] == facts["Renewal date"] == TO_BE_CONFIRMED
    assert "Tenant id." in said(document)


def test_that_a_plan_with_nothing_but_a_phase_makes_a_document(folder: Path) -> None:
    plan = a_plan(credits=(), partners=a_plan().partners)
    (file,) = export(State(plan, Schedule((an_assignment(plan),))), folder, ("pdf",), AS_OF)
    assert "requests no deployment funding" in pdf_text(file)


def test_that_a_document_without_requests_has_no_empty_table_and_no_duty_of_a_request() -> None:
    plan = a_plan()
    document = business_case(State(plan, Schedule((an_assignment(plan),))), AS_OF)
    tables = [block for section in document.sections for block in section.blocks if isinstance(block, Table)]
    assert [each.name for each in tables if not each.rows] == []
    text = said(document)
    assert "Bears the cost of all work." in text
    assert "Is asked to review proof" not in text


def test_that_an_unsigned_statement_of_work_is_to_be_confirmed_before_signature(state: State) -> None:
    unsigned = tuple(replace(each, sow_signed_on=None) for each in state.plan.credits)
    text = said(business_case(State(replace(state.plan, credits=unsigned), state.schedule), AS_OF))
    assert "SOW to be signed before funded work starts: C1." in text


def test_that_links_are_told_in_words(state: State) -> None:
    links = (
        Dependency(predecessor="P0", successor="P1"),
        Dependency(predecessor="P0", successor="P1", type="SS", lag=5),
        Dependency(predecessor="P0", successor="P1", type="FF", lag=-1),
    )
    plan = replace(state.plan, dependencies=links)
    row = table(business_case(State(plan, state.schedule), AS_OF), "Phases").rows[1]
    told = "after P0; starts after P0 starts, plus 5 working days; ends after P0 ends, less 1 working day"
    assert row[-1] == told


def test_that_the_statement_says_what_the_request_is_subject_to(medium_state: State) -> None:
    text = said(business_case(medium_state, AS_OF))
    assert "subject to a signed statement of work" in text
    assert "Funding is additive to price" in text
    assert "no statement of Microsoft's policy" in text


def test_that_entitled_help_stands_apart_and_is_in_no_sum(state: State) -> None:
    document = business_case(state, AS_OF)
    (row,) = table(document, "Entitled guidance").rows
    assert row[-1] == "P0"
    assert table(document, "Entitled guidance").total == ""


def test_that_a_phase_rests_on_the_first_right_to_it_that_is_held_and_not_declined(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    (right,) = plan.entitlements
    others = (
        replace(right, id="E2", seats_owned=right.threshold_seats - 1),
        replace(right, id="E3", status="declined"),
        replace(right, id="E4"),
        right,
    )
    view = external_view(replace(plan, entitlements=others), schedule, AS_OF)
    assert [each.phases for each in view.entitled_help] == [(), (), ("P0",), ()]
    rights = entitlement_ledger(replace(plan, entitlements=others), schedule, AS_OF).accounts
    assert [tuple(each.phase for each in account.guided) for account in rights] == [
        each.phases for each in view.entitled_help
    ]


def test_that_no_seats_are_live_where_none_is_owned(medium_state: State) -> None:
    plan, schedule = medium_state
    assert schedule is not None
    rights = tuple(replace(each, seats_owned=0) for each in plan.entitlements)
    live = external_view(replace(plan, entitlements=rights), schedule, AS_OF).seats_live
    assert {each.seats for each in live if each.workload == "Intune"} == {0}
    assert {each.seats for each in external_view(replace(plan, entitlements=()), schedule, AS_OF).seats_live} > {4_500}


def test_that_seats_live_rise_to_those_owned_and_no_further(medium_state: State) -> None:
    rows = {row[0]: row[1:] for row in table(business_case(medium_state, AS_OF), "Seats live").rows}
    assert rows["Intune"] == (1_625, 4_500, 4_500)
    assert rows["Entra ID"] == (4_500, 4_500, 4_500)
    assert rows["Teams Phone"] == (None, 100, 2_000)


def test_that_proof_is_sorted_by_day_with_its_slack(medium_state: State) -> None:
    rows = table(business_case(medium_state, AS_OF), "Proof calendar").rows
    assert list(rows) == sorted(rows, key=lambda row: (row[0], str(row[2]), row[1]))
    assert next(row[-1] for row in rows if str(row[2]).startswith("M12")) == 2


def test_that_a_large_plan_is_drawn_in_several_pictures() -> None:
    plan = a_plan(phases=tuple(a_phase(f"P{number}") for number in range(70)))
    schedule = Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase))
    pictures = external_view(plan, schedule, AS_OF).pictures
    assert [len(picture.rows) for picture in pictures] == [30, 30, 10]
    assert compose(external_view(plan, schedule, AS_OF), Notation("USD"))


def test_that_credits_on_an_invoice_lower_no_price(state: State) -> None:
    on_invoice = tuple(replace(each, realised_by="invoice") for each in state.plan.credits)
    document = business_case(State(replace(state.plan, credits=on_invoice), state.schedule), AS_OF)
    assert table(document, "Cost share by phase").sum(4) == table(document, "Cost share").rows[0][3] == 20_000
    assert "USD 9,000 would be credited on an invoice of another service" in said(document)


@pytest.mark.parametrize("name", STATES)
def test_that_the_workbook_s_totals_are_formulas_with_the_ledger_s_values(
    name: str, request: pytest.FixtureRequest, folder: Path
) -> None:
    plan, schedule = a_state(name, request)
    assert schedule is not None
    (file,) = export(State(plan, schedule), folder, ("xlsx",), AS_OF)
    sheet = workbook(file)["Milestones"]
    (name_of_table,) = sheet.tables
    first, last = sheet.tables[name_of_table].ref.split(":")
    amounts = [row[3].value for row in sheet[f"{first}:{last}"]][1:]
    assert amounts[-1] == f"=SUBTOTAL(109,{name_of_table}[Amount])"
    assert sum(amounts[:-1]) == funding_ledger(plan, schedule).planned


def test_that_the_workbook_holds_typed_cells_frozen_headings_and_a_print_set_up(state: State, folder: Path) -> None:
    (file,) = export(state, folder, ("xlsx",), AS_OF)
    book = workbook(file)
    sheet = book["Milestones"]
    header = next(number for number, row in enumerate(sheet.values, start=1) if row[0] == "Milestone")
    assert (sheet.freeze_panes, sheet.print_title_rows) == (f"B{header + 1}", f"${header}:${header}")
    assert [cell.data_type for cell in sheet[header + 1]] == ["s", "s", "s", "n", "n", "d", "s"]
    for each in book:
        assert each.page_setup.orientation == "landscape"
        assert each.sheet_properties.pageSetUpPr is not None
        assert each.sheet_properties.pageSetUpPr.fitToPage


def test_that_rows_of_the_workbook_are_as_high_as_their_texts(medium_state: State, folder: Path) -> None:
    (file,) = export(medium_state, folder, ("xlsx",), AS_OF)
    sheet = workbook(file)["Funding"]
    row = next(number for number, each in enumerate(sheet.values, start=1) if str(each[0]).startswith("No funded work"))
    height, width = sheet.row_dimensions[row].height, sheet.column_dimensions["A"].width
    text = str(sheet.cell(row, 2).value)
    assert height is not None
    assert height >= 12 * len(text) / (1.3 * width)


def test_that_the_document_is_the_same_in_both_formats(medium_state: State, folder: Path) -> None:
    document: Document = business_case(medium_state, AS_OF)
    (file,) = export(medium_state, folder, ("pdf",), AS_OF)
    text = pdf_text(file)
    for section in document.sections:
        assert section.title in text
    assert "USD 320,000" in text


def test_that_a_letter_in_another_currency_is_told_with_its_rate(state: State) -> None:
    rate = ExchangeRate(currency="EUR", millionths=1_100_000, dated=date(2026, 11, 2))
    first, *others = state.plan.credits
    plan = replace(state.plan, credits=(replace(first, exchange=rate), *others))
    told = said(business_case(State(plan, state.schedule), AS_OF))
    assert "The letter is in EUR, here at 1.1 USD as of 2 Nov 2026." in told


def test_that_quarters_in_which_nothing_is_payable_are_no_rows() -> None:
    late = a_credit(window=DateRange(START, date(2027, 12, 31)), proof_deadline=date(2027, 12, 31))
    plan = a_plan(phases=(a_phase(), a_phase("P2")), credits=(late,))
    runs = (an_assignment(plan), an_assignment(plan, "P2", date(2027, 9, 1)))
    claims = (Claim("P1", "C1", 9_000), Claim("P2", "C1", 8_000))
    rows = table(business_case(State(plan, Schedule(runs, claims)), AS_OF), "Payable by quarter").rows
    assert [row[:2] for row in rows] == [(date(2027, 3, 31), 9_000), (date(2027, 9, 30), 8_000)]


def test_that_shared_phases_are_told_with_the_confirmation_or_that_it_is_missing(state: State) -> None:
    first, second = state.plan.credits
    apart = tuple(replace(each, exclusion_groups=()) for each in (first, second))
    assert state.schedule is not None
    claims = (*state.schedule.claims, Claim("P1", "C2", 500))
    schedule = Schedule(state.schedule.assignments, claims)
    plan = replace(state.plan, credits=apart, one_source_per_phase=False)
    told = said(business_case(State(plan, schedule), AS_OF))
    assert "C1 and C2 each fund a part of P1, written confirmation to be confirmed." in told
    written = StackingConfirmation(credits=("C1", "C2"), document="Mail of 2 November")
    told = said(business_case(State(replace(plan, stacking_confirmations=(written,)), schedule), AS_OF))
    assert "C1 and C2 each fund a part of P1, as confirmed in Mail of 2 November." in told


def test_that_proof_is_due_by_the_earliest_of_all_days_of_the_letter(state: State) -> None:
    first, *others = state.plan.credits

    def last_day(**changes: object) -> object:
        plan = replace(state.plan, credits=(replace(first, **changes), *others))
        (proof,) = {each.deadline for each in external_view(plan, scheduled(state), AS_OF).proofs}
        return proof

    assert last_day() == date(2027, 6, 30)
    assert last_day(claim_days=20) == date(2027, 3, 4)
    assert last_day(expiry_basis="poe_submitted", window=DateRange(START, date(2027, 5, 31))) == date(2027, 5, 31)


def scheduled(state: State) -> Schedule:
    assert state.schedule is not None
    return state.schedule


def test_that_a_document_says_now_what_its_dated_claims_say_and_nothing_before_there_are_dates(state: State) -> None:
    plan, schedule = state.plan, scheduled(state)
    found = said_now(state, AS_OF)
    assert found is not None
    assert (found.requested, [work.phase for work in found.work]) == (9_000, ["P0", "P1"])
    undated = Schedule(schedule.assignments[:1], schedule.claims)
    assert said_now(State(plan, undated), AS_OF) == said_now(State(plan, Schedule(undated.assignments)), AS_OF)
    assert said_now(State(plan), AS_OF) is None
    assert said_now(State(plan, Schedule(())), AS_OF) is None


def test_that_pages_are_pictures_of_the_same_number_as_those_of_the_pdf(state: State, folder: Path) -> None:
    (pdf,) = export(state, folder, ("pdf",), AS_OF)
    pictures = page_pictures(business_case(state, AS_OF), 20)
    assert len(pictures) == len(PdfReader(pdf).pages)
    assert {picture[:4] for picture in pictures} == {b"\x89PNG"}


def test_that_a_document_without_requests_has_no_summary_in_word(folder: Path) -> None:
    plan = a_plan(credits=())
    (docx,) = export(State(plan, Schedule((an_assignment(plan),))), folder, ("docx",), AS_OF)
    assert "requests no deployment funding" in " ".join(docx_texts(docx))


def test_that_links_without_a_lag_are_told_by_their_type(state: State) -> None:
    plan = replace(state.plan, dependencies=(Dependency(predecessor="P0", successor="P1", type="SS"),))
    assert table(business_case(State(plan, state.schedule), AS_OF), "Phases").rows[1][-1] == "starts after P0 starts"


def test_that_where_every_fact_is_recorded_nothing_is_left_to_settle() -> None:
    state = prepared()
    agreement = Agreement(
        number="EA 7", tenant_id="calder", renewal_on=date(2028, 1, 1), account_team_contact="team@microsoft"
    )
    approved = tuple(replace(credit, status="approved") for credit in state.plan.credits)
    plan = replace(state.plan, agreement=agreement, credits=approved)
    told = said(business_case(State(plan, state.schedule), date(2027, 2, 1)))
    assert "Nothing; every fact in this request is recorded." in told
    assert "Is asked to help settle in writing" not in told
