"""Which indicator of a report is which of its declaration: those of the year alone, wherever the two are laid side by side.

The form is invented: 长期绩效指标 (of the project's end) stand before 年度绩效指标 (of the year), and share names with them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest
from in_memory import render
from invented_editions import judged, make_known
from markup import elements, parse, text
from test_other_places import EDITIONS, SAMPLES, edition
from test_result_pages import THEME

from jixiao.forms import ForPeriod
from jixiao.model import Declaration, FiledTarget, Indicator
from jixiao.pairing import paired
from jixiao.portfolio import Portfolio
from jixiao.results import Result
from jixiao.rules.examples import BASE_EVALUATION
from jixiao.site.aligned import parts
from jixiao.site.cycle import Cycle, cycle
from jixiao.site.differences import DROPPED
from jixiao.site.library import uses_in, uses_piece
from jixiao.site.report_differences import report_differences
from jixiao.target import read_target

HEAD = BASE_EVALUATION.partition("绩效指标:\n")[0].replace("馆藏档案数字化", "地方志口述史料采集")
ROWS = """\
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 采集史料时长, 年度指标值: ≥120小时, 实际完成值: 126小时, 分值: 45, 得分: 45}
  满意度指标:
    服务对象满意度指标:
      - {三级指标: 受访者满意度（问卷）, 年度指标值: ≥95%, 实际完成值: 96%, 分值: 45, 得分: 45}
