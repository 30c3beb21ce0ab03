"""Editions of other places, as a stranger writes them: dropped into a copy of the package, with nothing but their samples.

All of tests/editions/ is invented: places, units, projects and figures. Together they have every shape that forms are known to have.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from in_memory import Judged
from invented_editions import judged, make_known
from properties import holds_for
from test_tutorial import copy_of_the_project, environment

from jixiao.finding import Severity
from jixiao.forms import Field, FormEdition, Option, edition_in, edition_mistakes
from jixiao.site.form import Blank, merged_over, sheet
from jixiao.site.form_grid import columns_needed, widened
from jixiao.source import read

EDITIONS = Path(__file__).parent / "editions"
FILES = sorted(EDITIONS.glob("*.yml"))
SAMPLES = EDITIONS / "samples"


def edition(file: Path) -> FormEdition:
    return edition_in(file.stem, read(file.name, file.read_bytes()))


def every_field() -> Iterator[Field]:
    """All fields and columns of all of them."""
    for file in FILES:
        for field in edition(file).fields():
            yield from (field, *field.columns, *field.all_parts())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_has_no_mistake_and_a_sample(file: Path) -> None:
    assert [mistake.told(file.name) for mistake in edition_mistakes(read(file.name, file.read_bytes()))] == []
    assert (SAMPLES / file.name).is_file()


def test_together_they_have_every_shape_that_forms_have() -> None:
    fields, editions = tuple(every_field()), tuple(map(edition, FILES))
    labels = {field.label for field in fields}
    assert labels >= {
        "项目期", "项目属性", "项目类别", "功能科目", "级次", "绩效标准", "计量单位", "指标性质", "权重", "评分标准", "测算依据", "备注",
        "指标解释", "前两年执行数", "实施进度计划", "支出明细", "联系人", "联系电话", "项目负责人", "预算单位", "填报单位", "上年实际值", "四级指标",
    }  # fmt: skip
    assert {field.kind for field in fields} >= {"moment", "period", "person", "funding", "rows", "date", "choice"}
    assert {one.money_unit for one in editions} == {"元", "万元"}
    assert any("budget.total" not in one.by_role for one in editions)
    assert any(len(one.tables) == 2 for one in editions)
    assert {table.levels for one in editions for table in one.tables} == {1, 2}
    targets = [[column.period for column in table.columns if column.role == "target"] for table in _tables()]
    assert {"overall", "year"} in map(set, targets)
    assert max(len(table.columns) for table in _tables()) == 10
    assert any(part.parts for field in fields for part in field.parts if field.kind == "funding")
    lists = [field for field in fields if field.kind == "rows" and len(field.columns) >= 5]
    assert {any(column.sums_to for column in field.columns) for field in lists} == {True, False}
    assert any(option.remainder for field in fields for option in field.options)
    assert any("{from}" in field.printed for field in fields)
    for looks in ("half", "third", "side", "above", "all_groups", "merges", "added", "carried_over"):
        assert any(getattr(field, looks) for field in fields), looks
    for looks in ("header", "side", "sheet"):
        assert any(getattr(section, looks) for one in editions for section in one.sections), looks
    inner = {tag for table in _tables() for group in table.groups for tags in group.subgroup_tags for tag in tags}
    assert inner == {"cost", "satisfaction"}


def _tables() -> Iterator[Field]:
    return (table for file in FILES for table in edition(file).tables)


def test_page_print_search_and_data_hold_each_cell_of_theirs_as_those_of_the_package(tmp_path: Path) -> None:
    """What is asked of the package's own editions is asked of these, in a copy to which nothing but YAML was added."""
    folder = copy_of_the_project(tmp_path)
    for file in FILES:
        shutil.copy(file, folder / "plugins" / "jixiao" / "forms" / "editions")
        shutil.copy(SAMPLES / file.name, folder / "tests" / "samples")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", " or ".join(f.stem for f in FILES)]
    done = subprocess.run(
        [*command, "tests/test_editions.py", "tests/test_forms.py"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:]
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) >= 8 * len(FILES)


# What they can say, case by case


def found_in(monkeypatch: pytest.MonkeyPatch, name: str, changed: Callable[[str], str]) -> Judged:
    """A sample of theirs as it is judged once its text is changed."""
    make_known(monkeypatch, edition(EDITIONS / f"{name}.yml"))
    text = changed((SAMPLES / f"{name}.yml").read_text("utf-8"))
    return judged([(text.partition("\n")[0].removeprefix("# "), text)])


def errors_of(found: Judged) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in found.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("label", ["项目负责人", "联系电话", "联系人", "填表人"])
@pytest.mark.parametrize("value", ["周某", "13800000000", "{姓名: 周某}", "[周某]"])
def test_who_the_people_are_is_refused_in_one_sentence_whether_the_form_asks_or_not(
    label: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = found_in(monkeypatch, "songgang-2026", lambda text: f"{text}{label}: {value}\n")
    told = [error for error in errors_of(found) if error[0] != "P801"]
    assert told == [("S105", f"“{label}”涉及个人，不公布；请删去这一栏")]
    assert found.declarations == ()


def test_a_cell_about_a_person_that_is_left_blank_is_printed_and_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "songgang-2026", lambda text: f"{text}项目负责人:\n")
    assert errors_of(found) == []
    (declaration,) = found.declarations
    assert "项目负责人" not in declaration.values
    cells = [cell for row in sheet(declaration).rows for cell in row.cells]
    at = next(number for number, cell in enumerate(cells) if cell.text == "项目负责人")
    assert cells[at + 1].text == "（不公布）"


