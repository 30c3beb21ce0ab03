"""What can be found by searching: every text, amount and date of each declaration, and the pages of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from ..digest import Input, digest_of
from ..forms import Option, load_dimensions
from ..model import Declaration, FieldValue, told
from ..period import Moment
from ..rules import RULES, Rule
from ..search import (
    FOLDER,
    GramPiece,
    Passage,
    Searchable,
    Weight,
    index_files,
    listing,
    piece_in,
    segment_files,
)
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import Artifact, DataFile
from .view import Whole

PIECE = "search"
"""The kind of the pieces that the index is joined from."""


def artifacts(whole: Whole) -> Iterator[Artifact]:
    """The search index: a segment a year, what lists them, and the pages of rules."""
    portfolio, pieces = whole.portfolio, whole.pieces
    segments: dict[str, list[int]] = {}
    for number, name in enumerate(pieces.names):
        segments.setdefault(name.partition("/")[0], []).append(number)
    counts = Counter(outline.id.partition("/")[0] for outline in portfolio.declarations)
    for name, numbers in segments.items():
        inputs = partial(_inputs, whole, numbers)
        make = partial(_segment, whole, name, numbers, counts[name])
        yield Artifact(f"{FOLDER}/{name}", inputs, make, (f"{FOLDER}/{name}/",), weight=counts[name])
    path, content = listing([(name, counts[name]) for name in segments])
    yield Artifact(path, (Input("年度和份数", digest_of(content)),), lambda: (DataFile(path, content),), (path,))
    rules = tuple(DataFile(*file) for file in index_files(map(_rule, RULES)))
    told = Input("检查规则", digest_of(*(file.content for file in rules)))
    yield Artifact(f"{FOLDER}/rules", (told,), lambda: rules, tuple(file.path for file in rules))


def _inputs(whole: Whole, numbers: Sequence[int]) -> tuple[Input, ...]:
    states = whole.pieces.states
    return (Input("申报表", digest_of(*(states[number] for number in numbers))),)


def _segment(whole: Whole, name: str, numbers: Sequence[int], count: int) -> Iterator[DataFile]:
    def pieces() -> Iterator[GramPiece]:
        return (whole.pieces.read(PIECE, number, piece_in) for number in numbers)

    return (DataFile(path, content) for path, content in segment_files(name, pieces, count))


def passages(declaration: Declaration) -> Iterator[Passage]:
    """Every text of a declaration that can be found, its amounts with and without separators."""
    unit = declaration.spending_unit
    yield Passage("项目名称", Weight.NAME, declaration.name)
    for name in dict.fromkeys((declaration.unit_name, unit.name, unit.short, *unit.former_names)):
        yield Passage("申报单位", Weight.UNIT, name)
    for indicator in declaration.indicators:
        yield Passage(indicator.group.label, Weight.INDICATOR, f"{indicator.called}：{indicator.target.raw}")
        for column, text in indicator.details():
            yield Passage(column.label, Weight.TEXT, text)
    for filed in declaration.texts:
        if filed.role != "name":
            yield Passage(filed.label, Weight.TEXT, filed.text)
    yield from _other_passages(declaration)


def _other_passages(declaration: Declaration) -> Iterator[Passage]:
    yield Passage("年度", Weight.TEXT, f"{declaration.year}年")
    yield Passage("编号", Weight.TEXT, declaration.id)
    if declaration.predecessor:
        yield Passage("前身", Weight.TEXT, declaration.predecessor)
    yield Passage("表式", Weight.TEXT, f"{declaration.edition.id} {declaration.edition.title}")
    for dimension in load_dimensions():
        if (value := declaration.value(dimension)) and declaration.edition.by_role[dimension.role].kind == "choice":
            yield Passage(dimension.label, Weight.TEXT, value.label)
    roles = {dimension.role for dimension in load_dimensions()}
    for field in declaration.edition.fields():
        ticked = declaration.values.get(field.label)
        if field.kind == "choice" and field.role not in roles and isinstance(ticked, Option):
            yield Passage(field.label, Weight.TEXT, ticked.label)
    for moment in filter(None, (declaration.period.start, declaration.period.end)):
        yield Passage("起止时间", Weight.TEXT, _as_typed(moment))
    for label, amount in _amounts(declaration):
        yield Passage(label, Weight.TEXT, _in_words(amount))
    for subproject in declaration.subprojects:
        yield Passage("子项目", Weight.TEXT, subproject.name)
    yield from _cells_of_lists(declaration)
    if source := declaration.provenance:
        yield Passage(
            "来源", Weight.TEXT, "\n".join(filter(None, (source.title, source.address, source.pages, source.note)))
        )
    for answer in declaration.answers:
        yield Passage("说明", Weight.TEXT, f"{answer.code} {answer.reason}")
    for amendment in declaration.amendments:
        yield Passage("修订", Weight.TEXT, f"{amendment.date.isoformat()} {amendment.reason}")


def _as_typed(moment: Moment) -> str:
    """A day, month or year in the ways in which people type it: ``2024-07-01 2024/7/1``."""
    parts = [part for part in (moment.year, moment.month, moment.day) if part]
    return f"{moment} {'/'.join(map(str, parts))}" if len(parts) > 1 else f"{moment}年"


def _cells_of_lists(declaration: Declaration) -> Iterator[Passage]:
    """The cells of lists but for names and amounts of subprojects, which stand elsewhere."""
    for field in declaration.edition.fields():
        if field.kind in ("rows", "record"):
            for _, row in declaration.records(field):
                for column in field.columns:
                    value = row.get(column.label)
                    if value is not None and not (field.role == "subprojects" and column.role in ("name", "amount")):
                        yield Passage(column.label, Weight.TEXT, _in_words(value))


def _in_words(value: FieldValue) -> str:
    return f"{value.grouped} 元（{value.plain}）" if isinstance(value, Money) else told(value)


_SEARCHED_AMOUNTS = ("budget.total", "budget.current_year", "prior_year.budget", "prior_year.outturn")


def _amounts(declaration: Declaration) -> Iterator[tuple[str, Money]]:
    budget, prior = declaration.budget, declaration.prior_year
    filed = (
        ("总预算", budget.total),
        ("当年预算", budget.current_year),
        ("上年预算", prior.budget),
        ("上年执行数", prior.outturn),
    )
    yield from ((label, amount) for label, amount in filed if amount is not None)
    for subproject in declaration.subprojects:
        yield "子项目金额", subproject.amount
    for field in declaration.edition.fields():
        value = declaration.values.get(field.label)
        if field.role not in _SEARCHED_AMOUNTS and isinstance(value, Money):
            yield field.label, value
    for funding in declaration.funding:
        for part in funding.all_parts():
            if part.amount is not None:
                yield part.label, part.amount


def _rule(rule: Rule) -> Searchable:
    texts = (Passage(heading, Weight.TEXT, text) for heading, text in rule.sections.items() if heading)
    title = f"{rule.code} {rule.title}"
    told = (Passage("", Weight.INDICATOR, title), Passage("", Weight.TEXT, rule.name), *texts)
    return Searchable(address(Ref("rule", rule.name)), "检查规则", title, told)
