"""A declaration, its parts and its outline: complete, frozen, exact. Whoever holds one need not check it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import NamedTuple

from .finding import Answer, Path
from .forms import Dimension, Field, FormEdition, ForPeriod, Group, Option
from .period import Period
from .registry import SpendingUnit
from .source import Document, Scalar
from .target import Target
from .values import ZERO, Money, Percent, total

FieldValue = object
"""What a field holds, by its kind: str, int, date, Money, Option, SpendingUnit, or tuples of parts below."""


@dataclass(frozen=True, slots=True)
class Budget:
    """项目总预算 and 项目当年预算, in 元; of the latter what is left from the year before, where the form asks for it.

    ``total`` is nothing where the form does not ask for it, or it was left blank.
    """

    total: Money | None
    current_year: Money
    carried_over: Money | None = None

    @property
    def new_money(self) -> Money:
        """当年预算 less what is left from the year before."""
        return self.current_year - (self.carried_over or ZERO)


@dataclass(frozen=True, slots=True)
class PriorYear:
    """同名项目上年预算额 and 同名项目上年预算执行数 as declared, in 元; nothing where left empty."""

    budget: Money | None = None
    outturn: Money | None = None

    @property
    def outturn_rate(self) -> Percent | None:
        """执行率 in %, where both figures are there and the budget is not zero."""
        if self.budget is None or self.outturn is None:
            return None
        return Percent.of(self.outturn, self.budget)


@dataclass(frozen=True, slots=True)
class Subproject:
    """One row of 项目当年投入资金构成; ``amount`` in 元."""

    name: str
    amount: Money
    at: Path


@dataclass(frozen=True, slots=True)
class Funding:
    """An amount, in 元, with the parts it should be the sum of, which may have parts again (资金总额, 财政拨款, 中央).

    ``amount`` is nothing where only parts are filed; ``parts`` are those that are. ``at`` leads to the amount.
    """

    label: str
    amount: Money | None
    parts: tuple[Funding, ...]
    at: Path

    @property
    def sum(self) -> Money | None:
        """What its parts come to, each as filed or, where it is not, as its own parts are; nothing without any part."""
        known = [
            worth for part in self.parts if (worth := part.sum if part.amount is None else part.amount) is not None
        ]
        return total(known) if known else None

    def all_parts(self) -> Iterator[Funding]:
        """Its parts and their parts, as printed."""
        for part in self.parts:
            yield part
            yield from part.all_parts()

    def all(self) -> Iterator[Funding]:
        """Itself and all of its parts."""
        yield self
        yield from self.all_parts()

    def named(self, above: tuple[str, ...] = ()) -> Iterator[tuple[Funding, tuple[str, ...]]]:
        """Itself and all of its parts, each with the labels that lead to it."""
        names = (*above, self.label)
        yield self, names
        for part in self.parts:
            yield from part.named(names)


@dataclass(frozen=True, slots=True)
class FiledTarget:
    """One 指标目标值 of an indicator, as read, and of which period it is said; ``at`` leads to its cell.

    Where the form splits it over several columns (性质 ≥, 指标值 90, 计量单位 %) its text is theirs put together; ``parts``
    are the labels of those columns.
    """

    target: Target
    at: Path
    period: ForPeriod = ""
    parts: tuple[str, ...] = ()


class TableRow(NamedTuple):
    """One row of a table of indicators as filed, ``cells`` by their columns' labels; without any it stands for a blank
    group or subgroup. ``at`` leads to the row, or to the group."""

    group: Group
    subgroup: str
    at: Path
    cells: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One 绩效指标: one row of a table; ``table`` is the form's field, ``row`` each cell by its column's label.

    ``targets`` has one at least, that of the year first. ``name`` is empty where the form's own cell is blank.
    """

    table: Field
    group: Group
    subgroup: str
    name: str
    targets: tuple[FiledTarget, ...]
    row: Mapping[str, FieldValue]
    at: Path
    name_at: Path

    @property
    def target(self) -> Target:
        """The target value; that of the year where there are several."""
        return self.targets[0].target

    @property
    def target_at(self) -> Path:
        """Where the target value stands."""
        return self.targets[0].at

    @property
    def called(self) -> str:
        """Its name; where that is blank, the subgroup or group that it stands in."""
        return self.name or self.subgroup or self.group.label

    @property
    def place(self) -> str:
        """The group and subgroup that it stands in: ``产出指标／数量指标``."""
        return f"{self.group.label}／{self.subgroup}" if self.subgroup else self.group.label

    @property
    def tags(self) -> frozenset[str]:
        """What it speaks of (``cost``, ``output``, ``satisfaction`` …), by the place where the edition lists it."""
        return self.group.tags_of(self.subgroup)

    @property
    def each(self) -> Iterator[Indicator]:
        """The indicator once for each of its target values, as if it had that one alone."""
        if len(self.targets) == 1:
            yield self
        else:
            yield from (replace(self, targets=(target,)) for target in self.targets)

    def details(self) -> Iterator[tuple[Field, str]]:
        """The cells beside name and target value that are filled: column and text, that of another target value in full."""
        main, *others = self.targets
        full = {other.at[-1]: other.target.raw for other in others}
        own = {self.name_at[-1], *main.parts, *(label for other in others for label in other.parts)} - full.keys()
        for column in self.table.columns:
            if column.label not in own and (value := self.row.get(column.label)) is not None:
                yield column, full.get(column.label) or told(value)


