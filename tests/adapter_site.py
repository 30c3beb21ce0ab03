"""Builds a site of given pages with the repository's own mkdocs.yml and theme, through MkDocs or ProperDocs."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jixiao.site.page import Site

ROOT = Path(__file__).resolve().parent.parent

# Stands in for the core: MkDocs imports it as a hook, before any event.
_HOOK = """\
import pickle
from pathlib import Path
from mkdocs_jixiao import plugin

def prepared(content, theme, out, notices, publication, options, store):
    root = content.root
    if (root / "report.txt").exists():
        raise plugin.InvalidDeclarations((root / "report.txt").read_text("utf-8"))
    plan = pickle.loads((root / "site.pickle").read_bytes()).plan()
    return plugin.Build(plan, out, options.staging, options.jobs), None

plugin.prepared = prepared
"""


def write_site(root: Path, site: Site, pages: Mapping[str, str], **settings: Any) -> Path:
    """Put a site into a folder, with hand-written pages (text by file name); gives its mkdocs.yml."""
    (root / "content" / "pages").mkdir(parents=True, exist_ok=True)
    (root / "site.pickle").write_bytes(pickle.dumps(site))
    (root / "hook.py").write_text(_HOOK, "utf-8")
    for name, text in pages.items():
        (root / "content" / "pages" / name).write_text(text, "utf-8")
    theme = {"custom_dir": str(ROOT / "theme"), **settings.pop("theme", {})}
    inherited = {"INHERIT": str(ROOT / "mkdocs.yml"), "hooks": ["hook.py"], "theme": theme}
    (root / "mkdocs.yml").write_text(json.dumps({**inherited, **settings}), "utf-8")
    return root / "mkdocs.yml"


def environment(**settings: str) -> dict[str, str]:
    """The environment of a build: a fixed date, UTF-8, and this project's code."""
    paths = os.pathsep.join([str(ROOT / "plugins"), os.environ.get("PYTHONPATH", "")])
    fixed = {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": paths}
    return {**os.environ, **fixed, **settings}


def build(config: Path, *options: str, tool: str = "mkdocs", **settings: str) -> subprocess.CompletedProcess[str]:
    """Build the site of a mkdocs.yml into the folder ``site`` beside it."""
    command = [sys.executable, "-m", tool, "build", "-f", str(config), *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(**settings), check=False)


def built(config: Path, *options: str, **how: str) -> dict[str, bytes]:
    """Every file of the built site by its path; the build must succeed."""
    result = build(config, *options, **how)
    assert result.returncode == 0, result.stdout + result.stderr
    folder = config.parent / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
