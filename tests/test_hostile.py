"""Hostile input is refused or shown as the text it is: no traceback, no hang, no markup of its own."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import hostile_cases
import pytest
from builders import judge_fragment
from hostile_cases import FOLDER, KINDS, PLACES, PLACES_2026, Case, filed_everywhere, load, marked, quoted
from in_memory import Judged as Judgement
from in_memory import judge_files, render
from markup import elements, parse, text
from scripts_read import record_of

from jixiao.field_reader import declaration_id
from jixiao.finding import Answer, Finding, Place, Severity
from jixiao.repository import UNITS, RawFile
from jixiao.rules import BY_CODE
from jixiao.rules.examples import PATH, PATH_2026
from jixiao.site.page import Page
from jixiao.target import read_target

THEME = Path(__file__).resolve().parent.parent / "theme"
Shape = list[tuple[str, dict[str, str]]]
CASES = load()
SHOWN = tuple(case for case in CASES if case.id.startswith("texts/") and not case.codes)
DECLARATION, DECLARATION_2026 = (f"projects/{declaration_id(file)}/" for file in (PATH, PATH_2026))
HISTORY = f"history/{declaration_id(PATH)}/"
LISTS = (
    "projects/", "projects/2020/", "summary/2020/", "units/", "units/qinghe-danganguan/", "indicators/", "findings/", HISTORY,
)  # fmt: skip
"""Other pages that show a project's or a unit's text."""

NAMES = ("全称", "简称", "曾用名")
PATIENCE = 300
"""Seconds after which a case counts as hanging; all of them take a small part of it."""

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such names nor such limits")


def test_every_case_tells_what_must_come_out() -> None:
    assert {folder.name for folder in FOLDER.iterdir()} == set(KINDS)
    assert len({case.id for case in CASES}) == len(CASES)
    alone = [file for file in (FOLDER / "bytes").iterdir() if not file.with_suffix(".expect").exists()]
    assert alone == []


def test_the_notation_of_the_cases_is_read() -> None:
    assert hostile_cases.expand("a⟦U+202E⟧⟦b№,×3⟧⟦x⟧") == "a\u202eb0,b1,b2,⟦x⟧"


# Refused, within bounds


@pytest.fixture(scope="module")
def outcomes(once: Callable[[str, Callable[[Path], object]], Path]) -> dict[str, dict[str, list[str]]]:
    """What came of each case, by its id."""
    told = once("outcomes.json", lambda place: place.write_text(json.dumps(judged()), "utf-8")).read_text("utf-8")
    found: dict[str, dict[str, list[str]]] = json.loads(told)
    return found


def judged() -> dict[str, dict[str, list[str]]]:
    """What came of each case, judged in a process that may neither hang nor grow; what stopped it counts as an error."""
    found: dict[str, dict[str, list[str]]] = {}
    while waiting := [case.id for case in CASES if case.id not in found]:
        output, trouble = _judged(waiting)
        found |= {outcome["id"]: outcome for outcome in map(json.loads, output.splitlines())}
        stopped = next((case_id for case_id in waiting if case_id not in found), "")
        if stopped:
            found[stopped] = {"errors": [trouble], "messages": []}
    return found


def _judged(ids: list[str]) -> tuple[str, str]:
    """The lines that were printed before the process ended, and why it ended."""
    command = [sys.executable, "-X", "utf8", hostile_cases.__file__, *ids]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as stopped:
        return (stopped.stdout or b"").decode("utf-8"), "it hung"
    return done.stdout, done.stderr.strip()[-2_000:] or f"the process ended with {done.returncode}"


@on_posix
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_hostile_case_yields_its_errors_and_nothing_else(
    case: Case, outcomes: dict[str, dict[str, list[str]]]
) -> None:
    assert set(outcomes[case.id]["errors"]) == case.codes, case.says
    assert not [message for message in outcomes[case.id]["messages"] if len(message) > 1_000]


# A text in what is refused


REFUSED = """\
# 整个文件
表式: shanghai-2019
? {unknown field}
: 甲
资金用途: {choice}
年度: {year}
开始时间: {date}
项目总预算: {money}
申报单位名称: {unit}
前身: {predecessor}
来源: {{标题: 甲, 网址: {address}, ? {unknown column} : 乙}}
分解目标:
  ? {unknown group}
  : 甲
? {repeated field}
: 甲
? {repeated field}
: 乙
"""
TOLD = ("unknown field", "unknown column", "unknown group", "repeated field", "unit", "edition")
"""Where a text of the file's own stands in the message."""

