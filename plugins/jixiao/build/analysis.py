"""The analysis of a content: every batch read, all declarations linked, every finding, and the pages of single declarations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from ..digest import Key
from ..finding import Finding, Severity
from ..garbage import left_alone
from ..judgement import Judgement
from ..portfolio import Portfolio
from ..problem import SetupProblem
from ..progress import Progress
from ..repository import Content
from ..rules import RULES, Fingerprinted, Thresholds, judge_file
from ..settings import document_of
from ..site.scope import LinkDigests
from ..source import Document
from ..stopwatch import Stopwatch
from . import jobs, steps
from .batches import Batch, batches_of
from .context import BuildContext
from .index import Index
from .jobs import Job
from .records import Outlines, ReadRecord, WordingsRecord, YearRecord, finding_of
from .steps import READ, RENDERED, WORDINGS, YEAR, Found, ReadBatch

_Name = TypeVar("_Name", str, tuple[str, int])
_Result = TypeVar("_Result")
JUDGING, READING, FINISHING = 2, 3, 10
"""The weight of a file that is compared with its year's, that is read, and whose pages are made as well."""
MOST_TOGETHER = 1_200
"""Files of one unit that are finished at once while they are read; those of a larger unit are finished later."""


@dataclass(frozen=True)
class Analysis:
    """What a content was found to be. ``found`` has all findings of each declaration file, with their answers."""

    context: BuildContext
    batches: tuple[ReadBatch, ...]
    portfolio: Portfolio
    found: Found
    year_keys: tuple[Key, ...]
    links: LinkDigests
    """The hashes of the outlines that each declaration is linked to."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, sorted by place."""
        return tuple(finding for file in self._files for finding in self._of(file))

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that public pages show."""
        notices = self.context.shows_notices
        return tuple(one for one in self.findings if notices or one.severity is not Severity.NOTICE)

    @property
    def _files(self) -> Iterable[str]:
        return sorted((*self.found, *(file.file for file in self.context.settings.files)))

    def _of(self, file: str) -> Iterable[Finding]:
        if file in self.found:
            return map(finding_of, self.found[file])
        (parsed,) = (parsed for parsed in self.context.settings.files if parsed.file == file)
        found = judge_file(parsed, RULES, self.thresholds)
        return sorted(found, key=lambda finding: finding.sort_key)

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that rules go by on this site."""
        return self.context.settings.thresholds

    @cached_property
    def documents(self) -> Documents:
        """Every file's document, for reports that show lines."""
        settings = {parsed.file: parsed.document for parsed in self.context.settings.files}
        return Documents(self.context.content, {**dict.fromkeys(self.found), **settings})

    @property
    def judgement(self) -> Judgement:
        """What reports start from."""
        with left_alone():
            return Judgement(self.portfolio, self.findings, self.thresholds, self.documents)

    @cached_property
    def has_errors(self) -> bool:
        """Whether anything has an error, so that nothing may be published."""
        settings = (file.file for file in self.context.settings.files)
        return steps.is_refused(self.found) or any(
            finding.severity is Severity.ERROR for file in settings for finding in self._of(file)
        )

    def found_in(self, batch: ReadBatch) -> Found:
        """All findings in a batch's files."""
        return {file.file: self.found[file.file] for file in batch.record.files}

    def finish_key(self, batch: ReadBatch) -> Key:
        """The key of what is made of a batch's single declarations."""
        before = (other.key for other in self._before(batch))
        return steps.finish_key(self.context, batch, self.links, self.found_in(batch), before)

    def _before(self, batch: ReadBatch) -> tuple[ReadBatch, ...]:
        """The batches that hold the declarations of the year before."""
        files = steps.files_before(self.portfolio, batch.declarations)
        return tuple(dict.fromkeys(self._holding[file] for file in files))

    @cached_property
    def _holding(self) -> dict[str, ReadBatch]:
        return {file.file: batch for batch in self.batches for file in batch.record.files}

    def unfinished(self) -> Iterator[ReadBatch]:
        """The batches that have declarations of which not all is made."""
        if self.context.rendering is None:
            return
        kinds, has = steps.finish_kinds(), self.context.store.has
        for batch in self.batches:
            if batch.has_records:
                key = self.finish_key(batch).digest
                if not all(has(kind, key) for kind in kinds):
                    yield batch

    def finish(self, batch: ReadBatch, watch: Stopwatch) -> None:
        """Make what belongs to the single declarations of a batch."""
        with watch.step("读取"):
            opened, *before = (self._open(one) for one in (batch, *self._before(batch)))
        steps.finish(self.context, self.finish_key(batch), opened, self.portfolio, self.found_in(batch), watch, before)

    def _open(self, batch: ReadBatch) -> steps.Opened:
        opened = steps.open_batch(self.context, batch.batch)
        if opened.key != batch.key:
            raise SetupProblem(f"{batch.batch.files[0].file} 一带的文件在构建中被改动；请再运行一次")
        return opened


