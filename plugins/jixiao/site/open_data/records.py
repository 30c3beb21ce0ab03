"""Declarations → public records: what stands in the core's types, put into the words of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, Literal, NamedTuple

from ...finding import Finding, Path
from ...forms import Dimension, Field
from ...model import Declaration, FieldValue
from ...outcome import Verdict
from ...portfolio import Comparison
from ...results import Result, ResultIndicator
from ...table import Ref
from ...target import Target
from ...values import Money, Percent
from ..addresses import address
from ..report_differences import report_differences
from . import v1
from .release import Release


def project(release: Release, declaration: Declaration) -> v1.Project:
    """The row of a declaration."""
    comparison = release.portfolio.compare(declaration)
    previous = release.portfolio.previous(declaration)
    start, end = declaration.period.start, declaration.period.end
    origin = declaration.provenance
    return v1.project_of(release.dimensions)(
        id=declaration.id,
        year=declaration.year,
        edition=declaration.edition.id,
        money_unit=MONEY_UNITS[declaration.edition.money_unit],
        unit_id=declaration.spending_unit.id,
        unit=declaration.spending_unit.name,
        unit_as_filed=declaration.unit_name,
        name=declaration.name,
        **dict(_values(declaration)),
        **_evaluation(release, declaration),
        period=declaration.period_as_filed or None,
        start=str(start) if start else None,
        end=str(end) if end else None,
        start_date=start.date if start else None,
        end_date=end.date if end else None,
        period_months=declaration.period.months,
        budget_total=yuan(declaration.budget.total),
        budget_current=declaration.budget.current_year.yuan,
        prior_budget=yuan(comparison.prior),
        prior_budget_source=_prior_source(comparison),
        prior_outturn=yuan(comparison.outturn),
        comparison=comparison.lack or "comparable",
        next_year=_next_year(release.portfolio.is_followed(declaration)),
        budget_comprises=declaration.budget_comprises,
        change=yuan(comparison.change),
        change_rate=points(comparison.change_rate),
        outturn_rate=points(comparison.outturn_rate),
        overview=declaration.text("overview") or None,
        basis=declaration.text("basis") or None,
        overall_goal=declaration.text("overall_goal") or None,
        yearly_goal=declaration.text("yearly_goal") or None,
        indicator_count=len(declaration.indicators),
        subproject_count=len(declaration.subprojects),
        finding_count=len(release.findings_of(declaration)),
        previous_id=previous.id if previous else None,
        not_on_form=" ".join(_not_on_form(declaration, release.dimensions)) or None,
        added="、".join(field.label for field in declaration.added_fields) or None,
        source_title=origin.title if origin else None,
        source_url=origin.address or None if origin else None,
        file=declaration.file,
        page=address(Ref("declaration", declaration.id)),
        prior_outturn_source=_outturn_source(comparison),
    )


def _values(declaration: Declaration) -> Iterator[tuple[str, Any]]:
    """The cells of the dimensions of which the declaration has a value."""
    for dimension, value in declaration.dimensions:
        yield dimension.code_column, value.id
        yield dimension.id, value.label


MONEY_UNITS: dict[str, Literal["元", "万元"]] = {"元": "元", "万元": "万元"}
_ROLES = {
    "start": ("period", "period.start"),
    "end": ("period", "period.end"),
    "budget_total": ("budget.total",),
    "prior_outturn": ("prior_year.outturn",),
    "overview": ("overview",),
    "basis": ("basis",),
    "overall_goal": ("overall_goal",),
    "yearly_goal": ("yearly_goal",),
}
"""The roles of which a form must have one to say what stands in a column."""


def _evaluation(release: Release, declaration: Declaration) -> dict[str, Any]:
    """What the project's self-evaluation comes to; nothing where there is none."""
    reports = release.results.get(declaration.id, ())
    found = next((one for one in reports if one.kind.is_counted), None)
    if found is None:
        return {}
    return {
        "evaluated_adjusted": yuan(found.adjusted),
        "evaluated_executed": yuan(found.executed),
        "evaluated_rate": points(found.rate),
        "evaluated_score": found.score.value if found.score else None,
        "met": found.counts.met,
        "not_met": found.counts.not_met,
        "cannot_tell": found.counts.cannot_tell,
        "changed_indicators": len(report_differences(declaration, found).differing),
    }


def _not_on_form(declaration: Declaration, dimensions: Iterable[Dimension]) -> Iterator[str]:
    """The columns of which the form has no field."""
    yield from (dimension.id for dimension in dimensions if not declaration.asks(dimension))
    yield from (column for column, roles in _ROLES.items() if not any(map(declaration.has_field, roles)))


def indicators(declaration: Declaration) -> Iterator[v1.Indicator]:
    """The rows of a declaration's indicators, in the form's order."""
    for number, indicator in enumerate(declaration.indicators, 1):
        target = indicator.target
        yield v1.Indicator(
            *owner_of(declaration),
            number=number,
            group=indicator.group.label,
            subgroup=indicator.subgroup or None,
            name=indicator.name,
            target=target.raw,
            reading=_reading(target),
            direction=target.change or None,
            operator=target.operator or None,
            value=target.value,
            value_unit=target.unit or None,
            field=indicator.table.label,
            period=indicator.targets[0].period or None,
        )


