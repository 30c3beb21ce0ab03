"""The demonstration: what is committed is what the script writes; all of it can be published, and says that it is invented."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from adapter_site import ROOT, environment
from browsing import chromium, served, visit
from in_memory import judge
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from test_explorer_in_browser import choose, downloaded, rows_of
from test_search_in_browser import opened, settled
from test_search_index import values

from jixiao.finding import Severity
from jixiao.outcome import Verdict
from jixiao.results import Result
from jixiao.search import fold, searched, wanted

sys.path.insert(0, str(ROOT / "scripts"))

import demo
from demo_stories import UNITS, YEARS

NOTICE = "这是演示。单位、项目、数字全部是编造的，不是真实的申报表。"


def test_the_committed_files_are_those_that_the_script_writes() -> None:
    made = demo.files()
    committed = {
        file.relative_to(demo.DEMO).as_posix(): file.read_bytes().decode()
        for file in [demo.DEMO / "content/units.yml", *(demo.DEMO / "content/projects").rglob("*.yml")]
    }
    assert committed == made, "python scripts/demo.py writes them anew"


def test_it_shows_what_there_is() -> None:
    judged = judge(demo.DEMO)
    assert [finding for finding in judged.findings if finding.severity is Severity.ERROR] == []
    assert {declaration.year for declaration in judged.declarations} == {*YEARS}
    assert len(UNITS) == 6
    editions = {declaration.edition.id for declaration in judged.declarations}
    assert editions == {edition for unit in UNITS for edition in unit.editions}
    assert len(editions) == 5
    kinds = Counter(".".join(Path(path).name.split(".")[1:-1]) for path in demo.files() if "projects" in path)
    assert kinds["ziping"] > 20
    assert kinds["jiankong"] > 10
    codes = {finding.code for finding in judged.findings}
    assert {"H303", "H304", "R109", "R110"} <= codes
    assert any(finding.answer for finding in judged.findings)


def test_nothing_in_it_is_of_the_published_content() -> None:
    published = (ROOT / "content" / "units.yml").read_text("utf-8")
    assert [unit.name for unit in UNITS if unit.name in published] == []
    assert all(unit.name.startswith("虚构区") for unit in UNITS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built."""
    out = tmp_path_factory.mktemp("demo") / "site"
    command = [sys.executable, "-m", "jixiao", "build", "--root", str(demo.DEMO), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_every_page_says_that_it_is_invented(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 150
    assert [page for page in pages if NOTICE not in page.read_text("utf-8")] == []


# Results in the browser


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs the browser."""
    return pytest.mark.browser(pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")(test))


QUERIES = """\
分类准确率|三个老旧小区设施不足|171200|17.12万|171,200|95.11|95.11%|2024年|2026|虚构区环境卫生所|1260人次|预算执行率95.11%
分类准确率 2024年|还没有写在哪里|national-ziping|经费保障|年度资金总额|达到|≥1200人次"""


@cache
def results() -> tuple[Result, ...]:
    """Every report, whole."""
    return tuple(parsed.result for parsed in judge(demo.DEMO).parsed_files if parsed.result)


def truth() -> dict[str, list[str]]:
    """The values of each report by the address of its page, taken from its file and folded; amounts in 元 as well."""
    told = {}
    for result in results():
        assert result.document.root
        filed = [searched(value) for value in values(result.document.root)]
        amounts = [
            searched(f"{one.grouped} 元（{one.in_unit('万元')} 万元）")
            for row in result.funds
            for one in (row.initial, row.adjusted, row.executed, row.forecast)
            if one is not None
        ]
        unit = [fold(name) for name in (result.spending_unit.name, result.spending_unit.short)]
        edition = f"{result.edition.id} {result.edition.title}"
        told[f"{result.id}/{result.kind.suffix}"] = [
            *filed, *amounts, *unit, fold(edition), f"{result.year}年", result.record_id,
        ]  # fmt: skip
    return told


@contextmanager
def visited(browser: Browser, site: Path, path: str, **looks: object) -> Iterator[Page]:
    """A page of the demonstration, which must stay quiet to the end."""
    with served(site) as base, visit(browser, base, **looks) as visitor:  # type: ignore[arg-type]
        yield visitor.go(path)
        assert visitor.complaints == []


def search(page: Page, query: str) -> list[str]:
    """Where all that a query finds leads, in order."""
    page.locator(".jx-search-input").fill(query)
    settled(page)
    while page.locator(".jx-search-more").is_visible():
        page.locator(".jx-search-more").click()
        settled(page)
    links = page.locator(".jx-search-results a").evaluate_all("links => links.map(link => link.href)")
    return [link.split("/projects/")[1].strip("/") for link in links if "/projects/" in link]


@in_browser
def test_reports_are_found_by_just_what_they_hold(browser: Browser, site: Path) -> None:
    texts, wrong = truth(), {}
    with visited(browser, site, "") as page:
        opened(page)
        for query in [one for line in QUERIES.splitlines() for one in line.split("|")]:
            parts = [wanted(part) for part in fold(query).split()]
            expected = {
                name
                for name, filed in texts.items()
                if all(any(writing in text for writing in part for text in filed) for part in parts)
            }
            found = {address for address in search(page, query) if address.count("/") == 3}
            if found != expected:
                wrong[query] = (found ^ expected, len(expected))
    assert wrong == {}


@in_browser
def test_reports_are_a_kind_of_their_own_narrowed_by_year_and_unit_and_taken_away(browser: Browser, site: Path) -> None:
    with visited(browser, site, "") as page:
        opened(page)
        everything = [one for one in search(page, "虚构区") if one.count("/") == 3]
        page.get_by_role("button", name=f"完成情况（{len(results())}）").click()
        settled(page)
        assert len(everything) == len(results())
        assert page.locator(".jx-search-status").inner_text().endswith(f"筛选后 {len(results())} 条。")
        page.locator(".jx-search-controls select[name=year]").select_option("2024年")
        page.locator(".jx-search-controls select[name=unit]").select_option("虚构区环境卫生所")
        chosen = [one for one in results() if one.year == 2024 and one.spending_unit.name == "虚构区环境卫生所"]
        assert page.locator(".jx-search-status").inner_text().endswith(f"筛选后 {len(chosen)} 条。")
        with page.expect_download() as taken:
            page.locator(".jx-search-take").click()
        content = Path(taken.value.path()).read_bytes()
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head[:2] == ["种类", "名称"]
    assert sorted(row[:2] for row in rows) == sorted([one.kind.title, one.name] for one in chosen)


@in_browser
def test_the_explorer_has_what_was_reached(browser: Browser, site: Path) -> None:
    """As columns that can be shown, sorted and filtered, and in what is taken away; never added up."""
    told = {(one.name, str(one.year)): one for one in results() if one.kind.is_counted}
    titles = ["预算执行率（自评）（%）", "自评得分", "达到（条）", "未达到（条）", "无法判断（条）"]
    with visited(browser, site, "explore/#year=all&group=unit") as page:
        page.wait_for_selector(".jx-explorer[data-ready]")
        head, *rows = rows_of(downloaded(page, "csv"))
        book = load_workbook(io.BytesIO(downloaded(page, "xlsx")))
        choose(page, "missed-least", "2")
        page.wait_for_timeout(300)
        missed = page.locator(".jx-shown").inner_text()
        choose(page, "missed-least", "")
        choose(page, "spent-most", "84.99")
        page.wait_for_timeout(300)
        low = page.locator(".jx-shown").inner_text()
    at = [head.index(title) for title in titles]
    found = {(row[0], row[1]): [row[n] for n in at] for row in rows}
    assert [book["项目"].cell(1, n + 1).value for n in at] == titles
    assert not {*titles} & {cell.value for cell in book["小计"][1]}
    assert {key for key, row in found.items() if any(row)} == told.keys()
    for key, one in told.items():
        counts = [str(one.counts.of(verdict)) for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL)]
        assert one.score
        assert one.rate
        assert found[key] == [f"{one.rate.rounded}", f"{one.score.value.normalize():f}", *counts], key
    few = [one for one in told.values() if one.counts.not_met >= 2]
    spent = [one for one in told.values() if one.rate and one.rate.points < 85]
    assert (missed.split("，")[0], low.split("，")[0]) == (f"显示 {len(few)} 份", f"显示 {len(spent)} 份")
    assert few
    assert spent


def test_the_table_without_scripts_has_the_same(site: Path) -> None:
    page = (site / "explore" / "index.html").read_text("utf-8")
    assert len(re.findall('data-label="自评得分"', page)) == len(judge(demo.DEMO).declarations)


@in_browser
def test_side_by_side_each_says_what_it_reached(browser: Browser, site: Path) -> None:
    """Beside what it promised; and the figures of its self-evaluation."""
    chosen = [one for one in results() if one.name == "垃圾分类宣传" and one.kind.is_counted]
    with visited(browser, site, f"compare/?ids={','.join(one.id for one in chosen)}") as page:
        page.wait_for_selector(".jx-compare[data-ready]")
        rows = page.locator(".jx-side-by-side tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => cell.querySelector('.jx-filed')?.textContent ?? cell.textContent))"
        )
    told = {row[0]: row[1:3] for row in rows}
    order = [row[0] for row in rows]
    for n, one in enumerate(chosen):
        assert one.score
        assert told["自评得分"][n] == one.score.raw
        assert told["预算执行率（自评）"][n] == str(one.rate)
        for indicator in one.indicators:
            label = next(name for name in order if name.endswith(f"：{indicator.called}"))
            assert told[label][n] == indicator.target.raw
            assert told[f"{label}（实际）"][n] == f"{indicator.actual.raw}，{indicator.outcome.verdict.label}"
            assert order.index(f"{label}（实际）") == order.index(label) + 1
