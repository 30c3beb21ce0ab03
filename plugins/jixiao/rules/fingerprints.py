"""What is kept of a declaration to find its like among all others: its wordings in short, and where findings would point."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from ..finding import Path
from ..model import Declaration, Outline
from ..text import fold
from .similarity import sketches_of
from .spans import SourceSpan, span_of

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BRACKETED_END = re.compile(r"[（(][^（）()]*[）)]$")
_LONG_TEXTS = ("overview", "plan", "overall_goal", "yearly_goal")


class Wording(NamedTuple):
    """A paragraph less names and numbers, the label of the field it stands in, and its sketch (see ``similarity``)."""

    label: str
    text: str
    sketch: bytes


class Fingerprint(NamedTuple):
    """What is kept of one declaration; ``texts`` is a digest of its long texts, ``spans`` where findings may point."""

    texts: str
    spans: tuple[SourceSpan, ...]
    wordings: tuple[Wording, ...]

    def span(self, path: Path) -> SourceSpan:
        """The span at a path; it is one of those that :func:`fingerprints_of` keeps."""
        return next(span for span in self.spans if span.at == path)


class Fingerprinted(NamedTuple):
    """A declaration as rules over a whole year see it."""

    outline: Outline
    fingerprint: Fingerprint


def fingerprints_of(declarations: Sequence[Declaration], shortest: int) -> tuple[Fingerprint, ...]:
    """Take the fingerprint of each declaration; paragraphs shorter than ``shortest`` characters are left out."""
    labelled = [tuple(_wordings(declaration, shortest)) for declaration in declarations]
    sketches = iter(sketches_of([text for wordings in labelled for _, text in wordings]))
    return tuple(
        _fingerprint(declaration, tuple(Wording(label, text, next(sketches)) for label, text in wordings))
        for declaration, wordings in zip(declarations, labelled, strict=True)
    )


def _fingerprint(declaration: Declaration, wordings: tuple[Wording, ...]) -> Fingerprint:
    labels = dict.fromkeys(wording.label for wording in wordings)
    paths = dict.fromkeys((declaration.at("name"), declaration.at("overview"), *((label,) for label in labels)))
    return Fingerprint(_digest(declaration), tuple(span_of(declaration.document, path) for path in paths), wordings)


def _digest(declaration: Declaration) -> str:
    texts = "\0".join(fold(declaration.text(role)) for role in _LONG_TEXTS)
    return blake2b(texts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _wordings(declaration: Declaration, shortest: int) -> Iterator[tuple[str, str]]:
    """The paragraphs that are long enough, and texts of several paragraphs (numbered lists) as a whole, with their labels."""
    names = _names(declaration)
    for filed in declaration.texts:
        if len(filed.text) >= shortest:
            paragraphs = filed.text.split("\n")
            for text in paragraphs if len(paragraphs) == 1 else (*paragraphs, filed.text):
                if len(text) >= shortest and len(masked := _masked(text, names)) >= shortest:
                    yield filed.label, masked


def _names(declaration: Declaration) -> tuple[str, ...]:
    """The project's and the unit's names, the longest first; the project's also without its last bracket."""
    name, unit = declaration.name, declaration.spending_unit
    names = {name, _BRACKETED_END.sub("", name), declaration.unit_name, unit.name, unit.short}
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


def _masked(text: str, names: tuple[str, ...]) -> str:
    """The text with names and numbers blanked out: taken over with another name put in, it is still the same."""
    for name in names:
        text = text.replace(name, "〇")
    return _DIGITS.sub("0", text)
