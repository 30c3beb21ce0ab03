"""The steps of which each is kept under its own key: read a batch, judge a year, finish a batch.

==========  ===========================================================================  =================================
step        its key is the hash of                                                       gives
==========  ===========================================================================  =================================
read        code, settings, each file's path and bytes                                   outlines, findings, fingerprints
judge year  the read keys of the year                                                    findings by file
finish      its read key and last year's, outlines linked to, findings shown, templates  pages, files, rows, grams
==========  ===========================================================================  =================================
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..digest import Input, Key, digest_of
from ..finding import Severity
from ..model import Declaration, Outline
from ..portfolio import Portfolio
from ..reader import ParsedFile
from ..registry import Registry
from ..result_reader import parse_record
from ..results import Result, ResultOutline
from ..rules import (
    RULES,
    Fingerprinted,
    fingerprint_of,
    fingerprint_of_result,
    judge_file,
    judge_linked,
    judge_year,
    settle_answers,
    wordings_of,
)
from ..settings import document_of
from ..site.scope import LinkDigests
from ..stopwatch import Stopwatch
from .batches import Batch
from .context import BuildContext, Rendering
from .index import digest_of_raw
from .records import (
    FileRecord,
    FindingRecord,
    Outlines,
    ReadRecord,
    RenderedRecord,
    WordingsRecord,
    YearRecord,
    finding_of,
    finding_record,
    outline_record,
    result_record,
)

if TYPE_CHECKING:
    from ..site.singles import Singles

READ, WORDINGS, YEAR, RENDERED = "read", "wordings", "year", "rendered"
"""The kinds of entries in the store, beside those of :data:`site.singles.SINGLE_PIECES`."""

Found = Mapping[str, tuple[FindingRecord, ...]]
"""Findings by file."""


def read_key(context: BuildContext, batch: Batch, digests: Sequence[bytes]) -> Key:
    """The key of a batch as read; ``digests`` are the hashes of its files' bytes."""
    files = (
        Input(listed.file, digest_of(listed.file, listed.twin, digest))
        for listed, digest in zip(batch.files, digests, strict=True)
    )
    return context.judging.also(*files)


@dataclass(frozen=True, eq=False)
class ReadBatch:
    """A batch that was read: its key, and what each of its files was found to be by itself."""

    batch: Batch
    key: Key
    record: ReadRecord
    outlines: Outlines

    @cached_property
    def members(self) -> tuple[Fingerprinted, ...]:
        """The sound declarations, as rules over several declarations see them."""
        return tuple(
            Fingerprinted(self.outlines.of(file.outline), file.fingerprint)
            for file in self.record.files
            if file.outline and file.fingerprint
        )

    @property
    def declarations(self) -> tuple[Outline, ...]:
        """The outlines of the sound declarations, in the order of their files."""
        return tuple(member.outline for member in self.members)

    @cached_property
    def results(self) -> tuple[ResultOutline, ...]:
        """The outlines of the sound results, in the order of their files."""
        return tuple(self.outlines.of_result(file.result) for file in self.record.files if file.result)

    @property
    def has_records(self) -> bool:
        """Whether anything in it is to be published."""
        return bool(self.members or self.results)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of the declarations."""
        return frozenset(outline.year for outline in self.declarations)


class Opened(NamedTuple):
    """A batch whose files are parsed: what the read and the finish step start from."""

    batch: Batch
    key: Key
    digests: tuple[bytes, ...]
    files: tuple[ParsedFile, ...]

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The sound declarations, whole."""
        return tuple(file.declaration for file in self.files if file.declaration)

    @property
    def results(self) -> tuple[Result, ...]:
        """The sound results, whole."""
        return tuple(file.result for file in self.files if file.result)


def open_batch(context: BuildContext, batch: Batch) -> Opened:
    """Parse the files of a batch."""
    raws = batch.read(context.content)
    digests, registry = tuple(map(digest_of_raw, raws)), context.settings.registry
    files = (
        parse_record(document_of(raw), registry, listed.twin) for raw, listed in zip(raws, batch.files, strict=True)
    )
    return Opened(batch, read_key(context, batch, digests), digests, tuple(files))


