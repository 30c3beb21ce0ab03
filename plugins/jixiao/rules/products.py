"""Calculations that a text writes out: 10人×500元/人=5000元, or 电脑20台，每台5000元，共计10万元."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .amounts import UNITS


class Product(NamedTuple):
    """Where factors and result stand, what the factors come to and the result as written, in 元.

    ``step`` is what one in the result's last place is worth.
    """

    factors: tuple[int, int]
    result: tuple[int, int]
    worth: Decimal
    written: Decimal
    step: Decimal

    @property
    def holds(self) -> bool:
        """Whether the result is right as far as it is written out."""
        return abs(self.worth - self.written) < self.step


def products_in(folded: str) -> Iterator[Product]:
    """The calculations in a text in half-width signs."""
    yield from _products(folded)
    yield from _priced_counts(folded)


def without_factors(folded: str) -> str:
    """The text with factors blanked out and results left; every character in its place."""
    for match in _PRODUCT.finditer(folded) if "=" in folded else ():
        start, end = match.start(), match.start("figure")
        folded = folded[:start] + "□" * (end - start) + folded[end:]
    return folded


_NUMBER = r"\d[\d,]{0,14}(?:\.\d{1,6})?"
_FACTOR = rf"{_NUMBER} ?[\u4e00-\u9fff%/·]{{0,8}}"
_TIMES = r" ?[×xX*✕] ?"
_MONEY = r"亿元|万元|元|万"
_PRODUCT = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<factors>{_FACTOR}(?:{_TIMES}{_FACTOR}){{1,5}}) ?= ?(?P<figure>{_NUMBER}) ?(?P<unit>{_MONEY})(?! ?[/+×xX*])"
)
_SIGN_BEFORE = re.compile(r"[+×xX*=/)(-] ?$")
_FACTORS = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<unit>[^\d×xX*✕]*)")
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100)}
_SCALES_OF_MONEY = (Decimal(1), *_SCALES.values())
_SCALED_BY = re.compile(r"/ ?[百千万亿\d]|[余多]")


def _products(text: str) -> Iterator[Product]:
    for match in _PRODUCT.finditer(text) if "=" in text else ():
        factors = [(factor["number"], factor["unit"]) for factor in _FACTORS.finditer(match["factors"])]
        before = text[max(0, match.start() - 2) : match.start()]
        if not _SIGN_BEFORE.search(before) and not any(_SCALED_BY.search(unit) for _, unit in factors):
            worth = math.prod((_worth(*factor) for factor in factors), start=Decimal(1))
            has_money = any("元" in unit for _, unit in factors)
            yield _product(match, match.span("factors"), worth, has_money)


def _worth(number: str, unit: str) -> Decimal:
    scale = Decimal("0.01") if unit.startswith("%") else _SCALES.get(unit[:1], Decimal(1))
    return Decimal(number.replace(",", "")) * scale


def _product(match: re.Match[str], factors: tuple[int, int], worth: Decimal, has_money: bool) -> Product:
    """The product; where no factor is said to be money, in the unit of money that brings it nearest to the result."""
    figure, scale = match["figure"].replace(",", ""), UNITS[match["unit"]]
    written = Decimal(figure) * scale
    if not has_money:
        worth = min((worth * unit for unit in _SCALES_OF_MONEY), key=lambda scaled: abs(scaled - written))
    result = match.start("figure"), match.end("unit")
    return Product(factors, result, worth, written, scale.scaleb(-len(figure.partition(".")[2])))


_MEASURE = "[台套人名个件辆次场期份册本块张间户篇项页亩米盏棵座处家组把部支]"
_PRICED_COUNT = re.compile(
    rf"(?<![\d~—-])(?<!\d[.,])(?P<count>{_NUMBER}) ?(?P<scale>[百千万]?)(?P<measure>{_MEASURE})[^。;\n\d每年月天约]{{0,8}}"
    rf"(?:单价|均价|每(?P<each>{_MEASURE})(?!每))[^。;\n\d每年月天约]{{0,4}}(?P<price>{_NUMBER}) ?(?P<price_unit>万元|元)"
    rf"(?:/{_MEASURE})?(?![/每])(?:的?标准)?[,、 (]?(?:合计|共计|总计|总价|共需|小计|计|共)为?(?P<figure>{_NUMBER}) ?(?P<unit>{_MONEY})(?! ?[/+×xX*])"
)
_OTHER_FACTOR = re.compile(r"[每\d]")


def _priced_counts(text: str) -> Iterator[Product]:
    """Counts with their price and sum in words (电脑20台，每台5000元，共计10万元), alone in their sentence so far."""
    if "单价" not in text and "均价" not in text and "每" not in text:
        return
    for match in _PRICED_COUNT.finditer(text):
        lead = re.split(r"[。;\n]", text[max(0, match.start() - 60) : match.start()])[-1]
        if match["each"] in (None, match["measure"]) and not _OTHER_FACTOR.search(_NO_FACTOR.sub("", lead)):
            worth = _worth(match["count"], match["scale"]) * _worth(match["price"], match["price_unit"])
            yield _product(match, (match.start(), match.end("price_unit")), worth, has_money=True)


_NO_FACTOR = re.compile(r"^ *\(?\d{1,2} ?[、.)]|\d{4}年|\d{1,2}[月日]")
