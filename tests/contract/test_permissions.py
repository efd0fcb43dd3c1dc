"""The permissions of a viewer and an editor; an error names the missing one."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ForbiddenError
from contract.boards import MESSAGE, body
from contract.conftest import NewUid
from contract.targets import Target

VIEWERS = "the token of GRAFANA_TOKEN may not send this request; it needs the permission "


def test_a_viewer_cannot_create_a_folder(target: Target, new_uid: NewUid) -> None:
    with target.token("Viewer") as token, pytest.raises(ForbiddenError) as caught:
        target.grafana(token).create_folder(new_uid(), title="Mine", parent_uid=None)
    assert caught.value.what == f"{VIEWERS}folders:create"


def test_a_viewer_cannot_save_a_board(target: Target, folder: str, new_uid: NewUid) -> None:
    uid = new_uid()
    with target.token("Viewer") as token:
        viewer = target.grafana(token)
        assert viewer.boards.read_board(uid) is None
        with pytest.raises(ForbiddenError) as caught:
            viewer.boards.create(body(uid), folder_uid=folder, message=MESSAGE)
    assert caught.value.what == f"{VIEWERS}any of dashboards:create, dashboards:write"


def test_an_editor_can_create_folders_and_boards(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """Grafana hides from an editor which folders are not there: 403, and never 404.

    A created board has no permissions of its own; those of the folder are enough.
    """
    place, uid = new_uid(), new_uid()
    with target.token("Editor") as token:
        editor = target.grafana(token)
        assert editor.read_folder(place) is None
        editor.create_folder(place, title=f"Contract {place}", parent_uid=None)
        assert editor.boards.read_board(uid) is None
        url = editor.boards.create(body(uid), folder_uid=place, message=MESSAGE)
        assert url.endswith(f"/d/{uid}") or not target.is_since(12, 2)
        editor.older.save(body(uid, "New"), folder_uid=place, version=1, message=MESSAGE)
        stored = editor.boards.read_board(uid)
        assert stored is not None
        assert (stored.version, stored.title) == (2, "New")
        editor.older.delete(uid)
    assert grafana.boards.read_board(uid) is None
