"""Hand-written pages in the search index, beside what the core puts there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup
from mkdocs.structure.pages import Page

from jixiao.search import Passage, Searchable, Weight, index_files

NAME = "pages"
"""The index file that lists hand-written pages."""


def searchable(page: Page, html: str) -> Searchable:
    """A rendered page as the index knows it: its title, and its text without markup."""
    title = Markup(str(page.title or "")).striptags()
    text = Markup(html).striptags().replace("¶", "")
    passages = (Passage("", Weight.INDICATOR, title), Passage("", Weight.TEXT, text))
    return Searchable(page.url, "page", title, passages)


def write_index(pages: Iterable[Searchable], site_dir: str) -> None:
    """Write the pages' index into the built site, in the order of their addresses."""
    for path, content in index_files(sorted(pages), NAME):
        file = Path(site_dir) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
