"""The form as printed: its sheets as a grid whose merged cells meet as they do on paper; amounts and dates as filed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from itertools import groupby
from typing import Any, Protocol

from ..finding import Path
from ..forms import FUNDING_TOTAL, Field, FormEdition, Option, Section
from ..model import FieldValue, TableRow, records, told, written
from ..period import Period
from ..source import Document
from ..values import read_date
from .form_grid import BESIDE, GRID, Block, FormCell, FormRow, behind, beside, columns_needed, joined, shares, widened

LEVELS = ("一级指标", "二级指标")
"""What the national forms call groups and subgroups of indicators."""
VALUE = (9, 51)
NARROW, WIDE = ((9, 21), (13, 17)), ((17, 13), (17, 13))
THIRDS = ((9, 11), (9, 11), (9, 11))
"""How labels and values share a row: alone, and side by side with labels on one line or on two."""
GROUPS, NARROW_GROUPS = {1: (9,), 2: (9, 8)}, {1: (7,), 2: (6, 7)}
SIDE = 6
"""How wide the levels of indicators are, narrower beside many columns, and a heading merged at the side, of a grid of 60."""
MOST_BESIDE_GROUPS = 6
"""Columns beside which the levels of indicators have their full width."""
WEIGHTS = {"name": 6, "target": 4, "operator": 2, "unit": 2, "weight": 2, "amount": 2}
KIND_WEIGHTS = {"money": 2, "money-or-none": 2, "figure": 2, "date": 2, "year": 2, "long-text": 6}
WEIGHT = 4
"""How wide columns are beside each other where the edition does not tell, by role or by kind."""
NOT_MERGED: Mapping[str, int] = {}
NOT_PUBLISHED = "（不公布）"
"""What stands in a cell about a person on a form that is filled."""
SOURCE = "source"
"""The role of the column that says which source of funds a row is of."""
DEEPER = "　"
"""What stands before a part of a part."""
LONGEST_NARROW_LABEL = 6
"""Characters that a label holds on one line; a longer one in a row of halves takes more room."""
LONGEST_NARROW = 40
"""Characters of a text by which a column's width is measured; a longer one stands on several lines in any case."""
LONGEST_BRACKET = 4
"""Characters of a bracket in a heading, such as （万元）, that stand in one line."""
MOST_BESIDE_LABEL = 4
"""Columns of a list that stand beside its label; of more it stands above them."""
MOST_COLUMNS = 12
"""Columns for which the grid is fine enough; of a table with more it is made finer."""
MOST_FOLDED = 2
"""Cells that a narrow screen shows in a line; of more each stands in its own, behind its heading."""


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One line above the table; the year's has no label, as it stands below the title."""

    label: str
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet of paper: rows of the grid, below a title where it is not the form's first."""

    title: str
    rows: Block


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form: its title, the lines above the table, and its sheets; ``grid`` is how many columns they have."""

    title: str
    year: HeaderLine
    header: tuple[HeaderLine, ...]
    parts: tuple[PaperSheet, ...]
    grid: int = GRID

    @property
    def rows(self) -> Block:
        """The rows of all sheets."""
        return joined(part.rows for part in self.parts)


_NO_DOCUMENT, _NO_PERIOD = Document("", (), None, ()), Period()


class Filled(Protocol):
    """A filled form, as far as it is printed: its edition, its values by their labels, and the document they stand in."""

    @property
    def edition(self) -> FormEdition: ...
    @property
    def values(self) -> Mapping[str, FieldValue]: ...
    @property
    def document(self) -> Document: ...
    @property
    def year(self) -> int: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def period(self) -> Period: ...


@dataclass(frozen=True, slots=True)
class Blank:
    """A form that nobody has filled yet."""

    edition: FormEdition
    values: Mapping[str, FieldValue] = dataclass_field(default_factory=dict)
    document: Document = _NO_DOCUMENT
    year: int = 0
    unit_name: str = ""
    period: Period = _NO_PERIOD


@dataclass(frozen=True, slots=True)
class AddedField:
    """A field that the form has not, what was filed for it, and its place on the page."""

    label: str
    text: str
    anchor: str


def added(filled: Filled) -> Iterator[AddedField]:
    """What whoever took the form down added to it."""
    places = anchors(filled.edition)
    for field in filled.edition.added_fields():
        if field.label in filled.values:
            yield AddedField(field.label, written(filled.document, (field.label,)), places[field.label])


def sheet(filled: Filled) -> Sheet:
    """The form as its edition prints it; of a blank one its sheets all."""
    edition = filled.edition
    printer = _Printer(filled, anchors(edition))
    lines = [
        printer.line(field)
        for part in edition.printed_sections()
        if part.header
        for field in part.fields
        if field.role != "year"
    ]
    return Sheet(edition.title, printer.year(), tuple(lines), tuple(printer.parts()), printer.grid)


@dataclass(frozen=True)
class _Printer:
    """Prints the fields of one form as rows."""

    filled: Filled
    anchors: dict[str, str]

    @cached_property
    def grid(self) -> int:
        """How many columns the grid has: more where a table would not fit."""
        most = max((len(field.columns) for field in self.filled.edition.fields()), default=0)
        return GRID * (1 + most // MOST_COLUMNS)

    def year(self) -> HeaderLine:
        """The year as the title has it; nothing where the form does not print it."""
        header = (field for part in self.filled.edition.sections if part.header for field in part.fields)
        field = next((field for field in header if field.role == "year" and not field.added), None)
        if field is None:
            return HeaderLine("", "", "")
        text = self._in_full(field.printed if "{" in field.printed else "（{year}年）")
        return HeaderLine("", text, self.anchors[field.label])

    def line(self, field: Field) -> HeaderLine:
        """A field that stands above the table."""
        text = self._printed(field, self._filed(field), (field.label,))
        return HeaderLine(self._in_full(field.heading), text, self.anchors[field.label])

    def parts(self) -> Iterator[PaperSheet]:
        """The sheets in the order in which the file has them; one of its own that was not filed is left out."""
        sections = [part for part in self.filled.edition.printed_sections() if not part.header]
        form = tuple(part for part in sections if not part.sheet)
        sheets = [form, *((part,) for part in sections if part.sheet)]
        for those in sorted(sheets, key=self._place):
            if those is form or self._place(those) < _NOWHERE or not self.filled.year:
                title = "" if those is form else self._in_full(those[0].title)
                yield PaperSheet(title, joined(self._section(part) for part in those))

    def _place(self, sections: Sequence[Section]) -> int:
        """The line of the first field of some sections that is filed."""
        root, labels = self.filled.document.root, {field.label for part in sections for field in part.fields}
        lines = (
            key.line for key, _ in (root.entries if root else ()) if key.text in labels & self.filled.values.keys()
        )
        return min(lines, default=_NOWHERE)

    def _section(self, part: Section) -> Block:
        """A section's rows, below its title if it has one, or beside it."""
        side = self._scaled(SIDE) if part.side and part.title else 0
        rows = joined(self._band(fields, self.grid - side) for fields in bands(part.fields))
        if side:
            return behind(FormCell(self._in_full(part.title), scope="rowgroup", columns=side, kind="side"), rows)
        return joined((self._title(self._in_full(part.title)), rows)) if part.title and not part.sheet else rows

    def _is_told(self, field: Field) -> bool:
        """Whether the title of a field's section says its label already: 四、绩效指标."""
        titles = (part.title for part in self.filled.edition.sections if field in part.fields)
        return any(self._in_full(title).endswith(field.label) for title in titles)

    def _scaled(self, columns: int) -> int:
        return columns * (self.grid // GRID)

    # Bands: one field, or several side by side

    def _band(self, fields: tuple[Field, ...], width: int) -> Block:
        if len(fields) == 1:
            return self._block(fields[0], width)
        widths = shares(width, (1,) * len(fields))
        if all(field.kind not in _BLOCKS and not field.above for field in fields):
            return self._pairs(fields, widths)
        blocks = [self._block(field, own, is_alone=False) for field, own in zip(fields, widths, strict=True)]
        if all(block[-1].kind == "above" for block in blocks):
            return beside(blocks, "columns")
        folds = len(fields) == 2 and all(field.kind == "funding" for field in fields)
        return beside(blocks, "halves" if folds else BESIDE)

    def _pairs(self, fields: tuple[Field, ...], widths: Sequence[int]) -> Block:
        longest = max(len(self._in_full(field.heading)) for field in fields)
        spans = THIRDS if len(fields) > 2 else WIDE if longest > LONGEST_NARROW_LABEL else NARROW
        cells = (
            cell
            for field, width, span in zip(fields, widths, spans, strict=False)
            for cell in self._pair(field, shares(width, span))
        )
        return (FormRow("halves" if len(fields) == 2 else "thirds", tuple(cells)),)

    def _block(self, field: Field, width: int, is_alone: bool = True) -> Block:
        side = self._scaled(SIDE) if field.side else 0
        rows = self._rows(field, width - side, is_alone)
        return behind(self._label(field, columns=side, kind="side"), rows) if side else rows

    def _rows(self, field: Field, width: int, is_alone: bool) -> Block:
        match field.kind:
            case "rows" | "record":
                return tuple(self._list(field, width, is_alone))
            case "funding":
                return tuple(self._funding(field, width, is_alone))
            case "indicators":
                return tuple(self._indicators(field, width, is_alone))
        if field.side:
            return (FormRow("pair", (self._value(field, width),)),)
        if field.above or (field.kind == "long-text" and not is_alone):
            return tuple(self._above(field, width))
        return (FormRow("pair", self._pair(field, shares(width, VALUE))),)

    def _pair(self, field: Field, spans: Sequence[int]) -> tuple[FormCell, FormCell]:
        label = self._label(field, columns=spans[0])
        return label, self._value(field, spans[1], label.id)

    def _above(self, field: Field, width: int) -> Iterator[FormRow]:
        """A value below its label."""
        label = self._label(field, scope="col", kind="head", columns=width)
        yield FormRow("head", (label,))
        yield FormRow("above", (self._value(field, width, label.id),))

    def _label(self, field: Field, scope: str = "row", kind: str = "label", **spans: int) -> FormCell:
        return self._heading(field, scope, kind=kind, id=self.anchors[field.label], **spans)

    def _heading(self, field: Field, scope: str, **looks: Any) -> FormCell:
        """A heading; what stands in brackets at its end wraps as a whole."""
        whole = self._in_full(field.heading)
        text, bracket, rest = whole.partition("（") if whole.endswith("）") else (whole, "", "")
        return FormCell(text, f"{bracket}{rest}", scope, **looks)

    def _in_full(self, text: str) -> str:
        """A label with its years filled in; where there are none, it stands without the brackets around them."""
        return in_full(text, self.filled) if "{" in text else text

    # Values

    def _filed(self, field: Field) -> Any:
        return self.filled.values.get(field.label)

    def _value(self, field: Field, columns: int, headers: str = "") -> FormCell:
        return self._cell(field, self._filed(field), (field.label,), columns, headers)

    def _cell(self, field: Field, value: Any, at: Path, columns: int, headers: str = "", label: str = "") -> FormCell:
        if field.role == SOURCE and isinstance(value, Option):
            return FormCell(source_printed(field, value), scope="row", columns=columns, kind="part", label=label)
        if field.kind == "choice":
            is_ticked = isinstance(value, Option)
            options = tuple(
                (str(value), True) if is_ticked and option.id == value.id else (option.label, False)
                for option in field.options
            )
            return FormCell(columns=columns, kind="options", headers=headers, label=label, options=options)
        text = self._printed(field, value, at)
        return FormCell(text, columns=columns, kind=field.kind, headers=headers, label=label)

    def _printed(self, field: Field, value: Any, at: Path) -> str:
        match field.kind:
            case "money" | "money-or-none" | "figure" | "moment" | "year":
                return written(self.filled.document, at)
            case "date":
                return self._date(at)
            case "unit":
                return self.filled.unit_name
            case "person":
                return NOT_PUBLISHED if self.filled.year else ""
        return told(value)

    def _date(self, at: Path) -> str:
        text = written(self.filled.document, at)
        is_plain = self.filled.edition.slashed_dates and _PLAIN_DATE.fullmatch(text)
        return slashed(text) if is_plain else text

    # Tables

    def _columns(self, field: Field, width: int) -> tuple[tuple[Field, int], ...]:
        """The columns of a table, each with its share of a width."""
        weights = [
            column.width or WEIGHTS.get(column.role) or KIND_WEIGHTS.get(column.kind, WEIGHT)
            for column in field.columns
        ]
        spans = shares(width, tuple(weights))
        if len(field.columns) > MOST_FOLDED:
            spans = widened(spans, [self._needed(field, column) for column in field.columns])
        return tuple(zip(field.columns, spans, strict=True))

    def _needed(self, field: Field, column: Field) -> int:
        """How many columns of the grid a column takes in which no number of it is broken, nor a short bracket of its heading."""
        cells = (
            self._printed(column, row.get(column.label), (*at, column.label)) for at, row in self._filed_rows(field)
        )
        heading = self._in_full(column.heading)
        bracket = len(heading) - heading.rfind("（") if heading.endswith("）") else 0
        least = 1 if column.width else 4 if column.role == "name" else 2
        texts = (heading, *(cell for cell in cells if len(cell) <= LONGEST_NARROW))
        return columns_needed(texts, max(least, bracket if bracket <= LONGEST_BRACKET else 0), self.grid)

    def _filed_rows(self, field: Field) -> Iterable[tuple[Path, Mapping[str, Any]]]:
        """The rows of a table or a list, each with the path to it."""
        if field.kind == "indicators":
            return ((row.at, row.cells) for row in self._filed(field) or ())
        return records(self.filled.values, field)

    def _heads(self, columns: Iterable[tuple[Field, int]]) -> Iterator[FormCell]:
        return (self._heading(column, "col", kind="head", columns=span) for column, span in columns)

    def _cells(
        self,
        columns: Sequence[tuple[Field, int]],
        row: Mapping[str, Any],
        at: Path,
        folds: bool,
        is_indicator: bool = False,
        over: Mapping[str, int] = NOT_MERGED,
    ) -> Iterator[FormCell]:
        """A row's cells; where they fold, each knows its heading. An indicator's name is the heading of its row.

        ``over`` says over how many rows a cell of a merged column stands, 0 where it is part of the one above.
        """
        for column, span in columns:
            value = row.get(column.label)
            label = self._in_full(column.heading) if folds else ""
            if column.label in over:
                if over[column.label]:
                    yield FormCell(told(value), columns=span, rows=over[column.label], kind="merged", label=label)
            elif is_indicator and value and column.role in _OWN and isinstance(value, str):
                yield FormCell(value, scope=_OWN[column.role], columns=span, kind="", label=label)
            elif column.kind == "choice" and column.role != SOURCE:  # a table has no room for boxes to tick
                yield FormCell(told(value), columns=span, label=label)
            else:
                yield self._cell(column, value, (*at, column.label), span, label=label)

    def _list_rows(self, field: Field) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The rows of a list; of one of sources of funds in the form's order, a blank one for each that is not filed."""
        filed = tuple(records(self.filled.values, field))
        column = field.with_role(SOURCE)
        if column is None:
            yield from filed
            return
        for option in column.options:
            own = [(at, row) for at, row in filed if row.get(column.label) == option]
            yield from own or [((field.label,), {column.label: option})]
        yield from ((at, row) for at, row in filed if column.label not in row)

    def _list(self, field: Field, width: int, is_alone: bool) -> Iterator[FormRow]:
        """A table inside the form: its label merged over heading and rows, or above; one blank row where nothing is filed."""
        rows = tuple(self._list_rows(field)) or (((field.label,), {}),)
        is_above = len(field.columns) > MOST_BESIDE_LABEL
        lead = (
            () if is_above or field.side else (self._label(field, rows=len(rows) + 1, columns=shares(width, VALUE)[0]),)
        )
        if is_above and not field.side:
            yield from self._title(self._in_full(field.heading), self.anchors[field.label], width)
        columns = self._columns(field, width - sum(cell.columns for cell in lead))
        folds = not is_alone or _folds(columns)
        yield FormRow(_kind("list-head", folds, "head-wide"), (*lead, *self._heads(columns)))
        merged = merged_over(field.columns, [record for _, record in rows])
        for (at, record), over in zip(rows, merged, strict=True):
            yield FormRow(_kind("list", folds), tuple(self._cells(columns, record, at, folds, over=over)))

    def _funding(self, field: Field, width: int, is_alone: bool) -> Iterator[FormRow]:
        """A total, and beside or below it the parts it is the sum of; a part that was not filed stays blank."""
        parts = tuple(self._parts(field, (field.label,)))
        whole = self._amount((field.label,))
        kind = "part jx-form-deep" if any(part.parts for part in field.parts) else "part"
        if not is_alone:
            label, paid = shares(width, WIDE[0])
            yield FormRow("funding", (self._label(field, columns=label), FormCell(whole, columns=paid, kind="money")))
            for part, amount in parts:
                name = FormCell(part, scope="row", columns=label, kind=kind)
                yield FormRow("funding", (name, FormCell(amount, columns=paid, kind="money")))
            return
        spans = shares(width, (*NARROW[0], *NARROW[1]))
        rows = max(1, len(parts))
        total = FormCell(whole, columns=spans[1], rows=rows, kind="money")
        lead: tuple[FormCell, ...] = (self._label(field, columns=spans[0], rows=rows), total)
        for part, amount in parts or (("", ""),):
            name = FormCell(part, scope="row", columns=spans[2], kind=kind)
            yield FormRow("funding", (*lead, name, FormCell(amount, columns=spans[3], kind="money")))
            lead = ()

    def _parts(self, field: Field, at: Path, deep: int = 0) -> Iterator[tuple[str, str]]:
        """The parts of a total and their parts, each set in below what it is part of, with their amounts as filed."""
        for number, part in enumerate(field.parts):
            yield f"{DEEPER * deep}{'' if number else '其中：'}{part.heading}", self._amount((*at, part.label))
            yield from self._parts(part, (*at, part.label), deep + 1)

    def _amount(self, at: Path) -> str:
        """An amount as filed, alone or as the total of its parts."""
        return written(self.filled.document, at) or written(self.filled.document, (*at, FUNDING_TOTAL))

    def _indicators(self, field: Field, width: int, is_alone: bool) -> Iterator[FormRow]:
        """The indicators with all their cells; groups and subgroups merged over their rows."""
        heading, anchor = self._in_full(field.heading), self.anchors[field.label]
        levels = LEVELS if field.levels > 1 else (heading,)
        groups = GROUPS if len(field.columns) <= MOST_BESIDE_GROUPS else NARROW_GROUPS
        spans = [shares(width, (own, GRID - own))[0] for own in groups[len(levels)]]
        columns = self._columns(field, width - sum(spans))
        title = field.label if len(levels) == 1 else heading
        titled = title not in levels and not field.side and not self._is_told(field)
        if titled:
            yield from self._title(title, anchor, width)
        named = "" if titled or field.side else anchor
        lead = [
            FormCell(level, scope="col", kind="level", columns=span, id=named if not number else "")
            for number, (level, span) in enumerate(zip(levels, spans, strict=True))
        ]
        folds = not is_alone or _folds(columns)
        yield FormRow(_kind("indicator-head", folds, "head-wide"), (*lead, *self._heads(columns)))
        for group, members in groupby(self._printed_rows(field), lambda row: row.group.label):
            yield from self._group(group, tuple(members), columns, spans, folds)

    def _printed_rows(self, field: Field) -> Iterator[TableRow]:
        """The rows of a table, and a blank one for each group or subgroup that the form prints in any case."""
        prints_all = field.all_groups or not self.filled.year
        filed: dict[str, list[TableRow]] = {}
        for row in self._filed(field) or ():
            filed.setdefault(row.group.label, []).append(row)
        for group in field.groups:
            rows = filed.get(group.label, [])
            if prints_all and group.subgroups:
                for subgroup in group.subgroups:
                    yield from [row for row in rows if row.subgroup == subgroup] or [TableRow(group, subgroup, (), {})]
            elif rows:
                yield from rows
            elif prints_all or "required" in group.tags or not filed:
                yield TableRow(group, "", (), {})

    def _group(
        self,
        label: str,
        members: Sequence[TableRow],
        columns: Sequence[tuple[Field, int]],
        spans: Sequence[int],
        folds: bool,
    ) -> Iterator[FormRow]:
        """A group's rows, its subgroups' one after the other; spans tell whether there are subgroups."""
        lead: tuple[FormCell, ...] = (FormCell(label, scope="row", columns=spans[0], rows=len(members), kind="group"),)
        for subgroup, rows in groupby(members, lambda row: row.subgroup):
            those = tuple(rows)
            if len(spans) > 1:
                lead = (*lead, _subgroup(subgroup, spans[1], len(those)))
            merged = merged_over([column for column, _ in columns], [row.cells for row in those])
            for row, over in zip(those, merged, strict=True):
                cells = self._cells(columns, row.cells, row.at, folds, is_indicator=True, over=over)
                yield FormRow(_kind("indicator", folds), (*lead, *cells))
                lead = ()

    def _title(self, text: str, anchor: str = "", width: int = 0) -> Block:
        cell = FormCell(text, scope="colgroup", columns=width or self.grid, kind="title", id=anchor)
        return (FormRow("title", (cell,)),)


def source_printed(column: Field, source: Option) -> str:
    """A source of funds as the form has it: set in below what it is part of, the first part behind 其中."""
    above = {option.id: option.part_of for option in column.options}
    parts = [option for option in column.options if option.part_of == source.part_of and not option.is_total]
    of, deep = source.part_of, 0
    while of in above and deep < len(above):
        of, deep = above[of], deep + 1
    is_first = parts[:1] == [source] and (deep > 0 or any(option.is_total for option in column.options))
    led = is_first and not source.label.startswith("其中")
    return f"{DEEPER * deep}{'其中：' if led else ''}{source.label}"


def merged_over(columns: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, int]]:
    """For each row, over how many rows its cells of merged columns stand; 0 where the cell is part of the one above.

    Cells that say the same are one where those of the merged columns before them are, too; blank ones stay apart.
    """
    merging = [column.label for column in columns if column.merges]
    if not merging:
        return [NOT_MERGED] * len(rows)
    keys = [tuple(told(row.get(label)) for label in merging) for row in rows]
    over: list[dict[str, int]] = [{} for _ in rows]
    for last, label in enumerate(merging, 1):
        for key, those in groupby(range(len(rows)), key=lambda number: keys[number][:last]):
            first, *others = those
            over[first][label] = 1 + len(others) * bool(key[-1])
            for number in others:
                over[number][label] = 0 if key[-1] else 1
    return over


