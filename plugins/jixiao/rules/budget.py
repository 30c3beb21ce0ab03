"""B: do the amounts of one declaration agree with each other?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..finding import Severity
from ..forms import Field
from ..model import Declaration
from ..text import fold
from ..values import Money, total
from .amounts import Amount, amounts_in
from .catalogue import Hit, Wording, declaration_rule, hit
from .costs import cost_kinds, listed
from .thresholds import Thresholds


@declaration_rule(
    "B201",
    "subproject-total-mismatch",
    Severity.ERROR,
    "{what}合计 {sum}，比{whole} {expected}{difference}",
)
def subproject_total_mismatch(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """子项目金额合计与项目当年预算不一致

    为什么重要
        资金构成说明资金用在哪里；合计与当年预算不同，可能有一笔没有列出、多列了，或总数写错了。

    反例
        项目当年投入资金构成:   # <- B201 各子项目预算金额合计 590,000 元，比项目当年预算 600,000 元少 10,000 元
          - 子项目名称: 档案扫描加工
            预算金额: 400000
          - 子项目名称: 存储设备租用
            预算金额: 190000

    正例
        项目当年投入资金构成:
          - 子项目名称: 档案扫描加工
            预算金额: 400000
          - 子项目名称: 存储设备租用
            预算金额: 200000

    怎样改
        填报的逐行核对预算金额，少列的补上，总数有误的改正项目当年预算；录入的核对原件，原件如此的写明“来源”，并在“说明”中写明。

    依据
        表式 shanghai-2019“项目当年投入资金构成”：各子项目预算金额之和等于项目当年预算。
    """
    for field in declaration.edition.lists:
        for column in field.columns:
            whole = declaration.amount(column.sums_to) if column.sums_to else None
            amounts = [row.get(column.label) for _, row in declaration.records(field)]
            filed = [amount for amount in amounts if isinstance(amount, Money)]
            if whole is not None and filed and (amount := total(filed)) != whole:
                yield hit(
                    (field.label,),
                    seen=amount,
                    sum=amount,
                    expected=whole,
                    difference=_more_or_less(amount - whole),
                    what=_summed(field, column),
                    whole=declaration.label(column.sums_to),
                )


def _summed(field: Field, column: Field) -> str:
    """What a column's sum is of: 各子项目预算金额, where the rows have names, or “支出明细”各行金额."""
    name = field.with_role("name")
    rows = f"各{name.label.removesuffix('名称')}" if name else f"“{field.label}”各行"
    return f"{rows}{column.label}"


def _more_or_less(difference: Money) -> Wording:
    return ("多 " if difference.yuan > 0 else "少 ", abs(difference))


