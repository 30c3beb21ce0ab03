"""Targets and actual values as real self-evaluations have them: what is certain is said, the rest is not guessed at."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.outcome import ANSWERS, NOTHING_FILED, Outcome, Verdict, outcome_of
from jixiao.target import read_target

CASES = {
    Verdict.MET: [
        ("≥90%", "95%", "+5个百分点"),
        ("≥90.00(%)", "90", "0"),
        ("≤2秒", "1.8秒", "−0.2秒"),
        ("=100%", "100.00", "0"),
        ("100%", "100%", "0"),
        ("12次", "十二次", "0"),
        ("12次", "完成12次", "0"),
        ("不少于三次", "3次", "0"),
        ("≥1万人次", "12000人次", "+0.2万人次"),
        ("≤50万元", "480000元", "−2万元"),
        ("≤50万元", "48.5万元", "−1.5万元"),
        ("≤1小时", "45分钟", "−0.25小时"),
        ("≤3‰", "0.2%", "−1个千分点"),
        ("≥2公里", "2500米", "+0.5公里"),
        ("≥500人", "620名", "+120人"),
        ("≥95%", "98%以上", ""),
        ("≤5天", "3天以内", ""),
        ("提高5%以上", "提高6%", "+1个百分点"),
        ("约500人", "500人", ""),
        ("0起", "0起", "0"),
        ("零", "0", "0"),
        ("0起", "无", "0"),
        ("≤0次", "无", "0"),
        ("≥-2", "-1", "+1"),
        ("≥10", "12次", "+2次"),
    ],
    Verdict.NOT_MET: [
        ("≥90%", "89.99%", "−0.01个百分点"),
        (">90%", "90%", "0"),
        ("≤2秒", "2.5秒", "+0.5秒"),
        ("=100%", "99.5", "−0.5个百分点"),
        ("≥1万人次", "9999人次", "−0.0001万人次"),
        ("≤1小时", "80分钟", "+0.333333小时"),
        ("≥98%", "低于90%", ""),
        ("≥50%", "0", "−50个百分点"),
        ("<3次", "3次", "0"),
        ("0起", "1起", "+1起"),
        ("零", "2", "+2"),
    ],
    Verdict.CANNOT_TELL: [
        ("健全", "达成预期指标", ""),
        ("健全", "健全", ""),
        ("≥90%", "达成预期指标", ""),
        ("≥90%", "部分达成预期指标并具有一定效果", ""),
        ("≥90%", "较好", ""),
        ("80%-90%", "85%", ""),
        ("≥90%", "85%-95%", ""),
        ("≥90%", "0.95", ""),
        ("=100%", "1", ""),
        ("≥0.9", "95%", ""),
        ("≤50万元", "48", ""),
        ("≥500万", "500万元", ""),
        ("≥500人", "620人次", ""),
        ("≤5个工作日", "4天", ""),
        ("≥5%", "6个百分点", ""),
        ("提高5%以上", "106%", ""),
        ("提高5%以上", "降低6%", ""),
        ("12次", "13次", "+1次"),
        ("≥95%", "90%以上", ""),
        ("≥500人", "500余人", ""),
        ("约500人", "498人", ""),
        ("≥90%", "l00%", ""),
        ("2020年12月底前", "2020年11月30日", ""),
        ("≥90%", "", ""),
        ("≥90%", "/", ""),
    ],
}
TABLE = [(verdict, *case) for verdict, cases in CASES.items() for case in cases]


def found(target: str, actual: str, is_due: bool = True) -> Outcome:
    return outcome_of(read_target(target), read_target(actual), is_due)


@pytest.mark.parametrize(("verdict", "target", "actual", "difference"), TABLE)
def test_what_comes_of_it(verdict: Verdict, target: str, actual: str, difference: str) -> None:
    outcome = found(target, actual)
    assert (outcome.verdict, outcome.difference_in_words) == (verdict, difference)
    assert outcome.reason


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("≥90%", "95%", "指标值识别为“≥ 90 %”，实际完成值识别为“95 %”"),
        ("健全", "健全", "指标值“健全”是定性的，不是数值"),
        ("≥90%", ANSWERS[0], "实际完成值“达成预期指标”是申报单位的判断，不是数值"),
        ("≥500人", "620人次", "单位不同：指标值是“人”，实际完成值是“人次”"),
        ("≥90%", "/", "没有填写实际完成值"),
        ("≥90%", "0.95", "实际完成值“0.95”没有写单位，可能是比例，也可能是0.95%"),
        ("80%-90%", "85%", "指标值“80%-90%”无法识别为一个数"),
        ("0起", "无", "指标值识别为“0 起”，实际完成值识别为“0 起”"),
        *(
            (target, "无", "实际完成值写的是“无”，不知道是没有发生，还是没有完成")
            for target in ("≥0起", "0%", "0", "0天", "≤2起", "12次", "健全")
        ),
        *(
            (date, "10月", f"指标值“{date}”是日期，不判断")
            for date in (
                "≤10月",
                "10 月",
                "１０月",
                "2024年12月31日前",
                "2025年1月5日",
                "12月底前",
                "次年1月",
                "2024.12.31",
                "2024-12",
                "十二月底前",
                "第四季度",
                "3季度末",
                "年底前",
                "2024年",
                "上半年",
                "1-12月",
                "2024年1月-12月",
                "不晚于2024年6月底",
                "11月底前完成",
            )
        ),
        *(
            (word, "10月", f"指标值“{word}”是定性的，不是数值")
            for word in ("健全", "按月", "每月公开", "全年", "2024年版标准", "中", "前", "完成", "月均")
        ),
        ("≤12次", "2025年1月5日", "实际完成值“2025年1月5日”是日期，不判断"),
    ],
)
def test_the_reason_says_how_both_were_read(target: str, actual: str, reason: str) -> None:
    assert found(target, actual).reason == reason


def test_before_the_year_is_over_only_what_is_met_is_said() -> None:
    assert found("≥12次", "13次", is_due=False).verdict is Verdict.MET
    assert {found("≥12次", actual, is_due=False).verdict for actual in ("5次", "/", "", "顺利")} == {Verdict.NOT_DUE}
    assert found("≥12次", "5次", is_due=False).difference == Decimal(-7)


def test_words_and_marks_tell_the_verdicts_apart() -> None:
    assert len({verdict.label for verdict in Verdict}) == len({verdict.mark for verdict in Verdict}) == len(Verdict)


NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3).map(lambda number: number.normalize())
UNITS = st.sampled_from(["次", "人", "元", "万元", "分钟", "小时", "公里"])


@holds_for(NUMBERS, NUMBERS, UNITS)
def test_bounds_are_met_just_where_the_number_lies_within(aim: Decimal, reached: Decimal, unit: str) -> None:
    for operator, holds in (
        ("≥", reached >= aim),
        (">", reached > aim),
        ("≤", reached <= aim),
        ("<", reached < aim),
        ("=", reached == aim),
    ):
        outcome = found(f"{operator}{aim:f}{unit}", f"{reached:f}{unit}")
        assert (outcome.verdict is Verdict.MET) == holds
        assert outcome.verdict in (Verdict.MET, Verdict.NOT_MET)
        assert outcome.difference == reached - aim


SMALLER = st.decimals(min_value=0, max_value=10**5, places=3)


@holds_for(SMALLER, SMALLER, st.sampled_from([("元", "万元"), ("分钟", "小时"), ("米", "公里"), ("人次", "万人次")]))
def test_it_does_not_matter_in_which_unit_an_amount_is_written(
    aim: Decimal, reached: Decimal, units: tuple[str, str]
) -> None:
    small, large = units
    factor = {"元": 10_000, "分钟": 60, "米": 1_000, "人次": 10_000}[small]
    in_small, mixed = f"≥{aim * factor:f}{small}", f"≥{aim:f}{large}"
    assert found(in_small, f"{reached:f}{small}").verdict is found(mixed, f"{reached:f}{small}").verdict


TEXTS = st.text(st.sampled_from("0123456789.%‰≥≤><=约余以上下次人万元提高/-~健全达成 \n"), max_size=14)


@holds_for(TEXTS, TEXTS, examples=600)
def test_any_two_texts_come_to_something_and_a_verdict_needs_two_numbers(target: str, actual: str) -> None:
    wanted, reached = read_target(target), read_target(actual)
    outcome = outcome_of(wanted, reached)
    assert outcome.reason
    if outcome.verdict is not Verdict.CANNOT_TELL:
        assert wanted.quantified
        assert reached.quantified
    if actual.strip() in NOTHING_FILED:
        assert outcome.verdict is Verdict.CANNOT_TELL
    assert outcome.verdict is not Verdict.NOT_DUE
