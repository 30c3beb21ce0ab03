"""Tables of indicators and lists of any columns: each filed cell is read, printed, published, compared and found.

All forms, projects, units and figures are invented.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from in_memory import Judged, render
from invented_editions import DECLARATION, ID, PATH, TABLES, edition_of, judged, make_known
from markup import elements, parse, text
from published import open_data, unpacked

from jixiao.forms import loading
from jixiao.model import Declaration
from jixiao.site.addresses import address
from jixiao.site.aligned import parts
from jixiao.site.differences import differences
from jixiao.site.open_data.as_csv import exact
from jixiao.site.page import Site
from jixiao.site.searchable import passages
from jixiao.table import Ref

THEME = Path(__file__).resolve().parent.parent / "theme"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    make_known(monkeypatch, edition_of("qinghe-xian", TABLES))


def one(text: str = DECLARATION) -> tuple[Judged, Declaration]:
    found = judged([(PATH, text)])
    assert [parsed.faults for parsed in found.parsed_files] == [(), ()]
    (declaration,) = found.declarations
    return found, declaration


def site_of(found: Judged) -> Site:
    return render(found, THEME)


def cells_of(site: Site) -> list[str]:
    page = next(page for page in site.pages if page.path == f"projects/{ID}/")
    cells = (element for element in elements(parse(page.body)) if element.tag in ("th", "td"))
    return [text(cell).replace("\n", "") for cell in cells]


def filed(node: Any) -> Iterator[str]:
    """Every value of a declaration as its file has it."""
    if isinstance(node, dict):
        for value in node.values():
            yield from filed(value)
    elif isinstance(node, list):
        for value in node:
            yield from filed(value)
    elif node:
        yield str(node)


@pytest.mark.usefixtures("known")
def test_target_values_of_several_periods_are_put_together_and_told_apart() -> None:
    _, declaration = one()
    read = [
        (indicator.called, [(target.target.reading, target.period) for target in indicator.targets])
        for indicator in declaration.indicators
    ]
    assert read == [
        ("更新图书册数", [("≥ 9000 册", "year"), ("≥ 30000 册", "overall")]),
        ("数量指标", [("定性", "year")]),
        ("单册成本", [("≤ 33 元", "year")]),
        ("读者满意度", [("≥ 90 %", "year"), ("≥ 95 %", "overall")]),
        ("书屋覆盖村数", [("120 个", "overall")]),
    ]
    assert [indicator.tags for indicator in declaration.indicators][2:4] == [
        {"output", "cost"},
        {"effect", "satisfaction"},
    ]


def filed_values(declaration: Declaration) -> list[str]:
    root = declaration.document.root
    assert root is not None
    plain = loading.plain(root)
    return [value for value in filed(plain) if value != "qinghe-xian"]


@pytest.mark.usefixtures("known")
def test_each_cell_stands_in_the_printed_form_and_blank_groups_too() -> None:
    found, declaration = one()
    cells = Counter(cells_of(site_of(found)))
    expected = Counter(value for value in filed_values(declaration) if value not in ("2026", "青禾市图书馆"))
    lines = {value: "".join(value.split("\n")) for value in expected}
    assert Counter({lines[value]: count for value, count in expected.items()}) - cells == Counter()
    for label in ("质量指标", "社会效益指标", "效益指标", "项目总体目标（2025年-2027年）", "年度目标（2026年度）"):
        assert label in cells
    assert cells["效益指标"] == 2  # of each table one, the second blank


@pytest.mark.usefixtures("known")
def test_each_cell_stands_in_the_open_data_as_filed() -> None:
    found, declaration = one()
    files = open_data(found)
    twin = json.loads(files[address(Ref("twin", ID))])["declarations"][ID]
    assert sorted(filed(twin["form"])) == sorted(filed_values(declaration))
    rows = list(csv.DictReader(StringIO(files["data/v1/2026/cells.csv"].decode("utf-8-sig"))))
    told = [(row["field"], row["row"], row["label"], row["period"], row["text"]) for row in rows]
    assert told[:3] == [
        ("绩效指标", "1", "性质", "", "≥"),
        ("绩效指标", "1", "中期指标值", "overall", "30000"),
        ("绩效指标", "1", "年度指标值", "year", "9000"),
    ]
    assert ("支出明细", "1", "金额", "", "270000.00") in told
    assert [row["amount_yuan"] for row in rows if row["label"] == "金额"] == ["270000", "30000"]
    overall = next(row for row in rows if row["text"] == "95")
    assert (overall["operator"], overall["value"], overall["value_unit"]) == ("≥", "95", "%")
    indicators = list(csv.DictReader(StringIO(files["data/v1/2026/indicators.csv"].decode("utf-8-sig"))))
    assert [(row["field"], row["period"], row["name"], row["target"]) for row in indicators] == [
        ("绩效指标", "year", "更新图书册数", "≥9000册"),
        ("绩效指标", "year", "", "优良"),
        ("绩效指标", "year", "单册成本", "≤33元"),
        ("绩效指标", "year", "读者满意度", "≥90%"),
        ("长期绩效指标", "overall", "书屋覆盖村数", "120个"),
    ]


@pytest.mark.usefixtures("known")
def test_each_cell_is_compared_and_can_be_searched() -> None:
    found, declaration = one()
    rows = [row for part in parts(found.portfolio, declaration) for row in part.rows]
    texts = [row.text for row in rows]
    assert {"≥9000册", "≥30000册", "计划标准", "含电子书", "120个"} <= set(texts)
    assert any("单价：30 元" in shown and "测算依据：询价三家" in shown for shown in texts)
    assert len({row.key for row in rows}) == len(rows)
    searched = " ".join(passage.text for passage in passages(declaration))
    for value in filed_values(declaration):
        assert value in searched or value in ("≥", "≤", "9000", "300000.00", "900000.00", "270000.00", "30.00", "0"), (
            value
        )


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("overall", "year", "codes"),
    [
        ("95", "90", []),
        ("90", "90", []),  # the overall goal of a project of several years is not held against anything of the year
        ("95", "85", ["C601"]),
    ],
)
def test_a_goal_is_compared_with_the_target_values_of_its_own_period(overall: str, year: str, codes: list[str]) -> None:
    text_of = DECLARATION.replace("中期指标值: 95, 年度指标值: 90", f"中期指标值: {overall}, 年度指标值: {year}")
    found = judged([(PATH, text_of)])
    assert [finding.code for finding in found.findings if finding.code.startswith("C6")] == codes


@pytest.mark.usefixtures("known")
def test_a_column_adds_up_only_where_the_edition_says_so() -> None:
    found = judged([(PATH, DECLARATION.replace("金额: 30000", "金额: 20000"))])
    (finding,) = (finding for finding in found.findings if finding.code == "B201")
    assert (finding.seen, finding.expected, finding.difference) == ("290,000 元", "300,000 元", "少 10,000 元")
    other = judged([(PATH, DECLARATION.replace("单价: 30.00", "单价: 31.00"))])
    assert not [finding for finding in other.findings if finding.code == "B201"]


@pytest.mark.usefixtures("known")
def test_a_target_whose_operator_stands_beside_it_is_quoted_as_read() -> None:
    found = judged([(PATH, DECLARATION.replace("{三级指标: 读者满意度, 性质: ≥", "{三级指标: 读者满意度, 性质: ≤"))])
    told = {finding.seen: finding.message for finding in found.findings if finding.code == "I513"}
    assert told == {
        "≤90%": "“读者满意度”一般越高越好，指标值“≤90%”只写了上限",
        "≤95%": "“读者满意度”一般越高越好，指标值“≤95%”只写了上限",
    }


HOSTILE = {
    "计划标准": "<script>alert(1)</script>",
    "含电子书": '=HYPERLINK(\\"http://x\\")',
    "询价三家": "'{{ 7*7 }}</td></table>",
    "A-001": "@SUM(A1)",
    "运输": "+1&lt;b&gt;",
}


def hostile_text() -> str:
    text_of = DECLARATION
    for plain, value in HOSTILE.items():
        assert plain in text_of
        text_of = text_of.replace(plain, f'"{value}"')
    return text_of


@pytest.mark.usefixtures("known")
def test_hostile_cells_are_text_on_the_page_and_exact_in_every_file(tmp_path: Path) -> None:
    found, _ = one(hostile_text())
    values = {value.replace('\\"', '"') for value in HOSTILE.values()}
    shown = cells_of(site_of(found))
    assert values <= set(shown)
    files = unpacked(open_data(found))
    in_csv = {
        exact(row["text"]) for row in csv.DictReader(StringIO(files["data/v1/2026/cells.csv"].decode("utf-8-sig")))
    }
    in_json = {json.loads(line)["text"] for line in files["data/v1/2026/cells.jsonl"].splitlines()}
    (tmp_path / "a.sqlite").write_bytes(files["data/v1/2026/jixiao.sqlite"])
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as database:
        in_sql = {text_of for (text_of,) in database.execute("SELECT text FROM cells")}
    book = openpyxl.load_workbook(BytesIO(next(files[path] for path in files if path.endswith(".xlsx"))))
    rows = list(book["其他各格"].iter_rows(values_only=True))
    at = rows[0].index("内容")
    in_sheet = {row[at] for row in rows[1:]}
    in_tables = values - {"@SUM(A1)"}  # a field of its own, in no table
    for name, those in (("CSV", in_csv), ("JSON", in_json), ("SQLite", in_sql), ("XLSX", in_sheet)):
        assert in_tables <= those, name
    assert not [cell for row in book["其他各格"].iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.usefixtures("known")
def test_a_changed_cell_is_told_between_two_years() -> None:
    later = (
        DECLARATION.replace("2026", "2027")
        .replace("绩效标准: 计划标准", "绩效标准: 行业标准")
        .replace("120个", "130个")
    )
    later = later.replace("中期指标值: 95", "中期指标值: 96").replace("权重: 5", "权重: 8")
    found = judged([(PATH, DECLARATION), (PATH.replace("2026", "2027"), later)])
    before, now = sorted(found.declarations, key=lambda declaration: declaration.year)
    told = {(change.name, change.before, change.after) for change in differences(before, now).indicators}
    assert told == {
        ("更新图书册数（绩效标准）", "计划标准", "行业标准"),
        ("单册成本（权重）", "5", "8"),
        ("读者满意度（中期指标值）", "≥95%", "≥96%"),
        ("书屋覆盖村数", "120个", "130个"),
    }


@pytest.mark.usefixtures("known")
def test_the_indicator_library_has_every_target_value_and_other_cell() -> None:
    """Of an indicator that one declaration uses on the library's page, of others on their own."""
    found, _ = one()
    library = text(parse(next(page.body for page in site_of(found).pages if page.path == "indicators/")))
    for value in ("≥9000册", "≥30000册", "绩效标准：计划标准", "备注：含电子书", "权重：20", "120个"):
        assert value in library, value
    second = DECLARATION.replace("农家书屋更新", "农家书屋巡检")
    both = judged([(PATH, DECLARATION), (PATH.replace("shuwu", "xunjian"), second)])
    pages = [
        page.body
        for page in site_of(both).pages
        if page.path.startswith("indicators/") and page.title == "更新图书册数"
    ]
    assert "绩效标准：计划标准 <small>2 条</small>" in pages[0]


@pytest.mark.usefixtures("known")
def test_two_equal_declarations_of_a_form_without_an_overview_are_told_at_their_names() -> None:
    second = DECLARATION.replace("农家书屋更新", "农家书屋巡检")
    both = judged([(PATH, DECLARATION), (PATH.replace("shuwu", "xunjian"), second)])
    told = [(finding.code, finding.label) for finding in both.findings if finding.code == "H307"]
    assert told == [("H307", "项目名称")] * 2
