"""The preview follows edits: a page is made when it is asked for, and an error leaves the last good one."""

from __future__ import annotations

import json
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from adapter_site import ROOT, environment
from mkdocs.livereload import LiveReloadServer

sys.path.insert(0, str(ROOT / "scripts"))
import generate
from bench import preview as bench_preview

from jixiao.build.build import Build
from jixiao.site.page import Artifact, SitePlan
from mkdocs_jixiao import serving


class Preview(bench_preview.Preview):
    """A running ``jixiao serve`` of a small invented site."""

    def __init__(self, root: Path) -> None:
        self._says = root / "says"
        with self._says.open("wb") as said:
            super().__init__(root, environment(), said)

    def wait_for_words(self, words: str) -> None:
        """Wait until it says something: where nothing new is shown, no browser hears of it."""
        until = time.monotonic() + bench_preview.PATIENCE
        while words not in self._says.read_text("utf-8"):
            assert time.monotonic() < until
            time.sleep(0.02)

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
    found = Preview(root)
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
    segment = re.search(r'"name":"([^"]+)"', preview.get("search-index/index.js"))
    assert segment
    assert "jixiaoSearch.grams_of" in preview.get(f"search-index/{segment[1]}/0.js")
    assert "projects.csv" in preview.get("data/")
    assert '"files"' in preview.get("data/v1/index.json")
    with pytest.raises(urllib.error.HTTPError):
        preview.get("projects/2020/nirgends/nichts/")


def test_files_of_all_years_are_there_before_the_page_that_lists_them(preview: Preview) -> None:
    """The first that is asked for is joined from files that nobody has asked for."""
    listed = json.loads(preview.get("data/v1/index.json"))["files"]
    paths = [str(entry["path"]) for entry in listed]
    assert {"projects.csv", "csv.zip", "jsonl.zip"} <= {path.rpartition("/")[2] for path in paths}
    base, before = preview.base, preview.get("")
    (preview.root / "content/rules.yml").write_text("须说明的增减额: 12345\n", "utf-8")  # so that nothing is made yet
    preview.wait_for_change(before)
    for path in sorted(paths, reverse=True):
        with urllib.request.urlopen(f"{base}data/v1/{path.removeprefix('data/v1/')}", timeout=60) as answer:
            assert answer.status == 200
            assert answer.read()


@pytest.mark.parametrize(
    "path", ["%00", "a%00b/", "projects/%00", "%ff%00", "..%2f..%2fetc/passwd", "x" * 5000, "data/v1/%2e"]
)
def test_addresses_of_nothing_are_answered_so(preview: Preview, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        preview.get(path)
    assert answer.value.code == 404


def test_a_page_without_its_slash_leads_to_it(preview: Preview) -> None:
    assert (
        preview.get(preview.page.rstrip("/")).partition("livereload(")[0]
        == preview.get(preview.page).partition("livereload(")[0]
    )


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("", True),
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("LOCALHOST.:80", True),
        ("[::1]:8000", True),
        ("192.168.1.7", True),
        ("a.localhost:1", True),
        ("my.machine:8000", True),
        ("evil.example", False),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:8000", False),
        ("evil.example:127.0.0.1", False),
        ("::", True),
        (":8000", False),
        ("1.2.3.4@evil.example", False),
    ],
)
def test_only_names_of_this_machine_are_answered(host: str, is_own: bool) -> None:
    """Somebody else's page may let its own name lead here, to read what is not published yet."""
    assert serving.is_own(host, ("localhost", "my.machine")) is is_own


def test_a_foreign_name_is_refused_for_every_address(preview: Preview) -> None:
    for path in ("", preview.page, "assets/stylesheets/site.css", "livereload/1/1", "nirgends"):
        request = urllib.request.Request(f"{preview.base}{path}", headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(request, timeout=60)
        assert answer.value.code == 403
        assert "预览只接受" in answer.value.read().decode()


def test_pages_are_answered_without_a_gap_while_edits_are_taken_in(preview: Preview) -> None:
    """Whatever is asked for while one edit after another is made: the page as it was, or as it is."""
    text, stop, seen = preview.file.read_text("utf-8"), threading.Event(), list[float | str]()

    def ask() -> None:
        while not stop.is_set():
            started = time.monotonic()
            for path in (preview.page, "", "about/", "assets/stylesheets/site.css", "data/v1/2020/projects.csv"):
                try:
                    preview.get(path)
                except OSError as error:
                    seen.append(f"{path}: {error}")
            seen.append(time.monotonic() - started)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    for number in range(4):
        before = preview.get(preview.page)
        preview.file.write_text(text.replace("项目概况: |-\n  ", f"项目概况: |-\n  改了 {number} 次。", 1), "utf-8")
        preview.wait_for_change(before)
    before = preview.get(preview.page)
    preview.file.write_text(text, "utf-8")
    preview.wait_for_change(before)
    stop.set()
    for thread in asking:
        thread.join()
    assert [one for one in seen if isinstance(one, str)] == []
    assert len(seen) > 4


def test_requests_do_not_wait_for_a_refresh(tmp_path: Path) -> None:
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    server._visible_epoch, server._wanted_epoch = 1, 2  # as while it builds
    seen: list[tuple[int, int]] = []
    following = serving.Preview(tmp_path, lambda: None, lambda: seen.append(epochs()), lambda: pytest.fail("no"))
    following._server = server

    def epochs() -> tuple[int, int]:
        return server._visible_epoch, server._wanted_epoch

    following.note([str(tmp_path / "content/projects/2020/a.yml")])
    following.build()
    assert seen == [(1, 1)]
    assert epochs() == (1, 2)


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
        assert on_demand.read(path) is None
    assert made == []
    for path in (
        "projects/2020/index.html",
        "projects/2020/page_2/",
        "data/v1/csv.zip",
        "",
        "index.html",
        "all.csv",
    ):
        on_demand.read(path)
    assert made == ["year", "data", "home", "late", "joined"]


def test_an_edit_shows_and_an_error_leaves_the_last_good_page(preview: Preview) -> None:
    before, text = preview.get(preview.page), preview.file.read_text("utf-8")
    preview.file.write_text(text.replace("项目概况: |-\n  ", "项目概况: |-\n  刚刚改过。", 1), "utf-8")
    preview.wait_for_change(before)
    after = preview.get(preview.page)
    assert "刚刚改过。" in after
    assert "刚刚改过。" not in before
    preview.file.write_text("表式: nirgends\n", "utf-8")
    preview.wait_for_words("有错误，没有生成网站")
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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process may outlive the one that started it")
def test_the_preview_ends_with_the_command_that_is_killed(tmp_path: Path) -> None:
    generate.generate(tmp_path, 2, units=1, years=1, seed=3, errors=0)
    served = Preview(tmp_path)
    try:
        served.wait_until_up()
        served._process.kill()
        served._process.wait()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                served.get("")
            except OSError:
                return
            time.sleep(0.05)
        pytest.fail("the preview is still answered")
    finally:
        served.stop()
