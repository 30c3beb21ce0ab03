"""Inputs that reach every known corner of the reader and of the target parser hold what is promised; new ones are looked for."""

from __future__ import annotations

import importlib.util
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest
from adapter_site import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import fuzz

CAN = sys.platform == "linux" and platform.machine() == "x86_64"
"""Where the lock has the fuzzer."""
NEW = {"reader": 100, "target": 2_000}
"""Inputs to try beyond those that a search begins with."""


@pytest.mark.parametrize("subject", sorted(fuzz.SUBJECTS))
def test_every_kept_input_holds_what_is_promised(subject: str) -> None:
    kept = sorted((ROOT / "tests" / "corpus" / subject).iterdir())
    assert len(kept) > 100
    for file in kept:
        fuzz.SUBJECTS[subject].holds(file.read_bytes())


def test_a_promise_that_is_broken_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from jixiao import privacy, target

    monkeypatch.setattr(privacy, "mask", lambda text: f"{text}*")
    with pytest.raises(AssertionError, match="masked"):
        fuzz.target_holds("≥95%".encode())
    monkeypatch.setattr(target, "read_target", lambda raw: target.Target(raw.strip()))
    with pytest.raises(AssertionError, match="as filed"):
        fuzz.target_holds(b" 95%")


@pytest.mark.skipif(not CAN, reason="the fuzzer is there for Linux on x86-64 alone; the kept inputs were tried above")
@pytest.mark.parametrize("subject", sorted(fuzz.SUBJECTS))
def test_a_short_search_finds_nothing_new(tmp_path: Path, subject: str) -> None:
    """A long one is ``python scripts/fuzz.py``."""
    assert importlib.util.find_spec("atheris"), "the lock names it"
    begun = (*fuzz.first_of(fuzz.SUBJECTS[subject]), *(fuzz.KEPT / subject).iterdir())
    runs = len(begun) + NEW[subject]
    how = ("--runs", str(runs), "--seed", "1", "--found", str(tmp_path / "found"))
    command = [sys.executable, str(ROOT / "scripts" / "fuzz.py"), subject, *how]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = re.search(r"^Done (\d+) runs", done.stderr, re.MULTILINE)
    assert told, done.stderr[-3000:]
    assert int(told[1]) >= runs, "the fuzzer may end a round it has begun"
