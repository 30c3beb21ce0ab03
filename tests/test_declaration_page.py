"""The page of one declaration shows all that was filed, as the text it is, in the form's own order and figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from builders import judge_example, judge_fragment
from in_memory import Judged as Judgement
from in_memory import judge
from markup import without_data

from jixiao.forms import Field
from jixiao.model import Declaration
from jixiao.render import Renderer
from jixiao.rules.examples import read_example
from jixiao.site import declaration as declarations
from jixiao.site import form
from jixiao.site.addresses import address
from jixiao.site.page import Page
from jixiao.site.scope import Scope
from jixiao.site.view import Common, View
from jixiao.values import ZERO, read_money

ROOT = Path(__file__).resolve().parent.parent
SPACE = re.compile(r"\s+")

CHAIN = """\
同名项目上年预算额: 580000
同名项目上年预算执行数: 360000
说明:
  - {规则: H304, 理由: 部分款项在次年支付<已付>}
修订:
  - {日期: 2020-06-30, 理由: 按批复调减}
来源:
  标题: 青禾市档案馆2020年申报表
  网址: https://example.gov.cn/a?b=1&c=2
  录入说明: 照录
# content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml
年度: 2019
开始时间: 2019-01-01
结束时间: 2019-12-31
# content/projects/2021/qinghe-danganguan/dangan-shuzihua.yml
年度: 2021
开始时间: 2021-01-01
结束时间: 2021-12-31
"""
NEW = """\
项目类型: 市委市政府已确定的新增项目
同名项目上年预算额:
同名项目上年预算执行数:
"""
EDITION_2026 = """\
# content/projects/2026/qinghe-tushuguan/zizhu-jiehuan.yml
# 整个文件
表式: shanghai-2026
年度: 2026
项目名称: 自助借还设备（运维）
项目性质: 经常性项目
项目类别: 特定目标类
主管部门: 青禾市文化和旅游局
实施单位: 青禾市图书馆
计划开始日期: 2026-01-01
计划完成日期: 2026-12-31
项目资金总额: {合计: 140000.50, 财政资金: 140000.50}
年度资金申请总额: {合计: 140000.50, 当年财政拨款: 100000.50, 上年结转资金: 40000}
项目总目标: 保障设备稳定运行。
年度总体目标: |-
  1、巡检12次；
  2、读者满意度90%以上。
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 巡检次数, 指标值: =12次}
      - {三级指标: 覆盖设备台数, 指标值: ≥28台}
    质量指标:
      - {三级指标: 设备完好率, 指标值: "≥90.00(%)"}
  满意度指标:
    服务对象满意度指标:
      - {三级指标: 读者满意度, 指标值: ≥90%}
项目概述: 各分馆的自助借还设备共28台，委托专业单位进行日常巡检和维修。
立项依据: 《青禾市公共图书馆服务规范》。
实施主体: 青禾市图书馆技术部。
实施方案: 一季度完成采购，每月巡检一次。
实施周期: 2026年1月至12月。
年度预算安排: 设备运维14万元。
绩效目标: 设备完好率90%以上。
"""


# Pages and what a reader sees of them


def view(judgement: Judgement) -> View:
    common = Common(Renderer(ROOT / "theme", address), judgement.thresholds)
    return View(common, Scope(judgement.portfolio, judgement.links, judgement.declarations, judgement.shown))


def made(judgement: Judgement, declaration_id: str = "") -> tuple[Declaration, Page]:
    """The declaration with an id (the only one, without) and its page."""
    seen = view(judgement)
    pages = {page.path: page for page in (declarations.page(seen, one) for one in judgement.declarations)}
    found = judgement.portfolio.get(declaration_id) or judgement.portfolio.declarations[0]
    return found, pages[f"projects/{found.id}/"]


@cache
def published() -> Judgement:
    return judge(ROOT)


real = pytest.mark.parametrize("declaration_id", [d.id for d in published().portfolio.declarations])


@cache
def parsed(page: Page) -> Any:
    tree = html5lib.parse(page.body, namespaceHTMLElements=False)
    without_data(tree)
    return tree


def text(element: Any) -> str:
    """An element's text, white space apart."""
    return SPACE.sub("", "".join(element.itertext()))


def of_class(element: Any, name: str) -> list[Any]:
    return [found for found in element.iter() if name in found.get("class", "").split()]


