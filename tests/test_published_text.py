"""S111: what the editor sees in a text is what is published, or it is told. Projects, units and figures are invented."""

from __future__ import annotations

import pytest
from builders import findings_of, judge_fragment
from hypothesis import strategies as st
from properties import holds_for

from jixiao.finding import Finding
from jixiao.forms import Field
from jixiao.model import Declaration
from jixiao.repository import THRESHOLDS, UNITS
from jixiao.rules import BY_CODE
from jixiao.source import Document, Scalar, read_text
from jixiao.written import differences, filed_text, layout_joined

ITEMS = ("1、完成档案扫描120000页；", "2、扫描合格率达98%以上；", "3、查档市民满意度达90%以上。")
OVERVIEW = "对馆藏的民国时期档案和建国初期档案进行扫描、著录和存储，方便市民在线查阅"


def told(fragment: str) -> list[tuple[int, int, str, str]]:
    """Line, column and field of each finding of S111, and what of the line is marked."""
    found = findings_of("S111", fragment)
    return [(finding.place.line, finding.place.column, finding.label, finding.seen) for finding in found]


def only(fragment: str) -> Finding:
    """The only finding of S111."""
    (finding,) = findings_of("S111", fragment)
    return finding


def declared(fragment: str) -> Declaration:
    """The declaration of a fragment."""
    return judge_fragment(fragment).declarations[0]


def target(written: str) -> str:
    """A declaration with this target value; the value begins on line 32, in column 14."""
    groups = "  投入和管理目标: [{绩效指标: 预算执行率, 指标目标值: ≥95%}]\n  产出目标:\n"
    others = "  效果目标: [{绩效指标: 在线查档人次, 指标目标值: ≥5000人次}]\n  影响力目标: [{绩效指标: 查档市民满意度, 指标目标值: ≥90%}]\n"
    return f"分解目标:\n{groups}    - 绩效指标: 扫描合格率\n      指标目标值: {written}\n{others}"


def block(header: str, lines: tuple[str, ...] = ITEMS) -> str:
    """The yearly goal with a header and lines below."""
    return "\n  ".join((f"年度绩效目标: {header}".rstrip(), *lines)) + "\n"


# What follows a #


@pytest.mark.parametrize(
    ("fragment", "line", "column", "lost"),
    [
        (f"项目概况: {OVERVIEW}，地点在 #3 楼库房，另有设备安装。", 9, 48, "#3 楼库房，另有设备安装。"),
        (f"项目概况: {OVERVIEW} # 注释", 9, 44, "# 注释"),
        (f"项目概况: {OVERVIEW}\t#3 楼", 9, 44, "#3 楼"),
        (f"项目概况:\n  {OVERVIEW}，\n  减少翻动造成的损坏，在 #3 楼。", 11, 15, "#3 楼。"),
        (f"项目概况: #3 楼{OVERVIEW}", 9, 7, f"#3 楼{OVERVIEW}"),
        ("备注: #3 楼库房另行安排", 39, 5, "#3 楼库房另行安排"),
        (target("≥98% #不含补扫"), 32, 19, "#不含补扫"),
        (target("≥98% # 不含补扫"), 32, 19, "# 不含补扫"),
    ],
)
def test_a_text_that_a_comment_cuts_off_is_told_at_the_sign(fragment: str, line: int, column: int, lost: str) -> None:
    found = [(place, at, seen) for place, at, _, seen in told(fragment)]
    assert found == [(line, column, lost)]


def test_a_row_is_cut_off_too() -> None:
    rows = "项目当年投入资金构成:\n  - 子项目名称: 5 #楼扫描加工\n    预算金额: 600000\n"
    finding = only(rows)
    assert finding.label == "项目当年投入资金构成 › 第 1 行 › 子项目名称"
    assert (finding.place.line, finding.place.column, finding.width) == (18, 14, 6)
    assert "给整个值加上引号" in finding.message
    assert declared(rows).subprojects[0].name == "5"


