"""The whole walk on one screen: files → documents → declarations → portfolio → findings → pages. Open this first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from .finding import Place
from .judgement import Judgement
from .portfolio import Portfolio
from .reader import Filing, read_filing
from .registry import Registry, fold_name, read_registry
from .repository import THRESHOLDS, UNITS, RawFile, declaration_files, read_raw
from .rules import RULES, Thresholds, judge_filing, judge_portfolio, read_thresholds, settle_answers
from .site import UNSTATED, Publication, Site, build_site
from .source import Document, Fault, read

__all__ = ["Judgement", "judge", "judge_files", "render"]


def judge(root: Path, declarations: Iterable[RawFile] | None = None) -> Judgement:
    """Read and judge the content below a site's root folder, or other declarations by that folder's settings."""
    files = declaration_files(root) if declarations is None else declarations
    return judge_files(read_raw(root, UNITS), _optional(read_raw(root, THRESHOLDS)), files)


def judge_files(units: RawFile, thresholds: RawFile | None, declarations: Iterable[RawFile]) -> Judgement:
    """Judge files that are read already; the same input gives the same judgement anywhere."""
    registry, registry_filing = _read_units(units)
    numbers, settings_filing = _read_thresholds(thresholds)
    filings = _read_filings(declarations, registry)
    portfolio = Portfolio((filing.declaration for filing in filings if filing.declaration), registry)
    everything = (registry_filing, *settings_filing, *filings)
    findings = [finding for filing in everything for finding in judge_filing(filing, RULES, numbers)]
    findings.extend(judge_portfolio(portfolio, RULES, numbers))
    return Judgement(portfolio, everything, settle_answers(portfolio.declarations, findings, RULES))


def render(judgement: Judgement, theme: Path, shows_notices: bool = False, publication: Publication = UNSTATED) -> Site:
    """Render every generated page and file of a judgement with the templates of a theme folder."""
    return build_site(judgement, theme, shows_notices, publication)


def _optional(raw: RawFile) -> RawFile | None:
    return None if raw.problem == "没有这个文件" else raw


def _read_units(raw: RawFile) -> tuple[Registry, Filing]:
    document = _document(raw)
    registry, faults = read_registry(document)
    return registry, Filing(document, (*document.faults, *faults))


def _read_thresholds(raw: RawFile | None) -> tuple[Thresholds, tuple[Filing, ...]]:
    if raw is None:
        return Thresholds(), ()
    document = _document(raw)
    thresholds, faults = read_thresholds(document)
    return thresholds, (Filing(document, (*document.faults, *faults)),)


def _read_filings(raws: Iterable[RawFile], registry: Registry) -> tuple[Filing, ...]:
    files = tuple(raws)
    twins: dict[str, list[str]] = defaultdict(list)
    for raw in files:
        twins[fold_name(raw.file)].append(raw.file)
    return tuple(read_filing(_document(raw), registry, _other(twins[fold_name(raw.file)], raw.file)) for raw in files)


def _other(files: list[str], file: str) -> str:
    return next((other for other in files if other != file), "")


def _document(raw: RawFile) -> Document:
    if raw.problem:
        return Document(raw.file, (), None, (Fault("misplaced-file", Place(), {"what": raw.problem}),))
    return read(raw.file, raw.data)
