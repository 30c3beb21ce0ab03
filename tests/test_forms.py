"""Form editions are data: each loads, says all that the model needs, and reads its sample as a whole declaration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from edition_samples import PREDECESSOR, SAMPLES, judge_samples, sample

from jixiao.field_reader import declaration_id
from jixiao.finding import Severity
from jixiao.forms import (
    DECLARATIONS,
    EDITION_IDS,
    FUNDING_TOTAL,
    KINDS,
    EditionError,
    Field,
    FormEdition,
    Group,
    Option,
    Section,
    common_fields,
    load_dimensions,
    load_edition,
    load_editions,
)
from jixiao.forms.loading import check_options
from jixiao.registry import is_id
from jixiao.source import Mapping, Node, Scalar, Sequence, read
from jixiao.values import MONEY_FACTORS

FORMS = resources.files("jixiao.forms")
FILES = {
    **{name: FORMS.joinpath(f"editions/{name}.yml") for name in EDITION_IDS},
    "common": FORMS.joinpath("common.yml"),
}
TAGS = {"recurrent", "one-off", "new", "continued", "required", "expected", "input", "output", "effect", "influence", "cost", "satisfaction"}  # fmt: skip
"""What rules may know of an option or a group; a new tag is named here, so that a slip is not taken for one."""

editions = pytest.mark.parametrize("edition", load_editions(), ids=lambda edition: edition.id)


def all_fields(edition: FormEdition) -> Iterator[Field]:
    """All fields of an edition, the common ones and all columns included."""
    for field in (*edition.fields(), *common_fields()):
        yield field
        yield from field.columns


def test_the_editions_are_the_files_of_their_folder() -> None:
    files = [Path(file.name).stem for file in FORMS.joinpath("editions").iterdir()]
    assert sorted(files) == list(EDITION_IDS)


def test_every_edition_has_its_sample_and_every_sample_its_edition() -> None:
    assert {file.stem for file in SAMPLES.glob("*.yml")} == set(EDITION_IDS)


def test_an_edition_that_is_not_named_cannot_be_loaded() -> None:
    for name in ("shanghai-2091", "common", "../common", "editions/shanghai-2019", ""):
        with pytest.raises(KeyError):
            load_edition(name)


@editions
def test_an_edition_names_itself_and_its_unit_of_money(edition: FormEdition) -> None:
    assert is_id(edition.id)
    assert edition.title
    assert edition.source
    assert edition.money_unit in MONEY_FACTORS


@editions
def test_each_role_is_played_once(edition: FormEdition) -> None:
    roles = Counter(field.role for field in (*edition.fields(), *common_fields()) if field.role)
    assert set(roles.values()) == {1}
    for field in all_fields(edition):
        assert set(Counter((column.role, column.period) for column in field.columns if column.role).values()) <= {1}


@editions
def test_the_roles_that_the_model_takes_for_granted_are_required_fields(edition: FormEdition) -> None:
    assert all(edition.by_role[role].required for role in DECLARATIONS.required)
    if field := edition.by_role.get("subprojects"):
        assert all(field.column(column).required for column in ("name", "amount"))
    assert all(table.column("name") for table in edition.tables)


@editions
def test_no_label_stands_twice(edition: FormEdition) -> None:
    labels = [field.label for field in (*edition.fields(), *common_fields())]
    assert len(set(labels)) == len(labels)
    for field in all_fields(edition):
        for names in (
            [column.label for column in field.columns],
            [*(part.label for part in field.all_parts()), FUNDING_TOTAL],
            *_choices(field),
        ):
            assert len(set(names)) == len(names)


def _choices(field: Field) -> Iterator[list[str]]:
    yield [option.label for option in field.options]
    yield [option.id for option in field.options]
    yield [group.label for group in field.groups]
    yield from (list(group.subgroups) for group in field.groups)


@editions
def test_each_kind_of_field_has_what_it_needs_and_nothing_else(edition: FormEdition) -> None:
    for field in all_fields(edition):
        assert field.kind in KINDS
        assert bool(field.options) == (field.kind == "choice")
        assert bool(field.parts) == (field.kind == "funding")
        assert not field.carried_over or field.carried_over in {part.label for part in field.all_parts()}
        assert bool(field.groups) == (field.kind == "indicators")
        assert bool(field.columns) == (field.kind in ("rows", "record", "indicators"))
        assert not field.keeps_lines or field.kind == "long-text"


@editions
def test_tags_are_words_that_rules_know(edition: FormEdition) -> None:
    for field in all_fields(edition):
        assert all(option.tags <= TAGS for option in field.options)
        assert all(group.tags.union(*group.subgroup_tags) <= TAGS for group in field.groups)


def test_a_subgroup_may_have_tags_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As where the form lists 成本指标 and 满意度 within other groups."""
    text = FILES["shanghai-2026"].read_text("utf-8")
    listed = "subgroups: [数量指标, {label: 成本指标, tags: [cost]}, 时效指标]"
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "shanghai-2026.yml").write_text(
        text.replace("subgroups: [数量指标, 质量指标, 时效指标]", listed), "utf-8"
    )
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    groups = {group.label: group for group in load_edition.__wrapped__("shanghai-2026").by_role["indicators"].groups}
    outputs = groups["产出指标"]
    assert outputs.subgroups == ("数量指标", "成本指标", "时效指标")
    assert [outputs.tags_of(subgroup) - outputs.tags for subgroup in outputs.subgroups] == [set(), {"cost"}, set()]
    assert outputs.tags_of("") == outputs.tags == {"expected", "output"}
    assert groups["满意度指标"].tags_of("服务对象满意度指标") == {"effect", "satisfaction"}


