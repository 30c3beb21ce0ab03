"""I: do an indicator's name and its target value speak of the same thing, and can the value be read as it is written?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Severity
from ..measures import AREA, EVENTS, LENGTH, PERSONS, TIME, base_of, kind_of, yuan_of
from ..model import Declaration, Indicator
from ..target import Target, read_target
from ..text import fold
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import core_name, is_bounded_rate, is_rate, is_satisfaction, unit_of

_DIGIT = re.compile(r"[0-9一二两三四五六七八九十]")
_ASIDE = re.compile(r"\(([0-9][0-9.,]{0,11}[一-鿿%]{1,4})\)")
_OF_EACH = re.compile(r"每|[人户亩]均|平均|单位")
_MADE_UP_OF = re.compile(r"[0-9](?:人|名|户|个|张)[小班组团队制间座桌]")
_NAMED_KINDS = {
    "人数": PERSONS,
    "次数": EVENTS,
    "场次": EVENTS,
    "场数": EVENTS,
    "面积": AREA,
    "里程": LENGTH,
    "长度": LENGTH,
}
_NAMED_KINDS |= dict.fromkeys(("时间", "时长", "时限", "天数", "工期"), TIME)
"""What the last two characters of a name ask for."""
_ANYTHING = frozenset(["个", "项", ""])
"""Units that may count what the name counts in another (230人, 203个)."""
_MONEY_PUT_IN = re.compile(
    r"(?:本?项目|财政|专项|年度|当年|总|中央|省级|市级|区级|县级|本级|预算|计划|资金|经费|投资|支出|投入|使用|安排|下达|到位|拨付|"
    r"落实|筹集|执行|完成|费用|金额|规模|额度|数额|额|数|量|的)++"
)
_MONEY = re.compile("资金|经费|预算|投资|支出|投入|费用")
_NO_SHARE = re.compile("(?:周转|容积|杠杆|产出|生产|收益|死亡|发病|患病|出生|帧|码|心|充足)率$|百分比|%")


@declaration_rule(
    "I515", "name-and-target-differ", Severity.WARNING, "指标名称里的“{named}”与指标值“{seen}”，{what}不一致"
)
def name_and_target_differ(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标名称与指标值的数或单位不一致

    为什么重要
        名称写 230 名，指标值写 203 名，考核时不知道以哪个数为准；名称问的是面积，指标值写的是次数，就没有答到。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 培训230名档案员, 指标目标值: 203名}   # <- I515 指标名称里的“230名”与指标值“203名”，数不一致
            - {绩效指标: 库房改造面积, 指标目标值: ≥3次}   # <- I515 指标名称里的“面积”与指标值“≥3次”，单位不一致

    正例
        分解目标:
          产出目标:
            - {绩效指标: 培训230名档案员, 指标目标值: ≥230人}
            - {绩效指标: 60岁以上查档人数, 指标目标值: ≥500人}
            - {绩效指标: 库房改造面积, 指标目标值: ≥300平方米}

    怎样改
        填报的核对以哪个数、哪个单位为准，名称里可以不写数；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if indicator.target.value is not None and not indicator.target.change:
            yield from _disagreements(indicator)


def _disagreements(indicator: Indicator) -> Iterator[Hit]:
    name, target = core_name(indicator.name), indicator.target
    named = _number_in_name(indicator.name)
    if named and _says_another_number(named, target, name):
        yield hit(indicator.target_at, named=_printed(named), what="数", expected=_printed(named))
    elif named and _says_another_unit(named, target):
        yield hit(indicator.target_at, named=_printed(named), what="单位", expected=named.unit)
    elif not named and (ending := _ending_of_another_kind(name, target.unit)):
        yield hit(indicator.target_at, named=ending, what="单位")


def _number_in_name(name: str) -> Target | None:
    """The one amount in a name, or in brackets after it; not a limit (50人以上), a share of each, or the size of a group."""
    if not _DIGIT.search(name):
        return None
    core = core_name(name)
    if _OF_EACH.search(core) or _MADE_UP_OF.search(core):
        return None
    aside = _ASIDE.search(fold(name))
    for text in (core, aside.group(1) if aside else ""):
        read = read_target(text)
        if read.value is not None and read.unit and not (read.operator or read.change or read.approximate):
            return read
    return None


def _says_another_number(named: Target, target: Target, name: str) -> bool:
    """Whether both count the same things and differ; of things counted as 个 only a slip of digits, or a closing number."""
    if _amount(named) == _amount(target):
        return False
    ends_name = read_target(name[-12:]).value == named.value and name.endswith(named.unit)
    if _base(named) == _base(target):
        return ends_name or kind_of(named.unit) != TIME
    slips = sorted(str(named.value)) == sorted(str(target.value))
    return (ends_name or slips) and target.unit in _ANYTHING and kind_of(named.unit) in (PERSONS, EVENTS, "")


def _says_another_unit(named: Target, target: Target) -> bool:
    """Whether the number is the same and one of the two units can count no such things: 230人, 230户."""
    kinds = {kind_of(named.unit), kind_of(target.unit)}
    apart = len(kinds) == 2 and EVENTS not in kinds
    return apart and named.value == target.value and not {named.unit, target.unit} & _ANYTHING


def _ending_of_another_kind(name: str, unit: str) -> str:
    """The end of the name that asks for another kind of unit (面积) than the target has, or nothing."""
    asked, kind = _NAMED_KINDS.get(name[-2:], ""), kind_of(unit)
    is_answered = kind == asked or (asked == EVENTS and kind == PERSONS)  # 服务次数: 300人次
    return name[-2:] if asked and kind and not is_answered else ""


def _amount(target: Target) -> Decimal:
    return (target.value or Decimal(0)) * base_of(target.unit)[0]


def _base(target: Target) -> str:
    return base_of(target.unit)[1]


def _printed(target: Target) -> str:
    return target.reading.replace(" ", "")


@declaration_rule(
    "I516", "input-as-output", Severity.WARNING, "“{name}”的指标值“{seen}”是投入的资金，列在“{group}”，没有说明产出"
)
def input_as_output(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """把投入的资金当作产出

    为什么重要
        产出指标说的是用这笔资金做成了什么。用了多少资金是投入，写成产出，资金用完就算完成。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 投入资金, 指标目标值: ≥60万元}   # <- I516 “投入资金”的指标值“≥60万元”是投入的资金，列在“产出目标”，没有说明产出

    正例
        分解目标:
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
            - {绩效指标: 发放查档补贴金额, 指标目标值: ≥6万元}

    怎样改
        填报的改写做成了什么、做了多少；要控制支出的，列入成本指标或投入和管理目标，写上限。录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if _is_money_put_in(indicator, declaration) and _is_among_outputs(indicator):
            group = indicator.subgroup or indicator.group.label
            yield hit(indicator.target_at, name=core_name(indicator.name), group=group)


