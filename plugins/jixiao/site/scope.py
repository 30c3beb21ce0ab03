"""Scopes: the outlines, findings and results that a page is handed, and no others; the page's key is made from just these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import Any, TypeVar, cast

from ..digest import Input, digest_of
from ..finding import Finding
from ..model import Outline
from ..portfolio import Portfolio
from ..results import ResultOutline

_Value = TypeVar("_Value")
_DIGEST_BYTES = 16


class LinkDigests:
    """The hash of each declaration's outline together with the outlines that it is linked to, within one portfolio.

    What was reported of a declaration's project and year counts as part of its outline.
    It also holds whether its unit filed anything the year before, by which a new project is told from an unknown one, and
    the year after, by which one that was not filed again is.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._own: dict[str, bytes] = {}
        self._linked: dict[str, bytes] = {}

    def of(self, declarations: Iterable[Outline]) -> str:
        """The hash of some declarations' outlines and of those they are linked to."""
        return digest_of(b"".join(map(self._of, declarations)))

    def _of(self, declaration: Outline) -> bytes:
        known = self._linked.get(declaration.id)
        if known is None:
            linked = b"".join(map(self._of_one, self._portfolio.linked(declaration)))
            around = (self._portfolio.has_year_before(declaration), self._portfolio.has_year_after(declaration))
            known = self._linked[declaration.id] = _hash(bytes(around) + linked)
        return known

    def _of_one(self, outline: Outline | None) -> bytes:
        if outline is None:
            return _NOTHING
        known = self._own.get(outline.id)
        if known is None:
            told = repr((_values(outline), self._portfolio.results_of(outline.id)))
            known = self._own[outline.id] = _hash(told.encode("utf-8", "surrogatepass"))
        return known


_NOTHING = bytes(_DIGEST_BYTES)
_values = attrgetter(*(field.name for field in fields(Outline)))
"""Every field of an outline, also where it is a whole declaration."""


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES).digest()


class Scope:
    """Some declarations, findings and results. Pages of one scope share what is made of it once."""

    def __init__(
        self,
        portfolio: Portfolio,
        links: LinkDigests,
        outlines: Sequence[Outline] = (),
        findings: Sequence[Finding] = (),
        results: Sequence[ResultOutline] = (),
    ) -> None:
        self._whole, self._links = portfolio, links
        self.outlines, self.findings, self.results = outlines, findings, results
        self._made: dict[Callable[..., object], object] = {}

    @cached_property
    def portfolio(self) -> Portfolio:
        """The declarations alone; each knows the outlines that it is linked to."""
        return self._whole.part(self.outlines)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """What the scope holds, as inputs of a key."""
        told = (
            Input("申报表", self._links.of(self.outlines) if self.outlines else ""),
            Input("检查结果", digest_of(repr(self.findings)) if self.findings else ""),
            Input("自评表", digest_of(repr(self.results)) if self.results else ""),
        )
        return tuple(one for one in told if one.digest)

    def once(self, make: Callable[[Any], _Value], view: object) -> _Value:
        """What ``make`` gives of a view of this scope: made when the first page asks, and kept for the others."""
        if make not in self._made:
            self._made[make] = make(view)
        return cast("_Value", self._made[make])

    def forget(self) -> None:
        """Let go of what was made."""
        self._made.clear()
