"""Findings as SARIF 2.1.0 (OASIS), with the whole rule catalogue as the tool's metadata."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ..finding import Finding, Severity
from ..rules import RULES, Rule
from ..terminal import inert
from .contents import Report, labelled
from .finding_id import finding_ids

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_INDEX = {rule.code: index for index, rule in enumerate(RULES)}


def render(report: Report) -> str:
    """One SARIF log with one run."""
    marked = zip(report.findings, finding_ids(report.findings), strict=True)
    run = {
        "tool": {"driver": {"name": "jixiao", "language": "zh-CN", "rules": [_rule(rule) for rule in RULES]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, finding_id) for finding, finding_id in marked],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=True, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"怎样改：{rule.fix}\n依据：{rule.basis}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, finding_id: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": inert(labelled(finding))},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"jixiao/v1": finding_id},
    }
    if finding.code in _INDEX:
        result["ruleIndex"] = _INDEX[finding.code]
    if finding.answer:
        result["suppressions"] = [{"kind": "inSource", "justification": inert(finding.answer.reason)}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + finding.width}
    return {"artifactLocation": {"uri": quote(finding.file, errors="surrogatepass")}, "region": region}
