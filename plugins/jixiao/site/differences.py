"""What a declaration changed against its own of the year before: figures, texts with the changed words, indicators."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from ..forms import Field
from ..model import Declaration, Indicator, told
from ..table import Cell, Column, Ref, Table
from ..target import Target, read_target
from ..text import fold, without_brackets
from ..values import Money, Percent

Mark = Literal["same", "old", "new"]
KEPT = 14
"""Characters of unchanged text that stand on either side of what was changed; the rest of it is left out."""
LONGEST_CLOSE = 160
"""Characters of two passages up to which they are compared word by word."""
MOST_CLAUSES = 300
"""Clauses up to which two texts are compared at all; longer ones stand side by side whole."""
LONGEST_SHOWN = 48
"""Characters of a passage of one year alone that are shown; of a longer one its beginning and end, since the forms have it whole."""
ADDED, DROPPED = "新增", "删去"
_CLAUSES = re.compile(r"[^，。；：！？、\n]*[，。；：！？、\n]?")
_WORDS = re.compile(r"[0-9][0-9,.]*%?|[A-Za-z]+|[\s\S]")


class MarkedText(NamedTuple):
    """Some text: the same in both years, only in last year's, or only in this year's."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A field whose text differs: last year's pieces and this year's. A text of nothing was not filed."""

    label: str
    before: tuple[MarkedText, ...]
    after: tuple[MarkedText, ...]


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator that differs; ``verdict`` says how."""

    name: str
    place: str
    before: str
    after: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between a declaration and its own of the year before, and how much is the same."""

    previous: Ref
    years: tuple[int, int]
    figures: Table
    texts: tuple[TextChange, ...]
    same_texts: int
    indicators: tuple[IndicatorChange, ...]
    same_indicators: int
    other_form: bool

    @property
    def changed(self) -> tuple[IndicatorChange, ...]:
        """The indicators that both years have."""
        return tuple(change for change in self.indicators if change.verdict not in (ADDED, DROPPED))

    @property
    def of_one_year(self) -> tuple[tuple[str, tuple[IndicatorChange, ...]], ...]:
        """Those that were added, and those that were dropped."""
        sorts = ((word, tuple(one for one in self.indicators if one.verdict == word)) for word in (ADDED, DROPPED))
        return tuple((word, those) for word, those in sorts if those)


def differences(before: Declaration, now: Declaration) -> Differences:
    """Lay a declaration beside its own of the year before."""
    texts, same_texts = _texts(before, now)
    indicators, same_indicators = _indicators(before, now)
    return Differences(
        previous=Ref("declaration", before.id),
        years=(before.year, now.year),
        figures=_figures(before, now),
        texts=texts,
        same_texts=same_texts,
        indicators=indicators,
        same_indicators=same_indicators,
        other_form=before.edition.id != now.edition.id,
    )


# Figures


def _figures(before: Declaration, now: Declaration) -> Table:
    columns = (
        Column("what", "金额"),
        Column("before", f"{before.year}年申报表（元）", "money"),
        Column("after", f"{now.year}年申报表（元）", "money"),
        Column("change", "相差（元）", "change"),
        Column("rate", "增减率", "growth"),
    )
    alike = before.budget_comprises == now.budget_comprises
    notes = () if alike else ("两年表式的当年预算口径不同，不计算相差。",)
    return Table(f"{now.year}年与{before.year}年的金额", columns, tuple(_figure_rows(before, now, alike)), notes=notes)


def _figure_rows(before: Declaration, now: Declaration, alike: bool) -> Iterator[tuple[Cell, ...]]:
    if before.budget.total is not None or now.budget.total is not None:
        yield _figure("项目总预算", before.budget.total, now.budget.total, alike)
    yield _figure("当年预算", before.budget.current_year, now.budget.current_year, alike)
    old, new = _parts(before), _parts(now)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield _figure(name[1], old.get(name), new.get(name), alike)


def _parts(declaration: Declaration) -> dict[tuple[int, str], Money]:
    """The subprojects and parts of funding, those of one name kept apart by their number."""
    found: dict[tuple[int, str], Money] = {}
    named = [(row.name, row.amount) for row in declaration.subprojects]
    named += [
        ("：".join(names), part.amount)
        for funding in declaration.funding
        for part, names in funding.named()
        if len(names) > 1 and part.amount is not None
    ]
    times = Counter[str]()
    for name, amount in named:
        found[times[name], name] = amount
        times[name] += 1
    return found


