"""B, in texts: do the amounts that the texts name agree with the form's own, and with each other?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from ..finding import Severity
from ..model import Declaration, FiledText
from ..text import half_width
from ..values import Money, total
from .amount_lists import lists_in
from .amounts import Amount, amounts_in
from .budget import is_told_as_wan
from .catalogue import Hit, declaration_rule, hit
from .claims import Claim, claims_in, is_open, is_outturn, is_own, is_reconciled, is_sum, sentence_of
from .costs import cost_kinds, listed
from .products import products_in
from .thresholds import Thresholds


@declaration_rule("B208", "amount-in-text-mismatch", Severity.WARNING, "写的是 {seen}，{label}是 {expected}，{apart}")
def amount_in_text_mismatch(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字里写的金额与表中的金额不同

    为什么重要
        同一笔资金在文字里是一个数、在表中是另一个数，审核和监督时不知道以哪一个为准。

    反例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        项目资金总额: {合计: 1200000, 财政资金: 1200000}
        年度资金申请总额: {合计: 1200000, 当年财政拨款: 1200000}
        年度预算安排: 2026年度预算安排100万元，用于车辆运行、图书更新和人员补助，按季度拨付使用。   # <- B208 写的是 100万元，年度资金申请总额是 1,200,000 元，相差 200,000 元

    正例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        项目资金总额: {合计: 1200000, 财政资金: 1200000}
        年度资金申请总额: {合计: 1200000, 当年财政拨款: 1200000}
        年度预算安排: 2026年度预算安排120万元，比2025年增加20万元，用于车辆运行、图书更新和人员补助。

    怎样改
        填报的核对两处，改正写错的一处；口径不同的（例如含上年结转），在文字里写明差额是什么。
        录入的核对原件，原件如此的在“说明”中写明。其他年度、几年合计、写明差额的金额不列出。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；判断方法由本站设定。
    """
    for filed in declaration.texts:
        if amounts_in(filed.text):
            statements = (*_of_the_project(declaration, filed), *_of_parts(declaration, filed))
            for statement in {(said.amount.money, said.label): said for said in reversed(statements)}.values():
                if _is_wrong(declaration, statement, filed, statements):
                    yield _mismatch(filed, statement)


class _Statement(NamedTuple):
    """An amount that a text names of something on the form: its label and amount there, and what else it may be.

    ``role`` is that of a total or prior figure; empty of a part.
    """

    amount: Amount
    label: str
    expected: Money
    allowed: tuple[Money, ...]
    role: str = ""


def _of_the_project(declaration: Declaration, filed: FiledText) -> Iterator[_Statement]:
    """The amounts named as the project's own, each with the figure of the form that it should be."""
    for claim in claims_in(declaration, filed):
        figures = _figures(declaration, claim)
        if figures:
            role = min(figures, key=lambda role: abs(figures[role] - claim.amount.money))
            allowed = () if _ALL_OF_IT.search(claim.amount.before) else tuple(_loosely(declaration, figures))
            yield _Statement(claim.amount, declaration.label(role), figures[role], allowed, role)


_ALL_OF_IT = re.compile(r"总|合计|共")


def _figures(declaration: Declaration, claim: Claim) -> dict[str, Money]:
    """The figures that a claim may speak of, by role; none where the form has none, or it is left open which."""
    budget, prior = declaration.budget, declaration.prior_year
    if claim.kind == "prior":
        role = "prior_year.outturn" if is_outturn(claim.amount) else "prior_year.budget"
        figure = prior.outturn if is_outturn(claim.amount) else prior.budget
        return {} if figure is None else {role: figure}
    if claim.kind == "sum" and not _is_another_sum(declaration, claim):
        return {}
    year = {"budget.current_year": budget.current_year}
    whole = {} if budget.total is None else {"budget.total": budget.total}
    return {"year": year, "total": whole | year}.get(claim.kind, year | whole)


def _is_another_sum(declaration: Declaration, claim: Claim) -> bool:
    """Whether a text on the year's amounts names one sum (合计), that of a plain list, and it is not the year's budget."""
    text = claim.filed.text
    if claim.filed.role != "budget_arrangement" or claim.amount.stands_for(declaration.budget.current_year):
        return False
    alone = sum(is_sum(declaration, amount) for amount in amounts_in(text)) == 1
    return alone and any(found.closes for found in lists_in(declaration, text))


def _loosely(declaration: Declaration, roles: Iterable[str]) -> Iterator[Money]:
    """What else goes by the name of the figures: of a total any sum of its sources, of a prior figure the other one."""
    prior = declaration.prior_year
    for role in roles:
        if role.startswith("prior_year"):
            yield from (figure for figure in (prior.budget, prior.outturn) if figure is not None)
        for funding in declaration.funding:
            if funding.label == declaration.label(role):
                amounts = [part.amount for part in funding.parts if part.amount is not None]
                yield from (total(some) for size in range(1, len(amounts)) for some in combinations(amounts, size))


