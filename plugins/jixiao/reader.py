"""Document + FormEdition → Declaration: complete, or the faults that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from .field_reader import MISSING, OTHER_DOCUMENT, FieldReader, declaration_id, folder_year
from .finding import Answer, Path, Place
from .forms import (
    DECLARATIONS,
    FUNDING_TOTAL,
    Asked,
    Dimension,
    Field,
    FormEdition,
    Option,
    common_fields,
    common_fields_of,
    other_document,
    value_of,
)
from .model import (
    Amendment,
    Budget,
    Declaration,
    Funding,
    Indicator,
    PriorYear,
    Provenance,
    Subproject,
    texts_of,
)
from .period import Moment, Period, read_period
from .registry import Registry
from .results import Result
from .row_targets import targets_of
from .source import Document, Fault, Mapping, Scalar
from .values import ZERO


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """One file as read: its document, the faults of its structure, and the declaration where there are none.

    There is one as well where all that is wrong is that fields are missing, the published original had them blank, and
    the model can do without them.

    ``id`` is the declaration's id as its path gives it, empty for the registry and other settings; ``twin`` names a
    file whose id is the same once letter case is folded. ``doubts`` are told like faults, and keep nothing from being read.
    ``result`` is what the file holds instead of a declaration where its name says that it is of another kind.
    """

    document: Document
    faults: tuple[Fault, ...]
    declaration: Declaration | None = None
    id: str = ""
    twin: str = ""
    doubts: tuple[Fault, ...] = ()
    result: Result | None = None

    @property
    def file(self) -> str:
        """The file's path, relative to the repository's root."""
        return self.document.file


class ReadForm(NamedTuple):
    """A file as read by its edition: values by their labels, faults and doubts; ``is_whole``: nothing is in a record's way."""

    values: dict[str, Any]
    faults: tuple[Fault, ...]
    doubts: tuple[Fault, ...]
    is_whole: bool


def parse_file(document: Document, registry: Registry, twin: str = "") -> ParsedFile:
    """Read one declaration file; see :class:`ParsedFile` for ``twin``."""
    file_id = declaration_id(document.file)
    if document.root is None or (refused := refusal(document.root)):
        return ParsedFile(document, document.faults if document.root is None else refused, None, file_id, twin)
    reader = FieldReader(registry, document)
    edition = reader.edition(document.root)
    if edition is None:
        return ParsedFile(document, (*document.faults, *reader.faults), None, file_id, twin)
    form = read_form(reader, document, document.root, edition, DECLARATIONS)
    declaration = _declaration(document, edition, form.values, registry) if form.is_whole else None
    return ParsedFile(document, form.faults, declaration, file_id, twin, form.doubts)


def refusal(root: Mapping) -> tuple[Fault, ...]:
    """The fault of a document that is none of a project."""
    other = other_document(root)
    return (Fault(OTHER_DOCUMENT, _first_place(root), {"name": other.name, "about": other.about}, ()),) if other else ()


def read_form(reader: FieldReader, document: Document, root: Mapping, edition: FormEdition, asked: Asked) -> ReadForm:
    """Read the fields of a file by its edition, and judge whether a record can be made of them."""
    reader.money_unit = edition.money_unit
    values = reader.fields(root, (*common_fields_of(edition), *_asked_for(root, edition)), ())
    reader.year_of_folder(edition)
    faults = (*document.faults, *reader.faults)
    is_whole = not faults or _are_blanks_of_the_original(faults, edition, values, asked)
    return ReadForm(values, faults, tuple(reader.doubts), is_whole)


def _asked_for(root: Mapping, edition: FormEdition) -> Iterator[Field]:
    """The fields of the form; none is required of a sheet of its own on which nothing is filed."""
    filed = {key.text for key, value in root.entries if not (isinstance(value, Scalar) and value.is_blank)}
    for section in edition.sections:
        is_left_out = section.sheet and filed.isdisjoint(field.label for field in section.fields)
        yield from (replace(field, required=False) if is_left_out else field for field in section.fields)


def _first_place(root: Mapping) -> Place:
    """Where a file's first field begins."""
    return Place(root.entries[0].key.line, root.entries[0].key.column)


def _are_blanks_of_the_original(
    faults: tuple[Fault, ...], edition: FormEdition, values: dict[str, Any], asked: Asked
) -> bool:
    """Whether the faults are but blank fields of an original that 来源 names, and 说明 answers them."""
    if not all(fault.rule == MISSING[0] and _may_be_blank(edition, fault.at, asked) for fault in faults):
        return False
    filed = {field.role: values.get(field.label) for field in common_fields_of(edition)}
    codes = {answer.code for answer in answers_of(filed["answers"] or ())}
    return filed["provenance"] is not None and MISSING[1] in codes


def _may_be_blank(edition: FormEdition, at: Path, asked: Asked) -> bool:
    """Whether a record is whole without the field: it is no sum, date or name that all else is reckoned by."""
    field = next((field for field in edition.fields() if field.label == at[0]), None)
    if field is None:
        return False
    if len(at) == 1:
        return field.role not in asked.required | {"year"}
    return field.kind in ("indicators", "rows", "record") and field.role != "subprojects"


