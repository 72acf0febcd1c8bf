"""One fact for the seats of a product: what follows it, what differs from it, and what another number of them does."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.files import read
from planner.funding.product_seats import ProductSeats
from planner.funding.seat_findings import seat_findings
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from planner.seats import change_seats, forget_product_seats, keep_product_seats, seats_preview
from resources import path
from tests.builders import (
    START,
    a_credit,
    a_phase,
    a_plan,
    a_rate_line,
    an_assignment,
    an_entitlement,
    by_partner,
)
from tests.ui.conftest import Run
from tests.ui.conftest import run as run  # noqa: PLC0414 - a fixture
from ui.command_line import DONE, UNUSABLE
from ui.seat_words import preview_sentences

E5 = ProductSeats(product="E5", seats=1_000, workloads=("Intune",), skus=("SKU",))


def a_seated_plan(**changes: object) -> Plan:
    """A pilot and two waves of Intune, and one phase of something else, under a fact of 1,000 seats."""
    phases = (
        a_phase("PILOT", motion="pilot", seats=50),
        a_phase("W1", seats=600),
        a_phase("W2", seats=400),
        a_phase("OTHER", workload="Azure", seats=10),
    )
    plan = a_plan(phases=phases, entitlements=(an_entitlement(),), rate_lines=(a_rate_line(seats=1_000),))
    return replace(keep_product_seats(plan, E5), **changes)


def seats(plan: Plan) -> dict[str, int]:
    return {phase.id: phase.seats for phase in plan.phases}


def test_that_all_that_follows_a_product_gets_its_number_and_nothing_else() -> None:
    plan = change_seats(a_seated_plan(), "E5", 1_500, START)
    assert (plan.product_seats[0].seats, plan.product_seats[0].as_of) == (1_500, START)
    assert (plan.entitlements[0].seats_owned, plan.rate_lines[0].seats) == (1_500, 1_500)
    assert seats(plan) == {"PILOT": 50, "W1": 900, "W2": 600, "OTHER": 10}
    option = plan.phase["W1"].options[0]
    assert (option.duration, option.cost, plan.phase["W1"].eligible_cost) == (15, 30_000, 30_000)
    assert seat_findings(plan) == ()


@settings(max_examples=200)
@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=5), st.integers(0, 20_000))
def test_that_waves_that_reached_all_seats_reach_all_of_them_again(waves: list[int], now: int) -> None:
    total = sum(waves)
    phases = tuple(a_phase(f"W{number}", seats=each) for number, each in enumerate(waves))
    plan = keep_product_seats(a_plan(phases=phases), replace(E5, seats=total))
    after = change_seats(plan, "E5", now, work_follows=False)
    assert sum(seats(after).values()) == now
    assert [phase.options for phase in after.phases] == [phase.options for phase in plan.phases]
    assert change_seats(plan, "E5", total) == plan


def test_that_work_that_has_begun_stays_as_it_is() -> None:
    begun = edits.record_start(edits.set_status_date(a_seated_plan(), date(2027, 2, 1)), "W1", START, "PAR")
    after = change_seats(begun, "E5", 500)
    assert after.phase["W1"] == begun.phase["W1"]
    assert after.phase["W2"].seats == 200


def test_that_numbers_that_differ_from_the_fact_are_found() -> None:
    plan = edits.change_rate_line(a_seated_plan(), "SKU", seats=900)
    plan = edits.change_entitlement(plan, "E1", seats_owned=1_100)
    assert [finding.place for finding in seat_findings(plan)] == [("entitlement", "E1"), ("rate line", "SKU")]
    assert seat_findings(forget_product_seats(plan, "E5")) == ()


def test_that_a_workload_has_the_seats_of_one_product() -> None:
    with pytest.raises(PlanError, match="Workload 'Intune' has the seats of 2 products"):
        keep_product_seats(a_seated_plan(), ProductSeats(product="E3", seats=1, workloads=("Intune",)))
    with pytest.raises(PlanError, match="Nothing is told of the seats of 'E3'"):
        change_seats(a_seated_plan(), "E3", 1)


def test_that_a_preview_tells_thresholds_claims_days_and_findings() -> None:
    credit = a_credit(minimum_seats=300)
    entitlement = an_entitlement(threshold_seats=500)
    phase = a_phase("W1", seats=400, options=(by_partner(duration=10, cost=20_000),))
    plan = keep_product_seats(a_plan(phases=(phase,), credits=(credit,), entitlements=(entitlement,)), E5)
    before = State(plan, Schedule((an_assignment(plan, "W1"),), (Claim("W1", "C1", 10_000),)))
    half = change_seats(plan, "E5", 499)
    after = State(half, Schedule((an_assignment(half, "W1"),), ()))
    found = seats_preview(before, after)
    assert [(each.name, each.before, each.after, each.is_crossed) for each in found.thresholds] == [
        ("E1", 1_000, 499, True),
        ("C1", 400, 199, True),
    ]
    assert [(each.credit, each.lost) for each in found.fallen] == [("C1", 10_000)]
    assert (found.variance.cost, found.variance.funding) == (9_950 - 20_000, -10_000)
    words = preview_sentences(found, half)
    assert words[0] == "Costs change by −10,050 USD, claims by −10,000 USD, net cost by −50 USD."
    assert "E1 Entitlement E1 needs 500 seats: 1,000 → 499. It is no longer reached." in words
    assert any(each.startswith(f"C1 no longer pays 10,000 of 10,000 USD for W1 {phase.name}.") for each in words)


def test_that_seats_are_told_and_tried_on_the_command_line(run: Run, tmp_path: Path) -> None:
    calder, to = path("samples/calder.solved.rollout"), tmp_path / "seats.rollout"
    plan = read(calder).plan
    right = plan.entitlements[0]
    told = [part for each in right.workloads for part in ("--workload", each)]
    count = str(right.seats_owned)
    ended = run("seats", calder, "--product", "E5", "--seats", count, *told, "-o", to, "--json")
    assert ended.code == DONE
    assert json.loads(ended.output)["products"][0]["seats"] == right.seats_owned
    ended = run("seats", to, "--product", "E5", "--seats", "100", "--json")
    preview = json.loads(ended.output)["preview"]
    assert {
        "name": right.id,
        "needed": right.threshold_seats,
        "before": right.seats_owned,
        "after": 100,
        "is_crossed": True,
    } in (preview["thresholds"])
    assert preview["changes"]["funding"] < 0
    assert read(to).plan.product_seats[0].seats == right.seats_owned
    assert "no longer reached" in run("seats", to, "--product", "E5", "--seats", "100").output


@pytest.mark.parametrize(
    ("told", "says"),
    [(("--product", "E5"), "Name a product"), (("--product", "E5", "--seats", "5"), "Say what it is for")],
)
def test_that_seats_half_told_are_refused(run: Run, told: tuple[str, ...], says: str) -> None:
    ended = run("seats", path("samples/calder.solved.rollout"), *told)
    assert ended.code == UNUSABLE
    assert says in ended.errors


def test_that_no_phase_follows_a_product_of_which_no_seats_were_told() -> None:
    plan = a_seated_plan()
    none = replace(plan, product_seats=tuple(replace(each, seats=0) for each in plan.product_seats))
    changed = change_seats(none, "E5", 500)
    assert seats(changed) == seats(none)
