"""The index misses nothing and claims nothing: grams against literal texts, in scripts that hold data alone."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from adapter_site import ROOT
from builders import judge_fragment
from hypothesis import strategies as st
from in_memory import NOWHERE, judge, judge_files, render
from properties import holds_for
from scripts_read import record_of
from test_results import EVALUATION, MONITORING

from jixiao.build.batches import batches_of
from jixiao.repository import UNITS as UNITS_FILE
from jixiao.repository import Content, RawFile
from jixiao.rules.examples import BASE, BASE_EVALUATION, BASE_MONITORING, PATH, UNITS
from jixiao.search import (
    Passage,
    Searchable,
    Weight,
    grams,
    index_files,
    listing,
    piece_in,
    piece_of,
    postings,
    searched,
    segment,
    segment_files,
    squeezed_script,
)
from jixiao.search.index import FEW, LONGEST, SHARD_CHARACTERS, shards_for
from jixiao.search.pieces import MOST_IN_PIECE
from jixiao.site.searchable import passages, segments_of
from jixiao.source import Mapping, Node, Scalar
from jixiao.text import fold as fold_all

ALPHABET = "运维政务内网平台（）(）%≥《》“”、。 　ａＢcZ0159-[]*\n\u3400\uf900é字"
"""Few characters, so that texts meet; of every sort that is folded or cut."""
TEXTS = st.lists(st.text(ALPHABET, max_size=30), max_size=4)


def page(text: str, address: str = "a/") -> Searchable:
    """A page with one text."""
    return Searchable(address, "rule", "题", (Passage("", Weight.TEXT, text),))


def arguments(content: bytes) -> Any:
    """What a script is called with."""
    text = content.decode()
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


def values(node: Node) -> list[str]:
    """Every text value below a node."""
    if isinstance(node, Scalar):
        return [node.text] if not node.is_blank else []
    children = (entry.value for entry in node.entries) if isinstance(node, Mapping) else node.items
    return [text for child in children for text in values(child)]


def gaps(content: bytes) -> set[int]:
    """The numbers that gaps tell."""
    found, last, gap, shift = set(), -1, 0, 0
    for byte in content:
        gap, shift = gap | (byte & 127) << shift, shift + 7
        if not byte & 128:
            last, gap, shift = last + gap + 1, 0, 0
            found.add(last)
    return found


def shard_of(gram: str, shards: int) -> int:
    """In which of so many scripts the browser looks for a gram of one or two characters."""
    state = 0
    for unit in memoryview(gram.encode("utf-16-le", "surrogatepass")).cast("H"):
        state = (state * 31 + unit) & 0xFFFFFFFF
    return (state * 2654435761 & 0xFFFFFFFF) >> 16 & shards - 1


class Index:
    """A segment read back as the browser reads it."""

    def __init__(self, texts: list[list[Passage]], together: int = MOST_IN_PIECE) -> None:
        self.count = len(texts)
        pieces = [piece_in(piece_of(texts[start : start + together])) for start in range(0, self.count, together)]
        self.files = dict(segment_files("2020", pieces))
        self.shards: dict[int, dict[str, Any]] = {}
        self.packed: list[str] = []
        for path, content in self.files.items():
            _, *told = arguments(content)  # type: ignore[misc]
            if re.search(r"/\d+\.js$", path):
                self.shards[told[0]] = told[1]
            elif path.endswith("packs.js"):
                self.firsts = told[0]
            else:
                some = zlib.decompress(base64.b64decode(told[1]), -zlib.MAX_WBITS).decode().split("\0")
                self.packed += some[:-1]

    def node(self, gram: str) -> list[Any] | None:
        """What is told of a gram, if it is listed: its posting, and what else there is."""
        told = self.shards[shard_of(gram[:2], len(self.shards))].get(gram[:2])
        for character in gram[2:]:
            told = told[-1].get(character) if isinstance(told, list) and isinstance(told[-1], dict) else None
        return [told] if isinstance(told, str) else told

    def listed(self) -> set[str]:
        """All grams."""
        return {
            gram for shard in self.shards.values() for first, told in shard.items() for gram in beneath(first, told)
        }

    def holding(self, gram: str) -> set[int]:
        """The declarations that hold a listed gram."""
        node = self.node(gram)
        assert node
        way, content = node[0][0], base64.b64decode(node[0][1:])
        if way == "b":
            return {number for number in range(self.count) if content[number >> 3] >> (number & 7) & 1}
        if way == "d":
            return gaps(content)
        if way == "c":
            return set(range(self.count)) - gaps(content)
        both = self.holding(gram[1:]) if way == "&" else set(range(self.count))
        return self.holding(gram[:-1]) & both - gaps(content)

    def in_indicators(self, gram: str) -> set[int]:
        """The declarations that hold a gram of one or two characters in an indicator."""
        told = next((one for one in (self.node(gram) or ())[1:] if isinstance(one, str)), None)
        if not told:
            return set() if told is None else self.holding(gram)
        whole = Index.__new__(Index)
        whole.count, whole.shards = self.count, {0: {gram[:2]: told}}
        return whole.holding(gram)


def beneath(gram: str, told: Any) -> Iterator[str]:
    """A gram and all longer ones that begin with it."""
    yield gram
    if isinstance(told, list) and isinstance(told[-1], dict):
        for character, child in told[-1].items():
            yield from beneath(gram + character, child)


def truth(documents: list[list[str]]) -> dict[str, set[int]]:
    """Every sequence without a blank of at most so many characters, and who holds it."""
    found: dict[str, set[int]] = {}
    for number, texts in enumerate(documents):
        for run in " ".join(map(searched, texts)).split():
            for start in range(len(run)):
                for end in range(start + 1, min(len(run), start + LONGEST) + 1):
                    found.setdefault(run[start:end], set()).add(number)
    return found


def told(texts: list[str]) -> list[Passage]:
    return [Passage("", Weight.TEXT, text) for text in texts]


def check(documents: list[list[str]], few: int, together: int = MOST_IN_PIECE) -> Index:
    """What an index of documents must tell, where so few may be proved one by one."""
    index, exact = Index([told(texts) for texts in documents], together), truth(documents)
    listed = index.listed()
    for gram in listed:
        assert index.holding(gram) == exact[gram]
    for gram, holders in exact.items():
        pays = len(gram) > 2 and all(len(exact[part]) > few for part in (gram[:-1], gram[1:]))
        assert (gram in listed) == (len(gram) <= 2 or pays), gram
        if gram not in listed:
            assert len(holders) <= few
    return index


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two declarations are few."""
    monkeypatch.setattr(grams, "FEW", 2)
    return 2


