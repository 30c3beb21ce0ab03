"""I: does the sign of a target value say what the indicator means, and can the limit it sets be missed at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Severity
from ..measures import COUNTED, MONEY, SHARE, TIME, base_of, kind_of
from ..model import Declaration, Indicator
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import core_name, is_bounded_rate, is_satisfaction, names_trouble, unit_of

_BETTER_MORE = re.compile(
    r"(?<![不未非])(?<!逾期|延期|超期|超时|超额)"
    r"(?:满意|完成|及时|准时|按时|按期|合格|通过|达标|到位|准确|正确|完好|知晓|修复|办结|办复|回复|响应|整改|落实|规范|完整|出勤|到课|参训|"
    r"上线|在线|优良|归档|公开|可用|稳定|运行|健全|完善|覆盖|普及|就业|成功|有效|保障|执行|兑现|发放|拨付|安全|参与|参保|"
    r"入学|入园|接种|签约|建档|治愈|存活|成活|转化|回收|收缴)(?:[度率性]|比例|程度)$"
)
"""Shares of what went well, as against 超期完成率, 不合格率, 控制率."""
_TROUBLE = (
    "故障|投诉|差错|错误|事故|失误|丢包|违规|违纪|延误|逾期|缺陷|流失|损耗|损毁|伤亡|死亡|发病|复发|辍学|空置|闲置|泄密|超支|超标|拖欠|欠薪|"
    "漏报|误报|漏检|返工|返修|中断|宕机|停机|[不未](?:及时|合格|达标|满意|规范|完成)"
)
_BETTER_LESS = re.compile(  # a number of complaints or faults may as well be that of those dealt with (投诉件数)
    rf"(?:{_TROUBLE})(?:事件)?(?:发生|出现)?(?:率|比例|次数?|起数|例数|人数|时间|时长)?$"
    r"|(?:差错|错误|事故|失误|返工|返修|漏报|误报|漏检)(?:件数|数量?|量)$"
    r"|(?P<wait>(?:响应|反应|等候|等待|排队|修复|恢复)(?:时间|时长|时限))$"
)
_COST = re.compile(r"成本|造价|单价")
_NO_COST = re.compile(
    r"率$|(?<!高)标准|补助|补贴|奖|救助|资助|待遇|工资|收入|产值|效益|收益|利润|核算|节约|节省|降低|下降|压减|压缩|缩减|减少|占比|比例"
)
_CHANGED = re.compile("提高|提升|增长|增幅|降低|下降|减少|降幅|压减|缩短|改善|净[增流利额]")
_COUNT = re.compile(rf"(?!个?百分点|倍|折|成){COUNTED}")
_DONE = re.compile(
    r"(?:培训|举办|开展|发放|受益|服务|接待|参观|参与|惠及|建设|新建|完成|编制|覆盖|走访|宣传|演出|巡查|检查)[一-鿿]{0,6}"
    r"(?:人次|人数|次数|场次|场数|数量|户数|面积|里程|期数|份数|册数|个数)$"
)


@declaration_rule("I513", "direction-contrary", Severity.WARNING, "“{name}”{meaning}，指标值“{seen}”{what}")
def direction_contrary(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值的方向与指标的意思相反

    为什么重要
        完成率、满意度越高越好，要守住的是下限；故障率、投诉次数和成本越低越好，要守住的是上限。符号写反，做得差的反而算达到。

    反例
        分解目标:
          投入和管理目标:
            - {绩效指标: 每页扫描成本, 指标目标值: ≥3.5元}   # <- I513 “每页扫描成本”一般越低越好，指标值“≥3.5元”只写了下限
          产出目标:
            - {绩效指标: 存储设备稳定运行率, 指标目标值: ≤99%}   # <- I513 “存储设备稳定运行率”一般越高越好，指标值“≤99%”只写了上限
            - {绩效指标: 扫描设备故障率, 指标目标值: ≥1%}   # <- I513 “扫描设备故障率”一般越低越好，指标值“≥1%”只写了下限

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 每页扫描成本, 指标目标值: ≤3.5元}
            - {绩效指标: 成本控制率, 指标目标值: ≤98%}
          产出目标:
            - {绩效指标: 存储设备稳定运行率, 指标目标值: ≥99%}
            - {绩效指标: 扫描设备故障率, 指标目标值: ≤1%}
            - {绩效指标: 现场查档人数, 指标目标值: ≤500人}

    怎样改
        填报的核对符号，写反的改正；录入的核对原件，原件如此的在“说明”中写明。确实要这样考核的，在“说明”中写明缘故。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；哪些指标越高越好、越低越好，由本站设定。
    """
    for indicator in declaration.by_target:
        target = indicator.target
        if target.value is None or target.change:
            continue
        if target.operator in ("≤", "<") and _is_better_more(indicator) and not _emptiness(indicator):
            yield hit(indicator.target_at, name=core_name(indicator.name), meaning="一般越高越好", what="只写了上限")
        elif target.operator in ("≥", ">") and (_is_better_less(indicator) or _is_cost(indicator)):
            yield hit(indicator.target_at, name=core_name(indicator.name), meaning="一般越低越好", what="只写了下限")


