"""The negotiation brief: what it says, that it says so everywhere, and that it stays in the house."""

import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from icalendar import Event
from msgspec.structs import replace
from pypdf import PdfReader

from planner.brief.compose import MARKING
from planner.brief.export import BRIEFS, BriefError, brief, export_brief
from planner.brief.ranked_asks import RankedAsk
from planner.business_case.document import Document, Letterhead, Presentation, Section, Table
from planner.business_case.export import business_case, export
from planner.funding.substitution import substitution
from planner.outgoing.export import FORMATS as EXTERNAL_FORMATS
from planner.outgoing.export import export_outgoing
from planner.plan import AgendaItem, Agreement, State
from planner.rollout.schedule import Schedule
from tests.builders import a_credit, a_plan, a_rate_line, an_entitlement
from tests.business_case.conftest import (
    AS_OF,
    SECRET_FIGURES,
    folder,
    medium_state,
    plan,
    small_state,
    state,
)
from tests.business_case.reading import (
    calendar,
    docx_texts,
    html_page,
    html_texts,
    pdf_metadata,
    pdf_text,
    said,
    table,
    texts,
)
from tests.business_case.test_letterhead import a_png

__all__ = ["folder", "medium_state", "plan", "small_state", "state"]
"""Fixtures of the business case, which the brief is about as well."""

HOSTILE = '#import "x" <script>alert(1)</script> =HYPERLINK("x") ../../x & {{ 7 * 7 }}'


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title == title)


@pytest.fixture(params=["state", "small_state", "medium_state"])
def any_state(request: pytest.FixtureRequest) -> State:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, State)
    return found


def test_that_every_format_says_the_same(any_state: State, folder: Path) -> None:
    pdf, docx, html, _ = export_brief(any_state, folder, BRIEFS, AS_OF)
    expected = texts(brief(any_state, AS_OF))
    assert docx_texts(docx) == expected
    assert html_texts(html) == [MARKING, *expected]
    solid = "".join(pdf_text(pdf).split()).casefold()
    assert [each for each in expected if "".join(each.split()).casefold() not in solid] == []


def test_that_every_page_says_that_it_is_internal(medium_state: State, folder: Path) -> None:
    pdf, docx, html, ics = export_brief(medium_state, folder, BRIEFS, AS_OF)
    assert [page for page in PdfReader(pdf).pages if MARKING not in page.extract_text()] == []
    with zipfile.ZipFile(docx) as parts:
        headers = [ET.fromstring(parts.read(name)) for name in parts.namelist() if name.startswith("word/header")]  # noqa: S314
        body = parts.read("word/document.xml").decode()
    assert ["".join(each.itertext()) for each in headers] == [MARKING]
    assert body.count("<w:sectPr") == body.count("<w:headerReference") == 1
    banner = [attributes for tag, attributes in html_page(html).elements if attributes.get("class") == "marking"]
    assert len(banner) == 1
    source = html.read_text(encoding="utf-8")
    assert ".marking { position: fixed;" in source
    assert f'@top-center {{ content: "{MARKING}";' in source
    found = list(calendar(ics).walk("VEVENT"))
    assert all(str(each["summary"]).startswith("INTERNAL ") for each in found)
    assert {str(each["class"]) for each in found} == {"CONFIDENTIAL"}


def test_that_a_marked_page_with_a_logo_keeps_both_standards(medium_state: State, folder: Path) -> None:
    letterhead = Presentation("letter", Letterhead("Calder IT", "#aa3300", a_png()))
    (file,) = export_brief(medium_state, folder, ("pdf",), AS_OF, presentation=letterhead)
    metadata = pdf_metadata(file)
    assert ("pdfuaid:part>1" in metadata, "pdfaid:part>2" in metadata) == (True, True)


def test_that_nothing_that_leaves_the_house_is_marked_as_internal(medium_state: State) -> None:
    document = business_case(medium_state, AS_OF)
    assert (document.marking, document.mark) == ("", "")
    assert "INTERNAL" not in said(document)


def test_that_the_figures_are_those_of_the_worked_example(medium_state: State) -> None:
    found = brief(medium_state, AS_OF)
    weighed = substitution(medium_state.plan, medium_state.schedule)  # type: ignore[arg-type]
    figures = {row[0]: row[1] for row in table(found, "Trade").rows}
    assert (figures["List price of the term"], figures["One point of discount"]) == (11_021_728, 110_217)
    assert (figures["Rate asked"], figures["Rate offered"], figures["Rate gap"]) == (701_383, 90_178, 611_205)
    assert figures["Funding planned"] == round(weighed.funding)
    assert figures["Break-even discount"] == "2.81 points"
    assert figures["Trade loss"] == round(weighed.trade_loss)
    assert table(found, "Funding ledger").sum(4) == 320_000


LEDGERS = ("Entitlement ledger", "Funding ledger", "Rate ledger")


