"""``jixiao merge``: builds the site from shards that several machines have made."""

from __future__ import annotations

from pathlib import Path

import click

from ..build.shard import adopt_shard
from .build import build_site
from .chinese import ChineseCommand
from .jobs import jobs_option
from .root import root_option


@click.command(cls=ChineseCommand)
@click.argument("shards", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="各份的文件夹…")
@root_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="网站建到哪里（默认：网站文件夹下的 site）"
)
@click.option("--strict", is_flag=True, help="页面或链接有任何不妥就不发布")
@jobs_option
def merge(shards: tuple[Path, ...], root: Path, out: Path | None, strict: bool, jobs: int | None) -> int:
    """把几台机器用 build --shard 做好的各份合成网站，与一台机器建的完全相同。

    缺了的、坏了的，这时补做。
    """
    for shard in shards:
        click.echo(f"{shard}：收下 {adopt_shard(root, shard)} 件", err=True)
    return build_site(root, (out or root / "site").absolute(), strict, jobs)
