"""The walk that production takes, with a store in memory: contents judged, and whole sites made, without a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from jixiao import walk
from jixiao.build.analysis import Analysis
from jixiao.build.batches import batches_of
from jixiao.build.plan import plan_of
from jixiao.build.records import finding_record
from jixiao.build.steps import by_file, open_batch
from jixiao.build.store import Store
from jixiao.finding import Finding
from jixiao.model import Declaration
from jixiao.portfolio import Portfolio
from jixiao.reader import ParsedFile
from jixiao.repository import PROJECTS, SETTING_FILES, Content, RawFile
from jixiao.site.limits import LIMITS, Limits
from jixiao.site.open_data.publication import UNSTATED, Publication
from jixiao.site.page import Artifact, DataFile, Page, Printed, Site, SitePlan, StreamedFile

NOWHERE = Path("there-is-no-such-folder")


class Judged(Analysis):
    """An analysis whose portfolio has the whole declarations, which production never holds all at once."""

    analysed: Analysis

    @classmethod
    def of(cls, found: Analysis) -> Judged:
        """The same analysis; its declarations are read once somebody asks for them."""
        judged = cls.__new__(cls)
        values = {field.name: getattr(found, field.name) for field in fields(Analysis) if field.name != "portfolio"}
        vars(judged).update(values, analysed=found)
        return judged

    @cached_property
    def portfolio(self) -> Portfolio:  # type: ignore[override]
        """The whole declarations, and what was reported of them."""
        whole = (parsed.declaration for parsed in _parsed(self.analysed) if parsed.declaration)
        return Portfolio(whole, self.analysed.portfolio.registry, self.analysed.portfolio.results)

    @cached_property
    def parsed_files(self) -> tuple[ParsedFile, ...]:
        """Every file as read, the settings first."""
        return (*self.context.settings.files, *_parsed(self))

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The sound declarations, whole, by their ids."""
        return self.portfolio.declarations


def _parsed(analysis: Analysis) -> Iterable[ParsedFile]:
    batches = batches_of(analysis.context.content)
    return (parsed for batch in batches for parsed in open_batch(analysis.context, batch).files)


def judge_content(content: Content) -> Judged:
    """Judge a content as if nothing were known from before."""
    return Judged.of(walk.judge(content, Store(None)))


def judge(root: Path) -> Judged:
    """Judge the content below a root."""
    return judge_content(Content(root))


def judge_files(units: RawFile, thresholds: RawFile | None, files: Iterable[RawFile]) -> Judged:
    """Judge files that lie nowhere."""
    held = {raw.file: raw.data for raw in (units, *((thresholds,) if thresholds else ()), *files)}
    assert all(file in SETTING_FILES or file.startswith(f"{PROJECTS}/") for file in held)
    return judge_content(Content(NOWHERE, held))


def planned(
    analysis: Analysis,
    theme: Path,
    shows_notices: bool = False,
    publication: Publication = UNSTATED,
    limits: Limits = LIMITS,
    findings: Iterable[Finding] | None = None,
) -> SitePlan:
    """The plan of the site of a content that was judged, also where it has errors and nobody would publish it.

    With ``findings``, those stand in the place of what was found.
    """
    content, store = analysis.context.content, analysis.context.store
    found = walk.judge_site(content, theme, shows_notices, publication, store, limits=limits)
    if findings is not None:
        those = tuple(sorted(findings, key=lambda finding: finding.sort_key))
        told = by_file(map(finding_record, those))
        found = replace(found, found={file: told.get(file, ()) for file in found.found})
        vars(found)["findings"] = those
    vars(found)["has_errors"] = False
    return plan_of(found)


def render(
    analysis: Analysis,
    theme: Path,
    shows_notices: bool = False,
    publication: Publication = UNSTATED,
    limits: Limits = LIMITS,
    findings: Iterable[Finding] | None = None,
) -> Site:
    """Every generated page and file of a content that was judged; see :func:`planned`."""
    plan = planned(analysis, theme, shows_notices, publication, limits, findings)
    made = tuple(held(plan))
    pages = tuple(entry for entry in made if isinstance(entry, Page))
    return Site(plan.sections, pages, tuple(entry for entry in made if isinstance(entry, DataFile)))


def held(plan: SitePlan) -> Iterable[Page | DataFile]:
    """Everything that a plan names, in the order in which it is made."""
    return (entry for _, entries in held_by_artifact(plan) for entry in entries)


def held_by_artifact(plan: SitePlan) -> Iterator[tuple[Artifact | None, tuple[Page | DataFile, ...]]]:
    """What each artifact gives, in the order in which they are made; at the end the final one's, without an artifact."""
    contents: dict[str, bytes] = {}
    for artifact in sorted(plan.artifacts, key=lambda artifact: bool(artifact.needs)):
        entries = tuple(held_of(artifact, contents))
        contents |= {entry.path: entry.content for entry in entries if isinstance(entry, DataFile)}
        yield artifact, entries
    if final := plan.final:
        needed = {path: content for path, content in contents.items() if path.startswith(final.needs)}
        yield None, tuple(final.make({path: DataFile(path, content).stamp for path, content in needed.items()}))


def held_of(artifact: Artifact, contents: Mapping[str, bytes]) -> Iterable[Page | DataFile]:
    """What an artifact gives, in memory; ``contents`` are the files that were made before."""
    return (_held(entry, contents) for entry in artifact.make())


def _held(entry: Printed, contents: Mapping[str, bytes]) -> Page | DataFile:
    if isinstance(entry, Page | DataFile):
        return entry
    stream = BytesIO()
    if isinstance(entry, StreamedFile):
        entry.write(stream)
        return DataFile(entry.path, stream.getvalue())
    with TemporaryDirectory(prefix="jixiao-") as folder:
        places = [Path(folder) / str(number) for number, _ in enumerate(entry.needs)]
        for place, needed in zip(places, entry.needs, strict=True):
            place.write_bytes(contents[needed])
        entry.write(places, stream)
    return DataFile(entry.path, stream.getvalue())