class Documents(Mapping[str, Document]):
    """Documents by file; those of declarations are read again when they are asked for."""

    def __init__(self, content: Content, documents: dict[str, Document | None]) -> None:
        self._content, self._documents = content, documents
        self._latest: Document | None = None

    def __getitem__(self, file: str) -> Document:
        if self._latest and self._latest.file == file:  # findings are told file by file
            return self._latest
        document = self._documents[file]
        if document is None:
            document = self._latest = document_of(self._content.read(file))
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


@dataclass(frozen=True, slots=True)
class Analyst:
    """Analyses contents with up to so many processes; what takes long is timed and told."""

    processes: int | None = None
    watch: Stopwatch = field(default_factory=Stopwatch)
    progress: Progress = field(default_factory=Progress)

    def analyse(self, context: BuildContext) -> Analysis:
        """Read and judge a content; where pages are made and nothing has an error, finish each declaration.

        Years are judged while batches are finished by what is known without them. A batch of which a year tells more has
        another key then, and is finished once more.
        """
        with left_alone(), self.watch.step("主进程：读取、检查和制作各份申报表"):
            batches = self._read(context)
            portfolio = steps.portfolio_of(batches, context.settings.registry)
            members = (member for batch in batches for member in batch.members)
            linked = steps.linked_findings(context, members, portfolio)
            years = _years_of(batches)
            draft = _analysis(context, batches, portfolio, linked, years, LinkDigests(portfolio))
            missing = [year for year, (key, _) in years.items() if not context.store.has(YEAR, key.digest)]
            self._do(draft, [(YEAR, year) for year in missing], years)
            found = _analysis(context, batches, portfolio, linked, years, draft.links) if missing else draft
            if missing:
                self._do(found, [], years)
        return found

    def _read(self, context: BuildContext) -> tuple[ReadBatch, ...]:
        """All batches, from the store or read anew."""
        listed, index = batches_of(context.content), Index(context.content, context.store)
        is_first = context.store.is_empty(READ)
        outlines, known = Outlines(context.settings.registry), dict[Batch, ReadBatch]()
        if not is_first:  # else nobody need read the files twice
            for batch in listed:
                key = steps.read_key(context, batch, index.digests(batch))
                if found := _known(context, batch, key, outlines):
                    known[batch] = found
        missing = [batch for batch in listed if batch not in known]
        for batch, key in self._read_anew(context, missing, index, outlines, is_first):
            if found := _known(context, batch, key, outlines):
                known[batch] = found
            else:
                raise SetupProblem(f"缓存里的 {batch.files[0].file} 在运行中不见了；请再运行一次")
        index.keep()
        context.store.retain(READ, frozenset(one.key.digest for one in known.values()))
        context.store.retain(WORDINGS, frozenset(one.key.digest for one in known.values()))
        return tuple(known[batch] for batch in listed)

    def _read_anew(
        self, context: BuildContext, missing: Sequence[Batch], index: Index, outlines: Outlines, is_first: bool
    ) -> Iterator[tuple[Batch, Key]]:
        """Read batches unit by unit, and the first time finish them as well; gives their keys."""
        units: dict[str, list[Batch]] = defaultdict(list)
        for batch in missing:
            units[batch.unit].append(batch)

        def read(unit: str) -> tuple[list[tuple[Key, tuple[bytes, ...]]], dict[str, float]]:
            watch, whole = Stopwatch(), sum(len(batch.files) for batch in units[unit]) <= MOST_TOGETHER
            if is_first and whole:
                done = steps.read_and_finish(context, units[unit], outlines, watch)
            else:
                done = [steps.open_and_read(context, batch, watch) for batch in units[unit]]
            return [(one.key, one.digests) for one in done], watch.taken()

        weight = FINISHING if is_first and context.rendering else READING
        files = {unit: sum(len(batch.files) for batch in those) for unit, those in units.items()}
        todo = [Job(unit, weight * count) for unit, count in files.items()]
        for unit, (read_now, seconds) in self._run(context, todo, read, "正在检查申报表", files):
            self.watch.add(seconds)
            for batch, (key, digests) in zip(units[unit], read_now, strict=True):
                index.learn(batch, digests)
                yield batch, key

    def _do(self, analysis: Analysis, todo: Sequence[tuple[str, int]], years: Years) -> None:
        """Judge years, and finish what is not finished, by what the analysis knows."""
        context = analysis.context
        unfinished = {} if analysis.has_errors else dict(enumerate(analysis.unfinished()))

        def do(name: tuple[str, int]) -> dict[str, float]:
            watch, (kind, number) = Stopwatch(), name
            if kind == YEAR:
                with watch.step("对照同年"):
                    _judge_year(context, number, *years[number])
            else:
                analysis.finish(unfinished[number], watch)
            return watch.taken()

        jobs_ = [Job((kind, year), JUDGING * sum(len(one.members) for one in years[year][1])) for kind, year in todo]
        files = {(RENDERED, n): len(one.batch.files) for n, one in unfinished.items()}
        jobs_ += [Job(name, FINISHING * count) for name, count in files.items()]
        for _, seconds in self._run(context, jobs_, do, "正在制作申报表的网页", files):
            self.watch.add(seconds)

    def _run(
        self,
        context: BuildContext,
        todo: Sequence[Job[_Name]],
        do: Callable[[_Name], _Result],
        what: str,
        files: Mapping[_Name, int],
    ) -> Iterator[tuple[_Name, _Result]]:
        """Do jobs, and tell how many of the declaration files are done; a job without files tells nothing."""
        finished, total = 0, sum(files.values())
        self.progress.begin(what)
        for name, result in jobs.run(todo, do, self.processes if context.store.is_shared else 1):
            finished += files.get(name, 0)
            self.progress.done(finished, total)
            yield name, result


