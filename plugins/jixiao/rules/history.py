"""H: does a declaration agree with the year before, and does any other declaration say the same?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from ..finding import Severity
from ..model import Declaration, Indicator, Outline, promised_for
from ..portfolio import Portfolio
from ..registry import SpendingUnit, fold_name
from ..text import without_brackets
from ..values import Money
from .catalogue import Hit, declaration_rule, hit, linked_rule, signed, year_rule
from .fingerprints import Fingerprinted
from .thresholds import Thresholds


@linked_rule(
    "H301",
    "prior-year-budget-mismatch",
    Severity.WARNING,
    "填写的上年预算额是 {seen}，上年申报表（{file}）的{label}是 {expected}，相差 {difference}",
)
def prior_year_budget_mismatch(member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds) -> Iterator[Hit]:
    """上年预算额与上年的申报表不一致

    为什么重要
        增减率和上年执行率都以上年预算为底数；与上年申报表上的数不同，两数口径可能不同，需要写明。

    反例
        同名项目上年预算额: 580000   # <- H301 填写的上年预算额是 580,000 元，上年申报表（content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml）的项目当年预算是 500,000 元，相差 +80,000 元
        # content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml
        年度: 2019
        开始时间: 2019-01-01
        结束时间: 2019-12-31
        项目当年预算: 500000

    正例
        同名项目上年预算额: 500000
        # content/projects/2019/qinghe-danganguan/dangan-shuzihua.yml
        年度: 2019
        开始时间: 2019-01-01
        结束时间: 2019-12-31
        项目当年预算: 500000

    怎样改
        填报的核对上年批复的预算数：申报数与批复数不同属正常，请在“说明”中写明批复或调整的时间和文件，写错的改正；录入的核对原件，原件如此的在“说明”中写明，不要改成上年申报表上的数。

    依据
        表式 shanghai-2019“同名项目上年预算额”；本条判断方法由本站设定。
    """
    declaration = member.outline
    previous = portfolio.previous(declaration)
    filed = declaration.prior_year.budget
    if previous and filed is not None and filed != previous.budget.current_year:
        expected = previous.budget.current_year
        yield hit(
            member.at("prior_year.budget"),
            seen=filed,
            expected=expected,
            difference=signed(filed - expected),
            file=previous.file,
            label=previous.label("budget.current_year"),
        )


@declaration_rule(
    "H302",
    "outturn-exceeds-budget",
    Severity.WARNING,
    "上年预算执行数 {seen}，比上年预算额 {expected}多 {difference}，没有说明原因",
)
def outturn_exceeds_budget(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """上年执行数大于上年预算，没有说明原因

    为什么重要
        执行数大于预算额，可能是年中追加、调整过预算，也可能有一个数写错了，需要写明是哪一种。

    反例
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 600000   # <- H302 上年预算执行数 600,000 元，比上年预算额 580,000 元多 20,000 元，没有说明原因

    正例
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 600000
        备注: 上年9月经批准追加预算20000元，用于增加扫描批次。

    怎样改
        填报的核对两个数，年中追加、调整过预算的在“备注”或“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“同名项目上年预算额”“同名项目上年预算执行数”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；本条判断方法由本站设定。
    """
    budget, outturn = declaration.prior_year.budget, declaration.prior_year.outturn
    if budget is None or outturn is None or _ADDED_LATER.search(declaration.text("remarks")):
        return
    if outturn > budget:
        yield hit(
            declaration.at("prior_year.outturn"),
            seen=outturn,
            expected=budget,
            difference=outturn - budget,
        )


_ADDED_LATER = re.compile(r"追加|调增|调整|调剂|增拨|增补|补充|结转|结余")


@linked_rule(
    "H303",
    "growth-unexplained",
    Severity.WARNING,
    "{label} {seen}，比{prior} {expected}{direction} {difference}（{rate}），没有说明原因",
)
def growth_unexplained(member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds) -> Iterator[Hit]:
    """预算比上年增减较多，没有说明原因

    为什么重要
        预算增加或减少较多，有它的原因：任务变了、价格变了、上年有一次性的支出。写明原因，审核和公众都能看懂。

    反例
        项目当年预算: 600000   # <- H303 项目当年预算 600,000 元，比上年预算 500,000 元增加 100,000 元（+20.00%），没有说明原因
        同名项目上年预算额: 500000

    正例
        项目当年预算: 600000
        同名项目上年预算额: 500000
        备注: 预算比上年增加100000元，原因是新增建国初期档案20000页的扫描。

    怎样改
        填报的在“备注”或“说明”中写明增减的原因，数字写错的改正；录入的核对原件，原件没有写原因的在“说明”中写明原件如此。增减率和增减额都超过门槛时才列出。
        表中列有上年结转资金的，两年都减去结转再比。

    依据
        表式 shanghai-2019“项目当年预算”“同名项目上年预算额”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；增减率和增减额的门槛由本站设定。
    """
    declaration = member.outline
    net = portfolio.compare_new_money(declaration)
    comparison = net or portfolio.compare(declaration)
    change, rate, before = comparison.change, comparison.change_rate, comparison.prior
    if change is None or rate is None or before is None:
        return
    is_net = net is not None and net != portfolio.compare(declaration)
    much = abs(change) > thresholds.growth_amount and abs(rate.points) > thresholds.growth_rate.points
    if much and not member.fingerprint.explains_change:
        yield hit(
            member.at("budget.current_year"),
            seen=comparison.current,
            expected=before,
            difference=abs(change),
            label=declaration.label("budget.current_year") + (_less_carry_over(declaration) if is_net else ""),
            prior="上年同口径预算" if is_net else "上年预算",
            direction="增加" if change.yuan > 0 else "减少",
            rate=rate.signed,
        )


def _less_carry_over(declaration: Outline) -> str:
    return f"（不含{declaration.edition.by_role['budget.current_year'].carried_over}）"


@linked_rule(
    "H304",
    "low-outturn-not-reduced",
    Severity.WARNING,
    "{source} {rate}，低于 {limit}，当年预算 {seen}没有少于上年的 {expected}",
)
def low_outturn_not_reduced(member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds) -> Iterator[Hit]:
    """上年执行率较低，当年预算没有减少

    为什么重要
        上年执行率较低而当年预算没有减少的，需要写明当年怎样执行到位，以免资金闲置。表上没有上年执行数的，按上年的绩效自评表核对。

    反例
        项目当年预算: 600000   # <- H304 上年预算执行率 80.00%，低于 85.00%，当年预算 600,000 元没有少于上年的 580,000 元
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 464000

    正例
        项目当年预算: 480000
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 464000

    怎样改
        填报的结合上年执行情况核定当年预算，当年确实需要的在“说明”中写明上年执行率较低的原因和当年的安排；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“同名项目上年预算执行数”，表式 national-ziping“全年执行数”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“可行性”；上年执行率的门槛由本站设定。
    """
    comparison = portfolio.compare(member.outline)
    rate, change, before = comparison.outturn_rate, comparison.change, comparison.prior
    if rate is None or change is None or before is None:
        return
    if rate < thresholds.low_outturn and change.yuan >= 0:
        yield hit(
            member.at("budget.current_year"),
            seen=comparison.current,
            expected=before,
            difference=signed(change),
            source="上年自评表的预算执行率" if comparison.evaluated else "上年预算执行率",
            rate=rate,
            limit=thresholds.low_outturn,
        )


@declaration_rule("H305", "prior-year-figures-unexpected", Severity.WARNING, "{what}")
def prior_year_figures_unexpected(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """上年的两个数与项目类型不合

    为什么重要
        新增项目没有上年数，经常性项目每年都有；两栏与项目类型不合的，与上年的对比就算不出来或算错。

    反例
        项目类型: 其他经常性项目
        同名项目上年预算额: 580000
        同名项目上年预算执行数:   # <- H305 填写了同名项目上年预算额，没有填写同名项目上年预算执行数

    正例
        项目类型: 市委市政府已确定的新增项目
        同名项目上年预算额:
        同名项目上年预算执行数:

    怎样改
        填报的，新增项目两栏留空，经常性项目两栏都填，上年没有支出的填 0，首次申报的在“备注”中写明“首次申报”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“项目类型”“同名项目上年预算额”“同名项目上年预算执行数”；本条判断方法由本站设定。
    """
    if not (declaration.has_field("prior_year.budget") and declaration.has_field("prior_year.outturn")):
        return
    figures = _prior_figures(declaration)
    blank = [role for role, amount in figures.items() if amount is None]
    if declaration.is_new:
        yield from _figures_of_a_new_project(declaration, figures)
    elif len(blank) == 1:
        yield _figure_alone(declaration, blank[0])
    elif blank and declaration.is_recurrent and not _FIRST_TIME.search(declaration.text("remarks")):
        what = f"经常性项目没有填写{'和'.join(map(declaration.label, blank))}"
        yield hit(declaration.at(blank[0]), what=what)


_FIRST_TIME = re.compile(r"首次|初次|首年|第一年|第一次|新增|新设|新立|新开|上年(?:度)?(?:没有|无|未)")


def _prior_figures(declaration: Declaration) -> dict[str, Money | None]:
    prior = declaration.prior_year
    return {"prior_year.budget": prior.budget, "prior_year.outturn": prior.outturn}


def _figures_of_a_new_project(declaration: Declaration, figures: dict[str, Money | None]) -> Iterator[Hit]:
    """A zero says the same as an empty field: there was nothing the year before."""
    for role, amount in figures.items():
        if amount:
            what = (f"新增项目填写了{declaration.label(role)} ", amount)
            yield hit(declaration.at(role), seen=amount, what=what)


def _figure_alone(declaration: Declaration, blank: str) -> Hit:
    filed = next(role for role in _prior_figures(declaration) if role != blank)
    what = f"填写了{declaration.label(filed)}，没有填写{declaration.label(blank)}"
    return hit(declaration.at(blank), what=what)


@declaration_rule(
    "H306",
    "full-execution-target-doubtful",
    Severity.NOTICE,
    "“{name}”的目标是 {seen}，上年预算执行率是 {rate}",
)
def full_execution_target_doubtful(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """上年执行率较低，当年目标是全部执行

    为什么重要
        目标应当能够达到；上年执行率较低而当年目标为 100% 的，需要写明依据。

    反例
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 500000
        分解目标:
          投入和管理目标:
            - {绩效指标: 预算执行率, 指标目标值: 100%}   # <- H306 “预算执行率”的目标是 100%，上年预算执行率是 86.21%

    正例
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 500000
        分解目标:
          投入和管理目标:
            - {绩效指标: 预算执行率, 指标目标值: ≥92%}

    怎样改
        填报的参照上年执行率定目标，确有把握全部执行的在“说明”中写明当年的改进；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“分解目标”“同名项目上年预算执行数”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“可行性”；上年执行率的门槛由本站设定。
    """
    rate = declaration.prior_year.outturn_rate
    if rate is None or rate >= thresholds.doubtful_outturn:
        return
    for indicator in promised_for("year", declaration.indicators):
        if _promises_full_execution(indicator):
            yield hit(indicator.target_at, name=indicator.name, rate=rate)


_EXECUTION = re.compile(r"(?:预算|资金|经费|支出).{0,4}执行率|预算(?:执行|支出|资金)?完成率")


def _promises_full_execution(indicator: Indicator) -> bool:
    target = indicator.target
    is_full = target.value == 100 and target.unit in ("%", "") and target.operator in ("=", "≥", "")
    return is_full and bool(_EXECUTION.search(without_brackets(indicator.name)))


@year_rule("H307", "duplicate-declaration", Severity.WARNING, "与 {other}{more} {what}")
def duplicate_declaration(
    members: Sequence[Fingerprinted], thresholds: Thresholds
) -> Iterator[tuple[Fingerprinted, Hit]]:
    """同一个项目可能申报了两次

    为什么重要
        同一笔资金申报两次，汇总会多算一倍；两份之中以哪一份为准，也无从知道。

    反例
        项目名称: 馆藏档案数字化（二期）   # <- H307 与 content/projects/2020/qinghe-danganguan/erqi.yml 单位、年度和项目名称都相同
        # content/projects/2020/qinghe-danganguan/erqi.yml
        项目名称: 馆藏档案数字化 (二期)   # <- H307 与 content/projects/2020/qinghe-danganguan/dangan-shuzihua.yml 单位、年度和项目名称都相同
        项目当年预算: 450000

    正例
        项目名称: 馆藏档案数字化（二期）
        # content/projects/2020/qinghe-danganguan/sanqi.yml
        项目名称: 馆藏档案数字化（三期）
        项目概况: 对馆藏的改革开放初期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。

    怎样改
        填报的，重复的删去一份，确是两个项目的让名称看得出区别，并各写各的概况和目标；录入的核对是否重复录入，原件确是两份的在“说明”中写明。

    依据
        表式 shanghai-2019、shanghai-2026“项目名称”；本条判断方法由本站设定。
    """
    for namesakes in _repeated(members, _unit_and_name):
        yield from _name_each_other(namesakes, "name", "单位、年度和项目名称都相同")
    for equals in _repeated(members, lambda member: member.outline.budget.current_year):
        for twins in _repeated(equals, lambda member: member.fingerprint.texts):
            if len({_unit_and_name(twin) for twin in twins}) > 1:
                yield from _name_each_other(twins, "overview", "年度、预算和各段文字都相同")


def _unit_and_name(member: Fingerprinted) -> Hashable:
    return member.outline.spending_unit.id, fold_name(member.outline.name)


def _repeated(
    members: Iterable[Fingerprinted], key: Callable[[Fingerprinted], Hashable]
) -> Iterator[list[Fingerprinted]]:
    """The groups of declarations with the same key that have more than one member."""
    groups: dict[Hashable, list[Fingerprinted]] = defaultdict(list)
    for member in members:
        groups[key(member)].append(member)
    return (group for group in groups.values() if len(group) > 1)


def _name_each_other(group: list[Fingerprinted], role: str, what: str) -> Iterator[tuple[Fingerprinted, Hit]]:
    """Each member names the first other one, and how many there are beside."""
    more = f" 等 {len(group) - 1} 份" if len(group) > 2 else ""
    for member in group:
        other = group[0] if member is not group[0] else group[1]
        known = role if member.outline.has_field(role) else "name"
        yield member, hit((member.outline.label(known),), other=other.outline.file, more=more, what=what)


@linked_rule("H308", "predecessor-not-found", Severity.ERROR, "{what}", about="form")
def predecessor_not_found(member: Fingerprinted, portfolio: Portfolio, thresholds: Thresholds) -> Iterator[Hit]:
    """前身不是本单位上年的申报表

    为什么重要
        前身把改名前后的项目连成一条线；编号写错，线就断了，或者连到别的年份、别的单位去。

    反例
        前身: 2019/qinghe-danganguan/dangan-saomiao   # <- H308 没有编号为“2019/qinghe-danganguan/dangan-saomiao”的申报表
        # content/projects/2019/qinghe-danganguan/laodangan-saomiao.yml
        年度: 2019
        项目名称: 老档案扫描
        开始时间: 2019-01-01
        结束时间: 2019-12-31

    正例
        前身: 2019/qinghe-danganguan/laodangan-saomiao
        # content/projects/2019/qinghe-danganguan/laodangan-saomiao.yml
        年度: 2019
        项目名称: 老档案扫描
        开始时间: 2019-01-01
        结束时间: 2019-12-31

    怎样改
        写上年申报表的编号，即文件路径中 projects/ 之后、.yml 之前的部分；本站没有收录上年的，删去这一栏。这一栏是本站所设，填报的和录入的都要改正。
        项目是从别的单位划转来的，填报的在“备注”或“说明”中写明由哪个单位转来；录入的核对原件，原件没有写的在“说明”中写明。

    依据
        本站的文件格式：前身是上年申报表的编号。
    """
    declaration = member.outline
    if not declaration.predecessor:
        return
    named = portfolio.get(declaration.predecessor)
    if named is None:
        yield hit(("前身",), what=f"没有编号为“{declaration.predecessor}”的申报表")
    elif named.year != declaration.year - 1:
        expected = str(declaration.year - 1)
        what = f"“{declaration.predecessor}”是 {named.year} 年的申报表，前身应是 {expected} 年的"
        yield hit(("前身",), expected=expected, what=what)
    elif named.spending_unit != declaration.spending_unit and not _was_handed_over(
        member.fingerprint.handover, named.spending_unit
    ):
        other = named.spending_unit.name
        what = f"“{declaration.predecessor}”是{other}的申报表，没有写明项目由{other}转来"
        yield hit(("前身",), severity=Severity.WARNING, expected=declaration.spending_unit.name, what=what)


def _was_handed_over(handover: str, unit: SpendingUnit) -> bool:
    """Whether what the form says of a handover names the other unit."""
    return any(name in handover for name in {unit.name, unit.short, *unit.former_names})
