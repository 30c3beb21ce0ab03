"""Promise, mid-year and result side by side: one row for each indicator of a declaration and of what was reported of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..forms import RecordKind, record_kinds
from ..model import Declaration, Indicator
from ..outcome import Outcome
from ..results import Result, ResultIndicator
from ..target import Target
from ..text import without_brackets
from ..values import Figure

WIDTH = 120
"""Units of a bar's picture from left to right."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar as long as the actual value, and a stroke where the target stands; both from 0 to :data:`WIDTH`."""

    actual: int
    target: int


@dataclass(frozen=True, slots=True)
class CycleCell:
    """What one report says of an indicator: the value as filed, and what came of it; a bar where both are numbers."""

    kind: RecordKind
    value: str = ""
    outcome: Outcome | None = None
    bullet: Bullet | None = None


@dataclass(frozen=True, slots=True)
class CycleRow:
    """One indicator. ``target`` is the declaration's, or where there is none the report's; ``restated`` what the reports have
    instead, where it differs.

    ``cells`` are what the reports say, in their order; ``before`` are last year's target and actual value. Whatever is not
    there is empty.
    """

    group: str
    name: str
    target: str
    cells: tuple[CycleCell, ...]
    restated: str = ""
    points: str = ""
    reason: str = ""
    before: str = ""
    before_outcome: Outcome | None = None

    @property
    def midyear(self) -> str:
        """What was reported before the year was over."""
        return next((cell.value for cell in self.cells if not cell.kind.is_final), "")

    @property
    def outcome(self) -> Outcome | None:
        """What came of it, by the report that is counted."""
        return next((cell.outcome for cell in self.cells if cell.kind.is_counted), None)

    @property
    def actual(self) -> str:
        """What that report says was reached."""
        return next((cell.value for cell in self.cells if cell.kind.is_counted), "")


@dataclass(frozen=True, slots=True)
class Cycle:
    """The rows, and the reports that they are taken from, in the order of the year."""

    rows: tuple[CycleRow, ...]
    reports: tuple[Result, ...]
    year_before: int | None

    @property
    def has_bullets(self) -> bool:
        """Whether any row has a bar."""
        return any(cell.bullet for row in self.rows for cell in row.cells)

    @property
    def has_points(self) -> bool:
        """Whether any row has points."""
        return any(row.points for row in self.rows)

    @property
    def has_reasons(self) -> bool:
        """Whether any row has a reason."""
        return any(row.reason for row in self.rows)


_Rows = dict[str, list[ResultIndicator]]


def cycle(
    declaration: Declaration | None,
    results: Iterable[Result],
    before: Declaration | None = None,
    results_before: Iterable[Result] = (),
) -> Cycle | None:
    """The indicators of a project's year; nothing where nothing was reported of any.

    ``before`` and ``results_before`` are the declaration and the reports of the year before.
    """
    order = [kind.id for kind in record_kinds()]
    reports = tuple(sorted((one for one in results if one.indicators), key=lambda one: order.index(one.kind.id)))
    if not reports:
        return None
    earlier = next((one for one in results_before if one.kind.is_counted), None)
    rows = tuple(_rows(declaration, reports, _Earlier(before, earlier)))
    lately = earlier or before
    return Cycle(rows, reports, lately.year if lately else None)


def _rows(declaration: Declaration | None, reports: Sequence[Result], earlier: _Earlier) -> Iterator[CycleRow]:
    """Those of the declaration in its order, then what the last report has beside them, and so on."""
    left = [_by_name(report) for report in reports]
    kinds = tuple(report.kind for report in reports)

    def row(promised: Indicator | None, key: str) -> CycleRow:
        told = [_next(rows, key) for rows in left]
        known = promised or (None if declaration else next((one for one in reversed(told) if one), None))
        return _row(known, kinds, told, earlier)

    for promised in declaration.indicators if declaration else ():
        yield row(promised, without_brackets(promised.name))
    for rows in reversed(left):
        for key in list(rows):
            while rows[key]:
                yield row(None, key)


def _by_name(result: Result) -> _Rows:
    found: _Rows = defaultdict(list)
    for indicator in result.indicators:
        found[without_brackets(indicator.name)].append(indicator)
    return found


def _next(rows: _Rows, key: str) -> ResultIndicator | None:
    """The next indicator of that name that no row has yet."""
    return rows[key].pop(0) if rows.get(key) else None


class _Earlier:
    """The indicators of the year before, by their names; one whose name stands twice is not told apart."""

    def __init__(self, declaration: Declaration | None, evaluation: Result | None) -> None:
        self._promised, self._reached = _single(declaration), _single(evaluation)

    def of(self, name: str) -> tuple[str, Outcome | None]:
        """Last year's target and actual value in words, and what came of it."""
        key = without_brackets(name)
        promised, reached = self._promised.get(key), self._reached.get(key)
        if reached and isinstance(reached, ResultIndicator):
            return f"{reached.target.raw}；实际 {reached.actual.raw or '未填写'}", reached.outcome
        return (promised.target.raw if promised else ""), None


def _single(record: Declaration | Result | None) -> dict[str, Indicator | ResultIndicator]:
    found: dict[str, list[Indicator | ResultIndicator]] = defaultdict(list)
    indicators: Sequence[Indicator | ResultIndicator] = record.indicators if record else ()
    for indicator in indicators:
        found[without_brackets(indicator.name)].append(indicator)
    return {name: those[0] for name, those in found.items() if len(those) == 1}


def _row(
    promised: Indicator | None,
    kinds: Sequence[RecordKind],
    reported: Sequence[ResultIndicator | None],
    earlier: _Earlier,
) -> CycleRow:
    told = [one for one in reported if one]
    known = promised or told[-1]
    before, before_outcome = earlier.of(known.name)
    target = promised.target.raw if promised else ""
    restated = told[-1].target.raw if told and told[-1].target.raw != target else ""
    return CycleRow(
        group=known.subgroup or known.group.label,
        name=known.called,
        target=target,
        cells=tuple(map(_cell, kinds, reported)),
        restated=restated,
        points=next((text for one in reversed(told) if (text := points(one.score, one.weight))), ""),
        reason="\n".join(one.reason for one in told if one.reason),
        before=before,
        before_outcome=before_outcome,
    )


def _cell(kind: RecordKind, reported: ResultIndicator | None) -> CycleCell:
    if reported is None:
        return CycleCell(kind)
    return CycleCell(kind, reported.actual.raw, reported.outcome, bullet_of(reported.target, reported.outcome))


def points(score: Figure | None, weight: Figure | None) -> str:
    """``9.5/10``; one of them alone where the other is not stated."""
    if score is None and weight is None:
        return ""
    return f"{score.raw if score else '—'}/{weight.raw if weight else '—'}"


def bullet_of(target: Target, outcome: Outcome) -> Bullet | None:
    """The bar of two numbers in one unit; nothing where either is none, or below zero."""
    if outcome.difference is None or target.value is None:
        return None
    aim, reached = target.value, target.value + outcome.difference
    most = max(aim, reached)
    if min(aim, reached) < 0 or not most:
        return None
    scale = Decimal(WIDTH - 4) / most
    return Bullet(round(reached * scale), round(aim * scale))
