"""Document + ResultEdition → Result, by the same reader as declarations; and what a file is read as, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .field_reader import FieldReader, declaration_id, folder_year
from .forms import (
    RESULTS,
    Field,
    RecordKind,
    ResultEdition,
    common_fields_of,
    editions_of,
    load_result_edition,
    split_stem,
)
from .fund_rows import funds_of
from .model import TableRow, texts_of, told
from .outcome import Verdict, outcome_of
from .reader import ParsedFile, answers_of, parse_file, period_of, provenance_of, read_form, refusal
from .registry import Registry
from .results import Counts, Result, ResultIndicator, total_of
from .row_targets import actual_of, targets_of
from .source import Document
from .values import Figure, figure_in


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
    if document.root is None or (refused := refusal(document.root)):
        return ParsedFile(document, document.faults if document.root is None else refused, None, project, twin)
    reader = FieldReader(registry, document)
    name = reader.edition_name(document.root, tuple(edition.id for edition in editions_of(kind)))
    if not name:
        return ParsedFile(document, (*document.faults, *reader.faults), None, project, twin)
    edition = load_result_edition(name)
    form = read_form(reader, document, document.root, edition, RESULTS)
    result = _result(document, project, edition, form.values) if form.is_whole else None
    return ParsedFile(document, form.faults, None, project, twin, form.doubts, result)


def _result(document: Document, project: str, edition: ResultEdition, values: dict[str, Any]) -> Result:
    """Build the record from values that are known to be complete."""
    roles = {field.role: field for field in common_fields_of(edition)} | edition.by_role

    def value(role: str) -> Any:
        field = roles.get(role)
        return values.get(field.label) if field else None

    unit, unit_name = value("spending_unit")
    funds = funds_of(edition, values)
    total = total_of(funds)
    indicators = tuple(_indicators(edition, values))
    return Result(
        id=project,
        file=document.file,
        edition=edition,
        year=value("year") or int(folder_year(document.file)),
        spending_unit=unit,
        name=value("name"),
        adjusted=total.adjusted if total else None,
        executed=total.executed if total else None,
        score=_score(value("score")),
        counts=Counts(*(sum(one.outcome.verdict is verdict for one in indicators) for verdict in Verdict)),
        unit_name=unit_name,
        period=period_of(value("period"), value("period.start"), value("period.end")),
        funds=funds,
        indicators=indicators,
        texts=tuple(texts_of(edition, values)),
        values=values,
        answers=tuple(answers_of(value("answers") or ())),
        provenance=provenance_of(value("provenance")),
        document=document,
    )


def _score(filed: Figure | str | None) -> Figure | None:
    return figure_in(filed) if isinstance(filed, str) else filed


def _indicators(edition: ResultEdition, values: dict[str, Any]) -> Iterator[ResultIndicator]:
    """The indicators of all tables; a row without anything in it is none."""
    for table in edition.tables:
        for row in values.get(table.label, ()):
            if row.cells:
                yield _indicator(edition, table, row)


def _indicator(edition: ResultEdition, table: Field, row: TableRow) -> ResultIndicator:
    targets = targets_of(table, row.cells, row.at)
    period = targets[0].period

    def cell(role: str) -> Any:
        column = table.with_role(role, period)
        return row.cells.get(column.label) if column else None

    name, likelihood, weight = table.column("name").label, cell("likelihood"), cell("weight")
    actual = actual_of(table, row.cells, period)
    return ResultIndicator(
        table,
        row.group,
        row.subgroup,
        told(row.cells.get(name)),
        targets,
        row.cells,
        row.at,
        (*row.at, name),
        actual,
        outcome_of(targets[0].target, actual, edition.kind.is_final),
        weight,
        cell("score"),
        _in_points(edition, weight),
        cell("reason") or "",
        cell("forecast") or "",
        told(likelihood),
    )


def _in_points(edition: ResultEdition, weight: Figure | None) -> Decimal | None:
    return edition.points.points_of(weight) if weight and edition.points else None
