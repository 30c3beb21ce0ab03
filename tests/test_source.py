"""YAML text to a Document: each key and value at its place, faults at theirs, hostile texts within bounds."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.characters import printable, unprintable
from jixiao.finding import Place
from jixiao.source import (
    LIMITS,
    MOST_FAULTS,
    Document,
    Fault,
    Limits,
    Mapping,
    MappingEntry,
    Node,
    Scalar,
    located_scalars,
    read,
    read_text,
)
from jixiao.yaml_messages import MESSAGES, in_chinese

CONTENT = Path(__file__).resolve().parent.parent / "content"
REAL_FILES = sorted(CONTENT.rglob("*.yml"))
TINY = Limits(size=60, depth=4, values=8, text=10)


def told(faults: tuple[Fault, ...]) -> list[tuple[str, int, int]]:
    """Rule, line and column of each fault."""
    return [(fault.rule, fault.place.line, fault.place.column) for fault in faults]


def scalars(node: Node | None) -> list[Scalar]:
    """Every key and text value below a node, in the order written."""
    return [scalar for scalar, _ in located_scalars(node)]


def only_fault(data: bytes) -> Fault:
    """The one fault of a file."""
    (fault,) = read("a.yml", data).faults
    return fault


def spans(text: str) -> list[tuple[str, int, int]]:
    """Text, line and column of every key and value of a sound text."""
    document = read_text("a.yml", text)
    assert document.faults == ()
    return [(scalar.text, scalar.line, scalar.column) for scalar in scalars(document.root)]


# Places


def test_keys_and_values_stand_at_their_lines_and_columns() -> None:
    text = '# 说明\n项目: 甲\n"资金" :\t乙\n行:\n  - {名: 丙, 值: "丁" }\n  -\n    名: |-\n      戊\n空:\n'
    assert spans(text) == [
        ("项目", 2, 1), ("甲", 2, 5),
        ("资金", 3, 1), ("乙", 3, 8),
        ("行", 4, 1),
        ("名", 5, 6), ("丙", 5, 9), ("值", 5, 12), ("丁", 5, 15),
        ("名", 7, 5), ("戊", 7, 8),
        ("空", 9, 1), ("", 9, 3),
    ]  # fmt: skip


def test_columns_count_characters_also_behind_rare_han() -> None:
    assert spans("{𠀀𠀁: 甲, ﷽: 乙}")[1::2] == [("甲", 1, 6), ("乙", 1, 12)]


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n"], ids=["CRLF", "lone CR", "LF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no BOM", "BOM"])
@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.stem)
def test_line_breaks_and_byte_order_mark_change_no_place_and_no_text(file: Path, line_break: str, mark: bytes) -> None:
    text = file.read_text("utf-8")
    document = read("a.yml", mark + text.replace("\n", line_break).encode())
    assert (document.root, document.faults, document.lines) == _parts(read_text("a.yml", text))


def _parts(document: Document) -> tuple[Mapping | None, tuple[Fault, ...], tuple[str, ...]]:
    return document.root, document.faults, document.lines


@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.stem)
def test_every_key_and_value_of_the_real_files_begins_where_it_is_said(file: Path) -> None:
    document = read("a.yml", file.read_bytes())
    for scalar in scalars(document.root):
        rest = document.lines[scalar.line - 1][scalar.column - 1 :]
        assert rest.startswith(scalar.style or scalar.text)


@holds_for(st.lists(st.sampled_from("甲a𠀀1（"), min_size=1, max_size=6).map("".join), st.integers(1, 4))
def test_a_value_begins_after_whatever_stands_before_it(key: str, spaces: int) -> None:
    gap = " " * spaces
    assert spans(f"a: 1\n{key}x:{gap}值\n")[2:] == [(f"{key}x", 2, 1), ("值", 2, len(key) + 3 + spaces)]


def test_a_path_leads_to_a_value_or_the_nearest_thing_that_exists() -> None:
    document = read_text("a.yml", "甲:\n  - {乙: 1, 丙: }\n丁:\n  戊: 2\n")
    assert document.node(("甲", 0, "乙")) == Scalar("1", 2, 9)
    assert document.node(("甲", 5)) is document.node(("甲", "乙")) is document.node(("丁", 0)) is None
    places = {
        (): Place(1, 1),
        ("甲",): Place(1, 1),
        ("甲", 0): Place(2, 5),
        ("甲", 0, "乙"): Place(2, 9),
        ("甲", 0, "丙"): Place(2, 12),
        ("甲", 0, "无"): Place(2, 5),
        ("甲", 7): Place(1, 1),
        ("丁", "戊"): Place(4, 6),
        ("无",): Place(1, 1),
    }
    assert {path: document.place(path) for path in places} == places


@pytest.mark.parametrize(
    ("text", "value", "wrapped"),
    [
        ("a: 甲\n  乙", "甲 乙", True),
        ("a: >-\n  甲\n  乙", "甲 乙", True),
        ('a: "甲\n  乙"', "甲 乙", True),
        ("a: |-\n  甲\n  乙", "甲\n乙", False),
        ("a: 甲 乙", "甲 乙", False),
    ],
)
def test_a_wrapped_value_is_known_as_such(text: str, value: str, wrapped: bool) -> None:
    *_, scalar = scalars(read_text("a.yml", text).root)
    assert (scalar.text, scalar.is_wrapped) == (value, wrapped)


@pytest.mark.parametrize("text", ["010", "1e3", "0x1F", "2019-01-01", "~", "yes", "1_000", ".inf", "null", "12:30:45"])
def test_every_value_is_the_text_that_stands_there(text: str) -> None:
    assert spans(f"a: {text}")[1][0] == text


# What is refused


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf", "文件是空的"),
        (b"\n\n  \n", "文件是空的"),
        ("# 只有注释\n".encode(), "文件是空的"),
        (b"---\n", "文件是空的"),
        (b"- a\n", "文件的内容不是“栏目: 值”的形式"),
        (b"[]", "文件的内容不是“栏目: 值”的形式"),
        (b"just text", "文件的内容不是“栏目: 值”的形式"),
        (b"''", "文件的内容不是“栏目: 值”的形式"),
    ],
)
def test_what_is_no_mapping_is_refused_as_a_whole(data: bytes, what: str) -> None:
    fault = only_fault(data)
    assert (fault.rule, fault.place, fault.facts["what"]) == ("unreadable-file", Place(1, 1), what)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("年度: 2019\n项目: 甲".encode("gbk"), "看来是 GBK"),
        ("年度: 2019\n项目: 甲".encode("utf-16"), "看来是 UTF-16"),
        (b"\xfe\xff" + "年度: 2019\n项目: 甲".encode("utf-16-be"), "看来是 UTF-16"),
        ("年度: 2019\n项目: 甲".encode("utf-16-le"), "看来是 UTF-16"),
        (b"a: \xff\xff\xff", "也不是 GBK"),
        (b"a: \xc0\xaf", "看来是 GBK"),
        (b"a: \xed\xa0\x80\xff", "也不是 GBK"),
    ],
    ids=["GBK", "UTF-16 LE", "UTF-16 BE", "UTF-16 without BOM", "bytes", "overlong", "surrogate"],
)
def test_another_encoding_is_named(data: bytes, encoding: str) -> None:
    fault = only_fault(data)
    assert fault.rule == "unreadable-file"
    assert fault.facts["what"] == f"文件不是 UTF-8 编码（{encoding}）"


def test_a_byte_that_is_not_utf_8_is_told_at_its_line() -> None:
    assert only_fault("甲: 乙\n丙: ".encode() + b"\xff").place == Place(2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\na: 3\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
        ("a: {b: 1, b: 2}", [("duplicate-key", 1, 11)]),
        ("a: 1\n'a': 2", [("duplicate-key", 2, 1)]),
        ("甲: &b 1", [("unsafe-yaml", 1, 4)]),
        ("甲: &b 1\n乙: *b", [("unsafe-yaml", 1, 4), ("unsafe-yaml", 2, 4)]),
        ("&a b: c", [("unsafe-yaml", 1, 1)]),
        ("a: !!python/object/apply:os.system [x]", [("unsafe-yaml", 1, 4)]),
        ("a: !!binary eA==", [("unsafe-yaml", 1, 4)]),
        ("a: ! b", [("unsafe-yaml", 1, 4)]),
        ("a: 1\n<<: {b: 2}", [("unsafe-yaml", 2, 1)]),
        ("? [a]\n: b\nc: d", [("unsafe-yaml", 1, 3)]),
        ("%YAML 1.2\n---\na: b", [("unsafe-yaml", 1, 1)]),
        ("%TAG ! tag:x\n---\na: b", [("unsafe-yaml", 1, 1)]),
        ("a: b\n---\nc: d", [("unsafe-yaml", 2, 1)]),
        ("a: b\n...\n---\nc: d", [("unsafe-yaml", 3, 1)]),
    ],
)
def test_what_hides_or_repeats_is_told_at_its_own_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(read_text("a.yml", text).faults) == expected


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert spans("'<<': 1") == [("<<", 1, 1), ("1", 1, 7)]


def test_of_a_repeated_key_only_the_first_stands() -> None:
    root = read_text("a.yml", "a: 1\nb: 2\na: 3\n").root
    assert root is not None
    assert [entry.key.text for entry in root.entries] == ["a", "b"]
    assert root.get("a") == Scalar("1", 1, 4)


@pytest.mark.parametrize(
    ("text", "place", "code", "kind"),
    [
        ("a: b\x00", (1, 5), "U+0000", "控制字符"),
        ("a: \x1b[31m", (1, 4), "U+001B", "控制字符"),
        ("甲: 乙\n丙: 丁\u202e", (2, 5), "U+202E", "改变文字方向的字符"),
        ("a: b\u2067", (1, 5), "U+2067", "改变文字方向的字符"),
        ("a: 甲\u200b乙", (1, 5), "U+200B", "看不见的零宽字符"),
        ("a: 甲\u2060乙", (1, 5), "U+2060", "看不见的零宽字符"),
        ("a: 甲\ufeff乙", (1, 5), "U+FEFF", "看不见的零宽字符"),
        ("a: 甲\u3164乙", (1, 5), "U+3164", "看不见的零宽字符"),
        ("a: 甲\xad乙", (1, 5), "U+00AD", "看不见的零宽字符"),
        ("a: 甲\u2028乙", (1, 5), "U+2028", "控制字符"),
        ("a: 甲\x85乙", (1, 5), "U+0085", "控制字符"),
        ("a: 甲\ufffe乙", (1, 5), "U+FFFE", "不是文字的代码"),
        ("a: 甲\ufdd0乙", (1, 5), "U+FDD0", "不是文字的代码"),
        ("a: 甲\U0003ffff乙", (1, 5), "U+3FFFF", "不是文字的代码"),
        ("a: 甲\U0010fffe乙", (1, 5), "U+10FFFE", "不是文字的代码"),
        ("a: 甲\U000e0041乙", (1, 5), "U+E0041", "控制字符"),
        ('甲: 1\na: "b\\u202E"', (2, 4), "U+202E", "改变文字方向的字符"),
        ('a: "b\\e[31m"', (1, 4), "U+001B", "控制字符"),
        ('a: "b\\rc"', (1, 4), "U+000D", "控制字符"),
        ('"a\\0": b', (1, 1), "U+0000", "控制字符"),
    ],
)
def test_a_character_that_cannot_be_seen_is_told_at_its_place(
    text: str, place: tuple[int, int], code: str, kind: str
) -> None:
    faults = [fault for fault in read_text("a.yml", text).faults if fault.rule == "unprintable-character"]
    assert [(fault.place, fault.facts) for fault in faults] == [(Place(*place), {"code": code, "kind": kind})]


def test_a_lone_surrogate_is_told_and_does_not_stop_the_reading() -> None:
    (fault,) = read_text("a.yml", "a: \ud800\nb: c").faults
    assert fault.facts == {"code": "U+D800", "kind": "只有一半的字符"}


@holds_for(st.text())
def test_what_may_be_shown_holds_nothing_that_cannot_be_seen(text: str) -> None:
    assert list(unprintable(printable(text))) == []
    assert len(printable(text)) == len(text)


# The parser's own messages


BROKEN = {
    "a: b: c": (1, 5), "a: b\nc\n": (2, 1), "a: b\n- c\n": (2, 1), "- a\nb: c": (2, 1), "a: [b": (1, 4),
    "a: ]": (1, 4), "a\n...\nb": (3, 1), "a: - b": (1, 4), "a: ? b": (1, 4), "a: [b:]": (1, 6), "a: @b": (1, 4),
    "- a\n\t- b": (2, 1), "a: |\n\tb": (2, 1), "甲: 乙\na: 'b\n\n": (2, 4), 'a: "b\n---\n': (2, 1), 'a: "\\q"': (1, 6),
    'a: "\\xzz"': (1, 7), 'a: "\\ud800"': (1, 4), "a: *": (1, 4), "a: |x": (1, 4), "a: |0\n": (1, 4),
    "a: !b!c d": (1, 4), "%YAML 3.0\n---\na": (1, 1), "%YAML 1.1\n%YAML 1.1\n---\n": (2, 1),
    "%TAG ! a\n%TAG ! b\n---\n": (2, 1), "% a": (1, 2), "a: !<b": (1, 4), "a: !!": (1, 4), "a: !<%ff> b": (1, 4),
}  # fmt: skip
"""Texts that are not YAML, each with the line and column that is told."""


@pytest.mark.parametrize("text", BROKEN, ids=repr)
def test_broken_yaml_is_told_in_chinese_at_its_place(text: str) -> None:
    (fault,) = read_text("a.yml", text).faults
    assert fault.rule == "unreadable-file"
    assert (fault.place.line, fault.place.column) == BROKEN[text]
    assert not any(word in fault.facts["what"] for word in ("not", "found", "expected", "语法有误"))


def test_every_message_of_the_table_can_be_provoked() -> None:
    provoked = {fault.facts["what"] for text in BROKEN for fault in read_text("a.yml", text).faults}
    assert {f"不是有效的 YAML：{chinese}" for _, chinese in MESSAGES} <= provoked


def test_an_unknown_message_of_the_parser_is_shown_as_it_is() -> None:
    assert in_chinese("something new", "while scanning for the next token") == "YAML 语法有误（something new）"


# Limits


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: " + "b" * 57, "一段文字超过 10 字的上限"),
        ("a: " + "b" * 58, "文件超过 0 KB 的上限"),
        ("a: " + "b" * 11, "一段文字超过 10 字的上限"),
        ("b" * 11 + ": a", "一段文字超过 10 字的上限"),
        ("a: [[[b]]]", "嵌套超过 4 层"),
        ("a:\n - - - b", "嵌套超过 4 层"),
        ("? ? ? ? a", "嵌套超过 4 层"),
        ("[a, b, c, d, e, f, g, h]", "值的个数超过 8 的上限"),
        ("{a: , b: , c: , d: }", "值的个数超过 8 的上限"),
    ],
)
def test_what_exceeds_a_limit_is_unsafe(text: str, what: str) -> None:
    fault = read("a.yml", text.encode(), TINY).faults[0]
    assert (fault.rule, fault.facts["what"]) == ("unsafe-yaml", what)


@pytest.mark.parametrize("text", ["a: " + "b" * 10, "a: [[b]]", "a: [b, c, d, e, f]", "a: b\n#" + "c" * 54])
def test_what_just_reaches_a_limit_is_safe(text: str) -> None:
    assert read("a.yml", text.encode(), TINY).faults == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * LIMITS.size,
        b"\n\x01" * (LIMITS.size // 2),
        b"[" * LIMITS.size,
        b"{a: " * (LIMITS.size // 4),
        b"- " * (LIMITS.size // 2),
        b"? " * (LIMITS.size // 2),
        b"a: &a [*a,*a]\n" * 30_000,
        b"a: 1\n" * 100_000,
        b'a: "' + b"\\x01" * 100_000 + b'"',
        b'"' + b"\n" * (LIMITS.size - 2),
        b"a" * LIMITS.size,
        b"#" * LIMITS.size,
        b"%" * LIMITS.size,
        b"a: !" + b"b" * (LIMITS.size - 5),
        b"- a\n" * (LIMITS.size // 4),
        b"a\r" * (LIMITS.size // 2),
        b"'" * (LIMITS.size - 1),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_a_file_of_the_largest_size_yields_few_faults_whatever_it_holds(data: bytes) -> None:
    document = read("a.yml", data)
    assert 0 < len(document.faults) <= 3 * MOST_FAULTS


# Never raises


def check(document: Document) -> None:
    """What is promised of every document."""
    assert document.root is not None or document.faults
    if document.faults and not document.lines:
        return
    for scalar in scalars(document.root):
        assert not scalar.text or document.lines[scalar.line - 1][scalar.column - 1 :]
    for fault in document.faults:
        assert 1 <= fault.place.line <= len(document.lines) + 1
        assert fault.place.column >= 1


@holds_for(st.binary(), examples=400)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(read("a.yml", data))


@holds_for(st.text(), examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    check(read_text("a.yml", text))


@holds_for(st.text("a甲:-?[]{},#&*!|>'\"%@` \n\t\r\\x01<~.", max_size=40), examples=1500)
def test_any_text_of_yaml_marks_is_read_or_refused(text: str) -> None:
    check(read_text("a.yml", text))


@holds_for(st.integers(0, 2**32), examples=200)
def test_a_real_file_torn_and_mixed_is_read_or_refused(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(dice.choice(REAL_FILES).read_bytes())
    for _ in range(dice.randrange(1, 8)):
        start = dice.randrange(len(data))
        data[start : start + dice.choice((0, 1, 40))] = dice.choice(PIECES)
    check(read("a.yml", bytes(data)))


PIECES = (b"", b"\x00", b"\xff", b"\t", b": ", b"- ", b"\n", b"\r", b'"', b"'", b"&a ", b"*a", b"!!x ", b"<<: ", b"[", b"{", b"---\n", b"\xe2\x80\xae", b"|\n", b"#", b"%", b"\\u")  # fmt: skip


plain = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
nested = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3))


@holds_for(st.dictionaries(plain, nested, max_size=4))
def test_what_is_written_in_double_quotes_is_read_as_it_was(content: dict[str, object]) -> None:
    document = read_text("a.yml", _flow(content))
    assert document.faults == ()
    assert document.root is not None
    assert _plain(document.root) == content


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(node: Node | MappingEntry) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    return [_plain(item) for item in node.items]  # type: ignore[union-attr]
