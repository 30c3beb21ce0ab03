"""What can be found of a monitoring report or a self-evaluation: every cell of its form, its amounts, its source and answers."""

from __future__ import annotations

from collections.abc import Iterator

from ..results import Result
from ..search import Passage, Weight
from ..source import located_scalars
from ..values import Money


def passages_of(result: Result) -> Iterator[Passage]:
    """Every text of a report that can be found, its amounts also in 元."""
    unit = result.spending_unit
    yield Passage("项目名称", Weight.NAME, result.name)
    for name in dict.fromkeys((result.unit_name, unit.name, unit.short, *unit.former_names)):
        yield Passage("单位", Weight.UNIT, name)
    for indicator in result.indicators:
        yield Passage(indicator.group.label, Weight.INDICATOR, f"{indicator.called}：{indicator.target.raw}")
    yield from _cells(result)
    for row in result.funds:
        amounts = {"initial": row.initial, "adjusted": row.adjusted, "executed": row.executed, "forecast": row.forecast}
        for role, amount in amounts.items():
            if amount is not None:
                told = _in_words(amount, result.edition.money_unit)
                yield Passage(row.labels.get(role, row.name), Weight.TEXT, told)
    yield Passage("年度", Weight.TEXT, f"{result.year}年")
    yield Passage("编号", Weight.TEXT, result.record_id)
    yield Passage("表式", Weight.TEXT, f"{result.edition.id} {result.edition.title}")


def _cells(result: Result) -> Iterator[Passage]:
    """Everything as it stands in the file, long texts as they are published."""
    published = {filed.at: filed.text for filed in result.texts}
    for scalar, at in located_scalars(result.document.root):
        is_value = result.document.node(at) is scalar
        if is_value and (text := published.get(at, scalar.text.strip())):
            yield Passage(str(at[-1]), Weight.TEXT, text)


def _in_words(amount: Money, unit: str) -> str:
    return f"{amount.grouped} 元" if unit == "元" else f"{amount.grouped} 元（{amount.in_unit(unit)} {unit}）"
