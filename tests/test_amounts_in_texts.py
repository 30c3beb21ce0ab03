"""B208 to B211: amounts that texts name, against the form's own and against each other. All figures are invented."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import findings_of, judge_fragment

from jixiao.finding import Severity
from jixiao.rules import BY_CODE, Thresholds
from jixiao.rules.amounts import amounts_in
from jixiao.rules.engine import in_words
from jixiao.rules.examples import PATH_2026

IN_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"
CODES = ("B208", "B209", "B210", "B211")


def block(label: str, text: str) -> str:
    return f"{label}: |-\n" + "".join(f"  {line}\n" for line in text.split("\n"))


def told(code: str, text: str, label: str = "年度预算安排", more: str = "") -> list[str]:
    """The messages on a text of the 2026 base: 320,000 in the year and in all; 280,000, 20,000 and 20,000 its sources."""
    return [finding.message for finding in findings_of(code, IN_2026 + more + block(label, text))]


def told_2019(code: str, text: str, more: str = "") -> list[str]:
    """The messages on 项目概况 of the 2019 base: 600,000, of which 400,000 档案扫描加工; the year before 580,000, 560,000."""
    return [finding.message for finding in findings_of(code, more + block("项目概况", text))]


# B208: the project's own amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen", "difference"),
    [
        ("2026年度预算安排100万元，用于车辆运行和图书更新，按季度拨付使用。", "100万元", "680,000 元"),
        ("2026年预算安排3.2万元。", "3.2万元", "288,000 元，正好十倍"),
        ("2026年预算安排320万元。", "320万元", "2,880,000 元，正好十倍"),
        ("2026年预算安排3,200元。", "3,200元", "316,800 元，正好一百倍"),
        ("2025年预算安排30万元，2026年预算安排35万元。", "35万元", "30,000 元"),
        ("经市政府同意，2026年预算安排35万元，用于车辆运行。", "35万元", "30,000 元"),
        ("2026年度本项目预算为人民币35万元。", "35万元", "30,000 元"),
        ("本年度预算为 35 万元", "35 万元", "30,000 元"),
        ("年度资金申请总额：300,000.00元。", "300,000.00元", "20,000 元"),
        ("本年预算35万元，较上年预算30万元增加5万元。", "35万元", "30,000 元"),
        ("流动图书车服务2026年度经费４５万元。", "４５万元", "130,000 元"),
        ("2026年度拟投入31.998万元。", "31.998万元", "20 元"),
        ("2026年预算安排100万元，含上年结转资金2万元。", "100万元", "680,000 元"),
        ("人员劳务费10万元、交通费12万元、印刷费8万元，共30万元。", "30万元", "20,000 元"),
        ("车辆运行12万元，图书更新14万元，外勤补助5万元，合计31万元。", "31万元", "10,000 元"),
        ("1.项目预算为50万元（含税）。", "50万元", "180,000 元"),
        ("讲师费：12场×2000元＝24000元；场地费6000元；资料费2000元。合计32000元。", "32000元", "288,000 元，正好十倍"),
    ],
)
def test_an_amount_of_the_year_that_is_not_the_forms_is_told(text: str, seen: str, difference: str) -> None:
    expected = f"写的是 {seen}，年度资金申请总额是 320,000 元，相差 {difference}"
    assert told("B208", text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        # the same amount in another writing
        "2026年预算安排32.00万元。",
        "2026年预算安排320,000.00元整。",
        "2026年预算安排３２万元。",
        # the year's sources, alone or together
        "2026年预算安排30万元，由财政保障。",
        "2026年财政资金28万元。",
        # other years, several years, no amount of its own
        "2024年至2026年预算共96万元。",
        "三年预算共96万元，逐年安排。",
        "2025年预算安排30万元。",
        "2027年计划安排40万元。",
        "2024年已完成一期建设，项目预算96万元。",
        # the difference is explained
        "2026年预算安排30万元（不含上年结转2万元）。",
        "2026年预算安排25万元，另有自有经费7万元。",
        "2026年预算安排25万元，缺口7万元由单位自筹。",
        "根据测算，本年需要资金33.6万元，实际申请32万元。",
        "2026年预算安排40万元，其中本项目32万元，其他项目8万元。",
        "2026年预算申报40万元，经核减为32万元。",
        "2026年预算安排25万元，缺口由单位自筹解决。",
        "2026年预算安排25万元，待上级追加后再行安排出车。",
        # limits, ranges, about
        "2026年预算安排约30万元。",
        "2026年预算控制在35万元以内。",
        "2026年预算安排30万元左右。",
        "2026年预算安排30万元-35万元。",
        "2026年预算安排2万元/月。",
        # amounts of something else
        "全市公共文化服务2026年预算1200万元。",
        "预计带动村镇消费100万元。",
        "设备更新10台，预算20万元。",
        "维护费12万元。",
        "采购图书4000册，单价35元，共计14万元。",
        "每月走访10户，每户3000元，共计36万元。",
        "一期工程总投资100万元，已建成投用。",
        "课题经费10万元，共3个课题。",
        "二期项目预算50万元。",
        "年度预算安排：2026年：12万元；2027年：20万元。",
    ],
)
def test_amounts_that_may_rightly_differ_are_passed_over(text: str) -> None:
    assert told("B208", text) == []


def test_an_approval_may_name_another_amount() -> None:
    assert told("B208", "市发展改革委批复，项目预算96万元，2026年预算50万元，用于流动图书车服务。", "立项依据") == []


def test_the_year_and_the_whole_are_told_apart() -> None:
    funds = "项目资金总额: {合计: 960000, 财政资金: 960000}\n"
    assert told("B208", "项目总预算96万元，2026年安排32万元。", more=funds) == []
    assert told("B208", "项目总预算90万元，2026年安排32万元。", more=funds) == [
        "写的是 90万元，项目资金总额是 960,000 元，相差 60,000 元"
    ]
    assert told("B208", "2026年安排96万元。", more=funds) == [
        "写的是 96万元，年度资金申请总额是 320,000 元，相差 640,000 元"
    ]
    assert told("B208", "本项目预算96万元。", more=funds) == told("B208", "本项目预算32万元。", more=funds) == []


def test_rounding_and_cutting_at_the_last_place_is_the_same_amount() -> None:
    year = "年度资金申请总额: {合计: 3498000.00, 当年财政拨款: 3498000.00}\n"
    funds = "项目资金总额: {合计: 3498000.00, 财政资金: 3498000.00}\n" + year
    for written in ("349.80万元", "349.8万元", "3,498,000.00元", "350万元", "349万元", "3498000元"):
        assert told("B208", f"2026年预算安排{written}。", more=funds) == []
    for written in ("349.81万元", "348万元", "351万元", "3,498,000.01元", "34.98万元"):
        assert len(told("B208", f"2026年预算安排{written}。", more=funds)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2020年预算50万元。", "写的是 50万元，项目当年预算是 600,000 元，相差 100,000 元"),
        ("项目总预算500000元。", "写的是 500000元，项目总预算是 600,000 元，相差 100,000 元"),
        ("上年预算60万元。", "写的是 60万元，同名项目上年预算额是 580,000 元，相差 20,000 元"),
        ("2019年预算5.8万元。", "写的是 5.8万元，同名项目上年预算额是 580,000 元，相差 522,000 元，正好十倍"),
        ("2019年实际支出55万元。", "写的是 55万元，同名项目上年预算执行数是 560,000 元，相差 10,000 元"),
        ("其中档案扫描加工30万元。", "写的是 30万元，子项目“档案扫描加工”的预算金额是 400,000 元，相差 100,000 元"),
        (
            "1.存储设备租用费：2万元。",
            "写的是 2万元，子项目“存储设备租用”的预算金额是 200,000 元，相差 180,000 元，正好十倍",
        ),
        (
            "2020年安排档案扫描；存储设备租用20元。",
            "写的是 20元，子项目“存储设备租用”的预算金额是 200,000 元，相差 199,980 元，正好一万倍",
        ),
    ],
)
def test_every_figure_of_the_2019_edition_has_its_words(text: str, message: str) -> None:
    assert told_2019("B208", text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "2020年预算60万元，其中档案扫描加工40万元，存储设备租用20万元。",
        "上年预算58万元，实际支出56万元。",
        "2019年预算58万元，2019年执行56万元，2018年预算50万元。",
        "2019年档案扫描加工30万元。",
        "民国档案扫描加工30万元，其余档案扫描加工10万元。",
        "档案扫描加工3元/页，存储设备租用2万元×10台。",
        "档案扫描加工30万元（不含建国初期）。",
        "档案扫描加工30万元，另10万元用于著录。",
    ],
)
def test_figures_of_the_2019_edition_are_passed_over_where_they_agree_or_are_others(text: str) -> None:
    assert told_2019("B208", text) == []


def test_a_source_of_the_2026_edition_is_held_against_its_own_part() -> None:
    text = "2026年预算32万元，其中当年财政拨款25万元，上年结转资金2万元，其他资金2万元。"
    assert told("B208", text) == ["写的是 25万元，当年财政拨款是 280,000 元，相差 30,000 元"]
    assert told("B208", text.replace("25万", "28万")) == []


def test_an_unknown_prior_figure_is_no_reason_to_speak() -> None:
    blank = "项目类型: 市委市政府已确定的新增项目\n同名项目上年预算额:\n同名项目上年预算执行数:\n"
    assert told_2019("B208", "上年预算60万元，上年执行50万元。", blank) == []
    assert told("B208", "上年预算60万元。") == []


def test_ten_thousandfold_is_told_once_by_the_rule_on_wan() -> None:
    fragment = IN_2026 + "年度预算安排: 2026年预算安排32元。\n"
    codes = {finding.code for finding in judge_fragment(fragment).findings}
    assert "B204" in codes
    assert "B208" not in codes


def test_an_edition_in_wan_hears_of_ten_thousandfold_here() -> None:
    (declaration,) = judge_fragment(IN_2026 + "年度预算安排: 2026年预算安排32元。\n").portfolio.declarations
    in_wan = replace(declaration, edition=replace(declaration.edition, money_unit="万元"))
    (found,) = BY_CODE["B208"].function(in_wan, Thresholds())
    assert in_words(found, "万元").facts["apart"] == "相差 31.9968 万元，正好一万倍"


def test_the_caret_stands_under_the_amount_and_each_amount_is_told_once() -> None:
    text = "2026年预算安排100万元，\n本项目2026年预算100万元。"
    (finding,) = findings_of("B208", IN_2026 + block("年度预算安排", text))
    assert finding.severity is Severity.WARNING
    assert finding.label == "年度预算安排"
    assert (finding.place.column, finding.width) == (text.index("100") + 3, 5)


# B209: parts and their total ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "车辆运行12万元，图书更新14万元，外勤补助5万元，合计32万元。",
            "前面各项相加是 310,000 元，写的合计是 32万元，相差 10,000 元",
        ),
        (
            "1.车辆运行12万元；\n2.图书更新13万元；\n3.外勤补助6万元。\n合计32万元。",
            "前面各项相加是 310,000 元，写的合计是 32万元，相差 10,000 元",
        ),
        (
            "2026年预算32万元，具体如下：\n1.车辆运行12万元；\n2.图书更新10万元；\n3.外勤补助6万元。",
            "后面各项相加是 280,000 元，写的总数是 32万元，相差 40,000 元",
        ),
        (
            "预算32万元（其中车辆运行20万元，图书更新14万元）。",
            "后面各项相加是 340,000 元，写的总数是 32万元，相差 20,000 元",
        ),
        (
            "预算32万元，其中车辆运行20万元，其余用于图书更新10万元。",
            "后面各项相加是 300,000 元，写的总数是 32万元，相差 20,000 元",
        ),
        (
            "预算32万元，包括车辆运行200,000元、图书更新100,000元。",
            "后面各项相加是 300,000 元，写的总数是 32万元，相差 20,000 元",
        ),
        (
            "车辆运行：2辆×6万元=12万元；图书更新：4000册×35元=14万元；外勤补助5万元。共计32万元。",
            "前面各项相加是 310,000 元，写的合计是 32万元，相差 10,000 元",
        ),
    ],
)
def test_parts_that_do_not_add_up_are_told(text: str, message: str) -> None:
    assert told("B209", text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "车辆运行12万元，图书更新14万元，外勤补助6万元，合计32万元。",
        "车辆运行和维护120,000元，车载图书更新14万元，外勤补助6万元，共计32.00万元。",
        "车辆运行：2辆×6万元=12万元；图书更新：4000册×35元=14万元；外勤补助6万元。共计32万元。",
        "预算32万元，主要包括车辆运行20万元、图书更新10万元等。",
        "预算32万元，其中车辆运行20万元，图书更新10万元。",
        "预算32万元（车辆运行20万元，图书更新10万元）。",
        "图书更新14万元（其中绘本4万元、报刊3万元），车辆运行18万元，合计32万元。",
        "车辆运行20万元，其中油费12万元、保险8万元；图书更新12万元，合计32万元。",
        "财政资金28万元，上年结转资金2万元，其他资金2万元，合计32万元。",
        "设备20万元。车辆租赁费20万元，图书购置费12万元，共计32万元。",
        "车辆运行12万元，小计12万元；图书更新14万元，外勤补助6万元，小计20万元；合计32万元。",
        "2025年车辆运行10万元，2026年车辆运行12万元，图书更新14万元，合计32万元。",
        "每次出车3000元，每册图书35元，全年合计32万元。",
        "车辆运行约12万元，图书更新14万元左右，合计32万元。",
    ],
)
def test_parts_that_add_up_or_are_not_all_there_are_passed_over(text: str) -> None:
    assert told("B209", text) == []


# B210: quantity and price ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("图书：4000册×35元/册=15万元。", "“4000册×35元/册”应是 140,000 元，写的是 15万元，相差 10,000 元"),
        ("培训：100人*4天*550元=24万元。", "“100人*4天*550元”应是 220,000 元，写的是 24万元，相差 20,000 元"),
        ("印刷１，２００册×３５．５元＝４２，０００元。", "“１，２００册×３５．５元”应是 42,600 元，写的是 ４２，０００元，相差 600 元"),
        ("补助：20人×0.3×1=7万元。", "“20人×0.3×1”应是 60,000 元，写的是 7万元，相差 10,000 元"),
        ("运维费：100万元×8%=10万元。", "“100万元×8%”应是 80,000 元，写的是 10万元，相差 20,000 元"),
        ("采购图书4000册，单价35元，共计15万元。", "“4000册，单价35元”应是 140,000 元，写的是 15万元，相差 10,000 元"),
        ("聘请讲师10人，每人2000元，共计3万元。", "“10人，每人2000元”应是 20,000 元，写的是 3万元，相差 10,000 元"),
        ("1.购置书车2辆，单价6万元，合计10万元。", "“2辆，单价6万元”应是 120,000 元，写的是 10万元，相差 20,000 元"),
    ],
)  # fmt: skip
def test_a_product_that_is_not_the_amount_is_told(text: str, message: str) -> None:
    assert told("B210", text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "图书：4000册×35元/册=14万元。",
        "培训：100人×4天×550元/人·天=220000元，印刷1,200册×35.5元=4.26万元。",
        "补助：20人×0.3×1=6万元，20人×250×12=6万元。",
        "运维费：400万元×8%=32万元。",
        "2辆×6万元+20万元=32万元，(2+3)×6万元=30万元，2辆×6万元+1辆×8万元=20万元。",
        "5000元/月×12月=6万元×2人=12万元。",
        "印刷100万册×5元/百册=5万元。",
        "每月走访10户，每户3000元，共计36万元。",
        "走访10户，每户每月3000元，共计36万元。",
        "走访10户，每户3000元，全年共计36万元。",
        "培训4期，10人，每人2000元，共计8万元。",
        "采购图书4000册，单价35元，共计14万元。",
        "采购图书4000册，单价约35元，共计15万元。",
        "屏幕分辨率1920×1080=2073600像素。",
    ],
)
def test_products_that_hold_or_have_other_factors_are_passed_over(text: str) -> None:
    assert told("B210", text) == []


# B211: costs without a price ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "2026年预算32万元，用于车辆燃油费、图书购置费、外勤补助等，按季度拨付使用。",
            "3 种费用，各栏都没有写明金额：车辆燃油费、图书购置费、外勤补助",
        ),
        (
            "用于差旅费、会议费、培训费、印刷费、租车费，据实列支。",
            "5 种费用，各栏都没有写明金额：差旅费、会议费、培训费、印刷费等",
        ),
        (
            "印刷费2万元。差旅费、会议费、培训费等据实列支。",
            "3 种费用，各栏都没有写明金额：差旅费、会议费、培训费",
        ),
    ],
)
def test_costs_that_no_text_prices_are_told(text: str, kinds: str) -> None:
    assert told("B211", text) == [f"列有 {kinds}"]


@pytest.mark.parametrize(
    "text",
    [
        "2026年预算32万元，用于车辆燃油费12万元、图书购置费14万元、外勤补助6万元。",
        "车辆燃油费、图书购置费、外勤补助共计32万元，其中燃油费12万元。",
        "用于车辆燃油费、图书购置费等。",
        "车辆运行、图书更新和人员安排。",
    ],
)
def test_costs_that_are_priced_or_few_are_passed_over(text: str) -> None:
    assert told("B211", text) == []


def test_a_cost_priced_in_another_text_is_priced() -> None:
    text = "用于车辆燃油费、图书购置费、外勤补助，按季度拨付使用。"
    priced = "实施方案: 全年每周出车，车辆燃油费12万元，图书购置费14万元，外勤补助6万元，每季度汇总借阅情况。\n"
    assert told("B211", text, more=priced) == []


def test_an_edition_with_a_breakdown_is_left_to_its_own_rule() -> None:
    text = "包括差旅费、会议费、培训费、印刷费。"
    assert told_2019("B211", text) == []
    (finding,) = findings_of("B211", IN_2026 + block("项目概述", text))
    assert (finding.severity, finding.label) == (Severity.NOTICE, "项目概述")


def test_the_number_of_costs_comes_from_the_settings() -> None:
    text = block("年度预算安排", "用于车辆燃油费、图书购置费等。")
    assert findings_of("B211", IN_2026 + text, thresholds="应当细化的费用种数: 2")


# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("共1,200,000.50元", ["1200000.50"]),
        ("其中，20万元，1.5亿元", ["200000", "150000000"]),
        ("200万人次，3万册，1万 元", ["10000"]),
        ("合计35.2万，", ["352000"]),
        ("1,2万元，12,34元，１，２００元", ["1200"]),
    ],
)
def test_amounts_are_read_with_their_units(text: str, amounts: list[str]) -> None:
    assert [amount.money.plain for amount in amounts_in(text)] == amounts


HOSTILE = ["1,", "元", "12万元", "预算12万元，", "合计3万元", "其中3万元", "(3万元)", "(", "10×", "10×2=3万元", "每10台2元共3元",
           "2026年", "差旅费、", "包括", "×", "总预算"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_texts_are_judged_in_bounded_time(piece: str) -> None:
    judge_fragment(IN_2026 + f"年度预算安排: '{piece * (9_000 // len(piece))}'\n")