QUOTED = ("choice", "year", "date", "money", "address", "predecessor")
"""Where the finding quotes it as what was seen."""


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case.id)
def test_a_finding_tells_and_quotes_a_text_as_it_is(case: Case) -> None:
    at = {place: marked(case.text, place) for place in (*TOLD, *QUOTED)}
    refused = REFUSED.format_map({place: quoted(written) for place, written in at.items()})
    findings = [f for part in (refused, f"表式: {quoted(at['edition'])}\n") for f in judge_fragment(part).findings]
    messages = "\n".join(finding.message for finding in findings)
    assert [place for place in TOLD if f"“{_beginning(at[place])}" not in messages] == []
    assert [place for place in QUOTED if at[place] not in [finding.seen for finding in findings]] == []
    codes = {finding.code for finding in findings} - {"S112"}  # which tells of characters that nobody can read
    assert codes == {"S102", "S103", "S104", "S105", "S108", "S109"}


def _beginning(written: str) -> str:
    return written if len(written) < 280 else written[:280]


# A text in what is shown


@dataclass(frozen=True)
class Made:
    """All that is generated of one text: pages and files by their addresses."""

    pages: dict[str, Page]
    files: dict[str, bytes]


@cache
def made(written: str) -> Made:
    """What is generated of declarations with a text in every place, and of findings with it in each of their parts."""
    judgement = judge_everywhere(written)
    found = tuple(_finding(declaration.file, written) for declaration in judgement.portfolio.declarations)
    site = render(judgement, THEME, findings=found)
    return Made(numbered({page.path: page for page in site.pages}), {file.path: file.content for file in site.files})


_NAMED = re.compile(r"(?<=/)[0-9a-f]{16}(?=/)")


def numbered(pages: dict[str, Page]) -> dict[str, Page]:
    """Pages with what addresses are made of from names (of indicators, of categories) as numbers in the form's order."""
    ordered = (*(pages[path] for path in (DECLARATION, DECLARATION_2026)), *pages.values())
    slugs = dict.fromkeys(slug for page in ordered for slug in _NAMED.findall(page.body))
    numbers = {slug: str(number) for number, slug in enumerate(slugs)}

    def renamed(text: str) -> str:
        return _NAMED.sub(lambda match: numbers.get(match[0], match[0]), text)

    return {renamed(path): replace(page, path=renamed(path), body=renamed(page.body)) for path, page in pages.items()}


def judge_everywhere(written: str) -> Judgement:
    """Judge the declarations that hold a text in every place."""
    files = {path: content.encode() for path, content in filed_everywhere(written).items()}
    return judge_files(RawFile(UNITS, files.pop(UNITS)), None, [RawFile(*file) for file in files.items()])


def _finding(file: str, written: str) -> Finding:
    rule = BY_CODE["B201"]
    answer = Answer(rule.code, marked(written, "answer"), ("说明", 0))
    return Finding(
        rule.code, rule.name, Severity.WARNING, file, Place(), label=marked(written, "label"), title=rule.title,
        message=marked(written, "message"), seen=written, expected=written, answer=answer,
    )  # fmt: skip


def harmless(written: str) -> str:
    """A harmless text; of the same length and with the same spaces where these shape the page, and with the same amount."""
    if len(written) > 60 or "  " in written or "　" in written:
        return re.sub(r"\S", "青", written)
    target = read_target(marked(written, "指标目标值"))
    return f"青禾{target.value}{target.unit}" if target.unit else "青禾"


@pytest.fixture(scope="module", params=SHOWN, ids=lambda case: case.id)
def case(request: pytest.FixtureRequest) -> Case:
    """One text that must be shown."""
    found: Case = request.param
    return found


@pytest.fixture(scope="module")
def trees(case: Case) -> dict[str, Element]:
    """Its pages as a browser reads them; pages that hold no project's text (the rules') are left out."""
    calm = {path: page.body for path, page in made(harmless(case.text)).pages.items()}
    return {path: parse(page.body) for path, page in made(case.text).pages.items() if page.body != calm.get(path)}


@cache
def harmless_shape(written: str, path: str) -> Shape:
    """The shape of one page of a harmless text."""
    return shape(parse(made(written).pages[path].body), written, written)


def shape(tree: Element, written: str, twin: str) -> Shape:
    """Each element with its attributes, in which the harmless text takes the hostile one's place."""
    hostile, calm = marked(written, "")[:-1], marked(twin, "")[:-1]
    return [
        (
            element.tag,
            {name: "" if name in _LABELS else value.replace(hostile, calm) for name, value in element.attrib.items()},
        )
        for element in elements(tree)
    ]


_LABELS = ("aria-label",)
"""Attributes that tell a name in one writing, whatever brackets and marks it has where it is filed."""


def test_a_hostile_text_makes_no_page_and_no_markup(case: Case, trees: dict[str, Element]) -> None:
    """Every page has the elements and the attributes of the same page with a harmless text, and no other."""
    twin = harmless(case.text)
    hostile, calm = made(case.text).pages, made(twin).pages
    assert hostile.keys() == calm.keys()
    for path, tree in trees.items():
        assert hostile[path].source == calm[path].source
        assert [heading.id for heading in hostile[path].toc] == [heading.id for heading in calm[path].toc]
        assert shape(tree, case.text, twin) == harmless_shape(twin, path), path


