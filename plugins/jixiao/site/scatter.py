"""Execution rate against growth, a point a project: the picture that finds who spent little and asks for more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ..model import Outline
from ..portfolio import Comparison, Portfolio
from ..rules import Thresholds
from ..summary import UNIT, unit_cell
from ..table import Cell, Column, Ref, Table
from ..values import Percent

MOST_POINTS = 400
"""Points drawn at most; the others are counted in words, and all stand in the year's table."""
FEW_POINTS = 60
"""Points up to which they are drawn large."""
MOST_NUMBERED = 10
"""Points that carry a number and are named below the picture."""
WIDEST = (Decimal(-100), Decimal(200))
"""Growth beyond it is drawn at the edge."""
TICKS = 5
LOW_OUTTURN = Thresholds().low_outturn
"""Below it a project spent little, where a site says nothing else."""
REGIONS = {
    "watch": "执行率较低、预算增加",
    "less": "执行率较低、预算未增加",
    "more": "执行率较高、预算增加",
    "steady": "执行率较高、预算未增加",
}
"""The four regions of the picture, in words."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid; ``at`` in per cent of the picture's width or height."""

    at: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Point:
    """One project; ``x`` and ``y`` in per cent of the picture, ``number`` where it is named below (else 0).

    ``beyond`` tells that its growth or outturn rate lies outside and the point stands at the edge.
    """

    label: str
    unit: str
    ref: Ref
    outturn: Percent
    growth: Percent
    x: Decimal
    y: Decimal
    region: str
    number: int = 0
    beyond: bool = False

    @property
    def words(self) -> str:
        """All that the point says."""
        place = "（超出图的范围，画在边上）" if self.beyond else ""
        return f"{self.label}（{self.unit}）：上年执行率 {self.outturn}，比上年 {self.growth.signed}，{REGIONS[self.region]}{place}"


@dataclass(frozen=True, slots=True)
class Scatter:
    """The picture: points, grid, where the regions part (``split_x``, ``split_y``), and what it shows in words."""

    title: str
    description: str
    points: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    split_x: Decimal
    split_y: Decimal
    table: Table
    notes: tuple[str, ...]

    @property
    def radius(self) -> int:
        """How large a point is, in px: small where there are many."""
        return 6 if len(self.points) <= FEW_POINTS else 4

    @property
    def numbered(self) -> tuple[Point, ...]:
        """The points that are named below the picture, by their numbers."""
        return tuple(sorted((point for point in self.points if point.number), key=lambda point: point.number))


@dataclass(frozen=True, slots=True)
class _Entry:
    declaration: Outline
    comparison: Comparison
    outturn: Percent
    growth: Percent
    low_outturn: Percent

    @property
    def region(self) -> str:
        low, more = self.outturn < self.low_outturn, self.growth.points > 0
        return ("watch" if more else "less") if low else ("more" if more else "steady")

    @property
    def rank(self) -> tuple[bool, Decimal, str]:
        """Those that spent little and ask for more come first, then the largest budgets."""
        watched = self.region == "watch"
        change = self.comparison.change
        size = change.yuan if watched and change is not None else self.comparison.current.yuan
        return not watched, -size, self.declaration.id


def scatter(
    portfolio: Portfolio, declarations: Sequence[Outline], year: int, low_outturn: Percent = LOW_OUTTURN
) -> Scatter | None:
    """The picture of a year; nothing where no project has both rates. Below ``low_outturn`` a project spent little."""
    entries = sorted(_entries(portfolio, declarations, low_outturn), key=lambda entry: entry.rank)
    if not entries:
        return None
    rows, columns = _growth_range(entries), (Decimal(0), max(Decimal(100), min(Decimal(125), _most(entries))))
    watched = sum(entry.region == "watch" for entry in entries)
    return Scatter(
        title=f"{year}年：上年执行率与预算增减",
        description=f"每个点是一个项目，共 {len(entries)} 个：横向是上年执行率，纵向是比上年增减。{_watched(watched, low_outturn)}",
        points=tuple(_points(entries[:MOST_POINTS], columns, rows)),
        x_ticks=tuple(Tick(_share(Decimal(at), columns), f"{at}%") for at in (0, 25, 50, 75, 100)),
        y_ticks=tuple(Tick(100 - _share(at, rows), _growth_label(at)) for at in _ticks(rows)),
        split_x=_share(low_outturn.points, columns),
        split_y=100 - _share(Decimal(0), rows),
        table=_table(entries, year),
        notes=tuple(_notes(len(declarations), len(entries))),
    )


