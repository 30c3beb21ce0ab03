"""A declaration beside its own of the year before: what changed is marked, nothing that did not, and nothing is guessed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from browsing import chromium
from builders import judge_example
from hypothesis import strategies as st
from in_memory import Judged
from playwright.sync_api import Browser
from properties import holds_for

from jixiao.rules.examples import read_example
from jixiao.site.differences import Differences, IndicatorChange, MarkedText, compared, differences, marked
from jixiao.target import read_target
from jixiao.values import Money, Percent

ROOT = Path(__file__).resolve().parent.parent
YEAR = "# content/projects/{0}/qinghe-danganguan/a.yml\n年度: {0}\n开始时间: {0}-01-01\n结束时间: {0}-12-31\n"


def judged(before: str, now: str) -> Judged:
    """Two years of one project; each has the base declaration's fields where nothing else is said."""
    return judge_example(read_example(f"{YEAR.format(2019)}{before}\n{YEAR.format(2020)}{now}\n"))


def found(before: str, now: str) -> Differences:
    """What differs between them."""
    first, second = judged(before, now).declarations
    return differences(first, second)


def written(pieces: object, mark: str) -> str:
    """One side of a comparison, what is marked in brackets."""
    return "".join(f"[{text}]" if kind == mark else text for kind, text in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("扫描档案300卷。", "扫描档案450卷。", "扫描档案[300]卷。", "扫描档案[450]卷。"),
        ("完成95%以上。", "完成98.5%以上。", "完成[95%]以上。", "完成[98.5%]以上。"),
        ("一是扫描；二是著录。", "一是扫描；二是著录；三是上线。", "一是扫描；二是著录。", "一是扫描；二是著录[；三是上线]。"),
        ("", "新写的。", "", "[新写的。]"),
        ("删去的。", "", "[删去的。]", ""),
        ("甲乙丙。", "子丑寅卯辰。", "[甲乙丙。]", "[子丑寅卯辰。]"),
    ],
)  # fmt: skip
def test_changed_words_are_marked_on_both_sides(before: str, after: str, left: str, right: str) -> None:
    old, new = marked(before, after)
    assert (written(old, "old"), written(new, "new")) == (left, right)


def test_what_is_the_same_far_from_a_change_is_left_out() -> None:
    same = "对馆藏的民国时期档案进行扫描、著录和存储，" * 4
    old, new = marked(f"{same}共300卷。{same}", f"{same}共450卷。{same}")
    assert written(new, "new").startswith("……")
    assert written(new, "new").endswith("……")
    assert "共[450]卷。" in written(new, "new")
    assert len(written(old, "old")) < 50


texts = st.text("甲乙丙，。；12% \n", max_size=40)


@holds_for(texts, texts, examples=200)
def test_each_side_says_what_was_filed_as_long_as_it_is_short(before: str, after: str) -> None:
    for pieces, whole in zip(marked(before, after), (before, after), strict=True):
        said = "".join(piece.text for piece in pieces)
        head, _, tail = said.partition("……")
        assert said == whole or (whole.startswith(head) and whole.endswith(tail.rpartition("……")[2]))
    old, new = marked(before, after)
    kept = ["".join(piece.text for piece in side if piece.mark == "same") for side in (old, new)]
    assert before == after or kept[0] != before or kept[1] != after


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("≥90%", "≥95%", "更严"),
        ("≥95%", "≥90%", "更宽"),
        ("≤30分钟", "≤20分钟", "更严"),
        ("≤20分钟", "≤30分钟", "更宽"),
        ("≥90%", "=100%", "更严"),
        ("≥90%", ">90%", "更严"),
        (">90%", "≥90%", "更宽"),
        ("=95%", "=98%", "改变"),
        ("≥90%", "≤95%", "改变"),
        ("≥90%", "不低于90%", "写法改变"),
        ("≤30分钟", "≤1小时", "改变"),
        ("300卷", "450卷", "改变"),
        ("完备", "归档率100%", "改变"),
        ("≥90%", "较好", "改变"),
    ],
)
def test_stricter_or_weaker_is_told_only_where_both_can_be_read(before: str, after: str, verdict: str) -> None:
    assert compared(read_target(before), read_target(after)) == verdict


