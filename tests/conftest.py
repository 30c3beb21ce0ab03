"""Makes the import root and the builders importable however pytest is started, and starts the browser once."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests")]
os.environ.setdefault("JIXIAO_CACHE_KEY", "the tests' own")  # so that none is kept with the settings of who runs them


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The real Chromium; of the library that drives it a process can have one at a time."""
    from browsing import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes may be forked: threads of other tests, as the browser's, are told to be none."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
