"""Editions invented for tests: read from their text, and known to everything that asks for an edition by its name.

All forms, projects, units and figures are invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from in_memory import Judged, judge_files

from jixiao import field_reader
from jixiao.build import records
from jixiao.forms import EDITION_IDS, FormEdition, load_edition, load_editions, loading
from jixiao.repository import UNITS, RawFile
from jixiao.rules import privacy
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.source import read

TABLES = """\
title: 青禾县项目支出绩效目标表
money_unit: 元
sections:
  - header: yes
    fields:
      - {label: 年度, kind: year, role: year, required: yes, printed: "（{year}年度）"}
      - {label: 填报单位, kind: unit, role: spending_unit, required: yes}
  - fields:
      - {label: 项目名称, kind: text, role: name, required: yes}
      - {label: 项目编码, kind: text, third: yes}
      - {label: 开始, kind: date, role: period.start, required: yes, third: yes}
      - {label: 结束, kind: date, role: period.end, required: yes, third: yes}
  - title: 项目资金（元）
    side: yes
    fields:
      - {label: 项目资金总额, kind: funding, role: budget.total, required: yes, half: yes, parts: [财政资金, 其他资金]}
      - label: 年度资金总额
        kind: funding
        role: budget.current_year
        required: yes
        half: yes
        comprises: 年度资金总额
        parts: [当年财政拨款, 上年结转资金, 其他资金]
  - title: 绩效目标
    side: yes
    fields:
      - {label: 总目标, kind: long-text, role: overall_goal, half: yes, printed: "项目总体目标（{from}年-{to}年）"}
      - {label: 年度目标, kind: long-text, role: yearly_goal, half: yes, printed: "年度目标（{year}年度）", keeps_lines: yes}
  - fields:
      - label: 绩效指标
        kind: indicators
        role: indicators
        required: yes
        side: yes
        all_groups: yes
        groups:
          - {label: 产出指标, subgroups: [数量指标, 质量指标, {label: 成本指标, tags: [cost]}], tags: [output]}
          - {label: 效益指标, subgroups: [社会效益指标, {label: 满意度指标, tags: [satisfaction]}], tags: [effect]}
        columns:
          - {label: 三级指标, kind: text, role: name}
          - {label: 性质, kind: text, role: operator}
          - {label: 中期指标值, kind: text, role: target, period: overall}
          - {label: 年度指标值, kind: text, role: target, period: year}
          - {label: 计量单位, kind: text, role: unit}
          - {label: 权重, kind: text, role: weight}
          - {label: 绩效标准, kind: text}
          - {label: 备注, kind: text}
      - label: 长期绩效指标
        kind: indicators
        period: overall
        groups: [{label: 产出指标}, {label: 效益指标}]
        columns:
          - {label: 指标, kind: text, role: name}
          - {label: 指标值, kind: text, role: target}
      - label: 支出明细
        kind: rows
        columns:
          - {label: 序号, kind: text, width: 1}
          - {label: 内容, kind: text}
          - {label: 单价, kind: money}
          - {label: 数量, kind: text}
          - {label: 金额, kind: money, sums_to: budget.current_year}
          - {label: 测算依据, kind: long-text}
"""
"""A form with all that tables can have: several periods, split target values, two tables, blank groups, a long list."""

DECLARATION = """\
表式: qinghe-xian
年度: 2026
填报单位: 青禾市图书馆
项目名称: 农家书屋更新
项目编码: A-001
开始: 2025-01-01
结束: 2027-12-31
项目资金总额: {合计: 900000.00, 财政资金: 900000.00}
年度资金总额: {合计: 300000.00, 当年财政拨款: 300000.00, 上年结转资金: 0}
总目标: 三年内更新全县农家书屋图书，读者满意度达95%以上。
年度目标: |-
  1、更新图书9000册；
  2、读者满意度达90%以上。
绩效指标:
  产出指标:
    数量指标:
      - {三级指标: 更新图书册数, 性质: ≥, 中期指标值: 30000, 年度指标值: 9000, 计量单位: 册, 权重: 20, 绩效标准: 计划标准, 备注: 含电子书}
      - {三级指标: "", 性质: 定性, 年度指标值: 优良, 计量单位: 无, 权重: 10}
    质量指标:
    成本指标:
      - {三级指标: 单册成本, 性质: ≤, 年度指标值: 33, 计量单位: 元, 权重: 5}
  效益指标:
    满意度指标:
      - {三级指标: 读者满意度, 性质: ≥, 中期指标值: 95, 年度指标值: 90, 计量单位: "%", 权重: 15}
