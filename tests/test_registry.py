"""The registry of spending units: found by any name they ever filed under, with ids that can be addresses."""

from __future__ import annotations

import pytest
from builders import judge_fragment

from jixiao.finding import Finding
from jixiao.registry import Registry, SpendingUnit, fold_name, is_id, read_registry
from jixiao.source import Fault, read_text

ARCHIVE = SpendingUnit("a", "青禾市档案馆", "市档案馆", ("青禾市档案资料馆", "青禾县档案馆"))
LIBRARY = SpendingUnit("b", "青禾市图书馆（新馆）")


def registry(text: str) -> Registry:
    """The registry of a text without faults."""
    found, faults = read_registry(read_text("content/units.yml", text))
    assert faults == ()
    return found


def faults(text: str) -> list[tuple[str, int, str]]:
    """Rule, line and reason of each fault of a text that is sound YAML."""
    document = read_text("content/units.yml", text)
    assert document.faults == ()
    return [(fault.rule, fault.place.line, _reason(fault)) for fault in read_registry(document)[1]]


def _reason(fault: Fault) -> str:
    return next(fault.facts[name] for name in ("what", "key", "label") if name in fault.facts)


def findings(units: str) -> list[Finding]:
    """The findings in the registry itself."""
    return [f for f in judge_fragment("年度: 2020\n", units=units).findings if f.file == "content/units.yml"]


def test_units_are_read_with_all_their_names() -> None:
    text = "a:\n  全称: 青禾市档案馆\n  简称: 市档案馆\n  曾用名: [青禾市档案资料馆, 青禾县档案馆]\nb:\n  全称: 青禾市图书馆（新馆）\n"
    assert registry(text).units == (ARCHIVE, LIBRARY)


@pytest.mark.parametrize("blank", ["", "[]", "~"])
def test_a_unit_may_have_no_former_name(blank: str) -> None:
    assert registry(f"b:\n  全称: 青禾市图书馆（新馆）\n  曾用名: {blank}\n").units == (LIBRARY,)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("青禾市档案馆", ARCHIVE),
        ("青禾市档案资料馆", ARCHIVE),
        ("青禾县档案馆", ARCHIVE),
        (" 青禾市　档案馆 ", ARCHIVE),
        ("青禾市图书馆(新馆)", LIBRARY),
        ("市档案馆", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_unit_is_found_by_its_full_or_a_former_name_alone(written: str, found: SpendingUnit | None) -> None:
    assert Registry((ARCHIVE, LIBRARY)).find(written) == found


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("青禾市档案局", "青禾市档案馆"),
        ("市档案馆", "青禾市档案馆"),
        ("青禾市图书馆", "青禾市图书馆（新馆）"),
        ("完全无关的单位", ""),
        ("", ""),
        ("档" * 20_000, ""),
    ],
)
def test_the_nearest_full_name_is_suggested(written: str, nearest: str) -> None:
    assert Registry((ARCHIVE, LIBRARY)).nearest(written) == nearest


def test_the_short_name_is_the_full_one_where_there_is_none() -> None:
    assert (ARCHIVE.short, LIBRARY.short) == ("市档案馆", "青禾市图书馆（新馆）")


def test_a_name_that_a_line_break_divides_is_one_name() -> None:
    assert registry("a:\n  全称: 青禾市\n    档案馆\n  曾用名:\n    - 青禾县\n      档案馆\n").find("青禾县档案馆")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A:\n  全称: 甲\n", [("misplaced-file", 1, "单位编号“A”只能由小写字母、数字和连字符组成")]),
        ("../a:\n  全称: 甲\n", [("misplaced-file", 1, "单位编号“../a”只能由小写字母、数字和连字符组成")]),
        ("con:\n  全称: 甲\n", [("misplaced-file", 1, "单位编号“con”只能由小写字母、数字和连字符组成")]),
        ("a: 甲\n", [("unreadable-value", 1, "应写明全称、简称和曾用名")]),
        ("a: [甲]\n", [("unreadable-value", 1, "应写明全称、简称和曾用名")]),
        ("a:\n  简称: 甲\n", [("missing-field", 1, "没有填写")]),
        ("a:\n  全称: ' '\n", [("missing-field", 1, "没有填写")]),
        ("a:\n  全称: ~\n", [("missing-field", 1, "没有填写")]),
        ("a:\n  全称: [甲]\n", [("unreadable-value", 2, "全称应是一段文字")]),
        ('a:\n  全称: "甲\\n\\n乙"\n', [("unreadable-value", 2, "全称应是一段文字")]),
        ("a:\n  全称: 甲\n  电话: 1\n", [("unknown-field", 3, "电话")]),
        ("a:\n  全称: 甲\n  曾用名: 乙\n", [("unreadable-value", 3, "曾用名应是一列名称")]),
        ("a:\n  全称: 甲\n  曾用名: [[乙]]\n", [("unreadable-value", 3, "曾用名应是一列名称")]),
        ("a:\n  全称: 甲\n  曾用名: [乙, '']\n", [("unreadable-value", 3, "曾用名应是一列名称")]),
        ("a:\n  全称: 甲\nb:\n  全称: 甲\n", [("unreadable-value", 3, "名称“甲”已登记为 a 的名称")]),
        ("a:\n  全称: 甲 Ａ\nb:\n  全称: 乙\n  曾用名: [甲a]\n", [("unreadable-value", 3, "名称“甲a”已登记为 a 的名称")]),
    ],
)  # fmt: skip
def test_what_makes_a_unit_ambiguous_or_unaddressable_is_told(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert faults(text) == expected


def test_a_unit_may_have_had_its_present_name_before() -> None:
    assert faults("a:\n  全称: 甲\n  曾用名: [甲, 乙, 甲]\n") == []


def test_a_faulty_unit_is_left_out_and_the_others_stay() -> None:
    found, _ = read_registry(read_text("content/units.yml", "A:\n  全称: 甲\nb:\n  全称: 乙\n"))
    assert [unit.id for unit in found.units] == ["b"]


@pytest.mark.parametrize(
    ("units", "code"),
    [("", "S101"), ("- a\n", "S101"), ("a: {", "S101"), ("a: {全称: 甲}\na: {全称: 乙}\n", "S102"), ("a: &b {全称: 甲}\n", "S106")],
)  # fmt: skip
def test_the_registrys_own_faults_become_findings(units: str, code: str) -> None:
    assert code in [finding.code for finding in findings(units)]


@pytest.mark.parametrize(
    "text", ["a", "0", "a-b", "shanghai-hezuojiaoliu", "2019", "a" * 64, "com", "console", "com10"]
)
def test_lower_case_letters_digits_and_single_hyphens_make_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "A", "a_b", "-a", "a-", "a--b", "a b", "a.b", "..", "a/b", "甲", "ａ", "a\n", "١", "a" * 65,
        "con", "prn", "aux", "nul", "com1", "com9", "lpt1", "com0",
    ],
)  # fmt: skip
def test_anything_else_and_the_names_that_windows_keeps_make_none(text: str) -> None:
    assert not is_id(text)


def test_names_fold_by_width_case_and_spaces() -> None:
    assert fold_name("（Ａ） 甲　乙") == fold_name("(a)甲乙") != fold_name("(b)甲乙")
