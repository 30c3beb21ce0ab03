"""An answer under 说明 is told of when no finding needs it, with the reason."""

from __future__ import annotations

import pytest
from builders import findings_of, judge_fragment

from jixiao.finding import Severity
from jixiao.rules.examples import PATH_2026

BARE_SATISFACTION = "分解目标:\n  影响力目标:\n    - {绩效指标: 查档市民满意度, 指标目标值: 90%}\n"


def answers(*codes: str) -> str:
    """A fragment with one answer to each code."""
    return "\n".join(["说明:", *[f"  - {{规则: {code}, 理由: 已与主管部门核对，保留原样。}}" for code in codes]])


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("I508", "这份表没有（或不再有）I508 的检查结果，说明可以删去"),
        ("H303", "这份表没有（或不再有）H303 的检查结果，说明可以删去"),
        ("X999", "没有 X999 这条规则，请核对代码"),
        ("满意度", "没有 满意度 这条规则，请核对代码"),
        ("W901", "这份表没有（或不再有）W901 的检查结果，说明可以删去"),
    ],
)
def test_answer_that_no_finding_needs_is_told_with_its_reason(code: str, message: str) -> None:
    (finding,) = findings_of("W901", answers(code))
    assert (finding.message, finding.severity) == (message, Severity.WARNING)
    assert finding.label == "说明 › 第 1 行 › 规则"
    assert finding.seen == code


@pytest.mark.parametrize("code", ["I508", "i508"])
def test_answer_to_a_notice_or_warning_is_used(code: str) -> None:
    judgement = judge_fragment(BARE_SATISFACTION + answers(code))
    assert [finding.code for finding in judgement.findings if finding.answer] == ["I508"]
    assert "W901" not in {finding.code for finding in judgement.findings}


def test_error_cannot_be_answered() -> None:
    (finding,) = findings_of("W901", f"{BARE_SATISFACTION}前身: 2019/qinghe-danganguan/dangan\n{answers('H308')}")
    assert finding.message == "H308 是错误，须改正，不能用说明代替"


def test_code_of_an_error_and_a_warning_can_be_answered() -> None:
    dummies = "\n".join(f"    - {{绩效指标: 制度{name}, 指标目标值: 1}}" for name in "甲乙丙")
    fragment = f"备注: XX\n分解目标:\n  产出目标:\n{dummies}\n{answers('T701')}"
    judgement = judge_fragment(fragment)
    answered = [(f.severity, bool(f.answer)) for f in judgement.findings if f.code == "T701"]
    assert sorted(answered, key=lambda pair: pair[1]) == [(Severity.ERROR, False), (Severity.WARNING, True)]
    assert "W901" not in {finding.code for finding in judgement.findings}


def test_second_answer_to_the_same_code_is_told() -> None:
    (finding,) = findings_of("W901", BARE_SATISFACTION + answers("I508", "I508"))
    assert finding.message == "I508 前面已有一条说明，这一条不会公布"
    assert finding.label == "说明 › 第 2 行 › 规则"


def test_finding_that_needs_other_files_keeps_its_answer() -> None:
    twin = f"\n# {PATH_OF_TWIN}\n备注: ''"
    judgement = judge_fragment(answers("H307") + twin)
    assert any(finding.code == "H307" and finding.answer for finding in judgement.findings)
    assert "W901" not in {finding.code for finding in judgement.findings}


PATH_OF_TWIN = "content/projects/2020/qinghe-danganguan/dangan-shuzihua-er.yml"


def test_answers_are_judged_in_the_edition_of_2026_too() -> None:
    fragment = f"# {PATH_2026}\n表式: shanghai-2026\n{answers('H303')}"
    assert len(findings_of("W901", fragment)) == 1


def test_thousands_of_answers_are_judged_in_bounded_time() -> None:
    assert len(findings_of("W901", answers(*["H303"] * 3_000))) == 3_000
