"""Click's own words in Chinese: help headings, usage errors, and how a run ends."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from ..problem import SetupProblem, in_chinese
from ..terminal import columns, inert

INTERRUPTED = 130
"""Exit code after Ctrl-C or a request to stop, as shells have it."""

_TERM_WIDTH = 24
"""Columns of an option or command beyond which its explanation goes to the next line."""


class ChineseCommand(click.Command):
    """A command whose help is Chinese throughout."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[选项]", **settings})

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write ``用法：`` and the pieces."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under ``选项``."""
        options = (option for option in self.get_params(ctx) if isinstance(option, click.Option))
        _write_table(formatter, "选项", [record for option in options if (record := option.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这份说明"
        return option


def _write_table(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write terms and their explanations side by side, wide characters counted as two columns."""
    widest = max((width for term, _ in rows if (width := columns(term)) <= _TERM_WIDTH), default=0)
    formatter.write(f"\n{heading}：\n")
    for term, explanation in rows:
        gap = widest - columns(term)
        formatter.write(f"  {term}{' ' * (gap + 2) if gap >= 0 else chr(10) + ' ' * (widest + 4)}{explanation}\n")


class ChineseGroup(ChineseCommand, click.Group):
    """The whole program: Chinese help, UTF-8 output, and one place where every run ends."""

    def __init__(self, *, names: Sequence[str], load: Callable[[str], click.Command], **settings: Any) -> None:
        super().__init__(**settings)
        self._names, self._load = names, load

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names in the order given."""
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name, if there is one."""
        return self._load(cmd_name) if cmd_name in self._names else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; where there is none, those it may have been meant for are told."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=self._names, ctx=ctx) from None

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the program's name."""
        return ["命令", "[选项]…"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        _write_table(formatter, "命令", [(name, _first_line(self._load(name))) for name in self._names])
        ChineseCommand.format_options(self, ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text("每个命令的说明：jixiao 命令 --help")

    def main(self, *arguments: Any, **settings: Any) -> NoReturn:
        """Run, and exit with the command's own code, 2 for a mistake in use or set-up, 130 after an interruption."""
        _use_utf8()
        try:
            code = super().main(*arguments, **{**settings, "standalone_mode": False})
            _flush()
        except click.exceptions.NoArgsIsHelpError as help_asked:
            code = _complain(help_asked.format_message())
        except click.ClickException as error:
            code = _complain(f"错误：{inert(_in_chinese(error))}\n{_hint(error)}")
        except SetupProblem as problem:
            code = _complain("\n".join(f"错误：{inert(line)}" for line in problem.args))
        except (click.Abort, KeyboardInterrupt):
            click.echo("已中断。", err=True)
            code = INTERRUPTED
        except MemoryError:
            code = _complain("错误：内存不够；可用 --jobs 1 重试")
        except OSError as error:
            code = _complain(f"错误：{inert(in_chinese(error))}")
        sys.exit(code or 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Where its output is closed, click would end without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _discard_output()
            raise SetupProblem("接收输出的程序已经关闭，后面的内容没有写出") from None


def _flush() -> None:
    """Write out what waits, so that its trouble is told here and not when nobody listens any more."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        _discard_output()
        raise


def _discard_output() -> None:
    """Let what still waits to be written go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _first_line(command: click.Command) -> str:
    return (command.help or "").strip().partition("\n")[0]


def _use_utf8() -> None:
    """Write UTF-8 whatever the console's code page is; what cannot be written becomes an escape, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(text: str) -> int:
    click.echo(text.rstrip("\n"), err=True)
    return 2


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"用法见 {context.command_path} --help" if context else ""


def _in_chinese(error: click.ClickException) -> str:
    known = (words(error) for kind, words in _WORDS if isinstance(error, kind))
    return next(known, error.format_message())


def _suggested(what: str, possibilities: Sequence[str] | None) -> str:
    return f"{what}；是否想写“{possibilities[0]}”？" if possibilities else what


def _parameter(error: click.BadParameter) -> str:
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
    return (hint if isinstance(hint, str) else "、".join(hint)).strip("'[]…")


def _bad_value(error: click.BadParameter) -> str:
    if error.param and isinstance(error.param.type, click.Choice):
        return f"{_parameter(error)} 只能是 {'、'.join(map(str, error.param.type.choices))}"
    return f"{_parameter(error)}：{error.message}"


def _bad_use(error: click.UsageError) -> str:
    known = ((pattern.search(error.message), words) for pattern, words in _USES)
    return next((match.expand(words) for match, words in known if match), error.message)


_USES = (
    (re.compile(r"Option '([^']+)' requires"), r"\1 后面缺少值"),
    (re.compile(r"Option '([^']+)' does not take"), r"\1 后面不写值"),
    (re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL), r"多出了 \1"),
)
"""Click's messages that only their words tell apart."""

_WORDS: tuple[tuple[type[click.ClickException], Callable[[Any], str]], ...] = (
    (click.NoSuchOption, lambda error: _suggested(f"没有 {error.option_name} 这个选项", error.possibilities)),
    (click.NoSuchCommand, lambda error: _suggested(f"没有“{error.command_name}”这个命令", error.possibilities)),
    (click.BadOptionUsage, _bad_use),
    (click.MissingParameter, lambda error: f"缺少 {_parameter(error)}"),
    (click.BadParameter, _bad_value),
    (click.UsageError, _bad_use),
)
"""How each kind of click's errors reads; the first that fits speaks."""
