"""Every hostile text at once in one built site, in real Chromium: nothing runs, nothing leaves, all is shown as written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import ROOT, build, environment
from browsing import Visit, chromium, served, visit
from hostile_cases import Case, load
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

CASES = tuple(case for case in load() if case.id.startswith("texts/") and not case.codes)


_EVERY = 12
"""Of the pages of one kind, every so many-th is visited: ``test_hostile.py`` compares the markup of all."""


def _own_names(text: str, number: int) -> str:
    """The case's text with units of its own, so that all cases fit into one site."""
    names = {"qinghe-danganguan": f"archive-{number}", "qinghe-tushuguan": f"library-{number}"}
    for old, new in {**names, "青禾市图书馆": f"青禾市图书馆{number}"}.items():
        text = text.replace(old, new)
    return text


def _write(root: Path, cases: tuple[Case, ...]) -> None:
    units = []
    for number, case in enumerate(cases):
        for entry in case.entries:
            text = _own_names(entry.content.decode(), number)
            if entry.path == "content/units.yml":
                units.append(text)
            else:
                path = root / _own_names(entry.path, number)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="")
    (root / "content" / "pages").mkdir(parents=True)
    (root / "content" / "pages" / "about.md").write_text("# 数据说明\n", "utf-8")
    (root / "content" / "units.yml").write_text("".join(units), "utf-8", newline="")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site whose every text is hostile."""
    root = tmp_path_factory.mktemp("hostile")
    _write(root, CASES)
    settings = {"INHERIT": str(ROOT / "mkdocs.yml"), "theme": {"custom_dir": str(ROOT / "theme")}}
    (root / "mkdocs.yml").write_text(json.dumps({**settings, "repo_url": "https://git.example/a"}), "utf-8")
    result = build(root / "mkdocs.yml", "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module")
def visitor(browser: Browser, site: Path) -> Iterator[Visit]:
    """A visitor of that site."""
    with served(site / "site") as base, visit(browser, base) as found:
        yield found


def _pages(site: Path) -> list[str]:
    """Each text's declaration, and some of every kind of page, of each kind with other texts."""
    built, kinds = site / "site", defaultdict[tuple[str, int], list[str]](list)
    for path in sorted(f"{file.parent.relative_to(built).as_posix()}/" for file in built.rglob("index.html")):
        kinds[path.partition("/")[0], path.count("/")].append(path)
    kinds.pop(("rules", 2))
    few = [
        path for number, paths in enumerate(kinds.values()) for path in paths[number % _EVERY % len(paths) :: _EVERY]
    ]
    return sorted({*(_declaration(number) for number in range(len(CASES))), *few})


def _declaration(number: int) -> str:
    return f"projects/2020/archive-{number}/dangan-shuzihua/"


def test_check_tells_of_hostile_texts_without_stumbling(site: Path) -> None:
    command = [sys.executable, "-m", "jixiao", "check", "--root", str(site)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stdout


@pytest.fixture(scope="module")
def headings(site: Path, visitor: Visit) -> dict[str, str]:
    """The pages' headings as the visitor sees them, who has been to all of these."""
    shown = {}
    for path in _pages(site):
        page = visitor.go(path, until="domcontentloaded")
        shown[path] = page.evaluate("document.querySelector('h1').textContent")
    visitor.go("")
    return shown


def test_no_page_runs_a_text_or_asks_another_host(headings: dict[str, str], visitor: Visit) -> None:
    assert len(headings) > 1.5 * len(CASES)
    assert visitor.complaints == []


def test_names_are_shown_as_they_are_written(headings: dict[str, str]) -> None:
    for number, case in enumerate(CASES):
        shown = headings[_declaration(number)]
        written = _own_names(case.text, number)
        assert "".join(written.split()) in "".join(shown.split()), case.id
