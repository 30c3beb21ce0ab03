"""Each rule's docstring is its page, its explanation and its test: the examples are run here."""

from __future__ import annotations

import re
import sys

import pytest
from adapter_site import ROOT
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
    begun = {mark.message.removesuffix("…") for mark in example.expected if mark.message.endswith("…")}
    found = sorted((finding.file, finding.place.line, _message(finding.message, begun)) for finding in findings)
    marked = sorted((mark.file, mark.line, mark.message) for mark in example.expected)
    assert marked, "the bad example marks no line"
    assert {mark.code for mark in example.expected} == {rule.code}
    assert found == marked


def _message(message: str, begun: set[str]) -> str:
    """A message as marks write it: where one gives only its beginning, that and an ellipsis."""
    return next((f"{beginning}…" for beginning in begun if message.startswith(beginning)), message)


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


@rules
def test_remedy_says_what_who_drafts_and_who_transcribes_does(rule: Rule) -> None:
    assert "填报" in rule.fix
    assert "录入" in rule.fix


@rules
def test_basis_names_its_instrument_in_full_and_what_the_site_has_set_as_its_own(rule: Rule) -> None:
    assert "本站" in rule.basis or "表式" in rule.basis
    if "88号" in rule.basis:
        assert "参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）" in rule.basis
        assert re.search("“(?:完整性|相关性|适当性|可行性)”", rule.basis)
        assert re.search("由本站设定|表式 shanghai", rule.basis)


ACCUSING = re.compile("花|抄|只是|像是|随手|多半|却|等于没有|啦|收尾|收好|压低|尺子|警告|提示|今年|去年")
QUOTED = re.compile("“[^”]*”|《[^》]*》")


@rules
def test_words_beside_a_unit_s_name_are_neutral(rule: Rule) -> None:
    for heading in ("", "为什么重要", "怎样改", "依据"):
        prose = QUOTED.sub("", rule.sections[heading])
        assert not ACCUSING.search(prose), prose


def test_codes_and_names_are_unique_and_stand_in_their_families() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for letter, _, modules in FAMILIES:
        names = {module.__name__ for module in modules}
        for rule in RULES:
            assert (rule.function.__module__ in names) == rule.code.startswith(letter)


def test_the_document_shows_every_rule_with_its_examples() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    from rule_table import DOCUMENT, document, rules_by_family

    text = document(rules_by_family())
    assert DOCUMENT.read_text("utf-8") == text, "python scripts/rule_table.py writes it anew"
    rows = {line.split("**")[1]: line for line in text.split("\n") if line.startswith("| **")}
    assert list(rows) == [rule.code for rule in RULES]
    assert all(f"| {rule.severity.label} |" in rows[rule.code] and " → " in rows[rule.code] for rule in RULES)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows.values()} == {5}, "four cells each"


def test_no_example_breaks_out_of_its_cell() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    from rule_table import cell

    assert cell("`a|b` <b>\t\u202e") == "`ˋa\\|bˋ &lt;b> \ufffd`"
