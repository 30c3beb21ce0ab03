"""Built sites in real Chromium: one browser a test run, pages that note every complaint and every outside request."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from playwright.sync_api import Browser, Page, Playwright, Request

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from run import CHROMIUM_NAMES

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")


def chromium() -> str:
    """The browser's program, or empty where there is none."""
    return os.environ.get("JIXIAO_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def launch(playwright: Playwright) -> Browser:
    """Start the browser."""
    return playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))


def wait_until(page: Page, expression: str, seconds: float = 30) -> None:
    """Wait until an expression is true on a page: asked from outside, since pages let no text be run as a script."""
    until = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > until:
            raise TimeoutError(expression)
        page.wait_for_timeout(20)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives its address, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """A browser page and what it complained of: console errors, page errors, failed and outside requests."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str, until: Literal["load", "domcontentloaded"] = "load") -> Page:
        """Open an address below the site's root."""
        self.page.goto(self.base + path, wait_until=until)
        return self.page


@contextmanager
def visit(browser: Browser, base: str, *, width: int = 1440, scheme: str = "light") -> Iterator[Visit]:
    """A fresh visitor of a site with a viewport of some width and a preference for light or dark."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    found = Visit(context.new_page(), base)
    note = found.complaints.append
    found.page.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
    found.page.on("pageerror", lambda error: note(str(error)))
    found.page.on("requestfailed", lambda request: note(f"failed: {request.url}") if not _given_up(request) else None)
    found.page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
    found.page.on(
        "request", lambda request: note(f"outside: {request.url}") if not _inside(request.url, base) else None
    )
    try:
        yield found
    finally:
        context.close()


def _given_up(request: Request) -> bool:
    """Whether the visitor went on to another page before the answer came."""
    return request.failure == "net::ERR_ABORTED"


def _inside(url: str, base: str) -> bool:
    return url.startswith((base, "data:", "blob:", "about:"))
