"""How many targets were met: counts by verdict, and the columns of tables that have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..outcome import Verdict
from ..results import ResultOutline
from ..table import Cell, Column
from ..values import Percent

VERDICTS = (Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.MET)
"""What may come of a year that is over, in the order of the columns."""
NOTE = "结论由程序按指标值和实际完成值的运算符、数值和单位计算，不代替评价；定性的、看不准的不判断。"
COLUMNS = (
    *(Column(verdict.value, f"{verdict.label}（条）", "count") for verdict in VERDICTS),
    Column("share", "达到的占可判断的", "percent"),
)
"""The columns of counts by verdict."""


class Reached(NamedTuple):
    """What some self-evaluations come to: how many there are, and how many indicators came to each verdict."""

    reported: int
    met: int
    not_met: int
    cannot_tell: int

    @property
    def share(self) -> Percent | None:
        """How many of those that can be judged were met, in %."""
        judged = self.met + self.not_met
        return Percent(Decimal(self.met * 100) / judged) if judged else None

    def cells(self) -> tuple[Cell, ...]:
        """The cells of :data:`COLUMNS`."""
        return (*(Cell(count) for _, count in self.told), Cell(self.share))

    @property
    def told(self) -> tuple[tuple[Verdict, int], ...]:
        """The verdicts and their counts, in the order of :data:`VERDICTS`."""
        return tuple((verdict, getattr(self, verdict.name.lower())) for verdict in VERDICTS)


def reached(results: Iterable[ResultOutline]) -> Reached | None:
    """What self-evaluations come to; nothing where there is none."""
    found = [result for result in results if result.kind.is_counted]
    counts = {verdict.value: sum(result.counts.of(verdict) for result in found) for verdict in VERDICTS}
    return reached_in(counts, len(found)) if found else None


def reached_in(counts: Mapping[str, int], reported: int = 0) -> Reached:
    """The same of counts by verdict, of so many self-evaluations."""
    return Reached(reported, *(counts.get(one.value, 0) for one in (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL)))
