"""Totals tie over every page and data file: whatever editions are mixed, whether all, one or none can be compared."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from builders import judge_example
from in_memory import Judged, judge, judge_content, render
from markup import parse, text
from openpyxl import load_workbook
from published import unpacked

from jixiao.outcome import Verdict
from jixiao.repository import Content
from jixiao.rules.examples import read_example
from jixiao.site.page import Site
from jixiao.summary import Aggregate, Basis, Tally, aggregate, ended
from jixiao.values import Money

ROOT = Path(__file__).resolve().parent.parent
UNITS = ("青禾市图书馆", "qinghe-tushuguan"), ("青禾市档案馆", "qinghe-danganguan")


def old_form(
    year: int, name: str, amount: int, prior: int | None = None, outturn: int | None = None, unit: int = 0
) -> str:
    """A declaration on the form of 2019, which asks for prior figures."""
    title, folder = UNITS[unit]
    return (
        f"# content/projects/{year}/{folder}/{name}.yml\n年度: {year}\n开始时间: {year}-01-01\n结束时间: {year}-12-31\n"
        f"项目总预算: {amount}\n项目当年预算: {amount}\n项目当年投入资金构成: [{{子项目名称: 甲, 预算金额: {amount}}}]\n"
        f"项目名称: 项目{name}\n申报单位名称: {title}\n"
        f"同名项目上年预算额: {'' if prior is None else prior}\n同名项目上年预算执行数: {'' if outturn is None else outturn}\n"
    )


def new_form(year: int, name: str, amount: int, extra: str = "") -> str:
    """A declaration on the form of 2026, which asks for none."""
    title, folder = UNITS[0]
    return (
        f"# content/projects/{year}/{folder}/{name}.yml\n表式: shanghai-2026\n年度: {year}\n计划开始日期: {year}-01-01\n"
        f"计划完成日期: {year}-12-31\n项目名称: 项目{name}\n实施单位: {title}\n项目资金总额: {{合计: {amount}, 财政资金: {amount}}}\n"
        f"年度资金申请总额: {{合计: {amount}, 当年财政拨款: {amount}}}\n{extra}"
    )


SITES: dict[str, Callable[[], Judged]] = {
    "the five real forms": lambda: judge(ROOT),
    "the example": lambda: judge(ROOT / "tests" / "example"),
    "editions mixed": lambda: judged(
        old_form(2025, "a", 500_000, 480_000, 100_000), old_form(2025, "b", 90_000), old_form(2025, "c", 300_000, 1, 1),
        old_form(2025, "d", 40_000), old_form(2025, "e", 11_000, unit=1),
        old_form(2026, "a", 560_000, 480_000, 479_999), old_form(2026, "b", 99_000, 90_000), old_form(2026, "f", 17_000),
        old_form(2026, "g", 18_000, 5_000, 5_000), new_form(2026, "c", 330_000), new_form(2027, "c", 300_000),
        new_form(2027, "f", 20_000, "前身: 2026/qinghe-tushuguan/c\n"),
    ),
    "none comparable": lambda: judged(new_form(2026, "a", 100), new_form(2026, "b", 250)),
    "one comparable": lambda: judged(new_form(2026, "a", 100), new_form(2027, "a", 104), new_form(2027, "b", 6_650)),
}  # fmt: skip


def judged(*pieces: str) -> Judged:
    """The judgement of some declarations, which nothing is wrong with that would not be published."""
    return judge_example(read_example("\n".join(pieces)))


@dataclass(frozen=True)
class Published:
    """A site as published, beside what it is made from."""

    judgement: Judged
    site: Site

    @cached_property
    def pages(self) -> dict[str, str]:
        return {page.path: page.body for page in self.site.pages}

    @cached_property
    def files(self) -> dict[str, bytes]:
        return unpacked({file.path: file.content for file in self.site.files})

    @property
    def years(self) -> tuple[int, ...]:
        return self.judgement.portfolio.years

    @property
    def basis(self) -> Basis:
        return Basis(self.judgement.portfolio, self.judgement.context.settings.thresholds.comparable_share)

    def whole(self, year: int) -> Aggregate:
        return aggregate(self.basis, self.judgement.portfolio.of_year(year))

    def ended(self, year: int) -> Tally:
        """Last year's declarations that were not filed again in a year."""
        portfolio = self.judgement.portfolio
        return ended(self.basis, portfolio.of_year(year), portfolio.of_year(year - 1))


