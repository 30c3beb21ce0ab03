"""Findings as JUnit XML: one suite a file; what makes the check fail is a failure, the rest is told beside."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..finding import Finding
from ..terminal import inert
from .contents import Report, remarks


def render(report: Report) -> str:
    """One XML document; a file without findings is one case that passed."""
    root = Element("testsuites", name="jixiao")
    for file, findings in report.by_file().items():
        _suite(root, report, file, findings)
    _count(root, root.iter("testcase"))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, report: Report, file: str, findings: list[Finding]) -> None:
    suite = SubElement(root, "testsuite", name=inert(file))
    for finding in findings:
        _case(suite, report, finding)
    if not findings:
        SubElement(suite, "testcase", classname=inert(file), name="没有发现问题")
    _count(suite, suite.iter("testcase"))


def _count(element: Element, cases: Iterable[Element]) -> None:
    listed = list(cases)
    element.set("tests", str(len(listed)))
    element.set("failures", str(sum(case.find("failure") is not None for case in listed)))


def _case(suite: Element, report: Report, finding: Finding) -> None:
    place = f"第 {finding.place.line} 行第 {finding.place.column} 列"
    name = inert(f"{finding.severity.label} {finding.code} {place} {finding.label}".rstrip())
    case = SubElement(suite, "testcase", classname=inert(finding.file), name=name)
    if report.fails(finding):
        SubElement(case, "failure", type=inert(finding.code), message=inert(finding.message)).text = _words(finding)
    else:
        SubElement(case, "system-out").text = _words(finding)


def _words(finding: Finding) -> str:
    return "\n".join(map(inert, (finding.message, *remarks(finding))))
