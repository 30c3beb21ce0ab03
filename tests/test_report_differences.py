"""What a report says otherwise than its declaration: each indicator that differs with how, budgets, the goal's words."""

from __future__ import annotations

import pytest
from test_results import EVALUATION, judged

from jixiao.rules.examples import BASE, BASE_EVALUATION, PATH
from jixiao.site.differences import ADDED, DROPPED
from jixiao.site.report_differences import ReportDifferences, report_differences

SCANNED = "三级指标: 档案扫描页数, 年度指标值: ≥120000页"


def found(*changes: tuple[str, str]) -> ReportDifferences:
    """What differs once the base self-evaluation is changed so."""
    text = BASE_EVALUATION
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    judgement = judged((PATH, BASE), (EVALUATION, text))
    (declaration,) = judgement.declarations
    (result,) = (parsed.result for parsed in judgement.parsed_files if parsed.result)
    return report_differences(declaration, result)


def told(differences: ReportDifferences) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.before, one.after, one.verdict) for one in differences.indicators]


DROPPED_ONE = ("预算执行率", "≥95%", "", DROPPED)
"""What the base self-evaluation lacks of the base declaration."""


def test_what_is_as_declared_is_not_told() -> None:
    nothing = found()
    assert told(nothing) == [DROPPED_ONE]
    assert (nothing.figures, nothing.same_figures, nothing.same) == (None, ("年初预算数", "全年预算数"), 5)
    assert nothing.only == ((True, nothing.indicators),)


def test_what_a_report_leaves_out_is_counted_apart_from_what_differs() -> None:
    nothing, changed = found(), found((SCANNED, SCANNED.replace("≥120000页", "≥1页")))
    assert [(len(one.differing), one.omitted, one.same) for one in (nothing, changed)] == [(0, 1, 5), (1, 1, 4)]
    replaced = found((SCANNED, "三级指标: 开放查阅天数, 年度指标值: ≥250天"))
    assert ([one.verdict for one in replaced.differing], replaced.omitted) == ([ADDED], 2)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        ("≥130000页", "更严"), ("≥110000页", "更宽"), ("不少于120000页", "写法改变"), ("12万页", "改变"), ("≥120000张", "改变"),
    ],
)  # fmt: skip
def test_a_target_is_raised_lowered_or_written_otherwise(target: str, verdict: str) -> None:
    changed = found((SCANNED, SCANNED.replace("≥120000页", target)))
    assert told(changed) == [("档案扫描页数", "≥120000页", target, verdict), DROPPED_ONE]
    assert [one.name for one in changed.changed] == ["档案扫描页数"]


def test_brackets_in_a_name_make_no_other_indicator() -> None:
    assert told(found(("档案扫描页数", "档案扫描页数（A4）"))) == [DROPPED_ONE]


@pytest.mark.parametrize(
    ("name", "target", "verdict"),
    [("扫描页数", "≥120000页", "名称改变"), ("档案的扫描页数", "≥130000页", "名称改变，更严")],
)
def test_a_name_that_is_alike_is_the_same_indicator_renamed(name: str, target: str, verdict: str) -> None:
    changed = found((SCANNED, f"三级指标: {name}, 年度指标值: {target}"))
    assert told(changed) == [(name, "档案扫描页数 ≥120000页", f"{name} {target}", verdict), DROPPED_ONE]


def test_another_name_is_one_indicator_more_and_one_less() -> None:
    changed = found((SCANNED, "三级指标: 开放查阅天数, 年度指标值: ≥250天"))
    more, less = ("开放查阅天数", "", "≥250天", ADDED), ("档案扫描页数", "≥120000页", "", DROPPED)
    assert told(changed) == [more, DROPPED_ONE, less]
    assert [(declared, len(those)) for declared, those in changed.only] == [(True, 2), (False, 1)]


def test_budgets_are_told_apart_from_the_declared_one() -> None:
    changed = found(("年度资金总额, 年初预算数: 60, 全年预算数: 60", "年度资金总额, 年初预算数: 60, 全年预算数: 59"))
    assert changed.figures
    (row,) = changed.figures.rows
    assert [str(cell.value) for cell in row] == ["全年预算数", "600,000 元", "590,000 元", "−10,000 元", "−1.67%"]
    assert changed.same_figures == ("年初预算数",)


def test_the_goal_is_laid_beside_the_declared_one_with_marks() -> None:
    (change,) = found().texts
    assert change.label == "预期目标"
    assert {piece.mark for piece in (*change.before, *change.after)} >= {"same", "old", "new"}
