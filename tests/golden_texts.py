"""What each format says of a small plan, line by line: ``python -m tests.golden_texts`` writes it anew, to be read.

It is the text as a reader of the format gets it, so that a change of a word, a figure or an order shows in review.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from planner.brief.export import export_brief
from planner.exchange.safe_xml import Element, read_xml
from planner.outgoing.export import export_outgoing
from planner.plan import State
from tests.business_case.conftest import AS_OF, plan_of_secrets, with_dates
from tests.business_case.reading import docx_texts, html_texts, pdf_text, plain

GOLDEN = Path(__file__).parent / "business_case" / "golden"


def pdf_lines(file: Path) -> list[str]:
    """Words alone, as where pages break lines is the business of a library."""
    return re.sub(r"\s+", " ", pdf_text(file)).replace(". ", ".\n").splitlines()


def xlsx_lines(file: Path) -> list[str]:
    """A line for each row, formulas with what they give beside them."""
    formulas, values = openpyxl.load_workbook(file), openpyxl.load_workbook(file, data_only=True)
    found = []
    for sheet in formulas.worksheets:
        found.append(f"[{sheet.title}]")
        for row in sheet.iter_rows():
            cells = [(each, values[sheet.title][each.coordinate]) for each in row if each.value not in {None, ""}]
            told = [
                f"{value.value} {each.value}" if each.data_type == "f" else str(each.value) for each, value in cells
            ]
            if told:
                found.append(" | ".join(plain(each) for each in told))
    return found


def ics_lines(file: Path) -> list[str]:
    """Its lines, unfolded."""
    return re.sub(r"\r\n[ \t]", "", file.read_bytes().decode()).splitlines()


def xml_lines(file: Path) -> list[str]:
    """Every element that holds a text, with its name."""

    def inside(element: Element) -> list[str]:
        own = [f"{element.tag} {element.text.strip()}"] if element.text.strip() else []
        return [*own, *(line for child in element.children for line in inside(child))]

    return inside(read_xml(file.read_bytes(), ""))


LINES: Mapping[str, Callable[[Path], list[str]]] = {
    ".pdf": pdf_lines,
    ".docx": docx_texts,
    ".html": html_texts,
    ".xlsx": xlsx_lines,
    ".ics": ics_lines,
    ".xml": xml_lines,
    ".rollout": lambda file: file.read_text(encoding="utf-8").splitlines(),
}


def golden_texts(state: State, folder: Path) -> dict[str, str]:
    """What each file says, by the name under which it is kept."""
    formats = ("pdf", "docx", "html", "xlsx", "ics", "mspdi", "rollout")
    outgoing, _ = export_outgoing(state, folder / "out", formats, AS_OF)
    internal = export_brief(state, folder / "own", ("docx", "ics", "xlsx"), AS_OF)
    groups = (("case", outgoing), ("internal", internal))
    names = {file: f"{prefix}{file.suffix}.txt" for prefix, files in groups for file in files}
    return {name: "\n".join(LINES[file.suffix](file)) + "\n" for file, name in names.items()}


def main() -> None:
    """Write them anew."""
    GOLDEN.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        for name, text in golden_texts(with_dates(plan_of_secrets()), Path(folder)).items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
