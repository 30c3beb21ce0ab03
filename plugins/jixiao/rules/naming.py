"""A project's name in its own texts: the ways it is written there, and the kind of its brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from .similarity import share_if_alike

_SHORTEST_NAME = 10
_LONGEST_NAME = 60
_HEAD = 3
_TAIL = 2
_MOST_LOOKED_AT = 50

_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_YEAR = re.compile(r"^\d{4}(?:年度?)?")
_FUNCTION_WORDS = str.maketrans("", "", "的之与和及、")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_STOP = re.compile(r"[\s，。；、：！？,.;:!?“”‘’\"'《》<>（）()【】\[\]]")
_HALF_WIDTH = str.maketrans("（）", "()")
_CHINESE_IN_HALF_WIDTH = re.compile(r"\([^()]*[\u3400-\u9fff][^()]*\)")


def core_of(name: str) -> str:
    """The name less its year and what stands in brackets: what running text calls the project by."""
    return _YEAR.sub("", _ASIDE.sub("", name)).strip()


def variants(name: str, text: str, share: Decimal) -> Iterator[str]:
    """What the text writes for the name with words put in or left out between its first and last; each once.

    Where one word stands for another the text may speak of another project (门诊楼 for 住院楼), and so it may where
    numerals differ. A short form (视频会议系统) does not begin like the name. Names below ten characters are not told
    from ordinary speech.
    """
    core = core_of(name)
    if _SHORTEST_NAME <= len(core) <= _LONGEST_NAME:
        for candidate in _candidates(core, text):
            if _is_variant(core, candidate, share):
                yield candidate


def _candidates(core: str, text: str) -> list[str]:
    """What begins and ends like the name and is about as long, each once, up to a number."""
    found: dict[str, None] = {}
    start = text.find(core[:_HEAD])
    while start >= 0 and len(found) < _MOST_LOOKED_AT:
        if not text.startswith(core, start) and (candidate := _phrase(core, text, start)):
            found[candidate] = None
        start = text.find(core[:_HEAD], start + 1)
    return list(found)


def _phrase(core: str, text: str, start: int) -> str:
    """The phrase from the place on that ends like the name and comes nearest to its length."""
    run = _STOP.split(text[start : start + len(core) * 3 // 2], maxsplit=1)[0]
    ends = [match.end() for match in re.finditer(re.escape(core[-_TAIL:]), run)]
    return run[: min(ends, key=lambda end: abs(end - len(core)))] if ends else ""


def _is_variant(core: str, candidate: str, share: Decimal) -> bool:
    if share_if_alike(core, candidate, share) is None:
        return False
    plain, written = core.translate(_FUNCTION_WORDS), candidate.translate(_FUNCTION_WORDS)
    steps = SequenceMatcher(None, plain, written, autojunk=False).get_opcodes()
    changes = "".join(plain[i:j] + written[k:m] for kind, i, j, k, m in steps if kind != "equal")
    return bool(changes) and not _NUMERAL.search(changes) and all(kind != "replace" for kind, *_ in steps)


def other_brackets(name: str, text: str) -> str:
    """The name as the text writes it somewhere with brackets of another width; empty where it does not."""
    bracket = _ASIDE.search(name)
    if not bracket or name[: bracket.start()] not in text:
        return ""
    narrow, wanted = text.translate(_HALF_WIDTH), name.translate(_HALF_WIDTH)
    start = narrow.find(wanted)
    while start >= 0:
        if (written := text[start : start + len(name)]) != name:
            return written
        start = narrow.find(wanted, start + len(name))
    return ""


def mixes_brackets(name: str) -> bool:
    """Whether both half- and full-width brackets stand in the name."""
    return bool(re.search(r"[（）]", name)) and bool(re.search(r"[()]", name))


def is_narrower_than(name: str, texts: Sequence[str]) -> bool:
    """Whether the name puts Chinese words in half-width brackets while most brackets of the texts are full-width."""
    if not _CHINESE_IN_HALF_WIDTH.search(name):
        return False
    return sum(text.count("（") for text in texts) > sum(text.count("(") for text in texts)
