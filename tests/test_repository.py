"""The content folder as bytes: all of it in order, nothing from outside, and each thing that does not belong told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from in_memory import judge

from jixiao.repository import PROJECTS, THRESHOLDS, UNITS, RawFile, declaration_files, read_raw
from jixiao.rules.examples import BASE
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.source import LIMITS

IS_LINK = "这是一个链接，不是文件；请放入文件本身"
IS_ELSEWHERE = "应放在 content/projects/年度/单位编号/项目编号.yml"
IS_NO_YML = "这里只放扩展名为 .yml 的申报表（小写，不是 .yaml 或 .yml.txt）"
FOLDER = f"{PROJECTS}/2020/a"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def write(root: Path, *files: str, text: str = "a: b\n") -> None:
    """Put files of the same text below a root."""
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def found(root: Path) -> list[tuple[str, str]]:
    """Path and problem of everything below content/projects."""
    return [(raw.file, raw.problem) for raw in declaration_files(root)]


def codes(root: Path) -> set[str]:
    """The codes of all findings of a site."""
    return {finding.code for finding in judge(root).findings}


def test_declarations_come_with_their_bytes_sorted_by_path(tmp_path: Path) -> None:
    files = [f"{PROJECTS}/{name}.yml" for name in ("2019/b/z", "2020/a/b", "2020/a/c", "2020/b/a")]
    write(tmp_path, *reversed(files), text="甲: 乙\n")
    assert list(declaration_files(tmp_path)) == [RawFile(file, "甲: 乙\n".encode()) for file in files]


def test_a_site_without_projects_has_no_files(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    (tmp_path / PROJECTS / "2020" / "a").mkdir(parents=True)
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (f"{PROJECTS}/a.yml", IS_ELSEWHERE),
        (f"{PROJECTS}/2020/a.yml", IS_ELSEWHERE),
        (f"{FOLDER}/b/c.yml", IS_NO_YML),
        (f"{FOLDER}/b.yml/c.yml", "这不是普通文件"),
        (f"{FOLDER}/b.yaml", IS_NO_YML),
        (f"{FOLDER}/b.YML", IS_NO_YML),
        (f"{FOLDER}/b.yml.txt", IS_NO_YML),
        (f"{FOLDER}/b.yml~", IS_NO_YML),
        (f"{FOLDER}/b", IS_NO_YML),
        (f"{FOLDER}/说明.docx", IS_NO_YML),
    ],
)
def test_what_does_not_belong_is_told_and_not_read(tmp_path: Path, file: str, problem: str) -> None:
    write(tmp_path, file)
    ((_, told),) = found(tmp_path)
    assert told == problem
    assert "S107" in codes(tmp_path)


@pytest.mark.parametrize("file", [".gitkeep", ".DS_Store", "2020/.keep", "2020/a/.b.yml.swp", "2020/a/.git/config"])
def test_hidden_files_are_passed_over(tmp_path: Path, file: str) -> None:
    write(tmp_path, f"{PROJECTS}/{file}")
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "a b",
        "甲",
        "a_b",
        "-a",
        "a.b",
        "con",
        "nul",
        "a'b",
        "a&b",
        "a%2fb",
        "$(id)",
        "a;b",
        "<b>",
        "{{7}}",
        "x" * 65,
    ],
)
@posix
def test_a_name_that_makes_no_address_is_refused(tmp_path: Path, name: str) -> None:
    for folder in (f"{PROJECTS}/2020/{name}/a.yml", f"{FOLDER}/{name}.yml"):
        write(tmp_path, folder, text=BASE)
    messages = [finding.message for finding in judge(tmp_path).findings if finding.code == "S107"]
    assert {message.split("“")[0] for message in messages if f"“{name}”" in message} == {"项目编号", "单位编号"}


@pytest.mark.parametrize(
    "name", ["a\nb", "a\tb", "a\rb", "a\x1b[31mb", "a\u202eb", "a\u2028b", "a\\b", 'a"b', "﷽", "a:b|c?"]
)
@posix
def test_a_name_that_could_steer_a_terminal_is_refused_like_any_other(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"{FOLDER}/{name}.yml", f"{PROJECTS}/{name}/a/b.yml", f"{PROJECTS}/2020/{name}/b.yml")
    assert len(found(tmp_path)) == 3
    assert "S107" in codes(tmp_path)


@posix
def test_a_name_that_is_no_text_is_refused_like_any_other(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    name = os.fsencode(tmp_path / FOLDER) + b"/\xff\xfe.yml"
    os.close(os.open(name, os.O_CREAT))
    assert [file for file, _ in found(tmp_path)] == [f"{FOLDER}/\udcff\udcfe.yml"]
    assert "S107" in codes(tmp_path)


@posix
def test_names_that_differ_by_case_alone_are_told_at_both(tmp_path: Path) -> None:
    write(tmp_path, UNITS, text=EXAMPLE_UNITS)
    folder = f"{PROJECTS}/2020/qinghe-danganguan"
    write(tmp_path, f"{folder}/saomiao.yml", f"{folder}/Saomiao.yml", text=BASE)
    messages = [finding.message for finding in judge(tmp_path).findings if finding.code == "S107"]
    assert f"与 {folder}/Saomiao.yml 只差大小写，在部分电脑上会互相覆盖" in messages
    assert f"与 {folder}/saomiao.yml 只差大小写，在部分电脑上会互相覆盖" in messages


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the site with a declaration that must not be read."""
    folder = tmp_path_factory.mktemp("outside")
    write(folder, "2020/a/b.yml", "b.yml", "units.yml", text="secret: 秘密\n")
    return folder


