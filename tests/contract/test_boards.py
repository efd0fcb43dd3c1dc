"""Boards: stored content, version numbers and refusals."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, InvalidError, ProvisionedError
from boardwright.grafana.stored_comparison import is_saved
from contract.boards import MESSAGE, body, declare_board
from contract.conftest import NewUid
from contract.targets import Target


def test_a_board_is_stored_as_it_was_sent(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    assert grafana.boards.read_board(uid) is None
    url = grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    assert is_saved(stored, declare_board(uid, folder))
    assert (stored.version, stored.folder_uid, stored.provider_file) == (1, folder, None)
    assert url == f"{grafana.url}/d/{uid}/contract"
    assert stored.url == (f"{grafana.url}/d/{uid}" if target.is_since(12, 4) else url)


@pytest.mark.parametrize("is_created", [True, False])
def test_a_board_may_be_outside_all_folders(
    grafana: Grafana, folder: str, new_uid: NewUid, is_created: bool
) -> None:
    uid = new_uid()
    if is_created:
        grafana.boards.create(body(uid), folder_uid="", message=MESSAGE)
    else:
        grafana.older.save(body(uid), folder_uid="", version=None, message=MESSAGE)
    for version, uid_of_folder in ((1, folder), (2, "")):
        stored = grafana.boards.read_board(uid)
        assert stored is not None
        assert stored.folder_uid == ("" if version == 1 else folder)
        grafana.older.save(body(uid), folder_uid=uid_of_folder, version=version, message=MESSAGE)
    last = grafana.boards.read_board(uid)
    assert last is not None
    assert last.folder_uid == ""


def test_a_save_over_an_unread_version_is_a_conflict(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    for version in (None, 7):
        with pytest.raises(
            ConflictError, match="someone saved the board after it was read"
        ) as caught:
            grafana.older.save(body(uid, "2"), folder_uid=folder, version=version, message=MESSAGE)
        assert caught.value.status == 412
    grafana.older.save(body(uid, "2"), folder_uid=folder, version=1, message=MESSAGE)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    assert (stored.version, stored.body["title"]) == (2, "2")


def test_the_history_has_our_message_except_in_the_first_version(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    grafana.older.save(body(uid, "2"), folder_uid=folder, version=1, message=MESSAGE)
    versions = target.versions(uid)
    assert [version["message"] for version in versions] == [MESSAGE, "Initial save"]


def test_a_save_of_an_unchanged_board_creates_a_version(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """Therefore unchanged boards are not sent, and the version in the answer is not used.

    12.4 makes no version of it; 10.1 answers with the right one.
    """
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    sent = {"dashboard": {**body(uid), "version": 1}, "folderUid": folder, "message": MESSAGE}
    answer = target.raw("POST", "/api/dashboards/db", sent)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    answered = 1 if target.is_since(11, 0) else 2
    made = 1 if target.is_since(12, 4) else 2
    assert (answer.json()["version"], stored.version) == (answered, made)


def test_a_created_board_equals_a_saved_board(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """The newer API returns no address: the short one shows that it accepted the board."""
    created, saved = new_uid(), new_uid()
    url = grafana.boards.create(body(created), folder_uid=folder, message=MESSAGE)
    grafana.older.save(body(saved, "Other"), folder_uid=folder, version=None, message=MESSAGE)
    one, other = grafana.boards.read_board(created), grafana.boards.read_board(saved)
    assert one is not None
    assert other is not None
    assert one.own_body == {**other.own_body, "uid": created, "title": "Contract"}
    assert is_saved(one, declare_board(created, folder))
    assert (one.version, one.folder_uid, one.provider_file) == (1, folder, None)
    assert url == (f"{grafana.url}/d/{created}" if target.is_since(12, 2) else one.url)


def test_the_creation_of_an_existing_board_is_a_conflict(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    grafana.boards.create(body(uid), folder_uid=folder, message=MESSAGE)
    with pytest.raises(ConflictError):
        grafana.boards.create(body(uid, "2"), folder_uid=folder, message=MESSAGE)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    assert (stored.version, stored.title) == (1, "Contract")


def test_a_created_board_can_be_saved_again(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    grafana.boards.create(body(uid), folder_uid=folder, message=MESSAGE)
    grafana.older.save(body(uid, "2"), folder_uid=folder, version=1, message=MESSAGE)
    versions = target.versions(uid)
    assert [(each["version"], each["message"]) for each in versions] == [
        (2, MESSAGE),
        (1, "Initial save"),
    ]


def test_a_refresh_that_is_too_fast_is_raised(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    """The newer API refuses the board, so the older API saves it."""
    uid = new_uid()
    grafana.boards.create({**body(uid), "refresh": "1s"}, folder_uid=folder, message=MESSAGE)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    assert stored.body["refresh"] == "5s"


def test_a_save_with_another_folder_moves_the_board(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    uid, other = new_uid(), new_uid()
    grafana.create_folder(other, title="Other", parent_uid=None)
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    grafana.older.save(body(uid), folder_uid=other, version=1, message=MESSAGE)
    stored = grafana.boards.read_board(uid)
    assert stored is not None
    assert (stored.folder_uid, stored.version) == (other, 2)


@pytest.mark.since(11, 0, what="second thing of one title")
def test_two_boards_in_a_folder_may_have_one_title(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    for _ in range(2):
        grafana.older.save(body(new_uid()), folder_uid=folder, version=None, message=MESSAGE)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "", "Dashboard title cannot be empty"),
        ("uid", "a" * 41, "uid too long, max 40 characters"),
        ("uid", "a b/c", "uid contains illegal characters"),
    ],
)
def test_a_board_with_an_invalid_title_or_uid_is_refused(
    grafana: Grafana, folder: str, new_uid: NewUid, key: str, value: str, message: str
) -> None:
    board = {**body(new_uid()), key: value}
    with pytest.raises(InvalidError, match=message):
        grafana.boards.create(board, folder_uid=folder, message=MESSAGE)


def test_a_board_in_a_missing_folder_is_refused(grafana: Grafana, new_uid: NewUid) -> None:
    with pytest.raises(InvalidError, match="older not found"):
        grafana.boards.create(body(new_uid()), folder_uid="bw-nowhere", message=MESSAGE)


def test_a_board_with_the_uid_of_a_folder_is_refused_before_12_4(
    grafana: Grafana, target: Target, folder: str
) -> None:
    """12.4 accepts the uid for a board as well."""
    assert grafana.boards.read_board(folder) is None
    if target.is_since(12, 4):
        grafana.boards.create(body(folder), folder_uid=folder, message=MESSAGE)
        assert grafana.boards.read_board(folder) is not None
        return
    words = "The uid may belong to a folder|Dashboard cannot be changed to a folder"
    with pytest.raises((ConflictError, InvalidError), match=words):
        grafana.boards.create(body(folder), folder_uid=folder, message=MESSAGE)


def test_a_board_of_a_file_provider_cannot_be_saved(grafana: Grafana, target: Target) -> None:
    stored = grafana.boards.read_board(uid := target.provisioned_uid())
    assert stored is not None
    assert stored.provider_file is not None
    with pytest.raises(ProvisionedError, match="a file provider of Grafana manages the board"):
        grafana.older.save(
            {**stored.body, "uid": uid, "title": "Mine"},
            folder_uid=stored.folder_uid,
            version=stored.version,
            message=MESSAGE,
        )


def test_boards_are_found_by_their_tag(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    board = {**body(uid), "tags": [uid]}
    grafana.older.save(board, folder_uid=folder, version=None, message=MESSAGE)
    found = target.raw("GET", f"/api/search?type=dash-db&tag={uid}&limit=5000").json()
    assert [(each["uid"], each["folderUid"]) for each in found] == [(uid, folder)]


def test_a_deleted_board_no_longer_exists(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=MESSAGE)
    assert target.raw("DELETE", f"/api/dashboards/uid/{uid}").status_code == 200
    assert grafana.boards.read_board(uid) is None
    assert target.raw("DELETE", f"/api/dashboards/uid/{uid}").status_code == 404
