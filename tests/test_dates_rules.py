"""D: periods, and the years that texts name."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_of, judge_fragment
from in_memory import judge_files

from jixiao.repository import UNITS, declaration_files, read_raw
from jixiao.rules.examples import PATH_2026

ROOT = Path(__file__).resolve().parent.parent
IN_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"


def period(start: str, end: str, total: str = "600000") -> str:
    return f"开始时间: {start}\n结束时间: {end}\n项目总预算: {total}\n"


def yearly_goal(text: str) -> str:
    return f'年度绩效目标: "{text}"\n'


def basis(text: str) -> str:
    return f"立项依据: '{text}'\n"


def written_years(fragment: str) -> list[str]:
    return [finding.seen for finding in findings_of("D403", fragment)]


def test_the_five_real_forms_yield_what_a_careful_reading_expects() -> None:
    judgement = judge_files(read_raw(ROOT, UNITS), None, declaration_files(ROOT))
    of_five = "content/projects/2019/shanghai-hezuojiaoliu/"
    found = [f for f in judgement.findings if f.code.startswith("D") and f.file.startswith(of_five)]
    assert sorted((f.file.removeprefix(of_five), f.code, f.seen) for f in found) == [
        ("laihu-touzi-tongji-yunwei.yml", "D404", "2014-2016"),
        ("shipin-huiyi-yunwei.yml", "D404", "2014-2016"),
        ("xinxi-pingtai-yunwei.yml", "D404", "2014-2016"),
        ("zaiwai-touzi-tongji-yunwei.yml", "D404", "2014-2016"),
    ]
    expected = (
        "申报的是 2019 年，《上海市推进智慧城市建设行动计划（2014-2016）》到 2016 年为止，"
        "《上海市国民经济和社会信息化“十二五”规划》到 2015 年为止"
    )
    assert {f.message for f in found} == {expected}


# D401, D402 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [("2020-03-01", "2020-03-01", 0), ("2020-03-01", "2020-02-29", 1), ("2021-01-01", "2020-12-31", 1)],
)
def test_a_project_ends_on_its_first_day_at_the_earliest(start: str, end: str, found: int) -> None:
    assert len(findings_of("D401", period(start, end))) == found
    assert not findings_of("D402", period(start, end))


def test_the_2026_edition_speaks_its_own_labels() -> None:
    (finding,) = findings_of("D401", IN_2026 + "计划完成日期: 2025-12-31\n")
    assert finding.message == "计划完成日期是 2025-12-31，早于计划开始日期 2026-01-01"


@pytest.mark.parametrize(
    ("start", "end", "total", "label"),
    [
        ("2020-01-01", "2020-12-31", "600000", ""),
        ("2020-06-01", "2020-06-30", "600000", ""),
        ("2019-01-01", "2019-12-31", "600000", "结束时间"),
        ("2019-01-01", "2019-12-31", "900000", "结束时间"),
        ("2018-01-01", "2019-12-31", "900000", "结束时间"),
        ("2019-05-01", "2019-05-01", "600000", "结束时间"),
        ("2021-01-01", "2021-12-31", "600000", "开始时间"),
        ("2021-01-01", "2023-12-31", "900000", "开始时间"),
        ("2019-12-31", "2020-12-31", "600000", "开始时间"),
        ("2020-01-01", "2021-01-01", "600000", "结束时间"),
        ("2019-01-01", "2021-12-31", "600000", "结束时间"),
        ("2019-01-01", "2021-12-31", "600000.01", ""),
        ("2018-07-01", "2020-03-31", "1800000", ""),
        ("2020-10-01", "2022-12-31", "1800000", ""),
    ],
)
def test_a_period_touches_the_year_and_goes_beyond_it_only_with_a_greater_total(
    start: str, end: str, total: str, label: str
) -> None:
    found = findings_of("D402", period(start, end, total))
    assert [finding.label for finding in found] == ([label] if label else [])


# D403 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018年完成全部档案扫描。", ["2018年"]),
        ("在2019年1月1日至2019年12月31日之间，按计划完成采购。", ["2019年"]),
        ("计划于2018年底前完成设备安装调试。", ["2018年"]),
        ("2019年度举办培训班4期，2019年度培训400人次。", ["2019年度"]),
        ("2019年上半年完成招标，2020年下半年完成验收。", ["2019年"]),
        ("２０１８年３月开工。", ["２０１８年"]),
        ("2018-03-01开工，2018/12/31竣工。", ["2018"]),
        ("2017—2018年分两批购置设备。", ["2017—2018年"]),
        ("自2019年1月1日至2019年12月31日提供运维服务。", ["2019年"]),
        ("自2019年1月1日至2020年12月31日提供运维服务。", ["2019年"]),
        ("2018年3月开始采购。", ["2018年"]),
        ("2019年预算执行率达95%以上。", ["2019年"]),
        ("2019年计划完成课题3项。", ["2019年"]),
        ("2021年6月底前完成主体工程。", ["2021年"]),
        ("2018年完成数据采集和档案整理。", ["2018年"]),
        ("按照2019年开展课题研究、出差调研工作总体要求。", ["2019年"]),
        ("今年完成扫描12万页，明年完成著录，质量好于去年。", ["今年", "明年", "去年"]),
        ("今年以来进展顺利；今年内完成验收。", ["今年"]),
        ("2018年、2019年各完成一半。", ["2018年", "2019年"]),
    ],
)
def test_a_year_outside_the_period_is_told_once_each(text: str, years: list[str]) -> None:
    assert written_years(yearly_goal(text)) == years


@pytest.mark.parametrize(
    "text",
    [
        "在2020年1月1日至2020年12月31日之间，按计划完成采购、实施以及日常维护。",
        "2020年12月底前完成验收。",
        "查档人次比2019年增加5%，投诉量较2018年下降一成。",
        "与2019年相比，能耗下降3%；接待量同2019年持平。",
        "在2019年基础上提高两个百分点。",
        "以2015年为基准年。",
        "自2016年起，每年发放两次；从2015年开始实行。",
        "自2018年7月起执行新标准，2018年8月1日起全市推行，从2019年3月开始试点。",
        "2015年以来累计服务30万人次。",
        "截至2019年底已扫描30万页，2020年再扫描12万页。",
        "完成2019年度财务收支审计和2019年度绩效评价。",
        "支付2019年质保金，结清2018年工程尾款。",
        "开展2019年预算绩效评价，编制2021年预算。",
        "对2015年建成的机房进行改造。",
        "扫描2010年以前形成的档案，整理2018年馆藏资料。",
        "为2019年高校毕业生提供就业培训。",
        "编印《青禾年鉴（2019年）》和《关于印发<2018年工作要点>的通知》。",
        "按照青档发〔2018〕12号文件执行，落实2018年第12号文要求。",
        "2021年1月完成绩效自评，2021年3月完成竣工决算。",
        "2019-2020学年资助学生500人。",
        "2019—2021年分三年实施，2020年完成三分之一。",
        "近年来需求增长，力争当年完成，为下年打好基础。",
        "说明年度安排；证明年限；注明年月；写明年份；如今年轻人较多；过去年均10万页；扣除去年份数。",
        "服务热线2018、投诉电话12345，存储容量2018GB，第2018号展品。",
        "保管2018级学生档案2018份。",
        "建设年限20年，使用寿命2019天。",
    ],
)
def test_years_that_belong_to_something_else_are_passed_over(text: str) -> None:
    assert written_years(yearly_goal(text)) == []


def test_plan_goals_and_targets_are_read_and_the_other_texts_are_not() -> None:
    fragment = (
        "项目概况: 2018年完成扫描，今年继续。\n立项依据: 2018年完成调研，去年批准。\n备注: 2018年完成。\n"
        "项目实施计划: 2018年完成采购。\n项目总目标: 2017年完成扫描。\n"
        "分解目标: {产出目标: [{绩效指标: 2016年完成情况, 指标目标值: 2019年底前完成}]}\n"
    )
    assert written_years(fragment) == ["2018年", "2017年", "2019年"]


def test_a_project_of_several_years_may_name_each_of_them() -> None:
    goal = yearly_goal("2019年完成采购，2020年扫描，2021年验收，2022年完成移交展示。")
    assert written_years(period("2019-07-01", "2021-06-30", "1800000") + goal) == []
    goal = yearly_goal("2018年完成采购，2022年完成第三期。")
    assert written_years(period("2019-07-01", "2021-06-30", "1800000") + goal) == ["2018年", "2022年"]


def test_the_declared_year_may_be_named_whatever_the_period() -> None:
    assert written_years(period("2019-01-01", "2019-12-31") + yearly_goal("2020年完成扫描。")) == []
    assert written_years(period("2021-12-31", "2020-01-01") + yearly_goal("2020年、2021年扫描。")) == []


def test_the_overall_goal_of_a_recurrent_project_may_look_ahead() -> None:
    goal = "项目总目标: 到2025年完成全部馆藏档案的扫描。\n"
    assert written_years("项目类型: 其他经常性项目\n" + goal) == []
    assert written_years("项目类型: 其他一次性项目\n" + goal) == ["2025年"]
    assert written_years("项目类型: 其他经常性项目\n" + goal.replace("2025", "2018")) == ["2018年"]


def test_the_caret_stands_under_the_year() -> None:
    (finding,) = findings_of("D403", "年度绩效目标: |-\n  1、2020年扫描；\n  2、2018年完成验收。\n")
    assert finding.message == "“2018年”不在起止时间 2020-01-01 至 2020-12-31 之内"
    assert (finding.place.column, finding.width) == (5, 5)


def test_the_2026_edition_is_read_as_well() -> None:
    assert written_years(IN_2026 + "年度总体目标: 2025年完成下乡服务240车次。\n") == ["2025年"]
    assert written_years(IN_2026 + "实施方案: 今年分四个季度出车。\n") == ["今年"]


# D404 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("《青禾市智慧城市行动计划（2014-2016）》。", "《青禾市智慧城市行动计划（2014-2016）》到 2016 年为止"),
        ("《青禾市三年行动方案（2017—2019年）》", "《青禾市三年行动方案（2017—2019年）》到 2019 年为止"),
        ("《青禾市档案事业规划》（2014年至2018年）", "《青禾市档案事业规划》（2014年至2018年）到 2018 年为止"),
        ("《青禾市档案事业发展“十二五”规划》", "《青禾市档案事业发展“十二五”规划》到 2015 年为止"),
        ("根据「十二五」规划纲要", "根据「十二五」规划纲要到 2015 年为止"),
        ("《青禾市“十二五”规划，另见附件", "《青禾市“十二五”规划到 2015 年为止"),
        ("见附件中青禾市“十二五”规划》", "见附件中青禾市“十二五”规划到 2015 年为止"),
        ("根据市十二五规划", "根据市十二五规划到 2015 年为止"),
        ("青禾市“十五”计划纲要。", "青禾市“十五”计划纲要到 2005 年为止"),
        ("青禾市十五计划纲要。", "青禾市十五计划纲要到 2005 年为止"),
        ("《青禾市“十一五”时期环境保护规划》", "《青禾市“十一五”时期环境保护规划》到 2010 年为止"),
        ("《青禾市第十二个五年规划纲要》", "《青禾市第十二个五年规划纲要》到 2015 年为止"),
        ("青禾市教育规划纲要（２０１０～２０１９年）", "青禾市教育规划纲要（２０１０～２０１９年）到 2019 年为止"),
        ("《关于印发<青禾市十二五信息化规划>的通知》", "《关于印发<青禾市十二五信息化规划>的通知》到 2015 年为止"),
    ],
)
def test_a_plan_that_ended_before_the_declared_year_is_told(text: str, plans: str) -> None:
    (finding,) = findings_of("D404", basis(text))
    assert finding.message == f"申报的是 2020 年，{plans}"


@pytest.mark.parametrize(
    "text",
    [
        "《青禾市智慧城市行动计划（2018-2020）》",
        "《青禾市国民经济和社会发展“十三五”规划》",
        "《青禾市国民经济和社会发展第十三个五年规划纲要》",
        "《青禾市城市总体规划（2016-2035年）》",
        "《关于加强档案安全管理的意见》（青府办[2011]74号）",
        "《青禾市档案管理办法》（青府发〔2014〕2016号）",
        "《2018年青禾市实事项目计划》",
        "“十二五”以来馆藏增加一倍，根据《青禾市档案管理办法》设立。",
        "十二五期间共扫描50万页，经市档案工作会议研究设立本项目。",
        "2014-2016年共扫描50万页。",
        "第十五条、二十五条规划要求，第十五次常务会议通过的计划。",
        "九五折优惠，一九九五年规划，百分之九五。",
        "十五个重点任务、十五日内完成计划。",
        "《青禾市人才发展规划（2014-2018年）》（有效期延长至2021年）",
        "《青禾市“十四五”规划》",
    ],
)
def test_plans_in_force_and_other_numbers_are_passed_over(text: str) -> None:
    assert [finding.message for finding in findings_of("D404", basis(text))] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《青禾市“十四五”公共文化规划》", 1),
        ("《青禾市“十五五”公共文化规划》", 0),
        ("《青禾市国民经济和社会发展第十四个五年规划和2035年远景目标纲要》", 0),
        ("《青禾市公共图书馆建设方案（2023-2025年）》", 1),
        ("《青禾市公共图书馆建设方案（2024-2026年）》", 0),
    ],
)
def test_the_declared_year_decides_and_not_the_day_of_the_check(text: str, found: int) -> None:
    assert len(findings_of("D404", IN_2026 + basis(text))) == found


def test_a_line_break_within_a_plan_does_not_hide_it() -> None:
    fragment = "立项依据: |-\n  《青禾市国民经济和社会信息化“十\n  二五”规划》，《青禾市行动计划（2014-\n  2016）》。\n"
    (finding,) = findings_of("D404", fragment)
    assert "到 2015 年为止" in finding.message
    assert "到 2016 年为止" in finding.message


def test_all_expired_plans_stand_in_one_finding_and_each_but_once() -> None:
    (finding,) = findings_of("D404", basis("“十一五”规划，“十二五”规划，“十二五”规划"))
    assert finding.message == "申报的是 2020 年，“十一五”规划到 2010 年为止，“十二五”规划到 2015 年为止"


@pytest.mark.parametrize(
    ("count", "ending"), [(4, "《计划4（2001-2004）》到 2004 年为止"), (5, "到 2004 年为止，等 5 项")]
)
def test_no_more_than_four_expired_plans_are_named(count: int, ending: str) -> None:
    plans = "，".join(f"《计划{number}（2001-200{number}）》" for number in range(1, count + 1))
    (finding,) = findings_of("D404", basis(plans))
    assert finding.message.endswith(ending)


# D403 over the narrative of 2026 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "years"),
    [
        ("年度预算安排", "2025年车辆运行和维护12万元，车载图书更新14万元，合计26万元。", ["2025年"]),
        ("年度预算安排", "2025年安排30万元，2026年安排32万元。", []),
        ("年度预算安排", "合计32万元，比2025年增加2万元。", []),
        ("年度预算安排", "今年安排32万元。", ["今年"]),
        ("年度预算安排", "2026年安排32万元，比去年增加2万元。", ["去年"]),
        ("绩效目标", "2025年完成下乡服务240车次。", ["2025年"]),
        ("绩效目标", "到2030年让每个村镇都有停靠点。", []),
        ("实施周期", "2025年。", ["2025年"]),
        ("实施周期", "2026年。", []),
        ("实施主体", "青禾市图书馆2019年设立的流通部。", []),
    ],
)
def test_the_narrative_is_read_for_years(field: str, text: str, years: list[str]) -> None:
    assert written_years(f"{IN_2026}{field}: {text}\n") == years


# D405 ----------------------------------------------------------------------------------------------------------------


def periods_told(field: str, text: str, start: str = "2026-01-01", end: str = "2026-12-31") -> list[str]:
    fragment = f"{IN_2026}计划开始日期: {start}\n计划完成日期: {end}\n{field}: '{text}'\n"
    return [finding.seen for finding in findings_of("D405", fragment)]


@pytest.mark.parametrize(
    ("field", "text", "seen"),
    [
        ("实施周期", "本项目实施周期为2024年1月至2026年12月，共三年。", "2024年1月至2026年12月"),
        ("实施周期", "2026年1月至2026年10月。", "2026年1月至2026年10月"),
        ("实施周期", "2026年3月—12月", "2026年3月—12月"),
        ("实施周期", "2026年1-11月。", "2026年1-11月"),
        ("实施周期", "从2026年2月开始，到2026年12月结束，下年另行申报。", "2026年2月开始，到2026年12月"),
        ("实施周期", "自2026年1月1日起至2026年12月30日止。", "2026年1月1日起至2026年12月30日"),
        ("实施周期", "2025-01-01至2025-12-31", "2025-01-01至2025-12-31"),
        ("实施周期", "２０２６年１月至２０２７年１２月", "２０２６年１月至２０２７年１２月"),
        ("实施周期", "2024-2026年，分年实施。", "2024-2026年"),
        ("实施周期", "项目周期为三年。", "三年"),
        ("实施周期", "建设期6个月。", "6个月"),
        ("实施方案", "项目实施期限为2026年1月至2026年6月，分两批完成。", "2026年1月至2026年6月"),
        ("实施方案", "一、起止时间：2025年1月1日至2025年12月31日。", "2025年1月1日至2025年12月31日"),
        ("项目概述", "项目建设周期为2025年3月至2027年3月。", "2025年3月至2027年3月"),
    ],
)
def test_a_period_in_words_that_is_not_the_forms_is_told(field: str, text: str, seen: str) -> None:
    assert periods_told(field, text) == [seen]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("实施周期", "本项目从2026年1月开始，到2026年12月结束，下年另行申报。"),
        ("实施周期", "2026年1月1日至2026年12月31日"),
        ("实施周期", "2026年1-12月。"),
        ("实施周期", "2026年全年。"),
        ("实施周期", "总周期为2024年1月至2026年12月，本期为2026年1月至12月。"),
        ("实施周期", "2026年1月至3月，准备；2026年4月至12月，实施。"),
        ("实施周期", "2026年1月至3月采购图书，4月至11月出车，12月总结。"),
        ("实施周期", "一年。"),
        ("实施周期", "实施周期12个月。"),
        ("实施周期", "周期为三年，逐年申报预算。"),
        ("实施周期", "长期。"),
        ("实施方案", "2026年3月至5月完成采购，6月至12月出车。"),
        ("实施方案", "合同服务期为2026年3月至2027年2月。"),
        ("项目概述", "2019年至2025年共出车1200次。"),
        ("绩效目标", "2026年至2030年逐步覆盖全部村镇。"),
    ],
)
def test_periods_that_agree_or_are_of_something_else_are_passed_over(field: str, text: str) -> None:
    assert periods_told(field, text) == []


def test_a_period_is_compared_as_far_as_it_is_written_out() -> None:
    days = "2025-03-15", "2027-03-14"
    for text in ("2025年3月至2027年3月", "2025年3月15日至2027年3月14日", "2025年-2027年", "周期两年", "周期为24个月"):
        assert periods_told("实施周期", text, *days) == []
    for text in ("2025年3月至2027年2月", "2025年3月15日至2027年3月15日", "2025年-2026年", "周期三年", "周期为20个月"):
        assert len(periods_told("实施周期", text, *days)) == 1


def test_the_2019_edition_has_its_plan_read() -> None:
    (finding,) = findings_of("D405", "项目实施计划: 项目实施周期为2020年1月至2020年6月，分两批扫描、著录。\n")
    assert finding.message == "写的是 2020年1月至2020年6月，开始时间、结束时间是 2020-01-01 至 2020-12-31"
    plan = "项目实施计划: 在2020年1月1日至2020年12月31日之间，按计划完成采购、实施以及日常维护。\n"
    assert not findings_of("D405", plan)


# D406 ----------------------------------------------------------------------------------------------------------------


def late(target: str, end: str = "2020-06-30", name: str = "档案扫描完成时间") -> list[str]:
    rows = f"分解目标: {{产出目标: [{{绩效指标: '{name}', 指标目标值: '{target}'}}]}}\n"
    return [finding.seen for finding in findings_of("D406", f"结束时间: {end}\n" + rows)]


@pytest.mark.parametrize(
    ("target", "seen"),
    [
        ("2020年12月底前", "2020年12月底"),
        ("2020-12", "2020-12"),
        ("2020-12-31", "2020-12-31"),
        ("2020.12.31前", "2020.12.31"),
        ("12月31日前", "12月31日"),
        ("12月底前完成", "12月"),
        ("3月至11月", "11月"),
        ("2021年", "2021年"),
        ("2021年度", "2021年度"),
        ("2020年7月1日", "2020年7月1日"),
        ("7月1日前", "7月1日"),
        ("年底前", "年底"),
        ("2020年末前", "2020年末"),
        ("第四季度完成", "四季度"),
        ("下半年完成", "下半年"),
        ("６月底完成一半，９月底全部完成", "９月"),
    ],
)
def test_a_target_after_the_end_is_told_to_the_month_or_day(target: str, seen: str) -> None:
    assert late(target) == [seen]


@pytest.mark.parametrize(
    "target",
    [
        "2020年6月底前",
        "2020-06",
        "6月30日前",
        "2020年",
        "上半年",
        "第二季度",
        "12个月",
        "6月龄婴儿12名",
        "2020.9亿元",
        "比2021年减少5%",
        "《2021年工作要点》",
        "次年1月完成",
        "每月25日前",
        "≥2020次",
        "100%",
    ],
)
def test_targets_within_the_period_and_other_numbers_are_passed_over(target: str) -> None:
    assert late(target) == []


def test_the_end_counts_to_the_day_where_the_target_does() -> None:
    assert late("12月底前", "2020-12-15") == late("年底前", "2020-12-15") == late("12月15日", "2020-12-15") == []
    assert late("12月16日", "2020-12-15") == ["12月16日"]


def test_what_is_rightly_done_afterwards_is_passed_over() -> None:
    for name in ("绩效自评完成时间", "竣工决算完成时间", "资料归档时间"):
        assert late("2020年12月底前", name=name) == []


def test_a_name_that_sets_a_time_is_read_as_well() -> None:
    assert late("100%", name="2020年12月底前完成率") == ["2020年12月底"]
    assert late("100%", name="12月查档人次") == []


def test_a_later_year_in_a_target_is_told_once() -> None:
    fragment = "分解目标: {产出目标: [{绩效指标: 扫描完成时间, 指标目标值: 2021年3月底前}]}\n"
    codes = [finding.code for finding in judge_fragment(fragment).findings if finding.code.startswith("D")]
    assert codes == ["D406"]


def test_a_period_outside_the_declared_year_is_left_to_its_own_rule() -> None:
    fragment = "开始时间: 2019-01-01\n结束时间: 2019-12-31\n"
    fragment += "分解目标: {产出目标: [{绩效指标: 扫描完成时间, 指标目标值: 2020年3月底前}]}\n"
    codes = [finding.code for finding in judge_fragment(fragment).findings if finding.code.startswith("D")]
    assert codes == ["D402"]


# ---------------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "2018年",
    "《",
    "《a",
    "《《》",
    "今年",
    "2014-2016",
    "“十二五”",
    "十二五规划",
    "2018",
    "2018 ",
    "自2018年",
    "《》",
    "2018年1月至",
    "2018-",
    "1月至",
    "项目周期",
    "周期为三年",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_texts_are_judged_in_bounded_time(piece: str) -> None:
    text = piece * (200_000 // len(piece.encode()))
    judge_fragment(f'项目总目标: "《{text}"\n' + basis(text))
    narrative = piece * (9_000 // len(piece))
    judge_fragment(f'{IN_2026}实施周期: "{narrative}"\n年度预算安排: "{narrative}"\n')


@pytest.mark.parametrize(
    ("goal", "seen"),
    [
        ("1、9月底前完成档案扫描120000页；", ["9月"]),
        ("1、2020年12月31日前完成档案扫描120000页。", ["2020年12月31日"]),
        ("于年底之前完成档案扫描120000页。", ["年底"]),
        ("1、5月底前完成档案扫描120000页；", []),
        ("1、6月30日前完成档案扫描120000页；", []),
        ("1、完成档案扫描120000页，12月底前完成绩效自评；", []),
        ("1、完成档案扫描120000页，比2019年12月底前多5000页；", []),
        ("1、在《青禾市2020年12月底前档案工作安排》内完成扫描120000页；", []),
        ("1、11月起提供在线查阅；", []),
        ("1、2021年3月底前完成验收；", []),
    ],
)
def test_a_time_in_the_year_s_goal_is_told_where_it_is_after_the_end(goal: str, seen: list[str]) -> None:
    text = f"结束时间: 2020-06-30\n年度绩效目标: |-\n  {goal}\n"
    assert [finding.seen for finding in findings_of("D406", text)] == seen
