"""What the last run left settled: from it the next tells which batches a change may concern, without a look at the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from ..cache import Cache, digest_of
from .records import FileRecord, Unreadable, decode, encode
from .ties import Ties

KIND = "settled"
"""The kind of the one piece that is kept of each order's last whole run, by the order's key."""


class Note(msgspec.Struct, array_like=True, frozen=True):
    """What is noted of a batch: the hash of its contexts, the units that it ties together, the years of its declarations."""

    contexts: str
    units: tuple[str, ...]
    years: tuple[int, ...]


class Settled(msgspec.Struct, array_like=True, frozen=True):
    """All batches of a run by their keys, and the keys of what judging whole years gave; every context was as it should be."""

    notes: dict[str, Note]
    late: tuple[str, ...]

    @classmethod
    def of(cls, cache: Cache, key: str) -> Settled | None:
        """What was kept; nothing where that cannot be read."""
        kept = cache.get(KIND, key)
        try:
            return decode(kept, cls) if kept else None
        except Unreadable:
            return None

    def keep(self, cache: Cache, key: str) -> None:
        """Let the next run know."""
        cache.put(KIND, key, encode(self))


def note_of(unit: str, parsed_files: Iterable[FileRecord]) -> Note:
    """The note of a batch from the folder of a unit.

    Declarations are linked within a spending unit, or by 前身; whether that names a declaration is not asked here.
    """
    units, years, contexts = {unit}, set(), []
    for parsed in parsed_files:
        contexts.append(parsed.context)
        if outline := parsed.outline:
            years.add(outline.year)
            units.add(outline.unit)
            if outline.predecessor:
                units.add(outline.predecessor.split("/")[1])
    return Note(digest_of(*contexts), tuple(sorted(units)), tuple(sorted(years)))


@dataclass(frozen=True)
class Differences:
    """What differs between a settled run and a state with other notes, as far as these are known."""

    before: Settled
    now: Mapping[str, Note]

    def units(self, also: Iterable[str] = ()) -> frozenset[str]:
        """Every unit that is tied, before or now, to one of which a batch differs, or to one of some others."""
        ties = Ties()
        for note in (*self.before.notes.values(), *self.now.values()):
            ties.join_all(note.units)
        roots = {ties.root(unit) for unit in (*self._differing(), *also)}
        return frozenset(unit for unit in ties.names if ties.root(unit) in roots).union(also)

    def _differing(self) -> Iterator[str]:
        before = self.before.notes
        for key, note in self.now.items():
            if before.get(key) != note:
                yield from note.units
        for key, note in before.items():
            if key not in self.now:
                yield from note.units