_BLOCKS = ("rows", "record", "funding", "indicators", "long-text")
_NOWHERE = 1 << 30
_OWN = {"name": "row", "target": ""}
"""What a row about an indicator is about, with its scope as a heading."""


def _folds(columns: Sequence[object]) -> bool:
    """Whether a table has so many columns that a narrow screen shows a row's cells one below the other."""
    return len(columns) > MOST_FOLDED


def _kind(kind: str, folds: bool, wide: str = "wide") -> str:
    """A row's kind; of a table that folds it is wide, too."""
    return f"{kind} jx-row-{wide}" if folds else kind


def _subgroup(label: str, columns: int, rows: int) -> FormCell:
    return FormCell(
        label, scope="row" if label else "", columns=columns, rows=rows, kind="subgroup" if label else "text"
    )


NO_YEAR = "　　"
"""What stands for a year on a form that is not filled."""
_YEARS = re.compile(r"\{(year|from|to)([+-][1-9])?\}")
_BRACKETED = re.compile(r"（[^（）]*\{\}[^（）]*）|\{\}")


def in_full(text: str, filled: Filled) -> str:
    """A printed label with the years in it: ``{year}`` the declared one, ``{from}`` and ``{to}`` those of the period, and
    ``{year-2}`` two years before.

    Where one is not known, the brackets around it are left out.
    """
    if not filled.year:
        return _YEARS.sub(NO_YEAR, text)
    start, end = filled.period.start, filled.period.end
    years = {"year": filled.year, "from": start and start.year, "to": end and end.year}

    def told(found: re.Match[str]) -> str:
        year = years[found[1]]
        return str(year + int(found[2] or 0)) if year else "{}"

    return _BRACKETED.sub("", _YEARS.sub(told, text))


def bands(fields: Iterable[Field]) -> Iterator[tuple[Field, ...]]:
    """The fields that stand side by side: halves or thirds that follow each other, or one alone."""
    waiting: tuple[Field, ...] = ()
    for field in fields:
        if waiting and (waiting[0].abreast != field.abreast or len(waiting) == field.abreast):
            yield waiting
            waiting = ()
        waiting = (*waiting, field)
    if waiting:
        yield waiting


_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How files write dates, whatever the form prints; a date written otherwise is the original's own."""


def slashed(written: str) -> str:
    """A date as some forms print it: ``2019/1/1``."""
    day = read_date(written)
    return f"{day.year}/{day.month}/{day.day}"


def anchors(edition: FormEdition) -> dict[str, str]:
    """The id that each field of the form has on the page, by its label."""
    return {field.label: f"field-{number}" for number, field in enumerate(edition.fields(), 1)}
