"""Settings of boardwright.toml for Prometheus: promtool accepts the same, and no secret shows."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from boardwright.config.project_file import read_project
from boardwright.errors import ConfigError
from boardwright.provisioning.prometheus_config import ScrapeJob, build_prometheus_file
from boardwright.provisioning.remote_write import RemoteWrite
from boardwright.provisioning.yaml_text import encode_yaml
from support import TOML, MakeProject

JOBS: list[dict[str, Any]] = [
    *({"targets": (target,)} for target in (
        *("host:9100", "host", "10.0.0.5:9100", "[::1]:9100", "[fe80::1]", "a.b-c.example.org:1"),
        *("http://host:9100/metrics", "https://host/probe", "host:9100/metrics", "host/", "/"),
        *("host:0", "host:65536", "host:x", "host:", ":9100", "", "a b:1", "a\tb:1", "::1:9100"),
        *("user:hunter2@host:9100", "http://user:hunter2@host:9100/metrics", "$HOST:1", "é:1"),
    )),
    *({"metrics_path": path} for path in (
        "/metrics", "/a/b", "metrics", "/metrics?token=hunter2", "/a b", "/a#b", "/é", "/a\nb"
    )),
    *({"scheme": scheme} for scheme in ("http", "https", "HTTP", "ftp", "")),
    *({"labels": {name: "x"}} for name in (
        "site", "_a", "a1", "1a", "a-b", "a b", "", "é", "__name__", "__address__", "a:b"
    )),
    *({"labels": {"site": value}} for value in ("", "$HOME", "é", "a\nb", '"', "{{ x }}")),
    {"token_file": "t"},
    {"username": "me", "password_file": "p"},
    {"username": "me"},
    {"password_file": "p"},
    {"username": "me", "password_file": "p", "token_file": "t"},
]  # fmt: skip
REMOTES: list[dict[str, Any]] = [
    *({"url": url} for url in (
        "https://x/api/v1/push", "http://me:hunter2@x", "x", "ftp://x", "http://", "http://x?a=b"
    )),
    *({"headers": {name: "x"}} for name in (
        "X-Scope-OrgID", "Authorization", "Host", "user-agent", "Content-Type", "X-Amz-Date", "a b"
    )),
    *({"labels": {name: "x"}} for name in ("site", "1a", "a-b", "", "__a")),
    *({"labels": {"site": value}} for value in ("a", "", "$HOME", "é")),
    {"token_file": "t"},
    {"username": "me", "password_file": "p"},
    {"username": "me", "password_file": "p", "token_file": "t"},
]  # fmt: skip


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {as_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def is_accepted(root: Path, header: str, settings: dict[str, Any]) -> bool:
    lines = [f"{key} = {as_toml(value)}" for key, value in settings.items()]
    (root / "boardwright.toml").write_text("\n".join([TOML, header, *lines, ""]))
    try:
        read_project(root)
    except ConfigError as error:
        refusal: ConfigError | None = error
    else:
        refusal = None
    assert refusal is None or "hunter2" not in str(refusal)
    return refusal is None


def promtool_accepts(promtool: str, folder: Path, data: dict[str, Any]) -> bool:
    (folder / "prometheus.yml").write_bytes(encode_yaml(data))
    for name in ("t", "p"):
        (folder / name).write_text("secret")
    command = [promtool, "check", "config", folder / "prometheus.yml"]
    return subprocess.run(command, capture_output=True).returncode == 0


def id_of(settings: dict[str, Any]) -> str:
    return json.dumps(settings)


@pytest.mark.parametrize("changes", JOBS, ids=id_of)
def test_promtool_accepts_and_refuses_the_same_scrape_jobs(
    promtool: str, make_project: MakeProject, tmp_path: Path, changes: dict[str, Any]
) -> None:
    settings = {"job": "j", "targets": ("host:9100",), **changes}
    ours = is_accepted(make_project(), "[[scrape]]", settings)
    job = ScrapeJob(**{**settings, "targets": settings["targets"]})
    theirs = promtool_accepts(
        promtool, tmp_path, build_prometheus_file([job], scrape_interval="10s")
    )
    assert theirs or not ours, "promtool refuses a setting that boardwright accepts"
    if any(each in id_of(changes) for each in ("hunter2", "__")):
        assert not ours


@pytest.mark.parametrize("changes", REMOTES, ids=id_of)
def test_promtool_accepts_and_refuses_the_same_remote_write_settings(
    promtool: str, make_project: MakeProject, tmp_path: Path, changes: dict[str, Any]
) -> None:
    settings = {"url": "https://x/push", **changes}
    ours = is_accepted(make_project(), "[remote_write]", settings)
    remote = RemoteWrite(**settings)
    data = build_prometheus_file([], scrape_interval="10s", remote_write=remote)
    assert promtool_accepts(promtool, tmp_path, data) or not ours
    if any(each in id_of(changes) for each in ("hunter2", "__", "$")):
        assert not ours


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "http://host:9100/metrics",
            "a target of the scrape job 'j' is 'http://host:9100/metrics', a URL\n"
            '  Write targets = ["host:9100"].',
        ),
        (
            "https://host:9100/probe?x=1",
            "a URL\n"
            '  Write targets = ["host:9100"] and scheme = "https" and metrics_path = "/probe".',
        ),
        ("me:hunter2@host:9100", 'contains a user or password\n  Write the target without user'),
        ("host:99999", "is 'host:99999', which has the invalid port '99999'"),
        ("::1:9100", "which is an IPv6 address without brackets"),
    ],
)  # fmt: skip
def test_a_malformed_target_is_refused_with_the_right_form(
    make_project: MakeProject, target: str, message: str
) -> None:
    toml = f'{TOML}\n[[scrape]]\njob = "j"\ntargets = ["{target}"]\n'
    with pytest.raises(ConfigError) as caught:
        read_project(make_project(toml=toml))
    assert message in str(caught.value)
    assert str(caught.value.where).startswith("boardwright.toml:")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('url = "http://me:hunter2@host"', "the url of a data source contains a user or password"),
        ('url = "http://host?token=hunter2"', "the url of a data source has a query"),
        ('json_data = { password = "hunter2" }', "json_data.password is a secret, which"),
        ('json_data = { httpHeaderValue1 = "hunter2" }', "httpHeaderValue1 is a secret, which"),
        (
            'secure_json_data = { basicAuthPassword = "hunter2" }',
            "secure_json_data.basicAuthPassword must refer to an environment variable",
        ),
    ],
)
def test_a_secret_in_a_data_source_is_refused(
    make_project: MakeProject, line: str, message: str
) -> None:
    url = "" if line.startswith("url") else 'url = "http://host"\n'
    toml = f'{TOML}\n[[datasources]]\nname = "Other"\nuid = "other"\n{url}{line}\n'
    with pytest.raises(ConfigError) as caught:
        read_project(make_project(toml=toml))
    assert message in str(caught.value)
    assert re.search("variable [A-Z]+ of the Grafana server|when Grafana starts", str(caught.value))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["$PW", "${PW}", "$__env{PW}", "$__file{/run/secrets/pw}"])
def test_a_reference_to_a_secret_of_grafana_is_accepted(
    make_project: MakeProject, value: str
) -> None:
    toml = f"{TOML}\n[[datasources]]\nname = 'Other'\nuid = 'other'\nurl = 'http://host'\n"
    toml += f"basic_auth_user = 'me'\nsecure_json_data = {{ basicAuthPassword = '{value}' }}\n"
    source = read_project(make_project(toml=toml)).datasources[-1]
    assert source.secure_json_data == {"basicAuthPassword": value}


@pytest.mark.parametrize("kind", ["cloudwatch", "grafana-testdata-datasource", "stackdriver"])
def test_data_sources_of_types_without_an_address_need_no_url(
    make_project: MakeProject, kind: str
) -> None:
    toml = f"{TOML}\n[[datasources]]\nname = 'Other'\nuid = 'other'\ntype = '{kind}'\n"
    assert read_project(make_project(toml=toml)).datasources[-1].url == ""
    with pytest.raises(ConfigError, match=r"datasources\.url is missing"):
        read_project(make_project(toml=toml.replace(kind, "loki")))
