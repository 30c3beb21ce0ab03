"""The index: the hash of every file's bytes, known again by what the file system tells of the file, as git does.

What was changed shortly before it was hashed is hashed again next time: the times that file systems keep are not exact,
so that a later change might have the same.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from ..repository import Content, FileState, RawFile
from .batches import Batch, Listed
from .records import Unreadable, decode, encode
from .store import Store

NAME = "index"
"""The index's file in the store's folder, and the name under which it is sealed."""
RESTED = 2_000_000_000
"""Nanoseconds for which a file must have been unchanged to be known again."""


class _Entry(NamedTuple):
    state: FileState
    digest: bytes


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    files: dict[str, _Entry]


class Index:
    """The hashes of the files of a content. In the folder of the store lies what the last run knew."""

    def __init__(self, content: Content, store: Store) -> None:
        self._content, self._store = content, store
        self._file = store.folder / NAME if store.folder else None
        self._before = self._kept()
        self._now: dict[str, _Entry] = {}
        self._started = time.time_ns()

    def digests(self, batch: Batch) -> tuple[bytes, ...]:
        """The hash of each file of a batch."""
        return tuple(map(self._digest, batch.files))

    def _digest(self, listed: Listed) -> bytes:
        if listed.problem:
            return digest_of_raw(RawFile(listed.file, problem=listed.problem))
        state, known = self._content.state(listed.file), self._before.get(listed.file)
        if state is not None and known is not None and known.state == state:
            self._now[listed.file] = known
            return known.digest
        raw = self._content.read(listed.file)
        digest = digest_of_raw(raw)
        if not raw.problem and state == self._content.state(listed.file):
            self._note(listed.file, state, digest)
        return digest

    def learn(self, batch: Batch, digests: Iterable[bytes]) -> None:
        """Take over what another process found since this was made: what had rested then has not changed since."""
        for listed, digest in zip(batch.files, digests, strict=True):
            if not listed.problem:
                self._note(listed.file, self._content.state(listed.file), digest)

    def _note(self, file: str, state: FileState | None, digest: bytes) -> None:
        if state is not None and max(state.written, state.changed) < self._started - RESTED:
            self._now[file] = _Entry(state, digest)

    def keep(self) -> None:
        """Let the next run know. What a content gives other bytes is not on the disk, and is left as it was known."""
        if self._file is None or self._now == self._before or self._content.changed:
            return
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}-{secrets.token_hex(4)}")
        with suppress(OSError):  # it is but a help
            fresh.write_bytes(self._store.sealed(NAME, encode(_Kept(self._now))))
            fresh.replace(self._file)
        self._before = self._now

    def _kept(self) -> dict[str, _Entry]:
        with suppress(OSError, Unreadable):
            kept = self._store.unsealed(NAME, self._file.read_bytes()) if self._file else None
            return decode(kept, _Kept).files if kept is not None else {}
        return {}


def digest_of_raw(raw: RawFile) -> bytes:
    """The hash of a file's bytes, and of why it could not be read."""
    state = blake2b(f"{raw.problem}\0".encode("utf-8", "surrogatepass"), digest_size=20)
    state.update(raw.data)
    return state.digest()
