"""What people mistype is named as such, at its own line. Projects, units and figures are invented."""

from __future__ import annotations

import io
import zipfile

import pytest
from builders import judge_example, judge_fragment
from hypothesis import strategies as st
from properties import holds_for

from jixiao.file_kinds import other_kind
from jixiao.finding import Place
from jixiao.mistyped import Refusal, explain, slips_in
from jixiao.repository import UNITS
from jixiao.rules.examples import BASE, PATH, Example
from jixiao.source import LIMITS, MOST_FAULTS, read, read_text

Told = list[tuple[int, int, str]]


def told(text: str, *codes: str) -> Told:
    """Line, column and message of each error of a whole file."""
    findings = judge_example(Example({PATH: text}, ())).findings
    return [
        (f.place.line, f.place.column, f.message)
        for f in findings
        if f.severity.word == "error" and (not codes or f.code in codes)
    ]


def changed(before: str, after: str) -> str:
    """The base declaration with something else in one place."""
    assert BASE.count(before) == 1
    return BASE.replace(before, after)


NAME = "项目名称: 馆藏档案数字化\n"
ROWS = "  - 子项目名称: 档案扫描加工\n    预算金额: 400000\n  - 子项目名称: 存储设备租用\n    预算金额: 200000\n"
TARGET = "    - {绩效指标: 扫描合格率, 指标目标值: ≥98%}\n"


def with_name(line: str) -> str:
    """The base declaration with another line 4."""
    return changed(NAME, f"{line}\n")


def with_rows(rows: str) -> str:
    """The base declaration with other rows from line 18 on."""
    return changed(ROWS, rows)


def with_target(written: str) -> str:
    """The base declaration with another target value, on line 35 from column 14 on."""
    return changed(TARGET, f"    - 绩效指标: 扫描合格率\n      指标目标值: {written}\n")


# Colons, blanks and dashes


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        ("项目名称：馆藏档案数字化", 5, "“项目名称”后面是全角冒号“：”"),
        ("项目名称： 馆藏档案数字化", 5, "“项目名称”后面是全角冒号“：”"),
        ("项目名称 ：馆藏档案数字化", 6, "“项目名称”后面是全角冒号“：”"),
        ("项目名称：", 5, "“项目名称”后面是全角冒号“：”"),
        ("项目名称﹕馆藏档案数字化", 5, "“项目名称”后面是全角冒号“﹕”"),
        ("项目名称∶馆藏档案数字化", 5, "“项目名称”后面是全角冒号“∶”"),
        ("项目名称:馆藏档案数字化", 5, "“项目名称”的冒号后面少了空格"),
        ("项目名称:\u3000馆藏档案数字化", 5, "“项目名称”的冒号后面是全角空格"),
        ("项目名称:\u00a0馆藏档案数字化", 5, "“项目名称”的冒号后面是不间断空格"),
        ("项目名称:\u2003馆藏档案数字化", 5, "“项目名称”的冒号后面是特殊宽度的空格"),
        ("\u3000项目名称: 馆藏档案数字化", 1, "缩进用了全角空格"),
        ("\u00a0项目名称: 馆藏档案数字化", 1, "缩进用了不间断空格"),
        ("— 项目名称: 馆藏档案数字化", 1, "行首用了“—”，不是列表的 -"),
    ],
)
def test_a_colon_or_blank_of_another_width_is_named_on_its_own_line(line: str, column: int, what: str) -> None:
    ((found, at, message),) = told(with_name(line))
    assert (found, at) == (4, column)
    assert message.startswith(f"{what}。")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "  - 子项目名称：扫描\n    预算金额：600000\n",
            [(18, 10, "“子项目名称”后面是全角冒号“：”"), (19, 9, "“预算金额”后面是全角冒号“：”")],
        ),
        ("  - 子项目名称：扫描\n    预算金额: 600000\n", [(18, 10, "“子项目名称”后面是全角冒号“：”")]),
        ("  - 子项目名称: 扫描\n    预算金额：600000\n", [(19, 9, "“预算金额”后面是全角冒号“：”")]),
        ("- 子项目名称：扫描\n  预算金额: 600000\n", [(18, 8, "“子项目名称”后面是全角冒号“：”")]),
        (
            "  - 子项目名称:扫描\n    预算金额:600000\n",
            [(18, 10, "“子项目名称”的冒号后面少了空格"), (19, 9, "“预算金额”的冒号后面少了空格")],
        ),
        ("  - 子项目名称: 扫描\n    预算金额:\u00a0600000\n", [(19, 9, "“预算金额”的冒号后面是不间断空格")]),
        ("  - {子项目名称：扫描, 预算金额: 600000}\n", [(18, 11, "“子项目名称”后面是全角冒号“：”")]),
        (
            "  - {子项目名称:扫描, 预算金额:600000}\n",
            [(18, 11, "“子项目名称”的冒号后面少了空格"), (18, 20, "“预算金额”的冒号后面少了空格")],
        ),
        (
            "  — 子项目名称: 扫描\n    预算金额: 400000\n  — 子项目名称: 存储\n    预算金额: 200000\n",
            [(18, 3, "行首用了“—”，不是列表的 -"), (20, 3, "行首用了“—”，不是列表的 -")],
        ),
        ("  • 子项目名称: 扫描\n    预算金额: 600000\n", [(18, 3, "行首用了“•”，不是列表的 -")]),
        ("  • {子项目名称: 扫描, 预算金额: 600000}\n", [(18, 3, "行首用了“•”，不是列表的 -")]),
        ("  — 子项目名称: 扫描\n", [(18, 3, "行首用了“—”，不是列表的 -")]),
        ("  -子项目名称: 扫描\n    预算金额: 600000\n", [(18, 3, "行首的 - 后面少了空格")]),
        ("  -\u3000子项目名称: 扫描\n    预算金额: 600000\n", [(18, 3, "行首的 - 后面是全角空格")]),
        ("  - 子项目名称: 扫描\n  \u3000\u3000预算金额: 600000\n", [(19, 3, "缩进用了全角空格")]),
    ],
)
def test_within_rows_it_is_named_on_its_own_line_too(rows: str, expected: Told) -> None:
    found = [(line, column, message.split("。")[0]) for line, column, message in told(with_rows(rows))]
    assert found == expected


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0"])
def test_a_key_that_is_indented_by_blanks_that_are_none_is_named(blank: str) -> None:
    messages = [message for *_, message in told(with_rows(f"  - 子项目名称: 扫描\n{blank * 2}预算金额: 600000\n"))]
    assert [message for message in messages if message.startswith("缩进用了")] != []
    assert not any("申报表没有" in message for message in messages)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("分解目标:\n", "分解目标：\n", 28),
        ("  产出目标:\n", "  产出目标：\n", 32),
        ("项目当年投入资金构成:\n", "项目当年投入资金构成：\n", 17),
        ("年度绩效目标: |-\n", "年度绩效目标： |-\n", 24),
    ],
)
def test_a_field_with_fields_below_is_named_where_its_colon_is(before: str, after: str, line: int) -> None:
    assert [(found, "全角冒号" in message) for found, _, message in told(changed(before, after))] == [(line, True)]


