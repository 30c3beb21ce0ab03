"""Links between the files of a written site: each must lead somewhere. For tests, and for builds that fail on warnings."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote
from zlib import crc32

# Each starts with fixed text, which makes it many times as fast: these see every byte of the site.
_HREF = re.compile(r'href="([^"]*)"')
_SRC = re.compile(r'src="([^"]*)"')
_ID = re.compile(r'id="(?<=\sid=")([^"]*)"')
_NO_ANCHOR = "那一页没有这个锚点"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ANYWHERE = frozenset({"404.html"})
"""Pages that a server shows at any address, so that their links begin at the root."""
_PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere, and on which page it stands."""

    path: str
    href: str
    why: str

    def __str__(self) -> str:
        return f"页面“{self.path.removesuffix(_PAGE) or '首页'}”里的链接“{self.href}”：{self.why}"


class _Target(NamedTuple):
    """The file that a link leads to, by its path below the root, and the anchor there."""

    path: str
    anchor: str


def broken_links(paths: Collection[str], text_of: Callable[[str], str]) -> Iterator[BrokenLink]:
    """Every link on a page of a site that leads to no file or no anchor of it; ``text_of`` reads a page by its path."""

    @cache
    def anchors(path: str) -> bytes:
        return anchors_of(text_of(path))

    for path in sorted(path for path in paths if path.endswith(".html") and path not in _ANYWHERE):
        text = text_of(path)
        for href in sorted({*_HREF.findall(text), *_SRC.findall(text)}):
            target = _target(path.removesuffix(_PAGE), href)
            if target is None:
                continue
            if target.path not in paths:
                yield BrokenLink(path, href, _why(href))
            elif target.anchor and target.path.endswith(".html"):
                own = anchors_of(text) if target.path == path else anchors(target.path)
                if not has_anchor(own, target.anchor):
                    yield BrokenLink(path, href, _NO_ANCHOR)


def anchors_of(text: str) -> bytes:
    """Every place in a page that a link can lead to: of each id its checksum, as those of thousands of pages are kept."""
    return array("I", [_checksum(unescape(anchor)) for anchor in _ID.findall(text)]).tobytes()


def has_anchor(anchors: bytes, anchor: str) -> bool:
    """Whether a link can lead to an anchor."""
    return _checksum(anchor) in memoryview(anchors).cast("I")


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _target(folder: str, href: str) -> _Target | None:
    """Where a link on a page of a folder leads, or nothing if it leaves the site."""
    up = "../" * folder.count("/")
    if up and href.startswith(up) and "." not in (rest := href[len(up) :]).partition("/")[0]:
        return _from_root(rest)
    return _followed(folder, href)


@lru_cache(20_000)
def _from_root(href: str) -> _Target | None:
    """Links that climb to the root, as those of templates do, are alike on thousands of pages."""
    return _followed("", href or "./")


def _followed(folder: str, href: str) -> _Target | None:
    href = unescape(href)
    if _ELSEWHERE.match(href):
        return None
    address, _, anchor = href.partition("#")
    address = unquote(address.partition("?")[0])
    path = _joined(folder, address) if address else folder
    return _Target(f"{path}{_PAGE}" if path.endswith("/") or not path else path, unquote(anchor))


def _joined(folder: str, address: str) -> str:
    base = folder if folder.endswith("/") or not folder else folder.rpartition("/")[0] + "/"
    joined = normpath(f"{base}{address}") if not address.startswith("/") else address
    is_folder = address.endswith(("/", "/.", "/..")) or address in (".", "..")
    return "" if joined == "." else f"{joined}/" if is_folder and joined != "/" else joined


def _why(href: str) -> str:
    if href.startswith("/"):
        return "以 / 开头的地址，网站放进子目录或从文件夹打开时会失效，请写相对地址"
    return "没有这个页面或文件"