def _is_better_more(indicator: Indicator) -> bool:
    """A share of what went well, in per cent, or a satisfaction in points."""
    unit = indicator.target.unit
    if unit == "%":
        return bool(_BETTER_MORE.search(core_name(indicator.name)))
    return unit in ("分", "") and is_satisfaction(indicator)


def _is_better_less(indicator: Indicator) -> bool:
    """A rate, number or duration of what went wrong, and not of what was done about it."""
    name = core_name(indicator.name)
    found = _BETTER_LESS.search(name)
    if not found or _CHANGED.search(name):
        return False
    return kind_of(indicator.target.unit) == TIME if found["wait"] else names_trouble(name)


def _is_cost(indicator: Indicator) -> bool:
    """A cost in money: by its name, or by the place where the edition lists it. Standards and subsidies are none."""
    name = core_name(indicator.name)
    if _NO_COST.search(name):
        return False
    unit = unit_of(indicator)
    is_money = kind_of(unit) == MONEY or base_of(unit)[1] == ""
    return is_money and bool(_COST.search(name) or ("cost" in indicator.tags and unit))


@declaration_rule("I514", "always-met-or-zero", Severity.WARNING, "“{name}”的指标值“{seen}”{what}")
def always_met_or_zero(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标值总能达到，或定为 0

    为什么重要
        完成率“≤100%”、人次“≥0”，做成什么样都算达到；越多越好的指标定为 0，等于不打算做。这样的指标评价不出好坏。

    反例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≤100%}   # <- I514 “扫描合格率”的指标值“≤100%”总能达到：比率不会超过 100%
            - {绩效指标: 档案扫描页数, 指标目标值: ≥0页}   # <- I514 “档案扫描页数”的指标值“≥0页”总能达到：数量不会少于 0
          效果目标:
            - {绩效指标: 查档培训人次, 指标目标值: 0人次}   # <- I514 “查档培训人次”的指标值“0人次”是 0，而这项指标一般越多越好

    正例
        分解目标:
          产出目标:
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
            - {绩效指标: 扫描设备故障率, 指标目标值: 0%}
          效果目标:
            - {绩效指标: 查档培训人次, 指标目标值: ≥300人次}

    怎样改
        填报的写上要守住的数；当年不做的，删去这一条。录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if what := _emptiness(indicator):
            yield hit(indicator.target_at, name=core_name(indicator.name), what=what)


def _emptiness(indicator: Indicator) -> str:
    """What makes the target one that cannot be missed, or that sets out to do nothing; empty where neither is so."""
    target = indicator.target
    if target.change or target.value not in (0, 100):
        return ""
    if target.value == 100:
        return "总能达到：比率不会超过 100%" if target.operator == "≤" and _is_share(indicator) else ""
    if target.operator == "≥":
        return "总能达到：数量不会少于 0" if _is_never_below_zero(indicator) else ""
    is_wanted = target.operator != ">" and (_is_better_more(indicator) or _is_done(indicator))
    return "是 0，而这项指标一般越多越好" if is_wanted else ""


def _is_share(indicator: Indicator) -> bool:
    """A share of a whole in per cent, or a satisfaction in points."""
    unit = indicator.target.unit
    is_share = is_bounded_rate(indicator) or _is_better_more(indicator)
    return (unit == "%" and is_share) or (unit == "分" and is_satisfaction(indicator))


def _is_never_below_zero(indicator: Indicator) -> bool:
    """A share, or a count of things; of a growth, a balance or of trouble this is not said."""
    name = core_name(indicator.name)
    is_counted = _is_share(indicator) or _is_count(indicator)
    return is_counted and not _CHANGED.search(name) and not _is_better_less(indicator)


def _is_done(indicator: Indicator) -> bool:
    """A count of what the project does: people trained, copies handed out."""
    name = core_name(indicator.name)
    return _is_count(indicator) and bool(_DONE.search(name)) and not names_trouble(name) and not _CHANGED.search(name)


def _is_count(indicator: Indicator) -> bool:
    unit = indicator.target.unit.partition("/")[0]
    return kind_of(unit) not in (MONEY, SHARE, TIME) and bool(_COUNT.fullmatch(base_of(unit)[1]))
