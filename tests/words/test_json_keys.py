"""Only some packages name the keys of Grafana's JSON; all other packages use views of `schema`."""

from __future__ import annotations

from pathlib import Path

import pytest

from words.json_keys import list_named_keys

SOURCES = Path(__file__).parents[2] / "src/boardwright"

PACKAGES = frozenset({"compiler", "schema", "source"})
"""The packages that may name keys; docs/adr/0001-packages.md explains why."""

KEPT = {
    "cache/entries.py": ("panels panels", "the cache's own format"),
    "commands/previewing/page_pictures.py": ("panels panels", "the answer of our own script"),
    "diff/rule_group_comparison.py": ("annotations", "names the texts of a rule in messages"),
    "engine/engine_tests.py": ("expr", "the format of promtool's test files"),
    "grafana/api_groups.py": ("metadata", "`AnswerFields` reports wrong answers of Grafana"),
    "grafana/resource_items.py": (
        "annotations metadata metadata metadata metadata resourceVersion resourceVersion",
        "`AnswerFields` reports wrong answers of Grafana",
    ),
    "loading/alert_objects.py": ("annotations", "an attribute of grafanalib's alert rules"),
    "preview/data_frames.py": ("refId", "the format of data frames, not of boards"),
    "promql/parser.py": ("expr expr expr", "an attribute of PromQL's syntax nodes"),
    "promql/selector_parser.py": ("expr", "an attribute of PromQL's syntax nodes"),
    "provisioning/alerting.py": ("apiVersion", "the format of Grafana's alerting files"),
    "provisioning/data_source_file.py": ("apiVersion", "the format of data source files"),
    "provisioning/kubernetes.py": ("apiVersion", "a Kustomization has no metadata"),
    "provisioning/prometheus_config.py": ("targets", "the format of Prometheus's configuration"),
    "provisioning/providers.py": ("apiVersion", "the format of provider files"),
    "report/diff_json.py": ("panels", "the format of our own report"),
    "report/preview_report.py": ("panels", "the format of our own report"),
    "rules/openslo_spec.py": ("apiVersion metadata", "the format of OpenSLO"),
    "rules/slo_specs.py": ("metadata", "the format of OpenSLO"),
    "testing/panel_display.py": ("refId refId", "the request and answer of the preview script"),
}
"""File outside of `PACKAGES` -> the keys that the file names, and why it names them."""


_HINT = "Read the value through a class of boardwright.schema, such as Panel or GrafanaRule."


def test_only_listed_places_name_keys_of_grafanas_json() -> None:
    files = [path for path in SOURCES.rglob("*.py") if _find_package(path) not in PACKAGES]
    named = {str(path.relative_to(SOURCES)): " ".join(list_named_keys(path)) for path in files}
    listed = {file: keys for file, (keys, _) in KEPT.items()}
    lines = [
        f"{file}: names [{named.get(file, '')}], and KEPT lists [{listed.get(file, '')}]"
        for file in sorted(named.keys() | listed.keys())
        if named.get(file, "") != listed.get(file, "")
    ]
    assert not lines, "\n".join(["", *lines, _HINT])


def _find_package(path: Path) -> str:
    return path.relative_to(SOURCES).parts[0]


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ('panel["targets"]', ["targets"]),
        ('board.get("panels") or ()', ["panels"]),
        ('{"expr": "up", "other": 1}', ["expr"]),
        ('"expr" in target', ["expr"]),
        ('view.text("fieldConfig", "defaults", "unit")', ["fieldConfig"]),
        ('match data:\n    case {"refId": name}:\n        pass', ["refId"]),
        ('Panel(panel).targets\nprint("targets")', []),
    ],
)
def test_a_named_key_is_found(tmp_path: Path, code: str, keys: list[str]) -> None:
    path = tmp_path / "module.py"
    path.write_text(code)
    assert list_named_keys(path) == keys
