"""A shard: one machine's share of a site, made for a store of its own, which the machine that joins takes over.

A shard has the entries of some units. Whoever joins them builds the site as ever; what hangs together over units, or is
missing, is made then. So the site is the very one that a single machine would make. A shard is not sealed: who names it
vouches for it.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

from ..problem import SetupProblem
from .analysis import Analyst
from .batches import batches_of
from .context import BuildContext, store_of
from .plan import entries_of
from .store import Store

MARK = "jixiao-shard"
"""The file by which a shard's folder is known as one."""


def make_shard(context: BuildContext, analyst: Analyst, folder: Path, number: int, shards: int) -> int:
    """Make shard ``number`` of ``shards`` (from 1) into a folder, new or empty; tell how many batches it has.

    Raises :class:`SetupProblem` where something else is there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SetupProblem(f"{folder} 里已有文件；请另指一个新的或空的文件夹")
    others = {
        listed.file: None
        for batch in batches_of(context.content)
        if share_of(batch.unit, shards) != number - 1
        for listed in batch.files
    }
    mine = replace(context, content=context.content.with_changes(others))
    analysis = analyst.analyse(mine)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(f"{number}/{shards}\n", encoding="ascii")
    shard = Store(folder)
    for kind, key in sorted(entries_of(analysis)):
        content = context.store.get(kind, key)
        if content is not None:
            shard.put(kind, key, content)
    return len(analysis.batches)


def share_of(unit: str, shards: int) -> int:
    """Which shard a unit falls to, counted from 0; the same on every machine."""
    return zlib.crc32(unit.encode("utf-8", "surrogatepass")) % shards


def adopt_shard(root: Path, folder: Path) -> int:
    """Take the entries of a shard over into a site's store, the damaged ones left out; tell how many they are.

    Raises :class:`SetupProblem` where the folder is no shard.
    """
    if not (folder / MARK).is_file():
        raise SetupProblem(f"{folder} 不是 jixiao build --shard 做好的一份")
    store, shard, count = store_of(root), Store(folder), 0
    for entry in sorted(folder.glob("*/??/*")):
        kind, key = entry.parent.parent.name, entry.name
        content = shard.get(kind, key)
        if content is not None and store.get(kind, key) is None:
            store.put(kind, key, content)
            count += 1
    return count
