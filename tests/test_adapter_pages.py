"""What the adapter adds to MkDocs' site: sections in the navigation, edit links, dates, and few renderings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from adapter_site import built, write_site

from jixiao.site.page import DataFile, Heading, Page, Section, Site

SECTIONS = (Section("rules", "规则", "rules/"), Section("summary", "汇总", "summary/"))


def page(path: str, **values: object) -> Page:
    """A page at an address."""
    return Page(path, "题", "", "<h1>题</h1>", **values)  # type: ignore[arg-type]


def tree(files: dict[str, bytes], path: str) -> Element:
    """A built page, parsed as browsers do."""
    return html5lib.parse(files[f"{path}index.html"].decode(), namespaceHTMLElements=False)


def tabs(files: dict[str, bytes], path: str) -> list[tuple[str, str | None]]:
    """The tabs of a page: title and address."""
    links = tree(files, path).iterfind(".//nav[@class='md-tabs']//a")
    return [("".join(link.itertext()).strip(), link.get("href")) for link in links]


def test_sections_come_after_a_hand_written_home_page_and_before_other_pages(tmp_path: Path) -> None:
    site = Site(SECTIONS, (page("rules/"), page("summary/"), page("x/y/")))
    files = built(write_site(tmp_path, site, {"index.md": "# 首页\n", "about.md": "# 关于\n"}))
    assert tabs(files, "") == [("首页", "."), ("规则", "rules/"), ("汇总", "summary/"), ("关于", "about/")]
    assert tabs(files, "about/") == [("首页", ".."), ("规则", "../rules/"), ("汇总", "../summary/"), ("关于", "./")]
    assert tabs(files, "x/y/") == [
        ("首页", "../.."), ("规则", "../../rules/"), ("汇总", "../../summary/"), ("关于", "../../about/"),
    ]  # fmt: skip


def test_a_generated_file_is_written_as_it_is(tmp_path: Path) -> None:
    content = bytes(range(256))
    files = built(write_site(tmp_path, Site((), (page(""),), (DataFile("data/中文 a.bin", content),)), {}))
    assert files["data/中文 a.bin"] == content


@pytest.mark.parametrize(
    ("repo", "options", "base"),
    [
        ("https://github.com/a/b", {}, "https://github.com/a/b/edit/main/"),
        ("https://gitlab.com/a/b/", {"edit_path": "-/edit/master/"}, "https://gitlab.com/a/b/-/edit/master/"),
        ("", {}, None),
    ],
)
def test_every_page_with_a_source_can_be_edited_where_the_repository_is(
    tmp_path: Path, repo: str, options: dict[str, str], base: str | None
) -> None:
    site = Site((), (page("", source="content/projects/2019/a/甲 乙.yml"), page("x/")))
    settings = {"repo_url": repo, "plugins": [{"jixiao": options}]}
    files = built(write_site(tmp_path, site, {"about.md": "# 关于\n"}, **settings), "--strict")
    found = [tree(files, path).find(".//a[@rel='edit']") for path in ("", "x/", "about/")]
    sources = ["content/projects/2019/a/%E7%94%B2%20%E4%B9%99.yml", None, "content/pages/about.md"]
    expected = [base + source if base and source else None for source in sources]
    assert [link.get("href") if link is not None else None for link in found] == expected


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody, on the first of May 2020."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    date = {**os.environ, "GIT_COMMITTER_DATE": "2020-05-01T00:00:00Z"}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=date)


def test_dates_are_those_of_the_commit_and_not_of_the_clock(tmp_path: Path) -> None:
    config = write_site(tmp_path, Site((), (page(""),)), {"about.md": "# 关于\n"}, site_url="https://example.org/")
    undated = built(config, SOURCE_DATE_EPOCH="")
    assert b"<lastmod>" not in undated["sitemap.xml"]
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "x")
    dated = built(config, SOURCE_DATE_EPOCH="")
    assert dated["sitemap.xml"].count(b"<lastmod>2020-05-01</lastmod>") == 2
    assert built(config, SOURCE_DATE_EPOCH="") == dated


COUNTING = """\
from pathlib import Path
def on_page_context(context, page, config, nav):
    with (Path(__file__).parent / "rendered.txt").open("a") as log:
        log.write("x\\n")
"""


def test_the_theme_is_rendered_once_for_all_pages_that_differ_in_their_texts_alone(tmp_path: Path) -> None:
    def numbered(number: int) -> Page:
        toc = tuple(Heading(f"{number}-{n}", f"第 {n} 节") for n in range(number % 3))
        return Page(f"projects/2019/a{number}/b{number}/", f"项目 {number}", f"说明 {number}", "<h1>题</h1>", toc)

    site = Site(SECTIONS, tuple(numbered(number) for number in range(500)))
    config = write_site(tmp_path, site, {}, hooks=["hook.py", "counting.py"])
    (tmp_path / "counting.py").write_text(COUNTING, "utf-8")
    built(config)
    assert len((tmp_path / "rendered.txt").read_text().split()) == 3
