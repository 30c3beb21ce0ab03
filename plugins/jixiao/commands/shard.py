"""``jixiao build --shard``: makes one machine's share of a site, by the settings of mkdocs.yml, without MkDocs."""

from __future__ import annotations

from pathlib import Path

from ..build.analysis import Analyst
from ..repository import Content
from ..source import Mapping, Node, Scalar, Sequence, read
from ..walk import shard
from .root import SETTINGS


def make(root: Path, share: tuple[int, int], folder: Path, jobs: int | None) -> None:
    """Make a shard of the site below a root into a folder."""
    settings = read(SETTINGS, (root / SETTINGS).read_bytes()).root
    theme = root / (_setting(settings, "theme", "custom_dir") or "theme")
    notices = _setting(settings, "plugins", "jixiao", "show_notices") == "true"
    shard(Content(root), theme, notices, share, folder, Analyst(jobs))


def _setting(node: Node | None, *names: str) -> str:
    """A setting as written in mkdocs.yml. Where it comes from elsewhere, the machine that joins makes what differs."""
    if isinstance(node, Sequence):  # of plugins, each a name or a mapping of one
        return next((found for item in node.items if (found := _setting(item, *names))), "")
    if names:
        return _setting(node.get(names[0]), *names[1:]) if isinstance(node, Mapping) else ""
    return node.text if isinstance(node, Scalar) else ""
