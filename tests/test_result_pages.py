"""Promise, mid-year and result on one page; each record whole on its own; and counts that lead to their rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from in_memory import judge_files, render
from markup import elements, parse, text, values
from published import open_data
from scripts_read import record_of
from test_results import EVALUATION, MONITORING, SAMPLES, _paths, judged

from jixiao.forms import result_edition_ids
from jixiao.outcome import Verdict, outcome_of
from jixiao.repository import UNITS, RawFile
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.cycle import WIDTH, bullet_of
from jixiao.source import Scalar, read
from jixiao.target import read_target

THEME = Path(__file__).resolve().parent.parent / "theme"
PROJECT = "projects/2020/qinghe-danganguan/dangan-shuzihua/"
NEXT = PATH.replace("2020", "2021")
LATER = BASE_EVALUATION.replace("2020", "2021").replace("年度指标值: ≥90%", "年度指标值: ≥88%")
MISSED = BASE_EVALUATION.replace("123000页, 分值: 30, 得分: 30", "116000页, 分值: 30, 得分: 29").replace("99.7", "98.7")


def pages(*files: tuple[str, str]) -> dict[str, str]:
    """The bodies of all pages of some files, by their addresses."""
    raws = [RawFile(file, text.encode()) for file, text in files]
    site = render(judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws), THEME)
    return {page.path: page.body for page in site.pages}


@pytest.fixture(scope="module")
def published() -> Mapping[str, str]:
    """A project of two years with all that was reported of it, one that was not reported of, and one without declaration."""
    later = BASE.replace("2020", "2021")
    return pages(
        (PATH, BASE),
        (EVALUATION, MISSED),
        (MONITORING, BASE_MONITORING),
        (NEXT, later),
        (NEXT.replace(".yml", ".ziping.yml"), LATER),
        (NEXT.replace("dangan-shuzihua", "kufang"), later.replace("馆藏档案数字化", "库房改造")),
        ("content/projects/2018/qinghe-danganguan/lao.ziping.yml", BASE_EVALUATION.replace("2020", "2018")),
        (
            "content/projects/2021/qinghe-tushuguan/lao.ziping.yml",
            MISSED.replace("2020", "2021").replace("青禾市档案馆", "青禾市图书馆"),
        ),
    )


def rows(body: str) -> dict[str, list[str]]:
    """The rows of a page's table of promise and result, by the name of the indicator."""
    table = next(one for one in elements(parse(body)) if "jx-cycle" in one.get("class", ""))
    found = {}
    for row in (one for one in elements(table) if one.tag == "tr"):
        head, *cells = [" ".join(text(cell).split()) for cell in row]
        found[head.split(" ")[0]] = cells
    return found


def test_promise_midyear_and_result_stand_side_by_side(published: Mapping[str, str]) -> None:
    found = rows(published[PROJECT])
    assert found.pop("指标") == ["目标", "年中", "实际", "结论", "偏差", "得分/分值"]
    assert [*found] == ["预算执行率", "档案交接登记率", "档案扫描页数", "扫描合格率", "在线查档人次", "查档市民满意度"]
    assert found["预算执行率"] == ["≥95%", "—", "—", "自评表没有这条指标", "", ""]
    scanned = found["档案扫描页数"]
    assert scanned[0] == "≥120000页"
    assert scanned[1].startswith("68000页◇ 未到期程序计算：")
    assert scanned[2:] == [
        "116000页",
        "▲ 未达到程序计算：指标值识别为“≥ 120000 页”，实际完成值识别为“116000 页”",
        "−4000页",
        "29/30",
    ]


def test_no_word_of_later_targets_where_there_are_none(published: Mapping[str, str]) -> None:
    assert "不是当年的指标" not in published[PROJECT]


def test_last_year_s_target_and_result_stand_beside(published: Mapping[str, str]) -> None:
    found = rows(published[PROJECT.replace("2020", "2021")])
    assert found["指标"][-1] == "2020年"
    assert found["档案扫描页数"][-1].startswith("≥120000页；实际 116000页▲ 未达到")
    assert found["预算执行率"][-1] == "≥95%"


