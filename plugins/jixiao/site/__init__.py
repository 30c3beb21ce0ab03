"""Portfolio and findings → pages: one module per page kind, each with ``pages(view)``."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from ..judgement import Judgement
from ..render import Renderer
from ..search import index_files
from . import category, chain, declaration, findings, home, indicators, rule, summaries, unit, year
from .addresses import address
from .page import DataFile, Heading, Page, Section, Site
from .searchable import searchables
from .view import SECTIONS, View

PAGE_KINDS: tuple[ModuleType, ...] = (
    home, year, declaration, chain, unit, category, summaries, indicators, findings, rule,
)  # fmt: skip
"""Every kind of generated page, in the order of a reader's way through the site."""


def build_site(judgement: Judgement, theme: Path, shows_notices: bool = False) -> Site:
    """Render all generated pages; ``theme`` is the theme's folder. Pure but for reading the templates."""
    view = View(judgement, Renderer(theme, address), shows_notices)
    pages = tuple(page for kind in PAGE_KINDS for page in kind.pages(view))
    files = tuple(DataFile(path, content) for path, content in index_files(searchables(view)))
    return Site(SECTIONS, pages, files)


__all__ = ["PAGE_KINDS", "DataFile", "Heading", "Page", "Section", "Site", "build_site"]
