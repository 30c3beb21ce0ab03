"""Indicators: each that several declarations use has a page that names every use; the others stand whole in the library."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from adapter_site import ROOT
from in_memory import judge, render
from markup import parse, text

from jixiao.site.library import Library, Owner, library_of, parts_of, projects_of, uses_in, uses_piece
from jixiao.site.limits import Limits
from jixiao.site.page import Page
from jixiao.site.spread import number, spread
from jixiao.text import bare_name

sys.path.insert(0, str(ROOT / "scripts"))
import generate

LIMITS = Limits(uses=40, indicators_on_page=30, levels=2, indicator_pages=25)
SLUG = re.compile(r"indicators/names/([0-9a-f]{16})/(?:page_\d+/)?")


def owner(number: int, year: int = 2020) -> Owner:
    """An invented declaration."""
    return Owner(f"{year}/qinghe-danganguan/p{number}", f"项目{number}", year, "档案馆")


def library(*uses: tuple[Owner, str, str], group: str = "产出目标", most: int = 100) -> Library:
    """The library of some uses: who, the name and the target value as filed."""
    from jixiao.site.library import _Filed

    return library_of([[_Filed(who, ((group, "", name, raw, (), None),)) for who, name, raw in uses]], most)


@pytest.mark.parametrize(
    ("filed", "shown"),
    [
        ("预算执行率（实际支出/预算数×100%）", "预算执行率"),
        ("（全年）培训人次", "培训人次"),
        ("办结率[按时办结数(件)/总数]", "办结率"),
        ("APP 使用率【月活】", "APP 使用率"),
        ("（未命名）", "（未命名）"),
        ("合格率（", "合格率（"),
    ],
)
def test_a_name_is_shown_without_its_formula_and_never_empty(filed: str, shown: str) -> None:
    assert bare_name(filed) == shown


def test_names_that_differ_in_formulas_and_width_are_one_indicator() -> None:
    found = library(
        (owner(1), "预算执行率（支出/预算）", "≥95%"),
        (owner(2), "预算执行率", "≥90%"),
        (owner(3), "预算 执行率", "100%"),
    )
    (entry,) = found.shelves[0].entries
    assert (entry.name, entry.uses, len(entry.names), len(entry.owners)) == ("预算执行率", 3, 3, 3)
    assert list(found.pages.values()) == [entry]


def test_an_address_is_made_from_the_name_alone() -> None:
    one = library((owner(1), "甲率", "1"), (owner(2), "甲率（算式）", "2"))
    other = library((owner(3, 2031), "甲 率", "9"), (owner(4), "甲率", "≥9"), (owner(5), "乙", "1"), group="别的组")
    assert list(one.pages) == list(other.pages)
    assert re.fullmatch("[0-9a-f]{16}", next(iter(one.pages)))


def test_an_indicator_of_several_groups_has_one_page() -> None:
    from jixiao.site.library import _Filed

    filed = [
        _Filed(owner(1), (("产出目标", "", "甲率", "≥1%", (), None),)),
        _Filed(owner(2), tuple(("产出指标", "质量指标", "甲率", raw, ("备注：乙",), None) for raw in ("≥1%", "2%"))),
    ]
    found = library_of([filed], 100)
    assert [shelf.label for shelf in found.shelves] == ["产出目标", "产出指标"]
    (entry,) = found.pages.values()
    assert entry.places == {"产出目标": 1, "产出指标／质量指标": 2}
    assert (entry.uses, [level.count for level in entry.levels]) == (3, [2, 1])
    assert entry.others == {"备注：乙": 2}
    assert found.total == 3


def test_only_so_many_have_pages_and_the_most_used_do() -> None:
    uses = [(owner(n), f"指标{name}", "1") for name in range(9) for n in range(name)]
    assert (library(*uses).least, len(library(*uses).pages)) == (2, 7)
    few = library(*uses, most=3)
    assert (few.least, sorted(entry.name for entry in few.pages.values())) == (6, ["指标6", "指标7", "指标8"])
    tied = library(*[(owner(n), f"指标{name}", "1") for name in range(9) for n in range(3)], most=3)
    assert (tied.least, tied.pages) == (4, {})


def test_many_uses_in_one_declaration_make_no_page() -> None:
    assert library(*[(owner(1), "甲", str(n)) for n in range(50)]).pages == {}


def test_a_project_stands_once_with_its_years_the_latest_first() -> None:
    (project, other) = projects_of([owner(1, 2019), owner(2, 2020), owner(1, 2021), owner(1, 2019)])
    assert [one.year for one in project.declarations] == [2021, 2019]
    assert other.name == "项目2"


def test_pages_cut_the_uses_without_loss() -> None:
    uses = [(owner(n % 13, 2019 + n % 3), "甲", ("≥1%", "≥2%", "好")[n % 7 % 3]) for n in range(50)]
    (entry,) = library(*uses).pages.values()
    pages = [parts_of(entry, number, 8) for number in range(1, 8)]
    told = Counter((part.target.raw, part.uses) for page in pages for part in page if not part.continued)
    assert sorted(told) == sorted((level.target.raw, level.count) for level in entry.levels)
    named = {(part.target.raw, one) for page in pages for part in page for p in part.projects for one in p.declarations}
    assert named == {(raw, who) for who, _, raw in uses}


def test_values_spread_by_year_in_the_unit_most_used() -> None:
    values = {2019: ["≥80%", "≥90%", "95%", "3次"], 2020: ["≥100%", "≥90%", "满意", "提高5%"]}
    uses = [(owner(n, year), "甲率", raw) for year, raws in values.items() for n, raw in enumerate(raws)]
    (entry,) = library(*uses).pages.values()
    found = spread(entry.name, entry.levels)
    assert (found.unit, found.left_out, found.drawn, found.ends) == ("%", 3, 5, ("80 %", "100 %"))
    latest, first = found.years
    assert (latest.year, latest.least, latest.middle, latest.greatest) == (2020, 90, 95, 100)
    assert (first.uses, first.drawn, first.middle) == (4, 3, 90)
    assert (first.start, first.marks) == (0, (0, 496, 744))
    assert latest.start + latest.length == 1000
    assert [cell.value for cell in found.table.rows[0]] == ["2020年", 4, 2, "90", "95", "100"]
    assert found.table.columns[-1].title == "最大（%）"


def test_a_year_of_many_values_has_no_more_marks_than_there_is_room_for() -> None:
    uses = [(owner(n), "甲", f"≥{n * n}次") for n in range(1, 900)]
    (year,) = spread("甲", next(iter(library(*uses).pages.values())).levels).years
    assert year.drawn == 899
    assert 30 < len(year.marks) <= 64
    assert (year.marks[0], year.marks[-1]) == (0, 992)


def test_values_that_are_all_the_same_or_none_still_have_a_table() -> None:
    same = spread("甲", next(iter(library((owner(1), "甲", "1次"), (owner(2), "甲", "1次")).pages.values())).levels)
    assert (same.drawn, same.years[0].marks, same.left_out) == (2, (496,), 0)
    none = spread("甲", next(iter(library((owner(1), "甲", "好"), (owner(2), "甲", "很好")).pages.values())).levels)
    assert (none.drawn, none.ends, [cell.value for cell in none.table.rows[0][1:3]]) == (0, ("—", "—"), [2, 0])


@pytest.mark.parametrize(("value", "shown"), [("1E+3", "1000"), ("95.50", "95.5"), ("-3", "−3"), ("0.10", "0.1")])
def test_numbers_are_written_as_people_do(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


def test_a_piece_gives_back_every_use() -> None:
    declarations = judge(ROOT).declarations
    found = library_of([uses_in(uses_piece(declarations, {}))], 100)
    assert found.total == sum(len(declaration.indicators) for declaration in declarations)
    assert found.quantified == sum(declaration.quantified_count for declaration in declarations)


# Pages


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of a site of sixty declarations with limits that split the library."""
    root = tmp_path_factory.mktemp("library")
    generate.generate(root, count=60, units=9, years=3, seed=3, errors=0)
    return {page.path: page for page in render(judge(root), ROOT / "theme", limits=LIMITS).pages}


