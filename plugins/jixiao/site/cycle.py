"""Promise, mid-year and result side by side: one row for each indicator of a declaration and of what was reported of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..forms import RecordKind, record_kinds
from ..model import Declaration, Indicator
from ..outcome import Outcome
from ..pairing import Key, is_of_the_year, key_of, paired
from ..results import Result, ResultIndicator
from ..target import Target

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
    there is empty. A report of the year need not have an indicator whose target is not ``of_the_year``.
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
    of_the_year: bool = True

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
        """Whether any row has a bar, which only a final report's values have."""
        return any(cell.bullet and cell.kind.is_final for row in self.rows for cell in row.cells)

    @property
    def has_later_targets(self) -> bool:
        """Whether any row's target is not of the year."""
        return not all(row.of_the_year for row in self.rows)

    @property
    def has_points(self) -> bool:
        """Whether any row has points."""
        return any(row.points for row in self.rows)

    @property
    def has_reasons(self) -> bool:
        """Whether any row has a reason."""
        return any(row.reason for row in self.rows)


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
    kinds = tuple(report.kind for report in reports)
    declared = declaration.indicators if declaration else ()
    told, left = _taken(declared, [report.indicators for report in reports])
    for promised, those in zip(declared, told, strict=True):
        yield _row(promised, kinds, those, earlier)
    while left:
        *others, own = left
        told, left = _taken(own, others)
        for known, those in zip(own, told, strict=True):
            later = [None] * (len(kinds) - len(others) - 1)
            yield _row(None if declaration else known, kinds, [*those, known, *later], earlier)


def _taken(
    indicators: Sequence[Indicator], reports: Sequence[Sequence[ResultIndicator]]
) -> tuple[list[list[ResultIndicator | None]], list[list[ResultIndicator]]]:
    """Of each indicator what the reports say of it; and of each report what is left."""
    pairs = [paired(indicators, report) for report in reports]
    return [[found[at] for found, _ in pairs] for at in range(len(indicators))], [left for _, left in pairs]


class _Earlier:
    """The indicators of the year before, by their periods and names; one whose name stands twice is not told apart."""

    def __init__(self, declaration: Declaration | None, evaluation: Result | None) -> None:
        self._promised, self._reached = _single(declaration), _single(evaluation)

    def of(self, indicator: Indicator) -> tuple[str, Outcome | None]:
        """Last year's target and actual value in words, and what came of it."""
        promised, reached = self._promised.get(key_of(indicator)), self._reached.get(key_of(indicator))
        if reached and isinstance(reached, ResultIndicator):
            return f"{reached.target.raw}；实际 {reached.actual.raw or '未填写'}", reached.outcome
        return (promised.target.raw if promised else ""), None


def _single(record: Declaration | Result | None) -> dict[Key, Indicator | ResultIndicator]:
    found: dict[Key, list[Indicator | ResultIndicator]] = defaultdict(list)
    indicators: Sequence[Indicator | ResultIndicator] = record.indicators if record else ()
    for indicator in indicators:
        found[key_of(indicator)].append(indicator)
    return {key: those[0] for key, those in found.items() if len(those) == 1}


def _row(
    promised: Indicator | None,
    kinds: Sequence[RecordKind],
    reported: Sequence[ResultIndicator | None],
    earlier: _Earlier,
) -> CycleRow:
    told = [one for one in reported if one]
    known = promised or told[-1]
    before, before_outcome = earlier.of(known)
    target = promised.target.raw if promised else ""
    restated = told[-1].target.raw if told and told[-1].target.raw != target else ""
    return CycleRow(
        group=_group(known),
        name=known.called,
        target=target,
        cells=tuple(map(_cell, kinds, reported)),
        restated=restated,
        points=next((text for one in reversed(told) if (text := points(one))), ""),
        reason="\n".join(one.reason for one in told if one.reason),
        before=before,
        before_outcome=before_outcome,
        of_the_year=is_of_the_year(known),
    )


def _group(known: Indicator) -> str:
    """The subgroup or group; before it, where the target is not of the year, what the form calls it."""
    group = known.subgroup or known.group.label
    if is_of_the_year(known):
        return group
    return f"{known.table.label if known.table.period else known.target_at[-1]}：{group}"


def _cell(kind: RecordKind, reported: ResultIndicator | None) -> CycleCell:
    if reported is None:
        return CycleCell(kind)
    return CycleCell(kind, reported.actual.raw, reported.outcome, bullet_of(reported.target, reported.outcome))


def points(one: ResultIndicator) -> str:
    """``9.5/10``; where the edition gives no points, the score and what the weight is called: ``100（权重 40%）``."""
    score = one.score.raw if one.score else "—"
    if one.points is not None:
        return f"{score}/{one.points.normalize():f}"
    if one.weight is None:
        return f"{score}/—" if one.score else ""
    return f"{score}（{one.path('weight')[-1]} {one.weight.raw}）"


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
