"""Each rule's docstring is its page, its explanation and its test: the examples are run here."""

from __future__ import annotations

import pytest
from builders import judge_example

from jixiao.rules import FAMILIES, RULES, Rule
from jixiao.rules.catalogue import SECTIONS
from jixiao.rules.examples import BASE, read_example

rules = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.name}")


def test_no_rule_minds_the_base_of_the_examples() -> None:
    assert judge_example(read_example(BASE)).findings == ()


@rules
def test_bad_example_yields_just_the_findings_that_it_marks(rule: Rule) -> None:
    example = read_example(rule.bad_example)
    findings = [finding for finding in judge_example(example).findings if finding.code == rule.code]
    found = sorted((finding.file, finding.place.line, finding.message) for finding in findings)
    marked = sorted((mark.file, mark.line, mark.message) for mark in example.expected)
    assert marked, "the bad example marks no line"
    assert {mark.code for mark in example.expected} == {rule.code}
    assert found == marked


@rules
def test_good_example_is_passed_over_in_silence(rule: Rule) -> None:
    example = read_example(rule.good_example)
    assert not example.expected
    assert [finding for finding in judge_example(example).findings if finding.code == rule.code] == []


@rules
def test_rule_is_fully_documented(rule: Rule) -> None:
    assert list(rule.sections) == ["", *SECTIONS]
    assert all(rule.sections.values())
    assert "\n" not in rule.title


def test_codes_and_names_are_unique_and_stand_in_their_families() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for letter, _, modules in FAMILIES:
        for rule in RULES:
            assert (rule.function.__module__ in {m.__name__ for m in modules}) == rule.code.startswith(letter)
