"""Documents that are no declaration of a project are refused with one sentence, and declarations are not taken for them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from builders import judge_example
from in_memory import Judged

from jixiao.forms import EDITION_IDS, load_editions
from jixiao.forms.other_documents import other_documents
from jixiao.rules.examples import PATH, read_example

WHOLE_UNIT = """\
部门（单位）名称: 青禾市图书馆
年度主要任务:
  - {任务名称: 开放服务, 主要内容: 全年开放300天, 预算金额: 120}
年度总体目标: 服务读者，保护馆藏。
年度绩效指标: {产出指标: {数量指标: [{三级指标: 开放天数, 指标值: ≥300天}]}}
"""


def judged(text: str) -> Judged:
    """A file of its own, judged."""
    return judge_example(read_example(f"# {PATH}\n# 整个文件\n{text}"))


@pytest.mark.parametrize(
    "first",
    [
        "",
        "表式: 部门整体支出绩效目标表\n",
        *(f"表式: {name}\n" for name in EDITION_IDS),
        "表名: 2026年整体支出绩效目标申报表\n",
    ],
)
def test_a_whole_units_form_is_refused_with_one_sentence(first: str) -> None:
    found = judged(first + WHOLE_UNIT)
    (finding,) = found.findings
    assert (finding.code, finding.place.line) == ("S113", 1)
    assert finding.message.startswith("这是整体支出绩效目标表，填的是一个部门（单位）的全部支出，不是一个项目")
    assert found.portfolio.declarations == ()


def test_each_other_document_is_known_by_its_title_and_by_its_fields() -> None:
    for document in other_documents():
        for title in document.titles:
            (finding,) = judged(f"表式: 青禾市{title}表\n项目名称: 甲\n").findings
            assert document.name in finding.message
        labels = sorted(document.labels)
        for first, second in pairwise(labels):
            assert [f.code for f in judged(f"表式: shanghai-2019\n{first}: 1\n{second}: 2\n").findings] == ["S113"]


def test_one_field_of_another_document_is_an_unknown_field() -> None:
    codes = {finding.code for finding in judge_example(read_example("部门职能概述: 服务读者\n")).findings}
    assert codes == {"S103"}


def test_no_edition_is_taken_for_another_document() -> None:
    ours = {field.label for edition in load_editions() for field in edition.fields()}
    assert not any(document.labels & ours for document in other_documents())


def test_a_source_that_names_another_document_is_no_such_document() -> None:
    fragment = "来源: {标题: 青禾市2020年整体支出绩效目标表和项目支出绩效目标表}\n"
    assert judge_example(read_example(fragment)).findings == ()
