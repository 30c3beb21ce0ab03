"""C: do goals, indicators, names and texts of a declaration say the same, and are they its own?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice

from ..finding import Path, Severity
from ..model import Declaration, Indicator, Outline
from ..target import Target
from ..text import without_brackets
from .bodies import bodies, others
from .boilerplate import Repetition, repetitions
from .catalogue import Hit, declaration_rule, hit, year_rule
from .fingerprints import Fingerprinted
from .goals import (
    Count,
    Goal,
    Promise,
    aims_of,
    counts,
    goals_of,
    goals_of_the_year,
    promises,
    raised_satisfaction,
    sentences_of,
)
from .keywords import key_words, subject_of
from .naming import is_narrower_than, mixes_brackets, other_brackets, variants
from .similarity import share_if_alike
from .spans import quote
from .thresholds import Thresholds

_SATISFACTION = ("满意", "好评")
_MOST_NAMED = 3
_MOST_SENTENCES = 50


@declaration_rule("C601", "satisfaction-without-indicator", Severity.WARNING, "“{seen}”{problem}")
def satisfaction_without_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """目标承诺的满意度，指标没有承接

    为什么重要
        目标里承诺了满意度，没有相应的指标，年终无法考核；两处数字不同的，也不知道以哪一个为准。

    反例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度达95%以上。   # <- C601 “查档市民满意度达95%以上”与指标“查档市民满意度”的指标值 ≥90% 相差 5 个百分点

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度达90%以上。

    怎样改
        填报的在绩效指标中增加一条满意度指标，指标值与目标里的承诺写成同一个数，有缘故的在“说明”中写明；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    goals = tuple(goal for goal in goals_of(declaration) if "满意" in goal.text)
    if not goals or not declaration.indicators:
        return
    if indicators := tuple(filter(_is_satisfaction, declaration.indicators)):
        yield from _other_satisfactions(declaration, indicators)
    elif first := next(chain(_satisfactions(goals), filter(None, map(raised_satisfaction, goals))), None):
        yield hit(first.goal.at, part=first.part, problem="没有对应的满意度指标")


def _satisfactions(goals: Iterable[Goal]) -> Iterator[Promise]:
    return (promise for goal in goals for promise in promises(goal) if promise.is_satisfaction)


def _is_satisfaction(indicator: Indicator) -> bool:
    heading = f"{indicator.group.label}{indicator.subgroup}"
    return any(word in f"{heading}{indicator.name}{indicator.target.raw}" for word in _SATISFACTION)


def _other_satisfactions(declaration: Declaration, indicators: tuple[Indicator, ...]) -> Iterator[Hit]:
    """Promises whose number no indicator has. Where an indicator's own is not a percentage, nothing can be told."""
    told = set()
    for promise in _satisfactions(goals_of_the_year(declaration)):
        who, measures = _who(promise.subject), promise.goal.measures(declaration)
        those = tuple(filter(_is_satisfaction, measures))
        of_the_same = tuple(one for one in those if who & _who(one.name)) or those
        if not of_the_same:
            continue
        points = {i.target.value if i.target.unit == "%" and not i.target.change else None for i in of_the_same}
        key = of_the_same[0].at, promise.points
        if promise.points not in points and None not in points and key not in told:
            told.add(key)
            yield _differing(promise.goal, promise.part, promise.points, of_the_same[0])


def _who(text: str) -> frozenset[str]:
    """Whose satisfaction it is, in key words."""
    return key_words(without_brackets(text).partition("满意")[0])


def _differing(goal: Goal, part: str, value: Decimal | None, indicator: Indicator) -> Hit:
    target = indicator.target
    apart = abs((value or Decimal(0)) - (target.value or Decimal(0)))
    difference = f"{apart.normalize():,f} {'个百分点' if target.unit == '%' else target.unit}"
    problem = f"与指标“{quote(indicator.called)}”的指标值 {quote(target.raw)} 相差 {quote(difference)}"
    return hit(goal.at, part=part, expected=target.raw, difference=difference, problem=problem)


