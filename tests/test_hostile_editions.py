"""Hostile values in every field of every edition, whichever there are: refused with a finding, or shown as the text they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from edition_samples import sample_file, sample_id
from hostile_cases import FOLDER, expand
from in_memory import Judged, judge_files, render
from markup import elements, parse, text
from published import THEME, open_data

from jixiao.finding import Severity
from jixiao.forms import EDITION_IDS, Field, load_edition
from jixiao.period import LONGEST_PERIOD
from jixiao.repository import UNITS, RawFile
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.source import Mapping, Node, Scalar, read

TEXTS = ("script", "attribute", "jinja-expression", "spreadsheet-formula")
VALUES = (
    "-1", "1e9", "٣٤٥", "0x10", "9" * 400, "=1+1", "<b>1</b>", "2026-13", "2026.02.30", "1.0000001", "1,23", "\u3000", "60万元",
)  # fmt: skip
STRUCTURES: tuple[Any, ...] = (
    [],
    {},
    [[]],
    {"合计": {"合计": "1"}},
    {"合计": []},
    {"财政拨款": [1]},
    {"<b>": "1"},
    ["1", "2"],
    {"": ""},
)
Path = tuple["str | int", ...]


@cache
def hostile_text(name: str) -> str:
    """One of the texts of tests/hostile/texts."""
    written = (FOLDER / "texts" / f"{name}.txt").read_text("utf-8")
    return expand(written.partition("\n")[2].removesuffix("\n"))


@cache
def _root(edition_id: str) -> Mapping:
    root = read("sample.yml", sample_file(edition_id).data).root
    assert isinstance(root, Mapping)
    return root


def filed(edition_id: str) -> dict[str, Any]:
    """A sample as values, each a text, without the one before, which is not here."""
    plain: dict[str, Any] = _plain(_root(edition_id))
    return {label: value for label, value in plain.items() if label != "前身"}


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return None if node.is_blank else node.text
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    return [_plain(item) for item in node.items]


def places(edition_id: str) -> Iterator[tuple[Path, Field]]:
    """Every cell of a sample: the path to it, and the field or column that it is one of."""
    content = filed(edition_id)
    for field in load_edition(edition_id).fields():
        if field.label in content:
            yield from _cells(field, content[field.label], (field.label,))


def _cells(field: Field, value: Any, at: Path) -> Iterator[tuple[Path, Field]]:
    if field.kind in ("rows", "record", "indicators") and isinstance(value, dict | list):
        columns = {column.label: column for column in field.columns}
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _cells(columns.get(step, field) if isinstance(step, str) else field, inner, (*at, step))
    elif field.kind == "funding" and isinstance(value, dict):
        parts = {part.label: part for part in field.parts}
        for label, inner in value.items():
            yield from _cells(parts.get(label, Field(label, "money")), inner, (*at, label))
    elif value is not None and not isinstance(value, dict | list):
        yield at, field


def with_value(content: Any, at: Path, value: Any) -> Any:
    """The content with one value replaced."""
    if not at:
        return value
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[at[0]] = with_value(copy[at[0]], at[1:], value)
    return copy


def judged(files: list[tuple[str, Any]]) -> Judged:
    """Judge contents at their paths; JSON is YAML."""
    raws = [RawFile(path, json.dumps(content, ensure_ascii=False).encode()) for path, content in files]
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws)


def path_of(edition_id: str, number: int) -> str:
    folder = sample_file(edition_id).file.rpartition("/")[0]
    return f"{folder}/p-{number}.yml"


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_a_hostile_value_in_a_field_of_numbers_or_dates_is_refused_with_a_finding(edition_id: str) -> None:
    """But for a period, which is kept as filed."""
    kinds = ("money", "funding", "date", "moment", "year", "period", "choice")
    those = [(at, field) for at, field in places(edition_id) if field.kind in kinds]
    assert {field.kind for _, field in those} >= {"money", "year"}
    tries = [(at, field, value) for at, field in those for value in VALUES]
    content = filed(edition_id)
    found = judged([(path_of(edition_id, n), with_value(content, at, value)) for n, (at, _, value) in enumerate(tries)])
    codes: dict[str, set[str]] = {}
    for finding in found.findings:
        if finding.severity is Severity.ERROR:
            codes.setdefault(finding.file, set()).add(finding.code)
    let_pass = [
        (at, value)
        for n, (at, field, value) in enumerate(tries)
        if field.kind != "period" and not codes.get(path_of(edition_id, n)) and not _is_blank_or_month(field, value)
    ]
    assert let_pass == []
    assert set().union(*codes.values()) <= {"S104", "S105", "S107", "S110", "D401", "B201", "B202", "B207", "T701"}


def _is_blank_or_month(field: Field, value: str) -> bool:
    """What may stand in such a field: nothing, where it may be left out; words without a digit for a moment."""
    return (not value.strip() and not field.required) or (field.kind == "moment" and not re.search(r"\d", value))


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_a_hostile_structure_in_any_field_is_refused_and_none_is_lost(edition_id: str) -> None:
    content = filed(edition_id)
    labels = [field.label for field in load_edition(edition_id).fields() if field.label in content]
    tries = [(label, value) for label in labels for value in STRUCTURES]
    found = judged([(path_of(edition_id, n), content | {label: value}) for n, (label, value) in enumerate(tries)])
    told = {finding.file for finding in found.findings if finding.severity is Severity.ERROR}
    silent = [(label, value) for n, (label, value) in enumerate(tries) if path_of(edition_id, n) not in told]
    may_be_empty = [
        field.label for field in load_edition(edition_id).fields() if field.kind in ("rows", "indicators", "funding")
    ]
    assert [one for one in silent if one[0] not in may_be_empty or one[1]] == []


# Texts


def poisoned(edition_id: str, mark: Callable[[str], str]) -> dict[str, Any]:
    """A sample with a text of its own in every cell of text."""
    content = filed(edition_id)
    for at, field in places(edition_id):
        if field.kind in ("text", "long-text", "period"):
            content = with_value(content, at, mark("/".join(map(str, at))))
    return content


def marked(written: str, place: str) -> str:
    return f"{written}〔{place}〕"


@cache
def made(name: str) -> Judged:
    """All samples with a text in every cell; without a name a harmless one."""
    written = hostile_text(name) if name else "青禾"
    return judged([(sample_file(one).file, poisoned(one, lambda place: marked(written, place))) for one in EDITION_IDS])


@cache
def tree_of(name: str, edition_id: str) -> Element:
    pages = {page.path: page for page in render(made(name), THEME).pages}
    return parse(pages[f"projects/{sample_id(edition_id)}/"].body)


def form_of(tree: Element) -> Element:
    return next(one for one in elements(tree) if "jx-sheet" in one.get("class", "").split())


def test_the_texts_fit_a_period() -> None:
    assert all(len(marked(hostile_text(name), "项目期")) <= LONGEST_PERIOD for name in TEXTS)


@pytest.mark.parametrize("edition_id", EDITION_IDS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_stands_in_every_cell_as_it_is_and_makes_no_markup(name: str, edition_id: str) -> None:
    errors = [
        f.message for f in made(name).findings if f.severity is Severity.ERROR and sample_id(edition_id) in f.file
    ]
    assert errors == []
    shown = text(form_of(tree_of(name, edition_id)))
    cells = [
        "/".join(map(str, at)) for at, field in places(edition_id) if field.kind in ("text", "long-text", "period")
    ]
    assert len(cells) > 10
    assert [place for place in cells if marked(hostile_text(name), place) not in shown] == []
    hostile, calm = ([one.tag for one in elements(form_of(tree_of(which, edition_id)))] for which in (name, ""))
    assert hostile == calm


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_in_open_data_as_it_is(name: str) -> None:
    files = open_data(made(name))
    twins = "".join(
        content.decode() for path, content in files.items() if re.fullmatch(r"data/v1/units/[^/]+/[0-9-]+\.json", path)
    )
    for edition_id in EDITION_IDS:
        for at, field in places(edition_id):
            if field.kind in ("text", "long-text", "period"):
                assert json.dumps(marked(hostile_text(name), "/".join(map(str, at))), ensure_ascii=False)[1:-1] in twins
