"""What came of a project's year: a mid-year monitoring report or a self-evaluation, complete, frozen, exact.

As with declarations, an outline is what lists and totals need, and the whole is for the record's own page and rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from .finding import Answer, Path
from .forms import Group, Option, RecordKind, ResultEdition
from .model import FieldValue, FiledText, Provenance
from .outcome import Outcome, Verdict
from .registry import SpendingUnit
from .source import Document
from .target import Target
from .values import Figure, Money, Percent

TOTAL = "total"
"""The id of the source of funds that is the sum of the others."""


@dataclass(frozen=True, slots=True)
class FundsRow:
    """One row of 项目资金, in 元: 年初预算数, 全年预算数, 全年执行数 (or to the month), 全年预计执行数, and the points for it."""

    source: Option
    initial: Money | None
    adjusted: Money | None
    executed: Money | None
    forecast: Money | None
    weight: Figure | None
    rate: Figure | None
    score: Figure | None
    at: Path

    @property
    def is_total(self) -> bool:
        """Whether it is the sum of the other rows."""
        return self.source.id == TOTAL


@dataclass(frozen=True, slots=True)
class ResultIndicator:
    """One indicator with its target and what was reached; ``outcome`` is computed here, ``reason`` is the filer's words.

    ``forecast`` and ``likelihood`` are what monitoring says of the whole year; ``others`` are further columns as filed.
    """

    group: Group
    subgroup: str
    name: str
    target: Target
    actual: Target
    outcome: Outcome
    weight: Figure | None
    score: Figure | None
    reason: str
    forecast: str
    likelihood: str
    others: tuple[tuple[str, str], ...]
    at: Path

    @property
    def lost(self) -> Decimal:
        """Points short of the full ones; nothing lost where either is not stated."""
        return self.weight.value - self.score.value if self.weight and self.score else Decimal(0)


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
    """One record of a project's year, whole. ``values`` holds every field by its label, ``reason`` what is said once for all."""

    unit_name: str
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
        return next((row for row in self.funds if row.is_total), None)

    def text(self, role: str) -> str:
        """The text of the field with a role, or empty."""
        return next((filed.text for filed in self.texts if filed.role == role), "")

    def at(self, role: str) -> Path:
        """The path of the field with a role; the file as a whole where the edition has no such field."""
        field = self.edition.by_role.get(role)
        return (field.label,) if field else ()

    def column(self, role: str, column: str) -> str:
        """The label of a table's column with a role; empty where the edition has none."""
        field = self.edition.by_role[role]
        return next((one.label for one in field.columns if one.role == column), "")


@dataclass(frozen=True, slots=True)
class MonitoringReport(Result):
    """绩效运行监控表: how far a project has come by some month."""


@dataclass(frozen=True, slots=True)
class SelfEvaluation(Result):
    """绩效自评表: what came of a project's year."""


CLASSES: Mapping[str, type[Result]] = {"monitoring": MonitoringReport, "self-evaluation": SelfEvaluation}
"""What a record of each kind is made as."""


def result_outline_of(result: ResultOutline) -> ResultOutline:
    """The outline alone."""
    return ResultOutline(*(getattr(result, field.name) for field in fields(ResultOutline)))
