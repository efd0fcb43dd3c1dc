"""Runs a deploy with a fault and a deploy without it, and judges the results."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from boardwright.commands.deploying.deploy import EnvironmentDeploy, apply_deploy, plan_compiled
from boardwright.commands.deploying.deploy_options import DeployOptions
from boardwright.commands.deploying.desired_state import declare_state
from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.grafana.stored_comparison import compute_sent_mark, is_group_saved, is_saved
from boardwright.grafana.stored_values import StoredBoard, StoredRule
from boardwright.grafana.wanted_objects import WantedGroup
from boardwright.http.pace import Pace
from boardwright.http.sessions import create_session
from boardwright.projects.compiled_project import CompiledProject, compile_project
from boardwright.schema.alerting.alerts import SENT
from boardwright.schema.v2.v2_spec import write_v2_spec
from standin.alerts import rule_body, rule_json
from standin.faults import BY_HAND, Fault, calm
from standin.server import StandIn, stand_in
from standin.store import Store
from standin.values import Board, Folder, Rule
from support import TOKEN

BOARDS = 12
VERSIONS = ("12.2.0", "12.4.3")
"""Versions that the stand-in reports, in turn. Only 12.4 has boards of schema v2."""

CONFIG = """\
[project]
name = "trial"

[grafana]
url = "{url}"
timeout = 1

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
default = true
"""
MODULE = """\
from grafanalib.core import Dashboard, Target, TimeSeries

folder = "{folder}"
dashboard = Dashboard(
    title="Board {number}",
    uid="board{number}",
    panels=[TimeSeries(title="Up", unit="short", targets=[Target(expr="up")])],
)
"""
ALERTS = """\
from grafanalib.core import EXP_TYPE_MATH, AlertExpression, AlertGroup, AlertRulev9


def rule(number):
    more = {"expression": "1 > 0", "expressionType": EXP_TYPE_MATH}
    triggers = [AlertExpression(refId="A", **more)]
    return AlertRulev9(
        title=f"Rule {number}", uid=f"rule{number}", triggers=triggers, condition="A"
    )