def _entries(portfolio: Portfolio, declarations: Sequence[Outline], low_outturn: Percent) -> Iterator[_Entry]:
    for declaration in declarations:
        comparison = portfolio.compare(declaration)
        outturn, growth = comparison.outturn_rate, comparison.change_rate
        if outturn is not None and growth is not None:
            yield _Entry(declaration, comparison, outturn, growth, low_outturn)


def _most(entries: Sequence[_Entry]) -> Decimal:
    return max(entry.outturn.points for entry in entries)


def _growth_range(entries: Sequence[_Entry]) -> tuple[Decimal, Decimal]:
    """From a round number below the least growth to one above the greatest, zero well within, within WIDEST."""
    growths = [entry.growth.points for entry in entries]
    low = max(WIDEST[0], min(*growths, Decimal(-10)))
    high = min(WIDEST[1], max(*growths, Decimal(10)))
    unit = _unit(high - low)
    return (
        max(WIDEST[0], (low / unit).to_integral_value(ROUND_FLOOR) * unit),
        (high / unit).to_integral_value(ROUND_CEILING) * unit,
    )


def _unit(span: Decimal) -> Decimal:
    return next(Decimal(unit) for unit in (5, 10, 20, 50, 100) if span <= unit * TICKS or unit == 100)


def _ticks(rows: tuple[Decimal, Decimal]) -> Iterator[Decimal]:
    unit = _unit(rows[1] - rows[0])
    first = (rows[0] / unit).to_integral_value(ROUND_CEILING)
    count = int((rows[1] / unit - first).to_integral_value(ROUND_FLOOR))
    return ((first + number) * unit for number in range(count + 1))


def _growth_label(points: Decimal) -> str:
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{abs(points):.0f}%"


def _share(value: Decimal, limits: tuple[Decimal, Decimal]) -> Decimal:
    """Where a value lies between two limits, in per cent, kept within."""
    low, high = limits
    kept = min(max(value, low), high)
    return ((kept - low) * 100 / (high - low)).quantize(Decimal("0.01"))


def _points(
    entries: Sequence[_Entry], columns: tuple[Decimal, Decimal], rows: tuple[Decimal, Decimal]
) -> Iterator[Point]:
    """The points, those without a number first, so that the numbered ones lie on top."""
    for position in reversed(range(len(entries))):
        entry = entries[position]
        outturn, growth = entry.outturn, entry.growth
        numbered = entry.region == "watch" and position < MOST_NUMBERED
        yield Point(
            label=entry.declaration.name,
            unit=entry.declaration.spending_unit.name,
            ref=Ref("declaration", entry.declaration.id),
            outturn=outturn,
            growth=growth,
            x=_share(outturn.points, columns),
            y=100 - _share(growth.points, rows),
            region=entry.region,
            number=position + 1 if numbered else 0,
            beyond=not (columns[0] <= outturn.points <= columns[1] and rows[0] <= growth.points <= rows[1]),
        )


def _table(entries: Sequence[_Entry], year: int) -> Table:
    columns = (
        Column("project", "项目"),
        UNIT,
        Column("outturn_rate", "上年执行率", "percent", narrow=True),
        Column("change_rate", "增减率", "growth", narrow=True),
        Column("change", "增减额（元）", "change"),
        Column("region", "所在区域"),
    )
    rows = tuple(
        (Cell(e.declaration.name, Ref("declaration", e.declaration.id)), unit_cell(e.declaration), Cell(e.outturn), Cell(e.growth),
         Cell(e.comparison.change), Cell(REGIONS[e.region]))
        for e in entries
    )  # fmt: skip
    return Table(f"{year}年各项目的上年执行率与增减率", columns, rows)


def _watched(count: int, low_outturn: Percent) -> str:
    low = f"{low_outturn.points.normalize():f}%"
    if not count:
        return f"没有项目上年执行率低于 {low} 而当年预算增加。"
    return f"其中 {count} 个项目上年执行率低于 {low}而当年预算增加，在左上的“{REGIONS['watch']}”区域。"


def _notes(projects: int, drawn: int) -> Iterator[str]:
    if projects > drawn:
        yield f"{projects - drawn} 个项目缺上年预算或上年执行数，图上没有。"
    if drawn > MOST_POINTS:
        yield f"图上只画 {MOST_POINTS} 个点：先是“{REGIONS['watch']}”的项目，再是预算最大的；其余见数据表。"
