"""Links between the site's own pages and files: each must lead somewhere. Knows nothing of MkDocs."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote
from zlib import crc32

from jixiao.site.page import Page

# Each starts with fixed text, which makes it many times as fast: these see every byte of the site.
_HREF = re.compile(r'href="([^"]*)"')
_SRC = re.compile(r'src="([^"]*)"')
_ID = re.compile(r'id="(?<=\sid=")([^"]*)"')
_NO_ANCHOR = "那一页没有这个锚点"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere, and on which page it stands."""

    path: str
    href: str
    why: str

    def __str__(self) -> str:
        return f"页面“{self.path or '首页'}”里的链接“{self.href}”：{self.why}"


class _Target(NamedTuple):
    """Where a link leads within the site; ``address`` as in ``Page.path`` or a file's path."""

    address: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of some pages lead: those that lead nowhere, and anchors of other pages that are yet to be seen.

    ``wanted`` has for each address and anchor one link to it; ``anchors`` what the pages themselves offer, as
    :func:`anchors_of` has it.
    """

    broken: tuple[BrokenLink, ...]
    wanted: Mapping[tuple[str, str], BrokenLink]
    anchors: Mapping[str, bytes]


def links_of(pages: Iterable[Page], known: Container[str]) -> Links:
    """Follow every link in the bodies; ``known`` are the addresses of all pages and files."""
    broken: list[BrokenLink] = []
    wanted: dict[tuple[str, str], BrokenLink] = {}
    anchors: dict[str, bytes] = {}
    for page in pages:
        anchors[page.path] = own = anchors_of(page.body)
        for href in sorted({*_HREF.findall(page.body), *_SRC.findall(page.body)}):
            target = _target(page.path, href)
            if target is None:
                continue
            if target.address not in known:
                broken.append(BrokenLink(page.path, href, _why(href)))
            elif target.anchor and target.address != page.path:
                wanted.setdefault(target, BrokenLink(page.path, href, _NO_ANCHOR))
            elif target.anchor and not has_anchor(own, target.anchor):
                broken.append(BrokenLink(page.path, href, _NO_ANCHOR))
    return Links(tuple(broken), wanted, anchors)


def broken_links(found: Iterable[Links], anchors_at: Callable[[str], bytes | None]) -> Iterator[BrokenLink]:
    """Every link that leads to no page, no file or no anchor.

    ``anchors_at`` gives what pages offer that are not in these, and nothing of what is no page: a file's parts are its own.
    """
    everything = tuple(found)
    anchors: dict[str, bytes | None] = {address: ids for links in everything for address, ids in links.anchors.items()}
    for links in everything:
        yield from links.broken
        for (address, anchor), link in links.wanted.items():
            if address not in anchors:
                anchors[address] = anchors_at(address)
            ids = anchors[address]
            if ids is not None and not has_anchor(ids, anchor):
                yield link


def anchors_of(body: str) -> bytes:
    """Every place in a body that a link can lead to: of each id its checksum, as those of a hundred thousand pages are kept."""
    return array("I", [_checksum(unescape(anchor)) for anchor in _ID.findall(body)]).tobytes()


def has_anchor(anchors: bytes, anchor: str) -> bool:
    """Whether a link can lead to an anchor."""
    return _checksum(anchor) in memoryview(anchors).cast("I")


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def _target(path: str, href: str) -> _Target | None:
    """Where a link on a page leads, or nothing if it leaves the site."""
    up = "../" * path.count("/")
    if up and href.startswith(up) and "." not in (rest := href[len(up) :]).partition("/")[0]:
        return _from_root(rest)
    return _followed(path, href)


@lru_cache(20_000)
def _from_root(href: str) -> _Target | None:
    """Links that climb to the root, as those of templates do, are alike on thousands of pages."""
    return _followed("", href or "./")


def _followed(path: str, href: str) -> _Target | None:
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
