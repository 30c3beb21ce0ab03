"""The page of open data: each file it offers is there, every column is explained, and its examples run as they stand."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import frictionless
import pytest
from adapter_site import ROOT, built
from builders import judge_example, judge_fragment
from hypothesis import strategies as st
from in_memory import judge, judge_files, render
from markup import elements, parse, text
from openpyxl import load_workbook
from properties import holds_for
from published import unpacked

from jixiao.build import batches
from jixiao.repository import UNITS, RawFile
from jixiao.rules.examples import BASE, read_example
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.limits import LIMITS
from jixiao.site.open_data import as_xlsx, v1
from jixiao.site.open_data.columns import columns_of
from jixiao.site.open_data.folders import in_parts
from jixiao.site.open_data.publication import Publication
from jixiao.site.page import Page, Site

THEME = ROOT / "theme"
LIBRARY = """\
# content/projects/2020/qinghe-tushuguan/xiufu.yml
申报单位名称: 青禾市图书馆
项目名称: 图书修复
项目总预算: 90000000.10
项目当年预算: 90000000.10
"""
SITES = {
    "real": lambda: judge(ROOT),
    "invented": lambda: judge(ROOT / "tests" / "example"),
    "two units": lambda: judge_example(read_example(f"{BASE}{LIBRARY}")),
    "a fen": lambda: judge_fragment("项目总预算: 100000.05\n项目当年预算: 100000.05\n"),
}
_FORMULA = re.compile(r"=(SUMIFS|COUNTIFS)\((.*)\)")


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    """One of the sites."""
    return render(SITES[request.param](), THEME)


@pytest.fixture(scope="module")
def empty() -> Site:
    """A site without any declaration."""
    return render(judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, ()), THEME)


def page_of(site: Site) -> Page:
    return next(page for page in site.pages if page.path == "data/")


def shown(site: Site) -> str:
    return text(parse(page_of(site).body))


def content(site: Site, name: str) -> bytes:
    return unpacked({file.path: file.content for file in site.files if file.path.startswith("data/v1/")})[
        f"data/v1/{name}"
    ]


def examples(site: Site, language: str) -> list[str]:
    """The blocks of one language, as a reader copies them."""
    return [text(e) for e in elements(parse(page_of(site).body)) if e.get("data-language") == language]


# Examples


def test_the_python_example_prints_what_the_page_says(site: Site, tmp_path: Path) -> None:
    (program,) = examples(site, "python")
    (offered,) = re.findall(r'href="../data/v1/(\d{4}/projects\.csv)"[^\n]*放在当前文件夹', page_of(site).body)
    (tmp_path / "projects.csv").write_bytes(content(site, offered))
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert [done.stdout] == examples(site, "output")
    assert done.stdout


def test_the_sql_example_gives_what_the_page_says(site: Site, tmp_path: Path) -> None:
    query, funds = examples(site, "sql")
    (tmp_path / "jixiao.sqlite").write_bytes(content(site, "jixiao.sqlite"))
    with sqlite3.connect(tmp_path / "jixiao.sqlite") as connection:
        rows = connection.execute(query).fetchall()
        assert all(len(row) == 2 for row in connection.execute(funds))
    assert ["".join(f"{unit} {amount}\n" for unit, amount in rows)] == examples(site, "output")


def test_the_formulas_give_what_the_page_says(site: Site) -> None:
    book = load_workbook(BytesIO(content(site, "jixiao.xlsx")))
    answers = [text(e) for e in elements(parse(page_of(site).body)) if e.tag == "output"]
    formulas = examples(site, "excel")
    assert len(formulas) == len(answers) == 2
    worked = [worked_out(book, formula) for formula in formulas]
    assert [f"{worked[0]:,.2f}", str(worked[1])] == answers


def worked_out(book: Any, formula: str) -> Any:
    """The value of a SUMIFS or COUNTIFS over whole columns, as spreadsheets define them."""
    found = _FORMULA.fullmatch(formula)
    assert found
    arguments = found[2].split(",")
    summed = column(book, arguments.pop(0)) if found[1] == "SUMIFS" else None
    columns, criteria = [column(book, name) for name in arguments[::2]], arguments[1::2]
    rows = [n for n in range(len(columns[0])) if all(meets(c[n], k) for c, k in zip(columns, criteria, strict=True))]
    return len(rows) if summed is None else sum(summed[n] for n in rows)


def column(book: Any, name: str) -> list[Any]:
    sheet, letters = name.split("!")
    return [cell.value for cell in book[sheet][letters.split(":")[0]]]


def meets(value: Any, criterion: str) -> bool:
    if not isinstance(value, int | float):
        return False
    written = criterion.strip('"')
    return {"<": value < float(written[1:]), ">": value > float(written[1:])}.get(written[0], str(value) == written)


def test_letters_of_columns_are_those_of_spreadsheets() -> None:
    class Wide:
        columns = tuple(type("Named", (), {"name": str(number)}) for number in range(800))

    letters = [as_xlsx.column_letter(Wide, str(number)) for number in (0, 25, 26, 51, 52, 701, 702)]  # type: ignore[arg-type]
    assert letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


# What it offers and explains


def test_every_file_of_all_years_and_of_each_year_is_offered_with_its_size(site: Site) -> None:
    offered = {element.get("href", "").removeprefix("../") for element in elements(parse(page_of(site).body))}
    files = {file.path: file for file in site.files if file.path.startswith("data/v1/")}
    by_rule = {path for path in files if re.fullmatch(r"data/v1/units/[^/]+/\d{4}\.json", path)}
    assert files.keys() - by_rule <= offered
    assert by_rule & offered
    for path in files.keys() - by_rule - {"data/v1/index.json", "data/v1/datapackage.json"}:
        assert f"{-(-len(files[path].content) // 1024)} KB" in shown(site)


def test_every_column_is_explained_on_the_page(site: Site) -> None:
    said = shown(site)
    for record in (v1.Project, v1.Indicator, v1.Subproject, v1.Finding):
        for name, title, told in ((c.name, c.heading, c.description) for c in columns_of(record)):
            assert name in said
            assert title in said
            assert told in said


def test_each_declaration_leads_to_its_twin(site: Site) -> None:
    files = {file.path: file.content for file in site.files}
    pages = [page for page in site.pages if page.source]
    assert pages
    for page in pages:
        (told,) = [entry for entry in elements(parse(page.body)) if text(entry).startswith("供程序读取 ")]
        (link,) = [entry.get("href", "") for entry in elements(told) if entry.tag == "a"]
        key = re.search(r'declarations\["(.*)"\]', text(told))
        assert key
        file = json.loads(files[link.removeprefix("../../../../")])
        assert file["declarations"][key[1]]["project"]["page"] == page.path


def test_home_leads_to_the_page(site: Site) -> None:
    assert 'href="data/"' in next(page.body for page in site.pages if page.path == "")


def test_without_declarations_the_page_stands_and_its_files_hold_headers_alone(empty: Site) -> None:
    assert "还没有申报表" in shown(empty)
    assert not examples(empty, "python")
    assert content(empty, "projects.csv").startswith(b"\xef\xbb\xbfid,year,")
    assert len(load_workbook(BytesIO(content(empty, "jixiao.xlsx"))).sheetnames) == 8


def test_nothing_is_claimed_that_is_not_set(empty: Site) -> None:
    said = shown(empty)
    assert "本站没有为这些数据声明许可协议" in said
    assert "没有完整的历史，所以没有订阅文件" in said
    assert "没有对应的提交记录" in said
    assert "引用：" not in said


def test_licence_and_citation_are_shown_as_they_are_set() -> None:
    stated = Publication(licence="知识共享 <署名> 4.0", licence_url="https://x.example/by/?a&b", citation="引自<甲>")
    site = render(judge(ROOT), THEME, publication=stated)
    said = shown(site)
    assert "许可：知识共享 <署名> 4.0。" in said
    assert "引用：引自<甲>" in said
    assert any(e.get("href") == "https://x.example/by/?a&b" for e in elements(parse(page_of(site).body)))


# Through MkDocs


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A site with its own settings of licence and citation."""
    shutil.copytree(ROOT / "tests" / "example" / "content", tmp_path / "content")
    (tmp_path / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT.as_posix()}/mkdocs.yml\nsite_name: 甲\nsite_url: https://x.example/open\n"
        f"theme: {{custom_dir: {THEME.as_posix()}}}\n"
        "plugins: [{jixiao: {licence: CC-BY-4.0, licence_url: 'https://x.example/by/', citation: 引自甲}}]\n",
        "utf-8",
    )
    return tmp_path / "mkdocs.yml"


