"""An indicator's target value: the text as filed, and what can be read of it (operator, number, unit)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F) if chr(code) != ","}
_FOLD = _FULL_WIDTH | str.maketrans("　﹪﹥﹤−–﹣〜", " %><---~")

_WORD_UNITS = (
    "个百分点|百分点|平方公里|平方米|立方米|公里|千米|厘米|毫米|纳米|米|公顷|亩|吨|千克|公斤|毫克|微克|克|斤|毫升|升|元|"
    "分钟|课时|学时|个小时|小时|毫秒|秒钟|秒|分|个工作日|工作日|自然日|日历天|天|日|周岁|岁|周|个月|个季度|年|"
    "人次|人天|人日|人月|人|户次|户|家次|家|名|位|次|个|项|篇|份|件|台套|台次|台|套|部|场次|场|期|批次|批|处|所|座|条|辆|册|级|起|例|宗|"
    "间|张|幅|集|支|只|头|株|棵|本|片|块|根|盏|组|门|种|类|款|版|页|字|卷|盒|包|箱|瓶|对|双|站|眼|口|孔|井|架|艘|扇|"
    "路|轮|届|课|讲|班次|班|节|幕|档|单|笔|车次|趟|倍|折|千瓦时|千瓦|兆瓦|分贝|像素|度|床|村|校|镇|成(?![功立员果效本绩品熟])"
)
_SIGN_UNITS = "%|‰|℃|°C|㎡|㎥|(?i:km²|km2|m²|m2|m³|m3|mm|cm|km|kg|mg|μg|ug|ml|ms|min|[mgk]bps|[kmgtp]b|kwh|[km]w|kv|hz|db|ppm)|[mshtgLMG]"
_UNIT = rf"(?:{'|'.join(sorted(_WORD_UNITS.split('|'), key=len, reverse=True))}|(?:{_SIGN_UNITS})(?![A-Za-z]))"
_UNITS = rf"[百千万亿]{{0,4}}[余多]?{_UNIT}(?:[/·](?:{_UNIT}|月|季度?|生)){{0,3}}|[百千万亿]{{1,4}}"
_NUMBER = re.compile(
    rf"(?P<number>[0-9]++(?:,[0-9]{{3}})*+(?:\.[0-9]++)?+)\s*+(?:\( ?(?P<bracketed>{_UNITS}) ?\)|(?P<unit>{_UNITS}))?"
)
_LONGEST_NUMBER = 15
_LONGEST_REMEMBERED = 100

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
            rf"(?<![0-9.])(?:{_MONTH}{_TO})?{_MONTH} ?月(?:份|底|末|初)?(?: ?{_DAY} ?[日号])?",
            rf"(?<![0-9.]){_DAY} ?日(?=之?前|以前|起|止|至)|(?<![0-9.])[1-4](?:{_TO}[1-4])? ?季度",
            # ordinals, numbers of houses and documents, numbers of list items
            rf"第 ?[0-9]++(?:{_TO}[0-9]++)?|(?<![0-9])[0-9]++(?: ?号|年级)",
            r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]* ?号?",
            r"(?:^|(?<=[;。\n])) *+(?:\([0-9]{1,2}\)|[0-9]{1,2}(?:[、)]|\.(?![0-9])))",
            # hours of service, sizes, telephone services, ages of those served
            r"(?<![0-9.])[0-9]++[天日]?(?: ?[*×xX] ?[0-9]++(?:小时|天|日)?)+",
            r"(?<![0-9])(?:7天|365天)、?24小时|(?<=[全每]天)24小时|(?<![0-9])24小时(?=不|值|服务|开放|运[行转维]|在线|热线|待命|监)",
            r"(?<=全年)36[56]天|(?<![0-9])(?:123(?:45|48|20|33|66|88)|110|119|12[02])(?=市民|服务|政务|热线|工单|平台|急救|报警)",
            r"(?<![0-9])[0-9]{1,2}(?:[-~至][0-9]{1,2})?周?岁及?(?:以[上下])?的?(?=[老儿人青未中女男婴幼户居学适])",
            # editions, standards, models
            r"(?<![0-9.])[0-9]++\.[0-9]++ ?版",
            r"(?<![A-Za-z0-9/])[A-Za-z]++(?:/[A-Za-z]++)?[-_/ ]?[0-9]++(?:[.:-][0-9]++)*+(?![0-9.]* ?%)",
            rf"(?<![0-9.])[0-9]++(?:\.[0-9]++)?+(?!(?:{_SIGN_UNITS})(?![A-Za-z]))[A-Za-z]++|(?<![≥≤><=0-9.])[2-6]G(?![A-Za-z])",
        )
    )
)
"""Digits that are no amount."""

_BEFORE = (
    (
        "≥",
        r"[≥≧⩾≮]=?|[>≥] ?=|=>|不[得能应可宜]?[低少小短]于|至少|最少|最低|[大高多]于[或且和]?等于|(?:至少|最少)[一-鿿]{1,6}",
    ),
    (
        "≤",
        r"[≤≦⩽≯]=?|< ?=|=<|不[得能应可宜]?(?:超过|[高大多长]于)|不超出?|至多|最多|最高|最长|[小低少]于[或且和]?等于|(?:至多|最多)[一-鿿]{1,6}",
    ),
    (">", r">|[大高多]于|超过"),
    ("<", r"<|[小低少短]于"),
    ("=", r"=|(?<!不)等于"),
)
_OPERATOR_BEFORE = tuple((operator, re.compile(rf"(?:{words})$")) for operator, words in _BEFORE)
_AT_LEAST = re.compile(r"[及或(]{0,2}以上|\+(?![0-9])")
_AT_MOST = re.compile(r"[及或(]{0,2}以下|以内|之内")
_WITHIN = re.compile(r"内(?![容部涵网设控资审训业外科])")
_SPAN = re.compile(r"%|元|米|公里|[秒分天日周月年时]$|[秒分]钟$|个季度$|^(?:ms|s|h|min)$")
_FAR_BEFORE = re.compile(r"[≥≤><≧≦≠]|[低高大小少多]于|不等于|超过|不超")
_FAR_AFTER = re.compile(r"(?<!规模)(?<!限额)(?<![级处科局县市])以[上下内]|之内")
_UNCERTAIN_BEFORE = ("-", "±", "前", ".", "/", ":")
_CHANGE = re.compile(
    r"(提高|提升|增长|增加|上升|扩大|降低|下降|减少|缩短|压减|压缩|缩减|节约|节省)了?(?:率|幅度)?"
    r"(?:[≥≤><=≧≦]+|不[低少]于|不[超高大]过?于?|超过|至少|大于等?于?|约)?$"
)
_CLAUSE_END = re.compile(r"[,，。;；、\n]")
_INCLUSIVE = re.compile(r"\(含[^()]{0,12}\)")
_SPOKEN_PERCENT = re.compile(r"百分之([零一二两三四五六七八九十百点]{1,9}|[0-9]{1,6}(?:\.[0-9]{1,4})?)|百分百")
_NUMERALS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Target:
    """A target value as filed (``raw``) and as read.

    ``operator`` is one of = ≥ ≤ > < or empty where the text names none; ``value`` is the number and ``unit`` its unit
    (%, 秒, 次, 万元 …) or empty; without a value the target is qualitative, or ``undecided`` where the text holds several
    numbers and does not say which one counts. ``change`` is the word (提高, 降低 …) where the number is the amount of
    a change and not a level. Source: form editions, "指标目标值".
    """

    raw: str
    operator: str = ""
    value: Decimal | None = None
    unit: str = ""
    undecided: bool = False
    change: str = ""

    @property
    def quantified(self) -> bool:
        """Whether a number could be read."""
        return self.value is not None

    @property
    def reading(self) -> str:
        """What was read, for people: ``≥ 85 %``, ``100 %``, ``降低 ≥ 10 %``, ``定性`` or ``无法识别``."""
        if self.value is None:
            return "无法识别" if self.undecided else "定性"
        number = f"{self.value.normalize():f}".replace("-", "−")
        return " ".join(part for part in (self.change, self.operator, number, self.unit) if part)


def read_target(raw: str) -> Target:
    """Read operator, number and unit of a target value; a text that does not decide is said to be undecided."""
    return _remembered(raw) if len(raw) <= _LONGEST_REMEMBERED else _read(raw)


def _read(raw: str) -> Target:
    folded = _SPOKEN_PERCENT.sub(_in_digits, raw.translate(_FOLD))
    text = _NOT_A_VALUE.sub(lambda match: "□" * len(match.group()), _INCLUSIVE.sub("", folded))
    numbers = list(islice(_NUMBER.finditer(text), 2))
    if not numbers:
        return Target(raw, "", Decimal(0)) if text.strip("为 。") == "零" else Target(raw)
    return (_read_one(raw, text, numbers[0]) if len(numbers) == 1 else None) or Target(raw, undecided=True)


_remembered = lru_cache(maxsize=10_000)(_read)


def _in_digits(match: re.Match[str]) -> str:
    """``百分之九十五`` → ``95%``."""
    words = match.group(1) or "一百"
    if words[0].isascii():
        return f"{words}%"
    whole, _, decimals = words.partition("点")
    return f"{_whole(whole)}{'.' if decimals else ''}{''.join(str(_NUMERALS.get(word, 0)) for word in decimals)}%"


def _whole(words: str) -> int:
    total = digit = 0
    for word in words:
        if power := {"十": 10, "百": 100}.get(word):
            total += (digit or 1) * power
            digit = 0
        else:
            digit = _NUMERALS[word]
    return total + digit


def _read_one(raw: str, text: str, match: re.Match[str]) -> Target | None:
    """The target with this one number, or nothing where the words around it leave its meaning open."""
    unit = re.sub("[余多]", "", match["bracketed"] or match["unit"] or "")
    before, sign = _split_sign(_CLAUSE_END.split(text[: match.start()])[-1].strip())
    after = _CLAUSE_END.split(text[match.end() :], maxsplit=1)[0].strip()
    lower, upper = _operator_before(before), _operator_after(after, unit)
    if len(match["number"]) > _LONGEST_NUMBER or _is_open(before, after, lower, upper):
        return None
    value = Decimal(sign + match["number"].replace(",", ""))
    if unit == "日" and value <= 31 and not lower and not upper:
        return None  # a day of the month, or so many days
    change = _CHANGE.search(before[-20:])
    return Target(raw, lower or upper, value, unit, change=change.group(1) if change else "")


def _is_open(before: str, after: str, lower: str, upper: str) -> bool:
    """Whether operators contradict each other, stand too far from the number, or something else qualifies it."""
    far = (not lower and _FAR_BEFORE.search(before)) or (not upper and _FAR_AFTER.search(after))
    return bool(far or (lower and upper and lower != upper) or before.endswith(_UNCERTAIN_BEFORE))


def _split_sign(before: str) -> tuple[str, str]:
    """Part a minus sign from what stands before a number, where it opens the value or follows an operator."""
    if before.endswith("-") and before[-2:-1] in ("", *"≥≤><="):
        return before[:-1].rstrip(), "-"
    return before, ""


def _operator_before(before: str) -> str:
    return next((operator for operator, pattern in _OPERATOR_BEFORE if pattern.search(before[-12:])), "")


def _operator_after(after: str, unit: str) -> str:
    if _AT_LEAST.match(after):
        return "≥"
    within = _WITHIN.match(after) and _SPAN.search(unit)
    return "≤" if within or _AT_MOST.match(after) else ""
