"""Record kinds beside the declaration, as data: mid-year monitoring and self-evaluation, their file names and editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from ..source import Document
from ..values import Figure, read_figure
from .asked import DECLARATIONS, RESULTS, Asked
from .edition import Field, FormEdition, Kind, Section
from .loading import FORMS, EditionError, common_fields, labels_of_persons, load_data, plain, read_form, section_of
from .mistakes import mistakes_in
from .notes import Mistake
from .shape import TEXT

FOLDER = "results"
"""Where the editions of record kinds stand, below this folder; whatever lies there but :data:`_KINDS` is an edition."""
SUFFIX = ".yml"
_KINDS = f"{FOLDER}/kinds.yml"
_SHAPE = {**dict.fromkeys(("id", "title", "short", "column", "suffix"), TEXT), "tags?": [TEXT]}
_COMMON_ROLES = frozenset({"edition", "provenance", "answers"})
TAGS = frozenset({"final", "counted", "outturn"})
"""What rules, counts and links may know of a kind; kinds.yml says what each means."""
_GOALS = frozenset({"expected_goal", "actual_goal"})
FUNDS = "funds."
"""How the roles of fields begin that say of the funds as a whole what a list of funds says in columns."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record of a project's year: its file is ``<project id>.<suffix>.yml``, its page lies below the project's.

    ``short`` is what it is called in a sentence; ``column`` heads its values beside those of the other kinds.
    """

    id: str
    title: str = field(repr=False)
    short: str = field(repr=False)
    column: str = field(repr=False)
    suffix: str = field(repr=False)
    tags: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_final(self) -> bool:
        """Whether the year is over in it."""
        return "final" in self.tags

    @property
    def is_counted(self) -> bool:
        """Whether its indicators are those that are counted as met or not."""
        return "counted" in self.tags

    @property
    def tells_outturn(self) -> bool:
        """Whether next year's declaration states as spent what it says."""
        return "outturn" in self.tags


@dataclass(frozen=True, slots=True)
class Points:
    """How points are given: the whole, those for execution and those of all indicators.

    ``weights`` is what the indicators' weights come to as the form has them: the points, or 100 or 1 where it has shares.
    """

    whole: Decimal
    execution: Decimal
    indicators: Decimal
    weights: Decimal

    @property
    def are_shares(self) -> bool:
        """Whether the form has weights as shares of the points, and not the points themselves."""
        return self.weights != self.indicators

    def weight_of(self, figure: Figure) -> Decimal:
        """A weight in the form's own measure; one in % is a share of one where the others are such shares (0.3)."""
        return figure.value / 100 if figure.is_percent and self.weights == 1 else figure.value

    def points_of(self, figure: Figure) -> Decimal:
        """What a weight is worth in points."""
        weight = self.weight_of(figure)
        return weight * self.indicators / self.weights if self.are_shares and self.weights else weight

    @property
    def counts_execution(self) -> bool:
        """Whether the points for execution are within the whole, and not given apart from it."""
        return bool(self.execution) and self.whole == self.execution + self.indicators


@dataclass(frozen=True)
class ResultEdition(FormEdition):
    """One edition of a record kind's form; ``points`` is nothing where it gives none."""

    kind: RecordKind = field(default=RecordKind("", "", "", "", ""), repr=False)
    points: Points | None = field(default=None, repr=False)

    @cached_property
    def accounts(self) -> frozenset[str]:
        """The labels of the fields in which something must be told at length: the goals."""
        return frozenset(self.by_role[role].label for role in _GOALS & self.by_role.keys())

    @cached_property
    def funds(self) -> tuple[Field, ...]:
        """The lists of sources of funds, in printed order."""
        return tuple(field for field in self.lists if field.role == "funds")

    @cached_property
    def fund_fields(self) -> dict[str, Field]:
        """The fields that say of the funds as a whole what such a list says in columns, by the columns' roles."""
        return {role.removeprefix(FUNDS): field for role, field in self.by_role.items() if role.startswith(FUNDS)}

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (load_result_edition, (self.id,))


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """All kinds, in the order of a project's year; raises :class:`EditionError` where the list contradicts itself."""
    kinds = tuple(
        RecordKind(
            item["id"], item["title"], item["short"], item["column"], item["suffix"], frozenset(item.get("tags", ()))
        )
        for item in load_data(_KINDS, {"kinds": [_SHAPE]})["kinds"]
    )
    for what in ("id", "suffix"):
        if len({getattr(kind, what) for kind in kinds}) < len(kinds):
            raise EditionError(f"{FORMS}/{_KINDS}:1:1 两种报告的 {what} 相同")
    for kind in kinds:
        if unknown := kind.tags - TAGS:
            raise EditionError(
                f"{FORMS}/{_KINDS}:1:1 {kind.title}的 tag“{'、'.join(sorted(unknown))}”不认得，可用的是 {'、'.join(sorted(TAGS))}"
            )
    for tag in TAGS - {"final"}:
        if sum(tag in kind.tags for kind in kinds) > 1:
            raise EditionError(f"{FORMS}/{_KINDS}:1:1 只能有一种报告的 tag 是 {tag}")
    return kinds


