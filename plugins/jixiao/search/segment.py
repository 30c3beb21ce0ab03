"""Pieces → a segment of the index: who holds each gram, in small scripts; and the texts themselves, packed.

A segment has declarations, or reports, of one year or of several, numbered in the order of their ids. Grams stand in scripts found
by the hash of their first two characters, a longer one beneath the one without its last character:
``{"满意": ["d…", "", {"度": "-"}]}`` tells who holds 满意, that each of these does in an indicator, and that all of
them hold 满意度. Of longer ones it is not told where they are held.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from .grams import RANKED, Level, Texts, levels_of, texts_of
from .index import FOLDER, PER_SHARD, script, shards_for
from .pieces import END, TextPiece, texts_in, together
from .postings import common_bits, in_indicators, postings

_PACK = 500_000
"""Bytes of squeezed texts in one script, beyond which the next one begins."""
_TOGETHER = 16
"""Declarations whose texts are squeezed together at least: of fewer they take much more room."""

Node = list[Any]
"""What is told of a gram: its posting, its posting in indicators if any, and what follows it, if anything does."""


def segment_files(name: str, pieces: Iterable[TextPiece], each: int = PER_SHARD) -> Iterator[tuple[str, bytes]]:
    """The scripts of a segment as (address, content), one for ``each`` so many records."""
    held = tuple(pieces)
    yield from _packs(name, held)
    texts = texts_of(chain.from_iterable(map(texts_in, held)))
    number = shards_for(texts.total, each)
    shards: dict[int, dict[str, Node]] = {at: {} for at in range(number)}
    for gram, node in _nodes(texts):
        shards[shard_of(gram, number)][gram] = node
    for at in range(number):
        told = {gram: _told(node) for gram, node in sorted(shards.pop(at).items())}
        yield f"{FOLDER}/{name}/{at}.js", script("grams_of", [name, at, told])


def shard_of(gram: str, shards: int) -> int:
    """In which of so many scripts a gram of one or two characters stands; the browser works it out in the same way."""
    state = 0
    for unit in memoryview(gram.encode("utf-16-le", "surrogatepass")).cast("H"):
        state = (state * 31 + unit) & 0xFFFFFFFF
    return (state * 2654435761 & 0xFFFFFFFF) >> 16 & shards - 1


def _nodes(texts: Texts) -> Iterator[tuple[str, Node]]:
    """The grams of one and of two characters, with all that is told of them once all levels are read."""
    shorter, before = None, dict[str, Node]()
    found: list[tuple[str, Node]] = []
    for level in levels_of(texts):
        told = postings(level, texts.total, shorter)
        if level.length <= RANKED:
            ranked = in_indicators(level, texts.total)
            nodes = [[one] if place is None else [one, place] for one, place in zip(told, ranked, strict=True)]
        else:
            nodes = [[one] for one in told]
        now = dict(zip(_grams(texts, level), nodes, strict=True))
        if level.length <= RANKED:
            found += now.items()
        else:
            _put_beneath(before, now)
        if level.length >= RANKED:
            shorter, before = common_bits(level, texts.total), now
    yield from found


def _put_beneath(before: dict[str, Node], now: dict[str, Node]) -> None:
    for gram, node in now.items():
        parent = before[gram[:-1]]
        if not isinstance(parent[-1], dict):
            parent.append({})
        parent[-1][gram[-1]] = node


def _grams(texts: Texts, level: Level) -> Iterator[str]:
    """The grams' characters."""
    import numpy as np

    places = level.places[:, None] + np.arange(level.length)
    written = "".join(map(texts.alphabet.__getitem__, (texts.character[places].ravel() - 1).tolist()))
    return (written[at : at + level.length] for at in range(0, len(written), level.length))


def _told(node: Node) -> object:
    """A node as it is written: a posting alone stands for itself."""
    if isinstance(node[-1], dict):
        return [*node[:-1], {character: _told(child) for character, child in node[-1].items()}]
    return node[0] if len(node) == 1 else node


def _packs(name: str, pieces: Sequence[TextPiece]) -> Iterator[tuple[str, bytes]]:
    """The packs, and a script that tells of each the number of its first declaration."""
    firsts = []
    for number, (first, some) in enumerate(_parts(_joined(pieces))):
        firsts.append(first)
        squeezed = b64encode(b"".join(piece.squeezed for piece in some) + END).decode()
        yield f"{FOLDER}/{name}/pack-{number}.js", script("pack", [name, number, squeezed])
    yield f"{FOLDER}/{name}/packs.js", script("packs", [name, firsts])


def _joined(pieces: Sequence[TextPiece]) -> Iterator[TextPiece]:
    """The pieces, small ones put together."""
    some: list[TextPiece] = []
    for piece in pieces:
        some.append(piece)
        if sum(one.count for one in some) >= _TOGETHER:
            yield together(some)
            some = []
    if some:
        yield together(some)


def _parts(pieces: Iterable[TextPiece]) -> Iterator[tuple[int, list[TextPiece]]]:
    some: list[TextPiece] = []
    first = size = 0
    for piece in pieces:
        if size > _PACK:
            yield first, some
            first, size, some = first + sum(one.count for one in some), 0, []
        some.append(piece)
        size += len(piece.squeezed)
    if some:
        yield first, some
