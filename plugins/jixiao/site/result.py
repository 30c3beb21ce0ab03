"""A monitoring report or a self-evaluation on a page of its own: what it comes to, what the checks found, all as filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..finding import Finding, Path
from ..forms import Field, Section
from ..model import Declaration, Outline
from ..results import Result, ResultOutline
from ..source import Scalar
from ..table import Cell, Column, Ref, Table
from ..values import Money
from ..words import NOT_ASKED, NOT_FILLED, PAGES
from .cycle import cycle
from .page import Heading, Page
from .view import View, section

PROJECTS = section("projects")


def ref_of(result: ResultOutline) -> Ref:
    """The page of a result."""
    return Ref("result", f"{result.id}/{result.kind.suffix}")


def ref_of_record(record: Outline | ResultOutline) -> Ref:
    """The page of a declaration or of a result."""
    return ref_of(record) if isinstance(record, ResultOutline) else Ref("declaration", record.id)


@dataclass(frozen=True, slots=True)
class ResultSection:
    """One section as filed: its title, the texts by their labels, and tables."""

    title: str
    texts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def page(
    view: View,
    result: Result,
    declaration: Declaration | None,
    findings: Sequence[Finding],
    reported: Iterable[Result] = (),
) -> Page:
    """The page of one result; ``declaration`` is its project's of the same year, where one was published.

    ``reported`` is all that was reported of the same project and year.
    """
    unit, year = result.spending_unit, str(result.year)
    whole = Ref("declaration", declaration.id) if declaration else None
    crumbs = [(PAGES["projects"], Ref("projects"))]
    if whole:
        crumbs += [(f"{year}年", Ref("year", year)), (result.name, whole)]
    return view.page(
        ref_of(result),
        title=f"{result.name}：{year}年{result.kind.title}",
        description=f"{unit.name}“{result.name}”{year}年的{result.kind.title}，{len(result.indicators)} 条绩效指标。",
        section=PROJECTS,
        crumbs=crumbs,
        toc=(Heading("cycle", "目标与完成情况"), Heading("findings", "检查结果"), Heading("form", "全文"), Heading("source", "来源")),
        source=result.file,
        result=result,
        declaration=whole,
        unit=Ref("unit", unit.id) if declaration else None,
        others=[(one.kind.title, ref_of(one)) for one in reported if one.kind != result.kind],
        following=tuple(_stated_later(view, declaration)) if declaration and result.kind.is_final else (),
        overviews=_overviews(result) if result.kind.is_final else (),
        facts=tuple(facts(result)),
        cycle=cycle(declaration, (result,)),
        findings=findings,
        parts=tuple(_parts(result)),
    )  # fmt: skip


def _stated_later(view: View, declaration: Declaration) -> Iterator[tuple[str, Ref, str]]:
    """What the next year's forms say was spent: each one's year, page, and the figure or why there is none."""
    for later in view.portfolio.next(declaration):
        lacking = NOT_FILLED if later.has_field("prior_year.outturn") else NOT_ASKED
        stated = later.prior_year.outturn
        yield f"{later.year}年申报表", Ref("declaration", later.id), lacking if stated is None else str(stated)


def _overviews(result: Result) -> tuple[tuple[str, Ref], ...]:
    """The pages on which this one is counted."""
    unit, year = result.spending_unit, result.year
    return (
        (f"{unit.short}{year}年", Ref("results-unit", f"{year}/{unit.id}")),
        (f"{year}年各单位", Ref("results-year", str(year))),
    )


def facts(result: Result) -> Iterator[tuple[str, str]]:
    """What a result comes to, as labels and texts."""
    row, edition = result.total, result.edition.by_role
    if row:
        columns = {column.role: column.label for column in edition["funds"].columns}
        for role in ("initial", "adjusted", "executed", "forecast"):
            amount: Money | None = getattr(row, role)
            if amount is not None:
                yield columns[role], str(amount)
    if result.rate is not None:
        yield "预算执行率", f"{result.rate}（程序计算）"
    if result.score:
        whole = f"（满分 {result.edition.points.whole}）" if result.edition.points else ""
        yield edition["score"].label, f"{result.score.raw}{whole}"


def _parts(result: Result) -> Iterator[ResultSection]:
    for part in result.edition.sections:
        fields = [field for field in part.fields if field.label in result.values]
        tables = tuple(table for field in fields for table in _tables(result, field, part))
        texts = tuple((field.heading, _filed(result, (field.label,))) for field in fields if not field.columns)
        if texts or tables:
            yield ResultSection(part.title, texts, tables)


def _filed(result: Result, at: Path) -> str:
    """A value as it stands in the file; long texts as they are published."""
    told = next((filed.text for filed in result.texts if filed.at == at), None)
    node = result.document.node(at)
    return told if told is not None else node.text.strip() if isinstance(node, Scalar) else ""


def _tables(result: Result, field: Field, part: Section) -> Iterator[Table]:
    caption = field.heading if field.heading != part.title else f"{part.title}全表"
    if field.kind == "rows":
        columns = tuple(Column(str(n), column.heading) for n, column in enumerate(field.columns))
        rows = tuple(
            tuple(Cell(_filed(result, (*row.at, column.label))) for column in field.columns) for row in result.funds
        )
        yield Table(caption, columns, rows)
    if field.kind == "indicators":
        levels = (Column("group", "一级指标"), Column("subgroup", "二级指标"))
        columns = (*levels, *(Column(str(n), column.heading) for n, column in enumerate(field.columns)))
        yield Table(caption, columns, tuple(_indicator_rows(result, field)))


def _indicator_rows(result: Result, field: Field) -> Iterator[tuple[Cell, ...]]:
    for one in result.indicators:
        cells = (Cell(_filed(result, (*one.at, column.label))) for column in field.columns)
        yield Cell(one.group.label), Cell(one.subgroup), *cells