def test_every_use_is_on_the_indicators_page_or_in_the_library(pages: dict[str, Page]) -> None:
    """Each declaration is linked to from the page of each of its indicators; nothing is cut off."""
    linked = Counter[str]()
    for path, page in pages.items():
        if path.startswith("indicators/"):
            linked.update(set(re.findall(r'href="(?:\.\./)+(projects/\d+/[^/"]+/[^/"]+/)"', page.body)))
    declarations = [path for path in pages if re.fullmatch(r"projects/\d+/[^/]+/[^/_]+/", path)]
    assert set(linked) == set(declarations)
    lead = text(next(parse(pages["indicators/"].body).iter("p")))
    total = int(re.findall(r"(\d+) 条绩效指标", lead)[0])
    counted = sum(
        int(count)
        for path, page in pages.items()
        if re.fullmatch(r"indicators/g\d+/(page_\d+/)?", path)
        for count in re.findall(r"<small>(\d+) 条</small></th>", page.body)
    )
    assert counted == total > 1000


def test_pages_of_their_own_are_few_and_each_is_linked_from_its_group(pages: dict[str, Page]) -> None:
    own = {slug.group(1) for path in pages if (slug := SLUG.fullmatch(path))}
    assert 5 < len(own) <= LIMITS.indicator_pages
    linked = {
        slug
        for path, page in pages.items()
        if path.startswith("indicators/g")
        for slug in re.findall(r'href="(?:\.\./)+indicators/names/([0-9a-f]{16})/', page.body)
    }
    assert linked == own


