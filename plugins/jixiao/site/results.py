"""How many targets were met, by year, unit and indicator: each count leads to its rows; and who has not reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from ..digest import digest_of
from ..model import Outline
from ..outcome import Verdict
from ..registry import SpendingUnit
from ..results import ResultOutline
from ..table import Cell, Column, Ref, Table
from ..values import Percent
from ..words import PAGES
from .indicators import slugs
from .library import key_of
from .outcome_rows import CHANGES, PIECE, Row, changes_in, rows_in
from .page import Page, Pieces
from .paging import Turn, bounded, cut, turns
from .reached import COLUMNS, NOTE, VERDICTS, Reached, reached
from .result import ref_of
from .scope import Scope
from .view import RESULTS, Crumb, Draft, Handed, View, Whole

MOST_MISSED = 20
"""Indicators that are named as most often missed."""


def drafts(whole: Whole) -> Iterator[Draft]:
    """The overview, each year, each unit's year, and its rows of each verdict; nothing where nothing was evaluated."""
    years = evaluated_years(whole.portfolio.results)
    if not years:
        return
    known = slugs(whole)
    yield whole.draft(Ref("results"), _scope(whole, years), _overview)
    for year in years:
        scope = _scope(whole, (year,))
        missed, changes = _handed(whole.outcomes, f"{year}/"), _handed_changes(whole.outcomes, f"{year}/")
        yield whole.draft(Ref("results-year", str(year)), scope, _year_page, year, missed, known, changes)
        for unit, members in sorted(_units(scope).items(), key=lambda entry: entry[0].id):
            own = whole.scope(members.declarations, (), members.results)
            ref = Ref("results-unit", f"{year}/{unit.id}")
            yield whole.draft(ref, own, _unit_page, year, unit, _handed_changes(whole.outcomes, f"{year}/{unit.id}"))
            yield from _row_drafts(whole, own, year, unit)


def evaluated_years(results: Iterable[ResultOutline]) -> tuple[int, ...]:
    """The years of which there are self-evaluations, the latest first."""
    return tuple(sorted({result.year for result in results if result.kind.is_counted}, reverse=True))


def _scope(whole: Whole, years: Sequence[int]) -> Scope:
    """The declarations and self-evaluations of some years."""
    declarations = (declaration for year in sorted(years) for declaration in whole.portfolio.of_year(year))
    results = (result for result in whole.portfolio.results if result.kind.is_counted and result.year in years)
    return whole.scope(declarations, (), results)


def _row_drafts(whole: Whole, scope: Scope, year: int, unit: SpendingUnit) -> Iterator[Draft]:
    rows = _handed(whole.outcomes, f"{year}/{unit.id}")
    for verdict in VERDICTS:
        count = sum(result.counts.of(verdict) for result in scope.results)
        ref = Ref("results-rows", f"{year}/{unit.id}/{verdict.value}")
        for turn in turns(ref, verdict.label, count, whole.limits.rows) if count else ():
            yield whole.draft(turn.refs[turn.number - 1], scope, _rows_page, year, unit, verdict, turn, rows)


def _handed(pieces: Pieces, start: str) -> Handed:
    """The rows of all batches whose names are this, or begin so."""
    return _handed_of(pieces, start, _read)


def _handed_changes(pieces: Pieces, start: str) -> Handed:
    """Of the self-evaluations of these batches, how many indicators are other than declared."""
    return _handed_of(pieces, start, _read_changes)


def _handed_of(pieces: Pieces, start: str, read: Callable[[Pieces, tuple[int, ...]], object]) -> Handed:
    numbers = [
        n for n, name in enumerate(pieces.names) if name == start or (start[-1] == "/" and name.startswith(start))
    ]
    states = pieces.states
    return Handed(digest_of(*(states[number] for number in numbers)), partial(read, pieces, tuple(numbers)))


def _read_changes(pieces: Pieces, numbers: tuple[int, ...]) -> dict[str, int]:
    return {name: n for number in numbers for name, n in pieces.read(CHANGES, number, changes_in).items()}


def _read(pieces: Pieces, numbers: tuple[int, ...]) -> list[Row]:
    return [row for number in numbers for row in pieces.read(PIECE, number, rows_in)]


class _Members(NamedTuple):
    """The declarations and self-evaluations of some unit or year."""

    declarations: list[Outline]
    results: list[ResultOutline]

    @property
    def silent(self) -> list[Outline]:
        """The declarations of which no self-evaluation is here."""
        reported = {result.id for result in self.results}
        return [declaration for declaration in self.declarations if declaration.id not in reported]


def of_unit(view: View, unit: SpendingUnit, years: Sequence[int]) -> Table | None:
    """A unit's counts year by year, of those years of which it has declarations or self-evaluations; nothing where none."""
    rows = []
    for year in years:
        members = _members(view.scope, year)
        if any(members):
            where = f"{year}/{unit.id}"
            rows.append((Cell(f"{year}年", Ref("results-unit", where)), *_counts(members, where)))
    return Table("各年度目标完成情况", (Column("year", "年度"), *_COUNTS), tuple(rows), notes=(NOTE,)) if rows else None


