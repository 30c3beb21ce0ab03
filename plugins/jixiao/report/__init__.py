"""Findings as text for people, and as JSON, GitHub, GitLab, SARIF and JUnit for programs: values in, one text out."""

from __future__ import annotations

from collections.abc import Callable

from ..caller import UNKNOWN, Caller
from ..judgement import Judgement
from . import as_github, as_gitlab, as_json, as_junit, as_sarif, as_text
from .contents import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text.render,
    "json": as_json.render,
    "github": as_github.render,
    "gitlab": as_gitlab.render,
    "sarif": as_sarif.render,
    "junit": as_junit.render,
}
"""What ``jixiao check --format`` offers; a new format is one module and one line here."""


def text(judgement: Judgement, caller: Caller = UNKNOWN) -> str:
    """All findings of a judgement as text for people."""
    return as_text.render(Report.of(judgement, caller=caller))


__all__ = ["FORMATS", "Report", "text"]