def test_an_indicators_page_says_what_it_measures_and_how_values_spread(pages: dict[str, Page]) -> None:
    path = next(path for path in pages if SLUG.fullmatch(path) and "page_" not in path)
    body = pages[path].body
    assert all(f'id="{anchor}"' in body for anchor in ("measures", "spread", "values"))
    assert "中位数" in body
    assert f"{path}page_2/" in pages
    assert 'id="measures"' not in pages[f"{path}page_2/"].body


def test_names_of_any_kind_stay_within_their_page(tmp_path: Path) -> None:
    from builders import judge_example

    from jixiao.rules.examples import read_example

    names = (
        "<script>alert(1)</script>",
        '"onload=x ../../甲',
        "{{ 7*7 }} [a](b)",
        "甲" * 200,
        "&lt;b&gt;乙",
        "%2e%2e/丙",
    )
    rows = "".join(
        f"    - {{绩效指标: {json.dumps(name, ensure_ascii=False)}, 指标目标值: '<i>≥9%</i>'}}\n" for name in names
    )
    pieces = (
        f"# content/projects/{year}/qinghe-danganguan/a.yml\n年度: {year}\n分解目标:\n  产出目标:\n{rows}"
        for year in (2019, 2020)
    )
    pages = {page.path: page for page in render(judge_example(read_example("".join(pieces))), ROOT / "theme").pages}
    found = {path: page for path, page in pages.items() if path.startswith("indicators/names/")}
    assert all(SLUG.fullmatch(path) for path in found)
    assert {page.title for page in found.values()} >= {name for name in names if "(" not in name and "[" not in name}
    for page in (*found.values(), pages["indicators/"]):
        assert not [part for part in ("<script>alert", "<i>", "<b>", "49 ") if part in page.body]
        parse(page.body)


def test_a_page_is_made_anew_only_when_one_of_its_uses_differs(tmp_path: Path) -> None:
    from in_memory import planned

    generate.generate(tmp_path, count=30, units=5, years=3, seed=4, errors=0)

    def keys() -> dict[str, str]:
        plan = planned(judge(tmp_path), ROOT / "theme", limits=LIMITS)
        found = ((SLUG.fullmatch(path), artifact) for artifact in plan.artifacts for path in artifact.covers)
        return {slug.group(): artifact.key.digest for slug, artifact in found if slug}

    before = keys()
    file = next(tmp_path.glob("content/projects/2020/*/*.yml"))
    lines = file.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if "指标目标值" in line)
    lines[at] = "      指标目标值: ≥12.34%"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    after = keys()
    changed = {path for path in before if before[path] != after.get(path)}
    assert 0 < len({SLUG.fullmatch(path).group(1) for path in changed}) <= 2  # type: ignore[union-attr]
    assert len(before) > 10
