"""What must never leave the house, looked for in what does."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.attachments import Attachment
from planner.business_case.export import export
from planner.business_case.external_view import ExternalView
from planner.business_case.projection import external_view
from planner.funding.credits import ConditionChange, ExchangeRate
from planner.funding.ledgers import funding_ledger
from planner.outgoing.export import FORMATS, export_outgoing
from planner.payments import Payment
from planner.plan import State
from planner.rollout.actuals import Actual
from planner.rollout.quotes import Quote
from planner.unknown import holders
from planner.value import Value
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS
from tests.business_case.reading import docx_texts, html_texts, pdf_text, taken_apart, xlsx_text
from tests.unknown import UNHEARD_OF, marked

FORBIDDEN_WORDS = re.compile(
    r"\b(?:planned|maximi[sz]\w*|optimal\w*|optimi[sz]\w*|best|trap|game|gaming|free money|leakage|realisable"
    r"|confidence|shadow|concession\w*|discount\w*|list price|rate line\w*|walk-away|forfeit\w*|win|lever\w*)\b",
    re.IGNORECASE,
)
PAST = ConditionChange(condition="face", old="771,177", new="50,000", changed_on=AS_OF, document="Mail of the desk")
CHASED = {
    "asked_on": AS_OF,
    "answered_on": AS_OF,
    "chase_on": AS_OF,
    "evidence": "Mail of the desk",
    "attachments": (Attachment(title="Mail of the desk", path="desk-771177.eml", sha256="7" * 64),),
    "payments": (Payment(paid_on=AS_OF, amount=771_177, evidence="Remittance 5"),),
}
QUOTE = Quote(quoted_on=AS_OF, amount=771_177, sow="SOW-771177", valid_until=AS_OF, rise_borne_by="partner")
LONGEST_WORD = 40
EXCEL_BEGINS = date(1899, 12, 30)
"""The day from which workbooks count."""

ALLOWED_FIELDS_OF_MONEY = {"amount", "cost", "requested", "face", "off_price", "on_invoice"}


@pytest.fixture
def leaving(state: State, folder: Path) -> dict[str, str]:
    """All that is in the files of every format, by the format."""
    return taken_apart_by_format(state, folder)


def taken_apart_by_format(state: State, folder: Path) -> dict[str, str]:
    return {
        file.suffix: taken_apart(file) for file in export_outgoing(state, folder, FORMATS, AS_OF, to="A desk").files
    }


def spellings(figure: str) -> set[str]:
    """A figure with and without marks between its thousands, as basis points, and in hundredths; a day as in files."""
    if re.fullmatch(r"\d+ [A-Z][a-z]{2} \d{4}", figure):
        day = datetime.strptime(figure, "%d %b %Y").date()  # noqa: DTZ007 - a day alone
        return {figure, day.isoformat(), f"{day:%Y%m%d}", str((day - EXCEL_BEGINS).days)}
    digits = re.sub(r"[,.]", "", figure)
    return {
        figure,
        figure.replace(",", ""),
        *({digits, f"{digits}00"} if digits.isdigit() and len(digits) > 3 else set()),
    }


def occurs(figure: str, text: str) -> bool:
    """Whether the text holds the figure as a number of its own; what is longer than a line may be broken."""
    if len(figure) > LONGEST_WORD:
        return figure in "".join(text.split())
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", text) is not None


def test_that_the_secrets_of_the_test_are_those_of_its_plan(state: State) -> None:
    assert state.schedule is not None
    ledger = funding_ledger(state.plan, state.schedule)
    (line,) = state.plan.rate_lines
    assert f"{ledger.expected:,}" == SECRET_FIGURES["expected"]
    assert f"{line.seats * line.list_price * 12 // 100:,}" == SECRET_FIGURES["yearly list price"]


@pytest.mark.parametrize("figure", SECRET_FIGURES.values(), ids=SECRET_FIGURES.keys())
def test_that_no_internal_figure_occurs_in_any_file(leaving: dict[str, str], figure: str) -> None:
    for kind, text in leaving.items():
        assert [(kind, each) for each in spellings(figure) if occurs(each, text)] == []


@pytest.mark.parametrize("secret", [*SECRET_TEXTS, "Rival", "SPE_E5"])
def test_that_no_internal_text_occurs_in_any_file(leaving: dict[str, str], secret: str) -> None:
    assert [kind for kind, text in leaving.items() if secret in text or occurs(secret, text)] == []


def test_that_no_unknown_field_occurs_in_any_file_or_in_the_record(state: State, folder: Path) -> None:
    """Nobody can say what they are: they may well be rates."""
    full = marked(state)
    for kind, text in taken_apart_by_format(full, folder).items():
        assert [kind for secret in (UNHEARD_OF, "mood") if secret in text] == []
    assert full.schedule is not None
    assert state.schedule is not None
    view = external_view(full.plan, full.schedule, AS_OF)
    assert view == external_view(state.plan, state.schedule, AS_OF)
    assert not list(holders(view))
    record = export_outgoing(full, folder, FORMATS, AS_OF, to="A desk").record
    assert not list(holders(record))


def test_that_what_became_of_the_terms_of_a_credit_stays_in_the_house(state: State, folder: Path) -> None:
    told = replace(state.plan, credits=tuple(replace(each, condition_history=(PAST,)) for each in state.plan.credits))
    for text in taken_apart_by_format(State(told, state.schedule), folder).values():
        assert not [secret for secret in ("771,177", "771177", PAST.document) if secret in text]


@pytest.mark.parametrize("secret", [*SECRET_FIGURES.values(), *SECRET_TEXTS])
def test_that_the_search_finds_each_secret_where_somebody_has_told_it(state: State, folder: Path, secret: str) -> None:
    """Of a plan without rates, in a name that stands in every format: else the guard would refuse the figure."""
    phases = tuple(replace(phase, name=f"Told {secret} here") for phase in state.plan.phases)
    told = State(replace(state.plan, phases=phases, rate_lines=()), state.schedule)
    found = taken_apart_by_format(told, folder)
    assert [kind for kind, text in found.items() if not occurs(secret, text)] == []


def test_that_no_file_names_who_gets_it(leaving: dict[str, str]) -> None:
    assert [kind for kind, text in leaving.items() if "A desk" in text] == []


def test_that_no_file_speaks_of_games_or_best_results(state: State, folder: Path) -> None:
    assert spoken(state, folder) == []


def test_that_the_samples_speak_of_no_games_either(medium_state: State, small_state: State, folder: Path) -> None:
    for each in (medium_state, small_state):
        assert spoken(each, folder) == []


def spoken(state: State, folder: Path) -> list[str]:
    """Forbidden words in what is read in the files."""
    pdf, xlsx, docx, html, ics = export(state, folder, ("pdf", "xlsx", "docx", "html", "ics"), AS_OF)
    read = (pdf_text(pdf), xlsx_text(xlsx), " ".join(docx_texts(docx)), " ".join(html_texts(html)), ics.read_text())
    return [word for text in read for word in FORBIDDEN_WORDS.findall(text)]


def test_that_the_view_is_the_same_whatever_the_secrets_are(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    other = replace(
        plan,
        rate_lines=(),
        discount_rate=0,
        term_years=1,
        measurements=(),
        agenda=(),
        scenarios=(),
        baseline=schedule,
        credits=tuple(
            replace(each, confidence=1, conditions="", owner="", contact="", condition_history=(PAST,), **CHASED)
            for each in plan.credits
        ),
        entitlements=tuple(replace(each, note="", engage_by=None) for each in plan.entitlements),
        status_date=AS_OF,
        actuals=(Actual(phase="P0", option="fasttrack", started_on=plan.start),),
        fiscal_start=7,
        change_lead=9,
        exchange_rates=(ExchangeRate(currency="SEK", millionths=771_177, dated=AS_OF, source="The desk"),),
        combined_caps=tuple(replace(each, note="") for each in plan.combined_caps),
        partners=tuple(replace(each, day_rate=3) if each.id == "RIV" else each for each in plan.partners),
        phases=tuple(
            replace(
                phase,
                change_requested=AS_OF,
                options=tuple(
                    replace(
                        each,
                        quotes=(QUOTE,),
                        attachments=CHASED["attachments"],
                        cost=1 if each.id == "RIV" else each.cost,
                    )
                    for each in phase.options
                ),
            )
            for phase in plan.phases
        ),
    )
    assert external_view(other, schedule, AS_OF) == external_view(plan, schedule, AS_OF)


def fields_of(kind: type[Value]) -> set[str]:
    """The fields of a value and of the values that its module defines, by name."""
    module = vars(__import__(kind.__module__, fromlist=["_"]))
    kinds = [each for each in module.values() if isinstance(each, type) and each.__module__ == kind.__module__]
    return {field for each in kinds if issubclass(each, Value) for field in each.__struct_fields__}


def test_that_the_view_has_no_field_for_a_secret() -> None:
    fields = fields_of(ExternalView)
    secrets = {"rate_lines", "list_price", "asked", "offered", "uplift", "confidence", "expected", "expected_outcome"}
    secrets |= {
        "note",
        "engage_by",
        "day_rate",
        "options",
        "discount_rate",
        "term_years",
        "planned",
        "seats_used",
        "condition_history",
        "status_date",
        "actuals",
        "invoices",
        "percent",
        "told_on",
        "fiscal_start",
        "change_lead",
        "change_requested",
        "quotes",
        "rise_borne_by",
        "exchange_rates",
        *CHASED,
    }
    assert fields & secrets == set()
    assert fields >= ALLOWED_FIELDS_OF_MONEY
