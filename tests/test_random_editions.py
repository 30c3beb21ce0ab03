"""Editions nobody thought of: whatever columns, groups and lists one has, each cell of a record of it is printed and published.

Everything is invented, and what is filed is hostile where it can be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st
from in_memory import render
from invented_editions import PATH, judged, make_known
from markup import elements, parse, text
from properties import holds_for

from jixiao import field_reader, reader
from jixiao.forms import FormEdition, edition_in, edition_mistakes
from jixiao.model import Declaration
from jixiao.registry import read_registry
from jixiao.render import form_rows
from jixiao.repository import UNITS
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.form import Blank, sheet
from jixiao.site.form_grid import shares
from jixiao.site.form_text import form_text
from jixiao.site.open_data.records import cells, indicators, subprojects
from jixiao.source import read

THEME = Path(__file__).resolve().parent.parent / "theme"
HOSTILE = (
    "<script>alert(1)</script>", "</td></table><img src=x onerror=alert(1)>", '=HYPERLINK("http://x","点我")', "'以单引号开头",
    '"双引号"', "{year}{{ 7*7 }}{% raw %}", "&amp;&lt;b&gt;", "-1+1", "@SUM(A1)", "[链接](javascript:alert(1))", "a,b;c|d", "0x1F", "1e3",
    "null", "≥90%", "100", "定性", "％", "x" * 300, "健全", "甲乙丙丁" * 40, "2026-01-01", "\\", "`code`", "$(id)", "../../etc/passwd",
)  # fmt: skip
LABELS = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=1, max_size=6)
TEXTS = st.sampled_from(HOSTILE)
LOOKS = st.sampled_from(({}, {"width": "2"}))
PERIODS = ("", "year", "overall")


class Filled(NamedTuple):
    """An edition as data, and a record of it."""

    edition: dict[str, Any]
    record: dict[str, Any]


@st.composite
def table_columns(draw: st.DrawFn) -> list[dict[str, str]]:
    """Columns of a table of indicators: a name, target values of some periods, and any others, in any order."""
    columns: list[dict[str, str]] = [{"label": "名称", "kind": "text", "role": "name"}]
    for period in draw(st.lists(st.sampled_from(PERIODS), unique=True, max_size=3)):
        said = {"period": period} if period else {}
        roles = draw(st.lists(st.sampled_from(("target", "operator", "unit")), unique=True, max_size=3))
        columns += [{"label": f"{role}{period}", "kind": "text", "role": role, **said} for role in roles]
    others = draw(st.lists(LABELS, unique=True, max_size=9))
    kinds = st.sampled_from(("text", "long-text", "money"))
    columns += [{"label": label, "kind": draw(kinds), **draw(LOOKS)} for label in others]
    for column in columns:
        if column["kind"] == "text" and "role" not in column and draw(st.integers(0, 4)) == 0:
            column["merges"] = "yes"
    return draw(st.permutations(columns))


def cell(kind: str) -> st.SearchStrategy[str]:
    """What a column may hold; blank now and then."""
    filled = st.sampled_from(("0", "12.50", "3,000", "999999999.99")) if kind == "money" else TEXTS
    return st.one_of(filled, filled, filled, st.just(""))


@st.composite
def rows_of(draw: st.DrawFn, columns: list[dict[str, str]], most: int = 3) -> list[dict[str, str]]:
    """Rows of a table, with cells left out or blank."""
    count = draw(st.integers(0, most))
    return [
        {column["label"]: draw(cell(column["kind"])) for column in columns if draw(st.booleans())} for _ in range(count)
    ]


@st.composite
def tables(draw: st.DrawFn, label: str) -> Filled:
    """A table of indicators with its rows; some groups are blank, and some are not there at all."""
    columns = draw(table_columns())
    groups: list[dict[str, Any]] = []
    record: dict[str, Any] = {}
    for group in draw(st.lists(LABELS, min_size=1, max_size=4, unique=True)):
        subgroups = draw(st.lists(LABELS, max_size=3, unique=True))
        groups.append({"label": group, **({"subgroups": subgroups} if subgroups else {})})
        if draw(st.booleans()):
            filed = (
                {one: draw(rows_of(columns)) for one in subgroups if draw(st.booleans())}
                if subgroups
                else draw(rows_of(columns))
            )
            record[group] = filed or ""
    field = {"label": label, "kind": "indicators", "groups": groups, "columns": columns}
    looks = draw(st.sampled_from(({}, {"all_groups": "yes"}, {"side": "yes"}, {"half": "yes"}, {"period": "overall"})))
    return Filled({**field, **looks}, {label: record})


@st.composite
def lists(draw: st.DrawFn, label: str) -> Filled:
    """A list of any columns with its rows."""
    names = draw(st.lists(LABELS, min_size=1, max_size=14, unique=True))
    columns = [{"label": name, "kind": draw(st.sampled_from(("text", "money", "long-text")))} for name in names]
    looks = draw(st.sampled_from(({}, {"side": "yes"}, {"half": "yes"}, {"third": "yes"})))
    return Filled({"label": label, "kind": "rows", "columns": columns, **looks}, {label: draw(rows_of(columns, 4))})


@st.composite
def simple(draw: st.DrawFn, label: str) -> Filled:
    """A field of one value."""
    kind = draw(st.sampled_from(("text", "long-text", "money", "choice", "funding")))
    field: dict[str, Any] = {"label": label, "kind": kind}
    value: Any = draw(cell(kind))
    if kind == "choice":
        labels = draw(st.lists(LABELS, min_size=1, max_size=4, unique=True))
        field["options"] = [{"id": f"o{number}", "label": name} for number, name in enumerate(labels)]
        value = draw(st.sampled_from(labels))
        if draw(st.booleans()):
            field["options"][labels.index(value)]["remainder"] = "yes"
            value = draw(st.sampled_from((value, f"{value}：{draw(TEXTS)}")))
    elif kind == "funding":
        names = draw(st.lists(LABELS, min_size=1, max_size=4, unique=True))
        field["parts"] = names
        value = {"合计": "10.00", **{name: draw(st.sampled_from(("", "1.50", "0"))) for name in names}}
    looks = draw(st.sampled_from(({}, {}, {"half": "yes"}, {"third": "yes"}, {"above": "yes"}, {"side": "yes"})))
    return Filled({**field, **looks}, {label: value})


def in_full_rows(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The fields without the looks of those that would stand side by side with nothing."""
    abreast = {"half": 2, "third": 3, "": 1}
    for name, those in groupby(fields, lambda field: next((look for look in ("half", "third") if look in field), "")):
        run = list(those)
        whole = len(run) - len(run) % abreast[name]
        yield from run[:whole]
        yield from ({key: value for key, value in field.items() if key != name} for field in run[whole:])


