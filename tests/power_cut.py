"""A layer that notes what a program does to a folder, and gives the folder as a power cut might leave it.

Every change of a name (made, renamed, exchanged, linked, removed) and every file written is noted in order, as Python's
audit events tell of it; so is every time that something is brought to the disk. A power cut at some moment keeps what was
brought there before. Of all changes since, each may have been kept or lost, whatever the order; of a file's bytes since,
all may be there, none, half of them, or as many zeros. That is worse than any file system known to us does.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from jixiao.publish import manifest, staging

_WRITES = os.O_WRONLY | os.O_RDWR
SYNCS = ((staging, "sync_tree"), (staging, "sync_folder"), (manifest, "sync_file"), (manifest, "sync_folder"))
"""The calls that bring something to the disk, by the module that makes them."""


class File:
    """A file, by whatever names; its bytes are read when all is over, from a descriptor that outlives its names."""

    def __init__(self, place: Path | None = None) -> None:
        self.descriptor = -1 if place is None else os.open(place, os.O_RDONLY)

    def lay(self, place: Path, chance: Random | None) -> None:
        """Write it; with ``chance``, as if it had not been brought to the disk."""
        whole = os.pread(self.descriptor, os.fstat(self.descriptor).st_size, 0) if self.descriptor >= 0 else b""
        place.write_bytes(chance.choice((whole, b"", whole[: len(whole) // 2], bytes(len(whole)))) if chance else whole)
        if self.descriptor >= 0:
            time = os.fstat(self.descriptor).st_mtime_ns
            os.utime(place, ns=(time, time))


class Folder:
    """A folder: what is in it by name, now and in the beginning."""

    def __init__(self, place: Path | None = None) -> None:
        self.first: dict[str, Child] = {path.name: _found(path) for path in place.iterdir()} if place else {}
        self.now = dict(self.first)


Child = File | Folder


def _found(place: Path) -> Child:
    return Folder(place) if place.is_dir() else File(place)


class Named(NamedTuple):
    """Names that come (or go, where nothing is named) together: none of them is kept or lost alone."""

    names: tuple[tuple[Folder, str, Child | None], ...]

    def apply(self, state: dict[Folder, dict[str, Child]]) -> None:
        """Carry it out in some state of the folders."""
        for folder, name, child in self.names:
            entries = state.setdefault(folder, dict(folder.first))
            entries.pop(name, None)
            if child is not None:
                entries[name] = child


class Written(NamedTuple):
    """A file was opened to be written."""

    file: File


class Synced(NamedTuple):
    """What happened at these moments before is on the disk."""

    moments: tuple[int, ...]


class Layer:
    """What happens below ``base`` while it listens, in order."""

    def __init__(self, base: Path) -> None:
        self.base, self.root = base, Folder(base)
        self.events: list[Named | Written | Synced] = []
        self._opened: dict[Path, File] = {}
        self._listens = False

    @contextmanager
    def listening(self, monkeypatch: pytest.MonkeyPatch, deaf_to: tuple[object, str] | None = None) -> Iterator[None]:
        """Note what is done; what the call ``deaf_to`` should bring to the disk does not count."""
        with monkeypatch.context() as patch:
            exchange = staging.exchange
            patch.setattr(staging, "exchange", lambda one, other: exchange(one, other) and self._exchanged(one, other))
            for module, call in SYNCS:
                deaf = (module, call) == deaf_to
                patch.setattr(module, call, _Sync(self, "" if deaf else call))
            _LAYERS.append(self)
            self._listens = True
            yield
            self._listens = False
            _LAYERS.remove(self)
            self._hold_opened()

    # What is done

    def hear(self, event: str, told: tuple[Any, ...]) -> None:
        """An audit event, just before it happens: noted if it will."""
        if not self._listens:
            return
        self._listens = False
        self._hold_opened()
        if event == "open":
            self._open(self._inside(told[0], -1), told[2])
        elif event == "os.mkdir":
            path = self._inside(told[0], told[2])
            self._note((path, Folder()), unless=self._at(path) is not None)
        elif event in ("os.remove", "os.rmdir"):
            path = self._inside(told[0], told[1])
            child, is_folder = self._at(path), event == "os.rmdir"
            fits = isinstance(child, Folder) and not child.now if is_folder else isinstance(child, File)
            self._note((path, None), unless=not fits)
        elif event == "os.link":
            self._link(self._inside(told[0], told[2]), self._inside(told[1], told[3]))
        elif event == "os.rename":
            one, other = self._inside(told[0], told[2]), self._inside(told[1], told[3])
            self._note((one, None), (other, self._at(one)), unless=self._at(one) is None)
        self._listens = True

    def _open(self, path: Path, flags: int) -> None:
        file = self._at(path)
        if not flags & _WRITES or isinstance(file, Folder) or (file and flags & os.O_EXCL):
            return
        if file is None:
            file = File()
            self._note((path, file))
        self._opened[path] = file
        self.events.append(Written(file))

    def _link(self, one: Path, other: Path) -> None:
        self._note((other, self._at(one)), unless=self._at(one) is None or self._at(other) is not None)

    def _exchanged(self, one: Path, other: Path) -> bool:
        self._note((one, self._at(other)), (other, self._at(one)))
        return True

    def _hold_opened(self) -> None:
        """Hold what was opened to be written when the last event was told: now it is there."""
        for path, file in self._opened.items():
            if file.descriptor < 0:
                file.descriptor = os.open(path, os.O_RDONLY)
        self._opened = {}

    def _inside(self, path: Any, folder: int) -> Path:
        start = Path(f"/proc/self/fd/{folder}").readlink() if folder >= 0 else Path()
        return (start / os.fsdecode(path)).absolute()

    def _at(self, path: Path) -> Child | None:
        here: Child | None = self.root
        for name in path.relative_to(self.base).parts if path.is_relative_to(self.base) else ("/",):
            here = here.now.get(name) if isinstance(here, Folder) else None
        return here

    def _note(self, *names: tuple[Path, Child | None], unless: bool = False) -> None:
        folders = [self._at(path.parent) for path, _ in names]
        if unless or not all(isinstance(folder, Folder) for folder in folders):
            return
        found = zip(folders, names, strict=True)
        event = Named(tuple((folder, path.name, child) for folder, (path, child) in found))  # type: ignore[misc]
        event.apply({folder: folder.now for folder, _, _ in event.names})
        self.events.append(event)

    def synced(self, call: str, path: Path) -> None:
        """Something is on the disk: everything, the names in a folder, or what is in a file."""
        what = self._at(path)

        def is_meant(event: Named | Written | Synced) -> bool:
            if isinstance(event, Named):
                return call == "sync_tree" or (call == "sync_folder" and any(one[0] is what for one in event.names))
            return isinstance(event, Written) and (call == "sync_tree" or (call == "sync_file" and event.file is what))

        self.events.append(Synced(tuple(moment for moment, event in enumerate(self.events) if is_meant(event))))

    # What a power cut leaves

    def cut(self, moment: int, chance: Random, place: Path) -> None:
        """Write into a new folder what may be left where the power fails after so many events."""
        done = self.events[:moment]
        safe = {one for event in done if isinstance(event, Synced) for one in event.moments}
        keeps, state = chance.random(), dict[Folder, dict[str, Child]]()
        for number, event in enumerate(done):
            if isinstance(event, Named) and (number in safe or chance.random() < keeps):
                event.apply(state)
        torn = {event.file for n, event in enumerate(done) if isinstance(event, Written) and n not in safe}
        _lay(self.root, state, torn, chance, place)


class _Sync:
    """Stands for a call that brings something to the disk."""

    def __init__(self, layer: Layer, call: str) -> None:
        self._layer, self._call = layer, call

    def __call__(self, path: Path) -> None:
        self._layer.synced(self._call, path)


def _lay(folder: Folder, state: dict[Folder, dict[str, Child]], torn: set[File], chance: Random, place: Path) -> None:
    place.mkdir()
    for name, child in state.get(folder, folder.first).items():
        if isinstance(child, Folder):
            _lay(child, state, torn, chance, place / name)
        else:
            child.lay(place / name, chance if child in torn else None)


_LAYERS: list[Layer] = []


def _hear(event: str, told: tuple[Any, ...]) -> None:
    for layer in _LAYERS:
        if event != "open" or isinstance(told[0], str | bytes | os.PathLike):
            layer.hear(event, told)


sys.addaudithook(_hear)
