"""Some hundred generated declarations in real Chromium: searched with queries of every sort, zero missed, zero false; and paged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from adapter_site import ROOT, environment
from browsing import chromium, served, visit, wait_until
from literal import expected, queries, texts_of
from playwright.sync_api import Browser, Page, Route
from test_incremental import build
from test_search_forms import ALPHABET, CASES

sys.path.insert(0, str(ROOT / "scripts"))
import generate

from jixiao.search import canonical, fold

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

COUNT = 150


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of generated declarations."""
    root = tmp_path_factory.mktemp("many")
    generate.generate(root, COUNT, units=6, years=4, seed=7, errors=0)
    assert environment()
    build(root)
    return root


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """The truth."""
    return texts_of(root)


@pytest.fixture(scope="module")
def page(browser: Browser, root: Path) -> Iterator[Page]:
    """The search of the built site, opened."""
    with served(root / "site") as base, visit(browser, base) as visitor:
        visitor.go("")
        visitor.page.keyboard.press("/")
        wait_until(visitor.page, "document.querySelector('.jx-search-status')?.textContent.startsWith('输入')")
        yield visitor.page


FIND = """async (query) => {
  const parts = jixiaoSearch.parts(query), found = await jixiaoSearch.find(parts);
  for await (const _ of jixiaoSearch.prove(found, parts));
  return found.filter((match) => match.page.id && !match.fails).map((match) => match.page.id);
}"""
ASK = """async (query) => {
  const input = document.querySelector('.jx-search-input');
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}"""
LOOKING = "document.querySelector('.jx-search-status').textContent.startsWith('正在')"
SETTLED = "document.querySelector('.jx-search').getAttribute('aria-busy') === 'false'"
COUNTED = """() => [document.querySelector('.jx-search-status').textContent,
  document.querySelector('.jx-search-kinds [value="declaration"]')?.textContent ?? '']"""


def test_zero_missed_and_zero_false(page: Page, texts: dict[str, str]) -> None:
    asked, wrong = queries(texts), {}
    assert len(asked) >= 80
    for query in asked:
        truth, found = expected(texts, query), set(page.evaluate(FIND, query))
        if found != truth:
            wrong[query] = (sorted(found - truth)[:3], sorted(truth - found)[:3])
    assert wrong == {}


def test_eighty_queries_settle_at_the_number_that_is_true(page: Page, texts: dict[str, str]) -> None:
    """In the dialog itself, and no number stands there before it is final."""
    asked, wrong = queries(texts), {}
    assert len(asked) >= 80
    for query in asked:
        page.evaluate(ASK, query)
        while page.evaluate(LOOKING):
            status, counted = page.evaluate(COUNTED)
            unsettled = not status.startswith(("找到", "没有找到"))
            assert not unsettled or not any(character.isdigit() for character in status + counted), (
                query,
                status,
                counted,
            )
        wait_until(page, SETTLED)
        status, counted = page.evaluate(COUNTED)
        told = int("".join(filter(str.isdigit, counted)) or 0)
        truth = len(expected(texts, query))
        if told != truth or not status.startswith("找到" if truth else ("找到", "没有找到")):
            wrong[query] = (status, counted, truth)
    assert wrong == {}


def test_what_is_proved_by_packed_texts_is_what_records_prove(page: Page, texts: dict[str, str]) -> None:
    """All declarations as if none were proved: more than are proved one by one, so their texts come packed."""
    script = """async (query) => {
      const parts = jixiaoSearch.parts(query), all = [], done = [];
      for (const segment of jixiaoSearch.segments)
        for (let number = 0; number < segment.count; number++)
          all.push({ page: jixiaoSearch.records[segment.first + number], segment, number, proved: false });
      for await (const part of jixiaoSearch.prove(all, parts)) done.push(part);
      return [all.filter((match) => !match.fails).map((match) => match.page.id), done.at(-1), Object.keys(performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/pack-'))).length];
    }"""
    for query in ("由专人", "满意度 2021", "龘", "，"):
        found, done, packs = page.evaluate(script, query)
        assert set(found) == expected(texts, query)
        assert done == 1
        assert packs > 0


