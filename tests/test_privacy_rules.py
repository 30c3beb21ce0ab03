"""Personal data is found wherever it stands in a file, and is never printed whole."""

from __future__ import annotations

import pytest
from builders import findings_of, judge_fragment

from jixiao.finding import Severity
from jixiao.privacy import mask, personal_data
from jixiao.rules.examples import BASE

FOUND = [
    ("13800138000", "手机号"),
    ("联系人小周：13800138000。", "手机号"),
    ("手机138-0013-8000", "手机号"),
    ("手机138 0013 8000", "手机号"),
    ("手机138.0013.8000", "手机号"),
    ("手机1380-013-8000", "手机号"),
    ("+8613800138000", "手机号"),
    ("0086-13800138000", "手机号"),
    ("１３８００１３８０００", "手机号"),
    ("手机138－0013－8000", "手机号"),
    ("Tel13800138000", "手机号"),
    ("63212345/13800138000", "手机号"),
    ("小周13800138000小李", "手机号"),
    ("身份证号11010519491231002X", "身份证号"),
    ("11010519491231002x", "身份证号"),
    ("１１０１０５１９４９１２３１００２Ｘ", "身份证号"),
    ("110105 19491231 002X", "身份证号"),
    ("身份证号码：110105194912310021", "身份证号"),  # wrong check digit, but announced
    ("xiaozhou@qq.com", "私人邮箱"),
    ("邮箱xiaozhou.w+dangan@vip.163.com，请联系", "私人邮箱"),
    ("xiaozhou＠ｑｑ．ｃｏｍ", "私人邮箱"),
    ("zhang@gov.cn.example.com", "私人邮箱"),
    ("zhang@mygov.cn", "私人邮箱"),
    ("联系号码13800138000", "手机号"),
    ("电话号码：13800138000", "手机号"),
    ("项目联系人13800138000", "手机号"),
    ("合同编号CG-2020-001，联系13800138000", "手机号"),
    ("合同编号2020001，13800138000", "手机号"),
    ("合同编号2020001 13800138000", "手机号"),
    ("合同由小周13800138000签订", "手机号"),
    ("Tel-13800138000", "手机号"),
    ("手机号13800138000号码本", "手机号"),
    ("13800138000号机主", "手机号"),
]
PERHAPS = [
    "编号13800138000",
    "编号：13800138000",
    "人员编码13800138000",
    "CG-2020-13800138000",
    "XM_13800138000",
    "流水号13800138000",
    "（2020）13800138000",
    "快递单号：13800138000",
]
NOT_FOUND = [
    "021-63212345",
    "62345678转8001",
    "400-820-1234",
    "12345热线",
    "预算13800138000元",
    "13800138000 人次",
    "1380013.8000",
    "138.00138000",
    "0.13800138000",
    "合同编号20190013800138000",
    "合同编号CG-2020-13800000001，预算比上年增加",
    "合同编号：13800138000",
    "合同编号为 13800138000。",
    "采购合同号13800138000",
    "项目编号13800138000、13900139000和15000000001",
    "项目代码：18800000001",
    "发票号码13800138000",
    "发票号：13800138000",
    "档号13800138000",
    "档号：Q012-13800138000",
    "案卷编号13800138000",
    "文号：青财预〔2020〕13800138000号",
    "文件号13800138000",
    "青档发〔2020〕第13800138000号",
    "印刷宣传页13800138000份",
    "订单编号#13800138000",
    "信用代码13800138000",
    "流水号A13800138000",
    "12800138000",
    "2019年1月1日至2019年12月31日",
    "2,665,500",
    "沪府办[2011]74号",
    "12310000425006117P",  # 统一社会信用代码
    "91310115MA1K3ABC2D",
    "110105194912310021",  # wrong check digit, and nothing says what it is
    "110105194913310021",
    "bangongshi@qinghe.gov.cn",
    "info@xxgk.sh.edu.cn",
    "DangAn@QingHe.GOV.CN",
    "@上海发布",
    "@qq.com",
    "a@b",
    "7*24小时",
    "",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_personal_datum_is_found_and_masked(text: str, kind: str) -> None:
    (datum,) = personal_data(text)
    assert (datum.kind, datum.perhaps) == (kind, False)
    shown = mask(text)
    assert len(shown) == len(text)
    assert shown[datum.start + 3 : datum.end] == "*" * (datum.end - datum.start - 3)
    assert (shown[: datum.start + 3], shown[datum.end :]) == (text[: datum.start + 3], text[datum.end :])


@pytest.mark.parametrize("text", PERHAPS)
def test_what_may_be_a_code_is_a_warning_that_can_be_answered(text: str) -> None:
    (datum,) = personal_data(text)
    assert (datum.kind, datum.perhaps) == ("手机号", True)
    answered = judge_fragment(f'备注: "{text}"\n说明:\n  - {{规则: P801, 理由: 是档案管理系统的编号。}}')
    (finding,) = [finding for finding in answered.findings if finding.code == "P801"]
    assert finding.severity is Severity.WARNING
    assert finding.answer is not None
    assert finding.message == "这里有与手机号形式相同的编号 138********，确是编号的请在“说明”中写明"


def test_an_answer_for_a_code_does_not_excuse_a_number() -> None:
    fragment = "备注: 编号13800138000，小周13900139000\n说明:\n  - {规则: P801, 理由: 是编号。}\n来源: {标题: 某表}"
    found = [finding for finding in judge_fragment(fragment).findings if finding.code == "P801"]
    assert [(finding.severity, bool(finding.answer)) for finding in found] == [
        (Severity.WARNING, True),
        (Severity.ERROR, False),
    ]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_numbers_and_official_addresses_are_left_alone(text: str) -> None:
    assert list(personal_data(text)) == []
    assert mask(text) == text


def test_several_data_in_one_text_are_each_found() -> None:
    text = "小周13800138000、小李13900139000，xiaoli@qq.com"
    assert [datum.kind for datum in personal_data(text)] == ["手机号", "手机号", "私人邮箱"]
    assert mask(text) == "小周138********、小李139********，xia**********"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "13800138000",
        "86",
        "138 ",
        "a@",
        "a",
        "@",
        "@a.",
        "a.",
        "身份证",
        "310101",
        " ",
        "编号13800138000",
        "A-13800138000-",
        "合同号",
    ],
)
def test_a_hundred_thousand_characters_are_masked_in_bounded_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    ("fragment", "line_holds"),
    [
        ("备注: 联系人小周13800138000", "备注"),
        ("项目名称: 档案数字化13800138000", "项目名称"),
        ("备注: |-\n  第一行\n  联系人小周13800138000", "联系人"),
        ("备注: 第一行\n  联系人小周13800138000", "联系人"),
        ("分解目标:\n  产出目标:\n    - {绩效指标: 小周13800138000, 指标目标值: 1}", "绩效指标"),
        ("说明:\n  - {规则: H303, 理由: 请问13800138000}", "理由"),
        ("来源:\n  标题: 某表\n  录入说明: 由13800138000录入", "录入说明"),
        ("联系电话: 13800138000", "联系电话"),
        ("13800138000: 小周", "13800138000"),
        ("项目总预算: 八十万，问13800138000", "项目总预算"),
    ],
    ids=lambda text: text.split("\n")[0],
)
def test_number_is_found_in_any_field_even_where_the_structure_is_faulty(fragment: str, line_holds: str) -> None:
    judgement = judge_fragment(fragment)
    (finding,) = [finding for finding in judgement.findings if finding.code == "P801"]
    line = judgement.documents[finding.file].lines[finding.place.line - 1]
    assert line_holds in line
    assert line[finding.place.column - 1 :][: finding.width] == "13800138000"
    assert finding.message == "这里有手机号 138********，请删去"


