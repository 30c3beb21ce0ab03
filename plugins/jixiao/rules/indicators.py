"""I: does each indicator say what will be reached, by how much, and in the place where it is looked for?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Severity
from ..forms import Group
from ..measures import yuan_of
from ..model import Declaration, Indicator
from ..target import Target
from ..text import fold
from ..values import Money, Percent
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import (
    core_name,
    is_adjective_alone,
    is_bounded_rate,
    is_direction_alone,
    is_execution,
    is_not_applicable,
    is_rate,
    is_satisfaction,
    lacks_number,
    names_trouble,
    phrase,
    repeats_name,
    unit_of,
)

LISTED_ROWS = 10
"""Indicators that one message names at most; their number is told in any case."""


@declaration_rule("I501", "empty-indicator-group", Severity.ERROR, "“{group}”一条指标也没有")
def empty_indicator_group(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """有一类指标是空的

    为什么重要
        每类指标回答一个问题：怎样管理资金、做出什么、有什么效果、影响多久。空着一类，这个问题就没有回答，也无从评价。

    反例
        分解目标:
          投入和管理目标:
            - {绩效指标: 预算执行率, 指标目标值: ≥95%}
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
          效果目标:   # <- I501 “效果目标”一条指标也没有
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 预算执行率, 指标目标值: ≥95%}
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
          效果目标:
            - {绩效指标: 在线查档人次, 指标目标值: ≥5000人次}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的每一类至少写一条最能说明问题的指标，确实写不出的，核对项目目标是否完整；录入的核对原件，原件如此的写明“来源”，并在“说明”中写明。

    依据
        表式 shanghai-2019“分解目标”：四类目标每类至少一条；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；表式 shanghai-2026 没有逐类要求，产出指标、效益指标空着时列为待核对，成本指标、满意度指标可以按需要设置。
    """
    filled = {indicator.group.label for indicator in declaration.indicators}
    for group in _groups(declaration):
        severity = _severity_of_emptiness(group, bool(filled))
        if group.label not in filled and severity:
            yield hit(
                (*declaration.at("indicators"), group.label), group=group.label, expected="至少一条", severity=severity
            )


def _groups(declaration: Declaration) -> tuple[Group, ...]:
    field = declaration.edition.by_role.get("indicators")
    return field.groups if field else ()


def _severity_of_emptiness(group: Group, any_filled: bool) -> Severity | None:
    if "required" in group.tags:
        return Severity.ERROR
    if "expected" in group.tags:
        return Severity.WARNING if any_filled else Severity.ERROR
    return None


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
    for indicator in declaration.indicators:
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
    for indicator in declaration.indicators:
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
    yield from _one_for_all([i for i in declaration.indicators if is_direction_alone(i) and not _is_told_of(i)])


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
    yield from _one_for_all([i for i in declaration.indicators if is_adjective_alone(i) and not _is_told_of(i)])


def _is_told_of(indicator: Indicator) -> bool:
    """Whether I502 or I503 speaks of the value already."""
    return repeats_name(indicator) or _is_rate_without_number(indicator)


def _one_for_all(found: list[Indicator]) -> Iterator[Hit]:
    """One hit, at the first of the indicators, that names them all: one answer in 说明 stands for all of them."""
    if found:
        named = [f"{core_name(indicator.name)}“{indicator.target.raw}”" for indicator in found[:LISTED_ROWS]]
        more = "等" if len(found) > LISTED_ROWS else ""
        yield hit(found[0].target_at, count=len(found), rows="、".join(named) + more)


@declaration_rule(
    "I506",
    "few-quantified-indicators",
    Severity.WARNING,
    "{total} 条指标中有数值的 {count} 条，占 {seen}，低于 {expected}",
)
def few_quantified_indicators(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """有数值的指标太少

    为什么重要
        有数值的指标年终一算便知；定性的指标占多数，整张表就难以评价。

    反例
        分解目标:   # <- I506 4 条指标中有数值的 1 条，占 25.00%，低于 40.00%
          投入和管理目标:
            - {绩效指标: 档案交接登记, 指标目标值: 每卷交接均有登记和签字}
          产出目标:
            - {绩效指标: 扫描质量, 指标目标值: 图像清晰、与原件一致}
          效果目标:
            - {绩效指标: 在线查档, 指标目标值: 市民可以在家中查阅}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 档案交接登记率, 指标目标值: =100%}
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
          效果目标:
            - {绩效指标: 在线查档, 指标目标值: 市民可以在家中查阅}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的，能数的改成数：完成多少、多少天内、合格率多少、多少人受益，不能数的保留定性；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；比例由本站设定。
    """
    total = len(declaration.indicators)
    count = sum(i.target.quantified or i.target.undecided for i in declaration.indicators)
    if count * 100 < thresholds.quantified_share.points * total:
        share = Percent(Decimal(count * 100) / total)
        gap = Percent(thresholds.quantified_share.points - share.points)
        yield hit(
            declaration.at("indicators"),
            seen=str(share),
            expected=str(thresholds.quantified_share),
            difference=f"低 {str(gap).rstrip('%')} 个百分点",
            total=total,
            count=count,
        )


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
    for indicator in declaration.indicators:
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
    for indicator in declaration.indicators:
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


@declaration_rule("I509", "repeated-indicator", Severity.WARNING, "“{seen}”已列在“{group}”第 {row} 条，{what}")
def repeated_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """同一指标写了两次

    为什么重要
        同一指标在表里出现两次，评价时就算了两遍；两处指标值不同的，无从知道以哪一个为准。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
          效果目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥99%}   # <- I509 “扫描合格率”已列在“产出目标”第 1 条，两处指标值不同（≥98%，≥99%）

    正例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}

    怎样改
        填报的留下一处，确实是两件事的把名称写开，例如“一季度扫描合格率”“全年扫描合格率”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    first_seen: dict[str, Indicator] = {}
    for indicator in declaration.indicators:
        first = first_seen.setdefault(fold(indicator.name), indicator)
        if first is not indicator:
            row = first.at[-1]
            yield hit(
                indicator.name_at,
                group=first.subgroup or first.group.label,
                row=row + 1 if isinstance(row, int) else "",
                what=_compared(first.target.raw, indicator.target.raw),
            )


