"""Whenever the power fails while a site is published, the old site or the new one is there, whole, and the next build succeeds."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from power_cut import SYNCS, Layer
from test_incremental import NoShells, artifact, plan

from jixiao.build.build import Build
from jixiao.build.jobs import LEAST
from jixiao.problem import SetupProblem
from jixiao.publish import staging
from jixiao.publish.manifest import LIST, files_listed
from jixiao.publish.staging import Staging, publish

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sites are exchanged in one step on Linux alone")

CUTS = int(os.environ.get("JIXIAO_CUTS", "1"))
"""Power cuts at each moment, of which each leaves something else; more than one where somebody asks for more."""

VERSIONS: tuple[dict[str, bytes], ...] = (
    {"a/b": b"one", "c": b"one", "d/e/f": b"same", "g": b"one"},
    {"a/b": b"two", "c": b"two", "d/e/f": b"same", "h/i": b"two"},
    {"a": b"six", "c": b"six", "d/e/f": b"same", "g/h": b"six"},
    {"a/b": b"ten", "c": b"ten", "d/e/f": b"same", "h/i": b"two"},
)
"""What a site holds in turn: files that stay, change, come, go, and become folders. Those made by MkDocs are ``c`` and ``m``."""


def make(number: int, site: Path) -> Callable[[Staging], bool]:
    """Make a version of a site as a build does: artifacts into the tree, MkDocs' files beside."""

    def build(place: Staging) -> bool:
        files = {**VERSIONS[number]}
        (place.pages / "m").write_bytes(files["c"])
        (place.pages / "c").write_bytes(files.pop("c"))
        parts = (artifact(*file, weight=LEAST) for file in files.items())
        Build(plan(*parts), site, place, 1).write(NoShells())
        return True

    return build


def put(site: Path, number: int) -> None:
    assert publish(site, site.parent / "source", make(number, site), print)


def version(site: Path) -> int | None:
    """Which version a site is, whole and nothing else; nothing where there is no site."""
    if not site.exists():
        return None
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert files_listed(site) == found.keys() - {LIST}, "the list is another"
    found.pop(LIST)
    assert found.pop("m") == found["c"], "torn"
    assert found in VERSIONS, "torn"
    return VERSIONS.index(found)


def broken_off(number: int, site: Path) -> Callable[[Staging], bool]:
    def build(place: Staging) -> bool:
        make(number, site)(place)
        raise KeyboardInterrupt

    return build


class Story:
    """Builds in turn below a folder that has version 0 already, one of them broken off, and the moments at which each ended."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, deaf_to: tuple[object, str] | None = None
    ) -> None:
        site = folder / "site"
        put(site, 1)
        put(site, 0)
        self.layer, self.ends = Layer(folder), list[int]()
        with self.layer.listening(monkeypatch, deaf_to):
            for number in (1, 2, 3):
                if number == 3:
                    with pytest.raises(KeyboardInterrupt):
                        publish(site, folder / "source", broken_off(number, site), print)
                put(site, number)
                self.ends.append(len(self.layer.events))

    def cut(self, moment: int, seed: int, place: Path) -> None:
        """See what is there after a power cut, and that the builds after it make of it what they should."""
        self.layer.cut(moment, Random(f"{moment} {seed}"), place)
        ended = sum(end <= moment for end in self.ends)
        assert version(place / "site") in (ended, min(ended + 1, 3))
        for number in (3, 0):
            put(place / "site", number)
            assert version(place / "site") == number
        shutil.rmtree(place)


def cut_often(story: Story, times: int, place: Path) -> None:
    """Cut the power at each moment so many times."""
    for seed in range(times):
        for moment in range(len(story.layer.events) + 1):
            story.cut(moment, seed, place)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing need reach the disk of who tests, and git need not be asked hundreds of times."""
    monkeypatch.setattr(staging, "refuse_tracked", lambda folder: None)
    for module, call in SYNCS:
        monkeypatch.setattr(module, call, lambda path: None)


def test_a_power_cut_at_any_moment_leaves_a_whole_site_and_the_next_build_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    story = Story(tmp_path / "one", monkeypatch)
    cut_often(story, CUTS, tmp_path / "cut")


@pytest.mark.parametrize("call", SYNCS, ids=lambda call: f"{call[0].__name__.rpartition('.')[2]}.{call[1]}")
def test_each_call_that_brings_something_to_the_disk_is_owed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[object, str]
) -> None:
    """Without any one of them there is a moment at which a power cut tears a site, or stops the next build."""
    (tmp_path / "one").mkdir()
    story = Story(tmp_path / "one", monkeypatch, deaf_to=call)
    with pytest.raises((AssertionError, SetupProblem, OSError)):
        cut_often(story, 30, tmp_path / "cut")
