"""The whole content surveyed: what is known from before is taken from the cache, what is not is done, until all agrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec

from ..cache import digest_of
from ..finding import Finding, Severity
from ..garbage import left_alone
from ..judgement import Judgement
from ..model import Outline
from ..portfolio import Portfolio
from ..repository import Content
from ..rules import RULES, judge_filing
from ..settings import Settings
from ..source import Document, document_lines
from ..stopwatch import Stopwatch
from .batches import Batch, batches_of
from .context import Contexts, Kin, Late
from .digests import KIND, Digests
from .pool import FEWEST_FILES, run_tasks
from .records import (
    FilingRecord,
    FindingRecord,
    Findings,
    Judged,
    Outlines,
    Unreadable,
    decode,
    finding_of,
    outline_record,
)
from .work import JUDGED, LATE, TRACES, BatchTask, Done, LostPiece, Order, YearTask, late_by_file

MOST_TOGETHER = 1_200
"""Files of one unit that are rendered at once with those they are linked to; a larger unit is read first, then rendered."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Known:
    """A batch that was read and judged, and the key of what was found."""

    batch: Batch
    key: str
    judged: Judged

    @property
    def refused(self) -> bool:
        """Whether a file has an error, so that nothing of it is rendered."""
        ranks = (finding.severity for filing in self.judged.filings for finding in filing.findings)
        return Severity.ERROR.rank in ranks


@dataclass(frozen=True)
class Survey:
    """All content as judged: every batch, the portfolio of all outlines, and the findings that whole years gave."""

    order: Order
    settings: Settings
    batches: tuple[Known, ...]
    portfolio: Portfolio
    late: Late
    late_keys: tuple[str, ...]

    @property
    def without_findings(self) -> Survey:
        """The same less what was found in single files: enough to print by, and less than half of it."""
        return replace(self, batches=tuple(map(_without_findings, self.batches)))

    def sweep(self) -> None:
        """Let go of what lies in the cache from earlier runs, beyond what a cache may hold."""
        from ..site.singles import SINGLE_PIECES

        used = {(KIND, KIND), *((LATE, key) for key in self.late_keys)}
        for known in self.batches:
            used |= {(kind, known.key) for kind in (JUDGED, TRACES)}
            state = self.order.state_of(known.key, known.judged.filings)
            used |= {(kind, state) for kind in SINGLE_PIECES}
        self.order.cache.sweep(frozenset(used))

    @cached_property
    def refused(self) -> bool:
        """Whether anything has an error, so that nothing may be published."""
        return any(_rank(found) == Severity.ERROR.rank for found in self.told())

    @cached_property
    def judgement(self) -> Judgement:
        """What reports start from; it holds no whole declaration."""
        return self._judgement(self.told())

    @property
    def shown(self) -> Judgement:
        """What pages about many declarations start from: the same less the findings that they do not show."""
        if self.order.rendering is None or self.order.rendering.shows_notices:
            return self.judgement
        return self._judgement(found for found in self.told() if _rank(found) < Severity.NOTICE.rank)

    def _judgement(self, told: Iterable[Finding | FindingRecord]) -> Judgement:
        with left_alone():
            found = (one if isinstance(one, Finding) else finding_of(one) for one in told)
            findings = tuple(sorted(found, key=lambda finding: finding.sort_key))
        return Judgement(self.portfolio, findings, self.settings.filings, self.settings.thresholds, self._documents())

    def told(self, but: Container[int] = ()) -> Iterator[Finding | FindingRecord]:
        """Everything that was found, unsorted, mostly as records: what a judgement makes of them costs more.

        Of the batches with some identities, only what whole years gave is told.
        """
        for filing in self.settings.filings:
            yield from judge_filing(filing, RULES, self.settings.thresholds)
        for known in self.batches:
            for record in known.judged.filings:
                if id(known) not in but:
                    yield from record.findings
                if not _told(self.order, record, self.late):
                    yield from self.late.get(record.file, ())

    def _documents(self) -> Mapping[str, Document]:
        files = [listed.file for known in self.batches for listed in known.batch.files]
        return Documents(self.order.content, {filing.file: filing.document for filing in self.settings.filings}, files)


