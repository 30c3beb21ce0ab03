"""What a form edition consists of: sections, fields, options and indicator groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, get_args

Kind = Literal[
    "text", "long-text", "year", "date", "moment", "period", "money", "money-or-none", "figure", "choice", "unit",
    "person", "address", "declaration-id",
    "rows", "record", "indicators", "funding",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
TOTAL = "total"
"""The id of the source of funds that is the sum of the others."""
FUNDING_TOTAL = "合计"
"""The key of a funding field's total, beside those of its parts."""
ForPeriod = Literal["", "year", "overall"]
"""Of what a target value is said: of the year, of the project as a whole (中期, 长期), or the form does not tell."""
PERIODS: tuple[str, ...] = get_args(ForPeriod)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice: ``id`` names it in addresses, ``tags`` say what rules may know of it.

    Tags in use: ``recurrent`` and ``one-off`` (how the project goes on), ``new`` (first filed this year), ``continued`` (filed
    before); of a source of funds ``scored`` (points are given for how much of it was spent). Two editions may tag the same
    option differently. ``part_of`` is the id of the source that one is part of.
    ``remainder``: words of one's own may follow the label (其他：……); ``filed`` is label and words as a file has them.
    """

    id: str
    label: str
    tags: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    part_of: str = field(default="", repr=False)
    remainder: bool = field(default=False, repr=False, compare=False)
    filed: str = ""

    def __str__(self) -> str:
        """The label, with the words that were filed behind it."""
        return self.filed or self.label

    @property
    def is_total(self) -> bool:
        """Whether it is the source of funds that is the sum of all others."""
        return self.id == TOTAL

    @property
    def plain(self) -> Option:
        """The option itself, without words that one file has behind it."""
        return replace(self, filed="") if self.filed else self


@dataclass(frozen=True, slots=True)
class Group:
    """One group of indicators; ``subgroups`` is empty where the edition has two levels only.

    Tags in use: ``required`` (the form wants at least one row), ``expected`` (hardly any project goes without);
    ``input``, ``output``, ``effect``, ``influence``, ``cost``, ``satisfaction`` (what its indicators speak of).
    ``subgroup_tags`` are those of each subgroup, where an edition gives any (成本指标 within 产出指标).
    """

    label: str
    subgroups: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    subgroup_tags: tuple[frozenset[str], ...] = ()

    def tags_of(self, subgroup: str) -> frozenset[str]:
        """What the indicators of a subgroup speak of: the group's tags, and the subgroup's own."""
        at = self.subgroups.index(subgroup) if subgroup in self.subgroups else len(self.subgroups)
        own = self.subgroup_tags[at : at + 1]
        return self.tags | own[0] if own and own[0] else self.tags


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its label (also its YAML key), kind, and what the reader and the page need to know.

    ``role`` ties it to the model (``budget.total``); a field without one is kept and shown, and no rule knows it.
    ``printed`` is the label as printed where it differs, ``{year}``, ``{from}`` and ``{to}`` in it the declared year and those
    of the period, ``{year-1}`` the one before. ``half`` and ``third`` put a field beside those of the same sort that follow it, ``above`` its label above
    its value, ``side`` its label to the left of it, merged over all its rows.
    ``parts`` are the parts of which a ``funding`` total is the sum, each an amount or a sum of parts again; ``carried_over``
    names the one that is left from the year before; ``columns`` are those of rows and records; ``comprises`` says of a
    budget what is in it, in words that are the same wherever it is the same. ``added``: the form has no such field; whoever
    takes it down adds it.

    ``period`` is that of a column of target values, or of all of a table; ``sums_to`` the role of the amount to which the
    rows of a column of amounts add up; ``width`` how wide a column is beside others, as a whole number.
    ``merges``: cells of the column that say the same, one below the other, are printed as one.
    ``all_groups``: the form prints groups and subgroups of indicators whether or not anything stands in them.
    """

    label: str
    kind: Kind
    role: str = ""
    required: bool = False
    printed: str = ""
    help: str = ""
    keeps_lines: bool = False
    half: bool = False
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()
    groups: tuple[Group, ...] = ()
    parts: tuple[Field, ...] = ()
    carried_over: str = ""
    comprises: str = ""
    added: bool = False
    period: ForPeriod = ""
    sums_to: str = ""
    width: int = 0
    all_groups: bool = False
    third: bool = False
    above: bool = False
    side: bool = False
    merges: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether rules know of its figure what it is: points, a weight or a rate, none of which is below zero."""
        return self.role.rpartition(".")[2] in ("weight", "score", "rate")

    @property
    def abreast(self) -> int:
        """How many fields stand side by side where this one does."""
        return 2 if self.half else 3 if self.third else 1

    @property
    def heading(self) -> str:
        """The label as printed on the form."""
        return self.printed or self.label

    def all_parts(self) -> Iterator[Field]:
        """Its parts and their parts, in printed order."""
        for part in self.parts:
            yield part
            yield from part.all_parts()

    @property
    def total(self) -> Field:
        """Of a funding field the field of the sum, which may hold a stroke where its parts may."""
        has_strokes = any(part.kind == "money-or-none" for part in self.parts)
        return Field(FUNDING_TOTAL, "money-or-none" if has_strokes else "money", required=self.required)

    def column(self, role: str) -> Field:
        """The first column with a role; the edition is known to have it."""
        return next(column for column in self.columns if column.role == role)

    def with_role(self, role: str, period: ForPeriod = "") -> Field | None:
        """The column with a role that is said of a period, or else of no period in particular."""
        those = [column for column in self.columns if column.role == role and column.period in (period, "")]
        return max(those, key=lambda column: column.period == period, default=None)

    @property
    def levels(self) -> int:
        """How many levels of groups a table of indicators has: 1, or 2 where any group has subgroups."""
        return 2 if any(group.subgroups for group in self.groups) else 1


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together; ``title`` is empty where the form prints none; ``header``: above the table.

    ``side``: the title stands to the left of the fields, merged over all their rows. ``sheet``: they are on a sheet of their
    own, which is left out where nothing on it is filed, and stands before or after the rest as in the file.
    """

    title: str
    fields: tuple[Field, ...]
    header: bool = False
    side: bool = False
    sheet: bool = False


