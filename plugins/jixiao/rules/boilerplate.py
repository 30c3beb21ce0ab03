"""Which paragraphs of a year's declarations stand, nearly the same, in other projects as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from ..model import Outline
from ..registry import fold_name
from .fingerprints import Fingerprinted
from .similarity import near_pairs

Project = tuple[str, str]
"""What tells one project from another within a year: the unit's id and the folded name."""

Users = dict[Project, Outline]
"""Projects, each with a declaration, in the order met."""


@dataclass(slots=True)
class _Usage:
    """One wording; who uses it, the earlier one it is nearly the same as, and who uses any such."""

    text: str
    sketch: bytes
    users: Users = field(default_factory=dict)
    near: Users = field(default_factory=dict)
    family: Users = field(default_factory=dict)

    def other(self, project: Project) -> Outline | None:
        """A declaration of another project that uses the same wording, or one that is nearly the same."""
        if len(self.family) < 2:
            return None
        users = chain(self.users.items(), self.near.items(), self.family.items())
        return next((declaration for user, declaration in users if user != project), None)


@dataclass(frozen=True, slots=True)
class Repetition:
    """A field (``label``) of which a paragraph stands in ``count`` other projects; ``other`` is one of them."""

    label: str
    other: Outline
    count: int


def repetitions(
    members: Iterable[Fingerprinted], share: Decimal
) -> Iterator[tuple[Fingerprinted, tuple[Repetition, ...]]]:
    """Each declaration that repeats what others say, with the fields that do. All are of one year.

    Equal wordings are put together first, then nearly equal ones (see :func:`near_pairs`): a paragraph that ten
    thousand projects share is looked at ten thousand times, not a hundred million.
    """
    known: dict[str, _Usage] = {}
    used = [(member, _usages(member, known)) for member in members]
    _join_families(tuple(known.values()), share)
    for member, usages in used:
        if found := tuple(_repetitions(project_of(member.outline), usages)):
            yield member, found


def project_of(declaration: Outline) -> Project:
    """What tells the declaration's project from the others of its year."""
    return declaration.spending_unit.id, fold_name(declaration.name)


def _usages(member: Fingerprinted, known: dict[str, _Usage]) -> list[tuple[str, _Usage]]:
    project, found = project_of(member.outline), []
    for wording in member.wordings:
        usage = known.get(wording.text)
        if usage is None:
            usage = known[wording.text] = _Usage(wording.text, wording.sketch)
        usage.users.setdefault(project, member.outline)
        found.append((wording.label, usage))
    return found


def _join_families(usages: tuple[_Usage, ...], share: Decimal) -> None:
    """Let wordings that are nearly the same, be it by way of others, share one family of users."""
    pairs = near_pairs([usage.text for usage in usages], [usage.sketch for usage in usages], share)
    earlier = {later: first for first, later in pairs}
    for index, usage in enumerate(usages):
        if index in earlier:
            first = usages[earlier[index]]
            usage.near, usage.family = first.users, first.family
        usage.family.update({user: usage.users[user] for user in usage.users if user not in usage.family})


def _repetitions(project: Project, usages: list[tuple[str, _Usage]]) -> Iterator[Repetition]:
    """One for each field: of several paragraphs the one that most others use."""
    by_field: dict[str, _Usage] = {}
    for label, usage in usages:
        kept = by_field.get(label)
        if kept is None or len(usage.family) > len(kept.family):
            by_field[label] = usage
    for label, usage in by_field.items():
        if other := usage.other(project):
            yield Repetition(label, other, len(usage.family) - 1)
