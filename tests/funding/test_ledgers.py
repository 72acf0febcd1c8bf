"""The three ledgers: what each holds, and that none knows of another."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.cash import cash_by_quarter
from planner.funding.credits import Credit
from planner.funding.entitlement_ledger import EntitlementAccount, GuidedPhase, PaidPhase, entitlement_ledger
from planner.funding.entitlements import Entitlement
from planner.funding.ledgers import funding_ledger
from planner.funding.rate_ledger import rate_ledger, yearly_price
from planner.funding.rates import RateLine
from planner.funding.substitution import funding_value
from planner.plan import Agreement, Plan, State
from planner.rollout.schedule import Schedule
from planner.value import WHOLE
from tests.builders import START, a_phase, a_plan, an_assignment, an_entitlement, by_fasttrack, by_partner
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states, values

AS_OF = date(2027, 2, 1)
E5 = RateLine(sku="SPE_E5", name="Microsoft 365 E5", seats=900, list_price=6_000, asked=500, offered=100)


def schedule_of(plan: Plan, name: str) -> Schedule:
    folder = shared_folder()
    assert folder is not None
    return read_schedule(plan, folder / "plans" / f"{name}.result.json")


# The rate ledger


def test_that_a_year_is_seats_times_list_times_twelve_after_the_uplift() -> None:
    assert yearly_price(E5) == 900 * 60 * 12
    (raised,) = rate_ledger(a_plan(rate_lines=(replace(E5, uplift=833),))).accounts
    assert raised.yearly == round(900 * 6_000 * 12 * 1.0833)
    assert raised.term == round(3 * 900 * 6_000 * 12 * 1.0833)


def test_that_a_line_is_open_until_what_is_asked_is_offered() -> None:
    lines = (E5, replace(E5, sku="B", offered=500), replace(E5, sku="C", offered=600), replace(E5, sku="D", asked=0))
    ledger = rate_ledger(a_plan(rate_lines=lines))
    assert [account.standing for account in ledger.accounts] == ["open", "closed", "closed", "not asked"]
    yearly = 900 * 6_000 * 12
    assert ledger.open_in_term == yearly * 3 * 4 // 100


def test_that_the_small_plan_pays_669_600_a_year_at_list(small: Plan) -> None:
    ledger = rate_ledger(small)
    assert (ledger.yearly, ledger.term) == (66_960_000, 3 * 66_960_000)


@given(st.lists(values(RateLine), max_size=3), st.integers(1, 10))
def test_that_no_line_is_more_than_half_a_cent_from_its_exact_value_and_totals_add_up(
    lines: list[RateLine], years: int
) -> None:
    ledger = rate_ledger(a_plan(rate_lines=tuple(lines), term_years=years))
    for account, line in zip(ledger.accounts, lines, strict=True):
        exact = yearly_price(line) * 100
        assert abs(account.yearly - exact) * 2 <= 1
        assert abs(account.term - exact * years) * 2 <= 1
        assert abs(account.asked_in_term - exact * years * line.asked / WHOLE) * 2 <= 1
        assert abs(account.offered_in_term - exact * years * line.offered / WHOLE) * 2 <= 1
    assert ledger.term == sum(account.term for account in ledger.accounts)
    assert ledger.asked_in_term == sum(account.asked_in_term for account in ledger.accounts)
    assert ledger.open_in_term >= 0


# The entitlement ledger


def guided(**changes: Any) -> Plan:  # noqa: ANN401 - any field of an entitlement
    """P1 by FastTrack at 7,000, which two partners would do for 20,000 and 18,000."""
    options = (by_partner(), by_partner("SEC", cost=18_000), by_fasttrack())
    return a_plan(phases=(a_phase(options=options),), entitlements=(an_entitlement(**changes),))


def account_of(plan: Plan, option: str = "fasttrack", as_of: date = AS_OF) -> EntitlementAccount:
    (account,) = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id=option),)), as_of).accounts
    return account


def test_that_what_fasttrack_saves_is_the_cheapest_partner_less_the_own_labour() -> None:
    account = account_of(guided())
    assert account.guided == (GuidedPhase("P1", 7_000, 18_000),)
    assert account.avoided_cost == 11_000
    assert account.paid_to_partners == 0


def test_that_a_phase_no_partner_offers_saves_nothing_that_is_known() -> None:
    plan = replace(guided(), phases=(a_phase(options=(by_fasttrack(),)),))
    account = account_of(plan)
    assert account.guided == (GuidedPhase("P1", 7_000, None),)
    assert account.avoided_cost == 0


def test_that_money_for_a_partner_on_entitled_work_is_named() -> None:
    account = account_of(guided(), "PAR")
    assert account.paid == (PaidPhase("P1", "PAR", 20_000),)
    assert (account.paid_to_partners, account.avoided_cost) == (20_000, 0)


def test_that_work_without_a_held_right_saves_nothing_and_is_listed_apart() -> None:
    plan = guided(seats_owned=149)
    ledger = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id="fasttrack"),)), AS_OF)
    assert ledger.without_right == ("P1",)
    assert ledger.avoided_cost == 0
    assert not ledger.accounts[0].is_held


def test_that_two_rights_to_one_phase_do_not_save_its_cost_twice() -> None:
    plan = replace(guided(), entitlements=(an_entitlement("E1"), an_entitlement("E2")))
    ledger = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id="fasttrack"),)), AS_OF)
    assert [account.avoided_cost for account in ledger.accounts] == [11_000, 0]


@pytest.mark.parametrize(
    ("status", "stages"),
    [("not requested", (False, False)), ("requested", (True, False)), ("engaged", (True, True))],
)
def test_that_a_right_tells_whether_it_is_asked_for_and_used(status: str, stages: tuple[bool, bool]) -> None:
    account = account_of(guided(status=status))
    assert (account.is_requested, account.is_engaged) == stages


@pytest.mark.parametrize(("days", "within"), [(90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30), (-1, 0)])
def test_that_the_own_date_is_recalled_at_90_60_and_30_days_and_once_it_has_passed(days: int, within: int) -> None:
    lapse = account_of(guided(engage_by=AS_OF + timedelta(days=days))).lapse
    assert lapse is not None
    assert (lapse.days_left, lapse.within) == (days, within)
    assert "buyer's own engage-by date" in lapse.sentence


@pytest.mark.parametrize("changes", [{"engage_by": None}, {"status": "engaged"}, {"status": "declined"}])
def test_that_nothing_is_recalled_where_the_help_has_begun_was_declined_or_has_no_date(
    changes: dict[str, object],
) -> None:
    assert account_of(guided(**{"engage_by": START, **changes})).lapse is None
    assert account_of(guided(engage_by=AS_OF + timedelta(days=91))).lapse is None


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from(["not requested", "requested"]))
def test_that_no_reminder_says_that_a_right_expired(as_of: date, status: str) -> None:
    lapse = account_of(guided(engage_by=AS_OF, status=status), as_of=as_of).lapse
    assert lapse is None or not any(word in lapse.sentence.lower() for word in ("expire", "microsoft", "forfeit"))


def test_that_a_right_lasts_as_long_as_the_agreement() -> None:
    ends = date(2027, 12, 31)
    assert account_of(replace(guided(), agreement=Agreement(ends_on=ends))).lasts_until == ends


def test_that_the_reference_plans_save_what_their_tables_say(small: Plan, medium: Plan) -> None:
    saved = entitlement_ledger(small, schedule_of(small, "small"), AS_OF)
    assert saved.accounts[0].guided == (GuidedPhase("S4", 9_100, 26_000),)
    assert saved.without_right == ("S1", "S8")
    ledger = entitlement_ledger(medium, schedule_of(medium, "medium"), AS_OF)
    assert [phase.phase for phase in ledger.accounts[0].guided] == ["M01", "M02", "M03", "M04", "M06", "M14", "M18"]
    partners = 18_000 + 32_000 + 28_000 + 46_000 + 34_000 + 36_000 + 26_000
    labour = 6_300 + 11_200 + 9_800 + 16_100 + 11_900 + 12_600 + 9_100
    assert ledger.avoided_cost == partners - labour
    assert ledger.without_right == ("M25",)


# None knows of another


def figures(state: State) -> dict[str, object]:
    """What each ledger says of a state, and the cash and present value that follow from funding alone."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    return {
        "entitlement": entitlement_ledger(plan, schedule, AS_OF),
        "funding": (funding_ledger(plan, schedule), cash_by_quarter(plan, schedule), funding_value(plan, schedule)),
        "rate": rate_ledger(plan),
    }


