"""An invented catalogue of any size, for the explorer's tests: every sort of gap, and names that look like code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from random import Random

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    '"引号", 逗号',
    "&amp;",
)
TYPES = ("经常性专项业务费", "一次性项目", "新增项目", "")
DEPARTMENTS = (*HOSTILE, "__proto__", "青禾市文化局", "")
PURPOSES = ("政府购买服务", "资产购置", "其他事业专业类", "")


@dataclass(frozen=True)
class Line:
    """One declaration of the catalogue; amounts in 分."""

    id: str
    name: str
    year: int
    unit: str
    type: str
    purpose: str
    department: str
    budget: int
    prior: int | None
    outturn: int | None

    @property
    def cells(self) -> list[object]:
        """The line as the catalogue's script has it."""
        amounts = [None if fen is None else str(fen) for fen in (self.budget, self.prior, self.outturn)]
        told = [
            self.id,
            self.name,
            self.year,
            self.unit,
            self.type,
            self.purpose,
            self.department,
            *amounts,
            f"projects/{self.id}/",
        ]
        return [*told, "blank" if self.prior is None else "", "shanghai-2019"]


def lines(count: int) -> tuple[Line, ...]:
    """As many declarations; the first have hostile names, one an amount beyond a script's own numbers."""
    random = Random(20)
    return tuple(_line(number, random) for number in range(count))


def _line(number: int, random: Random) -> Line:
    year, unit = 2015 + number % 10, random.randrange(200)
    prior = None if number % 7 == 3 else random.randrange(0, 500_000_000)
    outturn = None if prior is None or number % 11 == 4 else random.randrange(0, prior + 1)
    budget = 10**17 + 1 if number == 11 else random.randrange(1, 600_000_000)
    name = HOSTILE[number] if number < len(HOSTILE) else f"项目{number:05}信息系统运行维护"
    path = f"{year}/danwei-{unit}/xiangmu-{number}"
    types = TYPES[random.randrange(len(TYPES))], PURPOSES[random.randrange(len(PURPOSES))]
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    return Line(path, name, year, f"青禾市第{unit}单位", *types, department, budget, prior, outturn)


def script(found: Sequence[Line]) -> str:
    """The catalogue's script."""
    columns = [
        "id",
        "name",
        "year",
        "unit",
        "type",
        "purpose",
        "line_department",
        "budget",
        "prior",
        "outturn",
        "address",
        "lack",
        "edition",
    ]
    rows = ",\n".join(json.dumps(line.cells, ensure_ascii=False) for line in found)
    dimensions = [{"id": "type", "label": "项目类型"}, {"id": "purpose", "label": "资金用途"}]
    dimensions.append({"id": "line_department", "label": "主管部门"})
    editions = {"shanghai-2019": {"comprises": "项目当年预算", "asks": ["type", "purpose", "line_department"]}}
    told = {"columns": columns, "dimensions": dimensions, "editions": editions}
    head = ", ".join(f'"{name}": {json.dumps(value)}' for name, value in told.items())
    return f'globalThis.jixiaoCatalogue = {{{head}, "rows": [\n{rows}\n]}};\n'


def grouped(fen: int) -> str:
    """An amount as pages show it."""
    digits = f"{Decimal(abs(fen)) / 100:,.2f}".removesuffix(".00")
    return f"−{digits}" if fen < 0 else digits


def signed(fen: int) -> str:
    """A change as pages show it."""
    return f"+{grouped(fen)}" if fen > 0 else grouped(fen)


def percent(part: int, whole: int) -> str:
    """A rate as pages show it; a dash where the whole is nothing."""
    if not whole:
        return "—"
    exact = Decimal(part) * 100 / Decimal(whole)
    rounded = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(rounded) == 100 != abs(exact):
        rounded = exact.quantize(Decimal("0.01"), ROUND_DOWN if abs(exact) < 100 else ROUND_UP)
    return f"−{abs(rounded)}%" if rounded < 0 else f"{abs(rounded)}%"


@dataclass(frozen=True)
class Sums:
    """What several declarations come to, worked out again and apart from the site's own code."""

    years: int
    budget: int
    comparable: int
    prior: int
    outturn: int
    executed_prior: int

    @classmethod
    def of(cls, found: Iterable[Line]) -> Sums:
        """Add up; growth is that of comparable projects, and the outturn rate is of those that state both figures."""
        entries = list(found)
        executed = [line for line in entries if line.prior is not None and line.outturn is not None]
        return cls(
            len({line.year for line in entries}),
            sum(line.budget for line in entries),
            sum(line.budget for line in entries if line.prior is not None),
            sum(line.prior or 0 for line in entries),
            sum(line.outturn or 0 for line in executed),
            sum(line.prior or 0 for line in executed),
        )

    @property
    def shown(self) -> list[str]:
        """The six totals as the page shows them."""
        if self.years > 1:
            return [grouped(self.budget), grouped(self.prior), "—", "—", grouped(self.outturn), "—"]
        change = self.comparable - self.prior
        growth = percent(change, self.prior) if self.comparable * 2 >= self.budget else "—"
        plus = "+" if change > 0 and growth not in ("0.00%", "—") else ""
        return [
            grouped(self.budget), grouped(self.prior), signed(change), f"{plus}{growth}",
            grouped(self.outturn), percent(self.outturn, self.executed_prior),
        ]  # fmt: skip
