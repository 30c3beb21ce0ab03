"""Hand-written pages without markup of their own: a change that brings a page must not bring a script.

HTML in Markdown is shown as the text it is; of what Markdown makes, ``jixiao.harmless`` leaves out what could run. Of a
page's front matter, what the theme prints as HTML is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markdown import Extension, Markdown
from markupsafe import Markup
from markupsafe import escape as escaped
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

FRONT_MATTER = ("title", "description", "hide", "template")
"""What a page may say of itself."""


class PlainMarkdown(Extension):  # type: ignore[misc]
    """Markdown without HTML: angle brackets are text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take away what lets HTML through."""
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)


def front_matter(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of itself, as far as it may, and where it is as plain as it must be."""
    said = {name: value for name, value in meta.items() if name in FRONT_MATTER}
    hidden = said.get("hide")
    plain = {name: str(value) for name, value in said.items() if isinstance(value, str | int | float)}
    return {**plain, "hide": [part for part in hidden if isinstance(part, str)]} if isinstance(hidden, list) else plain


def escape_titles_of_folders(nav: Navigation) -> None:
    """Make the titles of folders and links in the navigation text: themes print them as HTML."""
    _escape_all(nav.items)


def _escape_all(items: Iterable[StructureItem]) -> None:
    for item in items:
        if not isinstance(item, Page):
            item.title = escaped(item.title)
        _escape_all(getattr(item, "children", None) or ())


def escape_title(page: Page) -> None:
    """Make a page's title text. One that MkDocs took from the page's heading is escaped already, but for its markup."""
    title = page.title
    if isinstance(title, Markup):
        return
    from_heading = title is not None and title == getattr(page, "_title_from_render", None)
    page.title = escaped(Markup(title).striptags() if from_heading else title or "")
    if "title" in page.meta:  # the theme prints this one as well
        page.meta["title"] = page.title
