"""Filling the theme's shell prints what MkDocs prints for the same page, whatever the page holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from adapter_site import ROOT, built, write_site

from jixiao.site.page import DataFile, Heading, Page, Section, Site
from mkdocs_jixiao.shell import Marks, slot_values

HOSTILE = (
    "《关于印发<暂行办法（试行）>的通知》",
    "\"><script>alert(1)</script>'",
    "</title></head><body onload=alert(1)>",
    "{{ 7*7 }}{% raw %}{# x #}${7*7}",
    "&amp; &lt;b&gt; &#60; &nbsp &",
    r"$1 $& \1 \g<0> \g<body> \n %s {0} {title}",
    "0123456789abcdef0123456789abcdef_title_ _body_ x_part0_",
    "**粗** `码` [链](x) # 题\n\n> 引 ![图](y)",
    "前  后　全角空格\t制表\n换行 \u200b\u2028\u202e完",
    "孤\udc80代 \U0001f600 ﷽",
)
PARTS = ("projects", "2019", "合作交流", "a&b", "it's", "c d", "100%", 'q"q', "x.y", "~-_")
SECTIONS = (
    Section("home", "首页", ""),
    Section("rules", "规则 <b>&", "rules/"),
    Section("summary", "汇总", "summary/2019/"),
)


def escaped(text: str) -> str:
    """A text as the core's templates put it into a body."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = text.replace(character, entity)
    return text


def page(path: str, text: str, number: int, quote: str = "\"'<&>") -> Page:
    """A page whose every part holds a hostile text; which parts it has changes with the number."""
    anchor = ("id=top", f'id="顶{number}"')[number % 2]
    folder = text[:9].encode("utf-8", "ignore").decode()
    headings = (Heading("一", text), Heading(f"b{number}{quote}", text, (Heading("c", text), Heading("d", "四"))))
    return Page(
        path=path,
        title=text,
        description=text if number % 3 else "",
        body=f"\n<h1 {anchor}>{escaped(text)}</h1>\n{escaped(text)}",
        toc=headings[: number % 3],
        source=f"content/projects/2019/{folder}/a b.yml" if number % 4 else None,
        section=(None, "home", "rules", "summary")[number % 4],
    )


def hostile_site(quote: str = "\"'<&>") -> Site:
    """Pages of every depth, in and beside the sections' addresses, with these characters in some headings' ids."""
    paths = [
        "",
        "rules/",
        "rules/B201/",
        "rules/B201/更深/",
        "summary/",
        "summary/2019/",
        "summary/2019/a/b/",
        "summary/2020/",
    ]
    paths += ["assets/", "assets/javascripts/", "about/sub/", "guide/", "guide/deep/", "data/x/"]
    paths += ["/".join(PARTS[:depth]) + "/" for depth in range(1, len(PARTS) + 1)]
    paths += [f"units/{part}/" for part in PARTS]
    pages = tuple(page(path, HOSTILE[n % len(HOSTILE)], n, quote) for n, path in enumerate(paths))
    return Site(SECTIONS, pages, (DataFile("data/catalogue.json", b"{}"),))


# Another plugin, which changes what the theme is given and what it has printed.
OTHER_PLUGIN = """\
def on_page_context(context, page, config, nav):
    context["extra_css"] = ["added.css"]
    page.meta["author"] = "某"

def on_post_page(output, page, config):
    seen = page.title, page.meta.get("description"), page.url, page.canonical_url, page.edit_url, page.toc
    return output.replace("</body>", f"<!-- {' | '.join(map(str, seen))} --></body>")
"""
SETTINGS: dict[str, dict[str, object]] = {
    "everything set": {"site_url": "https://example.org/绩效/a&b/", "repo_url": "https://github.com/某/repo"},
    "nothing set": {"site_url": "", "repo_url": ""},
    "other values": {
        "site_url": "https://example.org/",
        "repo_url": "https://gitlab.com/g/r/",
        "extra_css": ["assets/x.css", "https://example.org/y.css"],
        "site_description": "描述 <&>",
        "theme": {"features": ["navigation.tabs.sticky", "toc.integrate", "navigation.footer", "navigation.path"]},
    },
    "another plugin": {"site_url": "https://example.org/", "hooks": ["hook.py", "other.py"]},
}
HAND_WRITTEN = {
    "about.md": '---\ndescription: 描述 "<&>"\n---\n# 关于 <i>&lt;本站&gt;</i>\n\n[规则](/rules/)\n\n## 一\n',
    "help.md": "# 帮助\n\n[数据](/data/catalogue.json)\n",
}
THROUGH_MKDOCS = {"plugins": [{"jixiao": {"through_mkdocs": True}}]}


def site_folder(folder: Path, **settings: object) -> Path:
    """A folder with the hostile site; gives its mkdocs.yml."""
    config = write_site(folder, hostile_site(), HAND_WRITTEN, **settings)
    (folder / "other.py").write_text(OTHER_PLUGIN, "utf-8")
    return config


