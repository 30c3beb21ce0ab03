"""What mkdocs.yml says of the site, as far as it is asked for without MkDocs: settings as they are written in it.

Where a setting comes from elsewhere (INHERIT, the environment), it counts as left out here; MkDocs knows better.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from .repository import Surroundings
from .source import Mapping, Node, Scalar, Sequence, read

_PLUGIN = ("plugins", "jixiao")


class SiteSettings:
    """The settings in a file."""

    def __init__(self, file: Path) -> None:
        self._root = read(file.name, file.read_bytes()).root

    @property
    def theme(self) -> str:
        """The theme's folder."""
        return PurePosixPath(self._text("theme", "custom_dir") or Surroundings().theme).as_posix()

    @property
    def shows_notices(self) -> bool:
        """Whether notices are shown on public pages."""
        return self._text(*_PLUGIN, "show_notices") == "true"

    @property
    def surroundings(self) -> Surroundings:
        """What is published beside the content."""
        pages = PurePosixPath(self._text("docs_dir") or Surroundings().pages).as_posix()
        listed = _setting(self._root, *_PLUGIN, "extra_files")
        extra = listed.items if isinstance(listed, Sequence) else ()
        names = frozenset(item.text for item in extra if isinstance(item, Scalar))
        return Surroundings(pages, self.theme, self._text(*_PLUGIN, "raw_html") == "true", names)

    def _text(self, *names: str) -> str:
        found = _setting(self._root, *names)
        return found.text if isinstance(found, Scalar) else ""


def _setting(node: Node | None, *names: str) -> Node | None:
    if not names:
        return node
    if isinstance(node, Sequence):  # of plugins, each a name or a mapping of one
        return next((found for item in node.items if (found := _setting(item, *names))), None)
    return _setting(node.get(names[0]), *names[1:]) if isinstance(node, Mapping) else None
