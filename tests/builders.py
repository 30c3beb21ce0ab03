"""Builders of what tests judge: each takes only what its test is about; the rest is a declaration no rule minds."""

from __future__ import annotations

import json

from in_memory import Judged as Judgement
from in_memory import judge_files

from jixiao.finding import Finding
from jixiao.forms import Dimension, load_dimensions
from jixiao.repository import THRESHOLDS, UNITS, RawFile
from jixiao.rules.examples import PATH_2026, Example, read_example
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS


def judge_example(example: Example, thresholds: str = "", units: str = EXAMPLE_UNITS) -> Judgement:
    """Judge the files of an example."""
    settings = RawFile(THRESHOLDS, thresholds.encode()) if thresholds else None
    raws = [RawFile(path, text.encode()) for path, text in example.files.items()]
    return judge_files(RawFile(UNITS, units.encode()), settings, raws)


def judge_fragment(fragment: str, **settings: str) -> Judgement:
    """Judge the base declaration with the fragment's fields laid over it (see :func:`read_example`)."""
    return judge_example(read_example(fragment), **settings)


def findings_of(code: str, fragment: str, **settings: str) -> tuple[Finding, ...]:
    """The findings of one code in a fragment laid over the base declaration."""
    return tuple(finding for finding in judge_fragment(fragment, **settings).findings if finding.code == code)


def quoted(text: str) -> str:
    """A YAML scalar that holds any text."""
    return json.dumps(text, ensure_ascii=False)


def rows(*pairs: tuple[str, str], group: str = "产出目标") -> str:
    """A fragment with these indicators in one group of shanghai-2019."""
    lines = [f"    - {{绩效指标: {quoted(name)}, 指标目标值: {quoted(target)}}}" for name, target in pairs]
    return "\n".join(["分解目标:", f"  {group}:", *lines])


def rows_2026(*pairs: tuple[str, str], group: str = "成本指标", subgroup: str = "经济成本指标") -> str:
    """A fragment with these indicators in one group of shanghai-2026, whose budgets are 320,000 元."""
    lines = [f"      - {{三级指标: {quoted(name)}, 指标值: {quoted(target)}}}" for name, target in pairs]
    return "\n".join([f"# {PATH_2026}", "表式: shanghai-2026", "绩效指标:", f"  {group}:", f"    {subgroup}:", *lines])


def dimension_of(dimension_id: str) -> Dimension:
    """The dimension with an id, of those that the program knows."""
    return next(dimension for dimension in load_dimensions() if dimension.id == dimension_id)
