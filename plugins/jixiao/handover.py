"""What ``jixiao build`` tells the MkDocs that it runs, by variables of the environment: all of it optional."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .workshop import Workshop

_WORKSHOP, _SITE, _JOBS, _PROFILE = "JIXIAO_WORKSHOP", "JIXIAO_SITE", "JIXIAO_JOBS", "JIXIAO_PROFILE"
_PART, _PART_FOLDER = "JIXIAO_PART", "JIXIAO_PART_FOLDER"


@dataclass(frozen=True, slots=True)
class Handover:
    """Where the site is made that replaces another; how many processes; whether to tell the time spent.

    With a ``part``, such as the first of four, no site is made: only that part of the work, into ``part_folder``.
    """

    workshop: Workshop | None = None
    jobs: int | None = None
    profile: bool = False
    part: tuple[int, int] | None = None
    part_folder: Path | None = None

    def variables(self) -> dict[str, str]:
        """The variables that say it."""
        told = {
            _WORKSHOP: str(self.workshop.folder) if self.workshop else "",
            _SITE: str(self.workshop.site) if self.workshop else "",
            _JOBS: str(self.jobs or ""),
            _PROFILE: "1" if self.profile else "",
            _PART: f"{self.part[0]}/{self.part[1]}" if self.part else "",
            _PART_FOLDER: str(self.part_folder or ""),
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Handover:
        """What the variables say; a number that is none says nothing."""
        workshop, site, jobs = (variables.get(name, "") for name in (_WORKSHOP, _SITE, _JOBS))
        number = int(jobs) if jobs.isascii() and jobs.isdecimal() else 0
        part, folder = read_part(variables.get(_PART, "")), _path(variables.get(_PART_FOLDER, ""))
        place = Workshop(Path(workshop), Path(site)) if workshop and site else None
        return cls(place, number or None, _PROFILE in variables, part, folder)


def read_part(text: str) -> tuple[int, int] | None:
    """``2/4`` as numbers; nothing where it is no such thing."""
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text, re.ASCII)
    if match is None or int(match[1]) > int(match[2]):
        return None
    return int(match[1]), int(match[2])


def _path(text: str) -> Path | None:
    return Path(text) if text else None
