"""A form's sheets as text for a terminal: the same cells in the same places, with lines drawn between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..terminal import columns as width_in_terminal
from ..terminal import inert
from .form import Sheet
from .form_grid import Block, FormCell

WIDTH = 108
"""Columns of a terminal that a form takes; a table of many columns takes more."""
_NARROWEST = 4
_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_LINES = " ╵╷│╴┘┐┤╶└┌├─┴┬┼"
"""What is drawn where lines go up (1), down (2), to the left (4) and to the right (8)."""
_EMPTY = ""
_TICKED, _UNTICKED = "☑", "□"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with the rows and columns of the grid that it takes."""

    cell: FormCell
    row: int
    column: int

    @property
    def bottom(self) -> int:
        return self.row + self.cell.rows

    @property
    def right(self) -> int:
        return self.column + self.cell.columns


def form_text(sheet: Sheet) -> str:
    """The whole form, which ends with a line break."""
    lines: list[str] = []
    for part in sheet.parts:
        lines += ["", inert(part.title or sheet.title)]
        if not part.title:
            lines += [sheet.year.text, *(inert(f"{line.label}：{line.text}") for line in sheet.header)]
        lines += _drawn(part.rows, sheet.grid)
    return "\n".join(line for line in lines[1:]) + "\n"


def _drawn(rows: Block, grid: int) -> list[str]:
    if not rows:
        return []
    placed = tuple(_placed(rows, grid))
    lefts = sorted({edge for one in placed for edge in (one.column, one.right)})
    x = _positions(lefts, placed, grid)
    texts = {id(one): _wrapped(_text(one.cell), x[one.right] - x[one.column] - 3) for one in placed}
    y = _heights(len(rows), placed, texts)
    canvas = [[" "] * (x[grid] + 1) for _ in range(y[-1] + 1)]
    strokes = [[0] * (x[grid] + 1) for _ in range(y[-1] + 1)]
    for one in placed:
        _frame(strokes, x[one.column], x[one.right], y[one.row], y[one.bottom])
        for number, line in enumerate(texts[id(one)]):
            _write(canvas[y[one.row] + 1 + number], x[one.column] + 2, line)
    return ["".join(map(_merged, *pair)).rstrip() for pair in zip(canvas, strokes, strict=True)]


def _placed(rows: Block, grid: int) -> Iterator[_Placed]:
    taken = [[False] * grid for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column < grid and taken[number][column]:
                column += 1
            for below in taken[number : number + cell.rows]:
                below[column : column + cell.columns] = [True] * cell.columns
            yield _Placed(cell, number, column)


def _positions(edges: Sequence[int], placed: Sequence[_Placed], grid: int) -> dict[int, int]:
    """Where each edge of the grid stands in the terminal: in proportion, but no column too narrow for two wide characters."""
    x = {edges[0]: 0}
    for before, edge in pairwise(edges):
        ending = [x[one.column] + _NARROWEST + 2 for one in placed if one.right == edge]
        x[edge] = max([round(edge * WIDTH / grid), x[before] + 1, *ending])
    return x


def _heights(count: int, placed: Sequence[_Placed], texts: dict[int, list[str]]) -> list[int]:
    """Where each row begins: rows are as high as their cells; what a merged cell needs more, its last row gets."""
    heights = [1] * count
    for one in sorted(placed, key=lambda one: one.cell.rows):
        have = sum(heights[one.row : one.bottom]) + one.cell.rows - 1
        heights[one.bottom - 1] += max(0, len(texts[id(one)]) - have)
    y = [0]
    for height in heights:
        y.append(y[-1] + height + 1)
    return y


def _text(cell: FormCell) -> str:
    if cell.options:
        return "  ".join(f"{label}{_TICKED if is_ticked else _UNTICKED}" for label, is_ticked in cell.options)
    return f"{cell.text}{cell.suffix}"


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        for character in inert(paragraph):
            if width_in_terminal(lines[-1] + character) > max(width, 2):
                lines.append("")
            lines[-1] += character
    return lines


def _write(line: list[str], at: int, text: str) -> None:
    """Write a text; behind a wide character nothing stands, as it takes two places."""
    for character in text:
        width = width_in_terminal(character)
        if not width:
            line[at - 1] += character
            continue
        line[at] = character
        if width == 2:
            line[at + 1] = _EMPTY
        at += width


def _frame(strokes: list[list[int]], left: int, right: int, top: int, bottom: int) -> None:
    for column in range(left, right):
        for row in (top, bottom):
            strokes[row][column] |= _RIGHT
            strokes[row][column + 1] |= _LEFT
    for row in range(top, bottom):
        for column in (left, right):
            strokes[row][column] |= _DOWN
            strokes[row + 1][column] |= _UP


def _merged(character: str, stroke: int) -> str:
    return _LINES[stroke] if stroke else character
