"""A survey → all that is to be printed: parcels of single declarations, of pages about many, and of files joined from pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from ..cache import digest_of
from ..garbage import left_alone
from ..reader import declaration_id
from ..site.addresses import address, addresses
from ..site.page import Page, Parcel, Printed, Sheets
from ..table import Ref
from . import digests, settled
from .batches import Batch
from .context import Kin
from .pool import apart
from .records import Findings, Judged, Rendered, Unreadable, decode
from .survey import Known, Survey, task_for
from .work import FINGERPRINTS, JUDGED, LATE, RENDERED, Worker, late_by_file


def sheets_of(survey: Survey) -> Sheets:
    """Everything that a survey without errors is published as; of the survey it keeps what printing takes, a third of it."""
    from ..site.whole import whole_site

    how = survey.order.rendering
    if how is None or survey.refused:
        raise ValueError("only a survey that renders, and found no error, can be published")
    singles = _Singles(survey)
    with left_alone():
        whole = whole_site(survey.shown, how.theme, how.shows_notices, how.publication, singles)
    made_by = digest_of(survey.order.key, how.key)
    parcels = (*singles.parcels(), *(_keyed(parcel, made_by) for parcel in whole.parcels))
    declared = (next(addresses(("declaration",), outline.id)) for outline in survey.portfolio.declarations)
    pages = (*declared, *whole.pages)
    made = partial(_page, singles, whole)
    return Sheets(whole.sections, pages, whole.files, parcels, made, whole.closing, singles.sweep)


@lru_cache(10_000)
def _places(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of all that is made of some declarations alone: the same from edit to edit, in the preview."""
    kinds = ("declaration", "record")
    return tuple(place for one in ids for place in addresses(kinds, one))


def _page(singles: _Singles, whole: Sheets, path: str) -> Page:
    return singles.page(path) or whole.page(path)


def _keyed(parcel: Parcel, key: str) -> Parcel:
    return replace(parcel, inputs=lambda: digest_of(key, parcel.key))


class _Filled(NamedTuple):
    """A batch that has declarations: its key, the hash of all that its pieces were made from, and their ids."""

    batch: Batch
    key: str
    state: str
    ids: tuple[str, ...]


class _Singles:
    """What belongs to single declarations: taken from the cache, or rendered again where it is not there any more."""

    def __init__(self, survey: Survey) -> None:
        self._order, self._portfolio = survey.order, survey.portfolio
        self._keys, self._late_keys = tuple(known.key for known in survey.batches), survey.late_keys
        self._filled = tuple(
            _Filled(known.batch, known.key, survey.order.state_of(known.key, known.judged.parsed_files), ids)
            for known in survey.batches
            if (ids := tuple(parsed.outline.id for parsed in known.judged.parsed_files if parsed.outline))
        )

    def parcels(self) -> Iterator[Parcel]:
        """One parcel a batch."""
        for filled in self._filled:
            yield Parcel(
                filled.batch.files[0].file, filled.state, partial(self._printed, filled), _places(filled.ids), 50
            )

    def page(self, path: str) -> Page | None:
        """The declaration's page at an address, if there is one."""
        for filled in self._filled:
            if any(address(Ref("declaration", declaration)) == path for declaration in filled.ids):
                return next(page for page in self._rendered(filled).pages if page.path == path)
        return None

    @property
    def states(self) -> Sequence[str]:
        """For each batch the hash of all that its pieces were made from."""
        return tuple(filled.state for filled in self._filled)

    @property
    def names(self) -> Sequence[str]:
        """For each batch its year and unit, as the ids of its declarations begin."""
        return [declaration_id(filled.batch.files[0].file).rpartition("/")[0] for filled in self._filled]

    def read(self, kind: str, number: int) -> bytes:
        """A piece of the batch with a number."""
        return self._piece(kind, self._filled[number])

    def remember(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives, or gave in an earlier run with the same code and settings."""
        full = digest_of(self._order.key, key)
        known = self._order.cache.get(kind, full)
        if known is None:
            known = apart(make)  # it is made of all pieces, and small
            self._order.cache.put(kind, full, known)
        return known

    def sweep(self) -> None:
        """Let go of what lies in the cache from earlier runs, beyond what a cache may hold."""
        from ..site.singles import SINGLE_PIECES

        used = {(kind, self._order.key) for kind in (digests.KIND, settled.KIND)}
        used |= {(LATE, key) for key in self._late_keys}
        used |= {(kind, key) for kind in (JUDGED, FINGERPRINTS) for key in self._keys}
        used |= {(kind, filled.state) for kind in (RENDERED, *SINGLE_PIECES) for filled in self._filled}
        self._order.cache.sweep(frozenset(used))

    def _printed(self, filled: _Filled) -> Iterator[Printed]:
        rendered = self._rendered(filled)
        yield from rendered.pages
        yield from rendered.files

    def _rendered(self, filled: _Filled) -> Rendered:
        try:
            return decode(self._piece(RENDERED, filled), Rendered)
        except Unreadable:
            self._again(filled)
            return decode(self._piece(RENDERED, filled), Rendered)

    def _piece(self, kind: str, filled: _Filled) -> bytes:
        content = self._order.cache.get(kind, filled.state)
        if content is None:
            self._again(filled)
            content = self._order.cache.get(kind, filled.state)
        return self._there(content, kind, filled)

    def _again(self, filled: _Filled) -> None:
        """Render a batch once more, of what is known of it and of its years."""
        cache = self._order.cache
        judged = decode(self._there(cache.get(JUDGED, filled.key), JUDGED, filled), Judged)
        lates = (self._there(cache.get(LATE, key), LATE, filled) for key in self._late_keys)
        late = late_by_file(record for content in lates for record in decode(content, Findings).findings)
        known = Known(filled.batch, filled.key, judged)
        Worker(self._order).do(task_for(self._order, known, Kin(self._portfolio.declarations), late))

    @staticmethod
    def _there(content: bytes | None, kind: str, filled: _Filled) -> bytes:
        if content is None:
            raise RuntimeError(f"{kind} of {filled.batch.files[0].file} was changed while it was being built")
        return content