def read(context: BuildContext, opened: Opened, watch: Stopwatch) -> ReadRecord:
    """Judge each file of a batch by itself, and keep what was found."""
    with watch.step("检查"):
        declared = {declaration.id: declaration for declaration in opened.declarations}
        found = {file.file: _by_itself(context, file, declared.get(file.id)) for file in opened.files}
    with watch.step("取指纹以查雷同"):
        wordings = wordings_of(opened.declarations, context.settings.thresholds.shortest_shared)
    prints = {
        declaration.file: fingerprint_of(declaration, those)
        for declaration, those in zip(opened.declarations, wordings, strict=True)
    } | {result.file: fingerprint_of_result(result) for result in opened.results}
    record = ReadRecord(
        tuple(
            FileRecord(
                file.file,
                outline_record(file.declaration) if file.declaration else None,
                prints.get(file.file),
                found[file.file],
                result_record(file.result) if file.result else None,
            )
            for file in opened.files
        )
    )
    context.store.save(WORDINGS, opened.key.digest, WordingsRecord(wordings))
    context.store.save(READ, opened.key.digest, record)
    return record


def _by_itself(context: BuildContext, file: ParsedFile, declaration: Declaration | None) -> tuple[FindingRecord, ...]:
    found = judge_file(file, RULES, context.settings.thresholds, declaration)
    return tuple(map(finding_record, sorted(found, key=lambda finding: finding.sort_key)))


def year_key(year: int, keys: Iterable[str]) -> Key:
    """The key of what judging a year as a whole gives, made from the read keys of all batches that have declarations of it."""
    return Key((Input(f"{year}年", digest_of(str(year), *sorted(keys))),))


def judge_one_year(context: BuildContext, key: Key, members: Iterable[Fingerprinted]) -> YearRecord:
    """Judge a year as a whole, and keep what was found."""
    ordered = sorted(members, key=lambda member: member.outline.id)
    record = YearRecord(tuple(map(finding_record, judge_year(ordered, RULES, context.settings.thresholds))))
    context.store.save(YEAR, key.digest, record)
    return record


def portfolio_of(batches: Sequence[ReadBatch], registry: Registry) -> Portfolio:
    """All sound declarations and results of some batches, linked."""
    outlines = (outline for batch in batches for outline in batch.declarations)
    return Portfolio(outlines, registry, (result for batch in batches for result in batch.results))


def linked_findings(context: BuildContext, members: Iterable[Fingerprinted], portfolio: Portfolio) -> Found:
    """What judging declarations together with those they are linked to finds, by file."""
    return by_file(map(finding_record, judge_linked(members, portfolio, RULES, context.settings.thresholds)))


def by_file(records: Iterable[FindingRecord]) -> Found:
    """Findings by their file, in their order."""
    found: dict[str, list[FindingRecord]] = {}
    for record in records:
        found.setdefault(record.file, []).append(record)
    return {file: tuple(those) for file, those in found.items()}


def settled(batch: ReadBatch, *others: Found) -> Found:
    """All findings of a batch's files: their own and those that others found, with the filers' answers."""
    return {file.file: _settled(file, others) for file in batch.record.files}


def _settled(file: FileRecord, others: Sequence[Found]) -> tuple[FindingRecord, ...]:
    also = tuple(record for found in others for record in found.get(file.file, ()))
    if file.fingerprint is None or not file.fingerprint.answers:
        return tuple(sorted((*file.findings, *also), key=_by_place)) if also else file.findings
    findings = map(finding_of, (*file.findings, *also))
    return tuple(map(finding_record, settle_answers(file.file, file.fingerprint, findings, RULES)))


def _by_place(record: FindingRecord) -> tuple[int, int, int, str, str]:
    """How the findings of a file are sorted: see :attr:`.Finding.sort_key`."""
    return record.line, record.column, record.severity, record.code, record.message


def is_refused(found: Found) -> bool:
    """Whether any file has an error, so that nothing of it may be published."""
    return any(record.severity == Severity.ERROR.rank for records in found.values() for record in records)


