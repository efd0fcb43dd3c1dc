"""`[grafana]` and the settings of an environment."""

from __future__ import annotations

import pytest

from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.grafana.server import GrafanaServer
from boardwright.http.credentials import Certificates, Secrets
from support import TOML, MakeProject


def project(make_project: MakeProject, toml: str) -> ProjectSettings:
    return read_project(make_project(toml=TOML + toml))


def test_a_project_need_not_name_a_grafana(make_project: MakeProject) -> None:
    assert project(make_project, "").server == GrafanaServer()


def test_every_setting_of_the_table_is_read(make_project: MakeProject) -> None:
    toml = """
[grafana]
url = "https://example.org/grafana/"
token_env = "TOKEN"
ca_file = "ca.pem"
client_cert = "client.pem"
client_key = "client.key"
proxy = "http://proxy:3128"
org_id = 2
namespace = "stacks-7"
timeout = 5
total_timeout = 60
retries = 0
"""
    assert project(make_project, toml).server == GrafanaServer(
        url="https://example.org/grafana",
        secrets=Secrets(token_env="TOKEN"),
        certificates=Certificates(
            ca_file="ca.pem", client_cert="client.pem", client_key="client.key"
        ),
        proxy="http://proxy:3128",
        org_id=2,
        namespace="stacks-7",
        timeout=5,
        total_timeout=60,
        retries=0,
    )


def test_an_environment_replaces_single_settings_of_the_table(make_project: MakeProject) -> None:
    toml = """
[grafana]
url = "http://127.0.0.1:3000"
env_file = ".env"
timeout = 5

[environments.staging]
url = "https://staging.example.org"

[environments.production]
url = "https://example.org"
token_file = "secrets/token"
"""
    found = project(make_project, toml)
    staging = found.find_environment("staging").server
    assert (staging.url, staging.timeout) == ("https://staging.example.org", 5)
    assert staging.secrets == Secrets(env_file=".env")
    production = found.find_environment("production").server
    assert production.secrets == Secrets(token_file="secrets/token")
    assert found.find_environment(None).server.url == "http://127.0.0.1:3000"


@pytest.mark.parametrize("key", ["token", "password", "api_key", "secret"])
@pytest.mark.parametrize("table", ["grafana", "environments.production"])
def test_a_secret_in_the_table_is_refused(make_project: MakeProject, table: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        project(make_project, f'\n[{table}]\n{key} = "hunter2"\n')
    assert f"remove {key} from boardwright.toml, because secrets must not be" in str(caught.value)
    assert "Set the environment variable GRAFANA_TOKEN" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('url = "grafana.example.org"', "it must begin with http:// or https://"),
        ("url = 3000", "grafana.url is 3000, but must be a string"),
        ("org_id = -1", "org_id is -1, but must be from 1 to 2147483647"),
        ("timeout = 601", "timeout is 601, but must be from 1 to 600"),
        ("retries = 21", "retries is 21, but must be from 0 to 20"),
        ('min_refresh_interval = "fast"', "is 'fast', which is not a duration"),
        ("total_timeout = -1", "total_timeout is -1, but must be from 1 to 86400"),
        ('token_command = "pass"', "grafana.token_command is 'pass', but must be a list"),
        (
            'proxy = "proxy:3128"',
            "proxy is 'proxy:3128'; it must begin with http:// or https://",
        ),
        ('timeout = "5s"', "grafana.timeout is '5s', but must be a whole number"),
        ('tokenenv = "X"', "unknown key 'grafana.tokenenv'\n  Did you mean 'token_env'?"),
    ],
)
def test_an_invalid_setting_is_refused(make_project: MakeProject, line: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        project(make_project, f"\n[grafana]\n{line}\n")
    assert message in str(caught.value)


def test_an_address_with_a_password_is_refused_and_not_repeated(make_project: MakeProject) -> None:
    with pytest.raises(ConfigError) as caught:
        project(make_project, '\n[grafana]\nurl = "https://admin:hunter2@example.org"\n')
    assert "contains a user or password" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_proxy_with_a_password_is_refused_and_not_repeated(make_project: MakeProject) -> None:
    with pytest.raises(ConfigError) as caught:
        project(make_project, '\n[grafana]\nproxy = "http://me:hunter2@proxy:3128"\n')
    assert "proxy contains a user or password" in str(caught.value)
    assert "into the environment variable HTTPS_PROXY" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_token_command_of_an_environment_replaces_the_other_token(
    make_project: MakeProject,
) -> None:
    """An environment that names one never gets the token of another Grafana."""
    toml = """
[grafana]
token_env = "TOKEN"

[environments.live]
token_command = ["pass", "grafana"]
"""
    found = project(make_project, toml).find_environment("live").server
    assert found.secrets == Secrets(token_command=("pass", "grafana"))


def test_an_environment_may_put_all_folders_in_a_folder(make_project: MakeProject) -> None:
    toml = '\n[[folders]]\ntitle = "Demo"\nuid = "demo"\n'
    toml += '[environments.live]\nfolder_prefix = "Live/"\n'
    found = project(make_project, toml)
    prefix = found.find_environment("live").folder_prefix
    assert prefix == "Live"
    assert found.find_folder("Demo", prefix=prefix).title == "Live/Demo"
    assert found.find_folder("Demo", prefix=prefix).uid != found.find_folder("Demo").uid
    assert found.find_environment(None).folder_prefix == ""


@pytest.mark.parametrize("own", ['url = "https://other.example.org"', "org_id = 2"])
def test_an_environment_of_another_grafana_does_not_inherit_the_namespace(
    make_project: MakeProject, own: str
) -> None:
    toml = f"""
[grafana]
url = "https://example.org"
namespace = "stacks-7"

[environments.other]
{own}
"""
    found = project(make_project, toml)
    assert found.find_environment(None).server.namespace == "stacks-7"
    assert found.find_environment("other").server.namespace is None
