"""What was read, judged and rendered before, by the hash of all it was made from: shared safely, never trusted damaged."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from .problem import SetupProblem

MOST_BYTES = 1 << 30
"""What may lie in a cache beyond what the last run used; the oldest goes first."""

_PAUSE = 3600
"""Seconds between two sweeps."""
_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Cache:
    """Pieces of bytes by kind and key, one file each. Two runs may use one folder at once: a piece is put whole or not.

    Whoever can write into the folder can plant nothing but other bytes: readers decode them as data, and none runs.
    """

    folder: Path

    def get(self, kind: str, key: str) -> bytes | None:
        """The piece, or nothing where there is none or its checksum tells that it is damaged."""
        try:
            with open(f"{self.folder}/{kind}/{key[:2]}/{key}", "rb", 0) as stream:  # noqa: PTH123
                stored = stream.read()
        except OSError:
            return None
        content = stored[_DIGEST_BYTES:]
        return content if stored[:_DIGEST_BYTES] == _digest(kind, key, content) else None

    def has(self, kind: str, key: str) -> bool:
        """Whether there is a piece, sound or not."""
        return os.path.exists(f"{self.folder}/{kind}/{key[:2]}/{key}")  # noqa: PTH110

    def is_empty(self, kind: str) -> bool:
        """Whether there is no piece of a kind."""
        return next((self.folder / kind).glob("??/*"), None) is None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep a piece; raises :class:`SetupProblem` where it cannot be written."""
        path = self.path(kind, key)
        fresh = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as stream:
                stream.write(_digest(kind, key, content))
                stream.write(content)
            fresh.replace(path)
        except OSError as error:
            raise SetupProblem(f"不能写缓存 {path}（{error.strerror}）；请腾出空间，或删去 {self.folder}") from error
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def path(self, kind: str, key: str) -> Path:
        """Where a piece lies."""
        return self.folder / kind / key[:2] / key

    def sweep(self, used: frozenset[tuple[str, str]], most: int = MOST_BYTES) -> None:
        """Remove the oldest of the pieces that are not in use until at most ``most`` bytes of such are left.

        That is not looked after again until an hour has passed.
        """
        stamp = self.folder / "swept"
        with suppress(OSError):
            if time.time() - stamp.stat().st_mtime < _PAUSE:
                return
        with suppress(OSError):
            stamp.touch()
        unused = sorted(self._unused(used), key=lambda entry: entry[0], reverse=True)
        total = 0
        for _, size, path in unused:
            total += size
            if total > most:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _unused(self, used: frozenset[tuple[str, str]]) -> Iterator[tuple[int, int, Path]]:
        for path in self.folder.glob("*/??/*"):
            if (path.parent.parent.name, path.name) not in used:
                with suppress(OSError):
                    about = path.stat()
                    yield about.st_mtime_ns, about.st_size, path


def _digest(kind: str, key: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST_BYTES, key=f"{kind}/{key}".encode()[:64]).digest()


def digest_of(*parts: str | bytes) -> str:
    """The key of what is made from these parts: their hash, in which no part runs into the next."""
    coded: list[bytes] = []
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        coded += (len(content).to_bytes(8, "big"), content)
    return blake2b(b"".join(coded), digest_size=20).hexdigest()


def files_key(folder: Path, *patterns: str) -> str:
    """The hash of the files below a folder that fit some patterns, and of their names."""
    files = sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})
    return digest_of(*_named(folder, files))


def _named(folder: Path, files: Iterable[Path]) -> Iterable[str | bytes]:
    for file in files:
        yield file.relative_to(folder).as_posix()
        yield file.read_bytes()
