"""The spending units that may file declarations, with their former names (content/units.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Lines
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from .finding import Path, Place
from .forms import Dimension, Field, load_dimensions
from .mistyped import slips_of_key
from .source import Document, Fault, Mapping, MappingEntry, Node, Scalar, Sequence, limited
from .text import fold, join_layout_lines, unwrap
from .written import differences, slip_fault, slips_of

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_LABELS = ("全称", "简称", "曾用名")
_NAME = Field("", "text")
_BRACKETS = str.maketrans("[]{}【】〔〕〖〗", "()" * 5)


def is_id(text: str) -> bool:
    """Whether a text can be part of a permanent address: lower-case letters, digits and hyphens, 64 at most."""
    return bool(ID.fullmatch(text)) and len(text) <= 64 and text not in _RESERVED


@lru_cache(2048)
def fold_name(name: str) -> str:
    """A name reduced to what tells it from others: width, letter case, spaces and the shape of brackets do not."""
    return fold(name).translate(_BRACKETS)


@dataclass(frozen=True, slots=True)
class SpendingUnit:
    """A spending unit (申报单位): ``id`` is its folder's name; ``former_names`` those it filed under before."""

    id: str
    name: str
    short_name: str = ""
    former_names: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The short name, or the full one where there is none."""
        return self.short_name or self.name


class Registry:
    """The registered units, found by id or by any of their names; and what projects are divided by on this site."""

    def __init__(self, units: tuple[SpendingUnit, ...], dimensions: tuple[Dimension, ...] | None = None) -> None:
        self.units = units
        self.dimensions = load_dimensions() if dimensions is None else dimensions
        self._by_name = {fold_name(name): unit for unit in units for name in (unit.name, *unit.former_names)}

    def find(self, name: str) -> SpendingUnit | None:
        """The unit with this full or former name."""
        return self._by_name.get(fold_name(name))

    def nearest(self, name: str) -> str:
        """The registered full name that is most like ``name``, or nothing."""
        names = {fold_name(known): unit.name for unit in self.units for known in (unit.name, unit.short, unit.id)}
        close = get_close_matches(fold_name(name)[:100], names, 1, 0.5)
        return names[close[0]] if close else ""


def read_registry(document: Document) -> tuple[Registry, tuple[Fault, ...]]:
    """Read content/units.yml; entries with faults are left out and told."""
    faults: list[Fault] = []
    units: list[SpendingUnit] = []
    names: dict[str, str] = {}
    for entry in document.root.entries if document.root else ():
        found = tuple(_unit_faults(document.lines, entry))
        faults.extend(found)
        faults.extend(_doubts(document.lines, entry))
        if not found:
            unit = _unit(entry)
            faults.extend(_taken_names(unit, names, Place(entry.key.line, entry.key.column)))
            units.append(unit)
    return Registry(tuple(units)), limited(faults)


def _unit_faults(lines: Lines[str], entry: MappingEntry) -> Iterator[Fault]:
    unit_id, place = entry.key.text, Place(entry.key.line, entry.key.column)
    at: Path = (unit_id,)
    if slips := slips_of_key(unit_id, place, _LABELS):
        yield from (slip_fault(slip, at) for slip in slips)
        return
    if not is_id(unit_id):
        yield Fault("misplaced-file", place, {"what": f"单位编号“{unit_id}”只能由小写字母、数字和连字符组成"}, at)
    if not isinstance(entry.value, Mapping):
        mistyped = [slip_fault(slip, at) for slip in slips_of(lines, entry.value, _LABELS)]
        yield from mistyped or [Fault("unreadable-value", place, {"what": "应写明全称、简称和曾用名"}, at)]
        return
    meant = ""
    for key, value in entry.value.entries:
        if fault := _name_fault(key, value, at):
            found = slips_of(lines, value) if key.text in _LABELS else slips_of(lines, key, _LABELS)
            mistyped = [slip_fault(slip, fault.at) for slip in found]
            meant += key.text if mistyped else ""
            yield from mistyped or [fault]
    name = entry.value.get("全称")
    if (name is None or _is_blank(name)) and "全称" not in meant:
        yield Fault("missing-field", place, {"label": "全称", "what": "没有填写"}, at)


def _name_fault(key: Scalar, value: Node, at: Path) -> Fault | None:
    """What is wrong with one of a unit's names."""
    here, at = Place(key.line, key.column), (*at, key.text)
    if key.text not in _LABELS:
        return Fault(
            "unknown-field",
            here,
            {"key": key.text, "nearest": "".join(get_close_matches(key.text[:100], _LABELS, 1))},
            at,
        )
    if key.text == "曾用名":
        is_list = isinstance(value, Sequence) and all(_text(item) for item in value.items)
        return (
            None if is_list or _is_blank(value) else Fault("unreadable-value", here, {"what": "曾用名应是一列名称"}, at)
        )
    if not isinstance(value, Scalar) or "\n" in _text(value):
        return Fault("unreadable-value", here, {"what": f"{key.text}应是一段文字"}, at)
    return None


def _doubts(lines: Lines[str], entry: MappingEntry) -> Iterator[Fault]:
    """Where a unit's names are not what somebody sees who looks at the file."""
    for key, value in entry.value.entries if isinstance(entry.value, Mapping) else ():
        at = (entry.key.text, key.text)
        listed = enumerate(value.items) if isinstance(value, Sequence) else ()
        for item, place in [(value, at), *((item, (*at, number)) for number, item in listed)]:
            if isinstance(item, Scalar):
                yield from differences(lines, item, _NAME, place)


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_blank


def _unit(entry: MappingEntry) -> SpendingUnit:
    values = {key.text: value for key, value in entry.value.entries} if isinstance(entry.value, Mapping) else {}
    former = values.get("曾用名")
    former_names = tuple(map(_text, former.items)) if isinstance(former, Sequence) else ()
    return SpendingUnit(entry.key.text, _text(values.get("全称")), _text(values.get("简称")), former_names)


def _text(node: Node | None) -> str:
    return join_layout_lines(unwrap(node.text) if node.is_wrapped else node.text) if isinstance(node, Scalar) else ""


def _taken_names(unit: SpendingUnit, names: dict[str, str], place: Place) -> Iterator[Fault]:
    for name in (unit.name, *unit.former_names):
        holder = names.setdefault(fold_name(name), unit.id)
        if holder != unit.id:
            yield Fault("unreadable-value", place, {"what": f"名称“{name}”已登记为 {holder} 的名称"}, (unit.id,))
