"""A row of a table of indicators → its target values: one for each period, put together where columns split them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from .finding import Path
from .forms import PERIODS, Field, ForPeriod
from .model import FieldValue, FiledTarget, told
from .target import Target, read_target
from .text import fold

TARGET_ROLES = ("operator", "target", "unit")
"""The columns that a target value may be split over, in the order in which they are read."""
_ENDS_WITH_NUMBER = re.compile(r"[0-9０-９零一二两三四五六七八九十百千万亿]\s*$")
_MARK = re.compile(r"\w|%|‰|℃|°")
_NO_UNITS = frozenset({"无", "定性", "无单位", "不适用"})


def targets_of(table: Field, row: Mapping[str, FieldValue], at: Path) -> tuple[FiledTarget, ...]:
    """The target values of a row at a path, that of the year first; where none is filled, one blank one."""
    filed = tuple(_filed(table, row, at))
    filled = tuple(target for target in filed if target.target.raw)
    return filled or filed[:1] or (FiledTarget(Target(""), at, table.period),)


def actual_of(table: Field, row: Mapping[str, FieldValue], period: ForPeriod = "") -> Target:
    """What a row says was reached, of a period or of none in particular; its unit may stand in a column of its own."""
    filed, unit = (_text(row, table.with_role(role, period)).strip() for role in ("actual", "unit"))
    return _put_together("", filed, unit)[0]


def _filed(table: Field, row: Mapping[str, FieldValue], at: Path) -> Iterator[FiledTarget]:
    columns = [column for column in table.columns if column.role == "target"]
    for column in sorted(columns, key=lambda column: _order(column.period or table.period)):
        cells = {role: table.with_role(role, column.period) for role in TARGET_ROLES} | {"target": column}
        texts = {role: _text(row, cell) for role, cell in cells.items()}
        target, roles = _put_together(**texts)
        parts = tuple(cell.label for role in roles if (cell := cells[role]))
        yield FiledTarget(target, (*at, column.label), column.period or table.period, parts)


def _order(period: ForPeriod) -> int:
    """The year's value comes first, then the project's."""
    return (PERIODS.index(period) - 1) % len(PERIODS)


def _text(row: Mapping[str, FieldValue], column: Field | None) -> str:
    value = row.get(column.label) if column else None
    return "" if value is None else told(value)


def _put_together(operator: str, target: str, unit: str) -> tuple[Target, tuple[str, ...]]:
    """The target that the cells of a row say together, and the roles of those that went into its text.

    An operator that is none (定性, 正向) and a unit behind a word (健全) stay out of it, as does what the value has already.
    """
    if not target or not (operator or unit):
        return read_target(target), ("target",)
    roles, text = ["target"], target
    if operator and _is_operator(operator) and not read_target(target).operator:
        roles, text = ["operator", "target"], f"{operator}{text}"
    if unit and _ENDS_WITH_NUMBER.search(target) and _is_unit(unit):
        roles, text = [*roles, "unit"], f"{text}{unit}"
    read = read_target(text)
    if "unit" in roles and read.value is not None and not read.unit:
        read = replace(read, unit=unit)
    return read, tuple(roles)


def _is_operator(written: str) -> bool:
    return bool(read_target(f"{written}1").operator)


def _is_unit(written: str) -> bool:
    return bool(_MARK.search(written)) and fold(written) not in _NO_UNITS
