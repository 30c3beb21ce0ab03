"""The rows of self-evaluations, one for each indicator, as lists over many projects take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from ..results import Result
from .cycle import points
from .report_differences import ReportDifferences
from .result import ref_of

PIECE, CHANGES = "outcomes", "report-changes"
"""The kinds of the pieces that rows are taken from, and how many indicators are other than declared."""


class Row(NamedTuple):
    """One indicator of a self-evaluation, as lists show it; ``share`` is the difference as a share of the target."""

    result: str
    project: str
    year: int
    indicator: str
    target: str
    actual: str
    verdict: str
    why: str
    difference: str
    share: str | None
    points: str
    reason: str


def outcomes_piece(results: Iterable[Result]) -> bytes:
    """The rows of some results, as lists take them."""
    return msgspec.msgpack.encode([row for result in results if result.kind.is_counted for row in _rows_of(result)])


def _rows_of(result: Result) -> Iterator[Row]:
    for one in result.indicators:
        share = one.outcome.share
        yield Row(
            ref_of(result).id,
            result.name,
            result.year,
            one.name,
            one.target.raw,
            one.actual.raw,
            one.outcome.verdict.value,
            one.outcome.reason,
            one.outcome.difference_in_words,
            None if share is None else str(share),
            points(one),
            one.reason,
        )


def rows_in(piece: bytes) -> list[Row]:
    """The rows of a piece."""
    return msgspec.msgpack.decode(piece, type=list[Row])


def changes_piece(results: Iterable[Result], changes: Mapping[str, ReportDifferences]) -> bytes:
    """Of each self-evaluation that has a declaration, how many of its indicators are other than declared; ``changes`` are by record."""
    told = {
        ref_of(one).id: len(changes[one.record_id].differing)
        for one in results
        if one.kind.is_counted and one.record_id in changes
    }
    return msgspec.msgpack.encode(told)


def changes_in(piece: bytes) -> dict[str, int]:
    """What a piece tells."""
    return msgspec.msgpack.decode(piece, type=dict[str, int])
