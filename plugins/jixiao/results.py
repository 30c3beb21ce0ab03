"""What came of a project's year: a mid-year monitoring report or a self-evaluation, complete, frozen, exact.

As with declarations, an outline is what lists and totals need, and the whole is for the record's own page and rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from .finding import Answer, Path
from .forms import Field, Option, RecordKind, ResultEdition
from .model import Declaration, FieldValue, FiledText, Indicator, Provenance, records, texts_in_lists, written
from .outcome import Outcome, Verdict
from .period import Period
from .registry import SpendingUnit
from .source import Document
from .target import Target
from .values import Figure, Money, Percent

AMOUNTS = ("initial", "adjusted", "executed", "forecast")
"""The roles of the amounts of a row of funds."""


@dataclass(frozen=True, slots=True)
class FundsRow:
    """One source of 项目资金, in 元: 年初预算数, 全年预算数, 全年执行数 (or to the month), 全年预计执行数, and the points for it.

    ``at`` leads to the row; ``paths`` to its cells and ``labels`` to what they are called, by the roles of those that the form has.
    """

    source: Option
    initial: Money | None
    adjusted: Money | None
    executed: Money | None
    forecast: Money | None
    weight: Figure | None
    rate: Figure | None
    score: Figure | None
    reason: str
    at: Path
    paths: Mapping[str, Path]
    labels: Mapping[str, str]

    @property
    def is_total(self) -> bool:
        """Whether it is the sum of the other rows."""
        return self.source.is_total

    @property
    def name(self) -> str:
        """What the source is called."""
        return self.source.label

    def path(self, role: str) -> Path:
        """The path of a cell, for findings; that of the row where the form has no such cell."""
        return self.paths.get(role, self.at)


@dataclass(frozen=True, slots=True)
class ResultIndicator(Indicator):
    """One indicator with its target and what was reached; ``outcome`` is computed here, ``reason`` is the filer's words.

    ``weight`` is as filed, ``points`` what it is worth in points where the edition says how many there are; ``forecast`` and ``likelihood`` are what monitoring says of
    the whole year.
    """

    actual: Target
    outcome: Outcome
    weight: Figure | None
    score: Figure | None
    points: Decimal | None
    reason: str
    forecast: str
    likelihood: str

    @property
    def lost(self) -> Decimal:
        """Points short of the full ones; nothing lost where either is not stated."""
        return self.points - self.score.value if self.points is not None and self.score else Decimal(0)

    def path(self, role: str) -> Path:
        """The path of the cell with a role, for findings; that of the row where the form has no such column."""
        column = self.table.with_role(role, self.targets[0].period)
        return (*self.at, column.label) if column else self.at


class Counts(NamedTuple):
    """How many indicators came to each verdict."""

    met: int = 0
    not_met: int = 0
    cannot_tell: int = 0
    not_due: int = 0

    @property
    def total(self) -> int:
        """How many indicators there are."""
        return sum(self)

    def of(self, verdict: Verdict) -> int:
        """How many came to one verdict."""
        return self[tuple(Verdict).index(verdict)]


@dataclass(frozen=True, slots=True)
class ResultOutline:
    """What lists, totals and declarations need to know of a result.

    ``id`` is the project's, as its declaration would have it; amounts are those of the funds' total, in 元.
    """

    id: str
    file: str
    edition: ResultEdition
    year: int
    spending_unit: SpendingUnit
    name: str
    adjusted: Money | None
    executed: Money | None
    score: Figure | None
    counts: Counts

    @property
    def kind(self) -> RecordKind:
        """The kind of record."""
        return self.edition.kind

    @property
    def record_id(self) -> str:
        """``<year>/<unit>/<project>.<suffix>``: the file's path, less folder and ending."""
        return f"{self.id}.{self.kind.suffix}"

    @property
    def rate(self) -> Percent | None:
        """执行率 as computed here: executed of adjusted, in %."""
        if self.adjusted is None or self.executed is None:
            return None
        return Percent.of(self.executed, self.adjusted)


