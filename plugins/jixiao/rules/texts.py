"""T: are the texts written out, and of a length that can be read?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from ..finding import Path, Severity
from ..model import Declaration
from ..text import fold, half_width
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds

MARKS_TOLD = 5
"""Different placeholders that are told of one text at most."""

_WORD_LIMIT = "(?:限|不超过)?[0-9]{2,4}字(?:以内|之内|内|左右)?"
_BLANK_SIGNS = (
    r"(?<![A-Za-z0-9×/._@-])[Xx×]{2,}+(?:[-/.][Xx×]{2,})*+(?![A-Za-z0-9_]|[./@-][A-Za-z0-9])",  # XX, ×××, not xxgk, XXL
    r"(?:19|20)[0-9]?[Xx×]{1,2}(?= ?年)",  # 20XX年
    r"(?<![0-9A-Za-z])(?:[Xx×][年月日届](?![数限份费均薪租工息利]))+|(?<![0-9A-Za-z])[Xx×]%",  # X月X日, not ×月数
    r"(?<![一二三四五六七八九○])○{2,}+(?![一二三四五六七八九○])|_{3,}",  # ○○单位, not 二○○九年
    r"(?<![\w*])\*{2,}+(?=[%人次个项元万份场户家])",  # ≥**人次, not 张**
)
_BLANK_WORDS = (
    r"(?<![王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许])某某",
    r"待填[写报列]?(?=$|[\s,，。;；、)\]】])|[(\[【] ?(?:待填[写报]?|示例|样例|范例) ?[)\]】]",
    r"请(?:在此|在这里|于此)?(?:填写|填入|输入)|(?:点击|单击)(?:此处|这里)|此处(?:填写|填入|输入|粘贴)|在此(?:填写|填入|输入)",
    r"(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])",
    rf"(?<![篇份部本章稿文告品得报])\({_WORD_LIMIT}\)",  # (200字以内), not 报告1份（3000字以内）
    r"^(?:示例|样例|填写说明)(?=[:：])|^示例(?:项目|单位|文字|内容|文本|数据|指标|目标)",
)
_PLACEHOLDER = re.compile("|".join(_BLANK_SIGNS + _BLANK_WORDS))
_HINT = re.compile(
    "X|x|Ｘ|ｘ|×|○|[*]|＊|_|＿|某某|待填|示例|样例|范例|填写说明|请(?:在|于|填|输)|点击|单击|此处|在此|TODO|TBD|"
    "字[)）]|字(?:以内|之内|内|左右)[)）]"
)
"""Without one of these, in any width, a text has no placeholder; looking for them first is ten times as fast."""

_LONGEST_WHOLE = 40
_WHOLE = re.compile(
    rf"待定|待补充?|待完善|待明确|待核实|示例|样例|范例|填写说明|占位|test|略|{_WORD_LIMIT}|[…。.·*?!_]+"
)
_DUMMY = re.compile(r"([1-9a-z])\1*|123(?:4(?:5(?:6)?)?)?|abcd?|子?项目|指标|名称|测试")
_COUNTED = re.compile(r"[数量次)）]$")


def _written(declaration: Declaration) -> Iterator[tuple[str, Path]]:
    """Every text that the form asks for, with its path: fields, names of subprojects, indicators and target values."""
    for filed in declaration.texts:
        yield filed.text, filed.at
    yield from _subproject_names(declaration)
    for indicator in declaration.indicators:
        yield indicator.name, indicator.name_at
        yield indicator.target.raw, indicator.target_at


def _subproject_names(declaration: Declaration) -> Iterator[tuple[str, Path]]:
    field = declaration.edition.by_role.get("subprojects")
    if field:
        label = field.column("name").label
        for subproject in declaration.subprojects:
            yield subproject.name, (*subproject.at, label)


@declaration_rule("T701", "placeholder-text", Severity.ERROR, "“{seen}”{what}")
def placeholder_text(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """占位的文字没有换掉

    为什么重要
        模板里的“XX”“待填”留在公开的表里，读者看到的是一张没有填完的表。

    反例
        项目总目标: 完成XX万页民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。   # <- T701 “XX”是占位的文字，应换成实际内容
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: 待定}   # <- T701 “待定”是占位的文字，应换成实际内容

    正例
        项目总目标: 完成36万页民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        换成实际的名称、数字和日期；填写提示（如字数要求）删去；同一个数连着填了几行的，逐行核对。

    依据
        所填表式的填写要求；财预〔2015〕88号所列审核内容中的“完整性”。
    """
    for text, at in _written(declaration):
        for mark in _placeholders(text):
            yield hit(at, part=mark, what="是占位的文字，应换成实际内容")
    yield from _dummies(declaration, thresholds.dummy_rows)


def _placeholders(text: str) -> tuple[str, ...]:
    """The different placeholders in a text, as they are written there."""
    return _placeholders_in_short(text) if len(text) <= _LONGEST_WHOLE else _placeholders_within(text)


@lru_cache(10_000)
def _placeholders_in_short(text: str) -> tuple[str, ...]:
    """Those of a name or a target value, which stand so in other rows and years as well."""
    return (text,) if _WHOLE.fullmatch(_bare(text)) else _placeholders_within(text)


def _placeholders_within(text: str) -> tuple[str, ...]:
    if not _HINT.search(text):
        return ()
    found = _PLACEHOLDER.finditer(half_width(text))
    marks = dict.fromkeys(text[match.start() : match.end()].strip() for match in found)
    return tuple(marks)[:MARKS_TOLD]


def _bare(text: str) -> str:
    """The text less closing marks and brackets around it, unless it is nothing but marks."""
    folded = half_width(text).casefold().strip()
    return folded.strip("。()[]【】 ") or folded


def _dummies(declaration: Declaration, enough: int) -> Iterator[Hit]:
    """A value such as 1 or aaa that stands in as many rows; a number where the name says what is counted is none."""
    rows: dict[str, list[Path]] = defaultdict(list)
    for name, at in _subproject_names(declaration):
        rows[fold(name)].append(at)
    for indicator in declaration.indicators:
        rows[fold(indicator.name)].append(indicator.name_at)
        if not _COUNTED.search(indicator.name.strip()):
            rows[fold(indicator.target.raw)].append(indicator.target_at)
    for value, places in rows.items():
        if len(places) >= enough and _DUMMY.fullmatch(value):
            what = f"在 {len(places)} 行里一样，像是随手填的"
            yield hit(places[0], severity=Severity.WARNING, what=what)


_SHORT_ANSWERS = ("implementers", "duration", "budget_arrangement")
"""Roles of texts that a few words may answer: who, from when to when, how much."""


@declaration_rule("T702", "text-length", Severity.NOTICE, "“{label}”{seen}，{what}")
def text_length(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字过短或过长

    为什么重要
        一句话说不清为什么做、怎样做；上千字又让人找不到要点。

    反例
        项目概况: 对馆藏档案进行扫描。   # <- T702 “项目概况”10 字，少于 30 字

    正例
        项目概况: 对馆藏的民国时期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。

    怎样改
        过短的补上对象、做法和用处；过长的留下要点，细节放进附件。字数不算空格和换行。

    依据
        财预〔2015〕88号所列审核内容中的“完整性”。字数是本站的设定。
    """
    judged = {
        field.label
        for field in declaration.edition.fields()
        if field.kind == "long-text" and field.required and field.role and field.role not in _SHORT_ANSWERS
    }
    for filed in declaration.texts:
        if filed.label in judged:
            yield from _length(filed.label, filed.at, len("".join(filed.text.split())), thresholds)


def _length(label: str, at: Path, count: int, thresholds: Thresholds) -> Iterator[Hit]:
    shortest, longest = thresholds.shortest_text, thresholds.longest_text
    expected = f"{shortest:,} 到 {longest:,} 字"
    if count < shortest:
        what, difference = f"少于 {shortest:,} 字", f"少 {shortest - count:,} 字"
    elif count > longest:
        what, difference = f"超过 {longest:,} 字", f"多 {count - longest:,} 字"
    else:
        return
    yield hit(at, seen=f"{count:,} 字", expected=expected, difference=difference, label=label, what=what)
