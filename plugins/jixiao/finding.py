"""What is wrong and where: the severities, places and findings that every stage speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

Path = tuple["str | int", ...]
"""The way from a document's root to a value: labels of mappings and indexes of rows."""


class Severity(Enum):
    """How grave a finding is; ``label`` is the word shown to people, ``rank`` sorts the gravest first."""

    ERROR = ("error", "错误", 0)
    WARNING = ("warning", "待核对", 1)
    NOTICE = ("notice", "参考", 2)

    def __init__(self, word: str, label: str, rank: int) -> None:
        self.word = word
        self.label = label
        self.rank = rank


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text file: line and column count from 1, columns in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry of ``说明``: the filer's reason for leaving a finding as it is."""

    code: str
    reason: str
    at: Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the data, complete: what, where, what was seen and expected, why it matters, what to do.

    ``label`` is the form's own label of the field (empty for the file as a whole); ``seen``, ``expected`` and
    ``difference`` are texts with their units, or empty; ``basis`` names the form edition or regulation. What the rule
    says of all of its findings alike is left out of the ``repr``.
    """

    code: str
    name: str = field(repr=False)
    severity: Severity
    file: str
    place: Place
    label: str
    title: str = field(repr=False)
    message: str
    seen: str = ""
    expected: str = ""
    difference: str = ""
    why: str = field(default="", repr=False)
    fix: str = field(default="", repr=False)
    basis: str = field(default="", repr=False)
    answer: Answer | None = None
    width: int = 1

    @property
    def sort_key(self) -> tuple[str, Place, int, str, str]:
        """Findings stand by file, then by place, the gravest first."""
        return (self.file, self.place, self.severity.rank, self.code, self.message)
