"""Open data: exact, inert, described and the same in every format; whoever reads it finds what the pages say."""

from __future__ import annotations

import csv
import json
import re
import socket
import sqlite3
import sys
import unicodedata
import zlib
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import frictionless
import pytest
from adapter_site import ROOT
from builders import judge_fragment
from hypothesis import given
from hypothesis import strategies as st
from in_memory import Judged as Judgement
from in_memory import judge, judge_files, render
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from published import open_data, unpacked

from jixiao.finding import Severity
from jixiao.repository import UNITS, RawFile
from jixiao.rules import RULES
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.addresses import address
from jixiao.site.open_data import archive, as_sqlite, as_xlsx, v1
from jixiao.site.open_data.as_csv import RUNS, csv_name, exact, inert, runs
from jixiao.site.open_data.columns import annotations_of, columns_of
from jixiao.site.open_data.publication import UNSTATED, Publication
from jixiao.site.open_data.release import Release
from jixiao.site.open_data.tables import DataTable, tables
from jixiao.site.open_data.xlsx_rows import Looks, rows_of
from jixiao.table import Ref

EXAMPLE = ROOT / "tests" / "example"
NAMES = ("projects", "indicators", "subprojects", "cells", "outcomes", "findings", "funds")
RECORDS = (v1.Project, v1.Indicator, v1.Subproject, v1.Cell, v1.Outcome, v1.Finding, v1.Fund)
UNIT_FILE = re.compile(r"data/v1/units/[^/]+/[0-9-]+\.json")
HOSTILE = ("=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠1", " =1", "　=1", "'=1", "''", "−1", "\t=1")
AMOUNTS = """\
项目总预算: 999999999999999.99
项目当年预算: 100000.10
同名项目上年预算额: 0.30
同名项目上年预算执行数: 0.01
项目当年投入资金构成:
  - {子项目名称: "=cmd|' /C calc'!A0", 预算金额: 100000.05}
  - {子项目名称: '@甲', 预算金额: 0.05}
分解目标:
  投入和管理目标:
    - {绩效指标: "=HYPERLINK(1)", 指标目标值: "=8个"}
    - {绩效指标: "'甲", 指标目标值: "-5%"}
    - {绩效指标: "＝乙", 指标目标值: "＋5,\\n\\"x\\""}
"""


def files_of(judgement: Judgement, publication: Publication = UNSTATED) -> dict[str, bytes]:
    """Every file of open data by its path, and what is in archives."""
    return unpacked(open_data(judgement, publication))


def release_of(judgement: Judgement, publication: Publication = UNSTATED) -> Release:
    """A release of all findings but notices, as public pages show them."""
    findings: dict[str, list[Any]] = {}
    for finding in judgement.findings:
        if finding.severity is not Severity.NOTICE:
            findings.setdefault(finding.file, []).append(finding)
    return Release(judgement.portfolio, findings, publication)


REAL, INVENTED = judge(ROOT), judge(EXAMPLE)
HOSTILE_ONE = judge_fragment(AMOUNTS)
NOTHING = judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, ())
JUDGEMENTS = {"real": REAL, "invented": INVENTED, "hostile": HOSTILE_ONE, "nothing": NOTHING}


@pytest.fixture(scope="module", params=JUDGEMENTS)
def judgement(request: pytest.FixtureRequest) -> Judgement:
    """One of the sites."""
    return JUDGEMENTS[request.param]


@pytest.fixture(scope="module")
def files(judgement: Judgement) -> dict[str, bytes]:
    """Its files."""
    return files_of(judgement)


@pytest.fixture(scope="module")
def whole(judgement: Judgement) -> tuple[DataTable, ...]:
    """Its tables of all years."""
    return tables(release_of(judgement), judgement.declarations)


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """A CSV file as a program reads it that keeps to the rule: one leading apostrophe off."""
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: exact(cell) for name, cell in row.items()} for row in rows]


