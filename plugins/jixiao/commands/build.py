"""``jixiao build``: builds the site beside the old one and swaps it in."""

from __future__ import annotations

from pathlib import Path

import click

from ..publish import publish
from .chinese import ChineseCommand
from .mkdocs import run_mkdocs, stoppable
from .root import SETTINGS, root_option


@click.command(cls=ChineseCommand)
@root_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站建到哪里（默认：网站文件夹下的 site）"
)
@click.option("--strict", is_flag=True, help="有任何警告就不发布")
def build(root: Path, out: Path | None, strict: bool) -> int:
    """检查全部申报表，把网站建好后整体换上。

    有错误或中途停下时，原来的网站保持不变。
    """
    target = (out or root / "site").absolute()
    with stoppable():
        done = publish(target, root, lambda fresh: _built(root, fresh, strict), _say)
    if not done:
        _say(f"没有发布；{target} 保持原样。")
        return 1
    _say(f"网站已建成：{target}（{_pages(target)} 个页面）")
    return 0


def _built(root: Path, fresh: Path, strict: bool) -> bool:
    _say("正在检查申报表并生成网站……")
    options = ("--strict",) if strict else ()
    return run_mkdocs("build", "-f", str(root / SETTINGS), "-d", str(fresh), *options) == 0


def _pages(site: Path) -> int:
    return sum(page.name != "404.html" for page in site.rglob("*.html"))


def _say(message: str) -> None:
    click.echo(message, err=True)
