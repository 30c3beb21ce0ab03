"""A declaration as rows with keys, by which the rows of several declarations are laid side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import NamedTuple

from ..forms import Field
from ..model import Declaration, Indicator, told
from ..portfolio import Portfolio
from ..results import ResultOutline
from ..text import fold, without_brackets
from ..values import Money
from ..words import CHANGE, CHANGE_RATE, CURRENT_BUDGET, OUTTURN_RATE, PRIOR_BUDGET, PRIOR_OUTTURN
from .cycle import Cycle, CycleRow


class Row(NamedTuple):
    """One row: what it is aligned by, its label, its text, and its amount in whole 分 where it is one."""

    key: str
    label: str
    text: str
    fen: str = ""


class AlignedPart(NamedTuple):
    """Rows under one title."""

    title: str
    rows: tuple[Row, ...]


def parts(portfolio: Portfolio, declaration: Declaration, reported: Cycle | None = None) -> tuple[AlignedPart, ...]:
    """The figures, the form's fields in printed order, what the money is for, and the indicators.

    Each indicator has beside its target what was ``reported`` of it.
    """
    return (
        AlignedPart("预算与上年对比", tuple(_figures(portfolio, declaration))),
        AlignedPart("申报表各栏", tuple(_fields(declaration))),
        AlignedPart("资金构成", tuple(_money(declaration))),
        AlignedPart("绩效指标", tuple(_indicators(declaration, reported))),
    )


def _figures(portfolio: Portfolio, declaration: Declaration) -> Iterator[Row]:
    comparison = portfolio.compare(declaration)
    yield _amount("current", CURRENT_BUDGET, comparison.current)
    if comparison.prior is not None:
        yield _amount("prior", PRIOR_BUDGET, comparison.prior)
    if comparison.change is not None:
        yield Row("change", CHANGE, f"{comparison.change.signed} 元", _fen(comparison.change))
    if comparison.change_rate is not None:
        yield Row("change-rate", CHANGE_RATE, comparison.change_rate.signed)
    if comparison.outturn is not None:
        yield _amount("outturn", PRIOR_OUTTURN, comparison.outturn)
    if comparison.outturn_rate is not None:
        yield Row("outturn-rate", OUTTURN_RATE, str(comparison.outturn_rate))
    yield from _evaluation(portfolio.evaluation(declaration))


def _evaluation(result: ResultOutline | None) -> Iterator[Row]:
    """What the self-evaluation comes to."""
    if result is None:
        return
    if result.adjusted is not None:
        yield _amount("adjusted", "自评表的全年预算数", result.adjusted)
    if result.executed is not None:
        yield _amount("executed", "自评表的全年执行数", result.executed)
    if result.rate is not None:
        yield Row("rate", "预算执行率（自评）", str(result.rate))
    if result.score:
        yield Row("score", "自评得分", result.score.raw)


def _fields(declaration: Declaration) -> Iterator[Row]:
    """Every field of one value, blank ones too; fields of other editions with the same role are the same field."""
    for field in declaration.edition.fields():
        value = declaration.values.get(field.label)
        if field.kind not in ("rows", "record", "funding", "indicators"):
            amount = _fen(value) if isinstance(value, Money) else ""
            text = declaration.unit_name if field.kind == "unit" and value else told(value)
            yield Row(field.role or field.label, field.label, text, amount)


def _money(declaration: Declaration) -> Iterator[Row]:
    for whole in declaration.funding:
        for funding, names in whole.named():
            if funding.amount is not None:
                yield _amount("/".join(names), "：".join(names), funding.amount)
    for row in declaration.subprojects:
        yield _amount(fold(row.name), row.name, row.amount)
    for field in declaration.edition.fields():
        if field.role == "subprojects":
            yield from _further_cells(declaration, field)
        elif field.kind in ("rows", "record"):
            yield from _records(declaration, field)


def _further_cells(declaration: Declaration, field: Field) -> Iterator[Row]:
    """What the rows of subprojects have beside names and amounts."""
    for subproject, (_, cells) in zip(declaration.subprojects, declaration.records(field), strict=True):
        for column in field.columns:
            if column.role not in ("name", "amount") and (text := told(cells.get(column.label))):
                yield Row(f"{fold(subproject.name)}/{column.label}", f"{subproject.name}（{column.label}）", text)


def _records(declaration: Declaration, field: Field) -> Iterator[Row]:
    filed = declaration.values.get(field.label)
    for number, record in enumerate((filed,) if isinstance(filed, Mapping) else _sequence(filed), 1):
        texts = (f"{label}：{told(value)}" for label, value in record.items() if value is not None)
        yield Row(f"{field.label}/{number}", f"{field.label} {number}", "；".join(texts))


def _sequence(filed: object) -> tuple[Mapping[str, object], ...]:
    return tuple(filed) if isinstance(filed, list | tuple) else ()


def _indicators(declaration: Declaration, reported: Cycle | None) -> Iterator[Row]:
    """A row for each target value, for what was reported of it, and for each further cell that is filled."""
    rows = reported.rows if reported else ()
    for indicator, came in zip_longest(declaration.indicators, rows[: len(declaration.indicators)]):
        key = f"{fold(table_and_place(declaration, indicator))}/{without_brackets(indicator.called)}"
        label = f"{table_and_place(declaration, indicator)}：{indicator.called}"
        yield Row(key, label, indicator.target.raw)
        if came:
            yield from _came(key, label, came)
        for column, text in indicator.details():
            yield Row(f"{key}/{column.role or column.label}", f"{label}（{column.label}）", text)
    for only in rows[len(declaration.indicators) :]:
        key = f"{fold(only.group)}/{without_brackets(only.name)}"
        yield from _came(key, f"{only.group}：{only.name}（申报表没有这条指标）", only)


def _came(key: str, label: str, row: CycleRow) -> Iterator[Row]:
    """What was reported of an indicator, and the verdict on it."""
    for cell in row.cells:
        if cell.value:
            verdict = f"，{cell.outcome.verdict.label}" if cell.outcome else ""
            yield Row(f"{key}/{cell.kind.id}", f"{label}（{cell.kind.column}）", f"{cell.value}{verdict}")


def table_and_place(declaration: Declaration, indicator: Indicator) -> str:
    """The group and subgroup of an indicator, and where the form has several tables, which of them."""
    several = len(declaration.edition.tables) > 1
    return f"{indicator.table.label}／{indicator.place}" if several else indicator.place


def _amount(key: str, label: str, money: Money) -> Row:
    return Row(key, label, str(money), _fen(money))


def _fen(money: Money) -> str:
    return str(int(money.yuan * 100))
