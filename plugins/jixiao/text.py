"""Chinese text as the forms write it: layout line breaks, widths, brackets, sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .characters import unified

_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·\U00020000-\U0003ffff"
_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}]) +(?=[{_WIDE}])")
_LAYOUT_BREAK = re.compile(rf"(?<![ \t])[ \t]*\n[ \t]*(?=[{_WIDE}])|(?<=[{_WIDE}])[ \t]*\n[ \t]*")
_BREAK = re.compile(r"(?<!\s)\s*\n\s*")  # (?<!…) so that a long run of spaces is tried once, not from each of them
_BRACKETED = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]")
_DEEPEST_BRACKETS = 8
_SENTENCE_END = re.compile(r"[。；;！!？?\n]+")
_NUMBERED = re.compile(
    r"^\s*(?:\(?\d{1,2}\)?\s*[、.．)）]|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|[①-⑳])\s*"
)

_ORDINAL = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"[ \t]*(?:[(（]?\d{{1,2}}[)）]?[ \t]*(?:[、)）]|[.．](?!\d))|[(（][{_ORDINAL}]+[)）]|[{_ORDINAL}]+、|第[{_ORDINAL}]+[,，、]"
    rf"|[{_ORDINAL}]是|[①-⑳]|[•●○■□◆◇▪※]|[-－][ \t]+)"
)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_PARAGRAPH_OR_ITEM_END = re.compile(rf"\n[ \t]*\n\s*|\n(?={_ITEM.pattern})")

_HALF_WIDTH = {0x3000: 0x20, **{code + 0xFEE0: code for code in range(0x21, 0x7F)}}


_REMEMBERED = 2048
"""Texts whose foldings are kept: rule after rule folds the same ones."""


@lru_cache(_REMEMBERED)
def half_width(text: str) -> str:
    """Full-width letters, digits and marks as half-width ones; of the same length, so that places still hold."""
    return text.translate(_HALF_WIDTH)


def unwrap(text: str) -> str:
    """Drop the spaces that YAML put where a wrapped plain or folded text had line breaks between Han characters."""
    return _BETWEEN_WIDE.sub("", text)


def join_layout_lines(text: str, keeps_items: bool = False) -> str:
    """Join lines that only a layout broke: nothing between wide characters, a space between others.

    An empty line stays a paragraph's end, as one line break; with ``keeps_items`` so do lines that begin an item, if
    there are two or more.
    """
    if "\n" not in text:
        return text.strip()
    has_items = keeps_items and sum(map(begins_item, text.split("\n"))) > 1
    end = _PARAGRAPH_OR_ITEM_END if has_items else _PARAGRAPH_END
    paragraphs = end.split(text.strip())
    return "\n".join(_BREAK.sub(" ", _LAYOUT_BREAK.sub("", paragraph.strip())) for paragraph in paragraphs)


def begins_item(line: str) -> bool:
    """Whether a line begins an item of a list: with a number (1、 （一） ① 一是 …) or a mark (• ○ - …)."""
    return bool(_ITEM.match(line))


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Letter case, width, radicals and white space folded away, for comparing what is written and not how."""
    return "".join(unicodedata.normalize("NFKC", unified(text)).casefold().split())


@lru_cache(_REMEMBERED)
def without_brackets(text: str) -> str:
    """The folded text less what stands in brackets, up to eight within each other: formulas and remarks."""
    folded = fold(text).replace("【", "[").replace("】", "]")
    if not _BRACKETED.search(folded):
        return folded
    for _ in range(_DEEPEST_BRACKETS):
        folded = _BRACKETED.sub("", folded)
    return folded


_BRACKETED_AS_FILED = re.compile(r"[（(][^（()）]*[）)]|〔[^〔〕]*〕|[\[［【][^\[［【】］\]]*[】］\]]")


@lru_cache(_REMEMBERED)
def bare_name(text: str) -> str:
    """The text as filed less what stands in brackets, up to eight within each other; all of it where nothing is left."""
    bare = text
    for _ in range(_DEEPEST_BRACKETS):
        bare, found = _BRACKETED_AS_FILED.subn("", bare)
        if not found:
            break
    return " ".join(bare.split()) or text


def sentences(text: str) -> list[str]:
    """The text's sentences and lines, without their closing marks; empty ones left out."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def numbered_items(text: str) -> list[str]:
    """The lines that carry a number (1、 （一） ① …), without it; empty where fewer than two do."""
    items = [_NUMBERED.sub("", line).strip() for line in text.splitlines() if _NUMBERED.match(line)]
    return items if len(items) >= 2 else []