def test_a_whole_file_of_full_width_colons_is_told_line_by_line() -> None:
    found = told("表式：shanghai-2019\n年度：2020\n项目名称：馆藏档案数字化\n")
    assert [(line, "全角冒号" in message) for line, _, message in found] == [(1, True), (2, True), (3, True)]
    assert len(told("项目名称：馆藏\n" * 300)) == MOST_FAULTS


def test_a_full_width_colon_in_a_text_is_passed_over() -> None:
    assert told(changed(NAME, NAME + "备注: |-\n  联系方式：见本馆网站\n  — 另有说明：无\n")) == []
    assert told(changed(NAME, NAME + "备注: 联系方式：见本馆网站\n")) == []


def test_units_and_thresholds_are_mistyped_alike() -> None:
    for text, line in (
        ("qinghe-danganguan：\n  全称: 青禾市档案馆\n", 1),
        ("qinghe-danganguan:\n  全称：青禾市档案馆\n", 2),
        ("qinghe-danganguan:\n  全称：青禾市档案馆\n  简称: 档案馆\n", 2),
        ("qinghe-danganguan:\n  全称: 青禾市档案馆\n  曾用名:\n    — 青禾市档案资料馆\n", 4),
        ("qinghe-danganguan:\n  {全称：青禾市档案馆}\n", 2),
    ):
        findings = [f for f in judge_fragment("", units=text).findings if f.file == UNITS]
        assert [(f.code, f.place.line) for f in findings] == [("S101", line)], text
    numbers = judge_fragment("", thresholds="须说明的增减率：10%\n须说明的增减额：100\n").findings
    assert [(f.code, f.place.line) for f in numbers] == [("S101", 1), ("S101", 2)]


def test_a_field_that_is_mistyped_is_not_said_to_be_missing() -> None:
    text = changed(TARGET, "    - {绩效指标：扫描合格率, 指标目标值: ≥98%}\n")
    assert [message.split("。")[0] for *_, message in told(text)] == ["“绩效指标”后面是全角冒号“：”"]


# Indentation

