"""Every kind of page in real Chromium: quiet, accessible, within its width, printable, and working from a folder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from adapter_site import ROOT
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, served, visit
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

DECLARATION = "projects/2020/qinghe-tushuguan/liudong-shuche/"
PAGES = {
    "home": "",
    "all projects": "projects/",
    "explorer": "explore/",
    "compare": "compare/",
    "year": "projects/2020/",
    "declaration": DECLARATION,
    "declaration of 2026": "projects/2026/qinghe-tushuguan/duzhezheng/",
    "chain": "history/2018/qinghe-danganguan/dangan-shuzihua/",
    "units": "units/",
    "unit": "units/qinghe-danganguan/",
    "types": "types/",
    "type": "types/recurrent-operations/",
    "purposes": "purposes/",
    "purpose": "purposes/purchased-services/",
    "summaries": "summary/",
    "summary": "summary/2020/",
    "indicators": "indicators/",
    "findings": "findings/",
    "rules": "rules/",
    "rule": "rules/subproject-total-mismatch/",
    "hand-written": "about/",
    "not found": "404.html",
}
WIDTH_OF_NEXT_FRAME = """
() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(
  () => tell(document.documentElement.scrollWidth))))
"""
pages = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@pytest.fixture(scope="session")
def address(example: Path) -> Iterator[str]:
    with served(example.parent) as base:
        yield f"{base}open/"


@pytest.fixture(scope="module")
def visitor(browser: Browser, address: str) -> Iterator[Visit]:
    """One visitor for all pages, who need not fetch and compile the theme's scripts again for each."""
    with visit(browser, address) as found:
        yield found


@pages
def test_page_loads_without_complaint_or_outside_request(visitor: Visit, path: str) -> None:
    visitor.page.goto("about:blank")
    visitor.complaints.clear()
    visitor.go(path).wait_for_load_state("networkidle")
    if path != "404.html":
        assert visitor.page.locator("h1").count() == 1
    assert visitor.complaints == []


@pages
@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")], ids=["light", "dark"])
def test_page_has_no_serious_accessibility_violation(
    visitor: Visit, path: str, scheme: Literal["light", "dark"], name: str
) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    page = visitor.go(path)
    assert page.locator("body").get_attribute("data-md-color-scheme") == name
    found = Axe().run(page).response["violations"]
    grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]][:3]) for v in grave] == []


@pages
def test_page_never_scrolls_sideways(visitor: Visit, path: str) -> None:
    page = visitor.go(path)
    for width in (1920, 768, 360, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDTH_OF_NEXT_FRAME) <= width


def test_a_great_amount_is_printed_whole_beside_others(browser: Browser, address: str) -> None:
    paper = 642  # CSS pixels between the margins of A4
    with visit(browser, address, width=paper) as visitor:
        page = visitor.go("projects/2020/")
        page.emulate_media(media="print")
        page.locator(".jx-headline .jx-money").first.evaluate(
            "amount => { amount.textContent = '¥1,909,101.45 万元'; }"
        )
        values = page.locator(".jx-headline dd")
        wide = values.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
        assert (values.count(), wide) == (4, 0)


def test_reader_finds_a_declaration_by_keyboard_alone(browser: Browser, address: str) -> None:
    with visit(browser, address) as visitor:
        page = visitor.go("")
        page.locator(".md-tabs a", has_text="项目").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/projects/")
        page.get_by_role("link", name="流动书车（运行）").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{DECLARATION}")
        assert page.locator("h1").inner_text().strip() == "流动书车（运行）"


def test_current_section_is_marked_in_the_navigation(browser: Browser, address: str) -> None:
    with visit(browser, address) as visitor:
        page = visitor.go("rules/subproject-total-mismatch/")
        assert page.locator(".md-tabs__item--active").all_inner_texts() == ["检查规则"]


def test_site_works_from_a_folder(browser: Browser, example: Path) -> None:
    with visit(browser, f"{example.as_uri()}/") as visitor:
        page = visitor.go("index.html")
        page.get_by_role("link", name="项目列表").first.click()
        page.get_by_role("link", name="流动书车（运行）").first.click()
        assert page.locator("h1").inner_text().strip() == "流动书车（运行）"
        assert page.evaluate("getComputedStyle(document.querySelector('.jx-crumbs ol')).display") == "flex"
        assert visitor.complaints == []


def _declarations() -> list[str]:
    files = sorted((ROOT / "content" / "projects").rglob("*.yml"))
    return ["/".join(file.with_suffix("").parts[-3:]) for file in files]


@pytest.mark.parametrize("declaration", _declarations())
def test_declaration_prints_on_two_pages_of_a4_like_the_paper_form(
    browser: Browser, published: Path, tmp_path: Path, declaration: str
) -> None:
    with served(published) as base, visit(browser, base) as visitor:
        page = visitor.go(f"projects/{declaration}/")
        name = page.locator("h1").inner_text().strip()
        page.pdf(path=str(tmp_path / "form.pdf"), prefer_css_page_size=True, format="A4")
        page.emulate_media(media="print")
        seen = [page.locator(part).is_visible() for part in (".md-header", ".md-tabs", ".md-footer", ".jx-crumbs")]
    info = subprocess.run(["pdfinfo", tmp_path / "form.pdf"], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in info.splitlines())
    assert int(facts["Pages"]) <= 2
    assert "A4" in facts["Page size"]
    assert seen == [False] * 4
    text = subprocess.run(["pdftotext", tmp_path / "form.pdf", "-"], capture_output=True, encoding="utf-8", check=True)
    printed = "".join(text.stdout.split())
    for words in ("上海市财政支出项目绩效目标申报表", "申报单位名称", name, "备注"):
        assert "".join(words.split()) in printed
