"""A generated page as MkDocs knows pages: a file in its collection, and a page with title, contents and body set."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from urllib.parse import quote

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from jixiao.site.page import Heading, Page

H1_ID = re.compile(r'<h1\b[^>]*\bid="([^"]+)"')


class PrintedFile(File):
    """What is printed beside MkDocs: an address that links may name, and nothing for MkDocs to copy."""

    def __init__(self, path: str, config: MkDocsConfig) -> None:
        super().__init__(
            path, src_dir=None, dest_dir=config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.INCLUDED
        )
        self.content_string = ""
        self.generated_by = "jixiao"

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: the file is printed once MkDocs is done."""


class GeneratedFile(File):
    """The file of a generated page, which ``make`` gives: an address that links may name."""

    def __init__(self, path: str, config: MkDocsConfig, make: Callable[[str], Page], through_mkdocs: bool) -> None:
        super().__init__(
            path.rstrip("/") or ".",
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=True,
            dest_uri=f"{path}index.html",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        self.name = "index"
        self.content_string = ""
        self.generated_by = "jixiao"
        self.path, self._make, self._through_mkdocs = path, make, through_mkdocs

    @cached_property
    def values(self) -> Page:
        """The page, made only when it is asked for."""
        return self._make(self.path)

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders the page by itself."""
        return self._through_mkdocs

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: the page is printed once MkDocs is done."""


def encoded(html: str) -> bytes:
    """The bytes of a page as MkDocs encodes them."""
    return html.encode("utf-8", errors="xmlcharrefreplace")


def fill_in(page: MkDocsPage, values: Page, edit_base: str | None) -> None:
    """Give a MkDocs page what is known of a generated one; themes print its texts as HTML, so they are escaped here.

    The tabs name all sections: the sidebar would repeat the current one, and is left to narrow screens.
    """
    page.title = escape(values.title)
    page.content = values.body
    page.toc = _table_of_contents(values)
    hide = ["navigation"] if values.toc else ["navigation", "toc"]
    page.meta = {"description": escape(values.description), "hide": hide}
    page.edit_url = edit_url(edit_base, values.source)


def edit_url(edit_base: str | None, source: str | None) -> str | None:
    """Where a page's source is edited, if it has one and its repository a web site."""
    return f"{edit_base}{quote(source)}" if edit_base and source else None


def heading_title(heading: Heading) -> str:
    """A heading as HTML on one line, as MkDocs has it."""
    return escape(" ".join(heading.title.split()))


def _table_of_contents(values: Page) -> TableOfContents:
    """The contents; a first heading with an id goes on top, for the theme's link that skips to the page's text."""
    links = [_anchor(heading, 2) for heading in values.toc]
    if top := H1_ID.search(values.body):
        first = AnchorLink(escape(values.title), top[1], 1)
        first.children = links
        links = [first]
    return TableOfContents(links)


def _anchor(heading: Heading, level: int) -> AnchorLink:
    link = AnchorLink(heading_title(heading), escape(heading.id), level)
    link.children = [_anchor(child, level + 1) for child in heading.children]
    return link
