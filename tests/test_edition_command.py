"""``jixiao edition``: each mistake in an edition's file has its line, field and remedy; a sound one is printed as a form.

All forms are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from invented_editions import TABLES

from jixiao.cli import main
from jixiao.forms import EDITION_IDS, Field, FormEdition, Section, common_fields, edition_in, edition_mistakes, plain
from jixiao.forms.mistakes import NOT_OF_COLUMNS, OF_COLUMNS, ONLY_OF, TAKEN_ROLES
from jixiao.site.form import Blank, sheet
from jixiao.site.form_text import form_text
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
    ("third: yes}", "thirds: yes}", ["栏目“项目编码”：没有“thirds”这一项；是否想写 third", "这一行还少 1 栏"]),
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
    ("label: 项目编码, kind: text", "label: 项目编码, kind: choice", ["栏目“项目编码”：没有写 options；补上 options"]),
    (
        "label: 项目编码, kind: text",
        "label: 项目编码, kind: choice, options: [{id: A B, label: 甲}, {id: b, label: 甲}]",
        ["id“A B”不能用在网址里", "“甲”写了两次"],
    ),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: text, options: []", ["text 类的栏目没有 options"]),
    ("money_unit: 元", "money_unit: 元\nmoney_unit: 元", ["“money_unit”写了两次，第一次在第 2 行"]),
    ("money_unit: 元", "money_unit: *here", [""]),
    ("title: 青禾县项目支出绩效目标表", "title: [青禾县]", ["title 应是一段文字；"]),
    ("label: 项目编码", "label: {项目: 编码}", ["label 应是一段文字；"]),
    ("label: 项目编码, kind: text", "label: 项目编码, role: [a], kind: text", ["role 应是一段文字；"]),
    ("label: 项目编码, kind: text", "label: 项目编码, printed: [a], kind: text", ["printed 应是一段文字；"]),
    ("label: 项目编码", "label：项目编码", ["没有写 label", "冒号用半角，后面加一个空格"]),
    ("label: 项目编码", 'label: "项目编码 "', ["栏目名“项目编码 ”前后有空格；删去空格"]),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: text, role: answers", ["role answers 是每份文件都有的栏目的；"]),
    ("label: 项目编码, kind: text", "label: 联系电话, kind: text", ["“联系电话”涉及个人，不公布；kind 写 person"]),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: person, role: code", ["person 类的栏目没有 role；"]),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: unit", ["kind: unit 已由“填报单位”担任；其他单位的名称写 kind: text"]),
    ("label: 项目编码, kind: text", "label: 项目编码, kind: text, period: year", ["period 只写在指标表上"]),
    (
        "label: 项目编码, kind: text",
        "label: 项目期, kind: period, role: period",
        ["起止时间已由“项目期”一栏写明；删去 role: period.start", "删去 role: period.end"],
    ),
    ("label: 项目编码, kind: text, third: yes", "label: 项目编码, kind: text", ["栏目“结束”：third 是每行 3 栏并排，这一行还少 1 栏；"]),
    (
        "role: overall_goal, half: yes",
        "role: overall_goal",
        ["栏目“年度目标”：half 是每行 2 栏并排，这一行还少 1 栏；旁边的栏目也写 half: yes，或删去这里的"],
    ),
    ("parts: [财政资金, 其他资金]", "parts: [合计, 其他资金]", ["“合计”是总额自己的名称；换一个名称"]),
    ("parts: [财政资金, 其他资金]", "parts: [[财政资金], 其他资金]", ["parts 的每一项应是一个名称；"]),
    ("parts: [财政资金, 其他资金]", "parts: [{label: 财政资金, required: yes}]", ["没有“required”这一项；"]),
    ("parts: [财政资金, 其他资金]", "parts: []", ["没有写 parts；补上 parts"]),
    ("parts: [财政资金, 其他资金]", "parts: &p [{label: 财政资金, parts: *p}]", ["用了锚点 &p；", "用了引用 *p；"]),
    ("groups: [{label: 产出指标}, {label: 效益指标}]", "groups: []", ["没有写 groups；补上 groups"]),
    ("groups: [{label: 产出指标}, {label: 效益指标}]", "groups: [[产出指标]]", ["groups 的每一项应是一个名称；"]),
    ("subgroups: [社会效益指标,", "subgroups: [[社会效益指标],", ["subgroups 的每一项应是一个名称；"]),
    ("role: weight", "role: weigt", ["这张表没有 role 是 weigt 的列；是否想写 weight"]),
    ("{label: 指标, kind: text, role: name}", "{label: 指标, kind: money, role: name}", ["role 是 name 的列不能是 money 类；kind 写"]),
    ("{label: 备注, kind: text}", "{label: 备注, kind: text, period: year}", ["period 只写在指标表上"]),
    ("{label: 备注, kind: text}", "{label: 备注, kind: money, merges: yes}", ["money 类的栏目没有 merges；"]),
    ("  - header: yes", "  - header: yes\n    side: yes", ["写了 side 的一节没有 title；", "一节不能又在表的上面，又在别处；"]),
    ("  - title: 项目资金（元）\n    side: yes", "  - title: 项目资金（元）\n    sheet: yes", ["单独一张纸可以不附，不能有每份申报表都要有的栏目；"]),
    ("  - title: 绩效目标\n    side: yes", "  - title: 绩效目标\n    header: yes", []),
    ("kind: year, role: year,", "kind: year, role: yaer,", ["没有一个栏目的 role 是 year；给年度一栏写 role: year；", "栏目“年度”：程序不认得 role“yaer”，它与 year 只差一点；是否想写 year；"]),
    ("role: overall_goal", "role: overal_goals", ["程序不认得 role“overal_goals”，它与 overall_goal 只差一点；是否想写 overall_goal；"]),
    ("kind: text, role: name, required", "kind: text, role: nmae, required", ["没有一个栏目的 role 是 name；", "栏目“项目名称”：程序不认得 role“nmae”，它与 name 只差一点；是否想写 name；"]),
    ("sections:\n", "sections: []\nother:\n", ["没有写 sections；", "没有“other”这一项；"]),
]  # fmt: skip


def test_the_invented_edition_and_those_of_the_package_are_sound() -> None:
    assert mistakes(TABLES) == []
    for name in EDITION_IDS:
        assert mistakes((FORMS / f"{name}.yml").read_text("utf-8")) == []


@pytest.mark.parametrize(("right", "wrong", "told"), CASES)
def test_each_mistake_is_told_once_at_its_line_with_field_and_remedy(right: str, wrong: str, told: list[str]) -> None:
    assert right in TABLES
    found = mistakes(TABLES.replace(right, wrong, 1))
    if not told:
        assert found == []
        return
    assert len(found) == len(told), found
    for line, words in zip(found, told, strict=True):
        assert words in line
        assert "；" in line
    at = int(found[0].split(" ")[0])
    if not told[0].startswith(("没有写 title", "没有一个栏目", "没有写 sections")):
        assert abs(at - line_of(right.splitlines()[0].strip())) <= 8


def test_an_edition_without_indicators_is_no_edition() -> None:
    assert mistakes(TABLES.replace("kind: indicators", "kind: rows").replace("\n        all_groups: yes", ""))[
        0
    ].startswith("1 没有一个栏目的 kind 是 indicators；")


def test_every_attribute_is_known_to_the_check() -> None:
    """Each is of all fields, or of those of some kinds alone."""
    names = {field.name for kind in (Field, Section, FormEdition) for field in fields(kind)}
    assert ONLY_OF.keys() | OF_COLUMNS | NOT_OF_COLUMNS <= names


WRONG: tuple[Any, ...] = ([], {}, "x", [["x"]], {"x": "x"}, None, "")


def nodes(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value in a file."""
    if at:
        yield at
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(inner, (*at, key))


