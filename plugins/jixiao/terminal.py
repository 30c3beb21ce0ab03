"""What a terminal shows: texts made inert, so that what could steer it, a log or an eye is seen instead of acting; and their width."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def inert(text: str) -> str:
    """The text on one line, with every control, direction, zero-width and lone surrogate character as its escape.

    ``\\x1b`` below 256, else ``U+202E``; white space other than tab and line break stays.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _ACTING and not _NO_CHARACTER.match(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"U+{ord(character):04X}"


def well_formed(text: str) -> str:
    """The text with lone surrogates as escapes, so that every JSON reader takes it; else as it is."""
    return _SURROGATE.sub(lambda match: _visible(match.group()), text)


def columns(text: str) -> int:
    """How many columns a terminal gives a text: two to a wide character, none to a mark that stands on another."""
    return sum(map(_columns, text))


@lru_cache(8192)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
