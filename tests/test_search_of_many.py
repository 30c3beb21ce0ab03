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
from playwright.sync_api import Browser, Page
from test_incremental import build

sys.path.insert(0, str(ROOT / "scripts"))
import generate

from jixiao.search.grams import fold
from jixiao.source import Mapping, Node, Scalar, read
from jixiao.text import join_layout_lines

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

COUNT = 150
FIXED = (
    "运行维护", "满意度", "青禾市", "教育局", "青禾府办", "三定方案", "≥95%", "≥95％", "95%", "100", "2021", "2021年", "-12-31", "（", "(", "《", "号",
    "预算执行率 满意度", "培训 故障", "shanghai-2019", "SHANGHAI", "ｓｈａｎｇｈａｉ", "unit-0002", "p000", "规划（20", "规划(20", "、", "。", "：", "aaa", "龘",
    "不存在的词语", "满意度满意度", "2019 2020 2021 2022", "<b>", "\\d", "元", "元（", "0", "00", "000", "0000", "00000",
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of generated declarations."""
    root = tmp_path_factory.mktemp("many")
    generate.generate(root, COUNT, units=6, years=4, seed=7, errors=0)
    assert environment()
    build(root)
    return root


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, list[str]]:
    """The truth: each declaration's texts as its file has them, folded; amounts and days as the form prints them too."""
    found = {}
    for file in sorted((root / "content/projects").rglob("*.yml")):
        document = read(file.name, file.read_bytes())
        assert document.root
        filed = [text for value in values(document.root) for text in (value, join_layout_lines(value))]
        amounts = [f"{int(text):,} 元（{text}）" for text in filed if text.isdigit() and int(text) > 9999]
        rows = document.root.get("分解目标")
        assert isinstance(rows, Mapping)
        pairs = ["：".join(values(item)) for _, group in rows.entries for item in group.items]  # type: ignore[union-attr]
        name = "/".join(file.with_suffix("").parts[-3:])
        year = name[:4]
        days = [
            f"{day} {year}/{day[5:].lstrip('0').replace('-0', '/').replace('-', '/')}"
            for day in (f"{year}-01-01", f"{year}-12-31")
        ]
        site = [f"{year}年", name, "shanghai-2019 上海市财政支出项目绩效目标申报表"]
        found[name] = [fold(text) for text in (*filed, *amounts, *pairs, *days, *site)]
    return found


def values(node: Node) -> list[str]:
    if isinstance(node, Scalar):
        return [node.text]
    children = (entry.value for entry in node.entries) if isinstance(node, Mapping) else node.items
    return [text for child in children for text in values(child)]


def queries(texts: dict[str, list[str]]) -> list[str]:
    """Pieces of what is written, of every length, and such as cross the borders of words; and the fixed ones."""
    random, found = Random(11), list(FIXED)
    everything = [text for filed in texts.values() for text in filed if len(text) > 8]
    for length in (1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 20, 40):
        for _ in range(5):
            text = random.choice(everything)
            start = random.randrange(max(1, len(text) - length))
            found.append(text[start : start + length].replace("\n", " ").strip() or "字")
    for _ in range(15):
        one, two = (random.choice(everything) for _ in range(2))
        found.append(f"{one[2:5]} {two[1:4]}")
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def page(browser: Browser, root: Path) -> Iterator[Page]:
    """The search of the built site, opened."""
    with served(root / "site") as base, visit(browser, base) as visitor:
        visitor.go("")
        visitor.page.keyboard.press("/")
        wait_until(visitor.page, "document.querySelector('.jx-search-status')?.textContent.startsWith('输入')")
        yield visitor.page


FIND = """async (query) => {
  const search = globalThis.jixiaoSearch, parts = search.parts(query);
  const found = await search.find(parts), kept = [];
  for (const one of found) if (one.page.id && (await search.prove(one, parts))) kept.push([one.page.id, one.proved]);
  return { kept, unproved: found.filter((one) => one.page.id && !one.proved).length };
}"""


def test_zero_missed_and_zero_false(page: Page, texts: dict[str, list[str]]) -> None:
    asked, wrong = queries(texts), {}
    assert len(asked) >= 80
    for query in asked:
        parts = fold(query).split()
        truth = {name for name, filed in texts.items() if all(any(part in text for text in filed) for part in parts)}
        found = {name for name, _ in page.evaluate(FIND, query)["kept"]}
        if found != truth:
            wrong[query] = (sorted(found - truth)[:3], sorted(truth - found)[:3])
    assert wrong == {}


def test_what_is_a_gram_itself_needs_no_proof(page: Page) -> None:
    """So that two characters that half of all declarations hold are counted without loading half of all texts."""
    for query in ("培训", "青", "95", "≥", "2021"):
        unproved = page.evaluate(
            "async (q) => (await jixiaoSearch.find(jixiaoSearch.parts(q))).filter((f) => !f.proved).length", query
        )
        assert unproved == 0


def test_folding_in_the_browser_is_folding_in_the_index(page: Page) -> None:
    """Over every character of the Basic Multilingual Plane but lone surrogates."""
    characters = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code <= 0xDFFF]
    text = "".join(characters)
    folded = page.evaluate("(text) => jixiaoSearch.fold(text)", text)
    assert [(a, b, c) for a, b, c in zip(text, folded, fold(text), strict=True) if b != c] == []


def test_the_first_results_are_on_show_before_all_are_proved(page: Page) -> None:
    page.locator(".jx-search-input").fill("由专人")
    wait_until(page, "document.querySelector('.jx-search').getAttribute('aria-busy') === 'false'")
    status = page.locator(".jx-search-status").inner_text()
    assert status.startswith("找到 ")
    assert page.locator(".jx-search-results a").count() == 10


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