长期绩效指标:
  产出指标:
    - {指标: 书屋覆盖村数, 指标值: 120个}
  效益指标:
支出明细:
  - {序号: 1, 内容: 图书, 单价: 30.00, 数量: 9000, 金额: 270000.00, 测算依据: 询价三家}
  - {序号: 2, 内容: 运输, 金额: 30000}
"""
ABREAST = """\
title: 青禾县项目支出绩效目标表
money_unit: 元
sections:
  - header: yes
    fields:
      - {label: 年度, kind: year, role: year, required: yes, printed: "（{year}年度）"}
      - {label: 填报单位, kind: unit, role: spending_unit, required: yes}
  - fields:
      - {label: 项目名称, kind: text, role: name, required: yes}
  - title: 项目资金（元）
    side: yes
    fields:
      - {label: 项目资金总额, kind: funding, role: budget.total, third: yes, parts: [财政资金, 其他资金]}
      - {label: 年度资金总额, kind: funding, role: budget.current_year, required: yes, third: yes, comprises: 年度资金总额, parts: [财政拨款, 其他资金]}
      - {label: 上年资金总额, kind: funding, role: prior_year.budget, third: yes, parts: [上年财政拨款]}
  - fields:
      - label: 中期指标
        kind: indicators
        role: indicators
        period: overall
        half: yes
        groups: [{label: 产出指标, subgroups: [数量指标]}, {label: 效益指标, subgroups: [社会效益指标]}]
        columns: [{label: 三级指标, kind: text, role: name}, {label: 指标值, kind: text, role: target}]
      - label: 年度指标
        kind: indicators
        period: year
        half: yes
        groups: [{label: 产出指标, subgroups: [数量指标]}, {label: 效益指标, subgroups: [社会效益指标]}]
        columns: [{label: 三级指标, kind: text, role: name}, {label: 指标值, kind: text, role: target}]
      - {label: 备注, kind: text}
"""
"""A form on which whole tables stand side by side: three lists of funds, and two tables of indicators."""

ABREAST_DECLARATION = """\
表式: qinghe-pailie
年度: 2026
填报单位: 青禾市图书馆
项目名称: 农家书屋更新
项目资金总额: {合计: 900000.00, 财政资金: 900000.00}
年度资金总额: {合计: 300000.00, 财政拨款: 200000.00, 其他资金: 100000.00}
上年资金总额: {合计: 250000.00, 上年财政拨款: 250000.00}
中期指标:
  产出指标:
    数量指标:
      - {三级指标: 三年更新册数, 指标值: ≥30000册}
      - {三级指标: 三年新增书屋, 指标值: ≥12个}
  效益指标:
    社会效益指标:
      - {三级指标: 三年借阅人次, 指标值: ≥90000人次}
年度指标:
  产出指标:
    数量指标:
      - {三级指标: 更新册数, 指标值: ≥9000册}
  效益指标:
    社会效益指标:
      - {三级指标: 借阅人次, 指标值: ≥30000人次}
备注: 无
"""
PATH = "content/projects/2026/qinghe-tushuguan/shuwu.yml"
ID = "2026/qinghe-tushuguan/shuwu"


def edition_of(name: str, text: str) -> FormEdition:
    """The edition that a text describes."""
    document = read(f"{name}.yml", text.encode())
    assert document.root is not None
    assert not document.faults
    content: Any = loading.plain(document.root)
    sections = tuple(loading.section_of(item) for item in content["sections"])
    return FormEdition(name, content["title"], content["money_unit"], sections, "", False)


def make_known(monkeypatch: pytest.MonkeyPatch, *editions: FormEdition) -> None:
    """Let declarations name these editions, beside those that come with the package."""
    named = {edition.id: edition for edition in editions}
    for module in (field_reader, records):
        monkeypatch.setattr(module, "EDITION_IDS", (*EDITION_IDS, *named))
        monkeypatch.setattr(module, "load_edition", lambda name: named.get(name) or load_edition(name))
    monkeypatch.setattr(privacy, "load_editions", lambda: (*load_editions(), *editions))


def judged(files: Iterable[tuple[str, str]]) -> Judged:
    """Judge declarations by path and text."""
    raws = [RawFile(path, text.encode()) for path, text in files]
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws)