@declaration_rule("C602", "promised-rate-without-indicator", Severity.WARNING, "“{seen}”没有对应的绩效指标")
def promised_rate_without_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """目标承诺的比率，没有指标承接

    为什么重要
        目标里写明了百分数，没有相应的指标，年终无从知道是否做到。

    反例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、档案完好率达100%；   # <- C602 “档案完好率达100%”没有对应的绩效指标
          3、查档市民满意度达90%以上。

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度达90%以上。

    怎样改
        填报的为这个比率增加一条指标，写明怎样计算，不打算考核的从目标里删去；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    told = set()
    for goal in goals_of_the_year(declaration) if declaration.indicators else ():
        for promise in promises(goal):
            key = promise.head, promise.points
            if not promise.is_satisfaction and key not in told and not _is_carried(promise, declaration):
                told.add(key)
                yield hit(goal.at, part=promise.part)


def _is_carried(promise: Promise, declaration: Declaration) -> bool:
    return any(promise.head in i.name or promise.head in i.target.raw for i in declaration.by_target)


@declaration_rule("C603", "goal-without-indicator", Severity.NOTICE, "“{seen}”没有对应的绩效指标")
def goal_without_indicator(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """有一条年度目标找不到对应的指标

    为什么重要
        每一条目标都要有指标来衡量；没有指标的目标，年终难以判断是否完成。

    反例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、改善库房温湿度条件；   # <- C603 “改善库房温湿度条件”没有对应的绩效指标
          4、查档市民满意度达90%以上。

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、方便市民在线查档；
          4、查档市民满意度达90%以上。

    怎样改
        填报的为这一条目标增加指标，或用同样的词写已有的指标；录入的核对原件，原件如此的在“说明”中写明。
        分条写的逐条看，不分条的逐句看，句中以“完成”“改善”等动作开头的分开看。
        比较的是词语：完成、提升、项目、系统这类到处都用的词不算在内。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    aims = aims_of(declaration.text("yearly_goal")) if declaration.indicators else []
    measured = [key_words(text) for i in declaration.by_target for text in (i.name, i.target.raw)] if aims else []
    known = frozenset().union(*measured)
    at = declaration.at("yearly_goal")
    for aim in aims:
        words = key_words(aim)
        if words and not words & known and not _is_judged_elsewhere(Goal("yearly_goal", aim, at)):
            yield hit(at, part=aim.rstrip("；;。，,、 "))


def _is_judged_elsewhere(goal: Goal) -> bool:
    """Whether the item is a heading, or a promise in per cent, of which C601 and C602 speak."""
    is_heading = goal.text.rstrip().endswith(("：", ":", "目标", "指标", "效益"))
    return is_heading or any(promises(goal)) or raised_satisfaction(goal) is not None


