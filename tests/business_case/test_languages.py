"""The business case speaks other languages whole: every word of its own comes from the catalogue, and nothing else."""

import ast
import re
import string
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from planner.business_case.cell_texts import LETTER, PADDING, widths
from planner.business_case.compose import compose
from planner.business_case.document import PLAIN, Document, Language, Letterhead, Presentation, Table
from planner.business_case.export import business_case
from planner.business_case.language import notation_in
from planner.business_case.notation import MOTIONS, Notation
from planner.business_case.projection import external_view
from planner.business_case.rate_leak import outgoing_texts
from planner.business_case.writers import FORMATS, WRITERS
from planner.files import read
from planner.outgoing.export import export_outgoing
from planner.plan import State
from planner.value import known_fields
from resources import path
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS
from tests.business_case.reading import (
    calendar,
    docx_texts,
    html_texts,
    pdf_text,
    plain,
    said,
    taken_apart,
    texts,
    workbook,
)
from tests.business_case.test_secrets import occurs, spellings
from tests.messages import SOURCE, TRANSLATED, catalogue, messages

IN_GERMAN = Presentation(language="de")
SECTIONS = (
    *("case", "compose", "conditions", "money_sections", "occasions"),
    *("people_sections", "shortfall", "timeline", "work_sections"),
)
"""The modules that write sentences."""

ROOM, TOLERANCE = 493.3, 4
"""Points between the margins of a Word document on A4, and how far a letter is narrower than the widest."""

IDENTITIES = {"decision ", "sow ", "expiry ", "proof ", "measurement "}
"""Beginnings of the identities of days, which no reader sees."""

