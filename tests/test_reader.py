"""Document and edition to a Declaration: each kind of field read as what it is, or told where and why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import dimension_of
from hypothesis import strategies as st
from properties import holds_for

from jixiao.field_reader import declaration_id
from jixiao.finding import Answer
from jixiao.forms import load_dimensions
from jixiao.model import Amendment, Declaration, Provenance
from jixiao.period import Moment
from jixiao.reader import ParsedFile, parse_file
from jixiao.registry import Registry, read_registry
from jixiao.rules.examples import BASE, PATH, UNITS, read_example
from jixiao.source import read_text
from jixiao.values import Money

GROUPED = "表式: shanghai-2026\n"
REGISTRY: Registry = read_registry(read_text("content/units.yml", UNITS))[0]


def parsed(fragment: str = "") -> ParsedFile:
    """The base declaration with a fragment laid over it, as read."""
    ((path, text),) = read_example(fragment or BASE).files.items()
    return parse_file(read_text(path, text), REGISTRY)


def read(fragment: str = "") -> Declaration:
    """The declaration of a fragment that has no fault."""
    result = parsed(fragment)
    assert result.faults == ()
    assert result.declaration
    return result.declaration


def faults(fragment: str) -> list[tuple[str, str]]:
    """Rule and reason of each fault of a fragment."""
    found = parsed(fragment)
    assert (found.declaration is None) == bool(found.faults)
    return [(fault.rule, fault.facts.get("what", fault.facts.get("key", ""))) for fault in found.faults]


def place(fragment: str) -> tuple[int, int]:
    """Line and column of a fragment's only fault."""
    (fault,) = parsed(fragment).faults
    return fault.place.line, fault.place.column


def value(line: str, label: str) -> object:
    """What the field with a label is read as."""
    return read(line).values[label]


# The declaration as a whole


def test_a_path_gives_the_permanent_id() -> None:
    assert declaration_id("content/projects/2019/a/b.yml") == "2019/a/b"
    assert read().id == parsed().id == "2020/qinghe-danganguan/dangan-shuzihua"


def test_every_part_of_a_declaration_is_there() -> None:
    declaration = read()
    assert (declaration.year, declaration.name) == (2020, "馆藏档案数字化")
    assert (declaration.spending_unit.id, declaration.unit_name) == ("qinghe-danganguan", "青禾市档案馆")
    values = {dimension.id: declaration.value(dimension) for dimension in load_dimensions()}
    filed = {name: value.id for name, value in values.items() if value}
    assert filed == {"type": "recurrent-operations", "purpose": "other-programmes"}
    assert str(declaration.period) == "2020-01-01 至 2020-12-31"
    assert declaration.budget.total == declaration.budget.current_year == Money(Decimal(600_000))
    assert str(declaration.prior_year.outturn_rate) == "96.55%"
    assert [(row.name, row.amount.plain) for row in declaration.subprojects] == [
        ("档案扫描加工", "400000"),
        ("存储设备租用", "200000"),
    ]
    assert len(declaration.indicators) == 6
    assert [text.label for text in declaration.texts][:2] == ["项目名称", "项目概况"]
    assert declaration.text("plan").startswith("2020年3月底前完成采购")
    assert declaration.file == PATH


def test_paths_of_parts_lead_back_to_their_places() -> None:
    declaration = read()
    document = declaration.document
    for row in declaration.subprojects:
        assert document.lines[document.place(row.at).line - 1] == f"  - 子项目名称: {row.name}"
    for indicator in declaration.indicators:
        assert document.lines[document.place(indicator.target_at).line - 1].endswith(f"{indicator.target.raw}}}")
        span = document.place(indicator.name_at)
        assert document.lines[span.line - 1][span.column - 1 :].startswith(indicator.name)


def test_a_filing_with_faults_yields_all_of_them_and_no_declaration() -> None:
    found = parsed("年度: 二〇二〇\n项目总预算: 60万\n结束时间: 2020-02-30\n资金用処: x\n备注: &a x\n")
    assert found.declaration is None
    rules = [fault.rule for fault in found.faults]
    assert rules == ["unsafe-yaml", "unknown-field", "unreadable-value", "unreadable-value", "unreadable-value"]


