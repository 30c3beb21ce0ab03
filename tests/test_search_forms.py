"""What readers take for the same is the same for the search; the browser's half of this is in test_search_of_many.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.search import canonical, fold, searched, wanted
from jixiao.search.folding import fold_lines

CASES = json.loads((Path(__file__).parent / "search_forms.json").read_text(encoding="utf-8"))
ALPHABET = "0123456789.,，万亿元%年月日-/ >=<≥〔〕[（a字"
"""Few characters, of which amounts, dates and comparisons are made."""


class Writing(NamedTuple):
    """A text, as it is folded, and its canonical writing."""

    text: str
    folded: str
    canonical: str


@pytest.mark.parametrize("case", [Writing(*case) for case in CASES["writings"]])
def test_a_text_is_folded_and_its_canonical_writing_is_one(case: Writing) -> None:
    assert fold(case.text) == case.folded
    assert canonical(case.folded) == case.canonical


@pytest.mark.parametrize("group", CASES["same"])
def test_each_writing_finds_texts_with_any_of_the_others(group: list[str]) -> None:
    for typed in group:
        for filed in group:
            assert any(writing in searched(f"约{filed}等") for writing in wanted(typed)), (typed, filed)


@holds_for(st.text(ALPHABET, max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_what_is_typed_as_it_is_written_is_always_found(text: str, start: int, length: int) -> None:
    typed = text[start : start + length]
    assert any(writing in searched(text) for writing in wanted(typed))


@holds_for(st.text(ALPHABET + "\u2f00⼯ＡＺ\ud800𠀀\n", max_size=40))
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@holds_for(st.lists(st.text(max_size=20) | st.text(ALPHABET, max_size=20), max_size=6))
def test_many_texts_at_once_are_folded_like_each(texts: list[str]) -> None:
    assert fold_lines(texts) == [fold(text) for text in texts]


@holds_for(st.lists(st.text(ALPHABET, max_size=20), max_size=4))
def test_the_canonical_writing_of_lines_is_that_of_each(lines: list[str]) -> None:
    folded = list(map(fold, lines))
    assert canonical("\n".join(folded)) == "\n".join(map(canonical, folded))


def test_a_very_long_number_takes_no_longer_than_its_length() -> None:
    digits = "1" * 200_000
    assert canonical(digits) == digits
    assert canonical(f"{digits}.1.1") == f"{digits}.1.1"
