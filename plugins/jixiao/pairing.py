"""Which indicator of a report is which of a declaration: by period and name, those in the same place before others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

from .model import Indicator
from .text import fold, without_brackets

Key = tuple[bool, str]
"""What an indicator is known by: whether it is of the year, and its name."""
_Of = TypeVar("_Of", bound=Indicator)


def name_of(indicator: Indicator) -> str:
    """An indicator's name as far as it counts: less what stands in brackets."""
    return without_brackets(indicator.called)


def key_of(indicator: Indicator) -> Key:
    """What an indicator is known by."""
    return is_of_the_year(indicator), name_of(indicator)


def is_of_the_year(indicator: Indicator) -> bool:
    """Whether its target is said of the year, or of no period in particular."""
    return indicator.targets[0].period != "overall"


def paired(declared: Sequence[Indicator], reported: Sequence[_Of]) -> tuple[list[_Of | None], list[_Of]]:
    """Of each declared indicator the reported one that is it; and the reported ones that are none of them, in their order."""
    found: list[_Of | None] = [None] * len(declared)
    left = list(range(len(reported)))
    for key in (_in_place, key_of):
        waiting = defaultdict[Hashable, list[int]](list)
        for number in left:
            waiting[key(reported[number])].append(number)
        for at, own in enumerate(declared):
            if found[at] is None and (those := waiting[key(own)]):
                found[at] = reported[those.pop(0)]
        left = sorted(number for those in waiting.values() for number in those)
    return found, [reported[number] for number in left]


def _in_place(indicator: Indicator) -> tuple[str, bool, str]:
    return fold(indicator.place), *key_of(indicator)
