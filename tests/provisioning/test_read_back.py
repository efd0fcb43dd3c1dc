"""Every text in a generated file is read back by its reader unchanged: any character, any look."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from boardwright.errors import DocumentError
from boardwright.provisioning.alerting import encode_group_file, read_group_file
from boardwright.provisioning.configmaps import build_configmap
from boardwright.provisioning.data_source_file import DataSource, build_data_sources_file
from boardwright.provisioning.kubernetes import Kubernetes
from boardwright.provisioning.levels import list_all_levels
from boardwright.provisioning.operator import build_grafana_dashboard, build_grafana_folders
from boardwright.provisioning.output_paths import format_folder_path
from boardwright.provisioning.prometheus_config import ScrapeJob, build_prometheus_file
from boardwright.provisioning.providers import BoardFolder, build_providers_file
from boardwright.provisioning.yaml_text import encode_yaml
from boardwright.schema.alerting.alerts import CompiledGroup, CompiledRule
from boardwright.schema.document import Place
from provisioning.readers import KubernetesLoader, expand
from provisioning.resources import SHOP, place_board, validate

CUNNING = (
    *("$HOME", "${HOME}", "$$HOME", "$", "$$", "$$$", "a$", "$__env{PASSWORD}", "$__file{/etc/x}"),
    *(
        "1e3",
        "0x1F",
        "0o14",
        "1_000",
        ".5",
        "y",
        "NO",
        "null",
        "~",
        "=",
        "<<",
        "1:30",
        "2026-01-01",
    ),
    *(
        "- a",
        "a: b",
        "#a",
        "a #b",
        "'",
        '"',
        "\\",
        "%a",
        "@a",
        "`a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "?",
    ),
    *(
        " a",
        "a ",
        "a\nb",
        "a\n",
        "\n",
        "\t",
        "\r",
        "\x00",
        "\x07",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *("é", "日本", "😀", "{{ .Values }}", "{a}", "[a]", "</script>"),
)
TEXTS = st.sampled_from(CUNNING) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
FOLDERS = TEXTS.map(lambda text: BoardFolder(title=text, uid="uid"))
HERE = Place(file="dashboards/x.py", line=1)


@given(FOLDERS)
@example(BoardFolder(title="Costs $HOME/$$", uid="costs"))
def test_grafana_reads_the_title_of_a_folder(folder: BoardFolder) -> None:
    data = build_providers_file([folder], dashboards_path="/boards $x")
    (provider,) = expand(yaml.safe_load(encode_yaml(data)))["providers"]
    assert provider["folder"] == folder.provisioned_title
    assert provider["options"]["path"] == f"/boards $x/{folder.directory}"


@given(TEXTS, TEXTS)
def test_grafana_reads_a_data_source(name: str, value: str) -> None:
    source = DataSource(
        name=name,
        type="prometheus",
        uid="p",
        url=f"http://{value}",
        json_data={"customQueryParameters": value, "nested": {"list": [value]}},
        basic_auth_user=value,
        secure_json_data={"basicAuthPassword": "$PASSWORD"},
    )
    data = build_data_sources_file([source], scrape_interval="10s")
    (entry,) = expand(yaml.safe_load(encode_yaml(data)))["datasources"]
    assert (entry["name"], entry["url"]) == (name, f"http://{value}")
    assert entry["jsonData"]["customQueryParameters"] == value
    assert entry["jsonData"]["nested"] == {"list": [value]}
    assert (entry["basicAuth"], entry["basicAuthUser"]) == (True, value)
    assert entry["secureJsonData"] == {"basicAuthPassword": "hunter2"}


EXPANDED = ("title", "labels")
"""The parts of a rule that Grafana expands."""


@given(TEXTS, TEXTS, FOLDERS)
def test_grafana_reads_a_group_of_alert_rules(name: str, text: str, folder: BoardFolder) -> None:
    rule = {
        "uid": "r",
        "title": text,
        "labels": {"team": text},
        "annotations": {"summary": f"{text} $value"},
        "data": [{"refId": "A", "model": {"expr": f'up{{a="{text}"}}'}}],
    }
    compiled = CompiledRule(uid="r", title=text, place=HERE, data=rule)
    group = CompiledGroup(name=name, folder=None, interval=60, rules=(compiled,), place=HERE)
    written = encode_group_file(folder, group)
    (read,) = yaml.safe_load(written)["groups"]
    assert (expand(read["name"]), expand(read["folder"])) == (name, format_folder_path(folder))
    (found,) = read["rules"]
    assert {**found, **{key: expand(found[key]) for key in EXPANDED}} == rule
    (own,) = read_group_file(written, where="x.yaml")
    assert (own.name, own.folder, own.rules) == (name, format_folder_path(folder), (rule,))


def is_inside(folder: BoardFolder) -> bool:
    """Return whether a title does not lead out of the sidecar's folder."""
    levels = [level.strip() for level in folder.title.split("/")]
    return folder.title[0] != "/" and "\0" not in folder.title and not {".", ".."} & {*levels}


