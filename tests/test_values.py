"""Money, percentages, dates and years are read exactly as written, or refused with a reason."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st
from properties import holds_for

import jixiao
from jixiao.values import (
    MONEY_FACTORS,
    ZERO,
    Money,
    Percent,
    Unreadable,
    figure_in,
    read_date,
    read_money,
    read_year,
    total,
)

amounts = st.decimals(0, 10**15, places=2, allow_nan=False).filter(lambda yuan: yuan < 10**15)
any_money = st.decimals(-(10**15), 10**15, places=2, allow_nan=False).map(Money)
CORE = Path(jixiao.__file__).parent
full_width = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


def yuan(written: str, unit: str = "元") -> Decimal:
    """The amount that a text is read as."""
    return read_money(written, unit).yuan


def refusal(read: Callable[[str], object], text: str) -> str | None:
    """Why a text is refused, or nothing where it is read."""
    try:
        read(text)
    except Unreadable as reason:
        return str(reason)
    return None


@holds_for(amounts)
def test_every_print_of_an_amount_is_read_as_that_amount(amount: Decimal) -> None:
    money = Money(amount)
    for written in (money.plain, money.grouped, f"  {money.plain}\n", money.plain.translate(full_width)):
        assert read_money(written) == money


@holds_for(amounts.filter(lambda yuan: yuan < 10**14))
def test_an_amount_in_wan_is_exact_down_to_the_fen(amount: Decimal) -> None:
    assert yuan(f"{amount / 10_000:f}", "万元") == amount


@holds_for(amounts.filter(lambda yuan: yuan < 10**14), st.sampled_from(["元", "万元"]))
def test_an_amount_in_a_forms_unit_is_read_as_that_amount(amount: Decimal, unit: str) -> None:
    written = Money(amount).in_unit(unit)
    assert read_money(written, unit) == Money(amount)
    assert not written.endswith((".", ".0"))


@holds_for(st.lists(amounts, max_size=50))
def test_adding_up_loses_nothing(parts: list[Decimal]) -> None:
    in_fen = sum(int(part * 100) for part in parts)
    assert total([Money(part) for part in parts]).yuan * 100 == in_fen


@holds_for(any_money, any_money)
def test_amounts_add_and_compare_as_their_yuan(one: Money, other: Money) -> None:
    assert (one + other).yuan == one.yuan + other.yuan
    assert one - other == one + -other
    assert (one < other, one <= other, one == other) == (
        one.yuan < other.yuan,
        one.yuan <= other.yuan,
        one.yuan == other.yuan,
    )
    assert abs(one) == max(one, -one)
    assert bool(one) == (one != ZERO)


@holds_for(st.text())
def test_reading_an_amount_succeeds_or_gives_a_reason_in_chinese(text: str) -> None:
    for read in (read_money, lambda t: read_money(t, "万元"), read_date, read_year):
        reason = refusal(read, text)
        assert reason is None or (reason and not reason.isascii())


@holds_for(st.text("0123456789０１２,，.．-－ 　٣𝟏元e_", max_size=8), examples=500)
def test_what_is_read_as_an_amount_holds_nothing_but_its_digits(text: str) -> None:
    if refusal(read_money, text) is None:
        folded = text.strip().translate(str.maketrans("０１２，．", "012,.")).replace(",", "")
        assert yuan(text) == Decimal(folded)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", "0"),
        ("0.5", "0.50"),
        ("2665500", "2665500"),
        ("2,665,500.5", "2665500.50"),
        ("２，６６５，５００．０５", "2665500.05"),
        ("2665500.500000", "2665500.50"),
        ("　100　", "100"),
        ("999999999999999.99", "999999999999999.99"),
    ],
)
def test_amounts_are_read_in_the_ways_people_write_them(written: str, expected: str) -> None:
    assert read_money(written).plain == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "没有填写金额"),
        ("   ", "没有填写金额"),
        ("-1", "金额不能是负数"),
        ("－１", "金额不能是负数"),
        ("010", "金额不能以 0 开头"),
        ("0,100", "金额不能以 0 开头"),
        ("1.234", "金额最多精确到分（两位小数）"),
        ("1.0000000000000000000000000000000001", "金额最多精确到分（两位小数）"),
        ("1000000000000000", "金额超过 15 位数"),
        ("1" * 400, "金额超过 15 位数"),
        ("1" + ",000" * 12, "金额超过 15 位数"),
        ("12,34", "千分位逗号的位置不对，可以去掉逗号只写数字"),
        ("1,2345", "千分位逗号的位置不对，可以去掉逗号只写数字"),
        ("60万元", "只写数字，不写单位或符号；本栏单位是元"),
        ("¥60", "只写数字，不写单位或符号；本栏单位是元"),
        ("1e9", "只写数字，不写单位或符号；本栏单位是元"),
        ("1e999999", "只写数字，不写单位或符号；本栏单位是元"),
        ("0x10", "只写数字，不写单位或符号；本栏单位是元"),
        (".inf", "只写数字，不写单位或符号；本栏单位是元"),
        ("NaN", "只写数字，不写单位或符号；本栏单位是元"),
        ("1_000", "应是以元为单位的数字，例如 2665500"),
        ("1 000", "应是以元为单位的数字，例如 2665500"),
        ("+1", "应是以元为单位的数字，例如 2665500"),
        (".5", "应是以元为单位的数字，例如 2665500"),
        ("5.", "应是以元为单位的数字，例如 2665500"),
        ("٣٤٥", "应是以元为单位的数字，例如 2665500"),
        ("१२३", "应是以元为单位的数字，例如 2665500"),
        ("𝟏𝟐", "应是以元为单位的数字，例如 2665500"),
        ("①", "应是以元为单位的数字，例如 2665500"),
        ("二百", "应是以元为单位的数字，例如 2665500"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_is_wrong(written: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        read_money(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.2345678", "金额最多精确到分（六位小数）"),
        ("100000000000", "金额超过 11 位数"),
        ("60元", "只写数字，不写单位或符号；本栏单位是万元"),
    ],
)
def test_amounts_in_wan_have_limits_of_their_own(written: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        read_money(written, "万元")


def test_the_largest_amounts_that_can_be_read_still_add_up_and_divide() -> None:
    largest = [read_money("9" * digits, unit) for unit, digits in (("元", 15), ("万元", 11))]
    smallest = read_money("0.01")
    whole = total(largest * 500_000)
    assert str(Percent.of(whole, smallest)).endswith(".00%")
    assert (whole - smallest).plain.endswith(".99")
    assert set(MONEY_FACTORS) == {"元", "万元"}


@pytest.mark.parametrize(
    ("amount", "text", "signed", "wan", "plain"),
    [
        ("2665500", "2,665,500 元", "+2,665,500", "266.55", "2665500"),
        ("-2700", "−2,700 元", "−2,700", "−0.27", "-2700"),
        ("0", "0 元", "0", "0.00", "0"),
        ("-0.5", "−0.50 元", "−0.50", "0.00", "-0.50"),
        ("1234.50", "1,234.50 元", "+1,234.50", "0.12", "1234.50"),
        ("50", "50 元", "+50", "0.01", "50"),
        ("49.99", "49.99 元", "+49.99", "0.00", "49.99"),
    ],
)
def test_an_amount_is_printed_for_people_and_for_programs(
    amount: str, text: str, signed: str, wan: str, plain: str
) -> None:
    money = Money(Decimal(amount))
    assert (str(money), money.signed, money.wan, money.plain) == (text, signed, wan, plain)


@pytest.mark.parametrize(
    ("part", "whole", "text", "signed"),
    [
        (1_988_320, 2_400_000, "82.85%", "+82.85%"),
        (-2_700, 200_000, "−1.35%", "−1.35%"),
        (1, 3, "33.33%", "+33.33%"),
        (2, 3, "66.67%", "+66.67%"),
        (0, 5, "0.00%", "0.00%"),
        (1, 1_000_000, "0.00%", "0.00%"),
        (-1, 1_000_000, "0.00%", "0.00%"),
        (1, 20_000, "0.01%", "+0.01%"),
        (999_999, 1_000_000, "99.99%", "+99.99%"),
        (-999_999, 1_000_000, "−99.99%", "−99.99%"),
        (1_000_001, 1_000_000, "100.01%", "+100.01%"),
        (1, 1, "100.00%", "+100.00%"),
    ],
)
def test_a_percentage_is_rounded_half_up_but_100_is_just_that(part: int, whole: int, text: str, signed: str) -> None:
    percent = Percent.of(Money(Decimal(part)), Money(Decimal(whole)))
    assert percent is not None
    assert (str(percent), percent.signed) == (text, signed)


def test_there_is_no_percentage_of_nothing() -> None:
    assert Percent.of(Money(Decimal(5)), ZERO) is None


@holds_for(st.dates(date(1000, 1, 1)))
def test_every_way_to_write_a_day_is_read_as_that_day(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    for written in (
        day.isoformat(),
        f"{year}-{month}-{number}",
        f"{year}/{month}/{number}",
        f"{year}.{month:02}.{number:02}",
        f" {year}年{month}月{number}日 ",
        f"{year}／{month}／{number}".translate(full_width),
    ):
        assert read_date(written) == day


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2019-02-29", "日历上没有 2019 年 2 月 29 日"),
        ("0000-00-00", "日历上没有 0 年 0 月 0 日"),
        ("9999-99-99", "日历上没有 9999 年 99 月 99 日"),
        ("2019-1/1", "应是日期，写作 2019-01-01"),
        ("19-01-01", "应是日期，写作 2019-01-01"),
        ("20190101", "应是日期，写作 2019-01-01"),
        ("2019-01-01T00:00:00Z", "应是日期，写作 2019-01-01"),
        ("٢٠١٩-٠١-٠١", "应是日期，写作 2019-01-01"),
        ("2019年1月", "应是日期，写作 2019-01-01"),
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused(written: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "year"), [("2019", 2019), ("２０２０年", 2020), (" 1990 ", 1990), ("2100年", 2100)]
)
def test_a_year_has_four_digits(written: str, year: int) -> None:
    assert read_year(written) == year


@pytest.mark.parametrize(
    "written", ["19", "02019", "1989", "2101", "٢٠١٩", "2019.0", "二〇一九", "2019年度", "2e3", ""]
)
def test_what_is_no_year_is_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="年份"):
        read_year(written)


def test_no_amount_passes_through_a_float() -> None:
    """No module of the core that knows of money has a float or calls ``float`` or ``round``, but for how alike names must be."""
    texts = {file: file.read_text("utf-8") for file in CORE.rglob("*.py") if "site" not in file.parts}
    for file in (file for file, text in texts.items() if "Money" in text or "Decimal" in text):
        tree = ast.parse(texts[file])
        alike = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "get_close_matches"]
        allowed = {id(part) for call in alike for argument in call.args for part in ast.walk(argument)}
        found = [ast.unparse(node) for node in ast.walk(tree) if _is_float(node) and id(node) not in allowed]
        assert not found, (file.name, found)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return _called(node) in ("float", "round")
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("总分 98.5分", "98.5"), ("98.5", "98.5"), ("９８．５分", "98.5"), ("自评得分98分，等级优", "98"), ("100 分", "100"), ("0分", "0"),
        ("产出48分，效益40分", None), ("2026-01-01", None), ("优", None), ("", None), ("三分之一", None), ("98分，合计98分", "98"), ("1分钟", None),
        ("098分", None), ("1e999", None), ("99999分", None), ("-5分", None),
    ],
)  # fmt: skip
def test_points_are_read_out_of_a_sentence(text: str, points: str | None) -> None:
    found = figure_in(text)
    assert (found and found.raw) == points