@st.composite
def forms(draw: st.DrawFn) -> Filled:
    """A whole edition and a record of it."""
    fixed = [
        Filled({"label": "年度", "kind": "year", "role": "year", "required": "yes"}, {"年度": "2026"}),
        Filled({"label": "项目名称", "kind": "text", "role": "name", "required": "yes"}, {"项目名称": draw(TEXTS)}),
        Filled({"label": "单位", "kind": "unit", "role": "spending_unit", "required": "yes"}, {"单位": "青禾市图书馆"}),
        Filled(
            {"label": "当年", "kind": "money", "role": "budget.current_year", "required": "yes", "comprises": "当年"},
            {"当年": "12.50"},
        ),
    ]
    made = [draw(simple(f"栏{number}")) for number in range(draw(st.integers(0, 5)))]
    made += [draw(tables(f"表{number}")) for number in range(draw(st.integers(1, 3)))]
    made += [draw(lists(f"单{number}")) for number in range(draw(st.integers(0, 3)))]
    sections, rest = [], [*fixed, *draw(st.permutations(made))]
    while rest:
        count = draw(st.integers(1, 4))
        titles = ({}, {"title": "标题"}, {"title": "标题", "side": "yes"}, {"title": "说明", "sheet": "yes"})
        looks = draw(st.sampled_from(titles[:3] if any(field in fixed for field in rest[:count]) else titles))
        sections.append({**looks, "fields": [*in_full_rows([field.edition for field in rest[:count]])]})
        rest = rest[count:]
    record: dict[str, Any] = {"表式": "suiji"}
    for field in (*fixed, *made):
        record |= field.record
    return Filled({"title": "随机的表", "money_unit": "元", "sections": sections}, record)


def edition_of(filled: Filled) -> FormEdition:
    document = read("suiji.yml", json.dumps(filled.edition, ensure_ascii=False).encode())
    assert [mistake.told("suiji.yml") for mistake in edition_mistakes(document)] == []
    return edition_in("suiji", document)


