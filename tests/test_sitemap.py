"""Sitemaps hold as many addresses as the standard allows; a larger site has several, listed in the first."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from adapter_site import built, write_site

from jixiao.site.page import Page, Site
from mkdocs_jixiao.sitemap import EPOCH, sitemaps

URL = "https://a.example/数据/"


def addresses(text: str) -> tuple[str, list[str | None]]:
    """What a sitemap is, and what it lists."""
    root = ET.fromstring(text.encode())
    return root.tag.partition("}")[2], [
        loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_small_site_has_one(count: int) -> None:
    made = sitemaps((), [f"p{number}/" for number in range(count)], URL, most=4)
    assert list(made) == ["sitemap.xml"]
    assert addresses(made["sitemap.xml"]) == ("urlset", [f"{URL}p{number}/" for number in range(count)])


def test_a_large_site_has_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "0")
    pages = [f"甲 &<{number}/" for number in range(9)]
    made = sitemaps((), pages, URL, most=4)
    assert list(made) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert addresses(made["sitemap.xml"]) == ("sitemapindex", [f"{URL}sitemap-{number}.xml" for number in (1, 2, 3)])
    listed = [address for name in list(made)[1:] for address in addresses(made[name])[1]]
    assert listed == [f"{URL}%E7%94%B2%20%26%3C{number}/" for number in range(9)]
    assert not any("lastmod" in text for text in made.values())


def test_the_site_holds_what_its_sitemap_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "1700000000")
    site = Site((), tuple(Page(f"p{number}/", "题", "述", "<h1>题</h1>") for number in range(3)))
    files = built(write_site(tmp_path, site, {"index.md": "# 首页"}, site_url="https://a.example/"), "--strict")
    kind, listed = addresses(files["sitemap.xml"].decode())
    assert kind == "urlset"
    assert listed == ["https://a.example/", *(f"https://a.example/p{number}/" for number in range(3))]
    assert files["sitemap.xml"].count(b"<lastmod>2023-11-14</lastmod>") == 4
