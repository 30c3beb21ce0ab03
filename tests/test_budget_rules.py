"""B: amounts that disagree with each other, and amounts that only look as if they did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import findings_of, judge_example, judge_fragment
from in_memory import judge_files

from jixiao.finding import Severity
from jixiao.repository import UNITS, declaration_files, read_raw
from jixiao.rules import BY_CODE, Thresholds
from jixiao.rules.examples import BASE_2026, PATH_2026, read_example

ROOT = Path(__file__).resolve().parent.parent
IN_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"

FIVE_FORMS = {
    ("hezuo-jiaoliu-yewufei", "B206", Severity.WARNING),
    ("laihu-touzi-tongji-yunwei", "B206", Severity.NOTICE),
    ("zaiwai-touzi-tongji-yunwei", "B206", Severity.NOTICE),
    ("shipin-huiyi-yunwei", "B206", Severity.NOTICE),
    ("xinxi-pingtai-yunwei", "B206", Severity.NOTICE),
}


def messages(code: str, fragment: str, **settings: str) -> list[str]:
    return [finding.message for finding in findings_of(code, fragment, **settings)]


def rows(*subprojects: tuple[str, str]) -> str:
    lines = (f"  - {{子项目名称: {name}, 预算金额: '{amount}'}}\n" for name, amount in subprojects)
    return "项目当年投入资金构成:\n" + "".join(lines)


def test_the_five_real_forms_yield_what_a_careful_reading_expects() -> None:
    judgement = judge_files(read_raw(ROOT, UNITS), None, declaration_files(ROOT))
    found = {(f.file.split("/")[-1][:-4], f.code, f.severity) for f in judgement.findings if f.code.startswith("B")}
    assert {entry for entry in found if entry[0] in {form for form, _, _ in FIVE_FORMS}} == FIVE_FORMS


def test_no_rule_minds_the_base_of_the_2026_edition() -> None:
    assert judge_example(read_example(f"# {PATH_2026}\n{BASE_2026}")).findings == ()


# B202, B203 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "current", "found"),
    [("600000", "600000", 0), ("600000.00", "600000.01", 1), ("600000.01", "600000", 0), ("0", "600000", 1)],
)
def test_current_year_exceeds_total_is_judged_to_the_fen(total: str, current: str, found: int) -> None:
    assert len(findings_of("B202", f"项目总预算: {total}\n项目当年预算: {current}")) == found


def test_current_year_exceeds_total_stands_at_the_amount_and_speaks_the_labels_of_the_2026_edition() -> None:
    (finding,) = findings_of("B202", IN_2026 + "年度资金申请总额:\n  合计: 330000\n  当年财政拨款: 330000")
    assert finding.message == "年度资金申请总额 330,000 元，大于项目资金总额 320,000 元，多出 10,000 元"
    assert finding.label == "年度资金申请总额 › 合计"


@pytest.mark.parametrize(
    ("start", "end", "total", "found"),
    [
        ("2020-01-01", "2020-12-31", "600000", 0),
        ("2020-01-01", "2020-12-31", "600000.01", 1),
        ("2020-03-01", "2020-03-01", "700000", 1),
        ("2020-01-01", "2021-01-01", "700000", 0),
        ("2019-12-31", "2020-12-31", "700000", 0),
        ("2020-12-31", "2020-01-01", "700000", 1),
        ("2021-12-31", "2020-01-01", "700000", 0),
    ],
)
def test_budgets_of_a_project_within_one_year_are_the_same(start: str, end: str, total: str, found: int) -> None:
    fragment = f"开始时间: {start}\n结束时间: {end}\n项目总预算: {total}\n"
    assert len(findings_of("B203", fragment)) == found


def test_a_current_year_over_the_total_is_told_once_as_an_error() -> None:
    codes = {f.code for f in judge_fragment("项目总预算: 500000").findings}
    assert "B202" in codes
    assert "B203" not in codes


# B204 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "found"), [("999.99", 1), ("1000", 0), ("60", 1), ("0.01", 1), ("0", 0), ("１，０００", 0)]
)
def test_an_amount_below_the_threshold_looks_like_wan(amount: str, found: int) -> None:
    assert len(findings_of("B204", f'同名项目上年预算额: "{amount}"')) == found


def test_the_threshold_comes_from_the_settings() -> None:
    assert not findings_of("B204", "同名项目上年预算额: 600", thresholds="疑似万元的金额上限: 500")
    (finding,) = findings_of("B204", "同名项目上年预算额: 499", thresholds="疑似万元的金额上限: 500")
    assert finding.message == "填写的是 499 元，不到 500 元，请核对是否以万元为单位；如果是，应写 4,990,000 元"


def test_blank_prior_figures_are_passed_over() -> None:
    assert not findings_of("B204", "同名项目上年预算额:\n同名项目上年预算执行数:")


def test_a_small_subproject_that_adds_up_is_in_yuan() -> None:
    assert not findings_of("B204", rows(("扫描加工", "599200"), ("邮寄费", "800")))


@pytest.mark.parametrize(
    ("filed", "overview"),
    [
        ("266.55", "本项目2019年预算266.55万元，用于扫描加工。"),
        ("2665.5", "项目总投资为2665.5万元，分三年实施。"),
        ("2665.5", "经测算需2665.5 万元。"),
        ("5000", "项目预算5000万元。"),
        ("1200", "申请财政资金共计1,200万元，"),
        ("12000", "预算１．２亿元用于建设"),
        ("266.55", "预算合计2665500元"),
        ("60000000000", "项目预算：6000000元"),
        ("2665500", "全年经费266.55元"),
    ],
)
def test_an_amount_off_by_ten_thousand_from_the_text_is_told(filed: str, overview: str) -> None:
    fragment = f"项目概况: {overview}\n项目总预算: {filed}\n项目当年预算: 1"
    (finding, *_) = (f for f in findings_of("B204", fragment) if f.label == "项目总预算")
    assert "相差一万倍" in finding.message


@pytest.mark.parametrize(
    ("filed", "overview"),
    [
        ("500000", "对每人补贴50元，惠及1万名老人。"),
        ("500000", "补贴标准50元/人，共1万人，预算50万元。"),
        ("500000", "会议费标准为人均50元。"),
        ("600000", "服务对象60万人次，预算60万元。"),
        ("5000", "带动社会资金5000万元投入。"),
        ("5000", "园区年产值5000万元，设备维护5000元。"),
        ("12000", "企业年产值达到12000万元"),
        ("800", "购买保险经费800元"),
        ("1250000", "课程单价125元，共10000课时。"),
        ("2665500", "预算266.55万元，其中差旅费41.5万元。"),
        ("320000", "车辆运行12万元，图书更新14万元，合计32万元。"),
        ("600000", "扫描加工40万元、设备租用20万元。"),
        ("600000", "绿化养护面积60万平方米，铺设管线60万米。"),
        ("10000", "全市农业总产值1亿元。"),
    ],
)
def test_amounts_that_a_text_merely_names_are_passed_over(filed: str, overview: str) -> None:
    fragment = f"项目概况: {overview}\n项目总预算: {filed}\n项目当年预算: {filed}"
    assert messages("B204", fragment) == []


def test_an_amount_below_the_threshold_is_believed_where_a_text_names_it() -> None:
    fragment = "项目概况: 为查档窗口购买公众责任保险，全年保险费800元。\n项目总预算: 800\n项目当年预算: 800"
    assert not findings_of("B204", fragment)


def test_a_cost_target_names_an_amount_too() -> None:
    fragment = "分解目标:\n  产出目标:\n    - {绩效指标: 项目总成本, 指标目标值: ≤61.5万元}\n项目总预算: 61.5"
    (finding,) = findings_of("B204", fragment)
    assert finding.message == "填写的是 61.50 元，“指标目标值”写的是 61.5万元，相差一万倍"


def test_an_edition_in_wan_is_not_asked_whether_it_is_in_wan() -> None:
    (declaration,) = judge_fragment("项目总预算: 60").portfolio.declarations
    rule = BY_CODE["B204"].function
    assert len(list(rule(declaration, Thresholds()))) == 1
    in_wan = replace(declaration, edition=replace(declaration.edition, money_unit="万元"))
    assert list(rule(in_wan, Thresholds())) == []


def test_wan_is_looked_for_in_the_2026_edition() -> None:
    (finding,) = findings_of("B204", IN_2026 + "项目资金总额:\n  合计: 32\n  财政资金: 32")
    assert finding.message == "填写的是 32 元，“年度预算安排”写的是 32万元，相差一万倍"
    assert finding.label == "项目资金总额 › 合计"


# B205 ----------------------------------------------------------------------------------------------------------------


def test_each_repeated_row_names_the_first_of_its_name() -> None:
    fragment = rows(("差旅费（国内）", "1"), ("会议费", "2"), ("差旅费 (国内)", "3"), ("差旅费(国内)", "4"))
    assert messages("B205", fragment) == ["子项目“差旅费 (国内)”与第 1 行同名", "子项目“差旅费(国内)”与第 1 行同名"]


@pytest.mark.parametrize(
    "pair",
    [
        ("设备购置（一期）", "设备购置（二期）"),
        ("差旅费", "差旅费用"),
        ("培训费", "培训费（师资）"),
        ("平台运维", "平台运维A"),
    ],
)
def test_rows_whose_names_tell_them_apart_are_passed_over(pair: tuple[str, str]) -> None:
    assert not findings_of("B205", rows((pair[0], "300000"), (pair[1], "300000")))


def test_a_zero_row_is_told_and_a_small_one_is_not() -> None:
    assert messages("B205", rows(("甲", "0.00"), ("乙", "0.01"))) == ["子项目“甲”的预算金额是 0 元"]


def test_a_zero_row_of_a_budget_of_zero_is_passed_over() -> None:
    assert not findings_of("B205", "项目当年预算: 0\n" + rows(("馆藏档案数字化", "0")))


# B206 ----------------------------------------------------------------------------------------------------------------


def not_broken_down(overview: str, name: str = "馆藏档案数字化") -> list[Severity]:
    fragment = f"项目概况: {overview}\n" + rows((name, "600000"))
    return [finding.severity for finding in findings_of("B206", fragment)]


@pytest.mark.parametrize(
    "name", ["馆藏档案数字化", "馆藏档案 数字化项目", "馆藏档案数字化经费", "馆藏档案数字化项目资金"]
)
def test_one_row_with_the_name_of_the_project_is_no_breakdown(name: str) -> None:
    assert not_broken_down("扫描馆藏档案。", name) == [Severity.NOTICE]


@pytest.mark.parametrize("name", ["系统运维服务费", "档案扫描加工", "馆藏档案数字化监理", "数字化"])
def test_one_row_that_names_an_expense_is_a_breakdown(name: str) -> None:
    assert not_broken_down("扫描馆藏档案。", name) == []


def test_two_rows_are_a_breakdown_whatever_their_names() -> None:
    assert not findings_of("B206", rows(("馆藏档案数字化", "300000"), ("监理", "300000")))


@pytest.mark.parametrize(
    "overview",
    [
        "包括业务活动信息工作专项费用、业务工作差旅费用、研究课题费用、业务活动培训费以及其他费用等内容。",
        "主要用于差旅费、会议费、培训费等。",
        "项目资金用于支付设备租赁费、软件使用费和物业管理费。",
        "1.差旅费20万元；2.会议费30万元；3.培训费10万元。",
        "其中：劳务费（5万元），印刷费（3万元），邮电费（2万元）",
        "含专家咨询费、评审费及资料印刷费",
        "发放高龄补贴、护理补贴、困难残疾人生活补贴共三类。",
        "场地租金、讲课费、住宿费与伙食补助。",
        "由人员支出、办公费、水电费组成。",
        "涉及监理费：8万元，测评费：6万元，设计费：5万元",
    ],
)
def test_an_overview_that_lists_three_kinds_of_cost_makes_it_a_warning(overview: str) -> None:
    assert not_broken_down(overview) == [Severity.WARNING]


@pytest.mark.parametrize(
    "overview",
    [
        "包括差旅费、会议费以及其他费用等。",
        "对系统的软件和硬件进行运行维护，保障平台正常运行。",
        "免费、自费、收费三类服务，减少消费、浪费。",
        "控制费用、节约经费、压缩支出、合理使用经费。",
        "业务差旅费用、差旅费、会议费。",
        "财政资金、项目经费、各项费用、相关费用由单位承担。",
        "采购服务器2台、交换机3台、打印机5台。",
        "差旅费、差旅费、差旅费。",
    ],
)
def test_an_overview_that_lists_fewer_kinds_leaves_it_a_notice(overview: str) -> None:
    assert not_broken_down(overview) == [Severity.NOTICE]


def test_the_number_of_kinds_comes_from_the_settings() -> None:
    fragment = "项目概况: 包括差旅费、会议费。\n" + rows(("馆藏档案数字化", "600000"))
    (finding,) = findings_of("B206", fragment, thresholds="应当细化的费用种数: 2")
    assert finding.severity is Severity.WARNING
    assert finding.message == "资金构成只有一行，就是项目本身；项目概况列有 2 种费用：差旅费、会议费"


@pytest.mark.parametrize(
    ("overview", "listed"),
    [
        ("包括差旅费、会议费、培训费、租车费。", "列有 4 种费用：差旅费、会议费、培训费、租车费"),
        ("包括差旅费、会议费、培训费、租车费、印刷费。", "列有 5 种费用：差旅费、会议费、培训费、租车费等"),
    ],
)
def test_no_more_than_four_kinds_of_cost_are_named(overview: str, listed: str) -> None:
    (message,) = messages("B206", f"项目概况: {overview}\n" + rows(("馆藏档案数字化", "600000")))
    assert message.endswith(listed)


# B207 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ("财政资金: 300000\n  其他资金: 20000", 0),
        ("财政资金: 320000", 0),
        ("财政资金: 320000\n  其他资金: 0", 0),
        ("财政资金: 320000\n  其他资金:", 0),
        ("财政资金: 300000.00\n  其他资金: 19999.99", 1),
        ("其他资金: 20000", 1),
        ("财政资金:\n  其他资金:", 0),
    ],
)
def test_each_funding_total_is_the_sum_of_its_parts(parts: str, found: int) -> None:
    assert len(findings_of("B207", f"{IN_2026}项目资金总额:\n  合计: 320000\n  {parts}")) == found


def test_both_funding_totals_are_judged() -> None:
    fragment = "项目资金总额: {合计: 3, 财政资金: 2}\n年度资金申请总额: {合计: 2, 上年结转资金: 3}"
    assert messages("B207", IN_2026 + fragment) == [
        "项目资金总额的各项来源合计 2 元，比填写的合计 3 元少 1 元",
        "年度资金申请总额的各项来源合计 3 元，比填写的合计 2 元多 1 元",
    ]


# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["1", "1,", "预算", "差旅费、", "1.", "元", "差旅", "包括", "12,345万元", "、费"])
def test_long_hostile_texts_are_judged_in_bounded_time(piece: str) -> None:
    overview = "项目概况: '" + piece * (400_000 // len(piece.encode())) + "'\n"
    judge_fragment(overview + rows(("馆藏档案数字化", "600000")))
