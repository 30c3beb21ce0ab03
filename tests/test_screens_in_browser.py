"""Every kind of page at the widths of phones, tablets and large screens: nothing overlaps, nothing is cut, and a keyboard gets on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Visit, chromium, served, visit
from playwright.sync_api import Browser, Page
from test_site_in_browser import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

WIDTHS = (320, 390, 768, 1280, 1920)
pages = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
OVERLAPS = """
() => {
  const parts = [...document.querySelectorAll("header, .md-tabs, article, footer")].flatMap((part) =>
    [...part.querySelectorAll("a[href], button, input, select, summary, h1, h2, h3")]);
  const seen = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !one.closest(".jx-plot, .jx-spoken");
  const rects = (one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    return [...(/^H\\d$/.test(one.tagName) ? text : one).getClientRects()];
  };
  const boxes = parts.filter(seen).flatMap((one) => rects(one).map((box) => ({ one, box })));
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const found = [];
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      if (a.one.contains(b.one) || b.one.contains(a.one) || !over(a.box, b.box)) continue;
      if (a.one.closest("header") !== b.one.closest("header")) continue; // the header stays in place above what scrolls
      found.push(`${a.one.tagName} ${a.one.textContent.trim().slice(0, 20)} / ${b.one.tagName} ${b.one.textContent.trim().slice(0, 20)}`);
    }
  }
  return found;
}
"""
CONTRAST = """
() => {
  const active = document.activeElement;
  const one = active.matches(".md-option") ? active.nextElementSibling : active; // a hidden box, seen by its label
  const parse = (color) => {
    const [r, g, b, alpha = 1] = color.match(/[\\d.]+/g).map(Number);
    return { channels: [r, g, b], alpha };
  };
  const light = (channels) => {
    const [r, g, b] = channels.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (channels, { channels: upper, alpha }) => channels.map((v, i) => v * (1 - alpha) + upper[i] * alpha);
  const layers = [];
  for (let behind = one.parentElement; behind; behind = behind.parentElement) layers.unshift(parse(getComputedStyle(behind).backgroundColor));
  const below = layers.reduce(over, [255, 255, 255]);
  const ground = light(below);
  const style = getComputedStyle(one);
  if (style.outlineStyle === "none" || Number.parseFloat(style.outlineWidth) < 1) return 1;
  const line = light(over(below, parse(style.outlineColor)));
  return (Math.max(line, ground) + 0.05) / (Math.min(line, ground) + 0.05);
}
"""
STOPS = """
() => [...document.querySelectorAll("article a[href], article button, article input, article select, article summary, article [tabindex]")]
  .filter((one) => one.tabIndex >= 0 && one.checkVisibility({ checkVisibilityCSS: true })).length
"""


@pytest.fixture(scope="module")
def visitor(browser: Browser, example: Path) -> Iterator[Visit]:
    with served(example.parent) as base, visit(browser, f"{base}open/") as found:
        yield found


def settled(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() => tell())))")
    return page


@pages
def test_nothing_overlaps_and_nothing_scrolls_sideways(visitor: Visit, path: str) -> None:
    page = visitor.go(path)
    for width in WIDTHS:
        settled(page, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        assert page.evaluate(OVERLAPS) == [], width


@pages
def test_what_has_the_focus_is_seen(visitor: Visit, path: str) -> None:
    """From the top by keyboard: the skip link first, then each stop of header and tabs, and some of the page itself."""
    page = settled(visitor.go(path), 1280)
    low = []
    for number in range(24):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        words = page.evaluate(
            "(document.activeElement.textContent || document.activeElement.ariaLabel || '').trim().slice(0, 30)"
        )
        if number == 0 and path != "404.html":
            assert words == "跳到正文"
            continue
        if (contrast := page.evaluate(CONTRAST)) < 3:
            low.append((words, contrast))
    assert low == []


@pages
def test_a_page_has_no_more_stops_than_it_shows(visitor: Visit, path: str) -> None:
    """A chart is one stop: its table has the links."""
    page = settled(visitor.go(path), 1280)
    stops = page.evaluate(STOPS)
    assert stops <= 240
    assert page.evaluate(
        "document.querySelectorAll('.jx-plot a[href]').length === document.querySelectorAll('.jx-plot a[tabindex=\"-1\"]').length"
    )


def test_arrow_keys_go_from_point_to_point(visitor: Visit) -> None:
    page = settled(visitor.go("summary/2019/"), 1280)
    page.locator(".jx-plot").focus()
    page.keyboard.press("ArrowRight")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert "上年执行率" in first
    assert "上年执行率" in second
    assert first != second
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == first


def test_a_project_has_two_lines_on_a_phone_and_all_columns_when_asked(visitor: Visit) -> None:
    page = settled(visitor.go("projects/2019/"), 390)
    row = page.locator(".jx-brief tbody tr").first
    assert row.evaluate("row => row.offsetHeight") <= 70
    assert row.locator("td:visible").all_inner_texts()[0] == "青禾市档案馆"
    page.get_by_role("button", name="显示各栏").first.click()
    assert row.locator("td:visible").count() == 7
