"""The secret by which this machine knows its own store again: what others put there is not believed.

It lies with the user's settings, outside of every repository and of what continuous integration restores, or is given by
the environment. A store without it can be read by nobody, and is made anew.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

VARIABLE = "JIXIAO_CACHE_KEY"
"""The environment variable by which machines that share a store are given the same secret."""
_BYTES = 32


def own_secret(root: Path) -> bytes:
    """The secret for the store below a root; where none can be kept, one for this process and those that it forks."""
    if given := os.environ.get(VARIABLE, "").strip():
        return blake2b(given.encode("utf-8", "surrogateescape"), digest_size=_BYTES).digest()
    file = place(os.environ)
    return _passing() if file is None or file.is_relative_to(root.resolve()) else kept(file)


@cache
def _passing() -> bytes:
    return secrets.token_bytes(_BYTES)


def place(variables: Mapping[str, str]) -> Path | None:
    """Where the secret is kept; nothing where the user has no folder of their own."""
    told = variables.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", "")
    with suppress(RuntimeError):
        folder = Path(told) if Path(told).is_absolute() else Path.home() / ".local" / "state"
        return folder / "jixiao" / "key"
    return None


def kept(file: Path) -> bytes:
    """The secret in a file that nobody else may read; made there where there is none."""
    with suppress(OSError):
        found = file.read_bytes()
        if len(found) == _BYTES:
            return found
    try:
        _make(file)
        return file.read_bytes()
    except OSError:
        return _passing()


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(secrets.token_bytes(_BYTES))
    fresh.replace(file)
