"""A monitoring report or a self-evaluation on a page of its own: what it comes to, what the checks found, all as filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..finding import Finding
from ..model import Declaration, Outline
from ..results import Result, ResultOutline
from ..table import Ref
from ..values import Money
from ..words import NOT_ASKED, NOT_FILLED, PAGES
from .cycle import cycle
from .form import added, sheet
from .page import Heading, Page
from .remarks import remarks
from .report_differences import ReportDifferences
from .view import View, section

PROJECTS = section("projects")


def ref_of(result: ResultOutline) -> Ref:
    """The page of a result."""
    return Ref("result", f"{result.id}/{result.kind.suffix}")


def ref_of_record(record: Outline | ResultOutline) -> Ref:
    """The page of a declaration or of a result."""
    return ref_of(record) if isinstance(record, ResultOutline) else Ref("declaration", record.id)


def page(
    view: View,
    result: Result,
    declaration: Declaration | None,
    findings: Sequence[Finding],
    reported: Iterable[Result] = (),
    changes: ReportDifferences | None = None,
) -> Page:
    """The page of one result; ``declaration`` is its project's of the same year, where one was published.

    ``reported`` is all that was reported of the same project and year, ``changes`` what differs from the declaration. What
    came of each target stands on the declaration's page where there is one, and here otherwise.
    """
    unit, year = result.spending_unit, str(result.year)
    whole = Ref("declaration", declaration.id) if declaration else None
    crumbs = [(PAGES["projects"], Ref("projects"))]
    if whole:
        crumbs += [(f"{year}年", Ref("year", year)), (result.name, whole)]
    table = None if declaration else cycle(None, (result,))
    came_of_it = (Heading("cycle", "目标与完成情况"),) if table else ()
    differing = (Heading("differences", "与申报表的不同"),) if changes else ()
    return view.page(
        ref_of(result),
        title=f"{result.name}：{year}年{result.kind.title}",
        description=f"{unit.name}“{result.name}”{year}年的{result.kind.title}，{len(result.indicators)} 条绩效指标。",
        section=PROJECTS,
        crumbs=crumbs,
        toc=(*came_of_it, *differing, Heading("findings", "检查结果"), Heading("form", "全文"), Heading("source", "来源")),
        source=result.file,
        result=result,
        declaration=whole,
        unit=Ref("unit", unit.id) if declaration else None,
        others=[(one.kind.title, ref_of(one)) for one in reported if one.kind != result.kind],
        following=tuple(_stated_later(view, declaration)) if declaration and result.kind.tells_outturn else (),
        overviews=_overviews(result) if result.kind.is_counted else (),
        facts=tuple(facts(result)),
        cycle=table,
        changes=changes,
        findings=remarks(result.edition, findings),
        sheet=sheet(result),
        added=tuple(added(result)),
        twin=Ref("reports", result.id),
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
    for role in ("initial", "adjusted", "executed", "forecast") if row else ():
        amount: Money | None = getattr(row, role)
        if row and amount is not None:
            yield row.labels[role], str(amount)
    if result.rate is not None:
        yield "预算执行率", f"{result.rate}（程序计算）"
    if result.score:
        whole = f"（满分 {result.edition.points.whole}）" if result.edition.points else ""
        yield edition["score"].label, f"{result.score.raw}{whole}"
    if grade := edition.get("grade"):
        yield from [(grade.label, text)] if (text := result.written((grade.label,))) else ()
