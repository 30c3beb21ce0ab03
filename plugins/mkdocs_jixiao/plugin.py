"""The plugin: a few lines for each event of MkDocs; what they do is in the core and in the modules beside."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from os.path import relpath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urljoin

from click import echo
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from jixiao import report, walk
from jixiao.build.analysis import Analysis, Analyst
from jixiao.build.build import Build
from jixiao.build.context import store_of
from jixiao.build.options import BuildOptions
from jixiao.build.store import Store
from jixiao.caller import caller
from jixiao.garbage import left_alone
from jixiao.harmless import harmless
from jixiao.problem import SetupProblem
from jixiao.progress import Progress
from jixiao.publish.policy import with_policy
from jixiao.repository import Content, Surroundings
from jixiao.revisions import read_history
from jixiao.search import Searchable
from jixiao.site.frame import Frame, frame_of
from jixiao.site.open_data.publication import Publication
from jixiao.site.robots_txt import PATH as ROBOTS
from jixiao.site.robots_txt import robots_txt
from jixiao.site.security_txt import security_txt
from jixiao.terminal import inert

from . import sitemap
from .checks import check_hand_written, check_site, refuse_unreadable
from .config import JixiaoConfig
from .generated import GeneratedFile, fill_in, refuse_collisions, with_generated
from .hand_written import searchable, write_index
from .plain import PlainMarkdown, escape_title, escape_titles_of_folders, front_matter
from .sections import with_active_section, with_sections
from .serving import OnDemand, Preview
from .shells import ThemeShells
from .trouble import told

if TYPE_CHECKING:
    from jinja2 import Environment

log = get_plugin_logger(__name__)


class NotBuilt(Abort):
    """Nothing is built until somebody mends something; the message says what, in Chinese: a line for each."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Print the lines where errors go."""
        for line in self.format_message().split("\n"):
            echo(f"错误：{inert(line)}", err=True)


