"""S110 and S112: characters that cannot be published, that look like others, or are the trace of damage."""

from __future__ import annotations

import unicodedata

import pytest
from builders import findings_of, judge_fragment
from hypothesis import strategies as st
from properties import holds_for

from jixiao.characters import (
    RADICALS,
    folded_forms,
    is_remarkable,
    meant_by,
    printable,
    suspects,
    unified,
    unprintable,
)
from jixiao.registry import fold_name
from jixiao.search import fold as fold_for_search
from jixiao.text import fold

EVERY_CHARACTER = [chr(code) for code in range(1, 0x110000)]


def kinds(text: str) -> list[tuple[str, str, str]]:
    """What is suspect in a text."""
    return [tuple(suspect) for suspect in suspects(text)]


# What looks like something else


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("\u2f2f", "部首符号", "工"),
        ("\u2f64", "部首符号", "用"),
        ("\u2fd5", "部首符号", "龠"),
        ("\u2ea0", "部首符号", "民"),
        ("\u2ed3", "部首符号", "长"),
        ("\u2ee2", "部首符号", "马"),
        ("\u2e9f", "部首符号", "母"),
        ("\u2e80", "部首符号", ""),
        ("\u2eae", "部首符号", ""),
        ("\uf90a", "兼容字形", "金"),
        ("\U0002f804", "兼容字形", "你"),
        ("\ufe35", "兼容字形", "（"),
        ("\ufe50", "兼容字形", "，"),
        ("\ufe61", "兼容字形", "*"),
        ("\ufe30", "", ""),
        ("\ufffd", "编码转换时丢失的字符", ""),
        ("\ue000", "私有区字符", ""),
        ("\U000f1234", "私有区字符", ""),
        ("\U0010fffd", "私有区字符", ""),
        ("锟斤拷", "编码转错的乱码", ""),
        ("锟斤", "编码转错的乱码", ""),
        ("烫烫烫", "编码转错的乱码", ""),
    ],
)
def test_a_character_that_nobody_meant_is_known(text: str, kind: str, meant: str) -> None:
    assert kinds(f"档案{text}数字化") == ([(text, kind, meant)] if kind else [])


@pytest.mark.parametrize(
    "text",
    [
        "工用民长马母金",
        "（，；：）“”《》〔〕—…·",
        "㎡ ℃ № ① ⅱ Ⅷ ㈠ ㏄ ％ ＋ ｜",
        "公斤、屯溪、烫伤、拷贝",
        "﨎﨏﨑",
        "𠮷𬭚龘㐀",
        "×÷≥≤±°²½",
    ],
)
def test_what_is_meant_as_it_stands_is_passed_over(text: str) -> None:
    assert kinds(text) == []


def test_every_radical_is_told_and_every_one_of_a_character_names_it() -> None:
    radicals = [
        chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)) if unicodedata.name(chr(code), "")
    ]
    assert all(kinds(radical)[0][1] == "部首符号" for radical in radicals)
    unnamed = [radical for radical in radicals if not meant_by(radical)]
    assert len(unnamed) == 14
    assert all("\u3400" <= meant_by(radical) <= "\u9fff" for radical in radicals if radical not in unnamed)


def test_the_table_holds_what_normalisation_leaves_and_nothing_else() -> None:
    assert all(unicodedata.normalize("NFKC", chr(code)) == chr(code) for code in RADICALS)
    assert {chr(code): meant for code, meant in RADICALS.items()}["\u2edb"] == "风"
    assert len(RADICALS) == 99


def test_whatever_is_told_is_looked_for() -> None:
    overlooked = [
        c for c in EVERY_CHARACTER if not is_remarkable(c) and c != "\r" and (list(unprintable(c)) or list(suspects(c)))
    ]
    assert overlooked == []
    assert not is_remarkable("馆藏档案数字化（二期）：≥98%，1,200.50元；“十四五”《办法》①㎡\n\t")


# As findings


@pytest.mark.parametrize(
    ("fragment", "line", "column", "message"),
    [
        ("项目名称: 馆藏档案数字化\u2f2f作", 4, 14, "这里有部首符号“\u2f2f”（U+2F2F），不是汉字“工”；请改成通常的字"),
        (
            "项目名称: 馆藏档案︵二期︶",
            4,
            11,
            "这里有兼容字形“︵”（U+FE35）、“︶”（U+FE36），通常写作“（）”；请改成通常的字",
        ),
        ("项目名称: 馆藏锟斤拷锟斤拷", 4, 9, "这里有编码转错的乱码“锟斤拷”；请照原件补上"),
        ('项目名称: "档案\\u2F2F作"', 4, 7, "这里有部首符号“\u2f2f”（U+2F2F），不是汉字“工”；请改成通常的字"),
        (
            "备注: |-\n  无误。\n  数字化\u2f2f作。",
            41,
            6,
            "这里有部首符号“\u2f2f”（U+2F2F），不是汉字“工”；请改成通常的字",
        ),
        (
            "修订: [{日期: 2020-07-01, 理由: 改\u2f64途}]",
            39,
            28,
            "这里有部首符号“\u2f64”（U+2F64），不是汉字“用”；请改成通常的字",
        ),
    ],
)
def test_it_is_told_at_the_character_with_what_was_meant(fragment: str, line: int, column: int, message: str) -> None:
    found = [(f.place.line, f.place.column, f.message) for f in findings_of("S112", fragment)]
    assert found == [(line, column, message)]


