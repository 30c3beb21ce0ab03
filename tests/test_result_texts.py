"""What holds of a declaration's texts and blanks holds of what was reported of it: placeholders, leftovers, characters, persons, originals."""

from __future__ import annotations

import pytest
from in_memory import Judged, render
from invented_results import judged, known, sample
from markup import parse, text
from published import THEME
from test_results import EVALUATION, MONITORING

from jixiao.finding import Severity
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH

ORIGIN = "来源: {标题: 青禾市档案馆2020年自评表}\n"
AS_IN_THE_ORIGINAL = f"{ORIGIN}说明:\n  - {{规则: S104, 理由: 原件如此。}}\n"
REASON = "偏差原因分析及改进措施"


def found(content: str, file: str = EVALUATION) -> dict[str, str]:
    """Codes of findings with the labels of their places."""
    return {one.code: one.label for one in judged((file, content)).findings}


def put(old: str, new: str, base: str = BASE_EVALUATION) -> str:
    assert old in base
    return base.replace(old, new, 1)


@pytest.mark.parametrize(
    ("content", "code", "label"),
    [
        (put("实际完成情况: 全年", "实际完成情况: 全年扫描XX页，全年"), "T701", "实际完成情况"),
        (put("实际完成情况: 全年扫描档案123000页，合格率98.6%，市民可以在线查阅新增的档案目录。", "实际完成情况: 详见附件"), "T701", "实际完成情况"),
        (put("实际完成值: 123000页", "实际完成值: '#REF!'"), "T701", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 实际完成值"),
        (put("实际完成值: 123000页", "实际完成值: ≥%"), "T701", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 实际完成值"),
        (put("实际完成值: 123000页", "实际完成值: nan"), "T701", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 实际完成值"),
        (put("三级指标: 档案扫描页数", "三级指标: 指标名称待填"), "T701", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 三级指标"),
        (put("分值: 20, 得分: 20}", f"分值: 20, 得分: 20, {REASON}: 待定}}"), "T701", f"绩效指标 › 产出指标 › 质量指标 › 第 1 行 › {REASON}"),
        (f"{BASE_EVALUATION}存在问题: 未及时完成完成采购\n", "T703", "存在问题"),
        (put("市民可以", "市民可以\u202e"), "S110", "实际完成情况"),
        (put("实际完成值: 123000页", '实际完成值: "123000\ue000页"'), "S110", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 实际完成值"),
        (put("市民可以", "市民可以 #三楼"), "S111", "实际完成情况"),
        (put("实际完成值: 98.6%", "实际完成值: 98.6⽉"), "S112", "绩效指标 › 产出指标 › 质量指标 › 第 1 行 › 实际完成值"),
        (f"{BASE_EVALUATION}存在问题: 请与13800138000联系\n", "P801", "存在问题"),
        (put("实际完成值: 123000页", "实际完成值: 13800138000"), "P801", "绩效指标 › 产出指标 › 数量指标 › 第 1 行 › 实际完成值"),
    ],
)  # fmt: skip
def test_texts_and_cells_of_a_result_are_judged_as_those_of_a_declaration(content: str, code: str, label: str) -> None:
    assert found(content).get(code) == label


@pytest.mark.parametrize(
    "content",
    [
        f"{BASE_EVALUATION}存在问题: 无\n改进措施: /\n",
        f"{BASE_EVALUATION}存在问题: 详见自评报告\n",
        put("分值: 20, 得分: 20}", f"分值: 20, 得分: 20, {REASON}: 同上}}"),
        put("分值: 20, 得分: 20}", f"分值: 20, 得分: 20, {REASON}: —}}"),
        BASE_EVALUATION,
    ],
)
def test_short_answers_are_none_of_these_faults(content: str) -> None:
    assert not found(content).keys() & {"T701", "T702", "T703"}


def test_texts_in_lists_of_an_invented_form_are_judged() -> None:
    with known():
        file, content = sample("chenghu-ziping")
        codes = {(one.code, one.label) for one in judged((file, put("已补助12个", "已补助XX个", content))).findings}
    assert ("T701", "目标完成情况 › 第 1 行 › 实际完成") in codes


def test_monitoring_is_judged_alike() -> None:
    assert "T701" in found(put("68000页", "待填", BASE_MONITORING), MONITORING)


# Blanks of a published original


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("三级指标: 档案扫描页数, ", ""), ("年度指标值: ≥120000页", "年度指标值: "), ("资金: 其他资金, ", ""),
    ],
)  # fmt: skip
def test_what_an_original_left_blank_is_answered_and_published(old: str, new: str) -> None:
    content = put(old, new)
    assert [one.severity for one in judged((EVALUATION, content)).findings if one.code == "S104"] == [Severity.ERROR]
    assert judged((EVALUATION, content)).portfolio.results == ()
    answered = judged((EVALUATION, content + AS_IN_THE_ORIGINAL))
    (finding,) = [one for one in answered.findings if one.code == "S104"]
    assert finding.severity is Severity.WARNING
    assert finding.answer
    assert len(answered.portfolio.results) == 1
    assert shown(answered).count("原件如此。") == 1


def shown(judgement: Judged) -> str:
    """The text of the page of a self-evaluation."""
    pages = {page.path: page.body for page in render(judgement, THEME).pages}
    return text(parse(next(body for path, body in pages.items() if path.endswith("/ziping/"))))


@pytest.mark.parametrize(
    "line", ["项目名称: 馆藏档案数字化\n", "实施单位: 青禾市档案馆\n", "年度: 2020\n", "表式: national-ziping\n"]
)
def test_what_a_record_is_known_by_cannot_be_blank(line: str) -> None:
    judgement = judged((EVALUATION, put(line, "") + AS_IN_THE_ORIGINAL))
    assert Severity.ERROR in {one.severity for one in judgement.findings if one.code == "S104"}
    assert judgement.portfolio.results == ()


def test_an_answer_needs_the_original_and_the_very_code() -> None:
    content = put("年度指标值: ≥120000页", "年度指标值: ")
    for more in (
        "说明:\n  - {规则: S104, 理由: 原件如此。}\n",
        f"{ORIGIN}说明:\n  - {{规则: R109, 理由: 原件如此。}}\n",
        ORIGIN,
    ):
        judgement = judged((EVALUATION, content + more))
        assert Severity.ERROR in {one.severity for one in judgement.findings if one.code == "S104"}
        assert judgement.portfolio.results == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("总分: 99.7", "总分: 97.7", "R104"), ("分值: 30, 得分: 30", "分值: 35, 得分: 30", "R103"), ("执行率: 97.00%", "执行率: 89%", "R101"),
        ("得分: 9.7", "得分: 19.7", "R102"), ("市民可以", "市民可以XX", "T701"),
    ],
)  # fmt: skip
def test_any_fault_of_the_original_s_content_is_answered(old: str, new: str, code: str) -> None:
    content = f"{put(old, new)}{ORIGIN}说明:\n  - {{规则: {code}, 理由: 原件如此。}}\n"
    told = {one.code: one for one in judged((EVALUATION, content)).findings}
    assert told[code].severity is Severity.WARNING
    assert "W901" not in told
    assert "W901" in found(f"{BASE_EVALUATION}{ORIGIN}说明:\n  - {{规则: {code}, 理由: 原件如此。}}\n")


@pytest.mark.parametrize("code", ["S105", "S110", "P801"])
def test_how_a_file_is_written_is_never_answered(code: str) -> None:
    old, new = {
        "S105": ("总分: 99.7", "总分: 九十"), "S110": ("市民可以", "市民可以\u202e"), "P801": ("市民可以", "13800138000市民可以"),
    }[code]  # fmt: skip
    content = f"{put(old, new)}{ORIGIN}说明:\n  - {{规则: {code}, 理由: 原件如此。}}\n"
    told = {one.code: one for one in judged((EVALUATION, content)).findings}
    assert told[code].severity is Severity.ERROR
    assert ("W901" in told) == (code == "P801")


# Persons


@pytest.mark.parametrize(
    "label", ["项目负责人", "项目负责人姓名", "填报人签字", "联系人及联系电话", "经办人", "主任手机号码"]
)
def test_who_a_person_is_is_neither_read_nor_published(label: str) -> None:
    judgement = judged((PATH, BASE), (EVALUATION, f"{BASE_EVALUATION}{label}: 周小满\n"))
    (finding,) = [one for one in judgement.findings if one.severity is Severity.ERROR]
    assert "周小满" not in f"{finding.message}{finding.seen}"
    assert "涉及个人，不公布" in finding.message
    assert judgement.portfolio.results == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("得分: 9.7}", "得分: 9.7, 填报人: 周小满}"), ("实际完成值: 98.6%", "实际完成值: 98.6%, 责任人电话: 周小满"),
        ("  满意度指标:\n", "  联系人: 周小满\n  满意度指标:\n"),
    ],
)  # fmt: skip
def test_nor_is_a_person_in_a_table(old: str, new: str) -> None:
    judgement = judged((EVALUATION, put(old, new)))
    (finding,) = judgement.findings
    assert finding.code == "S105"
    assert "周小满" not in f"{finding.message}{finding.seen}"
    assert judgement.portfolio.results == ()
