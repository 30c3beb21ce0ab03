"""A file of a form, a list of kinds or of dimensions that is faulty is told by every command: mistakes with their file, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from jixiao.forms import EditionError, loading
from jixiao.forms import dimensions as of_dimensions
from jixiao.forms import kinds as of_kinds

ROOT = Path(__file__).resolve().parent.parent
FORMS = ROOT / "plugins" / "jixiao" / "forms"
TOLD = "forms/editions/national-2015.yml:8:35 栏目“项目名称”：没有“rule”这一项；是否想写 role"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without declarations, and a copy of the program with one faulty edition."""
    root = tmp_path_factory.mktemp("faulty")
    shutil.copytree(ROOT / "plugins", root / "plugins", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "theme", root / "theme")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "content" / "pages").mkdir(parents=True)
    faulty = root / "plugins" / "jixiao" / "forms" / "editions" / "national-2015.yml"
    faulty.write_text(faulty.read_text("utf-8").replace("role: name", "rule: name"), "utf-8")
    return root


def run(site: Path, *arguments: str) -> tuple[int, str]:
    paths = {"PYTHONPATH": str(site / "plugins"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "jixiao", *arguments]
    done = subprocess.run(command, cwd=site, env={**os.environ, **paths}, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("command", "code"), [("check", 2), ("build", 1)])
def test_every_command_lists_the_mistakes_with_their_file(site: Path, command: str, code: int) -> None:
    ended, said = run(site, command)
    assert f"错误：{TOLD}\n" in said, said
    assert ended == code
    assert "\n错误：forms/editions/national-2015.yml:47:11 栏目“绩效指标”：没有一列是指标的名称；" in said


def test_another_editions_mistakes_do_not_stop_the_judging_of_one(site: Path) -> None:
    code, said = run(site, "edition", "plugins/jixiao/forms/editions/national-2021.yml")
    assert code == 0
    assert f"另一个文件有错误：{TOLD}\n" in said
    assert "没有错误。栏目 11 个" in said


DIMENSION = "dimensions: [{id: type, label: 项目类型, folder: types}"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("dimensions.yml", DIMENSION.replace("label", "lable") + "]", ["没有写 label；补上 label", "没有“lable”这一项；是否想写 label"]),
        ("dimensions.yml", DIMENSION + ", 甲]", ["这里应写明各项；"]),
        ("dimensions.yml", DIMENSION.replace("类型, ", "类型, values: [{id: a}], ") + "]", ["没有写 label；补上 label"]),
        ("dimensions.yml", "dimensions: {a: b}", ["这里应是列表；"]),
        ("dimensions.yml", "", ["文件是空的；"]),
        ("dimensions.yml", "a: [}", ["不是有效的 YAML"]),
        ("dimensions.yml", None, ["不能读取（没有这个文件或文件夹）"]),
        ("results/kinds.yml", "kinds: []", ["没有写 kinds；补上 kinds"]),
        ("results/kinds.yml", "kinds: [{id: a, title: 甲, short: 甲, column: 甲, suffix: [a]}]", ["这里应是一段文字；"]),
        ("results/kinds.yml", "kinds: [{id: a, title: 甲, short: 甲, column: 甲, suffix: a, tags: final}]", ["这里应是列表；"]),
        ("persons.yml", "labels: [[a]]", ["这里应是一段文字；"]),
        ("common.yml", "fields: [{label: 来源}]", ["没有写 kind；补上 kind"]),
    ],
)  # fmt: skip
def test_a_list_of_another_shape_is_refused(
    file: str, text: str | None, told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    if text is not None:
        (tmp_path / file).write_text(text, "utf-8")
    readers: dict[str, Any] = {
        "dimensions.yml": of_dimensions.listed_dimensions,
        "results/kinds.yml": of_kinds.record_kinds,
        "persons.yml": loading.labels_of_persons,
        "common.yml": loading.common_fields,
    }
    with pytest.raises(EditionError) as refused:
        readers[file].__wrapped__()
    assert len(refused.value.args) == len(told)
    for line, expected in zip(refused.value.args, told, strict=True):
        assert line.startswith(f"forms/{file}:1:")
        assert expected in line
