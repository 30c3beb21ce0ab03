"""The schemas accept what the reader accepts, refuse what it refuses, and are what schemas/ holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from ruamel.yaml import YAML
from sites import declaration

from jixiao.forms import EDITION_IDS, load_edition, load_editions
from jixiao.reader import parse_file
from jixiao.registry import read_registry
from jixiao.rules.examples import PATH, UNITS
from jixiao.schema import schema, schema_text
from jixiao.source import read_text
from jixiao.values import Unreadable, read_date, read_money, read_year

ROOT = Path(__file__).resolve().parent.parent
REAL_FILES = sorted((ROOT / "content" / "projects").rglob("*.yml"))

DECLARATION_2026 = """\
表式: shanghai-2026
年度: 2026
项目名称: 馆藏档案数字化
项目性质: 经常性项目
项目类别: 特定目标类
主管部门: 青禾市文化局
实施单位: 青禾市档案馆
计划开始日期: 2026-01-01
计划完成日期: 2026-12-31
项目资金总额: {合计: 1800000, 财政资金: 1800000, 其他资金: }
年度资金申请总额:
  合计: 600000
  当年财政拨款: 600000
项目总目标: 完成全部民国时期档案的扫描和著录。
年度总体目标: 完成档案扫描120000页。
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 档案扫描页数, 指标值: ≥120000页}
  满意度指标:
项目概述: 扫描、著录和存储馆藏档案。
立项依据: 《青禾市档案管理办法》。
实施主体: 青禾市档案馆。
实施方案: 分批扫描。
实施周期: 一年。
年度预算安排: 扫描加工。
绩效目标: 方便市民查阅。
"""


@cache
def validator(edition_id: str) -> Draft7Validator:
    content = schema(load_edition(edition_id))
    Draft7Validator.check_schema(content)
    return Draft7Validator(content)


def as_an_editor_reads(text: str) -> Any:
    """The values of a YAML text by the rules of YAML 1.2, dates left as the texts they are."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors = dict(yaml.constructor.yaml_constructors)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda loader, node: node.value
    return yaml.load(text)


def schema_accepts(text: str, edition_id: str = "shanghai-2019") -> bool:
    return validator(edition_id).is_valid(as_an_editor_reads(text))


def reader_accepts(text: str) -> bool:
    registry, _ = read_registry(read_text("content/units.yml", UNITS))
    return parse_file(read_text(PATH, text), registry).declaration is not None


