"""Who holds a gram, as text for scripts: numbers of declarations, told in full or by what differs from shorter grams.

A posting is a letter and bytes in base64. *Gaps* are the differences between numbers that follow each other, less one,
in bytes of seven bits, the lowest first, the eighth bit saying that another byte follows.

=====  =====================================================================================
``d``  the gaps of those that hold the gram
``b``  a bit for each declaration, the lowest first
``c``  the gaps of those that do not hold it
``-``  of a longer gram: the gaps of those that hold the gram without its last character, and not this one
``&``  of a longer gram: the gaps of those that hold both grams one character shorter, and not this one
=====  =====================================================================================
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .grams import Level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .grams import Numbers

    Bits = NDArray[np.uint8]

_GRAMS_AT_ONCE = 2048
_ELSEWHERE = 12
"""Bytes that a posting must be shorter by where it needs a gram that may stand in another script."""


def postings(level: Level, count: int, shorter: Bits | None = None) -> Iterator[str]:
    """Each gram's posting among so many declarations; ``shorter`` are the bits of the level before's common grams."""
    import numpy as np

    grams = len(level.places)
    for first in range(0, grams, _GRAMS_AT_ONCE):
        some = np.arange(first, min(first + _GRAMS_AT_ONCE, grams))
        own = bits_of(level, some, count)
        ways = {"d": own, "c": _all(count) & ~own}
        if shorter is not None:
            before, behind = (shorter[part[some]] for part in level.parts)
            ways |= {"-": before & ~own, "&": before & behind & ~own}
        yield from _shortest(own, ways, count)


def in_indicators(level: Level, count: int) -> Iterator[str | None]:
    """The same of those that hold each gram in an indicator: nothing for none, empty where all that hold it do."""
    import numpy as np

    ranked = np.add.reduceat(level.ranked, level.starts[:-1], dtype=np.int64) if len(level.places) else level.counts
    row = np.flatnonzero(level.ranked)
    some = Level(
        level.length, level.numbers[row], level.ranked[row], np.append(0, np.cumsum(ranked)), *level[4:]
    )  # fmt: skip
    told = postings(some, count)
    for few, all_ in zip(ranked.tolist(), level.counts.tolist(), strict=True):
        posting = next(told)
        yield None if not few else "" if few == all_ else posting


def bits_of(level: Level, grams: Numbers, count: int) -> Bits:
    """A bit for each declaration that holds each of some grams, in ascending order."""
    import numpy as np

    lengths = level.counts[grams]
    rows = np.repeat(np.arange(len(grams)), lengths)
    ends = np.cumsum(lengths)
    among = np.arange(len(rows)) - np.repeat(ends - lengths, lengths) + np.repeat(level.starts[grams], lengths)
    told = np.zeros((len(grams), count), bool)
    told[rows, level.numbers[among]] = True
    return np.packbits(told, axis=1, bitorder="little")


def common_bits(level: Level, count: int) -> Bits:
    """The bits of the common grams."""
    import numpy as np

    parts = range(0, len(level.common), _GRAMS_AT_ONCE)
    told = [bits_of(level, level.common[first : first + _GRAMS_AT_ONCE], count) for first in parts]
    return np.concatenate([np.zeros((0, (count + 7) // 8), np.uint8), *told])


def _all(count: int) -> Bits:
    import numpy as np

    return np.packbits(np.ones(count, bool), bitorder="little")


def _shortest(own: Bits, ways: dict[str, Bits], count: int) -> Iterator[str]:
    """Of each gram the posting that is the shortest."""
    import numpy as np

    lengths = [np.bitwise_count(bits).sum(axis=1, dtype=np.int64) for bits in ways.values()]
    costs = [
        np.where(told * 128 < count, 2, 1) * told + _ELSEWHERE * (way == "&")
        for way, told in zip(ways, lengths, strict=True)
    ]
    costs.append(np.full(len(own), own.shape[1]))
    chosen = np.argmin(np.stack(costs), axis=0)
    names = [*ways, "b"]
    told = {
        way: _gaps(bits, np.flatnonzero((chosen == at) & (lengths[at] > 0)), lengths[at])
        for at, (way, bits) in enumerate(ways.items())
    }
    for row, way in enumerate(chosen.tolist()):
        if way == len(ways):
            yield "b" + b64encode(own[row].tobytes()).decode()
        else:
            yield names[way] + (b64encode(next(told[names[way]])).decode() if lengths[way][row] else "")


def _gaps(bits: Bits, rows: Numbers, lengths: Numbers) -> Iterator[bytes]:
    """The numbers whose bits are set in each of some rows, as gaps; each row has one at least."""
    import numpy as np

    if not len(rows):
        return
    counts = lengths[rows]
    starts = np.cumsum(counts) - counts
    numbers = np.flatnonzero(np.unpackbits(bits[rows].ravel(), bitorder="little")) % (bits.shape[1] * 8)
    gaps = np.diff(numbers, prepend=-1) - 1
    gaps[starts] = numbers[starts]
    long = gaps > 127
    places = np.arange(len(gaps)) + np.cumsum(long) - long
    coded = np.zeros(len(gaps) + int(long.sum()), np.uint8)
    coded[places] = gaps & 127 | long.astype(np.int64) << 7
    coded[places[long] + 1] = gaps[long] >> 7
    ends = np.append(places, len(coded))
    content = coded.tobytes()
    for start, end in zip(ends[starts].tolist(), ends[starts + counts].tolist(), strict=True):
        yield content[start:end]
