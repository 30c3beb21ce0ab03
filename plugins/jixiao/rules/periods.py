"""D, in texts: do the period and the days that texts and targets name agree with the form's own?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..finding import Path, Severity
from ..model import Declaration, FiledText
from ..period import NO_PERIOD, Moment, Period
from ..text import half_width, sentences
from .catalogue import Hit, declaration_rule, hit
from .dates import AFTERWARDS, is_background, without_titles
from .moments import Span, ends_of, moments_in, own_spans, spans_in
from .thresholds import Thresholds


@declaration_rule("D405", "period-in-text-differs", Severity.WARNING, "写的是 {seen}，{labels}是 {expected}")
def period_in_text_differs(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字里写的实施周期与起止日期不同

    为什么重要
        起止日期决定资金用到哪一天、目标看到哪一天；文字里另写一个周期，不知道以哪一个为准。

    反例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        实施周期: 本项目实施周期为2024年1月至2026年12月，共三年，每年按计划分批实施，逐年申报预算，年底做一次小结。   # <- D405 写的是 2024年1月至2026年12月，计划开始日期、计划完成日期是 2026-01-01 至 2026-12-31

    正例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        实施周期: 本项目总周期为2024年1月至2026年12月，本期为2026年1月至12月，按计划分批实施，年底做一次小结。

    怎样改
        填报的核对两处，改正写错的一处；表中只填本期的，在文字里写明本期起止。
        录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；判断方法由本站设定。
    """
    for filed in declaration.texts if declaration.period != NO_PERIOD else ():
        spans = own_spans(filed)
        if spans:
            if not _agree(declaration, spans, spans_in(filed.text)):
                yield _differing(declaration, filed, filed.text[spans[0].start : spans[0].end])
        elif filed.role == "duration" and (length := _other_length(declaration, filed.text)):
            yield _differing(declaration, filed, length)


def _agree(declaration: Declaration, own: tuple[Span, ...], spans: tuple[Span, ...]) -> bool:
    """Whether one of the text's spans is the form's period, or its stages together are."""
    together = own[0]._replace(ends=own[-1].ends)
    return any(span.is_of(declaration.period) for span in (*spans, together))


def _differing(declaration: Declaration, filed: FiledText, written: str) -> Hit:
    return hit(
        filed.at,
        part=written,
        expected=str(declaration.period),
        labels=_labels(declaration),
    )


def _labels(declaration: Declaration) -> str:
    """The labels of the fields that say the period."""
    roles = (role for role in ("period", "period.start", "period.end") if declaration.has_field(role))
    return "、".join(declaration.label(role) for role in roles)


_LENGTH = re.compile(r"(?P<number>\d{1,2}|[一二三四五六七八九十两]|十[一二]) ?(?P<unit>年(?![度级内代])|个月)")
_CALLED_LENGTH = re.compile(r"(?:周期|期限|工期|[施设目]期|时间|为期|共|总共|历时)[为是: ]{0,2}$")
_BY_THE_YEAR = re.compile(r"按年|逐年|每年|分年|年度|本期|滚动|连续|长期|延续|续")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_DAYS_OF_A_MONTH = Decimal("30.4")
_MONTHS_APART = 2
"""A period that is so many months longer or shorter may still be called three years or twelve months."""


def _other_length(declaration: Declaration, text: str) -> str:
    """The length that the text gives the whole period (共三年), where it is another than the form's; else empty."""
    period, folded = declaration.period, half_width(text)
    known = Decimal(period.months) if period.months else _months_of(period)
    if known is None or _BY_THE_YEAR.search(folded):
        return ""
    for match in _LENGTH.finditer(folded):
        number = _NUMERALS.get(match["number"]) or int(match["number"])
        months = number * (1 if match["unit"] == "个月" else 12)
        if _CALLED_LENGTH.search(folded[max(0, match.start() - 6) : match.start()]):
            differs = abs(known - months) >= _MONTHS_APART
            return text[match.start() : match.end()] if differs else ""
    return ""


def _months_of(period: Period) -> Decimal | None:
    """About how many months the period is long, where both ends are known and in order."""
    if period.start is None or period.end is None or period.ends_before_start:
        return None
    first, last = date(*period.start.first), date(*period.end.last)
    return ((last - first).days + 1) / _DAYS_OF_A_MONTH