总分: 99.7
"""
HOURS, CONTENT = "采集史料时长", "受访者满意度"
MIDTERM = ["采集史料时长", "文稿校对合格率", "开放史料条数", "受访者满意度"]


class Filed(NamedTuple):
    """A project of two years with a self-evaluation of each; the later as it was read, and its page."""

    declaration: Declaration
    result: Result
    before: Declaration
    result_before: Result
    page: str
    portfolio: Portfolio
    codes: tuple[str, ...]


@cache
def filed(changed: str = ROWS) -> Filed:
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_known(monkeypatch, edition(EDITIONS / "chenghu-2023.yml"))
        sample = (SAMPLES / "chenghu-2023.yml").read_text("utf-8")
        sample = sample.replace("≥95%}\n年度", "≥99%}\n年度")
        files = []
        for year, rows in (("2022", ROWS), ("2023", changed)):
            path = f"content/projects/{year}/qinghe-danganguan/shiliao.yml"
            files.append((path, sample.replace("预算年度: 2023", f"预算年度: {year}")))
            files.append((path.replace(".yml", ".ziping.yml"), HEAD.replace("2020", year) + rows))
        found = judged(files)
        site = render(found, THEME)
        before, declaration = found.declarations
        results = {one.result.year: one.result for one in found.parsed_files if one.result}
        return Filed(
            declaration,
            results[2023],
            before,
            results[2022],
            next(one.body for one in site.pages if one.path == "projects/2023/qinghe-danganguan/shiliao/"),
            found.portfolio,
            tuple(one.code for one in found.findings if "2023" in one.file),
        )


def cycle_of(one: Filed) -> Cycle:
    found = cycle(one.declaration, [one.result], one.before, [one.result_before])
    assert found
    return found


def test_a_self_evaluation_is_laid_beside_the_targets_of_the_year() -> None:
    rows = {row.name: row for row in cycle_of(filed()).rows if row.of_the_year}
    hours, content = rows[HOURS], rows[CONTENT]
    assert (hours.target, hours.actual, hours.restated, hours.points) == ("≥120小时", "126小时", "", "45/45")
    assert (content.target, content.actual, content.restated) == ("≥95%", "96%", "")
    assert len(cycle_of(filed()).rows) == len(filed().declaration.indicators)


def test_mid_term_rows_have_no_outcome_and_say_whose_they_are() -> None:
    rows = [row for row in cycle_of(filed()).rows if not row.of_the_year]
    assert [row.name for row in rows] == MIDTERM
    assert {(row.actual, row.outcome, row.points, row.before_outcome) for row in rows} == {("", None, "", None)}
    assert (rows[0].target, rows[0].group) == ("≥240小时", "长期绩效指标：数量指标")


def test_last_year_s_value_is_told_though_each_name_stands_twice() -> None:
    befores = {(row.of_the_year, row.name): row.before for row in cycle_of(filed()).rows}
    assert befores[True, HOURS] == "≥120小时；实际 126小时"
    assert befores[False, HOURS] == "≥240小时"


def test_the_page_says_of_yearly_indicators_alone_that_the_report_has_them_not() -> None:
    table = next(one for one in elements(parse(filed().page)) if "jx-cycle" in one.get("class", ""))
    rows = [text(one) for one in elements(table) if one.tag == "tr"]
    assert sum("自评表没有这条指标" in row for row in rows) == len(filed().declaration.indicators) - len(MIDTERM) - 2
    assert not any("自评表没有这条指标" in row for row in rows if "长期绩效指标" in row)
    assert "不是当年的指标只列目标，当年的完成情况不与它对应。" in filed().page


def test_two_declarations_side_by_side_have_the_actual_value_with_the_year() -> None:
    indicators = parts(filed().portfolio, filed().declaration, cycle_of(filed()))[-1]
    came = [(row.label, row.text) for row in indicators.rows if row.key.endswith("/self-evaluation")]
    assert came == [
        ("年度绩效指标／产出指标／数量指标：采集史料时长（实际）", "126小时，达到"),
        ("年度绩效指标／满意度指标／服务对象满意度指标：受访者满意度（实际）", "96%，达到"),
    ]


def test_the_library_has_what_came_of_it_with_the_target_of_the_year() -> None:
    (one,) = uses_in(uses_piece([filed().declaration], {filed().declaration.id: cycle_of(filed())}))
    came = [(name, target, told.actual) for _, _, name, target, _, told in one.indicators if told]
    assert came == [(HOURS, "≥120小时", "126小时"), (CONTENT, "≥95%", "96%")]


def test_what_differs_is_told_of_the_year_and_the_mid_term_is_not_missed() -> None:
    found = report_differences(filed().declaration, filed().result)
    assert (found.same, found.differing, {one.verdict for one in found.indicators}) == (2, (), {DROPPED})
    assert found.omitted == len(filed().declaration.indicators) - len(MIDTERM) - 2


@pytest.mark.parametrize(("target", "is_told"), [("≥120小时", False), ("≥240小时", True)])
def test_a_target_is_checked_against_that_of_the_year(target: str, is_told: bool) -> None:
    assert ("R111" in filed(ROWS.replace("≥120小时", target)).codes) == is_told


# The function itself


def indicator(name: str, target: str, *periods: ForPeriod, place: int = 0) -> Indicator:
    known = filed().declaration.indicators[place]
    targets = tuple(FiledTarget(read_target(target), ("指标值",), period) for period in periods or ("",))
    return replace(known, name=name, targets=targets)


def told(declared: list[Indicator], reported: list[Indicator]) -> tuple[list[str], list[str]]:
    found, left = paired(declared, reported)
    return [one.target.raw if one else "" for one in found], [one.target.raw for one in left]


@pytest.mark.parametrize("periods", [(), ("year",), ("year", "overall")])
def test_an_indicator_without_a_period_counts_as_of_the_year(periods: tuple[ForPeriod, ...]) -> None:
    assert told([indicator("甲", "1", *periods)], [indicator("甲（一）", "2")]) == (["2"], [])
    assert told([indicator("甲", "1")], [indicator("甲", "2", *periods)]) == (["2"], [])


def test_one_of_the_projects_end_is_none_of_the_year() -> None:
    declared = [indicator("甲", "1", "overall"), indicator("甲", "1", "year")]
    assert told(declared, [indicator("甲", "2")]) == (["", "2"], [])
    assert told(declared[:1], [indicator("甲", "2")]) == ([""], ["2"])
    assert told(declared, [indicator("甲", "2", "year"), indicator("甲", "3", "overall")]) == (["3", "2"], [])


def test_of_one_name_those_in_the_same_place_come_first_then_those_in_order() -> None:
    declared = [indicator("甲", "1"), indicator("甲", "1", place=1), indicator("甲", "1")]
    reported = [
        indicator("甲", "2", place=1),
        indicator("乙", "3"),
        indicator("甲", "4"),
        indicator("甲", "5", place=2),
    ]
    assert told(declared, reported) == (["4", "2", "5"], ["3"])
    assert told(reported, declared) == (["1", "", "1", "1"], [])
