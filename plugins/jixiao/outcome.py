"""Whether an actual value meets its target: met, not met, cannot tell or not yet due, each with its reason in words.

A target and an actual are read alike (``target.py``) and taken as ranges of numbers in one unit: ≥90% is 90 and all above.
Met: every number that the actual may be lies within the target's. Not met: none does. Anything between is not guessed at,
and neither is a value without a number, two units that cannot be changed into each other, a number that may be a share
(1 for 100%), or a change (提高5%) against a level. A target without an operator (12次) is met by its very number alone; what
another number means is not said, save of none at all (0起), which any other number misses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from .measures import COUNTED, MONEY, SHARE, TIME, is_scaled, kind_of, standard_of
from .target import Target
from .values import in_half_width


class Verdict(Enum):
    """What comes of comparing; the value is its id in data and addresses, ``label`` the word that readers see."""

    MET = "met"
    NOT_MET = "not-met"
    CANNOT_TELL = "cannot-tell"
    NOT_DUE = "not-due"

    @property
    def label(self) -> str:
        """The word on pages."""
        return _LABELS[self]

    @property
    def mark(self) -> str:
        """A sign whose shape tells the verdicts apart without colour."""
        return _MARKS[self]


_LABELS = {
    Verdict.MET: "达到",
    Verdict.NOT_MET: "未达到",
    Verdict.CANNOT_TELL: "无法判断",
    Verdict.NOT_DUE: "未到期",
}
_MARKS = {Verdict.MET: "●", Verdict.NOT_MET: "▲", Verdict.CANNOT_TELL: "○", Verdict.NOT_DUE: "◇"}

ANSWERS = ("达成预期指标", "部分达成预期指标并具有一定效果", "未达成预期指标且效果较差")
"""What the national form lets filers write of qualitative indicators instead of a value, best first."""

NOTHING_FILED = frozenset({"", "/", "-", "—", "——", "无"})
"""What stands in a cell of a form where nothing applies."""
NONE = "无"
"""The one of these that may also say that there was none."""

_DATED = (
    "(?:19|20)[0-9]{2} ?年|[0-9]{1,2} ?月|季度|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}"
    "|[年月季度][底末初]|[上下]半年|十?[一二三四五六七八九十]月"
)
_TIMES = re.compile(
    rf"(?=[^\n]*(?:{_DATED}))(?:(?:19|20)[0-9]{{2}}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12][0-9]|0?[1-9]))?(?![0-9])"
    r"|(?:19|20)[0-9]{2} ?年度?|[次当本下上翌明今]年度?|年(?=[底末初])|第?[1-4一二三四] ?季度|[上下]半年"
    r"|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月份?|(?:3[01]|[12][0-9]|0?[1-9]) ?[日号]|[上中下]旬"
    r"|[底末初中内前止于在至到起 ()]|[之以]前|不[晚迟]于|早于|截[至止]|之?间|完成|竣工|验收|交付|开工|到位|办结|支付|报送|投入使用"
    r"|(?:1[0-2]|0?[1-9])?[-—~](?=[0-9])|[≤≥<>=])++"
)
"""A date, a month, a quarter or a year, before, by or in which something is to be done, and nothing else."""


def is_time(text: str) -> bool:
    """Whether a value is a time by the calendar (10月, 2024年12月31日前), which is no amount of time."""
    return len(text) <= 40 and bool(_TIMES.fullmatch(in_half_width(text)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict and its reason; ``difference`` is the actual less the target in ``unit``, where both are one number.

    ``share`` is that difference as a share of the target, above zero where it lies on the side that was aimed at and below
    zero where it falls short; nothing where the target is zero or names no direction.
    """

    verdict: Verdict
    reason: str
    difference: Decimal | None = None
    unit: str = ""
    share: Decimal | None = None

    @property
    def difference_in_words(self) -> str:
        """``+5个百分点``, ``−0.2秒``, ``0``; empty where there is none."""
        if self.difference is None:
            return ""
        return f"{_signed(self.difference)}{_unit_of_difference(self.unit) if self.difference else ''}"


def outcome_of(target: Target, actual: Target, is_due: bool = True) -> Outcome:
    """Compare an actual value with its target; before it is due, what is not met yet is not held against anybody."""
    if actual.raw.strip() == NONE:
        return _of_none(target, actual, is_due)
    if actual.raw.strip() in NOTHING_FILED:
        return Outcome(Verdict.CANNOT_TELL, "没有填写实际完成值") if is_due else _not_due("还没有填写完成情况")
    return _due(_compared(target, actual), is_due)


def _due(found: Outcome, is_due: bool) -> Outcome:
    if is_due or found.verdict is Verdict.MET:
        return found
    return Outcome(Verdict.NOT_DUE, f"这是年度中间的数；{found.reason}", found.difference, found.unit, found.share)


def _of_none(target: Target, actual: Target, is_due: bool) -> Outcome:
    """What 无 comes to: none at all of what is counted and was to be none (0起); else it may as well mean nothing was filed."""
    is_count = bool(re.fullmatch(COUNTED, target.unit)) and kind_of(target.unit) not in (MONEY, SHARE, TIME)
    if target.value == 0 and target.operator in ("", "=", "≤") and is_count and not target.change:
        return _due(_compared(target, replace(actual, value=Decimal(0), unit=target.unit)), is_due)
    return _due(_unknown(f"实际完成值写的是“{NONE}”，不知道是没有发生，还是没有完成"), is_due)


def _not_due(reason: str) -> Outcome:
    return Outcome(Verdict.NOT_DUE, reason)


