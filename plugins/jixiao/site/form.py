"""The form as printed: a grid of six columns, whose merged cells meet as they do on paper; amounts and dates as filed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..finding import Path
from ..forms import Field, Option, Section
from ..model import Declaration, Indicator
from ..reader import FUNDING_TOTAL
from ..source import Scalar
from ..values import read_date

LEVELS = ("一级指标", "二级指标")
"""What the national forms call groups and subgroups of indicators."""
GRID = 6
VALUE = (1, 5)
HALVES, WIDE_HALVES = (1, 2, 1, 2), (2, 1, 2, 1)
LISTS = {1: (5,), 2: (3, 2), 3: (2, 1, 2), 4: (1, 1, 1, 2)}
INDICATORS = {1: (1, 2, 3), 2: (1, 1, 2, 2)}
"""How many columns of the grid the cells of a row take: lists by their columns, indicators by their levels."""
DEEPER = "　"
"""What stands before a part of a part."""
LONGEST_NARROW_LABEL = 6
"""Characters that a label holds on one line; a longer one in a row of halves takes two columns."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of the grid; ``scope`` makes it a heading. ``options`` are tick boxes: label and whether ticked.

    Without a ``kind`` it is what its row is about: of an indicator's its name, which is a heading, and its target.

    ``suffix`` is what stands in brackets at a heading's end, such as its unit; it wraps as a whole.
    """

    text: str = ""
    suffix: str = ""
    scope: str = ""
    columns: int = 1
    rows: int = 1
    kind: str = "text"
    id: str = ""
    headers: str = ""
    options: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the grid; its kind says how it looks and folds on a narrow screen."""

    kind: str
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One line above the table; the year's has no label, as it stands below the title."""

    label: str
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form: its title, the lines above the table, and the table's rows."""

    title: str
    year: HeaderLine
    header: tuple[HeaderLine, ...]
    rows: tuple[FormRow, ...]


def sheet(declaration: Declaration) -> Sheet:
    """The form as its edition prints it."""
    printer = _Printer(declaration, anchors(declaration))
    sections = declaration.edition.sections
    lines = [printer.line(field) for part in sections if part.header for field in part.fields if field.role != "year"]
    rows = tuple(row for part in sections if not part.header for row in printer.section(part))
    return Sheet(declaration.edition.title, printer.year(), tuple(lines), rows)


@dataclass(frozen=True)
class _Printer:
    """Prints the fields of one declaration as rows."""

    declaration: Declaration
    anchors: dict[str, str]

    def year(self) -> HeaderLine:
        """The year as the title has it."""
        field = self.declaration.edition.by_role.get("year")
        return HeaderLine("", f"{self.declaration.year}年", self.anchors[field.label] if field else "")

    def line(self, field: Field) -> HeaderLine:
        """A field that stands above the table."""
        text = self._printed(field, self._filed(field), (field.label,))
        return HeaderLine(field.heading, text, self.anchors[field.label])

    def section(self, part: Section) -> Iterator[FormRow]:
        """A section's rows, below its title if it has one."""
        if part.title:
            yield _title(part.title)
        for fields in paired(part.fields):
            yield from self._halves(*fields) if len(fields) == 2 else self._rows(fields[0])

    def _rows(self, field: Field) -> Iterator[FormRow]:
        match field.kind:
            case "rows" | "record":
                yield from self._list(field)
            case "funding":
                yield from self._funding(field)
            case "indicators":
                yield from self._indicators(field)
            case _:
                yield FormRow("pair", self._pair(field))

    def _halves(self, first: Field, second: Field) -> Iterator[FormRow]:
        longest = max(len(first.heading), len(second.heading))
        spans = WIDE_HALVES if longest > LONGEST_NARROW_LABEL else HALVES
        yield FormRow("halves", (*self._pair(first, spans[:2]), *self._pair(second, spans[2:])))

    def _pair(self, field: Field, spans: tuple[int, ...] = VALUE) -> tuple[FormCell, FormCell]:
        label = self._label(field, columns=spans[0])
        return label, self._cell(field, self._filed(field), (field.label,), spans[1], label.id)

    def _label(self, field: Field, **spans: int) -> FormCell:
        return _heading(field, "row", kind="label", id=self.anchors[field.label], **spans)

    def _filed(self, field: Field) -> Any:
        return self.declaration.values.get(field.label)

    def _cell(self, field: Field, value: Any, at: Path, columns: int, headers: str = "") -> FormCell:
        if field.kind == "choice":
            options = tuple((option.label, option == value) for option in field.options)
            return FormCell(columns=columns, kind="options", headers=headers, options=options)
        return FormCell(self._printed(field, value, at), columns=columns, kind=field.kind, headers=headers)

    def _printed(self, field: Field, value: Any, at: Path) -> str:
        match field.kind:
            case "money" | "moment":
                return self._written(at)
            case "date":
                return self._date(at)
            case "unit":
                return self.declaration.unit_name
        if isinstance(value, Option):
            return value.label
        return "" if value is None else str(value)

    def _written(self, at: Path) -> str:
        """An amount or a date as it stands in the file."""
        node = self.declaration.document.node(at)
        return node.text.strip() if isinstance(node, Scalar) and not node.is_blank else ""

    def _date(self, at: Path) -> str:
        written = self._written(at)
        is_plain = self.declaration.edition.slashed_dates and _PLAIN_DATE.fullmatch(written)
        return slashed(written) if is_plain else written

    def _list(self, field: Field) -> Iterator[FormRow]:
        """A table inside the form: its label merged over heading and rows; one blank row where nothing is filed."""
        filed: Any = self._filed(field) or ({},)
        records: Sequence[dict[str, Any]] = (filed,) if isinstance(filed, dict) else filed
        columns = tuple(zip(field.columns, LISTS[len(field.columns)], strict=True))
        heads = (_heading(column, "col", kind="head", columns=span) for column, span in columns)
        yield FormRow("list-head", (self._label(field, rows=len(records) + 1), *heads))
        for number, record in enumerate(records):
            at = (field.label,) if isinstance(filed, dict) else (field.label, number)
            cells = (
                self._cell(column, record.get(column.label), (*at, column.label), span) for column, span in columns
            )
            yield FormRow("list", tuple(cells))

    def _funding(self, field: Field) -> Iterator[FormRow]:
        """A total, and beside it the parts it is the sum of; a part that was not filed stays blank."""
        label, whole, part_label, part_amount = HALVES
        parts = tuple(self._parts(field, (field.label,)))
        rows = max(1, len(parts))
        total = FormCell(self._amount((field.label,)), columns=whole, rows=rows, kind="money")
        lead: tuple[FormCell, ...] = (self._label(field, columns=label, rows=rows), total)
        for part, amount in parts or (("", ""),):
            name = FormCell(part, scope="row", columns=part_label, kind="part")
            yield FormRow("funding", (*lead, name, FormCell(amount, columns=part_amount, kind="money")))
            lead = ()

    def _parts(self, field: Field, at: Path, deep: int = 0) -> Iterator[tuple[str, str]]:
        """The parts of a total and their parts, each set in below what it is part of, with their amounts as filed."""
        for number, part in enumerate(field.parts):
            yield f"{DEEPER * deep}{'' if number else '其中：'}{part.heading}", self._amount((*at, part.label))
            yield from self._parts(part, (*at, part.label), deep + 1)

    def _amount(self, at: Path) -> str:
        """An amount as filed, alone or as the total of its parts."""
        return self._written(at) or self._written((*at, FUNDING_TOTAL))

    def _indicators(self, field: Field) -> Iterator[FormRow]:
        """The indicators with their targets; groups and subgroups merged over their rows."""
        levels = LEVELS if any(group.subgroups for group in field.groups) else (field.heading,)
        spans, anchor = INDICATORS[len(levels)], self.anchors[field.label]
        titled = field.label not in levels
        if titled:
            yield _title(field.label, anchor)
        groups = [FormCell(level, scope="col", kind="level", id="" if titled else anchor) for level in levels]
        columns = zip(field.columns, spans[len(levels) :], strict=True)
        heads = (_heading(column, "col", kind="head", columns=span) for column, span in columns)
        yield FormRow("indicator-head", (*groups, *heads))
        filed = groupby(self.declaration.indicators, lambda indicator: indicator.group.label)
        members = {group: tuple(indicators) for group, indicators in filed}
        for group in field.groups:
            if group.label in members:
                yield from _group(group.label, members[group.label], spans)
            elif "required" in group.tags or not members:
                yield _blank_group(group.label, spans)


