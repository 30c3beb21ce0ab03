"""The scripts that pages read: the catalogue and each declaration's record say what the portfolio says, exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import judge_fragment
from in_memory import judge, render
from scripts_read import record_of

from jixiao.portfolio import Portfolio
from jixiao.site.aligned import parts
from jixiao.site.catalogue import PATH, catalogue, catalogue_file
from jixiao.site.limits import Limits
from jixiao.site.record import record_file
from jixiao.values import Money

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = '</script><script>alert(1)</script>\\"`${x}'


@pytest.fixture(scope="module", params=["tests/example", "."])
def portfolio(request: pytest.FixtureRequest) -> Portfolio:
    return judge(ROOT / request.param).portfolio


def read(content: bytes) -> Any:
    """What a script file sets: all between its first ``=`` and its last ``;``."""
    return json.loads(content.decode().split(" = ", 1)[1].rstrip().removesuffix(";"))


def fen(money: Money | None) -> str | None:
    return None if money is None else str(int(money.yuan * 100))


def test_the_catalogue_has_a_line_for_each_declaration_with_its_exact_figures(portfolio: Portfolio) -> None:
    found = read(catalogue_file(portfolio).content)
    lines = [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]
    assert [line["id"] for line in lines] == [declaration.id for declaration in portfolio.declarations]
    for line, declaration in zip(lines, portfolio.declarations, strict=True):
        compared = portfolio.compare(declaration)
        figures = (fen(compared.current), fen(compared.prior), fen(compared.outturn))
        assert (line["budget"], line["prior"], line["outturn"]) == figures
        assert (line["name"], line["year"], line["unit"]) == (
            declaration.name, declaration.year, declaration.spending_unit.name,
        )  # fmt: skip
        assert line["address"] == f"projects/{declaration.id}/"
    assert [entry.id for entry in catalogue(portfolio)] == [line["id"] for line in lines]


def test_a_record_holds_all_that_was_filed(portfolio: Portfolio) -> None:
    for declaration in portfolio.declarations:
        file = record_file(portfolio, declaration, ())
        name, found = record_of(file.content)
        texts = [row[2] for _, rows in found["parts"] for row in rows]
        assert (file.path, name) == (f"data/records/{declaration.id}.js", declaration.id)
        assert {filed.text for filed in declaration.texts} <= set(texts)
        assert {indicator.target.raw for indicator in declaration.indicators} <= set(texts)
        assert {str(row.amount) for row in declaration.subprojects} <= set(texts)
        assert not [text for text in texts if "SpendingUnit(" in text or "Option(" in text]


def test_amounts_of_a_record_are_exact(portfolio: Portfolio) -> None:
    for declaration in portfolio.declarations:
        figures = {row.key: row.fen for row in parts(portfolio, declaration)[0].rows}
        compared = portfolio.compare(declaration)
        assert figures["current"] == fen(compared.current)
        assert figures.get("change") == fen(compared.change)


def test_hostile_names_stay_text_in_scripts() -> None:
    found = judge_fragment(f"项目名称: {json.dumps(HOSTILE, ensure_ascii=False)}\n").portfolio
    (declaration,) = found.declarations
    assert read(catalogue_file(found).content)["rows"][0][1] == declaration.name
    assert record_of(record_file(found, declaration, ()).content)[1]["name"] == declaration.name


def test_the_site_holds_the_scripts_and_every_page_that_reads_them_names_them() -> None:
    judged = judge(ROOT / "tests" / "example")
    site = render(judged, ROOT / "theme")
    paths = {file.path for file in site.files}
    assert {PATH, *(f"data/records/{d.id}.js" for d in judged.portfolio.declarations)} <= paths
    pages = {page.path: page.body for page in site.pages}
    assert all(f'src="../{PATH}"' in pages[path] for path in ("explore/", "compare/"))


def test_a_large_site_lists_its_years_in_place_of_all_projects() -> None:
    judged = judge(ROOT / "tests" / "example")
    pages = render(judged, ROOT / "theme", limits=Limits(rows=6)).pages
    (body,) = [page.body for page in pages if page.path == "explore/"]
    assert "各年度的合计，和2027年当年预算最多的" in body
    assert ">按年度列出的全部项目</a>" in body
    listed = {
        declaration.year for declaration in judged.declarations if f'href="../projects/{declaration.id}/"' in body
    }
    assert listed == {2027}
