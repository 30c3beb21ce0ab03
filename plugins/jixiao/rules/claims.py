"""Which of the amounts that a text names are said of the project as a whole, and of which year.

An amount is the project's own only where every word before it in its clause is one of those that say so (本项目, 2026年度,
预算, 安排 …). Any other word makes it an amount of something else, or leaves that open: then nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import Literal, NamedTuple

from ..model import Declaration, FiledText
from ..text import half_width
from ..values import Money
from .amounts import Amount, amounts_in
from .naming import core_of

_NEAR = 12
"""Amounts before and after one that are added to it, to see whether together they are the filed one."""

Kind = Literal["year", "total", "project", "prior", "sum"]
"""The declared year's amount, that of all years, either of them, the year before's, or the sum of a list (合计)."""


class Claim(NamedTuple):
    """An amount that a text names as the project's own."""

    kind: Kind
    amount: Amount
    filed: FiledText


_OWN_WORDS = re.compile(
    r"(?:(?:19|20)\d\d ?年度?|本年度?|当年度?|上年度?|去年|今年|全年|年度|同名|[本该此](?:课题|工程)|本|该|此|项目|预算|经费|资金|投资|成本|费用|财政|"
    r"拨款|市本级|[市区县本]级|额度|数额|总|额|数|金|规模|支出|申请|申报|安排|计划|拟|预计|所?需要?|投入|使用|列支|编制|执行|实际|决算|完成|经?(?:初步)?测算|"
    r"合计|共计|合|共|计|为|是|达到?|即|人民币|的|内|[比较与同]|[:¥￥ ])*+"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_YEAR = re.compile(r"上年|去年")
_THIS_YEAR = re.compile(r"本年|当年|今年|全年|年度")
_TOTAL = re.compile(r"总(?:预算|投资|经费|成本|费用)|项目(?:资金|预算|经费|投资)?总(?:额|计|金额)")
_SUM = re.compile(r"合计|共计|总计|^ ?共")
_MONEY = re.compile(r"预算|经费|资金|投资|安排|申请|申报|拨款|投入|支出|总额")
_OF_THE_PROJECT = re.compile(r"项目|预算|申请|申报|[本该此](?!级)")
_NAMES_THE_PROJECT = re.compile(r"项目|[本该此](?:课题|工程)")
_PARTS_FOLLOW = re.compile(r"其中|包[括含]|用于")
_COMPARISON = re.compile(r"[比较与同](?:(?:19|20)\d\d ?年|上年|去年)")
_GIVES_GROUNDS = re.compile(r"根据|按照?|依据|经|为|综合|结合|参照|对照|鉴于|由于|考虑|通过")
_SPENT = re.compile(r"执行|实际|决算|支出|完成")
_COMPARED = re.compile(r"[比较与同]|执行|实际|决算|完成")

_SENTENCE_END = re.compile(r"[。;!?\n]")
_ITEM = re.compile(r"^ *(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?[、.)])? *")
_ANOTHER_TIME = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?= ?[年—–~至到/.-])|上年|去年|往年|历年|以前|以后|下年|明年|累计|逐年|每年|分年|[一二三四五六七八九十两\d]年|[一二三四五]期|首期|后续"
)
_DONE_BEFORE = re.compile(r"已|建成|投用|竣工|完工|累计|历年|以前|[一二三四五首]期")
_EXPLAINED = re.compile(
    r"另|此外|结转|结余|自筹|配套|不含|不包[括含]|除[^,。;]{1,15}外|[以之]外|剩余|其余|余款|尾款|质保|缺口|差额|调[整增减剂]|核[减增定]|压减|追加|分期|首付|"
    r"批复|审定|下达|控制数|每年|逐年|累计"
)


def claims_in(declaration: Declaration, filed: FiledText) -> Iterator[Claim]:
    """The project's own amounts that one of its texts names, where nothing beside them says why they may differ.

    What the project rests on (立项依据) may name other amounts: an approval's, a plan's.
    """
    for amount in amounts_in(filed.text) if filed.role != "basis" else ():
        folded = half_width(filed.text)
        kind = _kind_of(declaration, amount, folded)
        if kind and not _EXPLAINED.search(_without_sources(declaration, sentence_of(folded, amount))):
            yield Claim(kind, amount, filed)


def _kind_of(declaration: Declaration, amount: Amount, folded: str) -> Kind | None:
    """What an amount is said of, where that is the project; ``folded`` is the text in half-width signs."""
    if not is_own(declaration, amount):
        return None
    clause, sentence = _clause(declaration, amount), sentence_of(folded, amount)
    kind = _kind(declaration.year, clause)
    if kind is None or (kind != "sum" and not _begins_anew(_lead(folded, amount), clause)):
        return None
    if kind == "total":
        return None if _DONE_BEFORE.search(sentence) else kind
    names_year = bool(_YEAR.search(clause)) or kind == "prior"
    return None if not names_year and speaks_of_another_time(declaration, _COMPARISON.sub("", sentence)) else kind


