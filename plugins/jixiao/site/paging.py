"""Lists that may grow without end: on one page while they are short, on numbered pages of bounded length when they are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model import Outline
from ..summary import project_table
from ..table import Ref, Table
from .page import Page, Section
from .view import Crumb, Draft, View, Whole


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of a list's pages this is, counted from 1, and the references of all; ``what`` names the list."""

    what: str
    number: int
    refs: tuple[Ref, ...]

    @property
    def several(self) -> bool:
        """Whether there is more than one page."""
        return len(self.refs) > 1

    @property
    def nearby(self) -> tuple[int | None, ...]:
        """The pages' numbers to offer: the first, the last, those around this one; nothing where some are left out."""
        last = len(self.refs)
        shown = sorted({1, last, *range(max(1, self.number - 2), min(last, self.number + 2) + 1)})
        numbers: list[int | None] = []
        for number in shown:
            if numbers and numbers[-1] != number - 1:
                numbers.append(None)
            numbers.append(number)
        return tuple(numbers)


def turned(ref: Ref, number: int) -> Ref:
    """The reference of a list's page with a number; the first has the list's own address."""
    return ref if number == 1 else Ref(ref.kind, f"{ref.id}\n{number}")


def turns(ref: Ref, what: str, count: int, most: int) -> tuple[Turn, ...]:
    """The pages of a list of so many entries; at least one."""
    pages = max(1, -(-count // most))
    refs = tuple(turned(ref, number) for number in range(1, pages + 1))
    return tuple(Turn(what, number, refs) for number in range(1, pages + 1))


def cut(table: Table, turn: Turn, most: int) -> Table:
    """The rows of a table that stand on one of its pages. Its total, which is of the whole, stands on each."""
    if not turn.several:
        return table
    start = (turn.number - 1) * most
    last = min(len(table.rows), start + most)
    told = f"本页是第 {start + 1}—{last} 行，共 {len(table.rows)} 行{'；合计是全部的合计' if table.total else ''}。"
    return replace(table, rows=table.rows[start:last], notes=(told, *table.notes))


def bounded(table: Table, where: str, most: int) -> Table:
    """The first rows of a table that may be long, with a note that says ``where`` all of them are."""
    if len(table.rows) <= most:
        return table
    told = f"只列前 {most} 行，共 {len(table.rows)} 行；全部见{where}。"
    return replace(table, rows=table.rows[:most], notes=(told, *table.notes))


def list_drafts(
    whole: Whole,
    ref: Ref,
    declarations: Sequence[Outline],
    *,
    title: str,
    section: Section,
    crumbs: Sequence[Crumb],
) -> Iterator[Draft]:
    """Projects in a table on as many pages as it takes, each with nothing beside it but a way back."""
    scope = whole.scope(declarations)
    for turn in turns(ref, title, len(declarations), whole.limits.rows):
        yield whole.draft(turn.refs[turn.number - 1], scope, _list_page, turn, title, section, tuple(crumbs))


def _all_rows(view: View) -> Table:
    return project_table(view.basis, view.scope.outlines, "")


def _list_page(view: View, turn: Turn, title: str, section: Section, crumbs: Sequence[Crumb]) -> Page:
    table = replace(view.once(_all_rows), caption=title)
    named = title if turn.number == 1 else f"{title}（第 {turn.number} 页）"
    return view.page(
        turn.refs[turn.number - 1],
        title=named,
        description=f"{title}，共 {len(table.rows)} 个项目。",
        section=section,
        crumbs=crumbs,
        template="list.html",
        table=cut(table, turn, view.limits.rows),
        turn=turn,
    )
