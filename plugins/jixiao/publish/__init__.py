"""Publishes a site as a whole: made beside the old one under a lock, then swapped in; a failure leaves the old one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..problem import SetupProblem
from ..workshop import Record, Workshop
from .joining import join
from .lock import locked
from .marker import check_replaceable, mark, pages_in
from .swap import recover, swap_in
from .target import check_target, resolved

__all__ = ["Workshop", "pages_in", "publish"]


def publish(target: Path, sources: Path, build: Callable[[Workshop], bool], say: Callable[[str], None]) -> bool:
    """Let ``build`` make a site in a workshop and put that in the place of ``target``; tell whether it succeeded.

    What ``build`` puts into ``pages`` joins what it has printed into ``tree``, which may hold an earlier site. Whatever
    happens on the way, ``target`` holds the old site or the new one, each whole. Raises :class:`SetupProblem` where
    ``target`` is no place for a site: see :mod:`.target` and :mod:`.marker`.
    """
    target = resolved(target)
    check_target(target, resolved(sources))
    workshop = Workshop(target.parent / f".{target.name}.jixiao", target)
    check_replaceable(target, workshop.record(target))
    _set_up(workshop.folder)
    with locked(workshop.folder / "lock", lambda: say("另一次构建正在进行，等它完成后开始……")):
        recover(workshop)
        return _build_and_swap(workshop, build)


def _set_up(workshop: Path) -> None:
    """Make the hidden folder, which is on the same file system as the site."""
    try:
        workshop.mkdir(parents=True, exist_ok=True)
        (workshop / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise SetupProblem(f"无法在 {workshop.parent} 里建立文件夹（{error.strerror}）") from None


def _build_and_swap(workshop: Workshop, build: Callable[[Workshop], bool]) -> bool:
    tree, target = workshop.tree, workshop.site
    try:
        tree.mkdir(exist_ok=True)
        workshop.pages.mkdir()
        before = workshop.record(tree) or Record()
        if not build(workshop):
            return False
        workshop.forget(tree)
        record = join(workshop, before)
        mark(tree, record.paths)
        workshop.put_record(tree, record)
        check_replaceable(target, workshop.record(target))
        swap_in(workshop)
    except OSError as error:
        raise SetupProblem(f"无法把网站放到 {target}（{error.strerror}）；原来的网站没有改动") from error
    finally:
        shutil.rmtree(workshop.pages, ignore_errors=True)
        if workshop.record(tree) is None:
            shutil.rmtree(tree, ignore_errors=True)
    return True
