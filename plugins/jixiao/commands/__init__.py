"""The commands, one module each; a new one is named here."""

import click

from .build import build
from .check import check
from .merge import merge
from .rule import rule
from .schema import schema
from .serve import serve

COMMANDS: tuple[click.Command, ...] = (check, build, merge, serve, rule, schema)
"""Every command, in the order of the help."""

__all__ = ["COMMANDS"]
