"""The whole walk on one screen: files → documents → declarations → portfolio → findings → pages. Open this first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .judgement import Judgement
from .model import Declaration
from .pipeline import (
    Earlier,
    Survey,
    adopt_part,
    make_part,
    order_of,
    processors,
    rendering_of,
    sheets_of,
    survey,
    surveys_around,
)
from .portfolio import Portfolio
from .progress import Progress
from .reader import ParsedFile, parse_file
from .registry import Registry, fold_name
from .repository import PROJECTS, THRESHOLDS, UNITS, Content, RawFile, declaration_files, read_raw
from .rules import (
    RULES,
    Fingerprinted,
    Thresholds,
    fingerprints_of,
    judge_file,
    judge_linked,
    judge_year,
    settle_answers,
)
from .settings import document_of, read_settings
from .site.limits import LIMITS, Limits
from .site.open_data.publication import UNSTATED, Publication
from .site.page import Site
from .stopwatch import Stopwatch

__all__ = [
    "PROJECTS",
    "Earlier",
    "Judgement",
    "Survey",
    "adopt_part",
    "judge",
    "judge_content",
    "judge_files",
    "prepare",
    "prepare_part",
    "processors",
    "render",
    "sheets_of",
    "survey_around",
    "survey_content",
]


def judge(root: Path, declarations: Iterable[RawFile] | None = None) -> Judgement:
    """Read and judge the content below a site's root folder, or other declarations by that folder's settings."""
    files = declaration_files(root) if declarations is None else declarations
    return judge_files(read_raw(root, UNITS), read_raw(root, THRESHOLDS), files)


def judge_content(content: Content, jobs: int | None = None) -> Judgement:
    """Judge a content of any size by batches, on ``jobs`` processes; what was judged before is taken from the cache."""
    return survey_content(content, jobs).judgement


def survey_content(content: Content, jobs: int | None = None, progress: Progress | None = None) -> Survey:
    """What :func:`judge_content` judges by."""
    return survey(order_of(content), jobs, progress=progress)


def survey_around(
    files: Iterable[str], *contents: Content, jobs: int | None = None, progress: Progress | None = None
) -> tuple[Survey, ...]:
    """Survey states of one content, at least for what there is to know about some files, and all for the same files."""
    orders = [order_of(content) for content in contents]
    if found := surveys_around(orders, frozenset(files), jobs):
        return found
    whole: list[Survey] = []
    for order in orders:
        whole.append(survey(order, jobs, earlier=Earlier(whole[0]) if whole else None, progress=progress))
    return tuple(whole)


def prepare(
    root: Path,
    theme: Path,
    shows_notices: bool = False,
    publication: Publication = UNSTATED,
    jobs: int | None = None,
    watch: Stopwatch | None = None,
    earlier: Earlier | None = None,
    progress: Progress | None = None,
) -> Survey:
    """Judge a site's content, and render what belongs to single declarations; :func:`sheets_of` makes the site of it.

    What an earlier survey knows as well, of much the same content, is taken from there.
    """
    order = order_of(Content(root), rendering_of(theme, shows_notices, publication))
    return survey(order, jobs, watch, earlier, progress)


def prepare_part(
    root: Path,
    theme: Path,
    shows_notices: bool,
    publication: Publication,
    part: tuple[int, int],
    folder: Path,
    jobs: int | None,
    progress: Progress | None = None,
) -> int:
    """Do one of several parts of what :func:`prepare` does, and put it into a folder; tell how many batches it has."""
    order = order_of(Content(root), rendering_of(theme, shows_notices, publication))
    return make_part(order, folder, *part, jobs, progress)


def judge_files(units: RawFile, thresholds: RawFile | None, files: Iterable[RawFile]) -> Judgement:
    """Judge files that are read already; the same input gives the same judgement anywhere."""
    settings = read_settings(units, thresholds)
    parsed_files = _parse_files(files, settings.registry)
    declarations = tuple(parsed.declaration for parsed in parsed_files if parsed.declaration)
    portfolio = Portfolio(declarations, settings.registry)
    everything, numbers = (*settings.parsed_files, *parsed_files), settings.thresholds
    findings = [finding for parsed in everything for finding in judge_file(parsed, RULES, numbers)]
    findings.extend(judge_linked(declarations, portfolio, RULES, numbers))
    findings.extend(finding for year in _years(declarations, numbers) for finding in judge_year(year, RULES, numbers))
    return Judgement(portfolio, settle_answers(declarations, findings, RULES), everything, numbers)


def render(
    judgement: Judgement,
    theme: Path,
    shows_notices: bool = False,
    publication: Publication = UNSTATED,
    limits: Limits = LIMITS,
) -> Site:
    """Render every generated page and file of a judgement with the templates of a theme folder."""
    from .site.whole import build_site

    return build_site(judgement, theme, shows_notices, publication, limits)


def _years(declarations: Iterable[Declaration], thresholds: Thresholds) -> Iterable[list[Fingerprinted]]:
    """The declarations of each year as rules over a whole year see them, by their ids."""
    years: dict[int, list[Fingerprinted]] = defaultdict(list)
    members = sorted(declarations, key=lambda declaration: declaration.id)
    for declaration, fingerprint in zip(members, fingerprints_of(members, thresholds.shortest_shared), strict=True):
        years[declaration.year].append(Fingerprinted(declaration, fingerprint))
    return years.values()


def _parse_files(raws: Iterable[RawFile], registry: Registry) -> tuple[ParsedFile, ...]:
    files = tuple(raws)
    twins: dict[str, list[str]] = defaultdict(list)
    for raw in files:
        twins[fold_name(raw.file)].append(raw.file)
    return tuple(parse_file(document_of(raw), registry, _other(twins[fold_name(raw.file)], raw.file)) for raw in files)


def _other(files: list[str], file: str) -> str:
    return next((other for other in files if other != file), "")