def random_documents(seed: int, count: int) -> list[list[str]]:
    """Texts of a few phrases each, so that longer grams are common as well."""
    random = Random(seed)
    phrases = [
        "服务对象满意度",
        "满意度调查",
        "南山镇1期工程",
        "预算执行率≥95%",
        "6,347,200 元",
        "𠀀字a9",
        "镇1期",
        "服务满意",
    ]
    return [["".join(random.choices(phrases, k=random.randint(0, 3))) for _ in range(2)] for _ in range(count)]


def test_grams_are_listed_where_they_pay_with_just_those_that_hold_them(few: int) -> None:
    for seed in range(6):
        check(random_documents(seed, 9 * (seed + 1)), few, together=7)


@holds_for(st.lists(TEXTS, min_size=1, max_size=6))
def test_nothing_is_missed_and_nothing_claimed_that_is_not_there(documents: list[list[str]]) -> None:
    check(documents, FEW, together=2)


def test_grams_do_not_cross_from_one_text_into_another_or_over_a_blank() -> None:
    listed = Index([told(["政务", "内网 平台"])]).listed()
    assert {"政务", "内网"} <= listed
    assert listed.isdisjoint({"务内", "网平"})


def test_grams_cross_from_one_sort_of_character_into_another() -> None:
    assert {"镇1", "1期", "≥9", "5%", "a公"} <= Index([told(["南山镇1期", "≥95%", "OA公开"])]).listed()


