"""Boards of schema v2: read, compared and saved in the schema in which they are stored.

The first three tests are failures that were seen on a real Grafana 12.4.3 whose editor saves v2.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from boardwright.diff.board_comparison import compare_board
from boardwright.grafana.board_saves import delete_board, save_board
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, InvalidError
from boardwright.grafana.stored_comparison import is_saved
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.pace import Pace
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.v2.v2_board import read_v2_board
from contract.boards import MESSAGE
from contract.conftest import NewUid
from contract.targets import Target
from support import ROOT

pytestmark = pytest.mark.since(12, 4, what="schema v2beta1")
RECORDED = json.loads((ROOT / "tests/recordings/grafana-12.4/v2-exchanges.json").read_text())
TABS: dict[str, Any] = RECORDED[0]["request"]["body"]["spec"]
"""Tabs, rows in a tab, an automatic grid, a condition and a switch variable."""

CLASSIC = {
    "title": "Classic",
    "schemaVersion": 41,
    "tags": ["boardwright:contract"],
    "panels": [
        {"type": "row", "id": 8, "title": "A", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}},
        *(
            {
                "type": "stat",
                "id": number,
                "title": f"Panel {number}",
                "gridPos": {"x": 8 * (number - 1), "y": 1, "w": 8, "h": 6},
                "datasource": {"type": "prometheus", "uid": "prometheus"},
                "targets": [
                    {
                        "refId": "A",
                        "expr": f"up + {number}",
                        "datasource": {"type": "prometheus", "uid": "prometheus"},
                    }
                ],
            }
            for number in (1, 2, 3)
        ),
    ],
}


def path(version: str, uid: str = "") -> str:
    base = f"/apis/dashboard.grafana.app/{version}/namespaces/default/dashboards"
    return f"{base}/{uid}" if uid else base


def store(target: Target, uid: str, spec: dict[str, Any]) -> None:
    """Store a board of schema v2, with no code of boardwright's."""
    resource = {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": uid},
        "spec": spec,
    }
    answer = target.raw("POST", path("v2beta1"), resource)
    assert answer.status_code == 201, answer.text


def save_as_the_editor(target: Target, uid: str, spec: dict[str, Any] | None = None) -> None:
    """Read a board as v2beta1 and save it, with other content if some is given."""
    resource = target.raw("GET", path("v2beta1", uid)).json()
    saved = {**resource, "spec": spec or resource["spec"]}
    answer = target.raw("PUT", path("v2beta1", uid), saved)
    assert answer.status_code == 200, answer.text


def declare(uid: str, folder: str, body: dict[str, Any], **more: Any) -> WantedBoard:
    return WantedBoard(
        uid=uid,
        title=str(body["title"]),
        text=encode_canonical_json({**body, "uid": uid}),
        folder=WantedFolder(uid=folder, path="Contract", parent_uid=None),
        place="dashboards/contract.py:1",
        **more,
    )


@pytest.fixture
def classic(grafana: Grafana, folder: str, new_uid: NewUid) -> WantedBoard:
    """Return a board that is deployed, and stored in v1."""
    board = declare(new_uid(), folder, CLASSIC)
    save_board(board, None, grafana, message=MESSAGE, pace=Pace())
    return board


def read(grafana: Grafana, uid: str) -> StoredBoard:
    found = grafana.boards.read_board(uid)
    assert found is not None
    return found


