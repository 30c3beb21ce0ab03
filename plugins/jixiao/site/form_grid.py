"""The grid that a form is printed on: cells, rows, how wide columns are, and blocks of cells side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import ceil

GRID = 60
"""Columns of the grid: as many as divide into halves, thirds, quarters, fifths and sixths."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of the grid; ``scope`` makes it a heading. ``options`` are tick boxes: label and whether ticked.

    Without a ``kind`` it is what its row is about: of an indicator's its name, which is a heading, and its target.

    ``suffix`` is what stands in brackets at a heading's end, such as its unit; it wraps as a whole. ``label`` is the heading
    above the cell, for a narrow screen, which shows a wide row's cells one below the other. ``block`` says of which of the
    blocks side by side it is, from 1: on a narrow screen one comes after the other.
    """

    text: str = ""
    suffix: str = ""
    scope: str = ""
    columns: int = 1
    rows: int = 1
    kind: str = "text"
    id: str = ""
    headers: str = ""
    label: str = ""
    options: tuple[tuple[str, bool], ...] = ()
    block: int = 0


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the grid; its kind says how it looks and folds on a narrow screen.

    ``begins`` is how many blocks of more than one sort stand side by side from here on.
    """

    kind: str
    cells: tuple[FormCell, ...]
    begins: int = 0


BESIDE = "beside"
"""The kind of rows in which whole tables stand side by side."""
Block = tuple[FormRow, ...]
"""Rows that are as wide as each other, and whose merged cells end within them."""


@lru_cache(1 << 10)
def shares(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Divide so many columns of the grid by weights: each gets one at least, and together they are all."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    given = [max(1, int(share)) for share in exact]
    by_rest = sorted(range(len(weights)), key=lambda n: (given[n] - exact[n], n))
    for n in by_rest[: max(0, total - sum(given))]:
        given[n] += 1
    while sum(given) > total:
        given[max(range(len(given)), key=given.__getitem__)] -= 1
    return tuple(given)


def widened(given: Sequence[int], least: Sequence[int]) -> tuple[int, ...]:
    """Columns made as wide as each needs, at the cost of those that have most to spare; by need where there is too little."""
    total = sum(given)
    if sum(least) > total:
        return shares(total, tuple(least))
    wide = [max(pair) for pair in zip(given, least, strict=True)]
    while sum(wide) > total:
        wide[max(range(len(wide)), key=lambda n: wide[n] - least[n])] -= 1
    return tuple(wide)


_RUN = re.compile(r"[!-~·‰℃°≥≤±×]+")
_DIGIT, _MARGINS, _COLUMN = 0.56, 0.9, 0.82
"""How wide a digit, a cell's margins, and a column of a grid of 60 are, in characters, on paper as on a screen."""
LONGEST_RUN = 14
"""Digits and signs for which a column is made wide enough, as those of 1,234,567,890.00."""


def columns_needed(texts: Iterable[str], han: int, grid: int = GRID) -> int:
    """How many columns a cell takes in which no number is broken, and so many Han characters stand in a line."""
    widest = 0.0
    for text in texts:
        runs = max((len(run) for run in _RUN.findall(text)), default=0)
        widest = max(widest, min(runs, LONGEST_RUN) * _DIGIT, min(len(text), han))
    return ceil((widest + _MARGINS) / _COLUMN * grid / GRID)


def width_of(block: Block) -> int:
    """How many columns of the grid a block takes."""
    return sum(cell.columns for cell in block[0].cells)


def stretched(block: Block, height: int) -> Block:
    """The block as so many rows: the cells that reach its end reach the new one. A table gets a blank cell instead."""
    missing = height - len(block)
    if not missing:
        return block
    if len(block) > 1 and block[-1].kind not in ("above", "text"):
        blank = FormRow("blank", (FormCell(columns=width_of(block), rows=missing, kind="blank"),))
        return (*block, blank, *(FormRow("blank", ()) for _ in range(missing - 1)))
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, rows=cell.rows + missing) if number + cell.rows == len(block) else cell
                for cell in row.cells
            ),
        )
        for number, row in enumerate(block)
    )
    return (*rows, *(FormRow(block[-1].kind, ()) for _ in range(missing)))


def beside(blocks: Sequence[Block], kind: str) -> Block:
    """Blocks side by side, as rows of one kind."""
    height = max(map(len, blocks))
    level = [stretched(block, height) for block in blocks]
    if kind == BESIDE:
        level = [_numbered(block, number) for number, block in enumerate(level, 1)]
    begins = len(blocks) if kind == BESIDE else 0
    return tuple(
        FormRow(kind, tuple(chain.from_iterable(row.cells for row in rows)), 0 if at else begins)
        for at, rows in enumerate(zip(*level, strict=True))
    )


def _numbered(block: Block, number: int) -> Block:
    """The block with its cells marked as of it; so are headings that a narrow screen tells in cells, or by the block's title."""
    told = ("head", "level") if block[0].kind == "title" else ("head",)
    kinds = {kind: f"{kind} jx-form-told" for kind in told}

    def marked(row: FormRow) -> FormRow:
        own = kinds if "jx-row-head-wide" in row.kind else {}
        cells = (replace(cell, block=number, kind=own.get(cell.kind, cell.kind)) for cell in row.cells)
        return replace(row, cells=tuple(cells))

    return tuple(map(marked, block))


def behind(cell: FormCell, block: Block) -> Block:
    """A block behind a cell that is merged over all of its rows."""
    first, *others = block
    lead = replace(cell, rows=len(block))
    return (replace(first, kind=f"{first.kind} jx-row-led", cells=(lead, *first.cells)), *others)


def joined(blocks: Iterable[Block]) -> Block:
    """Blocks one below the other."""
    return tuple(chain.from_iterable(blocks))
