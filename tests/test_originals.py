"""What a published original has wrong is taken down as it is, answered, and published beside its finding; no more than that.

All projects, units and figures are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import judge_fragment
from in_memory import Judged as Judgement
from in_memory import render
from markup import elements, parse, text

from jixiao.field_reader import MISSING
from jixiao.finding import Finding, Severity
from jixiao.rules import BY_CODE, RULES
from jixiao.rules.examples import PATH, PATH_2026
from jixiao.site.form import FormRow, sheet

THEME = Path(__file__).resolve().parent.parent / "theme"
SOURCE = "来源: {标题: 青禾市档案馆2020年绩效目标申报表, 网址: 'https://example.gov.cn/2020.pdf'}\n"
OF_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"
WITH_EVALUATION = f"表式: shanghai-2019\n# {PATH.replace('.yml', '.ziping.yml')}\n表式: national-ziping\n"
"""The base declaration, and after it what is laid over its self-evaluation."""

GROUPS = """\
分解目标:
  投入和管理目标:
    - {绩效指标: 预算执行率, 指标目标值: ≥95%}
  产出目标:
    - {绩效指标: 档案扫描页数, 指标目标值: ≥120000页}
  效果目标:
  影响力目标:
    - {绩效指标: 查档市民满意度, 指标目标值: ≥90%}
"""
FAULTS = {
    "B201": "项目当年投入资金构成:\n  - {子项目名称: 档案扫描加工, 预算金额: 590000}\n",
    "B202": "项目总预算: 500000\n",
    "B207": f"{OF_2026}项目资金总额: {{合计: 320000, 财政资金: 300000}}\n",
    "D401": "开始时间: 2020-12-31\n结束时间: 2020-01-01\n",
    "I501": GROUPS,
    "R101": f"""\
{WITH_EVALUATION}项目资金:
  - {{资金: 年度资金总额, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 89.54%, 得分: 9.7}}
""",
    "R102": f"""\
{WITH_EVALUATION}项目资金:
  - {{资金: 年度资金总额, 全年预算数: 60, 全年执行数: 60, 分值: 10, 执行率: 100%, 得分: 10.5}}
绩效指标:
  产出指标:
    数量指标:
      - {{三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 90, 得分: 89}}
总分: 99.5
""",
    "R103": f"""\
{WITH_EVALUATION}绩效指标:
  产出指标:
    数量指标:
      - {{三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 80, 得分: 80}}
总分: 89.7
""",
    "R104": f"{WITH_EVALUATION}总分: 98\n",
    "R105": f"""\
{WITH_EVALUATION}项目资金:
  - {{资金: 年度资金总额, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}}
  - {{资金: 当年财政拨款, 全年预算数: 50, 全年执行数: 58.2}}
""",
    "S104": "项目概况:\n",
    "T701": "备注: 由XX单位实施\n",
}
"""A fault of each rule that speaks of an original's content, laid over what no rule minds."""


def answering(*codes: str) -> str:
    return "说明:\n" + "".join(f"  - {{规则: {code}, 理由: 原件如此。}}\n" for code in codes)


def published(fragment: str, *codes: str) -> Judgement:
    """A fragment whose source is named, with the answer that the original has it so."""
    return judge_fragment(fragment + SOURCE + answering(*codes))


def found(judgement: Judgement, code: str) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.code == code]


def test_each_error_about_content_has_its_case_here() -> None:
    errors = {rule.code for rule in RULES if rule.severity is Severity.ERROR and rule.about == "content"}
    assert errors == FAULTS.keys()


@pytest.mark.parametrize("code", FAULTS)
def test_fault_of_an_original_is_published_beside_its_answer(code: str) -> None:
    judgement = published(FAULTS[code], code)
    assert not judgement.has_errors
    (finding,) = found(judgement, code)
    assert finding.severity is Severity.WARNING
    assert finding.answer is not None
    assert finding.answer.reason == "原件如此。"
    assert len(judgement.declarations) == 1
    address = finding.file.removeprefix("content/").removesuffix(".yml").replace(".", "/")
    page = next(page for page in render(judgement, THEME).pages if page.path == f"{address}/")
    seen = text(parse(page.body))
    assert finding.message in seen
    assert "待核对" in seen
    assert "说明：原件如此。" in seen.replace(" ", "")


