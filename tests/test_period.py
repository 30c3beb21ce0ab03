"""Periods are read as far as forms write them, in days, months, years or as a length, and never further."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import strategies as st
from properties import holds_for

from jixiao.period import NO_PERIOD, Moment, Period, read_moment, read_period
from jixiao.values import Unreadable

dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024年-2026年", "2024 至 2026"),
        ("2024—2026", "2024 至 2026"),
        ("２０２４年～２０２６年", "2024 至 2026"),
        ("2023-2025年度", "2023 至 2025"),
        ("2024年", "2024"),
        ("2024年度", "2024"),
        ("2023.07-2024.06", "2023-07 至 2024-06"),
        ("2023-07-2024-06", "2023-07 至 2024-06"),
        ("2023年7月至2024年6月", "2023-07 至 2024-06"),
        ("2024年1-12月", "2024-01 至 2024-12"),
        ("2024年1月—12月", "2024-01 至 2024-12"),
        ("自2024年1月1日起至2026年12月31日止", "2024-01-01 至 2026-12-31"),
        ("2024/1/1-2024/12/31", "2024-01-01 至 2024-12-31"),
        ("2024年7月起", "2024-07 至"),
        ("3年", "36 个月"),
        ("三年期", "36 个月"),
        ("18个月", "18 个月"),
        ("3年（2024年-2026年）", "2024 至 2026"),
        ("2024年-2026年（3年）", "2024 至 2026"),
        ("2026年-2024年", "2026 至 2024"),
    ],
)
def test_a_period_is_read_as_it_is_written(written: str, read: str) -> None:
    assert str(read_period(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        "", "长期", "持续实施", "2024年1月1日", "2024年2月30日-2024年3月1日", "2024-2025-2026", "20240101-20241231", "2024年底",
        "XX年-XX年", "第3年", "30年-40年", "2024.13-2024.14", "一到三年", "¹²年", "٢٠٢٤年",
    ],
)  # fmt: skip
def test_of_what_does_not_say_a_period_nothing_is_known(written: str) -> None:
    assert read_period(written) == NO_PERIOD


@holds_for(st.text(max_size=60))
def test_a_period_is_never_refused(text: str) -> None:
    period = read_period(text)
    assert all(1900 <= year <= 2099 for year in period.years)
    assert all(
        str(moment.year) in re.sub(r"\s", "", text.translate(_DIGITS))
        for moment in (period.start, period.end)
        if moment
    )


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@holds_for(dates, dates)
def test_two_days_are_a_period_in_every_way_to_write_them(start: date, end: date) -> None:
    first, last = (Moment(day.year, day.month, day.day) for day in (start, end))
    for to in ("至", "-", "—", " 到 ", "～"):
        assert read_period(f"{first}{to}{last}") == Period(first, last)
        assert read_period(f"{first.year}年{first.month}月{to}{last.year}年{last.month}月") == Period(
            Moment(first.year, first.month), Moment(last.year, last.month)
        )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2023.07", "2023-07"), ("2023-07", "2023-07"), ("2023年7月", "2023-07"), ("2024年", "2024"), ("2024", "2024"),
        ("2024/1/1", "2024-01-01"), ("2024.02.29", "2024-02-29"), ("长期", "None"), ("—", "None"),
    ],
)  # fmt: skip
def test_an_end_is_a_day_a_month_or_a_year_and_words_are_not_known(written: str, read: str) -> None:
    assert str(read_moment(written)) == read


@pytest.mark.parametrize(
    "written",
    ["2023-13", "2023.7.32", "2023.02.29", "2月", "20230701", "2023年7月前", "1e3", "٣٤٥", "²", "①", "长" * 21],
)
def test_digits_that_are_no_moment_are_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="日历上有的日期、月份或年份"):
        read_moment(written)


def test_moments_agree_as_far_as_both_are_written_out() -> None:
    assert Moment(2024).agrees(Moment(2024, 7, 1))
    assert Moment(2024, 7).agrees(Moment(2024))
    assert not Moment(2024, 7).agrees(Moment(2024, 8, 1))
    assert not Moment(2024, 7, 1).agrees(Moment(2024, 7, 2))


def test_a_month_ends_with_its_last_day() -> None:
    assert Moment(2024, 2).last == (2024, 2, 29)
    assert Moment(2023).last == (2023, 12, 31)
    assert (Moment(2023).date, Moment(2023, 1, 2).date) == (None, date(2023, 1, 2))


@pytest.mark.parametrize(
    ("start", "end", "is_before"),
    [
        (Moment(2024, 3), Moment(2024), False),
        (Moment(2024, 3), Moment(2024, 2), True),
        (Moment(2024, 3, 31), Moment(2024, 3), False),
        (Moment(2025), Moment(2024), True),
        (Moment(2024), None, False),
        (None, None, False),
    ],
)
def test_an_end_is_before_the_start_only_where_that_is_certain(
    start: Moment | None, end: Moment | None, is_before: bool
) -> None:
    assert Period(start, end).ends_before_start is is_before


def test_a_period_touches_every_year_from_its_first_day_to_its_last() -> None:
    assert list(Period(Moment(2019, 12, 31), Moment(2021, 1, 1)).years) == [2019, 2020, 2021]
    assert list(Period(Moment(2019), None).years) == list(NO_PERIOD.years) == []
