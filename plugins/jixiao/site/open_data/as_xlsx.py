"""Tables as the sheets of one workbook: real numbers and dates, a frozen header, and no cell that would run.

XlsxWriter makes the workbook, with one row of blanks on each sheet that carries its columns' formats; the rows of the
table then take that row's place. Cell by cell through XlsxWriter they would take several times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .columns import Column, Kind
from .tables import DataTable
from .xlsx_rows import Looks, letters_of, rows_of

MOST_ROWS = 1_048_575
"""Rows that a sheet holds below its header."""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""A workbook's date where none is known; the clock's would make each one differ."""

_WIDTHS: dict[Kind, int] = {"text": 24, "whole": 9, "number": 12, "money": 18, "percent": 14, "date": 12}
_LONG = frozenset({"overview", "basis", "overall_goal", "yearly_goal", "message", "answer", "target"})
_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "whole": {"num_format": "0"},
    "number": {"num_format": "General"},
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.00"},
    "date": {"num_format": "yyyy-mm-dd"},
}
_OPTIONS = {"in_memory": True}
_BLANKS = re.compile(r'(<row r="2".*?</row>)', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


def fits(tables: Sequence[DataTable]) -> bool:
    """Whether every table fits on a sheet."""
    return all(len(table.rows) <= MOST_ROWS for table in tables)


def workbook_of(tables: Sequence[DataTable], notes: Sequence[tuple[str, str]], made: datetime | None) -> bytes:
    """One workbook with a sheet per table, and one that says what the columns mean; ``made`` is its date."""
    stream = BytesIO()
    with Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"created": (made or UNDATED).astimezone(UTC)})
        styles = _Styles(workbook)
        for table in tables:
            _write_frame(workbook.add_worksheet(table.title), table, styles)
        _write_notes(workbook.add_worksheet("说明"), tables, notes, styles)
    return _filled(stream, tables)


def _filled(stream: BytesIO, tables: Sequence[DataTable]) -> bytes:
    """The workbook with each table's rows where its row of blanks was."""
    sheets = {f"xl/worksheets/sheet{number}.xml": table for number, table in enumerate(tables, 1)}
    result = BytesIO()
    with ZipFile(stream) as frame, ZipFile(result, "w", ZIP_DEFLATED) as filled:
        for name in frame.namelist():
            content = frame.read(name)
            if name in sheets:
                content = _with_rows(content.decode(), sheets[name]).encode()
            filled.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return result.getvalue()


def _with_rows(sheet: str, table: DataTable) -> str:
    before, blanks, after = _BLANKS.split(sheet)
    *styles, inert = (int(style) for style in _STYLE.findall(blanks))
    last = f"{column_letter(table, table.columns[-1].name)}{len(table.rows) + 1}"
    sized = _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', before)
    return "".join((sized, *rows_of(table, Looks(tuple(styles), inert)), after))


class _Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.head: Format = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.cell: dict[Kind, Format] = {kind: workbook.add_format(looks) for kind, looks in _FORMATS.items()}
        self.inert: Format = workbook.add_format({"quote_prefix": True})
        self.wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top"})


def _write_frame(sheet: Worksheet, table: DataTable, styles: _Styles) -> None:
    """Everything but the rows; the blanks have the columns' formats, and one more that of a text which would run."""
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, 40 if column.name in _LONG else _WIDTHS[column.kind])
        sheet.write_string(0, number, column.heading, styles.head)
        sheet.write_blank(1, number, None, styles.cell[column.kind])
    sheet.write_blank(1, len(table.columns), None, styles.inert)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _write_notes(
    sheet: Worksheet, tables: Sequence[DataTable], notes: Sequence[tuple[str, str]], styles: _Styles
) -> None:
    lines: list[tuple[str, ...]] = [*notes, ()]
    for table in tables:
        lines.append((f"工作表“{table.title}”", table.description))
        lines.extend(_described(column) for column in table.columns)
        lines.append(())
    for row, line in enumerate(lines):
        for number, text in enumerate(line):
            sheet.write_string(row, number, text, styles.wrapped)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 3, 20)


def _described(column: Column) -> tuple[str, ...]:
    return column.heading, column.description, column.source, column.name


def column_letter(table: DataTable, name: str) -> str:
    """The letters of a column on its sheet, for formulas."""
    return letters_of(next(number for number, column in enumerate(table.columns) if column.name == name))
