"""Chinese text: layout breaks join without a space, widths and brackets fold, sentences and numbered lines part."""

from __future__ import annotations

import re

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.text import (
    fold,
    half_width,
    join_layout_lines,
    numbered_items,
    sentences,
    unwrap,
    without_brackets,
)

HUGE = 300_000
broken_text = st.text("甲乙，a1( \t\n　", max_size=30)


@pytest.mark.parametrize(
    ("broken", "joined"),
    [
        ("加强\n审核", "加强审核"),
        ("加强  \n  审核", "加强审核"),
        ("按时付款，\n加强监督", "按时付款，加强监督"),
        ("使用 OA\n办公系统", "使用 OA办公系统"),
        ("部署 OA\nserver 两台", "部署 OA server 两台"),
        ("共 5\n个", "共 5个"),
        ("采购\nOA 系统", "采购OA 系统"),
        ("（一）\n办公", "（一）办公"),
        ("甲\n\n乙", "甲\n乙"),
        ("甲\n \t\n\n  乙", "甲\n乙"),
        ("\n甲\n", "甲"),
        ("甲　\n乙", "甲　乙"),
        ("甲 乙", "甲 乙"),
        ("“甲\n”乙……\n丙", "“甲”乙……丙"),
        ("𠀀\n𠀁", "𠀀𠀁"),
        ("", ""),
    ],
)
def test_a_break_that_only_a_layout_made_joins_without_a_space_beside_han(broken: str, joined: str) -> None:
    assert join_layout_lines(broken) == joined


@holds_for(broken_text, examples=300)
def test_joining_lines_loses_no_character_and_does_nothing_twice(text: str) -> None:
    joined = join_layout_lines(text)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
    assert join_layout_lines(joined.replace("\n", "\n\n")) == joined


def test_unwrapping_drops_the_spaces_between_wide_characters_alone() -> None:
    assert unwrap("甲 乙，  丙 a b 丁 1 戊") == "甲乙，丙 a b 丁 1 戊"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("预算执行率（实际/预算）", "预算执行率"),
        ("Ａ 率(甲(乙)丙)", "a率"),
        ("办法〔2015〕88号", "办法88号"),
        ("甲【乙】丙[丁]", "甲丙"),
        ("甲（乙", "甲(乙"),
        ("甲）乙（", "甲)乙("),
        ("（甲）", ""),
    ],
)
def test_brackets_go_with_what_they_hold(text: str, bare: str) -> None:
    assert without_brackets(text) == bare


@holds_for(st.text("甲（(〔[】)〕a ", max_size=12), examples=300)
def test_taking_brackets_away_twice_does_nothing_more(text: str) -> None:
    assert without_brackets(without_brackets(text)) == without_brackets(text)


@pytest.mark.parametrize(
    ("one", "other"), [("ＯＡ 办公", "oa办公"), ("（运维）", "(运维)"), ("５％", "5%"), ("㎡", "m2")]
)
def test_width_case_and_spaces_do_not_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@holds_for(st.text())
def test_half_width_keeps_every_place(text: str) -> None:
    assert len(half_width(text)) == len(text)
    assert half_width(half_width(text)) == half_width(text)


def test_half_width_changes_marks_letters_and_digits_and_no_han() -> None:
    assert half_width("（Ａ９％，　甲。）") == "(A9%, 甲。)"


def test_sentences_end_at_marks_and_line_breaks() -> None:
    assert sentences("甲；乙。丙！\n\n 丁？？戊") == ["甲", "乙", "丙", "丁", "戊"]
    assert sentences(" 。；\n") == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1、甲\n2、乙", ["甲", "乙"]),
        ("1.甲\n 2．乙\n(3) 丙\n４、丁", ["甲", "乙", "丙", "丁"]),
        ("（一）甲\n（十二）乙", ["甲", "乙"]),
        ("一、甲\n二、乙", ["甲", "乙"]),
        ("①甲\n②乙", ["甲", "乙"]),
        ("总目标：\n1、甲\n2、乙", ["甲", "乙"]),
        ("1、甲", []),
        ("2019年完成\n2020年完成", []),
        ("甲\n乙", []),
    ],
)
def test_numbered_lines_are_items_where_at_least_two_carry_a_number(text: str, items: list[str]) -> None:
    assert numbered_items(text) == items


@pytest.mark.parametrize(
    "piece", [" ", "\t", "\n", " \n", "甲 ", "a ", "(", "()", "[", "〔", "1", "1、", "（", "ﷺ", "。"]
)
def test_the_longest_text_takes_no_longer_than_its_length(piece: str) -> None:
    """What grew with the square of the length would run for hours here; nobody looks at a clock."""
    long = f"a{piece * (HUGE // len(piece))}b"
    for change in (join_layout_lines, unwrap, without_brackets, half_width, fold, sentences, numbered_items):
        assert change(long) is not None
    assert without_brackets("(" * HUGE + ")" * HUGE)
