"""A site that replaces another takes over what has not changed, and nothing that is not what was printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))
import generate

from jixiao.cache import Cache
from jixiao.pipeline.orders import CACHE
from jixiao.publish import publish
from jixiao.site.page import DataFile, DerivedFile, Page, Parcel, Sheets
from jixiao.workshop import Workshop
from mkdocs_jixiao.printing import Printer


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small invented site, built once."""
    generate.generate(tmp_path, count=24, units=2, years=3, seed=2, errors=0)
    build(tmp_path)
    return tmp_path


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
    assert {"data/v1/2020/projects.csv", "data/v1/csv.zip", "data/v1/jixiao.sqlite.zip"} <= fresh
    assert not any(path.startswith(("data/v1/2019/", f"data/v1/units/{unit}/2019")) for path in fresh)
    assert len([path for path in fresh if path.startswith("projects/")]) < len(
        [path for path in after if path.startswith("projects/")]
    )
    assert not any(path.startswith(("rules/", "units/", "history/")) for path in fresh)
    warm = contents(root / "site")
    for folder in ("site", CACHE, ".site.jixiao"):
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


def test_another_look_prints_every_page_anew(root: Path) -> None:
    before = places(root / "site")
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("site_name: 绩效目标公开", "site_name: 另一个名字"), "utf-8"
    )
    build(root)
    after = places(root / "site")
    assert not {path for path in after if path.endswith("index.html") and after[path] == before.get(path)}
    assert "另一个名字" in (root / "site/rules/index.html").read_text("utf-8")


def test_a_lost_cache_costs_time_and_nothing_else(root: Path) -> None:
    before = contents(root / "site")
    shutil.rmtree(root / CACHE)
    build(root)
    assert contents(root / "site") == before
    for piece in (root / CACHE / "rendered").glob("??/*"):
        piece.unlink()
    edited(root)
    build(root)
    assert Cache(root / CACHE).folder.exists()
    assert contents(root / "site").keys() == before.keys()


def test_the_site_itself_holds_nothing_of_this_bookkeeping(root: Path) -> None:
    assert [file.name for file in (root / "site").iterdir() if file.name.startswith(".")] == [".jixiao"]
    assert "printed" not in (root / "site/.jixiao").read_text("ascii")


def test_parts_made_apart_join_to_the_very_site_that_one_build_gives(root: Path, tmp_path: Path) -> None:
    """Each part is made in a copy of its own, as on a machine of its own; one piece is damaged on the way."""
    whole, parts = contents(root / "site"), []
    for number in (1, 2, 3):
        machine = tmp_path / f"machine{number}"
        for name in ("content", "theme"):
            shutil.copytree(root / name, machine / name)
        shutil.copy(root / "mkdocs.yml", machine / "mkdocs.yml")
        parts.append(str(tmp_path / f"part{number}"))
        build(machine, "--shard", f"{number}/3", "--out", parts[-1])
    kept = [{f.name for f in Path(part).glob("judged/??/*")} for part in parts]
    assert sum(map(len, kept)) == len(set().union(*kept)) == len(list((root / "content/projects").glob("*/*")))
    next(piece for part in parts for piece in Path(part).glob("rendered/??/*")).write_bytes(b"x")
    for folder in ("site", CACHE, ".site.jixiao"):
        shutil.rmtree(root / folder)
    command = [sys.executable, "-m", "jixiao", "merge", "--root", str(root), *parts]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert contents(root / "site") == whole


