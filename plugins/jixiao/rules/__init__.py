"""The rule catalogue: every rule, by family, in the order of their codes."""

from types import ModuleType

from . import (
    amounts_in_texts,
    answers,
    budget,
    consistency,
    cost_indicators,
    dates,
    directions,
    fit,
    history,
    history_in_texts,
    indicators,
    other_documents,
    periods,
    privacy,
    result_funds,
    result_indicators,
    result_names,
    result_points,
    structure,
    target_values,
    texts,
    zero_goals,
)
from .catalogue import Hit, Rule, hit
from .engine import judge_file, judge_linked, judge_year, label_of, settle_answers
from .fingerprints import Fingerprint, Fingerprinted, Wording, fingerprint_of, fingerprint_of_result, wordings_of
from .thresholds import Thresholds, read_thresholds

FAMILIES: tuple[tuple[str, str, tuple[ModuleType, ...]], ...] = (
    ("S", "结构", (structure, other_documents)),
    ("B", "预算", (budget, amounts_in_texts)),
    ("H", "上年对比", (history, history_in_texts)),
    ("D", "日期", (dates, periods)),
    ("I", "绩效指标", (indicators, target_values, cost_indicators, directions, fit)),
    ("C", "前后一致", (consistency, zero_goals)),
    ("R", "完成情况", (result_funds, result_points, result_indicators, result_names)),
    ("T", "文字", (texts,)),
    ("P", "个人信息", (privacy,)),
    ("W", "说明", (answers,)),
)
"""Letter, Chinese name and modules of each family; a new module is named here."""


def _rules(modules: tuple[ModuleType, ...]) -> tuple[Rule, ...]:
    rules = (value for module in modules for value in vars(module).values() if isinstance(value, Rule))
    return tuple(sorted(rules, key=lambda rule: rule.code))


RULES: tuple[Rule, ...] = tuple(rule for _, _, modules in FAMILIES for rule in _rules(modules))
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}

__all__ = [
    "BY_CODE",
    "FAMILIES",
    "RULES",
    "Fingerprint",
    "Fingerprinted",
    "Hit",
    "Rule",
    "Thresholds",
    "Wording",
    "fingerprint_of",
    "fingerprint_of_result",
    "hit",
    "judge_file",
    "judge_linked",
    "judge_year",
    "label_of",
    "read_thresholds",
    "settle_answers",
    "wordings_of",
]
