"""What the rules over results find, and what they keep silent of: forms as six places print them."""

from __future__ import annotations

import re

import pytest
from builders import judge_example

from jixiao.finding import Finding
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH, Example

ZIPING, JIANKONG = PATH.replace(".yml", ".ziping.yml"), PATH.replace(".yml", ".jiankong.yml")
TOTAL = "{资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97.00%, 得分: 9.7}"
PAGES = "{三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 30, 得分: 30}"


def findings(code: str, **files: str) -> list[Finding]:
    """The findings of one code in an evaluation (``ziping``), a monitoring report, and the project's declaration."""
    paths = {"ziping": ZIPING, "jiankong": JIANKONG, "declaration": PATH}
    texts = {paths[name]: text for name, text in files.items()}
    return [finding for finding in judge_example(Example(texts, ())).findings if finding.code == code]


def funds(line: str, rest: str = "") -> str:
    """The base with this row as the total of funds, and no other rows but ``rest``."""
    rows = f"项目资金:\n  - {line}\n{rest}"
    return re.sub(r"项目资金:\n(?:  - .*\n)+", lambda _: rows, BASE_EVALUATION)


def row(
    rate: str, adjusted: str = "60", executed: str = "58.2", initial: str = "60", weight: str = "10", score: str = ""
) -> str:
    return (
        f"{{资金: 年度资金总额, 年初预算数: {initial}, 全年预算数: {adjusted}, 全年执行数: {executed}, "
        f"分值: {weight}, 执行率: {rate}, 得分: {score}}}"
    )


def indicator(line: str) -> str:
    """The base with this row in the place of its first indicator."""
    assert PAGES in BASE_EVALUATION
    return BASE_EVALUATION.replace(PAGES, line)


@pytest.mark.parametrize(
    ("rate", "adjusted", "executed", "is_told"),
    [
        ("97%", "60", "58.2", False),
        ("97.0", "60", "58.2", False),
        ("0.97", "60", "58.2", False),
        ("96%", "60", "58.2", False),  # one of the last digit
        ("98%", "60", "58.2", False),
        ("95%", "60", "58.2", True),
        ("96.98%", "60", "58.2", True),
        ("97.01%", "60", "58.2", False),
        ("1", "60", "60", False),
        ("100%", "60", "60", False),
        ("100.00", "60", "60", False),
        ("1", "60", "58.2", True),
        ("1", "60", "59.99", False),
        ("1", "60", "59.6", True),
        ("99.86", "581.12", "580.33", False),
        ("0", "0", "0", False),
        ("100%", "0", "0", False),
        ("/", "60", "58.2", False),
        ("89.5%", "/", "58.2", False),  # never by 年初预算数
        ("89.5%", "60", "/", False),
        ("105%", "60", "63", False),
        ("1.05", "60", "63", False),
    ],
)
def test_rate_is_executed_of_adjusted_to_one_of_its_last_digit(
    rate: str, adjusted: str, executed: str, is_told: bool
) -> None:
    assert bool(findings("R101", ziping=funds(row(rate, adjusted, executed, initial="65")))) == is_told


@pytest.mark.parametrize(
    ("score", "weight", "is_told"),
    [
        ("9.7", "10", False), ("9.70", "10", False), ("9.6", "10", False), ("9", "10", True), ("10", "10", True),
        ("19.4", "20", False), ("9.7", "20", True), ("/", "10", False), ("9.7", "/", False), ("12", "10", False),
    ],
)  # fmt: skip
def test_points_of_execution_are_rate_times_weight(score: str, weight: str, is_told: bool) -> None:
    assert bool(findings("R106", ziping=funds(row("97%", weight=weight, score=score)))) == is_told


def test_overspent_execution_has_its_full_points() -> None:
    assert not findings("R106", ziping=funds(row("105%", executed="63", score="10")))


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        (PAGES, False),
        (PAGES.replace("得分: 30", "得分: 30.5"), True),
        (PAGES.replace("得分: 30", "得分: /"), False),
        (PAGES.replace("分值: 30,", "分值: /,"), False),
    ],
)
def test_no_score_is_above_its_weight(line: str, is_told: bool) -> None:
    assert bool(findings("R102", ziping=indicator(line))) == is_told


