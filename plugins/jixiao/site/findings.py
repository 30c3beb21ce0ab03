"""Data quality: what the checks found, by rule and by project, and what a check cannot know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..finding import Finding, Severity
from ..model import Outline
from ..rules import BY_CODE, RULES, Rule
from ..table import Cell, Column, Ref, Table
from .limits import Limits
from .page import Heading, Page
from .paging import Turn, bounded, turns
from .view import Draft, View, Whole, section

FINDINGS = section("findings")


def by_rule(findings: Sequence[Finding], limits: Limits) -> bool:
    """Whether there are so many findings that each rule's are on pages of their own."""
    return len(findings) > limits.findings


def findings_ref(site: Whole | View, code: str) -> Ref:
    """Where the findings of a rule are listed; a view is of all findings."""
    return Ref("rule-findings" if by_rule(site.findings, site.limits) else "findings-rule", code)


def drafts(whole: Whole) -> Iterator[Draft]:
    """The overview, and a list for each rule where there are many findings."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in whole.findings:
        by_code[finding.code].append(finding)
    yield whole.draft(Ref("findings"), whole.scope(whole.portfolio.declarations, whole.findings), _overview)
    if by_rule(whole.findings, whole.limits):
        names = {declaration.file: declaration for declaration in whole.portfolio.declarations}
        for code, found in by_code.items():
            title, most = BY_CODE[code].title, whole.limits.findings_on_page
            for turn in turns(Ref("rule-findings", code), title, len(found), most):
                listed = found[(turn.number - 1) * most : turn.number * most]
                files = dict.fromkeys(finding.file for finding in listed)
                scope = whole.scope((names[file] for file in files if file in names), listed)
                yield whole.draft(turn.refs[turn.number - 1], scope, _rule_page, code, len(found), turn)


def _overview(view: View) -> Page:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in view.findings:
        by_code[finding.code].append(finding)
    rules = [rule for rule in RULES if rule.code in by_code]
    declarations = {declaration.file: declaration for declaration in view.portfolio.declarations}
    listed = [] if by_rule(view.findings, view.limits) else rules
    return view.page(
        Ref("findings"),
        title="数据质量",
        description=f"对 {len(declarations)} 份申报表逐条检查，发现 {len(view.findings)} 处值得核对的地方。",
        section=FINDINGS,
        toc=(
            Heading("by-rule", "按规则"),
            Heading("by-project", "按项目"),
            *(Heading(rule.code.lower(), rule.title) for rule in listed),
        ),
        by_rule=_rule_table(view, rules, by_code),
        by_project=bounded(_project_table(view), "“下载”里的检查结果", view.limits.findings_on_page),
        details=[(rule, [(declarations.get(f.file), f) for f in by_code[rule.code]]) for rule in listed],
        checked=len(RULES),
        total=len(view.findings),
    )


def _rule_page(view: View, code: str, total: int, turn: Turn) -> Page:
    rule, names = BY_CODE[code], {declaration.file: declaration for declaration in view.portfolio.declarations}
    named = f"{rule.code} {rule.title}"
    return view.page(
        turn.refs[turn.number - 1],
        title=named if turn.number == 1 else f"{named}（第 {turn.number} 页）",
        description=f"规则 {rule.code}“{rule.title}”发现的 {total} 处。",
        section=FINDINGS,
        crumbs=[("数据质量", Ref("findings"))],
        template="rule-findings.html",
        rule=rule,
        entries=[(names.get(finding.file), finding) for finding in view.findings],
        total=total,
        turn=turn,
    )


def _rule_table(view: View, rules: list[Rule], by_code: Mapping[str, list[Finding]]) -> Table:
    columns = (
        Column("rule", "规则"),
        Column("severity", "程度"),
        Column("findings", "处数", "count"),
        Column("projects", "涉及项目", "count"),
        Column("answered", "已有说明", "count"),
    )
    rows = tuple(_rule_row(rule, findings_ref(view, rule.code), by_code[rule.code]) for rule in rules)
    return Table("按规则汇总", columns, rows)


def _rule_row(rule: Rule, anchor: Ref, findings: list[Finding]) -> tuple[Cell, ...]:
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


def _project_row(declaration: Outline, findings: list[Finding], severities: tuple[Severity, ...]) -> tuple[Cell, ...]:
    return (
        Cell(declaration.name, Ref("declaration", declaration.id)),
        Cell(f"{declaration.year}年", Ref("year", str(declaration.year))),
        *(Cell(sum(finding.severity is severity for finding in findings)) for severity in severities),
        Cell(sum(finding.answer is not None for finding in findings)),
    )
