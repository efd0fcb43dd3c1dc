"""Answers `/apis/dashboard.grafana.app`, which is stricter than `/api/dashboards/db`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standin.boards import FASTEST, as_stored, check, keep_version
from standin.conversion import in_schema
from standin.store import MICROSECONDS, Store
from standin.values import NOW, Answer, Board, Refusal, Request

GROUP = "dashboard.grafana.app"
CREATE = f"/apis/{GROUP}/v0alpha1/namespaces/default/dashboards"
"""Path with which boardwright creates a board."""

METADATA_ONLY = "as=PartialObjectMetadataList"
MESSAGE = "grafana.app/message"
_OWN = {
    "grafana.app/createdBy",
    "grafana.app/folder",
    "grafana.app/updatedBy",
    "grafana.app/updatedTimestamp",
}
_LAYOUTS = {"AutoGridLayout", "GridLayout", "RowsLayout", "TabsLayout"}
TEXTS = {"gnetId", "cacheTimeout"}
"""Keys for which Grafana requires a string and refuses `null`."""


def group(store: Store, request: Request) -> Answer:
    versions = [
        {"groupVersion": f"{GROUP}/{version}", "version": version}
        for version in _served_versions(store)
    ]
    body = {"kind": "APIGroup", "apiVersion": "v1", "name": GROUP, "versions": versions}
    return Answer(body={**body, "preferredVersion": versions[0]})


def _served_versions(store: Store) -> list[str]:
    """Return the served API versions, the preferred version first."""
    if not store.is_newer:
        return ["v1beta1", "v0alpha1", "v2alpha1", "v2alpha2"]
    classic, v2 = ["v1beta1", "v0alpha1"], ["v2beta1", "v2alpha1"] if store.serves_v2 else []
    return [*v2, *reversed(classic)] if store.prefers_v2 and v2 else [*classic, *v2]


def _check_served(store: Store, version: str) -> None:
    """Refuse a request for an API version that is not served."""
    if version not in _served_versions(store):
        message = "the server could not find the requested resource"
        raise status(404, "NotFound", message)


def foreign(store: Store, request: Request, version: str) -> Answer:
    """Refuse a request for the namespace of another organisation, like 12.2."""
    text = f'Internal Server Error: "{request.path}": user is not signed in to organization'
    return Answer(status=500, raw=text.encode(), content_type="text/plain; charset=utf-8")


def list_boards(store: Store, request: Request, version: str) -> Answer:
    _check_served(store, version)
    limit = int(request.params.get("limit", "500"))
    start = request.params.get("continue", "").partition("start:")[2].partition("/")[0]
    boards = sorted(store.listed_boards(), key=lambda board: -board.id)
    boards = [board for board in boards if not start or board.id < int(start)]
    metadata = {"resourceVersion": store.list_version()}
    if len(boards) > limit:
        metadata["continue"] = f"org:1/start:{boards[limit - 1].id}/folder:"
    short = METADATA_ONLY in request.headers.get("Accept", "")
    items = [
        _short(store, board) if short else _item(store, board, version) for board in boards[:limit]
    ]
    kind = "PartialObjectMetadataList" if short else "DashboardList"
    api = "meta.k8s.io/v1" if short else f"{GROUP}/{version}"
    return Answer(body={"kind": kind, "apiVersion": api, "metadata": metadata, "items": items})


def get_board(store: Store, request: Request, version: str, name: str) -> Answer:
    _check_served(store, version)
    return Answer(body=_full(store, _board(store, name), version))


def create_board(store: Store, request: Request, version: str) -> Answer:
    _check_served(store, version)
    if request.account.role not in {"Admin", "Editor"}:
        raise _forbidden(request.account.login)
    name, annotations, spec = _parts(request.body)
    if version.startswith("v2"):
        check_v2(name, spec, version)
    elif version != "v0alpha1" and store.is_newer:
        spec = _without_nulls({**spec, "schemaVersion": 42})
    elif version != "v0alpha1":
        _check_form(name, spec)
    _check_values(name, spec, annotations)
    _check_folder(store, annotations)
    if name in store.boards or (name in store.folders and not store.is_newer):
        message = f'dashboards.{GROUP} "{name}" already exists'
        raise status(409, "AlreadyExists", message, name=name, kind="dashboards")
    folder = annotations.get("grafana.app/folder", "")
    board = Board(id=store.new_id(), uid=name, folder=folder, stored_as=version)
    board.versions.append((as_stored(spec), "Initial save"))
    _keep_annotations(store, board, annotations)
    store.boards[name] = board
    body = _full(store, board, version)
    created = body["metadata"]["annotations"]["grafana.app/createdBy"]
    body["metadata"]["annotations"] = {**annotations, "grafana.app/createdBy": created}
    body["metadata"]["managedFields"] = []
    return Answer(status=201, body=body)


def update_board(store: Store, request: Request, version: str, name: str) -> Answer:
    _check_served(store, version)
    if request.account.role not in {"Admin", "Editor"}:
        raise status(403, "", "")
    asked = request.body["metadata"].get("resourceVersion")
    if name not in store.boards and store.is_newer:
        if asked:
            raise status(500, "", "resourceVersion should not be set on objects to be created")
        return create_board(store, request, version)
    board = _board(store, name)
    _, annotations, spec = _parts(request.body)
    if version.startswith("v2"):
        check_v2(name, spec, version)
    elif not store.is_newer:
        _check_form(name, spec)
    if store.is_newer:
        _check_values(name, spec, annotations)
    _check_new_folder(store, board, annotations)
    if asked not in {None, _resource_version(store, board)}:
        message = (
            f'Operation cannot be fulfilled on dashboards.{GROUP} "{name}": the object has been'
            " modified; please apply your changes to the latest version and try again"
        )
        raise status(409, "Conflict", message, name=name, kind="dashboards")
    if request.params.get("dryRun") == "All":
        return Answer(body=_dry(store, board, version, annotations, spec))
    board.marked = False
    keep_version(
        store,
        board,
        as_stored(spec),
        folder=annotations.get("grafana.app/folder", ""),
        message=annotations.get(MESSAGE, "") if store.is_newer else "",
        stored_as=version if store.is_newer else board.stored_as,
    )
    _keep_annotations(store, board, annotations)
    return Answer(body=_full(store, board, version))


def patch_board(store: Store, request: Request, version: str, name: str) -> Answer:
    """Merge a patch of the type application/merge-patch+json into a board."""
    merged = _merge(_full(store, _board(store, name), version), request.body)
    known = Request(**{**vars(request), "body": merged})
    return update_board(store, known, version, name)


def _merge(value: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    value = value if isinstance(value, dict) else {}
    changed = {key: _merge(value.get(key), each) for key, each in patch.items()}
    return {key: each for key, each in {**value, **changed}.items() if each is not None}


def delete_board(store: Store, request: Request, version: str, name: str) -> Answer:
    board = _board(store, name)
    if board.file is not None:
        raise status(400, "BadRequest", "provisioned dashboard cannot be deleted")
    wanted = ((request.body or {}).get("preconditions") or {}).get("resourceVersion")
    if wanted not in {None, _resource_version(store, board)}:
        message = (
            f'Operation cannot be fulfilled on Dashboard.{GROUP} "{name}": the ResourceVersion in'
            f" the precondition ({wanted}) does not match the ResourceVersion in record"
            f" ({_resource_version(store, board)}). The object might have been modified"
        )
        raise status(409, "Conflict", message, name=name, kind="Dashboard")
    del store.boards[name]
    details = {"name": name, "group": GROUP, "kind": "dashboards", "uid": _object_uid(store, board)}
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


def check_v2(name: str, spec: dict[str, Any], version: str) -> None:
    """Refuse an id that is not a number, and an unknown layout, as recorded from 12.4."""
    for element in spec.get("elements", {}).values():
        if not isinstance(element.get("spec", {}).get("id", 0), int | float):
            message = (
                f'Dashboard in version "{version}" cannot be handled as a Dashboard: json: cannot'
                " unmarshal string into Go struct field DashboardSpec.spec.elements.spec.id of"
                " type float64"
            )
            raise status(400, "BadRequest", message)
    if spec.get("layout", {}).get("kind") not in _LAYOUTS:
        raise _unknown_layout(name)


def _unknown_layout(name: str) -> Refusal:
    field, causes = "DashboardSpec.layout.kind", []
    for kind in ("AutoGridLayout", "RowsLayout", "TabsLayout"):
        message = f'Invalid value: conflicting values "{kind}" and "GridLayout"'
        causes.append({"reason": "FieldValueInvalid", "message": message, "field": field})
    listed = ", ".join(f"{field}: {cause['message']}" for cause in causes)
    text = f'Dashboard.{GROUP} "{name}" is invalid: [{listed}]'
    return status(422, "Invalid", text, name=name, kind="Dashboard", causes=causes)


def _check_new_folder(store: Store, board: Board, annotations: dict[str, str]) -> None:
    """Refuse a move into a folder that does not exist; 12.4 answers with plain text."""
    folder = annotations.get("grafana.app/folder", "")
    if not store.is_newer:
        _check_folder(store, annotations)
    elif folder and folder != board.folder and folder not in store.folders:
        refusal = Refusal(500, "access denied to folder")
        refusal.answer = Answer(
            status=500, raw=b"access denied to folder", content_type="text/plain; charset=utf-8"
        )
        raise refusal


def _keep_annotations(store: Store, board: Board, annotations: dict[str, str]) -> None:
    """Store the sent annotations, like 12.4."""
    if store.is_newer:
        board.annotations = {key: each for key, each in annotations.items() if key not in _OWN}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _nulls(spec: dict[str, Any], path: str) -> Iterator[str]:
    yield from (f"{path}.{key}" for key in spec if key in TEXTS and spec[key] is None)
    for index, panel in enumerate(spec.get("panels") or []):
        yield from _nulls(panel, f"{path}.panels.{index}")


def _full(store: Store, board: Board, version: str) -> dict[str, Any]:
    """Return a board with its full body. A 12.2 does not convert boards between schemas."""
    found: dict[str, Any] = {
        "kind": "Dashboard",
        "apiVersion": f"{GROUP}/{version}",
        "metadata": _metadata(store, board),
        "spec": {k: each for k, each in in_schema(board.body, version).items() if k != "uid"},
        "status": _status(board, version),
    }
    if not store.is_newer and board.stored_as.startswith("v2") != version.startswith("v2"):
        found["spec"] = {}
        found["status"]["conversion"] |= {"failed": True, "error": "no conversion"}
    return found


def _item(store: Store, board: Board, version: str) -> dict[str, Any]:
    """Return a board for a list. If it is stored in another version, it lacks its kind."""
    body = _full(store, board, version)
    if board.stored_as != version:
        del body["kind"], body["apiVersion"]
    return body


def _short(store: Store, board: Board) -> dict[str, Any]:
    kind = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1"}
    return {**kind, "metadata": _metadata(store, board)}


def _status(board: Board, version: str) -> dict[str, Any]:
    """Return the conversion status. A board that is not converted keeps the status of an earlier
    save."""
    stored = board.stored_as if board.stored_as != version else board.old_status
    if not stored:
        return {}
    return {"conversion": {"failed": False, "storedVersion": stored, "error": ""}}


def _resource_version(store: Store, board: Board) -> str:
    """Return a time in microseconds, as the unified storage assigns it. Grafana's older storage
    counts the saves of the board.
    """
    saves = len(board.versions)
    return str(MICROSECONDS + 1000 * board.id + saves) if store.is_unified else str(saves)


def _metadata(store: Store, board: Board) -> dict[str, Any]:
    return {
        "name": board.uid,
        "namespace": "default",
        "uid": _object_uid(store, board),
        "resourceVersion": _resource_version(store, board),
        "generation": board.version,
        "creationTimestamp": NOW,
        "labels": {"grafana.app/deprecatedInternalID": str(board.id)},
        "annotations": dict(_annotations(board)),
    }


def _annotations(board: Board) -> Iterator[tuple[str, str]]:
    by = "provisioning:" if board.by == "Anonymous" else "user:cg54wj7moyupse"
    yield from board.annotations.items()
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
    store: Store,
    board: Board,
    version: str,
    annotations: dict[str, str],
    spec: dict[str, Any],
) -> dict[str, Any]:
    body = _full(store, board, version)
    del body["metadata"]["labels"]
    body["metadata"]["annotations"] = annotations
    return {**body, "spec": as_stored(spec)}


def _object_uid(store: Store, board: Board) -> str:
    """Return another uid for each created board. In the older storage, a board that is deleted
    and created again has the same uid.
    """
    return f"object-{board.id if store.is_unified else board.uid}"


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
    """Return a refusal in the format of Kubernetes."""
    more = {"details": {"group": GROUP, **details}} if details else {}
    kind = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure"}
    return Refusal(code, message, **kind, reason=reason, code=code, **more)