def test_a_project_that_nothing_was_reported_of_has_no_such_table(published: Mapping[str, str]) -> None:
    assert "jx-cycle" not in published[PROJECT.replace("2020", "2021").replace("dangan-shuzihua", "kufang")]


def test_a_record_without_declaration_has_its_own_page(published: Mapping[str, str]) -> None:
    body = published["projects/2018/qinghe-danganguan/lao/ziping/"]
    assert "没有收录" in body
    assert rows(body)["档案扫描页数"][0] == "≥120000页"
    assert "projects/2018/qinghe-danganguan/lao/" not in published


@pytest.mark.parametrize("edition_id", result_edition_ids())
def test_the_page_of_a_record_holds_each_cell_as_filed(edition_id: str) -> None:
    sample = (SAMPLES / f"{edition_id}.yml").read_text("utf-8")
    file = sample.partition("\n")[0].removeprefix("# ")
    suffix = file.rsplit(".", 2)[1]
    body = pages((file, sample), (PATH, BASE))[f"{PROJECT}{suffix}/"]
    shown = text(parse(body))
    document = read(file, sample.encode())
    for at in _paths(document.root):
        node = document.node(at)
        for line in node.text.split("\n") if isinstance(node, Scalar) else ():
            assert line.strip() in shown, at


def test_every_link_leads_to_a_page_and_every_anchor_to_an_id(published: Mapping[str, str]) -> None:
    known = {"about/", *published}
    for path, body in published.items():
        for href in values(parse(body), "href"):
            target, _, anchor = href.partition("#")
            if target.startswith(("http", "data:")):
                continue
            there = urljoin(f"/{path}", target.partition("?")[0]).lstrip("/")
            if re.match("assets/|data/.", there):
                continue
            assert there in known, (path, href)
            if anchor and there in published:
                assert f'id="{anchor}"' in published[there], (path, href)


def test_each_count_leads_to_its_rows(published: Mapping[str, str]) -> None:
    """The number that is told is the number of rows on the page that it leads to."""
    counted = 0
    for path, body in published.items():
        if path.startswith("results/"):
            for link in (one for one in elements(parse(body)) if one.tag == "a"):
                there = urljoin(f"/{path}", link.get("href", "")).lstrip("/")
                if there.endswith(tuple(f"/{verdict.value}/" for verdict in Verdict)) and text(link).isdigit():
                    counted += 1
                    listed = [row for row in elements(parse(published[there])) if row.tag == "tr"]
                    assert len(listed) == int(text(link)) + 1, (path, there)
    assert counted >= 8


def told(body: str, caption: str) -> list[dict[str, str]]:
    """The rows of a table, cells by the titles of their columns."""
    table = next(one for one in elements(parse(body)) if one.tag == "table" and text(one[0]) == caption)
    return [
        {cell.get("data-label", ""): text(cell) for cell in row}
        for part in table.iter("tbody")
        for row in part.iter("tr")
    ]


def figures(body: str) -> dict[str, str]:
    """What stands in large figures below the heading of results."""
    root = parse(body)
    everything = list(elements(root))
    at = next(n for n, one in enumerate(everything) if one.get("id") == "results")
    shown = next(one for one in everything[at:] if one.tag == "dl")
    return {text(one[0]): " ".join(text(one[1]).split()) for one in shown}


def leads(body: str, path: str) -> set[str]:
    """Where the links of a page lead."""
    return {urljoin(f"/{path}", href.partition("#")[0]).lstrip("/") for href in values(parse(body), "href")}


