"""A declaration, its parts and its outline: complete, frozen, exact. Whoever holds one need not check it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from .finding import Answer, Path
from .forms import Dimension, FormEdition, Group, Option
from .period import Period
from .registry import SpendingUnit
from .source import Document
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
class Indicator:
    """One 绩效指标 with its 指标目标值; ``at`` leads to the row."""

    group: Group
    subgroup: str
    name: str
    target: Target
    at: Path
    name_at: Path
    target_at: Path

    @property
    def tags(self) -> frozenset[str]:
        """What it speaks of (``cost``, ``output``, ``satisfaction`` …), by the place where the edition lists it."""
        return self.group.tags_of(self.subgroup)


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
    ``dimensions`` are its values of all dimensions, in the order of the list; ``predecessor`` is the id in 前身; of its ``indicator_count`` indicators ``quantified_count`` have a number.
    """

    id: str
    file: str
    edition: FormEdition
    year: int
    spending_unit: SpendingUnit
    name: str
    dimensions: tuple[Option | None, ...]
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
        return self.dimensions[dimension.at]

    @property
    def is_new(self) -> bool:
        """Whether the form says that the project was not filed before."""
        return self._has_tag("new")

    @property
    def is_recurrent(self) -> bool:
        """Whether the form says that the project recurs every year."""
        return self._has_tag("recurrent")

    def _has_tag(self, tag: str) -> bool:
        return any(value is not None and tag in value.tags for value in self.dimensions)


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

    def text(self, role: str) -> str:
        """The text of the field with a role, or empty."""
        return next((filed.text for filed in self.texts if filed.role == role), "")

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


def outline_of(declaration: Outline) -> Outline:
    """The outline alone, without what a whole declaration holds beside it."""
    return Outline(*(getattr(declaration, field.name) for field in fields(Outline)))
