"""Writes artifacts into a tree: what stands there under the same key is left, what the site has is linked, the rest is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO, Protocol

from ..digest import Input, Key
from ..site.page import Artifact, DataFile, DerivedFile, FinalArtifact, Page, Stamp, StreamedFile
from .manifest import NOTHING, Manifest, WrittenArtifact, WrittenFile

FINAL = "final"
"""The name of the final artifact in the manifest."""


class Shells(Protocol):
    """What the theme puts around a page's body."""

    @property
    def key(self) -> str:
        """The hash of all that shells depend on."""

    def html(self, page: Page) -> bytes:
        """A whole page."""


class Writer:
    """Writes below ``tree``, of which ``manifest`` tells; the ``site`` that stands shares unchanged files with it.

    A shared file is never written in place. Without ``shells``, pages are left to somebody else. Of files below the
    folder ``stamped`` the SHA-256 is noted.
    """

    def __init__(
        self, tree: Path, stamped: str = "-", manifest: Manifest = NOTHING, site: tuple[Path, Manifest] | None = None
    ) -> None:
        self._tree, self._stamped, self._manifest, self._site = tree, stamped, manifest, site
        self._folders: set[str] = set()
        self.shells: Shells | None = None

    def key(self, artifact: Artifact) -> Key:
        """The key of an artifact as written: with the shells, where it has pages."""
        if artifact.has_pages and self.shells:
            return artifact.key.also(Input("页面外壳", self.shells.key))
        return artifact.key

    def standing(self, artifact: Artifact) -> WrittenArtifact | None:
        """The artifact as it stands in the tree, if it would be the same and all of its files are as they were."""
        return self._found(artifact, self._tree, self._manifest)

    def before(self, artifact: Artifact) -> WrittenArtifact | None:
        """The artifact as either tree has it, whatever it was made from."""
        manifests = (self._site[1] if self._site else NOTHING, self._manifest)
        return next((found for one in manifests if (found := one.artifacts.get(artifact.name))), None)

    def write(self, artifact: Artifact) -> tuple[WrittenArtifact, bool]:
        """Link an artifact from the site that stands, or else make it; tells whether it was made."""
        linked = self._linked(artifact)
        return (linked, False) if linked else (self.make(artifact), True)

    def make(self, artifact: Artifact) -> WrittenArtifact:
        """Make an artifact, whatever was before."""
        files = []
        for printed in artifact.make():
            if not isinstance(printed, Page):
                files.append(self._write(printed.path, printed.content if isinstance(printed, DataFile) else printed))
            elif self.shells:
                files.append(self._write(f"{printed.path}index.html", self.shells.html(printed)))
        if self._site is None:  # nobody will ask what it was made from
            return WrittenArtifact("", (), tuple(files))
        key = self.key(artifact)
        return WrittenArtifact(key.digest, key.short, tuple(files))

    def finish(self, final: FinalArtifact, written: Iterable[WrittenArtifact]) -> WrittenArtifact:
        """Make what tells of the files that are written."""
        files = (file for artifact in written for file in artifact.files if file.path.startswith(final.needs))
        stamps = {file.path: Stamp(file.size, file.sha256) for file in files}
        return self.make(Artifact(FINAL, (), lambda: final.make(stamps), final.covers, has_pages=True))

    def _found(self, artifact: Artifact, tree: Path, manifest: Manifest) -> WrittenArtifact | None:
        known = manifest.artifacts.get(artifact.name)
        if known is None or known.key != self.key(artifact).digest:
            return None
        return known if all(_is_as_written(tree, file) for file in known.files) else None

    def _linked(self, artifact: Artifact) -> WrittenArtifact | None:
        if self._site is None or (known := self._found(artifact, *self._site)) is None:
            return None
        try:
            for file in known.files:
                place = self._place(file.path)
                try:
                    os.link(f"{self._site[0]}/{file.path}", place)
                except FileExistsError:
                    _clear(place)
                    os.link(f"{self._site[0]}/{file.path}", place)
        except OSError:  # this file system has no links
            return None
        return known

    def _write(self, path: str, content: bytes | StreamedFile | DerivedFile) -> WrittenFile:
        place = self._place(path)
        with _fresh(place) as stream:
            if isinstance(content, bytes):
                stream.write(content)
            elif isinstance(content, StreamedFile):
                content.write(stream)
            else:
                content.write([self._tree / needed for needed in content.needs], stream)
            stream.flush()
            about = os.fstat(stream.fileno())
        return WrittenFile(path, about.st_size, about.st_mtime_ns, self._digest(path, place))

    def _digest(self, path: str, place: str) -> str:
        if not path.startswith(self._stamped):
            return ""
        with open(place, "rb") as stream:  # noqa: PTH123
            return file_digest(stream, "sha256").hexdigest()

    def _place(self, path: str) -> str:
        folder = f"{self._tree}/{path}".rpartition("/")[0]
        if folder not in self._folders:
            try:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            except (FileExistsError, NotADirectoryError):
                self._clear_way(folder)
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return f"{self._tree}/{path}"

    def _clear_way(self, folder: str) -> None:
        """Remove a file of an earlier site from where there is a folder now."""
        for place in (Path(folder), *Path(folder).parents):
            if place.is_file() or place.is_symlink():
                place.unlink()
            if place == self._tree:
                return


def _is_as_written(tree: Path, file: WrittenFile) -> bool:
    try:
        about = os.stat(f"{tree}/{file.path}", follow_symlinks=False)  # noqa: PTH116
    except OSError:
        return False
    return about.st_size == file.size and about.st_mtime_ns == file.time


def _fresh(place: str) -> BinaryIO:
    """A new file; one that is there already may be the site's as well, and is left to it."""
    try:
        return open(place, "xb")  # noqa: PTH123
    except FileExistsError:
        _clear(place)
        return open(place, "xb")  # noqa: PTH123


def _clear(place: str) -> None:
    """Take away the file, or the folder, that an earlier site had there."""
    if os.path.isdir(place) and not os.path.islink(place):  # noqa: PTH112, PTH114
        shutil.rmtree(place)
    else:
        os.unlink(place)  # noqa: PTH108
