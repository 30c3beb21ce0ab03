"""What page kinds work with: the whole site, to say which pages there are, and a view of one page's scope, to make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from ..digest import Input, digest_of
from ..finding import Finding
from ..forms import Dimension
from ..model import Outline
from ..portfolio import Portfolio
from ..render import Renderer
from ..results import ResultOutline
from ..rules import Thresholds
from ..summary import Basis, occurring
from ..table import Ref
from ..words import PAGES
from . import linked_data
from .addresses import address
from .limits import LIMITS, Limits
from .open_data.publication import UNSTATED, Publication
from .open_data.release import Release
from .page import Artifact, Heading, Page, Pieces, Section
from .scope import LinkDigests, Scope

Crumb = tuple[str, Ref]
_Value = TypeVar("_Value")

HOME = Section("home", PAGES["home"], "")
SECTIONS = (
    HOME,
    Section("projects", PAGES["projects"], "projects/"),
    Section("explorer", PAGES["explorer"], "explore/"),
    Section("summary", PAGES["summaries"], "summary/"),
    Section("units", PAGES["units"], "units/"),
    Section("indicators", PAGES["indicators"], "indicators/"),
    Section("findings", PAGES["findings"], "findings/"),
    Section("rules", PAGES["rules"], "rules/"),
    Section("downloads", PAGES["downloads"], "data/"),
)
"""The main navigation's entries for generated pages, in order; hand-written pages follow."""


RESULTS = Section("results", PAGES["results"], "results/")
"""The navigation's entry for what came of targets, before the indicators, on a site that has self-evaluations."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all pages of a site have in common, beside what they show; the keys of all pages hold it."""

    renderer: Renderer
    thresholds: Thresholds
    shows_notices: bool = False
    limits: Limits = LIMITS


@dataclass(frozen=True)
class View:
    """All that a page is made from: the scope that it named, and what all pages have in common."""

    common: Common
    scope: Scope

    @property
    def portfolio(self) -> Portfolio:
        """The declarations of the scope."""
        return self.scope.portfolio

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings of the scope, all of them shown on public pages, sorted by place."""
        return self.scope.findings

    @cached_property
    def findings_by_file(self) -> dict[str, list[Finding]]:
        """The findings of each declaration's file."""
        groups: dict[str, list[Finding]] = {declaration.file: [] for declaration in self.portfolio.declarations}
        for finding in self.findings:
            groups.setdefault(finding.file, []).append(finding)
        return groups

    @property
    def limits(self) -> Limits:
        """How long lists may be."""
        return self.common.limits

    @property
    def thresholds(self) -> Thresholds:
        """The numbers that rules go by on this site."""
        return self.common.thresholds

    @property
    def basis(self) -> Basis:
        """What sums of the scope's declarations are made of."""
        return Basis(self.portfolio, self.thresholds.comparable_share)

    @property
    def shows_notices(self) -> bool:
        """Whether notices are shown, beside warnings."""
        return self.common.shows_notices

    def once(self, make: Callable[[View], _Value]) -> _Value:
        """What ``make`` gives of this scope, made once for all pages of it."""
        return self.scope.once(make, self)

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
        about: linked_data.Node | None = None,
        **context: Any,
    ) -> Page:
        """Render ``theme/pages/<kind>.html`` (or ``template``) as the page at a reference's address.

        ``about`` is what it says to machines of what it is about.
        """
        path = address(ref)
        trail = [("首页", Ref("home")), *crumbs] if path else []
        rendered = self.common.renderer.render(
            template or f"{ref.kind}.html",
            path,
            title=title,
            crumbs=trail,
            toc=toc,
            linked=linked_data.graph(about, trail, title),
            **context,
        )
        return Page(path, title, description, rendered, toc, source, section.id)


@dataclass(frozen=True, slots=True)
class Handed:
    """Something that a page is handed beside its scope, known by its hash and made only when the page is."""

    digest: str
    give: Callable[[], Any] = field(repr=False)


class Draft(NamedTuple):
    """A page that is not made yet: ``make`` gets a view of its scope, then its ``args``, and nothing else.

    The key is made from just these; ``args`` are plain values or :class:`Handed`. ``group`` as in :class:`Artifact`.
    """

    path: str
    scope: Scope
    make: Callable[..., Page]
    args: tuple[Any, ...] = ()
    group: str = ""


class Indicators(NamedTuple):
    """What is told of all indicators: how many there are, and the hash of all."""

    total: int
    key: str


NO_INDICATORS = Indicators(0, "")


@dataclass(frozen=True)
class Whole:
    """The whole site, of which page kinds say what pages there are. ``findings`` are those that public pages show."""

    common: Common
    portfolio: Portfolio
    findings: tuple[Finding, ...]
    links: LinkDigests
    pieces: Pieces
    outcomes: Pieces
    """The pieces of the batches that have results."""
    making: tuple[Input, ...] = ()
    """What all pages depend on beside what they show."""
    publication: Publication = UNSTATED
    indicators: Indicators = NO_INDICATORS

    @property
    def limits(self) -> Limits:
        """How long lists may be."""
        return self.common.limits

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of which some declaration has a value; pages are made of no other, and name no other."""
        return occurring(self.portfolio.declarations)

    @property
    def release(self) -> Release:
        """What open data is made from."""
        return Release(self.portfolio, {}, self.publication)

    def scope(
        self,
        outlines: Iterable[Outline] = (),
        findings: Iterable[Finding] = (),
        results: Iterable[ResultOutline] = (),
    ) -> Scope:
        """A scope of some declarations, findings and results; several pages may have the same."""
        return Scope(self.portfolio, self.links, tuple(outlines), tuple(findings), tuple(results))

    @cached_property
    def everything(self) -> Scope:
        """The scope of all declarations."""
        return self.scope(self.portfolio.declarations)

    @cached_property
    def nothing(self) -> Scope:
        """The scope of pages that show no declaration."""
        return self.scope()

    def draft(self, ref: Ref, scope: Scope, make: Callable[..., Page], *args: Any) -> Draft:
        """A page at a reference's address."""
        return Draft(address(ref), scope, make, args)

    def made(self, draft: Draft) -> Page:
        """Make a page. What the pages of another scope shared is let go of: they are made one scope after the other."""
        lately = self._lately
        if lately and lately[0] is not draft.scope:
            lately.pop().forget()
        if not lately:
            lately.append(draft.scope)
        args = (arg.give() if isinstance(arg, Handed) else arg for arg in draft.args)
        return draft.make(View(self.common, draft.scope), *args)

    @cached_property
    def _lately(self) -> list[Scope]:
        return []

    def artifact(self, draft: Draft) -> Artifact:
        """A page as what is to be written."""

        def made_from() -> tuple[Input, ...]:
            return (*self.making, *draft.scope.inputs, Input("页面的其他内容", digest_of(repr(draft.args))))

        return Artifact(
            draft.path or "index",
            made_from,
            lambda: (self.made(draft),),
            (draft.path,),
            weight=4,
            group=draft.group,
            has_pages=True,
        )


def section(section_id: str) -> Section:
    """The section with an id."""
    return next(entry for entry in SECTIONS if entry.id == section_id)
