"""YAML text to a Document: every scalar's own text with its line and column, judged within fixed limits.

Nothing is loaded as a YAML value: the parser's events are flat, so size, depth and count are bounded, and anchors,
tags, merge keys, second documents and duplicate keys are told at their own lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from .characters import is_remarkable, printable, unprintable
from .file_kinds import other_kind
from .finding import Path, Place
from .mistyped import Refusal, Slip, conflicts, explain, slips_of_file
from .yaml_events import MarkedYAMLError, events, parsers
from .yaml_messages import begins_before, in_chinese


class Limits(NamedTuple):
    """What one file may hold; beyond any of these it is refused as unsafe."""

    size: int = 512 * 1024
    depth: int = 12
    values: int = 20_000
    text: int = 10_000


LIMITS = Limits()
_NULLS = frozenset({"~", "null", "Null", "NULL"})
MOST_FAULTS = 100
"""How many faults of one kind are told of one file: whoever meets a hundred need not count on."""


class Scalar(NamedTuple):
    """One text value, as YAML gives it after unfolding, where it begins (from 1), and where a longer one ends."""

    text: str
    line: int
    column: int
    style: str = ""
    end: Place | None = None

    @property
    def is_wrapped(self) -> bool:
        """Whether YAML joined lines of the file to this text."""
        return self.end is not None and self.style != "|"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written here: no text, or a bare null as YAML spells it."""
        written = self.text.strip()
        return not written or (written in _NULLS and not self.style)


class Sequence(NamedTuple):
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