def shown(context: BuildContext, found: Found) -> tuple[FindingRecord, ...]:
    """The findings that public pages show."""
    notice = Severity.NOTICE.rank
    return tuple(
        record for records in found.values() for record in records if context.shows_notices or record.severity != notice
    )


def files_before(portfolio: Portfolio, declarations: Iterable[Outline]) -> tuple[str, ...]:
    """The files of the declarations of the year before, which are laid beside these."""
    found = (portfolio.previous(declaration) for declaration in declarations)
    return tuple(sorted({previous.file for previous in found if previous}))


def finish_key(
    context: BuildContext, batch: ReadBatch, links: LinkDigests, found: Found, before: Iterable[Key] = ()
) -> Key:
    """The key of what is made of single declarations; ``links`` are those of a portfolio that has all they are linked to.

    ``before`` are the keys of the batches as read that hold the files of :func:`files_before`.
    """
    told = (
        Input("关联的申报表", links.of(batch.declarations)),
        Input("上年的申报表", digest_of(*sorted({key.digest for key in before}))),
        Input("检查结果", digest_of(repr(shown(context, found)))),
    )
    making = context.making.inputs[len(context.judging.inputs) :]
    return batch.key.also(*making, *told)


def finish(
    context: BuildContext,
    key: Key,
    opened: Opened,
    portfolio: Portfolio,
    found: Found,
    watch: Stopwatch,
    before: Collection[Opened] = (),
) -> None:
    """Make what belongs to the single declarations of a batch, and keep it.

    ``before`` are those batches, opened, whose keys went into the key.
    """
    if context.rendering is None:
        raise ValueError("nothing is rendered in this run")
    findings = tuple(map(finding_of, shown(context, found)))
    earlier = {declaration.id: declaration for one in before for declaration in one.declarations}
    reported = tuple(result for one in before for result in one.results)
    thresholds, singles = context.settings.thresholds, _singles(context.rendering)
    made = singles.of(portfolio, thresholds, findings, opened.declarations, watch, earlier, opened.results, reported)
    for kind, content in made.pieces.items():
        context.store.put(kind, key.digest, content)
    context.store.save(RENDERED, key.digest, RenderedRecord(made.pages, made.files))


@lru_cache(1)
def _singles(rendering: Rendering) -> Singles:
    """Loaded only where something is rendered, and kept: the preview would compile its templates at each edit."""
    from ..site.singles import Singles

    return Singles(rendering.theme, rendering.shows_notices, rendering.publication, rendering.limits)


def finish_kinds() -> tuple[str, ...]:
    """The kinds of entries that :func:`finish` keeps, the last to be put last."""
    from ..site.singles import SINGLE_PIECES

    return (*SINGLE_PIECES, RENDERED)


def open_and_read(context: BuildContext, batch: Batch, watch: Stopwatch) -> Opened:
    """Read one batch."""
    with watch.step("读取"):
        opened = open_batch(context, batch)
    read(context, opened, watch)
    return opened


def read_and_finish(
    context: BuildContext, those: Sequence[Batch], outlines: Outlines, watch: Stopwatch
) -> Sequence[Opened]:
    """Read the batches of one unit, and finish them by what is known so far, which is this unit alone.

    Where more turns out to belong to it, their keys are others, and what was made here is not asked for.
    """
    with watch.step("读取"):
        opened = [open_batch(context, batch) for batch in those]
    batches = [ReadBatch(one.batch, one.key, read(context, one, watch), outlines) for one in opened]
    if context.rendering is None:
        return opened
    portfolio = portfolio_of(batches, context.settings.registry)
    links = LinkDigests(portfolio)
    holding = {file.file: one for one in opened for file in one.files}
    for batch, one in zip(batches, opened, strict=True):
        found = settled(batch, linked_findings(context, batch.members, portfolio))
        if not is_refused(found):
            earlier = (holding[file] for file in files_before(portfolio, batch.declarations))
            before = {other.key.digest: other for other in earlier}
            key = finish_key(context, batch, links, found, (other.key for other in before.values()))
            finish(context, key, one, portfolio, found, watch, before.values())
    return opened