def test_settings_of_mkdocs_reach_the_files(settings: Path) -> None:
    site = built(settings, "--strict")
    index = site["data/v1/index.json"].decode()
    assert '"licence": "CC-BY-4.0"' in index
    assert '"site": "https://x.example/open/"' in index
    assert "引自甲" in site["data/index.html"].decode()
    held = [json.loads(content) for path, content in site.items() if re.match(r"data/v1/units/[^/]+/\d+\.json", path)]
    twins = [twin for file in held for twin in file["declarations"].values()]
    assert len(twins) == 7
    assert all(f"{twin['project']['page']}index.html" in site for twin in twins)


# Where files would be large


def in_pieces(most: int) -> Site:
    """The invented site with a few more declarations of one unit and year, each a batch of its own, and a limit."""
    judgement = judge_example(read_example(BASE + "".join(MORE.format(number=number) for number in range(1, 6))))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "MOST_FILES", 1)
        batches._batches.cache_clear()
        try:
            return render(judgement, THEME, limits=LIMITS._replace(data_bytes=most))
        finally:
            batches._batches.cache_clear()


MORE = """\
# content/projects/2020/qinghe-danganguan/fenxiang-{number}.yml
项目名称: 档案分项{number}号
"""


@holds_for(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20), st.integers(1, 30))
def test_parts_hold_all_in_order_and_as_much_as_they_may(weights: list[tuple[int, int]], most: int) -> None:
    parts = list(in_parts(range(len(weights)), weights.__getitem__, most))
    assert [number for part in parts for number in part] == list(range(len(weights)))
    heaviest = [max(sum(weights[n][at] for n in part) for at in (0, 1)) for part in parts]
    assert all(weight <= most or len(part) == 1 for weight, part in zip(heaviest, parts, strict=True))
    for part, following in pairwise(parts):
        assert max(sum(weights[n][at] for n in (*part, following[0])) for at in (0, 1)) > most


