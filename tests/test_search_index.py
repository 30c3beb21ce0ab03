"""The index misses nothing and claims nothing: grams against literal texts, in scripts that hold data alone."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from random import Random

import pytest
from adapter_site import ROOT
from builders import judge_fragment
from hypothesis import strategies as st
from in_memory import judge, render
from properties import holds_for
from scripts_read import record_of

from jixiao.search import (
    Passage,
    Searchable,
    Weight,
    index_files,
    listing,
    piece_in,
    piece_of,
    segment,
    segment_files,
    squeezed_script,
)
from jixiao.search.grams import HAN, LONGEST_WORD_GRAM, fold, gram_keys, grams_of_part, grams_with
from jixiao.search.index import SHARD_CHARACTERS, shards_for
from jixiao.search.segment import MOST_IN_PIECE
from jixiao.site.searchable import passages
from jixiao.source import Mapping, Node, Scalar
from jixiao.text import fold as fold_all

ALPHABET = "运维政务内网平台（）(）%≥《》“”、。 　ａＢcZ0159-[]*\n\u3400\uf900é字"
"""Few characters, so that texts meet; of every sort that is folded or cut."""
TEXTS = st.lists(st.text(ALPHABET, max_size=30), max_size=4)


def page(text: str, address: str = "a/") -> Searchable:
    """A page with one text."""
    return Searchable(address, "检查规则", "题", (Passage("", Weight.TEXT, text),))


def arguments(content: bytes) -> object:
    """What a script is called with."""
    text = content.decode()
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


def values(node: Node) -> list[str]:
    """Every text value below a node."""
    if isinstance(node, Scalar):
        return [node.text] if not node.is_blank else []
    children = (entry.value for entry in node.entries) if isinstance(node, Mapping) else node.items
    return [text for child in children for text in values(child)]


def holders(told: str, count: int) -> set[int]:
    """The numbers that a posting tells."""
    content = base64.b64decode(told[1:])
    if told[0] == "b":
        return {number for number in range(count) if content[number >> 3] >> (number & 7) & 1}
    found, last, gap, shift = set(), -1, 0, 0
    for byte in content:
        gap, shift = gap | (byte & 127) << shift, shift + 7
        if not byte & 128:
            last, gap, shift = last + gap + 1, 0, 0
            found.add(last)
    return found


def grams_of(texts: Iterable[str]) -> set[str]:
    """All grams of some texts, taken one character after the other."""
    folded, grams = "\n".join(map(fold, texts)), set()
    for run in re.findall(rf"[{HAN}]+|[a-z0-9]+|[^\s{HAN}a-z0-9]", folded):
        longest = 2 if re.fullmatch(f"[{HAN}]+", run) else LONGEST_WORD_GRAM
        grams |= {run[at : at + length] for length in range(1, longest + 1) for at in range(len(run) - length + 1)}
    return grams


def shard_of(gram: str, shards: int) -> int:
    """In which of so many scripts the browser looks for a gram."""
    state = 0
    for unit in memoryview(gram.encode("utf-16-le", "surrogatepass")).cast("H"):
        state = (state * 31 + unit) & 0xFFFFFFFF
    return (state * 2654435761 & 0xFFFFFFFF) >> 16 & shards - 1


class Index:
    """A segment read back as the browser reads it."""

    def __init__(self, texts: list[list[Passage]], together: int = MOST_IN_PIECE) -> None:
        self.count = len(texts)
        pieces = [piece_in(piece_of(texts[start : start + together])) for start in range(0, self.count, together)]
        self.files = dict(segment_files("2020", lambda: pieces, self.count))
        self.shards = {}
        for content in self.files.values():
            _, number, grams = arguments(content)  # type: ignore[misc]
            self.shards[number] = grams

    def holding(self, gram: str, in_indicators: bool = False) -> set[int]:
        """The declarations that hold a gram."""
        told = self.shards[shard_of(gram, len(self.shards))].get(gram)
        if told is None:
            return set()
        if not in_indicators:
            return holders(told[0], self.count)
        return set() if len(told) < 2 else holders(told[1] or told[0], self.count)

    def candidates(self, part: str) -> set[int]:
        """The declarations that hold every gram of a part."""
        return set.intersection(*(self.holding(gram) for gram in grams_of_part(part)))


def told(texts: list[str]) -> list[Passage]:
    return [Passage("", Weight.TEXT, text) for text in texts]


@holds_for(
    st.lists(TEXTS, min_size=1, max_size=5),
    st.text(ALPHABET.replace(" ", "").replace("\n", ""), min_size=1, max_size=6),
)
def test_nothing_that_matches_is_missed_and_a_gram_is_its_own_proof(documents: list[list[str]], query: str) -> None:
    index = Index([told(texts) for texts in documents], together=2)
    for part in fold(query).split():
        truth = {n for n, texts in enumerate(documents) if any(part in fold(text) for text in texts)}
        found = index.candidates(part)
        assert truth <= found
        if grams_of_part(part) == (part,):
            assert truth == found


@holds_for(st.text(ALPHABET, max_size=40))
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_grams_do_not_cross_from_one_text_into_another() -> None:
    assert "务内" not in grams_of(["政务", "内网"])
    assert grams_of(["OA办公7*24"]) == {*"oa办公7*24", "oa", "办公", "24"}
    assert {"2665", "6655", "266", "5", "500"} <= grams_of(["2665500"])


@holds_for(st.lists(st.text(max_size=20) | st.text(ALPHABET + "𠀀\ud800", max_size=40), max_size=6))
def test_grams_of_many_texts_at_once_are_those_of_each(texts: list[str]) -> None:
    keys, places = gram_keys(texts)
    found: list[set[str]] = [set() for _ in texts]
    for gram, place in zip(grams_with(keys), places.tolist(), strict=True):
        found[place].add(gram)
    assert found == [grams_of([text]) for text in texts]


@holds_for(
    st.lists(st.text(ALPHABET + "𠀀𪛟\ud800", max_size=12), min_size=1, max_size=70), st.integers(1, MOST_IN_PIECE)
)
def test_each_gram_stands_where_the_browser_looks_with_all_who_hold_it(texts: list[str], together: int) -> None:
    index = Index([told([text]) for text in texts], together)
    for gram in grams_of(texts):
        assert index.holding(gram) == {n for n, text in enumerate(texts) if gram in grams_of([text])}
    assert {gram for shard in index.shards.values() for gram in shard} == grams_of(texts)
    assert all(list(shard) == sorted(shard) for shard in index.shards.values())


def test_grams_of_many_pieces_are_put_together_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [told([f"第{number}号文件", "共同的话"]) for number in range(50)]
    whole = Index(documents, together=7).files
    monkeypatch.setattr(segment, "_ROWS_AT_ONCE", 5)
    assert Index(documents, together=7).files == whole


def test_more_grams_than_memory_should_hold_are_read_in_several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [told([f"第{number}号文件", "共同的话"]) for number in range(3000)]
    whole = Index(documents).files
    assert len(whole) > 2
    monkeypatch.setattr(segment, "_ROWS_IN_MEMORY", 5000)
    assert Index(documents).files == whole
    monkeypatch.setattr(segment, "_ROWS_IN_MEMORY", 1)
    assert Index(documents).files == whole


def test_far_gaps_take_more_bytes() -> None:
    documents = [told(["稀" if number in (0, 1, 128, 300, 16_700, 40_000) else "多"]) for number in range(40_001)]
    assert Index(documents).holding("稀") == {0, 1, 128, 300, 16_700, 40_000}


def test_postings_are_bits_where_many_hold_a_gram_and_gaps_where_few_do() -> None:
    random = Random(5)
    documents = [
        [f"全{'稀' if random.random() < 0.01 else ''}{'半' if random.random() < 0.5 else ''}"] for _ in range(3000)
    ]
    index = Index([told(texts) for texts in documents])
    assert index.shards.keys() == set(range(shards_for(3000)))
    for gram, sort in (("全", "b"), ("半", "b"), ("稀", "d")):
        assert index.holding(gram) == {n for n, texts in enumerate(documents) if gram in texts[0]}
        assert index.shards[shard_of(gram, len(index.shards))][gram][0][0] == sort


def test_indicators_are_told_apart() -> None:
    index = Index([[Passage("", Weight.TEXT, "满意"), Passage("", Weight.INDICATOR, "时效")], told(["时效"])])
    assert (index.holding("时效"), index.holding("时效", in_indicators=True)) == ({0, 1}, {0})
    assert (index.holding("满意"), index.holding("满意", in_indicators=True)) == ({0}, set())


def test_pieces_joined_equal_one_piece_of_everything() -> None:
    documents = [told([f"第{number}号文件", "共同的话"]) for number in range(50)]
    assert Index(documents, together=7).files == Index(documents, together=50).files


def test_every_value_of_every_declaration_is_among_its_texts() -> None:
    for declaration in judge(ROOT).declarations:
        indexed = fold_all("".join(passage.text for passage in passages(declaration)))
        assert declaration.document.root
        for text in values(declaration.document.root):
            assert fold_all(text) in indexed


def test_a_declaration_has_a_script_with_all_its_texts_and_a_place_in_its_segment() -> None:
    files = {file.path: file.content for file in render(judge(ROOT), ROOT / "theme").files}
    found = judge(ROOT).declarations
    assert arguments(files["search-index/index.js"]) == [
        {"name": "2019", "first": 0, "count": len(found), "shards": shards_for(len(found))}
    ]
    for declaration in found:
        name, record = record_of(files[f"data/records/{declaration.id}.js"])
        assert name == declaration.id
        assert [tuple(text) for text in record["passages"]] == [tuple(passage) for passage in passages(declaration)]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028\u2029", "\\u003c", '"', "\\"]
)
def test_a_text_comes_out_as_it_is_and_cannot_end_its_script(text: str) -> None:
    (_, _), (_, content) = index_files([page(text)])
    assert arguments(content) == [["a/", "检查规则", "题", [["", 1, text]]]]
    posting = b"".join(Index([told([text])]).files.values())
    for script in (content, posting, squeezed_script("keep", "2020/a/b", told([text]))):
        assert b"<" not in script
        assert b">" not in script
        assert "\u2028".encode() not in script


def test_shards_of_whole_pages_are_bounded_and_listed() -> None:
    pages = [page("字" * (SHARD_CHARACTERS // 3), f"{number}/") for number in range(12)]
    (path, names), *shards = index_files(pages)
    assert path == "search-index/texts.js"
    assert arguments(names) == [shard.split("/")[1] for shard, _ in shards]
    assert len(shards) == 3


def test_an_empty_site_has_an_empty_index() -> None:
    assert list(index_files([])) == [("search-index/texts.js", b"jixiaoSearch.shards([]);\n")]
    assert listing([]) == ("search-index/index.js", b"jixiaoSearch.begin([]);\n")


def test_rules_are_found_beside_declarations() -> None:
    files = render(judge_fragment("备注: 无人认领的字"), ROOT / "theme").files
    content = next(file.content for file in files if file.path.endswith("texts-1.js")).decode()
    assert "B201 子项目金额合计与项目当年预算不一致" in content