class InvalidDeclarations(NotBuilt):
    """Some declaration has an error. The message is the report."""

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Print the report where errors go."""
        echo(f"\n{self.format_message()}\n有错误，没有生成网站，原来的网站没有改动。", err=True)


def prepared(
    content: Content,
    theme: FilePath,
    out: FilePath,
    show_notices: bool,
    publication: Publication,
    options: BuildOptions,
    store: Store,
) -> tuple[Build, Analysis | None]:
    """Judge the whole content and plan the site; the one place where the adapter calls the walk."""
    analyst = Analyst(options.jobs, progress=Progress(partial(echo, err=True)))
    analysis = walk.judge_site(content, theme, show_notices, publication, store, analyst)
    if analysis.has_errors:
        raise InvalidDeclarations(report.text(analysis.judgement, caller(content.root)))
    return walk.build(analysis, out, options, analyst), analysis


class JixiaoPlugin(BasePlugin[JixiaoConfig]):  # type: ignore[no-untyped-call]
    """Publishes declarations beside the hand-written pages. One build passes from event to event."""

    build: Build
    analysis: Analysis | None = None
    frame: Frame
    shells: ThemeShells
    on_demand: OnDemand
    files: Files
    nav: Navigation
    hand_written: list[Searchable]
    sitemaps: dict[str, str]
    is_serving: bool = False
    store: Store | None = None
    """In the preview, what one refresh knows the next finds in memory."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Note what the site is made for. That there is such an event keeps one plugin from build to build."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Judge everything before MkDocs touches the old site."""
        root = _root(config)
        sitemap.fix_date(root)
        edit_base = self._edit_base(config)
        config.edit_uri = f"{edit_base}{FilePath(relpath(config.docs_dir, root)).as_posix()}/" if edit_base else None
        with left_alone():
            self._prepare(config)
            files = get_files(config)
            refuse_collisions(files, self.build.plan)
            refuse_unreadable(files, config, self.config.raw_html)
            if not self.is_serving:
                self.build.begin()
        config.site_name = escape(config.site_name)
        if not self.config.raw_html:
            config.markdown_extensions.append(PlainMarkdown())
        self.hand_written = []
        return config

    def _prepare(self, config: MkDocsConfig) -> None:
        root, options = _root(config), BuildOptions.of(os.environ)
        publication = Publication(
            site_name=Markup(config.site_name).unescape() if isinstance(config.site_name, Markup) else config.site_name,
            site_url=config.site_url or "",
            licence=self.config.licence,
            licence_url=self.config.licence_url,
            citation=self.config.citation,
            history=read_history(root),
        )
        out, theme = FilePath(config.site_dir), _theme_dir(config)
        self.store = self.store if self.store and self.is_serving else store_of(root, remembers=self.is_serving)
        around = Surroundings(
            FilePath(relpath(config.docs_dir, root)).as_posix(),
            FilePath(relpath(theme, root)).as_posix(),
            self.config.raw_html,
            frozenset(self.config.extra_files),
        )
        self.build, self.analysis = prepared(
            Content(root, around=around), theme, out, self.config.show_notices, publication, options, self.store
        )
        addresses = {*self.build.plan.pages, *self.build.plan.files}
        self.frame = frame_of(publication, addresses, self.config.report_errors, config.repo_url)

    def _edit_base(self, config: MkDocsConfig) -> str | None:
        return urljoin(f"{config.repo_url.rstrip('/')}/", self.config.edit_path) if config.repo_url else None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what is generated to MkDocs' files, so that hand-written pages can link to it."""
        refuse_collisions(files, self.build.plan)
        return with_generated(files, self.build.plan, config, self.config.through_mkdocs)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Put the sections into the navigation."""
        escape_titles_of_folders(nav)
        self.nav = with_sections(nav, self.build.plan.sections)
        return self.nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make ready to put pages into the theme's shells, with the titles that are known by now."""
        for file in files.documentation_pages():
            if file.page and not isinstance(file, GeneratedFile):
                escape_title(file.page)
        self.files = files
        env.globals["frame"] = self.frame
        self.shells = ThemeShells(self.build.plan, config, self._edit_base(config), env, files, self.nav)
        return env

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Leave out of a page's front matter what themes print as HTML."""
        if not self.config.raw_html and not isinstance(page.file, GeneratedFile):
            page.meta = front_matter(page.meta)
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Set what is known of a generated page that passes through MkDocs; note what others say, for the search."""
        if not isinstance(page.file, GeneratedFile):
            escape_title(page)
            self.hand_written.append(searchable(page, html))
            return html if self.config.raw_html else self._harmless(html, page)
        fill_in(page, page.file.values, self._edit_base(config))
        return page.file.values.body

    def _harmless(self, html: str, page: MkDocsPage) -> str:
        kept, left_out = harmless(html)
        for attribute in left_out:
            log.warning(
                f"“{page.file.src_uri}”里的“{inert(attribute)}”没有发布；确要发布的，在 mkdocs.yml 里设 raw_html"
            )
        return kept

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
            files = cast("Iterable[File]", context["pages"])
            own = (file.page.canonical_url for file in files if file.page and not isinstance(file, GeneratedFile))
            self.sitemaps = sitemap.sitemaps(filter(None, own), self.build.plan.pages, config.site_url)
            context["pages"] = []
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Put the sitemap, and its parts where it has several, in the place of MkDocs'."""
        if template_name.endswith(".html"):
            return self._with_policy(output_content)
        if template_name != sitemap.NAME or not config.site_url:
            return output_content
        for name, text in self.sitemaps.items():
            if name != sitemap.NAME:
                write_file(text.encode(), str(FilePath(config.site_dir) / name))
        return self.sitemaps[sitemap.NAME]

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the policy into a page, or into the shell of many."""
        return self._with_policy(output)

    def _with_policy(self, html: str) -> str:
        """In the preview there is none: its script that reloads the page is inline."""
        return html if self.is_serving else with_policy(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write all that is generated, and the index of hand-written pages; warn of links that lead nowhere.

        A strict build then fails. While the site is served, what is generated is written when it is asked for.
        """
        write_index(self.hand_written, config.site_dir)
        date = int(os.environ.get(sitemap.EPOCH, sitemap.UNKNOWN))
        for path, content in security_txt(self.config.security_contact, config.site_url, date).items():
            write_file(content, str(FilePath(config.site_dir) / path))
        if not self.files.get_file_from_path(ROBOTS):
            write_file(robots_txt(config.site_url).encode(), str(FilePath(config.site_dir) / ROBOTS))
        if self.is_serving:
            self._show_on_demand()
            return
        options, build = BuildOptions.of(os.environ), self.build
        written = build.write(self.shells, leaves_pages=self.config.through_mkdocs)
        if self.analysis:
            walk.tidy(self.analysis)
        check_hand_written(build.plan, self.files, config)
        if config.strict:
            check_site(build.tree, written, config)
        if options.profile:
            echo("\n".join(("时间用在这里（主进程以外是各进程相加）：", *build.watch.lines())), err=True)
        if options.explain:
            echo("\n".join((f"重做 {len(build.explanations)} 件：", *build.explanations)), err=True)
        gc.freeze()  # the process is about to end: nobody need look through all this for garbage

    def on_build_error(self, *, error: Exception) -> None:
        """Say trouble that is no mistake of the program in one sentence, instead of where in the program it was met."""
        if "build" in vars(self):
            self.build.close()
        if sentence := told(error):
            if not self.is_serving:  # what is broken off complains when it is cleared away: it was told already
                sys.unraisablehook = lambda _: None
            raise NotBuilt(sentence) from error

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Follow changes of content and theme; while a declaration has an error, keep showing the last good site."""
        root = _root(config)
        preview = Preview(root, builder, partial(self._refresh, config), lambda: self.on_demand)
        preview.attach(server, (root / "content", _theme_dir(config)))
        server.builder = _tolerant(preview.build)
        return server

    def _refresh(self, config: MkDocsConfig) -> None:
        """Make ready the declarations as they are now, in the shells that are there."""
        with left_alone():
            self._prepare(config)
            self._show_on_demand()

    def _show_on_demand(self) -> None:
        """Show the site as it is now, in place of what was shown before."""
        before: OnDemand | None = vars(self).get("on_demand")
        self.on_demand = OnDemand(self.build, self.shells)
        if before:
            before.clear()


def _root(config: MkDocsConfig) -> FilePath:
    return FilePath(config.config_file_path or "mkdocs.yml").resolve().parent


def _theme_dir(config: MkDocsConfig) -> FilePath:
    return FilePath(config.theme.custom_dir or _root(config) / "theme")


def _tolerant(builder: Callable[[], None]) -> Callable[[], None]:
    def build() -> None:
        try:
            builder()
        except NotBuilt as refusal:
            refusal.show()
        except (SetupProblem, OSError) as problem:
            NotBuilt(told(problem)).show()

    return build
