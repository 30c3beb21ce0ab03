"""I: does each target value say what will be reached, and by how much?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Severity
from ..model import Declaration, Indicator
from ..target import Target
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import (
    core_name,
    is_adjective_alone,
    is_bounded_rate,
    is_direction_alone,
    is_not_applicable,
    is_rate,
    is_satisfaction,
    lacks_number,
    names_trouble,
    phrase,
    repeats_name,
)

LISTED_ROWS = 10
"""Indicators that one message names at most; their number is told in any case."""


@declaration_rule(
    "I502", "target-repeats-indicator", Severity.WARNING, "指标值“{seen}”与指标名称相同，没有写明要达到多少"
)
def target_repeats_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值与指标名称相同

    为什么重要
        指标值要回答“达到多少”。只写指标名称，年终没有衡量标准。

    反例
        分解目标:
          产出目标:
            - 绩效指标: 扫描合格率（合格页数/扫描页数）
              指标目标值: 扫描合格率   # <- I502 指标值“扫描合格率”与指标名称相同，没有写明要达到多少

    正例
        分解目标:
          产出目标:
            - 绩效指标: 扫描合格率（合格页数/扫描页数）
              指标目标值: ≥98%

    怎样改
        填报的写上要达到的数，例如“≥98%”，不能用数表示的写明做到什么程度、凭什么认定；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if repeats_name(indicator):
            yield hit(indicator.target_at)


@declaration_rule("I503", "rate-without-number", Severity.WARNING, "“{name}”是比率，指标值“{seen}”里没有数")
def rate_without_number(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """比率没有数值

    为什么重要
        率、比例、满意度都是算出来的数。指标值里没有数，算出来以后也无从判断是否达到。

    反例
        分解目标:
          产出目标:
            - 绩效指标: 设备故障率
              指标目标值: 全年没有大的故障   # <- I503 “设备故障率”是比率，指标值“全年没有大的故障”里没有数

    正例
        分解目标:
          产出目标:
            - 绩效指标: 设备故障率
              指标目标值: ≤1%

    怎样改
        填报的写上数值和方向，例如“≤1%”，想说的不是比率的把指标名称改成“重大故障次数”，指标值写“0次”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if _is_rate_without_number(indicator):
            yield hit(indicator.target_at, name=core_name(indicator.name))


def _is_rate_without_number(indicator: Indicator) -> bool:
    """A rate whose value holds no number, where neither I502 nor I512 says more."""
    if not (is_rate(indicator) and lacks_number(indicator)):
        return False
    return not (repeats_name(indicator) or is_not_applicable(indicator))


