"""Numbers written in words (百分之九十五, 不少于三次), written in digits where they are amounts beyond doubt."""

from __future__ import annotations

import re
from decimal import Decimal

from .measures import COUNTABLE, COUNTED

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MYRIADS = {"亿": 100_000_000, "万": 10_000}
_VALUES = _DIGITS | {"十": 10, "百": 100, "千": 1_000} | _MYRIADS
_ONES = "[一二两三四五六七八九]"
_SECTION = re.compile(rf"(?:({_ONES})千)?(?:(零?{_ONES})百)?(?:(零?{_ONES}?)十)?(零?{_ONES})?")
_HINT = re.compile("[零一二两三四五六七八九十半]|百分")
"""Without one of these a text has no number in words; looking for them first is faster."""

_ONE_TO_TEN = "[零一二两三四五六七八九十]"
_ANY = "[零〇一二两三四五六七八九十百千万亿]"
_WORDS = (
    rf"(?:{_ONE_TO_TEN}(?:{_ANY}{{0,10}}[零〇一二两三四五六七八九十百千])?+(?:点[零一二三四五六七八九]{{1,4}})?|半)"
)
_POINTS = rf"{_ONE_TO_TEN[:-1]}百]{{1,9}}(?:点[零一二三四五六七八九]{{1,4}})?"
_SHARE = re.compile(
    rf"百分百|(?P<whole>[百千万]|{_ONE_TO_TEN}{{1,3}})分之(?P<part>{_POINTS}|[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?)"
)

_NOT_AFTER = "(?<![第首后某另同统唯逐数几点漏落掉丢零〇一二两三四五六七八九十百千万亿])(?<!一[^年月周天日季])"
"""Before these words a number ranks or picks out (第三次, 另一个), or is part of one or of a saying (一户一册)."""
_NO_AMOUNT = "(?!零件|一起|一批(?!次)|(?<=每)一|(?<=[上下前后大多过个])半)"
_SCALE = " ?[百千万亿]{0,4}[余多]?"
_END = r"(?= *(?:$|[,，。.;；:：、()（）\]/·\n]))"
_LIMIT = "(?=(?:及|[(（或]{0,2}含?[)）]?)以[上下内]|之内|内(?![容部涵网设控资审训业外科])|左右|上下$)"
_LED = "(?:(?<=[≥≤><=≧≦⩾⩽≮≯])|(?<=[低少高多大小短长等]于)|(?<=超过)|(?<=[至最][少多])|(?<=不[足到超])) ?"
_DONE = (
    "(?<=完成|开展|举办|召开|组织|新增|新建|建设|建成|编制|形成|出具|提交|采购|购置|培训|走访|发放|印发|制定|出台|发布|承办|培育|"
    "引进|培养|设立|开设|更新|维修|改造|检查|抽查|巡查|调研|参加|接待)"
)
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NOT_AFTER}(?P<words>{_WORDS})(?= ?[-—~至到或] ?{_WORDS}{_SCALE}{COUNTABLE})",
        rf"{_NOT_AFTER}{_NO_AMOUNT}(?P<words>{_WORDS})(?={_SCALE}(?:{COUNTED}{_END}|{COUNTABLE}{_LIMIT}))",
        rf"{_LED}(?P<words>{_WORDS})(?={_SCALE}{COUNTABLE}(?![性式化体])|{_END})",
        rf"(?<=每)(?!一(?!{_ANY}))(?P<words>{_WORDS})(?={_SCALE}{COUNTED})",
        rf"{_DONE}{_NO_AMOUNT}(?!一(?!{_ANY}))(?P<words>{_WORDS})(?={_SCALE}{COUNTED}(?![性式化体半一]))",
    )
)
"""Counts in words: the first of a range, one that ends its clause or has a limit after it, one after an operator, after 每, after what is done."""


def in_digits(text: str) -> str:
    """The text with shares, fractions and counts in words written in digits; ``三四次`` becomes two numbers, ``3-4次``.

    Other numbers in words stay as they are, since most are no amounts: 一次性, 第三方, 两个维护.
    """
    if not _HINT.search(text):
        return text
    text = _SHARE.sub(_share, text)
    for pattern in _COUNTS:
        text = pattern.sub(_count, text)
    return text


def _share(match: re.Match[str]) -> str:
    """``百分之九十五`` → ``95%``, ``三分之二`` → ``2/3``."""
    whole, part = match["whole"] or "百", match["part"] or "一百"
    number = part if part[0].isascii() else _digits(part)
    sign = {"百": "%", "千": "‰", "万": "/10000"}.get(whole)
    return f"{number}{sign or f'/{_digits(whole)}'}"


def _count(match: re.Match[str]) -> str:
    return match.group().removesuffix(match["words"]) + _digits(match["words"])


def _digits(words: str) -> str:
    """The number in digits; where the words make no number, each of them for itself."""
    number = number_in_words(words)
    return str(number) if number is not None else "-".join(str(_VALUES[word]) for word in words if word in _VALUES)


def number_in_words(words: str) -> Decimal | None:
    """The number that the words say, or nothing where they say none or more than one (三四, 二〇二六, 两百五)."""
    if words == "半":
        return Decimal("0.5")
    whole, point, decimals = words.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    return Decimal(f"{value}.{''.join(str(_DIGITS[word]) for word in decimals)}")


def _whole(words: str) -> Decimal | None:
    """A whole number: what stands before 亿 and before 万, and the rest, each below 10,000."""
    total, rest = 0, words
    for myriad, factor in _MYRIADS.items():
        before, found, after = rest.partition(myriad)
        section = _section(before, total) if found else 0
        if section is None:
            return None
        total, rest = (total + section * factor, after) if found else (total, rest)
    section = _section(rest, total) if rest else 0
    return None if section is None else Decimal(total + section)


def _section(words: str, before: int) -> int | None:
    """A number below 10,000; nothing where it is none, or leaves out what its last digit counts (两百五, 三万五)."""
    if words in ("零", "〇"):
        return 0
    match = _SECTION.fullmatch(words)
    if not match or not words:
        return None
    thousands, hundreds, tens, ones = match.groups()
    is_short = ones and not ones.startswith("零") and tens is None and (hundreds or thousands or before)
    parts = ((thousands, 1_000), (hundreds, 100), ("一" if tens == "" else tens, 10), (ones, 1))
    return None if is_short else sum(_DIGITS[word[-1]] * power for word, power in parts if word)
