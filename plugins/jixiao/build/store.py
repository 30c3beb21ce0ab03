"""The store: what steps gave, by kind and by the key of all it was made from. An entry is there, or it is missing and gets made.

No entry is ever changed. Two runs may share one folder at once: an entry is put whole or not, and who puts it a second
time puts the same. Each entry is sealed with a secret that is not in the folder: what others put there, as whoever fills a
cache of continuous integration can, is no entry, nor is one that a power cut tore.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from ..problem import SetupProblem, reason
from .records import Unreadable, decode, encode

MOST_BYTES = 1 << 30
"""What may lie in a store beyond what the last build used; the oldest goes first."""

_PAUSE = 3600
"""Seconds between two sweeps."""
_DIGEST_BYTES = 16
_Value = TypeVar("_Value")


class Store:
    """Entries below a folder, one file each; without a folder, in the memory of this process alone.

    In front of the folder stand decoded values: those that this process still uses, or, where it ``remembers`` (the
    preview), all of the last runs.
    """

    def __init__(self, folder: Path | None, remembers: bool = False, secret: bytes = b"") -> None:
        """Without a ``secret``, seals are mere checksums: for folders that their user vouches for."""
        self.folder, self._secret = folder, secret
        self._held: dict[tuple[str, str], bytes] = {}
        self.spared: set[tuple[str, str]] = set()
        """Kinds and keys that no sweep removes, beside those that it is told of: what this process planned a site from."""
        self.front: MutableMapping[tuple[str, str], Any] = {} if remembers or not folder else WeakValueDictionary()

    @property
    def is_shared(self) -> bool:
        """Whether other processes find what this one puts."""
        return self.folder is not None

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry, or nothing where there is none, or one that is damaged or somebody else's."""
        if self.folder is None:
            return self._held.get((kind, key))
        try:
            with open(f"{self.folder}/{kind}/{key[:2]}/{key}", "rb", 0) as stream:  # noqa: PTH123
                stored = stream.read()
        except OSError:
            return None
        return self.unsealed(f"{kind}/{key}", stored)

    def has(self, kind: str, key: str) -> bool:
        """Whether there is an entry, sound or not."""
        if self.folder is None:
            return (kind, key) in self._held
        return os.path.exists(f"{self.folder}/{kind}/{key[:2]}/{key}")  # noqa: PTH110

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep an entry; raises :class:`SetupProblem` where it cannot be written."""
        if self.folder is None:
            self._held[kind, key] = content
            return
        path = self.path(kind, key)
        fresh = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as stream:
                stream.write(self._seal(f"{kind}/{key}", content))
                stream.write(content)
            fresh.replace(path)
        except OSError as error:
            raise SetupProblem(f"不能写缓存 {path}（{reason(error)}）；原来的网站没有改动") from error
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def sealed(self, name: str, content: bytes) -> bytes:
        """Some bytes after their seal, by which :meth:`unsealed` knows them again under the same name."""
        return self._seal(name, content) + content

    def unsealed(self, name: str, stored: bytes) -> bytes | None:
        """What was sealed under a name; nothing where the seal is another."""
        content = stored[_DIGEST_BYTES:]
        return content if compare_digest(stored[:_DIGEST_BYTES], self._seal(name, content)) else None

    def _seal(self, name: str, content: bytes) -> bytes:
        seal = blake2b(f"{name}\0".encode(), digest_size=_DIGEST_BYTES, key=self._secret)
        seal.update(content)
        return seal.digest()

    def load(self, kind: str, key: str, record: type[_Value]) -> _Value | None:
        """The entry decoded; nothing where there is none, or none that is such a record."""
        content = self.get(kind, key)
        try:
            return None if content is None else decode(content, record)
        except Unreadable:
            return None

    def save(self, kind: str, key: str, value: object) -> None:
        """Keep a record."""
        self.put(kind, key, encode(value))

    def path(self, kind: str, key: str) -> Path:
        """Where an entry lies in the folder."""
        return Path(f"{self.folder}/{kind}/{key[:2]}/{key}")

    def is_empty(self, kind: str) -> bool:
        """Whether there is no entry of a kind; where there are many, one of them is looked at."""
        if self.folder is None:
            return all(held != kind for held, _ in self._held)
        entry = next((self.folder / kind).glob("??/*"), None)
        return entry is None or self.get(kind, entry.name) is None

    def retain(self, kind: str, keys: frozenset[str]) -> None:
        """Of the values of a kind in front, let go of all but some."""
        for known in [known for known in self.front if known[0] == kind and known[1] not in keys]:
            self.front.pop(known, None)

    def sweep(self, used: frozenset[tuple[str, str]], most: int = MOST_BYTES) -> None:
        """Remove the oldest of the entries that are neither in use nor spared until at most ``most`` bytes of such are left.

        That is not looked after again until an hour has passed.
        """
        if self.folder is None:
            return
        stamp = self.folder / "swept"
        with suppress(OSError):
            if time.time() - stamp.stat().st_mtime < _PAUSE:
                return
        with suppress(OSError):
            stamp.touch()
        total = 0
        for _, size, path in sorted(_unused(self.folder, used | self.spared), key=lambda entry: entry[0], reverse=True):
            total += size
            if total > most:
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _unused(folder: Path, used: frozenset[tuple[str, str]]) -> Iterator[tuple[int, int, Path]]:
    """The time, size and place of every entry that is not in use."""
    for path in folder.glob("*/??/*"):
        if (path.parent.parent.name, path.name) not in used:
            with suppress(OSError):
                about = path.stat()
                yield about.st_mtime_ns, about.st_size, path
