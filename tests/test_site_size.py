"""How much room a site takes: bytes and files a declaration, by kind, within a budget. Who wants more must say so here."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from adapter_site import ROOT
from test_incremental import build

sys.path.insert(0, str(ROOT / "scripts"))
import generate

COUNT, RESULTS = 240, 144
KINDS = {
    "result page": r"projects/\d+/[^/]+/[^/]+/[^/]+/index\.html",
    "results": r"results/.*",
    "page": r"projects/\d+/[^/]+/[^/]+/index\.html",
    "record": r"data/records/.*",
    "twins": r"data/v1/units/.*\.json",
    "years": r"data/v1/\d{4}/.*",
    "all years": r"data/v1/[^/]+\.(zip|xlsx)",
    "history": r"history/.*",
    "search": r"search-index/[^/]+/\d+\.js",
    "packs": r"search-index/[^/]+/packs?(-\d+)?\.js",
    "catalogue": r"data/catalogue\.js",
}
"""What grows with the number of declarations, in proportion; lists of them, hand-written pages and assets do less."""
BUDGET = {
    "page": 52_500, "record": 5_300, "twins": 22_000, "years": 17_500, "all years": 6_200, "history": 7_800, "search": 3_500, "packs": 1_700,
    "catalogue": 300, "result page": 39_000, "results": 34_000,
}  # fmt: skip
"""Bytes a declaration, of which six in ten have a self-evaluation, or a self-evaluation where :data:`OF_RESULTS` says so. A
small site has shorter files than a large one, which squeeze less. Of a page some 7,000 are what changed against the year
before (generated texts differ in nearly every clause, as real ones seldom do), and 10,000 what came of its targets."""
OF_RESULTS = {"result page", "results"}
FILES = {"page": 1.0, "record": 1.0, "history": 0.4, "search": 0.9, "twins": 0.5, "result page": 1.0}
"""Files a declaration or self-evaluation; of the search index fewer where there are more, as there are of twins where units
have more."""


def _number(kind: str) -> int:
    return RESULTS if kind in OF_RESULTS else COUNT


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The size of every file of a built site of generated declarations."""
    root = tmp_path_factory.mktemp("size")
    generate.generate(root, COUNT, units=12, years=4, seed=5, errors=0, results=RESULTS)
    build(root)
    site = root / "site"
    return {file.relative_to(site).as_posix(): file.stat().st_size for file in site.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def kinds(sizes: dict[str, int]) -> dict[str, list[int]]:
    """The sizes by kind."""
    found: dict[str, list[int]] = defaultdict(list)
    for path, size in sizes.items():
        for kind, pattern in KINDS.items():
            if re.fullmatch(pattern, path):
                found[kind].append(size)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_keeps_to_its_bytes_a_declaration(kinds: dict[str, list[int]], kind: str) -> None:
    assert kinds[kind], "the pattern fits nothing"
    assert sum(kinds[kind]) / _number(kind) <= BUDGET[kind]


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_keeps_to_its_files_a_declaration(kinds: dict[str, list[int]], kind: str) -> None:
    assert len(kinds[kind]) / _number(kind) <= FILES[kind]


def test_six_thousand_declarations_with_their_results_fit_where_a_gigabyte_does(kinds: dict[str, list[int]]) -> None:
    """A declaration takes some 86 KB, and a self-evaluation 113 more: its page, its rows of lists, and its data."""
    assert sum(map(sum, kinds.values())) / COUNT * 6_000 <= 1e9


def test_what_stands_around_a_page_is_small(tmp_path: Path, sizes: dict[str, int]) -> None:
    """The comparison's page has next to no text of its own: nearly all of it is the theme's shell, with what it says to
    machines in its head and to readers at its foot."""
    assert sizes["compare/index.html"] <= 15_000


def test_no_archive_of_all_rows_is_larger_than_it_is_taken_for(sizes: dict[str, int]) -> None:
    """Whether a year comes in parts is decided before its archives are made, by what its rows take of a workbook."""
    for path, size in sizes.items():
        if re.fullmatch(r"data/v1/(\d{4}/)?(csv|jsonl|jixiao\.sqlite)\.zip", path):
            folder = path.rpartition("/")[0].removeprefix("data/v1").strip("/")
            book = f"{folder}/jixiao-{folder}.xlsx" if folder else "jixiao.xlsx"
            assert size <= sizes[f"data/v1/{book}"] * 5 // 4, path
