"""A site that replaces another takes over what has not changed, and nothing that is not what was written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))
import generate

from jixiao.build.build import Build
from jixiao.build.context import STORE
from jixiao.build.jobs import LEAST
from jixiao.digest import Input
from jixiao.publish.manifest import files_listed
from jixiao.publish.staging import Staging, publish
from jixiao.site.page import Artifact, DataFile, DerivedFile, Page, SitePlan

pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture(scope="module")
def original(once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A small invented site, built once."""
    return once(
        "incremental", lambda root: (generate.generate(root, 24, units=2, years=3, seed=2, errors=0), build(root))
    )


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy of it, as it stands on the disk."""
    shutil.copytree(original, tmp_path / "root", copy_function=shutil.copy2)
    return tmp_path / "root"


def build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jixiao", "build", "--root", str(root), *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    return done


def contents(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def places(site: Path) -> dict[str, int]:
    """Each generated file's number on the disk: a file that was taken over keeps its own."""
    files = (file for file in site.rglob("*") if file.is_file() and "assets" not in file.parts)
    return {file.relative_to(site).as_posix(): file.stat().st_ino for file in files}


def edited(root: Path) -> str:
    """Change one declaration's text; gives its id."""
    file = sorted((root / "content/projects/2020").rglob("*.yml"))[3]
    file.write_text(file.read_text("utf-8").replace("项目概况: |-\n  ", "项目概况: |-\n  改过一处。", 1), "utf-8")
    return "/".join(file.with_suffix("").parts[-3:])


def test_after_an_edit_the_site_is_what_a_fresh_build_gives_and_the_rest_is_taken_over(
    root: Path, tmp_path: Path
) -> None:
    before = places(root / "site")
    changed = edited(root)
    build(root)
    after = places(root / "site")
    fresh = {path for path in after if after[path] != before.get(path)}
    assert f"projects/{changed}/index.html" in fresh
    year, unit, _ = changed.split("/")
    assert {f"data/records/{changed}.js", f"data/v1/units/{unit}/{year}.json"} <= fresh
    laid_beside = [path for path in fresh if path.startswith("projects/2021/") and path.endswith("index.html")]
    assert any("<ins>" in (root / "site" / path).read_text("utf-8") for path in laid_beside)
    assert {"data/v1/2020/projects.csv", "data/v1/csv.zip", "data/v1/jixiao.sqlite.zip"} <= fresh
    assert not any(path.startswith(("data/v1/2019/", f"data/v1/units/{unit}/2019")) for path in fresh)
    assert len([path for path in fresh if path.startswith("projects/")]) < len(
        [path for path in after if path.startswith("projects/")]
    )
    assert not any(path.startswith(("rules/", "units/", "history/")) for path in fresh)
    warm = contents(root / "site")
    for folder in ("site", STORE, ".site.jixiao"):
        shutil.rmtree(root / folder)
    build(root, "--jobs", "1")
    assert contents(root / "site") == warm


def test_a_file_that_somebody_changed_in_the_old_site_is_not_taken_over(root: Path) -> None:
    page = root / "site/rules/index.html"
    right = page.read_bytes()
    page.write_bytes(right.replace("检查规则".encode(), "无关规则".encode()))
    build(root)
    assert page.read_bytes() == right


def test_the_old_site_is_untouched_where_a_build_fails(root: Path) -> None:
    before = contents(root / "site")
    file = next((root / "content/projects/2019").rglob("*.yml"))
    file.write_text("表式: nirgends\n", "utf-8")
    command = [sys.executable, "-m", "jixiao", "build", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 1
    assert contents(root / "site") == before


def test_another_look_writes_every_page_anew(root: Path) -> None:
    before = places(root / "site")
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("site_name: 绩效目标公开", "site_name: 另一个名字"), "utf-8"
    )
    build(root)
    after = places(root / "site")
    assert not {path for path in after if path.endswith("index.html") and after[path] == before.get(path)}
    assert "另一个名字" in (root / "site/rules/index.html").read_text("utf-8")


def test_a_lost_store_costs_time_and_nothing_else(root: Path) -> None:
    before = contents(root / "site")
    shutil.rmtree(root / STORE)
    build(root)
    assert contents(root / "site") == before
    for piece in (root / STORE / "rendered").glob("??/*"):
        piece.unlink()
    edited(root)
    build(root)
    assert contents(root / "site").keys() == before.keys()


