"""Generated declarations are valid, linked from year to year, and the same wherever they are made."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from adapter_site import ROOT
from in_memory import judge

from jixiao.finding import Severity
from jixiao.outcome import Verdict

sys.path.insert(0, str(ROOT / "scripts"))
from generate import generate, main


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated")
    assert generate(root, 80, units=6, years=4, seed=10, errors=0) == 80
    return root


def texts(root: Path) -> dict[str, bytes]:
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in (root / "content").rglob("*.yml")}


def test_the_same_call_gives_the_same_bytes_and_another_seed_others(root: Path, tmp_path: Path) -> None:
    main([str(tmp_path / "again"), "--count", "80", "--units", "6", "--years", "4", "--seed", "10"])
    main([str(tmp_path / "other"), "--count", "80", "--units", "6", "--years", "4", "--seed", "6"])
    assert texts(tmp_path / "again") == texts(root) != texts(tmp_path / "other")


def test_they_have_no_errors_and_some_findings(root: Path) -> None:
    found = judge(root)
    assert found.judgement.count(Severity.ERROR) == 0
    assert len(found.portfolio.declarations) == 80
    assert found.judgement.count(Severity.WARNING) > 8
    assert {"H303", "H304", "C606"} <= {finding.code for finding in found.findings}


def test_projects_carry_on_from_year_to_year(root: Path) -> None:
    portfolio = judge(root).portfolio
    later = [declaration for declaration in portfolio.declarations if declaration.year > min(portfolio.years)]
    linked = [declaration for declaration in later if portfolio.previous(declaration)]
    assert len(linked) > len(later) / 2
    assert any(declaration.predecessor for declaration in later)


def test_files_are_about_six_kilobytes_and_hardly_copies_of_each_other(root: Path) -> None:
    sizes = [len(content) for name, content in texts(root).items() if "/projects/" in name]
    assert 4_500 < sum(sizes) / len(sizes) < 7_500
    overviews = [
        content.decode().split("项目概况: |-\n")[1].split("\n")[0]
        for name, content in texts(root).items()
        if "/projects/" in name
    ]
    assert len(set(overviews)) == len(overviews)


def test_errors_are_put_in_where_they_are_asked_for(tmp_path: Path) -> None:
    generate(tmp_path, 20, units=2, years=2, seed=1, errors=3)
    found = judge(tmp_path)
    assert len({finding.file for finding in found.findings if finding.severity is Severity.ERROR}) == 3


def test_self_evaluations_lie_beside_as_many_as_are_asked_for_and_agree_with_their_declarations(tmp_path: Path) -> None:
    assert main([str(tmp_path), "--count", "40", "--units", "4", "--years", "3", "--results", "24"]) == 0
    found = judge(tmp_path)
    results = found.portfolio.results
    assert len(results) == 24
    assert {result.id for result in results} < {declaration.id for declaration in found.portfolio.declarations}
    for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL):
        assert sum(result.counts.of(verdict) for result in results)
    about_results = [finding for finding in found.findings if finding.file.endswith(".ziping.yml")]
    assert {finding.code for finding in about_results} == {"R109"}, "targets that were missed and have no reason"
