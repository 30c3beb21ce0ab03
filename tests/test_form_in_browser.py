"""The form as printed, compared as a picture: in a real browser each cell's box is where the paper has it.

All projects, units and figures are invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import Browser, chromium
from invented_editions import ABREAST, ABREAST_DECLARATION, DECLARATION, PATH, TABLES, edition_of, judged, make_known
from test_forms import sample

from jixiao.forms import EDITION_IDS
from jixiao.render import Renderer
from jixiao.site.addresses import address
from jixiao.site.form import Filled, Sheet, sheet

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="没有找到 Chromium")]
THEME = Path(__file__).resolve().parent.parent / "theme"
STYLES = [(THEME / "assets" / "stylesheets" / f"{name}.css").as_uri() for name in ("site", "declaration")]
A4 = 680
"""The width of what is printed on A4, less margins, in CSS pixels."""
MEASURE = """() => [...document.querySelectorAll("table.jx-form")].map(table => {
  const frame = table.getBoundingClientRect();
  return [...table.rows].map(row => [...row.cells].map(cell => {
    const box = cell.getBoundingClientRect();
    return {text: cell.innerText.trim(), left: box.left - frame.left, right: box.right - frame.left,
      top: box.top, bottom: box.bottom, width: frame.width,
      rows: cell.rowSpan, columns: cell.colSpan, over: cell.scrollWidth - cell.clientWidth};
  }));
})"""


def boxes(
    browser: Browser, tmp_path: Path, form: Sheet, width: int = A4, media: str = "print"
) -> list[list[list[dict[str, Any]]]]:
    """For each table its rows, and of each cell its text and its box, as the browser lays it out."""
    file = tmp_path / "form.html"
    file.write_text(Renderer(THEME, address).render("parts/blank.html", "", sheet=form, styles=STYLES), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    found: list[list[list[dict[str, Any]]]] = page.evaluate(MEASURE)
    page.close()
    return found


def placed(table: list[list[dict[str, Any]]], grid: int) -> list[tuple[dict[str, Any], int, int]]:
    """Each cell with its row and column of the grid."""
    taken = [[False] * grid for _ in table]
    found = []
    for number, row in enumerate(table):
        column = 0
        for cell in row:
            while taken[number][column]:
                column += 1
            for below in taken[number : number + cell["rows"]]:
                below[column : column + cell["columns"]] = [True] * cell["columns"]
            found.append((cell, number, column))
    return found


def judge(form: Sheet, tables: list[list[list[dict[str, Any]]]]) -> None:
    """Columns lie where the grid has them; cells of one row begin together, merged ones end with their last row."""
    assert len(tables) == len(form.parts)
    for table in tables:
        cells = placed(table, form.grid)
        tops = {row: cell["top"] for cell, row, _ in cells}
        ends = {row + cell["rows"]: cell["bottom"] for cell, row, _ in cells}
        for cell, row, column in cells:
            share = cell["width"] / form.grid
            assert abs(cell["left"] - column * share) < 2, cell
            assert abs(cell["right"] - (column + cell["columns"]) * share) < 2, cell
            assert abs(cell["top"] - tops[row]) < 1.5, cell
            assert abs(cell["bottom"] - ends[row + cell["rows"]]) < 1.5, cell
            assert cell["over"] <= 1, cell


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_each_shipped_form_is_laid_out_as_on_paper(browser: Browser, tmp_path: Path, edition_id: str) -> None:
    form = sheet(sample(edition_id))
    judge(form, boxes(browser, tmp_path, form))


def invented(monkeypatch: pytest.MonkeyPatch) -> Filled:
    make_known(monkeypatch, edition_of("qinghe-xian", TABLES))
    (declaration,) = judged([(PATH, DECLARATION)]).declarations
    return declaration


def test_funds_and_goals_stand_side_by_side_and_headings_span_their_rows(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = sheet(invented(monkeypatch))
    tables = boxes(browser, tmp_path, form)
    judge(form, tables)
    by_text = {cell["text"]: cell for row in tables[0] for cell in row}
    for left, right in (("项目资金总额", "年度资金总额"), ("项目总体目标（2025年-2027年）", "年度目标（2026年度）")):
        first, second = by_text[left], by_text[right]
        assert abs(first["top"] - second["top"]) < 1
        assert first["right"] < second["right"]
    side, funds = by_text["项目资金（元）"], by_text["项目资金总额"]
    assert side["left"] < 2
    assert side["rows"] == 4
    assert abs(side["right"] - funds["left"]) < 2
    group = by_text["绩效指标"]
    assert group["rows"] == 7  # its heading, four indicators, two blank subgroups


@pytest.mark.parametrize("width", [320, 390, 700])
def test_on_a_narrow_screen_no_cell_is_lost_or_cut(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    form = sheet(invented(monkeypatch))
    (table,) = boxes(browser, tmp_path, form, width, "screen")
    cells = [cell for row in table for cell in row if cell["text"]]
    assert {"更新图书册数", "计划标准", "含电子书", "询价三家", "300000.00"} <= {
        cell["text"].split("：")[-1] for cell in cells
    }
    for cell in cells:
        if cell["bottom"] > cell["top"]:
            assert cell["over"] <= 1, cell
            assert cell["left"] >= -1
            assert cell["right"] <= cell["width"] + 1


def test_tables_side_by_side_on_paper_follow_each_other_on_a_narrow_screen(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_known(monkeypatch, edition_of("qinghe-pailie", ABREAST))
    (declaration,) = judged([(PATH, ABREAST_DECLARATION)]).declarations
    form = sheet(declaration)
    judge(form, boxes(browser, tmp_path, form))
    (table,) = boxes(browser, tmp_path, form, 390, "screen")
    shown = [cell for row in table for cell in row if cell["bottom"] > cell["top"] and cell["text"]]
    assert all(cell["left"] >= -1 and cell["right"] <= cell["width"] + 1 and cell["over"] <= 1 for cell in shown)
    assert " ".join(cell["text"] for cell in sorted(shown, key=lambda cell: cell["top"])) == (
        "项目名称 农家书屋更新 项目资金（元） "
        "项目资金总额 900000.00 其中：财政资金 900000.00 其他资金 "
        "年度资金总额 300000.00 其中：财政拨款 200000.00 其他资金 100000.00 "
        "上年资金总额 250000.00 其中：上年财政拨款 250000.00 "
        "中期指标 产出指标 数量指标 三年更新册数 ≥30000册 三年新增书屋 ≥12个 效益指标 社会效益指标 三年借阅人次 ≥90000人次 "
        "年度指标 产出指标 数量指标 更新册数 ≥9000册 效益指标 社会效益指标 借阅人次 ≥30000人次 备注 无"
    )
    labels = {cell.text: cell.label for row in form.parts[0].rows for cell in row.cells if cell.text and cell.label}
    assert labels["更新册数"] == "三级指标"
    assert labels["≥9000册"] == "指标值"
