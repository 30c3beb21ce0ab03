"""The indicator library: a page for each indicator that several declarations use, and lists of all, by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

import msgspec

from ..digest import digest_of
from ..table import Cell, Column, Ref, Table
from ..words import PAGES
from . import outcome_rows
from .addresses import address
from .library import (
    PIECE,
    Known,
    Level,
    Library,
    LibraryIndicator,
    Shelf,
    library_of,
    parts_of,
    projects_of,
    told,
    uses_in,
)
from .limits import Limits
from .page import Heading, Page
from .paging import Turn, turns
from .reached import COLUMNS, NOTE, reached_in
from .spread import spread
from .view import Draft, Handed, View, Whole, section

INDICATORS = section("indicators")
CRUMBS = ((PAGES["indicators"], Ref("indicators")),)
_LIBRARY = "indicators"
"""What pages are cut from that one process should print together."""
_DECLARATIONS_A_PAGE = 20
"""On a large site, so many declarations for each indicator that has a page of its own: files are what hosts run out of."""


class _ShelfOutline(msgspec.Struct, array_like=True, frozen=True):
    """What is to be known of a group before its pages are made: its label, how many indicators, the hash of each page."""

    label: str
    count: int
    pages: tuple[str, ...]


class _EntryOutline(msgspec.Struct, array_like=True, frozen=True):
    """The same of an indicator with a page of its own: its address's last part, name, places, uses, and the hash of all."""

    slug: str
    key: str
    name: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    uses: int
    digest: str


class _Outline(msgspec.Struct, array_like=True, frozen=True):
    """The same of the whole library."""

    shelves: tuple[_ShelfOutline, ...]
    entries: tuple[_EntryOutline, ...]


class Listed(NamedTuple):
    """An indicator that has a page: its address and name, other names as filed, its places in forms, how often it is used."""

    path: str
    name: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    uses: int


def listed(whole: Whole) -> tuple[Listed, ...]:
    """Every indicator that has a page, the most used first: what a search may find."""
    return tuple(
        Listed(address(Ref("indicator", entry.slug)), entry.name, entry.names, entry.places, entry.uses)
        for entry in _outline(whole, _library(whole)).entries
    )


def slugs(whole: Whole) -> dict[str, str]:
    """The last part of the address of each indicator that has a page, by what indicators are known by."""
    return {entry.key: entry.slug for entry in _outline(whole, _library(whole)).entries}


def drafts(whole: Whole) -> Iterator[Draft]:
    """The library on one page, or an overview and pages of each group; then each indicator that has a page."""
    limits, known = whole.limits, _library(whole)
    outline, inputs = _outline(whole, known), _inputs(whole)
    make = _whole_page if whole.indicators.total <= limits.uses else _overview
    yield whole.draft(Ref("indicators"), whole.nothing, make, Handed(inputs, known))._replace(group=_LIBRARY)
    for at, shelf in enumerate(outline.shelves if make is _overview else ()):
        for turn in _turns(limits, f"g{at + 1}", shelf.label, shelf.count):
            cut = Handed(shelf.pages[turn.number - 1], partial(_cut, limits, known, at, turn))
            ref = turn.refs[turn.number - 1]
            yield whole.draft(ref, whole.nothing, _shelf_page, cut, shelf.count, turn)._replace(group=_LIBRARY)
    for entry in outline.entries:
        handed = Handed(entry.digest, partial(_entry_of, known, entry.slug))
        for turn in turns(Ref("indicator", entry.slug), entry.name, entry.uses, limits.uses):
            ref = turn.refs[turn.number - 1]
            yield whole.draft(ref, whole.nothing, _entry_page, handed, turn)._replace(group=_LIBRARY)


def _library(whole: Whole) -> Known:
    pieces, outcomes, most = whole.pieces, whole.outcomes, _most_pages(whole)

    def make() -> Library:
        filed = (pieces.read(PIECE, number, uses_in) for number in range(len(pieces.states)))
        rows = (
            outcomes.read(outcome_rows.PIECE, number, outcome_rows.rows_in) for number in range(len(outcomes.states))
        )
        return library_of(filed, most, chain.from_iterable(rows))

    return cache(make)  # once in each process that asks for it


def _outline(whole: Whole, known: Known) -> _Outline:
    limits = whole.limits
    key = digest_of(_inputs(whole), repr(limits))
    return whole.pieces.remember("shelves", key, lambda: _told(limits, known()), _outline_in)


