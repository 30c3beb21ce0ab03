"""``jixiao build``: builds the site beside the old one and swaps it in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..build.options import BuildOptions, read_shard
from ..hosts import size_report
from ..problem import SetupProblem
from ..publish.manifest import files_listed
from ..publish.staging import Staging, publish
from .chinese import ChineseCommand
from .jobs import jobs_option
from .mkdocs import run_mkdocs, stoppable
from .root import SETTINGS, root_option


@click.command(cls=ChineseCommand)
@root_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站建到哪里（默认：网站文件夹下的 site）"
)
@click.option("--strict", is_flag=True, help="页面或链接有任何不妥就不发布")
@jobs_option
@click.option(
    "--shard",
    "share",
    metavar="第几份/共几份",
    callback=lambda context, parameter, given: _share(context, parameter, given),
    help="不建网站，只做其中一份工作（例如 1/4），放到 --out 指的文件夹，以后用 jixiao merge 合起来",
)
@click.option("--profile", is_flag=True, help="最后列出时间用在哪里")
@click.option("--explain", is_flag=True, help="最后列出重做了哪些、各因为什么")
def build(
    root: Path,
    out: Path | None,
    strict: bool,
    jobs: int | None,
    share: tuple[int, int] | None,
    profile: bool,
    explain: bool,
) -> int:
    """检查全部申报表，把网站建好后整体换上。

    有错误或中途停下时，原来的网站保持不变。
    """
    if share:
        return _build_shard(root, out, share, jobs)
    return build_site(root, (out or root / "site").absolute(), strict, jobs, profile, explain)


def build_site(
    root: Path, target: Path, strict: bool, jobs: int | None, profile: bool = False, explain: bool = False
) -> int:
    """Build the whole site and put it in the place of the old one."""

    def built(staging: Staging) -> bool:
        _say("正在检查申报表并生成网站……")
        options = ("--strict",) if strict else ()
        arguments = ("build", "-f", str(root / SETTINGS), "-d", str(staging.pages), *options)
        return run_mkdocs(BuildOptions(staging, jobs, profile, explain), *arguments) == 0

    with stoppable():
        done = publish(target, root, built, _say)
    if not done:
        _say(f"没有发布；{target} 保持原样。")
        return 1
    files = files_listed(target)
    _say(f"网站已建成：{target}（{sum(map(_is_page, files))} 个页面）")
    _say(size_report({file: os.stat(f"{target}/{file}").st_size for file in files}))  # noqa: PTH116
    return 0


def _is_page(file: str) -> bool:
    """The page that says that there is none does not count."""
    return file.endswith(".html") and file != "404.html"


def _share(context: click.Context, parameter: click.Parameter, given: str | None) -> tuple[int, int] | None:
    share = read_shard(given or "")
    if given and share is None:
        raise click.BadParameter("应写作 第几份/共几份，例如 1/4", context, parameter)
    return share


def _build_shard(root: Path, out: Path | None, share: tuple[int, int], jobs: int | None) -> int:
    from .shard import make  # not before: a whole build leaves to MkDocs what this takes long to load

    if out is None:
        raise SetupProblem("--shard 要用 --out 指明这一份放到哪个文件夹")
    _say(f"正在做第 {share[0]} 份，共 {share[1]} 份……")
    with stoppable():
        make(root, share, out.absolute(), jobs)
    _say(f"这一份已做好：{out.absolute()}")
    return 0


def _say(message: str) -> None:
    click.echo(message, err=True)
