"""Links that lead nowhere, as warnings: a strict build fails on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from jinja2 import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.utils.meta import get_data

from jixiao.publish.links import anchors_of, broken_links, has_anchor
from jixiao.publish.manifest import Manifest, files_below
from jixiao.site.page import SitePlan

from .generated import GeneratedFile

log = get_plugin_logger(__name__)


def check_site(tree: Path, written: Manifest, config: MkDocsConfig) -> None:
    """Warn of every broken link in the whole site: what was written below ``tree``, and what MkDocs made."""
    made = {path: Path(config.site_dir) / path for path in files_below(Path(config.site_dir))}
    made.update((file.path, tree / file.path) for file in written.files)
    for link in broken_links(made, lambda path: made[path].read_text(encoding="utf-8", errors="replace")):
        log.warning(str(link))


def refuse_unreadable(files: Files, config: MkDocsConfig, any_template: bool) -> None:
    """Raise :class:`PluginError` where a hand-written page is no text, or wants a template that is none of a whole page.

    With ``any_template``, whatever lies in the theme may be wanted.
    """
    own = Path(config.theme.custom_dir or "")
    fit = {"main.html", *(file.name for file in own.glob("*.html") if file.name != "404.html")}
    for file in files.documentation_pages():
        try:
            wanted = get_data(file.content_string)[1].get("template")
        except UnicodeDecodeError:
            raise PluginError(f"“{file.src_uri}”不是 UTF-8 编码的文本：请另存为 UTF-8。") from None
        if wanted and str(wanted) not in fit and not (any_template and _is_there(str(wanted), config)):
            raise PluginError(f"“{file.src_uri}”要用的“{wanted}”不是网页的模板：请改正页面开头的 template。")


def _is_there(template: str, config: MkDocsConfig) -> bool:
    try:
        return bool(config.theme.get_env().get_template(template))
    except TemplateNotFound:
        return False


def check_hand_written(plan: SitePlan, files: Files, config: MkDocsConfig) -> None:
    """Warn of links in hand-written pages to generated pages' anchors that are not there.

    That a hand-written page links to no page at all, MkDocs finds itself, since generated pages are in its files.
    """
    final = frozenset(plan.final.covers if plan.final else ())
    at = cache(lambda path: None if path in final else anchors_of(plan.page(path).body))
    for file in files.documentation_pages():
        for href in _missing_anchors(file, at):
            log.log(config.validation.links.anchors, f"“{file.src_uri}”里的链接“{href}”：那一页没有这个锚点")


def _missing_anchors(file: File, anchors_at: Callable[[str], bytes | None]) -> Iterator[str]:
    links = file.page.links_to_anchors if file.page else None
    for target, anchors in (links or {}).items():
        ids = anchors_at(target.path) if isinstance(target, GeneratedFile) else None
        if ids is not None:
            yield from (href for anchor, href in anchors.items() if not has_anchor(ids, unquote(anchor)))