@given(FOLDERS.filter(is_inside), TEXTS)
def test_kubernetes_reads_a_configmap(folder: BoardFolder, title: str) -> None:
    file = build_configmap(place_board("node", title, folder), SHOP)
    data = yaml.load(file.content, KubernetesLoader)
    validate(data, "configmap")
    assert data["metadata"]["annotations"] == {"grafana_folder": folder.title}
    assert yaml.safe_load(data["data"]["node.json"])["title"] == title


@pytest.mark.parametrize("title", ["..", "a/../b", "/etc", "a/./b", "a\0b", ".. /x"])
def test_a_title_that_leads_out_of_the_folder_of_the_sidecar_is_refused(title: str) -> None:
    with pytest.raises(DocumentError, match="leads out of the sidecar's output directory"):
        build_configmap(place_board("node", "Node", BoardFolder(title=title, uid="x")), SHOP)


@given(FOLDERS, TEXTS)
def test_kubernetes_reads_the_resources_of_the_operator(folder: BoardFolder, title: str) -> None:
    board = yaml.load(
        build_grafana_dashboard(place_board("node", title, folder), SHOP).content, KubernetesLoader
    )
    assert yaml.safe_load(board["spec"]["json"])["title"] == title
    levels = list_all_levels([folder], lambda path: "uid")
    for level, content in zip(levels, build_grafana_folders(levels, SHOP).values(), strict=False):
        data = yaml.load(content, KubernetesLoader)
        assert isinstance(data["spec"]["title"], str)
        if len(levels) == 1:
            assert data["spec"]["title"] == level.title


@pytest.mark.parametrize("project", ["shop", "a" * 62 + "-b" * 40, "x_" * 40 + "y"])
def test_a_long_project_name_becomes_a_valid_label(project: str) -> None:
    metadata = Kubernetes(project=project).build_metadata("node")
    for label in metadata["labels"].values():
        assert 0 < len(label) <= 63
        assert label[0].isalnum()
        assert label[-1].isalnum()
    assert len(metadata["name"]) <= 63


@given(TEXTS.filter(lambda name: "\0" not in name))
def test_the_comment_with_the_source_file_has_one_line(name: str) -> None:
    text = encode_yaml({"a": 1}, source=name)
    assert yaml.safe_load(text) == {"a": 1}
    assert text.decode().count("\n") == 2


def test_prometheus_reads_jobs_and_labels(promtool: str, tmp_path: Path) -> None:
    jobs = [
        ScrapeJob(job=text, targets=("host:9100",), labels={"site": text})
        for text in dict.fromkeys(CUNNING)
        if text.strip()
    ]
    text = encode_yaml(build_prometheus_file(jobs, scrape_interval="10s"))
    (tmp_path / "prometheus.yml").write_bytes(text)
    ran = subprocess.run(
        [promtool, "check", "config", tmp_path / "prometheus.yml"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    read = yaml.safe_load(text)["scrape_configs"]
    assert [job["job_name"] for job in read] == [job.job for job in jobs]
    assert [job["static_configs"][0]["labels"]["site"] for job in read] == [j.job for j in jobs]
