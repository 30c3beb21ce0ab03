"""How much two texts have in common, and which of many texts are nearly the same, without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

LONGEST_COMPARED = 2_000
"""Characters of a text that are compared; what comes after them is not looked at."""

_BANDS = 20
_ROWS = 3
_CANDIDATES = 4


def share_in_common(one: str, other: str) -> Decimal:
    """The share of the longer text's characters, in %, that stand in the other in the same order."""
    one, other = one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]
    longer = max(len(one), len(other))
    if not longer:
        return Decimal(100)
    start = _same_beginning(one, other)
    one, other = one[start:], other[start:]
    end = _same_beginning(one[::-1], other[::-1])
    common = start + end + _common(one[: len(one) - end], other[: len(other) - end])
    return Decimal(common * 100) / longer


def share_if_alike(one: str, other: str, least: Decimal) -> Decimal | None:
    """The share in common where it reaches the least wanted; texts of too different lengths are not compared."""
    shorter, longer = sorted((len(one[:LONGEST_COMPARED]), len(other[:LONGEST_COMPARED])))
    if shorter * 100 < longer * least or _most_in_common(one, other) * 100 < longer * least:
        return None
    share = share_in_common(one, other)
    return share if share >= least else None


def _most_in_common(one: str, other: str) -> int:
    """How many characters two texts have in common at most: those that both have, in whatever order."""
    counts = _counted(other)
    return sum(min(number, counts.get(character, 0)) for character, number in _counted(one).items())


@lru_cache(2048)
def _counted(text: str) -> Counter[str]:
    return Counter(text[:LONGEST_COMPARED])


def _same_beginning(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def _common(one: str, other: str) -> int:
    """The length of the longest common subsequence: rows of the usual table as the bits of one number (Hyyrö 2004)."""
    places: dict[str, int] = defaultdict(int)
    for index, character in enumerate(one):
        places[character] |= 1 << index
    everywhere = row = (1 << len(one)) - 1
    for character in other:
        met = row & places.get(character, 0)
        row = ((row + met) | (row - met)) & everywhere
    return len(one) - row.bit_count()


def near_pairs(texts: Sequence[str], sketches: Sequence[Sequence[int]], share: Decimal) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts that have the share in common: each text with one earlier one, if one is found.

    Only texts that agree in a band of their sketches (see :func:`sketch`) are compared, a few with each: cost grows
    with the texts. Of two texts that differ in scattered characters up to the very limit a few in a hundred escape.
    """
    holders: dict[int, int] = {}
    for index, text in enumerate(texts):
        bands = sketches[index]
        met = Counter(holders[band] for band in bands if band in holders)
        for candidate, _ in met.most_common(_CANDIDATES):
            if share_if_alike(texts[candidate], text, share) is not None:
                yield candidate, index
                break
        holders.update(dict.fromkeys(bands, index))


def sketch(text: str) -> tuple[int, ...]:
    """The text's sketch, cut into bands; two texts share a band the likelier, the more three-character pieces they share.

    The hashes of the pieces fall into bins, and each bin keeps its smallest (one-permutation MinHash: no random
    numbers, one pass). Hashes of whole numbers are the same in every run.
    """
    units = memoryview(text[:LONGEST_COMPARED].encode("utf-16-le", "surrogatepass")).cast("H")
    sums = sorted(map(hash, zip(units, units[1:], units[2:], strict=False)), reverse=True)
    smallest = {checksum % (_BANDS * _ROWS): checksum for checksum in sums}
    bins = [smallest.get(number, 0) for number in range(_BANDS * _ROWS)]
    bands = zip(range(_BANDS), bins[::_ROWS], bins[1::_ROWS], bins[2::_ROWS], strict=True)
    return tuple(hash(band) for band in bands if any(band[1:]))
