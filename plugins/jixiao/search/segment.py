"""Pieces → a segment of the index: for every gram the declarations that hold it, in small scripts found by the gram's hash.

A segment holds the declarations of one year, numbered in the order of their ids. Of each gram it lists those that hold
it anywhere, and those that hold it in an indicator, which rank higher.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .grams import grams_of
from .index import FOLDER, Passage, Weight, script, shards_for

MOST_IN_PIECE = 60
"""Declarations in one piece at most: of each gram it tells them as the bits of one number."""


class Piece(msgspec.Struct, array_like=True, frozen=True):
    """The grams of a few declarations: for each, which of them hold it, and which in an indicator."""

    count: int
    anywhere: dict[str, int]
    in_indicators: dict[str, int]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Piece).decode


def piece_of(texts: Sequence[Sequence[Passage]]) -> bytes:
    """The piece of some declarations, each given by its texts."""
    if len(texts) > MOST_IN_PIECE:
        raise ValueError(f"a piece tells of {MOST_IN_PIECE} declarations at most")
    anywhere: dict[str, int] = defaultdict(int)
    in_indicators: dict[str, int] = defaultdict(int)
    for number, passages in enumerate(texts):
        bit = 1 << number
        ranked = grams_of(passage.text for passage in passages if passage.weight == Weight.INDICATOR)
        for gram in ranked:
            in_indicators[gram] |= bit
        for gram in ranked | grams_of(passage.text for passage in passages if passage.weight != Weight.INDICATOR):
            anywhere[gram] |= bit
    return _encode(Piece(len(texts), anywhere, in_indicators))


def segment_files(name: str, pieces: Iterable[bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """The scripts of a segment as (address, content); ``count`` is how many declarations the pieces have together."""
    anywhere: dict[str, int] = {}
    in_indicators: dict[str, int] = {}
    offset = 0
    for content in pieces:
        piece = _decode(content)
        _add(anywhere, piece.anywhere, offset)
        _add(in_indicators, piece.in_indicators, offset)
        offset += piece.count
    size, number = (count + 7) // 8, shards_for(count)
    shards: list[dict[str, list[str]]] = [{} for _ in range(number)]
    for gram in sorted(anywhere):
        told = [_told(anywhere[gram], size)]
        if holders := in_indicators.get(gram):
            told.append("" if holders == anywhere[gram] else _told(holders, size))
        shards[shard_of(gram, number)][gram] = told
    for at, entries in enumerate(shards):
        yield f"{FOLDER}/{name}/{at}.js", script("grams_of", [name, at, entries])


def _add(all_: dict[str, int], masks: dict[str, int], offset: int) -> None:
    for gram, mask in masks.items():
        all_[gram] = all_.get(gram, 0) | mask << offset


def shard_of(gram: str, shards: int) -> int:
    """In which of so many scripts a gram stands; the browser works it out in the same way."""
    state = 0
    for unit in memoryview(gram.encode("utf-16-le", "surrogatepass")).cast("H"):
        state = (state * 31 + unit) & 0xFFFFFFFF
    return (state * 2654435761 & 0xFFFFFFFF) >> 16 & shards - 1


def _told(holders: int, size: int) -> str:
    """Numbers as text: ``b`` and a bit for each declaration, or ``d`` and the gaps between those that hold the gram.

    A gap is written in bytes of seven bits, the lowest first, the eighth bit saying that another byte follows.
    """
    if holders.bit_count() >= size:
        return "b" + b64encode(holders.to_bytes(size, "little")).decode()
    gaps, last = bytearray(), -1
    while holders:
        lowest = holders & -holders
        number = lowest.bit_length() - 1
        gap, last = number - last - 1, number
        while gap > 127:
            gaps.append(gap & 127 | 128)
            gap >>= 7
        gaps.append(gap)
        holders ^= lowest
    return "d" + b64encode(gaps).decode()
