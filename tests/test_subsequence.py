"""How much two texts have in common, in plain Python; and the rules over one file without any compiled package."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import strategies as st
from properties import holds_for
from rapidfuzz.distance import LCSseq

from jixiao.rules.similarity import LONGEST_COMPARED, share_if_alike, share_in_common
from jixiao.rules.subsequence import common_length

WORDS = st.text("甲乙丙丁ab。\U00020000", max_size=80) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ("", "", 0),
        ("甲", "", 0),
        ("甲乙丙丁", "甲丙丁", 3),
        ("甲乙丙丁", "丁丙乙甲", 1),
        ("甲甲甲", "甲甲", 2),
        ("甲乙甲乙", "乙甲乙甲", 3),
        ("档案数字化", "档案馆数字化（二期）", 5),
        ("甲" * 100 + "乙", "乙" + "甲" * 100, 100),
    ],
)
def test_the_length_in_common(one: str, other: str, length: int) -> None:
    assert common_length(one, other) == common_length(other, one) == length


@holds_for(WORDS, WORDS, examples=500)
def test_the_length_in_common_is_that_of_the_compiled_package(one: str, other: str) -> None:
    assert common_length(one, other) == LCSseq.similarity(one, other)


@holds_for(WORDS, st.lists(st.tuples(st.integers(0, 80), WORDS), max_size=4), examples=200)
def test_so_it_is_of_a_text_and_its_revision(text: str, edits: list[tuple[int, str]]) -> None:
    revised = text
    for place, words in edits:
        revised = revised[:place] + words[:3] + revised[place + 1 :]
    length = LCSseq.similarity(text, revised)
    assert common_length(text, revised) == length
    longer = max(len(text), len(revised))
    for least in (Decimal(50), Decimal(90), Decimal("99.5"), Decimal(100)):
        share = share_if_alike(text, revised, least)
        assert (share is not None) == (not longer or length * 100 >= longer * least)
        assert share in (None, share_in_common(text, revised))


def test_texts_as_long_as_are_compared_have_the_length_of_the_compiled_package() -> None:
    one = "".join(chr(0x4E00 + number * 7 % 500) for number in range(LONGEST_COMPARED))
    other = "".join(chr(0x4E00 + number * 11 % 500) for number in range(LONGEST_COMPARED))
    assert common_length(one, other) == LCSseq.similarity(one, other)


_JUDGE_EXAMPLES = """
import json, sys
for name in {blocked}:
    sys.modules[name] = None
from jixiao.reader import parse_file
from jixiao.registry import read_registry
from jixiao.rules import RULES, Thresholds, judge_file
from jixiao.rules.examples import UNITS, read_example
from jixiao.source import read_text

registry = read_registry(read_text("content/units.yml", UNITS))[0]
found = []
for rule in RULES:
    for path, text in read_example(rule.bad_example).files.items():
        parsed = parse_file(read_text(path, text), registry)
        found += [(f.code, f.place.line, f.message) for f in judge_file(parsed, RULES, Thresholds())]
print(json.dumps(found))
"""
COMPILED = ("numpy", "msgspec", "rapidfuzz")


def test_one_file_is_judged_without_compiled_packages_as_with_them() -> None:
    without = _judged(COMPILED)
    assert without == _judged(())
    assert {code for code, _, _ in without} >= {"C605", "C607", "B208", "D405", "T701"}


def _judged(blocked: tuple[str, ...]) -> list[list[str]]:
    script = _JUDGE_EXAMPLES.format(blocked=blocked)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    findings: list[list[str]] = json.loads(done.stdout)
    return findings
