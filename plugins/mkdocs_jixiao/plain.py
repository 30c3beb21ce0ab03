"""Hand-written pages without markup of their own: a change that brings a page must not bring a script.

HTML in Markdown is shown as the text it is. Of what Markdown makes, attributes that run something and links to other
schemes than the web and mail are left out. Of a page's front matter, what the theme prints as HTML is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any

from markdown import Extension, Markdown
from markupsafe import Markup
from markupsafe import escape as escaped
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

FRONT_MATTER = ("title", "description", "hide", "template")
"""What a page may say of itself."""

_ADDRESSES = frozenset(("href", "src", "srcset", "poster", "cite", "background", "longdesc"))
_FORBIDDEN = frozenset(("style", "srcdoc", "action", "formaction", "ping", "target", "http-equiv", "xlink:href"))
_OF_THE_THEME = "__"
"""How the ids begin by which the theme's scripts find their own elements."""
_SCHEME = re.compile(r"[\x00-\x20]*([^/?#:]*):", re.DOTALL)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0]")
_SCHEMES = frozenset(("http", "https", "mailto"))
_VOID = frozenset(("br", "hr", "img", "input", "col", "wbr"))


class PlainMarkdown(Extension):  # type: ignore[misc]
    """Markdown without HTML: angle brackets are text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take away what lets HTML through."""
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)


class _Harmless(HTMLParser):
    """Prints HTML as it was, less the attributes that run something or lead to a scheme that does."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Print a tag."""
        bad = [(name, value) for name, value in attrs if not _is_harmless(name, value or "")]
        if not bad:
            self.parts.append(self.get_starttag_text() or "")
            return
        self.left_out += [f"{name}={value}" for name, value in bad]
        kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attrs if (name, value) not in bad)
        self.parts.append(f"<{tag}{kept}{' /' if tag in _VOID else ''}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Print a tag that has no end."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Print the end of an element."""
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Print text."""
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        """Print a character by name."""
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Print a character by number."""
        self.parts.append(f"&#{name};")


def _is_harmless(name: str, value: str) -> bool:
    if name.startswith("on") or name in _FORBIDDEN or (name == "id" and value.startswith(_OF_THE_THEME)):
        return False
    scheme = _SCHEME.match(value) if name in _ADDRESSES else None
    return scheme is None or _IGNORED.sub("", scheme[1]).lower() in _SCHEMES


def harmless(html: str) -> tuple[str, tuple[str, ...]]:
    """What Markdown made, less what could run, and what was left out."""
    printer = _Harmless()
    printer.feed(html)
    printer.close()
    return ("".join(printer.parts), tuple(printer.left_out)) if printer.left_out else (html, ())


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
