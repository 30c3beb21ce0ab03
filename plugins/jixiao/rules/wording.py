"""How indicators are worded: names of rates, and target values that are but an adjective, a direction or a blank."""

from __future__ import annotations

import re
from functools import lru_cache

from ..model import Indicator
from ..text import fold, without_brackets

_LONGEST_PHRASE = 24
_LONGEST_REMEMBERED = 100
_MARKS = "。.,;:、!"
_RATE = re.compile(r"(?:(?<![效频表统速功汇利税费辨概])率|比例|占比|比重|百分比|满意度)$")
_SATISFACTION = re.compile(r"满意[度率]$")
_EXECUTION = re.compile(r"(?:预算|资金|经费)(?:资金)?执行率$")
_BOUNDED = re.compile(
    r"(?:满意|(?<!超额)完成|执行|及时|准时|按时|按期|(?<!拨备)(?<!利息)(?<!偿债)覆盖|合格|通过|达标|到位|准确|正确|完好|知晓|修复|"
    r"办结|办复|回复|处置|处理|整改|落实|专款专用|合规|规范|完整|出勤|到课|参训|上线|在线|优良|优秀|普及|登记|归档|公开|可用|故障|丢包|差错|错误)"
    r"[度率]$"
)
_HOW = "明显|显著|有所|进一步|逐步|逐年|不断|持续|稳步|大幅度?|较大幅度|有效|得到|切实|全面|适度|继续|普遍|同比|[较比]上年度?|[较比]去年"
_DIRECTION = "提升|提高|降低|减少|改善|改进|节约|节省|增加|加强|增强|下降|上升|增长|缩短|扩大|压减"
_DIRECTION_ALONE = re.compile(rf"(?:{_HOW})*(?:{_DIRECTION})(?:[、和及与]?(?:{_DIRECTION}))*了?(?:{_HOW})*")
_DEGREE = "较为|较|比较|基本|十分|非常|更加|更为|切实|全面"
_ADJECTIVE = "健全|合理|有效|规范|合规|完备|良好|明显|完善|完整|齐全|及时|科学|合法|显著|充分|到位|较好"
_ADJECTIVE_ALONE = re.compile(rf"(?:(?:{_DEGREE})?(?:{_ADJECTIVE})[、和及且,;]?)+")
_NOT_APPLICABLE = re.compile(r"不适用|不涉及|n/?a|[/\\\-—–]+")
_NONE = re.compile(r"无|否|没有|暂无")
_BETTER_NONE = re.compile(
    r"是否|有无|事故|投诉|故障|差错|错误|违规|违纪|违法|泄密|泄露|舆情|纠纷|拖欠|隐患|风险|伤亡|死亡|伤害|污染|损失|上访|信访|负面|"
    r"浪费|截留|挪用|挤占|超支|超标|缺陷|漏洞|逾期|延误|侵权|突发|火灾|不良|扰民|问题|影响"
)
_SPOKEN_NUMBER = re.compile(r"百分|分之|零(?!距离|星|售)|[一二两三四五六七八九]成(?![立功员果效本绩])")
_KNOWN_LEVEL = re.compile(
    r"(?:不低于|不高于|不超过|高于|低于|优于|超过|达到|符合).{0,12}(?:上年|上一年|去年|往年|同期|平均|标准|规定)|上年.{0,4}持平"
)


def core_name(name: str) -> str:
    """The folded name less brackets and formula: ``执行率（执行数/预算数）`` and ``执行率＝执行数/预算数`` are 执行率."""
    return _remembered_core_name(name) if len(name) <= _LONGEST_REMEMBERED else _core_name(name)


def _core_name(name: str) -> str:
    bare = without_brackets(name)
    head, _, _ = bare.partition("=")
    label, _, formula = head.partition(":")
    return (label if "/" in formula or "÷" in formula else head or bare).strip(_MARKS)


_remembered_core_name = lru_cache(maxsize=10_000)(_core_name)


def phrase(text: str) -> str:
    """A short value, folded, without brackets and closing marks; nothing where it is longer than any phrase."""
    return _phrase(text) if len(text) <= _LONGEST_REMEMBERED else ""


@lru_cache(maxsize=10_000)
def _phrase(text: str) -> str:
    bare = without_brackets(text)
    return (bare.rstrip(_MARKS) or bare) if len(bare) <= _LONGEST_PHRASE else ""


def is_rate(indicator: Indicator) -> bool:
    """Whether the name is that of a share or rate, such as 完成率 or 满意度 (not 效率, 频率)."""
    return bool(_RATE.search(core_name(indicator.name)))


def is_bounded_rate(indicator: Indicator) -> bool:
    """Whether the name is that of a share of a whole, which lies between 0 and 100 % whatever happens."""
    return bool(_BOUNDED.search(core_name(indicator.name)))


def is_satisfaction(indicator: Indicator) -> bool:
    """Whether the name is that of a satisfaction (满意度, 满意率)."""
    return bool(_SATISFACTION.search(core_name(indicator.name)))


def is_execution(indicator: Indicator) -> bool:
    """Whether the name is 预算执行率 or another wording of it."""
    return bool(_EXECUTION.search(core_name(indicator.name)))


def repeats_name(indicator: Indicator) -> bool:
    """Whether the target value is the indicator's own name once more, brackets, formulas and spaces apart."""
    return core_name(indicator.target.raw) == core_name(indicator.name) != ""


def is_not_applicable(indicator: Indicator) -> bool:
    """Whether the target value says that there is none, and "none" is not just what is wanted (事故 → 无)."""
    value = phrase(indicator.target.raw)
    if _NONE.fullmatch(value):
        return not _BETTER_NONE.search(core_name(indicator.name))
    return bool(_NOT_APPLICABLE.fullmatch(value))


def lacks_number(indicator: Indicator) -> bool:
    """Whether the value holds no number, neither in digits nor in words, and names no known level (不低于上年)."""
    target = indicator.target
    if target.quantified or target.undecided:
        return False
    value = fold(target.raw)
    return not _SPOKEN_NUMBER.search(value) and not _KNOWN_LEVEL.search(value)


def is_direction_alone(indicator: Indicator) -> bool:
    """Whether the value says which way and not how far: 提升, 明显节约, 得到改善."""
    return bool(_DIRECTION_ALONE.fullmatch(phrase(indicator.target.raw)))


def is_adjective_alone(indicator: Indicator) -> bool:
    """Whether the value is nothing but adjectives: 健全, 基本完善, 科学、合理."""
    return bool(_ADJECTIVE_ALONE.fullmatch(phrase(indicator.target.raw)))
