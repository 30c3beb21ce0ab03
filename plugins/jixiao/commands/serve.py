"""``jixiao serve``: shows the site on this machine and follows every change."""

from __future__ import annotations

import re
import socket
from errno import EADDRINUSE
from pathlib import Path

import click

from ..build.options import BuildOptions
from ..problem import SetupProblem
from .chinese import ChineseCommand
from .mkdocs import run_mkdocs, stoppable
from .root import SETTINGS, root_option

_ADDRESS = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")


def _address(context: click.Context, parameter: click.Parameter, given: str) -> str:
    match = _ADDRESS.fullmatch(given)
    if match is None or not 0 < int(match.group(2)) < 65536:
        raise click.BadParameter("应写作 主机:端口，例如 127.0.0.1:8000", context, parameter)
    _check_free(match.group(1).strip("[]"), int(match.group(2)))
    return given


def _check_free(host: str, port: int) -> None:
    """Raise :class:`SetupProblem` where nothing can be served, before anything is built."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        reason = "端口已被占用" if error.errno == EADDRINUSE else str(error.strerror).partition(" (while")[0]
        raise SetupProblem(f"不能在 {host}:{port} 预览（{reason}）；请用 --address 另指一个") from None


@click.command(cls=ChineseCommand)
@root_option
@click.option(
    "--address",
    default="127.0.0.1:8000",
    metavar="主机:端口",
    callback=_address,
    help="在哪里预览（默认 127.0.0.1:8000）",
)
def serve(root: Path, address: str) -> int:
    """在本机预览网站，改动即时可见；按 Ctrl-C 停止。"""
    click.echo("正在检查申报表并生成网站……", err=True)
    try:
        with stoppable():
            return run_mkdocs(BuildOptions(), "serve", "-f", str(root / SETTINGS), "-a", address)
    except KeyboardInterrupt:
        click.echo("预览已停止。", err=True)
        return 0
