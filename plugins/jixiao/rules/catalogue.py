"""What a rule is: code, name, severity, message and function; its docstring gives title, reasons and examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..finding import Answer, Finding, Path, Place, Severity
from ..model import Declaration
from ..portfolio import Portfolio
from ..reader import ParsedFile
from ..results import Record, Result
from ..values import Money
from .fingerprints import Fingerprinted
from .thresholds import Thresholds

Wording = str | Money | tuple[str | Money, ...]
"""A text of a finding, or pieces of one: amounts are left to the engine, which tells them in the unit of the file's form."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: where, and which facts; the engine adds code, severity, words, line and column.

    ``at`` leads to the value; ``part`` is the piece of its text that is meant; ``place`` stands for itself where
    the reader knew it. ``seen``, ``expected`` and ``difference`` are for people, with units.
    """

    at: Path
    facts: Mapping[str, Wording] = field(default_factory=dict)
    seen: Wording = ""
    expected: Wording = ""
    difference: Wording = ""
    part: str = ""
    severity: Severity | None = None
    place: Place | None = None


def hit(
    at: Path,
    *,
    seen: Wording = "",
    expected: Wording = "",
    difference: Wording = "",
    part: str = "",
    severity: Severity | None = None,
    **facts: object,
) -> Hit:
    """Make a hit; the facts fill the rule's message template, and so do seen, expected and difference."""
    words = {name: value if isinstance(value, Money | tuple) else str(value) for name, value in facts.items()}
    return Hit(at, words, seen, expected, difference, part, severity)


def signed(difference: Money) -> Wording:
    """A difference of which no word says the direction: ``+80,000 元``."""
    return ("" if not difference else "+" if difference.yuan > 0 else "−", abs(difference))


Hits = Iterator[Hit]
FileRule = Callable[[ParsedFile, Thresholds], Hits]
DeclarationRule = Callable[[Declaration, Thresholds], Hits]
RecordRule = Callable[[Record, Thresholds], Hits]
ResultRule = Callable[[Result, Declaration | None, Thresholds], Hits]
LinkedRule = Callable[[Fingerprinted, Portfolio, Thresholds], Hits]
YearRule = Callable[[Sequence[Fingerprinted], Thresholds], Iterator[tuple[Fingerprinted, Hit]]]
AnswerRule = Callable[[tuple[Answer, ...], tuple[Finding, ...]], Hits]

About = Literal["content", "form"]
"""What a rule speaks of: ``content``, that is what the form says, which a published original may have wrong and whoever
takes it down must keep; or ``form``, that is how the file is written and where it stands, which can always be mended."""

SECTIONS = ("为什么重要", "反例", "正例", "怎样改", "依据")
"""The sections of a rule's docstring, in this order; each is needed."""

_HEADINGS = re.compile(rf"^({'|'.join(SECTIONS)})$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue. ``scope`` says what its function judges: see the decorators below.

    An error ``about`` content may be answered under 说明 where 来源 names the published original; it is a warning then.
    """

    code: str
    name: str
    severity: Severity
    message: str
    scope: str
    about: About
    function: Callable[..., Any]

    @cached_property
    def sections(self) -> dict[str, str]:
        """The docstring's title (under ``""``) and sections, dedented."""
        parts = _HEADINGS.split(inspect.cleandoc(self.function.__doc__ or ""))
        pairs = zip(["", *parts[1::2]], parts[::2], strict=True)
        return {heading: inspect.cleandoc("\n" + text).strip("\n") for heading, text in pairs}

    @property
    def title(self) -> str:
        """What is wrong, in one line."""
        return self.sections[""]

    @property
    def why(self) -> str:
        """为什么重要."""
        return self.sections["为什么重要"]

    @property
    def bad_example(self) -> str:
        """反例: YAML in which each faulty line carries ``# <- CODE message``."""
        return self.sections["反例"]

    @property
    def good_example(self) -> str:
        """正例: YAML on which the rule is silent."""
        return self.sections["正例"]

    @property
    def fix(self) -> str:
        """怎样改."""
        return self.sections["怎样改"]

    @property
    def basis(self) -> str:
        """依据: the form edition or the regulation's question behind the rule."""
        return self.sections["依据"]


def file_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "form"
) -> Callable[[FileRule], Rule]:
    """A rule over one file as read, whether or not a declaration came of it."""
    return lambda function: Rule(code, name, severity, message, "file", about, function)


def declaration_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "content"
) -> Callable[[DeclarationRule], Rule]:
    """A rule over one declaration alone."""
    return lambda function: Rule(code, name, severity, message, "declaration", about, function)


def record_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "content"
) -> Callable[[RecordRule], Rule]:
    """A rule over one record alone, be it a declaration or what was reported of a project's year."""
    return lambda function: Rule(code, name, severity, message, "record", about, function)


def result_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "content"
) -> Callable[[ResultRule], Rule]:
    """A rule over one record of what came of a project's year, and its declaration where there is one."""
    return lambda function: Rule(code, name, severity, message, "result", about, function)


def linked_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "content"
) -> Callable[[LinkedRule], Rule]:
    """A rule over one declaration and those it is linked to (the year before), of all of which it sees outlines.

    It may point only at what a fingerprint keeps a span of.
    """
    return lambda function: Rule(code, name, severity, message, "linked", about, function)


def year_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "content"
) -> Callable[[YearRule], Rule]:
    """A rule over all declarations of one year by their fingerprints; it yields each hit with the one it belongs to.

    It may point only at what a fingerprint keeps a span of.
    """
    return lambda function: Rule(code, name, severity, message, "year", about, function)


def answer_rule(
    code: str, name: str, severity: Severity, message: str, about: About = "form"
) -> Callable[[AnswerRule], Rule]:
    """A rule over the answers in one declaration and all other findings in it."""
    return lambda function: Rule(code, name, severity, message, "answers", about, function)
