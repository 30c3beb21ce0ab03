"""Amounts of money that a text names, each with the words around it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..text import half_width
from ..values import MONEY_FACTORS, Money

_AMOUNT = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<figure>(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?) ?"
    r"(?P<unit>亿元|万元|元|万(?![\u4e00-\u9fffA-Za-z]))"
)
UNITS = MONEY_FACTORS | {"万": Decimal(10_000), "亿元": Decimal(100_000_000)}
"""What units of money are worth, in 元."""

_CLAUSE_END = re.compile(r"[,。;!?、(\n]")
_REACH_BEFORE = 40
_REACH_AFTER = 12
_NO_PLAIN_AMOUNT = re.compile(r"以[内上下]|之内|左右|上下|不等|[/每起至到~—*×xX=-]")
_MOST_AMOUNTS = 100
_REMEMBERED = 256


class Amount(NamedTuple):
    """An amount as a text writes it; ``step`` is what one in its last place is worth, ``before`` the clause up to it.

    ``start`` and ``end`` are places in the text; ``after`` are the next few characters.
    """

    start: int
    end: int
    written: str
    money: Money
    step: Decimal
    before: str
    after: str

    def stands_for(self, filed: Money) -> bool:
        """Whether the filed amount is the same, rounded or cut at the last place written here."""
        return abs((filed - self.money).yuan) < self.step

    @property
    def is_plain(self) -> bool:
        """Whether it is the amount itself: no limit, no rate, no end of a range, no factor."""
        return not _NO_PLAIN_AMOUNT.match(self.after)

    @property
    def is_distinctive(self) -> bool:
        """Whether it has three digits or more that count: two such are hardly the same by chance."""
        return len(self.money.yuan.normalize().as_tuple().digits) >= 3


def amounts_in(text: str) -> tuple[Amount, ...]:
    """The amounts that a text names, in its order, up to a number."""
    return _amounts_in(text) if "元" in text or "万" in text else ()


@lru_cache(_REMEMBERED)
def _amounts_in(text: str) -> tuple[Amount, ...]:
    folded = half_width(text)
    found = []
    for match in _AMOUNT.finditer(folded):
        found.append(_amount(text, folded, match))
        if len(found) == _MOST_AMOUNTS:
            break
    return tuple(found)


def _amount(text: str, folded: str, match: re.Match[str]) -> Amount:
    start, end, figure, worth = match.start(), match.end(), match["figure"].replace(",", ""), UNITS[match["unit"]]
    decimals = len(figure.partition(".")[2])
    before = _CLAUSE_END.split(folded[max(0, start - _REACH_BEFORE) : start])[-1]
    after = folded[end : end + _REACH_AFTER]
    money = Money(Decimal(figure) * worth)
    return Amount(start, end, text[start:end], money, worth.scaleb(-decimals), before, after)
