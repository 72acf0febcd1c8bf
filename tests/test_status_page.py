"""The status page: the same figures in every format, marked as internal, and no text of a plan is markup."""

import re
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from msgspec.structs import replace

from planner.business_case.document import Picture, Section
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.status.page import INTERNAL, page
from planner.status.status import status
from planner.status.writers import WRITERS, as_markdown, write_page, write_page_as
from tests.builders import START, a_phase, a_plan, an_assignment
from tests.strategies import states

TAGS = re.compile(r"<(/?[a-z0-9]+|!DOCTYPE)[ >]")


@settings(max_examples=25)
@given(states(), states())
def test_that_any_two_states_make_a_page_whose_sums_are_theirs(before: State, now: State) -> None:
    found = status(before, now, START)
    made = page(found, ["Something changed."])
    old, new = (funding_ledger(each.plan, each.schedule or Schedule(())).planned for each in (before, now))
    assert (made.summary.sum(1), made.summary.sum(2)) == (old, new)
    for kind in ("md", "html"):
        assert INTERNAL in WRITERS[kind](made).decode()


def test_that_changes_are_listed_that_the_board_is_to_be_asked_for_and_without_a_board_nothing_is() -> None:
    plan = a_plan(phases=(a_phase(change=True, owner="Ada"),), change_lead=5)
    state = State(plan, Schedule((an_assignment(plan, start=date(2027, 2, 8)),)))
    text = as_markdown(page(status(state, state, date(2027, 2, 2)), []))
    assert "Changes to ask the change advisory board for" in text
    assert "| P1 · Phase P1 | 1 Feb 2027 | 8 Feb 2027 | late | Ada |" in text
    without = State(replace(plan, change_lead=0), state.schedule)
    assert "board" not in as_markdown(page(status(without, without, START), []))


def test_that_texts_of_a_plan_are_no_markup() -> None:
    evil = "<script>|*x*"
    before = a_plan(name=evil, phases=(a_phase(name=evil, owner=evil),))
    days = (START, START.replace(day=11))
    old, new = (State(before, Schedule((an_assignment(before, start=day),))) for day in days)
    made = page(status(old, new, START), [evil])
    html = WRITERS["html"](made).decode()
    assert "<script>" not in html
    assert "script" not in set(TAGS.findall(html))
    assert "<script>" not in as_markdown(made)


def test_that_the_files_say_what_they_are(tmp_path: Path) -> None:
    made = page(status(State(a_plan()), State(a_plan()), START), [])
    named = {file.name for file in write_page(made, tmp_path)}
    assert named == {f"endpoints-status-2027-01-04-internal.{kind}" for kind in WRITERS}
    html = (tmp_path / "endpoints-status-2027-01-04-internal.html").read_text(encoding="utf-8")
    assert f'<p class="marking" role="note">{INTERNAL}</p>' in html


def test_that_a_page_is_written_in_the_format_of_its_name_and_a_picture_told_in_words(tmp_path: Path) -> None:
    made = page(status(State(a_plan()), State(a_plan()), START), [])
    write_page_as(made, tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == as_markdown(made)
    drawn = made._replace(sections=(Section(1, "Drawn", "", (Picture("<svg/>", "A bar of 9,000"),)),))
    assert "A bar of 9,000" in as_markdown(drawn)
    assert "<svg" not in as_markdown(drawn)