Years = Mapping[int, tuple[Key, tuple[ReadBatch, ...]]]
"""For each year the key of what judging it gives, and the batches that have declarations of it."""


def _years_of(batches: Iterable[ReadBatch]) -> Years:
    years: dict[int, list[ReadBatch]] = defaultdict(list)
    for batch in batches:
        for year in batch.years:
            years[year].append(batch)
    return {
        year: (steps.year_key(year, (one.key.digest for one in those)), tuple(those))
        for year, those in sorted(years.items())
    }


def _known(context: BuildContext, batch: Batch, key: Key, outlines: Outlines) -> ReadBatch | None:
    """A batch as this process or the store knows it."""
    front, digest = context.store.front, key.digest
    known: ReadBatch | None = front.get((READ, digest))
    if known is None and context.store.has(WORDINGS, digest):
        record = context.store.load(READ, digest, ReadRecord)
        known = ReadBatch(batch, key, record, outlines) if record else None
        if known:
            front[READ, digest] = known
    return known


def _judge_year(context: BuildContext, year: int, key: Key, batches: Sequence[ReadBatch]) -> None:
    members = (member for batch in batches for member in _worded(context, batch) if member.outline.year == year)
    steps.judge_one_year(context, key, members)


def _worded(context: BuildContext, batch: ReadBatch) -> Iterator[Fingerprinted]:
    """The members of a batch with their wordings."""
    front, digest = context.store.front, batch.key.digest
    known: WordingsRecord | None = front.get((WORDINGS, digest))
    if known is None:
        known = context.store.load(WORDINGS, digest, WordingsRecord)
        if known is None:  # damaged, or cleared by somebody
            steps.open_and_read(context, batch.batch, Stopwatch())
            known = context.store.load(WORDINGS, digest, WordingsRecord) or WordingsRecord(())
        front[WORDINGS, digest] = known
    return (member._replace(wordings=those) for member, those in zip(batch.members, known.wordings, strict=True))


def _analysis(
    context: BuildContext,
    batches: tuple[ReadBatch, ...],
    portfolio: Portfolio,
    linked: Found,
    years: Years,
    links: LinkDigests,
) -> Analysis:
    """What is known by now: of a year that is not judged yet nothing."""
    known = (context.store.load(YEAR, key.digest, YearRecord) for key, _ in years.values())
    of_years = steps.by_file(record for year in known if year for record in year.findings)
    found = {file: those for batch in batches for file, those in steps.settled(batch, linked, of_years).items()}
    return Analysis(context, batches, portfolio, found, tuple(key for key, _ in years.values()), links)
