"""The manifest of a tree: every file in it, and of each artifact the key that it was written under.

Each tree has a manifest, which lies beside it, and a list of its files in it, which names the manifest. The list is deleted
before the tree is touched and written when the tree is whole and on the disk, so an interrupted build leaves none, and the
next build starts that tree anew. The published site carries its list along, so that nothing foreign is ever taken down with a site.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from ..digest import digest_of
from ..garbage import left_alone
from .durable import sync_file, sync_folder

LIST = ".jixiao"
"""The list of a tree's files; MkDocs leaves files alone whose names begin with a dot."""
_VERSION = 1


class WrittenFile(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A file's address below the site's root, its size and time when it was written, and its SHA-256 if that is told."""

    path: str
    size: int
    time: int
    sha256: str = ""


class WrittenArtifact(msgspec.Struct, array_like=True, frozen=True):
    """An artifact's key, the inputs of the key with the beginnings of their hashes, and its files."""

    key: str
    inputs: tuple[tuple[str, str], ...]
    files: tuple[WrittenFile, ...]


class Manifest(msgspec.Struct, array_like=True, frozen=True, dict=True):
    """All artifacts by their names, the other files, and the folders with the time of each; other names are bytes.

    The time is 0 where a folder was changed too shortly before to be known again by it.
    """

    artifacts: Mapping[str, WrittenArtifact] = {}
    others: tuple[bytes, ...] = ()
    folders: Mapping[bytes, int] = {}

    @property
    def files(self) -> Iterator[WrittenFile]:
        """Every file of every artifact."""
        return (file for artifact in self.artifacts.values() for file in artifact.files)

    @property
    def paths(self) -> frozenset[str]:
        """Every file's path below the root."""
        return frozenset((*(file.path for file in self.files), *map(os.fsdecode, self.others)))

    @cached_property
    def name(self) -> str:
        """What the manifest is called: the same for trees that were made from the same, whenever that was."""
        keys = (part for name, artifact in sorted(self.artifacts.items()) for part in (name, artifact.key))
        return digest_of(*keys, *sorted(self.others))

    def encoded(self) -> bytes:
        """The manifest as bytes."""
        return msgspec.msgpack.encode(self)


NOTHING = Manifest()


def manifest_of(tree: Path, beside: Path) -> Manifest | None:
    """The manifest of a tree; nothing where there is none that can be read. Manifests lie in the folder ``beside``."""
    told = _list(tree).get("manifest")
    return read_manifest(beside / f"{told}.manifest") if isinstance(told, str) and told.isalnum() else None


def files_listed(tree: Path) -> frozenset[str]:
    """The files that the list in a tree names; none where there is no list."""
    files = _list(tree).get("files")
    return frozenset(filter(lambda file: isinstance(file, str), files)) if isinstance(files, list) else frozenset()


def _list(tree: Path) -> Mapping[str, object]:
    try:
        found = json.loads((tree / LIST).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("jixiao") == _VERSION else {}


def read_manifest(file: Path) -> Manifest | None:
    """The manifest in a file; nothing where there is none that can be read."""
    with suppress(OSError, msgspec.MsgspecError):
        about = file.lstat()
        return _decoded(str(file), about.st_mtime_ns, about.st_size, about.st_ino)
    return None


@lru_cache(3)
def _decoded(file: str, *state: int) -> Manifest:
    """The manifest in a file; while its ``state`` is the same, it is not read again."""
    with left_alone():
        return msgspec.msgpack.decode(Path(file).read_bytes(), type=Manifest)


def put_manifest(tree: Path, beside: Path, manifest: Manifest) -> None:
    """Write the manifest of a tree that is whole, and then the list into it."""
    _replace(beside / f"{manifest.name}.manifest", manifest.encoded())
    told = {"jixiao": _VERSION, "manifest": manifest.name, "files": sorted(manifest.paths)}
    _replace(tree / LIST, (json.dumps(told, separators=(",\n", ": ")) + "\n").encode("ascii"))


def _replace(file: Path, content: bytes) -> None:
    fresh = file.with_name(f"{file.name}.fresh")
    fresh.write_bytes(content)
    sync_file(fresh)
    fresh.replace(file)
    sync_folder(file.parent)


def discard_manifest(tree: Path) -> None:
    """To be called before a tree is touched."""
    with suppress(FileNotFoundError):
        (tree / LIST).unlink()
        sync_folder(tree)


def keep_manifests(beside: Path, *trees: Path) -> None:
    """Remove the manifests of trees that are gone."""
    kept = {f"{_list(tree).get('manifest')}.manifest" for tree in trees}
    for file in beside.glob("*.manifest"):
        if file.name not in kept:
            file.unlink(missing_ok=True)


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Every folder that some files lie in, the root apart."""
    folders = {path.rpartition("/")[0] for path in paths}
    for folder in tuple(folders):
        while folder := folder.rpartition("/")[0]:
            folders.add(folder)
    return frozenset(folders - {""})


def files_below(folder: Path, prefix: str = "") -> Iterator[str]:
    """Everything below a folder that is not a folder itself."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield f"{prefix}{entry.name}"
            else:
                yield from files_below(Path(entry.path), f"{prefix}{entry.name}/")
