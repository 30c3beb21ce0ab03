"""The hash of every file's bytes, known again by what the file system tells of the file, so that it need not be read.

What was changed shortly before it was hashed is hashed again: the times that file systems keep are not exact, so that a
later change might have the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from ..cache import Cache
from ..repository import Content, FileState, RawFile
from .batches import Batch
from .records import Unreadable, decode, encode

KIND = "files"
"""The kind of the one piece that is kept of each root's files, by the key of the order: other code may hash otherwise."""
_RESTED = 2_000_000_000
"""Nanoseconds for which a file must have been unchanged to be known again."""


class _Entry(NamedTuple):
    state: FileState
    digest: bytes


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    files: dict[str, _Entry]


class Digests:
    """The hashes of the files below one root, from the last run with the same ``key`` where a file is as it was."""

    def __init__(self, content: Content, cache: Cache, key: str) -> None:
        self._content, self._cache, self._key = content, cache, key
        self._before = self._kept()
        self._now: dict[str, _Entry] = {}
        self._started = time.time_ns()

    def _kept(self) -> dict[str, _Entry]:
        kept = self._cache.get(KIND, self._key)
        try:
            return decode(kept, _Kept).files if kept else {}
        except Unreadable:
            return {}

    def key(self, batch: Batch) -> str:
        """The batch's key: see :meth:`.Batch.key`."""
        return batch.key(self._key, [self._digest(listed.file, listed.problem) for listed in batch.files])

    def _digest(self, file: str, problem: str) -> bytes:
        if problem:
            return digest_of_raw(RawFile(file, problem=problem))
        state, known = self._content.state(file), self._before.get(file)
        if state is not None and known is not None and known.state == state:
            self._now[file] = known
            return known.digest
        raw = self._content.read(file)
        digest = digest_of_raw(raw)
        if state is not None and not raw.problem and state == self._content.state(file) and self._has_rested(state):
            self._now[file] = _Entry(state, digest)
        return digest

    def learn(self, batch: Batch, digests: Iterable[bytes]) -> None:
        """Take over what somebody else found since this was made: what had rested then has not changed since."""
        for listed, digest in zip(batch.files, digests, strict=True):
            state = None if listed.problem else self._content.state(listed.file)
            if state is not None and self._has_rested(state):
                self._now[listed.file] = _Entry(state, digest)

    def _has_rested(self, state: FileState) -> bool:
        return max(state.written, state.changed) < self._started - _RESTED

    def keep(self) -> None:
        """Let the next run know. What a content gives other bytes is not on the disk, and is left as it was known."""
        if self._now != self._before and not self._content.changed:
            self._cache.put(KIND, self._key, encode(_Kept(self._now)))


def digest_of_raw(raw: RawFile) -> bytes:
    """The hash of a file's bytes, and of why it could not be read."""
    state = blake2b(f"{raw.problem}\0".encode("utf-8", "surrogatepass"), digest_size=20)
    state.update(raw.data)
    return state.digest()


def digests_of(raws: Iterable[RawFile]) -> tuple[bytes, ...]:
    """The hash of each file."""
    return tuple(map(digest_of_raw, raws))
