"""T: are the texts written out, of a length that can be read, and free of slips?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..finding import Path, Severity
from ..model import Declaration, FiledText, texts_in_lists
from ..results import Record
from ..text import fold, half_width
from .catalogue import Hit, declaration_rule, hit, record_rule
from .keywords import key_words
from .placeholders import Kind, marks_in
from .slips import slips_in
from .thresholds import Thresholds

_DUMMY = re.compile(r"([1-9a-z])\1*|123(?:4(?:5(?:6)?)?)?|abcd?|子?项目|指标|名称|测试")
_COUNTED = re.compile(r"[数量次)）]$")


def _written(record: Record) -> Iterator[tuple[str, Path, Kind]]:
    """Every text that the form asks for, with its path: fields, cells of lists, names, values and cells of indicators."""
    accounts = record.edition.accounts
    for filed in record.texts:
        kind: Kind = "account" if filed.label in accounts else "name" if filed.role == "name" else "other"
        yield filed.text, filed.at, kind
    for filed in texts_in_lists(record.edition, record.values):
        yield filed.text, filed.at, _KINDS.get(filed.role, "other")
    for indicator in record.indicators:
        for column in indicator.table.columns:
            if isinstance(text := indicator.row.get(column.label), str):
                yield text, (*indicator.at, column.label), _KINDS.get(column.role, "other")


_KINDS: dict[str, Kind] = {"name": "name", "target": "target", "actual": "target"}


def _names_in_lists(record: Record) -> Iterator[tuple[str, Path]]:
    """What the rows of lists are about, such as subprojects."""
    listed = texts_in_lists(record.edition, record.values)
    return ((filed.text, filed.at) for filed in listed if filed.role == "name")


@record_rule("T701", "placeholder-text", Severity.ERROR, "“{seen}”{what}")
def placeholder_text(record: Record, thresholds: Thresholds) -> Iterator[Hit]:
    """占位的文字没有换掉

    为什么重要
        模板里的“XX”“待填”、软件转换时留下的“nan”“#REF!”留在公开的表里，读者看不到本应写在这里的内容。

    反例
        项目总目标: 完成XX万页民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。   # <- T701 “XX”是占位的文字，应换成实际内容
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: 待定}   # <- T701 “待定”是占位的文字，应换成实际内容
            - {绩效指标: 市民留言回复率, 指标目标值: ≥%}   # <- T701 “≥%”只有符号或单位，没有数
            - {绩效指标: 在线查档人次, 指标目标值: nan}   # <- T701 “nan”是软件留下的字符，应换成实际内容

    正例
        项目总目标: 完成36万页民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。
        分解目标:
          影响力目标:
            - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}

    怎样改
        填报的换成实际的名称、数字和日期，填写要求（如限多少字）和软件留下的字符删去，“见上”“见附件”改为写出内容，几行相同的数逐行核对；
        录入的核对原件，转换文件时带进来的字符删去，原件如此的在“说明”中写明。

    依据
        所填表式的填写要求；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”。哪些文字算占位由本站设定。
    """
    for text, at, kind in _written(record):
        for mark in marks_in(text, kind):
            severity = Severity.WARNING if mark.perhaps else None
            yield hit(at, part=mark.text, severity=severity, what=mark.what)
    yield from _dummies(record, thresholds.dummy_rows)


def _dummies(record: Record, enough: int) -> Iterator[Hit]:
    """A value such as 1 or aaa that stands in as many rows; a number where the name says what is counted is none."""
    rows: dict[str, list[Path]] = defaultdict(list)
    for name, at in _names_in_lists(record):
        rows[fold(name)].append(at)
    for indicator in record.indicators:
        rows[fold(indicator.name)].append(indicator.name_at)
        if not _COUNTED.search(indicator.name.strip()):
            for filed in indicator.targets:
                rows[fold(filed.target.raw)].append(filed.at)
    for value, places in rows.items():
        if len(places) >= enough and _DUMMY.fullmatch(value):
            what = f"在 {len(places)} 行里相同，请核对"
            yield hit(places[0], severity=Severity.WARNING, what=what)


_SHORT_ANSWERS = ("implementers", "duration", "budget_arrangement")
"""Roles of texts that a few words may answer: who, from when to when, how much."""


@declaration_rule("T702", "text-length", Severity.NOTICE, "“{label}”{seen}，{what}")
def text_length(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字过短或过长

    为什么重要
        几个字说不清为什么做、怎样做；上千字又让人找不到要点。

    反例
        项目概况: 对馆藏档案进行扫描。   # <- T702 “项目概况”10 字，少于 30 字

    正例
        项目概况: 对馆藏的民国时期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。

    怎样改
        填报的，过短的补上对象、做法和用处，过长的留下要点，细节放进附件；录入的核对原件，原件如此的不必改。
        不足字数而写明了谁做什么、做成什么的，写了数量的，以及单位名称、文件名称、日期，都不算过短。字数不算空格和换行。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；字数由本站设定。
    """
    for filed in declaration.texts:
        if filed.label in declaration.edition.accounts:
            yield from _length(filed, thresholds)


