"""What stands around every page: its language, what machines read in its head, and the foot with date, licence and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from adapter_site import ROOT, build, built, write_site

from jixiao.problem import SetupProblem
from jixiao.site.frame import frame_of
from jixiao.site.open_data.publication import UNSTATED, Publication
from jixiao.site.page import Page, Site
from jixiao.site.robots_txt import robots_txt

PAGES = (
    Page("", "首页", "述", "<h1>首页</h1>"),
    Page("a/b/", '题<"&', '"><script>', '<h1 id="top">题</h1>'),
    Page("data/", "数据下载", "述", "<h1>数据下载</h1>"),
)
SITE = Site((), PAGES)


def made(folder: Path, **settings: object) -> dict[str, str]:
    files = built(write_site(folder, SITE, {"about.md": "# 关于"}, **settings))
    return {path: content.decode() for path, content in files.items() if path.endswith((".html", ".txt"))}


def test_every_page_has_its_language_its_title_for_others_and_a_foot(tmp_path: Path) -> None:
    options = {
        "licence": "CC-BY-4.0",
        "licence_url": "https://a.example/?a=1&b=2",
        "report_errors": "mailto:a@a.example",
    }
    pages = made(tmp_path, site_name="甲<乙", site_url="https://jixiao.example/x/", plugins=[{"jixiao": options}])
    shells = {"index.html", "a/b/index.html", "data/index.html", "about/index.html", "404.html"}
    assert set(pages) == {*shells, "robots.txt"}
    for path, html in pages.items():
        if path == "robots.txt":
            continue
        assert '<html lang="zh-Hans"' in html
        assert '<meta property="og:site_name" content="甲&lt;乙">' in html
        assert '<a href="https://a.example/?a=1&amp;b=2" rel="license noopener nofollow">CC-BY-4.0</a>' in html
        assert '<a href="mailto:a@a.example" rel="noopener nofollow">报告错误</a>' in html
        assert 'rel="apple-touch-icon"' in html
    inner = pages["a/b/index.html"]
    assert '<meta property="og:title" content="题&lt;&#34;&amp;">' in inner
    assert '<meta property="og:description" content="&#34;&gt;&lt;script&gt;">' in inner
    assert '<meta property="og:url" content="https://jixiao.example/x/a/b/">' in inner
    assert '<meta property="og:image" content="https://jixiao.example/x/assets/images/share.png">' in inner
    assert '<a href="../../data/">下载数据</a>' in inner
    assert "跳到正文" in inner
    assert '<meta property="og:title" content="甲&lt;乙">' in pages["index.html"]
    assert '<meta property="og:title" content="关于">' in pages["about/index.html"]
    assert "Sitemap: https://jixiao.example/x/sitemap.xml\n" in pages["robots.txt"]


def test_what_a_site_does_not_set_is_not_claimed(tmp_path: Path) -> None:
    html = made(tmp_path)["a/b/index.html"]
    assert "许可：没有声明" in html
    assert "报告错误" not in html
    assert "og:url" not in html
    assert "application/atom+xml" not in html


def test_errors_are_reported_where_the_site_says_or_in_the_repository() -> None:
    publication = Publication(licence="CC0")
    assert frame_of(publication, (), "", None).report_errors == ""
    assert frame_of(publication, (), "", "https://git.example/a/").report_errors == "https://git.example/a/issues"
    assert frame_of(publication, (), "mailto:a@b", "https://git.example/a").report_errors == "mailto:a@b"


def test_only_what_is_there_is_linked_to() -> None:
    bare, whole = (frame_of(UNSTATED, there, "", None) for there in ((), ("data/", "data/v1/changes.atom")))
    assert (bare.feed, bare.data) == ("", "")
    assert (whole.feed, whole.data) == ("data/v1/changes.atom", "data/")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "a@b.example", "https://a b", "//a.example"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(SetupProblem, match="report_errors"):
        frame_of(UNSTATED, (), address, None)


def test_a_build_with_such_an_address_ends_in_a_sentence(tmp_path: Path) -> None:
    result = build(write_site(tmp_path, SITE, {}, plugins=[{"jixiao": {"report_errors": "javascript:x"}}]))
    assert result.returncode != 0
    assert "report_errors" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_site_without_address_names_no_sitemap() -> None:
    assert robots_txt(None) == robots_txt("") == "User-agent: *\nAllow: /\n"


def test_own_robots_are_kept(tmp_path: Path) -> None:
    plugins = [{"jixiao": {"extra_files": ["robots.txt"]}}]
    files = made_with(tmp_path, {"robots.txt": "User-agent: *\nDisallow: /\n"}, plugins=plugins)
    assert files["robots.txt"] == b"User-agent: *\nDisallow: /\n"


def made_with(folder: Path, pages: dict[str, str], **settings: object) -> dict[str, bytes]:
    return built(write_site(folder, SITE, pages, **settings))


@pytest.mark.parametrize("name", ["favicon.png", "touch-icon.png", "share.png"])
def test_pictures_are_there(name: str) -> None:
    assert (ROOT / "theme" / "assets" / "images" / name).read_bytes().startswith(b"\x89PNG")
