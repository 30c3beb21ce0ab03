"""Small invented sites on disk, for tests of what reads folders."""

from __future__ import annotations

import subprocess
from pathlib import Path

from jixiao.rules.examples import PATH, UNITS, read_example


def make_site(root: Path, **files: str) -> Path:
    """A site with a registry and one declaration that no rule minds; see :func:`write` for ``files``."""
    write(root, "mkdocs.yml", "site_name: 青禾市绩效目标\n")
    write(root, "content/units.yml", UNITS)
    write(root, PATH, declaration(""))
    for file, text in files.items():
        write(root, file, text)
    return root


def declaration(fragment: str) -> str:
    """The text of the base declaration with a fragment's fields laid over it."""
    return read_example(fragment or "年度: 2020").files[PATH]


def write(root: Path, file: str, text: str) -> Path:
    """Write one file below the root."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def commit_all(root: Path) -> None:
    """Commit everything below the root, in a repository that is made where there is none."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message=x")


def git(root: Path, *arguments: str) -> str:
    """Run git without anybody's own settings."""
    settings = ("user.name=x", "user.email=x@example.cn", "core.hooksPath=/dev/null", "commit.gpgsign=false")
    options = (part for setting in settings for part in ("-c", setting))
    command = ("git", "-C", str(root), *options, *arguments)
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
