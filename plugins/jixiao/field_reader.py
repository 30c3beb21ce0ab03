"""Fields of a form, each read as its kind from a document; what cannot be read becomes a fault at its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from .finding import Path, Place
from .forms import (
    EDITION_IDS,
    FUNDING_TOTAL,
    Field,
    FormEdition,
    Group,
    Option,
    is_of_person,
    load_edition,
)
from .model import (
    TableRow,
)
from .outcome import NOTHING_FILED
from .period import LONGEST_PERIOD, read_moment
from .registry import Registry, is_id
from .source import MOST_FAULTS, Document, Fault, Mapping, Node, Scalar, Sequence
from .text import fold
from .values import Unreadable, read_date, read_figure, read_money, read_year
from .written import differences, filed_text, slip_fault, slips_of

MISSING = "missing-field", "S104"
"""The rule that speaks of a missing field: its name, and the code under which 说明 answers it."""
OTHER_DOCUMENT = "another-document"
"""The rule that speaks of a document that is no declaration of a project."""
_NOTHING: frozenset[str] = frozenset()
ABSENT = "没有这一栏"
"""What is wrong with a required field that has no key at all."""
WITHHELD = "（略）"
"""What stands for a value that nobody is to see."""
LONGEST_LABEL = 40
LONGEST_REMAINDER = 200
"""Characters of an option with words of one's own behind it."""
_AMOUNT_ALONE = re.compile("[0-9０-９,，.．  　]+")
_YEAR_FOLDER = re.compile("(?:19|20)[0-9]{2}")
_NONE_WORDS = frozenset({"无", "无。", "没有", "/", "-", "—", "——"})


def declaration_id(file: str) -> str:
    """``content/projects/2019/a/b.yml`` → ``2019/a/b``."""
    return "/".join(PurePosixPath(file).with_suffix("").parts[-3:])


def folder_year(file: str) -> str:
    """The folder of the year that a file lies in, by its path; it may be none."""
    return declaration_id(file).partition("/")[0]


