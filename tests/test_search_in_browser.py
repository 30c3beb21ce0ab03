"""Searching in real Chromium: what matches literally is found, nothing else is, best first, by keyboard, in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import ROOT, build
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, served, visit, wait_until
from in_memory import judge
from playwright.sync_api import Browser, Page
from test_search_index import values

from jixiao.text import half_width, join_layout_lines

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

QUERIES = """\
运维|政务|政务内网|内网|丢包|丢包率|视频|会议|满意度|健全|完备|建立|提升|招商|招商引资|课题|差旅|出差|扶贫|对口支援|东西扶贫|长三角
合作交流工作业务费|合作交流综合信息服务平台建设(运维)|合作交流综合信息服务平台建设（运维）|上海市政府驻外办事处视频会议系统（运维）
各地来沪投资数据采集与统计分析系统|上海市在外地投资企业工商注册采集与统计分析系统（运维）|驻外办事处|驻外 视频|平台 运维|课题 出差
2665500|2,665,500|2665|1988320|206,450|206450|193690|98800|98,800|100000|2,400,000|3361740
沪府办[2011]74号|沪府办|[2011]74号|沪网安办[2012]2号|2014-2016|（试行）|(试行)|试行|十二五|“十二五”|2019年|2019|2019/1/1|2019-12-31|2018
OA办公系统|oa办公系统|ＯＡ办公|OA|7*24小时|7*24|≥85%|≥85％|85%|85%以上|≤2%|2秒|90%以上|100%|5个
合作交流版|视频实施完备性|项目计划完成率|顺利开展,能正常运行|系统安全测评达标|加强与国家工商总局|税务局|统计局|人力资源建设情况
《关于印发<上海市政府网站安全保障指南（试行）>的通知》|<上海市|指南|网络安全、数据安全|及时、准确|市合作交流版办|专款专用率达100%
政务外网|地铁|合作交流工作业务费用|2665501|7*25|沪府办[2011]75号|OB办公|满意率|<script>|\\|.*|%|运维 地铁|十三五规划纲要|字"""
ABSENT = {"地铁", "政务外网", "2665501", "沪府办[2011]75号", "<script>", "运维 地铁"}


def queries() -> list[str]:
    return [query for line in QUERIES.splitlines() for query in line.split("|")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site's folder."""
    folder = tmp_path_factory.mktemp("site") / "site"
    result = build(ROOT / "mkdocs.yml", "--strict", "--site-dir", str(folder))
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def visitor(browser: Browser, folder: Path) -> Iterator[Visit]:
    """A visitor of the served site who has opened the search."""
    with served(folder) as base, visit(browser, base) as found:
        opened(found.go(""))
        yield found


def opened(page: Page) -> Page:
    """Open the search by its key."""
    page.keyboard.press("/")
    page.locator(".jx-search-input").wait_for()
    wait_until(page, "document.querySelector('.jx-search-status').textContent.startsWith('输入')")
    return page


def settled(page: Page) -> None:
    """Wait until everything is looked up and proved."""
    wait_until(page, "document.querySelector('.jx-search').getAttribute('aria-busy') === 'false'")


def found(page: Page, query: str) -> list[str]:
    """The addresses of the declarations that a query finds, in order."""
    page.locator(".jx-search-input").fill(query)
    settled(page)
    while page.locator(".jx-search-rest").is_visible():
        page.locator(".jx-search-rest").click()
        settled(page)
    while page.locator(".jx-search-more").is_visible():
        page.locator(".jx-search-more").click()
        settled(page)
    links = page.locator(".jx-search-results a").evaluate_all("links => links.map(link => link.href)")
    return [link.split("/projects/")[1].strip("/") for link in links if "/projects/" in link]


def folded(text: str) -> str:
    return half_width(text).casefold()


def truth() -> dict[str, list[str]]:
    """Each declaration's values, taken from its file and folded; amounts with separators as well."""
    texts = {}
    for declaration in judge(ROOT).declarations:
        assert declaration.document.root
        filed = [
            folded(text) for value in values(declaration.document.root) for text in (value, join_layout_lines(value))
        ]
        amounts = [f"{int(value):,}" for value in filed if value.isdigit() and int(value) > 9999]
        printed = [
            f"{day.year}/{day.month}/{day.day}" for day in (declaration.period.start, declaration.period.end) if day
        ]
        texts[declaration.id] = [*filed, *amounts, *printed, f"{declaration.year}年", declaration.id]
    return texts


def test_eighty_queries_and_more_find_just_what_matches_literally(visitor: Visit) -> None:
    texts = truth()
    assert len(queries()) >= 80
    wrong = {}
    for query in queries():
        parts = folded(query).split()
        expected = {name for name, filed in texts.items() if all(any(part in text for text in filed) for part in parts)}
        if query in ABSENT:
            assert not expected
        if set(found(visitor.page, query)) != expected:
            wrong[query] = (set(found(visitor.page, query)), expected)
    assert wrong == {}
    assert visitor.complaints == []