def _declaration(document: Document, edition: FormEdition, values: dict[str, Any], registry: Registry) -> Declaration:
    """Build the declaration from values that are known to be complete."""
    roles = edition.by_role
    common = {field.role: field for field in common_fields()}

    def value(role: str) -> Any:
        field = roles.get(role) or common.get(role)
        return values.get(field.label) if field else None

    unit, unit_name = value("spending_unit")
    indicators = tuple(_indicators(edition, values))
    subprojects = tuple(_subprojects(edition, value("subprojects") or ()))
    return Declaration(
        id=declaration_id(document.file),
        file=document.file,
        edition=edition,
        year=value("year") or int(folder_year(document.file)),
        spending_unit=unit,
        unit_name=unit_name,
        name=value("name"),
        dimensions=tuple(_divided(registry.dimensions, edition, values)),
        period=period_of(value("period"), value("period.start"), value("period.end")),
        budget=_budget(value("budget.total"), value("budget.current_year"), roles["budget.current_year"]),
        prior_year=PriorYear(_amount(value("prior_year.budget")), _amount(value("prior_year.outturn"))),
        subprojects=subprojects,
        funding=tuple(_fundings(document, edition, values)),
        indicators=indicators,
        indicator_count=len(indicators),
        quantified_count=sum(indicator.target.quantified for indicator in indicators),
        texts=tuple(texts_of(edition, values)),
        values=values,
        answers=tuple(answers_of(value("answers") or ())),
        predecessor=value("predecessor") or "",
        provenance=provenance_of(value("provenance")),
        amendments=tuple(Amendment(row["日期"], row["理由"]) for row in value("amendments") or ()),
        document=document,
    )


def _divided(
    dimensions: Iterable[Dimension], edition: FormEdition, values: dict[str, Any]
) -> Iterator[tuple[Dimension, Option]]:
    """The dimensions of which the form has a value, each with it."""
    for dimension in dimensions:
        field = dimension.field_of(edition)
        if field and (found := value_of(dimension, values.get(field.label))):
            yield dimension, found


def period_of(filed: str | None, start: object, end: object) -> Period:
    """The period as far as the form says it: in one field, or in one for each end; an end in words (长期) is not known."""
    return Period(_moment(start), _moment(end)) if filed is None else read_period(filed)


def _moment(filed: object) -> Moment | None:
    if isinstance(filed, date):
        return Moment(filed.year, filed.month, filed.day)
    return filed if isinstance(filed, Moment) else None


def _budget(whole: Any, current: Any, field: Field) -> Budget:
    """The budget; an empty part that is left from the year before is nothing left."""
    carried_over = _part_of(current, field.carried_over) or ZERO if field.carried_over else None
    return Budget(_amount(whole), _amount(current), carried_over)


def _part_of(filed: Any, label: str) -> Any:
    """The amount of a part at whatever depth."""
    if not isinstance(filed, dict):
        return None
    if label in filed:
        return _amount(filed[label])
    return next((found for part in filed.values() if (found := _part_of(part, label)) is not None), None)


def _amount(value: Any) -> Any:
    return value.get(FUNDING_TOTAL) if isinstance(value, dict) else value


def _subprojects(edition: FormEdition, rows: tuple[dict[str, Any], ...]) -> Iterator[Subproject]:
    field = edition.by_role.get("subprojects")
    if field:
        name, amount = field.column("name").label, field.column("amount").label
        for index, row in enumerate(rows):
            yield Subproject(row[name], row[amount], (field.label, index))


def _fundings(document: Document, edition: FormEdition, values: dict[str, Any]) -> Iterator[Funding]:
    for field in edition.fields():
        if field.kind == "funding" and (filed := values.get(field.label)):
            yield _funding(document, field, filed, (field.label,))


def _funding(document: Document, field: Field, filed: Any, at: Path) -> Funding:
    """An amount as filed, with its parts."""
    if not isinstance(filed, dict):
        return Funding(field.label, filed, (), at)
    parts = (
        _funding(document, part, filed[part.label], (*at, part.label)) for part in field.parts if part.label in filed
    )
    is_alone = isinstance(document.node(at), Scalar)
    return Funding(field.label, filed.get(FUNDING_TOTAL), tuple(parts), at if is_alone else (*at, FUNDING_TOTAL))


def _indicators(edition: FormEdition, values: dict[str, Any]) -> Iterator[Indicator]:
    """The indicators of all tables; a row without anything in it is none."""
    for table in edition.tables:
        name = table.column("name").label
        for group, subgroup, at, row in values.get(table.label, ()):
            if row:
                targets = targets_of(table, row, at)
                yield Indicator(table, group, subgroup, row.get(name, ""), targets, row, at, (*at, name))


def answers_of(rows: tuple[dict[str, Any], ...]) -> Iterator[Answer]:
    for index, row in enumerate(rows):
        yield Answer(row["规则"].upper(), row["理由"], ("说明", index))


def provenance_of(row: dict[str, Any] | None) -> Provenance | None:
    if row is None:
        return None
    filed_on: date | None = row.get("日期")
    return Provenance(row["标题"], row.get("网址", ""), row.get("页", ""), filed_on, row.get("录入说明", ""))