def kind_with(suffix: str) -> RecordKind | None:
    """The kind whose files have a suffix."""
    return next((kind for kind in record_kinds() if kind.suffix == suffix), None)


def split_stem(stem: str) -> tuple[str, RecordKind | None]:
    """A file's name without ``.yml``, as the project's id and the kind: ``b.ziping`` → ``b`` and self-evaluation."""
    project, _, suffix = stem.rpartition(".")
    kind = kind_with(suffix) if project else None
    return (project, kind) if kind else (stem, None)


def edition_files() -> Mapping[str, Traversable]:
    """The file of every edition of a record kind, by its id."""
    files = resources.files(__package__).joinpath(FOLDER).iterdir()
    names = {file.name: file for file in files if file.name.endswith(SUFFIX) and f"{FOLDER}/{file.name}" != _KINDS}
    return {name.removesuffix(SUFFIX): names[name] for name in sorted(names)}


@cache
def result_edition_ids() -> tuple[str, ...]:
    """Every edition of a record kind."""
    return tuple(edition_files())


def editions_of(kind: RecordKind) -> tuple[ResultEdition, ...]:
    """The editions of one kind."""
    return tuple(edition for edition in map(load_result_edition, result_edition_ids()) if edition.kind == kind)


@cache
def load_result_edition(edition_id: str) -> ResultEdition:
    """One edition by its id; raises :class:`EditionError` where its file is faulty, ``KeyError`` where there is none."""
    file = edition_files()[edition_id]
    return result_edition_in(edition_id, read_form(f"{FOLDER}/{file.name}", file))


def result_edition_in(edition_id: str, document: Document) -> ResultEdition:
    """The edition that a document describes; raises :class:`EditionError` with all that is wrong in it."""
    if mistakes := edition_mistakes(document, is_result=True):
        raise EditionError(*(mistake.told(document.file) for mistake in mistakes))
    content = plain(document.root) if document.root else {}
    return ResultEdition(
        id=edition_id,
        title=content["title"],
        money_unit=content["money_unit"],
        sections=tuple(map(_with_strokes, map(section_of, content["sections"]))),
        source=content.get("source", ""),
        slashed_dates=content.get("slashed_dates") == "yes",
        kind=next(kind for kind in record_kinds() if kind.id == content["kind"]),
        points=_points(content.get("points")),
    )


def _with_strokes(section: Section) -> Section:
    """The section with amounts that may be a stroke where nothing applies."""
    return replace(section, fields=tuple(map(_may_be_stroke, section.fields)))


def _may_be_stroke(field: Field) -> Field:
    kind: Kind = "money-or-none" if field.kind == "money" else field.kind
    parts, columns = (tuple(map(_may_be_stroke, those)) for those in (field.parts, field.columns))
    return replace(field, kind=kind, parts=parts, columns=columns)


def is_of_result(document: Document) -> bool:
    """Whether the file of an edition names the ``kind`` of record that it is of, and is not of the declaration."""
    return document.root is not None and document.root.get("kind") is not None


def edition_mistakes(document: Document, is_result: bool | None = None) -> tuple[Mistake, ...]:
    """All that is wrong in the file of an edition, of the declaration or, where it names a ``kind``, of another record."""
    asked = _asked() if is_result or is_of_result(document) else DECLARATIONS
    return mistakes_in(document, [field.label for field in common_fields()], asked, labels_of_persons())


def _asked() -> Asked:
    return RESULTS._replace(kinds=tuple(kind.id for kind in record_kinds()))


def _points(item: dict[str, str] | None) -> Points | None:
    if item is None:
        return None
    given = {name: read_figure(written).value for name, written in item.items()}
    whole, execution = given["whole"], given.get("execution", Decimal(0))
    indicators = given.get("indicators", whole - execution)
    return Points(whole, execution, indicators, given.get("weights", indicators))


def common_fields_of(edition: FormEdition) -> tuple[Field, ...]:
    """The fields that a record may carry beside its form's own: of those of a declaration what makes sense for its kind."""
    if not isinstance(edition, ResultEdition):
        return common_fields()
    return tuple(field for field in common_fields() if field.role in _COMMON_ROLES)