folder = "C"
new = AlertGroup(name="new", rules=[rule(0), rule(1)])
old = AlertGroup(name="old", rules=[rule(2), rule(3)])
moved = AlertGroup(name="moved", rules=[rule(4)])
"""
"""Three groups: one to create, one to change, and one whose rule is still in another group."""

FOREIGN = {"title": "Board 1", "tags": ["theirs"], "panels": []}


@dataclass(frozen=True, kw_only=True)
class Trial:
    """The results of one trial.

    Attributes:
        whole_at_once: Whether the deploy with the fault made all changes.
        whole: Whether all changes were made after the second deploy.
        lost: Boards and rules that a deploy reported as saved but that are missing or wrong, and
            boards, rules and changes of other people that are gone.
        doubled: Boards and rules that exist twice, and boards that were saved twice.
    """

    whole_at_once: bool
    whole: bool
    lost: int
    doubled: int


def write_project(root: Path, url: str) -> ProjectSettings:
    """Write a project with boards in nested folders."""
    (root / "dashboards").mkdir(parents=True, exist_ok=True)
    (root / "boardwright.toml").write_text(CONFIG.format(url=url))
    for number in range(BOARDS):
        folder = ("A", "A/B", "C")[number % 3]
        text = MODULE.format(number=number, folder=folder)
        (root / f"dashboards/board{number}.py").write_text(text)
    (root / "dashboards/alerts.py").write_text(ALERTS)
    return read_project(root)


def stand_in_for(seed: int) -> AbstractContextManager[StandIn]:
    """Return a stand-in. Its version depends on the seed."""
    return stand_in(store=Store(version=VERSIONS[seed % len(VERSIONS)]))


class Ground:
    """A project with its compiled boards, which many trials use."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._project = write_project(root, "http://127.0.0.1:1")
        self.compiled: CompiledProject = compile_project(
            self._project, environment=self._project.find_environment(None)
        )
        self.folders, self.boards, self.groups = declare_state(self._project, self.compiled)

    def trial(self, fault: Fault, seed: int, sleep: Callable[[float], bool]) -> Trial:
        """Deploy with a fault, deploy without it, and return the results."""
        chance = random.Random(seed)
        with stand_in_for(seed) as server:
            self.prepare(server)
            fault.arm(server, chance)
            session = (lambda: fault.session(chance)) if fault.session else create_session
            pace = Pace(sleep=sleep)
            first = self.plan(server, pace, session)
            fault.between(server, chance)
            theirs = self.theirs(server)
            first = apply_deploy(first, name="trial")
            lost = self.claimed_in_vain(server, first)
            calm(server)
            last = apply_deploy(self.plan(server, Pace(), create_session), name="trial")
            whole = first.applied is not None and not first.failed and not first.conflicts
            return self.judge(server, last, lost=lost, theirs=theirs, whole_at_once=whole)

    def plan(
        self, server: StandIn, pace: Pace, session: Callable[[], requests.Session]
    ) -> EnvironmentDeploy:
        """Plan a deploy with deletions and the usual number of simultaneous requests."""
        project = read_project_at(self.root, server.url)
        return plan_compiled(
            project,
            self.compiled,
            DeployOptions(prune_share=100),
            environment=project.find_environment(None),
            environ={"GRAFANA_TOKEN": TOKEN},
            pace=pace,
            open_session=session,
        )

    def prepare(self, server: StandIn) -> None:
        """Store some boards: unchanged ones, older ones, ones to delete, and ones of other
        people."""
        server.store.add_token(TOKEN, "Admin")
        for folder in self.folders[:2]:
            server.store.folders[folder.uid] = Folder(
                id=server.store.new_id(), uid=folder.uid, title=folder.title
            )
        there = [board for board in self.boards if board.folder.uid in server.store.folders][:6]
        for index, board in enumerate(there):
            body = dict(board.body) | ({"title": "Old"} if index % 2 else {})
            self.put(server, board.uid, board.folder.uid, body, is_v2=index % 3 == 0)
        for name in ("gone1", "gone2"):
            self.put(server, name, "", {"title": name, "tags": ["boardwright:trial"]})
        for name in ("theirs1", "theirs2"):
            self.put(server, name, "", FOREIGN)
        self.prepare_rules(server)

    def prepare_rules(self, server: StandIn) -> None:
        """Store an older form of a group, with a rule to move and a rule to delete."""
        folder = self.groups[0].folder.uid
        rules = {rule.uid: dict(rule.data) for group in self.groups for rule in group.rules}
        gone = {**rules["rule4"], "uid": "gone3", "title": "Gone"}
        older = {**rules["rule2"], "for": "9m"}
        for rule in (older, rules["rule3"], rules["rule4"], gone):
            mark = compute_sent_mark(rule, key=(folder, "old"), interval=60)
            annotations = {**rule["annotations"], SENT: mark}
            put_rule(server, rule["uid"], folder, "old", {**rule, "annotations": annotations})
        put_rule(server, "theirs3", folder, "theirs", {**rules["rule0"], "annotations": {}})

    @staticmethod
    def put(
        server: StandIn, uid: str, folder: str, body: dict[str, Any], *, is_v2: bool = False
    ) -> None:
        """Store a board, in schema v2 if the board and the server allow it."""
        board = Board(id=server.store.new_id(), uid=uid, folder=folder, versions=[(body, "")])
        if is_v2 and server.store.is_newer:
            board.versions, board.stored_as = [(write_v2_spec(body, "v2beta1"), "")], "v2beta1"
        server.store.boards[uid] = board

    @staticmethod
    def theirs(server: StandIn) -> dict[str, Any]:
        """Return uid -> board or rule that other people own."""
        boards = {
            uid: list(board.versions)
            for uid, board in server.store.boards.items()
            if uid.startswith("theirs") or board.versions[-1][1] == "by hand"
        }
        return boards | {
            uid: rule_json(rule) | {"updated": ""}
            for uid, rule in server.store.rules.items()
            if uid.startswith("theirs") or rule.body["for"] == BY_HAND
        }

    def claimed_in_vain(self, server: StandIn, deploy: EnvironmentDeploy) -> int:
        """Count the objects that a deploy reported as written or deleted, but wrongly."""
        if deploy.applied is None:
            return 0
        written = {"created", "updated", "moved"}
        done = [each.step.item for each in deploy.applied.boards if each.status in written]
        pruned = [each for each in deploy.applied.prunes if each.error is None]
        there = server.store.boards.keys() | server.store.rules.keys()
        still = sum(each.step.item.uid in there for each in pruned)
        groups = [each.step.item for each in deploy.applied.groups if each.status in written]
        missing = sum(not is_there(server, board) for board in done)
        return still + missing + sum(not is_group_there(server, group) for group in groups)

    def judge(
        self,
        server: StandIn,
        last: EnvironmentDeploy,
        *,
        lost: int,
        theirs: dict[str, Any],
        whole_at_once: bool,
    ) -> Trial:
        """Compare the contents after the last deploy with the expected ones, and return the
        result."""
        conflicts = {
            each.step.item.uid
            for each in (last.applied.boards if last.applied else ())
            if each.status == "conflict"
        }
        lost += self.claimed_in_vain(server, last)
        lost += sum(
            not is_there(server, board) for board in self.boards if board.uid not in conflicts
        )
        lost += sum(
            not is_group_there(server, group)
            for group in self.groups
            if not is_excused(group, theirs)
        )
        now = self.theirs(server)
        lost += sum(now.get(uid) != was for uid, was in theirs.items())
        lost += sum(uid not in theirs for uid in conflicts)
        whole = last.applied is not None and not last.failed
        there = server.store.boards.keys() | server.store.rules.keys()
        return Trial(
            whole_at_once=whole_at_once,
            whole=whole and not {"gone1", "gone2", "gone3"} & there,
            lost=lost,
            doubled=count_doubles(server),
        )


