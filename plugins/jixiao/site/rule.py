"""The rule catalogue, and one page per rule made from its docstring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..rules import BY_CODE, FAMILIES, RULES
from ..rules.thresholds import thresholds_of
from ..table import Cell, Column, Ref, Table
from ..words import PAGES
from .page import Heading, Page
from .view import Draft, View, Whole, section

CATALOGUE = section("rules")


def drafts(whole: Whole) -> Iterator[Draft]:
    """The catalogue, then each rule."""
    counts = Counter(finding.code for finding in whole.findings)
    yield whole.draft(Ref("rules"), whole.nothing, _catalogue_page)
    for rule in RULES:
        where = Ref("rule-findings", rule.code)
        yield whole.draft(Ref("rule", rule.name), whole.nothing, _rule_page, rule.code, counts[rule.code], where)


def _catalogue_page(view: View) -> Page:
    families = [(f"f-{letter.lower()}", title, _table(letter, title)) for letter, title, _ in FAMILIES]
    return view.page(
        Ref("rules"),
        title=PAGES["rules"],
        description=f"公布前对每份申报表逐条检查的 {len(RULES)} 条规则：为什么检查、错在哪里、怎样改、依据是什么。",
        section=CATALOGUE,
        toc=tuple(Heading(anchor, title) for anchor, title, _ in families),
        families=families,
        total=len(RULES),
    )


def _table(letter: str, title: str) -> Table:
    columns = (Column("code", "代码"), Column("title", "说的是什么"), Column("severity", "程度"))
    rows = tuple(
        (Cell(rule.code, Ref("rule", rule.name)), Cell(rule.title, Ref("rule", rule.name)), Cell(rule.severity.label))
        for rule in RULES
        if rule.code.startswith(letter)
    )
    return Table(f"{title}规则", columns, rows)


def _rule_page(view: View, code: str, found: int, where: Ref) -> Page:
    rule = BY_CODE[code]
    return view.page(
        Ref("rule", rule.name),
        title=f"{rule.code} {rule.title}",
        description=f"检查规则 {rule.code}（{rule.severity.label}）：{rule.title}。{rule.why}"[:150],
        section=CATALOGUE,
        crumbs=[(PAGES["rules"], Ref("rules"))],
        rule=rule,
        thresholds=thresholds_of(code, view.thresholds),
        found=found,
        where=where,
    )
