"""Projects from year to year: which declaration follows from which, and which link is not made up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from builders import judge_example

from jixiao.model import Declaration
from jixiao.portfolio import Portfolio
from jixiao.rules.examples import read_example
from jixiao.values import Money

UNITS = """\
guan:
  全称: 青禾市档案馆
  曾用名: [青禾市档案资料馆, 青禾市档案（资料）处]
tushuguan:
  全称: 青禾市图书馆
"""
UNIT_NAMES = {"guan": "青禾市档案馆", "tushuguan": "青禾市图书馆"}


def portfolio(**projects: str) -> Portfolio:
    """A portfolio of ``guan_2019_saomiao="项目名称: 扫描"`` and so on: unit, year and id of the project, and its fields."""
    pieces = []
    for key, fields in projects.items():
        unit, year, project = key.split("_")
        head = f"年度: {year}\n开始时间: {year}-01-01\n结束时间: {year}-12-31\n"
        unit_name = "" if "申报单位名称" in fields else f"申报单位名称: {UNIT_NAMES[unit]}\n"
        pieces.append(f"# content/projects/{year}/{unit}/{project}.yml\n{head}{unit_name}{fields}\n")
    judgement = judge_example(read_example("\n".join(pieces)), units=UNITS)
    assert len(judgement.portfolio.declarations) == len(projects), judgement.findings
    return judgement.portfolio


def get(declarations: Portfolio, declaration_id: str) -> Declaration:
    found = declarations.get(declaration_id)
    assert found
    return found


def previous(declarations: Portfolio, declaration_id: str) -> str:
    found = declarations.previous(get(declarations, declaration_id))
    return found.id if found else ""


def following(declarations: Portfolio, declaration_id: str) -> list[str]:
    return [found.id for found in declarations.next(get(declarations, declaration_id))]


def chain(declarations: Portfolio, declaration_id: str) -> list[str]:
    return [found.id for found in declarations.chain(get(declarations, declaration_id))]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("平台建设（运维）", "平台建设（运维）"),
        ("平台建设（运维）", "平台建设(运维)"),
        ("平台建设（运维）", "平台建设【运维】"),
        ("平台建设（运维）", "平台建设〔运维〕"),
        ("平台建设（运维）", "平台 建设 (运维)"),
        ("OA平台２期", "oa平台2期"),
        ("平台　建设", "平台建设"),
    ],
)
def test_a_name_is_the_same_whatever_its_width_brackets_and_spaces(before: str, now: str) -> None:
    both = portfolio(guan_2019_a=f"项目名称: '{before}'", guan_2020_b=f"项目名称: '{now}'")
    assert previous(both, "2020/guan/b") == "2019/guan/a"
    assert following(both, "2019/guan/a") == ["2020/guan/b"]


@pytest.mark.parametrize("now", ["平台建设（二期）", "平台建设", "平台建设运维", "平台建设（运维）项目"])
def test_another_name_is_another_project(now: str) -> None:
    both = portfolio(guan_2019_a="项目名称: 平台建设（运维）", guan_2020_a=f"项目名称: {now}")
    assert previous(both, "2020/guan/a") == ""


def test_the_file_name_does_not_make_a_link() -> None:
    both = portfolio(guan_2019_a="项目名称: 甲", guan_2020_a="项目名称: 乙")
    assert chain(both, "2020/guan/a") == ["2020/guan/a"]


def test_a_namesake_of_another_unit_is_another_project() -> None:
    both = portfolio(guan_2019_a="项目名称: 甲", tushuguan_2020_a="项目名称: 甲")
    assert previous(both, "2020/tushuguan/a") == ""


@pytest.mark.parametrize("former", ["青禾市档案资料馆", "青禾市档案(资料)处"])
def test_a_unit_is_the_same_under_its_former_names(former: str) -> None:
    both = portfolio(guan_2019_a=f"项目名称: 甲\n申报单位名称: {former}", guan_2020_b="项目名称: 甲")
    assert previous(both, "2020/guan/b") == "2019/guan/a"
    assert get(both, "2019/guan/a").unit_name == former
    assert [unit.id for unit in both.units] == ["guan"]


def test_predecessor_is_found_after_renaming() -> None:
    both = portfolio(guan_2019_a="项目名称: 老档案扫描", guan_2020_b="项目名称: 数字化\n前身: 2019/guan/a")
    assert previous(both, "2020/guan/b") == "2019/guan/a"


def test_a_named_predecessor_goes_before_a_namesake() -> None:
    three = portfolio(
        guan_2019_a="项目名称: 甲", guan_2019_b="项目名称: 乙", guan_2020_a="项目名称: 甲\n前身: 2019/guan/b"
    )
    assert previous(three, "2020/guan/a") == "2019/guan/b"
    assert following(three, "2019/guan/a") == []


def test_a_predecessor_in_another_unit_is_followed() -> None:
    both = portfolio(tushuguan_2019_a="项目名称: 甲", guan_2020_a="项目名称: 甲\n前身: 2019/tushuguan/a")
    assert previous(both, "2020/guan/a") == "2019/tushuguan/a"


@pytest.mark.parametrize("predecessor", ["2019/guan/z", "2018/guan/a", "2020/guan/b", "2020/guan/a"])
def test_a_predecessor_that_is_not_of_the_year_before_links_to_nothing_not_even_to_a_namesake(predecessor: str) -> None:
    four = portfolio(
        guan_2018_a="项目名称: 丙",
        guan_2019_a="项目名称: 甲",
        guan_2020_a=f"项目名称: 甲\n前身: {predecessor}",
        guan_2020_b="项目名称: 乙",
    )
    assert previous(four, "2020/guan/a") == ""


def test_ambiguous_namesakes_link_to_nothing() -> None:
    three = portfolio(guan_2019_a="项目名称: 甲", guan_2019_b="项目名称: 甲", guan_2020_a="项目名称: 甲")
    assert previous(three, "2020/guan/a") == ""
    assert following(three, "2019/guan/a") == following(three, "2019/guan/b") == []


def test_a_named_predecessor_settles_which_namesake_is_meant() -> None:
    three = portfolio(
        guan_2019_a="项目名称: 甲", guan_2019_b="项目名称: 甲", guan_2020_a="项目名称: 甲\n前身: 2019/guan/b"
    )
    assert previous(three, "2020/guan/a") == "2019/guan/b"


def test_namesakes_of_one_year_know_each_other() -> None:
    three = portfolio(
        guan_2019_a="项目名称: 甲(一)", guan_2019_b="项目名称: 甲（一）", guan_2020_a="项目名称: 甲（一）"
    )
    assert [twin.id for twin in three.namesakes(get(three, "2019/guan/b"))] == ["2019/guan/a", "2019/guan/b"]


def test_a_split_project_has_several_successors_and_ends_the_chain() -> None:
    four = portfolio(
        guan_2018_a="项目名称: 甲",
        guan_2019_a="项目名称: 甲",
        guan_2020_b="项目名称: 乙\n前身: 2019/guan/a",
        guan_2020_c="项目名称: 丙\n前身: 2019/guan/a",
    )
    assert following(four, "2019/guan/a") == ["2020/guan/b", "2020/guan/c"]
    assert chain(four, "2018/guan/a") == ["2018/guan/a", "2019/guan/a"]
    assert chain(four, "2020/guan/c") == ["2020/guan/c"]
    assert [len(members) for members in four.chains] == [2, 1, 1]


def test_a_gap_in_the_years_breaks_the_link() -> None:
    two = portfolio(guan_2018_a="项目名称: 甲", guan_2020_a="项目名称: 甲")
    assert previous(two, "2020/guan/a") == ""
    assert following(two, "2018/guan/a") == []
    assert two.years == (2018, 2020)
    assert two.of_year(2019) == ()


@pytest.mark.parametrize("seen_from", ["2017/guan/a", "2019/guan/c", "2020/guan/d"])
def test_a_chain_is_the_same_seen_from_any_of_its_years(seen_from: str) -> None:
    four = portfolio(
        guan_2017_a="项目名称: 甲\n申报单位名称: 青禾市档案资料馆",
        guan_2018_b="项目名称: 甲",
        guan_2019_c="项目名称: 乙\n前身: 2018/guan/b",
        guan_2020_d="项目名称: 乙",
        guan_2020_e="项目名称: 甲",
    )
    assert chain(four, seen_from) == ["2017/guan/a", "2018/guan/b", "2019/guan/c", "2020/guan/d"]
    assert chain(four, "2020/guan/e") == ["2020/guan/e"]


def test_declarations_stand_in_the_order_of_their_ids() -> None:
    three = portfolio(tushuguan_2019_a="项目名称: 甲", guan_2020_a="项目名称: 乙", guan_2019_b="项目名称: 丙")
    assert [d.id for d in three.declarations] == ["2019/guan/b", "2019/tushuguan/a", "2020/guan/a"]
    assert [d.id for d in three.of_year(2019)] == ["2019/guan/b", "2019/tushuguan/a"]
    assert [d.id for d in three.of_unit("guan")] == ["2019/guan/b", "2020/guan/a"]
    assert three.get("2018/guan/a") is None


def test_a_comparison_goes_by_the_declared_figures_where_the_form_asks_for_them() -> None:
    both = portfolio(guan_2019_a="项目当年预算: 500000", guan_2020_a="同名项目上年预算额: 580000")
    comparison = both.compare(get(both, "2020/guan/a"))
    assert comparison.prior == Money(Decimal(580_000))
    assert not comparison.linked
    assert str(comparison.change_rate) == "3.45%"


def test_a_blank_prior_figure_of_such_a_form_is_not_filled_in_from_the_file() -> None:
    both = portfolio(guan_2019_a="项目当年预算: 500000", guan_2020_a="同名项目上年预算额:")
    comparison = both.compare(get(both, "2020/guan/a"))
    assert (comparison.prior, comparison.change, comparison.change_rate) == (None, None, None)
