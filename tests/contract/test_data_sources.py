"""The list of data sources, by which a deploy decides whether panels will have data."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_errors import ForbiddenError
from contract.targets import Target


@pytest.mark.parametrize("role", ["Admin", "Editor", "Viewer"])
def test_each_role_sees_uid_name_and_type(target: Target, role: str) -> None:
    with target.token(role) as credentials:
        sources = target.grafana(credentials).read_data_sources()
    raw = target.raw("GET", "/api/datasources").json()
    expected = sorted((each["name"], each["uid"], each["type"]) for each in raw)
    assert expected
    assert [(each.name, each.uid, each.type) for each in sources] == expected
    assert not any(each.uid == "grafana" for each in sources if each.type == "prometheus")


def test_an_account_without_a_role_gets_no_wrong_list(target: Target) -> None:
    """Grafana may refuse the list to this account; otherwise the list has no additional source."""
    with target.token("None") as credentials:
        try:
            sources = target.grafana(credentials).read_data_sources()
        except ForbiddenError:
            return
    raw = target.raw("GET", "/api/datasources").json()
    assert {each.uid for each in sources} <= {each["uid"] for each in raw}
