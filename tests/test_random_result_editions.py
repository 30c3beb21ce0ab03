"""Editions of results nobody thought of: whatever one asks for, each filed cell is judged without a crash, printed, and published as filed.

Everything is invented, and what is filed is hostile where it can be.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from in_memory import render
from invented_results import judged, known
from markup import elements, parse, text
from properties import holds_for
from published import THEME
from test_random_editions import LABELS, TEXTS, Filled, lists, simple, tiled, values_of

from jixiao import result_reader
from jixiao.finding import Severity
from jixiao.forms import ResultEdition, edition_mistakes, result_edition_in
from jixiao.reader import ParsedFile
from jixiao.registry import read_registry
from jixiao.render import form_rows
from jixiao.repository import UNITS
from jixiao.result_reader import parse_record
from jixiao.results import Result
from jixiao.rules import RULES, Thresholds, judge_file
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.schema import schema_text
from jixiao.site.form import Blank, sheet
from jixiao.site.form_text import form_text
from jixiao.site.open_data.twin import form_as_filed
from jixiao.source import read

FILE = "content/projects/2026/qinghe-tushuguan/suiji.ziping.yml"
AMOUNTS = st.sampled_from(("0", "12.50", "3,000", "99999999.99", "/", "—", "-", "无", "", "60"))
FIGURES = st.sampled_from(("0", "9.7", "100%", "0.97", "1", "10分", "96.7105263157895%", "/", "——", "", "999999999"))
OTHER_FIGURES = st.one_of(FIGURES, st.just("-1.67%"))
FUND_ROLES = ("initial", "adjusted", "executed", "forecast", "weight", "rate", "score", "reason")
INDICATOR_ROLES = ("operator", "target", "unit", "actual", "weight", "score", "reason", "forecast", "likelihood")
SIGNS = st.sampled_from(("≥", "≤", "=", "＝", "定性", "/", "", ">=", "正向"))


def kind_of(role: str, is_indicator: bool = False) -> str:
    if role in FUND_ROLES[:4] and not is_indicator:
        return "money"
    return "figure" if role in ("weight", "rate", "score") else "text"


def cells(role: str, kind: str) -> st.SearchStrategy[str]:
    if role == "operator":
        return SIGNS
    return {"money": AMOUNTS, "figure": FIGURES if role else OTHER_FIGURES}.get(
        kind, st.one_of(TEXTS, st.sampled_from(("≥90%", "12", "/", "")))
    )


@st.composite
def columns(draw: st.DrawFn, roles: tuple[str, ...], first: dict[str, Any]) -> list[dict[str, Any]]:
    """The columns of a table: some of the roles, and some that nobody knows, in any order."""
    known_roles = draw(st.lists(st.sampled_from(roles), unique=True, max_size=len(roles)))
    others = draw(st.lists(LABELS, unique=True, max_size=3))
    made = [
        {"label": f"{role}列", "kind": kind_of(role, roles is INDICATOR_ROLES), "role": role} for role in known_roles
    ]
    made += [
        {"label": f"{label}栏", "kind": draw(st.sampled_from(("text", "long-text", "money", "figure")))}
        for label in others
    ]
    return draw(st.permutations([first, *made]))


@st.composite
def rows(draw: st.DrawFn, made: list[dict[str, Any]], most: int = 3) -> list[dict[str, str]]:
    return [
        {
            column["label"]: draw(cells(column.get("role", ""), column["kind"]))
            for column in made
            if column["kind"] != "choice" and draw(st.booleans())
        }
        for _ in range(draw(st.integers(0, most)))
    ]


@st.composite
def funds(draw: st.DrawFn, label: str) -> Filled:
    """A list of sources of funds, in levels or not, with or without a total."""
    ids = [f"{label}{number}".replace("表", "t").replace("资", "z") for number in range(draw(st.integers(1, 5)))]
    options: list[dict[str, str]] = [{"id": one, "label": f"来源{one}"} for one in ids]
    for number, option in enumerate(options[1:], 1):
        if draw(st.booleans()):
            option["part_of"] = ids[draw(st.integers(0, number - 1))]
    if draw(st.booleans()):
        options.insert(0, {"id": "total", "label": f"{label}总额"})
    source = {"label": "来源列", "kind": "choice", "role": "source", "required": "yes", "options": options}
    made = draw(columns(FUND_ROLES, source))
    filed = [{**row, "来源列": draw(st.sampled_from(options))["label"]} for row in draw(rows(made, 5))]
    looks = draw(st.sampled_from(({}, {"side": "yes"}, {"half": "yes"})))
    return Filled({"label": label, "kind": "rows", "role": "funds", "columns": made, **looks}, {label: filed})


@st.composite
def indicators(draw: st.DrawFn, label: str) -> Filled:
    name = {"label": "名称列", "kind": "text", "role": "name"}
    made = draw(columns(INDICATOR_ROLES, name))
    groups = draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
    filed = {group: draw(rows(made)) or "" for group in groups if draw(st.booleans())}
    looks = draw(st.sampled_from(({}, {"all_groups": "yes"}, {"side": "yes"})))
    field = {"label": label, "kind": "indicators", "groups": [{"label": group} for group in groups], "columns": made}
    return Filled({**field, **looks}, {label: filed})


@st.composite
def single(draw: st.DrawFn, role: str) -> Filled:
    """A field that says of the funds as a whole what a list says in columns, alone or in its parts."""
    label, kind = f"全部{role}", kind_of(role)
    field: dict[str, Any] = {"label": label, "kind": kind, "role": f"funds.{role}"}
    if kind == "money" and draw(st.booleans()):
        names = draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
        parts = {name: draw(AMOUNTS) for name in names if draw(st.booleans())}
        return Filled({**field, "kind": "funding", "parts": names}, {label: {"合计": draw(AMOUNTS), **parts}})
    return Filled(field, {label: draw(cells(role, kind))})


@st.composite
def forms(draw: st.DrawFn) -> Filled:
    """A whole edition and a record of it."""
    fixed = [
        Filled({"label": "年度", "kind": "year", "role": "year", "required": "yes"}, {"年度": "2026"}),
        Filled({"label": "项目名称", "kind": "text", "role": "name", "required": "yes"}, {"项目名称": draw(TEXTS)}),
        Filled({"label": "单位", "kind": "unit", "role": "spending_unit", "required": "yes"}, {"单位": "青禾市图书馆"}),
    ]
    made = [draw(funds(f"资{number}")) for number in range(draw(st.integers(0, 2)))]
    made += [draw(indicators(f"指{number}")) for number in range(draw(st.integers(0, 2)))]
    roles = draw(st.lists(st.sampled_from(FUND_ROLES[:-1]), unique=True, max_size=3))
    made += [draw(single(role)) for role in roles]
    made += [draw(simple(f"栏{number}")) for number in range(draw(st.integers(0, 2)))]
    made += [draw(lists(f"单{number}")) for number in range(draw(st.integers(0, 1)))]
    for role in draw(st.lists(st.sampled_from(("score", "reason", "conclusion", "grade", "actual_goal")), unique=True)):
        made.append(Filled({"label": f"总{role}", "kind": "text", "role": role}, {f"总{role}": draw(TEXTS)}))
    points = draw(st.sampled_from((
        {}, {"whole": "100"}, {"whole": "100", "execution": "10"}, {"whole": "100", "execution": "20", "indicators": "100"},
        {"whole": "100", "weights": "1"}, {"whole": "10分", "execution": "10"},
    )))  # fmt: skip
    edition = {
        "title": "随机的表", "kind": "self-evaluation", "money_unit": draw(st.sampled_from(("元", "万元"))),
        "sections": [{"fields": [alone(one.edition)]} for one in (*fixed, *draw(st.permutations(made)))],
        **({"points": points} if points else {}),
    }  # fmt: skip
    record: dict[str, Any] = {"表式": "suiji"}
    for one in (*fixed, *made):
        record |= one.record
    return Filled(edition, record)


def alone(field: dict[str, Any]) -> dict[str, Any]:
    """A field that stands beside no other."""
    return {key: value for key, value in field.items() if key not in ("half", "third")}


def edition_of(filled: Filled) -> ResultEdition:
    document = read("suiji.yml", json.dumps(filled.edition, ensure_ascii=False).encode())
    assert [mistake.told("suiji.yml") for mistake in edition_mistakes(document)] == []
    return result_edition_in("suiji", document)


def result_of(edition: ResultEdition, filled: Filled) -> Result:
    registry, _ = read_registry(read(UNITS, EXAMPLE_UNITS.encode()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(result_reader, "editions_of", lambda _: (edition,))
        patch.setattr(result_reader, "load_result_edition", lambda _: edition)
        parsed = parse_record(read(FILE, json.dumps(filled.record, ensure_ascii=False).encode()), registry)
    assert parsed.faults == ()
    assert parsed.result
    return parsed.result


@holds_for(forms(), examples=20)
def test_whatever_a_form_asks_each_filed_cell_is_judged_printed_and_published(filled: Filled) -> None:
    edition = edition_of(filled)
    result = result_of(edition, filled)
    tuple(judge_file(ParsedFile(result.document, (), result=result, id=result.id), RULES, Thresholds()))
    assert schema_text(edition)
    printed = sheet(result)
    shown = Counter[str]()
    for part in printed.parts:
        assert tiled(part.rows, printed.grid)
        body = parse(f"<table><tbody>{form_rows(part.rows)}</tbody></table>")
        shown.update(text(one).strip().removeprefix("其中：") for one in elements(body) if one.tag in ("td", "th"))
        shown.update(text(one).removesuffix("☑（已选）") for one in elements(body) if one.get("class") == "jx-ticked")
    filed = Counter(values_of({key: value for key, value in filled.record.items() if key not in ("表式", "年度")}))
    assert Counter({value.strip(): count for value, count in filed.items()}) - shown == Counter()
    assert Counter(values_of(dict(form_as_filed(result)))) == Counter(values_of({**filled.record, "表式": ""}))
    blank = sheet(Blank(edition))
    assert all(tiled(part.rows, blank.grid) for part in blank.parts)
    assert len(form_text(blank).splitlines()) > 3


@holds_for(forms(), examples=3)
def test_a_site_is_built_of_whatever_form(filled: Filled) -> None:
    """Every page and file is made; open data gives back what was filed."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "suiji.yml"
        file.write_text(json.dumps(filled.edition, ensure_ascii=False), "utf-8")
        with known({"suiji": file}):
            found = judged((FILE, json.dumps(filled.record, ensure_ascii=False)))
            assert found.portfolio.results or any(one.severity is Severity.ERROR for one in found.findings)
            site = render(found, THEME)
    reports = next((one.content for one in site.files if one.path.endswith(".results.json")), b'{"results": {}}')
    for told in json.loads(reports)["results"].values():
        assert Counter(values_of(told["form"])) == Counter(values_of({**filled.record, "表式": ""}))
