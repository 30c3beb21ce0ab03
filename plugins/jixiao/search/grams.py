"""Texts → grams: the sequences of characters by which declarations are looked up, each with those that hold it.

A gram is a sequence of characters without a blank. All of one and of two characters are listed. A longer one is listed
only where it pays: where both grams one character shorter that it consists of are *common*, in more than ``FEW``
declarations each. So a sequence of no more than ``LONGEST`` characters is either listed, with exactly those that hold
it, or held by ``FEW`` at most; and if both its parts are common and it is not listed, by none.

All texts are one array of characters. Grams of a length are found from those one shorter by sorting numbers, of which
each stands for the two parts of a gram and its place; so they are exact whatever their length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from .index import FEW, LONGEST
from .pieces import SearchedTexts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Keys = NDArray[np.uint64]

RANKED = 2
"""Grams of so many characters are told with those that hold them in an indicator, which ranks higher."""
_AT_ONCE = 1 << 20
"""Places in the texts that are sorted at once, which takes some 40 MB."""
_CODES = 0x110000


class Texts(NamedTuple):
    """The texts of ``total`` declarations on end, with a blank after each.

    Of each place its ``character``, 0 for a blank, else a number of ``alphabet`` less one; the ``holder``, the number of
    the declaration; and whether it is ``in_indicators``.
    """

    total: int
    alphabet: str
    character: NDArray[np.uint32]
    holder: NDArray[np.unsignedinteger[Any]]
    in_indicators: NDArray[np.bool_]


class Level(NamedTuple):
    """Grams of one length. Of those that hold them ``numbers`` has each one's, ascending, one gram's after the other's.

    ``starts`` are where each begins, with the end of all; ``ranked`` whether it is held in an indicator, of grams of at most ``RANKED`` characters. ``places`` is
    where in the texts each gram occurs. ``parts`` are the two grams one shorter, by their numbers among the common ones.
    ``common`` are the numbers of those in more than :data:`FEW`; ``at`` tells of each place in the texts which of these
    begins there, counted from 1, 0 for none.
    """

    length: int
    numbers: NDArray[np.unsignedinteger[Any]]
    ranked: NDArray[np.bool_]
    starts: Numbers
    places: Numbers
    parts: tuple[Numbers, Numbers]
    common: Numbers
    at: NDArray[np.uint32]

    @property
    def counts(self) -> Numbers:
        """How many hold each gram."""
        import numpy as np

        return np.diff(self.starts)


def texts_of(declarations: Iterable[SearchedTexts]) -> Texts:
    """All texts as arrays."""
    import numpy as np

    codes, lengths, ranked = [], [], []
    for told in declarations:
        text = f"{told.indicators}\n{told.others}\n"
        codes.append(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4"))
        lengths.append(len(text))
        ranked.append(len(told.indicators))
    whole = np.concatenate([np.zeros(0, "<u4"), *codes])
    used = np.zeros(_CODES, bool)
    used[whole] = True
    used[[ord(" "), ord("\n")]] = False
    alphabet = np.flatnonzero(used)
    rank = np.zeros(_CODES, np.uint32)
    rank[alphabet] = np.arange(1, len(alphabet) + 1)
    firsts = np.cumsum([0, *lengths])[:-1]
    in_indicators = np.zeros(len(whole), bool)
    for first, length in zip(firsts.tolist(), ranked, strict=True):
        in_indicators[first : first + length] = True
    characters = alphabet.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    holder = np.repeat(np.arange(len(lengths), dtype=np.min_scalar_type(len(lengths))), lengths)
    return Texts(len(lengths), characters, rank[whole], holder, in_indicators)


def levels_of(texts: Texts) -> Iterator[Level]:
    """The listed grams, the shortest first."""
    yield _characters(texts)
    level = _level(texts, 2, texts.character, _next(texts.character))
    yield level
    for length in range(3, LONGEST + 1):
        level = _level(texts, length, level.at, _next(level.at))
        if not len(level.places):
            return
        yield level


def _next(at: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """What stands one place further."""
    import numpy as np

    return np.append(at[1:], np.uint32(0))[: len(at)]


def _characters(texts: Texts) -> Level:
    """The grams of one character. Which of them are common is of no account, as all of two are listed."""
    import numpy as np

    shape = len(texts.alphabet) + 1, texts.total
    held, ranked = np.zeros(shape, bool), np.zeros(shape, bool)
    held[texts.character, texts.holder] = True
    ranked[texts.character[texts.in_indicators], texts.holder[texts.in_indicators]] = True
    characters, numbers = np.nonzero(held[1:])
    places = np.zeros(shape[0], np.int64)
    places[texts.character[::-1]] = np.arange(len(texts.character))[::-1]
    starts = np.append(0, np.cumsum(np.bincount(characters, minlength=shape[0] - 1)))
    none = np.zeros(0, np.int64)
    ranks = ranked[1:][characters, numbers]
    return Level(1, numbers.astype(np.uint32), ranks, starts, places[1:], (none, none), none, none.astype(np.uint32))


def _level(texts: Texts, length: int, left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Level:
    """The grams whose two parts begin at a place and at the next."""
    import numpy as np

    numbers, ranked, counts, places = [], [], [], []
    at = np.zeros(len(left), np.uint32)
    common: list[Numbers] = []
    found = commons = 0
    for part in _divided(left, right):
        place, gram = _sorted(left, right, part)
        holder = texts.holder[place]
        begins = np.diff(gram, prepend=~gram[:1]) != 0
        rows = np.flatnonzero(begins | (np.diff(holder, prepend=holder[:1]) != 0))
        of_place = np.cumsum(begins) - 1
        held = np.bincount(of_place[rows])
        numbers.append(holder[rows])
        ranked.append(np.logical_or.reduceat(texts.in_indicators[place], rows) if length <= RANKED else rows[:0] > 0)
        counts.append(held)
        places.append(place[begins])
        often = held > FEW
        common.append(np.flatnonzero(often) + found)
        named = np.where(often, np.cumsum(often) + commons, 0).astype(np.uint32)
        at[place] = named[of_place]
        found, commons = found + len(held), commons + int(often.sum())
    whole = _whole(places, np.int64)
    parts = tuple(side[whole].astype(np.int64) - 1 for side in (left, right))
    return Level(
        length,
        _whole(numbers, np.uint32),
        _whole(ranked, np.bool_),
        np.cumsum(np.concatenate([[0], *counts])).astype(np.int64),
        whole,
        (parts[0], parts[1]),
        _whole(common, np.int64),
        at,
    )


def _divided(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Iterator[Numbers]:
    """The places at which a gram begins, a part of them at a time, so that no gram stands in two parts."""
    import numpy as np

    begins = (left > 0) & (right > 0)
    ends = np.cumsum(np.bincount(left[begins])) if begins.any() else np.zeros(0, np.int64)
    first = 0
    while first < len(ends):
        done = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + _AT_ONCE, "right")))
        place = np.flatnonzero(begins & (left >= first) & (left < last))
        if len(place):
            yield place
        first = last


def _sorted(left: NDArray[np.uint32], right: NDArray[np.uint32], place: Numbers) -> tuple[Numbers, Keys]:
    """The places by the grams that begin there, those of one gram ascending; and a number for each, the gram's."""
    import numpy as np

    bits = [int(most).bit_length() for most in (right[place].max(), len(left))]
    if int(left[place].max()).bit_length() + sum(bits) > 64:
        raise ValueError("more text than grams are found in")
    key = left[place].astype(np.uint64) << np.uint64(bits[0]) | right[place]
    told = np.sort(key << np.uint64(bits[1]) | place.astype(np.uint64))
    return (told & np.uint64((1 << bits[1]) - 1)).astype(np.int64), told >> np.uint64(bits[1])


def _whole(parts: list[Any], kind: type[np.generic]) -> Any:
    """Arrays on end."""
    import numpy as np

    return np.concatenate([np.zeros(0, kind), *parts]).astype(kind, copy=False)
