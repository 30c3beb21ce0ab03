"""Documents that are no declaration of a project, recognised by their title or by the fields that they alone have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..source import Mapping, Scalar
from ..text import fold
from .loading import common_fields, load_data, load_editions
from .shape import TEXT

TITLE_LABELS = ("表式", "标题", "表名")
"""Where a file may name the document that it is."""
ENOUGH = 2
"""Of the fields that a document alone has, how many show that it is one."""

_SHAPE = {"name": TEXT, "about": TEXT, "titles": [TEXT], "labels": [TEXT]}


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """A document that is no declaration: its name, what it speaks of, words of its title, and fields that it alone has."""

    name: str
    about: str
    titles: tuple[str, ...]
    labels: frozenset[str]


@cache
def other_documents() -> tuple[OtherDocument, ...]:
    """All that are known, in the order of ``other_documents.yml``; no edition's field counts as another document's."""
    ours = {fold(field.label) for edition in load_editions() for field in (*edition.fields(), *common_fields())}
    return tuple(
        OtherDocument(
            item["name"], item["about"], tuple(map(fold, item["titles"])), frozenset(map(fold, item["labels"])) - ours
        )
        for item in load_data("other_documents.yml", {"documents": [_SHAPE]})["documents"]
    )


def other_document(root: Mapping) -> OtherDocument | None:
    """Which other document a file is, if any."""
    titles = [
        fold(value.text[:100]) for key, value in root.entries if key.text in TITLE_LABELS and isinstance(value, Scalar)
    ]
    labels = {fold(key.text[:100]) for key, _ in root.entries}
    return next(
        (
            known
            for known in other_documents()
            if any(words in title for words in known.titles for title in titles) or len(known.labels & labels) >= ENOUGH
        ),
        None,
    )
