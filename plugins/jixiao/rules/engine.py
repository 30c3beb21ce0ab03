"""Runs the rules: turns hits into findings with code, severity, words, line and column, and ties answers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..finding import Finding, Path, Place, Severity
from ..model import Declaration
from ..portfolio import Portfolio
from ..privacy import mask
from ..reader import ParsedFile
from ..results import Record
from ..source import Document, Scalar
from ..values import Money
from .catalogue import Hit, Rule, Wording
from .fingerprints import Fingerprint, Fingerprinted
from .spans import LONGEST_FACT, place_of_part, quote, shortened, width_of
from .thresholds import Thresholds


def judge_file(
    parsed: ParsedFile, rules: Iterable[Rule], thresholds: Thresholds, declaration: Declaration | None = None
) -> Iterator[Finding]:
    """Findings of one file alone: its structure, and its declaration where there is one.

    Where it holds a result instead, that is judged together with its project's ``declaration``.
    """
    record = parsed.declaration or parsed.result
    for rule in rules:
        if rule.scope == "file":
            yield from _findings(rule, parsed, rule.function(parsed, thresholds))
        elif rule.scope == "record" and record:
            yield from _findings(rule, parsed, rule.function(record, thresholds))
        elif rule.scope == "declaration" and parsed.declaration:
            yield from _findings(rule, parsed, rule.function(parsed.declaration, thresholds))
        elif rule.scope == "result" and parsed.result:
            yield from _findings(rule, parsed, rule.function(parsed.result, declaration, thresholds))


def judge_linked(
    members: Iterable[Fingerprinted], portfolio: Portfolio, rules: Iterable[Rule], thresholds: Thresholds
) -> Iterator[Finding]:
    """Findings that need the outlines of those a declaration is linked to; the portfolio holds all of these."""
    linked = tuple(rule for rule in rules if rule.scope == "linked")
    for member in members:
        for rule in linked:
            hits = rule.function(member, portfolio, thresholds)
            yield from (_finding_of(rule, member, found) for found in hits)


def judge_year(members: Sequence[Fingerprinted], rules: Iterable[Rule], thresholds: Thresholds) -> Iterator[Finding]:
    """Findings that need all declarations of a year, by their fingerprints and wordings."""
    for rule in rules:
        if rule.scope == "year":
            for member, found in rule.function(members, thresholds):
                yield _finding_of(rule, member, found)


def settle_answers(
    file: str, fingerprint: Fingerprint, findings: Iterable[Finding], rules: Iterable[Rule]
) -> tuple[Finding, ...]:
    """All findings of one file, sorted: each with its filer's answer, and what the answer rules find."""
    answers = fingerprint.answers
    of_content = frozenset(rule.code for rule in rules if rule.about == "content")
    answered = tuple(_answered(finding, fingerprint, of_content) for finding in findings)
    found = (
        _finding_at(rule, file, fingerprint, in_words(hit, "元"))
        for rule in rules
        if rule.scope == "answers"
        for hit in rule.function(answers, answered)
    )
    return tuple(sorted((*answered, *found), key=lambda finding: finding.sort_key))


def _answered(finding: Finding, fingerprint: Fingerprint, of_content: frozenset[str]) -> Finding:
    """A warning or notice with its answer; an error of a published original's content is a warning once it is answered."""
    answer = next((answer for answer in fingerprint.answers if answer.code == finding.code), None)
    if answer is None:
        return finding
    if finding.severity is not Severity.ERROR:
        return replace(finding, answer=answer)
    is_original_s = fingerprint.is_transcribed and finding.code in of_content
    return replace(finding, severity=Severity.WARNING, answer=answer) if is_original_s else finding


class Told(NamedTuple):
    """A hit put into words."""

    at: Path
    facts: Mapping[str, str]
    seen: str
    expected: str
    difference: str
    part: str
    severity: Severity | None
    place: Place | None


def in_words(found: Hit, unit: str) -> Told:
    """A hit whose amounts are told in a unit: that in which the form of its file has them."""
    facts = {name: _words(value, unit) for name, value in found.facts.items()}
    seen, expected, difference = (_words(value, unit) for value in (found.seen, found.expected, found.difference))
    return Told(found.at, facts, seen, expected, difference, found.part, found.severity, found.place)


def _words(value: Wording, unit: str) -> str:
    pieces = value if isinstance(value, tuple) else (value,)
    return "".join(piece.told(unit) if isinstance(piece, Money) else piece for piece in pieces)


def _findings(rule: Rule, parsed: ParsedFile, hits: Iterable[Hit]) -> Iterator[Finding]:
    read = parsed.declaration or parsed.result
    unit = read.edition.money_unit if read else "元"
    return (
        _finding(rule, parsed.document, in_words(found, unit), _put_together(read, found.at) if read else "")
        for found in hits
    )


def _put_together(read: Record, at: Path) -> str:
    """The target value that stands at a path, where the form has its operator or unit in columns beside it."""
    filed = (target for indicator in read.indicators for target in indicator.targets)
    return next((target.target.raw for target in filed if target.at == at and len(target.parts) > 1), "")


def _finding_of(rule: Rule, member: Fingerprinted, found: Hit) -> Finding:
    told = in_words(found, member.outline.edition.money_unit)
    return _finding_at(rule, member.outline.file, member.fingerprint, told)


def _finding(rule: Rule, document: Document, found: Told, whole: str) -> Finding:
    """The finding of a hit in a document; ``whole`` is what the value says together with others beside it."""
    place = found.place or document.place(found.at)
    node = document.node(found.at)
    text = node.text if isinstance(node, Scalar) else ""
    if found.part:
        place = place_of_part(document, place, text, found.part)
    seen = mask(found.seen or found.part or whole or text)
    width = width_of(document, place, found.part or text)
    return _worded(rule, document.file, found, place, width, seen, quote(seen))


def _finding_at(rule: Rule, file: str, fingerprint: Fingerprint, found: Told) -> Finding:
    span, seen = fingerprint.span(found.at), mask(found.seen or found.part)
    place, width = found.place or span.place, len(found.part) or span.width
    return _worded(rule, file, found, place, width, seen or span.quoted, quote(seen) or span.quoted)


def _worded(rule: Rule, file: str, found: Told, place: Place, width: int, seen: str, quoted: str) -> Finding:
    facts = {"expected": found.expected, "difference": found.difference, **found.facts}
    told = {name: shortened(mask(value), LONGEST_FACT) for name, value in facts.items()}
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=found.severity or rule.severity,
        file=file,
        place=place,
        label=shortened(mask(label_of(found.at)), LONGEST_FACT),
        title=rule.title,
        message=rule.message.format_map({"seen": quoted, **told}),
        seen=seen,
        expected=mask(found.expected),
        difference=found.difference,
        why=rule.why,
        fix=rule.fix,
        basis=rule.basis,
        width=width,
    )


def label_of(path: Path) -> str:
    """``("分解目标", "产出目标", 2, "绩效指标")`` → ``分解目标 › 产出目标 › 第 3 行 › 绩效指标``."""
    return " › ".join(f"第 {step + 1} 行" if isinstance(step, int) else step for step in path)
