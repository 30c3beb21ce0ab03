"""Texts → grams: the short sequences by which declarations are looked up, folded as the browser folds what is typed.

A gram is one or two Han characters in a row, one to four letters or digits in a row, or any other character but a
space. A text that holds a sequence holds each gram of it, so that nothing is missed; a sequence that is itself a gram
needs no other proof.

Grams of many texts are found all at once, with numpy: each is a number, its *key*, of 44 bits at most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from operator import add
from typing import TYPE_CHECKING

from ..characters import folded_forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"([{HAN}]+)|([a-z0-9]+)|([^\s{HAN}a-z0-9])")
LONGEST_WORD_GRAM = 4
_SPACES = re.compile(r"\s")
_FOLD = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)} | {code: chr(code + 32) for code in range(0x41, 0x5B)}
_FOLD |= {code + 0xFEE0: chr(code + 32) for code in range(0x41, 0x5B)}
_FOLD |= folded_forms()

KEY_BITS = 44
_CHARACTER_BITS, _SORT_BITS = 21, 42
_PAIR, _WORD = 1, 2
"""What a key begins with: nothing before one character, else whether it is of two Han characters or of a word's."""


def fold(text: str) -> str:
    """Letter case (of plain letters), width, radicals and compatibility forms folded away, every white space a blank.

    The folded text has the same length.
    """
    return _SPACES.sub(" ", text.translate(_FOLD))


def grams_of_part(part: str) -> tuple[str, ...]:
    """The grams that a text must have to hold this part of a query, as the browser takes them: the longest there are."""
    grams: dict[str, None] = {}
    for han, word, other in _RUNS.findall(fold(part)):
        run, length = (han, 2) if han else (word, LONGEST_WORD_GRAM)
        for gram in [other] if other else [run[i : i + length] for i in range(max(1, len(run) - length + 1))]:
            grams[gram] = None
    return tuple(grams)


def gram_keys(texts: Sequence[str]) -> tuple[Keys, Keys]:
    """The keys of all grams of some texts, as often as they occur, and for each the number of its text."""
    import numpy as np

    codes = np.frombuffer("".join(f"{text}\n" for text in texts).encode("utf-32-le", "surrogatepass"), "<u4")
    folds, sorts = _characters()
    known = np.minimum(codes, len(folds) - 1)
    characters, kinds = np.where(codes < len(folds), folds[known], codes).astype(np.uint64), sorts[known]
    places = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) + 1 for text in texts])
    han = kinds == _HAN
    single, pair = han | (kinds == _OTHER), han[:-1] & han[1:]
    pairs = characters[:-1][pair] << np.uint64(_CHARACTER_BITS) | characters[1:][pair]
    found = [(characters[single], places[single]), (pairs | np.uint64(_PAIR << _SORT_BITS), places[:-1][pair])]
    letters = np.where(kinds == _LETTER, characters, np.uint64(0))
    at = np.flatnonzero(letters)
    words = letters[at] | np.uint64(_WORD << _SORT_BITS)
    for further in range(1, LONGEST_WORD_GRAM + 1):
        found.append((words, places[at]))
        goes_on = letters[at + further] != 0 if further < LONGEST_WORD_GRAM else np.zeros(len(at), bool)
        at = at[goes_on]
        if not len(at):
            break
        words = words[goes_on] | letters[at + further] << np.uint64(8 * further)
    return np.concatenate([keys for keys, _ in found]), np.concatenate([of for _, of in found])


_BLANK, _HAN, _LETTER, _OTHER = range(4)


@cache
def _characters() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Of each character of the basic plane what it is folded to, and of which sort it is; beyond that plane all are others."""
    import numpy as np

    everything = fold("".join(map(chr, range(0x10000))))
    folds = np.frombuffer(everything.encode("utf-32-le", "surrogatepass"), "<u4")
    sorts = np.full(len(folds), _OTHER, np.uint8)
    for pattern, sort in ((r"\s", _BLANK), (f"[{HAN}]", _HAN), ("[a-z0-9]", _LETTER)):
        sorts[[match.start() for match in re.finditer(pattern, everything)]] = sort
    return folds, sorts


def grams_with(keys: Keys) -> list[str]:
    """The grams that the keys stand for."""
    import numpy as np

    sorts, low = keys >> np.uint64(_SORT_BITS), np.uint64((1 << _CHARACTER_BITS) - 1)
    grams = np.empty(len(keys), object)
    grams[sorts == 0] = list(_text(keys[sorts == 0]))
    pairs = keys[sorts == _PAIR]
    grams[sorts == _PAIR] = list(map(add, _text(pairs >> np.uint64(_CHARACTER_BITS) & low), _text(pairs & low)))
    words = keys[sorts == _WORD].astype("<u4").tobytes().decode("ascii")
    grams[sorts == _WORD] = [words[at : at + 4].rstrip("\0") for at in range(0, len(words), 4)]
    return grams.tolist()


def _text(codes: Keys) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def units_of(keys: Keys) -> list[Keys]:
    """The grams' UTF-16 units, as scripts number characters: all the first ones, the second ones and so on; 0 for none."""
    import numpy as np

    sorts, low = keys >> np.uint64(_SORT_BITS), np.uint64((1 << _CHARACTER_BITS) - 1)
    last = keys & low
    beyond = (sorts == 0) & (last > 0xFFFF)
    first = np.where(sorts == _PAIR, keys >> np.uint64(_CHARACTER_BITS) & low, np.uint64(0))
    first = np.where(beyond, (last - np.uint64(0x10000) >> np.uint64(10)) + np.uint64(0xD800), first)
    last = np.where(beyond, (last & np.uint64(0x3FF)) + np.uint64(0xDC00), last)
    word = sorts == _WORD
    letters = [keys >> np.uint64(8 * at) & np.uint64(0xFF) for at in range(LONGEST_WORD_GRAM)]
    return [
        np.where(word, letters[0], np.where(first == 0, last, first)),
        np.where(word, letters[1], np.where(first == 0, np.uint64(0), last)),
        *(np.where(word, letter, np.uint64(0)) for letter in letters[2:]),
    ]