@pytest.mark.parametrize(
    "fragment",
    [
        "联系电话: 13800138000",
        "13800138000: 小周",
        "项目总预算: 八十万，问13800138000",
        "项目总目标: XX联系13800138000",
        "结束时间: 13800138000",
        "申报单位名称: 小周13800138000",
        "分解目标:\n  产出目标:\n    - {绩效指标: 小周13800138000满意度, 指标目标值: 提升}",
        "分解目标:\n  小周13800138000: []",
        f"项目概况: {'长' * 55}13800138000",
    ],
    ids=lambda text: text[:30],
)
def test_no_finding_of_any_rule_prints_the_number(fragment: str) -> None:
    for finding in judge_fragment(fragment).findings:
        texts = (finding.message, finding.seen, finding.expected, finding.difference, finding.label, finding.title)
        assert not any("13800138000" in text or "1380013" in text for text in texts), finding


@pytest.mark.parametrize("amount", ["13800138000", "13800138000.00"])
def test_amount_of_eleven_digits_is_no_mobile_number(amount: str) -> None:
    fragment = f"项目总预算: {amount}\n项目当年投入资金构成:\n  - {{子项目名称: 扫描, 预算金额: {amount}}}"
    assert findings_of("P801", fragment) == ()


def test_amounts_in_the_edition_of_2026_are_no_mobile_numbers() -> None:
    path = "content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml"
    fragment = f"# {path}\n表式: shanghai-2026\n项目资金总额: {{合计: 13800138000, 财政资金: 13800138000}}"
    assert findings_of("P801", fragment) == ()