def test_a_part_needs_a_place_of_its_own_and_a_number_that_makes_sense(root: Path, tmp_path: Path) -> None:
    for options in (("--shard", "5/4", "--out", "x"), ("--shard", "1"), ("--shard", "1/2")):
        command = [sys.executable, "-m", "jixiao", "build", "--root", str(root), *options]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    command = [sys.executable, "-m", "jixiao", "merge", "--root", str(root), str(tmp_path / "nirgends")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert (done.returncode, "不是 jixiao build --shard" in done.stderr) == (2, True)


class TestTree:
    """A tree that holds an earlier site becomes the next one, whatever stood where."""

    @staticmethod
    def sheets(files: dict[str, bytes], key: str = "1") -> Sheets:
        def parcel(path: str, content: bytes) -> Parcel:
            return Parcel(path, f"{key}{content!r}", lambda: (DataFile(path, content),), (path,))

        return Sheets(
            (), (), tuple(files), tuple(parcel(*file) for file in files.items()), lambda path: Page(path, "", "", "")
        )

    def publish(self, site: Path, files: dict[str, bytes], key: str = "1", jobs: int = 1) -> dict[str, bytes]:
        def build(workshop: Workshop) -> bool:
            Printer(self.sheets(files, key), site, workshop).print(frozenset(), jobs)
            return True

        assert publish(site, site.parent / "source", build, print)
        return {path: content for path, content in contents(site).items() if path != ".jixiao"}

    @pytest.mark.parametrize(
        ("one", "other"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a/b", "a/b/c"), ("a/b/c", "a")]
    )
    def test_a_file_may_become_a_folder(self, tmp_path: Path, one: str, other: str) -> None:
        for path in (one, one, other, other, one):
            assert self.publish(tmp_path / "site", {path: b"x", "z": b"y"}) == {path: b"x", "z": b"y"}

    def test_what_stands_is_left_what_the_site_has_is_linked_and_the_rest_is_printed(self, tmp_path: Path) -> None:
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

    def test_many_parcels_are_printed_by_processes(self, tmp_path: Path) -> None:
        files = {f"f{number}/x": str(number).encode() for number in range(100)}
        for key in ("1", "2", "1"):
            assert self.publish(tmp_path / "site", files, key, jobs=2) == files

    def test_a_build_that_is_killed_while_it_prints_leaves_no_tree_to_be_trusted(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        self.publish(site, {"a": b"1"})
        self.publish(site, {"a": b"1"})
        workshop = Workshop(tmp_path / ".site.jixiao", site)
        assert workshop.record(workshop.tree) is not None
        Printer(self.sheets({"a": b"2"}), site, workshop).print(frozenset(), 1)  # and then nothing more
        assert workshop.record(workshop.tree) is None
        assert self.publish(site, {"a": b"1", "b": b"3"}) == {"a": b"1", "b": b"3"}


def test_files_made_of_others_come_after_them(tmp_path: Path) -> None:
    def joined(files: Sequence[Path], stream: BinaryIO) -> None:
        stream.write(b"+".join(file.read_bytes() for file in files))

    late = Parcel("late", "1", lambda: (DerivedFile("late", ("a", "b"), joined),), ("late",), needs=("a", "b"))
    early = [Parcel(name, "1", lambda name=name: (DataFile(name, name.encode()),), (name,)) for name in "ab"]
    sheets = Sheets((), (), ("a", "b", "late"), (late, *early), lambda path: Page(path, "", "", ""))
    Printer(sheets, tmp_path).print(frozenset(), 1)
    assert contents(tmp_path) == {"a": b"a", "b": b"b", "late": b"a+b"}
    assert {file.path: file.content for file in sheets.held() if isinstance(file, DataFile)} == contents(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_what_belongs_together_is_printed_by_one_process(tmp_path: Path) -> None:
    """Most parcels need none of each other, and are shared out; which process printed one is told by its content."""

    def make(name: str) -> tuple[DataFile]:
        return (DataFile(name, str(os.getpid()).encode()),)

    names = [f"{kind}/{number}" for number in range(300) for kind in ("alone", "shelf")]
    parcels = tuple(
        Parcel(name, "", partial(make, name), (name,), together="shelf" if name.startswith("shelf") else "")
        for name in names
    )
    Printer(Sheets((), (), tuple(names), parcels, lambda path: Page(path, "", "", "")), tmp_path).print(frozenset(), 2)
    makers = {name: int((tmp_path / name).read_bytes()) for name in names}
    assert len({makers[name] for name in names if name.startswith("shelf")}) == 1
    assert len(set(makers.values())) == 2  # of which this process is one: it prints as well
    assert os.getpid() in makers.values()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
@pytest.mark.parametrize("fails", ["here", "there", "everywhere"])
def test_whoever_fails_at_a_parcel_that_is_raised_and_work_ends(tmp_path: Path, fails: str) -> None:
    here = os.getpid()

    def make(name: str) -> tuple[DataFile]:
        if fails == "everywhere" or (os.getpid() == here) is (fails == "here"):
            raise LookupError(name)
        return (DataFile(name, b"x"),)

    names = [str(number) for number in range(4_000)]
    parcels = tuple(Parcel(name, "", partial(make, name), (name,)) for name in names)
    printer = Printer(Sheets((), (), tuple(names), parcels, lambda path: Page(path, "", "", "")), tmp_path)
    with pytest.raises(LookupError):
        printer.print(frozenset(), 2)
    assert len(contents(tmp_path)) < len(names)
