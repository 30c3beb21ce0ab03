"""From last year's total to this year's, step by step, for a chart and its table: by project, and by what is comparable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from ..model import Outline
from ..portfolio import Portfolio
from ..summary import LACKS, Basis, Bridge, bridge
from ..table import Cell, Column, Ref, Table
from ..values import ZERO, Money, total
from .charts import WIDTH, unit_of

MOST_STEPS = 10
"""Projects that have a step of their own; the others rise or fall together."""
FLAT = Decimal("0.5")
"""Where no level is lower than this part of the highest, the axis starts near the lowest and the chart says so."""
MARGIN = Decimal("0.25")
"""How much of the levels' range then stays free below the lowest."""
TICK = 8
"""Units of length of the mark that then shows a total: a bar cut off at its foot would tell wrong proportions."""


@dataclass(frozen=True, slots=True)
class Change:
    """One contribution to the change, in 元; ``ref`` leads to the project, if it is a single one.

    A ``level`` changes nothing: it tells what the sum so far is called.
    """

    label: str
    amount: Money
    ref: Ref | None = None
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: from the level ``before`` to ``after``, laid out from ``start`` on, ``length`` units of ``WIDTH`` long.

    Of a total ``before`` is nothing; its bar ends at its level, and begins at zero if the axis does.
    """

    label: str
    tone: str
    before: Money | None
    after: Money
    start: int
    length: int
    ref: Ref | None = None

    @property
    def amount(self) -> Money:
        """A total's level, or a step's change."""
        return self.after if self.before is None else self.after - self.before

    @property
    def words(self) -> str:
        """The amount, a change with its sign."""
        return str(self.amount) if self.before is None else f"{self.amount.signed} 元"


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps in order, what they show in words, and the table behind them. ``base`` is where the axis starts.

    ``unit`` is that of all of its amounts.
    """

    title: str
    description: str
    steps: tuple[Step, ...]
    table: Table
    base: Money
    notes: tuple[str, ...]
    unit: str


def waterfall(basis: Basis, declarations: Sequence[Outline], year: int) -> Waterfall | None:
    """From the prior total to the current one; nothing where no project has a prior figure or none changed."""
    portfolio = basis.portfolio
    priors = [prior for d in declarations if (prior := portfolio.compare(d).prior) is not None]
    changes = tuple(_changes(portfolio, declarations))
    if not priors or not changes:
        return None
    labels = ("可比项目上年预算额", f"{year}年预算")
    title, caption = f"{year}年预算比上年：什么增加了，什么减少了", f"{year}年预算比上年逐项增减"
    return _drawn(title, caption, total(priors), changes, labels)


def bridge_chart(bridge: Bridge) -> Waterfall:
    """The picture of a bridge."""
    changes = tuple(
        Change(f"{part.label}（{part.projects} 个）", ZERO if part.is_level else part.amount, is_level=part.is_level)
        for part in bridge.parts
    )
    labels = (f"{bridge.start.label}（{bridge.start.projects} 个）", f"{bridge.end.label}（{bridge.end.projects} 个）")
    title = f"{bridge.year}年预算与上年怎样衔接"
    return _drawn(title, title, bridge.start.amount, changes, labels)


def bridge_of(basis: Basis, declarations: Sequence[Outline], before: Sequence[Outline], year: int) -> Waterfall | None:
    """How a group's totals of a year and of the year before hang together; nothing where none can be compared."""
    found = bridge(basis, declarations, before, year)
    return bridge_chart(found) if found else None


def _drawn(title: str, caption: str, first: Money, changes: Sequence[Change], labels: tuple[str, str]) -> Waterfall:
    levels = tuple(accumulate((change.amount for change in changes), initial=first))
    base = _base(levels)
    return Waterfall(
        title=title,
        description=_description(levels, changes, labels),
        steps=tuple(_steps(levels, changes, labels, base)),
        table=_table(levels, changes, labels, caption),
        base=base,
        notes=(f"为看清增减，横轴不从 0 开始：左端是 {base}；合计只标位置，不画成条。",) if base else (),
        unit=unit_of([*levels, *(change.amount for change in changes)]),
    )


