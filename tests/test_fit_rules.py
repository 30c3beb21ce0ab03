"""Fit: what a name asks for and what its value answers are compared only where both say it beyond doubt."""

from __future__ import annotations

import pytest
from builders import findings_of, judge_fragment, rows, rows_2026

from jixiao.finding import Severity
from jixiao.source import LIMITS


@pytest.mark.parametrize(
    ("name", "target", "named", "what"),
    [
        ("培训230人", "203个", "230人", "数"),
        ("培训230人", "203人", "230人", "数"),
        ("230名低保户补贴发放", "203名", "230名", "数"),
        ("230名低保户补贴发放", "203个", "230名", "数"),
        ("采购电脑50台", "≥45台", "50台", "数"),
        ("建设停车位（230个）", "≥203个", "230个", "数"),
        ("改造管网12公里", "≥10千米", "12公里", "数"),
        ("举办三场讲座", "≥2场", "3场", "数"),
        ("采购图书3万册", "≥3000册", "3万册", "数"),
        ("科研启动资金10万元", "≥5万元", "10万元", "数"),
        ("绿化3000平方米", "≥300㎡", "3000平方米", "数"),
        ("合格率98%", "≥95%", "98%", "数"),
        ("发放补贴230户", "230人", "230户", "单位"),
        ("绿化3000平方米", "3000米", "3000平方米", "单位"),
        ("库房改造面积", "≥3次", "面积", "单位"),
        ("参训人数", "≥5场", "人数", "单位"),
        ("参训人数", "100%", "人数", "单位"),
        ("巡查次数", "≥95%", "次数", "单位"),
        ("道路养护里程", "≥30平方米", "里程", "单位"),
        ("项目完成时间", "100%", "时间", "单位"),
        ("窗口响应时间", "≤3次", "时间", "单位"),
    ],
)
def test_name_and_target_that_differ(name: str, target: str, named: str, what: str) -> None:
    (finding,) = findings_of("I515", rows((name, target)))
    assert finding.severity is Severity.WARNING
    assert finding.message == f"指标名称里的“{named}”与指标值“{target}”，{what}不一致"


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("培训230人", "230人"),
        ("培训230人", "≥230名"),
        ("培训230人", "230个"),
        ("培训230人", "≥500人次"),
        ("采购图书3万册", "≥30000册"),
        ("采购电脑50台", "50套"),
        ("60岁以上老人覆盖人数", "≥500人"),
        ("50人以上企业走访数", "≥20家"),
        ("10人团队组建数", "≥5人"),
        ("每100人拥有床位数", "≥5张"),
        ("人均3本图书配置", "≥5本"),
        ("2026年培训人数", "≥300人"),
        ("第3期培训人数", "≥30人"),
        ("5G基站建设数", "≥100个"),
        ("12345热线办结率", "≥95%"),
        ("PM2.5平均浓度", "≤35微克/立方米"),
        ("24小时内响应率", "≥95%"),
        ("7天无理由退货处理时限", "≤3天"),
        ("3日内办结件数", "≥500件"),
        ("4个专业学生人数", "≥120人"),
        ("100个村庄改造户数", "≥500户"),
        ("培训3期学员人数", "≥200个"),
        ("三支一扶人员到岗人数", "≥20人"),
        ("能耗降低10%", "降低10%"),
        ("合格率（合格数/总数×100%）", "≥98%"),
        ("举办讲座10次", "10期"),
        ("服务人次", "≥300次"),
        ("服务次数", "≥300人次"),
        ("参训人数", "≥300人次"),
        ("参训人数", "≥3万"),
        ("参训人数", "增长5%"),
        ("参训人数", "按通知要求"),
        ("培训时长", "≥40课时"),
        ("响应时间", "≤30分"),
        ("工期", "≤180日历天"),
        ("道路养护里程", "≥3条"),
        ("占地面积", "≥3亩"),
    ],
)
def test_name_and_target_that_may_go_together_are_left_alone(name: str, target: str) -> None:
    assert findings_of("I515", rows((name, target))) == ()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("投入资金", "≥32万元"),
        ("资金投入量", "=60万元"),
        ("项目总投资", "600000元"),
        ("财政资金投入", "≥60万"),
        ("完成投资额", "≥5000万元"),
        ("资金支出金额（万元）", "≥60"),
        ("馆藏档案数字化项目经费", "60万元"),
        ("专项资金使用额度", "≤60万元"),
    ],
)
def test_money_put_in_is_no_output(name: str, target: str) -> None:
    (finding,) = findings_of("I516", rows((name, target)))
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("列在“产出目标”，没有说明产出")
    assert findings_of("I516", rows((name, target), group="投入和管理目标")) == ()


