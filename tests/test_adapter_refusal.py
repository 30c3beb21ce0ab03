"""An invalid declaration stops MkDocs before it touches the old site, and leaves `serve` with the last good one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from adapter_site import build, environment, write_site

from jixiao.site.page import Page, Site

REPORT = "content/projects/2019/a/b.yml:3:5 错误 B201 资金构成合计与当年预算不符"
UNTOUCHED = "没有生成网站，原来的网站没有改动"


def site(title: str) -> Site:
    """A site of one page."""
    return Site((), (Page("", title, "", f"<h1>{title}</h1>"),))


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and content."""
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_an_invalid_declaration_stops_the_build_and_leaves_the_old_site(tmp_path: Path, tool: str) -> None:
    config = write_site(tmp_path, site("甲"), {})
    assert build(config, tool=tool).returncode == 0
    before = snapshot(tmp_path / "site")
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    for options in ((), ("--strict",), ("--dirty",)):
        result = build(config, *options, tool=tool)
        assert REPORT in result.stderr
        assert UNTOUCHED in result.stderr
        assert (result.returncode, "Traceback" in result.stderr) == (1, False)
        assert snapshot(tmp_path / "site") == before


@contextmanager
def served(config: Path, log: Path, tool: str) -> Iterator[str]:
    """Serve a site; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", tool, "serve", "-f", str(config), "-a", address]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment())
    try:
        yield f"http://{address}/"
    finally:
        process.terminate()
        process.wait(10)


def eventually(address: str, log: Path, text: str) -> bool:
    """Whether a text is on the page or in the log before long."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            page = urllib.request.urlopen(address, timeout=5).read().decode()
        except OSError:
            page = ""
        if text in page or text in log.read_text("utf-8"):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_serving_follows_the_content_and_keeps_the_last_good_site(tmp_path: Path, tool: str) -> None:
    config, log = write_site(tmp_path, site("甲一"), {"about.md": "# 关于"}), tmp_path / "log.txt"
    with served(config, log, tool) as address:
        assert eventually(address, log, "<h1>甲一</h1>"), log.read_text("utf-8")
        (tmp_path / "report.txt").write_text(REPORT, "utf-8")
        (tmp_path / "content" / "x.yml").write_text("错", "utf-8")
        assert eventually(address, log, REPORT), log.read_text("utf-8")
        assert "<h1>甲一</h1>" in urllib.request.urlopen(address, timeout=5).read().decode()
        (tmp_path / "report.txt").unlink()
        write_site(tmp_path, site("乙二"), {})
        (tmp_path / "content" / "x.yml").write_text("对", "utf-8")
        assert eventually(address, log, "<h1>乙二</h1>"), log.read_text("utf-8")
    assert "Traceback" not in log.read_text("utf-8")
