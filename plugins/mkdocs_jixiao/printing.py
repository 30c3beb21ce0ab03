"""Prints parcels into a tree, by several processes: what stands in it already is left, what the site before has is linked."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, NamedTuple

from jixiao.site.page import Closing, DataFile, DerivedFile, Page, Parcel, Sheets, Stamp, StreamedFile
from jixiao.workshop import Print, PrintedParcel, Prints, Workshop

from .generated import encoded
from .links import Links, links_of

FEWEST_PARCELS = 40
"""Parcels below which starting processes costs more than it saves, unless they are heavy ones."""
MANY = 4
"""Parcels of one kind beyond which one of them is printed first, for the shells that it shares with the others."""
HEAVY = 100
"""The weight of all parcels from which on processes pay."""


@dataclass(frozen=True, slots=True)
class Printout:
    """What became of a parcel: its files, and where its pages' links lead (nothing if it was not printed anew)."""

    name: str
    key: str
    files: tuple[Print, ...]
    links: Links | None
    seconds: float = 0


class _Stock(NamedTuple):
    """A folder with what an earlier build printed into it."""

    folder: Path
    parcels: Mapping[str, PrintedParcel]

    def find(self, parcel: Parcel) -> PrintedParcel | None:
        """The parcel as it was printed, if it would be the same and all of its files are as they were."""
        known = self.parcels.get(parcel.name)
        if known is None or not known.key or known.key != parcel.key:
            return None
        return known if all(map(self._is_as_printed, known.files)) else None

    def _is_as_printed(self, file: Print) -> bool:
        try:
            about = os.stat(f"{self.folder}/{file.path}", follow_symlinks=False)  # noqa: PTH116
        except OSError:
            return False
        return about.st_size == file.size and about.st_mtime_ns == file.time


class Printer:
    """Prints a site's parcels below a folder.

    ``html`` puts a page into the theme's shell (without it pages are left to MkDocs), ``shell`` is the hash of all that
    shells depend on. In a workshop, the folder is its tree. What is linked from the site that stands shares its files
    with it: neither may be written in place.
    """

    def __init__(
        self,
        sheets: Sheets,
        site: Path,
        html: Callable[[Page], str] | None,
        shell: str = "",
        workshop: Workshop | None = None,
    ) -> None:
        self._sheets, self._html, self._shell, self._workshop = sheets, html, shell, workshop
        self._site = workshop.tree if workshop else site
        self._standing, self._before = (
            (_stock(workshop, workshop.tree, shell), _stock(workshop, workshop.site, shell))
            if workshop
            else (_Stock(site, {}), _Stock(site, {}))
        )
        covered = (place for parcel in sheets.parcels for place in parcel.covers)
        self._known = frozenset((*sheets.pages, *sheets.files, *covered))
        self._folders: set[str] = set()

    def print(self, also: frozenset[str], jobs: int) -> tuple[Printout, ...]:
        """Print everything; ``also`` are addresses of other pages and files that links may lead to."""
        self._known |= also
        if self._workshop:
            self._workshop.forget(self._site)
        parcels = self._sheets.parcels
        printouts = {number: _taken(parcel, known) for number, parcel, known in self._kept()}
        with _Processes(self._print, jobs) as processes:
            for wave in sorted({parcel.wave for parcel in parcels}):
                todo = [n for n, parcel in enumerate(parcels) if parcel.wave == wave and n not in printouts]
                printouts.update(self._wave(todo, processes))
        done = tuple(printouts.values())
        if self._sheets.closing:
            done = (*done, self.close(self._sheets.closing, done))
        if self._workshop:
            self._workshop.put_prints(self._shell, map(_told, done))
        return done

    def _kept(self) -> Iterator[tuple[int, Parcel, PrintedParcel]]:
        for number, parcel in enumerate(self._sheets.parcels):
            if known := self._standing.find(parcel):
                yield number, parcel, known

    def _wave(self, numbers: Sequence[int], processes: _Processes) -> dict[int, Printout]:
        """Print parcels that need none of each other; gives what became of each, in the order of their numbers."""
        parcels = self._sheets.parcels
        samples = tuple(_samples([(number, parcels[number]) for number in numbers]))
        done = {number: self._print(number) for number in samples}
        rest = sorted(set(numbers) - set(samples), key=lambda number: (-parcels[number].weight, number))
        pays = len(rest) >= FEWEST_PARCELS or sum(parcels[number].weight for number in rest) >= HEAVY
        done.update(zip(rest, processes.map(rest) if pays else map(self._print, rest), strict=True))
        return {number: done[number] for number in numbers}

    def _print(self, number: int) -> Printout:
        started, parcel = perf_counter(), self._sheets.parcels[number]
        printed = self._linked(parcel) or self.make(parcel)
        return replace(printed, seconds=perf_counter() - started)

    def _linked(self, parcel: Parcel) -> Printout | None:
        """The parcel as the site before has it, if it is unchanged."""
        known = self._before.find(parcel)
        if known is None:
            return None
        try:
            for file in known.files:
                place = self._place(file.path)
                try:
                    os.link(f"{self._before.folder}/{file.path}", place)
                except FileExistsError:
                    _clear(place)
                    os.link(f"{self._before.folder}/{file.path}", place)
        except OSError:  # this file system has no links
            return None
        return _taken(parcel, known)

    def make(self, parcel: Parcel) -> Printout:
        """Print one parcel, whatever was before."""
        pages: list[Page] = []
        files: list[Print] = []
        for printed in parcel.make():
            if isinstance(printed, Page):
                pages.append(printed)
                if self._html:
                    files.append(self._write(f"{printed.path}index.html", encoded(self._html(printed))))
            else:
                files.append(self._write(printed.path, printed.content if isinstance(printed, DataFile) else printed))
        known = _Known(self._known, frozenset(file.path for file in files))
        key = parcel.key if self._workshop else ""  # else nobody asks what was printed before
        return Printout(parcel.name, key, tuple(files), links_of(pages, known))

    def close(self, closing: Closing, printouts: Iterable[Printout]) -> Printout:
        """Print what tells of the files that are printed."""
        files = (file for printout in printouts for file in printout.files if file.path.startswith(closing.needs))
        stamps = {file.path: Stamp(file.size, file.sha256) for file in files}
        return self.make(Parcel("closing", "", lambda: closing.make(stamps), closing.covers))

    def _write(self, path: str, content: bytes | StreamedFile | DerivedFile) -> Print:
        place = self._place(path)
        with _fresh(place) as stream:
            if isinstance(content, bytes):
                stream.write(content)
            elif isinstance(content, StreamedFile):
                content.write(stream)
            else:
                content.write([self._site / needed for needed in content.needs], stream)
            stream.flush()
            about = os.fstat(stream.fileno())
        return Print(path, about.st_size, about.st_mtime_ns, self._digest(path, place))

    def _digest(self, path: str, place: str) -> str:
        """The SHA-256 of a file that the closing tells of."""
        closing = self._sheets.closing
        if closing is None or not path.startswith(closing.needs):
            return ""
        with open(place, "rb") as stream:  # noqa: PTH123
            return file_digest(stream, "sha256").hexdigest()

    def _place(self, path: str) -> str:
        folder = f"{self._site}/{path}".rpartition("/")[0]
        if folder not in self._folders:
            try:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            except (FileExistsError, NotADirectoryError):
                self._clear_way(folder)
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return f"{self._site}/{path}"

    def _clear_way(self, folder: str) -> None:
        """Remove a file of an earlier site from where there is a folder now."""
        for place in (Path(folder), *Path(folder).parents):
            if place.is_file() or place.is_symlink():
                place.unlink()
            if place == self._site:
                return


