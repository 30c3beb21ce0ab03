"""Whatever process of a build is killed, and when: the rest ends, the site stays whole, and the next build succeeds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")

KILLS = 6


def test_nothing_is_lost_and_nothing_is_left_when_a_process_is_killed(tmp_path: Path) -> None:
    """Each sort of process once by the signal that nobody can catch, once by another; a long run is ``scripts/kill.py``."""
    import kill

    trial = kill.Trial(tmp_path / "site", 1, environment())
    trial.run(KILLS)
    assert trial.kills == KILLS