def jsonl_rows(files: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    """The rows of all years: those of each, one after the other."""
    lines = [line for path in sorted(files) if path.endswith(f"/{table}.jsonl") for line in files[path].splitlines()]
    return [json.loads(line) for line in lines]


def twins_in(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Every twin by its declaration's id."""
    held = [json.loads(content) for path, content in sorted(files.items()) if UNIT_FILE.fullmatch(path)]
    return dict(sorted((name, twin) for file in held for name, twin in file["declarations"].items()))


def database(content: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    connection.row_factory = sqlite3.Row
    return connection


# What it says


def test_totals_are_those_of_the_five_forms() -> None:
    files = files_of(REAL)
    projects = csv_rows(files["data/v1/projects.csv"])
    assert len(projects) == 5
    assert sum(Decimal(row["budget_current_yuan"]) for row in projects) == 3_361_740
    assert sum(Decimal(row["prior_budget_yuan"]) for row in projects) == sum(
        declaration.prior_year.budget.yuan
        for declaration in REAL.portfolio.declarations
        if declaration.prior_year.budget
    )
    subprojects = csv_rows(files["data/v1/subprojects.csv"])
    assert sum(Decimal(row["amount_yuan"]) for row in subprojects) == 3_361_740
    assert len(csv_rows(files["data/v1/indicators.csv"])) == sum(len(d.indicators) for d in REAL.portfolio.declarations)


def test_a_row_says_what_the_form_says() -> None:
    first = csv_rows(files_of(REAL)["data/v1/projects.csv"])[0]
    assert first["id"] == "2019/shanghai-hezuojiaoliu/hezuo-jiaoliu-yewufei"
    assert (first["budget_current_yuan"], first["prior_budget_yuan"], first["prior_outturn_yuan"]) == (
        "2665500",
        "2400000",
        "1988320",
    )
    assert (first["change_yuan"], first["change_rate"], first["outturn_rate"]) == ("265500", "11.06", "82.85")
    assert first["prior_budget_source"] == "declared"
    assert (first["start_date"], first["end_date"]) == ("2019-01-01", "2019-12-31")


def test_findings_are_those_that_the_pages_show() -> None:
    shown, all_of_them = (render(REAL, ROOT / "theme", notices) for notices in (False, True))
    for site, severities in ((shown, {"warning"}), (all_of_them, {"warning", "notice"})):
        (content,) = [file.content for file in site.files if file.path == "data/v1/2019/findings.csv"]
        rows = csv_rows(content)
        assert {row["severity"] for row in rows} == severities
        page = next(page for page in site.pages if page.path == "findings/")
        assert f"{len(rows)} 条" in page.description


def test_a_prior_budget_that_was_linked_is_told_from_one_that_was_declared() -> None:
    rows = csv_rows(files_of(INVENTED)["data/v1/projects.csv"])
    sources = {row["id"]: row["prior_budget_source"] for row in rows}
    assert sources["2027/qinghe-tushuguan/duzhezheng"] == "linked"
    assert sources["2019/qinghe-tushuguan/liudong-shuche"] == "declared"
    assert sources["2026/qinghe-tushuguan/duzhezheng"] == ""


def test_the_years_files_together_are_the_whole(judgement: Judgement, files: dict[str, bytes]) -> None:
    for name in NAMES:
        years = [files[f"data/v1/{year}/{name}.csv"] for year in judgement.portfolio.years]
        together = [row for content in years for row in csv_rows(content)]
        assert together == csv_rows(files[f"data/v1/{name}.csv"])


# The same in every format


def test_csv_and_json_lines_hold_the_same(files: dict[str, bytes], whole: tuple[DataTable, ...]) -> None:
    for table in whole:
        by_csv, by_json = csv_rows(files[f"data/v1/{table.name}.csv"]), jsonl_rows(files, table.name)
        assert len(by_csv) == len(by_json) == len(table.rows)
        for row, other in zip(by_csv, by_json, strict=True):
            assert list(row) == [csv_name(column) for column in table.columns]
            assert list(other) == [column.name for column in table.columns]
            for column in table.columns:
                assert _same(row[csv_name(column)], other[column.name], column.kind)


def _same(cell: str, value: Any, kind: str) -> bool:
    if value is None:
        return cell == ""
    return Decimal(cell) == Decimal(str(value)) if kind in ("number", "percent", "money") else cell == str(value)


def test_sqlite_holds_the_rows_with_amounts_in_fen(files: dict[str, bytes], whole: tuple[DataTable, ...]) -> None:
    connection = database(files["data/v1/jixiao.sqlite"])
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in whole:
        rows = connection.execute(f"SELECT * FROM {table.name}").fetchall()
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.cells(), strict=True):
            for column, cell in zip(table.columns, cells, strict=True):
                stored = row[f"{column.name}_fen" if column.kind == "money" else column.name]
                assert stored == _in_sql(cell, column.kind)


def _in_sql(cell: Any, kind: str) -> Any:
    if isinstance(cell, Decimal):
        return int(cell * 100) if kind == "money" else float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def test_sqlite_answers_questions_exactly() -> None:
    connection = database(files_of(HOSTILE_ONE)["data/v1/jixiao.sqlite"])
    assert connection.execute("SELECT SUM(amount_fen) FROM subprojects").fetchone()[0] == 10_000_010
    assert connection.execute("SELECT budget_total_fen FROM projects").fetchone()[0] == 99_999_999_999_999_999
    unit = connection.execute(
        "SELECT unit FROM columns WHERE table_name = 'projects' AND column_name = 'budget_total_fen'"
    ).fetchone()[0]
    assert unit == "分"


def test_workbook_holds_real_numbers_and_dates(files: dict[str, bytes], whole: tuple[DataTable, ...]) -> None:
    book = load_workbook(BytesIO(files["data/v1/jixiao.xlsx"]))
    assert book.sheetnames == [*(table.title for table in whole), "说明"]
    for table in whole:
        sheet = book[table.title]
        assert sheet.freeze_panes == "A2"
        header, *rows = sheet.iter_rows()
        assert [cell.value for cell in header] == [column.heading for column in table.columns]
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.cells(), strict=True):
            for cell, value in zip(row, cells, strict=True):
                _assert_cell(cell, value)


def _assert_cell(cell: Any, value: Any) -> None:
    assert cell.data_type != "f"
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > 15:
        assert cell.value == f"{value:.2f}"
    elif isinstance(value, Decimal):
        assert cell.data_type == "n"
        assert Decimal(repr(cell.value)) == value
    elif isinstance(value, date):
        assert cell.value == datetime(value.year, value.month, value.day)  # noqa: DTZ001
        assert cell.number_format == "yyyy-mm-dd"
    else:
        assert cell.value == value


def _letter(column: str) -> str:
    """The letter of a column of the sheet of projects."""
    return get_column_letter([known.name for known in columns_of(v1.Project)].index(column) + 1)


def test_amounts_are_exact_to_the_fen_in_every_format() -> None:
    files = files_of(HOSTILE_ONE)
    row, line = csv_rows(files["data/v1/projects.csv"])[0], jsonl_rows(files, "projects")[0]
    expected = {"budget_total": "999999999999999.99", "budget_current": "100000.10", "change": "99999.80"}
    for name, amount in expected.items():
        assert row[f"{name}_yuan"] == line[name] == amount
    assert row["prior_budget_yuan"] == "0.30"
    cell = load_workbook(BytesIO(files["data/v1/jixiao.xlsx"]))["项目"][f"{_letter('budget_total')}2"]
    assert (cell.value, cell.data_type) == ("999999999999999.99", "s")


def test_a_rate_that_is_nearly_a_hundred_is_a_hundred_in_no_format() -> None:
    figures = "同名项目上年预算额: 600000\n同名项目上年预算执行数: {0}\n项目总预算: {1}\n项目当年预算: {1}\n"
    for outturn, current, rates in (("599999.99", "1199999.99", "99.99"), ("600000.01", "1200000.01", "100.01")):
        files = files_of(judge_fragment(figures.format(outturn, current)))
        row, line = csv_rows(files["data/v1/projects.csv"])[0], jsonl_rows(files, "projects")[0]
        assert row["outturn_rate"] == row["change_rate"] == rates
        assert str(line["outturn_rate"]) == str(line["change_rate"]) == rates
        stored = database(files["data/v1/jixiao.sqlite"]).execute("SELECT outturn_rate, change_rate FROM projects")
        assert {str(value) for value in stored.fetchone()} == {rates}


# Cells that would run


def test_every_form_of_a_sign_that_begins_a_formula_is_known() -> None:
    """Spreadsheets fold widths; whatever folds into such a sign might be folded by one of them."""
    signs = {
        chr(number)
        for number in range(sys.maxunicode + 1)
        if not 0xD800 <= number < 0xE000 and unicodedata.normalize("NFKC", chr(number))[:1] in tuple("=+-@−")
    }
    assert signs | set("\t\r\n") == RUNS
    script = (ROOT / "theme/assets/javascripts/explorer/take.js").read_text("utf-8")
    (known,) = re.findall(r"const RUNS = .*\*\[(.*)\]\)/;", script)
    assert set(known.replace("\\-", "-").replace("\\t\\r\\n", "\t\r\n")) == RUNS
    assert all(inert(f"{sign}1") == f"'{sign}1" for sign in RUNS)
    assert all(
        inert(f"{blank}=1") == f"'{blank}=1"
        for blank in map(chr, range(0x3001))
        if blank.isspace() and blank.isprintable()
    )


def test_no_csv_cell_of_text_begins_as_a_formula_does(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".csv"):
            name = Path(path).stem
            texts = {column.name for column in columns_of(RECORDS[NAMES.index(name)]) if column.kind == "text"}
            for row in csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")):
                assert not [cell for key, cell in row.items() if key in texts and runs(cell)]


def test_hostile_texts_reach_programs_unchanged_and_spreadsheets_as_texts() -> None:
    files = files_of(HOSTILE_ONE)
    names = ["=HYPERLINK(1)", "'甲", "＝乙"]
    raw = list(csv.DictReader(StringIO(files["data/v1/indicators.csv"].decode("utf-8-sig"), newline="")))
    assert [row["name"] for row in raw[:3]] == ["'=HYPERLINK(1)", "''甲", "'＝乙"]
    assert [row["name"] for row in csv_rows(files["data/v1/indicators.csv"])[:3]] == names
    assert [row["name"] for row in jsonl_rows(files, "indicators")[:3]] == names
    stored = database(files["data/v1/jixiao.sqlite"]).execute("SELECT name FROM indicators LIMIT 3").fetchall()
    assert [row["name"] for row in stored] == names
    sheet = load_workbook(BytesIO(files["data/v1/jixiao.xlsx"]))["绩效指标"]
    cells = [sheet.cell(row, 9) for row in (2, 3, 4)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in names]
    assert [bool(cell.quotePrefix) for cell in cells] == [True, False, True]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_might_run_gets_one_apostrophe_and_comes_back_exactly(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert not runs(inert(text))
    assert exact(inert(text)) == text


@pytest.mark.parametrize("text", ["", "满意度", "≥85%", "1-2", "甲=乙", "“=”", "2019", "a'b"])
def test_what_cannot_run_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text())
def test_every_text_comes_back_exactly(text: str) -> None:
    assert exact(inert(text)) == text
    assert not runs(inert(text))


@given(st.text())
def test_every_text_is_a_text_in_the_workbook(text: str) -> None:
    subproject = v1.Subproject("a/b/c", 2020, "b", "甲", "乙", 1, text, Decimal("0.05"))
    table = DataTable("subprojects", "子项目", "", v1.Subproject, ("number",), (subproject,))
    (row,) = map(ET.fromstring, rows_of(table, Looks(tuple(range(8)), 9)))
    assert [cell.get("t", "n") for cell in row] == ["inlineStr", "n", *["inlineStr"] * 3, "n", "inlineStr", "n"]
    assert row[6].get("s") == ("9" if runs(text) else "6")
    assert row[6].find("is/t") is not None
    assert row[7].findtext("v") == "0.05"


def test_what_looks_like_a_workbooks_own_notation_stays_a_text() -> None:
    judgement = judge_fragment("备注: 甲\n项目当年投入资金构成:\n  - {子项目名称: '_x0041_<&>', 预算金额: 1}\n")
    book = load_workbook(BytesIO(files_of(judgement)["data/v1/jixiao.xlsx"]))
    assert book["子项目"]["G2"].value in ("_x0041_<&>", "_x005F_x0041_<&>")


def test_csv_is_as_spreadsheets_open_it(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf")
            assert content.endswith(b"\r\n")
            assert content.count(b"\n") >= content.count(b"\r\n")


# What it is described by


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of the package may reach out, not for a profile either."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "data" / "v1"


def resources_of(judgement: Judgement) -> list[str]:
    """The names of the package's resources."""
    return [f"{name}-{year}" for year in judgement.portfolio.years for name in NAMES]


@pytest.mark.usefixtures("offline")
def test_frictionless_finds_package_and_files_valid(
    judgement: Judgement, files: dict[str, bytes], tmp_path: Path
) -> None:
    if judgement is NOTHING:
        assert "data/v1/datapackage.json" not in files
        return
    folder = written(tmp_path, files)
    report = frictionless.validate(folder / "datapackage.json")
    assert report.valid, report.flatten(["type", "message", "fieldName", "rowNumber"])
    assert [task.name for task in report.tasks] == resources_of(judgement)


@pytest.mark.usefixtures("offline")
def test_frictionless_sees_what_is_wrong(tmp_path: Path) -> None:
    folder = written(tmp_path, files_of(REAL))
    content = (folder / "2019/projects.csv").read_bytes()
    (folder / "2019/projects.csv").write_bytes(content.replace(b"2665500", "二百万".encode()))
    errors = frictionless.validate(folder / "datapackage.json").flatten(["type"])
    assert ["type-error"] in errors


@pytest.mark.usefixtures("offline")
def test_frictionless_reads_the_exact_amounts(tmp_path: Path) -> None:
    folder = written(tmp_path, files_of(HOSTILE_ONE))
    package = frictionless.Package(str(folder / "datapackage.json"))
    row = package.get_resource("projects-2020").read_rows()[0]
    assert row["budget_total_yuan"] == Decimal("999999999999999.99")
    assert row["start_date"] == date(2020, 1, 1)


@pytest.mark.parametrize("judgement", [REAL, INVENTED, HOSTILE_ONE], ids=["real", "invented", "hostile"])
def test_the_package_describes_every_column_with_its_source(judgement: Judgement) -> None:
    files = files_of(judgement)
    package = json.loads(files["data/v1/datapackage.json"])
    assert package["$schema"].startswith("https://datapackage.org/profiles/2.0/")
    assert [resource["name"] for resource in package["resources"]] == resources_of(judgement)
    for resource, record in zip(package["resources"], RECORDS * len(judgement.portfolio.years), strict=True):
        content = files[f"data/v1/{resource['path']}"]
        header = content.decode("utf-8-sig").splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
        for field, column in zip(resource["schema"]["fields"], columns_of(record), strict=True):
            assert field["title"]
            assert field["description"]
            assert field["source"]
            assert field.get("unit", "") == {"money": "元", "percent": "%"}.get(column.kind, "")


def test_files_of_declarations_follow_their_schema(judgement: Judgement, files: dict[str, bytes]) -> None:
    schema = json.loads(files["data/v1/declarations.schema.json"])
    validator_for(schema).check_schema(schema)
    judge_file = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    held = {path: json.loads(content) for path, content in files.items() if UNIT_FILE.fullmatch(path)}
    assert set(held) == {address(Ref("twin", d.id)) for d in judgement.portfolio.declarations}
    for path, file in held.items():
        assert [error.message for error in judge_file.iter_errors(file)] == []
        assert (Path("/", path).parent / file["$schema"]).resolve() == Path("/data/v1/declarations.schema.json")
        assert {(twin["project"]["year"], twin["project"]["unit_id"]) for twin in file["declarations"].values()} == {
            (file["year"], file["unit_id"])
        }


@pytest.mark.parametrize(
    ("field", "value"),
    [("links", {}), ("indicators", [{}]), ("project", None), ("form", {"甲": 1}), ("amendments", "无"), ("texts", [1])],
)
def test_the_schema_refuses_what_is_no_twin(field: str, value: Any) -> None:
    files = files_of(REAL)
    path = next(path for path in files if UNIT_FILE.fullmatch(path))
    judge_file = Draft202012Validator(json.loads(files["data/v1/declarations.schema.json"]))
    file = json.loads(files[path])
    assert not list(judge_file.iter_errors(file))
    next(iter(file["declarations"].values()))[field] = value
    assert list(judge_file.iter_errors(file))
    assert list(judge_file.iter_errors({**json.loads(files[path]), "version": "2"}))


def test_every_public_field_says_what_it_is_and_where_it_comes_from() -> None:
    for record in (value for value in vars(v1).values() if isinstance(value, type) and is_dataclass(value)):
        if record.__module__ == v1.__name__:
            for name, about, _ in annotations_of(record):
                assert name.isascii()
                assert name == name.lower()
                assert about.title
                assert about.description
                assert about.source


def test_a_twin_holds_the_whole_form_as_filed_and_as_read(judgement: Judgement, files: dict[str, bytes]) -> None:
    twins = twins_in(files)
    assert list(twins) == sorted(d.id for d in judgement.portfolio.declarations)
    for declaration in judgement.declarations:
        twin = twins[declaration.id]
        filed = [label for label in (f.label for f in declaration.edition.fields()) if label in declaration.values]
        assert [label for label in twin["form"] if label in filed] == filed
        read = [twin["form"][text["label"]] if text["text"] is None else text["text"] for text in twin["texts"]]
        assert read == [text.text for text in declaration.texts]
        assert [row["target"] for row in twin["indicators"]] == [row.target.raw for row in declaration.indicators]
        assert twin["links"]["chain"] == [other.id for other in judgement.portfolio.chain(declaration)]
        assert "说明" not in twin["form"]


def test_a_twin_holds_its_rows_of_every_table(judgement: Judgement, files: dict[str, bytes]) -> None:
    """Less the columns that say whose they are, which it says itself; sources of funds stand in it as a tree, and what was
    reported in a file of its own."""
    twins = twins_in(files)
    assert [twin["project"] for twin in twins.values()] == sorted(
        jsonl_rows(files, "projects"), key=lambda row: row["id"]
    )
    for name in ("indicators", "subprojects", "cells", "findings"):
        rows: dict[str, list[dict[str, Any]]] = {key: [] for key in twins}
        for row in jsonl_rows(files, name):
            owner = twins[row["project_id"]]["project"]
            assert [row.pop(column) for column in v1.OWNER] == [
                owner[column] for column in ("id", "year", "unit_id", "unit", "name")
            ]
            rows[owner["id"]].append(row)
        assert {key: twin[name] for key, twin in twins.items()} == rows


# Versions, settings, sameness


def test_the_index_names_version_commit_rules_counts_and_every_file(
    files: dict[str, bytes], judgement: Judgement
) -> None:
    index = json.loads(files["data/v1/index.json"])
    assert (index["version"], index["commit"], index["licence"]) == ("1", "", None)
    assert index["rules"]["count"] == len(RULES)
    assert index["years"] == list(judgement.portfolio.years)
    assert index["counts"]["projects"] == len(judgement.portfolio.declarations)
    assert {f"data/v1/{entry['path']}" for entry in index["files"]} == open_data(judgement).keys() - {
        "data/v1/index.json"
    }
    for declaration in judgement.portfolio.declarations:
        year, unit, _ = declaration.id.split("/")
        path = index["declarations"].format(unit_id=unit, year=year)
        assert declaration.id in json.loads(files[f"data/v1/{path}"])["declarations"]
    for entry in index["files"]:
        assert sha256(files[f"data/v1/{entry['path']}"]).hexdigest() == entry["sha256"]


def test_licence_and_citation_are_told_only_where_they_are_set() -> None:
    assert "licenses" not in json.loads(files_of(REAL)["data/v1/datapackage.json"])
    stated = Publication(
        "甲", "https://x.example/", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "引自甲"
    )
    package = json.loads(files_of(REAL, stated)["data/v1/datapackage.json"])
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC-BY-4.0"}
    ]
    assert package["citation"] == "引自甲"
    assert package["homepage"] == "https://x.example/data/"
    meta = dict(map(tuple, database(files_of(REAL, stated)["data/v1/jixiao.sqlite"]).execute("SELECT * FROM meta")))
    assert (meta["许可"], meta["引用"]) == ("CC-BY-4.0", "引自甲")
    words = Publication(licence="政府信息公开，自由使用")
    assert "licenses" not in json.loads(files_of(REAL, words)["data/v1/datapackage.json"])


@pytest.mark.usefixtures("offline")
def test_a_package_with_everything_stated_is_valid(tmp_path: Path) -> None:
    stated = Publication("甲", "https://x.example/", "CC-BY-4.0", "https://x.example/by/", "引自甲")
    folder = written(tmp_path, files_of(REAL, stated))
    assert frictionless.validate(folder / "datapackage.json").valid


def test_the_same_content_gives_the_same_bytes(judgement: Judgement, files: dict[str, bytes]) -> None:
    assert files_of(judgement) == files


def test_nothing_in_a_file_comes_from_a_clock_or_a_library(files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(files["data/v1/jixiao.xlsx"])) as book:
        assert {member.date_time for member in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z" in book.read("docProps/core.xml")
    assert int.from_bytes(files["data/v1/jixiao.sqlite"][96:100], "big") == 3_040_001


def test_a_workbook_is_left_out_where_sheets_are_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 50)
    assert "data/v1/jixiao.xlsx" not in files_of(REAL)
    assert "data/v1/jixiao.sqlite" in files_of(REAL)


def test_each_table_is_told_in_the_database(files: dict[str, bytes]) -> None:
    connection = database(files["data/v1/jixiao.sqlite"])
    for name, record in zip(NAMES, RECORDS, strict=True):
        told = connection.execute("SELECT column_name FROM columns WHERE table_name = ?", [name]).fetchall()
        held = connection.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchall()
        assert {row[0] for row in told} == {row[0] for row in held} == set(map(as_sqlite.sql_name, columns_of(record)))


# Joining


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_checksums_of_parts_join_to_that_of_the_whole(parts: list[bytes]) -> None:
    joined = 0
    for part in parts:
        joined = archive.joined_checksum(joined, zlib.crc32(part), len(part))
    assert joined == zlib.crc32(b"".join(parts))


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_what_is_squeezed_together_comes_out_on_end(contents: list[bytes]) -> None:
    stream = BytesIO()
    made = archive.Archive(stream)
    made.add("a", archive.squeezed_together(contents))
    made.close()
    with ZipFile(stream) as read:
        assert read.testzip() is None
        assert read.read("a") == b"".join(contents)


def test_an_archive_of_joined_parts_is_sound() -> None:
    stream = BytesIO()
    made = archive.Archive(stream)
    made.add("a.txt", [archive.squeezed(b"one "), archive.squeezed(b""), archive.squeezed("二".encode() * 900)])
    made.add("b.txt", [])
    made.close()
    with ZipFile(stream) as read:
        assert read.testzip() is None
        assert read.read("a.txt") == b"one " + "二".encode() * 900
        assert read.read("b.txt") == b""


def test_rows_of_a_workbook_keep_their_columns_where_cells_are_missing(
    files: dict[str, bytes], judgement: Judgement
) -> None:
    """No cell names its place: what is missing must be there as an empty one."""
    book = load_workbook(BytesIO(files["data/v1/jixiao.xlsx"]))
    for table in tables(release_of(judgement), judgement.declarations):
        rows = list(book[table.title].iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(table.rows)
        for filed, found in zip(table.cells(), rows, strict=True):
            assert [cell is None for cell in filed] == [cell is None for cell in found[: len(filed)]]
