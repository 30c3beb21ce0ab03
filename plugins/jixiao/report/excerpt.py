"""The source line of a finding with carets under the value, in the columns of a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..privacy import mask
from ..terminal import columns, inert

ROOM = 96
"""Columns that an excerpt takes at most, without its marks of omission."""

LEAD = 32
"""Columns before the value that stay when a line is cut."""

_CONTEXT = 700
"""Characters on either side within which personal data is looked for: more than the longest address holds."""

_TAB = "    "


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as shown, and the line of carets below it."""

    line: str
    carets: str


def excerpt(line: str, column: int, width: int) -> Excerpt:
    """Show ``width`` characters from ``column`` (from 1) on, with as much of the line around them as there is room."""
    first = 0 if len(line) <= ROOM else max(0, column - 1 - LEAD)
    cells = [_cell(character) for character in _masked(line, first, column + ROOM)]
    widths = list(map(_width, cells))
    at = min(column - 1 - first, len(cells))
    begin = _begin(widths, at)
    end = _end(widths, begin)
    left = "…" if first + begin else ""
    right = "…" if first + end < len(line) else ""
    before, marked = columns(left) + sum(widths[begin:at]), sum(widths[at : min(at + width, end)])
    return Excerpt(f"{left}{''.join(cells[begin:end])}{right}", " " * before + "^" * max(1, marked))


def _masked(line: str, first: int, end: int) -> str:
    """A piece of the line, with personal data masked that reaches into it from either side."""
    start = max(0, first - _CONTEXT)
    return mask(line[start : end + _CONTEXT])[first - start : end - start]


@lru_cache(8192)
def _cell(character: str) -> str:
    return _TAB if character == "\t" else inert(character)


_width = lru_cache(8192)(columns)


def _begin(widths: list[int], at: int) -> int:
    """The first cell to show: the line's first where all before the value fits, else ``LEAD`` columns before it."""
    whole = sum(widths)
    begin, room = at, LEAD if whole > ROOM else whole
    while begin and (room := room - widths[begin - 1]) >= 0:
        begin -= 1
    return begin


def _end(widths: list[int], begin: int) -> int:
    end, room = begin, ROOM
    while end < len(widths) and (room := room - widths[end]) >= 0:
        end += 1
    return end