def test_a_file_that_cannot_be_read_yields_no_declaration_and_an_id() -> None:
    found = parse_file(read_text(PATH, "- a"), REGISTRY)
    assert (found.declaration, found.id) == (None, "2020/qinghe-danganguan/dangan-shuzihua")


# Blank and missing


@pytest.mark.parametrize("blank", ["", "~", "null", "Null", "NULL", "''", '"  "', "|-\n\n", "# 无"])
def test_a_required_field_may_not_be_blank_and_an_optional_one_may(blank: str) -> None:
    assert faults(f"项目概况: {blank}\n") == [("missing-field", "没有填写")]
    assert "备注" not in read(f"备注: {blank}\n").values
    assert read(f"同名项目上年预算额: {blank}\n").prior_year.budget is None


@pytest.mark.parametrize("written", ["'~'", '"null"'])
def test_a_quoted_null_is_a_text(written: str) -> None:
    assert value(f"备注: {written}\n", "备注") == written[1:-1]


def test_a_blank_field_is_told_at_its_key_and_a_missing_one_at_the_top() -> None:
    assert place("项目概况:\n") == (9, 1)
    missing = parse_file(read_text(PATH, BASE.replace("项目类型: 经常性专项业务费\n", "")), REGISTRY)
    (fault,) = missing.faults
    assert (fault.facts, fault.at, fault.place.line) == ({"label": "项目类型", "what": "没有这一栏"}, ("项目类型",), 1)


@pytest.mark.parametrize("word", ["无", "无。", "没有", "/", "-", "—", "——"])
def test_a_bare_none_is_no_answer_to_a_required_text(word: str) -> None:
    assert faults(f"立项依据: '{word}'\n") == [("missing-field", f"只写了“{word}”，应写明理由")]
    assert value(f"备注: '{word}'\n", "备注") == word


def test_a_reasoned_none_is_an_answer() -> None:
    assert value("立项依据: 无，本项目为首次试点。\n", "立项依据") == "无，本项目为首次试点。"


def test_an_unknown_field_is_told_at_its_key_with_the_nearest_label() -> None:
    (fault,) = parsed("资金用図: 甲\n").faults
    assert (fault.rule, fault.facts) == ("unknown-field", {"key": "资金用図", "nearest": "资金用途"})
    assert faults("完全不相干的一栏: 甲\n") == [("unknown-field", "完全不相干的一栏")]


def test_a_field_of_another_edition_is_unknown() -> None:
    assert faults(f"{GROUPED}资金用途: 政府购买服务\n") == [("unknown-field", "资金用途")]


@pytest.mark.parametrize(
    ("line", "rule", "facts"),
    [
        ("表式: shanghai-2091\n", "unknown-edition", {"name": "shanghai-2091", "nearest": "shanghai-2019"}),
        ("表式: ../shanghai-2019\n", "unknown-edition", {"name": "../shanghai-2019", "nearest": "shanghai-2019"}),
        ("表式: [shanghai-2019]\n", "unknown-edition", {"name": "", "nearest": ""}),
        ("表式: common\n", "unknown-edition", {"name": "common", "nearest": ""}),
        ("表式:\n", "missing-field", {"label": "表式", "what": "没有填写"}),
        ("表式: ~\n", "missing-field", {"label": "表式", "what": "没有填写"}),
    ],
)
def test_without_a_known_edition_nothing_else_is_judged(line: str, rule: str, facts: dict[str, str]) -> None:
    (fault,) = parsed(f"{line}年度: 错\n").faults
    assert fault.rule == rule
    assert facts.items() <= fault.facts.items()


# Texts


@pytest.mark.parametrize(
    "written",
    [
        "对馆藏档案\n  进行扫描",
        ">-\n  对馆藏档案\n  进行扫描",
        ">\n  对馆藏档案\n  进行扫描\n",
        "|-\n  对馆藏档案\n  进行扫描",
        '"对馆藏档案\n  进行扫描"',
        '"对馆藏档案\\\n  进行扫描"',
        "'对馆藏档案\n  进行扫描'",
    ],
)
def test_a_wrapped_text_joins_without_a_space(written: str) -> None:
    assert value(f"备注: {written}\n", "备注") == "对馆藏档案进行扫描"


