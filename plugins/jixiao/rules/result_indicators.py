"""R, indicators: is what fell short explained, is each actual a value, and are the targets those that were declared?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Severity
from ..measures import standard_of
from ..model import Declaration
from ..outcome import ANSWERS, NONE, Verdict
from ..pairing import key_of, paired
from ..results import Result
from ..target import Target
from ..text import fold
from .catalogue import Hit, hit, result_rule
from .result_cells import has_words, in_points, told_for_all
from .thresholds import Thresholds


@result_rule("R109", "shortfall-unexplained", Severity.WARNING, "“{name}”{what}，没有写明原因")
def shortfall_unexplained(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """指标没有达到或扣了分，没有写明原因

    为什么重要
        没有达到的指标，读者最想知道的是为什么、怎么改；自评表专门留了这一栏。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 97.7
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 58}   # <- R109 “档案扫描页数”指标值 ≥120000页，实际 116000页，没有写明原因
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 97.7
        绩效指标:
          产出指标:
            数量指标:
              - 三级指标: 档案扫描页数
                年度指标值: ≥120000页
                实际完成值: 116000页
                分值: 60
                得分: 58
                偏差原因分析及改进措施: 扫描仪检修停用半个月，已备用一台。
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的在这一行写明偏差原因和改进措施；录入的核对原件，原件没有写的在“说明”中写明。

    依据
        表式 national-ziping 的“偏差原因分析及改进措施”；是否达到由本站按运算符、数值和单位计算。
    """
    if not result.kind.is_final or told_for_all(result):
        return
    for indicator in result.indicators:
        is_unmet = indicator.outcome.verdict is Verdict.NOT_MET
        if (is_unmet or indicator.lost > 0) and not has_words(indicator.reason):
            filed = f"指标值 {indicator.target.raw}，实际 {indicator.actual.raw}"
            what = filed if is_unmet else f"扣了 {in_points(indicator.lost)}"
            yield hit(indicator.name_at, name=indicator.name, what=what)


_DIGIT = re.compile("[0-9０-９一二三四五六七八九十百]")


@result_rule(
    "R110",
    "actual-without-number",
    Severity.WARNING,
    "“{name}”的指标值是 {target}，实际完成值{what}，看不出完成了多少",
)
def actual_without_number(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """定量指标的实际完成值不是数值

    为什么重要
        指标值有数，实际完成值也要有数，才能看出达到没有、差多少。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 已完成, 分值: 60, 得分: 60}   # <- R110 “档案扫描页数”的指标值是 ≥120000页，实际完成值写的是“已完成”，看不出完成了多少
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 达成预期指标, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 60, 得分: 60}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的写出实际完成的数，连同单位；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；达成预期指标等三种写法不算。本条判断方法由本站设定。
    """
    if not result.kind.is_final:
        return
    for indicator in result.indicators:
        actual = indicator.actual
        is_answer = actual.raw.strip() in ANSWERS or indicator.outcome.verdict is Verdict.MET  # 0起: 无
        if not indicator.target.quantified or actual.quantified or is_answer:
            continue
        if actual.unreadable or not _DIGIT.search(actual.raw):
            said = actual.raw.strip()
            what = f"写的是“{said}”" if has_words(said) or said == NONE else "没有填写"
            at = indicator.path("actual")
            yield hit(at, name=indicator.name, target=indicator.target.raw, what=what)


@result_rule(
    "R111",
    "target-differs-from-declaration",
    Severity.WARNING,
    "“{name}”的指标值写的是 {seen}，申报表上是 {expected}",
)
def target_differs_from_declaration(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """指标值与申报表上的不一致

    为什么重要
        自评应当对照申报时定下的指标值；指标值改了，达到与否就不是原来的意思，调整过的需要写明。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥100000页, 实际完成值: 116000页, 分值: 60, 得分: 60}   # <- R111 “档案扫描页数”的指标值写的是 ≥100000页，申报表上是 ≥120000页
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: 不低于90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping

    怎样改
        填报的照申报表的指标值填写，批复以后调整过的在“说明”中写明时间和文件；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“年度指标值”：申报时确定、经批复的指标值；本条判断方法由本站设定。
    """
    declared = declaration.indicators if declaration else ()
    times = Counter(map(key_of, declared))
    for own, reported in zip(declared, paired(declared, result.indicators)[0], strict=True):
        if reported and times[key_of(own)] == 1 and not _same(own.target, reported.target):
            yield hit(
                reported.path("target"),
                seen=reported.target.raw,
                expected=own.target.raw,
                name=reported.name,
            )


def _same(one: Target, other: Target) -> bool:
    """Whether two targets say the same: the same text, or the same number however it is written.

    An operator that one leaves out (95% for ≥95%) and a rate as a share (0.95) are ways of writing.
    """
    if not has_words(other.raw) or fold(one.raw).rstrip(_STOPS) == fold(other.raw).rstrip(_STOPS):
        return True
    if not (one.quantified and other.quantified) or (one.change, one.approximate) != (other.change, other.approximate):
        return False
    has_same_operator = one.operator == other.operator or "" in (one.operator, other.operator)
    return has_same_operator and not _amounts(one).isdisjoint(_amounts(other))


def _amounts(target: Target) -> frozenset[tuple[Decimal, str]]:
    """What a target's number may be: in the standard unit, of no unit also in % or as a share of one."""
    factor, base = standard_of(target.unit)
    amount = (target.value or Decimal(0)) * factor
    if target.unit:
        return frozenset({(amount, base)})
    return frozenset(
        {(amount, base), (amount, _PERCENT), (amount * 100, _PERCENT)}
        if amount <= 1
        else {(amount, base), (amount, _PERCENT)}
    )


_STOPS = "。.；;，,"
_PERCENT = standard_of("%")[1]


@result_rule("R113", "score-disagrees-with-outcome", Severity.NOTICE, "“{name}”{what}")
def score_disagrees_with_outcome(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """得分与程序判断的达到与否不一致

    为什么重要
        没有达到的指标得了满分，或者达到的指标扣了分，可能另有评分标准，也可能写错了，值得核对。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 60}   # <- R113 “档案扫描页数”指标值 ≥120000页，实际 116000页，没有达到而得了满分 60 分
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 58}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的核对实际完成值和得分，另有评分标准的写明；录入的核对原件。

    依据
        是否达到由本站按运算符、数值和单位计算，只供核对，不代替评分。
    """
    for indicator in result.indicators:
        full, score, verdict = indicator.points, indicator.score, indicator.outcome.verdict
        if not full or not score:
            continue
        filed = f"指标值 {indicator.target.raw}，实际 {indicator.actual.raw}"
        at = indicator.path("score")
        if verdict is Verdict.NOT_MET and score.value == full:
            yield hit(at, name=indicator.name, what=f"{filed}，没有达到而得了满分 {in_points(full)}")
        elif verdict is Verdict.MET and score.value < full:
            what = f"{filed}，达到而得了 {in_points(score.value)}，分值是 {in_points(full)}"
            yield hit(at, name=indicator.name, what=what)