def test_money_put_in_under_a_subgroup_of_outputs_names_it() -> None:
    fragment = rows_2026(("投入资金", "≥32万元"), group="产出指标", subgroup="数量指标")
    (finding,) = findings_of("I516", fragment)
    assert finding.message == "“投入资金”的指标值“≥32万元”是投入的资金，列在“数量指标”，没有说明产出"
    assert findings_of("I516", rows_2026(("投入资金", "≤32万元"))) == ()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("发放补贴资金", "≥32万元"),
        ("发放助学贷款金额", "≥32万元"),
        ("带动社会投资", "≥5000万元"),
        ("招商引资额", "≥5亿元"),
        ("农产品产值", "≥300万元"),
        ("扫描加工成本", "≤40万元"),
        ("补助标准", "500元/人"),
        ("资金到位率", "100%"),
        ("资金拨付次数", "4次"),
        ("人均经费投入", "≥300元/人"),
        ("投入人员数量", "≥20人"),
        ("资金投入", "按进度拨付"),
    ],
)
def test_money_that_is_made_or_handed_out_is_left_alone(name: str, target: str) -> None:
    assert findings_of("I516", rows((name, target))) == ()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("扫描合格率", "≥98"),
        ("扫描合格率", "0.98"),
        ("任务完成率", "1"),
        ("任务完成率", "12次"),
        ("归档及时率", "≤2小时"),
        ("读者满意度", "≥90"),
        ("读者满意程度", "≥90"),
        ("在线查档人次增长率", "≥5"),
        ("绿化用地占比", "≥30"),
    ],
)
def test_rate_whose_number_has_no_percent(name: str, target: str) -> None:
    (finding,) = findings_of("I517", rows((name, target)))
    assert finding.message == f"“{name}”是比率，指标值“{target}”没有写 %"
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("扫描合格率", "≥98%"),
        ("扫描合格率", "≥98.00(%)"),
        ("扫描合格率", "≥98百分比"),
        ("扫描合格率（%）", "≥98"),
        ("合格百分比", "≥98"),
        ("师生比例", "1:18"),
        ("男女比例", "1∶1"),
        ("在线查档人次增长率", "2倍"),
        ("知晓率", "九成以上"),
        ("新生儿死亡率", "≤5‰"),
        ("孕产妇死亡率", "≤12"),
        ("库存周转率", "≥3"),
        ("容积率", "≤2.5"),
        ("劳动生产率", "≥20万元/人"),
        ("系统故障率", "0"),
        ("读者满意度", "≥90分"),
        ("满意度", "提高5"),
        ("城镇化率", "提高3个百分点"),
        ("工作效率", "≥3"),
        ("任务完成率", "按期完成"),
        ("任务完成率", "95%-98%"),
        ("巡查频率", "≥3次/周"),
    ],
)
def test_rate_that_needs_no_percent_is_left_alone(name: str, target: str) -> None:
    assert findings_of("I517", rows((name, target))) == ()


@pytest.mark.parametrize(
    ("target", "piece", "what"),
    [
        ("l00%", "l00", "的数字里混有字母或别的符号"),
        ("1O0%", "1O0", "的数字里混有字母或别的符号"),
        ("≥I00%", "I00", "的数字里混有字母或别的符号"),
        ("１Ｏ０％", "１Ｏ０", "的数字里混有字母或别的符号"),
        ("95%≥", "95%≥", "的符号写在数的后面"),
        ("95%＞", "95%＞", "的符号写在数的后面"),
    ],
)
def test_number_that_cannot_be_read_is_pointed_at(target: str, piece: str, what: str) -> None:
    fragment = rows(("扫描合格率", target))
    (finding,) = findings_of("I518", fragment)
    assert (finding.severity, finding.seen) == (Severity.NOTICE, piece)
    assert finding.message == f"“{piece}”{what}，没有识别为数值"
    parsed = judge_fragment(fragment).parsed_files[-1].document
    assert parsed.lines[finding.place.line - 1][finding.place.column - 1 :].startswith(piece)


@pytest.mark.parametrize(
    "target", ["100%", "》1000亩", "80%-90%", "5G覆盖率100%", "健全", "不低于上年的95%", "O2O模式"]
)
def test_number_that_is_read_or_is_none_is_left_alone(target: str) -> None:
    assert findings_of("I518", rows(("扫描合格率", target))) == ()


@pytest.mark.parametrize("piece", ["1人", "(1人)", "资金", "额总额", "一", "率", "面积", "（万元）"])
def test_huge_names_are_judged_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    fragment = rows((text, "≥1万元"), (f"{text}人数", "1次"), (f"{text}率", "9"), ("合格率", "l0%"))
    assert "I518" in {finding.code for finding in judge_fragment(fragment).findings}
