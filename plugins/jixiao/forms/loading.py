"""Reads the editions that come with the package; a fault in one is a fault of the set-up, told once and early."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ..problem import SetupProblem, reason
from ..source import Document, Mapping, Node, Scalar, read
from .edition import Field, FormEdition, Group, Option, Section
from .mistakes import mistakes_in
from .notes import Mistake
from .shape import TEXT, Shape, mistakes_of_shape

EDITIONS = "editions"
"""The folder of the editions, below this one."""
EDITION_IDS = tuple(
    sorted(
        file.name.removesuffix(".yml")
        for file in resources.files(__package__).joinpath(EDITIONS).iterdir()
        if file.name.endswith(".yml")
    )
)
"""Every edition that a declaration may name, in alphabetical order; each is one YAML file in :data:`EDITIONS`."""


FORMS = "forms"
"""The folder of this package, as mistakes in its files name it."""

_COMMON = {"label": TEXT, "kind": TEXT, **dict.fromkeys(("role?", "required?", "help?", "keeps_lines?"), TEXT)}


class EditionError(SetupProblem):
    """A file of :data:`FORMS` is not usable; each line of the message names file, line and field of one mistake."""


@cache
def load_edition(edition_id: str) -> FormEdition:
    """One edition by its id; raises :class:`EditionError` where its file is faulty, ``KeyError`` where there is none."""
    if edition_id not in EDITION_IDS:
        raise KeyError(edition_id)
    name = f"{EDITIONS}/{edition_id}.yml"
    return edition_in(edition_id, read_form(name, resources.files(__package__).joinpath(name)))


def edition_in(edition_id: str, document: Document) -> FormEdition:
    """The edition that a document describes; raises :class:`EditionError` with all that is wrong in it."""
    if mistakes := _mistakes(document):
        raise EditionError(*(mistake.told(document.file) for mistake in mistakes))
    content = plain(document.root) if document.root else {}
    sections = tuple(section_of(item) for item in content["sections"])
    source, slashed = content.get("source", ""), content.get("slashed_dates") == "yes"
    return FormEdition(edition_id, content["title"], content["money_unit"], sections, source, slashed)


def file_of(edition: FormEdition) -> str:
    """How mistakes name the file of an edition of the declaration."""
    return f"{FORMS}/{EDITIONS}/{edition.id}.yml"


def _mistakes(document: Document) -> tuple[Mistake, ...]:
    return mistakes_in(document, [field.label for field in common_fields()], persons=labels_of_persons())


@cache
def load_editions() -> tuple[FormEdition, ...]:
    """All editions, in the order of :data:`EDITION_IDS`; raises :class:`EditionError` where two contradict each other."""
    editions = tuple(load_edition(edition_id) for edition_id in EDITION_IDS)
    check_options(editions)
    return editions


def check_options(editions: Iterable[FormEdition]) -> None:
    """Refuse two options of one role that have one id and different labels: they would share a page's address."""
    known: dict[tuple[str, str], tuple[Option, str]] = {}
    for edition in editions:
        for field in edition.fields():
            if len({option.id for option in field.options}) < len(field.options):
                raise EditionError(f"{file_of(edition)}:1:1 栏目“{field.label}”：有两个选项的 id 相同；改成不同的")
            for option in field.options:
                other, file = known.setdefault((field.role, option.id), (option, file_of(edition)))
                if field.role and other != option:
                    what = f"选项“{option.label}”的 id {option.id} 在 {file} 里是“{other.label}”，两者会用同一个网址"
                    mend = "同一个选项的名称和 tags 要写得一样，不同的选项换一个 id"
                    raise EditionError(f"{file_of(edition)}:1:1 栏目“{field.label}”：{what}；{mend}")


@cache
def common_fields() -> tuple[Field, ...]:
    """The fields that any declaration may carry beside its form's own, such as 来源 and 说明."""
    return tuple(
        _field(item) for item in load_data("common.yml", {"fields": [{**_COMMON, "columns?": [_COMMON]}]})["fields"]
    )


