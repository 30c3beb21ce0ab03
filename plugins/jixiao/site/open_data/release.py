"""What the open data is made from: all declarations, and of the findings those that public pages show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...finding import Finding
from ...forms import Dimension, load_dimensions
from ...model import Outline
from ...portfolio import Portfolio
from ...results import Result
from .publication import Publication


@dataclass(frozen=True, slots=True)
class Release:
    """The input of every file of open data; ``findings`` are the shown ones of each file, ``results``
    what was reported of each project, by its id."""

    portfolio: Portfolio
    findings: Mapping[str, Sequence[Finding]]
    publication: Publication
    results: Mapping[str, Sequence[Result]] = field(default_factory=dict)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What the site's projects are divided by, those that the program knows first: in one order on every site."""
        own = (dimension for dimension in self.portfolio.registry.dimensions if not dimension.role)
        return (*load_dimensions(), *sorted(own, key=lambda dimension: dimension.id))

    def findings_of(self, declaration: Outline) -> Sequence[Finding]:
        """The shown findings of one declaration, by place."""
        return self.findings.get(declaration.file, ())
