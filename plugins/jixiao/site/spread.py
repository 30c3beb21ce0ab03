"""How the target values of one indicator spread, year by year: from the least to the greatest, and the middle one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ..table import Cell, Column, Table
from ..target import Target
from .charts import WIDTH
from .library import Level

MARK = 8
"""Units of length of a mark; values that lie nearer to each other than two of them share one."""


class YearSpread(NamedTuple):
    """One year's values: how many uses there are, how many are drawn, and the three values; places in units of WIDTH."""

    year: int
    uses: int
    drawn: int
    least: Decimal | None
    middle: Decimal | None
    greatest: Decimal | None
    start: int
    length: int
    middle_at: int
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The years of an indicator, the latest first, on one scale; values are in ``unit``. ``left_out`` uses are not drawn."""

    title: str
    unit: str
    years: tuple[YearSpread, ...]
    table: Table
    left_out: int

    @property
    def drawn(self) -> int:
        """How many uses are drawn."""
        return sum(year.drawn for year in self.years)

    @property
    def ends(self) -> tuple[str, str]:
        """What the scale begins and ends with."""
        known = [year for year in self.years if year.least is not None]
        least = min((year.least for year in known if year.least is not None), default=None)
        greatest = max((year.greatest for year in known if year.greatest is not None), default=None)
        return self.words(least), self.words(greatest)

    def words(self, value: Decimal | None) -> str:
        """A value with its unit."""
        return "—" if value is None else f"{number(value)} {self.unit}".strip()


def number(value: Decimal) -> str:
    """A value as people write it: no exponent, no zeros at its end, a true minus sign."""
    return f"{value.normalize():f}".replace("-", "−")


def spread(name: str, levels: Sequence[Level]) -> Spread:
    """Lay out the values of an indicator that have one unit, the most used; changes (提高 10 %) apart from levels."""
    measure = _most_used(levels)
    uses = Counter(owner.year for level in levels for owner in level.owners)
    values: dict[int, list[Decimal]] = {year: [] for year in uses}
    for level in levels:
        if level.target.value is not None and _measure(level.target) == measure:
            for owner in level.owners:
                values[owner.year].append(level.target.value)
    every = [value for those in values.values() for value in those]
    scale = (min(every), max(every)) if every else (Decimal(0), Decimal(0))
    years = tuple(_year(year, uses[year], sorted(values[year]), scale) for year in sorted(uses, reverse=True))
    change, unit = measure
    title = f"“{name}”各年度的{f'{change}幅度' if change else '指标值'}"
    return Spread(title, unit, years, _table(title, unit, years), sum(uses.values()) - len(every))


def _measure(target: Target) -> tuple[str, str]:
    return target.change, target.unit


def _most_used(levels: Iterable[Level]) -> tuple[str, str]:
    counted = Counter[tuple[str, str]]()
    for level in levels:
        if level.target.value is not None:
            counted[_measure(level.target)] += level.count
    return min(counted, key=lambda measure: (-counted[measure], measure), default=("", ""))


def _year(year: int, uses: int, values: Sequence[Decimal], scale: tuple[Decimal, Decimal]) -> YearSpread:
    if not values:
        return YearSpread(year, uses, 0, None, None, None, 0, 0, 0, ())
    low, span = scale[0], scale[1] - scale[0]

    def at(value: Decimal) -> int:
        return int(((value - low) * (WIDTH - MARK) / span).to_integral_value()) if span else (WIDTH - MARK) // 2

    half = len(values) // 2
    middle = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    start, end = at(values[0]), at(values[-1])
    marks = tuple(dict.fromkeys((start, *(at(value) // (2 * MARK) * 2 * MARK for value in values[1:-1]), end)))
    return YearSpread(
        year, uses, len(values), values[0], middle, values[-1], start, end - start + MARK, at(middle), marks
    )


def _table(caption: str, unit: str, years: Sequence[YearSpread]) -> Table:
    named = f"（{unit}）" if unit else ""
    columns = (
        Column("year", "年度"),
        Column("uses", "绩效指标（条）", "count"),
        Column("drawn", "有数值的（条）", "count"),
        *(Column(key, f"{title}{named}", "count") for key, title in (("least", "最小"), ("middle", "中位数"), ("greatest", "最大"))),
    )  # fmt: skip
    return Table(caption, columns, tuple(_row(year) for year in years))


def _row(year: YearSpread) -> tuple[Cell, ...]:
    values = (None if value is None else number(value) for value in (year.least, year.middle, year.greatest))
    return (Cell(f"{year.year}年"), Cell(year.uses), Cell(year.drawn), *map(Cell, values))
