"""A part of the work, for one of several machines: what it leaves in a folder, the others' next run finds as if it were its own.

A part holds the pieces of some units. Whoever joins them builds the site as ever; what hangs together over units, or is
missing, is done then. So the site is the very one that a single machine would make.
"""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cache import Cache
from ..problem import SetupProblem
from ..progress import Progress
from .orders import cache_of
from .run import Run
from .survey import Known
from .work import FINGERPRINTS, JUDGED, RENDERED, Order

MARK = "jixiao-part"
"""The file by which a part's folder is known as one."""


def make_part(
    order: Order, folder: Path, number: int, parts: int, jobs: int | None, progress: Progress | None = None
) -> int:
    """Do part ``number`` of ``parts`` (from 1) and put it into a folder, new or empty; tell how many batches it has.

    Raises :class:`SetupProblem` where something else is there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SetupProblem(f"{folder} 里已有文件；请另指一个新的或空的文件夹")
    run = Run(order, jobs, progress=progress)
    mine = {batch: key for batch, key in run.keyed().items() if share_of(batch.unit, parts) == number - 1}
    known = run.first_round(mine)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(f"{number}/{parts}\n", encoding="ascii")
    for kind, key in _pieces(order, known.values()):
        if order.cache.has(kind, key):
            place = Cache(folder).path(kind, key)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(order.cache.path(kind, key), place)
    return len(known)


def share_of(unit: str, parts: int) -> int:
    """Which part a unit falls to, counted from 0; the same on every machine."""
    return zlib.crc32(unit.encode("utf-8", "surrogatepass")) % parts


def _pieces(order: Order, known: Iterable[Known]) -> Iterator[tuple[str, str]]:
    from ..site.singles import SINGLE_PIECES

    for one in known:
        yield from ((kind, one.key) for kind in (JUDGED, FINGERPRINTS))
        state = order.state_of(one.key, one.judged.parsed_files)
        yield from ((kind, state) for kind in (RENDERED, *SINGLE_PIECES))


def adopt_part(root: Path, folder: Path) -> int:
    """Take the pieces of a part over into a site's cache, the damaged ones left out; tell how many they are.

    Raises :class:`SetupProblem` where the folder is no part.
    """
    if not (folder / MARK).is_file():
        raise SetupProblem(f"{folder} 不是 jixiao build --shard 做好的一份")
    cache, part, count = cache_of(root), Cache(folder), 0
    for piece in sorted(folder.glob("*/??/*")):
        kind, key = piece.parent.parent.name, piece.name
        content = part.get(kind, key)
        if content is not None and not cache.has(kind, key):
            cache.put(kind, key, content)
            count += 1
    return count