def _inputs(whole: Whole) -> str:
    """The hash of all that the library is made from; self-evaluations without a declaration are in no table of open data."""
    alone = {one.id.rpartition("/")[0] for one in whole.portfolio.results if whole.portfolio.get(one.id) is None}
    states = zip(whole.outcomes.names, whole.outcomes.states, strict=True)
    return digest_of(whole.indicators.key, str(_most_pages(whole)), *(state for name, state in states if name in alone))


def _most_pages(whole: Whole) -> int:
    return max(whole.limits.indicator_pages, len(whole.portfolio.declarations) // _DECLARATIONS_A_PAGE)


def _outline_in(content: bytes) -> _Outline:
    return msgspec.msgpack.decode(content, type=_Outline)


def _told(limits: Limits, library: Library) -> bytes:
    digests: dict[int, str] = {}

    def digest(entry: LibraryIndicator) -> str:
        if id(entry) not in digests:
            digests[id(entry)] = digest_of(repr(tuple(told(entry))))
        return digests[id(entry)]

    shelves = tuple(_shelf_outline(limits, library, shelf, digest) for shelf in library.shelves)
    entries = tuple(
        _EntryOutline(slug, entry.key, entry.name, tuple(entry.names), tuple(entry.places), entry.uses, digest(entry))
        for slug, entry in library.pages.items()
    )
    return msgspec.msgpack.encode(_Outline(shelves, entries))


def _shelf_outline(
    limits: Limits, library: Library, shelf: Shelf, digest: Callable[[LibraryIndicator], str]
) -> _ShelfOutline:
    count = str(len(shelf.entries))

    def page(turn: Turn) -> str:
        shown = _shown(limits, shelf, turn)
        return digest_of(
            shelf.label,
            count,
            str(library.evaluated),
            *(f"{digest(entry)} {entry.slug in library.pages}" for entry in shown),
        )

    turned = _turns(limits, shelf.id, shelf.label, len(shelf.entries))
    return _ShelfOutline(shelf.label, len(shelf.entries), tuple(map(page, turned)))


def _turns(limits: Limits, group: str, label: str, count: int) -> tuple[Turn, ...]:
    return turns(Ref("indicator-group", group), label, count, limits.indicators_on_page)


def _shown(limits: Limits, shelf: Shelf, turn: Turn) -> tuple[LibraryIndicator, ...]:
    start = (turn.number - 1) * limits.indicators_on_page
    return shelf.entries[start : start + limits.indicators_on_page]


# Lists


class Line(NamedTuple):
    """One indicator in a list; ``page`` is its own page, ``levels`` are then the most used ones alone, and ``others`` as many more."""

    entry: LibraryIndicator
    page: Ref | None
    levels: tuple[Level, ...]
    others: int


def _line(library: Library, entry: LibraryIndicator, most: int) -> Line:
    levels = tuple(entry.levels)
    if entry.slug not in library.pages:
        return Line(entry, None, levels, 0)
    return Line(entry, Ref("indicator", entry.slug), levels[:most], len(levels[most:]))


class _Cut(NamedTuple):
    """The indicators of a group that stand on one of its pages."""

    id: str
    label: str
    lines: tuple[Line, ...]
    evaluated: bool


def _lines(library: Library, shelf: Shelf, entries: Sequence[LibraryIndicator], most: int) -> _Cut:
    lines = tuple(_line(library, entry, most) for entry in entries)
    return _Cut(shelf.id, shelf.label, lines, library.evaluated)


def _cut(limits: Limits, known: Known, at: int, turn: Turn) -> _Cut:
    library = known()
    shelf = library.shelves[at]
    return _lines(library, shelf, _shown(limits, shelf, turn), limits.levels)


def _described(library: Library) -> str:
    return f"{library.total} 条绩效指标，同名指标归在一起，列出各项目的指标值。"


def _whole_page(view: View, library: Library) -> Page:
    return view.page(
        Ref("indicators"),
        title=PAGES["indicators"],
        description=_described(library),
        section=INDICATORS,
        toc=tuple(Heading(shelf.id, shelf.label) for shelf in library.shelves),
        library=library,
        evaluated=library.evaluated,
        shelves=[_lines(library, shelf, shelf.entries, view.limits.levels) for shelf in library.shelves],
    )


def _overview(view: View, library: Library) -> Page:
    most = view.limits.rows
    return view.page(
        Ref("indicators"),
        title=PAGES["indicators"],
        description=_described(library),
        section=INDICATORS,
        toc=(Heading("groups", "按组"), *((Heading("most", "用得最多的指标"),) if library.pages else ())),
        template="indicator-groups.html",
        library=library,
        groups=_groups_table(library.shelves),
        most=_most_used(library, most),
        others=max(0, len(library.pages) - most),
    )


def _groups_table(shelves: Sequence[Shelf]) -> Table:
    columns = (
        Column("group", "指标组"),
        Column("names", "指标名称", "count"),
        Column("uses", "绩效指标（条）", "count"),
    )
    rows = tuple(
        (Cell(shelf.label, Ref("indicator-group", shelf.id)), Cell(len(shelf.entries)), Cell(shelf.uses))
        for shelf in shelves
    )
    return Table("各组指标", columns, rows)


def _most_used(library: Library, most: int) -> Table:
    columns = (
        Column("name", "指标"),
        Column("place", "所在的组"),
        Column("uses", "绩效指标（条）", "count"),
        Column("projects", "项目（个）", "count"),
        Column("quantified", "其中定量（条）", "count"),
        *(COLUMNS if library.evaluated else ()),
    )
    rows = tuple(
        (Cell(entry.name, Ref("indicator", slug)), Cell("、".join(entry.places)), Cell(entry.uses),
         Cell(len(projects_of(entry.owners))), Cell(entry.quantified), *(_reached_cells(entry) if library.evaluated else ()))
        for slug, entry in list(library.pages.items())[:most]
    )  # fmt: skip
    return Table("用得最多的指标", columns, rows, notes=(NOTE,) if library.evaluated else ())


def _reached_cells(entry: LibraryIndicator) -> tuple[Cell, ...]:
    found = entry.reached
    return found.cells() if found else (Cell(None),) * len(COLUMNS)


def _shelf_page(view: View, shelf: _Cut, count: int, turn: Turn) -> Page:
    return view.page(
        turn.refs[turn.number - 1],
        title=shelf.label if turn.number == 1 else f"{shelf.label}（第 {turn.number} 页）",
        description=f"{shelf.label}的 {count} 个指标，按用得多少排列。",
        section=INDICATORS,
        crumbs=CRUMBS,
        template="indicator-group.html",
        shelf=shelf,
        turn=turn,
    )


# One indicator


def _entry_of(known: Known, slug: str) -> LibraryIndicator:
    return known().pages[slug]


def _entry_page(view: View, entry: LibraryIndicator, turn: Turn) -> Page:
    projects, first = len(projects_of(entry.owners)), turn.number == 1
    return view.page(
        turn.refs[turn.number - 1],
        title=entry.name if first else f"{entry.name}（第 {turn.number} 页）",
        description=f"绩效指标“{entry.name}”：{projects} 个项目、{len(entry.owners)} 份申报表的指标值，按原文和程序识别结果列出。",
        section=INDICATORS,
        crumbs=CRUMBS if first else (*CRUMBS, (entry.name, turn.refs[0])),
        toc=(
            *((Heading("measures", "衡量什么"), Heading("spread", "各年度的指标值")) if first else ()),
            *((Heading("reached", "各年度完成情况"),) if first and entry.verdicts else ()),
            Heading("values", "各种指标值和项目"),
        ),
        entry=entry,
        projects=projects,
        names=sorted(entry.names.items(), key=lambda one: (-one[1], one[0])),
        most_names=view.limits.rows,
        others=sorted(entry.others.items(), key=lambda one: (-one[1], one[0])),
        spread=spread(entry.name, entry.levels) if first else None,
        reached=_reached_table(entry) if first and entry.verdicts else None,
        often=_often(entry),
        parts=parts_of(entry, turn.number, view.limits.uses),
        turn=turn,
    )


def _reached_table(entry: LibraryIndicator) -> Table:
    """How often it was met, year by year, the latest first."""
    rows = ((year, reached_in(counts)) for year, counts in sorted(entry.verdicts.items(), reverse=True))
    cells = ((Cell(f"{year}年", Ref("results-year", str(year))), *found.cells()) for year, found in rows)
    columns = (Column("year", "年度"), *COLUMNS)
    return Table(f"“{entry.name}”各年度完成情况", columns, tuple(cells), notes=(NOTE,))


def _often(entry: LibraryIndicator) -> str:
    """In how many of the years that were evaluated all that can be judged was met, and in how many something was not."""
    years = [reached_in(counts) for counts in entry.verdicts.values()]
    missed, judged = sum(year.not_met > 0 for year in years), sum(year.met + year.not_met > 0 for year in years)
    told = ((judged - missed, "可判断的都达到"), (missed, "有未达到的"), (len(years) - judged, "都无法判断"))
    return (
        f"有自评的 {len(years)} 个年度里，" + "，".join(f"{n} 个年度{words}" for n, words in told if n) if years else ""
    )
