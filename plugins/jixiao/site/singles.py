"""What is made of single declarations, apart from all others: their pages, their files, and pieces to be joined later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..finding import Finding
from ..model import Declaration
from ..portfolio import Portfolio
from ..render import Renderer
from ..results import Result
from ..rules import Thresholds
from ..search import Passage, piece_of
from ..stopwatch import Stopwatch
from . import declaration, library, outcome_rows, searchable
from . import result as result_page
from .addresses import address
from .cycle import Cycle, cycle
from .limits import LIMITS, Limits
from .open_data import reports
from .open_data.pieces import PIECE_KINDS, pieces_of
from .open_data.publication import Publication
from .open_data.release import Release
from .page import DataFile, Page
from .record import record_file, reports_file
from .report_differences import ReportDifferences, report_differences
from .scope import LinkDigests, Scope
from .view import Common, View

SINGLE_PIECES: tuple[str, ...] = (
    *PIECE_KINDS,
    library.PIECE,
    outcome_rows.PIECE,
    outcome_rows.CHANGES,
    reports.PIECE,
    searchable.PIECE,
    searchable.REPORTS,
)
"""The kinds of pieces that :meth:`Singles.of` gives."""


NOTHING: Mapping[str, Declaration] = {}


def _before(portfolio: Portfolio, single: Declaration, before: Mapping[str, Declaration]) -> Declaration | None:
    previous = portfolio.previous(single)
    return before.get(previous.id) if previous else None


def _cycle(
    single: Declaration,
    before: Declaration | None,
    reported: Mapping[str, Sequence[Result]],
    lately: Mapping[str, Sequence[Result]],
) -> Cycle | None:
    """A declaration beside what was reported of it, and both of the year before."""
    return cycle(single, reported.get(single.id, ()), before, lately.get(before.id, ()) if before else ())


def _year_of(declarations: Sequence[Declaration], results: Sequence[Result]) -> int:
    years = (*(one.year for one in declarations), *(one.year for one in results))
    return years[0] if years else 0


def _by_project(results: Iterable[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        found[result.id].append(result)
    return found


def _pages_of(
    results: Iterable[Result],
    view: View,
    declared: Mapping[str, Declaration],
    reported: Mapping[str, Sequence[Result]],
    changes: Mapping[str, ReportDifferences],
) -> Iterator[Page]:
    """The page of each report, with its declaration where there is one."""
    for one in results:
        findings = view.findings_by_file.get(one.file, ())
        yield result_page.page(view, one, declared.get(one.id), findings, reported[one.id], changes.get(one.record_id))


def _scripts(
    portfolio: Portfolio,
    texts: Iterable[tuple[Declaration, Sequence[Passage]]],
    cycles: Mapping[str, Cycle | None],
    reported: Mapping[str, Sequence[Result]],
    told_of: Mapping[str, Sequence[Passage]],
) -> Iterator[DataFile]:
    """One script for each project: of its declaration and reports, or of the reports alone."""
    left = {name: {one.kind.suffix: told_of[one.record_id] for one in those} for name, those in reported.items()}
    for single, passages in texts:
        yield record_file(portfolio, single, passages, cycles[single.id], left.pop(single.id, {}))
    for name, told in left.items():
        yield reports_file(name, told)


class Single(NamedTuple):
    """The pages and files of some declarations, and by kind the pieces that aggregated files are joined from."""

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]
    pieces: Mapping[str, bytes]


class Singles:
    """Renders what belongs to single declarations."""

    def __init__(self, theme: Path, shows_notices: bool, publication: Publication, limits: Limits = LIMITS) -> None:
        self._renderer = Renderer(theme, address)
        self._shows_notices, self._publication, self._limits = shows_notices, publication, limits

    def of(
        self,
        portfolio: Portfolio,
        thresholds: Thresholds,
        findings: Sequence[Finding],
        declarations: Sequence[Declaration],
        watch: Stopwatch | None = None,
        before: Mapping[str, Declaration] = NOTHING,
        results: Sequence[Result] = (),
        results_before: Sequence[Result] = (),
    ) -> Single:
        """Everything that is made of some declarations, all of one year, in their order, and of the findings shown on them.

        The portfolio knows their outlines and what these are linked to; ``before`` has, by id, those of the year before whole.
        ``results`` are what was reported of the same year, of these projects or of others without a declaration.
        """
        watch = watch or Stopwatch()
        common = Common(self._renderer, thresholds, self._shows_notices, self._limits)
        view = View(common, Scope(portfolio, LinkDigests(portfolio), declarations, findings))
        release = Release(view.portfolio, view.findings_by_file, self._publication, _by_project(results))
        reported, lately = _by_project(results), _by_project(results_before)
        with watch.step("网页"):
            previous = {single.id: _before(portfolio, single, before) for single in declarations}
            cycles = {single.id: _cycle(single, previous[single.id], reported, lately) for single in declarations}
            declared = {single.id: single for single in declarations}
            changes = {
                one.record_id: report_differences(declared[one.id], one) for one in results if one.id in declared
            }
            pages = (
                *(
                    declaration.page(view, one, previous[one.id], cycles[one.id], reported.get(one.id, ()), changes)
                    for one in declarations
                ),
                *_pages_of(results, view, declared, reported, changes),
            )
        with watch.step("搜索索引"):
            texts = [tuple(searchable.passages(single)) for single in declarations]
            told_of = {one.record_id: tuple(searchable.passages_of(one)) for one in results}
        with watch.step("搜索和对照用的脚本"):
            records = tuple(_scripts(view.portfolio, zip(declarations, texts, strict=True), cycles, reported, told_of))
        with watch.step("开放数据"):
            rows = pieces_of(release, declarations, _year_of(declarations, results))
        uses = library.uses_piece(declarations, cycles)
        pieces = {
            **rows,
            library.PIECE: uses,
            outcome_rows.PIECE: outcome_rows.outcomes_piece(results),
            outcome_rows.CHANGES: outcome_rows.changes_piece(results, changes),
            reports.PIECE: reports.reports_piece(release, results),
            searchable.PIECE: piece_of(texts),
            searchable.REPORTS: piece_of([told_of[one.record_id] for one in results]),
        }
        return Single(pages, records, pieces)