def _figure(label: str, before: Money | None, now: Money | None, alike: bool) -> tuple[Cell, ...]:
    change = now - before if alike and before is not None and now is not None else None
    rate = Percent.of(change, before) if change is not None and before is not None else None
    return (Cell(label), Cell(before), Cell(now), Cell(change), Cell(rate))


# Texts


def _texts(before: Declaration, now: Declaration) -> tuple[tuple[TextChange, ...], int]:
    """The fields that differ, and how many are the same; a date is, where only its year is another.

    A field that only one of the forms has is left out.
    """
    others = {field.role or field.label: field for field in before.edition.fields() if _is_told(field)}
    changed, same = [], 0
    for field in now.edition.fields():
        other = others.get(field.role or field.label)
        if not _is_told(field) or other is None:
            continue
        old, new = _text(before, other), _text(now, field)
        if old == new or (field.kind == "date" and old[4:] == new[4:]):
            same += bool(new)
        else:
            changed.append(TextChange(field.label, *marked(old, new)))
    return tuple(changed), same


def _is_told(field: Field) -> bool:
    return field.kind in ("text", "long-text", "choice", "date", "unit") and field.role != "edition"


def _text(declaration: Declaration, field: Field) -> str:
    value = declaration.values.get(field.label)
    return declaration.unit_name if field.kind == "unit" else told(value)


def marked(before: str, after: str, whole: bool = False) -> tuple[tuple[MarkedText, ...], tuple[MarkedText, ...]]:
    """Last year's and this year's text in pieces; first clauses are compared, then the words of those that differ.

    Long pieces are cut down to what surrounds a change, unless the ``whole`` is wanted.
    """
    old, new = _CLAUSES.findall(before), _CLAUSES.findall(after)
    if max(len(old), len(new)) > MOST_CLAUSES:
        return (MarkedText("old", before),) * bool(before), (MarkedText("new", after),) * bool(after)
    left: list[MarkedText] = []
    right: list[MarkedText] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            left.append(MarkedText("same", gone))
            right.append(MarkedText("same", come))
        elif gone and come and max(len(gone), len(come)) <= LONGEST_CLOSE:
            _compare_closely(gone, come, left, right)
        else:
            left.append(MarkedText("old", gone))
            right.append(MarkedText("new", come))
    return (_joined(left), _joined(right)) if whole else (_shortened(left), _shortened(right))


def _compare_closely(gone: str, come: str, left: list[MarkedText], right: list[MarkedText]) -> None:
    old, new = _WORDS.findall(gone), _WORDS.findall(come)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.quick_ratio() < 0.5 or matcher.ratio() < 0.5:  # little in common: marks would be scattered over it
        left.append(MarkedText("old", gone))
        right.append(MarkedText("new", come))
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        left.append(MarkedText("same" if kind == "equal" else "old", "".join(old[a:b])))
        right.append(MarkedText("same" if kind == "equal" else "new", "".join(new[c:d])))


