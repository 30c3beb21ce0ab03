"""Findings for other programs: every field of each, under a version number that changes when the meaning does."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from ..finding import Finding, Severity
from ..terminal import well_formed
from .contents import Report

VERSION = 1
_TEXTS = tuple(field.name for field in fields(Finding) if field.type == "str")


def render(report: Report) -> str:
    """One JSON object, in ASCII alone, so that no reader's encoding can spoil it."""
    counts = {severity.word: report.count(severity) for severity in Severity}
    content = {
        "version": VERSION,
        "strict": report.strict,
        "failed": report.failed,
        "counts": {**counts, "answered": report.answered, "files": len(report.files)},
        "notes": [well_formed(note) for note in report.notes],
        "files": [well_formed(file) for file in report.files],
        "findings": [_finding(finding) for finding in report.findings],
    }
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    answer = finding.answer
    return {
        **{name: well_formed(getattr(finding, name)) for name in _TEXTS},
        "severity": finding.severity.word,
        "line": finding.place.line,
        "column": finding.place.column,
        "width": finding.width,
        "answer": {"code": well_formed(answer.code), "reason": well_formed(answer.reason)} if answer else None,
    }
