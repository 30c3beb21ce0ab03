"""A site divides its projects as its content/dimensions.yml says: more ways, another order, some hidden; and nothing else changes.

All data here is invented.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from edition_samples import PREDECESSOR, sample_file
from in_memory import Judged, judge_files, render
from markup import parse, text
from published import THEME, unpacked
from scripts_read import record_of
from sites import make_site, write

from jixiao import walk
from jixiao.build.store import Store
from jixiao.finding import Finding
from jixiao.forms import DIVISIONS, EDITION_IDS, load_dimensions
from jixiao.repository import DIMENSIONS, UNITS, Content, RawFile
from jixiao.rules.examples import BASE
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.addresses import namespaces

OWN = """\
# 本站按什么划分项目
划分:
  - 主管部门
  - 名称: 功能科目
    编号: function
    栏目: [功能科目]
    说明: 按政府收支分类科目
  - {名称: 项目级次, 编号: level-of, 栏目: 项目级次}
不显示: [资金用途]
"""
PROVINCIAL = "provincial-three-levels"


def judged(dimensions: str | None = OWN) -> Judged:
    """All editions' samples, on a site with such a file or without."""
    files = [sample_file(edition_id) for edition_id in EDITION_IDS]
    before = RawFile(PREDECESSOR, BASE.replace("2020", "2019").encode())
    own = [] if dimensions is None else [RawFile(DIMENSIONS, dimensions.encode())]
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, [*own, before, *files])


def told(dimensions: str) -> list[tuple[int, str, str]]:
    """Line, code and message of what is found in such a file."""
    found: tuple[Finding, ...] = judged(dimensions).findings
    return [(one.place.line, one.code, one.message) for one in found if one.file == DIMENSIONS]


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    return {page.path: page.body for page in render(judged(), THEME).pages}


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return {file.path: file.content for file in render(judged(), THEME).files}


def test_the_file_is_sound_and_the_list_is_in_its_order() -> None:
    assert told(OWN) == []
    labels = [one.label for one in judged().portfolio.registry.dimensions if one.is_shown]
    others = [one.label for one in load_dimensions() if one.label not in ("主管部门", "资金用途")]
    assert labels == ["主管部门", "功能科目", "项目级次", *others]


def test_its_own_have_pages_and_a_page_for_each_value(pages: Mapping[str, str]) -> None:
    whole = parse(pages["by-function/"])
    assert "档案馆" in text(whole)
    values = [path for path in pages if re.fullmatch(r"by-function/[0-9a-f]{16}/", path)]
    assert len(values) == 1
    assert "乡镇档案室标准化改造" in text(parse(pages[values[0]]))
    assert "市级" in text(parse(pages["by-level-of/"]))


@pytest.mark.parametrize("path", ["", "projects/"])
def test_home_and_lists_lead_to_them_in_the_sites_order(path: str, pages: Mapping[str, str]) -> None:
    body = pages[path]
    places = [
        body.index(f'href="{"../" if path else ""}{folder}/"')
        for folder in ("line-departments", "by-function", "by-level-of", "types")
    ]
    assert places == sorted(places)


def test_what_is_hidden_is_named_on_no_page_and_stays_in_open_data(
    pages: Mapping[str, str], files: Mapping[str, bytes]
) -> None:
    assert not [path for path in pages if path.startswith("purposes/")]
    assert "按资金用途" not in "".join(pages[path] for path in ("", "projects/", "explore/", "summary/"))
    rows = csv.DictReader(StringIO(unpacked(files)["data/v1/projects.csv"].decode("utf-8-sig")))
    assert {row["purpose"] for row in rows} > {""}


def test_the_declaration_says_them_by_the_forms_own_labels(pages: Mapping[str, str]) -> None:
    body = pages["projects/2026/qinghe-danganguan/sample-provincial/"]
    assert re.search(r'<a href="[./]*by-function/[0-9a-f]{16}/">档案馆</a>', body)


def test_explorer_tables_and_search_have_them(pages: Mapping[str, str], files: Mapping[str, bytes]) -> None:
    explorer = pages["explore/"]
    assert '<select name="x_function">' in explorer
    assert '<option value="x_level_of">按项目级次</option>' in explorer
    catalogue = json.loads(files["data/catalogue.js"].decode().split(" = ", 1)[1].rstrip().removesuffix(";"))
    ids = [one["id"] for one in catalogue["dimensions"]]
    assert ids[:3] == ["line_department", "x_function", "x_level_of"]
    assert "purpose" not in ids
    assert "x_function" in catalogue["editions"][PROVINCIAL]["asks"]
    assert "2026年预算对比，按功能科目" in pages["summary/2026/"]
    records = dict(record_of(content) for path, content in files.items() if "/records/" in path)
    assert ["功能科目", 1, "档案馆"] in records["2026/qinghe-danganguan/sample-provincial"]["passages"]


def test_open_data_has_two_more_columns_for_each_at_the_end(files: Mapping[str, bytes]) -> None:
    data = unpacked(files)
    rows = list(csv.DictReader(StringIO(data["data/v1/projects.csv"].decode("utf-8-sig"))))
    without = unpacked({file.path: file.content for file in render(judged(None), THEME).files})
    first = next(csv.reader(StringIO(without["data/v1/projects.csv"].decode("utf-8-sig"))))
    assert list(rows[0]) == [*first, "x_function_id", "x_function", "x_level_of_id", "x_level_of"]
    (row,) = [row for row in rows if row["edition"] == PROVINCIAL]
    assert (row["x_function"], row["x_level_of"]) == ("档案馆", "市级")
    assert re.fullmatch("[0-9a-f]{16}", row["x_function_id"])
    assert all("x_function" in row["not_on_form"] for row in rows if row["edition"] != PROVINCIAL)
    schema = json.loads(data["data/v1/declarations.schema.json"])
    assert "x_function" in schema["$defs"]["Project"]["properties"]
    package = json.loads(data["data/v1/datapackage.json"])
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert [field["title"] for field in fields if field["name"] == "x_function"][:1] == ["功能科目"]
    twins = json.loads(data["data/v1/units/qinghe-danganguan/2026.json"])["declarations"]
    assert twins["2026/qinghe-danganguan/sample-provincial"]["project"]["x_level_of"] == "市级"