def edited_part(plan: Plan, field: str, kind: type[Any], drawing: st.DataObject, kept: tuple[str, ...]) -> Plan:
    """The plan with any one entry of a list redrawn whole, but for what other parts refer to."""
    entries = getattr(plan, field)
    number = drawing.draw(st.integers(0, len(entries) - 1))
    same = {name: st.just(getattr(entries[number], name)) for name in kept}
    entry = drawing.draw(values(kind, **same))
    return replace(plan, **{field: (*entries[:number], entry, *entries[number + 1 :])})


EDITS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "entitlement": ("entitlements", Entitlement, ("id",)),
    "funding": (
        "credits",
        Credit,
        ("id", "exchange", "approved_partners", "combined_caps", "tranches", "outcome_mode", "outcome_dates"),
    ),
    "rate": ("rate_lines", RateLine, ("sku",)),
}


@pytest.mark.parametrize("ledger", EDITS)
def test_that_no_edit_of_one_ledger_changes_a_figure_of_another(ledger: str) -> None:
    field, kind, kept = EDITS[ledger]
    changed = 0

    @settings(max_examples=60)
    @given(states().filter(lambda state: bool(getattr(state.plan, field))), st.data())
    def check(state: State, drawing: st.DataObject) -> None:
        nonlocal changed
        edited = State(edited_part(state.plan, field, kind, drawing, kept), state.schedule)
        before, after = figures(state), figures(edited)
        changed += before[ledger] != after[ledger]
        assert {**before, ledger: None} == {**after, ledger: None}

    check()
    assert changed > 20, "the edits changed too little to show anything"


@given(states())
def test_that_claims_change_neither_entitlements_nor_rates(state: State) -> None:
    bare = State(state.plan, state.schedule and replace(state.schedule, claims=()))
    assert figures(bare)["entitlement"] == figures(state)["entitlement"]
    assert figures(bare)["rate"] == figures(state)["rate"]


def test_that_no_ledger_has_a_field_for_anothers_money() -> None:
    plan = guided()
    ledgers: dict[str, Any] = {
        "entitlement": entitlement_ledger(plan, Schedule(()), AS_OF),
        "funding": funding_ledger(plan, Schedule(())),
        "rate": rate_ledger(plan),
    }
    names = {kind: set(ledger._fields) - {"accounts"} for kind, ledger in ledgers.items()}
    assert names["entitlement"] & names["funding"] == set()
    assert names["entitlement"] & names["rate"] == names["funding"] & names["rate"] == set()
    assert not any("total" in name for fields in names.values() for name in fields)