def test_a_year_that_would_be_large_comes_in_parts_and_none_is_of_all(tmp_path: Path) -> None:
    site = in_pieces(6_000)
    files = {
        file.path.removeprefix("data/v1/"): file.content for file in site.files if file.path.startswith("data/v1/")
    }
    assert {name for name in files if "/" not in name} == {"datapackage.json", "index.json", "declarations.schema.json"}
    parts = sorted({name.split("/")[0] for name in files if re.match(r"\d{4}", name)})
    assert parts == [f"2020-{number}" for number in range(1, len(parts) + 1)]
    assert len(parts) > 1
    offered = {element.get("href", "") for element in elements(parse(page_of(site).body))}
    linked = {href.removeprefix("../data/v1/") for href in offered if href.startswith("../data/v1/")}
    assert linked <= files.keys()
    assert {name for name in files if not name.startswith("units/")} <= linked
    assert "按申报表编号的次序分成几部分" in shown(site)
    assert "没有合成一个文件" in shown(site)
    assert not examples(site, "python")
    for name, held in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(held)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert frictionless.validate(tmp_path / "datapackage.json").valid
    projects = [resource for resource in package.resources if resource.name.startswith("projects-")]
    assert [resource.name for resource in projects] == [f"projects-{part}" for part in parts]
    assert len({row["id"] for resource in projects for row in resource.read_rows()}) == 6


def test_each_of_several_files_of_a_unit_and_year_names_the_next_one() -> None:
    site = in_pieces(16_000)
    files = {file.path: file.content for file in site.files}
    path, found, walked = "data/v1/units/qinghe-danganguan/2020.json", set[str](), 0
    while path:
        file, walked = json.loads(files[path]), walked + 1
        assert len(files[path]) < 16_500
        found |= file["declarations"].keys()
        path = file["next"] and f"data/v1/units/qinghe-danganguan/{file['next']}"
    assert walked > 1
    assert len(found) == 6


def test_a_large_site_has_files_of_each_year_alone() -> None:
    site = render(SITES["invented"](), THEME, limits=LIMITS._replace(data_bytes=9_000))
    files = {file.path.removeprefix("data/v1/") for file in site.files if file.path.startswith("data/v1/")}
    assert {name for name in files if "/" not in name} == {"datapackage.json", "index.json", "declarations.schema.json"}
    offered = {element.get("href", "").removeprefix("../data/v1/") for element in elements(parse(page_of(site).body))}
    assert {"2027/jixiao.sqlite.zip", "2027/jixiao-2027.xlsx", "2027/projects.csv"} <= offered & files
    assert len(examples(site, "python")) == 1
