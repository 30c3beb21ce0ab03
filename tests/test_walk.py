"""The whole walk, from files to pages: the real content is sound, the same input gives the same, every link leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, unquote, urldefrag, urljoin

import pytest
from builders import findings_of, judge_example, judge_fragment
from in_memory import Judged as Judgement
from in_memory import judge, judge_files, render
from markup import elements, parse, text, values

import jixiao.site
from jixiao.finding import Severity
from jixiao.model import Declaration
from jixiao.render import Renderer
from jixiao.repository import THRESHOLDS, UNITS, RawFile, declaration_files, read_raw
from jixiao.rules import BY_CODE, RULES, Hit, Thresholds, hit, judge_file, read_thresholds
from jixiao.rules.catalogue import declaration_rule
from jixiao.rules.examples import BASE, PATH, PATH_2026, read_example
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.site.limits import LIMITS, Limits
from jixiao.site.page import Page, Site
from jixiao.site.whole import PAGE_KINDS, WHOLE_KINDS
from jixiao.source import read_text
from jixiao.values import Money, Percent

ROOT = Path(__file__).resolve().parent.parent
THEME = ROOT / "theme"
SMALL = Limits(rows=2, findings_on_page=1, uses=1, indicators_on_page=2, levels=1)
"""Limits by which even a small site is split into pages."""
HELPERS = {
    "addresses", "aligned", "catalogue", "charts", "cycle", "differences", "form", "form_grid", "form_text", "frame", "library", "limits", "linked_data", "outcome_rows", "page", "paging", "reached", "record", "remarks", "report_differences", "robots_txt", "scatter", "scope", "scorecard",
    "searchable", "searchable_reports", "security_txt", "singles", "spread", "view", "waterfall", "whole", "years",
}  # fmt: skip
"""Modules of the site's folder that make no pages of their own."""

NEXT_YEAR = """\
# content/projects/2021/qinghe-danganguan/saomiao.yml
年度: 2021
开始时间: 2021-01-01
结束时间: 2021-12-31
说明:
  - {规则: H303, 理由: "一\\n\\n二 <b>"}
修订:
  - {日期: 2021-07-01, 理由: 推迟}
来源: {标题: 公开表, 网址: "https://example.org/?a=1&b=2", 页: 3, 日期: 2021-03-01, 录入说明: 逐字录入}
# content/projects/2021/qinghe-danganguan/saomiao-er.yml
年度: 2021
项目名称: 馆藏档案数字化二期
前身: 2020/qinghe-danganguan/dangan-shuzihua
开始时间: 2021-01-01
结束时间: 2021-12-31
"""
REPORTED = "".join(
    f"# {PATH.replace('.yml', f'.{kind}.yml')}\n表式: national-{kind}\n" for kind in ("ziping", "jiankong")
)
WHOLE_2026 = f"# {PATH_2026}\n表式: shanghai-2026\n"
SITES = {
    "the real content": lambda: judge(ROOT),
    "the invented example": lambda: judge(ROOT / "tests" / "example"),
    "a split, answers, two editions": lambda: judge_example(read_example(f"{BASE}{NEXT_YEAR}{WHOLE_2026}")),
    "what was reported": lambda: judge_example(read_example(f"{BASE}{REPORTED}")),
    "one declaration": lambda: judge_example(read_example(BASE)),
    "nothing yet": lambda: judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, ()),
}


@pytest.fixture(scope="module", params=SITES)
def judgement(request: pytest.FixtureRequest) -> Judgement:
    """One of the sites, judged."""
    return SITES[request.param]()


@pytest.fixture(scope="module")
def site(judgement: Judgement) -> Site:
    """The same site, rendered with all findings."""
    return render(judgement, THEME, shows_notices=True)


def real_files() -> list[RawFile]:
    """The real declarations."""
    return list(declaration_files(ROOT))


def judge_real(thresholds: str = "", files: Iterable[RawFile] = ()) -> Judgement:
    """Judge the real declarations with other thresholds, or in another order."""
    settings = RawFile(THRESHOLDS, thresholds.encode()) if thresholds else None
    return judge_files(read_raw(ROOT, UNITS), settings, list(files) or real_files())


# Judging


def test_the_real_content_has_no_error() -> None:
    judged = judge(ROOT)
    assert [finding for finding in judged.findings if finding.severity is Severity.ERROR] == []
    assert not judged.has_errors
    assert len(judged.portfolio.declarations) == len(judged.parsed_files) - 1 == 5


def test_the_same_input_gives_the_same_findings_in_whatever_order_it_comes() -> None:
    findings = judge_real().findings
    files = real_files()
    for seed in range(3):
        Random(seed).shuffle(files)
        assert judge_real(files=files).findings == findings