def _without_findings(known: Known) -> Known:
    filings = tuple(msgspec.structs.replace(filing, findings=()) for filing in known.judged.filings)
    return replace(known, judged=Judged(filings))


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


def survey(
    order: Order,
    jobs: int | None = None,
    say: Say = lambda words: None,
    watch: Stopwatch | None = None,
    like: Survey | None = None,
) -> Survey:
    """Read and judge everything, and render what belongs to single declarations if the order says so.

    With a survey of much the same content at much the same time, what is in both is taken from there.

    What a batch is rendered to may depend on other units' files and on its whole year, which are not known at first:
    it is done with what is known, and again where that was not all. A second round is enough, since what is known of
    a declaration does not depend on others.
    """
    settings, watch = order.settings, watch or Stopwatch()
    with left_alone():
        try:
            return Run(order, settings, jobs, say, watch, like).survey()
        except LostPiece:
            return Run(order, settings, jobs, say, watch, like).survey()


class Run:
    """One run over a content: what it finds in the cache, what it has to do, and what comes of both."""

    def __init__(
        self,
        order: Order,
        settings: Settings,
        jobs: int | None,
        say: Say,
        watch: Stopwatch,
        like: Survey | None = None,
    ) -> None:
        self._order, self._settings, self._jobs, self._say, self._watch = order, settings, jobs, say, watch
        self._outlines = Outlines(settings.registry)
        self._like = _Like(order, like) if like else None
        self._made: dict[int, tuple[FilingRecord, Outline]] = {}  # by the record's identity, which it keeps
        self._unrendered: Sequence[Batch] = ()

    def survey(self) -> Survey:
        """Everything, until all agrees."""
        with self._watch.step("主进程：读取、检查和制作各份申报表"):
            batches = batches_of(self._order.content)
            known = self.first_round(batches, renders_later=True)
            portfolio = self._portfolio(known.values())
        years = tuple(self._years(known.values()))
        known.update(self._years_beside_pages(years, known, portfolio))
        late = self._late(years)
        if stale := self._stale(known, portfolio, late):
            kin = Kin(portfolio.declarations)
            known.update(self._done(task_for(self._order, one, kin, late) for one in stale))
        everything = tuple(known[batch] for batch in batches)
        return Survey(self._order, self._settings, everything, portfolio, late, tuple(task.key for task in years))

    def first_round(self, batches: Sequence[Batch], renders_later: bool = False) -> dict[Batch, Known]:
        """Batches as they are known, or as they can be done with what is known of their own units.

        With ``renders_later``, a few that are missing are only judged.
        """
        known: dict[Batch, Known] = {}
        missing: list[Batch] = []
        digests = Digests(self._order.content, self._order.cache)
        for batch in batches:
            shared = self._like.batches.get(batch) if self._like else None
            if shared:
                known[batch] = shared
                continue
            key = digests.key(batch, self._order.key)
            found = self._found(batch, key)
            if found:
                known[batch] = found
            else:
                missing.append(batch)
        digests.keep()
        if missing:
            few = sum(len(batch.files) for batch in missing) < FEWEST_FILES
            self._unrendered = missing if renders_later and few and self._order.rendering else ()
            known.update(self._done(self._first_tasks(missing, known.values())))
        return known

    def _found(self, batch: Batch, key: str) -> Known | None:
        content = self._order.cache.get(JUDGED, key)
        try:
            return (
                Known(batch, key, decode(content, Judged)) if content and self._order.cache.has(TRACES, key) else None
            )
        except Unreadable:
            return None

    def _first_tasks(self, missing: Sequence[Batch], known: Iterable[Known]) -> Iterator[BatchTask]:
        units: dict[str, list[Batch]] = defaultdict(list)
        for batch in missing:
            units[batch.unit].append(batch)
        kin = Kin(self._outlines_of(known))
        for unit, batches in units.items():
            others = tuple(map(outline_record, kin.of([unit])))
            if sum(len(batch.files) for batch in batches) <= MOST_TOGETHER:
                yield BatchTask(tuple(batches), others, renders=not self._unrendered)
            else:
                yield from (BatchTask((batch,), others, renders=False) for batch in batches)

    def _done(self, tasks: Iterable[BatchTask]) -> dict[Batch, Known]:
        todo = tuple(tasks)
        done: dict[Batch, Known] = {}
        total = sum(len(task.batches) for task in todo)
        for task, result in zip(todo, run_tasks(self._order, todo, self._jobs), strict=True):
            self._watch.add(result.seconds)
            done.update(self._known(task, result))
            self._say(f"已检查 {len(done)}/{total} 组申报表")
        return done

    def _known(self, task: BatchTask, done: Done) -> Iterator[tuple[Batch, Known]]:
        for batch, key in zip(task.batches, done.keys, strict=True):
            yield batch, Known(batch, key, decode(self._kept(JUDGED, key), Judged))

    def _kept(self, kind: str, key: str) -> bytes:
        content = self._order.cache.get(kind, key)
        if content is None:
            raise LostPiece(f"{kind}/{key}")
        return content

    def _portfolio(self, known: Iterable[Known]) -> Portfolio:
        return Portfolio(self._outlines_of(known), self._settings.registry)

    def _outlines_of(self, known: Iterable[Known]) -> Iterator[Outline]:
        for one in known:
            shared = self._like.outlines if self._like and self._like.batches.get(one.batch) is one else {}
            for filing in one.judged.filings:
                if record := filing.outline:
                    if id(filing) not in self._made:
                        self._made[id(filing)] = filing, shared.get(record.id) or self._outlines.of(record)
                    yield self._made[id(filing)][1]

    def _years(self, known: Iterable[Known]) -> Iterator[YearTask]:
        years: dict[int, list[str]] = defaultdict(list)
        for one in known:
            for year in sorted({filing.outline.year for filing in one.judged.filings if filing.outline}):
                years[year].append(one.key)
        for year, keys in sorted(years.items()):
            yield YearTask(year, tuple(sorted(keys)), digest_of(str(year), *sorted(keys)))

    def _years_beside_pages(
        self, years: Sequence[YearTask], known: Mapping[Batch, Known], portfolio: Portfolio
    ) -> dict[Batch, Known]:
        """Judge years and render the few batches that were judged just now at the same time: neither waits for the other.

        What the years will say of the batches is not known yet; where it matters, the batch is stale, and done again.
        """
        unjudged = self._unjudged(years)
        waiting = [known[batch] for batch in self._unrendered if not known[batch].refused]
        if not unjudged or not waiting:
            return {}
        late, kin = self._late_of(set(years) - set(unjudged)), Kin(portfolio.declarations)
        tasks = [task_for(self._order, one, kin, late) for one in waiting]
        results = tuple(run_tasks(self._order, (*unjudged, *tasks), self._jobs, few_pay=True))
        for result in results:
            self._watch.add(result.seconds)
        return {
            batch: one
            for task, done in zip(tasks, results[len(unjudged) :], strict=True)
            for batch, one in self._known(task, done)
        }

    def _late(self, years: Sequence[YearTask]) -> Late:
        for result in run_tasks(self._order, self._unjudged(years), self._jobs):
            self._watch.add(result.seconds)
            self._say("已对照同年的申报表")
        return self._late_of(years)

    def _unjudged(self, years: Sequence[YearTask]) -> list[YearTask]:
        return [task for task in years if self._order.cache.get(LATE, task.key) is None]

    def _late_of(self, years: Iterable[YearTask]) -> Late:
        return late_by_file(r for t in years for r in decode(self._kept(LATE, t.key), Findings).findings)

    def _stale(self, known: Mapping[Batch, Known], portfolio: Portfolio, late: Late) -> list[Known]:
        """The batches of which a context is not what it was done with, or something rendered is missing."""
        records = (filing.outline for one in known.values() for filing in one.judged.filings if filing.outline)
        contexts = Contexts(portfolio, records)
        questioned = self._like.questioned(known, portfolio, late) if self._like else known.values()
        return [one for one in questioned if self._is_stale(one, portfolio, contexts, late)]

    def _is_stale(self, one: Known, portfolio: Portfolio, contexts: Contexts, late: Late) -> bool:
        for filing in one.judged.filings:
            outline = portfolio.get(filing.outline.id) if filing.outline else None
            if outline and contexts.digest(outline, _told(self._order, filing, late)) != filing.context:
                return True
        if self._order.rendering is None or one.refused:
            return False
        from ..site.singles import SINGLE_PIECES

        return not all(
            self._order.cache.has(kind, self._order.state_of(one.key, one.judged.filings)) for kind in SINGLE_PIECES
        )


