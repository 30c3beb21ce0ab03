"""Each edition, whichever there are: page, print and open data hold each cell of its sample as filed, and give all back."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from sqlite3 import connect
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from edition_samples import judge_samples, sample_file, sample_id
from in_memory import Judged, render
from markup import elements, parse, text
from published import THEME, unpacked
from scripts_read import record_of

from jixiao.forms import EDITION_IDS, Field, common_fields
from jixiao.model import Declaration
from jixiao.site.form import slashed
from jixiao.site.open_data.v1 import FOLDER
from jixiao.site.page import Site
from jixiao.source import Mapping, Node, Scalar, read
from jixiao.values import MONEY_FACTORS, Money, Unreadable, read_money

editions = pytest.mark.parametrize("edition_id", EDITION_IDS)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def judged() -> Judged:
    return judge_samples()


@cache
def site() -> Site:
    """The one site of all samples."""
    return render(judged(), THEME)


@cache
def page_of(edition_id: str) -> Element:
    pages = {page.path: page for page in site().pages}
    return parse(pages[f"projects/{sample_id(edition_id)}/"].body)


@cache
def data() -> dict[str, bytes]:
    return unpacked({file.path: file.content for file in site().files if file.path.startswith(FOLDER)})


def declaration(edition_id: str) -> Declaration:
    found = judged().portfolio.get(sample_id(edition_id))
    assert isinstance(found, Declaration)
    return found


@cache
def twins() -> dict[str, dict[str, Any]]:
    """Every twin by its declaration's id."""
    files = [
        json.loads(content)
        for path, content in data().items()
        if re.fullmatch(r"data/v1/units/[^/]+/[0-9-]+\.json", path)
    ]
    return {name: found for file in files for name, found in file.get("declarations", {}).items()}


def twin(edition_id: str) -> dict[str, Any]:
    return twins()[sample_id(edition_id)]


def filed(edition_id: str) -> dict[str, Any]:
    """The sample's own fields as its file has them, every value a text."""
    root = read("sample.yml", sample_file(edition_id).data).root
    assert isinstance(root, Mapping)
    common = {field.label for field in common_fields()}
    return {key.text: _plain(value) for key, value in root.entries if key.text not in common}


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return "" if node.is_blank else node.text
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    return [_plain(item) for item in node.items]


def leaves(value: Any) -> Iterator[str]:
    """Every text in a value that is not blank."""
    if isinstance(value, str):
        yield from [value] if value.strip() else ()
    elif value is not None:
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)


def bare(shown: str) -> str:
    """A text without its blanks, which layouts put in and take out."""
    return re.sub(r"\s+", "", shown)


def part(tree: Element, name: str) -> str:
    """The text of the elements of a class."""
    return "\n".join(text(one) for one in elements(tree) if name in one.get("class", "").split())


def printed(edition_id: str, cell: str) -> str:
    """A cell as the form prints it."""
    is_slashed = declaration(edition_id).edition.slashed_dates and DAY.fullmatch(cell)
    return bare(slashed(cell) if is_slashed else cell)


def cells(edition_id: str) -> list[str]:
    """Every cell of the form itself, as filed."""
    added = {field.label for field in declaration(edition_id).edition.added_fields()}
    return [cell for label, value in filed(edition_id).items() if label not in added for cell in leaves(value)]


@editions
def test_the_form_on_the_page_holds_every_cell_as_filed(edition_id: str) -> None:
    sheet = bare(part(page_of(edition_id), "jx-sheet"))
    ticked = {option.text for option in _ticked(page_of(edition_id))}
    year = bare(str(declaration(edition_id).year))
    missing = [
        cell
        for cell in cells(edition_id)
        if printed(edition_id, cell) not in sheet
        and bare(cell) not in ticked
        and not (cell.startswith("２") and year in sheet)
    ]
    assert missing == []


def _ticked(page: Element) -> Iterator[Element]:
    return (one for one in elements(page) if one.get("aria-checked") == "true")


@editions
def test_what_was_added_stands_beside_the_form_and_is_told(edition_id: str) -> None:
    added = declaration(edition_id).edition.added_fields()
    beside, sheet = part(page_of(edition_id), "jx-added"), part(page_of(edition_id), "jx-sheet")
    for field in added:
        assert field.label in beside
        assert filed(edition_id)[field.label] in beside
        assert bare(f"{field.label}：{filed(edition_id)[field.label]}") not in bare(sheet)
    assert beside.count("表上没有，录入时补写") == len(added)
    if any(field.role == "year" for field in added):
        assert f"（{declaration(edition_id).year}年）" not in bare(sheet)
        assert "表上没有，录入时补写" in part(page_of(edition_id), "jx-facts")


@editions
def test_the_twin_gives_all_values_back(edition_id: str) -> None:
    found = twin(edition_id)
    added = {field.label for field in declaration(edition_id).edition.added_fields()}
    assert set(found["added"]) == added
    assert {label: _bare_all(value) for label, value in (found["form"] | found["added"]).items()} == {
        label: _bare_all(value) for label, value in filed(edition_id).items()
    }
    assert (found["project"]["added"] or "") == "、".join(found["added"])


def _bare_all(value: Any) -> Any:
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, dict):
        return {label: _bare_all(part) for label, part in value.items()}
    return [_bare_all(part) for part in value]


