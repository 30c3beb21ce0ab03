"""What ``jixiao build`` tells the MkDocs that it runs, by variables of the environment: all of it optional."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..publish.staging import Staging

_STAGING, _SITE, _JOBS = "JIXIAO_STAGING", "JIXIAO_SITE", "JIXIAO_JOBS"
_PROFILE, _EXPLAIN = "JIXIAO_PROFILE", "JIXIAO_EXPLAIN"


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Where the site is made that replaces another; how many processes; whether to tell the time spent, and what changed."""

    staging: Staging | None = None
    jobs: int | None = None
    profile: bool = False
    explain: bool = False

    def variables(self) -> dict[str, str]:
        """The variables that say it."""
        told = {
            _STAGING: str(self.staging.folder) if self.staging else "",
            _SITE: str(self.staging.site) if self.staging else "",
            _JOBS: str(self.jobs or ""),
            _PROFILE: "1" if self.profile else "",
            _EXPLAIN: "1" if self.explain else "",
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> BuildOptions:
        """What the variables say; a number that is none says nothing."""
        folder, site, jobs = (variables.get(name, "") for name in (_STAGING, _SITE, _JOBS))
        number = int(jobs) if jobs.isascii() and jobs.isdecimal() else 0
        staging = Staging(Path(folder), Path(site)) if folder and site else None
        return cls(staging, number or None, _PROFILE in variables, _EXPLAIN in variables)


def read_shard(text: str) -> tuple[int, int] | None:
    """``2/4`` as numbers; nothing where it is no such thing."""
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text, re.ASCII)
    numbers = (int(match[1]), int(match[2])) if match else (1, 0)
    return numbers if numbers[0] <= numbers[1] else None