def with_value(content: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[at[0]] = with_value(copy[at[0]], at[1:], value)
    return copy


def test_whatever_stands_where_it_should_not_is_told_or_makes_a_form() -> None:
    """Every value of a file in turn is none, or of another structure: nothing but mistakes with remedies comes of it."""
    root = read("x.yml", TABLES.encode()).root
    assert root
    content = plain(root)
    for number, at in enumerate(nodes(content)):
        value = WRONG[number % len(WRONG)]
        document = read("x.yml", json.dumps(with_value(content, at, value), ensure_ascii=False).encode())
        found = edition_mistakes(document)
        assert all(mistake.what and mistake.remedy for mistake in found)
        if not found:
            assert form_text(sheet(Blank(edition_in("x", document))))


def test_a_name_that_cannot_be_an_editions_id_is_told(tmp_path: Path) -> None:
    file = tmp_path / "青禾 2026.yml"
    file.write_text(TABLES, "utf-8")
    code, out = run("edition", str(file))
    assert code == 1
    assert "青禾 2026.yml:1:1 文件名“青禾 2026”不能用作表式的编号；只用小写字母、数字和连字符" in out


def test_a_role_that_nobody_knows_is_told_of_and_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "qinghe-xian.yml"
    file.write_text(TABLES.replace("role: overall_goal", "role: grand_design"), "utf-8")
    code, out = run("edition", str(file))
    assert code == 0
    assert "其中没有规则和页面认得的：grand_design，照样公布" in out


def test_the_roles_of_common_fields_are_taken() -> None:
    assert {field.role for field in common_fields()} == TAKEN_ROLES


def test_nothing_at_all_and_no_yaml_are_told_in_one_line(tmp_path: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b"- a\n- b\n", b"title: [\n", b"a: &x [*x]\n"):
        file = tmp_path / "biao.yml"
        file.write_bytes(content)
        code, out = run("edition", str(file))
        assert code == 1
        assert f"{file}:" in out
        assert "Traceback" not in out
        assert "申报表" not in out


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
    assert "选项“常年项目”的 id recurrent 在 forms/editions/" in out
    assert ".yml 里是“经常性项目”，两者会用同一个网址；同一个选项的名称和 tags 要写得一样，不同的选项换一个 id" in out
    assert out.startswith(f"{file}:10:")


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
