"""The content surveyed by batches gives what judging everything at once gives, whatever was known from before."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from adapter_site import ROOT
from sites import declaration, make_site, write

from jixiao.cache import Cache, digest_of
from jixiao.model import outline_of
from jixiao.pipeline import Earlier, Order, digests, pool, survey
from jixiao.pipeline.context import Contexts
from jixiao.pipeline.orders import CACHE, order_of, rendering_of
from jixiao.pipeline.records import Judged, Outlines, Unreadable, decode, encode, outline_record
from jixiao.pipeline.sheets import sheets_of
from jixiao.pipeline.work import FINGERPRINTS
from jixiao.repository import Content
from jixiao.rules.examples import PATH
from jixiao.site.open_data.publication import UNSTATED
from jixiao.site.page import Page, Sheets
from jixiao.values import ZERO, Money
from jixiao.walk import judge, judge_content, render

sys.path.insert(0, str(ROOT / "scripts"))
import generate

THEME = ROOT / "theme"
Printed = dict[str, Page | bytes]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small invented site: three units, three years, projects that carry on, a third of them renamed or ending."""
    generate.generate(tmp_path, count=30, units=3, years=3, seed=4, errors=0)
    return tmp_path


def files(root: Path) -> list[Path]:
    return sorted((root / "content/projects").rglob("*.yml"))


def order(root: Path) -> Order:
    return order_of(Content(root), rendering_of(THEME, False, UNSTATED))


def surveyed(root: Path, jobs: int = 1) -> Sheets:
    return sheets_of(survey(order(root), jobs))


def printed(sheets: Sheets, keyed: dict[tuple[str, str], Printed] | None = None) -> Printed:
    """Every page and file; of each parcel what its key stands for is noted, and must never be anything else."""
    held = [(entry.path, entry if isinstance(entry, Page) else entry.content) for entry in sheets.held()]
    everything: Printed = dict(held)
    assert len(everything) == len(held)
    for parcel in sheets.parcels if keyed is not None else ():
        made = {entry.path: everything[entry.path] for entry in parcel.make()}
        assert keyed.setdefault((parcel.name, parcel.key), made) == made, parcel.name
    return everything


def contents(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files(root)}


def at_once(root: Path) -> Printed:
    """All that is made when everything is judged and rendered in one go, in memory."""
    made = render(judge(root), THEME)
    return {**{page.path: page for page in made.pages}, **{file.path: file.content for file in made.files}}


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests" / "example"], ids=["real", "example"])
def test_batches_and_all_at_once_give_the_same(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "content", tmp_path / "content")
    assert judge_content(Content(tmp_path)).findings == judge(tmp_path).findings
    assert printed(surveyed(tmp_path)) == at_once(tmp_path)
    assert printed(surveyed(tmp_path)) == at_once(tmp_path)


def test_declarations_with_errors_give_the_same_findings(tmp_path: Path) -> None:
    generate.generate(tmp_path, count=20, units=2, years=2, seed=9, errors=5)
    write(tmp_path, "content/projects/2019/unit-0001/kaput.yml", "a: [")
    write(tmp_path, "content/projects/2019/unit-0001/KAPUT.yml", "表式: x")
    write(tmp_path, "content/projects/verirrt.yml", "")
    for _ in range(2):
        found = judge_content(Content(tmp_path))
        assert found.findings == judge(tmp_path).findings
        assert found.has_errors
        assert set(found.documents) == set(judge(tmp_path).documents)


@pytest.mark.parametrize("threads", [False, True], ids=["forked", "spawned"])
def test_one_process_and_several_give_the_same(site: Path, monkeypatch: pytest.MonkeyPatch, threads: bool) -> None:
    alone = printed(surveyed(site))
    monkeypatch.setattr(threading, "active_count", lambda: 1 + threads)
    shutil.rmtree(site / CACHE)
    monkeypatch.setattr(pool, "FEWEST_FILES", 1)
    assert printed(surveyed(site, jobs=3)) == alone


