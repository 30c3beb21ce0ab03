"""Findings as GitHub workflow commands: they appear on the very lines of a change."""

from __future__ import annotations

import re

from ..finding import Finding, Severity
from ..terminal import inert
from . import as_text
from .contents import Report, labelled, remarks

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_SUMMARY_LIMIT = 900_000
"""Bytes of a job's summary that stay safely below GitHub's limit of 1 MiB."""


def render(report: Report) -> str:
    """One command a finding, errors first: GitHub shows ten of each severity to a step. At the end the counts."""
    findings = sorted(report.findings, key=lambda finding: finding.severity.rank)
    closing = "；".join([*map(inert, report.notes), f"共 {report.counts}"])
    return "".join(f"{line}\n" for line in [*map(_command, findings), f"检查结果：{_data(closing)}"])


def _command(finding: Finding) -> str:
    properties = {
        "file": inert(finding.file),
        "line": str(finding.place.line),
        "col": str(finding.place.column),
        "title": inert(f"{finding.code} {finding.title}"),
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(_message(finding))}"


def _message(finding: Finding) -> str:
    return "\n".join(map(inert, (labelled(finding), *remarks(finding))))


def _data(text: str) -> str:
    """Escape a command's data as actions/toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a command's property as actions/toolkit does."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(report: Report) -> str:
    """The text report for a job's summary page: fenced in more backticks than it holds, cut at GitHub's limit."""
    text = _cut(as_text.render(report))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"### 检查结果：{report.counts}\n\n{fence}text\n{text}{fence}\n"


def _cut(text: str) -> str:
    written = text.encode()
    if len(written) <= _SUMMARY_LIMIT:
        return text
    kept = written[:_SUMMARY_LIMIT].decode(errors="ignore").rpartition("\n")[0]
    return f"{kept}\n…（后面还有，见运行记录）\n"
