"""The option ``--root``, and the folder it means where it is left out."""

from __future__ import annotations

from pathlib import Path

import click

from ..problem import SetupProblem

SETTINGS = "mkdocs.yml"
"""The file that makes a folder a site's root."""


def _root(context: click.Context, parameter: click.Parameter, given: Path | None) -> Path:
    return _checked(given) if given else _nearest(Path.cwd())


def _checked(folder: Path) -> Path:
    if not (folder / SETTINGS).is_file():
        raise SetupProblem(f"{folder} 不是网站的文件夹：里面没有 {SETTINGS}")
    return folder.resolve()


def _nearest(folder: Path) -> Path:
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS).is_file():
            return candidate.resolve()
    raise SetupProblem(f"{folder} 和它的上级文件夹里都没有 {SETTINGS}；请到网站的文件夹里运行，或用 --root 指明")


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    callback=_root,
    help=f"网站的文件夹（默认：当前文件夹或最近的、放有 {SETTINGS} 的上级文件夹）",
)