@pytest.mark.parametrize("name", SETTINGS)
def test_spliced_pages_equal_what_mkdocs_prints(tmp_path: Path, name: str) -> None:
    spliced = built(site_folder(tmp_path / "spliced", **SETTINGS[name]))
    rendered = built(site_folder(tmp_path / "rendered", **SETTINGS[name], **THROUGH_MKDOCS))
    assert spliced.keys() == rendered.keys()
    for page in hostile_site().pages:
        path = f"{page.path}index.html"
        assert spliced[path].decode() == rendered[path].decode(), path
    assert spliced["sitemap.xml"] == rendered["sitemap.xml"]


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/example"], ids=["repository", "example"])
def test_the_real_site_is_the_same_through_mkdocs(tmp_path: Path, root: Path) -> None:
    """The real core, with its closing page, every page kind and the site's own hand-written pages."""
    sites = []
    for name, plugins in (("spliced", ["jixiao"]), ("rendered", THROUGH_MKDOCS["plugins"])):
        folder = tmp_path / name
        shutil.copytree(root / "content", folder / "content")
        told = {"INHERIT": str(root / "mkdocs.yml"), "theme": {"custom_dir": str(ROOT / "theme")}, "plugins": plugins}
        (folder / "mkdocs.yml").write_text(json.dumps({**told, "site_url": "https://example.org/a/"}), "utf-8")
        sites.append(built(folder / "mkdocs.yml", "--strict"))
    spliced, rendered = sites
    assert spliced.keys() == rendered.keys()
    assert [path for path in spliced if spliced[path] != rendered[path] and not path.endswith(".gz")] == []
    assert "data/index.html" in spliced


def test_a_mark_in_the_data_stays_what_it_is() -> None:
    """Nobody can know a mark before its build; if somebody did, it would be text like any other."""
    marks = Marks()
    stand_in = marks.stand_in(page("a/", "某", 1), kept=1)
    shell = marks.cut(f"<title>{stand_in.title}</title>{stand_in.body}<i>{stand_in.description}</i>", stand_in)
    known = Page("a/", stand_in.body, stand_in.title, f"<h1 id='x'>{stand_in.description}{stand_in.body}</h1>")
    assert shell.fill({**slot_values(known), "top": ""}) == (
        f"<title>{escaped(known.title)}</title>{known.body}<i>{known.description}</i>"
    )


def test_properdocs_prints_the_same_bytes(tmp_path: Path) -> None:
    config = site_folder(tmp_path, **SETTINGS["everything set"])
    assert built(config, tool="properdocs") == built(config)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The hostile site as it is published below an address."""
    return built(site_folder(tmp_path_factory.mktemp("published"), site_url="https://example.org/a/"))


def test_titles_and_descriptions_are_text_escaped_once(files: dict[str, bytes]) -> None:
    for page in hostile_site().pages[1:]:
        tree = html5lib.parse(files[f"{page.path}index.html"].decode(), namespaceHTMLElements=False)
        title = as_parsed(page.title)
        assert tree.findtext("head/title") == f"{title} - 绩效目标公开"
        assert [meta.get("content") for meta in tree.iterfind("head/meta[@name='description']")] == (
            [as_parsed(page.description)] if page.description else []
        )
        assert title.strip() in "".join(tree.find(".//header").itertext())
        assert tree.find("body").get("onload") is None
        assert "alert(1)" not in "".join(script.text or "" for script in tree.iter("script"))


def as_parsed(text: str) -> str:
    """A text as a browser has it that was written as UTF-8: what UTF-8 cannot hold is a reference to nothing."""
    return text.encode("utf-8", "xmlcharrefreplace").decode().replace("&#56448;", "\ufffd")


def test_every_page_is_under_its_canonical_address_in_the_sitemap(files: dict[str, bytes]) -> None:
    sitemap = files["sitemap.xml"].decode()
    for page in hostile_site().pages:
        tree = html5lib.parse(files[f"{page.path}index.html"].decode(), namespaceHTMLElements=False)
        address = tree.find("head/link[@rel='canonical']").get("href")
        assert unquote(address) == f"https://example.org/a/{page.path}"
        assert sitemap.count(f"<loc>{address}</loc>") == 1
    assert sitemap.count("<loc>") == len(hostile_site().pages) + len(HAND_WRITTEN)
    assert sitemap.count("<lastmod>2023-11-14</lastmod>") == sitemap.count("<loc>")


def test_the_section_of_a_page_is_the_current_tab(files: dict[str, bytes]) -> None:
    for page in hostile_site().pages:
        tree = html5lib.parse(files[f"{page.path}index.html"].decode(), namespaceHTMLElements=False)
        tabs = tree.findall(".//li[@class='md-tabs__item md-tabs__item--active']")
        titles = ["".join(tab.itertext()).strip() for tab in tabs]
        assert titles == [section.title for section in SECTIONS if section.id == page.section]
