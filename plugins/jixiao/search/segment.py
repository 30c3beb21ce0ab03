"""Pieces → a segment of the index: for every gram the declarations that hold it, in small scripts found by the gram's hash.

A segment holds the declarations of one year, numbered in the order of their ids. Of each gram it lists those that hold
it anywhere, and those that hold it in an indicator, which rank higher.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from .grams import gram_keys, grams_with, units_of
from .index import FOLDER, Passage, Weight, script, shards_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .grams import Keys

MOST_IN_PIECE = 60
"""Declarations in one piece at most: of each gram it tells them as the bits of one number."""
_ROWS_AT_ONCE = 1 << 14
"""Grams of pieces that are put together at once."""
_ROWS_IN_MEMORY = 1 << 20
"""Grams of pieces that are held at once, in some 60 MB; where there are more, the pieces are read several times."""


class GramPiece(msgspec.Struct, array_like=True, frozen=True):
    """The grams of a few declarations: for each, which of them hold it, and which in an indicator.

    ``keys`` are numbers of eight bytes, of each gram one; ``anywhere`` and ``in_indicators`` have four bytes, or eight
    where there are more than 32 declarations. The lowest byte comes first.
    """

    count: int
    keys: bytes
    anywhere: bytes
    in_indicators: bytes


_encode = msgspec.msgpack.Encoder().encode
piece_in = msgspec.msgpack.Decoder(GramPiece).decode
"""The piece that some bytes are."""


def piece_of(texts: Sequence[Sequence[Passage]]) -> bytes:
    """The piece of some declarations, each given by its texts."""
    import numpy as np

    if len(texts) > MOST_IN_PIECE:
        raise ValueError(f"a piece tells of {MOST_IN_PIECE} declarations at most")
    passages = [(number, passage) for number, told in enumerate(texts) for passage in told]
    keys, places = gram_keys([passage.text for _, passage in passages])
    ranked = [number << 1 | (passage.weight == Weight.INDICATOR) for number, passage in passages]
    told = np.sort(keys << np.uint64(7) | np.array(ranked, np.uint64)[places.astype(np.intp)])
    told = told[np.diff(told, prepend=np.uint64((1 << 64) - 1)) != 0]
    keys, bits = told >> np.uint64(7), np.uint64(1) << (told >> np.uint64(1) & np.uint64(63))
    starts = np.flatnonzero(np.diff(keys, prepend=np.uint64((1 << 64) - 1)))
    in_indicators = np.where(told & np.uint64(1), bits, np.uint64(0))
    masks = [np.bitwise_or.reduceat(mask, starts) if len(starts) else mask for mask in (bits, in_indicators)]
    coded = (mask.astype(_mask_type(len(texts))).tobytes() for mask in masks)
    return _encode(GramPiece(len(texts), keys[starts].astype("<u8").tobytes(), *coded))


def _mask_type(count: int) -> str:
    """The type of numbers with a bit for each of so many declarations."""
    return "<u4" if count <= 32 else "<u8"


class _Rows(NamedTuple):
    """Grams as pieces tell them, one row for each gram of each piece; ``offsets`` are the pieces' first declarations."""

    keys: Keys
    anywhere: Keys
    in_indicators: Keys
    offsets: NDArray[np.uint32]