@pytest.mark.parametrize(
    ("filed", "told"),
    [
        ("其他方式", ""),
        ("其他方式：自行采购", "其他方式：自行采购"),
        ("其他方式: 自行采购", "其他方式: 自行采购"),
        ("其他方式（自行采购）", "其他方式（自行采购）"),
        ("其他方式 自行采购", "其他方式 自行采购"),
        ("其他方式：<script>alert(1)</script>", "其他方式：<script>alert(1)</script>"),
    ],
)
def test_behind_some_options_words_of_ones_own_may_stand(
    filed: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = "其他方式：网上商城直购（三家比价）"
    found = found_in(monkeypatch, "songgang-2026", lambda text: text.replace(sample, f'"{filed}"'))
    assert errors_of(found) == []
    value = found.declarations[0].values["实施方式"]
    assert isinstance(value, Option)
    assert (value.id, value.label, value.filed) == ("other", "其他方式", told)
    ticked = [option for row in sheet(found.declarations[0]).rows for cell in row.cells for option in cell.options]
    assert (told or "其他方式", True) in ticked


@pytest.mark.parametrize(
    "filed",
    ["其他方式自行采购", "公开招标：自行采购", f"其他方式：{'长' * 200}", '"其他方式：甲\\n\\n乙"'],
)
def test_other_words_are_refused(filed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = "其他方式：网上商城直购（三家比价）"
    found = found_in(monkeypatch, "songgang-2026", lambda text: text.replace(sample, filed))
    assert [code for code, _ in errors_of(found)] == ["S105"]


def test_a_hash_that_cuts_such_words_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "songgang-2026", lambda text: text.replace("网上商城直购（三家比价）", "直购 #比价"))
    assert "空格后面的“#比价”被当作注释，没有公布" in "".join(one.message for one in found.findings)


def test_a_projects_value_of_a_dimension_is_the_option_without_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "qiushan-2021", lambda text: text)
    values = [value for _, value in found.declarations[0].dimensions]
    assert Option("other", "其他") in values
    assert all(not value.filed for value in values)


def test_a_value_that_a_comma_cuts_in_two_is_told_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "chenghu-2023", lambda text: text.replace('"2,600元"', "2,600元"))
    assert errors_of(found) == [
        ("S105", "逗号把一个值断成了两截，“600元”成了另一项；请给有逗号的整个值加上引号")
    ]  # fmt: skip


def test_cells_of_a_merged_column_are_one_where_they_say_the_same_within_the_one_before() -> None:
    columns = [Field("甲", "text", merges=True), Field("乙", "text", merges=True), Field("丙", "text")]
    rows = [
        {"甲": "一", "乙": "子", "丙": "同"},
        {"甲": "一", "乙": "子", "丙": "同"},
        {"甲": "一", "乙": "丑"},
        {"甲": "二", "乙": "丑"},
        {"乙": "丑"},
        {},
    ]
    over = merged_over(columns, rows)
    assert [one["甲"] for one in over] == [3, 0, 0, 1, 1, 1]
    assert [one["乙"] for one in over] == [2, 0, 1, 1, 1, 1]
    assert all("丙" not in one for one in over)


@holds_for(st.lists(st.integers(1, 60), min_size=1, max_size=14), st.data())
def test_widened_columns_take_as_much_as_before_and_have_what_they_need_if_there_is_enough(
    given: list[int], data: st.DataObject
) -> None:
    least = data.draw(st.lists(st.integers(1, 12), min_size=len(given), max_size=len(given)))
    wide = widened(given, least)
    if sum(given) >= len(given):
        assert sum(wide) == sum(given)
        assert sum(least) > sum(given) or all(one >= needed for one, needed in zip(wide, least, strict=True))


def test_amounts_and_years_stand_unbroken_in_their_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "mailin-2024", lambda text: text)
    for row in sheet(found.declarations[0]).rows:
        if "list" in row.kind:
            assert all(cell.columns >= columns_needed([cell.text], 1) for cell in row.cells if cell.text.isascii())


def test_labels_may_name_the_years_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_in(monkeypatch, "mailin-2024", lambda text: text)
    (declaration,) = found.declarations
    labels = {f"{cell.text}{cell.suffix}" for row in sheet(declaration).rows for cell in row.cells if cell.scope}
    assert {"2022年执行数（元）", "2023年执行数（元）"} <= labels
    blank = {f"{cell.text}{cell.suffix}" for row in sheet(Blank(declaration.edition)).rows for cell in row.cells}
    assert "　　年执行数（元）" in blank
