"""The values a built site consists of: pages and files. They know nothing of MkDocs or of disks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO


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


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file beside the pages; ``path`` is its address below the site's root."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StreamedFile:
    """One file beside the pages that is too large to be held: ``write`` puts it into an open file."""

    path: str
    write: Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is not rendered yet: its address, the hash of all that it is made from, and what makes it."""

    path: str
    inputs: str
    make: Callable[[], Page]


Printed = Page | DataFile | StreamedFile


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is printed together: the same ``key`` gives the same pages and files, less the shell around the pages.

    ``name`` is the parcel's own among all of a site. ``covers`` are the addresses of its pages, its files, or of folders
    in which nothing else lies. Parcels of greater ``weight`` are better begun first.
    """

    name: str
    key: str
    make: Callable[[], Iterable[Printed]]
    covers: tuple[str, ...]
    weight: int = 1


@dataclass(frozen=True)
class Sheets:
    """A site that is ready to be printed: where its pages and files will stand, and the parcels that they come in."""

    sections: tuple[Section, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    page: Callable[[str], Page]
    """Makes the page at an address."""


@dataclass(frozen=True, slots=True)
class Site:
    """All that is generated from the declarations; what MkDocs and the theme add is not part of it."""

    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    files: tuple[DataFile, ...] = ()

    def sheets(self) -> Sheets:
        """The site as one parcel, never known from before."""
        pages = {page.path: page for page in self.pages}
        parcel = Parcel("site", "", lambda: (*self.pages, *self.files))
        return Sheets(
            self.sections, tuple(pages), tuple(file.path for file in self.files), (parcel,), pages.__getitem__
        )
