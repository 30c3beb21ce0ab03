"""D: do the period, the declared year and the years named in the texts agree?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Path, Severity
from ..model import Declaration, FiledText
from ..text import half_width
from .catalogue import Hit, declaration_rule, hit
from .moments import ends_of, own_spans
from .thresholds import Thresholds


@declaration_rule("D401", "end-before-start", Severity.ERROR, "{end}是 {seen}，早于{start} {expected}")
def end_before_start(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """结束早于开始

    为什么重要
        起止时间决定项目属于哪一年、做多久；结束在开始之前，至少有一个日期写错了。

    反例
        开始时间: 2020-03-01
        结束时间: 2020-01-31   # <- D401 结束时间是 2020-01-31，早于开始时间 2020-03-01

    正例
        开始时间: 2020-03-01
        结束时间: 2020-03-01

    怎样改
        填报的核对两个日期，改正写错的一个，填反的对调；录入的核对原件，原件如此的写明“来源”，并在“说明”中写明。

    依据
        表式 shanghai-2019“开始时间”“结束时间”，表式 shanghai-2026“计划开始日期”“计划完成日期”。
    """
    period = declaration.period
    if period.ends_before_start:
        start, end = ends_of(declaration)
        yield hit(
            declaration.at(end.role), seen=str(period.end), expected=str(period.start), start=start.name, end=end.name
        )


@declaration_rule("D402", "period-outside-year", Severity.WARNING, "{what}")
def period_outside_year(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """起止时间与申报年度不合

    为什么重要
        申报的是这一年的预算，项目在这一年就应当有工作。跨年的项目可以，但总预算应当比当年预算多，看得出其他年度也有安排。

    反例
        开始时间: 2019-01-01
        结束时间: 2019-12-31   # <- D402 起止时间 2019-01-01 至 2019-12-31 不在申报年度 2020 年

    正例
        开始时间: 2019-07-01
        结束时间: 2021-06-30
        项目总预算: 1800000
        项目当年预算: 600000

    怎样改
        填报的，沿用上年起止时间的改成当年的，跨年项目核对项目总预算，跨年实施、一年付清的在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        表式 shanghai-2019、shanghai-2026 的年度、起止时间和两项预算；本条判断方法由本站设定。
    """
    period, year = declaration.period, declaration.year
    if not period.years or period.ends_before_start or period.years == range(year, year + 1):
        return
    start, end = ends_of(declaration)
    if year not in period.years:
        at = declaration.at((start if period.years[0] > year else end).role)
        what = f"起止时间 {period} 不在申报年度 {year} 年"
        yield hit(at, seen=str(period), expected=f"{year} 年", what=what)
    elif declaration.budget.total == declaration.budget.current_year:
        at = declaration.at((end if period.years[-1] > year else start).role)
        what = f"起止时间 {period} 超出申报年度 {year} 年，总预算与当年预算相同，看不出其他年度的安排"
        yield hit(at, seen=str(period), expected=f"{year} 年", what=what)


@declaration_rule("D403", "year-in-text-outside-period", Severity.WARNING, "{what}")
def year_in_text_outside_period(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """文字中的年份不在起止时间之内

    为什么重要
        计划和目标里出现别的年份，可能沿用了上年申报表的文字；“今年”“去年”“明年”隔了一年再读，就不知道指哪一年。

    反例
        项目实施计划: 2019年3月底前完成采购，4月至11月分批扫描、著录，12月完成验收，每个季度向主管部门报告一次进度。   # <- D403 “2019年”不在起止时间 2020-01-01 至 2020-12-31 之内
        年度绩效目标: |-
          1、今年完成档案扫描120000页；   # <- D403 “今年”指哪一年要看何时阅读，应写明年份
          2、查档市民满意度达90%以上。

    正例
        项目实施计划: 2020年3月底前完成采购，4月至11月分批扫描、著录，12月完成验收，2021年1月完成绩效自评。
        年度绩效目标: |-
          1、2020年完成档案扫描120000页，比2019年增加5000页；
          2、查档市民满意度达90%以上。

    怎样改
        填报的，沿用上年文字的改成当年的年份，“今年”“明年”改写成年份；录入的核对原件，原件如此的在“说明”中写明。书名号里的年份、作比较的年份、“自2016年起”之类的经过不列出。

    依据
        表式 shanghai-2019、shanghai-2026 的实施计划和各项目标；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；本条判断方法由本站设定。
    """
    for at, role, text in _texts_about_the_period(declaration):
        mentions = tuple(_mentions(text))
        compares = role == "budget_arrangement" and any(_is_of(declaration.year, mention) for mention in mentions)
        found: dict[str, _Mention] = {}
        for mention in mentions:
            if _is_amiss(mention, role, declaration) and not (compares and mention.last):
                found.setdefault(mention.written, mention)
        for mention in found.values():
            yield hit(at, part=mention.written, what=_what_is_amiss(mention, declaration))


def _is_of(year: int, mention: _Mention) -> bool:
    return mention.first <= year <= mention.last


class _Mention(NamedTuple):
    """A year that a text names, and the words around it; ``last`` is 0 of a word such as 今年."""

    written: str
    first: int
    last: int
    before: str = ""
    after: str = ""


_TITLE = re.compile(r"《(?:[^《》]++|《[^《》]*+》)*+》")
_YEARS = re.compile(
    r"(?<![\d.])(?:(?P<first>(?:19|20)\d\d) ?年? ?[-—–~至到]{1,2} ?)?"
    r"(?P<last>(?:19|20)\d\d)(?: ?年度?|(?=[-/.]\d{1,2}[-/.]\d{1,2}))"
)
_HINT = re.compile(r"[12１２][90９０][0-9０-９]|[明今去]年")
"""Without any of this a text names no year: most say nothing of time."""
_RELATIVE = re.compile(
    r"(?<![说证注写表标载声阐列申指查发透])明年(?![份限月龄])|(?<![当现如至迄])今年(?![轻龄])|(?<![过除失逝减扣])去年(?!份)"
)


_ROLES = ("plan", "overall_goal", "yearly_goal", "goal_summary", "budget_arrangement", "duration")


def _texts_about_the_period(declaration: Declaration) -> Iterator[tuple[Path, str, str]]:
    """Path, role and text of the plan, the goals, the amounts and the targets: what is to be done, and when."""
    for filed in declaration.texts:
        if filed.role in _ROLES:
            yield filed.at, filed.role, _without_own_period(filed)
    for indicator in declaration.by_target:
        yield indicator.target_at, "target", indicator.target.raw


def _without_own_period(filed: FiledText) -> str:
    """The text less what D405 holds against the form's period."""
    text = filed.text
    for span in own_spans(filed):
        text = text[: span.start] + "□" * (span.end - span.start) + text[span.end :]
    return text


