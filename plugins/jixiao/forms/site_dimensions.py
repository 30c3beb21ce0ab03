"""content/dimensions.yml: what a site divides its projects by, beside what the program knows; in which order, and what it hides."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches

from ..finding import Path, Place
from ..source import Document, Fault, Mapping, Node, Scalar, Sequence, limited
from .dimensions import KINDS_OF_DIMENSIONS, Dimension, load_dimensions
from .loading import load_editions

LISTED, HIDDEN = "划分", "不显示"
NAME, CODE, FIELDS, ABOUT = "名称", "编号", "栏目", "说明"
_REQUIRED, _KNOWN = (NAME, CODE, FIELDS), (NAME, CODE, FIELDS, ABOUT)
DIVISIONS = "by-"
"""How the folders begin in which the pages of a site's own dimensions stand; no other page's does."""
_OWN = "x_"
"""How the ids begin of a site's own dimensions, which name columns of open data: none that the program gives does."""
MOST = 50
LONGEST = 30
_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def read_dimensions(document: Document) -> tuple[tuple[Dimension, ...], tuple[Fault, ...]]:
    """The dimensions of a site in their order, and what is wrong in the file; what has a fault is left out."""
    reader, root = _Reader(), document.root
    if root is None or document.faults:
        return load_dimensions(), ()
    reader.keys(root, (LISTED, HIDDEN), ())
    listed = [found for at, node in reader.items(root, LISTED) if (found := reader.dimension(node, at))]
    hidden = {found.id for at, node in reader.items(root, HIDDEN) if (found := reader.known(node, at))}
    return tuple(_in_order(listed, hidden)), limited(reader.faults)


def _in_order(listed: list[Dimension], hidden: Collection[str]) -> Iterator[Dimension]:
    """Those that are listed come first, then all others."""
    ids = {dimension.id for dimension in listed}
    others = (dimension for dimension in load_dimensions() if dimension.id not in ids)
    for at, dimension in enumerate((*listed, *others)):
        yield replace(dimension, at=at, is_shown=dimension.id not in hidden)


