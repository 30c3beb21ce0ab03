"""What reading and judging came to: the portfolio, every file, and every finding. Reports and pages start from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .finding import Finding, Severity
from .model import Declaration
from .portfolio import Portfolio
from .reader import ParsedFile
from .rules import Thresholds
from .source import Document


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that was read and found: the portfolio of the sound declarations, every finding, and every file.

    ``parsed_files`` are the files that are at hand, whole; where there are more, ``others`` has the documents of all.
    """

    portfolio: Portfolio
    findings: tuple[Finding, ...]
    parsed_files: tuple[ParsedFile, ...]
    thresholds: Thresholds
    others: Mapping[str, Document] | None = None

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything is certainly against the form, so that nothing may be published."""
        return self.count(Severity.ERROR) > 0

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """The sound declarations, whole, by their ids; the portfolio may know others of which it has outlines alone."""
        whole = (parsed.declaration for parsed in self.parsed_files if parsed.declaration)
        return tuple(sorted(whole, key=lambda declaration: declaration.id))

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document by its file, for reports that show the line."""
        return {parsed.file: parsed.document for parsed in self.parsed_files} if self.others is None else self.others
