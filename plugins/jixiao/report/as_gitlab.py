"""Findings as a GitLab Code Quality report."""

from __future__ import annotations

import json
from typing import Any

from ..finding import Finding, Severity
from ..terminal import inert, well_formed
from .contents import Report, labelled
from .finding_id import finding_ids


def render(report: Report) -> str:
    """A JSON list, one object a finding."""
    marked = zip(report.findings, finding_ids(report.findings), strict=True)
    issues = [_issue(finding, finding_id) for finding, finding_id in marked]
    return json.dumps(issues, ensure_ascii=True, indent=2) + "\n"


def _issue(finding: Finding, finding_id: str) -> dict[str, Any]:
    return {
        "description": inert(f"{finding.code} {labelled(finding)}"),
        "check_name": finding.name,
        "fingerprint": finding_id,
        "severity": _severity(finding),
        "location": {"path": well_formed(finding.file), "lines": {"begin": finding.place.line}},
    }


def _severity(finding: Finding) -> str:
    """An error blocks the publication; a warning that was answered is less than one that was not."""
    if finding.severity is Severity.WARNING:
        return "minor" if finding.answer else "major"
    return "blocker" if finding.severity is Severity.ERROR else "info"
