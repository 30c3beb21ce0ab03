"""One small invented site, whole: what the checks print and what every generated page says, kept in tests/expected/.

After a wanted change, look at the difference and accept it: ``JIXIAO_ACCEPT=1 python -m pytest tests/test_example_site.py``.
"""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path

import pytest
from adapter_site import ROOT, built
from in_memory import judge, render

from jixiao import report

EXAMPLE = ROOT / "tests" / "example"
EXPECTED = ROOT / "tests" / "expected"


def outputs() -> dict[str, str]:
    """The report, and the body of each generated page but those of rules, which their own examples test."""
    judgement = judge(EXAMPLE)
    pages = render(judgement, ROOT / "theme").pages
    bodies = {f"{page.path}body.html": f"{page.body}\n" for page in pages if not page.path.startswith("rules/")}
    return {"check.txt": report.text(judgement), **bodies}


def _kept() -> dict[str, str]:
    files = [file for file in EXPECTED.rglob("*") if file.is_file()]
    return {file.relative_to(EXPECTED).as_posix(): file.read_text("utf-8") for file in files}


def _accept(found: dict[str, str]) -> None:
    for name in _kept().keys() - found.keys():
        (EXPECTED / name).unlink()
    for name, text in found.items():
        (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / name).write_text(text, "utf-8", newline="\n")


def _difference(name: str, kept: str, found: str) -> str:
    lines = difflib.unified_diff(
        kept.splitlines(), found.splitlines(), f"expected/{name}", f"found/{name}", lineterm=""
    )
    return "\n".join(lines)


def test_report_and_pages_are_as_kept() -> None:
    found = outputs()
    if os.environ.get("JIXIAO_ACCEPT"):
        _accept(found)
    kept = _kept()
    changed = [
        _difference(n, kept.get(n, ""), found.get(n, "")) for n in sorted(kept | found) if kept.get(n) != found.get(n)
    ]
    assert not changed, "\n".join([*changed, "Accept with JIXIAO_ACCEPT=1 if this is wanted."])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the example with paths of its own, so that builds do not touch the repository."""
    config = (EXAMPLE / "mkdocs.yml").read_text("utf-8").replace("../../", f"{ROOT.as_posix()}/")
    shutil.copytree(EXAMPLE / "content", tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    return tmp_path / "mkdocs.yml"


def test_mkdocs_and_properdocs_build_the_same_pages_strictly(site: Path) -> None:
    by_mkdocs = built(site, "--strict")
    by_properdocs = built(site, "--strict", tool="properdocs")
    assert by_mkdocs.keys() == by_properdocs.keys()
    assert [name for name in by_mkdocs if by_mkdocs[name] != by_properdocs[name]] == []


def test_two_builds_give_the_same_bytes(site: Path) -> None:
    assert built(site, "--strict") == built(site, "--strict")
