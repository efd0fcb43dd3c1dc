"""Deploy many times with each fault injected, and write `docs/deploy-faults.md`.

    .venv/bin/python scripts/faults.py [--tries 100] [--kills 60]

All deploys run on this machine against the stand-in for Grafana. Waits between tries are skipped,
so the script takes only minutes. The fault "kill -9" ends the whole process of a deploy.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from boardwright.commands.deploying.deploy import apply_deploy  # noqa: E402
from boardwright.http.pace import Pace  # noqa: E402
from boardwright.http.sessions import create_session  # noqa: E402
from standin.faults import FAULTS  # noqa: E402
from standin.server import StandIn  # noqa: E402
from standin.trials import TOKEN, Ground, Trial, read_project_at, stand_in_for  # noqa: E402

PAGE = ROOT / "docs/deploy-faults.md"
HEAD = """\
# Deploys under faults

`scripts/faults.py` writes this page. It deploys {boards} boards and three groups of alert rules
many times to our stand-in, a test server with Grafana's API. In each try, one fault happens while
the deploy makes its plan and while it writes. Then a second deploy runs without the fault. The
stand-in behaves like Grafana 12.2 in half of the tries. In the other half of the tries, the
stand-in behaves like Grafana 12.4, and stores some of the boards in schema v2.

In each try, a complete deploy has to do the following:

- It creates some boards, updates some boards, and deletes two boards.
- It does not change the boards of other owners.
- It creates one group of alert rules, changes a second group, moves one rule from the second group
  to the third, and deletes one rule.

A percentage in the table is the share of requests for which the fault happens. When an answer is
damaged or lost, Grafana has usually executed the request.

| fault | tries | complete at once | complete after a second deploy | lost | duplicated |
|---|--:|--:|--:|--:|--:|
"""
TAIL = """
- *Complete at once* counts the tries in which the first deploy wrote everything, if necessary after
  it repeated some requests. In all other tries, the first deploy reported the failures and ended
  with exit code 2, or with exit code 1 if there was a conflict.
- *Lost* counts boards and rules that a deploy reported as written although they are missing or
  wrong. It also counts declared boards and rules that are missing after the second deploy, and
  boards, rules and edits of other people that a deploy removed.
- *Duplicated* counts boards, rules and folders that exist twice, and versions of a board that are
  equal to the previous version.

If somebody saves a board between the two deploys, the second deploy reports a conflict and does not
overwrite the board; this counts as complete. A deploy that was killed reports nothing. It counts as
complete at once only if it had ended before it was killed.

We repeated two of these tests by hand with 40 boards, on a real Grafana 12.2 and on a real Grafana
12.4:

- We killed 38 deploys at random moments on each Grafana. On Grafana 12.2, 24 deploys had not ended
  when we killed them; on Grafana 12.4, 19 deploys. These deploys had written between 0 and 39
  boards.
- We ran 32 pairs of simultaneous deploys to an empty Grafana.

No board was lost, and no board existed twice. We also killed a deploy of 25 groups of five alert
rules after ten groups, and then ran a second deploy and two simultaneous deploys that changed all
groups. In the end, each rule existed once.
"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fault's row in the table."""

    name: str
    trials: tuple[Trial, ...]

    def __str__(self) -> str:
        """Return the row as Markdown."""
        trials = self.trials
        figures = (
            len(trials),
            sum(trial.whole_at_once for trial in trials),
            sum(trial.whole for trial in trials),
            sum(trial.lost for trial in trials),
            sum(trial.doubled for trial in trials),
        )
        return f"| {self.name} | {' | '.join(map(str, figures))} |"


def main() -> None:
    """Test every fault, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=100)
    parser.add_argument("--kills", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        ground = Ground(Path(name))
        rows = [*rows_of(ground, options.tries), *processes(ground, options.kills)]
    lines = "".join(f"{row}\n" for row in rows)
    PAGE.write_text(HEAD.format(boards=len(ground.boards)) + lines + TAIL)
    if any(trial.lost or trial.doubled or not trial.whole for row in rows for trial in row.trials):
        raise SystemExit("a board or rule was lost or duplicated: see the table")


def rows_of(ground: Ground, tries: int) -> Iterable[Row]:
    """Test each fault of the stand-in. Slow answers take seconds, so they are tested less often."""
    for fault in FAULTS:
        count = max(1, tries // 4) if "too late" in fault.name else tries
        trials = [ground.trial(fault, seed, sleep=lambda seconds: False) for seed in range(count)]
        yield show_row(Row(name=fault.name, trials=tuple(trials)))


def processes(ground: Ground, tries: int) -> Iterable[Row]:
    """Test faults that need more than one process or thread."""
    kills = [kill_deploy(ground, seed) for seed in range(tries)]
    yield show_row(Row(name="kill -9 at a random moment", trials=tuple(kills)))
    pairs = [two_at_once(ground, seed) for seed in range(tries)]
    yield show_row(Row(name="two deploys at once", trials=tuple(pairs)))


def show_row(row: Row) -> Row:
    """Print a row as soon as it is complete, and return it."""
    print(row, file=sys.stderr)
    return row


def kill_deploy(ground: Ground, seed: int) -> Trial:
    """Kill a deploy after the server has received a random number of its requests."""
    chance = random.Random(seed)
    with stand_in_for(seed) as server:
        ground.prepare(server)
        theirs = ground.theirs(server)
        read_project_at(ground.root, server.url)
        left = chance.randrange(1, 80)
        process = subprocess.Popen(
            [sys.executable, "-m", "boardwright", "deploy", "--yes", "--prune"],
            cwd=ground.root,
            env={**os.environ, "GRAFANA_TOKEN": TOKEN},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while len(server.log) < left and process.poll() is None:
            time.sleep(0.0005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return judge_second_deploy(ground, server, theirs, whole_at_once=process.returncode == 0)


def two_at_once(ground: Ground, seed: int) -> Trial:
    """Run two deploys of the same boards; the second starts after a random delay."""
    chance = random.Random(seed)
    whole: list[bool] = []
    with stand_in_for(seed) as server:
        ground.prepare(server)
        theirs = ground.theirs(server)

        def deploy() -> None:
            done = apply_deploy(ground.plan(server, Pace(), create_session), name="trial")
            whole.append(done.applied is not None and not done.failed and not done.conflicts)

        both = [threading.Thread(target=deploy) for _ in range(2)]
        for one in both:
            one.start()
            time.sleep(chance.random() * 0.1)
        for one in both:
            one.join()
        return judge_second_deploy(ground, server, theirs, whole_at_once=all(whole))


def judge_second_deploy(
    ground: Ground, server: StandIn, theirs: dict[str, list[object]], *, whole_at_once: bool
) -> Trial:
    """Deploy once more, and judge the result."""
    last = apply_deploy(ground.plan(server, Pace(), create_session), name="trial")
    return ground.judge(server, last, lost=0, theirs=theirs, whole_at_once=whole_at_once)


if __name__ == "__main__":
    main()
