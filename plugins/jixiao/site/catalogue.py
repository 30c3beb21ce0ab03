"""The catalogue: one line for each declaration with all that lists, filters and totals need, for the pages' scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from ..forms import Dimension
from ..model import Outline
from ..portfolio import Lack, Portfolio
from ..results import ResultOutline
from ..summary import occurring
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import DataFile

PATH = "data/catalogue.js"
"""Where the script lies. It is a script and no JSON, as pages opened from a folder may load nothing else."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One declaration. Amounts are in 元; ``prior`` and ``outturn`` as compared with, nothing where there is none.

    ``values`` are those of the dimensions by which lists are filtered, empty where there is none; ``lack`` says why there
    is no ``prior``; ``edition`` is the form's id; ``followed`` as in :meth:`Portfolio.is_followed`.
    """

    id: str
    name: str
    year: int
    unit: str
    values: tuple[str, ...]
    budget: Money
    prior: Money | None
    outturn: Money | None
    address: str
    lack: Lack
    edition: str
    followed: bool | None


def filters(declarations: Sequence[Outline]) -> tuple[Dimension, ...]:
    """The dimensions by which lists of these declarations are filtered and searches narrowed."""
    return tuple(dimension for dimension in occurring(declarations) if dimension.is_filter)


def catalogue(portfolio: Portfolio) -> Iterator[CatalogueEntry]:
    """Every declaration, in the order of their ids."""
    dimensions = filters(portfolio.declarations)
    return (_entry(portfolio, declaration, dimensions) for declaration in portfolio.declarations)


def _entry(portfolio: Portfolio, declaration: Outline, dimensions: Sequence[Dimension]) -> CatalogueEntry:
    comparison = portfolio.compare(declaration)
    return CatalogueEntry(
        id=declaration.id,
        name=declaration.name,
        year=declaration.year,
        unit=declaration.spending_unit.name,
        values=tuple(value.label if (value := declaration.value(d)) else "" for d in dimensions),
        budget=comparison.current,
        prior=comparison.prior,
        outturn=comparison.outturn,
        address=address(Ref("declaration", declaration.id)),
        lack=comparison.lack,
        edition=declaration.edition.id,
        followed=portfolio.is_followed(declaration),
    )


def catalogue_file(portfolio: Portfolio, results: Sequence[ResultOutline] = ()) -> DataFile:
    """The catalogue as a script that sets ``jixiaoCatalogue``: the columns' names, and a list for each declaration.

    ``dimensions`` are those whose ids stand among the columns, with their labels; ``editions`` tells of each form what its
    当年预算 comprises and which of the dimensions it asks for; ``reports`` are what was reported, where there is anything.
    Amounts are whole 分 as text, since a script's numbers are
    not exact beyond sixteen digits.
    """
    dimensions = filters(portfolio.declarations)
    reported = (_reported_row(portfolio, result) for result in results)
    head: dict[str, object] = {
        "columns": [column for field in fields(CatalogueEntry) for column in _columns(field.name, dimensions)],
        "dimensions": [{"id": dimension.id, "label": dimension.label} for dimension in dimensions],
        "editions": _editions(portfolio, dimensions),
    }
    if results:
        head["reports"] = {"folder": _FOLDER, "kinds": _kinds(results), "columns": REPORTED, "rows": tuple(reported)}
    told = ",\n".join(
        f'"{name}": {json.dumps(value, ensure_ascii=False, separators=(",", ":"))}' for name, value in head.items()
    )
    rows = ",\n".join(_row(entry) for entry in catalogue(portfolio))
    text = f'globalThis.jixiaoCatalogue = {{\n{told},\n"rows": [\n{rows}\n]}};\n'
    return DataFile(PATH, text.encode())


REPORTED = ("id", "kind", "adjusted", "executed", "score", "met", "missed", "unknown", "name", "unit")
"""What a report's row has: figures of those that are counted; name and unit where no declaration has the same."""
_FOLDER = address(Ref("declaration", "")).rstrip("/") + "/"
"""Below it the pages of declarations lie at their ids, and of reports at ids and suffixes."""


def is_evaluated(portfolio: Portfolio) -> bool:
    """Whether of any declaration there is a self-evaluation."""
    return any(portfolio.evaluation(declaration) for declaration in portfolio.declarations)


def _kinds(results: Iterable[ResultOutline]) -> dict[str, dict[str, object]]:
    kinds = {result.kind for result in results}
    return {
        kind.suffix: {"title": kind.title, "counted": kind.is_counted}
        for kind in sorted(kinds, key=lambda kind: kind.suffix)
    }


def _reported_row(portfolio: Portfolio, result: ResultOutline) -> tuple[object, ...]:
    declaration, unit = portfolio.get(result.id), result.spending_unit.name
    same = declaration is not None and (declaration.name, declaration.spending_unit.name) == (result.name, unit)
    named = () if same else (result.name, unit)
    if not result.kind.is_counted:
        return (result.id, result.kind.suffix, *((None,) * 6 if named else ()), *named)
    score = result.score.value if result.score else None
    return (
        result.id,
        result.kind.suffix,
        *(None if amount is None else _fen(amount) for amount in (result.adjusted, result.executed)),
        None if score is None else f"{score.normalize():f}",
        result.counts.met,
        result.counts.not_met,
        result.counts.cannot_tell,
        *named,
    )


def _columns(name: str, dimensions: Sequence[Dimension]) -> tuple[str, ...]:
    """The columns of an entry's field."""
    return tuple(dimension.id for dimension in dimensions) if name == "values" else (name,)


def _editions(portfolio: Portfolio, dimensions: Sequence[Dimension]) -> dict[str, dict[str, object]]:
    editions = {declaration.edition.id: declaration for declaration in portfolio.declarations}
    return {
        name: {
            "comprises": declaration.budget_comprises,
            "asks": [dimension.id for dimension in dimensions if declaration.asks(dimension)],
        }
        for name, declaration in sorted(editions.items())
    }


def _row(entry: CatalogueEntry) -> str:
    cells = [cell for field in fields(entry) for cell in _cells(getattr(entry, field.name))]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _cells(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple):
        return value
    return (_fen(value) if isinstance(value, Money) else value,)


def _fen(money: Money) -> str:
    return str(int(money.yuan * 100))