OR_A_TEXT = "是栏目的，与第 18 行的“子项目名称”对齐，缩进 4 格；是上一栏正文的，给整个值加上引号，或改用全角冒号"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (
            with_rows("  - 子项目名称: 扫描\n   预算金额: 600000\n"),
            19,
            4,
            "这一行缩进 3 格，和上面的各行对不齐。与第 18 行的“子项目名称”对齐，缩进 4 格",
        ),
        (
            with_rows("  - 子项目名称: 扫描\n    预算金额: 400000\n   - 子项目名称: 存储\n     预算金额: 200000\n"),
            20,
            4,
            "这一行缩进 3 格，和上面的各行对不齐。与第 18 行的“子项目名称”对齐，缩进 2 格",
        ),
        (
            changed("  效果目标:\n", " 效果目标:\n"),
            35,
            2,
            "这一行缩进 1 格，和上面的各行对不齐。与第 32 行的“产出目标”对齐，缩进 2 格",
        ),
        (
            with_rows("  - 子项目名称: 扫描\n     预算金额: 600000\n"),
            19,
            6,
            f"这一行缩进 5 格，和上面的各行对不齐。{OR_A_TEXT}",
        ),
    ],
)
def test_a_line_that_is_indented_amiss_is_told_with_the_one_to_align_it_with(
    text: str, line: int, column: int, message: str
) -> None:
    assert told(text) == [(line, column, message)]


# Marks of a merge


def test_what_a_merge_left_is_told_and_nothing_else() -> None:
    text = with_name("<<<<<<< HEAD\n项目名称: 甲\n=======\n项目名称: 乙\n>>>>>>> 改名")
    assert [(line, column) for line, column, _ in told(text)] == [(4, 1), (8, 1)]
    assert {message.split("。")[0] for *_, message in told(text)} == {"这一行是 git 合并冲突的标记"}


@pytest.mark.parametrize("left", [">>>>>>> 改名", "<<<<<<< HEAD", "======="])
def test_each_mark_of_a_merge_is_known_alone(left: str) -> None:
    ((line, _, message),) = told(with_name(left), "S101")
    assert (line, message.split("。")[0]) == (4, "这一行是 git 合并冲突的标记")


def test_marks_of_a_merge_within_quotes_are_told_though_yaml_takes_them() -> None:
    text = with_name('项目名称: "馆藏\n<<<<<<< HEAD\n档案\n>>>>>>> 乙\n数字化"')
    assert [line for line, *_ in told(text, "S101")] == [5, 7]


def test_a_line_of_signs_in_a_text_is_no_mark_of_a_merge() -> None:
    assert told(changed(NAME, NAME + "备注: |-\n  <<<<<<< HEAD\n  =======\n  无。\n")) == []


# Signs at the beginning of a value


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        (">98%", "＞98%"),
        ("> 98%", "＞98%"),
        (">98% # 按季", "＞98%"),
        (">5000人次", "＞5000人次"),
        (">=98%", "≥98%"),
        (">＝98%", "≥98%"),
    ],
)
def test_a_value_that_begins_with_greater_than_is_told_how_to_write_it(written: str, advice: str) -> None:
    what = "值以 > 开头，YAML 把它当作折行记号"
    assert told(with_target(written)) == [(35, 14, f"{what}。给整个值加上引号，或写 {advice}")]


def test_such_a_value_within_braces_is_told_alike() -> None:
    ((line, column, message),) = told(changed(TARGET, TARGET.replace("≥", ">")))
    assert (line, column) == (34, 28)
    assert message.endswith("。给整个值加上引号，或写 ＞98%")


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        ('项目名称: "十三五"规划项目', 12, "后一个引号之后还有文字"),
        ("项目名称: '十三五'规划项目", 12, "后一个引号之后还有文字"),
        ("项目名称: [2020]3号文项目", 13, "后一个括号之后还有文字"),
        ("项目名称: {甲}乙", 10, "后一个括号之后还有文字"),
        ("项目名称: 馆藏 #3 楼\n  档案数字化", 10, "空格后面的 # 起头的文字被当作注释，这一栏的内容到此为止"),
    ],
)
def test_a_text_that_goes_on_behind_a_sign_is_told_at_its_place(line: str, column: int, what: str) -> None:
    ((found, at, message),) = told(with_name(line), "S101")
    assert (found, at, message.split("。")[0]) == (4, column, what)


def test_a_bracket_that_a_comment_swallows_is_told_at_the_comment() -> None:
    ((line, column, message),) = told(with_rows("  - {子项目名称: 5 #楼扫描加工, 预算金额: 600000}\n"))
    assert (line, column) == (18, 15)
    assert message.startswith("空格后面的 # 起头的文字被当作注释")


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ('项目名称: "馆藏', 7, "这里的引号少了后一个"),
        ("项目名称: [馆藏", 7, "这里的括号没有配对"),
        ("项目名称 馆藏", 1, "这一行没有冒号"),
        ("项目名称: *重点*", 7, "给整个值加上引号"),
        ("项目名称: @馆藏", 7, "给整个值加上引号"),
        ("项目名称: 馆藏: 二期", 9, "这里不能再有冒号"),
        ("\t项目名称: 馆藏", 1, "制表符"),
    ],
)
def test_what_else_yaml_does_not_take_is_told_where_it_begins(line: str, column: int, words: str) -> None:
    ((found, at, message),) = told(with_name(line), "S101")
    assert (found, at) == (4, column)
    assert words in message


