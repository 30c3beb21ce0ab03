"""What a declaration says by itself of its difference from the year before: why the budget differs, where it came from."""

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


_HANDED_OVER = re.compile(r"转|划|移交|承接|接[收续管]|合并|并入|撤销|组建|改[革组名]|更名|调整|原")


def handover_told(declaration: Declaration) -> str:
    """The sentences that may say from which unit the project came, where 前身 names a declaration."""
    if not declaration.predecessor:
        return ""
    said = (sentence for filed in declaration.texts for sentence in sentences(filed.text))
    return "\n".join(filter(_HANDED_OVER.search, said))
