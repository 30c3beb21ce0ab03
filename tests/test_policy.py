"""The Content-Security-Policy in every page lets the theme run, and nothing that came into a page's body."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from adapter_site import ROOT, built, write_site
from browsing import chromium, served, visit
from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from playwright.sync_api import Browser

from jixiao.problem import SetupProblem
from jixiao.publish.policy import policy, with_policy
from jixiao.site.page import Page, Site
from jixiao.site.security_txt import security_txt
from mkdocs_jixiao.trouble import told

DEPTHS = ("", "a/", "a/b/", "a/b/c/d/")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    pages = tuple(Page(path, "题", "", "<h1>题</h1><script>document.title='ran'</script>") for path in DEPTHS)
    built(write_site(folder, Site((), pages), {"about.md": "# 关于"}, site_url="https://example.org/"))
    return folder / "site"


def test_every_page_has_one_policy_before_anything_is_loaded(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) == len(DEPTHS) + 2
    for page in pages:
        html = page.read_text("utf-8")
        (found,) = POLICY.finditer(html)
        assert found.start() < html.index("<link")
        assert found.start() < html.index("<script")
        assert "unsafe" not in found[1]
        assert found[1].count("sha256-") == 3


def test_a_script_in_a_body_is_not_named() -> None:
    html = '<meta charset="utf-8"><script src="x.js"></script><script type="application/json">{}</script>'
    assert "sha256" not in policy(html)
    named = with_policy(f"{html}<script>1</script>")
    assert "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='" in named


def test_a_page_without_a_place_for_its_policy_is_not_published() -> None:
    with pytest.raises(SetupProblem, match="内容安全策略没有地方写"):
        with_policy("<html><head></head><script>1</script></html>")


def test_trouble_with_templates_is_one_sentence() -> None:
    for error in (TemplateNotFound("a.html"), TemplateSyntaxError("x", 3, "b.html"), UndefinedError("'lang' is none")):
        sentence = told(error)
        assert "模板" in sentence
        assert "\n" not in sentence
    assert told(KeyError("x")) == ""


browser_only = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]


@pytest.mark.parametrize("how", [pytest.param(how, marks=browser_only) for how in ("http", "folder")])
@pytest.mark.parametrize("path", DEPTHS)
def test_what_came_into_a_body_does_not_run_and_the_theme_does(
    browser: Browser, site: Path, how: str, path: str
) -> None:
    """As if somebody had planted it in the store: a script, a handler, an address and a style."""
    place = site / path / "index.html"
    whole = place.read_text("utf-8")
    planted = "<img src=x onerror=\"document.title='ran'\"><a id=go href=\"javascript:document.title='ran'\">x</a>"
    place.write_text(whole.replace("<h1>题</h1>", f"<h1 style='color:red'>题</h1>{planted}"), "utf-8")
    try:
        with served(site) as base, visit(browser, base if how == "http" else f"{site.as_uri()}/") as visitor:
            page = visitor.go(f"{path}index.html")
            page.click("#go")
            page.wait_for_timeout(100)
            assert "ran" not in page.title()
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
            assert page.evaluate("typeof __md_get") == "function"
            assert page.evaluate("document.documentElement.className").split().count("js") == 1
            refused = [complaint for complaint in visitor.complaints if "Content Security Policy" in complaint]
            assert len(refused) >= 4
    finally:
        place.write_text(whole, "utf-8")


def test_who_finds_a_vulnerability_is_told_where_to_write() -> None:
    files = security_txt("mailto:a@example.cn\nExpires: x", "https://a.cn/x", 1_700_000_000)
    (text,) = set(files.values())
    assert text.decode().splitlines() == [
        "Contact: mailto:a@example.cn Expires: x",
        "Expires: 2024-11-13T22:13:20Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://a.cn/x/.well-known/security.txt",
        "Canonical: https://a.cn/x/security.txt",
    ]
    assert security_txt("", None, 1) == security_txt("mailto:a@example.cn", None, 0) == {}


def test_the_documents_name_what_servers_send() -> None:
    text = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    for header in ("frame-ancestors 'none'", "nosniff", "Referrer-Policy", "Permissions-Policy"):
        assert text.count(header) >= 4, header
