"""What the checks found: an overview, and short lists by rule, by unit and by project, the gravest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..finding import Finding, Severity
from ..model import Outline
from ..registry import SpendingUnit
from ..results import ResultOutline
from ..rules import BY_CODE, RULES
from ..summary import UNIT, unit_cell
from ..table import Cell, Column, Ref, Table
from ..words import PAGES
from .page import Heading, Page
from .paging import Turn, cut, turns
from .result import ref_of
from .scope import Scope
from .view import Draft, View, Whole, section

FINDINGS = section("findings")
CRUMBS = ((PAGES["findings"], Ref("findings")),)
MOST = 5
"""Rows of the overview's tables."""
LISTS = (("findings-rules", "按规则"), ("findings-units", "按单位"), ("findings-projects", "按项目"))


def findings_by_unit(whole: Whole) -> dict[str, list[Finding]]:
    """The findings of each unit's declarations and results, by the unit's id."""
    records: tuple[Outline | ResultOutline, ...] = (*whole.portfolio.declarations, *whole.portfolio.results)
    units = {record.file: record.spending_unit.id for record in records}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in whole.findings:
        if finding.file in units:
            found[units[finding.file]].append(finding)
    return dict(found)


def drafts(whole: Whole) -> Iterator[Draft]:
    """The overview, the three lists, and the findings of each rule and of each unit."""
    everything = whole.scope(whole.portfolio.declarations, whole.findings, whole.portfolio.results)
    yield whole.draft(Ref("findings"), everything, _overview)
    yield whole.draft(Ref("findings-rules"), everything, _rules_page)
    units = findings_by_unit(whole)
    projects = len({finding.file for finding in whole.findings})
    for kind, title, count in (("findings-units", "按单位", len(units)), ("findings-projects", "按项目", projects)):
        for turn in turns(Ref(kind), title, count, whole.limits.rows):
            yield whole.draft(turn.refs[turn.number - 1], everything, _list_page, kind, title, turn)
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in whole.findings:
        by_code[finding.code].append(finding)
    for code, found in by_code.items():
        yield from _entry_drafts(whole, Ref("rule-findings", code), BY_CODE[code].title, found)
    declaring = {unit.id for unit in whole.portfolio.units}
    for unit_id, found in sorted(units.items()):
        yield from _entry_drafts(whole, Ref("unit-findings", unit_id), unit_id, found, unit_id in declaring)


def _entry_drafts(whole: Whole, ref: Ref, title: str, found: list[Finding], *more: bool) -> Iterator[Draft]:
    ordered = sorted(found, key=_gravest_first)
    most = whole.limits.findings_on_page
    for turn in turns(ref, title, len(found), most):
        listed = ordered[(turn.number - 1) * most : turn.number * most]
        make = _rule_page if ref.kind == "rule-findings" else _unit_page
        yield whole.draft(turn.refs[turn.number - 1], _scope(whole, listed), make, ref.id, len(found), turn, *more)


def _gravest_first(finding: Finding) -> tuple[int, bool, tuple[object, ...]]:
    """The gravest first; of these, those that nobody has answered."""
    return finding.severity.rank, finding.answer is not None, finding.sort_key


def _scope(whole: Whole, findings: Sequence[Finding]) -> Scope:
    files = {finding.file for finding in findings}
    portfolio = whole.portfolio
    declarations = (one for one in portfolio.declarations if one.file in files)
    return whole.scope(declarations, findings, (one for one in portfolio.results if one.file in files))


def _overview(view: View) -> Page:
    found = view.findings
    return view.page(
        Ref("findings"),
        title=PAGES["findings"],
        description=f"对 {len(view.portfolio.declarations)} 份申报表逐条检查，共 {len(found)} 条检查结果。",
        section=FINDINGS,
        toc=tuple(Heading(kind, title) for kind, title in LISTS) if found else (),
        checked=len(RULES),
        declarations=len(view.portfolio.declarations),
        total=len(found),
        answered=sum(finding.answer is not None for finding in found),
        tables_of=[
            (kind, title, replace(table, rows=table.rows[:MOST]), max(0, len(table.rows) - MOST))
            for (kind, title), table in zip(LISTS, _tables(view), strict=True)
        ],
    )