def test_an_option_has_one_id_and_one_label_in_every_edition() -> None:
    """Else one address would stand for two things, or two for one."""
    for dimension in load_dimensions():
        fields = (edition.by_role.get(dimension.role) for edition in load_editions())
        options = {*dimension.values, *(option for field in fields if field for option in field.options)}
        assert all(is_id(option.id) for option in options)
        assert len(options) == len({option.id for option in options}) == len({option.label for option in options})


@pytest.mark.parametrize("name", [*EDITION_IDS, "common"])
def test_an_editions_file_has_no_word_that_nobody_reads(name: str) -> None:
    root = read(name, FILES[name].read_bytes()).root
    known = {field.name for kind in (FormEdition, Section, Field, Option, Group) for field in fields_of(kind)}
    assert root is not None
    assert set(_words(root)) <= known | {"fields", "header"}


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key.text
            yield from _words(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _words(item)


@pytest.mark.parametrize("name", [*EDITION_IDS, "common"])
def test_a_yes_is_written_as_yes(name: str) -> None:
    """The loader compares with this word, so ``true`` would be read as no."""
    root = read(name, FILES[name].read_bytes()).root
    assert root is not None
    assert set(_answers(root)) <= {"yes"}


def _answers(node: Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text in (
                "required",
                "keeps_lines",
                "half",
                "third",
                "above",
                "side",
                "sheet",
                "all_groups",
                "merges",
                "remainder",
                "header",
                "added",
            ) and isinstance(entry.value, Scalar):
                yield entry.value.text
            yield from _answers(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _answers(item)


def test_a_faulty_edition_is_told_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = FILES["shanghai-2019"].read_text("utf-8")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    (tmp_path / "editions").mkdir()
    (tmp_path / "common.yml").write_text("fields: []\n", "utf-8")
    (tmp_path / "editions" / "shanghai-2019.yml").write_text(whole.replace("kind: money,", "kind: moneys,", 1), "utf-8")
    with pytest.raises(
        EditionError,
        match=r"^forms/editions/shanghai-2019\.yml:\d+:\d+ 栏目“项目总预算”：没有“moneys”这种 kind；是否想写 money$",
    ):
        load_edition.__wrapped__("shanghai-2019")


def test_two_options_with_one_id_and_different_labels_are_refused() -> None:
    """They would share the address of a page: of 持续性项目 and 常年项目 one would be missing."""
    first, second = load_edition("shanghai-2019"), load_edition("shanghai-2026")
    field = second.by_role["project_type"]
    again = replace(field, options=(Option("recurrent-operations", "常年项目"), *field.options[1:]))
    changed = replace(second, sections=(Section("", (again,)),))
    with pytest.raises(
        EditionError,
        match=r"选项“常年项目”的 id recurrent-operations 在 forms/editions/shanghai-2019\.yml 里是“经常性专项业务费”",
    ):
        check_options((first, changed))
    twice = replace(field, options=(field.options[0], replace(field.options[0], label="另一个")))
    with pytest.raises(EditionError, match="有两个选项的 id 相同"):
        check_options((replace(second, sections=(Section("", (twice,)),)),))


@pytest.mark.parametrize("edition", load_editions(), ids=lambda edition: edition.id)
def test_every_edition_says_what_its_budget_comprises(edition: FormEdition) -> None:
    assert edition.by_role["budget.current_year"].comprises


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_a_sample_is_read_without_a_fault(edition_id: str) -> None:
    judgement = judge_samples([edition_id])
    assert [parsed.faults for parsed in judgement.parsed_files] == [(), (), ()]
    assert [finding for finding in judgement.findings if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("edition_id", EDITION_IDS)
def test_a_sample_fills_every_field_of_its_form(edition_id: str) -> None:
    declaration = sample(edition_id)
    asked = {field.label for field in declaration.edition.fields() if field.kind != "person"}
    assert asked <= set(declaration.values)
    groups = {(indicator.group.label, indicator.subgroup) for indicator in declaration.indicators}
    assert {group for group, _ in groups} == {g.label for g in declaration.edition.by_role["indicators"].groups}


def test_the_two_samples_together_fill_every_common_field() -> None:
    filled = set().union(*(sample(edition_id).values for edition_id in EDITION_IDS))
    assert {field.label for field in common_fields()} <= filled


def test_both_samples_are_comparable_declarations() -> None:
    old, new = sample("shanghai-2019"), sample("shanghai-2026")
    assert (old.predecessor, new.predecessor) == (declaration_id(PREDECESSOR), "")
    assert (old.budget.current_year.plain, new.budget.current_year.plain) == ("600000", "320000")
    assert (old.year, new.year) == (2020, 2026)
    assert (old.spending_unit.id, new.spending_unit.id) == ("qinghe-danganguan", "qinghe-tushuguan")
    assert (old.unit_name, old.spending_unit.name) == ("青禾市档案资料馆", "青禾市档案馆")
    assert old.is_recurrent
    assert new.is_recurrent
    assert not old.is_new
    assert (old.has_field("prior_year.budget"), new.has_field("prior_year.budget")) == (True, False)
    assert new.at("budget.current_year") == ("年度资金申请总额", FUNDING_TOTAL)
