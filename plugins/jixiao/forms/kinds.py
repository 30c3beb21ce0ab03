"""Record kinds beside the declaration, as data: mid-year monitoring and self-evaluation, their file names and editions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from .edition import Field, FormEdition
from .loading import EditionError, common_fields, load_data, section_of

FOLDER = "results"
"""Where the editions of record kinds stand, below this folder; whatever lies there but :data:`_KINDS` is an edition."""
_KINDS = "kinds.yml"
_COMMON_ROLES = frozenset({"edition", "provenance", "answers"})
REQUIRED_ROLES = frozenset({"name", "spending_unit", "year", "funds", "indicators"})
"""What the model takes for granted of any edition of a record kind."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record of a project's year: its file is ``<project id>.<suffix>.yml``, its page lies below the project's.

    ``column`` heads its values beside those of the other kinds; ``is_final`` tells that the year is over in it.
    """

    id: str
    title: str = field(repr=False)
    column: str = field(repr=False)
    suffix: str = field(repr=False)
    is_final: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Points:
    """How points are given: the whole, those for execution and those of all indicators; nothing where a form has none."""

    whole: Decimal
    execution: Decimal
    indicators: Decimal


@dataclass(frozen=True)
class ResultEdition(FormEdition):
    """One edition of a record kind's form; ``points`` is nothing where it gives none."""

    kind: RecordKind = field(default=RecordKind("", "", "", ""), repr=False)
    points: Points | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (load_result_edition, (self.id,))


@cache
def record_kinds() -> tuple[RecordKind, ...]:
    """All kinds, in the order of a project's year."""
    return tuple(
        RecordKind(item["id"], item["title"], item["column"], item["suffix"], item.get("is_final") == "yes")
        for item in load_data(f"{FOLDER}/{_KINDS}")["kinds"]
    )


def kind_with(suffix: str) -> RecordKind | None:
    """The kind whose files have a suffix."""
    return next((kind for kind in record_kinds() if kind.suffix == suffix), None)


def split_stem(stem: str) -> tuple[str, RecordKind | None]:
    """A file's name without ``.yml``, as the project's id and the kind: ``b.ziping`` → ``b`` and self-evaluation."""
    project, _, suffix = stem.rpartition(".")
    kind = kind_with(suffix) if project else None
    return (project, kind) if kind else (stem, None)


@cache
def result_edition_ids() -> tuple[str, ...]:
    """Every edition of a record kind."""
    files = resources.files(__package__).joinpath(FOLDER).iterdir()
    return tuple(
        sorted(file.name.removesuffix(".yml") for file in files if file.name.endswith(".yml") and file.name != _KINDS)
    )


def editions_of(kind: RecordKind) -> tuple[ResultEdition, ...]:
    """The editions of one kind."""
    return tuple(edition for edition in map(load_result_edition, result_edition_ids()) if edition.kind == kind)


@cache
def load_result_edition(edition_id: str) -> ResultEdition:
    """One edition by its id; raises :class:`EditionError` where its file is faulty, ``KeyError`` where there is none."""
    if edition_id not in result_edition_ids():
        raise KeyError(edition_id)
    return result_edition(edition_id, load_data(f"{FOLDER}/{edition_id}.yml"))


def result_edition(edition_id: str, content: dict[str, Any]) -> ResultEdition:
    """An edition as its file has it; raises :class:`EditionError` where it lacks what the model needs."""
    kind = next((kind for kind in record_kinds() if kind.id == content["kind"]), None)
    if kind is None:
        raise EditionError(f"{edition_id}.yml: no such kind: {content['kind']}")
    edition = ResultEdition(
        id=edition_id,
        title=content["title"],
        money_unit=content["money_unit"],
        sections=tuple(section_of(item) for item in content["sections"]),
        source=content.get("source", ""),
        kind=kind,
        points=_points(content.get("points")),
    )
    if missing := REQUIRED_ROLES - {role for role, field in edition.by_role.items() if field.required}:
        raise EditionError(f"{edition_id}.yml: no required field has the role {', '.join(sorted(missing))}")
    columns = {"funds": ("source", "executed"), "indicators": ("name", "target", "actual")}
    for role, needed in columns.items():
        known = {column.role for column in edition.by_role[role].columns}
        if lacking := set(needed) - known:
            raise EditionError(f"{edition_id}.yml: {role} has no column {', '.join(sorted(lacking))}")
    return edition


def _points(item: dict[str, str] | None) -> Points | None:
    if item is None:
        return None
    return Points(Decimal(item["whole"]), Decimal(item["execution"]), Decimal(item["indicators"]))


def common_fields_of(edition: FormEdition) -> tuple[Field, ...]:
    """The fields that a record may carry beside its form's own: of those of a declaration what makes sense for its kind."""
    if not isinstance(edition, ResultEdition):
        return common_fields()
    return tuple(field for field in common_fields() if field.role in _COMMON_ROLES)