def declaration_of(edition: FormEdition, filled: Filled) -> Declaration:
    document = read(PATH, json.dumps(filled.record, ensure_ascii=False).encode())
    registry, faults = read_registry(read(UNITS, EXAMPLE_UNITS.encode()))
    assert not faults
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(field_reader, "EDITION_IDS", ("suiji",))
        patch.setattr(field_reader, "load_edition", lambda _: edition)
        parsed = reader.parse_file(document, registry)
    assert parsed.faults == ()
    assert parsed.declaration
    return parsed.declaration


def values_of(node: Any) -> Iterator[str]:
    """Every value that was filed and is not blank."""
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from values_of(value)
    elif node:
        yield node


def tiled(rows: Any, grid: int) -> bool:
    """Whether the cells of a sheet cover its grid, each place once."""
    covered = [[0] * grid for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for one in row.cells:
            while covered[number][column]:
                column += 1
            for below in covered[number : number + one.rows]:
                below[column : column + one.columns] = [count + 1 for count in below[column : column + one.columns]]
    return all(count == 1 for row in covered for count in row) and all(len(row) == grid for row in covered)


@holds_for(st.integers(1, 90), st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_shares_are_whole_and_leave_nothing_over(total: int, weights: list[int]) -> None:
    if total >= len(weights):
        found = shares(total, tuple(weights))
        assert sum(found) == total
        assert min(found) >= 1


@holds_for(forms(), examples=60)
def test_whatever_a_form_asks_each_filed_cell_is_printed_and_published(filled: Filled) -> None:
    edition = edition_of(filled)
    declaration = declaration_of(edition, filled)
    printed = sheet(declaration)
    assert all(tiled(part.rows, printed.grid) for part in printed.parts)
    shown = Counter[str]()
    for part in printed.parts:
        body = parse(f"<table><tbody>{form_rows(part.rows)}</tbody></table>")
        assert {element.tag for element in elements(body)} <= {
            "table",
            "tbody",
            "tr",
            "td",
            "th",
            "span",
            "ul",
            "li",
            "br",
        }
        shown.update(text(one).strip() for one in elements(body) if one.tag in ("td", "th"))
        shown.update(text(one).removesuffix("☑（已选）") for one in elements(body) if one.get("class") == "jx-ticked")
    filed = Counter(values_of({key: value for key, value in filled.record.items() if key not in ("表式", "年度")}))
    merges = any(column.merges for field in edition.fields() for column in field.columns)
    assert (filed.keys() - shown.keys() if merges else filed - shown) in (set(), Counter())
    published(declaration, filled)
    blank = sheet(Blank(edition))
    assert all(tiled(part.rows, blank.grid) for part in blank.parts)
    assert len(form_text(blank).splitlines()) > 3


def published(declaration: Declaration, filled: Filled) -> None:
    """Each cell of tables and lists is in the open data, as filed: cells, or an indicator's name or target value."""
    told = Counter(row.text for row in cells(declaration))
    rows = tuple(indicators(declaration))
    told.update(row.name for row in rows)
    told.update(row.target for row in rows)
    structured = {
        field["label"] for section in filled.edition["sections"] for field in section["fields"] if field.get("columns")
    }
    filed = Counter(values_of({key: value for key, value in filled.record.items() if key in structured}))
    assert filed - told == Counter()
    assert not tuple(subprojects(declaration))


@holds_for(forms(), examples=25)
def test_a_site_is_built_of_whatever_form(filled: Filled) -> None:
    """Every page, script and file is made; the declaration's own page and the library hold what was filed of indicators."""
    edition = edition_of(filled)
    with pytest.MonkeyPatch.context() as patch:
        make_known(patch, edition)
        found = judged([(PATH, json.dumps(filled.record, ensure_ascii=False))])
        (declaration,) = found.declarations
        bodies = {page.path: page.body for page in render(found, THEME).pages}
        pages = {path: text(parse(bodies[path])) for path in (f"projects/{declaration.id}/", "indicators/")}
    shown = pages[f"projects/{declaration.id}/"]
    for indicator in declaration.indicators:
        for filed in indicator.targets:
            assert filed.target.raw in pages["indicators/"]
        assert indicator.name in shown
