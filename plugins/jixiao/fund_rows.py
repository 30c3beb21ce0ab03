"""The funds of a result's form → rows: from lists of sources, and from fields that say of the whole what these say in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .finding import Path
from .forms import FUNDING_TOTAL, TOTAL, Field, Option, ResultEdition
from .results import AMOUNTS, FundsRow

_UNNAMED = Option("", "")


class _Cell(NamedTuple):
    """A value, where it stands, and what its field or column is called."""

    value: Any
    at: Path
    label: str


class _Row(NamedTuple):
    source: Option
    cells: dict[str, _Cell]
    at: Path


def funds_of(edition: ResultEdition, values: Mapping[str, Any]) -> tuple[FundsRow, ...]:
    """The rows of all lists, then those of the fields; what fields say of the whole belongs to the list's own total."""
    rows = [row for field in edition.funds for row in _listed(field, values.get(field.label) or ())]
    totals = [row for row in rows if row.source.is_total]
    for row in _from_fields(edition, values):
        if row.source.is_total and _agree(totals):
            totals[0].cells.update({role: cell for role, cell in row.cells.items() if role not in totals[0].cells})
        else:
            rows.append(row)
    return tuple(map(_made, rows))


def _agree(totals: Sequence[_Row]) -> bool:
    """Whether lists have a total, and the totals of several say the same."""
    return len({tuple(row.cells[role].value for role in AMOUNTS if role in row.cells) for row in totals}) == 1


def _listed(field: Field, rows: tuple[dict[str, Any], ...]) -> Iterator[_Row]:
    """The rows of a list; one alone that names no source is of the whole."""
    labels = {column.role: column.label for column in field.columns if column.role}
    nameless = Option(TOTAL, field.label) if "source" not in labels and len(rows) == 1 else _UNNAMED
    for index, row in enumerate(rows):
        at: Path = (field.label, index)
        cells = {role: _Cell(row.get(label), (*at, label), label) for role, label in labels.items()}
        yield _Row(row.get(labels.get("source", "")) or nameless, cells, at)


def _from_fields(edition: ResultEdition, values: Mapping[str, Any]) -> Iterator[_Row]:
    """One row for the whole, and one for each part that a funding field has anywhere."""
    rows: dict[str, _Row] = {}
    for role, field in edition.fund_fields.items():
        if (filed := values.get(field.label)) is not None:
            for source, cell in _spread(field, filed, _whole(edition, field), (field.label,)):
                row = rows.setdefault(source.id, _Row(source, {}, cell.at))
                row.cells[role] = cell._replace(label=field.label)
    yield from rows.values()


def _whole(edition: ResultEdition, field: Field) -> Option:
    """The source of what a field says of the whole, by what the form prints above the fields, or else by the field's own label."""
    titles = (section.title for section in edition.sections if field in section.fields)
    return Option(TOTAL, next(titles, "") or field.label)


def _spread(field: Field, filed: Any, source: Option, at: Path) -> Iterator[tuple[Option, _Cell]]:
    """An amount, and those of its parts and of theirs, each with the source of funds that it is of."""
    if not isinstance(filed, dict):
        yield source, _Cell(filed, at, field.label)
        return
    yield source, _Cell(filed.get(FUNDING_TOTAL), (*at, FUNDING_TOTAL), field.label)
    for part in field.parts:
        if (own := filed.get(part.label)) is not None:
            below = Option(f"{source.id}/{part.label}", part.label, part_of=source.id)
            yield from _spread(part, own, below, (*at, part.label))


def _made(row: _Row) -> FundsRow:
    def value(role: str) -> Any:
        return row.cells[role].value if role in row.cells else None

    return FundsRow(
        row.source,
        value("initial"),
        value("adjusted"),
        value("executed"),
        value("forecast"),
        value("weight"),
        value("rate"),
        value("score"),
        value("reason") or "",
        row.at,
        {role: cell.at for role, cell in row.cells.items()},
        {role: cell.label for role, cell in row.cells.items()},
    )