def _stock(workshop: Workshop, folder: Path, shell: str) -> _Stock:
    """What stands in a folder of the workshop, if its pages have the same shell."""
    record = workshop.record(folder)
    prints = record.prints if record else Prints()
    return _Stock(folder, prints.parcels if prints.shell == shell else {})


def _taken(parcel: Parcel, known: PrintedParcel) -> Printout:
    return Printout(parcel.name, known.key, known.files, None)


def _samples(parcels: Iterable[tuple[int, Parcel]]) -> Iterator[int]:
    """The lightest of each kind of which there are many: shells that these make ready, no process need make by itself."""
    kinds: dict[str, list[tuple[int, int]]] = {}
    for number, parcel in parcels:
        kinds.setdefault(parcel.name.partition("/")[0], []).append((parcel.weight, number))
    return (min(those)[1] for those in kinds.values() if len(those) > MANY)


def _told(printout: Printout) -> tuple[str, PrintedParcel]:
    """What is noted of a parcel; one with a fault is printed anew next time, so that the fault is told again."""
    faulty = printout.links is not None and bool(printout.links.broken)
    return printout.name, PrintedParcel("" if faulty else printout.key, printout.files)


def _fresh(place: str) -> BinaryIO:
    """A new file; one that is there already may be the earlier site's as well, and is left to it."""
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


class _Known:
    """The addresses that are known to all, and those of one parcel's own files."""

    def __init__(self, known: frozenset[str], own: frozenset[str]) -> None:
        self._known, self._own = known, own

    def __contains__(self, address: object) -> bool:
        return address in self._known or address in self._own


_doing: list[Callable[[int], Printout]] = []


class _Processes:
    """Forked processes that print parcels by their numbers, where there are such; they start when there is enough to do."""

    def __init__(self, do: Callable[[int], Printout], jobs: int) -> None:
        self._do, self._jobs = do, jobs if sys.platform == "linux" else 1
        self._pool: ProcessPoolExecutor | None = None

    def map(self, numbers: Sequence[int]) -> Iterator[Printout]:
        """What becomes of each parcel, in their order."""
        if self._jobs < 2 or len(numbers) < 2:
            return map(self._do, numbers)
        if self._pool is None:
            _doing[:] = [self._do]
            gc.freeze()  # what is there already stays as it is, in pages of memory that the processes share
            self._pool = ProcessPoolExecutor(self._jobs, multiprocessing.get_context("fork"), gc.disable)
        return self._pool.map(_do, numbers, chunksize=max(1, min(16, len(numbers) // (self._jobs * 8))))

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            _doing.clear()
            gc.unfreeze()


def _do(number: int) -> Printout:
    printout = _doing[0](number)
    gc.collect(0)  # what templates leave behind
    return printout
