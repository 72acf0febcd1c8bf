"""What is different between two documents that left the house."""

from datetime import date

from hypothesis import given

from planner.sent.changes import ALL, Change, changes
from planner.sent.record import (
    Said,
    SaidCondition,
    SaidCredit,
    SaidMilestone,
    SaidWork,
    SentDocument,
    SentFile,
    versions_of_file,
)
from planner.value import DateRange
from tests.strategies import values

JULY = DateRange(date(2027, 1, 1), date(2027, 7, 31))


def a_credit(requested: int = 9_000, standing: str = "holds", window: DateRange = JULY) -> SaidCredit:
    condition = SaidCondition(code="WINDOW", requires="Work inside the window", standing=standing)  # type: ignore[arg-type]
    return SaidCredit(credit="C1", name="Voucher", requested=requested, window=window, conditions=(condition,))


def test_that_documents_which_say_the_same_differ_in_nothing() -> None:
    assert changes(Said(requested=1), Said(requested=1)) == ()


@given(values(Said), values(Said))
def test_that_looking_back_from_the_later_document_shows_the_same_changes_turned_round(one: Said, other: Said) -> None:
    there, back = changes(one, other), changes(other, one)
    assert sorted((each.subject, each.what) for each in there) == sorted((each.subject, each.what) for each in back)
    assert sum(each.difference or 0 for each in there) == -sum(each.difference or 0 for each in back)
    assert changes(one, one) == ()


@given(values(Said), values(Said))
def test_that_the_changes_of_all_credits_are_what_is_requested_more_of_them(one: Said, other: Said) -> None:
    found = [each for each in changes(one, other) if each.subject == "money" and each.what == "requested"]
    total = sum(each.requested for each in other.credits) - sum(each.requested for each in one.credits)
    assert sum(each.difference or 0 for each in found if each.about != ALL) == total


@given(values(Said), values(Said))
def test_that_the_changes_of_all_milestones_are_what_hangs_on_them_more(one: Said, other: Said) -> None:
    found = [each for each in changes(one, other) if each.what == "amount"]
    total = sum(each.amount for each in other.milestones) - sum(each.amount for each in one.milestones)
    assert sum(each.difference or 0 for each in found) == total


def test_that_money_is_told_in_units_and_days_in_days() -> None:
    later = DateRange(JULY.start, date(2027, 8, 30))
    found = changes(
        Said(requested=9_000, credits=(a_credit(),)), Said(requested=8_000, credits=(a_credit(8_000, window=later),))
    )
    assert [(each.subject, each.what, each.difference) for each in found] == [
        ("money", "requested", -1_000),
        ("money", "requested", -1_000),
        ("days", "window closes", 30),
    ]


def test_that_a_condition_that_came_to_hold_is_told_with_its_words() -> None:
    (found,) = changes(
        Said(requested=0, credits=(a_credit(0, "open"),)), Said(requested=0, credits=(a_credit(0, "holds"),))
    )
    assert found == Change("conditions", "C1 · Voucher: Work inside the window", "stands", "open", "holds")


def test_that_work_which_is_new_or_gone_stands_against_nothing() -> None:
    work = SaidWork(phase="P1", name="Pilot", start=JULY.start, finish=JULY.end, cost=4_000)
    found = changes(Said(requested=0), Said(requested=0, work=(work,)))
    assert [(each.what, each.before) for each in found] == [("cost", None), ("starts", None), ("ends", None)]


def test_that_two_milestones_of_one_name_are_told_apart_by_their_order() -> None:
    first = SaidMilestone(phase="P1", name="Half", amount=1, due=JULY.start)
    second = SaidMilestone(phase="P1", name="Half", amount=2, due=JULY.start)
    third = SaidMilestone(phase="P1", name="Half", amount=5, due=JULY.start)
    found = changes(Said(requested=0, milestones=(first, second)), Said(requested=0, milestones=(first, third)))
    assert [(each.before, each.after) for each in found] == [(2, 5)]


def test_that_a_credit_that_is_new_or_gone_is_told_by_its_sum_and_conditions() -> None:
    without, with_it = Said(requested=0), Said(requested=9_000, credits=(a_credit(),))
    for found, sign in ((changes(without, with_it), 1), (changes(with_it, without), -1)):
        assert [(each.subject, each.what, each.difference) for each in found] == [
            ("money", "requested", sign * 9_000),
            ("money", "requested", sign * 9_000),
            ("conditions", "requires", None),
        ]


def test_that_a_file_is_known_again_by_its_content() -> None:
    files = tuple(SentFile(name=f"{number}.pdf", format="pdf", sha256=f"{number}" * 64) for number in (1, 2))
    sent = tuple(
        SentDocument(version=version, sent_on=JULY.start, to="Team", files=files[:version], said=Said(requested=0))
        for version in (1, 2)
    )
    assert versions_of_file(sent, "1" * 64) == sent
    assert versions_of_file(sent, "2" * 64) == sent[1:]
    assert versions_of_file(sent, "3" * 64) == ()
