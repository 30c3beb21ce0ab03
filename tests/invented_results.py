"""Editions of records of a project's year that are invented for tests, known beside those that come with the package.

All forms, projects, units and figures are invented; each lies in tests/result_editions, with a sample that fills it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from in_memory import Judged, judge_files

from jixiao.forms import kinds
from jixiao.repository import UNITS, RawFile
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS

FOLDER = Path(__file__).parent / "result_editions"
SAMPLES = Path(__file__).parent / "samples" / "results"
IDS = tuple(sorted(file.stem for file in FOLDER.glob("*.yml")))


@contextmanager
def known(more: Mapping[str, Path] | None = None) -> Iterator[None]:
    """Let files name the invented editions, or these."""
    own, files = kinds.edition_files(), more or {name: FOLDER / f"{name}.yml" for name in IDS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "edition_files", lambda: {**own, **files})
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    kinds.result_edition_ids.cache_clear()
    kinds.load_result_edition.cache_clear()


def sample(edition_id: str) -> tuple[str, str]:
    """The file of an edition's sample, which its first line names, and its text."""
    folder = FOLDER / "samples" if edition_id in IDS else SAMPLES
    text = (folder / f"{edition_id}.yml").read_text("utf-8")
    return text.partition("\n")[0].removeprefix("# "), text


def judged(*files: tuple[str, str], **more: Any) -> Judged:
    """Judge files by path and text."""
    raws = [RawFile(file, text.encode("utf-8", "surrogatepass")) for file, text in files]
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, raws)
