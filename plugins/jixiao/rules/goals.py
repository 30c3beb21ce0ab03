"""What the goals' texts promise: satisfaction and rates in per cent, and counts, each with its own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from ..finding import Path
from ..forms import ForPeriod
from ..model import Declaration, Indicator, promised_for
from ..target import read_target
from ..text import fold, half_width, numbered_items, sentences
from .keywords import subject_of

_REACH = 40
"""Characters before a number in which what it measures is looked for; what stands further off is not told."""

_MOST_PROMISES = 100
_ASIDE = re.compile(r"\([^()%]{1,40}\)")
_ITEM_NUMBER = re.compile(
    r"^[ \t]*[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[、)）]|[.．](?!\d))[ \t]*", re.MULTILINE
)
_PERCENT = re.compile(r"(?<![\d.~—-])(\d{1,6}(?:\.\d{1,6})?) {0,3}%(?! {0,3}[-~—至到] {0,3}\d)")
_AFTER_NUMBER = re.compile(r" ?\(?(?:及|或|含)?(?:以上|以内|以下|左右)\)?")
_LINK = re.compile(
    r"(?:争取|力争|努力|确保|保证|保障|应当|应|须|要|需|能够|能|可|均|都|全部|平均|总体|综合|基本|分别|保持|维持|稳定|控制|提高|提升|"
    r"上升|降低|下降|增加|增长|减少|达|到|至|实现|在|为|是|不低于|不少于|不小于|不高于|不超过|不大于|高于|大于|低于|小于|超过|等于|"
    r"至少|最低|约|[≥≤><=:~≧≦⩾⩽_, ])*+$"
)
_CHANGE = re.compile(r"(?:提高|提升|上升|降低|下降|增加|增长|减少|上涨|节约)了?约?(?=[\d≥≤><=]|$)")
_BREAK = re.compile(r"[。;!?\n]")
_PIECE_BREAK = re.compile(r"[、。;!?\n]|,(?!(?<=\d,)\d{3}(?!\d))")
_AND = re.compile(r"、|(?<=[率度])(?:以及|[和及与])")
_RATE = re.compile(r"(?P<head>[\u3400-\u9fff]{2})(?:率|比例|占比|比重)$")
_NOT_A_PERFORMANCE_RATE = re.compile(r"(?:效|税|利|汇|费|频|概|功|倍|斜|曲|折旧|折扣|贴现|满意)率$")
_SATISFACTION = re.compile(r"(?<!不)满意")
_SATISFIED_AFTER = re.compile(r"[^,。;%\n让使令]{0,20}(?<!不)满意(?![度率])")
_RAISED_SATISFACTION = re.compile(
    r"(?:提升|提高|增强|改善|增进|确保|保证|保持|达到|取得)[^,。;\n]{0,15}(?<!不)满意(?:度|率|程度)"
    r"|(?<!不)满意(?:度|率|程度)[^,。;\n]{0,10}(?:提升|提高|上升|改善|增强|良好|较高)"
)
_PART = re.compile(r"每|各|人均|平均|其中|累计|分别|同比|环比|[比较](?:上年|去年)")
_DIGIT = re.compile(r"\d")
_LONGEST_PIECE = 60


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal text: its role, its whole text and where it stands."""

    role: str
    text: str
    at: Path

    def measures(self, declaration: Declaration) -> tuple[Indicator, ...]:
        """The indicators with the target values that are said of the goal's own period: the year, or the whole project."""
        if self.role not in _PERIODS:
            return declaration.by_target
        return tuple(promised_for(_PERIODS[self.role], declaration.indicators))


_PERIODS: dict[str, ForPeriod] = {"yearly_goal": "year", "overall_goal": "overall"}


@dataclass(frozen=True, slots=True)
class Promise:
    """A satisfaction or rate that a goal promises: of what, how much in % (nothing where no number is said).

    ``head`` is the word before 率 (专用, 完成); empty for satisfaction.
    """

    goal: Goal
    subject: str
    head: str
    points: Decimal | None
    part: str

    @property
    def is_satisfaction(self) -> bool:
        """Whether 满意度 or 满意率 is promised, rather than another rate."""
        return not self.head


@dataclass(frozen=True, slots=True)
class Count:
    """A number that a goal names with its unit: of what (see ``subject_of``), in the words ``part``."""

    goal: Goal
    subject: str
    value: Decimal
    unit: str
    part: str