def test_spaces_that_were_written_stay() -> None:
    assert value("备注: 对 馆藏 OA 档案  扫描\n", "备注") == "对 馆藏 OA 档案  扫描"
    assert value("备注: 使用 OA\n  server 两台\n", "备注") == "使用 OA server 两台"


def test_numbered_goals_keep_their_lines() -> None:
    assert value("年度绩效目标: |-\n  1、甲  \n  2、乙\n\n  3、丙\n", "年度绩效目标") == "1、甲\n2、乙\n\n3、丙"


def test_an_empty_line_ends_a_paragraph_of_a_long_text() -> None:
    assert value("备注: |-\n  甲\n  乙\n\n  丙\n", "备注") == "甲乙\n丙"


def test_a_short_text_is_one_line() -> None:
    assert read("项目名称: |-\n  馆藏档案\n  数字化\n").name == "馆藏档案数字化"
    assert faults('项目名称: "甲\\n\\n乙"\n') == [("unreadable-value", "“项目名称”应是一段文字，中间不能有空行")]
    assert faults("分解目标:\n  产出目标:\n    - {绩效指标: 甲, 指标目标值: '甲\n\n\n        乙'}\n") == [
        ("unreadable-value", "“指标目标值”应是一段文字，中间不能有空行")
    ]


@pytest.mark.parametrize("written", ["[甲]", "{甲: 乙}", "\n  - 甲", "\n  甲: 乙"])
@pytest.mark.parametrize(
    "label", ["项目名称", "备注", "年度", "开始时间", "项目总预算", "项目类型", "申报单位名称", "前身"]
)
def test_what_should_be_one_value_may_not_be_a_list_or_a_mapping(label: str, written: str) -> None:
    assert faults(f"{label}: {written}\n") == [("unreadable-value", f"“{label}”应是一个值，不是列表或下级栏目")]


# Years, dates, money


@pytest.mark.parametrize("written", ["2020", "２０２０", "2020年", "'2020'", " 2020 "])
def test_a_year_is_read_in_any_width(written: str) -> None:
    assert read(f"年度: {written}\n").year == 2020


@pytest.mark.parametrize(
    "written", ["2020-01-01", "2020/1/1", "２０２０／１／１", "2020.1.1", "2020年1月1日", "'2020-1-1'"]
)
def test_a_date_is_read_in_any_usual_form(written: str) -> None:
    assert read(f"开始时间: {written}\n").period.start == Moment(2020, 1, 1)