@declaration_rule(
    "I504", "direction-without-amount", Severity.WARNING, "{count} 条指标的指标值只有方向，没有幅度：{rows}"
)
def direction_without_amount(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值有方向，没有幅度

    为什么重要
        写“提升”而不写从多少到多少，年终无从判断是否达到。

    反例
        分解目标:
          效果目标:
            - 绩效指标: 查档等候时间
              指标目标值: 明显缩短   # <- I504 1 条指标的指标值只有方向，没有幅度：查档等候时间“明显缩短”

    正例
        分解目标:
          效果目标:
            - 绩效指标: 查档等候时间
              指标目标值: 比上年缩短20%以上

    怎样改
        填报的写上幅度，例如“比上年缩短20%以上”，或写上要达到的水平，例如“≤10分钟”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    yield from _one_for_all([i for i in declaration.by_target if is_direction_alone(i) and not _is_told_of(i)])


@declaration_rule("I505", "bare-adjective", Severity.NOTICE, "{count} 条指标的指标值是形容词，没有衡量标准：{rows}")
def bare_adjective(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值是形容词，没有认定标准

    为什么重要
        “健全”“规范”各人理解不同。没有写明凭什么认定，评价时没有依据。

    反例
        分解目标:
          投入和管理目标:
            - 绩效指标: 档案保管制度健全性
              指标目标值: 健全   # <- I505 1 条指标的指标值是形容词，没有衡量标准：档案保管制度健全性“健全”

    正例
        分解目标:
          投入和管理目标:
            - 绩效指标: 档案保管制度健全性
              指标目标值: 交接、借阅、销毁三项制度均已印发并执行

    怎样改
        填报的写明看什么、到什么程度算达到，例如“三项制度均已印发并执行”“抽查无违规”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    yield from _one_for_all([i for i in declaration.by_target if is_adjective_alone(i) and not _is_told_of(i)])


def _is_told_of(indicator: Indicator) -> bool:
    """Whether I502 or I503 speaks of the value already."""
    return repeats_name(indicator) or _is_rate_without_number(indicator)


def _one_for_all(found: list[Indicator]) -> Iterator[Hit]:
    """One hit, at the first of the indicators, that names them all: one answer in 说明 stands for all of them."""
    if found:
        named = [f"{core_name(indicator.called)}“{indicator.target.raw}”" for indicator in found[:LISTED_ROWS]]
        more = "等" if len(found) > LISTED_ROWS else ""
        yield hit(found[0].target_at, count=len(found), rows="、".join(named) + more)


@declaration_rule("I507", "impossible-percentage", Severity.WARNING, "“{name}”的指标值 {seen} 不在 0 到 100% 之间")
def impossible_percentage(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """百分比超出可能的范围

    为什么重要
        完成率、及时率、满意度是部分占整体的比例，不会超过 100%，也不会是负数；可能是多打了一位，或把增长率写成了完成率。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥980%}   # <- I507 “扫描合格率”的指标值 ≥980% 不在 0 到 100% 之间
          效果目标:
            - {绩效指标: 在线查档人次增长率, 指标目标值: ≥120%}

    正例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
          效果目标:
            - {绩效指标: 在线查档人次增长率, 指标目标值: ≥120%}

    怎样改
        填报的核对小数点和单位，超额完成的写成数量，例如“≥150000页”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“可行性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if is_bounded_rate(indicator) and _is_impossible(indicator.target):
            yield hit(indicator.target_at, name=core_name(indicator.name), expected="0 到 100%")


def _is_impossible(target: Target) -> bool:
    if target.value is None or target.unit != "%" or target.change:
        return False
    above = target.value >= 100 if target.operator == ">" else target.value > 100
    below = target.value <= 0 if target.operator == "<" else target.value < 0
    return above or below


@declaration_rule(
    "I508", "threshold-without-comparator", Severity.NOTICE, "满意度的指标值“{seen}”没有写明是不低于，还是正好"
)
def threshold_without_comparator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """满意度没有写明“不低于”

    为什么重要
        调查得出的满意度很少正好是 85%。没有“≥”，结果是 88% 时算不算达到，无从判断。

    反例
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: 90%}   # <- I508 满意度的指标值“90%”没有写明是不低于，还是正好

    正例
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的在数前加“≥”，或在数后加“以上”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if _is_bare_share(indicator.target) and _measures_satisfaction(indicator):
            yield hit(indicator.target_at, expected=f"≥{phrase(indicator.target.raw)}")


def _measures_satisfaction(indicator: Indicator) -> bool:
    """A satisfaction by its name, or a share in the place where the edition lists those (受访居民: 90%)."""
    if is_satisfaction(indicator):
        return True
    is_listed_there = "satisfaction" in indicator.tags and indicator.target.unit == "%"
    return is_listed_there and not names_trouble(core_name(indicator.name))


_BARE_SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?(?:%|分)?")


def _is_bare_share(target: Target) -> bool:
    """A number below 100 and nothing else: neither an operator nor a word such as 达到."""
    is_bare = target.value is not None and target.value < 100 and not target.operator
    return is_bare and bool(_BARE_SHARE.fullmatch(phrase(target.raw)))


@declaration_rule("I512", "not-applicable-indicator", Severity.WARNING, "指标值写的是“{seen}”，没有写明要达到的目标")
def not_applicable_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值写成“无”或“不适用”

    为什么重要
        不适用的指标不必列出；列出又写“无”，分不清是没有目标还是漏填。

    反例
        分解目标:
          效果目标:
            - {绩效指标: 生态效益, 指标目标值: 不适用}   # <- I512 指标值写的是“不适用”，没有写明要达到的目标

    正例
        分解目标:
          效果目标:
            - {绩效指标: 档案损毁事故, 指标目标值: 无}

    怎样改
        填报的删去这一条，本意是“一次也不发生”的写成“0次”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if is_not_applicable(indicator):
            yield hit(indicator.target_at)
