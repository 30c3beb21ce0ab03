"""Units of measure as the forms write them: which there are, of what kind each is, and what 万 before it stands for."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

WORD_UNITS = (
    "个百分点|百分点|个百分比|百分比|平方公里|平方米|立方米|公里|千米|厘米|毫米|纳米|米|公顷|亩|吨|千克|公斤|毫克|微克|克|斤|毫升|升|元|"
    "分钟|课时|学时|个小时|小时|毫秒|秒钟|秒|分|个工作日|工作日|自然日|日历天|天|日|周岁|岁|周|个月|个季度|年|"
    "人次|人天|人日|人月|人|户次|户|家次|家|名|位|次|个|项|篇|份|件|台套|台次|台|套|部|场次|场|期|批次|批|处|所|座|条|辆|册|级|起|例|宗|"
    "间|张|幅|集|支|只|头|株|棵|本|片|块|根|盏|组|门|种|类|款|版|页|字|卷|盒|包|箱|瓶|对|双|站|眼|口|孔|井|架|艘|扇|"
    "路|轮|届|课|讲|班次|班|节|幕|档|单|笔|车次|趟|倍|折|千瓦时|千瓦|兆瓦|分贝|像素|度|床|村|校|镇|成(?![功立员果效本绩品熟])"
)
SIGN_UNITS = "%|‰|℃|°C|㎡|㎥|(?i:km²|km2|m²|m2|m³|m3|mm|cm|km|kg|mg|μg|ug|ml|ms|min|[mgk]bps|[kmgtp]b|kwh|[km]w|kv|hz|db|ppm)|[mshtgLMG]"
_RANKS = frozenset("级类档度款版")
"""Words that a number before them ranks: 三级 is no count."""
_OFTEN_RANKS = _RANKS | frozenset("期届分日路课讲节幕村校镇组门班轮片块")
"""Words that a number before them may count or rank (二期), or that stand in sayings (打成一片)."""


def _any_of(units: str, without: frozenset[str] = frozenset()) -> str:
    return "|".join(sorted((unit for unit in units.split("|") if unit not in without), key=len, reverse=True))


UNIT = rf"(?:{_any_of(WORD_UNITS)}|(?:{SIGN_UNITS})(?![A-Za-z]))"
"""Any unit, as a pattern."""
COUNTABLE = rf"(?:{_any_of(WORD_UNITS, _RANKS)})"
"""Units in words that a number may count."""
COUNTED = rf"(?:{_any_of(WORD_UNITS, _OFTEN_RANKS)})"
"""Units in words that a number before them counts, whatever stands around."""

MONEY, SHARE, PERSONS, EVENTS, AREA, LENGTH, TIME = "金额", "比率", "人数", "次数", "面积", "长度", "时间"
_KINDS = {
    MONEY: "元",
    SHARE: "% ‰",
    PERSONS: "人 名 位 人次",
    EVENTS: "次 场 场次",
    AREA: "平方公里 平方米 公顷 亩 ㎡ m² m2 km² km2",
    LENGTH: "公里 千米 米 厘米 毫米 km m",
    TIME: "分钟 个小时 小时 毫秒 秒钟 秒 个工作日 工作日 自然日 日历天 天 日 周 个月 个季度 年 min ms h s",
}
_KIND_OF = {unit: kind for kind, units in _KINDS.items() for unit in units.split()}
_SAME = {
    unit: words.split()[0]
    for words in (
        "人 名 位",
        "台 套 台套",
        "平方米 ㎡ m² m2",
        "公里 千米 km",
        "次 场 场次",
        "小时 个小时 h",
        "天 日历天 自然日",
    )
    for unit in words.split()
}
_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SCALED = re.compile(r"(?P<powers>[百千万亿]{1,4})(?P<unit>(?!分点|分比|克|米|瓦).*)")


@lru_cache(1_024)
def base_of(unit: str) -> tuple[Decimal, str]:
    """What a unit stands for and of what: 万元 is 10,000 of 元; words for the same thing (人, 名, 位) become one."""
    scaled = _SCALED.fullmatch(unit)
    factor = Decimal(1)
    for word in scaled["powers"] if scaled else "":
        factor *= _POWERS[word]
    bare = scaled["unit"] if scaled else unit
    return factor, _SAME.get(bare, bare)


@lru_cache(1_024)
def yuan_of(unit: str) -> Decimal | None:
    """How many 元 a unit of money stands for; 万 alone is taken for 万元. Nothing where it is none of money."""
    factor, base = base_of(unit)
    return factor if base == "元" or (base == "" and factor >= 10_000) else None


@lru_cache(1_024)
def kind_of(unit: str) -> str:
    """What a unit measures (金额, 面积 …), or nothing where it may count anything (个, 项)."""
    _, base = base_of(unit.partition("/")[0])
    return _KIND_OF.get(base, "")


_EXACT = {
    unit: (Decimal(factor), standard)
    for standard, those in {
        "%": "% 1 ‰ 0.1",
        "秒": "毫秒 0.001 ms 0.001 秒 1 秒钟 1 s 1 分钟 60 min 60 小时 3600",
        "米": "毫米 0.001 mm 0.001 厘米 0.01 cm 0.01 米 1 m 1 公里 1000",
        "平方米": "平方米 1 公顷 10000 平方公里 1000000 km² 1000000 km2 1000000",
        "克": "毫克 0.001 mg 0.001 克 1 g 1 斤 500 千克 1000 公斤 1000 kg 1000 吨 1000000 t 1000000",
        "个月": "个月 1 个季度 3 年 12",
    }.items()
    for unit, factor in zip(those.split()[::2], those.split()[1::2], strict=True)
}
"""Units that a number can be changed between exactly: how many of the standard one each is."""


@lru_cache(1_024)
def standard_of(unit: str) -> tuple[Decimal, str]:
    """What a unit stands for, of a unit that all like it can be changed into: 1‰ is 0.1 of %, 万元 10,000 of 元."""
    factor, base = base_of(unit)
    own, standard = _EXACT.get(base, (Decimal(1), base))
    return factor * own, standard


@lru_cache(1_024)
def is_scaled(unit: str) -> bool:
    """Whether a unit counts by tens of thousands or the like (万元, 万人次)."""
    return _SCALED.fullmatch(unit) is not None
