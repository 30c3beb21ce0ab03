"""The theme's shells around generated pages: each is rendered once for many pages, and filled with a page's values."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path as FilePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from jixiao.digest import digest_of, files_digest
from jixiao.site.page import Page, SitePlan

from .generated import GeneratedFile, encoded, fill_in
from .shell import Marks, Shell, slot_values

_SAMPLE = Page("projects/", "题", "述", "<h1>题</h1>")
"""A page whose shell stands for all others where only their common parts matter."""

if TYPE_CHECKING:
    from jinja2 import Environment


class ThemeShells:
    """The shells of one build, as MkDocs would render them with its environment, files and navigation."""

    def __init__(
        self,
        plan: SitePlan,
        config: MkDocsConfig,
        edit_base: str | None,
        env: Environment,
        files: Files,
        nav: Navigation,
    ) -> None:
        self._config, self._edit_base = config, edit_base
        self._env, self._files, self._nav = env, files, nav
        self._marks = Marks()
        self._shells: dict[Page, Shell] = {}
        others = (file.url for file in files if not isinstance(file, GeneratedFile))
        generated = (*(section.path for section in plan.sections), *plan.files)
        self._known = _folders([*others, *map(quote, generated)])

    def html(self, page: Page) -> bytes:
        """A generated page in the theme's shell, as MkDocs encodes it."""
        stand_in = self._marks.stand_in(page, self._kept(page.path))
        shell = self._shells.get(stand_in)
        if shell is None:
            shell = self._shells[stand_in] = self._shell(stand_in)
        return encoded(shell.fill(slot_values(page)))

    @cached_property
    def key(self) -> str:
        """The hash of all that shells depend on: one of them as it is, and what makes the others of it."""
        shell = self._shell(self._marks.stand_in(_SAMPLE, 1))
        theme = FilePath(self._config.theme.custom_dir or "")
        made_by = (version("mkdocs"), version("mkdocs-material"), files_digest(FilePath(__file__).parent, "*.py"))
        return digest_of(
            *shell.pieces,
            *made_by,
            files_digest(theme, "*.html", "partials/**/*", "assets/**/*"),
            repr(self._edit_base),
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
        config = self._config
        page = MkDocsPage(None, GeneratedFile(stand_in.path, config, lambda _: stand_in, False), config)
        fill_in(page, stand_in, self._edit_base)
        config._current_page = page
        try:
            page.active = True
            context = get_context(self._nav, self._files.documentation_pages(), config, page)
            template = self._env.get_template("main.html")
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            return config.plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            config._current_page = None


def _folders(addresses: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Every folder that some address lies in or is."""
    return frozenset(parts[:n] for parts in (tuple(a.split("/")) for a in addresses) for n in range(1, len(parts)))
