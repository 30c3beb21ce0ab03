"""What every page kind gets: the judgement, the renderer, and one way to make a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..finding import Finding, Severity
from ..judgement import Judgement
from ..portfolio import Portfolio
from ..render import Renderer
from ..table import Ref
from .addresses import address
from .open_data import UNSTATED, OpenData, Publication, Release, open_data
from .page import Heading, Page, Section

Crumb = tuple[str, Ref]

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


@dataclass(frozen=True)
class View:
    """The input of all page kinds. Notices are for editors and appear on pages only if ``shows_notices``."""

    judgement: Judgement
    renderer: Renderer
    shows_notices: bool = False
    publication: Publication = UNSTATED

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

    @cached_property
    def open_data(self) -> OpenData:
        """The data for programs and spreadsheets, made once: the page that offers it tells its sizes."""
        return open_data(self.release)

    @property
    def release(self) -> Release:
        """What open data is made from."""
        return Release(self.portfolio, self.findings_by_file, self.publication)

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