def _is_among_outputs(indicator: Indicator) -> bool:
    return "output" in indicator.tags and "cost" not in indicator.tags


def _is_money_put_in(indicator: Indicator, declaration: Declaration) -> bool:
    if indicator.target.value is None or yuan_of(unit_of(indicator)) is None:
        return False
    name = core_name(indicator.name).removeprefix(fold(declaration.name))
    return bool(_MONEY_PUT_IN.fullmatch(name) and _MONEY.search(name))


@declaration_rule("I517", "rate-without-percent", Severity.WARNING, "“{name}”是比率，指标值“{seen}”没有写 %")
def rate_without_percent(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """比率的指标值没有写 %

    为什么重要
        “合格率≥98”是 98% 还是 98 页，“完成率 1”是 100% 还是 1%，读者和程序都不能确定。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98}   # <- I517 “扫描合格率”是比率，指标值“≥98”没有写 %
            - {绩效指标: 任务完成率, 指标目标值: 12次}   # <- I517 “任务完成率”是比率，指标值“12次”没有写 %

    正例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
            - {绩效指标: 任务完成次数, 指标目标值: 12次}
            - {绩效指标: 扫描设备故障率, 指标目标值: 0}
            - {绩效指标: 查档人次增长率, 指标目标值: ≥2倍}

    怎样改
        填报的补上 %；指标值是次数、页数的，把名称改成“次数”“页数”。录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if indicator.target.unit != "%" and is_rate(indicator) and _lacks_percent(indicator):
            yield hit(indicator.target_at, name=core_name(indicator.name))


def _lacks_percent(indicator: Indicator) -> bool:
    """A number other than 0 without a unit, or of a share of a whole with one that is none of a share."""
    target = indicator.target
    if not target.value or target.change or _NO_SHARE.search(fold(indicator.name)):
        return False
    if not target.unit:
        return True
    is_share = target.unit in ("%", "‰", "倍", "成", "折", "百分点", "个百分点")
    is_score = target.unit == "分" and is_satisfaction(indicator)
    return is_bounded_rate(indicator) and not (is_share or is_score)


@declaration_rule("I518", "unreadable-number", Severity.NOTICE, "“{seen}”{what}，没有识别为数值")
def unreadable_number(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值里的数字或符号写得无法识别

    为什么重要
        扫描识别常把 1 认成 l、把 0 认成 O。看上去是 100%，查找、比较和汇总时不是数；符号写在数的后面，不知道管的是哪一边。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: l00%}   # <- I518 “l00”的数字里混有字母或别的符号，没有识别为数值
            - {绩效指标: 归档及时率, 指标目标值: 95%≥}   # <- I518 “95%≥”的符号写在数的后面，没有识别为数值

    正例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: 100%}
            - {绩效指标: 归档及时率, 指标目标值: ≥95%}

    怎样改
        填报的改正；录入的对照原件，识别错的改成数字，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if piece := indicator.target.unreadable:
            is_sign = piece[-1] in "≥≤><≧≦⩾⩽≮≯＞＜=＝"
            what = "的符号写在数的后面" if is_sign else "的数字里混有字母或别的符号"
            yield hit(indicator.target_at, part=piece, what=what)
