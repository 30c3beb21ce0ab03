"""A finding tells amounts in the unit of the form it is about: 12.5 万元 of a form in 万元, 125,000 元 of one in 元; exactly."""

from __future__ import annotations

import inspect
import re

import pytest
from edition_samples import sample_file
from hypothesis import strategies as st
from in_memory import judge_files
from invented_editions import make_known
from properties import holds_for
from test_other_places import EDITIONS, SAMPLES

from jixiao.forms import edition_in
from jixiao.repository import UNITS, RawFile
from jixiao.rules import RULES
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.source import read
from jixiao.values import Money, read_money

Changes = tuple[tuple[str, str], ...]
"""What is replaced in a sample, each once."""


def told(*files: RawFile) -> dict[str, str]:
    """The messages about the first of some files, by their codes."""
    found = judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, files)
    messages: dict[str, str] = {}
    for finding in found.findings:
        if finding.file == files[0].file:
            messages[finding.code] = "\n".join(filter(None, (messages.get(finding.code), finding.message)))
    return messages


def changed(text: str, changes: Changes) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def edited(edition_id: str, *changes: tuple[str, str]) -> RawFile:
    """An edition's sample with some of its text replaced."""
    raw = sample_file(edition_id)
    return RawFile(raw.file, changed(raw.data.decode(), changes).encode())