def amounts(edition_id: str) -> Iterator[Money]:
    """Every amount of the sample, in 元, read from its file anew."""
    unit, form = declaration(edition_id).edition.money_unit, filed(edition_id)
    for field in declaration(edition_id).edition.fields():
        if field.label in form:
            yield from (read_money(cell, unit) for cell in _amounts_of(field, form[field.label]))


def _amounts_of(field: Field, value: Any) -> Iterator[str]:
    if field.kind in ("money", "funding"):
        yield from leaves(value)
    elif field.kind == "rows":
        for column in field.columns:
            yield from (cell for row in value for cell in _amounts_of(column, row.get(column.label, "")))


@editions
def test_open_data_has_every_amount_in_yuan_and_says_the_forms_unit(edition_id: str) -> None:
    found, edition = twin(edition_id), declaration(edition_id).edition
    assert found["project"]["money_unit"] == edition.money_unit
    told = set(leaves(_amounts_told(found)))
    assert {amount.plain for amount in amounts(edition_id)} <= told
    assert any(amount.plain == found["project"]["budget_current"] for amount in amounts(edition_id))


def _amounts_told(found: dict[str, Any]) -> list[Any]:
    lists = [found[key] for key in found if isinstance(found[key], list)]
    return [
        [str(value) for value in found["project"].values()],
        *(json.loads(json.dumps(those, default=str), parse_int=str, parse_float=str) for those in lists),
    ]


@editions
def test_every_cell_of_the_tables_is_in_open_data(edition_id: str) -> None:
    rows = [
        row
        for table in ("indicators", "cells")
        for row in csv.DictReader(StringIO(data()[f"data/v1/{table}.csv"].decode("utf-8-sig"), newline=""))
        if row["project_id"] == sample_id(edition_id)
    ]
    known = {bare(cell.removeprefix("'")) for row in rows for cell in row.values()}
    tables = [field.label for field in declaration(edition_id).edition.fields() if field.kind == "indicators"]
    for table in tables:
        assert {bare(cell) for cell in leaves(filed(edition_id)[table])} <= known


@cache
def records() -> dict[str, Any]:
    """Each declaration's record, by which searches are proved and declarations compared."""
    files = (file.content for file in site().files if "/records/" in file.path)
    return dict(record_of(content) for content in files if content.startswith(b"jixiaoSearch.keep("))


@editions
def test_every_text_can_be_found_by_searching(edition_id: str) -> None:
    told = bare("\n".join(passage[2] for passage in records()[sample_id(edition_id)]["passages"]))
    unit = declaration(edition_id).edition.money_unit
    missing = [cell for cell in cells(edition_id) if bare(cell) not in told and not _is_read(cell, unit, told)]
    assert missing == []


@editions
def test_comparing_shows_every_cell(edition_id: str) -> None:
    """Each filled cell is in a row of the record that the page of comparing reads, amounts as they are read."""
    unit = declaration(edition_id).edition.money_unit
    rows = [row for part in records()[sample_id(edition_id)]["parts"] for row in part[1]]
    told = bare("\n".join(str(cell) for row in rows for cell in row))
    missing = [cell for cell in cells(edition_id) if bare(cell) not in told and not _is_read(cell, unit, told)]
    assert missing == []


@editions
def test_workbook_and_database_hold_every_cell_of_the_tables(edition_id: str, tmp_path: Path) -> None:
    files, year = data(), declaration(edition_id).year
    (workbook,) = (name for name in files if re.fullmatch(rf"data/v1/{year}/[^/]+\.xlsx", name))
    with ZipFile(BytesIO(files[workbook])) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    in_workbook = bare(unescape(re.sub(r"<[^>]+>", "\n", sheets)))
    (tmp_path / "all.sqlite").write_bytes(files[f"data/v1/{year}/jixiao.sqlite"])
    with closing(connect(tmp_path / "all.sqlite")) as database:
        rows = [
            row
            for table in ("indicators", "cells")
            for row in database.execute(f"SELECT * FROM {table} WHERE project_id = ?", [sample_id(edition_id)])
        ]
    in_database = {bare(str(cell)) for row in rows for cell in row}
    tables = [field.label for field in declaration(edition_id).edition.fields() if field.kind == "indicators"]
    wanted = {bare(cell) for table in tables for cell in leaves(filed(edition_id)[table])}
    assert wanted <= in_database
    assert [cell for cell in wanted if cell not in in_workbook] == []


def _is_read(cell: str, unit: str, told: str) -> bool:
    """Whether an amount, a date or a year is found as it is read."""
    folded = cell.translate(str.maketrans("０１２３４５６７８９，．", "0123456789,."))
    numbers = re.findall(r"\d+", folded)
    writings = ["/".join(str(int(one)) for one in numbers), "-".join(f"{int(one):02}" for one in numbers)]
    try:
        writings.append(read_money(cell, unit).grouped)
    except Unreadable:
        writings += [f"{number}年" for number in numbers[:1]]
    return bool(numbers) and any(one in told for one in writings)


def test_units_of_money_are_those_that_can_be_read() -> None:
    assert {declaration(edition_id).edition.money_unit for edition_id in EDITION_IDS} <= set(MONEY_FACTORS)
