"""Long lists are split: nothing is lost, nothing leads nowhere, and no page grows with the whole."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
from adapter_site import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import generate
from in_memory import held, judge, planned, render

from jixiao.forms import load_dimensions
from jixiao.model import Outline
from jixiao.portfolio import Portfolio
from jixiao.publish.links import broken_links
from jixiao.site.addresses import address
from jixiao.site.limits import Limits
from jixiao.site.page import Site
from jixiao.site.paging import bounded, cut, turned, turns
from jixiao.site.scope import LinkDigests
from jixiao.site.waterfall import MOST_STEPS
from jixiao.table import Cell, Column, Ref, Table

ASSETS = ROOT / "theme" / "assets"
LIMITS = Limits(rows=7, findings_on_page=3, uses=10, indicators_on_page=5, levels=2)
ROWS = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of fifty declarations with limits that split every list."""
    root = tmp_path_factory.mktemp("paged")
    generate.generate(root, count=50, units=9, years=3, seed=3, errors=0)
    return render(judge(root), ROOT / "theme", shows_notices=True, limits=LIMITS)


def test_every_page_can_be_reached_from_the_home_page(site: Site) -> None:
    """But for what the navigation and scripts lead to, and the history of projects of a single year."""
    bodies = {page.path: page.body for page in site.pages}
    met, waiting = {""}, [""]
    while waiting:
        path = waiting.pop()
        for link in broken_links({f"{path}index.html"}, lambda _, body=bodies[path]: body):  # all others are unknown
            target = _address(path, link.href)
            if target in bodies and target not in met:
                met.add(target)
                waiting.append(target)
    missed = {path for path in bodies if path not in met}
    assert missed <= {"units/", "rules/", "data/", "compare/"} | {
        path for path in missed if path.startswith("history/")
    }


def _address(path: str, href: str) -> str:
    joined = normpath(f"{path}{href.partition('#')[0]}")
    return "" if joined == "." else f"{joined}/"


def test_no_link_leads_nowhere(site: Site) -> None:
    bodies = {f"{page.path}index.html": page.body for page in site.pages}
    known = {*bodies, *(file.path for file in site.files), "about/index.html"}
    known |= {f"assets/{file.relative_to(ASSETS).as_posix()}" for file in ASSETS.rglob("*")}
    assert [str(link) for link in broken_links(known, lambda path: bodies.get(path, ""))] == []


def test_no_list_is_longer_than_the_limit(site: Site) -> None:
    lists = (
        "projects/",
        "units/",
        *(f"{dimension.folder}/" for dimension in load_dimensions()),
        "summary/",
        "findings/",
        "explore/",
    )
    for page in site.pages:
        if page.path.startswith(lists) and page.path.count("/") < 4:
            for body in ROWS.findall(page.body):
                assert body.count("<tr") <= max(LIMITS.rows, MOST_STEPS + 5), page.path


def test_the_rows_of_all_pages_are_those_of_the_whole(site: Site) -> None:
    listed: list[str] = []
    for page in site.pages:
        if re.fullmatch(r"projects/2020/(page_\d+/)?", page.path):
            table = page.body.split('id="projects"', 1)[1].split("</table>", 1)[0]
            listed += re.findall(r'href="(?:\.\./)+projects/(2020/[^"/]+/[^"/]+)/"', table)
    declarations = [page.path for page in site.pages if re.fullmatch(r"projects/2020/[^/_]+/[^/]+/", page.path)]
    assert sorted(listed) == sorted(path.removeprefix("projects/").strip("/") for path in declarations)
    assert len(listed) > LIMITS.rows


def test_pages_say_which_they_are_and_lead_back_and_on(site: Site) -> None:
    page = next(page for page in site.pages if page.path == "projects/2020/page_2/")
    assert "第 2 页" in page.title
    assert 'rel="prev" href="../../../projects/2020/"' in page.body
    assert "本页是第 8—" in page.body


def test_numbered_pages_cannot_collide_with_any_id() -> None:
    assert address(turned(Ref("year", "2020"), 2)) == "projects/2020/page_2/"
    assert address(turned(Ref("units"), 3)) == "units/page_3/"
    assert address(turned(Ref("units"), 1)) == "units/"


def table(count: int) -> Table:
    rows = tuple((Cell(str(number)),) for number in range(count))
    return Table("表", (Column("a", "甲"),), rows, (Cell("合计"),))


def test_a_short_list_is_one_page_as_it_is() -> None:
    (turn,) = turns(Ref("units"), "表", 5, 5)
    assert cut(table(5), turn, 5) == bounded(table(5), "别处", 5) == table(5)
    assert len(turns(Ref("units"), "表", 0, 5)) == 1


def test_a_long_list_is_cut_without_loss_and_says_of_what_the_total_is() -> None:
    found = [cut(table(12), turn, 5) for turn in turns(Ref("units"), "表", 12, 5)]
    assert [len(part.rows) for part in found] == [5, 5, 2]
    assert tuple(row for part in found for row in part.rows) == table(12).rows
    assert found[2].notes == ("本页是第 11—12 行，共 12 行；合计是全部的合计。",)
    assert bounded(table(12), "“单位”一页", 5).notes == ("只列前 5 行，共 12 行；全部见“单位”一页。",)


@pytest.mark.parametrize(
    ("number", "nearby"),
    [(1, (1, 2, 3, None, 20)), (10, (1, None, 8, 9, 10, 11, 12, None, 20)), (20, (1, None, 18, 19, 20))],
)
def test_the_first_the_last_and_the_nearby_pages_are_offered(number: int, nearby: tuple[int | None, ...]) -> None:
    assert turns(Ref("units"), "表", 100, 5)[number - 1].nearby == nearby


def test_what_the_pages_of_a_list_have_in_common_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one row on each page there are fifty times as many, and not fifty times as much is added up and hashed."""
    generate.generate(tmp_path, count=50, units=3, years=1, seed=3, errors=0)
    judgement, work = judge(tmp_path), Counter[str]()

    def compare(portfolio: Portfolio, declaration: Outline, real: Any = Portfolio.compare) -> Any:
        work["added up"] += 1
        return real(portfolio, declaration)

    def of(links: LinkDigests, outlines: Iterable[Outline], real: Any = LinkDigests.of) -> Any:
        those = tuple(outlines)
        work["hashed"] += len(those)
        return real(links, those)

    monkeypatch.setattr(Portfolio, "compare", compare)
    monkeypatch.setattr(LinkDigests, "of", of)

    def made(limits: Limits) -> list[str]:
        plan = planned(judgement, ROOT / "theme", shows_notices=True, limits=limits)
        assert all(artifact.key.digest for artifact in plan.artifacts)
        return [entry.path for entry in held(plan)]

    made(Limits())
    on_one_page, work = work, Counter()
    pages = made(LIMITS._replace(rows=1, findings_on_page=1))
    assert sum(path.startswith("projects/2019/page_") for path in pages) == 49
    assert sum(path.startswith("findings/") and "/page_" in path for path in pages) > 49
    for kind, amount in work.items():
        assert amount < 4 * on_one_page[kind], kind
