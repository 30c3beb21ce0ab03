"""Publishes a site as a whole: built beside the old one under a lock, then swapped in; a failure leaves the old one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from ..problem import SetupProblem
from .lock import locked
from .marker import check_replaceable, mark, pages_in
from .swap import recover, swap_in
from .target import check_target, resolved

__all__ = ["pages_in", "publish"]


def publish(target: Path, sources: Path, build: Callable[[Path], bool], say: Callable[[str], None]) -> bool:
    """Let ``build`` fill a fresh folder and put that in the place of ``target``; tell whether ``build`` succeeded.

    Whatever happens on the way, ``target`` holds the old site or the new one, each whole. Raises
    :class:`SetupProblem` where ``target`` is no place for a site: see :mod:`.target` and :mod:`.marker`.
    """
    target = resolved(target)
    check_target(target, resolved(sources))
    check_replaceable(target)
    workshop = _workshop(target)
    with locked(workshop / "lock", lambda: say("另一次构建正在进行，等它完成后开始……")):
        recover(workshop, target)
        return _build_and_swap(workshop, target, build)


def _workshop(target: Path) -> Path:
    """The hidden folder beside the target, on the same file system, in which sites are built and taken down."""
    workshop = target.parent / f".{target.name}.jixiao"
    try:
        workshop.mkdir(parents=True, exist_ok=True)
        (workshop / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SetupProblem(f"无法在 {target.parent} 里建立文件夹（{error.strerror}）") from None
    return workshop


def _take_over(workshop: Path) -> None:
    """What the build left in the workshop about the new site takes the place of what was known of the old one."""
    for fresh in workshop.glob("*.fresh"):
        fresh.replace(fresh.with_suffix(".json"))


def _build_and_swap(workshop: Path, target: Path, build: Callable[[Path], bool]) -> bool:
    fresh = workshop / f"new-{os.getpid()}-{secrets.token_hex(4)}"
    fresh.mkdir()
    try:
        if not build(fresh):
            return False
        mark(fresh)
        check_replaceable(target)
        swap_in(fresh, target, workshop)
        _take_over(workshop)
    except OSError as error:
        raise SetupProblem(f"无法把网站放到 {target}（{error.strerror}）；原来的网站没有改动") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True
