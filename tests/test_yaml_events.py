"""Two YAML parsers, one reading: what the C parser takes Python's takes alike, and what is refused is refused alike."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hostile_cases
import pytest
from hypothesis import strategies as st
from properties import holds_for
from test_source import BROKEN, PIECES

from jixiao import yaml_events
from jixiao.source import Document, read, read_text
from jixiao.yaml_events import HAS_C_PARSER, MarkedYAMLError, PythonParser, events, parsers

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    *sorted((ROOT / "content").rglob("*.yml")),
    *sorted((ROOT / "tests" / "samples").glob("*.yml")),
    *sorted((ROOT / "plugins" / "jixiao" / "forms").glob("*.yml")),
]
TEXTS = [file.read_text("utf-8") for file in FILES]
LARGEST = 30_000
"""Bytes of a hostile case that is read by Python's parser here; the others are the same over and over."""

pytestmark = pytest.mark.skipif(not HAS_C_PARSER, reason="there are not two parsers to compare")


def document_by(allowed: tuple[Any, ...], data: bytes | str) -> Document:
    """A document read by these parsers alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_PARSERS", allowed)
        return read_text("a.yml", data) if isinstance(data, str) else read("a.yml", data)


def assert_read_alike(data: bytes | str) -> None:
    """Hold what both parsers make of a file against what Python's makes of it alone."""
    both, alone = document_by(yaml_events._PARSERS, data), document_by((PythonParser,), data)
    assert (both.root, both.faults, both.lines) == (alone.root, alone.faults, alone.lines)


Told = tuple[str, int, int, int, str, str, str, bool]


def told_by(parser: Any, text: str) -> list[Told]:
    """All that is used of a text's events."""
    next_event, told = parser(text).get_event, []
    while not told or told[-1][0] != "StreamEndEvent":
        event = next_event()
        start, end = event.start_mark, event.end_mark if isinstance(event, events.ScalarEvent) else event.start_mark
        words = (str(getattr(event, name, None) or "") for name in ("value", "style", "anchor"))
        is_tagged = isinstance(event, events.NodeEvent) and getattr(event, "tag", None) is not None
        told.append((type(event).__name__, start.line, start.column, end.line, *words, is_tagged))
        if isinstance(event, events.DocumentEndEvent | events.StreamEndEvent):
            told[-1] = (told[-1][0], 0, 0, 0, "", "", "", False)
    return told


def assert_taken_alike(text: str) -> None:
    """Whatever the C parser takes, Python's must take with the same events."""
    if parsers(text)[0] is PythonParser:
        return
    try:
        told = told_by(parsers(text)[0], text)
    except MarkedYAMLError:
        return
    assert told_by(PythonParser, text) == told


@pytest.mark.parametrize("text", TEXTS, ids=[file.stem for file in FILES])
def test_a_real_file_gives_the_same_events(text: str) -> None:
    assert_taken_alike(text)
    assert_read_alike(text)


def hostile_files() -> Iterator[bytes]:
    """What the hostile cases put into YAML files."""
    for case in hostile_cases.load():
        yield from (entry.content for entry in case.entries if entry.path.endswith(".yml"))


def test_the_hostile_corpus_is_read_and_refused_alike() -> None:
    files = {data for data in hostile_files() if 0 < len(data) < LARGEST}
    assert len(files) > 300
    for data in files:
        assert_read_alike(data)


