"""Links that lead nowhere, as warnings: a strict build fails on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

from jixiao.site.page import Sheets

from .generated import GeneratedFile
from .links import Links, anchors_of, broken_links, has_anchor

log = get_plugin_logger(__name__)


def check_links(sheets: Sheets, found: Iterable[Links], files: Files, config: MkDocsConfig) -> None:
    """Warn of links in generated pages, and of those to generated pages' anchors in hand-written ones.

    That a hand-written page links to no page at all, MkDocs finds itself, since generated pages are in its files.
    """
    pages = frozenset(sheets.pages)
    at = cache(lambda path: anchors_of(sheets.page(path).body) if path in pages else None)
    for link in broken_links(found, at):
        log.warning(str(link))
    for file in files.documentation_pages():
        for href in _missing_anchors(file, at):
            log.log(config.validation.links.anchors, f"“{file.src_uri}”里的链接“{href}”：那一页没有这个锚点")


def other_addresses(files: Files, config: MkDocsConfig) -> frozenset[str]:
    """The addresses of what MkDocs makes itself."""
    return frozenset({unquote(file.url).removeprefix("./") for file in files} | config.theme.static_templates)


def _missing_anchors(file: File, anchors_at: Callable[[str], bytes | None]) -> Iterator[str]:
    links = file.page.links_to_anchors if file.page else None
    for target, anchors in (links or {}).items():
        if isinstance(target, GeneratedFile):
            ids = anchors_at(target.path) or b""
            yield from (href for anchor, href in anchors.items() if not has_anchor(ids, unquote(anchor)))
