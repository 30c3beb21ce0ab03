"""Tables that a script sorts and filters, in real Chromium: by number and not by digits, what has none last, back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import chromium
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]
SCRIPT = Path(__file__).resolve().parent.parent / "theme" / "assets" / "javascripts" / "tables.js"
ROWS = [("甲", "9,000", "+1.00%"), ("乙", "10,000", "—"), ("丙", "800", "−30.00%"), ("丁", "0", "无法对比")]


def opened(browser: Browser, rows: list[tuple[str, ...]]) -> Page:
    """A page with one sortable table of these rows."""
    page = browser.new_page()
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    heads = "<th class=jx-text>项目</th><th class=jx-money>预算</th><th class=jx-growth>增减率</th>"
    page.set_content(
        f"<div class=jx-table-wrap><table class='jx-table jx-sortable'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    page.add_script_tag(path=SCRIPT)
    return page


def order(page: Page) -> str:
    """The first cells of the rows that are shown."""
    return "".join(page.locator("tbody tr:visible td:first-child").all_inner_texts())


def test_a_table_is_sorted_by_its_figures_and_what_has_none_comes_last(browser: Browser) -> None:
    page = opened(browser, ROWS)
    budget = page.get_by_role("button", name="预算")
    budget.focus()
    page.keyboard.press("Enter")
    assert order(page) == "乙甲丙丁"
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    budget.click()
    assert order(page) == "丁丙甲乙"
    growth = page.get_by_role("button", name="增减率")
    growth.click()
    assert order(page)[:2] == "甲丙"
    growth.click()
    assert order(page)[:2] == "丙甲"
    growth.click()
    assert order(page) == "甲乙丙丁", "a third press brings the first order back"
    assert page.locator("th[aria-sort]").count() == 0
    growth.click()
    page.locator("select").select_option("")
    assert order(page) == "甲乙丙丁"
    page.close()


def test_a_long_table_is_filtered_by_all_of_the_words(browser: Browser) -> None:
    page = opened(browser, [(f"项目{number}", "1", "") for number in range(20)])
    field = page.get_by_label("筛选")
    field.fill("项目 １9")
    assert order(page) == "项目19"
    assert page.get_by_role("status").inner_text() == "1 行，本页共 20 行"
    field.fill("")
    assert page.locator("tbody tr:visible").count() == 20
    page.close()


def test_the_indicators_of_a_library_are_filtered_whole(browser: Browser) -> None:
    """An indicator has several rows, one a target value: all of them stay or go together."""
    page = browser.new_page()
    bodies = "".join(
        f"<tbody><tr><th rowspan=2>指标{n}</th><td>≥{n}%</td></tr><tr><td>完成</td></tr></tbody>" for n in range(20)
    )
    page.set_content(f"<div class=jx-table-wrap><table class='jx-library jx-filterable'>{bodies}</table></div>")
    page.add_script_tag(path=SCRIPT)
    page.get_by_label("筛选").fill("指标 ≥7%")
    assert page.locator("tr:visible").all_inner_texts() == ["指标7\t≥7%", "完成"]
    assert page.get_by_role("status").inner_text() == "1 项，本页共 20 项"
    page.close()
