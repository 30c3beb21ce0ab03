"""Writes the demonstration into ``tests/demo``: an invented district's declarations, monitoring reports and self-evaluations.

What is told stands in ``demo_stories``; here it is put into whatever form edition a unit files in. The same call gives the
same bytes. ``python scripts/run.py demo`` builds the site of it and serves it.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jixiao.forms import Field, FormEdition, Group, load_edition, load_result_edition

sys.path.insert(0, str(Path(__file__).resolve().parent))
from demo_stories import DEPARTMENTS, PROJECTS, UNITS, YEARS, Measure, Project, Unit

DEMO = Path(__file__).resolve().parent.parent / "tests" / "demo"
NOT_REPORTED = {("xunqin-fuwu", 2025), ("hangdaoshu-yanghu", 2024)}
"""Self-evaluations that were not filed."""
MID_YEAR = "7月"
_PLACES = {
    "cost": ("成本", "cost", "input"),
    "quantity": ("数量", "output"),
    "quality": ("质量", "output"),
    "time": ("时效", "output"),
    "social": ("社会效益", "effect"),
    "lasting": ("可持续", "influence", "effect"),
    "satisfaction": ("满意度", "satisfaction", "influence"),
}
"""Where an edition lists a measure: the subgroup whose label holds these words, or the first group with one of the tags."""


class Filing(NamedTuple):
    """One project in one year, as its unit files it."""

    project: Project
    unit: Unit
    year: int

    @property
    def at(self) -> int:
        """Which of the years it is."""
        return YEARS.index(self.year)

    @property
    def edition(self) -> str:
        """The edition that the unit files in."""
        return self.unit.editions[self.at]

    @property
    def name(self) -> str:
        """The project's name in this year."""
        return self.project.renamed if self.project.renamed and self.year == YEARS[-1] else self.project.name

    @property
    def budget(self) -> int:
        """The year's budget in 元."""
        return self.project.budgets[self.at]

    @property
    def is_new(self) -> bool:
        """Whether it was not filed in the year before."""
        return self.at == 0 or not self.project.budgets[self.at - 1]

    @property
    def total(self) -> int:
        """The whole project's budget in 元."""
        return self.budget if self.project.recurrent else sum(self.project.budgets)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The indicators that are filed in this year."""
        return tuple(measure for measure in self.project.measures if measure.targets[self.at])

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"content/projects/{self.year}/{self.unit.id}/{self.project.id}"

    @property
    def period(self) -> tuple[int, int]:
        """First and last year."""
        return (self.year, self.year) if self.project.recurrent else (YEARS[0], YEARS[-1])


def filings() -> Iterator[Filing]:
    """Every declaration of the demonstration."""
    units = {unit.id: unit for unit in UNITS}
    for project in PROJECTS:
        for year, budget in zip(YEARS, project.budgets, strict=True):
            if budget:
                yield Filing(project, units[project.unit], year)


def files() -> dict[str, str]:
    """Every file of the demonstration by its path below the folder."""
    made = {"content/units.yml": "".join(f"{unit.id}:\n  全称: {unit.name}\n" for unit in UNITS)}
    for filing in filings():
        made[f"{filing.folder}.yml"] = _written(_declaration(filing))
        if filing.at < 2 and (filing.project.id, filing.year) not in NOT_REPORTED:
            made[f"{filing.folder}.ziping.yml"] = _written(_self_evaluation(filing))
        elif filing.at == 2:
            made[f"{filing.folder}.jiankong.yml"] = _written(_monitoring(filing))
    return made


# The declaration


def _declaration(filing: Filing) -> dict[str, object]:
    edition = load_edition(filing.edition)
    values: dict[str, object] = {"表式": edition.id}
    for field in edition.fields():
        value = _value(field, edition, filing)
        if value not in (None, ""):
            values[field.label] = value
    if filing.project.renamed and filing.year == YEARS[-1]:
        values["前身"] = f"{filing.year - 1}/{filing.unit.id}/{filing.project.id}"
    answers = [{"规则": code, "理由": words} for year, code, words in filing.project.reasons if year == filing.year]
    return values | ({"说明": answers} if answers else {})


def _value(field: Field, edition: FormEdition, filing: Filing) -> object:
    match field.kind:
        case "choice":
            return _choice(field, filing)
        case "funding":
            amount = filing.budget if field.role == "budget.current_year" else filing.total
            return _funding(field, edition, amount)
        case "money":
            return _money(field, edition, filing)
        case "rows":
            return _costs(field, edition, filing) if field.role == "subprojects" else None
        case "indicators":
            rows = ((measure, _cells(field, measure, filing)) for measure in filing.measures)
            return _grouped(field, [*_standing(field), *rows])
        case _:
            return _text(field, filing)


def _goals(filing: Filing) -> str:
    """The goals of the year, numbered, a line each."""
    targets = [measure.targets[filing.at] for measure in filing.measures]
    return "\n".join(f"{number}、{goal.format(*targets)}。" for number, goal in enumerate(filing.project.goals, 1))


def _text(field: Field, filing: Filing) -> object:
    project, (first, last) = filing.project, filing.period
    texts = {
        "year": str(filing.year),
        "name": filing.name,
        "spending_unit": filing.unit.name,
        "line_department": DEPARTMENTS[filing.unit.department],
        "category": "特定目标类",
        "period.start": f"{first}-01-01",
        "period.end": f"{last}-12-31",
        "period": f"{first}年" if first == last else f"{first}年-{last}年",
        "overview": project.overview,
        "basis": project.basis,
        "necessity": project.need,
        "plan": project.plan,
        "overall_goal": project.overall,
        "yearly_goal": _goals(filing),
        "implementers": f"{filing.unit.name}负责组织实施和日常检查，{DEPARTMENTS[filing.unit.department]}负责监督和验收。",
        "duration": f"{first}年1月至{last}年12月，按年度安排预算，年底总结后安排下一年的工作。",
        "budget_arrangement": "；\n".join(f"{name}{_wan(amount)}万元" for name, amount in _shares(filing)) + "。",
        "goal_summary": _goals(filing),
    }
    if field.role in texts:
        return texts[field.role]
    return (
        f"按{filing.unit.name}的财务和合同管理制度执行，逐月核对进度和支出，年底公布结果。" if field.required else None
    )


def _choice(field: Field, filing: Filing) -> str:
    wanted = {"new"} if filing.is_new and filing.at else {"recurrent"} if filing.project.recurrent else {"one-off"}
    fitting = [option for option in field.options if option.tags & wanted] or [
        option for option in field.options if "new" not in option.tags
    ]
    return fitting[0 if field.role != "purpose" else len(filing.project.id) % len(fitting)].label


def _amount(edition: FormEdition, yuan: int) -> str:
    return _wan(yuan) if edition.money_unit == "万元" else str(yuan)


def _wan(yuan: int) -> str:
    return f"{Decimal(yuan) / 10_000:f}".rstrip("0").rstrip(".") if yuan % 10_000 else str(yuan // 10_000)


def _funding(field: Field, edition: FormEdition, yuan: int, is_part: bool = False) -> dict[str, object]:
    """The total, and the part in which all of the money is: the first, and of what is granted the district's own."""
    found: dict[str, object] = {"合计": _amount(edition, yuan)}
    if field.parts:
        part = field.parts[-1 if is_part else 0]
        found[part.label] = _funding(part, edition, yuan, is_part=True) if part.parts else _amount(edition, yuan)
    return found


