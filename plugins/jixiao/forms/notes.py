"""Mistakes in a file of this folder, noted while it is walked; and what any mapping in one may have wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches

from ..finding import Place
from ..source import Mapping, Node, Scalar, Sequence
from .edition import Field, FormEdition, Option, Section

YES = "yes"
WIDEST = 60
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")
_YEAR = re.compile(r"(?:year|from|to)(?:[+-][1-9])?")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its place, the labels that lead to it, what it is, and what to do."""

    place: Place
    where: tuple[str, ...]
    what: str
    remedy: str

    def told(self, file: str) -> str:
        """One line: ``file:line:column 栏目“项目名称”：没有 kind；写明 kind``."""
        where = f"栏目“{'／'.join(self.where)}”：" if self.where else ""
        return f"{file}:{self.place.line}:{self.place.column} {where}{self.what}；{self.remedy}"


class Notes:
    """The mistakes found so far; each method looks at one thing and notes what is wrong with it."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def note(self, node: Node, where: tuple[str, ...], what: str, remedy: str) -> None:
        self.found.append(Mistake(Place(node.line, node.column), where, what, remedy))

    def needs(self, node: Mapping, names: Iterable[str], where: tuple[str, ...]) -> None:
        """What must be there, and must not be blank."""
        for name in names:
            value = node.get(name)
            is_empty = isinstance(value, Sequence) and not value.items
            if value is None or is_empty or (isinstance(value, Scalar) and value.is_blank):
                self.note(node if value is None else value, where, f"没有写 {name}", f"补上 {name}")

    def keys(self, node: Mapping, known: frozenset[str], where: tuple[str, ...], needed: Iterable[str]) -> None:
        for key, value in node.entries:
            if key.text not in known:
                self.note(key, where, f"没有“{key.text[:40]}”这一项", instead(key.text, known))
            elif key.text in OF_YES:
                if not (isinstance(value, Scalar) and value.text == YES):
                    self.note(value, where, f"{key.text} 只能写 yes", "不要的整项删去")
            elif key.text in OF_NUMBERS:
                self.number(key, value, where)
            elif key.text in OF_TEXT and not isinstance(value, Scalar):
                self.note(value, where, f"{key.text} 应是一段文字", "不是列表，也没有下级；有方括号、花括号的加上引号")
        self.needs(node, needed, where)

    def number(self, key: Scalar, value: Node, where: tuple[str, ...]) -> None:
        written = value.text if isinstance(value, Scalar) else ""
        if not (written.isascii() and written.isdigit() and 1 <= int(written[:5]) <= WIDEST):
            self.note(value, where, f"{key.text} 应是 1 到 {WIDEST} 的整数", "例如 width: 3，是与其他列相比的宽度")

    def one_of(self, node: Mapping, key: str, known: tuple[str, ...], where: tuple[str, ...]) -> None:
        value = node.get(key)
        if isinstance(value, Scalar) and value.text not in known and not value.is_blank:
            self.note(value, where, f"没有“{value.text[:40]}”这种 {key}", instead(value.text, known))

    def placeholders(self, node: Mapping, key: str, where: tuple[str, ...]) -> None:
        value = node.get(key)
        if not isinstance(value, Scalar):
            return
        for found in _PLACEHOLDER.finditer(value.text):
            if not _YEAR.fullmatch(found[1] or ""):
                known = "{year}、{from}、{to}，前后几年写 {year-1}"
                self.note(value, where, f"{key} 里的“{found[0]}”没有意义", f"可用的是 {known}；要印花括号的用全角")

    def tags(self, node: Mapping, known: frozenset[str], where: tuple[str, ...]) -> None:
        for tag in self.items(node, "tags", where):
            if not (isinstance(tag, Scalar) and tag.text in known):
                written = tag.text[:40] if isinstance(tag, Scalar) else ""
                self.note(tag, where, f"没有“{written}”这种 tag", f"可用的是 {'、'.join(sorted(known))}")

    def named(self, node: Mapping, key: str, where: tuple[str, ...], example: str) -> tuple[Node, ...]:
        """The items of a list, each a name or a mapping with one; what is neither is told and left out."""
        found = []
        for item in self.items(node, key, where):
            if isinstance(item, Sequence) or (isinstance(item, Scalar) and item.is_blank):
                self.note(item, where, f"{key} 的每一项应是一个名称", f"或写作 {example}")
            else:
                found.append(item)
        return tuple(found)

    def items(self, node: Mapping, key: str, where: tuple[str, ...]) -> tuple[Node, ...]:
        """The items of a list; what is no list is told once, by whoever asks first."""
        value = node.get(key)
        if value is None or isinstance(value, Sequence):
            return value.items if value else ()
        mistake = Mistake(Place(value.line, value.column), where, f"{key} 应是列表", "每项以“- ”开头，或写在 [ ] 里")
        if mistake not in self.found:
            self.found.append(mistake)
        return ()

    def labels(self, node: Mapping, key: str, where: tuple[str, ...], name: str = "label") -> list[tuple[str, Node]]:
        found: list[tuple[str, Node]] = []
        for item in self.items(node, key, where):
            if isinstance(item, Scalar):
                found.append((item.text, item))
            elif isinstance(item, Mapping) and (text := text_of(item, name)):
                found.append((text, item.get(name) or item))
        return found

    def unique(
        self,
        labels: Iterable[tuple[str, Node]],
        where: tuple[str, ...],
        taken: Collection[str] = (),
        what: str = "",
        by: str = "每份文件都有的栏目",
    ) -> None:
        """Labels that stand once, and are none of those that are ``taken``; ``by`` says what for."""
        first = dict.fromkeys(taken, 0)
        for label, node in labels:
            if label not in first:
                first[label] = node.line
            elif first[label]:
                self.note(node, where, f"{what}“{label}”写了两次，第一次在第 {first[label]} 行", "改成不同的名称")
            else:
                self.note(node, where, f"“{label}”是{by}", "换一个名称")


def instead(written: str, known: Iterable[str]) -> str:
    """What to write where something is none of those that are known."""
    if "：" in written:
        return "冒号用半角，后面加一个空格"
    close = get_close_matches(written[:100], tuple(known), 1, 0.6)
    return f"是否想写 {close[0]}" if close else f"可用的是 {'、'.join(sorted(known))}"


def _of_type(*written: str) -> frozenset[str]:
    """The attributes of one type, by their names."""
    kinds = (Field, Section, FormEdition, Option)
    return frozenset(field.name for kind in kinds for field in fields(kind) if field.type in written)


OF_YES, OF_NUMBERS, OF_TEXT = _of_type("bool"), _of_type("int"), _of_type("str", "Kind", "ForPeriod")


def names_of(*kinds: type) -> frozenset[str]:
    """The attributes of some types, by their names."""
    return frozenset(field.name for kind in kinds for field in fields(kind))


def text_of(node: Mapping, key: str) -> str:
    value = node.get(key)
    return value.text if isinstance(value, Scalar) and not value.is_blank else ""


def list_of(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
