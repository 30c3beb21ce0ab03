"""What can be found by searching: every text, amount and date of each declaration, and the pages of rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from ..digest import Input, digest_of
from ..model import Declaration, FieldValue, told
from ..period import Moment
from ..rules import RULES, Rule
from ..search import (
    FOLDER,
    PER_SHARD,
    REPORTS_PER_SHARD,
    Passage,
    Searchable,
    Weight,
    index_files,
    listing,
    piece_in,
    segment_files,
    shards_for,
)
from ..table import Ref
from ..values import Money
from .addresses import address
from .indicators import Listed, listed
from .page import Artifact, DataFile, Pieces
from .searchable_reports import passages_of
from .view import Whole

PIECE, REPORTS = "search", "search-reports"
"""The kinds of the pieces that the index is joined from: of declarations, and of what was reported."""


__all__ = ["PIECE", "REPORTS", "artifacts", "passages", "passages_of", "segments_of"]
_MOST_IN_SEGMENT = 4096
"""Declarations in one segment of the index, at most: each look-up asks every segment, and an edit makes its own anew."""
_FEW_IN_ALL = 1024
"""Up to so many declarations of all years are one segment; of more, the latest year has its own, as it changes most."""
_MOST_REPORTS = 8192
"""Reports in one segment, of one year or of all: they say half as much, and fewer segments are asked less."""


class Segment(NamedTuple):
    """A segment of the index: its name, the numbers of its pieces, and how many declarations these have."""

    name: str
    pieces: range
    total: int


def artifacts(whole: Whole) -> Iterator[Artifact]:
    """The search index: segments of declarations and of reports, what lists them, and the pages that are searched whole."""
    portfolio = whole.portfolio
    declared = segments_of(whole.pieces.names, [outline.id for outline in portfolio.declarations])
    reported = segments_of(
        whole.outcomes.names, [result.id for result in portfolio.results], _MOST_REPORTS, _MOST_REPORTS
    )
    reports = tuple(segment._replace(name=f"r{segment.name}") for segment in reported)
    for segment in declared:
        yield _artifact(whole.pieces, PIECE, "申报表", segment, PER_SHARD)
    for segment in reports:
        yield _artifact(whole.outcomes, REPORTS, "自评表和监控表", segment, REPORTS_PER_SHARD)
    told = [(one.name, one.total, shards_for(one.total)) for one in declared]
    told += [(one.name, one.total, shards_for(one.total, REPORTS_PER_SHARD)) for one in reports]
    path, content = listing(told)
    yield Artifact(path, (Input("年度和份数", digest_of(content)),), lambda: (DataFile(path, content),), (path,))
    yield _whole_pages("rules", "检查规则", map(_rule, RULES))
    yield _whole_pages("indicators", "指标", map(_indicator, listed(whole)))


def segments_of(
    names: Sequence[str], ids: Iterable[str], most: int = _MOST_IN_SEGMENT, few: int = _FEW_IN_ALL
) -> tuple[Segment, ...]:
    """Pieces put together to segments; ``names`` are the pieces' years and units, as the ``ids`` of declarations begin.

    Years that follow each other share a segment as long as they are small; a large one has several.
    """
    counts = Counter(one.rpartition("/")[0] for one in ids)
    latest = max(counts, default="").partition("/")[0] if counts.total() > few else ""
    segments: list[Segment] = []
    for part in _parts_of_years(names, counts, most):
        if segments and part.name != latest and segments[-1].total + part.total <= most:
            before = segments.pop()
            name = f"{before.name.partition('-')[0]}-{part.name}"
            part = Segment(name, range(before.pieces.start, part.pieces.stop), before.total + part.total)
        segments.append(part)
    return tuple(segments)


def _parts_of_years(names: Sequence[str], counts: Mapping[str, int], most: int) -> Iterator[Segment]:
    """Each year, or several parts of one that is too large for one segment."""
    for year, numbers in groupby(range(len(names)), key=lambda number: names[number].partition("/")[0]):
        parts: list[Segment] = []
        for unit, those in groupby(numbers, key=names.__getitem__):
            pieces, total = tuple(those), counts[unit]
            if parts and parts[-1].total + total <= most:
                before = parts.pop()
                parts.append(Segment(before.name, range(before.pieces.start, pieces[-1] + 1), before.total + total))
            else:
                parts.append(Segment(f"{year}_{len(parts) + 1}", range(pieces[0], pieces[-1] + 1), total))
        yield from parts if len(parts) > 1 else (Segment(year, *parts[0][1:]),)


def _artifact(pieces: Pieces, kind: str, what: str, segment: Segment, each: int) -> Artifact:
    def inputs() -> tuple[Input, ...]:
        return (Input(what, digest_of(*(pieces.states[number] for number in segment.pieces))),)

    name = f"{FOLDER}/{segment.name}"
    return Artifact(
        name, inputs, partial(_segment, pieces, kind, segment, each), (f"{name}/",), weight=2 * segment.total
    )


def _segment(pieces: Pieces, kind: str, segment: Segment, each: int) -> Iterator[DataFile]:
    read = (pieces.read(kind, number, piece_in) for number in segment.pieces)
    return (DataFile(path, content) for path, content in segment_files(segment.name, read, each))


def _whole_pages(name: str, what: str, pages: Iterable[Searchable]) -> Artifact:
    """Pages that are searched whole, since there are not many."""
    files = tuple(DataFile(*file) for file in index_files(pages, name))
    told = Input(what, digest_of(*(file.content for file in files)))
    return Artifact(f"{FOLDER}/{name}", (told,), lambda: files, tuple(file.path for file in files))


def passages(declaration: Declaration) -> Iterator[Passage]:
    """Every text of a declaration that can be found, its amounts as they are printed."""
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
    divide = ((dimension.field_of(declaration.edition), dimension) for dimension, _ in declaration.dimensions)
    named = {field.label: dimension.label for field, dimension in divide if field}
    for field in declaration.edition.fields():
        if field.kind == "choice" and (ticked := declaration.values.get(field.label)):
            yield Passage(named.get(field.label, field.label), Weight.TEXT, told(ticked))
    for moment in filter(None, (declaration.period.start, declaration.period.end)):
        yield Passage("起止时间", Weight.TEXT, _as_typed(moment))
    for label, amount in _amounts(declaration):
        yield Passage(label, Weight.TEXT, _in_words(amount, declaration))
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
    """A day, month or year in the ways in which people type it: ``2024-07-01 2024/7/1 2024.07.01``."""
    parts = [part for part in (moment.year, moment.month, moment.day) if part]
    dotted = str(moment).replace("-", ".")
    return f"{moment} {'/'.join(map(str, parts))} {dotted}" if len(parts) > 1 else f"{moment}年"


def _cells_of_lists(declaration: Declaration) -> Iterator[Passage]:
    """The cells of lists but for names and amounts of subprojects, which stand elsewhere."""
    for field in declaration.edition.fields():
        if field.kind in ("rows", "record"):
            for _, row in declaration.records(field):
                for column in field.columns:
                    value = row.get(column.label)
                    if value is not None and not (field.role == "subprojects" and column.role in ("name", "amount")):
                        yield Passage(column.label, Weight.TEXT, _in_words(value, declaration))


def _in_words(value: FieldValue, declaration: Declaration) -> str:
    """A value as it is printed; an amount in 元, and in the form's own unit where that is another."""
    if isinstance(value, Moment):
        return _as_typed(value)
    if not isinstance(value, Money):
        return told(value)
    unit = declaration.edition.money_unit
    return f"{value.grouped} 元" if unit == "元" else f"{value.grouped} 元（{value.in_unit(unit)} {unit}）"


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
    return Searchable(address(Ref("rule", rule.name)), "rule", title, told)


def _indicator(indicator: Listed) -> Searchable:
    """An indicator by its name, and by how it is written where it is used."""
    names = (Passage("也写作", Weight.TEXT, name) for name in indicator.names if name != indicator.name)
    about = f"{'、'.join(indicator.places)}，{indicator.uses} 条绩效指标"
    told = (Passage("", Weight.INDICATOR, indicator.name), Passage("", Weight.TEXT, about), *names)
    return Searchable(indicator.path, "indicator", indicator.name, told)
