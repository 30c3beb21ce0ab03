"""Days, months and years that a text names, alone or from one to another, each as exact as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..model import Declaration, FiledText
from ..period import Moment, Period
from ..text import half_width

_MONTH = "1[0-2]|0?[1-9]"
_DAY = "3[01]|[12][0-9]|0?[1-9]"
_TO = "(?:[-—–~至到]{1,2})"
_YEAR = r"(?:19|20)\d\d"
_SPANS = (
    # 2026年1月1日至2026年12月31日, 2026年1月至12月, 2024年-2026年, 从2026年1月开始，到2026年12月结束
    re.compile(
        rf"(?P<y1>{_YEAR}) ?年度?(?: ?(?P<m1>{_MONTH}) ?月份?(?: ?(?P<d1>{_DAY}) ?[日号])?)?"
        rf"(?:开始|起|启动|开工)?[, ]{{0,2}}{_TO} ?(?:(?P<y2>{_YEAR}) ?年度?)? ?"
        rf"(?:(?P<m2>{_MONTH}) ?月份?(?: ?(?P<d2>{_DAY}) ?[日号])?)?"
    ),
    # 2026年1-12月
    re.compile(rf"(?P<y1>{_YEAR}) ?年 ?(?P<m1>{_MONTH}) ?{_TO} ?(?P<m2>{_MONTH}) ?月"),
    # 2026-01-01至2026-12-31, 2026.1—2026.12
    re.compile(
        rf"(?P<y1>{_YEAR})[-/.](?P<m1>{_MONTH})(?:[-/.](?P<d1>{_DAY}))? ?{_TO} ?"
        rf"(?P<y2>{_YEAR})[-/.](?P<m2>{_MONTH})(?:[-/.](?P<d2>{_DAY}))?(?!\d)"
    ),
    # 2024-2026年
    re.compile(rf"(?P<y1>{_YEAR}) ?{_TO} ?(?P<y2>{_YEAR}) ?年度?"),
)
_YEAR_AT = re.compile(rf"(?<!\d){_YEAR}")
_REMEMBERED = 256
_CENTURIES = ("20", "19", "２０", "１９")
"""How every year begins."""


class Span(NamedTuple):
    """From one moment to another, and where in the text that is written."""

    start: int
    end: int
    begins: Moment
    ends: Moment

    def is_of(self, period: Period) -> bool:
        """Whether it is the period, as far as both are written out and known."""
        starts, ends = (
            period.start is None or self.begins.agrees(period.start),
            period.end is None or self.ends.agrees(period.end),
        )
        return starts and ends


class PeriodEnd(NamedTuple):
    """Where a form says when the project starts, or ends: the field's role, and what messages call that end."""

    role: str
    name: str


def ends_of(declaration: Declaration) -> tuple[PeriodEnd, PeriodEnd]:
    """Where the form says the start and the end; a form that has one field for both says both there."""
    if declaration.has_field("period"):
        label = declaration.label("period")
        return PeriodEnd("period", f"{label}的开始"), PeriodEnd("period", f"{label}的结束")
    return _end_of(declaration, "period.start", "开始时间"), _end_of(declaration, "period.end", "结束时间")


def _end_of(declaration: Declaration, role: str, otherwise: str) -> PeriodEnd:
    return PeriodEnd(role, declaration.label(role) if declaration.has_field(role) else otherwise)


def may_name_a_year(text: str) -> bool:
    """Whether a text has the beginning of a year: most have not, which is quickly seen."""
    one, two, three, four = _CENTURIES
    return one in text or two in text or three in text or four in text


@lru_cache(_REMEMBERED)
def spans_in(text: str) -> tuple[Span, ...]:
    """The spans of time that a text names, in its order; those whose ends do not follow each other are left out."""
    if not may_name_a_year(text):
        return ()
    folded, found = half_width(text), list[Span]()
    for year in _YEAR_AT.finditer(folded):
        if not found or year.start() >= found[-1].end:
            found.extend(_spans_at(folded, year.start()))
    return tuple(found)


