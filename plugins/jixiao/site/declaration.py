"""One declaration: what it is at a glance, what the checks found, the whole form as printed, and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..model import Declaration, Outline
from ..portfolio import Comparison, Portfolio
from ..results import Result
from ..summary import FIGURES, figures, value_ref
from ..table import Cell, Column, Ref, Table
from ..words import ADDED, CURRENT_BUDGET, NOT_ASKED, NOT_FILLED, PAGES, PRIOR_BUDGET, PRIOR_OUTTURN
from . import linked_data
from .charts import Amount, Chart, bar_chart
from .cycle import Cycle
from .differences import differences
from .form import added, anchors, sheet
from .page import Heading, Page
from .remarks import remarks
from .report_differences import ReportDifferences
from .result import facts as result_facts
from .result import ref_of
from .view import View, section

PROJECTS = section("projects")
LONGEST_DESCRIPTION = 150
"""Characters of the page's description at most: what search engines show."""
LONGEST_OVERVIEW = 130
"""Characters of 项目概况 that stand at a glance, at most: three lines or so."""


def page(
    view: View,
    declaration: Declaration,
    before: Declaration | None = None,
    reported: Cycle | None = None,
    reports: Iterable[Result] = (),
    changes: Mapping[str, ReportDifferences] = MappingProxyType({}),
) -> Page:
    """The page of one declaration; ``before`` is its own of the year before, whole, ``reported`` what came of it by ``reports``.

    ``changes`` tell by record what each of these says otherwise.
    """
    unit, year = declaration.spending_unit, str(declaration.year)
    findings = view.findings_by_file[declaration.file]
    told_of = [(one, ref_of(one), tuple(result_facts(one)), changes.get(one.record_id)) for one in reports]
    title, told = f"{declaration.name}（{year}年）", description(declaration, view.portfolio.compare(declaration))
    return view.page(
        Ref("declaration", declaration.id),
        title=title,
        description=told,
        about=linked_data.report(declaration, title),
        section=PROJECTS,
        crumbs=[
            (PAGES["projects"], Ref("projects")),
            (f"{year}年", Ref("year", year)),
            (unit.short, Ref("unit", unit.id)),
        ],
        toc=_toc(declaration, before, reported is not None or bool(told_of)),
        source=declaration.file,
        declaration=declaration,
        facts=tuple(facts(declaration)),
        glance=glance(view.portfolio, declaration),
        findings=remarks(declaration.edition, findings),
        differences=differences(before, declaration) if before else None,
        sheet=sheet(declaration),
        added=tuple(added(declaration)),
        cycle=reported,
        reports=told_of,
    )


def _toc(declaration: Declaration, before: Declaration | None, reported: bool) -> tuple[Heading, ...]:
    came_of_it = (Heading("cycle", "目标与完成情况"),) if reported else ()
    differing = (Heading("differences", f"与{before.year}年申报表的不同"),) if before else ()
    amended = (Heading("amendments", "修订"),) if declaration.amendments else ()
    return (
        Heading("glance", "概览"), *came_of_it, Heading("findings", "检查结果"), *differing, Heading("form", "申报表全文"), *amended,
        Heading("source", "来源"),
    )  # fmt: skip


def description(declaration: Declaration, comparison: Comparison) -> str:
    """The page in one or two sentences of plain text, for search engines and link previews."""
    change = f"，{_change_in_words(comparison)}" if comparison.change is not None else ""
    budget = f"当年预算{declaration.budget.current_year.grouped}元{change}。"
    start = f"{declaration.spending_unit.short}{declaration.year}年项目，{budget}"
    return start + excerpt(declaration.text("overview"), max(0, LONGEST_DESCRIPTION - len(start)))


def _change_in_words(comparison: Comparison) -> str:
    rate = comparison.change_rate
    if not comparison.change:
        return "与上年持平"
    return f"比上年{_direction(comparison)}{str(rate).lstrip('−') if rate else ''}"


def _direction(comparison: Comparison) -> str:
    return "增加" if comparison.change is not None and comparison.change.yuan > 0 else "减少"


def excerpt(text: str, most: int) -> str:
    """The whole sentences that fit, or else the beginning; it ends with an ellipsis where a sentence is cut."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = line.rfind("。", 0, most) + 1
    return line[:end] if end else f"{line[: most - 2]}……" if most > 2 else ""


# At a glance


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the line below the heading, and where it leads."""

    label: str
    text: str
    target: Ref | str | None = None


