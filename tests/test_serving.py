"""The preview follows edits: a page is made when it is asked for, and an error leaves the last good one."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))
import generate
from bench import preview as bench_preview

from jixiao.site.page import Parcel, Sheets
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


def test_only_what_is_asked_for_is_printed(tmp_path: Path) -> None:
    printed: list[str] = []

    class Printing:
        def make(self, parcel: Parcel) -> None:
            printed.append(parcel.name)

    addresses = {"home": ("",), "data": ("data/",), "year": ("projects/2020/", "projects/2020/page_2/")}
    parcels = tuple(Parcel(name, "", tuple, covers) for name, covers in addresses.items())
    sheets = Sheets((), (), (), parcels, lambda path: pytest.fail("no page is made here"))
    on_demand = serving.OnDemand(sheets, tmp_path, Printing())
    for path in ("livereload/1/2", "assets/theme.css", "nirgends/"):
        on_demand.bring(path)
    assert printed == []
    for path in ("projects/2020/index.html", "projects/2020/page_2/", "data/v1/projects.csv", "", "index.html"):
        on_demand.bring(path)
    assert printed == ["year", "data", "home"]


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


def test_what_a_refused_refresh_was_told_the_next_is_told_again(tmp_path: Path) -> None:
    told: list[frozenset[str] | None] = []
    refusals = [None, RuntimeError("refused"), None, None, None]

    def refresh(changed: frozenset[str] | None) -> None:
        told.append(changed)
        if refusal := refusals.pop(0):
            raise refusal

    projects = tmp_path / "content/projects/2020"
    following = serving.Preview(tmp_path, lambda: told.append(None), refresh, lambda: pytest.fail("nobody asks"))
    following.note([str(projects / "before.yml")])
    following.build()
    following.note([str(projects / "a.yml")])
    with pytest.raises(RuntimeError, match="refused"):
        following.build()
    following.note([str(projects / "b.yml")])
    following.build()
    following.note([str(projects / "c.yml")])
    following.build()
    a, b, c = (f"content/projects/2020/{name}.yml" for name in "abc")
    assert told == [None, {a}, {a, b}, {c}]  # at first, anything may have changed before it was followed
    following.note([str(projects / f"{number}.yml") for number in range(serving.MOST_NOTICED + 1)])
    following.build()
    assert told[4:] == [None]


def test_a_hand_written_page_is_followed_too(preview: Preview) -> None:
    about = preview.root / "content/pages/about.md"
    before = preview.get("about/")
    about.write_text(f"{about.read_text('utf-8')}\n又加一句。\n", "utf-8")
    preview.wait_for_change(before)
    assert "又加一句。" in preview.get("about/")
    assert "<h1" in preview.get(preview.page)
