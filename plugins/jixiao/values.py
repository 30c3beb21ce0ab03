"""Money, percentages, dates and years: parsed from the written text, exact, never through a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import total_ordering

_HUNDREDTH = Decimal("0.01")
_FOLD = str.maketrans("０１２３４５６７８９，．－／（）～　", "0123456789,.-/()~ ")
_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII
)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_AMOUNT_UNIT = re.compile(r"(?:人民币)?[¥￥]|[十百千万亿]*元|[万亿]|[A-Za-z]")
MONEY_FACTORS = {"元": Decimal(1), "万元": Decimal(10_000)}
"""Units of money that a form edition may use, in 元."""

_DIGITS = {"元": (15, 2, "两"), "万元": (11, 6, "六")}
"""Digits before and after the point; so limited, a million amounts add up within Decimal's 28 digits."""


class Unreadable(ValueError):
    """A text is not of its field's kind; the message says in Chinese what is wrong and how to write it."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in 元."""

    yuan: Decimal

    def __add__(self, other: Money) -> Money:
        return Money(self.yuan + other.yuan)

    def __sub__(self, other: Money) -> Money:
        return Money(self.yuan - other.yuan)

    def __neg__(self) -> Money:
        return Money(-self.yuan)

    def __abs__(self) -> Money:
        return Money(abs(self.yuan))

    def __lt__(self, other: Money) -> bool:
        return self.yuan < other.yuan

    def __bool__(self) -> bool:
        return bool(self.yuan)

    def __str__(self) -> str:
        """The exact amount with separators, and 分 only where there are some: ``2,665,500 元``."""
        return f"{self.grouped} 元"

    @property
    def grouped(self) -> str:
        """``2,665,500`` or ``2,665,500.50``, with a true minus sign."""
        digits = f"{abs(self.yuan):,.2f}".removesuffix(".00")
        return f"−{digits}" if self.yuan < 0 else digits

    @property
    def signed(self) -> str:
        """``+265,500``, ``−2,700`` or ``0``."""
        return f"+{self.grouped}" if self.yuan > 0 else self.grouped

    @property
    def wan(self) -> str:
        """The amount in 万元 rounded to two decimals, for summaries: ``266.55``."""
        rounded = (self.yuan / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
        text = f"{abs(rounded):,.2f}"
        return f"−{text}" if rounded < 0 else text

    def told(self, unit: str) -> str:
        """The exact amount with separators, in a unit that forms use: ``266.55 万元``, ``2,665,500 元``."""
        if unit == "元":
            return str(self)
        whole, point, fraction = self.in_unit(unit).partition(".")
        return f"{int(whole):,}{point}{fraction} {unit}"

    def in_unit(self, unit: str) -> str:
        """The exact amount in a unit that forms use: ``266.55`` of 2,665,500 元 in 万元."""
        digits = f"{self.yuan / MONEY_FACTORS[unit]:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    @property
    def plain(self) -> str:
        """The amount as a program reads it: ``2665500`` or ``2665500.50``."""
        return f"{self.yuan:.2f}".removesuffix(".00")


ZERO = Money(Decimal(0))


def total(amounts: list[Money] | tuple[Money, ...]) -> Money:
    """Add amounts; nothing at all is zero."""
    return sum(amounts, start=ZERO)


@total_ordering
@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, exact to 28 digits and shown with two decimals; ``points`` 82.85 is 82.85 %."""

    points: Decimal

    @classmethod
    def of(cls, part: Money, whole: Money) -> Percent | None:
        """``part`` as a percentage of ``whole``; nothing where the whole is zero."""
        return cls(part.yuan * 100 / whole.yuan) if whole else None

    def __lt__(self, other: Percent) -> bool:
        return self.points < other.points

    @property
    def hundredths(self) -> int:
        """Whole hundredths of a per cent, for programs."""
        return int(self.points * 100)

    @property
    def rounded(self) -> Decimal:
        """Two decimals, half up; but 100 only where it is just that: 99.9999 is 99.99, and 100.0001 is 100.01."""
        rounded = self.points.quantize(_HUNDREDTH, ROUND_HALF_UP)
        if abs(rounded) != 100 or rounded == self.points:
            return rounded
        return self.points.quantize(_HUNDREDTH, ROUND_DOWN if abs(self.points) < 100 else ROUND_UP)

    def __str__(self) -> str:
        """``82.85%``, rounded as :attr:`rounded`, with a true minus sign."""
        rounded = self.rounded
        return f"−{abs(rounded)}%" if rounded < 0 else f"{abs(rounded)}%"

    @property
    def signed(self) -> str:
        """``+11.06%``, ``−1.35%`` or ``0.00%``."""
        return f"+{self}" if self.rounded > 0 else str(self)


def in_half_width(text: str) -> str:
    """A short value in half-width digits and signs, without blanks around it."""
    return text.translate(_FOLD).strip()


def read_money(text: str, unit: str = "元") -> Money:
    """Read an amount written in ``unit`` (元 or 万元): digits, thousands separators, decimals down to 分.

    Raises :class:`Unreadable` with the reason.
    """
    factor = MONEY_FACTORS[unit]
    written = in_half_width(text)
    match = _AMOUNT.fullmatch(written)
    if match is None:
        raise Unreadable(_why_no_amount(written, unit))
    sign, whole, fraction = match.groups()
    if sign:
        raise Unreadable("金额不能是负数")
    if len(whole) > 1 and whole.startswith("0"):
        raise Unreadable("金额不能以 0 开头")
    most_digits, most_decimals, word = _DIGITS[unit]
    digits, decimals = whole.replace(",", ""), (fraction or "").rstrip("0")
    if len(digits) > most_digits:
        raise Unreadable(f"金额超过 {most_digits} 位数")
    if len(decimals) > most_decimals:
        raise Unreadable(f"金额最多精确到分（{word}位小数）")
    return Money(Decimal(f"{digits}.{decimals or 0}") * factor)


def _why_no_amount(written: str, unit: str) -> str:
    if not written:
        return "没有填写金额"
    if _AMOUNT_UNIT.search(written):
        return f"只写数字，不写单位或符号；本栏单位是{unit}"
    if "," in written:
        return "千分位逗号的位置不对，可以去掉逗号只写数字"
    return f"应是以{unit}为单位的数字，例如 2665500"


FIGURE_DECIMALS = 16
"""Decimals that a number of points or a rate may have: spreadsheets fill a cell with as many."""
_FIGURE = re.compile(rf"([-−]?) ?(\d{{1,9}})(?:\.(\d{{1,{FIGURE_DECIMALS}}}))?(?: ?([%％])| ?分)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a form prints it (points, a rate): ``raw`` as filed, and ``value``; 97.5% has the value 97.5."""

    raw: str
    value: Decimal
    is_percent: bool = False

    @property
    def last_digit(self) -> Decimal:
        """What one of the last printed digit is worth: 0.1 in 97.5, 1 in 97."""
        return Decimal(1).scaleb(min(0, int(self.value.as_tuple().exponent)))


def read_figure(text: str, may_be_negative: bool = False) -> Figure:
    """Read a number of points, a rate or another figure, with or without its 分 or %; raises :class:`Unreadable`."""
    written = text.translate(_FOLD).strip()
    match = _FIGURE.fullmatch(written)
    if match is None:
        raise Unreadable("应是数字，例如 10、9.75 或 97.5%；不适用的留空或写 /")
    sign, whole, fraction, percent = match.groups()
    if sign and not may_be_negative:
        raise Unreadable("分值、得分和预算执行率不能是负数")
    if len(whole) > 1 and whole.startswith("0"):
        raise Unreadable("数字不能以 0 开头")
    number = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return Figure(text.strip(), -number if sign else number, bool(percent))


_SOME_POINTS = r"((?:0|[1-9]\d{0,3})(?:\.\d{1,4})?)"
_POINTS_ALONE = re.compile(rf"{_SOME_POINTS}(?: ?分)?", re.ASCII)
_POINTS_IN_WORDS = re.compile(rf"(?<![\d.,/-]){_SOME_POINTS} ?分(?![之钟])", re.ASCII)


def figure_in(text: str) -> Figure | None:
    """The number of points that a text says (总分 98.5分); nothing where it says none, or several."""
    written = text.translate(_FOLD).strip()
    alone = _POINTS_ALONE.fullmatch(written)
    found = {alone[1]} if alone else {match[1] for match in _POINTS_IN_WORDS.finditer(written)}
    if len(found) != 1:
        return None
    (points,) = found
    return Figure(points, Decimal(points))


def read_date(text: str) -> date:
    """Read ``2019-01-01``, ``2019/1/1``, ``2019.1.1`` or ``2019年1月1日``; raises :class:`Unreadable`."""
    match = _DATE.fullmatch(in_half_width(text))
    if match is None:
        raise Unreadable("应是日期，写作 2019-01-01")
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(f"日历上没有 {year} 年 {month} 月 {day} 日") from None


def read_year(text: str) -> int:
    """Read a four-digit year between 1990 and 2100; raises :class:`Unreadable`."""
    match = _YEAR.fullmatch(in_half_width(text))
    if match is None:
        raise Unreadable("应是四位数的年份，例如 2019")
    year = int(match.group(1))
    if not 1990 <= year <= 2100:
        raise Unreadable("年份应在 1990 到 2100 之间")
    return year
