"""A group of projects on one line: budget, comparable change, outturn, who spent little and asks for more, checks, indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..finding import Severity
from ..model import Outline
from ..summary import Aggregate, aggregate
from ..table import Cell, Column, Ref, Table
from ..values import Percent
from .view import View

COLUMNS = (
    Column("count", "项目数", "count"),
    Column("current", "当年预算（元）", "money", narrow=True),
    Column("change", "可比项目增减额（元）", "change"),
    Column("change_rate", "可比项目增减率", "growth", narrow=True),
    Column("outturn_rate", "上年执行率", "percent"),
    Column("watched", "执行率较低、预算增加的项目", "count"),
    Column("warnings", "待核对（条）", "count", narrow=True),
    Column("answered", "其中有说明（条）", "count"),
    Column("quantified", "定量指标占比", "percent"),
)


class Scorecard(NamedTuple):
    """What one line tells; ``watched`` projects have a low outturn rate and a risen budget."""

    whole: Aggregate
    watched: int
    warnings: int
    answered: int
    indicators: int
    quantified: int

    @property
    def quantified_share(self) -> Percent | None:
        """How many of the indicators have a number, in %."""
        return Percent(Decimal(self.quantified * 100) / self.indicators) if self.indicators else None

    def cells(self, ref: Ref | None = None, found: Ref | None = None) -> tuple[Cell, ...]:
        """The cells of :data:`COLUMNS`; ``ref`` leads to the projects, and ``found`` to what the checks found."""
        whole = self.whole
        return (
            Cell(whole.count, ref), Cell(whole.current), Cell(whole.change), Cell(whole.growth), Cell(whole.outturn_rate),
            Cell(self.watched), Cell(self.warnings, found if self.warnings else None), Cell(self.answered), Cell(self.quantified_share),
        )  # fmt: skip


def scorecard(view: View, declarations: Sequence[Outline]) -> Scorecard:
    """Work out the line of some declarations of one year."""
    warnings = [f for d in declarations for f in view.findings_by_file[d.file] if f.severity is Severity.WARNING]
    return Scorecard(
        whole=aggregate(view.basis, declarations),
        watched=sum(_is_watched(view, declaration) for declaration in declarations),
        warnings=len(warnings),
        answered=sum(finding.answer is not None for finding in warnings),
        indicators=sum(declaration.indicator_count for declaration in declarations),
        quantified=sum(declaration.quantified_count for declaration in declarations),
    )


def _is_watched(view: View, declaration: Outline) -> bool:
    comparison = view.portfolio.compare(declaration)
    rate, change = comparison.outturn_rate, comparison.change
    return rate is not None and change is not None and change.yuan > 0 and rate < view.thresholds.low_outturn


class Line(NamedTuple):
    """One line: whose it is, where its projects stand, where what the checks found stands, and what it tells."""

    name: str
    ref: Ref
    found: Ref
    card: Scorecard


def scorecards(caption: str, title: str, lines: Iterable[Line], low_outturn: Percent) -> Table:
    """A table of such lines, with what a reader must know to read them."""
    rows = tuple((Cell(line.name, line.ref), *line.card.cells(line.ref, line.found)) for line in lines)
    low = f"{low_outturn.points.normalize():f}%"
    notes = (
        f"执行率较低指上年执行率低于 {low}。待核对是程序发现、请人再看的地方，不表示填报有错；定量指标是指标值里读得到数值的，定性指标不一定不好。",
        "增减额、增减率只按有上年预算额的可比项目计算；“新增”“无法对比”“不计算”的原因见各单位的页面。",
    )
    return Table(caption, (Column("group", title), *COLUMNS), rows, notes=notes)
