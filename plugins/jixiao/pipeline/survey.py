"""What a content was found to be: batches as judged, the portfolio of their outlines, and what whole years gave."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from ..finding import Finding, Severity
from ..garbage import left_alone
from ..judgement import Judgement
from ..portfolio import Portfolio
from ..repository import Content
from ..rules import RULES, judge_file
from ..settings import Settings
from ..source import Document, document_lines
from .batches import Batch
from .context import Kin, Late
from .records import FileRecord, FindingRecord, Judged, finding_of, outline_record
from .settled import Note, note_of
from .work import BatchTask, Members, Order


@dataclass(frozen=True)
class Known:
    """A batch that was read and judged, and the key of what was found."""

    batch: Batch
    key: str
    judged: Judged

    @property
    def outcome(self) -> tuple[str, str]:
        """Two batches of the same outcome were found to be the same: the key, and the hash of the files' contexts."""
        return self.key, self.note.contexts

    @property
    def records(self) -> Iterator[FindingRecord]:
        """What was found in its files, file by file."""
        return (record for parsed in self.judged.parsed_files for record in parsed.findings)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The same as reports and pages have it, made once for all surveys that know the batch."""
        return tuple(map(finding_of, self.records))

    @cached_property
    def shown(self) -> tuple[Finding, ...]:
        """The same less notices."""
        return tuple(finding_of(record) for record in self.records if not _is_notice(record))

    @cached_property
    def note(self) -> Note:
        """What the next run is told of it."""
        return note_of(self.batch.unit, self.judged.parsed_files)

    @cached_property
    def refused(self) -> bool:
        """Whether a file has an error, so that nothing of it is rendered."""
        return any(record.severity == Severity.ERROR.rank for record in self.records)


@dataclass(frozen=True)
class Survey:
    """A content as judged: its batches, the portfolio of their outlines, and the findings that whole years gave.

    ``files`` are all that the content has; of these, the batches may be those alone that were asked for. ``members`` are
    kept for the next survey of much the same content, where there was one before.
    """

    order: Order
    settings: Settings
    files: tuple[str, ...]
    batches: tuple[Known, ...]
    portfolio: Portfolio
    late: Late
    late_keys: tuple[str, ...]
    members: Members = field(default_factory=dict)

    @cached_property
    def refused(self) -> bool:
        """Whether anything has an error, so that nothing may be published."""
        late = (found for records in self.late.values() for found in records)
        return (
            any(known.refused for known in self.batches)
            or any(found.severity == Severity.ERROR.rank for found in late)
            or any(found.severity is Severity.ERROR for found in self._of_settings())
        )

    @cached_property
    def judgement(self) -> Judgement:
        """What reports start from; it holds no whole declaration."""
        return self._judgement((known.findings for known in self.batches), self._beside)

    @property
    def shown(self) -> Judgement:
        """What pages about many declarations start from: the same less the findings that they do not show."""
        if self.order.rendering is None or self.order.rendering.shows_notices:
            return self.judgement
        beside = (found for found in self._beside if not _is_notice(found))
        return self._judgement((known.shown for known in self.batches), beside)

    def _judgement(self, found: Iterable[tuple[Finding, ...]], beside: Iterable[Finding | FindingRecord]) -> Judgement:
        with left_alone():
            others = (one if isinstance(one, Finding) else finding_of(one) for one in beside)
            findings = tuple(sorted((*chain.from_iterable(found), *others), key=lambda finding: finding.sort_key))
        return Judgement(
            self.portfolio, findings, self.settings.parsed_files, self.settings.thresholds, self._documents()
        )

    def told(self, but: Container[tuple[str, str]] = ()) -> Iterator[Finding | FindingRecord]:
        """Everything that was found, unsorted, mostly as records: what a judgement makes of them costs more.

        Of batches with one of some outcomes, only what whole years gave is told.
        """
        for known in self.batches:
            if not but or known.outcome not in but:
                yield from known.records
        yield from self._beside

    @property
    def _beside(self) -> Iterator[Finding | FindingRecord]:
        """What was found in the settings, and what whole years gave that the batches were not told of."""
        yield from self._of_settings()
        for known in self.batches:
            for parsed in known.judged.parsed_files:
                late = self.late.get(parsed.file, ())
                if late and not told_of(self.order, parsed, self.late):
                    yield from late

    def _of_settings(self) -> Iterator[Finding]:
        for parsed in self.settings.parsed_files:
            yield from judge_file(parsed, RULES, self.settings.thresholds)

    def _documents(self) -> Mapping[str, Document]:
        settings = {parsed.file: parsed.document for parsed in self.settings.parsed_files}
        return Documents(self.order.content, settings, self.files)


class Documents(Mapping[str, Document]):
    """Documents by file, for reports that show lines: those of declarations are read again when asked for."""

    def __init__(self, content: Content, known: Mapping[str, Document], files: Iterable[str]) -> None:
        self._content = content
        self._latest: Document | None = None
        self._documents: dict[str, Document | None] = {**dict.fromkeys(files), **known}

    def __getitem__(self, file: str) -> Document:
        if self._latest and self._latest.file == file:  # findings are told file by file
            return self._latest
        document = self._documents[file]
        if document is None:
            document = self._latest = Document(file, document_lines(self._content.read(file).data), None, ())
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def task_for(order: Order, one: Known, kin: Kin, late: Late) -> BatchTask:
    """The task that does a batch with all that there is to know of other files."""
    outlines = [parsed.outline for parsed in one.judged.parsed_files if parsed.outline]
    others = kin.of({outline.unit for outline in outlines})
    told = {parsed.file: records for parsed in one.judged.parsed_files if (records := told_of(order, parsed, late))}
    return BatchTask((one.batch,), tuple(map(outline_record, others)), told)


def _is_notice(found: Finding | FindingRecord) -> bool:
    rank = found.severity.rank if isinstance(found, Finding) else found.severity
    return rank == Severity.NOTICE.rank


def told_of(order: Order, parsed: FileRecord, late: Late) -> tuple[FindingRecord, ...]:
    """The findings of whole years that a batch must be told: those that its page shows, or an answer may speak to."""
    records = late.get(parsed.file, ())
    return records if records and (parsed.answered or _are_shown(order, records)) else ()


def _are_shown(order: Order, records: Iterable[FindingRecord]) -> bool:
    shows_notices = order.rendering is not None and order.rendering.shows_notices
    return shows_notices or any(record.severity < Severity.NOTICE.rank for record in records)
