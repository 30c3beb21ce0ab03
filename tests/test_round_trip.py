"""Whatever is filed comes back: from the reader as it was written, and the same from every format of the open data."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import test_open_data as formats
from builders import judge_fragment, quoted
from hypothesis import strategies as st
from in_memory import Judged
from properties import holds_for

from jixiao.rules import Thresholds
from jixiao.site.open_data.tables import tables
from jixiao.values import Money, Percent

_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
PIECES = (
    "=1+1",
    "@",
    "'",
    '"',
    "<b>",
    "&amp;",
    "]]>",
    "{{ x }}",
    ",",
    "，",
    "#",
    " # ",
    ": ",
    "- ",
    "%",
    "\\",
    "\\u202e",
    "青禾",
    "NULL",
    "=",
    "|",
)
"""What a format may stumble over."""
CHARACTERS = st.characters(exclude_categories=tuple(_REFUSED)).filter(
    lambda one: unicodedata.is_normalized("NFKC", one)
)
TEXTS = (
    st.lists(st.sampled_from(PIECES) | CHARACTERS, min_size=1, max_size=12)
    .map(lambda pieces: " ".join("".join(pieces).split()))
    .filter(lambda text: len(text) > 1 and any(one.isalnum() for one in text))
)
AMOUNTS = st.decimals(0, Decimal("999999999999.99"), places=2).map(lambda amount: f"{amount:f}")
ROWS = st.lists(st.tuples(TEXTS, AMOUNTS), min_size=1, max_size=4)
TARGETS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4)
DATES = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def filed(name: str, total: str, rows: list[tuple[str, str]], targets: list[tuple[str, str]]) -> str:
    """Fields with such values."""
    subprojects = [f"  - {{子项目名称: {quoted(row)}, 预算金额: {amount}}}" for row, amount in rows]
    indicators = [f"    - {{绩效指标: {quoted(row)}, 指标目标值: {quoted(target)}}}" for row, target in targets]
    head = (f"项目名称: {quoted(name)}", f"备注: {quoted(name)}", f"项目总预算: {total}")
    return "\n".join((*head, "项目当年投入资金构成:", *subprojects, "分解目标:", "  产出目标:", *indicators))


def judged(fragment: str) -> Judged:
    """What comes of it: a declaration, whatever else is found."""
    found = judge_fragment(fragment)
    assert len(found.declarations) == 1, found.findings
    return found


@holds_for(TEXTS, AMOUNTS, ROWS, TARGETS, examples=60)
def test_what_is_filed_is_read_as_it_is(
    name: str, total: str, rows: list[tuple[str, str]], targets: list[tuple[str, str]]
) -> None:
    (declaration,) = judged(filed(name, total, rows, targets)).declarations
    assert declaration.name == name
    assert declaration.budget.total == Money(Decimal(total))
    assert [(one.name, one.amount) for one in declaration.subprojects] == [
        (row, Money(Decimal(amount))) for row, amount in rows
    ]
    read = [(one.name, "".join(filed.target.raw for filed in one.targets)) for one in declaration.indicators]
    assert read == list(targets)


@holds_for(TEXTS, AMOUNTS, ROWS, TARGETS, examples=8)
def test_every_format_gives_the_same_values_back(
    name: str, total: str, rows: list[tuple[str, str]], targets: list[tuple[str, str]]
) -> None:
    found = judged(filed(name, total, rows, targets))
    files, whole = formats.files_of(found), tables(formats.release_of(found), found.declarations)
    formats.test_csv_and_json_lines_hold_the_same(files, whole)
    formats.test_sqlite_holds_the_rows_with_amounts_in_fen(files, whole)
    formats.test_workbook_holds_real_numbers_and_dates(files, whole)
    (twin,) = formats.twins_in(files).values()
    assert name in _leaves(twin)
    assert {one for row, amount in rows for one in (row, f"{Decimal(amount):.2f}")} <= _leaves(twin)


def _leaves(found: Any) -> set[str]:
    if isinstance(found, dict | list):
        inner = found.values() if isinstance(found, dict) else found
        return {leaf for value in inner for leaf in _leaves(value)}
    return {str(found)}


def _within(threshold: Any) -> st.SearchStrategy[str]:
    least, most = threshold.metadata["least"], threshold.metadata["most"]
    label = threshold.metadata["label"]
    if isinstance(least, Money):
        return st.decimals(least.yuan, most.yuan, places=2).map(lambda number: f"{label}: {number:f}")
    if isinstance(least, Percent):
        bounds = (Decimal(str(one).strip("%")) for one in (least, most))
        return st.decimals(*bounds, places=2).map(lambda number: f"{label}: {number:f}%")
    return st.integers(least, most).map(lambda number: f"{label}: {number}")


@holds_for(st.tuples(*map(_within, fields(Thresholds))), TEXTS, examples=40)
def test_within_their_ranges_no_thresholds_break_a_rule(lines: tuple[str, ...], text: str) -> None:
    found = judge_fragment(f"项目概况: {quoted(text * 20)}\n", thresholds="\n".join(lines))
    told = [finding.message for finding in found.findings if finding.file == "content/rules.yml"]
    assert told in ([], ["长文本的最少字数不能多于最多字数"])