@pytest.mark.parametrize(
    ("changes", "changed"),
    [
        ({"entitlements": (an_entitlement(seats_owned=777),)}, "Entitlement ledger"),
        ({"credits": (a_credit(face=5_555),)}, "Funding ledger"),
        ({"rate_lines": (a_rate_line(asked=777),)}, "Rate ledger"),
    ],
)
def test_that_a_change_of_one_ledger_changes_no_other(changes: dict[str, object], changed: str) -> None:
    before = a_plan(entitlements=(an_entitlement(),), rate_lines=(a_rate_line(),))
    after = replace(before, **changes)
    first, second = (brief(State(each), AS_OF) for each in (before, after))
    assert [each for each in LEDGERS if section(first, each) != section(second, each)] == [changed]


def test_that_no_table_sums_figures_of_two_ledgers(medium_state: State) -> None:
    found = brief(medium_state, AS_OF)
    summed = [
        block.name for each in found.sections for block in each.blocks if isinstance(block, Table) and block.total
    ]
    assert summed == ["Funding ledger"]
    assert found.summary.total == ""


def test_that_what_is_spoken_tells_no_rate_no_confidence_and_no_worth(state: State) -> None:
    spoken = " ".join(str(row[1]) for row in table(brief(state, AS_OF), "Conversation").rows)
    assert "9,000" in spoken
    assert [figure for figure in SECRET_FIGURES.values() if figure in spoken] == []
    assert "%" not in spoken
    assert "points" not in spoken


def test_that_a_letter_that_asks_for_growth_has_an_answer(state: State) -> None:
    bound = tuple(replace(each, conditions="You must purchase 500 more seats.") for each in state.plan.credits)
    rows = table(brief(State(replace(state.plan, credits=bound), state.schedule), AS_OF), "Conversation").rows
    assert [row[0] for row in rows if "must purchase" in str(row[0])] != []


def test_that_ranked_asks_stand_first_and_in_their_order(state: State) -> None:
    asks = (
        RankedAsk("Later expiry", "Please move it to August.", "Work ends in July.", 12_345, by=date(2027, 2, 1)),
        RankedAsk("More teams", "Please endorse another partner.", "One team is busy.", 2_345, is_proven=True),
    )
    found = brief(state, AS_OF, asks=asks)
    assert [row[0] for row in table(found, "Ranked asks").rows] == ["Later expiry", "More teams"]
    assert "no proof says that it is the most: Later expiry." in said(found)
    assert section(found, "What to ask for, and until when").blocks[0] == table(found, "Ranked asks")


def test_that_the_agenda_of_the_plan_stands_in_the_brief_alone(state: State) -> None:
    item = AgendaItem(whom="Microsoft", request="Please move the expiry to August.", reason="Work ends in July.")
    told = State(replace(state.plan, agenda=(item,)), state.schedule)
    assert table(brief(told, AS_OF), "Agenda").rows == (("Microsoft", item.request, item.reason),)
    assert business_case(told, AS_OF) == business_case(state, AS_OF)


def test_that_a_plan_without_schedule_rates_or_rights_makes_a_brief(folder: Path) -> None:
    bare = a_plan(credits=())
    assert len(export_brief(State(bare), folder, BRIEFS, AS_OF)) == 4
    text = said(brief(State(bare), AS_OF))
    for sentence in ("no price sheet", "lists no entitlement", "holds no credit", "No credit can still be had."):
        assert sentence in text


# Where it may lie


def test_that_its_files_have_another_name_than_those_that_leave(state: State, folder: Path) -> None:
    (file,) = export_brief(state, folder, ("pdf",), AS_OF)
    assert file.name == "endpoints-INTERNAL-negotiation-brief.pdf"


@pytest.mark.parametrize("kind", EXTERNAL_FORMATS)
def test_that_it_is_refused_beside_a_business_case_unless_that_is_allowed(
    state: State, folder: Path, kind: str
) -> None:
    ((leaving,), _) = export_outgoing(state, folder, (kind,), AS_OF)
    with pytest.raises(BriefError, match=r"name another folder"):
        export_brief(state, folder, BRIEFS, AS_OF)
    assert list(folder.iterdir()) == [leaving]
    assert len(export_brief(state, folder, BRIEFS, AS_OF, is_shared_allowed=True)) == 4


def test_that_a_brief_may_be_written_again(state: State, folder: Path) -> None:
    first = [file.read_bytes() for file in export_brief(state, folder, BRIEFS, AS_OF)]
    assert [file.read_bytes() for file in export_brief(state, folder, BRIEFS, AS_OF)] == first


def test_that_a_format_nobody_knows_is_refused(state: State, folder: Path) -> None:
    with pytest.raises(BriefError, match="'odt'"):
        export_brief(state, folder, ("odt",), AS_OF)


# The calendar, and hostile texts


