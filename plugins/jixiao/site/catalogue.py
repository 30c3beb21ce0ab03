"""The catalogue: one line for each declaration with all that lists, filters and totals need, for the pages' scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

from ..model import Outline
from ..portfolio import Portfolio
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import DataFile

PATH = "data/catalogue.js"
"""Where the script lies. It is a script and no JSON, as pages opened from a folder may load nothing else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration. Amounts are in 元; ``prior`` and ``outturn`` as compared with, nothing where there is none.

    ``type`` and ``purpose`` are the form's words, empty where nothing was ticked.
    """

    id: str
    name: str
    year: int
    unit: str
    type: str
    purpose: str
    budget: Money
    prior: Money | None
    outturn: Money | None
    address: str


def catalogue(portfolio: Portfolio) -> Iterator[Entry]:
    """Every declaration, in the order of their ids."""
    return (_entry(portfolio, declaration) for declaration in portfolio.declarations)


def _entry(portfolio: Portfolio, declaration: Outline) -> Entry:
    comparison = portfolio.compare(declaration)
    return Entry(
        id=declaration.id,
        name=declaration.name,
        year=declaration.year,
        unit=declaration.spending_unit.name,
        type=declaration.project_type.label if declaration.project_type else "",
        purpose=declaration.purpose.label if declaration.purpose else "",
        budget=comparison.current,
        prior=comparison.prior,
        outturn=comparison.outturn,
        address=address(Ref("declaration", declaration.id)),
    )


def catalogue_file(portfolio: Portfolio) -> DataFile:
    """The catalogue as a script that sets ``jixiaoCatalogue``: the columns' names, and a list for each declaration.

    Amounts are whole 分 as text, since a script's numbers are not exact beyond sixteen digits.
    """
    columns = [field.name for field in fields(Entry)]
    rows = ",\n".join(_row(entry) for entry in catalogue(portfolio))
    text = f'globalThis.jixiaoCatalogue = {{\n"columns": {json.dumps(columns)},\n"rows": [\n{rows}\n]}};\n'
    return DataFile(PATH, text.encode())


def _row(entry: Entry) -> str:
    return json.dumps(
        [_fen(value) if isinstance(value, Money) else value for value in _values(entry)],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _values(entry: Entry) -> Iterator[object]:
    return (getattr(entry, field.name) for field in fields(entry))


def _fen(money: Money) -> str:
    return str(int(money.yuan * 100))
