"""`[git_sync]`: boardwright accepts the settings that a real Grafana 12.4.3 accepts, and no others.

`scripts/record_git_sync.py` sent a Repository resource for each settings to Grafana, as a dry run.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.provisioning.git_sync import build_repository_files
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Place
from support import ROOT, TOML, MakeProject

RECORDED = json.loads((ROOT / "tests/recordings/grafana-12.4/git-sync.json").read_text())
CASES = RECORDED["cases"]
ACCEPTED = [pytest.param(each, id=each["about"]) for each in CASES if each["status"] == 201]
REFUSED = [pytest.param(each, id=each["about"]) for each in CASES if each["status"] == 422]
BOARD = BoardResult(uid="b", title="B", place=Place(file="b.py"), text=b"{}")


def read_settings(make_project: MakeProject, settings: dict[str, Any]) -> ProjectSettings:
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    return read_project(make_project(toml=f"{TOML}\n[git_sync]\n{lines}"))


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted_settings_give_the_accepted_resource(
    case: dict[str, Any], make_project: MakeProject
) -> None:
    git_sync = read_settings(make_project, case["settings"]).git_sync
    assert git_sync is not None
    placed = BoardFolder(title="Shop", uid="shop"), BOARD
    (content,) = build_repository_files([placed], git_sync, lambda _: "shop").values()
    assert yaml.safe_load(content) == case["request"]


@pytest.mark.parametrize("case", REFUSED)
def test_refused_settings_are_an_error(case: dict[str, Any], make_project: MakeProject) -> None:
    """The first setting after `url` is the wrong one, unless the URL itself is wrong."""
    wrong = next((key for key in ("branch", "path") if key in case["settings"]), "url")
    with pytest.raises(ConfigError, match=rf"^boardwright\.toml:\d+: git_sync\.{wrong} is "):
        read_settings(make_project, case["settings"])


def test_the_recording_has_a_refused_value_for_each_setting() -> None:
    """Otherwise, the test above would compare nothing."""
    assert len(ACCEPTED) >= 10
    assert {key for case in REFUSED for key in case.values[0]["settings"]} == {
        "url", "type", "branch", "path",
    }  # fmt: skip
