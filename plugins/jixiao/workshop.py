"""The hidden folder beside a site in which the next one is made, and what it knows of the files of each.

The next site is made of the one before the last, which was not taken down: only what differs is touched. What stands in
a tree is told by a record beside it, found by the number that the file system gives the tree's folder: it stays with the
folder when that is renamed. A tree without a record is nobody's, and goes.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from .garbage import left_alone


class Print(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file's address below the site's root, its size and time when it was printed, and its SHA-256 if that is told."""

    path: str
    size: int
    time: int
    sha256: str = ""


class PrintedParcel(msgspec.Struct, array_like=True, frozen=True):
    """A parcel's key and its files; without a key it is not to be taken over."""

    key: str
    files: tuple[Print, ...]


class Prints(msgspec.Struct, array_like=True, frozen=True):
    """All parcels by their names, and the hash of all that the shells around their pages depend on."""

    shell: str = ""
    parcels: Mapping[str, PrintedParcel] = {}

    @property
    def paths(self) -> Iterator[str]:
        """The address of every file."""
        return (file.path for parcel in self.parcels.values() for file in parcel.files)


class Record(msgspec.Struct, array_like=True, frozen=True):
    """A whole site: what was printed, its other files, and its folders with the time of each; names as bytes.

    The time is 0 where a folder was changed too shortly before to be known again by it.
    """

    prints: Prints = Prints()
    others: tuple[bytes, ...] = ()
    folders: Mapping[bytes, int] = {}

    @property
    def paths(self) -> frozenset[str]:
        """Every file's path below the root."""
        return frozenset((*self.prints.paths, *map(os.fsdecode, self.others)))


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folder, and the site that it stands beside."""

    folder: Path
    site: Path

    @property
    def tree(self) -> Path:
        """What is to take the site's place."""
        return self.folder / "tree"

    @property
    def pages(self) -> Path:
        """Where MkDocs puts what it makes itself: it empties the folder first."""
        return self.folder / "pages"

    @property
    def prints(self) -> Path:
        """The file in which a build tells what it printed."""
        return self.folder / "prints"

    def record(self, tree: Path) -> Record | None:
        """What is known to stand in a tree."""
        return _read(self._record_file(tree), Record)

    def put_record(self, tree: Path, record: Record) -> None:
        """Note what stands in a tree, once it does; the records of trees that are gone go."""
        trees = [tree, self.tree, self.site]
        kept = {self._record_file(one).name for one in trees if one.exists()}
        for file in self.folder.glob("*.record"):
            if file.name not in kept:
                file.unlink(missing_ok=True)
        fresh = self.folder / "record.fresh"
        fresh.write_bytes(msgspec.msgpack.encode(record))
        fresh.replace(self._record_file(tree))

    def forget(self, tree: Path) -> None:
        """To be called before a tree is changed: whoever is interrupted then leaves one that nobody trusts."""
        self._record_file(tree).unlink(missing_ok=True)

    def put_prints(self, shell: str, parcels: Iterable[tuple[str, PrintedParcel]]) -> None:
        """Tell what was printed."""
        self.prints.write_bytes(msgspec.msgpack.encode(Prints(shell, dict(parcels))))

    def take_prints(self) -> Prints:
        """What the build told that has just ended."""
        told = _read(self.prints, Prints) or Prints()
        self.prints.unlink(missing_ok=True)
        return told

    def _record_file(self, tree: Path) -> Path:
        try:
            return self.folder / f"{tree.stat().st_ino}.record"
        except OSError:
            return self.folder / "none.record"


_Told = TypeVar("_Told")


def _read(file: Path, kind: type[_Told]) -> _Told | None:
    """The record in a file; nothing where there is none that can be read."""
    with suppress(OSError, msgspec.MsgspecError):
        about = file.stat()
        found = _decoded(str(file), cast("Hashable", kind), about.st_mtime_ns, about.st_size, about.st_ino)
        return found if isinstance(found, kind) else None
    return None


@lru_cache(2)
def _decoded(file: str, kind: Any, *state: int) -> object:
    """What is in a file; while its ``state`` is the same, it is not read again."""
    with left_alone():
        return msgspec.msgpack.decode(Path(file).read_bytes(), type=kind)
