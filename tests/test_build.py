"""What is known from before changes what has to be done, and never what comes of it: judged, planned and written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from types import FunctionType

import msgspec
import pytest
from adapter_site import ROOT
from in_memory import Judged, held, held_by_artifact, judge, render
from sites import commit_all, declaration, git, make_site, write

sys.path.insert(0, str(ROOT / "scripts"))
import generate

from jixiao import walk
from jixiao.build import analysis, index, jobs, secret, steps
from jixiao.build.analysis import Analysis, Analyst
from jixiao.build.context import STORE, store_of
from jixiao.build.jobs import Job, run
from jixiao.build.plan import Finished, plan_of
from jixiao.build.records import Outlines, ReadRecord, RenderedRecord, Unreadable, decode, encode, outline_record
from jixiao.build.store import Store
from jixiao.digest import Input, Key, differing, digest_of
from jixiao.model import outline_of
from jixiao.problem import SetupProblem
from jixiao.render import Renderer
from jixiao.repository import Content
from jixiao.rules.examples import BASE_EVALUATION, BASE_MONITORING, PATH
from jixiao.site.addresses import address
from jixiao.site.page import DataFile, Page, SitePlan
from jixiao.site.singles import SINGLE_PIECES
from jixiao.site.view import Common, Whole
from jixiao.site.whole import WHOLE_KINDS
from jixiao.values import ZERO, Money

THEME = ROOT / "theme"
Made = dict[str, Page | bytes]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small invented site: three units, three years, projects that carry on, a third of them renamed or ending."""
    root = tmp_path_factory.mktemp("original")
    generate.generate(root, count=30, units=3, years=3, seed=4, errors=0)
    return root


