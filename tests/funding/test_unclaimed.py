"""Help that the plan could have and does not: nothing that is held is listed, and what is added is gone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.catalogue.entries import Catalogue, FastTrackWorkload, Programme
from planner.catalogue.reader import plan_catalogue, shipped_catalogue
from planner.funding.credits import LOST
from planner.funding.programmes import credit_from_programme, fiscal_year_end
from planner.funding.unclaimed import (
    UnclaimedHelp,
    entitlement_from_fasttrack,
    entitlement_from_programme,
    unclaimed_help,
)
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from tests.builders import START, a_credit, a_phase, a_plan, an_entitlement
from tests.strategies import plans

DAY = date(2027, 1, 18)
CATALOGUE = plan_catalogue(a_plan(), DAY)
MONEY = [programme for programme in shipped_catalogue().programmes if programme.kind == "credit"]
WORKLOADS = [name for entry in CATALOGUE.fasttrack for name in entry.workloads]
MOTIONS = ["assess", "pilot", "deploy", "migrate", "adopt", "enable", "other"]


def programme(key: str) -> Programme:
    return next(each for each in CATALOGUE.programmes if each.key == key)


def fasttrack(key: str) -> FastTrackWorkload:
    return next(each for each in CATALOGUE.fasttrack if each.key == key)


def found(plan: Plan, key: str) -> list[UnclaimedHelp]:
    return [item for item in unclaimed_help(plan, CATALOGUE) if item.key == key]


@st.composite
def plans_of_known_work(draw: st.DrawFn) -> Plan:
    """Any plan, its phases of workloads and motions that the catalogue speaks of."""
    plan = draw(plans())
    phases = tuple(
        replace(
            phase,
            workload=draw(st.sampled_from(WORKLOADS)),
            motion=draw(st.sampled_from(MOTIONS)),
            seats=draw(st.integers(0, 1_000)),
        )
        for phase in plan.phases
    )
    return replace(plan, phases=phases, credits=(), stacking_confirmations=())


def with_it(plan: Plan, item: UnclaimedHelp) -> Plan:
    """The plan with the help that the item names, asked for."""
    if item.standing == "not asked for":
        requested = (
            replace(each, status="requested") if each.status == "not requested" else each for each in plan.entitlements
        )
        return replace(plan, entitlements=tuple(requested))
    if item.kind == "entitlement":
        right = entitlement_from_fasttrack(plan, fasttrack(item.key), "added")
        return replace(plan, entitlements=(*plan.entitlements, right))
    named = programme(item.key)
    if named.kind == "delivery":
        right = entitlement_from_programme(plan, named, "added")
        return replace(plan, entitlements=(*plan.entitlements, right))
    return edits.add_credit_from_programme(plan, named, "added", 10_000, plan.start)


@settings(max_examples=100)
@given(plans_of_known_work())
def test_that_adding_what_is_named_removes_it_and_adds_nothing(plan: Plan) -> None:
    listed = unclaimed_help(plan, CATALOGUE)
    for item in listed:
        after = unclaimed_help(with_it(plan, item), CATALOGUE)
        assert (item.key, item.standing) not in {(each.key, each.standing) for each in after}
        assert {each.key for each in after} <= {each.key for each in listed}


@settings(max_examples=100)
@given(plans_of_known_work())
def test_that_only_phases_that_nobody_has_asked_help_for_are_listed(plan: Plan) -> None:
    for item in unclaimed_help(plan, CATALOGUE):
        assert item.phases
        assert set(item.phases) <= set(plan.phase)
        if item.kind == "entitlement":
            for phase in map(plan.phase.__getitem__, item.phases):
                asked = [each for each in plan.entitlements if each.is_held and each.status != "not requested"]
                assert not any(right.covers(phase.workload, phase.motion) for right in asked)


def test_that_an_entitlement_which_only_has_to_be_asked_for_is_named() -> None:
    plan = a_plan(phases=(a_phase(seats=200),), entitlements=(an_entitlement(status="not requested"),))
    (item,) = found(plan, "intune")
    assert (item.standing, item.phases) == ("not asked for", ("P1",))
    assert "E1" in item.remedy
    asked = replace(plan, entitlements=(an_entitlement(status="requested"),))
    assert found(asked, "intune") == []


@pytest.mark.parametrize("status", ["requested", "engaged", "completed", "declined"])
def test_that_an_entitlement_that_was_asked_for_is_not_listed(status: str) -> None:
    assert found(a_plan(phases=(a_phase(seats=200),), entitlements=(an_entitlement(status=status),)), "intune") == []


@pytest.mark.parametrize(("seats", "listed"), [(149, False), (150, True)])
def test_that_an_entitlement_is_listed_from_its_threshold_on(seats: int, *, listed: bool) -> None:
    assert bool(found(a_plan(phases=(a_phase(seats=seats),)), "intune")) == listed


@pytest.mark.parametrize(("day", "listed"), [(date(2026, 5, 3), False), (date(2026, 5, 4), True)])
def test_that_the_threshold_of_the_day_counts(day: date, *, listed: bool) -> None:
    plan = a_plan(phases=(a_phase(workload="Exchange Online", motion="migrate", seats=200),))
    items = unclaimed_help(plan, plan_catalogue(plan, day))
    assert ("data-migration" in {item.key for item in items}) == listed


@pytest.mark.parametrize(("seats", "listed"), [(499, False), (500, True)])
def test_that_a_programme_is_listed_from_its_least_seats_on(seats: int, *, listed: bool) -> None:
    plan = a_plan(phases=(a_phase(workload="M365 Copilot", motion="deploy", seats=seats),))
    assert bool(found(plan, "COPV")) == listed


@pytest.mark.parametrize("status", ["proposed", "paid", *sorted(LOST)])
def test_that_a_programme_of_which_the_plan_has_a_credit_is_not_listed(status: str) -> None:
    plan = a_plan(credits=(a_credit(programme="ECIF", status=status),))
    assert found(plan, "ECIF") == []
    assert found(replace(plan, credits=()), "ECIF") != []


def test_that_work_which_costs_nothing_attracts_no_programme() -> None:
    assert found(a_plan(phases=(a_phase(eligible_cost=0),), credits=()), "ECIF") == []


def test_that_what_a_programme_might_pay_is_its_share_of_what_a_partner_may_be_paid() -> None:
    (item,) = found(a_plan(phases=(a_phase(), a_phase("P2", eligible_cost=8_000))), "ECIF")
    assert item.at_most == 14_000


def test_that_a_published_largest_amount_caps_it_in_its_own_currency() -> None:
    plan = a_plan(phases=tuple(a_phase(f"P{number}", eligible_cost=20_000) for number in range(30)), credits=())
    assert found(plan, "COS")[0].at_most == 60_000
    assert found(replace(plan, currency="EUR"), "COS")[0].at_most == 180_000


def test_that_the_sample_has_asked_for_its_onboarding_and_not_for_help_with_azure(sample: State) -> None:
    plan = sample.plan
    keys = {item.key for item in unclaimed_help(plan, plan_catalogue(plan, DAY))}
    assert keys == {"CAF", "ACO", "CACO", "COS"}
    without = replace(plan, entitlements=())
    assert {"entra-id", "intune", "defender", "purview", "teams", "copilot"} <= {
        item.key for item in unclaimed_help(without, CATALOGUE)
    }


def test_that_an_entry_of_the_plan_counts() -> None:
    plan = a_plan(phases=(a_phase(seats=200),))
    own = replace(fasttrack("intune"), threshold_seats=1_000)
    plan = replace(plan, catalogue=Catalogue(fasttrack=(own,)))
    assert [item for item in unclaimed_help(plan, plan_catalogue(plan, DAY)) if item.key == "intune"] == []


# Credits from programmes


@settings(max_examples=40)
@given(plans(), st.sampled_from(MONEY), st.integers(0, 10**6), st.dates(date(2025, 1, 1), date(2031, 1, 1)))
def test_that_a_credit_of_a_programme_keeps_every_invariant(
    plan: Plan, made: Programme, face: int, opens: date
) -> None:
    edited = edits.add_credit_from_programme(plan, made, "from the catalogue", face, opens)
    assert invariant_faults(State(edited)) == ()
    credit = edited.credit["from the catalogue"]
    assert (credit.face, credit.window.start, credit.status) == (face, opens, "proposed")
    assert edits.remove_credit(edited, credit.id) == plan


@pytest.mark.parametrize("figure", ["share", "approval_lead", "proof_preparation", "minimum_seats"])
def test_that_a_figure_of_the_programme_is_that_of_its_credit(figure: str) -> None:
    for made in MONEY:
        credit = credit_from_programme(a_plan(), made, "C", 60_000, START)
        known = getattr(made.defaults, figure)
        assert getattr(credit, figure) == (getattr(CREDIT, figure) if known is None else known)


CREDIT = credit_from_programme(a_plan(), programme("CACO"), "C", 0, START)
"""A credit of a programme that has no figures: each is as in any new credit."""


def test_that_every_default_stands_in_the_conditions_with_its_standing() -> None:
    text = credit_from_programme(a_plan(), programme("ECIF"), "C", 60_000, START).conditions
    assert text.startswith("No letter yet.")
    assert "Share of the eligible cost: 50%. An assumption of this program" in text
    assert "Least phases: 2. Unverified notes say so" in text


@pytest.mark.parametrize(("face", "currency", "least"), [(50_000, "USD", 1), (50_001, "USD", 2), (50_000, "EUR", 2)])
def test_that_a_large_ecif_asks_for_two_phases(face: int, currency: str, least: int) -> None:
    credit = credit_from_programme(a_plan(currency=currency), programme("ECIF"), "C", face, START)
    assert credit.minimum_milestones == least


def test_that_an_ecif_ends_with_the_fiscal_year_and_is_less_sure_in_the_next() -> None:
    now = credit_from_programme(a_plan(), programme("ECIF"), "C", 1, date(2027, 6, 30))
    later = credit_from_programme(a_plan(), programme("ECIF"), "C", 1, date(2027, 7, 1))
    assert (now.window.end, now.proof_deadline, now.confidence) == (date(2027, 6, 30), date(2027, 6, 30), 7_000)
    assert (later.window.end, later.proof_deadline, later.confidence) == (date(2028, 6, 30), date(2028, 6, 30), 5_000)


@pytest.mark.parametrize(
    ("opens", "last"), [(date(2027, 1, 4), date(2027, 4, 14)), (date(2027, 5, 3), date(2027, 6, 30))]
)
def test_that_a_window_ends_after_its_days_or_with_the_fiscal_year_whichever_is_first(opens: date, last: date) -> None:
    ecif = programme("ECIF")
    evidence = (*ecif.evidence, replace(ecif.evidence_of("share"), figures=("window_days",)))
    made = replace(ecif, defaults=replace(ecif.defaults, window_days=100), evidence=evidence)
    assert credit_from_programme(a_plan(), made, "C", 1, opens).window.end == last


def test_that_a_voucher_is_proven_by_its_expiry_or_the_fiscal_year_end_whichever_is_first() -> None:
    early = credit_from_programme(a_plan(), programme("ME3E5"), "C", 1, date(2026, 8, 3))
    late = credit_from_programme(a_plan(), programme("ME3E5"), "C", 1, date(2027, 2, 1))
    assert (early.window.end, early.proof_deadline) == (date(2027, 2, 2), date(2027, 2, 2))
    assert (late.window.end, late.proof_deadline) == (date(2027, 8, 3), date(2027, 6, 30))


def test_that_the_scope_is_in_the_words_of_the_plan_and_never_wider_than_the_programme() -> None:
    plan = a_plan(phases=(a_phase(workload="M365 Copilot"),))
    assert credit_from_programme(plan, programme("COPV"), "C", 1, START).scope.workloads == ("M365 Copilot",)
    assert credit_from_programme(plan, programme("AZA"), "C", 1, START).scope.workloads == ("Azure",)


def test_that_work_without_money_makes_no_credit() -> None:
    with pytest.raises(PlanError, match="work and no money"):
        edits.add_credit_from_programme(a_plan(), programme("CAF"), "C", 1, START)


@pytest.mark.parametrize("opens", [date.max, date(9999, 1, 1), date(2199, 12, 1)])
def test_that_a_window_beyond_the_calendar_is_refused(opens: date) -> None:
    with pytest.raises(PlanError):
        edits.add_credit_from_programme(a_plan(), programme("ECIF"), "C", 1, opens)


@pytest.mark.parametrize(
    ("day", "end"), [(date(2027, 6, 30), 2027), (date(2027, 7, 1), 2028), (date(2027, 1, 1), 2027)]
)
def test_that_the_fiscal_year_ends_on_30_june(day: date, end: int) -> None:
    assert fiscal_year_end(day) == date(end, 6, 30)


def test_that_help_which_is_added_is_asked_for_in_the_words_of_the_plan() -> None:
    plan = a_plan(phases=(a_phase(workload="Intune", motion="deploy", seats=1_000),), credits=())
    guided = entitlement_from_fasttrack(plan, fasttrack("intune"), "added")
    assert (guided.workloads, guided.threshold_seats, guided.seats_owned) == (("Intune",), 150, 1_000)
    delivered = [each for each in shipped_catalogue().programmes if each.kind == "delivery"]
    assert delivered
    for right in (guided, *(entitlement_from_programme(plan, each, "added") for each in delivered)):
        assert (right.status, right.seats_owned) == ("requested", 1_000)
        assert right.note
        assert invariant_faults(State(replace(plan, entitlements=(right,)))) == ()
