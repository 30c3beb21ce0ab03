"""What all steps of one run have in common: the content, the store, the settings, and how pages are made."""

from __future__ import annotations

import atexit
import platform
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from ..digest import Input, Key, digest_of, files_digest
from ..repository import SETTING_FILES, Content
from ..settings import Settings, read_settings
from ..tracked import refuse_tracked
from .hand_written import unfit_files
from .secret import own_secret
from .store import Store

if TYPE_CHECKING:
    from ..site.limits import Limits
    from ..site.open_data.publication import Publication

STORE = ".cache/jixiao"
"""Where a site keeps its store, below its root."""

_LIBRARIES = (
    *("ruamel.yaml", "ruamel.yaml.clib", "jinja2", "markupsafe"),
    *("msgspec", "xlsxwriter", "numpy", "rapidfuzz"),
)
_CODE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Rendering:
    """How pages are made: the theme's folder, whether notices are shown, what is said of the data as a whole, the limits.

    What is said of the data as a whole (``publication``) stands on no declaration's page, and is no part of ``inputs``.
    """

    theme: Path
    shows_notices: bool
    publication: Publication
    limits: Limits
    inputs: tuple[Input, ...]

    @classmethod
    def of(cls, theme: Path, shows_notices: bool, publication: Publication, limits: Limits) -> Rendering:
        """How pages are made with these settings and the templates as they are now."""
        inputs = (
            Input("页面模板", files_digest(theme, "pages/**/*.html")),
            Input("页面设置", digest_of(str(shows_notices), repr(limits))),
        )
        return cls(theme, shows_notices, publication, limits, inputs)


@dataclass(frozen=True)
class BuildContext:
    """``settings`` are what declarations are judged by, ``judging`` is the key of that and of the code; without ``rendering`` no page is made."""

    content: Content
    store: Store
    settings: Settings
    judging: Key
    rendering: Rendering | None = None

    @classmethod
    def of(cls, content: Content, store: Store, rendering: Rendering | None = None) -> BuildContext:
        """The context of a run over a content as its settings are now."""
        files = tuple(map(content.read, SETTING_FILES))
        told = digest_of(*(part for raw in files for part in (raw.problem, raw.data)))
        judging = Key((Input("程序", code_digest()), Input("单位登记、门槛和划分", told)))
        settings = read_settings(*files)
        settings = replace(settings, files=(*settings.files, *unfit_files(content)))
        return cls(content, store, settings, judging, rendering)

    @property
    def making(self) -> Key:
        """The key of what all pages depend on beside what they show."""
        return self.judging.also(*(self.rendering.inputs if self.rendering else ()))

    @property
    def shows_notices(self) -> bool:
        """Whether notices are shown on pages."""
        return self.rendering is not None and self.rendering.shows_notices


def store_of(root: Path, remembers: bool = False) -> Store:
    """The store below a root; where nothing can be written there, one for this run alone.

    Raises :class:`SetupProblem` where it came with the repository.
    """
    folder = root / STORE
    refuse_tracked(folder.parent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="jixiao-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Store(folder, remembers, own_secret(root))


@cache
def code_digest() -> str:
    """The hash of this package and of the libraries that its results depend on."""
    libraries = (f"{name} {_version(name)}" for name in _LIBRARIES)
    return digest_of(platform.python_version(), *libraries, files_digest(_CODE, "**/*.py", "**/*.yml"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # those of the pure floor may be missing
        return ""
