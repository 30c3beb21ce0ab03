"""What the checks found in a record, each finding with the place in the form as printed that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..finding import Finding
from ..forms import FormEdition
from .form import anchors


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and the place in the form it is about (empty for the file as a whole)."""

    finding: Finding
    anchor: str


def remarks(edition: FormEdition, findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """The findings, the gravest first, in the form's order."""
    places = anchors(edition)
    ordered = sorted(findings, key=lambda finding: (finding.severity.rank, finding.sort_key))
    return tuple(Remark(finding, _anchor(finding, places)) for finding in ordered)


def _anchor(finding: Finding, places: dict[str, str]) -> str:
    return next((f"#{place}" for label, place in places.items() if f"{finding.label} ".startswith(f"{label} ")), "")
