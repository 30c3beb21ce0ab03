"""What every page says of the site around its own text: the data's date and licence, its feed, where to report errors."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ..problem import SetupProblem
from ..table import Ref
from .addresses import address
from .open_data.feed import FEED
from .open_data.publication import Publication

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]+")


@dataclass(frozen=True, slots=True)
class Frame:
    """For the theme's templates, which get it as ``frame``. What is empty is not said.

    ``date`` is the day of the content's last commit in China, ``feed`` the address of the feed of all changes below the
    site's root, ``data`` that of the page of all data, ``report_errors`` where readers write to.
    """

    date: str
    licence: str
    licence_url: str
    report_errors: str
    feed: str
    data: str


def frame_of(publication: Publication, addresses: Collection[str], report_errors: str, repo_url: str | None) -> Frame:
    """The frame of a site with pages and files at these addresses.

    Without an address of its own, errors are reported in the repository's issues.
    Raises :class:`SetupProblem` where ``report_errors`` is no address.
    """
    if report_errors and not _ADDRESS.fullmatch(report_errors):
        raise SetupProblem("mkdocs.yml 的 report_errors 应是以 mailto: 或 https:// 开头的地址")
    data = address(Ref("downloads"))
    issues = f"{repo_url.rstrip('/')}/issues" if repo_url else ""
    return Frame(
        date=f"{publication.history.date:%Y-%m-%d}" if publication.history else "",
        licence=publication.licence,
        licence_url=publication.licence_url,
        report_errors=report_errors or issues,
        feed=FEED if FEED in addresses else "",
        data=data if data in addresses else "",
    )
