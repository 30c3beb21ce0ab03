"""H, in texts: does what a text says of the year before agree with last year's own declaration?"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Severity
from ..portfolio import Portfolio
from ..values import Money
from .catalogue import Hit, linked_rule
from .fingerprints import Fingerprinted
from .thresholds import Thresholds


@linked_rule(
    "H309",
    "prior-year-amount-in-text-mismatch",
    Severity.WARNING,
    "写的上年预算是 {seen}，上年申报表（{file}）的{label}是 {expected}，相差 {difference}",
)
def prior_year_amount_in_text_mismatch(
    member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds
) -> Iterator[Hit]:
    """文字里写的上年预算与上年的申报表不一致

    为什么重要
        表上没有上年预算额一栏的，读者只能看文字里怎样写；与上年申报表上的数不同，两数口径可能不同，需要写明。

    反例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度预算安排: 2026年预算32万元，其中车辆运行和维护12万元，车载图书更新14万元，外勤补助6万元。上年预算30万元。   # <- H309 写的上年预算是 30万元，上年申报表（content/projects/2025/qinghe-tushuguan/liudong-tushuche.yml）的年度资金申请总额是 280,000 元，相差 20,000 元
        # content/projects/2025/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度: 2025
        计划开始日期: 2025-01-01
        计划完成日期: 2025-12-31
        项目资金总额: {合计: 280000, 财政资金: 280000}
        年度资金申请总额: {合计: 280000, 当年财政拨款: 280000}
        年度预算安排: 车辆运行和维护12万元，车载图书更新11万元，人员外勤补助和问卷调查5万元，合计28万元。
        实施周期: 本项目为经常性项目，按年度安排，本期从2025年1月开始，到2025年12月结束，下年另行申报。

    正例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度预算安排: 2026年预算32万元，其中车辆运行和维护12万元，车载图书更新14万元，外勤补助6万元。上年预算28万元。
        # content/projects/2025/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度: 2025
        计划开始日期: 2025-01-01
        计划完成日期: 2025-12-31
        项目资金总额: {合计: 280000, 财政资金: 280000}
        年度资金申请总额: {合计: 280000, 当年财政拨款: 280000}
        年度预算安排: 车辆运行和维护12万元，车载图书更新11万元，人员外勤补助和问卷调查5万元，合计28万元。
        实施周期: 本项目为经常性项目，按年度安排，本期从2025年1月开始，到2025年12月结束，下年另行申报。

    怎样改
        填报的核对上年批复的预算数：申报数与批复数不同属正常，请在文字里写明是批复数，写错的改正；录入的核对原件，原件如此的在“说明”中写明，不要改成上年申报表上的数。
        写明批复、追加、调整的不列出。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；本条判断方法由本站设定。
    """
    previous = portfolio.previous(member.outline)
    if previous is None or previous.budget_comprises != member.outline.budget_comprises:
        return
    filed = previous.budget.current_year
    for amount in member.fingerprint.prior_amounts:
        if not any(map(amount.stands_for, (filed, previous.budget.new_money))):
            yield Hit(
                amount.at,
                {"file": previous.file, "label": previous.label("budget.current_year")},
                part=amount.written,
                place=amount.place,
                expected=filed,
                difference=abs(filed - Money(amount.yuan)),
            )
