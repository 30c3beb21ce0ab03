"""What a value shows in its file against what YAML makes of it: words lost behind ``#``, lines joined, signs taken as marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from .finding import Path, Place
from .forms import Field
from .mistyped import Slip, slips_of_key, slips_of_lines
from .source import Fault, Mapping, Node, Scalar
from .text import begins_item, join_layout_lines, unwrap

DIFFERS = "published-text-differs"
"""The rule that speaks of these."""

_TEXTS = ("text", "long-text")
_LOOKED_UP = ("edition", "code")
"""Roles of texts that name one of a few things, as choices do: a comment behind one takes nothing away."""

_NUMBERS = ("money", "money-or-none", "figure", "date", "moment", "year")
_VALUES = ("target", "actual")
_QUOTES = ("'", '"')
_LONGEST_TOLD = 40
_HASH = re.compile(r"[ \t]+(#.*)")
_BAR = re.compile(r"(?:[｜￨︱∣│丨][-+－＋﹣−]?|[＞﹥][-+－＋﹣−])[ \t]*$")
_NUMBER_OR_NOTHING = re.compile(r"[\d０-９,.\-/]*")
_MEASURE = re.compile(r"[=＝]?\s*[\d０-９][\d０-９,，.．]*\s*[%％‰]?")
_SENTENCE_END = re.compile(r"[。；;！!？?]$")


def differences(lines: Sequence[str], scalar: Scalar, field: Field, at: Path) -> Iterator[Fault]:
    """Yield where the value of a field is not what somebody sees who looks at these lines."""
    is_text = (field.kind in _TEXTS and field.role not in _LOOKED_UP) or any(o.remainder for o in field.options)
    if scalar.style == ">" and (found := _sign(lines, scalar, field)):
        yield _fault(scalar, at, **found)
        return
    if not is_text:
        return
    if not scalar.style:
        yield from _comment(lines, scalar, at)
        if _BAR.match(_first_line(lines, scalar)):
            yield _fault(scalar, at, **_other_bar(_first_line(lines, scalar).strip(), scalar.is_wrapped))
            return
    if field.kind == "long-text" and scalar.is_wrapped:
        yield from _joined(lines, scalar, field.keeps_lines, at)


def _fault(scalar: Scalar, at: Path, what: str, remedy: str, part: str) -> Fault:
    return Fault(DIFFERS, Place(scalar.line, scalar.column), {"what": what, "remedy": remedy, "part": part}, at)


def _first_line(lines: Sequence[str], scalar: Scalar) -> str:
    return lines[scalar.line - 1][scalar.column - 1 :]


def _comment(lines: Sequence[str], scalar: Scalar, at: Path) -> Iterator[Fault]:
    """What stands behind a ``#`` on the value's last line; behind a number or nothing at all ``# `` is a comment."""
    end = scalar.end or Place(scalar.line, scalar.column + len(scalar.text))
    found = _HASH.match(lines[end.line - 1], end.column - 1)
    if found and not (found[1].startswith("# ") and _NUMBER_OR_NOTHING.fullmatch(scalar.text)):
        lost = found[1].strip()
        told = lost if len(lost) <= _LONGEST_TOLD else f"{lost[:_LONGEST_TOLD]}…"
        what = f"空格后面的“{told}”被当作注释，没有公布"
        facts = {"what": what, "remedy": "若是正文，请给整个值加上引号；若是注释，请另起一行", "part": lost}
        yield Fault(DIFFERS, Place(end.line, found.start(1) + 1), facts, at)


def _sign(lines: Sequence[str], scalar: Scalar, field: Field) -> dict[str, str] | None:
    """A greater-than sign that YAML took for the mark of a folded text."""
    header, content = _first_line(lines, scalar).split(" ")[0], scalar.text.strip()
    if not content:
        step = header.strip(">+-")
        if not step:
            return None
        what, meant = f"“{header}”被当作折行记号，没有公布任何内容", f"＞{step}"
    elif "\n" in content or not (field.role in _VALUES or field.kind in _NUMBERS or _is_measure(content, field)):
        return None
    else:
        sign = "≥" if content[0] in "=＝" else "＞"
        what, meant = f"“>”被当作折行记号，公布的是“{content}”", f"{sign}{content.lstrip('=＝ ')}"
    remedy = f"若是大于号，请写 {meant}，或给整个值加上引号；若不是，请把内容写在冒号后面"
    return {"what": what, "remedy": remedy, "part": header}


