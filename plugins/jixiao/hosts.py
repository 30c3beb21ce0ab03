"""How large a site is, and which of the places where people publish sites for nothing or little can take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

_GB, _MB, _KB, _MIB = 1_000_000_000, 1_000_000, 1_000, 1 << 20


class Host(NamedTuple):
    """What a host takes at most: bytes of the whole site, files, and bytes of one file; nothing where it does not say.

    Where ``counts_folders``, they are among the files. ``source`` is where the host says so, read on the day ``read_on``.
    """

    name: str
    size: int | None
    files: int | None
    file_size: int | None
    counts_folders: bool
    source: str
    read_on: str


_CLOUDFLARE = "https://developers.cloudflare.com/pages/platform/limits/"
HOSTS = (
    Host(
        "GitHub Pages", _GB, None, None, False,
        "https://docs.github.com/pages/getting-started-with-github-pages/github-pages-limits", "2026-11-29",
    ),
    Host(
        "GitLab.com Pages", _GB, 200_000, None, True, "https://docs.gitlab.com/user/gitlab_com/#gitlab-pages", "2026-11-29",
    ),
    Host("Cloudflare Pages 免费版", None, 20_000, 25 * _MIB, False, _CLOUDFLARE, "2026-11-29"),
    Host("Cloudflare Pages 付费版", None, 100_000, 25 * _MIB, False, _CLOUDFLARE, "2026-11-29"),
)  # fmt: skip
"""The hosts that a build tells of. Those that say 1 GB may mean a little more; who is below a thousand million bytes fits."""


class Site:
    """A site by the sizes of its files; each file's address is from the site's root on."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._sizes = sizes
        self.files = len(sizes)
        self.size = sum(sizes.values())

    @cached_property
    def folders(self) -> int:
        """How many folders the files lie in, beyond the site's own."""
        found: set[str] = set()
        for path in self._sizes:
            while (path := path.rpartition("/")[0]) and path not in found:
                found.add(path)
        return len(found)

    def over(self, size: int) -> list[str]:
        """The files that are larger, the largest first; those of equal size by their addresses."""
        large = (path for path, own in self._sizes.items() if own > size)
        return sorted(large, key=lambda path: (-self._sizes[path], path))

    @property
    def largest(self) -> tuple[str, int]:
        """The largest file and its size; there is a file."""
        path = min(self._sizes, key=lambda path: (-self._sizes[path], path))
        return path, self._sizes[path]


def size_report(sizes: Mapping[str, int]) -> str:
    """How large a site is, its largest file, and which hosts it fits, as lines for whoever has built it."""
    site = Site(sizes)
    return "\n".join(_lines(site)) if sizes else ""


def _lines(site: Site) -> Iterator[str]:
    path, size = site.largest
    yield f"网站共 {site.files:,} 个文件，{_shown(site.size)}；最大的文件是 {path}，{_shown(size)}。"
    obstacles = {host: tuple(_obstacles(host, site)) for host in HOSTS}
    if fitting := [host.name for host in HOSTS if not obstacles[host]]:
        yield f"可以发布到：{'、'.join(fitting)}。"
    for host, told in obstacles.items():
        if told:
            yield f"不能发布到 {host.name}：{'；'.join(told)}（{host.read_on} 查 {host.source}）。"


def _obstacles(host: Host, site: Site) -> Iterator[str]:
    """Why a site does not fit a host; nothing where it does."""
    if host.size is not None and site.size > host.size:
        yield f"网站最大 {_shown(host.size)}"
    counted = site.files + (site.folders if host.counts_folders else 0)
    if host.files is not None and counted > host.files:
        what = "文件和文件夹" if host.counts_folders else "文件"
        yield f"{what}最多 {host.files:,} 个，现有 {counted:,} 个"
    if host.file_size is not None and (large := site.over(host.file_size)):
        others = f" 等 {len(large):,} 个" if len(large) > 1 else ""
        yield f"单个文件最大 {host.file_size // _MIB} MiB，超过的有 {large[0]}{others}"


def _shown(size: int) -> str:
    """A size for people, rounded up so that it never looks smaller than a limit that it exceeds."""
    unit, name = next(((unit, name) for unit, name in ((_GB, "GB"), (_MB, "MB")) if size >= unit), (_KB, "KB"))
    tenths = -(-size * 10 // unit)
    return f"{tenths // 10:,} {name}" if tenths % 10 == 0 else f"{tenths / 10:,.1f} {name}"
