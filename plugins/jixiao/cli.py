"""The command line: ``jixiao check | rule | schema | build | serve``, each a module of ``commands``."""

from __future__ import annotations

import click

from .commands import COMMANDS, load_command
from .commands.chinese import ChineseGroup


@click.group(name="jixiao", cls=ChineseGroup, names=COMMANDS, load=load_command, no_args_is_help=True)
def main() -> None:
    """检查绩效目标申报表，把它们建成公开的网站。"""
