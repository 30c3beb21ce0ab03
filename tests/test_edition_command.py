"""``jixiao edition``: each mistake in an edition's file has its line, field and remedy; a sound one is printed as a form.

All forms are invented.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented_editions import TABLES

from jixiao.cli import main
from jixiao.forms import EDITION_IDS, Field, FormEdition, Section, edition_mistakes
from jixiao.forms.mistakes import NOT_OF_COLUMNS, OF_COLUMNS, ONLY_OF
from jixiao.source import read

FORMS = Path(__file__).resolve().parent.parent / "plugins" / "jixiao" / "forms" / "editions"
LINES = TABLES.splitlines()
ROOT = FORMS.parents[3]


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output of the program, for the site of this repository."""
    result = CliRunner().invoke(main, [*arguments, "--root", str(ROOT)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def mistakes(text: str) -> list[str]:
    """The mistakes in a text, with their lines."""
    return [
        f"{told.place.line} {told.told('x.yml').split(' ', 1)[1]}"
        for told in edition_mistakes(read("x.yml", text.encode()))
    ]


def line_of(part: str) -> int:
    """The number of the line that holds a text."""
    return next(number for number, line in enumerate(LINES, 1) if part in line)


CASES = [
    ("kind: funding, role: budget.total", "kind: fundings, role: budget.total", ["栏目“项目资金总额”：没有“fundings”这种 kind；是否想写 funding"]),
    ("third: yes}", "thirds: yes}", ["栏目“项目编码”：没有“thirds”这一项；是否想写 third"]),
    ("required: yes, third: yes}", "required: true, third: yes}", ["栏目“开始”：required 只能写 yes；不要的整项删去"]),
    ("role: period.end", "role: period.start", ["栏目“结束”：role period.start 已由第"]),
    ("label: 项目编码", "label: 项目名称", ["“项目名称”写了两次，第一次在第"]),
    ("label: 项目编码", "label: 来源", ["“来源”是每份文件都有的栏目；换一个名称"]),
    ("role: spending_unit, required: yes", "role: spending_unit", ["栏目“填报单位”：role 是 spending_unit 的栏目必须填写；写上 required: yes"]),
    ("role: spending_unit, required: yes", "required: yes", ["没有一个栏目的 role 是 spending_unit；"]),
    ("kind: text, role: name, required", "kind: money, role: name, required", ["栏目“项目名称”：role 是 name 的栏目不能是 money 类"]),
    ("        comprises: 年度资金总额\n", "", ["栏目“年度资金总额”：没有说明当年预算包含什么"]),
    ("parts: [财政资金, 其他资金]", "parts: [财政资金, 财政资金]", ["栏目“项目资金总额”：“财政资金”写了两次"]),
    ("parts: [财政资金, 其他资金]", "parts: 财政资金", ["栏目“项目资金总额”：parts 应是列表"]),
    ("parts: [财政资金, 其他资金]", "carried_over: 结转, parts: [财政资金]", ["parts 里没有“结转”"]),
    ("money_unit: 元", "money_unit: 角", ["没有“角”这种 money_unit；"]),
    ("title: 青禾县项目支出绩效目标表\n", "", ["没有写 title；补上 title"]),
    ("tags: [cost]", "tags: [costs]", ["栏目“绩效指标”：没有“costs”这种 tag；"]),
    ("{label: 三级指标, kind: text, role: name}", "{label: 三级指标, kind: text}", ["栏目“绩效指标”：没有一列是指标的名称"]),
    ("role: target, period: year}", "role: target, period: overall}", ["栏目“绩效指标／年度指标值”：有两列是 role target（overall）"]),
    ("role: target, period: year}", "role: target, period: yearly}", ["栏目“绩效指标／年度指标值”：没有“yearly”这种 period；是否想写 year"]),
    ("sums_to: budget.current_year", "sums_to: budget.currentyear", ["栏目“支出明细／金额”：没有栏目的 role 是 budget.currentyear"]),
    ("kind: text, width: 1}", "kind: text, width: 宽}", ["栏目“支出明细／序号”：width 应是 1 到 60 的整数"]),
    ("（{year}年度）", "（{years}年度）", ["栏目“年度”：printed 里的“{years}”没有意义"]),
    ("label: 备注, kind: text}", "label: 备注, kind: text, half: yes}", ["栏目“绩效指标／备注”：列没有 half"]),
    ("label: 备注, kind: text}", "label: 备注, kind: rows, columns: [{label: a, kind: text}]}", ["列不能是 rows 类"]),
    ("label: 备注, kind: text}", "label: 权重, kind: text}", ["栏目“绩效指标”：“权重”写了两次"]),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: choice", ["栏目“项目编码”：choice 类的栏目要写明 options"]),
    (
        "label: 项目编码, kind: text",
        "label: 项目编码, kind: choice, options: [{id: A B, label: 甲}, {id: b, label: 甲}]",
        ["id“A B”不能用在网址里", "“甲”写了两次"],
    ),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: text, options: []", ["text 类的栏目没有 options"]),
    ("money_unit: 元", "money_unit: 元\nmoney_unit: 元", ["“money_unit”写了两次，第一次在第 2 行"]),
    ("money_unit: 元", "money_unit: *here", [""]),
]  # fmt: skip


def test_the_invented_edition_and_those_of_the_package_are_sound() -> None:
    assert mistakes(TABLES) == []
    for name in EDITION_IDS:
        assert mistakes((FORMS / f"{name}.yml").read_text("utf-8")) == []


@pytest.mark.parametrize(("right", "wrong", "told"), CASES)
def test_each_mistake_is_told_once_at_its_line_with_field_and_remedy(right: str, wrong: str, told: list[str]) -> None:
    assert right in TABLES
    found = mistakes(TABLES.replace(right, wrong, 1))
    assert len(found) == len(told), found
    for line, words in zip(found, told, strict=True):
        assert words in line
        assert "；" in line
    at = int(found[0].split(" ")[0])
    if not told[0].startswith(("没有写 title", "没有一个栏目")):
        assert abs(at - line_of(right.splitlines()[0].strip())) <= 8


def test_every_attribute_is_known_to_the_check() -> None:
    """Each is of all fields, or of those of some kinds alone."""
    names = {field.name for kind in (Field, Section, FormEdition) for field in fields(kind)}
    assert ONLY_OF.keys() | OF_COLUMNS | NOT_OF_COLUMNS <= names


def test_nothing_at_all_and_no_yaml_are_told_in_one_line(tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b"- a\n- b\n", b"title: [\n", b"a: &x [*x]\n"):
        file = tmp_path / "biao.yml"
        file.write_bytes(content)
        code, out = run("edition", str(file))
        assert code == 1
        assert f"{file}:" in out
        assert "Traceback" not in out


def test_a_sound_edition_is_printed_with_every_label(tmp_path: Path) -> None:
    file, page = tmp_path / "qinghe-xian.yml", tmp_path / "blank.html"
    file.write_text(TABLES, "utf-8")
    code, out = run("edition", str(file), "--html", str(page))
    assert code == 0, out
    flat = "".join(character for character in out if character not in " │\n")
    for words in (
        "（　　年度）",
        "项目资金总额",
        "其中：当年财政拨款",
        "数量指标",
        "长期绩效指标",
        "测算依据",
        "没有错误",
    ):
        assert words in flat
    html = page.read_text("utf-8")
    assert "青禾县项目支出绩效目标表" in html
    assert html.count("<table") == 1


def test_an_option_that_would_share_an_address_is_told(tmp_path: Path) -> None:
    file = tmp_path / "qinghe-xian.yml"
    option = "{label: 性质, kind: choice, role: project_type, options: [{id: recurrent, label: 常年项目}]}"
    file.write_text(TABLES.replace("      - {label: 项目编码", f"      - {option}\n      - {{label: 项目编码"), "utf-8")
    code, out = run("edition", str(file))
    assert code == 1
    assert "选项“常年项目”的 id recurrent 已是“经常性项目”的" in out


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("{label: 归口部门, kind: long-text, role: line_department}", "栏目“归口部门”（role line_department）划分项目，不能是 long-text 类；kind 写 choice 或 text"),
        ("{label: 类别, kind: choice, role: category, options: [{id: others, label: 人员类}]}", "项目类别的“人员类”"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_divide_projects_is_told(tmp_path: Path, field: str, told: str) -> None:
    file = tmp_path / "qinghe-xian.yml"
    file.write_text(TABLES.replace("      - {label: 项目编码", f"      - {field}\n      - {{label: 项目编码"), "utf-8")
    code, out = run("edition", str(file))
    assert code == 1
    assert told in out


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    code, out = run("edition", str(tmp_path / "nowhere.yml"))
    assert code == 2
    assert "没有这个文件" in out


@pytest.mark.parametrize("file", sorted((FORMS.parent / "results").glob("national-*.yml")), ids=lambda file: file.stem)
def test_forms_of_other_records_are_checked_and_printed_too(file: Path) -> None:
    code, out = run("edition", str(file))
    assert code == 0, out
    assert "项目名称" in out
