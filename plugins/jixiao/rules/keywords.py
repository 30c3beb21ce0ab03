"""What a short Chinese text is about, once the words that any declaration uses of anything are left out."""

from __future__ import annotations

import re
from functools import lru_cache

from ..text import fold

_DEEDS = (
    "进一步|完成|建立|加强|提升|提高|确保|保障|保证|开展|推进|推动|实现|促进|做好|落实|组织|实施|完善|优化|健全|"
    "达到|争取|力争|降低|减少|增加|加快|强化|深化|进行|举办|召开|提供|不低于|不少于|不超过|控制在|以上|以内|以下"
)
_MEASURES = "次数|人数|人次|车次|期数|班次|场次|场数|页数|份数|台数|套数|件数|户数|个数|家数|篇数|天数|数量|总数|总量|面积|长度|里程|规模"
_MANNERS = "及时|按时|正常|顺利|合理|有效|明显|明确|全面|不断|逐步|积极|切实|基本|良好|规范"
_GENRE = (
    "项目|工作|系统|运行|情况|年度|全年|当年|本年|今年|年底|月底|底前|季度|上半年|下半年|目标|任务|计划|要求|内容|水平|作用|效果|质量|"
    "单位|部门|相关|有关|各类|各项|指标|措施"
)
_DEEDS_AND_MEASURES = re.compile(f"{_DEEDS}|{_MEASURES}")
_GENERAL = re.compile(f"{_DEEDS}|{_MEASURES}|{_MANNERS}|{_GENRE}")
_LONGEST_REMEMBERED = 100
_WORDS = re.compile(r"[\u3400-\u9fff]{2,}|[a-z]{2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_COUNTS = re.compile(r"(?<![\d.])\d++(?:\.\d++)?(?![年月日号])[\u3400-\u9fff]")


def key_words(text: str) -> frozenset[str]:
    """Latin words, counts (5公里), and two-character pieces of Chinese between general words (完成, 提升, 项目, 系统 …).

    Chinese is written without spaces: where a word ends is not known, but two texts on one thing share such pieces.
    """
    return _remembered_key_words(text) if len(text) <= _LONGEST_REMEMBERED else _key_words(text)


@lru_cache(maxsize=10_000)
def _remembered_key_words(text: str) -> frozenset[str]:
    return _key_words(text)


def _key_words(text: str) -> frozenset[str]:
    folded = _THOUSANDS.sub("", fold(text))
    runs = _WORDS.findall(_GENERAL.sub(" ", folded))
    return frozenset(_COUNTS.findall(folded)).union(piece for run in runs for piece in _pieces(run))


def _pieces(run: str) -> list[str]:
    return [run] if run.isascii() else [run[start : start + 2] for start in range(len(run) - 1)]


def subject_of(text: str) -> str:
    """What is counted, whichever way round it is put: 完成档案扫描, 扫描档案 and 档案扫描页数 give the same."""
    return "".join(sorted(_DEEDS_AND_MEASURES.sub("", fold(text))))
