"""Placeholders and dummy values are found; words that only look like them, and texts of any fair length, are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import findings_of, judge_fragment
from in_memory import judge

from jixiao.finding import Severity
from jixiao.rules.examples import PATH_2026
from jixiao.source import LIMITS

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
        "单价×人次，补贴标准×户数",
        "二○二○年启动，二○二一年完成",
        "依据《关于印发<青禾市数字档案馆建设指南（试行）>的通知》",
        "C#程序和R&D经费",
        "实施X项目和X人民医院、X元素分析仪",
        "公式写作&lt;数量&gt;",
        "共享平台#3楼机房",
        "邮箱qinghe_dang_an，文件名2020_01_01",
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


PLACEHOLDER = "是占位的文字，应换成实际内容"
LEFTOVER = "是软件留下的字符，应换成实际内容"
NO_NUMBER = "只有符号或单位，没有数"
ELSEWHERE = "没有写出内容，应在本栏写明"


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("≥**亩", PLACEHOLDER),
        ("≥**户", PLACEHOLDER),
        ("≥**册", PLACEHOLDER),
        ("≥*%", PLACEHOLDER),
        ("≥*公里", PLACEHOLDER),
        ("≥X次", PLACEHOLDER),
        ("≥x 次", PLACEHOLDER),
        ("X%", PLACEHOLDER),
        ("X", PLACEHOLDER),
        ("≥○次", PLACEHOLDER),
        ("＞○亩", PLACEHOLDER),
        ("≥__次", PLACEHOLDER),
        ("____", PLACEHOLDER),
        ("≥N次", PLACEHOLDER),
        ("n次", PLACEHOLDER),
        ("≥（ ）%", PLACEHOLDER),
        ("不少于X场次", PLACEHOLDER),
        ("≥", NO_NUMBER),
        ("＝", NO_NUMBER),
        (">=", NO_NUMBER),
        ("≥ 次", NO_NUMBER),
        ("≥ 辆", NO_NUMBER),
        ("≤%", NO_NUMBER),
        ("≥（%）", NO_NUMBER),
        ("次", NO_NUMBER),
        ("人次", NO_NUMBER),
        ("万元", NO_NUMBER),
        ("%以上", NO_NUMBER),
        ("个工作日以内", NO_NUMBER),
        ("不低于", NO_NUMBER),
        ("nan", LEFTOVER),
        ("NaN", LEFTOVER),
        ("None", LEFTOVER),
        ("NULL ", LEFTOVER),
        ("#REF!", LEFTOVER),
        ("#N/A", LEFTOVER),
        ("#DIV/0!", LEFTOVER),
        ("########", LEFTOVER),
        ("同上", ELSEWHERE),
        ("同左。", ELSEWHERE),
        ("见附件", ELSEWHERE),
        ("（详见实施方案）", ELSEWHERE),
        ("同总目标", ELSEWHERE),
        ("据实填写", PLACEHOLDER),
        ("略", PLACEHOLDER),
    ],
)
def test_target_value_that_was_never_filled_is_an_error(target: str, what: str) -> None:
    (finding,) = findings_of("T701", rows(("领取补贴农户", target)))
    assert (finding.severity, finding.message) == (Severity.ERROR, f"“{target.strip()}”{what}")
    assert finding.label == "分解目标 › 产出目标 › 第 1 行 › 指标目标值"


@pytest.mark.parametrize(
    "target",
    [
        "≥95%", "1次", "一次", "零", "百分之百", "半年", "多次", "优", "良好以上", "一级", "是", "否", "无", "/", "——",
        "×", "不适用", "N/A", "年内", "按期", "每年", "达标", "达到", "优于上年", "不低于上年水平", "不超过预算", "健全",
        "见效", "见成效", "同步完成", "同比增长", "与合同约定一致", "符合要求", "5×8小时", "全年7*24小时运维服务", "A级",
        "≥98%，见考核表", "万无一失", "千兆", "达到国家标准", "次日达", "人人享有", "个人", "项目完成", "户均增收",
        "场馆开放", "名列前茅", "张贴到位", "站点全覆盖", "路路通", "度假区建成",
    ],
)  # fmt: skip
def test_target_value_that_says_something_is_left_alone(target: str) -> None:
    assert findings_of("T701", rows(("领取补贴农户", target))) == ()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("完成种植≥**亩", "≥**"),
        ("培训≥*人次，发放≥X册", "≥*"),
        ("全年培训○次", "○"),
        ("于○月底前完成", "○"),
        ("印发手册__册", "__"),
        ("举办培训X次", "X"),
        ("新增停靠点X个", "X"),
        ("预算&nbsp;60万元", "&nbsp;"),
        ("第一段_x000D_第二段", "_x000D_"),
        ("合计#REF!元", "#REF!"),
        ("合计####元", "####"),
        ("详见错误！未找到引用源。", "错误！未找到引用源"),
        ("第一行<br>第二行", "<br>"),
    ],
)
def test_gap_or_leftover_within_a_text_is_found(text: str, seen: str) -> None:
    assert findings_of("T701", written(text))[0].seen == seen


@pytest.mark.parametrize("text", ["见上", "同上", "如上所述。", "详见附件", "详见《青禾市数字档案馆建设方案》", "另见实施方案",
    "具体内容详见可行性研究报告", "同项目总目标", "见项目申报书", "请见附表1", "据实填写"])  # fmt: skip
@pytest.mark.parametrize("field", ["项目概况", "项目实施计划", "年度绩效目标"])
def test_long_text_that_points_elsewhere_is_an_error(text: str, field: str) -> None:
    (finding,) = findings_of("T701", written(text, field))
    assert finding.severity is Severity.ERROR
    assert findings_of("T702", written(text, field)) == ()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("备注", "详见附件"),
        ("备注", "见上"),
        ("项目概况", "对馆藏档案进行扫描、著录和存储，方便市民在线查阅，具体批次详见附件。"),
        ("项目概况", "见证城市变迁的民国档案共120000页，全部扫描后向市民开放查阅"),
        ("项目概况", "上年完成民国档案扫描，今年同上年一样按季度推进，扫描、著录、验收依次进行"),
    ],
)
def test_text_that_also_says_something_or_may_be_blank_is_left_alone(field: str, text: str) -> None:
    assert findings_of("T701", written(text, field)) == ()


def test_required_texts_without_a_role_are_searched_too() -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n实施主体: 略\n实施周期: 同上\n绩效目标: 见上\n"
    assert [finding.label for finding in findings_of("T701", fragment)] == ["实施主体", "实施周期", "绩效目标"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("修缮XX路路灯60盏", "XX"),
        ("发布学习强国xx号内容", "xx"),
        ("○○村道路硬化", "○○"),
        ("由××公司承担运维", "××"),
        ("补助对象为张××、李○○等", "××"),
        ("受益人王XX，享受补助", "XX"),
        ("XX小学操场改造", "XX"),
    ],
)
def test_what_may_be_a_name_is_a_warning_that_can_be_answered(text: str, seen: str) -> None:
    answered = f"{written(text)}\n说明:\n  - {{规则: T701, 理由: 按规定隐去名称。}}"
    found = [finding for finding in judge_fragment(answered).findings if finding.code == "T701"]
    assert (found[0].seen, {finding.severity for finding in found}) == (seen, {Severity.WARNING})
    assert all(finding.answer for finding in found)


@pytest.mark.parametrize("text", ["第XX号文件", "青财预〔2020〕XX号", "每周XX次", "任何XX单位", "高XX%", "周XX人次"])
def test_what_cannot_be_a_name_stays_an_error(text: str) -> None:
    (finding,) = findings_of("T701", written(text))
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("fragment", ["项目名称: ○○公园改造", rows(("○○展馆开放天数", "≥300天"))])
def test_circles_in_a_name_are_a_warning(fragment: str) -> None:
    (finding,) = findings_of("T701", fragment)
    assert finding.severity is Severity.WARNING


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
    assert [finding.message for finding in found][-1:] == [f"“{value}”在 3 行里相同，请核对"]
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


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("年度绩效目标", "让离馆较远的村镇居民就近借还图书，逐步缩小城乡差距"),
        ("年度绩效目标", "完成老旧电梯更新改造，保障居民出行安全。"),
        ("项目总目标", "为全区困难老人提供居家养老服务"),
        ("年度绩效目标", "完成档案扫描120000页。"),
        ("年度绩效目标", "查档市民满意度达90％以上"),
        ("项目实施计划", "2020年3月采购，12月验收。"),
        ("项目设立的必要性", "民国档案纸张老化，扫描后可减少原件翻动，方便市民查阅。"),
        ("立项依据", "《青禾市档案管理办法》"),
        ("立项依据", "青政发〔2019〕12号"),
        ("保证项目实施的制度、措施", "执行档案保管制度，由专人逐卷交接并核对支出。"),
    ],
)
def test_short_text_that_says_enough_is_left_alone(field: str, text: str) -> None:
    assert len(text) < 30
    assert findings_of("T702", written(text, field)) == ()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("年度绩效目标", "确保工作顺利完成，提升工作质量和水平"),
        ("年度绩效目标", "做好各项工作"),
        ("项目总目标", "保障系统正常运行，满足工作需要。"),
        ("项目概况", "2020年度项目"),
        ("项目概况", "馆藏档案"),
        ("项目概况", "对馆藏档案进行扫描。"),
        ("项目实施计划", "按计划实施，1、完成。"),
        ("立项依据", "工作需要"),
    ],
)
def test_short_text_that_says_little_is_a_notice(field: str, text: str) -> None:
    assert len(findings_of("T702", written(text, field))) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("青禾市图书馆", 0),
        ("2026年1月至12月", 0),
        ("2026年全年", 0),
        ("流通部和各村镇文化站", 0),
        ("由本单位实施", 1),
        ("按年度", 1),
    ],
)
def test_field_without_a_role_may_ask_for_a_name_or_a_date(text: str, count: int) -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n{written(text, '实施周期')}"
    assert len(findings_of("T702", fragment)) == count


def test_long_texts_without_a_role_are_judged_too() -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n{written(FILLER * 20, '绩效目标')}"
    assert [finding.label for finding in findings_of("T702", fragment)] == ["绩效目标"]


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
    ("field", "text", "count"),
    [
        ("项目概述", "流动服务", 1),
        ("实施方案", "分步做好", 1),
        ("绩效目标", "做好服务", 1),
        ("实施主体", "青禾市图书馆", 0),
        ("实施周期", "2026年1月至12月", 0),
        ("年度预算安排", "设备运维14万元", 0),
    ],
)
def test_narrative_of_2026_is_judged_and_short_answers_that_say_enough_are_left(
    field: str, text: str, count: int
) -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n{written(text, field)}"
    assert len(findings_of("T702", fragment)) == count


def test_limits_can_be_set() -> None:
    settings = "长文本的最少字数: 10\n长文本的最多字数: 40"
    assert findings_of("T702", written(long(10), "项目概况"), thresholds=settings)[:1] != ()
    fields = {finding.label for finding in findings_of("T702", written(long(10), "项目概况"), thresholds=settings)}
    assert "项目概况" not in fields


@pytest.mark.parametrize(
    "piece",
    [
        "X",
        "×",
        "XX-",
        "*",
        "_",
        "○",
        "（",
        "(200字",
        "待填",
        "某",
        "请",
        "20X",
        "…",
        " 1",
        "×a",
        "≥",
        "≥*",
        "#",
        "&",
        "<",
        "_x",
        "详见",
    ],
)
def test_huge_text_is_searched_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    assert "T702" in {finding.code for finding in judge_fragment(written(text + "档", "项目概况")).findings}


# Slips -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("预算比上年增加增加5万元", "增加增加"),
        ("查档人次有所增加增加。", "增加增加"),
        ("进一步提高提高服务水平", "提高提高"),
        ("于12月底前完成完成验收", "完成完成"),
        ("按照按照合同约定付款", "按照按照"),
        ("满意度达到达到90%以上", "达到达到"),
        ("合格率98%以上以上", "以上以上"),
        ("组织志愿者开展培训培训，", "培训培训"),
        ("对民国档案进行扫描扫描（含著录）", "扫描扫描"),
        ("比上年增加持平", "增加持平"),
        ("与上年持平增加5%", "持平增加"),
        ("成本提高降低10%", "提高降低"),
        ("能耗下降上升3%", "下降上升"),
        ("不低于95%以下", "不低于95%以下"),
        ("不少于3次以内", "不少于3次以内"),
        ("不超过５天以上", "不超过５天以上"),
        ("≥90%以内", "≥90%以内"),
        ("≤10个工作日以上", "≤10个工作日以上"),
    ],
)
def test_slip_is_a_warning_at_its_place(text: str, seen: str) -> None:
    (finding,) = findings_of("T703", written(text))
    assert (finding.seen, finding.severity) == (seen, Severity.WARNING)
    line = judge_fragment(written(text)).parsed_files[-1].document.lines[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(seen)


@pytest.mark.parametrize(
    "text",
    [
        "天天开放，日日巡检，处处有人，人人享有，各各不同",
        "一个一个核对，一步一步推进，逐个逐个销号",
        "实施保障保障房建设，落实落实情况督查",
        "组织组织生活会，召开推进推进会",
        "工业增加增加值5%",
        "管理管理人员，培训培训机构",
        "支持教育教育部门",
        "20202020年，12121212号",
        "二〇二〇年，一九一九年",
        "天天天天向上",
        "人员增加减少情况按月报送",
        "在减少增加的支出之后",
        "成本降低提升效益",
        "增加、减少均须说明",
        "不低于95%，不高于100%",
        "不少于3次以上",
        "不超过上年的95%以上",
        "规模以上企业不少于50家，以下为个体户",
        "清清楚楚、许许多多、方方面面",
        "比上年持平",
        "",
    ],
)
def test_ordinary_repetition_is_no_slip(text: str) -> None:
    assert findings_of("T703", written(text)) == ()


def test_slips_are_looked_for_in_names_and_target_values() -> None:
    fragment = rows(("查档人次增加增加", "≥5000人次"), ("查档等候时间", "缩短缩短"), ("查档费用", "降低持平"))
    assert [finding.seen for finding in findings_of("T703", fragment)] == ["增加增加", "缩短缩短", "降低持平"]


def test_the_same_slip_is_told_once_in_a_text() -> None:
    assert len(findings_of("T703", written("比上年增加增加，再增加增加。"))) == 1


@pytest.mark.parametrize("piece", ["增加", "提高降低", "档案", "≥9", "不少于1", "增", " "])
def test_slips_of_a_huge_text_are_found_in_bounded_time(piece: str) -> None:
    text = piece * ((LIMITS.text - 10) // len(piece))
    assert judge_fragment(written(text, "项目概况")).findings