def test_several_in_one_value_are_told_together_and_other_kinds_apart() -> None:
    found = [f.message for f in findings_of("S112", "项目名称: \u2f2f作\u2f64途\u2f2f锟斤拷")]
    assert found == [
        "这里有部首符号“\u2f2f”（U+2F2F）、“\u2f64”（U+2F64），不是汉字“工用”；请改成通常的字",
        "这里有编码转错的乱码“锟斤拷”；请照原件补上",
    ]


@pytest.mark.parametrize(
    ("fragment", "line", "column", "message"),
    [
        ("项目名称: 馆藏\ufffd案数字化", 4, 9, "这里有编码转换时丢失的字符“\ufffd”（U+FFFD），请照原件补上"),
        ("项目名称: 馆藏\ue5d2案数字化", 4, 9, "这里有私有区字符“\ue5d2”（U+E5D2），请改成通用的字"),
        ('项目名称: "馆藏\\uFFFD案数字化"', 4, 7, "这里有编码转换时丢失的字符“\ufffd”（U+FFFD），请照原件补上"),
        ("备注: |-\n  无误。\n  数字\U000f0001化。", 41, 5, "这里有私有区字符“\U000f0001”（U+F0001），请改成通用的字"),
    ],
)
def test_what_shows_as_a_box_cannot_be_published(fragment: str, line: int, column: int, message: str) -> None:
    found = findings_of("S110", fragment)
    assert [(f.place.line, f.place.column, f.message) for f in found] == [(line, column, message)]
    assert [f.severity.word for f in found] == ["error"]


def test_units_thresholds_and_keys_are_looked_at_too() -> None:
    units = "qinghe-danganguan:\n  全称: 青禾市档案\u2fb8\n  曾用名: [青禾市档案资料馆, 青禾市档案馆]\nqinghe-tushuguan:\n  全称: 青禾市图书馆\n"
    assert [f.place.line for f in findings_of("S112", "", units=units)] == [2]
    codes = [f.code for f in judge_fragment("项\u2f6c概况: 对馆藏档案进行扫描").findings]
    assert {"S103", "S112"} <= set(codes)


def test_a_comment_may_hold_them() -> None:
    assert findings_of("S112", "# 数字化\u2f2f作 \ufffd\n项目名称: 馆藏档案数字化") == ()


def test_what_stands_in_for_an_unprintable_character_is_not_told_twice() -> None:
    codes = [finding.code for finding in judge_fragment("项目名称: 档案\u202e数字化").findings]
    assert codes == ["S110"]


def test_findings_of_one_file_are_limited() -> None:
    rows = "".join(f"  - {{子项目名称: \u2f2f{n}, 预算金额: 1}}\n" for n in range(150))
    assert len(findings_of("S112", f"项目当年投入资金构成:\n{rows}")) == 100


# What cannot be published


@pytest.mark.parametrize(
    ("fragment", "label"),
    [
        ("项目名称: 档案\u202e数字化", "项目名称"),
        ("备注: |-\n  无误。\n  数字\u200b化。", "备注"),
        ('项目名称: "档案\\u202E数字化"', "项目名称"),
        (
            "项目当年投入资金构成:\n  - {子项目名称: 扫\u200b描, 预算金额: 600000}",
            "项目当年投入资金构成 › 第 1 行 › 子项目名称",
        ),
        ("备注:\n  无误。\n  数字\ufffe化。", "备注"),
        ("# 批\u200b注\n备注: 无误。", ""),
        ("备注: 无误。\n# 批\u200b注", ""),
    ],
)
def test_the_field_is_named_in_which_it_stands(fragment: str, label: str) -> None:
    assert [finding.label for finding in findings_of("S110", fragment)] == [label]


@pytest.mark.parametrize("plane", range(17))
def test_the_last_two_codes_of_every_plane_are_refused(plane: int) -> None:
    for code in (plane << 16 | 0xFFFE, plane << 16 | 0xFFFF):
        assert [f.severity.word for f in findings_of("S110", f"项目名称: 档案{chr(code)}数字化")] == ["error"]


def test_what_is_unprintable_is_never_suspect() -> None:
    assert [c for c in EVERY_CHARACTER if list(unprintable(c)) and list(suspects(c))] == []
    assert printable("甲\u202e\U0001ffff乙") == "甲\ufffd\ufffd乙"


# Folding


@pytest.mark.parametrize("written", ["数字化\u2f2f作", "数字化工作", "数字化\u2f2f 作"])
def test_names_and_texts_fold_alike(written: str) -> None:
    assert fold(written) == fold_name(written) == "数字化工作"


@pytest.mark.parametrize(
    ("typed", "filed"),
    [("数字化工作", "数字化\u2f2f作"), ("门户", "\u2ed4户"), ("(二期)", "︵二期﹚"), ("金", "\uf90a")],
)
def test_what_is_searched_for_is_found_however_it_is_filed(typed: str, filed: str) -> None:
    assert fold_for_search(typed) == fold_for_search(filed)


def test_search_folds_all_that_names_fold_as_far_as_lengths_stay() -> None:
    assert all(fold(chr(code)) == fold(form) for code, form in folded_forms().items())
    assert set(RADICALS) <= folded_forms().keys()


@holds_for(st.text(st.sampled_from("工\u2f2f\u2ed4ａA（﹙\uf90a ")))
def test_unified_text_keeps_its_length(text: str) -> None:
    assert len(unified(text)) == len(text) == len(fold_for_search(text))