def indicators(output: str, effect: str) -> str:
    """The goals of a declaration."""
    return (
        "分解目标:\n  投入和管理目标: [{绩效指标: 预算执行率, 指标目标值: ≥95%}]\n"
        f"  产出目标: [{output}]\n  效果目标: [{effect}]\n  影响力目标: [{{绩效指标: 满意度, 指标目标值: ≥90%}}]\n"
    )


def test_indicators_are_added_dropped_moved_and_changed() -> None:
    one, other = "{{绩效指标: {0}, 指标目标值: {1}}}".format, ", ".join
    told = found(
        indicators(other([one("扫描合格率", "≥98%"), one("查档人次", "≥100次")]), one("利用率", "≥50%")),
        indicators(one("扫描合格率", "≥99%"), other([one("查档人次", "≥90次"), one("回访率", "≥80%")])),
    )
    assert told.same_indicators == 2
    assert told.indicators == (
        IndicatorChange("扫描合格率", "产出目标", "≥98%", "≥99%", "更严"),
        IndicatorChange("查档人次", "效果目标", "≥100次", "≥90次", "从“产出目标”移来，更宽"),
        IndicatorChange("回访率", "效果目标", "", "≥80%", "新增"),
        IndicatorChange("利用率", "效果目标", "≥50%", "", "删去"),
    )


def test_figures_have_their_difference_and_rate_and_rows_that_are_the_same_are_left_out() -> None:
    rows = "项目总预算: {0}\n项目当年预算: {0}\n项目当年投入资金构成: [{{子项目名称: 扫描, 预算金额: {1}}}, {{子项目名称: 著录, 预算金额: 100000}}]\n"
    told = found(rows.format(500_000, 400_000), rows.format(600_000, 500_000))
    lines = [tuple(cell.value for cell in row) for row in told.figures.rows]
    assert [line[0] for line in lines] == ["项目总预算", "当年预算", "扫描"]
    assert [line[3] for line in lines] == [Money(lines[0][2].yuan - lines[0][1].yuan)] * 3  # type: ignore[union-attr]
    assert [str(line[4]) for line in lines] == ["20.00%", "20.00%", "25.00%"]
    assert isinstance(lines[0][4], Percent)


def test_of_two_forms_only_what_both_ask_is_compared_and_unlike_budgets_have_no_difference() -> None:
    new = "表式: shanghai-2026\n计划开始日期: 2020-01-01\n计划完成日期: 2020-12-31\n项目资金总额: {合计: 5, 财政资金: 5}\n年度资金申请总额: {合计: 5, 当年财政拨款: 5}\n"
    first = judge_example(read_example(YEAR.format(2019))).declarations[0]
    second = judge_example(
        read_example(f"# content/projects/2020/qinghe-danganguan/a.yml\n{new}年度: 2020\n")
    ).declarations[0]
    told = differences(first, second)
    assert told.other_form
    assert {row[3].value for row in told.figures.rows} == {None}
    assert not {change.label for change in told.texts} & {"项目设立的必要性", "资金用途", "实施主体"}


# The same in the browser, for forms set side by side


@pytest.mark.browser
@pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")
def test_the_browser_marks_the_same_words(browser: Browser) -> None:
    dice, page = Random(7), browser.new_page()
    page.add_script_tag(path=ROOT / "theme" / "assets" / "javascripts" / "marks.js")
    parts = ("扫描档案", "300卷", "450卷", "，", "。", "；", "98.5%", "著录", "abc ", "𠮷", "\n", "一是", "二是")
    texts = ["".join(dice.choices(parts, k=dice.randrange(40))) for _ in range(160)]
    texts += ["甲，" * 400, "甲，" * 399 + "乙。", "短。", ""]
    pairs = list(pairwise(texts))
    found = page.evaluate("(pairs) => pairs.map(([before, after]) => jixiao.marked(before, after))", pairs)
    for (before, after), sides in zip(pairs, found, strict=True):
        told = tuple(tuple(MarkedText(piece["mark"], piece["text"]) for piece in side) for side in sides)
        assert told == marked(before, after, whole=True), (before, after)
    page.close()
