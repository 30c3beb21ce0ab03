"""Directions: a sign contrary to what the indicator means is told, and one that a careful reader would leave is left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import findings_of, judge_fragment, rows, rows_2026

from jixiao.finding import Severity
from jixiao.model import Declaration
from jixiao.rules.directions import direction_contrary
from jixiao.rules.thresholds import Thresholds
from jixiao.source import LIMITS


def told(name: str, target: str) -> list[str]:
    """The codes of this module's rules that an indicator gets."""
    found = judge_fragment(rows((name, target))).findings
    return [finding.code for finding in found if finding.code in ("I513", "I514")]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("档案存储设施稳定运行率", "≤99%"),
        ("窗口办事群众满意度", "≤90%"),
        ("服务对象满意程度", "≤90%"),
        ("读者满意度", "≤90分"),
        ("项目完成率", "＜100%"),
        ("资金到位率", "不超过95%"),
        ("制度健全性", "≤90%"),
        ("故障修复率（规定时间内）", "95%以下"),
        ("政策知晓率", "≤80.00(%)"),
        ("疫苗接种率", "≤85%"),
        ("预算执行率", "≤95%"),
        ("垃圾回收比例", "<60%"),
    ],
)
def test_upper_limit_alone_on_what_is_better_the_more(name: str, target: str) -> None:
    (finding,) = findings_of("I513", rows((name, target)))
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith(f"一般越高越好，指标值“{target}”只写了上限")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("系统故障率", "≥1%"),
        ("投诉次数", "≥5次"),
        ("有效投诉", "≥0起"),
        ("重大安全事故发生次数", "≥1次"),
        ("上架图书编目差错率", "不低于1%"),
        ("数据错误数", "＞3条"),
        ("验收不合格率", "≥2%"),
        ("会场网络丢包率（丢包次数/使用次数）", "≥2%"),
        ("伤亡人数", "≥1人"),
        ("设备闲置率", "5%以上"),
        ("系统中断时间", "≥2小时"),
        ("故障响应时间", "≥30分钟"),
        ("群众等候时间", "至少15分钟"),
        ("项目总成本", "≥32万元"),
        ("项目总成本（万元）", "≥32"),
        ("单次问卷成本", "≥10元"),
        ("亩均成本", "＞500元/亩"),
        ("单位面积造价", "不低于3000元/平方米"),
        ("采购单价", "》=2000元"),
        ("高标准农田建设成本", "≥1500元/亩"),
    ],
)
def test_lower_limit_alone_on_what_is_better_the_less(name: str, target: str) -> None:
    (finding,) = findings_of("I513", rows((name, target)))
    assert finding.message.endswith(f"一般越低越好，指标值“{target}”只写了下限")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("全年档案存储成本控制率", "≤98%"),
        ("“三公”经费控制率", "≤100%"),
        ("在职人员控制率", "≤100%"),
        ("培训人数", "≤500人"),
        ("科目调整次数", "≤10次"),
        ("结余率", "≤5%"),
        ("预算调整率", "≤10%"),
        ("系统故障率", "0"),
        ("系统故障率", "≤1%"),
        ("投诉次数", "=0次"),
        ("投诉处理率", "≥95%"),
        ("投诉受理件数", "≥500件"),
        ("登记投诉件数", "≥500件"),
        ("采集故障数量", "≥500件"),
        ("处理投诉件数", "≥500件"),
        ("查处违规次数", "≥20次"),
        ("排除故障次数", "≥50次"),
        ("发现差错数", "≥10个"),
        ("投诉次数下降率", "≥5%"),
        ("投诉率", "降低≥5%"),
        ("连续无事故时间", "≥365天"),
        ("平均无故障时间", "≥2000小时"),
        ("零投诉率", "≥95%"),
        ("验收不合格率", "≤2%"),
        ("逾期完成率", "≤3%"),
        ("群众不满意率", "≤5%"),
        ("工程优秀率", "≤30%"),
        ("响应及时性", "≤2小时"),
        ("窗口响应时间", "≤30分钟"),
        ("成本节约率", "≥5%"),
        ("节约行政成本", "超13万元/年"),
        ("成本利润率", "≥10%"),
        ("人均补助标准", "≥89元"),
        ("成本核算次数", "≥3次"),
        ("扫描合格率", "95%-98%"),
        ("扫描合格率", "≥98%"),
        ("扫描合格率", "98%"),
        ("床位使用率", "≤105%"),
        ("担保代偿率", "≤3%"),
        ("城镇登记失业率", "≤4.5%"),
        ("道路补助标准", "≥30万元/公里"),
        ("矛盾纠纷调解成功率", "≥98%"),
        ("交通事故死亡人数下降率", "≥3%"),
        ("违法行为查处率", "100%"),
        ("案件查处数量", "≥100件"),
        ("化学需氧量排放量", "≤50吨"),
    ],
)
def test_direction_that_may_be_meant_is_left_alone(name: str, target: str) -> None:
    assert told(name, target) == []


