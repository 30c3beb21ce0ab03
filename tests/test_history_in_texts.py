"""H309: what a text says of last year's budget, where the form has no such figure. All figures are invented."""

from __future__ import annotations

import pytest
from builders import findings_of, judge_fragment

from jixiao.rules.examples import PATH_2026

BEFORE = f"""\
# {PATH_2026.replace("2026", "2025")}
表式: shanghai-2026
年度: 2025
计划开始日期: 2025-01-01
计划完成日期: 2025-12-31
项目资金总额: {{合计: 280000, 财政资金: 280000}}
年度资金申请总额: {{合计: 280000, 当年财政拨款: 250000, 上年结转资金: 30000}}
年度预算安排: 车辆运行和维护12万元，车载图书更新11万元，人员外勤补助和问卷调查5万元，合计28万元。
实施周期: 本项目为经常性项目，按年度安排，本期从2025年1月开始，到2025年12月结束，下年另行申报。
"""


def fragment(text: str, before: str = BEFORE) -> str:
    return f"# {PATH_2026}\n表式: shanghai-2026\n年度预算安排: {text}\n{before}"


def told(text: str, before: str = BEFORE) -> list[tuple[str, str, str]]:
    found = findings_of("H309", fragment(text, before))
    return [(finding.seen, finding.expected, finding.difference) for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "2026年预算32万元，上年预算30万元。",
        "2026年预算32万元，2025年预算30万元。",
        "2025年度预算30万元。2026年预算32万元。",
        "2026年预算32万元，上年安排30万元。",
    ],
)
def test_another_amount_than_last_year_s_form_has_is_told(text: str) -> None:
    assert told(text) == [("30万元", "280,000 元", "20,000 元")]


@pytest.mark.parametrize(
    "text",
    [
        "2026年预算32万元，上年预算28万元。",
        "2026年预算32万元，上年预算280,000元。",
        "2026年预算32万元，上年预算25万元。",  # net of what was left from the year before
        "2026年预算32万元，上年预算批复30万元。",
        "2026年预算32万元，上年预算30万元，年中追加后执行。",
        "2026年预算32万元，上年执行30万元。",
        "2026年预算32万元，2024年预算30万元。",
        "2026年预算32万元，比上年增加4万元。",
        "2026年预算32万元，上年车辆维护30万元。",
        "2026年预算32万元，上年预算约30万元左右。",
    ],
)
def test_the_same_amount_another_year_s_or_one_explained_is_passed_over(text: str) -> None:
    assert told(text) == []


def test_nothing_is_told_where_last_year_s_form_is_not_here() -> None:
    assert told("2026年预算32万元，上年预算30万元。", before="") == []


def test_where_the_form_has_last_year_s_budget_the_text_is_compared_with_that() -> None:
    texts = "项目概况: 对馆藏档案进行扫描、著录和存储，方便市民在线查阅。上年预算50万元。\n"
    codes = {finding.code for finding in judge_fragment(texts).findings}
    assert "B208" in codes
    assert "H309" not in codes


def test_it_is_told_at_the_amount() -> None:
    text = fragment("|-\n  2026年预算32万元；\n  上年预算30万元。")
    (found,) = findings_of("H309", text)
    lines = text.split("\n")
    document = judge_fragment(text).documents[found.file]
    assert document.lines[found.place.line - 1][found.place.column - 1 :].startswith("30万元")
    assert any("上年预算30万元" in line for line in lines)
    assert found.width == len("30万元")