def _is_measure(content: str, field: Field) -> bool:
    return field.kind == "text" and bool(_MEASURE.fullmatch(content))


def _other_bar(sign: str, is_wrapped: bool) -> dict[str, str]:
    joined = "，下面的各行连成了一行" if is_wrapped else ""
    return {"what": f"“{sign}”不是半角的 |-，被当作正文公布{joined}", "remedy": "改成半角的 |-", "part": sign}


def _joined(lines: Sequence[str], scalar: Scalar, keeps_lines: bool, at: Path) -> Iterator[Fault]:
    """Items, or sentences of a line each, that come out as one line."""
    shown = written_lines(lines, scalar)
    pairs = [(before, line) for before, line in pairwise(shown) if before and line]
    items = sum(begins_item(line) for _, line in pairs)
    if keeps_lines and all(_SENTENCE_END.search(before) for before, _ in pairs):
        items = len(pairs)
    if items and (keeps_lines or sum(map(begins_item, shown)) > 1):
        bar = "把 > 改成 |-" if scalar.style == ">" else "在栏目名的冒号后面写 |-"
        remedy = f"{bar}，各条另起一行并缩进" + ("，不加引号" if scalar.style in _QUOTES else "")
        yield _fault(scalar, at, f"文件里的 {items + 1} 行公布时连成了一行", remedy, "")


def written_lines(lines: Sequence[str], scalar: Scalar) -> list[str]:
    """The lines of a text of several lines as its file shows them, less indentation, quotes and the sign of a block."""
    end = scalar.end or Place(scalar.line, scalar.column)
    if scalar.style in ("|", ">"):
        shown = list(lines[scalar.line : end.line - (end.column == 1)])
    else:
        quote = len(scalar.style)
        first, last = _first_line(lines, scalar)[quote:], lines[end.line - 1][: end.column - 1 - quote]
        shown = [first, *lines[scalar.line : end.line - 1], last]
    return [line.strip(" \t") for line in shown]


def filed_text(lines: Sequence[str], scalar: Scalar, field: Field) -> str:
    """A field's text as it is published: without the line breaks that only a layout made, unless it keeps its lines."""
    text = scalar.text
    if scalar.end is not None and scalar.style != "|":
        joined = layout_joined(lines, scalar)
        if joined is not None:
            return joined
        text = unwrap(text)
    if field.keeps_lines:
        return "\n".join(line.rstrip() for line in text.strip().splitlines())
    return join_layout_lines(text, field.kind == "long-text")


def layout_joined(lines: Sequence[str], scalar: Scalar) -> str | None:
    """A text with the breaks taken out that only its layout has, where YAML joined its lines as they stand there.

    Nothing where it did more: escapes, doubled quotes, lines of different indentation.
    """
    shown = written_lines(lines, scalar)
    return join_layout_lines("\n".join(shown)) if _folded(shown) == scalar.text.strip() else None


def _folded(shown: Sequence[str]) -> str:
    """Lines as YAML folds them: a blank for a break, a break for a blank line."""
    folded, blank_lines = shown[0] if shown else "", 0
    for line in shown[1:]:
        folded += ("\n" * blank_lines or " ") + line if line else ""
        blank_lines = 0 if line else blank_lines + 1
    return folded


def slips_of(lines: Sequence[str], node: Node, known: Collection[str] = ()) -> Iterator[Slip]:
    """What is mistyped in a key, or in a value that should have had keys, of which some may be known."""
    if isinstance(node, Mapping):
        for key, _ in node.entries:
            yield from slips_of(lines, key, known)
    elif isinstance(node, Scalar) and not node.style:
        place = Place(node.line, node.column)
        yield from (
            slips_of_lines(lines, place, node.end.line, known) if node.end else slips_of_key(node.text, place, known)
        )


def slip_fault(slip: Slip, at: Path) -> Fault:
    """Something mistyped in a value, as a fault of that value."""
    return Fault("unreadable-file", slip.place, {"what": slip.what, "remedy": slip.remedy}, at)