def below(page: Page, heading: str) -> str:
    """The text of a section, from the ``<h2>`` with an id to the next."""
    main = of_class(parsed(page), "jx-declaration")[0]
    starts = [number for number, child in enumerate(main) if child.tag == "h2"]
    start = next(number for number in starts if main[number].get("id") == heading)
    end = next((number for number in starts if number > start), len(main))
    return "".join(text(child) for child in main[start + 1 : end])


def form_cells(page: Page) -> list[Any]:
    return [cell for cell in of_class(parsed(page), "jx-form")[0].iter() if cell.tag in ("th", "td")]


# The whole form


def filed_texts(declaration: Declaration) -> Iterator[str]:
    """Every value of a form but its ticked options, as printed."""
    for field in declaration.edition.fields():
        yield from _as_printed(declaration.values.get(field.label), field)


def _as_printed(value: Any, field: Field) -> Iterator[str]:
    if field.kind == "money" and value is not None:
        yield value.plain
    elif field.kind == "date":
        yield f"{value.year}/{value.month}/{value.day}"
    elif field.kind == "rows":
        yield from (amount_or_text for row in value for amount_or_text in (row["子项目名称"], row["预算金额"].plain))
    elif field.kind == "indicators":
        yield from (cell for *_, row in value for cell in row.values())
    elif field.kind in ("text", "long-text") and value:
        yield value