def _compared(first: str, second: str) -> str:
    return "指标值也相同" if fold(first) == fold(second) else f"两处指标值不同（{first}，{second}）"


@declaration_rule("I510", "unlikely-group", Severity.NOTICE, "“{name}”列在“{seen}”，一般列在“{expected}”")
def unlikely_group(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标放错了类别

    为什么重要
        读者按类别找指标。预算执行率说的是资金管理，满意度说的是效果，放在别处容易漏看，分类汇总也不准。

    反例
        分解目标:
          投入和管理目标:
            - {绩效指标: 档案交接登记率, 指标目标值: =100%}
          产出目标:
            - {绩效指标: 预算执行率, 指标目标值: ≥95%}   # <- I510 “预算执行率”列在“产出目标”，一般列在“投入和管理目标”
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}   # <- I510 “查档市民满意度”列在“产出目标”，一般列在“效果目标、影响力目标”
          效果目标:
            - {绩效指标: 在线查档人次, 指标目标值: ≥5000人次}
          影响力目标:
            - {绩效指标: 民国档案查阅覆盖区县, 指标目标值: ≥9个}

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 预算执行率, 指标目标值: ≥95%}
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
          效果目标:
            - {绩效指标: 在线查档人次, 指标目标值: ≥5000人次}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的移到通常的类别，有意这样分类的可以不改；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的指标分类；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    groups = _groups(declaration)
    of_inputs = _places(groups, "input")
    of_satisfaction = _places(groups, "satisfaction") or _places(groups, "effect")
    for indicator in declaration.indicators:
        usual = of_inputs if is_execution(indicator) else of_satisfaction if is_satisfaction(indicator) else ()
        if usual and not {indicator.group.label, indicator.subgroup} & {*usual}:
            expected = "、".join(usual)
            yield hit(indicator.name_at, seen=indicator.group.label, expected=expected, name=core_name(indicator.name))


def _places(groups: tuple[Group, ...], tag: str) -> tuple[str, ...]:
    """The groups with a tag, and the subgroups where it is theirs alone."""
    return tuple(label for group in groups for label in _labels(group, tag))


