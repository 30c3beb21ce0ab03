"""Searching in real Chromium: what matches literally is found, nothing else is, best first, by keyboard, in a folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from adapter_site import ROOT
from axe_playwright_python.sync_playwright import Axe
from browsing import Visit, chromium, served, visit, wait_until
from in_memory import judge
from playwright.sync_api import Browser, Page
from test_search_index import values

from jixiao.search import fold, searched, wanted
from jixiao.text import join_layout_lines

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


@pytest.fixture
def visitor(browser: Browser, published: Path) -> Iterator[Visit]:
    """A visitor of the served site who has opened the search."""
    with served(published) as base, visit(browser, base) as found:
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
    while page.locator(".jx-search-more").is_visible():
        page.locator(".jx-search-more").click()
        settled(page)
    links = page.locator(".jx-search-results a").evaluate_all("links => links.map(link => link.href)")
    return [link.split("/projects/")[1].strip("/") for link in links if "/projects/" in link]


def truth() -> dict[str, list[str]]:
    """Each declaration's values, taken from its file and folded; amounts with separators as well."""
    texts = {}
    for declaration in judge(ROOT).declarations:
        assert declaration.document.root
        filed = [
            searched(text) for value in values(declaration.document.root) for text in (value, join_layout_lines(value))
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
        parts = [wanted(part) for part in fold(query).split()]
        expected = {
            name
            for name, filed in texts.items()
            if all(any(writing in text for writing in part for text in filed) for part in parts)
        }
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
    assert page.locator(".jx-search-status").inner_text() == "找到 1 条。"
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


def test_each_dimension_of_the_site_is_a_filter_and_an_address_may_name_it(browser: Browser, example: Path) -> None:
    """The dimensions come with the catalogue, so that an address which names one has to wait for it."""
    with served(example) as base, visit(browser, base) as visitor:
        page = visitor.go("?q=青禾市&line_department=青禾市文化局")
        page.locator(".jx-search-results a").first.wait_for()
        settled(page)
        names = page.locator(".jx-search-controls select").evaluate_all("all => all.map(one => one.name)")
        assert names == ["year", "unit", "type", "purpose", "category", "line_department", "sort"]
        assert page.locator('select[name="line_department"]').input_value() == "青禾市文化局"
        assert page.locator(".jx-search-results a").count() == 2
        assert "line_department=" in page.url
        page.locator('select[name="line_department"]').select_option("")
        assert page.locator(".jx-search-results a").count() > 2
        assert "line_department=" not in page.url
        assert visitor.complaints == []


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


def kinds(page: Page) -> list[str]:
    """The kinds that can be chosen, with how many there are of each."""
    return page.locator(".jx-search-kinds button").all_inner_texts()


def abouts(page: Page) -> list[str]:
    """The kinds of the results on show, in order."""
    return [about.split(" · ")[0] for about in page.locator(".jx-search-about").all_inner_texts()]


def test_kinds_are_told_apart_and_declarations_come_first(visitor: Visit) -> None:
    page = visitor.page
    found(page, "满意度")
    told = dict.fromkeys(abouts(page))
    assert list(told) == [kind for kind in ("申报表", "指标", "检查规则", "说明") if kind in told]
    assert {"申报表", "指标", "检查规则"} <= told.keys()
    assert kinds(page)[0] == f"全部（{len(abouts(page))}）"
    for chosen in ("指标", "检查规则", "申报表"):
        page.locator(".jx-search-kinds button", has_text=chosen).click()
        settled(page)
        assert set(abouts(page)) == {chosen}
        assert page.locator('.jx-search-kinds [aria-pressed="true"]').inner_text().startswith(chosen)
        assert page.locator(".jx-search-filters").is_visible() == (chosen == "申报表")
    assert "kind=declaration" in page.url


def test_an_indicator_is_found_as_such_and_leads_to_its_page(visitor: Visit) -> None:
    page = visitor.page
    found(page, "服务对象满意度")
    page.locator(".jx-search-kinds button", has_text="指标").click()
    settled(page)
    page.locator(".jx-search-results a").first.click()
    page.wait_for_url("**/indicators/**")
    assert page.locator("h1").inner_text().startswith("服务对象满意度")


def test_nothing_is_searched_while_an_input_method_composes(visitor: Visit) -> None:
    page = visitor.page
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "zhengwu", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(200)
    assert page.locator(".jx-search-input").input_value() == "zhengwu"
    assert page.locator(".jx-search-status").inner_text().startswith("输入")
    assert "q=" not in page.url
    session.send("Input.insertText", {"text": "政务"})
    settled(page)
    assert page.locator(".jx-search-status").inner_text().startswith("找到")
    assert page.locator(".jx-search-input").input_value() == "政务"


@pytest.mark.parametrize("typed", ["2,665,500", "2665500", "2665500.00", "266.55万", "266.55万元", "２６６．５５万元"])
def test_an_amount_is_found_in_each_of_its_writings(visitor: Visit, typed: str) -> None:
    assert found(visitor.page, typed) == ["2019/shanghai-hezuojiaoliu/hezuo-jiaoliu-yewufei"]
    assert visitor.page.locator(".jx-search-results mark").count() > 0


@pytest.mark.parametrize("typed", ["沪府办〔2011〕74号", "沪府办（2011）74号", "沪府办【2011】74号"])
def test_a_document_number_is_found_with_any_brackets(visitor: Visit, typed: str) -> None:
    assert found(visitor.page, typed) == found(visitor.page, "沪府办[2011]74号") != []


def test_results_can_be_taken_away_as_they_stand_with_no_formula_among_them(visitor: Visit) -> None:
    page = visitor.page
    found(page, "运维")
    shown = page.locator(".jx-search-results a").all_inner_texts()
    with page.expect_download() as download:
        page.locator(".jx-search-take").click()
    assert download.value.suggested_filename == "搜索 运维.csv"
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [row["名称"] for row in rows] == shown
    assert rows[0]["种类"] == "申报表"
    assert rows[0]["当年预算（元）"].isdigit()
    assert rows[0]["网址"].startswith(visitor.base)
    page.evaluate("jixiaoSearch.records.find(({ title }) => title.includes('视频')).title = '=1+1'")
    with page.expect_download() as download:
        page.locator(".jx-search-take").click()
    assert "'=1+1" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_filters_are_folded_on_a_phone_and_open_beside_it(browser: Browser, published: Path) -> None:
    with served(published) as base:
        for width, is_open in ((390, False), (1280, True)):
            with visit(browser, base, width=width) as visitor:
                page = opened(visitor.go(""))
                found(page, "运维")
                assert page.locator('select[name="year"]').is_visible() == is_open
                if not is_open:
                    page.locator(".jx-search-filters summary").click()
                    page.locator('select[name="year"]').select_option("2019年")
                    settled(page)
                    assert page.locator(".jx-search-filters summary").inner_text() == "筛选与排序（已选 1 项）"


@pytest.mark.parametrize("address", ["", "404.html"])
def test_a_field_on_home_and_on_what_is_not_found_opens_the_search(
    browser: Browser, published: Path, address: str
) -> None:
    with served(published) as base, visit(browser, base) as visitor:
        page = visitor.go(address)
        field = page.get_by_role("searchbox", name="搜索全站")
        field.fill("政务内网")
        field.press("Enter")
        page.locator(".jx-search-results a").first.wait_for()
        settled(page)
        assert page.locator(".jx-search-input").input_value() == "政务内网"
        assert page.locator(".jx-search-status").inner_text() == "找到 1 条。"
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
        assert visitor.complaints == []


def test_a_folder_is_searched_like_a_server(browser: Browser, published: Path) -> None:
    with visit(browser, f"{published.as_uri()}/") as visitor:
        page = opened(visitor.go("index.html"))
        assert found(page, "政务内网") == ["2019/shanghai-hezuojiaoliu/xinxi-pingtai-yunwei"]
        assert page.evaluate("jixiaoSearch.texts(jixiaoSearch.segments[0], 0).then((texts) => texts.length)") == 5
        page.locator(".jx-search-results a").first.click()
        assert page.locator("h1").inner_text().startswith("合作交流综合信息服务平台建设")
        assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_open_dialog_is_accessible_and_keeps_its_width(
    browser: Browser, published: Path, scheme: str, width: int
) -> None:
    with served(published) as base, visit(browser, base, width=width, scheme=scheme) as visitor:
        page = opened(visitor.go(""))
        found(page, "运维")
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