@declaration_rule("D406", "target-after-the-end", Severity.WARNING, "“{seen}”晚于{end} {expected}")
def target_after_the_end(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """指标、年度目标要求的时间晚于项目结束

    为什么重要
        项目结束以后没有资金和人员再去完成；时间目标晚于结束日期，不是目标写错了，就是起止日期写短了。

    反例
        结束时间: 2020-06-30
        年度绩效目标: |-
          1、9月底前完成档案扫描120000页；   # <- D406 “9月”晚于结束时间 2020-06-30
          2、查档市民满意度达90%以上。
        分解目标:
          产出目标:
            - {绩效指标: 档案扫描完成时间, 指标目标值: 2020年12月底前}   # <- D406 “2020年12月底”晚于结束时间 2020-06-30

    正例
        结束时间: 2020-06-30
        年度绩效目标: |-
          1、5月底前完成档案扫描120000页；
          2、查档市民满意度达90%以上。
        分解目标:
          产出目标:
            - {绩效指标: 档案扫描完成时间, 指标目标值: 2020年6月底前}
            - {绩效指标: 绩效自评完成时间, 指标目标值: 2020年12月底前}

    怎样改
        填报的核对指标、目标的时间和结束日期，改正写错的一处；录入的核对原件，原件如此的在“说明”中写明。
        结束以后的自评、审计、结算、移交等不列出。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“可行性”；判断方法由本站设定。
    """
    period = declaration.period
    is_current = declaration.year in period.years if period.is_known else True
    if period.end and is_current:
        for time in (*_times_of_indicators(declaration), *_times_of_goals(declaration)):
            if late := _late_part(declaration, period.end, time):
                yield hit(time.at, part=late, expected=str(period.end), end=ends_of(declaration)[1].name)


class _Time(NamedTuple):
    """A text that may set a time, and all that is said with it. In a goal only a deadline counts (9月底前)."""

    at: Path
    text: str
    about: str
    is_goal: bool = False


def _times_of_goals(declaration: Declaration) -> Iterator[_Time]:
    """The sentences of the year's goal that set a time; of years after the period's D403 tells."""
    for filed in declaration.texts:
        if filed.role in ("yearly_goal", "goal_summary"):
            for sentence in sentences(filed.text):
                if "前" in sentence and _SETS_A_TIME.search(half_width(sentence)):
                    yield _Time(filed.at, sentence, sentence, is_goal=True)


def _times_of_indicators(declaration: Declaration) -> Iterator[_Time]:
    """Each target and, where it sets a time, each indicator's name; each with all that the row says."""
    for indicator in declaration.by_target:
        name, target = indicator.name, indicator.target.raw
        if _TIME.search(target):
            yield _Time(indicator.target_at, target, f"{name}，{target}")
        if "前" in name and _SETS_A_TIME.search(half_width(name)):
            yield _Time(indicator.name_at, name, f"{name}，{target}")


_BEFORE = re.compile(r"[底末日]?(?:之|以)?前")
_SETS_A_TIME = re.compile(r"[月年日底末](?:之|以)?前")
_NOT_OF_THE_YEAR = re.compile(r"次年|翌年|下一?年|来年|明年")


def _late_part(declaration: Declaration, end: Moment, time: _Time) -> str:
    """The first time in the text that is after the project's end, to the month or day; nothing where work goes on after it."""
    if AFTERWARDS.search(time.about) or _NOT_OF_THE_YEAR.search(time.about):
        return ""
    folded = without_titles(time.text)
    for mention in moments_in(folded, declaration.year):
        before, after = folded[max(0, mention.start - 4) : mention.start], folded[mention.end : mention.end + 30]
        is_deadline = bool(_BEFORE.match(after))
        if time.is_goal and not (is_deadline and mention.moment.year <= end.year):
            continue
        if mention.moment.first > end.last and not is_background(before, "" if is_deadline else after):
            return time.text[mention.start : mention.end]
    return ""


_TIME = re.compile(r"[年月]|季度|[0-9０-９]{4}[-/.－／．][0-9０-９]")
