"""What can be found by searching: every text, amount and date of each declaration, and the pages of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from ..cache import digest_of
from ..model import Declaration, Outline
from ..render import plain
from ..rules import RULES, Rule
from ..search import FOLDER, Facts, Passage, Searchable, Weight, index_files
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import DataFile, Parcel
from .view import View

PIECE = "search"
"""The kind of the pieces that the index is joined from."""


def piece_of(declarations: Iterable[Declaration]) -> bytes:
    """The texts of some declarations."""
    return msgspec.msgpack.encode([tuple(_passages(declaration)) for declaration in declarations])


def parcels(view: View) -> Iterator[Parcel]:
    """The search index of all generated pages."""
    inputs = digest_of(view.pieces_key, view.digest(view.portfolio.declarations))
    yield Parcel(FOLDER, inputs, partial(_files, view), (f"{FOLDER}/",), weight=1_000_000)


def _files(view: View) -> Iterator[DataFile]:
    return (DataFile(path, content) for path, content in index_files(searchables(view)))


def searchables(view: View) -> Iterator[Searchable]:
    """Every generated page that holds a text of its own."""
    pieces = view.pieces
    texts = (passages for number in range(len(pieces.states)) for passages in _texts_in(pieces.read(PIECE, number)))
    for outline, passages in zip(view.portfolio.declarations, texts, strict=True):
        page = address(Ref("declaration", outline.id))
        yield Searchable(page, "申报表", outline.name, _facts(view, outline), passages)
    for rule in RULES:
        yield _rule(rule)


def _texts_in(piece: bytes) -> list[tuple[Passage, ...]]:
    return msgspec.msgpack.decode(piece, type=list[tuple[Passage, ...]])


def _facts(view: View, outline: Outline) -> Facts:
    comparison = view.portfolio.compare(outline)
    return Facts(
        year=f"{outline.year}年",
        unit=outline.spending_unit.short,
        type=outline.project_type.label if outline.project_type else "",
        purpose=outline.purpose.label if outline.purpose else "",
        budget=plain(comparison.current),
        growth=plain(comparison.change_rate),
    )


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