@pytest.mark.parametrize("code", FAULTS)
def test_without_a_source_it_stays_an_error(code: str) -> None:
    judgement = judge_fragment(FAULTS[code] + answering(code))
    (finding,) = found(judgement, code)
    assert (finding.severity, finding.answer) == (Severity.ERROR, None)


@pytest.mark.parametrize("code", FAULTS)
def test_without_an_answer_it_stays_an_error(code: str) -> None:
    judgement = judge_fragment(FAULTS[code] + SOURCE + answering("I508"))
    assert [finding.severity for finding in found(judgement, code)] == [Severity.ERROR]


@pytest.mark.parametrize("source", ["来源:\n", "来源: {网址: 'https://example.gov.cn/a'}\n", "来源: 某网站\n"])
def test_source_that_names_nothing_excuses_nothing(source: str) -> None:
    assert judge_fragment(FAULTS["B201"] + source + answering("B201")).has_errors


@pytest.mark.parametrize(
    ("fragment", "code"),
    [
        ("项目总预算: 60万元\n", "S105"),
        ("项目总预算: 600000\n项目总预算: 600000\n", "S102"),
        ("资金用処: 其他\n", "S103"),
        ("年度: 2019\n开始时间: 2019-01-01\n结束时间: 2019-12-31\n", "S107"),
        ("申报单位名称: 青禾市档案局\n", "S109"),
        ('项目名称: "档案\\u202E数字化"\n', "S110"),
        ("备注: *gaikuang\n", "S106"),
        ("前身: 2019/qinghe-danganguan/dangan-saomiao\n", "H308"),
        ("备注: 联系小周，手机13800138000。\n", "P801"),
    ],
)
def test_what_the_file_or_the_site_has_wrong_cannot_be_answered(fragment: str, code: str) -> None:
    judgement = published(fragment, code)
    assert {finding.severity for finding in found(judgement, code)} == {Severity.ERROR}


# Blank fields


@pytest.mark.parametrize(
    "fragment",
    [
        "项目概况:\n",
        "立项依据: ''\n",
        "项目设立的必要性: 无\n",
        "保证项目实施的制度、措施: ——\n",
        "项目实施计划:\n",
        "项目总目标:\n",
        "年度绩效目标: ~\n",
        "开始时间:\n",
        "结束时间:\n",
        "项目总预算:\n",
        "项目类型:\n",
        "资金用途:\n",
        "项目当年投入资金构成:\n",
        "项目当年投入资金构成: []\n",
        GROUPS.replace("≥95%", ""),
        GROUPS.replace("绩效指标: 预算执行率, ", ""),
        f"{OF_2026}主管部门:\n",
        f"{OF_2026}项目类别:\n",
        f"{OF_2026}实施主体:\n",
        f"{OF_2026}绩效目标:\n",
    ],
)
def test_field_left_blank_in_the_original_leaves_a_declaration(fragment: str) -> None:
    judgement = published(fragment, "S104", "I501")
    assert not judgement.has_errors
    assert len(judgement.declarations) == 1
    assert [finding.severity for finding in found(judgement, "S104")] == [Severity.WARNING]


@pytest.mark.parametrize(
    "fragment",
    [
        "项目名称:\n",
        "申报单位名称:\n",
        "年度:\n",
        "项目当年预算:\n",
        "项目总预算:\n项目当年预算:\n",
        "项目当年投入资金构成:\n  - {子项目名称: 扫描加工}\n",
        f"{OF_2026}项目资金总额: {{财政资金: 320000}}\n",
        "说明二: 无\n项目概况:\n",
    ],
)
def test_what_all_else_is_reckoned_by_cannot_be_blank(fragment: str) -> None:
    judgement = published(fragment, "S104")
    assert judgement.declarations == ()
    assert all(finding.severity is Severity.ERROR for finding in found(judgement, "S104"))