def facts(declaration: Declaration) -> Iterator[Fact]:
    """What kind of declaration this is."""
    noted = f"（{ADDED}）" if any(field.role == "year" for field in declaration.added_fields) else ""
    yield Fact("年度", f"{declaration.year}年{noted}", Ref("year", str(declaration.year)))
    yield Fact("申报单位", declaration.unit_name, Ref("unit", declaration.spending_unit.id))
    yield from _values(declaration)
    yield Fact("起止时间", declaration.period_as_filed or _lacking(declaration, "period", "period.start", "period.end"))
    if declaration.indicators:
        table = declaration.indicators[0].table.label
        yield Fact("绩效指标", f"{len(declaration.indicators)} 条", f"#{anchors(declaration.edition)[table]}")


def _lacking(declaration: Outline, *roles: str) -> str:
    """What stands where nothing was filed: the form asks for one of these, or it has no such field."""
    return NOT_FILLED if any(map(declaration.has_field, roles)) else NOT_ASKED


def _values(declaration: Declaration) -> Iterator[Fact]:
    """What the declaration says of each dimension, by the form's own labels."""
    for dimension, value in declaration.dimensions:
        field = dimension.field_of(declaration.edition)
        if field and dimension.is_shown:
            ref = value_ref(dimension, value) if dimension.has_pages else None
            yield Fact(field.label, value.label, ref)


def _label(declaration: Declaration, role: str) -> str:
    return declaration.edition.by_role[role].label


@dataclass(frozen=True, slots=True)
class Glance:
    """How much, against last year; ``note`` says where the prior figures come from, or why there are none.

    ``overview`` is what fits of 项目概况 and ``overview_anchor`` leads to the whole, if there is more. ``chain`` is the
    page of all years where there are several. ``no_total`` says why there is no 项目总预算, should there be none.
    """

    comparison: Comparison
    change: str
    note: str
    chart: Chart | None
    table: Table | None
    overview: str
    overview_anchor: str
    previous: Outline | None
    following: tuple[Outline, ...]
    chain: Ref | None
    no_total: str


def glance(portfolio: Portfolio, declaration: Declaration) -> Glance:
    """Work out what stands at a glance."""
    comparison, chain = portfolio.compare(declaration), portfolio.chain(declaration)
    overview = declaration.text("overview")
    shown = excerpt(overview, LONGEST_OVERVIEW)
    return Glance(
        comparison=comparison,
        change=change(comparison),
        note=_prior_note(declaration, comparison),
        chart=_chart(comparison) if comparison.prior is not None else None,
        table=figures_table(declaration, comparison) if comparison.prior is not None else None,
        overview=shown,
        overview_anchor=_anchor_of(declaration, "overview") if shown != overview else "",
        previous=portfolio.previous(declaration),
        following=portfolio.next(declaration),
        chain=Ref("chain", chain[0].id) if len(chain) > 1 else None,
        no_total=_lacking(declaration, "budget.total"),
    )


def change(comparison: Comparison) -> str:
    """The change against last year in words: ``增加 265,500 元``, ``持平``; empty where there is none to tell."""
    if comparison.change is None:
        return ""
    return f"{_direction(comparison)} {abs(comparison.change)}" if comparison.change else "持平"


def _prior_note(declaration: Declaration, comparison: Comparison) -> str:
    if comparison.evaluated:
        return "上年预算额取自上年申报表的当年预算，上年执行数取自上年绩效自评表。"
    if comparison.linked:
        return "上年预算额取自上年申报表的当年预算。"
    if comparison.prior is not None or comparison.outturn is not None:
        return "上年数是这份申报表所填的。"
    return _NO_PRIOR["declared-new" if declaration.is_new else comparison.lack]


_NO_PRIOR = {
    "declared-new": "新增项目，没有上年数。",
    "new": "上年没有同名的申报表，按新增项目列。",
    "blank": "申报表没有填写上年数。",
    "unfiled": "表上没有上年数，也没有收录这个项目上年的申报表，无法对比。",
    "split": "上年的一个项目拆成了几个，无法对比。",
    "unlike": "上年所用表式的当年预算口径不同，无法对比。",
}
"""Why nothing of last year stands here: by what the form says itself, or by :data:`Lack`."""


def _chart(comparison: Comparison) -> Chart:
    amounts = (
        (PRIOR_BUDGET, comparison.prior, "prior"),
        (PRIOR_OUTTURN, comparison.outturn, "outturn"),
        (CURRENT_BUDGET, comparison.current, "current"),
    )
    return bar_chart("预算对比", [Amount(label, money, tone) for label, money, tone in amounts if money is not None])


def figures_table(declaration: Declaration, comparison: Comparison) -> Table:
    """The figures of the chart, exact, in the columns that all summaries have."""
    row = (Cell(f"{declaration.year}年"), *figures(comparison))
    return Table("预算对比", (Column("year", "年度"), *FIGURES), (row,))


# What the checks found


def _anchor_of(declaration: Declaration, role: str) -> str:
    return f"#{anchors(declaration.edition)[_label(declaration, role)]}"