def test_no_number_stands_there_while_texts_are_looked_through(browser: Browser, root: Path) -> None:
    """A phrase that all hold, longer than any gram: its number comes with their texts, which are held up here."""
    with served(root / "site") as base, visit(browser, base) as visitor:
        page, held = visitor.page, list[Route]()
        page.route("**/pack-*.js", lambda route: held.append(route))
        visitor.go("")
        page.keyboard.press("/")
        page.locator(".jx-search-input").fill("上海市财政支出项目绩效目标申报表")
        wait_until(page, "document.querySelector('.jx-search-status')?.textContent === '正在核对……'")
        while not held:
            page.wait_for_timeout(20)
        assert page.get_by_role("progressbar", name="核对进度").is_visible()
        assert page.get_by_role("status").inner_text() == "正在核对……"
        told = [*page.locator(".jx-search-kinds button, .jx-search-filters option").all_inner_texts()]
        assert told
        assert not any("（" in one for one in told)
        assert page.locator(".jx-search-take").is_hidden()
        held.pop().continue_()
        wait_until(page, SETTLED)
        assert page.get_by_role("status").inner_text().startswith("找到 ")
        assert page.get_by_role("progressbar").count() == 0
        assert f"申报表（{COUNT}）" in page.locator(".jx-search-kinds button").all_inner_texts()


def test_what_is_listed_needs_no_proof(page: Page) -> None:
    """So that what half of all declarations hold is counted without loading half of all texts."""
    for query in ("培训", "青", "95", "≥", "2021", "满意度", "预算执行率"):
        unproved = page.evaluate(
            "async (q) => (await jixiaoSearch.find(jixiaoSearch.parts(q))).filter((f) => !f.proved).length", query
        )
        assert unproved == 0, query


def test_folding_in_the_browser_is_folding_in_the_index(page: Page) -> None:
    """Over every character of the Basic Multilingual Plane but lone surrogates."""
    characters = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code <= 0xDFFF]
    text = "".join(characters)
    folded = page.evaluate("(text) => jixiaoSearch.fold(text)", text)
    assert [(a, b, c) for a, b, c in zip(text, folded, fold(text), strict=True) if b != c] == []


def test_writings_in_the_browser_are_those_of_the_index(page: Page) -> None:
    for text, folded, other in CASES["writings"]:
        assert page.evaluate(
            "(text) => [jixiaoSearch.fold(text), jixiaoSearch.canonical(jixiaoSearch.fold(text))]", text
        ) == [folded, other]
    for group in CASES["same"]:
        for typed in group:
            for filed in group:
                found = "([typed, filed]) => jixiaoSearch.holds(jixiaoSearch.searched(`约${filed}等`), jixiaoSearch.parts(typed)[0])"
                assert page.evaluate(found, [typed, filed]), (typed, filed)


def test_random_texts_have_the_same_writing_in_the_browser(page: Page) -> None:
    random = Random(3)
    texts = ["".join(random.choices(ALPHABET, k=random.randint(1, 24))) for _ in range(4000)]
    found = page.evaluate("(texts) => texts.map((text) => jixiaoSearch.canonical(jixiaoSearch.fold(text)))", texts)
    assert [(text, one) for text, one in zip(texts, found, strict=True) if one != canonical(fold(text))] == []


def test_what_is_marked_is_what_is_written(page: Page) -> None:
    """Also where it is written otherwise than it was typed."""
    for text, query, marks in (
        ("安排预算634.72 万元，共12人", "6,347,200元 12", ["634.72 万元", "12"]),
        ("于2022年12月31日前", "2022/12/31", ["2022年12月31日"]),
        ("满意度>=90%〔2016〕号", "≥90% (2016)", [">=90%", "〔2016〕"]),
        ("培训培训费", "培训 训费", ["培训", "培训费"]),
        ("11349600.00元", "11349600", ["11349600.00"]),
        ("没有", "别的", []),
    ):
        found = page.evaluate("([text, query]) => jixiaoSearch.marked(text, jixiaoSearch.parts(query))", [text, query])
        assert "".join(piece["text"] for piece in found) == text
        assert [piece["text"] for piece in found if "mark" in piece] == marks


def test_the_ways_to_other_pages_of_a_long_list_stand_side_by_side_on_a_phone(browser: Browser, root: Path) -> None:
    """The theme indents what stands in lists; here that would leave holes, and push the last way down."""
    with served(root / "site") as base, visit(browser, base, width=390) as visitor:
        visitor.go("indicators/g3/page_2/")
        title = visitor.page.locator("h1").bounding_box()
        boxes = [way.bounding_box() for way in visitor.page.locator(".jx-turns").first.locator("li").all()]
        assert len(boxes) >= 4
        assert title
        assert all(boxes)
        assert boxes[0]["x"] == title["x"]
        assert all(0 < after["x"] - before["x"] - before["width"] < 10 for before, after in pairwise(boxes))
