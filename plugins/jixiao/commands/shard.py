"""``jixiao build --shard``: makes one machine's share of a site, by the settings of mkdocs.yml, without MkDocs."""

from __future__ import annotations

from pathlib import Path

from ..build.analysis import Analyst
from ..repository import Content
from ..site_settings import SiteSettings
from ..walk import shard
from .root import SETTINGS


def make(root: Path, share: tuple[int, int], folder: Path, jobs: int | None) -> None:
    """Make a shard of the site below a root into a folder."""
    settings = SiteSettings(root / SETTINGS)
    content = Content(root, around=settings.surroundings)
    shard(content, root / settings.theme, settings.shows_notices, share, folder, Analyst(jobs))