@declaration_rule("C604", "goal-and-indicator-disagree", Severity.WARNING, "“{seen}”{problem}")
def goal_and_indicator_disagree(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """同一件事，目标和指标写的单位或数字不同

    为什么重要
        目标写一个数、指标写另一个数，或写的是不同的单位，执行和评价时就各有各的依据。

    反例
        年度绩效目标: |-
          1、完成档案扫描150000页；   # <- C604 “完成档案扫描150000页”与指标“档案扫描页数”的指标值 ≥120000页 相差 30,000 页
          2、扫描合格率达98%以上；
          3、查档市民满意度达90%以上。

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度达90%以上。

    怎样改
        填报的核对以哪一处为准，把另一处改成一致，确实不是同一件事的把名称写得能分清；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；本条判断方法由本站设定。
    """
    yield from _other_numbers(declaration)
    yield from _other_bodies(declaration)


def _other_numbers(declaration: Declaration) -> Iterator[Hit]:
    """Counts of the goals against the indicators of the very same subject and unit. Repeated subjects are not judged."""
    together: dict[tuple[Path, ...], list[Goal]] = defaultdict(list)
    for goal in goals_of_the_year(declaration):
        together[tuple(measure.target_at for measure in goal.measures(declaration))].append(goal)
    for goals in together.values():
        yield from _numbers_of_others(goals, goals[0].measures(declaration), declaration.year)


def _numbers_of_others(goals: Iterable[Goal], measures: Iterable[Indicator], year: int) -> Iterator[Hit]:
    measured: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for indicator in measures:
        if indicator.target.unit and (subject := subject_of(without_brackets(indicator.name))):
            measured[subject, indicator.target.unit].append(indicator)
    subjects = frozenset(subject for subject, _ in measured)
    named: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for goal in goals:
        for count in counts(goal, subjects, year):
            named[count.subject, count.unit].append(count)
    for key, same in named.items():
        indicators, values = measured.get(key, []), {count.value for count in same}
        if len(values) == len(indicators) == 1 and _differs(indicators[0].target, *values):
            yield _differing(same[0].goal, same[0].part, same[0].value, indicators[0])


def _differs(target: Target, value: Decimal) -> bool:
    return target.value is not None and target.value != value and not target.change


def _other_bodies(declaration: Declaration) -> Iterator[Hit]:
    """Sentences of the goals that hold all key words of an indicator, where each of the two names a body of its own."""
    measured = [(i, there) for i in declaration.by_target if (there := bodies(f"{i.name}，{i.target.raw}"))]
    goals = goals_of(declaration) if measured else ()
    sentences = ((goal, sentence) for goal in goals for sentence in sentences_of(goal))
    naming = ((goal, sentence, here) for goal, sentence in sentences if (here := bodies(sentence)))
    named = tuple(islice(naming, _MOST_SENTENCES))
    for indicator, there in measured if named else ():
        words = key_words(without_brackets(indicator.name))
        for goal, sentence, here in named if len(words) > 1 else ():
            if words <= key_words(sentence) and others(there, here) and others(here, there):
                yield _bodies_hit(goal, sentence, indicator, here, there)
                break


def _bodies_hit(goal: Goal, sentence: str, indicator: Indicator, here: tuple[str, ...], there: tuple[str, ...]) -> Hit:
    wanted, written = quote("、".join(there)), quote("、".join(here))
    problem = f"与指标“{quote(indicator.name)}”所写的单位不同：目标写{written}，指标写{wanted}"
    return hit(goal.at, part=sentence, expected=wanted, problem=problem)


@declaration_rule(
    "C605", "yearly-goal-repeats-overall-goal", Severity.NOTICE, "{yearly}与{overall}有 {share}% 的文字相同"
)
def yearly_goal_repeats_overall_goal(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """年度目标与总目标文字相同

    为什么重要
        总目标说项目最终要达到什么，年度目标说这一年做到哪一步；两处相同，看不出当年要完成多少。

    反例
        年度绩效目标: |-   # <- C605 年度绩效目标与项目总目标有 100% 的文字相同
          逐年完成全部民国时期档案的扫描和著录，建成可在线查阅的档案目录，馆藏原件得到妥善保护。

    正例
        年度绩效目标: |-
          1、完成档案扫描120000页；
          2、扫描合格率达98%以上；
          3、查档市民满意度达90%以上。

    怎样改
        填报的，年度目标写本年要做的事和要达到的数，只做一年的项目也可以写得比总目标具体；录入的核对原件，原件如此的在“说明”中写明。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“完整性”；文字相同的比例由本站设定。
    """
    yearly, overall = declaration.text("yearly_goal"), declaration.text("overall_goal")
    share = share_if_alike(yearly, overall, thresholds.same_text_share.points) if yearly and overall else None
    if share is not None:
        at, overall_at = declaration.at("yearly_goal"), declaration.at("overall_goal")
        yield hit(at, yearly=at[-1], overall=overall_at[-1], share=int(share))


@year_rule("C606", "boilerplate", Severity.NOTICE, "{fields}有成段文字与{others}相同 {share} 以上（名称、数字不计）")
def boilerplate(members: Sequence[Fingerprinted], thresholds: Thresholds) -> Iterator[tuple[Fingerprinted, Hit]]:
    """成段的文字与同年的其他项目相同

    为什么重要
        换个名称就能用到别的项目上的文字，看不出这个项目为什么设立、要做成什么样。

    反例
        项目概况: 对馆藏的民国时期档案和建国初期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。   # <- C606 “项目概况”“立项依据”“项目设立的必要性”等 7 栏有成段文字与“馆藏照片数字化”相同 90% 以上（名称、数字不计）
        # content/projects/2020/qinghe-danganguan/zhaopian-shuzihua.yml
        项目名称: 馆藏照片数字化
        项目概况: 对馆藏的民国时期档案和建国初期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。   # <- C606 “项目概况”“立项依据”“项目设立的必要性”等 7 栏有成段文字与“馆藏档案数字化”相同 90% 以上（名称、数字不计）

    正例
        项目概况: 对馆藏的民国时期档案和建国初期档案进行扫描、著录和存储，方便市民在线查阅，减少原件翻动造成的损坏。

    怎样改
        填报的写这个项目自己的情况，制度、依据确实相同的可以列出名称，不必整段写出；录入的核对原件，原件如此的在“说明”中写明。
        比较的是四十字以上的段落，项目名称、单位名称和数字不计；本项目往年的申报表不比。

    依据
        参照《中央部门预算绩效目标管理办法》（财预〔2015〕88号）审核内容中的“相关性”；文字相同的比例和段落的字数由本站设定。
    """
    least = thresholds.same_text_share.points
    for member, found in repetitions(members, least):
        fields = "".join(f"“{repetition.label}”" for repetition in found[:_MOST_NAMED])
        more = f"等 {len(found)} 栏" if len(found) > _MOST_NAMED else ""
        others_ = _others(member.outline, found)
        yield (
            member,
            hit((found[0].label,), fields=fields + more, others=others_, share=f"{least.normalize():f}%"),
        )


def _others(declaration: Outline, found: tuple[Repetition, ...]) -> str:
    """One of the other projects; where there are more, also how many share the field that most of them share."""
    other, most = found[0].other, max(repetition.count for repetition in found)
    unit = f"（{quote(other.spending_unit.name)}）" if other.spending_unit != declaration.spending_unit else ""
    several = most > 1 or any(repetition.other is not other for repetition in found)
    return f"“{quote(other.name)}”{unit}{f'等项目（最多的一栏有 {most} 个）' if several else ''}"


@declaration_rule("C607", "name-varies", Severity.NOTICE, "{problem}")
def name_varies(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
    """项目名称前后写法不一

    为什么重要
        同一个项目写成两个名字，检索时找不全，下一年也接不上；全角、半角括号混用是最常见的一种。

    反例
        项目名称: 青禾市民国档案采集与查阅系统（运维）
        项目概况: 青禾市民国档案数据采集与查阅系统用于扫描、著录和在线查阅馆藏档案，本项目保障系统全年正常运行。   # <- C607 正文写作“青禾市民国档案数据采集与查阅系统”，项目名称是“青禾市民国档案采集与查阅系统（运维）”

    正例
        项目名称: 青禾市民国档案采集与查阅系统（运维）
        项目概况: 青禾市民国档案采集与查阅系统用于扫描、著录和在线查阅馆藏档案，本项目保障系统全年正常运行。

    怎样改
        填报的以批准立项时的名称为准，全文统一，中文名称里的括号用全角（）；录入的核对原件，原件如此的在“说明”中写明。

    依据
        所填表式的“项目名称”：与申报单位一起确定同名项目，各年、各处应当一致；文字相同的比例由本站设定。
    """
    name = declaration.name
    texts = [filed for filed in declaration.texts if filed.role != "name"]
    told = set()
    for filed in texts:
        written = (other_brackets(name, filed.text), *variants(name, filed.text, thresholds.same_name_share.points))
        for variant in written:
            if variant and variant not in told:
                told.add(variant)
                problem = f"正文写作“{quote(variant)}”，项目名称是“{quote(name)}”"
                yield hit(filed.at, part=variant, expected=name, problem=problem)
    yield from _mixed_brackets(declaration, [filed.text for filed in texts])


def _mixed_brackets(declaration: Declaration, texts: list[str]) -> Iterator[Hit]:
    name = quote(declaration.name)
    if mixes_brackets(declaration.name):
        yield hit(declaration.at("name"), problem=f"项目名称“{name}”里全角、半角括号混用")
    elif is_narrower_than(declaration.name, [*texts, *(indicator.name for indicator in declaration.indicators)]):
        yield hit(declaration.at("name"), problem=f"项目名称“{name}”用半角括号，其他栏目多用全角括号")
