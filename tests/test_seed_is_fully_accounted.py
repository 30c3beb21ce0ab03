"""The five declarations of 2019 hold the published text whole: nothing lost, nothing added, nothing moved.

The source is the text layer of a PDF (tests/seed). For each form a table below gives its reading order: which label
or which field of the file stands where. Laid end to end, labels and fields must give the form's text character by
character, layout spaces aside, with every field of the file standing exactly once. As the reading order names each
field by its path, a value under the wrong field, group or indicator is found as well.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "tests" / "seed" / "shanghai-2019-five-forms.txt"
SEED_SHA256 = "62853361cdd69c2a83612e79250e6524b428f5731c62b98be7fbaeb74afa79bb"
UNITS = ROOT / "content" / "units.yml"
FOLDER = ROOT / "content" / "projects" / "2019" / "shanghai-hezuojiaoliu"
MODELINE = "# yaml-language-server: $schema=../../../../schemas/shanghai-2019.schema.json"

KeyPath = tuple[str | int, ...]
Declaration = dict[str, Any]

# ---------------------------------------------------------------------------------------------------------------------
# What a form is made of
# ---------------------------------------------------------------------------------------------------------------------

KEYS = (
    "表式", "年度", "申报单位名称", "项目名称", "项目类型", "资金用途", "开始时间", "结束时间",
    "项目概况", "立项依据", "项目设立的必要性", "保证项目实施的制度、措施",
    "项目总预算", "项目当年预算", "同名项目上年预算额", "同名项目上年预算执行数", "项目当年投入资金构成",
    "项目实施计划", "项目总目标", "年度绩效目标", "分解目标", "备注", "来源",
)  # fmt: skip
NOT_THE_FORMS_OWN = frozenset({"表式", "来源"})
DATES = frozenset({("开始时间",), ("结束时间",)})
LEFT_EMPTY = frozenset({("备注",)})  # in all five forms

INPUT, OUTPUT, EFFECT, IMPACT = GROUPS = ("投入和管理目标", "产出目标", "效果目标", "影响力目标")
INDICATOR, TARGET = "绩效指标", "指标目标值"

# Each form prints each of these exactly once; nothing else but the options below may pass as a label.
LABELS = (
    "上海市财政支出项目绩效目标申报表", "(", "年)", "申报单位名称：", "项目名称", "项目类型", "资金用途",
    "开始时间", "结束时间", "项目概况", "立项依据", "项目设立的必要性", "保证项目实施的制度、措施",
    "项目总预算（元）", "项目当年预算（元）", "同名项目上年预算额（元）", "同名项目上年预算执行数（元）",
    "项目当年投入资金构成", "子项目名称", "预算金额（元）", "项目实施计划", "项目总目标", "年度绩效目标",
    "分解目标内容", "分解目标", "绩效指标", "指标目标值", *GROUPS, "备注",
)  # fmt: skip
OPTIONS = {
    "项目类型": (
        "市委市政府已确定的新增项目", "结转项目", "其他一次性项目", "经常性专项业务费", "其他经常性项目",
    ),
    "资金用途": (
        "基本建设工程类", "信息化建设类", "政策补贴类", "政府购买服务", "资产购置类", "其他事业专业类",
    ),
}  # fmt: skip
TICKED, UNTICKED = "√", "□"


@dataclass(frozen=True)
class Label:
    """Text the form prints, whoever fills it."""

    text: str


@dataclass(frozen=True)
class Filled:
    """The value at a path of the file."""

    path: KeyPath


@dataclass(frozen=True)
class Choice:
    """A row of tick boxes: all options in order, the one in the file ticked."""

    key: str


Segment = Label | Filled | Choice


def labels(*texts: str) -> tuple[Segment, ...]:
    return tuple(Label(text) for text in texts)


def fields(*keys: str) -> tuple[Segment, ...]:
    return tuple(Filled((key,)) for key in keys)


def name(group: str, row: int) -> tuple[Segment, ...]:
    return (Filled(("分解目标", group, row, INDICATOR)),)


def target(group: str, row: int) -> tuple[Segment, ...]:
    return (Filled(("分解目标", group, row, TARGET)),)


def rows(group: str, *numbers: int) -> tuple[Segment, ...]:
    return tuple(part for row in numbers for part in name(group, row) + target(group, row))


# ---------------------------------------------------------------------------------------------------------------------
# Reading order of the text layer
# ---------------------------------------------------------------------------------------------------------------------

FIRST_LABELS = labels("项目名称", "资金用途", "开始时间", "项目概况", "立项依据")
FROM_TITLE_TO_TOTALS = (
    *labels("上海市财政支出项目绩效目标申报表", "("), *fields("年度"), *labels("年)"),
    *labels("申报单位名称："), *fields("申报单位名称", "项目名称"),
    *labels("项目类型"), Choice("项目类型"), Choice("资金用途"),
    *fields("开始时间"), *labels("结束时间"), *fields("结束时间", "项目概况", "立项依据"),
    *labels("项目设立的必要性"), *fields("项目设立的必要性"),
    *labels("保证项目实施的制度、措施"), *fields("保证项目实施的制度、措施"),
    *labels("项目总预算（元）"), *fields("项目总预算"), *labels("项目当年预算（元）"), *fields("项目当年预算"),
)  # fmt: skip
PRIOR_YEAR = (
    *labels("同名项目上年预算额（元）"), *fields("同名项目上年预算额"),
    *labels("同名项目上年预算执行数（元）"), *fields("同名项目上年预算执行数"),
)  # fmt: skip
SUBPROJECT_HEADER = labels("子项目名称", "预算金额（元）")
SUBPROJECT = (Filled(("项目当年投入资金构成", 0, "子项目名称")), Filled(("项目当年投入资金构成", 0, "预算金额")))
SECOND_PAGE_LABELS = (
    *labels("项目总目标", "年度绩效目标", "分解目标内容", "备注"),
    *(Filled(path) for path in LEFT_EMPTY),
)
GOALS = fields("项目总目标", "年度绩效目标")
INDICATOR_HEADER = labels("分解目标", "绩效指标", "指标目标值")

FORM_1 = (
    *FIRST_LABELS, *FROM_TITLE_TO_TOTALS, *PRIOR_YEAR, *SUBPROJECT_HEADER,
    *labels("项目当年投入资金构成"), *SUBPROJECT,
    *labels("项目实施计划"), *SECOND_PAGE_LABELS, *fields("项目实施计划"), *GOALS, *INDICATOR_HEADER,
    *rows(INPUT, 0, 1, 2, 3, 4, 5), *rows(OUTPUT, 0, 1), *labels(OUTPUT), *rows(OUTPUT, 2), *labels(INPUT),
    *labels(EFFECT), *rows(EFFECT, 0, 1), *labels(IMPACT), *rows(IMPACT, 0, 1),
)  # fmt: skip
INDICATORS_OF_2_AND_3 = (
    *rows(INPUT, 4, 5, 0, 1, 2), *labels(OUTPUT), *rows(INPUT, 6), *rows(OUTPUT, 0, 1), *labels(INPUT),
    *rows(INPUT, 3), *target(EFFECT, 2), *rows(OUTPUT, 2, 3, 4), *target(IMPACT, 2), *rows(IMPACT, 3),
    *name(IMPACT, 4), *labels(EFFECT), *rows(EFFECT, 0, 1), *name(EFFECT, 2), *target(IMPACT, 4), *rows(IMPACT, 5),
    *labels(IMPACT), *rows(IMPACT, 0, 1), *name(IMPACT, 2),
)  # fmt: skip
FORM_2 = (
    *FIRST_LABELS, *labels("项目当年投入资金构成", "项目实施计划"), *FROM_TITLE_TO_TOTALS,
    *SUBPROJECT, *PRIOR_YEAR, *SUBPROJECT_HEADER, *fields("项目实施计划"),
    *SECOND_PAGE_LABELS, *GOALS, *INDICATOR_HEADER, *INDICATORS_OF_2_AND_3,
)  # fmt: skip
UP_TO_INDICATORS_FROM_3_ON = (
    *FIRST_LABELS, *labels("项目实施计划"), *FROM_TITLE_TO_TOTALS, *PRIOR_YEAR, *SUBPROJECT_HEADER,
    *labels("项目当年投入资金构成"), *SUBPROJECT, *fields("项目实施计划"),
    *SECOND_PAGE_LABELS, *GOALS, *INDICATOR_HEADER,
)  # fmt: skip
FORM_3 = (*UP_TO_INDICATORS_FROM_3_ON, *INDICATORS_OF_2_AND_3)
FORM_4 = (
    *UP_TO_INDICATORS_FROM_3_ON,
    *labels(INPUT), *rows(INPUT, 0, 1, 2, 3, 4, 5), *labels(OUTPUT), *rows(OUTPUT, 0, 1, 2),
    *target(IMPACT, 1), *rows(IMPACT, 2), *rows(OUTPUT, 3), *rows(EFFECT, 0, 1), *rows(IMPACT, 3),
    *labels(EFFECT), *rows(EFFECT, 2), *labels(IMPACT), *rows(IMPACT, 0), *name(IMPACT, 1),
)  # fmt: skip
FORM_5 = (
    *UP_TO_INDICATORS_FROM_3_ON,
    *rows(INPUT, 4, 5, 0, 1, 2), *labels(OUTPUT), *rows(INPUT, 6, 7), *rows(OUTPUT, 0), *labels(INPUT),
    *rows(INPUT, 3), *rows(OUTPUT, 1, 2, 3), *labels(EFFECT), *rows(EFFECT, 0, 1),
    *labels(IMPACT), *rows(IMPACT, 0, 1, 2, 3, 4),
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One of the five: its place in the source, its file, its reading order, its rows per group."""

    number: int
    project_id: str
    reading_order: tuple[Segment, ...]
    group_sizes: tuple[int, int, int, int]

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.project_id}.yml"


