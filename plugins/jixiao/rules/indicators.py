"""I: is the table of indicators complete, countable, without repetition, and each indicator where it is looked for?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..finding import Severity
from ..forms import Group
from ..model import Declaration, Indicator
from ..text import fold
from ..values import Percent
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import (
    core_name,
    is_execution,
    is_satisfaction,
)


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
    for table in declaration.edition.tables:
        filled = {one.group.label for one in declaration.indicators if one.table.label == table.label}
        for group in table.groups if filled or table.required else ():
            severity = _severity_of_emptiness(group, bool(filled))
            if group.label not in filled and severity:
                at = (table.label, group.label)
                yield hit(at, group=group.label, expected="至少一条", severity=severity)


def _severity_of_emptiness(group: Group, any_filled: bool) -> Severity | None:
    if "required" in group.tags:
        return Severity.ERROR
    if "expected" in group.tags:
        return Severity.WARNING if any_filled else Severity.ERROR
    return None


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
    first_seen: dict[tuple[str, str], Indicator] = {}
    for indicator in declaration.indicators:
        first = first_seen.setdefault((indicator.table.label, fold(indicator.name)), indicator)
        if first is not indicator and indicator.name:
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
    for indicator in declaration.indicators:
        groups = indicator.table.groups
        of_inputs = _places(groups, "input")
        of_satisfaction = _places(groups, "satisfaction") or _places(groups, "effect")
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
