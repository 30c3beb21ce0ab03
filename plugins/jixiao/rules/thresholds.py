"""The numbers that rules go by, in one place, with their defaults; content/rules.yml may set others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from ..finding import Place
from ..source import Document, Fault, Scalar
from ..text import half_width
from ..values import Money, Percent, Unreadable, read_money

_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) ?%", re.ASCII)
_COUNT = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds of the rules; the Chinese label of each is its key in content/rules.yml."""

    suspicious_amount: Money = field(default=Money(Decimal(1_000)), metadata={"label": "疑似万元的金额上限"})
    cost_kinds: int = field(default=3, metadata={"label": "应当细化的费用种数"})
    growth_rate: Percent = field(default=Percent(Decimal(10)), metadata={"label": "须说明的增减率"})
    growth_amount: Money = field(default=Money(Decimal(10_000)), metadata={"label": "须说明的增减额"})
    low_outturn: Percent = field(default=Percent(Decimal(85)), metadata={"label": "偏低的执行率"})
    doubtful_outturn: Percent = field(default=Percent(Decimal(90)), metadata={"label": "难以全部执行的上年执行率"})
    comparable_share: Percent = field(default=Percent(Decimal(50)), metadata={"label": "计算增减率的最低可比份额"})
    quantified_share: Percent = field(default=Percent(Decimal(40)), metadata={"label": "量化指标的最低比例"})
    same_text_share: Percent = field(default=Percent(Decimal(90)), metadata={"label": "视为雷同的文字比例"})
    shortest_shared: int = field(default=40, metadata={"label": "比较雷同的段落最少字数"})
    same_name_share: Percent = field(default=Percent(Decimal(85)), metadata={"label": "视为同一名称的文字比例"})
    dummy_rows: int = field(default=3, metadata={"label": "视为占位的重复行数"})
    shortest_text: int = field(default=30, metadata={"label": "长文本的最少字数"})
    longest_text: int = field(default=1_000, metadata={"label": "长文本的最多字数"})


def read_thresholds(document: Document) -> tuple[Thresholds, tuple[Fault, ...]]:
    """Read content/rules.yml; unknown labels and unreadable numbers are told, and the defaults stay."""
    known = {entry.metadata["label"]: entry for entry in fields(Thresholds)}
    faults: list[Fault] = []
    changes: dict[str, Any] = {}
    for key, node in document.root.entries if document.root else ():
        place = Place(node.line, node.column)
        if key.text not in known:
            faults.append(
                Fault("unknown-field", Place(key.line, key.column), {"key": key.text, "nearest": ""}, (key.text,))
            )
            continue
        entry = known[key.text]
        try:
            changes[entry.name] = _read(node.text if isinstance(node, Scalar) else "", entry.default)
        except Unreadable as error:
            faults.append(Fault("unreadable-value", place, {"what": str(error)}, (key.text,)))
    return replace(Thresholds(), **changes), tuple(faults)


def _read(text: str, default: Any) -> Any:
    if isinstance(default, Money):
        return read_money(text)
    if isinstance(default, Percent):
        match = _PERCENT.fullmatch(half_width(text).strip())
        if match is None:
            raise Unreadable("应是百分数，例如 10%")
        return Percent(Decimal(match.group(1)))
    count = half_width(text).strip()
    if not _COUNT.fullmatch(count):
        raise Unreadable("应是整数")
    return int(count)