def _spans_at(folded: str, place: int) -> Iterator[Span]:
    """The span that begins at a place, if one does."""
    for pattern in _SPANS:
        if match := pattern.match(folded, place):
            groups = {name: int(number) for name, number in match.groupdict().items() if number}
            if "y2" in groups or "m2" in groups:
                begins = Moment(groups["y1"], groups.get("m1", 0), groups.get("d1", 0))
                ends = Moment(groups.get("y2", begins.year), groups.get("m2", 0), groups.get("d2", 0))
                if begins.first <= ends.first:
                    yield Span(match.start(), match.end(), begins, ends)
                return


_CALLED_PERIOD = re.compile(
    r"(?:项目|实施|建设|执行)(?:的?(?:总|整体)?(?:实施|建设|执行|起止)?)?(?:周期|期限|时间|工期|期)(?:[为是: ]|拟?定于?|从|自)*$|起止(?:时间|日期)?[为是: ]*$"
)
_PERIOD_WORDS = ("期", "时间", "起止")
_OPENING = re.compile(r"(?:(?:[本该]项目|项目|本期|计划|拟|周期|期限|时间|实施|为|是|[:从自在于 ])*+)")
_GOES_ON = re.compile(r" ?(?:$|[,。;、)\n]|期间|之间|为?止|结束|完[成工]|实施|[共计])")
_SEPARATORS = re.compile(r"[,。;!?\n(]")


def own_spans(filed: FiledText) -> tuple[Span, ...]:
    """The spans of time that a text calls the project's period; what is done in a span (1月至3月采购) has one of its own."""
    text = filed.text
    if filed.role != "duration" and not any(word in text for word in _PERIOD_WORDS):
        return ()
    spans, folded = spans_in(text), half_width(text)
    return tuple(span for span in spans if _GOES_ON.match(folded, span.end) and _is_called(filed, folded, span))


def _is_called(filed: FiledText, folded: str, span: Span) -> bool:
    before = _SEPARATORS.split(folded[max(0, span.start - 20) : span.start])[-1]
    return bool(_CALLED_PERIOD.search(before) or (filed.role == "duration" and _OPENING.fullmatch(before)))


_MOMENT = re.compile(
    rf"(?<![\d.])(?P<y>{_YEAR}) ?(?:年度? ?(?:(?:\d{{1,2}} ?{_TO} ?)?(?P<m1>{_MONTH}) ?月份?(?: ?(?P<d1>{_DAY}) ?[日号])?)?"
    rf"|[-/](?P<m2>{_MONTH})(?:[-/](?P<d2>{_DAY}))?(?!\d)"
    rf"|\.(?P<m3>{_MONTH})(?:\.(?P<d3>{_DAY})(?!\d)|(?= ?[月前底之以])))(?P<late> ?[底末])?"
    rf"|(?<![\d.年])(?:\d{{1,2}} ?{_TO} ?)?(?P<m4>{_MONTH}) ?月(?![数均活薪龄])份?(?: ?(?P<d4>{_DAY}) ?[日号])?"
    r"|(?P<half>下半年)|(?P<quarter>[三四34]) ?季度|(?P<close>年[底末终])"
)
_QUARTERS = {"三": 7, "3": 7, "四": 10, "4": 10}


class Mention(NamedTuple):
    """A moment that a text names, and where."""

    start: int
    end: int
    moment: Moment


def moments_in(folded: str, year: int) -> Iterator[Mention]:
    """The moments that a text in half-width signs names; those without a year are of the one given."""
    for match in _MOMENT.finditer(folded):
        yield Mention(match.start(), match.end(), _moment(match, year))


def _moment(match: re.Match[str], year: int) -> Moment:
    if match["half"]:
        return Moment(year, 7)
    if match["quarter"]:
        return Moment(year, _QUARTERS[match["quarter"]])
    if match["close"]:
        return Moment(year, 12)
    month, day = (next((int(match[name]) for name in names if match[name]), 0) for names in (_MONTHS, _DAYS))
    return Moment(int(match["y"] or year), month or (12 if match["late"] else 0), day)


_MONTHS, _DAYS = ("m1", "m2", "m3", "m4"), ("d1", "d2", "d3", "d4")
