"""Workbooks as people make them, written by openpyxl."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
Write = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Writes a workbook with a sheet for each name, and merges the given ranges of all of them."""

    def write(merged: Sequence[str] = (), **sheets: Rows) -> Path:
        made = Workbook()
        made.remove(made.worksheets[0])
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
            for area in merged:
                sheet.merge_cells(area)
        file = tmp_path / "book.xlsx"
        made.save(file)
        return file

    return write


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a text as a CSV file in an encoding."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        file = tmp_path / "table.csv"
        file.write_bytes(text.encode(encoding))
        return file

    return write
