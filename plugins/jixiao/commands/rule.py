"""``jixiao rule``: explains a rule in the terminal, or lists them all."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from textwrap import indent

import click

from ..caller import program_as_called
from ..problem import SetupProblem
from ..rules import FAMILIES, RULES, Rule
from ..rules.catalogue import SECTIONS
from .chinese import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("wanted", required=False, metavar="[代码或名称]")
def rule(wanted: str | None) -> None:
    """解释一条规则；不写代码时列出全部规则。

    例如 jixiao rule B201，或 jixiao rule subproject-total-mismatch。
    """
    click.echo(_explanation(_find(wanted)) if wanted else "\n\n".join(_families()))


def _find(wanted: str) -> Rule:
    known = {name: rule for rule in RULES for name in (rule.code.lower(), rule.name)}
    if found := known.get(wanted.strip().lower()):
        return found
    close = get_close_matches(wanted.lower()[:100], known, 1, 0.4)
    hint = f"是否想写 {known[close[0]].code}（{known[close[0]].name}）？" if close else ""
    raise SetupProblem(f"没有“{wanted}”这条规则；{hint}全部规则见 {program_as_called()} rule")


def _explanation(rule: Rule) -> str:
    heading = f"{rule.code} {rule.title}（{rule.severity.label}，{rule.name}）"
    sections = (f"{section}\n{indent(rule.sections[section], '  ')}" for section in SECTIONS)
    return "\n\n".join([heading, *sections])


def _families() -> Iterator[str]:
    for letter, family, _ in FAMILIES:
        rules = [rule for rule in RULES if rule.code.startswith(letter)]
        lines = [f"  {rule.code}  {rule.severity.label}  {rule.title}（{rule.name}）" for rule in rules]
        yield "\n".join([family, *lines])
