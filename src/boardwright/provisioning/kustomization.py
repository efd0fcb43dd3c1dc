"""Writes `kustomization.yaml`, which lists the Kubernetes resources that the build writes.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.provisioning.kubernetes import ROOT
from boardwright.provisioning.yaml_text import encode_yaml

PATH = f"{ROOT}/kustomization.yaml"


def build_kustomization(paths: Iterable[str]) -> dict[str, bytes]:
    """Return a dict from the path of `kustomization.yaml` to its content.

    Args:
        paths: Paths of all files that the build writes, relative to the output folder.
    """
    inside = (path.removeprefix(f"{ROOT}/") for path in paths if path.startswith(f"{ROOT}/"))
    data = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(inside),
    }
    return {PATH: encode_yaml(data)}
