"""The explorer and the comparison in real Chromium: what is shown, summed, kept in the address and taken away is right."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import chromium, served, visit, wait_until
from invented_catalogue import HOSTILE, Line, Sums, grouped, lines, script
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]

MANY = lines(10_000)
BOOKS = "2019/qinghe-tushuguan/liudong-shuche"
LATER = "2020/qinghe-tushuguan/liudong-shuche"
OTHER_EDITION = "2026/qinghe-tushuguan/duzhezheng"
ARCHIVE = "2018/qinghe-danganguan/dangan-shuzihua"
TOTALS = ("budget", "prior", "change", "growth", "outturn", "rate")


@pytest.fixture(scope="module")
def many(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site with an invented catalogue of 10,000."""
    folder = tmp_path_factory.mktemp("many") / "site"
    shutil.copytree(example, folder)
    (folder / "data" / "catalogue.js").write_text(script(MANY), "utf-8")
    return folder


@contextmanager
def explorer(browser: Browser, site: Path, hash_: str = "#", **looks: object) -> Iterator[Page]:
    """The explorer, ready, as filed and of all years unless the address says otherwise; it must stay quiet to the end."""
    for usual in ("year=all", "sort=id"):
        if f"{usual.partition('=')[0]}=" not in hash_ and hash_:
            hash_ += f"&{usual}"
    with served(site) as base, visit(browser, base, **looks) as visitor:  # type: ignore[arg-type]
        page = visitor.go(f"explore/{hash_}")
        page.wait_for_selector(".jx-explorer[data-ready]")
        yield page
        assert visitor.complaints == []


@contextmanager
def comparison(browser: Browser, site: Path, *ids: str, **looks: object) -> Iterator[Page]:
    """The comparison of declarations, ready; it must stay quiet to the end."""
    with served(site) as base, visit(browser, base, **looks) as visitor:  # type: ignore[arg-type]
        page = visitor.go(f"compare/?ids={','.join(ids)}" if ids else "compare/")
        page.wait_for_selector(".jx-compare[data-ready]")
        yield page
        assert visitor.complaints == []


