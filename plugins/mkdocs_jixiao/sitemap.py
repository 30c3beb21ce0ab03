"""Generated pages in MkDocs' sitemap, and the date that all of a build's dates come from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from urllib.parse import quote, urljoin

from mkdocs.structure.files import File
from mkdocs.utils import get_build_date

EPOCH = "SOURCE_DATE_EPOCH"
UNKNOWN = "0"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the sitemap's template reads of a file and of its page."""

    canonical_url: str
    update_date: str
    is_link: bool = False

    @property
    def page(self) -> Entry:
        """The file's page."""
        return self


def sitemap_entries(files: Iterable[File], pages: Iterable[str], site_url: str) -> Iterator[Entry]:
    """One entry per page that MkDocs renders and per generated page's address; undated where no date is known."""
    date = get_build_date() if os.environ.get(EPOCH, UNKNOWN) != UNKNOWN else ""
    for file in files:
        if file.page and file.page.canonical_url:
            yield Entry(file.page.canonical_url, date)
    for path in pages:
        yield Entry(urljoin(site_url, quote(path)), date)


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