@dataclass(frozen=True)
class FormEdition:
    """One edition of the declaration form, such as ``shanghai-2019``; ``money_unit`` is 元 or 万元.

    ``slashed_dates``: the form prints as 2019/1/1 what a file writes 2019-01-01.
    """

    id: str
    title: str = field(repr=False)
    money_unit: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    source: str = field(default="", repr=False)
    slashed_dates: bool = field(default=False, repr=False)

    def fields(self) -> Iterator[Field]:
        """All fields in printed order."""
        for section in self.sections:
            yield from section.fields

    def added_fields(self) -> tuple[Field, ...]:
        """What the form itself does not ask for, and is needed none the less."""
        return tuple(field for field in self.fields() if field.added)

    def printed_sections(self) -> Iterator[Section]:
        """The sections as the form has them, without what is added."""
        for section in self.sections:
            fields = tuple(field for field in section.fields if not field.added)
            if fields:
                yield replace(section, fields=fields)

    @cached_property
    def by_role(self) -> dict[str, Field]:
        """Role → field."""
        return {field.role: field for field in self.fields() if field.role}

    @cached_property
    def tables(self) -> tuple[Field, ...]:
        """The tables of indicators, in printed order."""
        return tuple(field for field in self.fields() if field.kind == "indicators")

    @cached_property
    def lists(self) -> tuple[Field, ...]:
        """The lists of rows, in printed order."""
        return tuple(field for field in self.fields() if field.kind == "rows")

    @cached_property
    def accounts(self) -> frozenset[str]:
        """The labels of the fields in which something is told at length: all long texts but remarks."""
        return frozenset(
            field.label for field in self.fields() if field.kind == "long-text" and field.role != "remarks"
        )

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (FormEdition, (self.id, self.title, self.money_unit, self.sections, self.source, self.slashed_dates))
