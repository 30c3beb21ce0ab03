"""C, of none: does a goal of zero (零投诉) stand beside an indicator that only asks for less, or allows some?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Severity
from ..model import Declaration, Indicator
from ..text import half_width
from .catalogue import Hit, declaration_rule, hit
from .goals import Goal, goals_of
from .keywords import key_words
from .spans import quote
from .thresholds import Thresholds


@declaration_rule(
    "C608", "zero-goal-contradicted", Severity.WARNING, "“{seen}”与指标“{indicator}”的{label}“{expected}”不一致"
)
def zero_goal_contradicted(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """目标是零，指标写的是降低，或允许有

    为什么重要
        目标承诺一起也没有，指标写降低或不超过几起，年终两边各有各的标准。

    反例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档服务零投诉；   # <- C608 “查档服务零投诉”与指标“查档服务投诉件数”的指标目标值“≤5件”不一致
          4、查档市民满意度达90%以上。
        分解目标:
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
          效果目标:
            - {绩效指标: 查档服务投诉件数, 指标目标值: ≤5件}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档服务零投诉；
          4、查档市民满意度达90%以上。
        分解目标:
          产出目标:
            - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
            - {绩效指标: 扫描合格率, 指标目标值: ≥98%}
          效果目标:
            - {绩效指标: 查档服务投诉件数, 指标目标值: 0件}
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的核对以哪一处为准，把另一处改成一致；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；判断方法由本站设定。
    """
    told = set()
    for goal in goals_of(declaration):
        measures = goal.measures(declaration)
        for zero in _zeros(goal):
            opposed = (i for i in measures if _is_of_the_same(zero, i) and _asks_for_less_only(i))
            indicator = next(opposed, None)
            if indicator and indicator.at not in told:
                told.add(indicator.at)
                yield hit(
                    goal.at,
                    part=zero.part,
                    expected=indicator.target.raw,
                    indicator=quote(indicator.name),
                    label=indicator.target_at[-1],
                )


class _Zero(NamedTuple):
    """A goal of none: what there shall be none of (投诉; empty of 零增长, 零发生), what is said before it, and its words."""

    noun: str
    is_of_change: bool
    before: str
    part: str


_NONE_OF = "事故|投诉|差错|上访|伤亡|死亡|违规|违纪|泄密|泄露|泄漏|故障|失误|感染|举报|逾期|拖欠|案件|火灾|积压|污染"
_ZERO = re.compile(
    rf"零(?P<noun>{_NONE_OF})|零(?P<what>增长|发生|新增)|(?P<counted>{_NONE_OF})(?:率|起数|件数|次数|数)?(?:为|保持|实现|达到)?"
    r"(?:零|0)(?:起|次|件|例|%)?(?![.\d\u4e00-\u9fff%~—-])"
)
_HINT = re.compile("零|[率数为持现到诉故错][0０]")
_CLAUSE = re.compile(r"[,。;:!?、\n]")
_LONGEST_BEFORE = 14


def _zeros(goal: Goal) -> Iterator[_Zero]:
    if not _HINT.search(goal.text):
        return
    folded = half_width(goal.text)
    for match in _ZERO.finditer(folded):
        before = _CLAUSE.split(folded[max(0, match.start() - _LONGEST_BEFORE) : match.start()])[-1].lstrip(
            " 0123456789.)"
        )
        start = match.start() - len(before)
        yield _Zero(
            match["noun"] or match["counted"] or "",
            match["what"] in ("增长", "新增"),
            before,
            goal.text[start : match.end()],
        )


_NARROWER = re.compile(r"重大|较大|特大|大型|严重|恶性|责任|死亡|亡人|群体|重复|有效")
_OF_CHANGE = re.compile(r"增|降|减|压缩")
_OF_GENERAL_USE = re.compile(r"确保|保证|保持|实现|力争|达到|安全生产|安全|全年|年度|服务|项目|发生|数量")


def _is_of_the_same(zero: _Zero, indicator: Indicator) -> bool:
    """Whether the indicator measures what there shall be none of, neither more narrowly nor of something else."""
    measured = f"{indicator.name}，{indicator.target.raw}"
    if zero.noun not in indicator.name or set(_NARROWER.findall(zero.before)) - set(_NARROWER.findall(measured)):
        return False
    if zero.is_of_change and not _OF_CHANGE.search(measured):
        return False
    words = key_words(_OF_GENERAL_USE.sub("，", zero.before))
    known = key_words(indicator.name)
    return not words or bool(words & known) if zero.noun else bool(words) and words <= known


_DEALT_WITH = re.compile(
    r"处理|处置|办[结理]|及时|整改|化解|响应|解决|修复|排除|排查|演练|应急|预案|检测|监测|覆盖|时间|时长|赔付|保险"
)
_LESS = re.compile(r"^[一-鿿]{0,4}(?:降低|下降|减少|压减|压缩)|(?:降低|下降|减少)(?:率|幅度|情况|数量?)?$")
_LESS_NAMED = re.compile(r"(?:降低|下降|减少|压减|压缩)(?:率|幅度|比例|情况|数量?)?$")


def _asks_for_less_only(indicator: Indicator) -> bool:
    """Whether the target is a decrease, or a limit above none."""
    target = indicator.target
    if _DEALT_WITH.search(indicator.name):
        return False
    if target.change in ("降低", "下降", "减少", "压减", "压缩") or _LESS_NAMED.search(indicator.name):
        return True
    if target.value is None:
        return bool(_LESS.search(target.raw.strip("。；; ")))
    return target.operator in ("≤", "<") and target.value > 0 and not target.change