def told(value: FieldValue) -> str:
    """What a field holds, as a text in a line; empty where it holds nothing."""
    return "" if value is None else str(value)


def promised_for(period: ForPeriod, indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """The indicators, each with those targets alone that are said of a period, or of none in particular."""
    for indicator in indicators:
        yield from (one for one in indicator.each if one.targets[0].period in (period, ""))


@dataclass(frozen=True, slots=True)
class FiledText:
    """One text as filed: a field's label, role and whole text."""

    label: str
    role: str
    text: str
    at: Path


@dataclass(frozen=True, slots=True)
class Provenance:
    """来源: where the declaration was taken from and how."""

    title: str
    address: str = ""
    pages: str = ""
    date: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """修订: one change after approval."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What lists, totals and other declarations need to know of a declaration; light enough to hold a country's.

    ``id`` is ``<year>/<spending unit id>/<project id>``; ``file`` the file's path, relative to the repository's root;
    ``dimensions`` are those of which it has a value, in the order of the list, each with it; ``predecessor`` is the id in 前身; of its ``indicator_count`` indicators ``quantified_count`` have a number.
    """

    id: str
    file: str
    edition: FormEdition
    year: int
    spending_unit: SpendingUnit
    name: str
    dimensions: tuple[tuple[Dimension, Option], ...]
    budget: Budget
    prior_year: PriorYear
    predecessor: str
    indicator_count: int
    quantified_count: int

    def label(self, role: str) -> str:
        """The form's own label of the field with a role, for messages; the edition is known to have it."""
        return self.edition.by_role[role].label

    @property
    def budget_comprises(self) -> str:
        """What the edition's 当年预算 comprises; budgets of which this differs are unlike."""
        return self.edition.by_role["budget.current_year"].comprises

    def has_field(self, role: str) -> bool:
        """Whether the edition asks for a field with this role."""
        return role in self.edition.by_role

    def value(self, dimension: Dimension) -> Option | None:
        """What the declaration says of a dimension; nothing where it was left blank, or the edition has no such field."""
        return next((value for known, value in self.dimensions if known.id == dimension.id), None)

    def asks(self, dimension: Dimension) -> bool:
        """Whether the edition has a field that says a dimension."""
        return dimension.field_of(self.edition) is not None

    @property
    def is_new(self) -> bool:
        """Whether the form says that the project was not filed before."""
        return self._has_tag("new")

    @property
    def is_continued(self) -> bool:
        """Whether the form says that the project was filed before."""
        return self._has_tag("continued")

    @property
    def is_recurrent(self) -> bool:
        """Whether the form says that the project recurs every year."""
        return self._has_tag("recurrent")

    def _has_tag(self, tag: str) -> bool:
        return any(tag in value.tags for _, value in self.dimensions)


@dataclass(frozen=True, slots=True)
class Declaration(Outline):
    """One 绩效目标申报表, whole: one project in one year.

    ``texts`` holds every free text in printed order; ``values`` every field by its label, for the page that shows the
    whole form.
    """

    unit_name: str
    period: Period
    subprojects: tuple[Subproject, ...]
    funding: tuple[Funding, ...]
    indicators: tuple[Indicator, ...]
    texts: tuple[FiledText, ...]
    values: Mapping[str, FieldValue]
    answers: tuple[Answer, ...]
    provenance: Provenance | None
    amendments: tuple[Amendment, ...]
    document: Document

    @property
    def by_target(self) -> tuple[Indicator, ...]:
        """The indicators, one of several target values once for each of them."""
        if all(len(indicator.targets) == 1 for indicator in self.indicators):
            return self.indicators
        return tuple(one for indicator in self.indicators for one in indicator.each)

    def written(self, at: Path) -> str:
        """An amount, a date or another value as it stands in the file; empty where nothing does."""
        return written(self.document, at)

    def records(self, field: Field) -> Iterator[tuple[Path, Mapping[str, FieldValue]]]:
        """The rows of a list, or the one of a record: path, and each cell by its column's label."""
        return records(self.values, field)

    def amount(self, role: str) -> Money | None:
        """The amount in the field with a role, of a funding field its total; nothing where none is filed."""
        field = self.edition.by_role.get(role)
        value = self.values.get(field.label) if field else None
        if isinstance(value, Money):
            return value
        return next((funding.amount for funding in self.funding if field and funding.label == field.label), None)

    def text(self, role: str) -> str:
        """The text of the field with a role, or empty."""
        return next((filed.text for filed in self.texts if filed.role == role), "")

    @property
    def added_fields(self) -> tuple[Field, ...]:
        """The fields that are filed here though the form has none such: whoever took it down added them."""
        return tuple(field for field in self.edition.added_fields() if field.label in self.values)

    @property
    def period_as_filed(self) -> str:
        """The period in the form's own words, days as 2024-01-01; that of two fields joined by 至, empty where it says none."""
        if filed := self.text("period"):
            return filed
        labels = (self.edition.by_role[role].label for role in ("period.start", "period.end") if self.has_field(role))
        return " 至 ".join(str(self.values[label]) for label in labels if label in self.values)

    def at(self, role: str) -> Path:
        """The path of the field with a role, for findings; the file as a whole where the edition has no such field.

        Of a funding field it is the path of the total.
        """
        field = self.edition.by_role.get(role)
        label = field.label if field else ""
        totals = (funding.at for funding in self.funding if funding.label == label)
        return next(totals, (label,) if label else ())


def written(document: Document, at: Path) -> str:
    """A value as it stands in a file; empty where nothing does."""
    node = document.node(at)
    return node.text.strip() if isinstance(node, Scalar) and not node.is_blank else ""


def records(values: Mapping[str, FieldValue], field: Field) -> Iterator[tuple[Path, Mapping[str, FieldValue]]]:
    """The rows of a list among a form's values, or the one of a record: path, and each cell by its column's label."""
    filed = values.get(field.label)
    if isinstance(filed, Mapping):
        yield (field.label,), filed
    elif isinstance(filed, tuple):
        yield from (((field.label, number), row) for number, row in enumerate(filed))


def texts_of(edition: FormEdition, values: Mapping[str, FieldValue]) -> Iterator[FiledText]:
    """The texts in fields of their own among a form's values, as printed."""
    for field in edition.fields():
        if field.kind in ("text", "long-text", "period") and isinstance(text := values.get(field.label), str):
            yield FiledText(field.label, field.role, text, (field.label,))


def texts_in_lists(edition: FormEdition, values: Mapping[str, FieldValue]) -> Iterator[FiledText]:
    """The texts in the cells of lists and records among a form's values, as printed, each with its column's role."""
    for field in edition.fields():
        if field.kind in ("rows", "record"):
            for at, row in records(values, field):
                for column in field.columns:
                    if isinstance(text := row.get(column.label), str):
                        yield FiledText(column.label, column.role, text, (*at, column.label))


def outline_of(declaration: Outline) -> Outline:
    """The outline alone, without what a whole declaration holds beside it."""
    return Outline(*(getattr(declaration, field.name) for field in fields(Outline)))
