"""Advice can be typed as it is printed, and paths open from where the user stands, however the program was called."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from sites import declaration, make_site, write

from jixiao import caller as callers
from jixiao.caller import CALLED_AS, caller, program_as_called
from jixiao.rules.examples import PATH

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "scripts" / "run.py"
ADVICE = "某条规则的详细说明："


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site")
    write(root, PATH, declaration("项目总预算: 六十万"))
    return root


@pytest.mark.parametrize(
    ("folder", "way"),
    [(".", ""), ("content", "../"), ("content/projects/2020", "../../../"), ("..", "site/")],
)
def test_paths_lead_from_the_folder_to_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, folder: str, way: str
) -> None:
    monkeypatch.chdir(site / folder)
    found = caller(site)
    assert found.way == way
    assert Path(f"{found.way}{PATH}").is_file()


@pytest.mark.parametrize(
    ("argv", "typed"),
    [
        (["/usr/bin/mkdocs", "build"], "jixiao"),
        ([".venv/bin/jixiao", "check"], ".venv/bin/jixiao"),
        (["a b/jixiao", "check"], "'a b/jixiao'"),
        (["/lib/python3/jixiao/__main__.py", "check"], "python3 -m jixiao"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="other quotes")
def test_program_is_named_as_it_was_started(monkeypatch: pytest.MonkeyPatch, argv: list[str], typed: str) -> None:
    monkeypatch.delenv(CALLED_AS, raising=False)
    monkeypatch.setattr(sys, "argv", argv)
    monkeypatch.setattr(sys, "orig_argv", ["python3", *argv])
    monkeypatch.setattr(callers.shutil, "which", lambda name: None)
    assert program_as_called() == typed


def test_program_on_the_path_needs_its_name_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "jixiao"
    program.touch()
    monkeypatch.delenv(CALLED_AS, raising=False)
    monkeypatch.setattr(sys, "argv", [str(program), "check"])
    monkeypatch.setattr(callers.shutil, "which", lambda name: str(program))
    assert program_as_called() == "jixiao"


def test_whoever_starts_the_program_says_what_the_user_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CALLED_AS, "python scripts/run.py")
    assert program_as_called() == "python scripts/run.py"


@pytest.mark.skipif(os.name == "nt", reason="the advice is for another shell")
@pytest.mark.parametrize("folder", [".", "content/projects"])
def test_advice_runs_as_it_is_printed(site: Path, folder: str) -> None:
    """The module is started as a user starts it; what it advises is typed in the same place."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    environment.pop(CALLED_AS, None)
    settled = {"cwd": site / folder, "env": environment, "capture_output": True, "encoding": "utf-8", "check": False}
    told = subprocess.run([sys.executable, "-m", "jixiao", "check"], **settled)  # type: ignore[call-overload]
    advice = told.stdout.splitlines()[-1]
    assert advice.startswith(ADVICE)
    explained = subprocess.run(shlex.split(advice.removeprefix(ADVICE)), **settled)  # type: ignore[call-overload]
    assert explained.stdout.startswith("S105 ")
    place = next(line for line in told.stdout.splitlines() if ": 错误 S105" in line).partition(":")[0]
    assert (site / folder / place).is_file()
