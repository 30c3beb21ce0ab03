"""Columns: what each field of a public record is called, means and holds, read from the record's own annotations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Kind = Literal["text", "whole", "number", "money", "percent", "date"]

_KINDS: dict[object, Kind] = {str: "text", int: "whole", date: "date", Decimal: "number"}
MONEY, PERCENT = "元", "%"
_UNITS: dict[str, Kind] = {MONEY: "money", PERCENT: "percent"}


@dataclass(frozen=True, slots=True)
class About:
    """What people are told of a field: its title, what it means, where it comes from, and its unit if it has one."""

    title: str
    description: str
    source: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a name for programs, a title for people, and what stands in it. ``choices`` are all its values."""

    name: str
    title: str
    description: str
    source: str
    unit: str
    kind: Kind
    required: bool
    choices: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title with its unit: ``当年预算（元）``."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


def columns_of(record: type) -> tuple[Column, ...]:
    """The columns of a record, in the order of its fields."""
    return _columns(record)


@cache
def _columns(record: type) -> tuple[Column, ...]:
    return tuple(_column(name, about, hint) for name, about, hint in annotations_of(record))


def annotations_of(record: type) -> tuple[tuple[str, About, Any], ...]:
    """Name, meaning and type of each field of a record."""
    return _annotations(record)


@cache
def _annotations(record: type) -> tuple[tuple[str, About, Any], ...]:
    hints = get_type_hints(record, include_extras=True)
    parts = ((field.name, get_args(hints[field.name])) for field in fields(record))
    return tuple((name, about, hint) for name, (hint, about) in parts)


def _column(name: str, about: About, hint: Any) -> Column:
    base, required = without_none(hint)
    choices = get_args(base) if get_origin(base) is Literal else ()
    kind = "text" if choices else _UNITS.get(about.unit, _KINDS[base])
    return Column(name, about.title, about.description, about.source, about.unit, kind, required, choices)


def without_none(hint: Any) -> tuple[Any, bool]:
    """A type without ``None``, and whether there was none in it."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, True
    return next(part for part in get_args(hint) if part is not NoneType), False
