"""How indicators are worded: names of rates, and target values that are but an adjective, a direction or a blank."""

from __future__ import annotations

import re
from functools import lru_cache

from ..measures import UNIT
from ..model import Indicator
from ..text import fold, without_brackets

_LONGEST_PHRASE = 24
_LONGEST_REMEMBERED = 100
_MARKS = "。.,;:、!"
_SATISFIED = "满意(?:[度率]|程度)"
_RATE = re.compile(rf"(?:(?<![效频表统速功汇利税费辨概])率|比例|占比|比重|百分比|{_SATISFIED})$")
_SATISFACTION = re.compile(rf"(?<!不){_SATISFIED}(?:指标|情况|水平|评价|得分)?$")
_EXECUTION = re.compile(r"(?:预算|资金|经费)(?:资金)?执行率$")
_BOUNDED = re.compile(
    r"(?:满意|(?<!超额)完成|执行|及时|准时|按时|按期|(?<!拨备)(?<!利息)(?<!偿债)覆盖|合格|通过|达标|到位|准确|正确|完好|知晓|修复|"
    r"办结|办复|回复|处置|处理|整改|落实|专款专用|合规|规范|完整|出勤|到课|参训|上线|在线|优良|优秀|普及|登记|归档|公开|可用|故障|丢包|差错|错误)"
    r"[度率]$|满意程度$"
)

_PROGRESS = "进一步|逐步|逐年|逐渐|不断|稳步|日益|日趋"
_DIRECTION = (
    "提质增效|降本增效|提升|提高|降低|减少|改善|改进|节约|节省|增加|加强|增强|下降|上升|增长|缩短|扩大|压减|递增|递减|优化|促进|推动|推进|"
    "拓展|深化|提速|提质|增效|增收|增产|降本|节能|减排|向好|好转|强化|巩固"
)
_HOW = (
    "明显|显著|有所|持续|大幅度?|较大幅度|有效|得到|切实|全面|适度|继续|普遍|同比|[较比]上年度?|[较比]去年|较为|较|比较|基本|十分|非常|更加|更为|"
    "极大地?|充分|大力|积极|长期|稳定|相对"
)
_ADJECTIVE = (
    "健全|合理|规范|合规|完备|良好|完善|完整|齐全|及时|科学|合法|到位|有力|有序|正面|正向|深远|长远|广泛|突出|可控|可靠|顺畅|平稳|满意|"
    "严格|适当|可持续|长效|强劲|[好高强大深]"
)
_EXPECTED = "(?:达到|达成|符合|满足|实现)(?:(?:预期|预定|既定|应有|工作)的?(?:目标|效果|要求|成效|需要|需求|作用)?|目标|效果|要求|需要|需求)"
_SUBJECT = "效果|成效|效益|效应|作用|影响|水平|能力|质量|程度|效率|保障|支撑|支持|服务|工作|管理"
_VAGUE = re.compile(
    rf"(?P<direction>{_PROGRESS}|{_DIRECTION})|(?P<praise>{_ADJECTIVE}|{_EXPECTED}|{_HOW})|{_SUBJECT}|[、和及与且并而,;的地了]"
)
_VAGUE_HINT = re.compile(f"{_PROGRESS}|{_DIRECTION}|{_HOW}|{_ADJECTIVE}|达[到成]|符合|满足|实现")

_NOT_APPLICABLE = re.compile(r"(?:本?项目?)?(?:暂?不(?:适用|涉及|考核)|未涉及|无此项|无此指标)|n/?a|[/\\\-—–]+")
_NONE = re.compile(r"无|否|没有|暂无|不是")
_TROUBLE = re.compile(
    "(?<![零免防])(?<!(?<!有)无)(?:"
    "事故|投诉|故障|差错|错误|失误|违规|违纪|违法|泄密|泄露|舆情|纠纷|拖欠|欠薪|隐患|风险|伤亡|伤害|污染|损失|损毁|损坏|上访|信访|负面|"
    "浪费|截留|挪用|挤占|超支|超标|缺陷|漏洞|逾期|延误|侵权|突发|火灾|不良|扰民|问题|流失|丢包|中断|死亡|发病|复发|辍学|空置|闲置|损耗|漏报|误报|漏检|返工|返修|宕机|停机|(?:环境|生态|噪声|交通)影响|"
    "影响(?=[一-鿿])(?![力及范程情指])|[不未](?:及时|到位|合格|达标|满意|规范|完成|合规|符合|落实))"
)
_CURE = "处理|处置|整改|防控|防范|防治|化解|排查|办结|办理|受理|查处|调处|应对|整治|打击|解决|纠正|预防|减少|降低|下降|压降|消除|排除|抢修|维修|检修|遏制"
_CURED_BEFORE = re.compile(f"(?:{_CURE}|发现)[一-鿿]{{0,4}}$")
_CURED_AFTER = re.compile(
    f"{_CURE}|控制|治理|应急|预案|机制|制度|方案|体系|回复|回访|响应|修复|恢复|监测|监控|评估|保险|救助|抢修|维修|预警|演练|培训"
)
_LONGEST_NAME = 100
_UNIT_IN_NAME = re.compile(rf"[(（](?:单位[:：])?([百千万亿]{{0,4}}{UNIT})[)）]$")
_SPOKEN_NUMBER = re.compile(r"百分|分之|一半|半数|过半|零(?!距离|星|售)|[一二两三四五六七八九]成(?![立功员果效本绩])")
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


