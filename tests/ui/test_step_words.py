from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from planner.funding.entitlements import Entitlement
from tests.builders import a_credit, a_partner, a_phase, a_plan, by_fasttrack, by_partner
from ui.step_words import phases_words, step_words

PLAN = a_plan(
    partners=(replace(a_partner("NOR"), name="Norvale Cloud"),),
    phases=(
        replace(a_phase("S1", options=(by_partner("NOR"), by_fasttrack())), name="Mobilise"),
        replace(a_phase("S2", options=(by_partner("NOR"),)), name="Pilot"),
        replace(a_phase("X", options=(by_partner("NOR"),)), name="Twice there"),
        replace(a_phase("4", options=(by_partner("NOR"),)), name="Fourth"),
    ),
    credits=(replace(a_credit("SV1"), name="Voucher"), replace(a_credit("X"), name="Also there")),
    entitlements=(Entitlement(id="E1", name="FastTrack", threshold_seats=0, seats_owned=0),),
)


@dataclass
class Step:
    said: str
    told: str


@pytest.mark.parametrize(
    "step",
    [
        Step("Move S1", "Move S1 Mobilise"),
        Step("Change face value of SV1", "Change face value of SV1 Voucher"),
        Step("Change document of change 2 of SV1", "Change document of change 2 of SV1 Voucher"),
        Step("Remove S1 by NOR", "Remove S1 Mobilise by Norvale Cloud"),
        Step("Change cost of S1 by fasttrack", "Change cost of S1 Mobilise by FastTrack"),
        Step("Remove quote 1 of S1 by NOR", "Remove quote 1 of S1 Mobilise by Norvale Cloud"),
        Step("Remove phase S2", "Remove phase S2 Pilot"),
        Step("Change lag of S1 → S2", "Change lag of S1 Mobilise → S2 Pilot"),
        Step("Change link of S1 → S2 FS", "Change link of S1 Mobilise → S2 Pilot FS"),
        Step("Remove link S1 → S2", "Remove link S1 Mobilise → S2 Pilot"),
        Step("Payment of SV1", "Payment of SV1 Voucher"),
        Step("Shift availability of NOR", "Shift availability of NOR Norvale Cloud"),
        Step("Remove window 1 of NOR", "Remove window 1 of NOR Norvale Cloud"),
        Step("Change seats owned of E1", "Change seats owned of E1 FastTrack"),
    ],
    ids=lambda step: step.said,
)
def test_that_a_step_tells_the_part_by_its_name(step: Step) -> None:
    assert step_words(PLAN, step.said) == step.told


@pytest.mark.parametrize(
    "step",
    [
        "Solve",
        "Paste 4 cells into phases",
        "Change workload of 4 phases",
        "Remove all pins",
        "Change seats of X",
        "Change rate of exchange rate 4",
        "Change dates of S9",
        "Remove S9 by NOR",
    ],
)
def test_that_a_step_that_is_about_no_one_part_stays_as_it_is(step: str) -> None:
    assert step_words(PLAN, step) == step


def test_that_of_many_phases_the_first_is_told_and_a_long_name_is_cut() -> None:
    assert phases_words(PLAN, ("S1",)) == "S1 Mobilise"
    assert phases_words(PLAN, ("S1", "S2", "4")) == "S1 Mobilise and 2 more"
    long = replace(PLAN, phases=(replace(PLAN.phase["S1"], name="x" * 80), *PLAN.phases[1:]))
    assert phases_words(long, ("S1",)) == f"S1 {'x' * 47}…"
