"""``jixiao build``: builds the site beside the old one and swaps it in."""

from __future__ import annotations

from pathlib import Path

import click

from ..handover import Handover, read_part
from ..problem import SetupProblem
from ..publish import Workshop, pages_in, publish
from .chinese import ChineseCommand
from .jobs import jobs_option
from .mkdocs import run_mkdocs, stoppable
from .root import SETTINGS, root_option


@click.command(cls=ChineseCommand)
@root_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站建到哪里（默认：网站文件夹下的 site）"
)
@click.option("--strict", is_flag=True, help="页面或链接有任何警告就不发布")
@jobs_option
@click.option(
    "--shard",
    "part",
    metavar="第几份/共几份",
    callback=lambda context, parameter, given: _part(context, parameter, given),
    help="不建网站，只做其中一份工作（例如 1/4），放到 --out 指的文件夹，以后用 jixiao merge 合起来",
)
@click.option("--profile", is_flag=True, help="最后列出时间用在哪里")
def build(
    root: Path, out: Path | None, strict: bool, jobs: int | None, part: tuple[int, int] | None, profile: bool
) -> int:
    """检查全部申报表，把网站建好后整体换上。

    有错误或中途停下时，原来的网站保持不变。
    """
    if part:
        return _build_part(root, out, part, jobs)
    return build_site(root, (out or root / "site").absolute(), strict, jobs, profile)


def build_site(root: Path, target: Path, strict: bool, jobs: int | None, profile: bool = False) -> int:
    """Build the whole site and put it in the place of the old one."""
    with stoppable():
        done = publish(
            target,
            root,
            lambda workshop: _built(root, strict, workshop, Handover(workshop, jobs, profile)),
            _say,
        )
    if not done:
        _say(f"没有发布；{target} 保持原样。")
        return 1
    _say(f"网站已建成：{target}（{pages_in(target)} 个页面）")
    return 0


def _part(context: click.Context, parameter: click.Parameter, given: str | None) -> tuple[int, int] | None:
    part = read_part(given or "")
    if given and part is None:
        raise click.BadParameter("应写作 第几份/共几份，例如 1/4", context, parameter)
    return part


def _build_part(root: Path, out: Path | None, part: tuple[int, int], jobs: int | None) -> int:
    if out is None:
        raise SetupProblem("--shard 要用 --out 指明这一份放到哪个文件夹")
    _say(f"正在做第 {part[0]} 份，共 {part[1]} 份……")
    handover = Handover(jobs=jobs, part=part, part_folder=out.absolute())
    code = run_mkdocs(handover, "build", "-f", str(root / SETTINGS), "-d", str(out.absolute() / "site"))
    if code == 0:
        _say(f"这一份已做好：{out.absolute()}")
    return code


def _built(root: Path, strict: bool, workshop: Workshop, handover: Handover) -> bool:
    _say("正在检查申报表并生成网站……")
    options = ("--strict",) if strict else ()
    return run_mkdocs(handover, "build", "-f", str(root / SETTINGS), "-d", str(workshop.pages), *options) == 0


def _say(message: str) -> None:
    click.echo(message, err=True)
