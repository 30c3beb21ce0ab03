"""The content's last commit, and which declarations were added, changed or withdrawn when: read from git, within bounds."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

from .forms import RecordKind, kind_with
from .repository import PROJECTS

CONTENT = "content"
MOST_COMMITS = 1000
"""Commits that are read, the latest first."""
PATIENCE = 60
"""Seconds that one run of git may take."""
CHINA = timezone(timedelta(hours=8))
"""Dates are told in China's time, wherever a commit was made."""

_FILE = re.compile(rf"{re.escape(PROJECTS)}/(\d{{4}}/[a-z0-9-]+/[a-z0-9-]+)(?:\.([a-z0-9-]+))?\.yml", re.ASCII)
_COMMIT = re.compile(rb"\x01([0-9a-f]{40,64}) (\d+)")

ChangeKind = Literal["added", "changed", "withdrawn"]
_KINDS: dict[bytes, ChangeKind] = {b"A": "added", b"D": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Change:
    """One declaration added, changed or withdrawn by one commit, or a report of its project and year of the ``record`` kind."""

    declaration_id: str
    kind: ChangeKind
    commit: str
    date: datetime
    record: RecordKind | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The last commit that touched the content, and the changes of declarations, the latest first.

    ``changes`` is nothing where the history is cut off (a shallow clone); ``uncommitted`` tells that the content on
    disk is no longer that of the commit.
    """

    commit: str
    date: datetime
    uncommitted: bool
    changes: tuple[Change, ...] | None


def read_history(root: Path) -> History | None:
    """Read the history of a site's content; nothing where there is no git, no repository, or no commit of it."""
    try:
        last = _COMMIT.search(_git(root, "log", "-1", "--no-show-signature", "--format=%x01%H %ct", "--", CONTENT))
        if last is None:
            return None
        uncommitted = bool(_git(root, "status", "--porcelain", "--", CONTENT).strip())
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        changes = None if shallow else tuple(_changes(root))
    except (OSError, subprocess.SubprocessError):
        return None
    return History(last[1].decode(), _date(last[2]), uncommitted, changes)


def _changes(root: Path) -> Iterator[Change]:
    """The changes as they came to the branch that is published: of a merge, what it brought."""
    log = _git(
        root, "log", "-z", "--first-parent", "-m", "--no-renames", "--name-status", "--relative", "--no-show-signature",
        f"--max-count={MOST_COMMITS}", "--format=%x01%H %ct", "--", PROJECTS,
    )  # fmt: skip
    commit, date = "", datetime.fromtimestamp(0, CHINA)
    parts = iter(part.lstrip(b"\n") for part in log.split(b"\0"))
    for part in parts:
        if heading := _COMMIT.fullmatch(part):
            commit, date = heading[1].decode(), _date(heading[2])
        elif part and (file := _FILE.fullmatch(os.fsdecode(next(parts)))):
            record = kind_with(file[2]) if file[2] else None
            if record or not file[2]:
                yield Change(file[1], _KINDS.get(part, "changed"), commit, date, record)


def _date(seconds: bytes) -> datetime:
    return datetime.fromtimestamp(int(seconds), CHINA)


def _git(root: Path, *arguments: str) -> bytes:
    command = ("git", "--no-optional-locks", "-C", str(root), *arguments)
    return subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE).stdout
