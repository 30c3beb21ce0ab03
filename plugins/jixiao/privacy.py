"""Personal data in texts: where it stands, and how it is masked in everything that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FOLD = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | str.maketrans("　\u00a0‐‑–—−﹣", "  ------")
_BETWEEN = "-. －．　\u00a0‐‑–—−﹣"
_ELEVEN_DIGITS = re.compile(rf"[0-9０-９](?:[{_BETWEEN}]?[0-9０-９]){{10}}")
_ELEVEN_DIGITS_IN_LINES = re.compile(rf"[0-9０-９](?:[{_BETWEEN}\s]*[0-9０-９]){{10}}")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}[- ]?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[- ]?[0-9]{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    r"(?:(?<![0-9A-Za-z])(?<![0-9]\.)|(?<=[Tt]el))(?:(?:\+|00)?86[- ]?)?"
    r"1[3-9][0-9](?:[- ]?[0-9]{4}[- ]?[0-9]{4}|\.[0-9]{4}\.[0-9]{4}|[0-9][- ][0-9]{3}[- ][0-9]{4})"
    r"(?![0-9A-Za-z])(?!\.[0-9])(?! ?(?:[万亿]|元|%|‰|㎡|平方|立方|吨|千|公里|米|人|次|个|户|件))"
)
_DOMAIN = re.compile(r"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_LOCAL_PART = re.compile(r"[A-Za-z0-9._%+-]+$")
_LONGEST_LOCAL_PART = 64
_OFFICIAL_DOMAIN = re.compile(r"[@.](?:gov|edu|mil|org|ac)\.cn$", re.IGNORECASE)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ANNOUNCED = "身份证"
_ANNOUNCED_WITHIN = 12
_KEPT = 3


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One number or address found in a text; ``kind`` is its Chinese name, ``start`` and ``end`` its place."""

    kind: str
    start: int
    end: int


def personal_data(text: str) -> Iterator[PersonalDatum]:
    """Yield identity numbers, mobile numbers and private e-mail addresses, kind by kind, each in its order.

    Full-width characters count as half-width ones. An identity number closes with its check digit, or 身份证 stands
    before it. An amount or another quantity (its unit follows) is no mobile number. Addresses below gov.cn, edu.cn,
    mil.cn, org.cn and ac.cn are official ones.
    """
    if not may_hold_personal_data(text):
        return
    folded = text.translate(_FOLD)
    yield from (PersonalDatum("身份证号", *match.span()) for match in _IDENTITY.finditer(folded) if _is_identity(match))
    yield from (PersonalDatum("手机号", *match.span()) for match in _MOBILE.finditer(folded))
    for match in _DOMAIN.finditer(folded):
        local = _LOCAL_PART.search(folded[max(0, match.start() - _LONGEST_LOCAL_PART) : match.start()])
        if local and not _OFFICIAL_DOMAIN.search(match.group()):
            yield PersonalDatum("私人邮箱", match.start() - len(local.group()), match.end())


def may_hold_personal_data(text: str) -> bool:
    """Whether a closer look is worth while."""
    return bool(_ELEVEN_DIGITS.search(text)) or "@" in text or "＠" in text


def file_may_hold_personal_data(text: str) -> bool:
    """The same of a YAML file's own text, in which a value may run on from line to line, or be spelled by escapes."""
    return bool(_ELEVEN_DIGITS_IN_LINES.search(text)) or any(sign in text for sign in "@＠\\")


def _is_identity(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _ANNOUNCED_WITHIN) : match.start()]
    return _ANNOUNCED in before or _has_valid_check_digit(re.sub("[- ]", "", match.group()))


def _has_valid_check_digit(number: str) -> bool:
    """Tell whether an 18-character identity number closes with its check digit (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def mask(text: str) -> str:
    """Return the text with every personal datum's characters replaced, its first three kept; same length."""
    shown = list(text) if (found := tuple(personal_data(text))) else []
    for datum in found:
        hidden = datum.end - datum.start - _KEPT
        shown[datum.start + _KEPT : datum.end] = "*" * hidden
    return "".join(shown) if found else text