@pytest.mark.parametrize(
    "fragment",
    [
        "项目总预算: 600000   # 元\n项目当年预算: 600000 #元",
        "年度: 2020 # 预算年度\n开始时间: 2020-01-01 #年初",
        "项目类型: 经常性专项业务费 # 每年都有\n资金用途: 其他事业专业类 #选项",
        "申报单位名称: 青禾市档案馆 # 二级单位\n表式: shanghai-2019 # 老表",
        f"# 自成一行\n项目概况: {OVERVIEW}\n  # 缩进的也是\n",
        f"项目概况: # 写在栏目名后面\n  {OVERVIEW}\n",
        f"项目概况: |- # 写在记号后面\n  {OVERVIEW} #3 楼\n",
        f"项目概况: '{OVERVIEW} #3 楼'\n",
        f"项目概况: '{OVERVIEW}' # 引号之外\n",
        f"项目概况: {OVERVIEW}#3楼\n",
        "备注: # 暂无\n",
        "来源: {标题: 青禾市申报表\n  # 另起一行\n  }\n",
        "来源: {标题: 青禾市申报表, 网址: 'https://example.org/#a'}\n",
        "来源:\n  标题: 青禾市申报表\n  网址: https://example.org/ # 首页\n  页: 3 # 第三页\n  日期: 2020-01-01 # 公布日期\n",
        "说明:\n  - 规则: H303 # 增减\n    理由: 新增两个驻外办事处。\n",
    ],
)
def test_a_comment_that_takes_nothing_away_is_passed_over(fragment: str) -> None:
    assert told(fragment) == []


@pytest.mark.parametrize(
    ("fragment", "label"),
    [
        ("来源:\n  标题: 青禾市申报表 #2\n", "来源 › 标题"),
        ("来源:\n  标题: 青禾市申报表\n  录入说明: 录入第 #2 页\n", "来源 › 录入说明"),
        ("说明:\n  - 规则: H303\n    理由: 新增 #5 楼\n", "说明 › 第 1 行 › 理由"),
        ("修订:\n  - 日期: 2020-02-03\n    理由: 改到 #5 楼\n", "修订 › 第 1 行 › 理由"),
    ],
)
def test_texts_beside_the_form_are_looked_at_too(fragment: str, label: str) -> None:
    assert [finding[2] for finding in told(fragment)] == [label]


# Signs taken as marks


@pytest.mark.parametrize(
    ("written", "sign", "advice"),
    [
        (">\n        98%", ">", "＞98%"),
        (">-\n        98%", ">-", "＞98%"),
        (">\n        =98%", ">", "≥98%"),
        (">\n        5000人次", ">", "＞5000人次"),
    ],
)
def test_a_greater_than_sign_that_was_taken_for_a_mark_is_told(written: str, sign: str, advice: str) -> None:
    finding = only(target(written))
    assert (finding.place.line, finding.place.column, finding.seen) == (32, 14, sign)
    assert f"写 {advice}，或给整个值加上引号" in finding.message


def test_a_sign_and_digit_that_were_taken_for_a_mark_leave_nothing_and_are_told() -> None:
    findings = [(f.code, f.place.line) for f in judge_fragment(target(">5")).findings if f.code in ("S104", "S111")]
    assert findings == [("S104", 32), ("S111", 32)]
    assert "“>5”被当作折行记号，没有公布任何内容" in only("备注: >5").message


def test_a_sign_before_an_amount_or_a_date_is_told() -> None:
    assert told("项目总预算: >\n  600000\n")[0][3] == ">"
    assert told("开始时间: >-\n  2020-01-01\n")[0][3] == ">-"


