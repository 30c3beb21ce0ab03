"""Change feeds (Atom): which declarations were added, changed and withdrawn, in all and of each unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from ...model import Outline
from ...registry import SpendingUnit
from ...revisions import Change
from ...table import Ref
from ..addresses import address
from ..page import DataFile
from . import v1
from .publication import Publication
from .release import Release

FEED = f"{v1.FOLDER}changes.atom"
MOST_ENTRIES = 200
"""Entries of one feed, the latest."""
_WORDS = {"added": "新增", "changed": "修改", "withdrawn": "撤下"}
_KNOWN_ONCE = "绩效目标申报表"


def feeds(release: Release) -> Iterator[DataFile]:
    """The feed of all changes and one per unit; none where the history is not known as a whole."""
    history = release.publication.history
    if history is None or history.changes is None:
        return
    yield _feed(release, FEED, "申报表的增改", history.changes, history.date)
    by_unit: defaultdict[str, list[Change]] = defaultdict(list)
    for change in history.changes:
        by_unit[change.declaration_id.split("/")[1]].append(change)
    for unit in release.portfolio.units:
        yield _feed(release, unit_feed(unit), f"{unit.name}申报表的增改", by_unit[unit.id], history.date)


def unit_feed(unit: SpendingUnit) -> str:
    """The address of a unit's feed."""
    return f"{v1.FOLDER}units/{unit.id}/changes.atom"


def _feed(release: Release, path: str, title: str, changes: Sequence[Change], otherwise: datetime) -> DataFile:
    """One feed, as of its latest change; of no change at all, as of a date given otherwise."""
    publication = release.publication
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "zh-CN"})
    _text(feed, "title", f"{publication.site_name or _KNOWN_ONCE}：{title}")
    _text(feed, "subtitle", f"最近 {MOST_ENTRIES} 条：新增、修改和撤下的绩效目标申报表")
    _text(feed, "id", _id(publication, path))
    _text(feed, "updated", (changes[0].date if changes else otherwise).isoformat())
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=_href(publication, path, path))
    SubElement(
        feed, "link", rel="alternate", type="text/html", href=_href(publication, address(Ref("downloads")), path)
    )
    _text(SubElement(feed, "author"), "name", publication.site_name or _KNOWN_ONCE)
    for change in islice(changes, MOST_ENTRIES):
        feed.append(_entry(release, change, path))
    ET.indent(feed)
    return DataFile(path, ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n")


def _entry(release: Release, change: Change, path: str) -> Element:
    """One change. Of what is withdrawn only the id is told: its name may be the reason why it went.

    Its categories are the sort of change, and the declaration's values of all dimensions.
    """
    declaration = release.portfolio.get(change.declaration_id)
    word, suffix = _WORDS[change.kind], f".{change.record.suffix}" if change.record else ""
    entry = Element("entry")
    _text(entry, "title", f"{word}：{_named(declaration, change)}")
    _text(entry, "id", _id(release.publication, f"{change.declaration_id}{suffix}@{change.commit}"))
    _text(entry, "updated", change.date.isoformat())
    SubElement(entry, "category", term=change.kind, label=word)
    if declaration:
        for dimension, value in declaration.dimensions:
            label = f"{dimension.label}：{value.label}"
            SubElement(entry, "category", term=f"{dimension.id}/{value.id}", label=label)
        for rel, kind, ref in (("alternate", "text/html", "declaration"), ("related", "application/json", "twin")):
            target = address(Ref(ref, declaration.id))
            SubElement(entry, "link", rel=rel, type=kind, href=_href(release.publication, target, path))
    _text(
        entry,
        "content",
        f"{word}{_sort(change)} {change.declaration_id}{suffix}，提交 {change.commit[:12]}。",
        type="text",
    )
    return entry


def _sort(change: Change) -> str:
    return change.record.title if change.record else "申报表"


def _named(declaration: Outline | None, change: Change) -> str:
    record = f" {change.record.title}" if change.record else ""
    if declaration is None:
        return f"{change.declaration_id}{record}"
    return f"{declaration.spending_unit.short} {declaration.name}（{declaration.year}年）{record}"


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text


def _id(publication: Publication, what: str) -> str:
    """A name that stays the same while the site's address and name do."""
    return uuid5(NAMESPACE_URL, f"{publication.site_url}#{publication.site_name}#{what}").urn


def _href(publication: Publication, target: str, path: str) -> str:
    """An address in full, or as seen from the feed where the site's own is not known."""
    return f"{publication.site_url or '../' * path.count('/')}{target}"
