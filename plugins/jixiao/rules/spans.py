"""Where in a file a value stands, and how it begins: all that a finding needs once the file itself is out of reach."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..finding import Path, Place
from ..privacy import mask
from ..source import Document, Scalar

LONGEST_QUOTE = 60
"""Characters of a value that a message quotes at most."""

LONGEST_FACT = 300
"""Characters of any other text in a message or label at most: a name or a key may be a whole file long."""


class SourceSpan(NamedTuple):
    """A value's path, its place, how many characters it takes of its first line, and the value quoted, masked."""

    at: Path
    place: Place
    width: int
    quoted: str


def span_of(document: Document, at: Path) -> SourceSpan:
    """The span of the value at a path."""
    place, node = document.place(at), document.node(at)
    text = node.text if isinstance(node, Scalar) else ""
    return SourceSpan(at, place, width_of(document, place, text), quote(mask(text)))


def quote(text: str) -> str:
    """A value short enough for a message, on one line; masked before, since a number cut short is not known as one."""
    return shortened(" ".join(text.split()), LONGEST_QUOTE)


def shortened(text: str, longest: int) -> str:
    """A text on one line, cut where it is longer."""
    line = text.replace("\n", " ")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def width_of(document: Document, place: Place, text: str) -> int:
    """How many characters from the place on belong to the value, on its first line; at least one."""
    line = document.lines[place.line - 1] if place.line <= len(document.lines) else ""
    first = text.split("\n", 1)[0]
    if first and line.startswith(first, place.column - 1):
        return len(first)
    rest = line[place.column - 1 :][:LONGEST_FACT]
    return max(1, len(re.split(r"\s#|:\s|:$", rest, maxsplit=1)[0].rstrip()))


def place_of_part(document: Document, place: Place, text: str, part: str) -> Place:
    """Where a piece of a value stands in its file: on the value's own lines, so far as it can be found there."""
    last = place.line + text.count("\n") + 2
    for number in range(place.line, min(last, len(document.lines)) + 1):
        start = place.column - 1 if number == place.line else 0
        column = document.lines[number - 1].find(part, start)
        if column >= 0:
            return Place(number, column + 1)
    return place
