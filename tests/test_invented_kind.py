"""A third kind of record is one entry of kinds.yml and one edition: its files are read, judged, shown beside the others, and published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from in_memory import render
from invented_results import judged, known
from markup import elements, parse, text
from published import THEME
from test_results import EVALUATION

from jixiao.forms import edition_mistakes, kinds, split_stem
from jixiao.rules.examples import BASE, BASE_EVALUATION, PATH
from jixiao.source import read

ENTRY = {
    "id": "appraisal",
    "title": "财政评价报告",
    "short": "评价报告",
    "column": "评价",
    "suffix": "pingjia",
    "tags": ["final"],
}
EDITION = """\
title: 财政评价结果表
kind: appraisal
money_unit: 元
points: {whole: 100}
sections:
  - fields:
      - {label: 年度, kind: year, role: year, required: yes}
      - {label: 项目名称, kind: text, role: name, required: yes}
      - {label: 被评价单位, kind: unit, role: spending_unit, required: yes}
      - label: 评价指标
        kind: indicators
        groups: [{label: 决策}, {label: 过程}, {label: 产出, tags: [output]}, {label: 效益, tags: [effect]}]
        columns:
          - {label: 指标, kind: text, role: name, required: yes}
          - {label: 指标值, kind: text, role: target}
          - {label: 核实值, kind: text, role: actual}
          - {label: 分值, kind: figure, role: weight}
          - {label: 得分, kind: figure, role: score}
      - {label: 评价得分, kind: figure, role: score}
      - {label: 评价结论, kind: long-text, role: conclusion}
"""
RECORD = """\
表式: qinghe-pingjia
年度: 2020
项目名称: 馆藏档案数字化
被评价单位: 青禾市档案馆
评价指标:
  决策:
    - {指标: 立项程序, 指标值: 规范, 核实值: 规范, 分值: 20, 得分: 20}
  产出:
    - {指标: 档案扫描页数, 指标值: ≥120000页, 核实值: 118000页, 分值: 80, 得分: 70}
评价得分: 90
评价结论: 扫描页数重复统计2000页，应予核减。
"""
FILE = PATH.replace(".yml", ".pingjia.yml")


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    load_data, file = kinds.load_data, tmp_path / "qinghe-pingjia.yml"
    file.write_text(EDITION, "utf-8")

    def with_entry(name: str, shape: object) -> object:
        data = load_data(name, shape)
        return {"kinds": [*data["kinds"], ENTRY]} if name.endswith("kinds.yml") else data

    monkeypatch.setattr(kinds, "load_data", with_entry)
    kinds.record_kinds.cache_clear()
    with known({file.stem: file}):
        yield
    kinds.record_kinds.cache_clear()


def test_its_files_are_known_by_their_names_and_its_editions_by_their_kind() -> None:
    assert [kind.id for kind in kinds.record_kinds()] == ["monitoring", "self-evaluation", "appraisal"]
    _, kind = split_stem("dangan.pingjia")
    assert kind
    assert [edition.id for edition in kinds.editions_of(kind)] == ["qinghe-pingjia"]
    (mistake,) = edition_mistakes(read("x.yml", EDITION.replace("kind: appraisal", "kind: appraise").encode()))
    assert "是否想写 appraisal" in mistake.told("x.yml")


def test_its_rules_are_those_of_its_tags_and_roles() -> None:
    def codes(content: str) -> set[str]:
        return {one.code for one in judged((PATH, BASE), (FILE, content)).findings}

    assert codes(RECORD) == {"R109"}
    assert "R103" in codes(RECORD.replace("分值: 20", "分值: 30"))
    assert "R104" in codes(RECORD.replace("评价得分: 90", "评价得分: 91"))
    assert "R111" in codes(RECORD.replace("≥120000页", "≥100000页"))
    assert "T701" in codes(RECORD.replace("规范, 核实值: 规范", "规范, 核实值: 待填"))


def test_it_is_shown_beside_the_others_and_counted_with_none() -> None:
    found = judged((PATH, BASE), (EVALUATION, BASE_EVALUATION), (FILE, RECORD))
    site = render(found, THEME)
    pages = {page.path: page.body for page in site.pages}
    own = text(parse(pages["projects/2020/qinghe-danganguan/dangan-shuzihua/pingjia/"]))
    assert "财政评价结果表" in own
    assert "扫描页数重复统计2000页，应予核减。" in own
    table = next(
        one
        for one in elements(parse(pages["projects/2020/qinghe-danganguan/dangan-shuzihua/"]))
        if "jx-cycle" in one.get("class", "")
    )
    head, *rows = (" ".join(text(row).split()) for row in elements(table) if row.tag == "tr")
    assert head.startswith("指标 目标 实际 结论 偏差 评价 结论 偏差")
    scanned = next(row for row in rows if row.startswith("档案扫描页数"))
    assert "123000页" in scanned
    assert "118000页" in scanned
    assert "−2000页" in scanned
    year = text(parse(pages["results/2020/"]))
    assert "118000页" not in year
    reports = json.loads(next(file.content for file in site.files if file.path.endswith(".results.json")))["results"]
    assert [(one["kind"], one["score"]) for one in reports.values()] == [("appraisal", 90), ("self-evaluation", 99.7)]
    alone = render(judged((PATH, BASE), (FILE, RECORD)), THEME)
    assert not [page.path for page in alone.pages if page.path.startswith("results/")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"suffix": "ziping"}, "两种报告的 suffix 相同"), ({"id": "monitoring"}, "两种报告的 id 相同"),
        ({"tags": ["last"]}, "财政评价报告的 tag“last”不认得，可用的是 counted、final、outturn"), ({"tags": ["counted"]}, "只能有一种报告的 tag 是 counted"),
    ],
)  # fmt: skip
def test_a_list_of_kinds_that_contradicts_itself_is_refused(
    change: dict[str, object], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_data = kinds.load_data
    monkeypatch.setattr(
        kinds, "load_data", lambda name, shape: {"kinds": [*load_data(name, shape)["kinds"][:-1], {**ENTRY, **change}]}
    )
    kinds.record_kinds.cache_clear()
    with pytest.raises(kinds.EditionError, match=told):
        kinds.record_kinds()
    kinds.record_kinds.cache_clear()
