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

`scripts/faults.py` writes this page. The script deploys {boards} boards and three groups of alert
rules many times to a test server that imitates Grafana's API. In each try, the test server
produces one kind of fault during the first deploy. Then a second deploy runs without faults. In
half of the tries, the test server behaves like Grafana 12.2. In all other tries, the test server
behaves like Grafana 12.4, and stores some of the boards in schema v2.

In each try, the deploy has to make these changes:

- The deploy creates some boards, updates some boards, and deletes two boards.
- The deploy leaves boards that belong to other owners unchanged.
- The deploy creates one group of alert rules and changes a second group. It also moves one rule
  from the second group to the third, and deletes one rule.

In the first column, a percentage is the share of requests for which the fault happens. If an answer
is damaged or lost, the test server has usually executed the request.

| fault | tries | complete at once | complete after a second deploy | lost | duplicated |
|---|--:|--:|--:|--:|--:|
"""
TAIL = """
- *Complete at once* counts the tries in which the first deploy made all changes. The first deploy
  can repeat requests. If the first deploy was incomplete, it reported the failures and ended with
  exit code 2, or with exit code 1 after a conflict.
- *Lost* counts boards and rules that a deploy reported as written although they were missing or
  wrong on the server. *Lost* also counts declared boards and rules that were missing after the
  second deploy. It also counts other people's boards, rules and edits that a deploy removed.
- *Duplicated* counts boards, rules and folders that existed twice on the server. *Duplicated* also
  counts versions of a board that were equal to the previous version.

If somebody saves a board between the two deploys, the second deploy reports a conflict and does not
overwrite the board. A second deploy that reports only such conflicts counts as complete. A killed
deploy reports nothing. A deploy counts as complete at once if it ended before the script killed it.

We repeated two tests by hand with 40 boards, on a real Grafana 12.2 and on a real Grafana 12.4. The
tests were "the deploy is killed" and "two deploys run at once".

- We killed 38 deploys at random moments on each Grafana. On Grafana 12.2, we killed 24 of the 38
  deploys before they ended; on Grafana 12.4, we killed 19 of 38 before they ended. Each of these
  unfinished deploys had written between 0 and 39 boards.
- We ran 32 pairs of simultaneous deploys to an empty Grafana.

In these tests by hand, no board was lost, and no board existed twice. We also killed a deploy of 25
groups of five alert rules after it had written ten groups. Then we ran a second deploy, and two
simultaneous deploys that changed all groups. In the end, each alert rule existed exactly once in
Grafana.
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
    yield show_row(
        Row(name="the deploy is killed with kill -9 at a random moment", trials=tuple(kills))
    )
    pairs = [two_at_once(ground, seed) for seed in range(tries)]
    yield show_row(Row(name="two deploys run at once", trials=tuple(pairs)))


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