def _members(scope: Scope, year: int) -> _Members:
    return _Members(
        [one for one in scope.outlines if one.year == year], [one for one in scope.results if one.year == year]
    )


def _units(scope: Scope) -> dict[SpendingUnit, _Members]:
    found: dict[SpendingUnit, _Members] = defaultdict(lambda: _Members([], []))
    for declaration in scope.outlines:
        found[declaration.spending_unit].declarations.append(declaration)
    for result in scope.results:
        found[result.spending_unit].results.append(result)
    return found


_COUNTS = (
    Column("reported", "自评表（份）", "count"),
    Column("silent", "未见自评表（份）", "count"),
    *COLUMNS,
)


def _counts(members: _Members, unit_year: str = "") -> tuple[Cell, ...]:
    """The counts of some self-evaluations; those of one unit's year lead to their rows."""
    found = reached(members.results) or Reached(0, 0, 0, 0)
    cells = (
        Cell(count, Ref("results-rows", f"{unit_year}/{verdict.value}") if unit_year and count else None)
        for verdict, count in found.told
    )
    return Cell(found.reported), Cell(len(members.silent)), *cells, Cell(found.share)


def _overview(view: View) -> Page:
    rows = tuple(
        (Cell(f"{year}年", Ref("results-year", str(year))), *_counts(_members(view.scope, year)))
        for year in evaluated_years(view.scope.results)
    )
    table = Table("各年度目标完成情况", (Column("year", "年度"), *_COUNTS), rows, notes=(NOTE,))
    return _page(view, Ref("results"), PAGES["results"], "各年度绩效目标的完成情况，按自评表计算。", [table], crumbs=())


_OF_DIFFERING = (
    "与申报表不同，指自评表增加、改名或指标值不同；申报表有、自评表没有列出的指标不计在内，见各份自评表的页面。"
)


def _year_page(
    view: View, year: int, rows: Sequence[Row], known: Mapping[str, str], changes: Mapping[str, int]
) -> Page:
    units, differing = _units(view.scope), Counter(name.split("/")[1] for name, count in changes.items() if count)
    columns = (Column("unit", "单位"), *_COUNTS, Column("differing", "指标与申报表不同的项目（个）", "count"))
    table = tuple(
        _unit_row(unit, f"{year}/{unit.id}", units[unit], differing[unit.id])
        for unit in sorted(units, key=lambda unit: unit.id)
    )
    most = view.limits.rows
    tables = [
        bounded(Table(f"{year}年各单位目标完成情况", columns, table, notes=(NOTE, _OF_DIFFERING)), "下载的数据", most),
        *_missed(rows, known),
        *_silent_table([one for members in units.values() for one in members.silent], most),
    ]  # fmt: skip
    crumbs = ((PAGES["results"], Ref("results")),)
    ways = ((f"{year}年项目", Ref("year", str(year))),) if view.scope.outlines else ()
    told = f"{year}年各单位绩效目标的完成情况。"
    ref = Ref("results-year", str(year))
    return _page(view, ref, f"{year}年目标完成情况", told, tables, crumbs, ways=ways)


def _unit_row(unit: SpendingUnit, where: str, members: _Members, differing: int) -> tuple[Cell, ...]:
    ref = Ref("results-unit", where)
    return Cell(unit.name, ref), *_counts(members, where), Cell(differing, ref if differing else None)


def _missed(rows: Sequence[Row], known: Mapping[str, str]) -> Iterator[Table]:
    """The indicators that were missed most often, each by its name; those in the library lead there."""
    missed, judged, names = Counter[str](), Counter[str](), dict[str, str]()
    for row in rows:
        key = key_of(row.indicator)
        names.setdefault(key, row.indicator)
        missed[key] += row.verdict == Verdict.NOT_MET.value
        judged[key] += row.verdict in (Verdict.NOT_MET.value, Verdict.MET.value)
    ordered = sorted((key for key in missed if missed[key]), key=lambda key: (-missed[key], key))[:MOST_MISSED]
    if ordered:
        columns = (
            Column("name", "指标"),
            Column("missed", "未达到（次）", "count"),
            Column("judged", "可判断（次）", "count"),
        )
        refs = {key: Ref("indicator", known[key]) for key in ordered if key in known}
        cells = ((Cell(names[key], refs.get(key)), Cell(missed[key]), Cell(judged[key])) for key in ordered)
        yield Table("未达到次数最多的指标", columns, tuple(cells))


