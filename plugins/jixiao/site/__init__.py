"""Portfolio and findings → pages: one module per page kind, each with ``pages(view)``."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from ..judgement import Judgement
from ..render import Renderer
from . import (
    category,
    chain,
    compare,
    declaration,
    downloads,
    explorer,
    findings,
    home,
    indicators,
    rule,
    searchable,
    summaries,
    unit,
    year,
)
from .addresses import address
from .open_data import UNSTATED, Publication
from .page import DataFile, Heading, Page, Section, Site
from .singles import SINGLE_PIECES, Singles
from .view import SECTIONS, View

PAGE_KINDS: tuple[ModuleType, ...] = (
    home, year, explorer, compare, declaration, chain, unit, category, summaries, indicators, findings, rule, downloads,
)  # fmt: skip
"""Every kind of generated page, in the order of a reader's way through the site."""
FILE_KINDS: tuple[ModuleType, ...] = (explorer, compare, downloads, searchable)
"""What makes files beside the pages, for scripts or for readers to take away, by ``files(view)``."""


def build_site(judgement: Judgement, theme: Path, shows_notices: bool, publication: Publication) -> Site:
    """Render all generated pages; ``theme`` is the theme's folder. Pure but for reading the templates."""
    view = View(judgement, Renderer(theme, address), shows_notices, publication)
    pages = tuple(page for kind in PAGE_KINDS for page in kind.pages(view))
    files = tuple(file for kind in FILE_KINDS for file in kind.files(view))
    return Site(SECTIONS, pages, files)


__all__ = [
    "PAGE_KINDS",
    "SINGLE_PIECES",
    "UNSTATED",
    "DataFile",
    "Heading",
    "Page",
    "Publication",
    "Section",
    "Singles",
    "Site",
    "build_site",
]
