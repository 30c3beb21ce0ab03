"""The plugin: a few lines for each event of MkDocs; what they do is in the modules beside."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from functools import partial
from os.path import relpath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urljoin

from click import echo
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from jixiao import report
from jixiao.caller import caller
from jixiao.garbage import left_alone
from jixiao.handover import Handover
from jixiao.progress import Progress
from jixiao.revisions import read_history
from jixiao.site.open_data.publication import Publication
from jixiao.site.page import Sheets
from jixiao.stopwatch import Stopwatch
from jixiao.walk import Earlier, Survey, prepare, prepare_part, processors, sheets_of

from . import sitemap
from .checks import check_links, other_addresses
from .config import JixiaoConfig
from .generated import GeneratedFile, fill_in
from .hand_written import searchable, write_index
from .press import Press
from .printing import Printer
from .sections import with_active_section, with_sections
from .serving import OnDemand, Preview

if TYPE_CHECKING:
    from jinja2 import Environment


class InvalidDeclarations(Abort):
    """Some declaration has an error: nothing is built. The message is the report."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Print the report where errors go."""
        echo(f"\n{self.format_message()}\n有错误，没有生成网站，原来的网站没有改动。", err=True)


def published_site(
    root: FilePath,
    theme_dir: FilePath,
    show_notices: bool,
    publication: Publication,
    jobs: int | None,
    watch: Stopwatch,
    earlier: Earlier | None = None,
    progress: Progress | None = None,
) -> tuple[Survey, Sheets]:
    """Judge the whole content and make ready what it publishes; the one place where the adapter calls the core."""
    found = prepare(root, theme_dir, show_notices, publication, jobs, watch, earlier, progress)
    if found.refused:
        raise InvalidDeclarations(report.text(found.judgement, caller(root)))
    with watch.step("主进程：排好全站的页面"):
        return found, sheets_of(found)