# Files of another kind


def archive(*names: str) -> bytes:
    """A zip archive with some empty files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), "Word 文档（.docx）"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "Excel 工作簿（.xlsx）"),
        (archive("a.txt"), "压缩包（ZIP）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Word、Excel 或 WPS 文档"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xef\xbb\xbf<html><table>", "网页或 XML 文件"),
        (b"<?xml version='1.0'?>", "网页或 XML 文件"),
        (b"{\\rtf1\\ansi}", "写字板（RTF）文档"),
    ],
)
def test_a_document_that_was_renamed_is_known_by_its_beginning(data: bytes, kind: str) -> None:
    (fault,) = read("a.yml", data).faults
    assert (fault.rule, fault.place, fault.facts["what"]) == ("unreadable-file", Place(), f"这是{kind}，不是文本文件")


@pytest.mark.parametrize(
    "data", [b"", b"a: b\n", "表式: shanghai-2019\n".encode(), b"{a: b}", b"\xef\xbb\xbfa: b", b"\xff\xfea"]
)
def test_a_text_is_taken_for_one(data: bytes) -> None:
    assert other_kind(data) == ""


@pytest.mark.parametrize("data", [b"a: \xff" * LIMITS.size, b"#" * (LIMITS.size + 1), b"a: 1\nb\n" * LIMITS.size])
def test_a_file_that_is_too_large_says_that_and_nothing_else(data: bytes) -> None:
    (fault,) = read("a.yml", data[: LIMITS.size + 1]).faults
    assert (fault.rule, fault.facts["what"]) == ("unsafe-yaml", "文件超过 512 KB 的上限")


def test_the_advice_for_what_is_too_large_speaks_of_nothing_else() -> None:
    finding = judge_example(Example({PATH: "#" * (LIMITS.size + 1)}, ())).findings[0]
    assert "&" not in finding.fix + finding.message


# Fields that are not there, and that are too many


def test_a_field_that_is_not_there_is_said_to_be_missing() -> None:
    text = BASE[: BASE.index("分解目标:")]
    assert told(text) == [(1, 1, "缺少“分解目标”")]
    assert [message for *_, message in told(with_rows("  - {子项目名称: 扫描}\n"))] == ["缺少“预算金额”"]
    assert [message for *_, message in told(with_name("项目名称:"))] == ["“项目名称”没有填写"]


def test_unknown_fields_are_told_up_to_a_hundred_a_file() -> None:
    many = "".join(f"栏目{number}: 1\n" for number in range(1_000))
    assert len(told(BASE + many, "S103")) == MOST_FAULTS
    units = "".join(f"danwei-{number}: {{全称: 单位{number}, 电话: 1}}\n" for number in range(300))
    assert [f.code for f in judge_fragment("", units=units).findings if f.file == UNITS].count("S103") == MOST_FAULTS
    rows = "".join("  - {子项目名称: 甲, 预算金额: 六}\n" for _ in range(300))
    assert len(told(with_rows(rows), "S105")) == MOST_FAULTS
    assert [f.code for f in judge_fragment("", thresholds=many).findings].count("S103") == MOST_FAULTS


# Whatever it is


@holds_for(st.text("甲：: -—•\u3000\u00a0#>\"'[]{}\n", max_size=40), examples=400)
def test_any_text_is_explained_within_its_lines(text: str) -> None:
    for fault in read_text("a.yml", text).faults:
        assert 1 <= fault.place.line <= len(text.split("\n")) + 1


@holds_for(st.lists(st.text("甲： :-#>\u3000", max_size=6), max_size=6), st.integers(1, 9), st.integers(1, 9))
def test_no_place_is_too_odd_to_be_explained(lines: list[str], line: int, column: int) -> None:
    for problem in (
        "mapping values",
        "expected <block end>, but found '<scalar>'",
        "expected ',' or ']'",
        "could not find",
    ):
        explain(lines, Refusal("", problem, Place(line, column), Place(1, 1)))


def test_only_what_concerns_a_label_is_told_where_labels_are_known() -> None:
    place = Place(1, 1)
    assert [slip.what for slip in slips_in("绩效指标：甲", place, ["绩效指标"])] == ["“绩效指标”后面是全角冒号“：”"]
    assert list(slips_in("工作内容：甲", place, ["绩效指标"])) == []
