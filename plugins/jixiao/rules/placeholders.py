"""What stands where content should: unfilled templates, what software leaves behind, and words that point elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from ..target import read_target
from ..text import half_width

MARKS_TOLD = 5
"""Different marks that are told of one text at most."""

PLACEHOLDER = "是占位的文字，应换成实际内容"
LEFTOVER = "是软件留下的字符，应换成实际内容"
NO_NUMBER = "只有符号或单位，没有数"
ELSEWHERE = "没有写出内容，应在本栏写明"
PERHAPS_A_NAME = "可能是占位的文字，请核对；本来就是名称的，在“说明”中写明"


Kind = Literal["account", "name", "target", "other"]
"""What is asked for where a text stands: a long text that must say something; the name of a project, a part of it or an
indicator; a target value; or a short text or remarks."""


class Mark(NamedTuple):
    """What was found in a text, as it is written there, and what is wrong with it; ``perhaps``: it may be a name."""

    text: str
    what: str
    perhaps: bool = False


_WORD_LIMIT = "(?:限|不超过)?[0-9]{2,4}字(?:以内|之内|内|左右)?"
_MEASURE = "人次|人|次|个|项|元|万元|份|场|户|家|名|亩|册|辆|台|套|件|篇|期|米|公里|平方|吨|%"
_SURNAME = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许"
_BLANK_SIGNS = (
    r"(?<![A-Za-z0-9×/._@-])[Xx×]{2,}+(?:[-/.][Xx×]{2,})*+(?![A-Za-z0-9_]|[./@-][A-Za-z0-9])",  # XX, ×××, not xxgk, XXL
    r"(?:19|20)[0-9]?[Xx×]{1,2}(?= ?年)",  # 20XX年
    r"(?<![0-9A-Za-z])(?:[Xx×][年月日届](?![数限份费均薪租工息利]))+|(?<![0-9A-Za-z])[Xx×]%",  # X月X日, not ×月数
    rf"(?<![0-9A-Za-z])[Xx](?=(?:{_MEASURE})(?![数均目民员工口才素称地所馆台账间限庭长]))",  # X次, not X项目
    r"(?<![一二三四五六七八九○])○{2,}+(?![一二三四五六七八九○])|_{3,}",  # ○○单位, not 二○○九年
    rf"(?<![0-9一二三四五六七八九○])○(?=年|月|日|{_MEASURE})|(?<![A-Za-z0-9_])_{{2}}(?={_MEASURE})",  # ○次, __次
    rf"(?<![\w*])\*{{2,}}+(?={_MEASURE})",  # ≥**人次, not 张**
    rf"[≥≤><=](?: ?[*×○_]++)(?={_MEASURE}|$)|(?:不[低少高多]于|不超过|至少|达到?) ?[*×○]++(?={_MEASURE})",  # ≥*%
)
_BLANK_WORDS = (
    rf"(?<![{_SURNAME}])某某",
    r"待填[写报列]?(?=$|[\s,，。;；、)\]】])|[(\[【] ?(?:待填[写报]?|示例|样例|范例) ?[)\]】]",
    r"请(?:在此|在这里|于此)?(?:填写|填入|输入)|(?:点击|单击)(?:此处|这里)|此处(?:填写|填入|输入|粘贴)|在此(?:填写|填入|输入)",
    r"(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])",
    rf"(?<![篇份部本章稿文告品得报])\({_WORD_LIMIT}\)",  # (200字以内), not 报告1份（3000字以内）
    r"^(?:示例|样例|填写说明)(?=[:：])|^示例(?:项目|单位|文字|内容|文本|数据|指标|目标)",
)
_LEFTOVERS = (
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|#{3,}+|_x[0-9A-Fa-f]{4}_",
    r"&(?:nbsp|ensp|emsp|#160);|<br ?/?>|</?(?:p|span|div|td|font)>",
    r"错误[!！] ?未(?:找到引用源|定义书签)",
)
_PLACEHOLDER = re.compile("|".join(_BLANK_SIGNS + _BLANK_WORDS))
_LEFTOVER = re.compile("|".join(_LEFTOVERS))
_HINT = re.compile(
    "X|x|Ｘ|ｘ|×|○|[*]|＊|_|＿|某某|待填|示例|样例|范例|填写说明|请(?:在|于|填|输)|点击|单击|此处|在此|TODO|TBD|"
    "字[)）]|字(?:以内|之内|内|左右)[)）]"
)
"""Without one of these, in any width, a text has no placeholder; looking for them first is ten times as fast."""

_ANONYMOUS = re.compile("[Xx×○]+")
_PLACE_OR_BODY = re.compile(
    "[大中小]?(?:路|街|巷|弄|道|号(?!文)|村|组|镇|乡|屯|社区|小区|楼|幢|栋|桥|河|湖|江|山|站|线|隧道|水库|公园|公司|厂|店|小学|中学|学校|大学|医院)"
)
_PERSON_ENDS = re.compile("$|[,，、。;；)）]|等|同志|先生|女士|老师")
_NUMBERED_BEFORE = re.compile(r"[第〕\])】]$")

_LONGEST_WHOLE = 60
_WHOLE = re.compile(
    rf"待定|待补充?|待完善|待明确|待核实|示例|样例|范例|填写说明|占位|test|略|{_WORD_LIMIT}|[…。.·*?!_]+"
    r"|(?:据实|如实|按实|按实际|按实际情况|根据实际情况)(?:填写|填报|填列)"
)
_LEFT_WHOLE = re.compile(r"nan|none|null|nat|nil|undefined|\(null\)|<na>")
_PLACES = "上|前|下|后|左|右|附|备注|《|项目|实施|工作|可研|可行性|申报|合同|方案|文件|预算|说明|立项"
_GOALS = "(?:项目|年度)?(?:绩效)?(?:总|总体)?目标|项目概况|项目概述|立项依据"
_POINTS_ELSEWHERE = re.compile(
    r"(?:具体|详细|相关|有关|其他|其余)?(?:内容|情况|事项|指标|明细|信息|数据)?(?:请|可)?(?:详|参)[见阅看][^。;,\n]{0,40}"
    rf"|(?:请|另)?见(?:{_PLACES})[^。;,\n]{{0,30}}|[同如](?:上|前|左|右)(?:文|所?述|面|表|栏)?|(?:同|与)(?:{_GOALS})(?:相同|一致)?"
)


def marks_in(text: str, kind: Kind) -> tuple[Mark, ...]:
    """The different marks in a text, in its order; one that is the text as a whole speaks alone."""
    return _marks_in_short(text, kind) if len(text) <= _LONGEST_WHOLE else _marks_within(text, kind)


@lru_cache(10_000)
def _marks_in_short(text: str, kind: Kind) -> tuple[Mark, ...]:
    """Those of a short text: a name or a target value stands so in other rows and years as well."""
    what = _what_as_a_whole(text, kind)
    return (Mark(text, what),) if what else _marks_within(text, kind)


def _what_as_a_whole(text: str, kind: Kind) -> str:
    bare = _bare(text)
    if _WHOLE.fullmatch(bare):
        return PLACEHOLDER
    if _LEFT_WHOLE.fullmatch(half_width(text).casefold().strip()):
        return LEFTOVER
    if kind != "other" and _POINTS_ELSEWHERE.fullmatch(bare):
        return ELSEWHERE
    return _what_in_place_of_a_number(text) if kind == "target" else ""


def _bare(text: str) -> str:
    """The text less closing marks and brackets around it, unless it is nothing but marks."""
    folded = half_width(text).casefold().strip()
    return folded.strip("。()[]【】 ") or folded


def _marks_within(text: str, kind: Kind) -> tuple[Mark, ...]:
    marks = {mark.text: mark for mark in _each_within(text, kind)}
    return tuple(marks.values())[:MARKS_TOLD]


def _each_within(text: str, kind: Kind) -> Iterator[Mark]:
    for match in _LEFTOVER.finditer(text):
        yield Mark(match.group(), LEFTOVER)
    for match in _PLACEHOLDER.finditer(half_width(text)) if _HINT.search(text) else ():
        written = text[match.start() : match.end()].strip()
        if _may_be_a_name(match, kind):
            yield Mark(written, PERHAPS_A_NAME, perhaps=True)
        else:
            yield Mark(written, PLACEHOLDER)


def _may_be_a_name(match: re.Match[str], kind: Kind) -> bool:
    """Whether crosses or circles stand in the name of a place, a body or a person: XX路, ○○小学, 张××."""
    if not _ANONYMOUS.fullmatch(match.group()) or _NUMBERED_BEFORE.search(match.string[: match.start()][-1:]):
        return False
    if _PLACE_OR_BODY.match(match.string, match.end()) or (kind == "name" and "○" in match.group()):
        return True
    before = match.string[match.start() - 1 : match.start()]
    return before != "" and before in _SURNAME and bool(_PERSON_ENDS.match(match.string, match.end()))


# Target values that have a sign, a unit or a gap, and no number

_NUMERAL = re.compile(r"[0-9零一二两三四五六七八九十百千半]")
_SIGNS = re.compile(r"(?:[≥≤><=≧≦≮≯⩾⩽﹥﹤》〉]|不[低少高多大小]于|不超过|[大小]于等于|[大小高低]于|至少|至多)+")
_GAP = re.compile(r"(?:[*x×○◯□_?…]+|n(?![a-z])|\(\)|-{2,})")
_LONE_GAP = re.compile("[Xx○◯□]+")
"""A gap by itself; a cross or dashes may also say that there is none."""
_BOUND = re.compile(r"(?:[及或]?以[上下内]|左右)$")


def _what_in_place_of_a_number(raw: str) -> str:
    """What a target value is that has a sign, a gap or a unit alone: ``≥``, ``≥ 次``, ``人次``, ``≥○次``, ``X%``."""
    value = "".join(half_width(raw).split())
    if not value or _NUMERAL.search(value):
        return ""
    rest = _SIGNS.sub("", value, 1) if _SIGNS.match(value) else value
    gap = _GAP.match(rest.casefold())
    unit = _BOUND.sub("", rest[gap.end() :] if gap else rest)
    if not (_is_unit(unit) or (unit == "" and (rest != value or _LONE_GAP.fullmatch(value)))):
        return ""
    return PLACEHOLDER if gap else NO_NUMBER


def _is_unit(text: str) -> bool:
    """Whether a number before the text would read as that many of it."""
    return text != "" and read_target(f"1{text}").unit == text.strip("()")
