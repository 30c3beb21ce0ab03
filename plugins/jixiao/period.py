"""A project's period as forms ask for it: from day to day, in months, in years, or only how long; read as far as it goes."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .values import Unreadable, in_half_width

LONGEST_PERIOD = 100
"""Characters of a period's text at most: it is one line of a form."""

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"1[0-2]|0?[1-9]", r"3[01]|[12]\d|0?[1-9]"
_MOMENT = (
    rf"(?P<y{{n}}>{_YEAR})(?: ?年 ?(?P<m{{n}}>{_MONTH}) ?月份?(?: ?(?P<d{{n}}>{_DAY}) ?[日号])?"
    rf"|[-/.](?P<mm{{n}}>{_MONTH})(?:[-/.](?P<dd{{n}}>{_DAY}))?(?!\d)| ?年度?)?"
)
_TO = r" ?(?:[-—–~～至到]{1,2}) ?"
_BEGIN, _END = "(?:从|自)?", "(?:起|开始)?"
_SPAN = re.compile(
    rf"{_BEGIN} ?{_MOMENT.format(n=1)} ?{_END},?{_TO}{_MOMENT.format(n=2)} ?(?:止|为止|结束|底|末)?", re.ASCII
)
_MONTHS_OF_YEAR = re.compile(rf"(?P<y1>{_YEAR}) ?年 ?(?P<m1>{_MONTH}) ?月?份?{_TO}(?P<m2>{_MONTH}) ?月份?底?", re.ASCII)
_ALONE = re.compile(rf"{_BEGIN} ?{_MOMENT.format(n=1)} ?(?P<onwards>起|开始)?", re.ASCII)
_MOMENT_ALONE = re.compile(_MOMENT.format(n=1), re.ASCII)
_LENGTH = re.compile(
    r"(?:共|为期)? ?(?P<number>\d{1,2}|[一二三四五六七八九十两]|十[一二]) ?(?:(?P<year>周?年)|个?月)期?", re.ASCII
)
_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_ASIDE = re.compile(r"\(([^()]*)\)")
LONGEST_WORDS = 20
"""Characters of an end in words (长期, 持续实施) at most."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a month or a day; what is not said is 0."""

    year: int
    month: int = 0
    day: int = 0

    def agrees(self, other: Moment) -> bool:
        """Whether the two may be one day, as far as both are written out."""
        months, days = {self.month, other.month} - {0}, {self.day, other.day} - {0}
        return self.year == other.year and len(months) < 2 and len(days) < 2

    @property
    def first(self) -> tuple[int, int, int]:
        """Year, month and day of its first day, for comparing; a text may name a day that its month has not."""
        return self.year, self.month or 1, self.day or 1

    @property
    def last(self) -> tuple[int, int, int]:
        """Year, month and day of its last day, for comparing."""
        month = self.month or 12
        return self.year, month, self.day or monthrange(self.year, month)[1]

    @property
    def date(self) -> date | None:
        """The day, where it is one."""
        return date(self.year, self.month, self.day) if self.day else None

    def __str__(self) -> str:
        """``2024``, ``2024-07`` or ``2024-07-01``."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment to another, both included, each nothing where it is not known.

    ``months`` is how long it is, where the form says just that (3年). Of a period of nothing nothing is known: the form
    does not ask, or was left blank, or says 长期.
    """

    start: Moment | None = None
    end: Moment | None = None
    months: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether both ends are."""
        return self.start is not None and self.end is not None

    @property
    def years(self) -> range:
        """The calendar years that the period touches; none where an end is not known."""
        return range(self.start.year, self.end.year + 1) if self.start and self.end else range(0)

    @property
    def ends_before_start(self) -> bool:
        """Whether its end is certainly before its start."""
        return bool(self.start and self.end) and self.end.last < self.start.first  # type: ignore[union-attr]

    def __str__(self) -> str:
        """``2024-01-01 至 2026-12-31``; what is not known is left out, and nothing at all is empty."""
        if self.start and self.end and self.start == self.end and not self.start.day:
            return str(self.start)
        ends = f"{self.start or ''} 至 {self.end or ''}".strip()
        return ends if self.start or self.end else f"{self.months} 个月" if self.months else ""


NO_PERIOD = Period()


def read_moment(text: str) -> Moment | None:
    """Read a day, a month (2023.07, 2023年7月) or a year (2024年); nothing of a few words without a digit, such as 长期.

    Raises :class:`Unreadable` where it is none of these.
    """
    written = in_half_width(text)
    match = _MOMENT_ALONE.fullmatch(written)
    if match is None and len(written) <= LONGEST_WORDS and not any(character.isdigit() for character in written):
        return None
    moment = _moment(match, 1) if match else None
    if moment is None:
        raise Unreadable("应是日历上有的日期、月份或年份，写作 2024-01-01、2024-01 或 2024年")
    return moment


def read_period(text: str) -> Period:
    """Read a period as far as it can be read: 2024年-2026年, 2023.07—2024.06, 3年, 2024-2026年（三年）; never refused."""
    written = in_half_width(text)
    found = [_read(part) for part in (_ASIDE.sub("", written), *_ASIDE.findall(written))]
    ends = next((period for period in found if period.start), NO_PERIOD)
    months = next((period.months for period in found if period.months), None)
    return ends if ends.start else Period(months=months)


def _read(written: str) -> Period:
    text = written.strip(" ,;.")
    for pattern in (_MONTHS_OF_YEAR, _SPAN):
        if match := pattern.fullmatch(text):
            return _span(match)
    if match := _ALONE.fullmatch(text):
        return _alone(match)
    if match := _LENGTH.fullmatch(text):
        number = _NUMBERS.get(match["number"]) or int(match["number"])
        return Period(months=number * (12 if match["year"] else 1))
    return NO_PERIOD


def _span(match: re.Match[str]) -> Period:
    groups = match.groupdict()
    start = _moment(match, 1)
    end = _moment(match, 2) if groups.get("y2") else Moment(start.year, int(groups["m2"])) if start else None
    return Period(start, end) if start and end else NO_PERIOD


def _alone(match: re.Match[str]) -> Period:
    """One moment: a year or month is a period of its own, a day says not which end it is."""
    moment = _moment(match, 1)
    if moment is None or match["onwards"]:
        return Period(moment)
    return NO_PERIOD if moment.day else Period(moment, moment)


def _moment(match: re.Match[str], number: int) -> Moment | None:
    """The moment that a match names; nothing of a day that the calendar has not."""
    groups = match.groupdict()
    names = (("y",), ("m", "mm"), ("d", "dd"))
    written = (next(filter(None, (groups.get(f"{name}{number}") for name in some)), "0") for some in names)
    year, month, day = map(int, written)
    return None if month and day > monthrange(year, month)[1] else Moment(year, month, day)
