"""The values a built site consists of: pages and files. They know nothing of MkDocs or of disks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple, Protocol

from ..cache import digest_of


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents; ``id`` is the anchor in the body, ``title`` plain text."""

    id: str
    title: str
    children: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the site's main navigation; ``path`` as in :class:`Page`."""

    id: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One generated page, ready for the theme's shell.

    ``path`` is the address below the site's root and ends in ``/`` (the home page's is empty);
    ``title`` and ``description`` are plain text; ``body`` is safe HTML that starts with the page's ``<h1>``;
    ``source`` is the file to edit, relative to the repository's root, or ``None``;
    ``section`` is the id of the :class:`Section` the page belongs to, or ``None``.
    """

    path: str
    title: str
    description: str
    body: str
    toc: tuple[Heading, ...] = ()
    source: str | None = None
    section: str | None = None


class Stamp(NamedTuple):
    """A file as it was printed: its size, and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file beside the pages; ``path`` is its address below the site's root."""

    path: str
    content: bytes

    @property
    def stamp(self) -> Stamp:
        """The file's stamp."""
        return Stamp(len(self.content), sha256(self.content).hexdigest())


@dataclass(frozen=True, slots=True)
class StreamedFile:
    """One file beside the pages that is too large to be held: ``write`` puts it into an open file."""

    path: str
    write: Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class DerivedFile:
    """One file that is made of other files of the site, those of the parcels that its own parcel ``needs``.

    ``needs`` are their addresses; ``write`` is told where each lies, and puts what it makes of them into an open file.
    """

    path: str
    needs: tuple[str, ...]
    write: Callable[[Sequence[Path], BinaryIO], None]


Hash = str | Callable[[], str]
"""A hash, or what makes it: the preview asks for none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is not rendered yet: its address, the hash of all that it is made from, and what makes it.

    ``together`` as in :class:`Parcel`.
    """

    path: str
    inputs: Hash
    make: Callable[[], Page]
    together: str = ""


Printed = Page | DataFile | StreamedFile | DerivedFile


@dataclass(frozen=True)
class Parcel:
    """What is printed together: the same ``key`` gives the same pages and files, less the shell around the pages.

    ``inputs`` is the hash of all that they are made from; without it they are never known from before.

    ``name`` is the parcel's own among all of a site. ``covers`` are the addresses of its pages, its files, or of folders
    in which nothing else lies. Parcels of greater ``weight`` are better begun first. ``needs`` are the names of those that
    must be printed before; these need none themselves. What names the same thing in ``together`` is cut from something
    large, which one process should make once.
    """

    name: str
    inputs: Hash
    make: Callable[[], Iterable[Printed]]
    covers: tuple[str, ...]
    weight: int = 1
    needs: tuple[str, ...] = ()
    together: str = ""

    @cached_property
    def key(self) -> str:
        """The hash."""
        return self.inputs if isinstance(self.inputs, str) else self.inputs()


@dataclass(frozen=True, slots=True)
class Closing:
    """Pages and files that tell of other files, and so can be made only when those are printed.

    Of each file below the folder ``needs``, ``make`` is given the stamp by its address; ``covers`` as in :class:`Parcel`.
    """

    needs: str
    covers: tuple[str, ...]
    make: Callable[[Mapping[str, Stamp]], Iterable[Page | DataFile]]


class Pieces(Protocol):
    """What was made of each batch of declarations, by kind, in the order of their ids."""

    @property
    def states(self) -> Sequence[str]:
        """For each batch the hash of all that its pieces were made from."""

    @property
    def names(self) -> Sequence[str]:
        """For each batch its year and unit, as the ids of its declarations begin."""

    def read(self, kind: str, number: int) -> bytes:
        """A piece of the batch with a number."""

    def remember(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives, or gave before for the same key: the hash of all that it is made from."""


@dataclass(frozen=True, slots=True)
class HeldPieces:
    """Pieces that are held in memory: for each batch those of each kind."""

    batches: tuple[Mapping[str, bytes], ...]
    names: tuple[str, ...] = ()

    @property
    def states(self) -> Sequence[str]:
        """The hash of each batch's pieces."""
        return [digest_of(*(pieces[kind] for kind in sorted(pieces))) for pieces in self.batches]

    def read(self, kind: str, number: int) -> bytes:
        """A piece of the batch with a number."""
        return self.batches[number][kind]

    def remember(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gives: nothing is known from before."""
        return make()


NO_PIECES = HeldPieces(())


@dataclass(frozen=True)
class Sheets:
    """A site that is ready to be printed: where its pages and files will stand, and the parcels that they come in."""

    sections: tuple[Section, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    page: Callable[[str], Page]
    """Makes the page at an address; one that the closing makes is none of these."""
    closing: Closing | None = None
    finish: Callable[[], None] = lambda: None
    """To be called once all is printed."""

    def held(self) -> Iterator[Page | DataFile]:
        """Everything in memory, in the order in which it is made."""
        contents: dict[str, bytes] = {}
        for parcel in sorted(self.parcels, key=lambda parcel: bool(parcel.needs)):
            for entry in parcel.make():
                held = _held(entry, contents)
                if isinstance(held, DataFile):
                    contents[held.path] = held.content
                yield held
        if closing := self.closing:
            needed = {path: content for path, content in contents.items() if path.startswith(closing.needs)}
            yield from closing.make({path: DataFile(path, content).stamp for path, content in needed.items()})


def _held(entry: Printed, before: Mapping[str, bytes]) -> Page | DataFile:
    """What is printed, in memory; ``before`` are the files that were made before."""
    if isinstance(entry, Page | DataFile):
        return entry
    stream = BytesIO()
    if isinstance(entry, StreamedFile):
        entry.write(stream)
        return DataFile(entry.path, stream.getvalue())
    with TemporaryDirectory(prefix="jixiao-") as folder:
        places = [Path(folder) / str(number) for number, _ in enumerate(entry.needs)]
        for place, needed in zip(places, entry.needs, strict=True):
            place.write_bytes(before[needed])
        entry.write(places, stream)
    return DataFile(entry.path, stream.getvalue())


@dataclass(frozen=True, slots=True)
class Site:
    """All that is generated from the declarations; what MkDocs and the theme add is not part of it."""

    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    files: tuple[DataFile, ...] = ()

    def sheets(self) -> Sheets:
        """The site as one parcel, never known from before."""
        pages, files = {page.path: page for page in self.pages}, tuple(file.path for file in self.files)
        parcel = Parcel("site", "", lambda: (*self.pages, *self.files), (*pages, *files))
        return Sheets(self.sections, tuple(pages), files, (parcel,), pages.__getitem__)
