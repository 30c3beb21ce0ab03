"""Measures a built site in Chromium: what a search loads and how long it takes, and how quick the explorer sorts and filters."""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests"))
from browsing import launch, served, visit, wait_until  # type: ignore[import-not-found]
from playwright.sync_api import Page, Response, sync_playwright

QUERIES = (
    "运维",
    "满意度",
    "预算执行率",
    "水质监测",
    "青禾市教育局",
    "由专人",
    "95%",
    "青禾府办",
    "培训 故障",
    "不存在的词语",
    "档案数字化",
    "2020年",
)
OPEN = "document.querySelector('.jx-search-status')?.textContent.startsWith('输入')"
SHOWN = "document.querySelector('.jx-search-results a') || document.querySelector('.jx-search-status').textContent.startsWith('没有')"
SETTLED = "document.querySelector('.jx-search').getAttribute('aria-busy') === 'false'"
SEARCH = """async (query) => {
  const input = document.querySelector('.jx-search-input'), started = performance.now();
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const status = document.querySelector('.jx-search-status');
  while (status.textContent.startsWith('正在') || !(document.querySelector('.jx-search-results a') || status.textContent.startsWith('没有')))
    await new Promise((resolve) => setTimeout(resolve, 1));
  return performance.now() - started;
}"""


def size(site: Path, *patterns: str) -> int:
    """Bytes of the files below the site that fit some patterns."""
    return sum(file.stat().st_size for pattern in patterns for file in site.glob(pattern) if file.is_file())


def index_lines(site: Path) -> Iterator[str]:
    """The sizes that do not depend on a query."""
    catalogue = (site / "data/catalogue.js").read_bytes()
    yield f"索引（不含正文）{size(site, 'search-index/[0-9]*/*.js', 'search-index/*.js') / 1e6:.2f} MB，正文 {size(site, 'data/records/**/*.js') / 1e6:.2f} MB"
    yield f"目录 {len(catalogue) / 1e3:.0f} KB，压缩后 {len(gzip.compress(catalogue, 6)) / 1e3:.0f} KB"


def search_lines(page: Page, base: str, site: Path) -> Iterator[str]:
    """For each query: milliseconds to the first result, and what was loaded for the results on show."""
    for query in QUERIES:
        loaded: list[str] = []

        def note(response: Response, loaded: list[str] = loaded) -> None:
            loaded.append(response.url.split("/", 3)[3])

        page.goto("about:blank")
        page.goto(base)
        page.keyboard.press("/")
        wait_until(page, OPEN)
        page.on("response", note)
        first = page.evaluate(SEARCH, query)
        at_first = list(loaded)
        wait_until(page, SETTLED)
        page.remove_listener("response", note)
        status = page.locator(".jx-search-status").inner_text()
        raw, squeezed = (sum(measure((site / path).read_bytes()) for path in at_first) for measure in (len, _squeezed))
        yield f"{query:　<8} 首个结果 {first:6.0f} 毫秒，到此载入 {raw / 1e3:6.1f} KB（压缩后 {squeezed / 1e3:5.1f} KB，{len(at_first)} 个文件）  {status}"


def _squeezed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


EXPLORER = """async ([action, times]) => {
  const found = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await action_(action, i);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    found.push(performance.now() - started);
  }
  return found;
  async function action_(action, i) {
    if (action === "sort") { document.querySelectorAll(".tabulator-col.tabulator-sortable")[5 + (i % 3)].click(); return; }
    const input = document.querySelector("input[type=search], .jx-explorer input");
    input.value = ["水质", "档案", "", "运行"][i % 4];
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}"""


def explorer_lines(page: Page) -> Iterator[str]:
    """How long sorting and filtering take until the next picture is drawn."""
    page.wait_for_selector(".tabulator-row")
    for action, label in (("sort", "排序"), ("filter", "筛选")):
        times = page.evaluate(EXPLORER, [action, 9])
        yield f"{label}：中位 {statistics.median(times):.0f} 毫秒，最长 {max(times):.0f} 毫秒"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description="在 Chromium 里量一个建好的网站：搜索载入多少、多快，全部项目一页排序和筛选多快。", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这段帮助")
    parser.add_argument("site", type=Path, help="建好的网站的文件夹")
    given = parser.parse_args(arguments)
    print("\n".join(index_lines(given.site)))
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with served(given.site) as base, visit(browser, base) as visitor:
            for line in search_lines(visitor.page, base, given.site):
                print(line)
            for line in explorer_lines(visitor.go("explore/")):
                print(f"筛选查询，{line}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
