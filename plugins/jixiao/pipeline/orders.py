"""How a run over a site's content is ordered: where its cache lies, and the hashes of all that its results depend on."""

from __future__ import annotations

import atexit
import platform
import shutil
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache import Cache, digest_of, files_key
from ..repository import THRESHOLDS, UNITS, Content
from .work import Order, Rendering

if TYPE_CHECKING:
    from ..site.open_data.publication import Publication

CACHE = ".cache/jixiao"
"""Where a site keeps what was read and rendered, below its root."""

_LIBRARIES = (
    *("ruamel.yaml", "ruamel.yaml.clib", "jinja2", "markupsafe"),
    *("msgspec", "xlsxwriter", "numpy", "rapidfuzz"),
)
_CODE = Path(__file__).resolve().parent.parent


def order_of(content: Content, rendering: Rendering | None = None) -> Order:
    """The order to judge a content, and to render it if a rendering is given."""
    settings = (content.read(name) for name in (UNITS, THRESHOLDS))
    shows_notices = str(rendering is not None and rendering.shows_notices)
    key = digest_of(code_key(), shows_notices, *(part for raw in settings for part in (raw.problem, raw.data)))
    return Order(content, cache_of(content.root), key, rendering)


def rendering_of(theme: Path, shows_notices: bool, publication: Publication) -> Rendering:
    """How pages are made, with the hash of it. What is said of the data as a whole stands on no page but the downloads',
    which is made anew each time, and in files that know it by keys of their own: a preview has an address of its own.
    """
    key = digest_of(str(shows_notices), files_key(theme, "pages/**/*.html"))
    return Rendering(theme, shows_notices, publication, key)


def cache_of(root: Path) -> Cache:
    """The cache below the root; where nothing can be written there, one for this run alone."""
    folder = root / CACHE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="jixiao-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Cache(folder)


@cache
def code_key() -> str:
    """The hash of this package and of the libraries that its results depend on."""
    libraries = (f"{name} {_version(name)}" for name in _LIBRARIES)
    return digest_of(platform.python_version(), *libraries, files_key(_CODE, "**/*.py", "**/*.yml"))


def _version(name: str) -> str:
    """A library's version; empty where it is not installed, as the C parser of YAML need not be."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