def goals_of(declaration: Declaration) -> tuple[Goal, ...]:
    """The goal texts, the yearly one first."""
    roles = ("yearly_goal", "overall_goal", "goal_summary")
    return tuple(Goal(role, declaration.text(role), declaration.at(role)) for role in roles if declaration.text(role))


def goals_of_the_year(declaration: Declaration) -> tuple[Goal, ...]:
    """The goals to be reached within the year: the yearly one, and the overall one of a project of one year."""
    one_year = len(declaration.period.years) == 1 and declaration.budget.total == declaration.budget.current_year
    return tuple(goal for goal in goals_of(declaration) if one_year or goal.role == "yearly_goal")


def sentences_of(goal: Goal) -> tuple[str, ...]:
    """The goal's sentences and items, without the numbers of items."""
    return tuple(_ITEM_NUMBER.sub("", sentence) for sentence in sentences(goal.text))


_ADVERBS = "并|同时|进一步|不断|持续|逐步|全面|切实|有效|积极|着力|大力|努力|足额|高效|扎实|统筹|深入|广泛|充分|及时|按时|按期|按质|如期|顺利|保质保量|(?:(?:19|20)[0-9]{2}年度?|本年度?|当年|全年|年内)(?:计划|拟)?"
_DEED = re.compile(
    rf"^(?:{_ADVERBS}|[ 地])*+(?:完成|建[立成设]|提[升高]|改[善造进]|加[强大快]|开展|推进|实现|举办|召开|组织|优化|完善|健全|增[加强进]|减少|降低|"
    r"新[增建购]|培[训养]|维[护修]|购[置买]|更[新换]|修[缮订复编]|做好|落实|扩大|编[制印写]|制[定作]|规范|强化|深化|解决|确保|保[障证持护]|"
    r"整[治理改]|清[理淤]|发放|资助|救助|补[助贴]|采[购集]|开发|搭建|打造|宣传|普及|丰富|满足|方便|消除|控制|缩[短小]|提供|服务|扶持|支持|引进)"
)
_PURPOSE = re.compile(r"^ *(?:为|使|让|以|从而|进而|推动|促进|助力|便于|达到|形成|确保|保[障证]|满足)")
_CLAUSE_END = re.compile(r"(?<!\d)[,，]|[,，](?!\d)")


def aims_of(text: str) -> list[str]:
    """What a goal's text sets out to do: its numbered items; where there are none, its clauses that begin with a deed.

    Each takes along what follows it: purposes (为…, 使…) and clauses without a deed of their own. What stands before the
    first deed of a sentence (通过…, 根据…) goes with that deed; sentences without any are no aims.
    """
    if items := numbered_items(text):
        return items
    return [aim for sentence in sentences(text) for aim in _aims(sentence)]


def _aims(sentence: str) -> Iterator[str]:
    start, begun = 0, False
    for clause_start, clause in _clauses(sentence):
        if _DEED.match(clause) and not (begun and _PURPOSE.match(clause)):
            if begun:
                yield sentence[start : clause_start - 1].strip()
                start = clause_start
            begun = True
    if begun:
        yield sentence[start:].strip()


def _clauses(sentence: str) -> Iterator[tuple[int, str]]:
    start = 0
    for comma in _CLAUSE_END.finditer(sentence):
        yield start, sentence[start : comma.start()]
        start = comma.end()
    yield start, sentence[start:]


def _flat(text: str) -> str:
    """The text in half-width signs, asides in brackets and numbers of items blanked out; every character in place."""
    blanked = _ITEM_NUMBER.sub(lambda match: " " * len(match.group()), half_width(text))
    return _ASIDE.sub(lambda match: "_" * len(match.group()), blanked)


def promises(goal: Goal) -> Iterator[Promise]:
    """What the goal promises in per cent, in the order written. A change (提高5%) is no promise of a level."""
    if "%" not in goal.text and "％" not in goal.text:
        return
    flat, floor = _flat(goal.text), 0
    for number in islice(_PERCENT.finditer(flat), _MOST_PROMISES):
        near = max(floor, number.start() - _REACH)
        start = max((found.end() for found in _BREAK.finditer(flat, near, number.start())), default=near)
        yield from _promises_of(goal, flat, start, number)
        floor = number.end()


