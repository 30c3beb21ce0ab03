"""Indicators of all projects by their names: who uses each, with which target values, and how these spread by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, islice, zip_longest
from typing import NamedTuple

import msgspec

from ..model import Declaration, Indicator
from ..outcome import Verdict
from ..target import Target, read_target
from ..text import bare_name, fold, without_brackets
from .cycle import Cycle, CycleRow
from .outcome_rows import Row
from .reached import Reached, reached_in

_MOST_READ = 1 << 14
"""Names and targets that recur, as they were read."""
PIECE = "uses"
"""The kind of the pieces that the library is made from."""
LEAST = 2
"""Declarations that must use an indicator before it has a page of its own."""


class Owner(NamedTuple):
    """A declaration that uses an indicator, as far as the library names it."""

    id: str
    project: str
    year: int
    unit: str

    @property
    def through_years(self) -> str:
        """The id less its year: the same for one project in every year."""
        return self.id.partition("/")[2]


class Came(NamedTuple):
    """What was reported of one use: at mid-year and of the year, as filed; the verdict is empty where the year was not evaluated."""

    midyear: str
    actual: str
    verdict: str
    difference: str

    @property
    def words(self) -> str:
        """All of it in a few words."""
        found = Verdict(self.verdict) if self.verdict else None
        difference = f"（{self.difference}）" if self.difference else ""
        told = (
            f"年中 {self.midyear}" if self.midyear else "",
            f"实际 {self.actual or '未填写'} {found.mark} {found.label}{difference}" if found else "",
        )
        return "；".join(one for one in told if one)


def _came(row: CycleRow) -> Came | None:
    outcome = row.outcome
    if not outcome:
        return Came(row.midyear, "", "", "") if row.midyear else None
    return Came(row.midyear, row.actual, outcome.verdict.value, outcome.difference_in_words)


_Use = tuple[str, str, str, str, tuple[str, ...], Came | None]


class _Filed(msgspec.Struct, array_like=True, frozen=True):
    """One declaration's indicators: of each its group, subgroup, name and target value as filed, its other cells, what came of it.

    One of several target values stands once for each of them, the other cells and what came of it with the first.
    """

    owner: Owner
    indicators: tuple[_Use, ...]


def uses_piece(declarations: Iterable[Declaration], cycles: Mapping[str, Cycle | None]) -> bytes:
    """The uses in some declarations, as the library takes them; ``cycles`` tell by id what came of each."""
    return msgspec.msgpack.encode([_filed(declaration, cycles.get(declaration.id)) for declaration in declarations])


def _filed(declaration: Declaration, cycle: Cycle | None) -> _Filed:
    owner = Owner(declaration.id, declaration.name, declaration.year, declaration.spending_unit.short)
    rows: Iterable[CycleRow | None] = cycle.rows if cycle else ()
    pairs = zip_longest(declaration.indicators, islice(rows, len(declaration.indicators)))
    return _Filed(owner, tuple(use for indicator, row in pairs for use in _uses(indicator, row)))


def _uses(indicator: Indicator, row: CycleRow | None) -> Iterator[_Use]:
    others = tuple(f"{column.label}：{text}" for column, text in indicator.details() if column.role != "target")
    came = _came(row) if row else None
    for filed in indicator.targets:
        yield indicator.group.label, indicator.subgroup, indicator.called, filed.target.raw, others, came
        others, came = (), None


def uses_in(piece: bytes) -> list[_Filed]:
    """The uses of a piece."""
    return msgspec.msgpack.decode(piece, type=list[_Filed])


class Project(NamedTuple):
    """One project that sets a target value: its latest name, its unit, and the declarations, the latest first."""

    name: str
    unit: str
    declarations: tuple[Owner, ...]


@dataclass(slots=True)
class Level:
    """One target value of an indicator, the declarations that set it, one for each use, and what came of it in each."""

    target: Target
    owners: list[Owner] = field(default_factory=list)
    came: dict[str, list[Came]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many uses set it."""
        return len(self.owners)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects that set it, each once."""
        return projects_of(self.owners)


def projects_of(owners: Iterable[Owner]) -> tuple[Project, ...]:
    """Declarations put together by project, in the order of units and projects."""
    ordered = sorted(set(owners), key=lambda owner: (owner.through_years, -owner.year))
    groups = (tuple(those) for _, those in groupby(ordered, key=lambda owner: owner.through_years))
    return tuple(Project(those[0].project, those[0].unit, those) for those in groups)


@dataclass(slots=True)
class LibraryIndicator:
    """One indicator: its name less what stands in brackets, the names as filed, its places in forms, its target values.

    ``verdicts`` count by year what came of all indicators of that name, in whatever group they were evaluated.
    """

    key: str
    name: str
    first: str
    uses: int = 0
    names: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    by_target: dict[str, Level] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    verdicts: Verdicts = field(default_factory=dict)

    @property
    def levels(self) -> list[Level]:
        """The target values, the most used first."""
        return sorted(self.by_target.values(), key=lambda level: (-level.count, level.target.raw))

    @property
    def owners(self) -> frozenset[Owner]:
        """The declarations that use it."""
        return frozenset(owner for level in self.by_target.values() for owner in level.owners)

    @property
    def quantified(self) -> int:
        """How many uses have a number."""
        return sum(level.count for level in self.by_target.values() if level.target.quantified)

    @property
    def slug(self) -> str:
        """The last part of the address of its page, made from its name alone: the same in every build."""
        return blake2b(self.key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def reached(self) -> Reached | None:
        """What came of it in all years; nothing where it was never evaluated."""
        return reached_in(sum(self.verdicts.values(), Counter[str]())) if self.verdicts else None

    def add(self, name: str, place: str, owner: Owner, raw: str, came: Came | None) -> None:
        """Add one use."""
        level = self.by_target.get(raw)
        if level is None:
            level = self.by_target[raw] = Level(_target(raw))
        level.owners.append(owner)
        if came:
            level.came.setdefault(owner.id, []).append(came)
        self.uses += 1
        self.names[name] = self.names.get(name, 0) + 1
        self.places[place] = self.places.get(place, 0) + 1


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group of indicators, as the form names it."""

    id: str
    label: str
    entries: tuple[LibraryIndicator, ...]

    @property
    def uses(self) -> int:
        """How many uses there are of all of them."""
        return sum(entry.uses for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Library:
    """All indicators by group; and by their slugs those with a page of their own, over all groups, the most used first.

    Used by ``least`` declarations or more, an indicator has a page of its own.
    """

    shelves: tuple[Shelf, ...]
    pages: dict[str, LibraryIndicator]
    least: int

    @property
    def evaluated(self) -> bool:
        """Whether anything was evaluated."""
        return any(entry.verdicts for shelf in self.shelves for entry in shelf.entries)

    @property
    def total(self) -> int:
        """How many uses there are."""
        return sum(shelf.uses for shelf in self.shelves)

    @property
    def quantified(self) -> int:
        """How many uses have a target value that a number can be read of."""
        return sum(entry.quantified for shelf in self.shelves for entry in shelf.entries)

    @property
    def names(self) -> int:
        """How many indicators there are, each counted once in a group."""
        return sum(len(shelf.entries) for shelf in self.shelves)


Verdicts = dict[int, Counter[str]]
"""How many indicators came to each verdict, year by year."""


def library_of(pieces: Iterable[Sequence[_Filed]], most_pages: int, rows: Iterable[Row] = ()) -> Library:
    """Sort the uses of all pieces by group and indicator; at most so many indicators have pages of their own.

    ``rows`` are those of all self-evaluations.
    """
    verdicts = _verdicts(rows)
    shelves: dict[str, dict[str, LibraryIndicator]] = {}
    for piece in pieces:
        for filed in piece:
            for group, subgroup, name, raw, others, came in filed.indicators:
                place = f"{group}／{subgroup}" if subgroup else group
                entry = _entry(shelves.setdefault(group, {}), name, filed.owner)
                entry.add(name, place, filed.owner, raw, came)
                entry.others.update(others)
    for entries in shelves.values():
        for key, entry in entries.items():
            entry.verdicts = verdicts.get(key, {})
    least, pages = _with_pages(shelves.values(), most_pages)
    groups = enumerate(shelves.items(), 1)
    return Library(
        tuple(Shelf(f"g{n}", label, _ordered(entries.values())) for n, (label, entries) in groups),
        {entry.slug: entry for entry in _ordered(pages)},
        least,
    )


def _verdicts(rows: Iterable[Row]) -> dict[str, Verdicts]:
    found: dict[str, Verdicts] = {}
    for row in rows:
        found.setdefault(key_of(row.indicator), {}).setdefault(row.year, Counter())[row.verdict] += 1
    return found


def _entry(entries: dict[str, LibraryIndicator], name: str, owner: Owner) -> LibraryIndicator:
    key = key_of(name)
    entry = entries.get(key)
    if entry is None:
        entry = entries[key] = LibraryIndicator(key, bare_name(name), owner.id)
    entry.name = min(entry.name, bare_name(name), key=_shortest)
    return entry


def _shortest(name: str) -> tuple[int, str]:
    return len(name), name


@lru_cache(_MOST_READ)
def key_of(name: str) -> str:
    """By what an indicator is known: its name less formulas and remarks in brackets, unless that is all of it."""
    return without_brackets(name) or fold(name)


_target = lru_cache(_MOST_READ)(read_target)


def _ordered(entries: Iterable[LibraryIndicator]) -> tuple[LibraryIndicator, ...]:
    return tuple(sorted(entries, key=lambda entry: (-entry.uses, entry.first, entry.key)))


def _with_pages(shelves: Iterable[Mapping[str, LibraryIndicator]], most: int) -> tuple[int, Iterator[LibraryIndicator]]:
    """How many declarations must use an indicator so that no more than ``most`` have pages, and those that have."""
    by_key: dict[str, list[LibraryIndicator]] = {}
    for entries in shelves:
        for key, entry in entries.items():
            by_key.setdefault(key, []).append(entry)
    counts = {key: len(frozenset[Owner]().union(*(entry.owners for entry in those))) for key, those in by_key.items()}
    beyond = sorted(counts.values(), reverse=True)[most:]
    least = max(LEAST, beyond[0] + 1) if beyond else LEAST
    return least, (_together(by_key[key]) for key, count in counts.items() if count >= least)


def _together(entries: Sequence[LibraryIndicator]) -> LibraryIndicator:
    """One indicator of several groups as one."""
    if len(entries) == 1:
        return entries[0]
    name = min((entry.name for entry in entries), key=_shortest)
    whole = LibraryIndicator(entries[0].key, name, min(entry.first for entry in entries))
    whole.verdicts = entries[0].verdicts
    for entry in entries:
        whole.uses += entry.uses
        for filed, count in entry.names.items():
            whole.names[filed] = whole.names.get(filed, 0) + count
        whole.places.update(entry.places)
        whole.others.update(entry.others)
        for raw, level in entry.by_target.items():
            both = whole.by_target.setdefault(raw, Level(level.target))
            both.owners.extend(level.owners)
            for owner, came in level.came.items():
                both.came.setdefault(owner, []).extend(came)
    return whole


# Pages of one indicator


class TargetUses(NamedTuple):
    """The uses of one target value that stand on one page; ``uses`` are those of all pages; ``continued``: the page before has some.

    ``came`` tells by a declaration's id what came of it.
    """

    target: Target
    uses: int
    continued: bool
    projects: tuple[Project, ...]
    came: Mapping[str, Sequence[Came]]


def parts_of(entry: LibraryIndicator, number: int, most: int) -> tuple[TargetUses, ...]:
    """What stands on a page of an indicator with so many uses to a page, counted from 1."""
    start, end = (number - 1) * most, number * most
    parts, at = [], 0
    for level in entry.levels:
        first, last = max(start - at, 0), min(end - at, level.count)
        if first < last:
            owners = sorted(level.owners, key=lambda owner: (owner.through_years, -owner.year))
            parts.append(TargetUses(level.target, level.count, first > 0, projects_of(owners[first:last]), level.came))
        at += level.count
    return tuple(parts)


def told(entry: LibraryIndicator) -> Iterator[object]:
    """All that any page says of an indicator, for the page's key."""
    yield from (entry.name, entry.uses, sorted(entry.names.items()), sorted(entry.places.items()))
    yield sorted(entry.others.items())
    yield sorted((year, sorted(counts.items())) for year, counts in entry.verdicts.items())
    for level in entry.levels:
        yield from (level.target.raw, sorted(level.owners), sorted(level.came.items()))


Known = Callable[[], Library]
"""What gives the library, made once in each process that asks for it."""
