"""Portfolio and findings → pages: one module per page kind, each with ``pages(view)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from .page import DataFile, Heading, Page, Parcel, Section, Sheets, Site
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


def whole_site(
    judgement: Judgement,
    theme: Path,
    shows_notices: bool,
    publication: Publication,
    pieces: Callable[[str], Iterable[bytes]],
) -> Sheets:
    """All that is about many declarations; ``pieces`` gives those of a kind that :class:`Singles` made."""
    view = View(judgement, Renderer(theme, address), shows_notices, publication)
    pages = {page.path: page for kind in WHOLE_KINDS for page in kind.pages(view)}
    parcels = [Parcel(page.path, str(hash(page)), lambda page=page: (page,), (page.path,)) for page in pages.values()]
    files = tuple(explorer.files(view))
    parcels += [Parcel(file.path, str(hash(file)), lambda file=file: (file,), (file.path,)) for file in files]
    return Sheets(SECTIONS, tuple(pages), tuple(file.path for file in files), tuple(parcels), pages.__getitem__)


WHOLE_KINDS = tuple(k for k in PAGE_KINDS if k not in (declaration, indicators, downloads))
__all__ = [
    "PAGE_KINDS",
    "SINGLE_PIECES",
    "UNSTATED",
    "DataFile",
    "Heading",
    "Page",
    "Publication",
    "Section",
    "Sheets",
    "Singles",
    "Site",
    "build_site",
    "whole_site",
]
