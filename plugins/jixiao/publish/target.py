"""Which folders a site may be put into, so that publishing never overwrites what it is made from."""

from __future__ import annotations

from pathlib import Path

from ..problem import SetupProblem

_SOURCES = ("content", "theme", ".git")


def resolved(folder: Path) -> Path:
    """The absolute path, with links on the way to it followed, and one in its place not."""
    absolute = folder.absolute()
    return absolute.parent.resolve() / absolute.name if absolute.name not in ("", "..") else absolute.resolve()


def check_target(target: Path, sources: Path) -> None:
    """Raise :class:`SetupProblem` where the target is a link, a file, or would cover the sources or lie among them."""
    if target.is_symlink():
        raise SetupProblem(f"{target} 是一个链接，不能作为网站的文件夹；请写它指向的文件夹")
    if target.exists() and not target.is_dir():
        raise SetupProblem(f"{target} 不是文件夹")
    if not target.name or sources.is_relative_to(target):
        raise SetupProblem(f"不能把网站建到 {target}：网站的源文件在里面")
    for folder in _SOURCES:
        if target.is_relative_to(sources / folder):
            raise SetupProblem(f"不能把网站建到 {target}：{folder} 里是网站的源文件")
