"""Hand-written pages: what may lie among them is told by ``check``, and nothing they say becomes markup or script."""

from __future__ import annotations

import os
from pathlib import Path

import html5lib
import pytest
from adapter_site import built, write_site
from hostile_cases import load
from in_memory import judge_content
from markdown import markdown
from sites import make_site, write

from jixiao.harmless import harmless
from jixiao.repository import Content, Surroundings
from jixiao.site.page import Page, Section, Site
from jixiao.site_settings import SiteSettings
from mkdocs_jixiao.plain import PlainMarkdown, front_matter

PAGES = "content/pages"


def told(root: Path, around: Surroundings | None = None) -> dict[str, str]:
    """What check says of files beside the content."""
    content = Content(root, around=around or Surroundings())
    return {finding.file: finding.message for finding in judge_content(content).findings if finding.code == "S107"}


@pytest.mark.parametrize("folder", ["content", PAGES, "content/pages/a/b", "theme", "theme/assets", "theme/.hidden"])
@pytest.mark.parametrize("name", ["x.md", "x", ".x"])
@pytest.mark.parametrize("kind", ["file", "folder", "nowhere", "pipe"])
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders, and links for administrators alone")
def test_no_link_and_no_device_is_read_anywhere(tmp_path: Path, folder: str, name: str, kind: str) -> None:
    root = make_site(tmp_path / "site", **{"content/pages/about.md": "# 关于", "theme/main.html": ""})
    (root / folder).mkdir(parents=True, exist_ok=True)
    target = {"file": "/proc/self/environ", "folder": "/", "nowhere": "nirgends"}
    place = root / folder / name
    os.mkfifo(place) if kind == "pipe" else place.symlink_to(target[kind])
    expected = "这不是普通文件" if kind == "pipe" else "这是一个链接，不是文件；请放入文件本身"
    assert told(root) == {f"{folder}/{name}": expected}
    assert judge_content(Content(root)).has_errors


@pytest.mark.parametrize("link", [PAGES, "theme", "theme/a", "docs"])
def test_no_linked_folder_is_entered(tmp_path: Path, link: str) -> None:
    root, aside = make_site(tmp_path / "site"), tmp_path / "aside"
    write(aside, "x/secret.md", "# 密")
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(aside)
    assert told(root, Surroundings(pages="docs/x" if link == "docs" else PAGES)) == {
        link: "这是一个链接，不是文件；请放入文件本身"
    }


def test_a_deep_tree_is_told_and_not_walked_to_its_end(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    (root / "theme" / "/".join(["d"] * 400)).mkdir(parents=True)
    assert list(told(root).values()) == ["文件夹超过了 20 层"]


TAKEN = "开头的网址由程序生成，手写的页面和文件不能用；请改名"
OTHER = "这里只放 .md 网页和图片、文档；确要发布这个文件的，在 mkdocs.yml 的 jixiao 之下用 extra_files 列出"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("index.md", f"以“index”{TAKEN}"),
        ("INDEX.md", f"以“index”{TAKEN}"),
        ("ReadMe.md", f"以“readme”{TAKEN}"),
        ("Projects/index.md", f"以“projects”{TAKEN}"),
        ("PROJECTS/2019/x.png", f"以“projects”{TAKEN}"),
        ("ｐrojects.md", f"以“projects”{TAKEN}"),
        ("data/v1/projects.csv", f"以“data”{TAKEN}"),
        ("search-index/texts/x.pdf", f"以“search-index”{TAKEN}"),
        ("assets/javascripts/local.js", f"以“assets”{TAKEN}"),
        ("Assets/logo.png", f"以“assets”{TAKEN}"),
        ("rules.md", f"以“rules”{TAKEN}"),
        ("404.html", f"以“404.html”{TAKEN}"),
        ("404.md", f"以“404”{TAKEN}"),
        ("security.txt", f"以“security.txt”{TAKEN}"),
        ("CNAME", OTHER),
        ("_headers", OTHER),
        ("_redirects", OTHER),
        ("x/y.html", OTHER),
        ("x.SVG", OTHER),
        ("x.js", OTHER),
        ("sitemap.xml", OTHER),
        ("x.MD", OTHER),
    ],
)
def test_what_would_take_the_place_of_what_is_made_is_told(tmp_path: Path, name: str, problem: str) -> None:
    root = make_site(tmp_path, **{"content/pages/about.md": "# 关于", f"{PAGES}/{name}": "x"})
    assert told(root) == {f"{PAGES}/{name}": problem}


@pytest.mark.parametrize(("one", "other"), [("About.md", "about.md"), ("about/README.md", "about.md")])
def test_two_pages_with_one_address_are_told(tmp_path: Path, one: str, other: str) -> None:
    root = make_site(tmp_path, **{f"{PAGES}/{one}": "# 甲", f"{PAGES}/{other}": "# 乙"})
    if len(list((root / PAGES).rglob("*.md"))) == 2:  # where letter case tells files apart
        (problem,) = told(root).values()
        assert "的网址相同（不分大小写）；请改名" in problem


@pytest.mark.parametrize(
    "name", ["a.md", "说明/办法.md", "图.png", "x/附件.pdf", "robots.txt", ".hidden/x.js", "x.y.zip"]
)
def test_pages_pictures_and_documents_may_lie_there(tmp_path: Path, name: str) -> None:
    assert told(make_site(tmp_path, **{f"{PAGES}/{name}": "x"})) == {}