@pytest.mark.parametrize("written", ["600000", "600,000", "６００，０００．００", "600000.0", "'600000'"])
def test_an_amount_is_read_in_any_width_with_separators(written: str) -> None:
    assert read(f"项目总预算: {written}\n").budget.total == Money(Decimal(600_000))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("年度: 0x7E4\n", "应是四位数的年份，例如 2019"),
        ("年度: ٢٠٢٠\n", "应是四位数的年份，例如 2019"),
        ("年度: 1912\n", "年份应在 1990 到 2100 之间"),
        ("开始时间: 2020-13-01\n", "日历上没有 2020 年 13 月 1 日"),
        ("开始时间: 0000-00-00\n", "日历上没有 0 年 0 月 0 日"),
        ("项目总预算: 0600000\n", "金额不能以 0 开头"),
        ("项目总预算: 1e999999\n", "只写数字，不写单位或符号；本栏单位是元"),
        ("项目总预算: ٣٤٥\n", "应是以元为单位的数字，例如 2665500"),
        ("项目总预算: -1\n", "金额不能是负数"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_at_its_place(line: str, reason: str) -> None:
    assert faults(line) == [("unreadable-value", reason)]
    number = next(n for n, text in enumerate(parsed(line).document.lines, 1) if f"{text}\n" == line)
    assert place(line) == (number, line.index(": ") + 3)


# Choices, units, addresses, ids


@pytest.mark.parametrize("written", ["政府购买服务", " 政府购买服务 ", "政府 购买服务", "'政府购买服务'"])
def test_a_choice_is_one_of_the_forms_options(written: str) -> None:
    purpose = read(f"资金用途: {written}\n").value(dimension_of("purpose"))
    assert purpose
    assert purpose.id == "purchased-services"


def test_what_is_no_option_is_refused_with_all_options_and_the_nearest() -> None:
    ((rule, reason),) = faults("资金用途: 政府购买服务类\n")
    assert rule == "unreadable-value"
    assert reason.startswith("应是以下之一：基本建设工程类、信息化建设类、")
    assert reason.endswith("；是否想写“政府购买服务”？")
    assert faults("资金用途: construction\n")[0][1].endswith("、其他事业专业类")


@pytest.mark.parametrize("written", ["青禾市档案馆", "青禾市 档案馆", "青禾市\n  档案馆", "青禾市档案资料馆"])
def test_a_unit_is_found_by_its_name_or_a_former_one(written: str) -> None:
    declaration = read(f"申报单位名称: {written}\n")
    assert declaration.spending_unit.id == "qinghe-danganguan"
    assert "\n" not in declaration.unit_name


def test_an_unregistered_unit_is_told_with_the_nearest() -> None:
    (fault,) = parsed("申报单位名称: 青禾市档案局\n").faults
    assert (fault.rule, fault.facts) == ("unregistered-unit", {"name": "青禾市档案局", "nearest": "青禾市档案馆"})


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=2#d", "http://a.b/甲（乙）.pdf"])
def test_an_address_of_the_web_is_kept_as_written(address: str) -> None:
    declaration = read(f"来源: {{标题: 甲, 网址: '{address}'}}\n")
    assert declaration.provenance == Provenance("甲", address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//example.org", "example.org", "file:///etc",
        "https://a b", 'https://a"onload=x', "https://a'b", "https://a<b>", "https://a\\b", "https://a`b",
        "vbscript:https://x", "HTTPS://a", "ftp://a", "/etc/passwd", "../a", "https://a\tb",
    ],
)  # fmt: skip
def test_any_other_address_is_refused(address: str) -> None:
    written = address.replace("'", "''")
    assert faults(f"来源: {{标题: 甲, 网址: '{written}'}}\n") == [
        ("unreadable-value", "应是以 https:// 或 http:// 开头的网址")
    ]


def test_a_predecessor_is_an_id_of_three_parts() -> None:
    assert read("前身: 2019/qinghe-danganguan/saomiao\n").predecessor == "2019/qinghe-danganguan/saomiao"
    assert read().predecessor == ""


@pytest.mark.parametrize(
    "written",
    ["2019", "2019/a", "2019/a/b/c", "../a/b", "2019/../b", "2019/a/b.yml", "2019/A/b", "/2019/a", "2019/a/con"],
)
def test_anything_else_is_no_predecessor(written: str) -> None:
    ((rule, reason),) = faults(f"前身: '{written}'\n")
    assert rule == "unreadable-value"
    assert reason.startswith("应是申报表的编号，例如 2018/danwei/xiangmu")


# Rows, records, indicators, funding


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("甲", [("unreadable-value", "“项目当年投入资金构成”应是列表，每行以“- ”开头")]),
        ("{子项目名称: 甲, 预算金额: 1}", [("unreadable-value", "“项目当年投入资金构成”应是列表，每行以“- ”开头")]),
        ("[]", [("missing-field", "一行也没有")]),
        ("", [("missing-field", "没有填写")]),
        ("[甲]", [("unreadable-value", "应写明以下各项：子项目名称、预算金额")]),
        ("[[甲, 1]]", [("unreadable-value", "应写明以下各项：子项目名称、预算金额")]),
        ("[{子项目名称: 甲}]", [("missing-field", "没有这一栏")]),
        ("[{子项目名称: , 预算金额: x}]", [("missing-field", "没有填写"), ("unreadable-value", "只写数字，不写单位或符号；本栏单位是元")]),
        ("[{子项目名称: 甲, 预算金额: 1, 单位: 元}]", [("unknown-field", "单位")]),
    ],
)  # fmt: skip
def test_rows_are_lists_of_complete_rows(written: str, expected: list[tuple[str, str]]) -> None:
    assert faults(f"项目当年投入资金构成: {written}\n") == expected