def test_large_units_are_read_first_and_rendered_then(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = at_once(site)
    monkeypatch.setattr(sys.modules["jixiao.pipeline.run"], "MOST_TOGETHER", 4)
    assert printed(surveyed(site)) == expected


def test_ids_that_begin_alike_keep_their_order(tmp_path: Path) -> None:
    """``a-b`` stands before ``a`` once a slash follows; lists, data and index count on one order."""
    make_site(tmp_path, **{PATH: declaration("")})
    registry = (tmp_path / "content/units.yml").read_text("utf-8")
    write(tmp_path, "content/units.yml", f"{registry}qinghe:\n  全称: 青禾市第一馆\n")
    write(tmp_path, "content/projects/2020/qinghe/a.yml", declaration("申报单位名称: 青禾市第一馆\n项目名称: 甲"))
    assert printed(surveyed(tmp_path)) == at_once(tmp_path)


def _text(root: Path, random: Random) -> None:
    file = random.choice(files(root))
    file.write_text(file.read_text("utf-8").replace("项目概况: |-\n  ", "项目概况: |-\n  改过。", 1), "utf-8")


def _budget(root: Path, random: Random) -> None:
    file = random.choice(files(root))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("    预算金额"))
    changed = [
        line.replace("00\n", "77\n") if line.startswith(("项目总", "项目当年预算:")) or number == at else line
        for number, line in enumerate(lines)
    ]
    file.write_text("".join(changed), "utf-8")


def _name(root: Path, random: Random) -> None:
    file = random.choice(files(root))
    file.write_text(file.read_text("utf-8").replace("\n项目名称: ", "\n项目名称: 又名", 1), "utf-8")


def _twin(root: Path, random: Random) -> None:
    file = random.choice(files(root))
    shutil.copy(file, file.with_name(f"zwilling-{random.randrange(1000)}.yml"))


def _removal(root: Path, random: Random) -> None:
    random.choice(files(root)).unlink()


def _predecessor_elsewhere(root: Path, random: Random) -> None:
    """A project that was another unit's the year before."""
    later = random.choice([file for file in files(root) if "/2019/" not in file.as_posix()])
    year = int(later.parts[-3])
    earlier = [file for file in files(root) if file.parts[-3] == str(year - 1) and file.parts[-2] != later.parts[-2]]
    if earlier and "前身" not in later.read_text("utf-8"):
        named = "/".join(random.choice(earlier).with_suffix("").parts[-3:])
        later.write_text(f"{later.read_text('utf-8')}前身: {named}\n", "utf-8")


def _answer(root: Path, random: Random) -> None:
    file = random.choice(files(root))
    if "\n说明:" not in file.read_text("utf-8"):
        file.write_text(f"{file.read_text('utf-8')}说明:\n  - 规则: C606\n    理由: 制度相同。\n", "utf-8")


