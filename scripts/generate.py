"""Makes invented declarations for benchmarks and trials: the same call gives the same bytes on any machine."""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
import vocabulary as words

ROOT = Path(__file__).resolve().parent.parent
FIRST_YEAR = 2019
TYPES = ("市委市政府已确定的新增项目", "结转项目", "其他一次性项目", "经常性专项业务费", "其他经常性项目")
PURPOSES = ("基本建设工程类", "信息化建设类", "政策补贴类", "政府购买服务", "资产购置类", "其他事业专业类")


@dataclass(frozen=True)
class Unit:
    """An invented spending unit."""

    id: str
    name: str
    paragraph: str


@dataclass(frozen=True)
class Project:
    """An invented project: the years in which it is filed, and its budget of each, in 元."""

    unit: Unit
    id: str
    name: str
    thing: str
    years: tuple[int, ...]
    budgets: tuple[int, ...]
    renamed: int
    """The year from which it goes by another name, or 0."""

    def name_in(self, year: int) -> str:
        """The project's name as filed in a year."""
        return f"{self.name}（新）" if self.renamed and year >= self.renamed else self.name


class Promise(NamedTuple):
    """One indicator of a declaration, in its group there."""

    group: str
    name: str
    target: str


def generate(out: Path, count: int, units: int, years: int, seed: int, errors: int, results: int = 0) -> int:
    """Write ``count`` declarations, of which ``errors`` have an error, below a folder; tell how many were written.

    ``results`` of them, spread evenly, have a self-evaluation beside them.
    """
    registered = tuple(_units(units, seed))
    _write_site(out, registered)
    written = 0
    while written < count:
        for unit in registered:
            for project in _projects(unit, written, years, seed):
                for year in project.years:
                    if written < count:
                        _write(out, project, year, seed, has_error=written < errors)
                        if (written + 1) * results // count > written * results // count:
                            _write_result(out, project, year, seed)
                        written += 1
    return written


