"""`/apis/dashboard.grafana.app`: refusals with the invalid field."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.grafana.client import GrafanaClient
from boardwright.grafana.grafana_errors import ConflictError, InvalidError, NotFoundError
from boardwright.http.sessions import create_session
from contract.conftest import NewUid
from contract.targets import Target

pytestmark = pytest.mark.since(12, 2, what="boards as resources")
PATH = "/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards"


@pytest.fixture
def client(target: Target) -> GrafanaClient:
    return GrafanaClient(create_session(), url=target.url, credentials=target.admin)


def resource(uid: str, folder: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "dashboard.grafana.app/v1beta1",
        "kind": "Dashboard",
        "metadata": {"name": uid, "annotations": {"grafana.app/folder": folder}},
        "spec": {"title": "Contract", "schemaVersion": 41, "panels": [], **spec},
    }


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"schemaVersion": 12}, "spec: .*migration path only exists for versions greater than 28"),
        ({"gnetId": None}, "spec.gnetId: .*null and string"),
        (
            {"panels": [{"id": 1, "type": "text", "title": "x", "cacheTimeout": None}]},
            "spec.panels.0.cacheTimeout: .*null and string",
        ),
    ],
)
def test_an_invalid_field_is_refused_by_name(
    client: GrafanaClient,
    target: Target,
    folder: str,
    new_uid: NewUid,
    spec: dict[str, Any],
    message: str,
) -> None:
    """12.4 accepts these boards: it drops `null` values and migrates older versions."""
    if target.is_since(12, 4):
        kept = client.post(PATH, resource(new_uid(), folder, **spec))["spec"]
        assert (kept["schemaVersion"], None in kept.values()) == (42, False)
        return
    with pytest.raises(InvalidError, match=message) as caught:
        client.post(PATH, resource(new_uid(), folder, **spec))
    assert caught.value.status == 422


def test_a_board_in_a_missing_folder_is_refused(client: GrafanaClient, new_uid: NewUid) -> None:
    with pytest.raises(NotFoundError, match="bw-nowhere"):
        client.post(PATH, resource(new_uid(), "bw-nowhere"))


def test_the_creation_of_an_existing_board_is_a_conflict(
    client: GrafanaClient, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    client.post(PATH, resource(uid, folder))
    assert client.get(f"{PATH}/{uid}")["spec"]["title"] == "Contract"
    with pytest.raises(ConflictError, match="already exists") as caught:
        client.post(PATH, resource(uid, folder))
    assert caught.value.status == 409


def test_the_list_names_the_next_page(client: GrafanaClient, folder: str, new_uid: NewUid) -> None:
    uids = {new_uid(), new_uid()}
    for uid in uids:
        client.post(PATH, resource(uid, folder))
    first = client.get(PATH, limit=1)
    found = {first["items"][0]["metadata"]["name"]}
    following = first["metadata"].get("continue")
    while following and not uids <= found:
        page = client.get(PATH, **{"limit": 50, "continue": following})
        found |= {item["metadata"]["name"] for item in page["items"]}
        following = page["metadata"].get("continue")
    assert uids <= found