def cells(declaration: Declaration) -> Iterator[v1.Cell]:
    """The cells of indicators and lists that the tables of these do not have as filed, in the form's order."""
    filed = chain(_cells_of_indicators(declaration), _cells_of_lists(declaration))
    for number, cell in enumerate(filed, 1):
        column, target = cell.column, cell.target
        yield v1.Cell(
            *owner_of(declaration),
            number=number,
            field=cell.table.label,
            row=cell.row,
            label=column.label,
            role=column.role or None,
            period=column.period or cell.table.period or None,
            text=cell.value if isinstance(cell.value, str) else declaration.written(cell.at),
            amount=yuan(cell.value) if isinstance(cell.value, Money) else None,
            operator=target.operator or None if target else None,
            value=target.value if target else None,
            value_unit=target.unit or None if target else None,
        )


class _Cell(NamedTuple):
    """A filled cell: the field it is in, the row from 1, its column and value, and the target value that was read of it."""

    table: Field
    row: int
    column: Field
    value: FieldValue
    at: Path
    target: Target | None = None


def _cells_of_indicators(declaration: Declaration) -> Iterator[_Cell]:
    for number, indicator in enumerate(declaration.indicators, 1):
        main = indicator.targets[0]
        told = (indicator.name_at[-1], *(main.parts if len(main.parts) == 1 else ()))
        targets = {filed.at[-1]: filed.target for filed in indicator.targets}
        for column in indicator.table.columns:
            value = indicator.row.get(column.label)
            if column.label not in told and value is not None:
                at, target = (*indicator.at, column.label), targets.get(column.label)
                yield _Cell(indicator.table, number, column, value, at, target)


def _cells_of_lists(declaration: Declaration) -> Iterator[_Cell]:
    """The cells of lists and records; names and amounts of subprojects have a table of their own."""
    for field in declaration.edition.fields():
        if field.kind in ("rows", "record"):
            told = ("name", "amount") if field.role == "subprojects" else ()
            for row, (at, record) in enumerate(declaration.records(field), 1):
                for column in field.columns:
                    value = record.get(column.label)
                    if column.role not in told and value is not None:
                        yield _Cell(field, row, column, value, (*at, column.label))


def subprojects(declaration: Declaration) -> Iterator[v1.Subproject]:
    """The rows of a declaration's subprojects, in the form's order."""
    for number, subproject in enumerate(declaration.subprojects, 1):
        yield v1.Subproject(*owner_of(declaration), number=number, name=subproject.name, amount=subproject.amount.yuan)


def outcomes(release: Release, declaration: Declaration) -> Iterator[v1.Outcome]:
    """What was reported of its indicators, mid-year first."""
    reported = (result for result in release.results.get(declaration.id, ()))
    rows = ((result, indicator) for result in reported for indicator in result.indicators)
    for number, (result, one) in enumerate(rows, 1):
        yield outcome(owner_of(declaration), number, result, one)


Owner = tuple[str, int, str, str, str]


def outcome(owner: Owner, number: int, result: Result, one: ResultIndicator) -> v1.Outcome:
    """The row of what was reported of an indicator."""
    return v1.Outcome(
        *owner,
        number,
        kind=result.kind.id,
        name=one.name,
        target=one.target.raw,
        actual=one.actual.raw or None,
        outcome=_VERDICTS[one.outcome.verdict],
        why=one.outcome.reason,
        difference=one.outcome.difference,
        difference_unit=one.outcome.unit or None if one.outcome.difference is not None else None,
        weight=one.weight.value if one.weight else None,
        score=one.score.value if one.score else None,
        reason=one.reason or None,
        group=one.group.label,
        subgroup=one.subgroup or None,
        field=one.table.label,
        points=one.points,
    )


_VERDICTS: dict[Verdict, Literal["met", "not-met", "cannot-tell", "not-due"]] = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not-met",
    Verdict.CANNOT_TELL: "cannot-tell",
    Verdict.NOT_DUE: "not-due",
}


def findings(release: Release, declaration: Declaration) -> Iterator[v1.Finding]:
    """The rows of a declaration's shown findings, by place."""
    return findings_in(owner_of(declaration), release.findings_of(declaration))


def findings_in(owner: Owner, shown: Iterable[Finding]) -> Iterator[v1.Finding]:
    """The rows of some findings, as they come."""
    for number, finding in enumerate(shown, 1):
        yield v1.Finding(
            *owner,
            number=number,
            code=finding.code,
            rule=finding.name,
            severity=_SEVERITIES[finding.severity.word],
            field=finding.label or None,
            message=finding.message,
            answer=finding.answer.reason if finding.answer else None,
        )


def owner_of(declaration: Declaration) -> Owner:
    """The cells by which every row names its declaration."""
    unit = declaration.spending_unit
    return declaration.id, declaration.year, unit.id, unit.name, declaration.name


_SEVERITIES: dict[str, Literal["error", "warning", "notice"]] = {
    "error": "error", "warning": "warning", "notice": "notice",
}  # fmt: skip


def _prior_source(comparison: Comparison) -> Literal["declared", "linked"] | None:
    if comparison.prior is None:
        return None
    return "linked" if comparison.linked else "declared"


def _outturn_source(comparison: Comparison) -> Literal["declared", "evaluated"] | None:
    if comparison.outturn is None:
        return None
    return "evaluated" if comparison.evaluated else "declared"


def _next_year(is_followed: bool | None) -> Literal["filed", "not-filed"] | None:
    if is_followed is None:
        return None
    return "filed" if is_followed else "not-filed"


def _reading(target: Target) -> Literal["quantified", "qualitative", "undecided"]:
    if target.quantified:
        return "quantified"
    return "undecided" if target.undecided else "qualitative"


def yuan(money: Money | None) -> Decimal | None:
    """An amount in 元."""
    return None if money is None else money.yuan


def points(percent: Percent | None) -> Decimal | None:
    """A percentage as the pages show it, with two decimals."""
    return None if percent is None else percent.rounded