def test_a_hostile_text_is_shown_as_it_is_in_every_place(case: Case, trees: dict[str, Element]) -> None:
    shown = {path: text(trees[path]) for path in (DECLARATION, DECLARATION_2026, *LISTS)}
    expected = dict.fromkeys({*PLACES, "answer", "label", "message"} - {"说明"}, shown[DECLARATION])
    expected |= dict.fromkeys(NAMES, shown["units/qinghe-danganguan/"])
    missing = [place for place, page in expected.items() if marked(case.text, place) not in page]
    missing_of_2026 = [place for place in PLACES_2026 if marked(case.text, place) not in shown[DECLARATION_2026]]
    assert missing == missing_of_2026 == []
    assert [path for path in LISTS if case.text not in shown[path]] == []


def test_a_hostile_text_is_in_the_plain_text_of_titles_as_it_is(case: Case) -> None:
    pages, name = made(case.text).pages, marked(case.text, "项目名称")
    assert pages[DECLARATION].title == f"{name}（2020年）"
    assert pages[HISTORY].title == f"{name}：历年"
    assert pages["units/qinghe-danganguan/"].title == marked(case.text, "全称")
    assert not [page.path for page in pages.values() if "\n" in page.title + page.description]


# A text in the data files


def test_a_hostile_text_changes_no_data_files_structure_and_stands_in_it_as_it_is(case: Case) -> None:
    hostile, calm = made(case.text).files, made(harmless(case.text)).files
    assert hostile.keys() == calm.keys()
    for path, content in hostile.items():
        kind = path.rpartition(".")[2]
        found = READ[kind](content)
        if path.startswith("search-index/20"):
            assert all(_BASE64.fullmatch(leaf) for leaf in _leaves(found[1:]))
            continue  # what is looked up is of the text itself
        assert _skeleton(found) == _skeleton(READ[kind](calm[path])), path
        if path.endswith((f"/projects.{kind}", "catalogue.js", "jixiao.sqlite.zip", "csv.zip", ".xlsx")):
            assert marked(case.text, "项目名称") in _leaves(found), path


def test_all_that_was_filed_stands_in_the_declarations_own_data_as_it_is(case: Case) -> None:
    places = {*PLACES, "answer", "label", "message"} - {"说明", "简称", "曾用名"}
    for path, expected in ((DECLARATION, places), (DECLARATION_2026, PLACES_2026)):
        year, unit, _ = path.removeprefix("projects/").split("/", 2)
        filed = set(_leaves(json.loads(made(case.text).files[f"data/v1/units/{unit}/{year}.json"])))
        assert [place for place in expected if marked(case.text, place) not in filed] == []


_BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")


def _read_script(content: bytes) -> Any:
    text = content.decode()
    if text.startswith("jixiaoSearch.keep("):
        return list(record_of(content))
    if text.startswith("jixiaoSearch."):
        return json.loads(text.split("(", 1)[1].removesuffix(");\n"))
    return json.loads(text.split(" = ", 1)[1].removesuffix(";\n"))


def _read_csv(content: bytes) -> Any:
    rows = list(csv.reader(content.decode("utf-8-sig").split("\r\n"), strict=True))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")], "a formula"
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def _read_xlsx(content: bytes) -> Any:
    with ZipFile(BytesIO(content)) as archive:
        parts = {
            name: fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))
        }
    tags = {name: [element.tag.rpartition("}")[2] for element in part.iter()] for name, part in parts.items()}
    assert not [name for name, found in tags.items() if {"f", "hyperlink"} & set(found)], "a formula or a link"
    cells = (element for part in parts.values() for element in part.iter() if element.tag.endswith(("}si", "}is")))
    strings = tuple("".join(cell.itertext()) for cell in cells)
    return {"sheets": sorted(name for name in tags if "/worksheets/" in name), "strings": strings}


def _read_sqlite(content: bytes) -> Any:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [list(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in sorted(names)}


def _read_zip(content: bytes) -> Any:
    with ZipFile(BytesIO(content)) as archive:
        return {name: READ[name.rpartition(".")[2]](archive.read(name)) for name in archive.namelist()}


READ: dict[str, Callable[[bytes], Any]] = {
    "zip": _read_zip,
    "js": _read_script,
    "json": json.loads,
    "jsonl": lambda content: [json.loads(line) for line in content.decode().split("\n")[:-1]],
    "csv": _read_csv,
    "xlsx": _read_xlsx,
    "sqlite": _read_sqlite,
}
"""How each kind of data file is read; a new kind is added here."""


def _skeleton(found: Any) -> Any:
    """What is left of data without its texts and numbers."""
    if isinstance(found, dict):
        return {key: _skeleton(value) for key, value in found.items()}
    return [_skeleton(value) for value in found] if isinstance(found, list) else None


def _leaves(found: Any) -> Iterator[str]:
    if isinstance(found, dict | list | tuple):
        for value in found.values() if isinstance(found, dict) else found:
            yield from _leaves(value)
    elif isinstance(found, str):
        yield found
