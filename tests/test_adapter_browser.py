"""The theme's shell in a real browser: nothing is asked of other hosts, no text runs, and a folder works as a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import build, write_site
from browsing import chromium, served
from playwright.sync_api import Browser
from test_spliced_pages_equal_mkdocs import hostile_site

from jixiao.site.page import Heading, Page, Section, Site

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]
GITHUB = {"repo_url": "https://github.com/squidfunk/mkdocs-material"}


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The hostile site, built with the address of a repository on GitHub, behind a server."""
    folder = tmp_path_factory.mktemp("hostile")
    result = build(write_site(folder, hostile_site(quote=""), {"about.md": "# 关于\n\n## 一\n"}, **GITHUB))
    assert result.returncode == 0, result.stderr
    with served(folder / "site") as base:
        yield base


def test_no_page_asks_another_host_or_runs_its_texts(browser: Browser, hostile_address: str) -> None:
    page = browser.new_page()
    trouble: list[str] = []
    page.on("request", lambda request: request.url.startswith(hostile_address) or trouble.append(request.url))
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    for path in ("about/", "404.html", *(generated.path for generated in hostile_site().pages)):
        page.goto(hostile_address + path.replace("%", "%25"), wait_until="load")
    page.wait_for_load_state("networkidle")
    assert trouble == []
    page.close()


SMALL = Site(
    (Section("home", "首页", ""), Section("rules", "规则", "rules/")),
    (
        Page("", "首页", "", '<h1 id="top">首页</h1><a id="body-link" href="projects/2019/a/">甲</a>', section="home"),
        Page("rules/", "规则", "", '<h1 id="top">规则</h1><a id="up" href="..">上</a>', section="rules"),
        Page(
            "projects/2019/a/",
            "甲",
            "",
            '<h1 id="top">甲</h1><svg width="9" height="9"><a href="../../../rules/?v=1#top"><rect width="9" height="9"/>'
            '</a></svg><h2 id="二">二</h2>',
            (Heading("二", "第二节"),),
        ),
    ),
)


def test_a_site_in_a_folder_can_be_walked_without_a_server(browser: Browser, tmp_path: Path) -> None:
    result = build(write_site(tmp_path, SMALL, {"about.md": "# 关于\n\n[规则](/rules/)\n"}))
    assert result.returncode == 0, result.stderr
    root = (tmp_path / "site").as_uri()
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{root}/index.html")
    for click, address in (
        ("#body-link", "projects/2019/a/index.html"),
        (".md-nav--secondary a >> text=第二节", "projects/2019/a/index.html#%E4%BA%8C"),
        ("article svg a", "rules/index.html?v=1#top"),
        ("#up", "index.html"),
        (".md-tabs a >> text=关于", "about/index.html"),
        ("article a >> text=规则", "rules/index.html"),
        (".md-tabs a >> text=首页", "index.html"),
        (".md-tabs a >> text=规则", "rules/index.html"),
        (".md-header a.md-logo", "index.html"),
    ):
        page.click(click)
        page.wait_for_url(f"{root}/{address}", timeout=5000)
    page.close()


def test_the_keyboard_skips_to_the_text_of_a_page(browser: Browser, hostile_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{hostile_address}rules/B201/更深/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').tagName") == "H1"
    page.close()
