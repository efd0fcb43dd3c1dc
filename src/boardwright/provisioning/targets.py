"""The targets of `boardwright build`, and the paths of the files that each target writes.

- `provisioning` writes boards and configuration files that Grafana and Prometheus read.
- `configmaps` writes ConfigMaps with boards for the Grafana sidecar and rules for Prometheus.
- `operator` writes resources of grafana-operator.
- `prometheusrules` writes `PrometheusRule` resources of prometheus-operator.
- `manifests` writes resources of the API `dashboard.grafana.app`, for gcx and Git Sync.
- `git-sync` writes `Repository` resources that make Git Sync read the output of `manifests`.
- `kustomization` writes a `kustomization.yaml` that lists the Kubernetes resources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

TARGETS = (
    *("provisioning", "configmaps", "operator", "prometheusrules", "manifests", "git-sync"),
    "kustomization",
)

LISTED = ("configmaps", "operator", "prometheusrules")
"""The targets whose files are listed in the `kustomization.yaml` of the target kustomization."""

FOLDER_MANIFEST = "_folder.json"
"""Name of the file that declares the uid and title of a Grafana folder to Git Sync."""

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


def list_path_prefixes(targets: Iterable[str]) -> tuple[str, ...]:
    """Return the path prefixes of all files that a build writes for the given targets."""
    return tuple(prefix for target in targets for prefix in _PLACES[target])


def parse_board_uid(path: str) -> str | None:
    """Return the uid of the board in a file that a build wrote; None for a file without a board."""
    name = path.rpartition("/")[2]
    if not path.startswith(tuple(_BOARDS.values())) or name == FOLDER_MANIFEST:
        return None
    return name.rpartition(".")[0]


def find_combination_fault(targets: Iterable[str]) -> tuple[str, str] | None:
    """Return why the targets of a build are invalid, and a hint; None if they are valid."""
    names = tuple(targets)
    if "kustomization" in names and not set(LISTED) & set(names):
        return (
            (
                "the target kustomization needs another target, because kustomization.yaml only "
                "lists the files of other targets"
            ),
            f"Add at least one of the targets {', '.join(LISTED)}.",
        )
    if "git-sync" in names and "manifests" not in names:
        return (
            "the target git-sync needs the target manifests, because Git Sync reads the manifests",
            "Add the target manifests.",
        )
    return None
