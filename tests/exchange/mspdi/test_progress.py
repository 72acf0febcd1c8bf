"""Work that has begun, in projects of others."""

from datetime import date

from msgspec.structs import replace

from planner.payments import Payment
from planner.plan import State
from tests.builders import START
from tests.exchange.mspdi.test_strangers import WEEK, dated, taken, task

BEGUN = "<ActualStart>2027-01-04T08:00:00</ActualStart>"
FINISHED = f"{BEGUN}<ActualFinish>2027-01-08T17:00:00</ActualFinish><PercentComplete>100</PercentComplete>"
STATUS = "<StatusDate>2027-01-11T17:00:00</StatusDate>"


def test_that_begun_and_finished_tasks_of_others_are_history_as_of_their_status_date() -> None:
    running = dated("2027-01-04", "2027-01-15", 80) + f"{BEGUN}<PercentComplete>40</PercentComplete>"
    plan = taken(task(1, "Done", WEEK + FINISHED), task(2, "Running", running), more=STATUS).state.plan
    told = [(each.started_on, each.finished_on, each.percent) for each in plan.actuals]
    assert told == [(START, date(2027, 1, 8), None), (START, None, 40)]
    assert plan.status_date == date(2027, 1, 11)


def test_that_without_a_status_date_the_last_progress_is_its_day() -> None:
    assert taken(task(1, "Done", WEEK + FINISHED)).state.plan.status_date == date(2027, 1, 8)


def test_that_a_project_without_progress_tells_nothing_of_it() -> None:
    plan = taken(task(1, "Planned", WEEK), more=STATUS).state.plan
    assert (plan.status_date, plan.actuals) == (None, ())


def test_that_progress_which_ends_before_it_begins_is_left_out_with_a_note() -> None:
    turned = FINISHED.replace("2027-01-08", "2027-01-01")
    found = taken(task(1, "Odd", WEEK + turned))
    assert found.state.plan.actuals == ()
    assert any("it is left out" in note for note in found.notes)


def test_that_invoices_of_a_phase_stay_when_its_progress_is_told_anew() -> None:
    invoice = Payment(paid_on=START, amount=700)
    half = WEEK + BEGUN + "<PercentComplete>{}</PercentComplete>"
    plan, schedule = taken(task(1, "Running", half.format(10)), more=STATUS).state
    paid = tuple(replace(each, invoices=(invoice,)) for each in plan.actuals)
    base = State(replace(plan, actuals=paid), schedule)
    (after,) = taken(task(1, "Running", half.format(60)), more=STATUS, into=base).state.plan.actuals
    assert (after.percent, after.invoices) == (60, (invoice,))
