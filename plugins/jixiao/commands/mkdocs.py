"""Runs MkDocs as a process of its own and passes on what it says: warnings and errors as they are, the rest in Chinese."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import NoReturn

import click

from ..build.options import BuildOptions
from ..caller import CALLED_AS, program_as_called
from ..lifetimes import end_with, ended_how
from ..problem import SetupProblem
from ..terminal import inert

_ENVIRONMENT = {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "true"}
_PATIENCE = 3
"""Seconds that MkDocs gets to put things in order when it is told to stop."""

_LEVEL = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) +- +")
_TRANSLATIONS = (
    (re.compile(r"Serving on (\S+)"), r"预览地址：\1 （按 Ctrl-C 停止）"),
    (re.compile(r"Detected file changes"), "文件有改动，正在重新生成……"),
    (re.compile(r"Aborted with .* in strict mode!"), "--strict 要求上面所列的一条也没有。"),
)


def run_mkdocs(options: BuildOptions, *arguments: str) -> int:
    """Run one command of MkDocs to its end and return its exit code; when interrupted, see it ended first.

    It stands in a session of its own, so that Ctrl-C reaches it through here alone. It ends with this process, and
    holds the lock that this one holds. Raises :class:`SetupProblem` where it is killed.
    """
    command, stop = (sys.executable, "-m", "mkdocs", *arguments), _stops_by(arguments[0])
    process = subprocess.Popen(
        command,
        close_fds=False,  # of this program's files, only the lock is one that passes on
        preexec_fn=None if os.name == "nt" else partial(_begin, os.getpid(), stop),
        env={**os.environ, **_ENVIRONMENT, CALLED_AS: program_as_called(), **options.variables()},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="backslashreplace",
        start_new_session=True,
    )
    try:
        for line in in_chinese(process.stdout or ()):
            click.echo(line, err=True)
        code = process.wait()
    finally:
        _end(process, stop)
    if code < 0:
        raise SetupProblem(f"生成网站的进程{ended_how(code)}，原来的网站没有改动；若是内存不够，可用 --jobs 1 重试")
    return code


def _stops_by(command: str) -> signal.Signals:
    """The signal that ends a command of MkDocs: a build leaves nothing, the preview removes its temporary files first."""
    return signal.SIGINT if command == "serve" and os.name != "nt" else signal.SIGTERM


def _begin(parent: int, stop: signal.Signals) -> None:
    """In the new process: end with the parent, and be ended by one signal whatever the parent does with it."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(stop, signal.SIG_DFL)


def _end(process: subprocess.Popen[str], stop: signal.Signals) -> None:
    """Ask for the end; insist if that does not help."""
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(_PATIENCE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def in_chinese(lines: Iterable[str]) -> Iterator[str]:
    """Leave out what MkDocs tells of its progress, with the lines that go on under it; translate what people wait for."""
    told = True
    for line in lines:
        level = _LEVEL.match(line)
        translated = next((match.expand(words) for known, words in _TRANSLATIONS if (match := known.search(line))), "")
        if level:
            told = level.group(1) not in ("DEBUG", "INFO")
        elif not line.startswith(" "):
            told = True
        if translated:
            yield translated
        elif told:
            yield inert(line.rstrip("\n"))


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a request to stop (SIGTERM, a closed terminal) end the work in order, like Ctrl-C."""
    names = ("SIGTERM", "SIGHUP", "SIGBREAK")
    signals = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, _interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
