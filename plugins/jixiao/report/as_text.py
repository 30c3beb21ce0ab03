"""Findings for people: grouped by file, each with its place as editors know it, its line, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding, Severity
from ..terminal import inert
from .contents import Report, remarks
from .excerpt import excerpt

_COMMANDS = (
    (re.compile(r"##(?=\w*\[)"), r"#\\x23"),
    (re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE), r"\1\\x3a"),
)
"""How commands to the logs of GitHub, Azure and TeamCity begin, and how that is shown instead."""


def render(report: Report) -> str:
    """The whole report; nothing in it steers a terminal or a log."""
    files = (_file(report, file, findings) for file, findings in report.by_file().items() if findings)
    blocks = [*map(inert, report.notes), *files, _closing(report)]
    return _disarmed("\n\n".join(blocks) + "\n")


def _disarmed(text: str) -> str:
    for command, shown in _COMMANDS:
        text = command.sub(shown, text)
    return text


def _file(report: Report, file: str, findings: list[Finding]) -> str:
    counts = ((severity.label, sum(f.severity is severity for f in findings)) for severity in Severity)
    heading = f"■ {inert(file)}（{'，'.join(f'{label} {count}' for label, count in counts if count)}）"
    return "\n\n".join([heading, *("\n".join(_finding(report, finding)) for finding in findings)])


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    place = f"{inert(report.caller.way + finding.file)}:{finding.place.line}:{finding.place.column}"
    label = f"  {inert(finding.label)}" if finding.label else ""
    yield f"{place}: {finding.severity.label} {inert(finding.code)}{label}"
    yield f"    {inert(finding.message)}"
    yield from _source(report, finding)
    yield from (f"    {inert(line)}" for line in remarks(finding))


def _source(report: Report, finding: Finding) -> Iterator[str]:
    document, number = report.documents.get(finding.file), finding.place.line
    if document is None or number > len(document.lines) or not document.lines[number - 1].strip():
        return
    shown = excerpt(document.lines[number - 1], finding.place.column, finding.width)
    yield f"    {number:>5} | {shown.line}"
    yield f"    {'':>5} | {shown.carets}"


def _closing(report: Report) -> str:
    if not report.findings:
        return f"没有发现问题。{report.counts}"
    return f"{report.counts}\n某条规则的详细说明：{inert(report.caller.program)} rule {inert(report.findings[0].code)}"
