"""What is kept of a declaration to find its like among all others: its wordings in short, and where findings would point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from ..finding import Answer, Path, Place
from ..model import Declaration, Outline
from ..results import Result
from ..text import fold
from ..values import Money
from .claims import claims_in, is_outturn
from .reasons import explains_change, handover_told
from .similarity import sketches_of
from .spans import SourceSpan, place_of_part, span_of

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BRACKETED_END = re.compile(r"[（(][^（）()]*[）)]$")
_LONG_TEXTS = ("overview", "plan", "overall_goal", "yearly_goal")


class Wording(NamedTuple):
    """A paragraph less names and numbers, the label of the field it stands in, and its sketch (see ``similarity``)."""

    label: str
    text: str
    sketch: bytes


class PriorAmount(NamedTuple):
    """An amount in 元 that a text names as last year's budget; ``step`` is what one in its last written place is worth."""

    at: Path
    place: Place
    written: str
    yuan: Decimal
    step: Decimal

    def stands_for(self, filed: Money) -> bool:
        """Whether the filed amount is the same, rounded or cut at the last place written here."""
        return abs(filed.yuan - self.yuan) < self.step


class Fingerprint(NamedTuple):
    """What is kept of one declaration for rules that look at several: facts of its texts, and where findings may point.

    ``texts`` is a digest of its long texts; ``explains_change`` tells whether it says why its budget differs from the
    year before, ``is_transcribed`` whether 来源 names a published original;
    ``prior_amounts`` are those that its texts name as last year's budget where the form has no such figure;
    ``handover`` is what it says of a unit that it came from; ``paths`` leads from a field's role to its value, ``spans`` from a path to its place in the file.
    """

    texts: str
    explains_change: bool
    is_transcribed: bool
    handover: str
    prior_amounts: tuple[PriorAmount, ...]
    answers: tuple[Answer, ...]
    paths: tuple[tuple[str, Path], ...]
    spans: tuple[SourceSpan, ...]

    def span(self, path: Path) -> SourceSpan:
        """The span of the value at a path, one of those that :func:`fingerprint_of` keeps."""
        return next(span for span in self.spans if span.at == path)


class Fingerprinted(NamedTuple):
    """A declaration as rules over several declarations see it; rules over a whole year see its wordings as well."""

    outline: Outline
    fingerprint: Fingerprint
    wordings: tuple[Wording, ...] = ()

    def at(self, role: str) -> Path:
        """The path of a field with one of :data:`POINTED_AT`."""
        return next(path for known, path in self.fingerprint.paths if known == role)


POINTED_AT = ("name", "overview", "budget.current_year", "prior_year.budget", "prior_year.outturn")
"""The roles of the fields to which rules over several declarations may point, beside 前身 and fields with wordings."""


def fingerprint_of(declaration: Declaration, wordings: Iterable[Wording]) -> Fingerprint:
    """Take the fingerprint of a declaration that has these wordings."""
    roles = tuple((role, declaration.at(role)) for role in POINTED_AT)
    paths: dict[Path, None] = dict.fromkeys(path for _, path in roles)
    paths.update(dict.fromkeys((wording.label,) for wording in wordings))
    paths.update(dict.fromkeys((*answer.at, "规则") for answer in declaration.answers))
    if declaration.predecessor:
        paths["前身",] = None
    prior_amounts = tuple(_prior_amounts(declaration))
    paths.update(dict.fromkeys(amount.at for amount in prior_amounts))
    spans = tuple(span_of(declaration.document, path) for path in paths)
    is_transcribed = declaration.provenance is not None
    return Fingerprint(
        _digest(declaration),
        explains_change(declaration),
        is_transcribed,
        handover_told(declaration),
        prior_amounts,
        declaration.answers,
        roles,
        spans,
    )


def fingerprint_of_result(result: Result) -> Fingerprint:
    """What is kept of a result: its answers, and where they stand."""
    spans = (span_of(result.document, (*answer.at, "规则")) for answer in result.answers)
    return Fingerprint("", False, result.provenance is not None, "", (), result.answers, (), tuple(spans))


def _prior_amounts(declaration: Declaration) -> Iterator[PriorAmount]:
    """Where the form has last year's budget, that is compared with the text in the file itself (B208)."""
    if declaration.prior_year.budget is not None:
        return
    for filed in declaration.texts:
        for claim in claims_in(declaration, filed):
            amount = claim.amount
            if claim.kind == "prior" and not is_outturn(amount):
                start = declaration.document.place(filed.at)
                place = place_of_part(declaration.document, start, filed.text, amount.written)
                yield PriorAmount(filed.at, place, amount.written, amount.money.yuan, amount.step)


def wordings_of(declarations: Sequence[Declaration], shortest: int) -> tuple[tuple[Wording, ...], ...]:
    """The wordings of each declaration; paragraphs shorter than ``shortest`` characters are left out."""
    labelled = [tuple(_wordings(declaration, shortest)) for declaration in declarations]
    sketches = iter(sketches_of([text for wordings in labelled for _, text in wordings]))
    return tuple(tuple(Wording(label, text, next(sketches)) for label, text in wordings) for wordings in labelled)


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
