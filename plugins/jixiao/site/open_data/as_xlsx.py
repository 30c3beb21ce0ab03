"""Tables as the sheets of one workbook: real numbers and dates, a frozen header, and no cell that would run.

XlsxWriter makes the workbook, with one row of blanks on each sheet that carries its columns' formats; the rows of the
table then take that row's place. Cell by cell through XlsxWriter they would take several times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZipFile

from .archive import Archive, ArchivePart, squeezed
from .columns import Column, Kind
from .tables import DataTable, shapes_of_all
from .xlsx_rows import Looks, letters_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

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
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


def fits(counts: Iterable[int]) -> bool:
    """Whether tables with so many rows fit on sheets."""
    return all(count <= MOST_ROWS for count in counts)


def write_workbook(
    stream: BinaryIO,
    tables: Sequence[DataTable],
    sheets: Sequence[Callable[[], Iterable[ArchivePart]]],
    counts: Sequence[int],
    notes: Sequence[tuple[str, str]],
    made: datetime | None,
) -> None:
    """Write a workbook with a sheet per table, and one that says what the columns mean; ``made`` is its date.

    ``sheets`` give each sheet's rows in parts, squeezed already; ``counts`` how many rows there are.
    """
    archive = Archive(stream)
    with ZipFile(BytesIO(_frame(tables, counts, notes, made))) as frame:
        for name in frame.namelist():
            number = _number_of(name)
            content = frame.read(name)
            if number < len(tables):
                before, after = _around_rows(content.decode(), tables[number], counts[number])
                archive.add(name, (squeezed(before.encode()), *sheets[number](), squeezed(after.encode())))
            else:
                archive.add(name, (squeezed(content),))
    archive.close()


def _frame(
    tables: Sequence[DataTable], counts: Sequence[int], notes: Sequence[tuple[str, str]], made: datetime | None
) -> bytes:
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties({"created": (made or UNDATED).astimezone(UTC)})
        styles = _Styles(workbook)
        for table, count in zip(tables, counts, strict=True):
            _write_frame(workbook.add_worksheet(table.title), table, count, styles)
        _write_notes(workbook.add_worksheet("说明"), tables, notes, styles)
    return stream.getvalue()


def _number_of(name: str) -> int:
    """Which sheet a part of the workbook is, counted from 0; beyond all sheets if it is none."""
    found = _SHEET.fullmatch(name)
    return int(found[1]) - 1 if found else 1_000


def _around_rows(sheet: str, table: DataTable, count: int) -> tuple[str, str]:
    before, _, after = _BLANKS.split(sheet)
    last = f"{column_letter(table, table.columns[-1].name)}{count + 1}"
    return _DIMENSION.sub(f'<dimension ref="A1:{last}"/>', before), after


def looks_of(table: DataTable) -> Looks:
    """The numbers of the formats on a table's sheet, which are the same in every workbook of a site."""
    return _looks_of(replace(table, rows=()))


@cache
def _looks_of(shape: DataTable) -> Looks:
    known = shapes_of_all()
    number = next(number for number, table in enumerate(known) if table.name == shape.name)
    shapes = (*known[:number], shape, *known[number + 1 :])
    with ZipFile(BytesIO(_frame(shapes, [0] * len(shapes), (), None))) as frame:
        _, blanks, _ = _BLANKS.split(frame.read(f"xl/worksheets/sheet{number + 1}.xml").decode())
    *styles, inert = (int(style) for style in _STYLE.findall(blanks))
    return Looks(tuple(styles), inert)


class _Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.head: Format = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.cell: dict[Kind, Format] = {kind: workbook.add_format(looks) for kind, looks in _FORMATS.items()}
        self.inert: Format = workbook.add_format({"quote_prefix": True})
        self.wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top"})


def _write_frame(sheet: Worksheet, table: DataTable, count: int, styles: _Styles) -> None:
    """Everything but the rows; the blanks have the columns' formats, and one more that of a text which would run."""
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, 40 if column.name in _LONG else _WIDTHS[column.kind])
        sheet.write_string(0, number, column.heading, styles.head)
        sheet.write_blank(1, number, None, styles.cell[column.kind])
    sheet.write_blank(1, len(table.columns), None, styles.inert)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, count), len(table.columns) - 1)


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
