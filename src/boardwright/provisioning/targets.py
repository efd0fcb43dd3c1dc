"""The targets of `boardwright build` and the paths of their files.

provisioning    files for the file providers of Grafana and Prometheus
configmaps      Kubernetes ConfigMaps: boards for the Grafana sidecar, files of rules for Prometheus
operator        resources of grafana-operator
prometheusrules PrometheusRule resources of prometheus-operator
manifests       manifests of dashboard.grafana.app, for gcx and Git Sync
git-sync        Repository resources of Git Sync, which read the manifests
kustomization   a kustomization.yaml that lists the Kubernetes resources
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

TARGETS = (
    *("provisioning", "configmaps", "operator", "prometheusrules", "manifests", "git-sync"),
    "kustomization",
)

LISTED = ("configmaps", "operator", "prometheusrules")
"""The targets whose files a kustomization lists."""

FOLDER_MANIFEST = "_folder.json"
"""The name of the file with a folder's uid and title."""

_BOARDS: Mapping[str, str] = {
    "provisioning": "dashboards/",
    "configmaps": "kubernetes/configmaps/dashboards/",
    "operator": "kubernetes/operator/dashboards/",
    "manifests": "manifests/",
}

_PLACES: Mapping[str, tuple[str, ...]] = {
    "provisioning": ("dashboards/", "grafana/", "prometheus/"),
    "configmaps": ("kubernetes/configmaps/",),
    "operator": ("kubernetes/operator/",),
    "prometheusrules": ("kubernetes/prometheusrules/",),
    "manifests": ("manifests/",),
    "git-sync": ("git-sync/",),
    "kustomization": ("kubernetes/kustomization.yaml",),
}


def places(targets: Iterable[str]) -> tuple[str, ...]:
    """Return the prefixes of the paths of these targets' files."""
    return tuple(prefix for target in targets for prefix in _PLACES[target])


def board_uid(path: str) -> str | None:
    """Return the uid of the board in a file that we wrote; None for other files."""
    name = path.rpartition("/")[2]
    if not path.startswith(tuple(_BOARDS.values())) or name == FOLDER_MANIFEST:
        return None
    return name.rpartition(".")[0]


def fault(targets: Iterable[str]) -> tuple[str, str] | None:
    """Return the fault of this combination of targets and a hint; None for a valid one."""
    named = tuple(targets)
    if "kustomization" in named and not set(LISTED) & set(named):
        return (
            "the target kustomization lists the resources of other targets, and there are none",
            f"Name {' or '.join(LISTED)} with it.",
        )
    if "git-sync" in named and "manifests" not in named:
        return "the target git-sync reads the files of manifests", "Name manifests with it."
    return None
