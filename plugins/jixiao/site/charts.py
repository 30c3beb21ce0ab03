"""Charts as geometry: bars with their lengths worked out, for inline SVG. Each stands beside its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..table import Ref, Table
from ..values import Money

WIDTH = 1000
"""Units of length of the longest bar; the drawing scales to its place."""
WAN = Decimal(10_000)
LEAST_IN_WAN = Decimal(100)
"""0.01 万元, the least that shows with two decimals."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``length`` in units of :data:`WIDTH`; ``tone`` names a colour of the theme."""

    label: str
    amount: Money
    length: int
    tone: str = "current"
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars on one scale from zero, amounts in one ``unit``; ``description`` tells in words what they show."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What a bar stands for."""

    label: str
    amount: Money
    tone: str = "current"
    ref: Ref | None = None


def bar_chart(title: str, amounts: Sequence[Amount]) -> Chart:
    """Lay out amounts (in 元, none negative) as bars; the longest is :data:`WIDTH` units."""
    longest = max((entry.amount.yuan for entry in amounts), default=Decimal(0))
    bars = tuple(Bar(e.label, e.amount, _length(e.amount, longest), e.tone, e.ref) for e in amounts)
    description = "；".join(f"{entry.label} {entry.amount}" for entry in amounts)
    return Chart(title, description, bars, unit_of([entry.amount for entry in amounts]))


def unit_of(amounts: Sequence[Money]) -> str:
    """The one unit of all amounts of a chart: 万元, unless the least would be lost in it or the greatest is below one."""
    sizes = [abs(amount).yuan for amount in amounts if amount]
    return "万元" if sizes and max(sizes) >= WAN and min(sizes) >= LEAST_IN_WAN else "元"


def _length(amount: Money, longest: Decimal) -> int:
    return int((amount.yuan * WIDTH / longest).to_integral_value()) if longest else 0


def table_chart(table: Table, key: str) -> Chart:
    """The bars of a table's money column, each labelled and linked as its row is."""
    pairs = zip(table.rows, table.column(key), strict=True)
    amounts = [
        Amount(str(row[0].value), cell.value, ref=row[0].ref) for row, cell in pairs if isinstance(cell.value, Money)
    ]
    return bar_chart(table.caption, amounts)
