"""Texts → grams: the short sequences by which declarations are looked up, folded as the browser folds what is typed.

A gram is one or two Han characters in a row, one to four letters or digits in a row, or any other character but a
space. A text that holds a sequence holds each gram of it, so that nothing is missed; a sequence that is itself a gram
needs no other proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import add

HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"([{HAN}]+)|([a-z0-9]+)|([^\s{HAN}a-z0-9])")
_HAN_RUNS, _WORDS, _OTHERS = (re.compile(pattern) for pattern in (rf"[{HAN}]+", r"[a-z0-9]+", rf"[^\s{HAN}a-z0-9]"))
LONGEST_WORD_GRAM = 4
_SPACES = re.compile(r"\s")
_FOLD = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)} | {code: chr(code + 32) for code in range(0x41, 0x5B)}
_FOLD |= {code + 0xFEE0: chr(code + 32) for code in range(0x41, 0x5B)}


def fold(text: str) -> str:
    """Letter case (of plain letters) and width folded away, every white space a blank; of the same length."""
    return _SPACES.sub(" ", text.translate(_FOLD))


def grams_of(texts: Iterable[str]) -> set[str]:
    """All grams of some texts; none crosses from one text into another."""
    folded = "\n".join(map(fold, texts))
    grams = set(_OTHERS.findall(folded))
    for run in set(_HAN_RUNS.findall(folded)):
        grams.update(run)
        grams.update(map(add, run, run[1:]))
    for word in set(_WORDS.findall(folded)):
        grams.update(_word_grams(word))
    return grams


@lru_cache(4096)
def _word_grams(word: str) -> frozenset[str]:
    lengths = range(1, LONGEST_WORD_GRAM + 1)
    return frozenset(word[start : start + length] for length in lengths for start in range(len(word) - length + 1))


def grams_of_part(part: str) -> tuple[str, ...]:
    """The grams that a text must have to hold this part of a query, as the browser takes them: the longest there are."""
    grams: dict[str, None] = {}
    for han, word, other in _RUNS.findall(fold(part)):
        run, length = (han, 2) if han else (word, LONGEST_WORD_GRAM)
        for gram in [other] if other else [run[i : i + length] for i in range(max(1, len(run) - length + 1))]:
            grams[gram] = None
    return tuple(grams)
