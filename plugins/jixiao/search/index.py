"""Searchable pages → scripts: the texts themselves, for the few pages that are searched whole (rules, hand-written ones)."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

FOLDER = "search-index"
"""Where the index stands, below the site's root."""

PER_SHARD, REPORTS_PER_SHARD = 2, 4
"""Declarations for each script of a segment, and reports, which say less: so a script stays at about three thousand bytes."""

SHARD_CHARACTERS = 400_000
"""Characters of text in one script, beyond which the next one begins."""


FEW = 48
"""Declarations that a search may prove one by one: a gram that more hold is common."""
LONGEST = 8
"""Characters of a listed gram at most."""


class Weight(IntEnum):
    """How much a match in a passage counts: a name before a unit before an indicator before other text."""

    TEXT = 1
    INDICATOR = 2
    UNIT = 3
    NAME = 4


class Passage(NamedTuple):
    """One text of a page: what it is (a field's label, or empty), how much it counts, and the text as written."""

    label: str
    weight: Weight
    text: str


class Searchable(NamedTuple):
    """One page that can be found: its address below the site's root, its kind (``rule``, ``indicator`` or ``page``), its title and passages."""

    address: str
    kind: str
    title: str
    passages: tuple[Passage, ...]


def index_files(pages: Iterable[Searchable], name: str) -> Iterator[tuple[str, bytes]]:
    """The index as (address, content): one script that lists the shards, and the shards; the same input, same bytes."""
    shards = list(_shards(pages))
    names = [f"{name}-{number}.js" for number in range(1, len(shards) + 1)]
    yield f"{FOLDER}/{name}.js", script("shards", names)
    for shard_name, shard in zip(names, shards, strict=True):
        yield f"{FOLDER}/{shard_name}", script("add", shard)


def _shards(pages: Iterable[Searchable]) -> Iterator[list[Searchable]]:
    shard: list[Searchable] = []
    size = 0
    for page in pages:
        if size > SHARD_CHARACTERS:
            yield shard
            shard, size = [], 0
        shard.append(page)
        size += sum(len(passage.text) for passage in page.passages)
    if shard:
        yield shard


def script(call: str, value: object) -> bytes:
    """A call with plain data. What could end a script element or a line of JavaScript is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029\x7f":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"jixiaoSearch.{call}({text});\n".encode("utf-8", "backslashreplace")


def squeezed_script(call: str, name: str, value: object) -> bytes:
    """A call with a name, and with data that the browser unpacks first: JSON, squeezed as raw deflate, in base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    squeezed = b64encode(squeezer.compress(text) + squeezer.flush()).decode()
    return script(call, [name, squeezed])


def listing(segments: Sequence[tuple[str, int, int]]) -> tuple[str, bytes]:
    """The script that says which grams are listed, and which segments there are: each one's name, how many records it has, and scripts."""
    told, first = [], 0
    for name, count, shards in segments:
        told.append({"name": name, "first": first, "count": count, "shards": shards})
        first += count
    return f"{FOLDER}/index.js", script("begin", {"few": FEW, "longest": LONGEST, "segments": told})


def shards_for(count: int, each: int = PER_SHARD) -> int:
    """How many scripts a segment of so many records has: a power of two."""
    return 1 << max(0, (count - 1) // each).bit_length()
