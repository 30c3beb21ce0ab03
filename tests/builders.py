"""Builders of what tests judge: each takes only what its test is about; the rest is a declaration no rule minds."""

from __future__ import annotations

from in_memory import Judged as Judgement
from in_memory import judge_files

from jixiao.finding import Finding
from jixiao.repository import THRESHOLDS, UNITS, RawFile
from jixiao.rules.examples import UNITS as EXAMPLE_UNITS
from jixiao.rules.examples import Example, read_example


def judge_example(example: Example, thresholds: str = "", units: str = EXAMPLE_UNITS) -> Judgement:
    """Judge the files of an example."""
    settings = RawFile(THRESHOLDS, thresholds.encode()) if thresholds else None
    raws = [RawFile(path, text.encode()) for path, text in example.files.items()]
    return judge_files(RawFile(UNITS, units.encode()), settings, raws)


def judge_fragment(fragment: str, **settings: str) -> Judgement:
    """Judge the base declaration with the fragment's fields laid over it (see :func:`read_example`)."""
    return judge_example(read_example(fragment), **settings)


def findings_of(code: str, fragment: str, **settings: str) -> tuple[Finding, ...]:
    """The findings of one code in a fragment laid over the base declaration."""
    return tuple(finding for finding in judge_fragment(fragment, **settings).findings if finding.code == code)
