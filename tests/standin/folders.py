"""Answers `/api/folders`."""

from __future__ import annotations

from typing import Any

from standin.store import Store, check_uid, need, slug
from standin.values import NOW, Answer, Folder, Refusal, Request

DEEPEST = 5
CHANGED = "the folder has been changed by someone else"


def list_folders(store: Store, request: Request) -> Answer:
    need(request.account, "folders:read")
    parent = request.params.get("parentUid")
    found = [folder for folder in store.folders.values() if folder.parent == parent]
    found.sort(key=lambda folder: (folder.title, folder.id))
    limit = int(request.params.get("limit", "1000"))
    keys = [{"id": f.id, "uid": f.uid, "title": f.title} for f in found[:limit]]
    return Answer(body=[{**key, "parentUid": parent} if parent else key for key in keys])


def get_folder(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, "folders:read" if uid in store.folders else "folders:read missing")
    return Answer(body=folder_json(store, _folder(store, uid)))


def create_folder(store: Store, request: Request) -> Answer:
    need(request.account, "folders:create")
    body = request.body
    uid, title, parent = body.get("uid") or "", body.get("title"), body.get("parentUid") or None
    if not title:
        raise Refusal(400, "folder title cannot be empty")
    check_uid(uid)
    if parent is not None and parent not in store.folders and not store.is_newer:
        raise Refusal(404, "folder not found")
    if uid in store.folders:
        raise Refusal(412, CHANGED)
    if uid in store.boards and not store.is_newer:
        raise Refusal(400, "Dashboard cannot be changed to a folder")
    if parent is None and title.lower() == "general" and not store.is_newer:
        raise Refusal(400, "A folder with that name already exists")
    if parent is not None and len(holders(store, parent)) + 2 > DEEPEST:
        raise Refusal(400, "[folder.maximum-depth-reached] ")
    number = store.new_id()
    folder = Folder(id=number, uid=uid or f"folder{number}", title=title, parent=parent)
    store.folders[folder.uid] = folder
    return Answer(body=folder_json(store, folder))


def update_folder(store: Store, request: Request, uid: str) -> Answer:
    need(request.account, "folders:write")
    folder = _folder(store, uid)
    if not request.body.get("overwrite") and request.body.get("version") != folder.version:
        raise Refusal(412, "The dashboard has been changed by someone else")
    folder.title, folder.version = request.body["title"], folder.version + 1
    return Answer(body=folder_json(store, folder))


def delete_folder(store: Store, request: Request, uid: str) -> Answer:
    """Delete a folder with its content. Alert rules prevent this, unless it is forced."""
    need(request.account, "folders:delete")
    _folder(store, uid)
    gone = {each for each in store.folders if uid in {each, *holders(store, each)}}
    forced = request.params.get("forceDeleteRules") == "true"
    if not forced and any(rule.folder in gone for rule in store.rules.values()):
        message = "Folder cannot be deleted: folder is not empty"
        raise Refusal(400, message, statusCode=400, messageId="folder.not-empty")
    for each in gone:
        del store.folders[each]
    for rule in [rule for rule in store.rules.values() if rule.folder in gone]:
        del store.rules[rule.uid]
    for board in [board for board in store.boards.values() if board.folder in gone]:
        del store.boards[board.uid]
    return Answer(body={"message": "Folder deleted"})


def holders(store: Store, uid: str) -> list[str]:
    """Return the uids of a folder's parents, from the top."""
    if uid not in store.folders:  # 12.4 accepts a parent that does not exist
        return []
    parent = store.folders[uid].parent
    return [*holders(store, parent), parent] if parent else []


def folder_json(store: Store, folder: Folder) -> dict[str, Any]:
    holding = [uid for uid in holders(store, folder.uid) if uid in store.folders]
    parents = [folder_json(store, store.folders[uid]) for uid in holding]
    for parent in parents:
        parent.pop("parents", None)
    return {
        "id": folder.id,
        "uid": folder.uid,
        "orgId": 1,
        "title": folder.title,
        "url": f"/dashboards/f/{folder.uid}/{slug(folder.title)}",
        "hasAcl": False,
        "canSave": True,
        "canEdit": True,
        "canAdmin": True,
        "canDelete": True,
        "createdBy": folder.by,
        "created": NOW,
        "updatedBy": folder.by,
        "updated": NOW,
        "version": folder.version,
        **({"parentUid": folder.parent, "parents": parents} if folder.parent else {}),
    }


def _folder(store: Store, uid: str) -> Folder:
    if uid not in store.folders:
        raise Refusal(404, "folder not found", status="not-found")
    return store.folders[uid]