def test_the_total_is_not_above_the_whole() -> None:
    assert findings("R102", ziping=BASE_EVALUATION.replace("总分: 99.7", "总分: 101"))


@pytest.mark.parametrize(
    ("score", "is_told"),
    [("99.7", False), ("99.70", False), ("100", False), ("99", False), ("98", True), ("99.6", True), ("/", False)],
)
def test_total_is_the_sum_of_its_parts_as_far_as_it_is_printed(score: str, is_told: bool) -> None:
    assert bool(findings("R104", ziping=BASE_EVALUATION.replace("总分: 99.7", f"总分: {score}"))) == is_told


def test_total_is_not_added_up_where_a_part_is_missing() -> None:
    assert not findings("R104", ziping=indicator(PAGES.replace("得分: 30", "得分: /")))


def test_weights_are_as_the_edition_says() -> None:
    assert not findings("R103", ziping=BASE_EVALUATION)
    assert len(findings("R103", ziping=indicator(PAGES.replace("分值: 30", "分值: 31")))) == 1
    (found,) = findings("R103", ziping=funds(row("97%", weight="20", score="19.4")))
    assert found.message == "预算执行的分值合计 20 分，按表式应为 10 分，多 10 分"
    without = re.sub(r"分值: [0-9]+", "分值: /", BASE_EVALUATION)
    assert not findings("R103", ziping=without)


def test_parts_of_funds_add_up_column_by_column() -> None:
    rest = "  - {资金: 当年财政拨款, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58}\n"
    (found,) = findings("R105", ziping=funds(TOTAL, rest))
    assert (found.seen, found.expected, found.difference) == ("58.2 万元", "58 万元", "0.2 万元")
    assert not findings("R105", ziping=funds(TOTAL))
    monitoring = BASE_MONITORING.replace("{资金: 当年财政拨款, 年初预算数: 60", "{资金: 当年财政拨款, 年初预算数: 50")
    assert len(findings("R105", jiankong=monitoring)) == 1


@pytest.mark.parametrize(
    ("executed", "more", "is_told"),
    [
        ("53.9", "", True), ("54", "", False), ("30", "存在问题: 采购推迟，未支出。\n", False),
        ("30", "存在问题: 无\n", True), ("30", "改进措施: 提前采购。\n", False),
    ],
)  # fmt: skip
def test_low_execution_wants_a_cause(executed: str, more: str, is_told: bool) -> None:
    assert bool(findings("R107", ziping=funds(row("/", executed=executed)) + more)) == is_told


def test_what_counts_as_low_execution_is_the_site_s_own() -> None:
    example = Example({ZIPING: funds(row("/", executed="50"))}, ())
    told = {one.code for one in judge_example(example, thresholds="须说明原因的预算执行率: 80%\n").findings}
    assert "R107" not in told


@pytest.mark.parametrize("word", ["追加5万元", "年中调减", "结转资金5万元转入"])
def test_an_adjusted_budget_wants_a_word(word: str) -> None:
    text = funds(row("/", initial="55"))
    assert findings("R108", ziping=text)
    assert not findings("R108", ziping=text.replace("实际完成情况: 全年", f"实际完成情况: {word}，全年"))
    assert not findings("R108", ziping=funds(row("/", initial="/")))


@pytest.mark.parametrize(
    ("actual", "score", "reason", "is_told"),
    [
        ("119999页", "30", "", True), ("119999页", "29", "扫描仪停用。", False), ("119999页", "29", "/", True),
        ("123000页", "29", "", True), ("123000页", "30", "", False), ("达成预期指标", "30", "", False),
    ],
)  # fmt: skip
def test_an_unmet_target_or_lost_points_want_a_cause(actual: str, score: str, reason: str, is_told: bool) -> None:
    line = (
        f"{{三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: {actual}, 分值: 30, 得分: {score}, "
        f"偏差原因分析及改进措施: {reason}}}"
    )
    assert bool(findings("R109", ziping=indicator(line))) == is_told
    assert not findings("R109", ziping=f"{indicator(line)}存在问题: 扫描仪检修停用半个月。\n")


