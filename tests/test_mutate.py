"""The mutation run: what it changes, one thing at a time, and which tests it asks."""

from __future__ import annotations

import ast
import sys

from adapter_site import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import mutate

MODULE = '''\
"""A module."""


@declaration_rule("B201", "a-name", Severity.ERROR, "…")
def judged(one, other):
    """A rule."""
    if one < 3 and one in other:
        yield one + 1
'''


def test_every_mutant_differs_in_one_place() -> None:
    made = list(mutate.mutants("rules/budget.py", MODULE))
    assert sorted((mutant.before, mutant.after) for mutant in made) == sorted(
        [
            ("Severity.ERROR", "Severity.WARNING"),
            ("if one < 3 and one in other:", "if not (one < 3 and one in other):"),
            ("one < 3 and one in other", "one < 3 or one in other"),
            ("one < 3", "one <= 3"),
            ("one in other", "one not in other"),
            ("3", "4"),
            ("one + 1", "one - 1"),
            ("1", "2"),
        ]
    )
    texts = {mutant.text(MODULE) for mutant in made}
    assert len(texts) == len(made)
    assert all(ast.parse(text) and '"""A rule."""' in text for text in texts)


def test_the_tests_of_a_rule_and_of_what_it_uses_are_asked() -> None:
    def asked(module: str) -> list[str]:
        return mutate.tests_of(module, (ROOT / mutate.PLUGINS / module).read_text("utf-8"), ROOT / "tests")

    assert {"test_rule_examples.py", "test_rule_table.py", "test_budget_rules.py"} <= {*asked("rules/budget.py")}
    assert "test_dates_rules.py" in asked("rules/moments.py")
    assert "test_target.py" in asked("target.py")
    assert "test_kills.py" not in asked("rules/budget.py")


def test_each_known_survivor_is_a_mutant_with_a_reason() -> None:
    known = mutate.known_survivors(mutate.KNOWN.read_text("utf-8"))
    files = {name.split(": ")[0] for name in known}
    made = {
        mutant.name
        for module in files
        for mutant in mutate.mutants(module, (ROOT / mutate.PLUGINS / module).read_text("utf-8"))
    }
    assert [name for name in known if name not in made] == []
    assert all(known.values())
