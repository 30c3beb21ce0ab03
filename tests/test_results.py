"""Monitoring reports and self-evaluations: read by their editions, whole and exact, or told where and why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from in_memory import Judged as Judgement
from in_memory import judge_files
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from jixiao.finding import Severity
from jixiao.forms import (
    EditionError,
    Field,
    ResultEdition,
    common_fields_of,
    edition_mistakes,
    labels_of_persons,
    load_result_edition,
    record_kinds,
    result_edition_ids,
    result_edition_in,
    split_stem,
)
from jixiao.outcome import Verdict
from jixiao.reader import ParsedFile
from jixiao.registry import Registry, is_id, read_registry
from jixiao.repository import UNITS, RawFile
from jixiao.result_reader import parse_record, record_of_file
from jixiao.results import Counts, Result
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.schema import schema, schema_text
from jixiao.source import Node, Scalar, Sequence, read, read_text
from jixiao.values import Money

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = Path(__file__).parent / "samples" / "results"
REGISTRY: Registry = read_registry(read_text("content/units.yml", EXAMPLE_UNITS))[0]
EVALUATION, MONITORING = PATH.replace(".yml", ".ziping.yml"), PATH.replace(".yml", ".jiankong.yml")

EDITIONS = [load_result_edition(edition_id) for edition_id in result_edition_ids()]
editions = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)


def parsed(text: str, file: str = EVALUATION) -> ParsedFile:
    return parse_record(read_text(file, text), REGISTRY)


def result_of(text: str = BASE_EVALUATION, file: str = EVALUATION) -> Result:
    found = parsed(text, file)
    assert found.faults == ()
    assert found.result
    return found.result


def judged(*files: tuple[str, str]) -> Judgement:
    raws = [RawFile(file, text.encode("utf-8", "surrogatepass")) for file, text in files]
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws)


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings]


def sample(edition: ResultEdition) -> tuple[str, str]:
    text = (SAMPLES / f"{edition.id}.yml").read_text("utf-8")
    return text.partition("\n")[0].removeprefix("# "), text


def all_fields(edition: ResultEdition) -> Iterator[Field]:
    for field in (*common_fields_of(edition), *edition.fields()):
        yield field
        yield from field.columns


# Kinds and editions


def test_each_kind_has_a_suffix_of_its_own_and_an_edition() -> None:
    kinds = record_kinds()
    assert len({kind.suffix for kind in kinds}) == len({kind.id for kind in kinds}) == len(kinds)
    assert all(is_id(kind.id) and is_id(kind.suffix) for kind in kinds)
    assert {load_result_edition(one).kind for one in result_edition_ids()} == set(kinds)


def test_a_file_s_name_tells_its_kind() -> None:
    ziping = record_of_file("content/projects/2020/a/b.ziping.yml")
    assert (ziping[0], ziping[1] and ziping[1].id) == ("2020/a/b", "self-evaluation")
    assert record_of_file("content/projects/2020/a/b.yml") == ("2020/a/b", None)
    assert split_stem("b.other") == ("b.other", None)
    assert split_stem("ziping") == ("ziping", None)


@editions
def test_an_edition_has_its_sample_and_its_schema(edition: ResultEdition) -> None:
    kept = (ROOT / "schemas" / f"{edition.id}.schema.json").read_text("utf-8")
    assert kept == schema_text(edition), "请运行 jixiao schema --write"
    assert {file.stem for file in SAMPLES.glob("*.yml")} == {*result_edition_ids()}
    assert edition.title
    assert edition.source


@editions
def test_no_label_or_role_stands_twice(edition: ResultEdition) -> None:
    fields = [*common_fields_of(edition), *edition.fields()]
    for those in (fields, *(field.columns for field in fields)):
        labels, roles = [field.label for field in those], [field.role for field in those if field.role]
        assert len(set(labels)) == len(labels)
        assert len(set(roles)) == len(roles)
        assert not {field.label for field in those if field.kind != "person"} & labels_of_persons()


@editions
def test_the_sample_fills_every_field_and_is_read_without_error(edition: ResultEdition) -> None:
    file, text = sample(edition)
    judgement = judged((file, text), (PATH, BASE))
    assert [finding.message for finding in judgement.findings if finding.severity is Severity.ERROR] == []
    document = read(file, text.encode())
    written = {step for at in _paths(document.root) for step in at}
    optional = {"说明", "规则", "理由"}
    assert {field.label for field in all_fields(edition)} - optional <= written
    assert {group.label for group in edition.by_role["indicators"].groups} & written


def _paths(node: Node | None, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, Scalar) or node is None:
        yield at
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _paths(item, (*at, number))
    else:
        for key, value in node.entries:
            yield from _paths(value, (*at, key.text))


@editions
def test_the_schema_accepts_the_sample(edition: ResultEdition) -> None:
    content = schema(edition)
    Draft7Validator.check_schema(content)
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors = dict(yaml.constructor.yaml_constructors)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda loader, node: node.value
    errors = [error.message for error in Draft7Validator(content).iter_errors(yaml.load(sample(edition)[1]))]
    assert errors == []


@pytest.mark.parametrize(
    ("found", "instead", "told"),
    [
        ("kind: self-evaluation", "kind: self-evaluate", "没有“self-evaluate”这种 kind；是否想写 self-evaluation"),
        ("role: actual,", "role: actua,", "栏目“绩效指标／实际完成值”：这张表没有 role 是 actua 的列；是否想写 actual"),
        ("role: score}\n", "role: scores}\n", "是否想写 score"),
        ("kind: figure, role: rate", "kind: text, role: rate", "role 是 rate 的列不能是 text 类；kind 写 figure"),
        ("kind: text, role: name, required: yes, help", "kind: text, help", "没有一个栏目的 role 是 name"),
        ("role: name, required: yes, help", "role: name, help", "role 是 name 的栏目必须填写"),
        ("execution: 10", "execution: ten", "points 的 execution 应是数字"),
        ("execution: 10", "execution: 20", "执行 20、指标 90 与满分 100 不符"),
        ("points: {whole", "points: {whole_: 1, whole", "没有“whole_”这一项；是否想写 whole"),
        ("role: year,", "role: yaer,", "程序不认得 role“yaer”，它与 year 只差一点"),
        ("indicators: 90}", "indicators: 90, weights: 0}", "points 的 whole 和 weights 不能是 0"),
        ("points: {whole: 100, execution: 10, indicators: 90}", "points: 100", "points 应写明满分和各部分"),
        ("{id: other, label: 其他资金}", "{id: other, label: 其他资金, part_of: all}", "part_of“all”不是另一种资金的 id"),
        ("{id: other, label: 其他资金}", "{id: other, label: 其他资金, part_of: other}", "part_of“other”不是另一种资金的 id"),
        ("{id: other, label: 其他资金}", "{id: other, label: 其他资金, tags: [recurrent]}", "没有“recurrent”这种 tag"),
        ("{label: 主管部门,", "{label: 项目负责人,", "“项目负责人”涉及个人，不公布；kind 写 person：照印，不录入"),
        ("label: 项目资金\n        kind: rows", "label: 项目资金\n        kind: text", "role 是 funds 的栏目不能是 text 类"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_edition_is_told_with_its_line_and_what_to_do(found: str, instead: str, told: str) -> None:
    text = (resources.files("jixiao.forms") / "results" / "national-ziping.yml").read_text("utf-8")
    assert found in text
    document = read("x.yml", text.replace(found, instead, 1).encode())
    mistakes = [mistake.told("x.yml") for mistake in edition_mistakes(document)]
    assert any(told in mistake for mistake in mistakes), mistakes
    with pytest.raises(EditionError, match=r"x\.yml:\d+:\d+"):
        result_edition_in("x", document)


@pytest.mark.parametrize(
    "points", ["{whole: 100分, execution: 10}", "{whole: ' 100 ', execution: 10.0}", "{whole: 100, execution: 10}"]
)
def test_points_are_read_as_figures_are(points: str) -> None:
    text = (resources.files("jixiao.forms") / "results" / "national-ziping.yml").read_text("utf-8")
    found = "points: {whole: 100, execution: 10, indicators: 90}"
    edition = result_edition_in("x", read("x.yml", text.replace(found, f"points: {points}").encode()))
    assert edition.points
    assert (edition.points.whole, edition.points.indicators, edition.points.weights) == (100, 90, 90)
    assert edition.points.counts_execution


def test_an_edition_needs_neither_funds_nor_points_nor_indicators() -> None:
    text = (
        "title: 表\nkind: self-evaluation\nmoney_unit: 元\nsections:\n  - fields:\n"
        "      - {label: 名称, kind: text, role: name, required: yes}\n      - {label: 单位, kind: unit, role: spending_unit, required: yes}\n"
    )
    edition = result_edition_in("x", read("x.yml", text.encode()))
    assert (edition.points, edition.funds, edition.tables) == (None, (), ())
    with pytest.raises(KeyError):
        load_result_edition("kinds")


def test_editions_come_with_the_package() -> None:
    folder = resources.files("jixiao.forms").joinpath("results")
    assert {file.name for file in folder.iterdir()} == {"kinds.yml", *(f"{one}.yml" for one in result_edition_ids())}


# Reading


def test_a_self_evaluation_is_read_whole() -> None:
    result = result_of(sample(load_result_edition("national-ziping"))[1])
    assert result.kind.id == "self-evaluation"
    project = "2020/qinghe-danganguan/dangan-shuzihua"
    assert (result.id, result.record_id) == (project, f"{project}.ziping")
    assert (result.year, result.spending_unit.id, result.unit_name) == (2020, "qinghe-danganguan", "青禾市档案资料馆")
    assert (result.adjusted, result.executed) == (Money(Decimal(600_000)), Money(Decimal(582_000)))
    assert str(result.rate) == "97.00%"
    assert result.score
    assert result.score.raw == "98.9"
    assert result.counts == Counts(met=5, not_met=1, cannot_tell=2)
    whole, grant, carried, other = result.funds
    assert whole.initial == Money(Decimal(650_000))
    assert grant.rate
    assert (grant.weight, grant.score, grant.rate.value) == (None, None, Decimal("0.967"))
    assert (carried.weight, other.initial, other.adjusted, other.executed) == (None, None, None, None)
    visits = next(one for one in result.indicators if one.name == "在线查档人次")
    assert (visits.outcome.verdict, visits.outcome.difference_in_words) == (Verdict.NOT_MET, "−400人次")
    assert (visits.group.label, visits.subgroup, visits.lost) == ("效益指标", "社会效益指标", Decimal("0.8"))
    assert visits.reason == "系统升级停用两周；\n已改在夜间升级。"
    assert [one.subgroup for one in result.indicators if "cost" in one.group.tags_of(one.subgroup)] == [
        "经济成本指标",
        "成本指标",
    ]
    assert result.text("conclusion").startswith("项目按计划完成")
    assert result.provenance
    assert result.provenance.pages == "3"


def test_a_monitoring_report_is_read_whole() -> None:
    edition = load_result_edition("national-jiankong")
    result = result_of(sample(edition)[1], MONITORING)
    assert result.kind.id == "monitoring"
    assert result.counts == Counts(met=1, not_due=1)
    pages = result.indicators[0]
    assert (pages.actual.raw, pages.forecast, pages.likelihood) == ("68000页", "118000页", "有可能")
    assert pages.row["硬件条件保障"] == "扫描仪检修停用半个月"
    assert result.total
    assert result.total.forecast == Money(Decimal(600_000))
    assert result.adjusted is None


def test_the_bases_of_the_examples_are_minded_by_no_rule() -> None:
    assert judged((PATH, BASE), (EVALUATION, BASE_EVALUATION), (MONITORING, BASE_MONITORING)).findings == ()


def test_a_result_may_stand_alone() -> None:
    judgement = judged((EVALUATION, BASE_EVALUATION))
    assert judgement.findings == ()
    assert [result.record_id for result in judgement.portfolio.results] == [
        "2020/qinghe-danganguan/dangan-shuzihua.ziping"
    ]
    assert judgement.portfolio.declarations == ()


def test_results_are_looked_up_by_their_project() -> None:
    portfolio = judged((PATH, BASE), (EVALUATION, BASE_EVALUATION), (MONITORING, BASE_MONITORING)).portfolio
    (declaration,) = portfolio.declarations
    assert [one.kind.id for one in portfolio.results_of(declaration.id)] == ["monitoring", "self-evaluation"]
    evaluation = portfolio.evaluation(declaration)
    assert evaluation
    assert evaluation.file == EVALUATION
    assert portfolio.part([declaration]).evaluation(declaration) == evaluation


# What cannot be read


@pytest.mark.parametrize("label", sorted(labels_of_persons()))
def test_who_the_people_are_is_refused_in_one_sentence(label: str) -> None:
    judgement = judged((EVALUATION, f"{BASE_EVALUATION}{label}: 周某\n"))
    (finding,) = judgement.findings
    assert (finding.code, finding.message) == ("S105", f"“{label}”涉及个人，不公布；请删去这一栏")
    assert finding.place.line == BASE_EVALUATION.count("\n") + 1
    assert judgement.portfolio.results == ()


@pytest.mark.parametrize(
    ("found", "instead", "code", "message"),
    [
        (
            "表式: national-ziping",
            "表式: national-jiankong",
            "S108",
            "没有名为“national-jiankong”的表式，现有：national-ziping",
        ),
        ("年度: 2020", "年度: 2021", "S107", "文件在 2020 年的文件夹里，内容写的是 2021 年"),
        ("实施单位: 青禾市档案馆", "实施单位: 青禾市图书馆", "S107", "qinghe-danganguan 的文件夹里"),
        ("实施单位: 青禾市档案馆", "实施单位: 青禾市档案局", "S109", "没有登记"),
        ("总分: 99.7", "总分: 九十九", "S105", "应是数字，例如 10、9.75 或 97.5%；不适用的留空或写 /"),
        ("总分: 99.7", "总分: -1", "S105", "分值、得分和预算执行率不能是负数"),
        ("总分: 99.7", "总分: 099", "S105", "数字不能以 0 开头"),
        ("总分: 99.7", "总分: [99.7]", "S105", "应是一个值"),
        ("总分: 99.7", "总成绩: 99.7", "S103", "没有“总成绩”这一栏"),
        ("全年执行数: 58.2, 分值", "全年执行数: 58.2万, 分值", "S105", "只写数字，不写单位或符号；本栏单位是万元"),
        ("资金: 年度资金总额", "资金: 年度总额", "S105", "应是以下之一"),
        ("{三级指标: 查档市民满意度, 年度指标值: ≥90%", "{三级指标: 查档市民满意度", "S104", "缺少“年度指标值”"),
        ("  满意度指标:\n", "  满意指标:\n", "S103", "没有“满意指标”这一栏"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_published(
    found: str, instead: str, code: str, message: str
) -> None:
    assert found in BASE_EVALUATION
    judgement = judged((EVALUATION, BASE_EVALUATION.replace(found, instead, 1)))
    assert code in codes(judgement)
    assert any(message in finding.message for finding in judgement.findings)
    if code != "S107":
        assert judgement.portfolio.results == ()


def test_a_file_of_no_known_kind_is_told_how_the_kinds_are_named() -> None:
    (finding,) = [one for one in judged((PATH.replace(".yml", ".zp.yml"), BASE)).findings if one.code == "S107"]
    assert "“项目编号.ziping.yml”" in finding.message
    assert "“项目编号.jiankong.yml”" in finding.message


def test_an_answer_goes_with_its_finding_and_one_that_nothing_needs_is_told() -> None:
    text = BASE_EVALUATION.replace(
        "全年执行数: 58.2, 分值: 10, 执行率: 97.00%, 得分: 9.7", "全年执行数: 48, 分值: 10, 执行率: 80%, 得分: 8"
    )
    text = text.replace("全年执行数: 58.2}", "全年执行数: 48}").replace("总分: 99.7", "总分: 98")
    (finding,) = judged((EVALUATION, text)).findings
    assert (finding.code, finding.answer) == ("R107", None)
    answered = f"{text}说明:\n  - 规则: R107\n    理由: 招标节约。\n"
    (finding,) = judged((EVALUATION, answered)).findings
    assert finding.answer
    assert finding.answer.reason == "招标节约。"
    assert codes(judged((EVALUATION, f"{BASE_EVALUATION}说明:\n  - 规则: R107\n    理由: 招标节约。\n"))) == ["W901"]


def test_a_published_original_s_own_slip_is_answered() -> None:
    text = BASE_EVALUATION.replace("总分: 99.7", "总分: 97.7")
    assert [one.severity for one in judged((EVALUATION, text)).findings] == [Severity.ERROR]
    told = f"{text}来源:\n  标题: 自评表\n说明:\n  - 规则: R104\n    理由: 原件如此。\n"
    assert [(one.code, one.severity) for one in judged((EVALUATION, told)).findings] == [("R104", Severity.WARNING)]


def test_personal_data_are_found_in_any_field() -> None:
    text = BASE_EVALUATION.replace("实际完成情况: 全年", "实际完成情况: 联系13800138000，全年")
    assert codes(judged((EVALUATION, text))) == ["P801"]


HOSTILE = ("<script>alert(1)</script>", "{{ 7*7 }}", "a" * 9_000, "=1+1", "\u202e反", "💣" * 200, "| a |", "../../x")


@editions
def test_hostile_values_in_every_field_are_a_text_or_a_finding(edition: ResultEdition) -> None:
    """Nothing breaks, whatever stands in a field; it is a text as it is, or told at its place."""
    file, text = sample(edition)
    lines, document = text.split("\n"), read(file, text.encode())
    for number, at in enumerate(_paths(document.root)):
        value = document.node(at)
        if isinstance(value, Scalar) and value.text and "\n" not in value.text:
            line, start = lines[value.line - 1], value.column - 1
            rest = line[start:].removeprefix('"')[len(value.text) :].removeprefix('"')
            hostile = json.dumps(HOSTILE[number % len(HOSTILE)], ensure_ascii=False)
            changed = [*lines[: value.line - 1], f"{line[:start]}{hostile}{rest}", *lines[value.line :]]
            judgement = judged((file, "\n".join(changed)))
            found = [finding for finding in judgement.findings if finding.file == file]
            assert judgement.portfolio.results or any(finding.severity is Severity.ERROR for finding in found)


def test_one_project_s_files_are_in_one_batch() -> None:
    from jixiao.build.batches import MOST_FILES, batches_of
    from jixiao.repository import Content

    folder = "content/projects/2020/qinghe-danganguan"
    names = [f"p{number:03}{suffix}.yml" for number in range(2 * MOST_FILES) for suffix in ("", ".jiankong", ".ziping")]
    content = Content(Path("/nirgends"), {f"{folder}/{name}": b"" for name in (*names, "p001-a.yml")})
    batches = batches_of(content)
    of_project: dict[str, set[int]] = {}
    for at, batch in enumerate(batches):
        assert len({one.file.rpartition("/")[2].partition(".")[0] for one in batch.files}) <= MOST_FILES
        for listed in batch.files:
            of_project.setdefault(record_of_file(listed.file)[0], set()).add(at)
    assert {len(those) for those in of_project.values()} == {1}
    assert len(batches) == 3


def test_a_stroke_stands_for_any_amount_also_a_required_one() -> None:
    text = (resources.files("jixiao.forms") / "results" / "national-ziping.yml").read_text("utf-8")
    required = text.replace("role: adjusted}", "role: adjusted, required: yes}")
    edition = result_edition_in("x", read("x.yml", required.encode()))
    (column,) = [column for column in edition.by_role["funds"].columns if column.role == "adjusted"]
    assert (column.kind, column.required) == ("money-or-none", True)
