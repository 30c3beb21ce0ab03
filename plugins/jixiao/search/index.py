"""Searchable pages → index files: the texts themselves, in scripts of bounded size that call ``jixiaoSearch.add``.

The browser matches literally against these texts, so nothing that matches is missed and nothing else is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

FOLDER = "search-index"
"""Where the index stands, below the site's root."""

SHARD_CHARACTERS = 400_000
"""Characters of text in one script, beyond which the next one begins."""


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


class Facts(NamedTuple):
    """What results are filtered and sorted by; amounts as programs read them, in 元, empty where there is none."""

    year: str = ""
    unit: str = ""
    type: str = ""
    purpose: str = ""
    budget: str = ""
    growth: str = ""


class Searchable(NamedTuple):
    """One page that can be found: its address below the site's root, what it is, its title, facts and passages."""

    address: str
    kind: str
    title: str
    facts: Facts
    passages: tuple[Passage, ...]


def index_files(pages: Iterable[Searchable], name: str = "texts") -> Iterator[tuple[str, bytes]]:
    """The index as (address, content): one script that lists the shards, and the shards; the same input, same bytes."""
    shards = list(_shards(pages))
    names = [f"{name}-{number}.js" for number in range(1, len(shards) + 1)]
    yield f"{FOLDER}/{name}.js", _script("shards", names)
    for shard_name, shard in zip(names, shards, strict=True):
        yield f"{FOLDER}/{shard_name}", _script("add", shard)


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


def _script(call: str, value: object) -> bytes:
    """A call with plain data. What could end a script element or a line of JavaScript is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029\x7f":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"jixiaoSearch.{call}({text});\n".encode("utf-8", "backslashreplace")
