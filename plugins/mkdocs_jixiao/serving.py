"""The preview: what is generated is written when a browser asks for it, and declarations are followed without MkDocs."""

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

from jixiao.build.build import Build
from jixiao.publish import Shells, WrittenArtifact
from jixiao.publish.writer import FINAL
from jixiao.repository import PROJECTS
from jixiao.site.page import Artifact, FinalArtifact

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent, DirMovedEvent, DirDeletedEvent]
"""The notices that matter; that a file was opened to be read is none."""


class OnDemand:
    """Writes an artifact once something of it is asked for. Requests come from several threads."""

    def __init__(self, build: Build, shells: Shells) -> None:
        self._plan, self._tree, self._writer = build.plan, build.tree, build.writer
        self._writer.shells = shells
        self._lock = Lock()
        self._written: dict[str, WrittenArtifact] = {}
        self._numbers = {
            place: number for number, artifact in enumerate(self._plan.artifacts) for place in artifact.covers
        }

    def bring(self, path: str) -> None:
        """See to it that the file at an address below the site's root is there, if the site has it."""
        with self._lock:
            final = self._plan.final
            if final and (path in final.covers or path.removesuffix("index.html") in final.covers):
                self._finish(final)
            elif artifact := self._covering(path):
                self._bring(artifact)

    def _bring(self, artifact: Artifact) -> None:
        for needed in artifact.needs:
            self._bring(next(other for other in self._plan.artifacts if other.name == needed))
        if artifact.name not in self._written:
            self._written[artifact.name] = self._writer.make(artifact)

    def _finish(self, final: FinalArtifact) -> None:
        for artifact in self._plan.artifacts:
            if any(place.startswith(final.needs) for place in artifact.covers):
                self._bring(artifact)
        if FINAL not in self._written:
            self._written[FINAL] = self._writer.finish(final, self._written.values())

    def clear(self) -> None:
        """Remove what was written."""
        with self._lock:
            for artifact in self._written.values():
                for file in artifact.files:
                    (self._tree / file.path).unlink(missing_ok=True)

    def _covering(self, path: str) -> Artifact | None:
        """The artifact that covers the address, or the nearest folder around it. The home page's is nobody's folder."""
        place = "" if path == "index.html" else path
        while place not in self._numbers:
            place = place[: place.rstrip("/").rfind("/") + 1]
            if not place:
                return None
        return self._plan.artifacts[self._numbers[place]]


class Preview:
    """Follows a site while it is served: ``refresh`` makes the declarations ready anew, ``build`` everything."""

    def __init__(
        self,
        root: Path,
        build: Callable[[], None],
        refresh: Callable[[], None],
        on_demand: Callable[[], OnDemand],
    ) -> None:
        self._root = root
        self._build, self._refresh, self._on_demand = build, refresh, on_demand
        self._changed: set[str] = set()
        self._pending: set[str] = set()

    def attach(self, server: LiveReloadServer, folders: Iterable[Path]) -> None:
        """Let the server follow the folders by the system's own notices, and write what is asked for."""
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
            self._refresh()
        else:
            self._build()
        self._pending.clear()  # unless that failed


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