@pytest.fixture(scope="module", params=SITES)
def published(request: pytest.FixtureRequest) -> Published:
    found = SITES[request.param]()
    return Published(found, render(found, ROOT / "theme"))


# Pages


def tables(body: str) -> Iterable[tuple[str, list[dict[str, str]], dict[str, str]]]:
    """Each table's caption, its rows and its total, cells by the titles of their columns."""
    for table in parse(body).iter("table"):
        caption = next(table.iter("caption"), None)
        rows = [cells(row) for part in table.iter("tbody") for row in part.iter("tr")]
        totals = [cells(row) for part in table.iter("tfoot") for row in part.iter("tr")]
        yield "" if caption is None else text(caption), rows, totals[0] if totals else {}


def cells(row: ET.Element) -> dict[str, str]:
    return {cell.get("data-label", ""): text(cell) for cell in row if cell.tag in ("th", "td")}


def amount(cell: str) -> Decimal | None:
    """An amount as pages show it; nothing where there is none."""
    plain = cell.replace(",", "").replace("−", "-").removeprefix("+")
    return None if plain in ("", "—") else Decimal(plain)


SUMMED = (
    "当年预算（元）",
    "上年预算额（元）",
    "可比项目当年预算（元）",
    "可比项目上年预算额（元）",
    "项目数",
    "可比项目",
)


def test_every_tables_total_is_the_sum_of_its_rows(published: Published) -> None:
    met = 0
    for path, body in published.pages.items():
        for caption, rows, whole in tables(body):
            for title in SUMMED if whole else ():
                found = [amount(row[title]) for row in rows if title in row]
                if found:
                    known = [one for one in found if one is not None]
                    assert amount(whole[title]) == (sum(known) if known else None), (path, caption, title)
                    met += 1
    assert met > 10


def test_tables_of_a_year_add_up_to_that_year(published: Published) -> None:
    """On the pages of the year, of its summary and on the home page; by project, unit and every division."""
    for year in published.years:
        paths = {f"projects/{year}/", f"summary/{year}/", *([""] if year == published.years[-1] else [])}
        found = [
            (path, caption, amount(whole["当年预算（元）"]))
            for path in sorted(paths)
            for caption, _, whole in tables(published.pages[path])
            if "当年预算（元）" in whole
        ]
        assert len(found) >= 5
        assert {told for *_, told in found} == {published.whole(year).current.yuan}, found


def test_years_units_and_divisions_have_the_years_figures(published: Published) -> None:
    for path in ("summary/", "explore/"):
        ((_, rows, _),) = [
            one for one in tables(published.pages[path]) if one[1] and "年度" in one[1][0] and "项目数" in one[1][0]
        ]
        for row in rows:
            whole = published.whole(int(row["年度"][:4]))
            assert amount(row["当年预算（元）"]) == whole.current.yuan
            assert row["增减率"] == shown(whole)
    last = published.years[-1]
    (cards,) = [rows for caption, rows, _ in tables(published.pages["units/"]) if caption == f"{last}年各单位一览"]
    assert sum(amount(row["当年预算（元）"]) or 0 for row in cards) == published.whole(last).current.yuan
    assert sum(int(row["项目数"]) for row in cards) == published.whole(last).count


def shown(whole: Aggregate) -> str:
    growth = whole.growth
    return "—" if growth is None else growth if isinstance(growth, str) else growth.signed


def test_each_units_pages_add_up_to_the_unit(published: Published) -> None:
    portfolio = published.judgement.portfolio
    for unit in portfolio.units:
        found = list(tables(published.pages[f"units/{unit.id}/"]))
        for year in {d.year for d in portfolio.of_unit(unit.id)}:
            whole = aggregate(published.basis, [d for d in portfolio.of_unit(unit.id) if d.year == year])
            ((_, _, of_year),) = [one for one in found if one[0] == f"{year}年项目"]
            assert amount(of_year["当年预算（元）"]) == whole.current.yuan
            cards = [
                row
                for caption, rows, _ in found
                if caption == "各年度一览"
                for row in rows
                if row["年度"] == f"{year}年"
            ]
            assert [row["可比项目增减率"] for row in cards] == [shown(whole)]


