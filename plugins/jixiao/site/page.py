"""The values a built site consists of: pages and files. They know nothing of MkDocs or of disks."""

from __future__ import annotations

from dataclasses import dataclass


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
class Site:
    """All that is generated from the declarations; what MkDocs and the theme add is not part of it."""

    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    files: tuple[DataFile, ...] = ()
