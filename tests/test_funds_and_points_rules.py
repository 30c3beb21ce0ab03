"""What the rules over funds and points say of forms whose funds stand in several lists or in fields, and whose points are shares or none.

All forms and figures are invented.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from invented_results import judged, known
from jsonschema import Draft7Validator

from jixiao.forms import Field
from jixiao.results import Result
from jixiao.rules.examples import PATH
from jixiao.schema import schema
from jixiao.site.cycle import points
from jixiao.values import Unreadable, read_figure

FILE = PATH.replace(".yml", ".ziping.yml")
HEAD = """\
kind: self-evaluation
title: 自评表
money_unit: 万元
{points}sections:
  - fields:
      - {{label: 年度, kind: year, role: year, required: yes}}
      - {{label: 项目名称, kind: text, role: name, required: yes}}
      - {{label: 单位, kind: unit, role: spending_unit, required: yes}}
"""
RECORD = "表式: suiji\n年度: 2020\n项目名称: 档案数字化\n单位: 青禾市档案馆\n"


def result_of(
    tmp_path: Path, fields: str, record: str, points: str = ""
) -> tuple[Result, list[tuple[str, str, str, str]]]:
    """The record of a form with these fields, and what the rules over results find in it."""
    file = tmp_path / "suiji.yml"
    file.write_text(HEAD.format(points=points) + fields, "utf-8")
    with known({"suiji": file}):
        judgement = judged((FILE, RECORD + record))
        result = next((one.result for one in judgement.parsed_files if one.result), None)
        assert result, [one.message for one in judgement.findings]
        found = [one for one in judgement.findings if one.file == FILE and one.code.startswith(("R", "S"))]
        return result, [(one.code, one.severity.value, one.label, one.message) for one in found]


LISTS = """\
  - fields:
      - label: 项目资金
        kind: rows
        role: funds
        columns:
          - label: 资金
            kind: choice
            role: source
            required: yes
            options: [{id: total, label: 年度资金总额}, {id: a, label: 财政拨款}, {id: b, label: 其他资金}]
          - {label: 预算数, kind: money, role: adjusted}
          - {label: 执行数, kind: money, role: executed}
      - label: 资金用途
        kind: rows
        role: funds
        columns:
          - label: 用途
            kind: choice
            role: source
            required: yes
            options: [{id: total, label: 支出合计}, {id: a, label: 人员支出}, {id: b, label: 公用支出}]
          - {label: 预算, kind: money, role: adjusted}
          - {label: 支出, kind: money, role: executed}
"""
TWO = (
    "项目资金:\n  - {资金: 年度资金总额, 预算数: 300, 执行数: 288.6}\n  - {资金: 财政拨款, 预算数: 200, 执行数: 200}\n"
    "  - {资金: 其他资金, 预算数: 100, 执行数: 88.6}\n"
    "资金用途:\n  - {用途: 支出合计, 预算: 300, 支出: 288.6}\n  - {用途: 人员支出, 预算: 180, 支出: 180}\n"
    "  - {用途: 公用支出, 预算: 120, 支出: 108.6}\n"
)


@pytest.mark.parametrize(
    ("found", "instead", "rate", "told"),
    [
        ("", "", "96.20%", []),
        ("预算数: 200", "预算数: 190", "96.20%", ["“预算数”一栏，各种资金合计 290 万元，“年度资金总额”写的是 300 万元，相差 10 万元"]),
        ("支出: 180", "支出: 170", "96.20%", ["“支出”一栏，各种资金合计 278.6 万元，“支出合计”写的是 288.6 万元，相差 10 万元"]),
        ("预算: 300", "预算: /", "96.20%", []),
        (
            "支出: 288.6}\n  - {用途: 人员支出, 预算: 180, 支出: 180}", "支出: 287.6}\n  - {用途: 人员支出, 预算: 180, 支出: 179}", None,
            ["“支出”一栏，“项目资金”的“年度资金总额”是 288.6 万元，“支出合计”写的是 287.6 万元，相差 1 万元"],
        ),
        ("  - {用途: 支出合计, 预算: 300, 支出: 288.6}\n", "", "96.20%", []),  # one list without a total: on its own, or within the other's
    ],
)  # fmt: skip
def test_several_lists_of_funds_are_each_added_up(
    tmp_path: Path, found: str, instead: str, rate: str | None, told: list[str]
) -> None:
    assert found in TWO
    result, findings = result_of(tmp_path, LISTS, TWO.replace(found, instead, 1) if found else TWO)
    assert [message for code, _, _, message in findings if code == "R105"] == told
    assert (str(result.rate) if result.rate else None) == rate


INDICATORS = """\
  - fields:
      - label: 绩效指标
        kind: indicators
        groups: [{label: 产出指标, tags: [output]}]
        columns:
          - {label: 指标, kind: text, role: name, required: yes}
          - {label: 目标值, kind: text, role: target}
          - {label: 完成值, kind: text, role: actual}
          - {label: 权重, kind: figure, role: weight}
          - {label: 得分, kind: figure, role: score}
          - {label: 偏差率, kind: figure}
          - {label: 原因, kind: text, role: reason}
