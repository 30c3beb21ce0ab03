"""The folders of open data: one a year, or several where a year's files would be too large for those who publish them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from . import v1

_IN_FOLDER = re.compile(rf"{v1.FOLDER}(\d{{4}})(?:-(\d+))?/", re.ASCII)


class Folder(NamedTuple):
    """The folder of a year; of one of its parts where it has several, which are counted from 1."""

    year: int
    part: int = 0

    @property
    def name(self) -> str:
        """What the folder is called: ``2019``, ``2019-1``."""
        return f"{self.year}-{self.part}" if self.part else str(self.year)

    @property
    def title(self) -> str:
        """What it is called on pages: ``2019年``, ``2019年第 1 部分``."""
        return f"{self.year}年第 {self.part} 部分" if self.part else f"{self.year}年"


def folders_among(paths: Iterable[str]) -> tuple[Folder, ...]:
    """The folders that files with these paths lie in, in the order of the years."""
    found = {match.groups() for path in paths if (match := _IN_FOLDER.match(path))}
    return tuple(sorted(Folder(int(year), int(part or 0)) for year, part in found))


def in_parts(numbers: Iterable[int], weigh: Callable[[int], tuple[int, ...]], most: int) -> Iterator[tuple[int, ...]]:
    """Cut a sequence of batches wherever what they weigh together, by any one of their weights, would exceed the most."""
    part: tuple[int, ...] = ()
    total: tuple[int, ...] = ()
    for number in numbers:
        own = weigh(number)
        added = tuple(map(sum, zip(total, own, strict=True))) if part else own
        if part and max(added) > most:
            yield part
            part, added = (), own
        part, total = (*part, number), added
    if part:
        yield part