def _is_placeholder(text: str) -> bool:
    """Whether T701 speaks of the text as a whole."""
    return any(mark.text == text for mark in marks_in(text, "account"))


def _length(filed: FiledText, thresholds: Thresholds) -> Iterator[Hit]:
    shortest, longest = thresholds.shortest_text, thresholds.longest_text
    expected = f"{shortest:,} 到 {longest:,} 字"
    count = len("".join(filed.text.split()))
    if count < shortest and not _is_placeholder(filed.text) and not _says_enough(filed):
        what, difference = f"少于 {shortest:,} 字", f"少 {shortest - count:,} 字"
    elif count > longest:
        what, difference = f"超过 {longest:,} 字", f"多 {count - longest:,} 字"
    else:
        return
    yield hit(filed.at, seen=f"{count:,} 字", expected=expected, difference=difference, label=filed.label, what=what)


_TOLD_AT_LENGTH = frozenset({"overview", "necessity", "safeguards", "plan", "overall_goal", "yearly_goal"})
"""Roles of the fields that ask for sentences; others may ask for a name, a title or a date."""

_AMOUNT = re.compile(r"(?<![0-9.])(?!(?:19|20)[0-9]{2} ?年)[0-9]+(?:[.,][0-9]+)* ?[%\u4e00-\u9fff]")
_ACT = re.compile(
    "完成|建[立设成]|加强|提[升高供]|确保|保[障证]|开展|推[进动]|实[现施]|促进|落实|组织|完善|优化|达到|降低|减少|增加|进行|举办|采购|购置|"
    "修[缮建]|改[造善]|维[护修]|更新|发放|补助|资助|支持|培训|服务|监测|检查|治理|缩小|扩大|满足|管理|宣传|编制|制定|解决|方便|执行|核对|审核|验收|监督|[使让]"
)
_WORDS_OF_A_SENTENCE, _WORDS_OF_A_NAME = 8, 2
"""Pieces of two characters (see ``key_words``) that subject, act and object have together at least, or a name alone."""


def _says_enough(filed: FiledText) -> bool:
    """Whether a short text has all it takes: an amount, or an act with subject and object; elsewhere a name or a date."""
    text = half_width(filed.text)
    if _AMOUNT.search(text):
        return True
    words = len(key_words(text))
    if filed.role in _TOLD_AT_LENGTH:
        return words >= _WORDS_OF_A_SENTENCE and bool(_ACT.search(text))
    return words >= _WORDS_OF_A_NAME or any(character.isdigit() for character in text)


@record_rule("T703", "doubled-or-contradicting-words", Severity.WARNING, "“{seen}”{what}")
def doubled_or_contradicting_words(record: Record, thresholds: Thresholds) -> Iterator[Hit]:
    """词语写了两遍，或连着的两个词意思相反

    为什么重要
        “增加增加”多写了一遍；“增加持平”不知道是增加还是持平，“不少于3次以内”不知道是至少还是至多，照着做和照着评价都没有依据。

    反例
        项目实施计划: 2020年3月底前完成完成采购，4月至11月分批扫描、著录，12月验收，每个季度向主管部门报告一次进度。   # <- T703 “完成完成”写了两遍
        备注: 著录人员比上年增加持平。   # <- T703 “增加持平”前后意思相反
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度不低于90%以下。   # <- T703 “不低于90%以下”前后意思相反

    正例
        项目实施计划: 2020年3月底前完成采购，4月至11月天天扫描、著录，12月完成验收，每个季度向主管部门报告一次进度。
        备注: 著录人员与上年持平。

    怎样改
        填报的删去多写的词，意思相反的核对后留下一个；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；本条判断方法由本站设定。
    """
    for text, at, _ in _written(record):
        for slip in slips_in(text):
            yield hit(at, part=slip.text, what=slip.what)
