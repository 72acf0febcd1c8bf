"""What must never leave the house, looked for in what does."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.business_case.export import export
from planner.business_case.external_view import ExternalView
from planner.business_case.projection import external_view
from planner.funding.credits import ConditionChange
from planner.funding.ledgers import funding_ledger
from planner.payments import Payment
from planner.plan import State
from planner.rollout.actuals import Actual
from planner.value import Value
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS
from tests.business_case.reading import pdf_metadata, pdf_text, xlsx_text

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
    "payments": (Payment(paid_on=AS_OF, amount=771_177, evidence="Remittance 5"),),
}
ALLOWED_FIELDS_OF_MONEY = {"amount", "cost", "requested", "face", "off_price", "on_invoice"}


@pytest.fixture
def files(state: State, folder: Path) -> tuple[Path, Path]:
    pdf, xlsx = export(state, folder, ("pdf", "xlsx"), AS_OF)
    return pdf, xlsx


def spellings(figure: str) -> set[str]:
    """A figure with and without marks between its thousands, and as basis points or cents."""
    digits = re.sub(r"[,.]", "", figure)
    return {figure, figure.replace(",", ""), *({digits} if digits.isdigit() and len(digits) > 3 else set())}


def occurs(figure: str, text: str) -> bool:
    """Whether the text holds the figure as a number of its own."""
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", text) is not None


def test_that_the_secrets_of_the_test_are_those_of_its_plan(state: State) -> None:
    assert state.schedule is not None
    ledger = funding_ledger(state.plan, state.schedule)
    (line,) = state.plan.rate_lines
    assert f"{ledger.expected:,}" == SECRET_FIGURES["expected"]
    assert f"{line.seats * line.list_price * 12 // 100:,}" == SECRET_FIGURES["yearly list price"]


@pytest.mark.parametrize("figure", SECRET_FIGURES.values(), ids=SECRET_FIGURES.keys())
def test_that_no_internal_figure_occurs_in_any_file(files: tuple[Path, Path], figure: str) -> None:
    pdf, xlsx = files
    for text in (pdf_text(pdf), pdf_metadata(pdf), xlsx_text(xlsx)):
        assert [each for each in spellings(figure) if occurs(each, text)] == []


@pytest.mark.parametrize("secret", [*SECRET_TEXTS, "Rival", "SPE_E5"])
def test_that_no_internal_text_occurs_in_any_file(files: tuple[Path, Path], secret: str) -> None:
    pdf, xlsx = files
    for text in (pdf_text(pdf), pdf_metadata(pdf), xlsx_text(xlsx)):
        assert secret not in text


def test_that_what_became_of_the_terms_of_a_credit_stays_in_the_house(state: State, folder: Path) -> None:
    told = replace(state.plan, credits=tuple(replace(each, condition_history=(PAST,)) for each in state.plan.credits))
    pdf, xlsx = export(State(told, state.schedule), folder, ("pdf", "xlsx"), AS_OF)
    for text in (pdf_text(pdf), pdf_metadata(pdf), xlsx_text(xlsx)):
        assert not [secret for secret in ("771,177", "771177", PAST.document) if secret in text]


def test_that_the_search_for_secrets_finds_what_is_there(files: tuple[Path, Path]) -> None:
    pdf, xlsx = files
    assert occurs("9,000", pdf_text(pdf))
    assert occurs("9000", xlsx_text(xlsx))
    assert not occurs("900", xlsx_text(xlsx).replace("900 ", ""))


def test_that_no_file_speaks_of_games_or_best_results(files: tuple[Path, Path]) -> None:
    pdf, xlsx = files
    for text in (pdf_text(pdf), xlsx_text(xlsx)):
        assert FORBIDDEN_WORDS.findall(text) == []


def test_that_the_samples_speak_of_no_games_either(medium_state: State, small_state: State, folder: Path) -> None:
    for each in (medium_state, small_state):
        pdf, xlsx = export(each, folder, ("pdf", "xlsx"), AS_OF)
        for text in (pdf_text(pdf), xlsx_text(xlsx)):
            assert FORBIDDEN_WORDS.findall(text) == []


def test_that_the_view_is_the_same_whatever_the_secrets_are(state: State) -> None:
    plan, schedule = state
    assert schedule is not None
    other = replace(
        plan,
        rate_lines=(),
        discount_rate=0,
        term_years=1,
        credits=tuple(
            replace(each, confidence=1, conditions="", owner="", contact="", condition_history=(PAST,), **CHASED)
            for each in plan.credits
        ),
        entitlements=tuple(replace(each, note="", engage_by=None) for each in plan.entitlements),
        status_date=AS_OF,
        actuals=(Actual(phase="P0", option="fasttrack", started_on=plan.start),),
        fiscal_start=7,
        combined_caps=tuple(replace(each, note="") for each in plan.combined_caps),
        partners=tuple(replace(each, day_rate=3) if each.id == "RIV" else each for each in plan.partners),
        phases=tuple(
            replace(phase, options=tuple(each if each.id != "RIV" else replace(each, cost=1) for each in phase.options))
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
        *CHASED,
    }
    assert fields & secrets == set()
    assert fields >= ALLOWED_FIELDS_OF_MONEY
