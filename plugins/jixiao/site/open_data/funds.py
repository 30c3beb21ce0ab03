"""The sources of funds of a declaration, and of what was reported of it, as rows: each sum has one, and what it is the sum of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Literal, NamedTuple

from ...forms import TOTAL
from ...model import Declaration
from ...results import FundsRow, Result
from . import v1
from .records import owner_of, yuan
from .release import Release


def funds(release: Release, declaration: Declaration) -> Iterator[v1.Fund]:
    """Its sources of funds as printed, then those of what was reported of it, mid-year first."""
    reported = (row for result in release.results.get(declaration.id, ()) for row in _reported_funds(result))
    for number, row in enumerate(chain(_declared_funds(declaration), reported), 1):
        yield v1.Fund(*owner_of(declaration), number, **row._asdict())


class _Fund(NamedTuple):
    """What a row of funds says beside whose it is."""

    record: str
    field: str
    period: Literal["year", "overall"] | None
    source: str
    path: str | None
    level: int
    is_total: Literal["yes", "no"]
    text: str | None = None
    amount: Decimal | None = None
    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    forecast: Decimal | None = None


_PERIODS: dict[str, Literal["year", "overall"]] = {"budget.current_year": "year", "budget.total": "overall"}
_BETWEEN = "／"
"""What stands between the names of a path."""


def _declared_funds(declaration: Declaration) -> Iterator[_Fund]:
    roles = {field.label: field.role for field in declaration.edition.fields()}
    for whole in declaration.funding:
        for funding, (_, *names) in whole.named():
            yield _Fund(
                "declaration",
                whole.label,
                _PERIODS.get(roles[whole.label]),
                funding.label,
                _BETWEEN.join(names) or None,
                len(names),
                "yes" if funding.parts else "no",
                declaration.written(funding.at) or None,
                yuan(funding.amount),
            )


def _reported_funds(result: Result) -> Iterator[_Fund]:
    for rows in result.accounts:
        yield from _account(result.kind.id, rows)


def _account(kind: str, rows: Sequence[FundsRow]) -> Iterator[_Fund]:
    sums = {row.source.part_of for row in rows}
    is_divided = any(not row.is_total for row in rows)
    names = {row.source.id: row.name for row in rows}
    above = {row.source.id: row.source.part_of for row in rows}
    for row in rows:
        path = () if row.is_total else (*_leading_to(row.source.part_of, above, names), row.name)
        yield _Fund(
            kind,
            str(row.at[0]),
            None,
            row.name,
            _BETWEEN.join(path) or None,
            len(path),
            "yes" if (row.is_total and is_divided) or row.source.id in sums - {""} else "no",
            None,
            None,
            *map(yuan, (row.initial, row.adjusted, row.executed, row.forecast)),
        )


def _leading_to(source: str, above: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The names from below the total to a source."""
    if not source or source == TOTAL or source not in names:
        return ()
    return (*_leading_to(above[source], above, names), names[source])
