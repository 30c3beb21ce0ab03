"""A site is published whole or not at all: failures, interruptions and rivals leave the old one as it was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jixiao.problem import SetupProblem
from jixiao.publish import staging
from jixiao.publish.manifest import LIST, files_listed
from jixiao.publish.staging import Staging, publish

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"
PAGES = 60


def write_pages(folder: Path, version: str, pages: int = PAGES) -> bool:
    for number in range(pages):
        (folder / f"{number}").mkdir()
        (folder / f"{number}" / "index.html").write_text(version, encoding="utf-8")
    return True


def versions(site: Path) -> set[str]:
    """The versions of which a site holds pages; its list of files must be true."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert found == files_listed(site)
    assert len(found) == PAGES
    return {path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def put(target: Path, version: str = "1", sources: Path | None = None) -> bool:
    return publish(target, sources or target.parent / "source", lambda place: write_pages(place.pages, version), print)


def left_beside(target: Path) -> list[str]:
    """What lies beside a site: nothing half made, the site that stood before, and the manifests of both."""
    beside = target.parent / f".{target.name}.jixiao"
    sites = [site for site in (target, beside / "tree") if site.exists()]
    assert {path.stem for path in beside.glob("*.manifest")} == {_named(site) for site in sites}
    return sorted(path.name for path in beside.iterdir() if path.suffix != ".manifest")


def _named(site: Path) -> str:
    named = json.loads((site / LIST).read_text("ascii"))["manifest"]
    assert isinstance(named, str)
    return named


@pytest.fixture(params=["in one step", "in two steps"])
def target(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where sites go; once with the system's exchange of folders, once as where there is none."""
    if request.param == "in two steps":
        monkeypatch.setattr(staging, "exchange", lambda one, other: False)
    return tmp_path / "site"


class TestSwap:
    def test_a_first_site_is_put_in_place(self, target: Path) -> None:
        assert put(target)
        assert versions(target) == {"1"}

    def test_a_new_site_takes_the_place_of_the_old_one(self, target: Path) -> None:
        put(target)
        put(target, "2")
        assert versions(target) == {"2"}
        assert left_beside(target) == [".gitignore", "lock", "tree"]

    def test_an_empty_folder_is_filled(self, target: Path) -> None:
        target.mkdir()
        put(target)
        assert versions(target) == {"1"}

    def test_the_folder_keeps_its_mode(self, target: Path) -> None:
        put(target)
        target.chmod(0o750)
        put(target, "2")
        assert target.stat().st_mode & 0o777 == 0o750

    def test_missing_folders_above_are_made(self, tmp_path: Path) -> None:
        assert put(tmp_path / "a" / "b" / "site", sources=tmp_path / "source")


class TestFailure:
    def test_a_failed_build_leaves_the_old_site(self, target: Path) -> None:
        put(target)
        assert not publish(target, target.parent / "source", lambda place: not write_pages(place.pages, "2", 3), print)
        assert versions(target) == {"1"}
        assert left_beside(target) == [".gitignore", "lock"]

    def test_a_failed_first_build_leaves_nothing(self, target: Path) -> None:
        assert not publish(target, target.parent / "source", lambda place: False, print)
        assert not target.exists()

    @pytest.mark.parametrize("trouble", [KeyboardInterrupt, RuntimeError, SystemExit])
    def test_a_build_that_breaks_off_leaves_the_old_site(self, target: Path, trouble: type[BaseException]) -> None:
        def build(place: Staging) -> bool:
            write_pages(place.pages, "2", 3)
            raise trouble

        put(target)
        with pytest.raises(trouble):
            publish(target, target.parent / "source", build, print)
        assert versions(target) == {"1"}
        assert left_beside(target) == [".gitignore", "lock"]

    def test_a_second_step_that_fails_puts_the_old_site_back(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        put(tmp_path / "site")
        rename = Path.rename

        def failing(self: Path, other: Path) -> Path:
            if self.name == "tree":
                raise PermissionError(13, "denied")
            return rename(self, other)

        monkeypatch.setattr(staging, "exchange", lambda one, other: False)
        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(SetupProblem, match="原来的网站没有改动"):
            put(tmp_path / "site", "2")
        assert versions(tmp_path / "site") == {"1"}

    def test_a_swap_torn_between_its_steps_is_mended_at_the_next_start(self, tmp_path: Path) -> None:
        site, beside = tmp_path / "site", tmp_path / ".site.jixiao"
        put(site)
        site.rename(beside / "old")
        (beside / "tree").mkdir()
        (beside / "pages").mkdir()
        assert not publish(site, tmp_path / "source", lambda place: False, print)
        assert versions(site) == {"1"}
        assert left_beside(site) == [".gitignore", "lock"]


class TestForeign:
    def test_a_folder_with_other_files_is_refused(self, target: Path) -> None:
        target.mkdir()
        (target / "notes.txt").write_text("mine")
        with pytest.raises(SetupProblem, match="不是 jixiao build 建的网站"):
            put(target)
        assert (target / "notes.txt").read_text() == "mine"

    @pytest.mark.parametrize("file", ["CLIST", "3/notes.txt", ".git/HEAD", "甲\n乙"])
    def test_a_site_with_other_files_in_it_is_refused(self, target: Path, file: str) -> None:
        put(target)
        (target / file).parent.mkdir(exist_ok=True)
        (target / file).write_text("mine")
        with pytest.raises(SetupProblem, match="请先移走"):
            put(target, "2")
        assert (target / file).read_text() == "mine"

    def test_a_file_that_comes_while_building_is_kept(self, target: Path) -> None:
        def build(place: Staging) -> bool:
            (target / "notes.txt").write_text("mine")
            return write_pages(place.pages, "2")

        put(target)
        with pytest.raises(SetupProblem, match=r"notes\.txt"):
            publish(target, target.parent / "source", build, print)
        assert (target / "notes.txt").read_text() == "mine"

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b'{"jixiao": 2, "files": ["a"]}', b'{"jixiao": 1, "files": 3}', b"\xff"]
    )
    def test_a_list_that_is_none_is_not_believed(self, target: Path, content: bytes) -> None:
        put(target)
        (target / LIST).write_bytes(content)
        with pytest.raises(SetupProblem):
            put(target, "2")

    def test_files_with_any_name_are_known_again(self, target: Path) -> None:
        def build(place: Staging) -> bool:
            for name in (b"a\nb", b"\xff", "甲".encode()):
                (place.pages / os.fsdecode(name)).write_text("x")
            return True

        for _ in range(2):
            assert publish(target, target.parent / "source", build, print)


class TestReuse:
    """The third site is made of the first: what does not differ stays, what nobody made again goes."""

    @staticmethod
    def build(*pages: str, text: str = "x") -> Callable[[Staging], bool]:
        def build(place: Staging) -> bool:
            for page in pages:
                (place.pages / page).parent.mkdir(parents=True, exist_ok=True)
                (place.pages / page).write_text(text)
            return True

        return build

    @staticmethod
    def files(site: Path) -> dict[str, int]:
        found = {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}
        assert files_listed(site) == found.keys() - {LIST}
        assert all(path.is_file() or any(path.iterdir()) for path in site.rglob("*"))
        return {path: number for path, number in found.items() if path != LIST}

    def sites(self, target: Path, *builds: Callable[[Staging], bool]) -> list[dict[str, int]]:
        seen = []
        for build in builds:
            assert publish(target, target.parent / "source", build, print)
            seen.append(self.files(target))
        return seen

    def test_what_is_the_same_stays_where_it_is(self, target: Path) -> None:
        first, _, third = self.sites(target, self.build("a/b", "c"), self.build("a/b"), self.build("a/b", "c", "d"))
        assert [third[path] == first.get(path) for path in ("a/b", "c", "d")] == [True, True, False]

    def test_what_nobody_made_again_goes_with_its_folders(self, target: Path) -> None:
        *_, third = self.sites(target, self.build("a/b/c/d", "a/e"), self.build("a/e"), self.build("a/e"))
        assert list(third) == ["a/e"]
        assert not (target / "a/b").exists()

    @pytest.mark.parametrize(("one", "other"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a/b", "a/b/c")])
    def test_a_file_may_become_a_folder(self, target: Path, one: str, other: str) -> None:
        *_, third = self.sites(target, self.build(one), self.build(one), self.build(other))
        assert list(third) == [other]

    def test_a_file_that_somebody_changed_in_the_site_before_the_last_comes_right(self, target: Path) -> None:
        self.sites(target, self.build("a"), self.build("a"))
        (target.parent / ".site.jixiao/tree/a").write_text("changed")
        self.sites(target, self.build("a"))
        assert (target / "a").read_text() == "x"

    def test_a_tree_without_a_list_is_not_used(self, target: Path) -> None:
        self.sites(target, self.build("a"), self.build("a"))
        tree = target.parent / ".site.jixiao/tree"
        (tree / LIST).write_bytes(b"\xc1")
        (tree / "nobody's").write_text("x")
        assert list(*self.sites(target, self.build("b"))) == ["b"]

    def test_the_site_is_another_folder_in_each_turn_and_only_two_are_kept(self, target: Path) -> None:
        self.sites(target, *(self.build("a", text=str(number)) for number in range(5)))
        assert (target / "a").read_text() == "4"
        assert left_beside(target) == [".gitignore", "lock", "tree"]

    @pytest.mark.parametrize(
        "place", ["notes.txt", "a/notes.txt", "a/b/notes.txt", "new/notes.txt", "a/new/x/notes.txt"]
    )
    def test_other_files_are_noticed_in_folders_that_have_rested(
        self, target: Path, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(staging, "_UNSURE", -60_000_000_000)  # every folder counts as rested
        self.sites(target, self.build("a/b/c"), self.build("a/b/c"))
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (target / place).write_text("mine")
        with pytest.raises(SetupProblem, match=r"notes\.txt"):
            put(target, "2")
        assert (target / place).read_text() == "mine"


class TestDangerousTargets:
    @staticmethod
    def refused(target: Path, sources: Path) -> bool:
        built: list[Staging] = []

        def build(place: Staging) -> bool:
            built.append(place)
            return True

        with pytest.raises(SetupProblem):
            publish(target, sources, build, print)
        return not built

    @pytest.mark.parametrize(
        "target", [".", "..", "/", "content", "content/site", "theme/x/y", ".git/site", "content/../content/x"]
    )
    def test_the_sources_are_never_overwritten(self, tmp_path: Path, target: str) -> None:
        for folder in ("content", "theme", ".git"):
            (tmp_path / "site" / folder).mkdir(parents=True)
        assert self.refused(tmp_path / "site" / target, tmp_path / "site")

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "precious").mkdir()
        (tmp_path / "out").symlink_to(tmp_path / "precious")
        assert self.refused(tmp_path / "out", tmp_path / "source")

    def test_the_sources_are_known_behind_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "source" / "content").mkdir(parents=True)
        (tmp_path / "link").symlink_to(tmp_path / "source")
        assert self.refused(tmp_path / "link" / "content" / "x", tmp_path / "source")

    def test_a_file_is_no_target(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("mine")
        assert self.refused(tmp_path / "out", tmp_path / "source")

    def test_a_folder_that_cannot_be_made_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        assert self.refused(tmp_path / "file" / "out", tmp_path / "source")


BUILDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from jixiao.publish import staging
from jixiao.publish.staging import publish
target, version, mode = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
if "two-steps" in mode:
    staging.exchange = lambda one, other: False

def build(place):
    print("building", flush=True)
    if "held" in mode:
        sys.stdin.read()
    for number in range(PAGES):
        (place.pages / f"{number}").mkdir()
        (place.pages / f"{number}" / "index.html").write_text(version, encoding="utf-8")
    return True

while True:
    publish(target, target.parent / "source", build, lambda message: print(message, flush=True))
    if "endless" not in mode:
        break
    version = str(int(version) + 1)
""".replace("PAGES", str(PAGES))


def start(target: Path, version: str, mode: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", BUILDER, str(target), version, mode, str(PLUGINS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("mode", ["endless", "endless two-steps"])
def test_a_site_is_whole_whenever_its_builder_is_killed(tmp_path: Path, mode: str) -> None:
    target, chance = tmp_path / "site", random.Random(2019)
    put(target, "0")
    for _ in range(12):
        process = start(target, "1", mode)
        assert said(process) == "building"
        time.sleep(chance.uniform(0, 0.08))
        kill(process)
        if not target.exists():
            assert "two-steps" in mode
            assert not publish(target, tmp_path / "source", lambda place: False, print)
        assert len(versions(target)) == 1
    assert put(target, "end")
    assert versions(target) == {"end"}
    assert left_beside(target) == [".gitignore", "lock", "tree"]


def test_of_two_builds_at_once_the_second_waits_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = start(target, "1", "held")
    assert said(first) == "building"
    second = start(target, "2", "held")
    assert said(second) == "另一次构建正在进行，等它完成后开始……"
    first.communicate("")
    assert said(second) == "building"
    assert versions(target) == {"1"}
    second.communicate("")
    assert versions(target) == {"2"}


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_builder_holds_no_lock(tmp_path: Path) -> None:
    process = start(tmp_path / "site", "1", "held")
    assert said(process) == "building"
    kill(process)
    messages: list[str] = []
    site = tmp_path / "site"
    assert publish(site, tmp_path / "source", lambda place: write_pages(place.pages, "2"), messages.append)
    assert messages == []