def test_home_year_unit_and_history_lead_to_the_results_and_back(published: Mapping[str, str]) -> None:
    """With the same counts on all of them."""
    year, unit = "projects/2021/", "units/qinghe-danganguan/"
    chain = "history/2020/qinghe-danganguan/dangan-shuzihua/"
    assert {"results/", "results/2021/"} <= leads(published[""], "")
    assert {"results/", "results/2021/"} <= leads(published[year], year)
    assert year in leads(published["results/2021/"], "results/2021/")
    assert unit in leads(published["results/2021/qinghe-danganguan/"], "results/2021/qinghe-danganguan/")
    assert "results/2021/qinghe-danganguan/" in leads(published[unit], unit)
    assert f"{PROJECT}ziping/" in leads(published[chain], chain)
    overall = {
        "绩效自评表": "2 份",
        "▲ 未达到": "1 条",
        "○ 无法判断": "0 条",
        "● 达到": "9 条",
        "达到的占可判断的": "90.00%",
    }
    assert figures(published[""]) == figures(published[year]) == overall
    units = {row["年度"]: row for row in told(published[unit], "各年度目标完成情况")}
    assert [*units] == ["2021年", "2020年", "2018年"]
    assert (units["2020年"]["未达到（条）"], units["2020年"]["达到（条）"]) == ("1", "4")
    history = told(published[chain], "历年完成情况")
    assert [row["报告"] for row in history] == ["2021年绩效自评表", "2020年绩效自评表"]
    assert history[1]["下年申报表所填执行数（元）"] == "560,000"
    assert [history[1][title] for title in ("自评得分", "未达到（条）", "无法判断（条）", "达到（条）")] == [
        "98.7",
        "1",
        "0",
        "4",
    ]


def test_the_reports_of_a_year_lead_to_each_other_and_to_the_next_year(published: Mapping[str, str]) -> None:
    monitoring, evaluation = f"{PROJECT}jiankong/", f"{PROJECT}ziping/"
    assert {PROJECT, evaluation} <= leads(published[monitoring], monitoring)
    assert {PROJECT, monitoring, PROJECT.replace("2020", "2021"), "results/2020/"} <= leads(
        published[evaluation], evaluation
    )
    assert "下年所填上年执行数 560,000 元（2021年申报表）" in text(parse(published[evaluation]))
    assert "下年所填" not in published[monitoring]


def test_a_site_without_self_evaluations_says_nothing_of_them() -> None:
    found = pages((PATH, BASE), (MONITORING, BASE_MONITORING))
    for path in ("", "projects/2020/", "units/qinghe-danganguan/"):
        assert "完成情况" not in text(parse(found[path])), path


def test_projects_with_other_indicators_than_declared_are_counted_and_lead_to_what_differs(
    published: Mapping[str, str],
) -> None:
    counted = []
    for year in (2018, 2020, 2021):
        for row in told(published[f"results/{year}/"], f"{year}年各单位目标完成情况"):
            unit = next(
                path
                for path in published
                if re.fullmatch(rf"results/{year}/[^/]+/", path) and row["单位"] in published[path]
            )
            projects = told(published[unit], "各项目的自评")
            differing = [one["与申报表不同的指标（条）"] for one in projects]
            assert int(row["指标与申报表不同的项目（个）"]) == sum(one not in ("—", "0") for one in differing)
            counted += [one for one in differing if one != "—"]
            for there in (
                urljoin(f"/{unit}", one).lstrip("/") for one in values(parse(published[unit]), "href") if "#" in one
            ):
                page, anchor = there.split("#")
                if anchor == "differences":
                    assert f"与申报表相同，{differing[0]} 条不同" in text(parse(published[page]))
                    assert f"与申报表不同的指标 {differing[0]} 条，没有列出的 1 条" in text(
                        parse(published[page.removesuffix("ziping/")])
                    )
    assert counted == ["0", "1"]
    for page in ("results/2021/", "results/2021/qinghe-danganguan/"):
        assert "申报表有、自评表没有列出的指标不计在内" in published[page]


def test_indicators_that_a_report_leaves_out_are_told_in_words(published: Mapping[str, str]) -> None:
    told = text(parse(published[f"{PROJECT}ziping/"]))
    assert "5 条绩效指标与申报表相同，0 条不同，申报表的 1 条没有列出。" in told
    assert "4 条绩效指标与申报表相同，1 条不同，申报表的 1 条没有列出。" in text(
        parse(published[f"{PROJECT.replace('2020', '2021')}ziping/"])
    )