def test_each_faulty_row_is_told() -> None:
    (first, second) = parsed("项目当年投入资金构成:\n  - 甲\n  - 子项目名称: 乙\n    预算金额: 六\n").faults
    assert (first.at, second.at) == (("项目当年投入资金构成", 0), ("项目当年投入资金构成", 1, "预算金额"))
    assert (second.place.line - first.place.line, second.place.column) == (2, 11)


def test_indicators_stand_in_the_groups_order_whatever_the_files() -> None:
    row = "    - {{绩效指标: {0}, 指标目标值: 100%}}\n"
    labels = ("影响力目标", "产出目标", "投入和管理目标", "效果目标")
    declaration = read("分解目标:\n" + "".join(f"  {label}:\n{row.format(label)}" for label in labels))
    assert [indicator.name for indicator in declaration.indicators] == [
        "投入和管理目标",
        "产出目标",
        "效果目标",
        "影响力目标",
    ]
    assert [str(indicator.target.value) for indicator in declaration.indicators] == ["100"] * 4


def test_indicators_of_three_levels_know_their_subgroup() -> None:
    found = {(indicator.group.label, indicator.subgroup) for indicator in read(GROUPED).indicators}
    assert ("成本指标", "经济成本指标") in found
    assert ("产出指标", "时效指标") in found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("甲", ("unreadable-value", "应按组填写：投入和管理目标、产出目标、效果目标、影响力目标")),
        ("[甲]", ("unreadable-value", "应按组填写：投入和管理目标、产出目标、效果目标、影响力目标")),
        ("\n  产出: []\n", ("unknown-field", "产出")),
        ("\n  产出目标: 甲\n", ("unreadable-value", "应是列表，每行以“- ”开头")),
        ("\n  产出目标: {绩效指标: 甲}\n", ("unreadable-value", "应是列表，每行以“- ”开头")),
        ("\n  产出目标: [甲]\n", ("unreadable-value", "应写明以下各项：绩效指标、指标目标值")),
        ("\n  产出目标: [{绩效指标: 甲}]\n", ("missing-field", "没有这一栏")),
        ("", ("missing-field", "没有填写")),
    ],
)
def test_indicators_that_are_not_filed_by_group_are_refused(written: str, expected: tuple[str, str]) -> None:
    assert faults(f"分解目标: {written}\n") == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{产出指标: [甲]}", ("unreadable-value", "应按二级指标填写：数量指标、质量指标、时效指标")),
        ("{产出指标: 甲}", ("unreadable-value", "应按二级指标填写：数量指标、质量指标、时效指标")),
        ("{产出指标: {数量: []}}", ("unknown-field", "数量")),
        ("{产出指标: {数量指标: 甲}}", ("unreadable-value", "应是列表，每行以“- ”开头")),
    ],
)
def test_indicators_that_are_not_filed_by_subgroup_are_refused(written: str, expected: tuple[str, str]) -> None:
    assert faults(f"{GROUPED}绩效指标: {written}\n") == [expected]


def test_a_group_without_indicators_is_left_to_the_rules() -> None:
    """Which groups may be empty is a question of the edition's rules (I501), not of reading."""
    assert len(read(f"{GROUPED}绩效指标: {{成本指标: , 产出指标: {{数量指标: ~}}}}\n").indicators) == 0


def test_a_funding_total_stands_beside_its_parts() -> None:
    declaration = read(f"{GROUPED}项目资金总额: {{合计: 3, 财政资金: 3}}\n")
    funding = declaration.funding[0]
    assert (funding.label, str(funding.amount), [(p.label, str(p.amount)) for p in funding.parts]) == (
        "项目资金总额", "3 元", [("财政资金", "3 元")],
    )  # fmt: skip
    assert declaration.budget.total == funding.amount


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("320000", ("unreadable-value", "应写明合计、财政资金、其他资金")),
        ("[1, 2]", ("unreadable-value", "应写明合计、财政资金、其他资金")),
        ("{财政资金: 1}", ("missing-field", "没有这一栏")),
        ("{合计: 1, 社会资金: 1}", ("unknown-field", "社会资金")),
        ("{合计: 一}", ("unreadable-value", "应是以元为单位的数字，例如 2665500")),
    ],
)
def test_funding_that_does_not_name_its_parts_is_refused(written: str, expected: tuple[str, str]) -> None:
    assert faults(f"{GROUPED}项目资金总额: {written}\n") == [expected]


