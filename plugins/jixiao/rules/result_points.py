"""R, points: do weights and scores add up to what the edition says, and follow from the figures?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..finding import Path, Severity
from ..forms import ResultEdition
from ..model import Declaration
from ..results import FundsRow, Result, ResultIndicator
from ..values import Figure, Percent
from .catalogue import Hit, hit, result_rule
from .result_cells import HUNDRED, TENTH, in_points, plain
from .thresholds import Thresholds


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
        所填表式的“分值”和“得分”两栏，没有“分值”一栏的按表式规定的预算执行分值；表式没有规定分值的不判断。本条判断方法由本站设定。
    """
    rows: tuple[FundsRow | ResultIndicator, ...] = (*result.funds, *result.indicators)
    for row in rows:
        most = row.points if isinstance(row, ResultIndicator) else result.full_points(row)
        if most is not None and row.score and row.score.value > most + _slack(result.edition, row):
            yield _too_many(row.path("score"), row.name, row.score, "分值", most)
    points = result.edition.points
    if points and result.score and result.score.value > points.whole:
        yield _too_many(result.at("score"), result.edition.by_role["score"].label, result.score, "满分", points.whole)


def _slack(edition: ResultEdition, row: FundsRow | ResultIndicator) -> Decimal:
    """What a score may gain by being rounded, where its full points are worked out of a share."""
    is_share = isinstance(row, ResultIndicator) and edition.points is not None and edition.points.are_shares
    return row.score.last_digit / 2 if is_share and row.score else Decimal(0)


def _too_many(at: Path, name: str, score: Figure, what: str, most: Decimal) -> Hit:
    return hit(at, seen=in_points(score.value), expected=in_points(most), name=name, what=what)


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
    scored = [row for row in result.scored if row.weight]
    execution = sum((row.weight.value for row in scored if row.weight), Decimal(0))
    if points.execution and scored and execution != points.execution:
        yield _uneven(scored[0].path("weight"), "预算执行的分值", execution, points.execution)
    weights = [points.weight_of(row.weight) for row in result.indicators if row.weight]
    if weights and abs(sum(weights) - points.weights) > _rounding(result.indicators, points.weights):
        what = "各项指标的权重" if points.are_shares else "各项指标的分值"
        yield _uneven(result.indicators[0].at[:1], what, sum(weights, Decimal(0)), points.weights, points.are_shares)


def _rounding(indicators: Sequence[ResultIndicator], whole: Decimal) -> Decimal:
    """What weights may lose by being rounded (33.33 three times): half of their last digit each, where that is little of all."""
    digit = min((row.weight.last_digit for row in indicators if row.weight), default=Decimal(0))
    return len(indicators) * digit / 2 if digit * 1_000 <= whole else Decimal(0)


def _uneven(at: Path, what: str, found: Decimal, wanted: Decimal, are_shares: bool = False) -> Hit:
    told = plain if are_shares else in_points
    more = "多" if found > wanted else "少"
    return hit(
        at,
        seen=told(found),
        expected=told(wanted),
        difference=told(abs(found - wanted)),
        what=what,
        more=more,
    )


@result_rule(
    "R104",
    "total-score-mismatch",
    Severity.ERROR,
    "{score}写的是 {seen}，各项得分合计 {expected}，相差 {difference}",
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
            seen=in_points(result.score.value),
            expected=in_points(found),
            difference=in_points(abs(found - result.score.value)),
            score=result.edition.by_role["score"].label,
        )


def _scores(result: Result) -> list[Decimal] | None:
    """The scores of which the total is the sum; nothing where any is not stated."""
    points, rows = result.edition.points, list[FundsRow | ResultIndicator](result.indicators)
    if points and points.counts_execution:
        scored = [row for row in result.scored if row.weight or row.score]
        if not scored:
            return None
        rows += scored
    scores = [row.score.value for row in rows if row.score]
    return scores if scores and len(scores) == len(rows) else None


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
    for row in result.scored:
        full = result.full_points(row)
        if full is None or row.score is None or row.executed is None or not row.adjusted:
            continue
        share = min(row.executed.yuan / row.adjusted.yuan, Decimal(1))
        wanted, step = share * full, min(row.score.last_digit, TENTH)
        if abs(wanted - row.score.value) > step and row.score.value <= full:  # else R102 speaks of it
            yield hit(
                row.path("score"),
                seen=in_points(row.score.value),
                expected=in_points(wanted.quantize(step)),
                rate=Percent(share * HUNDRED),
                weight=in_points(full),
            )
