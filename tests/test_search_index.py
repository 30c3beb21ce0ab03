"""The index holds every filed text as written, in scripts that hold data alone; the same site gives the same bytes."""

from __future__ import annotations

import json

import pytest
from adapter_site import ROOT
from builders import judge_fragment

from jixiao.search import Facts, Passage, Searchable, Weight, index_files
from jixiao.search.index import SHARD_CHARACTERS
from jixiao.source import Entry, Mapping, Node, Scalar
from jixiao.text import fold
from jixiao.walk import judge, render


def page(text: str, address: str = "a/") -> Searchable:
    """A page with one text."""
    return Searchable(address, "申报表", "题", Facts(), (Passage("", Weight.TEXT, text),))


def loaded(content: bytes) -> list[list[object]]:
    """What a script of the index hands over, read as a program would."""
    text = content.decode()
    assert text.startswith("jixiaoSearch.add(")
    assert text.endswith(");\n")
    found: list[list[object]] = json.loads(text[len("jixiaoSearch.add(") : -3])
    return found


def values(node: Node) -> list[str]:
    """The texts of a document's values, without its keys."""
    if isinstance(node, Scalar):
        return [node.text]
    below = (entry.value if isinstance(entry, Entry) else entry for entry in _members(node))
    return [text for member in below for text in values(member)]


def _members(node: Node) -> tuple[Entry, ...] | tuple[Node, ...]:
    return node.entries if isinstance(node, Mapping) else node.items  # type: ignore[union-attr]


def test_every_filed_value_of_the_real_declarations_is_in_the_index() -> None:
    judgement = judge(ROOT)
    files = {file.path: file.content for file in render(judgement, ROOT / "theme").files}
    entries = {entry[0]: entry for entry in loaded(files["search-index/texts-1.js"])}
    for declaration in judgement.portfolio.declarations:
        indexed = fold(json.dumps(entries[f"projects/{declaration.id}/"], ensure_ascii=False).replace("\\n", ""))
        assert declaration.document.root
        for text in values(declaration.document.root):
            assert json.dumps(fold(text), ensure_ascii=False)[1:-1] in indexed


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028\u2029", "\\u003c", '"', "\\"]
)
def test_a_text_comes_out_as_it_is_and_cannot_end_its_script(text: str) -> None:
    (_, _), (_, content) = index_files([page(text)])
    assert b"<" not in content
    assert b">" not in content
    assert "\u2028".encode() not in content
    assert loaded(content)[0][4] == [["", 1, text]]


def test_shards_are_bounded_and_listed() -> None:
    pages = [page("字" * (SHARD_CHARACTERS // 3), f"{number}/") for number in range(12)]
    (listing, names), *shards = index_files(pages)
    assert listing == "search-index/texts.js"
    assert json.loads(names.decode()[len("jixiaoSearch.shards(") : -3]) == [path.split("/")[1] for path, _ in shards]
    assert len(shards) == 3
    assert [entry[0] for _, content in shards for entry in loaded(content)] == [f"{number}/" for number in range(12)]


def test_an_empty_site_has_an_empty_index() -> None:
    assert list(index_files([])) == [("search-index/texts.js", b"jixiaoSearch.shards([]);\n")]


def test_a_rule_is_found_beside_declarations() -> None:
    files = render(judge_fragment("备注: 无人认领的字"), ROOT / "theme").files
    content = next(file.content for file in files if file.path.endswith("texts-1.js")).decode()
    assert "无人认领的字" in content
    assert "B201 子项目金额合计与项目当年预算不一致" in content