@pytest.mark.parametrize("text", BROKEN, ids=repr)
def test_a_broken_text_is_refused_alike(text: str) -> None:
    assert_read_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "a:\t甲\n", "a: 甲\t乙\n", "a: |\t# b\n  甲\n", "a: |#b\n  甲\n", "a: >\n\n  甲\n   乙\n", "a: |\n\n\n   甲\n\n   乙\n", "- !t &a 甲\n",
        "a: b\n...\n---\nc: d\n", "{甲: , 乙: }\n", "[甲: \n]\n", "a:\n", "a: |-", "a: >+\n  甲\n\n\n", "%YAML 1.1\n---\na: b\n", "a: !<x,y> b\n",
        "a: '甲\n\n\n  乙'\n", 'a: "甲\\\n  乙\\u4e19"\n', "a: 甲\n\n   乙 丙\t\n  丁\n", "a: |2\n    甲\n   乙\n", "a: >\n  甲\n  乙\n\n  丙\n   丁\n\n\n  戊\n", "- a: b\n  c:\n  - d\n",
    ],
    ids=repr,
)  # fmt: skip
def test_where_yaml_is_vague_both_take_the_same(text: str) -> None:
    told_by(parsers(text)[0], text)
    assert_taken_alike(text)


def test_what_the_c_parser_gets_wrong_is_not_asked_of_it() -> None:
    assert parsers("{? }") == parsers("a: 甲 ?乙") == (PythonParser,)
    assert parsers("a: 是否建立?") == parsers("a: b") != (PythonParser,)


MARKS = "a甲:-?[]{},#&*!|>'\"%@` \n\t\\x01<~."
WORDS = (
    "a", "甲", "b: ", "- ", "? ", ": ", ":", "\n", "\n  ", "\n    ", " ", "\t", "[", "]", "{", "}", ", ", "#", " # ", "|", "|-\n", "|+\n",
    ">\n", ">-\n  ", "|2\n", "'", '"', "\\n", "\\x41", "\\", "&a ", "*a ", "!t ", "!!s ", "!", "%41", "---\n", "...\n", "%", "@",
    "key: v\n", "  key: v\n", "- x\n", "'q'", '"d"',
)  # fmt: skip


@holds_for(st.text(MARKS, max_size=30), examples=1500)
def test_any_text_of_yaml_marks_is_taken_alike(text: str) -> None:
    assert_taken_alike(text)
    assert_read_alike(text)


@holds_for(st.lists(st.sampled_from(WORDS), max_size=14).map("".join), examples=1000)
def test_any_text_of_yaml_words_is_taken_alike(text: str) -> None:
    assert_taken_alike(text)
    assert_read_alike(text)


@holds_for(st.text(), examples=200)
def test_any_text_is_read_alike(text: str) -> None:
    assert_read_alike(text)


@holds_for(st.integers(0, 2**32), examples=150)
def test_a_real_file_torn_and_mixed_is_read_alike(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(dice.choice(TEXTS).encode())
    start = dice.randrange(len(data))
    del data[start : start + len(data) // 2]
    for _ in range(dice.randrange(1, 6)):
        start = dice.randrange(len(data))
        data[start : start + dice.choice((0, 1, 40))] = dice.choice(PIECES)
    assert_read_alike(bytes(data))


def checked(root: Path, before: str) -> subprocess.CompletedProcess[str]:
    """``jixiao check`` in a process of its own, after something else."""
    shutil.copytree(ROOT / "content", root / "content")
    shutil.copy(ROOT / "mkdocs.yml", root)
    program = f"{before}; from jixiao.cli import main; main(['check', '--root', {str(root)!r}, '--jobs', '1'])"
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, encoding="utf-8", check=False, cwd=root
    )


def test_without_the_c_parser_check_says_so_once_and_finds_the_same(tmp_path: Path) -> None:
    """As where ruamel.yaml.clib is not installed: neither its module nor what pip tells of it."""
    missing = """\
import sys
from importlib import metadata
sys.modules["_ruamel_yaml"] = None
known = metadata.Distribution.from_name
def from_name(name):
    if name == "ruamel.yaml.clib":
        raise metadata.PackageNotFoundError(name)
    return known(name)
metadata.Distribution.from_name = from_name"""
    ours, without = checked(tmp_path / "ours", "pass"), checked(tmp_path / "without", missing)
    assert (ours.returncode, without.returncode, without.stdout) == (0, 0, ours.stdout)
    assert ("ruamel.yaml.clib" in ours.stderr, without.stderr.count("ruamel.yaml.clib")) == (False, 1)