def _tables(view: View) -> tuple[Table, Table, Table]:
    return view.once(_rule_table), view.once(_unit_table), view.once(_project_table)


def _rules_page(view: View) -> Page:
    table = view.once(_rule_table)
    return view.page(
        Ref("findings-rules"),
        title="检查结果：按规则",
        description=f"{len(table.rows)} 条规则有检查结果，程度重的在前。",
        section=FINDINGS,
        crumbs=CRUMBS,
        template="findings-list.html",
        table=table,
        turn=None,
    )


def _list_page(view: View, kind: str, title: str, turn: Turn) -> Page:
    table = view.once(_unit_table if kind == "findings-units" else _project_table)
    named = f"检查结果：{title}"
    return view.page(
        turn.refs[turn.number - 1],
        title=named if turn.number == 1 else f"{named}（第 {turn.number} 页）",
        description=f"检查结果{title}列出，共 {len(table.rows)} 行，待核对多的在前。",
        section=FINDINGS,
        crumbs=CRUMBS,
        template="findings-list.html",
        table=cut(table, turn, view.limits.rows),
        turn=turn,
    )


def _rule_page(view: View, code: str, total: int, turn: Turn) -> Page:
    rule = BY_CODE[code]
    named = f"{rule.code} {rule.title}"
    return view.page(
        turn.refs[turn.number - 1],
        title=named if turn.number == 1 else f"{named}（第 {turn.number} 页）",
        description=f"规则 {rule.code}“{rule.title}”的检查结果 {total} 条。",
        section=FINDINGS,
        crumbs=(*CRUMBS, ("按规则", Ref("findings-rules"))),
        template="rule-findings.html",
        rule=rule,
        entries=_entries(view),
        total=total,
        turn=turn,
    )


def _unit_page(view: View, unit_id: str, total: int, turn: Turn, has_page: bool) -> Page:
    """A unit's findings; ``has_page`` tells that the unit has declarations, and so a page."""
    unit = next(record.spending_unit for record in records_of(view) if record.spending_unit.id == unit_id)
    named = f"{unit.name}：检查结果"
    return view.page(
        turn.refs[turn.number - 1],
        title=named if turn.number == 1 else f"{named}（第 {turn.number} 页）",
        description=f"{unit.name}各份申报表的检查结果 {total} 条。",
        section=FINDINGS,
        crumbs=(*CRUMBS, ("按单位", Ref("findings-units"))),
        template="unit-findings.html",
        unit=unit,
        page_of_unit=Ref("unit", unit.id) if has_page else None,
        entries=_entries(view),
        total=total,
        turn=turn,
    )


class ShownFinding(NamedTuple):
    """A finding, the record it is in, and that record's page; nothing where it is in none."""

    record: Outline | ResultOutline | None
    name: str
    page: Ref | None
    finding: Finding


def records_of(view: View) -> tuple[Outline | ResultOutline, ...]:
    """The declarations and results of a scope."""
    return (*view.portfolio.declarations, *view.scope.results)


def _entries(view: View) -> list[ShownFinding]:
    records = {record.file: record for record in records_of(view)}
    return [
        ShownFinding(record, _name_of(record) if record else "", _findings_of(record) if record else None, finding)
        for finding in view.findings
        for record in (records.get(finding.file),)
    ]


def _name_of(record: Outline | ResultOutline) -> str:
    """The project's name, with the kind of a result."""
    return f"{record.name}（{record.kind.title}）" if isinstance(record, ResultOutline) else record.name


def _findings_of(record: Outline | ResultOutline) -> Ref:
    """Where the findings of a record stand on its page."""
    if isinstance(record, ResultOutline):
        return Ref("result-findings", ref_of(record).id)
    return Ref("declaration-findings", record.id)


# The tables