def test_the_bridge_begins_and_ends_with_both_years_totals(published: Published) -> None:
    for year in published.years:
        for path in (f"summary/{year}/", f"projects/{year}/"):
            for caption, rows, whole in tables(published.pages[path]):
                if "累计（元）" in whole and "衔接" in caption:
                    assert amount(whole["累计（元）"]) == published.whole(year).current.yuan
                    before = published.judgement.portfolio.of_year(year - 1)
                    first = published.whole(year - 1).current if before else published.whole(year).prior
                    assert first is not None
                    assert amount(rows[0]["累计（元）"]) == first.yuan


# Data files


def rows_of(published: Published, year: int) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of projects of a year as every format has them, amounts as Decimal."""
    files, folder = published.files, f"data/v1/{year}/"
    read = csv.DictReader(StringIO(files[f"{folder}projects.csv"].decode("utf-8-sig"), newline=""))
    by_csv = [{name.removesuffix("_yuan"): cell for name, cell in row.items()} for row in read]
    lines = [json.loads(line) for line in files[f"{folder}projects.jsonl"].splitlines()]
    twins = [
        twin["project"]
        for path, content in files.items()
        if re.fullmatch(rf"data/v1/units/[^/]+/{year}\.json", path)
        for twin in json.loads(content)["declarations"].values()
    ]
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files[f"{folder}jixiao.sqlite"])
    connection.row_factory = sqlite3.Row
    database = [
        {name.removesuffix("_fen"): _yuan(name, row[name]) for name in row.keys()}  # noqa: SIM118
        for row in connection.execute("SELECT * FROM projects")
    ]
    sheet = load_workbook(BytesIO(files[f"{folder}jixiao-{year}.xlsx"]))["项目"]
    names, (_, *cells_of) = list(by_csv[0]), sheet.iter_rows(values_only=True)
    book = [dict(zip(names, row, strict=True)) for row in cells_of]
    return {"CSV": by_csv, "JSON Lines": lines, "JSON": twins, "SQLite": database, "XLSX": book}


def _yuan(name: str, value: Any) -> Any:
    return Decimal(value) / 100 if name.endswith("_fen") and value is not None else value


def added(rows: Sequence[Mapping[str, Any]], column: str) -> Money:
    return Money(sum((Decimal(str(row[column])) for row in rows if row[column] not in (None, "")), Decimal(0)))


def test_the_projects_of_every_format_add_up_to_the_year(published: Published) -> None:
    for year in published.years:
        whole = published.whole(year)
        for name, rows in rows_of(published, year).items():
            comparable = [row for row in rows if row["comparison"] == "comparable"]
            assert (len(rows), added(rows, "budget_current")) == (whole.count, whole.current), name
            assert Tally(len(comparable), added(comparable, "budget_current")) == whole.comparable, name
            assert added(comparable, "prior_budget") == (whole.prior or Money(Decimal(0))), name
            assert added(rows, "prior_budget") == added(comparable, "prior_budget"), name
            for lack, tally in whole.lacks:
                those = [row for row in rows if row["comparison"] == lack]
                assert Tally(len(those), added(those, "budget_current")) == tally, (name, lack)
            told = {row["budget_comprises"] for row in rows}
            assert told == {words for words, _ in whole.comprises}, name


def test_those_not_filed_again_are_the_ones_that_the_next_year_tells_of(published: Published) -> None:
    for year in published.years:
        for name, rows in rows_of(published, year).items():
            gone = [row for row in rows if row["next_year"] == "not-filed"]
            assert Tally(len(gone), added(gone, "budget_current")) == published.ended(year + 1), (name, year)
            if year + 1 not in published.years:
                assert {row["next_year"] for row in rows} <= {None, ""}, name


def test_the_explorers_catalogue_has_the_same_figures_and_reasons(published: Published) -> None:
    script = published.files["data/catalogue.js"].decode()
    told = json.loads(script.partition("=")[2].strip().removesuffix(";"))
    rows = [dict(zip(told["columns"], row, strict=True)) for row in told["rows"]]
    for year in published.years:
        whole, those = published.whole(year), [row for row in rows if row["year"] == year]
        assert sum(int(row["budget"]) for row in those) == whole.current.yuan * 100
        known = [row for row in those if row["prior"] is not None]
        assert sum(int(row["budget"]) for row in known) == whole.comparable.amount.yuan * 100
        assert {row["lack"] for row in those if row["prior"] is None} == {lack for lack, _ in whole.lacks}
        gone = [row for row in those if row["followed"] is False]
        assert Tally(len(gone), Money(Decimal(sum(int(row["budget"]) for row in gone)) / 100)) == published.ended(
            year + 1
        )


# What was reached


@pytest.fixture(scope="module")
def reported() -> Published:
    """A site of several editions with monitoring reports and self-evaluations, one of these without a declaration."""
    demo = ROOT / "tests" / "demo"
    alone = "content/projects/2025/huanwei/jiu-xiangmu.ziping.yml"
    file = "content/projects/2025/huanwei/laji-fenlei.ziping.yml"
    found = judge_content(Content(demo, {alone: (demo / file).read_bytes()}))
    return Published(found, render(found, ROOT / "theme"))


VERDICTS = {"not-met": "未达到", "cannot-tell": "无法判断", "met": "达到"}
Counts = Mapping[str, int]


def counts_in(row: Mapping[str, str]) -> Counts:
    return {verdict: int(row[f"{label}（条）"]) for verdict, label in VERDICTS.items()}


def sums(rows: Iterable[Counts]) -> Counts:
    those = list(rows)
    return {verdict: sum(row[verdict] for row in those) for verdict in VERDICTS} if those else {}


def shown_figures(body: str) -> Counts:
    """The counts in large figures."""
    told = {
        text(one[0]).split()[-1]: text(one[1]).split()[0]
        for one in parse(body).iter("div")
        if len(one) == 2 and one[0].tag == "dt"
    }
    return {verdict: int(told[label]) for verdict, label in VERDICTS.items()}


def of_table(published: Published, path: str, caption: str) -> list[dict[str, str]]:
    return next(rows for told, rows, _ in tables(published.pages[path]) if told == caption)


def csv_of(published: Published, year: int, table: str) -> list[dict[str, str]]:
    content = published.files[f"data/v1/{year}/{table}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content, newline="")))


def test_counts_of_what_was_reached_tie_over_pages_and_files(reported: Published) -> None:
    """Self-evaluations alone are counted, never what was reported at mid-year; years are not added up."""
    portfolio = reported.judgement.portfolio
    finals = [result for result in portfolio.results if result.kind.is_counted]
    assert len(finals) < len(portfolio.results)
    assert any(portfolio.get(one.id) is None for one in finals)
    overview = {row["年度"]: row for row in of_table(reported, "results/", "各年度目标完成情况")}
    assert {*overview} == {f"{one.year}年" for one in finals}
    script = reported.files["data/catalogue.js"].decode()
    reports = json.loads(script.partition("=")[2].strip().removesuffix(";"))["reports"]
    listed = [dict(zip(reports["columns"], row, strict=False)) for row in reports["rows"]]
    assert [(one["id"], one["kind"]) for one in listed] == [(one.id, one.kind.suffix) for one in portfolio.results]
    for year in sorted({one.year for one in finals}):
        those = [one for one in finals if one.year == year]
        whole = {verdict: sum(one.counts.of(Verdict(verdict)) for one in those) for verdict in VERDICTS}
        assert counts_in(overview[f"{year}年"]) == whole
        assert int(overview[f"{year}年"]["自评表（份）"]) == len(those)
        units = of_table(reported, f"results/{year}/", f"{year}年各单位目标完成情况")
        assert sums(map(counts_in, units)) == whole
        assert sum(int(row["自评表（份）"]) for row in units) == len(those)
        assert shown_figures(reported.pages[f"projects/{year}/"]) == whole
        told = [one for one in listed if one["kind"] == "ziping" and one["id"].startswith(f"{year}/")]
        names = {"not-met": "missed", "cannot-tell": "unknown", "met": "met"}
        assert {verdict: sum(one[name] for one in told) for verdict, name in names.items()} == whole
        assert sum(int(one["executed"]) for one in told) == sum(
            one.executed.yuan * 100 for one in those if one.executed
        )
        declared = [one for one in those if portfolio.get(one.id)]
        counted = {verdict: sum(one.counts.of(Verdict(verdict)) for one in declared) for verdict in VERDICTS}
        rows = [row for row in csv_of(reported, year, "outcomes") if row["kind"] == "self-evaluation"]
        assert {verdict: sum(row["outcome"] == verdict for row in rows) for verdict in VERDICTS} == counted
        rows = [row for row in csv_of(reported, year, "projects") if row["met"]]
        assert len(rows) == len(declared)
        assert {verdict: sum(int(row[verdict.replace("-", "_")]) for row in rows) for verdict in VERDICTS} == counted
        executed = sum(one.executed.yuan for one in declared if one.executed)
        assert sum(Decimal(row["evaluated_executed_yuan"]) for row in rows) == executed
        differing = sum(int(row["指标与申报表不同的项目（个）"]) for row in units)
        assert sum(row["changed_indicators"] != "0" for row in rows) == differing
    latest = max(one.year for one in finals)
    assert shown_figures(reported.pages[""]) == counts_in(overview[f"{latest}年"])


def test_a_unit_s_counts_are_those_of_its_projects_and_its_projects_those_of_their_rows(reported: Published) -> None:
    met = 0
    for path in reported.pages:
        if match := re.fullmatch(r"results/(\d+)/([^/]+)/", path):
            (whole,) = of_table(reported, path, "合计")
            captions = {caption for caption, *_ in tables(reported.pages[path])}
            projects = of_table(reported, path, "各项目的自评") if "各项目的自评" in captions else []
            assert counts_in(whole) == (sums(map(counts_in, projects)) or dict.fromkeys(VERDICTS, 0))
            for verdict, label in VERDICTS.items():
                rows = f"{path}{verdict}/"
                assert (rows in reported.pages) == (counts_in(whole)[verdict] > 0)
                if rows in reported.pages:
                    assert len(of_table(reported, rows, f"{label}的指标")) == counts_in(whole)[verdict]
                    met += 1
            if f"units/{match[2]}/" in reported.pages:
                years = of_table(reported, f"units/{match[2]}/", "各年度目标完成情况")
                assert [counts_in(row) for row in years if row["年度"] == f"{match[1]}年"] == [counts_in(whole)]
    assert met > 10


def test_a_history_has_each_year_s_figures_as_filed(reported: Published) -> None:
    portfolio, met = reported.judgement.portfolio, 0
    for chain in portfolio.chains:
        rows = [
            row
            for caption, those, _ in tables(reported.pages[f"history/{chain[0].id}/"])
            for row in those
            if caption == "历年完成情况"
        ]
        finals = [found for one in reversed(chain) if (found := portfolio.evaluation(one))]
        shown_finals = [row for row in rows if "自评" in row["报告"]]
        assert len(rows) == sum(bool(portfolio.results_of(one.id)) for one in chain)
        for row, final in zip(shown_finals, finals, strict=True):
            assert amount(row["全年执行数（元）"]) == (final.executed.yuan if final.executed else None)
            assert counts_in(row) == {verdict: final.counts.of(Verdict(verdict)) for verdict in VERDICTS}
            met += 1
    assert met > 15


def test_the_sites_differ_in_what_can_be_compared() -> None:
    """The sites are what their names say."""
    mixed, none, one = (Published(SITES[name](), None) for name in list(SITES)[2:])  # type: ignore[arg-type]
    assert len(mixed.whole(2026).comprises) == 2
    assert {lack for year in mixed.years for lack, _ in mixed.whole(year).lacks} >= {"new", "blank", "unlike"}
    assert none.whole(2026).comparable == Tally()
    assert one.whole(2027).comparable.projects == 1
    assert mixed.ended(2026).projects == 1