class FieldReader:
    """Reads values by their fields' kinds and collects the faults on the way."""

    def __init__(self, registry: Registry, document: Document) -> None:
        self.registry = registry
        self.lines, self.file = document.lines, document.file
        self.faults: list[Fault] = []
        self.doubts: list[Fault] = []
        self.money_unit = "元"
        self._told: Counter[str] = Counter()
        self._may_differ = document.may_differ

    def edition(self, root: Mapping) -> FormEdition | None:
        """The declaration's edition that 表式 names; without a known one nothing else can be judged."""
        name = self.edition_name(root, EDITION_IDS)
        return load_edition(name) if name else None

    def edition_name(self, root: Mapping, known: Collection[str]) -> str:
        """The name under 表式, if it is one of these."""
        node = root.get("表式")
        if node is None or (isinstance(node, Scalar) and node.is_blank):
            self._fault("missing-field", node or root, ("表式",), label="表式", what="没有填写")
            return ""
        name = node.text.strip() if isinstance(node, Scalar) else ""
        if name in known:
            return name
        close = get_close_matches(name[:100], known, 1, 0.4)
        self._fault("unknown-edition", node, ("表式",), name=name, known="、".join(known), nearest="".join(close))
        return ""

    def year_of_folder(self, edition: FormEdition) -> None:
        """Tell where the form has no year and the folder is none either."""
        folder = folder_year(self.file)
        if "year" not in edition.by_role and not _YEAR_FOLDER.fullmatch(folder):
            self._tell(Fault("misplaced-file", Place(), {"what": f"文件夹“{folder[:100]}”应是四位数的年度"}, ()))

    def fields(self, mapping: Mapping, fields: tuple[Field, ...], at: Path) -> dict[str, Any]:
        """Read a mapping's fields: label → value, blank optional ones left out."""
        filed = {key.text: value for key, value in mapping.entries}
        known = [field.label for field in fields]
        meant = _NOTHING if filed.keys() <= {*known} else self._unknown_keys(mapping, known, at, 0.5)
        values = {}
        for field in fields:
            node = filed.get(field.label)
            if self._may_differ and isinstance(node, Scalar):
                self.doubts.extend(differences(self.lines, node, field, (*at, field.label)))
            if node is None or (isinstance(node, Scalar) and node.is_blank):
                if field.required and field.label not in meant:
                    what = ABSENT if node is None else "没有填写"
                    self._fault(
                        "missing-field",
                        self._spot(mapping, node, field),
                        (*at, field.label),
                        label=field.label,
                        what=what,
                    )
            elif (value := self._value(node, field, (*at, field.label))) is not None:
                values[field.label] = value
        return values

    def _spot(self, mapping: Mapping, node: Node | None, field: Field) -> Node:
        key = next((entry.key for entry in mapping.entries if entry.key.text == field.label), None)
        return key or node or mapping

    def _fault(self, rule: str, node: Node, at: Path, **facts: str) -> None:
        self._tell(Fault(rule, Place(node.line, node.column), facts, at))

    def _tell(self, fault: Fault) -> None:
        self._told[fault.rule] += 1
        if self._told[fault.rule] <= MOST_FAULTS:
            self.faults.append(fault)

    def _mistyped(self, node: Node, known: Collection[str], at: Path) -> bool:
        """Tell what is mistyped in a value that should have had these keys, and whether there was anything."""
        slips = tuple(slips_of(self.lines, node, known))
        for slip in slips:
            self._tell(slip_fault(slip, at))
        return bool(slips)

    def _unreadable(self, node: Node, at: Path, what: str) -> None:
        self._fault("unreadable-value", node, at, what=what)

    def _value(self, node: Node, field: Field, at: Path) -> Any:
        if field.kind not in _STRUCTURES and not isinstance(node, Scalar):
            self._unreadable(node, at, f"“{field.label}”应是一个值，不是列表或下级栏目")
            return None
        try:
            return _READERS[field.kind](self, node, field, at)
        except Unreadable as error:
            self._unreadable(node, at, str(error))
            return None

    def _text(self, node: Scalar, field: Field, at: Path) -> str | None:
        text = filed_text(self.lines, node, field)
        if field.kind == "text" and "\n" in text:
            raise Unreadable(f"“{field.label}”应是一段文字，中间不能有空行")
        if field.required and field.kind == "long-text" and text in _NONE_WORDS:
            self._fault("missing-field", node, at, label=field.label, what=f"只写了“{text}”，应写明理由")
        return text

    def _period(self, node: Scalar, field: Field, at: Path) -> str:
        text = filed_text(self.lines, node, field)
        if "\n" in text or len(text) > LONGEST_PERIOD:
            raise Unreadable(f"“{field.label}”应是一行文字，不超过 {LONGEST_PERIOD} 个字，例如 2024年-2026年、3年")
        return text

    def _choice(self, node: Scalar, field: Field, at: Path) -> Any:
        written = fold(node.text)
        for option in field.options:
            if fold(option.label) == written:
                return option
        if found := self._with_remainder(node, field):
            return found
        labels = [option.label for option in field.options]
        close = get_close_matches(node.text[:100], labels, 1, 0.5)
        hint = f"；是否想写“{close[0]}”？" if close else ""
        raise Unreadable(f"应是以下之一：{'、'.join(labels)}{hint}")

    def _with_remainder(self, node: Scalar, field: Field) -> Option | None:
        """The option behind which words of one's own stand: 其他：……"""
        text = filed_text(self.lines, node, field)
        for option in field.options:
            if option.remainder and (found := _remainder(option.label).match(text)):
                if "\n" in text or len(text) > LONGEST_REMAINDER:
                    raise Unreadable(f"“{found[0].strip()}”后面应是一行文字，全部不超过 {LONGEST_REMAINDER} 个字")
                return replace(option, filed=text)
        return None

    def _person(self, node: Node, field: Field, at: Path) -> None:
        self._withheld(node, field.label, at)

    def _withheld(self, node: Node, label: str, at: Path) -> None:
        """Tell of a field that names a person, without what it says."""
        what = f"“{label[:LONGEST_LABEL]}”涉及个人，不公布；请删去这一栏"
        self._fault("unreadable-value", node, at, what=what, seen=WITHHELD)

    def _unit(self, node: Scalar, field: Field, at: Path) -> Any:
        name = filed_text(self.lines, node, field)
        unit = self.registry.find(name)
        if unit is None:
            self._fault("unregistered-unit", node, at, name=name, nearest=self.registry.nearest(name))
            return None
        return unit, name

    def _address(self, node: Scalar, field: Field, at: Path) -> str:
        address = node.text.strip()
        if not address.startswith(("https://", "http://")) or any(c.isspace() or c in "\"'<>`\\" for c in address):
            raise Unreadable("应是以 https:// 或 http:// 开头的网址")
        return address

    def _declaration_id(self, node: Scalar, field: Field, at: Path) -> str:
        written = node.text.strip()
        parts = written.split("/")
        if len(parts) != 3 or not all(is_id(part) for part in parts):
            raise Unreadable("应是申报表的编号，例如 2018/danwei/xiangmu（文件路径中 projects/ 之后、.yml 之前的部分）")
        return written

    def _rows(self, node: Node, field: Field, at: Path) -> tuple[dict[str, Any], ...] | None:
        if not isinstance(node, Sequence):
            if not self._mistyped(node, [column.label for column in field.columns], at):
                self._unreadable(node, at, f"“{field.label}”应是列表，每行以“- ”开头")
            return None
        if not node.items and field.required:
            self._fault("missing-field", node, at, label=field.label, what="一行也没有")
        return tuple(
            row for index, item in enumerate(node.items) if (row := self._record(item, field, (*at, index))) is not None
        )

    def _record(self, node: Node, field: Field, at: Path) -> dict[str, Any] | None:
        if not isinstance(node, Mapping):
            columns = [column.label for column in field.columns]
            if not self._mistyped(node, columns, at):
                self._unreadable(node, at, f"应写明以下各项：{'、'.join(columns)}")
            return None
        return self.fields(node, field.columns, at)

    def _funding(self, node: Node, field: Field, at: Path) -> dict[str, Any] | None:
        """The amounts by their labels; an amount that may do without its parts may stand alone."""
        if not field.required and isinstance(node, Scalar):
            if field.total.kind == "money-or-none" and node.text.strip() in NOTHING_FILED:
                return None
            if _AMOUNT_ALONE.fullmatch(node.text):
                return {FUNDING_TOTAL: read_money(node.text, self.money_unit)}
        if not isinstance(node, Mapping):
            labels = (FUNDING_TOTAL, *(part.label for part in field.parts))
            if not self._mistyped(node, labels, at):
                self._unreadable(node, at, f"应写明{'、'.join(labels)}")
            return None
        return self.fields(node, (field.total, *field.parts), at)

    def _indicators(self, node: Node, field: Field, at: Path) -> tuple[TableRow, ...] | None:
        if not isinstance(node, Mapping):
            groups = [group.label for group in field.groups]
            if not self._mistyped(node, groups, at):
                self._unreadable(node, at, f"应按组填写：{'、'.join(groups)}")
            return None
        self._unknown_keys(node, [group.label for group in field.groups], at, 0.3)
        return tuple(
            row
            for group in field.groups
            if (filed := node.get(group.label)) is not None
            for row in self._group(filed, group, field, (*at, group.label))
        )

    def _unknown_keys(self, node: Mapping, known: Collection[str], at: Path, cutoff: float) -> frozenset[str]:
        """Tell the keys that are none of these, and which of these some of them were meant to be."""
        meant = set[str]()
        for key, value in node.entries:
            if key.text in known or self._told["unknown-field"] >= MOST_FAULTS:
                continue
            if is_of_person(key.text):
                self._withheld(key, key.text, (*at, key.text))
            elif self._mistyped(key, known, (*at, key.text)):
                meant.update(label for label in known if label in key.text)
            elif self._is_cut_off(key, value):
                what = f"逗号把一个值断成了两截，“{key.text[:40]}”成了另一项；请给有逗号的整个值加上引号"
                self._unreadable(key, (*at, key.text), what)
            else:
                close = get_close_matches(key.text[:100], known, 1, cutoff)
                self._fault("unknown-field", key, (*at, key.text), key=key.text, nearest="".join(close))
        return frozenset(meant)

    def _is_cut_off(self, key: Scalar, value: Node) -> bool:
        """Whether a key is but the end of a value that a comma cut in two: ``{单价: 2,600元}``."""
        before = self.lines[key.line - 1][: key.column - 1].rstrip()
        has_value = not isinstance(value, Scalar) or value.style or not value.is_blank
        return before.endswith(",") and not key.style and not has_value

    def _group(self, node: Node, group: Group, field: Field, at: Path) -> Iterator[TableRow]:
        if isinstance(node, Scalar) and node.is_blank:
            yield TableRow(group, "", at, {})
        elif not group.subgroups:
            yield from self._indicator_rows(node, group, "", field, at)
        elif not isinstance(node, Mapping):
            if not self._mistyped(node, group.subgroups, at):
                self._unreadable(node, at, f"应按二级指标填写：{'、'.join(group.subgroups)}")
        elif not node.entries:
            yield TableRow(group, "", at, {})
        else:
            self._unknown_keys(node, group.subgroups, at, 0.3)
            for subgroup in group.subgroups:
                rows = node.get(subgroup)
                if rows is not None:
                    yield from self._indicator_rows(rows, group, subgroup, field, (*at, subgroup))

    def _indicator_rows(self, node: Node, group: Group, subgroup: str, field: Field, at: Path) -> Iterator[TableRow]:
        if (isinstance(node, Scalar) and node.is_blank) or (isinstance(node, Sequence) and not node.items):
            yield TableRow(group, subgroup, at, {})
            return
        if not isinstance(node, Sequence):
            if not self._mistyped(node, [column.label for column in field.columns], at):
                self._unreadable(node, at, "应是列表，每行以“- ”开头")
            return
        for index, item in enumerate(node.items):
            row = self._record(item, field, (*at, index))
            if row is not None:
                yield TableRow(group, subgroup, (*at, index), row)