def _compared(target: Target, actual: Target) -> Outcome:
    if doubt := _doubt(target, "指标值") or _doubt(actual, "实际完成值"):
        return _unknown(doubt)
    if target.change != actual.change:
        return _unknown(f"{_as_read(target, '指标值')}，{_as_read(actual, '实际完成值')}，一个是变动的幅度，一个不是")
    factors = _to_one_unit(target, actual)
    return _unknown(factors) if isinstance(factors, str) else _by_range(target, actual, *factors)


def _unknown(reason: str) -> Outcome:
    return Outcome(Verdict.CANNOT_TELL, reason)


def _doubt(value: Target, called: str) -> str:
    """Why a value is no number that can be compared, or nothing where it is one."""
    if value.undecided:
        return f"{called}“{value.raw}”无法识别为一个数"
    if not value.quantified and is_time(value.raw):
        return f"{called}“{value.raw}”是日期，不判断"
    if value.raw.strip() in ANSWERS:
        return f"{called}“{value.raw.strip()}”是申报单位的判断，不是数值"
    return "" if value.quantified else f"{called}“{value.raw}”是定性的，不是数值"


def _as_read(value: Target, called: str) -> str:
    return f"{called}识别为“{value.reading}”"


_SHARES = frozenset({"%", "‰"})


def _to_one_unit(target: Target, actual: Target) -> tuple[Decimal, Decimal] | str:
    """How many of one and the same unit the units of both are, or why there is no such unit.

    A number without a unit is taken in the other's: forms have units in a column of their own, or in the indicator's name.
    """
    if bool(target.unit) != bool(actual.unit):
        return _without_unit(target, actual) or (Decimal(1), Decimal(1))
    (factor, base), (other, other_base) = standard_of(target.unit), standard_of(actual.unit)
    if base != other_base:
        return f"单位不同：指标值是“{target.unit}”，实际完成值是“{actual.unit}”"
    return factor, other


def _without_unit(target: Target, actual: Target) -> str:
    """Why the one without a unit may mean something else than its number in the other's unit."""
    bare, other, called = (actual, target, "实际完成值") if target.unit else (target, actual, "指标值")
    if is_scaled(other.unit):
        return f"{called}“{bare.raw}”没有写单位，不知道是否以“{other.unit}”计"
    may_be_share = other.unit in _SHARES and bare.value is not None and 0 < abs(bare.value) <= 1
    return f"{called}“{bare.raw}”没有写单位，可能是比例，也可能是{bare.raw}{other.unit}" if may_be_share else ""


def _by_range(target: Target, actual: Target, factor: Decimal, other: Decimal) -> Outcome:
    aim, reached = (target.value or Decimal(0)) * factor, (actual.value or Decimal(0)) * other
    difference, share = _difference(target, actual, aim, reached)
    verdict, reason = _judged(target, actual, aim, reached)
    in_unit = None if difference is None else _rounded(difference / factor)
    return Outcome(verdict, reason, in_unit, target.unit or actual.unit, share)


def _difference(
    target: Target, actual: Target, aim: Decimal, reached: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    if actual.operator not in ("", "=") or actual.approximate or target.approximate:
        return None, None
    difference = reached - aim
    if not aim or target.operator == "":
        return difference, None
    signs = {"≥": 1, ">": 1, "≤": -1, "<": -1}
    towards = difference * signs[target.operator] if target.operator in signs else -abs(difference)
    return difference, _rounded(towards / abs(aim))


_DECIMALS = Decimal("0.000001")


def _rounded(number: Decimal) -> Decimal:
    """Six decimals at most, which only a change of units (50分钟 in 小时) or a share goes beyond."""
    return number.quantize(_DECIMALS).normalize() + 0 if abs(number) < 10**18 else number


def _judged(target: Target, actual: Target, aim: Decimal, reached: Decimal) -> tuple[Verdict, str]:
    """Ranges against each other; what is about so much, or has no operator, tells only where both are the same number."""
    said = f"{_as_read(target, '指标值')}，{_as_read(actual, '实际完成值')}"
    if target.approximate or actual.approximate:
        same = aim == reached and target.approximate and not actual.approximate
        return (Verdict.MET, said) if same else (Verdict.CANNOT_TELL, f"{said}，是大约的数")
    wanted, found = _range(target.operator, aim), _range(actual.operator, reached)
    if _holds(wanted, found):
        return Verdict.MET, said
    if aim and not target.operator:
        return Verdict.CANNOT_TELL, f"{said}，指标值没有写明是不低于还是不超过"
    if _meets(wanted, found):
        return Verdict.CANNOT_TELL, f"{said}，实际完成值不是一个确定的数"
    return Verdict.NOT_MET, said


_Range = tuple[Decimal | None, Decimal | None, bool]
"""From, to (nothing: without end), and whether the ends belong to it."""


def _range(operator: str, number: Decimal) -> _Range:
    match operator:
        case "≥" | ">":
            return number, None, operator == "≥"
        case "≤" | "<":
            return None, number, operator == "≤"
        case _:
            return number, number, True


def _holds(outer: _Range, inner: _Range) -> bool:
    """Whether all of ``inner`` lies in ``outer``."""
    return all(
        end is None or (own is not None and (sign * own > sign * end or (own == end and (outer[2] or not inner[2]))))
        for end, own, sign in ((outer[0], inner[0], 1), (outer[1], inner[1], -1))
    )


def _meets(one: _Range, other: _Range) -> bool:
    """Whether any number lies in both."""
    for (low, _, low_in), (_, high, high_in) in ((one, other), (other, one)):
        if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
            return False
    return True


def _signed(number: Decimal) -> str:
    text = f"{abs(number).normalize():f}"
    return text if not number else f"+{text}" if number > 0 else f"−{text}"


def _unit_of_difference(unit: str) -> str:
    return {"%": "个百分点", "‰": "个千分点"}.get(unit, unit)
