"""Prints parcels into a tree, by several processes: what stands in it already is left, what the site before has is linked."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import BinaryIO, NamedTuple

from jixiao.forked import call, forked
from jixiao.progress import Progress
from jixiao.site.page import Closing, DataFile, DerivedFile, Page, Parcel, Sheets, Stamp, StreamedFile
from jixiao.workshop import Print, PrintedParcel, Prints, Workshop

from .ahead import Ahead
from .generated import encoded
from .links import Links, links_of

FEWEST_PARCELS = 40
"""Parcels below which starting processes costs more than it saves, unless they are heavy ones."""
MANY = 4
"""Parcels of one kind beyond which one of them is printed first, for the shells that it shares with the others."""
HEAVY = 100
"""The weight of all parcels from which on processes pay."""
_LOTS = ((51, 1), (2, 8), (0, 128))
"""From which weight on a process takes how many parcels at once."""
FEW = 0.2
"""The share of parcels to be printed up to which those without pages are begun ahead."""


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
    prints: Prints

    def knows(self, parcel: Parcel) -> PrintedParcel | None:
        """The parcel as it was printed, if it would be the same, less the shell of its pages."""
        known = self.prints.parcels.get(parcel.name)
        return known if known and known.key and known.key == parcel.key else None

    def find(self, parcel: Parcel, shell: str) -> PrintedParcel | None:
        """The parcel as it was printed, if it would be the same and all of its files are as they were.

        ``shell`` is the hash of what its pages stand in, or empty where it has none.
        """
        known = self.knows(parcel)
        if known is None or (shell and shell != self.prints.shell):
            return None
        return known if all(map(self._is_as_printed, known.files)) else None

    def _is_as_printed(self, file: Print) -> bool:
        try:
            about = os.stat(f"{self.folder}/{file.path}", follow_symlinks=False)  # noqa: PTH116
        except OSError:
            return False
        return about.st_size == file.size and about.st_mtime_ns == file.time


class Printer:
    """Prints a site's parcels below a folder; pages are left to MkDocs until :meth:`dress` tells of shells.

    Without ``follows_links`` nobody is told of links that lead nowhere. In a workshop, the folder is its tree. What is
    linked from the site that stands shares its files with it: neither may be written in place.
    """

    def __init__(
        self,
        sheets: Sheets,
        site: Path,
        workshop: Workshop | None = None,
        progress: Progress | None = None,
        follows_links: bool = True,
    ) -> None:
        self._sheets, self._workshop, self._progress = sheets, workshop, progress or Progress()
        self._site = workshop.tree if workshop else site
        self._follows_links = follows_links
        self._html: Callable[[Page], str] | None = None
        self._shell = ""
        folders = (workshop.tree, workshop.site) if workshop else (site, site)
        self._standing, self._before = (_Stock(folder, _prints(workshop, folder)) for folder in folders)
        self._folders: set[str] = set()
        self._ahead: Ahead[Printout] | None = None
        self._count = self._total = 0

    @cached_property
    def _pages(self) -> frozenset[str]:
        return frozenset(self._sheets.pages)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All addresses that links may lead to."""
        covered = (place for parcel in self._sheets.parcels for place in parcel.covers)
        return frozenset((*self._sheets.pages, *self._sheets.files, *covered))

    def dress(self, html: Callable[[Page], str], shell: str) -> None:
        """Put pages into shells from now on; ``shell`` is the hash of all that these depend on."""
        self._html, self._shell = html, shell

    def begin(self, jobs: int) -> None:
        """Where little has changed, begin with what has no pages: that takes nothing of MkDocs, and long enough.

        How much has changed is told by what has its key already; to make those of all pages takes long, and is left to
        the time while others work.
        """
        if not self._workshop or jobs < 2 or sys.platform != "linux":
            return
        parcels = self._sheets.parcels
        ready = [parcel for parcel in parcels if isinstance(parcel.inputs, str)]
        if sum(not self._standing.knows(parcel) for parcel in ready) > FEW * len(ready):
            return
        pageless = (number for number, parcel in enumerate(parcels) if not self._has_pages(parcel))
        early = [number for number in pageless if not self._standing.knows(parcels[number])]
        if sum(parcels[number].weight for number in early) >= HEAVY:
            self._workshop.forget(self._site)
            self._ahead = Ahead(self._print, _in_order(parcels, early), jobs)

    def _has_pages(self, parcel: Parcel) -> bool:
        return not self._pages.isdisjoint(parcel.covers)

    def print(self, also: frozenset[str], jobs: int) -> tuple[Printout, ...]:
        """Print everything; ``also`` are addresses of other pages and files that links may lead to."""
        self._known |= also
        if self._workshop:
            self._workshop.forget(self._site)
        parcels = self._sheets.parcels
        begun = frozenset(self._ahead.numbers if self._ahead else ())
        printouts = {number: _taken(parcel, known) for number, parcel, known in self._kept(begun)}
        rest = [number for number in range(len(parcels)) if number not in printouts and number not in begun]
        self._progress.begin("正在写出文件")
        self._count, self._total = 0, sum(len(parcels[number].covers) for number in rest)
        with _Processes(self._print, jobs) as processes:
            printouts.update(self._wave([number for number in rest if not parcels[number].needs], processes))
            printouts.update(self._ahead.results() if self._ahead else ())
            printouts.update(self._wave([number for number in rest if parcels[number].needs], processes))
        done = tuple(printouts[number] for number in range(len(parcels)))
        if self._sheets.closing:
            done = (*done, self.close(self._sheets.closing, done))
        if self._workshop:
            self._workshop.put_prints(self._shell, map(_told, done))
        return done

    def _kept(self, but: frozenset[int]) -> Iterator[tuple[int, Parcel, PrintedParcel]]:
        for number, parcel in enumerate(self._sheets.parcels):
            if number not in but and (known := self._standing.find(parcel, self._shell_of(parcel))):
                yield number, parcel, known

    def _shell_of(self, parcel: Parcel) -> str:
        return self._shell if self._has_pages(parcel) else ""

    def _wave(self, numbers: Sequence[int], processes: _Processes) -> dict[int, Printout]:
        """Print parcels that need none of each other; gives what became of each, in the order of their numbers."""
        parcels = self._sheets.parcels
        samples = tuple(_samples([(number, parcels[number]) for number in numbers]))
        done = {number: self._counted(number, self._print(number)) for number in samples}
        rest = _by_weight(parcels, set(numbers) - set(samples))
        pays = len(rest) >= FEWEST_PARCELS or sum(parcels[number].weight for number in rest) >= HEAVY
        printed = processes.do(self._lots(rest)) if pays else zip(rest, map(self._print, rest), strict=True)
        done.update((number, self._counted(number, printout)) for number, printout in printed)
        return {number: done[number] for number in numbers}

    def _counted(self, number: int, printout: Printout) -> Printout:
        self._count += len(self._sheets.parcels[number].covers)
        self._progress.done(self._count, self._total)
        return printout

    def _lots(self, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
        """Numbers as processes take them: the heavy one by one, the light by the hundred, what belongs together at once.

        Pages that lie side by side are of outlines that lie side by side, and a process comes to own the memory of what
        it touches.
        """
        parcels, together = self._sheets.parcels, defaultdict[str, list[int]](list)
        for number in numbers:
            together[parcels[number].together].append(number)
        numbers = together.pop("", ())
        yield from together.values()
        for size, lot in groupby(numbers, key=lambda number: _lot_of(parcels[number].weight)):
            those = tuple(lot)
            yield from (those[start : start + size] for start in range(0, len(those), size))

    def _print(self, number: int) -> Printout:
        started, parcel = perf_counter(), self._sheets.parcels[number]
        printed = self._linked(parcel) or self.make(parcel)
        return replace(printed, seconds=perf_counter() - started)

    def _linked(self, parcel: Parcel) -> Printout | None:
        """The parcel as the site before has it, if it is unchanged."""
        known = self._before.find(parcel, self._shell_of(parcel))
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
        key = parcel.key if self._workshop else ""  # else nobody asks what was printed before
        return Printout(parcel.name, key, tuple(files), self._links_of(pages, files))

    def _links_of(self, pages: Iterable[Page], files: Iterable[Print]) -> Links | None:
        if not self._follows_links:
            return None
        return links_of(pages, _Known(self._known, frozenset(file.path for file in files)))

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


def _prints(workshop: Workshop | None, folder: Path) -> Prints:
    """What is known to stand in a folder of the workshop."""
    record = workshop.record(folder) if workshop else None
    return record.prints if record else Prints()


def _lot_of(weight: int) -> int:
    """How many parcels of a weight a process takes at once."""
    return next(size for least, size in _LOTS if weight >= least)


def _in_order(parcels: Sequence[Parcel], numbers: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Numbers as they are best begun, each with those it must wait for: what others wait for weighs as much as they."""
    named = {parcels[number].name: number for number in numbers}
    needs = {number: tuple(named[name] for name in parcels[number].needs if name in named) for number in numbers}
    weights = {number: parcels[number].weight for number in numbers}
    for number, those in needs.items():
        for needed in those:
            weights[needed] = max(weights[needed], parcels[needed].weight + parcels[number].weight)
    return {number: needs[number] for number in sorted(numbers, key=lambda number: (-weights[number], number))}


def _by_weight(parcels: Sequence[Parcel], numbers: Iterable[int]) -> list[int]:
    """The heaviest first."""
    return sorted(numbers, key=lambda number: (-parcels[number].weight, number))


def _taken(parcel: Parcel, known: PrintedParcel) -> Printout:
    return Printout(parcel.name, known.key, known.files, None)


def _samples(parcels: Iterable[tuple[int, Parcel]]) -> Iterator[int]:
    """The lightest of each kind of which there are many: shells that these make ready, no process need make by itself.

    What belongs together is left to the process that makes all of it.
    """
    kinds: dict[str, list[tuple[int, int]]] = {}
    for number, parcel in ((number, parcel) for number, parcel in parcels if not parcel.together):
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


class _Processes:
    """This process, and forked ones where there are such, that print parcels by their numbers; they start when it pays.

    This one takes its share, from the lightest on: forked ones come to own what they touch of its memory, and one less is
    less of that; and what heavy parcels take ends with those.
    """

    def __init__(self, do: Callable[[int], Printout], jobs: int) -> None:
        self._do, self._jobs = do, jobs if sys.platform == "linux" else 1
        self._pool: ProcessPoolExecutor | None = None

    def do(self, lots: Iterable[Sequence[int]]) -> Iterator[tuple[int, Printout]]:
        """What becomes of each parcel, as it is done."""
        left = deque(lots)
        if self._jobs < 2 or sum(map(len, left)) < 2:
            return ((number, self._do(number)) for lot in left for number in lot)
        if self._pool is None:
            self._pool = forked(self._do_all, self._jobs - 1)
        return self._side_by_side(left, self._pool)

    def _side_by_side(self, left: deque[Sequence[int]], pool: ProcessPoolExecutor) -> Iterator[tuple[int, Printout]]:
        done = SimpleQueue[Future[list[tuple[int, Printout]]]]()

        def begin() -> None:
            if lot := _next(left.popleft):
                pool.submit(call, lot).add_done_callback(ended)

        def ended(lot: Future[list[tuple[int, Printout]]]) -> None:
            if not lot.cancelled():
                if not lot.exception():
                    begin()
                done.put(lot)

        waiting = len(left)
        try:
            for _ in range(self._jobs - 1):
                begin()
            while lot := _next(left.pop):
                yield from self._do_all(lot)
                waiting -= 1
                while not done.empty():
                    yield from done.get().result()
                    waiting -= 1
            for _ in range(waiting):
                yield from done.get().result()
        finally:
            left.clear()  # where something failed, nothing more is begun

    def _do_all(self, lot: Sequence[int]) -> list[tuple[int, Printout]]:
        done = []
        for number in lot:
            done.append((number, self._do(number)))
            gc.collect(0)  # what templates leave behind: nobody else looks for it
        return done

    def __enter__(self) -> _Processes:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            gc.unfreeze()


def _next(take: Callable[[], Sequence[int]]) -> Sequence[int]:
    """The lot that is taken; nothing where there is none left. Several threads take some."""
    try:
        return take()
    except IndexError:
        return ()
