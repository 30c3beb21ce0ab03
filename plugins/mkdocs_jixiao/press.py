"""One build: what is to be printed, and what MkDocs adds to it on its way; each page in the theme's shell."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path as FilePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from jixiao.cache import digest_of, files_key
from jixiao.search import Searchable
from jixiao.site.page import Page, Sheets

from .generated import GeneratedFile, GeneratedFiles, PrintedFile, fill_in
from .shell import Marks, Shell, slot_values

_SAMPLE = Page("projects/", "题", "述", "<h1>题</h1>")
"""A page whose shell stands for all others where only their common parts matter."""

if TYPE_CHECKING:
    from jinja2 import Environment


class Press:
    """Prints generated pages, and gathers what hand-written ones say. ``nav``, then ``files`` and ``env`` are set as MkDocs makes them, before any page is."""

    nav: Navigation
    env: Environment
    files: Files

    def __init__(self, sheets: Sheets, config: MkDocsConfig, edit_base: str | None, through_mkdocs: bool) -> None:
        self.sheets = sheets
        self._through_mkdocs = through_mkdocs
        self.config = config
        self.edit_base = edit_base
        self.hand_written: list[Searchable] = []
        self._marks = Marks()
        self._shells: dict[Page, Shell] = {}
        self._known: frozenset[tuple[str, ...]] = frozenset()

    def with_generated(self, files: Files) -> Files:
        """MkDocs' files and all that is generated; pages that go through MkDocs are all made files of at once.

        Raises :class:`PluginError` where both have the same address.
        """
        sheets, own = self.sheets, {file.dest_uri: file.src_uri for file in files}
        for taken in own.keys() & {*(f"{page}index.html" for page in sheets.pages), *sheets.files}:
            raise PluginError(f"地址“{taken}”由数据生成，不能再有“{own[taken]}”：请把后者改名。")
        pages = frozenset(sheets.pages)

        def make(path: str) -> File:
            return self._generated(path) if path in pages else PrintedFile(path, self.config)

        if not self._through_mkdocs:
            return GeneratedFiles(files, sheets.pages, sheets.files, make)
        for path in (*sheets.pages, *sheets.files):
            files.append(make(path))
        return files

    def _generated(self, path: str) -> GeneratedFile:
        return GeneratedFile(path, self.config, self.sheets.page, self._through_mkdocs)

    def start(self, env: Environment, files: Files) -> None:
        """Take the last things that printing needs."""
        self.env, self.files = env, files
        others = (file.url for file in files if not isinstance(file, GeneratedFile))
        generated = (*(section.path for section in self.sheets.sections), *self.sheets.files)
        self._known = _folders([*others, *map(quote, generated)])

    def html(self, page: Page) -> str:
        """A generated page in the theme's shell."""
        stand_in = self._marks.stand_in(page, self._kept(page.path))
        shell = self._shells.get(stand_in)
        if shell is None:
            shell = self._shells[stand_in] = self._shell(stand_in)
        return shell.fill(slot_values(page))

    def shell_key(self) -> str:
        """The hash of all that shells depend on: one of them as it is, and what makes the others of it."""
        shell = self._shell(self._marks.stand_in(_SAMPLE, 1))
        theme = FilePath(self.config.theme.custom_dir or "")
        made_by = (version("mkdocs"), version("mkdocs-material"), files_key(FilePath(__file__).parent, "*.py"))
        return digest_of(
            *shell.pieces, *made_by, files_key(theme, "*.html", "partials/**/*", "assets/**/*"), repr(self.edit_base)
        )

    def _kept(self, path: str) -> int:
        """How many parts of an address its shell depends on: relative links leave out what two addresses share.

        The first part always, for links that a template holds; more where other addresses start with the same parts.
        """
        parts = tuple(quote(path).split("/")[:-1])
        return max((n for n in range(2, len(parts) + 1) if parts[:n] in self._known), default=1)

    def _shell(self, stand_in: Page) -> Shell:
        shell = self._marks.cut(self._render(stand_in), stand_in)
        if shell.slots.count("body") != 1:
            raise PluginError(f"主题把正文放了 {shell.slots.count('body')} 次，应当恰好一次：请检查 theme/main.html。")
        return shell

    def _render(self, stand_in: Page) -> str:
        """Render a page as MkDocs does (``mkdocs.commands.build._build_page``), with other plugins' events."""
        page = MkDocsPage(None, GeneratedFile(stand_in.path, self.config, lambda _: stand_in, False), self.config)
        fill_in(page, stand_in, self.edit_base)
        self.config._current_page = page
        try:
            page.active = True
            context = get_context(self.nav, self.files.documentation_pages(), self.config, page)
            template = self.env.get_template("main.html")
            context = self.config.plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            return self.config.plugins.on_post_page(template.render(context), page=page, config=self.config)
        finally:
            self.config._current_page = None


def _folders(addresses: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every folder that some address lies in or is."""
    return frozenset(parts[:n] for parts in (tuple(a.split("/")) for a in addresses) for n in range(1, len(parts)))
