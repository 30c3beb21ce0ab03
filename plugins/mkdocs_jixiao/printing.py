"""Prints parcels into the built site, by several processes: what is unchanged is linked from the site before."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, NamedTuple

from jixiao.handover import Handover
from jixiao.site.page import Closing, DataFile, Page, Parcel, Sheets, Stamp, StreamedFile

from .generated import encoded
from .links import Links, links_of

FEWEST_PARCELS = 40
"""Parcels below which starting processes costs more than it saves."""


class Print(NamedTuple):
    """A file's address below the site's root, its size and time when it was printed, and its SHA-256 if that is told."""

    path: str
    size: int
    time: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Printout:
    """What became of a parcel: its files, and where its pages' links lead (nothing if it was linked)."""

    name: str
    key: str
    files: tuple[Print, ...]
    links: Links | None
    seconds: float = 0


class Printer:
    """Prints a site's parcels below a folder.

    ``html`` puts a page into the theme's shell (without it pages are left to MkDocs), ``shell`` is the hash of all that
    shells depend on; the handover names an earlier site. What is linked from there shares its files with it: neither may
    be written in place.
    """

    def __init__(
        self, sheets: Sheets, site: Path, html: Callable[[Page], str] | None, shell: str, handover: Handover
    ) -> None:
        self._sheets, self._site, self._html, self._shell = sheets, site, html, shell
        self._before, self._fresh_record = handover.before, handover.fresh_record
        self._record = _read_record(handover.record, shell) if handover.record else {}
        covered = (place for parcel in sheets.parcels for place in parcel.covers)
        self._known = frozenset((*sheets.pages, *sheets.files, *covered))
        self._folders: set[str] = set()

    def print(self, also: frozenset[str], jobs: int) -> tuple[Printout, ...]:
        """Print everything; ``also`` are addresses of other pages and files that links may lead to."""
        self._known |= also
        parcels = self._sheets.parcels
        first = {parcel.name.partition("/")[0]: number for number, parcel in reversed(tuple(enumerate(parcels)))}
        samples = tuple(first.values())  # shells that these make ready here, the processes need not make each by itself
        rest = sorted(set(range(len(parcels))) - set(samples), key=lambda number: (-parcels[number].weight, number))
        printouts = (*map(self._print, samples), *_spread(self._print, rest, jobs))
        if self._sheets.closing:
            printouts = (*printouts, self.close(self._sheets.closing, printouts))
        if self._fresh_record:
            self._write_record(self._fresh_record, printouts)
        return printouts

    def _print(self, number: int) -> Printout:
        started, parcel = perf_counter(), self._sheets.parcels[number]
        printed = self._linked(parcel) or self.make(parcel)
        return replace(printed, seconds=perf_counter() - started)

    def _linked(self, parcel: Parcel) -> Printout | None:
        """The parcel as it was printed before, if it is unchanged and so are all of its files."""
        known = self._record.get(parcel.name)
        if self._before is None or not parcel.key or known is None or known.key != parcel.key:
            return None
        try:
            if all(map(self._is_as_printed, known.files)):
                for file in known.files:
                    os.link(f"{self._before}/{file.path}", self._place(file.path))
                return known
        except OSError:  # a file is gone, or this file system has no links
            return None
        return None

    def _is_as_printed(self, file: Print) -> bool:
        about = os.stat(f"{self._before}/{file.path}", follow_symlinks=False)  # noqa: PTH116
        return (about.st_size, about.st_mtime_ns) == (file.size, file.time)

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
        return Printout(parcel.name, parcel.key, tuple(files), links_of(pages, known))

    def close(self, closing: Closing, printouts: Iterable[Printout]) -> Printout:
        """Print what tells of the files that are printed."""
        files = (file for printout in printouts for file in printout.files if file.path.startswith(closing.needs))
        stamps = {file.path: Stamp(file.size, file.sha256) for file in files}
        return self.make(Parcel("closing", "", lambda: closing.make(stamps), closing.covers))

    def _write(self, path: str, content: bytes | StreamedFile) -> Print:
        place = self._place(path)
        with _fresh(place) as stream:
            stream.write(content) if isinstance(content, bytes) else content.write(stream)
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
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._folders.add(folder)
        return f"{self._site}/{path}"

    def _write_record(self, record: Path, printouts: Iterable[Printout]) -> None:
        parcels = {printed.name: [printed.key, printed.files] for printed in printouts if not _has_broken(printed)}
        text = json.dumps({"shell": self._shell, "parcels": parcels}, separators=(",", ":"))
        record.write_text(text, encoding="ascii")


def _fresh(place: str) -> BinaryIO:
    """A new file; one that is there already may be the earlier site's as well, and is left to it."""
    try:
        return open(place, "xb")  # noqa: PTH123
    except FileExistsError:
        os.unlink(place)  # noqa: PTH108
        return open(place, "xb")  # noqa: PTH123


class _Known:
    """The addresses that are known to all, and those of one parcel's own files."""

    def __init__(self, known: frozenset[str], own: frozenset[str]) -> None:
        self._known, self._own = known, own

    def __contains__(self, address: object) -> bool:
        return address in self._known or address in self._own


def _has_broken(printout: Printout) -> bool:
    """Whether the parcel must be printed anew next time, so that the fault is told again."""
    return printout.links is not None and bool(printout.links.broken)


def _read_record(file: Path, shell: str) -> Mapping[str, Printout]:
    """What was printed into a site with the same shell; nothing where there is no such record."""
    try:
        record = json.loads(file.read_text(encoding="ascii"))
        if record["shell"] != shell:
            return {}
        return {
            name: Printout(name, key, tuple(Print(*file) for file in files), None)
            for name, (key, files) in record["parcels"].items()
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


_doing: list[Callable[[int], Printout]] = []


def _spread(do: Callable[[int], Printout], numbers: Sequence[int], jobs: int) -> Iterator[Printout]:
    """Do the work for each number, by forked processes where there are such and enough to do."""
    if jobs < 2 or len(numbers) < FEWEST_PARCELS or sys.platform != "linux":
        yield from map(do, numbers)
        return
    _doing[:] = [do]
    gc.freeze()  # what is there already stays as it is, in pages of memory that the processes share
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), gc.disable) as pool:
            yield from pool.map(_do, numbers, chunksize=max(1, min(16, len(numbers) // (jobs * 8))))
    finally:
        _doing.clear()
        gc.unfreeze()


def _do(number: int) -> Printout:
    return _doing[0](number)
