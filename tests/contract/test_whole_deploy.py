"""Read, plan, apply: on an empty folder, again, and after a change by someone else."""

from __future__ import annotations

import subprocess
import time

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.plan import make_plan
from boardwright.grafana.plan_application import ApplyResult, apply_plan
from boardwright.grafana.server_state import FEW, read_state
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.schema.canonical import encode_canonical_json
from contract.boards import MESSAGE, body
from contract.conftest import NewUid
from contract.targets import Target
from support import TOML, MakeProject, Run, numbered_board


def deploy(
    grafana: Grafana, folders: list[WantedFolder], boards: list[WantedBoard]
) -> tuple[list[str], list[str]]:
    state = read_state(grafana, folders=folders, boards=boards)
    plan = make_plan(folders=folders, boards=boards, state=state)
    return statuses(apply_plan(plan, grafana, message=MESSAGE))


def statuses(applied: ApplyResult) -> tuple[list[str], list[str]]:
    return [each.status for each in applied.folders], [each.status for each in applied.boards]


def test_a_deploy_creates_then_changes_nothing_then_restores_an_edited_board(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    outer = WantedFolder(uid=new_uid(), path="Contract", parent_uid=None)
    inner = WantedFolder(uid=new_uid(), path="Contract/Inner", parent_uid=outer.uid)
    folders = [outer, inner] if target.is_since(11, 0) else [outer]
    boards = [
        WantedBoard(
            uid=uid,
            title=uid,
            text=encode_canonical_json(body(uid, f"Board {uid}")),
            folder=folders[-1],
            place="contract.py:1",
        )
        for uid in (new_uid(), new_uid())
    ]
    made = len(folders)
    assert deploy(grafana, folders, boards) == (["created"] * made, ["created"] * 2)
    assert deploy(grafana, folders, boards) == (["unchanged"] * made, ["unchanged"] * 2)
    first = grafana.boards.read_board(boards[0].uid)
    assert first is not None
    assert first.version == 1

    by_hand = {**first.body, "title": "Edited by hand"}
    grafana.older.save(by_hand, folder_uid=folders[-1].uid, version=1, message="by hand")
    assert deploy(grafana, folders, boards) == (["unchanged"] * made, ["updated", "unchanged"])
    restored = grafana.boards.read_board(boards[0].uid)
    assert restored is not None
    assert (restored.version, restored.title) == (3, f"Board {boards[0].uid}")


def test_a_second_deploy_to_a_new_organisation_creates_nothing_again(target: Target) -> None:
    """Grafana 12.4 lists none of its boards for up to 35 s, and gives each by its uid."""
    folder = WantedFolder(uid="first", path="First", parent_uid=None)
    boards = [
        WantedBoard(
            uid=f"first-{number}",
            title=f"First {number}",
            text=encode_canonical_json(body(f"first-{number}", f"First {number}")),
            folder=folder,
            place="contract.py:1",
        )
        for number in range(FEW + 2)
    ]
    with target.new_organisation() as found:
        assert deploy(found.grafana, [folder], boards)[1] == ["created"] * len(boards)
        assert deploy(found.grafana, [folder], boards)[1] == ["unchanged"] * len(boards)


def test_all_verbs_work_in_a_new_organisation(
    target: Target, make_project: MakeProject, run: Run
) -> None:
    """Deploy 28 boards twice, show a plan with --prune, and compare, within the first 35 s.

    The organisation has no data source: the first deploy without the option must send nothing.
    """
    files = {f"dashboards/b{number}.py": numbered_board(number) for number in range(28)}
    with target.new_organisation() as found:
        server = f"\n[grafana]\norg_id = {found.org_id}\n"
        root = make_project(files, toml=TOML + server)
        environment = {"GRAFANA_URL": target.url, "GRAFANA_TOKEN": found.token}
        begin = time.monotonic()

        def boardwright(*args: str) -> subprocess.CompletedProcess[str]:
            return run(*args, cwd=root, env=environment)

        refused = boardwright("deploy", "--yes")
        first, second, plan = (
            boardwright("deploy", *options, "--allow-missing-datasources")
            for options in (["--yes"], ["--yes"], ["--plan", "--prune"])
        )
        compared = boardwright("diff")
        seconds = time.monotonic() - begin
    assert refused.returncode == 2, refused.stdout
    assert "no data source with the uid 'prometheus'" in refused.stderr
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "28 boards: 28 created")
    assert (second.returncode, second.stdout.splitlines()[-1]) == (0, "28 boards: 28 unchanged")
    assert plan.returncode == 0, plan.stdout
    assert compared.returncode == 0, compared.stdout
    assert seconds < 35, "the list of boards may have been complete again"