def _title(text: str, anchor: str = "") -> FormRow:
    return FormRow("title", (FormCell(text, scope="colgroup", columns=GRID, kind="title", id=anchor),))


def _heading(field: Field, scope: str, **looks: Any) -> FormCell:
    text, bracket, rest = field.heading.partition("（") if field.heading.endswith("）") else (field.heading, "", "")
    return FormCell(text, f"{bracket}{rest}", scope, **looks)


def _group(label: str, members: tuple[Indicator, ...], spans: tuple[int, ...]) -> Iterator[FormRow]:
    """A group's rows, its subgroups' one after the other; spans tell whether there are subgroups."""
    lead: tuple[FormCell, ...] = (FormCell(label, scope="row", rows=len(members), kind="group"),)
    for subgroup, indicators in groupby(members, lambda indicator: indicator.subgroup):
        rows = tuple(indicators)
        if len(spans) > len(INDICATORS[1]):
            lead = (*lead, FormCell(subgroup, scope="row", rows=len(rows), kind="subgroup"))
        for indicator in rows:
            name = FormCell(indicator.name, scope="row", columns=spans[-2], kind="")
            yield FormRow("indicator", (*lead, name, FormCell(indicator.target.raw, columns=spans[-1], kind="")))
            lead = ()


def _blank_group(label: str, spans: tuple[int, ...]) -> FormRow:
    """A group that the form wants and that was left blank: one row with nothing in it."""
    blanks = tuple(FormCell(columns=columns) for columns in spans[1:])
    return FormRow("indicator", (FormCell(label, scope="row", kind="group"), *blanks))


def paired(fields: Iterable[Field]) -> Iterator[tuple[Field, ...]]:
    """The fields of each printed row: two halves that follow each other, or one alone."""
    waiting: tuple[Field, ...] = ()
    for field in fields:
        if field.half and not waiting:
            waiting = (field,)
        elif field.half:
            yield (*waiting, field)
            waiting = ()
        else:
            yield from (row for row in (waiting, (field,)) if row)
            waiting = ()
    yield from (row for row in (waiting,) if row)


_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How files write dates, whatever the form prints; a date written otherwise is the original's own."""


def slashed(written: str) -> str:
    """A date as some forms print it: ``2019/1/1``."""
    day = read_date(written)
    return f"{day.year}/{day.month}/{day.day}"


def anchors(declaration: Declaration) -> dict[str, str]:
    """The id that each field of the form has on the page, by its label."""
    return {field.label: f"field-{number}" for number, field in enumerate(declaration.edition.fields(), 1)}
