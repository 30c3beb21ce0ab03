"""The catalogue: one line for each declaration with all that lists, filters and totals need, for the pages' scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

from ..model import Outline
from ..portfolio import Lack, Portfolio
from ..summary import asks_for
from ..table import Ref
from ..values import Money
from .addresses import address
from .page import DataFile

PATH = "data/catalogue.js"
"""Where the script lies. It is a script and no JSON, as pages opened from a folder may load nothing else."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration. Amounts are in 元; ``prior`` and ``outturn`` as compared with, nothing where there is none.

    ``type`` and ``purpose`` are the form's words, empty where nothing was ticked; ``lack`` says why there is no
    ``prior``; ``edition`` is the form's id.
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
    lack: Lack
    edition: str


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
        lack=comparison.lack,
        edition=declaration.edition.id,
    )


def catalogue_file(portfolio: Portfolio) -> DataFile:
    """The catalogue as a script that sets ``jixiaoCatalogue``: the columns' names, and a list for each declaration.

    ``editions`` tells of each form what its 当年预算 comprises and which of ``type`` and ``purpose`` it asks for. Amounts are whole 分 as text, since a script's numbers are not exact beyond sixteen digits.
    """
    columns = [field.name for field in fields(Entry)]
    rows = ",\n".join(_row(entry) for entry in catalogue(portfolio))
    editions = json.dumps(_editions(portfolio), ensure_ascii=False)
    head = f'"columns": {json.dumps(columns)},\n"editions": {editions}'
    text = f'globalThis.jixiaoCatalogue = {{\n{head},\n"rows": [\n{rows}\n]}};\n'
    return DataFile(PATH, text.encode())


def _editions(portfolio: Portfolio) -> dict[str, dict[str, object]]:
    editions = {declaration.edition.id: declaration for declaration in portfolio.declarations}
    return {
        name: {
            "comprises": declaration.budget_comprises,
            "asks": [kind for kind in ("type", "purpose") if asks_for(declaration, kind)],
        }
        for name, declaration in sorted(editions.items())
    }


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