def is_own(declaration: Declaration, amount: Amount) -> bool:
    """Whether the amount is plain, and its clause has words before it, and all of them are of the project as a whole."""
    clause = _clause(declaration, amount)
    if not clause.strip(" :") or not _OWN_WORDS.fullmatch(clause):
        return False
    return amount.is_plain and not clause.startswith(tuple(_sources(declaration)))


def is_sum(declaration: Declaration, amount: Amount) -> bool:
    """Whether the amount is called the sum of what stands before it (合计)."""
    return bool(_SUM.search(amount.before)) and is_own(declaration, amount)


def is_outturn(amount: Amount) -> bool:
    """Whether the amount is what was spent, not what was planned."""
    return bool(_SPENT.search(amount.before))


def speaks_of_another_time(declaration: Declaration, text: str) -> bool:
    """Whether a text names a year other than the declared one, or several years."""
    return bool(_ANOTHER_TIME.search(text.replace(f"{declaration.year}年", "")))


def is_open(declaration: Declaration, sentence: str) -> bool:
    """Whether a sentence says why its amounts may differ from the form's, or speaks of another time."""
    plain = _without_sources(declaration, sentence)
    return bool(_EXPLAINED.search(plain)) or speaks_of_another_time(declaration, plain)


def _without_sources(declaration: Declaration, text: str) -> str:
    """The text without the form's own labels of sources (上年结转资金): they explain nothing."""
    for label in _sources(declaration):
        text = text.replace(label, "")
    return text


def _sources(declaration: Declaration) -> set[str]:
    return {half_width(part.label) for funding in declaration.funding for part in funding.all_parts()}


def is_reconciled(amount: Amount, filed: Money, amounts: Sequence[Amount]) -> bool:
    """Whether the text's other amounts explain the difference: one is the filed amount or what is missing, or some
    that stand together with this one add up to the filed amount."""
    others = [other for other in amounts if other is not amount]
    missing = abs(filed - amount.money)
    if any(other.stands_for(filed) or other.stands_for(missing) for other in others):
        return True
    at = amounts.index(amount)
    return any(
        together == filed
        for first in range(max(0, at - _NEAR), at + 1)
        for together in islice(accumulate(a.money for a in amounts[first : at + _NEAR]), at - first, None)
    )


def _begins_anew(lead: str, clause: str) -> bool:
    """Whether the clause is not said of what its sentence speaks of before it (培训10期，预算20万元)."""
    if not lead or _NAMES_THE_PROJECT.search(clause) or _GIVES_GROUNDS.match(lead):
        return True
    opening = _OWN_WORDS.match(lead)
    goes_on = opening and _OF_THE_PROJECT.search(opening.group()) and lead[opening.end()].isdigit()
    return bool(goes_on) and not _PARTS_FOLLOW.search(lead)


def _lead(folded: str, amount: Amount) -> str:
    """The amount's sentence before its clause, less the number of an item."""
    whole = _ITEM.sub("", folded[_sentence_start(folded, amount.start) : amount.start])
    return whole[: len(whole) - len(_ITEM.sub("", amount.before))]


def _kind(year: int, clause: str) -> Kind | None:
    years = {int(written) for written in _YEAR.findall(clause)}
    if _LAST_YEAR.search(clause) or years == {year - 1}:
        return "prior" if not years - {year - 1} and _MONEY.search(clause) else None
    if years - {year} or _COMPARED.search(clause):
        return None
    if years or _THIS_YEAR.search(clause):
        return "year" if _MONEY.search(clause) else None
    if _TOTAL.search(clause):
        return "total"
    if _SUM.search(clause) and not _OF_THE_PROJECT.search(clause):
        return "sum"
    is_money = _MONEY.search(clause) or _SUM.search(clause)
    return "project" if is_money and _OF_THE_PROJECT.search(clause) else None


def _clause(declaration: Declaration, amount: Amount) -> str:
    """The words before the amount in its clause; the project's name, whole or less its year and brackets, as 项目."""
    clause, name = amount.before, half_width(declaration.name)
    for written in (name, core_of(name)) if name[:2] in clause or _YEAR.match(name) else ():
        clause = clause.replace(written, "项目") if written else clause
    return _ITEM.sub("", clause)


def _sentence_start(folded: str, place: int) -> int:
    return max((folded.rfind(mark, 0, place) for mark in "。;!?\n"), default=-1) + 1


def sentence_of(folded: str, amount: Amount) -> str:
    """The sentence that the amount stands in."""
    end = _SENTENCE_END.search(folded, amount.end)
    return folded[_sentence_start(folded, amount.start) : end.start() if end else len(folded)]
