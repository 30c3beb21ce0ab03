"""What a declaration's findings and page depend on beyond its own file: those it is linked to, and findings of its year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from ..cache import digest_of
from ..model import Outline
from ..portfolio import Portfolio
from .records import FindingRecord, OutlineRecord, encode, outline_record
from .ties import Ties

Late = Mapping[str, tuple[FindingRecord, ...]]
"""Findings by file that judging whole years gave."""


class Contexts:
    """Digests of contexts within one portfolio: equal digests mean equal findings and pages of an unchanged file.

    The ``records`` that are at hand are not made again.
    """

    def __init__(self, portfolio: Portfolio, records: Iterable[OutlineRecord] = ()) -> None:
        self._portfolio = portfolio
        self._records = {record.id: record for record in records}
        self._digests: dict[str, bytes] = {}

    def digest(self, declaration: Outline, late: Sequence[FindingRecord] = ()) -> str:
        """The digest of one declaration's context; ``late`` are its findings that judging the whole year gave."""
        portfolio = self._portfolio
        named, previous = portfolio.get(declaration.predecessor), portfolio.previous(declaration)
        following, chain = portfolio.next(declaration), portfolio.chain(declaration)
        parts = [self._of(named), self._of(previous), *map(self._of, following), _NOTHING, *map(self._of, chain)]
        return digest_of(b"".join(parts), encode(tuple(late)) if late else b"")

    def _of(self, outline: Outline | None) -> bytes:
        if outline is None:
            return _NOTHING
        known = self._digests.get(outline.id)
        if known is None:
            known = self._digests[outline.id] = _digest(self._records.get(outline.id) or outline_record(outline))
        return known


_DIGEST_BYTES = 16
_NOTHING = bytes(_DIGEST_BYTES)


def _digest(record: OutlineRecord) -> bytes:
    return blake2b(encode(record), digest_size=_DIGEST_BYTES).digest()


class Kin:
    """Which units are linked: by their own declarations alone, or by a 前身 that is another unit's.

    A portfolio of all that is kin to a declaration gives it the very links that the portfolio of everything gives.
    """

    def __init__(self, outlines: Iterable[Outline]) -> None:
        members: dict[str, list[Outline]] = defaultdict(list)
        known = {}
        for outline in outlines:
            members[outline.spending_unit.id].append(outline)
            known[outline.id] = outline
        self._ties = Ties()
        for outline in known.values():
            if named := known.get(outline.predecessor):
                self._ties.join_all((outline.spending_unit.id, named.spending_unit.id))
        self._families: dict[str, list[Outline]] = defaultdict(list)
        for unit, those in members.items():
            self._families[self._ties.root(unit)].extend(those)

    def of(self, units: Iterable[str]) -> tuple[Outline, ...]:
        """All declarations that are kin to those of some units, their own included."""
        roots = dict.fromkeys(map(self._ties.root, units))
        return tuple(outline for root in roots for outline in self._families[root])