def row_names(published: Mapping[str, str]) -> Counter[tuple[str, str, str]]:
    """How often each indicator stands among the rows of each year and verdict."""
    found = Counter[tuple[str, str, str]]()
    for path, body in published.items():
        if match := re.fullmatch(r"results/(\d+)/[^/]+/([a-z-]+)/", path):
            verdict = Verdict(match[2])
            found.update((row["指标"], f"{match[1]}年", verdict.label) for row in told(body, f"{verdict.label}的指标"))
    return found


def test_an_indicators_page_counts_the_same_rows_by_year(published: Mapping[str, str]) -> None:
    """Also those of a self-evaluation whose project has no declaration; each use says what came of it."""
    rows_of, met = row_names(published), 0
    for path, body in published.items():
        if re.fullmatch(r"indicators/names/[^/]+/", path):
            root = parse(body)
            name = next(text(one) for one in elements(root) if one.tag == "h1")
            if "各年度完成情况" not in text(root):
                assert not [one for one in rows_of if one[0] == name]
                continue
            for row in told(body, f"“{name}”各年度完成情况"):
                for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL):
                    count = rows_of[name, row["年度"], verdict.label]
                    assert int(row[f"{verdict.label}（条）"]) == count, (name, row)
                    met += count
    assert met == rows_of.total() == 20


def test_the_library_says_what_came_of_each_use_and_how_often_it_was_met(published: Mapping[str, str]) -> None:
    listed = text(parse(published["indicators/"]))
    assert re.search(r"档案扫描页数 3 条.*?▲ 未达到 2，● 达到 2", listed, re.DOTALL)
    slug = next(one for one in values(parse(published["results/2021/"]), "href") if "/names/" in one)
    page = text(parse(published[urljoin("/results/2021/", slug).lstrip("/")]))
    assert "有自评的 3 个年度里，1 个年度可判断的都达到，2 个年度有未达到的。" in page
    assert "2020年：年中 68000页；实际 116000页 ▲ 未达到（−4000页）" in page


def test_a_library_of_which_nothing_was_evaluated_has_no_such_column() -> None:
    found = pages((PATH, BASE), (MONITORING, BASE_MONITORING), (NEXT, BASE.replace("2020", "2021")))
    assert "完成情况" not in text(parse(found["indicators/"]))


def test_what_was_missed_and_who_has_not_reported_is_told(published: Mapping[str, str]) -> None:
    year = text(parse(published["results/2021/"]))
    assert "未见自评表的项目" in year
    assert "库房改造" in year
    assert re.search(r"档案扫描页数\s+1\s+2", year)
    assert "未见自评表" not in text(parse(published["results/2020/"])).replace("未见自评表（份）", "")
    overview = text(parse(published["results/"]))
    assert re.search(r"2021年\s+2\s+1\s+1\s+0\s+9\s+90\.00%", overview)


def test_a_year_of_which_nothing_was_evaluated_is_not_held_against_anybody() -> None:
    found = pages((PATH, BASE), (MONITORING, BASE_MONITORING))
    assert not [path for path in found if path.startswith("results/")]
    assert rows(found[PROJECT])["指标"] == ["目标", "年中"]


def test_findings_in_a_record_are_on_its_page_and_lead_there(published: Mapping[str, str]) -> None:
    body = published[f"{PROJECT}ziping/"]
    assert "R109" in body
    places = [href for href in values(parse(body), "href") if href.startswith("#field-")]
    assert places
    assert all(f'id="{place[1:]}"' in body for place in places)
    assert "R109" not in published[PROJECT]
    listed = values(parse(published["findings/r109/"]), "href")
    assert any(href.endswith("dangan-shuzihua/ziping/#findings") for href in listed)
    assert "馆藏档案数字化（绩效自评表）" in published["findings/units/qinghe-tushuguan/"]


