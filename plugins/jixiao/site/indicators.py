"""The indicator library: the same indicator across projects, with its target values as filed and as read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import NamedTuple

import msgspec

from ..digest import digest_of
from ..model import Declaration
from ..table import Cell, Column, Ref, Table
from ..target import Target, read_target
from ..text import without_brackets
from .limits import Limits
from .page import Heading, Page
from .paging import Turn, turns
from .view import Draft, Handed, View, Whole, section

INDICATORS = section("indicators")
_MOST_READ = 1 << 14
"""Names and targets that recur, as they were read."""
_LIBRARY = "indicators"
"""What pages are cut from that one process should print together."""
PIECE = "uses"
"""The kind of the pieces that the library is made from."""


class Use(NamedTuple):
    """One project's use of an indicator: the group's label, the indicator and its target value as filed."""

    group: str
    indicator: str
    target: str
    declaration: str
    project: str
    year: int


@dataclass(slots=True)
class Level:
    """One target value of an indicator: how many uses set it, and the first of them."""

    target: Target
    count: int = 0
    uses: list[Use] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many uses are not named."""
        return self.count - len(self.uses)


@dataclass(slots=True)
class Entry:
    """One indicator of the library: its shortest name, and its target values by their text."""

    name: str
    first: str
    uses: int = 0
    by_target: dict[str, Level] = field(default_factory=dict)

    @property
    def levels(self) -> list[Level]:
        """The target values, the most used first."""
        return sorted(self.by_target.values(), key=lambda level: (-level.count, level.target.raw))


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group of indicators, as the form names it."""

    id: str
    label: str
    entries: tuple[Entry, ...]

    @property
    def uses(self) -> int:
        """How many uses there are of all of them."""
        return sum(entry.uses for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Library:
    """All indicators, and how many uses have a target value that a number can be read of."""

    shelves: tuple[Shelf, ...]
    quantified: int

    @property
    def total(self) -> int:
        """How many uses there are."""
        return sum(shelf.uses for shelf in self.shelves)

    @property
    def names(self) -> int:
        """How many indicators there are, each counted once in a group."""
        return sum(len(shelf.entries) for shelf in self.shelves)


def uses_piece(declarations: Iterable[Declaration]) -> bytes:
    """The uses in some declarations, as the library takes them."""
    return msgspec.msgpack.encode(
        [
            Use(use.group.label, use.name, use.target.raw, declaration.id, declaration.name, declaration.year)
            for declaration in declarations
            for use in declaration.indicators
        ]
    )


def uses_in(piece: bytes) -> list[Use]:
    """The uses of a piece."""
    return msgspec.msgpack.decode(piece, type=list[Use])


def library_of(uses: Iterable[Use], most: int | None) -> Library:
    """Sort uses by group and indicator; at most so many projects are kept of each target value."""
    shelves: dict[str, dict[str, Entry]] = {}
    quantified = 0
    for use in uses:
        entries = shelves.setdefault(use.group, {})
        name = _name(use.indicator)
        entry = entries.get(name)
        if entry is None:
            entry = entries[name] = Entry(use.indicator, use.declaration)
        level = entry.by_target.get(use.target)
        if level is None:
            level = entry.by_target[use.target] = Level(_target(use.target))
        entry.uses += 1
        level.count += 1
        quantified += level.target.quantified
        if len(use.indicator) < len(entry.name):
            entry.name = use.indicator
        if most is None or level.count <= most:
            level.uses.append(use)
    groups = enumerate(shelves.items(), 1)
    return Library(
        tuple(Shelf(f"g{n}", label, _ordered(entries.values())) for n, (label, entries) in groups), quantified
    )


_name = lru_cache(_MOST_READ)(without_brackets)
_target = lru_cache(_MOST_READ)(read_target)


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (-entry.uses, entry.first)))


class _ShelfOutline(msgspec.Struct, array_like=True, frozen=True):
    """What is to be known of a group before its pages are made: its label, how many indicators, the hash of each page."""

    label: str
    count: int
    pages: tuple[str, ...]


def drafts(whole: Whole) -> Iterator[Draft]:
    """The library on one page, or an overview and pages of each group."""
    limits, pieces, inputs = whole.limits, whole.pieces, whole.indicators.key
    fits = whole.indicators.total <= limits.uses

    def make_library() -> Library:
        uses = (use for number in range(len(pieces.states)) for use in pieces.read(PIECE, number, uses_in))
        return library_of(uses, None if fits else limits.projects)

    library = cache(make_library)  # once in each process that asks for it
    if fits:
        yield whole.draft(Ref("indicators"), whole.nothing, _whole_page, Handed(inputs, library))
        return
    yield whole.draft(Ref("indicators"), whole.nothing, _overview, Handed(inputs, library))._replace(group=_LIBRARY)
    key = digest_of(inputs, repr(limits))
    shelves = pieces.remember("shelves", key, lambda: _outlines(limits, make_library()), _outlines_in)
    for at, shelf in enumerate(shelves):
        for turn in _turns(limits, f"g{at + 1}", shelf.label, shelf.count):
            cut = Handed(shelf.pages[turn.number - 1], partial(_cut, limits, library, at, turn))
            ref = turn.refs[turn.number - 1]
            yield whole.draft(ref, whole.nothing, _shelf_page, cut, shelf.count, turn)._replace(group=_LIBRARY)


def _outlines(limits: Limits, library: Library) -> bytes:
    return msgspec.msgpack.encode([_outline(limits, shelf) for shelf in library.shelves])


def _outlines_in(content: bytes) -> list[_ShelfOutline]:
    return msgspec.msgpack.decode(content, type=list[_ShelfOutline])


def _outline(limits: Limits, shelf: Shelf) -> _ShelfOutline:
    count = str(len(shelf.entries))
    pages = (
        digest_of(shelf.label, count, *map(_told, _shown(limits, shelf, turn)))
        for turn in _turns(limits, shelf.id, shelf.label, len(shelf.entries))
    )
    return _ShelfOutline(shelf.label, len(shelf.entries), tuple(pages))


def _turns(limits: Limits, group: str, label: str, count: int) -> tuple[Turn, ...]:
    return turns(Ref("indicator-group", group), label, count, limits.indicators_on_page)


def _cut(limits: Limits, library: Callable[[], Library], at: int, turn: Turn) -> Shelf:
    """The indicators of a group that stand on one of its pages."""
    shelf = library().shelves[at]
    return Shelf(shelf.id, shelf.label, _shown(limits, shelf, turn))


def _whole_page(view: View, library: Library) -> Page:
    return view.page(
        Ref("indicators"),
        title="指标库",
        description=f"{library.total} 条绩效指标，同名指标归在一起，列出各项目的指标值。",
        section=INDICATORS,
        toc=tuple(Heading(shelf.id, shelf.label) for shelf in library.shelves),
        library=library,
    )


def _overview(view: View, library: Library) -> Page:
    return view.page(
        Ref("indicators"),
        title="指标库",
        description=f"{library.total} 条绩效指标，同名指标归在一起，列出各项目的指标值。",
        section=INDICATORS,
        template="indicator-groups.html",
        library=library,
        groups=_groups_table(library.shelves),
    )


def _groups_table(shelves: Sequence[Shelf]) -> Table:
    columns = (Column("group", "指标组"), Column("names", "指标名称", "count"), Column("uses", "指标条数", "count"))
    rows = tuple(
        (Cell(shelf.label, Ref("indicator-group", shelf.id)), Cell(len(shelf.entries)), Cell(shelf.uses))
        for shelf in shelves
    )
    return Table("各组指标", columns, rows)


def _shown(limits: Limits, shelf: Shelf, turn: Turn) -> tuple[Entry, ...]:
    start = (turn.number - 1) * limits.indicators_on_page
    return shelf.entries[start : start + limits.indicators_on_page]


def _told(entry: Entry) -> str:
    """All that is said of an indicator, and more: values that the page leaves out count as well."""
    levels = ((raw, level.count, *level.uses) for raw, level in entry.by_target.items())
    return f"{entry.name} {entry.uses} {sorted(levels)!r}"


def _shelf_page(view: View, shelf: Shelf, count: int, turn: Turn) -> Page:
    return view.page(
        turn.refs[turn.number - 1],
        title=shelf.label if turn.number == 1 else f"{shelf.label}（第 {turn.number} 页）",
        description=f"{shelf.label}的 {count} 个指标，按用得多少排列。",
        section=INDICATORS,
        crumbs=[("指标库", Ref("indicators"))],
        template="indicator-group.html",
        shelf=shelf,
        turn=turn,
        most=view.limits.levels,
    )