def without_titles(text: str) -> str:
    """The text in half-width signs, titles of books and documents blanked out; every character in its place."""
    return _TITLE.sub(lambda title: "□" * len(title.group()), half_width(text))


def _mentions(text: str) -> Iterator[_Mention]:
    """Every year that the text names outside titles of books and documents, and every 今年, 明年 and 去年."""
    if not _HINT.search(text):
        return
    masked = without_titles(text)
    for match in _YEARS.finditer(masked):
        before = masked[max(0, match.start() - 4) : match.start()]
        after = masked[match.end() : match.end() + 30]
        last = int(match["last"])
        yield _Mention(text[match.start() : match.end()], int(match["first"] or last), last, before, after)
    for match in _RELATIVE.finditer(masked):
        yield _Mention(match.group(), 0, 0)


def _is_amiss(mention: _Mention, role: str, declaration: Declaration) -> bool:
    if not mention.last:
        return True
    period = declaration.period
    if not period.years:
        return False
    if role == "target" and mention.first > period.years[-1] >= declaration.year:
        return False  # D406's
    known = sorted((declaration.year, period.years[0], period.years[-1]))
    if mention.last >= known[0] and mention.first <= known[-1]:
        return False
    if mention.first > known[-1]:
        goes_on = role in ("overall_goal", "goal_summary") and declaration.is_recurrent
        return not (
            goes_on or is_background(mention.before, mention.after) or AFTERWARDS.search(_clause(mention.after))
        )
    return not is_background(mention.before, mention.after)


_COMPARED = re.compile(r"(?:比|较|与|同|以|对|截[至止]到?|编制|谋划|筹备)$")
_SINCE = re.compile(r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:起|以来|至今)|来|开始|以前|之前|之后|以后")
_SINCE_MONTH = re.compile(r"\d{1,2}月(?:\d{1,2}日)?(?:开始|以后)")
_OF_THAT_YEAR = re.compile(
    r"[\u4e00-\u9fff]{0,4}的|[\u4e00-\u9fff]{0,6}基础上|第?\d+号|实际|平均|同期|相比|持平|"
    r"(?:财政)?(?:决算|预算(?!执行率|完成率)|计划(?!完成|开展|实施|采购|建设|组织|举办|安排))|"
    r"(?!完成|开展|实施|进行|组织|建立|召开|举办|采集)[\u4e00-\u9fff]{0,4}(?:审计|评价|自评|考核|年报|年鉴|报告|统计|结转|尾款|余款|欠款|质保|档案|资料|数据|报表|"
    r"基数|基准|水平|标准|毕业|存量|版)"
)
AFTERWARDS = re.compile(r"自评|评价|决算|审计|总结|归档|质保|尾款|余款|结算|移交|预算|计划")
"""What is rightly done after a project's end."""


def is_background(before: str, after: str) -> bool:
    """Whether a year between these words is one to compare with, the start of something older, or belongs to a thing."""
    if _COMPARED.search(before) or _SINCE.match(after) or _OF_THAT_YEAR.match(after):
        return True
    return before.endswith(("自", "从")) and bool(_SINCE_MONTH.match(after))


def _clause(text: str) -> str:
    return re.split(r"[,。;\n]", text, maxsplit=1)[0]