def test_findings_are_sorted_by_file_and_place_the_gravest_first() -> None:
    findings = judge_real().findings
    keys = [(f.file, f.place.line, f.place.column, f.severity.rank, f.code) for f in findings]
    assert keys == sorted(keys)
    assert len({finding.file for finding in findings}) == 5


def test_every_finding_is_complete_and_stands_in_its_file() -> None:
    judged = judge_real()
    for finding in judged.findings:
        rule = BY_CODE[finding.code]
        line = judged.documents[finding.file].lines[finding.place.line - 1]
        assert 1 <= finding.place.column <= len(line)
        assert 1 <= finding.width <= len(line) - finding.place.column + 1
        assert (finding.name, finding.title, finding.basis) == (rule.name, rule.title, rule.basis)
        assert finding.message
        assert "{" not in finding.message


def test_all_findings_of_all_files_come_at_once() -> None:
    files = {"a": "- a", "b": "表式: x\n", "c": "a: *b\n", "d": BASE.replace("400000", "4")}
    raws = [RawFile(PATH.replace("dangan-shuzihua", name), text.encode()) for name, text in files.items()]
    judged = judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws)
    found = Counter(finding.code for finding in judged.findings if finding.severity is Severity.ERROR)
    assert found == {"S101": 1, "S108": 1, "S104": 1, "S106": 1, "B201": 1}
    assert judged.has_errors
    assert [declaration.id.split("/")[-1] for declaration in judged.portfolio.declarations] == ["d"]


def test_facts_in_messages_are_shortened_put_on_one_line_and_masked() -> None:
    key = "项" * 500
    (finding,) = findings_of("S103", f"? {key}\n: a\n")
    assert finding.message == f"没有“{'项' * 299}…”这一栏"
    (finding,) = findings_of("S103", '"电话\\n13800138000": a\n')
    assert (finding.message, finding.label) == ("没有“电话 138********”这一栏", "电话 138********")


def test_a_number_that_a_message_cuts_short_is_masked_before() -> None:
    @declaration_rule("X901", "quoted", Severity.NOTICE, "这里写着“{seen}”")
    def quoted(declaration: Declaration, thresholds: Thresholds) -> Iterator[Hit]:
        """引用

        为什么重要
        怎样改
        依据
        """
        yield hit(("备注",))

    number = "13800138000"
    for before in range(45, 62):
        (parsed,) = (f for f in judge_fragment(f"备注: {'字' * before} {number}\n").parsed_files if f.id)
        (finding,) = judge_file(parsed, (quoted,), Thresholds())
        assert number[:4] not in finding.message + finding.seen


# Thresholds


@pytest.mark.parametrize(
    ("threshold", "code"),
    [("须说明的增减率: 12%", "H303"), ("须说明的增减额: 265501", "H303"), ("偏低的执行率: 80%", "H304"),
     ("量化指标的最低比例: 1%", "I506"), ("应当细化的费用种数: 99", "B206")],
)  # fmt: skip
def test_a_threshold_of_the_sites_own_changes_what_is_found(threshold: str, code: str) -> None:
    usual, changed = judge_real().findings, judge_real(f"{threshold}\n").findings
    assert {finding.code for finding in set(usual) ^ set(changed)} == {code}


def test_the_defaults_written_out_change_nothing() -> None:
    written = "须说明的增减率: １０％\n须说明的增减额: 10,000\n偏低的执行率: 85 %\n长文本的最少字数: 30\n"
    assert judge_real(written).findings == judge_real().findings


def test_thresholds_are_read_as_amounts_percentages_and_counts() -> None:
    text = "疑似万元的金额上限: 2,000\n须说明的增减率: 12.5%\n视为占位的重复行数: ４\n"
    found, faults = read_thresholds(read_text(THRESHOLDS, text))
    assert faults == ()
    assert found == Thresholds(
        suspicious_amount=Money(Decimal(2_000)), growth_rate=Percent(Decimal("12.5")), dummy_rows=4
    )


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("没有的门槛: 1\n", "S103", "没有“没有的门槛”这一栏"),
        ("须说明的增减率: 10\n", "S105", "应是百分数，例如 10%"),
        ("须说明的增减率: ١٠%\n", "S105", "应是百分数，例如 10%"),
        ("须说明的增减率: -1%\n", "S105", "应是百分数，例如 10%"),
        ("须说明的增减率: [10%]\n", "S105", "应是百分数，例如 10%"),
        ("视为占位的重复行数: 三\n", "S105", "应是整数"),
        ("视为占位的重复行数: ٣\n", "S105", "应是整数"),
        ("须说明的增减额: 一万\n", "S105", "只写数字，不写单位或符号；本栏单位是元"),
        ("须说明的增减额: 1000000001\n", "S105", "应在 0 元 至 1,000,000,000 元 之间"),
        ("视为雷同的文字比例: 0%\n", "S105", "应在 50% 至 100% 之间"),
        ("视为雷同的文字比例: 101%\n", "S105", "应在 50% 至 100% 之间"),
        ("长文本的最少字数: 1001\n", "S105", "长文本的最少字数不能多于最多字数"),
        ("长文本的最多字数: 29\n", "S105", "长文本的最少字数不能多于最多字数"),
        ("长文本的最少字数: 80\n长文本的最多字数: 70\n", "S105", "长文本的最少字数不能多于最多字数"),
        ("a: *b\n", "S106", "用了引用 *b；把被引用的内容照写一遍"),
    ],
)
def test_what_is_no_threshold_is_an_error_at_its_place(text: str, code: str, message: str) -> None:
    found = [finding for finding in judge_real(text).findings if finding.file == THRESHOLDS]
    assert (code, message) in [(finding.code, finding.message) for finding in found]
    assert all(finding.severity is Severity.ERROR for finding in found)