def _labels(group: Group, tag: str) -> tuple[str, ...]:
    if tag in group.tags:
        return (group.label,)
    return tuple(subgroup for subgroup in group.subgroups if tag in group.tags_of(subgroup))


@declaration_rule("I511", "cost-indicator-restates-budget", Severity.NOTICE, "成本指标的指标值 {seen} {what}")
def cost_indicator_restates_budget(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """成本指标与预算相同，或低于预算

    为什么重要
        支出不超过预算是预算管理本来的要求，写成指标看不出成本控制的目标；上限低于预算的，两处需要核对。

    反例
        分解目标:
          投入和管理目标:
            - {绩效指标: 扫描加工成本, 指标目标值: ≤60万元}   # <- I511 成本指标的指标值 ≤60万元 就是项目当年预算 600,000 元
            - {绩效指标: 项目总成本, 指标目标值: ≤50万元}   # <- I511 成本指标的指标值 ≤50万元 比项目当年预算 600,000 元 低 100,000 元

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 每页扫描成本, 指标目标值: ≤3.5元}

    怎样改
        填报的改用单位成本，例如“每页扫描成本≤3.5元”“人均培训费用≤450元/天”，上限低于预算的核对哪一处写错；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；本条判断方法由本站设定。
    """
    for indicator in declaration.indicators:
        if _is_cost(indicator):
            yield from _against_budget(indicator, declaration)


def _against_budget(indicator: Indicator, declaration: Declaration) -> Iterator[Hit]:
    """Compare a cost indicator's cap with 项目当年预算 and 项目总预算."""
    current = declaration.budget.current_year
    cap = _cap(indicator.target, unit_of(indicator))
    for role, budget in (("budget.current_year", current), ("budget.total", declaration.budget.total)):
        if cap == budget:
            yield hit(indicator.target_at, expected=str(budget), what=f"就是{declaration.label(role)} {budget}")
            return
    if _SAYS_BUDGET.fullmatch(phrase(indicator.target.raw)):
        yield hit(indicator.target_at, what="与预算相同")
    elif cap and cap < current and _is_cost_of_all(indicator, declaration):
        yield _cap_below_budget(indicator, declaration, current - cap)


def _cap_below_budget(indicator: Indicator, declaration: Declaration, gap: Money) -> Hit:
    budget = declaration.budget.current_year
    return hit(
        indicator.target_at,
        severity=Severity.WARNING,
        expected=str(budget),
        difference=str(-gap),
        what=f"比{declaration.label('budget.current_year')} {budget} 低 {gap}",
    )


_SAYS_BUDGET = re.compile(
    r"(?:≤|<=?|=|不超过|不超出?|不高于|不大于|低于|小于等于|严?格?控制在)?(?:项目|年度|年初|当年|批复|批准|财政|总|的)*"
    r"预算(?:资金|金额|总额|总数|数|额|控制数|批复数|指标)?(?:范围|额度)?(?:之内|以内|内)?"
)
_COST = re.compile(r"成本|预算控制|总投资|造价")
_COST_OF_ONE = re.compile(r"人均|平均|单位|单价|每|标准|节约|降低|下降|率$")
_COST_OF_ALL = re.compile(
    r"(?:本|该)?(?:项目|年度|当年|经济)*(?:总?成本|总?支出|总?投资|总造价|总费用|总经费|预算)(?:控制)?(?:数|额|总额)?(?:控制)?"
)


def _is_cost(indicator: Indicator) -> bool:
    """A cost of the project or a part of it, in money; not one per head or piece."""
    name = core_name(indicator.name)
    return ("cost" in indicator.tags or bool(_COST.search(name))) and not _COST_OF_ONE.search(name)


def _is_cost_of_all(indicator: Indicator, declaration: Declaration) -> bool:
    name = core_name(indicator.name).removeprefix(fold(declaration.name))
    return bool(_COST_OF_ALL.fullmatch(name)) if len(name) <= 20 else False


def _cap(target: Target, unit: str) -> Money | None:
    """The amount that a target value allows at most (or names), in 元."""
    yuan = yuan_of(unit)
    if target.value is None or yuan is None or target.operator in ("≥", ">") or target.change:
        return None
    return Money(target.value * yuan)


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
    for indicator in declaration.indicators:
        if is_not_applicable(indicator):
            yield hit(indicator.target_at)
