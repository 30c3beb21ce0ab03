"""What can be found by searching: every text, amount and date of each declaration, and the pages of rules."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Declaration
from ..render import plain
from ..rules import RULES, Rule
from ..search import Facts, Passage, Searchable, Weight, index_files
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import DataFile
from .view import View


def files(view: View) -> Iterator[DataFile]:
    """The search index of all generated pages."""
    return (DataFile(path, content) for path, content in index_files(searchables(view)))


def searchables(view: View) -> Iterator[Searchable]:
    """Every generated page that holds a text of its own."""
    for declaration in view.portfolio.declarations:
        yield _declaration(view, declaration)
    for rule in RULES:
        yield _rule(rule)


def _declaration(view: View, declaration: Declaration) -> Searchable:
    comparison = view.portfolio.compare(declaration)
    facts = Facts(
        year=f"{declaration.year}年",
        unit=declaration.spending_unit.short,
        type=declaration.project_type.label if declaration.project_type else "",
        purpose=declaration.purpose.label if declaration.purpose else "",
        budget=plain(comparison.current),
        growth=plain(comparison.change_rate),
    )
    page = address(Ref("declaration", declaration.id))
    return Searchable(page, "申报表", declaration.name, facts, tuple(_passages(declaration)))


def _passages(declaration: Declaration) -> Iterator[Passage]:
    unit = declaration.spending_unit
    yield Passage("项目名称", Weight.NAME, declaration.name)
    for name in dict.fromkeys((declaration.unit_name, unit.name, unit.short, *unit.former_names)):
        yield Passage("申报单位", Weight.UNIT, name)
    for indicator in declaration.indicators:
        yield Passage(indicator.group.label, Weight.INDICATOR, f"{indicator.name}：{indicator.target.raw}")
    for filed in declaration.texts:
        if filed.role != "name":
            yield Passage(filed.label, Weight.TEXT, filed.text)
    yield from _other_passages(declaration)


def _other_passages(declaration: Declaration) -> Iterator[Passage]:
    yield Passage("年度", Weight.TEXT, f"{declaration.year}年")
    yield Passage("编号", Weight.TEXT, declaration.id)
    yield Passage("表式", Weight.TEXT, f"{declaration.edition.id} {declaration.edition.title}")
    for label, option in (("项目类型", declaration.project_type), ("资金用途", declaration.purpose)):
        if option:
            yield Passage(label, Weight.TEXT, option.label)
    for day in (declaration.period.start, declaration.period.end):
        yield Passage("起止时间", Weight.TEXT, f"{day.isoformat()} {day.year}/{day.month}/{day.day}")
    for label, amount in _amounts(declaration):
        yield Passage(label, Weight.TEXT, f"{amount.grouped} 元（{amount.plain}）")
    for subproject in declaration.subprojects:
        yield Passage("子项目", Weight.TEXT, subproject.name)
    if source := declaration.provenance:
        yield Passage(
            "来源", Weight.TEXT, "\n".join(filter(None, (source.title, source.address, source.pages, source.note)))
        )
    for answer in declaration.answers:
        yield Passage("说明", Weight.TEXT, f"{answer.code} {answer.reason}")
    for amendment in declaration.amendments:
        yield Passage("修订", Weight.TEXT, f"{amendment.date.isoformat()} {amendment.reason}")


def _amounts(declaration: Declaration) -> Iterator[tuple[str, Money]]:
    yield "总预算", declaration.budget.total
    yield "当年预算", declaration.budget.current_year
    for label, amount in (("上年预算", declaration.prior_year.budget), ("上年执行数", declaration.prior_year.outturn)):
        if amount is not None:
            yield label, amount
    for subproject in declaration.subprojects:
        yield "子项目金额", subproject.amount
    for funding in declaration.funding:
        for part in funding.parts:
            yield part.label, part.amount


def _rule(rule: Rule) -> Searchable:
    texts = (Passage(heading, Weight.TEXT, text) for heading, text in rule.sections.items() if heading)
    title = f"{rule.code} {rule.title}"
    passages = (Passage("", Weight.INDICATOR, title), Passage("", Weight.TEXT, rule.name), *texts)
    return Searchable(address(Ref("rule", rule.name)), "检查规则", title, Facts(), passages)
