"""How much two texts have in common, and which of many texts are nearly the same, without comparing each with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..digest import digest_of
from .subsequence import common_length

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

LONGEST_COMPARED = 2_000
"""Characters of a text that are compared; what comes after them is not looked at."""

_BANDS = 20
_ROWS = 3
_BINS = _BANDS * _ROWS
_CANDIDATES = 4
_HASH_BITS = 40
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
"""Odd numbers of 64 bits with digits of no pattern: multiplying by them mixes."""


def load_libraries() -> None:
    """Load what comparing takes. Else that is done where something is compared first: it takes as long as git does."""
    import numpy  # noqa: F401, ICN001
    import rapidfuzz.distance
    import rapidfuzz.process  # noqa: F401


def share_in_common(one: str, other: str) -> Decimal:
    """The share of the longer text's characters, in %, that stand in the other in the same order."""
    one, other = one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]
    longer = max(len(one), len(other))
    return Decimal(common_length(one, other) * 100) / longer if longer else Decimal(100)


def share_if_alike(one: str, other: str, least: Decimal) -> Decimal | None:
    """The share in common where it reaches the least wanted; texts of too different lengths are not compared."""
    shorter, longer = sorted(min(len(text), LONGEST_COMPARED) for text in (one, other))
    if shorter * 100 < longer * least:
        return None
    share = share_in_common(one, other)
    return share if share >= least else None


Pairs = tuple[tuple[int, int], ...]
"""Places of texts: of one, and of a later one that is like it."""

_MOST_REMEMBERED = 8
_remembered: dict[str, Pairs] = {}
"""Pairs by the digest of the texts and the share: in the preview, most edits leave all of a year's wordings as they are."""


def near_pairs(texts: Sequence[str], sketches: Sequence[bytes], share: Decimal) -> Pairs:
    """Pairs of texts that have the share in common: each text with one earlier one, if one is found.

    Only texts that agree in a band of their sketches (see :func:`sketches_of`) are compared, a few with each: cost
    grows with the texts. Of two texts that differ in scattered characters up to the very limit a few in a hundred escape.
    """
    digest = digest_of(str(share), *texts)
    found = _remembered.pop(digest, None)
    if found is None:
        found = tuple(_near_pairs(texts, sketches, share))
    _remembered[digest] = found
    if len(_remembered) > _MOST_REMEMBERED:
        del _remembered[next(iter(_remembered))]
    return found


def _near_pairs(texts: Sequence[str], sketches: Sequence[bytes], share: Decimal) -> Iterator[tuple[int, int]]:
    import numpy as np
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cpdist

    later, earlier = _candidates(sketches)
    compared = [text[:LONGEST_COMPARED] for text in texts]
    lengths = np.array(list(map(len, compared)), np.int64)
    longer, shorter = (pick(lengths[earlier], lengths[later]) for pick in (np.maximum, np.minimum))
    numerator, denominator = share.as_integer_ratio()
    may_be = shorter * (100 * denominator) >= longer * numerator
    later, earlier, longer = later[may_be], earlier[may_be], longer[may_be]
    one, other = ([compared[at] for at in places.tolist()] for places in (earlier, later))
    cutoff = (numerator * 1_000_000 - 1) / (denominator * 100_000_000)  # a little less: whole numbers decide below
    shares = cpdist(one, other, scorer=LCSseq.normalized_similarity, score_cutoff=cutoff, dtype=np.float64, workers=-1)
    alike = np.rint(shares * longer).astype(np.int64) * (100 * denominator) >= longer * numerator
    found, first = np.unique(later[alike], return_index=True)
    return zip(earlier[alike][first].tolist(), found.tolist(), strict=True)


def _candidates(sketches: Sequence[bytes]) -> tuple[Numbers, Numbers]:
    """Each text with the last earlier ones that agree with it in a band, those that agree in most bands first."""
    import numpy as np

    bands = np.frombuffer(b"".join(sketches), "<u4").astype(np.uint64)
    holders = np.repeat(np.arange(len(sketches), dtype=np.uint64), [len(sketch) // 4 for sketch in sketches])
    held = np.sort(bands << np.uint64(32) | holders)
    bands, holders = held >> np.uint64(32), held & np.uint64(0xFFFFFFFF)
    met = (bands[1:] == bands[:-1]) & (holders[1:] != holders[:-1])
    pairs, counts = np.unique(holders[1:][met] << np.uint64(32) | holders[:-1][met], return_counts=True)
    later, earlier = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    order = np.lexsort((earlier, -counts, later))
    later, earlier = later[order], earlier[order]
    place = np.arange(len(later)) - np.searchsorted(later, later)
    first = place < _CANDIDATES
    return later[first], earlier[first]


def sketches_of(texts: Sequence[str]) -> tuple[bytes, ...]:
    """Each text's sketch, cut into bands of four bytes; two share a band the likelier, the more they have in common.

    The hashes of a text's pieces of three characters fall into bins, and each bin keeps its smallest (one-permutation
    MinHash: no random numbers, one pass). They are the same in every run and on every machine.
    """
    import numpy as np

    compared = [text[:LONGEST_COMPARED] for text in texts]
    characters = np.frombuffer("".join(compared).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), list(map(len, compared)))
    hashes = _mixed(characters[:-2], characters[1:-1], characters[2:])
    own = owners[:-2] == owners[2:]
    hashes, owners = hashes[own], owners[:-2][own]
    places = owners * np.uint64(_BINS) + (hashes >> np.uint64(_HASH_BITS)) % np.uint64(_BINS)
    keyed = np.sort(places << np.uint64(_HASH_BITS) | hashes & np.uint64((1 << _HASH_BITS) - 1))
    places = keyed >> np.uint64(_HASH_BITS)
    smallest = np.ones(len(keyed), bool)
    smallest[1:] = places[1:] != places[:-1]
    bins = np.zeros(len(texts) * _BINS, np.uint64)
    bins[places[smallest]] = keyed[smallest] | np.uint64(1 << _HASH_BITS - 1)
    return _banded(bins.reshape(len(texts), _BANDS, _ROWS))


def _banded(bins: Numbers) -> tuple[bytes, ...]:
    """For each text its bands; a band of empty bins says nothing and is left out."""
    import numpy as np

    low = bins & np.uint64((1 << _HASH_BITS) - 1)
    numbers = np.arange(_BANDS, dtype=np.uint64)
    bands = _mixed(np.add(_mixed(low[:, :, 0], low[:, :, 1], low[:, :, 2]), numbers)) >> np.uint64(32)
    filled = (low != 0).any(axis=2)
    return tuple(text[has].astype("<u4").tobytes() for text, has in zip(bands, list(filled), strict=True))


def _mixed(*numbers: Numbers) -> Numbers:
    """One number of each row of numbers, of 64 bits, in which every digit depends on all."""
    import numpy as np

    mixed = np.zeros_like(numbers[0])
    for number, odd in zip(numbers, _ODD, strict=False):
        mixed = (mixed ^ number) * np.uint64(odd)
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(_ODD[-1])
    return mixed ^ mixed >> np.uint64(32)