def unit_of(indicator: Indicator) -> str:
    """The target's unit, or the one in brackets at the end of the name where the target has none: 总成本（万元）."""
    named = None if indicator.target.unit else _UNIT_IN_NAME.search(indicator.name)
    return named.group(1) if named else indicator.target.unit


def is_rate(indicator: Indicator) -> bool:
    """Whether the name is that of a share or rate, such as 完成率 or 满意度 (not 效率, 频率)."""
    return bool(_RATE.search(core_name(indicator.name)))


def is_bounded_rate(indicator: Indicator) -> bool:
    """Whether the name is that of a share of a whole, which lies between 0 and 100 % whatever happens."""
    return bool(_BOUNDED.search(core_name(indicator.name)))


def is_satisfaction(indicator: Indicator) -> bool:
    """Whether the name is that of a satisfaction (满意度, 满意率, 满意程度)."""
    return bool(_SATISFACTION.search(core_name(indicator.name)))


def is_execution(indicator: Indicator) -> bool:
    """Whether the name is 预算执行率 or another wording of it."""
    return bool(_EXECUTION.search(core_name(indicator.name)))


def names_trouble(name: str) -> bool:
    """Whether a name speaks of something bad (事故, 投诉), and not of what is done about it (投诉处理, 风险防控机制)."""
    short = name[:_LONGEST_NAME]
    return any(not _is_cured(trouble, short) for trouble in _TROUBLE.finditer(short))


def _is_cured(trouble: re.Match[str], name: str) -> bool:
    is_failure = trouble.group().startswith(("不", "未"))  # 处理不及时
    before = name[max(0, trouble.start() - 6) : trouble.start()]
    return bool(_CURED_AFTER.search(name, trouble.end()) or (not is_failure and _CURED_BEFORE.search(before)))


def repeats_name(indicator: Indicator) -> bool:
    """Whether the target value is the indicator's own name once more, brackets, formulas and spaces apart."""
    return core_name(indicator.target.raw) == core_name(indicator.name) != ""


def is_not_applicable(indicator: Indicator) -> bool:
    """Whether the target value says that there is none, and "none" is not just what is wanted (事故 → 无)."""
    value = phrase(indicator.target.raw)
    if _NONE.fullmatch(value):
        return not names_trouble(core_name(indicator.name))
    return bool(_NOT_APPLICABLE.fullmatch(value))


def lacks_number(indicator: Indicator) -> bool:
    """Whether the value holds no number, neither in digits nor in words, and names no known level (不低于上年)."""
    target = indicator.target
    if target.quantified or target.undecided:
        return False
    value = fold(target.raw)
    return not _SPOKEN_NUMBER.search(value) and not _KNOWN_LEVEL.search(value)


def is_direction_alone(indicator: Indicator) -> bool:
    """Whether the value says which way and not how far: 提升, 不断完善, 提质增效, 服务水平明显提高."""
    return _is_vague(indicator, "direction")


def is_adjective_alone(indicator: Indicator) -> bool:
    """Whether the value only praises: 健全, 效果显著, 有力保障, 达到预期目标."""
    return _is_vague(indicator, "praise")


def _is_vague(indicator: Indicator, kind: str) -> bool:
    target = indicator.target
    if target.quantified or target.undecided:
        return False
    return _vagueness(phrase(target.raw), core_name(indicator.name)) == kind


@lru_cache(maxsize=10_000)
def _vagueness(value: str, name: str) -> str:
    """``direction`` or ``praise`` where the value is made of nothing else, of what is praised, and of the name's words."""
    if not _VAGUE_HINT.search(value):
        return ""
    found, at = set(), 0
    while at < len(value):
        part = _VAGUE.match(value, at)
        if not part and not _is_of_name(value, at, name):
            return ""
        found.add(part.lastgroup if part else "")
        at = part.end() if part else at + 1
    return next((kind for kind in ("direction", "praise") if kind in found), "")


def _is_of_name(value: str, at: int, name: str) -> bool:
    """Whether the character stands beside the same neighbour as in the name."""
    pairs = (value[at : at + 2], value[max(0, at - 1) : at + 1])
    return any(len(pair) == 2 and pair in name for pair in pairs)
