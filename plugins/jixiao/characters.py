"""Characters that cannot be published, and those that look like others: radicals, compatibility forms, traces of damage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    f"\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f{_NONCHARACTERS}]"
)
_KINDS_OF_UNPRINTABLE = (
    (re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"), "改变文字方向的字符"),
    (re.compile("[\xad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0]"), "看不见的零宽字符"),
    (re.compile("[\ud800-\udfff]"), "只有一半的字符"),
    (re.compile(f"[{_NONCHARACTERS}]"), "不是文字的代码"),
)


_REMARKABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u034e\u0370-\u058f\u2010-\u2027\u2030-\u205e\u2070-\u2e7f\u3000-\u3163\u3190-\u319f\u3200-\u33ff"
    "\u3400-\u5c6e\u5c70-\u70ea\u70ec-\u951e\u9520-\u9fff\uff01-\uff9f\uffe0-\uffee]"
)
"""What is not quite ordinary: the first character of whatever is unprintable or suspect, and others. Looked for first."""


def is_remarkable(text: str) -> bool:
    """Whether a closer look at the text's characters is worth while."""
    return bool(_REMARKABLE.search(text))


def unprintable(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield offset, ``U+XXXX`` and the Chinese kind of each character that has no place in a published text."""
    for match in _UNPRINTABLE.finditer(text):
        kind = next((name for pattern, name in _KINDS_OF_UNPRINTABLE if pattern.match(match.group())), "控制字符")
        yield match.start(), code_of(match.group()), kind


def printable(text: str) -> str:
    """The text with a stand-in for each of those characters, so that it may be shown anywhere, a terminal too."""
    return _UNPRINTABLE.sub("\ufffd", text)


def code_of(character: str) -> str:
    """``U+2F27``."""
    return f"U+{ord(character):04X}"


# From the Unicode Character Database, EquivalentUnifiedIdeograph.txt (version 14, Unicode License): the radicals of the
# block CJK Radicals Supplement that stand for a character of the basic plane and that compatibility normalisation leaves.
_RADICALS = "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
_IDEOGRAPHS = "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
RADICALS = dict(zip(map(ord, _RADICALS), _IDEOGRAPHS, strict=True))
"""Radicals of CJK Radicals Supplement, by their codes, and the characters that they stand for."""

_RADICAL = re.compile(f"[{_RADICALS}]")
_RADICAL_BLOCKS = "\u2e80-\u2fd5"
_COMPATIBLE = "\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\U0002f800-\U0002fa1f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_LOST = "\ufffd"
_GARBLED = "锟斤拷|锟斤|烫烫烫|屯屯屯"
"""What damage looks like once it was taken for GBK: U+FFFD in UTF-8, and memory that nobody had written to."""

_SUSPECT = re.compile(f"[{_RADICAL_BLOCKS}{_COMPATIBLE}{_PRIVATE}{_LOST}]|{_GARBLED}")
FULL_WIDTH = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in ",:;!?()"}


def unified(text: str) -> str:
    """The text with each supplement radical as the character that it stands for; NFKC does this for all others."""
    return text.translate(RADICALS) if _RADICAL.search(text) else text


@lru_cache(2048)
def meant_by(character: str) -> str:
    """The character that a radical or compatibility form stands for; empty where it stands for none, or for several."""
    meant = unicodedata.normalize("NFKC", unified(character))
    return meant.translate(FULL_WIDTH) if len(meant) == 1 and meant != character else ""


def folded_forms() -> dict[int, str]:
    """Every radical and compatibility form of the basic plane that stands for one character of it, by its code."""
    codes = (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE6C))
    forms = {code: unicodedata.normalize("NFKC", unified(chr(code))) for code in codes}
    return {code: form for code, form in forms.items() if form != chr(code) and len(form) == 1 and form < "\U00010000"}


class Suspect(NamedTuple):
    """Characters that nobody meant: their kind in Chinese, and what was meant, if that is known."""

    text: str
    kind: str
    meant: str = ""


RADICAL_SIGN, COMPATIBLE_FORM, PRIVATE_USE, LOST_CHARACTER, GARBLED = (
    "部首符号", "兼容字形", "私有区字符", "编码转换时丢失的字符", "编码转错的乱码"
)  # fmt: skip


def suspects(text: str) -> Iterator[Suspect]:
    """Yield what looks like something else in a text, or is the trace of damage, in its order."""
    for match in _SUSPECT.finditer(text):
        found = match.group()
        meant = meant_by(found) if len(found) == 1 else ""
        if len(found) > 1:
            yield Suspect(found, GARBLED)
        elif found == _LOST:
            yield Suspect(found, LOST_CHARACTER)
        elif "\u2e80" <= found <= "\u2fd5":
            yield Suspect(found, RADICAL_SIGN, meant)
        elif meant:
            yield Suspect(found, COMPATIBLE_FORM, meant)
        elif unicodedata.category(found) == "Co":
            yield Suspect(found, PRIVATE_USE)
