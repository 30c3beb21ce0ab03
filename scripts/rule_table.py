"""Writes docs/rules.md: every rule with what its examples yield. The tests run the same examples and hold them to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

from jixiao.characters import printable
from jixiao.rules import FAMILIES, Rule
from jixiao.rules.examples import read_example

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
MOST_LINES = 3
"""Lines of one example that are shown at most."""
LONGEST = 60
"""Characters of one line that are shown at most."""

HEAD = """\
# 规则一览：查得出的和不指出的

每条规则举一个反例、一个正例。反例是查出来的那一行，后面是检查时给出的话；正例是改好以后的写法，检查不再指出。
例子里的单位、项目和数字都是编造的。表由 `python scripts/rule_table.py` 从规则本身写出，测试逐条运行这些例子，
一字不差才算通过（`tests/test_rule_examples.py`）。为什么重要、怎样改、依据见网站的“检查规则”，或运行 `jixiao rule 代码`。
"""
_MARK = re.compile(r"\s*# <- .*$")


def document(families: Iterable[tuple[str, str, Iterable[Rule]]]) -> str:
    """The whole document: a table for each family of rules."""
    return "\n".join([HEAD, *(part for letter, name, rules in families for part in _family(letter, name, rules))])


def rules_by_family() -> list[tuple[str, str, list[Rule]]]:
    """Letter, name and rules of each family, in the order of their codes."""
    found = []
    for letter, name, modules in FAMILIES:
        rules = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
        found.append((letter, name, sorted(rules, key=lambda rule: rule.code)))
    return found


def _family(letter: str, name: str, rules: Iterable[Rule]) -> list[str]:
    head = ["| 规则 | 级别 | 反例与查出的话 | 正例 |", "| --- | --- | --- | --- |"]
    return [f"## {letter} {name}", "", *head, *map(_row, rules), ""]


def _row(rule: Rule) -> str:
    cells = (f"**{rule.code}** {rule.title}", rule.severity.label, "<br>".join(_bad(rule)), "<br>".join(_good(rule)))
    return f"| {' | '.join(cells)} |"


def _bad(rule: Rule) -> list[str]:
    """The lines that are told of, each with what is said."""
    example = read_example(rule.bad_example)
    lines = [(example.files[mark.file].split("\n")[mark.line - 1], mark.message) for mark in example.expected]
    return [cell(line) + (f" → {_plain(message)}" if message else "") for line, message in lines[:MOST_LINES]]


def _good(rule: Rule) -> list[str]:
    """The lines of the good example that the bad one has not; where there are none, its first ones."""
    bad, good = (_lines(text) for text in (rule.bad_example, rule.good_example))
    steps = SequenceMatcher(None, bad, good, autojunk=False).get_opcodes()
    new = [line for kind, _, _, start, end in steps if kind in ("insert", "replace") for line in good[start:end]]
    return [cell(line) for line in (new or good)[:MOST_LINES]]


def _lines(text: str) -> list[str]:
    return [bare for line in text.split("\n") if (bare := _MARK.sub("", line)).strip()]


def cell(line: str) -> str:
    """A line as code in a table's cell: shortened, and without what would end the code or the cell."""
    short = line.strip() if len(line.strip()) <= LONGEST else f"{line.strip()[:LONGEST]}…"
    return f"`{_plain(short).replace('`', 'ˋ') or ' '}`"


def _plain(text: str) -> str:
    return printable(text).replace("|", "\\|").replace("<", "&lt;").replace("\t", " ")


def main() -> None:
    """Rewrite docs/rules.md."""
    DOCUMENT.write_text(document(rules_by_family()), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
