"""Tables as values: columns, rows and a total, with references instead of links and no HTML. Prints come from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal, NamedTuple

from .values import Money, Percent

ColumnKind = Literal["text", "count", "money", "change", "percent", "growth"]
"""``money`` and ``change`` are in 元 (a change carries its sign), ``percent`` and ``growth`` in %."""

Value = str | int | Money | Percent | None


class Ref(NamedTuple):
    """What a cell points at: a kind of page and the id of the thing it is about."""

    kind: str
    id: str = ""


class Column(NamedTuple):
    """One column: a key for programs, a title for people (with its unit), and what its values are.

    A column ``narrow`` has room on a phone, where a row has two lines: its heading, and the values of these columns.
    """

    key: str
    title: str
    kind: ColumnKind = "text"
    narrow: bool = False


class Cell(NamedTuple):
    """One value, nothing where there is none, and what it points at."""

    value: Value
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row and the total have a cell for each column. ``notes`` say what the figures do not."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_brief(self) -> bool:
        """Whether a phone shows some columns alone."""
        return any(column.narrow for column in self.columns)

    def without(self, key: str) -> Table:
        """The table without a column."""
        kept = [number for number, column in enumerate(self.columns) if column.key != key]

        def cut(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return tuple(cells[number] for number in kept)

        columns = tuple(self.columns[number] for number in kept)
        return replace(
            self, columns=columns, rows=tuple(map(cut, self.rows)), total=cut(self.total) if self.total else None
        )

    def without_empty(self) -> Table:
        """The table without columns that say nothing in any row."""
        empty = [
            column.key for column in self.columns if {cell.value for cell in self.column(column.key)} <= {None, ""}
        ]
        return reduce(Table.without, empty, self)

    def column(self, key: str) -> tuple[Cell, ...]:
        """All cells of a column, without the total's."""
        index = next(number for number, column in enumerate(self.columns) if column.key == key)
        return tuple(row[index] for row in self.rows)
