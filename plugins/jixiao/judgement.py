"""What reading and judging came to: the portfolio, every file, and every finding. Reports and pages start from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .finding import Finding, Severity
from .portfolio import Portfolio
from .rules import Thresholds
from .source import Document


@dataclass(frozen=True, slots=True)
class Judgement:
    """The portfolio of the sound declarations, every finding sorted by place, and the document of every file judged."""

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    thresholds: Thresholds
    documents: Mapping[str, Document]

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything is certainly against the form, so that nothing may be published."""
        return self.count(Severity.ERROR) > 0