class _Like:
    """What of another survey is in this one as well: batches of which no file differs, and their outlines by their ids."""

    def __init__(self, order: Order, like: Survey) -> None:
        self.batches: dict[Batch, Known] = {}
        self.outlines: dict[str, Outline] = {}
        self._order, self._survey = order, like
        if (like.order.key, like.order.content.root) != (order.key, order.content.root):
            return
        differ = order.content.changed.keys() | like.order.content.changed.keys()
        for known in like.batches:
            if differ.isdisjoint(listed.file for listed in known.batch.files):
                self.batches[known.batch] = known
                outlines = (filing.outline for filing in known.judged.filings if filing.outline)
                found = ((record.id, like.portfolio.get(record.id)) for record in outlines)
                self.outlines.update((outline_id, outline) for outline_id, outline in found if outline)

    def questioned(self, known: Mapping[Batch, Known], portfolio: Portfolio, late: Late) -> Iterator[Known]:
        """The batches that may have another context than there: those that differ, their kin in either, those told of years."""
        shared = {id(one) for one in self.batches.values()}
        differ = [one for one in (*known.values(), *self._survey.batches) if id(one) not in shared]
        units = {filing.outline.unit for one in differ for filing in one.judged.filings if filing.outline}
        kin = {o.spending_unit.id for p in (portfolio, self._survey.portfolio) for o in Kin(p.declarations).of(units)}
        told = {
            file
            for those in (late, self._survey.late)
            for file, found in those.items()
            if _are_shown(self._order, found)
        }
        for one in known.values():
            if id(one) not in shared or any(
                f.answered or f.file in told or (f.outline and f.outline.unit in kin) for f in one.judged.filings
            ):
                yield one


def task_for(order: Order, one: Known, kin: Kin, late: Late) -> BatchTask:
    """The task that does a batch with all that there is to know of other files."""
    outlines = [filing.outline for filing in one.judged.filings if filing.outline]
    others = kin.of({outline.unit for outline in outlines})
    told = {filing.file: records for filing in one.judged.filings if (records := _told(order, filing, late))}
    return BatchTask((one.batch,), tuple(map(outline_record, others)), told)


def _rank(found: Finding | FindingRecord) -> int:
    return found.severity.rank if isinstance(found, Finding) else found.severity


def _told(order: Order, filing: FilingRecord, late: Late) -> tuple[FindingRecord, ...]:
    """The findings of whole years that a batch must be told: those that its page shows, or an answer may speak to."""
    records = late.get(filing.file, ())
    return records if records and (filing.answered or _are_shown(order, records)) else ()


def _are_shown(order: Order, records: Iterable[FindingRecord]) -> bool:
    shows_notices = order.rendering is not None and order.rendering.shows_notices
    return shows_notices or any(record.severity < Severity.NOTICE.rank for record in records)
