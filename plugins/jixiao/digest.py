"""Hashes by which what was made before is known again, and keys that can say what they were made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

_SHORT = 16
"""Hexadecimal digits of an input's hash that a key remembers."""


class Input(NamedTuple):
    """One thing that something is made from: its name for people, in Chinese, and the hash of what it is now."""

    name: str
    digest: str


class Key(NamedTuple):
    """All that something is made from. The same inputs give the same value, for ever."""

    inputs: tuple[Input, ...]

    @property
    def digest(self) -> str:
        """The hash of all inputs."""
        return digest_of(*(part for one in self.inputs for part in one))

    def also(self, *inputs: Input) -> Key:
        """The key of what is made from more than this."""
        return Key((*self.inputs, *inputs))

    @property
    def short(self) -> tuple[Input, ...]:
        """The inputs with the beginnings of their hashes: enough to say later which of them differs."""
        return tuple(Input(name, digest[:_SHORT]) for name, digest in self.inputs)


def differing(before: Iterable[Input], now: Iterable[Input]) -> Iterator[str]:
    """The names of the inputs that differ, were added or have gone."""
    old, new = {one.name: one.digest for one in before}, {one.name: one.digest for one in now}
    return (name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name))


def digest_of(*parts: str | bytes) -> str:
    """The hash of some parts, in which no part runs into the next."""
    coded: list[bytes] = []
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        coded += (len(content).to_bytes(8, "big"), content)
    return blake2b(b"".join(coded), digest_size=20).hexdigest()


def files_digest(folder: Path, *patterns: str) -> str:
    """The hash of the files below a folder that fit some patterns, and of their names."""
    files = sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})
    return digest_of(*(part for file in files for part in (file.relative_to(folder).as_posix(), file.read_bytes())))
