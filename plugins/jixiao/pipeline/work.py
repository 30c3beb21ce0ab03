"""What a worker does: reads and judges the files of some batches, renders what belongs to a single declaration, keeps it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..cache import Cache, digest_of
from ..finding import Finding
from ..judgement import Judgement
from ..model import Declaration
from ..portfolio import Portfolio
from ..reader import ParsedFile, parse_file
from ..repository import THRESHOLDS, UNITS, Content
from ..rules import RULES, Fingerprinted, fingerprints_of, judge_file, judge_linked, judge_year, settle_answers
from ..settings import Settings, document_of, read_settings
from ..stopwatch import Stopwatch
from .batches import Batch
from .context import Contexts, Late
from .digests import digests_of
from .records import (
    FileRecord,
    FindingRecord,
    Findings,
    Fingerprints,
    Judged,
    OutlineRecord,
    Outlines,
    Rendered,
    decode,
    encode,
    finding_of,
    finding_record,
    outline_record,
)

if TYPE_CHECKING:
    from ..site.open_data.publication import Publication
    from ..site.singles import Singles

JUDGED, FINGERPRINTS, LATE, RENDERED = "judged", "fingerprints", "late", "rendered"
"""The kinds of pieces that are kept, beside those of :data:`site.singles.SINGLE_PIECES`."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How pages are made: the theme's folder, whether notices are shown, and what is said of the data as a whole.

    ``key`` is the hash of all that.
    """

    theme: Path
    shows_notices: bool
    publication: Publication
    key: str


@dataclass(frozen=True, slots=True)
class Order:
    """What all tasks of a run have in common. ``key`` is the hash of code and settings; without ``rendering`` none is."""

    content: Content
    cache: Cache
    key: str
    rendering: Rendering | None = None

    @property
    def settings(self) -> Settings:
        """What declarations are judged by."""
        return read_settings(self.content.read(UNITS), self.content.read(THRESHOLDS))

    def state_of(self, key: str, parsed_files: Iterable[FileRecord]) -> str:
        """The key of what a batch is rendered to: its own files, the context of each, and how pages are made."""
        how = self.rendering.key if self.rendering else ""
        return digest_of(key, how, *(parsed.context for parsed in parsed_files))


NOTHING_LATE: Late = {}


class BatchTask(NamedTuple):
    """Batches to do together; ``kin`` are other declarations that theirs are linked to, as far as they are known."""

    batches: tuple[Batch, ...]
    kin: tuple[OutlineRecord, ...] = ()
    late: Late = NOTHING_LATE
    renders: bool = True


class YearTask(NamedTuple):
    """A year to judge as a whole: the keys of the batches that hold its declarations, and the key to keep it under."""

    year: int
    batches: tuple[str, ...]
    key: str


Task = BatchTask | YearTask

Members = dict[str, tuple[Fingerprinted, ...]]
"""The declarations of batches as rules over a whole year see them, by the batches' keys."""


class _Opened(NamedTuple):
    batch: Batch
    key: str
    parsed_files: tuple[ParsedFile, ...]
    digests: tuple[bytes, ...]

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return tuple(parsed.declaration for parsed in self.parsed_files if parsed.declaration)


class Done(NamedTuple):
    """What came of a task: the keys of its pieces, the seconds that each step of it took, and of each batch its files' hashes."""

    keys: tuple[str, ...]
    seconds: Mapping[str, float]
    digests: tuple[tuple[bytes, ...], ...] = ()


