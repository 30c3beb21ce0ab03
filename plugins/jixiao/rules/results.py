"""R: do the figures of a self-evaluation or monitoring report agree with each other, and is what fell short explained?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Path, Severity
from ..measures import standard_of
from ..model import Declaration
from ..outcome import ANSWERS, NOTHING_FILED, Verdict
from ..portfolio import Portfolio
from ..results import FundsRow, Result, ResultIndicator, ResultOutline
from ..target import Target
from ..text import fold, without_brackets
from ..values import ZERO, Figure, Money, Percent, total
from .catalogue import Hit, hit, linked_rule, result_rule
from .fingerprints import Fingerprinted
from .thresholds import Thresholds

_HUNDRED, _TENTH = Decimal(100), Decimal("0.1")


def _cell(result: Result, table: str, column: str, at: Path) -> Path:
    """The path of a cell, for findings; that of its row where the edition has no such column."""
    label = result.column(table, column)
    return (*at, label) if label else at


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _points(number: Decimal) -> str:
    return f"{_plain(number)} 分"


def _has_words(text: str) -> bool:
    return text.strip() not in NOTHING_FILED


def _told_for_all(result: Result) -> bool:
    """Whether the form says for all rows at once why something fell short, or what is to be mended."""
    return any(_has_words(result.text(role)) for role in ("reason", "problems", "remedies"))


# Funds


@result_rule(
    "R101",
    "execution-rate-mismatch",
    Severity.ERROR,
    "“{source}”的预算执行率写的是 {seen}，按全年执行数 {executed} 除以全年预算数 {adjusted} 应为 {expected}",
)
def execution_rate_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """预算执行率与金额不一致

    为什么重要
        预算执行率是评价预算执行的依据，也决定这一项的得分；与表中金额不一致，读者不知道哪个数是对的。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 65, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 89.54%, 得分: 9.7}   # <- R101 “年度资金总额”的预算执行率写的是 89.54%，按全年执行数 582,000 元 除以全年预算数 600,000 元 应为 97.00%

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
        actual = row.executed.yuan * _HUNDRED / row.adjusted.yuan
        if not any(abs(stated - actual) <= last for stated, last in _rates(row.rate)):
            yield hit(
                _cell(result, "funds", "rate", row.at),
                seen=row.rate.raw,
                expected=str(Percent(actual)),
                source=row.source.label,
                executed=row.executed,
                adjusted=row.adjusted,
            )


def _rates(rate: Figure) -> Iterator[tuple[Decimal, Decimal]]:
    """What a rate may say in %, and what one of its last digit is worth: 100%, 100.00 or 1, which is a share."""
    yield rate.value, rate.last_digit
    if not rate.is_percent and rate.value <= 2:
        yield rate.value * _HUNDRED, rate.last_digit * _HUNDRED if rate.last_digit < 1 else Decimal(0)


