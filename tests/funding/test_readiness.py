"""Each check of readiness, once where it speaks and once where it is silent.

The plan of ``ready()`` lacks nothing: two phases, each half paid by a credit of its own and delivered by a partner of
its own, with everything that a letter asks for. It has no finding at all, and each test takes one thing away.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from msgspec.structs import replace

from planner.catalogue.reader import plan_catalogue
from planner.finding import Finding
from planner.funding.claim_rules import Delivery, proof_ready_on
from planner.funding.entitlements import entitlement_reasons
from planner.funding.programmes import credit_from_programme
from planner.funding.readiness import readiness
from planner.invariants import EARLIEST, LATEST, invariant_faults
from planner.plan import Plan, Sponsorship, State
from planner.rollout.phases import AdoptionTarget, Milestone
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import plan_workdays
from planner.value import WHOLE, DateRange
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states

LATER = date(2027, 3, 1)
TARGET = AdoptionTarget(
    text="95% of devices managed",
    metric="managed devices",
    direction="at_least",
    baseline=5,
    value=95,
    unit="percent",
    measured_on=date(2027, 4, 30),
    data_source="Intune device inventory",
)
MILESTONE = Milestone(name="Devices enrolled", deliverable="Enrolment report", proof="Customer acknowledgement")
SPONSORSHIP = Sponsorship(
    executive_sponsor="Ada Ortiz, CIO",
    deployment_owner="Sam Reed",
    business_problem="Half of all laptops are unmanaged, and two were lost with customer data in 2026.",
    outcome="95% of devices are managed by May 2027.",
)


def ready() -> Plan:
    done = {"adoption_target": TARGET, "milestones": (MILESTONE,), "exclusions": ("Packaging of software",)}
    signed = {"owner": "Sam Reed", "sow_signed_on": START}
    return a_plan(
        sponsorship=SPONSORSHIP,
        phases=(a_phase("P1", **done), a_phase("P2", **done, options=(by_partner("SEC"),))),
        partners=(a_partner("PAR"), a_partner("SEC")),
        credits=(a_credit("C1", **signed), a_credit("C2", **signed, approved_partners=("SEC",))),
        entitlements=(an_entitlement(),),
    )


def scheduled(plan: Plan, *, start: date = LATER, option: str | None = None, claim: int = 10_000) -> Schedule:
    """P1 as the test wants it, and P2 paid with 10,000."""
    assignments = (an_assignment(plan, "P1", start, option), an_assignment(plan, "P2", LATER))
    return Schedule(assignments, (Claim("P1", "C1", claim), Claim("P2", "C2", 10_000)))


def with_phase(plan: Plan, **changes: object) -> Plan:
    first, *others = plan.phases
    return replace(plan, phases=(replace(first, **changes), *others))


def with_credit(plan: Plan, **changes: object) -> Plan:
    first, *others = plan.credits
    return replace(plan, credits=(replace(first, **changes), *others))


def with_target(plan: Plan, **changes: object) -> Plan:
    return with_phase(plan, adoption_target=replace(TARGET, **changes))


def with_milestone(plan: Plan, **changes: object) -> Plan:
    return with_phase(plan, milestones=(replace(MILESTONE, **changes),))


def of_code(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def brief(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return finding.severity, finding.code, finding.place


def found(plan: Plan, schedule: Schedule | None = None) -> Finding:
    """The one finding of the plan, scheduled as in ``scheduled`` unless told otherwise."""
    return only(readiness(plan, schedule or scheduled(plan)))


def test_that_a_plan_which_lacks_nothing_has_no_finding() -> None:
    plan = ready()
    assert invariant_faults(State(plan, scheduled(plan))) == ()
    assert readiness(plan, scheduled(plan)) == ()
    assert readiness(plan, None) == ()


def test_that_every_finding_is_one_of_readiness_with_a_sentence_and_a_remedy() -> None:
    plan = with_phase(a_plan(entitlements=(an_entitlement(engage_by=LATER, status="not requested"),)), due_date=START)
    findings = readiness(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 20_000),)))
    assert len(findings) > 10
    assert all(finding.kind == "readiness" and finding.sentence and finding.remedy for finding in findings)


def test_that_a_sponsor_and_an_owner_are_asked_for() -> None:
    finding = found(replace(ready(), sponsorship=replace(SPONSORSHIP, executive_sponsor=" ")))
    assert brief(finding) == ("error", "F-SPONSOR", ("plan",))
    assert "executive sponsor" in finding.sentence
    assert "deployment owner" in found(replace(ready(), sponsorship=replace(SPONSORSHIP, deployment_owner=""))).sentence


@pytest.mark.parametrize("text", ["", "Security"])
def test_that_a_problem_is_told_and_specific(text: str) -> None:
    finding = found(replace(ready(), sponsorship=replace(SPONSORSHIP, business_problem=text)))
    assert brief(finding) == ("error", "F-PROBLEM", ("plan",))


def test_that_an_outcome_without_a_figure_is_warned_about() -> None:
    finding = found(replace(ready(), sponsorship=replace(SPONSORSHIP, outcome="Everybody works more securely.")))
    assert brief(finding) == ("warning", "F-PROBLEM", ("plan",))


def test_that_a_funded_phase_excludes_something() -> None:
    plan = with_phase(ready(), exclusions=("",))
    assert brief(found(plan)) == ("error", "F-SCOPE", ("phase", "P1"))
    assert readiness(plan, None) == ()


def test_that_seats_are_asked_for_where_the_work_reaches_seats() -> None:
    assert brief(found(with_phase(ready(), seats=0))) == ("error", "F-SCOPE", ("phase", "P1"))
    assert "0 seats" in found(with_phase(ready(), seats=0)).sentence


def test_that_no_seats_are_asked_for_where_work_is_not_measured_in_them() -> None:
    design = with_phase(ready(), seats=0, motion="assess")
    landing_zone = replace(with_phase(ready(), seats=0), entitlements=())
    assert readiness(design, scheduled(design)) == readiness(landing_zone, scheduled(landing_zone)) == ()


def test_that_no_phase_reaches_more_seats_than_are_owned() -> None:
    plan = with_phase(ready(), seats=1_001)
    assert brief(only(readiness(plan, None))) == ("error", "F-OWNED", ("phase", "P1"))
    assert readiness(with_phase(ready(), seats=1_000), None) == ()


def test_that_waves_beyond_the_owned_seats_are_warned_about() -> None:
    plan = with_phase(ready(), seats=901)
    assert brief(only(readiness(plan, None))) == ("warning", "F-OWNED", ("entitlement", "E1"))
    assert readiness(with_phase(ready(), seats=900), None) == ()


def test_that_two_entitlements_on_the_same_seats_are_not_added_up() -> None:
    plan = with_phase(replace(ready(), entitlements=(an_entitlement("E1"), an_entitlement("E2"))), seats=1_500)
    assert brief(only(readiness(plan, None))) == ("error", "F-OWNED", ("phase", "P1"))


def test_that_a_credit_without_a_partner_is_an_error_unless_it_is_lost() -> None:
    nobody = replace(ready(), credits=(a_credit(approved_partners=()),))
    assert brief(only(readiness(nobody, None))) == ("error", "F-PARTNER", ("credit", "C1"))
    assert readiness(with_credit(nobody, status="rejected"), None) == ()


def test_that_an_absent_partner_is_an_error_of_its_claim() -> None:
    plan = ready()
    away = replace(plan.partners[0], windows=(DateRange(START, LATER),))
    finding = found(replace(plan, partners=(away, plan.partners[1])))
    assert brief(finding) == ("error", "F-PARTNER", ("claim", "P1", "C1"))


def test_that_somebody_owns_the_statement_of_work_of_a_claimed_credit() -> None:
    plan = with_credit(ready(), owner="")
    assert brief(found(plan)) == ("error", "F-PARTNER", ("credit", "C1"))
    assert readiness(plan, None) == ()


def test_that_work_before_approval_is_an_error() -> None:
    finding = found(with_credit(ready(), approved_on=LATER + timedelta(days=1)))
    assert brief(finding) == ("error", "F-APPROVAL", ("claim", "P1", "C1"))


def test_that_a_claimed_credit_without_a_request_date_is_told_the_last_one_possible() -> None:
    plan = with_credit(ready(), request_date=None, approval_lead=10)
    finding = found(plan)
    assert brief(finding) == ("error", "F-APPROVAL", ("credit", "C1"))
    latest = date(2027, 2, 15)
    assert str(latest) in finding.remedy
    assert plan_workdays(plan).add_forward(latest, 10) == LATER
    assert readiness(with_credit(plan, approved_on=START), scheduled(plan)) == ()


def test_that_a_claimed_credit_without_a_request_date_is_told_from_which_day_its_approval_is_counted() -> None:
    plan = with_credit(ready(), request_date=None)
    assert f"asked for on {START}, the plan's first day." in found(plan).sentence
    as_of = date(2027, 2, 1)
    assert f"asked for on {as_of}, the status date." in found(replace(plan, status_date=as_of)).sentence


def test_that_a_blank_signature_of_a_claimed_credit_is_warned_about() -> None:
    plan = with_credit(ready(), sow_signed_on=None)
    assert brief(found(plan)) == ("warning", "SOW-BLANK", ("credit", "C1"))
    assert readiness(plan, None) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"programme": "Azure Accelerate"},
        {"programme": "AMM"},
        {"conditions": "Deal registered before SOW signature; not retroactive"},
    ],
)
def test_that_a_registered_deal_has_a_date_and_not_after_the_signature(changes: dict[str, str]) -> None:
    plan = with_credit(ready(), **changes)
    assert brief(found(plan)) == ("warning", "REGISTRATION", ("credit", "C1"))
    late = with_credit(plan, registered_on=START + timedelta(days=1))
    assert brief(found(late)) == ("warning", "REGISTRATION", ("credit", "C1"))
    in_time = with_credit(plan, registered_on=START)
    assert readiness(in_time, scheduled(in_time)) == ()


def test_that_an_extension_that_does_not_count_is_warned_about() -> None:
    plan = with_credit(ready(), extension=60)
    assert readiness(plan, None) == ()
    assert brief(only(readiness(with_credit(plan, sow_signed_on=None), None))) == (
        "warning",
        "EXTENSION",
        ("credit", "C1"),
    )


def test_that_a_funded_phase_has_a_milestone() -> None:
    plan = with_phase(ready(), milestones=())
    assert brief(found(plan)) == ("error", "F-MILESTONE", ("phase", "P1"))
    assert readiness(plan, None) == ()


@pytest.mark.parametrize(("blank", "word"), [("deliverable", "deliverable"), ("proof", "proof of execution")])
def test_that_a_milestone_has_a_deliverable_and_a_proof(blank: str, word: str) -> None:
    finding = found(with_milestone(ready(), **{blank: ""}))
    assert brief(finding) == ("error", "F-MILESTONE", ("phase", "P1"))
    assert word in finding.sentence


def test_that_a_milestone_needs_hours_only_where_no_day_rate_gives_them() -> None:
    plan = ready()
    unpriced = replace(plan, partners=(replace(plan.partners[0], day_rate=0), plan.partners[1]))
    assert brief(found(unpriced)) == ("error", "F-MILESTONE", ("phase", "P1"))
    given = with_milestone(unpriced, hours=80)
    assert readiness(given, scheduled(given)) == ()


def test_that_no_milestone_is_due_before_its_phase_starts() -> None:
    assert brief(found(with_milestone(ready(), due=START))) == ("error", "F-MILESTONE", ("phase", "P1"))
    on_the_day = with_milestone(ready(), due=LATER)
    assert readiness(on_the_day, scheduled(on_the_day)) == ()


def test_that_a_large_ecif_with_one_milestone_is_warned_about_as_unofficial_practice() -> None:
    plan = with_credit(ready(), programme="ECIF", face=50_001)
    finding = found(plan)
    assert brief(finding) == ("warning", "F-MILESTONE", ("credit", "C1"))
    assert "unofficial" in finding.remedy
    small = with_credit(plan, face=50_000)
    half = replace(MILESTONE, share=WHOLE // 2)
    split = with_phase(plan, milestones=(half, half))
    assert readiness(small, scheduled(small)) == readiness(split, scheduled(split)) == ()


@pytest.mark.parametrize("name", ["ecif", "End customer investment funds (ECIF)", "End-Customer Investment Funds FY27"])
def test_that_an_ecif_is_known_by_any_of_its_names(name: str) -> None:
    for changes in ({"programme": name}, {"pool": name}):
        finding = found(with_credit(ready(), face=50_001, **changes))
        assert brief(finding) == ("warning", "F-MILESTONE", ("credit", "C1"))
    assert readiness(with_credit(ready(), face=50_001, programme="Specifics"), scheduled(ready())) == ()


def test_that_the_catalogues_ecif_is_known_as_one() -> None:
    (programme,) = (each for each in plan_catalogue(ready(), START).programmes if each.key == "ECIF")
    made = credit_from_programme(ready(), programme, "C1", 50_001, START)
    finding = found(with_credit(ready(), face=50_001, programme=made.programme))
    assert brief(finding) == ("warning", "F-MILESTONE", ("credit", "C1"))


def test_that_ecif_money_is_to_be_proven_in_the_fiscal_year_in_which_its_window_opens() -> None:
    """Work from 2027-06-10 on for ten working days is proven on 2027-06-30, the last day; a day later is too late."""
    free = {"window": DateRange(START, date(2027, 12, 31)), "proof_deadline": None}
    ecif = with_target(with_credit(ready(), programme="ECIF", **free), measured_on=date(2027, 8, 30))
    on_the_day, day_after = date(2027, 6, 10), date(2027, 6, 11)
    assert readiness(ecif, scheduled(ecif, start=on_the_day)) == ()
    finding = found(ecif, scheduled(ecif, start=day_after))
    assert brief(finding) == ("warning", "F-WINDOW", ("claim", "P1", "C1"))
    assert "2027-06-30" in finding.sentence
    voucher = with_credit(ecif, programme="Voucher")
    assert readiness(voucher, scheduled(voucher, start=day_after)) == ()
    next_year = with_credit(ecif, window=DateRange(date(2027, 7, 1), date(2027, 12, 31)))
    assert readiness(next_year, scheduled(next_year, start=date(2027, 7, 5))) == ()
    late = with_milestone(ecif, due=date(2027, 7, 1))
    assert brief(found(late, scheduled(late, start=on_the_day))) == ("warning", "F-WINDOW", ("claim", "P1", "C1"))
    told = with_credit(ecif, proof_deadline=date(2027, 6, 30))
    assert brief(found(told, scheduled(told, start=day_after)))[0] == "error"


def test_that_work_outside_the_period_of_performance_is_an_error() -> None:
    finding = found(with_credit(ready(), window=DateRange(START, LATER)))
    assert brief(finding) == ("error", "F-WINDOW", ("claim", "P1", "C1"))


def test_that_a_milestone_due_outside_the_period_is_an_error_though_the_phase_ends_inside() -> None:
    plan = with_milestone(ready(), due=date(2027, 7, 1))
    findings = readiness(plan, scheduled(plan))
    assert {brief(finding) for finding in findings} == {("error", "F-WINDOW", ("claim", "P1", "C1"))}


def test_that_a_phase_to_deploy_has_a_target() -> None:
    plan = with_phase(ready(), adoption_target=None)
    assert brief(only(readiness(plan, None))) == ("error", "F-TARGET", ("phase", "P1"))
    assert readiness(with_phase(plan, motion="assess"), None) == ()


def test_that_a_target_in_words_alone_is_warned_about() -> None:
    plan = with_phase(ready(), adoption_target=AdoptionTarget(text="Devices managed"))
    assert brief(only(readiness(plan, None))) == ("warning", "F-TARGET", ("phase", "P1"))


@pytest.mark.parametrize(
    ("changes", "part"),
    [({"baseline": None}, "baseline"), ({"measured_on": None}, "day"), ({"data_source": ""}, "source")],
)
def test_that_a_target_in_figures_names_what_it_lacks(changes: dict[str, object], part: str) -> None:
    finding = only(readiness(with_target(ready(), **changes), None))
    assert brief(finding) == ("warning", "F-TARGET", ("phase", "P1"))
    assert part in finding.sentence


def test_that_activity_is_measured_thirty_days_after_go_live() -> None:
    plan = ready()
    finish = scheduled(plan).assignments[0].finish
    early = with_target(plan, metric="28-day active users", measured_on=finish + timedelta(days=29))
    assert brief(found(early)) == ("warning", "F-MEASURE", ("phase", "P1"))
    in_time = with_target(early, metric="active users", measured_on=finish + timedelta(days=30))
    installed = with_target(early, metric="managed devices", measured_on=finish)
    assert readiness(in_time, scheduled(in_time)) == readiness(installed, scheduled(installed)) == ()


def test_that_a_share_of_the_customer_is_asked_for() -> None:
    plan = with_credit(ready(), share=WHOLE)
    findings = readiness(plan, scheduled(plan, claim=20_000))
    assert [brief(finding) for finding in of_code(findings, "F-SHARE")] == [("warning", "F-SHARE", ("phase", "P1"))]
    assert readiness(plan, scheduled(plan, claim=14_999)) == ()


def test_that_proof_close_to_its_deadline_is_warned_about() -> None:
    plan = ready()
    schedule = scheduled(plan)
    first = schedule.assignments[0]
    delivered = Delivery(plan.phases[0], plan.phases[0].options[0], first.start, first.finish)
    enough = plan_workdays(plan).add(proof_ready_on(plan, plan.credits[0], delivered), 10)
    tight = with_credit(plan, proof_deadline=enough - timedelta(days=1))
    assert brief(found(tight)) == ("warning", "F-SLACK", ("claim", "P1", "C1"))
    assert "9 working days" in found(tight).sentence
    assert readiness(with_credit(plan, proof_deadline=enough), schedule) == ()


def test_that_an_expiry_by_proof_is_a_deadline_for_slack() -> None:
    plan = with_credit(ready(), proof_deadline=None, window=DateRange(START, date(2027, 3, 24)))
    assert readiness(plan, scheduled(plan)) == ()
    by_proof = with_credit(plan, expiry_basis="poe_submitted")
    assert brief(found(by_proof)) == ("warning", "F-SLACK", ("claim", "P1", "C1"))


def test_that_a_missed_due_date_is_warned_about() -> None:
    finish = scheduled(ready()).assignments[0].finish
    late = with_phase(ready(), due_date=finish - timedelta(days=1))
    assert brief(found(late)) == ("warning", "DUE-DATE", ("phase", "P1"))
    in_time = with_phase(ready(), due_date=finish)
    assert readiness(in_time, scheduled(in_time)) == ()


def test_that_much_money_in_one_credit_or_partner_is_warned_about() -> None:
    plan = with_credit(ready(), share=WHOLE)
    findings = readiness(plan, scheduled(plan, claim=15_001))
    assert [brief(finding)[1:] for finding in findings] == [
        ("F-CONCENTRATION", ("credit", "C1")),
        ("F-CONCENTRATION", ("partner", "PAR")),
    ]
    assert readiness(plan, scheduled(plan, claim=15_000)) == ()


@pytest.mark.parametrize(
    "conditions",
    [
        "Six months. Customer must commit to purchase 500 seats",
        "Requires an UPGRADE TO E5 within a year",
        "minimum additional 300 licences",
        "a minimum of 300 additional seats",
        "Customer's commitment to buy Copilot; POE by 30 June",
        "No later than 30 June the customer must purchase more",
        "Additional licences must be ordered by 30 June",
        "Customer agrees to expand to 2,000 seats",
        "Not via CSP, customer must purchase 500 seats",
        "Commitment to purchase 500 seats, extension not required",
        "Funding is conditional on the purchase of 200 Copilot seats",
        "Contingent upon expansion to all sites",
        "Granted in exchange for renewing three years",
        "Provided the customer renews for three years",
        "The customer will purchase 100 more seats",
        "The customer agrees to a three-year renewal",
        "Valid only with a renewal of at least three years",
        "With the intent to expand to Copilot",
        "Subject to a minimum Azure consumption commitment",
        "At least 200 further licences must be ordered",
        "Move to E5 by the renewal",
        "Step up to Microsoft 365 E7 within 12 months",
        "Seats may not be reduced at the anniversary",
        "No reduction of seats before 2029",
        "The voucher lapses if seats are reduced",
    ],
)
def test_that_a_promise_to_grow_is_warned_about_and_quoted(conditions: str) -> None:
    finding = only(readiness(with_credit(ready(), conditions=conditions), None))
    assert brief(finding) == ("warning", "F-STRINGS", ("credit", "C1"))
    assert finding.sentence.split("“")[1].removesuffix("”.") in conditions


@pytest.mark.parametrize(
    "conditions",
    [
        "",
        "6 months from issue; POE by fiscal year end; one per tenant id",
        "No commitment to expand",
        "The customer does not have to commit to purchase anything",
        "An upgrade to E5 is not required",
        "Additional Azure credits without any commitment to buy",
        "Customer must submit proof",
        "Customer must address the findings",
        "500+ Copilot seats; not via CSP; combined cap 170,000 with the other voucher",
        "Deal registered before SOW signature; not retroactive",
        "Paid in proportion to users deployed at the renewal",
        "The scope may not be reduced to one workload without notice, no commitment to expand",
        "Microsoft will increase no amount after approval",
        "Services provided by purchase order",
        "Nothing here is conditional on anything else",
        "Additive to price; without any intention to expand",
        "Move to the new tenant by June",
    ],
)
def test_that_no_promise_is_read_where_none_is_made(conditions: str) -> None:
    assert readiness(with_credit(ready(), conditions=conditions), None) == ()


def test_that_a_credit_that_covers_no_phase_is_noted() -> None:
    plan = ready()
    elsewhere = replace(plan.credits[0].scope, workloads=("InTune",))
    finding = only(readiness(with_credit(plan, scope=elsewhere), None))
    assert brief(finding) == ("note", "CREDIT-UNREACHED", ("credit", "C1"))
    assert "InTune" in finding.sentence
    assert readiness(with_credit(plan, scope=replace(elsewhere, workloads=("Intune",))), None) == ()


def fasttracked(**changes: object) -> Plan:
    """P1 by FastTrack or by PAR, under an entitlement with these fields."""
    plan = with_phase(ready(), options=(by_partner(), by_fasttrack()))
    return replace(plan, entitlements=(an_entitlement("E1", **changes),))


def by_right(plan: Plan) -> Schedule:
    """P1 by FastTrack, P2 not yet."""
    return Schedule((an_assignment(plan, "P1", LATER, "fasttrack"),))


ENTITLED_CASES: list[tuple[str, dict[str, object]]] = [
    ("ENTITLED-SCOPE", {"workloads": ("Purview",)}),
    ("ENTITLED-SCOPE", {"motions": ("assess",)}),
    ("ENTITLED-THRESHOLD", {"threshold_seats": 1_001}),
    ("ENTITLED-REQUEST", {"status": "not requested"}),
    ("ENTITLED-REQUEST", {"status": "declined"}),
    ("ENTITLED-REQUEST", {"requested_on": LATER + timedelta(days=1)}),
]


@pytest.mark.parametrize(("code", "changes"), ENTITLED_CASES)
def test_that_fasttrack_without_the_right_to_it_is_warned_about(code: str, changes: dict[str, object]) -> None:
    plan = fasttracked(**changes)
    assert brief(found(plan, by_right(plan))) == ("warning", code, ("phase", "P1"))


@pytest.mark.parametrize(("code", "changes"), ENTITLED_CASES)
def test_that_readiness_leaves_binding_entitlements_to_the_checker(code: str, changes: dict[str, object]) -> None:
    plan = replace(fasttracked(**changes), entitlements_bind=True)
    assert readiness(plan, by_right(plan)) == ()
    assert [reason for reason, _ in entitlement_reasons(plan, plan.phases[0], LATER)] == [code]


@pytest.mark.parametrize(
    "changes", [{}, {"requested_on": LATER}, {"motions": ("enable",)}, {"motions": ("deploy",)}, {"status": "engaged"}]
)
def test_that_fasttrack_by_right_is_silent(changes: dict[str, object]) -> None:
    plan = fasttracked(**changes)
    assert entitlement_reasons(plan, plan.phases[0], LATER) == ()
    assert readiness(plan, by_right(plan)) == ()


def test_that_the_entitlement_that_falls_least_short_gives_the_reasons() -> None:
    plan = fasttracked()
    poor = an_entitlement("E1", seats_owned=10, status="declined")
    fair = an_entitlement("E2", status="not requested")
    reasons = entitlement_reasons(replace(plan, entitlements=(poor, fair)), plan.phases[0], LATER)
    assert [code for code, _ in reasons] == ["ENTITLED-REQUEST"]
    reasons = entitlement_reasons(replace(plan, entitlements=(poor,)), plan.phases[0], LATER)
    assert [code for code, _ in reasons] == ["ENTITLED-THRESHOLD", "ENTITLED-REQUEST"]


def test_that_paying_for_entitled_work_is_warned_about_with_the_money() -> None:
    plan = fasttracked()
    finding = found(plan, scheduled(plan, option="PAR"))
    assert brief(finding) == ("warning", "F-ENTITLED", ("phase", "P1"))
    assert all(amount in finding.sentence for amount in ("20,000", "10,000", "7,000"))


@pytest.mark.parametrize(
    "changes",
    [{"threshold_seats": 1_001}, {"status": "declined"}, {"workloads": ("Purview",)}, {"motions": ("migrate",)}],
)
def test_that_paying_is_fine_where_no_right_covers_the_work(changes: dict[str, object]) -> None:
    plan = fasttracked(**changes)
    assert readiness(plan, scheduled(plan, option="PAR")) == ()


def test_that_paying_is_fine_where_a_credit_leaves_the_customer_no_more_than_fasttrack_would() -> None:
    plan = with_credit(fasttracked(), share=WHOLE)
    assert of_code(readiness(plan, scheduled(plan, claim=13_000)), "F-ENTITLED") == []
    assert of_code(readiness(plan, scheduled(plan, claim=20_000)), "F-ENTITLED") == []
    assert len(of_code(readiness(plan, scheduled(plan, claim=12_999)), "F-ENTITLED")) == 1


def test_that_help_not_requested_by_the_own_date_is_warned_about_as_the_buyers_own() -> None:
    finding = only(readiness(fasttracked(engage_by=START, status="not requested"), None))
    assert brief(finding) == ("warning", "ENGAGE-BY", ("entitlement", "E1"))
    assert "own engage-by date" in finding.sentence
    assert "Microsoft" not in finding.sentence + finding.remedy


def test_that_help_first_used_after_the_own_date_is_warned_about() -> None:
    late = fasttracked(engage_by=LATER - timedelta(days=1))
    assert brief(found(late, by_right(late))) == ("warning", "ENGAGE-BY", ("entitlement", "E1"))
    in_time = fasttracked(engage_by=LATER)
    engaged = fasttracked(engage_by=START, status="engaged")
    assert readiness(in_time, by_right(in_time)) == readiness(engaged, by_right(engaged)) == ()


def test_that_claims_on_unscheduled_or_fasttrack_phases_do_not_raise() -> None:
    plan = fasttracked()
    unscheduled = Schedule((), (Claim("P1", "C1", 1_000),))
    unpaid = Schedule((Assignment("P1", "fasttrack", LATER, LATER),), (Claim("P1", "C1", 1_000), Claim("P2", "C2", 0)))
    assert readiness(plan, unscheduled) == ()
    assert ("error", "F-PARTNER", ("claim", "P1", "C1")) in [brief(finding) for finding in readiness(plan, unpaid)]


@given(states())
def test_that_no_plan_that_holds_its_invariants_makes_readiness_raise(state: State) -> None:
    findings = readiness(state.plan, state.schedule)
    assert {finding.kind for finding in findings} <= {"readiness"}
    assert readiness(state.plan, state.schedule) == findings


@pytest.mark.parametrize("day", [EARLIEST, LATEST])
def test_that_the_earliest_and_latest_dates_do_not_raise(day: date) -> None:
    plan = replace(with_credit(ready(), request_date=None, approval_lead=2_000), start=day, horizon=day)
    assert readiness(plan, Schedule((Assignment("P1", "PAR", day, day),), (Claim("P1", "C1", 1),)))


# The medium reference plan, with its reference schedule


def medium_findings(medium: Plan) -> tuple[Finding, ...]:
    folder = shared_folder()
    assert folder is not None
    return readiness(medium, read_schedule(medium, folder / "plans" / "medium.result.json"))


def test_that_the_medium_plan_lacks_what_its_figures_do_not_tell(medium: Plan) -> None:
    codes = Counter((finding.severity, finding.code) for finding in medium_findings(medium))
    assert codes == {
        ("error", "F-SPONSOR"): 2,
        ("error", "F-PROBLEM"): 2,
        ("error", "F-SCOPE"): 12,
        ("error", "F-PARTNER"): 5,
        ("error", "F-MILESTONE"): 12,
        ("warning", "SOW-BLANK"): 5,
        ("warning", "REGISTRATION"): 1,
        ("warning", "F-TARGET"): 13,
        ("warning", "F-SHARE"): 3,
        ("warning", "F-SLACK"): 6,
        ("warning", "ENTITLED-SCOPE"): 1,
        ("warning", "F-ENTITLED"): 2,
        ("warning", "ENGAGE-BY"): 1,
    }


def test_that_the_medium_plan_is_warned_where_it_should_be(medium: Plan) -> None:
    findings = medium_findings(medium)
    places = {
        code: [finding.place for finding in of_code(findings, code)]
        for code in ("REGISTRATION", "F-SHARE", "ENTITLED-SCOPE", "ENGAGE-BY")
    }
    assert places == {
        "REGISTRATION": [("credit", "MA1")],
        "F-SHARE": [("phase", "M12"), ("phase", "M16"), ("phase", "M22")],
        "ENTITLED-SCOPE": [("phase", "M25")],
        "ENGAGE-BY": [("entitlement", "MF2")],
    }


def test_that_without_a_schedule_only_the_medium_plan_itself_is_judged(medium: Plan) -> None:
    codes = {finding.code for finding in readiness(medium, None)}
    assert codes == {"F-SPONSOR", "F-PROBLEM", "F-TARGET", "ENGAGE-BY"}