@pytest.mark.parametrize("beside", ["", SOURCE, answering("S104"), SOURCE + answering("I501")])
def test_blank_that_is_not_answered_leaves_no_declaration(beside: str) -> None:
    assert judge_fragment(f"项目概况:\n{beside}").declarations == ()


def test_several_blank_fields_are_answered_at_once_and_each_is_told() -> None:
    judgement = published("项目概况:\n立项依据:\n项目总目标: 无\n", "S104")
    assert [finding.label for finding in found(judgement, "S104")] == ["项目概况", "立项依据", "项目总目标"]
    assert not judgement.has_errors


def test_blank_that_counts_keeps_the_others_from_being_excused() -> None:
    assert published("项目概况:\n项目当年预算:\n", "S104").declarations == ()


def cells(rows: tuple[FormRow, ...], label: str) -> Iterator[str]:
    """What stands behind a label in the form's rows."""
    for row in rows:
        texts = [cell.text for cell in row.cells]
        if label in texts:
            yield from texts[texts.index(label) + 1 :]


@pytest.mark.parametrize(
    ("fragment", "label", "printed"),
    [
        ("项目概况:\n", "项目概况", [""]),
        ("立项依据: 无\n", "立项依据", ["无"]),
        (GROUPS, "效果目标", ["", ""]),
        (GROUPS.replace("≥95%", ""), "投入和管理目标", ["预算执行率", ""]),
        ("项目当年投入资金构成:\n", "项目当年投入资金构成", ["子项目名称", "预算金额"]),
        (f"{OF_2026}实施主体:\n", "三、实施主体", [""]),
    ],
)
def test_form_prints_the_cell_that_the_original_left_blank(fragment: str, label: str, printed: list[str]) -> None:
    (declaration,) = published(fragment, "S104", "I501").declarations
    assert list(cells(sheet(declaration).rows, label)) == printed


def test_form_without_any_indicator_prints_its_groups_blank() -> None:
    (declaration,) = published("分解目标:\n", "S104", "I501").declarations
    rows = sheet(declaration).rows
    for group in ("投入和管理目标", "产出目标", "效果目标", "影响力目标"):
        assert list(cells(rows, group)) == ["", ""]


def test_every_page_and_file_is_made_of_a_declaration_with_blanks() -> None:
    blanks = "项目概况:\n项目类型:\n资金用途:\n项目当年投入资金构成:\n分解目标:\n年度绩效目标: 无\n"
    judgement = published(blanks, "S104", "I501", "T702")
    site = render(judgement, THEME)
    (declaration,) = judgement.declarations
    owner = "/".join(reversed(declaration.id.split("/")[:2]))
    twins = next(file for file in site.files if file.path == f"data/v1/units/{owner}.json")
    form = json.loads(twins.content)["declarations"][declaration.id]["form"]
    assert (form["项目概况"], form["年度绩效目标"]) == ("", "无")
    page = next(page for page in site.pages if page.path == f"projects/{declaration.id}/")
    assert {"field-9"} <= {element.get("id") for element in elements(parse(page.body))}


# Answers


def test_answer_that_no_finding_needs_is_told_as_ever() -> None:
    judgement = published("备注: 无\n", "B201", "S104")
    assert [finding.seen for finding in found(judgement, "W901")] == ["B201", "S104"]


def test_answer_to_an_error_of_content_says_what_it_lacks() -> None:
    (finding,) = found(judge_fragment(FAULTS["B201"] + answering("B201")), "W901")
    assert finding.message == "B201 是错误，须改正；录自公布的原件、原件如此的，另请写明“来源”"


def test_one_answer_speaks_for_all_findings_of_its_rule() -> None:
    judgement = published("备注: 由XX单位实施\n项目总目标: 由某某单位实施，待填\n", "T701")
    assert {(finding.severity, bool(finding.answer)) for finding in found(judgement, "T701")} == {
        (Severity.WARNING, True)
    }


def test_reader_and_catalogue_agree_on_the_rule_of_missing_fields() -> None:
    name, code = MISSING
    assert BY_CODE[code].name == name
