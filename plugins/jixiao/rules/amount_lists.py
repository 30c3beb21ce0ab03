"""Lists of amounts in a text, with the total that the text names after them (合计) or before them (包括 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..model import Declaration
from ..text import half_width
from ..values import Money, total
from .amounts import Amount, amounts_in
from .claims import is_own, is_sum, speaks_of_another_time
from .products import without_factors


class AmountList(NamedTuple):
    """A total that a text names, what its parts add up to, and whether the two agree; ``closes`` where it stands last."""

    whole: Amount
    parts: Money
    agrees: bool
    closes: bool


def lists_in(declaration: Declaration, text: str) -> Iterator[AmountList]:
    """The plain lists of named amounts that have a total; others, and what cannot be told, are left out."""
    if len(amounts_in(text)) > _FEWEST_PARTS:
        if "计" in text or "共" in text:
            yield from _closed(declaration, text)
        yield from _opened(declaration, text)


_FEWEST_PARTS = 2
_BRACKETED = re.compile(r"\([^()\n]{0,200}\)")
_INVOLVED = re.compile(r"[×xX*=+%]|其中|小计|每|单价|均|分别|上年|去年|另|已|原|减|结余|自筹|累计|[一二三四五\d]期")
_NOUN = re.compile(r"[\u4e00-\u9fff]{2}")
_LIST_BEGINS = re.compile(r"^.*(?:其中|包[括含]|用于|[:为])")


def _closed(declaration: Declaration, text: str) -> Iterator[AmountList]:
    """Lists that end in their sum (合计). They agree where the last amounts before it, however many, add up to it."""
    bare, before = _bare(text), list[Amount]()
    for amount in amounts_in(text):
        if is_sum(declaration, amount):
            named = [part for part in before if not is_own(declaration, part)]
            parts = _in_the_sentence(bare, named, amount)
            if _is_list(declaration, bare, parts, amount.start):
                agrees = _add_up(named, amount) or _add_up(before, amount)
                yield AmountList(amount, total([part.money for part in parts]), agrees, closes=True)
            before = []
        elif bare[amount.start].isdigit():
            before.append(amount)


def _bare(text: str) -> str:
    """The text in half-width signs, brackets and factors blanked out; every character in its place."""
    return without_factors(_BRACKETED.sub(lambda match: "□" * len(match.group()), half_width(text)))


def _in_the_sentence(bare: str, before: list[Amount], whole: Amount) -> list[Amount]:
    """Those of the amounts that stand in the whole's own sentence; all, where it stands alone (合计60万元。)."""
    start = max(bare.rfind(mark, 0, whole.start) for mark in "。!?\n") + 1
    near = [amount for amount in before if amount.start >= start]
    return near if len(near) >= _FEWEST_PARTS else before


def _is_list(declaration: Declaration, bare: str, parts: list[Amount], end: int) -> bool:
    """Whether the amounts are a plain list of named parts, up to a place, with nothing that bears on their sum."""
    if len(parts) < _FEWEST_PARTS or not all(part.is_plain and _NOUN.search(part.before) for part in parts):
        return False
    start = parts[0].start
    stretch = _LIST_BEGINS.sub("", bare[start - len(parts[0].before) : start]) + bare[start:end]
    return not _INVOLVED.search(stretch) and not speaks_of_another_time(declaration, stretch)


def _add_up(parts: Sequence[Amount], whole: Amount) -> bool:
    """Whether the last parts, however many, add up to the whole."""
    return any(whole.stands_for(running) for running in accumulate(part.money for part in reversed(parts)))


_PARTS_FOLLOW = re.compile(
    r" ?[,;:(]? ?\n?(?P<word>其中|(?:主要)?包[括含]|分别[为是]|分为|具体(?:为|包括|安排)?(?:如下)?|由)(?P<lines>[^,。;\n]{0,6}:\n)?"
)
_NOT_ALL = re.compile(r"等|主要")
_THE_REST = re.compile(r"其余|剩余")


def _opened(declaration: Declaration, text: str) -> Iterator[AmountList]:
    """Lists that follow the project's own amount (包括 …, 其中 …)."""
    folded, bare = half_width(text), _bare(text)
    for amount in amounts_in(text):
        follow = _PARTS_FOLLOW.match(folded, amount.end)
        if follow and is_own(declaration, amount):
            shown = folded if "(" in follow.group() else bare
            end = _end_of_list(shown, follow)
            parts = list(_parts_between(declaration, text, shown, follow.end(), end))
            if _is_list(declaration, shown, parts, end):
                sum_ = total([part.money for part in parts])
                agrees = _may_be(amount, sum_, follow["word"], shown[follow.end() : end])
                yield AmountList(amount, sum_, agrees, closes=False)


def _end_of_list(shown: str, follow: re.Match[str]) -> int:
    """Where the list ends: at the closing bracket or the sentence's end, or with the text where its items are lines."""
    if "(" in follow.group():
        marks = ")"
    elif follow["lines"]:
        return len(shown)
    else:
        marks = "。\n"
    return min((place for mark in marks if (place := shown.find(mark, follow.end())) >= 0), default=len(shown))


def _parts_between(declaration: Declaration, text: str, shown: str, start: int, end: int) -> Iterator[Amount]:
    """The amounts between two places, up to the next that is the project's own."""
    for amount in amounts_in(text):
        if start <= amount.start < end and shown[amount.start].isdigit():
            if is_own(declaration, amount):
                return
            yield amount


def _may_be(whole: Amount, parts: Money, word: str, stretch: str) -> bool:
    """Whether the parts add up to the whole, or to less where not all of them are listed (其中 …, … 等)."""
    may_be_fewer = (word == "其中" and not _THE_REST.search(stretch)) or bool(_NOT_ALL.search(word + stretch))
    return whole.stands_for(parts) or (may_be_fewer and parts < whole.money)