def test_a_build_says_why_it_made_each_thing_again(root: Path) -> None:
    build(root)
    assert "重做 0 件" in build(root, "--explain").stderr
    changed = edited(root)
    told = dict(line.split("：") for line in build(root, "--explain").stderr.splitlines() if line.endswith("变了"))
    file = f"content/projects/{changed}.yml"
    whys = [why for name, why in told.items() if name.startswith("content/")]
    assert whys.count(f"{file}变了") == 1
    assert {*whys} <= {f"{file}变了", "上年的申报表变了"}
    assert told["search-index/2019-2021"] == "申报表变了", "the years of a small site share a segment"
    assert told["data/v1/2020/projects.csv"] == "数据变了"
    (root / "theme/pages/rules.html").open("a", encoding="utf-8").write("{# #}")
    told = dict(line.split("：") for line in build(root, "--explain").stderr.splitlines() if line.endswith("变了"))
    assert told["rules/"] == "页面模板变了"
    (root / "theme/main.html").open("a", encoding="utf-8").write("{# #}")
    told = dict(line.split("：") for line in build(root, "--explain").stderr.splitlines() if line.endswith("变了"))
    assert told["rules/"] == "页面外壳变了"
    assert "data/catalogue.js" not in told


def test_a_broken_link_is_told_by_every_strict_build(root: Path) -> None:
    """Also where the page that holds it was written long before, by a build that did not look."""
    template = root / "theme/pages/rules.html"
    template.write_text(
        template.read_text("utf-8").replace("{% block content %}", '{% block content %}<a href="../nirgends/">x</a>', 1)
    )
    build(root)
    command = [sys.executable, "-m", "jixiao", "build", "--strict", "--root", str(root)]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
        assert done.returncode == 1
        assert "页面“rules/”里的链接“../nirgends/”" in done.stderr


def test_the_published_site_carries_the_list_of_its_files_and_nothing_else_of_the_build(root: Path) -> None:
    assert [file.name for file in (root / "site").iterdir() if file.name.startswith(".")] == [".jixiao"]
    assert files_listed(root / "site") == contents(root / "site").keys() - {".jixiao"}


def test_shards_made_apart_join_to_the_very_site_that_one_build_gives(root: Path, tmp_path: Path) -> None:
    """Each shard is made in a copy of its own, as on a machine of its own; one entry is damaged on the way."""
    whole, shards = contents(root / "site"), []
    for number in (1, 2, 3):
        machine = tmp_path / f"machine{number}"
        for name in ("content", "theme"):
            shutil.copytree(root / name, machine / name)
        shutil.copy(root / "mkdocs.yml", machine / "mkdocs.yml")
        shards.append(str(tmp_path / f"shard{number}"))
        build(machine, "--shard", f"{number}/3", "--out", shards[-1])
    kept = [{f.name for f in Path(shard).glob("read/??/*")} for shard in shards]
    assert sum(map(len, kept)) == len(set().union(*kept)) == len(list((root / "content/projects").glob("*/*")))
    next(entry for shard in shards for entry in Path(shard).glob("rendered/??/*")).write_bytes(b"x")
    for folder in ("site", STORE, ".site.jixiao"):
        shutil.rmtree(root / folder)
    command = [sys.executable, "-m", "jixiao", "merge", "--root", str(root), *shards]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert contents(root / "site") == whole


