"""Tables as CSV: UTF-8 with a byte order mark and CRLF, as spreadsheets open it; every cell inert, and none ambiguous.

A text that a spreadsheet would run as a formula gets one apostrophe in front, and so does a text that begins with an
apostrophe of its own: whoever takes one leading apostrophe off again has the exact text, always. CSV has no other
means: whatever keeps a spreadsheet from running a cell is a character that programs read as well. The other formats
say what is text and what is not, and hold every text as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from .columns import Column, Kind
from .tables import DataTable

ESCAPE = "'"
RUNS = frozenset("=+-@\t\r\n＝＋－＠−﹦﹢﹣﹫⁺⁻⁼₊₋₌⩵⩶﬩")
"""What a formula may begin with, in every form of these signs that folds into them; blanks before it do not help."""
_BLANK = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u2028\u2029\ufeff\u200b\u200c\u200d\u2060"
)
YUAN = "_yuan"
"""What an amount's column is called beyond its name."""
_NOTABLE = RUNS | {ESCAPE} | frozenset(_BLANK)


def csv_header(table: DataTable) -> bytes:
    """How the file begins."""
    return _written([[csv_name(column) for column in table.columns]]).encode("utf-8-sig")


def csv_name(column: Column) -> str:
    """A column's name in the header; that of an amount says its unit."""
    return f"{column.name}{YUAN}" if column.kind == "money" else column.name


def csv_rows(table: DataTable) -> bytes:
    """The table's rows, which stand below the header."""
    special = tuple((n, _PRINTS[column.kind]) for n, column in enumerate(table.columns) if column.kind != "text")
    return _written(_row(cells, special) for cells in table.cells()).encode()


def _row(cells: tuple[Any, ...], special: tuple[tuple[int, Callable[[Any], str]], ...]) -> list[str]:
    row = [_text_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    for number, print_ in special:
        if row[number] is not None:
            row[number] = print_(row[number])
    return ["" if cell is None else cell for cell in row]


def _text_cell(text: str) -> str:
    """Most texts begin with what no formula begins with."""
    return inert(text) if text[:1] in _NOTABLE else text


def _written(rows: Iterable[Iterable[str]]) -> str:
    stream = StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def runs(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula."""
    first = text[:1]
    return first in RUNS or (first in _BLANK and text.lstrip(_BLANK)[:1] in RUNS)


def inert(text: str) -> str:
    """A text as it stands in CSV; :func:`exact` is the way back."""
    return f"{ESCAPE}{text}" if runs(text) or text.startswith(ESCAPE) else text


def exact(cell: str) -> str:
    """The text of a CSV cell."""
    return cell.removeprefix(ESCAPE)


def plain_money(amount: Decimal) -> str:
    """An amount as programs read it: ``2665500`` or ``2665500.50``."""
    return f"{amount:.2f}".removesuffix(".00")


def plain_number(number: Decimal) -> str:
    """A number without trailing zeros or exponent."""
    return f"{number.normalize():f}"


def csv_cell(column: Column, value: object) -> str:
    """A value as it stands in CSV, empty where there is none."""
    return "" if value is None else _PRINTS[column.kind](value)


_PRINTS: dict[Kind, Callable[[Any], str]] = {
    "text": inert,
    "whole": str,
    "number": plain_number,
    "money": plain_money,
    "percent": lambda percent: f"{percent:.2f}",
    "date": date.isoformat,
}