def read_project_at(root: Path, url: str) -> ProjectSettings:
    (root / "boardwright.toml").write_text(CONFIG.format(url=url))
    return read_project(root)


def is_there(server: StandIn, board: Any) -> bool:
    stored = server.store.boards.get(board.uid)
    if stored is None:
        return False
    there = StoredBoard(
        uid=board.uid,
        body={**stored.body, "uid": board.uid},
        version=stored.version,
        folder_uid=stored.folder,
        provider_file=None,
        url="",
    )
    return is_saved(there, board)


def put_rule(server: StandIn, uid: str, folder: str, group: str, body: dict[str, Any]) -> None:
    server.store.rules[uid] = Rule(
        id=server.store.new_rule_id(),
        uid=uid,
        folder=folder,
        group=group,
        interval=60,
        body=rule_body(body),
        provenance="api",
    )


def is_group_there(server: StandIn, group: WantedGroup) -> bool:
    uids = {rule.uid for rule in group.rules}
    found = [
        StoredRule(
            uid=rule.uid,
            body=rule_json(rule),
            folder_uid=rule.folder,
            group=rule.group,
            interval=rule.interval,
        )
        for rule in server.store.rules.values()
        if rule.uid in uids
    ]
    return is_group_saved(group, found)


def is_excused(group: WantedGroup, theirs: dict[str, Any]) -> bool:
    """Return whether someone else changed a rule of a group, so that it is not saved."""
    return any(rule.uid in theirs for rule in group.rules)


def count_doubles(server: StandIn) -> int:
    """Count boards and rules with equal titles in a folder, and saves that changed nothing."""
    ours = [board for board in server.store.boards.values() if board.uid.startswith("board")]
    places = [(board.folder, board.title) for board in ours if board.title != "Theirs"]
    again = sum(
        before[0] == after[0]
        for board in ours
        for before, after in zip(board.versions, board.versions[1:], strict=False)
    )
    folders = [(folder.parent, folder.title) for folder in server.store.folders.values()]
    rules = [rule.body["title"] for uid, rule in server.store.rules.items() if "theirs" not in uid]
    return again + sum(len(each) - len(set(each)) for each in (places, folders, rules))
