"""Each edition of a record of a project's year, shipped or invented: its sample is read, checked, printed, published and given back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from in_memory import Judged, render
from invented_results import IDS, judged, known, sample
from jsonschema import Draft7Validator, Draft202012Validator
from markup import elements, parse, text
from published import THEME
from test_results import _paths

from jixiao.field_reader import declaration_id
from jixiao.finding import Finding, Severity
from jixiao.forms import ResultEdition, common_fields_of, load_result_edition, result_edition_ids
from jixiao.outcome import Verdict
from jixiao.render import form_rows
from jixiao.results import Result
from jixiao.schema import schema
from jixiao.site.form import Blank, sheet
from jixiao.site.form_text import form_text
from jixiao.source import Mapping, Node, Scalar, read
from jixiao.values import Money

ALL = (*result_edition_ids(), *IDS)
editions = pytest.mark.parametrize("edition_id", ALL)


@pytest.fixture(scope="module", autouse=True)
def _known() -> Iterator[None]:
    with known():
        yield


@cache
def everything() -> Judged:
    return judged(*map(sample, ALL))


@cache
def results() -> dict[str, Result]:
    """The result of every sample, whole, by its edition."""
    found = (parsed.result for parsed in everything().parsed_files if parsed.result)
    return {result.edition.id: result for result in found}


@cache
def published() -> tuple[dict[str, str], dict[str, bytes]]:
    site = render(everything(), THEME)
    return {page.path: page.body for page in site.pages}, {file.path: file.content for file in site.files}


def page_of(edition_id: str) -> Element:
    return parse(published()[0][f"projects/{declaration_id(sample(edition_id)[0]).replace('.', '/')}/"])


def leaves(edition_id: str) -> list[str]:
    """Every cell of the form itself, as filed."""
    file, content = sample(edition_id)
    document, edition = read(file, content.encode()), load_result_edition(edition_id)
    own = {field.label for field in common_fields_of(edition)} | {field.label for field in edition.added_fields()}
    nodes = (document.node(at) for at in _paths(document.root) if at and at[0] not in own)
    return [node.text for node in nodes if isinstance(node, Scalar) and not node.is_blank]


def bare(shown: str) -> str:
    return re.sub(r"\s+", "", shown)


def errors(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.file} {one.code} {one.message}" for one in findings if one.severity is Severity.ERROR]


def told(file: str) -> set[str]:
    return {one.code for one in everything().findings if one.file == file}


def test_every_sample_is_read_without_error() -> None:
    assert errors(everything().findings) == []
    assert set(results()) == set(ALL)


@editions
def test_a_sample_fills_every_field_of_its_form(edition_id: str) -> None:
    edition = load_result_edition(edition_id)
    file, content = sample(edition_id)
    written = {step for at in _paths(read(file, content.encode()).root) for step in at}
    fields = [field for field in edition.fields() if field.kind != "person"]
    assert {field.label for field in fields} <= written
    assert {column.label for field in fields for column in field.columns} <= written


@editions
def test_no_rule_minds_a_sample_but_for_reference(edition_id: str) -> None:
    """Whatever such forms leave out, or say in their own way, is no finding."""
    minded = [one for one in everything().findings if one.file == sample(edition_id)[0]]
    assert [f"{one.code} {one.message}" for one in minded if one.severity is not Severity.NOTICE] == []


@editions
def test_the_schema_accepts_the_sample(edition_id: str) -> None:
    content = schema(load_result_edition(edition_id))
    Draft7Validator.check_schema(content)
    root = read("x.yml", sample(edition_id)[1].encode()).root
    assert [error.message for error in Draft7Validator(content).iter_errors(_loaded(root))] == []


def _loaded(node: Node | None) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _loaded(value) for key, value in node.entries}
    if isinstance(node, Scalar):
        return None if node.is_blank else node.text
    return [_loaded(item) for item in node.items] if node else None


@editions
def test_the_form_on_the_page_holds_every_cell_as_filed(edition_id: str) -> None:
    page = page_of(edition_id)
    printed = bare("\n".join(text(one) for one in elements(page) if "jx-sheet" in one.get("class", "").split()))
    assert [
        cell
        for cell in leaves(edition_id)
        if bare(cell) not in printed and bare(cell) != f"{results()[edition_id].year}"
    ] == []
    for field in load_result_edition(edition_id).added_fields():
        beside = [text(one) for one in elements(page) if "jx-added" in one.get("class", "").split()]
        assert any(field.label in one and "表上没有，录入时补写" in one for one in beside)


def test_a_cell_of_a_table_prints_what_was_chosen_and_no_boxes_to_tick() -> None:
    for edition_id in ("national-jiankong", "baitan-ziping"):
        cells = [text(one).strip() for one in elements(page_of(edition_id)) if one.tag == "td"]
        assert {"national-jiankong": "有可能", "baitan-ziping": "＝"}[edition_id] in cells
        assert "完全不可能" not in "".join(cells)


@editions
def test_a_blank_form_is_printed(edition_id: str) -> None:
    edition = load_result_edition(edition_id)
    blank = sheet(Blank(edition))
    body = bare(text(parse(f"<table>{''.join(str(form_rows(part.rows)) for part in blank.parts)}</table>")))
    labels = [column.heading for field in edition.fields() for column in field.columns]
    assert [label for label in labels if bare(label) not in body] == []
    assert len(form_text(blank).splitlines()) > 5


def reports() -> dict[str, dict[str, Any]]:
    """Every record in the open data, by its id."""
    files = [json.loads(content) for path, content in published()[1].items() if path.endswith(".results.json")]
    validator = Draft202012Validator(json.loads(published()[1]["data/v1/results.schema.json"]))
    assert [error.message for file in files for error in validator.iter_errors(file)] == []
    return {name: found for file in files for name, found in file["results"].items()}


@editions
def test_open_data_gives_all_values_back(edition_id: str) -> None:
    found = reports()[results()[edition_id].record_id]
    root = read("x.yml", sample(edition_id)[1].encode()).root
    edition = load_result_edition(edition_id)
    common = {field.label for field in common_fields_of(edition)}
    assert isinstance(root, Mapping)
    filed = {key.text: _blanks(_loaded(value)) for key, value in root.entries if key.text not in common}
    assert _bare(found["form"] | found["added"]) == _bare(filed)
    assert set(found["added"]) == {field.label for field in edition.added_fields()}
    assert (found["edition"], found["money_unit"]) == (edition_id, edition.money_unit)
    assert [row["name"] for row in found["outcomes"]] == [one.name for one in results()[edition_id].indicators]
    assert found["is_declared"] is False


def _blanks(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _blanks(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_blanks(part) for part in value]
    return "" if value is None else value


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list) else bare(value)


# What is read of each


def yuan(amount: int | str) -> Money:
    return Money(Decimal(amount))


def test_amounts_are_in_yuan_whatever_the_form_says_them_in() -> None:
    found = {name: (result.adjusted, result.executed, str(result.rate)) for name, result in results().items()}
    assert found["baitan-ziping"] == (yuan(600_000), yuan(582_000), "97.00%")
    assert found["chenghu-ziping"] == (yuan(305_000), yuan(305_000), "100.00%")
    assert found["cuiwei-ziping"] == (yuan(1_100_000), yuan(1_045_000), "95.00%")
    assert found["mailin-ziping"] == (yuan(456_000), yuan(441_000), "96.71%")
    assert found["qiushan-jiankong"] == (yuan(100_000), yuan("43210.5"), "43.21%")
    told = reports()[results()["mailin-ziping"].record_id]
    assert (told["adjusted"], told["executed"], told["funds"][0]["executed"]) == ("456000", "441000", "441000")
    assert [row["source"] for row in told["funds"]] == ["资金情况", "财政拨款", "中央", "本级", "其他资金"]
    lists = [row["field"] for row in reports()[results()["cuiwei-ziping"].record_id]["funds"]]
    assert lists == ["财政资金"] * 5 + ["非财政资金"] * 2


def test_targets_and_actuals_are_put_together_from_their_columns() -> None:
    by_name = {one.name: one for one in results()["baitan-ziping"].indicators}
    assert (by_name["更新空调台数"].target.raw, by_name["更新空调台数"].actual.raw) == ("≥12台", "12台")
    assert by_name["保管人员满意度"].outcome.verdict is Verdict.MET
    assert by_name["档案保管条件"].target.raw == "改善"
    assert by_name["档案保管条件"].outcome.verdict is Verdict.CANNOT_TELL


def test_weights_are_points_whatever_the_form_says_them_in() -> None:
    for edition_id, points in (
        ("baitan-ziping", [30, 25, 10, 15, 20]),
        ("cuiwei-ziping", [20, 30, 20, 20]),
        ("mailin-ziping", [30, 20, 30, 20]),
    ):
        assert [one.points for one in results()[edition_id].indicators] == points
    assert [one.points for one in results()["chenghu-ziping"].indicators] == [None] * 3


def test_totals_may_stand_in_a_sentence() -> None:
    scores = {name: result.score.value if result.score else None for name, result in results().items()}
    assert scores["baitan-ziping"] == Decimal("98.5")
    assert scores["mailin-ziping"] == Decimal("97.34")
    assert scores["chenghu-ziping"] is None


def test_what_is_said_in_rows_is_said() -> None:
    result = results()["chenghu-ziping"]
    assert result.filled("actual_goal") == ("已补助12个", "新增图书4120册")
    assert str(result.period.start) == "2019"
    assert [one.name for one in results()["mailin-ziping"].indicators] == [
        "改造面积",
        "验收合格率",
        "少儿到馆人次",
        "预算执行率",
    ]


# What each breaks by, when one figure is changed


@pytest.mark.parametrize(
    ("edition_id", "found", "instead", "code", "message"),
    [
        ("baitan-ziping", "执行率: 0.97", "执行率: 0.95", "R101", "“合计”的“执行率”写的是 0.95，按执行数 582,000 元 除以调整后预算数 600,000 元 应为 97.00%"),
        ("baitan-ziping", "执行率: 97}", "执行率: 95}", "R101", "“财政拨款”的“执行率”写的是 95"),
        ("baitan-ziping", "权重: 30%", "权重: 35%", "R103", "各项指标的分值合计 105 分，按表式应为 100 分，多 5 分"),
        ("baitan-ziping", "分值: 20分", "分值: 10分", "R103", "预算执行的分值合计 10 分，按表式应为 20 分"),
        ("baitan-ziping", "总分 98.5分", "总分 99.5分", "R104", "自评结果写的是 99.5 分，各项得分合计 98.5 分"),
        ("baitan-ziping", "得分: 19.4分", "得分: 20分", "R106", "应为 19.4 分"),
        ("baitan-ziping", "自评得分: 8.5", "自评得分: 10.5", "R102", "多于分值 10 分"),
        ("baitan-ziping", "偏差原因及改进措施: |-\n  1、设备到货推迟，安装晚了一个月；\n  2、下年提前采购。\n", "", "R109", "“安装完成时间”"),
        ("baitan-ziping", "实际完成值: 12,", "实际完成值: 已完成,", "R110", "指标值是 ≥12台"),
        ("chenghu-ziping", "执行率: 1", "执行率: 90%", "R101", "“资金（万元）”的“执行率”写的是 90%，按全年执行数 30.5 万元 除以全年预算数 30.5 万元"),
        ("chenghu-ziping", "全年执行数: \"30.50\"", "全年执行数: 20", "R101", "的“执行率”写的是"),
        ("chenghu-ziping", "未完成原因: 两个阅览室停用两个月，已恢复。}\n  影响:\n存在问题: 停用期间未及时公告。", "}\n  影响:", "R109", "“读者人次”"),
        ("cuiwei-ziping", "{资金: 中央资金, 年初预算数: 30, 全年预算数: 30", "{资金: 中央资金, 年初预算数: 30, 全年预算数: 29", "R105", "“财政拨款”写的是 90 万元"),
        ("cuiwei-ziping", "{来源: 捐赠, 全年预算数: 5", "{来源: 捐赠, 全年预算数: 6", "R105", "“年度资金总额”写的是 110 万元"),
        ("cuiwei-ziping", "分值: 10, 得分: 9.7", "分值: 10, 得分: 9.9", "R106", "应为 9.7 分"),
        ("cuiwei-ziping", "分值: 30, 评分标准: 按比例, 得分: 30", "分值: 30, 评分标准: 按比例, 得分: 31", "R102", "得 31 分，多于分值 30 分"),
        ("cuiwei-ziping", "评价结论: 完成较好，自评得分98.7分", "评价结论: 完成较好，自评得分98.2分", "R114", "文字里写总分 98.2 分"),
        ("mailin-ziping", "  其他资金: 4.1", "  其他资金: 5.1", "R105", "“全年执行数”一栏，各种资金合计 45.1 万元，“资金情况”写的是 44.1 万元"),
        ("mailin-ziping", "权重: 0.2, 得分: 20.00", "权重: 0.25, 得分: 20.00", "R103", "各项指标的权重合计 1.05，按表式应为 1，多 0.05"),
        ("mailin-ziping", "权重: 0.2, 得分: 20.00", "权重: 0.2, 得分: 20.5", "R102", "得 20.5 分，多于分值 20 分"),
        ("mailin-ziping", "96.7105263157895%", "96.7105263157899%", "R101", "“资金情况”的“执行率”写的是"),
        ("qiushan-jiankong", "执行进度: 43.21", "执行进度: 44.21", "R101", "“资金”的“执行进度”写的是"),
    ],
)  # fmt: skip
def test_one_wrong_figure_is_found(edition_id: str, found: str, instead: str, code: str, message: str) -> None:
    file, content = sample(edition_id)
    assert found in content
    findings = judged((file, content.replace(found, instead, 1))).findings
    assert any(message in one.message for one in findings if one.code == code), [one.message for one in findings]


def test_editions_that_are_known_are_those_of_the_folder() -> None:
    assert {*IDS} <= {*result_edition_ids()}
    assert all(isinstance(load_result_edition(one), ResultEdition) for one in ALL)
