"""Surveys a content: what is known from before is taken from the cache, what is not is done, until all agrees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..cache import digest_of
from ..garbage import left_alone
from ..model import Outline
from ..portfolio import Portfolio
from ..progress import Progress
from ..stopwatch import Stopwatch
from .batches import Batch, batches_of
from .context import Contexts, Kin, Late
from .digests import Digests
from .earlier import Earlier, Remembered
from .pool import FEWEST_FILES, can_fork, run_tasks
from .records import FileRecord, Findings, Judged, Outlines, Unreadable, decode, outline_record
from .settled import Differences, Note, Settled
from .survey import Known, Survey, task_for, told_of
from .work import FINGERPRINTS, JUDGED, LATE, BatchTask, Done, LostPiece, Order, Task, YearTask, late_by_file

MOST_TOGETHER = 1_200
"""Files of one unit that are rendered at once with those they are linked to; a larger unit is read first, then rendered."""


def survey(
    order: Order,
    jobs: int | None = None,
    watch: Stopwatch | None = None,
    earlier: Earlier | None = None,
    progress: Progress | None = None,
) -> Survey:
    """Read and judge everything, and render what belongs to single declarations if the order says so.

    What an earlier survey knows as well, of much the same content, is taken from there.

    What a batch is rendered to may depend on other units' files and on its whole year, which are not known at first:
    it is done with what is known, and again where that was not all. A second round is enough, since what is known of
    a declaration does not depend on others.
    """
    with left_alone():
        try:
            return Run(order, jobs, watch, earlier, progress).survey()
        except LostPiece:
            return Run(order, jobs, watch, earlier, progress).survey()


class Run:
    """One run over a content: what it finds in the cache, what it has to do, and what comes of both."""

    def __init__(
        self,
        order: Order,
        jobs: int | None = None,
        watch: Stopwatch | None = None,
        earlier: Earlier | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.order, self.settings = order, order.settings
        self._jobs, self._watch, self._progress = jobs, watch or Stopwatch(), progress or Progress()
        self._outlines = Outlines(self.settings.registry)
        self._earlier = Remembered(order, earlier)
        self._made: dict[int, tuple[FileRecord, Outline]] = {}  # by the record's identity, which it keeps
        self._unrendered: Sequence[Batch] = ()

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """All batches of the content."""
        return self._earlier.listed or batches_of(self.order.content)

    @cached_property
    def settled(self) -> Settled | None:
        """What an earlier run left, if it is known."""
        return Settled.of(self.order.cache, self.order.key)

    def survey(self) -> Survey:
        """Everything, until all agrees."""
        with self._watch.step("主进程：读取、检查和制作各份申报表"):
            found = self._survey()
        self._keep(found)
        return found

    def _survey(self) -> Survey:
        known = self._anew() if self._is_first else self.first_round(self.keyed(), renders_later=True)
        portfolio = self.portfolio(known.values())
        notes = {one.key: one.note for one in known.values()}
        years = tuple(years_of(notes))
        known.update(self._years_beside_pages(years, known, portfolio))
        late = self.late(years)
        self.settle(known, portfolio, late, self._questioned(known, years))
        return self.as_survey(known, portfolio, late, years)

    @property
    def _is_first(self) -> bool:
        """Whether nothing can be known from before."""
        return not self._earlier.batches and self.order.cache.is_empty(JUDGED)

    def _anew(self) -> dict[Batch, Known]:
        """All batches done, without a look at what might be known: nobody need read the files twice."""
        digests = Digests(self.order.content, self.order.cache, self.order.key)
        known = self._done(self._first_tasks(self.batches, ()), digests)
        digests.keep()
        return known

    def keyed(self, known: Mapping[Batch, str] | None = None) -> dict[Batch, str]:
        """All batches with their keys; those that are known already need not be made out."""
        digests = Digests(self.order.content, self.order.cache, self.order.key)
        known = known or self._earlier.keys
        keyed = {batch: known.get(batch) or digests.key(batch) for batch in self.batches}
        if not known:
            digests.keep()
        return keyed

    def first_round(self, keyed: Mapping[Batch, str], renders_later: bool = False) -> dict[Batch, Known]:
        """Batches as they are known, or as they can be done with what is known of their own units.

        With ``renders_later``, a few that are missing are only judged, if they can be rendered beside something else.
        """
        known: dict[Batch, Known] = {}
        missing: list[Batch] = []
        for batch, key in keyed.items():
            if found := self._found(batch, key):
                known[batch] = found
            else:
                missing.append(batch)
        if missing:
            few = sum(len(batch.files) for batch in missing) < FEWEST_FILES
            self._unrendered = missing if renders_later and few and can_fork() and self.order.rendering else ()
            known.update(self._done(self._first_tasks(missing, known.values())))
        return known

    def _found(self, batch: Batch, key: str) -> Known | None:
        if shared := self._earlier.batches.get(key):
            return shared
        content = self.order.cache.get(JUDGED, key)
        try:
            return (
                Known(batch, key, decode(content, Judged))
                if content and self.order.cache.has(FINGERPRINTS, key)
                else None
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

    def _done(self, tasks: Iterable[BatchTask], digests: Digests | None = None) -> dict[Batch, Known]:
        todo = tuple(tasks)
        done: dict[Batch, Known] = {}
        self._progress.begin("正在检查申报表")
        finished, total = 0, sum(_files_of(task) for task in todo)
        for task, result in zip(todo, self._results(todo), strict=True):
            self._watch.add(result.seconds)
            done.update(self._known(task, result))
            if digests:
                for batch, hashes in zip(task.batches, result.digests, strict=True):
                    digests.learn(batch, hashes)
            finished += _files_of(task)
            self._progress.done(finished, total)
        return done

    def _results(self, tasks: Sequence[Task], few_pay: bool = False) -> Iterator[Done]:
        return run_tasks(self.order, tasks, self._jobs, few_pay, self._earlier.members)

    def _known(self, task: BatchTask, done: Done) -> Iterator[tuple[Batch, Known]]:
        for batch, key in zip(task.batches, done.keys, strict=True):
            yield batch, Known(batch, key, decode(self._kept(JUDGED, key), Judged))

    def _kept(self, kind: str, key: str) -> bytes:
        content = self.order.cache.get(kind, key)
        if content is None:
            raise LostPiece(f"{kind}/{key}")
        return content

    def portfolio(self, known: Iterable[Known]) -> Portfolio:
        """The outlines of some batches."""
        outlines = tuple(self._outlines_of(known))
        return self._earlier.portfolio(outlines) or Portfolio(outlines, self.settings.registry)

    def _outlines_of(self, known: Iterable[Known]) -> Iterator[Outline]:
        for one in known:
            for parsed in one.judged.parsed_files:
                if record := parsed.outline:
                    if id(parsed) not in self._made:
                        self._made[id(parsed)] = parsed, self._earlier.outline(record) or self._outlines.of(record)
                    yield self._made[id(parsed)][1]

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
        late, kin = self.late_of(set(years) - set(unjudged)), Kin(portfolio.declarations)
        tasks = [task_for(self.order, one, kin, late) for one in waiting]
        results = tuple(self._results((*unjudged, *tasks), few_pay=True))
        for result in results:
            self._watch.add(result.seconds)
        return {
            batch: one
            for task, done in zip(tasks, results[len(unjudged) :], strict=True)
            for batch, one in self._known(task, done)
        }

    def late(self, years: Sequence[YearTask]) -> Late:
        """What judging whole years gives."""
        for result in self._results(self._unjudged(years)):
            self._watch.add(result.seconds)
        return self.late_of(years)

    def _unjudged(self, years: Sequence[YearTask]) -> list[YearTask]:
        return [task for task in years if self.order.cache.get(LATE, task.key) is None]

    def late_of(self, years: Iterable[YearTask]) -> Late:
        """What judging whole years gave."""
        return self._late_by(task.key for task in years)

    def _late_by(self, keys: Iterable[str]) -> Late:
        return late_by_file(r for key in keys for r in decode(self._kept(LATE, key), Findings).findings)

    def settle(self, known: dict[Batch, Known], portfolio: Portfolio, late: Late, questioned: Iterable[Known]) -> None:
        """Do again what has another context than it was done with, or is not rendered though it should be."""
        records = (parsed.outline for one in known.values() for parsed in one.judged.parsed_files if parsed.outline)
        contexts = Contexts(portfolio, records)
        stale = {one.key: one for one in questioned if self._is_stale(one, portfolio, contexts, late)}
        stale.update((one.key, one) for one in known.values() if self._is_unrendered(one))
        if stale:
            kin = Kin(portfolio.declarations)
            known.update(self._done(task_for(self.order, one, kin, late) for one in stale.values()))

    def _questioned(self, known: Mapping[Batch, Known], years: Sequence[YearTask]) -> Iterable[Known]:
        """The batches that may have another context than they were done with: all, where no earlier run is known."""
        settled = self.settled
        if settled is None:
            return known.values()
        keys = frozenset(task.key for task in years)
        try:
            told = self.told_otherwise(keys)
        except (LostPiece, Unreadable):
            return known.values()
        notes = {one.key: one.note for one in known.values()}
        units = Differences(settled, notes).units()
        return [
            one
            for one in known.values()
            if not units.isdisjoint(notes[one.key].units) or any(f.file in told for f in one.judged.parsed_files)
        ]

    def told_otherwise(self, keys: frozenset[str]) -> frozenset[str]:
        """The files of which whole years, by the keys of these, tell other things than they did in the earlier run.

        Raises :class:`LostPiece` where it is not known any more what they told.
        """
        before = frozenset(self.settled.late if self.settled else ())
        return differing(self._late_by(before - keys), self._late_by(keys - before))

    def _is_stale(self, one: Known, portfolio: Portfolio, contexts: Contexts, late: Late) -> bool:
        for parsed in one.judged.parsed_files:
            outline = portfolio.get(parsed.outline.id) if parsed.outline else None
            if outline and contexts.digest(outline, told_of(self.order, parsed, late)) != parsed.context:
                return True
        return False

    def _is_unrendered(self, one: Known) -> bool:
        if self.order.rendering is None or one.refused or self._earlier.rendered.get(one.key) is one:
            return False
        from ..site.singles import SINGLE_PIECES

        state = self.order.state_of(one.key, one.judged.parsed_files)
        return not all(self.order.cache.has(kind, state) for kind in SINGLE_PIECES)

    def as_survey(
        self, known: Mapping[Batch, Known], portfolio: Portfolio, late: Late, years: Sequence[YearTask]
    ) -> Survey:
        """What was found, in the order of the files."""
        found = tuple(known[batch] for batch in self.batches if batch in known)
        files = tuple(listed.file for batch in self.batches for listed in batch.files)
        keys, members = tuple(task.key for task in years), self._earlier.members or {}
        return Survey(self.order, self.settings, files, found, portfolio, late, keys, members)

    def _keep(self, found: Survey) -> None:
        """Let the next run know. A content that gives files other bytes is not what the next finds."""
        now = Settled({one.key: one.note for one in found.batches}, found.late_keys)
        if now != self.settled and not self.order.content.changed:
            now.keep(self.order.cache, self.order.key)


def _files_of(task: BatchTask) -> int:
    return sum(len(batch.files) for batch in task.batches)


def years_of(notes: Mapping[str, Note]) -> Iterator[YearTask]:
    """The years to judge, by the notes of all batches."""
    years: dict[int, list[str]] = defaultdict(list)
    for key, note in notes.items():
        for year in note.years:
            years[year].append(key)
    for year, keys in sorted(years.items()):
        yield YearTask(year, tuple(sorted(keys)), digest_of(str(year), *sorted(keys)))


def differing(one: Late, other: Late) -> frozenset[str]:
    """The files of which two tell different things."""
    return frozenset(file for file in one.keys() | other.keys() if one.get(file) != other.get(file))
