"""What people mistype that YAML stumbles over, in their words: colons, blanks and dashes of another width, indentation.

YAML's own message names the place where reading came to a stop. What is told here is the character or the line to mend.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from .finding import Place

_MOST_LINES = 400
"""Lines above a fault in which what belongs to it is looked for."""

_WIDE_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_COLONS = "：﹕︰︓∶ː꞉"
_DASHES = "—–―‒－﹣−─·•‧∙●○■□◆◇▪※"
_LIKE_KEY = r"[^\W\d_][\w、（）()/·-]{0,40}"
_WIDE = re.compile(rf"[ \t]*(?P<blank>[{_WIDE_BLANKS}])[\s{_WIDE_BLANKS}]*")
_DASH = re.compile(
    rf"[ \t]*(?:(?P<other>[{_DASHES}]+|\*(?=\s))\s*|(?P<dash>-)(?:(?P<wide>[{_WIDE_BLANKS}])\s*|(?=[^\s-])))"
)
_COLON = re.compile(
    rf"[ \t]*(?:- +)*(?P<key>{_LIKE_KEY})[ {_WIDE_BLANKS}]*"
    rf"(?:(?P<colon>[{_COLONS}])|(?P<half>:)(?:(?P<wide>[{_WIDE_BLANKS}])|(?=[^\s/])))"
)
_KEY_LINE = re.compile(rf"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<quote>[\"']?)(?P<key>{_LIKE_KEY})(?P=quote) *:(?:\s|$)")
_ITEM_LINE = re.compile(r"(?P<indent> *)-(?:\s|$)")
_COMMENT = re.compile(r"(?<=\S)[ \t]+(?=#)")
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_OF_CONFLICT = ("这一行是 git 合并冲突的标记", "选定保留哪一边，删去 <<<<<<<、=======、>>>>>>> 这几行")
_GREATER = re.compile(r">\s*(?P<equal>[=＝]?)\s*(?P<value>[\d０-９].*)")


class Slip(NamedTuple):
    """Something mistyped: where, what it is, and what to do."""

    place: Place
    what: str
    remedy: str


def blank_name(character: str) -> str:
    """What people call a blank that is none for YAML."""
    return "全角空格" if character == "\u3000" else "不间断空格" if character in "\u00a0\u202f" else "特殊宽度的空格"


# Where a text is known to be mistyped


def slips_in(text: str, place: Place, known: Collection[str] = ()) -> Iterator[Slip]:
    """Yield what is mistyped at the beginning of a line or key; with ``known`` only what concerns one of these labels."""
    at = 0
    found: list[Slip] = []
    if wide := _WIDE.match(text):
        remedy = "改成半角空格，与同一层的栏目对齐"
        found.append(_slip(place, wide.start("blank"), f"缩进用了{blank_name(wide['blank'])}", remedy))
        at = wide.end()
    if dash := _DASH.match(text, at):
        found.append(
            _slip(place, dash.start("other" if dash["other"] else "dash"), _dash_fault(dash), "改成半角的 - 加一个空格")
        )
        at = dash.end()
    key = text[at:].strip().rstrip(":")
    if colon := _COLON.match(text, at):
        key = colon["key"]
        where = colon.start("colon" if colon["colon"] else "half")
        found.append(_slip(place, where, _colon_fault(colon), f"改成半角冒号加一个空格，写作“{key}: …”"))
    if not known or key in known:
        yield from found


def slips_of_key(text: str, place: Place, known: Collection[str]) -> tuple[Slip, ...]:
    """What is mistyped in a key that is none of those known; no key begins with a blank, whatever it was to be."""
    found = tuple(slips_in(text, place, known))
    return found or (tuple(slips_in(text, place))[:1] if _WIDE.match(text) else ())


def _slip(place: Place, offset: int, what: str, remedy: str) -> Slip:
    return Slip(Place(place.line, place.column + offset), what, remedy)


def _dash_fault(dash: re.Match[str]) -> str:
    if dash["other"]:
        return f"行首用了“{dash['other']}”，不是列表的 -"
    return f"行首的 - 后面是{blank_name(dash['wide'])}" if dash["wide"] else "行首的 - 后面少了空格"


def _colon_fault(colon: re.Match[str]) -> str:
    if colon["colon"]:
        return f"“{colon['key']}”后面是全角冒号“{colon['colon']}”"
    wrong = f"是{blank_name(colon['wide'])}" if colon["wide"] else "少了空格"
    return f"“{colon['key']}”的冒号后面{wrong}"


def slips_of_lines(lines: Sequence[str], first: Place, last: int, known: Collection[str]) -> tuple[Slip, ...]:
    """What is mistyped at the beginning of a value's lines, where keys that are known were meant to stand."""
    slips = list(slips_in(lines[first.line - 1][first.column - 1 :], first, known))
    for number in range(first.line + 1, min(last, len(lines)) + 1):
        slips.extend(slips_in(lines[number - 1], Place(number, 1), known))
    return tuple(slips)


