"""C: goals against indicators, a project's name against its texts, and one project's texts against another's."""

from __future__ import annotations

import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from builders import findings_of, judge_fragment
from in_memory import judge_files

from jixiao.finding import Finding
from jixiao.repository import UNITS, declaration_files, read_raw
from jixiao.rules.bodies import bodies, may_be_same, others
from jixiao.rules.examples import PATH_2026
from jixiao.rules.keywords import key_words, subject_of
from jixiao.rules.similarity import LONGEST_COMPARED, near_pairs, share_if_alike, share_in_common, sketches_of

ROOT = Path(__file__).resolve().parent.parent
IN_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"
SAME_YEAR = "# content/projects/2020/qinghe-danganguan/zhaopian-shuzihua.yml\n项目名称: 馆藏照片数字化\n"
OTHER_UNIT = (
    "# content/projects/2020/qinghe-tushuguan/guji-xiufu.yml\n申报单位名称: 青禾市图书馆\n项目名称: 馆藏古籍修复\n"
)

Indicators = tuple[tuple[str, str], ...]


def block(label: str, text: str) -> str:
    return f"{label}: |-\n" + "".join(f"  {line}\n" for line in text.split("\n"))


def goals(yearly: str, indicators: Indicators, overall: str = "") -> str:
    rows = "".join(f"    - {{绩效指标: '{name}', 指标目标值: '{target}'}}\n" for name, target in indicators)
    groups = "分解目标:\n  投入和管理目标:\n    - {绩效指标: 预算执行率, 指标目标值: ≥95%}\n  产出目标:\n" + rows
    return block("年度绩效目标", yearly) + groups + (block("项目总目标", overall) if overall else "")


def messages(code: str, fragment: str, **settings: str) -> list[str]:
    return [finding.message for finding in findings_of(code, fragment, **settings)]


# The five real forms -------------------------------------------------------------------------------------------------

FIVE_FORMS = {
    ("hezuo-jiaoliu-yewufei", "C601", "满意度争取达到85%以上"),
    ("laihu-touzi-tongji-yunwei", "C602", "确保专款专用率达100%"),
    ("laihu-touzi-tongji-yunwei", "C606", "立项依据"),
    ("zaiwai-touzi-tongji-yunwei", "C602", "确保专款专用率达100%"),
    ("zaiwai-touzi-tongji-yunwei", "C604", "加强与上海市工商局、税务局及统计局相关单位信息共享机制"),
    ("zaiwai-touzi-tongji-yunwei", "C606", "立项依据"),
    ("zaiwai-touzi-tongji-yunwei", "C607", "上海市在外地投资企业工商注册数据采集与分析系统"),
    ("shipin-huiyi-yunwei", "C602", "确保专款专用率达100%"),
    ("shipin-huiyi-yunwei", "C603", "系统运行速度提升，系统功能充分应用"),
    ("shipin-huiyi-yunwei", "C606", "立项依据"),
    ("xinxi-pingtai-yunwei", "C602", "确保专款专用率达100%"),
    ("xinxi-pingtai-yunwei", "C606", "立项依据"),
    ("xinxi-pingtai-yunwei", "C607", "合作交流综合信息服务平台建设(运维)"),
}


def findings_of_the_five_forms() -> list[Finding]:
    judgement = judge_files(read_raw(ROOT, UNITS), None, declaration_files(ROOT))
    forms = {form for form, _, _ in FIVE_FORMS}
    return [f for f in judgement.findings if f.code.startswith("C") and Path(f.file).stem in forms]


def test_the_five_real_forms_yield_what_a_careful_reading_expects() -> None:
    found = findings_of_the_five_forms()
    assert {(Path(f.file).stem, f.code, f.label if f.code == "C606" else f.seen) for f in found} == FIVE_FORMS
    assert len(found) == len(FIVE_FORMS)


def test_the_message_on_form_3_names_the_bodies_of_both_sides() -> None:
    (finding,) = (f for f in findings_of_the_five_forms() if f.code == "C604")
    assert finding.message.endswith("目标写上海市工商局、税务局、统计局，指标写国家工商总局")
    assert finding.expected == "国家工商总局"


def test_boilerplate_of_the_real_forms_names_one_other_project_and_counts_the_rest() -> None:
    messages = {Path(f.file).stem: f.message for f in findings_of_the_five_forms() if f.code == "C606"}
    assert messages["shipin-huiyi-yunwei"] == (
        "“立项依据”“保证项目实施的制度、措施”有成段文字与“各地来沪投资数据采集与统计分析系统（运维）”等项目（最多的一栏有 3 个）"
        "相同 90% 以上（名称、数字不计）"
    )


# C601 ----------------------------------------------------------------------------------------------------------------

SATISFACTION: Indicators = (("学员满意度", "≥90%"),)