@pytest.fixture
def site(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(original, tmp_path / "site")
    return tmp_path / "site"


def files(root: Path) -> list[Path]:
    """The declarations."""
    return sorted(file for file in (root / "content/projects").rglob("*.yml") if file.name.count(".") == 1)


def results(root: Path) -> list[Path]:
    """What was reported of projects."""
    return sorted((root / "content/projects").rglob("*.*.yml"))


def analysed(root: Path, processes: int = 1, store: Store | None = None, theme: Path = THEME) -> Analysis:
    return walk.judge_site(Content(root), theme, store=store, analyst=Analyst(processes))


def made(plan: SitePlan, known: dict[tuple[str, str], Made] | None = None) -> Made:
    """Every page and file; of each artifact what its key stands for is noted, and must never be anything else."""
    everything: Made = {}
    for artifact, entries in held_by_artifact(plan):
        mine: Made = {entry.path: entry if isinstance(entry, Page) else entry.content for entry in entries}
        assert len(mine) == len(entries)
        assert not mine.keys() & everything.keys()
        everything |= mine
        if artifact and known is not None:
            assert known.setdefault((artifact.name, artifact.key.digest), mine) == mine, artifact.name
    return everything


def anew(root: Path) -> Made:
    """All that is made where nothing is known from before, in memory."""
    return as_made(judge(root))


def as_made(judgement: Judged) -> Made:
    """All that is made of a judgement, in memory."""
    whole = render(judgement, THEME)
    return {**{page.path: page for page in whole.pages}, **{file.path: file.content for file in whole.files}}


def change(file: Path, pattern: str, to: str) -> None:
    """Change a declaration's text at the first place that fits."""
    text = file.read_text("utf-8")
    file.write_text(re.sub(pattern, to, text, count=1, flags=re.MULTILINE), "utf-8")


# The same, however it is done


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests" / "example"], ids=["real", "example"])
def test_what_the_store_on_the_disk_gives_is_what_memory_gives(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "content", tmp_path / "content")
    for _ in range(2):
        found = analysed(tmp_path)
        assert found.findings == judge(tmp_path).findings
        assert made(plan_of(found)) == anew(tmp_path)


def test_declarations_with_errors_give_the_same_findings(tmp_path: Path) -> None:
    generate.generate(tmp_path, count=20, units=2, years=2, seed=9, errors=5)
    write(tmp_path, "content/projects/2019/unit-0001/kaput.yml", "a: [")
    write(tmp_path, "content/projects/2019/unit-0001/KAPUT.yml", "表式: x")
    write(tmp_path, "content/projects/verirrt.yml", "")
    for _ in range(2):
        found = walk.judge(Content(tmp_path))
        assert found.findings == judge(tmp_path).findings
        assert found.has_errors
        assert set(found.documents) == set(judge(tmp_path).documents)


def test_one_process_and_several_give_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = made(plan_of(analysed(site)))
    shutil.rmtree(site / STORE)
    monkeypatch.setattr(jobs, "LEAST", 1)
    assert made(plan_of(analysed(site, processes=3))) == alone


def test_a_large_unit_is_read_first_and_finished_then(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "MOST_TOGETHER", 4)
    assert made(plan_of(analysed(site))) == anew(site)


def test_ids_that_begin_alike_keep_their_order(tmp_path: Path) -> None:
    """``a-b`` stands before ``a`` once a slash follows; lists, data and index count on one order."""
    make_site(tmp_path, **{PATH: declaration("")})
    registry = (tmp_path / "content/units.yml").read_text("utf-8")
    write(tmp_path, "content/units.yml", f"{registry}qinghe:\n  全称: 青禾市第一馆\n")
    write(tmp_path, "content/projects/2020/qinghe/a.yml", declaration("申报单位名称: 青禾市第一馆\n项目名称: 甲"))
    assert made(plan_of(analysed(tmp_path))) == anew(tmp_path)


@pytest.mark.parametrize("count", [1, 31, 32, 33, 59, 60, 61, 64, 65])
def test_a_folder_of_any_size_loses_no_file(tmp_path: Path, count: int) -> None:
    make_site(tmp_path)
    folder = (tmp_path / PATH).parent
    for number in range(1, count):
        write(
            tmp_path,
            f"{folder.relative_to(tmp_path).as_posix()}/p{number:03}.yml",
            declaration(f"项目名称: 甲{number}"),
        )
    for _ in range(2):
        found = analysed(tmp_path)
        assert len(found.portfolio.declarations) == len(found.found) == count
        pages = {entry.path for entry in held(plan_of(found)) if isinstance(entry, Page)}
        assert len([path for path in pages if re.fullmatch(r"projects/2020/[^/]+/[^/_]+/", path)]) == count


def test_content_can_be_judged_as_it_was(site: Path) -> None:
    file, before = files(site)[0], judge(site).findings
    name, text = file.relative_to(site).as_posix(), file.read_bytes()
    file.unlink()
    write(site, "content/projects/2019/unit-0001/neu.yml", "表式: x")
    earlier = Content(site, {name: text, "content/projects/2019/unit-0001/neu.yml": None})
    assert walk.judge(earlier).findings == before


# After edits


def _any(root: Path, random: Random) -> Path:
    return random.choice(files(root))


def _line(label: str, *values: str) -> Callable[[Path, Random], None]:
    """An edit that gives a field of some declaration another value."""
    return lambda root, random: change(_any(root, random), rf"^{label}:.*$", f"{label}: {random.choice(values)}")


def _text(root: Path, random: Random) -> None:
    change(_any(root, random), r"项目概况: \|-\n  ", f"项目概况: |-\n  改过{random.randrange(99)}处。")


def _budget(root: Path, random: Random) -> None:
    file = _any(root, random)
    text = re.sub(r"^(项目总预算|项目当年预算): (\d+)00$", r"\1: \g<2>77", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(re.sub(r"(    预算金额: \d+)00$", r"\g<1>77", text, count=1, flags=re.MULTILINE), "utf-8")


def _target(root: Path, random: Random) -> None:
    change(_any(root, random), r"指标目标值: ≥9\d%", f"指标目标值: ≥{random.randrange(50, 99)}%")


def _twin(root: Path, random: Random) -> None:
    file = _any(root, random)
    shutil.copy(file, file.with_name(f"zwilling-{random.randrange(1000)}.yml"))


def _removal(root: Path, random: Random) -> None:
    _any(root, random).unlink()


def _predecessor(root: Path, random: Random) -> None:
    """A project that was another one, perhaps another unit's, the year before; several may follow from one."""
    later = random.choice([file for file in files(root) if "/2019/" not in file.as_posix()])
    earlier = [file for file in files(root) if file.parts[-3] == str(int(later.parts[-3]) - 1)]
    if earlier and "前身" not in later.read_text("utf-8"):
        named = "/".join(random.choice(earlier[:2]).with_suffix("").parts[-3:])
        later.write_text(f"{later.read_text('utf-8')}前身: {named}\n", "utf-8")


def _appended(key: str, *texts: str) -> Callable[[Path, Random], None]:
    """An edit that adds a part to a declaration which has none yet."""

    def edit(root: Path, random: Random) -> None:
        file = _any(root, random)
        if f"\n{key}:" not in file.read_text("utf-8"):
            file.write_text(f"{file.read_text('utf-8')}{key}:\n{random.choice(texts)}\n", "utf-8")

    return edit


def _filed(text: str, label: str) -> str:
    found = re.search(rf"^ *(?:- )?{label}: (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


def _reported(root: Path, random: Random) -> None:
    """What was reported of some declaration, by the same indicator; anew where it was reported before."""
    file, kind = _any(root, random), random.choice(("jiankong", "ziping", "ziping"))
    text, told = file.read_text("utf-8"), BASE_MONITORING if kind == "jiankong" else BASE_EVALUATION
    named = (
        ("2020", file.parts[-3]),
        ("青禾市档案馆", _filed(text, "申报单位名称")),
        ("馆藏档案数字化", _filed(text, "项目名称")),
    )
    of_indicator = (("档案扫描页数", _filed(text, "绩效指标")), ("≥120000页", _filed(text, "指标目标值")))
    for old, new in (*named, *of_indicator, ("98.6%", f"{random.randrange(96, 99)}%")):
        told = told.replace(old, new)
    file.with_suffix(f".{kind}.yml").write_text(told, "utf-8")


def _reported_otherwise(root: Path, random: Random) -> None:
    if those := results(root):
        change(random.choice(those), "5600人次", f"{random.randrange(3000, 6000)}人次")
        change(random.choice(those), "实际完成情况: ", f"实际完成情况: 共{random.randrange(99)}批。")


def _report_gone(root: Path, random: Random) -> None:
    if those := results(root):
        random.choice(those).unlink()


def _unit_name(root: Path, random: Random) -> None:
    """A unit gets another name; what was filed under the old one stays its own."""
    units = root / "content/units.yml"
    old = re.search(r"^(unit-\d+):\n  全称: (.*)$", units.read_text("utf-8"), re.MULTILINE)
    if old and "曾用名" not in units.read_text("utf-8"):
        told = f"{old[1]}:\n  全称: 青禾市新{random.randrange(99)}局\n  简称: 新局\n  曾用名: [{old[2]}]"
        units.write_text(units.read_text("utf-8").replace(old[0], told), "utf-8")


def _thresholds(root: Path, random: Random) -> None:
    share, rate = random.choice((60, 75, 95)), random.choice((1, 5, 50))
    write(
        root,
        "content/rules.yml",
        f"视为雷同的文字比例: {share}%\n须说明的增减率: {rate}%\n偏低的执行率: {90 + rate % 9}%\n",
    )


EDITS: tuple[Callable[[Path, Random], None], ...] = (
    _text, _budget, _target, _twin, _removal, _predecessor, _unit_name, _thresholds,
    _reported, _reported_otherwise, _report_gone,
    _line("项目名称", "又一个名称", "又一个名称（二期）"),
    _line("项目类型", "经常性专项业务费", "其他一次性项目", "结转项目"),
    _line("资金用途", "信息化建设类", "政策补贴类"),
    _line("同名项目上年预算额", "5000000", "700000"),
    _line("同名项目上年预算执行数", "400000", "4000000"),
    _line("结束时间", "2019-06-30", "2020-11-30", "2021-12-30"),
    _line("    预算金额", "1"),
    _appended("说明", "  - {规则: C606, 理由: 制度相同。}", "  - {规则: H303, 理由: 任务增加。}", "  - {规则: H307, 理由: 两期。}"),
    _appended("来源", "  {标题: 甲, 网址: 'https://example.cn/a.pdf', 页码: '3'}", "  {标题: 乙}"),
    _appended("修订", "  - {日期: 2021-05-06, 原因: 追加任务。}"),
)  # fmt: skip
"""Every field that any page shows is touched by some edit."""


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edit_the_warm_site_is_the_cold_one_and_keys_tell_what_changed(site: Path, seed: int) -> None:
    random, known = Random(seed), dict[tuple[str, str], Made]()
    made(plan_of(analysed(site)), known)
    for _ in range(5):
        for edit in random.sample(EDITS, 3):
            edit(site, random)
        fresh, found = judge(site), analysed(site)
        assert found.findings == fresh.findings
        if not found.has_errors:
            assert made(plan_of(found), known) == as_made(fresh)


def test_each_edit_changes_something(site: Path) -> None:
    """Else the test above would show nothing."""
    _reported(site, Random(0))
    for edit in EDITS:
        before = _bytes(site)
        for seed in range(40):
            edit(site, Random(seed))
        assert before != _bytes(site)


def _bytes(root: Path) -> list[tuple[Path, bytes]]:
    return [(file, file.read_bytes()) for file in sorted((root / "content").rglob("*.yml"))]


def test_reports_of_any_kind_and_order_give_the_warm_site_that_is_the_cold_one(site: Path) -> None:
    """Also where one stands alone, since its declaration went."""
    random, known = Random(11), dict[tuple[str, str], Made]()
    made(plan_of(analysed(site)), known)
    for edits in (
        [_reported] * 6,
        [_reported_otherwise, _text],
        [_removal, _removal, _reported],
        [_report_gone, _target],
    ):
        for edit in edits:
            edit(site, random)
        fresh, found = judge(site), analysed(site)
        assert found.findings == fresh.findings
        assert not found.has_errors
        assert made(plan_of(found), known) == as_made(fresh)
    assert found.portfolio.results


def test_values_of_dimensions_come_and_go_with_the_files_that_say_them(tmp_path: Path) -> None:
    """A department's page appears with the first declaration of it, and goes with the last; so do links and filters."""
    shutil.copytree(ROOT / "tests" / "example" / "content", tmp_path / "content")
    old, new = files(tmp_path)[-2:]
    known: dict[tuple[str, str], Made] = {}

    def departments() -> int:
        found = made(plan_of(analysed(tmp_path)), known)
        assert found == anew(tmp_path)
        return sum(path.startswith("line-departments/") for path in found)

    assert departments() == 2
    change(new, "主管部门: .*", "主管部门: 青禾市教育局")
    assert departments() == 3
    change(new, "主管部门: .*", "主管部门: 青禾市文化局（代管）")
    assert departments() == 3
    change(old, "主管部门: .*", "主管部门: 青禾市文化局(代管)")
    assert departments() == 2
    old.unlink()
    new.unlink()
    assert departments() == 0


def test_the_preview_s_store_in_memory_gives_the_same(site: Path) -> None:
    random, store = Random(7), store_of(site, remembers=True)
    for _ in range(4):
        random.choice(EDITS)(site, random)
        found = analysed(site, store=store)
        assert found.findings == judge(site).findings
        if not found.has_errors:
            assert made(plan_of(found)) == anew(site)
    kept = [key for kind, key in store.front if kind == steps.READ]
    assert len(kept) <= len(found.batches), "what no run needs any more is let go of"


def test_one_edit_leaves_most_artifacts_as_they_were(site: Path) -> None:
    before = {one.name: one.key.digest for one in plan_of(analysed(site)).artifacts}
    _text(site, Random(1))
    after = {one.name: one.key.digest for one in plan_of(analysed(site)).artifacts}
    changed = {name for name in after if after[name] != before.get(name)}
    years = [int(name.split("/")[2]) for name in sorted(changed) if name.startswith("content/")]
    assert years in ([years[0]], [years[0], years[0] + 1])  # the next year's declarations stand beside it
    assert not any(name.startswith(("rules/", "units/", "history/")) for name in changed)


def test_a_template_that_changes_is_seen_on_a_warm_store(site: Path, tmp_path: Path) -> None:
    shutil.copytree(THEME / "pages", tmp_path / "theme/pages")
    before = made(plan_of(analysed(site, theme=tmp_path / "theme")))
    for name in ("declaration.html", "home.html", "unit.html"):
        template = tmp_path / "theme/pages" / name
        template.write_text(
            template.read_text("utf-8").replace("{% block content %}", "{% block content %}又一句", 1), "utf-8"
        )
    after = made(plan_of(analysed(site, theme=tmp_path / "theme")))
    changed = {path for path, page in after.items() if isinstance(page, Page) and page != before[path]}
    assert changed == {path for path, page in after.items() if isinstance(page, Page) and "又一句" in page.body}
    assert len(changed) > len(files(site))


def test_settings_that_change_judge_everything_anew(site: Path) -> None:
    before = walk.judge(Content(site)).findings
    write(site, "content/rules.yml", "须说明的增减率: 1%\n须说明的增减额: 100\n")
    assert walk.judge(Content(site)).findings == judge(site).findings != before


# What depends on other files


def test_a_third_that_follows_from_one_is_seen_by_the_first(site: Path) -> None:
    """Each of those that follow, and the one before, tells of all the others on its page."""
    earlier = next(file for file in files(site) if "/2019/" in file.as_posix())
    named = "/".join(earlier.with_suffix("").parts[-3:])
    later = [file for file in files(site) if "/2020/" in file.as_posix()][:3]
    for count, file in enumerate(later, 1):
        file.write_text(f"{file.read_text('utf-8')}前身: {named}\n", "utf-8")
        found = made(plan_of(analysed(site)))
        page = found[f"projects/{named}/"]
        ids = ["/".join(one.with_suffix("").parts[-3:]) for one in later[:count]]
        assert isinstance(page, Page)
        assert [id_ for id_ in ids if f"projects/{id_}/" not in page.body] == []
        assert found == anew(site)


def test_an_answer_to_what_a_whole_year_found_is_kept(site: Path) -> None:
    file = files(site)[0]
    shutil.copy(file, file.with_name("zwilling.yml"))
    for reason in ("", "分两期申报。", "另有说明。"):
        if reason:
            change(file, r"\n说明:(\n.*)*\Z|\Z", f"\n说明:\n  - {{规则: H307, 理由: {reason}}}\n")
        found = analysed(site)
        assert found.findings == judge(site).findings
        (told,) = (one for one in found.found[file.relative_to(site).as_posix()] if one.code == "H307")
        assert (told.answer.reason if told.answer else "") == reason
        page = next(entry for entry in held(plan_of(found)) if entry.path == _page_of(file))
        assert isinstance(page, Page)
        assert reason in page.body


def _page_of(file: Path) -> str:
    return f"projects/{'/'.join(file.with_suffix('').parts[-3:])}/"


def test_a_likeness_threshold_that_changes_is_seen(site: Path) -> None:
    found = []
    for share in (60, 99):
        write(site, "content/rules.yml", f"视为雷同的文字比例: {share}%\n")
        now = walk.judge(Content(site))
        assert now.findings == judge(site).findings
        found.append(sum(finding.code == "C606" for finding in now.findings))
    assert found[0] > found[1]


# Several runs share a store


def _states(original: Path, folder: Path, count: int) -> list[Path]:
    """States of one content, each after some random edits of the one before."""
    roots = []
    for number in range(count):
        root = folder / str(number)
        shutil.copytree(roots[-1] if roots else original, root)
        random = Random(number)
        for edit in random.sample([one for one in EDITS if one not in (_unit_name, _thresholds)], 4):
            edit(root, random)
        roots.append(root)
    return roots


def test_states_that_share_a_store_in_turn_find_what_a_fresh_judgement_finds(original: Path, tmp_path: Path) -> None:
    roots, store = _states(original, tmp_path, 5), Store(tmp_path / "store")
    expected = [judge(root).findings for root in roots]
    for number in [*range(5), *Random(1).choices(range(5), k=10)]:
        assert analysed(roots[number], store=store).findings == expected[number]


def test_states_that_share_a_store_at_once_in_threads_do_too(original: Path, tmp_path: Path) -> None:
    roots, folder = _states(original, tmp_path, 4), tmp_path / "store"
    expected, found = [judge(root).findings for root in roots], dict[int, object]()

    def judged(number: int) -> None:
        found[number] = analysed(roots[number], store=Store(folder)).findings

    for _ in range(2):
        threads = [threading.Thread(target=judged, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [found.pop(number) for number in range(4)] == expected


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_states_that_share_a_store_at_once_in_processes_do_too(original: Path, tmp_path: Path) -> None:
    roots, folder = _states(original, tmp_path, 4), tmp_path / "store"
    expected = [judge(root).findings for root in roots]
    for _ in range(2):
        todo = [Job(number, jobs.LEAST) for number in range(4)]
        found = dict(run(todo, lambda number: analysed(roots[number], store=Store(folder)).findings, 4))
        assert [found[number] for number in range(4)] == expected


def test_a_first_run_that_another_state_overtakes_is_not_misled(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one state is read for the first time, another one is judged whole with the same store."""
    one, other = _states(original, tmp_path, 2)
    store, read, told = Store(tmp_path / "store"), steps.open_batch, list[object]()

    def open_batch(*given: object) -> object:
        if not told:
            told.append(None)
            told[0] = analysed(other, store=store).findings
        return read(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "open_batch", open_batch)
    assert analysed(one, store=store).findings == judge(one).findings
    assert told == [judge(other).findings]


# What a page is handed


def test_what_makes_a_page_is_handed_its_scope_and_reaches_nothing_else(site: Path) -> None:
    found = analysed(site)
    common, made = Common(Renderer(THEME, address), found.thresholds), Finished.of(found)
    whole = Whole(
        common, found.portfolio, found.shown, found.links, made, made.where(lambda batch: bool(batch.results))
    )
    drafts = [draft for kind in WHOLE_KINDS for draft in kind.drafts(whole)]
    assert len(drafts) > 100
    for draft in drafts:
        assert isinstance(draft.make, FunctionType), (
            draft.path
        )  # no partial, and no method of something that knows more
        assert draft.make.__closure__ is None, draft.path


def test_a_scope_knows_no_other_declaration(site: Path) -> None:
    portfolio = analysed(site).portfolio
    part = portfolio.part(portfolio.declarations[:1])
    (own, other) = portfolio.declarations[:2]
    assert part.chain(own) == portfolio.chain(own)
    assert part.get(other.id) is None
    for ask in (part.previous, part.next, part.chain):
        with pytest.raises(KeyError):
            ask(other)


def test_a_key_says_which_of_its_inputs_differs() -> None:
    before, now = Key((Input("甲", "1"), Input("乙", "1"))), Key((Input("甲", "1"), Input("乙", "2"), Input("丙", "1")))
    assert before.digest != now.digest
    assert list(differing(before.short, now.short)) == ["乙", "丙"]
    assert before.digest == Key(before.inputs).digest


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc") != digest_of("abc")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_keys_do_not_depend_on_the_order_of_sets(site: Path, seed: str) -> None:
    """Python's own hashes differ from process to process; two processes must agree on every key."""
    code = (
        "import sys; sys.path[:0] = ['plugins', 'tests']; from pathlib import Path; from in_memory import judge, planned;"
        "from jixiao.digest import digest_of;"
        "print(digest_of(*(a.key.digest for a in planned(judge(Path(sys.argv[1])), Path('theme')).artifacts)))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(site)],
            env={**os.environ, "PYTHONHASHSEED": hashed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hashed in ("0", seed)
    ]
    assert told[0] == told[1] != ""


# The store


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 500], ids=["empty", "short", "zeros"])
def test_damaged_entries_are_made_anew(site: Path, damage: bytes) -> None:
    expected = made(plan_of(analysed(site)))
    for entry in (site / STORE).glob("*/??/*"):
        entry.write_bytes(damage)
    assert made(plan_of(analysed(site))) == expected


@pytest.mark.parametrize("kind", ["read", "wordings", "year", "rendered", "csv", "search"])
def test_entries_of_a_kind_that_are_lost_are_made_anew(site: Path, kind: str) -> None:
    expected = made(plan_of(analysed(site)))
    assert (site / STORE / kind).is_dir()
    shutil.rmtree(site / STORE / kind)
    assert made(plan_of(analysed(site))) == expected


PLANTED = "<script>alert(1)</script>"


def with_script(found: object) -> object:
    """Data of the same form, every text of it with a script."""
    if isinstance(found, str):
        return found + PLANTED
    if isinstance(found, dict):
        return {key: with_script(value) for key, value in found.items()}
    return [with_script(value) for value in found] if isinstance(found, list | tuple) else found


def planted(content: bytes) -> bytes:
    """A well-formed entry like another, with a script in every text."""
    try:
        return msgspec.msgpack.encode(with_script(msgspec.msgpack.decode(content)))
    except msgspec.MsgspecError:
        return content.replace("青".encode(), PLANTED.encode())


@pytest.mark.parametrize("secret", [b"", b"another machine's"], ids=["checksum", "other secret"])
def test_entries_that_somebody_else_put_are_no_entries(site: Path, secret: bytes) -> None:
    """A store that continuous integration restored may hold them: well-formed, of each kind, all their texts hostile."""
    expected, own, foreign = made(plan_of(analysed(site))), store_of(site), Store(site / STORE, secret=secret)
    kinds = {folder.name for folder in (site / STORE).iterdir() if folder.is_dir()}
    assert kinds >= {"read", "wordings", "year", "rendered", *SINGLE_PIECES}
    for kind in kinds:
        for entry in (site / STORE / kind).glob("??/*"):
            content = own.get(kind, entry.name)
            assert content is not None
            foreign.put(kind, entry.name, planted(content))
            assert own.get(kind, entry.name) is None
            assert foreign.get(kind, entry.name) is not None
    assert made(plan_of(analysed(site))) == expected


def test_an_entry_sealed_with_the_secret_is_believed(site: Path) -> None:
    """So the tests above would see a script that came through."""
    analysed(site)
    store = store_of(site)
    for entry in (site / STORE / "rendered").glob("??/*"):
        content = store.get("rendered", entry.name)
        assert content is not None
        record = decode(content, RenderedRecord)
        pages = tuple(replace(page, body=page.body + PLANTED) for page in record.pages)
        store.save("rendered", entry.name, RenderedRecord(pages, record.files))
    pages = [page for page in made(plan_of(analysed(site))).values() if isinstance(page, Page)]
    assert any(PLANTED in page.body for page in pages)


def test_a_planted_entry_with_a_right_seal_is_data_or_nothing(site: Path) -> None:
    expected, store = made(plan_of(analysed(site))), store_of(site)
    kinds = {folder.name for folder in (site / STORE).iterdir() if folder.is_dir()}
    assert kinds >= {"read", "wordings", "year", "rendered", *SINGLE_PIECES}
    for kind in kinds:
        for entry in (site / STORE / kind).glob("??/*"):
            store.put(kind, entry.name, b"cos\nsystem\n(S'false'\ntR.")
    assert made(plan_of(analysed(site))) == expected


@pytest.mark.parametrize(
    "path", ["../../evil.js", "/tmp/evil.js", "assets/javascripts/local.js", "CNAME", "index.html"]
)
def test_a_planted_entry_writes_nowhere_else(site: Path, path: str) -> None:
    expected, store = made(plan_of(analysed(site))), store_of(site)
    for entry in (site / STORE / "rendered").glob("??/*"):
        record = store.load("rendered", entry.name, RenderedRecord)
        assert record is not None
        store.save("rendered", entry.name, RenderedRecord(record.pages, (*record.files, DataFile(path, b"x"))))
    assert made(plan_of(analysed(site))) == expected


@pytest.mark.parametrize("planted", [".cache/jixiao/read/aa/x", ".CACHE/jixiao/x", ".cache"])
def test_a_store_that_came_with_the_repository_is_refused(site: Path, planted: str) -> None:
    if planted == ".cache":
        (site / ".cache").symlink_to("content")
    else:
        write(site, planted, "x")
        (site / ".cache").mkdir(exist_ok=True)
    commit_all(site)
    git(site, "add", "--force", planted)
    with pytest.raises(SetupProblem, match=r"只由本程序在本机写入，git 里有 \.(cache|CACHE)"):
        store_of(site)
    git(site, "rm", "-r", "--cached", "--quiet", planted.partition("/")[0])
    store_of(site) if planted != ".cache" else None


def test_the_secret_is_kept_where_no_repository_and_nobody_else_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "state" / "jixiao" / "key"
    found = secret.kept(file)
    assert len(found) == 32
    assert secret.kept(file) == found == file.read_bytes()
    if os.name != "nt":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_bytes(b"torn")
    assert secret.kept(file) not in (found, b"torn")


def test_where_no_secret_can_be_kept_there_is_one_for_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    passing = secret.kept(tmp_path / "file" / "jixiao" / "key")
    assert len(passing) == 32
    monkeypatch.delenv(secret.VARIABLE)
    monkeypatch.setattr(secret, "place", lambda variables: tmp_path / "site" / ".local" / "key")
    assert secret.own_secret(tmp_path / "site") == passing
    assert not (tmp_path / "site").exists()
    assert secret.own_secret(tmp_path / "other") == (tmp_path / "site" / ".local" / "key").read_bytes() != passing


def test_a_secret_that_is_given_serves_on_every_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "place", lambda variables: pytest.fail("none is kept"))
    found = []
    for given in ("a", "a\n", "b"):
        monkeypatch.setenv(secret.VARIABLE, given)
        found.append(secret.own_secret(tmp_path))
    assert found[0] == found[1] != found[2]


def test_a_store_beside_a_repository_is_used(site: Path) -> None:
    store_of(site).put("a", "key", b"x")
    commit_all(site)
    assert store_of(site).get("a", "key") == b"x"


def test_an_entry_is_whole_or_none_and_kept_under_its_own_name_alone(tmp_path: Path) -> None:
    store = Store(tmp_path, secret=b"s")
    store.put("a", "key1", b"one")
    assert (store.get("a", "key1"), store.get("b", "key1"), store.get("a", "key2")) == (b"one", None, None)
    store.path("a", "key2").parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(store.path("a", "key1"), store.path("a", "key2"))
    assert store.get("a", "key2") is None
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["key1", "key2"]


def test_the_oldest_unused_entries_go_first_and_used_ones_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(4):
        store.put("a", f"key{number}", bytes(100))
        os.utime(store.path("a", f"key{number}"), (number, number))
    store.sweep(frozenset({("a", "key0")}), most=2 * 116)
    assert [number for number in range(4) if store.has("a", f"key{number}")] == [0, 2, 3]
    store.sweep(frozenset(), most=0)
    assert store.has("a", "key0"), "not again within the hour"
    os.utime(tmp_path / "swept", (0, 0))
    store.sweep(frozenset(), most=0)
    assert not any(store.has("a", f"key{number}") for number in range(4))


def test_what_a_site_would_ask_for_is_not_swept(site: Path) -> None:
    found = analysed(site)
    expected = made(plan_of(found))
    found.context.store.sweep(walk.entries_of(found), most=0)
    before = set((site / STORE).glob("*/??/*"))
    assert made(plan_of(analysed(site))) == expected
    assert set((site / STORE).glob("*/??/*")) == before


def test_records_keep_texts_that_are_no_unicode_and_refuse_what_is_no_record() -> None:
    record = ReadRecord(())
    assert decode(encode(record), ReadRecord) == record
    assert decode(encode(("\udcff", "a")), tuple[str, str]) == ("\udcff", "a")
    for content in (b"", b"[", b"\x93\x01", b"\xff"):
        with pytest.raises(Unreadable):
            decode(content, ReadRecord)


def test_an_outline_comes_back_from_its_record_as_it_was() -> None:
    judgement = judge(ROOT / "tests" / "example")
    outlines = [outline_of(declaration) for declaration in judgement.portfolio.declarations]
    assert {outline.budget.carried_over for outline in outlines} >= {None, ZERO}
    made = Outlines(judgement.portfolio.registry)
    assert [made.of(outline_record(outline)) for outline in outlines] == outlines
    (some, *_) = (outline for outline in outlines if outline.budget.carried_over is not None)
    left = replace(some, budget=replace(some.budget, carried_over=Money(Decimal("20000.50"))))
    assert made.of(outline_record(left)) == left


class TestIndex:
    """Files that are as they were are not read again; nothing that was changed is taken for what it was."""

    @pytest.fixture
    def reads(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The files that are read, once all are known."""
        monkeypatch.setattr(index, "RESTED", -60_000_000_000)  # a test cannot wait for files to rest
        analysed(site)
        told: list[str] = []
        read = Content.read
        monkeypatch.setattr(Content, "read", lambda self, file: told.append(file) or read(self, file))
        return told

    def test_what_is_as_it_was_is_not_read(self, site: Path, reads: list[str]) -> None:
        analysed(site)
        assert [file for file in reads if file.startswith("content/projects")] == []

    def test_a_change_that_keeps_size_and_time_is_noticed(self, site: Path, reads: list[str]) -> None:
        file = files(site)[4]
        before, text = file.stat(), file.read_text("utf-8")
        other = text.replace("项目概况: |-\n  ", "项目概况: |-\n  新", 1)[: len(text)].rstrip("\n")
        file.write_bytes(other.encode()[: before.st_size].ljust(before.st_size, b"\n"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
        found = walk.judge(Content(site))
        assert file.relative_to(site).as_posix() in reads
        assert found.findings == judge(site).findings

    def test_a_file_put_in_the_place_of_another_is_noticed(self, site: Path, reads: list[str]) -> None:
        one, other = files(site)[4:6]
        one.rename(site / "aside")
        other.rename(one)
        (site / "aside").rename(other)
        assert walk.judge(Content(site)).findings == judge(site).findings

    def test_what_was_changed_just_now_is_read_again(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        analysed(site)
        assert not (site / STORE / index.NAME).exists()
        monkeypatch.setattr(index, "RESTED", -60_000_000_000)
        analysed(site)
        assert (site / STORE / index.NAME).exists()

    @pytest.mark.parametrize("kept", [b"", b"\xc1", b"[]", encode(index._Kept({})), b"foreign"])
    def test_a_damaged_or_foreign_index_says_nothing(self, site: Path, reads: list[str], kept: bytes) -> None:
        file, own = site / STORE / index.NAME, store_of(site)
        if kept == b"foreign":
            known = own.unsealed(index.NAME, file.read_bytes())
            assert known
            kept = Store(site / STORE).sealed(index.NAME, known)
        else:
            kept = own.sealed(index.NAME, kept)
        file.write_bytes(kept)
        analysed(site)
        assert len([file for file in reads if file.startswith("content/projects")]) == len(files(site))
