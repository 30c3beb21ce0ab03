"""What a report says otherwise than the declaration of its project and year: budget, goal, and which indicators with which targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from ..model import Declaration, Indicator, promised_for
from ..pairing import name_of, paired
from ..results import Result
from ..table import Cell, Column, Table
from ..text import fold
from ..values import Money, Percent
from ..words import CURRENT_BUDGET
from .differences import ADDED, DROPPED, IndicatorChange, TextChange, compared, marked

ALIKE, ALIKE_WITH_TARGET = 0.8, 0.5
"""How much two names have in common, of 1, for one indicator to be the other renamed; less is enough where the target is the same."""


@dataclass(frozen=True, slots=True)
class ReportDifferences:
    """All that differs; ``same_figures`` are called so in the report, ``same`` is how many indicators are as declared."""

    figures: Table | None
    same_figures: tuple[str, ...]
    texts: tuple[TextChange, ...]
    indicators: tuple[IndicatorChange, ...]
    same: int

    @property
    def changed(self) -> tuple[IndicatorChange, ...]:
        """The indicators that both have, under one name or two."""
        return tuple(change for change in self.indicators if change.verdict not in (ADDED, DROPPED))

    @property
    def differing(self) -> tuple[IndicatorChange, ...]:
        """What the report has otherwise, or more; what it leaves out says nothing else."""
        return tuple(change for change in self.indicators if change.verdict != DROPPED)

    @property
    def omitted(self) -> int:
        """How many declared indicators the report does not list."""
        return len(self.indicators) - len(self.differing)

    @property
    def only(self) -> tuple[tuple[bool, tuple[IndicatorChange, ...]], ...]:
        """Those that the declaration alone has, and those that the report alone has; which it is, and they."""
        told = (
            (word == DROPPED, tuple(one for one in self.indicators if one.verdict == word)) for word in (DROPPED, ADDED)
        )
        return tuple((declared, those) for declared, those in told if those)


def report_differences(declaration: Declaration, result: Result) -> ReportDifferences:
    """Lay a report beside its declaration."""
    changes = tuple(_changes(declaration, result))
    told = tuple(change for change in changes if change)
    stated = _stated(result)
    declared = declaration.budget.current_year
    alike = tuple(label for label, amount in stated if amount == declared)
    figures = _figures(declared, [one for one in stated if one[1] != declared], result.kind.title)
    return ReportDifferences(figures, alike, tuple(_texts(declaration, result)), told, len(changes) - len(told))


def _stated(result: Result) -> list[tuple[str, Money]]:
    """The budgets that a report states of the whole, as it calls them."""
    row = result.total
    amounts = (("initial", row.initial), ("adjusted", row.adjusted)) if row else ()
    return [(row.labels.get(role, role), amount) for role, amount in amounts if row and amount is not None]


def _figures(declared: Money, stated: Sequence[tuple[str, Money]], title: str) -> Table | None:
    if not stated:
        return None
    columns = (
        Column("what", "金额"),
        Column("declared", f"申报表的{CURRENT_BUDGET}（元）", "money"),
        Column("reported", f"{title}（元）", "money"),
        Column("change", "相差（元）", "change"),
        Column("rate", "增减率", "growth"),
    )
    note = f"{CURRENT_BUDGET}是编制预算时的申报数，与批复的预算数、调整后的预算数不是同一阶段的数。"
    rows = tuple(_figure(label, declared, amount) for label, amount in stated)
    return Table("与申报表不同的预算", columns, rows, notes=(note,))


def _figure(label: str, declared: Money, reported: Money) -> tuple[Cell, ...]:
    change = reported - declared
    return Cell(label), Cell(declared), Cell(reported), Cell(change), Cell(Percent.of(change, declared))


def _texts(declaration: Declaration, result: Result) -> Iterator[TextChange]:
    pairs = [("项目名称", declaration.name, result.name)]
    goal = declaration.text("yearly_goal") or declaration.text("overall_goal")
    if goal and (expected := result.text("expected_goal")):
        pairs.append((result.edition.by_role["expected_goal"].label, goal, expected))
    for label, before, after in pairs:
        if before != after:
            yield TextChange(label, *marked(before, after))


# Indicators


class _Left(NamedTuple):
    """What one side alone has."""

    declared: list[Indicator]
    reported: list[Indicator]


def _changes(declaration: Declaration, result: Result) -> Iterator[IndicatorChange | None]:
    """What became of each indicator of either side; nothing for one that is as declared."""
    declared, reported = (tuple(promised_for("year", record.indicators)) for record in (declaration, result))
    found, more = paired(declared, reported)
    for own, other in zip(declared, found, strict=True):
        if other:
            yield _compared(own, other)
    left = _Left([own for own, other in zip(declared, found, strict=True) if not other], more)
    yield from _of_one_side(left)


def _compared(declared: Indicator, reported: Indicator) -> IndicatorChange | None:
    if declared.target.raw == reported.target.raw:
        return None
    return _change(reported, declared.target.raw, reported.target.raw, compared(declared.target, reported.target))


def _of_one_side(left: _Left) -> Iterator[IndicatorChange]:
    """Those that may be one renamed, then those that one side alone has."""
    for reported in left.reported:
        alike = _most_alike(reported, left.declared)
        if alike is None:
            yield _change(reported, "", reported.target.raw, ADDED)
            continue
        left.declared.remove(alike)
        same = alike.target.raw == reported.target.raw
        verdict = "名称改变" if same else f"名称改变，{compared(alike.target, reported.target)}"
        yield _change(
            reported, f"{alike.called} {alike.target.raw}", f"{reported.called} {reported.target.raw}", verdict
        )
    for declared in left.declared:
        yield _change(declared, declared.target.raw, "", DROPPED)


def _most_alike(indicator: Indicator, others: Sequence[Indicator]) -> Indicator | None:
    found = max(((_alike(indicator, other), -n) for n, other in enumerate(others)), default=(0.0, 0))
    return others[-found[1]] if found[0] else None


def _alike(one: Indicator, other: Indicator) -> float:
    """How much the names have in common, of 1; nothing where that is too little."""
    same = bool(one.target.raw) and fold(one.target.raw) == fold(other.target.raw)
    ratio = SequenceMatcher(None, name_of(one), name_of(other), autojunk=False).ratio()
    return ratio + same if ratio >= (ALIKE_WITH_TARGET if same else ALIKE) else 0.0


def _change(indicator: Indicator, before: str, after: str, verdict: str) -> IndicatorChange:
    return IndicatorChange(indicator.called, indicator.place, before, after, verdict)