@pytest.mark.parametrize(
    "goal",
    [
        "学员满意度不低于90%",
        "学员满意率达到90%以上",
        "90%以上的学员表示满意",
        "参训学员对培训的满意度≥90%",
        "满意度：90%",
        "学员满意度达90.0%",
        "学员满意度达９０％以上",
        "提升学员的满意度，争取达到90%以上",
        "培训合格率达95%以上、学员满意度达90%以上",
        "合格率和学员满意度均达到90%",
        "合格率、满意度分别达到95%、90%",
        "学员满意度（含基本满意）达到90%以上",
        "学员满意度提升5%",
        "学员满意度保持在85-95%",
        "不断提升学员满意度",
        "办好人民满意的教育，入学率达100%",
        "群众满意的服务覆盖率达95%",
        "学员不满意率低于5%",
        "不超过5%的学员表示不满意",
        "完成培训10期。培训合格率达100%",
    ],
)
def test_a_satisfaction_that_an_indicator_carries_is_passed_over(goal: str) -> None:
    assert messages("C601", goals(goal, SATISFACTION)) == []


@pytest.mark.parametrize(
    ("goal", "part", "points"),
    [
        ("学员满意度达95%", "学员满意度达95%", "5"),
        ("1、完成培训；\n2、学员满意度达到92.5%以上。", "学员满意度达到92.5%以上", "2.5"),
        ("提升学员的满意度，争取达到85%以上。", "提升学员的满意度，争取达到85%以上", "5"),
        ("学员满意度（含基本满意）达到92%以上", "学员满意度（含基本满意）达到92%以上", "2"),
        ("95%以上的学员表示满意", "95%以上的学员表示满意", "5"),
        ("学员满意度达９５％", "学员满意度达９５％", "5"),
        ("培训合格率达90%以上、学员满意度达95%以上", "学员满意度达95%以上", "5"),
    ],
)
def test_a_satisfaction_with_another_number_is_told_with_the_difference(goal: str, part: str, points: str) -> None:
    expected = f"“{part}”与指标“学员满意度”的指标值 ≥90% 相差 {points} 个百分点"
    assert messages("C601", goals(goal, SATISFACTION)) == [expected]


@pytest.mark.parametrize(
    ("goal", "part"),
    [
        ("学员满意度不低于90%", "学员满意度不低于90%"),
        ("培训学员，90%以上的学员表示满意", "90%以上的学员表示满意"),
        ("不断提升学员满意度", "提升学员满意度"),
        ("学员满意度明显提高", "满意度明显提高"),
        ("办好人民满意的教育", ""),
        ("让群众满意", ""),
        ("提高服务质量", ""),
    ],
)
def test_a_satisfaction_that_no_indicator_carries_is_told_once(goal: str, part: str) -> None:
    found = messages("C601", goals(goal, (("培训人数", "≥100人"),), overall=f"三年内{goal}，让更多人受益于这个项目。"))
    assert found == ([f"“{part}”没有对应的满意度指标"] if part else [])


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("学员评价", "满意率≥90%"),
        ("课程好评率", "≥90%"),
        ("满意度", "较高"),
        ("满意度", "90"),
        ("满意度", "≥4.5分"),
        ("满意度", "85%-95%"),
        ("满意度", "提高5%"),
        ("满意度", "≥90.00%"),
    ],
)
def test_an_indicator_that_may_carry_the_satisfaction_is_taken_to_do_so(name: str, target: str) -> None:
    assert messages("C601", goals("学员满意度达90%", ((name, target),))) == []


def test_satisfactions_of_different_people_are_held_against_their_own_indicators() -> None:
    indicators = (("学员满意度", "≥90%"), ("用人单位满意度", "≥85%"))
    assert messages("C601", goals("学员满意度达90%，用人单位满意度达85%", indicators)) == []
    found = messages("C601", goals("学员满意度达85%，用人单位满意度达90%", indicators))
    assert [message.partition("的指标值")[0] for message in found] == [
        "“学员满意度达85%”与指标“学员满意度”",
        "“用人单位满意度达90%”与指标“用人单位满意度”",
    ]


def test_the_number_of_a_goal_for_several_years_is_not_held_against_a_yearly_indicator() -> None:
    fragment = goals("学员满意度达90%", SATISFACTION, overall="三年后学员满意度达到95%以上，形成稳定的培训机制。")
    assert len(messages("C601", fragment)) == 1
    assert messages("C601", fragment + "项目总预算: 1800000\n") == []


def test_in_the_2026_edition_the_group_for_satisfaction_tells_what_an_indicator_measures() -> None:
    goal = block("年度总体目标", "1、更新图书4000册；\n2、借阅居民满意度达95%以上。")
    assert [f.label for f in findings_of("C601", IN_2026 + goal)] == ["年度总体目标"]
    indicators = "绩效指标:\n  满意度指标:\n    服务对象满意度指标:\n      - {三级指标: 居民评价, 指标值: ≥95%}\n"
    assert messages("C601", IN_2026 + goal + indicators) == []


# C602 ----------------------------------------------------------------------------------------------------------------

RATES: Indicators = (("扫描合格率", "≥98%"), ("运维完成情况", "100%"), ("查档", "办结率100%"))


