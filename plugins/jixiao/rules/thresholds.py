"""The numbers that rules go by, in one place, with their defaults; content/rules.yml may set others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from ..finding import Place
from ..forms import Field
from ..source import Document, Fault, Scalar, limited
from ..text import half_width
from ..values import Money, Percent, Unreadable, read_money
from ..written import differences, slip_fault, slips_of

_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) ?%", re.ASCII)
_CROSSED = "长文本的最少字数不能多于最多字数"
_COUNT = re.compile(r"\d{1,6}", re.ASCII)
_NUMBER = Field("", "money")


def _range(label: str, least: Any, most: Any, *rules: str) -> dict[str, Any]:
    """A threshold's label, the least and the most that it may be set to, and the codes of the rules that go by it."""
    return {"label": label, "least": least, "most": most, "rules": rules}


def _yuan(number: int) -> Money:
    return Money(Decimal(number))


def _percent(number: int) -> Percent:
    return Percent(Decimal(number))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds of the rules, each with its range; the Chinese label of each is its key in content/rules.yml."""

    suspicious_amount: Money = field(
        default=_yuan(1_000), metadata=_range("疑似万元的金额上限", _yuan(0), _yuan(1_000_000), "B204")
    )
    cost_kinds: int = field(default=3, metadata=_range("应当细化的费用种数", 1, 100, "B206", "B211"))
    growth_rate: Percent = field(
        default=_percent(10), metadata=_range("须说明的增减率", _percent(0), _percent(1_000), "H303")
    )
    growth_amount: Money = field(
        default=_yuan(10_000), metadata=_range("须说明的增减额", _yuan(0), _yuan(1_000_000_000), "H303")
    )
    low_outturn: Percent = field(
        default=_percent(85), metadata=_range("偏低的执行率", _percent(0), _percent(100), "H304")
    )
    doubtful_outturn: Percent = field(
        default=_percent(90), metadata=_range("难以全部执行的上年执行率", _percent(0), _percent(100), "H306")
    )
    low_execution: Percent = field(
        default=_percent(90), metadata=_range("须说明原因的预算执行率", _percent(0), _percent(100), "R107")
    )
    comparable_share: Percent = field(
        default=_percent(50), metadata=_range("计算增减率的最低可比份额", _percent(0), _percent(100))
    )
    quantified_share: Percent = field(
        default=_percent(40), metadata=_range("量化指标的最低比例", _percent(0), _percent(100), "I506")
    )
    same_text_share: Percent = field(
        default=_percent(90), metadata=_range("视为雷同的文字比例", _percent(50), _percent(100), "C605", "C606")
    )
    shortest_shared: int = field(default=40, metadata=_range("比较雷同的段落最少字数", 10, 10_000, "C606"))
    same_name_share: Percent = field(
        default=_percent(85), metadata=_range("视为同一名称的文字比例", _percent(50), _percent(100), "C607")
    )
    dummy_rows: int = field(default=3, metadata=_range("视为占位的重复行数", 2, 100, "T701"))
    shortest_text: int = field(default=30, metadata=_range("长文本的最少字数", 1, 10_000, "T702"))
    longest_text: int = field(default=1_000, metadata=_range("长文本的最多字数", 1, 100_000, "T702"))


def thresholds_of(code: str, thresholds: Thresholds) -> tuple[tuple[str, str], ...]:
    """The thresholds that a rule goes by, as set: each one's label, and its value with its unit."""
    return tuple(
        (entry.metadata["label"], str(getattr(thresholds, entry.name)))
        for entry in fields(thresholds)
        if code in entry.metadata["rules"]
    )


def read_thresholds(document: Document) -> tuple[Thresholds, tuple[Fault, ...]]:
    """Read content/rules.yml; unknown labels and unreadable numbers are told, and the defaults stay."""
    known = {entry.metadata["label"]: entry for entry in fields(Thresholds)}
    faults: list[Fault] = []
    changes: dict[str, Any] = {}
    for key, node in document.root.entries if document.root else ():
        place = Place(node.line, node.column)
        if key.text not in known:
            faults.extend(_unknown(document, key, known))
            continue
        if isinstance(node, Scalar):
            faults.extend(differences(document.lines, node, _NUMBER, (key.text,)))
        entry = known[key.text]
        try:
            read = _read(node.text if isinstance(node, Scalar) else "", entry.default)
            changes[entry.name] = _within(read, entry.metadata["least"], entry.metadata["most"])
        except Unreadable as error:
            faults.append(Fault("unreadable-value", place, {"what": str(error)}, (key.text,)))
    found = replace(Thresholds(), **changes)
    if found.longest_text < found.shortest_text:
        label = _label("longest_text" if "longest_text" in changes else "shortest_text")
        faults.append(Fault("unreadable-value", _place_of(document, label), {"what": _CROSSED}, (label,)))
    return found, limited(faults)


def _label(name: str) -> str:
    return next(str(entry.metadata["label"]) for entry in fields(Thresholds) if entry.name == name)


def _place_of(document: Document, label: str) -> Place:
    node = document.root.get(label) if document.root else None
    return Place(node.line, node.column) if node else Place()


def _within(number: Any, least: Any, most: Any) -> Any:
    """A number that is in its range; raises :class:`Unreadable` where it is not."""
    if number < least or most < number:
        first, last = (str(limit).replace(".00%", "%") for limit in (least, most))
        raise Unreadable(f"应在 {first} 至 {last} 之间")
    return number


def _unknown(document: Document, key: Scalar, known: Collection[str]) -> Iterator[Fault]:
    """A label that is none, or is mistyped."""
    slips = [slip_fault(slip, (key.text,)) for slip in slips_of(document.lines, key, known)]
    yield from slips
    if not slips:
        nearest = "".join(get_close_matches(key.text[:100], known, 1))
        yield Fault("unknown-field", Place(key.line, key.column), {"key": key.text, "nearest": nearest}, (key.text,))


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