def test_a_board_with_tabs_is_read_as_it_is_stored(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """Grafana's conversion to v1 has rows, a fixed grid and no conditions in its place."""
    store(target, uid := new_uid(), TABS)
    stored = read(grafana, uid)
    assert (stored.schema, stored.stored_version) == ("v2", "v2beta1")
    assert stored.own_body == {**TABS, "uid": uid}
    converted = target.raw("GET", f"/api/dashboards/uid/{uid}").json()["dashboard"]
    assert "layout" not in converted
    assert grafana.resources is not None
    (listed,) = [
        each
        for each in grafana.resources.iter_boards()
        if isinstance(each, StoredBoard) and each.uid == uid
    ]
    assert listed == stored


def test_a_board_that_the_editor_saved_unchanged_has_no_difference(
    grafana: Grafana, target: Target, classic: WantedBoard
) -> None:
    """The board is then stored in v2, where rows have no ids; the history has no new version."""
    assert read(grafana, classic.uid).schema == "v1"
    save_as_the_editor(target, classic.uid)
    stored = read(grafana, classic.uid)
    assert (stored.schema, stored.version) == ("v2", 1)
    assert is_saved(stored, classic)
    newest = grafana.read_last_save(classic.uid)
    assert newest is not None
    assert (newest.version, newest.message) == (1, "Initial save")


def test_a_time_zone_added_by_an_unchanged_save_is_not_a_difference(
    grafana: Grafana, target: Target, classic: WantedBoard
) -> None:
    """The editor of 12.4.3 stores the time zone in which it showed the board."""
    spec = target.raw("GET", path("v2beta1", classic.uid)).json()["spec"]
    assert not spec["timeSettings"]["timezone"]
    spec["timeSettings"]["timezone"] = "browser"
    save_as_the_editor(target, classic.uid, spec)
    assert is_saved(read(grafana, classic.uid), classic)


def test_panels_moved_into_an_automatic_grid_and_hidden_are_a_difference(
    grafana: Grafana, target: Target, classic: WantedBoard
) -> None:
    """In v1 the three panels have the same places as before."""
    spec = target.raw("GET", path("v2beta1", classic.uid)).json()["spec"]
    row = spec["layout"]["spec"]["rows"][0]["spec"]
    items = row["layout"]["spec"]["items"]
    row["layout"] = {
        "kind": "AutoGridLayout",
        "spec": {
            "maxColumnCount": 3,
            "columnWidthMode": "standard",
            "rowHeightMode": "standard",
            "items": [hide(item["spec"]["element"]) for item in items],
        },
    }
    save_as_the_editor(target, classic.uid, spec)
    stored = read(grafana, classic.uid)
    assert not is_saved(stored, classic)
    change = compare_board(stored.own_body, classic.body)
    words = {(panel.title, each.what) for panel in change.panels for each in panel.changes}
    assert {("A", "automatic grid")} | {(f"Panel {n}", "condition") for n in (1, 2, 3)} <= words


def hide(element: dict[str, Any]) -> dict[str, Any]:
    """Return an item of an automatic grid that is shown when the panel has data."""
    condition = {"kind": "ConditionalRenderingData", "spec": {"value": True}}
    group = {"visibility": "show", "condition": "and", "items": [condition]}
    return {
        "kind": "AutoGridLayoutItem",
        "spec": {
            "element": element,
            "conditionalRendering": {"kind": "ConditionalRenderingGroup", "spec": group},
        },
    }


def test_a_status_of_an_earlier_save_does_not_hide_the_stored_schema(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """12.4 keeps `status` when a board is saved in the other schema."""
    store(target, uid := new_uid(), TABS)
    classic = target.raw("GET", f"/api/dashboards/uid/{uid}").json()["dashboard"]
    answer = target.raw("POST", "/api/dashboards/db", {"dashboard": classic})
    assert answer.status_code == 200
    status = target.raw("GET", path("v0alpha1", uid)).json()["status"]
    assert status["conversion"]["storedVersion"] == "v2beta1"
    assert read(grafana, uid).schema == "v1"
    save_as_the_editor(target, uid)
    status = target.raw("GET", path("v2beta1", uid)).json()["status"]
    assert status["conversion"]["storedVersion"] == "v0alpha1"
    assert read(grafana, uid).schema == "v2"


def test_a_board_of_schema_v2_is_created_saved_and_deleted_in_v2(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid, body = new_uid(), read_v2_board(TABS)
    board = declare(uid, folder, body, schema="v2")
    save_board(board, None, grafana, message=MESSAGE, pace=Pace())
    stored = read(grafana, uid)
    assert stored.own_body == {**TABS, "uid": uid}
    assert (stored.version, stored.folder_uid) == (1, folder)
    newer = declare(uid, folder, {**body, "title": "Newer"}, schema="v2")
    save_board(newer, stored, grafana, message=MESSAGE, pace=Pace())
    assert is_saved(read(grafana, uid), newer)
    assert not is_saved(read(grafana, uid), board)
    newest = grafana.read_last_save(uid)
    assert newest is not None
    assert (newest.version, newest.message) == (2, f"{MESSAGE}, version 2")
    for write in (
        lambda: save_board(board, stored, grafana, message=MESSAGE, pace=Pace()),
        lambda: delete_board(stored, grafana, pace=Pace()),
    ):
        with pytest.raises(ConflictError, match="someone saved the board after it was read"):
            write()
    delete_board(read(grafana, uid), grafana, pace=Pace())
    assert grafana.boards.read_board(uid) is None


def test_keys_that_grafana_12_drops_are_not_a_difference(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """A real 12.4.3 does not store the version in the panel's `spec`, or options of a text box."""
    spec = copy.deepcopy(TABS)
    for element in spec["elements"].values():
        element["spec"]["vizConfig"]["spec"]["pluginVersion"] = "13.0.1"
    text = {"name": "text", "hide": "dontHide", "skipUrlSync": False, "query": "a"}
    chosen = {"text": "a", "value": "a"}
    spec["variables"] = [
        {"kind": "TextVariable", "spec": {**text, "current": chosen, "options": [chosen]}}
    ]
    board = declare(new_uid(), folder, read_v2_board(spec), schema="v2")
    save_board(board, None, grafana, message=MESSAGE, pace=Pace())
    stored = read(grafana, board.uid)
    assert stored.in_grafana12
    assert is_saved(stored, board)
    changed = compare_board({**stored.body}, board.body, in_grafana12=True)
    assert changed.kind == "same"
    spec["elements"]["panel-1"]["spec"]["title"] = "Other"
    other = declare(board.uid, folder, read_v2_board(spec), schema="v2")
    assert not is_saved(stored, other)


def test_annotations_of_others_are_unchanged(
    grafana: Grafana, target: Target, folder: str, classic: WantedBoard
) -> None:
    uid = classic.uid
    resource = target.raw("GET", path("v0alpha1", uid)).json()
    resource["metadata"]["annotations"]["example.org/owner"] = "web"
    assert target.raw("PUT", path("v0alpha1", uid), resource).status_code == 200
    newer = declare(uid, folder, {**CLASSIC, "title": "Newer"})
    save_board(newer, read(grafana, uid), grafana, message=MESSAGE, pace=Pace())
    assert dict(read(grafana, uid).annotations) == {"example.org/owner": "web"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("elements", "panel-1", "spec", "id"), "cannot unmarshal string into Go struct field"),
        (("layout", "kind"), 'conflicting values "TabsLayout" and "GridLayout"'),
    ],
)
def test_an_invalid_board_of_schema_v2_is_refused_with_the_field(
    grafana: Grafana, folder: str, new_uid: NewUid, change: tuple[str, ...], message: str
) -> None:
    """Nothing else is tried: the older API would store the board in v1."""
    uid, spec = new_uid(), copy.deepcopy(TABS)
    owner: Any = spec
    for key in change[:-1]:
        owner = owner[key]
    owner[change[-1]] = "OtherLayout"
    with pytest.raises(InvalidError, match=message):
        grafana.boards.create({**spec, "uid": uid}, folder_uid=folder, message=MESSAGE)
    assert grafana.boards.read_board(uid) is None