def test_address_of_a_page_is_no_mobile_number() -> None:
    fragment = "来源:\n  标题: 青禾市绩效目标申报表\n  网址: https://www.qinghe.gov.cn/13800138000.html"
    assert findings_of("P801", fragment) == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.qinghe.example/lianxi?tel=13800138000",
        "https://www.qinghe.example/13800138000",
        "https://www.qinghe.example/13800138000/biao.html",
        "https://13800138000.example/",
        "https://www.qinghe.example/biao.html#13800138000",
    ],
)
def test_mobile_number_in_the_address_of_the_source_is_found(address: str) -> None:
    (finding,) = findings_of("P801", f"来源: {{标题: 青禾市绩效目标申报表, 网址: '{address}'}}")
    assert (finding.label, finding.seen) == ("来源 › 网址", "138********")


@pytest.mark.parametrize("name", ["13800138000", "dangan-13800138000", "13800138000-dangan"])
def test_mobile_number_in_the_name_of_a_file_is_found(name: str) -> None:
    file = f"content/projects/2020/qinghe-danganguan/{name}.yml"
    (finding,) = [f for f in judge_fragment(f"# {file}\n{BASE}").findings if f.code == "P801"]
    assert (finding.file, finding.message) == (file, "这里有用作文件名的手机号 138********，请改用不含个人信息的名称")


def test_mobile_number_in_the_name_of_a_folder_is_found_and_other_numbers_are_not() -> None:
    named = {
        folder: f"# content/projects/2020/{folder}/a.yml\n{BASE}"
        for folder in ("danwei-13800138000", "danwei-20200101")
    }
    found = {folder: [f.code for f in judge_fragment(text).findings].count("P801") for folder, text in named.items()}
    assert found == {"danwei-13800138000": 1, "danwei-20200101": 0}


@pytest.mark.parametrize(
    "fragment",
    [
        "备注: 联系138\n  0013\n  8000",
        "备注: >-\n  联系138\n  0013\n  8000",
        '备注: "联系1380013\\x38000"',
        '备注: "a\\x40qq.com"',
    ],
)
def test_what_runs_over_lines_or_is_spelled_by_escapes_is_found(fragment: str) -> None:
    assert [finding.code for finding in judge_fragment(fragment).findings].count("P801") == 1


def test_findings_of_one_file_are_limited() -> None:
    numbers = "、".join(["13800138000"] * 1000)
    assert len(findings_of("P801", f"备注: {numbers}")) == 100
