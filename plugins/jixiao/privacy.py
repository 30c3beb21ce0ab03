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
    r"(?![0-9A-Za-z])(?!\.[0-9])(?! ?(?:[万亿]|元|%|‰|㎡|平方|立方|吨|千|公里|米|人|次|个|户|件|份))(?!号(?!码|机))"
)
_THING = "合同|协议|项目|课题|采购|招标|中标|订单|发票|票据|收据|凭证|证书|许可证|备案|档案|案卷|文件|批文|工单|资产|设备|预算|科目|信用"
_SAME_CODE = "[:： 为是#]{0,3}[A-Za-z0-9〔〕（）()\\[\\]_/#、和及至~-]{0,40}+$"
_CODE = re.compile(rf"(?:(?:{_THING})(?:编?号|号码|编码|代码)|[档文案卷]号){_SAME_CODE}")
"""Before eleven digits it says that they are a code: that of a thing, or one more of several such."""
_PERHAPS_CODE = re.compile(
    rf"(?:编号|编码|代码|单号|流水号|序号|批号|书号|图号|条码){_SAME_CODE}|[〔（(\[](?:19|20)[0-9]{{2}}[〕）)\]]第?$"
    r"|(?<![A-Za-z0-9])(?!(?i:tel|phone|mobile|mob|qq|wx|vx|wechat)(?![A-Za-z0-9]))[A-Za-z][A-Za-z0-9]{0,12}+"
    r"(?:[-_/][A-Za-z0-9]{1,12}+){0,4}+[-_/]$"
)
"""Before eleven digits it says that they may be a code (编号, CG-2020-) as well as somebody's number."""
_CODE_WITHIN = 48
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
    """One number or address found in a text; ``kind`` is its Chinese name, ``start`` and ``end`` its place.

    ``perhaps``: it may as well be the code of a thing.
    """

    kind: str
    start: int
    end: int
    perhaps: bool = False


def personal_data(text: str) -> Iterator[PersonalDatum]:
    """Yield identity numbers, mobile numbers and private e-mail addresses, kind by kind, each in its order.

    Full-width characters count as half-width ones. An identity number closes with its check digit, or 身份证 stands
    before it. An amount or another quantity (its unit follows) is no mobile number, nor is the code of a thing
    (合同编号, 档号 before it, 号 after it). Addresses below gov.cn, edu.cn,
    mil.cn, org.cn and ac.cn are official ones.
    """
    if not may_hold_personal_data(text):
        return
    folded = text.translate(_FOLD)
    yield from (PersonalDatum("身份证号", *match.span()) for match in _IDENTITY.finditer(folded) if _is_identity(match))
    yield from _mobile_numbers(folded)
    for match in _DOMAIN.finditer(folded):
        local = _LOCAL_PART.search(folded[max(0, match.start() - _LONGEST_LOCAL_PART) : match.start()])
        if local and not _OFFICIAL_DOMAIN.search(match.group()):
            yield PersonalDatum("私人邮箱", match.start() - len(local.group()), match.end())


def _mobile_numbers(folded: str) -> Iterator[PersonalDatum]:
    for match in _MOBILE.finditer(folded):
        before = folded[max(0, match.start() - _CODE_WITHIN) : match.start()]
        if not _CODE.search(before):
            yield PersonalDatum("手机号", *match.span(), perhaps=bool(_PERHAPS_CODE.search(before)))


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
