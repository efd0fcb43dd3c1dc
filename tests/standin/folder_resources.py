"""Answers `/apis/folder.grafana.app` like 12.4."""

from __future__ import annotations

from typing import Any

from standin import folders
from standin.kubernetes import status
from standin.store import Store
from standin.values import NOW, Answer, Folder, Refusal, Request

GROUP = "folder.grafana.app"


def group(store: Store, request: Request) -> Answer:
    if not store.is_newer:
        raise Refusal(404, "Not found")
    versions = [{"groupVersion": f"{GROUP}/v1beta1", "version": "v1beta1"}]
    body = {"kind": "APIGroup", "apiVersion": "v1", "name": GROUP, "versions": versions}
    return Answer(body={**body, "preferredVersion": versions[0]})


def create_folder(store: Store, request: Request) -> Answer:
    metadata = request.body["metadata"]
    body = {
        "uid": metadata["name"],
        "title": request.body["spec"].get("title"),
        "parentUid": metadata.get("annotations", {}).get("grafana.app/folder"),
    }
    try:
        folders.create_folder(store, Request(**{**vars(request), "body": body}))
    except Refusal as refusal:
        raise status(refusal.answer.status, "", str(refusal)) from None
    return Answer(status=201, body=_resource(store.folders[metadata["name"]]))


def list_folders(store: Store, request: Request) -> Answer:
    items = [_resource(folder) for folder in store.folders.values()]
    kind = {"kind": "FolderList", "apiVersion": f"{GROUP}/v1beta1", "metadata": {}}
    return Answer(body={**kind, "items": items})


def get_folder(store: Store, request: Request, uid: str) -> Answer:
    return Answer(body=_resource(_folder(store, uid)))


def list_parents(store: Store, request: Request, uid: str) -> Answer:
    """Return the parents of a folder, from the top, and the folder."""
    branch = [*folders.holders(store, _folder(store, uid).uid), uid]
    found = [store.folders[each] for each in branch if each in store.folders]
    items = [
        {"name": each.uid, "title": each.title, **({"parent": each.parent} if each.parent else {})}
        for each in found
    ]
    kind = {"kind": "FolderInfoList", "apiVersion": f"{GROUP}/v1beta1", "metadata": {}}
    return Answer(body={**kind, "items": items})


def _folder(store: Store, uid: str) -> Folder:
    if uid not in store.folders:
        message = f'folders.{GROUP} "{uid}" not found'
        raise status(404, "NotFound", message, name=uid, group=GROUP, kind="folders")
    return store.folders[uid]


def _resource(folder: Folder) -> dict[str, Any]:
    annotations = {"grafana.app/createdBy": "user:cg54wj7moyupse"}
    if folder.parent:
        annotations["grafana.app/folder"] = folder.parent
    return {
        "kind": "Folder",
        "apiVersion": f"{GROUP}/v1beta1",
        "metadata": {
            "name": folder.uid,
            "namespace": "default",
            "uid": f"folder-{folder.id}",
            "resourceVersion": str(folder.version),
            "generation": folder.version,
            "creationTimestamp": NOW,
            "annotations": annotations,
        },
        "spec": {"title": folder.title},
    }
