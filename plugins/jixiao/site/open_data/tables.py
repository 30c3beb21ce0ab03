"""The tables of open data: a row per declaration, indicator, subproject, other cell, reported indicator, finding, source of funds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from ...forms import Dimension
from ...model import Declaration
from . import records, v1
from .columns import Column, columns_of
from .funds import funds
from .release import Release

Record = v1.Project | v1.Indicator | v1.Subproject | v1.Cell | v1.Outcome | v1.Finding | v1.Fund


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table: its name for programs, its title for people, and its rows; ``key`` names a row."""

    name: str
    title: str
    description: str
    record: type[Record]
    key: tuple[str, ...]
    rows: tuple[Record, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The table's columns, as its record defines them."""
        return columns_of(self.record)

    def cells(self) -> Iterator[tuple[object, ...]]:
        """The rows as values in the order of the columns."""
        return map(attrgetter(*(column.name for column in self.columns)), self.rows)


_PART = ("project_id", "number")
_SHAPES = (
    DataTable("projects", "项目", "每份申报表一行", v1.Project, ("id",)),
    DataTable("indicators", "绩效指标", "每条绩效指标一行", v1.Indicator, _PART),
    DataTable("subprojects", "子项目", "项目当年投入资金构成的每一行", v1.Subproject, _PART),
    DataTable("cells", "其他各格", "指标表和明细表里其他各列的每一格，按原文录入", v1.Cell, _PART),
    DataTable("outcomes", "完成情况", "申报表的项目当年的监控表、自评表里，每条指标一行", v1.Outcome, _PART),
    DataTable("findings", "检查结果", "公布的每条检查结果一行", v1.Finding, _PART),
    DataTable("funds", "资金来源", "申报表、监控表、自评表上的每项资金来源一行，合计各有一行", v1.Fund, _PART),
)


def shapes_of_all(dimensions: Iterable[Dimension] = ()) -> tuple[DataTable, ...]:
    """The tables without rows, with columns for the dimensions that a site adds."""
    projects, *others = _SHAPES
    return (replace(projects, record=v1.project_of(dimensions)), *others)


def tables(release: Release, declarations: Iterable[Declaration]) -> tuple[DataTable, ...]:
    """The tables of some declarations, in the order of their ids."""
    chosen = tuple(declarations)
    rows: tuple[Iterable[Record], ...] = (
        (records.project(release, declaration) for declaration in chosen),
        (row for declaration in chosen for row in records.indicators(declaration)),
        (row for declaration in chosen for row in records.subprojects(declaration)),
        (row for declaration in chosen for row in records.cells(declaration)),
        (row for declaration in chosen for row in records.outcomes(release, declaration)),
        (row for declaration in chosen for row in records.findings(release, declaration)),
        (row for declaration in chosen for row in funds(release, declaration)),
    )
    return tuple(
        replace(shape, rows=tuple(those)) for shape, those in zip(shapes_of_all(release.dimensions), rows, strict=True)
    )
