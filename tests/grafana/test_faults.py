"""Each fault of `scripts/faults.py`, a few times: nothing lost, nothing doubled, then whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from standin.faults import FAULTS, Fault
from standin.trials import Ground
from support import ROOT

TRIES = 4
"""Half of the tries are on a stand-in of 12.2, half on one of 12.4 with boards of schema v2."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    root: Path = tmp_path_factory.mktemp("trial")
    return Ground(root)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_board_is_lost_or_duplicated_by_a_fault(ground: Ground, fault: Fault) -> None:
    tries = 2 if "too late" in fault.name else TRIES
    for seed in range(tries):
        trial = ground.trial(fault, seed, sleep=lambda seconds: False)
        assert (trial.lost, trial.doubled, trial.whole) == (0, 0, True), f"seed {seed}"


def test_the_page_lists_each_fault_without_a_loss() -> None:
    page = (ROOT / "docs/deploy-faults.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    names = [row.split(" | ")[0].removeprefix("| ") for row in rows]
    assert names[: len(FAULTS)] == [fault.name for fault in FAULTS]
    assert all(row.endswith("| 0 | 0 |") for row in rows)
