"""A generated page as MkDocs knows pages: a file in its collection, and a page with title, contents and body set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import PurePath
from urllib.parse import quote

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from jixiao.site.page import Heading, Page, SitePlan

H1_ID = re.compile(r'<h1\b[^>]*\bid="([^"]+)"')


class GeneratedFiles(Files):
    """MkDocs' files, and among them what is generated: each of those is made a file of only once it is asked for.

    ``pages`` and ``others`` are addresses; who goes through all files sees but those that were asked for, and MkDocs' own.
    """

    def __init__(
        self, own: Iterable[File], pages: Iterable[str], others: Iterable[str], make: Callable[[str], File]
    ) -> None:
        super().__init__(own)
        self._addresses = {**{source_of(page): page for page in pages}, **{path: path for path in others}}
        self._make = make

    def get_file_from_path(self, path: str) -> File | None:
        """The file with a source path, generated or not."""
        found = super().get_file_from_path(path)
        address = self._addresses.get(PurePath(path).as_posix()) if found is None else None
        if address is None:
            return found
        made = self._make(address)
        self.append(made)
        return made

    def __contains__(self, path: str) -> bool:
        """Whether there is such a file."""
        return super().__contains__(path) or PurePath(path).as_posix() in self._addresses


def refuse_collisions(files: Iterable[File], plan: SitePlan) -> None:
    """Raise :class:`PluginError` where a file of MkDocs' and something generated have the same address, letter case apart."""
    own = {file.dest_uri.casefold(): file.src_uri for file in files}
    generated = (*(f"{page}index.html" for page in plan.pages), *plan.files)
    for taken in generated if own else ():
        if taken.casefold() in own:
            raise PluginError(f"地址“{taken}”由数据生成，不能再有“{own[taken.casefold()]}”：请把后者改名。")


def with_generated(files: Files, plan: SitePlan, config: MkDocsConfig, through_mkdocs: bool) -> Files:
    """MkDocs' files and all that is generated; pages that go through MkDocs are all made files of at once."""
    last = frozenset(plan.final.covers if plan.final else ())  # made when all else is written, by nobody but us
    pages = frozenset(plan.pages)

    def make(path: str) -> File:
        if path not in pages:
            return WrittenFile(path, config)
        return GeneratedFile(path, config, plan.page, through_mkdocs and path not in last)

    if not through_mkdocs:
        return GeneratedFiles(files, plan.pages, plan.files, make)
    for path in (*plan.pages, *plan.files):
        files.append(make(path))
    return files


class WrittenFile(File):
    """What is written beside MkDocs: an address that links may name, and nothing for MkDocs to copy."""

    def __init__(self, path: str, config: MkDocsConfig) -> None:
        super().__init__(
            path, src_dir=None, dest_dir=config.site_dir, use_directory_urls=True, inclusion=InclusionLevel.INCLUDED
        )
        self.content_string = ""
        self.generated_by = "jixiao"

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: the file is written once MkDocs is done."""


class GeneratedFile(File):
    """The file of a generated page, which ``make`` gives: an address that links may name."""

    def __init__(self, path: str, config: MkDocsConfig, make: Callable[[str], Page], through_mkdocs: bool) -> None:
        super().__init__(
            source_of(path),
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
        """Nothing: the page is written once MkDocs is done."""


def source_of(page: str) -> str:
    """The source path by which MkDocs knows the page at an address."""
    return page.rstrip("/") or "."


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