WORDS_OF_BABEL = {
    "and",
    *(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"]),
}
FOREIGN_LETTERS = str.maketrans(string.ascii_letters, "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ")


# The catalogue


def ids(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", TRANSLATED)
def test_that_every_message_is_translated_and_no_other(language: Language) -> None:
    known = {ids(each.id): ids(each.string) for each in catalogue(language) if each.id}
    assert {ids(each.id) for each in messages() if each.id} == set(known)
    assert [key for key, value in known.items() if not all(text.strip() for text in value)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_that_a_translation_names_the_same_values(language: Language) -> None:
    for each in catalogue(language):
        if each.id:
            named = placeholders(ids(each.id)[-1])
            assert [text for text in ids(each.string) if placeholders(text) != named] == [], each.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_that_the_names_of_sheets_and_of_standings_differ_and_fit(language: Language) -> None:
    notation = notation_in(language, "EUR")
    assert len(notation.standings) == 3
    tree = ast.parse((SOURCE / "compose.py").read_text(encoding="utf-8"))
    (found,) = (each.value for each in ast.walk(tree) if isinstance(each, ast.AnnAssign))
    assert isinstance(found, ast.Tuple)
    sheets = [notation.words(ast.literal_eval(each.elts[1].args[0])) for each in found.elts]  # type: ignore[attr-defined]
    assert len({each.casefold() for each in (*sheets, notation.words("Request"))}) == len(sheets) + 1
    assert [each for each in sheets if len(each) > 31 or set(each) & set("[]:*?/\\")] == []


@pytest.mark.parametrize("language", [None, *TRANSLATED])
def test_that_no_word_of_a_heading_is_wider_than_its_column(language: Language | None) -> None:
    state = read(path("samples/calder.solved.rollout"))
    document = business_case(state, AS_OF, Presentation(language=language or "en"))
    for table in tables(document):
        for width, column in zip(widths(table, document.notation, ROOM), table.columns, strict=True):
            longest = max(map(len, re.split(r"[ -]", column.heading)))
            assert longest * LETTER + PADDING <= width + TOLERANCE, (table.name, column.heading)


def test_that_no_sentence_of_the_sections_stands_outside_of_the_catalogue() -> None:
    known = {text for each in messages() for text in ids(each.id)}
    for module in SECTIONS:
        for text in sentences((SOURCE / f"{module}.py").read_text(encoding="utf-8")):
            assert text in known | IDENTITIES, f"{module}: {text}"


def sentences(source: str) -> Iterator[str]:
    """Texts of a module with a word and a space: whatever is neither a docstring nor a name."""
    tree = ast.parse(source)
    statements = (each.value for each in ast.walk(tree) if isinstance(each, ast.Expr))
    docstrings = {id(each) for each in statements if isinstance(each, ast.Constant)}
    for each in ast.walk(tree):
        text = each.value if isinstance(each, ast.Constant) and id(each) not in docstrings else None
        if isinstance(text, str) and " " in text and re.search(r"[^\W\d_]{2}", text):
            yield text


# Nothing is hard-wired: in a language that shares no letter with English, only what is the plan's own remains


class Foreign(NullTranslations):
    """Every letter of a message as one of another alphabet; the values in it stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        parts = re.split(r"(\{\w+\})", message)
        return "".join(part if part.startswith("{") else part.translate(FOREIGN_LETTERS) for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True)
class Abroad:
    """A state and its business case in the foreign language."""

    state: State
    translation: Foreign
    document: Document


def abroad(state: State) -> Abroad:
    translation = Foreign()
    notation = Notation(state.plan.currency, "en", translation)
    assert state.schedule is not None
    view = external_view(state.plan, state.schedule, AS_OF, notation)
    letterhead = Letterhead("Hartwell", closing="Own last words.")
    return Abroad(state, translation, compose(view, notation, PLAIN._replace(letterhead=letterhead)))


def plan_s_own(state: State) -> set[str]:
    """Every text of the plan that may leave the house; of motions only those that have no word in every language."""
    plan = state.plan
    found = {line for _, text in outgoing_texts(plan) for line in text.splitlines()}
    found |= {name for phase in plan.phases for name in (phase.id, phase.motion, phase.workload, phase.region)}
    found |= {
        text
        for credit in plan.credits
        for scope in known_fields(type(credit.scope))
        for text in getattr(credit.scope, scope)
    }
    targets = (each.adoption_target for each in plan.phases if each.adoption_target is not None)
    found |= {each.unit.removeprefix("%") for each in targets}
    found |= {
        "Hartwell",
        "Own last words.",
        plan.currency,
        *(each.exchange.currency for each in plan.credits if each.exchange),
    }
    return {plain(text) for text in found} - MOTIONS - {""}


def left_in_english(found: str, own: set[str]) -> list[str]:
    """The words of English letters in it that are neither the plan's own nor a month."""
    longest_first = sorted(own, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first)
    rest = re.sub(pattern, " ", plain(found))
    return [word for word in re.findall(r"[A-Za-z]+", rest) if word not in WORDS_OF_BABEL]


class _Shown(HTMLParser):
    """All that a browser shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.found += [value or "" for name, value in attrs if name in {"alt", "aria-label", "title"}]

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.found.append(data)


def html_words(file: Path) -> str:
    shown = _Shown()
    shown.feed(file.read_text(encoding="utf-8"))
    return " ".join(shown.found)


def pdf_words(file: Path) -> str:
    metadata = PdfReader(file).metadata
    return f"{pdf_text(file)} {metadata.title if metadata else ''}"


def docx_words(file: Path) -> str:
    """Every text of the body, the footer and the properties, and the words of pictures and tables."""
    found = []
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                for each in ET.fromstring(parts.read(name)).iter():  # noqa: S314 - our own file
                    tag = each.tag.rpartition("}")[2]
                    found += [each.text or ""] if tag == "t" else []
                    found += [each.get("name", ""), each.get("descr", "")] if tag == "docPr" else []
                    found += [*each.attrib.values()] if tag == "tblCaption" else []
            elif name == "docProps/core.xml":
                properties = ET.fromstring(parts.read(name))  # noqa: S314 - our own file
                found += [each.text or "" for each in properties if not each.tag.endswith(("language", "revision"))]
    return " ".join(re.sub(r"\d{4}-\d{2}-\d{2}T[\d:]+Z", "", text) for text in found)


def xlsx_words(file: Path) -> str:
    """Cells, names of sheets, headers and footers, and the title."""
    book = workbook(file)
    found = [str(book.properties.title)]
    for sheet in book.worksheets:
        edges = (
            part for each in (sheet.oddHeader, sheet.oddFooter) if each for part in (each.left, each.center, each.right)
        )
        found += [sheet.title, *(re.sub(r"&[LRCPN]|&\d+", " ", part.text or "") for part in edges)]
        for row in sheet.iter_rows():
            texts_of_row = [each.value for each in row if isinstance(each.value, str)]
            found += [re.sub(r"^=SUBTOTAL\(109,T_\w+\[(.*)\]\)$", r"\1", text) for text in texts_of_row]
    return " ".join(found)


def ics_words(file: Path) -> str:
    found = calendar(file)
    told = [str(each[name]) for each in found.walk() for name in ("SUMMARY", "DESCRIPTION") if name in each]
    return " ".join((str(found["X-WR-CALNAME"]), *told))


WORDS: dict[str, Callable[[Path], str]] = {
    "pdf": pdf_words,
    "docx": docx_words,
    "html": html_words,
    "xlsx": xlsx_words,
    "ics": ics_words,
}


@pytest.mark.parametrize("kind", FORMATS)
def test_that_no_format_says_anything_of_its_own_in_english(state: State, tmp_path: Path, kind: str) -> None:
    found = abroad(state)
    file = tmp_path / f"case.{kind}"
    file.write_bytes(WRITERS[kind](found.document))
    told = WORDS[kind](file)
    assert left_in_english(told, plan_s_own(state)) == []
    assert plain(found.document.title) in plain(told)


def test_that_the_plan_of_these_tests_hides_no_word_of_the_document(state: State) -> None:
    known = {text for each in messages() for text in ids(each.id)}
    assert plan_s_own(state) & known == set()


SAMPLES = ("samples/calder.solved.rollout", "samples/lindholm-denmark.rollout")


def solved(name: str) -> State | None:
    state = read(path(name))
    return state if state.schedule is not None and state.schedule.assignments else None


def test_that_documents_of_other_plans_say_nothing_in_english_either() -> None:
    templates = (f"templates/plans/{each.name}" for each in sorted(path("templates/plans").glob("*.rollout")))
    states = [state for name in (*SAMPLES, *templates) if (state := solved(name)) is not None]
    assert len(states) > 3
    known = {text for each in messages() for text in ids(each.id)}
    for state in states:
        found = abroad(state)
        assert left_in_english(" ".join(texts(found.document)), plan_s_own(state)) == []
        assert found.translation.asked <= known


# The same in every language


def test_that_german_says_the_same_figures_and_days(state: State) -> None:
    english, german = business_case(state, AS_OF), business_case(state, AS_OF, IN_GERMAN)
    assert figures(german) == figures(english)
    assert [(each.identity, each.day) for each in german.occasions] == [
        (each.identity, each.day) for each in english.occasions
    ]


def tables(document: Document) -> list[Table]:
    blocks = (block for section in document.sections for block in section.blocks)
    return [document.summary, *(block for block in blocks if isinstance(block, Table))]


def figures(document: Document) -> list[object]:
    """Every typed cell in order."""
    found = tables(document)
    return [
        cell for table in found for row in table.rows for cell in row if cell is not None and not isinstance(cell, str)
    ]


def test_that_a_calendar_in_german_moves_the_days_of_one_in_english(state: State, tmp_path: Path) -> None:
    (english,), _ = export_outgoing(state, tmp_path / "english", ("ics",), AS_OF)
    (german,), _ = export_outgoing(state, tmp_path / "german", ("ics",), AS_OF, presentation=IN_GERMAN)
    assert uids(german) == uids(english)


def uids(file: Path) -> list[str]:
    return [str(each["UID"]) for each in calendar(file).walk("VEVENT")]


def test_that_the_record_of_what_was_sent_is_the_same_in_every_language(state: State, tmp_path: Path) -> None:
    formats = ("ics", "rollout", "mspdi")
    english = export_outgoing(state, tmp_path / "english", formats, AS_OF, to="A desk")
    german = export_outgoing(state, tmp_path / "german", formats, AS_OF, presentation=IN_GERMAN, to="A desk")
    assert english.record is not None
    assert german.record is not None
    assert german.record.said == english.record.said
    assert [file.read_bytes() for file in german.files[1:]] == [file.read_bytes() for file in english.files[1:]]


def test_that_what_is_not_translated_is_what_people_wrote(state: State, tmp_path: Path) -> None:
    chosen = IN_GERMAN._replace(letterhead=Letterhead("Hartwell", closing="With best regards."))
    (docx, html), _ = export_outgoing(state, tmp_path, ("docx", "html"), AS_OF, presentation=chosen)
    for told in (docx_texts(docx), html_texts(html)):
        assert {"With best regards.", "Devices are unmanaged.", "Staff are away"} <= set(told)


def test_that_german_writes_days_and_sums_as_germans_do(state: State) -> None:
    told = said(business_case(state, AS_OF, IN_GERMAN))
    assert "Hartwell Foods beantragt 9.000 USD Förderung" in told
    assert "01.02. – 12.02.2027" in told
    assert "50 % der förderfähigen Kosten" in told
    sheet = workbook(WRITERS["xlsx"](business_case(state, AS_OF, IN_GERMAN)))["Plan"]
    days = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, datetime)]
    assert {cell.number_format for cell in days} == {"dd.mm.yyyy"}


def test_that_no_internal_figure_or_text_occurs_in_any_file_in_german(state: State, tmp_path: Path) -> None:
    files, _ = export_outgoing(state, tmp_path, FORMATS, AS_OF, presentation=IN_GERMAN, to="A desk")
    for file in files:
        told = taken_apart(file)
        for figure in SECRET_FIGURES.values():
            german = figure.translate(str.maketrans(",.", ".,"))
            assert [each for each in (*spellings(figure), german) if occurs(each, told)] == [], file.suffix
        assert [secret for secret in (*SECRET_TEXTS, "Rival", "SPE_E5") if secret in told] == []