@pytest.mark.parametrize(
    ("goal", "part"),
    [
        ("1、建立运维方案，确保专款专用率达100%；", "确保专款专用率达100%"),
        ("资金专款专用率100%", "资金专款专用率100%"),
        ("普及率达90%", "普及率达90%"),
        ("参与率不低于80%", "参与率不低于80%"),
        ("提高设备完好率，确保达到98%", "提高设备完好率，确保达到98%"),
        ("森林覆盖率达到45%，比上年提高2%", "森林覆盖率达到45%"),
        ("优良天数比例达到85%", "优良天数比例达到85%"),
        ("入园率稳定在95%左右", "入园率稳定在95%左右"),
        ("系统故障率控制在5%以内", "系统故障率控制在5%以内"),
        ("覆盖率、合格率均达98%以上", "覆盖率、合格率均达98%以上"),
        ("建档率：≥95%", "建档率：≥95%"),
        ("发放到位率（按户计）达100%", "发放到位率（按户计）达100%"),
    ],
)
def test_a_promised_rate_that_no_indicator_carries_is_told(goal: str, part: str) -> None:
    assert messages("C602", goals(goal, RATES)) == [f"“{part}”没有对应的绩效指标"]


@pytest.mark.parametrize(
    "goal",
    [
        "扫描合格率达到98%",
        "确保合格率达100%",
        "运维工作完成率达100%",
        "按时办结率力争达到100%",
        "办公效率提高20%",
        "增值税税率为13%",
        "贷款利率4.35%",
        "故障率下降10%",
        "知晓率由60%提高到80%",
        "受益面达到90%",
        "完成全部工作的100%",
        "学员满意率达到90%",
        "学员不满意率低于5%",
        "目前普及率仅为60%",
        "覆盖率在85%～95%之间",
    ],
)
def test_what_is_carried_or_is_no_promised_rate_is_passed_over(goal: str) -> None:
    assert messages("C602", goals(goal, RATES)) == []


def test_a_rate_promised_in_both_goals_is_told_once_and_stands_at_its_words() -> None:
    fragment = goals(
        "1、建立方案，专款专用率达100%；\n2、扫描", RATES, overall="建立方案，确保专款专用率达到100%，运行平稳。"
    )
    (finding,) = findings_of("C602", fragment)
    assert (finding.label, finding.seen, finding.width) == ("年度绩效目标", "专款专用率达100%", 10)
    assert finding.place.column == 10


def test_a_rate_promised_for_the_end_of_several_years_needs_no_yearly_indicator() -> None:
    fragment = goals("完成扫描", RATES, overall="到2022年底，全市污水集中处理率达95%以上。")
    assert len(messages("C602", fragment)) == 1
    assert messages("C602", fragment + "项目总预算: 1800000\n") == []


# C603 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "indicators", "missing"),
    [
        (
            "1、组织培训班10期，培训学员500人；\n2、按时完成课题研究；\n3、提升基层干部业务能力",
            (("培训期数", "≥10期"), ("课题完成数量", "3项"), ("干部考核通过比例", "≥95%")),
            [],
        ),
        (
            "1、新建道路5公里；\n2、工程质量合格；\n3、改善居民出行条件",
            (("道路建设里程", "5公里"), ("工程验收合格率", "100%"), ("居民出行便利程度", "明显改善")),
            [],
        ),
        ("1、修缮校舍3栋；\n2、改善办学条件；", (("维修房屋数量", "3栋"), ("学校办学条件", "改善")), []),
        ("1、种植树木5,000棵；\n2、绿化环境", (("栽种数量", "5000棵"), ("绿化覆盖面积", "≥2公顷")), []),
        ("1、完成OA升级；\n2、确保网络安全", (("oa升级率", "100%"), ("安全事件", "0起")), []),
        ("（一）按时发放补贴；\n（二）惠及困难群众2000人", (("补贴发放及时性", "及时"), ("惠及人数", "2000人")), []),
        ("1、购置电脑50台；\n2、保障日常办公", (("设备购置数量", "50台"), ("办公条件", "改善")), []),
        ("1、产出目标：\n2、完成年度工作任务；\n3、社会效益", (("甲乙", "丙丁"),), []),
        ("1、确保专款专用率达100%；\n2、提升群众满意度", (("甲乙", "丙丁"),), []),
        (
            "1、举办文化活动20场；\n2、维修剧场舞台设备；\n3、传承非遗",
            (("文化活动场次", "20场"), ("非遗传承人", "5人")),
            ["维修剧场舞台设备"],
        ),
        (
            "1. 审计任务完成\n2. 系统运行速度提升，系统功能充分应用；",
            (("审计数量", "20个"), ("系统运行成本", "明显节约"), ("系统运行情况", "提升")),
            ["系统运行速度提升，系统功能充分应用"],
        ),
        ("1、完成2020年培训；\n2、2020年底前建成雨水管网", (("培训时间", "2020年底前"),), ["2020年底前建成雨水管网"]),
    ],
)
def test_numbered_goals_without_an_indicator(goal: str, indicators: Indicators, missing: list[str]) -> None:
    assert messages("C603", goals(goal, indicators)) == [f"“{item}”没有对应的绩效指标" for item in missing]


