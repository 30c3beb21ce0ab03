"""The demonstration: what is committed is what the script writes; all of it can be published, and says that it is invented."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from adapter_site import ROOT, environment
from in_memory import judge

from jixiao.finding import Severity

sys.path.insert(0, str(ROOT / "scripts"))

import demo
from demo_stories import UNITS, YEARS

NOTICE = "这是演示。单位、项目、数字全部是编造的，不是真实的申报表。"


def test_the_committed_files_are_those_that_the_script_writes() -> None:
    made = demo.files()
    committed = {
        file.relative_to(demo.DEMO).as_posix(): file.read_bytes().decode()
        for file in [demo.DEMO / "content/units.yml", *(demo.DEMO / "content/projects").rglob("*.yml")]
    }
    assert committed == made, "python scripts/demo.py writes them anew"


def test_it_shows_what_there_is() -> None:
    judged = judge(demo.DEMO)
    assert [finding for finding in judged.findings if finding.severity is Severity.ERROR] == []
    assert {declaration.year for declaration in judged.declarations} == {*YEARS}
    assert len(UNITS) == 6
    editions = {declaration.edition.id for declaration in judged.declarations}
    assert editions == {edition for unit in UNITS for edition in unit.editions}
    assert len(editions) == 5
    kinds = Counter(".".join(Path(path).name.split(".")[1:-1]) for path in demo.files() if "projects" in path)
    assert kinds["ziping"] > 20
    assert kinds["jiankong"] > 10
    codes = {finding.code for finding in judged.findings}
    assert {"H303", "H304", "R109", "R110"} <= codes
    assert any(finding.answer for finding in judged.findings)


def test_nothing_in_it_is_of_the_published_content() -> None:
    published = (ROOT / "content" / "units.yml").read_text("utf-8")
    assert [unit.name for unit in UNITS if unit.name in published] == []
    assert all(unit.name.startswith("虚构区") for unit in UNITS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built."""
    out = tmp_path_factory.mktemp("demo") / "site"
    command = [sys.executable, "-m", "jixiao", "build", "--root", str(demo.DEMO), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_every_page_says_that_it_is_invented(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 150
    assert [page for page in pages if NOTICE not in page.read_text("utf-8")] == []
