"""Slips of the pen: a word written twice over, and words side by side that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

TWICE = "写了两遍"
CONTRARY = "前后意思相反"


class Slip(NamedTuple):
    """What is written, and what is wrong with it."""

    text: str
    what: str


_TWICE = re.compile(r"(..)\1")
_HAN = "\u4e00-\u9fff"
_WORD = re.compile(rf"(?![一逐每]|[零〇○二三四五六七八九十百千万亿两几]|(.)\1)[{_HAN}]{{2}}")
"""No reduplication of measures (一个一个), no numerals, no 天天天天."""
_HEADS_NOTHING = re.compile(
    "增加(?!值)|增长(?![率点极])|减少|降低|下降|上升|提高|提升|完成(?![率度时情])|达到|实现|确保|保证(?![金书])|开展|进行|举办|召开|加强|"
    "争取|力争|不断|逐步|切实|全面|为了|以及|通过(?!率)|对于|根据|按照|以上|以下|以内|其中|包括|主要|及时"
)
"""Words that begin no noun: 增加增加收入 is a slip, while 保障保障房 and 组织组织生活 are none."""

_MORE, _LESS, _SAME = "增加|增长|提高|提升|上升|扩大", "减少|降低|下降|缩短|缩小|压减|缩减", "持平"
_CHANGE = rf"(?P<{{name}}>(?P<{{name}}_more>{_MORE})|(?P<{{name}}_less>{_LESS})|{_SAME})"
_TWO_CHANGES = re.compile(rf"(?:{_MORE}|{_LESS}|{_SAME})(?={_MORE}|{_LESS}|{_SAME})")
"""Looked for first, as it takes a third of the time."""
_CHANGES = re.compile(rf"{_CHANGE.format(name='first')}{_CHANGE.format(name='second')}(?![{_HAN}]|的)")
_FIGURE = r" ?[0-9０-９][0-9０-９.,，．]{0,14} ?[%％\u4e00-\u9fff]{0,4}?"
_BOUNDS = re.compile(
    rf"(?:不[低少]于|不得[低少]于|至少|≥){_FIGURE}(?:以下|以内|之内)|(?:不[多高大]于|不得?超过|至多|≤){_FIGURE}以上"
)

_ENDS_OF_BOUNDS = ("以下", "以内", "之内", "以上")


def slips_in(text: str) -> tuple[Slip, ...]:
    """The different slips in a text."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _slips_in(text)


def _slips_in(text: str) -> tuple[Slip, ...]:
    return tuple(dict.fromkeys(_each_slip(text)))


_LONGEST_REMEMBERED = 60
_remembered = lru_cache(10_000)(_slips_in)
"""A name or a target value stands so in other rows and years as well."""


def _each_slip(text: str) -> Iterator[Slip]:
    for match in _TWICE.finditer(text):
        if _is_slip(match):
            yield Slip(match.group(), TWICE)
    if _TWO_CHANGES.search(text):
        for match in _CHANGES.finditer(text):
            if _direction(match, "first") != _direction(match, "second"):
                yield Slip(match.group(), CONTRARY)
    if any(end in text for end in _ENDS_OF_BOUNDS):
        yield from (Slip(match.group(), CONTRARY) for match in _BOUNDS.finditer(text))


def _is_slip(match: re.Match[str]) -> bool:
    """Whether the second time can be nothing but the word once more: it ends there, or begins no noun."""
    if not _WORD.fullmatch(match.group(1)):
        return False
    after = match.string[match.end() : match.end() + 1]
    return not re.match(f"[{_HAN}]", after) or bool(_HEADS_NOTHING.match(match.string, match.end(1)))


def _direction(match: re.Match[str], name: str) -> str:
    return "more" if match[f"{name}_more"] else "less" if match[f"{name}_less"] else "same"
