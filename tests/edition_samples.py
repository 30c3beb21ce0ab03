"""The samples of all editions, one each: found in their folder, so that a new edition is tested by adding one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from in_memory import Judged, judge_files

from jixiao.field_reader import declaration_id
from jixiao.forms import EDITION_IDS
from jixiao.model import Declaration
from jixiao.repository import UNITS, RawFile
from jixiao.rules.examples import BASE
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS

SAMPLES = Path(__file__).parent / "samples"
PREDECESSOR = "content/projects/2019/qinghe-danganguan/dangan-saomiao.yml"


def sample_file(edition_id: str) -> RawFile:
    """An edition's sample at its place, which its first line names."""
    content = (SAMPLES / f"{edition_id}.yml").read_bytes()
    return RawFile(content.decode().partition("\n")[0].removeprefix("# "), content)


def judge_samples(edition_ids: Iterable[str] = EDITION_IDS) -> Judged:
    """Judge samples together, beside the declaration that one of them names as its 前身."""
    before = RawFile(PREDECESSOR, BASE.replace("2020", "2019").encode())
    samples = (sample_file(edition_id) for edition_id in edition_ids)
    return judge_files(RawFile(UNITS, EXAMPLE_UNITS.encode()), None, [before, *samples])


def sample_id(edition_id: str) -> str:
    """The id of an edition's sample."""
    return declaration_id(sample_file(edition_id).file)


def sample(edition_id: str) -> Declaration:
    """The declaration of an edition's sample."""
    declaration = judge_samples([edition_id]).portfolio.get(sample_id(edition_id))
    assert declaration
    return declaration
