"""What pages say to machines (schema.org as JSON-LD): it can be read, leads somewhere, and no text breaks out of it."""

from __future__ import annotations

import json
import re
from posixpath import normpath
from typing import Any

import pytest
from adapter_site import ROOT
from in_memory import judge, render

from jixiao.publish.policy import policy
from jixiao.render import Renderer
from jixiao.site.addresses import address
from jixiao.site.linked_data import graph
from jixiao.site.page import Page, Site
from jixiao.table import Ref

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HOSTILE = "</script><script>alert(1)</script><!--\u2028&amp;\"'\\"


@pytest.fixture(scope="module")
def site() -> Site:
    return render(judge(ROOT / "tests" / "example"), ROOT / "theme")


def told(page: Page) -> list[dict[str, Any]]:
    """What a page says, each thing by itself."""
    found = BLOCK.findall(page.body)
    assert len(found) <= 1
    return [node for block in found for node in json.loads(block)["@graph"]]


def addresses(value: Any) -> list[str]:
    """Every address in some data."""
    if isinstance(value, dict):
        own = [value[key] for key in ("url", "item", "contentUrl") if key in value]
        return [*own, *(found for part in value.values() for found in addresses(part))]
    return [found for part in value for found in addresses(part)] if isinstance(value, list) else []


def test_every_address_leads_to_a_page_or_a_file(site: Site) -> None:
    known = {page.path for page in site.pages} | {file.path for file in site.files}
    for page in site.pages:
        for found in addresses(told(page)):
            path = normpath(f"{page.path}{found}")
            assert ("" if path == "." else path if path in known else f"{path}/") in known, (page.path, found)


def test_pages_say_what_they_are_about(site: Site) -> None:
    pages = {page.path: {node["@type"]: node for node in told(page)} for page in site.pages}
    assert pages[""].keys() == {"WebSite"}
    assert all("BreadcrumbList" in nodes for path, nodes in pages.items() if path)
    unit = pages["units/qinghe-danganguan/"]["GovernmentOrganization"]
    assert unit["alternateName"] == ["市档案馆", "青禾市档案资料馆"]
    report = pages["projects/2019/qinghe-tushuguan/liudong-shuche/"]["Report"]
    assert report["author"]["name"] == "青禾市图书馆"
    assert report["temporalCoverage"] == "2019"
    data = pages["data/"]["Dataset"]
    assert data["temporalCoverage"] == "2018/2027"
    named = {part["name"]: part["encodingFormat"] for part in data["distribution"]}
    assert named["2019/projects.csv"] == "text/csv"
    assert {"jixiao.xlsx", "2019/jixiao-2019.xlsx", "2019/jixiao.sqlite.zip"} <= named.keys()


def test_no_text_ends_the_element_it_stands_in() -> None:
    about = {"@type": "Report", "name": HOSTILE, "url": Ref("unit", "a")}
    renderer = Renderer(ROOT / "theme", address)
    html = renderer.render("base.html", "x/y/", crumbs=[], title=HOSTILE, linked=graph(about, [], ""))
    (block,) = BLOCK.findall(html)
    assert html.count("<script") == html.count("</script") == 1
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block)["@graph"] == [{"@type": "Report", "name": HOSTILE, "url": "../../units/a/"}]


def test_the_policy_names_no_data() -> None:
    assert "sha256" not in policy('<script type="application/ld+json">{}</script>')
    assert "sha256" in policy('<script type="text/javascript">1</script>')
