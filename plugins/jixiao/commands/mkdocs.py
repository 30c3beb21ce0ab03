"""Runs MkDocs as a process of its own and passes on what it says: warnings and errors as they are, the rest in Chinese."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click

from ..build.options import BuildOptions
from ..caller import CALLED_AS, program_as_called
from ..terminal import inert

_ENVIRONMENT = {"PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "true"}
_PATIENCE = 10
"""Seconds that MkDocs gets to put things in order when it is told to stop."""

_LEVEL = re.compile(r"(DEBUG|INFO|WARNING|ERROR|CRITICAL) +- +")
_TRANSLATIONS = (
    (re.compile(r"Serving on (\S+)"), r"预览地址：\1 （按 Ctrl-C 停止）"),
    (re.compile(r"Detected file changes"), "文件有改动，正在重新生成……"),
)


def run_mkdocs(options: BuildOptions, *arguments: str) -> int:
    """Run one command of MkDocs to its end and return its exit code; when interrupted, see it ended first.

    It stands in a session of its own, so that Ctrl-C reaches it once and through here.
    """
    command = (sys.executable, "-m", "mkdocs", *arguments)
    process = subprocess.Popen(
        command,
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
        return process.wait()
    finally:
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Ask for the end in the way that lets MkDocs remove its temporary files; insist if that does not help."""
    if process.poll() is None:
        process.terminate() if os.name == "nt" else process.send_signal(signal.SIGINT)
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
