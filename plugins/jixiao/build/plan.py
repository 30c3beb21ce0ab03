"""Analysis → site plan: one artifact a batch, one a page about many declarations, one a file joined from many batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from msgspec import MsgspecError

from ..digest import Key, digest_of
from ..field_reader import declaration_id
from ..garbage import left_alone
from ..site.addresses import address, addresses
from ..site.page import Artifact, Page, Printed, SitePlan
from ..site.result import ref_of
from ..stopwatch import Stopwatch
from . import steps
from .analysis import Analysis
from .jobs import apart
from .records import RenderedRecord
from .steps import READ, RENDERED, WORDINGS, YEAR, ReadBatch

_Value = TypeVar("_Value")
_WEIGHT = 2
"""The weight of writing one declaration's pages and files."""


def plan_of(analysis: Analysis) -> SitePlan:
    """Everything that a content without errors is published as."""
    from ..render import Renderer
    from ..site.view import Common
    from ..site.whole import site_plan

    context = analysis.context
    how = context.rendering
    if how is None or analysis.has_errors:
        raise ValueError("only what renders, and has no error, can be published")
    finished = Finished.of(analysis)
    common = Common(Renderer(how.theme, address), analysis.thresholds, how.shows_notices, how.limits)
    with left_alone():
        whole = site_plan(
            common,
            analysis.portfolio,
            analysis.shown,
            analysis.links,
            context.making.inputs,
            how.publication,
            finished.where(lambda batch: bool(batch.members)),
            finished.where(lambda batch: bool(batch.results)),
        )
    declared = (
        *(next(addresses(("declaration",), outline.id)) for outline in analysis.portfolio.declarations),
        *(address(ref_of(result)) for result in analysis.portfolio.results),
    )
    pages, artifacts = (*declared, *whole.pages), (*finished.artifacts(), *whole.artifacts)
    page = partial(_page, finished, whole)
    return SitePlan(whole.sections, pages, whole.files, artifacts, page, whole.final)


def _page(finished: Finished, whole: SitePlan, path: str) -> Page:
    return finished.page(path) or whole.page(path)


@dataclass(frozen=True, eq=False)
class _FinishedBatch:
    """A batch that has declarations, the key of what is made of them, and their ids."""

    batch: ReadBatch
    key: Key

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(outline.id for outline in self.batch.declarations)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The addresses of all that is made of the batch alone."""
        alone = dict.fromkeys(result.id for result in self.batch.results if result.id not in self.ids)
        pages = (address(ref_of(result)) for result in self.batch.results)
        return (*_places(self.ids), *pages, *(place for one in alone for place in addresses(("record",), one)))

    @property
    def file(self) -> str:
        return self.batch.batch.files[0].file


class Finished:
    """What was made of single declarations: taken from the store, or made again where it is not there any more."""

    def __init__(self, analysis: Analysis, batches: tuple[_FinishedBatch, ...]) -> None:
        self._analysis, self._batches = analysis, batches
        self._store = analysis.context.store

    @classmethod
    def of(cls, analysis: Analysis) -> Finished:
        """What was made of all batches."""
        found = (batch for batch in analysis.batches if batch.has_records)
        return cls(analysis, tuple(_FinishedBatch(batch, analysis.finish_key(batch)) for batch in found))

    def where(self, holds: Callable[[ReadBatch], bool]) -> Finished:
        """The same of some batches alone."""
        return Finished(self._analysis, tuple(one for one in self._batches if holds(one.batch)))

    def artifacts(self) -> Iterator[Artifact]:
        """One artifact a batch."""
        for one in self._batches:
            yield Artifact(
                one.file,
                one.key.inputs,
                partial(self._printed, one),
                one.places,
                _WEIGHT * max(1, len(one.ids)),
                has_pages=True,
            )

    def page(self, path: str) -> Page | None:
        """The declaration's page at an address, if there is one."""
        for one in self._batches:
            if path.endswith("/") and path in one.places:
                return next(page for page in self._rendered(one).pages if page.path == path)
        return None

    @cached_property
    def states(self) -> Sequence[str]:
        """For each batch the hash of all that its pieces were made from."""
        return tuple(one.key.digest for one in self._batches)

    @property
    def names(self) -> Sequence[str]:
        """For each batch its year and unit, as the ids of its declarations begin."""
        return [declaration_id(one.file).rpartition("/")[0] for one in self._batches]

    def read(self, kind: str, number: int, decode: Callable[[bytes], _Value]) -> _Value:
        """A piece of the batch with a number, decoded; one that does not decode is made anew."""
        one = self._batches[number]
        known = self._decoded(kind, one.key.digest, decode)
        if known is None:
            self._analysis.finish(one.batch, Stopwatch())
            known = self._decoded(kind, one.key.digest, decode)
        return _there(known, one)

    def remember(self, kind: str, key: str, make: Callable[[], bytes], decode: Callable[[bytes], _Value]) -> _Value:
        """What ``make`` gives, or gave in an earlier run with the same code and settings; decoded."""
        full = digest_of(self._analysis.context.making.digest, key)
        self._store.spared.add((kind, full))
        known = self._decoded(kind, full, decode)
        if known is None:
            made = apart(make) if self._store.is_shared else make()  # it is made of all pieces, and small
            self._store.put(kind, full, made)
            return decode(made)
        return known

    def _decoded(self, kind: str, key: str, decode: Callable[[bytes], _Value]) -> _Value | None:
        content = self._store.get(kind, key)
        with suppress(MsgspecError):
            return None if content is None else decode(content)
        return None

    def _printed(self, one: _FinishedBatch) -> Iterator[Printed]:
        rendered = self._rendered(one)
        yield from rendered.pages
        yield from rendered.files

    def _rendered(self, one: _FinishedBatch) -> RenderedRecord:
        rendered = self._store.load(RENDERED, one.key.digest, RenderedRecord)
        if rendered is None or not _is_of(rendered, one):
            self._analysis.finish(one.batch, Stopwatch())
            rendered = self._store.load(RENDERED, one.key.digest, RenderedRecord)
        return _there(rendered, one)


def _is_of(rendered: RenderedRecord, one: _FinishedBatch) -> bool:
    """Whether a record has files at the addresses of these declarations, and nowhere else."""
    paths = (*(page.path for page in rendered.pages), *(file.path for file in rendered.files))
    return frozenset(paths) <= frozenset(one.places)


def _there(value: _Value | None, one: _FinishedBatch) -> _Value:
    if value is None:
        raise RuntimeError(f"what was made of {one.file} is gone from the store as soon as it was put there")
    return value


def entries_of(analysis: Analysis) -> frozenset[tuple[str, str]]:
    """The kinds and keys of all entries of the store that a run with the same content would ask for.

    What a plan remembers is not among them: the store spares it.
    """
    used = {(kind, batch.key.digest) for batch in analysis.batches for kind in (READ, WORDINGS)}
    used |= {(YEAR, key.digest) for key in analysis.year_keys}
    if analysis.context.rendering:
        keys = [analysis.finish_key(batch).digest for batch in analysis.batches if batch.has_records]
        used |= {(kind, key) for key in keys for kind in steps.finish_kinds()}
    return frozenset(used)


@lru_cache(10_000)
def _places(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of all that is made of some declarations alone: the same from edit to edit, in the preview."""
    kinds = ("declaration", "record")
    return tuple(place for one in ids for place in addresses(kinds, one))