def test_grams_of_much_text_are_found_in_parts(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [told(texts) for texts in random_documents(3, 40)]
    whole = Index(documents, together=7).files
    monkeypatch.setattr(grams, "_AT_ONCE", 5)
    monkeypatch.setattr(postings, "_GRAMS_AT_ONCE", 3)
    assert Index(documents, together=7).files == whole


def test_far_gaps_take_more_bytes() -> None:
    rare = (0, 1, 128, 300, 3500)
    documents = [told(["稀" if number in rare else "多"]) for number in range(3501)]
    assert Index(documents).holding("稀") == set(rare)


def test_each_posting_is_told_in_the_shortest_way() -> None:
    random = Random(5)
    documents = [
        [
            f"全{'稀' if random.random() < 0.01 else ''}{'半径比' if random.random() < 0.5 else ''}{'乏' if number else ''}。甲乙丙"
        ]
        for number in range(3000)
    ]
    index = Index([told(texts) for texts in documents])
    assert index.shards.keys() == set(range(shards_for(3000)))
    for gram, way in (("全", "c"), ("半径", "b"), ("稀", "d"), ("乏", "c"), ("甲乙丙", "c"), ("半径比", "-")):
        assert index.holding(gram) == {n for n, texts in enumerate(documents) if gram in texts[0]}
        assert (index.node(gram) or [""])[0][0] == way


def test_a_longer_gram_is_told_by_both_its_parts_where_that_is_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(7)
    documents = [["甲乙" * random.randint(0, 1) + "丙", "乙丙" * random.randint(0, 1) + "丁"] for _ in range(900)]
    documents = [[*texts, "甲乙丙" if "甲乙" in texts[0] and "乙丙" in texts[1] else "无"] for texts in documents]
    index = check(documents, FEW)
    assert (index.node("甲乙丙") or [""])[0] == "-"
    monkeypatch.setattr(postings, "_ELSEWHERE", -1)
    assert (check(documents, FEW).node("甲乙丙") or [""])[0] in ("&", "-")


def test_indicators_are_told_apart() -> None:
    index = Index([[Passage("", Weight.TEXT, "满意"), Passage("", Weight.INDICATOR, "时效")], told(["时效"])])
    assert (index.holding("时效"), index.in_indicators("时效")) == ({0, 1}, {0})
    assert (index.holding("满意"), index.in_indicators("满意")) == ({0}, set())
    assert Index([[Passage("", Weight.INDICATOR, "时效")]]).in_indicators("时效") == {0}


def test_pieces_joined_tell_what_one_piece_of_everything_does() -> None:
    documents = [told([f"第{number}号文件", "共同的话"]) for number in range(50)]
    some, whole = Index(documents, together=7), Index(documents, together=50)
    assert (some.shards, some.packed) == (whole.shards, whole.packed)


def test_packs_hold_every_text_as_it_is_searched_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [
        [Passage("", Weight.INDICATOR, f"指标{n}"), Passage("", Weight.TEXT, f"第{n}号，{n}.5万元")] for n in range(50)
    ]
    monkeypatch.setattr(segment, "_PACK", 100)
    monkeypatch.setattr(segment, "_TOGETHER", 10)
    index = Index(documents, together=7)
    assert index.packed == [f"指标{n}\x01第{n}号,{n}.5万元\n第{n}号,{n * 10000 + 5000}元" for n in range(50)]
    assert index.firsts == [0, 14, 28, 42]
    assert [f"search-index/2020/pack-{number}.js" in index.files for number in range(5)] == [*[True] * 4, False]


def test_years_share_a_segment_while_they_are_small_and_a_large_one_has_several() -> None:
    def segments(*counts: tuple[str, int]) -> list[tuple[str, range, int]]:
        ids = [f"{name}/{number}" for name, count in counts for number in range(count)]
        return [tuple(one) for one in segments_of([name for name, _ in counts], ids)]  # type: ignore[misc]

    assert segments() == []
    assert segments(("2019/a", 3), ("2020/a", 4), ("2020/b", 5)) == [("2019-2020", range(3), 12)]
    assert segments(("2019/a", 1000), ("2020/a", 30)) == [("2019", range(1), 1000), ("2020", range(1, 2), 30)]
    assert segments(("2019/a", 2000), ("2020/a", 2000), ("2021/a", 2000), ("2022/a", 9)) == [
        ("2019-2020", range(2), 4000), ("2021", range(2, 3), 2000), ("2022", range(3, 4), 9)
    ]  # fmt: skip
    names = ["2019/a", "2020/a"]
    ids = [f"{name}/{number}" for name in names for number in range(3000)]
    assert segments_of(names, ids, 8192, 8192) == (("2019-2020", range(2), 6000),)
    assert segments(("2019/a", 4000), ("2019/b", 4000), ("2020/a", 4)) == [
        ("2019_1", range(1), 4000), ("2019_2", range(1, 2), 4000), ("2020", range(2, 3), 4)
    ]  # fmt: skip


def test_every_value_of_every_declaration_is_among_its_texts() -> None:
    for declaration in judge(ROOT).declarations:
        indexed = "".join(fold_all(f"{passage.text}{searched(passage.text)}") for passage in passages(declaration))
        assert declaration.document.root
        for text in values(declaration.document.root):
            assert fold_all(text) in indexed


def test_a_declaration_has_a_script_with_all_its_texts_and_a_place_in_its_segment() -> None:
    files = {file.path: file.content for file in render(judge(ROOT), ROOT / "theme").files}
    found = judge(ROOT).declarations
    told = [{"name": "2019", "first": 0, "count": len(found), "shards": shards_for(len(found))}]
    assert arguments(files["search-index/index.js"]) == {"few": FEW, "longest": LONGEST, "segments": told}
    for declaration in found:
        name, record = record_of(files[f"data/records/{declaration.id}.js"])
        assert name == declaration.id
        assert [tuple(text) for text in record["passages"]] == [tuple(passage) for passage in passages(declaration)]


def test_every_value_of_every_report_is_among_its_texts_in_the_script_of_its_project() -> None:
    """Also of a project's year of which no declaration was published."""
    alone = BASE_EVALUATION.replace("2020", "2018")
    files = {
        PATH: BASE,
        EVALUATION: BASE_EVALUATION,
        MONITORING: BASE_MONITORING,
        EVALUATION.replace("2020", "2018"): alone,
    }
    judged = judge_files(
        RawFile(UNITS_FILE, UNITS.encode()), None, [RawFile(file, text.encode()) for file, text in files.items()]
    )
    site = {file.path: file.content for file in render(judged, ROOT / "theme").files}
    reports = [parsed.result for parsed in judged.parsed_files if parsed.result]
    assert len(reports) == 3
    for report in reports:
        _, record = record_of(site[f"data/records/{report.id}.js"])
        indexed = "".join(fold_all(f"{text}{searched(text)}") for _, _, text in record["reports"][report.kind.suffix])
        assert report.document.root
        for text in values(report.document.root):
            assert fold_all(text) in indexed
    segments = arguments(site["search-index/index.js"])["segments"]
    assert [(one["name"], one["first"], one["count"]) for one in segments] == [("2020", 0, 1), ("r2018-2020", 1, 3)]
    catalogue = json.loads(site["data/catalogue.js"].decode().partition("=")[2].strip().removesuffix(";"))["reports"]
    listed = [(row[0], row[1], row[8:]) for row in catalogue["rows"]]
    names = ["馆藏档案数字化", "青禾市档案馆"]
    assert listed == [
        (f"{year}/qinghe-danganguan/dangan-shuzihua", kind, names if year == 2018 else [])
        for year, kind in ((2018, "ziping"), (2020, "jiankong"), (2020, "ziping"))
    ]


def test_declarations_are_numbered_in_the_order_of_their_ids() -> None:
    """As paths ``a-b.yml`` is before ``a.yml``; what is of one project stays together."""
    names = ("a.yml", "a-b.yml", "a0.yml", "a.ziping.yml", "a-b.jiankong.yml")
    files = {f"content/projects/2020/qinghe-danganguan/{name}": b"" for name in names}
    (batch,) = batches_of(Content(NOWHERE, files))
    ordered = ["a.yml", "a.ziping.yml", "a-b.jiankong.yml", "a-b.yml", "a0.yml"]
    assert [one.file.rpartition("/")[2] for one in batch.files] == ordered


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028\u2029", "\\u003c", '"', "\\"]
)
def test_a_text_comes_out_as_it_is_and_cannot_end_its_script(text: str) -> None:
    (_, _), (_, content) = index_files([page(text)], "rules")
    assert arguments(content) == [["a/", "rule", "题", [["", 1, text]]]]
    posting = b"".join(Index([told([text])]).files.values())
    for script in (content, posting, squeezed_script("keep", "2020/a/b", told([text]))):
        assert b"<" not in script
        assert b">" not in script
        assert "\u2028".encode() not in script


def test_shards_of_whole_pages_are_bounded_and_listed() -> None:
    pages = [page("字" * (SHARD_CHARACTERS // 3), f"{number}/") for number in range(12)]
    (path, names), *shards = index_files(pages, "rules")
    assert path == "search-index/rules.js"
    assert arguments(names) == [shard.split("/")[1] for shard, _ in shards]
    assert len(shards) == 3


def test_an_empty_site_has_an_empty_index() -> None:
    assert list(index_files([], "rules")) == [("search-index/rules.js", b"jixiaoSearch.shards([]);\n")]
    assert arguments(listing([])[1]) == {"few": FEW, "longest": LONGEST, "segments": []}


def test_rules_are_found_beside_declarations() -> None:
    files = render(judge_fragment("备注: 无人认领的字"), ROOT / "theme").files
    content = next(file.content for file in files if file.path.endswith("rules-1.js")).decode()
    assert "B201 子项目金额合计与项目当年预算不一致" in content
