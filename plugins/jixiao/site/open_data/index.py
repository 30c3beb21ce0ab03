"""``index.json``: which version of the data this is, from which commit and rules, how much, and every file of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from ...rules import RULES
from ..page import Stamp
from . import v1
from .publication import Publication
from .tables import shapes_of_all

INDEX = f"{v1.FOLDER}index.json"


def index(
    publication: Publication, years: Sequence[int], counts: Sequence[int], files: Mapping[str, Stamp]
) -> dict[str, Any]:
    """The catalogue of the data: its years, each table's rows, every file; what nobody has stated is nothing."""
    history = publication.history
    return {
        "version": v1.VERSION,
        "title": publication.site_name or None,
        "site": publication.site_url or None,
        "commit": history.commit if history else "",
        "committed": history.date.isoformat() if history else None,
        "uncommitted_changes": history.uncommitted if history else None,
        "rules": {"version": rules_version(), "count": len(RULES)},
        "licence": publication.licence or None,
        "licence_url": publication.licence_url or None,
        "citation": publication.citation or None,
        "counts": {table.name: count for table, count in zip(shapes_of_all(), counts, strict=True)},
        "years": list(years),
        "declarations": "units/{unit_id}/{year}.json",
        "results": "units/{unit_id}/{year}.results.json",
        "files": [_listed(path, stamp) for path, stamp in sorted(files.items())],
    }


def rules_version() -> str:
    """A version of the catalogue that changes with any rule's code, severity, message or explanation."""
    told = "\0".join(
        part
        for rule in RULES
        for part in (rule.code, rule.name, rule.severity.word, rule.message, *rule.sections.values())
    )
    return sha256(told.encode()).hexdigest()[:12]


def _listed(path: str, stamp: Stamp) -> dict[str, Any]:
    return {"path": path.removeprefix(v1.FOLDER), "bytes": stamp.size, "sha256": stamp.sha256}


def notes(publication: Publication) -> tuple[tuple[str, str], ...]:
    """The same in a few lines, for those files that have room for them."""
    history = publication.history
    lines = (
        ("数据版本", v1.VERSION),
        ("网站", publication.site_name),
        ("网址", publication.site_url),
        ("内容的提交", history.commit if history else ""),
        ("提交时间", history.date.isoformat() if history else ""),
        ("检查规则版本", rules_version()),
        ("许可", publication.licence),
        ("许可全文", publication.licence_url),
        ("引用", publication.citation),
    )
    return tuple((name, text) for name, text in lines if text)
