"""I: does a cost indicator say more than the budget does?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Severity
from ..measures import yuan_of
from ..model import Declaration, Indicator
from ..target import Target
from ..text import fold
from ..values import Money
from .catalogue import Hit, declaration_rule, hit
from .thresholds import Thresholds
from .wording import (
    core_name,
    phrase,
    unit_of,
)


@declaration_rule("I511", "cost-indicator-restates-budget", Severity.NOTICE, "成本指标的指标值 {seen} {what}")
def cost_indicator_restates_budget(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """成本指标与预算相同，或低于预算

    为什么重要
        支出不超过预算是预算管理本来的要求，写成指标看不出成本控制的目标；上限低于预算的，两处需要核对。

    反例
        分解目标:
          投入和管理目标:
            - {绩效指标: 扫描加工成本, 指标目标值: ≤60万元}   # <- I511 成本指标的指标值 ≤60万元 就是项目当年预算 600,000 元
            - {绩效指标: 项目总成本, 指标目标值: ≤50万元}   # <- I511 成本指标的指标值 ≤50万元 比项目当年预算 600,000 元 低 100,000 元

    正例
        分解目标:
          投入和管理目标:
            - {绩效指标: 每页扫描成本, 指标目标值: ≤3.5元}

    怎样改
        填报的改用单位成本，例如“每页扫描成本≤3.5元”“人均培训费用≤450元/天”，上限低于预算的核对哪一处写错；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；本条判断方法由本站设定。
    """
    for indicator in declaration.by_target:
        if _is_cost(indicator):
            yield from _against_budget(indicator, declaration)


def _against_budget(indicator: Indicator, declaration: Declaration) -> Iterator[Hit]:
    """Compare a cost indicator's cap with 项目当年预算 and 项目总预算."""
    current = declaration.budget.current_year
    cap = _cap(indicator.target, unit_of(indicator))
    for role, budget in (("budget.current_year", current), ("budget.total", declaration.budget.total)):
        if cap is not None and cap == budget:
            yield hit(indicator.target_at, expected=budget, what=(f"就是{declaration.label(role)} ", budget))
            return
    if _SAYS_BUDGET.fullmatch(phrase(indicator.target.raw)):
        yield hit(indicator.target_at, what="与预算相同")
    elif cap and cap < current and _is_cost_of_all(indicator, declaration):
        yield _cap_below_budget(indicator, declaration, current - cap)


def _cap_below_budget(indicator: Indicator, declaration: Declaration, gap: Money) -> Hit:
    budget = declaration.budget.current_year
    return hit(
        indicator.target_at,
        severity=Severity.WARNING,
        expected=budget,
        difference=("−", gap),
        what=(f"比{declaration.label('budget.current_year')} ", budget, " 低 ", gap),
    )


_SAYS_BUDGET = re.compile(
    r"(?:≤|<=?|=|不超过|不超出?|不高于|不大于|低于|小于等于|严?格?控制在)?(?:项目|年度|年初|当年|批复|批准|财政|总|的)*"
    r"预算(?:资金|金额|总额|总数|数|额|控制数|批复数|指标)?(?:范围|额度)?(?:之内|以内|内)?"
)
_COST = re.compile(r"成本|预算控制|总投资|造价")
_COST_OF_ONE = re.compile(r"人均|平均|单位|单价|每|标准|节约|降低|下降|率$")
_COST_OF_ALL = re.compile(
    r"(?:本|该)?(?:项目|年度|当年|经济)*(?:总?成本|总?支出|总?投资|总造价|总费用|总经费|预算)(?:控制)?(?:数|额|总额)?(?:控制)?"
)


def _is_cost(indicator: Indicator) -> bool:
    """A cost of the project or a part of it, in money; not one per head or piece."""
    name = core_name(indicator.name)
    return ("cost" in indicator.tags or bool(_COST.search(name))) and not _COST_OF_ONE.search(name)


def _is_cost_of_all(indicator: Indicator, declaration: Declaration) -> bool:
    name = core_name(indicator.name).removeprefix(fold(declaration.name))
    return bool(_COST_OF_ALL.fullmatch(name)) if len(name) <= 20 else False


def _cap(target: Target, unit: str) -> Money | None:
    """The amount that a target value allows at most (or names), in 元."""
    yuan = yuan_of(unit)
    if target.value is None or yuan is None or target.operator in ("≥", ">") or target.change:
        return None
    return Money(target.value * yuan)