def test_without_the_file_and_with_an_empty_one_all_is_as_the_program_has_it() -> None:
    plain = judged(None).portfolio.registry.dimensions
    assert plain == load_dimensions()
    for empty in ("划分: []\n", "划分:\n不显示:\n"):
        assert told(empty) == []
        assert judged(empty).portfolio.registry.dimensions == plain


CASES = [
    ("分划: [主管部门]", 1, "S103", "分划"),
    ("划分: 主管部门", 1, "S105", "“划分”应是列表，每项以“- ”开头"),
    ("划分: [主管部]", 1, "S105", "没有“主管部”这种划分；是否想写“主管部门”？"),
    ("划分: [[主管部门]]", 1, "S105", "没有“”这种划分；程序已有的是"),
    ("划分: [主管部门, 主管部门]", 1, "S105", "名称“主管部门”写了两次"),
    ("不显示: [主管]", 1, "S105", "没有“主管”这种划分；是否想写“主管部门”？"),
    ("划分:\n  - {名称: 科目, 栏目: 功能科目}", 2, "S104", "编号"),
    ("划分:\n  - {名称: 科目, 编号: a}", 2, "S104", "栏目"),
    ("划分:\n  - {编号: a, 栏目: 功能科目}", 2, "S104", "名称"),
    ("划分:\n  - {名称: 科目, 编号: A B, 栏目: 功能科目}", 2, "S105", "编号用在网址里，只用小写字母、数字和连字符"),
    ("划分:\n  - {名称: 科目, 编号: ../a, 栏目: 功能科目}", 2, "S105", "编号用在网址里"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: 功能科目录}", 2, "S105", "没有一种表式有栏目“功能科目录”；是否想写“功能科目”？"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: 项目属性}", 2, "S105", "栏目“项目属性”已经按“项目属性”划分"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: 项目概况}", 2, "S105", "栏目“项目概况”不能划分项目；只有单选和一行文字的栏目可以"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: 项目名称}", 2, "S105", "栏目“项目名称”不能划分项目"),
    ("划分:\n  - {名称: 资金用途, 编号: a, 栏目: 功能科目}", 2, "S105", "“资金用途”是程序已有的，只写名称"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: [功能科目, 功能科目]}", 2, "S105", "栏目“功能科目”写了两次"),
    ("划分:\n  - {名称: 科目, 编号: a, 栏目: 功能科目, 标签: x}", 2, "S103", "“标签”"),
    ("划分:\n  - {名称: 甲, 编号: a, 栏目: 功能科目}\n  - {名称: 乙, 编号: a, 栏目: 项目级次}", 3, "S105", "编号“a”写了两次"),
    (f"划分:\n  - {{名称: {'长' * 31}, 编号: a, 栏目: 功能科目}}", 2, "S105", "“名称”应是一行文字，不超过 30 个字"),
    ("划分: &a [*a]", 1, "S106", ""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "line", "code", "words"), CASES)
def test_each_mistake_is_told_at_its_line(file: str, line: int, code: str, words: str) -> None:
    found = told(f"{file}\n")
    assert (line, code) in {(at, one) for at, one, _ in found}
    assert any(words in message for _, _, message in found)
    assert len(found) <= 2


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "{{ 7*7 }}", "科目\u202e", "'"])
def test_a_hostile_name_is_text_everywhere(text: str) -> None:
    found = judged(f"划分:\n  - {{名称: {json.dumps(text)}, 编号: a, 栏目: 功能科目}}\n")
    if any(one.file == DIMENSIONS for one in found.findings):
        return
    site = render(found, THEME)
    assert "<script>alert(1)" not in "".join(page.body for page in site.pages)
    header = unpacked({file.path: file.content for file in site.files})["data/v1/projects.csv"].partition(b"\r\n")[0]
    assert header.endswith(b"x_a_id,x_a")


def test_no_other_page_stands_where_those_of_a_sites_dimensions_do(tmp_path: Path) -> None:
    assert not [folder for folder in namespaces() if folder.startswith(DIVISIONS)]
    root = make_site(tmp_path, **{"content/pages/by-function.md": "# 编造\n"})
    found = walk.judge(Content(root), Store(None)).findings
    assert [one.code for one in found if one.file.endswith("by-function.md")] == ["S107"]


def test_a_build_that_follows_has_the_keys_of_the_file(tmp_path: Path) -> None:
    """With the file changed, what was kept is not taken for what it would be now."""
    root = make_site(tmp_path, **{DIMENSIONS: "不显示: [资金用途]\n"})
    store = Store(None)

    def shown() -> list[str]:
        return [one.id for one in walk.judge(Content(root), store).portfolio.registry.dimensions if one.is_shown]

    first = shown()
    write(root, DIMENSIONS, "不显示: [项目类型]\n")
    assert ("purpose" in first, "type" in first) == (False, True)
    assert ("purpose" in shown(), "type" in shown()) == (True, False)
