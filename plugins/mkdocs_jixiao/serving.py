"""The preview: what is generated is written when a browser asks for it, and declarations are followed without MkDocs.

What is generated lies in a folder of its own, apart from what MkDocs makes and clears away. So a page is answered, as it
was, while the next state of the site is being made.
"""

from __future__ import annotations

import ipaddress
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import normpath
from threading import Lock
from typing import Any
from urllib.parse import quote

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
from jixiao.problem import SetupProblem
from jixiao.publish.manifest import WrittenArtifact
from jixiao.publish.writer import FINAL, Shells, Writer
from jixiao.repository import PROJECTS
from jixiao.site.page import Artifact, FinalArtifact

from .trouble import told

_FOREIGN = "预览只接受用 IP 地址、localhost 或 --address 里写的主机打开的网址。"

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent, DirMovedEvent, DirDeletedEvent]
"""The notices that matter; that a file was opened to be read is none."""


class OnDemand:
    """Writes an artifact once something of it is asked for. Requests come from several threads."""

    def __init__(self, build: Build, shells: Shells) -> None:
        self._plan = build.plan
        self._folder = tempfile.TemporaryDirectory(prefix="jixiao-preview-", ignore_cleanup_errors=True)
        self._tree = Path(self._folder.name)
        self._writer = Writer(self._tree, build.stamped)
        self._writer.shells = shells
        self._lock, self._is_shown = Lock(), True
        self._written: dict[str, WrittenArtifact] = {}
        self._numbers = {
            place: number for number, artifact in enumerate(self._plan.artifacts) for place in artifact.covers
        }

    def read(self, path: str) -> bytes | None:
        """The file at an address below the site's root; nothing where none is generated there."""
        with self._lock:
            if not self._is_shown:
                return None
            self._see_to(path)
            files = (file.path for artifact in self._written.values() for file in artifact.files)
            return (self._tree / path).read_bytes() if path in files else None

    def _see_to(self, path: str) -> None:
        """See to it that the file at an address is there, if the site has it."""
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
        """Remove what was written, once nobody asks any more."""
        with self._lock:
            self._is_shown = False
            self._folder.cleanup()

    def _covering(self, path: str) -> Artifact | None:
        """The artifact that covers the address, or the nearest folder around it. The home page's is nobody's folder."""
        place = "" if path == "index.html" else path
        while place not in self._numbers:
            place = place[: place.rstrip("/").rfind("/") + 1]
            if not place:
                return None
        return self._plan.artifacts[self._numbers[place]]


class Answers:
    """Answers requests: with what is generated, or else as the server does with what MkDocs made."""

    def __init__(self, server: LiveReloadServer, on_demand: Callable[[], OnDemand]) -> None:
        self._server, self._on_demand, self._serve = server, on_demand, server.serve_request
        self._names = ("localhost", str(server.server_address[0]))

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if not is_own(environ.get("HTTP_HOST", ""), self._names):
            return _plainly(start, "403 Forbidden", _FOREIGN)
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if "\0" in path:
            return self._nothing(start)
        try:
            found = self._generated(path, start)
        except (SetupProblem, OSError) as problem:
            return _plainly(start, "503 Service Unavailable", told(problem))
        return self._serve(environ, start) if found is None else found

    def _generated(self, path: str, start: Callable[..., Any]) -> Iterable[bytes] | None:
        server = self._server
        if not path.startswith(server.mount_path):
            return None
        asked = f"{path}index.html" if path.endswith("/") else path
        inside = normpath(f"/{asked.removeprefix(server.mount_path)}").lstrip("/")
        epoch = server._visible_epoch
        content = self._read(inside)
        if content is None:
            return self._folder(path, inside, start)
        if inside.endswith(".html"):
            content = server._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        kind = server._guess_type(inside)  # type: ignore[no-untyped-call]
        start("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    def _read(self, inside: str) -> bytes | None:
        """What is generated at an address, by what is shown when the answer is given."""
        shown = self._on_demand()
        content = shown.read(inside)
        return content if content is not None or shown is self._on_demand() else self._read(inside)

    def _folder(self, path: str, inside: str, start: Callable[..., Any]) -> Iterable[bytes] | None:
        """Lead to a generated page whose address was asked for without the slash at its end."""
        if path.endswith("/") or self._read(f"{inside}/index.html") is None:
            return None
        start("302 Found", [("Location", f"{quote(path)}/")])
        return []

    def _nothing(self, start: Callable[..., Any]) -> Iterable[bytes]:
        start("404 Not Found", [("Content-Type", "text/html")])
        return [self._server.error_handler(404) or b"404 Not Found"]


def is_own(host: str, names: Iterable[str]) -> bool:
    """Whether a request was made to this machine by its address or by a name of its own.

    A page of somebody else's can let its own name lead here (DNS rebinding), but no address and no name of ours.
    """
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    name = name.lower().strip("[]").rstrip(".")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return not host or name in names or name.endswith(".localhost")
    return True


def _plainly(start: Callable[..., Any], status: str, sentence: str) -> Iterable[bytes]:
    start(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{sentence}\n".encode()]


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
        self._server: LiveReloadServer | None = None

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
        server.set_app(Answers(server, self._on_demand))
        self._server = server

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
            with self._answering():
                self._refresh()
        else:
            self._build()
        self._pending.clear()  # unless that failed

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Let requests not wait for what is being made: MkDocs' own files stay as they are."""
        server = self._server
        if server is None:
            yield
            return
        wanted = server._wanted_epoch
        with server._epoch_cond:
            server._wanted_epoch = server._visible_epoch
            server._epoch_cond.notify_all()
        yield
        server._wanted_epoch = wanted  # unless that failed: then what was there stays


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
