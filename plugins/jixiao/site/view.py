"""What every page kind gets: the judgement, the renderer, and one way to make a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar, cast

from ..cache import digest_of
from ..finding import Finding, Severity
from ..judgement import Judgement
from ..model import Outline
from ..portfolio import Portfolio
from ..render import Renderer
from ..rules import Thresholds
from ..table import Ref
from .addresses import address
from .limits import LIMITS, Limits
from .open_data.publication import UNSTATED, Publication
from .open_data.release import Release
from .page import NO_PIECES, Draft, Hash, Heading, Page, Pieces, Section

Crumb = tuple[str, Ref]
_Shared = TypeVar("_Shared")

_DIGEST_BYTES = 16

HOME = Section("home", "首页", "")
SECTIONS = (
    HOME,
    Section("projects", "项目", "projects/"),
    Section("summary", "汇总对比", "summary/"),
    Section("units", "单位", "units/"),
    Section("indicators", "指标库", "indicators/"),
    Section("findings", "数据质量", "findings/"),
    Section("rules", "检查规则", "rules/"),
)
"""The main navigation's entries for generated pages, in order; hand-written pages follow."""


class Indicators(NamedTuple):
    """What is told of all indicators: how many there are, and the hash of all."""

    total: int
    key: str


NO_INDICATORS = Indicators(0, "")


@dataclass(frozen=True)
class View:
    """The input of all page kinds. Notices are for editors and appear on pages only if ``shows_notices``."""

    judgement: Judgement
    renderer: Renderer
    shows_notices: bool = False
    publication: Publication = UNSTATED
    pieces: Pieces = NO_PIECES
    indicators: Indicators = NO_INDICATORS
    limits: Limits = LIMITS

    @property
    def portfolio(self) -> Portfolio:
        """All declarations."""
        return self.judgement.portfolio

    @cached_property
    def shown_findings(self) -> tuple[Finding, ...]:
        """The findings that public pages show, sorted by place."""
        return tuple(f for f in self.judgement.findings if self.shows_notices or f.severity is not Severity.NOTICE)

    @cached_property
    def findings_by_file(self) -> dict[str, list[Finding]]:
        """The shown findings of each file."""
        groups: dict[str, list[Finding]] = {file: [] for file in self.judgement.documents}
        for finding in self.shown_findings:
            groups[finding.file].append(finding)
        return groups

    @property
    def release(self) -> Release:
        """What open data is made from."""
        return Release(self.portfolio, self.findings_by_file, self.publication)

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that rules go by on this site."""
        return self.judgement.thresholds

    def draft(self, ref: Ref, inputs: Hash, make: Callable[[], Page], together: str = "") -> Draft:
        """A page to be made later; ``inputs`` is the hash of all that it shows, from the data."""
        return Draft(address(ref), inputs, make, together)

    def shared(self, make: Callable[[], _Shared]) -> Callable[[], _Shared]:
        """What several pages are cut from: made when the first of them asks, and kept until the next such thing is."""
        token = object()

        def made() -> _Shared:
            if token not in self._lately_shared:
                value = make()
                self._lately_shared.clear()
                self._lately_shared[token] = value
            return cast("_Shared", self._lately_shared[token])

        return made

    @cached_property
    def _lately_shared(self) -> dict[object, object]:
        return {}

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return {outline.id: self._digest(outline) for outline in self.portfolio.declarations}

    def _digest(self, outline: Outline) -> bytes:
        comparison, unit = self.portfolio.compare(outline), outline.spending_unit
        figures = (comparison.current, comparison.prior, comparison.outturn, outline.prior_year.budget)
        ids = [other.id for other in self.portfolio.next(outline)]
        kinds = (option.label if option else "" for option in (outline.project_type, outline.purpose))
        told = (
            outline.id,
            outline.name,
            unit.name,
            unit.short,
            *kinds,
            *(amount and amount.yuan for amount in figures),
        )
        return blake2b(repr((*told, comparison.linked, ids)).encode(), digest_size=_DIGEST_BYTES).digest()

    def digest(self, outlines: Iterable[Outline], *also: str) -> str:
        """The hash of all that lists and totals tell of some declarations, and of what else is told."""
        digests = self._digests
        return digest_of(b"".join([digests[outline.id] for outline in outlines]), *also)  # all of the same length

    def inputs(self, outlines: Iterable[Outline], *also: str) -> Callable[[], str]:
        """What gives that hash, worked out once for all pages of a list."""
        return cache(partial(self.digest, outlines, *also))

    @cached_property
    def inputs_of_all(self) -> Callable[[], str]:
        """The same of all declarations."""
        return self.inputs(self.portfolio.declarations)

    def page(
        self,
        ref: Ref,
        *,
        title: str,
        description: str,
        section: Section,
        crumbs: Sequence[Crumb] = (),
        toc: tuple[Heading, ...] = (),
        source: str | None = None,
        template: str = "",
        **context: Any,
    ) -> Page:
        """Render ``theme/pages/<kind>.html`` (or ``template``) as the page at a reference's address."""
        path = address(ref)
        trail = [("首页", Ref("home")), *crumbs] if path else []
        body = self.renderer.render(template or f"{ref.kind}.html", path, title=title, crumbs=trail, toc=toc, **context)
        return Page(path, title, description, body, toc, source, section.id)


def section(section_id: str) -> Section:
    """The section with an id."""
    return next(entry for entry in SECTIONS if entry.id == section_id)
