"""Rules over a form that says its period in months, years or not at all, and its total not at all: silent where they cannot tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import judge_fragment

from jixiao.forms import Field
from jixiao.model import Declaration
from jixiao.period import NO_PERIOD, Period, read_period
from jixiao.rules import BY_CODE, Hit, Thresholds

WITHOUT_TOTAL = Field("项目期", "period", "period")


def declaration(period: Period, fragment: str = "年度: 2020\n", *, total: bool = True) -> Declaration:
    """The base declaration as a form would have it that has one field for its period, and perhaps no total."""
    (found,) = judge_fragment(fragment).declarations
    left_out = ("period.start", "period.end") if total else ("period.start", "period.end", "budget.total")
    sections = tuple(
        replace(part, fields=tuple(field for field in part.fields if field.role not in left_out))
        for part in found.edition.sections
    )
    last = replace(sections[-1], fields=(*sections[-1].fields, WITHOUT_TOTAL))
    edition = replace(found.edition, sections=(*sections[:-1], last))
    budget = found.budget if total else replace(found.budget, total=None)
    return replace(found, edition=edition, period=period, budget=budget)


def hits(code: str, declaration: Declaration) -> list[Hit]:
    """What a rule finds in it."""
    return list(BY_CODE[code].function(declaration, Thresholds()))


LATE = "分解目标:\n  产出目标:\n    - {绩效指标: 档案扫描完成时间, 指标目标值: 2022年3月底前}\n"
OTHER_YEAR = (
    "项目实施计划: 2017年3月底前完成采购，4月至11月分批扫描、著录，12月完成验收，每个季度向主管部门报告一次进度。\n"
)
OTHER_PERIOD = "项目概况: 对馆藏档案进行扫描、著录和存储，项目实施周期为2018年1月至2019年12月，方便市民在线查阅。\n"


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("period", [NO_PERIOD, Period(months=36), read_period("2020年3月起")], ids=str)
def test_rules_are_silent_where_a_period_is_not_known(period: Period, total: bool) -> None:
    for fragment in (LATE, OTHER_YEAR, "项目总预算: 900000\n"):
        filed = declaration(period, fragment, total=total)
        assert [code for code in ("D401", "D402", "D403", "D406", "B203") if hits(code, filed)] == []
    assert hits("D405", declaration(NO_PERIOD, OTHER_PERIOD, total=total)) == []


def test_rules_about_the_total_are_silent_without_one() -> None:
    filed = declaration(read_period("2019年-2021年"), total=False)
    assert [code for code in ("B202", "B203", "B204", "B208", "D402", "I511") if hits(code, filed)] == []


def test_a_period_in_years_is_held_against_the_declared_year() -> None:
    (found,) = hits("D402", declaration(read_period("2021年-2023年")))
    assert (found.at, found.facts["what"]) == (("项目期",), "起止时间 2021 至 2023 不在申报年度 2020 年")
    assert hits("D402", declaration(read_period("2020年"))) == []
    (found,) = hits("D402", declaration(read_period("2020年-2022年")))
    assert found.facts["what"].endswith("总预算与当年预算相同，看不出其他年度的安排")
    assert hits("D402", declaration(read_period("2020年-2022年"), total=False)) == []


def test_an_end_before_the_start_is_told_of_months_and_years() -> None:
    (found,) = hits("D401", declaration(read_period("2020.09-2020.03")))
    assert (found.facts, found.seen, found.expected) == (
        {"start": "项目期的开始", "end": "项目期的结束"}, "2020-03", "2020-09",
    )  # fmt: skip
    assert hits("D401", declaration(read_period("2020.09-2020.09"))) == []


def test_years_and_times_in_texts_are_held_against_months() -> None:
    period = read_period("2020.01-2021.12")
    (found,) = hits("D406", declaration(period, LATE))
    assert (found.part, found.expected, found.facts["end"]) == ("2022年3月底", "2021-12", "项目期的结束")
    (found,) = hits("D403", declaration(period, OTHER_YEAR))
    assert found.facts["what"] == "“2017年”不在起止时间 2020-01 至 2021-12 之内"
    (found,) = hits("D405", declaration(period, OTHER_PERIOD))
    assert (found.part, found.facts["labels"]) == ("2018年1月至2019年12月", "项目期")
    assert hits("D405", declaration(read_period("2018年-2019年"), OTHER_PERIOD)) == []


def test_a_length_in_words_is_held_against_one_on_the_form() -> None:
    fragment = "项目概况: 对馆藏档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏，项目分批实施。\n"
    filed = declaration(Period(months=36), fragment)
    texts = tuple(
        replace(text, role="duration", text="本项目共五年。") if text.role == "overview" else text
        for text in filed.texts
    )
    (found,) = hits("D405", replace(filed, texts=texts))
    assert (found.part, found.expected) == ("五年", "36 个月")
    texts = tuple(replace(text, text="本项目共三年。") if text.role == "duration" else text for text in texts)
    assert hits("D405", replace(filed, texts=texts)) == []
