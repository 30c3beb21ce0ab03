"""H: what a declaration says of the year before, and declarations that say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_of, judge_fragment
from in_memory import judge_files
from invented_editions import ABREAST, ABREAST_DECLARATION, edition_of, make_known
from invented_editions import PATH as PATH_ABREAST
from invented_editions import judged as judged_editions

from jixiao.finding import Finding, Severity
from jixiao.forms import edition_mistakes
from jixiao.repository import UNITS, declaration_files, read_raw
from jixiao.rules.examples import PATH, PATH_2026
from jixiao.source import read

ROOT = Path(__file__).resolve().parent.parent
LAST_YEAR = """
# content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml
年度: 2019
开始时间: 2019-01-01
结束时间: 2019-12-31
"""
IN_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"
IN_2025 = "# content/projects/2025/qinghe-tushuguan/liudong-tushuche.yml\n表式: shanghai-2026\n年度: 2025\n"


def messages(code: str, fragment: str, **settings: str) -> list[str]:
    return [finding.message for finding in findings_of(code, fragment, **settings)]


def prior(budget: str, outturn: str, current: str = "600000") -> str:
    return f"项目当年预算: {current}\n同名项目上年预算额: {budget}\n同名项目上年预算执行数: {outturn}\n"


def execution_target(name: str, target: str) -> str:
    return f"分解目标:\n  投入和管理目标:\n    - {{绩效指标: '{name}', 指标目标值: '{target}'}}\n"


def another(project_id: str, fragment: str, unit: str = "qinghe-danganguan") -> str:
    return f"\n# content/projects/2020/{unit}/{project_id}.yml\n{fragment}"


def test_the_five_real_forms_yield_what_a_careful_reading_expects() -> None:
    judgement = judge_files(read_raw(ROOT, UNITS), None, declaration_files(ROOT))
    of_five = "content/projects/2019/shanghai-hezuojiaoliu/"
    found = [f for f in judgement.findings if f.code.startswith("H") and f.file.startswith(of_five)]
    assert {(f.file.removeprefix(of_five), f.code) for f in found} == {
        ("hezuo-jiaoliu-yewufei.yml", "H303"),
        ("hezuo-jiaoliu-yewufei.yml", "H304"),
        ("hezuo-jiaoliu-yewufei.yml", "H306"),
    }


# H301 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("declared", "found"), [("500000", 0), ("500,000.00", 0), ("500000.01", 1), ("0", 1), ("", 0)])
def test_the_declared_prior_budget_is_that_of_last_years_file(declared: str, found: int) -> None:
    fragment = f"同名项目上年预算额: {declared}{LAST_YEAR}项目当年预算: 500000"
    assert len(findings_of("H301", fragment)) == found


def test_the_prior_budget_is_compared_with_the_predecessor_after_a_renaming() -> None:
    fragment = f"前身: 2019/qinghe-danganguan/dangan-shuzihua\n{LAST_YEAR}项目名称: 老档案扫描\n项目当年预算: 500000"
    (finding,) = findings_of("H301", fragment)
    assert finding.difference == "+80,000 元"


def test_without_a_file_of_last_year_there_is_nothing_to_compare() -> None:
    assert not findings_of("H301", "同名项目上年预算额: 1")
    assert not findings_of("H301", f"同名项目上年预算额: 1{LAST_YEAR}项目名称: 别的项目")


# H302 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "outturn", "found"),
    [("580000", "580000", 0), ("580000", "580000.01", 1), ("0", "1", 1), ("", "1", 0), ("1", "", 0)],
)
def test_an_outturn_above_the_budget_is_told(budget: str, outturn: str, found: int) -> None:
    assert len(findings_of("H302", prior(budget, outturn))) == found


@pytest.mark.parametrize(
    ("remarks", "found"),
    [
        ("上年9月经批准追加预算20000元。", 0),
        ("年中调整预算，增加扫描批次。", 0),
        ("含以前年度结转资金20000元。", 0),
        ("上年超支部分由其他项目调剂解决。", 0),
        ("本项目由档案保管部负责。", 1),
        ("", 1),
    ],
)
def test_a_later_addition_in_the_remarks_is_a_reason(remarks: str, found: int) -> None:
    assert len(findings_of("H302", prior("580000", "600000") + f"备注: {remarks}")) == found


# H303 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "current", "found"),
    [
        ("500000", "550000", 0),
        ("500000", "550000.01", 1),
        ("500000", "450000", 0),
        ("500000", "449999.99", 1),
        ("50000", "60000", 0),
        ("50000", "60000.01", 1),
        ("50000", "40000", 0),
        ("50000", "39999.99", 1),
        ("1000000", "1020000", 0),
        ("0", "600000", 0),
        ("", "600000", 0),
        ("600000", "600000", 0),
    ],
)
def test_growth_is_told_over_both_the_rate_and_the_amount(budget: str, current: str, found: int) -> None:
    assert len(findings_of("H303", prior(budget, "", current))) == found


def test_a_decrease_is_told_as_one() -> None:
    assert messages("H303", prior("800000", "")) == [
        "项目当年预算 600,000 元，比上年预算 800,000 元减少 200,000 元（−25.00%），没有说明原因"
    ]


def test_the_limits_of_growth_come_from_the_settings() -> None:
    fragment = prior("500000", "")
    assert not findings_of("H303", fragment, thresholds="须说明的增减率: 20%")
    assert not findings_of("H303", fragment, thresholds="须说明的增减额: 100000")
    assert findings_of("H303", fragment, thresholds="须说明的增减额: 99999")


@pytest.mark.parametrize(
    "text",
    [
        "备注: 因新增扫描任务，预算有所增加。",
        "备注: 减少的是上年一次性设备购置。",
        "备注: 工资标准上调。",
        "项目概况: 本项目预算较上年增加10万元，主要是新增扫描任务。",
        "项目概况: 2020年安排60万元，比2019年增加10万元，用于新增的扫描任务。",
        "项目概况: 经费与去年相比有所提高，原因是人工价格上涨。",
        "项目设立的必要性: 资金需求同比增长两成，系服务范围扩大所致。",
        "项目实施计划: 预算较上年度增长２０％，用于补充设备。",
    ],
)
def test_growth_that_a_text_speaks_of_is_explained(text: str) -> None:
    assert not findings_of("H303", prior("500000", "") + text)


@pytest.mark.parametrize(
    "text",
    [
        "备注: 本项目由档案保管部负责。",
        "项目概况: 在线查档人次比上年增加一成，市民更加方便。",
        "年度绩效目标: 查档人次较2019年提高10%；提高资金使用效益。",
        "项目概况: 上年预算执行良好。增加服务窗口。",
        "项目概况: 预算编制科学合理，逐年提高扫描质量。",
    ],
)
def test_growth_that_no_text_speaks_of_is_not_explained(text: str) -> None:
    assert findings_of("H303", prior("500000", "") + text)


def test_the_2026_edition_is_compared_with_the_file_of_the_year_before() -> None:
    now = IN_2026 + "年度资金申请总额: {合计: 320000, 当年财政拨款: 320000}\n"
    before = IN_2025 + "年度资金申请总额: {合计: 250000, 当年财政拨款: 250000}\n"
    (finding,) = findings_of("H303", now + before)
    assert finding.message == (
        "年度资金申请总额 320,000 元，比上年预算 250,000 元增加 70,000 元（+28.00%），没有说明原因"
    )
    assert not findings_of("H303", now)
    explained = "年度预算安排: 合计32万元，比2025年增加7万元，主要是新增一辆图书车的运行费用。\n"
    assert not findings_of("H303", now + explained + before)


def funds(total: int, left: str, new: int, head: str = IN_2026) -> str:
    return f"{head}年度资金申请总额: {{合计: {total}, 当年财政拨款: {new}{left}}}\n"


@pytest.mark.parametrize(
    ("now", "before", "message"),
    [
        # the same new money, and more or less that is left
        (funds(400000, ", 上年结转资金: 100000", 300000), funds(300000, "", 300000, IN_2025), ""),
        (funds(300000, ", 上年结转资金: 0", 300000), funds(400000, ", 上年结转资金: 100000", 300000, IN_2025), ""),
        # more new money behind the same total
        (
            funds(400000, "", 400000),
            funds(400000, ", 上年结转资金: 100000", 300000, IN_2025),
            "年度资金申请总额（不含上年结转资金） 400,000 元，比上年同口径预算 300,000 元增加 100,000 元（+33.33%），没有说明原因",
        ),
        (
            funds(400000, ", 上年结转资金: 150000.50", 250000),
            funds(400000, "", 400000, IN_2025),
            "年度资金申请总额（不含上年结转资金） 249,999.50 元，比上年同口径预算 400,000 元减少 150,000.50 元（−37.50%），没有说明原因",
        ),
        # nothing left in either year
        (
            funds(400000, ", 上年结转资金: 0", 400000),
            funds(300000, "", 300000, IN_2025),
            "年度资金申请总额 400,000 元，比上年预算 300,000 元增加 100,000 元（+33.33%），没有说明原因",
        ),
    ],
)
def test_budgets_are_compared_net_of_what_was_left_from_the_year_before(now: str, before: str, message: str) -> None:
    assert messages("H303", now + before) == ([message] if message else [])


def test_budgets_that_comprise_different_things_are_not_compared() -> None:
    """The form of the year before speaks of another budget: how much it grew cannot be told."""
    before = (
        "# content/projects/2025/qinghe-tushuguan/liudong-tushuche.yml\n年度: 2025\n申报单位名称: 青禾市图书馆\n"
        "项目名称: 流动图书车服务\n开始时间: 2025-01-01\n结束时间: 2025-12-31\n"
    )
    assert list(messages("H303", funds(800000, ", 上年结转资金: 200000", 600000) + before)) == []


# H304 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outturn", "current", "found"),
    [
        ("425000", "500000", 0),
        ("424999.99", "500000", 1),
        ("424999.99", "499999.99", 0),
        ("0", "600000", 1),
        ("", "600000", 0),
        ("500000", "600000", 0),
    ],
)
def test_a_low_outturn_asks_for_a_lower_budget(outturn: str, current: str, found: int) -> None:
    assert len(findings_of("H304", prior("500000", outturn, current))) == found


def test_the_low_rate_comes_from_the_settings() -> None:
    fragment = prior("500000", "450000")
    assert not findings_of("H304", fragment)
    assert findings_of("H304", fragment, thresholds="偏低的执行率: 90.1%")


@pytest.mark.parametrize(
    ("executed", "adjusted", "current", "found"),
    [(40, 60, "600000", True), (40, 60, "590000", False), (58, 60, "600000", False), (40, 65, "600000", False)],
)
def test_the_outturn_of_last_years_self_evaluation_is_judged_where_the_form_has_none(
    executed: int, adjusted: int, current: str, found: bool
) -> None:
    """Only where its adjusted budget is the one declared: else the rate would be of two different amounts."""
    year = "# content/projects/{0}/qinghe-danganguan/dangan-shuzihua"
    form = "表式: shanghai-2026\n年度: {0}\n计划开始日期: {0}-01-01\n计划完成日期: {0}-12-31\n实施单位: 青禾市档案馆\n项目名称: 馆藏档案数字化\n"
    money = "年度资金申请总额: {{合计: {0}, 当年财政拨款: {0}}}\n项目资金总额: {{合计: {0}, 财政资金: {0}}}\n"
    fragment = (
        f"{year.format(2020)}.yml\n{form.format(2020)}{money.format(600000)}{year.format(2020)}.ziping.yml\n表式: national-ziping\n"
        f"项目资金: [{{资金: 年度资金总额, 年初预算数: 60, 全年预算数: {adjusted}, 全年执行数: {executed}}}]\n"
        f"{year.format(2021)}.yml\n{form.format(2021)}{money.format(current)}"
    )
    messages = [finding.message for finding in findings_of("H304", fragment)]
    told = f"上年自评表的预算执行率 66.67%，低于 85.00%，当年预算 {int(current):,} 元没有少于上年的 600,000 元"
    assert messages == ([told] if found else [])


def test_a_prior_budget_of_zero_has_no_rate() -> None:
    assert not findings_of("H304", prior("0", "0"))
    assert not findings_of("H306", prior("0", "0") + execution_target("预算执行率", "100%"))


# H305 ----------------------------------------------------------------------------------------------------------------

NEW = "项目类型: 市委市政府已确定的新增项目\n"
RECURRENT = "项目类型: 经常性专项业务费\n"
CARRIED_OVER = "项目类型: 结转项目\n"
ONE_OFF = "项目类型: 其他一次性项目\n"


@pytest.mark.parametrize(
    ("kind", "budget", "outturn", "labels"),
    [
        (NEW, "", "", []),
        (NEW, "0", "0", []),
        (NEW, "0", "", []),
        (NEW, "580000", "", ["同名项目上年预算额"]),
        (NEW, "580000", "560000", ["同名项目上年预算额", "同名项目上年预算执行数"]),
        (RECURRENT, "580000", "560000", []),
        (RECURRENT, "580000", "0", []),
        (RECURRENT, "0", "0", []),
        (RECURRENT, "", "", ["同名项目上年预算额"]),
        (RECURRENT, "580000", "", ["同名项目上年预算执行数"]),
        (RECURRENT, "", "560000", ["同名项目上年预算额"]),
        (CARRIED_OVER, "", "", []),
        (CARRIED_OVER, "580000", "560000", []),
        (CARRIED_OVER, "580000", "", ["同名项目上年预算执行数"]),
        (ONE_OFF, "", "", []),
        (ONE_OFF, "", "560000", ["同名项目上年预算额"]),
    ],
)
def test_prior_figures_fit_the_type_of_the_project(kind: str, budget: str, outturn: str, labels: list[str]) -> None:
    assert [finding.label for finding in findings_of("H305", kind + prior(budget, outturn))] == labels


@pytest.mark.parametrize(
    ("remarks", "found"),
    [
        ("本项目为首次申报。", 0),
        ("今年新增，上年无预算。", 0),
        ("上年未安排该项目。", 0),
        ("由保管部负责。", 1),
    ],
)
def test_a_recurrent_project_filed_for_the_first_time_says_so_in_the_remarks(remarks: str, found: int) -> None:
    assert len(findings_of("H305", RECURRENT + prior("", "") + f"备注: {remarks}")) == found


def test_an_edition_without_prior_figures_expects_none() -> None:
    assert not findings_of("H305", IN_2026)
    assert not findings_of("H302", IN_2026)
    assert not findings_of("H304", IN_2026)


# H306 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outturn", "found"), [("450000", 0), ("449999.99", 1), ("500000", 0), ("0", 1), ("", 0)])
def test_a_full_execution_is_doubted_below_the_rate(outturn: str, found: int) -> None:
    fragment = prior("500000", outturn) + execution_target("预算执行率", "100%")
    assert len(findings_of("H306", fragment)) == found


@pytest.mark.parametrize(
    ("name", "target", "found"),
    [
        ("预算执行率(预算执行金额/预算总金额)", "100%", 1),
        ("预算资金执行率", "=100%", 1),
        ("资金执行率（%）", "100", 1),
        ("项目资金预算执行率", "≥100.00%", 1),
        ("预算完成率", "１００％", 1),
        ("预算支出执行率", "达到100%", 1),
        ("预算执行率", "≥95%", 0),
        ("预算执行率", "≤100%", 0),
        ("预算执行率", "90%-100%", 0),
        ("预算执行率", "高", 0),
        ("项目计划完成率", "100%", 0),
        ("预算编制完成率", "100%", 0),
        ("计划执行率", "100%", 0),
        ("运维完成率（预算执行率）", "100%", 0),
        ("资金到位及时率", "100%", 0),
    ],
)
def test_only_a_target_of_full_execution_is_doubted(name: str, target: str, found: int) -> None:
    assert len(findings_of("H306", prior("500000", "400000") + execution_target(name, target))) == found


# H307 ----------------------------------------------------------------------------------------------------------------


def others(fragment: str) -> dict[str, str]:
    return {f.file.rsplit("/", 1)[1]: f.message for f in findings_of("H307", fragment)}


DIFFERENT = "项目概况: 为市民开设周末讲堂，邀请各行业的人士讲述城市的历史，全年共二十四场。\n"


def test_namesakes_of_a_unit_and_year_name_each_other() -> None:
    fragment = "项目名称: 馆藏档案数字化（二期）" + another("b", f"项目名称: 馆藏档案 数字化【二期】\n{DIFFERENT}")
    found = others(fragment)
    assert found.keys() == {"b.yml", "dangan-shuzihua.yml"}
    assert PATH in found["b.yml"]
    assert "/b.yml" in found["dangan-shuzihua.yml"]


def test_of_three_namesakes_each_tells_how_many_others_there_are() -> None:
    found = others("项目名称: 甲" + another("b", "项目名称: 甲") + another("c", "项目名称: 甲"))
    assert len(found) == 3
    assert all("等 2 份" in message for message in found.values())


@pytest.mark.parametrize(
    "second",
    [
        another("b", f"项目名称: 周末讲堂\n{DIFFERENT}"),
        another("b", f"申报单位名称: 青禾市图书馆\n{DIFFERENT}", "qinghe-tushuguan"),
        LAST_YEAR,
        another("b", "项目名称: 周末讲堂\n项目当年预算: 600001"),
    ],
    ids=["other name and texts", "other unit", "other year", "other amount"],
)
def test_declarations_that_differ_are_no_duplicates(second: str) -> None:
    assert others("项目名称: 馆藏档案数字化" + second) == {}


@pytest.mark.parametrize("unit", [("青禾市档案馆", "qinghe-danganguan"), ("青禾市图书馆", "qinghe-tushuguan")])
def test_the_same_texts_and_amount_under_another_name_are_a_duplicate(unit: tuple[str, str]) -> None:
    second = another("b", f"项目名称: 老档案扫描\n申报单位名称: {unit[0]}", unit[1])
    found = others("项目名称: 馆藏档案数字化" + second)
    assert found.keys() == {"b.yml", "dangan-shuzihua.yml"}
    assert "年度、预算和各段文字都相同" in found["b.yml"]


def test_a_namesake_with_the_same_texts_is_told_once() -> None:
    assert len(findings_of("H307", "备注: 甲" + another("b", "备注: 乙"))) == 2


# H308 ----------------------------------------------------------------------------------------------------------------


def not_found(predecessor: str, last_year: str = LAST_YEAR) -> tuple[Finding, ...]:
    return findings_of("H308", f"前身: {predecessor}\n{last_year}")


def test_a_predecessor_of_the_year_before_is_found() -> None:
    assert not not_found("2019/qinghe-danganguan/dangan-shuzihua")


ELSEWHERE = LAST_YEAR.replace("danganguan", "tushuguan") + "申报单位名称: 青禾市图书馆\n"


def test_a_predecessor_of_another_unit_is_told_and_still_linked() -> None:
    (finding,) = not_found("2019/qinghe-tushuguan/dangan-shuzihua", ELSEWHERE)
    assert finding.message == (
        "“2019/qinghe-tushuguan/dangan-shuzihua”是青禾市图书馆的申报表，没有写明项目由青禾市图书馆转来"
    )
    assert (finding.severity, finding.label) == (Severity.WARNING, "前身")
    portfolio = judge_fragment(f"前身: 2019/qinghe-tushuguan/dangan-shuzihua\n{ELSEWHERE}").portfolio
    declaration = portfolio.get("2020/qinghe-danganguan/dangan-shuzihua")
    assert declaration
    assert (previous := portfolio.previous(declaration))
    assert previous.spending_unit.id == "qinghe-tushuguan"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("备注: 本项目2020年起由青禾市图书馆划转本馆。", 0),
        ("项目概况: 机构改革后，原由青禾市图书馆承担的档案扫描并入本馆。", 0),
        ("备注: 本项目与青禾市图书馆共用机房。", 1),
        ("备注: 本项目由其他单位划转。", 1),
        ("说明: [{规则: H308, 理由: 由图书馆划转}]", 1),
    ],
)
def test_a_text_may_say_from_which_unit_a_project_came(text: str, found: int) -> None:
    fragment = f"前身: 2019/qinghe-tushuguan/dangan-shuzihua\n{text}\n{ELSEWHERE}"
    assert len(findings_of("H308", fragment)) == found


def test_a_project_that_came_from_another_unit_may_be_answered() -> None:
    answer = "说明: [{规则: H308, 理由: 职能划转}]\n"
    (finding,) = findings_of("H308", f"前身: 2019/qinghe-tushuguan/dangan-shuzihua\n{answer}{ELSEWHERE}")
    assert finding.answer


def test_a_predecessor_of_another_year_is_none() -> None:
    (finding,) = not_found("2020/qinghe-danganguan/dangan-shuzihua")
    expected = "“2020/qinghe-danganguan/dangan-shuzihua”是 2020 年的申报表，前身应是 2019 年的"
    assert finding.message == expected
    assert finding.label == "前身"


def test_a_blank_predecessor_is_none_at_all() -> None:
    assert not not_found("")


# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["比上年", "预算", "同比增加元", "增", "2019年较"])
def test_long_hostile_texts_are_judged_in_bounded_time(piece: str) -> None:
    text = piece * (400_000 // len(piece.encode()))
    judge_fragment(f"项目概况: '{text}'\n" + prior("500000", "") + execution_target("预算" * 20_000, "100%"))


def test_many_duplicates_are_judged_in_linear_time() -> None:
    fragment = "备注: 甲" + "".join(another(f"p{number}", f"备注: {number}") for number in range(300))
    assert len(findings_of("H307", fragment)) == 301


def test_last_years_budget_may_be_a_list_of_funds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert edition_mistakes(read("x.yml", ABREAST.encode())) == ()
    make_known(monkeypatch, edition_of("qinghe-pailie", ABREAST))
    before = ABREAST_DECLARATION.replace("2026", "2025").replace("合计: 300000.00", "合计: 260000.00")
    found = judged_editions([(PATH_ABREAST, ABREAST_DECLARATION), (PATH_ABREAST.replace("2026", "2025"), before)])
    told = [finding.message for finding in found.judgement.findings if finding.code == "H301"]
    assert len(told) == 1
    assert told[0].startswith("填写的上年预算额是 250,000 元")
    assert "是 260,000 元" in told[0]
