"""A survey → all that is to be printed: parcels of single declarations, of pages about many, and of files joined from pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ..cache import digest_of
from ..garbage import left_alone
from ..reader import declaration_id
from ..search import text_address
from ..site.addresses import address, addresses
from ..site.page import Page, Parcel, Printed, Sheets
from ..table import Ref
from .context import Kin
from .records import Rendered, Unreadable, decode
from .survey import Known, Survey, task_for
from .work import RENDERED, Worker


def sheets_of(survey: Survey) -> Sheets:
    """Everything that a survey without errors is published as."""
    from ..site.whole import whole_site

    how = survey.order.rendering
    if how is None or survey.refused:
        raise ValueError("only a survey that renders, and found no error, can be published")
    kept = survey.without_findings
    singles = _Singles(kept)
    with left_alone():
        whole = whole_site(survey.shown, how.theme, how.shows_notices, how.publication, singles)
    made_by = digest_of(survey.order.key, how.key)
    parcels = (*singles.parcels(), *(_keyed(parcel, made_by) for parcel in whole.parcels))
    declared = (next(addresses(("declaration",), outline.id)) for outline in survey.portfolio.declarations)
    pages = (*declared, *whole.pages)
    made = partial(_page, singles, whole)
    return Sheets(whole.sections, pages, whole.files, parcels, made, whole.closing, kept.sweep)


def _page(singles: _Singles, whole: Sheets, path: str) -> Page:
    return singles.page(path) or whole.page(path)


def _keyed(parcel: Parcel, key: str) -> Parcel:
    return replace(parcel, inputs=lambda: digest_of(key, parcel.key))


class _Singles:
    """What belongs to single declarations: taken from the cache, or rendered again where it is not there any more."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._filled = [known for known in survey.batches if any(filing.outline for filing in known.judged.filings)]
        self._states = {known.key: survey.order.state_of(known.key, known.judged.filings) for known in self._filled}

    def parcels(self) -> Iterator[Parcel]:
        """One parcel a batch."""
        for known in self._filled:
            places = tuple(self._places(known))
            yield Parcel(known.batch.files[0].file, self._state(known), partial(self._printed, known), places, 50)

    def _places(self, known: Known) -> Iterator[str]:
        for filing in known.judged.filings:
            if filing.outline:
                yield from addresses(("declaration", "twin", "form"), filing.outline.id)
                yield text_address(filing.outline.id)

    def page(self, path: str) -> Page | None:
        """The declaration's page at an address, if there is one."""
        for known in self._filled:
            for filing in known.judged.filings:
                if filing.outline and address(Ref("declaration", filing.outline.id)) == path:
                    return next(page for page in self._rendered(known).pages if page.path == path)
        return None

    @property
    def states(self) -> Sequence[str]:
        """For each batch the hash of all that its pieces were made from."""
        return tuple(self._states.values())

    @property
    def names(self) -> Sequence[str]:
        """For each batch its year and unit, as the ids of its declarations begin."""
        return [declaration_id(known.batch.files[0].file).rpartition("/")[0] for known in self._filled]

    def read(self, kind: str, number: int) -> bytes:
        """A piece of the batch with a number."""
        return self._piece(kind, self._filled[number])

    def remember(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives, or gave in an earlier run with the same code and settings."""
        order, full = self._survey.order, digest_of(self._survey.order.key, key)
        known = order.cache.get(kind, full)
        if known is None:
            known = make()
            order.cache.put(kind, full, known)
        return known

    def _state(self, known: Known) -> str:
        return self._states[known.key]

    def _printed(self, known: Known) -> Iterator[Printed]:
        rendered = self._rendered(known)
        yield from rendered.pages
        yield from rendered.files

    def _rendered(self, known: Known) -> Rendered:
        try:
            return decode(self._piece(RENDERED, known), Rendered)
        except Unreadable:
            self._again(known)
            return decode(self._piece(RENDERED, known), Rendered)

    def _piece(self, kind: str, known: Known) -> bytes:
        cache, state = self._survey.order.cache, self._state(known)
        content = cache.get(kind, state)
        if content is None:
            self._again(known)
            content = cache.get(kind, state)
        if content is None:
            raise RuntimeError(f"{kind} of {known.batch.files[0].file} was changed while it was being built")
        return content

    def _again(self, known: Known) -> None:
        survey = self._survey
        Worker(survey.order).do(task_for(survey.order, known, Kin(survey.portfolio.declarations), survey.late))
