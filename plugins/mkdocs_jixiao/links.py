"""Links between the site's own pages and files: each must lead somewhere. Knows nothing of MkDocs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import normpath
from urllib.parse import unquote

from jixiao.site.page import Page

# Each starts with fixed text, which makes it many times as fast: these see every byte of the site.
_HREF = re.compile(r'href="([^"]*)"')
_SRC = re.compile(r'src="([^"]*)"')
_ID = re.compile(r'id="(?<=\sid=")([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere, and on which page it stands."""

    path: str
    href: str
    why: str

    def __str__(self) -> str:
        return f"页面“{self.path or '首页'}”里的链接“{self.href}”：{self.why}"


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a link leads within the site; ``address`` as in ``Page.path`` or a file's path."""

    address: str
    anchor: str


def broken_links(pages: Collection[Page], others: Iterable[str] = ()) -> Iterator[BrokenLink]:
    """Every link in the bodies that leads to no page, no file (``others``: their addresses) and no anchor."""
    known = {page.path for page in pages} | set(others)
    wanted: defaultdict[str, dict[str, BrokenLink]] = defaultdict(dict)
    for page in pages:
        for href in sorted({*_HREF.findall(page.body), *_SRC.findall(page.body)}):
            if (target := _target(page.path, href)) is None:
                continue
            if target.address not in known:
                yield BrokenLink(page.path, href, _why(href))
            elif target.anchor:
                wanted[target.address].setdefault(target.anchor, BrokenLink(page.path, href, "那一页没有这个锚点"))
    yield from _missing_anchors(pages, wanted)


def anchors_of(body: str) -> frozenset[str]:
    """Every place in a body that a link can lead to."""
    return frozenset(map(unescape, _ID.findall(body)))


def _missing_anchors(pages: Iterable[Page], wanted: dict[str, dict[str, BrokenLink]]) -> Iterator[BrokenLink]:
    for page in pages:
        if anchors := wanted.get(page.path):
            ids = anchors_of(page.body)
            yield from (link for anchor, link in anchors.items() if anchor not in ids)


def _target(path: str, href: str) -> _Target | None:
    """Where a link on a page leads, or nothing if it leaves the site."""
    href = unescape(href)
    if _ELSEWHERE.match(href):
        return None
    address, _, anchor = href.partition("#")
    address = unquote(address.partition("?")[0])
    return _Target(_joined(path, address) if address else path, unquote(anchor))


def _joined(path: str, address: str) -> str:
    joined = normpath(f"{path}{address}") if not address.startswith("/") else address
    is_folder = address.endswith(("/", "/.", "/..")) or address in (".", "..")
    return "" if joined == "." else f"{joined}/" if is_folder and joined != "/" else joined


def _why(href: str) -> str:
    if href.startswith("/"):
        return "以 / 开头的地址，网站放进子目录或从文件夹打开时会失效，请写相对地址"
    return "没有这个页面或文件"
