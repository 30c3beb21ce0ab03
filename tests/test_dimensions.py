"""Dimensions are data: their list, the values of choices and texts, and a site whose texts are hostile."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import fields, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from builders import dimension_of, judge_example, judge_fragment, quoted
from hypothesis import strategies as st
from in_memory import Judged, judge_files, render
from properties import holds_for

from jixiao.build.records import OutlineRecord, Outlines, decode, encode, outline_record
from jixiao.forms import Dimension, EditionError, Option, load_dimensions, load_editions, value_of
from jixiao.forms.dimensions import FOLDER, LONGEST_VALUE, RESERVED, TEXT_ID, check_dimensions
from jixiao.model import outline_of
from jixiao.publish.links import broken_links
from jixiao.repository import UNITS as UNITS_FILE
from jixiao.repository import RawFile
from jixiao.rules.examples import PATH, PATH_2026, UNITS, read_example
from jixiao.site.addresses import address, namespaces
from jixiao.site.catalogue import CatalogueEntry
from jixiao.site.limits import Limits
from jixiao.site.open_data import v1
from jixiao.summary import Basis, dimension_table, occurring, value_ref
from jixiao.table import Ref
from jixiao.values import Percent

ROOT = Path(__file__).resolve().parent.parent
DEPARTMENT = dimension_of("line_department")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "../../../etc/passwd",
    "..",
    "a/b\\c:d",
    '=HYPERLINK("http://x")',
    "+1+1",
    "@SUM(A1)",
    "con",
    "index.html",
    "page_2",
    "青禾市文化局" * 40,
    "{{ 7*7 }} {% raw %}",
    "％00",
    "type",
    "specific-goals",
    "[203]",
)


def value(text: str) -> Option:
    """The value of a text."""
    found = value_of(DEPARTMENT, text)
    assert found
    return found


# The list


def test_every_dimension_is_said_by_some_edition() -> None:
    roles = {role for edition in load_editions() for role in edition.by_role}
    assert [dimension.id for dimension in load_dimensions() if dimension.role not in roles] == []


def test_what_has_had_an_address_keeps_it() -> None:
    refs = (
        (Ref("dimension", "types"), "types/"),
        (Ref("dimension", "purposes"), "purposes/"),
        (Ref("value", "types/recurrent-operations"), "types/recurrent-operations/"),
        (Ref("value-year", "purposes/construction/2019\n2"), "purposes/construction/2019/page_2/"),
    )
    assert [address(ref) for ref, _ in refs] == [expected for _, expected in refs]
    assert {dimension.folder for dimension in load_dimensions()} < namespaces()


def test_no_dimension_may_be_called_as_another_column() -> None:
    ids = {dimension.id for dimension in load_dimensions()}
    assert not ids & (RESERVED | {field.name for field in fields(CatalogueEntry)})
    with pytest.raises(EditionError, match="line_department、line_department_id"):
        v1.with_dimensions(v1.Project, load_dimensions()[-1:])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "Type"}, "不能用；"),
        ({"id": "a-b"}, "不能用；"),
        ({"id": "budget"}, "是另一列的名称"),
        ({"id": "q"}, "是另一列的名称"),
        ({"folder": "../a"}, "不能用；"),
        ({"folder": "types"}, "两种划分的 folder"),
        ({"label": "资金用途"}, "两种划分的 label"),
        ({"role": "purpose"}, "两种划分的 role"),
        ({"role": "overview"}, "不能是 long-text 类"),
        ({"role": "basis", "values": (Option("a", "甲"),)}, "不能是 long-text 类"),
        ({"role": "none", "values": (Option("a", "甲"), Option("a", "乙"))}, "相混"),
        ({"role": "none", "values": (Option("a", "甲(乙)"), Option("b", "甲（乙）"))}, "相混"),
        ({"role": "none", "values": (Option("0123456789abcdef", "甲"),)}, "相混"),
        ({"role": "implementers"}, "不能是 long-text 类"),
    ],
)
def test_a_faulty_list_is_refused(changes: dict[str, object], message: str) -> None:
    good = Dimension("invented", "编造的划分", "none", "invented", "", "", len(load_dimensions()))
    check_dimensions((*load_dimensions(), good), load_editions())
    with pytest.raises(EditionError, match=message):
        check_dimensions((*load_dimensions(), replace(good, **changes)), load_editions())  # type: ignore[arg-type]


# Values


def test_a_text_that_is_an_option_of_the_dimension_is_that_option() -> None:
    purpose, category = dimension_of("purpose"), dimension_of("category")
    assert value_of(purpose, " 政府购买 服务") == Option("purchased-services", "政府购买服务")
    assert value_of(category, "特定目标类") == Option("specific-goals", "特定目标类")
    tagged = value_of(dimension_of("type"), "经常性专项业务费")
    assert tagged
    assert tagged.tags == {"recurrent"}


def test_texts_that_differ_in_their_writing_alone_are_one_value() -> None:
    written = (
        "青禾市文化局(本级)",
        "青禾市文化局（本级）",
        " 青禾市  文化局（本级） ",
        "青禾市⽂化局（本级）",
        "青禾市文化局\u3000（本级）",
        "青禾市文化局（本级）［203］",
        "[203] 青禾市文化局（本级）",
    )
    assert {value(text) for text in written} == {value("青禾市文化局（本级）")}
    assert value(written[0]).label == "青禾市文化局（本级）"


def test_texts_that_look_alike_and_are_not_stay_apart() -> None:
    texts = ("文化局", "文化局A", "文化局Α", "文化局А", "文化局a", "文化居")
    assert len({value(text).id for text in texts}) == len({value(text).label for text in texts}) == len(texts)


@pytest.mark.parametrize("text", ["", "   ", "\u3000", "\t"])
def test_blanks_are_no_value(text: str) -> None:
    assert value_of(DEPARTMENT, text) is None


@holds_for(st.text())
def test_any_text_has_a_value_with_a_safe_id_and_a_short_label(text: str) -> None:
    found = value_of(DEPARTMENT, text)
    if found:
        assert TEXT_ID.fullmatch(found.id)
        assert 0 < len(found.label) <= LONGEST_VALUE
        assert value_of(DEPARTMENT, text) == found


def test_hostile_texts_have_pages_of_their_own_in_their_dimensions_folder() -> None:
    found = [value_ref(DEPARTMENT, value(text)) for text in HOSTILE]
    paths = [address(ref) for ref in found]
    assert len(set(paths)) == len(HOSTILE)
    assert all(re.fullmatch(r"line-departments/[0-9a-f]{16}/", path) for path in paths)
    assert FOLDER.fullmatch(DEPARTMENT.folder)


def test_a_record_of_the_store_gives_the_same_values_back() -> None:
    found = site_of(HOSTILE)
    outlines = Outlines(found.context.settings.registry)
    for declaration in found.declarations:
        record = decode(encode(outline_record(declaration)), OutlineRecord)
        assert outlines.of(record) == outline_of(declaration)


def test_whether_a_project_recurs_or_is_new_goes_by_tags() -> None:
    recurrent = judge_fragment("项目类型: 其他经常性项目\n").declarations[0]
    new = judge_fragment(
        "项目类型: 市委市政府已确定的新增项目\n同名项目上年预算额:\n同名项目上年预算执行数:\n"
    ).declarations[0]
    assert (recurrent.is_recurrent, recurrent.is_new, new.is_recurrent, new.is_new) == (True, False, False, True)


# Whole sites


def site_of(departments: tuple[str, ...], extra: str = "") -> Judged:
    """A site with a declaration of the form of 2026 for each line department."""
    pieces = [
        f"# content/projects/2026/qinghe-tushuguan/p-{number}.yml\n表式: shanghai-2026\n项目名称: 项目{number}甲\n主管部门: {quoted(text)}\n"
        for number, text in enumerate(departments)
    ]
    return judge_example(read_example("\n".join([*pieces, extra])))


def test_hostile_texts_break_out_of_no_page_and_no_file() -> None:
    site = render(site_of(HOSTILE), ROOT / "theme")
    bodies = {f"{page.path}index.html": page.body for page in site.pages}
    pages = [path for path in bodies if path.startswith("line-departments/")]
    assert len(pages) == len(HOSTILE) + 1
    assert [path for path in pages if not re.fullmatch(r"line-departments/([0-9a-f]{16}/)?index\.html", path)] == []
    for path, body in bodies.items():
        assert "<script>alert" not in body, path
        assert "<img src=x" not in body, path
    known = {*bodies, *(file.path for file in site.files), "about/index.html"}
    known |= {
        f"assets/{file.relative_to(ROOT / 'theme/assets').as_posix()}" for file in (ROOT / "theme/assets").rglob("*")
    }
    assert [str(link) for link in broken_links(known, lambda path: bodies.get(path, ""))] == []
    (rows,) = [file.content.decode("utf-8-sig") for file in site.files if file.path == "data/v1/2026/projects.csv"]
    assert all(f",{start}" not in rows.replace(f",'{start}", "") for start in ("=HYP", "+1", "@SUM"))


def mixed() -> Judged:
    """Three editions in one year, of which two have the same line department, written with its code and without."""
    texts = {
        "content/projects/2026/qinghe-tushuguan/new.yml": read_example(f"# {PATH_2026}\n表式: shanghai-2026\n").files[
            PATH_2026
        ],
        "content/projects/2026/qinghe-tushuguan/national.yml": (ROOT / "tests/samples/national-2021.yml").read_text(
            "utf-8"
        ),
        "content/projects/2026/qinghe-danganguan/old.yml": read_example(
            "年度: 2026\n开始时间: 2026-01-01\n结束时间: 2026-12-31"
        ).files[PATH],
    }
    raws = [RawFile(path, text.encode()) for path, text in texts.items()]
    return judge_files(RawFile(UNITS_FILE, UNITS.encode()), None, raws)


@pytest.fixture(scope="module")
def mixed_site() -> dict[str, str]:
    """The bodies of its pages."""
    return {page.path: page.body for page in render(mixed(), ROOT / "theme").pages}


UNLIKE = re.compile(r"合计中有 (\d) 种口径的当年预算，不宜直接比较：([^<]*)")


def test_every_sum_over_unlike_budgets_is_taken_apart(mixed_site: dict[str, str]) -> None:
    """On each page of a dimension and each table by one: in all three kinds, and in the value that two editions share."""
    shared = address(value_ref(DEPARTMENT, value("青禾市文化局")))
    assert {number for number, _ in UNLIKE.findall(mixed_site[shared])} == {"2"}
    for dimension in occurring(mixed().declarations):
        found = UNLIKE.findall(mixed_site[address(Ref("dimension", dimension.folder))])
        assert "3" in {number for number, _ in found}, dimension.id
        assert all("320,000 元" in told or "325,000 元" in told for _, told in found)
    rows = mixed_site[address(Ref("dimension", "line-departments"))]
    assert "青禾市文化局：合计中有 2 种口径的当年预算" in rows
    assert "3 种口径" in mixed_site["summary/2026/"]
    assert "青禾市文化局：合计中有 2 种口径的当年预算" in mixed_site["summary/2026/"]


def test_no_rate_is_of_unlike_budgets() -> None:
    """The value that two editions share has no change, nor has the total: what is comparable is too small a part."""
    portfolio = mixed().portfolio
    table = dimension_table(Basis(portfolio, Percent(Decimal(50))), portfolio.declarations, "", DEPARTMENT)
    assert table.total
    (shared,) = [row for row in table.rows if row[0].value == "青禾市文化局"]
    told = {
        column.key: (one.value, all_.value)
        for column, one, all_ in zip(table.columns, shared, table.total, strict=True)
    }
    assert (told["count"], told["change_rate"]) == ((2, 3), ("无法对比", "不计算"))
    assert told["change"][0] is told["prior"][0] is None


def test_files_hold_single_declarations_and_no_sum_over_editions() -> None:
    """A row of the data is one declaration; what is added up is left to who knows what the budgets comprise."""
    found = mixed()
    files = {file.path: file.content for file in render(found, ROOT / "theme").files}
    rows = list(csv.DictReader(StringIO(files["data/v1/2026/projects.csv"].decode("utf-8-sig"))))
    amounts = {row["id"]: (row["edition"], row["budget_current_yuan"], row["line_department"]) for row in rows}
    assert amounts == {
        "2026/qinghe-danganguan/old": ("shanghai-2019", "600000", ""),
        "2026/qinghe-tushuguan/national": ("national-2021", "325000", "青禾市文化局"),
        "2026/qinghe-tushuguan/new": ("shanghai-2026", "320000", "青禾市文化局"),
    }
    told = json.loads(files["data/catalogue.js"].decode().split(" = ", 1)[1].rstrip().removesuffix(";"))
    assert len({edition["comprises"] for edition in told["editions"].values()}) == 3


def test_a_text_of_very_many_values_makes_no_list_without_end() -> None:
    """Each table stops at the limit and says where the others are; each value keeps its page."""
    departments = tuple(f"第{number}局" for number in range(7))
    pages = {page.path: page.body for page in render(site_of(departments), ROOT / "theme", limits=Limits(rows=5)).pages}
    assert sum(path.startswith("line-departments/") for path in pages) == len(departments) + 1
    for path in ("", "line-departments/", "summary/2026/"):
        (table,) = re.findall(
            r"<caption[^>]*>[^<]*按主管部门</caption>.*?</table>\s*</div>\s*<p[^>]*>[^<]*", pages[path], re.DOTALL
        )
        body = re.search(r"<tbody>(.*?)</tbody>", table, re.DOTALL)
        assert body
        assert body[1].count("<tr") == 5, path
        assert "只列前 5 行，共 7 行；全部见" in table, path


def test_what_no_declaration_says_is_nowhere_on_the_site() -> None:
    """Of the form of 2019 there is no line department; of that of 2026 no purpose."""
    old, new = judge_fragment("年度: 2020"), judge_example(read_example(f"# {PATH_2026}\n表式: shanghai-2026\n"))
    for judged, there, missing in ((old, "purposes/", "line-departments/"), (new, "line-departments/", "purposes/")):
        site = render(judged, ROOT / "theme")
        assert there in {page.path for page in site.pages}
        assert missing not in {page.path for page in site.pages}
        label = next(dimension.label for dimension in load_dimensions() if f"{dimension.folder}/" == missing)
        shown = [
            page.path for page in site.pages if label in page.body and not page.path.startswith(("rules/", "data/"))
        ]
        assert [path for path in shown if path.count("/") < 3] == []
        (script,) = [file.content.decode() for file in site.files if file.path == "data/catalogue.js"]
        assert label not in script
    assert {dimension.id for dimension in occurring(old.declarations)} == {"type", "purpose"}
