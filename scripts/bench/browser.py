"""Measures a built site in Chromium: what a search loads and how long it takes, and how quick the explorer sorts and filters."""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests"))
from browsing import launch, served, visit, wait_until  # type: ignore[import-not-found]
from literal import expected, queries, texts_of  # type: ignore[import-not-found]
from playwright.sync_api import Page, Response, sync_playwright

OPEN = "document.querySelector('.jx-search-status')?.textContent.startsWith('输入')"
FINAL = "/^(找到|没有找到)/.test(document.querySelector('.jx-search-status').textContent)"
SETTLED = "document.querySelector('.jx-search').getAttribute('aria-busy') === 'false'"
SEARCH = """async (query) => {
  const input = document.querySelector('.jx-search-input'), status = document.querySelector('.jx-search-status'), started = performance.now();
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(2000);
  const list = document.querySelector('.jx-search-results');
  input.value = query;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  const until = async (done) => { while (!done()) await new Promise((resolve) => setTimeout(resolve, 1)); return performance.now() - started; };
  const first = await until(() => list.firstChild || status.textContent.startsWith('没有'));
  const final = await until(() => /^(找到|没有找到)/.test(status.textContent));
  const needed = performance.getEntriesByType('resource').map(({ name }) => name.split('/').slice(3).join('/'));
  const all = await until(() => document.querySelector('.jx-search').getAttribute('aria-busy') === 'false');
  return { first, final, all, needed, told: document.querySelector('.jx-search-kinds [value="declaration"]')?.textContent ?? '' };
}"""
MOST_REQUESTS, MOST_KB = 20, 60
"""What a query may load until its number is final; what is quoted of the first ten results comes on top."""


class Searched(NamedTuple):
    """One query: milliseconds to the first result, to the final number, to all that is on show; what was loaded until the number was final, and in all; what was told."""

    query: str
    first: float
    final: float
    whole: float
    needed: tuple[str, ...]
    files: tuple[str, ...]
    told: int


def size(site: Path, *patterns: str) -> int:
    """Bytes of the files below the site that fit some patterns."""
    return sum(file.stat().st_size for pattern in patterns for file in site.glob(pattern) if file.is_file())


def index_lines(site: Path) -> Iterator[str]:
    """The sizes that do not depend on a query."""
    catalogue = (site / "data/catalogue.js").read_bytes()
    index, packs = (
        size(site, "search-index/[0-9]*/*.js", "search-index/*.js"),
        size(site, "search-index/[0-9]*/pack*.js"),
    )
    yield f"索引 {(index - packs) / 1e6:.2f} MB，打包的正文 {packs / 1e6:.2f} MB，单份的正文 {size(site, 'data/records/**/*.js') / 1e6:.2f} MB"
    yield f"目录 {len(catalogue) / 1e3:.0f} KB，压缩后 {len(gzip.compress(catalogue, 6)) / 1e3:.0f} KB"


def search(page: Page, base: str, query: str) -> Searched:
    """Ask one query on a page that has only the lists."""
    loaded: list[str] = []

    def note(response: Response) -> None:
        loaded.append(response.url.split("/", 3)[3])

    page.goto("about:blank")
    page.goto(base)
    page.keyboard.press("/")
    wait_until(page, OPEN)
    page.on("response", note)
    told = page.evaluate(SEARCH, query)
    page.remove_listener("response", note)
    count = int("".join(filter(str.isdigit, told["told"])) or 0)
    return Searched(query, told["first"], told["final"], told["all"], tuple(told["needed"]), tuple(loaded), count)


def search_lines(page: Page, base: str, site: Path) -> Iterator[str]:
    """Each query with what it took, whether its number is true, and how many kept to their requests and bytes."""
    texts = texts_of(site.parent)
    asked, within, wrong = queries(texts), 0, 0
    finals: list[float] = []
    for query in asked:
        found = search(page, base, query)
        true = len(expected(texts, query))
        needed, whole = _kilobytes(site, found.needed), _kilobytes(site, found.files)
        packed = any("/pack-" in path for path in found.files)
        keeps = len(found.needed) <= MOST_REQUESTS and needed <= MOST_KB
        within, wrong = within + keeps, wrong + (found.told != true)
        finals.append(found.final)
        yield (
            f"{query:　<12} {found.told:6} 份{'' if found.told == true else f'（应为 {true}）'}  首个结果 {found.first:5.0f}，个数 {found.final:5.0f}，"
            f"全部 {found.whole:5.0f} 毫秒；到个数 {len(found.needed):3} 个文件、压缩后 {needed:7.1f} KB，到全部 {len(found.files):3} 个、{whole:7.1f} KB{'，正文打包' if packed else ''}"
        )
    yield f"{len(asked)} 个查询：个数不对的 {wrong} 个；{within} 个在 {MOST_REQUESTS} 个文件、{MOST_KB} KB 以内；个数确定：中位 {statistics.median(finals):.0f} 毫秒，最长 {max(finals):.0f} 毫秒"


def _kilobytes(site: Path, paths: Sequence[str]) -> float:
    return sum(_squeezed((site / path).read_bytes()) for path in paths) / 1000


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
    parser.add_argument("site", type=Path, help="建好的网站的文件夹，旁边是它的 content")
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
