"""Document + ResultEdition → Result, by the same reader as declarations; and what a file is read as, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .field_reader import FieldReader, declaration_id
from .forms import (
    Field,
    RecordKind,
    ResultEdition,
    common_fields_of,
    editions_of,
    load_result_edition,
    split_stem,
)
from .model import FiledText
from .outcome import Verdict, outcome_of
from .reader import ParsedFile, answers_of, parse_file, provenance_of
from .registry import Registry
from .results import CLASSES, Counts, FundsRow, Result, ResultIndicator
from .source import Document
from .target import read_target

_SIGNS = {"定性": "", "/": "", "-": ""}
"""What forms print in a column of operators where there is none."""


def record_of_file(file: str) -> tuple[str, RecordKind | None]:
    """The project's id and the kind of a file: ``…/2019/a/b.ziping.yml`` is of ``2019/a/b``; a declaration has no kind.

    A link in place of a folder is found as a file too, and has a shorter path.
    """
    folder, slash, name = declaration_id(file).rpartition("/")
    project, kind = split_stem(name)
    return f"{folder}{slash}{project}", kind


def parse_record(document: Document, registry: Registry, twin: str = "") -> ParsedFile:
    """Read one file below content/projects as what its name says that it is; see :class:`ParsedFile` for ``twin``."""
    project, kind = record_of_file(document.file)
    if kind is None:
        return parse_file(document, registry, twin)
    if document.root is None:
        return ParsedFile(document, document.faults, None, project, twin)
    reader = FieldReader(registry, document)
    known = tuple(edition.id for edition in editions_of(kind))
    name = reader.edition_name(document.root, known)
    if not name:
        return ParsedFile(document, (*document.faults, *reader.faults), None, project, twin)
    edition = load_result_edition(name)
    reader.money_unit = edition.money_unit
    values = reader.form(document.root, common_fields_of(edition), edition.fields())
    faults, doubts = (*document.faults, *reader.faults), tuple(reader.doubts)
    result = None if faults else _result(document, project, edition, values)
    return ParsedFile(document, faults, None, project, twin, doubts, result)


def _result(document: Document, project: str, edition: ResultEdition, values: dict[str, Any]) -> Result:
    """Build the record from values that are known to be complete."""
    roles = {field.role: field for field in common_fields_of(edition)} | edition.by_role

    def value(role: str) -> Any:
        field = roles.get(role)
        return values.get(field.label) if field else None

    unit, unit_name = value("spending_unit")
    funds = tuple(_funds(edition.by_role["funds"], value("funds")))
    total = next((row for row in funds if row.is_total), None)
    indicators = tuple(_indicators(edition, value("indicators")))
    return CLASSES[edition.kind.id](
        id=project,
        file=document.file,
        edition=edition,
        year=value("year"),
        spending_unit=unit,
        name=value("name"),
        adjusted=total.adjusted if total else None,
        executed=total.executed if total else None,
        score=value("score"),
        counts=Counts(*(sum(one.outcome.verdict is verdict for one in indicators) for verdict in Verdict)),
        unit_name=unit_name,
        funds=funds,
        indicators=indicators,
        texts=tuple(_texts(edition, values)),
        values=values,
        answers=tuple(answers_of(value("answers") or ())),
        provenance=provenance_of(value("provenance")),
        document=document,
    )


def _funds(field: Field, rows: tuple[dict[str, Any], ...]) -> Iterator[FundsRow]:
    labels = {column.role: column.label for column in field.columns}
    for index, row in enumerate(rows):
        cells = {role: row.get(label) for role, label in labels.items()}
        yield FundsRow(
            row[labels["source"]],
            cells.get("initial"),
            cells.get("adjusted"),
            cells.get("executed"),
            cells.get("forecast"),
            cells.get("weight"),
            cells.get("rate"),
            cells.get("score"),
            (field.label, index),
        )


def _indicators(edition: ResultEdition, rows: tuple[Any, ...]) -> Iterator[ResultIndicator]:
    columns = edition.by_role["indicators"].columns
    labels = {column.role: column.label for column in columns if column.role}
    others = tuple(column.label for column in columns if not column.role)
    for group, subgroup, at, row in filter(lambda filed: filed.cells, rows):
        cells = {role: row.get(label) for role, label in labels.items()}
        target, actual = (read_target(_with_columns(cells, role)) for role in ("target", "actual"))
        likelihood = cells.get("likelihood")
        yield ResultIndicator(
            group,
            subgroup,
            cells["name"],
            target,
            actual,
            outcome_of(target, actual, edition.kind.is_final),
            cells.get("weight"),
            cells.get("score"),
            cells.get("reason") or "",
            cells.get("forecast") or "",
            likelihood.label if likelihood else "",
            tuple((label, row[label]) for label in others if label in row),
            at,
        )


def _with_columns(cells: dict[str, Any], role: str) -> str:
    """A value as one text, where the form has its operator (指标性质) or its unit (度量单位) in columns of their own."""
    filed = (cells.get(role) or "").strip()
    if not filed:
        return ""
    unit = (cells.get("unit") or "").strip()
    sign = (cells.get("operator") or "").strip() if role == "target" else ""
    ending = "" if unit in _SIGNS or filed.endswith(unit) or not read_target(filed).quantified else unit
    return f"{_SIGNS.get(sign, sign)}{filed}{ending}"


def _texts(edition: ResultEdition, values: dict[str, Any]) -> Iterator[FiledText]:
    for field in edition.fields():
        if field.kind in ("text", "long-text") and field.label in values:
            yield FiledText(field.label, field.role, values[field.label], (field.label,))
