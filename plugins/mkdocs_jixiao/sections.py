"""The site's sections in MkDocs' navigation."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from urllib.parse import quote

from markupsafe import escape
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation

from jixiao.site.page import Section


class SectionLink(Link):
    """A section's entry; unlike MkDocs' links it can be active, on the pages of its section."""

    def __init__(self, section: Section, active: bool = False) -> None:
        super().__init__(escape(section.title), quote(section.path) or ".")
        self.section = section
        self.active = active


def with_sections(nav: Navigation, sections: Iterable[Section]) -> Navigation:
    """The navigation with the sections after the hand-written home page, if it is there, and before all else."""
    after_home = nav.items.index(nav.homepage) + 1 if nav.homepage in nav.items else 0
    return _with_items(nav, [*nav.items[:after_home], *map(SectionLink, sections), *nav.items[after_home:]])


def with_active_section(nav: Navigation, section: str | None) -> Navigation:
    """The navigation as the pages of a section show it."""
    return _with_items(nav, [_activated(item, section) for item in nav.items])


def _activated(item: StructureItem, section: str | None) -> StructureItem:
    if isinstance(item, SectionLink) and item.section.id == section:
        return SectionLink(item.section, active=True)
    return item


def _with_items(nav: Navigation, items: list[StructureItem]) -> Navigation:
    changed = copy(nav)
    changed.items = items
    return changed
