"""What a viewer and an editor may do, told by the permission that lacks."""

from __future__ import annotations

import pytest

from boardwright.grafana.api import Grafana
from boardwright.grafana.errors import ForbiddenError
from contract.boards import MESSAGE, body
from contract.conftest import NewUid
from contract.targets import Target

VIEWERS = "the token of GRAFANA_TOKEN may not do this; it needs the permission "


def test_a_viewer_may_make_no_folder(target: Target, new_uid: NewUid) -> None:
    with target.token("Viewer") as token, pytest.raises(ForbiddenError) as caught:
        target.grafana(token).create_folder(new_uid(), title="Mine", parent_uid=None)
    assert caught.value.what == f"{VIEWERS}folders:create"


def test_a_viewer_may_save_no_board(target: Target, folder: str, new_uid: NewUid) -> None:
    uid = new_uid()
    with target.token("Viewer") as token:
        viewer = target.grafana(token)
        assert viewer.board(uid) is None
        with pytest.raises(ForbiddenError) as caught:
            viewer.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    assert caught.value.what == f"{VIEWERS}any of dashboards:create, dashboards:write"


def test_an_editor_makes_folders_and_boards(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """Grafana hides from an editor which folders are not there: 403, and never 404."""
    place, uid = new_uid(), new_uid()
    with target.token("Editor") as token:
        editor = target.grafana(token)
        assert editor.folder(place) is None
        editor.create_folder(place, title="Contract", parent_uid=None)
        assert editor.board(uid) is None
        editor.save(body(uid), folder_uid=place, version=None, message=MESSAGE)
        assert editor.board(uid) is not None
    assert grafana.board(uid) is not None
