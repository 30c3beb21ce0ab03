"""What readers take for the same: texts folded letter by letter, and amounts, dates and comparisons in one writing each.

``theme/assets/javascripts/search/text.js`` folds in the same way; ``tests/search_forms.json`` holds the cases of both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from ..characters import folded_forms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_FOLD = {code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)} | {code: chr(code + 32) for code in range(0x41, 0x5B)}
_FOLD |= {code + 0xFEE0: chr(code + 32) for code in range(0x41, 0x5B)}
_FOLD |= folded_forms()
_FOLD |= dict.fromkeys((*range(32), *map(ord, _SPACES)), " ")
_ALIKE = {"(": "[〔【〖", ")": "]〕】〗", "≥": "≧⩾", "≤": "≦⩽"}
_ONE = {other: one for one, others in _ALIKE.items() for other in others}
_FOLD = {code: _ONE.get(form, form) for code, form in _FOLD.items()} | {ord(other): one for other, one in _ONE.items()}

_DAY = re.compile(
    r"(?<![0-9])([12][0-9]{3})(?: ?年 ?(0?[1-9]|1[0-2]) ?月 ?(0?[1-9]|[12][0-9]|3[01]) ?日"
    r"|([-/.])(0?[1-9]|1[0-2])\4(0?[1-9]|[12][0-9]|3[01])(?![0-9]))"
)
_MONTH = re.compile(r"(?<![0-9])([12][0-9]{3})(?: ?年 ?(0?[1-9]|1[0-2]) ?月|/(0?[1-9]|1[0-2])(?![0-9/]))")
_NUMBER = re.compile(
    r"(?<![0-9])(?<![0-9][.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(?![0-9])(?!\.[0-9])(?: ?([万亿]))?(?: (?=[元%]))?"
)
_FIGURES = re.compile(r"[0-9><]")
_ZEROS = {"万": 4, "亿": 8}
_DIGITS_OF_AMOUNTS = 4
"""A number with as many digits before its point is an amount, in which zeros at the end say nothing: 1234.50."""


def fold(text: str) -> str:
    """Letter case (of plain letters), width, brackets, radicals and compatibility forms folded away, every white space a blank.

    The folded text has the same length.
    """
    return text.translate(_FOLD)


def fold_lines(texts: Sequence[str]) -> list[str]:
    """Many texts folded at once."""
    import numpy as np

    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    table = _table()
    folded = np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)
    whole = folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    ends = list(accumulate(map(len, texts)))
    return [whole[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


@cache
def _table() -> NDArray[np.uint32]:
    """Of each character of the basic plane what it is folded to; those beyond stay as they are."""
    import numpy as np

    return np.array([ord(_FOLD.get(code, chr(code))) for code in range(0x10000)], np.uint32)


def canonical(folded: str) -> str:
    """A folded text, or some lines, with amounts in 元, dates and comparisons in one writing: 6347200, 2022-12-31, ≥."""
    if not _FIGURES.search(folded):
        return folded
    text = folded.replace(">=", "≥").replace("<=", "≤")
    return _NUMBER.sub(_amount, _MONTH.sub(_month, _DAY.sub(_day, text)))


def searched(text: str) -> str:
    """The text as it is searched: folded, and where that differs its canonical writing in a line below."""
    folded = fold(text)
    other = canonical(folded)
    return folded if other == folded else f"{folded}\n{other}"


def wanted(part: str) -> tuple[str, ...]:
    """The writings of a part of a query, any of which a searched text must hold: as typed, and canonical."""
    folded = fold(part)
    return tuple(dict.fromkeys((folded, canonical(folded))))


def _day(found: re.Match[str]) -> str:
    return f"{found[1]}-{(found[2] or found[5]).zfill(2)}-{(found[3] or found[6]).zfill(2)}"


def _month(found: re.Match[str]) -> str:
    return f"{found[1]}-{(found[2] or found[3]).zfill(2)}"


def _amount(found: re.Match[str]) -> str:
    whole, fraction = found[1].replace(",", ""), (found[2] or "")[1:]
    if found[3]:
        zeros = _ZEROS[found[3]]
        digits = whole + fraction.ljust(zeros, "0")
        whole, fraction = digits[: len(whole) + zeros].lstrip("0") or "0", fraction[zeros:]
    if (
        found[3]
        or "," in found[1]
        or len(whole) >= _DIGITS_OF_AMOUNTS
        or found.string[found.end() : found.end() + 1] in ("元", "%")
    ):
        fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole
