"""The values a built site consists of: pages and files. They know nothing of MkDocs or of disks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeVar

from ..digest import Input, Key

_Value = TypeVar("_Value")


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
    """One file that is made of other files of the site, those of the artifacts that its own artifact ``needs``.

    ``needs`` are their addresses; ``write`` is told where each lies, and puts what it makes of them into an open file.
    """

    path: str
    needs: tuple[str, ...]
    write: Callable[[Sequence[Path], BinaryIO], None]


Printed = Page | DataFile | StreamedFile | DerivedFile


@dataclass(frozen=True)
class Artifact:
    """Pages and files that are written together: the same key gives the same, less the shell around the pages.

    ``made_from`` are the inputs of the key, or what works them out; the preview asks for none. ``name`` is the
    artifact's own among all of a site. ``covers`` are the addresses of its pages, its files, or of folders in which
    nothing else lies. A ``weight`` is about a millisecond. ``needs`` are the names of those that must be written before.
    What names the same ``group`` is cut from something large, which one process should make once.
    """

    name: str
    made_from: tuple[Input, ...] | Callable[[], tuple[Input, ...]]
    make: Callable[[], Iterable[Printed]]
    covers: tuple[str, ...]
    weight: int = 1
    needs: tuple[str, ...] = ()
    group: str = ""
    has_pages: bool = False

    @cached_property
    def key(self) -> Key:
        """The key of all that the artifact is made from."""
        return Key(self.made_from if isinstance(self.made_from, tuple) else self.made_from())


@dataclass(frozen=True, slots=True)
class FinalArtifact:
    """Pages and files that tell of other files, and so can be made only when those are written.

    Of each file below the folder ``needs``, ``make`` is given the stamp by its address; ``covers`` as in :class:`Artifact`.
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

    def read(self, kind: str, number: int, decode: Callable[[bytes], _Value]) -> _Value:
        """A piece of the batch with a number, decoded; one that does not decode is made anew."""

    def remember(self, kind: str, key: str, make: Callable[[], bytes], decode: Callable[[bytes], _Value]) -> _Value:
        """What ``make`` gives, or gave before for the same key, the hash of all that it is made from; decoded."""


@dataclass(frozen=True)
class SitePlan:
    """A site that is ready to be written: where its pages and files will stand, and the artifacts that they come in."""

    sections: tuple[Section, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]
    artifacts: tuple[Artifact, ...]
    page: Callable[[str], Page]
    """Makes the page at an address; one that the final artifact makes is none of these."""
    final: FinalArtifact | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """All that is generated from the declarations, in memory; what MkDocs and the theme add is not part of it."""

    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    files: tuple[DataFile, ...] = ()

    def plan(self) -> SitePlan:
        """The site as one artifact, never known from before."""
        pages, files = {page.path: page for page in self.pages}, tuple(file.path for file in self.files)
        artifact = Artifact("site", (), lambda: (*self.pages, *self.files), (*pages, *files), has_pages=True)
        return SitePlan(self.sections, tuple(pages), files, (artifact,), pages.__getitem__)
