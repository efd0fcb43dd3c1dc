"""Logins: version and organisation, and every refusal."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_errors import LoginError, OrganisationError
from boardwright.http.credentials import Credentials
from contract.targets import Target, real_target


def test_a_real_grafana_answers_with_a_version() -> None:
    assert real_target().connect().version


def test_the_version_and_the_organisation_are_read(target: Target) -> None:
    connected = target.connect()
    assert int(connected.version.partition(".")[0]) >= 10
    assert connected.organisation is not None
    assert connected.organisation.name


def test_an_invalid_token_is_refused_with_a_login_error(target: Target) -> None:
    stranger = Credentials(user=None, secret="nonsense", source="GRAFANA_TOKEN")
    with pytest.raises(LoginError, match="the token of GRAFANA_TOKEN was refused: Invalid API key"):
        target.connect(stranger)


def test_a_wrong_password_is_refused_with_a_login_error(target: Target) -> None:
    """Of a user that is not there, so that no account of a real Grafana is locked."""
    stranger = Credentials(user="bw-nobody", secret="wrong-password", source="GRAFANA_PASSWORD")
    with pytest.raises(LoginError) as caught:
        target.connect(stranger)
    assert caught.value.what == (
        "the user 'bw-nobody' with the password of GRAFANA_PASSWORD was refused:"
        " Invalid username or password"
    )
    assert caught.value.status in {400, 401}  # 10.1 answers 400


def test_the_requested_organisation_is_used(target: Target) -> None:
    organisation = target.connect().organisation
    assert organisation is not None
    assert target.connect(org_id=organisation.id).organisation == organisation


def test_a_password_gives_no_access_to_another_organisation(target: Target) -> None:
    with pytest.raises(OrganisationError, match="has no access to organisation 7777777"):
        target.connect(org_id=7777777)


def test_a_token_gives_no_access_to_another_organisation(target: Target) -> None:
    with target.token("Viewer") as token:
        target.connect(token)
        with pytest.raises(
            OrganisationError, match=r"(does not belong to|is not in).* organisation"
        ):
            target.connect(token, org_id=7777777)