def _of_parts(declaration: Declaration, filed: FiledText) -> Iterator[_Statement]:
    """The amounts named right after the name of a subproject or of a source of money."""
    folded = half_width(filed.text)
    starts = {amount.start: amount for amount in amounts_in(filed.text) if amount.is_plain}
    for label, name, expected, allowed in _parts(declaration):
        for amount in _named(folded, name, starts):
            if not is_open(declaration, sentence_of(folded, amount)):
                yield _Statement(amount, label, expected, allowed)


def _parts(declaration: Declaration) -> Iterator[tuple[str, str, Money, tuple[Money, ...]]]:
    """Label, name, amount of each subproject and source, and the amounts of others of that name."""
    by_name: dict[str, list[Money]] = defaultdict(list)
    for subproject in declaration.subprojects:
        by_name[half_width(subproject.name)].append(subproject.amount)
    for name, amounts in by_name.items():
        yield f"子项目“{name}”的预算金额", name, amounts[0], (*amounts, total(amounts))
    sources = [
        (part.label, part.amount)
        for funding in reversed(declaration.funding)
        for part in funding.all_parts()
        if part.amount is not None
    ]
    figures = tuple(amount for _, amount in sources)
    for name, (label, amount) in {half_width(label): (label, amount) for label, amount in reversed(sources)}.items():
        yield label, name, amount, figures


_BEFORE_NAME = re.compile(r"(?:^|[,。;:、(\n\d.]|其中|包[括含]|用于|[和及与]) *$")
_AFTER_NAME = re.compile(r"(?:费用?|经费|预算|资金|支出)?(?:[为需计: ]|共计|合计|安排|预算|金额)*+")
_SHORTEST_NAME = 3


def _named(folded: str, name: str, starts: Mapping[int, Amount]) -> Iterator[Amount]:
    """The amounts that stand right after a name where it opens a clause."""
    place = folded.find(name) if len(name) >= _SHORTEST_NAME else -1
    while place >= 0:
        end = place + len(name)
        follows = _AFTER_NAME.match(folded, end)
        amount = starts.get(follows.end() if follows else end)
        if amount and _BEFORE_NAME.search(folded[max(0, place - 4) : place]):
            yield amount
        place = folded.find(name, end)


def _is_wrong(
    declaration: Declaration, statement: _Statement, filed: FiledText, statements: Sequence[_Statement]
) -> bool:
    """Whether the amount stands for nothing that it may be, and neither the text nor B204 speaks of the difference."""
    amount, expected = statement.amount, statement.expected
    if any(amount.stands_for(figure) for figure in (expected, *statement.allowed)):
        return False
    of_other_figures = {other.amount for other in statements if other.role != statement.role}
    others = [other for other in amounts_in(filed.text) if other not in of_other_figures]
    if amount in others and is_reconciled(amount, expected, others):
        return False
    return not (statement.role and is_told_as_wan(declaration, expected, amount))


_FACTORS = {10: "十倍", 100: "一百倍", 1_000: "一千倍", 10_000: "一万倍"}


def _mismatch(filed: FiledText, statement: _Statement) -> Hit:
    amount, expected = statement.amount, statement.expected
    difference = abs(expected - amount.money)
    small, great = sorted((expected.yuan, amount.money.yuan))
    factor = next((words for times, words in _FACTORS.items() if small and small * times == great), "")
    apart = ("相差 ", difference, f"，正好{factor}" if factor else "")
    return hit(
        filed.at,
        part=amount.written,
        expected=expected,
        difference=difference,
        label=statement.label,
        apart=apart,
    )


