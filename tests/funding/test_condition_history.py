"""What became of a credit's terms: recorded whole, once for each day and document, and nothing but terms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.edits import cite_condition_change, with_condition_history
from planner.funding.condition_history import UNRECORDED, changed_terms, terms, with_changes
from planner.funding.credits import Credit, ExchangeRate, OutcomeDate
from planner.invariants import PlanError
from planner.plan import Plan
from planner.value import DateRange, known_fields
from tests.builders import START, a_credit, a_plan
from tests.strategies import plans, values

CREDITS = values(Credit, condition_history=st.just(()))
DAYS = st.integers(0, 2).map(lambda days: START + timedelta(days=days))


@given(CREDITS, st.lists(st.tuples(CREDITS, DAYS, st.sampled_from(["", "Letter"])), max_size=4))
def test_that_the_history_leads_from_the_first_terms_to_the_last(
    first: Credit, edits: list[tuple[Credit, date, str]]
) -> None:
    credit = first
    for other, day, document in sorted(edits, key=lambda edit: edit[1]):
        credit = with_changes(credit, replace(other, condition_history=credit.condition_history), day, document)
    told = terms(first)
    for change in credit.condition_history:
        assert told.get(change.condition, "") == change.old != change.new
        told[change.condition] = change.new
    assert {name: text for name, text in told.items() if text} == {
        name: text for name, text in terms(credit).items() if text
    }


@given(CREDITS, CREDITS, st.sampled_from(sorted({*known_fields(Credit)} - {"condition_history"})))
def test_that_a_field_is_recorded_unless_it_is_no_term(first: Credit, second: Credit, field: str) -> None:
    changed = changed_terms(first, replace(first, **{field: getattr(second, field)}), START)
    assert not changed or field not in UNRECORDED
    assert all(change.condition.startswith(field.replace("_", " ")) for change in changed)
    if field not in UNRECORDED and terms(first) == terms(replace(first, **{field: getattr(second, field)})):
        assert not changed


def test_that_changes_read_as_people_write_them() -> None:
    before = a_credit(approved_partners=("PAR",), share=5_000, face=50_000, proof_deadline=None)
    after = replace(
        before,
        approved_partners=("PAR", "CEN"),
        share=3_750,
        face=1_060_000,
        window=DateRange(before.window.start, date(2027, 7, 31)),
        proof_deadline=date(2027, 8, 31),
        expiry_basis="poe_submitted",
    )
    assert [(each.condition, each.old, each.new) for each in changed_terms(before, after, START)] == [
        ("face", "50,000", "1,060,000"),
        ("window end", "2027-06-30", "2027-07-31"),
        ("expiry basis", "work complete", "poe submitted"),
        ("proof deadline", "", "2027-08-31"),
        ("approved partners", "PAR", "PAR, CEN"),
        ("share", "50%", "37.50%"),
    ]


def test_that_a_term_changed_twice_on_a_day_is_one_change_and_one_that_came_back_is_none() -> None:
    first = a_credit(face=50_000)
    second = with_changes(first, replace(first, face=60_000), START)
    third = with_changes(second, replace(second, face=70_000), START)
    assert [(each.old, each.new) for each in third.condition_history] == [("50,000", "70,000")]
    assert with_changes(third, replace(third, face=50_000), START).condition_history == ()
    later = with_changes(third, replace(third, face=50_000), START + timedelta(days=1))
    assert [(each.old, each.new) for each in later.condition_history] == [("50,000", "70,000"), ("70,000", "50,000")]


def test_that_what_changes_of_a_day_did_to_the_claims_adds_up_and_is_unknown_where_one_is() -> None:
    first = a_credit(face=50_000)
    second = with_changes(first, replace(first, face=40_000), START, effect=-10_000)
    assert [each.effect for each in second.condition_history] == [-10_000]
    third = with_changes(second, replace(second, face=45_000), START, effect=5_000)
    assert [each.effect for each in third.condition_history] == [-5_000]
    unknown = with_changes(third, replace(third, face=44_000), START)
    assert [each.effect for each in unknown.condition_history] == [None]


@given(plans())
def test_that_a_plan_whose_terms_are_kept_stays_the_same_object(plan: Plan) -> None:
    assert with_condition_history(plan, plan, START) is plan


def test_that_only_day_and_document_of_a_change_are_corrected() -> None:
    plan = a_plan()
    changed = with_condition_history(plan, replace(plan, credits=(a_credit(face=1),)), START)
    cited = cite_condition_change(changed, "C1", 0, document="Letter of May", changed_on=date(2027, 5, 1))
    (change,) = cited.credit["C1"].condition_history
    assert (change.old, change.new, change.document, change.changed_on) == (
        "50,000",
        "1",
        "Letter of May",
        date(2027, 5, 1),
    )
    for wrong in ({"new": "2"}, {"condition": "share"}):
        with pytest.raises(PlanError, match="only day and document"):
            cite_condition_change(changed, "C1", 0, **wrong)


def test_that_dates_promised_and_rates_are_told_as_people_write_them() -> None:
    before = a_credit(exchange=ExchangeRate(currency="EUR", millionths=1_100_000, dated=START))
    after = replace(
        before,
        exchange=ExchangeRate(currency="EUR", millionths=2_000_000, dated=START),
        outcome_dates=(OutcomeDate("P1", START), OutcomeDate("P2", START)),
    )
    told = {each.condition: (each.old, each.new) for each in changed_terms(before, after, START)}
    assert told == {
        "exchange millionths": ("1.1", "2"),
        "outcome dates": ("", "P1 2027-01-04, P2 2027-01-04"),
    }