def slips_of_file(lines: Sequence[str]) -> tuple[Slip, ...]:
    """What is mistyped at the beginning of all lines that are not indented, in a file that has no keys at all."""
    return tuple(_beside(lines, 1)) if lines else ()


# Where YAML stopped


def conflicts(lines: Sequence[str]) -> tuple[Slip, ...]:
    """The marks that git leaves around what it could not merge."""
    marked = (number for number, line in enumerate(lines, 1) if _CONFLICT.match(line))
    return tuple(Slip(Place(number, 1), *_OF_CONFLICT) for number in marked)


class Refusal(NamedTuple):
    """What the parser said: what it was at, what it met, where, and where that had begun, if it told."""

    context: str
    problem: str
    place: Place
    begin: Place | None


def explain(lines: Sequence[str], refusal: Refusal) -> tuple[Slip, ...]:
    """What is most likely mistyped where the parser stopped; nothing where its own message must do."""
    if slips := conflicts(lines):
        return slips
    if _line(lines, refusal.place.line) == "=" * 7:
        return (Slip(refusal.place, *_OF_CONFLICT),)
    for explanation in _EXPLANATIONS:
        if slips := tuple(explanation(lines, refusal)):
            return slips
    return ()


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if 1 <= number <= len(lines) else ""


def _line_above(lines: Sequence[str], number: int) -> int:
    """The number of the nearest line above that says something; 0 where there is none."""
    return next((at for at in range(number - 1, 0, -1) if _line(lines, at).strip()), 0)