@pytest.mark.parametrize("declaration", [d.id for d in judge(ROOT).declarations])
def test_a_full_name_is_first_with_either_kind_of_brackets(visitor: Visit, declaration: str) -> None:
    name = next(d.name for d in judge(ROOT).portfolio.declarations if d.id == declaration)
    for written in (name, name.replace("（", "(").replace("）", ")"), name.replace("(", "（").replace(")", "）")):
        assert found(visitor.page, written)[0] == declaration


def test_a_name_comes_before_an_indicator_and_an_indicator_before_other_text(visitor: Visit) -> None:
    assert found(visitor.page, "视频会议系统")[0] == "2019/shanghai-hezuojiaoliu/shipin-huiyi-yunwei"
    assert found(visitor.page, "课题")[0] == "2019/shanghai-hezuojiaoliu/hezuo-jiaoliu-yewufei"


def test_hand_written_pages_and_rules_are_found(visitor: Visit) -> None:
    for query, address in (("汇总口径", "about/"), ("subproject-total-mismatch", "rules/subproject-total-mismatch/")):
        visitor.page.locator(".jx-search-input").fill(query)
        settled(visitor.page)
        assert visitor.page.locator(".jx-search-results a").first.get_attribute("href") == visitor.base + address


def test_matched_words_are_marked_and_the_number_is_told(visitor: Visit) -> None:
    page = visitor.page
    page.locator(".jx-search-input").fill("政务内网")
    settled(page)
    assert page.locator(".jx-search-status").inner_text() == "找到 1 处。"
    assert set(page.locator(".jx-search-results mark").all_inner_texts()) == {"政务内网"}
    page.locator(".jx-search-input").fill("地铁")
    settled(page)
    assert page.locator(".jx-search-status").inner_text().startswith("没有找到。")


def test_filters_count_and_narrow_and_the_address_can_be_shared(browser: Browser, visitor: Visit) -> None:
    page = visitor.page
    assert len(found(page, "运维")) == 4
    purpose = page.locator('select[name="purpose"]')
    assert "政府购买服务（4）" in purpose.locator("option").all_inner_texts()
    found(page, "上海")
    page.locator('select[name="purpose"]').select_option("其他事业专业类")
    page.locator('select[name="sort"]').select_option("budget")
    assert page.locator(".jx-search-results a").count() == 1
    shared = page.url
    with visit(browser, shared) as other:
        other.go("").locator(".jx-search-results a").first.wait_for()
        assert other.page.locator(".jx-search-input").input_value() == "上海"
        assert other.page.locator(".jx-search-results a").count() == 1


def test_sorting_by_budget_puts_the_largest_first(visitor: Visit) -> None:
    found(visitor.page, "2019年")
    visitor.page.locator('select[name="sort"]').select_option("budget")
    assert visitor.page.locator(".jx-search-results a").first.inner_text() == "合作交流工作业务费"


def test_keyboard_alone_opens_walks_and_follows(visitor: Visit) -> None:
    page = visitor.page
    page.keyboard.type("视频会议")
    settled(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/shipin-huiyi-yunwei/**")
    opened(page)
    page.keyboard.press("Escape")
    assert not page.locator(".jx-search").is_visible()


def test_who_has_walked_to_a_result_stays_there_while_results_are_shown_anew(visitor: Visit) -> None:
    page = visitor.page
    page.keyboard.type("视频会议")
    settled(page)
    page.keyboard.press("ArrowDown")
    walked = "document.activeElement.matches('.jx-search-results a') && document.activeElement.href"
    before = page.evaluate(walked)
    assert before
    page.locator(".jx-search-input").evaluate("input => input.dispatchEvent(new Event('input'))")
    settled(page)
    assert page.evaluate(walked) == before


def test_a_folder_is_searched_like_a_server(browser: Browser, folder: Path) -> None:
    with visit(browser, f"{folder.as_uri()}/") as visitor:
        page = opened(visitor.go("index.html"))
        assert found(page, "政务内网") == ["2019/shanghai-hezuojiaoliu/xinxi-pingtai-yunwei"] or page.locator(
            ".jx-search-results a"
        ).first.get_attribute("href", timeout=1000)
        page.locator(".jx-search-results a").first.click()
        assert page.locator("h1").inner_text().startswith("合作交流综合信息服务平台建设")
        assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_open_dialog_is_accessible_and_keeps_its_width(browser: Browser, folder: Path, scheme: str, width: int) -> None:
    with served(folder) as base, visit(browser, base, width=width, scheme=scheme) as visitor:
        page = opened(visitor.go(""))
        found(page, "运维")
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