def test_place_of_costs_makes_a_cost_of_any_money_in_it() -> None:
    (finding,) = findings_of(
        "I513", rows_2026(("流动服务支出", "≥32万元"), ("流动服务补助标准", "≥100元"), ("出车", "≥9次"))
    )
    assert finding.message.startswith("“流动服务支出”一般越低越好")
    other = rows_2026(("流动服务支出", "≥32万元"), group="效益指标", subgroup="经济效益指标")
    assert findings_of("I513", other) == ()


def listed_under(name: str, target: str, *tags: str) -> Declaration:
    """A declaration with one indicator, in a subgroup with these tags of its own."""
    declaration = judge_fragment(rows((name, target))).portfolio.get("2020/qinghe-danganguan/dangan-shuzihua")
    assert isinstance(declaration, Declaration)
    (indicator,) = declaration.indicators
    group = replace(indicator.group, subgroups=("成本指标",), subgroup_tags=(frozenset(tags),))
    return replace(declaration, indicators=(replace(indicator, group=group, subgroup="成本指标"),))


def test_costs_may_be_a_subgroup_of_outputs() -> None:
    at_costs = listed_under("流动服务支出", "≥32万元", "cost")
    assert [found.facts["name"] for found in direction_contrary.function(at_costs, Thresholds())] == ["流动服务支出"]
    assert not list(direction_contrary.function(listed_under("流动服务支出", "≥32万元"), Thresholds()))


@pytest.mark.parametrize(
    ("name", "target", "what"),
    [
        ("扫描合格率", "≤100%", "总能达到：比率不会超过 100%"),
        ("预算执行率", "≤100.00(%)", "总能达到：比率不会超过 100%"),
        ("设备稳定运行率", "不超过100%", "总能达到：比率不会超过 100%"),
        ("系统故障率", "≤100%", "总能达到：比率不会超过 100%"),
        ("读者满意度", "≤100分", "总能达到：比率不会超过 100%"),
        ("扫描合格率", "≥0%", "总能达到：数量不会少于 0"),
        ("档案扫描页数", "≥0页", "总能达到：数量不会少于 0"),
        ("借阅人次", "不少于0人次", "总能达到：数量不会少于 0"),
        ("绿化面积", "≥0平方米", "总能达到：数量不会少于 0"),
        ("读者满意度", "0%", "是 0，而这项指标一般越多越好"),
        ("任务完成率", "=0%", "是 0，而这项指标一般越多越好"),
        ("任务完成率", "≤0%", "是 0，而这项指标一般越多越好"),
        ("培训人次", "0人次", "是 0，而这项指标一般越多越好"),
        ("开展宣传活动次数", "=0次", "是 0，而这项指标一般越多越好"),
        ("发放图书册数", "零册", "是 0，而这项指标一般越多越好"),
    ],
)
def test_target_that_cannot_be_missed_or_sets_out_to_do_nothing(name: str, target: str, what: str) -> None:
    (finding,) = findings_of("I514", rows((name, target)))
    assert finding.severity is Severity.WARNING
    assert finding.message == f"“{name}”的指标值“{target}”{what}"
    assert told(name, target) == ["I514"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("系统故障率", "0%"),
        ("重大事故次数", "0次"),
        ("服务投诉次数", "0次"),
        ("受益群众投诉数量", "0件"),
        ("因公出国人次", "0人次"),
        ("财政供养人数增长率", "≥0%"),
        ("净增就业人数", "≥0人"),
        ("净利润", "≥0万元"),
        ("冷库温度", "≥0℃"),
        ("资产负债率", "≤100%"),
        ("成本控制率", "≤100%"),
        ("满意度", "提高0%"),
        ("扫描合格率", "100%"),
        ("扫描合格率", "≥100%"),
        ("培训人次", "≥100人次"),
        ("培训人次", "≤100人次"),
        ("培训人次", "＞0人次"),
    ],
)
def test_limit_that_says_something_is_left_alone(name: str, target: str) -> None:
    assert told(name, target) == []


@pytest.mark.parametrize("piece", ["故障", "处理", "投诉", "完成率", "响应时间", "成本", "培训", "不", "影响"])
def test_huge_names_are_judged_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    fragment = rows((f"{text}率", "≤90%"), (text, "≥1次"), (f"{text}人数", "0人"), ("故障率", "≥1%"))
    assert "I513" in {finding.code for finding in judge_fragment(fragment).findings}