class JixiaoPlugin(BasePlugin[JixiaoConfig]):  # type: ignore[no-untyped-call]
    """Publishes declarations beside the hand-written pages. All that one event leaves to the next is in the press."""

    press: Press

    printer: Printer
    on_demand: OnDemand
    sitemaps: dict[str, str]
    is_serving: bool = False
    surveyed: Survey | None = None
    """What the last site was made of, while it is served: the next is much the same."""

    watch: Stopwatch

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note what the site is made for. That there is such an event keeps one plugin from build to build."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Judge everything before MkDocs touches the old site."""
        root, self.watch = _root(config), Stopwatch()
        sitemap.fix_date(root)
        self._make_part_only(root, config)
        edit_base = _edit_base(config, self.config.edit_path)
        config.edit_uri = f"{edit_base}{FilePath(relpath(config.docs_dir, root)).as_posix()}/" if edit_base else None
        with left_alone():
            self.press = Press(self._sheets(config), config, edit_base, self.config.through_mkdocs)
            if not self.is_serving:
                handover = Handover.of(os.environ)
                self.printer = Printer(self.press.sheets, FilePath(config.site_dir), handover.workshop, _progress())
                self.printer.begin(handover.jobs or processors())
        return config

    def _sheets(self, config: MkDocsConfig, changed: frozenset[str] | None = None) -> Sheets:
        earlier = Earlier(self.surveyed, changed) if self.surveyed else None
        root, jobs = _root(config), Handover.of(os.environ).jobs
        publication, notices = self._publication(root, config), self.config.show_notices
        found, sheets = published_site(
            root, _theme_dir(config), notices, publication, jobs, self.watch, earlier, _progress()
        )
        self.surveyed = found if self.is_serving else None
        return sheets

    def _make_part_only(self, root: FilePath, config: MkDocsConfig) -> None:
        """Where no site is wanted but a part of the work, do that and end MkDocs' own work before it begins."""
        handover = Handover.of(os.environ)
        if handover.part and handover.part_folder:
            publication, notices = self._publication(root, config), self.config.show_notices
            theme, folder = _theme_dir(config), handover.part_folder
            prepare_part(root, theme, notices, publication, handover.part, folder, handover.jobs, _progress())
            raise SystemExit(0)

    def _publication(self, root: FilePath, config: MkDocsConfig) -> Publication:
        return Publication(
            site_name=config.site_name,
            site_url=config.site_url or "",
            licence=self.config.licence,
            licence_url=self.config.licence_url,
            citation=self.config.citation,
            history=read_history(root),
        )

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what is generated to MkDocs' files, so that hand-written pages can link to it."""
        return self.press.with_generated(files)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the sections into the navigation."""
        self.press.nav = with_sections(nav, self.press.sheets.sections)
        return self.press.nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make ready to print."""
        self.press.start(env, files)
        return env

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Set what is known of a generated page that passes through MkDocs; note what others say, for the search."""
        if not isinstance(page.file, GeneratedFile):
            self.press.hand_written.append(searchable(page, html))
            return html
        fill_in(page, page.file.values, self.press.edit_base)
        return page.file.values.body

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Mark the section of a generated page as the current one."""
        if isinstance(page.file, GeneratedFile):
            context["nav"] = with_active_section(context["nav"], page.file.values.section)
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Take over the sitemap: MkDocs' own template knows no limit, and takes long over many pages."""
        if template_name == sitemap.NAME and config.site_url:
            generated = () if self.config.through_mkdocs else self.press.sheets.pages
            self.sitemaps = sitemap.sitemaps(cast("Iterable[File]", context["pages"]), generated, config.site_url)
            context["pages"] = []
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Put the sitemap, and its parts where it has several, in the place of MkDocs'."""
        if template_name != sitemap.NAME or not config.site_url:
            return output_content
        for name, text in self.sitemaps.items():
            if name != sitemap.NAME:
                write_file(text.encode(), str(FilePath(config.site_dir) / name))
        return self.sitemaps[sitemap.NAME]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Print all that is generated, and the index of hand-written pages; warn of links that lead nowhere.

        A strict build then fails. While the site is served, what is generated is printed when it is asked for.
        """
        press = self.press
        write_index(press.hand_written, config.site_dir)
        if self.is_serving:
            self.on_demand = self._on_demand(config)
            return
        handover = Handover.of(os.environ)
        with self.watch.step("主进程：写出"):
            self._dress(self.printer)
            printouts = self.printer.print(other_addresses(press.files, config), handover.jobs or processors())
        for printed in printouts:
            self.watch.add({f"写出：{_kind(printed.name)}": printed.seconds})
        if handover.profile:
            echo("\n".join(("时间用在这里（主进程以外是各进程相加）：", *self.watch.lines())), err=True)
        press.sheets.finish()
        check_links(press.sheets, (found.links for found in printouts if found.links), press.files, config)
        gc.freeze()  # the process is about to end: nobody need look through all this for garbage

    def _dress(self, printer: Printer) -> None:
        if not self.config.through_mkdocs:
            printer.dress(self.press.html, self.press.shell_key() if Handover.of(os.environ).workshop else "")

    def _on_demand(self, config: MkDocsConfig, before: OnDemand | None = None) -> OnDemand:
        site = FilePath(config.site_dir)
        printer = Printer(self.press.sheets, site, follows_links=False)
        self._dress(printer)
        return OnDemand(self.press.sheets, site, printer, before)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Follow changes of content and theme; while a declaration has an error, keep showing the last good site."""
        root = _root(config)
        preview = Preview(root, builder, self._refresh, lambda: self.on_demand)
        preview.attach(server, (root / "content", _theme_dir(config)))
        server.builder = _tolerant(preview.build)
        return server

    def _refresh(self, changed: frozenset[str] | None) -> None:
        """Make ready the declarations as they are now, in the shells that are there."""
        with left_alone():
            self.press.sheets = self._sheets(self.press.config, changed)
            self.on_demand.clear()
            self.on_demand = self._on_demand(self.press.config, self.on_demand)


def _progress() -> Progress:
    return Progress(partial(echo, err=True))


def _kind(name: str) -> str:
    """The folder that a parcel's name begins with."""
    return name.partition("/")[0]


def _root(config: MkDocsConfig) -> FilePath:
    return FilePath(config.config_file_path or "mkdocs.yml").resolve().parent


def _theme_dir(config: MkDocsConfig) -> FilePath:
    return FilePath(config.theme.custom_dir or _root(config) / "theme")


def _edit_base(config: MkDocsConfig, edit_path: str) -> str | None:
    return urljoin(f"{config.repo_url.rstrip('/')}/", edit_path) if config.repo_url else None


def _tolerant(builder: Callable[[], None]) -> Callable[[], None]:
    def build() -> None:
        try:
            builder()
        except InvalidDeclarations as refusal:
            refusal.show()

    return build
