"""Thresholds stand on the pages of the rules that go by them, as they are set on a site."""

from __future__ import annotations

import ast
from dataclasses import fields

from adapter_site import ROOT

from jixiao.rules import Thresholds
from jixiao.rules.thresholds import thresholds_of


def test_each_threshold_is_told_by_the_rules_that_go_by_it() -> None:
    """What a rule's functions read of the thresholds, within its module, is what its page tells."""
    read: dict[str, set[str]] = {}
    for module in (ROOT / "plugins" / "jixiao" / "rules").glob("*.py"):
        functions = {
            node.name: node for node in ast.parse(module.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
        }
        for function in functions.values():
            for code in _codes(function):
                read[code] = _thresholds_read(function, functions, set())
    told = {entry.name: set(entry.metadata["rules"]) for entry in fields(Thresholds)}
    for name, codes in told.items():
        if name not in ("shortest_shared", "comparable_share"):  # which fingerprints and sums go by
            assert codes == {code for code, names in read.items() if name in names}, name
    assert thresholds_of("H303", Thresholds()) == (("须说明的增减率", "10.00%"), ("须说明的增减额", "10,000 元"))


def _codes(function: ast.FunctionDef) -> list[str]:
    calls = [node for node in function.decorator_list if isinstance(node, ast.Call)]
    return [call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)]


def _thresholds_read(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    found: set[str] = set()
    seen.add(function.name)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "thresholds":
            found.add(node.attr)
        if isinstance(node, ast.Name) and node.id in functions and node.id not in seen:
            found |= _thresholds_read(functions[node.id], functions, seen)
    return found