def test_mkdocs_yml_may_allow_more(tmp_path: Path) -> None:
    settings = (
        "site_name: 青禾\ndocs_dir: ./docs/\ntheme:\n  custom_dir: look\n"
        "plugins:\n  - jixiao:\n      raw_html: true\n      extra_files: [CNAME]\n"
    )
    root = make_site(tmp_path, **{"mkdocs.yml": settings, "docs/CNAME": "x", "docs/x.html": "x", "docs/_headers": "x"})
    around = SiteSettings(root / "mkdocs.yml").surroundings
    assert around == Surroundings("docs", "look", raw_html=True, extra_files=frozenset(["CNAME"]))
    assert told(root, around) == {"docs/_headers": OTHER}
    assert told(root) == {}


PAGES_BY_HAND = {case.id.partition("/")[2]: case.text for case in load() if case.id.startswith("pages/")}
"""Hostile pages, by their names."""


def is_harmless(html: str) -> bool:
    """Whether a page holds no script, handler or address that runs, but for the theme's own scripts."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            scheme = "".join(value.split()).partition(":")[0].lower().strip("\x01")
            if str(name).startswith("on") or (str(name) in ("href", "src") and scheme in ("javascript", "vbscript")):
                return False
            if str(name) == "srcdoc" or (str(name) in ("href", "src") and value.startswith("data:text")):
                return False
        if element.tag in ("script", "style") and "alert(1)" in (element.text or ""):
            return False
    return True


OF_MARKDOWN = "a blockquote body br code div em h1 h2 h3 h4 h5 h6 head hr html img li ol p pre strong table tbody td th thead tr ul"
"""The elements that Markdown makes."""


@pytest.mark.parametrize("text", PAGES_BY_HAND.values(), ids=list(PAGES_BY_HAND))
def test_no_page_brings_markup_of_its_own(text: str) -> None:
    extensions = ["attr_list", "tables", "toc", "admonition", PlainMarkdown()]
    html, _ = harmless(markdown(text, extensions=extensions))
    elements = {str(element.tag) for element in html5lib.parse(html, namespaceHTMLElements=False).iter()}
    assert elements <= set(OF_MARKDOWN.split())
    assert is_harmless(html)
    ids = {element.get("id") or "" for element in html5lib.parse(html, namespaceHTMLElements=False).iter()}
    assert not [name for name in ids if name.startswith("__")]


def test_no_page_brings_markup_of_its_own_into_a_built_site(tmp_path: Path) -> None:
    site = Site((), (Page("", "首页", "", "<h1>首页</h1>"),))
    files = built(write_site(tmp_path, site, {f"{name}.md": text for name, text in PAGES_BY_HAND.items()}))
    for name in PAGES_BY_HAND:
        html = files[f"{name}/index.html"].decode()
        assert is_harmless(html), name
        assert html.count("Content-Security-Policy") == 1
        assert "root:" not in html


def test_what_is_harmless_stays_as_it_is() -> None:
    text = '# 题 & <b>\n\n[甲](/rules/ "t") [乙](https://a.cn/?a=1&b=2) <a@b.cn> ![图](x.png)<br>\n\n|a|b|\n|-|-|\n|`c`|d|\n'
    made = markdown(text, extensions=["tables", PlainMarkdown()])
    assert harmless(made) == (made, ())
    with_bad = harmless(f'{made}<p onclick="a">x<br />&amp;&#38;</p>')
    assert with_bad == (f"{made}<p>x<br />&amp;&#38;</p>", ("onclick=a",))


def test_front_matter_is_plain() -> None:
    said = {"title": ["x"], "description": 3, "hide": ["toc", 1], "icon": "../x", "status": "<b>", "subtitle": "<b>"}
    assert front_matter(said) == {"description": "3", "hide": ["toc"]}


HOSTILE = "<img src=x onerror=alert(1)>"


def test_titles_folders_and_the_site_s_name_are_text_everywhere(tmp_path: Path) -> None:
    pages = {
        "a.md": f'---\ntitle: "{HOSTILE}"\nsubtitle: "{HOSTILE}"\nicon: "{HOSTILE}"\n---\n# 甲\n',
        "b.md": f"# {HOSTILE} & &lt;b&gt;\n\n## {HOSTILE}\n",
        "c.md": "---\ntitle: 2019\n---\n没有标题\n",
        f"{HOSTILE}.md": "没有标题\n",
    }
    site = Site((Section("home", HOSTILE, ""),), (Page("", HOSTILE, "", "<h1>首页</h1>", section="home"),))
    (tmp_path / PAGES / HOSTILE).mkdir(parents=True)
    (tmp_path / PAGES / HOSTILE / "d.md").write_text("# 丁", "utf-8")
    files = built(write_site(tmp_path, site, pages, site_name=f"站 {HOSTILE}", site_url="https://a.cn/"))
    printed = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    assert len(printed) == 7
    for path, html in printed.items():
        assert is_harmless(html), path
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        assert tree.findtext("head/title").endswith(f"站 {HOSTILE}")
        navigation = "".join(tree.find(".//nav[@data-md-level='0']").itertext())
        assert navigation.count(HOSTILE) >= 4 or path == "404.html"
    assert (
        html5lib.parse(printed["b/index.html"], namespaceHTMLElements=False).findtext("head/title").startswith(HOSTILE)
    )
    assert "2019 - 站" in printed["c/index.html"]


def test_mkdocs_yml_may_allow_markup(tmp_path: Path) -> None:
    plugins = [{"jixiao": {"raw_html": True}}]
    site = Site((), (Page("", "题", "", "<h1>首页</h1>"),))
    files = built(write_site(tmp_path, site, {"a.md": "# 甲\n\n<div onclick='x()'>乙</div>\n"}, plugins=plugins))
    assert "<div onclick='x()'>乙</div>" in files["a/index.html"].decode()