class MappingEntry(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """Keys and values in the order written; of a repeated key only the first stands here."""

    entries: tuple[MappingEntry, ...]
    line: int
    column: int

    def get(self, key: str) -> Node | None:
        """The value of a key, or nothing."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


class Fault(NamedTuple):
    """Something wrong that reading met: the name of the rule that speaks of it, the place, and the facts it tells."""

    rule: str
    place: Place
    facts: dict[str, str]
    at: Path = ()


def limited(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """At most a hundred faults of each kind."""
    kept: list[Fault] = []
    told: Counter[str] = Counter()
    for fault in faults:
        told[fault.rule] += 1
        if told[fault.rule] <= MOST_FAULTS:
            kept.append(fault)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its path in the repository, its lines, its root mapping if it has one, and its faults.

    ``is_remarkable`` says whether a closer look at its characters is worth while, ``may_differ`` whether a value may
    show something else in the file than is read.
    """

    file: str
    lines: tuple[str, ...]
    root: Mapping | None
    faults: tuple[Fault, ...]
    is_remarkable: bool = False
    may_differ: bool = False

    def node(self, path: Path) -> Node | None:
        """The value at a path of labels and row numbers, or nothing."""
        node: Node | None = self.root
        for step in path:
            node = _step(node, step)
        return node

    def place(self, path: Path) -> Place:
        """Where a text begins, or a list's or mapping's key; else the nearest thing around it that exists."""
        node: Node | None = self.root
        place = Place()
        for step in path:
            if isinstance(node, Mapping) and (key := _key(node, step)):
                place = Place(key.line, key.column)
            node = _step(node, step)
            if node is None:
                return place
            if isinstance(step, int) or (isinstance(node, Scalar) and node.text):
                place = Place(node.line, node.column)
        return place


def _key(node: Mapping, step: str | int) -> Scalar | None:
    for key, _ in node.entries:
        if key.text == step:
            return key
    return None


def _step(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


_SIGNS_OF_DIFFERENCE = (" #", "\t#", *"｜￨︱∣│丨＞﹥")
"""A comment behind a text, and marks of block texts in another width."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def document_lines(data: bytes) -> tuple[str, ...]:
    """A file's lines as a document has them, for a file that was read before; what is not UTF-8 shows as such."""
    return _lines(data.decode("utf-8-sig", "replace"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(_LINE_BREAK.split(text) if "\r" in text else text.split("\n"))


def read(file: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """Read one YAML file's bytes; whatever is wrong with them is in the document's faults. Never raises."""
    if kind := other_kind(data):
        remedy = "把内容按申报表的栏目写成文本文件，只改扩展名没有用"
        return _refused(
            file, Fault("unreadable-file", Place(), {"what": f"这是{kind}，不是文本文件", "remedy": remedy})
        )
    if len(data) > limits.size:
        fact = f"文件超过 {limits.size // 1024} KB 的上限"
        return _refused(file, Fault("unsafe-yaml", Place(), {"what": fact, "remedy": "删去多余内容，或分成几份"}))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(file, data, error)
    return read_text(file, text, limits)


def _refused(file: str, fault: Fault) -> Document:
    return Document(file, (), None, (fault,))


def _undecodable(file: str, data: bytes, error: UnicodeDecodeError) -> Document:
    line = data.count(b"\n", 0, error.start) + 1
    facts = {"what": f"文件不是 UTF-8 编码（{_encoding(data)}）", "remedy": "在编辑器中选“另存为”，编码选 UTF-8"}
    return _refused(file, Fault("unreadable-file", Place(line, 1), facts))


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        return "看来是 UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "也不是 GBK"
    return "看来是 GBK"


def read_text(file: str, text: str, limits: Limits = LIMITS) -> Document:
    """Read one YAML text; see :func:`read`."""
    lines = _lines(text)
    remarkable = is_remarkable(text)
    marks = list(islice(_unprintable_in(lines), MOST_FAULTS)) if remarkable else []
    composer, root = _composed(_readable(text, lines, bool(marks)), limits)
    faults = [*_unprintable_faults(root, marks), *composer.faults, *_mistyped(lines, text, composer.refusal)]
    if "\\" in text:
        faults.extend(islice(_escaped_unprintable(root), MOST_FAULTS))
        remarkable = True
    if isinstance(root, Mapping):
        may_differ = composer.joins_lines or any(sign in text for sign in _SIGNS_OF_DIFFERENCE)
        return Document(file, lines, root, tuple(faults), remarkable, may_differ)
    if not composer.broken:
        faults.extend(_no_mapping(lines, root))
    return Document(file, lines, None, tuple(faults))


def _no_mapping(lines: tuple[str, ...], root: Node | None) -> Iterator[Fault]:
    """What is wrong with a file that is YAML, but no keys with values."""
    slips = slips_of_file(lines)[:MOST_FAULTS]
    yield from map(_slip_fault, slips)
    if not slips:
        is_empty = root is None or root == Scalar("", root.line, root.column)
        what = "文件是空的" if is_empty else "文件的内容不是“栏目: 值”的形式"
        yield Fault("unreadable-file", Place(), {"what": what, "remedy": "参照一份已有的申报表填写"})


def _mistyped(lines: tuple[str, ...], text: str, refusal: Refusal | None) -> Iterator[Fault]:
    """What the parser did not take, and what it takes though nobody means it: the marks of a merge."""
    if refusal is None:
        yield from map(_slip_fault, conflicts(lines)[:MOST_FAULTS] if "<<<<<<<" in text else ())
        return
    slips = explain(lines, refusal)[:MOST_FAULTS]
    yield from map(_slip_fault, slips)
    if not slips:
        what = f"不是有效的 YAML：{in_chinese(refusal.problem, refusal.context)}"
        remedy = "检查这一行和上一行的缩进、冒号和引号"
        yield Fault("unreadable-file", refusal.place, {"what": what, "remedy": remedy})


def _slip_fault(slip: Slip) -> Fault:
    return Fault("unreadable-file", slip.place, {"what": slip.what, "remedy": slip.remedy})


def _readable(text: str, lines: tuple[str, ...], is_unprintable: bool) -> str:
    """The text as parsers take it: line breaks of one kind, and no character that YAML forbids."""
    if is_unprintable:
        return "\n".join(map(printable, lines))
    return "\n".join(lines) if "\r" in text else text


def _composed(text: str, limits: Limits) -> tuple[_Composer, Node | None]:
    """What the first parser that takes the text makes of it, else what the last one says is wrong with it."""
    for parser in parsers(text):
        composer = _Composer(limits)
        root = composer.compose(parser(text).get_event)
        if not composer.refusal:
            break
    return composer, root


def _unprintable_in(lines: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    for number, line in enumerate(lines, 1):
        for offset, code, kind in unprintable(line):
            yield Place(number, offset + 1), code, kind


def _escaped_unprintable(root: Node | None) -> Iterator[Fault]:
    """Find characters that a double-quoted text names by escapes, such as ``"\\u202E"``."""
    for scalar, at in located_scalars(root):
        if scalar.style == '"':
            for _, code, kind in unprintable(scalar.text):
                place = Place(scalar.line, scalar.column)
                yield Fault("unprintable-character", place, {"code": code, "kind": kind}, at)


def _unprintable_faults(root: Node | None, marks: list[tuple[Place, str, str]]) -> Iterator[Fault]:
    """The characters found in the lines, each with the path of the key or text that it stands in, if in any."""
    texts = list(located_scalars(root)) if marks else []
    begins = [Place(scalar.line, scalar.column) for scalar, _ in texts]
    for place, code, kind in marks:
        scalar, at = texts[bisect_right(begins, place) - 1] if begins and begins[0] <= place else (None, ())
        inside = scalar is not None and place.line <= (scalar.end or scalar).line
        yield Fault("unprintable-character", place, {"code": code, "kind": kind}, at if inside else ())


def located_scalars(node: Node | None, at: Path = ()) -> Iterator[tuple[Scalar, Path]]:
    """Every key and text value below a node with its path, in the order written."""
    if isinstance(node, Scalar):
        yield node, at
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from located_scalars(item, (*at, index))
    elif node is not None:
        for key, value in node.entries:
            yield key, (*at, key.text)
            yield from located_scalars(value, (*at, key.text))


def _refusal(error: Any) -> Refusal:
    """What the parser said, at the place where somebody would look for it: where the thing begins that is torn."""
    problem = str(error.problem)
    place, begin = _mark_place(error.problem_mark), _mark_place(error.context_mark)
    if begin and begins_before(problem):
        place = begin
    return Refusal(str(error.context or ""), problem, place or Place(), begin)


def _mark_place(mark: Any) -> Place | None:
    return Place(mark.line + 1, mark.column + 1) if mark else None


class _Stop(Exception):
    """Reading went beyond a limit; the fault is recorded already."""


_ALIAS, _SCALAR = events.AliasEvent, events.ScalarEvent
_SEQUENCE_START, _SEQUENCE_END = events.SequenceStartEvent, events.SequenceEndEvent
_MAPPING_END = events.MappingEndEvent


class _Composer:
    """Builds nodes from the parser's flat events and collects the faults met on the way."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.faults: list[Fault] = []
        self.refusal: Refusal | None = None
        self.broken = self.joins_lines = False
        self._values = 0

    def compose(self, next_event: Callable[[], Any]) -> Node | None:
        """The root of the first document, or nothing where the text is empty, refused by the parser or beyond a limit."""
        try:
            return self._document(next_event)
        except MarkedYAMLError as error:
            self.refusal, self.broken = _refusal(error), True
        except _Stop:
            self.broken = True
        return None

    def _document(self, next_event: Callable[[], Any]) -> Node | None:
        root: Node | None = None
        count = 0
        while not isinstance(event := next_event(), events.StreamEndEvent):
            if isinstance(event, events.DocumentStartEvent):
                count += 1
                if count > 1:
                    self._unsafe(event, "一个文件里有几份文档（多出一行 ---）", "删去 --- ，每份申报表单独一个文件")
                    raise _Stop
                if event.version or event.tags:
                    self._unsafe(event, "用了 % 指令", "删去以 % 开头的行")
            elif not isinstance(event, events.StreamStartEvent | events.DocumentEndEvent):
                root = self._node(event, next_event, 1)
        return root

    def _unsafe(self, event: Any, what: str, remedy: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault("unsafe-yaml", _place(event), {"what": what, "remedy": remedy}))

    def _node(self, event: Any, next_event: Callable[[], Any], depth: int) -> Node:
        kind = type(event)
        self._values += 1
        if self._values > self.limits.values:
            self._unsafe(event, f"值的个数超过 {self.limits.values} 的上限", "删去多余内容")
            raise _Stop
        if depth > self.limits.depth:
            self._unsafe(event, f"嵌套超过 {self.limits.depth} 层", "减少缩进的层数")
            raise _Stop
        if kind is _ALIAS:
            self._unsafe(event, f"用了引用 *{event.anchor}", "把被引用的内容照写一遍")
            return Scalar("", *_place_of(event))
        if event.anchor:
            self._unsafe(event, f"用了锚点 &{event.anchor}", "删去 & 和它后面的名字；若这是正文，请给整个值加上引号")
        if event.tag is not None:
            self._unsafe(event, "用了以 ! 开头的标签", "删去以 ! 开头的标签；若这是正文，请给整个值加上引号")
        if kind is _SCALAR:
            return self._scalar(event)
        if kind is _SEQUENCE_START:
            return Sequence(self._items(next_event, depth), *_place_of(event))
        return Mapping(self._entries(next_event, depth), *_place_of(event))

    def _scalar(self, event: Any) -> Scalar:
        text, style, start = event.value, event.style, event.start_mark
        if len(text) > self.limits.text:
            self._unsafe(event, f"一段文字超过 {self.limits.text} 字的上限", "缩短这段文字")
            text = text[: self.limits.text]
        line, end = start.line, event.end_mark
        if end.line == line and style != ">":
            return Scalar(text, line + 1, start.column + 1, style or "")
        self.joins_lines = self.joins_lines or style != "|"
        return Scalar(text, line + 1, start.column + 1, style or "", Place(end.line + 1, end.column + 1))

    def _items(self, next_event: Callable[[], Any], depth: int) -> tuple[Node, ...]:
        items = []
        while type(event := next_event()) is not _SEQUENCE_END:
            items.append(self._node(event, next_event, depth + 1))
        return tuple(items)

    def _entries(self, next_event: Callable[[], Any], depth: int) -> tuple[MappingEntry, ...]:
        entries: list[MappingEntry] = []
        first_seen: dict[str, Scalar] = {}
        while type(event := next_event()) is not _MAPPING_END:
            key = self._node(event, next_event, depth + 1)
            value = self._node(next_event(), next_event, depth + 1)
            if not isinstance(key, Scalar):
                self._unsafe(event, "用列表或对象作了栏目名", "栏目名应是一段文字")
            elif key.text == "<<" and not key.style:
                self._unsafe(event, "用了合并键 <<", "把要合并的内容照写一遍")
            elif key.text in first_seen:
                self._duplicate(key, first_seen[key.text])
            else:
                first_seen[key.text] = key
                entries.append(MappingEntry(key, value))
        return tuple(entries)

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        if len(self.faults) < MOST_FAULTS:
            facts = {"key": key.text, "first": str(first.line)}
            self.faults.append(Fault("duplicate-key", Place(key.line, key.column), facts))


def _place_of(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _place(event: Any) -> Place:
    return Place(*_place_of(event))
