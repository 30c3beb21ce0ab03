"""Makes the import root and the builders importable however pytest is started; browser and built sites are made once."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests"), str(ROOT / "scripts")]
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


LONG = ("kills", "fuzz", "power_cut", "hostile_in_browser", "incremental", "site_size", "build", "demo")
"""Modules with tests that take long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is still at it when the others have nothing left."""
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in LONG)


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A file or folder of some name that is made once in a test run: the process that comes first makes it, others wait."""
    from run import exclusive

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, make: Callable[[Path], object]) -> Path:
        place, done = shared / name, shared / f"{name}.done"
        with exclusive(shared / f"{name}.lock"):
            if not done.exists():
                make(place)
                done.touch()
        return place

    return made


@pytest.fixture(scope="session")
def example(once: Once) -> Path:
    """The built site of tests/example, in a folder ``open`` as on a host that serves more than one; not to be changed."""
    return once("example", lambda place: _build(ROOT / "tests" / "example", place / "open")) / "open"


@pytest.fixture(scope="session")
def published(once: Once) -> Path:
    """The built site of this repository's own declarations; not to be changed."""
    return once("published", lambda place: _build(ROOT, place))


def _build(root: Path, place: Path) -> None:
    from adapter_site import build

    result = build(root / "mkdocs.yml", "--strict", "--site-dir", str(place))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes may be forked: threads of other tests, as the browser's, are told to be none."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
