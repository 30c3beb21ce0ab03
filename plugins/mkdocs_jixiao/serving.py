"""The preview: what is generated is printed when a browser asks for it, and declarations are followed without MkDocs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from jixiao.site.page import Closing, Parcel, Sheets
from jixiao.walk import PROJECTS

from .printing import Printer, Printout

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent, DirMovedEvent, DirDeletedEvent]
"""The notices that matter; that a file was opened to be read is none."""

MOST_NOTICED = 1_000
"""Changed files at once of which the notices are taken to be all: the system holds some ten thousand, and drops the rest."""


class OnDemand:
    """Prints a parcel once something of it is asked for. Requests come from several threads."""

    def __init__(self, sheets: Sheets, site: Path, printer: Printer, before: OnDemand | None = None) -> None:
        self._site = site
        self._lock = Lock()
        self._printer = printer
        self._sheets = sheets
        self._covers = [parcel.covers for parcel in sheets.parcels]
        self._numbers: dict[str, int] = (
            before._numbers if before and before._covers == self._covers else _numbered(self._covers)
        )
        self._printouts: dict[str, Printout] = {}

    def bring(self, path: str) -> None:
        """See to it that the file at an address below the site's root is there, if the site has it."""
        with self._lock:
            closing = self._sheets.closing
            if closing and (path in closing.covers or path.removesuffix("index.html") in closing.covers):
                self._close(closing)
            elif parcel := self._covering(path):
                self._bring(parcel)

    def _bring(self, parcel: Parcel) -> None:
        if parcel.name not in self._printouts:
            self._printouts[parcel.name] = self._printer.make(parcel)

    def _close(self, closing: Closing) -> None:
        for parcel in self._sheets.parcels:
            if any(place.startswith(closing.needs) for place in parcel.covers):
                self._bring(parcel)
        if closing.needs not in self._printouts:
            self._printouts[closing.needs] = self._printer.close(closing, tuple(self._printouts.values()))

    def clear(self) -> None:
        """Remove what was printed."""
        with self._lock:
            for printout in self._printouts.values():
                for file in printout.files:
                    (self._site / file.path).unlink(missing_ok=True)

    def _covering(self, path: str) -> Parcel | None:
        """The parcel that covers the address, or the nearest folder around it. The home page's is nobody's folder."""
        place = "" if path == "index.html" else path
        while place not in self._numbers:
            place = place[: place.rstrip("/").rfind("/") + 1]
            if not place:
                return None
        return self._sheets.parcels[self._numbers[place]]


def _numbered(covers: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """The number of the parcel that covers each address."""
    return {place: number for number, places in enumerate(covers) for place in places}


class Preview:
    """Follows a site while it is served: ``refresh`` makes the declarations ready anew, ``build`` everything.

    ``refresh`` is told which files have changed since either last came to its end; nothing where more may have: at first,
    since the site was made before anybody followed it, and where there are so many that the system may drop notices.
    """

    def __init__(
        self,
        root: Path,
        build: Callable[[], None],
        refresh: Callable[[frozenset[str] | None], None],
        on_demand: Callable[[], OnDemand],
    ) -> None:
        self._root = root
        self._build, self._refresh, self._on_demand = build, refresh, on_demand
        self._changed: set[str] = set()
        self._pending: set[str] = set()
        self._knows_all = False

    def attach(self, server: LiveReloadServer, folders: Iterable[Path]) -> None:
        """Let the server follow the folders by the system's own notices, and print what is asked for."""
        watched = tuple(server._watched_paths)
        server.observer = _observer(server)
        server._watched_paths.clear()
        server._watch_refs.clear()
        noting = _Noting(self.note)
        for path in dict.fromkeys((*watched, *map(str, folders))):
            server.observer.schedule(noting, path, recursive=True)
            server.watch(path)
        serve = server.serve_request

        def app(environ: dict[str, Any], start_response: Any) -> Any:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if path.startswith(server.mount_path):
                self._on_demand().bring(path.removeprefix(server.mount_path))
            return serve(environ, start_response)

        server.set_app(app)

    def note(self, paths: Iterable[str]) -> None:
        """Take note of files that have changed; other threads may do so at any time."""
        self._changed.update(paths)

    def build(self) -> None:
        """Make the site anew: only the declarations where nothing else has changed."""
        changed = frozenset(self._changed)
        self._changed -= changed
        self._pending |= changed
        declarations = f"{self._root / PROJECTS}{os.sep}"
        if changed and all(path.startswith(declarations) for path in self._pending):
            files = frozenset(Path(path).relative_to(self._root).as_posix() for path in self._pending)
            self._refresh(files if self._knows_all and len(files) <= MOST_NOTICED else None)
        else:
            self._build()
        self._pending.clear()  # unless that failed
        self._knows_all = True


class _ChangesOnly(Observer):  # type: ignore[misc, valid-type]
    """The system's own notices, of changes alone: reading a file is noticed as well, and would start the next build."""

    def schedule(self, event_handler: FileSystemEventHandler, path: str, **how: Any) -> Any:
        """Follow a path."""
        return super().schedule(event_handler, path, **{"event_filter": _CHANGES, **how})


def _observer(server: LiveReloadServer) -> Any:
    """An observer that costs nothing while nothing happens; where the system has none, the server's own that polls."""
    try:
        return _ChangesOnly()
    except OSError:
        return server.observer


class _Noting(FileSystemEventHandler):
    """Notes every path that changes."""

    def __init__(self, note: Callable[[Iterable[str]], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the path, and where it was moved to."""
        if not event.is_directory or event.event_type in ("moved", "deleted"):
            self._note([os.fsdecode(path) for path in (event.src_path, event.dest_path) if path])
