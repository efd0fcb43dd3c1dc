"""`/apis/dashboard.grafana.app`: strict where `/api/dashboards/db` is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standin.boards import FASTEST, as_stored, check
from standin.store import Store
from standin.values import NOW, Answer, Board, Refusal, Request

GROUP = "dashboard.grafana.app"
CREATE = f"/apis/{GROUP}/v0alpha1/namespaces/default/dashboards"
"""Where boardwright creates a board."""

METADATA_ONLY = "as=PartialObjectMetadataList"
TEXTS = {"gnetId", "cacheTimeout"}
"""Keys whose `null` is known to be refused: a string is wanted there."""


def group(store: Store, request: Request) -> Answer:
    versions = [
        {"groupVersion": f"{GROUP}/{version}", "version": version}
        for version in ("v1beta1", "v0alpha1", "v2alpha1", "v2alpha2")
    ]
    body = {"kind": "APIGroup", "apiVersion": "v1", "name": GROUP, "versions": versions}
    return Answer(body={**body, "preferredVersion": versions[0]})


def foreign(store: Store, request: Request, version: str) -> Answer:
    """Answer for the namespace of another organisation, as 12.2 does."""
    text = f'Internal Server Error: "{request.path}": user is not signed in to organization'
    return Answer(status=500, raw=text.encode(), content_type="text/plain; charset=utf-8")


def list_boards(store: Store, request: Request, version: str) -> Answer:
    limit = int(request.params.get("limit", "500"))
    start = request.params.get("continue", "").partition("start:")[2].partition("/")[0]
    boards = sorted(store.listed_boards(), key=lambda board: -board.id)
    boards = [board for board in boards if not start or board.id < int(start)]
    metadata = {"resourceVersion": "1795409148000000"}
    if len(boards) > limit:
        metadata["continue"] = f"org:1/start:{boards[limit - 1].id}/folder:"
    short = METADATA_ONLY in request.headers.get("Accept", "")
    items = [_short(board) if short else _item(board, version) for board in boards[:limit]]
    kind = "PartialObjectMetadataList" if short else "DashboardList"
    api = "meta.k8s.io/v1" if short else f"{GROUP}/{version}"
    return Answer(body={"kind": kind, "apiVersion": api, "metadata": metadata, "items": items})


def get_board(store: Store, request: Request, version: str, name: str) -> Answer:
    return Answer(body=_full(_board(store, name), version))


def create_board(store: Store, request: Request, version: str) -> Answer:
    if request.account.role not in {"Admin", "Editor"}:
        raise _forbidden(request.account.login)
    name, annotations, spec = _parts(request.body)
    if version != "v0alpha1":
        _check_form(name, spec)
    _check_values(name, spec, annotations)
    _check_folder(store, annotations)
    if name in store.boards or name in store.folders:
        message = f'dashboards.{GROUP} "{name}" already exists'
        raise status(409, "AlreadyExists", message, name=name, kind="dashboards")
    folder = annotations.get("grafana.app/folder", "")
    board = Board(id=store.new_id(), uid=name, folder=folder, stored_as=version)
    board.versions.append((as_stored(spec), "Initial save"))
    store.boards[name] = board
    body = _full(board, version)
    created = body["metadata"]["annotations"]["grafana.app/createdBy"]
    body["metadata"]["annotations"] = {**annotations, "grafana.app/createdBy": created}
    body["metadata"]["managedFields"] = []
    return Answer(status=201, body=body)


def update_board(store: Store, request: Request, version: str, name: str) -> Answer:
    board = _board(store, name)
    _, annotations, spec = _parts(request.body)
    _check_form(name, spec)
    _check_folder(store, annotations)
    asked = request.body["metadata"].get("resourceVersion")
    if asked not in {None, str(board.version)}:
        message = (
            f'Operation cannot be fulfilled on dashboards.{GROUP} "{name}": the object has been'
            " modified; please apply your changes to the latest version and try again"
        )
        raise status(409, "Conflict", message, name=name, kind="dashboards")
    if request.params.get("dryRun") == "All":
        return Answer(body=_dry(board, version, annotations, spec))
    board.marked = False
    board.folder = annotations.get("grafana.app/folder", "")
    board.versions.append((as_stored(spec), ""))
    return Answer(body=_full(board, version))


def delete_board(store: Store, request: Request, version: str, name: str) -> Answer:
    board = _board(store, name)
    if board.file is not None:
        raise status(400, "BadRequest", "provisioned dashboard cannot be deleted")
    del store.boards[name]
    details = {"name": name, "group": GROUP, "kind": "dashboards", "uid": _object_uid(board)}
    body = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}
    return Answer(body={**body, "details": details})


def _parts(body: dict[str, Any]) -> tuple[str, dict[str, str], dict[str, Any]]:
    metadata = body["metadata"]
    return metadata["name"], dict(metadata.get("annotations", {})), body["spec"]


def _check_form(name: str, spec: dict[str, Any]) -> None:
    schema = spec.get("schemaVersion") or 0
    if schema < 29:
        message = (
            f'Invalid value: "{name}": dashboard schema version {schema} cannot be migrated to'
            " latest version 41 - migration path only exists for versions greater than 28"
        )
        raise _invalid(name, "spec", message)
    for field in _nulls(spec, "spec"):
        message = "Invalid value: conflicting values null and string"
        raise _invalid(name, field, f"{message} (mismatched types null and string)")


def _check_values(name: str, spec: dict[str, Any], annotations: dict[str, str]) -> None:
    try:
        check({**spec, "uid": name}, annotations.get("grafana.app/message", ""))
    except Refusal as refusal:
        raise status(400, "BadRequest", str(refusal)) from None
    if spec.get("refresh") in FASTEST:
        raise status(400, "BadRequest", "Dashboard refresh interval is too low")


def _check_folder(store: Store, annotations: dict[str, str]) -> None:
    folder = annotations.get("grafana.app/folder")
    if folder and folder not in store.folders:
        group, message = "folder.grafana.app", f'folders.folder.grafana.app "{folder}" not found'
        raise status(404, "NotFound", message, name=folder, group=group, kind="folders")


def _nulls(spec: dict[str, Any], path: str) -> Iterator[str]:
    yield from (f"{path}.{key}" for key in spec if key in TEXTS and spec[key] is None)
    for index, panel in enumerate(spec.get("panels") or []):
        yield from _nulls(panel, f"{path}.panels.{index}")


def _full(board: Board, version: str) -> dict[str, Any]:
    return {
        "kind": "Dashboard",
        "apiVersion": f"{GROUP}/{version}",
        "metadata": _metadata(board),
        "spec": {key: value for key, value in board.body.items() if key != "uid"},
        "status": _conversion(board) if board.stored_as != version else {},
    }


def _item(board: Board, version: str) -> dict[str, Any]:
    """In a list, what was stored in another version comes without its kind."""
    body = _full(board, version)
    if board.stored_as != version:
        del body["kind"], body["apiVersion"]
    return body


def _short(board: Board) -> dict[str, Any]:
    kind = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1"}
    return {**kind, "metadata": _metadata(board)}


def _conversion(board: Board) -> dict[str, Any]:
    return {"conversion": {"failed": False, "storedVersion": board.stored_as, "error": ""}}


def _metadata(board: Board) -> dict[str, Any]:
    return {
        "name": board.uid,
        "namespace": "default",
        "uid": _object_uid(board),
        "resourceVersion": str(board.version),
        "generation": board.version,
        "creationTimestamp": NOW,
        "labels": {"grafana.app/deprecatedInternalID": str(board.id)},
        "annotations": dict(_annotations(board)),
    }


def _annotations(board: Board) -> Iterator[tuple[str, str]]:
    by = "provisioning:" if board.by == "Anonymous" else "user:cg54wj7moyupse"
    yield "grafana.app/createdBy", by
    if board.folder:
        yield "grafana.app/folder", board.folder
    if board.file is not None and board.marked:
        yield "grafana.app/managedBy", "classic-file-provisioning"
        yield "grafana.app/managerId", "boards"
        yield "grafana.app/sourceChecksum", "f733f60195828bf0161e99ff8cf77c81"
        yield "grafana.app/sourcePath", board.file
        yield "grafana.app/sourceTimestamp", "1795410205"
    yield "grafana.app/updatedBy", by if board.file and board.marked else "user:cg54wj7moyupse"
    yield "grafana.app/updatedTimestamp", NOW


def _dry(
    board: Board, version: str, annotations: dict[str, str], spec: dict[str, Any]
) -> dict[str, Any]:
    body = _full(board, version)
    del body["metadata"]["labels"]
    body["metadata"]["annotations"] = annotations
    return {**body, "spec": as_stored(spec)}


def _object_uid(board: Board) -> str:
    return f"object-{board.id}"


def _board(store: Store, name: str) -> Board:
    if name not in store.boards:
        message = f'dashboards.{GROUP} "{name}" not found'
        raise status(404, "NotFound", message, name=name, kind="dashboards")
    return store.boards[name]


def _forbidden(user: str) -> Refusal:
    message = (
        f'dashboards.{GROUP} is forbidden: User "{user}" cannot create resource "dashboards" in'
        f' API group "{GROUP}" in the namespace "default": can not create any dashboards'
    )
    return status(403, "Forbidden", message, kind="dashboards")


def _invalid(name: str, field: str, message: str) -> Refusal:
    cause = {"reason": "FieldValueInvalid", "message": message, "field": field}
    text = f'Dashboard.{GROUP} "{name}" is invalid: {field}: {message}'
    return status(422, "Invalid", text, name=name, kind="Dashboard", causes=[cause])


def status(code: int, reason: str, message: str, **details: Any) -> Refusal:
    """Return a refusal in the form of Kubernetes."""
    more = {"details": {"group": GROUP, **details}} if details else {}
    kind = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure"}
    return Refusal(code, message, **kind, reason=reason, code=code, **more)
