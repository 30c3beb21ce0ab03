"""Charts as geometry: bars with their lengths worked out, for inline SVG. Each stands beside its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..table import Ref, Table
from ..values import Money

WIDTH = 1000
"""Units of length of the longest bar; the drawing scales to its place."""


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
    """Horizontal bars on one scale from zero; ``description`` tells in words what they show."""

    title: str
    description: str
    bars: tuple[Bar, ...]


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
    return Chart(title, description, bars)


def _length(amount: Money, longest: Decimal) -> int:
    return int((amount.yuan * WIDTH / longest).to_integral_value()) if longest else 0


def table_chart(table: Table, key: str) -> Chart:
    """The bars of a table's money column, each labelled and linked as its row is."""
    pairs = zip(table.rows, table.column(key), strict=True)
    amounts = [
        Amount(str(row[0].value), cell.value, ref=row[0].ref) for row, cell in pairs if isinstance(cell.value, Money)
    ]
    return bar_chart(table.caption, amounts)
