"""Indicators: faulty ones are told of, and the ordinary well-written ones of real declarations are left alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from builders import findings_of, judge_fragment, rows, rows_2026
from in_memory import judge

from jixiao.finding import Severity
from jixiao.forms import Group, Section
from jixiao.model import Declaration
from jixiao.rules.examples import PATH_2026
from jixiao.rules.indicators import unlikely_group
from jixiao.rules.thresholds import Thresholds
from jixiao.source import LIMITS

ROOT = Path(__file__).resolve().parent.parent
CODES = [f"I{number}" for number in range(501, 513)]


def messages(code: str, fragment: str) -> list[str]:
    return [finding.message for finding in findings_of(code, fragment)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("hezuo-jiaoliu-yewufei", {"I505": 1, "I506": 1}),
        ("laihu-touzi-tongji-yunwei", {"I503": 1, "I505": 1, "I506": 1}),
        ("zaiwai-touzi-tongji-yunwei", {"I503": 1, "I505": 1, "I506": 1}),
        ("shipin-huiyi-yunwei", {"I502": 3, "I504": 1, "I505": 1, "I506": 1}),
        ("xinxi-pingtai-yunwei", {"I503": 2, "I504": 1, "I505": 1, "I506": 1, "I508": 1}),
    ],
)
def test_five_real_declarations_yield_what_a_careful_reader_finds(file: str, expected: dict[str, int]) -> None:
    path = f"content/projects/2019/shanghai-hezuojiaoliu/{file}.yml"
    found = Counter(f.code for f in judge(ROOT).findings if f.file == path and f.code in CODES)
    assert found == expected


# I501 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fragment", "groups"),
    [
        ("分解目标: {}", ["投入和管理目标", "产出目标", "效果目标", "影响力目标"]),
        (rows(("扫描页数", "1000页")), ["投入和管理目标", "效果目标", "影响力目标"]),
        (rows(("扫描页数", "1000页")) + "\n  效果目标: []", ["投入和管理目标", "效果目标", "影响力目标"]),
    ],
)
def test_each_group_of_2019_needs_a_row(fragment: str, groups: list[str]) -> None:
    findings = findings_of("I501", fragment)
    assert sorted(finding.message for finding in findings) == sorted(f"“{group}”一条指标也没有" for group in groups)
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_empty_group_is_pointed_at_by_its_key_and_a_missing_one_by_the_field() -> None:
    findings = {f.message: f for f in findings_of("I501", rows(("页数", "9页")) + "\n  效果目标:")}
    judgement = judge_fragment(rows(("页数", "9页")) + "\n  效果目标:")
    lines = next(iter(judgement.parsed_files[-1:])).document.lines
    assert lines[findings["“效果目标”一条指标也没有"].place.line - 1] == "  效果目标:"
    assert lines[findings["“影响力目标”一条指标也没有"].place.line - 1] == "分解目标:"


def test_2026_warns_of_missing_outputs_and_effects_and_leaves_cost_and_satisfaction_open() -> None:
    findings = findings_of("I501", rows_2026(("单次下乡服务成本", "≤1000元")))
    assert [finding.message for finding in findings] == ["“产出指标”一条指标也没有", "“效益指标”一条指标也没有"]
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert messages("I501", rows_2026(("车次", "≥9次"), group="产出指标", subgroup="数量指标")) == [
        "“效益指标”一条指标也没有"
    ]


def test_2026_without_any_indicator_is_an_error() -> None:
    findings = findings_of("I501", f"# {PATH_2026}\n表式: shanghai-2026\n绩效指标: {{}}")
    assert {finding.severity for finding in findings} == {Severity.ERROR}


# I502, I503, I504, I505, I512: what a value without a number may be ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "target", "code"),
    [
        ("项目计划完成率", "项目计划完成率", "I502"),
        ("故障率（故障次数/运行次数）", "故障率", "I502"),
        ("扫描合格率", "扫描 合格率。", "I502"),
        ("合格率＝合格数／总数", "合格率", "I502"),
        ("完成率：完成数/计划数", "完成率(%)", "I502"),
        ("信息共享机制", "信息共享机制", "I502"),
        ("提升", "提升", "I502"),
        ("系统运行故障率", "全年无重大故障发生", "I503"),
        ("平台运行故障率", "降低", "I503"),
        ("故障处理及时率", "及时", "I503"),
        ("服务对象满意度（调查）", "满意", "I503"),
        ("服务对象满意度", "较高", "I503"),
        ("专业技术人员比例", "合理", "I503"),
        ("政策覆盖率", "全覆盖", "I503"),
        ("计划完成率", "按2020年计划完成", "I503"),
        ("查询速度提升情况", "提升", "I504"),
        ("机关运行成本节约情况", "明显节约", "I504"),
        ("居民生活环境", "得到有效改善。", "I504"),
        ("办事时间", "较上年缩短", "I504"),
        ("公共服务水平", "逐步提高", "I504"),
        ("公众安全感", "提升明显", "I504"),
        ("工作效率", "提高", "I504"),
        ("管理制度", "不断完善", "I504"),
        ("公共服务", "提质增效", "I504"),
        ("办理量", "逐年递增", "I504"),
        ("服务水平", "服务水平逐步提升", "I504"),
        ("生态环境质量", "持续向好、不断改善", "I504"),
        ("查档便利程度", "查档便利程度明显提高", "I504"),
        ("干部履职能力", "有效增强", "I504"),
        ("档案利用人次", "档案利用明显增加", "I504"),
        ("对地方经济的影响", "促进作用明显", "I504"),
        ("队伍能力", "加强、提升", "I504"),
        ("财务制度健全性", "健全", "I505"),
        ("资金使用合规性", "合规", "I505"),
        ("预算编制合理性", "科学、合理", "I505"),
        ("设施完备性", "基本完备", "I505"),
        ("管理制度", "健全、完善。", "I505"),
        ("社会反响", "良好", "I505"),
        ("合作交流工作支撑作用", "支撑作用明显", "I505"),
        ("社会效益", "效果显著", "I505"),
        ("机关运转", "有力保障", "I505"),
        ("机关运转", "保障有力、到位", "I505"),
        ("对主业的作用", "正面支撑", "I505"),
        ("宣传效果", "达到预期", "I505"),
        ("宣传效果", "达到预期效果。", "I505"),
        ("系统功能", "满足工作需要", "I505"),
        ("服务质量", "符合要求", "I505"),
        ("可持续影响", "长期", "I505"),
        ("可持续影响", "影响深远", "I505"),
        ("社会影响力", "影响力较大", "I505"),
        ("财务管理制度健全性", "财务管理制度健全", "I505"),
        ("居民评价", "基本满意", "I505"),
        ("项目完成及时性", "及时", "I505"),
        ("生态效益", "不适用", "I512"),
        ("生态效益", "无", "I512"),
        ("经济效益指标", "无。", "I512"),
        ("经济效益", "/", "I512"),
        ("经济效益", "——", "I512"),
        ("生态效益", "N/A", "I512"),
        ("服务对象满意度", "否", "I512"),
        ("服务对象满意度", "不涉及", "I512"),
        ("服务对象满意程度", "满意", "I503"),
        ("生态效益", "本项目不涉及", "I512"),
        ("可持续影响", "无", "I512"),
        ("是否按期验收", "否", "I512"),
        ("是否建立风险防控机制", "否", "I512"),
        ("是否及时处理投诉", "否", "I512"),
        ("是否整改检查发现的问题", "否", "I512"),
        ("有无应急预案", "无", "I512"),
        ("安全隐患排查", "无", "I512"),
        ("投诉处理机制", "无", "I512"),
    ],
)
def test_value_without_a_number_is_told_of_once(name: str, target: str, code: str) -> None:
    found = judge_fragment(rows((name, target))).findings
    assert [finding.code for finding in found if finding.code in ("I502", "I503", "I504", "I505", "I512")] == [code]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("工程质量", "一次验收合格"),
        ("系统安全性", "系统安全测评达标"),
        ("信息共享机制", "与市场监管局、税务局建立数据月度交换机制"),
        ("财务管理制度健全性", "相关制度健全且严格执行"),
        ("应急预案", "建立"),
        ("长效维护机制建立情况", "建立"),
        ("资料归档", "竣工资料按档案规范移交城建档案馆"),
        ("课题成果", "形成研究报告并通过专家评审"),
        ("设备安装", "全部安装调试到位并投入使用"),
        ("巡查频率", "每日巡查"),
        ("窗口办事效率", "较上年同期缩短两个工作日"),
        ("图像分辨率", "高清"),
        ("贷款利率", "不高于同期市场报价利率"),
        ("空气质量优良率", "不低于上年"),
        ("入园率", "不低于全市平均水平"),
        ("水质达标率", "达到国家标准"),
        ("就业率", "与上年持平"),
        ("群众满意率", "百分之九十以上"),
        ("知晓率", "九成以上"),
        ("差错率", "零"),
        ("培训合格率", "≥95%"),
        ("设备完好率", "95%-98%"),
        ("降低运行成本", "降低10%以上"),
        ("重大安全事故", "无"),
        ("有效投诉", "无"),
        ("是否存在截留挪用", "否"),
        ("是否发生安全责任事故", "否"),
        ("是否影响正常教学", "否"),
        ("安全管理事故", "无"),
        ("对周边环境影响", "无"),
        ("投诉处理不及时情况", "无"),
        ("制度完善情况", "修订采购、合同两项制度"),
        ("制度建设", "制定并印发管理办法"),
        ("空气质量", "优"),
        ("系统运行", "正常"),
        ("经费保障", "全额保障"),
        ("服务窗口", "增设老年人服务窗口"),
        ("宣传效果", "达到国家一级标准"),
        ("数据共享", "实现与税务局数据共享"),
        ("有无超标准支出", "无"),
        ("拖欠农民工工资", "没有"),
        ("办公环境", "提升办公区无障碍设施水平，新增坡道和扶手"),
        ("竣工时间", "2020年12月底前"),
    ],
)
def test_ordinary_value_is_left_alone(name: str, target: str) -> None:
    found = judge_fragment(rows((name, target))).findings
    assert [finding.code for finding in found if finding.code in ("I502", "I503", "I504", "I505", "I512")] == []


@pytest.mark.parametrize(
    ("code", "target", "words"), [("I504", "提升", "只有方向，没有幅度"), ("I505", "健全", "是形容词，没有衡量标准")]
)
def test_one_finding_names_all_rows_of_a_kind_and_stands_at_the_first(code: str, target: str, words: str) -> None:
    fragment = rows(("应急预案", "建立"), ("甲（说明）", target), ("乙", target), ("丙", target))
    (finding,) = findings_of(code, fragment)
    named = "、".join(f"{name}“{target}”" for name in "甲乙丙")
    assert finding.message == f"3 条指标的指标值{words}：{named}"
    assert finding.label == "分解目标 › 产出目标 › 第 2 行 › 指标目标值"
    assert finding.seen == target


def test_long_list_of_rows_is_cut_short() -> None:
    (finding,) = findings_of("I505", rows(*[(f"制度{number}", "健全") for number in range(12)]))
    assert finding.message.startswith("12 条")
    assert finding.message.endswith("制度9“健全”等")


def test_rules_on_values_hold_for_the_edition_of_2026() -> None:
    pairs = (("借阅合格率", "合格率"), ("借阅满意度", "满意"), ("藏书", "增加"), ("制度", "健全"), ("生态", "不适用"))
    found = judge_fragment(rows_2026(*pairs, group="效益指标", subgroup="社会效益指标")).findings
    assert {"I503", "I504", "I505", "I512"} <= {finding.code for finding in found}


# I506 --------------------------------------------------------------------------------------------------------------


def share(quantified: int, total: int) -> str:
    pairs = [(f"指标甲{number}", "≥1次") for number in range(quantified)]
    return rows(*pairs, *[(f"指标乙{number}", "按计划开展") for number in range(total - quantified)])


@pytest.mark.parametrize(("quantified", "total"), [(2, 5), (4, 10), (1, 1), (3, 3)])
def test_share_at_the_threshold_or_above_is_enough(quantified: int, total: int) -> None:
    assert findings_of("I506", share(quantified, total)) == ()


@pytest.mark.parametrize(
    ("quantified", "total", "seen", "difference"),
    [
        (0, 2, "0.00%", "低 40.00 个百分点"),
        (1, 3, "33.33%", "低 6.67 个百分点"),
        (399, 1000, "39.90%", "低 0.10 个百分点"),
    ],
)
def test_share_below_the_threshold_is_told(quantified: int, total: int, seen: str, difference: str) -> None:
    (finding,) = findings_of("I506", share(quantified, total))
    assert (finding.seen, finding.expected, finding.difference) == (seen, "40.00%", difference)
    assert finding.message == f"{total} 条指标中有数值的 {quantified} 条，占 {seen}，低于 40.00%"


def test_threshold_of_the_share_can_be_set() -> None:
    assert findings_of("I506", share(1, 3), thresholds="量化指标的最低比例: 30%") == ()
    assert len(findings_of("I506", share(1, 2), thresholds="量化指标的最低比例: 60%")) == 1


def test_value_with_several_numbers_counts_as_quantified() -> None:
    assert findings_of("I506", rows(("合格率", "95%-98%"), ("制度", "健全"))) == ()


def test_declaration_without_indicators_is_not_judged_by_share() -> None:
    assert findings_of("I506", "分解目标: {}") == ()


# I507, I508 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("项目完成率", "110%"),
        ("预算执行率", "≤105%"),
        ("故障处理及时率", "≥100.01%"),
        ("服务对象满意度（调查）", "≥850%"),
        ("疫苗接种覆盖率", "980%"),
        ("考试通过率", "＞100%"),
        ("验收合格率", "-5%"),
        ("验收合格率", "<0%"),
        ("群众满意率", "百分之一百二十"),
    ],
)
def test_share_beyond_the_whole_is_impossible(name: str, target: str) -> None:
    (finding,) = findings_of("I507", rows((name, target)))
    assert finding.seen == target


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("项目完成率", "100%"),
        ("项目完成率", "≥100%"),
        ("丢包率", "0%"),
        ("丢包率", "≤2%"),
        ("产值增长率", "≥120%"),
        ("访问量提升率", "150%"),
        ("任务超额完成率", "≥110%"),
        ("拨备覆盖率", "≥150%"),
        ("资本充足率", "≥110%"),
        ("床位使用率", "105%"),
        ("满意度", "≥850分"),
        ("满意度", "提高120%"),
        ("完成率", "90%-110%"),
        ("完成率", "全部完成"),
        ("培训人次", "≥1200人次"),
    ],
)
def test_possible_percentage_is_left_alone(name: str, target: str) -> None:
    assert findings_of("I507", rows((name, target))) == ()


@pytest.mark.parametrize(
    ("target", "expected"), [("85%", "≥85%"), ("85.5％", "≥85.5%"), ("90分", "≥90分"), ("85", "≥85"), ("85%。", "≥85%")]
)
def test_satisfaction_that_is_a_bare_number_lacks_a_comparator(target: str, expected: str) -> None:
    (finding,) = findings_of("I508", rows(("用户满意度（受访者）", target)))
    assert (finding.severity, finding.expected) == (Severity.NOTICE, expected)


def test_satisfaction_by_its_place_lacks_a_comparator() -> None:
    pairs = (("受访居民", "90%"), ("窗口投诉率", "2%"), ("问卷份数", "200份"), ("借阅居民满意程度", "90%"))
    fragment = rows_2026(*pairs, group="满意度指标", subgroup="服务对象满意度指标")
    rows_told = [finding.label.split(" › ")[-2] for finding in findings_of("I508", fragment)]
    assert rows_told == ["第 1 行", "第 4 行"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("用户满意度", "≥85%"),
        ("用户满意度", "=85%"),
        ("用户满意度", "85%以上"),
        ("用户满意度", "达到85%"),
        ("用户满意度", "不低于85%"),
        ("用户满意度", "100%"),
        ("用户满意度", "满意"),
        ("用户满意度", "80%-90%"),
        ("预算执行率", "95%"),
        ("满意度调查份数", "200份"),
    ],
)
def test_other_satisfaction_has_its_comparator(name: str, target: str) -> None:
    assert findings_of("I508", rows((name, target))) == ()


# I509, I510 --------------------------------------------------------------------------------------------------------


def test_repeated_indicator_names_the_first_and_compares_the_values() -> None:
    fragment = rows(("扫描合格率", "≥98%"), ("扫描 合格率", "≥99%"), ("扫描合格率", "≥ 98%"))
    assert messages("I509", fragment) == [
        "“扫描 合格率”已列在“产出目标”第 1 条，两处指标值不同（≥98%，≥99%）",
        "“扫描合格率”已列在“产出目标”第 1 条，指标值也相同",
    ]


def test_repetition_in_another_group_is_found() -> None:
    fragment = rows(("扫描合格率", "≥98%")) + "\n  效果目标:\n    - {绩效指标: 扫描合格率, 指标目标值: ≥98%}"
    (finding,) = findings_of("I509", fragment)
    assert finding.label == "分解目标 › 效果目标 › 第 1 行 › 绩效指标"


def test_names_that_differ_in_brackets_are_two_indicators() -> None:
    assert findings_of("I509", rows(("丢包率（主会场）", "≤2%"), ("丢包率（分会场）", "≤8%"))) == ()


def test_repetition_in_2026_names_the_second_level() -> None:
    fragment = rows_2026(("下乡车次", "≥9次"), ("下乡车次", "≥9次"), group="产出指标", subgroup="数量指标")
    assert messages("I509", fragment) == ["“下乡车次”已列在“数量指标”第 1 条，指标值也相同"]


@pytest.mark.parametrize("name", ["预算执行率", "预算执行率（执行数/预算数）", "资金执行率", "预算资金执行率"])
@pytest.mark.parametrize("group", ["产出目标", "效果目标", "影响力目标"])
def test_budget_execution_belongs_to_inputs(name: str, group: str) -> None:
    assert len(findings_of("I510", rows((name, "≥95%"), group=group))) == 1


@pytest.mark.parametrize("group", ["投入和管理目标", "产出目标"])
def test_satisfaction_belongs_to_effects(group: str) -> None:
    (finding,) = findings_of("I510", rows(("读者满意度（问卷）", "≥95%"), group=group))
    assert finding.message == f"“读者满意度”列在“{group}”，一般列在“效果目标、影响力目标”"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("预算执行率", "投入和管理目标"),
        ("读者满意度", "效果目标"),
        ("读者满意度", "影响力目标"),
        ("满意度调查完成率", "产出目标"),
        ("判决执行率", "产出目标"),
        ("制度执行率", "产出目标"),
        ("预算编制合理性", "产出目标"),
    ],
)
def test_usual_group_is_left_alone(name: str, group: str) -> None:
    assert findings_of("I510", rows((name, "≥95%"), group=group)) == ()


def test_edition_without_inputs_says_nothing_of_budget_execution() -> None:
    assert findings_of("I510", rows_2026(("预算执行率", "≥95%"), group="产出指标", subgroup="时效指标")) == ()


def test_satisfaction_of_2026_belongs_to_its_own_group() -> None:
    fragment = rows_2026(("借阅居民满意程度", "≥95%"), group="效益指标", subgroup="社会效益指标")
    assert messages("I510", fragment) == ["“借阅居民满意程度”列在“效益指标”，一般列在“满意度指标”"]
    own = rows_2026(("借阅居民满意程度", "≥95%"), group="满意度指标", subgroup="服务对象满意度指标")
    assert findings_of("I510", own) == ()


@pytest.mark.parametrize(("subgroup", "told"), [("满意度指标", 0), ("社会效益指标", 1)])
def test_satisfaction_may_be_a_subgroup_of_effects(subgroup: str, told: int) -> None:
    declaration = judge_fragment(rows(("读者满意度", "≥95%"), group="效果目标")).portfolio.declarations[0]
    assert isinstance(declaration, Declaration)
    (indicator,) = declaration.indicators
    tags = (frozenset[str](), frozenset(["satisfaction"]))
    group = Group("效益", ("社会效益指标", "满意度指标"), frozenset(["effect"]), tags)
    field = replace(declaration.edition.by_role["indicators"], groups=(group,))
    edition = replace(declaration.edition, sections=(Section("", (field,)),))
    changed = replace(
        declaration, edition=edition, indicators=(replace(indicator, table=field, group=group, subgroup=subgroup),)
    )
    found = [hit.facts | {"expected": hit.expected} for hit in unlikely_group.function(changed, Thresholds())]
    assert found == [{"name": "读者满意度", "expected": "满意度指标"}] * told


def test_satisfaction_among_the_outputs_of_2026_is_told() -> None:
    fragment = rows_2026(("借阅居民满意度", "≥95%"), group="产出指标", subgroup="质量指标")
    assert messages("I510", fragment) == ["“借阅居民满意度”列在“产出指标”，一般列在“满意度指标”"]


# I511: the budgets are 600,000 元 (2019) and 320,000 元 (2026) ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("项目总成本", "≤600000元"),
        ("项目总成本", "≤60万元"),
        ("项目总成本", "60万元以内"),
        ("项目总成本", "≤60万"),
        ("项目总成本", "六十万元以内"),
        ("项目总成本（万元）", "≤60"),
        ("项目总成本(单位：元)", "≤600000"),
        ("扫描加工成本（含税）", "=600,000.00(元)"),
        ("成本控制数", "600000元"),
        ("成本控制", "不超过预算"),
        ("成本控制", "控制在预算范围内"),
        ("项目总成本", "≤年度预算数"),
        ("预算控制数", "≤项目预算。"),
        ("成本指标", "不超预算"),
    ],
)
def test_cost_that_restates_the_budget_is_a_notice(name: str, target: str) -> None:
    (finding,) = findings_of("I511", rows((name, target), group="投入和管理目标"))
    assert finding.severity is Severity.NOTICE


@pytest.mark.parametrize(
    ("name", "target", "gap"),
    [
        ("项目总成本", "≤50万元", "−100,000 元"),
        ("馆藏档案数字化项目成本", "≤599999.99元", "−0.01 元"),
        ("预算控制数", "＜30万元", "−300,000 元"),
        ("总投资", "0.05亿元以内", ""),
        ("项目总成本", "≤50万", "−100,000 元"),
        ("项目总成本（万元）", "≤50", "−100,000 元"),
    ],
)
def test_cap_on_the_whole_below_the_budget_is_a_warning(name: str, target: str, gap: str) -> None:
    findings = findings_of("I511", rows((name, target), group="投入和管理目标"))
    assert [(finding.severity, finding.difference) for finding in findings] == (
        [(Severity.WARNING, gap)] if gap else []
    )


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("每页扫描成本", "≤3.5元"),
        ("人均培训成本", "≤450元/人/天"),
        ("单位面积造价", "≤600000元"),
        ("扫描加工成本", "≤40万元"),
        ("存储设备租用成本", "≤200000元"),
        ("成本节约率", "≥5%"),
        ("机关运行成本节约情况", "明显节约"),
        ("运行成本", "比上年降低60万元"),
        ("项目总成本", "≥600000元"),
        ("项目总成本", "≤70万元"),
        ("项目总成本", "50万元至60万元"),
        ("拉动社会投资", "≥600000元"),
        ("门票收入", "600000元"),
        ("成本核算", "按预算科目逐项核算"),
    ],
)
def test_other_cost_indicator_is_left_alone(name: str, target: str) -> None:
    assert findings_of("I511", rows((name, target), group="投入和管理目标")) == ()


def test_any_indicator_in_the_cost_group_of_2026_is_a_cost() -> None:
    (finding,) = findings_of("I511", rows_2026(("流动服务支出", "≤32.00(万元)")))
    assert finding.message == "成本指标的指标值 ≤32.00(万元) 就是年度资金申请总额 320,000 元"
    (finding,) = findings_of("I511", rows_2026(("流动图书车服务总成本", "≤30万元")))
    assert (finding.severity, finding.difference) == (Severity.WARNING, "−20,000 元")


def test_cap_between_the_budget_of_the_year_and_the_whole_budget_is_left_open() -> None:
    fragment = "结束时间: 2022-12-31\n项目总预算: 1800000\n"
    assert findings_of("I511", fragment + rows(("项目总成本", "≤100万元"), group="投入和管理目标")) == ()
    whole = findings_of("I511", fragment + rows(("项目总成本", "≤180万元"), group="投入和管理目标"))
    assert whole[0].message.endswith("就是项目总预算 1,800,000 元")


# Hostile input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece", ["率", "（", "()", "=", ":/", "提升", "健全、", "不低于", "满意度", "成本", "9", "预算"]
)
def test_huge_names_and_values_are_judged_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    fragment = rows((text, "无"), (f"{text}率", text), ("成本", text), ("生态效益", "无"))
    assert "I512" in {finding.code for finding in judge_fragment(fragment).findings}


def test_thousands_of_rows_are_judged_in_bounded_time() -> None:
    assert len(findings_of("I509", rows(*[("扫描合格率", "98%")] * 3_900))) == 3_899