def _severities(view: View) -> tuple[Severity, ...]:
    return (Severity.WARNING, Severity.NOTICE) if view.shows_notices else (Severity.WARNING,)


def _counted(view: View) -> tuple[Column, ...]:
    severities = (
        Column(severity.word, f"{severity.label}（条）", "count", narrow=True) for severity in _severities(view)
    )
    return (*severities, Column("answered", "已有说明（条）", "count"))


def _counts(view: View, findings: Sequence[Finding]) -> tuple[Cell, ...]:
    severities = (sum(f.severity is severity for f in findings) for severity in _severities(view))
    return (*map(Cell, severities), Cell(sum(finding.answer is not None for finding in findings)))


def _grave(view: View, findings: Sequence[Finding]) -> tuple[int, ...]:
    """The order of groups of findings: those with most grave ones first."""
    return tuple(-sum(f.severity is severity for f in findings) for severity in _severities(view))


def _rule_table(view: View) -> Table:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.findings:
        by_code[finding.code].append(finding)
    codes = sorted(by_code, key=lambda code: (min(f.severity.rank for f in by_code[code]), -len(by_code[code]), code))
    columns = (
        Column("rule", "规则"),
        Column("severity", "程度", narrow=True),
        Column("findings", "检查结果（条）", "count", narrow=True),
        Column("projects", "涉及申报表（份）", "count"),
        Column("answered", "已有说明（条）", "count"),
    )
    return Table("检查结果按规则", columns, tuple(_rule_row(code, by_code[code]) for code in codes))


def _rule_row(code: str, findings: list[Finding]) -> tuple[Cell, ...]:
    where = Ref("rule-findings", code)
    severities = sorted({finding.severity for finding in findings}, key=lambda severity: severity.rank)
    return (
        Cell(f"{code} {BY_CODE[code].title}", where),
        Cell("、".join(severity.label for severity in severities)),
        Cell(len(findings), where),
        Cell(len({finding.file for finding in findings})),
        Cell(sum(finding.answer is not None for finding in findings)),
    )


def _unit_table(view: View) -> Table:
    declared: dict[SpendingUnit, list[Outline | ResultOutline]] = defaultdict(list)
    for record in records_of(view):
        declared[record.spending_unit].append(record)
    found = {unit: [f for d in those for f in _of(view, d)] for unit, those in declared.items()}
    ordered = sorted((unit for unit in found if found[unit]), key=lambda unit: (_grave(view, found[unit]), unit.id))
    columns = (
        Column("unit", "申报单位"),
        Column("declarations", _checked(view), "count", narrow=True),
        *_counted(view),
    )
    rows = tuple(
        (Cell(unit.name, Ref("unit-findings", unit.id)), Cell(len(declared[unit])), *_counts(view, found[unit]))
        for unit in ordered
    )
    note = "条数与申报表份数、填写详略都有关系，不宜只按条数评价单位。"
    return Table("检查结果按单位", columns, rows, notes=(note,))


def _project_table(view: View) -> Table:
    those = [record for record in records_of(view) if _of(view, record)]
    those.sort(key=lambda record: (_grave(view, _of(view, record)), record.id, record.file))
    columns = (Column("project", "项目"), Column("year", "年度", narrow=True), UNIT, *_counted(view))
    return Table("检查结果按项目", columns, tuple(_project_row(view, declaration) for declaration in those))


def _of(view: View, record: Outline | ResultOutline) -> Sequence[Finding]:
    return view.findings_by_file.get(record.file, ())


def _checked(view: View) -> str:
    """What is counted of a unit."""
    return "申报表和自评表等（份）" if view.scope.results else "申报表（份）"


def _project_row(view: View, record: Outline | ResultOutline) -> tuple[Cell, ...]:
    is_result = isinstance(record, ResultOutline)
    return (
        Cell(_name_of(record), _findings_of(record)),
        Cell(f"{record.year}年", None if is_result else Ref("year", str(record.year))),
        Cell(record.spending_unit.name) if isinstance(record, ResultOutline) else unit_cell(record),
        *_counts(view, _of(view, record)),
    )
