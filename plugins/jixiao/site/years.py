"""A group's projects year by year: on the group's own page while they are few, on a page a year when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..model import Outline
from ..summary import aggregate, project_table, told_once
from ..table import Ref, Table
from .page import Section
from .paging import list_drafts
from .view import Crumb, Draft, View, Whole
from .waterfall import bridge_of


def lists_by_year(view: View, declarations: Sequence[Outline], of_one_unit: bool = False) -> list[tuple[int, Table]]:
    """The projects of each year, the latest first; none where there are too many for one page.

    On a page of one unit its name is not said again in each row.
    """
    if len(declarations) > view.limits.rows:
        return []
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    tables = [told_once(project_table(view.basis, _of(declarations, year), f"{year}年项目")) for year in years]
    return [(year, table.without("unit") if of_one_unit else table) for year, table in zip(years, tables, strict=True)]


def latest_of(view: View, declarations: Sequence[Outline]) -> dict[str, Any]:
    """The last year's sums of a group, and how they hang together with the year before, for the group's page."""
    latest = max((declaration.year for declaration in declarations), default=0)
    those, before = _of(declarations, latest), _of(declarations, latest - 1)
    return {
        "latest_year": latest,
        "whole": aggregate(view.basis, those),
        "bridge": bridge_of(view.basis, those, before, latest),
    }


def years_elsewhere(view: View, declarations: Sequence[Outline], kind: str, name: str) -> list[tuple[int, int, Ref]]:
    """Where the projects of each year are then: the year, how many there are, and the page."""
    if len(declarations) <= view.limits.rows:
        return []
    years = sorted({declaration.year for declaration in declarations}, reverse=True)
    return [(year, len(_of(declarations, year)), _ref(kind, name, year)) for year in years]


def year_lists(
    whole: Whole,
    declarations: Sequence[Outline],
    title: str,
    kind: str,
    name: str,
    crumbs: Sequence[Crumb],
    section: Section,
) -> Iterator[Draft]:
    """The pages that :func:`years_elsewhere` speaks of."""
    if len(declarations) <= whole.limits.rows:
        return
    for year in sorted({declaration.year for declaration in declarations}):
        those, named = _of(declarations, year), f"{title}{year}年项目"
        trail = [*crumbs, (title, Ref(kind, name))]
        yield from list_drafts(whole, _ref(kind, name, year), those, title=named, section=section, crumbs=trail)


def _of(declarations: Sequence[Outline], year: int) -> list[Outline]:
    return [declaration for declaration in declarations if declaration.year == year]


def _ref(kind: str, name: str, year: int) -> Ref:
    return Ref(f"{kind}-year", f"{name}/{year}")
