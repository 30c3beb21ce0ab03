"""The preview follows edits: a page is made when it is asked for, and an error leaves the last good one."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))
import generate

PATIENCE = 60


class Preview:
    """A running ``jixiao serve`` of a small invented site."""

    def __init__(self, root: Path, base: str) -> None:
        self.root, self.base = root, base

    def get(self, path: str) -> str:
        """The page or file at an address."""
        with urllib.request.urlopen(f"{self.base}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def wait_for_change(self, page: str) -> None:
        """Ask as a browser does that shows this page: the answer comes when there is something new."""
        found = re.search(r"livereload\((\d+), ?(\d+)\)", page)
        assert found
        self.get(f"livereload/{found[1]}/{found[2]}")

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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jixiao", "serve", "--root", str(root), "--address", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL, start_new_session=True)
    found = Preview(root, f"http://127.0.0.1:{port}/")
    try:
        _wait_until_up(found, process)
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def _wait_until_up(preview: Preview, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None
        try:
            preview.get("")
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the preview did not start")


def test_pages_and_files_are_there_when_they_are_asked_for(preview: Preview) -> None:
    assert "<h1" in preview.get(preview.page)
    assert preview.get(f"{preview.page}declaration.json").startswith("{")
    assert "jixiaoCatalogue" in preview.get("data/catalogue.js")
    assert "jixiaoSearch.begin" in preview.get("search-index/index.js")
    assert "jixiaoSearch.grams_of" in preview.get("search-index/2020/0.js")
    assert "projects.csv" in preview.get("data/")
    assert '"files"' in preview.get("data/v1/index.json")
    with pytest.raises(urllib.error.HTTPError):
        preview.get("projects/2020/nirgends/nichts/")


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


def test_a_hand_written_page_is_followed_too(preview: Preview) -> None:
    about = preview.root / "content/pages/about.md"
    before = preview.get("about/")
    about.write_text(f"{about.read_text('utf-8')}\n又加一句。\n", "utf-8")
    preview.wait_for_change(before)
    assert "又加一句。" in preview.get("about/")
    assert "<h1" in preview.get(preview.page)