def _changes(portfolio: Portfolio, declarations: Sequence[Outline]) -> Iterator[Change]:
    """Rises, the largest first, then new projects, then falls, the largest first; small ones together."""
    compared = [(d, portfolio.compare(d)) for d in declarations]
    known = [(d, c.change) for d, c in compared if c.change is not None and c.change]
    known.sort(key=lambda entry: (-abs(entry[1]).yuan, entry[0].id))
    single = [Change(d.name, change, Ref("declaration", d.id)) for d, change in known[:MOST_STEPS]]
    rest = [change for _, change in known[MOST_STEPS:]]
    lacking = {lack: [c.current for _, c in compared if c.lack == lack and c.current] for lack in LACKS}
    unclear = [amount for lack, amounts in lacking.items() if lack != "new" for amount in amounts]
    yield from (change for change in single if change.amount > ZERO)
    yield from _together("其余增加的", [change for change in rest if change > ZERO])
    yield from _together("新增的", lacking["new"])
    yield from _together("无法对比的", unclear)
    yield from (change for change in single if change.amount < ZERO)
    yield from _together("其余减少的", [change for change in rest if change < ZERO])


def _together(label: str, amounts: list[Money]) -> Iterator[Change]:
    if amounts:
        yield Change(f"{label} {len(amounts)} 个项目", total(amounts))


def _base(levels: Sequence[Money]) -> Money:
    lowest, highest = min(levels), max(levels)
    if lowest.yuan <= highest.yuan * FLAT or lowest == highest:
        return ZERO
    free = (highest - lowest).yuan * MARGIN
    unit = Decimal(10) ** max(0, free.adjusted())
    return Money(max(Decimal(0), (lowest.yuan - free) // unit * unit))


def _steps(levels: Sequence[Money], changes: Sequence[Change], labels: tuple[str, str], base: Money) -> Iterator[Step]:
    span = (max(levels) - base).yuan

    def at(level: Money) -> int:
        return int(((level - base).yuan * WIDTH / span).to_integral_value()) if span else 0

    def whole(label: str, tone: str, level: Money) -> Step:
        start = max(0, at(level) - TICK) if base else 0
        return Step(label, tone, None, level, start, at(level) - start)

    yield whole(labels[0], "prior", levels[0])
    for before, after, change in zip(levels, levels[1:], changes, strict=False):
        if change.is_level:
            yield whole(change.label, "prior", after)
            continue
        left, right = sorted((at(before), at(after)))
        tone = "rise" if after > before else "fall"
        yield Step(change.label, tone, before, after, left, right - left, change.ref)
    yield whole(labels[1], "current", levels[-1])


def _description(levels: Sequence[Money], changes: Sequence[Change], labels: tuple[str, str]) -> str:
    words = (_words(change, level) for change, level in zip(changes, levels[1:], strict=True))
    return f"从{labels[0]} {levels[0]} 开始，{'；'.join(words)}；到{labels[1]} {levels[-1]}。"


def _words(change: Change, level: Money) -> str:
    if change.is_level:
        return f"{change.label} {level}"
    return f"{change.label}{'增加' if change.amount > ZERO else '减少'} {abs(change.amount)}"


def _table(levels: Sequence[Money], changes: Sequence[Change], labels: tuple[str, str], caption: str) -> Table:
    columns = (
        Column("step", "项目"),
        Column("change", "增减额（元）", "change"),
        Column("level", "累计（元）", "money"),
    )
    steps = zip(changes, levels[1:], strict=True)
    rows = tuple((Cell(c.label, c.ref), Cell(None if c.is_level else c.amount), Cell(level)) for c, level in steps)
    first = (Cell(labels[0]), Cell(None), Cell(levels[0]))
    whole = (Cell(labels[1]), Cell(levels[-1] - levels[0]), Cell(levels[-1]))
    return Table(caption, columns, (first, *rows), whole)
