"""``jixiao build``: builds the site beside the old one and swaps it in."""

from __future__ import annotations

from pathlib import Path

import click

from ..handover import Handover
from ..publish import publish
from .chinese import ChineseCommand
from .jobs import jobs_option
from .mkdocs import run_mkdocs, stoppable
from .root import SETTINGS, root_option


@click.command(cls=ChineseCommand)
@root_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站建到哪里（默认：网站文件夹下的 site）"
)
@click.option("--strict", is_flag=True, help="有任何警告就不发布")
@jobs_option
@click.option("--profile", is_flag=True, help="最后列出时间用在哪里")
def build(root: Path, out: Path | None, strict: bool, jobs: int | None, profile: bool) -> int:
    """检查全部申报表，把网站建好后整体换上。

    有错误或中途停下时，原来的网站保持不变。
    """
    target = (out or root / "site").absolute()
    with stoppable():
        done = publish(
            target,
            root,
            lambda fresh: _built(root, fresh, strict, Handover(target, _record(fresh), jobs, profile)),
            _say,
        )
    if not done:
        _say(f"没有发布；{target} 保持原样。")
        return 1
    _say(f"网站已建成：{target}（{_pages(target)} 个页面）")
    return 0


def _record(fresh: Path) -> Path:
    """Where the list lies of what was printed to the site that stands: beside the folder in which sites are built."""
    return fresh.parent / "printed.json"


def _built(root: Path, fresh: Path, strict: bool, handover: Handover) -> bool:
    _say("正在检查申报表并生成网站……")
    options = ("--strict",) if strict else ()
    return run_mkdocs(handover, "build", "-f", str(root / SETTINGS), "-d", str(fresh), *options) == 0


def _pages(site: Path) -> int:
    return sum(page.name != "404.html" for page in site.rglob("*.html"))


def _say(message: str) -> None:
    click.echo(message, err=True)
