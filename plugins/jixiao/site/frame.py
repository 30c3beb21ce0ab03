"""What every page says of the site around its own text: the data's date and licence, its feed, where to report errors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..problem import SetupProblem
from .open_data.feed import FEED
from .open_data.publication import Publication

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]+")


@dataclass(frozen=True, slots=True)
class Frame:
    """For the theme's templates, which get it as ``frame``. What is empty is not said.

    ``date`` is the day of the content's last commit in China, ``feed`` the address of the feed of all changes below the
    site's root, ``report_errors`` where readers write to.
    """

    date: str
    licence: str
    licence_url: str
    report_errors: str
    feed: str


def frame_of(publication: Publication, files: Iterable[str], report_errors: str, repo_url: str | None) -> Frame:
    """The frame of a site with these files; without an address of its own, errors are reported in the repository's issues.

    Raises :class:`SetupProblem` where ``report_errors`` is no address.
    """
    if report_errors and not _ADDRESS.fullmatch(report_errors):
        raise SetupProblem("mkdocs.yml 的 report_errors 应是以 mailto: 或 https:// 开头的地址")
    issues = f"{repo_url.rstrip('/')}/issues" if repo_url else ""
    return Frame(
        date=f"{publication.history.date:%Y-%m-%d}" if publication.history else "",
        licence=publication.licence,
        licence_url=publication.licence_url,
        report_errors=report_errors or issues,
        feed=FEED if FEED in files else "",
    )
