"""Seats that the renewal might do without: never more than there are, and none of work that is still going on."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.business_case.projection import external_view
from planner.catalogue.reader import plan_catalogue, shipped_catalogue
from planner.funding.dividend import (
    NO_TRACE,
    SECOND_EVIDENCE,
    Candidate,
    candidates,
    keep_until,
    open_seats,
    yearly_cents,
)
from planner.funding.ledgers import funding_ledger
from planner.funding.measurements import LastActivity, Measurement, UsageCount, in_order
from planner.funding.rate_ledger import rate_ledger
from planner.funding.rates import RateLine
from planner.plan import Agreement, Plan, State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase, a_plan, an_assignment
from tests.funding.test_adoption import a_count, a_measurement

CATALOGUE = plan_catalogue(a_plan(), date(2027, 11, 20))
E5 = "MICROSOFT 365 E5"
PEOPLE = st.integers(0, 400)


def product(subject: str = E5, **counts: int) -> UsageCount:
    return a_count(subject, kind="product", **counts)


def a_rate_line(seats: int = 300, **changes: object) -> RateLine:
    return replace(RateLine(sku="SPE_E5", name="Microsoft 365 E5", seats=seats, list_price=6_000), **changes)


def a_state(*measurements: Measurement, done: bool = True, **changes: object) -> State:
    """A plan whose one phase of 100 seats is done long before the export, unless told otherwise."""
    plan = a_plan(measurements=in_order(measurements), **changes)
    return State(plan, Schedule((an_assignment(plan),)) if done else Schedule(()))


def only(state: State) -> Candidate:
    (found,) = candidates(state, CATALOGUE)
    return found


def test_that_seats_without_use_and_seats_of_nobody_are_candidates() -> None:
    found = only(a_state(a_measurement(product(active=200, idle=30, never=20)), rate_lines=(a_rate_line(300),)))
    assert (found.product, found.assigned, found.unassigned, found.idle, found.never) == (
        "Microsoft 365 E5",
        250,
        50,
        30,
        20,
    )
    assert (found.seats, found.held_back, found.yearly_cents) == (100, 0, 100 * 6_000 * 12)
    assert found.price == "The plan's price sheet."


def test_that_the_seats_of_an_open_phase_are_no_candidates() -> None:
    count = product(active=200, idle=130, never=20)
    assert only(a_state(a_measurement(count))).seats == 150
    held = only(a_state(a_measurement(count), done=False))
    assert (held.held_back, held.seats, held.seats_in_use) == (100, 50, 50)


@pytest.mark.parametrize(("days", "held"), [(-1, 100), (0, 0), (1, 0)])
def test_that_a_phase_is_open_until_the_day_on_which_it_ends(days: int, held: int) -> None:
    plan = a_plan()
    assignment = an_assignment(plan)
    day = date.fromordinal(assignment.finish.toordinal() + days)
    state = State(replace(plan, measurements=(a_measurement(product(active=150), on=day),)), Schedule((assignment,)))
    assert only(state).held_back == held


def test_that_a_phase_without_a_date_or_a_plan_without_a_schedule_is_open() -> None:
    plan = a_plan(measurements=(a_measurement(product(active=10, idle=200)),))
    found = only(State(plan))
    assert (found.held_back, found.seats) == (100, 100)
    assert any("no schedule" in caution for caution in found.cautions)


@pytest.mark.parametrize(
    ("workload", "subject", "held"),
    [
        ("Intune", E5, 100),
        ("M365 Copilot", E5, 0),
        ("M365 Copilot", "MICROSOFT 365 COPILOT", 100),
        ("Intune", "MICROSOFT 365 COPILOT", 0),
        ("Adoption", E5, 100),
        ("Adoption", "MICROSOFT 365 COPILOT", 100),
        ("Intune", "A PRODUCT NOBODY KNOWS", 100),
    ],
)
def test_that_a_phase_holds_back_the_products_it_may_run_on(workload: str, subject: str, held: int) -> None:
    plan = a_plan(phases=(a_phase(workload=workload),))
    assert open_seats(State(plan), CATALOGUE, CATALOGUE.price_of(subject), date(2027, 11, 20)) == held


def test_that_idle_begins_at_ninety_days_and_for_copilot_at_sixty() -> None:
    bands = LastActivity(days_0_to_29=40, days_30_to_59=10, days_60_to_89=20, days_90_and_more=30)
    changes = {"assigned": 100, "active_28": 40, "active_30": 40, "bands": bands}
    for subject, idle, watch in ((E5, 30, 30), ("Microsoft 365 Copilot", 50, 10)):
        measured = a_measurement(replace(product(subject), **changes))
        each = only(a_state(measured))
        assert (each.idle, each.watch) == (idle, watch)


def test_that_its_own_report_leads_for_copilot() -> None:
    in_office = product("MICROSOFT 365 COPILOT", active=100)
    itself = a_count("Microsoft 365 Copilot", active=60, idle=40)
    state = a_state(
        a_measurement(in_office, on=date(2027, 11, 21)),
        a_measurement(itself, report="getMicrosoft365CopilotUsageUserDetail"),
    )
    found = only(state)
    assert (found.idle, found.on) == (40, date(2027, 11, 20))


def test_that_the_latest_export_of_a_product_counts() -> None:
    state = a_state(
        a_measurement(product(active=10, idle=90), on=date(2027, 9, 1)),
        a_measurement(product(active=80, idle=20), on=date(2027, 11, 1)),
    )
    assert only(state).idle == 20


def test_that_rows_which_could_not_be_read_are_taken_for_assigned_seats() -> None:
    measurement = a_measurement(product(active=200), unread_rows=70)
    found = only(a_state(measurement, rate_lines=(a_rate_line(300),)))
    assert found.unassigned == 30
    assert any("70 rows" in caution for caution in found.cautions)


def test_that_every_candidate_asks_for_a_second_source() -> None:
    for subject in (E5, "MICROSOFT 365 COPILOT", "VISIO"):
        found = only(a_state(a_measurement(product(subject))))
        assert SECOND_EVIDENCE in found.cautions
        assert (NO_TRACE in found.cautions) == (subject != "MICROSOFT 365 COPILOT")


def test_that_a_price_of_the_catalogue_says_whose_it_is_and_another_currency_has_none() -> None:
    measured = a_measurement(product(active=10, idle=90))
    found = only(a_state(measured))
    assert found.yearly_cents == 90 * 6_000 * 12
    assert "Microsoft has not confirmed it" in found.price
    assert only(a_state(measured, currency="EUR")).yearly_cents is None


def test_that_a_fraction_of_a_cent_is_dropped() -> None:
    line = a_rate_line(seats=100, list_price=1, uplift=1)
    found = only(a_state(a_measurement(product(active=10, idle=90)), rate_lines=(line,)))
    assert found.yearly_cents == 90 * 12


# Laws


@st.composite
def measured_states(draw: st.DrawFn) -> State:
    active, idle, never = draw(PEOPLE), draw(PEOPLE), draw(PEOPLE)
    count = product(active=active + 10, idle=idle, never=never)
    lines = (a_rate_line(draw(st.integers(0, 1_500))),) if draw(st.booleans()) else ()
    phase = a_phase(seats=draw(PEOPLE), workload=draw(st.sampled_from(["Intune", "Adoption", "M365 Copilot"])))
    return a_state(a_measurement(count), done=draw(st.booleans()), phases=(phase,), rate_lines=lines)


def changed(state: State, **people: int) -> State:
    """The state with more people in a band of its only count, or fewer."""
    (measurement,) = state.plan.measurements
    (count,) = measurement.counts
    assert count.bands is not None
    bands = replace(count.bands, **{band: getattr(count.bands, band) + more for band, more in people.items()})
    active = bands.days_0_to_29
    count = replace(count, bands=bands, assigned=bands.total, active_28=active, active_30=active)
    return State(replace(state.plan, measurements=(replace(measurement, counts=(count,)),)), state.schedule)


@settings(max_examples=200)
@given(measured_states(), st.integers(0, 50))
def test_that_more_active_people_never_add_candidates(state: State, more: int) -> None:
    before, after = only(state), only(changed(state, days_0_to_29=more))
    assert after.seats <= before.seats
    assert after.seats_in_use <= before.seats_in_use
    assert (after.yearly_cents or 0) <= (before.yearly_cents or 0)


@settings(max_examples=200)
@given(measured_states())
def test_that_somebody_who_becomes_active_never_adds_a_candidate(state: State) -> None:
    before = only(state)
    for band, people in (("days_90_and_more", before.idle), ("never", before.never)):
        if people:
            after = only(changed(state, days_0_to_29=1, **{band: -1}))
            assert after.seats <= before.seats
            assert after.seats_in_use <= before.seats_in_use


@settings(max_examples=200)
@given(measured_states())
def test_that_candidates_are_seats_that_exist(state: State) -> None:
    found = only(state)
    assert 0 <= found.seats_in_use <= found.never + found.idle <= found.assigned
    assert found.seats_in_use <= found.seats <= found.seats_in_use + found.unassigned
    assert found.seats == max(0, found.unassigned + found.never + found.idle - found.held_back)
    assert found.yearly_cents == found.seats * 6_000 * 12


@settings(max_examples=100)
@given(measured_states(), st.integers(0, 300))
def test_that_a_further_open_phase_never_adds_candidates(state: State, seats: int) -> None:
    further = a_phase("P2", seats=seats)
    plan = replace(state.plan, phases=(*state.plan.phases, further))
    assert only(State(plan, state.schedule)).seats <= only(state).seats


@settings(max_examples=60)
@given(st.permutations(range(4)))
def test_that_the_order_of_reading_does_not_matter(order: list[int]) -> None:
    read = [
        a_measurement(product(active=50, idle=40), on=date(2027, 9, 1)),
        a_measurement(product(active=60, idle=30), product("VISIO", active=20)),
        a_measurement(a_count("Microsoft 365 Copilot"), report="getMicrosoft365CopilotUsageUserDetail"),
        a_measurement(product("MICROSOFT 365 COPILOT"), on=date(2027, 12, 1)),
    ]
    plan = a_plan()
    for number in order:
        plan = edits.add_measurement(plan, read[number])
    assert candidates(State(plan), CATALOGUE) == candidates(
        State(a_plan(measurements=in_order(tuple(read)))), CATALOGUE
    )


def test_that_groups_and_totals_make_no_candidates() -> None:
    totals = replace(a_count("Microsoft 365 Copilot", idle=50), active_28=None, bands=None)
    grouped = a_count(E5, kind="product", group="Sales", idle=50)
    assert candidates(a_state(a_measurement(totals, grouped)), CATALOGUE) == ()


# Where the value stays


def _with_measurements(plan: Plan) -> Plan:
    return replace(
        plan,
        measurements=(a_measurement(product(active=10, idle=90)),),
        catalogue=replace(plan.catalogue, prices=shipped_catalogue().prices[:1]),
    )


def test_that_the_value_of_seats_changes_no_ledger_and_no_business_case(sample: State) -> None:
    plan = sample.plan
    schedule = Schedule(tuple(an_assignment(plan, phase.id, date(2027, 3, 8)) for phase in plan.phases))
    measured = _with_measurements(plan)
    assert candidates(State(measured, schedule), CATALOGUE)
    assert funding_ledger(measured, schedule) == funding_ledger(plan, schedule)
    assert rate_ledger(measured) == rate_ledger(plan)
    as_of = date(2027, 1, 25)
    assert external_view(measured, schedule, as_of) == external_view(plan, schedule, as_of)


def test_that_the_value_of_all_is_the_sum_of_those_with_a_price() -> None:
    state = a_state(a_measurement(product(active=10, idle=90), product("VISIO", active=10, idle=5)))
    found = candidates(state, CATALOGUE)
    assert [each.yearly_cents for each in found] == [90 * 6_000 * 12, None]
    assert yearly_cents(found) == 90 * 6_000 * 12


def test_that_figures_of_use_are_kept_until_the_renewal_they_are_read_for() -> None:
    renewal, end = date(2027, 9, 30), date(2027, 10, 31)
    plan = a_plan(agreement=Agreement(renewal_on=renewal, ends_on=end))
    assert keep_until(plan) == renewal
    assert keep_until(replace(plan, agreement=Agreement(ends_on=end))) == end
    assert keep_until(a_plan()) == a_plan().horizon
