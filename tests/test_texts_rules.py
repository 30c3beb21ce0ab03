"""Placeholders and dummy values are found; words that only look like them, and texts of any fair length, are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import findings_of, judge_fragment

from jixiao.finding import Severity
from jixiao.rules.examples import PATH_2026
from jixiao.source import LIMITS
from jixiao.walk import judge

ROOT = Path(__file__).resolve().parent.parent
FILLER = "扫描档案并编制目录供市民查阅，" * 4


def written(text: str, field: str = "备注") -> str:
    """A fragment with a text in one field."""
    return f"{field}: {json.dumps(text, ensure_ascii=False)}"


def rows(*pairs: tuple[str, str]) -> str:
    """A fragment with these indicators."""
    lines = [f"    - {{绩效指标: {json.dumps(n)}, 指标目标值: {json.dumps(t)}}}" for n, t in pairs]
    return "\n".join(["分解目标:", "  产出目标:", *lines])


def test_five_real_declarations_hold_neither_placeholders_nor_personal_data_nor_texts_of_odd_length() -> None:
    codes = {finding.code for finding in judge(ROOT).findings if "/2019/" in finding.file}
    assert not codes & {"T701", "T702", "P801", "W901"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("根据XX市人民政府文件设立", "XX"),
        ("根据xxx办法设立", "xxx"),
        ("根据ＸＸ办法设立", "ＸＸ"),
        ("根据××市文件设立", "××"),
        ("预算×××元", "×××"),
        ("20XX年完成", "20XX"),
        ("201X年完成", "201X"),
        ("20××年完成", "20××"),
        ("于2020年X月X日前完成", "X月X日"),
        ("第X届青禾读书节", "X届"),
        ("合格率达X%", "X%"),
        ("由某某单位实施", "某某"),
        ("○○单位", "○○"),
        ("_____年度计划", "_____"),
        ("待填", "待填"),
        ("金额待填。", "待填"),
        ("（待填写）", "（待填写）"),
        ("待定", "待定"),
        ("待补充", "待补充"),
        ("示例", "示例"),
        ("【示例】扫描档案", "【示例】"),
        ("示例：扫描档案120000页", "示例"),
        ("示例文字", "示例文字"),
        ("(200字以内)", "(200字以内)"),
        ("（200字以内）", "（200字以内）"),
        ("简要说明项目情况（限300字以内）", "（限300字以内）"),
        ("200字以内", "200字以内"),
        ("请填写项目概况", "请填写"),
        ("点击此处输入文字", "点击此处"),
        ("填写说明：写明对象", "填写说明"),
        ("TODO 补充依据", "TODO"),
        ("……", "……"),
        ("？？？", "？？？"),
        ("略", "略"),
    ],
)
def test_placeholder_is_found(text: str, seen: str) -> None:
    (finding,) = findings_of("T701", written(text))
    assert (finding.seen, finding.severity) == (seen, Severity.ERROR)
    assert finding.message == f"“{seen}”是占位的文字，应换成实际内容"
    line = judge_fragment(written(text)).parsed_files[-1].document.lines[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(seen)


@pytest.mark.parametrize(
    "text",
    [
        "建设国家级示范区和示范项目，编制示范文本",
        "在三个示例片区先行实施",
        "为窗口人员提供操作示例和填表样例",
        "培训地点待定，时间为2020年5月",
        "系统上线后由各区待填报事项自动提醒",
        "编制并印发填写说明一份",
        "撰写调研报告1份（3000字以内）",
        "征集征文（每篇800字以内）不少于50篇",
        "形成决策参考稿(2000字以内)12期",
        "购置X光机2台、CT机1台，工作服XXL号20套",
        "7×24小时值守，5×8小时坐席",
        "按人均标准×人数×天数测算",
        "单价×数量，月费×月数，年费×年数",
        "网址 https://www.qinghe.gov.cn/xxgk/xx/index.html",
        "依据二○○九年印发的办法",
        "由张某某等3名传承人授课",
        "补助对象张**、李**等",
        "采购HXX-200型扫描仪",
        "确保档案安全……并及时公布",
        "测试环境与生产环境分离，完成性能测试",
        "使用模板统一著录",
        "预算执行情况略好于上年",
        "请各单位按要求填写",
        "完成第二十届三中全会精神学习",
    ],
)
def test_ordinary_text_is_no_placeholder(text: str) -> None:
    assert findings_of("T701", written(text)) == ()


def test_each_different_placeholder_is_told_once() -> None:
    findings = findings_of("T701", written("XX市XX区由某某单位于2020年X月完成"))
    assert [finding.seen for finding in findings] == ["XX", "某某", "X月"]


def test_placeholders_of_one_text_are_limited() -> None:
    assert len(findings_of("T701", written("，".join("X" * length for length in range(2, 20))))) == 5


@pytest.mark.parametrize(
    "fragment",
    [
        "项目名称: XX系统运维",
        "项目当年投入资金构成:\n  - {子项目名称: XX系统, 预算金额: 600000}",
        rows(("XX完成率", "≥98%")),
        rows(("扫描完成率", "≥XX%")),
        rows(("扫描人次", "≥**人次")),
        rows(("扫描完成率", "待定")),
        f"# {PATH_2026}\n表式: shanghai-2026\n实施周期: XX年，每年一月起到十二月止，每年另行申报，每个季度检查一次。",
    ],
)
def test_any_field_of_the_form_is_searched(fragment: str) -> None:
    assert len(findings_of("T701", fragment)) == 1


def test_what_is_not_the_form_itself_is_not_searched() -> None:
    fragment = "来源:\n  标题: 某表\n  录入说明: 原件上的XX照录\n说明:\n  - {规则: T702, 理由: 原件写作XX}"
    assert findings_of("T701", fragment) == ()


# The same dummy value in several rows ------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["1", "2", "9", "88", "111", "123", "aaa", "a", "abc"])
def test_dummy_value_in_three_rows_is_a_warning(value: str) -> None:
    found = [f for f in findings_of("T701", rows(("制度", value), ("平台", value), ("机制", value))) if f.seen == value]
    assert [finding.message for finding in found][-1:] == [f"“{value}”在 3 行里一样，像是随手填的"]
    assert found[-1].severity is Severity.WARNING
    assert found[-1].label == "分解目标 › 产出目标 › 第 1 行 › 指标目标值"


@pytest.mark.parametrize("value", ["100%", "≥95%", "0", "100", "1次", "1份", "健全", "建立", "完成", "达标", "是"])
def test_ordinary_value_may_stand_in_many_rows(value: str) -> None:
    assert findings_of("T701", rows(*[(f"指标{number}", value) for number in "甲乙丙丁戊"])) == ()


def test_bare_number_is_none_where_the_name_says_what_is_counted() -> None:
    assert findings_of("T701", rows(("报告份数", "1"), ("平台数量", "1"), ("培训班（个）", "1"), ("机制", "1"))) == ()


def test_rows_that_make_a_dummy_can_be_set() -> None:
    two = rows(("制度", "1"), ("机制", "1"))
    assert findings_of("T701", two) == ()
    assert len(findings_of("T701", two, thresholds="视为占位的重复行数: 2")) == 1


def test_dummy_names_of_subprojects_are_found() -> None:
    lines = [f"  - {{子项目名称: 项目, 预算金额: {amount}}}" for amount in (100000, 200000, 300000)]
    (finding,) = findings_of("T701", "\n".join(["项目当年投入资金构成:", *lines]))
    assert finding.label == "项目当年投入资金构成 › 第 1 行 › 子项目名称"


# Length ------------------------------------------------------------------------------------------------------------


def long(count: int) -> str:
    return "档" * count


@pytest.mark.parametrize(
    ("count", "message", "difference"),
    [
        (29, "“项目概况”29 字，少于 30 字", "少 1 字"),
        (1, "“项目概况”1 字，少于 30 字", "少 29 字"),
        (1001, "“项目概况”1,001 字，超过 1,000 字", "多 1 字"),
    ],
)
def test_text_beyond_the_limits_is_a_notice(count: int, message: str, difference: str) -> None:
    (finding,) = findings_of("T702", written(long(count), "项目概况"))
    assert (finding.message, finding.difference, finding.severity) == (message, difference, Severity.NOTICE)


@pytest.mark.parametrize("count", [30, 500, 1000])
def test_text_within_the_limits_is_left_alone(count: int) -> None:
    assert findings_of("T702", written(long(count), "项目概况")) == ()


def test_spaces_and_line_breaks_do_not_count() -> None:
    (finding,) = findings_of("T702", written("档 案\n" * 14, "项目实施计划"))
    assert finding.seen == "28 字"


@pytest.mark.parametrize(
    "field",
    [
        "项目概况",
        "立项依据",
        "项目设立的必要性",
        "保证项目实施的制度、措施",
        "项目实施计划",
        "项目总目标",
        "年度绩效目标",
    ],
)
def test_each_long_text_of_2019_is_judged(field: str) -> None:
    assert len(findings_of("T702", written("过短", field))) == 1


def test_remarks_may_be_of_any_length() -> None:
    assert findings_of("T702", written("无")) == findings_of("T702", written(long(1500))) == ()


@pytest.mark.parametrize(
    ("field", "count"),
    [("项目概述", 1), ("实施方案", 1), ("绩效目标", 1), ("实施主体", 0), ("实施周期", 0), ("年度预算安排", 0)],
)
def test_narrative_of_2026_is_judged_but_for_its_short_answers(field: str, count: int) -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n{written('青禾市图书馆', field)}"
    assert len(findings_of("T702", fragment)) == count


def test_limits_can_be_set() -> None:
    settings = "长文本的最少字数: 10\n长文本的最多字数: 40"
    assert findings_of("T702", written(long(10), "项目概况"), thresholds=settings)[:1] != ()
    fields = {finding.label for finding in findings_of("T702", written(long(10), "项目概况"), thresholds=settings)}
    assert "项目概况" not in fields


@pytest.mark.parametrize(
    "piece", ["X", "×", "XX-", "*", "_", "○", "（", "(200字", "待填", "某", "请", "20X", "…", " 1", "×a"]
)
def test_huge_text_is_searched_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    assert "T702" in {finding.code for finding in judge_fragment(written(text + "档", "项目概况")).findings}