@dataclass(frozen=True, slots=True)
class Result(ResultOutline):
    """One record of a project's year, whole; ``values`` holds every field by its label, ``texts`` those in fields of their own."""

    unit_name: str
    period: Period
    funds: tuple[FundsRow, ...]
    indicators: tuple[ResultIndicator, ...]
    texts: tuple[FiledText, ...]
    values: Mapping[str, FieldValue]
    answers: tuple[Answer, ...]
    provenance: Provenance | None
    document: Document

    @property
    def total(self) -> FundsRow | None:
        """The row of the total of funds."""
        return total_of(self.funds)

    @property
    def accounts(self) -> tuple[tuple[FundsRow, ...], ...]:
        """The rows that add up to one total: all, or where several lists have a total of their own, those of each list."""
        lists: dict[str, list[FundsRow]] = {}
        for row in self.funds:
            lists.setdefault(self.list_of(row), []).append(row)
        have_total = [rows for rows in lists.values() if any(row.is_total for row in rows)]
        return tuple(map(tuple, lists.values())) if len(have_total) > 1 else (self.funds,)

    def list_of(self, row: FundsRow) -> str:
        """The label of the list that a row stands in; empty where it is made of fields."""
        return str(row.at[0]) if row.at[0] in self._of_funds else ""

    @property
    def scored(self) -> tuple[FundsRow, ...]:
        """The rows that points for execution are given for: those of the sources that the edition says, or the total."""
        chosen = tuple(row for row in self.funds if "scored" in row.source.tags)
        return chosen or tuple(row for row in self.funds if row.is_total)

    def full_points(self, row: FundsRow) -> Decimal | None:
        """The most points that a row of funds may have: its weight, or those that the edition gives for execution.

        Nothing where the edition gives no points, where a weight may be a share of anything.
        """
        if self.edition.points is None or row.weight:
            return row.weight.value if row.weight and self.edition.points else None
        is_alone = row in self.scored and "weight" not in row.paths and sum(bool(one.score) for one in self.scored) == 1
        return (self.edition.points.execution or None) if is_alone else None

    @property
    def said(self) -> tuple[FiledText, ...]:
        """All that is said of the record as a whole: the texts, and those of lists whose role is known (目标 in rows)."""
        listed = texts_in_lists(self.edition, self.values)
        return (*self.texts, *(filed for filed in listed if filed.role and filed.at[0] not in self._of_funds))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is said in the rows of funds and indicators of why something fell short."""
        return (*(row.reason for row in self.funds), *(indicator.reason for indicator in self.indicators))

    @property
    def _of_funds(self) -> frozenset[str]:
        return frozenset(field.label for field in self.edition.funds)

    def filled(self, role: str) -> tuple[str, ...]:
        """The texts of a role, as filed."""
        return tuple(filed.text for filed in self.said if filed.role == role)

    def text(self, role: str) -> str:
        """The text of the field with a role, or empty."""
        return next(iter(self.filled(role)), "")

    def at(self, role: str) -> Path:
        """The path of the field with a role; the file as a whole where the edition has no such field."""
        field = self.edition.by_role.get(role)
        return (field.label,) if field else ()

    def written(self, at: Path) -> str:
        """A value as it stands in the file; empty where nothing does."""
        return written(self.document, at)

    def records(self, field: Field) -> Iterator[tuple[Path, Mapping[str, FieldValue]]]:
        """The rows of a list, or the one of a record: path, and each cell by its column's label."""
        return records(self.values, field)

    @property
    def added_fields(self) -> tuple[Field, ...]:
        """The fields that are filed here though the form has none such: whoever took it down added them."""
        return tuple(field for field in self.edition.added_fields() if field.label in self.values)


Record = Declaration | Result
"""What a file may hold."""


def total_of(funds: Sequence[FundsRow]) -> FundsRow | None:
    """The row of the sum of all sources; of those of several lists that of the list with points, or that says most.

    Nothing where no row is a sum, or several disagree.
    """
    rows = tuple(row for row in funds if row.is_total)
    if any(len({getattr(row, role) for row in rows} - {None}) > 1 for role in AMOUNTS):
        return None
    scored = {row.at[0] for row in funds if "scored" in row.source.tags or row.weight or row.score}
    return max(rows, key=lambda row: (row.at[0] in scored, _said_of_the_year(row)), default=None)


def _said_of_the_year(row: FundsRow) -> int:
    return sum(amount is not None for amount in (row.adjusted, row.executed))


def result_outline_of(result: ResultOutline) -> ResultOutline:
    """The outline alone."""
    return ResultOutline(*(getattr(result, field.name) for field in fields(ResultOutline)))
