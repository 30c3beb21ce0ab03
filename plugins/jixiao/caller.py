"""How the user called the program, and from which folder: advice and paths are printed so that they work as they stand."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CALLED_AS = "JIXIAO_CALLED_AS"
"""The environment variable by which whoever starts the program for the user says what the user typed."""

PROGRAM = "jixiao"


@dataclass(frozen=True, slots=True)
class Caller:
    """What the user types for the program, and what leads from the user's folder to the site's, such as ``../``."""

    program: str = PROGRAM
    way: str = ""


UNKNOWN = Caller()
"""A reader of whom nothing is known."""


def caller(root: Path) -> Caller:
    """Who called this process, for a site in a folder."""
    return Caller(program_as_called(), _way_to(root, Path.cwd()))


def program_as_called() -> str:
    """What the user types for the program: ``jixiao``, ``python scripts/run.py``, ``.venv/bin/jixiao`` …"""
    if said := os.environ.get(CALLED_AS):
        return said
    started = Path(sys.argv[0])
    if started.stem != PROGRAM:  # python -m jixiao, MkDocs by itself, tests
        return as_typed(sys.orig_argv[0], "-m", PROGRAM) if started.parent.name == PROGRAM else PROGRAM
    found = shutil.which(PROGRAM)
    return PROGRAM if found and Path(found).samefile(started) else as_typed(sys.argv[0])


def as_typed(*words: str) -> str:
    """Words as one types them on this system."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _way_to(root: Path, folder: Path) -> str:
    """The prefix that makes a path below the root one from the folder; the whole path where no other leads there."""
    try:
        way = os.path.relpath(root, folder)
    except ValueError:  # another drive
        way = str(root)
    return "" if way == "." else f"{Path(way).as_posix()}/"