def test_open_data_has_a_row_for_each_indicator_that_was_reported() -> None:
    raws = [(PATH, BASE), (EVALUATION, MISSED), (MONITORING, BASE_MONITORING)]
    files = open_data(judged(*raws))
    rows_of = list(csv.DictReader(io.StringIO(files["data/v1/2020/outcomes.csv"].decode("utf-8-sig"))))
    assert [row["kind"] for row in rows_of] == ["monitoring"] * 3 + ["self-evaluation"] * 5
    scanned = next(row for row in rows_of if row["kind"] == "self-evaluation")
    told = {
        "name": "档案扫描页数", "target": "≥120000页", "actual": "116000页", "outcome": "not-met", "difference": "-4000",
        "difference_unit": "页", "weight": "30", "score": "29",
    }  # fmt: skip
    assert {key: scanned[key].lstrip("'") for key in told} == told
    twins = json.loads(files["data/v1/units/qinghe-danganguan/2020.json"])["declarations"]
    (twin,) = twins.values()
    reports = json.loads(files["data/v1/units/qinghe-danganguan/2020.results.json"])["results"]
    assert twin["links"]["results"] == [*reports]
    told_there = [row["outcome"] for report in reports.values() for row in report["outcomes"]]
    assert told_there == [row["outcome"] for row in rows_of]


HOSTILE = "<img src=x onerror=alert(1)>\"' {{ 7*7 }} | `x`"


def test_hostile_texts_are_texts_on_every_page() -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    told = BASE_EVALUATION.replace("项目名称: 馆藏档案数字化", f"项目名称: {quoted}")
    told = told.replace("三级指标: 档案扫描页数", f"三级指标: {quoted}").replace("98.6%,", f"{quoted},")
    told = told.replace("实际完成情况: 全年", f"实际完成情况: {quoted} #").replace(
        "得分: 30}", f"得分: 29, 偏差原因分析及改进措施: {quoted}}}"
    )
    found = pages((EVALUATION, told.replace("总分: 99.7", f"总分: 98.7\n评价结论: {quoted}")), (PATH, BASE))
    for path, body in found.items():
        assert "<img" not in body, path
    assert HOSTILE in text(parse(found[f"{PROJECT}ziping/"]))


def test_hostile_texts_cannot_end_the_scripts_that_searches_load() -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    told = BASE_EVALUATION.replace("项目名称: 馆藏档案数字化", f"项目名称: {quoted}").replace("98.6%,", f"{quoted},")
    raws = [RawFile(file, text.encode()) for file, text in ((PATH, BASE), (EVALUATION, told))]
    files = render(judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws), THEME).files
    scripts = {file.path: file.content for file in files if re.match("data/records/|search-index/(r|index)", file.path)}
    assert len(scripts) > 3
    assert [path for path, content in scripts.items() if b"<" in content] == []
    (path,) = (path for path in scripts if path.startswith("data/records/"))
    _, record = record_of(scripts[path])
    assert HOSTILE in [text for _, _, text in record["reports"]["ziping"]]


@pytest.mark.parametrize(
    ("target", "actual", "shares"),
    [
        ("≥100次", "50次", (0.5, 1)), ("≥100次", "200次", (1, 0.5)), ("≤1小时", "30分钟", (0.5, 1)),
        ("≥0.1万人次", "1500人次", (1, 2 / 3)), ("≥0", "0", None), ("≥-2", "-1", None), ("健全", "健全", None), ("≥5次", "/", None),
    ],
)  # fmt: skip
def test_bars_are_in_proportion_and_of_numbers_alone(
    target: str, actual: str, shares: tuple[float, float] | None
) -> None:
    wanted = read_target(target)
    bullet = bullet_of(wanted, outcome_of(wanted, read_target(actual)))
    if shares is None:
        assert bullet is None
    else:
        assert bullet
        most = WIDTH - 4
        assert (bullet.actual, bullet.target) == (round(shares[0] * most), round(shares[1] * most))
