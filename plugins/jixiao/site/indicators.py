"""The indicator library: the same indicator across projects, with its target values as filed and as read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Declaration, Indicator
from ..table import Ref
from ..target import Target
from ..text import without_brackets
from .page import Heading, Page
from .view import View, section

INDICATORS = section("indicators")


@dataclass(frozen=True, slots=True)
class Use:
    """One project's use of an indicator."""

    declaration: Declaration
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Level:
    """One target value of an indicator, and the uses that set it."""

    target: Target
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the library: its name without formulas, and its target values, the most used first."""

    name: str
    uses: int
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One group of indicators, as the form names it."""

    id: str
    label: str
    entries: tuple[Entry, ...]


def pages(view: View) -> Iterator[Page]:
    """The one page of the library."""
    uses = [
        Use(declaration, indicator)
        for declaration in view.portfolio.declarations
        for indicator in declaration.indicators
    ]
    shelves = tuple(_shelves(uses))
    yield view.page(
        Ref("indicators"),
        title="指标库",
        description=f"{len(uses)} 条绩效指标，同名指标归在一起，列出各项目的目标值。",
        section=INDICATORS,
        toc=tuple(Heading(shelf.id, shelf.label) for shelf in shelves),
        shelves=shelves,
        total=len(uses),
        names=sum(len(shelf.entries) for shelf in shelves),
        quantified=sum(use.indicator.target.quantified for use in uses),
    )


def _shelves(uses: list[Use]) -> Iterator[Shelf]:
    groups: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        groups[use.indicator.group.label].append(use)
    for number, (label, members) in enumerate(groups.items(), 1):
        yield Shelf(f"g{number}", label, tuple(_entries(members)))


def _entries(uses: list[Use]) -> Iterator[Entry]:
    by_name: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by_name[without_brackets(use.indicator.name)].append(use)
    for members in sorted(by_name.values(), key=lambda members: (-len(members), members[0].declaration.id)):
        shortest = min((use.indicator.name for use in members), key=len)
        yield Entry(shortest, len(members), tuple(_levels(members)))


def _levels(uses: list[Use]) -> Iterator[Level]:
    by_target: dict[Target, list[Use]] = defaultdict(list)
    for use in uses:
        by_target[use.indicator.target].append(use)
    for target, members in sorted(by_target.items(), key=lambda level: (-len(level[1]), level[0].raw)):
        yield Level(target, tuple(members))