def choose(page: Page, name: str, value: str) -> None:
    """Set one condition; ranges are folded away at first."""
    page.evaluate("document.querySelectorAll('.jx-explorer details').forEach((part) => { part.open = true; })")
    control = page.locator(f".jx-explorer [name={name}]")
    if control.evaluate("(element) => element.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
        control.dispatch_event("change")


def shown(page: Page, part: str) -> str:
    return page.locator(f"[data-part={part}]").inner_text().strip()


def totals(page: Page) -> list[str]:
    return [shown(page, f"total-{key}") for key in TOTALS]


def names(page: Page) -> list[str]:
    """The names in the rows that stand in the table now, in order."""
    return page.locator(".tabulator-row .tabulator-cell a").all_inner_texts()


def downloaded(page: Page, part: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"[data-part={part}]").click()
    return Path(download.value.path()).read_bytes()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# Ten thousand declarations


def test_totals_of_all_are_exact_beyond_a_scripts_own_numbers(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        assert shown(page, "count") == "显示 10000 份，共 10000 份"
        assert totals(page) == Sums.of(MANY).shown
        assert len(names(page)) < 200


CONDITIONS = {
    "a year": ({"year": "2019"}, lambda line: line.year == 2019),
    "a unit": ({"unit": "青禾市第17单位"}, lambda line: line.unit == "青禾市第17单位"),
    "a type": ({"type": "一次性项目"}, lambda line: line.type == "一次性项目"),
    "no purpose": ({"purpose": "未填"}, lambda line: not line.purpose),
    "a text of code": ({"line_department": HOSTILE[0]}, lambda line: line.department == HOSTILE[0]),
    "a text of a script's own": ({"line_department": "__proto__"}, lambda line: line.department == "__proto__"),
    "two words": ({"q": "项目001　第4"}, lambda line: "项目001" in line.name and "第4" in line.unit),
    "markup": ({"q": "<IMG"}, lambda line: "<img" in line.name),
    "an amount": (
        {"budget-least": "１,００0", "budget-most": "1000.5"},
        lambda line: 1_000_000_00 * 10 <= line.budget * 10 <= 1_000_500_00 * 10,
    ),
    "spent little, asks for more": (
        {"rate-most": "85%", "growth-least": "0.01"},
        lambda line: bool(line.prior) and line.outturn is not None
        and line.outturn * 100 <= 85 * line.prior and (line.budget - line.prior) * 10_000 >= line.prior,
    ),
    "several": ({"year": "2020", "type": "新增项目"}, lambda line: line.year == 2020 and line.type == "新增项目"),
}  # fmt: skip


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_leave_just_what_fits_with_its_exact_totals(browser: Browser, many: Path, condition: str) -> None:
    settings, fits = CONDITIONS[condition]
    wanted = [line for line in MANY if fits(line)]
    with explorer(browser, many) as page:
        for name, value in settings.items():
            choose(page, name, value)
        wait_until(page, f"document.querySelector('[data-part=count]').textContent.startsWith('显示 {len(wanted)} 份')")
        if any(line.prior for line in wanted):
            assert totals(page) == Sums.of(wanted).shown
        content = rows_of(downloaded(page, "csv"))[1:]
        assert len(content) == len(wanted)
        assert Counter(row[2] for row in content) == Counter(line.unit for line in wanted)


def test_what_is_no_number_is_said_and_filters_nothing(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        choose(page, "budget-least", "一百")
        assert shown(page, "wrong") == "有的范围不是数字，没有用来筛选。"
        assert page.locator("[name=budget-least]").get_attribute("aria-invalid") == "true"
        assert shown(page, "count") == "显示 10000 份，共 10000 份"


def test_nothing_that_fits_is_said(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        choose(page, "q", "没有这样的项目")
        page.get_by_text("没有符合条件的项目。").wait_for()
        assert totals(page) == ["0", "—", "—", "—", "—", "—"]


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_sorting_by_amount_and_rate_is_exact_and_gaps_come_last(browser: Browser, many: Path, direction: str) -> None:
    with explorer(browser, many, "#year=2019") as page:
        lines_ = [line for line in MANY if line.year == 2019]
        choose(page, "sort", f"growth-{direction}")
        written = [row[8] for row in rows_of(downloaded(page, "csv"))[1:]]
        values = [float(text) for text in written if text]
        assert values == sorted(values, reverse=direction == "desc")
        assert written[len(values) :] == [""] * sum(not line.prior for line in lines_)
        choose(page, "sort", f"budget-{direction}")
        ordered = sorted(lines_, key=lambda line: line.budget, reverse=direction == "desc")
        assert names(page)[:5] == [line.name for line in ordered][:5]


def test_a_column_is_sorted_by_its_head_from_the_keyboard(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        head = page.get_by_role("button", name="当年预算（元）")
        head.focus()
        page.keyboard.press("Enter")
        assert names(page)[0] == next(line.name for line in MANY if line.budget == max(other.budget for other in MANY))
        assert page.locator(".tabulator-col[aria-sort=descending]").inner_text().startswith("当年预算")
        assert page.locator("[name=sort]").input_value() == "budget-desc"
        wait_until(page, "location.hash === '#year=all'")


def test_subtotals_of_groups_are_those_of_their_members(browser: Browser, many: Path) -> None:
    with explorer(browser, many, "#year=2019&group=type") as page:
        found = page.locator(".tabulator-group").all_inner_texts()
        content = downloaded(page, "xlsx")
    sheet = load_workbook(io.BytesIO(content))["小计"]
    subtotals = {row[0]: row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    for label in ("经常性专项业务费", "一次性项目", "新增项目", "未填"):
        members = [line for line in MANY if line.year == 2019 and (line.type or "未填") == label]
        sums = Sums.of(members)
        assert subtotals[label][0] == len(members)
        assert [round(float(value) * 100) for value in subtotals[label][1:4]] == [
            sums.budget, sums.prior, sums.comparable - sums.prior,
        ]  # fmt: skip
        texts = [text for text in found if text.strip().startswith(label)]
        if texts:
            assert all(f"{amount} 元" in texts[0] for amount in (grouped(sums.budget), grouped(sums.prior)))
            assert f"上年执行率 {sums.shown[5]}" in texts[0]
    assert found


def test_a_group_is_folded_from_the_keyboard(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#group=unit") as page:
        before = len(names(page))
        page.get_by_role("button", name="青禾市图书馆").focus()
        page.keyboard.press("Enter")
        page.locator("[aria-expanded=false]", has_text="青禾市图书馆").wait_for(state="attached")
        assert len(names(page)) == before - 4
        assert page.get_by_role("button", name="青禾市图书馆").get_attribute("aria-expanded") == "false"
        page.keyboard.press("Enter")
        page.locator("[aria-expanded=true]", has_text="青禾市图书馆").wait_for(state="attached")
        assert len(names(page)) == before, "the focus stayed on the button"


@pytest.mark.parametrize("name", ["group 青禾市图书馆", "sort budget", f"name {BOOKS}", f"pick {BOOKS}"])
def test_the_focus_stays_when_the_table_is_drawn_anew(browser: Browser, example: Path, name: str) -> None:
    with explorer(browser, example, "#group=unit") as page:
        focused = "document.activeElement.dataset.focus"
        page.locator(f'[data-focus="{name}"]').focus()
        for width in (900, 700, 1300):
            page.set_viewport_size({"width": width, "height": 700})
            page.wait_for_timeout(150)
            assert page.evaluate(focused) == name
        page.get_by_text("选列").click()
        page.get_by_text("选列").click()
        page.set_viewport_size({"width": 800, "height": 700})
        page.wait_for_timeout(150)
        assert page.evaluate(focused) is None, "who goes elsewhere is not called back"


def test_hostile_names_are_shown_as_written_and_run_nowhere(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        assert names(page)[: len(HOSTILE)] == list(HOSTILE)
        assert page.locator(".tabulator img").count() == 0
        choose(page, "group", "unit")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".jx-print img").count() == 0


def test_a_dimension_of_hostile_texts_is_a_column_and_groups_and_runs_nowhere(browser: Browser, many: Path) -> None:
    with explorer(browser, many, "#year=2019&columns=name.line_department.budget&group=line_department") as page:
        content, book = downloaded(page, "csv"), downloaded(page, "xlsx")
        assert page.locator(".tabulator img, .jx-explorer form img").count() == 0
    wanted = [line for line in MANY if line.year == 2019]
    head, *rows = rows_of(content)
    assert head[:3] == ["项目", "主管部门", "当年预算（元）"]
    assert not [row for row in rows if row[1][:1] in tuple("=+-@")]
    assert Counter(row[1].removeprefix("'") for row in rows) == Counter(line.department for line in wanted)
    subtotals = {
        row[0]: row[1] for row in load_workbook(io.BytesIO(book))["小计"].iter_rows(min_row=2, values_only=True)
    }
    assert subtotals == Counter(line.department or "未填" for line in wanted)


# What is taken away


def _written(line: Line) -> list[str]:
    return [line.name, str(line.year), line.unit]


def test_csv_holds_what_is_shown_and_no_cell_is_a_formula(browser: Browser, many: Path) -> None:
    with explorer(browser, many) as page:
        content = downloaded(page, "csv")
    head, *rows = rows_of(content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert head[:3] == ["项目", "年度", "申报单位"]
    assert len(rows) == len(MANY)
    assert not [row for row in rows if row[0][:1] in "=+-@"]
    at = {heading: number for number, heading in enumerate(head)}
    assert {(row[at["来源"]], row[at["许可"]]) for row in rows} == {("青禾市绩效目标公开", "CC-BY-4.0")}
    for row, line in zip(rows, MANY, strict=True):
        assert row[at["网址"]] == f"https://jixiao.example/open/projects/{line.id}/"
        assert [row[0].removeprefix("'"), *row[1:3]] == _written(line)
        assert round(float(row[5]) * 100) == line.budget or line.budget > 2**53
    assert rows[11][5] == "1000000000000000.01"


def test_the_workbook_holds_numbers_as_numbers_and_texts_as_texts(browser: Browser, many: Path) -> None:
    with explorer(browser, many, "#year=2015") as page:
        content = downloaded(page, "xlsx")
    sheet = load_workbook(io.BytesIO(content))["项目"]
    found = list(sheet.iter_rows(min_row=2))
    wanted = [line for line in MANY if line.year == 2015]
    assert sheet.freeze_panes == "A2"
    assert [[str(cell.value or "") for cell in row[:3]] for row in found] == [_written(line) for line in wanted]
    assert {cell.data_type for row in found for cell in row} <= {"n", "s", "inlineStr"}
    assert [round(row[5].value * 100) for row in found] == [line.budget for line in wanted]
    assert [row[6].value is None for row in found] == [line.prior is None for line in wanted]


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (
            1440,
            "对照 项目 年度 申报单位 项目类型 资金用途 当年预算（元） 上年预算额（元） 增减额（元） 增减率 上年执行数（元） 上年执行率",
        ),
        (360, "对照 项目 当年预算（元） 增减率"),
    ],
    ids=["desk", "phone"],
)
def test_a_screen_shows_the_columns_it_has_room_for(browser: Browser, example: Path, width: int, columns: str) -> None:
    with explorer(browser, example, width=width) as page:
        heads = page.locator(".tabulator-col:visible")
        assert [text.strip() for text in heads.all_inner_texts()] == columns.split()
        first = page.locator(".tabulator-row").first
        assert first.locator(".tabulator-cell:visible").count() == len(columns.split())
        assert "2018" in first.inner_text()
        holder = page.locator(".tabulator-tableholder")
        assert holder.evaluate("(element) => element.scrollWidth - element.clientWidth") <= 0


def test_chosen_columns_alone_are_shown_and_taken_away(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#columns=name.budget") as page:
        assert page.locator(".tabulator-col:visible").count() == 3
        assert rows_of(downloaded(page, "csv"))[0][:3] == ["项目", "当年预算（元）", "对比情况"]
        page.get_by_text("选列").click()
        page.get_by_label("上年执行率", exact=True).check()
        assert rows_of(downloaded(page, "csv"))[0][:4] == ["项目", "当年预算（元）", "上年执行率（%）", "对比情况"]
        assert page.evaluate("location.hash") == "#year=all&sort=id&columns=name.budget.rate"


def test_copying_gives_a_table_and_text(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#year=2020&columns=name.budget") as page:
        page.locator("[data-part=copy]").click()
        assert shown(page, "copied") == "已复制 2 行。"
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=paste></textarea>')")
        page.locator("#paste").focus()
        page.keyboard.press("Control+V")
        pasted = page.locator("#paste").input_value()
    assert pasted.splitlines()[0] == "项目\t当年预算（元）"
    assert sorted(pasted.splitlines()[1:]) == ["流动书车（运行）\t300000", "馆藏档案数字化\t600000"]


def test_files_are_named_by_what_was_chosen_and_say_where_they_are_from(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#year=2019&unit=青禾市图书馆&q=a/b%3F") as page:
        choose(page, "q", "图书:车")
        choose(page, "q", "图书 车")
        with page.expect_download() as download:
            page.locator("[data-part=xlsx]").click()
        name = download.value.suggested_filename
        content = Path(download.value.path()).read_bytes()
        rows = rows_of(downloaded(page, "csv"))
    assert re.fullmatch(r"绩效目标申报表_2019年_青禾市图书馆_图书-车(_数据\d{4}-\d{2}-\d{2})?\.xlsx", name)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["项目", "说明"]
    told = dict(book["说明"].iter_rows(min_row=2, values_only=True))
    assert told["网站"] == "青禾市绩效目标公开"
    assert told["许可"] == "CC-BY-4.0"
    assert told["条件"] == "2019年；青禾市图书馆；图书 车"
    assert told["所列"] == "1 份申报表，共 7 份"
    assert told["本页网址"].startswith("https://jixiao.example/open/explore/#year=2019&")
    assert [cell.value for cell in book["项目"][2]][-1] == f"https://jixiao.example/open/projects/{BOOKS}/"
    assert rows[0][-1] == "许可"
    assert rows[1][-1] == "CC-BY-4.0"


def test_files_say_what_can_be_compared_whatever_columns_are_shown(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#columns=name") as page:
        assert page.locator(".tabulator-col:visible").all_inner_texts()[1:] == ["项目"]
        head, *rows = rows_of(downloaded(page, "csv"))
        book = load_workbook(io.BytesIO(downloaded(page, "xlsx")))["项目"]
    at = head.index("对比情况")
    assert head[at : at + 3] == ["对比情况", "下年申报情况", "当年预算口径"]
    told = {row[at] for row in rows}
    assert {"可比", "新增"} <= told <= {"可比", "新增", "无法对比：没有收录上年申报表", "无法对比：没有填上年预算额"}
    assert {row[at + 1] for row in rows} >= {"再申报", "没有收录下年申报表"}
    assert all(row[at + 2] for row in rows)
    assert [[cell.value for cell in row[at : at + 3]] for row in book.iter_rows(min_row=2)] == [
        row[at : at + 3] for row in rows
    ]


# The address


def test_it_opens_on_the_latest_year_with_the_largest_budget_first(browser: Browser, many: Path) -> None:
    with explorer(browser, many, "") as page:
        latest = sorted((line for line in MANY if line.year == 2024), key=lambda line: -line.budget)
        assert shown(page, "count") == f"显示 {len(latest)} 份，共 10000 份"
        assert names(page)[:5] == [line.name for line in latest[:5]]
        assert page.locator("[name=year]").input_value() == "2024"
        assert page.evaluate("location.hash") == ""
        choose(page, "type", "一次性项目")
        wait_until(page, "location.hash.startsWith('#year=2024&')")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_rows_are_seen_without_scrolling(browser: Browser, many: Path, width: int, height: int) -> None:
    with explorer(browser, many, "", width=width) as page:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        bottom = page.locator(".tabulator-row").nth(2).evaluate("row => row.getBoundingClientRect().bottom")
        assert bottom <= height


def test_what_no_project_has_is_no_column_and_is_told(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "") as page:
        heads = page.locator(".tabulator-col:visible").all_inner_texts()
        assert not [head for head in heads if "执行" in head]
        assert "所列项目都没有的栏不列出：资金用途、上年执行数（元）、上年执行率。" in shown(page, "notes")
        choose(page, "year", "2019")
        page.locator(".tabulator-col:visible", has_text="上年执行率").wait_for()


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_the_table_fills_its_place_and_fields_of_ranges_do_not_overlap(
    browser: Browser, many: Path, width: int
) -> None:
    with explorer(browser, many, "", width=width) as page:
        page.evaluate("document.querySelectorAll('.jx-explorer details').forEach((part) => { part.open = true; })")
        overlaps = page.evaluate(
            """() => {
              const boxes = [...document.querySelectorAll('.jx-explorer form :is(input, select, button)')].map((one) => one.getBoundingClientRect());
              return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
                a.width && b.width && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5)).length;
            }"""
        )
        assert overlaps == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        rest = page.evaluate(
            "document.querySelector('.tabulator').clientWidth - [...document.querySelectorAll('.tabulator-col')].reduce((sum, one) => sum + one.offsetWidth, 0)"
        )
        assert rest <= 20, "no empty column at the end"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_figure_is_cut(browser: Browser, example: Path, width: int, tmp_path: Path) -> None:
    shutil.copytree(example, site := tmp_path / "site")
    invented = [replace(line, budget=123456789012) if not number else line for number, line in enumerate(lines(20))]
    (site / "data" / "catalogue.js").write_text(script(invented), "utf-8")
    with explorer(browser, site, width=width) as page:
        page.locator(".tabulator-cell", has_text="1,234,567,890.12").first.wait_for()
        cut = """cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"""
        assert page.locator(".tabulator-cell:is(.jx-grid-money, .jx-grid-rate):visible").evaluate_all(cut) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# What the address keeps


def test_the_address_keeps_the_view_and_gives_it_back(browser: Browser, many: Path) -> None:
    with served(many) as base, visit(browser, base) as visitor:
        page = visitor.go("explore/")
        page.wait_for_selector(".jx-explorer[data-ready]")
        assert page.evaluate("location.hash") == ""
        settings = {"q": "信息 第1", "year": "2021", "growth-least": "-5.5", "group": "purpose", "sort": "rate-asc"}
        for name, value in settings.items():
            choose(page, name, value)
        wait_until(page, "location.hash.includes('rate-asc')")
        seen, address = (shown(page, "count"), totals(page), names(page)), page.url
        other = visitor.page.context.new_page()
        other.goto(address)
        other.wait_for_selector(".jx-explorer[data-ready]")
        assert (shown(other, "count"), totals(other), names(other)) == seen
        assert {name: other.locator(f".jx-explorer [name={name}]").input_value() for name in settings} == settings
        other.get_by_role("button", name="清除条件").click()
        wait_until(other, "location.hash === ''")
        assert shown(other, "count") == "显示 1000 份，共 10000 份"


@pytest.mark.parametrize("hash_", ["#group=__proto__&sort=constructor-asc", "#columns=x.y&year=%3Cimg%3E", "#%E0%A4%A"])
def test_a_wrong_address_does_no_harm(browser: Browser, example: Path, hash_: str) -> None:
    with explorer(browser, example, hash_) as page:
        assert page.locator(".tabulator-col:visible").count() > 3


# How it is reached, seen and heard


def test_the_explorer_is_linked_from_home_and_projects(browser: Browser, example: Path) -> None:
    with served(example) as base, visit(browser, base) as visitor:
        for start in ("", "projects/"):
            visitor.go(start).locator("article a[href$='explore/']").first.click()
            assert visitor.page.locator("h1").inner_text().strip() == "筛选查询"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_both_pages_are_accessible_and_within_their_width(
    browser: Browser, example: Path, scheme: str, width: int
) -> None:
    with served(example) as base, visit(browser, base, scheme=scheme, width=width) as visitor:
        for path in ("explore/#group=unit&year=2020", f"compare/?ids={BOOKS},{LATER},{OTHER_EDITION}"):
            page = visitor.go(path)
            page.wait_for_selector("[data-ready]")
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
            found = Axe().run(page).response["violations"]
            grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
            assert [(v["id"], [node["html"][:200] for node in v["nodes"]][:3]) for v in grave] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert visitor.complaints == []


def test_a_browser_that_cannot_unpack_compares_all_the_same(browser: Browser, example: Path) -> None:
    """What it lacks, a library of the site's own does."""
    with served(example) as base, visit(browser, base) as visitor:
        visitor.page.add_init_script("delete globalThis.DecompressionStream")
        page = visitor.go(f"compare/?ids={BOOKS},{LATER}")
        page.wait_for_selector(".jx-compare[data-ready]")
        assert page.locator("section h2").count() == 4
        assert visitor.complaints == []


def test_both_pages_work_from_a_folder(browser: Browser, example: Path) -> None:
    with visit(browser, f"{example.as_uri()}/") as visitor:
        page = visitor.go("explore/index.html#year=2019")
        page.wait_for_selector(".jx-explorer[data-ready]")
        assert shown(page, "count") == "显示 2 份，共 7 份"
        assert len(rows_of(downloaded(page, "csv"))) == 3
        for box in page.locator(".tabulator-row input[type=checkbox]").all():
            box.check()
        page.get_by_role("link", name="对照选中的 2 份").click()
        page.wait_for_selector(".jx-compare[data-ready]")
        assert page.locator("section h2").count() == 4
        assert visitor.complaints == []


def test_without_scripts_the_tables_stand_there(browser: Browser, example: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    with served(example) as base:
        page = context.new_page()
        page.goto(f"{base}explore/")
        assert page.locator(".jx-explorer").is_hidden()
        assert page.locator(".jx-explorer-without tbody tr").count() == 5 + 7
        page.goto(f"{base}compare/")
        assert page.get_by_text("对照要用浏览器的脚本功能").is_visible()
        assert page.locator(".jx-compare-without a").first.is_visible()
    context.close()


def test_paper_gets_all_that_is_shown(browser: Browser, example: Path) -> None:
    with explorer(browser, example, "#year=2020") as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".jx-print tbody tr").count() == 2
        assert page.locator("[data-part=grid]").is_hidden()


# Side by side


def _rows(page: Page, title: str) -> dict[str, list[str]]:
    lines_ = page.locator("section", has=page.locator("h2", has_text=title)).locator("tbody tr").all()
    return {line.locator("th").inner_text(): line.locator("td").all_inner_texts() for line in lines_}


def test_ticked_rows_are_set_side_by_side(browser: Browser, example: Path) -> None:
    with explorer(browser, example) as page:
        boxes = page.locator(".tabulator-row input[type=checkbox]")
        boxes.nth(0).check()
        assert shown(page, "picked") == "再选一份就可以对照。"
        for number in range(1, 4):
            boxes.nth(number).check()
        boxes.nth(4).click()
        assert not boxes.nth(4).is_checked()
        assert shown(page, "picked") == "最多选 4 份。"
        page.get_by_role("link", name="对照选中的 4 份").click()
        page.wait_for_selector(".jx-compare[data-ready]")
        assert page.locator("section").first.locator("thead th a:not(.jx-remove)").count() == 4


def test_fields_and_indicators_are_aligned_and_differences_put_in_words(browser: Browser, example: Path) -> None:
    with comparison(browser, example, ARCHIVE, "2019/qinghe-danganguan/dangan-shuzihua") as page:
        figures = _rows(page, "预算与上年对比")
        assert [text.replace("\n", " ") for text in figures["当年预算"]] == [
            "560,000 元", "580,000 元 比甲多 20,000 元", "不同",
        ]  # fmt: skip
        assert figures["上年预算额"] == ["（没有这一项）", "560,000 元", "只见于乙"]
        fields = _rows(page, "申报表各栏")
        assert fields["申报单位名称"] == ["青禾市档案资料馆", "青禾市档案馆", "不同"]
        assert fields["资金用途"][-1] == "相同"
        assert fields["年度"] == ["2018", "2019", "不同"]
        assert all(row[-1] for part in ("资金构成", "绩效指标") for row in _rows(page, part).values())
        page.get_by_label("只看不同之处").check()
        assert page.locator("tr.jx-same:visible").count() == 0
        assert page.url.endswith("&only=different")
        page.reload()
        page.wait_for_selector(".jx-compare[data-ready]")
        assert page.get_by_label("只看不同之处").is_checked()
        assert page.locator("tr.jx-same:visible").count() == 0
        page.get_by_label("只看不同之处").uncheck()
        assert page.url.endswith("dangan-shuzihua")
        assert page.locator("tr.jx-same:visible").count() > 0


def test_changed_words_are_marked_against_the_first(browser: Browser, example: Path) -> None:
    with comparison(browser, example, ARCHIVE, "2019/qinghe-danganguan/dangan-shuzihua") as page:
        row = page.locator("tr", has=page.locator("th", has_text="申报单位名称"))
        assert row.locator("del").all_inner_texts() == ["资料"]
        assert row.locator("ins").count() == 0
        figures = page.locator("section", has=page.locator("h2", has_text="预算与上年对比"))
        assert figures.locator("del, ins").count() == 0
        page.set_viewport_size({"width": 390, "height": 844})
        assert row.locator("td").first.evaluate("(cell) => parseFloat(getComputedStyle(cell, '::before').width)") > 200
    with comparison(browser, example, ARCHIVE, "2019/qinghe-danganguan/dangan-shuzihua", BOOKS) as page:
        assert page.locator("td:nth-of-type(1) :is(del, ins)").count() == 0
        assert page.locator("td:nth-of-type(3) ins").count() > 3


def test_a_declaration_and_its_history_lead_to_the_comparison(browser: Browser, example: Path) -> None:
    later = "2019/qinghe-danganguan/dangan-shuzihua"
    with served(example) as base:
        page = browser.new_page()
        for path, count in ((f"projects/{later}/", 2), (f"history/{ARCHIVE}/", 3)):
            page.goto(f"{base}{path}")
            page.get_by_role("link", name="并排对照").click()
            page.wait_for_selector(".jx-compare[data-ready]")
            assert page.locator("section").first.locator("thead th a:not(.jx-remove)").count() == count
            assert page.get_by_label("只看不同之处").is_checked()
        page.close()


def test_fields_of_other_editions_with_the_same_meaning_share_a_row(browser: Browser, example: Path) -> None:
    with comparison(browser, example, BOOKS, OTHER_EDITION) as page:
        row = _rows(page, "申报表各栏")["申报单位名称"]
        assert row == ["青禾市图书馆", "实施单位：青禾市图书馆", "相同"]
        assert "各份表式不同" in shown(page, "state")
        assert "各份不是同一年度" in shown(page, "state")


def test_one_more_is_added_by_name_and_taken_out_again(browser: Browser, example: Path) -> None:
    with comparison(browser, example, BOOKS, LATER) as page:
        page.get_by_label("添加一份").fill("读者证通用服务（2027年，青禾市图书馆）")
        page.get_by_role("button", name="添加").click()
        page.wait_for_selector(".jx-compare[data-ready]")
        wait_until(page, "document.querySelectorAll('.jx-remove').length")
        assert page.url.endswith(f"ids={BOOKS},{LATER},2027/qinghe-tushuguan/duzhezheng")
        page.locator(".jx-remove").first.click()
        page.wait_for_selector(".jx-compare[data-ready]")
        assert page.url.endswith(f"ids={LATER},2027/qinghe-tushuguan/duzhezheng")


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ((), "请添加 2 到 4 份申报表。"),
        ((BOOKS,), "再添加一份就可以对照。"),
        ((BOOKS, "../../assets/x", "<img src=x onerror=alert(1)>"), "没有这个编号的申报表：../../assets/x、<img"),
        ((BOOKS, BOOKS), "再添加一份就可以对照。"),
    ],
)
def test_ids_that_are_none_load_nothing_and_are_told(
    browser: Browser, example: Path, ids: tuple[str, ...], words: str
) -> None:
    with comparison(browser, example, *ids) as page:
        assert words in shown(page, "state")
        assert page.locator(".jx-compare table").count() == 0