def written(number: Money | Percent | int) -> str:
    """A threshold as a site writes it."""
    if isinstance(number, Money):
        return f"{number.yuan}"
    return f"{number.points}%" if isinstance(number, Percent) else str(number)


def beyond(number: Money | Percent | int, step: int) -> str:
    """What lies one step beyond a limit, as a site writes it."""
    if isinstance(number, Money):
        return f"{number.yuan + step}"
    return f"{number.points + Decimal(step) / 10_000}%" if isinstance(number, Percent) else str(number + step)


THRESHOLD_FIELDS = [pytest.param(entry, id=entry.name) for entry in fields(Thresholds)]


@pytest.mark.parametrize("entry", THRESHOLD_FIELDS)
def test_every_threshold_judges_at_both_ends_of_its_range_and_is_refused_beyond(entry: Field[Any]) -> None:
    label, least, most = (entry.metadata[name] for name in ("label", "least", "most"))
    assert least < entry.default < most
    for limit, step in ((least, -1), (most, 1)):
        other = {"shortest_text": "长文本的最多字数: 100000\n", "longest_text": "长文本的最少字数: 1\n"}.get(
            entry.name, ""
        )
        judged = judge_real(f"{label}: {written(limit)}\n{other}")
        assert not [finding for finding in judged.findings if finding.file == THRESHOLDS]
        refused = judge_real(f"{label}: {beyond(limit, step)}\n")
        (finding,) = [finding for finding in refused.findings if finding.file == THRESHOLDS]
        assert (finding.code, finding.place.line, finding.label) == ("S105", 1, label)


# Page kinds and templates


def test_the_page_kinds_are_the_modules_of_their_folder() -> None:
    files = {file.stem for file in Path(jixiao.site.__file__).parent.glob("*.py")} - {"__init__"}
    kinds = [kind.__name__.rsplit(".", 1)[-1] for kind in PAGE_KINDS]
    assert sorted([*kinds, *HELPERS]) == sorted(files)
    assert all(callable(kind.drafts) for kind in WHOLE_KINDS)


def test_every_page_kind_has_its_template_and_every_template_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    original = Renderer.render

    def noting(self: Renderer, template: str, page: str, **context: Any) -> str:
        used.add(template)
        return original(self, template, page, **context)

    monkeypatch.setattr(Renderer, "render", noting)
    for limits in (LIMITS, SMALL):
        for name in ("a split, answers, two editions", "what was reported"):
            render(SITES[name](), THEME, shows_notices=True, limits=limits)
    assert used == {file.name for file in (THEME / "pages").glob("*.html")} - {"base.html"}


# Pages


def test_rendering_twice_gives_the_same(judgement: Judgement, site: Site) -> None:
    assert not judgement.has_errors
    assert render(judgement, THEME, shows_notices=True) == site


def test_every_declaration_unit_year_and_rule_has_its_page(judgement: Judgement, site: Site) -> None:
    paths = {page.path for page in site.pages}
    declarations = judgement.portfolio.declarations
    assert {f"projects/{declaration.id}/" for declaration in declarations} <= paths
    assert {f"units/{declaration.spending_unit.id}/" for declaration in declarations} <= paths
    assert {f"{kind}/{d.year}/" for kind in ("projects", "summary") for d in declarations} <= paths
    assert {f"rules/{rule.name}/" for rule in RULES} <= paths


def test_each_address_stands_once_and_names_a_folder(site: Site) -> None:
    paths = [page.path for page in site.pages] + [file.path for file in site.files]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert all(page.path == "" or page.path.endswith("/") for page in site.pages)
    assert "" in paths