@declaration_rule(
    "B202",
    "current-year-exceeds-total",
    Severity.ERROR,
    "{current} {seen}，大于{whole} {expected}，多出 {difference}",
)
def current_year_exceeds_total(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """当年预算大于总预算

    为什么重要
        当年预算是总预算的一部分，不会比总预算大；两个数至少有一个写错了，或者填反了。

    反例
        项目总预算: 500000
        项目当年预算: 600000   # <- B202 项目当年预算 600,000 元，大于项目总预算 500,000 元，多出 100,000 元

    正例
        项目总预算: 1200000
        项目当年预算: 600000

    怎样改
        填报的核对预算申报材料上的两个数，改正写错的一个，填反的对调；当年开始、当年结束的项目，两个数相同。录入的核对原件，原件如此的写明“来源”，并在“说明”中写明。

    依据
        表式 shanghai-2019“项目总预算”“项目当年预算”，表式 shanghai-2026“项目资金总额”“年度资金申请总额”：年度金额包含在总额之内。
    """
    budget = declaration.budget
    if budget.total is not None and budget.current_year > budget.total:
        yield hit(
            declaration.at("budget.current_year"),
            seen=budget.current_year,
            expected=budget.total,
            difference=budget.current_year - budget.total,
            current=declaration.label("budget.current_year"),
            whole=declaration.label("budget.total"),
        )


@declaration_rule(
    "B203",
    "one-year-budgets-differ",
    Severity.WARNING,
    "项目在 {year} 年内开始并结束，{whole} {seen}，比{current} {expected}多 {difference}",
)
def one_year_budgets_differ(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """一年之内的项目，总预算与当年预算不同

    为什么重要
        项目在一年内开始并结束，全部资金就是这一年的资金；两个数不同，可能是起止时间写短了，或有一个数没有更新。

    反例
        开始时间: 2020-01-01
        结束时间: 2020-12-31
        项目总预算: 1800000   # <- B203 项目在 2020 年内开始并结束，项目总预算 1,800,000 元，比项目当年预算 600,000 元多 1,200,000 元
        项目当年预算: 600000

    正例
        开始时间: 2020-01-01
        结束时间: 2022-12-31
        项目总预算: 1800000
        项目当年预算: 600000

    怎样改
        填报的，项目跨年的把起止时间写全，只做一年的把两个数写成一样，尾款以后年度支付等情形在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019、shanghai-2026 的起止时间与两项预算；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；本条判断方法由本站设定。
    """
    budget, period = declaration.budget, declaration.period
    if len(period.years) == 1 and budget.total is not None and budget.total > budget.current_year:
        yield hit(
            declaration.at("budget.total"),
            seen=budget.total,
            expected=budget.current_year,
            difference=budget.total - budget.current_year,
            year=period.years[0],
            current=declaration.label("budget.current_year"),
            whole=declaration.label("budget.total"),
        )


@declaration_rule("B204", "amount-looks-like-wan", Severity.WARNING, "{what}")
def amount_looks_like_wan(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """金额可能是以万元为单位填写的

    为什么重要
        这一栏的单位是元。把 60 万元写成 60，公布出来就成了 60 元，汇总和对比也跟着错。

    反例
        项目概况: 对馆藏档案进行扫描、著录和存储，项目预算61.5万元，其中扫描加工41.5万元，存储设备租用20万元。
        项目总预算: 6150000000   # <- B204 填写的是 6,150,000,000 元，“项目概况”写的是 61.5万元，相差一万倍
        项目当年预算: 615000
        同名项目上年预算额: 58   # <- B204 填写的是 58 元，不到 1,000 元，请核对是否以万元为单位；如果是，应写 580,000 元
        同名项目上年预算执行数: 560000

    正例
        项目概况: 对馆藏档案进行扫描、著录和存储，项目预算61.5万元，其中扫描加工41.5万元，存储设备租用20万元。
        项目总预算: 615000
        项目当年预算: 615000
        同名项目上年预算额: 580000
        同名项目上年预算执行数: 560000

    怎样改
        填报的把金额换算成元再填，金额确实这么小的在项目概况中写明“800元”，就不再列出；录入的核对原件的单位，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019、shanghai-2026 以元为单位的各栏；金额上限和判断方法由本站设定。
    """
    if declaration.edition.money_unit != "元":
        return
    named = tuple(_named_amounts(declaration))
    exactly = {amount.money for _, amount in named}
    ten_thousandfold = {a.money: (label, a) for label, a in named if is_called_budget(a) or a.is_distinctive}
    ten_thousandth = {a.money: (label, a) for label, a in named if is_called_budget(a)}
    for role, filed in _filed_amounts(declaration):
        if filed and filed not in exactly:
            other = ten_thousandfold.get(_times(filed, 10_000)) or ten_thousandth.get(_times(filed, Decimal("0.0001")))
            if other or filed < thresholds.suspicious_amount:
                yield _wan_hit(declaration, role, filed, other, thresholds)


_CALLED_BUDGET = re.compile(r"(?:预算|经费|资金|总投资|总额|合计|共计|总计|总成本|费用)[\u4e00-\u9fff:]{0,4}$")
_CALLED_OTHERWISE = re.compile(r"每|均|单价|标准|撬动|带动|社会资金")


def is_called_budget(amount: Amount) -> bool:
    """Whether the amount is called a budget or a sum of money, not a price or a turnover."""
    before = amount.before[-12:]
    return bool(_CALLED_BUDGET.search(before)) and not _CALLED_OTHERWISE.search(before)


def is_told_as_wan(declaration: Declaration, filed: Money, amount: Amount) -> bool:
    """Whether B204 speaks of a filed total or prior figure that is ten thousand times the amount, or a part of it."""
    if declaration.edition.money_unit != "元":
        return False
    if amount.money == _times(filed, 10_000):
        return is_called_budget(amount) or amount.is_distinctive
    return filed == _times(amount.money, 10_000) and is_called_budget(amount)


def _named_amounts(declaration: Declaration) -> Iterator[tuple[str, Amount]]:
    """Label and amount of all that texts and targets name, but for rates (50元/人)."""
    texts = [(filed.label, filed.text) for filed in declaration.texts]
    texts += (("指标目标值", f"{indicator.name}{indicator.target.raw}") for indicator in declaration.by_target)
    for label, text in texts:
        yield from ((label, amount) for amount in amounts_in(text) if amount.after[:1] not in ("/", "每"))


def _filed_amounts(declaration: Declaration) -> Iterator[tuple[str, Money]]:
    """Totals and prior-year figures; parts need no look of their own, as B201 and B207 compare them with a total."""
    budget, prior = declaration.budget, declaration.prior_year
    filed = {
        "budget.total": budget.total,
        "budget.current_year": budget.current_year,
        "prior_year.budget": prior.budget,
        "prior_year.outturn": prior.outturn,
    }
    yield from ((role, amount) for role, amount in filed.items() if amount is not None)


def _times(amount: Money, factor: int | Decimal) -> Money:
    return Money(amount.yuan * factor)


def _wan_hit(
    declaration: Declaration, role: str, filed: Money, other: tuple[str, Amount] | None, thresholds: Thresholds
) -> Hit:
    if other:
        label, amount = other
        told = ("填写的是 ", filed, f"，“{label}”写的是 {amount.written}，相差一万倍")
        return hit(declaration.at(role), seen=filed, expected=amount.money, what=told)
    meant = _times(filed, 10_000)
    limit = thresholds.suspicious_amount
    what = ("填写的是 ", filed, "，不到 ", limit, "，请核对是否以万元为单位；如果是，应写 ", meant)
    return hit(declaration.at(role), seen=filed, expected=meant, what=what)


@declaration_rule("B205", "subproject-repeated-or-zero", Severity.WARNING, "{what}")
def subproject_repeated_or_zero(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """子项目重复，或金额为零

    为什么重要
        同一个名称列两次，看不出是两笔支出还是重复列了一次；金额为零的一行没有说明资金的用处。

    反例
        项目当年投入资金构成:
          - 子项目名称: 档案扫描加工
            预算金额: 400000
          - 子项目名称: 档案扫描加工   # <- B205 子项目“档案扫描加工”与第 1 行同名
            预算金额: 200000
          - 子项目名称: 存储设备租用
            预算金额: 0   # <- B205 子项目“存储设备租用”的预算金额是 0 元

    正例
        项目当年投入资金构成:
          - 子项目名称: 档案扫描加工（民国时期）
            预算金额: 400000
          - 子项目名称: 档案扫描加工（建国初期）
            预算金额: 200000

    怎样改
        填报的，重复的删去一行，确是两笔的在名称中写明区别，当年没有支出的不列；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“项目当年投入资金构成”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；本条判断方法由本站设定。
    """
    first_rows: dict[str, int] = {}
    for row, subproject in enumerate(declaration.subprojects, 1):
        first = first_rows.setdefault(fold(subproject.name), row)
        if first != row:
            at = _column_at(declaration, row, "name")
            yield hit(at, what=f"子项目“{subproject.name}”与第 {first} 行同名")
        if not subproject.amount and declaration.budget.current_year:
            at = _column_at(declaration, row, "amount")
            what = (f"子项目“{subproject.name}”的预算金额是 ", subproject.amount)
            yield hit(at, seen=subproject.amount, what=what)


def _column_at(declaration: Declaration, row: int, role: str) -> tuple[str | int, ...]:
    field = declaration.edition.by_role["subprojects"]
    return (field.label, row - 1, field.column(role).label)


@declaration_rule("B206", "budget-not-broken-down", Severity.NOTICE, "资金构成只有一行，就是项目本身{kinds}")
def budget_not_broken_down(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """资金构成没有细分

    为什么重要
        资金构成说明资金用在哪些方面；只列项目本身，看不出预算是怎样测算的。项目概况列有多种费用的，由参考改列待核对。

    反例
        项目概况: 开展馆藏档案数字化，包括扫描加工费、设备租用费、著录劳务费以及其他费用，方便市民在线查阅，减少原件翻动。
        项目当年投入资金构成:
          - 子项目名称: 馆藏档案数字化   # <- B206 资金构成只有一行，就是项目本身；项目概况列有 3 种费用：扫描加工费、设备租用费、著录劳务费
            预算金额: 600000

    正例
        项目概况: 开展馆藏档案数字化，包括扫描加工费、设备租用费、著录劳务费以及其他费用，方便市民在线查阅，减少原件翻动。
        项目当年投入资金构成:
          - 子项目名称: 扫描加工费
            预算金额: 350000
          - 子项目名称: 设备租用费
            预算金额: 150000
          - 子项目名称: 著录劳务费
            预算金额: 100000

    怎样改
        填报的按用途分行列出，确实只有一笔支出的写这笔支出的名称，例如“系统运维服务费”；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019“项目当年投入资金构成”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；费用种数和判断方法由本站设定。
    """
    if len(declaration.subprojects) != 1:
        return
    if _core_name(declaration.subprojects[0].name) == _core_name(declaration.name):
        kinds = cost_kinds(declaration.text("overview"))
        many = len(kinds) >= thresholds.cost_kinds
        told = f"；项目概况列有 {len(kinds)} 种费用：{listed(kinds)}" if many else ""
        severity = Severity.WARNING if many else None
        yield hit(_column_at(declaration, 1, "name"), severity=severity, kinds=told)


_NAME_ENDING = re.compile(r"(?:项目|经费|资金|预算|专项){1,4}$")


def _core_name(name: str) -> str:
    """A name without the words that only say that it is a project or money."""
    return _NAME_ENDING.sub("", fold(name)[:500])


@declaration_rule(
    "B207",
    "funding-sources-mismatch",
    Severity.ERROR,
    "{label}的各项来源合计 {seen}，比填写的合计 {expected}{difference}",
)
def funding_sources_mismatch(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """资金来源合计与总额不一致

    为什么重要
        总额由各项来源相加而成；两者不同，可能有一项来源漏填、多填，或总额写错了。

    反例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度资金申请总额:
          合计: 320000   # <- B207 年度资金申请总额的各项来源合计 300,000 元，比填写的合计 320,000 元少 20,000 元
          当年财政拨款: 280000
          上年结转资金: 20000

    正例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度资金申请总额:
          合计: 320000
          当年财政拨款: 280000
          上年结转资金: 20000
          其他资金: 20000

    怎样改
        填报的逐项核对来源，漏填的补上，没有的一项写 0 或留空，总额有误的改正合计；录入的核对原件，原件如此的写明“来源”，并在“说明”中写明。

    依据
        所填表式的资金各栏：总额等于其下各项来源之和，各项来源又分项的，等于其下各项之和。
        没有填的总额不核对；只填了总额、各项来源一项也没有填的也不核对：漏填还是表上本来就不分，程序看不出来，空着的格子读者看得见。
    """
    for funding in (node for whole in declaration.funding for node in whole.all()):
        amount, expected = funding.sum, funding.amount
        if amount is not None and expected is not None and amount != expected:
            difference = _more_or_less(amount - expected)
            yield hit(funding.at, label=funding.label, seen=amount, expected=expected, difference=difference)