@pytest.mark.parametrize(
    ("goal", "names", "missing"),
    [
        ("完善视频会议设施", ("网络丢包率",), ["完善视频会议设施"]),
        ("完成讲座12场，丰富群众文化生活，提升城市文化品味。", ("讲座场次", "群众参与人次"), ["提升城市文化品味"]),
        ("完成档案扫描12万页。改善库房温湿度条件。", ("扫描页数",), ["改善库房温湿度条件"]),
        ("完成档案扫描12万页；改善库房温湿度条件；", ("扫描页数",), ["改善库房温湿度条件"]),
        ("按期完成河道清淤6公里，修复沿岸步道，新增夜间照明。", ("清淤长度", "照明灯具数量"), ["修复沿岸步道"]),
        ("本年度计划培训社区工作者300人，编印案例汇编。", ("社区工作者培训人数",), ["编印案例汇编"]),
        (
            "2020年举办科普展览4场，进一步加强流动科技馆建设，有效服务乡村学校。",
            ("展览场次", "乡村学校覆盖数"),
            ["进一步加强流动科技馆建设"],
        ),
        # what serves a deed, gives its means or its background goes with it
        ("完成讲座12场，为市民提供精神食粮，促进全民阅读。", ("讲座场次",), []),
        ("通过系统运维，保障平台正常运行，使企业在线办事不受影响。", ("平台故障率",), []),
        ("近年来来沪投资逐年增长，内资统计尚是空白。", ("数据采集量",), []),
        ("根据职能分工，开展课题研究，撰写研究报告", ("课题数量",), []),
        ("完成扫描120,000页，确保原件安全。", ("扫描页数",), []),
        ("按时完成任务。", ("扫描页数",), []),
        ("提升用户满意度，满意度争取达到85%以上。", ("扫描页数",), []),
        ("完成档案扫描，确保专款专用率达100%。", ("扫描页数",), []),
    ],
)
def test_goals_that_are_sentences_without_an_indicator(goal: str, names: tuple[str, ...], missing: list[str]) -> None:
    indicators = tuple((name, "完成") for name in names)
    assert messages("C603", goals(goal, indicators)) == [f"“{aim}”没有对应的绩效指标" for aim in missing]


def test_general_words_are_no_key_words() -> None:
    assert key_words("系统运行速度提升，项目工作完成情况良好") == {"速度"}
    assert key_words("完成档案扫描120,000页，接入OA") == {"档案", "案扫", "扫描", "接入", "120000页", "oa"}
    assert key_words("2020年12月底前、下半年达到100%") == frozenset()


# C604 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "name", "target", "difference"),
    [
        ("完成培训10次", "培训次数", "≥8次", "2 次"),
        ("新建道路5公里", "新建道路里程", "6公里", "1 公里"),
        ("开展3场宣传活动", "宣传活动场次", "5场", "2 场"),
        ("购置电脑50台、打印机10台", "电脑购置数量", "60台", "10 台"),
        ("运维工作完成率达100%", "运维工作完成率（完成/计划）", "95%", "5 个百分点"),
        ("1、完成扫描120,000页；\n2、验收", "扫描页数", "≥100000页", "20,000 页"),
        ("2020年完成培训10次，参训人员满意。", "培训次数", "≥8次", "2 次"),
        ("本年度计划组织培训10次。", "培训次数", "≥8次", "2 次"),
        ("流动图书车下乡200车次。", "流动图书车下乡车次", "≥240车次", "40 车次"),
        ("2019年完成培训10次。", "培训次数", "≥8次", ""),
        ("2019年完成培训8次，2020年完成培训10次。", "培训次数", "≥8次", "2 次"),
        ("完成培训10次", "培训次数", "≥10次", ""),
        ("完成培训不少于10次", "培训次数", "10次以上", ""),
        ("组织线上培训4次", "培训次数", "≥10次", ""),
        ("每季度开展巡检1次", "巡检次数", "4次", ""),
        ("培训10次，其中线上培训4次", "线上培训次数", "3次", ""),
        ("人均补贴500元", "补贴", "600元", ""),
        ("运维工作完成率达100%", "运维工作完成及时率", "95%", ""),
        ("故障率下降10%", "故障率", "≤5%", ""),
        ("故障率达5%", "故障率", "下降10%", ""),
        ("举办干部培训班3期，企业家培训班2期", "培训班期数", "5期", ""),
        ("上半年培训3次，下半年培训5次", "培训次数", "8次", ""),
        ("培训3次，培训5次", "培训次数", "8次", ""),
        ("完成培训10次", "培训次数", "8场", ""),
        ("完成培训10次", "培训次数", "若干次", ""),
        ("2020年完成验收", "验收", "2019年", ""),
        ("学员满意度达90%", "学员满意度", "95%", ""),
    ],
)
def test_numbers_of_the_same_subject_are_compared(goal: str, name: str, target: str, difference: str) -> None:
    found = [finding.difference for finding in findings_of("C604", goals(goal, ((name, target),)))]
    assert found == ([difference] if difference else [])


def test_a_subject_that_several_indicators_measure_is_not_judged() -> None:
    indicators = (("培训人次", "≥2000人次"), ("培训人次", "≥1000人次"))
    assert messages("C604", goals("完成培训1500人次", indicators)) == []


def test_numbers_of_a_goal_for_several_years_are_not_compared() -> None:
    fragment = goals("完成巡检", (("培训次数", "≥8次"),), overall="完成培训24次，让基层人员都能独立操作。")
    assert len(messages("C604", fragment)) == 1
    assert messages("C604", fragment + "项目总预算: 1800000\n") == []


