"""Which paragraphs of a year's declarations stand, nearly the same, in other projects as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from ..model import Declaration, FiledText
from ..registry import fold_name
from .similarity import near_pairs

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BRACKETED_END = re.compile(r"[（(][^（）()]*[）)]$")

Project = tuple[str, str]
"""What tells one project from another within a year: the unit's id and the folded name."""

Users = dict[Project, Declaration]
"""Projects, each with a declaration, in the order met."""


@dataclass(slots=True)
class _Wording:
    """A paragraph less names and numbers; who uses it, the earlier one it is nearly the same as, and who uses any such."""

    text: str
    users: Users = field(default_factory=dict)
    near: Users = field(default_factory=dict)
    family: Users = field(default_factory=dict)

    def other(self, project: Project) -> Declaration | None:
        """A declaration of another project that uses the same wording, or one that is nearly the same."""
        users = chain(self.users.items(), self.near.items(), self.family.items())
        return next((declaration for user, declaration in users if user != project), None)


@dataclass(frozen=True, slots=True)
class Repetition:
    """A field whose text, or a paragraph of it, stands in ``count`` other projects; ``other`` is one of them."""

    filed: FiledText
    other: Declaration
    count: int


def repetitions(
    declarations: Iterable[Declaration], shortest: int, share: Decimal
) -> Iterator[tuple[Declaration, tuple[Repetition, ...]]]:
    """Each declaration that repeats what others say, with the fields that do. All are of one year.

    Equal wordings are put together first, then nearly equal ones (see :func:`near_pairs`): a paragraph that ten
    thousand projects share is looked at ten thousand times, not a hundred million.
    """
    known: dict[str, _Wording] = {}
    used = [(declaration, _wordings(declaration, shortest, known)) for declaration in declarations]
    _join_families(tuple(known.values()), share)
    for declaration, wordings in used:
        if found := tuple(_repetitions(project_of(declaration), wordings)):
            yield declaration, found


def project_of(declaration: Declaration) -> Project:
    """What tells the declaration's project from the others of its year."""
    return declaration.spending_unit.id, fold_name(declaration.name)


def _wordings(declaration: Declaration, shortest: int, known: dict[str, _Wording]) -> list[tuple[FiledText, _Wording]]:
    project, found = project_of(declaration), []
    for filed, text in _paragraphs(declaration, shortest):
        wording = known.setdefault(text, _Wording(text))
        wording.users.setdefault(project, declaration)
        found.append((filed, wording))
    return found


def _paragraphs(declaration: Declaration, shortest: int) -> Iterator[tuple[FiledText, str]]:
    """The paragraphs that are long enough, and texts of several paragraphs (numbered lists) as a whole."""
    names = _names(declaration)
    for filed in declaration.texts:
        if len(filed.text) >= shortest:
            paragraphs = filed.text.split("\n")
            for text in paragraphs if len(paragraphs) == 1 else (*paragraphs, filed.text):
                if len(text) >= shortest and len(masked := _masked(text, names)) >= shortest:
                    yield filed, masked


def _names(declaration: Declaration) -> tuple[str, ...]:
    """The project's and the unit's names, the longest first; the project's also without its last bracket."""
    name, unit = declaration.name, declaration.spending_unit
    names = {name, _BRACKETED_END.sub("", name), declaration.unit_name, unit.name, unit.short}
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


def _masked(text: str, names: tuple[str, ...]) -> str:
    """The text with names and numbers blanked out: taken over with another name put in, it is still the same."""
    for name in names:
        text = text.replace(name, "〇")
    return _DIGITS.sub("0", text)


def _join_families(wordings: tuple[_Wording, ...], share: Decimal) -> None:
    """Let wordings that are nearly the same, be it by way of others, share one family of users."""
    earlier = {later: first for first, later in near_pairs([wording.text for wording in wordings], share)}
    for index, wording in enumerate(wordings):
        if index in earlier:
            first = wordings[earlier[index]]
            wording.near, wording.family = first.users, first.family
        wording.family.update({user: wording.users[user] for user in wording.users if user not in wording.family})


def _repetitions(project: Project, wordings: list[tuple[FiledText, _Wording]]) -> Iterator[Repetition]:
    """One for each field: of several paragraphs the one that most others use."""
    by_field: dict[str, tuple[FiledText, _Wording]] = {}
    for filed, wording in wordings:
        kept = by_field.get(filed.label)
        if kept is None or len(wording.family) > len(kept[1].family):
            by_field[filed.label] = filed, wording
    for filed, wording in by_field.values():
        if other := wording.other(project):
            yield Repetition(filed, other, len(wording.family) - 1)
