"""The splice: what the theme prints around a body, rendered once for many pages and filled with each page's values.

A *stand-in* is a page whose every text is a mark. The theme renders it like any page; the result is cut at the marks,
and each page that has the same stand-in is printed by putting its values, escaped, where the marks were. Marks hold an
unguessable token, and values are never searched for marks, so nothing in the data can be taken for one.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

from markupsafe import escape

from jixiao.site.page import Heading, Page

from .generated import H1_ID, heading_title


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered stand-in, cut at its marks: ``slots[i]`` names the value between ``pieces[i]`` and the next piece."""

    pieces: tuple[str, ...]
    slots: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with these values."""
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (values[slot], piece)
        return "".join(parts)


class Marks:
    """The marks of one build. They pass every filter of a theme unchanged: escaping, quoting, stripping, JSON."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(16)
        self._pattern = re.compile(rf"{self._token}_([a-z]+[0-9]*)_")

    def stand_in(self, page: Page, kept: int) -> Page:
        """The page that stands for all with the same shell: of the address, the first ``kept`` parts stay as they are."""
        return Page(
            path=self._path(page.path, kept),
            title=self._mark("title"),
            description=page.description and self._mark("description"),
            body=self._body(page),
            toc=self._toc(page.toc, count()),
            source=page.source and self._mark("source"),
            section=page.section,
        )

    def cut(self, html: str, stand_in: Page) -> Shell:
        """Cut a rendered stand-in at its marks."""
        parts = self._pattern.split(html.replace(stand_in.body, self._mark("body")))
        return Shell(tuple(parts[::2]), tuple(parts[1::2]))

    def _mark(self, slot: str) -> str:
        return f"{self._token}_{slot}_"

    def _path(self, path: str, kept: int) -> str:
        parts = path.split("/")[:-1]
        return "".join(f"{part if i < kept else self._mark(f'part{i}')}/" for i, part in enumerate(parts))

    def _body(self, page: Page) -> str:
        start = f'<h1 id="{self._mark("top")}">' if H1_ID.search(page.body) else "<h1>"
        return f"{start}{self._mark('body')}"

    def _toc(self, headings: tuple[Heading, ...], numbers: Iterator[int]) -> tuple[Heading, ...]:
        return tuple(self._heading(heading, next(numbers), numbers) for heading in headings)

    def _heading(self, heading: Heading, number: int, numbers: Iterator[int]) -> Heading:
        children = self._toc(heading.children, numbers)
        return Heading(self._mark(f"anchor{number}"), self._mark(f"heading{number}"), children)


def slot_values(page: Page) -> dict[str, str]:
    """What to put in the place of each mark of a page's stand-in, as HTML."""
    values = {
        "title": escape(page.title),
        "description": escape(page.description),
        "body": page.body,
        "source": quote(page.source or ""),
    }
    if top := H1_ID.search(page.body):
        values["top"] = top[1]
    values |= {f"part{i}": quote(part) for i, part in enumerate(page.path.split("/"))}
    for number, heading in enumerate(_in_order(page.toc)):
        values |= {f"anchor{number}": escape(heading.id), f"heading{number}": heading_title(heading)}
    return values


def _in_order(headings: tuple[Heading, ...]) -> Iterator[Heading]:
    for heading in headings:
        yield heading
        yield from _in_order(heading.children)
