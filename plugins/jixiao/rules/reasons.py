"""Whether a declaration says by itself why its budget differs from the year before."""

from __future__ import annotations

import re

from ..model import Declaration
from ..text import half_width, sentences

_CHANGE = re.compile(r"增|减|上升|下降|提高|降低|上涨|上调|下调|扩大|缩小|调整|结转")
_AGAINST_LAST_YEAR = re.compile(r"(?:比|较|与|同)(?:上一?年|去年|\d{4}年)|同比")
_MONEY = re.compile(r"预算|经费|资金|金额|元")


def explains_change(declaration: Declaration) -> bool:
    """Whether 备注 speaks of a change, or any text compares its money with the year before."""
    if _CHANGE.search(declaration.text("remarks")):
        return True
    return any(_compares_money(sentence) for filed in declaration.texts for sentence in sentences(filed.text))


def _compares_money(sentence: str) -> bool:
    for match in _AGAINST_LAST_YEAR.finditer(half_width(sentence)):
        around = sentence[max(0, match.start() - 15) : match.end() + 20]
        if _MONEY.search(around) and _CHANGE.search(around):
            return True
    return False