def test_a_shard_needs_a_place_of_its_own_and_a_number_that_makes_sense(root: Path, tmp_path: Path) -> None:
    for options in (("--shard", "5/4", "--out", "x"), ("--shard", "1"), ("--shard", "1/2")):
        command = [sys.executable, "-m", "jixiao", "build", "--root", str(root), *options]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    command = [sys.executable, "-m", "jixiao", "merge", "--root", str(root), str(tmp_path / "nirgends")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert (done.returncode, "不是 jixiao build --shard" in done.stderr) == (2, True)


def artifact(path: str, content: bytes, key: str = "1", **how: Any) -> Artifact:
    return Artifact(path, (Input("内容", f"{key}{content!r}"),), lambda: (DataFile(path, content),), (path,), **how)


def plan(*artifacts: Artifact) -> SitePlan:
    return SitePlan((), (), tuple(one.name for one in artifacts), artifacts, lambda path: Page(path, "", "", ""))


class NoShells:
    """The shells of sites that have no pages."""

    key = ""

    def html(self, page: Page) -> bytes:
        raise AssertionError(page.path)


class TestTree:
    """A tree that holds an earlier site becomes the next one, whatever stood where."""

    def publish(self, site: Path, files: dict[str, bytes], key: str = "1", processes: int = 1) -> dict[str, bytes]:
        def build(staging: Staging) -> bool:
            artifacts = (artifact(*file, key, weight=LEAST) for file in files.items())
            Build(plan(*artifacts), site, staging, processes).write(NoShells())
            return True

        assert publish(site, site.parent / "source", build, print)
        return {path: content for path, content in contents(site).items() if path != ".jixiao"}

    @pytest.mark.parametrize(
        ("one", "other"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a/b", "a/b/c"), ("a/b/c", "a")]
    )
    def test_a_file_may_become_a_folder(self, tmp_path: Path, one: str, other: str) -> None:
        for path in (one, one, other, other, one):
            assert self.publish(tmp_path / "site", {path: b"x", "z": b"y"}) == {path: b"x", "z": b"y"}

    def test_what_stands_is_left_what_the_site_has_is_linked_and_the_rest_is_made(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        self.publish(site, {"a": b"1", "b": b"1", "c": b"1"})
        first = places(site)
        self.publish(site, {"a": b"1", "b": b"2", "c": b"2"})
        second = places(site)
        self.publish(site, {"a": b"1", "b": b"2", "c": b"3"})
        third = places(site)
        assert first["a"] == second["a"] == third["a"]
        assert third["b"] == second["b"] != first["b"]
        assert third["c"] not in (first["c"], second["c"])

    def test_many_artifacts_are_written_by_processes(self, tmp_path: Path) -> None:
        files = {f"f{number}/x": str(number).encode() for number in range(100)}
        for key in ("1", "2", "1"):
            assert self.publish(tmp_path / "site", files, key, processes=2) == files

    def test_a_build_that_is_killed_while_it_writes_leaves_no_tree_to_be_trusted(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        self.publish(site, {"a": b"1"})
        self.publish(site, {"a": b"1"})
        staging = Staging(tmp_path / ".site.jixiao", site)
        assert files_listed(staging.tree)
        Build(plan(artifact("a", b"2")), site, staging).write(NoShells())  # and then nothing more
        assert not files_listed(staging.tree)
        assert self.publish(site, {"a": b"1", "b": b"3"}) == {"a": b"1", "b": b"3"}


@pytest.mark.parametrize("processes", [1, 2])
def test_files_made_of_others_come_after_them(tmp_path: Path, processes: int) -> None:
    def joined(files: Sequence[Path], stream: BinaryIO) -> None:
        stream.write(b"+".join(file.read_bytes() for file in files))

    late = Artifact("late", (), lambda: (DerivedFile("late", ("a", "b"), joined),), ("late",), LEAST, needs=("a", "b"))
    early = [artifact(name, name.encode(), weight=LEAST) for name in "ab"]
    Build(plan(late, *early), tmp_path, processes=processes).write(NoShells())
    assert contents(tmp_path) == {"a": b"a", "b": b"b", "late": b"a+b"}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
class TestBegin:
    """Files without pages are begun before the theme is there, and only where little has changed."""

    @staticmethod
    def plan(text: str) -> SitePlan:
        whole = DerivedFile("whole", ("data",), lambda files, stream: stream.write(files[0].read_bytes() * 2) and None)
        late = Artifact("whole", (Input("内容", text),), lambda: (whole,), ("whole",), LEAST, needs=("data",))
        return plan(late, artifact("data", text.encode(), weight=LEAST), *(artifact(f"f{n}", b"x") for n in range(20)))

    def publish(self, site: Path, text: str, processes: int) -> bool:
        """Publish; tells whether something was begun ahead of the rest."""
        begun = []

        def build(staging: Staging) -> bool:
            one = Build(self.plan(text), site, staging, processes)
            one.begin()
            begun.append(not files_listed(staging.tree) and (staging.tree / "f1").exists())
            assert set(one.write(NoShells()).artifacts) == {*one.plan.files}
            return True

        assert publish(site, site.parent / "source", build, print)
        return begun[0]

    def test_an_edit_is_begun_a_first_build_is_not(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        begun = [self.publish(site, text, 2) for text in ("a", "b", "c", "d")]
        assert begun == [False, False, True, True]  # the second tree is empty as well
        assert {contents(site)[name] for name in ("data", "whole")} == {b"d", b"dd"}
