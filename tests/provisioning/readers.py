"""Readers for generated files, written according to the documentation of their real readers."""

from __future__ import annotations

import re
from typing import Any

import yaml

_VARIABLE = re.compile(r"\$__(env|file)\{([^}]*)\}|\$\{([^}]*)\}|\$(\w+)")
ENVIRONMENT = {"HOME": "/root", "PASSWORD": "hunter2"}


def expand(value: Any) -> Any:
    """Return data as Grafana reads it from a provisioning file.

    Grafana splits each text at `$$`, replaces variables in the parts (an unknown one by nothing),
    and joins them with `$`. Source: "Using environment variables" in
    https://grafana.com/docs/grafana/latest/administration/provisioning/
    """
    if isinstance(value, dict):
        return {key: expand(item) for key, item in value.items()}
    if isinstance(value, list):
        return [expand(item) for item in value]
    if not isinstance(value, str):
        return value
    return "$".join(_VARIABLE.sub(_replace, part) for part in value.split("$$"))


def _replace(match: re.Match[str]) -> str:
    kind, argument, braced, plain = match.groups()
    if kind == "file":
        return "the text of a file"
    return ENVIRONMENT.get(argument or braced or plain, "")


class KubernetesLoader(yaml.SafeLoader):
    """Reads YAML like kubectl's decoder, which treats more texts as numbers than PyYAML does."""


KubernetesLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?$"), None
)
KubernetesLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?0[xob][0-9a-fA-F_]+$"), None
)
KubernetesLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]$"), None)


def construct_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    """Return any number. Tests only check whether a text was read as a number."""
    return 0.0


def construct_truth(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    return True


KubernetesLoader.add_constructor("tag:yaml.org,2002:float", construct_number)
KubernetesLoader.add_constructor("tag:yaml.org,2002:int", construct_number)
KubernetesLoader.add_constructor("tag:yaml.org,2002:bool", construct_truth)