@pytest.mark.parametrize("sign", ["｜-", "｜", "｜－", "￨-", "│-", "丨-", "∣+", "＞-", "﹥－"])
def test_a_mark_of_another_width_is_told_since_it_is_published(sign: str) -> None:
    finding = only(block(sign))
    assert (finding.place.line, finding.place.column, finding.seen) == (24, 9, sign)
    assert finding.message == f"“{sign}”不是半角的 |-，被当作正文公布，下面的各行连成了一行。改成半角的 |-"
    assert sign in declared(block(sign)).text("yearly_goal")


def test_a_bar_alone_is_told_without_lines_below() -> None:
    assert only("备注: ｜-").message == "“｜-”不是半角的 |-，被当作正文公布。改成半角的 |-"


@pytest.mark.parametrize(
    "written", ["＞98%", "﹥98%", "≥98%", "'>98%'", '">98%"', "|-\n        >98%", ">-\n        合格\n"]
)
def test_a_sign_that_is_published_is_passed_over(written: str) -> None:
    expected = [">-"] if written.startswith(">-") else []
    assert [seen for *_, seen in told(target(written))] == expected


def test_a_folded_text_that_is_no_value_is_passed_over() -> None:
    assert told(f"项目概况: >-\n  {OVERVIEW}。\n") == []
    assert told("项目名称: >-\n  2020年馆藏档案数字化\n") == []


# Lines joined


@pytest.mark.parametrize("header", ["", ">", ">-", ">+", ">2", "> # 分条"])
def test_items_that_come_out_as_one_line_are_told(header: str) -> None:
    finding = only(block(header))
    assert finding.message.startswith("文件里的 3 行公布时连成了一行。")
    assert "|-" in finding.message
    assert "\n" not in declared(block(header)).text("yearly_goal")
    assert finding.place.line == (24 if header else 25)


@pytest.mark.parametrize("quote", ['"', "'"])
def test_items_in_quotes_that_come_out_as_one_line_are_told(quote: str) -> None:
    message = only(f"年度绩效目标: {quote}{ITEMS[0]}\n  {ITEMS[1]}\n  {ITEMS[2]}{quote}\n").message
    assert message.endswith("在栏目名的冒号后面写 |-，各条另起一行并缩进，不加引号")


@pytest.mark.parametrize(
    "lines",
    [
        ("（一）完成档案扫描；", "（二）完成著录；"),
        ("一、完成档案扫描", "二、完成著录"),
        ("①完成档案扫描", "②完成著录"),
        ("1.完成档案扫描", "2.完成著录"),
        ("目标如下：", "1）完成档案扫描和著录"),
        ("一是完成档案扫描", "二是完成著录"),
        ("• 完成档案扫描", "• 完成著录"),
        ("全年完成档案扫描和著录；", "年底前完成验收。"),
    ],
)
def test_lists_of_every_kind_are_known_as_such(lines: tuple[str, ...]) -> None:
    assert len(told(block("", lines))) == 1
    assert told(block("|-", lines)) == []


@pytest.mark.parametrize(
    "fragment",
    [
        block("|-"),
        block("|"),
        block("|2"),
        block("|- # 分条"),
        f"年度绩效目标: {ITEMS[0]}\n\n  {ITEMS[1]}\n\n  {ITEMS[2]}\n",
        '年度绩效目标: "1、完成扫描；\\n2、完成著录。"\n',
        block(
            "",
            (
                "全年完成馆藏档案的扫描和著录，按卷交接，按月核对进度，年底前完成全部验收并且",
                "向主管部门报告完成情况和支出情况。",
            ),
        ),
        f"项目概况:\n  {OVERVIEW}，减少原件\n  翻动造成的损坏。另有设备安装。\n",
    ],
)
def test_lines_that_are_kept_or_that_a_layout_made_are_passed_over(fragment: str) -> None:
    assert told(fragment) == []


def test_items_keep_their_lines_in_every_long_text() -> None:
    items = (f"1、{OVERVIEW}；", f"2、{OVERVIEW}。")
    kept = declared(f"项目概况: |-\n  {items[0]}\n  {items[1]}\n")
    assert kept.text("overview") == "\n".join(items)
    assert len(told(f"项目概况:\n  {items[0]}\n  {items[1]}\n")) == 1


