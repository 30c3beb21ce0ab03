"""A dimension is a few lines of YAML: one is added to a copy of the package, and is found wherever projects are divided."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from scripts_read import record_of
from sites import write

from jixiao.rules.examples import PATH_2026, UNITS, read_example

ROOT = Path(__file__).resolve().parent.parent
DIMENSION = "  - {id: source_of_need, label: 需求来源, role: need, folder: needs, hint: 编造的划分}\n"
FIELD = """\
      - label: 需求从哪里来
        kind: choice
        role: need
        options:
          - {id: residents, label: 居民提出, tags: [new]}
          - {id: plan, label: 规划确定}
"""
AFTER = "      - {label: 主管部门, "
RENDER = """
import sys
from pathlib import Path
from in_memory import judge, render
root, theme, out = map(Path, sys.argv[1:])
site = render(judge(root), theme)
for path, content in [(f"{p.path}index.html", p.body.encode()) for p in site.pages] + [(f.path, f.content) for f in site.files]:
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    (out / path).write_bytes(content)
"""
"""Renders the site below a root in the process of the copy."""
PLACE = "2026/qinghe-tushuguan"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the copy makes of two declarations of an invented edition, and one of an edition without the field."""
    place = tmp_path_factory.mktemp("invented")
    _copy_with_a_dimension(place / "package")
    write(place, "content/units.yml", UNITS)
    for name, need in (("a", "居民提出"), ("b", "规划确定")):
        fragment = f"# {PATH_2026}\n表式: shanghai-2026\n项目名称: 项目{name}\n"
        text = read_example(fragment).files[PATH_2026].replace("shanghai-2026", "invented-2026")
        write(place, f"content/projects/{PLACE}/{name}.yml", f"{text}\n需求从哪里来: {need}\n")
    other = read_example(f"# {PATH_2026}\n表式: shanghai-2026\n项目名称: 项目丙\n").files[PATH_2026]
    write(place, f"content/projects/{PLACE}/c.yml", other)
    paths = os.pathsep.join(map(str, (place / "package", ROOT / "tests")))
    arguments = [sys.executable, "-c", RENDER, str(place), str(ROOT / "theme"), str(place / "out")]
    made = subprocess.run(
        arguments, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return place / "out"


def _copy_with_a_dimension(package: Path) -> None:
    """The package with one more line in the list of dimensions and one more edition; no other file differs."""
    shutil.copytree(ROOT / "plugins" / "jixiao", package / "jixiao", ignore=shutil.ignore_patterns("__pycache__"))
    forms = package / "jixiao" / "forms"
    with (forms / "dimensions.yml").open("a", encoding="utf-8") as listed:
        listed.write(DIMENSION)
    edition = (forms / "editions" / "shanghai-2026.yml").read_text("utf-8")
    assert edition.count(AFTER) == 1
    (forms / "editions" / "invented-2026.yml").write_text(edition.replace(AFTER, FIELD + AFTER), "utf-8")


def page(site: Path, path: str) -> str:
    """The body of a page."""
    return (site / path / "index.html").read_text("utf-8")


def test_the_dimension_and_each_of_its_values_have_a_page(site: Path) -> None:
    assert sorted(file.parent.name for file in (site / "needs").glob("*/index.html")) == ["plan", "residents"]
    whole, one = page(site, "needs"), page(site, "needs/residents")
    assert all(word in whole for word in ("居民提出", "规划确定", "表上没有这一栏", 'href="../needs/plan/"'))
    assert f'href="../../projects/{PLACE}/a/"' in one
    assert f'href="../../projects/{PLACE}/b/"' not in one


@pytest.mark.parametrize("path", ["", "projects", f"projects/{PLACE}/a"])
def test_home_lists_and_the_declaration_lead_to_it(site: Path, path: str) -> None:
    assert f'needs/{"residents/" if path.endswith("/a") else ""}">' in page(site, path)


def test_home_and_the_years_tables_divide_by_it(site: Path) -> None:
    assert "2026年预算按需求来源" in page(site, "")
    summary = page(site, "summary/2026")
    assert 'id="needs"' in summary
    assert "2026年预算对比，按需求来源" in summary
    assert '#needs">按需求来源</a>' in page(site, "summary")


def test_the_declaration_calls_it_as_the_form_does(site: Path) -> None:
    assert "需求从哪里来" in page(site, f"projects/{PLACE}/a")
    assert "需求从哪里来" not in page(site, f"projects/{PLACE}/c")


def test_the_explorer_has_it_as_column_filter_and_group(site: Path) -> None:
    body = page(site, "explore")
    assert '<select name="source_of_need">' in body
    assert '<option value="source_of_need">按需求来源</option>' in body
    assert '<th scope="col" class="jx-text">需求来源</th>' in body


def test_the_catalogue_from_which_explorer_and_search_take_their_filters_has_it(site: Path) -> None:
    text = (site / "data" / "catalogue.js").read_text("utf-8")
    told = json.loads(text.split(" = ", 1)[1].rstrip().removesuffix(";"))
    assert {"id": "source_of_need", "label": "需求来源"} in told["dimensions"]
    at = told["columns"].index("source_of_need")
    assert [row[at] for row in told["rows"]] == ["居民提出", "规划确定", ""]
    assert "source_of_need" in told["editions"]["invented-2026"]["asks"]
    assert "source_of_need" not in told["editions"]["shanghai-2026"]["asks"]


def test_searching_finds_its_value(site: Path) -> None:
    _, record = record_of((site / "data" / "records" / PLACE / "a.js").read_bytes())
    assert ["需求来源", 1, "居民提出"] in record["passages"]


def test_open_data_has_a_column_of_ids_and_one_of_labels(site: Path) -> None:
    data = site / "data" / "v1"
    rows = list(csv.DictReader(StringIO((data / "2026" / "projects.csv").read_text("utf-8-sig"))))
    told = [(row["source_of_need_id"], row["source_of_need"]) for row in rows]
    assert told == [("residents", "居民提出"), ("plan", "规划确定"), ("", "")]
    with ZipFile(data / "2026" / "jixiao.sqlite.zip") as archive:
        file = archive.extract("jixiao.sqlite", site)
    database = sqlite3.connect(file)
    assert database.execute("SELECT source_of_need_id, source_of_need FROM projects").fetchall() == [
        (code or None, label or None) for code, label in told
    ]
    assert database.execute("SELECT title FROM columns WHERE column_name = 'source_of_need'").fetchall() == [
        ("需求来源",)
    ]
    database.close()
    with ZipFile(data / "2026" / "jsonl.zip") as archive:
        lines = [json.loads(line) for line in archive.read("projects.jsonl").splitlines()]
    assert [line["source_of_need"] or "" for line in lines] == [label for _, label in told]
    twins = json.loads((data / "units" / "qinghe-tushuguan" / "2026.json").read_text("utf-8"))["declarations"]
    assert twins[f"{PLACE}/a"]["project"]["source_of_need"] == "居民提出"


def test_what_describes_the_data_describes_it(site: Path) -> None:
    data = site / "data" / "v1"
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["source_of_need"]["title"] == "需求来源"
    schema = json.loads((data / "declarations.schema.json").read_text("utf-8"))
    assert {"source_of_need", "source_of_need_id"} <= schema["$defs"]["Project"]["properties"].keys()
    assert "source_of_need" in page(site, "data")
    (workbook,) = (data / "2026").glob("*.xlsx")
    with ZipFile(workbook) as archive:
        assert "需求来源" in archive.read("xl/sharedStrings.xml").decode()


def test_rules_know_it_by_its_tags(site: Path) -> None:
    text = (site / "data" / "catalogue.js").read_text("utf-8")
    told = json.loads(text.split(" = ", 1)[1].rstrip().removesuffix(";"))
    lacks = [row[told["columns"].index("lack")] for row in told["rows"]]
    assert lacks == ["new", "unfiled", "unfiled"]