EDITS: tuple[Callable[[Path, Random], None], ...] = (
    _text, _budget, _name, _twin, _removal, _predecessor_elsewhere, _answer,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edit_the_warm_site_is_the_cold_one_and_keys_tell_what_changed(site: Path, seed: int) -> None:
    random, keyed = Random(seed), {}
    printed(surveyed(site), keyed)
    for _ in range(8):
        random.choice(EDITS)(site, random)
        if judge(site).has_errors:
            assert judge_content(Content(site)).findings == judge(site).findings
            continue
        assert judge_content(Content(site)).findings == judge(site).findings
        assert printed(surveyed(site), keyed) == at_once(site)


@pytest.mark.parametrize("seed", range(3))
def test_who_is_told_what_changed_since_an_earlier_survey_finds_the_same(site: Path, seed: int) -> None:
    random, earlier = Random(seed), survey(order(site), 1)
    before = contents(site)
    for _ in range(8):
        random.choice(EDITS)(site, random)
        after = contents(site)
        changed = frozenset(file for file in {*before, *after} if before.get(file) != after.get(file))
        found = survey(order(site), 1, earlier=Earlier(earlier, changed | {"content/projects/2019/unit-0001/.neu.swp"}))
        assert found.judgement.findings == judge(site).findings
        if not found.refused:  # as in the preview, what did not come to its end is told once more
            assert printed(sheets_of(found)) == at_once(site)
            earlier, before = found, after


def test_of_what_is_told_not_to_have_changed_no_file_is_looked_at(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier, looked = survey(order(site), 1), []
    state = Content.state
    monkeypatch.setattr(Content, "state", lambda self, file: looked.append(file) or state(self, file))
    monkeypatch.setattr(Content, "listed", lambda self: pytest.fail("nobody need list the files"))
    file = files(site)[0]
    file.write_text(file.read_text("utf-8").replace("项目概况: |-\n  ", "项目概况: |-\n  改过。", 1), "utf-8")
    found = survey(order(site), 1, earlier=Earlier(earlier, frozenset({file.relative_to(site).as_posix()})))
    assert {Path(name).parent for name in looked} == {file.relative_to(site).parent}
    assert found.portfolio is earlier.portfolio  # a text changes no outline
    assert found.judgement.findings == judge(site).findings


def test_of_a_year_only_the_batch_that_changed_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, read = files(site)[0], []
    get = Cache.get
    monkeypatch.setattr(Cache, "get", lambda self, kind, key: read.append((kind, key)) or get(self, kind, key))
    found = survey(order(site), 1)
    for number in range(3):
        read.clear()
        text = file.read_text("utf-8").replace("项目概况: |-\n  ", f"项目概况: |-\n  改过{number}。", 1)
        file.write_text(text, "utf-8")
        found = survey(order(site), 1, earlier=Earlier(found, frozenset({file.relative_to(site).as_posix()})))
        assert found.judgement.findings == judge(site).findings
    assert [key for kind, key in read if kind == FINGERPRINTS] == [found.batches[0].key]
    assert len(found.members) <= len(found.batches) + 1  # what is gone is let go of, one edit later


@pytest.mark.parametrize("gone", ["content/projects/2020/unit-0001", "content/projects/2020"])
def test_a_folder_that_is_said_to_have_gone_takes_its_files_with_it(site: Path, gone: str) -> None:
    earlier = survey(order(site), 1)
    shutil.rmtree(site / gone)
    found = survey(order(site), 1, earlier=Earlier(earlier, frozenset({gone})))
    assert [one.id for one in found.portfolio.declarations] == [one.id for one in judge(site).declarations]
    assert len(found.files) == len(files(site)) < len(earlier.files)


def test_one_edit_leaves_most_parcels_as_they_were(site: Path) -> None:
    before = {parcel.name: parcel.key for parcel in surveyed(site).parcels}
    _text(site, Random(1))
    after = {parcel.name: parcel.key for parcel in surveyed(site).parcels}
    changed = {name for name in after if after[name] != before.get(name)}
    assert len([name for name in changed if name.startswith("content/")]) == 1
    assert not any(name.startswith(("rules/", "units/", "history/")) for name in changed)


def test_settings_that_change_judge_everything_anew(site: Path) -> None:
    before = judge_content(Content(site)).findings
    write(site, "content/rules.yml", "须说明的增减率: 1%\n须说明的增减额: 100\n")
    assert judge_content(Content(site)).findings == judge(site).findings != before


def test_content_can_be_judged_as_it_was(site: Path) -> None:
    file, before = files(site)[0], judge(site).findings
    name, text = file.relative_to(site).as_posix(), file.read_bytes()
    file.unlink()
    write(site, "content/projects/2019/unit-0001/neu.yml", "表式: x")
    earlier = Content(site, {name: text, "content/projects/2019/unit-0001/neu.yml": None})
    assert judge_content(earlier).findings == before


# The cache


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 500], ids=["empty", "short", "zeros"])
def test_damaged_pieces_are_made_anew(site: Path, damage: bytes) -> None:
    expected = printed(surveyed(site))
    for piece in (site / CACHE).glob("*/??/*"):
        piece.write_bytes(damage)
    assert printed(surveyed(site)) == expected


def test_a_planted_piece_with_a_right_checksum_is_data_or_nothing(site: Path) -> None:
    expected, cache = printed(surveyed(site)), Cache(site / CACHE)
    for kind in ("judged", "rendered"):
        for piece in (site / CACHE / kind).glob("??/*"):
            cache.put(kind, piece.name, b"cos\nsystem\n(S'false'\ntR.")
    assert printed(surveyed(site)) == expected


def test_a_piece_is_whole_or_none_and_kept_under_its_own_name_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", "key1", b"one")
    assert (cache.get("a", "key1"), cache.get("b", "key1"), cache.get("a", "key2")) == (b"one", None, None)
    cache.path("a", "key2").parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(cache.path("a", "key1"), cache.path("a", "key2"))
    assert cache.get("a", "key2") is None
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["key1", "key2"]