@real
def test_every_filed_value_of_a_real_declaration_stands_in_its_form_as_text(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    shown = Counter(text(cell) for cell in form_cells(page))
    filed = Counter(SPACE.sub("", value) for value in filed_texts(declaration))
    assert sum(filed.values()) > 2 * len(declaration.indicators)
    assert filed - shown == Counter()
    assert text(of_class(parsed(page), "jx-sheet-header")[0]) == f"申报单位名称：{declaration.unit_name}"
    assert text(of_class(parsed(page), "jx-sheet-year")[0]) == f"（{declaration.year}年）"


@real
def test_form_prints_nothing_but_labels_and_filed_values(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    edition = declaration.edition
    labels = [label for f in edition.fields() for label in (f.label, f.heading, *(c.heading for c in f.columns))]
    groups = [group.label for f in edition.fields() for group in f.groups]
    known = {SPACE.sub("", value) for value in (*labels, *groups, *filed_texts(declaration), "")}
    cells = [cell for cell in form_cells(page) if not of_class(cell, "jx-options")]
    assert [text(cell) for cell in cells if text(cell) not in known] == []


@real
def test_labels_stand_in_the_order_of_the_official_form(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    places = [element.get("id") for element in parsed(page).iter() if (element.get("id") or "").startswith("field-")]
    assert places == list(declarations.anchors(declaration.edition).values())


@real
def test_each_choice_lists_all_options_and_ticks_exactly_the_filed_one(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    lists = of_class(parsed(page), "jx-options")
    fields = [field for field in declaration.edition.fields() if field.kind == "choice"]
    assert page.body.count("☑") == len(fields) == len(lists)
    for field, shown in zip(fields, lists, strict=True):
        filed = declaration.values[field.label]
        ticked = [f"{option.label}☑（已选）" if option is filed else f"{option.label}□" for option in field.options]
        assert [text(option) for option in shown] == ticked


def occupied(page: Page) -> list[Counter[int]]:
    """For each row of the form, how many cells lie on each column, merged ones included."""
    rows = [row for row in of_class(parsed(page), "jx-form")[0].iter() if row.tag == "tr"]
    grid: list[Counter[int]] = [Counter() for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while grid[number][column]:
                column += 1
            width, height = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            for below_it in grid[number : number + height]:
                below_it.update(range(column, column + width))
            assert number + height <= len(rows)
    return grid


@pytest.mark.parametrize("fragment", ["年度: 2020", NEW, EDITION_2026], ids=["shanghai-2019", "new", "shanghai-2026"])
def test_merged_cells_fill_the_grid_without_gap_or_overlap(fragment: str) -> None:
    _, page = made(judge_fragment(fragment))
    assert {tuple(sorted(row.items())) for row in occupied(page)} == {tuple((n, 1) for n in range(form.GRID))}


@real
def test_merged_cells_of_a_real_form_span_just_their_rows(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    sizes = Counter(indicator.group.label for indicator in declaration.indicators)
    groups = [cell for cell in form_cells(page) if cell.get("class") == "jx-form-group"]
    assert {text(cell): int(cell.get("rowspan", 1)) for cell in groups} == sizes
    assert all(set(row.values()) == {1} and len(row) == form.GRID for row in occupied(page))


def test_headings_of_the_form_have_scopes_and_a_caption_names_it() -> None:
    _, page = made(judge_fragment("年度: 2020"))
    headings = [cell for cell in form_cells(page) if cell.tag == "th"]
    assert {cell.get("scope") for cell in headings} == {"row", "col", "colgroup"}
    caption = next(element for element in parsed(page).iter() if "jx-spoken" in element.get("class", "").split())
    assert (caption.tag, text(caption)) == ("caption", "上海市财政支出项目绩效目标申报表（2020年）：全部栏目")


def test_blank_optional_field_is_printed_blank() -> None:
    _, page = made(judge_fragment("备注:"))
    assert [text(cell) for cell in form_cells(page)][-2:] == ["备注", ""]


def test_kept_lines_are_kept_and_others_are_not_invented() -> None:
    _, page = made(judge_fragment("年度: 2020"))
    assert "1、完成档案扫描120000页；<br>\n2、扫描合格率达98%以上；<br>\n" in page.body


def test_form_of_2026_prints_three_levels_and_funding_with_its_parts() -> None:
    declaration, page = made(judge_fragment(EDITION_2026))
    cells = [text(cell) for cell in form_cells(page)]
    assert declaration.edition.id == "shanghai-2026"
    start = cells.index("项目资金总额")
    assert cells[start : start + 12] == [
        "项目资金总额", "140000.50", "年度资金申请总额", "140000.50", "其中：财政资金", "140000.50", "其中：当年财政拨款", "100000.50",
        "其他资金", "", "上年结转资金", "40000",
    ]  # fmt: skip
    start = cells.index("一级指标")
    assert cells[start - 1 : start + 8] == [
        "绩效指标", "一级指标", "二级指标", "三级指标", "年度（/项目）指标值", "产出指标", "数量指标", "巡检次数", "=12次",
    ]  # fmt: skip
    spans = [(text(cell), cell.get("rowspan", "1")) for cell in form_cells(page) if "group" in cell.get("class", "")]
    assert spans == [
        ("产出指标", "3"), ("数量指标", "2"), ("质量指标", "1"), ("满意度指标", "1"), ("服务对象满意度指标", "1"),
    ]  # fmt: skip


def test_halves_share_a_row_and_a_half_alone_has_its_own() -> None:
    a, b, c, d = (Field(name, "text", half=name != "c") for name in "abcd")
    assert list(form.bands([a, b, c, d])) == [(a, b), (c,), (d,)]
    assert list(form.bands([a, c, b, d])) == [(a,), (c,), (b, d)]


@pytest.mark.parametrize(
    "written", ["10,308,000.00", "10308000", "10308000.00", "10,308,000", "１０３０８０００", "10308000.50"]
)
def test_amounts_are_printed_as_filed(written: str) -> None:
    rows = f"项目当年投入资金构成:\n  - {{子项目名称: 扫描加工, 预算金额: '{written}'}}\n"
    _, page = made(judge_fragment(f"项目总预算: {written}\n项目当年预算: {written}\n同名项目上年预算额:\n{rows}"))
    cells = [text(cell) for cell in form_cells(page)]
    assert cells[cells.index("项目总预算（元）") + 1] == cells[cells.index("扫描加工") + 1] == written
    assert cells[cells.index("同名项目上年预算额（元）") + 1] == ""


def test_funds_of_2026_are_printed_as_filed() -> None:
    _, page = made(judge_fragment(EDITION_2026.replace("140000.50", "'140,000.50'")))
    cells = [text(cell) for cell in form_cells(page)]
    start = cells.index("项目资金总额")
    assert (cells[start + 1], cells[cells.index("其中：财政资金") + 1]) == ("140,000.50", "140,000.50")


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        ("开始时间: 2020-01-01", "2020/1/1"),
        ("开始时间: 2020/1/1", "2020/1/1"),
        ("开始时间: 2020/01/01", "2020/01/01"),
        ("开始时间: 2020.1.1", "2020.1.1"),
        ("开始时间: 2020年1月1日", "2020年1月1日"),
    ],
)
def test_dates_are_printed_as_filed_or_as_the_form_of_2019_prints_them(fragment: str, shown: str) -> None:
    _, page = made(judge_fragment(fragment))
    cells = [text(cell) for cell in form_cells(page)]
    assert cells[cells.index("开始时间") + 1] == shown


@pytest.mark.parametrize("written", ["2026-01-01", "2026/1/1", "2026年1月1日"])
def test_dates_of_2026_are_printed_as_filed(written: str) -> None:
    _, page = made(judge_fragment(EDITION_2026.replace("2026-01-01", written)))
    cells = [text(cell) for cell in form_cells(page)]
    assert cells[cells.index("计划开始日期") + 1] == written


def test_dates_elsewhere_are_written_alike() -> None:
    _, page = made(judge_fragment("开始时间: 2020/1/1"))
    assert "起止时间2020-01-01至2020-12-31" in text(of_class(parsed(page), "jx-facts")[0])


# At a glance


@real
def test_figures_at_a_glance_are_the_model_s(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    comparison = published().portfolio.compare(declaration)
    seen = below(page, "glance")
    for figure in (comparison.current.grouped, comparison.current.wan, str(comparison.outturn_rate)):
        assert figure in seen
    table = of_class(parsed(page), "jx-table")[0]
    row = [text(cell) for cell in table.iter() if cell.tag == "td"]
    assert comparison.prior is not None
    assert comparison.outturn is not None
    assert comparison.change is not None
    assert comparison.change_rate is not None
    assert row == [
        declaration.budget.current_year.grouped, comparison.prior.grouped, comparison.change.signed,
        comparison.change_rate.signed, comparison.outturn.grouped, str(comparison.outturn_rate),
    ]  # fmt: skip


def test_change_is_told_in_words() -> None:
    _, more = made(published(), "2019/shanghai-hezuojiaoliu/hezuo-jiaoliu-yewufei")
    _, less = made(published(), "2019/shanghai-hezuojiaoliu/shipin-huiyi-yunwei")
    _, same = made(published(), "2019/shanghai-hezuojiaoliu/xinxi-pingtai-yunwei")
    assert "比上年预算额+11.06%增加265,500元" in below(more, "glance")
    assert "比上年预算额−1.20%减少1,200元" in below(less, "glance")
    assert "比上年预算额0.00%持平" in below(same, "glance")
    assert more.description.startswith("市合作交流办2019年项目，当年预算2,665,500元，比上年增加11.06%。")
    assert "，比上年减少1.20%。" in less.description
    assert "，与上年持平。" in same.description


def test_new_project_says_that_there_is_no_prior_year() -> None:
    _, page = made(judge_fragment(NEW))
    seen = below(page, "glance")
    assert "新增项目，没有上年数。" in seen
    assert "600,000元" in seen
    assert "执行率" not in seen
    assert "比上年" not in seen + page.description
    assert not of_class(parsed(page), "jx-chart")


@pytest.mark.parametrize(
    ("fragment", "note"),
    [
        ("年度: 2020", "上年数是这份申报表所填的。"),
        ("同名项目上年预算额:\n同名项目上年预算执行数:", "申报表没有填写上年数。"),
        (EDITION_2026, "表上没有上年数，也没有收录这个项目上年的申报表，无法对比。"),
    ],
)
def test_page_says_where_prior_figures_come_from(fragment: str, note: str) -> None:
    _, page = made(judge_fragment(fragment))
    assert note in below(page, "glance")


def test_prior_figure_of_last_year_s_file_is_named_as_such() -> None:
    earlier = EDITION_2026.replace("2026/", "2025/").replace(": 2026", ": 2025")
    _, page = made(judge_example(read_example(EDITION_2026 + earlier)), "2026/qinghe-tushuguan/zizhu-jiehuan")
    seen = below(page, "glance")
    assert "上年预算额取自上年申报表的当年预算。" in seen
    assert "持平" in seen


def test_total_budget_is_shown_where_it_differs() -> None:
    _, same = made(judge_fragment("项目总预算: 600000"))
    _, more = made(judge_fragment("项目总预算: 1800000"))
    assert "项目总预算" not in below(same, "glance")
    assert "项目总预算180.00万元" in below(more, "glance")


def test_page_leads_to_the_years_before_and_after_and_to_the_chain() -> None:
    _, page = made(judge_fragment(CHAIN), "2020/qinghe-danganguan/dangan-shuzihua")
    links = {text(link): link.get("href") for link in of_class(parsed(page), "jx-years")[0].iter() if link.tag == "a"}
    root = "../../../../"
    assert links == {
        "2019年馆藏档案数字化": f"{root}projects/2019/qinghe-danganguan/dangan-shuzihua/",
        "2021年馆藏档案数字化": f"{root}projects/2021/qinghe-danganguan/dangan-shuzihua/",
        "这个项目历年的预算和执行": f"{root}history/2019/qinghe-danganguan/dangan-shuzihua/",
    }
    _, alone = made(judge_fragment("年度: 2020"))
    assert not of_class(parsed(alone), "jx-years")


def test_facts_lead_to_unit_type_and_purpose() -> None:
    declaration, page = made(published(), "2019/shanghai-hezuojiaoliu/hezuo-jiaoliu-yewufei")
    links = {text(link): link.get("href") for link in of_class(parsed(page), "jx-facts")[0].iter() if link.tag == "a"}
    assert links[declaration.spending_unit.name] == "../../../../units/shanghai-hezuojiaoliu/"
    assert links["经常性专项业务费"] == "../../../../types/recurrent-operations/"
    assert links["其他事业专业类"] == "../../../../purposes/other-programmes/"
    assert links["13条"] == "#field-20"


@pytest.mark.parametrize(
    ("whole", "most", "shown"),
    [
        ("甲乙。丙丁。", 9, "甲乙。丙丁。"),
        ("甲乙。丙丁。", 5, "甲乙。"),
        ("甲乙丙丁戊", 4, "甲乙……"),
        ("甲乙", 1, ""),
        ("", 5, ""),
    ],
)
def test_excerpt_keeps_whole_sentences_that_fit(whole: str, most: int, shown: str) -> None:
    assert declarations.excerpt(whole, most) == shown


@real
def test_description_is_one_short_line_of_plain_text(declaration_id: str) -> None:
    _, page = made(published(), declaration_id)
    assert len(page.description) <= declarations.LONGEST_DESCRIPTION
    assert "\n" not in page.description


# Findings, source, frame


def test_finding_is_shown_with_severity_field_rule_and_answer() -> None:
    judgement = judge_fragment(CHAIN)
    declaration, page = made(judgement, "2020/qinghe-danganguan/dangan-shuzihua")
    finding = next(f for f in judgement.findings if f.code == "H304" and f.file == declaration.file)
    seen = below(page, "findings")
    assert f"待核对{finding.label}" in seen
    assert SPACE.sub("", finding.message) in seen
    assert "说明：部分款项在次年支付<已付>" in seen
    assert f'href="../../../../rules/{finding.name}/"' in page.body
    assert "不判断项目好坏" in seen


@real
def test_shown_findings_are_the_view_s_and_lead_to_places_of_the_form(declaration_id: str) -> None:
    declaration, page = made(published(), declaration_id)
    expected = view(published()).findings_by_file[declaration.file]
    shown = of_class(parsed(page), "jx-findings")
    assert len(shown[0] if shown else ()) == len(expected)
    ids = {element.get("id") for element in parsed(page).iter()}
    anchors = [link.get("href") for link in parsed(page).iter() if (link.get("href") or "").startswith("#")]
    assert [anchor for anchor in anchors if anchor[1:] not in ids] == []


def test_declaration_without_findings_says_so_in_a_neutral_tone() -> None:
    _, page = made(judge_fragment("年度: 2020"))
    assert below(page, "findings").startswith("没有发现需要核对的地方。检查由程序自动完成")
    assert "待核对" not in page.body
    assert "参考" not in page.body


def test_source_and_amendments_are_told() -> None:
    declaration, page = made(judge_fragment(CHAIN), "2020/qinghe-danganguan/dangan-shuzihua")
    link = next(element for element in parsed(page).iter() if (element.get("href") or "").startswith("https:"))
    assert (link.get("href"), link.get("rel")) == ("https://example.gov.cn/a?b=1&c=2", "noopener nofollow ugc")
    assert "2020-06-30按批复调减" in below(page, "amendments")
    seen = below(page, "source")
    for words in ("青禾市档案馆2020年申报表", "照录", declaration.id, declaration.file, "shanghai-2019"):
        assert words in seen


def test_address_that_is_not_http_is_text() -> None:
    judgement = judge_fragment(CHAIN)
    declaration = judgement.portfolio.get("2020/qinghe-danganguan/dangan-shuzihua")
    assert declaration is not None
    assert declaration.provenance is not None
    foreign = replace(declaration, provenance=replace(declaration.provenance, address="javascript:alert(1)"))
    page = declarations.page(view(judgement), foreign)
    assert "javascript:alert(1)" in below(page, "source")
    assert 'href="javascript' not in page.body


@pytest.mark.parametrize("fragment", [CHAIN, NEW, EDITION_2026], ids=["answers", "new", "shanghai-2026"])
def test_contents_match_the_headings(fragment: str) -> None:
    _, page = made(judge_fragment(fragment))
    headings = [(element.get("id"), text(element)) for element in parsed(page).iter() if element.tag == "h2"]
    assert headings == [(heading.id, heading.title) for heading in page.toc]
    ids = [element.get("id") for element in parsed(page).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


# What is filed is text, whatever it looks like

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "7*24*365小时 **粗** _斜_ [链接](javascript:alert(1)) `码`",
    "《关于印发<上海市政府网站安全保障指南（试行）>的通知》",
    "&lt;b&gt;&amp;amp;",
    "</td></table></article><!-- <![CDATA[",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_comes_out_as_the_text_it_is(words: str) -> None:
    quoted = "'" + words.replace("'", "''") + "'"
    declaration, page = made(
        judge_fragment(f"""\
项目名称: {quoted}
项目概况: {quoted}
年度绩效目标: {quoted}
备注: {quoted}
同名项目上年预算执行数: 360000
说明:
  - {{规则: H304, 理由: {quoted}}}
来源:
  标题: {quoted}
  录入说明: {quoted}
项目当年投入资金构成:
  - 子项目名称: {quoted}
    预算金额: 600000
分解目标:
  投入和管理目标: [{{绩效指标: {quoted}, 指标目标值: {quoted}}}]
  产出目标: [{{绩效指标: 甲, 指标目标值: 1}}]
  效果目标: [{{绩效指标: 乙, 指标目标值: 1}}]
  影响力目标: [{{绩效指标: 丙, 指标目标值: 1}}]
""")
    )
    bare = SPACE.sub("", words)
    assert [text(cell) for cell in form_cells(page)].count(bare) == 7
    assert text(next(element for element in parsed(page).iter() if element.tag == "h1")) == bare
    assert f"说明：{bare}" in below(page, "findings")
    assert below(page, "source").count(bare) == 2
    assert page.title == f"{declaration.name}（2020年）"
    _assert_inert(page)


@real
def test_real_page_has_no_inline_style_script_or_handler(declaration_id: str) -> None:
    _, page = made(published(), declaration_id)
    _assert_inert(page)


def _assert_inert(page: Page) -> None:
    elements = list(parsed(page).iter())
    assert {"script", "style", "img", "iframe"}.isdisjoint({element.tag for element in elements})
    attributes = {name.lower() for element in elements for name in element.attrib}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    targets = [element.get("href") or "" for element in elements]
    assert not [target for target in targets if re.match(r"\s*(javascript|data|vbscript):", target)]


def test_unit_of_a_former_name_is_shown_as_filed() -> None:
    declaration, page = made(judge_fragment("申报单位名称: 青禾市档案资料馆"))
    assert declaration.spending_unit.name == "青禾市档案馆"
    assert text(of_class(parsed(page), "jx-sheet-header")[0]) == "申报单位名称：青禾市档案资料馆"


def test_money_of_a_zero_prior_budget_has_no_rate() -> None:
    _, page = made(judge_fragment("同名项目上年预算额: 0\n同名项目上年预算执行数: 0"))
    assert "比上年预算额增加600,000元" in below(page, "glance")
    assert page.description.startswith("青禾市档案馆2020年项目，当年预算600,000元，比上年增加。")


def test_sum_of_the_form_s_list_is_that_of_the_model() -> None:
    declaration = judge_fragment("年度: 2020").portfolio.declarations[0]
    lists = [row.cells for row in declarations.sheet(declaration).rows if row.kind == "list"]
    shown = [read_money(cells[-1].text) for cells in lists]
    assert sum(shown, start=ZERO) == declaration.budget.current_year
