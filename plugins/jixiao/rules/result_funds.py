"""R, funds: do the amounts and rates of a result agree with each other and with the declarations, and is low execution explained?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..finding import Severity
from ..model import Declaration
from ..portfolio import Portfolio
from ..results import AMOUNTS, FundsRow, Result, ResultOutline
from ..values import ZERO, Figure, Money, Percent, total
from .catalogue import Hit, hit, linked_rule, result_rule, signed
from .fingerprints import Fingerprinted
from .result_cells import HUNDRED, has_words, plain, told_for_all
from .thresholds import Thresholds


@result_rule(
    "R101",
    "execution-rate-mismatch",
    Severity.ERROR,
    "“{source}”的“{rate}”写的是 {seen}，按{spent} {executed} 除以{budget} {adjusted} 应为 {expected}",
)
def execution_rate_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """预算执行率与金额不一致

    为什么重要
        预算执行率是评价预算执行的依据，也决定这一项的得分；与表中金额不一致，读者不知道哪个数是对的。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 65, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 89.54%, 得分: 9.7}   # <- R101 “年度资金总额”的“执行率”写的是 89.54%，按全年执行数 58.2 万元 除以全年预算数 60 万元 应为 97.00%

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97.0, 得分: 9.7}

    怎样改
        填报的核对全年预算数（调整后）和全年执行数，按两数相除改正预算执行率，不用年初预算数；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 national-ziping 的“执行率（B/A）”：全年执行数除以全年预算数。允许末位相差 1，由本站设定。
    """
    for row in result.funds:
        if row.rate is None or row.executed is None or not row.adjusted:
            continue
        actual = row.executed.yuan * HUNDRED / row.adjusted.yuan
        if not any(abs(stated - actual) <= last for stated, last in _rates(row.rate)):
            yield hit(
                row.path("rate"),
                seen=row.rate.raw,
                expected=str(Percent(actual)),
                source=row.name,
                rate=row.labels["rate"],
                spent=row.labels["executed"],
                budget=row.labels["adjusted"],
                executed=row.executed,
                adjusted=row.adjusted,
            )


_HALF = Decimal("0.5")
"""What a share printed as 1 may have lost in %: 99.6% is 1.00, and then 1."""


def _rates(rate: Figure) -> Iterator[tuple[Decimal, Decimal]]:
    """What a rate may say in %, and what one of its last digit is worth: 100%, 100.00 or 1, which is a share."""
    yield rate.value, rate.last_digit
    if not rate.is_percent and rate.value <= 2:
        yield rate.value * HUNDRED, rate.last_digit * HUNDRED if rate.last_digit < 1 else _HALF


@result_rule(
    "R105",
    "funds-parts-mismatch",
    Severity.ERROR,
    "“{column}”一栏，{what} {expected}，“{source}”写的是 {seen}，相差 {difference}",
)
def funds_parts_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """资金总额与各种资金合计不一致

    为什么重要
        总额应等于其中各项之和；加不起来，说明漏了一种资金或者写错了一个数。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}   # <- R105 “全年预算数”一栏，各种资金合计 55 万元，“年度资金总额”写的是 60 万元，相差 5 万元
          - {资金: 当年财政拨款, 全年预算数: 50, 全年执行数: 50}
          - {资金: 其他资金, 全年预算数: 5, 全年执行数: 8.2}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}
          - {资金: 当年财政拨款, 全年预算数: 50, 全年执行数: 50}
          - {资金: 其他资金, 全年预算数: 10, 全年执行数: 8.2}

    怎样改
        填报的核对总额和其中各项并改正；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的各种资金：总额是其中各种资金之和，几张资金表各自加总，几个总额应当相同；本条判断方法由本站设定。
    """
    for rows in result.accounts:
        for whole in rows:
            for column in AMOUNTS:
                yield from _uneven_sum(result, whole, column, rows)
    totals = [row for row in result.funds if row.is_total]
    for other in totals[1:]:
        for column in AMOUNTS:
            yield from _uneven_totals(result, totals[0], other, column)


def _uneven_sum(result: Result, whole: FundsRow, column: str, rows: Sequence[FundsRow]) -> Iterator[Hit]:
    """A total that is the sum neither of all rows nor, where there are several lists, of those of its own."""
    stated: Money | None = getattr(whole, column)
    own = tuple(row for row in rows if result.list_of(row) == result.list_of(whole))
    sums = [(parts, _sum(parts, column, among)) for among in (own, rows) if (parts := _parts_of(whole, among))]
    found = sums[-1][1] if sums else None
    if stated is None or found is None:
        return
    if all(one is not None and abs(one - stated) > _rounded_off(result, parts, stated) for parts, one in sums):
        yield _uneven(whole, column, stated, found, "各种资金合计")


def _uneven_totals(result: Result, first: FundsRow, other: FundsRow, column: str) -> Iterator[Hit]:
    """Two totals that are not the same; either may be the total of something else, so that it is but to be looked at."""
    wanted, stated = getattr(first, column), getattr(other, column)
    if wanted is not None and stated is not None and wanted != stated:
        name = f"“{result.list_of(first)}”的“{first.name}”" if result.list_of(first) else f"“{first.name}”"
        yield replace(_uneven(other, column, stated, wanted, f"{name}是"), severity=Severity.WARNING)


def _uneven(row: FundsRow, column: str, stated: Money, wanted: Money, what: str) -> Hit:
    return hit(
        row.path(column),
        seen=stated,
        expected=wanted,
        difference=abs(wanted - stated),
        column=row.labels[column],
        source=row.name,
        what=what,
    )


def _rounded_off(result: Result, parts: Sequence[FundsRow], stated: Money) -> Money:
    """What a sum and its parts may lose by being rounded: half of the last digit each, in a form that is in 万元."""
    return Money(_rounding(result, stated).yuan * (len(parts) + 1))


def _parts_of(whole: FundsRow, rows: Sequence[FundsRow]) -> tuple[FundsRow, ...]:
    """The rows of the sources that one is the sum of: those that the edition says; of the total else all that are of no other."""
    if not whole.source.id or sum(row.source.id == whole.source.id for row in rows) > 1:
        return ()
    own = tuple(row for row in rows if row.source.part_of == whole.source.id)
    others = (row for row in rows if row.source.id and row is not whole and not row.source.part_of)
    return own or (tuple(others) if whole.is_total else ())


def _sum(parts: Iterable[FundsRow], column: str, rows: Sequence[FundsRow]) -> Money | None:
    """What parts come to, each as filed or, where it is not, as its own parts do.

    Nothing where none of them is filed, or the form does not ask it of one of them.
    """
    known: list[Money] = []
    for part in parts:
        amount: Money | None = getattr(part, column)
        worth = _sum(_parts_of(part, rows), column, rows) if amount is None else amount
        if worth is None and column not in part.paths:
            return None
        if worth is not None:
            known.append(worth)
    return total(known) if known else None


@result_rule(
    "R107",
    "low-execution-unexplained",
    Severity.WARNING,
    "预算执行率 {seen}，低于 {expected}，没有写明原因",
)
def low_execution_unexplained(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """执行率较低，没有写明原因

    为什么重要
        预算没有执行完，可能是节约、推迟，也可能是项目没有做成；不写原因，读者分不清是哪一种。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 45, 分值: 10, 执行率: 75%, 得分: 7.5}   # <- R107 预算执行率 75.00%，低于 90.00%，没有写明原因

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 45, 分值: 10, 执行率: 75%, 得分: 7.5}
        存在问题: 存储设备租用改为下年签订合同，15万元未支出。

    怎样改
        填报的在偏差原因或存在问题中写明没有执行完的原因和改进措施；录入的核对原件，原件没有写的在“说明”中写明。

    依据
        表式 national-ziping 的“偏差原因分析及改进措施”；90% 由本站设定，可以另设。
    """
    row, rate = result.total, result.rate
    if row is None or rate is None or not result.kind.is_final or not rate < thresholds.low_execution:
        return
    if not told_for_all(result) and not any(map(has_words, result.reasons)):
        yield hit(row.path("executed"), seen=str(rate), expected=str(thresholds.low_execution))


_ADJUSTMENT = re.compile(r"调整|调减|调增|调剂|追加|追减|压减|核减|收回|结转|变更|统筹|缩减|增加|减少")


@result_rule(
    "R108",
    "adjusted-budget-unexplained",
    Severity.WARNING,
    "{adjusted} {seen}，{initial} {expected}，{more} {difference}，没有写明怎样调整",
)
def adjusted_budget_unexplained(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """预算有调整，没有写明原因

    为什么重要
        年中追加或调减预算，预算执行率的底数就变了；写明何时、为何调整，读者才看得懂预算执行率。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 65, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}   # <- R108 全年预算数 60 万元，年初预算数 65 万元，少 5 万元，没有写明怎样调整

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 65, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}
        实际完成情况: 年中按要求压减5万元，其余按计划完成。

    怎样改
        填报的在实际完成情况或偏差原因中写明调整的时间、原因和文件；录入的核对原件，原件没有写的在“说明”中写明。

    依据
        表式 national-ziping 的“年初预算数”和“全年预算数”；本条判断方法由本站设定。
    """
    row = result.total
    if row is None or row.initial is None or row.adjusted is None or row.initial == row.adjusted:
        return
    texts = (*(filed.text for filed in result.said), *result.reasons)
    if not any(_ADJUSTMENT.search(text) for text in texts):
        yield hit(
            row.path("adjusted"),
            seen=row.adjusted,
            expected=row.initial,
            difference=abs(row.adjusted - row.initial),
            more="多" if row.initial < row.adjusted else "少",
            adjusted=row.labels["adjusted"],
            initial=row.labels["initial"],
        )


@linked_rule(
    "R112",
    "outturn-differs-from-evaluation",
    Severity.WARNING,
    "填写的上年执行数是 {seen}，上年{kind}（{file}）的执行数是 {expected}，相差 {difference}",
)
def outturn_differs_from_evaluation(
    member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds
) -> Iterator[Hit]:
    """上年执行数与上年的自评表不一致

    为什么重要
        同一年的执行数在两份表上不同，可能是时点或口径不同，也可能有一个写错了，需要写明。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        # content/projects/2021/qinghe-danganguan/dangan-shuzihua.yml
        年度: 2021
        开始时间: 2021-01-01
        结束时间: 2021-12-31
        同名项目上年预算额: 600000
        同名项目上年预算执行数: 560000   # <- R112 填写的上年执行数是 560,000 元，上年绩效自评表（content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml）的执行数是 582,000 元，相差 −22,000 元

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        # content/projects/2021/qinghe-danganguan/dangan-shuzihua.yml
        年度: 2021
        开始时间: 2021-01-01
        结束时间: 2021-12-31
        同名项目上年预算额: 600000
        同名项目上年预算执行数: 582000

    怎样改
        填报的核对决算数，写错的改正，时点不同的在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“同名项目上年预算执行数”和表式 national-ziping“全年执行数”；以万元填报的，四舍五入的差额不算。本条判断方法由本站设定。
    """
    previous = portfolio.previous(member.outline)
    stated, evaluation = member.outline.prior_year.outturn, previous and portfolio.evaluation(previous)
    if stated is None or not evaluation or evaluation.executed is None:
        return
    if abs(stated - evaluation.executed) > _rounding(evaluation, evaluation.executed):
        yield hit(
            member.at("prior_year.outturn"),
            seen=stated,
            expected=evaluation.executed,
            difference=signed(stated - evaluation.executed),
            file=evaluation.file,
            kind=evaluation.kind.title,
        )


def _rounding(evaluation: ResultOutline, amount: Money) -> Money:
    """What may be lost of an amount by rounding, in the unit in which its form has it: half of its last digit."""
    if evaluation.edition.money_unit != "万元":
        return ZERO
    decimals = -int((amount.yuan / 10_000).normalize().as_tuple().exponent)
    return Money(Decimal(5_000).scaleb(-max(decimals, 2)))


_STATED = (
    ("总分", re.compile(r"(?:总分|自评(?:总)?得?分|综合得分)[为是共计达到：: ]{0,3}([0-9]{1,3}(?:\.[0-9]{1,4})?) ?分")),
    (
        "预算执行率",
        re.compile(
            r"(?:(?<![\u4e00-\u9fff])|预算|资金|经费|支出|全年|年度|总)执行率[为是达到约：: ]{0,3}([0-9]{1,3}(?:\.[0-9]{1,4})?) ?[%％]"
        ),
    ),
    (
        "全年执行数",
        re.compile(
            r"(?:全年执行数?|实际支出|共支出|预算执行数)[为是了：: ]{0,2}([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(万元|元)"
        ),
    ),
)


_OTHERS = re.compile(
    r"上年|去年|下年|上半年|[0-9一二三四1-4]季度|[0-9]+月|其中|中央|省级|市级|县级|区级|财政拨款|自筹|子项目|[二两三四五]年|累计|历年"
)
"""What says in the sentence before a figure that it is of another time, or of a part."""
_OF_ANOTHER = re.compile(
    r"指标|产出|效益|效果|满意度|成本|过程|决策|各项|单项|平均|复核|评审|第三方|上级|财政部门|全市|全区|全县|全省|全部门|目标|计划|不低于|低于"
)
"""What says so just before it, of an indicator, of others, or of what was aimed at."""


@result_rule("R114", "text-states-otherwise", Severity.WARNING, "文字里写{what} {seen}，表中是 {expected}")
def text_states_otherwise(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """文字里的得分、预算执行率或执行数与表中不一致

    为什么重要
        结论和完成情况里常写着总分、预算执行率和执行数；与表中的数不同，读者不知道以哪个为准。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        评价结论: 项目按计划完成，自评得分97.7分。   # <- R114 文字里写总分 97.7 分，表中是 99.7 分

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        评价结论: 项目按计划完成，预算执行率97%，自评得分99.7分。

    怎样改
        填报的核对文字和表格，改正写错的一处；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“总分”“执行率”和“全年执行数”；写着其他时间或其中一部分的不比较。本条判断方法由本站设定。
    """
    for filed in result.said:
        if filed.role in ("name", "line_department", "expected_goal", "score"):
            continue
        for what, pattern in _STATED:
            for match in pattern.finditer(filed.text):
                is_other = _is_of_another(filed.text[max(0, match.start() - 12) : match.start()])
                if not is_other and (told := _otherwise(result, what, match)):
                    yield hit(filed.at, seen=told[0], expected=told[1], part=match.group(), what=what)


def _is_of_another(before: str) -> bool:
    sentence = re.split("[。；;\n]", before)[-1]
    return bool(_OTHERS.search(sentence) or _OF_ANOTHER.search(re.split("[，,、：:]", sentence)[-1]))


def _otherwise(result: Result, what: str, match: re.Match[str]) -> tuple[str, str] | None:
    """What a text says and what the table has, where they differ beyond the last digit of the text."""
    stated = Figure(match[1], Decimal(match[1]))
    if what == "总分":
        points, filed = result.edition.points, result.score.value if result.score else None
        if points and stated.value == points.whole and match.group().startswith("总分"):
            return None  # 总分100分: what can be had
        return _differing(stated, filed, " 分")
    if what == "预算执行率":
        return _differing(stated, result.rate.points if result.rate else None, "%")
    factor = Decimal(10_000) if match[2] == "万元" else Decimal(1)
    executed = result.executed.yuan / factor if result.executed is not None else None
    return _differing(stated, executed, f" {match[2]}")


def _differing(stated: Figure, filed: Decimal | None, unit: str) -> tuple[str, str] | None:
    if filed is None or abs(stated.value - filed) <= stated.last_digit:
        return None
    shown = filed.quantize(min(stated.last_digit, Decimal("0.01")))
    return f"{stated.raw}{unit}", f"{plain(shown)}{unit}"