def _beginning(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A colon, blank or dash of the wrong kind at the beginning of the lines that the parser took for one text."""
    first, last = refusal.begin or refusal.place, refusal.place.line
    numbers: Sequence[int] = (last,)
    if "mapping values" in refusal.problem:
        is_key = not _line(lines, first.line)[: first.column - 1].strip(" -")
        numbers = range(first.line, last + 1) if is_key else (first.line, last)
    for number in numbers:
        if any(slips_in(_line(lines, number), Place(number, 1))):
            yield from _beside(lines, number)
            return


def _beside(lines: Sequence[str], number: int) -> Iterator[Slip]:
    """What is mistyped at the beginning of a line, and of those that stand beside it with the same indentation."""
    indent = _indent(lines[number - 1])
    first = next((at for at in range(number - 1, 0, -1) if _is_outside(lines[at - 1], indent)), 0) + 1
    for at in range(first, len(lines) + 1):
        if at > number and _is_outside(lines[at - 1], indent):
            return
        if _indent(lines[at - 1]) == indent:
            yield from slips_in(lines[at - 1], Place(at, 1))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_outside(line: str, indent: int) -> bool:
    return _indent(line) < indent and bool(line.strip())


def _comment(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A text that went on below a ``#``, or a bracket that closes behind one."""
    number, start = refusal.place.line, 0
    if "expected ',' or" in refusal.problem and refusal.begin:
        number, start = refusal.begin.line, refusal.begin.column
    elif "<scalar>" in refusal.problem or "mapping values" in refusal.problem:
        number = _line_above(lines, number)
    else:
        return
    if found := _COMMENT.search(_line(lines, number), start):
        what = "空格后面的 # 起头的文字被当作注释，这一栏的内容到此为止"
        yield Slip(Place(number, found.end() + 1), what, "若 # 是正文，请给整个值加上引号；若是注释，请另起一行")


def _text_behind(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A text that begins with a quotation or with brackets."""
    place, line = refusal.place, _line(lines, refusal.place.line)
    before = line[: place.column - 1].rstrip()[-1:]
    if "<scalar>" not in refusal.problem or not before:
        return
    if before in "\"'":
        yield Slip(place, "后一个引号之后还有文字", "正文里的引号写“”，或给整个值另加一层引号")
    elif before in "]}":
        yield Slip(place, "后一个括号之后还有文字", "正文以 [ 或 { 开头的，请给整个值加上引号")


def _bracket(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A bracket that is not closed on its line."""
    if "expected ',' or" in refusal.problem and refusal.begin and refusal.begin.line < refusal.place.line:
        remedy = "补上后一个括号或逗号；正文以 [ 或 { 开头的，给整个值加上引号"
        yield Slip(refusal.begin, "这里的括号没有配对，或里面缺少逗号", remedy)


def _greater(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A value that begins with ``>``, which YAML takes for the mark of a folded text."""
    found = _GREATER.match(_line(lines, refusal.place.line), refusal.place.column - 1)
    if found:
        value = _COMMENT.split(found["value"])[0].rstrip(" ,}]")[:20]
        sign = "≥" if found["equal"] else "＞"
        what = "值以 > 开头，YAML 把它当作折行记号"
        yield Slip(refusal.place, what, f"给整个值加上引号，或写 {sign}{value}")


def _indentation(lines: Sequence[str], refusal: Refusal) -> Iterator[Slip]:
    """A key or row that does not stand below those that it belongs to."""
    place, line = refusal.place, _line(lines, refusal.place.line)
    here = _KEY_LINE.match(line) or _ITEM_LINE.match(line)
    if here is None or not ("<" in refusal.problem or "mapping values" in refusal.problem):
        return
    indent, is_row = len(here["indent"]), bool(_ITEM_LINE.match(line))
    columns = dict(_columns_above(lines, place.line, is_row))
    if not columns or indent in columns:
        return
    nearest = min(columns, key=lambda column: (abs(column - indent), -column))
    number, name = columns[nearest]
    remedy = f"与第 {number} 行的“{name}”对齐，缩进 {nearest} 格"
    if "mapping values" in refusal.problem:
        remedy = f"是栏目的，{remedy}；是上一栏正文的，给整个值加上引号，或改用全角冒号"
    yield Slip(Place(place.line, indent + 1), f"这一行缩进 {indent} 格，和上面的各行对不齐", remedy)


def _columns_above(lines: Sequence[str], number: int, of_rows: bool) -> Iterator[tuple[int, tuple[int, str]]]:
    """The columns at which a key (or a row) may stand in a line, each with the line that has one there and its key."""
    bound = 1_000
    for above in range(number - 1, max(0, number - _MOST_LINES), -1):
        found = _KEY_LINE.match(_line(lines, above))
        if found is None:
            continue
        row, key = len(found["indent"]), found.start("key") - len(found["quote"])
        for column, is_row in ((key, False), (row, bool(found["dashes"]))):
            if column < bound and is_row == of_rows:
                yield column, (above, found["key"])
        bound = min(bound, row)
        if not bound:
            return


_EXPLANATIONS = (_beginning, _greater, _comment, _text_behind, _bracket, _indentation)