class _Reader:
    """Reads the entries of the file, and collects the faults on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._by_label = {dimension.label: dimension for dimension in load_dimensions()}
        self._taken: dict[str, set[str]] = {NAME: set(), CODE: set(), FIELDS: set()}

    def _tell(self, rule: str, node: Node, at: Path, **facts: str) -> None:
        self.faults.append(Fault(rule, Place(node.line, node.column), facts, at))

    def _unreadable(self, node: Node, at: Path, what: str) -> None:
        self._tell("unreadable-value", node, at, what=what)

    def keys(self, mapping: Mapping, known: Collection[str], at: Path) -> None:
        """Tell the keys that are none of these."""
        for key, _ in mapping.entries:
            if key.text not in known:
                nearest = "".join(get_close_matches(key.text[:100], known, 1, 0.4))
                self._tell("unknown-field", key, (*at, key.text), key=key.text, nearest=nearest)

    def items(self, root: Mapping, name: str) -> Iterator[tuple[Path, Node]]:
        """The entries of a list, each with its path."""
        node = root.get(name)
        if isinstance(node, Sequence):
            if len(node.items) > MOST:
                self._unreadable(node, (name,), f"“{name}”最多 {MOST} 项")
            yield from (((name, number), item) for number, item in enumerate(node.items[:MOST]))
        elif node is not None and not (isinstance(node, Scalar) and node.is_blank):
            self._unreadable(node, (name,), f"“{name}”应是列表，每项以“- ”开头")

    def known(self, node: Node, at: Path) -> Dimension | None:
        """One that the program knows, by its name."""
        name = node.text.strip() if isinstance(node, Scalar) else ""
        if name in self._by_label:
            return self._by_label[name]
        close = get_close_matches(name[:100], self._by_label, 1, 0.5)
        told = f"；是否想写“{close[0]}”？" if close else f"；程序已有的是 {'、'.join(self._by_label)}"
        self._unreadable(node, at, f"没有“{name[:LONGEST]}”这种划分{told}")
        return None

    def dimension(self, node: Node, at: Path) -> Dimension | None:
        """One of the list: one that the program knows, or one that the site adds."""
        count = len(self.faults)
        found = self._added(node, at) if isinstance(node, Mapping) else self.known(node, at)
        if found and self._is_new(NAME, found.label, node, at) and len(self.faults) == count:
            return found
        return None

    def _added(self, node: Mapping, at: Path) -> Dimension | None:
        self.keys(node, _KNOWN, at)
        texts = {name: self._text(node, name, at) for name in (NAME, CODE, ABOUT)}
        labels = tuple(self._labels(node, at))
        name, code = texts[NAME], texts[CODE]
        if code and not (_CODE.fullmatch(code) and len(code) <= LONGEST):
            self._unreadable(
                node.get(CODE) or node,
                (*at, CODE),
                f"编号用在网址里，只用小写字母、数字和连字符，不超过 {LONGEST} 个字符",
            )
        elif code:
            self._is_new(CODE, code, node.get(CODE) or node, (*at, CODE))
        if name in self._by_label:
            self._unreadable(node.get(NAME) or node, (*at, NAME), f"“{name}”是程序已有的，只写名称，不写编号和栏目")
        about = texts[ABOUT] or f"{name}（本站增加的划分）"
        return Dimension(f"{_OWN}{code.replace('-', '_')}", name, "", f"{DIVISIONS}{code}", about, "", 0, labels=labels)

    def _text(self, node: Mapping, name: str, at: Path) -> str:
        value = node.get(name)
        if value is None or (isinstance(value, Scalar) and value.is_blank):
            if name in _REQUIRED:
                self._tell("missing-field", value or node, (*at, name), label=name, what="没有填写")
            return ""
        text = value.text.strip() if isinstance(value, Scalar) else ""
        if not text or "\n" in text or len(text) > LONGEST * (3 if name == ABOUT else 1):
            self._unreadable(value, (*at, name), f"“{name}”应是一行文字，不超过 {LONGEST} 个字")
        return text

    def _labels(self, node: Mapping, at: Path) -> Iterator[str]:
        """The labels of the fields that say it, each of some edition, and of none that says another dimension."""
        value = node.get(FIELDS)
        if value is None:
            self._tell("missing-field", node, (*at, FIELDS), label=FIELDS, what="没有填写")
        for item in value.items if isinstance(value, Sequence) else (value,) if value else ():
            label = item.text.strip() if isinstance(item, Scalar) else ""
            if problem := _unusable(label):
                self._unreadable(item, (*at, FIELDS), problem)
            elif self._is_new(FIELDS, label, item, (*at, FIELDS)):
                yield label

    def _is_new(self, what: str, value: str, node: Node, at: Path) -> bool:
        if value in self._taken[what]:
            self._unreadable(node, at, f"{what}“{value}”写了两次")
            return False
        self._taken[what].add(value)
        return True


def _unusable(label: str) -> str:
    """Why a label cannot say a dimension: no edition has a field of it, or one that says another; empty where it can."""
    fields = [field for edition in load_editions() for field in edition.fields() if field.label == label]
    roles = {dimension.role: dimension.label for dimension in load_dimensions()}
    kinds = {field.kind for field in fields}
    if not fields:
        known = sorted({f.label for e in load_editions() for f in e.fields() if f.kind in KINDS_OF_DIMENSIONS})
        close = get_close_matches(label[:100], known, 1, 0.5)
        return f"没有一种表式有栏目“{label[:LONGEST]}”" + (f"；是否想写“{close[0]}”？" if close else "")
    if taken := next((roles[field.role] for field in fields if field.role in roles), ""):
        return f"栏目“{label}”已经按“{taken}”划分"
    if not kinds & {*KINDS_OF_DIMENSIONS} or any(field.role in ("name",) for field in fields):
        return f"栏目“{label}”不能划分项目；只有单选和一行文字的栏目可以"
    return ""
