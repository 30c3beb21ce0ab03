"""Worked examples for a spreadsheet, Python and SQL: they can be run as they stand, and say what they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...model import Outline
from ...portfolio import Comparison, Portfolio
from ...values import Money, Percent, total
from .as_xlsx import column_letter
from .tables import DataTable

MOST_UNITS = 5
"""Units that the programs list."""
LOW_OUTTURN = Percent(Decimal(90))
"""Below this rate a formula counts an outturn as low."""

PYTHON = """\
import csv
from collections import Counter
from decimal import Decimal

totals = Counter()
with open("projects.csv", encoding="utf-8-sig", newline="") as file:
    for row in csv.DictReader(file):
        unit = row["unit"].removeprefix("'")
        totals[unit] += Decimal(row["budget_current_yuan"])

for unit, amount in totals.most_common({most}):
    print(unit, f"{{amount:,.2f}}")
"""
SQL = """\
SELECT unit,
       printf('%,d.%02d', SUM(budget_current_fen) / 100, SUM(budget_current_fen) % 100) AS amount
FROM projects
WHERE year = {year}
GROUP BY unit_id
ORDER BY SUM(budget_current_fen) DESC, unit_id
LIMIT {most};
"""


FUNDS = """\
SELECT source,
       printf('%,d.%02d', SUM(amount_fen) / 100, SUM(amount_fen) % 100) AS amount
FROM funds
WHERE year = {year} AND record = 'declaration' AND period = 'year' AND is_total = 'no'
GROUP BY source
ORDER BY SUM(amount_fen) DESC, source;
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """What to ask of the workbook, the formula that answers, and the answer."""

    question: str
    formula: str
    answer: str


@dataclass(frozen=True, slots=True)
class Examples:
    """The worked examples over one year, with what they print; ``output`` is that of both programs, ``funds`` asks something else."""

    year: int
    formulas: tuple[Formula, ...]
    python: str
    sql: str
    output: str
    funds: str


def examples(portfolio: Portfolio, projects: DataTable, year: int) -> Examples:
    """The examples over one year."""
    declarations = portfolio.of_year(year)
    named = {"year": year, "most": MOST_UNITS}
    return Examples(
        year=year,
        formulas=tuple(_formulas(portfolio, declarations, projects, year)),
        python=PYTHON.format(**named),
        sql=SQL.format(**named),
        funds=FUNDS.format(**named),
        output="".join(f"{unit} {_amount(money)}\n" for unit, money in _largest(declarations)[:MOST_UNITS]),
    )


def _largest(declarations: Sequence[Outline]) -> list[tuple[str, Money]]:
    """Each unit's budget, the largest first."""
    budgets: dict[str, list[Money]] = {}
    for declaration in declarations:
        budgets.setdefault(declaration.spending_unit.name, []).append(declaration.budget.current_year)
    return sorted(((unit, total(amounts)) for unit, amounts in budgets.items()), key=lambda sums: sums[1], reverse=True)


def _formulas(
    portfolio: Portfolio, declarations: Sequence[Outline], projects: DataTable, year: int
) -> Iterator[Formula]:
    current, year_column, rate, change = (
        f"{projects.title}!{letters}:{letters}"
        for letters in (column_letter(projects, name) for name in ("budget_current", "year", "outturn_rate", "change"))
    )
    yield Formula(
        f"{year}年当年预算合计多少元",
        f"=SUMIFS({current},{year_column},{year})",
        _amount(total([declaration.budget.current_year for declaration in declarations])),
    )
    yield Formula(
        f"{year}年有几个项目上年执行率不到 {LOW_OUTTURN.points}%，当年预算增加",
        f'=COUNTIFS({year_column},{year},{rate},"<{LOW_OUTTURN.points}",{change},">0")',
        str(sum(_asks_for_more(portfolio.compare(declaration)) for declaration in declarations)),
    )


def _asks_for_more(comparison: Comparison) -> bool:
    """Whether little was spent last year and more is asked for now."""
    rate, change = comparison.outturn_rate, comparison.change
    return rate is not None and change is not None and rate < LOW_OUTTURN and change.yuan > 0


def _amount(money: Money) -> str:
    return f"{money.yuan:,.2f}"