PROVINCIAL, NATIONAL = "provincial-three-levels", "national-2021"
GOAL = "中期目标: 三年内把全市一百二十个农家书屋的图书更新一遍，使村镇居民在家门口借得到新书。"
OF_ONE_FILE: list[tuple[str, str, Changes, str]] = [
    (PROVINCIAL, "B201", (("计划支出: 50}", "计划支出: 49.5}"),), "“实施进度计划”各行计划支出合计 90 万元，比资金总额 90.5 万元少 0.5 万元"),
    (NATIONAL, "B202", (("{合计: 96,", "{合计: 26,"), ('"90.000000"', "20")), "年度资金总额 32.5 万元，大于中期资金总额 26 万元，多出 6.5 万元"),
    (NATIONAL, "B203", (("2025年—2027年", "2026年"),), "项目在 2026 年内开始并结束，中期资金总额 96 万元，比年度资金总额 32.5 万元多 63.5 万元"),
    (PROVINCIAL, "B207", (("本级资金: 20", "本级资金: 19.999999"),), "财政拨款的各项来源合计 80.5 万元，比填写的合计 80.500001 万元少 0.000001 万元"),
    (PROVINCIAL, "H302", (("上年执行数: 85.5", "上年执行数: 1234.5"),), "上年预算执行数 1,234.5 万元，比上年预算额 88 万元多 1,146.5 万元，没有说明原因"),
    (PROVINCIAL, "H303", (("上年预算数: 88", "上年预算数: 60"), ("上年执行数: 85.5", "上年执行数: 59")), "资金总额 90.5 万元，比上年预算 60 万元增加 30.5 万元（+50.83%），没有说明原因"),
    (PROVINCIAL, "H304", (("上年执行数: 85.5", "上年执行数: 44"),), "上年预算执行率 50.00%，低于 85.00%，当年预算 90.5 万元没有少于上年的 88 万元"),
    (PROVINCIAL, "H305", (("项目属性: 延续项目", "项目属性: 新增项目"),), "新增项目填写了上年预算数 88 万元"),
    (NATIONAL, "B208", ((GOAL, "中期目标: 本项目2026年预算41万元，用于更新农家书屋的图书，使村镇居民借得到新书。"),), "写的是 41万元，年度资金总额是 32.5 万元，相差 8.5 万元"),
    (NATIONAL, "B209", ((GOAL, "中期目标: 三年更新图书，其中采购图书20万元，运输上架5万元，合计26万元，分批配送到位。"),), "前面各项相加是 25 万元，写的合计是 26万元，相差 1 万元"),
    (NATIONAL, "B210", ((GOAL, "中期目标: 三年更新图书，12000册×27元/册=35万元，分批配送到位，使村镇居民借得到新书。"),), "“12000册×27元/册”应是 32.4 万元，写的是 35万元，相差 2.6 万元"),
    (NATIONAL, "I511", (("单册图书采购成本, 指标值: ≤27元", "图书采购成本, 指标值: ≤32.5万元"),), "成本指标的指标值 ≤32.5万元 就是年度资金总额 32.5 万元"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edition_id", "code", "changes", "message"),
    OF_ONE_FILE,
    ids=lambda value: value if isinstance(value, str) and len(value) == 4 else "",
)
def test_a_message_about_a_form_in_wan_tells_amounts_in_wan(
    edition_id: str, code: str, changes: Changes, message: str
) -> None:
    assert message in told(edited(edition_id, *changes))[code]


def before(edition_id: str, year: str, *changes: tuple[str, str]) -> RawFile:
    """The sample as it was filed for the year before."""
    raw = edited(edition_id, *changes)
    moved = raw.file.replace("/2026/", f"/{year}/")
    return RawFile(moved, raw.data.replace(b"\xe5\xb9\xb4\xe5\xba\xa6: 2026", "年度: ".encode() + year.encode()))


def test_figures_of_the_year_before_are_told_in_the_unit_of_the_form_that_is_spoken_of() -> None:
    previous = before(PROVINCIAL, "2025", ("  合计: 90.5", "  合计: 90"), ("其他资金: 9.999999", "其他资金: 9.499999"))
    assert "填写的上年预算额是 88 万元" in told(sample_file(PROVINCIAL), previous)["H301"]
    assert told(sample_file(PROVINCIAL), previous)["H301"].endswith("的资金总额是 90 万元，相差 −2 万元")
    text = (GOAL, "中期目标: 三年更新图书，使村镇居民在家门口借得到新书；上年预算30万元，本年继续更新。")
    previous = before(
        NATIONAL, "2025", ("  合计: 32.5", "  合计: 28.5"), ("财政拨款: 30.123456", "财政拨款: 26.123456")
    )
    assert told(edited(NATIONAL, text), previous)["H309"].endswith("年度资金总额是 28.5 万元，相差 1.5 万元")


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_subprojects_are_told_in_either_unit(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same form twice, but for its unit: what is said is the same, but for the unit."""
    text = (EDITIONS / "mailin-2024.yml").read_text("utf-8").replace("money_unit: 元", f"money_unit: {unit}")
    make_known(monkeypatch, edition_in("mailin-2024", read("mailin-2024.yml", text.encode())))
    filed = (SAMPLES / "mailin-2024.yml").read_text("utf-8")
    path = filed.partition("\n")[0].removeprefix("# ")
    found = told(RawFile(path, changed(filed, (('金额: "100,000.00"', "金额: 0"),)).encode()))
    assert found["B201"] == f"各支出内容金额合计 1,150,000 {unit}，比资金总额 1,250,000 {unit}少 100,000 {unit}"
    assert found["B205"] == f"子项目“干燥设备租用”的预算金额是 0 {unit}"


def test_no_rule_writes_the_unit_behind_an_amount_itself() -> None:
    """Rules leave amounts to the engine, so that a new one need not know of units."""
    code = [re.sub(r'"""[\s\S]*?"""', "", inspect.getsource(rule.function)) for rule in RULES]
    assert [
        line
        for text in code
        for line in text.splitlines()
        if re.search(r"str\((?:abs\()?\w*(?:budget|amount|prior|outturn|filed|whole|stated)\b(?!\.raw)", line)
    ] == []
    assert [
        line for text in code for line in text.splitlines() if re.search(r"\} 元|\.signed\}|\.grouped\}", line)
    ] == []


@holds_for(st.integers(0, 10**17), st.sampled_from(("元", "万元")))
def test_what_is_told_is_the_amount_itself(fen: int, unit: str) -> None:
    amount = Money(read_money("0.01").yuan * fen)
    shown = amount.told(unit)
    assert shown.endswith(f" {unit}")
    digits = shown.removesuffix(f" {unit}")
    assert re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d{1,6})?", digits)
    factor = {"元": 1, "万元": 10_000}[unit]
    assert Money(read_money("1").yuan * factor).yuan * type(amount.yuan)(digits.replace(",", "")) == amount.yuan
