"""Answers `/api/dashboards` and `/api/search`."""

from __future__ import annotations

from typing import Any

from standin.conversion import in_schema
from standin.store import Store, check_uid, need, slug
from standin.values import JSON_UTF8, NOW, Answer, Board, Refusal, Request

ANY_WRITE = "any of dashboards:create, dashboards:write"
FASTEST = {"1s": "5s", "2s": "5s", "3s": "5s", "4s": "5s"}
"""Refresh intervals below `min_refresh_interval` -> the interval that Grafana stores."""


def save(store: Store, request: Request) -> Answer:
    need(request.account, "dashboards:write", ANY_WRITE)
    sent, folder = request.body, request.body.get("folderUid") or ""
    wanted = sent["dashboard"] if isinstance(sent.get("dashboard"), dict) else {}
    check(wanted, str(sent.get("message", "")))
    uid = wanted.get("uid") or f"board{store.new_id()}"
    board = store.boards.get(uid)
    if board is not None and board.file is not None:
        raise Refusal(400, "Cannot save provisioned dashboard")
    if folder and folder not in store.folders:
        raise Refusal(400, "folder not found")
    if uid in store.folders and not store.is_newer:
        raise Refusal(409, f'dashboards.dashboard.grafana.app "{uid}" already exists')
    if board is not None and not sent.get("overwrite") and wanted.get("version") != board.version:
        message = "The dashboard has been changed by someone else"
        raise Refusal(412, message, status="version-mismatch")
    return Answer(
        body=_store(store, board, uid, folder, as_stored(wanted), sent.get("message", ""))
    )


def check(wanted: dict[str, Any], message: str) -> None:
    title = wanted.get("title") or ""
    if not title:
        raise Refusal(400, "Dashboard title cannot be empty", status="empty-name")
    if len(title) > 5000:
        text = "Dashboard title cannot contain more than 5 000 characters"
        raise Refusal(400, text, status="title-too-long")
    check_uid(wanted.get("uid") or "")
    if len(message) > 500:
        raise Refusal(400, "message too long, max 500 characters")


def _store(
    store: Store, board: Board | None, uid: str, folder: str, body: dict[str, Any], message: str
) -> dict[str, Any]:
    """Store a version. A save that changes nothing answers with the previous version."""
    same = board is not None and board.body == body and board.folder == folder
    if board is None:
        board = store.boards[uid] = Board(id=store.new_id(), uid=uid, folder=folder)
        message = "Initial save"
    board.annotations = {}  # this API keeps none
    keep_version(store, board, body, folder=folder, message=message, stored_as="v0alpha1")
    return {
        "folderUid": folder,
        "id": board.id,
        "slug": slug(board.title),
        "status": "success",
        "uid": uid,
        "url": _url(board),
        "version": board.version - 1 if same and not store.is_newer else board.version,
    }


def keep_version(
    store: Store, board: Board, body: dict[str, Any], *, folder: str, message: str, stored_as: str
) -> None:
    """Store a save. On 12.4, a save that changes nothing creates no version.

    A save in another API version leaves the previous API version in the status.
    """
    before = in_schema(board.body, stored_as) if board.versions else None
    if store.is_newer and before == body and board.folder == folder:
        board.unchanged.add(len(board.versions))
    if board.versions and board.stored_as != stored_as:
        board.old_status = board.stored_as
    if store.is_newer:
        board.annotations["grafana.app/message"] = message
    board.folder, board.stored_as = folder, stored_as
    board.versions.append((body, message))