def test_each_page_has_title_description_one_heading_and_its_section(site: Site) -> None:
    sections = {section.id for section in site.sections}
    for page in site.pages:
        headings = [text(element).strip() for element in elements(parse(page.body)) if element.tag == "h1"]
        assert len(headings) == 1
        assert headings[0]
        assert page.title
        assert page.description
        assert "\n" not in page.title + page.description
        assert page.section in sections
    assert {section.path for section in site.sections} <= {page.path for page in site.pages}


def test_ids_stand_once_on_a_page_and_every_entry_of_its_contents_has_one(site: Site) -> None:
    for page in site.pages:
        ids = values(parse(page.body), "id")
        assert len(set(ids)) == len(ids), page.path
        assert {heading.id for heading in page.toc} <= set(ids), page.path


def test_every_link_leads_to_a_page_and_every_anchor_to_an_id(site: Site) -> None:
    ids = {page.path: set(values(parse(page.body), "id")) for page in site.pages}
    ids |= {f"{file.stem}/": set() for file in (ROOT / "content" / "pages").glob("*.md")}
    ids |= {file.path: set() for file in site.files}
    for page, address in internal_links(site):
        path, fragment = urldefrag(urljoin(f"https://site/{page.path}", address))
        path, _, query = path.partition("?")
        target = unquote(path.removeprefix("https://site/"))
        named = [one for value in parse_qs(query).get("ids", ()) for one in value.split(",")]
        assert {f"projects/{one}/" for one in named} <= set(ids), (page.path, address)
        assert target in ids, (page.path, address)
        assert not fragment or unquote(fragment) in ids[target], (page.path, address)


def internal_links(site: Site) -> Iterator[tuple[Page, str]]:
    """Every link of the pages but those to a declaration's source on the web."""
    for page in site.pages:
        for element in elements(parse(page.body)):
            address = element.get("href")
            if address is not None and element.tag != "link" and not address.startswith(("https://", "http://")):
                yield page, address


def test_links_and_what_a_page_loads_never_leave_the_site(site: Site) -> None:
    """But for the address of a declaration's original, which is marked as not ours.

    Scripts and styles are files of the theme or of the site, and a form that scripts read sends nothing anywhere.
    """
    own = {file.path for file in site.files} | {file.relative_to(THEME).as_posix() for file in THEME.rglob("*.*")}
    for page in site.pages:
        for element in elements(parse(page.body)):
            if element.tag in ("script", "link"):
                address = element.attrib.pop("src" if element.tag == "script" else "href")
                assert urljoin(f"https://site/{page.path}", address).removeprefix("https://site/") in own
                assert not text(element).strip()
                continue
            outside = (element.get("href") or "").startswith(("http:", "https:"))
            assert not outside or "nofollow" in (element.get("rel") or "")
            assert not {"src", "srcset", "action", "data", "poster", "style", "ping"} & set(element.attrib)
            assert not any(name.startswith("on") for name in element.attrib)
            assert element.tag not in ("style", "iframe", "img", "object", "embed", "base")


def test_links_work_from_a_folder_on_any_disk(site: Site) -> None:
    assert not [address for _, address in internal_links(site) if address.startswith("/") or ":" in address]


def test_the_page_of_a_declaration_says_all_that_was_filed(judgement: Judgement, site: Site) -> None:
    pages = {page.path: page for page in site.pages}
    for declaration in judgement.portfolio.declarations:
        page = pages[f"projects/{declaration.id}/"]
        shown = "".join(text(parse(page.body)).split())
        assert page.source == declaration.file
        missing = [filed for filed in _filed(declaration) if "".join(filed.split()) not in shown]
        assert missing == []


def _filed(declaration: Declaration) -> Iterator[str]:
    yield from (filed.text for filed in declaration.texts)
    yield from (part for row in declaration.indicators for part in (row.name, row.target.raw))
    yield from (part for row in declaration.subprojects for part in (row.name, row.amount.plain))
    yield from (part.amount.plain for funding in declaration.funding for part in funding.parts)
    yield declaration.unit_name
    if declaration.provenance:
        yield from (declaration.provenance.title, declaration.provenance.address, declaration.provenance.note)


def test_notices_stay_off_the_pages_unless_they_are_asked_for() -> None:
    judged = judge(ROOT)
    notices = {finding.message for finding in judged.findings if finding.severity is Severity.NOTICE}
    others = {finding.message for finding in judged.findings if finding.severity is not Severity.NOTICE}
    hidden = {notice for notice in notices if not any(notice in other for other in others)}
    assert hidden
    public, full = (_shown(render(judged, THEME, shows)) for shows in (False, True))
    assert [message for message in notices | others if message not in full] == []
    assert [message for message in hidden if message in public] == []


def _shown(site: Site) -> str:
    pages = (page for page in site.pages if page.path.startswith(("findings/", "projects/")))
    return "".join(text(element) for page in pages for element in elements(parse(page.body)) if element.tag == "li")
