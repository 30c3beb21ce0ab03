"""An indicator's target value: the text as filed, and what can be read of it (operator, number, unit).

The grammar, after full-width signs were made half-width (、，；。 part clauses; a comma within a number is half-width)::

    target    = [words] [change] [about] [operator] [about] number [unit] [limit] [words]
    operator  = ≥ ≧ ⩾ >= 不低于 不少于 不小于 至少 最低 大于等于 … | ≤ ≦ <= 不超过 不高于 不大于 至多 最高 小于等于 …
              | > 大于 高于 超过 超 | < 小于 低于 少于 不足 不到 | = 等于; an unpaired 》 or 〉 before a number is >, 《 or 〈 is <
    number    = [-] digits with , between thousands and . before decimals | 百分之… | a count in words (numerals.py)
    unit      = measures.py, after 十百千万亿 or not, in brackets or not (90(%), 3万元), with / or · more (元/人·天); 百分比 is %
    limit     = 以上 及以上 + → ≥ | 以下 以内 之内, 内 after time, money, length, shares → ≤
    about     = 约 近 将近 before the number, 左右 上下 after it, 余 多 before the unit
    change    = 提高 降低 节约 …: the number is the amount of a change (提高5%), not a level (提高到90%)

Digits that are no amount are passed over: dates, months (1-N月), ordinals, documents and titles, models, hours of service,
ages of those served. A target is *undecided* where the text has several numbers (ranges, 1:3, ±5%), where words or signs
around the number leave its meaning open (不低于上年的95%, 3次以上以下, 95-), or where it is *unreadable*: letters within the
number (l00%, 1O0%), or an operator where none belongs (95%≥). A target without any number is qualitative.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from .measures import SIGN_UNITS, UNIT
from .numerals import in_digits

_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code) != ","}
_FOLD = _FULL_WIDTH | str.maketrans("　\u00a0\t﹪﹥﹤﹦−–﹣〜", "   %><=---~")

_UNITS = rf"(?:百分[点比]|[百千万亿]{{0,4}}[余多]?{UNIT})(?:[/·](?:{UNIT}|月|季度?|生)){{0,3}}|[百千万亿]{{1,4}}[余多]?"
_NUMBER = re.compile(
    rf"(?P<number>[0-9]++(?:,[0-9]{{3}})*+(?:\.[0-9]++)?+) *+(?:\( ?(?P<bracketed>{_UNITS}) ?\)|(?P<unit>{_UNITS}))?"
)
_LONGEST_NUMBER = 15
_LONGEST_REMEMBERED = 100
_SAME_UNIT = {"百分比": "%"}
_NO_MORE = str.maketrans("", "", "余多")

_MARKS = re.compile(r"《[^《》]{0,80}》|〈[^〈〉]{0,80}〉|[》〉《〈](?=[》〉《〈= ]{0,3}[0-9零一二两三四五六七八九十])")
_SIGNS = {"》": ">", "〉": ">", "《": "<", "〈": "<"}
"""Title marks, in pairs, or alone before a number: what an input method makes of the keys < and >."""

_LIKE_ONE, _LIKE_ZERO = "lI|", "OoОоΟο〇○◯"
_LIKE_DIGIT = f"0-9{_LIKE_ONE}{_LIKE_ZERO}"
_LETTERS_HINT = re.compile(f"[{_LIKE_ONE}{_LIKE_ZERO}]|[0-9][.,]?[A-Za-z]")
_WITH_LETTERS = re.compile(
    rf"(?<![A-Za-z.,{_LIKE_DIGIT}])(?:[1-9{_LIKE_ONE}][{_LIKE_DIGIT}]*+|[0{_LIKE_ZERO}])(?:,[{_LIKE_DIGIT}]{{3}})*+"
    rf"(?:\.[{_LIKE_DIGIT}]++)?+(?![A-Za-z0-9])|(?<![A-Za-z0-9])[0-9]++[.,]?[A-Za-z]++[0-9.,]*+(?= ?%)"
)
"""A number some of whose digits may be letters that look like them, or letters between a digit and %."""
_MEASURED = re.compile(rf" ?\(? ?(?:[%‰]|{UNIT}(?= ?(?:$|[^一-鿿]|以[上下内]|之?内|左右)))")

_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH = "(?:1[0-2]|0?[1-9])"
_YEAR = "(?<![0-9.])(?:19|20)[0-9]{2}"
_TO = " ?[-—~至到] ?"
_NOT_A_VALUE = re.compile(
    "|".join(
        (
            # calendar years, dates, months, days, quarters
            rf"{_YEAR}(?:{_TO}(?:19|20)?[0-9]{{2}})? ?(?:学年|财年|年|版)度?",
            rf"{_YEAR}([-/.]){_MONTH}\1{_DAY}(?![0-9])|{_YEAR}[-/]{_MONTH}(?![0-9])|{_YEAR}\.{_MONTH}(?=月|前|底|之前|以前)",
            rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])",
            rf"(?<![0-9.])[0-9]{{1,2}}{_TO}[NnXx] ?月",
            r"(?:(?<![附就])近|过去|未来|今后) ?[0-9]{1,3} ?(?:个月|年)(?!度)",
            rf"(?<![0-9.])(?:{_MONTH}{_TO})?{_MONTH} ?月(?:份|底|末|初)?(?: ?{_DAY} ?[日号])?",
            rf"(?<![0-9.]){_DAY} ?日(?=之?前|以前|起|止|至)|(?<![0-9.])[1-4](?:{_TO}[1-4])? ?季度",
            # ordinals, numbers of houses and documents, numbers of list items
            rf"第 ?[0-9]++(?:{_TO}[0-9]++)?|(?<![0-9])[0-9]++(?: ?号|年级)",
            r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]* ?号?|《[^《》]{0,80}》|(?:满|总)分为? ?[0-9]{1,4}分?",
            r"(?:^|(?<=[;。\n])) *+(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[、)]|\.(?![0-9])))",
            # hours of service, sizes, telephone services, ages of those served
            r"(?<![0-9.])[0-9]++[天日]?(?: ?[*×xX] ?[0-9]++(?:小时|天|日)?)+",
            r"(?<![0-9])(?:7天|365天)、?24小时|(?<=[全每]天)24小时|(?<![0-9])24小时(?=不|值|服务|开放|运[行转维]|在线|热线|待命|监)",
            r"(?<=全年)36[56]天|(?<![0-9])(?:123(?:45|48|20|33|66|88)|110|119|12[02])(?=市民|服务|政务|热线|工单|平台|急救|报警)",
            r"(?<![0-9])[0-9]{1,2}(?:[-~至][0-9]{1,2})?周?岁及?(?:以[上下])?的?(?=[老儿人青未中女男婴幼户居学适])",
            # editions, standards, models
            r"(?<![0-9.])[0-9]++\.[0-9]++ ?版",
            r"(?<![A-Za-z0-9/])(?!k?[mM][23](?![A-Za-z0-9]))[A-Za-z]++(?:/[A-Za-z]++)?[-_/ ]?[0-9]++(?:[.:-][0-9]++)*+(?![0-9.]* ?%)",
            rf"(?<![0-9.])[0-9]++(?:\.[0-9]++)?+(?!(?:{SIGN_UNITS})(?![A-Za-z]))[A-Za-z]++|(?<![≥≤><=0-9.])[2-6]G(?![A-Za-z])",
        )
    )
)
"""Digits that are no amount."""

_MAY = "(?:不|未|没有?|严禁|禁止|避免)(?:得|能|应|可|宜|准|许|会|要|该|当|应该|应当|允许|可以|能够)?"
_BEFORE = (
    (
        "≥",
        rf"[≥≧⩾≮]=?|[>≥] ?=|=>|{_MAY}[低少小短]于|至少|最少|最低|[大高多]于[或且和]?等于|(?:至少|最少)[一-鿿]{{1,6}}",
    ),
    (
        "≤",
        rf"[≤≦⩽≯]=?|< ?=|=<|{_MAY}(?:超过|[高大多长]于)|不超出?|至多|最多|最高|最长|[小低少]于[或且和]?等于|(?:至多|最多)[一-鿿]{{1,6}}",
    ),
    (">", r">|[大高多]于|超[过出]?|逾"),
    ("<", r"<|[小低少短]于|不足|不到|未满"),
    ("=", r"=|(?<!不)等于"),
)
_OPERATOR_BEFORE = tuple((operator, re.compile(rf"(?:{words})$")) for operator, words in _BEFORE)
_LONGEST_OPERATOR = 12
_AT_LEAST = re.compile(r"[及或(]{0,2}以上|\+(?![0-9])")
_AT_MOST = re.compile(r"[及或(]{0,2}以下|以内|之内")
_WITHIN = re.compile(r"内(?![容部涵网设控资审训业外科])")
_SPAN = re.compile(r"%|元|米|公里|[秒分天日周月年时]$|[秒分]钟$|个季度$|^(?:ms|s|h|min)$")
_FAR_BEFORE = re.compile(r"[≥≤><≧≦≠]|[低高大小少多]于|不等于|超过|不超")
_FAR_AFTER = re.compile(r"(?<!规模)(?<!限额)(?<![级处科局县市])以[上下内]|之内")
_ABOUT_BEFORE = re.compile(
    r"(?:大约|约为|将近|接近|(?<![节预签履违合契公条制集简失邀特租续])约|(?<![最就附远靠邻临])近)$"
)
_ABOUT_AFTER = re.compile(r"左右|上下|[余多](?![一-鿿])")
_UNCERTAIN_BEFORE = re.compile(r"[-—~±前./:不未没无非勿禁免]$|(?:无一|没有|[从绝决]不)[一-鿿]{0,4}$")
_UNCERTAIN_AFTER = ("半", *"-—~", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
_STRAY_SIGN = re.compile(r"[≥≤><≧≦⩾⩽≮≯]=?|=$")
_CHANGE = re.compile(r"(提高|提升|增长|增加|上升|扩大|降低|下降|减少|缩短|压减|压缩|缩减|节约|节省)了?(?:率|幅度)?$")
_CLAUSE_END = re.compile(r"[,，。;；、\n]")
_INCLUSIVE = re.compile(r"\(含[^()]{0,12}\)")


@dataclass(frozen=True, slots=True)
class Target:
    """A target value as filed (``raw``) and as read.

    ``operator`` is one of = ≥ ≤ > < or empty where the text names none; ``value`` is the number and ``unit`` its unit
    (%, 秒, 次, 万元 …) or empty; without a value the target is qualitative, or ``undecided`` where the text holds a number
    and does not say what it means. ``change`` is the word (提高, 降低 …) where the number is the amount of a change and
    not a level; ``approximate`` where the text says 约, 左右 or 余. ``unreadable`` is the piece that makes an undecided
    text so where it is miswritten (l00%, 95%≥). Source: form editions, "指标目标值".
    """

    raw: str
    operator: str = ""
    value: Decimal | None = None
    unit: str = ""
    undecided: bool = False
    change: str = ""
    approximate: bool = False
    unreadable: str = ""

    @property
    def quantified(self) -> bool:
        """Whether a number could be read."""
        return self.value is not None

    @property
    def reading(self) -> str:
        """What was read, for people: ``≥ 85 %``, ``约 500 人``, ``降低 ≥ 10 %``, ``定性`` or ``无法识别``."""
        if self.value is None:
            return "无法识别" if self.undecided else "定性"
        number = f"{self.value.normalize():f}".replace("-", "−")
        about = "约" if self.approximate else ""
        return " ".join(part for part in (self.change, self.operator, about, number, self.unit) if part)


def read_target(raw: str) -> Target:
    """Read operator, number and unit of a target value; a text that does not decide is said to be undecided."""
    return _remembered(raw) if len(raw) <= _LONGEST_REMEMBERED else _read(raw)


def _read(raw: str) -> Target:
    folded = raw.translate(_FOLD)
    if letters := _letters_in_number(folded):
        return Target(raw, undecided=True, unreadable=raw[letters])
    text = _NOT_A_VALUE.sub(_blank, _INCLUSIVE.sub(_space, in_digits(_with_signs(folded))))
    numbers = list(islice(_NUMBER.finditer(text), 2))
    if not numbers:
        return Target(raw, "", Decimal(0)) if text.strip("为 。") == "零" else Target(raw)
    return (_read_one(raw, text, numbers[0]) if len(numbers) == 1 else None) or Target(raw, undecided=True)


_remembered = lru_cache(maxsize=10_000)(_read)


def _blank(match: re.Match[str]) -> str:
    return "□" * len(match.group())


def _space(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _letters_in_number(text: str) -> slice | None:
    """Where letters stand within a number, such as ``l00`` before ``%``; model numbers and words are none."""
    if not _LETTERS_HINT.search(text):
        return None
    return next((slice(*match.span()) for match in _WITH_LETTERS.finditer(text) if _is_miswritten(match, text)), None)


def _is_miswritten(match: re.Match[str], text: str) -> bool:
    """Whether a run like a number holds letters, and its unit, an operator or its standing alone makes it a number."""
    run = match.group()
    if all(character in "0123456789.," for character in run):
        return False
    start, end = match.span()
    is_led = bool(_operator_before(text[max(0, start - _LONGEST_OPERATOR) : start].rstrip())[0])
    if any(character in "0123456789" for character in run):
        is_alone = len(text) <= _LONGEST_REMEMBERED and run == text.strip()
        return is_led or is_alone or bool(_MEASURED.match(text, end))
    return any(character.isascii() for character in run) and (is_led or text.startswith(("%", "‰"), end))


def _with_signs(text: str) -> str:
    """The text with a title mark before a number read as the sign that was meant, unless it is one of a pair."""
    return _MARKS.sub(lambda mark: _SIGNS.get(mark.group(), mark.group()), text)


def _read_one(raw: str, text: str, match: re.Match[str]) -> Target | None:
    """The target with this one number, or nothing where the words around it leave its meaning open."""
    before, sign = _split_sign(_CLAUSE_END.split(text[: match.start()])[-1].replace(" ", ""))
    after = _CLAUSE_END.split(text[match.end() :], maxsplit=1)[0].strip()
    if stray := _STRAY_SIGN.match(after):
        return Target(raw, undecided=True, unreadable=_as_filed(raw, text, match, stray.group()))
    written = match["bracketed"] or match["unit"] or ""
    unit = written.translate(_NO_MORE)
    bare = _ABOUT_BEFORE.sub("", before)
    lower, rest = _operator_before(bare)
    upper = _operator_after(after, unit)
    if _is_no_number(match["number"]) or _is_open(rest, after, lower, upper):
        return None
    value = Decimal(sign + match["number"].replace(",", ""))
    about = (bare, unit) != (before, written) or bool(_ABOUT_BEFORE.search(rest[-3:]) or _ABOUT_AFTER.match(after))
    change = _CHANGE.search(rest[-20:]) or _CHANGE.search(bare[-20:])
    known = _SAME_UNIT.get(unit, unit)
    target = Target(raw, lower or upper, value, known, change=change.group(1) if change else "", approximate=about)
    return None if _may_be_a_date(target) else target


def _may_be_a_date(target: Target) -> bool:
    """Whether it may be a day of the month (15日), or would be taken for a year (2019余年)."""
    if target.unit == "日" and not target.operator:
        return target.value is not None and target.value <= 31
    return target.unit.startswith(("年", "版")) and bool(_NOT_A_VALUE.search(target.reading))


def _as_filed(raw: str, text: str, match: re.Match[str], sign: str) -> str:
    """The number with the sign after it as it stands in the raw text; all of that where words were made digits."""
    if len(raw) != len(text):
        return raw
    return raw[match.start() : text.index(sign, match.end()) + len(sign)]


def _is_no_number(digits: str) -> bool:
    """Whether the digits are more than any amount has, or begin with a zero that counts nothing."""
    return len(digits) > _LONGEST_NUMBER or (digits[0] == "0" and digits[1:2].isdigit())


def _is_open(rest: str, after: str, lower: str, upper: str) -> bool:
    """Whether operators contradict each other, stand too far from the number, or something else qualifies it.

    ``rest`` is what stands before the operator that stands before the number.
    """
    again, _ = _operator_before(rest)
    far = (not (again and again == lower) and _FAR_BEFORE.search(rest)) or (not upper and _FAR_AFTER.search(after))
    contrary = (again and again != lower) or (lower and upper and lower != upper)
    return bool(far or contrary or _UNCERTAIN_BEFORE.search(rest[-8:]) or after.startswith(_UNCERTAIN_AFTER))


def _split_sign(before: str) -> tuple[str, str]:
    """Part a minus sign from what stands before a number, where it opens the value or follows an operator or 约."""
    opening = before.removesuffix("-")
    if opening != before and (opening[-1:] in ("", *"≥≤><=") or _ABOUT_BEFORE.search(opening[-3:])):
        return opening, "-"
    return before, ""


def _operator_before(before: str) -> tuple[str, str]:
    """The operator that closes a text, and the text before it."""
    near = before[-_LONGEST_OPERATOR:]
    for operator, pattern in _OPERATOR_BEFORE if near else ():
        if match := pattern.search(near):
            return operator, before[: len(before) - len(near) + match.start()]
    return "", before


def _operator_after(after: str, unit: str) -> str:
    if _AT_LEAST.match(after):
        return "≥"
    within = _WITHIN.match(after) and _SPAN.search(unit)
    return "≤" if within or _AT_MOST.match(after) else ""
