"""Whatever process of a build is killed, and when: the rest ends, the site stays whole, and the next build succeeds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from adapter_site import ROOT, environment

sys.path.insert(0, str(ROOT / "scripts"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_and_nothing_is_left_when_a_process_is_killed(tmp_path: Path, seed: int) -> None:
    """A long run of this is ``python scripts/kill.py``."""
    import kill

    trial = kill.Trial(tmp_path / "site", seed, environment())
    trial.run(30)
    assert trial.kills == 30