def _what_is_amiss(mention: _Mention, declaration: Declaration) -> str:
    if not mention.last:
        return f"“{mention.written}”指哪一年要看何时阅读，应写明年份"
    return f"“{mention.written}”不在起止时间 {declaration.period} 之内"


@declaration_rule("D404", "expired-basis", Severity.WARNING, "申报的是 {year} 年，{plans}")
def expired_basis(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """立项依据是已经到期的规划或计划

    为什么重要
        规划或计划到期以后，它要求的任务也就结束了；只以它为依据，看不出当年立项的理由。

    反例
        立项依据: 《青禾市推进智慧城市建设行动计划（2014-2016）》，《青禾市国民经济和社会信息化“十二五”规划》。   # <- D404 申报的是 2020 年，《青禾市推进智慧城市建设行动计划（2014-2016）》到 2016 年为止，《青禾市国民经济和社会信息化“十二五”规划》到 2015 年为止

    正例
        立项依据: 《青禾市智慧城市建设行动计划（2019-2021）》，《青禾市国民经济和社会信息化“十三五”规划》，《青禾市档案管理办法》。

    怎样改
        填报的换成现行的规划、计划或文件，仍按原规划完成余下任务的在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。只写一个年份的文件不列出。

    依据
        表式 shanghai-2019、shanghai-2026“立项依据”；参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    text = declaration.text("basis")
    expired: dict[str, _Plan] = {}
    for plan in _plans(text):
        if plan.last_year < declaration.year:
            expired.setdefault(plan.name, plan)
    if expired:
        first = next(iter(expired.values()))
        named = "，".join(f"{plan.name}到 {plan.last_year} 年为止" for plan in list(expired.values())[:4])
        more = f"，等 {len(expired)} 项" if len(expired) > 4 else ""
        yield hit(declaration.at("basis"), part=first.written, year=declaration.year, plans=named + more)


class _Plan(NamedTuple):
    """A plan that a text names: its title or the phrase it stands in, the words that tell its years, and the last of these."""

    start: int
    name: str
    written: str
    last_year: int


_NUMERALS = {"九": 9, "十": 10} | {f"十{digit}": 11 + index for index, digit in enumerate("一二三四五六七八九")}
_SPAN = re.compile(r"(?<![\d〔\[])20\d\d ?年? ?[-—–~至到]{1,2} ?(?P<last>20\d\d)(?!\d)年?")
_FIVE_YEARS = re.compile(
    r"第(?P<ordinal>十[一二三四五六七八九]?|九)个五年"
    r"|[“”\"'‘「『](?P<quoted>十[一二三四五六七八九]?|九)五[”“\"'’」』]"
    r"|(?<![〇零一二三四五六七八九十百第\d])(?P<bare>十[一二三四五六七八九])五(?![一二三四五六七八九十百])"
    r"|(?<![〇零一二三四五六七八九十百第\d])(?P<short>十|九)五(?=规划|计划|纲要|时期|期间|发展)"
)
_IS_PLAN = re.compile(r"规划|计划|纲要|方案|行动")
_STILL_VALID = re.compile(r"(?:延长|延续|顺延)至|远景")
_BOUNDARY = re.compile(r"[,。;、\n》]")


def _plans(text: str) -> Iterator[_Plan]:
    """The plans over several years that a text names, in its order, with their last years."""
    folded = half_width(text)
    found = [*_plans_by(_SPAN, folded, text), *_plans_by(_FIVE_YEARS, folded, text)]
    yield from sorted(found)


def _plans_by(pattern: re.Pattern[str], folded: str, text: str) -> Iterator[_Plan]:
    for match in pattern.finditer(folded):
        name = _title_around(folded, match) or _phrase_around(folded, match)
        if _IS_PLAN.search(folded[name]) and not _STILL_VALID.search(folded[match.end() : match.end() + 30]):
            yield _Plan(match.start(), text[name], text[match.start() : match.end()], _last_year(match))


def _last_year(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if "last" in groups:
        return int(match["last"])
    return 1955 + 5 * _NUMERALS[next(numeral for numeral in groups.values() if numeral)]


def _title_around(text: str, match: re.Match[str]) -> slice | None:
    """Where the title in 《》 stands that the match is part of, if it is part of one."""
    opening = text.rfind("《", max(0, match.start() - 60), match.start())
    closing = text.find("》", match.end(), match.end() + 60)
    if opening < 0 or closing < 0 or "》" in text[opening : match.start()]:
        return None
    return slice(opening, closing + 1)


def _phrase_around(text: str, match: re.Match[str]) -> slice:
    """Where the words around a match stand, up to the next comma on either side; a title before （2014-2016） as well."""
    first, last = max(0, match.start() - 30), match.end() + 30
    before = _BOUNDARY.split(text[first : match.start()].replace("》(", "  "))[-1]
    after = _BOUNDARY.split(text[match.end() : last])[0]
    return slice(match.start() - len(before), match.end() + len(after))