@result_rule(
    "R102",
    "score-above-weight",
    Severity.ERROR,
    "“{name}”得 {seen}，多于{what} {expected}",
)
def score_above_weight(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """得分多于分值

    为什么重要
        得分以分值为限。多出来的分会抬高总分，或者是两栏写反了。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 60, 分值: 10, 执行率: 100%, 得分: 12}   # <- R102 “年度资金总额”得 12 分，多于分值 10 分

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 60, 分值: 10, 执行率: 100%, 得分: 10}

    怎样改
        填报的核对分值和得分两栏并改正；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“分值”和“得分”两栏；本条判断方法由本站设定。
    """
    tables: tuple[tuple[str, tuple[FundsRow | ResultIndicator, ...]], ...] = (
        ("funds", result.funds),
        ("indicators", result.indicators),
    )
    for table, rows in tables:
        for row in rows:
            if row.weight and row.score and row.score.value > row.weight.value:
                yield _too_many(
                    _cell(result, table, "score", row.at), _name_of(row), row.score, "分值", row.weight.value
                )
    points = result.edition.points
    if points and result.score and result.score.value > points.whole:
        yield _too_many(result.at("score"), result.edition.by_role["score"].label, result.score, "满分", points.whole)


def _name_of(row: FundsRow | ResultIndicator) -> str:
    return row.source.label if isinstance(row, FundsRow) else row.name


def _too_many(at: Path, name: str, score: Figure, what: str, most: Decimal) -> Hit:
    return hit(at, seen=_points(score.value), expected=_points(most), name=name, what=what)


@result_rule(
    "R103",
    "weights-do-not-add-up",
    Severity.ERROR,
    "{what}合计 {seen}，按表式应为 {expected}，{more} {difference}",
)
def weights_do_not_add_up(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """分值合计与表式规定的不一致

    为什么重要
        各项分值合起来不是满分，总分就不能与别的项目比较，也看不出各项指标各占多少。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:   # <- R103 各项指标的分值合计 80 分，按表式应为 90 分，少 10 分
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 50, 得分: 50}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 60, 得分: 60}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的核对各项分值，使合计与表式规定的一致；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式规定的分值：预算执行和各项指标各占多少写在表式里；本条判断方法由本站设定。
    """
    points = result.edition.points
    if points is None:
        return
    execution = result.total.weight if result.total else None
    weights = [row.weight.value for row in result.indicators if row.weight]
    if execution and execution.value != points.execution and result.total:
        at = _cell(result, "funds", "weight", result.total.at)
        yield _uneven(at, "预算执行的分值", execution.value, points.execution)
    if weights and sum(weights) != points.indicators:
        yield _uneven(result.at("indicators"), "各项指标的分值", sum(weights, Decimal(0)), points.indicators)


def _uneven(at: Path, what: str, found: Decimal, wanted: Decimal) -> Hit:
    more = "多" if found > wanted else "少"
    return hit(
        at,
        seen=_points(found),
        expected=_points(wanted),
        difference=_points(abs(found - wanted)),
        what=what,
        more=more,
    )


@result_rule(
    "R104",
    "total-score-mismatch",
    Severity.ERROR,
    "总分写的是 {seen}，各项得分合计 {expected}，相差 {difference}",
)
def total_score_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """总分与各项得分合计不一致

    为什么重要
        总分是自评的结论；与各项得分加不起来，说明有一项得分或者总分写错了。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 97.9   # <- R104 总分写的是 97.9 分，各项得分合计 99.7 分，相差 1.8 分

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 99.7

    怎样改
        填报的重新加总，改正总分或写错的得分；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“总分”：各项得分之和，预算执行的得分是否在内写在表式里。总分保留的小数较少的，允许四舍五入。
    """
    parts, points = _scores(result), result.edition.points
    if points is None or result.score is None or parts is None:
        return
    found = sum(parts, Decimal(0))
    if abs(found - result.score.value) >= result.score.last_digit:
        yield hit(
            result.at("score"),
            seen=_points(result.score.value),
            expected=_points(found),
            difference=_points(abs(found - result.score.value)),
        )


def _scores(result: Result) -> list[Decimal] | None:
    """The scores of which the total is the sum; nothing where any is not stated."""
    points, rows = result.edition.points, list[FundsRow | ResultIndicator](result.indicators)
    if points and result.total and points.execution and points.whole == points.execution + points.indicators:
        rows.append(result.total)
    scores = [row.score.value for row in rows if row.score]
    return scores if scores and len(scores) == len(rows) else None


@result_rule(
    "R105",
    "funds-parts-mismatch",
    Severity.ERROR,
    "“{column}”一栏，各种资金合计 {expected}，“{source}”写的是 {seen}，相差 {difference}",
)
def funds_parts_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """资金总额与各种资金合计不一致

    为什么重要
        总额应等于其中各项之和；加不起来，说明漏了一种资金或者写错了一个数。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}   # <- R105 “全年预算数”一栏，各种资金合计 550,000 元，“年度资金总额”写的是 600,000 元，相差 50,000 元
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
        所填表式的“项目资金”：总额是其中各种资金之和；本条判断方法由本站设定。
    """
    whole = result.total
    if whole is None:
        return
    for column in ("initial", "adjusted", "executed", "forecast"):
        stated: Money | None = getattr(whole, column)
        parts = [amount for row in result.funds if not row.is_total and (amount := getattr(row, column)) is not None]
        if stated is not None and parts and total(parts) != stated:
            yield hit(
                _cell(result, "funds", column, whole.at),
                seen=str(stated),
                expected=str(total(parts)),
                difference=str(abs(total(parts) - stated)),
                column=result.column("funds", column),
                source=whole.source.label,
            )


@result_rule(
    "R106",
    "execution-points-mismatch",
    Severity.WARNING,
    "预算执行得 {seen}，按预算执行率 {rate} 乘以分值 {weight} 应为 {expected}",
)
def execution_points_mismatch(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """预算执行的得分与预算执行率不一致

    为什么重要
        预算执行一项通常按预算执行率乘以分值得分；不一致的，可能是预算执行率或得分写错，也可能当地另有办法，需要写明。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 10}   # <- R106 预算执行得 10 分，按预算执行率 97.00% 乘以分值 10 分 应为 9.7 分

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        项目资金:
          - {资金: 年度资金总额, 年初预算数: 60, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}

    怎样改
        填报的按预算执行率乘以分值改正得分，当地另有计分办法的在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 national-ziping：预算执行的得分为预算执行率乘以分值，以分值为限。允许末位相差 1，至多 0.1 分，由本站设定。
    """
    row = result.total
    if row is None or row.weight is None or row.score is None or row.executed is None or not row.adjusted:
        return
    share = min(row.executed.yuan / row.adjusted.yuan, Decimal(1))
    wanted = share * row.weight.value
    off = abs(wanted - row.score.value) > min(row.score.last_digit, _TENTH)
    if off and row.score.value <= row.weight.value:  # else R102 speaks of it
        yield hit(
            _cell(result, "funds", "score", row.at),
            seen=_points(row.score.value),
            expected=_points(wanted.quantize(min(row.score.last_digit, _TENTH))),
            rate=Percent(share * _HUNDRED),
            weight=_points(row.weight.value),
        )


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
    if not _told_for_all(result) and not any(_has_words(indicator.reason) for indicator in result.indicators):
        yield hit(_cell(result, "funds", "executed", row.at), seen=str(rate), expected=str(thresholds.low_execution))


_ADJUSTMENT = re.compile(r"调整|调减|调增|调剂|追加|追减|压减|核减|收回|结转|变更|统筹|缩减|增加|减少")


@result_rule(
    "R108",
    "adjusted-budget-unexplained",
    Severity.WARNING,
    "全年预算数 {seen}，年初预算数 {expected}，{more} {difference}，没有写明怎样调整",
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
          - {资金: 年度资金总额, 年初预算数: 65, 全年预算数: 60, 全年执行数: 58.2, 分值: 10, 执行率: 97%, 得分: 9.7}   # <- R108 全年预算数 600,000 元，年初预算数 650,000 元，少 50,000 元，没有写明怎样调整

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
    texts = (*(filed.text for filed in result.texts), *(indicator.reason for indicator in result.indicators))
    if not any(_ADJUSTMENT.search(text) for text in texts):
        yield hit(
            _cell(result, "funds", "adjusted", row.at),
            seen=str(row.adjusted),
            expected=str(row.initial),
            difference=str(abs(row.adjusted - row.initial)),
            more="多" if row.initial < row.adjusted else "少",
        )


# Indicators


@result_rule("R109", "shortfall-unexplained", Severity.WARNING, "“{name}”{what}，没有写明原因")
def shortfall_unexplained(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """指标没有达到或扣了分，没有写明原因

    为什么重要
        没有达到的指标，读者最想知道的是为什么、怎么改；自评表专门留了这一栏。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 97.7
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 58}   # <- R109 “档案扫描页数”指标值 ≥120000页，实际 116000页，没有写明原因
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        总分: 97.7
        绩效指标:
          产出指标:
            数量指标:
              - 三级指标: 档案扫描页数
                年度指标值: ≥120000页
                实际完成值: 116000页
                分值: 60
                得分: 58
                偏差原因分析及改进措施: 扫描仪检修停用半个月，已备用一台。
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的在这一行写明偏差原因和改进措施；录入的核对原件，原件没有写的在“说明”中写明。

    依据
        表式 national-ziping 的“偏差原因分析及改进措施”；是否达到由本站按运算符、数值和单位计算。
    """
    if not result.kind.is_final or _told_for_all(result):
        return
    for indicator in result.indicators:
        is_unmet = indicator.outcome.verdict is Verdict.NOT_MET
        if (is_unmet or indicator.lost > 0) and not _has_words(indicator.reason):
            filed = f"指标值 {indicator.target.raw}，实际 {indicator.actual.raw}"
            what = filed if is_unmet else f"扣了 {_points(indicator.lost)}"
            yield hit((*indicator.at, result.column("indicators", "name")), name=indicator.name, what=what)


_DIGIT = re.compile("[0-9０-９一二三四五六七八九十百]")


@result_rule(
    "R110",
    "actual-without-number",
    Severity.WARNING,
    "“{name}”的指标值是 {target}，实际完成值{what}，看不出完成了多少",
)
def actual_without_number(result: Result, declaration: Declaration | None, thresholds: Thresholds) -> Iterator[Hit]:
    """定量指标的实际完成值不是数值

    为什么重要
        指标值有数，实际完成值也要有数，才能看出达到没有、差多少。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 已完成, 分值: 60, 得分: 60}   # <- R110 “档案扫描页数”的指标值是 ≥120000页，实际完成值写的是“已完成”，看不出完成了多少
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 达成预期指标, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 123000页, 分值: 60, 得分: 60}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的写出实际完成的数，连同单位；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；达成预期指标等三种写法不算。本条判断方法由本站设定。
    """
    if not result.kind.is_final:
        return
    for indicator in result.indicators:
        actual = indicator.actual
        if not indicator.target.quantified or actual.quantified or actual.raw.strip() in ANSWERS:
            continue
        if actual.unreadable or not _DIGIT.search(actual.raw):
            what = f"写的是“{actual.raw}”" if _has_words(actual.raw) else "没有填写"
            at = _cell(result, "indicators", "actual", indicator.at)
            yield hit(at, name=indicator.name, target=indicator.target.raw, what=what)


@result_rule(
    "R111",
    "target-differs-from-declaration",
    Severity.WARNING,
    "“{name}”的指标值写的是 {seen}，申报表上是 {expected}",
)
def target_differs_from_declaration(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """指标值与申报表上的不一致

    为什么重要
        自评应当对照申报时定下的指标值；指标值改了，达到与否就不是原来的意思，调整过的需要写明。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥100000页, 实际完成值: 116000页, 分值: 60, 得分: 60}   # <- R111 “档案扫描页数”的指标值写的是 ≥100000页，申报表上是 ≥120000页
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: 不低于90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml
        表式: shanghai-2019
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping

    怎样改
        填报的照申报表的指标值填写，批复以后调整过的在“说明”中写明时间和文件；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“年度指标值”：申报时确定、经批复的指标值；本条判断方法由本站设定。
    """
    declared = _by_name(declaration)
    for indicator in result.indicators:
        targets = declared.get(without_brackets(indicator.name), [])
        if len(targets) == 1 and not _same(targets[0], indicator.target):
            yield hit(
                _cell(result, "indicators", "target", indicator.at),
                seen=indicator.target.raw,
                expected=targets[0].raw,
                name=indicator.name,
            )


def _by_name(declaration: Declaration | None) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for indicator in declaration.indicators if declaration else ():
        found.setdefault(without_brackets(indicator.name), []).append(indicator.target)
    return found


def _same(one: Target, other: Target) -> bool:
    """Whether two targets say the same: the same text, or the same number however it is written."""
    if fold(one.raw) == fold(other.raw):
        return True
    return one.quantified and other.quantified and _amount(one) == _amount(other)


def _amount(target: Target) -> tuple[object, ...]:
    factor, base = standard_of(target.unit)
    return target.operator, (target.value or 0) * factor, base, target.change, target.approximate


@linked_rule(
    "R112",
    "outturn-differs-from-evaluation",
    Severity.WARNING,
    "填写的上年执行数是 {seen}，上年自评表（{file}）的全年执行数是 {expected}，相差 {difference}",
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
        同名项目上年预算执行数: 560000   # <- R112 填写的上年执行数是 560,000 元，上年自评表（content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml）的全年执行数是 582,000 元，相差 −22,000 元

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
            seen=str(stated),
            expected=str(evaluation.executed),
            difference=f"{(stated - evaluation.executed).signed} 元",
            file=evaluation.file,
        )


def _rounding(evaluation: ResultOutline, amount: Money) -> Money:
    """What may be lost of an amount by rounding, in the unit in which its form has it: half of its last digit."""
    if evaluation.edition.money_unit != "万元":
        return ZERO
    decimals = -int((amount.yuan / 10_000).normalize().as_tuple().exponent)
    return Money(Decimal(5_000).scaleb(-max(decimals, 2)))


@result_rule("R113", "score-disagrees-with-outcome", Severity.NOTICE, "“{name}”{what}")
def score_disagrees_with_outcome(
    result: Result, declaration: Declaration | None, thresholds: Thresholds
) -> Iterator[Hit]:
    """得分与程序判断的达到与否不一致

    为什么重要
        没有达到的指标得了满分，或者达到的指标扣了分，可能另有评分标准，也可能写错了，值得核对。

    反例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 60}   # <- R113 “档案扫描页数”指标值 ≥120000页，实际 116000页，没有达到而得了满分 60 分
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    正例
        # content/projects/2020/qinghe-danganguan/dangan-shuzihua.ziping.yml
        表式: national-ziping
        绩效指标:
          产出指标:
            数量指标:
              - {三级指标: 档案扫描页数, 年度指标值: ≥120000页, 实际完成值: 116000页, 分值: 60, 得分: 58}
          满意度指标:
            服务对象满意度指标:
              - {三级指标: 查档市民满意度, 年度指标值: ≥90%, 实际完成值: 92%, 分值: 30, 得分: 30}

    怎样改
        填报的核对实际完成值和得分，另有评分标准的写明；录入的核对原件。

    依据
        是否达到由本站按运算符、数值和单位计算，只供核对，不代替评分。
    """
    for indicator in result.indicators:
        weight, score, verdict = indicator.weight, indicator.score, indicator.outcome.verdict
        if not weight or not score or not weight.value:
            continue
        filed = f"指标值 {indicator.target.raw}，实际 {indicator.actual.raw}"
        at = _cell(result, "indicators", "score", indicator.at)
        if verdict is Verdict.NOT_MET and score.value == weight.value:
            yield hit(at, name=indicator.name, what=f"{filed}，没有达到而得了满分 {_points(weight.value)}")
        elif verdict is Verdict.MET and score.value < weight.value:
            what = f"{filed}，达到而得了 {_points(score.value)}，分值是 {_points(weight.value)}"
            yield hit(at, name=indicator.name, what=what)


# Texts

_STATED = (
    ("总分", re.compile(r"(?:总分|自评(?:总)?得?分|综合得分)[为是共计达到：: ]{0,3}([0-9]{1,3}(?:\.[0-9]{1,4})?) ?分")),
    ("预算执行率", re.compile(r"(?:预算|资金)?执行率[为是达到约：: ]{0,3}([0-9]{1,3}(?:\.[0-9]{1,4})?) ?[%％]")),
    (
        "全年执行数",
        re.compile(
            r"(?:全年执行数?|实际支出|共支出|预算执行数)[为是了：: ]{0,2}([0-9]{1,9}(?:\.[0-9]{1,6})?) ?(万元|元)"
        ),
    ),
)
_OTHERS = re.compile(r"上年|去年|下年|上半年|[0-9一二三四1-4]季度|[0-9]+月|其中|中央|市级|子项目")


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
    for filed in result.texts:
        if filed.role in ("name", "line_department", "expected_goal"):
            continue
        for what, pattern in _STATED:
            for match in pattern.finditer(filed.text):
                before = filed.text[max(0, match.start() - 12) : match.start()]
                told = None if _OTHERS.search(re.split("[。；;\n]", before)[-1]) else _otherwise(result, what, match)
                if told:
                    yield hit(filed.at, seen=told[0], expected=told[1], part=match.group(), what=what)


def _otherwise(result: Result, what: str, match: re.Match[str]) -> tuple[str, str] | None:
    """What a text says and what the table has, where they differ beyond the last digit of the text."""
    stated = Figure(match[1], Decimal(match[1]))
    if what == "总分":
        filed = result.score.value if result.score else None
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
    return f"{stated.raw}{unit}", f"{_plain(shown)}{unit}"
