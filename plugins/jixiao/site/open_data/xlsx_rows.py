"""The rows of a table as a worksheet's XML: every text a string of its own, numbers and dates as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from .as_csv import plain_money, plain_number, runs
from .columns import Kind
from .tables import DataTable

EXACT_DIGITS = 15
"""Digits that a spreadsheet keeps of a number; a longer amount is written as text, exactly."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_NOTATION = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f]|_x")
_SHORT = 60
"""Characters of a text that is likely to recur."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


class Looks(NamedTuple):
    """The numbers of a sheet's formats: one a column, and that of a text which would run as a formula."""

    columns: tuple[int, ...]
    inert: int


def rows_of(table: DataTable, looks: Looks) -> Iterator[str]:
    """Every row below the header. No cell names its place, so that rows can stand anywhere; one without a value is empty."""
    columns = tuple(zip(looks.columns, (_WRITE[column.kind] for column in table.columns), strict=True))
    for cells in table.cells():
        row = [
            "<c/>" if cell is None else write(style, cell, looks.inert)
            for (style, write), cell in zip(columns, cells, strict=True)
        ]
        yield f"<row>{''.join(row)}</row>"


def letters_of(index: int) -> str:
    """The letters of a column, counted from 0: ``A`` … ``Z``, ``AA``."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def _text(style: int, text: str, inert: int) -> str:
    """A text stays one, even where somebody edits the cell: its format keeps it from becoming a formula."""
    return _short_text(style, text, inert) if len(text) <= _SHORT else _any_text(style, text, inert)


def _any_text(style: int, text: str, inert: int) -> str:
    look = inert if runs(text) else style
    shown = escape(_encoded(text), quote=False) if _SPECIAL.search(text) else text
    return f'<c s="{look}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


_short_text = lru_cache(1 << 13)(_any_text)
"""Names and ids stand in every row of a declaration."""


def _encoded(text: str) -> str:
    """What XML cannot hold, in the format's own notation, and what looks like that notation."""
    known = _NOTATION.sub(r"_x005F\1", text) if "_x" in text else text
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", known) if _CONTROL.search(known) else known


@lru_cache(1 << 12)
def _whole(style: int, number: int, inert: int) -> str:
    return f'<c s="{style}"><v>{number}</v></c>'


def _number(style: int, number: Decimal, inert: int) -> str:
    if len(number.normalize().as_tuple().digits) > EXACT_DIGITS:
        return _text(style, plain_money(number), inert)
    return f'<c s="{style}"><v>{plain_number(number)}</v></c>'


def _date(style: int, day: date, inert: int) -> str:
    return f'<c s="{style}"><v>{day.toordinal() - _DAY_ZERO}</v></c>'


_WRITE: dict[Kind, Callable[[int, Any, int], str]] = {
    "text": _text, "whole": _whole, "number": _number, "money": _number, "percent": _number, "date": _date,
}  # fmt: skip