def test_the_oldest_unused_pieces_go_first_and_used_ones_stay(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(4):
        cache.put("a", f"key{number}", bytes(100))
        os.utime(cache.path("a", f"key{number}"), (number, number))
    cache.sweep(frozenset({("a", "key0")}), most=2 * 116)
    assert [number for number in range(4) if cache.has("a", f"key{number}")] == [0, 2, 3]
    cache.sweep(frozenset(), most=0)
    assert cache.has("a", "key0"), "not again within the hour"
    os.utime(tmp_path / "swept", (0, 0))
    cache.sweep(frozenset(), most=0)
    assert not any(cache.has("a", f"key{number}") for number in range(4))


def test_records_keep_texts_that_are_no_unicode_and_refuse_what_is_no_record() -> None:
    record = Judged(())
    assert decode(encode(record), Judged) == record
    assert decode(encode(("\udcff", "a")), tuple[str, str]) == ("\udcff", "a")
    for content in (b"", b"[", b"\x93\x01", b"\xff"):
        with pytest.raises(Unreadable):
            decode(content, Judged)


def test_an_outline_comes_back_from_its_record_as_it_was() -> None:
    judgement = judge(ROOT / "tests" / "example")
    outlines = [outline_of(declaration) for declaration in judgement.portfolio.declarations]
    assert {outline.budget.carried_over for outline in outlines} >= {None, ZERO}
    made = Outlines(judgement.portfolio.registry)
    assert [made.of(outline_record(outline)) for outline in outlines] == outlines
    (some, *_) = (outline for outline in outlines if outline.budget.carried_over is not None)
    left = replace(some, budget=replace(some.budget, carried_over=Money(Decimal("20000.50"))))
    assert made.of(outline_record(left)) == left


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert digest_of("ab", "c") != digest_of("a", "bc") != digest_of("abc")


def test_after_an_edit_only_what_is_tied_to_it_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generate.generate(tmp_path, count=60, units=6, years=3, seed=5, errors=0)
    asked: list[str] = []
    digest = Contexts.digest
    monkeypatch.setattr(Contexts, "digest", lambda self, one, late=(): asked.append(one.id) or digest(self, one, late))
    judge_content(Content(tmp_path))
    assert set(asked) == {declaration.id for declaration in judge(tmp_path).declarations}
    asked.clear()
    judge_content(Content(tmp_path))
    assert asked == []
    file = files(tmp_path)[0]
    file.write_text(file.read_text("utf-8").replace("项目概况: |-\n  ", "项目概况: |-\n  改过。", 1), "utf-8")
    found = judge_content(Content(tmp_path))
    assert {outline_id.split("/")[1] for outline_id in asked} < {unit.id for unit in found.portfolio.units}
    assert found.findings == judge(tmp_path).findings


class TestKnownByState:
    """Files that are as they were are not read again; nothing that was changed is taken for what it was."""

    @pytest.fixture
    def reads(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The files that are read, once all are known."""
        monkeypatch.setattr(digests, "_RESTED", -60_000_000_000)  # a test cannot wait for files to rest
        surveyed(site)
        told: list[str] = []
        read = Content.read
        monkeypatch.setattr(Content, "read", lambda self, file: told.append(file) or read(self, file))
        return told

    def test_what_is_as_it_was_is_not_read(self, site: Path, reads: list[str]) -> None:
        surveyed(site)
        assert [file for file in reads if file.startswith("content/projects")] == []

    def test_a_change_that_keeps_size_and_time_is_noticed(self, site: Path, reads: list[str]) -> None:
        file = files(site)[4]
        before, text = file.stat(), file.read_text("utf-8")
        other = text.replace("项目概况: |-\n  ", "项目概况: |-\n  新", 1)[: len(text)].rstrip("\n")
        file.write_bytes(other.encode()[: before.st_size].ljust(before.st_size, b"\n"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
        judged = judge_content(Content(site))
        assert file.relative_to(site).as_posix() in reads
        assert judged.findings == judge(site).findings

    def test_a_file_put_in_the_place_of_another_is_noticed(self, site: Path, reads: list[str]) -> None:
        one, other = files(site)[4:6]
        one.rename(site / "aside")
        other.rename(one)
        (site / "aside").rename(other)
        judged = judge_content(Content(site))
        assert judged.findings == judge(site).findings

    def test_what_another_version_hashed_is_read_again(self, site: Path, reads: list[str]) -> None:
        kept = list((site / CACHE / "files").glob("??/*"))
        assert len(kept) == 1
        kept[0].rename(kept[0].with_name("of-another-version"))
        surveyed(site)
        assert len([file for file in reads if file.startswith("content/projects")]) == len(files(site))

    def test_what_was_changed_just_now_is_read_again(self, site: Path) -> None:
        surveyed(site)
        assert list((site / CACHE / "files").glob("??/*")) == []

    @pytest.mark.parametrize("kept", [b"", b"\xc1", b"[]", encode(digests._Kept({}))])
    def test_a_damaged_list_says_nothing(self, site: Path, reads: list[str], kept: bytes) -> None:
        for piece in (site / CACHE / "files").glob("??/*"):
            Cache(site / CACHE).put("files", piece.name, kept)
        surveyed(site)
        assert len([file for file in reads if file.startswith("content/projects")]) == len(files(site))
