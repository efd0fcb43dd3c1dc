"""Folders: made, found, nested, and refused."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, InvalidError, NotFoundError
from boardwright.grafana.stored_values import StoredFolder
from contract.boards import MESSAGE, body
from contract.conftest import NewUid
from contract.targets import Target


def test_a_created_folder_is_found(grafana: Grafana, new_uid: NewUid) -> None:
    uid = new_uid()
    assert grafana.read_folder(uid) is None
    grafana.create_folder(uid, title="Contract", parent_uid=None)
    assert grafana.read_folder(uid) == StoredFolder(uid=uid, title="Contract")


@pytest.mark.since(11, 0, what="folders within folders")
def test_a_folder_can_be_created_inside_another(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    outer, inner = new_uid(), new_uid()
    grafana.create_folder(outer, title="Outer", parent_uid=None)
    grafana.create_folder(inner, title="Inner", parent_uid=outer)
    assert target.raw("GET", f"/api/folders/{inner}").json()["parentUid"] == outer


@pytest.mark.since(11, 0, what="second thing of one title")
def test_two_folders_may_have_one_title(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    grafana.create_folder(new_uid(), title=f"Contract {folder}", parent_uid=None)


def test_a_folder_named_general_is_refused_before_12_4(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """12.4 creates the folder."""
    uid = new_uid()
    if target.is_since(12, 4):
        grafana.create_folder(uid, title="General", parent_uid=None)
        return
    with pytest.raises(InvalidError, match="General is reserved"):
        grafana.create_folder(uid, title="General", parent_uid=None)


def test_the_creation_of_an_existing_folder_is_a_conflict(grafana: Grafana, folder: str) -> None:
    with pytest.raises(ConflictError) as caught:
        grafana.create_folder(folder, title="Again", parent_uid=None)
    assert caught.value.status == 412


@pytest.mark.since(11, 0, what="folders within folders")
def test_a_folder_inside_a_missing_folder_is_refused_before_12_4(
    grafana: Grafana, target: Target, new_uid: NewUid
) -> None:
    """12.4 still creates it: a plan creates outer folders first."""
    if target.is_since(12, 4):
        grafana.create_folder(uid := new_uid(), title="Inner", parent_uid="bw-nowhere")
        assert target.raw("GET", f"/api/folders/{uid}").json()["parentUid"] == "bw-nowhere"
        return
    with pytest.raises(NotFoundError, match="folder not found"):
        grafana.create_folder(new_uid(), title="Inner", parent_uid="bw-nowhere")


@pytest.mark.since(11, 0, what="folders within folders")
def test_folders_beyond_the_maximum_depth_are_refused(grafana: Grafana, new_uid: NewUid) -> None:
    parent: str | None = None
    made: list[str] = []
    with pytest.raises(InvalidError, match=r"max(imum-| )depth") as caught:  # noqa: PT012 - one of them
        while len(made) < 10:
            uid = new_uid()
            grafana.create_folder(uid, title="Deeper", parent_uid=parent)
            made.append(parent := uid)
    assert "fewer slashes" in str(caught.value)
    assert len(made) == 5


def test_a_folder_without_a_title_is_refused(grafana: Grafana, new_uid: NewUid) -> None:
    with pytest.raises(InvalidError, match="folder title cannot be empty"):
        grafana.create_folder(new_uid(), title="", parent_uid=None)


def test_a_folder_with_the_uid_of_a_board_is_refused_before_12_4(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """12.4 accepts the uid for a folder as well."""
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    if target.is_since(12, 4):
        grafana.create_folder(uid, title="Taken", parent_uid=None)
        assert grafana.read_folder(uid) is not None
        return
    with pytest.raises(InvalidError, match="Dashboard cannot be changed to a folder"):
        grafana.create_folder(uid, title="Taken", parent_uid=None)
