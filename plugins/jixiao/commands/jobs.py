"""The option ``--jobs``: how many processes share the work."""

from __future__ import annotations

import click

jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="个数", help="用几个进程（默认：处理器的个数）"
)