def test_mid_year_nothing_is_held_against_anybody() -> None:
    for code in ("R107", "R109", "R110"):
        assert not findings(code, jiankong=BASE_MONITORING)


@pytest.mark.parametrize(
    ("target", "actual", "is_told"),
    [
        ("≥120000页", "已完成", True), ("≥120000页", "", True), ("≥120000页", "/", True), ("≥90%", "l00%", True),
        ("≥120000页", "达成预期指标", False), ("≥120000页", "部分达成预期指标并具有一定效果", False),
        ("≥120000页", "12万至13万页", False), ("健全", "已完成", False), ("≥3次", "三次", False),
        ("≥120000页", "未达成预期指标且效果较差", False), ("≥120000页", "无", True), ("0页", "无", False),
    ],
)  # fmt: skip
def test_a_numeric_target_wants_a_numeric_actual(target: str, actual: str, is_told: bool) -> None:
    line = f"{{三级指标: 档案扫描页数, 年度指标值: {target}, 实际完成值: {actual}, 分值: 30, 得分: 30}}"
    assert bool(findings("R110", ziping=indicator(line))) == is_told


@pytest.mark.parametrize(
    ("target", "is_told"),
    [
        ("≥120000页", False), ("≥12万页", False), ("不少于120,000页", False), ("＞=120000页", False),
        ("120000页", False), ("=120000页", True), ("≤120000页", True), ("≥100000页", True), ("完成扫描", True), ("12000页", True),
    ],
)  # fmt: skip
def test_targets_are_those_of_the_declaration_however_they_are_written(target: str, is_told: bool) -> None:
    text = indicator(PAGES.replace("≥120000页", target))
    assert bool(findings("R111", ziping=text, declaration=BASE)) == is_told
    assert not findings("R111", ziping=text)
    assert bool(findings("R111", jiankong=BASE_MONITORING.replace("≥120000页", target), declaration=BASE)) == is_told


@pytest.mark.parametrize(
    ("declared", "target", "is_told"),
    [
        ("≥95%", "95%以上", False), ("≥95%", "0.95", False), ("≥95%", "≥0.95", False), ("≥95%", "95", False), ("≥95%", "不低于95.0%", False),
        ("≥95%", "≥百分之九十五", False), ("=100%", "1", False), ("=100%", "100%", False), ("≥95%", "≥0.9", True), ("≥95%", "≤95%", True),
        ("≥95%", "＞95%", True), ("≥95%", "≥96%", True), ("提高5%", "≥5%", True), ("健全", "健全。", False), ("健全", "完善", True), ("≥95%", "/", False),
        ("≥2次", "2次以上", False), ("≥2小时", "≥120分钟", False), ("≥2次", "≥2小时", True), ("≥0.5次", "≥50%", True),
    ],
)  # fmt: skip
def test_a_target_that_is_but_written_otherwise_is_the_same(declared: str, target: str, is_told: bool) -> None:
    declaration = BASE.replace(
        "{绩效指标: 档案扫描页数, 指标目标值: ≥120000页}", f"{{绩效指标: 档案扫描页数, 指标目标值: {declared}}}"
    )
    text = indicator(PAGES.replace("≥120000页", target))
    assert bool(findings("R111", ziping=text, declaration=declaration)) == is_told


def test_an_indicator_that_the_declaration_has_twice_or_not_at_all_is_not_compared() -> None:
    twice = BASE.replace("{绩效指标: 扫描合格率,", "{绩效指标: 档案扫描页数,")
    text = indicator(PAGES.replace("≥120000页", "≥1页"))
    assert not findings("R111", ziping=text, declaration=twice)
    assert not findings("R111", ziping=text.replace("档案扫描页数", "其他"), declaration=BASE)


@pytest.mark.parametrize(
    ("stated", "is_told"),
    [("582000", False), ("582049", False), ("581951.5", False), ("582051", True), ("560000", True), ("", False)],
)
def test_next_year_s_outturn_is_the_evaluation_s_but_for_rounding(stated: str, is_told: bool) -> None:
    later = BASE.replace("2020", "2021").replace("同名项目上年预算执行数: 560000", f"同名项目上年预算执行数: {stated}")
    files = {PATH: BASE, ZIPING: BASE_EVALUATION, PATH.replace("2020", "2021"): later}
    found = [one for one in judge_example(Example(files, ())).findings if one.code == "R112"]
    assert bool(found) == is_told
    assert all(one.file == PATH.replace("2020", "2021") and one.label == "同名项目上年预算执行数" for one in found)