"""


def indicator(weight: str, score: str, more: str = "", target: str = "≥90%", actual: str = "95%") -> str:
    cells = f"指标: 扫描合格率, 目标值: {target}, 完成值: {actual}, 权重: {weight}, 得分: {score}{more}"
    return f"绩效指标:\n  产出指标:\n    - {{{cells}}}\n"


@pytest.mark.parametrize(
    ("given", "weight", "score", "told", "shown"),
    [
        ("", "40%", "100", [], "100（权重 40%）"),
        ("", "0.3", "100", [], "100（权重 0.3）"),
        ("", "40%", "30", [], "30（权重 40%）"),
        ("", "/", "100", [], "100/—"),
        ("", "/", "/", [], ""),
        ("points: {whole: 100}\n", "100", "101", ["R102"], "101/100"),
        ("points: {whole: 100}\n", "100", "90", ["R109", "R113"], "90/100"),
        ("points: {whole: 100}\n", "100%", "100", [], "100/100"),
        ("points: {whole: 100, weights: 1}\n", "1", "100", [], "100/100"),
        ("points: {whole: 100, weights: 1}\n", "1", "101", ["R102"], "101/100"),
    ],
)  # fmt: skip
def test_scores_are_held_against_weights_only_where_the_edition_says_what_they_are_worth(
    tmp_path: Path, given: str, weight: str, score: str, told: list[str], shown: str
) -> None:
    result, findings = result_of(tmp_path, INDICATORS, indicator(weight, score), given)
    assert [code for code, *_ in findings] == told
    assert points(result.indicators[0]) == shown
    assert given or not result.indicators[0].lost


WITHOUT_WEIGHT = """\
  - title: 资金（万元）
    fields:
      - {label: 预算数, kind: money, role: funds.adjusted}
      - {label: 执行数, kind: money, role: funds.executed}
      - {label: 执行率, kind: figure, role: funds.rate}
      - {label: 预算执行得分, kind: figure, role: funds.score}
"""


@pytest.mark.parametrize(
    ("given", "score", "told"),
    [
        ("points: {whole: 100, execution: 20}\n", "25", ["“资金（万元）”得 25 分，多于分值 20 分"]),
        ("points: {whole: 100, execution: 20}\n", "20", ["预算执行得 20 分，按预算执行率 19.97% 乘以分值 20 分 应为 4 分"]),
        ("points: {whole: 100, execution: 20}\n", "3.99", []),
        ("points: {whole: 100}\n", "25", []),
        ("", "25", []),
    ],
)  # fmt: skip
def test_points_of_execution_without_a_weight_are_held_against_those_of_the_edition(
    tmp_path: Path, given: str, score: str, told: list[str]
) -> None:
    record = f"预算数: 300.4\n执行数: 60\n执行率: 19.97%\n预算执行得分: {score}\n"
    _, findings = result_of(tmp_path, WITHOUT_WEIGHT, record, given)
    assert [message for code, _, _, message in findings if code in ("R102", "R106")] == told


NEGATIVE = ["-1.67%", "−1.67%", "－1.67", "- 1.67%", "-1"]


@pytest.mark.parametrize("written", [*NEGATIVE, "1.67%", "0", "/", "-"])
def test_a_figure_that_no_rule_judges_may_be_below_zero(tmp_path: Path, written: str) -> None:
    result, findings = result_of(tmp_path, INDICATORS, indicator("40%", "100", f', 偏差率: "{written}"'))
    assert not findings
    columns = schema(result.edition)["properties"]["绩效指标"]["properties"]["产出指标"]["items"]["properties"]
    assert Draft7Validator(columns["偏差率"]).is_valid(written)
    for judged_column in ("权重", "得分"):
        assert Draft7Validator(columns[judged_column]).is_valid(written) == (written not in NEGATIVE)
    assert [Draft7Validator(columns[label]).is_valid(-1) for label in ("偏差率", "权重", "得分")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("role", ["weight", "score", "rate", "funds.rate", "funds.score"])
def test_points_weights_and_rates_are_not_below_zero(role: str) -> None:
    assert Field("得分", "figure", role).is_judged
    with pytest.raises(Unreadable, match="分值、得分和预算执行率不能是负数"):
        read_figure("-1")
    assert read_figure("−1.67%", may_be_negative=True).value == Decimal("-1.67")