@pytest.mark.parametrize("file", REAL_FILES, ids=lambda file: file.stem)
def test_a_real_file_fits_its_schema(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    edition_id = as_an_editor_reads(text)["表式"]
    assert not [error.message for error in validator(edition_id).iter_errors(as_an_editor_reads(text))]


def test_there_are_real_files() -> None:
    assert len(REAL_FILES) >= 5


SOUND = (
    "年度: 2020",
    "年度: '2020'",
    "年度: ２０２０年",
    "项目名称: 2020",
    "项目总预算: 1,800,000.50",
    "项目总预算: 1800000.5",
    "项目总预算: １８０００００",
    "项目总预算: 0",
    "开始时间: 2020/1/1",
    "开始时间: 2020年1月1日",
    "开始时间: '2020.01.01'",
    "同名项目上年预算额:\n同名项目上年预算执行数: ~",
    "同名项目上年预算额: ''",
    "备注:",
    "备注: 3.5",
    "来源:",
    "来源: {标题: 原件, 网址: 'https://example.cn/a', 页: 3, 日期: 2020-03-01}",
    "前身: 2019/qinghe-danganguan/dangan-shuzihua",
    "说明:\n  - {规则: H303, 理由: 扫描单价上涨。}",
    "说明: []",
    "修订:\n  - {日期: 2020-05-01, 理由: 追加预算。}",
    "分解目标:\n  产出目标:\n    - {绩效指标: 页数, 指标目标值: 120000}",
    "分解目标: {产出目标: []}",
)

BROKEN = (
    "资金用処: 其他",
    "年度: 20",
    "年度: 2200",
    "年度: 二〇二〇",
    "年度:",
    "项目名称:",
    "项目名称: ''",
    "项目名称: '  '",
    "项目名称: [档案]",
    "项目概况: {甲: 乙}",
    "项目类型: 经常",
    "项目类型:",
    "项目总预算: -1",
    "项目总预算: 60万元",
    "项目总预算: '012'",
    "项目总预算: 1,80,000",
    "项目总预算: '1.234'",
    "项目总预算: 9999999999999999",
    "项目总预算: true",
    "项目总预算: [1]",
    "同名项目上年预算额: 无",
    "开始时间: 2020-13-01",
    "开始时间: 2020-00-01",
    "开始时间: 2020-01-32",
    "开始时间: 2020年",
    "开始时间: 2020-01/01",
    "项目当年投入资金构成: 扫描",
    "项目当年投入资金构成: []",
    "项目当年投入资金构成:\n  - 扫描",
    "项目当年投入资金构成:\n  - {子项目名称: 扫描}",
    "项目当年投入资金构成:\n  - {子项目名称: 扫描, 预算金额: 1, 单价: 2}",
    "项目当年投入资金构成:\n  - {子项目名称: 扫描, 预算金额: }",
    "分解目标:",
    "分解目标: []",
    "分解目标: {产出: []}",
    "分解目标: {产出目标: 页数}",
    "分解目标:\n  产出目标:\n    - {绩效指标: 页数}",
    "分解目标:\n  产出目标:\n    - {绩效指标: 页数, 指标目标值: [1]}",
    "来源: 网站",
    "来源: {网址: 'https://example.cn'}",
    "来源: {标题: 原件, 网址: 'javascript:alert(1)'}",
    "来源: {标题: 原件, 网址: 'https://example.cn/\"'}",
    "来源: {标题: 原件, 日期: 昨天}",
    "前身: 档案",
    "前身: 2019/A/b",
    "说明: H303",
    "说明:\n  - {规则: H303}",
    "表式: shanghai-2091",
    "表式:",
)


@pytest.mark.parametrize("fragment", SOUND)
def test_schema_and_reader_accept(fragment: str) -> None:
    text = declaration(fragment)
    assert reader_accepts(text)
    assert not [error.message for error in validator("shanghai-2019").iter_errors(as_an_editor_reads(text))]


@pytest.mark.parametrize("fragment", BROKEN)
def test_schema_and_reader_refuse(fragment: str) -> None:
    text = declaration(fragment)
    assert not reader_accepts(text)
    assert not schema_accepts(text)


@pytest.mark.parametrize("label", schema(load_edition("shanghai-2019"))["properties"])
def test_schema_and_reader_agree_on_what_may_be_left_out(label: str) -> None:
    content = {key: value for key, value in as_an_editor_reads(declaration("")).items() if key != label}
    text = json.dumps(content, ensure_ascii=False)
    assert schema_accepts(text) == reader_accepts(text)


CASES_2026 = (
    ("", "", True),
    ("合计: 600000", "", False),
    ("合计: 600000", "总计: 600000", False),
    ("  当年财政拨款: 600000\n", "", True),
    ("年度资金申请总额:\n  合计: 600000\n  当年财政拨款: 600000", "年度资金申请总额: 600000", False),
    ("数量指标:", "数目指标:", False),
    ("    数量指标:\n      - {三级指标: 档案扫描页数, 指标值: ≥120000页}", "    - {三级指标: 页数, 指标值: 1}", False),
    ("特定目标类", "其他运转类", True),
    ("表式: shanghai-2026", "表式: shanghai-2019", False),
    (DECLARATION_2026[DECLARATION_2026.index("项目概述") :], "", True),
    (DECLARATION_2026[DECLARATION_2026.index("立项依据") :], "", False),
)


@pytest.mark.parametrize(("old", "new", "sound"), CASES_2026)
def test_schema_and_reader_agree_on_the_edition_of_2026(old: str, new: str, sound: bool) -> None:
    text = DECLARATION_2026.replace(old, new) if old else DECLARATION_2026
    assert reader_accepts(text) is sound
    assert schema_accepts(text, "shanghai-2026") is sound


def readable(read: Any, text: str) -> bool:
    try:
        read(text)
    except Unreadable:
        return False
    return True


WRITTEN = st.text("0123456789０１９,，.．-－/／年月日元 ", max_size=18)
NUMBERS = st.from_regex(r" ?[0-9０-９]{1,4}([,，][0-9]{2,3}){0,2}([.．][0-9]{1,3}0{0,5})? ?", fullmatch=True)


@given(WRITTEN | NUMBERS, st.sampled_from(["元", "万元"]))
def test_amounts_are_the_readers_amounts(text: str, unit: str) -> None:
    edition = replace(load_edition("shanghai-2019"), money_unit=unit)
    pattern = schema(edition)["properties"]["项目总预算"]["pattern"]
    assert (re.search(pattern, text) is not None) == readable(lambda written: read_money(written, unit), text)


@given(WRITTEN | st.dates().map(lambda day: f"{day.year:04}/{day.month}/{day.day}"))
def test_dates_are_at_least_the_readers_dates(text: str) -> None:
    """The schema knows no calendar: it lets 2020-02-30 pass, the check does not."""
    pattern = schema(load_edition("shanghai-2019"))["properties"]["开始时间"]["pattern"]
    if readable(read_date, text):
        assert re.search(pattern, text)


@given(WRITTEN | st.integers(1980, 2110).map(str))
def test_years_are_the_readers_years(text: str) -> None:
    pattern = schema(load_edition("shanghai-2019"))["properties"]["年度"]["pattern"]
    assert (re.search(pattern, text) is not None) == readable(read_year, text)


def described(content: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for label, field in content.get("properties", {}).items():
        yield f"{path}/{label}", field
        yield from described(field, f"{path}/{label}")
        yield from described(field.get("items", {}), f"{path}/{label}")


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_every_field_has_its_title_for_the_editor(edition_id: str) -> None:
    fields = dict(described(schema(load_edition(edition_id))))
    assert not [path for path, field in fields.items() if not field.get("title")]
    assert fields["/项目名称"]["description"].startswith("必填")


def test_options_are_offered() -> None:
    options = schema(load_edition("shanghai-2019"))["properties"]["资金用途"]["enum"]
    assert "政府购买服务" in options


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_patterns_mean_the_same_in_javascript(edition_id: str) -> None:
    """No escape that JavaScript refuses under its flag u, and none that Python reads otherwise."""
    for path, field in described(schema(load_edition(edition_id))):
        pattern = field.get("pattern", "").replace(r"\\", "")
        assert not re.search(r"\\[^sSx]|\(\?(?!:)", pattern), path


def test_the_text_is_the_same_each_time_and_ends_with_a_line_break() -> None:
    for edition in load_editions():
        assert schema_text(edition) == schema_text(edition)
        assert schema_text(edition).endswith("}\n")


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_schemas_folder_is_up_to_date(edition_id: str) -> None:
    kept = (ROOT / "schemas" / f"{edition_id}.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(load_edition(edition_id)), "请运行 jixiao schema --write"