def _promises_of(goal: Goal, flat: str, start: int, number: re.Match[str]) -> Iterator[Promise]:
    """What one number promises: each of the rates before it, or else the satisfaction after it (90%以上的学员满意)."""
    before = flat[start : number.start()]
    link = _LINK.search(before)
    linked = link.start() if link else len(before)
    if "分别" in before[linked:] or _CHANGE.search(before[linked:]):
        return
    tail = _AFTER_NUMBER.match(flat, number.end())
    end, points = tail.end() if tail else number.end(), Decimal(number.group(1))
    measured = tuple(_measured(before[:linked]))
    for offset, piece in measured:
        yield Promise(goal, piece, _head(piece), points, goal.text[start + offset + _indent(piece) : end])
    if not measured and (satisfied := _SATISFIED_AFTER.match(flat, end)):
        yield Promise(goal, satisfied.group(), "", points, goal.text[number.start() : satisfied.end()])


def _head(piece: str) -> str:
    rate = _RATE.search(piece)
    return rate["head"] if rate and rate["head"] != "满意" else ""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _measured(text: str) -> Iterator[tuple[int, str]]:
    """What a number measures: the satisfaction or the rates that close the text before it (A率、B率均达…)."""
    clause_start = text.rfind(",") + 1
    cuts = [clause_start, *(match.end() for match in _AND.finditer(text, clause_start))]
    end = len(text)
    for cut in reversed(cuts):
        piece = re.sub(r"(?:、|(?<=[率度])(?:以及|[和及与]))$", "", text[cut:end])
        is_satisfaction = bool(_SATISFACTION.search(piece)) and (end == len(text) or piece[-1:] in "度率")
        if not is_satisfaction and not _is_performance_rate(piece):
            return
        yield cut, piece
        end = cut


def _is_performance_rate(piece: str) -> bool:
    return bool(_RATE.search(piece)) and not _NOT_A_PERFORMANCE_RATE.search(piece)


def raised_satisfaction(goal: Goal) -> Promise | None:
    """The first satisfaction that a goal sets out to raise or to keep without saying to which level."""
    found = _RAISED_SATISFACTION.search(_flat(goal.text))
    return Promise(goal, found.group(), "", None, goal.text[found.start() : found.end()]) if found else None


def counts(goal: Goal, subjects: Collection[str], year: int) -> Iterator[Count]:
    """The numbers with units that a goal names of some subjects (see ``subject_of``), one to a piece between commas.

    Parts, averages, changes, satisfaction (C601's) and the numbers of other years than the one given are left out.
    """
    flat, start = _flat(goal.text), 0
    if not subjects or not _DIGIT.search(flat):
        return
    for stop in (*(match.start() for match in _PIECE_BREAK.finditer(flat)), len(flat)):
        piece = flat[start:stop]
        if 3 <= len(piece) <= _LONGEST_PIECE and _may_be_of(piece, subjects):
            count = _count(goal, _without_time(piece, year), goal.text[start + _indent(piece) : stop])
            if count and count.subject in subjects:
                yield count
        start = stop + 1


_TIME = re.compile(r"(?:(?:19|20)\d\d ?年度?|本年度?|当年|全年|年内|计划|拟|将|预计|共|[ :])++")
_YEAR = re.compile(r"\d{4}")


def _without_time(piece: str, year: int) -> str:
    """The piece less the words that only say that it is of the year; nothing where it is of another one."""
    opening = _TIME.match(piece)
    if opening is None:
        return piece
    is_of_another = any(written != str(year) for written in _YEAR.findall(opening.group()))
    return "" if is_of_another else piece[opening.end() :]


def _may_be_of(piece: str, subjects: Collection[str]) -> bool:
    """Whether a piece has a digit and all characters of a subject: most have not, and to read them takes long."""
    return bool(_DIGIT.search(piece)) and any(map(frozenset(fold(piece)).issuperset, subjects))


def _count(goal: Goal, piece: str, part: str) -> Count | None:
    digit = _DIGIT.search(piece)
    if digit is None or "满意" in piece or _PART.search(piece):
        return None
    target = read_target(piece)
    if target.value is None or not target.unit or target.change:
        return None
    before = _LINK.sub("", piece[: digit.start()])
    after = re.sub(r"^[\d.,]+ *\(? *" + re.escape(target.unit) + r"\)?", "", piece[digit.start() :])
    subject = subject_of(before + _AFTER_NUMBER.sub("", after))
    return Count(goal, subject, target.value, target.unit, part) if subject else None