def test_a_blank_that_is_typed_stays_in_a_text_of_several_lines() -> None:
    text = declared(f"项目概况:\n  {OVERVIEW} 档案 目录，\n  减少原件的 损坏。\n").text("overview")
    assert text == f"{OVERVIEW} 档案 目录，减少原件的 损坏。"


def test_an_empty_line_ends_a_paragraph_in_a_text_of_several_lines() -> None:
    assert declared(f"项目概况:\n  {OVERVIEW}。\n\n  另有设备。\n").text("overview") == f"{OVERVIEW}。\n另有设备。"


# Settings


def test_units_and_thresholds_are_looked_at_too() -> None:
    units = (
        "qinghe-danganguan:\n  全称: 青禾市档案馆 #1\n  曾用名: [青禾市档案资料馆]\n"
        "qinghe-tushuguan:\n  全称: 青禾市图书馆\n  曾用名:\n    - 青禾图书室 #旧\n"
    )
    numbers = "须说明的增减率: >\n  10%\n须说明的增减额: 10000 # 元\n偏低的执行率: 85% #低\n"
    findings = judge_fragment("", units=units, thresholds=numbers).findings
    assert [(f.file, f.place.line, f.place.column, f.label) for f in findings if f.code == "S111"] == [
        (THRESHOLDS, 1, 10, "须说明的增减率"),
        (UNITS, 2, 14, "qinghe-danganguan › 全称"),
        (UNITS, 7, 13, "qinghe-tushuguan › 曾用名 › 第 1 行"),
    ]


def test_it_is_a_warning_that_can_be_answered() -> None:
    fragment = f"项目概况: {OVERVIEW}，按卷交接 # 待核\n说明: [{{规则: S111, 理由: 后面是录入时的批注。}}]\n"
    finding = only(fragment)
    assert (finding.severity, finding.answer is not None) == (BY_CODE["S111"].severity, True)
    assert finding.severity.word == "warning"
    assert declared(fragment).text("overview") == f"{OVERVIEW}，按卷交接"


# Properties


def document(value: str) -> tuple[Document, Scalar]:
    """A document with one value, and the value."""
    read = read_text("a.yml", f"备注: {value}\n")
    assert read.root is not None
    node = read.root.get("备注")
    assert isinstance(node, Scalar)
    return read, node


words = st.text("甲乙丙ab1 ", min_size=1, max_size=6).map(str.strip).filter(bool)


@holds_for(st.lists(words, min_size=1, max_size=5), st.sampled_from(("", ">-\n  ", '"', "'")), examples=300)
def test_what_is_published_holds_all_that_is_typed_but_for_the_layout(lines: list[str], begin: str) -> None:
    end = begin if begin in ('"', "'") else ""
    read, scalar = document(begin + "\n  ".join(lines) + end)
    joined = layout_joined(read.lines, scalar) if scalar.is_wrapped else scalar.text
    assert joined is not None
    typed = "\n".join(lines)
    assert joined.replace(" ", "") == typed.replace("\n", "").replace(" ", "")
    assert all(line in joined for line in lines)


@holds_for(st.text("甲1、；#>|｜- \n'\"a:%", max_size=24), examples=400)
def test_no_value_is_too_odd_to_be_looked_at(value: str) -> None:
    read = read_text("a.yml", f"备注: {value}\n乙: 1\n")
    node = read.root.get("备注") if read.root else None
    if isinstance(node, Scalar):
        for field in (
            Field("备注", "long-text", keeps_lines=True),
            Field("备注", "text", "target"),
            Field("备注", "money"),
        ):
            for fault in differences(read.lines, node, field, ("备注",)):
                assert 1 <= fault.place.line <= len(read.lines)
            filed_text(read.lines, node, field)
