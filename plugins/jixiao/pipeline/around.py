"""Surveys what there is to know about some files, in one or more states of a content, by what the last whole run left.

That is their batches, those of all units that theirs are linked to, and every file of which the states are told different
things by whole years. Of all other batches the notes of that run say enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from ..garbage import left_alone
from .batches import Batch
from .context import Late
from .records import Unreadable
from .run import Run, differing, years_of
from .settled import Differences, Note, Settled
from .survey import Known, Survey
from .work import LostPiece, Order

_FEW, _MANY = 5, 0.1
"""Batches, and their share of all, that the whole run did not know; beyond both of these another is the quicker way."""


def surveys_around(
    orders: Sequence[Order], files: frozenset[str], jobs: int | None = None
) -> tuple[Survey, ...] | None:
    """A survey of each state; all know the same files. Nothing where no whole run has left what this takes."""
    with left_alone():
        try:
            return _surveys_around(orders, files, jobs)
        except (LostPiece, Unreadable):
            return None


def _surveys_around(orders: Sequence[Order], files: frozenset[str], jobs: int | None) -> tuple[Survey, ...] | None:
    runs = [Run(order, jobs) for order in orders]
    states: list[_State] = []
    for run in runs:
        if run.settled is None:
            return None
        states.append(_State(run, run.settled, states[0] if states else None))
    if any(state.is_far for state in states):
        return None
    units = frozenset(file.rpartition("/")[0].rpartition("/")[2] for file in files)
    for state in states:
        state.add(units)
    told_otherwise = [file for state in states[1:] for file in differing(states[0].late, state.late)]
    units = frozenset().union(*(state.units_of(told_otherwise) | state.units for state in states))
    while any(state.units != units for state in states):
        for state in states:
            state.add(units)
        units = units.union(*(state.units for state in states))
    return tuple(state.survey() for state in states)


class _State:
    """One state of the content, of which some batches are known."""

    def __init__(self, run: Run, settled: Settled, other: _State | None) -> None:
        self._run, self._settled, self._other = run, settled, other
        self._known: dict[Batch, Known] = {}
        self.units: frozenset[str] = frozenset()
        """The units that are known whole."""

    @cached_property
    def _keys(self) -> Mapping[Batch, str]:
        """The key of each batch; where both states have the same files, that of the other."""
        if self._other is None:
            return self._run.keyed()
        keys, there = self._other._keys, self._other._run
        differ = self._run.order.content.changed.keys() | there.order.content.changed.keys()
        same = (batch for batch in self._run.batches if differ.isdisjoint(listed.file for listed in batch.files))
        return self._run.keyed({batch: keys[batch] for batch in same if batch in keys})

    @property
    def _unnoted(self) -> list[Batch]:
        return [batch for batch, key in self._keys.items() if key not in self._settled.notes]

    @property
    def is_far(self) -> bool:
        """Whether so much is unknown that a whole run is the quicker way."""
        return len(self._unnoted) > max(_FEW, _MANY * len(self._keys))

    @property
    def _notes(self) -> Mapping[str, Note]:
        notes = {key: self._settled.notes[key] for key in self._keys.values() if key in self._settled.notes}
        return {**notes, **{one.key: one.note for one in self._known.values()}}

    def add(self, units: frozenset[str]) -> None:
        """Know units whole, and all that they are linked to: what is read for it may be linked to others again."""
        units |= {batch.unit for batch in self._unnoted}
        while True:
            notes = self._notes
            self.units = Differences(self._settled, notes).units(self.units | units)
            missing = {
                batch: key
                for batch, key in self._keys.items()
                if batch not in self._known and (key not in notes or not self.units.isdisjoint(notes[key].units))
            }
            if not missing:
                return
            self._known.update(self._run.first_round(missing))

    def units_of(self, files: Iterable[str]) -> frozenset[str]:
        """The units of the batches that have some files."""
        wanted, notes = frozenset(files), self._notes
        batches = [batch for batch in self._keys if any(listed.file in wanted for listed in batch.files)]
        return frozenset(unit for batch in batches for unit in notes[self._keys[batch]].units)

    @cached_property
    def late(self) -> Late:
        """What judging whole years gives, of all files."""
        return self._run.late(tuple(years_of(self._notes)))

    def survey(self) -> Survey:
        """What is known, until all of it agrees."""
        known = dict(self._known)
        portfolio = self._run.portfolio(known.values())
        self._run.settle(known, portfolio, self.late, tuple(known.values()))
        return self._run.as_survey(known, portfolio, self.late, tuple(years_of(self._notes)))
