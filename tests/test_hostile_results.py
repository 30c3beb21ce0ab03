"""Hostile files of results: refused with a sentence or published as the texts they are; no traceback, no markup, no formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hostile_cases import load
from in_memory import render
from invented_results import judged
from markup import elements, parse, text
from published import THEME, open_data
from test_results import EVALUATION, MONITORING

from jixiao.finding import Severity
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH

PLACES = (
    "项目名称: 馆藏档案数字化", "主管部门: 青禾市文化局", "预期目标: 完成档案扫描120000页，扫描合格率达98%以上，查档市民满意度达90%以上。",
    "实际完成情况: 全年扫描档案123000页，合格率98.6%，市民可以在线查阅新增的档案目录。",
    "三级指标: 档案扫描页数", "年度指标值: ≥120000页", "实际完成值: 123000页",
)  # fmt: skip
TEXTS = {case.id: case.text for case in load() if case.id.startswith("texts/") and not case.codes}


def quoted(written: str) -> str:
    return json.dumps(written, ensure_ascii=False)


def filed_everywhere(written: str) -> str:
    """A self-evaluation with a text in every field that takes one."""
    content = BASE_EVALUATION
    for place in PLACES:
        label, _, _ = place.partition(": ")
        content = content.replace(place, f"{label}: {quoted(f'{written}@{label}')}", 1)
    reason = f"偏差原因分析及改进措施: {quoted(f'{written}@原因')}"
    content = content.replace("分值: 30, 得分: 30}", f"分值: 30, 得分: 29, {reason}}}").replace("99.7", "98.7")
    for label in ("评价结论", "存在问题", "改进措施"):
        content += f"{label}: {quoted(f'{written}@{label}')}\n"
    return f"{content}来源: {{标题: {quoted(f'{written}@标题')}, 录入说明: {quoted(f'{written}@录入说明')}}}\n"


@pytest.mark.parametrize("case_id", sorted(TEXTS)[::6])
def test_a_hostile_text_is_shown_and_given_back_as_it_is(case_id: str) -> None:
    written = TEXTS[case_id]
    found = judged((PATH, BASE), (EVALUATION, filed_everywhere(written)))
    hard = {one.code for one in found.findings if one.severity is Severity.ERROR}
    assert hard <= {"T701"}, [one.message for one in found.findings if one.severity is Severity.ERROR]
    site = render(found, THEME)
    body = next(page.body for page in site.pages if page.path.endswith("/ziping/"))
    tags = {element.tag for element in elements(parse(body))}
    assert not tags & {"script", "img", "iframe", "style", "object", "form", "input"}
    shown = "".join(text(parse(body)).split())
    labels = [
        *(place.partition(": ")[0] for place in PLACES),
        "原因",
        "评价结论",
        "存在问题",
        "改进措施",
        "标题",
        "录入说明",
    ]
    assert [label for label in labels if "".join(f"{written}@{label}".split()) not in shown] == []
    told = json.loads(next(file.content for file in site.files if file.path.endswith(".results.json")))
    (report,) = told["results"].values()
    assert report["form"]["项目名称"].split() == f"{written}@项目名称".split()


FORMULAS = ('=HYPERLINK("http://x","点我")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=1", "|cmd")


@pytest.mark.parametrize("written", FORMULAS)
def test_no_cell_of_a_spreadsheet_runs(written: str) -> None:
    files = open_data(judged((PATH, BASE), (EVALUATION, filed_everywhere(written))))
    rows = list(csv.reader(io.StringIO(files["data/v1/2020/outcomes.csv"].decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows[1:] for cell in row]
    assert any(written.strip() in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t") or (cell.startswith("-") and "+" in cell)]


NUMBERS = (
    "1e999", "1E5", "nan", "inf", "-1", "0x10", "1_000", "９９９９９９９９９９", "1" * 400, "1.12345678901234567", "０１", "1,000", "--5", "NaN", "1/3", "٣", "½", "九",
)  # fmt: skip


@pytest.mark.parametrize("written", NUMBERS)
@pytest.mark.parametrize("place", ["分值: 30", "得分: 30", "执行率: 97.00%", "总分: 99.7"])
def test_a_number_that_is_none_is_refused_in_a_sentence(place: str, written: str) -> None:
    label, _, _ = place.partition(": ")
    found = judged((EVALUATION, BASE_EVALUATION.replace(place, f"{label}: {quoted(written)}", 1)))
    (finding,) = [one for one in found.findings if one.code == "S105"]
    assert len(finding.message) < 300
    assert found.portfolio.results == ()


@pytest.mark.parametrize("written", ["1e999", "-1", "1" * 400, "0.1234567", "1万", "NaN", "[1]", "{a: 1}"])
@pytest.mark.parametrize("place", ["年初预算数: 60", "全年预算数: 60", "全年执行数: 58.2"])
def test_an_amount_that_is_none_is_refused_in_a_sentence(place: str, written: str) -> None:
    label, _, _ = place.partition(": ")
    found = judged((EVALUATION, BASE_EVALUATION.replace(place, f"{label}: {written}", 1)))
    assert "S105" in {one.code for one in found.findings}
    assert found.portfolio.results == ()


@pytest.mark.parametrize(
    "written",
    [
        "&a [*a]", "*a", "!!python/object:os.system x", "!!binary aGk=", "<<: {a: 1}", "? [a]\n: b", "{" * 300 + "}" * 300,
        "[" * 2_000, '"\\uD800"', "\x00", "\u202eabc",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["项目资金:", "绩效指标:", "评价结论:"])
def test_what_yaml_makes_dangerous_is_refused(place: str, written: str) -> None:
    content = f"{BASE_EVALUATION}评价结论: 好\n".replace(place, f"{place} {written} #", 1)
    found = judged((EVALUATION, content))
    assert found.portfolio.results == ()
    assert all(len(one.message) < 1_000 for one in found.findings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("项目资金:\n", "项目资金: 无\n项目资金2:\n"), ("绩效指标:\n", "绩效指标: []\n其他:\n"), ("  产出指标:\n    数量指标:\n", "  产出指标:\n    - a\n  数量指标:\n"),
        ("表式: national-ziping", "表式: [national-ziping]"), ("表式: national-ziping", "表式: ../kinds"), ("表式: national-ziping", "表式: kinds"),
        ("表式: national-ziping", "表式: national-ziping.yml"), ("年度: 2020", "年度: 2020\n年度: 2021"), ("年度: 2020", "年度: 20200"),
    ],
)  # fmt: skip
def test_another_shape_than_the_form_s_is_refused(old: str, new: str) -> None:
    assert old in BASE_EVALUATION
    found = judged((EVALUATION, BASE_EVALUATION.replace(old, new, 1)))
    assert Severity.ERROR in {one.severity for one in found.findings}
    assert found.portfolio.results == ()


@pytest.mark.parametrize(
    "name", ["a.b.ziping.yml", ".ziping.yml", "ziping.yml", "A.ziping.yml", "a.ZIPING.yml", "a.ziping.jiankong.yml", "con.ziping.yml", "项目.ziping.yml", "a..ziping.yml", "13800138000.ziping.yml"]
)  # fmt: skip
def test_a_name_that_is_no_id_is_told(name: str) -> None:
    found = judged((EVALUATION.rpartition("/")[0] + f"/{name}", BASE_EVALUATION))
    assert Severity.ERROR in {one.severity for one in found.findings}


def test_very_many_rows_are_judged_and_answers_beyond_number_are_bounded() -> None:
    row = "      - {三级指标: 指标%d, 年度指标值: ≥1页, 实际完成值: 0页, 分值: 1, 得分: 1}\n"
    rows = "".join(row % number for number in range(600))
    content = BASE_EVALUATION.replace("      - {三级指标: 档案扫描页数", f"{rows}      - {{三级指标: 档案扫描页数", 1)
    found = judged((EVALUATION, content), (MONITORING, BASE_MONITORING))
    assert {"R103", "R109"} <= {one.code for one in found.findings}