def _units(count: int, seed: int) -> Iterator[Unit]:
    dice = random.Random(f"units {seed}")
    for number in range(count):
        body = words.BODIES[number % len(words.BODIES)]
        kind = words.KINDS[number // len(words.BODIES) % len(words.KINDS)]
        more = f"第{number // (len(words.BODIES) * len(words.KINDS)) + 1}" if number >= 500 else ""
        name = f"{words.CITY}{body}{more}{kind}"
        yield Unit(f"unit-{number + 1:04}", name, "".join(_sentences(dice, 4, name, "资金")))


def _write_site(out: Path, units: Sequence[Unit]) -> None:
    (out / "content").mkdir(parents=True, exist_ok=True)
    registry = "".join(f"{unit.id}:\n  全称: {unit.name}\n" for unit in units)
    _put(out / "content" / "units.yml", registry)
    shutil.copytree(ROOT / "theme", out / "theme", dirs_exist_ok=True)
    shutil.copytree(ROOT / "content" / "pages", out / "content" / "pages", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", out / "mkdocs.yml")


def _projects(unit: Unit, first: int, years: int, seed: int) -> Iterator[Project]:
    """Some more projects of a unit; most go on through the years, some begin later or end earlier."""
    dice = random.Random(f"projects {seed} {unit.id} {first}")
    for number in range(4):
        thing, act = dice.choice(words.THINGS), dice.choice(words.ACTS)
        begin = FIRST_YEAR + (dice.randrange(years) if dice.random() < 0.25 else 0)
        end = FIRST_YEAR + years - 1 - (dice.randrange(years) if dice.random() < 0.2 else 0)
        filed = tuple(range(begin, max(begin, end) + 1))
        name = f"{thing}{act}（{dice.choice(words.PLACES)}{dice.randrange(1, 4)}期）"
        budgets = tuple(_budgets(dice, len(filed)))
        renamed = dice.choice(filed[1:]) if len(filed) > 2 and dice.random() < 0.05 else 0
        yield Project(unit, f"p{first:06}-{number}", name, thing, filed, budgets, renamed)


def _budgets(dice: random.Random, count: int) -> Iterator[int]:
    budget = dice.randrange(80, 9_000) * 1_000
    for _ in range(count):
        yield budget
        step = dice.uniform(-0.3, 0.4) if dice.random() < 0.12 else dice.uniform(-0.05, 0.08)
        budget = max(20_000, round(budget * (1 + step) / 100) * 100)


def _write(out: Path, project: Project, year: int, seed: int, has_error: bool) -> None:
    folder = out / "content" / "projects" / str(year) / project.unit.id
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / f"{project.id}.yml", "".join(_lines(project, year, seed, has_error)))


def _write_result(out: Path, project: Project, year: int, seed: int) -> None:
    file = out / "content" / "projects" / str(year) / project.unit.id / f"{project.id}.ziping.yml"
    _put(file, "".join(_result_lines(project, year, seed)))


def _put(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


def _lines(project: Project, year: int, seed: int, has_error: bool) -> Iterator[str]:
    dice = random.Random(f"declaration {seed} {project.unit.id} {project.id} {year}")
    at, name, unit = project.years.index(year), project.name_in(year), project.unit.name
    budget = project.budgets[at]
    yield "# yaml-language-server: $schema=../../../../schemas/shanghai-2019.schema.json\n"
    yield f"表式: shanghai-2019\n年度: {year}\n申报单位名称: {unit}\n项目名称: {name}\n"
    yield f"项目类型: {dice.choice(TYPES[3:] if len(project.years) > 1 else TYPES[:3])}\n资金用途: {dice.choice(PURPOSES)}\n"
    yield f"开始时间: {year}-01-01\n结束时间: {year}-12-31\n"
    yield from _text("项目概况", [f"{name}由{unit}组织实施。", *_sentences(dice, 7, unit, project.thing)])
    yield from _text(
        "立项依据", [*_bases(dice, project, year), *([project.unit.paragraph] if dice.random() < 0.3 else [])]
    )
    yield from _text("项目设立的必要性", _sentences(dice, 6, unit, project.thing))
    yield from _text("保证项目实施的制度、措施", [*_rules(dice, unit), *_sentences(dice, 4, unit, project.thing)])
    yield f"项目总预算: {budget}\n项目当年预算: {budget}\n"
    if at:
        before = project.budgets[at - 1] + (5_000 if dice.random() < 0.02 else 0)
        yield f"同名项目上年预算额: {before}\n同名项目上年预算执行数: {_outturn(project, year - 1, seed)}\n"
    yield from _subprojects(dice, budget + (1_000 if has_error else 0), project.thing)
    yield from _text("项目实施计划", _plan(dice, project.thing))
    yield from _text("项目总目标", _sentences(dice, 4, unit, project.thing))
    yield from _text("年度绩效目标", _goals(dice, project.thing), lines=True)
    yield from _indicators(_promises(project, year, seed))
    if project.renamed == year:
        yield f"前身: {year - 1}/{project.unit.id}/{project.id}\n"


def _text(label: str, sentences: Sequence[str] | Iterator[str], lines: bool = False) -> Iterator[str]:
    joined = ("\n  " if lines else "").join(sentences)
    yield f"{label}: |-\n  {joined}\n"


def _sentences(dice: random.Random, count: int, unit: str, thing: str) -> Iterator[str]:
    """Sentences of which hardly two are alike."""
    for _ in range(count):
        verb, other, place = dice.choice(words.VERBS), dice.choice(words.VERBS), dice.choice(words.PLACES)
        one, two = dice.sample(words.OBJECTS, 2)
        number, person, reason = dice.randrange(2, 900), dice.choice(words.PEOPLE), dice.choice(words.REASONS)
        yield dice.choice((
            f"{reason}，需在{place}{verb}{thing}{one}{number}份，{other}{two}，方便{person}。",
            f"全年对{place}的{thing}{one}{verb}{number}次，发现{two}及时{other}，每季度向{person}公布一次。",
            f"针对{person}提出的{two}，{unit}将{verb}{one}，并在{place}{other}{number}处{thing}设施。",
            f"{thing}{one}分布在{place}等{number}个点位，{reason}，由专人{verb}并{other}{two}。",
            f"按月{verb}{one}、按季{other}{two}，到年底{place}的{thing}工作惠及{person}{number}人次。",
        ))  # fmt: skip


def _bases(dice: random.Random, project: Project, year: int) -> Iterator[str]:
    for pattern in dice.sample(words.BASES, 3):
        begin = year - dice.randrange(0, 5) - (6 if dice.random() < 0.05 else 0)
        named = {
            "unit": project.unit.name,
            "thing": project.thing,
            "a": begin,
            "b": begin + 4,
            "n": dice.randrange(1, 60),
        }
        yield f"《{pattern.format(**named)}》、"
    yield f"青禾府办[{year - dice.randrange(0, 6)}]{dice.randrange(1, 200)}号。"


def _rules(dice: random.Random, unit: str) -> Iterator[str]:
    yield "、".join(f"《{rule.format(unit=unit)}》" for rule in dice.sample(words.RULES, 3)) + "。"


def _plan(dice: random.Random, thing: str) -> Iterator[str]:
    for number, months in enumerate(("1-3月", "4-6月", "7-9月", "10-12月"), 1):
        yield f"{number}、{months}：{dice.choice(words.VERBS)}{thing}{dice.choice(words.OBJECTS)}{dice.randrange(5, 400)}份；"


def _goals(dice: random.Random, thing: str) -> Iterator[str]:
    for number in range(1, 6):
        verb, one = dice.choice(words.VERBS), dice.choice(words.OBJECTS)
        yield f"{number}、{verb}{dice.choice(words.PLACES)}的{thing}{one}{dice.randrange(3, 600)}份，{dice.choice(words.PEOPLE)}可以查询；"


def _subprojects(dice: random.Random, budget: int, thing: str) -> Iterator[str]:
    count = dice.randrange(1, 6)
    parts = [budget // count // 100 * 100 for _ in range(count - 1)]
    yield "项目当年投入资金构成:\n"
    acts = dice.sample(words.ACTS, count)
    for act, amount in zip(acts, [*parts, budget - sum(parts)], strict=True):
        yield f"  - 子项目名称: {thing}{act}费\n    预算金额: {amount}\n"


GROUPS = (
    ("投入和管理目标", words.INPUT_INDICATORS, (5, 7)),
    ("产出目标", words.OUTPUT_INDICATORS, (4, 7)),
    ("效果目标", words.EFFECT_INDICATORS, (3, 5)),
    ("影响力目标", words.INFLUENCE_INDICATORS, (3, 5)),
)


def _promises(project: Project, year: int, seed: int) -> Iterator[Promise]:
    """The indicators of a project's year, group by group; no name stands twice in a group."""
    dice = random.Random(f"indicators {seed} {project.unit.id} {project.id} {year}")
    for group, known, (least, most) in GROUPS:
        told: set[str] = set()
        for name, targets in dice.sample(known, min(len(known), dice.randrange(least, most + 1))):
            said = {
                "verb": dice.choice(words.VERBS),
                "object": dice.choice(words.OBJECTS),
                "thing": project.thing,
                "person": dice.choice(words.PEOPLE),
            }
            numbers = {
                "n": dice.randrange(3, 900),
                "h": dice.randrange(1, 48),
                "d": dice.randrange(2, 20),
                "p": dice.randrange(70, 99),
            }
            if (full := name.format(**said)) not in told:
                told.add(full)
                yield Promise(group, full, dice.choice(targets).format(**numbers))


def _indicators(promises: Iterator[Promise]) -> Iterator[str]:
    yield "分解目标:\n"
    group = ""
    for promise in promises:
        if promise.group != group:
            yield f"  {promise.group}:\n"
            group = promise.group
        yield f"    - 绩效指标: {promise.name}\n      指标目标值: {promise.target}\n"


def _outturn(project: Project, year: int, seed: int) -> int:
    """What was spent in a year, in 元: nine tenths of the budget and more, or much less in one case of ten."""
    dice = random.Random(f"outturn {seed} {project.unit.id} {project.id} {year}")
    share = dice.uniform(0.6, 0.85) if dice.random() < 0.1 else dice.uniform(0.9, 1)
    return round(project.budgets[project.years.index(year)] * share)


# A self-evaluation: the same indicators, in the groups of the national form


PLACES = {
    "投入和管理目标": ("产出指标", "质量指标"),
    "产出目标": ("产出指标", "数量指标"),
    "效果目标": ("效益指标", "社会效益指标"),
    "影响力目标": ("效益指标", "可持续影响指标"),
    "满意度": ("满意度指标", "服务对象满意度指标"),
}
EXECUTION_POINTS, INDICATOR_POINTS = 10, 90
MISSED = 0.12
"""The share of numeric targets that are not reached."""
EXPLAINED = 0.9
"""The share of these that have a reason."""


def _result_lines(project: Project, year: int, seed: int) -> Iterator[str]:
    dice = random.Random(f"result {seed} {project.unit.id} {project.id} {year}")
    budget, outturn = project.budgets[project.years.index(year)], _outturn(project, year, seed)
    rate = Decimal(outturn) / budget
    yield "# yaml-language-server: $schema=../../../../schemas/national-ziping.schema.json\n"
    yield f"表式: national-ziping\n年度: {year}\n项目名称: {project.name_in(year)}\n实施单位: {project.unit.name}\n"
    earned = _rounded(rate * EXECUTION_POINTS)
    yield (
        f"项目资金:\n  - {{资金: 年度资金总额, 年初预算数: {_wan(budget)}, 全年预算数: {_wan(budget)}, 全年执行数: {_wan(outturn)},"
        f" 分值: {EXECUTION_POINTS}, 执行率: {_rounded(rate * 100)}%, 得分: {earned}}}\n"
    )
    promises = tuple(_promises(project, year, seed))
    yield from _text("预期目标", _goals(dice, project.thing), lines=True)
    yield from _text("实际完成情况", _sentences(dice, 3, project.unit.name, project.thing))
    total = earned
    yield "绩效指标:\n"
    for group, subgroups in _placed(promises).items():
        yield f"  {group}:\n"
        for subgroup, members in subgroups.items():
            yield f"    {subgroup}:\n"
            for number, promise in members:
                weight = INDICATOR_POINTS // len(promises) + (number < INDICATOR_POINTS % len(promises))
                actual, is_met = _actual(dice, promise.target)
                score = Decimal(weight) if is_met else _rounded(Decimal(weight) * 8 / 10)
                total += score
                yield f"      - 三级指标: {promise.name}\n        年度指标值: {promise.target}\n        实际完成值: {actual}\n"
                yield f"        分值: {weight}\n        得分: {score}\n"
                if not is_met and dice.random() < EXPLAINED:
                    yield f"        偏差原因分析及改进措施: {''.join(_sentences(dice, 1, project.unit.name, project.thing))}\n"
    yield f"总分: {total}\n"
    if rate < Decimal("0.9"):
        yield from _text(
            "存在问题", [f"执行率{_rounded(rate * 100)}%。", *_sentences(dice, 2, project.unit.name, project.thing)]
        )


def _placed(promises: Sequence[Promise]) -> dict[str, dict[str, list[tuple[int, Promise]]]]:
    """The indicators, numbered, by group and sub-group of the national form; there no name stands twice."""
    placed: dict[str, dict[str, list[tuple[int, Promise]]]] = {}
    for group, subgroup in PLACES.values():
        placed.setdefault(group, {}).setdefault(subgroup, [])
    for number, promise in enumerate(promises):
        group, subgroup = PLACES["满意度" if "满意度" in promise.name else promise.group]
        placed[group][subgroup].append((number, promise))
    return placed


def _actual(dice: random.Random, target: str) -> tuple[str, bool]:
    """What was reached of a target, and whether that is enough."""
    found = re.fullmatch(
        r"(≥|≤|=|不少于|不超过|低于|在|)(\d+)(%|份|件|次|项|小时|个工作日|天|人|人次|起|分钟)(?:以内)?", target
    )
    if not found:
        return "达成预期指标", True
    sign, number, unit = found[1], int(found[2]), found[3]
    step = max(1, number // 10)
    if dice.random() < MISSED:
        missed = number + step if sign in ("≤", "不超过", "低于", "在") or not number else number - step
        return f"{missed}{unit}", False
    if sign == "低于":
        return f"{max(0, number - step)}{unit}", True
    return f"{number}{unit}", True


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _wan(amount: int) -> str:
    """An amount in 元 as 万元, exact."""
    return f"{Decimal(amount) / 10_000:f}"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description="生成编造的申报表，供性能测试和试用。同样的参数，生成同样的文件。", add_help=False
    )
    parser.add_argument("-h", "--help", action="help", help="显示这段帮助")
    parser.add_argument("out", type=Path, help="放到哪个文件夹（新的，或由本程序生成的）")
    parser.add_argument("--count", type=int, default=1000, help="申报表的份数（默认 1000）")
    parser.add_argument("--units", type=int, default=100, help="申报单位的个数（默认 100）")
    parser.add_argument("--years", type=int, default=5, help="年度的个数（默认 5）")
    parser.add_argument("--seed", type=int, default=1, help="随机数的种子（默认 1）")
    parser.add_argument("--errors", type=int, default=0, help="其中有错误的份数（默认 0）")
    parser.add_argument("--results", type=int, default=0, help="其中有绩效自评表的份数（默认 0）")
    given = parser.parse_args(arguments)
    written = generate(given.out, given.count, given.units, given.years, given.seed, given.errors, given.results)
    more = f"、{min(given.results, written)} 份自评表" if given.results else ""
    print(f"已生成 {written} 份申报表{more}：{given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