@pytest.mark.parametrize(
    ("goal", "target", "found"),
    [
        ("加强与青禾市税务局、统计局信息共享机制", "与国家税务总局建立", True),
        ("5、加强与市公安局的信息共享机制", "与市民政局、市统计局建立", True),
        ("加强与市税务局、市统计局信息共享机制", "与市税务局建立", False),
        ("与市教育局建立信息共享机制", "与市教育局、市卫健委建立", False),
        ("加强与市人社局信息共享机制", "与市人力资源和社会保障局建立", False),
        ("加强与青禾市发展改革委员会信息共享机制", "与市发改委建立", False),
        ("与相关部门建立信息共享机制", "与市教育局建立", False),
        ("部署推进全局信息共享机制", "各部门统一布局", False),
        ("加强与市税务局的往来", "与市民政局建立", False),
    ],
)
def test_bodies_are_compared_where_goal_and_indicator_speak_of_one_thing(goal: str, target: str, found: bool) -> None:
    assert bool(findings_of("C604", goals(goal, (("信息共享机制", target),)))) is found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("加强与上海市工商局、税务局及统计局相关单位信息共享机制", ("上海市工商局", "税务局", "统计局")),
        ("经市财政局同意，由区教育局会同复旦大学实施", ("市财政局", "区教育局", "复旦大学")),
        ("工业和信息化部、公安部和市文化和旅游局", ("工业和信息化部", "公安部", "市文化和旅游局")),
        ("市政府办公厅、市发展和改革委员会", ("市政府办公厅", "市发展和改革委员会")),
        ("城投公司负责建设，监理公司监督", ("城投公司", "监理公司")),
        ("与呼和浩特市教育局合作", ("呼和浩特市教育局",)),
        ("与市中心医院合作", ("市中心医院",)),
        ("全局干部部署举办大厅内部格局", ()),
        ("加强银行业监管，促进大学生就业，改善中心城区环境", ()),
        ("教育部门和财政部门、各驻外办事处", ()),
        ("建设数据中心，举办各类培训班", ()),
    ],
)
def test_names_of_bodies_are_found_and_look_alikes_are_not(text: str, names: tuple[str, ...]) -> None:
    assert bodies(text) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("工商局", "上海市工商局", True),
        ("市发改委", "市发展改革委员会", True),
        ("合作交流办", "市合作交流办公室", True),
        ("工商局", "国家工商总局", False),
        ("上海市税务局", "国家税务局", False),
        ("市教育局", "市民政局", False),
    ],
)
def test_short_forms_of_a_body_are_the_same_body(one: str, other: str, same: bool) -> None:
    assert may_be_same(one, other) is may_be_same(other, one) is same
    assert others((one,), (other,)) == (() if same else (one,))


def test_a_subject_is_the_same_whichever_way_round_it_is_put() -> None:
    assert subject_of("完成档案扫描") == subject_of("扫描档案") == subject_of("档案扫描页数")
    assert subject_of("线上培训") != subject_of("培训次数")


# C605 ----------------------------------------------------------------------------------------------------------------

OVERALL = "逐年完成全部民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。"


@pytest.mark.parametrize(
    ("yearly", "share"),
    [
        (OVERALL, "100%"),
        (OVERALL.replace("逐年", "今年"), "97%"),
        (OVERALL.replace("，馆藏原件得到妥善保护", ""), ""),
        ("完成全部民国时期档案的扫描和著录，新增档案扫描120000页，扫描合格率达98%以上。", ""),
    ],
)
def test_a_yearly_goal_that_is_nearly_the_overall_one_is_told(yearly: str, share: str) -> None:
    found = messages("C605", block("年度绩效目标", yearly) + block("项目总目标", OVERALL))
    assert found == ([f"年度绩效目标与项目总目标有 {share} 的文字相同"] if share else [])


def test_the_2026_edition_names_its_own_labels_and_the_threshold_can_be_set() -> None:
    fragment = IN_2026 + block("年度总体目标", OVERALL) + block("项目总目标", OVERALL.replace("逐年", "三年内"))
    (finding,) = findings_of("C605", fragment)
    assert finding.message.startswith("年度总体目标与项目总目标有 9")
    assert messages("C605", fragment, thresholds="视为雷同的文字比例: 99%") == []


# C606 ----------------------------------------------------------------------------------------------------------------

PARAGRAPH = (
    "本项目通过购买第三方服务的方式，对馆内老旧设备逐台检测、维修和更换，确保开放时间内设备完好可用，减少读者等候。"
)


def own_texts(word: str, **others: str) -> str:
    """Texts of all long fields that only this project has, but for those given."""
    labels = (
        "项目概况",
        "立项依据",
        "项目设立的必要性",
        "保证项目实施的制度、措施",
        "项目实施计划",
        "项目总目标",
        "年度绩效目标",
    )
    texts = {label: noise(f"{word}{label}", 45) for label in labels} | others
    return "".join(block(label, text) for label, text in texts.items())


def noise(seed: str, length: int) -> str:
    return "".join(chr(0x4E00 + zlib.crc32(f"{seed}{number}".encode()) % 9000) for number in range(length))


def two_projects(one: str, other: str, head: str = SAME_YEAR) -> str:
    return own_texts("甲", 项目概况=one) + head + own_texts("乙", 项目概况=other)


def test_a_paragraph_of_another_project_is_told_in_both() -> None:
    found = findings_of("C606", two_projects(PARAGRAPH, PARAGRAPH))
    assert [(f.label, f.message) for f in found] == [
        ("项目概况", "“项目概况”有成段文字与“馆藏照片数字化”相同 90% 以上（名称、数字不计）"),
        ("项目概况", "“项目概况”有成段文字与“馆藏档案数字化”相同 90% 以上（名称、数字不计）"),
    ]


