"""The whole site: every page kind's drafts, the search index and open data, as artifacts to be written."""

from __future__ import annotations

from types import ModuleType

from ..digest import Input, digest_of
from ..finding import Finding
from ..portfolio import Portfolio
from . import (
    chain,
    compare,
    declaration,
    dimension,
    downloads,
    explorer,
    home,
    indicators,
    result,
    rule,
    searchable,
    summaries,
    unit,
    year,
)
from . import (
    findings as findings_pages,
)
from . import (
    results as results_pages,
)
from .open_data import reports
from .open_data.joined import data_artifacts, facts_of, totals_of
from .open_data.publication import Publication
from .open_data.tables import shapes_of_all
from .page import Pieces, Section, SitePlan
from .scope import LinkDigests
from .view import RESULTS, SECTIONS, Common, Indicators, Whole

PAGE_KINDS: tuple[ModuleType, ...] = (
    home, year, explorer, compare, declaration, chain, unit, dimension, summaries, results_pages, result,
    indicators, findings_pages, rule, downloads,
)  # fmt: skip
"""Every kind of generated page, in the order of a reader's way through the site."""
WHOLE_KINDS = tuple(kind for kind in PAGE_KINDS if kind not in (declaration, result, downloads))
"""Those about many declarations: pages of one record are made with what else is single, and the downloads' at the end."""


def _sections(portfolio: Portfolio) -> tuple[Section, ...]:
    """The navigation's entries; that of results only where there are any."""
    if not results_pages.evaluated_years(portfolio.results):
        return SECTIONS
    at = next(at for at, entry in enumerate(SECTIONS) if entry.id == "indicators")
    return (*SECTIONS[:at], RESULTS, *SECTIONS[at:])


def site_plan(
    common: Common,
    portfolio: Portfolio,
    findings: tuple[Finding, ...],
    links: LinkDigests,
    making: tuple[Input, ...],
    publication: Publication,
    pieces: Pieces,
    outcomes: Pieces,
) -> SitePlan:
    """All that is about many declarations, of their outlines and of the pieces that :class:`Singles` made of each.

    ``pieces`` are those of the batches that have declarations, ``outcomes`` of those that have results.

    ``findings`` are those that public pages show; ``making`` is what all pages depend on beside what they show.
    """
    facts = facts_of(pieces)
    totals = totals_of(facts, shapes_of_all(portfolio.registry.dimensions))
    count, key = totals.of("indicators")
    told = Indicators(count, digest_of(key, *(totals.of(table)[1] for table in ("cells", "outcomes"))))
    whole = Whole(common, portfolio, findings, links, pieces, outcomes, making, publication, told)
    drafts = {draft.path: draft for kind in WHOLE_KINDS for draft in kind.drafts(whole)}
    files = (
        *explorer.artifacts(whole),
        *searchable.artifacts(whole),
        *data_artifacts(whole.release, pieces, facts, common.limits.data_bytes),
        *reports.artifacts(outcomes),
    )
    artifacts = (*map(whole.artifact, drafts.values()), *files)
    final = downloads.final(whole, totals)
    named = (place for artifact in files for place in artifact.covers if not place.endswith("/"))
    places = (*named, *final.covers[1:])
    pages = (*drafts, final.covers[0])
    return SitePlan(_sections(portfolio), pages, places, artifacts, lambda path: whole.made(drafts[path]), final)