@declaration_rule(
    "B209",
    "parts-in-text-mismatch",
    Severity.WARNING,
    "{where}各项相加是 {expected}，写的{whole}是 {seen}，相差 {difference}",
)
def parts_in_text_mismatch(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字里各项金额相加，与写明的总数不同

    为什么重要
        分项是总数的来历；加起来对不上，不是漏了一项，就是有一个数写错了。

    反例
        项目概况: 对馆藏档案进行扫描、著录和存储，其中扫描加工41万元，存储设备租用20万元，合计60万元，按季度支付。   # <- B209 前面各项相加是 610,000 元，写的合计是 60万元，相差 10,000 元
        项目实施计划: 2020年项目预算60万元，包括扫描加工40万元、存储设备租用18万元，3月底前完成采购，12月完成验收。   # <- B209 后面各项相加是 580,000 元，写的总数是 60万元，相差 20,000 元

    正例
        项目概况: 对馆藏档案进行扫描、著录和存储，其中扫描加工40万元，存储设备租用20万元，合计60万元，按季度支付。
        项目实施计划: 2020年项目预算60万元，主要包括扫描加工40万元等，3月底前完成采购，12月完成验收。

    怎样改
        填报的逐项核对，改正写错的数，或补上漏写的一项；只列主要几项的，写明“等”。
        录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；判断方法由本站设定。
    """
    for filed in declaration.texts:
        for found in lists_in(declaration, filed.text):
            if not found.agrees:
                where, name = ("前面", "合计") if found.closes else ("后面", "总数")
                yield hit(
                    filed.at,
                    part=found.whole.written,
                    expected=found.parts,
                    difference=abs(found.parts - found.whole.money),
                    where=where,
                    whole=name,
                )


@declaration_rule(
    "B210", "quantity-times-price", Severity.WARNING, "“{product}”应是 {expected}，写的是 {seen}，相差 {difference}"
)
def quantity_times_price(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """数量乘以单价，与写明的金额不同

    为什么重要
        测算过程是预算的依据；乘出来不是写明的数，数量、单价、金额之中至少有一个写错了。

    反例
        项目概况: 扫描民国时期档案，12万页×3元/页=40万元；另租用存储设备，方便市民在线查阅，减少原件翻动造成的损坏。   # <- B210 “12万页×3元/页”应是 360,000 元，写的是 40万元，相差 40,000 元
        项目实施计划: 2020年3月底前租用存储设备10台，每台2万元，共计25万元；4月至11月分批扫描、著录，12月完成验收。   # <- B210 “10台，每台2万元”应是 200,000 元，写的是 25万元，相差 50,000 元

    正例
        项目概况: 扫描民国时期档案，12万页×3元/页=36万元；另租用存储设备，方便市民在线查阅，减少原件翻动造成的损坏。
        项目实施计划: 2020年3月底前租用存储设备10台，每台2万元，共计20万元；4月至11月分批扫描、著录，12月完成验收。

    怎样改
        填报的重新计算，改正数量、单价或金额；还有别的系数（月数、次数、折扣）的，写进算式。
        录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；判断方法由本站设定。
    """
    for filed in declaration.texts:
        told = set()
        for product in products_in(half_width(filed.text)) if amounts_in(filed.text) else ():
            shown = filed.text[slice(*product.factors)]
            if not product.holds and shown not in told:
                told.add(shown)
                expected = Money(product.worth)
                yield hit(
                    filed.at,
                    part=filed.text[slice(*product.result)],
                    expected=expected,
                    difference=abs(expected - Money(product.written)),
                    product=shown,
                )


@declaration_rule("B211", "cost-priced-nowhere", Severity.NOTICE, "列有 {count} 种费用，各栏都没有写明金额：{kinds}")
def cost_priced_nowhere(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字里列出的费用没有写明金额

    为什么重要
        表中没有资金构成一栏的，资金用在哪里只能看文字；费用列了名称而没有金额，看不出预算是怎样算出来的。

    反例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度预算安排: 2026年预算32万元，用于车辆燃油费、图书购置费、外勤补助等，按季度拨付使用，年底前全部支付。   # <- B211 列有 3 种费用，各栏都没有写明金额：车辆燃油费、图书购置费、外勤补助

    正例
        # content/projects/2026/qinghe-tushuguan/liudong-tushuche.yml
        表式: shanghai-2026
        年度预算安排: 2026年预算32万元，用于车辆燃油费12万元、图书购置费14万元、外勤补助6万元，按季度拨付使用。

    怎样改
        填报的在年度预算安排中写明每种费用的金额或测算方法；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“适当性”；判断方法和费用种数由本站设定。
    """
    if declaration.has_field("subprojects"):
        return
    named = {filed: cost_kinds(filed.text) for filed in declaration.texts if filed.role in _SPEAK_OF_COSTS}
    if len(set(chain.from_iterable(named.values()))) < thresholds.cost_kinds:
        return
    priced = _priced_words(declaration)
    missing = {filed: [kind for kind in kinds if kind not in priced] for filed, kinds in named.items()}
    kinds = tuple(dict.fromkeys(chain.from_iterable(missing.values())))
    if len(kinds) >= thresholds.cost_kinds:
        filed = max(missing, key=lambda filed: len(missing[filed]))
        yield hit(filed.at, part=missing[filed][0], count=len(kinds), kinds=listed(kinds))


_SPEAK_OF_COSTS = ("overview", "plan", "budget_arrangement")


def _priced_words(declaration: Declaration) -> str:
    """All sentences and indicators that name an amount, other than the project's own."""
    sentences = [
        sentence_of(half_width(filed.text), amount)
        for filed in declaration.texts
        for amount in amounts_in(filed.text)
        if not is_own(declaration, amount)
    ]
    measured = (indicator.name for indicator in declaration.by_target if "元" in indicator.target.unit)
    return "\n".join((*sentences, *measured))