def test_a_sheet_of_its_own_may_be_left_out_but_not_a_part_of_it() -> None:
    sheet = ("项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标")
    left_out = "".join(f"{label}:\n" for label in sheet)
    assert read(f"{GROUPED}{left_out}").text("overview") == ""
    left = "".join(f"{label}:\n" for label in sheet[1:])
    assert faults(f"{GROUPED}{left}") == [("missing-field", "没有填写")] * 6


def test_answers_and_amendments_are_kept_in_their_order() -> None:
    declaration = read(
        "说明:\n  - {规则: h303, 理由: 甲}\n  - {规则: ' B204 ', 理由: 乙}\n修订:\n  - {日期: 2020/7/1, 理由: 丙}\n"
    )
    assert declaration.answers == (Answer("H303", "甲", ("说明", 0)), Answer("B204", "乙", ("说明", 1)))
    assert declaration.amendments == (Amendment(date(2020, 7, 1), "丙"),)


@pytest.mark.parametrize(
    "written", ["H303", "{规则: H303, 理由: 甲}", "[H303]", "[{规则: H303}]", "[{规则: H303, 理由: }]"]
)
def test_an_answer_without_a_reason_is_refused(written: str) -> None:
    assert [rule for rule, _ in faults(f"说明: {written}\n")] in (["unreadable-value"], ["missing-field"])


def test_provenance_says_where_a_declaration_is_from() -> None:
    declaration = read("来源: {标题: 甲, 页: 3—4, 日期: 2020/3/15, 录入说明: 乙}\n")
    assert declaration.provenance == Provenance("甲", "", "3—4", date(2020, 3, 15), "乙")
    assert faults("来源: {页: 3}\n") == [("missing-field", "没有这一栏")]
    assert faults("来源: 甲\n") == [("unreadable-value", "应写明以下各项：标题、网址、页、日期、录入说明")]


# Whatever is written


@holds_for(
    st.sampled_from(["年度", "项目名称", "项目总预算", "项目类型", "开始时间", "分解目标", "来源", "说明", "前身", "备注"]),
    st.recursive(
        st.text(max_size=6) | st.sampled_from(["合计", "绩效指标", "产出目标", "标题", "规则", "1", "2020-01-01"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["绩效指标", "产出目标", "标题", "规则", "理由", "x"]), inner, max_size=3),
    ),
    examples=300,
)  # fmt: skip
def test_whatever_a_field_holds_it_is_read_or_refused(label: str, content: object) -> None:
    found = parsed(f"{label}: {_flow(content)}\n")
    assert (found.declaration is None) == bool(found.faults)


def _flow(content: object) -> str:
    if isinstance(content, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(each)}" for key, each in content.items()) + "}"
    if isinstance(content, list):
        return f"[{', '.join(map(_flow, content))}]"
    return '"' + "".join(f"\\U{ord(character):08x}" for character in str(content)) + '"'


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        ("当年财政拨款: 300000, 上年结转资金: 20000.50", "20000.50"),
        ("当年财政拨款: 300000, 上年结转资金: 0", "0"),
        ("当年财政拨款: 300000, 上年结转资金: ", "0"),
        ("当年财政拨款: 300000", "0"),
    ],
)
def test_what_is_left_from_the_year_before_is_part_of_the_budget(parts: str, left: str) -> None:
    budget = read(f"{GROUPED}年度资金申请总额: {{合计: 320000, {parts}}}\n").budget
    assert budget.carried_over == Money(Decimal(left))


def test_an_edition_that_does_not_ask_for_it_has_nothing_to_say_of_what_is_left() -> None:
    assert read().budget.carried_over is None