FORMS = (
    Form(1, "hezuo-jiaoliu-yewufei", FORM_1, (6, 3, 2, 2)),
    Form(2, "laihu-touzi-tongji-yunwei", FORM_2, (7, 5, 3, 6)),
    Form(3, "zaiwai-touzi-tongji-yunwei", FORM_3, (7, 5, 3, 6)),
    Form(4, "shipin-huiyi-yunwei", FORM_4, (6, 4, 3, 4)),
    Form(5, "xinxi-pingtai-yunwei", FORM_5, (8, 4, 2, 5)),
)
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.project_id)

# ---------------------------------------------------------------------------------------------------------------------
# Reading
# ---------------------------------------------------------------------------------------------------------------------


def load(file: Path) -> Declaration:
    """The file with every scalar as the text it is written as; a key given twice is an error."""
    loaded = YAML(typ="base", pure=True).load(file.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def seed_forms(text: str) -> list[str]:
    """The source cut before each line that is 项目名称 alone, with which each form begins."""
    blank, *parts = re.split(r"^(?=项目名称$)", text, flags=re.MULTILINE)
    assert not blank.strip()
    return parts


@cache
def seed_of(form: Form) -> str:
    return seed_forms(SEED.read_bytes().decode("utf-8"))[form.number - 1]


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text of the form's own fields, with its path."""
    if isinstance(value, dict):
        for key, below in value.items():
            if path or key not in NOT_THE_FORMS_OWN:
                yield from leaves(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from leaves(below, (*path, index))
    else:
        assert isinstance(value, str)
        yield path, value


def as_printed(path: KeyPath, text: str) -> str:
    """A date is written 2019-01-01 and printed 2019/1/1; all else is printed as written."""
    date = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, flags=re.ASCII)
    return "/".join(part.lstrip("0") for part in date.groups()) if date and path in DATES else text


# ---------------------------------------------------------------------------------------------------------------------
# Accounting
# ---------------------------------------------------------------------------------------------------------------------


def expected_pieces(reading_order: tuple[Segment, ...], filled: dict[KeyPath, str]) -> Iterator[tuple[str, str]]:
    """What must stand in the form's text one after the other: (what it is, its text)."""
    for segment in reading_order:
        match segment:
            case Label(text):
                yield "label", text
            case Filled(path):
                yield ".".join(map(str, path)), as_printed(path, filled.get(path, ""))
            case Choice(key):
                for option in OPTIONS[key]:
                    yield f"option of {key}", option + (TICKED if option == filled.get((key,)) else UNTICKED)


@lru_cache(maxsize=16)
def without_layout(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without spaces and line breaks, and where each character of it stood."""
    at = tuple(index for index, character in enumerate(text) if not character.isspace())
    return "".join(text[index] for index in at), at


def account(seed_text: str, declaration: Declaration, reading_order: tuple[Segment, ...]) -> list[str]:
    """What is not accounted for between a form's text and its file; empty if all is."""
    troubles: list[str] = []
    filled = dict(leaves(declaration))
    read = Counter(
        segment.path if isinstance(segment, Filled) else (segment.key,)
        for segment in reading_order
        if not isinstance(segment, Label)
    )
    troubles += [f"read {times} times: {path}" for path, times in read.items() if times != 1]
    troubles += [f"not in the file: {path}" for path in read.keys() - filled.keys()]
    troubles += [f"not in the form: {path}" for path in filled.keys() - read.keys()]
    for key, options in OPTIONS.items():
        if filled.get((key,)) not in options:
            troubles.append(f"no option of {key}: {filled.get((key,))}")

    troubles += [f"{path}: empty in the form" for path in LEFT_EMPTY if filled.get(path)]

    compact, at = without_layout(seed_text)
    done = 0
    for what, text in expected_pieces(reading_order, filled):
        lines = text.split("\n")
        if text and not all(lines):
            troubles.append(f"{what}: an empty line")
            return troubles
        for number, line in enumerate(lines):
            if not compact.startswith(line, done):
                troubles.append(f"{what}: expected {line!r}, the form has {compact[done : done + len(line) + 10]!r}")
                return troubles
            if number and "\n" not in seed_text[at[done - 1] : at[done]]:
                troubles.append(f"{what}: a line break the form does not have, before {line[:10]!r}")
            done += len(line)
    if done < len(compact):
        troubles.append(f"not accounted for: {compact[done:]!r}")
    return troubles


# ---------------------------------------------------------------------------------------------------------------------
# The five files are the five forms
# ---------------------------------------------------------------------------------------------------------------------


def test_the_seed_is_the_published_text_byte_for_byte() -> None:
    assert hashlib.sha256(SEED.read_bytes()).hexdigest() == SEED_SHA256


def test_the_seed_is_five_forms_and_nothing_else() -> None:
    text = SEED.read_bytes().decode("utf-8")
    parts = seed_forms(text)
    assert len(parts) == len(FORMS)
    assert "".join(parts).strip() == text.strip()


@each_form
def test_every_character_of_the_form_is_a_label_or_stands_once_in_the_file(form: Form) -> None:
    assert account(seed_of(form), load(form.file), form.reading_order) == []


@each_form
def test_only_the_forms_own_labels_pass_as_labels(form: Form) -> None:
    used = Counter(segment.text for segment in form.reading_order if isinstance(segment, Label))
    # The label of the purpose stands apart from its boxes, so that each label is printed once in every form.
    assert used == Counter(LABELS)


@each_form
def test_characters_of_labels_and_values_add_up_to_those_of_the_form(form: Form) -> None:
    """The same account without regard to order, so that it does not lean on the reading order."""
    filled = dict(leaves(load(form.file)))
    boxes = "".join(option for options in OPTIONS.values() for option in options)
    marks = TICKED * len(OPTIONS) + UNTICKED * (sum(map(len, OPTIONS.values())) - len(OPTIONS))
    values = "".join(as_printed(path, text) for path, text in filled.items() if path[0] not in OPTIONS)
    seed = Counter("".join(seed_of(form).split()))
    assert seed == Counter("".join((*LABELS, boxes, marks, values)).replace("\n", ""))


@each_form
def test_every_value_stands_in_one_piece_in_the_form(form: Form) -> None:
    compact = "".join(seed_of(form).split())
    torn = [path for path, text in leaves(load(form.file)) if as_printed(path, text).replace("\n", "") not in compact]
    assert torn == []


@each_form
def test_the_keys_stand_in_the_order_of_the_printed_form(form: Form) -> None:
    declaration = load(form.file)
    assert tuple(declaration) == KEYS
    assert tuple(declaration["分解目标"]) == GROUPS
    assert all(tuple(row) == (INDICATOR, TARGET) for group in GROUPS for row in declaration["分解目标"][group])


@each_form
def test_the_indicators_of_each_group_are_counted(form: Form) -> None:
    indicators = load(form.file)["分解目标"]
    assert tuple(len(indicators[group]) for group in GROUPS) == form.group_sizes


def test_there_are_91_indicators_in_all() -> None:
    assert sum(len(load(form.file)["分解目标"][group]) for form in FORMS for group in GROUPS) == 91


SATISFACTION = "服务对象满意度（受调查的服务对象中表示满意的人数/受调查的全部服务对象人数）"
TORN_PAIRS_OF_2_AND_3 = (
    (EFFECT, 2, "系统安全性", "系统安全测评达标"),
    (IMPACT, 2, "人力资源建设情况", "健全"),
    (IMPACT, 4, "长效维护机制建立情况", "建立"),
    (IMPACT, -1, SATISFACTION, "≥85%"),
    (INPUT, 5, "运行故障监测有效性", "监测方案科学合理、且严格按照方案执行"),
)


@pytest.mark.parametrize(
    ("form", "group", "row", "indicator", "value"),
    [
        *((form, *pair) for form in FORMS[1:3] for pair in TORN_PAIRS_OF_2_AND_3),
        (FORMS[3], IMPACT, 1, "视频实施完备性", "完备"),
        (FORMS[3], IMPACT, -1, SATISFACTION, "≥85%"),
        (FORMS[3], EFFECT, 0, "主会场网络丢包率（丢包次数/年内使用次数）", "≤2%"),
        (FORMS[3], EFFECT, 1, "各驻外办会场网络丢包率（丢包次数/年内使用次数）", "≤8%"),
        (FORMS[3], OUTPUT, 0, "项目计划完成率", "项目计划完成率"),
        (FORMS[4], INPUT, 6, "运行故障监测有效性", "有效"),
        (FORMS[4], IMPACT, -1, "用户满意度（受调查的用户中表示满意的人数/受调查的全部用户人数）", "85%"),
    ],
    ids=lambda value: value.project_id if isinstance(value, Form) else str(value)[:12],
)
def test_pairs_and_places_that_were_inferred_are_the_ones_decided_on(
    form: Form, group: str, row: int, indicator: str, value: str
) -> None:
    assert load(form.file)["分解目标"][group][row] == {INDICATOR: indicator, TARGET: value}


@each_form
def test_the_source_says_how_the_form_was_taken_down(form: Form) -> None:
    source = load(form.file)["来源"]
    assert f"第{form.number}份" in source["标题"]
    assert "推定" in source["录入说明"]


@each_form
def test_the_file_is_plain_utf_8_and_names_its_schema(form: Form) -> None:
    raw = form.file.read_bytes()
    assert raw.decode("utf-8").splitlines()[0] == MODELINE
    assert [mark for mark in (b"\r", b"\t", b"\xef\xbb\xbf") if mark in raw] == []
    assert raw.rstrip(b"\n") + b"\n" == raw


@each_form
def test_the_spending_unit_is_registered_under_the_folders_name(form: Form) -> None:
    assert load(UNITS)[form.file.parent.name]["全称"] == load(form.file)["申报单位名称"]


# ---------------------------------------------------------------------------------------------------------------------
# The accounting can fail
# ---------------------------------------------------------------------------------------------------------------------


def put(declaration: Declaration, path: KeyPath, text: str) -> None:
    holder: Any = declaration
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = text


def changed(declaration: Declaration, *changes: tuple[KeyPath, str]) -> Declaration:
    mutant = copy.deepcopy(declaration)
    for path, text in changes:
        put(mutant, path, text)
    return mutant


@each_form
def test_any_one_character_dropped_from_any_value_is_found(form: Form) -> None:
    seed, declaration = seed_of(form), load(form.file)
    missed = []
    for path, text in leaves(declaration):
        for index, character in enumerate(text):
            # Without its line break a value still holds every character of the form.
            if character != "\n":
                put(declaration, path, text[:index] + text[index + 1 :])
                if not account(seed, declaration, form.reading_order):
                    missed.append((path, index))
        put(declaration, path, text)
    assert missed == []


@each_form
@pytest.mark.parametrize("added", ["，", "0", " ", "　", "\n"], ids=["comma", "zero", "space", "wide space", "break"])
def test_a_character_added_to_any_value_is_found(form: Form, added: str) -> None:
    seed, declaration = seed_of(form), load(form.file)
    for path, text in list(leaves(declaration)):
        # A break may stand only where the form has one; after the first character no value has one.
        for more in {text[:1] + added + text[1:], text + added, added + text}:
            assert account(seed, changed(declaration, (path, more)), form.reading_order), (path, more)


@each_form
def test_any_two_values_exchanged_are_found(form: Form) -> None:
    seed, declaration = seed_of(form), load(form.file)
    texts = list(leaves(declaration))
    missed = []
    for number, (path, text) in enumerate(texts):
        for other_path, other in texts[number + 1 :]:
            if text != other:
                put(declaration, path, other)
                put(declaration, other_path, text)
                if not account(seed, declaration, form.reading_order):
                    missed.append((path, other_path))
                put(declaration, path, text)
                put(declaration, other_path, other)
    assert missed == []


@each_form
def test_any_one_character_dropped_from_the_seed_is_found(form: Form) -> None:
    seed, declaration = seed_of(form), load(form.file)
    missed = [
        index
        for index, character in enumerate(seed)
        if not character.isspace() and not account(seed[:index] + seed[index + 1 :], declaration, form.reading_order)
    ]
    assert missed == []


def drop_a_row(declaration: Declaration) -> None:
    del declaration["分解目标"][OUTPUT][1]


def repeat_a_row(declaration: Declaration) -> None:
    declaration["分解目标"][OUTPUT].append(dict(declaration["分解目标"][OUTPUT][0]))


def move_a_row_to_another_group(declaration: Declaration) -> None:
    declaration["分解目标"][IMPACT].insert(0, declaration["分解目标"][EFFECT].pop())


def drop_a_field(declaration: Declaration) -> None:
    del declaration["项目总目标"]


def drop_the_empty_remark(declaration: Declaration) -> None:
    del declaration["备注"]


def add_a_field(declaration: Declaration) -> None:
    declaration["联系人"] = ""


def fill_the_remark(declaration: Declaration) -> None:
    declaration["备注"] = "无"


def tick_another_box(declaration: Declaration) -> None:
    declaration["资金用途"] = "信息化建设类"


def tick_no_box(declaration: Declaration) -> None:
    declaration["项目类型"] = ""


def shift_a_date(declaration: Declaration) -> None:
    declaration["结束时间"] = "2019-12-30"


def group_the_digits_of_an_amount(declaration: Declaration) -> None:
    declaration["项目总预算"] = f"{int(declaration['项目总预算']):,}"


def break_a_line_within_a_line(declaration: Declaration) -> None:
    declaration["立项依据"] = declaration["立项依据"][:5] + "\n" + declaration["立项依据"][5:]


def widen_a_bracket(declaration: Declaration) -> None:
    """Half-width and full-width signs are different characters of the source."""
    for path, text in leaves(declaration):
        for narrow, wide in (("(", "（"), (",", "，")):
            if narrow in text:
                put(declaration, path, text.replace(narrow, wide))
                return
    raise AssertionError("no half-width sign to widen")


@each_form
@pytest.mark.parametrize(
    "mutate",
    [
        drop_a_row, repeat_a_row, move_a_row_to_another_group, drop_a_field, drop_the_empty_remark, add_a_field,
        fill_the_remark, tick_another_box, tick_no_box, shift_a_date, group_the_digits_of_an_amount,
        break_a_line_within_a_line, widen_a_bracket,
    ],
    ids=lambda mutate: mutate.__name__,
)  # fmt: skip
def test_a_mutated_copy_is_found(form: Form, mutate: Callable[[Declaration], None]) -> None:
    mutant = load(form.file)
    mutate(mutant)
    assert account(seed_of(form), mutant, form.reading_order)