@cache
def _remainder(label: str) -> re.Pattern[str]:
    """A label with what parts it from words behind it."""
    return re.compile(rf"\s*{re.escape(label)}\s*[:：(（,，—－-]\s*(?=\S)|\s*{re.escape(label)}\s+(?=\S)")


def _money(reader: FieldReader, node: Scalar, field: Field, at: Path) -> Any:
    return read_money(node.text, reader.money_unit)


def _unless_nothing(
    read: Callable[[FieldReader, Scalar, Field, Path], Any],
) -> Callable[[FieldReader, Scalar, Field, Path], Any]:
    """The reading of cells in which forms print a stroke where nothing applies."""
    return lambda reader, node, field, at: None if node.text.strip() in NOTHING_FILED else read(reader, node, field, at)


_SCALARS: dict[str, Callable[[FieldReader, Scalar, Field, Path], Any]] = {
    "text": FieldReader._text,
    "long-text": FieldReader._text,
    "year": lambda reader, node, field, at: read_year(node.text),
    "date": lambda reader, node, field, at: read_date(node.text),
    "moment": lambda reader, node, field, at: read_moment(node.text) or node.text.strip(),
    "period": FieldReader._period,
    "money": _money,
    "money-or-none": _unless_nothing(_money),
    "figure": _unless_nothing(lambda reader, node, field, at: read_figure(node.text, not field.is_judged)),
    "choice": FieldReader._choice,
    "unit": FieldReader._unit,
    "address": FieldReader._address,
    "declaration-id": FieldReader._declaration_id,
}
_STRUCTURES: dict[str, Callable[[FieldReader, Node, Field, Path], Any]] = {
    "person": FieldReader._person,
    "rows": FieldReader._rows,
    "record": FieldReader._record,
    "funding": FieldReader._funding,
    "indicators": FieldReader._indicators,
}
_READERS: dict[str, Callable[[FieldReader, Any, Field, Path], Any]] = {**_SCALARS, **_STRUCTURES}
