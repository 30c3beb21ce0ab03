"""Links between generated pages, files and hand-written pages lead somewhere, or a strict build fails."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from adapter_site import build, built, write_site

from jixiao.publish.links import broken_links
from jixiao.site.page import DataFile, Page, Section, Site


def page(path: str, links: str = "") -> Page:
    """A page with one heading, and links to these addresses."""
    anchors = "".join(f'<a href="{link}">甲</a>' for link in links.split())
    return Page(path, "题", "", f'<h1 id="top">题</h1>\n<h2\n id="规则">乙</h2>{anchors}')


def broken(path: str, link: str) -> list[str]:
    """Why a link on a page of a small site is broken."""
    site = (page(path, link), *(page(other) for other in ("", "rules/", "rules/B201/", "a&b/中 文/", "about/")))
    texts = {f"{one.path}index.html": one.body for one in reversed(site)}
    return [found.why for found in broken_links({*texts, "data/2019.csv"}, texts.__getitem__)]


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("", "./"),
        ("", "rules/"),
        ("", "rules/B201/#top"),
        ("", "data/2019.csv?v=1#L2"),
        ("", "a&amp;b/%E4%B8%AD%20%E6%96%87/#规则"),
        ("rules/B201/", "../"),
        ("rules/B201/", "../.."),
        ("rules/B201/", "../../about/"),
        ("rules/B201/", "../../#%E8%A7%84%E5%88%99"),
        ("rules/B201/", "#规则"),
        ("rules/", "."),
        ("rules/", "https://example.org/x"),
        ("rules/", "mailto:a@example.org"),
        ("rules/", "data:image/png;base64,AA=="),
    ],
)
def test_a_link_that_leads_somewhere_is_not_reported(path: str, link: str) -> None:
    assert broken(path, link) == []


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("", "rule/"),
        ("", "rules"),
        ("", "data/"),
        ("", "data/2019.csv/"),
        ("rules/", "../../rules/"),
        ("rules/", "/rules/"),
        ("rules/", "/"),
        ("rules/B201/", "rules/"),
        ("rules/B201/", "#无"),
        ("rules/B201/", "../#无"),
    ],
)
def test_a_link_that_leads_nowhere_is_reported(path: str, link: str) -> None:
    assert len(broken(path, link)) == 1


def site(*pages: Page) -> Site:
    """A site with one section and one file."""
    return Site(
        (Section("rules", "规则", "rules/"),),
        (page(""), page("rules/"), page("data/"), *pages),
        (DataFile("d.json", b"{}"),),
    )


def test_hand_written_pages_link_to_generated_ones_from_the_root_or_from_beside(tmp_path: Path) -> None:
    (tmp_path / "content/pages/guide").mkdir(parents=True)
    text = "# 甲\n\n[一](/rules/#规则) [二](../rules/) [三](/) [四](/d.json) [五](deep.md)\n"
    config = write_site(tmp_path, site(), {"guide/deep.md": text})
    html = built(config, "--strict")["guide/deep/index.html"].decode()
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    links = [link.get("href") for link in tree.iterfind(".//article/p/a")]
    assert links == ["../../rules/#规则", "../../rules/", "../../", "../../d.json", "./"]


def test_hand_written_links_to_no_generated_page_fail_a_strict_build(tmp_path: Path) -> None:
    links = ["/rule/", "rule/", "/rules/#无", "/d.csv", "/rules/index.html"]
    config = write_site(tmp_path, site(), {"about.md": "# 甲\n\n" + " ".join(f"[一]({link})" for link in links)})
    result = build(config, "--strict")
    found = [link for link in links if f"'{link}'" in result.stderr or f"“{link}”" in result.stderr]
    assert (result.returncode, found) == (1, links)
    assert build(config).returncode == 0


def test_a_generated_link_to_nowhere_fails_a_strict_build(tmp_path: Path) -> None:
    config = write_site(
        tmp_path, site(page("x/", "../about/ ../404.html ../assets/javascripts/local.js")), {"about.md": "# 甲"}
    )
    assert build(config, "--strict").returncode == 0
    config = write_site(tmp_path, site(page("x/", "../abuot/")), {})
    result = build(config, "--strict")
    assert (result.returncode, "页面“x/”里的链接“../abuot/”" in result.stderr) == (1, True)


def test_a_page_that_is_both_written_and_generated_is_refused(tmp_path: Path) -> None:
    result = build(write_site(tmp_path, site(), {"rules.md": "# 甲\n"}))
    assert result.returncode == 1
    assert "“rules/index.html”由数据生成，不能再有“rules.md”" in result.stderr
    assert "Traceback" not in result.stderr
