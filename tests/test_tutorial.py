"""The tutorial in CONTRIBUTING is followed to the letter, in a copy of the project: its files are written, its commands run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from adapter_site import ROOT
from click.testing import CliRunner
from invented_results import judged, known

from jixiao.commands.edition import edition as edition_command

COPIED = ("plugins", "theme", "schemas", "pyproject.toml", "mkdocs.yml")
STEP = re.compile(r"(?:存为 `(?P<file>[^`]+)`[^`]*)?\n\n```(?P<kind>yaml|bash)\n(?P<content>.*?)```\n", re.DOTALL)


def tutorial() -> str:
    """The tutorial's own text."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return text.split("### 十分钟加一种表式\n")[1].split("\n## ")[0]


def results_section() -> str:
    """What CONTRIBUTING says of editions of results."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return text.split("## 增加一种自评表、监控表的表式\n")[1].split("\n## ")[0]


def copy_of_the_project(folder: Path) -> Path:
    """What the tutorial needs of the project, and of its tests what judges editions."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    shutil.copytree(
        ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("expected", "hostile", "__pycache__")
    )
    return folder


def environment(folder: Path) -> dict[str, str]:
    """What a process needs to use the copy."""
    return {**os.environ, "PYTHONPATH": str(folder / "plugins"), "PYTHONUTF8": "1"}


def run(command: str, folder: Path) -> str:
    """Run one line of the tutorial in the copy; what it printed."""
    words = shlex.split(command)
    program = {"jixiao": [sys.executable, "-m", "jixiao"], "python": [sys.executable]}[words[0]]
    done = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3_000:]}{done.stderr[-3_000:]}"
    return done.stdout


def test_the_tutorial_adds_an_edition_and_no_line_of_python(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    printed, written = [], []
    for step in STEP.finditer(tutorial()):
        if step["kind"] == "yaml":
            assert step["file"], "a block of the tutorial does not say where it goes"
            (folder / step["file"]).write_text(step["content"], "utf-8")
            written.append(step["file"])
        else:
            printed += [run(command, folder) for command in step["content"].splitlines()]
    assert written == ["plugins/jixiao/forms/editions/qinghe-2026.yml", "tests/samples/qinghe-2026.yml"]
    form, schemas, tests = printed
    assert "青禾市财政支出绩效目标表" in form
    assert "已写入 schemas/qinghe-2026.schema.json" in schemas
    assert re.search(r"[1-9]\d* passed", tests)
    assert "failed" not in tests


def test_the_example_of_a_result_s_edition_is_sound(tmp_path: Path) -> None:
    """Its files are written and read as the text says; what its commands run is run here without them."""
    edition, example, commands = STEP.finditer(results_section())
    name = "qinghe-ziping"
    assert (edition["file"], example["file"]) == (
        f"plugins/jixiao/forms/results/{name}.yml",
        f"tests/samples/results/{name}.yml",
    )
    assert commands["content"].splitlines()[0] == f"jixiao edition {edition['file']}"
    file = tmp_path / f"{name}.yml"
    file.write_text(edition["content"], "utf-8")
    printed = CliRunner().invoke(edition_command, [str(file), "--root", str(ROOT)], standalone_mode=False)
    assert "没有错误" in printed.output
    with known({name: file}):
        place = example["content"].partition("\n")[0].removeprefix("# ")
        found = judged((place, example["content"]))
        assert [one.message for one in found.findings] == []
        (result,) = found.portfolio.results
        assert (result.edition.id, str(result.rate), result.score and result.score.raw) == (name, "96.00%", "99")