@cache
def labels_of_persons() -> frozenset[str]:
    """The labels of fields that name a person or say how to reach one: they are not published."""
    return frozenset(load_data("persons.yml", {"labels": [TEXT]})["labels"])


_SIGNED = re.compile(r"(?:姓名|签字|签名|盖章|号码?|（[^（）]{0,10}）|\([^()]{0,10}\)|[:：\s])+$")


def is_of_person(label: str) -> bool:
    """Whether a field of which the form knows nothing names a person: 科室负责人签字, 主任手机号码."""
    return _SIGNED.sub("", label).endswith(tuple(labels_of_persons()))


def read_form(name: str, file: Traversable) -> Document:
    """One of this folder's files as a document; raises :class:`EditionError` where the system does not give it."""
    try:
        return read(f"{FORMS}/{name}", file.read_bytes())
    except OSError as error:
        raise EditionError(f"{FORMS}/{name}:1:1 不能读取（{reason(error)}）") from error


def load_data(name: str, shape: Shape) -> Any:
    """One of this folder's files as mappings, lists and texts; raises :class:`EditionError` where it has another shape."""
    document = read_form(name, resources.files(__package__).joinpath(name))
    is_read = document.root is not None and not document.faults
    if found := mistakes_of_shape(document.root, shape) if is_read and document.root else mistakes_in(document):
        raise EditionError(*(mistake.told(document.file) for mistake in found))
    return plain(document.root) if document.root else {}


def plain(node: Node) -> Any:
    """A node's texts as lists and dictionaries."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


def section_of(item: dict[str, Any]) -> Section:
    fields = tuple(_field(field) for field in item["fields"])
    return Section(item.get("title", ""), fields, *(item.get(word) == "yes" for word in ("header", "side", "sheet")))


def _field(item: dict[str, Any]) -> Field:
    return Field(
        label=item["label"],
        kind=item["kind"],
        role=item.get("role", ""),
        required=item.get("required") == "yes",
        printed=item.get("printed", ""),
        help=item.get("help", ""),
        keeps_lines=item.get("keeps_lines") == "yes",
        half=item.get("half") == "yes",
        options=read_options(item.get("options", ())),
        columns=tuple(_field(column) for column in item.get("columns", ())),
        groups=tuple(_group(group) for group in item.get("groups", ())),
        parts=tuple(_part(part) for part in item.get("parts", ())),
        carried_over=item.get("carried_over", ""),
        comprises=item.get("comprises", ""),
        added=item.get("added") == "yes",
        period=item.get("period", ""),
        sums_to=item.get("sums_to", ""),
        width=int(item.get("width", 0)),
        all_groups=item.get("all_groups") == "yes",
        third=item.get("third") == "yes",
        above=item.get("above") == "yes",
        side=item.get("side") == "yes",
        merges=item.get("merges") == "yes",
    )


def _part(item: str | dict[str, Any]) -> Field:
    """A part of a total: its label, or its label with parts of its own: ``{label: 财政拨款, parts: [中央, 省, 本级]}``."""
    told = {"label": item} if isinstance(item, str) else item
    return _field({**told, "kind": "funding" if told.get("parts") else "money"})


def read_options(items: Iterable[dict[str, Any]]) -> tuple[Option, ...]:
    """Options, each with an id and a label, and tags where it has any."""
    return tuple(
        Option(
            item["id"],
            item["label"],
            frozenset(item.get("tags", ())),
            item.get("part_of", ""),
            item.get("remainder") == "yes",
        )
        for item in items
    )


def _group(item: str | dict[str, Any]) -> Group:
    """A group: its label, or more; its subgroups are labels, or labels with tags: ``{label: 成本指标, tags: [cost]}``."""
    if isinstance(item, str):
        return Group(item)
    subgroups = [{"label": s} if isinstance(s, str) else s for s in item.get("subgroups", ())]
    return Group(
        item["label"],
        tuple(subgroup["label"] for subgroup in subgroups),
        frozenset(item.get("tags", ())),
        tuple(frozenset(subgroup.get("tags", ())) for subgroup in subgroups),
    )