def days(file: Path) -> dict[str, date]:
    found = (each for each in calendar(file).walk("VEVENT") if isinstance(each, Event))
    return {str(each["summary"]).removeprefix("INTERNAL "): each.decoded("dtstart") for each in found}


def test_that_the_buyer_s_own_calendar_holds_what_the_other_one_may_not(state: State, folder: Path) -> None:
    unasked = tuple(replace(each, request_date=None, approval_lead=10) for each in state.plan.credits)
    later = State(replace(state.plan, credits=unasked), state.schedule)
    (internal,) = export_brief(later, folder, ("ics",), AS_OF)
    own = days(internal)
    assert own["E1: engage by"] == date(2027, 2, 13)
    assert {"C1: ask by", "C1: last request", "C1: last start", "C1: proof deadline"} <= set(own)
    assert {"C1: funding window closes", "C1: SOW to be signed", "P1: measure adoption"} <= set(own)
    assert own["C1: proof of execution for P1 ready"] == date(2027, 2, 19)
    (external,) = export(later, folder / "external", ("ics",), AS_OF)
    assert {name for name in days(external) if "ask by" in name or "last" in name or "engage" in name} == set()


def test_that_the_buyer_s_own_calendar_alone_tells_when_to_ask_the_board(state: State, folder: Path) -> None:
    phases = tuple(replace(each, change=True) for each in state.plan.phases)
    changing = State(replace(state.plan, phases=phases, change_lead=5), state.schedule)
    (internal,) = export_brief(changing, folder, ("ics",), AS_OF)
    (external,) = export(changing, folder / "external", ("ics",), AS_OF)
    asked = {name for name in days(internal) if name.endswith("ask the change advisory board")}
    assert len(asked) == len((state.schedule or Schedule(())).assignments) > 0
    assert not [name for name in days(external) if "board" in name]


def test_that_both_calendars_can_be_kept_in_one(state: State, folder: Path) -> None:
    (internal,) = export_brief(state, folder, ("ics",), AS_OF)
    (external,) = export(state, folder, ("ics",), AS_OF)
    first, second = ({str(each["uid"]) for each in calendar(file).walk("VEVENT")} for file in (internal, external))
    assert first & second == set()
    assert len(first) == len(days(internal))


def test_that_hostile_text_comes_out_as_text(state: State, folder: Path) -> None:
    told = replace(
        state.plan,
        name=HOSTILE,
        customer=HOSTILE,
        credits=tuple(
            replace(each, name=HOSTILE, conditions=f"{HOSTILE} must purchase more") for each in state.plan.credits
        ),
        entitlements=tuple(replace(each, name=HOSTILE) for each in state.plan.entitlements),
    )
    pdf, docx, html, _ = export_brief(State(told, state.schedule), folder, BRIEFS, AS_OF)
    expected = texts(brief(State(told, state.schedule), AS_OF))
    assert docx_texts(docx) == expected
    assert html_texts(html)[1:] == expected
    assert "".join(HOSTILE.split()) in "".join(pdf_text(pdf).split())
    assert "script" not in {tag for tag, _ in html_page(html).elements}


def changed_credits(state: State, **changes: object) -> State:
    credits_ = tuple(replace(each, **changes) for each in state.plan.credits)
    return State(replace(state.plan, credits=credits_), state.schedule)


def test_that_the_end_of_the_agreement_is_a_day_and_what_was_handed_in_asks_for_none(
    state: State, folder: Path
) -> None:
    ending = State(replace(state.plan, agreement=Agreement(ends_on=date(2027, 12, 31))), state.schedule)
    (internal,) = export_brief(changed_credits(ending, status="poe_submitted"), folder, ("ics",), AS_OF)
    own = days(internal)
    assert own["Agreement ends"] == date(2027, 12, 31)
    assert [name for name in own if name.startswith("C1")] == []


def test_that_gains_that_are_all_proven_carry_no_reservation(state: State) -> None:
    asks = (RankedAsk("More teams", "Please endorse another.", "One team is busy.", 2_345, is_proven=True),)
    assert "no proof says" not in said(brief(state, AS_OF, asks=asks))


def test_that_guided_work_without_a_right_and_money_on_another_invoice_are_told(state: State) -> None:
    without = State(replace(state.plan, entitlements=(an_entitlement(workloads=("Azure",)),)), state.schedule)
    assert "FastTrack without a right that covers it: P0." in said(brief(without, AS_OF))
    told = said(brief(changed_credits(state, realised_by="invoice"), AS_OF))
    assert "USD 9,000 of what is planned lands on the invoice of another service." in told


def test_that_a_trade_without_a_loss_is_told_as_one_on_paper(state: State) -> None:
    gained = State(replace(state.plan, rate_lines=(a_rate_line(seats=1, asked=1, offered=0),)), state.schedule)
    assert "Below nothing: on paper the trade pays" in said(brief(gained, AS_OF))
