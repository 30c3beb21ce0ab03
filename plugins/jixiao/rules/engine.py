"""Runs the rules: turns hits into findings with code, severity, words, line and column, and ties answers to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..finding import Finding, Path, Place, Severity
from ..model import Declaration
from ..portfolio import Portfolio
from ..privacy import mask
from ..reader import Filing
from ..source import Document, Scalar
from .catalogue import Hit, Rule
from .thresholds import Thresholds

LONGEST_QUOTE = 60
"""Characters of a value that a message quotes at most."""

LONGEST_FACT = 300
"""Characters of any other text in a message or label at most: a name or a key may be a whole file long."""


def judge_filing(filing: Filing, rules: Iterable[Rule], thresholds: Thresholds) -> Iterator[Finding]:
    """Findings of one file alone: its structure, and its declaration where there is one."""
    for rule in rules:
        if rule.scope == "filing":
            yield from _findings(rule, filing.document, rule.function(filing, thresholds))
        elif rule.scope == "declaration" and filing.declaration:
            yield from _findings(rule, filing.document, rule.function(filing.declaration, thresholds))


def judge_portfolio(portfolio: Portfolio, rules: Iterable[Rule], thresholds: Thresholds) -> Iterator[Finding]:
    """Findings that need other declarations than the one they stand in."""
    for rule in rules:
        if rule.scope == "linked":
            for declaration in portfolio.declarations:
                yield from _findings(rule, declaration.document, rule.function(declaration, portfolio, thresholds))
        elif rule.scope == "portfolio":
            for declaration, found in rule.function(portfolio, thresholds):
                yield _finding(rule, declaration.document, found)


def settle_answers(
    declarations: Iterable[Declaration], findings: Iterable[Finding], rules: Iterable[Rule]
) -> tuple[Finding, ...]:
    """Give each warning and notice its filer's answer, add what the answer rules find, and sort."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[finding.file].append(finding)
    answer_rules = tuple(rule for rule in rules if rule.scope == "answers")
    for declaration in declarations:
        if declaration.answers:
            answered = tuple(_answered(finding, declaration) for finding in by_file[declaration.file])
            by_file[declaration.file] = list(answered)
            for rule in answer_rules:
                by_file[declaration.file].extend(
                    _findings(rule, declaration.document, rule.function(declaration, answered))
                )
    return tuple(
        sorted((finding for group in by_file.values() for finding in group), key=lambda finding: finding.sort_key)
    )


def _answered(finding: Finding, declaration: Declaration) -> Finding:
    if finding.severity is Severity.ERROR:
        return finding
    answer = next((answer for answer in declaration.answers if answer.code == finding.code), None)
    return replace(finding, answer=answer) if answer else finding


def _findings(rule: Rule, document: Document, hits: Iterable[Hit]) -> Iterator[Finding]:
    return (_finding(rule, document, found) for found in hits)


def _finding(rule: Rule, document: Document, found: Hit) -> Finding:
    place = found.place or document.place(found.at)
    node = document.node(found.at)
    text = node.text if isinstance(node, Scalar) else ""
    if found.part:
        place = _place_of_part(document, place, text, found.part)
    seen = found.seen or found.part or text
    facts = {"expected": found.expected, "difference": found.difference, **found.facts}
    told = {name: _shortened(mask(value), LONGEST_FACT) for name, value in facts.items()}
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=found.severity or rule.severity,
        file=document.file,
        place=place,
        label=_shortened(mask(label_of(found.at)), LONGEST_FACT),
        title=rule.title,
        message=rule.message.format_map({"seen": quote(mask(seen)), **told}),
        seen=mask(seen),
        expected=mask(found.expected),
        difference=found.difference,
        why=rule.why,
        fix=rule.fix,
        basis=rule.basis,
        width=_width(document, place, found.part or text),
    )


def quote(text: str) -> str:
    """A value short enough for a message, on one line; masked before, since a number cut short is not known as one."""
    return _shortened(" ".join(text.split()), LONGEST_QUOTE)


def _shortened(text: str, longest: int) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def label_of(path: Path) -> str:
    """``("分解目标", "产出目标", 2, "绩效指标")`` → ``分解目标 › 产出目标 › 第 3 行 › 绩效指标``."""
    return " › ".join(f"第 {step + 1} 行" if isinstance(step, int) else step for step in path)


def _place_of_part(document: Document, place: Place, text: str, part: str) -> Place:
    """Where a piece of a value stands in its file: on the value's own lines, so far as it can be found there."""
    last = place.line + text.count("\n") + 2
    for number in range(place.line, min(last, len(document.lines)) + 1):
        start = place.column - 1 if number == place.line else 0
        column = document.lines[number - 1].find(part, start)
        if column >= 0:
            return Place(number, column + 1)
    return place


def _width(document: Document, place: Place, text: str) -> int:
    """How many characters from the place on belong to the value, on its first line; at least one."""
    line = document.lines[place.line - 1] if place.line <= len(document.lines) else ""
    first = text.split("\n", 1)[0]
    if first and line.startswith(first, place.column - 1):
        return len(first)
    rest = line[place.column - 1 :][:LONGEST_FACT]
    return max(1, len(re.split(r"\s#|:\s|:$", rest, maxsplit=1)[0].rstrip()))