@pytest.mark.parametrize(
    ("actual", "score", "what"),
    [
        ("116000页", "30", "没有达到而得了满分"), ("123000页", "28", "达到而得了"), ("116000页", "28", ""),
        ("123000页", "30", ""), ("达成预期指标", "20", ""),
    ],
)  # fmt: skip
def test_a_score_that_disagrees_with_what_is_computed_is_told_for_reference(actual: str, score: str, what: str) -> None:
    line = PAGES.replace("123000页", actual).replace("得分: 30", f"得分: {score}")
    found = findings("R113", ziping=indicator(line))
    assert [what in one.message for one in found] == [True] * bool(what)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("自评得分99.7分。", False), ("总分为99.7分", False), ("综合得分：97分", True), ("自评总分98.65分", True),
        ("自评得分100分", False), ("执行率97%", False), ("预算执行率达到90%", True), ("上年执行率90%", False),
        ("截至6月执行率50%", False), ("全年执行数58.2万元", False), ("全年执行582000元", False),
        ("实际支出50万元", True), ("其中中央资金实际支出50万元", False), ("满意度得分95分", False), ("总分100分，自评得分99.7分", False),
        ("满分100分，自评得分99.7分", False), ("采购执行率90%", False), ("合同执行率达到90%", False), ("全年执行率90%", True),
        ("总预算执行率90%", True), ("三年累计实际支出150万元", False), ("产出指标自评得分58分", False), ("财政部门复核综合得分90分", False),
        ("全市预算执行率90%", False), ("目标执行率不低于95%", False), ("预算执行率97.0%", False), ("预算执行率0.97", False),
    ],
)  # fmt: skip
def test_what_texts_state_is_what_the_table_has(text: str, is_told: bool) -> None:
    found = findings("R114", ziping=f"{BASE_EVALUATION}评价结论: 项目按计划完成，{text}\n")
    assert bool(found) == is_told


@pytest.mark.parametrize(
    ("name", "is_told"),
    [("馆藏档案数字化", False), (" 馆藏档案 数字化", False), ("馆藏档案修复", True), ("馆藏档案数字化（二期）", True)],
)
def test_what_is_reported_is_of_the_project_declared(name: str, is_told: bool) -> None:
    text = BASE_EVALUATION.replace("项目名称: 馆藏档案数字化", f"项目名称: {name}")
    found = findings("R115", ziping=text, declaration=BASE)
    assert [one.message for one in found] == [f"项目名称写的是“{name}”，申报表上是“馆藏档案数字化”"] * is_told
    assert not findings("R115", ziping=text)
    monitoring = BASE_MONITORING.replace("项目名称: 馆藏档案数字化", f"项目名称: {name}")
    assert bool(findings("R115", jiankong=monitoring, declaration=BASE)) == is_told


@pytest.mark.parametrize(
    ("whole", "parts", "is_told"),
    [
        ("100", ("33.33", "33.33", "33.33"), False), ("100", ("50", "49"), True), ("100", ("50", "49.98"), True), ("100", ("50", "49.99"), False),
        ("100.0034", ("50.0017", "50.0018"), False), ("100.0034", ("50.0017", "50.0037"), True), ("0", ("0",), False), ("60", (), False),
    ],
)  # fmt: skip
def test_sums_in_wan_may_be_rounded_by_half_of_their_last_digits(
    whole: str, parts: tuple[str, ...], is_told: bool
) -> None:
    names = ("当年财政拨款", "上年结转资金", "其他资金")
    rows = [f"  - {{资金: 年度资金总额, 全年预算数: {whole}}}"]
    rows += [f"  - {{资金: {name}, 全年预算数: {part}}}" for name, part in zip(names, parts, strict=False)]
    text = re.sub(r"项目资金:\n(?:  .*\n)+", "项目资金:\n" + "\n".join(rows) + "\n", BASE_EVALUATION)
    assert bool(findings("R105", ziping=text)) == is_told