def _silent_table(declarations: Sequence[Outline], most: int) -> Iterator[Table]:
    if not declarations:
        return
    columns = (Column("project", "项目"), Column("unit", "单位"), Column("budget", "当年预算（元）", "money"))
    rows = tuple(
        (
            Cell(one.name, Ref("declaration", one.id)),
            Cell(one.spending_unit.name),
            Cell(one.budget.current_year),
        )
        for one in sorted(declarations, key=lambda one: one.id)
    )
    note = "本站没有收录这些项目当年的自评表，不表示单位没有自评。"
    yield bounded(Table("未见自评表的项目", columns, rows, notes=(note,)), "各单位的页面", most)


_PROJECTS = (
    Column("project", "项目"),
    *(Column(verdict.value, f"{verdict.label}（条）", "count") for verdict in VERDICTS),
    Column("rate", "预算执行率", "percent"),
    Column("score", "自评得分", "count"),
    Column("differing", "与申报表不同的指标（条）", "count"),
)


def _project_row(result: ResultOutline, changes: Mapping[str, int]) -> tuple[Cell, ...]:
    ref = ref_of(result)
    differing = changes.get(ref.id)
    return (
        Cell(result.name, ref),
        *(Cell(result.counts.of(verdict)) for verdict in VERDICTS),
        Cell(result.rate),
        Cell(result.score.raw if result.score else None),
        Cell(differing, Ref("result-differences", ref.id) if differing else None),
    )


def _unit_page(view: View, year: int, unit: SpendingUnit, changes: Mapping[str, int]) -> Page:
    members = _units(view.scope)[unit]
    rows = tuple(_project_row(one, changes) for one in sorted(members.results, key=lambda one: one.id))
    where = f"{year}/{unit.id}"
    counts = (Cell(f"{year}年"), *_counts(members, where))
    whole = Table("合计", (Column("year", "年度"), *_COUNTS), (counts,), notes=(NOTE,))
    listed = Table("各项目的自评", _PROJECTS, rows, notes=(_OF_DIFFERING,))
    projects = bounded(listed, "下载的数据", view.limits.rows)
    tables = [whole, *((projects,) if rows else ()), *_silent_table(members.silent, view.limits.rows)]
    title = f"{unit.name}：{year}年目标完成情况"
    ways = ((unit.name, Ref("unit", unit.id)),) if members.declarations else ()
    told = f"{title}，{len(rows)} 份自评表。"
    return _page(view, Ref("results-unit", where), title, told, tables, _crumbs(year), ways=ways)


def _crumbs(year: int) -> tuple[Crumb, ...]:
    return (PAGES["results"], Ref("results")), (f"{year}年", Ref("results-year", str(year)))


def _rows_page(view: View, year: int, unit: SpendingUnit, verdict: Verdict, turn: Turn, rows: Sequence[Row]) -> Page:
    chosen = sorted((row for row in rows if row.verdict == verdict.value), key=_furthest_first)
    columns = (
        Column("project", "项目"),
        Column("indicator", "指标"),
        Column("target", "指标值"),
        Column("actual", "实际完成值"),
        Column("difference", "偏差"),
        Column("share", "偏差占指标值", "growth"),
        Column("points", "得分/分值"),
        Column("reason", "原因与改进（原文）"),
        Column("why", "程序怎样识别"),
    )
    cells = tuple(
        (
            Cell(row.project, Ref("result", row.result)),
            Cell(row.indicator),
            Cell(row.target),
            Cell(row.actual),
            Cell(row.difference),
            Cell(None if row.share is None else Percent(Decimal(row.share) * 100)),
            Cell(row.points),
            Cell(row.reason),
            Cell(row.why),
        )
        for row in chosen
    )
    has_shares = any(row.share is not None for row in chosen)
    shares = ("偏差占指标值：好于指标值的为正，差于指标值的为负。",) if has_shares else ()
    table = Table(f"{verdict.label}的指标", columns, cells, notes=(NOTE, *shares)).without_empty()
    title = f"{unit.name}：{year}年{verdict.label}的指标"
    crumbs = (*_crumbs(year), (unit.short, Ref("results-unit", f"{year}/{unit.id}")))
    named = title if turn.number == 1 else f"{title}（第 {turn.number} 页）"
    ref = turn.refs[turn.number - 1]
    return _page(
        view, ref, named, f"{title}，共 {len(chosen)} 条。", [cut(table, turn, view.limits.rows)], crumbs, turn
    )


def _furthest_first(row: Row) -> tuple[bool, Decimal, str, str]:
    return row.share is None, Decimal(row.share or 0), row.result, row.indicator


def _page(
    view: View,
    ref: Ref,
    title: str,
    description: str,
    tables: Sequence[Table],
    crumbs: Sequence[Crumb],
    turn: Turn | None = None,
    ways: Sequence[Crumb] = (),
) -> Page:
    return view.page(
        ref,
        title=title,
        description=description,
        section=RESULTS,
        crumbs=crumbs,
        template="results.html",
        tables_shown=tables,
        turn=turn,
        ways=ways,
    )
