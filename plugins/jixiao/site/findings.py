"""Data quality: what the checks found, by rule and by project, and what a check cannot know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..finding import Finding, Severity
from ..model import Declaration
from ..rules import RULES, Rule
from ..table import Cell, Column, Ref, Table
from .page import Heading, Page
from .view import View, section

FINDINGS = section("findings")


def pages(view: View) -> Iterator[Page]:
    """The one page of findings."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.shown_findings:
        by_code[finding.code].append(finding)
    rules = [rule for rule in RULES if rule.code in by_code]
    declarations = {declaration.file: declaration for declaration in view.portfolio.declarations}
    yield view.page(
        Ref("findings"),
        title="数据质量",
        description=f"对 {len(declarations)} 份申报表逐条检查，发现 {len(view.shown_findings)} 处值得核对的地方。",
        section=FINDINGS,
        toc=(
            Heading("by-rule", "按规则"),
            Heading("by-project", "按项目"),
            *(Heading(r.code.lower(), r.title) for r in rules),
        ),
        by_rule=_rule_table(rules, by_code),
        by_project=_project_table(view),
        details=[(rule, [(declarations.get(f.file), f) for f in by_code[rule.code]]) for rule in rules],
        checked=len(RULES),
        total=len(view.shown_findings),
    )


def _rule_table(rules: list[Rule], by_code: Mapping[str, list[Finding]]) -> Table:
    columns = (
        Column("rule", "规则"),
        Column("severity", "程度"),
        Column("findings", "处数", "count"),
        Column("projects", "涉及项目", "count"),
        Column("answered", "已有说明", "count"),
    )
    rows = tuple(_rule_row(rule, by_code[rule.code]) for rule in rules)
    return Table("按规则汇总", columns, rows)


def _rule_row(rule: Rule, findings: list[Finding]) -> tuple[Cell, ...]:
    anchor = Ref("findings-rule", rule.code)
    return (
        Cell(f"{rule.code} {rule.title}", anchor),
        Cell("、".join(sorted({finding.severity.label for finding in findings}))),
        Cell(len(findings), anchor),
        Cell(len({finding.file for finding in findings})),
        Cell(sum(finding.answer is not None for finding in findings)),
    )


def _project_table(view: View) -> Table:
    severities = (Severity.WARNING, Severity.NOTICE) if view.shows_notices else (Severity.WARNING,)
    columns = (
        Column("project", "项目"),
        Column("year", "年度"),
        *(Column(severity.word, severity.label, "count") for severity in severities),
        Column("answered", "已有说明", "count"),
    )
    ordered = sorted(view.portfolio.declarations, key=lambda d: (-len(view.findings_by_file[d.file]), d.id))
    rows = tuple(
        _project_row(declaration, view.findings_by_file[declaration.file], severities) for declaration in ordered
    )
    return Table("按项目汇总", columns, rows)


def _project_row(
    declaration: Declaration, findings: list[Finding], severities: tuple[Severity, ...]
) -> tuple[Cell, ...]:
    return (
        Cell(declaration.name, Ref("declaration", declaration.id)),
        Cell(f"{declaration.year}年", Ref("year", str(declaration.year))),
        *(Cell(sum(finding.severity is severity for finding in findings)) for severity in severities),
        Cell(sum(finding.answer is not None for finding in findings)),
    )