def as_stored(value: Any, depth: int = 0) -> Any:
    """Return JSON as Grafana stores it: numbers as 64-bit floats; without uid and version."""
    if isinstance(value, dict):
        body = {key: as_stored(each, depth + 1) for key, each in value.items()}
        if depth == 0:
            body = {key: each for key, each in body.items() if key not in {"id", "uid", "version"}}
            if "refresh" in body:
                body["refresh"] = FASTEST.get(body["refresh"], body["refresh"])
        return body
    if isinstance(value, list):
        return [as_stored(each, depth + 1) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e21 else number
    return value


def get_board(store: Store, request: Request, uid: str) -> Answer:
    if uid not in store.boards and request.account.role == "Viewer":
        raise Refusal(404, "Dashboard not found", title="Not found", content_type=JSON_UTF8)
    board = _board(store, uid)
    need(request.account, "dashboards:read")
    if board.stored_as.startswith("v2") and not store.is_newer:
        path = f"/apis/dashboard.grafana.app/{board.stored_as}/namespaces/default/dashboards/{uid}"
        raise Refusal(406, f"dashboard api version not supported, use {path} instead")
    classic = in_schema(board.body, "v0alpha1")
    body = {**classic, "id": board.id, "uid": uid, "version": board.version}
    return Answer(body={"meta": _meta(store, board), "dashboard": body})


def delete_board(store: Store, request: Request, uid: str) -> Answer:
    board = _board(store, uid)
    need(request.account, "dashboards:delete")
    if board.file is not None:
        raise Refusal(400, "provisioned dashboard cannot be deleted")
    del store.boards[uid]
    body = {"message": f"Dashboard {board.title} deleted", "title": board.title, "uid": uid}
    return Answer(body=body)


def versions(store: Store, request: Request, uid: str) -> Answer:
    board = _board(store, uid)
    need(request.account, "dashboards:read")
    indexed = list(enumerate(board.versions))
    listed = [_version(board, index, *version) for index, version in reversed(indexed)]
    limit = int(request.params.get("limit", "0")) or len(listed)
    more = f"org:1/start:{listed[limit - 1]['id']}/folder:" if limit < len(listed) else ""
    return Answer(body={"continueToken": more, "versions": listed[:limit]})


def restore(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, "dashboards:write", ANY_WRITE)
    board, number = _board(store, uid), request.body["version"]
    numbers = [board.number(index) for index in range(len(board.versions))]
    body, message = board.versions[numbers.index(number)][0], f"Restored from version {number}"
    return Answer(body=_store(store, board, uid, board.folder, body, message))


def _version(board: Board, index: int, body: dict[str, Any], message: str) -> dict[str, Any]:
    number = board.number(index)
    return {
        "id": index + 1,
        "dashboardId": board.id,
        "uid": board.uid,
        "parentVersion": number - 1,
        "restoredFrom": 0,
        "version": number,
        "created": NOW,
        "message": message,
        "data": {**body, "uid": board.uid, "version": number},
        "createdBy": board.by,
    }


def search(store: Store, request: Request) -> Answer:
    tag = request.params.get("tag")
    boards = [
        board for board in store.listed_boards() if tag is None or tag in board.body.get("tags", [])
    ]
    boards.sort(key=lambda board: (board.title, board.id))
    limit, page = int(request.params.get("limit", "1000")), int(request.params.get("page", "1"))
    boards = boards[limit * (page - 1) : limit * page]
    return Answer(body=[_search_result(store, board) for board in boards])


def _search_result(store: Store, board: Board) -> dict[str, Any]:
    within = _folder(store, board) if board.folder else {}
    return {
        "id": board.id,
        "uid": board.uid,
        "orgId": 1,
        "title": board.title,
        "uri": f"db/{slug(board.title)}",
        "url": _url(board),
        "slug": "",
        "type": "dash-db",
        "tags": board.body.get("tags", []),
        "isStarred": False,
        **within,
        "sortMeta": 0,
        "isDeleted": False,
    }


def _meta(store: Store, board: Board) -> dict[str, Any]:
    may = {"canAdd": True, "canEdit": True, "canDelete": True}
    rights = ("canSave", "canEdit", "canAdmin", "canStar", "canDelete")
    return {
        "type": "db",
        **dict.fromkeys(rights, True),
        "slug": slug(board.title),
        "url": _url(board),
        "expires": "0001-01-01T00:00:00Z",
        "created": NOW,
        "updated": NOW,
        "updatedBy": board.by,
        "createdBy": board.by,
        "version": board.version,
        "hasAcl": False,
        "isFolder": False,
        "apiVersion": "v0alpha1",
        **_folder(store, board),
        "provisioned": board.file is not None,
        "provisionedExternalId": board.file or "",
        "annotationsPermissions": {"dashboard": may, "organization": may},
    }


def _folder(store: Store, board: Board) -> dict[str, Any]:
    folder = store.folders.get(board.folder)
    return {
        "folderId": folder.id if folder else 0,
        "folderUid": board.folder,
        "folderTitle": folder.title if folder else "General",
        "folderUrl": f"/dashboards/f/{folder.uid}/{slug(folder.title)}" if folder else "",
    }


def _url(board: Board) -> str:
    return f"/d/{board.uid}/{slug(board.title)}"


def _board(store: Store, uid: str) -> Board:
    if uid not in store.boards:
        raise Refusal(404, "Dashboard not found")
    return store.boards[uid]
