"""Records as JSON: amounts as text, so that no program makes them floats; tables as JSON Lines, one row a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from .as_csv import plain_money
from .columns import MONEY
from .tables import DataTable
from .v1 import inner_fields


def as_value(value: Any) -> bytes:
    """A value on one line: laid out, ten thousand of them would take several times as long."""
    return msgspec.json.encode(value)


def json_lines_of(table: DataTable) -> bytes:
    """The whole table, one object a line."""
    names = tuple(column.name for column in table.columns)
    special = tuple(
        (number, column.unit) for number, column in enumerate(table.columns) if column.kind not in ("text", "whole")
    )
    return b"".join(as_value(dict(zip(names, _plain_row(row, special), strict=True))) + b"\n" for row in table.cells())


def _plain_row(row: tuple[object, ...], special: tuple[tuple[int, str], ...]) -> list[object]:
    """A row's cells; only those of some columns are not as JSON has them already."""
    cells = list(row)
    for number, unit in special:
        cells[number] = _plain(cells[number], unit)
    return cells


def as_document(value: Mapping[str, Any]) -> bytes:
    """One JSON file, laid out for people."""
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def plain(record: Any) -> dict[str, Any]:
    """A declaration's record, with all that it holds, as JSON knows values."""
    kind: Any = type(record)
    names, values_of, special = _shape(kind)
    values = list(values_of(record))
    for at, unit in special:
        values[at] = _plain(values[at], unit)
    return dict(zip(names, values, strict=True))


@cache
def _shape(kind: Any) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[tuple[int, str], ...]]:
    """A record's names, what gives its values, and which of these, with their units, are not as JSON has them already."""
    described = inner_fields(kind)
    names = tuple(name for name, _, _ in described)
    special = tuple((at, about.unit) for at, (_, about, of) in enumerate(described) if not _is_as_json(of))
    return names, attrgetter(*names), special


def _is_as_json(kind: Any) -> bool:
    """Whether all values of a type are: texts and whole numbers, or none."""
    options = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    return all(option in (str, int, NoneType) or get_origin(option) is Literal for option in options)


def _plain(value: Any, unit: str) -> Any:
    if value is None or type(value) in (str, int):  # nearly all of them
        return value
    if isinstance(value, Decimal):
        return plain_money(value) if unit == MONEY else json_number(value)
    if isinstance(value, tuple):
        return [_plain(part, unit) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return plain(value) if is_dataclass(value) else value


def json_number(number: Decimal) -> int | float:
    """A number of at most fifteen digits, which JSON's readers take without loss."""
    return int(number) if number == number.to_integral_value() else float(number)