def test_a_project_of_another_unit_is_named_with_its_unit() -> None:
    first, second = messages("C606", two_projects(PARAGRAPH, PARAGRAPH, OTHER_UNIT))
    assert "与“馆藏古籍修复”（青禾市图书馆）相同" in first
    assert "与“馆藏档案数字化”（青禾市档案馆）相同" in second


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (PARAGRAPH.replace("逐台检测", "逐台检查"), True),
        (PARAGRAPH.replace("本项目", "馆藏照片数字化项目"), True),
        ("为了方便读者，" + PARAGRAPH[:-8], False),
        (PARAGRAPH[: len(PARAGRAPH) * 9 // 10 + 1], True),
        (PARAGRAPH[: len(PARAGRAPH) * 8 // 10], False),
        (PARAGRAPH[30:] + PARAGRAPH[:30], False),
        ("".join("某" if n % 12 == 5 else c for n, c in enumerate(PARAGRAPH)), True),
        ("".join("某" if n % 7 == 5 else c for n, c in enumerate(PARAGRAPH)), False),
    ],
)
def test_nine_tenths_of_the_longer_paragraph_must_be_the_same(other: str, found: bool) -> None:
    assert bool(findings_of("C606", two_projects(PARAGRAPH, other))) is found


def test_names_and_numbers_do_not_tell_paragraphs_apart() -> None:
    text = "{}在{}之间按计划完成采购、实施以及日常维护，使设备正常运行，共需资金{}元，由{}统一支付，年底组织验收。"
    one = text.format("馆藏档案数字化", "2020年1月1日至2020年12月31日", "1,200,000.50", "青禾市档案馆")
    other = text.format("馆藏古籍修复", "2020年3月15日至2020年11月30日", "86", "青禾市图书馆")
    assert len(findings_of("C606", two_projects(one, other, OTHER_UNIT), thresholds="视为雷同的文字比例: 100%")) == 2


def test_short_paragraphs_are_not_compared_and_the_limit_can_be_set() -> None:
    fragment = two_projects(PARAGRAPH[:39], PARAGRAPH[:39])
    assert messages("C606", fragment) == []
    assert len(messages("C606", two_projects(PARAGRAPH[:40], PARAGRAPH[:40]))) == 2
    assert len(messages("C606", fragment, thresholds="比较雷同的段落最少字数: 39")) == 2


def test_one_paragraph_of_several_is_enough() -> None:
    one, other = f"{PARAGRAPH}\n\n{noise('丙', 60)}", f"{noise('丁', 60)}\n\n{PARAGRAPH}"
    assert len(findings_of("C606", two_projects(one, other))) == 2


def test_numbered_goals_are_compared_as_a_whole() -> None:
    goal = "1、完成设备检测；\n2、设备完好率达98%；\n3、提高读者满意度；\n4、建立设备台账；\n5、按月公布停机时间。"
    fragment = own_texts("甲", 年度绩效目标=goal) + SAME_YEAR + own_texts("乙", 年度绩效目标=goal)
    assert [f.label for f in findings_of("C606", fragment)] == ["年度绩效目标"] * 2


@pytest.mark.parametrize(
    "head",
    [
        "# content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml\n年度: 2019\n",
        "# content/projects/2019/qinghe-danganguan/zhaopian-shuzihua.yml\n年度: 2019\n项目名称: 馆藏照片数字化\n",
        "# content/projects/2020/qinghe-danganguan/dangan-shuzihua-2.yml\n",
    ],
    ids=["its own year before", "another project of another year", "the same project filed twice (H307)"],
)
def test_only_other_projects_of_the_same_year_are_compared(head: str) -> None:
    assert findings_of("C606", f"项目概况: {PARAGRAPH}\n{head}项目概况: {PARAGRAPH}\n") == ()


def test_a_paragraph_of_many_projects_names_one_and_counts_them() -> None:
    heads = "".join(
        f"# content/projects/2020/qinghe-danganguan/p{n}.yml\n项目名称: 第{n}号库房改造\n项目概况: {PARAGRAPH}\n"
        for n in range(30)
    )
    found = messages("C606", f"项目概况: {PARAGRAPH}\n{heads}")
    assert len(found) == 31
    assert all("等项目（最多的一栏有 30 个）" in message for message in found)


def test_share_in_common_counts_characters_in_the_same_order() -> None:
    assert share_in_common("", "") == 100
    assert share_in_common("甲乙丙丁", "甲乙丙丁") == 100
    assert share_in_common("甲乙丙丁", "甲丙丁") == 75
    assert share_in_common("甲乙丙丁", "丁丙乙甲") == 25
    assert share_in_common("甲乙", "丙丁") == 0
    assert share_if_alike("甲乙丙丁", "甲丙丁", Decimal(75)) == 75
    assert share_if_alike("甲乙丙丁", "甲丙丁", Decimal(76)) is None


def test_near_pairs_are_found_among_many_texts_without_comparing_all() -> None:
    texts = [noise(str(number), 60) for number in range(1000)]
    nearly = [text[:4] + "改" + text[5:45] + "了" + text[45:] for text in texts[::50]]
    found = {
        later: first for first, later in near_pairs([*texts, *nearly], sketches_of([*texts, *nearly]), Decimal(90))
    }
    assert found == {1000 + number: number * 50 for number in range(20)}


# C607 ----------------------------------------------------------------------------------------------------------------

NAME = "青禾市民国档案采集与统计分析系统（运维）"


def named(name: str, text: str) -> str:
    return f"项目名称: {name}\n项目概况: 为方便市民查阅，建立了{text}，本项目保障其全年正常运行，减少原件翻动。\n"


@pytest.mark.parametrize(
    ("name", "text", "variant"),
    [
        (NAME, "青禾市民国档案数据采集与分析系统", "青禾市民国档案数据采集与分析系统"),
        (NAME, "“青禾市民国档案信息采集与统计分析系统”", "青禾市民国档案信息采集与统计分析系统"),
        (NAME, "青禾市民国档案采集与分析系统", "青禾市民国档案采集与分析系统"),
        (NAME, "青禾市民国档案采集与统计分析系统(运维)项目", "青禾市民国档案采集与统计分析系统(运维)"),
        ("OA系统（V2.0）运维", "OA系统(V2.0)运维", "OA系统(V2.0)运维"),
        (NAME, "青禾市民国档案采集与统计分析系统", ""),
        (NAME, "档案采集与统计分析系统", ""),
        (NAME, "青禾市民国档案采集系统", ""),
        (NAME, "青禾市民国照片采集与统计分析系统", ""),
        (NAME, "青禾市民国档案的采集、统计、分析系统", ""),
        (NAME, "青禾市民国档案的采集和统计分析系统", ""),
        ("青禾市老旧小区改造提升工程", "青禾市老旧小区改造提升二期工程", ""),
        ("2020年青禾市乡村公路养护项目", "2019年青禾市乡村公路养护项目", ""),
        ("青禾市第一中学教学楼改造工程", "青禾市第二中学教学楼改造工程", ""),
        ("青禾市城区道路维修改造工程（二期）", "青禾市城区道路维修改造工程（一期）", ""),
        ("青禾市人民医院门诊楼改造工程", "青禾市人民医院住院楼改造工程", ""),
        ("青禾市档案馆新馆建设工程", "青禾市档案馆新馆附属楼建设工程", ""),
        ("馆藏档案数字化", "馆藏档案的数字化平台", ""),
    ],
)
def test_other_ways_to_write_the_name_are_told(name: str, text: str, variant: str) -> None:
    found = messages("C607", named(name, text))
    assert found == ([f"正文写作“{variant}”，项目名称是“{name}”"] if variant else [])


def test_a_variant_is_told_once_and_stands_at_its_first_place() -> None:
    text = "青禾市民国档案数据采集与分析系统"
    (finding,) = findings_of(
        "C607", named(NAME, text) + f"项目实施计划: 全年维护，使{text}正常运行，每个季度检查一次。\n"
    )
    assert (finding.label, finding.seen, finding.expected) == ("项目概况", text, NAME)


@pytest.mark.parametrize(
    ("name", "overview", "found"),
    [
        (
            "平台建设(运维)",
            "平台用于查档（含外地读者）、调卷（含副本）和统计，全年开放，减少原件翻动。",
            "用半角括号，其他栏目多用全角括号",
        ),
        ("平台建设(运维)", "平台用于查档(含外地读者)、调卷(含副本)和统计，全年开放，减少原件翻动。", ""),
        ("平台建设（运维）", "平台用于查档(含外地读者)、调卷(含副本)和统计，全年开放，减少原件翻动。", ""),
        ("平台建设(V2)", "平台用于查档（含外地读者）、调卷（含副本）和统计，全年开放，减少原件翻动。", ""),
        ("平台建设（运维)", "平台用于查档、调卷和统计，全年开放，减少原件翻动，方便市民。", "里全角、半角括号混用"),
    ],
)
def test_brackets_of_the_name_go_with_those_of_the_texts(name: str, overview: str, found: str) -> None:
    assert messages("C607", f"项目名称: {name}\n项目概况: {overview}\n") == (
        [f"项目名称“{name}”{found}"] if found else []
    )


# Hostile input -------------------------------------------------------------------------------------------------------

LONG = 9_900
"""Characters that one text may hold."""


# C608 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "name", "target", "part"),
    [
        ("查档服务零投诉。", "查档服务投诉件数", "≤5件", "查档服务零投诉"),
        ("确保安全生产零事故；", "生产安全事故起数", "≤2起", "确保安全生产零事故"),
        ("施工零事故", "施工安全事故率", "降低", "施工零事故"),
        ("三公经费零增长", "三公经费增长率", "≤5%", "三公经费零增长"),
        ("三公经费实现零增长", "三公经费", "降低10%", "三公经费实现零增长"),
        ("三公经费零增长", "三公经费压减比例", "≥10%", "三公经费零增长"),
        ("重大安全事故零发生", "重大安全事故起数", "逐年减少", "重大安全事故零发生"),
        ("全年查档投诉率为0。", "查档投诉率", "<1%", "全年查档投诉率为0"),
        ("投诉件数为零", "投诉率下降幅度", "≥10%", "投诉件数为零"),
        ("1、完成扫描；\n2、查档服务零投诉", "查档服务投诉", "有所下降", "查档服务零投诉"),
    ],
)
def test_a_goal_of_none_beside_an_indicator_of_less_is_told(goal: str, name: str, target: str, part: str) -> None:
    (finding,) = findings_of("C608", goals(goal, ((name, target),)))
    assert (finding.seen, finding.expected) == (part, target)


@pytest.mark.parametrize(
    ("goal", "name", "target"),
    [
        ("查档服务零投诉。", "查档服务投诉件数", "0件"),
        ("查档服务零投诉。", "查档服务投诉件数", "≤0件"),
        ("查档服务零投诉。", "查档服务投诉件数", "无"),
        ("查档服务零投诉。", "投诉处理及时率", "100%"),
        ("查档服务零投诉。", "投诉处理时间", "≤2天"),
        ("查档服务零投诉。", "查档投诉处理时间", "≤2天"),
        ("施工重大事故为零", "施工事故起数", "≤5起"),
        ("查档服务零投诉。", "馆藏借阅投诉件数", "≤5件"),
        ("减少查档投诉。", "查档投诉件数", "≤5件"),
        ("减少查档投诉。", "查档投诉件数", "0件"),
        ("重大事故零发生，一般事故减少。", "事故起数", "≤5起"),
        ("在系统运行期间，运行故障率降低，确保没有大型运行故障", "系统运行故障率", "降低"),
        ("零距离服务，零售网点10个，零星维修", "维修次数", "≤5次"),
        ("三公经费零增长", "三公经费预算执行率", "≤100%"),
        ("三公经费零增长", "人员经费", "降低10%"),
        ("投诉0-2件", "投诉件数", "≤2件"),
        ("投诉率为0.5%", "投诉率", "≤0.5%"),
    ],
)
def test_goals_of_none_that_an_indicator_keeps_are_passed_over(goal: str, name: str, target: str) -> None:
    assert messages("C608", goals(goal, ((name, target),))) == []


def test_a_goal_of_none_is_told_once_however_often_it_is_written() -> None:
    fragment = goals("查档服务零投诉。", (("查档服务投诉件数", "≤5件"),), overall="查档服务零投诉，查档服务零投诉。")
    assert messages("C608", fragment) == ["“查档服务零投诉”与指标“查档服务投诉件数”的指标目标值“≤5件”不一致"]


def test_the_summary_of_goals_of_2026_is_held_against_the_indicators() -> None:
    summary = (
        "绩效目标: 全年借阅服务零投诉，居民满意度达到95%以上，逐步扩大停靠范围，方便村镇居民借书还书，减少往返路程。\n"
    )
    rows = (
        "绩效指标: {产出指标: {质量指标: [{三级指标: 借阅服务投诉次数, 指标值: ≤3次}]}, "
        "满意度指标: {服务对象满意度指标: [{三级指标: 借阅居民满意度, 指标值: ≥90%}]}}\n"
    )
    found = judge_fragment(IN_2026 + summary + rows).findings
    told = {(finding.code, finding.label) for finding in found if finding.code in ("C601", "C608")}
    assert told == {("C601", "绩效目标"), ("C608", "绩效目标")}


@pytest.mark.parametrize(
    "text",
    [
        "满意度" * (LONG // 3),
        "满意度90%、" * (LONG // 7),
        "率" * LONG,
        "合格率达争取达到" * (LONG // 8) + "1%",
        "争取达到" * (LONG // 4) + "%",
        "1" * LONG + "%",
        "（" * LONG,
        "市局、" * (LONG // 3),
        "甲局。" * (LONG // 3),
        "局" * LONG,
        "完成1次，" * (LONG // 5),
        "提升" * (LONG // 2),
        "1、甲\n" * (LONG // 4),
        "1、" * (LONG // 2),
        "青禾市系统" * (LONG // 5),
        "馆藏" * (LONG // 2),
        "零投诉" * (LONG // 3),
        "完成，" * (LONG // 3),
        "2020年完成" * (LONG // 7),
        "2020年" * (LONG // 5),
    ],
    ids=lambda text: text[:8],
)
def test_hostile_goals_are_judged_in_bounded_time(text: str) -> None:
    fragment = block("年度绩效目标", text) + f"项目名称: {NAME}\n"
    judgement = judge_fragment(fragment)
    assert judgement.portfolio.declarations
    assert len([finding for finding in judgement.findings if finding.code.startswith("C")]) < LONG


def test_hostile_indicators_are_judged_in_bounded_time() -> None:
    rows = tuple((f"市{chr(0x4E00 + n)}局满意度信息共享机制", f"与{chr(0x5E00 + n)}局{n}%") for n in range(2500))
    goal = "\n".join(f"{n}、与{chr(0x6E00 + n)}局信息共享机制满意度达{n % 90}.5%" for n in range(300))
    judgement = judge_fragment(goals(goal, rows))
    assert judgement.portfolio.declarations
    assert "C601" in {finding.code for finding in judgement.findings}


def test_long_texts_are_compared_up_to_a_limit() -> None:
    beginning = "".join(chr(0x4E00 + n) for n in range(LONGEST_COMPARED))
    assert share_in_common(beginning + "甲" * LONG, beginning + "乙" * LONG) == 100
    texts = [beginning[:-n] + "甲" * LONG for n in range(1, 30)]
    assert len(list(near_pairs(texts, sketches_of(texts), Decimal(90)))) == 28