class Worker:
    """Does tasks, one after the other; all that it learns lies in the cache under the keys that it returns."""

    def __init__(self, order: Order, members: Members | None = None) -> None:
        self.watch = Stopwatch()
        self._order = order
        self._members = members
        self._settings = order.settings
        self._outlines = Outlines(self._settings.registry)
        how = order.rendering
        self._singles = _singles(how) if how else None

    def do(self, task: Task) -> Done:
        """Do one task."""
        if isinstance(task, YearTask):
            with self.watch.step("对照同年"):
                key = self._do_year(task)
            return Done((key,), self.watch.taken())
        with self.watch.step("读取"):
            opened = tuple(map(self._open, task.batches))
        portfolio = self._portfolio(opened, task.kin)
        contexts = Contexts(portfolio)
        for batch in opened:
            self._do_batch(batch, portfolio, contexts, task)
        digests = tuple(batch.digests for batch in opened)
        return Done(tuple(batch.key for batch in opened), self.watch.taken(), digests)

    def _open(self, batch: Batch) -> _Opened:
        raws = batch.read(self._order.content)
        registry = self._settings.registry
        parsed_files = (
            parse_file(document_of(raw), registry, listed.twin) for raw, listed in zip(raws, batch.files, strict=True)
        )
        digests = digests_of(raws)
        return _Opened(batch, batch.key(self._order.key, digests), tuple(parsed_files), digests)

    def _portfolio(self, opened: tuple[_Opened, ...], kin: Iterable[OutlineRecord]) -> Portfolio:
        own = {declaration.id: declaration for batch in opened for declaration in batch.declarations}
        others = (self._outlines.of(record) for record in kin if record.id not in own)
        return Portfolio((*own.values(), *others), self._settings.registry)

    def _do_batch(self, opened: _Opened, portfolio: Portfolio, contexts: Contexts, task: BatchTask) -> None:
        with self.watch.step("检查"):
            findings = self._judge(opened, portfolio, task.late)
        records = tuple(_file_records(opened.parsed_files, findings, contexts, task.late))
        with self.watch.step("留下痕迹以查雷同"):
            fingerprints = fingerprints_of(opened.declarations, self._settings.thresholds.shortest_shared)
        cache = self._order.cache
        cache.put(FINGERPRINTS, opened.key, encode(Fingerprints(fingerprints)))
        if self._singles and task.renders and not any(f.severity.rank == 0 for f in findings):
            state = self._order.state_of(opened.key, records)
            judgement = Judgement(portfolio, findings, opened.parsed_files, self._settings.thresholds)
            single = self._singles.of(judgement, opened.declarations, self.watch)
            cache.put(RENDERED, state, encode(Rendered(single.pages, single.files)))
            for kind, content in single.pieces.items():
                cache.put(kind, state, content)
        cache.put(JUDGED, opened.key, encode(Judged(records)))

    def _judge(self, opened: _Opened, portfolio: Portfolio, late: Late) -> tuple[Finding, ...]:
        numbers = self._settings.thresholds
        findings = [finding for parsed in opened.parsed_files for finding in judge_file(parsed, RULES, numbers)]
        findings += judge_linked(opened.declarations, portfolio, RULES, numbers)
        findings += (finding_of(r) for parsed in opened.parsed_files for r in late.get(parsed.file, ()))
        return settle_answers(opened.declarations, findings, RULES)

    def _do_year(self, task: YearTask) -> str:
        members = [one for key in task.batches for one in self._members_of(key) if one.outline.year == task.year]
        members.sort(key=lambda member: member.outline.id)
        found = judge_year(members, RULES, self._settings.thresholds)
        self._order.cache.put(LATE, task.key, encode(Findings(tuple(map(finding_record, found)))))
        return task.key

    def _members_of(self, key: str) -> tuple[Fingerprinted, ...]:
        """A batch's declarations as rules over a whole year see them."""
        known = self._members.get(key) if self._members else None
        if known is None:
            judged = decode(self._kept(JUDGED, key), Judged)
            outlines = (self._outlines.of(parsed.outline) for parsed in judged.parsed_files if parsed.outline)
            fingerprints = decode(self._kept(FINGERPRINTS, key), Fingerprints).fingerprints
            known = tuple(Fingerprinted(*both) for both in zip(outlines, fingerprints, strict=True))
            if self._members is not None:
                self._members[key] = known
        return known

    def _kept(self, kind: str, key: str) -> bytes:
        content = self._order.cache.get(kind, key)
        if content is None:
            raise LostPiece(f"{kind}/{key}")
        return content


@lru_cache(1)
def _singles(how: Rendering) -> Singles:
    """Loaded only where something is rendered, and kept: the preview would compile its templates at each edit."""
    from ..site.singles import Singles

    return Singles(how.theme, how.shows_notices, how.publication)


class LostPiece(Exception):
    """A piece that this run has put or seen is gone or damaged: somebody else cleared the cache."""


def _file_records(
    parsed_files: tuple[ParsedFile, ...], findings: tuple[Finding, ...], contexts: Contexts, late: Late
) -> Iterable[FileRecord]:
    by_file: dict[str, list[FindingRecord]] = {parsed.file: [] for parsed in parsed_files}
    for finding in findings:
        by_file[finding.file].append(finding_record(finding))
    for parsed in parsed_files:
        declaration = parsed.declaration
        yield FileRecord(
            parsed.file,
            outline_record(declaration) if declaration else None,
            bool(declaration and declaration.answers),
            contexts.digest(declaration, late.get(parsed.file, ())) if declaration else "",
            tuple(by_file[parsed.file]),
        )


def late_by_file(findings: Iterable[FindingRecord]) -> Mapping[str, tuple[FindingRecord, ...]]:
    """Findings by their file, in their order."""
    by_file: dict[str, list[FindingRecord]] = {}
    for finding in findings:
        by_file.setdefault(finding.file, []).append(finding)
    return {file: tuple(found) for file, found in by_file.items()}