@pytest.mark.parametrize("link", ["b.yml", "dangling.yml", "folder", "loop.yml"])
@posix
def test_no_link_among_the_declarations_is_followed(tmp_path: Path, outside: Path, link: str) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    target = {"folder": outside, "loop.yml": tmp_path / FOLDER / link}.get(link, outside / link)
    (tmp_path / FOLDER / link).symlink_to(target)
    assert found(tmp_path) == [(f"{FOLDER}/{link}", IS_LINK)]
    assert "秘密" not in str(judge(tmp_path))


@pytest.mark.parametrize(
    ("link", "target"),
    [(f"{PROJECTS}/2020", "2020"), (f"{PROJECTS}/2020/a", "2020/a"), (PROJECTS, "."), ("content", ".")],
)
@posix
def test_no_linked_folder_is_entered(tmp_path: Path, outside: Path, link: str, target: str) -> None:
    (outside / "projects").symlink_to(outside)
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(outside / target)
    assert [problem for _, problem in found(tmp_path)] == [IS_LINK]
    assert "S107" in codes(tmp_path)
    assert "秘密" not in str(judge(tmp_path))


@pytest.mark.parametrize("file", [UNITS, THRESHOLDS])
@posix
def test_no_link_is_followed_to_the_settings(tmp_path: Path, outside: Path, file: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / file).symlink_to(outside / "units.yml")
    assert read_raw(tmp_path, file) == RawFile(file, problem=IS_LINK)
    assert "秘密" not in str(judge(tmp_path))


@posix
def test_a_root_that_is_a_link_itself_may_be_named(tmp_path: Path) -> None:
    write(tmp_path / "site", f"{FOLDER}/b.yml")
    (tmp_path / "link").symlink_to(tmp_path / "site")
    assert found(tmp_path / "link") == [(f"{FOLDER}/b.yml", "")]


@posix
def test_a_pipe_or_a_device_is_not_opened(tmp_path: Path) -> None:
    """Opening the pipe would wait for ever."""
    (tmp_path / FOLDER).mkdir(parents=True)
    os.mkfifo(tmp_path / FOLDER / "b.yml")
    os.mkfifo(tmp_path / UNITS)
    assert found(tmp_path) == [(f"{FOLDER}/b.yml", "这不是普通文件")]
    assert read_raw(tmp_path, UNITS).problem == "这不是普通文件"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert read_raw(tmp_path, UNITS) == RawFile(UNITS, problem="没有这个文件")
    assert codes(tmp_path) == {"S107"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, f"{FOLDER}/b.yml", f"{PROJECTS}/2021/a/b.yml")
    (tmp_path / FOLDER / "b.yml").chmod(0)
    (tmp_path / PROJECTS / "2021").chmod(0)
    problems = found(tmp_path)
    (tmp_path / PROJECTS / "2021").chmod(0o700)
    assert [problem.split("（")[0] for _, problem in problems] == ["无法打开文件", "无法打开文件夹"]


def test_what_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, f"{FOLDER}/b.yml")
    monkeypatch.setattr("builtins.open", _refused)
    assert found(tmp_path) == [(f"{FOLDER}/b.yml", "无法打开文件（没有权限）")]
    monkeypatch.setattr(os, "scandir", _refused)
    assert found(tmp_path) == [(PROJECTS, "无法打开文件夹（没有权限）")]


def _refused(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, PROJECTS)
    ((file, problem),) = found(tmp_path)
    assert file == PROJECTS
    assert problem.startswith("无法打开文件夹")


def test_a_deep_tree_is_not_walked_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, f"{FOLDER}/{'d/' * 50}b.yml")
    listed: list[object] = []
    monkeypatch.setattr(os, "scandir", _noting(os.scandir, listed))
    assert found(tmp_path) == [(f"{FOLDER}/d", IS_NO_YML)]
    assert listed == [tmp_path / PROJECTS, tmp_path / PROJECTS / "2020", tmp_path / FOLDER]


def _noting(scandir: Callable[[Path], object], listed: list[object]) -> Callable[[Path], object]:
    def noting(folder: Path) -> object:
        listed.append(Path(folder))
        return scandir(folder)

    return noting


def test_no_more_is_read_than_what_shows_that_a_file_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, f"{FOLDER}/b.yml", text="x" * (2 * LIMITS.size))
    (raw,) = declaration_files(tmp_path)
    assert len(raw.data) == LIMITS.size + 1
    assert "S106" in codes(tmp_path)
