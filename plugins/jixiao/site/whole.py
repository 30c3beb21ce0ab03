"""The whole site: every page kind's drafts, the search index and open data, as parcels to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import ModuleType

from ..judgement import Judgement
from ..model import Declaration
from ..render import Renderer
from ..search import MOST_IN_PIECE
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
from .limits import LIMITS, Limits
from .open_data.joined import data_parcels, facts_of, totals_of
from .open_data.publication import Publication
from .page import (
    DataFile,
    Draft,
    HeldPieces,
    Page,
    Parcel,
    Pieces,
    Sheets,
    Site,
)
from .singles import Singles
from .view import SECTIONS, Indicators, View

PAGE_KINDS: tuple[ModuleType, ...] = (
    home, year, explorer, compare, declaration, chain, unit, category, summaries, indicators, findings, rule, downloads,
)  # fmt: skip
"""Every kind of generated page, in the order of a reader's way through the site."""
WHOLE_KINDS = tuple(kind for kind in PAGE_KINDS if kind not in (declaration, downloads))
"""Those about many declarations: a declaration's page is made with what else is single, and the downloads' at the end."""


def whole_site(
    judgement: Judgement,
    theme: Path,
    shows_notices: bool,
    publication: Publication,
    pieces: Pieces,
    limits: Limits = LIMITS,
) -> Sheets:
    """All that is about many declarations, of their outlines and of the pieces that :class:`Singles` made of each."""
    facts = facts_of(pieces)
    totals = totals_of(facts)
    told = Indicators(*totals.of("indicators"))
    view = View(judgement, Renderer(theme, address), shows_notices, publication, pieces, told, limits)
    drafts = {draft.path: draft for kind in WHOLE_KINDS for draft in kind.drafts(view)}
    files = (
        *explorer.parcels(view),
        *searchable.parcels(view),
        *data_parcels(view.release, pieces, facts, limits.data_bytes),
    )
    parcels = (*map(_draft_parcel, drafts.values()), *files)
    closing = downloads.closing(view, totals)
    named = (place for parcel in files for place in parcel.covers if not place.endswith("/"))
    places = (*named, *closing.covers[1:])
    pages = (*drafts, closing.covers[0])
    return Sheets(SECTIONS, pages, places, parcels, lambda path: drafts[path].make(), closing)


def _draft_parcel(draft: Draft) -> Parcel:
    name = draft.path or "index"
    return Parcel(name, draft.inputs, lambda: (draft.make(),), (draft.path,), together=draft.together)


def build_site(
    judgement: Judgement, theme: Path, shows_notices: bool, publication: Publication, limits: Limits = LIMITS
) -> Site:
    """Render everything of a judgement that holds all declarations whole, in memory."""
    singles = Singles(theme, shows_notices, publication)
    batches = tuple(_batches(judgement.declarations))
    made = [singles.of(judgement, batch) for batch in batches]
    names = tuple(batch[0].id.rpartition("/")[0] for batch in batches)
    sheets = whole_site(
        judgement, theme, shows_notices, publication, HeldPieces(tuple(single.pieces for single in made), names), limits
    )
    printed: list[Page | DataFile] = [page for single in made for page in single.pages]
    printed += (file for single in made for file in single.files)
    printed += sheets.held()
    pages = tuple(entry for entry in printed if isinstance(entry, Page))
    return Site(SECTIONS, pages, tuple(entry for entry in printed if isinstance(entry, DataFile)))


def _batches(declarations: Iterable[Declaration]) -> Iterator[tuple[Declaration, ...]]:
    for _, batch in groupby(declarations, key=lambda declaration: declaration.id.rpartition("/")[0]):
        members = tuple(batch)
        yield from (members[start : start + MOST_IN_PIECE] for start in range(0, len(members), MOST_IN_PIECE))
