"""What an earlier survey of much the same content knows already: batches, outlines, and how these are linked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..model import Outline
from ..portfolio import Portfolio
from .batches import Batch
from .records import OutlineRecord
from .survey import Known, Survey
from .work import Members, Order


class Earlier(NamedTuple):
    """An earlier survey. ``changed`` are all files that may have changed since it was made, where somebody knows that."""

    survey: Survey
    changed: frozenset[str] | None = None


class Remembered:
    """What of an earlier survey holds for a new order; nothing, where that judges by other settings."""

    def __init__(self, order: Order, earlier: Earlier | None) -> None:
        self.batches: dict[str, Known] = {}
        self.rendered: dict[str, Known] = {}
        self.keys: dict[Batch, str] = {}
        self.listed: tuple[Batch, ...] = ()
        self.members: Members | None = None
        self._outlines: dict[str, tuple[OutlineRecord, Outline]] = {}
        self._portfolio: Portfolio | None = None
        if earlier and earlier.survey.order.key == order.key:
            self._take(order, earlier.survey)
            if earlier.changed is not None:
                self._trust(order, earlier.survey, earlier.changed)

    def _take(self, order: Order, survey: Survey) -> None:
        self.batches = {known.key: known for known in survey.batches}
        self.members = {key: those for key, those in survey.members.items() if key in self.batches}
        self.rendered = self.batches if survey.order.rendering == order.rendering else {}
        self._portfolio = survey.portfolio
        records = (parsed.outline for known in survey.batches for parsed in known.judged.parsed_files if parsed.outline)
        for record in records:
            if outline := survey.portfolio.get(record.id):
                self._outlines[record.id] = record, outline

    def _trust(self, order: Order, survey: Survey, changed: frozenset[str]) -> None:
        """Take it that all other files are as they were, unless a file or a folder came or went."""
        content, files = order.content, frozenset(survey.files)
        folders = frozenset(file.rpartition("/")[0] for file in files)
        others = [path for path in changed - files if not content.leaves_out(path) or _is_above(path, folders)]
        changed &= files
        if not others and all(map(content.state, changed)):
            self.listed = tuple(known.batch for known in survey.batches)
            same = (one for one in survey.batches if changed.isdisjoint(listed.file for listed in one.batch.files))
            self.keys = {one.batch: one.key for one in same}

    def outline(self, record: OutlineRecord) -> Outline | None:
        """The outline of a record that says the very same, to the letter."""
        known, outline = self._outlines.get(record.id, (None, None))
        return outline if known == record else None

    def portfolio(self, outlines: Sequence[Outline]) -> Portfolio | None:
        """The portfolio of these very outlines."""
        if self._portfolio and {*map(id, outlines)} == {*map(id, self._portfolio.declarations)}:
            return self._portfolio
        return None


def _is_above(path: str, folders: frozenset[str]) -> bool:
    """Whether a path is one of some folders, or one that they lie in."""
    return any(f"{folder}/".startswith(f"{path}/") for folder in folders)
