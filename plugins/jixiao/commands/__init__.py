"""The commands, one module each; a new one is named here. Each is loaded only when it is asked for."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

COMMANDS = ("check", "build", "merge", "serve", "rule", "schema", "edition")
"""Every command's name, which is its module's and its function's, in the order of the help."""


def load_command(name: str) -> "click.Command":
    """The command with a name."""
    return getattr(import_module(f"{__name__}.{name}"), name)  # type: ignore[no-any-return]