def segment_files(name: str, pieces: Callable[[], Iterable[GramPiece]], count: int) -> Iterator[tuple[str, bytes]]:
    """The scripts of a segment as (address, content).

    ``pieces`` gives all pieces, as often as it is asked; ``count`` is how many declarations they have together.
    """
    number = shards_for(count)
    rounds = -(-sum(len(piece.keys) // 8 for piece in pieces()) // _ROWS_IN_MEMORY) or 1
    at_once = -(-number // rounds)
    for start in range(0, number, at_once):
        wanted = range(start, min(start + at_once, number))
        for shards, rows in _parts(_gathered(pieces(), wanted, number), wanted, number):
            yield from _scripts(name, shards, rows, number, count)


def _scripts(name: str, shards: range, rows: _Rows, number: int, count: int) -> Iterator[tuple[str, bytes]]:
    """The scripts of some shards out of a number of them, by the rows of all their grams."""
    keys, told = _postings(rows, count)
    entries: dict[int, dict[str, list[str]]] = {at: {} for at in shards}
    for at, gram, entry in zip(_shards_of(keys, number).tolist(), grams_with(keys), told, strict=True):
        entries[at][gram] = entry
    for at in shards:
        yield f"{FOLDER}/{name}/{at}.js", script("grams_of", [name, at, dict(sorted(entries.pop(at).items()))])


def _gathered(pieces: Iterable[GramPiece], wanted: range, shards: int) -> _Rows:
    """The rows of all pieces that belong to some of so many shards, one piece's after the other's."""
    import numpy as np

    parts: tuple[list[Any], ...] = ([], [], [], [])
    offset = 0
    for piece in pieces:
        masks = (np.frombuffer(told, _mask_type(piece.count)) for told in (piece.anywhere, piece.in_indicators))
        keys = np.frombuffer(piece.keys, "<u8")
        columns: tuple[Any, ...] = (keys, *masks, np.full(len(keys), offset, np.uint32))
        if len(wanted) < shards:
            owners = _shards_of(keys, shards)
            mine = (owners >= wanted.start) & (owners < wanted.stop)
            columns = tuple(column[mine] for column in columns)
        for column, told in zip(parts, columns, strict=True):
            column.append(told)
        offset += piece.count
    kinds: tuple[type[np.generic], ...] = (np.uint64, np.uint64, np.uint64, np.uint32)
    return _Rows(*map(_joined, parts, kinds))


def _joined(parts: list[Any], kind: type[np.generic]) -> Any:
    """Arrays on end; the parts are let go of."""
    import numpy as np

    whole = np.concatenate([np.zeros(0, kind), *parts]).astype(kind, copy=False)
    parts.clear()
    return whole


def _parts(rows: _Rows, wanted: range, shards: int) -> Iterator[tuple[range, _Rows]]:
    """A few of the wanted shards at a time with their rows: by their keys, each gram's in the order of the pieces."""
    import numpy as np

    order = np.argsort(rows.keys, kind="stable")
    keys = rows.keys[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    owners = np.repeat(_shards_of(keys[firsts], shards), np.diff(firsts, append=len(keys)))
    order = order[np.argsort(owners, kind="stable")]
    ends = np.cumsum(np.bincount(owners, minlength=shards)).tolist()
    del keys, firsts, owners
    start, first = 0, wanted.start
    for at in wanted:
        end = ends[at]
        if at + 1 == wanted.stop or ends[at + 1] - start > _ROWS_AT_ONCE:
            those = order[start:end]
            columns: Iterator[Any] = (column[those] for column in rows)
            yield range(first, at + 1), _Rows(*columns)
            start, first = end, at + 1


def _postings(rows: _Rows, count: int) -> tuple[Keys, list[list[str]]]:
    """Each gram, and what is told of it: who holds it, and, if anybody does, who holds it in an indicator."""
    import numpy as np

    changes = np.diff(rows.keys, prepend=~rows.keys[:1]) != 0
    grams = np.cumsum(changes) - 1
    keys = rows.keys[changes]
    anywhere = _Holders.of(rows.anywhere, rows.offsets, grams, len(keys))
    ranked = _Holders.of(rows.in_indicators, rows.offsets, grams, len(keys))
    told = [[posting] for posting in anywhere.told(range(len(keys)), count)]
    for at in np.flatnonzero(ranked.counts == anywhere.counts).tolist():
        told[at].append("")
    few = np.flatnonzero((ranked.counts > 0) & (ranked.counts < anywhere.counts)).tolist()
    for at, posting in zip(few, ranked.told(few, count), strict=True):
        told[at].append(posting)
    return keys, told


class _Holders(NamedTuple):
    """The declarations' ``numbers`` that hold each gram, ascending, those of one gram after those of another."""

    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, masks: Keys, offsets: NDArray[np.uint32], grams: NDArray[np.int64], total: int) -> _Holders:
        """Read the masks' bits; ``grams`` are the numbers of the rows' grams, of which there are so many in all."""
        import numpy as np

        filled = np.flatnonzero(masks)
        bits = np.unpackbits(masks[filled].astype("<u8").view(np.uint8), bitorder="little")
        set_bits = np.flatnonzero(bits.view(bool))
        rows = filled[set_bits >> 6]
        counts = np.bincount(grams[rows], minlength=total)
        return cls(offsets[rows].astype(np.int64) + (set_bits & 63), counts, np.cumsum(counts) - counts)

    def told(self, grams: Iterable[int], count: int) -> Iterator[str]:
        """Numbers as text: ``b`` and a bit for each declaration, or ``d`` and the gaps between those that hold the gram.

        A gap is written in bytes of seven bits, the lowest first, the eighth bit saying that another byte follows.
        """
        size = (count + 7) // 8
        coded, ends = self._gaps()
        counts, starts = self.counts.tolist(), self.starts.tolist()
        for gram in grams:
            first, last = starts[gram], starts[gram] + counts[gram]
            if counts[gram] >= size:
                yield "b" + b64encode(_bits(self.numbers[first:last], size)).decode()
            else:
                yield "d" + b64encode(coded[ends[first] : ends[last]]).decode()

    def _gaps(self) -> tuple[bytes, list[int]]:
        """All gaps as they are written, and where each one's bytes begin; behind the last, where they end."""
        import numpy as np

        gaps = np.diff(self.numbers, prepend=-1) - 1
        first = self.starts[self.counts > 0]
        gaps[first] = self.numbers[first]
        lengths = 1 + sum((gaps >> 7 * more != 0).astype(np.int64) for more in (1, 2, 3))
        ends = np.concatenate([[0], np.cumsum(lengths)])
        coded = np.zeros(int(ends[-1]), np.uint8)
        for at in range(4):
            holds = lengths > at
            follows = (lengths[holds] > at + 1).astype(np.int64) << 7
            coded[ends[:-1][holds] + at] = gaps[holds] >> 7 * at & 127 | follows
        return coded.tobytes(), ends.tolist()


def _bits(numbers: NDArray[np.int64], size: int) -> bytes:
    import numpy as np

    bits = np.zeros(size * 8, np.uint8)
    bits[numbers] = 1
    return np.packbits(bits, bitorder="little").tobytes()


def _shards_of(keys: Keys, shards: int) -> NDArray[np.uint16]:
    """In which of so many scripts each gram stands; the browser works it out in the same way."""
    import numpy as np

    state, low = np.zeros(len(keys), np.uint64), np.uint64(0xFFFFFFFF)
    for units in units_of(keys):
        state = np.where(units == 0, state, state * np.uint64(31) + units & low)
    hashed: Keys = (state * np.uint64(2654435761) & low) >> np.uint64(16) & np.uint64(shards - 1)
    return hashed.astype(np.uint16)