def _joined(pieces: Sequence[MarkedText]) -> tuple[MarkedText, ...]:
    """Neighbours of one kind together."""
    joined: list[MarkedText] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].mark == piece.mark:
            joined[-1] = MarkedText(piece.mark, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _shortened(pieces: Sequence[MarkedText]) -> tuple[MarkedText, ...]:
    """The same, long stretches cut down to what surrounds a change."""
    joined = _joined(pieces)
    last = len(joined) - 1
    return tuple(
        MarkedText("same", _cut(piece.text, at > 0, at < last)) if piece.mark == "same" else _short(piece)
        for at, piece in enumerate(joined)
    )


def _short(piece: MarkedText) -> MarkedText:
    half, text = LONGEST_SHOWN // 2, piece.text
    return piece if len(text) <= LONGEST_SHOWN else MarkedText(piece.mark, f"{text[:half]}……{text[-half:]}")


def _cut(text: str, follows: bool, precedes: bool) -> str:
    """The beginning where a change comes before, the end where one comes after."""
    if not (follows or precedes):  # the other year alone has more
        follows = precedes = True
    if len(text) <= KEPT * (follows + precedes) + 2:
        return text
    return f"{text[:KEPT] if follows else ''}……{text[-KEPT:] if precedes else ''}"


# Indicators


def _indicators(before: Declaration, now: Declaration) -> tuple[tuple[IndicatorChange, ...], int]:
    """What became of each indicator, in this year's order, then those that were dropped; and how many are the same."""
    old, changes, same = _by_place(before), list[IndicatorChange](), 0
    left = dict(old)
    waiting: list[tuple[tuple[str, str, int], Indicator]] = []
    for key, indicator in _by_place(now).items():
        if key not in left:
            waiting.append((key, indicator))
            continue
        previous = left.pop(key)
        changed = tuple(_cells(previous, indicator))
        if previous.target.raw != indicator.target.raw:
            verdict = compared(previous.target, indicator.target)
            changed = (_change(indicator, previous.target.raw, indicator.target.raw, verdict), *changed)
        changes.extend(changed)
        same += not changed
    elsewhere = defaultdict[str, list[tuple[str, str, int]]](list)
    for key in reversed(left):
        elsewhere[key[1]].append(key)
    for (_, name, _), indicator in waiting:
        if not elsewhere[name]:
            changes.append(_change(indicator, "", _whole(indicator), ADDED))
            continue
        previous = left.pop(elsewhere[name].pop())
        verdict = f"从“{previous.place}”移来"
        if previous.target.raw != indicator.target.raw:
            verdict += f"，{compared(previous.target, indicator.target)}"
        changes.append(_change(indicator, previous.target.raw, indicator.target.raw, verdict))
        changes.extend(_cells(previous, indicator))
    changes.extend(_change(indicator, _whole(indicator), "", DROPPED) for indicator in left.values())
    return tuple(changes), same


def _by_place(declaration: Declaration) -> dict[tuple[str, str, int], Indicator]:
    """The indicators by their group, their name, and their number among those of both."""
    found: dict[tuple[str, str, int], Indicator] = {}
    times: dict[tuple[str, str], int] = {}
    for indicator in declaration.indicators:
        key = fold(f"{indicator.place} {indicator.table.period}"), without_brackets(indicator.called)
        found[(*key, times.get(key, 0))] = indicator
        times[key] = times.get(key, 0) + 1
    return found


def _cells(before: Indicator, now: Indicator) -> Iterator[IndicatorChange]:
    """The cells beside the target value that differ, of those columns that both forms have."""
    new = {_column(column): (column, text) for column, text in now.details()}
    old = {_column(column): (column, text) for column, text in before.details()}
    for name in dict.fromkeys((*new, *old)):
        column = (new.get(name) or old[name])[0]
        both = all(any(_column(other) == name for other in one.table.columns) for one in (before, now))
        texts = old.get(name, (column, ""))[1], new.get(name, (column, ""))[1]
        if both and texts[0] != texts[1]:
            verdict = compared(*map(read_target, texts)) if column.role == "target" else "改变"
            yield IndicatorChange(f"{now.called}（{column.label}）", now.place, *texts, verdict)


def _column(column: Field) -> tuple[str, str]:
    """What a column is known by in every form."""
    return column.role or column.label, column.period


def _whole(indicator: Indicator) -> str:
    """The target value, and behind it the other cells."""
    others = "；".join(f"{column.label} {text}" for column, text in indicator.details())
    return f"{indicator.target.raw}（{others}）" if others else indicator.target.raw


def _change(indicator: Indicator, before: str, after: str, verdict: str) -> IndicatorChange:
    return IndicatorChange(indicator.called, indicator.place, before, after, verdict)


def compared(before: Target, after: Target) -> str:
    """Whether a target became stricter or weaker, told only where operator, value and unit of both were read."""
    if before.unit != after.unit or before.change != after.change:
        return "改变"
    narrower, wider = _within(after, before), _within(before, after)
    if narrower and wider:
        return "写法改变"
    return "更严" if narrower else "更宽" if wider else "改变"


def _within(inner: Target, outer: Target) -> bool:
    """Whether each value that fits the one also fits the other."""
    a, b, first, second = inner.value, outer.value, inner.operator, outer.operator
    if a is None or b is None or not first or not second:
        return False
    if second == "=":
        return first == "=" and a == b
    if first != "=" and (first in "≥>") != (second in "≥>"):
        return False
    beyond = a > b if second in "≥>" else a < b
    return beyond or (a == b and (second in "≥≤" or first == second))
