"""What a report tells: findings, the files they are about, and the documents whose lines it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..caller import UNKNOWN, Caller
from ..finding import Answer, Finding, Severity
from ..judgement import Judgement
from ..privacy import mask
from ..source import Document
from ..text import join_layout_lines


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a format may tell.

    ``files`` are those the report is about, with findings or without; ``notes`` explain what was left out;
    ``strict`` makes a warning that nobody answered as grave as an error; ``caller`` is who reads it, and where.
    """

    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]
    files: tuple[str, ...]
    strict: bool = False
    notes: tuple[str, ...] = ()
    caller: Caller = UNKNOWN

    @classmethod
    def of(cls, judgement: Judgement, strict: bool = False, caller: Caller = UNKNOWN) -> Report:
        """A report of everything that was judged."""
        documents = judgement.documents
        findings = tuple(_masked(finding) for finding in judgement.findings)
        return cls(findings, documents, tuple(sorted(documents)), strict, caller=caller)

    def limited(self, files: frozenset[str], wanted: Callable[[Finding], bool], note: str = "") -> Report:
        """The same report about fewer files and findings, with a note that says so."""
        findings = tuple(finding for finding in self.findings if wanted(finding))
        named = files | {finding.file for finding in findings}
        kept = tuple(file for file in self.files if file in named)
        return replace(self, findings=findings, files=kept, notes=(*self.notes, note) if note else self.notes)

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def answered(self) -> int:
        """How many warnings have their answer."""
        return sum(bool(finding.answer) for finding in self.findings if finding.severity is Severity.WARNING)

    def fails(self, finding: Finding) -> bool:
        """Whether this finding makes the check fail."""
        if finding.severity is Severity.WARNING:
            return self.strict and finding.answer is None
        return finding.severity is Severity.ERROR

    @property
    def failed(self) -> bool:
        """Whether the check fails."""
        return any(map(self.fails, self.findings))

    @property
    def counts(self) -> str:
        """``错误 1，待核对 2（已有说明 1），参考 3，文件 4``."""
        answered = f"（已有说明 {self.answered}）" if self.answered else ""
        errors, warnings, notices = (self.count(severity) for severity in Severity)
        return f"错误 {errors}，待核对 {warnings}{answered}，参考 {notices}，文件 {len(self.files)}"

    def by_file(self) -> dict[str, list[Finding]]:
        """The findings of each file, in their order; files without any included."""
        groups: dict[str, list[Finding]] = {file: [] for file in self.files}
        for finding in self.findings:
            groups.setdefault(finding.file, []).append(finding)
        return groups


def _masked(finding: Finding) -> Finding:
    """The engine masks personal data in what it says itself; the answer is the filer's own text."""
    if finding.answer is None:
        return finding
    answer = Answer(mask(finding.answer.code), mask(finding.answer.reason), finding.answer.at)
    return replace(finding, answer=answer)


def labelled(finding: Finding) -> str:
    """The message after the label of its field."""
    return f"{finding.label}：{finding.message}" if finding.label else finding.message


def remarks(finding: Finding) -> Iterator[str]:
    """What to do, and what the filer said to it; one line each."""
    if finding.fix:
        yield f"怎样改：{' '.join(join_layout_lines(finding.fix).splitlines())}"
    if finding.answer:
        yield f"说明：{finding.answer.reason}"
