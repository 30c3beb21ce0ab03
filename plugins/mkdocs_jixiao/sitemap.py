"""Generated pages in MkDocs' sitemap, and the date that all of a build's dates come from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from html import escape
from pathlib import Path as FilePath
from urllib.parse import quote, urljoin

from mkdocs.utils import get_build_date

EPOCH = "SOURCE_DATE_EPOCH"
UNKNOWN = "0"
NAME = "sitemap.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


MOST = 50_000
"""Addresses in one sitemap at most (sitemaps.org); where there are more, the first one lists several."""
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(own: Iterable[str], pages: Iterable[str], site_url: str, most: int = MOST) -> dict[str, str]:
    """The site's sitemaps by their names, ``sitemap.xml`` first: each page that MkDocs renders itself, and generated ones.

    ``own`` are MkDocs' own addresses in full, ``pages`` those of generated pages below the site's root. What has no known date is undated.
    """
    date = get_build_date() if os.environ.get(EPOCH, UNKNOWN) != UNKNOWN else ""
    addresses = [*own, *(urljoin(site_url, quote(page)) for page in pages)]
    parts = [_sitemap(addresses[start : start + most], date) for start in range(0, max(1, len(addresses)), most)]
    if len(parts) == 1:
        return {NAME: parts[0]}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    return {NAME: _index([urljoin(site_url, name) for name in named]), **named}


def _sitemap(addresses: Iterable[str], date: str) -> str:
    dated = f"<lastmod>{date}</lastmod>" if date else ""
    entries = "".join(f"<url><loc>{escape(address)}</loc>{dated}</url>\n" for address in addresses)
    return f"{_HEAD}<urlset {_NAMESPACE}>\n{entries}</urlset>\n"


def _index(addresses: Iterable[str]) -> str:
    entries = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n"


def fix_date(root: FilePath) -> None:
    """Let MkDocs date everything by the commit and not by the clock, unless the caller has set a date.

    The variable is how MkDocs takes a date (reproducible-builds.org); without git it is 1970, which is not published.
    """
    if not os.environ.get(EPOCH):
        os.environ[EPOCH] = _commit_date(root) or UNKNOWN


def _commit_date(root: FilePath) -> str:
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
