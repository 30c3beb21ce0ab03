"""What ``jixiao build`` tells the MkDocs that it runs, by variables of the environment: all of it optional."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BEFORE, _RECORD, _JOBS, _PROFILE = "JIXIAO_SITE_BEFORE", "JIXIAO_PRINTED", "JIXIAO_JOBS", "JIXIAO_PROFILE"
_PART, _PART_FOLDER = "JIXIAO_PART", "JIXIAO_PART_FOLDER"


@dataclass(frozen=True, slots=True)
class Handover:
    """The site to be replaced, whose unchanged files are taken over; how many processes; whether to tell the time spent.

    ``record`` is where the list lies of what was printed to that site. With a ``part``, such as the first of four, no
    site is made: only that part of the work, into ``part_folder``.
    """

    before: Path | None = None
    record: Path | None = None
    jobs: int | None = None
    profile: bool = False
    part: tuple[int, int] | None = None
    part_folder: Path | None = None

    @property
    def fresh_record(self) -> Path | None:
        """Where the list of what is printed now goes, until the new site stands in the place of the old."""
        return self.record.with_suffix(".fresh") if self.record else None

    def variables(self) -> dict[str, str]:
        """The variables that say it."""
        told = {
            _BEFORE: str(self.before or ""),
            _RECORD: str(self.record or ""),
            _JOBS: str(self.jobs or ""),
            _PROFILE: "1" if self.profile else "",
            _PART: f"{self.part[0]}/{self.part[1]}" if self.part else "",
            _PART_FOLDER: str(self.part_folder or ""),
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Handover:
        """What the variables say; a number that is none says nothing."""
        before, record, jobs = (variables.get(name, "") for name in (_BEFORE, _RECORD, _JOBS))
        number = int(jobs) if jobs.isascii() and jobs.isdecimal() else 0
        part, folder = read_part(variables.get(_PART, "")), _path(variables.get(_PART_FOLDER, ""))
        return cls(_path(before), _path(record), number or None, _PROFILE in variables, part, folder)


def read_part(text: str) -> tuple[int, int] | None:
    """``2/4`` as numbers; nothing where it is no such thing."""
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text, re.ASCII)
    if match is None or int(match[1]) > int(match[2]):
        return None
    return int(match[1]), int(match[2])


def _path(text: str) -> Path | None:
    return Path(text) if text else None
