"""The preview follows edits: a page is made when it is asked for, and an error leaves the last good one."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))
import generate
from bench import preview as bench_preview

from jixiao.build.build import Build
from jixiao.site.page import Artifact, SitePlan
from mkdocs_jixiao import serving


class Preview(bench_preview.Preview):
    """A running ``jixiao serve`` of a small invented site."""

    @property
    def file(self) -> Path:
        """One declaration's file."""
        return sorted((self.root / "content/projects/2020").rglob("*.yml"))[0]

    @property
    def page(self) -> str:
        """That declaration's page."""
        return f"projects/{'/'.join(self.file.with_suffix('').parts[-3:])}/"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("served")
    generate.generate(root, 12, units=2, years=2, seed=3, errors=0)
    found = Preview(root, environment())
    try:
        found.wait_until_up()
        yield found
    finally:
        found.stop()


def test_pages_and_files_are_there_when_they_are_asked_for(preview: Preview) -> None:
    assert "<h1" in preview.get(preview.page)
    year, unit, _ = preview.page.removeprefix("projects/").split("/", 2)
    assert '"declarations"' in preview.get(f"data/v1/units/{unit}/{year}.json")
    assert "jixiaoCatalogue" in preview.get("data/catalogue.js")
    assert "jixiaoSearch.begin" in preview.get("search-index/index.js")
    assert "jixiaoSearch.grams_of" in preview.get("search-index/2020/0.js")
    assert "projects.csv" in preview.get("data/")
    assert '"files"' in preview.get("data/v1/index.json")
    with pytest.raises(urllib.error.HTTPError):
        preview.get("projects/2020/nirgends/nichts/")


def test_only_what_is_asked_for_is_made(tmp_path: Path) -> None:
    made: list[str] = []

    def make(name: str) -> tuple[()]:
        made.append(name)
        return ()

    addresses = {"home": ("",), "data": ("data/",), "year": ("projects/2020/", "projects/2020/page_2/")}
    artifacts = [Artifact(name, (), partial(make, name), covers) for name, covers in addresses.items()]
    artifacts.append(Artifact("joined", (), partial(make, "joined"), ("all.csv",), needs=("late",)))
    artifacts.append(Artifact("late", (), partial(make, "late"), ("2020.csv",)))
    plan = SitePlan((), (), (), tuple(artifacts), lambda path: pytest.fail("no page is made here"))
    on_demand = serving.OnDemand(Build(plan, tmp_path), None)
    for path in ("livereload/1/2", "assets/theme.css", "nirgends/"):
        on_demand.bring(path)
    assert made == []
    for path in (
        "projects/2020/index.html",
        "projects/2020/page_2/",
        "data/v1/projects.csv",
        "",
        "index.html",
        "all.csv",
    ):
        on_demand.bring(path)
    assert made == ["year", "data", "home", "late", "joined"]


def test_an_edit_shows_and_an_error_leaves_the_last_good_page(preview: Preview) -> None:
    before, text = preview.get(preview.page), preview.file.read_text("utf-8")
    preview.file.write_text(text.replace("项目概况: |-\n  ", "项目概况: |-\n  刚刚改过。", 1), "utf-8")
    preview.wait_for_change(before)
    after = preview.get(preview.page)
    assert "刚刚改过。" in after
    assert "刚刚改过。" not in before
    preview.file.write_text("表式: nirgends\n", "utf-8")
    preview.wait_for_change(after)
    faulty = preview.get(preview.page)
    assert "刚刚改过。" in faulty
    preview.file.write_text(text, "utf-8")
    preview.wait_for_change(faulty)
    assert "刚刚改过。" not in preview.get(preview.page)


def test_only_declarations_are_refreshed_without_the_theme_and_a_failure_is_made_good(tmp_path: Path) -> None:
    done: list[str] = []
    refusals = [None, RuntimeError("refused"), None]

    def build() -> None:
        done.append("build")
        if refusal := refusals.pop(0):
            raise refusal

    following = serving.Preview(tmp_path, build, lambda: done.append("refresh"), lambda: pytest.fail("nobody asks"))
    project, page = str(tmp_path / "content/projects/2020/a.yml"), str(tmp_path / "content/pages/about.md")
    following.note([project])
    following.build()
    following.note([project, page])
    following.build()
    following.note([page])
    with pytest.raises(RuntimeError, match="refused"):
        following.build()
    following.note([project])
    following.build()  # what failed before has still to be built
    following.note([project])
    following.build()
    assert done == ["refresh", "build", "build", "build", "refresh"]


def test_a_hand_written_page_is_followed_too(preview: Preview) -> None:
    about = preview.root / "content/pages/about.md"
    before = preview.get("about/")
    about.write_text(f"{about.read_text('utf-8')}\n又加一句。\n", "utf-8")
    preview.wait_for_change(before)
    assert "又加一句。" in preview.get("about/")
    assert "<h1" in preview.get(preview.page)