def _money(field: Field, edition: FormEdition, filing: Filing) -> str | None:
    project, at = filing.project, filing.at
    if field.role.startswith("prior_year"):
        if filing.is_new:
            return None
        outturn = project.outturns[at - 1]
        yuan = project.budgets[at - 1] if field.role == "prior_year.budget" else outturn
        return None if yuan is None else _amount(edition, yuan)
    known = {"budget.total": filing.total, "budget.current_year": filing.budget}
    return _amount(edition, known[field.role]) if field.role in known else None


def _shares(filing: Filing) -> list[tuple[str, int]]:
    """What the money is for; the last takes what rounding leaves."""
    *first, (last, _) = filing.project.costs
    parts = [(name, filing.budget * share // 100 // 100 * 100) for name, share in first]
    return [*parts, (last, filing.budget - sum(amount for _, amount in parts))]


def _costs(field: Field, edition: FormEdition, filing: Filing) -> list[dict[str, object]]:
    name, amount = field.column("name").label, field.column("amount").label
    return [{name: cost, amount: _amount(edition, yuan)} for cost, yuan in _shares(filing)]


# Indicators


def _standing(field: Field) -> list[tuple[Measure, dict[str, object]]]:
    """What a form with a group of its own for money and management is given there."""
    if not any("input" in group.tags for group in field.groups):
        return []
    measure = Measure("cost", "预算执行率", ("≥95%",) * 3)
    return [(measure, {field.column("name").label: measure.name, field.column("target").label: "≥95%"})]


def _cells(field: Field, measure: Measure, filing: Filing) -> dict[str, object]:
    """A declaration's row; a target goes where the edition wants it: in one column, or in several."""
    target = measure.targets[filing.at]
    columns = {column.role: column.label for column in field.columns if column.role}
    cells: dict[str, object] = {columns["name"]: measure.name, columns["target"]: target}
    if "unit" in columns and (found := re.fullmatch(r"([≥≤=]?)([0-9.]+)(\D*)", target)):
        sign, number, unit = found.groups()
        cells[columns["target"]] = number if "operator" in columns else f"{sign}{number}"
        cells[columns["unit"]] = unit
        if "operator" in columns:
            cells[columns["operator"]] = sign or "＝"
    elif "operator" in columns:
        cells[columns["operator"]] = "定性"
    standard = next((column.label for column in field.columns if not column.role and column.kind == "text"), None)
    return cells | ({standard: "按上年实际完成情况测算"} if standard else {})


def _grouped(field: Field, rows: list[tuple[Measure, dict[str, object]]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for group in field.groups:
        below: dict[str, object] = {}
        for subgroup in group.subgroups or ("",):
            those = [cells for measure, cells in rows if _place(field.groups, measure) == (group.label, subgroup)]
            if those and subgroup:
                below[subgroup] = those
            elif those:
                found[group.label] = those
        if below:
            found[group.label] = below
    return found


def _place(groups: tuple[Group, ...], measure: Measure) -> tuple[str, str]:
    """Group and subgroup in which an edition lists a measure."""
    words, *tags = _PLACES[measure.place]
    for group in groups:
        for subgroup in group.subgroups:
            if words in subgroup:
                return group.label, subgroup
    found = next(group for tag in tags for group in groups if tag in group.tags)
    return found.label, found.subgroups[0] if found.subgroups else ""


# Results


def _head(filing: Filing, edition: str) -> dict[str, object]:
    unit = filing.unit
    return {
        "表式": edition, "年度": str(filing.year), "项目名称": filing.name,
        "主管部门": DEPARTMENTS[unit.department], "实施单位": unit.name,
    }  # fmt: skip


def _self_evaluation(filing: Filing) -> dict[str, object]:
    edition = load_result_edition("national-ziping")
    outturn = filing.project.outturns[filing.at] or 0
    rate = Decimal(outturn * 100) / filing.budget
    points = (rate / 10).quantize(Decimal("0.01"))
    fund = {
        "资金": "年度资金总额", "年初预算数": _wan(filing.budget), "全年预算数": _wan(filing.budget),
        "全年执行数": _wan(outturn), "分值": "10", "执行率": f"{rate:.2f}%", "得分": f"{points:f}",
    }  # fmt: skip
    weights = _weights(len(filing.measures))
    rows, total = list[tuple[Measure, dict[str, object]]](), points
    for measure, weight in zip(filing.measures, weights, strict=True):
        reason, actual = measure.reasons[filing.at], measure.actuals[filing.at]
        score = Decimal(weight) * (Decimal("0.8") if reason and actual else Decimal(0) if reason else 1)
        total += score
        cells = {
            "三级指标": measure.name, "年度指标值": measure.targets[filing.at], "实际完成值": actual,
            "分值": str(weight), "得分": f"{score.normalize():f}", "偏差原因分析及改进措施": reason,
        }  # fmt: skip
        rows.append((measure, {label: cell for label, cell in cells.items() if cell}))
    missed = [measure.name for measure in filing.measures if measure.reasons[filing.at]]
    done = f"{'、'.join(missed)}没有达到目标，其余各项完成。" if missed else "各项目标全部完成。"
    more = {"存在问题": f"{'、'.join(missed)}没有达到目标，原因见各条。"} if missed else {}
    return _head(filing, edition.id) | {
        "项目资金": [fund],
        "预期目标": _goals(filing),
        "实际完成情况": done,
        "绩效指标": _grouped(_indicators_of(edition), rows),
        "总分": f"{total:f}",
        "评价结论": f"预算执行率{rate:.2f}%，自评得分{total:f}分。",
        **more,
    }  # fmt: skip


def _monitoring(filing: Filing) -> dict[str, object]:
    edition = load_result_edition("national-jiankong")
    spent = filing.budget * (48 + len(filing.project.id)) // 100 // 100 * 100
    fund = {
        "资金": "年度资金总额", "年初预算数": _wan(filing.budget), "执行数": _wan(spent),
        "执行率": f"{Decimal(spent * 100) / filing.budget:.2f}%", "全年预计执行数": _wan(filing.budget),
    }  # fmt: skip
    rows = list[tuple[Measure, dict[str, object]]]()
    for measure in filing.measures:
        cells: dict[str, object] = {"三级指标": measure.name, "年度指标值": measure.targets[filing.at]}
        if measure.halfway:
            cells["执行情况"] = measure.halfway
        cells["完成目标可能性"] = "确定能" if measure.halfway else "有可能"
        rows.append((measure, cells))
    return _head(filing, edition.id) | {
        "截止月份": MID_YEAR,
        "项目资金": [fund],
        "年度总体目标": _goals(filing),
        "绩效指标": _grouped(_indicators_of(edition), rows),
    }  # fmt: skip


def _indicators_of(edition: FormEdition) -> Field:
    return next(field for field in edition.fields() if field.kind == "indicators")


def _weights(count: int) -> list[int]:
    """Ninety points over so many indicators; the first takes what is left."""
    each = 90 // count
    return [90 - each * (count - 1), *[each] * (count - 1)]


# Writing


def _written(values: dict[str, object]) -> str:
    return "".join(_lines(values, 0))


def _lines(value: object, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(value, dict):
        for label, below in value.items():
            if isinstance(below, (dict, list)):
                yield f"{indent}{label}:\n"
                yield from _lines(below, depth + 1)
            else:
                yield f"{indent}{label}: {_scalar(str(below), depth)}\n"
    elif isinstance(value, list):
        for row in value:
            cells = ", ".join(f"{label}: {json.dumps(str(cell), ensure_ascii=False)}" for label, cell in row.items())
            yield f"{indent}- {{{cells}}}\n"


def _scalar(text: str, depth: int) -> str:
    if "\n" in text:
        return "|-" + "".join(f"\n{'  ' * (depth + 1)}{line}" for line in text.split("\n"))
    return text


def main() -> None:
    """Write the demonstration anew."""
    shutil.rmtree(DEMO / "content" / "projects", ignore_errors=True)
    for path, text in files().items():
        (DEMO / path).parent.mkdir(parents=True, exist_ok=True)
        (DEMO / path).write_bytes(text.encode())


if __name__ == "__main__":
    main()
