"""Promise, mid-year and result side by side: one row for each indicator of a declaration and of what was reported of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..model import Declaration, Indicator
from ..outcome import Outcome
from ..results import MonitoringReport, Result, ResultIndicator, SelfEvaluation
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
class CycleRow:
    """One indicator. ``target`` is the declaration's; ``restated`` what the report has instead, where it differs.

    ``before`` are last year's target and actual value. Whatever is not there is empty.
    """

    group: str
    name: str
    target: str
    restated: str = ""
    midyear: str = ""
    midyear_outcome: Outcome | None = None
    actual: str = ""
    outcome: Outcome | None = None
    bullet: Bullet | None = None
    points: str = ""
    reason: str = ""
    before: str = ""
    before_outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The rows, and the reports that they are taken from."""

    rows: tuple[CycleRow, ...]
    midyear: Result | None
    evaluation: Result | None
    year_before: int | None

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
    """The indicators of a project's year; nothing where nothing was reported of it.

    ``before`` and ``results_before`` are the declaration and the reports of the year before.
    """
    reports = tuple(results)
    midyear = next((one for one in reports if isinstance(one, MonitoringReport)), None)
    evaluation = next((one for one in reports if isinstance(one, SelfEvaluation)), None)
    if midyear is None and evaluation is None:
        return None
    earlier = next((one for one in results_before if isinstance(one, SelfEvaluation)), None)
    rows = tuple(_rows(declaration, midyear, evaluation, _Earlier(before, earlier)))
    lately = earlier or before
    return Cycle(rows, midyear, evaluation, lately.year if lately else None)


def _rows(
    declaration: Declaration | None, midyear: Result | None, evaluation: Result | None, earlier: _Earlier
) -> Iterator[CycleRow]:
    at_midyear, at_end = _by_name(midyear), _by_name(evaluation)
    for promised in declaration.indicators if declaration else ():
        key = without_brackets(promised.name)
        yield _row(promised, _next(at_midyear, key), _next(at_end, key), earlier)
    for key, left in list(at_end.items()):
        for one in left:
            yield _row(None, _next(at_midyear, key), one, earlier)
    for left in at_midyear.values():
        for one in left:
            yield _row(None, one, None, earlier)


def _by_name(result: Result | None) -> _Rows:
    found: _Rows = defaultdict(list)
    for indicator in result.indicators if result else ():
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
        if isinstance(reached, ResultIndicator):
            return f"{reached.target.raw}；实际 {reached.actual.raw or '未填写'}", reached.outcome
        return (promised.target.raw if promised else ""), None


def _single(record: Declaration | Result | None) -> dict[str, Indicator | ResultIndicator]:
    found: dict[str, list[Indicator | ResultIndicator]] = defaultdict(list)
    indicators: Sequence[Indicator | ResultIndicator] = record.indicators if record else ()
    for indicator in indicators:
        found[without_brackets(indicator.name)].append(indicator)
    return {name: those[0] for name, those in found.items() if len(those) == 1}


def _row(
    promised: Indicator | None, midyear: ResultIndicator | None, final: ResultIndicator | None, earlier: _Earlier
) -> CycleRow:
    reported = final or midyear
    known = promised or reported
    if known is None:
        raise ValueError("a row is of some indicator")
    before, before_outcome = earlier.of(known.name)
    target = promised.target.raw if promised else ""
    restated = reported.target.raw if reported and reported.target.raw != target else ""
    return CycleRow(
        group=known.subgroup or known.group.label,
        name=known.name,
        target=target,
        restated=restated,
        midyear=midyear.actual.raw if midyear else "",
        midyear_outcome=midyear.outcome if midyear else None,
        actual=final.actual.raw if final else "",
        outcome=final.outcome if final else None,
        bullet=bullet_of(final.target, final.outcome) if final else None,
        points=points(final.score, final.weight) if final else "",
        reason="\n".join(one.reason for one in (midyear, final) if one and one.reason),
        before=before,
        before_outcome=before_outcome,
    )


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
